//! What a run of the ledger writes down: every call and its answer, everything a pupil read, and how it all stands at the end.

use std::collections::BTreeSet;
use std::fmt;

/// Milliseconds since the run began.
pub(crate) type Moment = u64;

/// A post or a comment: the school that wrote it, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    pub(crate) school: usize,
    pub(crate) number: u32,
}

/// One wording of it. Written down as a word that stands nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wording {
    pub(crate) name: Name,
    pub(crate) revision: u32,
}

/// Begins the word. In capitals, as no address is made of it.
pub(crate) const CANARY: &str = "CANARY";
const END: &str = "END";

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Name { school, number } = self.name;
        write!(f, "{CANARY}{school}X{number}X{}{END}", self.revision)
    }
}

/// Every wording that a text holds.
pub(crate) fn wordings(text: &str) -> BTreeSet<Wording> {
    text.split(CANARY)
        .skip(1)
        .filter_map(|rest| {
            let mut numbers = rest.split_once(END)?.0.split('X').map(str::parse::<u32>);
            let school = usize::try_from(numbers.next()?.ok()?).ok()?;
            let number = numbers.next()?.ok()?;
            let revision = numbers.next()?.ok()?;
            Some(Wording { name: Name { school, number }, revision })
        })
        .collect()
}

/// What somebody wants. Schools are named by their place in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Publish(Wording),
    Edit(Wording),
    TakeBack(Name),
    /// A pupil hands in a comment under a post.
    Comment {
        words: Wording,
        under: Name,
    },
    LetIn(Wording),
    TurnAway(Wording),
    Like(Name),
    Unlike(Name),
    Pause(usize),
    Resume(usize),
    End(usize),
    Follow(usize),
    Accept(usize),
    Unfollow(usize),
}

impl Deed {
    /// Its kind, as the audit log calls it.
    pub(crate) fn action(self) -> &'static str {
        match self {
            Self::Publish(_) | Self::Edit(_) => "publish",
            Self::TakeBack(_) => "take_back",
            Self::Comment { .. } => "hand_in",
            Self::LetIn(_) => "let_in",
            Self::TurnAway(_) => "turn_away",
            Self::Like(_) => "like",
            Self::Unlike(_) => "unlike",
            Self::Pause(_) => "pause_partner",
            Self::Resume(_) => "resume_partner",
            Self::End(_) => "end_partner",
            Self::Follow(_) => "ask_to_follow",
            Self::Accept(_) => "accept_follow",
            Self::Unfollow(_) => "unfollow",
        }
    }

    pub(crate) fn about(self) -> About {
        match self {
            Self::Publish(words)
            | Self::Edit(words)
            | Self::Comment { words, .. }
            | Self::LetIn(words)
            | Self::TurnAway(words) => About::Item(words.name),
            Self::TakeBack(name) | Self::Like(name) | Self::Unlike(name) => About::Item(name),
            Self::Pause(school)
            | Self::Resume(school)
            | Self::End(school)
            | Self::Follow(school)
            | Self::Accept(school)
            | Self::Unfollow(school) => About::School(school),
        }
    }

    /// In the report; a first wording and a later one are told apart there.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Edit(_) => "edit",
            Self::Comment { .. } => "comment",
            other => other.action(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Item(Name),
    School(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It was done.
    Done,
    /// It was not done.
    Refused,
    /// No answer, or one that somebody in between gave: it was done once, or not at all.
    Unknown,
    /// It was done, and then its school was put back to how it had been before: it knows of it no more, or from others only.
    Forgotten,
}

#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// At which school.
    pub(crate) at: usize,
    pub(crate) deed: Deed,
    /// From before the first byte was sent.
    pub(crate) began: Moment,
    pub(crate) ended: Moment,
    pub(crate) answer: Answer,
}

impl Call {
    pub(crate) fn may_have_happened(&self) -> bool {
        self.answer != Answer::Refused
    }

    pub(crate) fn is_done(&self) -> bool {
        self.answer == Answer::Done
    }

    /// Whether it may be so or not.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.answer, Answer::Unknown | Answer::Forgotten)
    }
}

/// A page that a pupil was shown.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) at: usize,
    pub(crate) began: Moment,
    pub(crate) ended: Moment,
    pub(crate) words: BTreeSet<Wording>,
}

/// From this moment on, at the latest, an item was buried at a school.
#[derive(Clone, Debug)]
pub(crate) struct Burial {
    pub(crate) at: usize,
    pub(crate) name: Name,
    pub(crate) moment: Moment,
}

/// One class's following another, as both agreed on it.
#[derive(Clone, Debug)]
pub(crate) struct Bond {
    pub(crate) leader: usize,
    pub(crate) follower: usize,
    pub(crate) from: Moment,
    /// The first try to end it.
    pub(crate) until: Option<Moment>,
}

/// An item as a school's database has it at the end.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) name: Name,
    /// Of its newest wording.
    pub(crate) revision: u32,
    /// Rows that hold one and the same wording of it.
    pub(crate) doubled: bool,
    pub(crate) is_gone: bool,
}

/// A line of the audit log that one of the school's own people caused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) action: String,
    pub(crate) about: Option<About>,
}

/// How a school stands at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub(crate) items: Vec<Kept>,
    /// Likes that stand: of which item, by which school.
    pub(crate) likes: Vec<(Name, usize)>,
    /// What a pupil reads there.
    pub(crate) shown: BTreeSet<Wording>,
    /// Letters that are neither delivered nor given up.
    pub(crate) queue: Vec<String>,
    /// Letters that were given up, and why: to which school, the verb and the reason.
    pub(crate) given_up: Vec<(Option<usize>, String, String)>,
    pub(crate) leases: usize,
    /// What the database finds wrong with itself.
    pub(crate) damage: Vec<String>,
    /// Words of somebody whom nobody trusts.
    pub(crate) strangers_words: usize,
    pub(crate) audit: Vec<Line>,
    /// What `schoolgate audit verify` said, when it was not "whole".
    pub(crate) broken_chain: Option<String>,
}

/// A school was put back from a backup: what happened between the backup and its return is gone there.
#[derive(Clone, Debug)]
pub(crate) struct Return {
    pub(crate) at: usize,
    /// From before the backup was begun.
    pub(crate) from: Moment,
    pub(crate) until: Moment,
}

/// What came of those whom nobody trusts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strangers {
    /// Connections to them.
    pub(crate) connections: usize,
    /// How often somebody asked for their names.
    pub(crate) questions: usize,
    /// Answers to them that held a canary.
    pub(crate) told: usize,
    /// Letters of theirs that were taken.
    pub(crate) taken: usize,
    /// Packets that left this world.
    pub(crate) strays: u64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) calls: Vec<Call>,
    pub(crate) reads: Vec<Read>,
    pub(crate) burials: Vec<Burial>,
    pub(crate) bonds: Vec<Bond>,
    pub(crate) returns: Vec<Return>,
    /// What the nemesis did: when it began, by kind, and to which school.
    pub(crate) faults: Vec<(Moment, &'static str, usize)>,
    pub(crate) strangers: Strangers,
    pub(crate) end: Vec<Standing>,
}

impl History {
    /// A school is back as it was when its backup was begun. What was done there since is forgotten, and with it what it agreed
    /// on within the run: whoever is not sure of a bond owes nothing by it.
    pub(crate) fn comes_back(&mut self, at: usize, from: Moment, until: Moment) {
        for call in self.calls.iter_mut().filter(|call| call.at == at && call.ended >= from && call.began <= until) {
            if call.answer == Answer::Done {
                call.answer = Answer::Forgotten;
            }
        }
        self.returns.push(Return { at, from, until });
    }

    pub(crate) fn came_back(&self, at: usize) -> bool {
        self.returns.iter().any(|back| back.at == at)
    }

    /// Ends the bonds between two schools, in the directions that are named as (leader, follower).
    pub(crate) fn end_bonds(&mut self, pairs: &[(usize, usize)], at: Moment) {
        for bond in &mut self.bonds {
            if bond.until.is_none() && pairs.contains(&(bond.leader, bond.follower)) {
                bond.until = Some(at);
            }
        }
    }

    /// Whether a class followed another from this moment to the end.
    pub(crate) fn is_bound(&self, leader: usize, follower: usize, since: Moment) -> bool {
        self.bonds.iter().any(|bond| {
            let is_sure = bond.from == 0 || !(self.came_back(leader) || self.came_back(follower));
            is_sure && bond.leader == leader && bond.follower == follower && bond.from <= since && bond.until.is_none()
        })
    }
}
