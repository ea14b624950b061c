//! Pictures instead of a password: which there are, what a pupil was given, and how often somebody may be mistaken.
//!
//! # How hard they are to guess
//! Two different pictures of twelve in their order are 12 × 11 = 132 possibilities, three are 12 × 11 × 10 = 1,320. No hash makes
//! that many; what protects them is that a try needs the class's poster (130 bits of chance), and that tries run out: from the
//! fourth wrong one on the pictures rest after each (two minutes, then ten, then an hour), and after the tenth they open
//! nothing until an adult gives new ones or hangs up a new poster. Resting pictures are not compared at all, so a try costs
//! the guesser as much as it tells. Ten tries at most find two pictures with a chance of 10 in 132 (7.6 %), three with
//! 10 in 1,320 (0.8 %), and the adults read of it after the fourth.
//!
//! Who gets it right takes back only what was wrong in the same browser. A guesser who waits until the pupil comes in
//! elsewhere gains nothing: what they tried stays counted as long as these pictures last.
//!
//! Whoever tries a few for each of thirty pupils would have more luck. So all browsers from which nobody of the class ever came in have
//! twelve wrong tries together; then only known ones may go on, until there is a new poster. A stranger with a photograph of it
//! gets into some account with a chance of 12 in 132 (9 %) where all have two pictures, 12 in 1,320 (0.9 %) where all have three.
//! Not held so far is who is in the class themselves: their own browser is known, and the limits of each pupil alone hold them.
//!
//! Nothing is counted for an address on the network, so that thirty children may come in within three minutes from behind one.
//! Nobody can shut a class out from the tablets it uses, and who makes trouble for every pupil, one after the other, is answered by
//! one new poster, which wakes them all. Cards open throughout.

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rand::seq::index;

/// What there is to tap, as the drawings in `static/pictures.svg` are called.
pub const PICTURES: [&str; 12] =
    ["apple", "balloon", "boat", "cat", "cup", "fish", "flower", "house", "key", "moon", "tree", "umbrella"];

/// Wrong tries after which the pictures open nothing any more.
pub const MOST: i64 = 10;

/// Wrong tries from all browsers together that the class does not know; then it lets no more of them in.
pub const STRANGERS: i64 = 12;

crate::words! {
    /// How many pictures: two for infants.
    Length { Two = "two", Three = "three" }
}

impl Length {
    pub fn count(self) -> usize {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// Different pictures in their order, no more than three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence(Vec<&'static str>);

impl Sequence {
    /// What a pupil is given.
    pub fn drawn(length: Length, chance: &mut impl Rng) -> Self {
        Self(index::sample(chance, PICTURES.len(), length.count()).into_iter().map(|place| PICTURES[place]).collect())
    }

    /// From words with spaces between. None when one of them is no picture, or there are too many.
    pub fn parse(words: &str) -> Option<Self> {
        words.split_whitespace().try_fold(Self::default(), Self::then)
    }

    /// With one more. Tapping the same twice is taken, and opens nothing.
    #[must_use]
    pub fn then(mut self, word: &str) -> Option<Self> {
        let picture = PICTURES.into_iter().find(|picture| *picture == word)?;
        self.0.push(picture);
        (self.0.len() <= Length::Three.count()).then_some(self)
    }

    pub fn pictures(&self) -> &[&'static str] {
        &self.0
    }
}

impl std::fmt::Display for Sequence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// What is kept of a pupil's pictures, with the tries that were wrong and are not taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct PicturePassword {
    pub mark: String,
    pub length: Length,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub wrong: i64,
    pub wrong_at: Option<Timestamp>,
}

/// Whether pictures can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    Awake,
    Until(Timestamp),
    /// An adult has to do something.
    Stopped,
}

impl PicturePassword {
    pub fn rest(&self, now: Timestamp) -> Rest {
        let minutes = match self.wrong {
            ..=3 => return Rest::Awake,
            4 | 5 => 2,
            6 | 7 => 10,
            8.. if self.wrong < MOST => 60,
            _ => return Rest::Stopped,
        };
        let until = self.wrong_at.unwrap_or(Timestamp::UNIX_EPOCH) + SignedDuration::from_mins(minutes);
        if now < until { Rest::Until(until) } else { Rest::Awake }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_is_drawn_is_different_pictures_and_every_order_of_them_comes() {
        let mut chance = rand::rng();

        let drawn: HashSet<String> =
            (0..20_000).map(|_| Sequence::drawn(Length::Two, &mut chance).to_string()).collect();

        // Each of the 132 is missed by 20,000 draws with a chance of e^-151.
        assert_eq!(drawn.len(), 132);
        assert!(drawn.iter().all(|words| Sequence::parse(words).unwrap().to_string() == *words));
        let three = Sequence::drawn(Length::Three, &mut chance);
        assert_eq!(three.pictures().iter().collect::<HashSet<_>>().len(), 3);
    }

    #[test]
    fn only_our_pictures_are_tapped_and_no_more_than_three() {
        let two = Sequence::parse("cat boat").unwrap();

        assert_eq!(two.pictures(), ["cat", "boat"]);
        assert_eq!(Sequence::parse(""), Some(Sequence::default()));
        assert_eq!(two.clone().then("dog"), None);
        assert!(two.then("cat").unwrap().then("cat").is_none());
    }

    #[test]
    fn t79_pictures_rest_longer_the_more_was_wrong_and_then_stop() {
        let now = Timestamp::UNIX_EPOCH;
        let after = |wrong, minutes| {
            let pictures = PicturePassword {
                mark: String::new(),
                length: Length::Two,
                created_at: now,
                last_used_at: None,
                wrong,
                wrong_at: Some(now),
            };
            pictures.rest(now + SignedDuration::from_mins(minutes))
        };
        let until = |minutes| Rest::Until(now + SignedDuration::from_mins(minutes));

        assert_eq!([after(0, 0), after(3, 0)], [Rest::Awake; 2]);
        assert_eq!([after(4, 0), after(5, 1), after(5, 2)], [until(2), until(2), Rest::Awake]);
        assert_eq!([after(6, 9), after(7, 10)], [until(10), Rest::Awake]);
        assert_eq!([after(8, 59), after(9, 60)], [until(60), Rest::Awake]);
        assert_eq!([after(10, 10_000), after(11, 10_000)], [Rest::Stopped; 2]);
    }
}
