//! A program that is asked to stop: what is under way ends, and nothing that was answered is lost.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::time::{Duration, Instant};

use schoolgate::store::Sql;
use serde_json::Value;
use tests::peers::{Page, Peer};

use super::ledger::{Answer, Clock, Hand, clock_library};
use super::raw::Line;
use super::schools::{Computer, School};
use super::verbs::befriend;
use super::world::{World, until, until_within};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t103_a_stop_under_load_loses_no_answer_and_no_letter,
    t103_a_request_that_never_ends_holds_a_stop_up_for_twenty_seconds,
    t103_asked_twice_it_stops_at_once,
];

/// As long as what is under way may take, and a moment more.
const DRAINED: Duration = Duration::from_secs(23);

/// The titles of all posts that have arrived.
fn titles(peer: &Peer) -> HashSet<String> {
    let letters = peer.seen().into_iter().filter_map(|seen| serde_json::from_slice::<Value>(&seen.body).ok());
    letters.filter_map(|letter| Some(letter["object"]["name"].as_str()?.to_owned())).collect()
}

async fn t103_a_stop_under_load_loses_no_answer_and_no_letter(world: &mut World) {
    let clock = Clock::of(&world.folder, "maple");
    let mut maple = world.school_on("maple", Computer { disk: None, environment: clock.environment() }).await;
    let oak = world.peer("oak.example").await;
    let world: &World = world;
    befriend(world, &maple, &oak).await;
    let hands: Vec<Hand> = (0..4).map(|_| Hand::teacher(world, &maple)).collect();
    let (said, is_over) = (RefCell::new(Vec::new()), Cell::new(false));
    let writes = async |hand: &Hand, who: usize| {
        for number in 0.. {
            if is_over.get() {
                break;
            }
            let title = format!("Post {who} {number}");
            let words = [("title", title.as_str()), ("body", "Words."), ("audience", "friends"), ("send", "out")];
            let answer = hand.uploads("/c/maple-class/write", &words).await;
            said.borrow_mut().push((title, answer));
        }
    };

    // While a letter is in somebody's hands, and others are being written.
    let before = oak.times("POST /inbox");
    oak.answers("/inbox", Page { after: Duration::from_secs(3), ..Page::status(202) });
    let ((), (), (), (), ended) =
        tokio::join!(writes(&hands[0], 0), writes(&hands[1], 1), writes(&hands[2], 2), writes(&hands[3], 3), async {
            world.until("a letter on its way", async || (oak.times("POST /inbox") > before).then_some(())).await;
            maple.signal("-TERM");
            let ended = until_within(DRAINED, async || maple.ended()).await;
            is_over.set(true);
            ended
        },);

    assert!(ended.expect("it stops in time").success());
    oak.answers("/inbox", Page::status(202));
    // Whoever carried a letter is gone; it is due again when its lease has run out.
    clock.set("+10m");
    maple.start();
    maple.is_up(world).await;
    let said = said.into_inner();
    assert!(said.iter().filter(|(_, answer)| *answer == Answer::Done).count() > 4, "there was load: {said:?}");
    for (title, answer) in &said {
        let times = count(&maple, title).await;
        match answer {
            Answer::Done => assert_eq!(times, 1, "{title} was answered"),
            Answer::Refused => assert_eq!(times, 0, "{title} was refused"),
            Answer::Unknown | Answer::Forgotten => assert!(times <= 1, "{title} happened {times} times"),
        }
    }
    if clock_library().is_none() {
        println!("letters were not waited for: libfaketime is not here");
        return;
    }
    // All at once: a fast computer has written some thousands.
    let done: HashSet<String> =
        said.into_iter().filter(|(_, answer)| *answer == Answer::Done).map(|(title, _)| title).collect();
    let all = world.until("every post at Oak", async || done.is_subset(&titles(&oak)).then_some(()));
    all.await;
}

async fn count(school: &School, title: &str) -> i64 {
    let sql = "select count(*) as number from revisions where title = $1";
    school.db.read().one(sql, vec![title.into()]).await.unwrap().get("number").unwrap()
}

/// Somebody who has begun to send a letter, and says no more.
async fn half_said(maple: &School, oak: &Peer) -> Line {
    let call = maple.letter(&oak.signer(), &oak.letter("Create", oak.article("Half")));
    let mut line = Line::to_program(maple).await;
    line.say(format!("{}expect: 100-continue\r\ncontent-length: {}\r\n\r\n", call.head(), call.body.len())).await;
    assert_eq!(line.hear().await.unwrap().0, 100);
    line.say(&call.body[..40]).await;
    line
}

async fn t103_a_request_that_never_ends_holds_a_stop_up_for_twenty_seconds(world: &mut World) {
    let mut maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let _line = half_said(&maple, &oak).await;

    let began = Instant::now();
    maple.signal("-TERM");
    let ended = until_within(DRAINED, async || maple.ended()).await;

    assert!(ended.expect("it stops in time").success());
    assert!(began.elapsed() > Duration::from_secs(5), "it waited for what was under way: {:?}", began.elapsed());
}

async fn t103_asked_twice_it_stops_at_once(world: &mut World) {
    let mut maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    let _line = half_said(&maple, &oak).await;

    maple.signal("-TERM");
    let log = world.folder.join("maple/log");
    until("it to have heard", async || std::fs::read_to_string(&log).unwrap().contains("stopping").then_some(())).await;
    let began = Instant::now();
    maple.signal("-TERM");
    let ended = until_within(DRAINED, async || maple.ended()).await;

    assert!(ended.expect("it stops").success());
    assert!(began.elapsed() < Duration::from_secs(10), "it stopped after {:?}", began.elapsed());
}
