//! What leaves when a class publishes, changes and takes back: exactly that, exactly to those who follow, and otherwise nothing.

use serde_json::Value;
use tests::peers::Peer;

use super::verbs::{befriend, edit, item, publish, set_state, settled, take_back, write};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t59_the_bytes_on_the_wire_go_to_the_followers_and_nobody_else,
    t59_of_what_was_never_published_nothing_leaves,
];

/// Verb, object and recipient inbox of every letter that a peer was sent after these many.
fn letters(peer: &Peer, after: usize) -> Vec<(String, String)> {
    let letters = peer.seen().into_iter().filter(|seen| seen.line.starts_with("POST ")).skip(after);
    letters
        .map(|seen| {
            assert_eq!(seen.line, "POST /inbox");
            let letter: Value = serde_json::from_slice(&seen.body).unwrap();
            let object = letter["object"]["id"].as_str().or(letter["object"].as_str()).unwrap();
            (letter["type"].as_str().unwrap().to_owned(), object.to_owned())
        })
        .collect()
}

async fn t59_the_bytes_on_the_wire_go_to_the_followers_and_nobody_else(world: &mut World) {
    let maple = world.school("maple").await;
    let [oak, elm, ash] =
        [world.peer("oak.example").await, world.peer("elm.example").await, world.peer("ash.example").await];
    // Ash is trusted and follows nobody; nobody has heard of Wild.
    let wild = world.peer("wild.example").await;
    maple.trust(&ash.host).await;
    for follower in [&oak, &elm] {
        befriend(world, &maple, follower).await;
    }
    let teacher = maple.teacher(world).await;
    let (at_oak, at_elm) = (letters(&oak, 0).len(), letters(&elm, 0).len());
    let arrive = async |number: usize| {
        for (peer, before) in [(&oak, at_oak), (&elm, at_elm)] {
            world.until("the letters", async || (letters(peer, before).len() >= number).then_some(())).await;
        }
        settled(world, &maple).await;
    };
    let mut expected = Vec::new();
    let address = |id: &str| maple.urls.to(&format!("/ap/o/{id}")).to_string();

    let mut posts = Vec::new();
    for title in ["Snails", "Ships", "Stars"] {
        let post = publish(&maple, &teacher, title, "friends").await;
        expected.push(("Create".to_owned(), address(&post)));
        posts.push(post);
    }
    arrive(3).await;
    edit(&teacher, &posts[0], "Snails again", "Two snails.").await;
    expected.push(("Update".to_owned(), address(&posts[0])));
    arrive(4).await;
    for post in &posts {
        take_back(&teacher, post).await;
        expected.push(("Delete".to_owned(), address(post)));
    }
    arrive(6).await;
    arrive(7).await;

    for (peer, before) in [(&oak, at_oak), (&elm, at_elm)] {
        let mut found = letters(peer, before);
        found.sort();
        let mut expected = expected.clone();
        expected.sort();
        assert_eq!(found, expected, "{}", peer.host);
    }
    assert_eq!((ash.connections(), wild.connections()), (0, 0));
    assert_eq!((world.dns.times(&ash.host), world.dns.times(&wild.host)), (0, 0));
}

async fn t59_of_what_was_never_published_nothing_leaves(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    befriend(world, &maple, &oak).await;
    let (teacher, pupil, admin) = (maple.teacher(world).await, maple.pupil(world, 0).await, maple.admin(world).await);
    let (letters_before, calls) = (letters(&oak, 0).len(), oak.connections());

    // A draft that is thrown away, and one that stays.
    for title in ["Canary draft thrown", "Canary draft kept"] {
        write(&maple, &teacher, title, "friends", "draft").await;
    }
    take_back(&teacher, &item(&maple, "Canary draft thrown").await).await;
    // A pupil's post that nobody has let out.
    let page = format!("/c/{}/write", maple.slug());
    let words = [("title", "Canary pupil"), ("body", "Words."), ("send", "out")];
    assert_eq!(pupil.upload(&page, &page, &words, Vec::new()).await.status, 200);
    // What stays within the school, published, changed and taken back.
    let inner = publish(&maple, &teacher, "Canary class", "class").await;
    edit(&teacher, &inner, "Canary class again", "Words.").await;
    take_back(&teacher, &inner).await;
    publish(&maple, &teacher, "Canary school", "school").await;
    // What is undone before it leaves.
    let words = [("title", "Canary undone"), ("body", "Words."), ("audience", "friends"), ("send", "out")];
    let sent = teacher.upload(&page, &page, &words, Vec::new()).await.text();
    let undo = super::verbs::between(&sent, "action=\"/gate/undo/", "\"").unwrap().replace("&#38;", "&");
    let undone = teacher.post(&format!("/c/{}", maple.slug()), &format!("/gate/undo/{undo}"), &[]).await;
    assert!(undone.says("It is a draft again"));
    // The class gets another name.
    let look = format!("/classes/{}", maple.slug());
    let words = [("name", "Canary name"), ("about", "We are 28."), ("crest", "owl"), ("colour", "3")];
    assert_eq!(teacher.post(&look, &look, &words).await.status, 200);

    // Its twin, written last: when it has arrived, everything before it would have, too.
    let out = publish(&maple, &teacher, "Published", "friends").await;
    let published = vec![("Create".to_owned(), maple.urls.to(&format!("/ap/o/{out}")).to_string())];
    world.until("the post", async || (!letters(&oak, letters_before).is_empty()).then_some(())).await;
    settled(world, &maple).await;

    assert_eq!(letters(&oak, letters_before), published);
    assert!(oak.connections() > calls);
    for seen in oak.seen() {
        let said = format!("{} {:?} {}", seen.line, seen.headers, String::from_utf8_lossy(&seen.body));
        let told = said.contains("Canary") && !said.contains("Canary name");
        assert!(!told, "{said}");
    }
    // Ended for good, there is nothing to take back at a school that was never told.
    set_state(&maple, &admin, &oak.host, "ended").await;
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
}
