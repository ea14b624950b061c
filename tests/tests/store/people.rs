//! Adults and their duties, pupils and their cards, and the links of families.

use schoolgate::domain::ids::{CardId, FamilyLinkId, StaffId};
use schoolgate::domain::people::{Card, ClassRole, Duty, Staff};
use schoolgate::error::Error;
use schoolgate::store::people;

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn an_adult_is_found_by_address_unless_shut_out() {
    both(|world| async move {
        let kaur = read!(world, |sql| people::staff(sql, &world.kaur));
        assert_eq!(kaur.email, "mrs.kaur@maple.example");
        let found = read!(world, |sql| people::staff_by_email(sql, "mrs.kaur@maple.example"));
        assert_eq!(found, Some((kaur.clone(), "hash".to_owned())));

        commit!(world, |tx| people::set_password(&mut tx, &world.kaur, "new hash")).unwrap();
        commit!(world, |tx| people::set_rights(&mut tx, &world.kaur, Some(at(5)), Some(at(6)))).unwrap();
        let (changed, hash) = read!(world, |sql| people::staff_by_email(sql, &kaur.email)).unwrap();
        assert_eq!(
            (changed.admin_since, changed.safeguarding_since, hash.as_str()),
            (Some(at(5)), Some(at(6)), "new hash")
        );

        commit!(world, |tx| people::set_disabled(&mut tx, &world.kaur, Some(at(9)))).unwrap();
        assert_eq!(read!(world, |sql| people::staff_by_email(sql, &kaur.email)), None);
        assert_eq!(read!(world, |sql| people::staff(sql, &world.kaur)).disabled_at, Some(at(9)));
        commit!(world, |tx| people::set_disabled(&mut tx, &world.kaur, None)).unwrap();
        assert!(read!(world, |sql| people::staff_by_email(sql, &kaur.email)).is_some());
    })
    .await;
}

#[tokio::test]
async fn two_adults_cannot_have_one_address() {
    both(|world| async move {
        let kaur = read!(world, |sql| people::staff(sql, &world.kaur));
        let again = Staff { id: StaffId::fresh(at(1)), ..kaur };
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(people::insert_staff(&mut tx, &again, "hash").await, Err(Error::Conflict(_))));
        drop(tx);

        world.staff("Mr Lee").await;
        let names: Vec<_> = read!(world, |sql| people::all_staff(sql)).into_iter().map(|staff| staff.name).collect();
        assert_eq!(names, ["Mr Lee", "Mrs Kaur"]);
    })
    .await;
}

#[tokio::test]
async fn a_duty_is_changed_in_place_and_ended() {
    both(|world| async move {
        let duty = Duty {
            class: world.maple.clone(),
            staff: world.kaur.clone(),
            role: ClassRole::Cover,
            from: Some(at(1)),
            until: Some(at(2)),
        };
        commit!(world, |tx| people::set_duty(&mut tx, &duty)).unwrap();
        world.duty(&world.willow, &world.kaur, ClassRole::Coach).await;

        assert_eq!(read!(world, |sql| people::duties(sql, &world.kaur)).len(), 2);
        assert_eq!(read!(world, |sql| people::all_duties(sql)), read!(world, |sql| people::duties(sql, &world.kaur)));
        assert_eq!(read!(world, |sql| people::duties_of_class(sql, &world.maple)), [duty]);

        commit!(world, |tx| people::end_duty(&mut tx, &world.maple, &world.kaur)).unwrap();
        let left = read!(world, |sql| people::duties(sql, &world.kaur));
        assert_eq!(left.iter().map(|duty| &duty.class).collect::<Vec<_>>(), [&world.willow]);
        let again = commit!(world, |tx| people::end_duty(&mut tx, &world.maple, &world.kaur));
        assert!(matches!(again, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn a_pupil_joins_and_leaves_a_class_and_the_school() {
    both(|world| async move {
        let zoe = world.pupil("Zoe", &[&world.maple]).await;
        commit!(world, |tx| people::join_class(&mut tx, &zoe, &world.maple)).unwrap();
        let names = async || {
            read!(world, |sql| people::pupils_of_class(sql, &world.maple))
                .into_iter()
                .map(|pupil| pupil.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["Sam", "Zoe"]);

        commit!(world, |tx| people::join_class(&mut tx, &zoe, &world.willow)).unwrap();
        assert_eq!(
            read!(world, |sql| people::elsewhere(sql, &world.maple)),
            [(zoe.clone(), "willow class".to_owned())]
        );

        commit!(world, |tx| people::leave_class(&mut tx, &zoe, &world.maple)).unwrap();
        assert!(read!(world, |sql| people::elsewhere(sql, &world.maple)).is_empty());
        assert_eq!(names().await, ["Sam"]);
        commit!(world, |tx| people::set_left(&mut tx, &world.sam, Some(at(9)))).unwrap();
        assert!(names().await.is_empty());
        assert_eq!(read!(world, |sql| people::pupil(sql, &world.sam)).left_at, Some(at(9)));
    })
    .await;
}

#[tokio::test]
async fn a_card_opens_until_it_is_revoked_or_its_pupil_has_left() {
    both(|world| async move {
        let card = Card {
            id: CardId::fresh(at(0)),
            pupil: world.sam.clone(),
            created_at: at(0),
            last_used_at: None,
            revoked_at: None,
        };
        commit!(world, |tx| people::insert_card(&mut tx, &card, "token hash")).unwrap();
        assert_eq!(read!(world, |sql| people::card_by_token(sql, "token hash")), Some(card.clone()));
        assert_eq!(read!(world, |sql| people::card_by_token(sql, "other hash")), None);

        commit!(world, |tx| people::use_card(&mut tx, &card.id, at(5))).unwrap();
        let used = Card { last_used_at: Some(at(5)), ..card };
        assert_eq!(read!(world, |sql| people::cards_of_class(sql, &world.maple)), std::slice::from_ref(&used));
        assert!(read!(world, |sql| people::cards_of_class(sql, &world.willow)).is_empty());

        commit!(world, |tx| people::set_left(&mut tx, &world.sam, Some(at(9)))).unwrap();
        assert_eq!(read!(world, |sql| people::card_by_token(sql, "token hash")), None);
        assert!(read!(world, |sql| people::cards_of_class(sql, &world.maple)).is_empty());
        commit!(world, |tx| people::set_left(&mut tx, &world.sam, None)).unwrap();
        assert_eq!(read!(world, |sql| people::card_by_token(sql, "token hash")), Some(used));

        let none = commit!(world, |tx| people::revoke_older_cards(&mut tx, &world.sam, at(0)));
        assert_eq!(none.unwrap(), 0, "it was made at that very moment");
        assert_eq!(commit!(world, |tx| people::revoke_cards(&mut tx, &world.sam, at(10))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| people::revoke_cards(&mut tx, &world.sam, at(11))).unwrap(), 0);
        assert_eq!(read!(world, |sql| people::card_by_token(sql, "token hash")), None);
        assert!(read!(world, |sql| people::cards_of_class(sql, &world.maple)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_made_before_a_moment_opens_nothing_any_more() {
    both(|world| async move {
        let card = Card {
            id: CardId::fresh(at(0)),
            pupil: world.sam.clone(),
            created_at: at(3),
            last_used_at: None,
            revoked_at: None,
        };
        commit!(world, |tx| people::insert_card(&mut tx, &card, "card")).unwrap();
        let link = FamilyLinkId::fresh(at(0));
        commit!(world, |tx| people::insert_family_link(&mut tx, &link, &world.maple, "link", &world.kaur, at(3)))
            .unwrap();

        assert_eq!(commit!(world, |tx| people::revoke_older_cards(&mut tx, &world.sam, at(4))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| people::revoke_older_family_links(&mut tx, &world.maple, at(4))).unwrap(), 1);

        assert_eq!(read!(world, |sql| people::card_by_token(sql, "card")), None);
        assert_eq!(read!(world, |sql| people::class_of_family_link(sql, "link", at(0))), None);
    })
    .await;
}

#[tokio::test]
async fn a_familys_link_opens_its_class_until_it_is_revoked() {
    both(|world| async move {
        let id = FamilyLinkId::fresh(at(0));
        commit!(world, |tx| people::insert_family_link(&mut tx, &id, &world.maple, "token", &world.kaur, at(3)))
            .unwrap();

        assert_eq!(read!(world, |sql| people::class_of_family_link(sql, "token", at(0))), Some(world.maple.clone()));
        assert_eq!(read!(world, |sql| people::class_of_family_link(sql, "token", at(3))), None, "it is as old as that");
        assert_eq!(read!(world, |sql| people::class_of_family_link(sql, "other", at(0))), None);
        assert_eq!(read!(world, |sql| people::family_link_since(sql, &world.maple)), Some(at(3)));
        assert_eq!(read!(world, |sql| people::family_link_since(sql, &world.willow)), None);

        let none = commit!(world, |tx| people::revoke_older_family_links(&mut tx, &world.maple, at(3)));
        assert_eq!(none.unwrap(), 0, "it was made at that very moment");
        assert_eq!(commit!(world, |tx| people::revoke_family_links(&mut tx, &world.maple, at(5))).unwrap(), 1);
        assert_eq!(read!(world, |sql| people::class_of_family_link(sql, "token", at(0))), None);
        assert_eq!(read!(world, |sql| people::family_link_since(sql, &world.maple)), None);
    })
    .await;
}
