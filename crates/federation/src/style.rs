//! How a letter is signed: in the cheapest style that its receiver is known to check, and in another when it is refused.

use jiff::{SignedDuration, Timestamp};

use crate::signature::{KeyKind, Scheme};

/// A server that refused Ed25519 and took RSA has learned better at the earliest after so long.
const LEARNS_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The styles in which a letter can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// RSA as in draft-cavage-12: what everybody checks.
    Cavage,
    /// RSA by RFC 9421.
    Message,
    /// Ed25519 by RFC 9421: it costs a small part of what RSA does.
    Ed25519,
}

impl Style {
    pub fn scheme(self) -> Scheme {
        match self {
            Style::Cavage => Scheme::Cavage,
            Style::Message | Style::Ed25519 => Scheme::Message,
        }
    }

    /// With which of its keys an actor signs like this.
    pub fn key(self) -> KeyKind {
        match self {
            Style::Cavage | Style::Message => KeyKind::Rsa,
            Style::Ed25519 => KeyKind::Ed25519,
        }
    }
}

/// What is known of a server that tells how to sign what is sent to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// There is an agreement with its school, which both have proved with Ed25519: it checks such keys, and knows ours.
    pub has_agreement: bool,
    /// The style that it took last.
    pub took: Option<Style>,
    /// When it last refused Ed25519 and then took the same letter signed with RSA.
    pub refused_ed25519_at: Option<Timestamp>,
}

/// The styles in which a letter is signed, one after the other for as long as the answer is that it was signed wrongly.
///
/// What a server says of its own software is not asked: many name RFC 9421 who check no Ed25519, and every letter would
/// cost them a refusal.
pub fn styles(habits: Habits, now: Timestamp) -> Vec<Style> {
    let rsa = match habits.took {
        Some(Style::Message) => [Style::Message, Style::Cavage],
        Some(Style::Cavage | Style::Ed25519) | None => [Style::Cavage, Style::Message],
    };
    // A moment that lies ahead is of a clock that was wrong.
    let refuses = habits.refused_ed25519_at.is_some_and(|at| (at..at + LEARNS_AFTER).contains(&now));
    let is_able = habits.has_agreement && !refuses;
    is_able.then_some(Style::Ed25519).into_iter().chain(rsa).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_795_442_400, 0);
    const RSA: [Style; 2] = [Style::Cavage, Style::Message];
    const ALL: [Style; 3] = [Style::Ed25519, Style::Cavage, Style::Message];

    #[test]
    fn only_whoever_agreed_with_us_is_sent_ed25519() {
        for took in [None, Some(Style::Cavage), Some(Style::Ed25519)] {
            let stranger = Habits { took, ..Habits::default() };

            assert_eq!(styles(stranger, NOW), RSA, "{took:?}");
            assert_eq!(styles(Habits { has_agreement: true, ..stranger }, NOW), ALL, "{took:?}");
        }
    }

    #[test]
    fn the_style_of_rsa_that_was_taken_last_comes_first() {
        let message = Habits { took: Some(Style::Message), ..Habits::default() };

        assert_eq!(styles(message, NOW), [Style::Message, Style::Cavage]);
        let partner = Habits { has_agreement: true, ..message };
        assert_eq!(styles(partner, NOW), [Style::Ed25519, Style::Message, Style::Cavage]);
    }

    #[test]
    fn whoever_refused_ed25519_is_asked_again_after_a_week() {
        let after = |hours: i64| {
            let at = NOW - SignedDuration::from_hours(hours);
            styles(Habits { has_agreement: true, took: Some(Style::Cavage), refused_ed25519_at: Some(at) }, NOW)
        };

        assert_eq!(after(0), RSA);
        assert_eq!(after(7 * 24 - 1), RSA);
        assert_eq!(after(7 * 24), ALL);
        assert_eq!(after(-1), ALL, "a clock that was ahead");
    }

    #[test]
    fn each_style_has_its_scheme_and_its_key() {
        let of = ALL.map(|style| (style.scheme(), style.key()));

        assert_eq!(
            of,
            [(Scheme::Message, KeyKind::Ed25519), (Scheme::Cavage, KeyKind::Rsa), (Scheme::Message, KeyKind::Rsa)]
        );
    }
}
