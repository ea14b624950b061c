//! The pictures by which pupils are known.

use schoolgate::domain::picture_passwords::{Length, PicturePassword};
use schoolgate::store::{people, picture_passwords, posters};

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn pictures_are_there_until_others_take_their_place_or_their_pupil_has_left() {
    both(|world| async move {
        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "old", Length::Two, at(1))).unwrap();
        commit!(world, |tx| picture_passwords::wrong(&mut tx, &world.sam, "tablet", at(2))).unwrap();

        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "new", Length::Three, at(5))).unwrap();

        let fresh = PicturePassword {
            mark: "new".to_owned(),
            length: Length::Three,
            created_at: at(5),
            last_used_at: None,
            wrong: 0,
            wrong_at: None,
        };
        assert_eq!(read!(world, |sql| picture_passwords::get(sql, &world.sam)), Some(fresh.clone()));
        assert_eq!(read!(world, |sql| picture_passwords::of_class(sql, &world.maple)), [(world.sam.clone(), fresh)]);
        assert_eq!(read!(world, |sql| picture_passwords::of_class(sql, &world.willow)), []);
        commit!(world, |tx| people::set_left(&mut tx, &world.sam, Some(at(9)))).unwrap();
        assert_eq!(read!(world, |sql| picture_passwords::get(sql, &world.sam)), None);
        assert_eq!(read!(world, |sql| picture_passwords::of_class(sql, &world.maple)), []);
        commit!(world, |tx| people::set_left(&mut tx, &world.sam, None)).unwrap();
        let none = commit!(world, |tx| picture_passwords::forget_older(&mut tx, &world.sam, at(5)));
        assert_eq!(none.unwrap(), 0, "they were given at that very moment");
        assert_eq!(commit!(world, |tx| picture_passwords::forget_older(&mut tx, &world.sam, at(6))).unwrap(), 1);
        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "newer", Length::Two, at(7))).unwrap();
        commit!(world, |tx| picture_passwords::forget(&mut tx, &world.sam, at(8))).unwrap();
        assert_eq!(read!(world, |sql| picture_passwords::get(sql, &world.sam)), None);
    })
    .await;
}

#[tokio::test]
async fn t79_who_gets_it_right_takes_back_only_what_was_wrong_in_the_same_browser() {
    both(|world| async move {
        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "mark", Length::Two, at(1))).unwrap();
        for (device, second) in [("tablet", 2), ("tablet", 3), ("elsewhere", 4)] {
            commit!(world, |tx| picture_passwords::wrong(&mut tx, &world.sam, device, at(second))).unwrap();
        }
        let known = commit!(world, |tx| picture_passwords::to_try(&mut tx, &world.sam)).unwrap().unwrap();
        assert_eq!((known.wrong, known.wrong_at, known.last_used_at), (3, Some(at(4)), None));

        commit!(world, |tx| picture_passwords::right(&mut tx, &world.sam, "tablet", at(5))).unwrap();

        let known = read!(world, |sql| picture_passwords::get(sql, &world.sam)).unwrap();
        assert_eq!((known.wrong, known.last_used_at), (1, Some(at(5))));
        commit!(world, |tx| picture_passwords::wake_class(&mut tx, &world.willow)).unwrap();
        assert_eq!(read!(world, |sql| picture_passwords::get(sql, &world.sam)).unwrap().wrong, 1);
        commit!(world, |tx| picture_passwords::wake_class(&mut tx, &world.maple)).unwrap();
        assert_eq!(read!(world, |sql| picture_passwords::get(sql, &world.sam)).unwrap().wrong, 0);
    })
    .await;
}

#[tokio::test]
async fn t79_a_browser_is_known_to_the_class_from_which_somebody_came_in_and_strangers_are_counted_together() {
    both(|world| async move {
        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "mark", Length::Two, at(1))).unwrap();
        for device in ["tablet", "elsewhere", "elsewhere", "anywhere"] {
            commit!(world, |tx| picture_passwords::wrong(&mut tx, &world.sam, device, at(2))).unwrap();
        }
        assert_eq!(read!(world, |sql| picture_passwords::wrong_of_strangers(sql, &world.maple)), 4);

        commit!(world, |tx| posters::hold(&mut tx, &world.maple)).unwrap();
        commit!(world, |tx| picture_passwords::right(&mut tx, &world.sam, "tablet", at(5))).unwrap();
        commit!(world, |tx| picture_passwords::wrong(&mut tx, &world.sam, "tablet", at(6))).unwrap();

        assert!(read!(world, |sql| picture_passwords::is_known(sql, &world.maple, "tablet")));
        assert!(!read!(world, |sql| picture_passwords::is_known(sql, &world.maple, "elsewhere")));
        assert!(!read!(world, |sql| picture_passwords::is_known(sql, &world.willow, "tablet")));
        assert_eq!(read!(world, |sql| picture_passwords::wrong_of_strangers(sql, &world.maple)), 3);
        assert_eq!(read!(world, |sql| picture_passwords::wrong_of_strangers(sql, &world.willow)), 0);
        commit!(world, |tx| picture_passwords::wake_class(&mut tx, &world.maple)).unwrap();
        assert_eq!(read!(world, |sql| picture_passwords::wrong_of_strangers(sql, &world.maple)), 0);
        assert!(read!(world, |sql| picture_passwords::is_known(sql, &world.maple, "tablet")));
    })
    .await;
}
