//! An old class blog comes in from WordPress: as an archive, once, and without a word to anybody.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use schoolgate::actions::imports::{self, Archive};
use schoolgate::actions::{audit, housekeeping};
use schoolgate::domain::imports::LeftOut::{Draft, Page, Password, Pingback, Private, Scheduled, Spam, Trash, Waiting};
use schoolgate::domain::imports::{NoPicture, Report};
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::people::ClassRole;
use schoolgate::domain::viewer::{Adult, Viewer};
use schoolgate::error::Error;
use schoolgate::store::visibility::{self, Before, Shown};
use schoolgate::store::{self, Sql};
use schoolgate::wordpress::{Overview, Uploads};
use tests::pictures::png;
use tests::process::Process;
use tests::schools::{TestSchool, World, partner_schools, strangers};

const EXPORT: &str = include_str!("../../imports/wordpress.xml");

/// A copy of the blog's pictures; one of those that it names is lost, one is no picture.
fn uploads() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let month = folder.path().join("2019/05");
    std::fs::create_dir_all(&month).unwrap();
    for (name, red) in [("tug.png", 200), ("ferry.png", 100), ("shell.png", 50), ("snow.png", 250)] {
        std::fs::write(month.join(name), png(red, 20, 20)).unwrap();
    }
    std::fs::write(month.join("beach.png"), "this is no picture").unwrap();
    folder
}

async fn run(school: &TestSchool, by: &Adult, export: &str, pictures: Option<&Path>) -> (String, Report) {
    let overview = Overview::of(export.as_bytes()).unwrap();
    let uploads = pictures.map(|folder| Uploads::at(folder).unwrap());
    let archive =
        Archive { class: &school.class, audience: Audience::School, overview: &overview, uploads: uploads.as_ref() };
    let (id, report) = imports::run(&school.school, by, &archive, export.as_bytes(), |_| {}).await.unwrap();
    (id.to_string(), report)
}

/// What somebody reads on the class's page.
async fn posts(school: &TestSchool, viewer: &Viewer) -> Vec<Shown> {
    let sql = &mut school.school.db.read();
    visibility::articles_of_class(sql, viewer, &school.class.id, &Before::start(), 2000).await.unwrap()
}

async fn titles(school: &TestSchool, viewer: &Viewer) -> Vec<String> {
    posts(school, viewer).await.into_iter().map(|post| post.title).collect()
}

async fn count(school: &TestSchool, statement: &'static str) -> i64 {
    school.school.db.read().one(statement, Vec::new()).await.unwrap().get("number").unwrap()
}

async fn activities(school: &TestSchool) -> i64 {
    count(school, "select count(*) as number from activities").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_blog_comes_in_with_its_pictures_and_its_approved_comments_and_nothing_else() {
    let [maple] = strangers(["maple"]).await;
    let folder = uploads();

    let (_, report) = run(&maple, &maple.teacher, EXPORT, Some(folder.path())).await;

    assert_eq!((report.posts, report.comments, report.pictures), (3, 4, 4));
    let posts_left: Vec<_> = report.posts_left_out.iter().map(|(why, number)| (*why, *number)).collect();
    let one = |why| (why, 1);
    assert_eq!(posts_left, [one(Draft), one(Private), one(Password), one(Trash), one(Scheduled), one(Page)]);
    let comments_left: Vec<_> = report.comments_left_out.iter().map(|(why, number)| (*why, *number)).collect();
    assert_eq!(comments_left, [one(Trash), one(Waiting), one(Spam), one(Pingback)]);
    assert_eq!((report.films, report.labels, report.without_alt, report.not_taken.len()), (1, 2, 0, 0));
    let [missing, damaged] = &report.lost_pictures[..] else { panic!("{:?}", report.lost_pictures) };
    assert!(missing.address.ends_with("/lost.png") && missing.why == NoPicture::Missing, "{missing:?}");
    assert!(damaged.address.ends_with("/beach.png") && matches!(damaged.why, NoPicture::Refused(_)), "{damaged:?}");

    // Each with its own date, the newest first, and by whoever wrote it there.
    let posts = posts(&maple, &maple.pupil.viewer()).await;
    let heads: Vec<_> = posts
        .iter()
        .map(|post| (post.title.as_str(), post.signature.as_str(), post.published_at.strftime("%F %T").to_string()))
        .collect();
    assert_eq!(
        heads,
        [
            ("Our trip & the ships", "Mrs Kaur", "2019-05-04 09:20:30".to_owned()),
            ("At the sea", "Mr Hughes & class", "2018-06-01 12:00:00".to_owned()),
            ("Snow", "Mr Hughes & class", "2018-01-15 12:00:00".to_owned()),
        ]
    );
    let [trip, sea, snow] = &posts[..] else { panic!("three posts") };
    let alts = |post: &Shown| post.pictures.iter().map(|picture| picture.alt.clone()).collect::<Vec<_>>();
    assert_eq!(alts(trip), ["A red tug", "The ferry to Bergen"]);
    assert_eq!((alts(sea), alts(snow)), (vec!["A spiral shell".to_owned()], vec!["Snow on our roof".to_owned()]));
    assert!(trip.html.contains("<strong>nine</strong> ships &amp; one ferry 🚢"), "{}", trip.html);
    assert!(trip.plain.contains("[the map]") && sea.plain.contains("if (a[b[0]]>1) { 1. We do sums with *stars* }"));
    assert!(sea.html.contains("<em>down</em> to the sea.<br>\nIt was wet.</p>"), "{}", sea.html);
    assert!(!trip.html.contains("href") && trip.linked_html.contains("https://maps.example/harbour?a=1&amp;b=2"));

    // An answer stands under what it answers; one to something that stayed out stands under the post.
    let comments = visibility::comments(&mut maple.school.db.read(), &maple.pupil.viewer(), &trip.item).await.unwrap();
    let said: Vec<_> = comments.iter().map(|comment| (comment.signature.as_str(), comment.plain.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Gran", "Lovely ships!\nI was on one."),
            ("Sam", "Thank you Gran"),
            ("Gran", "Yes, you are right 😀"),
            ("", "I forgot my name"),
        ]
    );
    let [first, answer, orphan, last] = &comments[..] else { panic!("four comments") };
    assert_eq!(answer.parent.as_ref(), Some(&first.item));
    assert_eq!((orphan.parent.as_ref(), last.parent.as_ref()), (Some(&trip.item), Some(&answer.item)));

    // On the pages, for those at home.
    let pupil = maple.pupil_browser().await;
    let page = pupil.get("/c/maple-class/our-trip").await;
    assert!(page.status == 200 && page.says("A red tug") && page.says("Thank you Gran"), "{}", page.text());
    assert_eq!(maple.family_browser().await.get("/c/maple-class/at-the-sea").await.status, 200);
    assert_eq!(maple.browser().get("/c/maple-class/our-trip").await.status, 404);
    // Its teacher can edit it like a post of their own.
    let form = maple.teacher_browser().await.get(&format!("/edit/{}", sea.item)).await;
    assert!(form.status == 200 && form.says("sums"), "{}", form.text());

    // What was left out, and whoever's addresses stood there, is in no row.
    let everything = everything(&maple).await;
    assert!(everything.contains("Thank you Gran"));
    for never in ["canary", "mail.example", "192.0.2."] {
        assert!(!everything.contains(never), "{never}");
    }
}

/// All that is in the database, but for what the school itself has written.
async fn everything(school: &TestSchool) -> String {
    let mut all = String::new();
    for statement in [
        "select title || ' ' || source || linked_html || signature || plain || summary as words from revisions",
        "select coalesce(slug, '') || ' ' || coalesce(url, '') || wire_id as words from items",
        "select alt || coalesce(source_url, '') as words from revision_pictures",
        "select detail as words from audit",
        "select reason || before as words from decisions",
        "select mark as words from imported",
        "select site as words from imports",
    ] {
        for row in school.school.db.read().all(statement, Vec::new()).await.unwrap() {
            all.push_str(&row.get::<String>("words").unwrap());
            all.push('\n');
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn t59_what_is_imported_reaches_no_follower_and_what_is_written_afterwards_does() {
    let [maple, oak] = partner_schools().await;
    let folder = uploads();
    let before = activities(&maple).await;

    let (id, report) = run(&maple, &maple.teacher, EXPORT, Some(folder.path())).await;

    assert_eq!((report.posts, report.comments), (3, 4));
    maple.let_undo_pass();
    while schoolgate::fediverse::courier::round(&maple.school).await.unwrap() {}
    assert_eq!(activities(&maple).await, before, "nothing was said");
    let there = Viewer::Partner(oak.host().to_owned());
    assert_eq!(posts(&maple, &there).await, [], "Oak's server finds nothing in the outbox");
    let sql = &mut maple.school.db.read();
    assert_eq!(visibility::count_articles(sql, &there, &maple.class.id).await.unwrap(), 0);
    for post in posts(&maple, &maple.pupil.viewer()).await {
        let asked = schoolgate::actions::publishing::document_for(&maple.school, &there, &post.item).await;
        assert!(matches!(asked, Err(Error::Missing)), "{asked:?}");
    }

    // The positive twin: what is written afterwards arrives, and nothing that is older comes with it.
    maple.publish("Afterwards", "We wrote this here.").await;
    oak.waits(Tray::In, "wrote this here").await;
    assert_eq!(oak.waiting(Tray::In).await.len(), 1);
    assert_eq!(activities(&maple).await, before + 1);
    assert_eq!(titles(&maple, &there).await, ["Afterwards"]);

    // Nor is anybody told when it goes again.
    imports::undo(&maple.school, &maple.teacher, &id.parse().unwrap(), |_| {}).await.unwrap();
    maple.let_undo_pass();
    while schoolgate::fediverse::courier::round(&maple.school).await.unwrap() {}
    assert_eq!(activities(&maple).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_adds_only_what_is_missing_and_what_was_taken_back_stays_away() {
    let [maple] = strangers(["maple"]).await;
    let (_, first) = run(&maple, &maple.teacher, EXPORT, None).await;
    assert_eq!((first.posts, first.comments, first.pictures), (3, 4, 0));
    assert!(first.lost_pictures.iter().all(|lost| lost.why == NoPicture::NoFolder));
    let [trip, sea, _] = &posts(&maple, &maple.pupil.viewer()).await[..] else { panic!("three posts") };
    maple.take_back(&sea.item).await;
    let said = visibility::comments(&mut maple.school.db.read(), &maple.pupil.viewer(), &trip.item).await.unwrap();
    maple.take_back(&said[2].item).await;

    let (_, again) = run(&maple, &maple.teacher, EXPORT, None).await;
    assert_eq!((again.posts, again.comments, again.known_posts, again.known_comments), (0, 0, 3, 4));
    assert_eq!(titles(&maple, &maple.pupil.viewer()).await, ["Our trip & the ships", "Snow"]);

    // A newer export has one more post, and one more comment under an older one.
    let more = "<item><title>New</title><guid>new</guid><content:encoded>Words</content:encoded><wp:post_id>50</wp:post_id><wp:post_date_gmt>2020-01-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel>";
    let comment = "<wp:comment><wp:comment_id>60</wp:comment_id><wp:comment_parent>12</wp:comment_parent><wp:comment_content>One more</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>\n\t\t<wp:comment>\n\t\t\t<wp:comment_id>11<";
    let newer = EXPORT.replace("</channel>", more).replace("<wp:comment>\n\t\t\t<wp:comment_id>11<", comment);
    let (_, third) = run(&maple, &maple.teacher, &newer, None).await;
    assert_eq!((third.posts, third.comments), (1, 1));
    assert_eq!(
        maple.comments(&maple.pupil.viewer(), &trip.item).await.iter().filter(|said| *said == "One more").count(),
        1
    );
    assert_eq!(titles(&maple, &maple.pupil.viewer()).await, ["New", "Our trip & the ships", "Snow"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_bring_the_same_blog_in_at_one_time_bring_it_in_once() {
    let [maple] = strangers(["maple"]).await;
    let export = large(20, 5);
    let overview = Overview::of(export.as_bytes()).unwrap();
    let archive = Archive { class: &maple.class, audience: Audience::School, overview: &overview, uploads: None };
    let run = |by| imports::run(&maple.school, by, &archive, export.as_bytes(), |_| {});

    let both = tokio::join!(run(&maple.teacher), run(&maple.admin));

    let is_fine = |run: &Result<_, Error>| matches!(run, Ok(_) | Err(Error::Conflict(_)));
    assert!(is_fine(&both.0) && is_fine(&both.1) && (both.0.is_ok() || both.1.is_ok()), "{both:?}");
    let posts = posts(&maple, &maple.pupil.viewer()).await;
    assert_eq!(posts.len(), 20);
    for post in &posts {
        assert_eq!(maple.comments(&maple.pupil.viewer(), &post.item).await.len(), 5);
    }
    assert_eq!(count(&maple, "select count(*) as number from items").await, 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_revision_that_is_shown_was_let_in_by_the_adult_who_is_named() {
    let [maple] = strangers(["maple"]).await;
    let folder = uploads();

    let (id, _) = run(&maple, &maple.admin, EXPORT, Some(folder.path())).await;

    let undecided = "select count(*) as number from showings s join revisions v on v.id = s.approved_revision_id
        where not exists (select 1 from decisions d where d.item_id = s.item_id and d.class_id = s.class_id
            and d.revision_id = v.id and d.revision_hash = v.hash and d.verdict = 'let_in' and d.undone_at is null)";
    assert_eq!(count(&maple, undecided).await, 0);
    assert_eq!(count(&maple, "select count(*) as number from decisions").await, 7);
    let by: Vec<String> = maple
        .school
        .db
        .read()
        .all("select distinct staff_id from decisions", Vec::new())
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("staff_id").unwrap())
        .collect();
    assert_eq!(by, [maple.admin.id.as_str()]);
    // One line that it began, one with its counts.
    let search = store::audit::Search { action: "import".to_owned(), ..store::audit::Search::default() };
    let lines = store::audit::found(&mut maple.school.db.read(), &search, None, 10).await.unwrap();
    let [line] = &lines[..] else { panic!("one line: {lines:?}") };
    assert_eq!(
        (line.actor.as_str(), line.detail.clone()),
        (maple.admin.subject().as_str(), format!("import:{id} posts:3 comments:4 pictures:4"))
    );
    assert!(matches!(audit::verify(&maple.school.db, |_| {}).await.unwrap(), audit::Checked::Whole(_)));
    let page = maple.admin_browser().await.get("/audit").await;
    assert!(page.says("brought an old blog in"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_write_for_the_class_brings_one_in_and_never_beyond_the_school() {
    let [maple] = strangers(["maple"]).await;
    let cover = maple.adult("cover", Some(ClassRole::Cover), false).await;
    let nobody = maple.adult("nobody", None, true).await;
    let overview = Overview::of(EXPORT.as_bytes()).unwrap();
    let archive = |audience| Archive { class: &maple.class, audience, overview: &overview, uploads: None };

    for by in [&cover, &nobody] {
        let refused = imports::run(&maple.school, by, &archive(Audience::School), EXPORT.as_bytes(), |_| {}).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    for audience in [Audience::Friends, Audience::Public] {
        let refused = imports::run(&maple.school, &maple.teacher, &archive(audience), EXPORT.as_bytes(), |_| {}).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }
    assert_eq!(count(&maple, "select count(*) as number from imports").await, 0);

    let for_class = archive(Audience::Class);
    imports::run(&maple.school, &maple.teacher, &for_class, EXPORT.as_bytes(), |_| {}).await.unwrap();
    assert_eq!(titles(&maple, &maple.pupil.viewer()).await.len(), 3);
    let ours = posts(&maple, &maple.pupil.viewer()).await;
    assert!(ours.iter().all(|post| post.audience == Audience::Class));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_away_again_with_what_was_said_since_and_its_words_are_erased() {
    let [maple] = strangers(["maple"]).await;
    let folder = uploads();
    let (id, _) = run(&maple, &maple.teacher, EXPORT, Some(folder.path())).await;
    let own = maple.publish_for("Ours", "We wrote this here.", Audience::School, Vec::new()).await;
    let [trip, sea, _] = &posts(&maple, &maple.pupil.viewer()).await[1..] else { panic!("three posts") };
    maple.pupil_comments(&trip.item, "I was there too").await;
    maple.let_in(Tray::Ours, "I was there too").await;
    maple.take_back(&sea.item).await;

    let id = id.parse().unwrap();
    let cover = maple.adult("cover", Some(ClassRole::Cover), false).await;
    assert!(matches!(imports::undo(&maple.school, &cover, &id, |_| {}).await, Err(Error::Forbidden)));
    let undone = imports::undo(&maple.school, &maple.teacher, &id, |_| {}).await.unwrap();

    assert_eq!(undone, (2, 5));
    assert_eq!(titles(&maple, &maple.pupil.viewer()).await, ["Ours"]);
    assert!(matches!(imports::undo(&maple.school, &maple.teacher, &id, |_| {}).await, Err(Error::Conflict(_))));
    maple.school.clock.advance(jiff::SignedDuration::from_hours(21));
    housekeeping::tidy(&maple.school).await.unwrap();
    let everything = everything(&maple).await;
    assert!(everything.contains("We wrote this here") && !everything.contains("ships"), "{everything}");
    assert_eq!(count(&maple, "select count(*) as number from revision_pictures").await, 0);

    // It may come once more, but for what was taken back by itself.
    let (_, again) = run(&maple, &maple.teacher, EXPORT, None).await;
    assert_eq!((again.posts, again.comments, again.known_posts), (2, 4, 1));
    assert_eq!(titles(&maple, &maple.pupil.viewer()).await, ["Ours", "Our trip & the ships", "Snow"]);
    assert!(store::items::get(&mut maple.school.db.read(), &own).await.unwrap().is_live());
}

/// An export of so many posts with so many comments each, one under the other.
fn large(posts: usize, comments: usize) -> String {
    let mut export =
        "<rss><channel><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://large.example</wp:base_blog_url>"
            .to_owned();
    for post in 1..=posts {
        let _ = write!(
            export,
            "<item><title>Homework</title><guid>{post}</guid><content:encoded>Post {post} words</content:encoded><wp:post_id>{post}</wp:post_id><wp:post_date_gmt>2019-01-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        );
        for number in 0..comments {
            let (id, parent) = (1000 + number, if number == 0 { 0 } else { 999 + number });
            let _ = write!(
                export,
                "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Sam</wp:comment_author><wp:comment_date_gmt>2019-01-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Answer {number}</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
            );
        }
        export.push_str("</item>");
    }
    export.push_str("</channel></rss>");
    export
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_of_300_comments_comes_in_whole_and_in_order() {
    let [maple] = strangers(["maple"]).await;

    let (_, report) = run(&maple, &maple.teacher, &large(1, 300), None).await;

    assert_eq!((report.posts, report.comments), (1, 300));
    let post = posts(&maple, &maple.pupil.viewer()).await.remove(0);
    let read = maple.comments(&maple.pupil.viewer(), &post.item).await;
    assert_eq!(read.len(), 300);
    assert_eq!((read[0].as_str(), read[299].as_str()), ("Answer 0", "Answer 299"));
}

/// The export and the pictures in a folder, for the program.
fn put(folder: &Path, name: &str, export: &str) -> String {
    let file: PathBuf = folder.join(name);
    std::fs::write(&file, export).unwrap();
    file.display().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_goes_on_where_it_was_and_nothing_comes_twice() {
    const POSTS: usize = 200;
    let mut world = World::of_tls(&["maple"]).await;
    let maple = world.school("maple").await;
    let folder = tempfile::tempdir().unwrap();
    let file = put(folder.path(), "large.xml", &large(POSTS, 5));
    let words = ["import", "wordpress", &file, "--class", maple.class.slug.as_str(), "--as", "teacher@school.example"];
    let here = || async { posts(&maple, &maple.pupil.viewer()).await };

    let process = Process::begins(&maple, folder.path(), &words);
    maple.until("something to have come", async || (here().await.len() > 3).then_some(())).await;
    process.kill();

    let some = here().await;
    assert!(some.len() < POSTS, "it was killed in the middle: {}", some.len());
    for post in &some {
        assert_eq!(maple.comments(&maple.pupil.viewer(), &post.item).await.len(), 5, "each has all of its comments");
    }
    let (code, said) = Process::says(&maple, folder.path(), &words);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("Here already: {} posts and {} comments.", some.len(), some.len() * 5)), "{said}");
    let all = here().await;
    assert_eq!(all.len(), POSTS);
    let mut texts: Vec<_> = all.iter().map(|post| post.plain.clone()).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), POSTS, "each once");
    assert_eq!(count(&maple, "select count(*) as number from items where kind = 'comment'").await, 1000);
    assert_eq!(count(&maple, "select count(*) as number from imports").await, 1, "it was the same import");
    assert!(matches!(audit::verify(&maple.school.db, |_| {}).await.unwrap(), audit::Checked::Whole(_)));

    let (code, said) = Process::says(&maple, folder.path(), &words);
    assert!(code == 0 && said.contains("Brought 0 posts, 0 comments"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_it_did_and_refuses_what_is_no_export() {
    let mut world = World::of_tls(&["maple"]).await;
    let maple = world.school("maple").await;
    let (folder, pictures) = (tempfile::tempdir().unwrap(), uploads());
    let class = maple.class.slug.as_str();
    let says = |file: &str, more: &[&str]| {
        let words = [&["import", "wordpress", file, "--class", class, "--as", "teacher@school.example"], more].concat();
        Process::says(&maple, folder.path(), &words)
    };
    let good = put(folder.path(), "good.xml", EXPORT);
    let with_pictures = ["--pictures", pictures.path().to_str().unwrap()];
    let rows = "select (select count(*) from items) + (select count(*) from imports) + (select count(*) from audit)
        + (select count(*) from picture_files) as number";
    let before = count(&maple, rows).await;

    for (name, text, words) in [
        ("feed.xml", "<rss><channel><title>News</title><item/></channel></rss>", "is no WordPress export"),
        ("picture.xml", "\u{89}PNG\r\n", "is no WordPress export"),
        ("cut.xml", &EXPORT[..EXPORT.len() / 2], "ends in the middle"),
        ("laughs.xml", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss>&b;</rss>", "an entity of its own"),
    ] {
        let (code, said) = says(&put(folder.path(), name, text), &[]);
        assert!(code == 2 && said.contains(words) && said.contains("nothing was changed"), "{name}: {code} {said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
    }
    for (file, more, code, words) in [
        ("/none.xml", &[][..], 2, "there is no file"),
        (good.as_str(), &["--pictures", "/no/such/folder"][..], 2, "cannot be read"),
        (good.as_str(), &["--audience", "friends"][..], 1, "stays at home"),
        (good.as_str(), &["--audience", "everyone"][..], 2, "is no audience"),
    ] {
        let refused = says(file, more);
        assert!(refused.0 == code && refused.1.contains(words), "{refused:?}");
    }
    let rehearsed = says(&good, &[&with_pictures[..], &["--dry-run"]].concat());
    assert!(rehearsed.0 == 0 && rehearsed.1.contains("3 posts, 4 comments and 4 pictures would come"), "{rehearsed:?}");
    assert_eq!(count(&maple, rows).await, before, "nothing was changed so far");

    let (code, said) = says(&good, &with_pictures);
    assert_eq!(code, 0, "{said}");
    for words in [
        "Brought 3 posts, 4 comments and 4 pictures into maple class.",
        "Posts left out: drafts (1), private (1), behind a password (1), in the trash (1), scheduled (1), pages (1).",
        "Comments left out: in the trash (1), not approved (1), spam (1), pingbacks (1).",
        "Picture missing from Our trip & the ships: https://blog.maple.example/wp-content/uploads/2019/05/lost.png",
        "Nothing of it was sent to anybody.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // All but the first and the last line was said by the rehearsal, too.
    let report = |said: &str| {
        said.lines()
            .skip(1)
            .filter(|line| line.contains(':') && !line.contains("undo"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(report(&said), report(&rehearsed.1));
    let id = said.split("import undo ").nth(1).unwrap().split(' ').next().unwrap();
    let (code, listed) = Process::says(&maple, folder.path(), &["import", "list"]);
    assert!(code == 0 && listed.contains(id) && listed.contains("blog.maple.example"), "{listed}");
    let undo = ["import", "undo", id, "--as", "teacher@school.example"];
    let (code, said) = Process::says(&maple, folder.path(), &undo);
    assert!(code == 0 && said.contains("3 posts and 4 comments are off every page"), "{said}");
    assert_eq!(posts(&maple, &maple.pupil.viewer()).await, []);
    let (code, said) = Process::says(&maple, folder.path(), &undo);
    assert!(code == 1 && said.contains("taken away already"), "{said}");
    let (code, said) = Process::says(&maple, folder.path(), &["import", "undo", "7", "--as", "admin@school.example"]);
    assert!(code == 1 && said.contains("there is no import 7"), "{said}");
}
