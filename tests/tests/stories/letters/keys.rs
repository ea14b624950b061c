//! Whose key it is: found, changed, given up, guessed at, and looked for no more often than it must be.

use std::time::Duration;

use federation::signature::{Scheme, Signer};
use http::Method;
use jiff::SignedDuration;
use schoolgate::store;
use serde_json::json;
use tests::peers::{Call, Page, Peer};

use super::Scene;

impl Scene {
    fn signed_with(&self, key_id: &str) -> Call {
        let signer = Signer { key_id: key_id.to_owned(), key: self.oak.key.clone() };
        let letter = self.oak.letter("Create", self.oak.article("Keyed"));
        Call::signed(&signer, Scheme::Cavage, &self.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    }

    fn minute_passes(&self) {
        self.maple.school.clock.advance(SignedDuration::from_secs(61));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t22_a_key_is_an_address_of_its_owner() {
    let scene = Scene::set().await;
    let key = |id: &str, owner: &str| {
        let pem = scene.oak.key.public().unwrap().to_pem();
        Page::of(&json!({ "id": owner, "publicKey": { "id": id, "owner": owner, "publicKeyPem": pem } }))
    };
    let (here, at) = (scene.oak.actor(), |path: &str| scene.oak.url(path));
    scene.oak.answers("/a/1/unlisted", key(&at("/a/1/unlisted"), &here));
    scene.oak.answers("/a/1/other", key(&at("/a/1/main-key"), &here));
    scene.oak.answers("/west-key", key(&at("/west-key"), &scene.west.actor()));
    scene.oak.answers("/wild-key", key(&at("/wild-key"), &scene.wild.actor()));
    scene.oak.answers("/leads", Page { location: Some(scene.wild.url("/a/1")), ..Page::status(302) });

    // Refused by its form alone: no call, no trace.
    let long = at(&format!("/{}", "x".repeat(10_000)));
    let ours = format!("{}#main-key", scene.maple.actor());
    for id in
        ["acct:4b@oak.localhost", "main-key", "", "ftp://oak.localhost/key", "https://127.0.0.1/key", &long, &ours]
    {
        scene.refuses(&scene.signed_with(id), 401, id).await;
    }
    scene.refuses(&scene.signed_with(&scene.wild.key_id()), 403, "a stranger's").await;
    // Looked up once at its own server, and not confirmed.
    for path in ["/a/1/unlisted", "/a/1/other", "/west-key", "/wild-key", "/leads"] {
        let answer = scene.signed_with(&at(path)).send(&scene.maple).await;
        assert_eq!(answer.status, 401, "{path}: {}", answer.text());
        super::assert_plain(&answer, path);
        scene.minute_passes();
    }
    assert_eq!((scene.wild.connections(), scene.west.connections()), (0, 0));

    // GoToSocial's way: a stub of its own address.
    let mut listing = scene.oak.document_at("/a/1", "/main-key", &scene.oak.key);
    listing["id"] = json!(here);
    scene.oak.answers("/a/1", Page::of(&listing));
    scene.oak.answers("/a/1/main-key", key(&at("/a/1/main-key"), &here));
    scene.takes(&scene.signed_with(&at("/a/1/main-key")), "a key of its own address").await;
    scene.takes(&scene.signed_with(&here), "no fragment").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_changed_key_is_fetched_once_and_the_old_one_opens_nothing() {
    let scene = Scene::set().await;
    scene.takes(&scene.good("Before"), "with the first key").await;
    scene.minute_passes();
    let old = scene.oak.signer();
    let new = Signer { key: Peer::other_key(), ..scene.oak.signer() };
    let signed = |signer: &Signer, title: &str| {
        let letter = scene.oak.letter("Create", scene.oak.article(title));
        Call::signed(signer, Scheme::Cavage, &scene.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    };

    // It changes silently.
    scene.oak.answers("/a/1", Page::of(&scene.oak.document(&new.key)));
    let fetched = scene.oak.times("GET /a/1");
    scene.takes(&signed(&new, "After"), "with the new key").await;
    assert_eq!(scene.oak.times("GET /a/1"), fetched + 1);
    scene.takes(&signed(&new, "Again"), "with the new key again").await;
    assert_eq!(scene.oak.times("GET /a/1"), fetched + 1);
    scene.refuses(&signed(&old, "Old"), 401, "the old key").await;
    scene.minute_passes();
    assert_eq!(signed(&old, "Old").send(&scene.maple).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_key_under_a_new_name_ends_the_old_one() {
    let scene = Scene::set().await;
    scene.takes(&scene.good("Before"), "with the first key").await;
    scene.minute_passes();
    let new = Signer { key_id: scene.oak.url("/a/1#key-2"), key: Peer::other_key() };
    scene.oak.answers("/a/1", Page::of(&scene.oak.document_at("/a/1", "#key-2", &new.key)));
    let letter = scene.oak.letter("Create", scene.oak.article("After"));
    let call =
        Call::signed(&new, Scheme::Cavage, &scene.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes());

    scene.takes(&call, "with the new key").await;

    let answer = scene.good("Old").send(&scene.maple).await;
    assert_eq!(answer.status, 401, "the old key under its old name: {}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_key_is_never_taken_from_a_letter() {
    let scene = Scene::set().await;
    scene.takes(&scene.good("Before"), "with the first key").await;
    scene.minute_passes();
    let pushed = scene.oak.document(&Peer::other_key());

    let fetched = scene.oak.times("GET /a/1");
    let answer = scene.oak_says("Update", pushed).await;
    assert_eq!((answer.status, scene.oak.times("GET /a/1")), (202, fetched + 1));
    let thief = Signer { key: Peer::other_key(), ..scene.oak.signer() };
    let letter = scene.oak.letter("Create", scene.oak.article("Pushed"));
    let call =
        Call::signed(&thief, Scheme::Cavage, &scene.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes());
    assert_eq!(call.send(&scene.maple).await.status, 401);
    scene.takes(&scene.good("After"), "with the key its server shows").await;

    // Its twin: what its server shows is taken with the same letter.
    scene.oak.answers("/a/1", Page::of(&scene.oak.document(&thief.key)));
    let update = scene.oak.letter("Update", scene.oak.document(&thief.key));
    let answer = scene.oak.sends(&scene.maple, &update).send(&scene.maple).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    scene.takes(&call, "the new key, now that its server shows it").await;
    assert_eq!(scene.good("Old").send(&scene.maple).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn t25_guessed_keys_do_not_make_us_a_flood() {
    let scene = Scene::set().await;
    scene.takes(&scene.good("Before"), "with the first key").await;
    scene.minute_passes();
    let before = scene.oak.connections();

    for number in 0..200 {
        let answer = scene.signed_with(&scene.oak.url(&format!("/guess/{number}"))).send(&scene.maple).await;
        let expected = if number < 5 { 401 } else { 503 };
        assert_eq!(answer.status, expected, "{number}: {}", answer.text());
        super::assert_plain(&answer, "a guess");
    }
    assert!(scene.oak.connections() - before <= 5 * 2, "{} connections", scene.oak.connections() - before);
    scene.takes(&scene.good("During"), "a known key meanwhile").await;

    // The same one, again and again, after a quiet minute.
    scene.minute_passes();
    let before = scene.oak.connections();
    for _ in 0..50 {
        let answer = scene.signed_with(&scene.oak.url("/guess/same")).send(&scene.maple).await;
        assert!([401, 503].contains(&answer.status));
    }
    assert!(scene.oak.connections() - before <= 2, "{} connections", scene.oak.connections() - before);
    // And they are forgotten.
    scene.maple.school.clock.advance(SignedDuration::from_hours(2));
    schoolgate::actions::housekeeping::tidy(&scene.maple.school).await.unwrap();
    let failed =
        store::keys::failed_since(&mut scene.maple.school.db.read(), &scene.oak.host, jiff::Timestamp::UNIX_EPOCH)
            .await;
    assert_eq!(failed.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn t25_false_signatures_under_a_known_key_do_not_make_us_a_flood() {
    let scene = Scene::set().await;
    scene.takes(&scene.good("Before"), "with the first key").await;
    scene.minute_passes();
    let before = scene.oak.connections();
    let thief = Signer { key: Peer::other_key(), ..scene.oak.signer() };

    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let letter = scene.oak.letter("Create", scene.oak.article("False"));
        let call = Call::signed(
            &thief,
            Scheme::Cavage,
            &scene.maple,
            &Method::POST,
            "/ap/inbox",
            letter.to_string().as_bytes(),
        );
        let address = scene.maple.address;
        sending.spawn(async move { call.send_to(address).await.status });
    }
    let statuses = sending.join_all().await;

    assert!(statuses.iter().all(|status| [401, 503].contains(status)), "{statuses:?}");
    assert_eq!(scene.oak.connections() - before, 1, "its owner was asked once");
    scene.takes(&scene.good("After"), "with the true key").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t25_what_may_work_later_is_503_and_what_will_not_is_401() {
    let scene = Scene::set().await;

    for (status, expected) in [(500, 503), (503, 503), (429, 503), (404, 401), (410, 401), (403, 401)] {
        let path = format!("/broken/{status}");
        scene.oak.answers(&path, Page::status(status));
        let answer = scene.signed_with(&scene.oak.url(&path)).send(&scene.maple).await;
        assert_eq!(answer.status, expected, "{status}: {}", answer.text());
        assert_eq!(answer.headers.contains_key("retry-after"), expected == 503);
        scene.minute_passes();
    }
    // Slow is not broken, as long as it ends.
    let slow = scene.oak.document_at("/a/slow", "#main-key", &scene.oak.key);
    scene.oak.answers("/a/slow", Page { after: Duration::from_millis(300), ..Page::of(&slow) });
    let signer = Signer { key_id: scene.oak.url("/a/slow#main-key"), key: scene.oak.key.clone() };
    let follow = json!({
        "id": scene.oak.url("/x/slow"), "type": "Follow", "actor": scene.oak.url("/a/slow"), "object": scene.maple.actor()
    });
    let call =
        Call::signed(&signer, Scheme::Cavage, &scene.maple, &Method::POST, "/ap/inbox", follow.to_string().as_bytes());
    scene.takes(&call, "a slow key").await;
}
