//! Partner schools, their classes, and who follows whom.

use federation::trust::Standing;
use jiff::Timestamp;
use url::Url;

use super::ids::{ClassId, FollowId, PartnerId, RemoteClassId, TaskId};

crate::words! {
    /// What our admin has said of a school. (Invited, asked and blocked will join these.)
    PartnerState { Trusted = "trusted", Paused = "paused", Ended = "ended" }
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
    pub last_heard_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl PartnerSchool {
    /// How its letters are treated.
    pub fn standing(&self) -> Standing {
        match (self.state, self.held_at) {
            (PartnerState::Ended, _) => Standing::Ended,
            (PartnerState::Paused, _) | (PartnerState::Trusted, Some(_)) => Standing::Paused,
            (PartnerState::Trusted, None) => Standing::Trusted,
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
    use super::*;

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
