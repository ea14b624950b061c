//! PostgreSQL is restarted under a school at work: whoever asks meanwhile is told to come again, and nothing is lost.

use std::time::Duration;

use jiff::SignedDuration;
use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::store::{self, Sql as _};
use tests::schools::World;

#[tokio::test(flavor = "multi_thread")]
async fn t113_a_restart_of_postgresql_costs_a_moment_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let server = tokio::task::spawn_blocking(move || pgtest::Own::start_in(&place)).await.unwrap();
    let mut world = World::new(&["maple", "oak"]).await;
    let (maple, mut oak) = (world.school_on("maple", server.url()).await, world.school("oak").await);
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    maple.follow(&oak).await;
    oak.stop_courier().await;
    let draft = |title: &str| Draft {
        title: title.to_owned(),
        markdown: "We counted ships.".to_owned(),
        audience: Some(Audience::Class),
        ..Draft::default()
    };
    let teacher = Pen::Adult(&maple.teacher);
    articles::write(&maple.school, teacher, &maple.class.id, draft("Before"), Finish::HandIn).await.unwrap();
    // Somebody is in the middle of something.
    let mut half = maple.school.db.begin().await.unwrap();
    half.run("update classes set about = 'Half of it'", Vec::new()).await.unwrap();
    let (family, visitor) = (maple.family_browser().await, maple.browser());

    server.stop();

    let page = family.get("/c/maple-class").await;
    assert_eq!(page.status, 503, "{}", page.text());
    assert!(page.says("The server needs a moment") && page.says("Wait a little and try again"), "{}", page.text());
    assert_eq!(page.headers["retry-after"], "10");
    assert_eq!(visitor.get("/healthz").await.status, 503);
    assert!(half.commit().await.is_err_and(|cause| cause.is_unavailable()));
    let refused = articles::write(&maple.school, teacher, &maple.class.id, draft("Meanwhile"), Finish::HandIn).await;
    assert!(refused.is_err_and(|cause| cause.is_unavailable()));
    oak.publish("Boats", "We counted two boats.").await;
    assert!(schoolgate::fediverse::courier::round(&oak.school).await.unwrap());
    let peer = store::deliveries::peer(&mut oak.school.db.read(), maple.host()).await.unwrap();
    assert!(peer.last_error.as_deref().is_some_and(|error| error.starts_with("503")), "{peer:?}");

    server.start_again();

    maple
        .until("the school to be there again", async || (visitor.get("/healthz").await.status == 200).then_some(()))
        .await;
    let page = family.get("/c/maple-class").await;
    assert!(page.status == 200 && page.says("Before") && !page.says("Meanwhile"), "{}", page.text());
    let about = maple.school.db.read().one("select about from classes", Vec::new()).await.unwrap();
    assert_ne!(about.get::<String>("about").unwrap(), "Half of it");
    articles::write(&maple.school, teacher, &maple.class.id, draft("After"), Finish::HandIn).await.unwrap();
    // Both clocks: what is signed a day ahead of the other's is refused.
    oak.school.clock.advance(SignedDuration::from_hours(24));
    maple.school.clock.advance(SignedDuration::from_hours(24));
    assert!(schoolgate::fediverse::courier::round(&oak.school).await.unwrap());
    maple.waits(Tray::In, "two boats").await;
    drop(maple);
    tokio::time::timeout(Duration::from_mins(1), tokio::task::spawn_blocking(move || drop(server)))
        .await
        .unwrap()
        .unwrap();
}
