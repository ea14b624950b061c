//! New keys: letters keep flowing with a class's, and with the school's own nothing flows before two adults have compared the
//! new words.

use federation::outbox::{self, FollowWords};
use federation::signature::{PrivateKey, Scheme, Signer};
use schoolgate::actions::invitations::{self, NewInvitation};
use schoolgate::actions::{agreements, keys, partners};
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::partners::{NewPartner, PartnerSchool, PartnerState};
use schoolgate::error::Error;
use schoolgate::store;
use tests::process::Process;
use tests::schools::{TestSchool, World, strangers};

async fn known(at: &TestSchool, other: &TestSchool) -> PartnerSchool {
    store::partners::by_host(&mut at.school.db.read(), other.host()).await.unwrap().unwrap()
}

/// Oak opens an invitation of Maple's, and both confirm; then their classes follow each other.
async fn befriend(maple: &TestSchool, oak: &TestSchool) {
    let link = invitations::invite(&maple.school, &maple.admin, NewInvitation::default()).await.unwrap().1;
    let new = NewPartner { name: "Maple".to_owned(), ..NewPartner::default() };
    invitations::open(&oak.school, &oak.admin, link.as_str(), new).await.unwrap();
    for (at, other) in [(maple, oak), (oak, maple)] {
        invitations::confirm(&at.school, &at.admin, &known(at, other).await.id).await.unwrap();
    }
    for (at, other) in [(maple, oak), (oak, maple)] {
        at.until("trust", async || {
            other.school.wake.notify_one();
            (known(at, other).await.state == PartnerState::Trusted).then_some(())
        })
        .await;
    }
    maple.follow(oak).await;
    oak.follow(maple).await;
}

/// What Oak's class, or without one its school, signs with now.
async fn signer(oak: &TestSchool, whole: bool) -> Signer {
    let actor = if whole { "school".to_owned() } else { oak.class.id.to_string() };
    let stored = store::keys::ours(&mut oak.school.db.read(), &actor).await.unwrap();
    let address = if whole { oak.school.urls.school_actor() } else { oak.actor() };
    Signer { key_id: format!("{address}#main-key"), key: PrivateKey::from_pem(&stored.rsa_pem).unwrap() }
}

/// What Maple answers to a letter of Oak's class that is signed like this.
async fn answer(oak: &TestSchool, maple: &TestSchool, signer: &Signer) -> Option<u16> {
    let id = oak.school.urls.to(&format!("/ap/x/{}", schoolgate::tokens::random(26)));
    let follow = outbox::follow(&FollowWords { id, actor: oak.actor(), object: maple.actor() });
    let inbox = maple.school.urls.shared_inbox();
    oak.school.client.post(&inbox, follow.to_string().as_bytes(), signer, Scheme::Cavage).await.status
}

/// Everything that Oak had to say has been taken.
async fn said(oak: &TestSchool) {
    oak.until("everything to be said", async || {
        store::underway::backlog(&mut oak.school.db.read()).await.unwrap().is_empty().then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_class_with_new_keys_is_heard_and_its_old_key_opens_nothing() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    befriend(&maple, &oak).await;
    oak.publish("Ships", "Nine ships.").await;
    maple.waits(Tray::In, "Nine ships").await;
    let old = signer(&oak, false).await;
    assert_eq!(answer(&oak, &maple, &old).await, Some(202));
    maple.school.clock.advance(jiff::SignedDuration::from_secs(61));
    oak.school.clock.advance(jiff::SignedDuration::from_secs(61));

    assert_eq!(keys::renew_class(&oak.school, "school", &oak.class.id).await.unwrap(), 1);

    let new = signer(&oak, false).await;
    assert_ne!(new.key.public().unwrap(), old.key.public().unwrap());
    said(&oak).await;
    let kept = store::keys::theirs(&mut maple.school.db.read(), &new.key_id).await.unwrap().unwrap();
    assert_eq!(kept.usable(), Some(new.key.public().unwrap()), "the Update brought Maple to ask");
    assert_eq!(answer(&oak, &maple, &old).await, Some(401));
    assert_eq!(answer(&oak, &maple, &new).await, Some(202));
    oak.publish("Boats", "Two boats.").await;
    maple.waits(Tray::In, "Two boats").await;
    maple.publish("Kites", "Red kites.").await;
    oak.waits(Tray::In, "Red kites").await;
    assert_eq!(known(&maple, &oak).await.held_at, None);
    let log = store::audit::found(&mut oak.school.db.read(), &store::audit::Search::default(), None, 50).await.unwrap();
    assert!(log.iter().any(|line| line.action == "renew_keys" && line.subject == format!("class:{}", oak.class.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_letter_that_waited_goes_with_the_new_key_and_another_process_renewed_it() {
    let [maple, mut oak] = strangers(["maple", "oak"]).await;
    befriend(&maple, &oak).await;
    oak.stop_courier().await;
    oak.publish("Ships", "Nine ships.").await;
    let before = oak.school.signer(Some(&oak.class.id)).await.unwrap();
    for school in [&maple, &oak] {
        school.school.clock.advance(jiff::SignedDuration::from_secs(61));
    }

    let elsewhere = oak.once_more().await;
    keys::renew_class(&elsewhere, "school", &oak.class.id).await.unwrap();

    let after = oak.school.signer(Some(&oak.class.id)).await.unwrap();
    assert_ne!(after.key.public().unwrap(), before.key.public().unwrap(), "nothing is signed with the old key");
    while schoolgate::fediverse::courier::round(&oak.school).await.unwrap() {}
    maple.waits(Tray::In, "Nine ships").await;
    assert_eq!(answer(&oak, &maple, &before).await, Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_running_server_signs_with_what_an_administrator_renewed_at_a_terminal() {
    let mut world = World::of_tls(&["maple", "oak"]).await;
    let (maple, oak) = (world.school("maple").await, world.school("oak").await);
    befriend(&maple, &oak).await;
    let folder = tempfile::tempdir().unwrap();
    let old = signer(&oak, false).await;

    let (code, told) = Process::says(&oak, folder.path(), &["key", "renew", oak.class.slug.as_str()]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("has new keys") && told.contains("told: 1"), "{told}");
    let (code, told) = Process::says(&oak, folder.path(), &["key", "renew", "no-such-class"]);
    assert!(code == 1 && told.contains("class list"), "{told}");

    // The server that was running all the while.
    for school in [&maple, &oak] {
        school.school.clock.advance(jiff::SignedDuration::from_secs(61));
    }
    oak.publish("Ships", "Nine ships.").await;
    maple.waits(Tray::In, "Nine ships").await;
    said(&oak).await;
    assert_eq!(answer(&oak, &maple, &old).await, Some(401));

    let before = known(&oak, &maple).await.safety_words;
    let (code, told) = Process::says(&oak, folder.path(), &["key", "renew-school"]);
    assert!(code == 1 && told.contains("--yes"), "{told}");
    assert_eq!(known(&oak, &maple).await.safety_words, before);
    let (code, told) = Process::says(&oak, folder.path(), &["key", "renew-school", "--yes"]);
    let words = known(&oak, &maple).await.safety_words;
    assert!(code == 0 && told.contains(words.as_deref().unwrap()), "{told}");
    assert_ne!(words, before);
    maple
        .until("Oak to be held", async || {
            oak.school.wake.notify_one();
            known(&maple, &oak).await.held_at
        })
        .await;
    assert_eq!(known(&maple, &oak).await.new_words, words);
}

#[tokio::test(flavor = "multi_thread")]
async fn t24_a_school_with_new_keys_is_held_until_an_admin_has_compared_the_new_words() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    befriend(&maple, &oak).await;
    let old = signer(&oak, true).await;
    for school in [&maple, &oak] {
        school.school.clock.advance(jiff::SignedDuration::from_secs(61));
    }

    let told = keys::renew_school(&oak.school, "school").await.unwrap();

    assert_eq!(told.len(), 1);
    let held = maple
        .until("Oak to be held", async || {
            oak.school.wake.notify_one();
            Some(known(&maple, &oak).await).filter(|oak| oak.held_at.is_some())
        })
        .await;
    assert_eq!((held.held_why.as_deref(), held.standing()), (Some("key_change"), federation::trust::Standing::Paused));
    assert_eq!(held.new_words, known(&oak, &maple).await.safety_words, "both see the same new words");
    oak.publish("Ships", "Nine ships.").await;
    oak.until("Maple's answer", async || {
        let page = store::underway::found(&mut oak.school.db.read(), &store::underway::Search::default(), None, 10)
            .await
            .unwrap();
        page.into_iter().find(|listed| listed.verb == "renew" && listed.last_status.is_some())
    })
    .await;
    assert_eq!(maple.waiting(Tray::In).await, []);

    partners::verify(&maple.school, &maple.admin, &held.id).await.unwrap();

    // A moment later, by both clocks: a server that was refused comes again after a while.
    for school in [&maple, &oak] {
        school.school.clock.advance(jiff::SignedDuration::from_hours(1));
    }
    maple.publish("Kites", "Red kites.").await;
    oak.waits(Tray::In, "Red kites").await;
    maple
        .until("Oak's post", async || {
            oak.school.wake.notify_one();
            maple.waiting(Tray::In).await.into_iter().find(|waiting| waiting.words.title == "Ships")
        })
        .await;
    let id = oak.school.urls.to("/ap/x/by-the-old-key");
    let update = outbox::update_actor(
        &id,
        serde_json::json!({ "id": oak.school.urls.school_actor().as_str(), "type": "Application" }),
    );
    let inbox = maple.school.urls.school_part("inbox");
    let answer = oak.school.client.post(&inbox, update.to_string().as_bytes(), &old, Scheme::Cavage).await;
    assert_eq!(answer.status, Some(401), "{answer:?}");
    assert_eq!(known(&maple, &oak).await.held_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_has_no_new_keys_while_it_is_agreeing_with_another() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    let link = invitations::invite(&maple.school, &maple.admin, NewInvitation::default()).await.unwrap().1;
    invitations::open(&oak.school, &oak.admin, link.as_str(), NewPartner::default()).await.unwrap();
    let before = agreements::fingerprint(&oak.school).await.unwrap();

    let renewed = keys::renew_school(&oak.school, "school").await;
    assert!(matches!(renewed, Err(Error::Conflict(_))));
    assert_eq!(agreements::fingerprint(&oak.school).await.unwrap(), before);

    let (admin, partner) = (oak.admin.subject(), known(&oak, &maple).await.id);
    partners::set_state(&oak.school, &admin, &partner, PartnerState::Ended, "").await.unwrap();
    keys::renew_school(&oak.school, "school").await.unwrap();
    assert_ne!(agreements::fingerprint(&oak.school).await.unwrap(), before);
}
