//! What must be true of a run, whatever happened in it: a pure question to what was written down.

use std::collections::BTreeSet;

use super::history::{About, Answer, Call, Deed, History, Kept, Line, Moment, Name, Standing, Wording};
use schoolgate::domain::deliveries::REPLACED;

/// Every loss, as a sentence that begins with the name of the rule. None is what is wanted.
pub(crate) fn losses(history: &History) -> Vec<String> {
    let mut losses = Vec::new();
    published_once(history, &mut losses);
    last_edit_wins(history, &mut losses);
    taken_back_everywhere(history, &mut losses);
    nothing_to_strangers(history, &mut losses);
    nothing_before_it_was_let_in(history, &mut losses);
    once_or_not_at_all(history, &mut losses);
    nothing_left_over(history, &mut losses);
    one_line_for_each_decision(history, &mut losses);
    losses
}

impl History {
    fn taken_back(&self, name: Name) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(move |call| call.deed == Deed::TakeBack(name) && call.may_have_happened())
    }

    fn kept(&self, at: usize, name: Name) -> Vec<&Kept> {
        self.end.get(at).map_or_else(Vec::new, |end| end.items.iter().filter(|kept| kept.name == name).collect())
    }

    /// The post under which a comment was written, if it is one.
    fn above(&self, name: Name) -> Option<Name> {
        self.calls.iter().find_map(|call| match call.deed {
            Deed::Comment { words, under } if words.name == name => Some(under),
            _ => None,
        })
    }

    /// Whether the school of an item was put back to before it had let it out.
    fn is_forgotten(&self, name: Name) -> bool {
        self.calls.iter().any(|call| {
            let is_out = match call.deed {
                Deed::Publish(words) => words.name == name,
                Deed::LetIn(words) => words.name == name && call.at == name.school,
                _ => false,
            };
            is_out && call.answer == Answer::Forgotten
        })
    }

    /// Whether one of two schools has ended with the other.
    fn have_ended(&self, one: usize, other: usize) -> bool {
        self.calls.iter().any(|call| {
            matches!(call.deed, Deed::End(with) if call.may_have_happened()
                && [(call.at, with), (with, call.at)].contains(&(one, other)))
        })
    }

    /// What was let out and nobody took back: its name, and since when.
    fn standing(&self) -> Vec<(Name, Moment)> {
        let out = self.calls.iter().filter(|call| call.is_done()).filter_map(|call| match call.deed {
            Deed::Publish(words) => Some((words.name, call.began)),
            // A comment is out when its own school has let it out.
            Deed::LetIn(words) if words.name.school == call.at => Some((words.name, call.began)),
            _ => None,
        });
        out.filter(|(name, _)| self.taken_back(*name).next().is_none()).collect()
    }

    /// Every other school that must have it.
    fn owed(&self, name: Name, since: Moment) -> Vec<usize> {
        let others = (0..self.end.len()).filter(|other| *other != name.school);
        let Some(under) = self.above(name) else {
            return others.filter(|other| self.is_bound(name.school, *other, since)).collect();
        };
        // Under a post that is gone a comment is nothing; it goes to the school of the post, or out with it.
        if self.taken_back(under).next().is_some() || self.is_forgotten(under) {
            return Vec::new();
        }
        let owner = under.school;
        others
            .filter(|other| if owner == name.school { true } else { *other == owner })
            .filter(|other| self.is_bound(name.school, *other, since) && self.is_bound(*other, name.school, since))
            // It must have the post, too.
            .filter(|other| {
                owner == *other
                    || self.standing().iter().any(|(post, at)| *post == under && self.is_bound(owner, *other, *at))
            })
            .collect()
    }
}

/// I1: what was published is exactly once at home, and at every partner that was trusted then and is now.
fn published_once(history: &History, losses: &mut Vec<String>) {
    for (name, since) in history.standing() {
        for at in std::iter::once(name.school).chain(history.owed(name, since)) {
            match history.kept(at, name)[..] {
                // A wording that is said again after a restore is another revision with the same words.
                [kept]
                    if !kept.is_gone && (!kept.doubled || history.came_back(at) || history.came_back(name.school)) => {}
                [] => losses.push(format!("I1: school {at} does not have {name:?}, let out at {since}")),
                [kept] if kept.is_gone => losses.push(format!("I1: {name:?} is gone at school {at}")),
                _ => losses.push(format!("I1: school {at} has {name:?} more than once")),
            }
        }
    }
}

/// I2: the last edit that was acknowledged is what stands, here and there; and so with likes.
fn last_edit_wins(history: &History, losses: &mut Vec<String>) {
    for (name, since) in history.standing() {
        let [home] = history.kept(name.school, name)[..] else { continue };
        let wordings = history.calls.iter().filter_map(|call| match call.deed {
            Deed::Publish(words) | Deed::Edit(words) if words.name == name && call.may_have_happened() => {
                Some((words.revision, call.answer))
            }
            _ => None,
        });
        let mut allowed = Vec::new();
        for (revision, answer) in wordings {
            if answer == Answer::Done {
                allowed.clear();
            }
            allowed.push(revision);
        }
        if history.above(name).is_none() && !allowed.contains(&home.revision) {
            losses.push(format!("I2: {name:?} stands at home in wording {}, not in {allowed:?}", home.revision));
        }
        for at in history.owed(name, since) {
            for kept in history.kept(at, name) {
                if kept.revision != home.revision {
                    losses.push(format!(
                        "I2: school {at} has {name:?} in wording {}, its own school in {}",
                        kept.revision, home.revision
                    ));
                }
            }
        }
    }
    for (owner, end) in history.end.iter().enumerate() {
        for (by, theirs) in history.end.iter().enumerate().filter(|(by, _)| *by != owner) {
            let began = history
                .bonds
                .iter()
                .any(|bond| bond.from == 0 && bond.until.is_none() && bond.leader == owner && bond.follower == by);
            // Likes are not compared after a restore.
            let is_lost = history.came_back(owner) || history.came_back(by);
            for kept in &end.items {
                let name = kept.name;
                if name.school != owner || kept.is_gone || !began || is_lost || history.have_ended(owner, by) {
                    continue;
                }
                let (here, there) = (end.likes.contains(&(name, by)), theirs.likes.contains(&(name, by)));
                if here != there {
                    losses
                        .push(format!("I2: {name:?} is liked by school {by}: {there} there, {here} at its own school"));
                }
            }
        }
    }
}

/// I3: what was taken back is absent everywhere, and is never seen again.
fn taken_back_everywhere(history: &History, losses: &mut Vec<String>) {
    for call in &history.calls {
        let Deed::TakeBack(name) = call.deed else { continue };
        // What is gone for long has been cleared away.
        let is_gone_at_home = history.kept(call.at, name).iter().all(|kept| kept.is_gone);
        // No restore brings back what is gone.
        let was_done = matches!(call.answer, Answer::Done | Answer::Forgotten);
        if !(was_done || call.answer == Answer::Unknown && is_gone_at_home) {
            continue;
        }
        for (at, end) in history.end.iter().enumerate() {
            if history.kept(at, name).iter().any(|kept| !kept.is_gone) {
                losses.push(format!("I3: {name:?} was taken back at {} and is still at school {at}", call.ended));
            }
            if end.shown.iter().any(|words| words.name == name) {
                losses.push(format!("I3: {name:?} was taken back and is read at school {at}"));
            }
        }
        if was_done {
            seen_again(history, call.at, name, call.ended, losses);
        }
    }
    for burial in &history.burials {
        seen_again(history, burial.at, burial.name, burial.moment, losses);
    }
}

fn seen_again(history: &History, at: usize, name: Name, since: Moment, losses: &mut Vec<String>) {
    let again = history
        .reads
        .iter()
        .find(|read| read.at == at && read.began > since && read.words.iter().any(|words| words.name == name));
    if let Some(read) = again {
        losses.push(format!("I3: {name:?} was gone at school {at} from {since} and read there at {}", read.began));
    }
}

/// I4: nothing ever reached somebody whom nobody trusts, nothing strayed, and nothing of theirs came in.
fn nothing_to_strangers(history: &History, losses: &mut Vec<String>) {
    let strangers = &history.strangers;
    for (number, what) in [
        (strangers.connections as u64, "connections to strangers"),
        (strangers.questions as u64, "questions for strangers' names"),
        (strangers.told as u64, "answers to strangers with our words"),
        (strangers.taken as u64, "strangers' letters taken"),
        (strangers.strays, "packets that strayed"),
        (history.end.iter().map(|end| end.strangers_words as u64).sum(), "words of strangers kept"),
    ] {
        if number > 0 {
            losses.push(format!("I4: {number} {what}"));
        }
    }
}

/// I5: no pupil ever read a wording that no teacher of that school had let in, or published, by then.
fn nothing_before_it_was_let_in(history: &History, losses: &mut Vec<String>) {
    let since = |at: usize, wording: Wording| {
        let let_in = history.calls.iter().filter(|call| {
            call.at == at
                && call.may_have_happened()
                && match call.deed {
                    Deed::Publish(words) | Deed::Edit(words) | Deed::LetIn(words) => words == wording,
                    _ => false,
                }
        });
        let_in.map(|call| call.began).min()
    };
    let ends = history.end.iter().enumerate().map(|(at, end)| (at, Moment::MAX, &end.shown));
    let mut told = BTreeSet::new();
    for (at, read, words) in history.reads.iter().map(|read| (read.at, read.ended, &read.words)).chain(ends) {
        for wording in words {
            // Once is enough: whoever read it first tells when.
            if since(at, *wording).is_none_or(|since| since > read) && told.insert((at, *wording)) {
                losses.push(format!("I5: {wording} was read at school {at} at {read}, and nobody had let it in"));
            }
        }
    }
}

/// I6: what nobody knows the outcome of happened once or not at all, and then everywhere; what was refused did not happen.
fn once_or_not_at_all(history: &History, losses: &mut Vec<String>) {
    for call in &history.calls {
        let (Deed::Publish(wording) | Deed::Edit(wording) | Deed::Comment { words: wording, .. }) = call.deed else {
            continue;
        };
        let kept = history.kept(call.at, wording.name);
        match call.answer {
            Answer::Done => {}
            Answer::Unknown | Answer::Forgotten => {
                if kept.len() > 1 || kept.iter().any(|kept| kept.doubled && !history.came_back(call.at)) {
                    losses.push(format!("I6: {wording} was asked for once and happened twice"));
                }
                // What was taken back is cleared away by each school in its own time.
                // With whom it has ended, nobody compares.
                let stands = |at| {
                    !(history.came_back(call.at) && history.have_ended(at, call.at))
                        && history.kept(at, wording.name).iter().any(|kept| !kept.is_gone)
                };
                if kept.is_empty() && (0..history.end.len()).any(stands) {
                    losses.push(format!("I6: {wording} did not happen at home, and is elsewhere"));
                }
            }
            Answer::Refused => {
                if kept.iter().any(|kept| kept.revision == wording.revision) {
                    losses.push(format!("I6: {wording} was refused and is there"));
                }
            }
        }
    }
}

/// Why a letter may be given up: somebody decided something.
const REASONS: &[&str] = &["taken back", "trust ended", "it follows the class no more", REPLACED];

/// I7: nothing waits, or it says why; nobody holds a letter; the databases are whole.
fn nothing_left_over(history: &History, losses: &mut Vec<String>) {
    for (at, end) in history.end.iter().enumerate() {
        for letter in &end.queue {
            losses.push(format!("I7: school {at} still has to say: {letter}"));
        }
        for (to, verb, why) in &end.given_up {
            // What one of two has forgotten may be about something that the other knows nothing of.
            let is_lost = history.came_back(at) || to.is_some_and(|to| history.came_back(to));
            if !is_lost && !REASONS.contains(&why.as_str()) {
                losses.push(format!("I7: school {at} gave up a {verb}: {why}"));
            }
        }
        if end.leases > 0 {
            losses.push(format!("I7: {} letters of school {at} are in somebody's hands", end.leases));
        }
        for damage in &end.damage {
            losses.push(format!("I7: the database of school {at}: {damage}"));
        }
    }
}

/// I8: the log has one line for each decision, in order, and its chain is whole.
fn one_line_for_each_decision(history: &History, losses: &mut Vec<String>) {
    for (at, end) in history.end.iter().enumerate() {
        if let Some(said) = &end.broken_chain {
            losses.push(format!("I8: school {at}: {said}"));
        }
        lines_of(history, at, end, losses);
    }
}

fn lines_of(history: &History, at: usize, end: &Standing, losses: &mut Vec<String>) {
    let mut calls = history.calls.iter().filter(|call| call.at == at && call.may_have_happened()).peekable();
    // Without an answer they may have been carried out later than what was asked for after them.
    let mut late: Vec<&Call> = Vec::new();
    // Without an answer, and taken for what caused a line; that may have been another one, which was the same.
    let mut guessed: Vec<&Call> = Vec::new();
    let fits = |call: &Call, line: &Line| call.deed.action() == line.action && Some(call.deed.about()) == line.about;
    let same =
        |one: &Call, other: &Call| (one.deed.action(), one.deed.about()) == (other.deed.action(), other.deed.about());
    for line in &end.audit {
        while let Some(call) = calls.next_if(|call| {
            let was_guessed = guessed.iter().any(|guess| same(guess, call));
            !fits(call, line) && (call.is_open() || was_guessed)
        }) {
            match guessed.iter().position(|guess| call.is_done() && same(guess, call)) {
                Some(place) => {
                    guessed.remove(place);
                }
                None => late.push(call),
            }
        }
        let next = calls.next_if(|call| fits(call, line));
        let next = next.or_else(|| late.iter().position(|call| fits(call, line)).map(|place| late.remove(place)));
        match (next, calls.peek()) {
            (Some(call), _) if call.is_open() => guessed.push(call),
            (Some(_), _) => {}
            (None, Some(call)) => {
                losses.push(format!("I8: school {at} logged {line:?}; {:?} was next", call.deed));
                return;
            }
            (None, None) => {
                losses.push(format!("I8: school {at} logged {line:?}, which nobody asked for"));
                return;
            }
        }
    }
    for call in calls.filter(|call| call.is_done()) {
        match guessed.iter().position(|guess| same(guess, call)) {
            Some(place) => {
                guessed.remove(place);
            }
            None => losses.push(format!("I8: school {at} did not log {:?} at {}", call.deed, call.began)),
        }
    }
}

impl About {
    /// For a line of the log whose subject was found.
    pub(crate) fn item(name: Option<Name>) -> Option<Self> {
        name.map(Self::Item)
    }
}
