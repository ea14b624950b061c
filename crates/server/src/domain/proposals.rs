//! Every wording of an agreement that one of two schools has put forward, and what became of it.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::agreements::Terms;
use super::ids::{PartnerId, ProposalId};

crate::words! {
    /// Who put it forward.
    Side { Ours = "ours", Theirs = "theirs" }
}

crate::words! {
    ProposalState {
        /// Waits for an adult of the other side.
        Asked = "asked",
        /// Both schools have signed it.
        Agreed = "agreed",
        Declined = "declined",
        /// Its own side has worded it anew since, or has agreed to another wording.
        Replaced = "replaced",
        /// Ours was declined, and our admin holds to what was agreed.
        TakenBack = "taken_back",
    }
}

/// One wording of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: ProposalId,
    pub partner: PartnerId,
    /// The agreement whose wording it is.
    pub agreement: Url,
    /// The Offer or the Update that it came in.
    pub letter: Url,
    pub side: Side,
    pub terms: Terms,
    /// When it was worded, by the clock of whoever did.
    pub worded_at: Timestamp,
    /// The agreement as each school signed it, byte for byte.
    pub our_copy: Option<String>,
    pub their_copy: Option<String>,
    pub state: ProposalState,
    pub state_since: Timestamp,
}

/// Where two schools stand with the wordings of one agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wordings {
    /// What both have signed last.
    pub agreed: Option<Proposal>,
    /// What we ask for: unanswered, or declined and not taken back.
    pub ours: Option<Proposal>,
    /// What they ask for.
    pub theirs: Option<Proposal>,
}

impl Wordings {
    /// Out of all wordings of one agreement, in any order.
    pub fn of(all: &[Proposal]) -> Self {
        let newest = |which: &dyn Fn(&Proposal) -> bool| {
            // The same two wordings can be signed by both at once: then the newer one counts on either side.
            all.iter().filter(|proposal| which(proposal)).max_by_key(|one| (one.worded_at, one.letter.clone())).cloned()
        };
        let waits = |proposal: &Proposal| proposal.state == ProposalState::Asked;
        Self {
            agreed: newest(&|proposal| proposal.state == ProposalState::Agreed),
            ours: newest(&|proposal| {
                proposal.side == Side::Ours && (waits(proposal) || proposal.state == ProposalState::Declined)
            }),
            theirs: newest(&|proposal| proposal.side == Side::Theirs && waits(proposal)),
        }
    }

    /// What holds here: what was agreed, and of what we ask for whatever is narrower.
    pub fn terms(&self) -> Option<Terms> {
        let agreed = &self.agreed.as_ref()?.terms;
        Some(self.ours.as_ref().map_or_else(|| agreed.clone(), |ours| agreed.meet(&ours.terms)))
    }
}

/// When a new wording of ours is made: newer than all others, to the millisecond in which it is written.
pub fn worded_now(all: &[Proposal], now: Timestamp) -> Timestamp {
    let newest = all.iter().map(|proposal| proposal.worded_at).max();
    let next = newest.and_then(|newest| newest.checked_add(SignedDuration::from_millis(1)).ok());
    let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
    next.map_or(now, |next| next.max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(side: Side, state: ProposalState, second: i64, terms: Terms) -> Proposal {
        let at = Timestamp::from_second(second).unwrap();
        Proposal {
            id: ProposalId::fresh(at),
            partner: PartnerId::fresh(at),
            agreement: "https://oak.example/ap/x/1#agreement".parse().unwrap(),
            letter: format!("https://oak.example/ap/x/{second}").parse().unwrap(),
            side,
            terms,
            worded_at: at,
            our_copy: None,
            their_copy: None,
            state,
            state_since: at,
        }
    }

    #[test]
    fn what_we_ask_for_narrows_until_it_is_taken_back_and_widens_nothing() {
        let no_likes = || Terms { may_like: false, ..Terms::default() };
        let no_pictures = || Terms { may_show_pictures: false, ..Terms::default() };
        let agreed = proposal(Side::Theirs, ProposalState::Agreed, 1, no_likes());
        let holds = |state| {
            let ours = proposal(Side::Ours, state, 2, no_pictures());
            Wordings::of(&[ours, agreed.clone()]).terms().unwrap()
        };

        for state in [ProposalState::Asked, ProposalState::Declined] {
            assert_eq!(holds(state), no_likes().meet(&no_pictures()), "{state}");
        }
        for state in [ProposalState::TakenBack, ProposalState::Replaced] {
            assert_eq!(holds(state), no_likes(), "{state}");
        }
        assert_eq!(holds(ProposalState::Agreed), no_pictures());
        assert_eq!(Wordings::of(&[]).terms(), None);
    }

    #[test]
    fn a_wording_of_ours_is_newer_than_all_others() {
        let all = [proposal(Side::Theirs, ProposalState::Agreed, 100, Terms::default())];
        let at = |second| Timestamp::from_second(second).unwrap();

        assert_eq!(worded_now(&all, at(200)), at(200));
        assert_eq!(worded_now(&all, at(50)), at(100) + SignedDuration::from_millis(1));
        assert_eq!(worded_now(&[], at(50)), at(50));
    }
}
