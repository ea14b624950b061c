//! Backing a school up and putting it back, as its administrator would.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schoolgate::backup::{self, Asked, Folder, Key, Restored, Seal};

use crate::schools::TestSchool;

impl TestSchool {
    /// A backup of this school as it is now, in this folder.
    pub async fn back_up(&self, folder: &Path, seal: &Seal) -> PathBuf {
        let folder = Folder::new(folder, self.host());
        backup::make(&self.school, &folder, seal, usize::MAX, &|_, _, _| {}).await.expect("a backup").path
    }

    /// Stops the school as its administrator would: nobody is left who serves it.
    pub async fn stop(&mut self) {
        self.crash().await;
        schoolgate::actions::nodes::leave(&self.school).await.expect("to say so");
        self.school.db.close().await;
    }

    /// Stops the school, puts a backup in its place, and lets it work again.
    pub async fn put_back(&mut self, file: &Path) -> Restored {
        self.stop().await;
        let restored = backup::restore(self.asked(file, true), &|_, _, _| {}).await.expect("a restore");
        self.crash_and_restart().await;
        restored
    }

    /// What is asked when this backup is to be put back here.
    pub fn asked(&self, file: &Path, is_over: bool) -> Asked {
        Asked {
            file: file.to_owned(),
            key: Arc::new(Key::None),
            place: self.place.clone(),
            is_over,
            ledgers: Vec::new(),
        }
    }

    /// Where its ledger lies.
    pub fn ledger(&self) -> &Path {
        &self.place.ledger
    }
}
