//! What waits for a server that is away: for an hour or for a year, worded anew meanwhile, under a clock that jumps.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use schoolgate::fediverse::courier;
use schoolgate::store;
use tests::peers::Page;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use super::{Crowd, heard};

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Crowd {
    /// Lets so much time pass, with a round whenever something is due; gives the pauses between them.
    async fn pass(&self, time: SignedDuration) -> Vec<SignedDuration> {
        let clock = &self.maple.school.clock;
        let (end, mut pauses) = (clock.now() + time, Vec::new());
        loop {
            self.round().await;
            let due = store::deliveries::next_due(&mut self.maple.school.db.read()).await.unwrap().unwrap_or(end);
            let pause = due.min(end).duration_since(clock.now());
            clock.advance(pause.max(SignedDuration::ZERO) + SignedDuration::from_millis(1));
            if clock.now() >= end {
                return pauses;
            }
            pauses.push(pause);
        }
    }

    pub(super) async fn partner(&self, peer: &tests::peers::Peer) -> String {
        let partner = store::partners::by_host(&mut self.maple.school.db.read(), &peer.host).await.unwrap();
        partner.unwrap().id.to_string()
    }

    pub(super) async fn slug(&self, item: &schoolgate::domain::ids::ItemId) -> String {
        let item = store::items::get(&mut self.maple.school.db.read(), item).await.unwrap();
        item.slug.unwrap().to_string()
    }
}

/// A server away for so long: what it hears on its return, and how often it was asked meanwhile.
async fn away_for(time: SignedDuration) -> (Vec<String>, usize) {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let old = maple.publish("Old", "Here for a while.").await;
    assert!(crowd.round().await);
    peer.answers("/inbox", Page::status(503));
    let asked = peer.times("POST /inbox");
    maple.publish("First", "Nine ships.").await;
    maple.publish("Second", "Two boats.").await;
    maple.take_back(&old).await;

    let pauses = crowd.pass(time).await;

    let asked = peer.times("POST /inbox") - asked;
    // Whether or not it ever comes back.
    schoolgate::actions::housekeeping::tidy(&maple.school).await.unwrap();
    assert_eq!(crowd.fates(peer).await.iter().any(|fate| fate.contains("90 days")), time > DAY * 90);
    let longest = pauses.iter().max().unwrap();
    assert!(*longest <= DAY + DAY / 5 + SignedDuration::from_secs(1), "it was left alone for {longest}");
    let before = peer.times("POST /inbox");
    peer.answers("/inbox", Page::status(202));
    crowd.pass(DAY * 2).await;
    assert!(store::underway::backlog(&mut maple.school.db.read()).await.unwrap().is_empty());
    let tasks = store::tasks::open(&mut maple.school.db.read()).await.unwrap();
    let is_told = tasks.iter().any(|task| task.kind == "letters_expired");
    let fates = crowd.fates(peer).await;
    assert_eq!(fates.iter().any(|fate| fate.contains("90 days")), is_told, "{fates:?}");
    let heard = heard(peer, before).into_iter().map(|(verb, title)| format!("{verb} {title}").trim().to_owned());
    (heard.collect(), asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn t95_after_an_hour_or_a_month_all_arrives_in_order() {
    let everything = ["Delete", "Create First", "Create Second"];

    let (hour, three_days, month) =
        tokio::join!(away_for(SignedDuration::from_hours(1)), away_for(DAY * 3), away_for(DAY * 30));

    for (heard, asked, most) in [(hour.0, hour.1, 6), (three_days.0, three_days.1, 14), (month.0, month.1, 46)] {
        assert_eq!(heard, everything);
        assert!((3..=most).contains(&asked), "it was asked {asked} times");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t95_after_a_year_what_was_taken_back_goes_and_the_rest_was_given_up() {
    let (heard, asked) = away_for(DAY * 365).await;

    assert_eq!(heard, ["Delete"]);
    assert!((300..=480).contains(&asked), "it was asked {asked} times");
}

#[tokio::test(flavor = "multi_thread")]
async fn wordings_that_wait_together_leave_as_one() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let before = peer.times("POST /inbox");
    let ships = maple.publish("Ships", "Tolliver counted nine ships.").await;
    maple.publish("Boats", "Two boats.").await;
    maple.edit(&ships, "Ships again", "Somebody counted nine ships.").await;
    maple.edit(&ships, "Ships at last", "We counted ten ships.").await;

    assert!(crowd.round().await);

    let said = |words: &[(&str, &str)]| -> Vec<(String, String)> {
        words.iter().map(|(verb, title)| ((*verb).to_owned(), (*title).to_owned())).collect()
    };
    assert_eq!(heard(peer, before), said(&[("Create", "Ships at last"), ("Create", "Boats")]));
    let bodies: Vec<String> =
        peer.seen().into_iter().skip(before).map(|seen| String::from_utf8_lossy(&seen.body).into_owned()).collect();
    assert!(bodies.iter().all(|body| !body.contains("Tolliver")), "old words have left: {bodies:?}");
    let replaced = "never: a newer wording went in its place";
    assert_eq!(crowd.fates(peer).await, ["delivered", "delivered", replaced, "delivered"]);

    // Later changes, too.
    for words in ["Eleven ships.", "Twelve ships.", "Thirteen ships."] {
        maple.edit(&ships, "Ships", words).await;
    }
    let before = peer.times("POST /inbox");
    assert!(crowd.round().await);
    assert_eq!(heard(peer, before), said(&[("Update", "Ships")]));
    assert!(String::from_utf8_lossy(&peer.seen().pop().unwrap().body).contains("Thirteen"));

    // And what was taken back before it left never leaves.
    let secret = maple.publish("Secret", "Never mind.").await;
    maple.edit(&secret, "Secret", "Never mind this.").await;
    maple.take_back(&secret).await;
    assert!(!crowd.round().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_may_have_arrived_is_sent_with_its_new_words_and_then_changed() {
    let crowd = Crowd::of(1).await;
    let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
    let ships = maple.publish("Ships", "Nine ships.").await;
    // It hears the letter, and we hear nothing of that.
    peer.plays("/inbox", Arc::new(|_| Box::pin(async { Ok(()) })));
    assert!(crowd.round().await);
    maple.edit(&ships, "Ships again", "Ten ships.").await;
    let before = peer.times("POST /inbox");
    peer.plays(
        "/inbox",
        Arc::new(|mut wire| {
            Box::pin(async move {
                wire.write_all(b"HTTP/1.1 202 So\r\nContent-Length: 0\r\n\r\n").await?;
                wire.shutdown().await
            })
        }),
    );

    maple.school.clock.advance(SignedDuration::from_mins(1));
    assert!(crowd.round().await);

    let said = |verb: &str| (verb.to_owned(), "Ships again".to_owned());
    assert_eq!(heard(peer, before), [said("Create"), said("Update")]);
    assert_eq!(crowd.fates(peer).await, ["delivered", "delivered"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t101_a_clock_that_jumps_makes_no_storm_and_ends_nothing_early() {
    for hours in [2, -2] {
        let crowd = Crowd::of(1).await;
        let (maple, peer) = (&crowd.maple, &crowd.peers[0]);
        let clock = &maple.school.clock;
        peer.answers("/inbox", Page::status(503));
        maple.publish("Ships", "Nine ships.").await;
        maple.publish("Boats", "Two boats.").await;
        assert!(crowd.round().await);
        let asked = peer.times("POST /inbox");

        clock.advance(SignedDuration::from_hours(hours));
        for _ in 0..5 {
            crowd.round().await;
        }

        assert!(peer.times("POST /inbox") - asked <= 1, "{hours} hours: it was asked more than once");
        assert!(crowd.fates(peer).await.iter().all(|fate| !fate.starts_with("never")));
        peer.answers("/inbox", Page::status(202));
        let before = peer.times("POST /inbox");
        crowd.pass(SignedDuration::from_hours(3)).await;
        let titles: Vec<String> = heard(peer, before).into_iter().map(|(_, title)| title).collect();
        assert_eq!(titles, ["Ships", "Boats"], "{hours} hours");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t101_a_clock_that_jumps_while_a_letter_is_under_way_sends_it_no_second_time() {
    for hours in [2, -2] {
        let crowd = Crowd::of(2).await;
        let (slow, other) = (&crowd.peers[0], &crowd.peers[1]);
        let may_answer = Arc::new(Semaphore::new(0));
        let waits = Arc::clone(&may_answer);
        slow.plays(
            "/inbox",
            Arc::new(move |mut wire| {
                let waits = Arc::clone(&waits);
                Box::pin(async move {
                    let _ = waits.acquire().await;
                    wire.write_all(b"HTTP/1.1 202 So\r\nContent-Length: 0\r\n\r\n").await?;
                    wire.shutdown().await
                })
            }),
        );
        let before = (slow.times("POST /inbox"), other.times("POST /inbox"));
        let courier = courier::start(crowd.maple.school.clone());
        crowd.maple.publish("Ships", "Nine ships.").await;
        crowd.maple.until("it to be asked", async || (slow.times("POST /inbox") > before.0).then_some(())).await;
        crowd.maple.until("the other", async || (other.times("POST /inbox") > before.1).then_some(())).await;

        crowd.maple.school.clock.advance(SignedDuration::from_hours(hours));
        crowd.maple.publish("Boats", "Two boats.").await;
        crowd.maple.until("the next", async || (other.times("POST /inbox") > before.1 + 1).then_some(())).await;

        assert_eq!(slow.times("POST /inbox") - before.0, 1, "{hours} hours");
        may_answer.add_permits(100);
        if hours < 0 {
            // What was said after the clock went back keeps its place behind what was said before: it waits for that hour.
            crowd.maple.until("the first", async || (crowd.fates(slow).await[0] == "delivered").then_some(())).await;
            crowd.maple.school.clock.advance(SignedDuration::from_hours(-hours));
            crowd.maple.school.wake.notify_one();
        }
        crowd
            .maple
            .until("both", async || {
                (crowd.fates(slow).await == ["delivered", "delivered"]).then_some(Timestamp::UNIX_EPOCH)
            })
            .await;
        assert_eq!(slow.times("POST /inbox") - before.0, 2, "{hours} hours");
        courier.abort();
    }
}
