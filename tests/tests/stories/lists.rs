//! The long lists of an admin: searched, leafed through, and taken away as tables.

use schoolgate::domain::ids::StaffId;
use schoolgate::domain::people::{ClassRole, Staff};
use schoolgate::store;
use tests::people::Answer;
use tests::schools::{TestSchool, strangers};

/// Adults who cannot sign in, named with a number.
async fn adults(school: &TestSchool, count: usize) {
    let now = school.school.clock.now();
    let mut tx = school.school.db.begin().await.unwrap();
    for number in 0..count {
        let staff = Staff {
            id: StaffId::fresh(now),
            email: format!("adult{number}@school.example"),
            name: format!("Quince {number:03}"),
            admin_since: None,
            safeguarding_since: None,
            disabled_at: None,
            created_at: now,
        };
        store::people::insert_staff(&mut tx, &staff, "no password").await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// The lines of a table, without its heading.
fn lines(table: &Answer) -> Vec<String> {
    assert_eq!((table.status, table.headers["content-type"].to_str().unwrap()), (200, "text/csv; charset=utf-8"));
    table.text().lines().skip(1).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_of_staff_is_leafed_through_searched_and_stays_searched() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    assert!(!admin.get("/staff").await.says("role=\"search\""), "a short list is seen as a whole");
    let cover = maple.adult("cover", Some(ClassRole::Cover), false).await;
    adults(&maple, 60).await;

    let first = admin.get("/staff?q=quince").await;
    assert!(first.says("Quince 049") && !first.says("Quince 050") && !first.says("Mx cover"));
    assert!(first.says("/staff?q=quince&#38;page=2"), "{}", first.text());
    let second = admin.get("/staff?q=quince&page=2").await;
    assert!(second.says("Quince 050") && second.says("Quince 059") && !second.says("Quince 049"));
    assert_eq!(lines(&admin.get("/staff/list.csv?q=quince").await).len(), 60);

    // By what they may do, and where.
    let class = &maple.class.id;
    let covering = admin.get(&format!("/staff?right=cover&in_class={class}")).await;
    assert!(covering.says("Mx cover") && !covering.says("Quince"));
    assert!(admin.get("/staff?right=coach").await.says("Nothing found"));
    assert_eq!(lines(&admin.get("/staff/list.csv?right=nothing").await).len(), 60);
    assert_eq!(lines(&admin.get(&format!("/staff/list.csv?in_class={class}")).await).len(), 2);

    // Whoever changes something finds the same list again.
    let staying = format!("?right=cover&in_class={class}");
    let disable = format!("/staff/{}/disable{staying}", cover.id);
    assert!(covering.says(&disable.replace('&', "&#38;")), "{}", covering.text());
    let gone = admin.post(&format!("/staff{staying}"), &disable, &[]).await;
    assert!(gone.url.ends_with(&staying) && gone.says("Nothing found"), "{}", gone.url);
    assert!(admin.get("/staff?right=disabled").await.says("Mx cover"));
}

#[tokio::test(flavor = "multi_thread")]
async fn schools_are_found_by_name_and_by_how_they_stand() {
    let [maple] = strangers(["maple"]).await;
    for number in 0..11 {
        maple.trust_host(&format!("elm{number}.example")).await;
    }
    let oak = maple.trust_host("oak.example").await;
    let admin = maple.admin_browser().await;

    let found = admin.get("/schools?q=oak").await;
    assert!(found.says("oak.example") && !found.says("<bdi>elm3.example</bdi>"), "{}", found.text());
    let ended = "/schools?state=ended";
    assert!(admin.get(ended).await.says("Nothing found"));

    // Ending one from a search leads back to the search.
    let path = format!("/schools/{oak}/state?q=oak");
    let done = admin.post("/schools?q=oak", &path, &[("state", "ended"), ("reason", "They closed.")]).await;
    assert!(done.url.ends_with("/schools?q=oak"), "{}", done.url);
    let found = admin.get(ended).await;
    assert!(found.says("oak.example") && !found.says("<bdi>elm3.example</bdi>"));
    let table = lines(&admin.get("/schools/list.csv?state=ended").await);
    assert_eq!(table.len(), 1);
    assert!(table[0].contains("\"oak.example\"") && table[0].contains("\"They closed.\""), "{table:?}");
    assert_eq!(lines(&admin.get("/schools/list.csv").await).len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn classes_are_found_by_name_and_kind_and_listed_with_their_teachers() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    let teacher = store::people::staff(&mut maple.school.db.read(), &maple.teacher.id).await.unwrap();
    let choir = [("name", "Choir"), ("kind", "group"), ("crest", "drum"), ("colour", "2"), ("about", "=SUM(A1)")];
    admin.post("/classes", "/classes", &choir).await;

    let groups = admin.get("/classes?kind=group").await;
    assert!(groups.says("Choir") && !groups.says("/people/maple-class"));
    assert!(admin.get("/classes?q=mapl").await.says("/people/maple-class"));
    assert!(admin.get("/classes?q=birch").await.says("Nothing found"));

    let table = lines(&admin.get("/classes/list.csv").await);
    assert_eq!(table.len(), 2);
    let line = |name: &str| table.iter().find(|line| line.contains(name)).unwrap();
    assert!(line("maple class").contains(&format!("\"{}\"", teacher.name)), "{table:?}");
    assert!(line("Choir").contains("\"'=SUM(A1)\""), "a cell is never a formula: {table:?}");
}
