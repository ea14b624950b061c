//! The main job: words go out through one gate and come in through another.

use schoolgate::actions::moderation::{self, Missed};
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::viewer::Viewer;
use schoolgate::fediverse::courier;
use schoolgate::store;
use tests::schools::partner_schools;

#[tokio::test(flavor = "multi_thread")]
async fn a_post_and_its_comment_go_through_both_gates() {
    let [mut maple, oak] = partner_schools().await;
    maple.stop_courier().await;
    let picture = oak.picture(tests::pictures::png(200, 30, 30), "A red tug boat").await;
    let post = oak
        .publish_for(
            "Our trip to the harbour",
            "We counted **ships**.",
            schoolgate::domain::items::Audience::Friends,
            vec![picture],
        )
        .await;

    let waiting = maple.waits(Tray::In, "harbour").await;
    assert_eq!(maple.friends().await, []);
    let here = waiting.item.id.clone();
    // Its picture comes.
    assert!(courier::round(&maple.school).await.unwrap());
    let pictures = store::revisions::pictures(&mut maple.school.db.read(), &waiting.showing.revision).await.unwrap();
    assert!(pictures.iter().all(|picture| picture.picture.is_some()));
    // Whoever looked before the picture came has not seen what would be shown.
    assert_eq!(maple.decide(&waiting, Verdict::LetIn).await.missed, [Missed::Changed(here.clone())]);
    maple.let_in(Tray::In, "harbour").await;
    let friends = maple.friends().await;
    assert_eq!(friends.len(), 1);
    assert_eq!((friends[0].title.as_str(), friends[0].pictures.len()), ("Our trip to the harbour", 1));
    assert_eq!(friends[0].pictures[0].alt, "A red tug boat");

    maple.pupil_comments(&here, "We saw a tug boat too!").await;
    assert_eq!(maple.comments(&maple.pupil.viewer(), &here).await, Vec::<String>::new());
    maple.let_in(Tray::Out, "tug boat too").await;
    assert!(courier::round(&maple.school).await.unwrap());
    let comment = oak.waits(Tray::In, "tug boat too").await;
    assert!(comment.words.plain.contains("Sam, maple class"), "{}", comment.words.plain);
    assert_eq!(oak.comments(&oak.pupil.viewer(), &post).await, Vec::<String>::new());
    oak.let_in(Tray::In, "tug boat too").await;
    assert_eq!(oak.comments(&oak.pupil.viewer(), &post).await.len(), 1);
    assert_eq!(oak.comments(&Viewer::Visitor, &post).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn t68_an_edit_waits_while_the_approved_words_stay() {
    let [maple, oak] = partner_schools().await;
    let post = oak.publish("Ships", "We counted nine ships.").await;
    maple.let_in(Tray::In, "nine ships").await;

    oak.edit(&post, "Ships", "We counted ten ships.").await;

    let edit = maple.waits(Tray::In, "ten ships").await;
    assert!(edit.showing.approved_revision.is_some());
    assert_eq!(maple.friends().await[0].plain, "We counted nine ships.");
    maple.let_in(Tray::In, "ten ships").await;
    assert_eq!(maple.friends().await[0].plain, "We counted ten ships.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_taken_back_is_gone_and_its_owner_sees_who_confirmed() {
    let [maple, oak] = partner_schools().await;
    let post = oak.publish("Ships", "We counted nine ships.").await;
    maple.let_in(Tray::In, "nine ships").await;
    assert_eq!(maple.friends().await.len(), 1);

    oak.take_back(&post).await;

    maple.until("the post to go", async || maple.friends().await.is_empty().then_some(())).await;
    let receipts = oak
        .until("the receipt", async || {
            maple.school.wake.notify_one();
            let receipts = store::recipients::receipts(&mut oak.school.db.read(), &post).await.unwrap();
            receipts.iter().all(|receipt| receipt.confirmed_at.is_some()).then_some(receipts)
        })
        .await;
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].host, maple.host());
    assert!(receipts[0].received_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_can_be_undone_before_anything_leaves() {
    let [maple, oak] = partner_schools().await;
    let post = oak.publish("Ships", "We counted nine ships.").await;
    let here = maple.let_in(Tray::In, "nine ships").await;
    maple.pupil_comments(&here, "Well counted!").await;
    let waiting = maple.waits(Tray::Out, "Well counted").await;

    let decided = maple.decide(&waiting, Verdict::LetIn).await;
    assert_eq!(moderation::undo(&maple.school, &maple.teacher, &decided.batch).await.unwrap(), 1);

    assert_eq!(maple.waiting(Tray::Out).await.len(), 1);
    maple.let_undo_pass();
    assert!(store::underway::backlog(&mut maple.school.db.read()).await.unwrap().is_empty());
    // Its twin: not undone, it leaves.
    maple.let_in(Tray::Out, "Well counted").await;
    oak.let_in(Tray::In, "Well counted").await;
    assert_eq!(oak.comments(&oak.pupil.viewer(), &post).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn t74_the_first_decision_wins_and_the_other_is_told() {
    let [maple, oak] = partner_schools().await;
    oak.publish("Ships", "We counted nine ships.").await;
    let waiting = maple.waits(Tray::In, "nine ships").await;

    assert_eq!(maple.decide(&waiting, Verdict::TurnAway).await.missed, []);
    let second = maple.decide(&waiting, Verdict::LetIn).await;

    assert!(
        matches!(&second.missed[..], [Missed::Taken { verdict: Verdict::TurnAway, by, .. }] if by == "Mrs Teacher"),
        "{second:?}"
    );
    assert_eq!(maple.friends().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn t94_what_was_approved_before_a_crash_is_delivered_after_it() {
    let [maple, mut oak] = partner_schools().await;
    let draft = schoolgate::domain::articles::Draft {
        title: "Ships".to_owned(),
        markdown: "We counted nine ships.".to_owned(),
        ..schoolgate::domain::articles::Draft::default()
    };
    let pen = schoolgate::actions::articles::Pen::Adult(&oak.teacher);
    let finish = schoolgate::actions::articles::Finish::HandIn;
    schoolgate::actions::articles::write(&oak.school, pen, &oak.class.id, draft, finish).await.unwrap();

    oak.crash_and_restart().await;
    oak.let_undo_pass();

    maple.waits(Tray::In, "nine ships").await;
    assert_eq!(maple.waiting(Tray::In).await.len(), 1);
}
