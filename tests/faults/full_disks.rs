//! A disk that is full: what is written is answered in plain words and leaves nothing half done, reading goes on, and when
//! there is room again everything works as before.

use schoolgate::store::Sql;
use tests::Browser;

use super::schools::{Computer, School};
use super::verbs::{befriend, publish};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] =
    cases![t106_a_full_disk_is_told_in_plain_words_reading_goes_on_and_room_is_all_it_needs];

/// What a person reads then.
const PLAIN: &str = "The server&#39;s disk is full";

async fn count(school: &School, title: &str) -> i64 {
    let sql = "select count(*) as number from revisions where title = $1";
    school.db.read().one(sql, vec![title.into()]).await.unwrap().get("number").unwrap()
}

async fn writes(teacher: &Browser, title: &str, picture: bool) -> (u16, String) {
    let page = "/c/maple-class/write";
    let body = "Words. ".repeat(700);
    let words = [
        ("title", title),
        ("body", body.as_str()),
        ("audience", "friends"),
        ("send", "out"),
        ("alt_1", "A tug"),
        ("who_1", "nobody"),
    ];
    let files = if picture { vec![("picture_1", tests::pictures::png(90, 40, 10))] } else { Vec::new() };
    let answer = teacher.upload(page, page, &words, files).await;
    (answer.status, answer.text())
}

async fn t106_a_full_disk_is_told_in_plain_words_reading_goes_on_and_room_is_all_it_needs(world: &mut World) {
    for full in ["no storage space", "No space left on device", "the courier could not work", "tidying failed"] {
        world.expect_error(full);
    }
    world.expect_cut_lines();
    let mut maple = world.school_on("maple", Computer { disk: Some("64m"), ..Computer::default() }).await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let (teacher, pupil) = (maple.teacher(world).await, maple.pupil(world, 0).await);
    publish(&maple, &teacher, "Before", "friends").await;
    // It is told in a toast, which a page with room for writing takes away.
    assert!(teacher.get("/c/maple-class").await.says("Before"));
    let is_on_sqlite = !maple.is_on_postgres();

    maple.fill_disk();
    // There may be some room left within what the database has already.
    let mut kept = Vec::new();
    let refused = loop {
        let title = format!("Full {}", kept.len());
        let (status, text) = writes(&teacher, &title, false).await;
        if status != 200 || kept.len() > 400 {
            break (title, status, text);
        }
        kept.push(title);
    };
    let pictured = writes(&teacher, "With a picture", true).await;
    let letter = oak.letter("Create", oak.article("A letter while it is full"));
    let answer = maple.hears_from(world, &oak, &letter).await;

    if is_on_sqlite {
        let (title, status, text) = &refused;
        assert_eq!(*status, 507, "{text}");
        assert!(text.contains(PLAIN), "{text}");
        assert_eq!(count(&maple, title).await, 0, "nothing of it is kept");
        // A server tries again after this.
        assert!(answer.status >= 500, "{} {}", answer.status, answer.text());
        assert_eq!(count(&maple, "A letter while it is full").await, 0);
    }
    assert_eq!(pictured.0, 507, "{}", pictured.1);
    assert!(pictured.1.contains(PLAIN), "{}", pictured.1);
    assert_eq!(count(&maple, "With a picture").await, 0);
    for title in &kept {
        assert_eq!(count(&maple, title).await, 1, "what was taken is kept");
    }
    for (browser, page) in [(&pupil, "/c/maple-class"), (&teacher, "/c/maple-class"), (&teacher, "/gate/maple-class")] {
        let answer = browser.get(page).await;
        assert_eq!(answer.status, 200, "reading {page} goes on: {}", answer.text());
    }

    maple.free_disk();
    for (title, picture) in [("After", false), ("After, with a picture", true)] {
        assert_eq!(writes(&teacher, title, picture).await.0, 200, "without a restart");
        assert_eq!(count(&maple, title).await, 1);
    }
    assert_eq!(maple.hears_from(world, &oak, &letter).await.status, 202);
    assert_eq!(count(&maple, "A letter while it is full").await, 1);
    assert!(maple.is_alive());
    if is_on_sqlite {
        let rows = maple.db.read().all("pragma integrity_check", Vec::new()).await.unwrap();
        assert_eq!(rows[0].get::<String>("integrity_check").unwrap(), "ok");
    }
}
