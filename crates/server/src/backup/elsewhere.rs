//! A second place for backups, in a store that speaks S3: another house, for when this one burns.
//!
//! It follows the folder: what lies there and not here is sent, and only when all of it has arrived do the oldest go. What
//! went from the folder stays, so that an empty new disk empties nothing.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::aws::AmazonS3;
use object_store::path::Path as Place;
use object_store::{Error, ObjectStore, ObjectStoreExt, WriteMultipart};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Folder;
use crate::config::Bucket;
use crate::media;
use crate::store;

/// How long one request may take: a part has to get through a school's line.
const REQUEST: Duration = Duration::from_mins(2);
/// Sent in parts of so many bytes, of which so many are under way.
const PART: usize = 8 * 1024 * 1024;
const PARTS: usize = 2;

/// A place in a bucket: `prefix/HOST-DATE-TIME.tar.gz`.
#[derive(Clone)]
pub struct Elsewhere {
    store: AmazonS3,
    prefix: String,
    /// As the configuration says it.
    name: String,
}

impl fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Elsewhere").field(&self.name).finish()
    }
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Elsewhere {
    /// Asks nobody anything yet. Errors: a setting that cannot be.
    pub fn of(bucket: Bucket) -> io::Result<Self> {
        let (prefix, name) = (bucket.prefix.clone(), format!("s3://{}/{}", bucket.name, bucket.prefix));
        Ok(Self { store: media::reach(bucket, REQUEST)?, prefix, name })
    }

    fn at(&self, name: &str) -> Place {
        Place::from(format!("{}/{name}", self.prefix))
    }

    /// Brings there what lies in the folder, with the ledger, and keeps the newest so many. Tells how many were sent.
    ///
    /// Errors: a sentence; what was sent before stays, and the rest follows another time.
    pub async fn follow(&self, folder: &Folder, keep: usize, now: Timestamp) -> anyhow::Result<usize> {
        self.bring(folder, keep, now).await.with_context(|| format!("copying backups to {self}"))
    }

    async fn bring(&self, folder: &Folder, keep: usize, now: Timestamp) -> anyhow::Result<usize> {
        let there = self.kept(folder).await?;
        let here = folder.kept()?;
        let mut sent = 0;
        // The newest first: it is the one that will be wanted.
        for backup in here.iter().rev().take(keep) {
            let name = file_name(&backup.path);
            let size = fs::metadata(&backup.path)?.len();
            if there.iter().any(|(known, known_size)| *known == name && *known_size == size) {
                continue;
            }
            self.send(&backup.path, &name).await?;
            if self.store.head(&self.at(&name)).await?.size != size {
                bail!("{name} did not arrive whole");
            }
            sent += 1;
        }
        self.bring_ledger(folder, now).await?;
        let there = self.kept(folder).await?;
        for (name, _) in there.iter().take(there.len().saturating_sub(keep.max(1))) {
            self.remove(name).await?;
        }
        Ok(sent)
    }

    /// The ledger there is never shorter than it was: a folder on a new disk knows less.
    async fn bring_ledger(&self, folder: &Folder, now: Timestamp) -> anyhow::Result<()> {
        let path = folder.ledger();
        if !path.exists() {
            return Ok(());
        }
        let name = file_name(&path);
        let known = match self.store.get(&self.at(&name)).await {
            Ok(found) => store::ledger::parse(&found.bytes().await?)?,
            Err(Error::NotFound { .. }) => Vec::new(),
            Err(cause) => return Err(cause.into()),
        };
        let all = store::ledger::joined([known.as_slice(), &store::ledger::read(&path)?].concat());
        if all.len() > known.len() || known.is_empty() {
            self.store.put(&self.at(&name), store::ledger::text(&all, now).into()).await?;
        }
        Ok(())
    }

    /// Puts the newest backup that lies there, and the ledger, into a folder. Tells what it is called now; none when there is no
    /// backup of this school.
    pub async fn fetch(&self, folder: &Folder) -> anyhow::Result<Option<PathBuf>> {
        let fetch = async {
            let Some((name, _)) = self.kept(folder).await?.pop() else { return Ok(None) };
            fs::create_dir_all(folder.path())?;
            let ledger = file_name(&folder.ledger());
            match self.receive(&ledger, &folder.ledger()).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(cause) => return Err(cause.into()),
            }
            let path = folder.path().join(&name);
            self.receive(&name, &path).await?;
            anyhow::Ok(Some(path))
        };
        fetch.await.with_context(|| format!("fetching from {self}"))
    }

    /// The backups of this school that lie there, oldest first, each with its size.
    pub async fn kept(&self, folder: &Folder) -> anyhow::Result<Vec<(String, u64)>> {
        let prefix = Place::from(self.prefix.as_str());
        let all = self.store.list(Some(&prefix)).map_ok(|found| {
            let name = found.location.filename().unwrap_or_default().to_owned();
            (found.location, name, found.size)
        });
        let all: Vec<(Place, String, u64)> = all.try_collect().await?;
        let ours = all.into_iter().filter(|(place, name, _)| *place == self.at(name));
        let mut kept: Vec<_> =
            ours.filter_map(|(_, name, size)| Some((folder.moment_of(&name)?, name, size))).collect();
        kept.sort();
        Ok(kept.into_iter().map(|(_, name, size)| (name, size)).collect())
    }

    async fn send(&self, from: &Path, name: &str) -> anyhow::Result<()> {
        let mut file = File::open(from).await?;
        let upload = self.store.put_multipart(&self.at(name)).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let sent = async {
            loop {
                let mut part = Vec::with_capacity(PART);
                if (&mut file).take(PART as u64).read_to_end(&mut part).await? == 0 {
                    return anyhow::Ok(());
                }
                writer.wait_for_capacity(PARTS).await?;
                writer.put(Bytes::from(part));
            }
        };
        if let Err(cause) = sent.await {
            // Half of it would be paid for and never read.
            let _ = writer.abort().await;
            return Err(cause);
        }
        writer.finish().await?;
        Ok(())
    }

    /// Written beside its place, so that half of it never has its name.
    async fn receive(&self, name: &str, to: &Path) -> Result<(), Error> {
        let failed = |source: io::Error| Error::Generic { store: "file", source: Box::new(source) };
        let mut stream = self.store.get(&self.at(name)).await?.into_stream();
        let aside = to.with_file_name(format!(".fetching-{name}"));
        let mut file = File::create(&aside).await.map_err(failed)?;
        while let Some(bytes) = stream.next().await {
            file.write_all(&bytes?).await.map_err(failed)?;
        }
        file.sync_all().await.map_err(failed)?;
        fs::rename(&aside, to).map_err(failed)
    }

    async fn remove(&self, name: &str) -> Result<(), Error> {
        match self.store.delete(&self.at(name)).await {
            // Some stores say that it was not there.
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(cause),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
