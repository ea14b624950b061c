//! The rules themselves can fail: a run in which all is well breaks none, and each lie about it is found by its rule.

use super::super::Check;
use super::history::{
    About, Answer, Bond, Burial, Call, Deed, History, Kept, Line, Moment, Name, Read, Standing, Wording,
};
use super::invariants::losses;

pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("the_ledger_finds_nothing_in_a_run_that_went_well", nothing_in_a_good_run),
    ("the_ledger_finds_what_was_lost_or_doubled", i1),
    ("the_ledger_finds_an_edit_that_did_not_win", i2),
    ("the_ledger_finds_what_was_taken_back_and_is_still_there", i3),
    ("the_ledger_lets_a_restore_forget_and_bring_nothing_back", a_restore),
    ("the_ledger_finds_what_reached_a_stranger", i4),
    ("the_ledger_finds_what_was_read_before_it_was_let_in", i5),
    ("the_ledger_finds_what_happened_though_nobody_knew", i6),
    ("the_ledger_finds_what_was_left_over", i7),
    ("the_ledger_finds_a_decision_that_was_not_logged", i8),
];

const POST: Name = Name { school: 0, number: 1 };
const GONE: Name = Name { school: 0, number: 2 };
const REMARK: Name = Name { school: 1, number: 1 };

fn wording(name: Name, revision: u32) -> Wording {
    Wording { name, revision }
}

/// Maple publishes two posts, changes one and takes the other back; Oak lets the first one in, in both wordings, likes it and
/// says something under it.
fn good_run() -> History {
    let deeds = [
        (0, Deed::Publish(wording(POST, 1))),
        (0, Deed::Publish(wording(GONE, 1))),
        (1, Deed::LetIn(wording(POST, 1))),
        (1, Deed::Like(POST)),
        (0, Deed::Edit(wording(POST, 2))),
        (1, Deed::LetIn(wording(POST, 2))),
        (1, Deed::Comment { words: wording(REMARK, 1), under: POST }),
        (1, Deed::LetIn(wording(REMARK, 1))),
        (0, Deed::TakeBack(GONE)),
        (0, Deed::LetIn(wording(REMARK, 1))),
    ];
    let calls: Vec<Call> = deeds
        .into_iter()
        .zip(1..)
        .map(|((at, deed), number)| {
            let began: Moment = number * 10;
            Call { at, deed, began, ended: began + 5, answer: Answer::Done }
        })
        .collect();
    let kept = |name, revision, is_gone| Kept { name, revision, doubled: false, is_gone };
    let audit = |at: usize| {
        let own = calls.iter().filter(|call| call.at == at);
        own.map(|call| Line { action: call.deed.action().to_owned(), about: Some(call.deed.about()) }).collect()
    };
    let standing = |at: usize| Standing {
        items: vec![kept(POST, 2, false), kept(GONE, 1, true), kept(REMARK, 1, false)],
        likes: vec![(POST, 1)],
        shown: [wording(POST, 2), wording(REMARK, 1)].into(),
        audit: audit(at),
        given_up: vec![(Some(1 - at), "create".to_owned(), "taken back".to_owned())],
        ..Standing::default()
    };
    let read = |began, revision| Read { at: 1, began, ended: began + 1, words: [wording(POST, revision)].into() };
    History {
        end: vec![standing(0), standing(1)],
        bonds: [(0, 1), (1, 0)].map(|(leader, follower)| Bond { leader, follower, from: 0, until: None }).into(),
        burials: vec![Burial { at: 1, name: GONE, moment: 97 }],
        reads: vec![read(40, 1), read(70, 2)],
        calls,
        ..History::default()
    }
}

/// Each of these lies is found, by this rule and no other than those that are named with it.
fn found(rule: &str, lies: &[fn(&mut History)]) {
    for (number, lie) in lies.iter().enumerate() {
        let mut history = good_run();

        lie(&mut history);

        let losses = losses(&history);
        assert!(losses.iter().any(|loss| loss.starts_with(rule)), "lie {number} of {rule}: {losses:?}");
    }
}

fn nothing_in_a_good_run() {
    let losses = losses(&good_run());

    assert_eq!(losses, [""; 0]);
}

fn i1() {
    found(
        "I1",
        &[
            |history| history.end[1].items.retain(|kept| kept.name != POST),
            |history| history.end[0].items.retain(|kept| kept.name != POST),
            |history| history.end[1].items.extend_from_within(0..1),
            |history| history.end[1].items[0].doubled = true,
            |history| history.end[1].items[0].is_gone = true,
            // A comment that its own school let out has to be where the post is from.
            |history| history.end[0].items.retain(|kept| kept.name != REMARK),
        ],
    );
}

fn i2() {
    found(
        "I2",
        &[
            |history| history.end[0].items[0].revision = 1,
            |history| history.end[1].items[0].revision = 1,
            |history| history.end[0].likes.clear(),
            |history| history.end[1].likes.clear(),
        ],
    );
    // Without an answer, either may stand, if it stands everywhere.
    let mut history = good_run();
    history.calls[4].answer = Answer::Unknown;
    assert_eq!(losses(&history), [""; 0]);
    history.end[0].items[0].revision = 1;
    assert!(losses(&history).iter().all(|loss| loss.starts_with("I2: school 1")), "{:?}", losses(&history));
}

fn i3() {
    found(
        "I3",
        &[
            |history| history.end[1].items[1].is_gone = false,
            |history| history.end[0].items[1].is_gone = false,
            |history| {
                history.end[1].shown.insert(wording(GONE, 1));
            },
            // Read at home after it was taken back, and at the partner after it was buried there.
            |history| {
                history.reads.push(Read { at: 0, began: 96, ended: 98, words: [wording(GONE, 1)].into() });
            },
            |history| {
                history.reads.push(Read { at: 1, began: 98, ended: 99, words: [wording(GONE, 1)].into() });
            },
        ],
    );
}

/// Maple was put back to before it published its first post.
fn put_back() -> History {
    let mut history = good_run();
    history.comes_back(0, 5, 55);
    history
}

fn a_restore() {
    // What was done in between may be gone, everywhere, and its line in the log.
    let mut history = put_back();
    history.end[0].items.retain(|kept| kept.name != POST);
    history.end[1].items.iter_mut().filter(|kept| kept.name == POST).for_each(|kept| kept.is_gone = true);
    history.end[1].items.retain(|kept| kept.name != REMARK);
    for end in &mut history.end {
        end.shown.clear();
        end.likes.clear();
    }
    history.end[0].audit.retain(|line| line.about != Some(About::Item(POST)));
    history.calls.retain(|call| !matches!(call.deed, Deed::LetIn(words) if words.name == REMARK));
    for end in &mut history.end {
        end.audit.retain(|line| line.action != "let_in" || line.about != Some(About::Item(REMARK)));
        end.items.retain(|kept| kept.name != REMARK);
    }
    assert_eq!(losses(&history), [""; 0]);

    // But nowhere else may it stand then, and nothing that was taken back comes again.
    history.end[1].items.iter_mut().for_each(|kept| kept.is_gone = false);
    let found = losses(&history);
    for rule in ["I3", "I6"] {
        assert!(found.iter().any(|loss| loss.starts_with(rule)), "{rule}: {found:?}");
    }
    // Nor is anything lost at a school that was not put back, or that was done before or afterwards.
    let mut history = put_back();
    history.end[1].items.retain(|kept| kept.name != REMARK);
    assert!(losses(&history).iter().any(|loss| loss.starts_with("I1")), "{:?}", losses(&history));
}

fn i4() {
    found(
        "I4",
        &[
            |history| history.strangers.connections = 1,
            |history| history.strangers.questions = 1,
            |history| history.strangers.told = 1,
            |history| history.strangers.taken = 1,
            |history| history.strangers.strays = 1,
            |history| history.end[0].strangers_words = 1,
        ],
    );
}

fn i5() {
    found(
        "I5",
        &[
            // The second wording while only the first was let in.
            |history| history.reads[0].words = [wording(POST, 2)].into(),
            // At a moment before anybody had let it in.
            |history| (history.reads[0].began, history.reads[0].ended) = (28, 29),
            // The answer was no, and it is shown.
            |history| history.calls[2].answer = Answer::Refused,
            |history| {
                history.end[1].shown.insert(wording(POST, 3));
            },
        ],
    );
}

fn i6() {
    found(
        "I6",
        &[
            |history| {
                history.calls[0].answer = Answer::Unknown;
                history.end[0].items.extend_from_within(0..1);
            },
            |history| {
                history.calls[0].answer = Answer::Unknown;
                history.end[0].items.remove(0);
            },
            |history| history.calls[4].answer = Answer::Refused,
        ],
    );
    // Taken back, and already cleared away at home.
    let mut history = good_run();
    history.calls[1].answer = Answer::Unknown;
    history.end[0].items.remove(1);
    assert_eq!(losses(&history), [""; 0]);
}

fn i7() {
    found(
        "I7",
        &[
            |history| history.end[0].queue.push("create to oak.example".to_owned()),
            |history| history.end[0].given_up.push((Some(1), "create".to_owned(), "the inbox has moved".to_owned())),
            |history| history.end[1].leases = 1,
            |history| history.end[1].damage.push("row 3 missing from an index".to_owned()),
        ],
    );
}

fn i8() {
    found(
        "I8",
        &[
            |history| {
                history.end[0].audit.remove(1);
            },
            |history| {
                history.end[0].audit.pop();
            },
            |history| history.end[0].audit.swap(0, 1),
            |history| history.end[0].audit.extend_from_within(0..1),
            |history| history.end[0].broken_chain = Some("the record is broken at line 3".to_owned()),
        ],
    );
    // Without an answer, a line may be missing, or come late.
    let mut history = good_run();
    history.calls[0].answer = Answer::Unknown;
    history.end[0].audit.swap(0, 1);
    assert_eq!(losses(&history), [""; 0]);
    history.end[0].audit.remove(1);
    assert_eq!(losses(&history), [""; 0]);
    // Asked for twice, the first time without an answer and in vain: its one line is that of the second.
    let mut history = good_run();
    let again = Call { answer: Answer::Unknown, began: 91, ended: 92, ..history.calls[8].clone() };
    history.calls.insert(8, again);
    assert_eq!(losses(&history), [""; 0]);
}
