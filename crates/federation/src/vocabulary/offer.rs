//! The Offer of an agreement between two schools: the only letter that is read from a server nobody knows, and so the
//! strictest.

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{authority, json, read};
use crate::{Error, Reason, limits};

/// An Offer as it came. Everything in it is of one server, but for the other party; nothing of it is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four things that two schools agree on or do not")]
pub struct AgreementOffer {
    pub id: Url,
    /// The school that offers.
    pub actor: Url,
    /// The school it is offered to.
    pub other: Url,
    /// Base64, as written.
    pub proof: String,
    pub agreement: Url,
    /// What it believes the fingerprints of both schools' keys to be: its own, and the other party's.
    pub own_key: String,
    pub other_key: String,
    pub may_follow: bool,
    pub may_reply: bool,
    pub may_like: bool,
    pub may_show_pictures: bool,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub safeguarding_contact: String,
    /// What the school calls itself; shown to an admin and to nobody else.
    pub name: String,
}

/// Reads an Offer of an agreement.
///
/// Errors: [`Error::TooLarge`] over 8 KiB, before anything is read; [`Error::Malformed`] for everything that is not such
/// an Offer; [`Error::Refused`] if what is in it is not of the server that offers.
pub fn parse_offer(bytes: &[u8]) -> Result<AgreementOffer, Error> {
    if bytes.len() > limits::OFFER_BYTES {
        return Err(Error::TooLarge("an Offer is longer than 8 KiB"));
    }
    let document = json::object(bytes)?;
    if document.get("type").and_then(Value::as_str) != Some("Offer") {
        return Err(json::malformed("it is not an Offer"));
    }
    let id = read::required_id(&document, "id")?;
    let actor = read::required_id(&document, "actor")?;
    let Some(Value::Object(agreement)) = document.get("object") else {
        return Err(json::malformed("it offers nothing"));
    };
    if agreement.get("type").and_then(Value::as_str) != Some("sg:FederationAgreement") {
        return Err(json::malformed("it does not offer an agreement"));
    }
    let agreement_id = read::required_id(agreement, "id")?;
    if authority(&id) != authority(&actor) || authority(&agreement_id) != authority(&actor) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    let parties: Vec<Url> = read::one_or_many(agreement.get("sg:parties")).filter_map(read::address_of).collect();
    let other = match parties.as_slice() {
        [one, other] if *one == actor && *other != actor => other.clone(),
        [other, one] if *one == actor && *other != actor => other.clone(),
        _ => return Err(json::malformed("it is not between two schools")),
    };
    let keys = agreement.get("sg:keys").and_then(Value::as_object);
    let key = |of: &Url| {
        keys.and_then(|keys| keys.get(of.as_str()))
            .and_then(Value::as_str)
            .filter(|key| key.len() <= 100)
            .map(str::to_owned)
            .ok_or_else(|| json::malformed("it does not name both keys"))
    };
    let text = |document: &Map<String, Value>, name: &str| {
        read::text(document, name, limits::NAME_CHARACTERS).unwrap_or_default()
    };
    let scope = agreement.get("sg:scope").and_then(Value::as_object);
    // What is not said is not asked for.
    let allows = |name: &str| scope.and_then(|scope| scope.get(name)).and_then(Value::as_bool) == Some(true);
    Ok(AgreementOffer {
        own_key: key(&actor)?,
        other_key: key(&other)?,
        proof: read::text(&document, "sg:inviteProof", 100)
            .ok_or_else(|| json::malformed("it carries no proof of an invitation"))?,
        may_follow: allows("sg:follow"),
        may_reply: allows("sg:reply"),
        may_like: allows("sg:like"),
        may_show_pictures: allows("sg:media"),
        starts_at: read::moment(agreement, "startTime"),
        ends_at: read::moment(agreement, "endTime"),
        safeguarding_contact: text(agreement, "sg:safeguardingContact"),
        name: text(&document, "summary"),
        agreement: agreement_id,
        id,
        actor,
        other,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::outbox::{self, OfferWords};

    fn words() -> OfferWords {
        OfferWords {
            id: "https://south.example/ap/x/1".parse().unwrap(),
            actor: "https://south.example/actor".parse().unwrap(),
            other: "https://north.example/actor".parse().unwrap(),
            agreement: "https://south.example/ap/x/1#agreement".parse().unwrap(),
            proof: "cHJvb2Y=".to_owned(),
            own_key: "SHA256:south".to_owned(),
            other_key: "SHA256:north".to_owned(),
            name: "South School".to_owned(),
            may_follow: true,
            may_reply: true,
            may_like: false,
            may_show_pictures: true,
            starts_at: None,
            ends_at: Some("2027-07-31T00:00:00Z".parse().unwrap()),
            safeguarding_contact: "office".to_owned(),
        }
    }

    #[test]
    fn what_we_offer_is_read_as_it_was_meant() {
        let offer = parse_offer(outbox::offer(&words()).to_string().as_bytes()).unwrap();

        assert_eq!(offer.other, words().other);
        assert_eq!((offer.own_key.as_str(), offer.other_key.as_str()), ("SHA256:south", "SHA256:north"));
        assert_eq!((offer.may_follow, offer.may_reply, offer.may_like), (true, true, false));
        assert_eq!((offer.starts_at, offer.ends_at), (None, words().ends_at));
        assert_eq!((offer.name.as_str(), offer.safeguarding_contact.as_str()), ("South School", "office"));
    }

    #[test]
    fn an_offer_that_lacks_anything_is_none() {
        let change = |change: &dyn Fn(&mut Value)| {
            let mut offer = outbox::offer(&words());
            change(&mut offer);
            parse_offer(offer.to_string().as_bytes())
        };

        assert!(change(&|_| ()).is_ok());
        for broken in [
            change(&|offer| offer["type"] = json!("Follow")),
            change(&|offer| offer["object"] = json!("https://south.example/x")),
            change(&|offer| offer["object"]["type"] = json!("Note")),
            change(&|offer| offer["sg:inviteProof"] = json!(null)),
            change(&|offer| offer["object"]["sg:parties"] = json!(["https://south.example/actor"])),
            change(&|offer| {
                offer["object"]["sg:parties"] = json!(["https://a.example/actor", "https://b.example/actor"]);
            }),
            change(&|offer| offer["object"]["sg:keys"] = json!({})),
            change(&|offer| offer["object"]["id"] = json!("https://west.example/x")),
            change(&|offer| offer["id"] = json!("https://west.example/x")),
            change(&|offer| offer["summary"] = json!("x".repeat(limits::OFFER_BYTES))),
        ] {
            assert!(broken.is_err(), "{broken:?}");
        }
    }
}
