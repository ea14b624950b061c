//! To whom a letter goes, what an answer to it means, and when it is tried again.

use std::{collections::HashSet, time::Duration};

use url::Url;

use crate::fetch::Answer;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The longest pause that another server may ask for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(6 * HOUR);

/// Where one follower takes its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub inbox: Url,
    pub shared_inbox: Option<Url>,
}

/// The inboxes that reach all of these followers, each once, in the order of the followers.
///
/// The shared inbox where there is one: fewer letters, and WordPress loses none that arrive there.
pub fn inboxes(followers: &[Recipient]) -> Vec<Url> {
    let mut seen = HashSet::new();
    followers
        .iter()
        .map(|follower| follower.shared_inbox.as_ref().unwrap_or(&follower.inbox))
        .filter(|inbox| seen.insert(*inbox))
        .cloned()
        .collect()
}

/// What is to be done after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Delivered,
    /// Again later; not before `after` if the other server named a time.
    TryAgain {
        after: Option<Duration>,
    },
    /// Again at once, signed the other way; if that was the other way already, again later.
    OtherScheme,
    /// Nobody is there any more: asked a few more times over days before it is believed.
    Gone,
    /// This letter will never be taken there; a person is told why.
    Never(&'static str),
}

/// What an answer to a delivery means. No status of the 400s ever counts as delivered.
///
/// `urgent` are withdrawals: what must not be read any longer is never given up for good.
pub fn meaning(answer: &Answer, urgent: bool) -> Meaning {
    let again = Meaning::TryAgain { after: answer.retry_after.map(|after| after.min(LONGEST_RETRY_AFTER)) };
    let never = |why| if urgent { again.clone() } else { Meaning::Never(why) };
    let Some(status) = answer.status else { return again };
    match status {
        200..=299 => Meaning::Delivered,
        300..=399 => never("the inbox has moved"),
        400 | 401 => Meaning::OtherScheme,
        404 | 410 => Meaning::Gone,
        413 => never("the letter is too large for the other server"),
        405 | 415 => never("the inbox does not take letters"),
        // 403 too: while a school trusts us it is a mistake in its settings, which somebody will put right. What
        // nobody has defined is treated like a server that is not well.
        403 | 408 | 421 | 425 | 429 | 0..=199 | 500.. => again,
        402 | 406..=499 => never("the other server refused the letter"),
    }
}

/// How long to wait after so many failures in a row; `chance`, from 0 to 1, spreads it by a fifth either way, so that
/// a server that comes back is not run over.
pub fn wait(failures: u32, chance: f64) -> Duration {
    let seconds = match failures {
        0 | 1 => 30,
        2 => 2 * MINUTE,
        3 => 10 * MINUTE,
        4 => 30 * MINUTE,
        5 => HOUR,
        6 => 3 * HOUR,
        7 => 6 * HOUR,
        8 => 12 * HOUR,
        9.. => DAY,
    };
    Duration::from_secs(seconds).mul_f64(0.8 + 0.4 * chance.clamp(0.0, 1.0))
}

/// How long a letter is worth delivering: posts and edits for 90 days, withdrawals for ever.
pub fn expires(urgent: bool) -> Option<Duration> {
    (!urgent).then(|| Duration::from_secs(90 * DAY))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn answered(status: u16) -> Answer {
        Answer { status: Some(status), ..Answer::default() }
    }

    #[test]
    fn shared_inboxes_are_used_once() {
        let recipient = |inbox: &str, shared: Option<&str>| Recipient {
            inbox: inbox.parse().unwrap(),
            shared_inbox: shared.map(|shared| shared.parse().unwrap()),
        };

        let inboxes = inboxes(&[
            recipient("https://south.example/a/inbox", Some("https://south.example/inbox")),
            recipient("https://gts.example/c/inbox", None),
            recipient("https://south.example/b/inbox", Some("https://south.example/inbox")),
            recipient("https://gts.example/d/inbox", None),
            recipient("https://gts.example/d/inbox", None),
        ]);

        let inboxes: Vec<_> = inboxes.iter().map(Url::as_str).collect();
        assert_eq!(
            inboxes,
            ["https://south.example/inbox", "https://gts.example/c/inbox", "https://gts.example/d/inbox"]
        );
    }

    #[test]
    fn t96_each_answer_has_its_meaning() {
        let again = Meaning::TryAgain { after: None };
        for (status, expected) in [
            (200, Meaning::Delivered),
            (202, Meaning::Delivered),
            (204, Meaning::Delivered),
            (301, Meaning::Never("the inbox has moved")),
            (400, Meaning::OtherScheme),
            (401, Meaning::OtherScheme),
            (403, again.clone()),
            (404, Meaning::Gone),
            (405, Meaning::Never("the inbox does not take letters")),
            (408, again.clone()),
            (410, Meaning::Gone),
            (413, Meaning::Never("the letter is too large for the other server")),
            (415, Meaning::Never("the inbox does not take letters")),
            (418, Meaning::Never("the other server refused the letter")),
            (421, again.clone()),
            (425, again.clone()),
            (429, again.clone()),
            (500, again.clone()),
            (502, again.clone()),
            (503, again.clone()),
            (504, again.clone()),
        ] {
            assert_eq!(meaning(&answered(status), false), expected, "{status}");
        }
        assert_eq!(meaning(&Answer::default(), false), again, "no answer at all");
    }

    #[test]
    fn t96_no_refusal_counts_as_delivered() {
        for status in (0..200).chain(300..1000) {
            for urgent in [false, true] {
                assert_ne!(meaning(&answered(status), urgent), Meaning::Delivered, "{status}");
            }
        }
    }

    #[test]
    fn t95_a_withdrawal_is_never_given_up() {
        for status in 300..600 {
            let meaning = meaning(&answered(status), true);
            assert!(!matches!(meaning, Meaning::Never(_)), "{status}");
        }
        assert_eq!(expires(true), None);
        assert_eq!(expires(false), Some(Duration::from_secs(90 * DAY)));
    }

    #[test]
    fn a_named_pause_is_kept_but_not_for_ever() {
        let answer = |seconds| Answer {
            status: Some(429),
            retry_after: Some(Duration::from_secs(seconds)),
            ..Answer::default()
        };

        assert_eq!(meaning(&answer(90), false), Meaning::TryAgain { after: Some(Duration::from_secs(90)) });
        assert_eq!(meaning(&answer(10 * DAY), false), Meaning::TryAgain { after: Some(LONGEST_RETRY_AFTER) });
    }

    #[test]
    fn the_waits_grow_to_a_day_and_are_spread_by_a_fifth() {
        let middle: Vec<_> = (1..=11).map(|failures| wait(failures, 0.5).as_secs()).collect();

        assert_eq!(middle, [30, 120, 600, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, DAY, DAY]);
        assert_eq!(wait(1, 0.0).as_secs(), 24);
        assert_eq!(wait(1, 1.0).as_secs(), 36);
        assert_eq!(wait(0, 0.5), wait(1, 0.5));
        assert_eq!(wait(1, f64::INFINITY).as_secs(), 36);
    }
}
