//! Items without their words.

use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::{Audience, Author, Item, ItemKind};
use schoolgate::error::Error;
use schoolgate::store::{items, letters, revisions};

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn an_item_of_each_kind_of_author_reads_back_as_it_was_written() {
    both(|world| async move {
        let post = world.post(world.kaur_of_maple(), Audience::Public).await;
        let theirs = world.post(world.oak_class(), Audience::Class).await;
        let comment = world.comment(world.sam_of_maple(), &theirs, Audience::Friends).await;

        for item in [&post, &theirs, &comment] {
            assert_eq!(read!(world, |sql| items::get(sql, &item.id)), *item);
            assert_eq!(read!(world, |sql| items::by_wire_id(sql, &item.wire_id)).as_ref(), Some(item));
        }
        assert_eq!(comment.article, Some(theirs.id));
        assert!(matches!(items::get(&mut world.db.read(), &ItemId::fresh(at(0))).await, Err(Error::Missing)));
        assert_eq!(read!(world, |sql| items::by_wire_id(sql, &url("https://oak.example/other"))), None);
    })
    .await;
}

#[tokio::test]
async fn two_posts_of_a_class_cannot_have_one_address_and_two_classes_may() {
    both(|world| async move {
        let post = world.post(world.kaur_of_maple(), Audience::Public).await;
        let slug = post.slug.clone().unwrap();
        assert!(read!(world, |sql| items::slug_is_taken(sql, &world.maple, &slug)));
        assert!(!read!(world, |sql| items::slug_is_taken(sql, &world.willow, &slug)));

        let mut again = world.new_item(ItemKind::Article, world.kaur_of_maple(), None, Audience::Public);
        again.slug = Some(slug);
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(items::insert(&mut tx, &again).await, Err(Error::Conflict(_))));
        drop(tx);
        again.author = Author::Staff { class: world.willow.clone(), staff: world.kaur.clone() };
        commit!(world, |tx| items::insert(&mut tx, &again)).unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_may_change_changes_and_the_rest_stays() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let changed = Item {
            audience: Audience::Friends,
            url: Some(url("https://oak.example/moved")),
            published_at: Some(at(70)),
            version_at: Some(at(71)),
            ..post.clone()
        };

        commit!(world, |tx| items::update(&mut tx, &changed)).unwrap();

        assert_eq!(read!(world, |sql| items::get(sql, &post.id)), changed);
    })
    .await;
}

#[tokio::test]
async fn ours_is_taken_back_once_and_theirs_never() {
    both(|world| async move {
        let ours = world.post(world.kaur_of_maple(), Audience::Class).await;
        let theirs = world.post(world.oak_class(), Audience::Class).await;

        commit!(world, |tx| items::withdraw(&mut tx, &ours.id, at(50), "staff:1")).unwrap();

        assert_eq!(read!(world, |sql| items::get(sql, &ours.id)).withdrawn_at, Some(at(50)));
        assert_eq!(read!(world, |sql| items::withdrawn_by(sql, &ours.id)), "staff:1");
        let nobody = items::withdrawn_by(&mut world.db.read(), &theirs.id).await;
        assert!(matches!(nobody, Err(Error::Missing)));
        for item in [&ours, &theirs] {
            let again = commit!(world, |tx| items::withdraw(&mut tx, &item.id, at(51), "staff:1"));
            assert!(matches!(again, Err(Error::Missing)));
        }
        let gone = commit!(world, |tx| items::set_gone(&mut tx, &ours.id, at(51)));
        assert!(matches!(gone, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_is_to_be_erased_once_when_its_time_has_come_unless_it_is_sealed() {
    both(|world| async move {
        let [gone, sealed, there] = [(); 3].map(|()| world.post(world.oak_class(), Audience::Class));
        let (gone, sealed, there) = (gone.await, sealed.await, there.await);
        let all = read!(world, |sql| items::of_remote_class(sql, &world.oak));
        assert_eq!(all.iter().map(|item| &item.id).collect::<Vec<_>>(), [&gone.id, &sealed.id, &there.id]);
        for item in [&gone, &sealed] {
            commit!(world, |tx| items::set_gone(&mut tx, &item.id, at(50))).unwrap();
            commit!(world, |tx| items::set_purge(&mut tx, &item.id, at(60))).unwrap();
        }
        // Said again, the first moments stand.
        commit!(world, |tx| items::set_gone(&mut tx, &gone.id, at(99))).unwrap();
        commit!(world, |tx| items::set_purge(&mut tx, &gone.id, at(99))).unwrap();
        commit!(world, |tx| items::set_sealed(&mut tx, &sealed.id, Some(at(40)))).unwrap();

        assert!(read!(world, |sql| items::to_purge(sql, at(59), 10)).is_empty());
        assert_eq!(read!(world, |sql| items::to_purge(sql, at(60), 10)), std::slice::from_ref(&gone.id));
        assert_eq!(read!(world, |sql| items::of_remote_class(sql, &world.oak)), [there]);

        commit!(world, |tx| revisions::purge(&mut tx, &gone.id)).unwrap();
        assert!(read!(world, |sql| items::to_purge(sql, at(60), 10)).is_empty());
        commit!(world, |tx| items::set_sealed(&mut tx, &sealed.id, None)).unwrap();
        assert_eq!(read!(world, |sql| items::to_purge(sql, at(60), 10)), [sealed.id]);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_wrote_and_what_stands_under_it_is_found_until_it_is_erased() {
    both(|world| async move {
        let post = world.post(world.sam_of_maple(), Audience::Friends).await;
        let (ours, theirs) = (
            world.comment(world.kaur_of_maple(), &post, Audience::Friends).await,
            world.comment(world.oak_class(), &post, Audience::Friends).await,
        );
        let named = |items: Vec<Item>| items.into_iter().map(|item| item.id).collect::<Vec<_>>();

        assert_eq!(named(read!(world, |sql| items::of_pupil(sql, &world.sam))), std::slice::from_ref(&post.id));
        assert_eq!(named(read!(world, |sql| items::of_pupil(sql, &world.ama))), []);
        assert_eq!(named(read!(world, |sql| items::of_class(sql, &world.maple))), [post.id.clone(), ours.id.clone()]);
        assert_eq!(named(read!(world, |sql| items::of_class(sql, &world.willow))), []);
        assert_eq!(named(read!(world, |sql| items::under(sql, &post.id))), [ours.id.clone(), theirs.id.clone()]);

        commit!(world, |tx| revisions::purge(&mut tx, &post.id)).unwrap();
        commit!(world, |tx| items::withdraw(&mut tx, &ours.id, at(50), "staff:1")).unwrap();
        assert_eq!(named(read!(world, |sql| items::of_pupil(sql, &world.sam))), []);
        assert_eq!(named(read!(world, |sql| items::of_class(sql, &world.maple))), [ours.id]);
        assert_eq!(named(read!(world, |sql| items::under(sql, &post.id))), [theirs.id]);
    })
    .await;
}

#[tokio::test]
async fn what_went_by_one_hand_comes_back_at_home_but_for_what_its_owner_has_removed() {
    both(|world| async move {
        let post = world.post(world.sam_of_maple(), Audience::Friends).await;
        let quiet = world.post(world.sam_of_maple(), Audience::Class).await;
        let other = world.post(world.sam_of_maple(), Audience::Friends).await;
        let answer = world.comment(world.oak_class(), &post, Audience::Friends).await;
        let removed = world.comment(world.oak_class(), &post, Audience::Friends).await;
        for (item, hand) in [(&post, "erasure:1"), (&quiet, "erasure:1"), (&other, "staff:1")] {
            commit!(world, |tx| items::withdraw(&mut tx, &item.id, at(50), hand)).unwrap();
            commit!(world, |tx| items::set_purge(&mut tx, &item.id, at(60))).unwrap();
        }
        for item in [&answer, &removed] {
            commit!(world, |tx| items::set_gone_with(&mut tx, &item.id, at(50), "erasure:1")).unwrap();
            commit!(world, |tx| items::set_purge(&mut tx, &item.id, at(60))).unwrap();
        }
        commit!(world, |tx| letters::bury(&mut tx, &removed.wire_id, OAK, at(55))).unwrap();
        let twice = commit!(world, |tx| items::set_gone_with(&mut tx, &answer.id, at(51), "erasure:2"));
        assert!(matches!(twice, Err(Error::Missing)));

        let mut back = commit!(world, |tx| items::bring_back(&mut tx, "erasure:1")).unwrap();

        let mut expected = [post.id.clone(), quiet.id.clone(), answer.id.clone()];
        back.sort();
        expected.sort();
        assert_eq!(back, expected);
        for (item, is_live) in [(&post, true), (&quiet, true), (&answer, true), (&other, false), (&removed, false)] {
            assert_eq!(read!(world, |sql| items::get(sql, &item.id)).is_live(), is_live);
        }
        assert_eq!(read!(world, |sql| items::get(sql, &post.id)).audience, Audience::School, "elsewhere it stays gone");
        assert_eq!(read!(world, |sql| items::get(sql, &quiet.id)).audience, Audience::Class);
        assert_eq!(read!(world, |sql| items::to_purge(sql, at(60), 10)).len(), 2);
        assert!(commit!(world, |tx| items::bring_back(&mut tx, "erasure:1")).unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn partners_items_are_leafed_through_by_their_addresses_until_they_are_gone() {
    both(|world| async move {
        world.post(world.kaur_of_maple(), Audience::Class).await;
        let mut theirs = Vec::new();
        for _ in 0..3 {
            theirs.push(world.post(world.oak_class(), Audience::Class).await);
        }
        theirs.sort_by(|one, other| one.id.cmp(&other.id));
        commit!(world, |tx| items::set_gone(&mut tx, &theirs[2].id, at(50))).unwrap();

        let first = read!(world, |sql| items::theirs(sql, None, 1));
        assert_eq!(first, [(theirs[0].id.clone(), theirs[0].wire_id.to_string())]);
        let rest = read!(world, |sql| items::theirs(sql, Some(&theirs[0].id), 10));
        assert_eq!(rest, [(theirs[1].id.clone(), theirs[1].wire_id.to_string())]);
    })
    .await;
}

#[tokio::test]
async fn the_first_item_of_a_school_is_told_from_the_second() {
    both(|world| async move {
        let sister = world.remote_class(&world.oak_school, OAK, "sister").await;
        let first = world.post(world.oak_class(), Audience::Class).await;
        assert!(read!(world, |sql| items::is_first_of_partner(sql, &first.id, &world.oak_school)));

        let second = world.post(Author::Partner(sister), Audience::Class).await;

        assert!(!read!(world, |sql| items::is_first_of_partner(sql, &second.id, &world.oak_school)));
        let elm_school = world.partner("elm.example").await;
        assert!(read!(world, |sql| items::is_first_of_partner(sql, &second.id, &elm_school)));
    })
    .await;
}

#[tokio::test]
async fn who_took_a_post_back_is_remembered() {
    both(|world| async move {
        let post = world.post(world.kaur_of_maple(), Audience::Class).await;
        assert!(matches!(items::withdrawn_by(&mut world.db.read(), &post.id).await, Err(Error::Missing)));

        commit!(world, |tx| items::withdraw(&mut tx, &post.id, at(5), "staff:1")).unwrap();

        assert_eq!(read!(world, |sql| items::withdrawn_by(sql, &post.id)), "staff:1");
    })
    .await;
}
