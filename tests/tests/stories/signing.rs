//! How what we send is signed: with Ed25519 to schools that agreed with ours, and to everybody else as ever.

use federation::signature::{self, PrivateKey, Received, Signer};
use federation::style::{Habits, Style};
use http::Method;
use jiff::SignedDuration;
use schoolgate::actions::follows;
use schoolgate::domain::moderation::Tray;
use schoolgate::store;
use serde_json::{Value, json};
use tests::peers::{Page, Peer, Seen};
use tests::schools::{TestSchool, World};

use crate::agreement::agree;
use crate::class_lists::{Scene, anothers, proving};

const ED25519: &str = "alg=\"ed25519\"";
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

async fn habits(of: &TestSchool, host: &str) -> Habits {
    store::deliveries::peer(&mut of.school.db.read(), host).await.unwrap().habits
}

/// Everything that a school had to say has been taken.
async fn said(school: &TestSchool) {
    school
        .until("everything to be said", async || {
            store::underway::backlog(&mut school.school.db.read()).await.unwrap().is_empty().then_some(())
        })
        .await;
}

/// A class of a server of ours asks to follow Maple's, and is accepted.
async fn is_followed_by(maple: &TestSchool, peer: &Peer) {
    let known = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
    let (follow, _) = known.into_iter().find(|(_, remote)| remote.actor.as_str() == peer.actor()).unwrap();
    follows::accept(&maple.school, &maple.teacher, &follow.id, "Friends").await.unwrap();
    said(maple).await;
}

/// Every letter with this title that a server was sent.
fn letters(peer: &Peer, title: &str) -> Vec<Seen> {
    let is_it = |seen: &Seen| {
        let letter: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        seen.line == "POST /inbox" && letter["object"]["name"] == title
    };
    peer.seen().into_iter().filter(is_it).collect()
}

/// In which style a letter was signed, with the key of the sender that belongs to it; and it is signed by that very key.
async fn style(seen: &Seen, by: &TestSchool, at: &Peer) -> Style {
    let (path, now) = (seen.line.strip_prefix("POST ").unwrap(), by.school.clock.now());
    let received = Received {
        method: &Method::POST,
        path_and_query: path,
        headers: &seen.headers,
        body: &seen.body,
        host: &at.host,
        scheme: "http",
    };
    let claim = signature::inspect(&received, now).unwrap();
    claim.check_digest(&seen.body).unwrap();
    let keys = by.school.keys(Some(&by.class.id)).await.unwrap();
    let fits = |signer: &Signer| claim.key_id == signer.key_id && claim.verify(&signer.key.public().unwrap()).is_ok();
    match claim.scheme {
        signature::Scheme::Message if fits(&keys.prover) => Style::Ed25519,
        signature::Scheme::Message if fits(&keys.signer) => Style::Message,
        signature::Scheme::Cavage if fits(&keys.signer) => Style::Cavage,
        other => panic!("{other:?} under {}", claim.key_id),
    }
}

async fn styles(peer: &Peer, title: &str, by: &TestSchool) -> Vec<Style> {
    let mut found = Vec::new();
    for seen in letters(peer, title) {
        found.push(style(&seen, by, peer).await);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn two_schools_that_agreed_sign_with_ed25519_and_others_are_sent_what_they_always_were() {
    let mut world = World::new(&["maple", "oak", "elm", "ash"]).await;
    let (maple, oak, elm) = (world.school("maple").await, world.school("oak").await, world.school("elm").await);
    let ash = world.peer("ash");
    agree(&maple, &oak).await;
    oak.follow(&maple).await;
    // One that runs the same software and was added by its address, and one that says it understands RFC 9421.
    maple.trust(&elm).await;
    elm.trust(&maple).await;
    elm.follow(&maple).await;
    maple.trust_host(&ash.host).await;
    let mut document = ash.document(&ash.key);
    document["assertionMethod"] = json!([{
        "id": ash.url("/a/1#ed25519-key"),
        "type": "Multikey",
        "controller": ash.actor(),
        "publicKeyMultibase": PrivateKey::from_seed(&[5; 32]).unwrap().public().unwrap().to_multibase()
    }]);
    document["generator"] = json!({ "type": "Application", "implements": [
        { "type": "Link", "href": "https://datatracker.ietf.org/doc/html/rfc9421", "name": "RFC-9421" }
    ] });
    ash.answers("/a/1", Page::of(&document));
    let follow = ash.letter("Follow", maple.actor().as_str());
    assert_eq!(ash.sends(&maple, &follow).send(&maple).await.status, 202);
    is_followed_by(&maple, &ash).await;

    let item = maple.publish("Ships", "Nine ships.").await;
    oak.waits(Tray::In, "Nine ships").await;
    elm.waits(Tray::In, "Nine ships").await;
    said(&maple).await;

    let of_oak = habits(&maple, oak.host()).await;
    assert_eq!(of_oak, Habits { has_agreement: true, took: Some(Style::Ed25519), refused_ed25519_at: None });
    let cavage = Habits { took: Some(Style::Cavage), ..Habits::default() };
    assert_eq!((habits(&maple, elm.host()).await, habits(&maple, &ash.host).await), (cavage, cavage));
    assert_eq!(styles(&ash, "Ships", &maple).await, [Style::Cavage]);
    let letter = letters(&ash, "Ships").remove(0);
    assert!(letter.headers["signature"].to_str().unwrap().contains("algorithm=\"rsa-sha256\""));
    assert!(!letter.headers.contains_key("signature-input"));
    // Oak asked once, and knows both keys of the class; so a withdrawal is understood, however it comes.
    for signer in [maple.school.signer(Some(&maple.class.id)).await, maple.school.prover(Some(&maple.class.id)).await] {
        let signer = signer.unwrap();
        let kept = store::keys::theirs(&mut oak.school.db.read(), &signer.key_id).await.unwrap().unwrap();
        assert_eq!(kept.actor.as_deref(), Some(maple.actor().as_str()));
        assert_eq!(kept.usable(), Some(signer.key.public().unwrap()));
    }
    maple.take_back(&item).await;
    said(&maple).await;
    assert!(oak.waiting(Tray::In).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_that_refuses_ed25519_gets_each_letter_once_with_rsa_and_is_asked_again_after_a_week() {
    for status in [400, 401] {
        let scene = Scene::set().await;
        let (maple, oak) = (&scene.maple, &scene.oak);
        assert_eq!(scene.follows_with("/a/1", &oak.key).await, 202);
        is_followed_by(maple, oak).await;
        let publish = async |title: &str| {
            maple.publish(title, "Nine ships.").await;
            said(maple).await;
            styles(oak, title, maple).await
        };
        assert_eq!(publish("Before").await, [Style::Ed25519]);

        oak.refuses_heads(ED25519, status);
        assert_eq!(publish("Refused").await, [Style::Ed25519, Style::Cavage]);
        let both = letters(oak, "Refused");
        assert_eq!(both[0].body, both[1].body, "byte for byte the same letter");
        let refused = habits(maple, &oak.host).await;
        assert_eq!(refused.took, Some(Style::Cavage));
        assert!(refused.refused_ed25519_at.is_some());
        assert_eq!(publish("Remembered").await, [Style::Cavage]);

        maple.school.clock.advance(WEEK);
        assert_eq!(publish("Asked again").await, [Style::Ed25519, Style::Cavage]);
        assert_eq!(publish("Remembered again").await, [Style::Cavage]);
        maple.school.clock.advance(WEEK);
        oak.forgives();
        assert_eq!(publish("Learned").await, [Style::Ed25519]);
        let learned = Habits { has_agreement: true, took: Some(Style::Ed25519), refused_ed25519_at: None };
        assert_eq!(habits(maple, &oak.host).await, learned);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_refused_however_it_is_signed_waits_and_says_nothing_of_ed25519() {
    let mut scene = Scene::set().await;
    assert_eq!(scene.follows_with("/a/1", &scene.oak.key).await, 202);
    is_followed_by(&scene.maple, &scene.oak).await;
    scene.maple.stop_courier().await;
    let (maple, oak) = (&scene.maple, &scene.oak);
    let round = async || while schoolgate::fediverse::courier::round(&maple.school).await.unwrap() {};

    oak.answers("/inbox", Page::status(401));
    maple.publish("Ships", "Nine ships.").await;
    round().await;

    assert_eq!(styles(oak, "Ships", maple).await, [Style::Ed25519, Style::Cavage, Style::Message]);
    assert_eq!(habits(maple, &oak.host).await.refused_ed25519_at, None);
    assert_eq!(store::underway::backlog(&mut maple.school.db.read()).await.unwrap().len(), 1);
    // And it is well again.
    oak.answers("/inbox", Page::status(202));
    maple.school.clock.advance(SignedDuration::from_mins(5));
    round().await;
    assert_eq!(letters(oak, "Ships").len(), 4);
    assert_eq!(habits(maple, &oak.host).await.took, Some(Style::Ed25519));
}

/// Says something for a class or the school, signed by RFC 9421.
async fn says(scene: &Scene, key_id: &str, key: &PrivateKey, letter: &Value) -> u16 {
    let signer = Signer { key_id: scene.oak.url(key_id), key: key.clone() };
    let body = letter.to_string();
    let call = tests::peers::Call::signed(
        &signer,
        signature::Scheme::Message,
        &scene.maple,
        &Method::POST,
        "/ap/inbox",
        body.as_bytes(),
    );
    call.send(&scene.maple).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_an_ed25519_key_of_a_class_is_believed_only_if_its_school_lists_it() {
    let scene = Scene::set().await;
    let (own, third) = (PrivateKey::from_seed(&[5; 32]).unwrap(), PrivateKey::from_seed(&[6; 32]).unwrap());
    let multikey = |id: &str, key: &PrivateKey| {
        json!({
            "id": scene.oak.url(id),
            "type": "Multikey",
            "controller": scene.oak.actor(),
            "publicKeyMultibase": key.public().unwrap().to_multibase()
        })
    };
    let mut document = scene.oak.document(&scene.oak.key);
    document["assertionMethod"] = json!([multikey("/a/1#ed25519-key", &own), multikey("/a/1#third", &third)]);
    scene.oak.answers("/a/1", Page::of(&document));
    let follow = scene.oak.letter("Follow", scene.maple.actor().as_str());

    // Its own server shows it, which is whoever has the domain. The school lists the RSA key alone.
    assert_eq!(says(&scene, "/a/1#ed25519-key", &own, &follow).await, 401);
    assert_eq!((scene.asking().await, scene.partner().await.held_at), (0, None));
    scene.minute_passes();
    let listed = [("/a/1", scene.oak.key.public().unwrap()), ("/a/1", own.public().unwrap())];
    scene.lists(&listed);
    assert_eq!(says(&scene, "/a/1#ed25519-key", &own, &follow).await, 202);
    assert_eq!(scene.asking().await, 1);

    // What the school lists beside it is known from then on, and nothing else that the class shows.
    let fetched = scene.oak.times("GET /a/1");
    let like = scene.oak.letter("Like", scene.maple.school.urls.to("/ap/o/nothing").as_str());
    assert_eq!(says(&scene, "/a/1#main-key", &scene.oak.key, &like).await, 202);
    assert_eq!(scene.oak.times("GET /a/1"), fetched);
    let unlisted = store::keys::theirs(&mut scene.maple.school.db.read(), &scene.oak.url("/a/1#third")).await.unwrap();
    assert_eq!(unlisted, None);
    assert_eq!(says(&scene, "/a/1#third", &third, &like).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_school_that_signs_with_another_ed25519_key_is_held() {
    let scene = Scene::set().await;
    scene.minute_passes();
    let mut flag = scene.oak.letter("Flag", json!([scene.maple.actor().as_str()]));
    flag["actor"] = json!(scene.oak.url("/actor"));

    assert_eq!(says(&scene, "/actor#ed25519-key", &proving(), &flag).await, 202, "the key that was pinned");
    assert_eq!(scene.partner().await.held_at, None);
    // Its RSA key is the same as ever.
    scene.oak.answers("/actor", Page::of(&scene.school_document(&anothers())));
    flag["id"] = json!(scene.oak.url("/x/another"));
    assert_eq!(says(&scene, "/actor#ed25519-key", &anothers(), &flag).await, 401);

    assert_eq!(scene.partner().await.held_why.as_deref(), Some("key_change"));
}
