//! Agreements between two schools: the words both sign, and the Offer of one, the only letter that is read from a server
//! nobody knows, and so the strictest.

use std::{fmt::Display, str::FromStr};

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{authority, json, read};
use crate::{
    Error, Reason, limits,
    signature::{self, PublicKey},
};

/// What an agreement calls itself on the wire.
pub(crate) const AGREEMENT: &str = "sg:FederationAgreement";
/// Said in place of a list of classes.
const EVERY: &str = "*";

/// Which classes of a school take part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TakingPart<C> {
    #[default]
    All,
    /// These; none of them when it is empty.
    Only(Vec<C>),
}

impl<C: PartialEq + Clone> TakingPart<C> {
    pub fn includes(&self, class: &C) -> bool {
        match self {
            Self::All => true,
            Self::Only(classes) => classes.contains(class),
        }
    }

    /// Those that take part by both.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::All, some) | (some, Self::All) => some.clone(),
            (Self::Only(classes), other) => {
                Self::Only(classes.iter().filter(|class| other.includes(class)).cloned().collect())
            }
        }
    }
}

impl<C: Display> TakingPart<C> {
    /// As it is written: the classes by name, or `*`.
    pub fn to_list(&self) -> Vec<String> {
        match self {
            Self::All => vec![EVERY.to_owned()],
            Self::Only(classes) => classes.iter().map(ToString::to_string).collect(),
        }
    }
}

impl<C: FromStr> TakingPart<C> {
    /// None when one of them is not the name of a class.
    pub fn from_list(list: &[String]) -> Option<Self> {
        if list == [EVERY] {
            return Some(Self::All);
        }
        list.iter().map(|class| class.parse().ok()).collect::<Option<_>>().map(Self::Only)
    }
}

/// The words of an agreement, as one of the two schools puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four things that two schools agree on or do not")]
pub struct AgreementWords {
    /// The same for every wording of one agreement.
    pub id: Url,
    /// The school whose wording this is, and the other.
    pub author: Url,
    pub other: Url,
    /// The fingerprints of both schools' keys, as the author knows them.
    pub author_key: String,
    pub other_key: String,
    pub may_follow: bool,
    pub may_reply: bool,
    pub may_like: bool,
    pub may_show_pictures: bool,
    /// Which classes of the author take part, by their actors.
    pub classes: TakingPart<Url>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub safeguarding_contact: String,
    /// When it was worded; the newest wording that both have signed is what is agreed.
    pub updated: Timestamp,
}

/// An agreement with a proof, as it came. Nothing of it is proved before [`SignedAgreement::is_proved`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAgreement {
    pub words: AgreementWords,
    /// Whose key made the proof, by its id.
    pub key_id: String,
    /// Every word of it, the proof included.
    pub document: Value,
}

impl SignedAgreement {
    /// Whether the owner of one of these keys said every word of it.
    pub fn is_proved<'a>(&self, keys: impl IntoIterator<Item = (&'a str, &'a PublicKey)>) -> bool {
        let mut named = keys.into_iter().filter(|(id, _)| *id == self.key_id);
        named.any(|(_, key)| signature::check_proof(&self.document, key).is_ok())
    }

    /// Whether another copy says the same; who signed it is no matter.
    pub fn is_copy_of(&self, other: &Value) -> bool {
        let bare = |document: &Value| {
            let mut document = document.clone();
            if let Value::Object(map) = &mut document {
                map.shift_remove("proof");
            }
            document
        };
        bare(&self.document) == bare(other)
    }
}

pub(super) fn is_agreement(document: &Map<String, Value>) -> bool {
    document.get("type").and_then(Value::as_str) == Some(AGREEMENT)
}

/// Reads an agreement and its proof. Errors: [`Error::Malformed`] for what is none, [`Error::Unproven`] without a proof that
/// we understand, [`Error::Refused`] if what is in it is not its author's.
pub(super) fn agreement(document: &Map<String, Value>) -> Result<SignedAgreement, Error> {
    if !is_agreement(document) {
        return Err(json::malformed("it is no agreement"));
    }
    let id = read::required_id(document, "id")?;
    let author = read::required_id(document, "attributedTo")?;
    let parties: Vec<Url> = read::one_or_many(document.get("sg:parties")).filter_map(read::address_of).collect();
    let other = match parties.as_slice() {
        [one, other] if *one == author && *other != author => other.clone(),
        [other, one] if *one == author && *other != author => other.clone(),
        _ => return Err(json::malformed("it is not between two schools")),
    };
    let keys = document.get("sg:keys").and_then(Value::as_object);
    let key = |of: &Url| {
        keys.and_then(|keys| keys.get(of.as_str()))
            .and_then(Value::as_str)
            .filter(|key| key.len() <= 100)
            .map(str::to_owned)
            .ok_or_else(|| json::malformed("it does not name both keys"))
    };
    let scope = document.get("sg:scope").and_then(Value::as_object);
    // What is not said is not asked for.
    let allows = |name: &str| scope.and_then(|scope| scope.get(name)).and_then(Value::as_bool) == Some(true);
    let whole = Value::Object(document.clone());
    let words = AgreementWords {
        author_key: key(&author)?,
        other_key: key(&other)?,
        may_follow: allows("sg:follow"),
        may_reply: allows("sg:reply"),
        may_like: allows("sg:like"),
        may_show_pictures: allows("sg:media"),
        classes: classes(scope.and_then(|scope| scope.get("sg:classes")), &author)?,
        starts_at: date(document, "startTime")?,
        ends_at: date(document, "endTime")?,
        safeguarding_contact: read::text(document, "sg:safeguardingContact", limits::NAME_CHARACTERS)
            .unwrap_or_default(),
        updated: read::moment(document, "updated")
            .ok_or_else(|| json::malformed("it does not say when it was worded"))?,
        id,
        author,
        other,
    };
    Ok(SignedAgreement { words, key_id: signature::claimed_proof(&whole)?.key_id, document: whole })
}

/// Errors: [`Error::Malformed`] for a list that is none or too long: one that was cut would say something else.
fn classes(list: Option<&Value>, author: &Url) -> Result<TakingPart<Url>, Error> {
    let broken = || json::malformed("it does not say which classes take part");
    let list = list.and_then(Value::as_array).filter(|list| list.len() <= limits::AGREED_CLASSES).ok_or_else(broken)?;
    if matches!(list.as_slice(), [Value::String(every)] if every == EVERY) {
        return Ok(TakingPart::All);
    }
    let addresses: Vec<Url> = list
        .iter()
        .map(|class| class.as_str().and_then(read::identifier).ok_or_else(broken))
        .collect::<Result<_, _>>()?;
    if addresses.iter().any(|class| authority(class) != authority(author)) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    Ok(TakingPart::Only(addresses))
}

/// A date that may be left out, but not be garbage: without it more would be agreed on.
fn date(document: &Map<String, Value>, name: &str) -> Result<Option<Timestamp>, Error> {
    match document.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => read::moment(document, name).map(Some).ok_or_else(|| json::malformed("one of its dates is none")),
    }
}

/// An Offer as it came. Everything in it is of one server, but for the other party; nothing of it is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementOffer {
    pub id: Url,
    /// The school that offers.
    pub actor: Url,
    /// That it holds an invitation: base64, as written.
    pub proof: String,
    /// What the school calls itself; shown to an admin and to nobody else.
    pub name: String,
    pub agreement: SignedAgreement,
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
    let Some(Value::Object(offered)) = document.get("object") else {
        return Err(json::malformed("it offers nothing"));
    };
    let agreement = agreement(offered)?;
    if authority(&id) != authority(&actor) || authority(&agreement.words.id) != authority(&actor) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    if agreement.words.author != actor {
        return Err(Error::Refused(Reason::NotOwner));
    }
    Ok(AgreementOffer {
        proof: read::text(&document, "sg:inviteProof", 100)
            .ok_or_else(|| json::malformed("it carries no proof of an invitation"))?,
        name: read::text(&document, "summary", limits::NAME_CHARACTERS).unwrap_or_default(),
        id,
        actor,
        agreement,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{outbox, signature::PrivateKey};

    const KEY: &str = "https://south.example/actor#ed25519-key";

    fn words() -> AgreementWords {
        AgreementWords {
            id: "https://south.example/ap/x/1#agreement".parse().unwrap(),
            author: "https://south.example/actor".parse().unwrap(),
            other: "https://north.example/actor".parse().unwrap(),
            author_key: "SHA256:south".to_owned(),
            other_key: "SHA256:north".to_owned(),
            may_follow: true,
            may_reply: true,
            may_like: false,
            may_show_pictures: true,
            classes: TakingPart::Only(vec!["https://south.example/ap/a/1".parse().unwrap()]),
            starts_at: None,
            ends_at: Some("2027-07-31T00:00:00Z".parse().unwrap()),
            safeguarding_contact: "office".to_owned(),
            updated: "2026-11-23T14:00:00Z".parse().unwrap(),
        }
    }

    fn offered(words: &AgreementWords) -> Value {
        let mut agreement = outbox::agreement(words);
        let key = PrivateKey::from_seed(&[7; 32]).unwrap();
        signature::add_proof(&mut agreement, KEY, &key, Timestamp::UNIX_EPOCH).unwrap();
        let id: Url = "https://south.example/ap/x/1".parse().unwrap();
        outbox::offer(&id, "cHJvb2Y=", "South School", agreement)
    }

    #[test]
    fn what_we_offer_is_read_as_it_was_meant() {
        let offer = parse_offer(offered(&words()).to_string().as_bytes()).unwrap();

        assert_eq!(offer.agreement.words, words());
        assert_eq!((offer.name.as_str(), offer.proof.as_str()), ("South School", "cHJvb2Y="));
        let (own, other) = (PrivateKey::from_seed(&[7; 32]).unwrap(), PrivateKey::from_seed(&[8; 32]).unwrap());
        assert!(offer.agreement.is_proved([(KEY, &own.public().unwrap())]));
        assert!(!offer.agreement.is_proved([(KEY, &other.public().unwrap())]));
        assert!(!offer.agreement.is_proved([("https://south.example/actor#other", &own.public().unwrap())]));
    }

    #[test]
    fn a_copy_says_the_same_whoever_signed_it() {
        let offer = parse_offer(offered(&words()).to_string().as_bytes()).unwrap();
        let more = AgreementWords { may_like: true, ..words() };

        assert!(offer.agreement.is_copy_of(&outbox::agreement(&words())));
        assert!(!offer.agreement.is_copy_of(&outbox::agreement(&more)));
    }

    #[test]
    fn an_offer_that_lacks_anything_is_none() {
        let change = |change: &dyn Fn(&mut Value)| {
            let mut offer = offered(&words());
            change(&mut offer);
            parse_offer(offer.to_string().as_bytes())
        };

        assert!(change(&|_| ()).is_ok());
        assert!(change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!(["*"])).is_ok());
        assert!(change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!([])).is_ok());
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
            change(&|offer| offer["object"]["attributedTo"] = json!("https://north.example/actor")),
            change(&|offer| offer["object"]["proof"] = json!(null)),
            change(&|offer| offer["object"]["updated"] = json!("soon")),
            change(&|offer| offer["object"]["endTime"] = json!("soon")),
            change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!(null)),
            change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!("*")),
            change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!(["*", "*"])),
            change(&|offer| offer["object"]["sg:scope"]["sg:classes"] = json!(["https://north.example/ap/a/1"])),
            change(&|offer| offer["id"] = json!("https://west.example/x")),
            change(&|offer| offer["summary"] = json!("x".repeat(limits::OFFER_BYTES))),
        ] {
            assert!(broken.is_err(), "{broken:?}");
        }
    }

    /// Our addresses of classes are this long at a host of forty letters.
    fn named(number: usize) -> AgreementWords {
        let class =
            |number| format!("https://blogs.oak-academy.some-district.example/ap/a/{number:032}").parse().unwrap();
        let school: Url = "https://blogs.oak-academy.some-district.example/actor".parse().unwrap();
        AgreementWords { classes: TakingPart::Only((0..number).map(class).collect()), author: school, ..words() }
    }

    #[test]
    fn an_offer_has_room_for_sixty_classes_and_a_list_ends_at_two_hundred() {
        assert!(offered(&named(60)).to_string().len() <= limits::OFFER_BYTES);
        assert!(offered(&named(limits::AGREED_CLASSES)).to_string().len() > limits::OFFER_BYTES);

        let read = |words: &AgreementWords| agreement(offered(words)["object"].as_object().unwrap());
        assert!(read(&named(limits::AGREED_CLASSES)).is_ok());
        assert!(read(&named(limits::AGREED_CLASSES + 1)).is_err());
    }

    #[test]
    fn what_both_allow_is_never_more_than_one_of_them() {
        let only = |classes: &[u8]| TakingPart::Only(classes.to_vec());

        assert_eq!(TakingPart::All.meet(&only(&[1])), only(&[1]));
        assert_eq!(only(&[1, 2]).meet(&only(&[2, 3])), only(&[2]));
        assert_eq!(only(&[1]).meet(&only(&[2])), only(&[]));
        assert!(!only(&[]).includes(&1) && TakingPart::All.includes(&1));
        for taking in [TakingPart::All, only(&[]), only(&[1, 2])] {
            assert_eq!(TakingPart::from_list(&taking.to_list()), Some(taking));
        }
        assert_eq!(TakingPart::<u8>::from_list(&["*".to_owned(), "1".to_owned()]), None);
    }
}
