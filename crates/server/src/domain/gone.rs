//! What is gone for good, or shut, as the ledger beside the database keeps it: ids and hashes, and never a word.
//!
//! A database that is put back from a copy of last week knows nothing of what was deleted since. The ledger does.

use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use super::Word;
use super::erasures::Subject;
use super::ids::{ClassId, ItemId, PartnerId, PupilId, RemoteClassId, StaffId};
use super::partners::PartnerState;

/// One thing that must stay as it is when an older copy of the database comes back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Gone {
    /// A post or comment of ours was taken back. Its class signs the letters that say so.
    Item(ItemId, ClassId),
    /// The same post or comment can be read again, here alone: the erasure it went with was called off.
    Back(ItemId),
    /// The words of an item were erased.
    Words(ItemId),
    /// A pupil or a class is erased with all that is theirs; open again when that was called off.
    Erased(Subject, Shut),
    /// A partner removed something of its own, named by the hash of its address.
    Theirs(String),
    /// A class of a partner is no more, or is hidden by one of our moderators.
    Class(RemoteClassId, Shut),
    /// An item was hidden from a class; whoever lets it in again after that does so once more.
    Hidden(ItemId, ClassId),
    /// An item is sealed to the safeguarding lead.
    Sealed(ItemId, Shut),
    /// How we stand with a partner school.
    Partner(PartnerId, PartnerState),
    /// An adult is shut out.
    Staff(StaffId, Shut),
    /// A pupil has left.
    Pupil(PupilId, Shut),
    /// Every card that this pupil was given before that moment opens nothing.
    Cards(PupilId, Timestamp),
    /// Every family link of this class from before that moment opens nothing.
    FamilyLinks(ClassId, Timestamp),
    /// Every poster of this class from before that moment opens nothing.
    Posters(ClassId, Timestamp),
    /// The pictures that this pupil was given before that moment open nothing.
    Pictures(PupilId, Timestamp),
    /// What an earlier line says never happened: it was written first, and then the database could not do it.
    Not(Box<Self>),
}

crate::words! {
    /// What can be undone says which of the two it is now; the last word counts.
    Shut {
        Shut = "shut",
        Open = "open",
    }
}

impl From<bool> for Shut {
    fn from(is_shut: bool) -> Self {
        if is_shut { Self::Shut } else { Self::Open }
    }
}

/// The text is no line of a ledger that this program knows.
#[derive(Debug, PartialEq, Eq)]
pub struct NotALine;

impl Gone {
    /// Something of a partner's, by its address. An address may have words in it, so only its hash is kept.
    pub fn theirs(wire_id: &Url) -> Self {
        Self::Theirs(hash(wire_id.as_str()))
    }
}

/// What stands for an address.
pub fn hash(address: &str) -> String {
    format!("{:x}", Sha256::digest(address))
}

impl std::fmt::Display for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Item(item, class) => write!(f, "item {item} {class}"),
            Self::Back(item) => write!(f, "back {item}"),
            Self::Words(item) => write!(f, "words {item}"),
            Self::Erased(subject, shut) => write!(f, "erased {subject} {shut}"),
            Self::Theirs(hash) => write!(f, "theirs {hash}"),
            Self::Class(class, shut) => write!(f, "class {class} {shut}"),
            Self::Hidden(item, class) => write!(f, "hidden {item} {class}"),
            Self::Sealed(item, shut) => write!(f, "sealed {item} {shut}"),
            Self::Partner(partner, state) => write!(f, "partner {partner} {}", state.word()),
            Self::Staff(staff, shut) => write!(f, "staff {staff} {shut}"),
            Self::Pupil(pupil, shut) => write!(f, "pupil {pupil} {shut}"),
            Self::Cards(pupil, until) => write!(f, "cards {pupil} {}", until.as_millisecond()),
            Self::FamilyLinks(class, until) => write!(f, "family {class} {}", until.as_millisecond()),
            Self::Posters(class, until) => write!(f, "posters {class} {}", until.as_millisecond()),
            Self::Pictures(pupil, until) => write!(f, "pictures {pupil} {}", until.as_millisecond()),
            Self::Not(gone) => write!(f, "not {gone}"),
        }
    }
}

impl FromStr for Gone {
    type Err = NotALine;

    fn from_str(line: &str) -> Result<Self, NotALine> {
        fn read<T: FromStr>(word: &str) -> Result<T, NotALine> {
            word.parse().map_err(|_| NotALine)
        }
        fn moment(word: &str) -> Result<Timestamp, NotALine> {
            Timestamp::from_millisecond(read(word)?).map_err(|_| NotALine)
        }
        if let Some(rest) = line.strip_prefix("not ") {
            return read(rest).map(Box::new).map(Self::Not);
        }
        let words: Vec<&str> = line.split(' ').collect();
        Ok(match words.as_slice() {
            ["item", item, class] => Self::Item(read(item)?, read(class)?),
            ["back", item] => Self::Back(read(item)?),
            ["words", item] => Self::Words(read(item)?),
            ["erased", subject, shut] => Self::Erased(read(subject)?, read(shut)?),
            ["theirs", hash] if hash.len() == 64 => Self::Theirs((*hash).to_owned()),
            ["class", class, shut] => Self::Class(read(class)?, read(shut)?),
            ["hidden", item, class] => Self::Hidden(read(item)?, read(class)?),
            ["sealed", item, shut] => Self::Sealed(read(item)?, read(shut)?),
            ["partner", partner, state] => Self::Partner(read(partner)?, read(state)?),
            ["staff", staff, shut] => Self::Staff(read(staff)?, read(shut)?),
            ["pupil", pupil, shut] => Self::Pupil(read(pupil)?, read(shut)?),
            ["cards", pupil, until] => Self::Cards(read(pupil)?, moment(until)?),
            ["posters", class, until] => Self::Posters(read(class)?, moment(until)?),
            ["pictures", pupil, until] => Self::Pictures(read(pupil)?, moment(until)?),
            ["family", class, until] => Self::FamilyLinks(read(class)?, moment(until)?),
            _ => return Err(NotALine),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_gone_and_reads_back() {
        let now = Timestamp::UNIX_EPOCH;
        let (item, class) = (ItemId::fresh(now), ClassId::fresh(now));

        for gone in [
            Gone::Item(item.clone(), class.clone()),
            Gone::Back(item.clone()),
            Gone::Words(item.clone()),
            Gone::Erased(Subject::Class(class.clone()), Shut::Shut),
            Gone::Erased(Subject::Pupil(PupilId::fresh(now)), Shut::Open),
            Gone::theirs(&"https://oak.example/posts/our-trip-with-sam".parse().unwrap()),
            Gone::Class(RemoteClassId::fresh(now), Shut::Shut),
            Gone::Hidden(item.clone(), class.clone()),
            Gone::Sealed(item, Shut::Shut),
            Gone::Partner(PartnerId::fresh(now), PartnerState::Ended),
            Gone::Staff(StaffId::fresh(now), Shut::Shut),
            Gone::Pupil(PupilId::fresh(now), Shut::Open),
            Gone::Cards(PupilId::fresh(now), now),
            Gone::Posters(class.clone(), now),
            Gone::Pictures(PupilId::fresh(now), now),
            Gone::Not(Box::new(Gone::FamilyLinks(class.clone(), now))),
            Gone::FamilyLinks(class, now),
        ] {
            let line = gone.to_string();
            assert_eq!(line.parse(), Ok(gone));
            assert!(!line.contains("sam") && !line.contains("oak"), "{line}");
        }
        for torn in ["", "item", "item 0198", "theirs abc", "everything x", "posters x y", "not", "not item"] {
            assert_eq!(torn.parse::<Gone>(), Err(NotALine), "{torn}");
        }
    }
}
