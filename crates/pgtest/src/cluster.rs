//! The throw-away server: one folder, one lock, started by whoever comes first.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use crate::Binaries;

/// What makes it fast and forgetful, and keeps it off the network.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
     -c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=64MB -c max_connections=300 -c listen_addresses=''";

/// The address of the running server, which is started if there is none.
pub(crate) fn ready(binaries: &Binaries) -> Result<String, String> {
    let folder = home()?;
    // Held while we look and start: the others wait here and then find it running.
    let _lock = lock(&folder)?;

    let socket = folder.join("socket");
    if !answers(&socket) {
        start(binaries, &folder, &socket)?;
    }
    Ok(format!("postgres://postgres@localhost:5432/postgres?host={}", socket.display()))
}

/// Ends the server if it runs, and removes what it kept. Errors: in words.
pub fn stop() -> Result<(), String> {
    let folder = home()?;
    let _lock = lock(&folder)?;
    if answers(&folder.join("socket")) {
        halt(&Binaries::find()?, &folder.join("data"));
    }
    clear(&folder)
}

/// The folder of this source tree's server: worktrees and users do not stop each other's.
fn home() -> Result<PathBuf, String> {
    let folder = std::env::var_os("PGTEST_FOLDER").map_or_else(
        || {
            let mut hasher = DefaultHasher::new();
            env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
            std::env::temp_dir().join(format!("pgtest-{}-{:08x}", us(), hasher.finish() & 0xffff_ffff))
        },
        PathBuf::from,
    );
    fs::create_dir_all(&folder).map_err(|why| format!("making {}: {why}", folder.display()))?;

    // The temporary folder is everybody's, and another user could have put this one there before us.
    let owner = fs::metadata(&folder).map_err(|why| format!("looking at {}: {why}", folder.display()))?.uid();
    if owner != us() {
        return Err(format!("{} belongs to another user; remove it", folder.display()));
    }
    // The server's user has to pass through, and nobody has to look.
    set_mode(&folder, if us() == 0 { 0o711 } else { 0o700 })?;
    Ok(folder)
}

fn us() -> u32 {
    fs::metadata("/proc/self").map_or(0, |own| own.uid())
}

fn lock(folder: &Path) -> Result<File, String> {
    let path = folder.join("lock");
    let file = File::create(&path).map_err(|why| format!("making {}: {why}", path.display()))?;
    file.lock().map_err(|why| format!("locking {}: {why}", path.display()))?;
    Ok(file)
}

/// Whether a server listens: a folder left by a crash or a restart of the machine has nobody behind it.
fn answers(socket: &Path) -> bool {
    UnixStream::connect(socket.join(".s.PGSQL.5432")).is_ok()
}

fn start(binaries: &Binaries, folder: &Path, socket: &Path) -> Result<(), String> {
    clear(folder)?;
    let data = folder.join("data");
    for place in [&data, &socket.to_owned()] {
        fs::create_dir(place).map_err(|why| format!("making {}: {why}", place.display()))?;
        set_mode(place, 0o700)?;
        if let Some((user, group)) = binaries.server_user {
            chown(place, Some(user), Some(group)).map_err(|why| format!("handing over {}: {why}", place.display()))?;
        }
    }

    let data_argument = data.as_os_str();
    let mut arguments: Vec<&OsStr> = vec![OsStr::new("--pgdata"), data_argument];
    arguments
        .extend(["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C"].map(OsStr::new));
    if binaries.version >= 15 {
        // Sorts as a school's own server would, which is not how SQLite does: a query that forgot to care shows here.
        arguments.extend(["--locale-provider=icu", "--icu-locale=en"].map(OsStr::new));
    }
    binaries.run("initdb", &arguments)?;
    launch(binaries, folder)
}

/// Starts the server of a folder that holds one.
fn launch(binaries: &Binaries, folder: &Path) -> Result<(), String> {
    let (data, socket) = (folder.join("data"), folder.join("socket"));
    let (data_argument, log) = (data.as_os_str(), socket.join("log"));
    let settings = format!("{SETTINGS} -c unix_socket_directories='{}'", socket.display());
    let arguments = ["start", "--silent", "--wait", "--timeout=60", "--options", &settings, "--pgdata"].map(OsStr::new);
    let arguments = [&arguments[..], &[data_argument, OsStr::new("--log"), log.as_os_str()]].concat();
    binaries.run("pg_ctl", &arguments).map_err(|why| {
        let said = fs::read_to_string(&log).unwrap_or_default();
        let end: Vec<&str> = said.lines().rev().take(10).collect();
        format!("{why}\n{}", end.into_iter().rev().collect::<Vec<_>>().join("\n"))
    })?;
    Ok(())
}

/// A server of one test's own, which may be stopped and started again. What it has committed it keeps.
pub struct Own {
    binaries: Binaries,
    folder: PathBuf,
}

impl Own {
    /// # Panics
    /// If it does not start, with its words.
    pub fn start_in(folder: &Path) -> Self {
        let started = || {
            let binaries = Binaries::find()?;
            set_mode(folder, if us() == 0 { 0o711 } else { 0o700 })?;
            start(&binaries, folder, &folder.join("socket"))?;
            Ok::<_, String>(Self { binaries, folder: folder.to_owned() })
        };
        match started() {
            Ok(own) => own,
            Err(why) => panic!("no PostgreSQL of a test's own: {why}"),
        }
    }

    /// The address of its first database.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost:5432/postgres?host={}", self.folder.join("socket").display())
    }

    /// Ends it in the middle of whatever it does.
    pub fn stop(&self) {
        halt(&self.binaries, &self.folder.join("data"));
    }

    /// # Panics
    /// If it does not start again, with its words.
    pub fn start_again(&self) {
        if let Err(why) = launch(&self.binaries, &self.folder) {
            panic!("PostgreSQL does not start again: {why}");
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Ends a server without ceremony; what it held is thrown away anyway.
fn halt(binaries: &Binaries, data: &Path) {
    let arguments = ["stop", "--silent", "--mode=immediate", "--pgdata"].map(OsStr::new);
    // If it has ended meanwhile there is nothing to do.
    let _ = binaries.run("pg_ctl", &[&arguments[..], &[data.as_os_str()]].concat());
}

/// Removes what a server kept; the lock stays, for somebody may be waiting on it.
fn clear(folder: &Path) -> Result<(), String> {
    for place in [folder.join("data"), folder.join("socket")] {
        if place.exists() {
            fs::remove_dir_all(&place).map_err(|why| format!("removing {}: {why}", place.display()))?;
        }
    }
    Ok(())
}

fn set_mode(path: &Path, mode: u32) -> Result<(), String> {
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|why| format!("closing {}: {why}", path.display()))
}
