//! With whom we are to compare, and what each has of the other.

use schoolgate::domain::items::Audience;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::{comparisons, items, partners};

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
        assert_eq!((due(9).await.len(), due(10).await), (0, vec![OAK.to_owned()]));

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
        let mut here = vec![one.wire_id, other.wire_id];
        here.sort();

        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &actor, "", 10)), here);
        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &actor, here[0].as_str(), 10)), here[1..]);
        assert_eq!(read!(world, |sql| comparisons::held(sql, "elm.example", &actor, "", 10)), []);
        assert_eq!(read!(world, |sql| comparisons::held(sql, OAK, &url("https://oak.example/x"), "", 10)), []);

        world.published(Audience::Friends).await;
        assert_eq!(read!(world, |sql| comparisons::said(sql, OAK, &world.maple)), [], "nothing was sent");
    })
    .await;
}
