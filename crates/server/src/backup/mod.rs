//! Backups: database, pictures, keys and ledger of one school in one file, made while it is served.

mod archive;
mod elsewhere;
mod folder;
mod restore;
pub mod schedule;
mod seal;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use jiff::Timestamp;
use tokio::sync::mpsc::{self, Sender};
use tokio::task::spawn_blocking;

pub use archive::{Contents, Head};
pub use elsewhere::Elsewhere;
pub use folder::{Folder, Kept};
pub use restore::{Asked, Restored, check, restore};
pub use seal::{Key, Seal, new_key};

use archive::{FORM, HEAD, LEDGER, Packing, Part};

use crate::actions::pictures::thumbnail;
use crate::school::{School, USER_AGENT};
use crate::store::export::{self, Kind, Table};
use crate::store::{self, Snapshot, Value};

/// Rows in one part.
const ROWS: usize = 1000;
/// Sessions are left out: whoever was signed in signs in again, and whoever signed out stays so. The others are about the database
/// that was left behind.
const LEFT_OUT: &[&str] = &["sessions", "ledgers", "nodes"];
/// The table and column in which the names of pictures' files stand.
const PICTURES: (&str, &str) = ("pictures", "sha256");

/// How far it is, for a person who waits: so many of so many of these.
pub type Progress<'a> = &'a (dyn Fn(&'static str, u64, u64) + Send + Sync);

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Made {
    pub path: PathBuf,
    pub size: u64,
    pub rows: u64,
    pub pictures: u64,
    /// Pictures that the database names and that are not on the disk as they were.
    pub missing: Vec<String>,
    /// Old ones that were removed after it was there.
    pub removed: usize,
}

/// Makes a backup in this folder. It stands there whole, read again from the disk, or not at all; only then do the oldest
/// go, so that `keep` are left.
///
/// Errors: a sentence, such as that another one is being made.
pub async fn make(
    school: &School,
    folder: &Folder,
    seal: &Seal,
    keep: usize,
    progress: Progress<'_>,
) -> anyhow::Result<Made> {
    let Some(_turn) = folder.turn()? else { bail!("another backup of this school is being made just now") };
    let now = school.clock.now();
    let (path, unfinished) = folder.fresh(now, seal)?;
    let made = write(school, &unfinished, seal, now, progress).await;
    let (rows, pictures, missing) = match made {
        Ok(made) => made,
        Err(cause) => {
            // What is half written helps nobody, and takes the room that the next one needs.
            let _ = fs::remove_file(&unfinished);
            return Err(cause.context(format!("no backup was made in {}", folder.path().display())));
        }
    };
    fs::rename(&unfinished, &path)?;
    File::open(folder.path())?.sync_all()?;
    copy_ledger(school, folder, now)?;
    let removed = folder.keep(keep)?;
    Ok(Made { size: fs::metadata(&path)?.len(), path, rows, pictures, missing, removed })
}

async fn write(
    school: &School,
    to: &Path,
    seal: &Seal,
    now: Timestamp,
    progress: Progress<'_>,
) -> anyhow::Result<(u64, u64, Vec<String>)> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let (parts, packing) = mpsc::channel(4);
    let worker = {
        let seal = seal.clone();
        spawn_blocking(move || archive::pack(file, &seal, packing, now))
    };
    let gathered = gather(school, &parts, now, progress).await;
    drop(parts);
    let packed = worker.await?;
    // When the disk is full it is the packer who knows why.
    let (gathered, hash) = match (gathered, packed) {
        (Ok(gathered), Ok(hash)) => (gathered, hash),
        (Err(cause), Ok(_)) => return Err(cause),
        (gathered, Err(packed)) => return Err(gathered.err().filter(|cause| !cause.is::<Stopped>()).unwrap_or(packed)),
    };
    let written = to.to_owned();
    if spawn_blocking(move || archive::hash_of(&written)).await?? != hash {
        bail!("the disk does not give back what was written to it; use another disk");
    }
    Ok(gathered)
}

/// The packer takes no more; why, it says itself.
#[derive(Debug)]
struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("writing the backup stopped")
    }
}

impl std::error::Error for Stopped {}

async fn gather(
    school: &School,
    parts: &Sender<Packing>,
    now: Timestamp,
    progress: Progress<'_>,
) -> anyhow::Result<(u64, u64, Vec<String>)> {
    // Before the database: whatever stands in it by then is in the ledger, too.
    let ledger = match school.db.ledger() {
        Some(ledger) => fs::read(ledger.path())?,
        None => Vec::new(),
    };
    let mut snapshot = school.db.snapshot().await.map_err(anyhow::Error::new)?;
    let mut tables = export::tables(&mut snapshot).await.map_err(anyhow::Error::new)?;
    tables.retain(|table| !LEFT_OUT.contains(&table.name.as_str()));
    let head = Head {
        form: FORM,
        program: USER_AGENT.to_owned(),
        host: school.urls.host().to_owned(),
        taken_at: now,
        schema: export::schema(),
        tables: tables.clone(),
    };
    send(parts, HEAD.to_owned(), serde_json::to_vec(&head)?).await?;
    send(parts, LEDGER.to_owned(), ledger).await?;
    let (rows, pictures) = gather_rows(&mut snapshot, &tables, parts, progress).await?;
    drop(snapshot);
    let missing = gather_pictures(school, &pictures, parts, progress).await?;
    let (all, files) = (rows.values().sum(), pictures.len() as u64);
    parts.send(Packing::Done { rows, missing: missing.clone() }).await.map_err(|_| Stopped)?;
    Ok((all, files, missing))
}

/// Every row of these tables, and the names of the pictures that stand in them.
async fn gather_rows(
    snapshot: &mut Snapshot,
    tables: &[Table],
    parts: &Sender<Packing>,
    progress: Progress<'_>,
) -> anyhow::Result<(BTreeMap<String, u64>, BTreeSet<String>)> {
    let mut all = 0_u64;
    for table in tables {
        all += export::count(snapshot, table).await.map_err(anyhow::Error::new)?;
    }
    let (mut done, mut rows, mut pictures) = (0_u64, BTreeMap::new(), BTreeSet::new());
    for table in tables {
        let named = table.columns.iter().position(|column| (table.name.as_str(), column.name.as_str()) == PICTURES);
        let (mut after, mut number, mut count) = (None, 0_u64, 0_u64);
        loop {
            let page = export::page(snapshot, table, after.as_deref(), ROWS).await.map_err(anyhow::Error::new)?;
            let Some(last) = page.last() else { break };
            after = Some(export::key(table, last));
            for row in named.map_or(&[][..], |_| &page) {
                if let Some(Value::Text(Some(name))) = named.and_then(|place| row.get(place)) {
                    pictures.insert(name.clone());
                }
            }
            number += 1;
            count += page.len() as u64;
            done += page.len() as u64;
            send(parts, format!("tables/{}/{number:06}.jsonl", table.name), lines(&page)?).await?;
            progress("rows", done, all.max(done));
        }
        rows.insert(table.name.clone(), count);
    }
    Ok((rows, pictures))
}

/// The files of these pictures and of their small versions. What is not there any more, or damaged, is said and left out.
async fn gather_pictures(
    school: &School,
    pictures: &BTreeSet<String>,
    parts: &Sender<Packing>,
    progress: Progress<'_>,
) -> anyhow::Result<Vec<String>> {
    let mut missing = Vec::new();
    for (name, done) in pictures.iter().zip(1_u64..) {
        for name in [name.clone(), thumbnail(name)] {
            match school.shelf.get(&name).await {
                Ok(bytes) => send(parts, format!("pictures/{name}"), bytes).await?,
                Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => {
                    missing.push(name);
                }
                Err(cause) => return Err(anyhow!(cause).context("reading a picture")),
            }
        }
        progress("pictures", done, pictures.len() as u64);
    }
    // Removed for good while this was being made: nobody misses it.
    let mut left = Vec::new();
    for name in missing {
        let sha256 = name.strip_suffix("-small").unwrap_or(&name);
        if store::pictures::is_named(&mut school.db.read(), sha256).await.map_err(anyhow::Error::new)? {
            left.push(name);
        }
    }
    Ok(left)
}

async fn send(parts: &Sender<Packing>, name: String, bytes: Vec<u8>) -> anyhow::Result<()> {
    Ok(parts.send(Packing::Part(Part { name, bytes })).await.map_err(|_| Stopped)?)
}

/// Rows as lines of JSON.
fn lines(rows: &[export::Values]) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    for row in rows {
        let values: Vec<serde_json::Value> = row
            .iter()
            .map(|value| match value {
                Value::Text(text) => text.clone().into(),
                Value::Number(number) => (*number).into(),
                Value::Truth(truth) => (*truth).into(),
            })
            .collect();
        serde_json::to_writer(&mut text, &values)?;
        text.push(b'\n');
    }
    Ok(text)
}

/// The rows of such lines.
fn rows(table: &Table, text: &[u8]) -> anyhow::Result<Vec<export::Values>> {
    let unfit = || anyhow!("a row of {} does not fit", table.name);
    let mut rows = Vec::new();
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let values: Vec<serde_json::Value> = serde_json::from_slice(line).with_context(|| table.name.clone())?;
        if values.len() != table.columns.len() {
            return Err(unfit());
        }
        let typed = values.into_iter().zip(&table.columns).map(|(value, column)| match (column.kind, value) {
            (Kind::Text, serde_json::Value::String(text)) => Ok(Value::Text(Some(text))),
            (Kind::Text, serde_json::Value::Null) => Ok(Value::Text(None)),
            (Kind::Number, serde_json::Value::Number(number)) => number.as_i64().map(Value::from).ok_or_else(unfit),
            (Kind::Number, serde_json::Value::Null) => Ok(Value::Number(None)),
            (Kind::Truth, serde_json::Value::Bool(truth)) => Ok(Value::Truth(truth)),
            _ => Err(unfit()),
        });
        rows.push(typed.collect::<anyhow::Result<_>>()?);
    }
    Ok(rows)
}

/// Lays what the ledger says now beside the backups: it is newer than any of them, and never loses a line.
fn copy_ledger(school: &School, folder: &Folder, now: Timestamp) -> anyhow::Result<()> {
    let Some(ledger) = school.db.ledger() else { return Ok(()) };
    let beside = folder.ledger();
    let mut lines = ledger.lines()?;
    if beside.exists() {
        lines.extend(store::ledger::read(&beside)?);
    }
    store::ledger::replace(&beside, &lines, now)
}
