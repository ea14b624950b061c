//! The matrix: every route × every viewer × every state of content, against a table that is checked in and read by eye.
//!
//! `SCHOOLGATE_WRITE_MATRIX=1` writes the table anew; its difference is then to be read like code.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use http::Method;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::{classes, moderation, people, worries};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::classes::ClassKind;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience as Reach;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::people::ClassRole;
use schoolgate::store;
use schoolgate::web::{self, Audience, Route};
use tests::Browser;
use tests::crawl::Server;
use tests::schools::{PASSWORD, TestSchool, World};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/matrix.txt");

/// Everyone who may knock, in the order of the table's columns.
struct Viewers {
    people: Vec<(&'static str, Browser)>,
    servers: Vec<(&'static str, Server)>,
}

/// A post of ours or a partner's in one state, and the addresses it would have.
struct Content {
    state: &'static str,
    item: ItemId,
    slug: String,
    picture: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn t53_every_route_answers_every_viewer_as_the_table_says() {
    let mut world = World::new(&["maple", "oak", "elm"]).await;
    let maple = world.school("maple").await;
    let oak = world.school("oak").await;
    let elm = world.school("elm").await;
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    maple.follow(&oak).await;
    oak.follow(&maple).await;
    let viewers = Viewers::of(&maple, &oak, &elm).await;
    let contents = contents(&maple, &oak).await;

    let mut table = String::from("GET routes: what each viewer is answered, by state of content\n");
    let columns: Vec<&str> =
        viewers.people.iter().map(|(name, _)| *name).chain(viewers.servers.iter().map(|(name, _)| *name)).collect();
    let _ = writeln!(table, "{:<46} {:<22} {}", "route", "state", columns.join(" "));
    for route in web::table().iter().filter(|route| route.method == Method::GET) {
        for (state, path) in paths(route, &maple, &contents) {
            let mut line = format!("{:<46} {state:<22}", route.path);
            for ((_, answer), name) in viewers.get(&path, &maple).await.into_iter().zip(&columns) {
                let _ = write!(line, " {:<width$}", answer, width = name.len());
            }
            table.push_str(line.trim_end());
            table.push('\n');
        }
    }
    table.push_str("\nPOST routes, sent empty with no token: nobody may change anything this way\n");
    for route in web::table().iter().filter(|route| route.method == Method::POST) {
        let (_, path) = paths(route, &maple, &contents).remove(0);
        let mut line = format!("{:<69}", route.path);
        for (name, browser) in &viewers.people {
            let status = browser.post_bare(&path).await.status;
            assert!(status >= 400, "{name} was answered {status} at {}", route.path);
            let _ = write!(line, " {:<width$}", status, width = name.len());
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }

    if std::env::var_os("SCHOOLGATE_WRITE_MATRIX").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let expected = std::fs::read_to_string(TABLE).unwrap_or_default();
    for (expected, found) in expected.lines().zip(table.lines()) {
        assert_eq!(expected, found);
    }
    assert_eq!(
        expected.lines().count(),
        table.lines().count(),
        "routes came or went: write the table anew and read it"
    );
}

/// Whatever the table says, these never change: what waits is for moderators only.
#[tokio::test(flavor = "multi_thread")]
async fn t53_no_row_shows_what_was_not_approved() {
    let table = std::fs::read_to_string(TABLE).unwrap();
    let mut seen = 0;
    for line in table.lines().filter(|line| {
        line.starts_with("/c/{class}/{slug}")
            || line.starts_with("/c/{class}/friends/{item}")
            || line.starts_with("/m/{file}")
            || line.starts_with("/ap/o/{item} ")
    }) {
        let hidden = ["draft", "waiting", "turned away", "taken back", "sealed", "hidden"]
            .iter()
            .any(|state| line[46..70].contains(state));
        if hidden {
            seen += 1;
            assert!(!line[69..].contains("200"), "{line}");
        }
    }
    assert!(seen >= 12, "only {seen} rows about what is hidden");
    assert!(
        table
            .lines()
            .any(|line| line.starts_with("/c/{class}/{slug}") && line.contains("approved") && line.contains("200"))
    );
}

impl Viewers {
    async fn of(maple: &TestSchool, oak: &TestSchool, elm: &TestSchool) -> Self {
        let class = |name: &str| classes::NewClass {
            name: name.to_owned(),
            slug: String::new(),
            kind: ClassKind::Class,
            crest: "fox".to_owned(),
            colour: 2,
            about: String::new(),
            year_order: 4,
            teacher: None,
        };
        let other_class = classes::add(&maple.school, "school", class("Other")).await.unwrap();
        let other_pupil = people::add_pupils(&maple.school, &maple.admin, &other_class.id, &["Zed".to_owned()])
            .await
            .unwrap()
            .remove(0);
        let card = people::new_card(&maple.school, &maple.admin, &other_class.id, &other_pupil).await.unwrap();
        let pupil_other = maple.browser();
        assert_eq!(pupil_other.use_card(&card).await.status, 200);
        let other_teacher = maple.adult("other", None, false).await;
        let duty = schoolgate::domain::people::Duty {
            class: other_class.id,
            staff: other_teacher.id,
            role: ClassRole::Teacher,
            from: None,
            until: None,
        };
        people::set_duty(&maple.school, "school", duty).await.unwrap();
        maple.adult("cover", Some(ClassRole::Cover), false).await;
        maple.adult("lead", None, true).await;
        let signed_in = async |email: &str| {
            let browser = maple.browser();
            assert_eq!(browser.sign_in(&format!("{email}@school.example"), PASSWORD).await.status, 200);
            browser
        };
        Self {
            people: vec![
                ("visitor", maple.browser()),
                ("family", maple.family_browser().await),
                ("pupil", maple.pupil_browser().await),
                ("pupil-other", pupil_other),
                ("teacher", maple.teacher_browser().await),
                ("teacher-other", signed_in("other").await),
                ("cover", signed_in("cover").await),
                ("lead", signed_in("lead").await),
                ("admin", maple.admin_browser().await),
            ],
            servers: vec![
                ("trusted", Server::of(&oak.school, &maple.school, maple.address).await),
                ("untrusted", Server::of(&elm.school, &maple.school, maple.address).await),
            ],
        }
    }

    async fn get(&self, path: &str, maple: &TestSchool) -> Vec<(&'static str, String)> {
        let mut answers = Vec::new();
        for (name, browser) in &self.people {
            let answer = browser.get(path).await;
            // Sent to sign in is not the same as being shown something.
            let asked_to_sign_in = answer.url.contains("/sign-in?");
            answers.push((*name, if asked_to_sign_in { "sign-in".to_owned() } else { answer.status.to_string() }));
        }
        for (name, server) in &self.servers {
            answers.push((*name, server.get(path, maple.school.clock.now()).await.status.to_string()));
        }
        answers
    }
}

/// Posts of the class in every state; the last one is a partner's that was let in, and one that waits.
async fn contents(maple: &TestSchool, oak: &TestSchool) -> Vec<Content> {
    let mut contents = Vec::new();
    let picture = async || vec![maple.picture(tests::pictures::png(1, 2, 3), "A tug").await];
    for (state, reach) in [
        ("approved for class", Reach::Class),
        ("approved for school", Reach::School),
        ("approved for friends", Reach::Friends),
        ("approved for public", Reach::Public),
        ("hidden", Reach::Public),
        ("sealed", Reach::Public),
        ("taken back", Reach::Public),
    ] {
        let item = maple.publish_for(state, "Words.", reach, picture().await).await;
        match state {
            "hidden" => moderation::hide(&maple.school, &maple.teacher, &maple.class.id, &item).await.unwrap(),
            "sealed" => drop(worries::raise(&maple.school, &maple.teacher, &maple.class.id, &item, "").await.unwrap()),
            "taken back" => {
                // Its partner has it: what was never sent is not told to be gone either.
                maple
                    .until("everything to be delivered", async || {
                        store::underway::backlog(&mut maple.school.db.read()).await.unwrap().is_empty().then_some(())
                    })
                    .await;
                maple.take_back(&item).await;
            }
            _ => {}
        }
        contents.push(content(maple, state, item).await);
    }
    for (state, finish) in [("draft", Finish::Keep), ("waiting", Finish::HandIn), ("turned away", Finish::HandIn)] {
        let uploaded = schoolgate::actions::pictures::upload(
            &maple.school,
            Pen::Child(&maple.pupil),
            tests::pictures::png(9, 9, 9),
        )
        .await
        .unwrap();
        let pictures = vec![schoolgate::domain::articles::DraftPicture {
            picture: uploaded,
            alt: "A tug".to_owned(),
            people: String::new(),
        }];
        let draft =
            Draft { title: state.to_owned(), markdown: format!("The {state} words."), pictures, ..Draft::default() };
        let written =
            articles::write(&maple.school, Pen::Child(&maple.pupil), &maple.class.id, draft, finish).await.unwrap();
        let (Written::Kept(item) | Written::Waiting(item) | Written::Published(item, _)) = written;
        if state == "turned away" {
            let waiting = maple.waits(Tray::Ours, state).await;
            maple.decide(&waiting, Verdict::TurnAway).await;
        }
        contents.push(content(maple, state, item).await);
    }
    oak.publish("Let in", "Oak's words that were let in.").await;
    let item = maple.let_in(Tray::In, "were let in").await;
    contents.push(content(maple, "theirs, approved", item).await);
    oak.publish("Not yet", "Oak's words that are waiting.").await;
    let item = maple.waits(Tray::In, "are waiting").await.item.id;
    contents.push(content(maple, "theirs, waiting", item).await);
    contents
}

async fn content(maple: &TestSchool, state: &'static str, item: ItemId) -> Content {
    let stored = store::items::get(&mut maple.school.db.read(), &item).await.unwrap();
    let showing = store::moderation::showing(&mut maple.school.db.read(), &item, &maple.class.id).await.unwrap();
    let pictures = store::revisions::pictures(&mut maple.school.db.read(), &showing.revision).await.unwrap();
    let picture = match pictures.first().and_then(|picture| picture.picture.as_ref()) {
        Some(id) => {
            format!("{id}.{}", store::pictures::get(&mut maple.school.db.read(), id).await.unwrap().extension())
        }
        None => format!("{}.png", "0".repeat(32)),
    };
    Content { state, slug: stored.slug.map_or_else(|| "none".to_owned(), |slug| slug.to_string()), item, picture }
}

/// The addresses of a route: one for each state if it names content, else one.
fn paths(route: &Route, maple: &TestSchool, contents: &[Content]) -> Vec<(&'static str, String)> {
    let class = if route.path.starts_with("/ap/") { maple.class.id.to_string() } else { maple.class.slug.to_string() };
    let nothing = "0".repeat(32);
    let fixed: BTreeMap<&str, &str> = BTreeMap::from([
        ("{class}", class.as_str()),
        ("{part}", if route.path.starts_with("/ap/o/") { "replies" } else { "followers" }),
        ("{token}", "no-such-token"),
        ("{*path}", "schoolgate.css"),
    ]);
    let mut path = route.path.to_owned();
    for (name, value) in fixed {
        path = path.replace(name, value);
    }
    let names_content = ["{slug}", "{item}", "{file}"].iter().any(|name| path.contains(name));
    if !names_content {
        while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
            path.replace_range(start..=end, &nothing);
        }
        let state = if route.audience == Audience::Reader { "full" } else { "" };
        return vec![(state, path)];
    }
    contents
        .iter()
        .map(|content| {
            let path = path
                .replace("{slug}", &content.slug)
                .replace("{item}", content.item.as_str())
                .replace("{file}", &content.picture);
            (content.state, path)
        })
        .collect()
}
