//! What adults want told by e-mail, and how far each day's mail has come.

use jiff::civil::Date;
use schoolgate::domain::notices::{MailDown, MailTrouble, Wish};
use schoolgate::store::{notices, people};

use crate::world::{at, both};
use crate::{commit, read};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn wish(hour: Option<i8>) -> Wish {
    Wish { hour, language: "cy".to_owned() }
}

#[tokio::test]
async fn a_wish_is_an_adults_own_and_the_last_one_counts() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| notices::wish(sql, &world.kaur)), None);

        for wish in [wish(Some(9)), wish(None), wish(Some(15))] {
            commit!(world, |tx| notices::set_wish(&mut tx, &world.kaur, &wish)).unwrap();
            assert_eq!(read!(world, |sql| notices::wish(sql, &world.kaur)), Some(wish));
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_of_a_day_is_taken_up_by_one_and_again_when_it_was_left() {
    both(|world| async move {
        let (kaur, monday, tuesday) = (&world.kaur, day("2026-12-07"), day("2026-12-08"));
        let claim = async |day, now, until| {
            commit!(world, |tx| notices::claim(&mut tx, kaur, day, at(now), at(until))).unwrap()
        };

        assert_eq!(claim(monday, 10, 20).await, Some(1));
        assert_eq!(claim(monday, 19, 30).await, None, "somebody has it");
        assert_eq!(claim(monday, 20, 30).await, Some(2), "and has left it");
        commit!(world, |tx| notices::rest(&mut tx, kaur, monday, at(50))).unwrap();
        assert_eq!(claim(monday, 49, 60).await, None, "it rests");
        assert_eq!(claim(monday, 50, 60).await, Some(3));
        commit!(world, |tx| notices::done(&mut tx, kaur, monday, at(55), false)).unwrap();
        assert_eq!(claim(monday, 99, 120).await, None, "it is done");
        commit!(world, |tx| notices::rest(&mut tx, kaur, monday, at(1))).unwrap();
        assert_eq!(claim(monday, 99, 120).await, None, "for good");
        assert_eq!(claim(tuesday, 100, 110).await, Some(1), "another day");
        assert_eq!(claim(monday, 200, 210).await, None, "no day comes back");
    })
    .await;
}

#[tokio::test]
async fn whoever_may_be_written_to_is_found_with_their_wish() {
    both(|world| async move {
        let (kaur, monday) = (&world.kaur, day("2026-12-07"));
        let open = async |now| {
            let open = read!(world, |sql| notices::open(sql, monday, at(now)));
            let mine = open.into_iter().find(|(staff, _, _)| staff == kaur);
            mine.map(|(_, email, wish)| (email.contains('@'), wish))
        };

        assert_eq!(open(0).await, Some((true, None)));
        commit!(world, |tx| notices::set_wish(&mut tx, kaur, &wish(Some(9)))).unwrap();
        assert_eq!(open(0).await, Some((true, Some(wish(Some(9))))));
        commit!(world, |tx| notices::claim(&mut tx, kaur, monday, at(10), at(20))).unwrap();
        assert_eq!(open(19).await, None, "on its way");
        assert!(open(20).await.is_some());
        commit!(world, |tx| notices::done(&mut tx, kaur, monday, at(21), false)).unwrap();
        assert_eq!(open(99).await, None);
        commit!(world, |tx| notices::set_wish(&mut tx, kaur, &wish(None))).unwrap();
        let tuesday = read!(world, |sql| notices::open(sql, day("2026-12-08"), at(99)));
        assert!(!tuesday.iter().any(|(staff, _, _)| staff == kaur), "wants none");
        commit!(world, |tx| notices::set_wish(&mut tx, kaur, &wish(Some(8)))).unwrap();
        commit!(world, |tx| people::set_disabled(&mut tx, kaur, Some(at(99)))).unwrap();
        let tuesday = read!(world, |sql| notices::open(sql, day("2026-12-08"), at(99)));
        assert!(!tuesday.iter().any(|(staff, _, _)| staff == kaur), "may not come in");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_was_refused_is_told_until_a_mail_goes_there() {
    both(|world| async move {
        let (kaur, monday) = (&world.kaur, day("2026-12-07"));
        let refused = async || read!(world, |sql| notices::refused(sql)).len();
        commit!(world, |tx| notices::claim(&mut tx, kaur, monday, at(10), at(20))).unwrap();
        assert_eq!(refused().await, 0);

        commit!(world, |tx| notices::done(&mut tx, kaur, monday, at(11), true)).unwrap();
        assert_eq!(refused().await, 1);

        commit!(world, |tx| notices::done(&mut tx, kaur, monday, at(12), false)).unwrap();
        assert_eq!(refused().await, 0);
    })
    .await;
}

#[tokio::test]
async fn since_when_mail_cannot_be_sent_is_kept_until_it_can() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| notices::down(sql)), None);

        commit!(world, |tx| notices::failed(&mut tx, MailTrouble::Silent, at(1), at(10))).unwrap();
        commit!(world, |tx| notices::failed(&mut tx, MailTrouble::SignIn, at(11), at(30))).unwrap();
        let down = MailDown { since: at(1), why: MailTrouble::SignIn, tries: 2, next_at: at(30) };
        assert_eq!(read!(world, |sql| notices::down(sql)), Some(down));

        commit!(world, |tx| notices::well(&mut tx)).unwrap();
        assert_eq!(read!(world, |sql| notices::down(sql)), None);
    })
    .await;
}
