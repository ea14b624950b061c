//! What a school's own data tells: database, record, pictures, letters on their way, clock.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::super::failure::Outcome;
use super::Notes;
use crate::actions::audit::{Checked, verify};
use crate::actions::pictures::thumbnail;
use crate::config::Media;
use crate::error::Error;
use crate::school::School;
use crate::store;

/// What two clocks may differ by: signatures are taken from an hour away at most, and dates on pages should be right.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);
/// Letters that wait so long are worth a look.
const WAITING: SignedDuration = SignedDuration::from_hours(24);
const PAGE: u32 = 1000;

pub(super) async fn look(notes: &mut Notes, school: &School, media: &Media, thorough: bool) -> Outcome {
    database(notes, school).await?;
    record(notes, school).await?;
    pictures(notes, school, media, thorough).await?;
    letters(notes, school).await?;
    clock(notes, school).await?;
    Ok(())
}

async fn database(notes: &mut Notes, school: &School) -> Outcome {
    let faults = store::health::faults(&school.db).await?;
    match faults.first() {
        None if school.db.is_shared() => notes.good("database", "it answers; PostgreSQL looks after its own pages"),
        None => notes.good("database", "whole"),
        Some(fault) => notes.bad(
            "database",
            format!("damaged: {fault}"),
            "stop the server, keep the file, and put a backup in its place: schoolgate restore FILE --over",
        ),
    }
    for wrong in store::health::settings(&school.db).await? {
        notes.bad("database", wrong, "a power cut may lose what was promised");
    }
    let Some(ledger) = school.db.ledger() else { return Ok(()) };
    let (_, length) = ledger.reach().map_err(Error::from)?;
    if store::ledger::position(&mut school.db.read(), ledger).await? < length {
        notes.worry("ledger", "the database is behind it", "start the server: it takes away again what is gone");
    } else {
        notes.good("ledger", format!("{} things are gone or shut, and the database knows", ledger.lines()?.len()));
    }
    Ok(())
}

async fn record(notes: &mut Notes, school: &School) -> Outcome {
    match verify(&school.db, |_| {}).await? {
        Checked::Whole(lines) => notes.good("record", format!("{lines} lines, each following the one before")),
        Checked::Broken { number } => notes.bad(
            "record",
            format!("broken at line {number}"),
            "it was changed by something other than this program; compare it with a backup",
        ),
    }
    Ok(())
}

async fn pictures(notes: &mut Notes, school: &School, media: &Media, thorough: bool) -> Outcome {
    let (mut last, mut all, mut missing, mut known) = (String::new(), 0_usize, Vec::new(), BTreeSet::new());
    loop {
        let names = store::pictures::names(&mut school.db.read(), &last, PAGE).await?;
        let Some(end) = names.last() else { break };
        last.clone_from(end);
        for name in names {
            all += 1;
            for name in [name.clone(), thumbnail(&name)] {
                let is_there = if thorough {
                    school.shelf.get(&name).await.is_ok()
                } else {
                    school.shelf.exists(&name).await.map_err(Error::from)?
                };
                if !is_there {
                    missing.push(name.clone());
                }
                known.insert(name);
            }
        }
    }
    match missing.first() {
        None => notes.good("pictures", format!("{all}, and all of them are there")),
        Some(first) => notes.bad(
            "pictures",
            format!("{} files are missing or damaged, such as {first}", missing.len()),
            "take them out of a backup (tar -xf FILE pictures/) and put each into the folder of its first two letters",
        ),
    }
    // In a bucket what nobody uses is cleared away by the server itself.
    let folder = match media {
        Media::Folder(folder) => files(folder),
        Media::Bucket(_) => Vec::new(),
    };
    let stray = folder.into_iter().filter(|name| !known.contains(name)).count();
    if stray > 0 {
        // A picture that was just put there has no row yet, and one that was taken back goes in its own time.
        notes.worry(
            "pictures",
            format!("{stray} files belong to none that is known"),
            "they may be deleted if they are still there tomorrow",
        );
    }
    Ok(())
}

/// The names of the files on a shelf that is a folder.
fn files(media: &Path) -> Vec<String> {
    let list = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().collect::<Vec<_>>();
    list(media)
        .into_iter()
        .filter(|entry| entry.file_name().len() == 2)
        .flat_map(|entry| list(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

async fn letters(notes: &mut Notes, school: &School) -> Outcome {
    let now = school.clock.now();
    let waiting = store::underway::backlog(&mut school.db.read()).await?;
    let late: Vec<_> = waiting.iter().filter(|(_, _, since)| *since < now - WAITING).collect();
    for (host, number, since) in &late {
        notes.worry(
            "letters",
            format!("{host} has not taken {number} since {}", since.strftime("%Y-%m-%d %H:%M UTC")),
            "look at its page in the admin's desk, and telephone them",
        );
    }
    if late.is_empty() {
        let number: i64 = waiting.iter().map(|(_, number, _)| number).sum();
        notes.good("letters", format!("{number} on their way, none of them late"));
    }
    Ok(())
}

/// Our clock against those of partners, as their lists of classes said when we read them, and against our own past.
async fn clock(notes: &mut Notes, school: &School) -> Outcome {
    let now = school.clock.now();
    let remedy = "let this computer set its clock by the network (timedatectl set-ntp true)";
    let newest = store::audit::found(&mut school.db.read(), &store::audit::Search::default(), None, 1).await?;
    if newest.first().is_some_and(|line| line.at > now + CLOCKS) {
        notes.bad("clock", "it is behind what was written down last", remedy);
        return Ok(());
    }
    let clocks = store::class_lists::clocks(&mut school.db.read()).await?;
    let apart = |made: Timestamp, read: Timestamp| read.duration_since(made);
    let off: Vec<_> = clocks.iter().filter(|(_, made, read)| apart(*made, *read).abs() > CLOCKS).collect();
    match (off.len(), clocks.len()) {
        (_, 0) => {
            notes.good("clock", format!("{}; no partner's to compare with", now.strftime("%Y-%m-%d %H:%M:%S UTC")));
        }
        (0, number) => notes.good("clock", format!("as those of {number} partners")),
        (some, number) if some * 2 > number => {
            notes.bad("clock", format!("another than those of {some} out of {number} partners"), remedy);
        }
        _ => {
            let hosts: Vec<&str> = off.iter().map(|(host, ..)| host.as_str()).collect();
            notes.worry("clock", format!("that of {} is another than all others", hosts.join(", ")), "tell them");
        }
    }
    Ok(())
}
