//! To whom a letter goes, what an answer to it means, and when it is tried again.

use std::{collections::HashSet, ops::RangeInclusive, time::Duration};

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
        fault: Fault,
    },
    /// Again at once, signed in another style.
    OtherStyle,
    /// Nobody is there any more: asked a few more times over days before it is believed.
    Gone,
    /// This letter will never be taken there; a person is told why.
    Never(&'static str),
}

/// What seems to be wrong when a letter is to be sent again: on that depends what else waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The server: all that is for it waits, and keeps its order.
    Server,
    /// Either: at first all waits; when it goes on like this, the next letter is let past.
    Unclear,
    /// The letter, or the one inbox it is for: the others go on.
    Letter,
}

/// Why there was no answer at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// No such name, nobody who listens, no certificate that can be trusted.
    NoConnection,
    /// It ended before an answer, or what came was none.
    BrokeOff,
    TooLong,
    /// Our own rules: an address that is no address of the internet, or a school that may not be spoken to just now.
    NotAllowed,
}

/// What one row of [`OUTCOMES`] is about.
#[derive(Debug, Clone, Copy)]
pub enum When {
    Answered(&'static [RangeInclusive<u16>]),
    Silent(Silence),
}

/// What a row of [`OUTCOMES`] leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Delivered,
    Again(Fault),
    /// Once more at once, signed in another style; if that helps no more, again later.
    OtherStyle(Fault),
    Gone,
    /// A withdrawal is sent again all the same.
    Never(&'static str),
}

/// What one kind of answer means, and the sentence that says so in FEDERATION.md.
#[derive(Debug)]
pub struct Outcome {
    pub when: When,
    pub verdict: Verdict,
    pub words: &'static str,
}

const fn answered(statuses: &'static [RangeInclusive<u16>], verdict: Verdict, words: &'static str) -> Outcome {
    Outcome { when: When::Answered(statuses), verdict, words }
}

const fn silent(silence: Silence, words: &'static str) -> Outcome {
    Outcome { when: When::Silent(silence), verdict: Verdict::Again(Fault::Server), words }
}

/// What every answer to a delivery means. Each status stands in exactly one row; none of the 400s is delivered.
pub const OUTCOMES: &[Outcome] = &[
    answered(&[200..=299], Verdict::Delivered, "delivered, whatever else is or is not said"),
    answered(
        &[300..=399],
        Verdict::Never("the inbox has moved"),
        "never: the inbox has moved, and letters follow no redirect",
    ),
    answered(
        &[400..=400],
        Verdict::OtherStyle(Fault::Unclear),
        "at once in another style of signature; then again, as after 500",
    ),
    answered(
        &[401..=401],
        Verdict::OtherStyle(Fault::Server),
        "at once in another style of signature; then again, with all that waits for the server",
    ),
    answered(
        &[403..=403],
        Verdict::Again(Fault::Server),
        "again: while we are trusted it is a mistake in their settings, which somebody will put right",
    ),
    answered(&[404..=404, 410..=410], Verdict::Gone, "asked again after 1, 2 and 4 days, then an admin decides"),
    answered(&[405..=405, 415..=415], Verdict::Never("the inbox does not take letters"), "never: it is no inbox"),
    answered(
        &[413..=413],
        Verdict::Never("the letter is too large for the other server"),
        "never: the letter is too large for them",
    ),
    answered(
        &[408..=408, 421..=421, 425..=425, 429..=429, 502..=504],
        Verdict::Again(Fault::Server),
        "again, with all that waits for the server",
    ),
    answered(
        &[402..=402, 406..=407, 409..=409, 411..=412, 414..=414, 416..=420, 422..=424, 426..=428, 430..=499],
        Verdict::Never("the other server refused the letter"),
        "never: this letter is refused",
    ),
    answered(
        &[500..=501, 505..=599],
        Verdict::Again(Fault::Unclear),
        "again; from the third time on the next letter is let past, and after the fifth an admin decides if others were taken",
    ),
    answered(&[0..=199, 600..=u16::MAX], Verdict::Again(Fault::Server), "again: nobody has defined what it means"),
    silent(Silence::NoConnection, "again: no such name, nobody listens, or no certificate that can be trusted"),
    silent(Silence::BrokeOff, "again: the connection ended before an answer, or what came was none"),
    silent(Silence::TooLong, "again: no answer within 15 seconds"),
    silent(Silence::NotAllowed, "again: an address outside the internet, or a school that may not be spoken to now"),
];

/// What an answer to a delivery means. `tried_all` when it was signed in every style that there is for its receiver.
///
/// `urgent` are withdrawals: what must not be read any longer is never given up for good.
pub fn meaning(answer: &Answer, urgent: bool, tried_all: bool) -> Meaning {
    let again =
        |fault| Meaning::TryAgain { after: answer.retry_after.map(|after| after.min(LONGEST_RETRY_AFTER)), fault };
    match verdict(answer) {
        Verdict::Delivered => Meaning::Delivered,
        Verdict::Again(fault) => again(fault),
        Verdict::OtherStyle(fault) if tried_all => again(fault),
        Verdict::OtherStyle(_) => Meaning::OtherStyle,
        Verdict::Gone => Meaning::Gone,
        Verdict::Never(_) if urgent => again(Fault::Letter),
        Verdict::Never(why) => Meaning::Never(why),
    }
}

fn verdict(answer: &Answer) -> Verdict {
    let row = OUTCOMES.iter().find(|outcome| match outcome.when {
        When::Answered(statuses) => {
            answer.status.is_some_and(|status| statuses.iter().any(|range| range.contains(&status)))
        }
        When::Silent(silence) => answer.status.is_none() && answer.silence == Some(silence),
    });
    // Silence of no known kind is still silence.
    row.map_or(Verdict::Again(Fault::Server), |row| row.verdict)
}

/// After so many tries that its server answered with a fault of its own, while it took others, a letter is put aside.
pub const SICK_AFTER: u32 = 5;
/// From this try on a fault that may be the letter's holds up nobody else.
pub const LET_PAST_AFTER: u32 = 3;

/// When to ask once more whether nobody is there, after so many answers that said so. None when it is to be believed.
pub fn ask_gone_again(times: u32) -> Option<Duration> {
    matches!(times, 1..=3).then(|| Duration::from_secs(DAY << (times - 1)))
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
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::fmt::Write;

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
        let again = |fault| Meaning::TryAgain { after: None, fault };
        for (status, expected) in [
            (200, Meaning::Delivered),
            (202, Meaning::Delivered),
            (204, Meaning::Delivered),
            (301, Meaning::Never("the inbox has moved")),
            (400, Meaning::OtherStyle),
            (401, Meaning::OtherStyle),
            (403, again(Fault::Server)),
            (404, Meaning::Gone),
            (405, Meaning::Never("the inbox does not take letters")),
            (408, again(Fault::Server)),
            (410, Meaning::Gone),
            (413, Meaning::Never("the letter is too large for the other server")),
            (415, Meaning::Never("the inbox does not take letters")),
            (418, Meaning::Never("the other server refused the letter")),
            (421, again(Fault::Server)),
            (425, again(Fault::Server)),
            (429, again(Fault::Server)),
            (500, again(Fault::Unclear)),
            (502, again(Fault::Server)),
            (503, again(Fault::Server)),
            (504, again(Fault::Server)),
        ] {
            assert_eq!(meaning(&answered(status), false, false), expected, "{status}");
        }
        assert_eq!(meaning(&answered(400), false, true), again(Fault::Unclear));
        assert_eq!(meaning(&answered(401), false, true), again(Fault::Server));
        for silence in [Silence::NoConnection, Silence::BrokeOff, Silence::TooLong, Silence::NotAllowed] {
            let answer = Answer { silence: Some(silence), ..Answer::default() };
            assert_eq!(meaning(&answer, false, false), again(Fault::Server), "{silence:?}");
        }
    }

    #[test]
    fn t96_every_answer_stands_in_exactly_one_row() {
        for status in 0..=u16::MAX {
            let rows = OUTCOMES.iter().filter(|outcome| match outcome.when {
                When::Answered(ranges) => ranges.iter().any(|range| range.contains(&status)),
                When::Silent(_) => false,
            });
            assert_eq!(rows.count(), 1, "{status}");
        }
    }

    /// The table of FEDERATION.md, made from the one that decides.
    fn table() -> String {
        let mut table = "| answer | what follows |\n|---|---|\n".to_owned();
        for Outcome { when, words, .. } in OUTCOMES {
            let name = match when {
                When::Answered(ranges) => {
                    let ranges = ranges.iter().map(|range| match (*range.start(), *range.end()) {
                        (0, 199) => "below 200".to_owned(),
                        (600, u16::MAX) => "600 and above".to_owned(),
                        (first, last) if first == last => first.to_string(),
                        (first, last) => format!("{first} to {last}"),
                    });
                    ranges.collect::<Vec<_>>().join(", ")
                }
                When::Silent(Silence::NoConnection) => "no connection".to_owned(),
                When::Silent(Silence::BrokeOff) => "a connection that breaks off".to_owned(),
                When::Silent(Silence::TooLong) => "silence".to_owned(),
                When::Silent(Silence::NotAllowed) => "not asked".to_owned(),
            };
            writeln!(table, "| {name} | {words} |").unwrap();
        }
        table
    }

    #[test]
    fn t96_the_outcomes_are_written_down_as_they_are() {
        let written = include_str!("../../../FEDERATION.md");

        let table = table();

        assert!(written.contains(&table), "write this into FEDERATION.md:\n{table}");
    }

    #[test]
    fn t96_no_refusal_counts_as_delivered() {
        for status in (0..200).chain(300..1000) {
            for urgent in [false, true] {
                for tried_all in [false, true] {
                    assert_ne!(meaning(&answered(status), urgent, tried_all), Meaning::Delivered, "{status}");
                }
            }
        }
    }

    #[test]
    fn t95_a_withdrawal_is_never_given_up() {
        for status in 300..600 {
            let meaning = meaning(&answered(status), true, true);
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

        let named = |seconds| match meaning(&answer(seconds), false, false) {
            Meaning::TryAgain { after, .. } => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(named(90), Some(Duration::from_secs(90)));
        assert_eq!(named(10 * DAY), Some(LONGEST_RETRY_AFTER));
    }

    #[test]
    fn nobody_is_believed_to_be_gone_before_a_week_has_passed() {
        let asked: Vec<_> = (1..=4).map(ask_gone_again).collect();

        let days = |days| Some(Duration::from_secs(days * DAY));
        assert_eq!(asked, [days(1), days(2), days(4), None]);
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
