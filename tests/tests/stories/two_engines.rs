//! A school moves from SQLite to PostgreSQL and back, and is the same school.

use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::store::copying::{self, Sum};
use schoolgate::store::{Database, export};
use tests::people::Browser;
use tests::process::Process;
use tests::schools::{TestSchool, World, partner_schools};

/// All that is in a database, table by table.
async fn sums(url: &str) -> Vec<(String, Sum)> {
    let db = Database::open(url).await.unwrap();
    let mut snapshot = db.snapshot().await.unwrap();
    let mut sums = Vec::new();
    for table in export::tables(&mut snapshot).await.unwrap() {
        let sum = copying::sum(&mut snapshot, &table, |_| {}).await.unwrap();
        sums.push((table.name, sum));
    }
    drop(snapshot);
    db.close().await;
    sums
}

/// What a pupil reads, without what differs from one request to the next.
async fn reads(pupil: &Browser, paths: &[String]) -> Vec<String> {
    let mut pages = Vec::new();
    for path in paths {
        let page = pupil.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        let id = page.headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("none").to_owned();
        pages.push(page.text().replace(&id, "id").replace(&page.csrf(), "token"));
    }
    pages
}

fn moves(school: &TestSchool, from: &str, to: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    Process::says(school, folder.path(), &["migrate-database", "--from", from, "--to", to])
}

#[tokio::test(flavor = "multi_thread")]
async fn t112_a_school_moves_to_postgresql_and_back_and_answers_as_before() {
    let [mut maple, oak] = partner_schools().await;
    let picture = maple.picture(tests::pictures::png(200, 30, 30), "A red tug boat").await;
    maple.publish_for("Tugs", "We painted one.", Audience::Class, vec![picture]).await;
    let post = maple.publish("Ships", "We counted **ships**.").await;
    oak.let_in(Tray::In, "ships").await;
    oak.publish("Boats", "We counted two boats.").await;
    maple.let_in(Tray::In, "two boats").await;
    maple.pupil_comments(&post, "I saw a tug").await;
    maple.let_in(Tray::Ours, "I saw a tug").await;
    let pupil = maple.pupil_browser().await;
    maple.stop_courier().await;
    let paths = ["/", "/c/maple-class", "/c/maple-class/ships", "/c/maple-class/tugs", "/c/maple-class/friends"]
        .map(str::to_owned);
    let before = reads(&pupil, &paths).await;
    maple.crash().await;
    maple.school.db.close().await;
    let there = tempfile::tempdir().unwrap();
    let (first, last) =
        (maple.database().to_owned(), format!("sqlite://{}", there.path().join("again.sqlite").display()));
    let middle = tokio::task::spawn_blocking(|| pgtest::server().fresh_database()).await.unwrap();
    let all = sums(&first).await;

    let (code, said) = moves(&maple, &first, &middle);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("items") && said.contains("Now say in the configuration"), "{said}");
    assert_eq!(sums(&middle).await, all);
    assert_eq!(sums(&first).await, all, "what it came from is as it was");

    // On the other engine it is the same school, for the same signed-in pupil.
    maple.move_to(middle.clone()).await;
    assert_eq!(reads(&pupil, &paths).await, before);
    maple.publish("Later", "This was written on PostgreSQL.").await;
    oak.waits(Tray::In, "written on PostgreSQL").await;
    maple.stop_courier().await;
    maple.crash().await;
    maple.school.db.close().await;

    let later = sums(&middle).await;
    assert_ne!(later, all);
    let (code, said) = moves(&maple, &middle, &last);
    assert_eq!(code, 0, "{said}");
    assert_eq!(sums(&last).await, later);
    maple.move_to(last).await;
    assert!(reads(&pupil, &paths).await[1].contains("Later"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_in_use_or_not_empty_is_not_moved_and_the_sentence_says_why() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    maple.crash().await;
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    let (from, to) = (maple.database().to_owned(), url("new.sqlite"));
    let is_file = from.starts_with("sqlite");

    let (code, said) = moves(&maple, &from, &from);
    assert!(code == 2 && said.contains("the same one"), "{said}");
    let (code, said) = moves(&maple, &url("nowhere.sqlite"), &to);
    assert!(code == 2 && said.contains("there is no database"), "{said}");
    let process = Process::serve(&maple, folder.path()).await;
    let (code, said) = moves(&maple, &from, &to);
    assert!(
        code != 0 && said.contains(if is_file { "another schoolgate has" } else { "serves this school" }),
        "{said}"
    );
    process.kill();
    if !is_file {
        return;
    }

    let (code, said) = moves(&maple, &from, &to);
    assert_eq!(code, 0, "{said}");
    let (code, said) = moves(&maple, &from, &to);
    assert!(code == 1 && said.contains("give it an empty one"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}
