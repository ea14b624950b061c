//! With whom we are to compare, and what each has of the other.

use federation::style::Style;
use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::items::Audience;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::{activities, comparisons, deliveries, items, partners};

use crate::deliveries::{INBOX, LATER};
use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn partners_compare_once_in_each_life_and_again_when_it_failed() {
    both(|world| async move {
        let due = async |second: i64| read!(world, |sql| comparisons::due(sql, at(second)));
        assert!(!read!(world, |sql| comparisons::knows(sql, OAK, "one")));
        assert!(commit!(world, |tx| comparisons::ask(&mut tx, OAK, "one", at(10))).unwrap());
        let knows = async |epoch: &str| read!(world, |sql| comparisons::knows(sql, OAK, epoch));
        assert_eq!((knows("one").await, knows("another").await), (true, false));
        assert!(!commit!(world, |tx| comparisons::ask(&mut tx, OAK, "one", at(11))).unwrap());
        assert_eq!((due(9).await.len(), due(10).await), (0, vec![(OAK.to_owned(), at(10))]));

        commit!(world, |tx| comparisons::settle(&mut tx, OAK, Some(at(20)), at(12))).unwrap();
        assert_eq!((due(19).await.len(), due(20).await.len()), (0, 1));
        let ended = PartnerState::Ended;
        commit!(world, |tx| partners::set_state(&mut tx, &world.oak_school, ended, at(20), "staff:1", "")).unwrap();
        assert_eq!(due(20).await.len(), 0, "with nobody who is not trusted");
        let trusted = PartnerState::Trusted;
        commit!(world, |tx| partners::set_state(&mut tx, &world.oak_school, trusted, at(20), "staff:1", "")).unwrap();
        commit!(world, |tx| comparisons::settle(&mut tx, OAK, None, at(21))).unwrap();
        assert_eq!(due(99).await.len(), 0);

        assert!(!commit!(world, |tx| comparisons::ask(&mut tx, OAK, "one", at(30))).unwrap());
        assert!(commit!(world, |tx| comparisons::ask(&mut tx, OAK, "another", at(30))).unwrap());
        assert_eq!(due(30).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_we_have_of_a_partner_is_leafed_through_and_what_it_has_of_us_is_what_was_sent() {
    both(|world| async move {
        let [one, other, gone] = [(); 3].map(|()| world.post(world.oak_class(), Audience::Class));
        let (one, other, gone) = (one.await, other.await, gone.await);
        commit!(world, |tx| items::set_gone(&mut tx, &gone.id, at(50))).unwrap();
        let actor = read!(world, |sql| partners::class(sql, &world.oak)).actor;
        let mut here: Vec<_> =
            [&one, &other].map(|item| (item.wire_id.clone(), item.version_at.unwrap_or(item.created_at))).into();
        here.sort();

        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &actor, "", 10)), here);
        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &actor, here[0].0.as_str(), 10)), here[1..]);
        assert_eq!(read!(world, |sql| comparisons::held(sql, "elm.example", &actor, "", 10)), []);
        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &url("https://oak.example/x"), "", 10)), []);

        world.published(Audience::Friends).await;
        assert_eq!(read!(world, |sql| comparisons::said(sql, OAK, &world.maple)), [], "nothing was sent");
    })
    .await;
}

#[tokio::test]
async fn what_was_said_is_known_by_the_moment_that_the_other_side_keeps() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let said = async || read!(world, |sql| comparisons::said(sql, OAK, &world.maple));
        let say = async |verb, moment| {
            let letter = world.utterance(verb, Some(&post), &[INBOX]);
            commit!(world, |tx| activities::say(&mut tx, &letter, moment)).unwrap();
            let claimed =
                commit!(world, |tx| deliveries::claim(&mut tx, at(LATER), at(LATER + 60), 9, 9, &[])).unwrap();
            for one in claimed {
                commit!(world, |tx| deliveries::delivered(&mut tx, &one, 202, Style::Cavage, false, moment)).unwrap();
            }
        };

        say(Verb::Create, at(60)).await;
        let [first] = &said().await[..] else { panic!("it was sent") };
        assert_eq!((&first.item, &first.address, first.inbox.as_str()), (&post.id, &post.wire_id, INBOX));
        assert_eq!(
            (first.version, first.said_at),
            (post.published_at.unwrap(), at(60)),
            "a first wording is as old as the post"
        );

        say(Verb::Update, at(70)).await;
        let [edited] = &said().await[..] else { panic!("it is still one") };
        assert_eq!((edited.version, edited.said_at), (at(70), at(70)));

        // What is still to be sent is nothing that the other side could have.
        let later = world.utterance(Verb::Update, Some(&post), &[INBOX]);
        commit!(world, |tx| activities::say(&mut tx, &later, at(80))).unwrap();
        assert_eq!(said().await[0].version, at(70));
    })
    .await;
}
