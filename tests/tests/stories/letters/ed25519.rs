//! Letters signed with Ed25519: such a key is its owner's by the same rules as one of RSA, and no more easily.

use federation::signature::{PrivateKey, Scheme, Signer};
use http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tests::peers::{Call, Page};

use super::Scene;

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&[seed; 32]).unwrap()
}

impl Scene {
    /// A key in an actor's document: its id and its controller, by their paths.
    fn multikey(&self, id: &str, controller: &str, key: &PrivateKey) -> Value {
        json!({
            "id": self.oak.url(id),
            "type": "Multikey",
            "controller": self.oak.url(controller),
            "publicKeyMultibase": key.public().unwrap().to_multibase()
        })
    }

    /// From now on an actor of Oak's lists these beside its RSA key.
    fn shows(&self, path: &str, keys: &[Value]) {
        let mut document = self.oak.document_at(path, "#main-key", &self.oak.key);
        document["assertionMethod"] = json!(keys);
        self.oak.answers(path, Page::of(&document));
    }

    /// Its class lists this one key.
    fn shows_key(&self, key: &PrivateKey) {
        self.shows("/a/1", &[self.multikey("/a/1#ed25519-key", "/a/1", key)]);
    }

    /// A post of Oak's class, signed by RFC 9421 with this key under this id.
    fn sealed(&self, id: &str, key: &PrivateKey) -> Call {
        let letter = self.oak.letter("Create", self.oak.article("Sealed"));
        self.seal(id, key, &letter)
    }

    fn seal(&self, id: &str, key: &PrivateKey, letter: &Value) -> Call {
        let signer = Signer { key_id: self.oak.url(id), key: key.clone() };
        Call::signed(&signer, Scheme::Message, &self.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    }

    /// Looked up once, and not confirmed.
    async fn finds_nobody(&self, call: &Call, why: &str) {
        let answer = call.send(&self.maple).await;
        assert_eq!(answer.status, 401, "{why}: {}", answer.text());
        super::assert_plain(&answer, why);
        assert!(self.titles().await.is_empty(), "{why}");
        self.a_minute_passes();
    }

    fn a_minute_passes(&self) {
        self.maple.school.clock.advance(SignedDuration::from_secs(61));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t22_an_ed25519_key_is_its_owners_only_if_the_owner_lists_it() {
    let scene = Scene::set().await;
    let (own, other) = (key(1), key(2));
    let call = || scene.sealed("/a/1#ed25519-key", &own);

    scene.finds_nobody(&call(), "not listed").await;
    scene.shows("/a/1", &[scene.multikey("/a/1#another", "/a/1", &own)]);
    scene.finds_nobody(&call(), "listed under another id").await;
    scene.shows("/a/1", &[scene.multikey("/a/1#ed25519-key", "/a/2", &own)]);
    scene.finds_nobody(&call(), "listed as another's").await;
    // A neighbour claims an id of our class's; whoever asks that id comes to the class itself.
    scene.shows("/a/1", &[]);
    scene.shows("/a/2", &[scene.multikey("/a/1#ed25519-key", "/a/2", &own)]);
    scene.finds_nobody(&call(), "listed by a neighbour").await;
    scene.shows_key(&other);
    scene.finds_nobody(&call(), "another key under this id").await;

    scene.shows_key(&own);
    scene.takes(&call(), "as its owner lists it").await;
    assert_eq!((scene.wild.connections(), scene.west.connections()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_nobody_signs_for_another_with_ed25519() {
    let scene = Scene::set().await;
    let (own, neighbours) = (key(1), key(2));
    scene.shows_key(&own);
    scene.shows("/a/2", &[scene.multikey("/a/2#ed25519-key", "/a/2", &neighbours)]);
    let mut follow = scene.oak.letter("Follow", scene.maple.actor().as_str());
    follow["actor"] = json!(scene.oak.url("/a/2"));
    scene.takes(&scene.seal("/a/2#ed25519-key", &neighbours, &follow), "the neighbour for itself").await;
    scene.takes(&scene.sealed("/a/1#ed25519-key", &own), "the class for itself").await;

    scene.refuses(&scene.sealed("/a/2#ed25519-key", &neighbours), 401, "a neighbour").await;
    scene.refuses(&scene.sealed("/a/1#ed25519-key", &neighbours), 401, "a neighbour under our name").await;
    scene.refuses(&scene.sealed("/a/2#ed25519-key", &own), 401, "the class under a neighbour's name").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t23_a_key_id_names_one_key_and_no_other_kind() {
    let scene = Scene::set().await;
    let (own, rsa) = (key(1), scene.oak.key.clone());
    scene.shows_key(&own);
    scene.takes(&scene.sealed("/a/1#ed25519-key", &own), "its Ed25519 key").await;

    // Both are known, and so young that nobody is asked for them again.
    scene.refuses(&scene.sealed("/a/1#main-key", &own), 401, "Ed25519 under the name of RSA").await;
    scene.refuses(&scene.sealed("/a/1#ed25519-key", &rsa), 401, "RSA under the name of Ed25519").await;
    let good = scene.sealed("/a/1#ed25519-key", &own);
    for other in ["rsa-v1_5-sha256", "hmac-sha256", "ecdsa-p256-sha256", ""] {
        let call = good.clone().edit("signature-input", "alg=\"ed25519\"", &format!("alg=\"{other}\""));
        scene.refuses(&call, 401, other).await;
    }
    scene.refuses(&good.clone().edit("signature-input", "ed25519-key", "main-key"), 401, "another name").await;
    scene.takes(&good, "as it was signed").await;
    scene.takes(&scene.sealed("/a/1#main-key", &rsa), "RSA under its own name").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_changed_ed25519_key_is_fetched_once_and_the_old_one_opens_nothing() {
    let scene = Scene::set().await;
    let (old, new) = (key(1), key(2));
    let signed = |key: &PrivateKey| scene.sealed("/a/1#ed25519-key", key);
    scene.shows_key(&old);
    scene.takes(&signed(&old), "the first key").await;
    scene.a_minute_passes();

    scene.shows_key(&new);
    let fetched = scene.oak.times("GET /a/1");
    scene.takes(&signed(&new), "the new key").await;
    scene.takes(&signed(&new), "the new key again").await;
    assert_eq!(scene.oak.times("GET /a/1"), fetched + 1);
    scene.refuses(&signed(&old), 401, "the old key").await;

    // Its owner gives it up, and says so with its other key.
    let document = scene.oak.document(&scene.oak.key);
    scene.oak.answers("/a/1", Page::of(&document));
    assert_eq!(scene.oak_says("Update", document).await.status, 202);
    let before = scene.titles().await;
    assert_eq!(signed(&new).send(&scene.maple).await.status, 401, "a key that was given up");
    assert_eq!(scene.titles().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn t25_guessed_ed25519_keys_do_not_make_us_a_flood() {
    let scene = Scene::set().await;
    scene.a_minute_passes();
    let before = scene.oak.connections();

    for number in 0..50 {
        let answer = scene.sealed(&format!("/a/1#guess-{number}"), &key(9)).send(&scene.maple).await;
        let expected = if number < 5 { 401 } else { 503 };
        assert_eq!(answer.status, expected, "{number}: {}", answer.text());
    }

    assert!(scene.oak.connections() - before <= 5, "{} connections", scene.oak.connections() - before);
    scene.a_minute_passes();
    scene.shows_key(&key(1));
    scene.takes(&scene.sealed("/a/1#ed25519-key", &key(1)), "a true one, after a minute").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t20_a_letter_that_comes_again_in_another_style_is_the_same_letter() {
    let scene = Scene::set().await;
    scene.shows_key(&key(1));
    let letter = scene.oak.letter("Create", scene.oak.article("Once"));

    scene.takes(&scene.seal("/a/1#ed25519-key", &key(1), &letter), "with Ed25519").await;

    scene.ignores(&scene.oak.sends(&scene.maple, &letter), "the same with RSA").await;
    assert_eq!(scene.titles().await, ["Once"]);
}
