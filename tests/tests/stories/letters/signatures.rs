//! Who sent it: every way in which a signature can be wrong, on the way through the real door. What each rule is, in every
//! detail, stands in federation's own tests.

use federation::signature::{Scheme, Signer};
use http::Method;
use tests::peers::{Call, Peer};

use super::Scene;

const SCHEMES: [Scheme; 2] = [Scheme::Cavage, Scheme::Message];

impl Scene {
    /// A post of Oak's, signed by this signer in this style.
    fn signed_by(&self, signer: &Signer, scheme: Scheme) -> Call {
        let letter = self.oak.letter("Create", self.oak.article("Signed"));
        Call::signed(signer, scheme, &self.maple, &Method::POST, "/ap/inbox", letter.to_string().as_bytes())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_unsigned_letters_and_letters_of_strangers_cost_a_stranger_nothing_and_leave_nothing() {
    let scene = Scene::set().await;

    let unsigned = scene.good("Unsigned").without("signature");
    scene.refuses(&unsigned, 401, "unsigned").await;
    for scheme in SCHEMES {
        let letter = scene.wild.letter("Create", scene.wild.article("Wild"));
        let body = letter.to_string();
        let call =
            |path: &str| Call::signed(&scene.wild.signer(), scheme, &scene.maple, &Method::POST, path, body.as_bytes());
        for inbox in ["/ap/inbox", "/actor/inbox", &format!("/ap/a/{}/inbox", scene.maple.class.id)] {
            // No connection either: `refuses` counts them.
            scene.refuses(&call(inbox), 403, inbox).await;
        }
        scene.takes(&scene.signed_by(&scene.oak.signer(), scheme), "its twin of a partner").await;
    }
    scene.maple.trust_host(&scene.wild.host).await;
    let answer = scene
        .wild
        .sends(&scene.maple, &scene.wild.letter("Follow", scene.maple.actor().as_str()))
        .send(&scene.maple)
        .await;
    assert_eq!(answer.status, 202, "the same server, once it is on the list");
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_a_stranger_is_refused_before_its_letter_is_read() {
    let scene = Scene::set().await;
    let letter = scene.wild.letter("Create", scene.wild.article("Wild"));
    let call = scene.wild.sends(&scene.maple, &letter);
    // A mebibyte is announced, and not a byte of it comes.
    let request = format!("{}content-length: 1048576\r\n\r\n", call.head());

    let said = tests::peers::say(&scene.maple, request.as_bytes()).await;

    assert!(said.starts_with("HTTP/1.1 403 "), "{said}");
    let unsigned = format!(
        "POST /ap/inbox HTTP/1.1\r\nhost: {}\r\ncontent-type: application/activity+json\r\ncontent-length: 99\r\n\r\n",
        scene.maple.host()
    );
    let said = tests::peers::say(&scene.maple, unsigned.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 401 "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_nobody_signs_for_another() {
    let scene = Scene::set().await;
    // Another class of the same school, and a class of another partner, both well known.
    let other = scene.oak.document_at("/a/2", "#main-key", &scene.oak.key);
    scene.oak.answers("/a/2", tests::peers::Page::of(&other));
    let neighbour = Signer { key_id: scene.oak.url("/a/2#main-key"), key: scene.oak.key.clone() };
    let follow = serde_json::json!({
        "id": scene.oak.url("/x/neighbour"), "type": "Follow", "actor": scene.oak.url("/a/2"), "object": scene.maple.actor()
    });
    let known = Call::signed(
        &neighbour,
        Scheme::Cavage,
        &scene.maple,
        &Method::POST,
        "/ap/inbox",
        follow.to_string().as_bytes(),
    );
    scene.takes(&known, "the neighbour for itself").await;
    let follow = scene.west.letter("Follow", scene.maple.actor().as_str());
    scene.takes(&scene.west.sends(&scene.maple, &follow), "the other partner for itself").await;

    for scheme in SCHEMES {
        scene.refuses(&scene.signed_by(&neighbour, scheme), 401, "a neighbour").await;
        scene.refuses(&scene.signed_by(&scene.west.signer(), scheme), 401, "another partner").await;
        scene.takes(&scene.signed_by(&scene.oak.signer(), scheme), "its author").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t16_the_body_is_the_one_that_was_signed() {
    let scene = Scene::set().await;
    let sha512 = "SHA-512=z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

    let mut changed = scene.good("Changed");
    changed.body = String::from_utf8(changed.body).unwrap().replace("Changed", "Swapped").into_bytes();
    scene.refuses(&changed, 401, "another body").await;
    let good = scene.good("Digest");
    let digest = good.headers["digest"].to_str().unwrap().to_owned();
    for wrong in [
        sha512,
        &format!("{digest}, {digest}"),
        &format!("{digest},{sha512}"),
        "SHA-256=!!!",
        "SHA-256=",
        &digest.to_lowercase(),
        "sha-1=2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    ] {
        scene.refuses(&good.clone().with("digest", wrong), 401, wrong).await;
    }
    scene.refuses(&good.clone().without("digest"), 401, "no digest").await;
    scene.refuses(&good.clone().and("digest", &digest), 401, "two digests").await;
    scene.takes(&good, "as it was signed").await;

    let message = scene.signed_by(&scene.oak.signer(), Scheme::Message);
    let mut changed = message.clone();
    changed.body.push(b' ');
    scene.refuses(&changed, 401, "another body, RFC 9421").await;
    scene.refuses(&message.clone().without("content-digest"), 401, "no content digest").await;
    scene.takes(&message, "as it was signed, RFC 9421").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t18_what_matters_is_covered() {
    let scene = Scene::set().await;
    let good = scene.good("Covered");

    for name in ["(request-target) ", "host ", "date ", " digest"] {
        scene.refuses(&good.clone().edit("signature", name, ""), 401, name).await;
    }
    scene.refuses(&good.clone().edit("signature", "host date", "host date x-absent"), 401, "an absent header").await;
    scene.refuses(&good.clone().edit("signature", "host date", "host host date"), 401, "host twice").await;
    for header in ["host", "date", "signature"] {
        let value = good.headers[header].to_str().unwrap().to_owned();
        let answer = good.clone().and(header, &value).send(&scene.maple).await;
        assert!([400, 401].contains(&answer.status), "{header} twice: {}", answer.status);
    }
    scene.takes(&good, "covered as it was").await;

    let message = scene.signed_by(&scene.oak.signer(), Scheme::Message);
    for name in ["\"@method\" ", "\"@target-uri\" ", " \"content-digest\""] {
        scene.refuses(&message.clone().edit("signature-input", name, ""), 401, name).await;
    }
    scene.takes(&message, "covered as it was, RFC 9421").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t18_a_letter_for_another_inbox_or_host_is_not_for_this_one() {
    let scene = Scene::set().await;
    let good = scene.good("Addressed");

    let mut elsewhere = good.clone();
    elsewhere.path = "/actor/inbox".to_owned();
    scene.refuses(&elsewhere, 401, "another path").await;
    elsewhere.path = "/ap/inbox?x=1".to_owned();
    // Proxies and peers disagree about queries: without it is signed, with it is asked.
    assert_eq!(elsewhere.send(&scene.maple).await.status, 202);
    let answer = good.clone().with("host", "elsewhere.example").send(&scene.maple).await;
    assert_eq!(answer.status, 421, "another host is none of ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn t21_clocks_are_named_when_they_are_wrong() {
    let scene = Scene::set().await;
    let (past, future) = (65 * 60, 60 * 60);

    for scheme in SCHEMES {
        for seconds in [-past - 2, future + 2, 80 * 365 * 86_400, -30 * 365 * 86_400] {
            let by = jiff::SignedDuration::from_secs(seconds);
            scene.maple.school.clock.advance(by);
            let call = scene.signed_by(&scene.oak.signer(), scheme);
            scene.maple.school.clock.advance(-by);
            let answer = scene.refuses(&call, 401, &format!("{seconds} s")).await;
            assert!(answer.says("clock"), "{}", answer.text());
        }
        for seconds in [-past + 30, future - 30] {
            let by = jiff::SignedDuration::from_secs(seconds);
            scene.maple.school.clock.advance(by);
            let call = scene.signed_by(&scene.oak.signer(), scheme);
            scene.maple.school.clock.advance(-by);
            scene.takes(&call, &format!("{seconds} s")).await;
        }
    }
    let good = scene.good("Dated");
    scene.refuses(&good.clone().with("date", "yesterday"), 401, "no date").await;
    scene.refuses(&good.clone().without("date"), 401, "without a date").await;
    scene.refuses(&good.clone().with("date", "Mon, 23 Nov 2099 14:00:01 GMT"), 401, "another date").await;
    scene.takes(&good, "dated").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t23_algorithms_are_what_they_say() {
    let scene = Scene::set().await;
    let good = scene.good("Algorithm");

    for name in ["none", "rsa-sha1", "hmac-sha256", "hmac-sha512", "ed25519", "rsa-sha512", "RSA-SHA256", ""] {
        scene
            .refuses(
                &good.clone().edit("signature", "algorithm=\"rsa-sha256\"", &format!("algorithm=\"{name}\"")),
                401,
                name,
            )
            .await;
    }
    scene.takes(&good.clone().edit("signature", "rsa-sha256", "hs2019"), "hs2019").await;
    let wrong = Signer { key: Peer::other_key(), ..scene.oak.signer() };
    let answer = scene.signed_by(&wrong, Scheme::Cavage).send(&scene.maple).await;
    assert_eq!(answer.status, 401, "another key");
}
