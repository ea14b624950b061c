//! What all who take part write into while a run goes on.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::history::{Answer, Bond, Burial, Call, Deed, History, Moment, Name, Read, Wording};

/// The history as it is being written, and the run's own clock: one that no nemesis can turn.
pub(crate) struct Notes {
    began: Instant,
    is_over: Cell<bool>,
    history: RefCell<History>,
    /// What is called how at each school, by its id there.
    names: RefCell<[BTreeMap<String, Name>; 3]>,
}

impl Notes {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            is_over: Cell::new(false),
            history: RefCell::default(),
            names: RefCell::default(),
        }
    }

    pub(crate) fn now(&self) -> Moment {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(Moment::MAX)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.is_over.get()
    }

    pub(crate) fn end(&self) {
        self.is_over.set(true);
    }

    pub(crate) fn write(&self, note: impl FnOnce(&mut History)) {
        note(&mut self.history.borrow_mut());
    }

    pub(crate) fn call(&self, at: usize, deed: Deed, began: Moment, answer: Answer) {
        let ended = self.now();
        self.write(|history| {
            // What may be over is not counted on, from before it was asked for.
            if answer != Answer::Refused {
                match deed {
                    Deed::Unfollow(leader) => history.end_bonds(&[(leader, at)], began),
                    Deed::End(other) => history.end_bonds(&[(at, other), (other, at)], began),
                    _ => {}
                }
            }
            // Whoever has ended is followed no more, though the other school may not have heard of it.
            let have_ended = |other| {
                history.calls.iter().filter(|call| call.may_have_happened()).any(|call| match call.deed {
                    Deed::End(with) => [(call.at, with), (with, call.at)].contains(&(at, other)),
                    _ => false,
                })
            };
            if let (Deed::Accept(follower), Answer::Done) = (deed, answer)
                && !have_ended(follower)
            {
                history.bonds.push(Bond { leader: at, follower, from: ended, until: None });
            }
            // Asked for while its school was being put back, and answered after it was noted that it is.
            let is_lost = history.returns.iter().any(|back| back.at == at && ended >= back.from && began <= back.until);
            let answer = if is_lost && answer == Answer::Done { Answer::Forgotten } else { answer };
            history.calls.push(Call { at, deed, began, ended, answer });
        });
    }

    pub(crate) fn read(&self, at: usize, began: Moment, words: BTreeSet<Wording>) {
        let ended = self.now();
        if !words.is_empty() {
            self.write(|history| history.reads.push(Read { at, began, ended, words }));
        }
    }

    pub(crate) fn buried(&self, at: usize, name: Name) {
        let moment = self.now();
        self.write(|history| {
            if !history.burials.iter().any(|burial| burial.at == at && burial.name == name) {
                history.burials.push(Burial { at, name, moment });
            }
        });
    }

    pub(crate) fn named(&self, at: usize, id: String, name: Name) {
        self.names.borrow_mut()[at].insert(id, name);
    }

    pub(crate) fn names(&self, at: usize) -> BTreeMap<String, Name> {
        self.names.borrow()[at].clone()
    }

    pub(crate) fn fault(&self, kind: &'static str, at: usize) {
        let began = self.now();
        self.write(|history| history.faults.push((began, kind, at)));
    }

    pub(crate) fn into_history(self) -> History {
        self.history.into_inner()
    }
}
