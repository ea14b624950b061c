//! Whom we call because of a letter: its sender's own server, seldom, and nobody else whatever it names.

use jiff::SignedDuration;
use schoolgate::actions::follows;
use serde_json::json;
use tests::peers::Page;
use tests::traces::Trace;

use super::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn t27_whatever_address_of_a_stranger_a_letter_names_nobody_calls_it() {
    let scene = Scene::set().await;
    let wild = |path: &str| scene.wild.url(path);

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
    ] {
        let mut article = scene.oak.article(property);
        article[property] = json!(wild("/named"));
        assert_eq!(scene.oak_says("Create", article).await.status, 202, "{property}");
        let mut article = scene.oak.article(property);
        article[property] =
            json!({ "type": "Link", "id": wild("/named"), "href": wild("/named"), "url": wild("/named") });
        assert_eq!(scene.oak_says("Create", article).await.status, 202, "{property} as a link");
    }
    let mut article = scene.oak.article("Pictures");
    article["attachment"] = json!([
        { "type": "Image", "mediaType": "image/png", "url": wild("/p.png"), "name": "A picture" },
        { "type": "Document", "mediaType": "image/png", "url": [{ "href": wild("/p.png") }] },
    ]);
    article["tag"] = json!([{ "type": "Mention", "href": wild("/a/1"), "name": "@wild" }, { "type": "Emoji", "icon": { "url": wild("/e.png") } }]);
    article["content"] =
        json!(format!("<p><img src=\"{0}\"><a href=\"{0}\">x</a><iframe src=\"{0}\"></iframe></p>", wild("/p.png")));
    article["to"] = json!([scene.oak.url("/a/1/followers"), wild("/a/1")]);
    assert_eq!(scene.oak_says("Create", article).await.status, 202, "pictures");
    for (verb, object) in [
        ("Announce", json!(wild("/o/1"))),
        ("Announce", scene.wild.letter("Create", scene.wild.article("Boosted"))),
        ("Like", json!(wild("/o/1"))),
        ("Add", json!(wild("/o/1"))),
        ("Flag", json!([wild("/o/1")])),
    ] {
        assert_eq!(scene.oak_says(verb, object).await.status, 202, "{verb}");
    }
    let mut moved = scene.oak.letter("Move", scene.oak.actor());
    moved["target"] = json!(wild("/a/1"));
    assert_eq!(scene.oak.sends(&scene.maple, &moved).send(&scene.maple).await.status, 202);
    // A teacher looks at all of it, and nobody's browser is sent there either.
    let gate = scene.maple.teacher_browser().await.get(&format!("/gate/{}?tray=in", scene.maple.class.slug)).await;
    assert_eq!(gate.status, 200);
    assert!(!gate.says(&format!("src=\"{}", wild(""))), "a picture of a stranger's is on the page");
    scene.settled().await;
    assert_eq!(scene.wild.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn t27_an_actor_that_lives_in_two_places_is_not_believed() {
    let scene = Scene::set().await;
    let mut document = scene.oak.document_at("/a/3", "#main-key", &scene.oak.key);
    document["inbox"] = json!(scene.wild.url("/inbox"));
    scene.oak.answers("/a/3", Page::of(&document));
    let mut elsewhere = scene.oak.document_at("/a/4", "#main-key", &scene.oak.key);
    elsewhere["endpoints"] = json!({ "sharedInbox": scene.wild.url("/inbox") });
    elsewhere["icon"] = json!({ "type": "Image", "url": scene.wild.url("/i.png") });
    elsewhere["outbox"] = json!(scene.wild.url("/outbox"));
    scene.oak.answers("/a/4", Page::of(&elsewhere));

    let ask = async |path: &str| {
        follows::ask(&scene.maple.school, &scene.maple.teacher, &scene.maple.class.id, &scene.oak.url(path)).await
    };
    assert!(ask("/a/3").await.is_err());
    // What it names elsewhere is left out, and our letter goes to its own inbox.
    assert!(ask("/a/4").await.is_ok());
    scene.settled().await;
    assert_eq!(scene.wild.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn t30_t32_no_redirect_leads_away_and_no_signature_goes_along() {
    let scene = Scene::set().await;
    let ask = async |path: &str| {
        follows::ask(&scene.maple.school, &scene.maple.teacher, &scene.maple.class.id, &scene.oak.url(path)).await
    };
    let to = |status: u16, location: String| Page { location: Some(location), ..Page::status(status) };

    for status in [301, 302, 303, 307, 308] {
        for (number, location) in [
            scene.wild.url("/a/1"),
            scene.west.url("/a/1"),
            "http://127.0.0.1/a/1".to_owned(),
            "file:///etc/passwd".to_owned(),
            "data:application/activity+json,{}".to_owned(),
            scene.oak.url("/self"),
        ]
        .into_iter()
        .enumerate()
        {
            let path = format!("/leads/{status}/{number}");
            scene.oak.answers(&path, to(status, location.clone()));
            scene.oak.answers("/self", to(302, scene.oak.url("/self")));
            assert!(ask(&path).await.is_err(), "{status} to {location}");
        }
        let path = format!("/leads/{status}/home");
        let home = format!("/a/{status}");
        scene.oak.answers(&home, Page::of(&scene.oak.document_at(&home, "#main-key", &scene.oak.key)));
        scene.oak.answers(&path, to(status, scene.oak.url(&home)));
        assert!(ask(&path).await.is_ok(), "{status} within the server");
    }
    assert_eq!((scene.wild.connections(), scene.west.connections()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn t35_a_sender_whose_own_document_is_gone_is_not_told_that_our_inbox_is() {
    let scene = Scene::set().await;

    for (status, expected) in [(404, 403), (410, 403), (500, 503)] {
        scene.oak.answers("/a/1", Page::status(status));
        let answer = scene.oak_says("Update", scene.oak.actor()).await;
        assert_eq!(answer.status, expected, "{status}: {}", answer.text());
        super::assert_plain(&answer, "a document that is gone");
    }
    for page in [
        Page { kind: "text/html".to_owned(), ..Page::of(&scene.oak.document(&scene.oak.key)) },
        Page { kind: "application/json".to_owned(), ..Page::of(&scene.oak.document(&scene.oak.key)) },
        Page::of(&json!({ "type": "Tombstone", "id": scene.oak.actor() })),
        Page::of(&scene.west.document(&scene.west.key)),
    ] {
        scene.oak.answers("/a/1", page.clone());
        let answer = scene.oak_says("Update", scene.oak.actor()).await;
        assert_eq!(answer.status, 403, "{page:?}: {}", answer.text());
    }
    scene.oak.answers("/a/1", Page::of(&scene.oak.document(&scene.oak.key)));
    assert_eq!(scene.oak_says("Update", scene.oak.actor()).await.status, 202);
    assert_eq!(scene.west.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn t34_replies_without_end_are_not_followed() {
    let scene = Scene::set().await;
    scene.maple.school.clock.advance(SignedDuration::from_secs(61));
    let (before, calls) = (Trace::of(&scene.maple).await, scene.oak.connections());

    for number in 0..100 {
        let parent = scene.oak.url(&format!("/chain/{number}"));
        let mut comment = scene.oak.comment(&parent, "On and on");
        comment["id"] = json!(scene.oak.url(&format!("/chain/{}", number + 1)));
        comment["replies"] = json!({ "type": "Collection", "first": { "next": scene.oak.url("/page") } });
        assert_eq!(scene.oak_says("Create", comment).await.status, 202);
    }

    assert_eq!(Trace::of(&scene.maple).await, before);
    assert_eq!(scene.oak.connections(), calls, "nothing was fetched");
}
