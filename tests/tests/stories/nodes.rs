//! One school on two machines: the real program twice on one PostgreSQL and one bucket, and one of the two is killed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::store::{self, Sql as _};
use schoolgate::values;
use tests::internet::Mood;
use tests::process::Process;
use tests::schools::{PASSWORD, TestSchool, World};
use tokio::net::TcpListener;

/// A port that nobody has.
async fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

async fn number(school: &TestSchool, statement: &'static str, node: &str) -> i64 {
    let row = school.school.db.read().one(statement, values![node]).await.unwrap();
    row.get("number").unwrap()
}

/// Letters that a node has in its hands.
async fn carried_by(school: &TestSchool, node: &str) -> i64 {
    let statement = "select count(*) as number from deliveries where leased_until is not null and leased_by = $1";
    number(school, statement, node).await
}

/// Letters that have arrived, whoever carried them.
async fn delivered(school: &TestSchool) -> i64 {
    number(school, "select count(*) as number from deliveries where delivered_at is not null and id <> $1", "").await
}

/// The names of the nodes that say they are alive.
async fn nodes(school: &TestSchool) -> Vec<String> {
    let rows = school.school.db.read().all("select id from nodes order by id", Vec::new()).await.unwrap();
    rows.iter().map(|row| row.get("id").unwrap()).collect()
}

/// Waits for a condition for longer than a dead node's death takes to be noticed.
async fn patiently(what: &str, mut look: impl AsyncFnMut() -> bool) {
    let looking = async {
        let mut looks = tokio::time::interval(Duration::from_millis(3));
        while !look().await {
            looks.tick().await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(90), looking).await.is_ok(), "waited in vain for {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t94_what_a_killed_node_was_carrying_its_fellow_carries_and_each_letter_arrives_once() {
    let took = all_arrives_once_when_one_of_two_ends(async |process| process.kill()).await;

    // Twelve seconds after its last word it is dead, and the other one looks every three; a lease is for five minutes.
    assert!(took < Duration::from_secs(90), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t109_a_node_with_a_ledger_of_its_own_does_not_start_beside_another_and_one_that_shares_it_does() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school_for_several("maple").await;
    maple.crash().await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let _first = Process::serve(&maple, folders[0].path()).await;

    let its_own = folders[1].path().join("its-own.gone");
    let (code, said) = Process::refuses_at(&maple, folders[1].path(), free_port().await, &its_own);
    let second = Process::serve_at(&maple, folders[1].path(), free_port().await).await;

    assert_eq!(code, 2, "{said}");
    assert!(said.contains("its-own.gone") && said.contains("one file that all of them share"), "{said}");
    assert_eq!(nodes(&maple).await.len(), 2);
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t103_what_a_stopped_node_was_carrying_its_fellow_carries_at_once() {
    let took = all_arrives_once_when_one_of_two_ends(async |process| assert_eq!(process.stop().await, Some(0))).await;

    println!("{took:?} with a calm end");
}

/// Sixty letters to one partner, while one of the two nodes that carry them ends. How long after that all had arrived.
async fn all_arrives_once_when_one_of_two_ends(end: impl AsyncFnOnce(Process)) -> Duration {
    let mut world = World::of_tls(&["maple", "oak"]).await;
    let (mut maple, oak) = (world.school_for_several("maple").await, world.school("oak").await);
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    oak.follow(&maple).await;
    maple.stop_courier().await;
    maple.crash().await;
    // Slow enough to be found with letters in hand, however fast or busy the computer is.
    world.internet.as_ref().unwrap().set(oak.host(), Mood::Slow);
    // Long ago, so that what is published is due by the computer's own clock.
    maple.school.clock.advance(SignedDuration::from_hours(-1));
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let first = Process::serve(&maple, folders[0].path()).await;
    let [first_name] = &nodes(&maple).await[..] else { panic!("one node") };
    let second = Process::serve_at(&maple, folders[1].path(), free_port().await).await;
    let both = nodes(&maple).await;
    let second_name = both.iter().find(|name| *name != first_name).expect("two nodes").clone();
    let already = delivered(&maple).await;
    let mut titles: Vec<String> = (0..60).map(|number| format!("Ships {number:02}")).collect();
    for title in &titles[..40] {
        maple.publish(title, "We counted ships.").await;
    }

    // A third one, which only tells the two that there is something to do.
    let (db, wake) = (maple.school.db.clone(), maple.school.clone());
    let telling = tokio::spawn(async move { db.exchange(&wake.wake).await });
    maple.school.wake.notify_one();
    let mut victim = String::new();
    patiently("a node with its hands full", async || {
        for node in [first_name, &second_name] {
            if delivered(&maple).await > already + 2 && carried_by(&maple, node).await > 2 {
                victim.clone_from(node);
            }
        }
        !victim.is_empty()
    })
    .await;
    let mut processes = [Some(first), Some(second)];
    let killed = usize::from(victim == second_name);
    let died = Instant::now();
    let in_hand = carried_by(&maple, &victim).await;
    end(processes[killed].take().unwrap()).await;
    for title in &titles[40..] {
        maple.publish(title, "We counted more.").await;
    }

    patiently("everything to be delivered", async || {
        store::underway::backlog(&mut maple.school.db.read()).await.unwrap().is_empty()
    })
    .await;
    let took = died.elapsed();
    println!("{in_hand} letters were in the hands of the node that ended; all 60 had arrived {took:?} after that");
    patiently("it to be forgotten", async || !nodes(&maple).await.contains(&victim)).await;
    let mut arrived: Vec<String> = oak.waiting(Tray::In).await.into_iter().map(|waiting| waiting.words.title).collect();
    arrived.sort();
    titles.sort();
    assert_eq!(arrived, titles);
    // The partner's ledger: each letter by its id, and no item without one.
    let ledger = "select count(*) as number from letters where wire_id in (select wire_id from letters) and host = $1";
    assert!(number(&oak, ledger, maple.host()).await >= 60);
    let twice = "select count(*) as number from (select wire_id from letters where host = $1 group by wire_id having count(*) > 1) t";
    assert_eq!(number(&oak, twice, maple.host()).await, 0);
    telling.abort();
    took
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_on_one_node_holds_on_the_other_at_once() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school_for_several("maple").await;
    let internet = world.internet.as_ref().unwrap();
    let picture = maple.picture(tests::pictures::png(200, 30, 30), "A red tug boat").await;
    let post = maple.publish_for("Ships", "We counted ships.", Audience::Public, vec![picture]).await;
    maple.crash().await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let there = free_port().await;
    let _nodes =
        [Process::serve(&maple, folders[0].path()).await, Process::serve_at(&maple, folders[1].path(), there).await];
    let base = maple.school.urls.home();
    let (teacher, visitor) = (internet.browser(&base), internet.browser(&base));
    let here = maple.address;

    // Signed in here, she is known there.
    assert_eq!(teacher.sign_in("teacher@school.example", PASSWORD).await.status, 200);
    internet.lead("maple.example", there);
    assert_eq!(teacher.get("/gate").await.status, 200);
    assert_ne!(visitor.get("/gate").await.url, teacher.get("/gate").await.url, "whoever is not is shown the door");

    // Both have the picture.
    let page = visitor.get("/c/maple-class/ships").await;
    let text = page.text();
    let source = text.split("src=\"").find_map(|part| part.split('"').next().filter(|path| path.contains("/m/")));
    let source = source.unwrap_or_else(|| panic!("a picture in {text}")).to_owned();
    let bytes = visitor.get(&source).await.bytes;
    internet.lead("maple.example", here);
    assert!(!bytes.is_empty() && visitor.get(&source).await.bytes == bytes);

    // Taken back here, it is gone there.
    let ask = format!("/take-back/{post}");
    assert_eq!(teacher.post(&ask, &ask, &[]).await.status, 200);
    internet.lead("maple.example", there);
    assert_eq!(visitor.get("/c/maple-class/ships").await.status, 404);

    // Tries at a password are counted for both together.
    let guess = |number: usize| {
        internet.lead("maple.example", if number.is_multiple_of(2) { here } else { there });
        visitor.sign_in("admin@school.example", "guess")
    };
    for number in 0..10 {
        assert_ne!(guess(number).await.status, 429);
    }
    for number in 0..2 {
        assert_eq!(guess(number).await.status, 429);
    }

    // Signed out there, she is nobody here.
    assert_eq!(teacher.post("/gate", "/sign-out", &[]).await.status, 200);
    internet.lead("maple.example", here);
    assert_eq!(teacher.get("/gate").await.url, visitor.get("/gate").await.url);
}
