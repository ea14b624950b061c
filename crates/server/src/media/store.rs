//! Where pictures lie: each file under the hash of what is in it, whole or not at all.
//!
//! A folder and a bucket keep the same promises. Who may take a file away, and when, is decided in the database, which
//! knows who else is just putting it there: see `store::pictures`.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use super::bucket::Remote;
use crate::config::Media;

/// A school's pictures. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Shelf {
    place: Arc<Place>,
}

#[derive(Debug)]
enum Place {
    /// A folder on a disk of this machine: `ab/abcdef…`, and `incoming/` for what is being written.
    Folder(PathBuf),
    /// A store that other machines reach, too.
    Bucket(Remote),
}

impl Shelf {
    /// The shelf at this place. A bucket is not asked for anything yet.
    pub fn open(place: Media) -> io::Result<Shelf> {
        match place {
            Media::Folder(path) => Self::folder(path),
            Media::Bucket(bucket) => Ok(Shelf { place: Arc::new(Place::Bucket(Remote::new(bucket)?)) }),
        }
    }

    /// A shelf in this folder, which is made if it is not there, for nobody else to read.
    pub fn folder(path: PathBuf) -> io::Result<Shelf> {
        make(&path.join(INCOMING))?;
        clear_away_what_was_cut_off(&path)?;
        Ok(Shelf { place: Arc::new(Place::Folder(path)) })
    }

    /// Keeps these bytes under this name: a picture's SHA-256 in hexadecimal, with `-small` for its small version. When it
    /// returns they are on the disk and stay there, whatever happens to the machine.
    ///
    /// Errors: the disk's own, such as [`ErrorKind::StorageFull`], with nothing of the file left behind.
    pub async fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let (name, bytes) = (Name::parse(name)?, bytes.to_vec());
        if !name.fits(&bytes) {
            return Err(io::Error::new(ErrorKind::InvalidInput, "these bytes have another name"));
        }
        match &*self.place {
            Place::Folder(folder) => on_a_thread(folder, move |folder| put_into(folder, &name, &bytes)).await,
            Place::Bucket(bucket) => bucket.put(&name, bytes).await,
        }
    }

    /// What was put there. Errors: [`ErrorKind::NotFound`]; [`ErrorKind::InvalidData`] if the disk gives back something else.
    pub async fn get(&self, name: &str) -> io::Result<Vec<u8>> {
        let name = Name::parse(name)?;
        match &*self.place {
            Place::Folder(folder) => {
                on_a_thread(folder, move |folder| {
                    let bytes = fs::read(name.within(folder))?;
                    name.fits(&bytes).then_some(bytes).ok_or_else(damaged)
                })
                .await
            }
            Place::Bucket(bucket) => bucket.get(&name).await,
        }
    }

    /// Whether it is there.
    pub async fn exists(&self, name: &str) -> io::Result<bool> {
        let name = Name::parse(name)?;
        match &*self.place {
            Place::Folder(folder) => on_a_thread(folder, move |folder| name.within(folder).try_exists()).await,
            Place::Bucket(bucket) => bucket.exists(&name).await,
        }
    }

    /// Takes it away for good. That it was not there is no error: gone is gone.
    pub async fn delete(&self, name: &str) -> io::Result<()> {
        let name = Name::parse(name)?;
        match &*self.place {
            Place::Folder(folder) => on_a_thread(folder, move |folder| remove(folder, &name)).await,
            Place::Bucket(bucket) => bucket.delete(&name).await,
        }
    }

    /// Takes the whole shelf away.
    pub async fn destroy(&self) -> io::Result<()> {
        match &*self.place {
            Place::Folder(folder) => on_a_thread(folder, |folder| fs::remove_dir_all(folder)).await,
            Place::Bucket(bucket) => bucket.clear().await,
        }
    }
}

/// Disks are slow and may hang; the requests of others go on meanwhile.
async fn on_a_thread<T: Send + 'static>(
    folder: &Path,
    work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let folder = folder.to_owned();
    spawn_blocking(move || work(&folder)).await.unwrap_or_else(|why| Err(io::Error::other(why)))
}

const INCOMING: &str = "incoming";

/// The name of a file, which can lead nowhere else.
pub(super) struct Name(String);

impl Name {
    const HASH: usize = 64;

    fn parse(name: &str) -> io::Result<Name> {
        let hash = name.strip_suffix("-small").unwrap_or(name);
        let is_hash = hash.len() == Name::HASH && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash
            .then(|| Name(name.to_owned()))
            .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "not the name of a picture"))
    }

    /// Some file systems are slow with many files in one folder.
    fn within(&self, folder: &Path) -> PathBuf {
        folder.join(self.folder()).join(&self.0)
    }

    pub(super) fn folder(&self) -> &str {
        &self.0[..2]
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether these are the bytes that the name was made from; of a small version it does not say.
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        self.0.len() != Name::HASH || format!("{:x}", Sha256::digest(bytes)) == self.0
    }
}

pub(super) fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "this picture's file has changed where it is kept: restore it from a backup")
}

fn put_into(folder: &Path, name: &Name, bytes: &[u8]) -> io::Result<()> {
    let path = name.within(folder);
    make(path.parent().unwrap_or(folder))?;

    // Written aside and renamed when it is whole: a reader finds the picture or nothing, even after a power cut.
    let aside = aside(folder);
    let written = write_and_sync(&aside, bytes).and_then(|()| fs::rename(&aside, &path));
    if let Err(why) = written {
        let _ = fs::remove_file(&aside);
        return Err(why);
    }
    sync_folder_of(&path)
}

/// A place of our own in `incoming/`.
fn aside(folder: &Path) -> PathBuf {
    static MADE: AtomicU64 = AtomicU64::new(0);
    folder.join(INCOMING).join(format!("{}-{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed)))
}

fn remove(folder: &Path, name: &Name) -> io::Result<()> {
    let path = name.within(folder);
    match fs::remove_file(&path) {
        Ok(()) => sync_folder_of(&path),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
        Err(why) => Err(why),
    }
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A file's name is on the disk only when its folder is.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Makes a folder that only we can read, and those above it; each is on the disk before anything is put into it.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make(above)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(why) if why.kind() != ErrorKind::AlreadyExists => Err(why),
        _ => sync_folder_of(&folder.canonicalize()?),
    }
}

/// Removes what processes that have ended were writing. One that still runs may be writing now: `schoolgate staff add`
/// opens the shelf of a school that is being served.
fn clear_away_what_was_cut_off(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder.join(INCOMING))? {
        let path = entry?.path();
        let writer = path.file_name().and_then(|name| name.to_str()?.split('-').next()?.parse::<u32>().ok());
        // Without /proc nobody can be told to have ended.
        let has_ended = |writer| Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{writer}")).exists();
        if writer.is_none_or(has_ended) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn shelf() -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::folder(folder.path().join("maple/media")).unwrap();
        (folder, shelf)
    }

    fn name(bytes: &[u8]) -> String {
        format!("{:x}", Sha256::digest(bytes))
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
        }
        found
    }

    #[tokio::test]
    async fn of_what_is_deleted_nothing_is_left() {
        let (folder, shelf) = shelf();
        let name = name(b"pixels");

        shelf.put(&name, b"pixels").await.unwrap();
        shelf.put(&name, b"pixels").await.unwrap();
        assert_eq!(files(folder.path()).len(), 1);
        shelf.delete(&name).await.unwrap();

        assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
    }

    #[tokio::test]
    async fn a_destroyed_shelf_leaves_no_file_and_no_folder() {
        let (folder, shelf) = shelf();
        shelf.put(&name(b"pixels"), b"pixels").await.unwrap();

        shelf.destroy().await.unwrap();

        assert!(!folder.path().join("maple/media").exists());
        assert!(folder.path().join("maple").exists(), "nothing but the shelf goes");
    }

    #[tokio::test]
    async fn a_small_version_lies_beside_its_picture() {
        let (_folder, shelf) = shelf();
        let small = format!("{}-small", name(b"pixels"));

        shelf.put(&small, b"fewer").await.unwrap();

        assert_eq!(shelf.get(&small).await.unwrap(), b"fewer");
        assert!(!shelf.exists(&name(b"pixels")).await.unwrap());
    }

    #[tokio::test]
    async fn a_name_leads_nowhere_else() {
        let (folder, shelf) = shelf();
        let hash = name(b"pixels");
        let upper = hash.to_uppercase();
        fs::write(folder.path().join("secret"), "secret").unwrap();

        for bad in [
            "",
            "../../secret",
            "/etc/passwd",
            "ab",
            &hash[1..],
            &upper,
            &format!("{hash}-large"),
            &format!("{hash}/.."),
        ] {
            assert_eq!(shelf.get(bad).await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
            assert_eq!(shelf.put(bad, b"x").await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
            assert_eq!(shelf.delete(bad).await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
        }
        assert_eq!(files(folder.path()), [folder.path().join("secret")]);
    }

    #[tokio::test]
    async fn bytes_under_a_wrong_name_are_neither_taken_nor_given() {
        let (folder, shelf) = shelf();
        let name = name(b"pixels");
        assert_eq!(shelf.put(&name, b"other").await.unwrap_err().kind(), ErrorKind::InvalidInput);

        shelf.put(&name, b"pixels").await.unwrap();
        fs::write(&files(folder.path())[0], b"pixelz").unwrap();

        assert_eq!(shelf.get(&name).await.unwrap_err().kind(), ErrorKind::InvalidData);
    }

    #[tokio::test]
    async fn what_a_dead_process_was_writing_is_cleared_away_and_what_a_living_one_writes_is_not() {
        let (folder, shelf) = shelf();
        let incoming = folder.path().join("maple/media").join(INCOMING);
        let mut child = process::Command::new("true").spawn().unwrap();
        let (dead, alive) =
            (incoming.join(format!("{}-0", child.id())), incoming.join(format!("{}-999", process::id())));
        child.wait().unwrap();
        fs::write(&dead, "half a pict").unwrap();
        fs::write(&alive, "half a pict").unwrap();

        drop(shelf);
        Shelf::folder(folder.path().join("maple/media")).unwrap();

        assert_eq!(files(folder.path()), [alive]);
    }

    #[tokio::test]
    async fn nobody_else_on_the_machine_may_look() {
        let (folder, shelf) = shelf();

        shelf.put(&name(b"pixels"), b"pixels").await.unwrap();

        for path in ["maple", "maple/media", "maple/media/incoming"] {
            assert_eq!(fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777, 0o700, "{path}");
        }
    }

    #[tokio::test]
    async fn a_disk_that_fails_leaves_no_half_picture() {
        let (folder, shelf) = shelf();
        let hash = name(b"pixels");
        // A file where the folder should be: the last step fails after the bytes are written.
        fs::create_dir_all(folder.path().join("maple/media").join(&hash[..2]).join(&hash)).unwrap();

        shelf.put(&hash, b"pixels").await.unwrap_err();

        assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
    }
}
