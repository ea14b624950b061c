//! Putting a backup back: everything is checked before anything is touched, and what is gone stays gone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::{JoinHandle, spawn_blocking};

use super::archive::{self, Contents, HEAD, Head, LEDGER, Part};
use super::seal::Key;
use super::{LEFT_OUT, Progress, Stopped, rows};
use crate::actions::comparing::begin_epoch;
use crate::actions::ledger::{Again, catch_up};
use crate::actions::nodes::nobody_serves;
use crate::school::{Place, School};
use crate::store::ledger::{self, Line};
use crate::store::{self, Database, export};

/// What is to be put back, and where.
pub struct Asked {
    pub file: PathBuf,
    pub key: Arc<Key>,
    pub place: Place,
    /// Whatever is there makes way.
    pub is_over: bool,
    /// Ledgers that were found elsewhere. The one in the backup, the one that lies beside it and the one in place are
    /// always read.
    pub ledgers: Vec<PathBuf>,
}

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    pub head: Head,
    pub contents: Contents,
    /// What the ledger took away again.
    pub again: Again,
    /// How many lines it has.
    pub lines: usize,
    /// Where the database lies that was there before.
    pub aside: Option<PathBuf>,
}

/// Reads a backup to its end and checks all of it: each part's hash, each picture's name, each row; and puts the database
/// together in a scratch folder, to see that it is whole. Errors: one sentence.
pub async fn check(
    file: &Path,
    key: &Arc<Key>,
    scratch: &Path,
    progress: Progress<'_>,
) -> anyhow::Result<(Head, Contents)> {
    let checked = read_through(file, key, progress).await?;
    fits(&checked.0)?;
    let _ = fs::remove_dir_all(scratch);
    let poured = async {
        let db = Database::open(&format!("sqlite://{}", scratch.join("school.sqlite").display())).await?;
        pour(&db, file, key, &checked, progress).await?;
        db.close().await;
        anyhow::Ok(())
    };
    let poured = poured.await;
    let _ = fs::remove_dir_all(scratch);
    poured.map(|()| checked)
}

/// Puts a backup back. The school's server must be stopped.
///
/// Errors: one sentence; then everything is as it was, apart from pictures, which do no harm.
pub async fn restore(asked: Asked, progress: Progress<'_>) -> anyhow::Result<Restored> {
    let Asked { file, key, place, is_over, ledgers } = asked;
    let alone = ledger::alone(&place.ledger)?;
    let checked = read_through(&file, &key, progress).await?;
    fits(&checked.0)?;
    let host = federation::vocabulary::authority(&place.base);
    if checked.0.host != host {
        bail!("this is a backup of {}, and not of {host}", checked.0.host);
    }
    let now = place.clock.now();
    let lines = all_lines(&file, &key, &place.ledger, &host, ledgers).await?;
    let target = Target::of(&place, is_over).await?;
    let db = target.open().await?;
    pour(&db, &file, &key, &checked, progress).await?;
    db.close().await;
    // From here on the one in place holds everything that any of them knew; a database has to catch up with all of it.
    ledger::replace(&place.ledger, &lines, now)?;
    drop(alone);
    let school = School::open(Place { database: target.url(), ..place }).await?;
    pictures(&school, &file, &key, &checked.1, progress).await?;
    forget_what_left(&school).await.map_err(anyhow::Error::new)?;
    let again = catch_up(&school).await.map_err(anyhow::Error::new)?;
    another_life(&school, checked.0.taken_at, now).await.map_err(anyhow::Error::new)?;
    school.db.close().await;
    drop(school);
    let aside = target.take_place(now)?;
    Ok(Restored { head: checked.0, contents: checked.1, again, lines: lines.len(), aside })
}

/// What waited when the copy was made has been sent since, perhaps, and whoever has it must be told when it is taken back.
async fn forget_what_left(school: &School) -> crate::error::Result<()> {
    let mut tx = school.db.begin().await?;
    store::deliveries::may_have_left(&mut tx).await?;
    tx.commit().await
}

async fn another_life(school: &School, taken_at: Timestamp, now: Timestamp) -> crate::error::Result<()> {
    let mut tx = school.db.begin().await?;
    begin_epoch(&mut tx, taken_at, now).await?;
    tx.commit().await
}

/// Another schema's rows fit into no table of ours.
fn fits(head: &Head) -> anyhow::Result<()> {
    let ours = export::schema();
    if head.schema == ours {
        return Ok(());
    }
    let age = if head.schema.len() > ours.len() { "a newer" } else { "another" };
    bail!(
        "this backup was made by {age} Schoolgate ({}); restore it with that one, and upgrade after that",
        head.program
    )
}

/// All lines of all ledgers there are, each once.
async fn all_lines(
    file: &Path,
    key: &Arc<Key>,
    in_place: &Path,
    host: &str,
    others: Vec<PathBuf>,
) -> anyhow::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let (mut parts, _) = parts(file, key);
    while let Some(part) = parts.recv().await {
        if part.name == LEDGER {
            lines = if part.bytes.is_empty() { Vec::new() } else { ledger::parse(&part.bytes)? };
            break;
        }
    }
    let beside = file.parent().map(|folder| super::Folder::new(folder, host).ledger());
    let found = [Some(in_place.to_owned()), beside].into_iter().flatten().filter(|path| path.exists());
    for path in found.chain(others) {
        lines.extend(ledger::read(&path)?);
    }
    Ok(ledger::joined(lines))
}

/// Reads all of a backup once, and checks what can be checked without a database.
async fn read_through(file: &Path, key: &Arc<Key>, progress: Progress<'_>) -> anyhow::Result<(Head, Contents)> {
    let (mut parts, reader) = parts(file, key);
    let (mut tables, mut counts, mut done) = (Vec::new(), std::collections::BTreeMap::<String, u64>::new(), 0);
    let mut wrong = None;
    while let Some(part) = parts.recv().await {
        let mut looked = || -> anyhow::Result<()> {
            match part.name.split('/').collect::<Vec<_>>().as_slice() {
                [HEAD] => tables = serde_json::from_slice::<Head>(&part.bytes)?.tables,
                [LEDGER] => {}
                ["tables", name, _] => {
                    let Some(table) = tables.iter().find(|table| table.name == *name) else {
                        bail!("{name} is no table")
                    };
                    *counts.entry((*name).to_owned()).or_default() += rows(table, &part.bytes)?.len() as u64;
                }
                ["pictures", name]
                    if name.ends_with("-small") || format!("{:x}", Sha256::digest(&part.bytes)) == *name => {}
                _ => bail!("{} has no place in a backup", part.name),
            }
            Ok(())
        };
        if let Err(cause) = looked() {
            wrong = Some(cause);
            break;
        }
        done += 1;
        progress("parts read", done, done);
    }
    drop(parts);
    let read = reader.await?;
    if let Some(wrong) = wrong {
        return Err(wrong.context(format!("{} is damaged; take another backup", file.display())));
    }
    let (head, contents) = read?;
    counts.extend(
        tables
            .iter()
            .filter(|table| !counts.contains_key(&table.name))
            .map(|table| (table.name.clone(), 0))
            .collect::<Vec<_>>(),
    );
    if counts != contents.rows {
        bail!("{} has not the rows that it lists; take another backup", file.display());
    }
    Ok((head, contents))
}

/// The parts of a backup as a thread of their own reads them, and how that ended.
fn parts(file: &Path, key: &Arc<Key>) -> (Receiver<Part>, JoinHandle<anyhow::Result<(Head, Contents)>>) {
    let (out, parts) = mpsc::channel(4);
    let (file, key) = (file.to_owned(), key.clone());
    let reader = spawn_blocking(move || {
        archive::unpack(&file, &key, |part| Ok(out.blocking_send(part).map_err(|_| Stopped)?))
    });
    (parts, reader)
}

/// Fills a database with the rows of a backup that was read through before, in one transaction, and sees that it is whole.
async fn pour(
    db: &Database,
    file: &Path,
    key: &Arc<Key>,
    checked: &(Head, Contents),
    progress: Progress<'_>,
) -> anyhow::Result<()> {
    let ours = {
        let mut snapshot = db.snapshot().await.map_err(anyhow::Error::new)?;
        export::tables(&mut snapshot).await.map_err(anyhow::Error::new)?
    };
    let (head, contents) = checked;
    if !head.tables.iter().eq(ours.iter().filter(|table| !LEFT_OUT.contains(&table.name.as_str()))) {
        bail!("the tables of this backup are others than this database has");
    }
    let all: u64 = contents.rows.values().sum();
    let mut done = 0;
    let mut tx = db.begin().await.map_err(anyhow::Error::new)?;
    export::open_up(&mut tx, &ours).await.map_err(anyhow::Error::new)?;
    let (mut parts, _) = parts(file, key);
    while let Some(part) = parts.recv().await {
        if part.name.starts_with("pictures/") {
            break;
        }
        let Some(table) = part.name.strip_prefix("tables/").and_then(|name| name.split('/').next()) else { continue };
        let Some(table) = head.tables.iter().find(|known| known.name == table) else { continue };
        let rows = rows(table, &part.bytes)?;
        done += rows.len() as u64;
        export::insert(&mut tx, table, rows).await.map_err(anyhow::Error::new)?;
        progress("rows put back", done, all);
    }
    if done != all {
        bail!("{} changed while it was read", file.display());
    }
    export::close_up(&mut tx).await.map_err(anyhow::Error::new)?;
    tx.commit().await.map_err(anyhow::Error::new)?;
    let faults = store::health::faults(db).await.map_err(anyhow::Error::new)?;
    match faults.first() {
        Some(fault) => bail!("the database that was put together is not whole: {fault}"),
        None => Ok(()),
    }
}

/// Puts the pictures where the school has them.
async fn pictures(
    school: &School,
    file: &Path,
    key: &Arc<Key>,
    contents: &Contents,
    progress: Progress<'_>,
) -> anyhow::Result<()> {
    let all = contents.parts.keys().filter(|name| name.starts_with("pictures/")).count() as u64;
    let (mut parts, reader) = parts(file, key);
    let mut done = 0;
    while let Some(part) = parts.recv().await {
        let Some(name) = part.name.strip_prefix("pictures/") else { continue };
        school.shelf.put(name, &part.bytes).await.with_context(|| format!("putting the picture {name} back"))?;
        done += 1;
        progress("pictures put back", done, all);
    }
    reader.await??;
    Ok(())
}

/// Where the database goes. SQLite is put together beside its place and takes it when it is whole.
enum Target {
    Sqlite { path: PathBuf, beside: PathBuf },
    Postgres(String),
}

impl Target {
    /// Errors: a sentence when there is a school already, and nobody said that it may go.
    async fn of(place: &Place, is_over: bool) -> anyhow::Result<Self> {
        let occupied = "there is a school here already; to put the backup in its place say --over";
        if let Some(path) = place.database.strip_prefix("sqlite://") {
            let path = PathBuf::from(path);
            if !is_over && fs::metadata(&path).is_ok_and(|file| file.len() > 0) {
                // One that nobody founded a school in is as good as none; one that cannot be opened may hold anything.
                let db = Database::open(&place.database).await.context(occupied)?;
                let school = store::schools::get(&mut db.read()).await;
                db.close().await;
                if school.map_err(anyhow::Error::new)?.is_some() {
                    bail!(occupied);
                }
            }
            let target = Self::Sqlite { beside: with_ending(&path, ".restoring"), path };
            target.clear_away()?;
            return Ok(target);
        }
        let db = Database::open(&place.database).await?;
        let school = async {
            nobody_serves(&db, place.clock.now()).await?;
            store::schools::get(&mut db.read()).await
        };
        let school = school.await;
        db.close().await;
        if school.map_err(anyhow::Error::new)?.is_some() && !is_over {
            bail!(occupied);
        }
        Ok(Self::Postgres(place.database.clone()))
    }

    fn url(&self) -> String {
        match self {
            Self::Sqlite { beside, .. } => format!("sqlite://{}", beside.display()),
            Self::Postgres(url) => url.clone(),
        }
    }

    async fn open(&self) -> anyhow::Result<Database> {
        Database::open(&self.url()).await
    }

    fn clear_away(&self) -> anyhow::Result<()> {
        let Self::Sqlite { beside, .. } = self else { return Ok(()) };
        for ending in ["", "-wal", "-shm"] {
            let file = with_ending(beside, ending);
            if file.exists() {
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    /// Moves what was there aside, and what was put together into its place.
    fn take_place(&self, now: Timestamp) -> anyhow::Result<Option<PathBuf>> {
        let Self::Sqlite { path, beside } = self else { return Ok(None) };
        let moment = now.to_zoned(TimeZone::UTC).strftime(".before-%Y%m%d-%H%M%S").to_string();
        let aside = with_ending(path, &moment);
        // The log first: without its database it is nothing, and beside another one it would be a lie.
        for ending in ["-wal", "-shm", ""] {
            let old = with_ending(path, ending);
            if old.exists() {
                fs::rename(&old, with_ending(&aside, ending))?;
            }
        }
        fs::rename(beside, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
        Ok(aside.exists().then_some(aside))
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
