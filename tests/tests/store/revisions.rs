//! Every wording an item ever had, until it is purged.

use schoolgate::domain::ids::{BatchId, RevisionId};
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{ApprovedAs, Tray, Verdict};
use schoolgate::domain::revisions::{Revision, RevisionPicture};
use schoolgate::domain::screening::Flag;
use schoolgate::error::Error;
use schoolgate::store::{items, moderation, revisions};

use crate::world::{at, awaited, both, here, url, words};
use crate::{commit, read};

#[tokio::test]
async fn a_revision_reads_back_as_it_was_written_with_its_pictures_in_order() {
    both(|world| async move {
        let post = world.post(world.sam_of_maple(), Audience::Class).await;
        assert_eq!(read!(world, |sql| revisions::next_number(sql, &post.id)), 2);
        let picture = world.picture("aa").await;
        let revision = Revision {
            id: RevisionId::fresh(at(9)),
            item: post.id.clone(),
            number: 2,
            hash: "hash".to_owned(),
            words: words("l’été, العربية, 🐌"),
            flags: vec![Flag::Link, Flag::Picture],
            edited_by: Some(world.kaur.clone()),
            created_at: at(9),
        };
        let pictures: [RevisionPicture; 2] = [awaited(1), here(0, &picture)];
        commit!(world, |tx| revisions::insert(&mut tx, &revision, &pictures)).unwrap();

        assert_eq!(read!(world, |sql| revisions::get(sql, &revision.id)), revision);
        assert_eq!(read!(world, |sql| revisions::pictures(sql, &revision.id)), [here(0, &picture), awaited(1)]);
        let numbers: Vec<_> =
            read!(world, |sql| revisions::of_item(sql, &post.id)).into_iter().map(|revision| revision.number).collect();
        assert_eq!(numbers, [1, 2]);

        let twin = Revision { id: RevisionId::fresh(at(10)), ..revision };
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(revisions::insert(&mut tx, &twin, &[]).await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn a_revision_gets_another_hash_and_an_editor() {
    both(|world| async move {
        let post = world.post(world.sam_of_maple(), Audience::Class).await;
        let id = world.newest(&post).await;

        commit!(world, |tx| revisions::rehash(&mut tx, &id, "another")).unwrap();
        commit!(world, |tx| revisions::set_editor(&mut tx, &id, &world.kaur)).unwrap();

        let revision = read!(world, |sql| revisions::get(sql, &id));
        assert_eq!((revision.hash.as_str(), revision.edited_by.as_ref()), ("another", Some(&world.kaur)));
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_settled_once() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let revision = world.revise(&post, "a picture", &[awaited(0)]).await;
        let picture = world.picture("aa").await;

        commit!(world, |tx| revisions::settle_picture(&mut tx, &revision, 0, Some(&picture.id))).unwrap();

        assert_eq!(read!(world, |sql| revisions::pictures(sql, &revision))[0].picture, Some(picture.id));
        let again = commit!(world, |tx| revisions::settle_picture(&mut tx, &revision, 0, None));
        assert!(matches!(again, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn no_word_is_left_of_what_is_purged() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let picture = world.picture("aa").await;
        let revision = world.revise(&post, "canary", &[here(0, &picture)]).await;
        let mut showing = world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        showing.shown_html = Some("<p>canary</p>".to_owned());
        commit!(world, |tx| moderation::put(&mut tx, &showing)).unwrap();
        commit!(world, |tx| moderation::allow_link(
            &mut tx,
            &revision,
            &world.maple,
            "https://canary.example/",
            &world.kaur,
            at(1)
        ))
        .unwrap();

        let decision = world.decide(&showing, Verdict::LetIn, &BatchId::fresh(at(0)), at(1)).await;

        commit!(world, |tx| revisions::purge(&mut tx, &post.id)).unwrap();

        assert_eq!(read!(world, |sql| items::get(sql, &post.id)).url, None);
        let decided = read!(world, |sql| moderation::batch(sql, &decision.batch));
        assert_eq!(
            (decided[0].reason.as_str(), decided[0].revision_hash.as_str(), decided[0].before.as_str()),
            ("", "", "")
        );
        let left = read!(world, |sql| revisions::of_item(sql, &post.id));
        assert_eq!(left.len(), 2, "that it was there stays");
        assert!(!format!("{left:?}").contains("canary"));
        assert_eq!(read!(world, |sql| moderation::showing(sql, &post.id, &world.maple)).shown_html, None);
        assert!(read!(world, |sql| revisions::pictures(sql, &revision)).is_empty());
        assert!(read!(world, |sql| moderation::allowed_links(sql, &revision, &world.maple)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_stands_above_an_answer_is_read_by_the_classes_that_have_it() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&post, &world.maple, Tray::In).await;

        let above = read!(world, |sql| revisions::above(sql, &post.id, &world.maple));
        assert_eq!((&above.item, above.is_approved), (&post, false));
        assert!(revisions::above(&mut world.db.read(), &post.id, &world.willow).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_partners_wording_keeps_what_our_approval_names_until_it_is_purged() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let comment = world.comment(world.oak_class(), &post, Audience::Friends).await;
        let newest = world.newest(&comment).await;
        assert_eq!(read!(world, |sql| revisions::wire_marks(sql, &newest)), (None, None));

        let letter = url("https://oak.example/x/1");
        commit!(world, |tx| revisions::note_wire_digest(&mut tx, &newest, "zQm")).unwrap();
        commit!(world, |tx| revisions::note_asked_by(&mut tx, &newest, &letter)).unwrap();

        let marks = read!(world, |sql| revisions::wire_marks(sql, &newest));
        assert_eq!(marks, (Some("zQm".to_owned()), Some(letter.clone())));
        commit!(world, |tx| revisions::purge(&mut tx, &comment.id)).unwrap();
        assert_eq!(read!(world, |sql| revisions::wire_marks(sql, &newest)), (None, Some(letter)));
    })
    .await;
}
