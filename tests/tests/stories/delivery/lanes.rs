//! Each server has a lane of its own: a slow one, or a letter that it cannot take, holds up nobody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use schoolgate::fediverse::courier;
use tests::peers::{Page, Script};
use tokio::io::AsyncWriteExt;
use tokio::sync::Barrier;

use super::{Crowd, heard};

const TAKEN: &[u8] = b"HTTP/1.1 202 So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// An answer that comes a byte at a time and is never whole.
fn drips() -> Script {
    Arc::new(|mut wire| {
        Box::pin(async move {
            let mut drops = tokio::time::interval(Duration::from_millis(200));
            wire.write_all(b"HTTP/1.1 202 So\r\nX-Long: ").await?;
            loop {
                drops.tick().await;
                wire.write_all(b"x").await?;
            }
        })
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn t99_a_server_that_drips_delays_none_of_forty_nine_others() {
    let crowd = Crowd::of(50).await;
    let (dripping, healthy) = crowd.peers.split_first().unwrap();
    dripping.plays("/inbox", drips());
    let (before, dripped) = (healthy[0].times("POST /inbox"), dripping.times("POST /inbox"));
    let courier = courier::start(crowd.maple.school.clone());

    crowd.maple.publish("Ships", "Nine ships.").await;
    crowd.maple.until("the one that drips", async || (dripping.times("POST /inbox") > dripped).then_some(())).await;
    // What is said now finds it still under way.
    crowd.maple.publish("Boats", "Two boats.").await;
    let all_there = async || {
        let mut there = healthy.iter().map(|peer| peer.times("POST /inbox") - before);
        there.all(|letters| letters == 2).then_some(())
    };
    crowd.maple.until("two letters at each of the others", all_there).await;

    assert_eq!(crowd.fates(dripping).await, ["waits", "waits"], "it has not even failed yet");
    assert_eq!(dripping.times("POST /inbox") - dripped, 1, "it is sent one letter at a time");
    courier.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_servers_are_written_to_at_once() {
    let crowd = Crowd::of(64).await;
    let all_here = Arc::new(Barrier::new(64));
    for peer in &crowd.peers {
        let all_here = Arc::clone(&all_here);
        // Nobody is answered before everybody was asked.
        peer.plays(
            "/inbox",
            Arc::new(move |mut wire| {
                let all_here = Arc::clone(&all_here);
                Box::pin(async move {
                    all_here.wait().await;
                    wire.write_all(TAKEN).await?;
                    wire.shutdown().await
                })
            }),
        );
    }
    crowd.maple.publish("Ships", "Nine ships.").await;

    assert!(crowd.round().await);

    for peer in &crowd.peers {
        assert_eq!(crowd.fates(peer).await, ["delivered"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_weeks_everything_is_caught_up_on_in_order_and_one_at_a_time() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let (at_once, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now, peak) = (Arc::clone(&at_once), Arc::clone(&most));
    peer.plays(
        "/inbox",
        Arc::new(move |mut wire| {
            let (now, peak) = (Arc::clone(&now), Arc::clone(&peak));
            Box::pin(async move {
                peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                now.fetch_sub(1, Ordering::SeqCst);
                wire.write_all(TAKEN).await?;
                wire.shutdown().await
            })
        }),
    );
    let before = peer.times("POST /inbox");
    let titles: Vec<String> = (0..40).map(|number| format!("Post {number}")).collect();
    for title in &titles {
        maple.publish(title, "Words.").await;
    }

    assert!(crowd.round().await);

    let heard: Vec<String> = heard(peer, before).into_iter().map(|(_, title)| title).collect();
    assert_eq!(heard, titles);
    assert_eq!(most.load(Ordering::SeqCst), 1);
    assert!(!crowd.round().await, "nothing is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_refused_again_and_again_is_put_aside_and_the_lane_goes_on() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let minutes = |minutes| maple.school.clock.advance(SignedDuration::from_mins(minutes));
    peer.refuses("poison", 500);
    maple.publish("First", "A poison for them.").await;
    maple.publish("Second", "Wholesome.").await;

    // At first it may well be the server, and the order is kept.
    for wait in [1, 3] {
        assert!(crowd.round().await);
        assert_eq!(crowd.fates(peer).await, ["again: 500", "waits"]);
        minutes(wait);
    }
    // Then the next is let past.
    assert!(crowd.round().await);
    assert_eq!(crowd.fates(peer).await, ["again: 500", "delivered"]);
    minutes(13);
    assert!(crowd.round().await);
    minutes(1);
    maple.publish("Third", "Wholesome, too.").await;
    assert!(crowd.round().await);
    minutes(40);
    assert!(crowd.round().await);
    assert_eq!(crowd.fates(peer).await, ["parked: 500", "delivered", "delivered"]);

    // An admin is told, and has it tried again when it is mended there.
    let admin = maple.admin_browser().await;
    assert!(admin.get("/schools").await.says("has refused something again and again"));
    let page = admin.get("/deliveries").await;
    assert!(page.says("Put aside") && page.says("1 letter is put aside"), "{}", page.text());
    peer.forgives();
    let parked = crowd.said_to(peer).await.remove(0).id;
    let again = admin.post("/deliveries", &format!("/deliveries/{parked}/again"), &[]).await;
    assert!(again.says("It is tried again."), "{}", again.text());
    assert!(crowd.round().await);
    assert_eq!(crowd.fates(peer).await, ["delivered", "delivered", "delivered"]);
    assert!(!admin.get("/schools").await.says("has refused something again and again"));
    assert!(admin.get("/audit").await.says("had something tried again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_ill_as_a_whole_has_none_of_its_letters_put_aside() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    peer.answers("/inbox", Page::status(500));
    maple.publish("First", "Wholesome.").await;
    maple.publish("Second", "Wholesome, too.").await;

    for _ in 0..8 {
        crowd.round().await;
        maple.school.clock.advance(SignedDuration::from_hours(30));
    }

    assert_eq!(crowd.fates(peer).await, ["again: 500", "again: 500"]);
    peer.answers("/inbox", Page::status(202));
    assert!(crowd.round().await);
    assert_eq!(crowd.fates(peer).await, ["delivered", "delivered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_is_never_put_aside_for_good() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let post = maple.publish("First", "Here for a while.").await;
    assert!(crowd.round().await);
    peer.refuses("\"Delete\"", 500);
    maple.take_back(&post).await;

    for number in 0..8 {
        maple.publish(&format!("Beside {number}"), "Wholesome.").await;
        crowd.round().await;
        maple.school.clock.advance(SignedDuration::from_hours(30));
    }

    let fates = crowd.fates(peer).await;
    assert_eq!(fates.iter().filter(|fate| *fate == "delivered").count(), 9, "{fates:?}");
    assert_eq!(fates.iter().filter(|fate| *fate == "again: 500").count(), 1, "{fates:?}");
    peer.forgives();
    assert!(crowd.round().await);
    assert!(crowd.fates(peer).await.iter().all(|fate| fate == "delivered"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_reads_how_a_school_does_and_has_it_tried_now() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let old = maple.publish("Old", "Here for a while.").await;
    assert!(crowd.round().await);
    peer.answers("/inbox", Page::status(503));
    let post = maple.publish("First", "Nine ships.").await;
    maple.publish("Second", "Two boats.").await;
    assert!(crowd.round().await);
    maple.edit(&old, "Old", "Other words.").await;
    let path = format!("/c/maple-class/{}", crowd.slug(&post).await);

    let admin = maple.admin_browser().await;
    let partner = crowd.partner(peer).await;
    for page in ["/deliveries", "/schools", &format!("/schools/{partner}")] {
        let page = admin.get(page).await;
        assert!(page.says("has not received 2 posts and 1 change since today"), "{}", page.text());
        assert!(page.says("Next try"), "{}", page.text());
    }
    let teacher = maple.teacher_browser().await;
    assert!(teacher.get(&path).await.says("has not received this yet"));
    assert!(
        !maple.pupil_browser().await.get(&path).await.says("has not received"),
        "a pupil cannot do anything about it"
    );

    peer.answers("/inbox", Page::status(202));
    assert!(!crowd.round().await, "it rests");
    let now = admin.post("/deliveries", &format!("/schools/{partner}/try"), &[("back", "/schools")]).await;
    assert!(now.says("is tried now"), "{}", now.text());
    assert!(crowd.round().await);
    assert!(crowd.fates(peer).await.iter().all(|fate| fate == "delivered"));
    assert!(!admin.get("/deliveries").await.says("has not received"));
    assert!(!teacher.get(&path).await.says("has not received"));
    assert!(admin.get("/audit").await.says("tried at once what waits for a school"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_found_by_school_and_by_how_they_stand() {
    let crowd = Crowd::of(2).await;
    let (maple, good, bad) = (&crowd.maple, &crowd.peers[0], &crowd.peers[1]);
    bad.answers("/inbox", Page::status(503));
    maple.publish("First", "Nine ships.").await;
    assert!(crowd.round().await);
    let admin = maple.admin_browser().await;
    let table = async |query: &str| {
        let table = admin.get(&format!("/deliveries/list.csv?how={query}")).await;
        table.text().lines().skip(1).filter(|line| line.contains("a new post")).map(str::to_owned).collect::<Vec<_>>()
    };

    let [arrived] = &table("arrived").await[..] else { panic!("one has arrived") };
    assert!(arrived.contains(&good.host) && arrived.contains("\"202\""), "{arrived}");
    let [waits] = &table("waiting").await[..] else { panic!("one is on its way") };
    assert!(waits.contains(&bad.host) && waits.contains("\"503\""), "{waits}");
    assert_eq!(table("trouble").await, [""; 0]);
    assert_eq!(table("").await.len(), 2);
    assert_eq!(table(&format!("arrived&host={}", bad.host)).await, [""; 0]);
    let page = admin.get(&format!("/deliveries?how=waiting&host={}", bad.host)).await;
    assert!(page.says("Trying again") && !page.says(">Delivered<"), "{}", page.text());
    assert!(admin.get("/deliveries?how=trouble").await.says("Nothing found"));
}
