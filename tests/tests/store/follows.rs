//! Which class follows which.

use schoolgate::domain::ids::FollowId;
use schoolgate::domain::partners::{Direction, Follow, FollowState, PartnerState};
use schoolgate::error::Error;
use schoolgate::store::{follows, partners};

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn a_follow_is_found_by_its_ends_its_id_and_its_activity() {
    both(|world| async move {
        let asked = world.follow(&world.maple, &world.oak, Direction::In, FollowState::Asked).await;

        assert_eq!(
            read!(world, |sql| follows::find(sql, &world.maple, &world.oak, Direction::In)),
            Some(asked.clone())
        );
        assert_eq!(read!(world, |sql| follows::find(sql, &world.maple, &world.oak, Direction::Out)), None);
        assert_eq!(read!(world, |sql| follows::get(sql, &asked.id)), asked);
        assert!(matches!(follows::get(&mut world.db.read(), &FollowId::fresh(at(0))).await, Err(Error::Missing)));
        assert_eq!(read!(world, |sql| follows::by_wire_id(sql, &asked.wire_id)), Some(asked.clone()));
        let actor = read!(world, |sql| partners::class(sql, &world.oak)).actor;
        let state = read!(world, |sql| follows::state_between(sql, &world.maple, &actor, Direction::In));
        assert_eq!(state, Some(FollowState::Asked));
        let other = read!(world, |sql| follows::state_between(sql, &world.willow, &actor, Direction::In));
        assert_eq!(other, None);
        let [(follow, class)] = &read!(world, |sql| follows::of_class(sql, &world.maple))[..] else { panic!() };
        assert_eq!((follow, &class.id, class.handle.as_str()), (&asked, &world.oak, "oak@oak.example"));
    })
    .await;
}

#[tokio::test]
async fn whoever_has_to_do_with_a_class_is_told_once() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| follows::related(sql, &world.maple)), []);
        let out = world.follow(&world.maple, &world.oak, Direction::Out, FollowState::Asked).await;
        let coming = world.follow(&world.maple, &world.oak, Direction::In, FollowState::Accepted).await;

        let related = async || -> Vec<_> {
            read!(world, |sql| follows::related(sql, &world.maple)).into_iter().map(|class| class.id).collect()
        };
        assert_eq!(related().await, std::slice::from_ref(&world.oak));
        assert_eq!(read!(world, |sql| follows::related(sql, &world.willow)), []);
        commit!(world, |tx| follows::set_state(&mut tx, &out.id, FollowState::Refused, at(50), None)).unwrap();
        assert_eq!(related().await.len(), 1);
        for (state, number) in [(PartnerState::Paused, 1), (PartnerState::Ended, 0), (PartnerState::Trusted, 1)] {
            commit!(world, |tx| partners::set_state(&mut tx, &world.oak_school, state, at(51), "staff:1", "")).unwrap();
            assert_eq!(related().await.len(), number, "{state}");
        }
        commit!(world, |tx| follows::set_state(&mut tx, &coming.id, FollowState::Ended, at(52), None)).unwrap();
        assert_eq!(related().await, []);
    })
    .await;
}

#[tokio::test]
async fn an_ended_follow_begins_anew_in_the_same_row() {
    both(|world| async move {
        let asked = world.follow(&world.maple, &world.oak, Direction::In, FollowState::Asked).await;
        commit!(world, |tx| follows::set_state(&mut tx, &asked.id, FollowState::Ended, at(50), Some("staff:1")))
            .unwrap();
        assert_eq!(read!(world, |sql| follows::get(sql, &asked.id)).decided_at, Some(at(50)));

        let again = Follow { wire_id: url("https://oak.example/follows/2"), asked_at: at(60), ..asked.clone() };
        commit!(world, |tx| follows::put(&mut tx, &again)).unwrap();

        assert_eq!(read!(world, |sql| follows::get(sql, &asked.id)), again);
        assert_eq!(read!(world, |sql| follows::of_class(sql, &world.maple)).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_accepted_followers_of_trusted_schools_hear_us() {
    both(|world| async move {
        let asked = world.follow(&world.maple, &world.oak, Direction::In, FollowState::Asked).await;
        let hears = async || read!(world, |sql| follows::followers(sql, &world.maple)).len();
        assert_eq!((hears().await, read!(world, |sql| follows::waiting(sql, &world.maple))), (0, 1));

        commit!(world, |tx| follows::set_state(&mut tx, &asked.id, FollowState::Accepted, at(50), None)).unwrap();
        assert_eq!((hears().await, read!(world, |sql| follows::waiting(sql, &world.maple))), (1, 0));
        assert_eq!(read!(world, |sql| follows::count_accepted(sql, &world.maple, Direction::In)), 1);
        assert_eq!(read!(world, |sql| follows::count_accepted(sql, &world.maple, Direction::Out)), 0);

        // What it hears during a pause, or while it is held, waits in its lane.
        for (state, number) in [(PartnerState::Paused, 1), (PartnerState::Ended, 0), (PartnerState::Trusted, 1)] {
            world.oak_is(state).await;
            assert_eq!(hears().await, number, "{state}");
        }
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, Some((at(0), "move")))).unwrap();
        assert_eq!(hears().await, 1);
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, None)).unwrap();
        assert_eq!(hears().await, 1);
        commit!(world, |tx| partners::set_class_gone(&mut tx, &world.oak, at(60))).unwrap();
        assert_eq!(hears().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_stopped_school_does_not_wait_for_the_teacher() {
    both(|world| async move {
        world.follow(&world.maple, &world.oak, Direction::In, FollowState::Asked).await;
        assert_eq!(read!(world, |sql| follows::waiting(sql, &world.maple)), 1);

        world.oak_is(PartnerState::Paused).await;

        assert_eq!(read!(world, |sql| follows::waiting(sql, &world.maple)), 0);
    })
    .await;
}

#[tokio::test]
async fn what_a_class_sends_comes_to_those_of_ours_that_follow_it() {
    both(|world| async move {
        world.follow(&world.maple, &world.oak, Direction::Out, FollowState::Accepted).await;
        world.follow(&world.willow, &world.oak, Direction::Out, FollowState::Asked).await;
        assert_eq!(read!(world, |sql| follows::following_classes(sql, &world.oak)), std::slice::from_ref(&world.maple));
        world.follow(&world.maple, &world.oak, Direction::In, FollowState::Accepted).await;

        commit!(world, |tx| follows::end_all(&mut tx, &world.oak, at(50))).unwrap();

        assert!(read!(world, |sql| follows::following_classes(sql, &world.oak)).is_empty());
        let all = read!(world, |sql| follows::of_class(sql, &world.maple));
        assert!(all.iter().all(|(follow, _)| follow.state == FollowState::Ended) && all.len() == 2);
        assert!(read!(world, |sql| partners::by_host(sql, OAK)).is_some());
    })
    .await;
}

#[tokio::test]
async fn a_friend_has_a_name_of_ours_and_a_school_that_is_trusted_now() {
    both(|world| async move {
        let friends = async || read!(world, |sql| follows::friends(sql, &world.maple));
        world.follow(&world.maple, &world.oak, Direction::In, FollowState::Asked).await;
        assert!(friends().await.is_empty());

        // Accepted either way, and both ways is one friend.
        world.follow(&world.maple, &world.oak, Direction::Out, FollowState::Accepted).await;
        world.follow(&world.maple, &world.oak, Direction::In, FollowState::Accepted).await;
        commit!(world, |tx| partners::name_class(&mut tx, &world.oak, "Oak class in Nairobi")).unwrap();
        let [(oak, school)] = &friends().await[..] else { panic!() };
        assert_eq!((oak.shown_name(), &oak.id), ("Oak class in Nairobi", &world.oak));
        assert_eq!(*school, read!(world, |sql| partners::get(sql, &world.oak_school)).name);
        assert!(read!(world, |sql| follows::friends(sql, &world.willow)).is_empty());

        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((at(50), "staff:1")))).unwrap();
        assert!(friends().await.is_empty());
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, None)).unwrap();
        world.oak_is(PartnerState::Paused).await;
        assert!(friends().await.is_empty());
        world.oak_is(PartnerState::Trusted).await;
        assert_eq!(friends().await.len(), 1);
    })
    .await;
}
