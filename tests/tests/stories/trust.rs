//! Only schools on the list are heard, and only they are spoken to.

use schoolgate::actions::{follows, partners, schools};
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::partners::PartnerState;
use schoolgate::error::Error;
use schoolgate::fediverse::courier;
use schoolgate::store;
use tests::schools::{TestSchool, partner_schools, strangers};

#[tokio::test(flavor = "multi_thread")]
async fn t14_a_school_that_is_not_on_the_list_is_refused_and_leaves_no_trace() {
    let [maple, birch] = strangers(["maple", "birch"]).await;
    birch.trust(&maple).await;

    let asked = follows::ask(&birch.school, &birch.teacher, &birch.class.id, maple.actor().as_str()).await;

    // Birch cannot even read Maple's class: Maple answers its server nothing.
    assert!(matches!(asked, Err(Error::Invalid(_))), "{asked:?}");
    assert!(store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap().is_empty());
    // Its twin: once Maple trusts Birch, the same ask arrives.
    maple.trust(&birch).await;
    birch.follow(&maple).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_from_a_paused_school_is_held_until_it_is_resumed() {
    let [maple, oak] = partner_schools().await;
    oak.publish("First", "The first post.").await;
    maple.let_in(Tray::In, "first post").await;
    let partner = maple.partner(&oak).await;

    partners::set_state(&maple.school, &maple.admin.subject(), &partner, PartnerState::Paused, "A question")
        .await
        .unwrap();

    assert_eq!(maple.friends().await, []);
    let post = oak.publish("Second", "The second post.").await;
    let wire_id = oak.school.urls.object(&post);
    maple.until("the letter to be kept", async || maple.item_of(&wire_id).await).await;
    assert_eq!(maple.waiting(Tray::In).await, []);
    let admin = maple.admin_browser().await;
    assert!(admin.get("/schools").await.says("Held until it goes on: 1 from them, 0 for them."));
    partners::set_state(&maple.school, &maple.admin.subject(), &partner, PartnerState::Trusted, "Settled")
        .await
        .unwrap();
    assert_eq!(maple.friends().await.len(), 1);
    assert_eq!(maple.waiting(Tray::In).await.len(), 1);
    assert!(!admin.get("/schools").await.says("Held until it goes on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn t57_when_trust_ends_nothing_more_goes_out_or_comes_in() {
    let [maple, oak] = partner_schools().await;
    let partner = maple.partner(&oak).await;

    partners::set_state(&maple.school, &maple.admin.subject(), &partner, PartnerState::Ended, "Over").await.unwrap();

    let post = oak.publish("Ships", "Nine ships.").await;
    oak.until("the refusal", async || {
        let page = store::underway::found(&mut oak.school.db.read(), &store::underway::Search::default(), None, 10)
            .await
            .unwrap();
        page.into_iter().find(|listed| listed.verb == "create" && listed.last_status == Some(403))
    })
    .await;
    assert_eq!(maple.item_of(&oak.school.urls.object(&post)).await, None);
    maple.publish("Ours", "Nothing for Oak.").await;
    assert_eq!(store::underway::backlog(&mut maple.school.db.read()).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_after_trust_has_ended_goes_from_there_too_and_nothing_else_is_said() {
    let [maple, oak] = partner_schools().await;
    let post = maple.publish("Ships", "Nine ships.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    let partner = maple.partner(&oak).await;
    partners::set_state(&maple.school, &maple.admin.subject(), &partner, PartnerState::Ended, "Over").await.unwrap();

    maple.take_back(&post).await;

    maple.until("the post to go", async || oak.friends().await.is_empty().then_some(())).await;
    let teacher = maple.teacher_browser().await;
    maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            teacher.get(&format!("/taken-back/{post}")).await.says("1 confirmed").then_some(())
        })
        .await;
    // What is not a receipt is still refused, and nothing new goes there.
    assert_eq!(accept_of_nothing(&oak, &maple).await, Some(403));
    maple.publish("Boats", "Two boats.").await;
    assert_eq!(store::underway::backlog(&mut maple.school.db.read()).await.unwrap(), []);
}

/// Another server accepts something that nobody asked of it.
async fn accept_of_nothing(from: &TestSchool, at: &TestSchool) -> Option<u16> {
    let signer = from.school.signer(Some(&from.class.id)).await.unwrap();
    let (id, never) = (from.school.urls.to("/ap/x/an-accept"), at.school.urls.to("/ap/x/never-said"));
    let body = federation::outbox::accept_removal(&id, &from.actor(), &never, &at.actor()).to_string();
    let inbox = at.school.urls.shared_inbox();
    from.school.client.post(&inbox, body.as_bytes(), &signer, federation::signature::Scheme::Cavage).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_a_paused_school_waits_for_the_end_of_the_pause() {
    let [maple, oak] = partner_schools().await;
    let post = maple.publish("Ships", "Nine ships.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    let partner = maple.partner(&oak).await;
    let admin = maple.admin.subject();
    partners::set_state(&maple.school, &admin, &partner, PartnerState::Paused, "A question").await.unwrap();

    maple.take_back(&post).await;
    maple.publish("Boats", "Two boats.").await;

    assert!(!courier::round(&maple.school).await.unwrap(), "there is nothing it may carry");
    assert_eq!(oak.friends().await.len(), 1);
    let backlog = store::underway::backlog(&mut maple.school.db.read()).await.unwrap();
    assert_eq!(backlog.iter().map(|(_, number, _)| *number).collect::<Vec<_>>(), [2]);
    let teacher = maple.teacher_browser().await;
    assert!(teacher.get(&format!("/taken-back/{post}")).await.says("1 paused"));
    let held = maple.admin_browser().await.get("/deliveries").await;
    assert!(held.says("Held") || held.says("held"), "{}", held.text());

    partners::set_state(&maple.school, &admin, &partner, PartnerState::Trusted, "Settled").await.unwrap();
    maple.until("the post to go", async || oak.friends().await.is_empty().then_some(())).await;
    oak.waits(Tray::In, "Two boats").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_federation_can_be_paused_at_once() {
    let [maple, oak] = partner_schools().await;
    oak.publish("Ships", "Nine ships.").await;
    maple.let_in(Tray::In, "Nine ships").await;

    schools::pause_federation(&maple.school, &maple.admin).await.unwrap();

    assert_eq!(maple.friends().await, []);
    schools::resume_federation(&maple.school, &maple.admin).await.unwrap();
    assert_eq!(maple.friends().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_hides_everything_from_a_class_at_once() {
    let [maple, oak] = partner_schools().await;
    oak.publish("Ships", "Nine ships.").await;
    maple.let_in(Tray::In, "Nine ships").await;
    let remote = maple.remote(&oak).await;

    partners::hide_class(&maple.school, &maple.teacher, &remote).await.unwrap();

    assert_eq!(maple.friends().await, []);
    partners::show_class(&maple.school, &maple.teacher, &remote).await.unwrap();
    assert_eq!(maple.friends().await.len(), 1);
}
