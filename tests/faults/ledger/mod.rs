//! The ledger: three schools that agreed with each other, two strangers, people who do what comes to mind, and a nemesis.
//! Every call and its answer is written down; when everything has settled, eight rules must hold.
//!
//! `FAULTS_SEED` and `FAULTS_SECONDS` choose another run than the short ones, and the report, which `FAULTS_REPORT` names a
//! file for, says how to have the same one again: the same choices in the same order for each of those who take part. How
//! they meet is up to the computer, as it is in earnest.

mod falsified;
mod gather;
mod hand;
mod history;
mod invariants;
mod nemesis;
mod notes;
mod people;
mod strangers;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store;

use super::schools::{Computer, School};
use super::verbs::{agree, follow};
use super::world::{World, until_within};
use super::{Case, cases};
use history::{Bond, History};
use nemesis::Nemesis;
use notes::Notes;
use people::People;
use strangers::Target;

pub(crate) const CASES: &[(&str, Case)] = cases![
    t94_nothing_is_lost_doubled_or_seen_too_soon_in_a_run_that_is_always_the_same,
    t94_nothing_is_lost_doubled_or_seen_too_soon_in_a_run_that_never_was_before,
];

pub(crate) use falsified::CHECKS;
pub(crate) use hand::Hand;
pub(crate) use history::Answer;
pub(crate) use nemesis::{Clock, clock_library};

const NAMES: [&str; 3] = ["maple", "oak", "elm"];
/// How long the nemesis is there in a short run, in seconds.
const SHORT: u64 = 50;
/// A small disk, which can be filled.
const DISK: &str = "96m";
/// With a clock that can be turned nothing waits for long; without one a lease has to run out.
const COMPARES: Duration = Duration::from_secs(20);
const SETTLES_SOON: Duration = Duration::from_mins(4);
const SETTLES_LATE: Duration = Duration::from_mins(8);

async fn t94_nothing_is_lost_doubled_or_seen_too_soon_in_a_run_that_is_always_the_same(world: &mut World) {
    Box::pin(holds(world, 20_260_401, SHORT)).await;
}

async fn t94_nothing_is_lost_doubled_or_seen_too_soon_in_a_run_that_never_was_before(world: &mut World) {
    let chosen = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let fresh = || super::world::now().as_microsecond().unsigned_abs();
    let (seed, seconds) = (chosen("FAULTS_SEED").unwrap_or_else(fresh), chosen("FAULTS_SECONDS").unwrap_or(SHORT));
    Box::pin(holds(world, seed, seconds)).await;
}

async fn holds(world: &mut World, seed: u64, seconds: u64) {
    // Said first, for a run that does not come to its end.
    println!("ledger: seed {seed}, {seconds} s");
    let history = Box::pin(run(world, seed, seconds)).await;

    let losses = invariants::losses(&history);
    let report = report(&history, seed, seconds, &losses);
    println!("{report}");
    if let Some(file) = std::env::var_os("FAULTS_REPORT") {
        let file = std::fs::File::options().create(true).append(true).open(file);
        file.and_then(|mut file| writeln!(file, "{report}")).expect("the report");
    }
    assert!(losses.is_empty(), "{report}\n{}\n{}", losses.join("\n"), story(&history, &losses));
}

/// Chance of one's own for each who takes part, so that what one does changes nothing for the others.
fn chance(seed: u64, who: u64) -> StdRng {
    StdRng::seed_from_u64(seed.wrapping_mul(31).wrapping_add(who))
}

async fn run(world: &mut World, seed: u64, seconds: u64) -> History {
    for fault in ["no storage space", "disk I/O error", "No space left on device", "unable to open database file"] {
        world.expect_error(fault);
    }
    world.expect_cut_lines();
    let (hostile, untrusted) = (world.peer("hostile.example").await, world.peer("untrusted.example").await);
    let clocks = NAMES.map(|name| Clock::of(&world.folder, name));
    let mut schools = Vec::new();
    for (name, clock) in NAMES.iter().zip(&clocks) {
        let computer = Computer { disk: Some(DISK), environment: clock.environment() };
        schools.push(world.school_on(name, computer).await);
    }
    let world: &World = world;
    let pairs = [(0, 1), (0, 2), (1, 2)];
    for (one, other) in pairs {
        agree(world, &schools[one], &schools[other]).await;
        follow(world, &schools[one], &schools[other]).await;
        follow(world, &schools[other], &schools[one]).await;
    }
    let all: Vec<Target> = schools.iter().map(Target::of).collect();
    let mut before = Vec::new();
    for target in &all {
        before.push(gather::last_line(&target.db()).await);
    }

    let notes = Notes::new();
    notes.write(|history| {
        let bond = |leader, follower| Bond { leader, follower, from: 0, until: None };
        history.bonds.extend(pairs.iter().flat_map(|(one, other)| [bond(*one, *other), bond(*other, *one)]));
    });
    let mut people: Vec<People<'_>> = Vec::new();
    let mut readers = Vec::new();
    for (at, school) in schools.iter().enumerate() {
        people.push(People {
            at,
            teacher: Hand::teacher(world, school),
            admin: Hand::admin(world, school),
            pupil: Hand::pupil(world, school, 0),
            all: &all,
            chance: chance(seed, at as u64),
            notes: &notes,
            last: 0,
            posts: Vec::new(),
        });
        readers.push(Hand::pupil(world, school, 1));
    }
    let client = world.client_builder().timeout(Duration::from_secs(8)).build().expect("a client");
    let mut nemesis = Nemesis {
        world,
        clocks: &clocks,
        all: &all,
        chance: chance(seed, 10),
        notes: &notes,
        longest: longest(seconds),
    };
    let mut knocking = chance(seed, 11);
    let [first, second, third] = people.as_mut_slice() else { unreachable!("three schools") };
    tokio::join!(
        first.live(),
        second.live(),
        third.live(),
        gather::watch_pages(0, &readers[0], &all[0], &notes),
        gather::watch_pages(1, &readers[1], &all[1], &notes),
        gather::watch_pages(2, &readers[2], &all[2], &notes),
        gather::watch_items(&all, &notes),
        strangers::knock(&client, &hostile, &untrusted, &all, &mut knocking, &notes),
        async {
            nemesis.haunt(&mut schools, seconds * 1000).await;
            notes.end();
        },
    );
    all_is_well(world, &mut schools).await;
    settles(&schools, &mut people, &clocks).await;
    drop(people);

    let mut end = Vec::new();
    for (at, ((school, reader), before)) in schools.iter().zip(&readers).zip(before).enumerate() {
        end.push(gather::standing(school, reader, &all, before, notes.names(at)).await);
    }
    let mut history = notes.into_history();
    history.end = end;
    history.strangers.connections = hostile.connections() + untrusted.connections();
    history.strangers.questions = world.dns.times(&hostile.host) + world.dns.times(&untrusted.host);
    history.strangers.strays = world.wiretap.packets();
    history
}

/// In a long run a school may be stopped as long as a minute's half.
fn longest(seconds: u64) -> u64 {
    (seconds * 1000 / 12).clamp(4000, 30_000)
}

/// Nothing goes wrong any more.
async fn all_is_well(world: &World, schools: &mut [School]) {
    for school in schools {
        assert!(school.is_alive(), "{} ended by itself", school.name);
        school.is_up(world).await;
    }
}

/// Ten days pass, and everything is said.
async fn settles(schools: &[School], people: &mut [People<'_>], clocks: &[Clock]) {
    // A school whose clock is ten days ahead is believed by nobody, and they are not turned all at once.
    for school in schools {
        let _ = until_within(COMPARES, async || gather::has_compared(&school.db).await.then_some(())).await;
    }
    for clock in clocks {
        clock.set("+10d");
    }
    for someone in people {
        for other in 0..NAMES.len() {
            let host = &someone.all[other].host;
            let db = someone.all[someone.at].db();
            // Asked for until it is so: the schools have only just come back.
            for _ in 0..10 {
                let partner = store::partners::by_host(&mut db.read(), host).await.expect("the list");
                if partner.is_none_or(|partner| partner.state != PartnerState::Paused) {
                    break;
                }
                someone.set_state_of(other, "trusted", PartnerState::Paused).await;
            }
        }
        // Wakes the courier, and is what shows that all arrives now.
        someone.publish().await;
    }
    let patience = if clock_library().is_some() { SETTLES_SOON } else { SETTLES_LATE };
    let quiet = until_within(patience, async || {
        for school in schools {
            if !gather::is_settled(&school.db).await {
                return None;
            }
        }
        Some(())
    });
    // What still waits is a loss, and is told as one.
    let _ = quiet.await;
}

fn report(history: &History, seed: u64, seconds: u64, losses: &[String]) -> String {
    let mut deeds: BTreeMap<&str, usize> = BTreeMap::new();
    for call in &history.calls {
        *deeds.entry(call.deed.kind()).or_default() += 1;
    }
    let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, fault, _) in &history.faults {
        *faults.entry(fault).or_default() += 1;
    }
    let list = |counted: &BTreeMap<&str, usize>| {
        counted.iter().map(|(kind, number)| format!("{kind} {number}")).collect::<Vec<_>>().join(", ")
    };
    let answered = |answer: Answer| history.calls.iter().filter(|call| call.answer == answer).count();
    let engine = if super::is_on_postgres() { "postgres" } else { "sqlite" };
    let missing = if losses.is_empty() { "none".to_owned() } else { losses.len().to_string() };
    let clock = if clock_library().is_some() { "" } else { " (clocks were left alone: libfaketime is not here)" };
    format!(
        "ledger: seed {seed}, {seconds} s, {engine}\n\
         \x20 operations: {} (done {}, refused {}, unknown {}, forgotten by a restore {}): {}\n\
         \x20 faults: {}: {}{clock}\n\
         \x20 pages read by pupils: {}\n\
         \x20 losses: {missing}\n\
         \x20 again: SCHOOLGATE_TEST_ENGINE={engine} FAULTS_SEED={seed} FAULTS_SECONDS={seconds} \
         cargo nextest run --workspace -E 'binary(faults) & test(never_was_before)'",
        history.calls.len(),
        answered(Answer::Done),
        answered(Answer::Refused),
        answered(Answer::Unknown),
        answered(Answer::Forgotten),
        list(&deeds),
        history.faults.len(),
        list(&faults),
        history.reads.len(),
    )
}

/// Everything that was asked for about the items that the losses name, and what went wrong meanwhile.
fn story(history: &History, losses: &[String]) -> String {
    let named = |about: history::About| {
        let told = |loss: &String| {
            matches!(about, history::About::Item(name) if loss.contains(&format!("{name:?}"))
                || history::wordings(loss).iter().any(|words| words.name == name))
        };
        losses.iter().any(|loss| told(loss) || loss.contains(&format!("{about:?}")))
    };
    let calls = history.calls.iter().filter(|call| named(call.deed.about()));
    let faults = history.faults.iter().map(|(began, kind, at)| format!("{kind} at {at}, from {began}"));
    let returns = history.returns.iter().map(|back| format!("{back:?}"));
    calls.map(|call| format!("{call:?}")).chain(faults).chain(returns).collect::<Vec<_>>().join("\n")
}
