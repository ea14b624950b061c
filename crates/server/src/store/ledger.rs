//! The ledger of what is gone: a file beside the database, added to before each commit that takes something away.
//!
//! It is no part of the database, so that putting back an older copy of that does not put this back. It holds ids and
//! hashes only. Its first line names it; a database remembers how far into which ledger it has come.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow, bail};
use jiff::Timestamp;

use super::{Sql, Tx};
use crate::clock::Clock;
use crate::domain::gone::Gone;
use crate::domain::ids::ActivityId;
use crate::error::{Error, Result};
use crate::values;

/// What the first line begins with.
const OPENING: &str = "schoolgate ledger 1 ";

/// One ledger, open. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Ledger(Arc<Open>);

#[derive(Debug)]
struct Open {
    id: String,
    path: PathBuf,
    clock: Clock,
    /// None once closed. While it is open others may open it too, and nobody can have it for themselves.
    file: Mutex<Option<File>>,
}

/// One line: when, and what.
pub type Line = (Timestamp, Gone);

impl Ledger {
    /// Opens the ledger at this place, which is made if it is not there.
    ///
    /// Errors: a sentence that names the file, such as that a restore is under way.
    pub fn open(path: &Path, clock: Clock) -> anyhow::Result<Self> {
        Self::open_file(path, clock).with_context(|| format!("opening the ledger {}", path.display()))
    }

    fn open_file(path: &Path, clock: Clock) -> anyhow::Result<Self> {
        if !path.try_exists()? {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder)?;
            }
            begin(path, clock.now())?;
        }
        let mut file = OpenOptions::new().read(true).append(true).open(path)?;
        match file.try_lock_shared() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("a restore is under way; wait until it is done"),
            Err(TryLockError::Error(cause)) => return Err(cause.into()),
        }
        let id = id_of(&mut file)?;
        // A line that a power cut tore apart ends here, and does not swallow the next one.
        let length = file.seek(SeekFrom::End(0))?;
        let mut last = [b'\n'];
        if length > 0 {
            file.seek(SeekFrom::Start(length - 1))?;
            file.read_exact(&mut last)?;
        }
        if last != [b'\n'] {
            file.write_all(b"\n")?;
        }
        Ok(Self(Arc::new(Open { id, path: path.to_owned(), clock, file: Mutex::new(Some(file)) })))
    }

    /// Adds these lines. When it returns they are on the disk, and the answer is how long the ledger is now.
    pub(super) async fn write(&self, gone: Vec<Gone>) -> Result<i64> {
        let ledger = self.clone();
        let written = tokio::task::spawn_blocking(move || {
            let lines: String = gone.iter().map(|gone| line(ledger.0.clock.now(), gone)).collect();
            let mut file = ledger.0.file.lock().unwrap_or_else(PoisonError::into_inner);
            let file = file.as_mut().ok_or_else(|| io::Error::other("it is closed"))?;
            file.write_all(lines.as_bytes())?;
            file.sync_data()?;
            file.stream_position()
        });
        let position = written.await.map_err(|cause| Error::Internal(cause.into()))?;
        let position = position.with_context(|| format!("writing to the ledger {}", self.0.path.display()))?;
        i64::try_from(position).map_err(|cause| Error::Internal(cause.into()))
    }

    /// Its name, and how long it is now.
    pub fn reach(&self) -> io::Result<(&str, i64)> {
        let length = fs::metadata(&self.0.path)?.len();
        Ok((&self.0.id, i64::try_from(length).unwrap_or(i64::MAX)))
    }

    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Everything that stands in it now.
    pub fn lines(&self) -> anyhow::Result<Vec<Line>> {
        read(&self.0.path)
    }

    /// Removes it. What it kept down was removed before.
    pub(super) fn destroy(&self) -> anyhow::Result<()> {
        self.close();
        fs::remove_file(&self.0.path).with_context(|| format!("removing the ledger {}", self.0.path.display()))
    }

    pub(super) fn close(&self) {
        *self.0.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The lines of a ledger's file. One that was torn apart belongs to an action that failed, and is left out.
///
/// Errors: a sentence when the file is no ledger, or cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Vec<Line>> {
    let read = || -> anyhow::Result<Vec<Line>> {
        let mut file = File::open(path)?;
        id_of(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        parse(&text)
    };
    read().with_context(|| format!("reading the ledger {}", path.display()))
}

/// The same from its bytes.
pub fn parse(text: &[u8]) -> anyhow::Result<Vec<Line>> {
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines();
    if !lines.next().is_some_and(|first| first.starts_with(OPENING)) {
        bail!("it does not begin as a ledger of Schoolgate does");
    }
    Ok(lines.filter_map(parsed).collect())
}

/// Puts a ledger with these lines, each once and in the order of their moments, in the place of what is there. It has a
/// name of its own, so that every database begins it from its first line.
pub fn replace(path: &Path, lines: &[Line], now: Timestamp) -> anyhow::Result<()> {
    let lines = joined(lines.to_vec());
    let aside = write_aside(path, &lines, now)?;
    fs::rename(&aside, path)?;
    Ok(settle(path)?)
}

/// Lines of several ledgers, each once and in the order of their moments.
pub fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by_key(|(at, _)| *at);
    let mut seen = HashSet::new();
    lines.retain(|known| seen.insert(known.clone()));
    lines
}

/// What a ledger of these lines looks like.
pub fn text(lines: &[Line], now: Timestamp) -> String {
    let mut text = format!("{OPENING}{}\n", ActivityId::fresh(now));
    text.extend(lines.iter().map(|(at, gone)| line(*at, gone)));
    text
}

/// Makes an empty ledger, unless another node was faster: it may have written into that one already.
fn begin(path: &Path, now: Timestamp) -> io::Result<()> {
    let aside = write_aside(path, &[], now)?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    match linked {
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists => Err(cause),
        _ => settle(path),
    }
}

/// A new ledger beside the place where it is to stand.
fn write_aside(path: &Path, lines: &[Line], now: Timestamp) -> io::Result<PathBuf> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".new-{}", ActivityId::fresh(now)));
    let aside = PathBuf::from(aside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&aside)?;
    file.write_all(text(lines, now).as_bytes())?;
    file.sync_all()?;
    Ok(aside)
}

/// Its name is on the disk, too.
fn settle(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Has a ledger for itself: nobody can open it as long as this is kept. Nothing when there is none yet.
///
/// Errors: a sentence when somebody has it open.
pub fn alone(path: &Path) -> anyhow::Result<Option<File>> {
    // To be written: on a disk of the network nobody else has to themselves what they may only read.
    let file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(anyhow!(cause).context(format!("opening the ledger {}", path.display()))),
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("the school is being served by another process; stop it first (systemctl stop schoolgate)")
        }
        Err(TryLockError::Error(cause)) => Err(anyhow!(cause).context(format!("locking {}", path.display()))),
    }
}

fn id_of(file: &mut File) -> anyhow::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut first = String::new();
    BufReader::new(file).take(200).read_line(&mut first).ok();
    let id = first.strip_prefix(OPENING).map(str::trim_end).filter(|id| id.len() == 32);
    id.map(str::to_owned).ok_or_else(|| anyhow!("it does not begin as a ledger of Schoolgate does; put it aside and restore the copy that lies with the backups"))
}

fn line(at: Timestamp, gone: &Gone) -> String {
    format!("{} {gone}\n", at.as_millisecond())
}

fn parsed(line: &str) -> Option<Line> {
    let (at, gone) = line.split_once(' ')?;
    Some((Timestamp::from_millisecond(at.parse().ok()?).ok()?, gone.parse().ok()?))
}

/// This database has come so far into this ledger; never back.
pub(super) async fn reached(tx: &mut Tx, ledger: &Ledger, position: i64) -> Result<()> {
    tx.change(
        "insert into ledgers (id, position) values ($1, $2)
         on conflict (id) do update set position = case when excluded.position > ledgers.position then excluded.position else ledgers.position end",
        values![&ledger.0.id, position],
    )
    .await
}

/// From here until the commit nobody else writes to this ledger, and what others wrote is committed.
pub async fn hold(tx: &mut Tx, ledger: &Ledger) -> Result<()> {
    reached(tx, ledger, 0).await
}

/// Whether the database knows a ledger, and it is another one than this.
pub async fn is_strange(sql: &mut impl Sql, ledger: &Ledger) -> Result<bool> {
    let row = sql.one(
        "select count(*) as known, count(case when id = $1 then 1 end) as same from ledgers",
        values![&ledger.0.id],
    );
    let row = row.await?;
    Ok(row.get::<i64>("known")? > 0 && row.get::<i64>("same")? == 0)
}

/// How far the database has come into this ledger: nothing when it never met it.
pub async fn position(sql: &mut impl Sql, ledger: &Ledger) -> Result<i64> {
    let row = sql.maybe("select position from ledgers where id = $1", values![&ledger.0.id]).await?;
    row.map_or(Ok(0), |row| row.get("position"))
}

/// The database is as the ledger says, as long as that was when it was read.
pub async fn caught_up(tx: &mut Tx, ledger: &Ledger, position: i64) -> Result<()> {
    tx.run("delete from ledgers where id <> $1", values![&ledger.0.id]).await?;
    reached(tx, ledger, position).await
}
