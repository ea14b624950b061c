//! How two schools come to know each other: an invitation, and four words read out by phone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::vocabulary::authority;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use super::ids::InvitationId;
use crate::tokens;

/// How long an invitation can be used, unless the admin says otherwise.
pub const INVITATION_DAYS: i64 = 14;
/// The longest an invitation can be used.
pub const LONGEST_INVITATION_DAYS: i64 = 60;
/// How many letters the code of an invitation has.
const CODE_LETTERS: usize = 26;

/// An invitation of ours.
///
/// The code is on the link and nowhere here. What is kept, `secret`, is derived from it: proofs are made with what is derived,
/// so we can check one without knowing the code, and a copy of the database does not give the link away. Whoever holds a
/// copy could still make a proof while the invitation is open; that opens nothing, for the two admins would read different
/// words to each other. It is wiped as soon as the invitation is used or revoked.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    pub id: InvitationId,
    /// Only this host may use it; without one, whoever gets it.
    pub host: Option<String>,
    /// Whom it was made for, in the admin's words.
    pub note: String,
    pub secret: String,
    pub created_by: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub used_by: Option<String>,
    pub revoked_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether a proof by this host, about a letter of this id, can only have been made by somebody who holds the code.
    pub fn is_proved(&self, host: &str, letter: &Url, proof: &str, now: Timestamp) -> bool {
        let is_open = self.used_at.is_none() && self.revoked_at.is_none() && now < self.expires_at;
        is_open
            && !self.secret.is_empty()
            && self.host.as_deref().is_none_or(|named| named == host)
            && subtle::ConstantTimeEq::ct_eq(proof_of(&self.secret, letter).as_bytes(), proof.as_bytes()).into()
    }
}

/// What is kept of a code, however it was typed.
pub fn secret_of(code: &str) -> String {
    tokens::hash_of(code)
}

/// HMAC-SHA256 of the Offer's id, in base64.
pub fn proof_of(secret: &str, letter: &Url) -> String {
    use hmac::Mac;
    let mac = hmac::Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    mac.map(|mut mac| {
        mac.update(letter.as_str().as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    })
    .unwrap_or_default()
}

/// An invitation as it was pasted: the school's own actor, and the code.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    pub school: Url,
    pub host: String,
    pub code: String,
}

/// Finds the invitation's link in whatever was pasted: the link alone, or the whole e-mail around it.
pub fn pasted(text: &str) -> Option<Pasted> {
    text.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|letter: char| matches!(letter, '<' | '>' | '"' | '(' | ')' | ',' | '.'));
        let mut school: Url = word.parse().ok()?;
        let code: String = school.fragment()?.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_invitation = school.path() == "/invitation" && school.query().is_none() && code.len() == CODE_LETTERS;
        let is_plain = matches!(school.scheme(), "https" | "http") && school.username().is_empty();
        if !is_invitation || !is_plain {
            return None;
        }
        // Only what the allow-list could name: no address in numbers, no bare word.
        let host = super::partners::exact_host(&format!("{}://{}", school.scheme(), authority(&school)))?;
        school.set_fragment(None);
        school.set_path("/actor");
        Some(Pasted { school, host, code })
    })
}

/// So many words are read out.
pub const WORDS: usize = 4;

/// Short, well-known English words, no two with the same first four letters, so that they survive a bad line. From the
/// list of BIP-39 (MIT licence), without what nobody wants to read out in a school.
static LIST: &str = include_str!("safety_words.txt");

/// The four words for two keys: the same on both sides, whoever computes them.
///
/// Four words of 1024 are forty bits. That is little against somebody who can make key after key until the words fit, so
/// each try is made expensive: tens of milliseconds and 19 MiB. It takes a while here, too, and is done once for a key.
///
/// Errors: only if argon2 cannot be used at all.
pub fn safety_words(one: &str, other: &str) -> Result<String, argon2::Error> {
    let (first, last) = if one <= other { (one, other) } else { (other, one) };
    let both = Sha256::digest(format!("schoolgate safety words\n{first}\n{last}").as_bytes());
    let params = argon2::Params::new(19 * 1024, 2, 1, None)?;
    let mut chance = [0_u8; 2 * WORDS];
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params).hash_password_into(
        &both,
        b"schoolgate words",
        &mut chance,
    )?;
    let all: Vec<&str> = LIST.lines().collect();
    let word = |pair: &[u8]| all[usize::from(u16::from_be_bytes([pair[0], pair[1]])) % all.len()];
    Ok(chance.chunks_exact(2).map(word).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_list_has_1024_words_that_cannot_be_mistaken_for_each_other() {
        let words: Vec<&str> = LIST.lines().collect();

        assert_eq!(words.len(), 1024);
        assert_eq!(words.iter().map(|word| &word[..4]).collect::<HashSet<_>>().len(), words.len());
        assert!(words.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_lowercase())));
    }

    #[test]
    fn both_sides_see_the_same_four_words_and_other_keys_have_others() {
        let words = safety_words("SHA256:maple", "SHA256:oak").unwrap();

        assert_eq!(words.split(' ').count(), WORDS);
        assert_eq!(safety_words("SHA256:oak", "SHA256:maple").unwrap(), words);
        assert_ne!(safety_words("SHA256:maple", "SHA256:elm").unwrap(), words);
    }

    #[test]
    fn a_pasted_invitation_is_found_in_its_e_mail() {
        let code = "0123456789abcdefghjkmnpqrs";
        let mail = format!("Dear Ms Patel,\nplease open <https://maple.example/invitation#{code}>.\nBye");

        let found = pasted(&mail).unwrap();
        assert_eq!((found.host.as_str(), found.school.as_str()), ("maple.example", "https://maple.example/actor"));
        assert_eq!(found.code, code);
        for wrong in [
            String::new(),
            "https://maple.example/invitation".to_owned(),
            format!("https://maple.example/other#{code}"),
            format!("https://maple.example/invitation#{}", &code[1..]),
            format!("https://10.0.0.1/invitation#{code}"),
            format!("https://maple/invitation#{code}"),
            format!("ftp://maple.example/invitation#{code}"),
            format!("https://eve@maple.example/invitation#{code}"),
            format!("https://maple.example/invitation?x#{code}"),
        ] {
            assert_eq!(pasted(&wrong), None, "{wrong}");
        }
    }

    fn invitation(host: Option<&str>) -> (Invitation, String) {
        let (code, secret) = tokens::fresh();
        let now = Timestamp::UNIX_EPOCH;
        let invitation = Invitation {
            id: InvitationId::fresh(now),
            host: host.map(str::to_owned),
            note: String::new(),
            secret,
            created_by: "staff:1".to_owned(),
            created_at: now,
            expires_at: now + jiff::SignedDuration::from_hours(24),
            used_at: None,
            used_by: None,
            revoked_at: None,
        };
        (invitation, code)
    }

    #[test]
    fn a_proof_is_good_for_one_letter_while_the_invitation_is_open() {
        let (open, code) = invitation(None);
        let letter: Url = "https://oak.example/ap/x/1".parse().unwrap();
        let proof = proof_of(&secret_of(&code), &letter);
        let now = Timestamp::UNIX_EPOCH;
        let good = |invitation: &Invitation, now| invitation.is_proved("oak.example", &letter, &proof, now);

        assert!(good(&open, now));
        assert!(!open.is_proved("oak.example", &"https://oak.example/ap/x/2".parse().unwrap(), &proof, now));
        assert!(!good(&open, open.expires_at));
        assert!(!good(&Invitation { used_at: Some(now), ..open.clone() }, now));
        assert!(!good(&Invitation { revoked_at: Some(now), ..open.clone() }, now));
        assert!(!good(&Invitation { secret: String::new(), ..open.clone() }, now));
        assert!(!good(&invitation(None).0, now));
        assert!(good(&Invitation { host: Some("oak.example".to_owned()), ..open.clone() }, now));
        assert!(!good(&Invitation { host: Some("elm.example".to_owned()), ..open }, now));
    }
}
