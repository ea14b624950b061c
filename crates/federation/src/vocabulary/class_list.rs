//! The list that a partner's school keeps of its classes and their keys: believed only with the proof of the school itself.

use jiff::civil::Date;
use serde_json::{Map, Value};
use url::Url;

use super::{authority, json, read};
use crate::{
    Error, Reason, limits,
    signature::{self, ProofClaim, PublicKey},
};

/// A school's list of its classes, as it came. Nothing of it is proved before [`ClassList::check`].
#[derive(Debug, Clone, PartialEq)]
pub struct ClassList {
    pub id: Url,
    /// Whose list it says it is, on the same server.
    pub school: Url,
    pub classes: Vec<ListedClass>,
    /// From its first day without school to its first one with, as it says; none when it says nothing that can be read as such.
    pub away: Option<(Date, Date)>,
    document: Value,
}

/// One class on it. Names are unmoderated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedClass {
    pub id: Url,
    pub name: String,
    pub preferred_username: String,
    /// The fingerprints of its keys, as written.
    pub keys: Vec<String>,
}

impl ClassList {
    /// Checks that the owner of this key made the list, word by word.
    ///
    /// Errors: [`Reason::NoSignature`] without a proof that we understand, [`Reason::SignatureMismatch`].
    pub fn check(&self, key: &PublicKey) -> Result<ProofClaim, Error> {
        signature::check_proof(&self.document, key)
    }

    /// Whether it lists this class with this very key.
    pub fn confirms(&self, class: &Url, key: &PublicKey) -> bool {
        let fingerprint = key.fingerprint();
        self.classes.iter().any(|listed| listed.id == *class && listed.keys.contains(&fingerprint))
    }
}

/// Reads a list of classes. The caller compares its `id` with the address it asked.
///
/// What cannot be a class of that server is as if it were not there. Errors: [`Error::Malformed`] for everything that is no
/// such list, or names one class twice; [`Error::TooLarge`] over [`limits::LISTED_CLASSES`]; [`Error::Refused`] if it is
/// the list of another server's school.
pub fn parse_class_list(bytes: &[u8]) -> Result<ClassList, Error> {
    let document = json::object(bytes)?;
    if !matches!(read::kind(&document), Some("Collection" | "OrderedCollection")) {
        return Err(json::malformed("it is not a collection"));
    }
    let id = read::required_id(&document, "id")?;
    let school = read::owner(&document)?;
    if authority(&school) != authority(&id) {
        return Err(Error::Refused(Reason::OtherOrigin));
    }
    let mut classes: Vec<ListedClass> = Vec::new();
    for item in read::one_or_many(document.get("items")) {
        if classes.len() == limits::LISTED_CLASSES {
            return Err(Error::TooLarge("it lists more than 200 classes"));
        }
        let Some(class) = item.as_object().and_then(|item| listed(item, &id)) else { continue };
        if classes.iter().any(|known| known.id == class.id) {
            return Err(json::malformed("it lists one class twice"));
        }
        classes.push(class);
    }
    let away = day(&document, "sg:awayFrom").zip(day(&document, "sg:awayUntil")).filter(|(from, until)| from < until);
    Ok(ClassList { id, school, classes, away, document: Value::Object(document) })
}

/// A day as in `2027-01-07`, and written in no other way.
fn day(document: &Map<String, Value>, key: &str) -> Option<Date> {
    let text = document.get(key)?.as_str()?;
    text.parse::<Date>().ok().filter(|day| day.to_string() == text)
}

fn listed(item: &Map<String, Value>, list: &Url) -> Option<ListedClass> {
    if read::kind(item) != Some("Organization") {
        return None;
    }
    let id = read::required_id(item, "id").ok().filter(|id| authority(id) == authority(list))?;
    let preferred_username = read::text(item, "preferredUsername", limits::USERNAME_CHARACTERS)?;
    let keys = read::one_or_many(item.get("sg:keys"))
        .filter_map(Value::as_str)
        .filter(|key| key.starts_with("SHA256:") && key.len() <= 100)
        .take(limits::KEYS)
        .map(str::to_owned)
        .collect();
    Some(ListedClass {
        name: read::text(item, "name", limits::NAME_CHARACTERS).unwrap_or_else(|| preferred_username.clone()),
        id,
        preferred_username,
        keys,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        outbox::{ClassListWords, ListedClassWords, class_list},
        signature::{PrivateKey, add_proof},
    };

    fn school_key() -> PrivateKey {
        PrivateKey::from_seed(&[7; 32]).unwrap()
    }

    fn class_key() -> PublicKey {
        PrivateKey::from_seed(&[9; 32]).unwrap().public().unwrap()
    }

    /// North's list of one class, proved, and then spoiled.
    fn list(spoil: impl FnOnce(&mut Value)) -> Result<ClassList, Error> {
        let mut document = class_list(&ClassListWords {
            id: "https://north.example/actor/classes".parse().unwrap(),
            school: "https://north.example/actor".parse().unwrap(),
            classes: vec![ListedClassWords {
                id: "https://north.example/ap/a/k7m2".parse().unwrap(),
                name: "Class 4b".to_owned(),
                handle: "4b".to_owned(),
                keys: vec!["SHA256:other".to_owned(), class_key().fingerprint()],
            }],
            away: Some(("2026-12-19".parse().unwrap(), "2027-01-07".parse().unwrap())),
        });
        let at = "2026-11-25T09:00:00Z".parse().unwrap();
        add_proof(&mut document, "https://north.example/actor#ed25519-key", &school_key(), at).unwrap();
        spoil(&mut document);
        parse_class_list(document.to_string().as_bytes())
    }

    #[test]
    fn a_list_is_proved_by_its_school_and_names_a_class_and_its_keys() {
        let list = list(|_| ()).unwrap();
        let class = &"https://north.example/ap/a/k7m2".parse().unwrap();

        let claim = list.check(&school_key().public().unwrap()).unwrap();

        assert_eq!(claim.created.to_string(), "2026-11-25T09:00:00Z");
        assert!(list.confirms(class, &class_key()));
        assert!(!list.confirms(class, &school_key().public().unwrap()), "another key");
        assert!(!list.confirms(&"https://north.example/ap/a/k7m3".parse().unwrap(), &class_key()), "another class");
        assert!(list.check(&class_key()).is_err(), "its proof is another's");
    }

    #[test]
    fn a_word_that_was_changed_is_not_proved() {
        let check = |spoil: &dyn Fn(&mut Value)| list(spoil).unwrap().check(&school_key().public().unwrap());

        assert!(check(&|_| ()).is_ok());
        assert!(check(&|list| list["items"][0]["name"] = json!("Class 4c")).is_err());
        assert!(check(&|list| list["items"][0]["sg:keys"][0] = json!("SHA256:third")).is_err());
        assert_eq!(
            check(&|list| drop(list.as_object_mut().unwrap().shift_remove("proof"))),
            Err(Error::Unproven(Reason::NoSignature))
        );
    }

    #[test]
    fn from_when_to_when_a_school_is_away_is_read_strictly() {
        let away = |from: Value, until: Value| {
            let read = list(|list| {
                list["sg:awayFrom"] = from;
                list["sg:awayUntil"] = until;
            });
            read.unwrap().away.map(|(from, until)| format!("{from} {until}"))
        };

        assert_eq!(away(json!("2026-12-19"), json!("2027-01-07")).as_deref(), Some("2026-12-19 2027-01-07"));
        for (from, until) in [
            (json!("2027-01-07"), json!("2027-01-07")),
            (json!("2027-01-08"), json!("2027-01-07")),
            (json!("2026-12-19"), json!("2027-02-30")),
            (json!("2026-12-19"), json!("2027-01-07T00:00:00Z")),
            (json!("20261219"), json!("2027-01-07")),
            (json!(" 2026-12-19"), json!("2027-01-07")),
            (json!(["2026-12-19"]), json!("2027-01-07")),
            (json!("2026-12-19"), json!(null)),
            (json!("2026-12-19"), json!("soon")),
        ] {
            assert_eq!(away(from.clone(), until.clone()), None, "{from} {until}");
        }
    }

    #[test]
    fn what_is_no_class_of_that_server_is_not_read() {
        let classes = |spoil: &dyn Fn(&mut Value)| list(spoil).unwrap().classes.len();
        let of_item = |key: &'static str, value: Value| classes(&move |list| list["items"][0][key] = value.clone());

        assert_eq!(classes(&|_| ()), 1);
        assert_eq!(of_item("id", json!("https://west.example/ap/a/k7m2")), 0);
        assert_eq!(of_item("id", json!("https://north.example:8443/ap/a/k7m2")), 0);
        assert_eq!(of_item("type", json!("Person")), 0);
        assert_eq!(of_item("preferredUsername", json!("")), 0);
        assert_eq!(classes(&|list| list["items"] = json!(["https://north.example/ap/a/k7m2", null, 3])), 0);
        let long = list(|list| list["items"][0]["name"] = json!("x".repeat(9_000))).unwrap();
        assert_eq!(long.classes[0].name.len(), limits::NAME_CHARACTERS);
        let many = list(|list| list["items"][0]["sg:keys"] = json!(vec!["SHA256:x"; 50])).unwrap();
        assert_eq!(many.classes[0].keys.len(), limits::KEYS);
        let odd = list(|list| list["items"][0]["sg:keys"] = json!(["x", "SHA256:".to_owned() + &"x".repeat(100), 3]));
        assert_eq!(odd.unwrap().classes[0].keys, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_list_of_that_school_is_refused() {
        let numbered = |count: usize| {
            list(move |list| {
                let item = list["items"][0].clone();
                let items = (0..count).map(|number| {
                    let mut item = item.clone();
                    item["id"] = json!(format!("https://north.example/ap/a/{number}"));
                    item
                });
                list["items"] = items.collect();
            })
        };

        assert_eq!(numbered(limits::LISTED_CLASSES).unwrap().classes.len(), 200);
        assert_eq!(numbered(limits::LISTED_CLASSES + 1).unwrap_err().status(), 413);
        for (broken, status) in [
            (list(|list| list["type"] = json!("Note")), 400),
            (list(|list| list["id"] = json!(["https://north.example/actor/classes"])), 400),
            (list(|list| list["attributedTo"] = json!(["https://north.example/actor"])), 400),
            (list(|list| list["attributedTo"] = json!("https://west.example/actor")), 403),
            (list(|list| list["items"] = json!([list["items"][0], list["items"][0]])), 400),
        ] {
            assert_eq!(broken.unwrap_err().status(), status);
        }
    }
}
