//! Screening: what a moderator's eye should be drawn to. It flags and sorts; it never approves and never drops.

use std::sync::LazyLock;

crate::words! {
    /// One thing noticed about a revision.
    Flag {
        Link = "link",
        Phone = "phone",
        Postcode = "postcode",
        Email = "email",
        Handle = "handle",
        /// A family name from the school's roster.
        Surname = "surname",
        /// "Where do you live?"
        Meeting = "meeting",
        /// A word from the list of unkind words.
        Unkind = "unkind",
        FirstFromPartner = "first_from_partner",
        Picture = "picture",
    }
}

/// Everything worth noticing in a text. `links` says whether the revision has any.
pub fn screen(text: &str, links: bool, pictures: bool) -> Vec<Flag> {
    let lower = text.to_lowercase();
    let checks = [
        (Flag::Link, links || has_bare_link(&lower)),
        (Flag::Phone, has_phone(text)),
        (Flag::Postcode, has_postcode(text)),
        (Flag::Email, has_email(&lower)),
        (Flag::Handle, has_handle(text)),
        (Flag::Meeting, MEETING.iter().any(|phrase| lower.contains(phrase))),
        (Flag::Unkind, words(&lower).any(|word| UNKIND.contains(&word))),
        (Flag::Picture, pictures),
    ];
    checks.into_iter().filter_map(|(flag, found)| found.then_some(flag)).collect()
}

/// Phrases by which a meeting or an address is asked for, in the languages of our schools.
const MEETING: &[&str] = &[
    "where do you live",
    "where you live",
    "my address is",
    "your address",
    "meet me",
    "meet up",
    "what school do you",
    "how old are you",
    "send me a photo",
    "my number is",
    "whatsapp",
    "snapchat",
    "instagram",
    "tiktok",
    "discord",
    "roblox name",
    "où habites-tu",
    "tu habites où",
    "mon adresse",
    "ble wyt ti'n byw",
    "أين تسكن",
    "عنواني",
];

static UNKIND: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "stupid idiot dumb loser ugly hate kill shut fat moron nazi damn hell crap stupide idiot débile moche nul"
        .split(' ')
        .collect()
});

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn has_bare_link(lower: &str) -> bool {
    lower.contains("http://")
        || lower.contains("https://")
        || lower.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.starts_with("www.")
                || [".com", ".co.uk", ".org", ".net", ".io", ".tv", ".gg"].iter().any(|end| word.ends_with(end))
        })
}

/// A run of at least nine digits, written with spaces, hyphens, dots or brackets, or with a leading plus.
fn has_phone(text: &str) -> bool {
    let mut digits = 0;
    for character in text.chars() {
        if character.is_numeric() {
            digits += 1;
            if digits >= 9 {
                return true;
            }
        } else if !matches!(character, ' ' | '-' | '.' | '(' | ')' | '+' | '\u{a0}') {
            digits = 0;
        }
    }
    false
}

/// A British postcode, spaced or not.
fn has_postcode(text: &str) -> bool {
    let tokens: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let outward = |token: &str| {
        let bytes = token.as_bytes();
        (2..=4).contains(&bytes.len()) && bytes[0].is_ascii_alphabetic() && bytes[1..].iter().any(u8::is_ascii_digit)
    };
    let inward = |token: &str| {
        let bytes = token.as_bytes();
        bytes.len() == 3
            && bytes[0].is_ascii_digit()
            && bytes[1].is_ascii_alphabetic()
            && bytes[2].is_ascii_alphabetic()
    };
    tokens.windows(2).any(|pair| outward(pair[0]) && inward(pair[1]))
        || tokens.iter().any(|token| {
            token.is_ascii()
                && token.len() >= 5
                && outward(&token[..token.len() - 3])
                && inward(&token[token.len() - 3..])
        })
}

fn has_email(lower: &str) -> bool {
    lower.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    })
}

fn has_handle(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_start_matches(['(', '"', '\'']);
        word.strip_prefix('@').is_some_and(|name| name.chars().next().is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(text: &str) -> Vec<Flag> {
        screen(text, false, false)
    }

    #[test]
    fn an_everyday_comment_is_not_flagged() {
        for text in
            ["We counted 28 ships on 14 March 2026!", "Hello Oak class, we like your snail.", "It costs £12.50", ""]
        {
            assert_eq!(flags(text), [], "{text}");
        }
    }

    #[test]
    fn private_things_are_flagged() {
        assert_eq!(flags("Call me on 07700 900123"), [Flag::Phone]);
        assert_eq!(flags("Ring +44 (0)113 496 0000 now"), [Flag::Phone]);
        assert_eq!(flags("I live at LS6 2AB"), [Flag::Postcode]);
        assert_eq!(flags("I live at ls62ab"), [Flag::Postcode]);
        assert_eq!(flags("Write to sam@mail.example please"), [Flag::Email]);
        assert_eq!(flags("I am @sam_plays"), [Flag::Handle]);
        assert_eq!(flags("look at www.games.example"), [Flag::Link]);
        assert_eq!(flags("Where do you live?"), [Flag::Meeting]);
        assert_eq!(flags("you are STUPID"), [Flag::Unkind]);
        assert_eq!(screen("hello", true, true), [Flag::Link, Flag::Picture]);
    }
}
