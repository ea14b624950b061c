//! The real program, killed in the middle of its work.

use jiff::SignedDuration;
use schoolgate::domain::moderation::Tray;
use schoolgate::{actions, store};
use tests::internet::Mood;
use tests::process::Process;
use tests::schools::{TestSchool, World};

/// The letters that a dead process was carrying are due again, as they are when its leases have run out.
async fn leases_run_out(school: &TestSchool) {
    let mut tx = school.school.db.begin().await.unwrap();
    let leased = tx.run("update deliveries set leased_until = 0 where leased_until is not null", Vec::new()).await;
    assert!(leased.unwrap() > 0, "it was carrying something");
    tx.commit().await.unwrap();
}

/// Maple, which Oak follows and which the real program is to serve. Its clock is a minute late, so that what is published now is
/// due by the computer's own.
async fn followed(world: &mut World) -> (TestSchool, TestSchool) {
    let (mut maple, oak) = (world.school("maple").await, world.school("oak").await);
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    oak.follow(&maple).await;
    maple.stop_courier().await;
    maple.crash().await;
    maple.school.clock.advance(SignedDuration::from_mins(-1));
    (maple, oak)
}

#[tokio::test(flavor = "multi_thread")]
async fn t94_what_a_killed_process_was_delivering_arrives_once() {
    let mut world = World::of_tls(&["maple", "oak"]).await;
    let (maple, oak) = followed(&mut world).await;
    let internet = world.internet.as_ref().unwrap();
    maple.publish("Ships", "We counted nine ships.").await;
    maple.publish("Boats", "We counted two boats.").await;
    let folder = tempfile::tempdir().unwrap();

    // Killed while Oak says nothing to the first letter.
    internet.set(oak.host(), Mood::Silent);
    let before = internet.calls();
    let process = Process::serve(&maple, folder.path()).await;
    maple.until("Oak to be called", async || (internet.calls() > before).then_some(())).await;
    process.kill();
    assert_eq!(oak.waiting(Tray::In).await, []);
    leases_run_out(&maple).await;

    // Killed when Oak has the letter, and before its answer comes.
    internet.set(oak.host(), Mood::Unheard);
    let process = Process::serve(&maple, folder.path()).await;
    oak.waits(Tray::In, "nine ships").await;
    process.kill();
    let open = store::underway::backlog(&mut maple.school.db.read()).await.unwrap();
    assert_eq!(open.iter().map(|(_, number, _)| *number).collect::<Vec<_>>(), [2], "it knows of no answer");
    leases_run_out(&maple).await;

    internet.set(oak.host(), Mood::Well);
    let _process = Process::serve(&maple, folder.path()).await;
    maple
        .until("everything to be delivered", async || {
            store::underway::backlog(&mut maple.school.db.read()).await.unwrap().is_empty().then_some(())
        })
        .await;
    let mut titles: Vec<String> = oak.waiting(Tray::In).await.into_iter().map(|waiting| waiting.words.title).collect();
    titles.sort();
    assert_eq!(titles, ["Boats", "Ships"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t94_what_a_killed_process_may_have_delivered_is_taken_back_there_too() {
    let mut world = World::of_tls(&["maple", "oak"]).await;
    let (maple, oak) = followed(&mut world).await;
    let internet = world.internet.as_ref().unwrap();
    let ships = maple.publish("Ships", "We counted nine ships.").await;
    let folder = tempfile::tempdir().unwrap();
    internet.set(oak.host(), Mood::Unheard);
    let process = Process::serve(&maple, folder.path()).await;
    oak.waits(Tray::In, "nine ships").await;
    process.kill();

    // The next process has come, and nothing was tried again yet.
    actions::nodes::arrive(&maple.school).await.unwrap();
    maple.take_back(&ships).await;
    internet.set(oak.host(), Mood::Well);
    let _process = Process::serve(&maple, folder.path()).await;

    oak.until("Oak to have it no more", async || oak.waiting(Tray::In).await.is_empty().then_some(())).await;
}
