//! The folder of backups: their names, who may write there now, and which of them are kept.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::seal::Seal;

/// What an unencrypted and an encrypted backup end with.
const ENDING: &str = ".tar.gz";
const SEALED_ENDING: &str = ".tar.gz.age";
/// What is being written begins with this, and is never taken for a backup.
const UNFINISHED: &str = ".unfinished-";
/// The moment in a name, in UTC, so that names sort as their moments do.
const MOMENT: &str = "%Y%m%d-%H%M%S";

/// A school's place in a folder of backups.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// The school's host as it stands in the names of files.
    host: String,
}

/// One backup that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub path: PathBuf,
    pub taken_at: Timestamp,
}

/// Nobody else makes a backup of this school there as long as it lives.
pub(super) struct Turn(#[expect(dead_code, reason = "it is held, not read")] File);

impl Folder {
    pub fn new(path: &Path, host: &str) -> Self {
        Self { path: path.to_owned(), host: host.replace(':', "_") }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ledger that goes along with the backups, as it was at the last of them.
    pub fn ledger(&self) -> PathBuf {
        self.path.join(format!("{}.gone", self.host))
    }

    /// The turn to make a backup; what an earlier one left unfinished is cleared away. None while somebody else has it.
    pub(super) fn turn(&self) -> anyhow::Result<Option<Turn>> {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path);
        made.with_context(|| format!("making the folder for backups {}", self.path.display()))?;
        let lock = self.path.join(format!(".{}.lock", self.host));
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&lock);
        let file = file.with_context(|| format!("writing into the folder for backups {}", self.path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(cause)) => bail!("locking {}: {cause}", lock.display()),
        }
        for name in self.names()? {
            if name.strip_prefix(UNFINISHED).is_some_and(|name| self.moment_of(name).is_some()) {
                fs::remove_file(self.path.join(name))?;
            }
        }
        Ok(Some(Turn(file)))
    }

    /// A name that no backup has yet, and where it is written until it is whole.
    pub(super) fn fresh(&self, now: Timestamp, seal: &Seal) -> anyhow::Result<(PathBuf, PathBuf)> {
        let ending = if seal.is_open() { ENDING } else { SEALED_ENDING };
        let taken: Vec<Timestamp> = self.kept()?.into_iter().map(|kept| kept.taken_at).collect();
        let mut at = Timestamp::from_second(now.as_second())?;
        while taken.contains(&at) {
            at += SignedDuration::from_secs(1);
        }
        let name = format!("{}-{}{ending}", self.host, at.to_zoned(TimeZone::UTC).strftime(MOMENT));
        Ok((self.path.join(&name), self.path.join(format!("{UNFINISHED}{name}"))))
    }

    /// The backups of this school, oldest first. None when there is no folder yet.
    pub fn kept(&self) -> io::Result<Vec<Kept>> {
        let mut kept: Vec<Kept> = self
            .names()?
            .into_iter()
            .filter_map(|name| Some(Kept { taken_at: self.moment_of(&name)?, path: self.path.join(name) }))
            .collect();
        kept.sort_by_key(|kept| kept.taken_at);
        Ok(kept)
    }

    /// Removes the oldest beyond this many.
    pub(super) fn keep(&self, most: usize) -> io::Result<usize> {
        let kept = self.kept()?;
        let too_many = kept.len().saturating_sub(most.max(1));
        for old in kept.iter().take(too_many) {
            fs::remove_file(&old.path)?;
        }
        File::open(&self.path)?.sync_all()?;
        Ok(too_many)
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    /// When the backup of this name was made; none for any other name.
    pub(super) fn moment_of(&self, name: &str) -> Option<Timestamp> {
        let rest = name.strip_prefix(&self.host)?.strip_prefix('-')?;
        let moment = rest.strip_suffix(SEALED_ENDING).or_else(|| rest.strip_suffix(ENDING))?;
        let moment = jiff::civil::DateTime::strptime(MOMENT, moment).ok()?;
        Some(moment.to_zoned(TimeZone::UTC).ok()?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_backups_of_this_school_are_counted_and_the_oldest_go() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path(), "maple.example");
        for name in [
            "maple.example-20261101-020000.tar.gz",
            "maple.example-20261102-020000.tar.gz.age",
            "maple.example-20261103-020000.tar.gz",
            ".unfinished-maple.example-20261104-020000.tar.gz",
            "maple.example-20261104-020000.tar.gz.part",
            "maple.example-yesterday.tar.gz",
            "oak.example-20261101-020000.tar.gz",
            "holiday.jpg",
        ] {
            fs::write(place.path().join(name), "x").unwrap();
        }

        assert_eq!(folder.kept().unwrap().len(), 3);
        let turn = folder.turn().unwrap();
        assert!(turn.is_some() && folder.turn().unwrap().is_none(), "never two at once");
        assert!(!place.path().join(".unfinished-maple.example-20261104-020000.tar.gz").exists());
        assert_eq!(folder.keep(2).unwrap(), 1);

        let kept = folder.kept().unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept[0].path.ends_with("maple.example-20261102-020000.tar.gz.age"));
        assert!(place.path().join("oak.example-20261101-020000.tar.gz").exists());
        let taken = kept[1].taken_at;
        let (fresh, unfinished) = folder.fresh(taken, &Seal::Open).unwrap();
        assert!(fresh.ends_with("maple.example-20261103-020001.tar.gz"), "{}", fresh.display());
        assert_eq!(folder.moment_of(unfinished.file_name().unwrap().to_str().unwrap()), None);
    }
}
