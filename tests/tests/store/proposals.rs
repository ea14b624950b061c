//! Every wording of an agreement, and what was signed of it.

use schoolgate::domain::agreements::{TakingPart, Terms};
use schoolgate::domain::ids::ProposalId;
use schoolgate::domain::proposals::{Proposal, ProposalState, Side};
use schoolgate::store::proposals;

use crate::world::{World, at, both, url};
use crate::{commit, read};

fn proposal(world: &World, second: i64, side: Side) -> Proposal {
    Proposal {
        id: ProposalId::fresh(at(second)),
        partner: world.oak_school.clone(),
        agreement: url("https://oak.example/ap/x/1#agreement"),
        letter: url(&format!("https://oak.example/ap/x/{second}")),
        side,
        terms: Terms {
            may_like: false,
            classes: TakingPart::Only(vec![world.maple.clone()]),
            their_classes: TakingPart::Only(vec![url("https://oak.example/ap/a/1")]),
            ends_at: Some(at(99)),
            ..Terms::default()
        },
        worded_at: at(second),
        our_copy: None,
        their_copy: Some("{}".to_owned()),
        state: ProposalState::Asked,
        state_since: at(second),
    }
}

#[tokio::test]
async fn each_wording_of_an_agreement_is_kept_with_what_was_signed() {
    both(|world| async move {
        let (first, second) = (proposal(&world, 60, Side::Theirs), proposal(&world, 61, Side::Ours));
        let other =
            Proposal { agreement: url("https://oak.example/ap/x/0#agreement"), ..proposal(&world, 59, Side::Ours) };
        for one in [&second, &first, &other] {
            commit!(world, |tx| proposals::insert(&mut tx, one)).unwrap();
        }
        let all = read!(world, |sql| proposals::of_agreement(sql, &world.oak_school, &first.agreement));
        assert_eq!(all, [second.clone(), first.clone()]);

        commit!(world, |tx| proposals::keep_copies(&mut tx, &first.id, Some("ours"), Some("another"))).unwrap();
        commit!(world, |tx| proposals::set_state(&mut tx, &first.id, ProposalState::Agreed, at(70))).unwrap();
        commit!(world, |tx| proposals::replace_open(&mut tx, &world.oak_school, Side::Ours, at(71))).unwrap();

        let all = read!(world, |sql| proposals::of_agreement(sql, &world.oak_school, &first.agreement));
        let [ours, theirs] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((theirs.our_copy.as_deref(), theirs.their_copy.as_deref()), (Some("ours"), Some("{}")));
        assert_eq!((theirs.state, theirs.state_since), (ProposalState::Agreed, at(70)));
        assert_eq!((ours.state, ours.state_since), (ProposalState::Replaced, at(71)));
    })
    .await;
}
