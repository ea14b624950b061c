//! The demo's own folder: recognised by a marker, so that starting over never removes what is not the demo's.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::cast::SCHOOLS;
use crate::cli::failure::{Failure, Outcome};

/// Says whose folder it is, and is locked while a demo runs in it.
const MARKER: &str = "this-folder-belongs-to-schoolgate-demo";
/// What a continued demo must know.
const MEMORY: &str = "demo.json";

/// What is kept between two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The port of each school: addresses are permanent, so the demo stays where it began.
    pub(super) ports: Vec<u16>,
    /// All of the content is there.
    pub(super) is_filled: bool,
    pub(super) sign_ins: Vec<SignIn>,
}

/// One way in, as the table shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SignIn {
    /// The school's number.
    pub(super) school: usize,
    /// "teacher of Maple class, Mrs Kaur"
    pub(super) who: String,
    /// An e-mail address, or a link.
    pub(super) with: String,
    pub(super) password: Option<String>,
}

/// The folder, held by this process.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes the folder, making it if need be. Errors: it holds something else, or another demo runs in it.
    pub(super) fn take(path: &Path) -> Outcome<Self> {
        let failed =
            |cause: std::io::Error| Failure::setup(format!("the folder {} cannot be used: {cause}", path.display()));
        std::fs::create_dir_all(path).map_err(failed)?;
        let marker = path.join(MARKER);
        if !marker.exists() && std::fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(Failure::setup(format!(
                "{} holds something that is not the demo's; name an empty folder with --data",
                path.display()
            )));
        }
        let lock = File::options().create(true).append(true).open(&marker).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(Failure::setup(format!(
                "a demo runs in {} already; stop it, or name another folder with --data",
                path.display()
            ))),
            Err(TryLockError::Error(cause)) => Err(failed(cause)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn database(&self, school: usize) -> PathBuf {
        self.path.join(format!("{}.sqlite", SCHOOLS[school].key))
    }

    pub(super) fn media(&self, school: usize) -> PathBuf {
        self.path.join(format!("{}-media", SCHOOLS[school].key))
    }

    /// What an earlier run left. None when there was none, or when it did not get as far as that.
    pub(super) fn memory(&self) -> Option<Memory> {
        let text = std::fs::read(self.path.join(MEMORY)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Whether an earlier run made anything here.
    pub(super) fn is_used(&self) -> bool {
        (0..SCHOOLS.len()).any(|school| self.database(school).exists())
    }

    /// Written beside and renamed, so that it is there whole or not at all.
    pub(super) fn remember(&self, memory: &Memory) -> Outcome {
        let failed = |cause: std::io::Error| Failure::new(format!("the demo's sign-ins cannot be kept: {cause}"));
        let text = serde_json::to_vec_pretty(memory).map_err(|cause| failed(cause.into()))?;
        let beside = self.path.join(format!("{MEMORY}.new"));
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, self.path.join(MEMORY)).map_err(failed)
    }

    /// Removes what a demo made, by name; anything else in the folder stays.
    pub(super) fn empty(&self) -> Outcome {
        let mut files = vec![self.path.join(MEMORY), self.path.join(format!("{MEMORY}.new"))];
        for school in 0..SCHOOLS.len() {
            let database = self.database(school);
            files.extend(
                ["", "-wal", "-shm", "-journal"].map(|ending| PathBuf::from(format!("{}{ending}", database.display()))),
            );
        }
        for file in files {
            gone(&file, std::fs::remove_file(&file))?;
        }
        for school in 0..SCHOOLS.len() {
            let media = self.media(school);
            gone(&media, std::fs::remove_dir_all(&media))?;
        }
        Ok(())
    }
}

fn gone(path: &Path, removed: std::io::Result<()>) -> Outcome {
    match removed {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(Failure::setup(format!("{} cannot be removed: {cause}", path.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_other_things_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("thesis.odt"), "words").unwrap();

        let refused = Folder::take(folder.path()).err().unwrap();

        assert_eq!(refused.code(), 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn starting_over_removes_what_a_demo_made_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::take(&place.path().join("demo")).unwrap();
        std::fs::write(folder.database(0), "rows").unwrap();
        std::fs::create_dir(folder.media(0)).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        folder.remember(&Memory { is_filled: true, ..Memory::default() }).unwrap();

        folder.empty().unwrap();

        assert!(!folder.is_used() && folder.memory().is_none() && !folder.media(0).exists());
        assert!(folder.path().join("notes.txt").exists());
    }

    #[test]
    fn two_demos_never_share_a_folder() {
        let place = tempfile::tempdir().unwrap();
        let first = Folder::take(place.path()).unwrap();
        assert!(Folder::take(place.path()).is_err());

        drop(first);

        assert!(Folder::take(place.path()).is_ok());
    }
}
