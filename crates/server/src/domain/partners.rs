//! Partner schools, their classes, and who follows whom.

use federation::trust::Standing;
use jiff::Timestamp;
use url::Url;

use super::agreements::{Agreement, Terms};
use super::ids::{ClassId, FollowId, PartnerId, RemoteClassId, TaskId};

crate::words! {
    /// Where a school stands with ours. Only from and to a trusted one does anything flow.
    PartnerState {
        /// It has invited us, and our admin has opened the invitation.
        Invited = "invited",
        /// It has opened an invitation of ours.
        Asked = "asked",
        Trusted = "trusted",
        Paused = "paused",
        Ended = "ended",
        /// As unknown as any stranger, and no invitation changes that.
        Blocked = "blocked",
    }
}

/// A school we exchange with, or did.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnerSchool {
    pub id: PartnerId,
    /// Exact host name, with a port only if it is unusual.
    pub host: String,
    pub name: String,
    pub town: String,
    pub country: String,
    pub contact: String,
    pub safeguarding_contact: String,
    pub verified_how: String,
    pub agreed_on: String,
    pub review_on: String,
    pub state: PartnerState,
    pub state_since: Timestamp,
    pub state_by: String,
    pub state_reason: String,
    pub held_at: Option<Timestamp>,
    pub held_why: Option<String>,
    pub key_fingerprint: Option<String>,
    /// The words for its pinned key and ours; none before that key is known.
    pub safety_words: Option<String>,
    /// The key it shows now, while it is held for showing another one than was pinned, and the words for that.
    pub new_fingerprint: Option<String>,
    pub new_words: Option<String>,
    /// None for one that was added by its address.
    pub agreement: Option<Agreement>,
    pub terms: Terms,
    pub last_heard_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Why a trusted school is held before the first day of what was agreed, and after the last.
pub const HELD_BY_DATES: &str = "dates";

/// What of a partner school decides how its letters are treated.
#[derive(Clone, Debug, PartialEq)]
pub struct Footing {
    pub state: PartnerState,
    pub held_at: Option<Timestamp>,
    pub held_why: Option<String>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    /// An adult has stopped all federation, with everyone.
    pub is_all_paused: bool,
}

impl Footing {
    /// How its letters are treated at this very moment: what was agreed holds from its first day to its last.
    pub fn standing_at(&self, now: Timestamp) -> Standing {
        let is_held_by_its_dates = self.held_why.as_deref() == Some(HELD_BY_DATES);
        match self.state {
            PartnerState::Invited | PartnerState::Asked => Standing::Pending,
            PartnerState::Ended => Standing::Ended,
            PartnerState::Blocked => Standing::Unknown,
            PartnerState::Paused => Standing::Paused,
            PartnerState::Trusted if self.held_at.is_some() && !is_held_by_its_dates => Standing::Paused,
            PartnerState::Trusted if self.starts_at.is_some_and(|start| now < start) => Standing::Pending,
            PartnerState::Trusted if self.ends_at.is_some_and(|end| end <= now) => Standing::Ended,
            PartnerState::Trusted if self.is_all_paused => Standing::Paused,
            PartnerState::Trusted => Standing::Trusted,
        }
    }
}

impl PartnerSchool {
    /// How its letters are treated, as far as its row alone tells: for the pages.
    pub fn standing(&self) -> Standing {
        match (self.state, self.held_at) {
            (PartnerState::Invited | PartnerState::Asked, _) => Standing::Pending,
            (PartnerState::Ended, _) => Standing::Ended,
            (PartnerState::Blocked, _) => Standing::Unknown,
            (PartnerState::Paused, _) | (PartnerState::Trusted, Some(_)) => Standing::Paused,
            (PartnerState::Trusted, None) => Standing::Trusted,
        }
    }

    /// Whether an admin may put it into this state by a word alone. Trust that began with an invitation begins again with
    /// one, and what was ended is not merely paused.
    pub fn may_become(&self, next: PartnerState) -> bool {
        use PartnerState::{Asked, Blocked, Ended, Invited, Paused, Trusted};
        match (self.state, next) {
            (Trusted, Paused)
            | (Paused, Trusted)
            | (Invited | Asked | Trusted | Paused | Blocked, Ended)
            | (Invited | Asked | Trusted | Paused | Ended, Blocked) => true,
            (Ended, Trusted) => self.agreement.is_none(),
            (Blocked, Blocked)
            | (_, Invited | Asked)
            | (Invited | Asked | Trusted | Blocked, Trusted)
            | (Invited | Asked | Paused | Ended | Blocked, Paused)
            | (Ended, Ended) => false,
        }
    }
}

/// What an admin types to trust a school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewPartner {
    pub host: String,
    pub name: String,
    pub town: String,
    pub country: String,
    pub contact: String,
    pub safeguarding_contact: String,
    pub verified_how: String,
    pub agreed_on: String,
    pub review_on: String,
    pub terms: Terms,
}

/// An exact host name as the allow-list keeps it, from what an admin typed or pasted. None for anything else:
/// no wildcard, no path, no user, no bare word.
pub fn exact_host(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => (scheme, rest),
        Some(_) => return None,
        None => ("https", text),
    };
    if rest.contains(['*', '/', '@', '?', '#', ' ']) || rest.is_empty() {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{rest}/")).ok()?;
    let named = matches!(url.host()?, url::Host::Domain(name) if name.trim_end_matches('.').contains('.'));
    named.then(|| federation::vocabulary::authority(&url))
}

/// A class of a partner school.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteClass {
    pub id: RemoteClassId,
    pub partner: PartnerId,
    pub actor: Url,
    /// `4b@south.example`
    pub handle: String,
    /// What its server calls it; adults only.
    pub sent_name: String,
    /// What one of our adults calls it; none until then.
    pub name: Option<String>,
    pub crest: String,
    pub colour: u8,
    pub url: Url,
    pub inbox: Url,
    pub shared_inbox: Option<Url>,
    pub speaks_message_signatures: bool,
    pub fetched_at: Timestamp,
    pub hidden_at: Option<Timestamp>,
    pub hidden_by: Option<String>,
    pub gone_at: Option<Timestamp>,
}

impl RemoteClass {
    /// The name to show: ours, once there is one.
    pub fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.sent_name)
    }
}

crate::words! {
    Direction { In = "in", Out = "out" }
}

crate::words! {
    FollowState { Asked = "asked", Accepted = "accepted", Refused = "refused", Ended = "ended" }
}

/// One class following another.
#[derive(Clone, Debug, PartialEq)]
pub struct Follow {
    pub id: FollowId,
    pub class: ClassId,
    pub remote: RemoteClassId,
    pub direction: Direction,
    pub state: FollowState,
    pub wire_id: Url,
    pub asked_at: Timestamp,
    pub decided_at: Option<Timestamp>,
}

/// What only an admin can settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub id: TaskId,
    pub kind: String,
    pub host: String,
    pub detail: String,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn partner(state: PartnerState) -> PartnerSchool {
        let now = Timestamp::UNIX_EPOCH;
        PartnerSchool {
            id: PartnerId::fresh(now),
            host: "oak.example".to_owned(),
            name: "Oak".to_owned(),
            town: String::new(),
            country: String::new(),
            contact: String::new(),
            safeguarding_contact: String::new(),
            verified_how: String::new(),
            agreed_on: String::new(),
            review_on: String::new(),
            state,
            state_since: now,
            state_by: "staff:1".to_owned(),
            state_reason: String::new(),
            held_at: None,
            held_why: None,
            key_fingerprint: None,
            safety_words: None,
            new_fingerprint: None,
            new_words: None,
            agreement: None,
            terms: Terms::default(),
            last_heard_at: None,
            created_at: now,
        }
    }

    #[test]
    fn only_a_trusted_school_is_trusted() {
        use Standing::{Ended, Paused, Pending, Trusted, Unknown};

        let standings: Vec<_> = PartnerState::ALL.iter().map(|state| partner(*state).standing()).collect();

        assert_eq!(standings, [Pending, Pending, Trusted, Paused, Ended, Unknown]);
    }

    #[test]
    fn trust_holds_from_its_first_day_to_its_last() {
        let now = Timestamp::UNIX_EPOCH;
        let day = SignedDuration::from_hours(24);
        let oak = Footing {
            state: PartnerState::Trusted,
            held_at: None,
            held_why: None,
            starts_at: Some(now),
            ends_at: Some(now + day),
            is_all_paused: false,
        };
        let held = |why: &str| Footing { held_at: Some(now), held_why: Some(why.to_owned()), ..oak.clone() };

        assert_eq!(oak.standing_at(now - day), Standing::Pending);
        assert_eq!(oak.standing_at(now), Standing::Trusted);
        assert_eq!(oak.standing_at(now + day), Standing::Ended);
        assert_eq!(held(HELD_BY_DATES).standing_at(now), Standing::Trusted);
        assert_eq!(held("key_change").standing_at(now), Standing::Paused);
        let paused = Footing { state: PartnerState::Paused, ..oak.clone() };
        assert_eq!(paused.standing_at(now + day), Standing::Paused);
        // With all federation paused nobody is trusted, and who is nobody stays nobody.
        let all = Footing { is_all_paused: true, ..oak };
        assert_eq!(all.standing_at(now), Standing::Paused);
        assert_eq!(all.standing_at(now + day), Standing::Ended);
        let blocked = Footing { state: PartnerState::Blocked, ..all };
        assert_eq!(blocked.standing_at(now), Standing::Unknown);
    }

    #[test]
    fn no_word_of_an_admin_alone_makes_trust_of_an_invitation_or_of_a_block() {
        use PartnerState::{Asked, Blocked, Ended, Invited, Paused, Trusted};
        let may = |from, next| partner(from).may_become(next);

        for from in [Invited, Asked, Blocked] {
            assert!(!may(from, Trusted) && !may(from, Paused) && may(from, Ended), "{from}");
        }
        assert!(may(Trusted, Paused) && may(Paused, Trusted) && may(Ended, Trusted) && !may(Ended, Paused));
        assert!(PartnerState::ALL.iter().all(|from| may(*from, Blocked) == (*from != Blocked)));
        let agreed = crate::domain::agreements::Agreement {
            actor: "https://oak.example/actor".parse().unwrap(),
            inbox: "https://oak.example/actor/inbox".parse().unwrap(),
            offer: "https://oak.example/ap/x/1".parse().unwrap(),
            id: "https://oak.example/ap/x/1#agreement".parse().unwrap(),
            confirmed_at: None,
            confirmed_by: None,
            confirmed_there_at: None,
        };
        assert!(!PartnerSchool { agreement: Some(agreed), ..partner(Ended) }.may_become(Trusted));
    }

    #[test]
    fn only_an_exact_host_is_trusted() {
        assert_eq!(exact_host("Oak.Example."), Some("oak.example".to_owned()));
        assert_eq!(exact_host("https://oak.example/"), Some("oak.example".to_owned()));
        assert_eq!(exact_host("http://oak.localhost:4002"), Some("oak.localhost:4002".to_owned()));
        assert_eq!(exact_host("bücher.example"), Some("xn--bcher-kva.example".to_owned()));
        for bad in [
            "*.example",
            "oak",
            "oak.example/path",
            "a@oak.example",
            "ftp://oak.example",
            "",
            "127.0.0.1",
            "[::1]",
            "oak.example?x",
        ] {
            assert_eq!(exact_host(bad), None, "{bad}");
        }
    }
}
