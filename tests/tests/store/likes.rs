//! "Oak class liked this."

use schoolgate::domain::ids::LikeId;
use schoolgate::domain::items::Audience;
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::error::Error;
use schoolgate::store::{follows, likes, partners};

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn a_partner_class_likes_once_and_is_named_only_while_it_is_a_friend() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let [one, two] = ["https://oak.example/l/1", "https://oak.example/l/2"].map(url);
        for id in [&one, &two, &one] {
            commit!(world, |tx| likes::from_partner(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.oak, id, at(1)))
                .unwrap();
        }
        let names = async || read!(world, |sql| likes::names(sql, &post.id));
        assert!(names().await.is_empty(), "nobody has accepted Oak class");

        let follow = world.follow(&world.maple, &world.oak, Direction::In, FollowState::Accepted).await;
        assert_eq!(names().await, ["Our oak"]);
        world.oak_is(PartnerState::Paused).await;
        assert!(names().await.is_empty());
        world.oak_is(PartnerState::Trusted).await;
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((at(5), "staff:1")))).unwrap();
        assert!(names().await.is_empty());
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, None)).unwrap();
        assert_eq!(names().await, ["Our oak"]);

        commit!(world, |tx| likes::undone_by_partner(&mut tx, &post.id, &world.oak, at(6))).unwrap();
        assert!(names().await.is_empty());
        commit!(world, |tx| likes::from_partner(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.oak, &one, at(7)))
            .unwrap();
        assert_eq!(names().await, ["Our oak"]);
        commit!(world, |tx| follows::set_state(&mut tx, &follow.id, FollowState::Ended, at(8), None)).unwrap();
        assert!(names().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_like_under_the_id_of_anothers_changes_nothing() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let sister = world.remote_class(&world.oak_school, OAK, "sister").await;
        for class in [&world.oak, &sister] {
            world.follow(&world.maple, class, Direction::In, FollowState::Accepted).await;
        }
        let id = url("https://oak.example/l/1");
        commit!(world, |tx| likes::from_partner(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.oak, &id, at(1)))
            .unwrap();
        commit!(world, |tx| likes::undone_by_partner(&mut tx, &post.id, &world.oak, at(2))).unwrap();
        assert_eq!(read!(world, |sql| likes::object_of(sql, &id)), Some(post.wire_id.clone()));
        assert_eq!(read!(world, |sql| likes::object_of(sql, &url("https://oak.example/l/9"))), None);

        commit!(world, |tx| likes::from_partner(&mut tx, &LikeId::fresh(at(0)), &post.id, &sister, &id, at(3)))
            .unwrap();

        assert!(read!(world, |sql| likes::names(sql, &post.id)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn our_class_likes_once_and_takes_it_back() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let [one, two] = ["https://maple.example/l/1", "https://maple.example/l/2"].map(url);
        commit!(world, |tx| likes::ours(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.maple, &one, at(1))).unwrap();
        assert_eq!(read!(world, |sql| likes::standing(sql, &post.id, &world.maple)), Some(one));
        assert_eq!(read!(world, |sql| likes::standing(sql, &post.id, &world.willow)), None);
        assert_eq!(read!(world, |sql| likes::names(sql, &post.id)), ["maple class"]);

        let mut tx = world.db.begin().await.unwrap();
        let again = likes::ours(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.maple, &two, at(2)).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        drop(tx);

        commit!(world, |tx| likes::take_back(&mut tx, &post.id, &world.maple, at(3))).unwrap();
        assert!(read!(world, |sql| likes::names(sql, &post.id)).is_empty());
        let nothing = commit!(world, |tx| likes::take_back(&mut tx, &post.id, &world.maple, at(4)));
        assert!(matches!(nothing, Err(Error::Missing)));
        commit!(world, |tx| likes::ours(&mut tx, &LikeId::fresh(at(0)), &post.id, &world.maple, &two, at(5))).unwrap();
        assert_eq!(read!(world, |sql| likes::standing(sql, &post.id, &world.maple)), Some(two));
    })
    .await;
}
