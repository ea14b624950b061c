//! Erasing: off every surface at once, everywhere, and within a day in no byte of any file.

use std::path::Path;

use jiff::SignedDuration;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::{audit, closing, comments, housekeeping, people, pictures, worries};
use schoolgate::domain::articles::{Draft, DraftPicture};
use schoolgate::domain::ids::{ItemId, PupilId};
use schoolgate::domain::moderation::{Tray, Verdict, WorryOutcome};
use schoolgate::domain::revisions::PictureState;
use schoolgate::domain::viewer::{Adult, Child};
use schoolgate::error::Error;
use schoolgate::store::{self, Sql};
use tests::Browser;
use tests::crawl::Server;
use tests::schools::{TestSchool, partner_schools, strangers};

/// The name of the pupil who is erased.
const NAME: &str = "Quixandra";

/// What only Quixandra's things say: each stands somewhere before, and nowhere after.
const CANARIES: &[&str] = &[
    NAME,
    "canarytitle",
    "canarybody",
    "canaryalt",
    "canarypeople",
    "canaryold",
    "canarydraft",
    "canaryrejected",
    "canaryreason",
    "canaryworry",
    "canaryclosing",
    "canarytold",
    "canarycomment",
    "canaryanswer",
];
/// What never stood anywhere: the name of an uploaded file, and what is hidden in it.
const NEVER: &[&str] = &["canary-file", "canaryhidden"];
/// Somebody else's words.
const SURVIVOR: &str = "survivorwords";

/// Quixandra at Maple, with everything a pupil can have, and Ama, who has a post of her own.
struct Scene {
    maple: TestSchool,
    oak: TestSchool,
    quixandra: Child,
    browser: Browser,
    post: ItemId,
    picture: String,
    sha256: String,
}

fn draft(title: &str, markdown: &str, pictures: Vec<DraftPicture>) -> Draft {
    Draft { title: title.to_owned(), markdown: markdown.to_owned(), pictures, ..Draft::default() }
}

async fn hand_in(school: &TestSchool, child: &Child, draft: Draft) -> ItemId {
    let written =
        articles::write(&school.school, Pen::Child(child), &school.class.id, draft, Finish::HandIn).await.unwrap();
    let Written::Waiting(item) = written else { panic!("not waiting: {written:?}") };
    item
}

impl Scene {
    async fn new() -> Self {
        let [maple, oak] = partner_schools().await;
        let lead = maple.adult("lead", None, true).await;
        let (quixandra, browser) = child(&maple, NAME).await;
        let (ama, _) = child(&maple, "Ama").await;

        // A picture with something hidden in it, uploaded under a name.
        let mut bytes = tests::pictures::png(7, 70, 170);
        bytes.extend_from_slice(b"canaryhidden");
        let write = format!("/c/{}/write", maple.class.slug);
        let kept = browser
            .upload(
                &write,
                &write,
                &[
                    ("title", "canarydraft"),
                    ("body", "A draft: canarydraft."),
                    ("send", "draft"),
                    ("alt_1", "canaryalt"),
                    ("who_1", "nobody"),
                ],
                vec![("picture_1", bytes.clone())],
            )
            .await;
        assert_eq!(kept.status, 200, "{}", kept.text());
        let id = pictures::upload(&maple.school, Pen::Child(&quixandra), bytes).await.unwrap();
        let shown =
            DraftPicture { picture: id.clone(), alt: "canaryalt".to_owned(), people: "canarypeople".to_owned() };
        let stored = store::pictures::get(&mut maple.school.db.read(), &id).await.unwrap();

        // Out in two wordings, answered from Oak, worried about and released.
        let post = hand_in(&maple, &quixandra, draft("canarytitle", "We saw canaryold.", vec![shown.clone()])).await;
        maple.let_in(Tray::Ours, "canaryold").await;
        let edited = draft("canarytitle", "We saw canarybody.", vec![shown]);
        articles::edit(&maple.school, Pen::Child(&quixandra), &post, edited, Finish::HandIn).await.unwrap();
        maple.let_in(Tray::Ours, "canarybody").await;
        let_in(&oak, Tray::In, "canarybody").await;
        let at_oak = oak.item_of(&maple.school.urls.object(&post)).await.unwrap();
        oak.pupil_comments(&at_oak, "A canaryanswer from Oak").await;
        oak.let_in(Tray::Out, "canaryanswer").await;
        maple.let_in(Tray::In, "canaryanswer").await;
        worried(&maple, &lead, &post, "canaryworry").await;

        // One that was turned away with a reason, one under Oak's post, and one that Ama wrote.
        let rejected = hand_in(&maple, &quixandra, draft("Other", "We saw canaryrejected.", Vec::new())).await;
        let waiting = maple.waits(Tray::Ours, "canaryrejected").await;
        let choice = schoolgate::actions::moderation::Choice { item: rejected, hash: waiting.hash };
        schoolgate::actions::moderation::decide(
            &maple.school,
            &maple.teacher,
            &maple.class.id,
            &[choice],
            Verdict::TurnAway,
            "canaryreason",
        )
        .await
        .unwrap();
        oak.publish("Beans", "Our beans are small.").await;
        let beans = maple.let_in(Tray::In, "beans are small").await;
        comments::write(&maple.school, Pen::Child(&quixandra), &maple.class.id, &beans, "A canarycomment")
            .await
            .unwrap();
        maple.let_in(Tray::Out, "canarycomment").await;
        oak.let_in(Tray::In, "canarycomment").await;
        let told = worries::tell(&maple.school, &quixandra, &beans, "canarytold").await.unwrap();
        worries::close(&maple.school, &lead, &told, WorryOutcome::Released, "talked").await.unwrap();
        hand_in(&maple, &ama, draft("Ships", &format!("Ama's {SURVIVOR}."), Vec::new())).await;
        maple.let_in(Tray::Ours, SURVIVOR).await;
        oak.let_in(Tray::In, SURVIVOR).await;

        let picture = format!("/m/{id}.{}", stored.extension());
        Self { maple, oak, quixandra, browser, post, picture, sha256: stored.sha256 }
    }

    /// Its admin erases Quixandra on the pages.
    async fn erase(&self) {
        let admin = self.maple.admin_browser().await;
        let page = format!("/erasures/pupil/{}", self.quixandra.id);
        let done = admin.post(&page, &page, &[("name", NAME), ("reason", "family")]).await;
        assert_eq!((done.status, done.says("Off every page")), (200, true), "{}", done.text());
    }
}

/// Lets something in when its pictures have come.
async fn let_in(school: &TestSchool, tray: Tray, words: &str) -> ItemId {
    school
        .until("the pictures", async || {
            let waiting = school.waits(tray, words).await;
            let sql = &mut school.school.db.read();
            let pictures = store::revisions::pictures(sql, &waiting.showing.revision).await.unwrap();
            pictures.iter().all(|picture| picture.state != PictureState::Waiting).then_some(())
        })
        .await;
    school.let_in(tray, words).await
}

async fn child(school: &TestSchool, name: &str) -> (Child, Browser) {
    let id: PupilId = school.another_pupil(name).await;
    let card = people::new_card(&school.school, &school.teacher, &school.class.id, &id).await.unwrap();
    let browser = school.browser();
    assert_eq!(browser.use_card(&card).await.status, 200);
    (people::child(&school.school, &id).await.unwrap(), browser)
}

async fn worried(school: &TestSchool, lead: &Adult, item: &ItemId, words: &str) {
    let worry = worries::raise(&school.school, &school.teacher, &school.class.id, item, words).await.unwrap();
    worries::close(&school.school, lead, &worry, WorryOutcome::Released, "canaryclosing").await.unwrap();
}

/// Which of these words stand in any file of a school: database, its log, pictures. On PostgreSQL: in any row, and in the
/// files behind the tables.
async fn found(school: &TestSchool, words: &[&'static str]) -> Vec<String> {
    let mut found = Vec::new();
    look_into(school.pictures().parent().unwrap(), words, &mut found);
    if school.place.database.starts_with("postgres") {
        let mut tx = school.school.db.begin().await.unwrap();
        tx.run("checkpoint", Vec::new()).await.unwrap();
        drop(tx);
        for word in words {
            let relations = school
                .school
                .db
                .read()
                .all(
                    "select c.relname::text as name from pg_class c
                     where c.relkind in ('r', 'i', 't') and c.relpersistence = 'p' and pg_relation_filepath(c.oid) is not null
                       and position(convert_to($1, 'UTF8') in pg_read_binary_file(pg_relation_filepath(c.oid))) > 0",
                    vec![(*word).into()],
                )
                .await
                .unwrap();
            for relation in relations {
                found.push(format!("{word} in {}", relation.get::<String>("name").unwrap()));
            }
        }
    }
    found
}

/// The same for what can be read with SQL. PostgreSQL reuses the bytes of dead rows by and by; only an erasure sees to it that
/// they go at once.
async fn readable(school: &TestSchool, word: &'static str) -> Vec<String> {
    if !school.place.database.starts_with("postgres") {
        return found(school, &[word]).await;
    }
    let db = &school.school.db;
    let tables = "select table_name::text as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'";
    let mut found = Vec::new();
    for table in db.read().all(tables, Vec::new()).await.unwrap() {
        let name: String = table.get("name").unwrap();
        // A handful of words for the life of a test.
        let rows: &'static str =
            Box::leak(format!("select 1 from {name} t where position('{word}' in t::text) > 0").into_boxed_str());
        if !db.read().all(rows, Vec::new()).await.unwrap().is_empty() {
            found.push(format!("{word} in {name}"));
        }
    }
    found
}

fn look_into(folder: &Path, words: &[&'static str], found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_into(&path, words, found);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for word in words {
            if bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
                found.push(format!("{word} in {}", path.file_name().unwrap().to_string_lossy()));
            }
        }
    }
}

/// A day passes, and the round comes that erases.
async fn a_day_later(school: &mut TestSchool) {
    school.stop_courier().await;
    school.school.clock.advance(SignedDuration::from_hours(24));
    housekeeping::tidy(&school.school).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn t114_after_an_erasure_no_byte_of_a_pupil_is_left_at_any_school() {
    let mut scene = Box::pin(Scene::new()).await;
    for canary in CANARIES {
        assert!(!found(&scene.maple, &[canary]).await.is_empty(), "{canary} is nowhere even before");
    }
    for canary in ["canarytitle", "canarybody", "canaryalt", "canarycomment"] {
        assert!(!found(&scene.oak, &[canary]).await.is_empty(), "Oak has no {canary} even before");
    }
    assert_eq!(found(&scene.maple, NEVER).await, [] as [String; 0]);

    scene.erase().await;
    let maple = &scene.maple;
    maple
        .until("Oak's word for everything", async || {
            scene.oak.school.wake.notify_one();
            let open = store::recipients::open_removals(&mut maple.school.db.read()).await.unwrap();
            let receipts = store::recipients::receipts(&mut maple.school.db.read(), &scene.post).await.unwrap();
            (open.is_empty() && receipts.iter().all(|receipt| receipt.confirmed_at.is_some())).then_some(())
        })
        .await;
    a_day_later(&mut scene.oak).await;
    a_day_later(&mut scene.maple).await;

    assert_eq!(found(&scene.maple, CANARIES).await, [] as [String; 0]);
    let sent: Vec<&'static str> = CANARIES.iter().copied().filter(|canary| *canary != "canaryanswer").collect();
    // What Oak's own pupil wrote is Oak's.
    for canary in sent {
        assert_eq!(readable(&scene.oak, canary).await, [] as [String; 0]);
    }
    assert!(!found(&scene.maple, &[SURVIVOR]).await.is_empty());
    assert!(!found(&scene.oak, &[SURVIVOR]).await.is_empty());
    assert!(!scene.maple.school.shelf.exists(&scene.sha256).await.unwrap());
    // That it happened is kept, by whom and why, and the chain is whole.
    let log = scene.maple.admin_browser().await.get("/audit").await;
    assert!(log.says("had a pupil erased") && log.says("the family asked") && log.says("erased for good"));
    assert!(matches!(audit::verify(&scene.maple.school.db, |_| {}).await.unwrap(), audit::Checked::Whole(_)));
    // What was said to take it back holds no word of it.
    let report = scene.maple.teacher_browser().await.get(&format!("/taken-back/{}/report", scene.post)).await;
    assert!(report.says("1 of 1 confirmed") && report.says("Report on something taken back"), "{}", report.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn t69_an_erased_pupil_is_off_every_surface_at_once() {
    let scene = Box::pin(Scene::new()).await;
    let (maple, oak) = (&scene.maple, &scene.oak);
    let (teacher, other) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let page = store::items::get(&mut maple.school.db.read(), &scene.post).await.unwrap().slug.unwrap();
    let page = format!("/c/{}/{page}", maple.class.slug);
    let class = format!("/c/{}", maple.class.slug);
    let server = Server::of(&oak.school, &maple.school, maple.address).await;
    let object = maple.school.urls.object(&scene.post).path().to_owned();
    let now = || maple.school.clock.now();
    for path in [&page, &scene.picture] {
        assert_eq!((other.get(path).await.status, teacher.get(path).await.status), (200, 200), "{path} before");
    }
    for (path, words) in [(class.clone(), "canarytitle"), (format!("{class}/feed.atom"), "canarytitle")] {
        assert!(other.get(&path).await.says(words), "{path} before");
    }
    assert_eq!(server.get(&object, now()).await.status, 200);
    assert_eq!(scene.browser.get("/tray").await.status, 200);

    scene.erase().await;

    for path in [&page, &scene.picture] {
        assert_eq!((other.get(path).await.status, teacher.get(path).await.status), (404, 404), "{path}");
    }
    let admin = maple.admin_browser().await;
    for path in [
        class.clone(),
        format!("{class}/feed.atom"),
        format!("/people/{}", maple.class.slug),
        format!("/gate/{}", maple.class.slug),
        "/".to_owned(),
        "/audit".to_owned(),
        "/audit/log.csv".to_owned(),
        "/deliveries".to_owned(),
    ] {
        for reader in [&other, &teacher, &admin] {
            let seen = reader.get(&path).await;
            assert!(!seen.says(NAME) && !seen.says("canary"), "{path}: {}", seen.text());
        }
    }
    let answer = server.get(&object, now()).await;
    assert_eq!((answer.status, answer.says("Tombstone")), (410, true));
    let tray = scene.browser.get("/tray").await;
    assert!(!tray.says(NAME) && tray.url.contains("/sign-in"), "{}", tray.text());
    assert!(matches!(people::child(&maple.school, &scene.quixandra.id).await, Err(Error::Missing)));
    oak.until("it to go from Oak", async || {
        let friends = oak.friends().await;
        friends.iter().all(|shown| !shown.plain.contains("canary")).then_some(())
    })
    .await;
    // Ama's words stay.
    assert!(other.get(&class).await.says("Ships"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_needs_the_name_a_reason_and_an_admin_and_can_be_called_off_for_a_while() {
    let scene = Box::pin(Scene::new()).await;
    let (maple, oak) = (&scene.maple, &scene.oak);
    let (admin, teacher) = (maple.admin_browser().await, maple.teacher_browser().await);
    let page = format!("/erasures/pupil/{}", scene.quixandra.id);
    assert_eq!(teacher.get(&page).await.status, 404);
    let asked = admin.get(&page).await;
    for said in ["3 posts and drafts", "1 comment", "1 comment of somebody else", "1 partner school is asked"] {
        assert!(asked.says(said), "{said} in {}", asked.text());
    }
    let wrong = admin.post(&page, &page, &[("name", "Quixandro"), ("reason", "family")]).await;
    assert_eq!((wrong.status, wrong.says("That is not the name")), (422, true));
    let unreasoned = admin.post(&page, &page, &[("name", NAME)]).await;
    assert_eq!((unreasoned.status, unreasoned.says("Choose a reason")), (422, true));

    scene.erase().await;
    let list = admin.get("/erasures").await;
    assert!(list.says(NAME) && list.says("It can be called off until"));
    let erasure = store::erasures::all(&mut maple.school.db.read(), 1).await.unwrap().remove(0);
    let call_off = format!("/erasures/{}/call-off", erasure.id);
    assert_eq!(teacher.post("/gate", &call_off, &[]).await.status, 404);
    oak.until("it to go from Oak", async || {
        oak.friends().await.iter().all(|shown| !shown.plain.contains("canary")).then_some(())
    })
    .await;
    let back = admin.post("/erasures", &call_off, &[]).await;

    assert!(back.says("Called off"), "{}", back.text());
    let class = format!("/c/{}", maple.class.slug);
    assert!(teacher.get(&class).await.says("canarytitle"), "it is back here");
    assert!(teacher.get(&format!("/people/{}", maple.class.slug)).await.says(NAME));
    assert!(oak.friends().await.iter().all(|shown| !shown.plain.contains("canary")), "and not there");
    // Too late, it stays erased.
    scene.erase().await;
    maple.school.clock.advance(SignedDuration::from_hours(21));
    let erasure = store::erasures::all(&mut maple.school.db.read(), 1).await.unwrap().remove(0);
    let late = schoolgate::actions::erasures::call_off(&maple.school, &maple.admin, &erasure.id).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_erased_within_a_day_and_not_at_once_and_a_picture_used_elsewhere_stays() {
    let [mut maple, mut oak] = partner_schools().await;
    let picture = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await;
    let stored = store::pictures::get(&mut maple.school.db.read(), &picture.picture).await.unwrap();
    let audience = schoolgate::domain::items::Audience::Friends;
    let post = maple.publish_for("Ships", "We counted canarybody.", audience, vec![picture.clone()]).await;
    let other = maple.publish_for("Boats", "Two boats.", audience, vec![picture]).await;
    let_in(&oak, Tray::In, "canarybody").await;
    maple.take_back(&post).await;
    oak.until("it to go", async || oak.friends().await.is_empty().then_some(())).await;
    maple.stop_courier().await;
    oak.stop_courier().await;

    for hours in [0, 19] {
        for school in [&maple, &oak] {
            school.school.clock.advance(SignedDuration::from_hours(hours));
            housekeeping::tidy(&school.school).await.unwrap();
            assert!(!readable(school, "canarybody").await.is_empty(), "not at once");
        }
    }
    for school in [&maple, &oak] {
        school.school.clock.advance(SignedDuration::from_hours(4));
        housekeeping::tidy(&school.school).await.unwrap();
        assert_eq!(readable(school, "canarybody").await, [] as [String; 0]);
    }

    assert!(maple.school.shelf.exists(&stored.sha256).await.unwrap(), "the other post shows it");
    maple.take_back(&other).await;
    maple.school.clock.advance(SignedDuration::from_hours(24));
    housekeeping::tidy(&maple.school).await.unwrap();
    assert!(!maple.school.shelf.exists(&stored.sha256).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_erases_what_was_taken_back_now_and_not_within_the_day() {
    let [maple, oak] = partner_schools().await;
    let post = maple.publish("canarytitle", "We counted canarybody.").await;
    let_in(&oak, Tray::In, "canarybody").await;
    let (admin, teacher) = (maple.admin_browser().await, maple.teacher_browser().await);
    let erase = format!("/taken-back/{post}/erase");
    assert_eq!(admin.post("/erasures", &erase, &[]).await.status, 404, "it still stands");
    maple.take_back(&post).await;
    let page = format!("/taken-back/{post}");
    assert!(teacher.get(&page).await.says("canarytitle"));
    assert_eq!(teacher.post(&page, &erase, &[]).await.status, 404);

    let done = admin.post(&page, &erase, &[]).await;

    assert_eq!((done.status, done.says("Erased for good"), done.says("canary")), (200, true, false), "{}", done.text());
    // The bytes of dead rows go in the next round of whoever tidies.
    housekeeping::tidy(&maple.school).await.unwrap();
    assert_eq!(found(&maple, &["canarybody"]).await, [] as [String; 0]);
    // The receipts are still told.
    maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            teacher.get(&page).await.says("1 of 1 confirmed").then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_class_is_gone_here_and_there_and_its_actor_says_so() {
    let [mut maple, oak] = partner_schools().await;
    let post = maple.publish("Ships", "We counted canarybody.").await;
    let_in(&oak, Tray::In, "canarybody").await;
    let admin = maple.admin_browser().await;
    let (pupil, family) = (maple.pupil_browser().await, maple.family_browser().await);
    let class = format!("/c/{}", maple.class.slug);
    assert_eq!((pupil.get(&class).await.status, family.get(&class).await.status), (200, 200));
    let page = format!("/erasures/class/{}", maple.class.slug);
    let wrong = admin.post(&page, &page, &[("name", "other class"), ("reason", "left")]).await;
    assert_eq!(wrong.status, 422);

    let done = admin.post(&page, &page, &[("name", "maple class"), ("reason", "left")]).await;

    assert_eq!((done.status, done.says("maple class")), (200, true), "{}", done.text());
    assert_eq!(pupil.get(&class).await.status, 404);
    assert!(!family.get(&class).await.says("Ships"));
    oak.until("it to go from Oak", async || oak.friends().await.is_empty().then_some(())).await;
    let remote = oak.remote(&maple).await;
    oak.until("the class to be gone", async || {
        let class = store::partners::class(&mut oak.school.db.read(), &remote).await.unwrap();
        class.gone_at.is_some().then_some(())
    })
    .await;
    let server = Server::of(&oak.school, &maple.school, maple.address).await;
    let actor = server.get(maple.actor().path(), maple.school.clock.now()).await;
    assert_eq!((actor.status, actor.says("Tombstone")), (410, true), "{}", actor.text());
    maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            let receipts = store::recipients::receipts(&mut maple.school.db.read(), &post).await.unwrap();
            receipts.iter().all(|receipt| receipt.confirmed_at.is_some()).then_some(())
        })
        .await;
    a_day_later(&mut maple).await;
    assert_eq!(found(&maple, &["canarybody"]).await, [] as [String; 0]);
    let keys = store::keys::ours(&mut maple.school.db.read(), maple.class.id.as_str()).await;
    assert!(matches!(keys, Err(Error::Missing)), "nothing is left to sign");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_telephone_stands_beside_every_school_that_has_not_confirmed() {
    let [maple, mut oak] = strangers(["maple", "oak"]).await;
    oak.trust(&maple).await;
    let new = schoolgate::domain::partners::NewPartner {
        host: format!("http://{}", oak.host()),
        name: "Oak Academy".to_owned(),
        contact: "Mr Head, 0113 496 0000".to_owned(),
        safeguarding_contact: "Ms Lead, 0113 496 0001".to_owned(),
        ..schoolgate::domain::partners::NewPartner::default()
    };
    schoolgate::actions::partners::trust(&maple.school, &maple.admin.subject(), new).await.unwrap();
    oak.follow(&maple).await;
    let post = maple.publish("Ships", "We counted nine ships.").await;
    oak.waits(Tray::In, "nine ships").await;
    let (teacher, admin) = (maple.teacher_browser().await, maple.admin_browser().await);
    assert!(admin.get("/taken-back").await.says("Everything is confirmed"));
    oak.crash().await;

    maple.take_back(&post).await;

    let page = format!("/taken-back/{post}");
    let told = maple
        .until("Oak to be silent", async || {
            let told = teacher.get(&page).await;
            told.says("Not answering since").then_some(told)
        })
        .await;
    for said in ["Whom to telephone", "Mr Head, 0113 496 0000", "Ms Lead, 0113 496 0001", "next try"] {
        assert!(told.says(said), "{said} in {}", told.text());
    }
    assert!(admin.get("/").await.says("1 thing that was taken back is not confirmed"));
    let open = admin.get("/taken-back").await;
    assert!(open.says("Ships") && open.says(&page));
    let report = teacher.get(&format!("{page}/report")).await;
    assert!(
        report.says("Mr Head") && report.says("Mrs Teacher") && !report.says("nine ships") && !report.says(">Ships<")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_closes_is_gone_everywhere_and_then_from_its_own_server() {
    let [mut maple, oak] = partner_schools().await;
    let picture = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await;
    let audience = schoolgate::domain::items::Audience::Friends;
    maple.publish_for("Ships", "We counted canarybody.", audience, vec![picture]).await;
    let_in(&oak, Tray::In, "canarybody").await;
    let school = maple.school.clone();
    let wrong = closing::begin(&school, &maple.admin, "another school").await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    assert!(!closing::standing(&school).await.unwrap().0);

    closing::begin(&school, &maple.admin, "maple school").await.unwrap();

    oak.until("it to go from Oak", async || oak.friends().await.is_empty().then_some(())).await;
    let hosts = maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            let (is_begun, hosts) = closing::standing(&school).await.unwrap();
            (is_begun && hosts.iter().all(|host| host.confirmed == host.asked)).then_some(hosts)
        })
        .await;
    assert_eq!((hosts.len(), hosts[0].host.as_str(), hosts[0].asked), (1, oak.host(), 1));
    closing::begin(&school, &maple.admin, "maple school").await.unwrap();
    maple.crash().await;
    assert!(!readable(&maple, "canarybody").await.is_empty());
    closing::remove(&school).await.unwrap();
    assert_eq!(std::fs::read_dir(maple.pictures().parent().unwrap()).unwrap().count(), 0, "no file is left");
    if maple.place.database.starts_with("postgres") {
        let gone = store::schools::get(&mut school.db.read()).await;
        assert!(gone.is_err(), "{gone:?}");
    }
}
