//! Threads of comments: what is seen under a post, and what goes out of sight with what it answers.

use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::{Audience, Item, ItemKind};
use schoolgate::domain::moderation::{ApprovedAs, Tray};
use schoolgate::domain::partners::PartnerState;
use schoolgate::domain::viewer::Viewer;
use schoolgate::store::{items, visibility};

use crate::visibility::{befriend, hide, seen_by, unhide};
use crate::world::{World, both, seconds};
use crate::{commit, read};

#[tokio::test]
async fn our_comment_under_a_partners_post_is_seen_by_those_who_see_the_post_and_by_that_partner() {
    both(|world| async move {
        befriend(&world).await;
        let post = world.post(world.oak_class(), Audience::Class).await;
        let let_in = world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        let comment = world.comment(world.sam_of_maple(), &post, Audience::Friends).await;
        world.waits(&comment, &world.maple, Tray::Out).await;
        assert_eq!(seen_by(&world, &comment).await, "---------");

        world.approved(&comment, &world.maple, Tray::Out, ApprovedAs::Whole).await;
        assert_eq!(seen_by(&world, &comment).await, "-F-P-SO--");

        // Oak has its own post, whatever we do with it here.
        hide(&world, &let_in).await;
        assert_eq!(seen_by(&world, &comment).await, "------O--");

        world.oak_is(PartnerState::Paused).await;
        assert_eq!(seen_by(&world, &comment).await, "---------");
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_ours_is_kept_from_the_partner_when_what_it_answers_was_taken_back() {
    both(|world| async move {
        befriend(&world).await;
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        let first = world.answered(world.sam_of_maple(), &post, Audience::Friends).await;
        // Oak's own answer in between is not ours to judge.
        let theirs = world.answered(world.oak_class(), &first, Audience::Class).await;
        let last = world.answered(world.sam_of_maple(), &theirs, Audience::Friends).await;
        assert_eq!(seen_by(&world, &last).await, "-F-P-SO--");

        commit!(world, |tx| items::withdraw(&mut tx, &first.id, world.tick(), "pupil:1")).unwrap();

        assert_eq!(seen_by(&world, &last).await, "---------");
    })
    .await;
}

#[tokio::test]
async fn hiding_a_parent_hides_its_children_from_everybody() {
    both(|world| async move {
        befriend(&world).await;
        let post = world.published(Audience::Public).await;
        let parent = world.comment(world.oak_class(), &post, Audience::Public).await;
        let let_in = world.approved(&parent, &world.maple, Tray::In, ApprovedAs::Whole).await;
        let child = world.answered(world.sam_of_maple(), &parent, Audience::Public).await;
        let grandchild = world.answered(world.kaur_of_maple(), &child, Audience::Public).await;
        let sibling = world.answered(world.sam_of_maple(), &post, Audience::Public).await;
        assert_eq!(seen_by(&world, &grandchild).await, "VFfPpSO--");

        hide(&world, &let_in).await;

        assert_eq!(seen_by(&world, &child).await, "---------");
        assert_eq!(seen_by(&world, &grandchild).await, "---------");
        assert_eq!(seen_by(&world, &sibling).await, "VFfPpSO--");
        assert_eq!(under(&world, &Viewer::Visitor, &post).await, std::slice::from_ref(&sibling.id));

        unhide(&world, &let_in).await;
        assert_eq!(under(&world, &Viewer::Visitor, &post).await, [parent.id, child.id, grandchild.id, sibling.id]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_seen_under_a_post_that_is_hidden_or_taken_back() {
    both(|world| async move {
        befriend(&world).await;
        let post = world.post(world.kaur_of_maple(), Audience::Public).await;
        let showing = world.approved(&post, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        let comment = world.answered(world.oak_class(), &post, Audience::Public).await;
        assert_eq!(seen_by(&world, &comment).await, "VFfPpSO--");

        hide(&world, &showing).await;
        assert_eq!(seen_by(&world, &comment).await, "---------");

        unhide(&world, &showing).await;
        assert_eq!(seen_by(&world, &comment).await, "VFfPpSO--");

        commit!(world, |tx| items::withdraw(&mut tx, &post.id, world.tick(), "staff:1")).unwrap();
        assert_eq!(seen_by(&world, &comment).await, "---------");
        assert!(under(&world, &Viewer::Staff(world.kaur.clone()), &post).await.is_empty());
    })
    .await;
}

async fn under(world: &World, viewer: &Viewer, post: &Item) -> Vec<ItemId> {
    read!(world, |sql| visibility::comments(sql, viewer, &post.id)).into_iter().map(|shown| shown.item).collect()
}

#[tokio::test]
async fn an_answer_that_seems_older_than_its_question_stands_behind_it() {
    both(|world| async move {
        let post = world.published(Audience::Public).await;
        let question = world.answered(world.sam_of_maple(), &post, Audience::Public).await;
        let mut answer = world.new_item(ItemKind::Comment, world.oak_class(), Some(&question), Audience::Public);
        // Oak's clock is an hour slow.
        answer.published_at = Some(answer.created_at - seconds(3_600));
        world.keep(&answer).await;
        world.approved(&answer, &world.maple, Tray::In, ApprovedAs::Whole).await;

        assert_eq!(under(&world, &Viewer::Visitor, &post).await, [question.id, answer.id]);
    })
    .await;
}

#[tokio::test]
async fn a_comment_that_waits_is_seen_by_no_pupil() {
    both(|world| async move {
        let sam = Viewer::Pupil(world.sam.clone());
        let post = world.published(Audience::Class).await;
        let comment = world.comment(world.oak_class(), &post, Audience::Class).await;
        world.waits(&comment, &world.maple, Tray::In).await;
        assert!(under(&world, &sam, &post).await.is_empty());

        world.approved(&comment, &world.maple, Tray::In, ApprovedAs::Whole).await;
        assert_eq!(under(&world, &sam, &post).await, [comment.id]);
    })
    .await;
}

#[tokio::test]
async fn a_comment_that_two_classes_let_in_stands_there_once() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let comment = world.comment(world.oak_class(), &post, Audience::Class).await;
        for class in [&world.maple, &world.willow] {
            world.approved(&post, class, Tray::In, ApprovedAs::Whole).await;
            world.approved(&comment, class, Tray::In, ApprovedAs::Whole).await;
        }

        assert_eq!(under(&world, &Viewer::Staff(world.kaur.clone()), &post).await, [comment.id]);
    })
    .await;
}
