//! Partner schools and their classes.

use federation::trust::Standing;
use schoolgate::domain::agreements::{Agreement, TakingPart, Terms};
use schoolgate::domain::ids::PartnerId;
use schoolgate::domain::partners::{PartnerSchool, PartnerState, RemoteClass};
use schoolgate::error::Error;
use schoolgate::store::{partners, schools};

use crate::world::{OAK, at, both, url};
use crate::{commit, read};

#[tokio::test]
async fn a_partner_is_found_by_its_exact_host_and_is_there_once() {
    both(|world| async move {
        let oak = read!(world, |sql| partners::by_host(sql, OAK)).unwrap();
        assert_eq!(read!(world, |sql| partners::get(sql, &world.oak_school)), oak);
        assert_eq!(
            (oak.name.as_str(), oak.state, oak.country.as_str()),
            ("School at oak.example", PartnerState::Trusted, "FR")
        );
        for other in ["OAK.example", "oak", "evil.oak.example", "%", ""] {
            assert_eq!(read!(world, |sql| partners::by_host(sql, other)), None, "{other}");
        }

        world.partner("ash.example").await;
        let hosts: Vec<_> = read!(world, |sql| partners::all(sql)).into_iter().map(|partner| partner.host).collect();
        assert_eq!(hosts, ["ash.example", OAK]);
        let again = PartnerSchool { id: PartnerId::fresh(at(1)), ..oak };
        let mut tx = world.db.begin().await.unwrap();
        assert!(matches!(partners::insert(&mut tx, &again).await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test]
async fn what_an_admin_and_the_wire_say_of_a_partner_is_kept() {
    both(|world| async move {
        let id = &world.oak_school;
        commit!(world, |tx| partners::set_state(&mut tx, id, PartnerState::Paused, at(50), "staff:2", "a complaint"))
            .unwrap();
        commit!(world, |tx| partners::set_held(&mut tx, id, Some((at(51), "move")))).unwrap();
        commit!(world, |tx| partners::pin_key(&mut tx, id, "fingerprint", "four words here now")).unwrap();
        commit!(world, |tx| partners::heard(&mut tx, OAK, at(52))).unwrap();
        commit!(world, |tx| partners::heard(&mut tx, "stranger.example", at(52))).unwrap();

        let oak = read!(world, |sql| partners::get(sql, id));
        assert_eq!(
            (oak.state, oak.state_since, oak.state_by.as_str(), oak.state_reason.as_str()),
            (PartnerState::Paused, at(50), "staff:2", "a complaint")
        );
        assert_eq!((oak.held_at, oak.held_why.as_deref()), (Some(at(51)), Some("move")));
        assert_eq!((oak.key_fingerprint.as_deref(), oak.last_heard_at), (Some("fingerprint"), Some(at(52))));

        commit!(world, |tx| partners::shows_key(&mut tx, id, "another", "four other words there")).unwrap();
        let oak = read!(world, |sql| partners::get(sql, id));
        assert_eq!(oak.safety_words.as_deref(), Some("four words here now"));
        assert_eq!(oak.new_words.as_deref(), Some("four other words there"));
        commit!(world, |tx| partners::set_words(&mut tx, id, Some("words for a key"), Some("of our own"))).unwrap();
        let renewed = read!(world, |sql| partners::get(sql, id));
        assert_eq!(
            (renewed.safety_words.as_deref(), renewed.new_words.as_deref()),
            (Some("words for a key"), Some("of our own"))
        );
        assert_eq!(renewed.new_fingerprint, oak.new_fingerprint);
        commit!(world, |tx| partners::pin_key(&mut tx, id, "another", "four other words there")).unwrap();
        commit!(world, |tx| partners::set_held(&mut tx, id, None)).unwrap();
        let oak = read!(world, |sql| partners::get(sql, id));
        assert_eq!((oak.key_fingerprint.as_deref(), oak.held_at, oak.held_why), (Some("another"), None, None));
        assert_eq!((oak.safety_words.as_deref(), oak.new_words), (Some("four other words there"), None));
        let nobody = commit!(world, |tx| partners::set_held(&mut tx, &PartnerId::fresh(at(0)), None));
        assert!(matches!(nobody, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn how_we_stand_with_a_host_is_read_from_its_row_and_the_schools() {
    both(|world| async move {
        let (id, now) = (&world.oak_school, at(50));
        let footing = async |host| read!(world, |sql| partners::footing(sql, host));
        let standing = async || footing(OAK).await.unwrap().standing_at(now);
        assert_eq!(standing().await, Standing::Trusted);
        for other in ["OAK.example", "oak", "evil.oak.example", "%", ""] {
            assert_eq!(footing(other).await, None, "{other}");
        }

        let over = Terms { starts_at: Some(at(40)), ends_at: Some(at(50)), ..Terms::default() };
        commit!(world, |tx| partners::set_terms(&mut tx, id, &over)).unwrap();
        assert_eq!(standing().await, Standing::Ended);
        let open = Terms { ends_at: None, ..over };
        commit!(world, |tx| partners::set_terms(&mut tx, id, &open)).unwrap();
        commit!(world, |tx| partners::set_held(&mut tx, id, Some((at(41), "move")))).unwrap();
        assert_eq!(standing().await, Standing::Paused);
        commit!(world, |tx| partners::set_held(&mut tx, id, None)).unwrap();
        assert_eq!(standing().await, Standing::Trusted);
        commit!(world, |tx| schools::pause(&mut tx, Some(at(42)), "staff:1")).unwrap();
        assert_eq!(standing().await, Standing::Paused);
        commit!(world, |tx| partners::set_state(&mut tx, id, PartnerState::Blocked, at(43), "staff:1", "")).unwrap();
        assert_eq!(standing().await, Standing::Unknown);
    })
    .await;
}

#[tokio::test]
async fn what_a_class_says_of_itself_does_not_touch_what_our_adults_made_of_it() {
    both(|world| async move {
        commit!(world, |tx| partners::name_class(&mut tx, &world.oak, "Chêne class")).unwrap();
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((at(50), "staff:1")))).unwrap();
        let known = read!(world, |sql| partners::class(sql, &world.oak));
        assert_eq!(
            (known.name.as_deref(), known.hidden_at, known.hidden_by.as_deref()),
            (Some("Chêne class"), Some(at(50)), Some("staff:1"))
        );

        let sent = RemoteClass {
            sent_name: "BUY NOW".to_owned(),
            name: Some("BUY NOW".to_owned()),
            inbox: url("https://oak.example/new-inbox"),
            shared_inbox: None,
            speaks_message_signatures: false,
            fetched_at: at(60),
            hidden_at: None,
            ..world.remote(&world.oak_school, OAK, "oak")
        };
        commit!(world, |tx| partners::upsert_class(&mut tx, &sent)).unwrap();

        let expected = RemoteClass {
            sent_name: "BUY NOW".to_owned(),
            inbox: url("https://oak.example/new-inbox"),
            shared_inbox: None,
            speaks_message_signatures: false,
            fetched_at: at(60),
            ..known
        };
        assert_eq!(read!(world, |sql| partners::class(sql, &world.oak)), expected);
        assert_eq!(read!(world, |sql| partners::class_by_actor(sql, &sent.actor)), Some(expected.clone()));
        assert_eq!(read!(world, |sql| partners::class_by_actor(sql, &url("https://oak.example/x"))), None);
        assert_eq!(read!(world, |sql| partners::classes_of(sql, &world.oak_school)), [expected]);

        assert_eq!(read!(world, |sql| partners::all_inboxes(sql)).len(), 1);
        commit!(world, |tx| partners::set_class_gone(&mut tx, &world.oak, at(70))).unwrap();
        assert_eq!(read!(world, |sql| partners::all_inboxes(sql)), []);
        assert_eq!(read!(world, |sql| partners::class(sql, &world.oak)).gone_at, Some(at(70)));
    })
    .await;
}

#[tokio::test]
async fn what_two_schools_agreed_on_is_kept() {
    both(|world| async move {
        let oak = read!(world, |sql| partners::get(sql, &world.oak_school));
        assert_eq!((oak.agreement.clone(), oak.terms.clone()), (None, Terms::default()));
        let agreement = Agreement {
            actor: url("https://oak.example/actor"),
            inbox: url("https://oak.example/actor/inbox"),
            offer: url("https://oak.example/ap/x/1"),
            id: url("https://oak.example/ap/x/1#agreement"),
            confirmed_at: Some(at(60)),
            confirmed_by: Some("staff:1".to_owned()),
            confirmed_there_at: None,
        };
        let terms = Terms {
            may_like: false,
            may_show_pictures: false,
            classes: TakingPart::Only(vec![world.maple.clone()]),
            their_classes: TakingPart::Only(Vec::new()),
            starts_at: Some(at(1)),
            ends_at: Some(at(99)),
            ..Terms::default()
        };
        let changed = PartnerSchool {
            name: "Oak Academy".to_owned(),
            contact: "Ms Patel".to_owned(),
            review_on: "2027-01-01".to_owned(),
            ..oak.clone()
        };

        commit!(world, |tx| partners::set_agreement(&mut tx, &oak.id, &agreement)).unwrap();
        commit!(world, |tx| partners::set_terms(&mut tx, &oak.id, &terms)).unwrap();
        commit!(world, |tx| partners::set_record(&mut tx, &changed)).unwrap();
        commit!(world, |tx| partners::set_agreed_on(&mut tx, &oak.id, "2026-11-24")).unwrap();

        let oak = read!(world, |sql| partners::get(sql, &oak.id));
        assert_eq!((oak.agreement, oak.terms), (Some(agreement), terms));
        assert_eq!((oak.contact.as_str(), oak.agreed_on.as_str()), ("Ms Patel", "2026-11-24"));
        assert_eq!((oak.name.as_str(), oak.review_on.as_str()), ("Oak Academy", "2027-01-01"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_one_school_at_once_do_so_one_after_the_other() {
    both(|world| async move {
        let id = read!(world, |sql| partners::by_host(sql, OAK)).unwrap().id;
        let mut work = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (db, id) = (world.db.clone(), id.clone());
            work.spawn(async move {
                let mut tx = db.begin().await.unwrap();
                partners::lock(&mut tx, OAK).await.unwrap();
                let before = partners::get(&mut tx, &id).await.unwrap();
                let agreed_on = format!("{}x", before.agreed_on);
                partners::set_agreed_on(&mut tx, &id, &agreed_on).await.unwrap();
                tx.commit().await.unwrap();
            });
        }
        work.join_all().await;

        let after = read!(world, |sql| partners::by_host(sql, OAK)).unwrap();
        assert_eq!(after.agreed_on.matches('x').count(), 8);
    })
    .await;
}
