//! Sealed items and their cases.

use schoolgate::domain::ids::WorryId;
use schoolgate::domain::items::{Audience, Item};
use schoolgate::domain::moderation::{Worry, WorryOutcome};
use schoolgate::error::Error;
use schoolgate::store::worries;

use crate::world::{World, at, both};
use crate::{commit, read};

async fn raise(world: &World, item: &Item, second: i64) -> Worry {
    let worry = Worry {
        id: WorryId::fresh(at(second)),
        item: item.id.clone(),
        class: world.maple.clone(),
        raised_by: format!("pupil:{}", world.sam),
        raised_name: "Sam".to_owned(),
        words: "This is not nice".to_owned(),
        snapshot: "{}".to_owned(),
        raised_at: at(second),
        outcome: None,
        closing_reason: None,
        closed_at: None,
    };
    commit!(world, |tx| worries::insert(&mut tx, &worry)).unwrap();
    worry
}

#[tokio::test]
async fn a_case_is_open_until_it_is_closed_once() {
    both(|world| async move {
        let post = world.published(Audience::Class).await;
        let [first, second, third] =
            [raise(&world, &post, 1).await, raise(&world, &post, 2).await, raise(&world, &post, 3).await];
        assert_eq!(read!(world, |sql| worries::get(sql, &first.id)), first);
        assert_eq!(read!(world, |sql| worries::count_open(sql)), 3);

        let close = async |worry: &Worry, outcome, second| {
            commit!(world, |tx| worries::close(&mut tx, &worry.id, outcome, "talked to Sam", &world.kaur, at(second)))
        };
        close(&third, WorryOutcome::Released, 10).await.unwrap();

        assert!(matches!(close(&third, WorryOutcome::Kept, 11).await, Err(Error::Missing)));
        let closed = Worry {
            outcome: Some(WorryOutcome::Released),
            closing_reason: Some("talked to Sam".to_owned()),
            closed_at: Some(at(10)),
            ..third
        };
        assert_eq!(read!(world, |sql| worries::all(sql, 10)), [second.clone(), first.clone(), closed]);
        assert_eq!(read!(world, |sql| worries::all(sql, 1)), std::slice::from_ref(&second));
        assert_eq!(read!(world, |sql| worries::count_open(sql)), 2);
        assert!(read!(world, |sql| worries::others_open(sql, &post.id, &first.id)));
        close(&second, WorryOutcome::Kept, 12).await.unwrap();
        assert!(!read!(world, |sql| worries::others_open(sql, &post.id, &first.id)), "only its own case is left");
    })
    .await;
}

#[tokio::test]
async fn who_raised_a_released_case_is_forgotten_and_of_an_open_or_kept_one_nothing() {
    both(|world| async move {
        let post = world.published(Audience::Class).await;
        let [open, kept, released] =
            [raise(&world, &post, 1).await, raise(&world, &post, 2).await, raise(&world, &post, 3).await];
        for (worry, outcome) in [(&kept, WorryOutcome::Kept), (&released, WorryOutcome::Released)] {
            commit!(world, |tx| worries::close(&mut tx, &worry.id, outcome, "talked", &world.kaur, at(10))).unwrap();
        }

        commit!(world, |tx| worries::forget_raiser(&mut tx, &released.raised_by)).unwrap();

        for worry in [&open, &kept] {
            let left = read!(world, |sql| worries::get(sql, &worry.id));
            assert_eq!((left.raised_name.as_str(), left.words.as_str()), ("Sam", "This is not nice"));
        }
        let left = read!(world, |sql| worries::get(sql, &released.id));
        assert_eq!((left.raised_name.as_str(), left.words.as_str(), left.raised_by), ("", "", released.raised_by));
    })
    .await;
}
