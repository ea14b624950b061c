//! Trust that ends while something is under way: from the commit on nothing comes in and nothing goes out.

use std::time::Duration;

use schoolgate::store::{self, Sql};
use serde_json::json;
use tests::peers::{Page, Peer};

use super::raw::Line;
use super::schools::School;
use super::verbs::{befriend, edit, item, publish, set_state, settled};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t57_a_connection_that_was_open_before_the_end_is_no_way_in_after_it,
    t57_a_letter_that_was_half_said_at_the_end_is_refused,
    t57_a_letter_whose_key_was_being_fetched_at_the_end_is_refused,
    t57_what_was_queued_or_tried_again_at_the_end_is_not_sent,
    t57_a_picture_that_was_being_fetched_at_the_end_is_not_kept,
    t60_what_was_queued_for_a_follower_that_is_one_no_more_is_not_sent,
    t60_an_inbox_that_moves_to_another_server_gets_nothing,
];

/// Maple and Oak, whose classes follow each other.
async fn friends(world: &mut World) -> (School, Peer) {
    let maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    befriend(world, &maple, &oak).await;
    (maple, oak)
}

async fn waits(maple: &School, title: &str) -> bool {
    let sql = "select count(*) as number from revisions where title = $1";
    let row = maple.db.read().one(sql, vec![title.into()]).await.unwrap();
    row.get::<i64>("number").unwrap() > 0
}

/// The titles that a peer was sent, with the verb before them.
fn sent(peer: &Peer) -> Vec<String> {
    let letters = peer.seen().into_iter().filter(|seen| seen.line.starts_with("POST "));
    letters
        .map(|seen| {
            let letter: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
            let title = letter["object"]["name"].as_str().unwrap_or_default();
            format!("{} {title}", letter["type"].as_str().unwrap()).trim().to_owned()
        })
        .collect()
}

async fn t57_a_connection_that_was_open_before_the_end_is_no_way_in_after_it(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let admin = maple.admin(world).await;
    let mut line = Line::to_front(world, &maple, "http/1.1").await;
    let say = |title: &str| {
        let call = maple.letter(&oak.signer(), &oak.letter("Create", oak.article(title)));
        let body = String::from_utf8(call.body.clone()).unwrap();
        format!("{}content-length: {}\r\n\r\n{body}", call.head(), body.len())
    };

    line.say(say("Before")).await;
    assert_eq!(line.hear().await.unwrap().0, 202);
    set_state(&maple, &admin, &oak.host, "ended").await;
    let trace = maple.trace().await;
    line.say(say("After")).await;

    assert_eq!(line.hear().await.unwrap().0, 403);
    assert_eq!(maple.trace().await, trace);
    assert!(waits(&maple, "Before").await && !waits(&maple, "After").await);
    // What was there is on no page any more.
    let gate = maple.teacher(world).await.get(&format!("/gate/{}?tray=in", maple.slug())).await;
    assert!(!gate.says("Before"));
}

async fn t57_a_letter_that_was_half_said_at_the_end_is_refused(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let admin = maple.admin(world).await;
    for (title, ends) in [("Stays", false), ("Ends", true)] {
        let call = maple.letter(&oak.signer(), &oak.letter("Create", oak.article(title)));
        let (start, rest) = call.body.split_at(40);
        // To the program itself: nginx would wait for the whole letter.
        let mut line = Line::to_program(&maple).await;
        line.say(format!("{}expect: 100-continue\r\ncontent-length: {}\r\n\r\n", call.head(), call.body.len())).await;
        // It says so when it has seen the head and wants the letter: it is on the list.
        assert_eq!(line.hear().await.unwrap().0, 100);
        line.say(start).await;
        if ends {
            set_state(&maple, &admin, &oak.host, "ended").await;
        }
        let trace = maple.trace().await;

        line.say(rest).await;

        let (status, said) = line.hear().await.unwrap();
        assert_eq!(status, if ends { 403 } else { 202 }, "{said}");
        assert_eq!(waits(&maple, title).await, !ends);
        assert_eq!(maple.trace().await == trace, ends);
    }
}

async fn t57_a_letter_whose_key_was_being_fetched_at_the_end_is_refused(world: &mut World) {
    let maple = world.school("maple").await;
    let oak = world.peer("oak.example").await;
    maple.trust(&oak.host).await;
    let admin = maple.admin(world).await;
    let slow = Page { after: Duration::from_secs(3), ..Page::of(&oak.document(&oak.key)) };
    oak.answers("/a/1", slow);
    let letter = maple.letter(&oak.signer(), &oak.letter("Follow", maple.actor().as_str()));

    let (answer, ()) = tokio::join!(maple.hears(world, &letter), async {
        world.until("the key to be asked for", async || (oak.times("GET /a/1") > 0).then_some(())).await;
        set_state(&maple, &admin, &oak.host, "ended").await;
    });

    assert!([401, 403].contains(&answer.status), "{} {}", answer.status, answer.text());
    let follows = store::follows::waiting(&mut maple.db.read(), &maple.class).await.unwrap();
    assert_eq!(follows, 0, "nobody asks to follow");
    // Its twin, with a host that stays.
    let elm = world.peer("elm.example").await;
    maple.trust(&elm.host).await;
    let letter = elm.letter("Follow", maple.actor().as_str());
    assert_eq!(maple.hears_from(world, &elm, &letter).await.status, 202);
    assert_eq!(store::follows::waiting(&mut maple.db.read(), &maple.class).await.unwrap(), 1);
}

async fn t57_what_was_queued_or_tried_again_at_the_end_is_not_sent(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let elm = world.peer("elm.example").await;
    befriend(world, &maple, &elm).await;
    let (admin, teacher) = (maple.admin(world).await, maple.teacher(world).await);
    oak.answers("/inbox", Page::status(503));
    publish(&maple, &teacher, "Tried", "friends").await;
    world.until("a first try", async || sent(&oak).contains(&"Create Tried".to_owned()).then_some(())).await;
    publish(&maple, &teacher, "Queued", "friends").await;

    set_state(&maple, &admin, &oak.host, "ended").await;
    let (before, calls) = (sent(&oak), oak.connections());
    oak.answers("/inbox", Page::status(202));
    publish(&maple, &teacher, "After", "friends").await;

    // Its twin stays, and gets all three.
    world.until("the last post at Elm", async || sent(&elm).contains(&"Create After".to_owned()).then_some(())).await;
    settled(world, &maple).await;
    assert_eq!((sent(&oak), oak.connections()), (before, calls));
    for title in ["Tried", "Queued", "After"] {
        assert!(sent(&elm).contains(&format!("Create {title}")), "{:?}", sent(&elm));
    }
}

async fn t57_a_picture_that_was_being_fetched_at_the_end_is_not_kept(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let elm = world.peer("elm.example").await;
    befriend(world, &maple, &elm).await;
    let admin = maple.admin(world).await;
    let picture = |peer: &Peer| {
        peer.answers(
            "/p.png",
            Page {
                kind: "image/png".to_owned(),
                body: tests::pictures::png(10, 90, 40),
                after: Duration::from_secs(3),
                ..Page::status(200)
            },
        );
        let mut article = peer.article("With a picture");
        article["attachment"] =
            json!([{ "type": "Image", "mediaType": "image/png", "url": peer.url("/p.png"), "name": "A tug" }]);
        peer.letter("Create", article)
    };
    let kept = async || {
        let sql = "select count(*) as number from pictures";
        maple.db.read().one(sql, Vec::new()).await.unwrap().get::<i64>("number").unwrap()
    };

    assert_eq!(maple.hears_from(world, &oak, &picture(&oak)).await.status, 202);
    world.until("the picture to be asked for", async || (oak.times("GET /p.png") > 0).then_some(())).await;
    set_state(&maple, &admin, &oak.host, "ended").await;
    // Its twin, asked for later and so there later.
    assert_eq!(maple.hears_from(world, &elm, &picture(&elm)).await.status, 202);
    let before = kept().await;
    world.until("Elm's picture", async || (kept().await > before).then_some(())).await;

    assert_eq!((before, kept().await, oak.times("GET /p.png")), (0, 1, 1));
}

async fn t60_what_was_queued_for_a_follower_that_is_one_no_more_is_not_sent(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let elm = world.peer("elm.example").await;
    befriend(world, &maple, &elm).await;
    let teacher = maple.teacher(world).await;
    publish(&maple, &teacher, "Queued", "friends").await;

    let page = format!("/partners/{}", maple.slug());
    let follows = store::follows::of_class(&mut maple.db.read(), &maple.class).await.unwrap();
    let (theirs, _) = follows
        .iter()
        .find(|(follow, remote)| {
            follow.direction == schoolgate::domain::partners::Direction::In && remote.actor.as_str() == oak.actor()
        })
        .unwrap();
    assert_eq!(teacher.post(&page, &format!("{page}/end"), &[("follow", theirs.id.as_str())]).await.status, 200);

    world.until("the post at Elm", async || sent(&elm).contains(&"Create Queued".to_owned()).then_some(())).await;
    settled(world, &maple).await;
    assert!(sent(&oak).contains(&"Reject".to_owned()), "{:?}", sent(&oak));
    assert!(!sent(&oak).contains(&"Create Queued".to_owned()), "{:?}", sent(&oak));
    assert!(maple.admin(world).await.get("/deliveries").await.says("it follows the class no more"));
}

async fn t60_an_inbox_that_moves_to_another_server_gets_nothing(world: &mut World) {
    let (maple, oak) = friends(world).await;
    let (wild, elm) = (world.peer("wild.example").await, world.peer("elm.example").await);
    maple.trust(&elm.host).await;
    let teacher = maple.teacher(world).await;
    publish(&maple, &teacher, "Queued", "friends").await;

    for (stranger, status) in [(&wild, 403), (&elm, 403)] {
        let mut moved = oak.document(&oak.key);
        moved["inbox"] = json!(stranger.url("/inbox"));
        moved["endpoints"] = json!({ "sharedInbox": stranger.url("/inbox") });
        oak.answers("/a/1", Page::of(&moved));
        let answer = maple.hears_from(world, &oak, &oak.letter("Update", oak.actor())).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }

    world
        .until("the post at its own inbox", async || sent(&oak).contains(&"Create Queued".to_owned()).then_some(()))
        .await;
    let post = item(&maple, "Queued").await;
    edit(&teacher, &post, "Changed", "Other words.").await;
    world.until("the edit, too", async || sent(&oak).contains(&"Update Changed".to_owned()).then_some(())).await;
    assert_eq!((wild.connections(), elm.connections(), world.dns.times(&wild.host)), (0, 0, 0));
}
