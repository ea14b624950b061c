//! A partner's letters that name a stranger's server wherever an address can stand: nobody asks for its name, nobody calls it.

use federation::signature::Signer;
use serde_json::{Value, json};
use tests::peers::Page;

use super::strangers::Before;
use super::verbs::{befriend, settled};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t27_no_address_within_a_post_is_called,
    t27_no_address_around_a_letter_is_called,
    t27_no_address_within_an_actor_is_called,
];

async fn t27_no_address_within_a_post_is_called(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    befriend(world, &maple, &oak).await;
    let named = wild.url("/named");
    let before = Before::of(world, &maple, &[&oak, &wild]).await;

    for property in [
        "url",
        "image",
        "icon",
        "inReplyTo",
        "context",
        "replies",
        "likes",
        "shares",
        "conversation",
        "source",
        "generator",
        "audience",
        "preview",
        "location",
        "first",
        "next",
        "alsoKnownAs",
        "movedTo",
    ] {
        for value in [json!(named), json!({ "type": "Link", "id": named, "href": named, "url": named, "first": named })]
        {
            let mut article = oak.article(property);
            article[property] = value;
            assert_eq!(maple.hears_from(world, &oak, &oak.letter("Create", article)).await.status, 202, "{property}");
        }
    }
    let picture = wild.url("/p.png");
    let mut article = oak.article("Pictures");
    article["attachment"] = json!([
        { "type": "Image", "mediaType": "image/png", "url": picture, "name": "A picture" },
        { "type": "Document", "mediaType": "image/png", "url": [{ "href": picture }] },
    ]);
    article["tag"] = json!([
        { "type": "Mention", "href": wild.actor(), "name": "@wild" },
        { "type": "Emoji", "icon": { "url": picture } },
    ]);
    article["content"] = json!(format!("<p><img src=\"{picture}\"><a href=\"{named}\">x</a></p>"));
    article["to"] = json!([oak.url("/a/1/followers"), wild.actor()]);
    assert_eq!(maple.hears_from(world, &oak, &oak.letter("Create", article)).await.status, 202);
    // A teacher looks at all of it.
    let teacher = maple.teacher(world).await;
    assert!(teacher.get(&format!("/gate/{}?tray=in", maple.slug())).await.says("Pictures"));
    settled(world, &maple).await;
    before.silent(world, "posts");

    // Its twin: a picture of the sender's own is fetched from it.
    let mut article = oak.article("One of their own");
    article["attachment"] =
        json!([{ "type": "Image", "mediaType": "image/png", "url": oak.url("/p.png"), "name": "A picture" }]);
    assert_eq!(maple.hears_from(world, &oak, &oak.letter("Create", article)).await.status, 202);
    world.until("the picture to be asked for", async || (oak.times("GET /p.png") > 0).then_some(())).await;
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
}

async fn t27_no_address_around_a_letter_is_called(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    befriend(world, &maple, &oak).await;
    let before = Before::of(world, &maple, &[&oak, &wild]).await;

    let mut spoiled: Vec<(&str, Value)> = Vec::new();
    for (why, verb, object) in [
        ("a boost by its address", "Announce", json!(wild.url("/o/1"))),
        ("a boost of a letter", "Announce", wild.letter("Create", wild.article("Boosted"))),
        ("a like", "Like", json!(wild.url("/o/1"))),
        ("an addition", "Add", json!(wild.url("/o/1"))),
        ("a report", "Flag", json!([wild.url("/o/1")])),
        ("a stranger's post", "Create", wild.article("Theirs")),
        ("a stranger's post by its address", "Create", json!(wild.url("/o/1"))),
        ("a stranger's actor", "Update", json!(wild.actor())),
        ("a stranger's end", "Delete", json!(wild.actor())),
        ("an undoing", "Undo", json!(wild.url("/x/1"))),
    ] {
        spoiled.push((why, oak.letter(verb, object)));
    }
    for property in ["id", "actor"] {
        let mut letter = oak.letter("Create", oak.article("Spoiled"));
        letter[property] = json!(wild.url("/a/1"));
        spoiled.push((property, letter));
    }
    for property in ["id", "attributedTo"] {
        let mut article = oak.article("Spoiled");
        article[property] = json!(wild.url("/a/1"));
        spoiled.push((property, oak.letter("Create", article)));
    }
    for property in ["target", "origin", "result", "instrument", "to", "cc", "proof", "signature"] {
        let mut letter = oak.letter("Create", oak.article(property));
        letter[property] =
            json!([wild.url("/a/1"), { "type": "Link", "href": wild.url("/a/1"), "creator": wild.key_id() }]);
        spoiled.push((property, letter));
    }
    for (why, letter) in &spoiled {
        let status = maple.hears_from(world, &oak, letter).await.status;
        assert!(matches!(status, 202 | 400 | 401 | 403), "{why}: {status}");
    }
    let elsewhere = Signer { key_id: wild.key_id(), key: oak.key.clone() };
    let letter = oak.letter("Create", oak.article("Signed elsewhere"));
    assert_eq!(maple.hears(world, &maple.letter(&elsewhere, &letter)).await.status, 403, "the key of a stranger");
    settled(world, &maple).await;
    before.silent(world, "letters");

    // Its twin: the sender's own actor is asked what it is now.
    let asked = oak.times("GET /a/1");
    assert_eq!(maple.hears_from(world, &oak, &oak.letter("Update", oak.actor())).await.status, 202);
    assert_eq!((oak.times("GET /a/1"), wild.connections()), (asked + 1, 0));
    // Last, because it holds the partner: a class that says where it has moved to.
    let mut moved = oak.letter("Move", oak.actor());
    moved["target"] = json!(wild.actor());
    assert_eq!(maple.hears_from(world, &oak, &moved).await.status, 202);
    settled(world, &maple).await;
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
}

async fn t27_no_address_within_an_actor_is_called(world: &mut World) {
    let maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    maple.trust(&oak.host).await;

    for (number, property) in
        ["inbox", "outbox", "followers", "icon", "image", "url", "featured", "endpoints", "alsoKnownAs", "movedTo"]
            .into_iter()
            .enumerate()
    {
        let path = format!("/a/1{number}");
        let mut document = oak.document_at(&path, "#main-key", &oak.key);
        document[property] = match property {
            "icon" | "image" => json!({ "type": "Image", "url": wild.url("/i.png") }),
            "endpoints" => json!({ "sharedInbox": wild.url("/inbox") }),
            "alsoKnownAs" => json!([wild.actor()]),
            _ => json!(wild.url("/named")),
        };
        oak.answers(&path, Page::of(&document));
        let teacher = maple.teacher(world).await;
        let page = format!("/partners/{}", maple.slug());
        let asked = teacher.post(&page, &format!("{page}/follow"), &[("address", &oak.url(&path))]).await;
        // Its inbox must be its own; what else it names elsewhere is left out.
        assert_eq!(asked.status == 200, property != "inbox", "{property}: {}", asked.text());
    }
    settled(world, &maple).await;
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
    assert!(oak.times("POST /inbox") > 0, "our letters went to its own");
}
