//! Where PostgreSQL's programs are, and how they are run.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Debug)]
pub(crate) struct Binaries {
    folder: PathBuf,
    /// The first number of the version.
    pub(crate) version: u32,
    /// PostgreSQL refuses to run as root; then it runs as this user and group.
    pub(crate) server_user: Option<(u32, u32)>,
}

impl Binaries {
    pub(crate) fn find() -> Result<Binaries, String> {
        // Debian keeps the server's programs apart, by version, and off the path.
        let by_version =
            fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
        let on_path: Vec<PathBuf> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
        let (version, folder) = newest(by_version).or_else(|| newest(on_path.into_iter())).ok_or(
            "its server is not installed. On Debian or Ubuntu: `apt-get install postgresql`; \
             or name a server that is there already with PGTEST_URL=postgres://user@host/database",
        )?;

        let we_are_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let server_user = if we_are_root {
            let users = fs::read_to_string("/etc/passwd").map_err(|why| format!("reading /etc/passwd: {why}"))?;
            Some(
                user(&users, "postgres")
                    .ok_or("it refuses to run as root, and there is no user `postgres` to run it as")?,
            )
        } else {
            None
        };
        Ok(Binaries { folder, version, server_user })
    }

    /// Runs a program of the server, as the server's user, to its end. Errors: what it said.
    pub(crate) fn run(&self, program: &str, arguments: &[&OsStr]) -> Result<String, String> {
        let mut command = self.command(program);
        if let Some((user, group)) = self.server_user {
            command.uid(user).gid(group);
        }
        finish(program, command.args(arguments))
    }

    /// Runs one statement and returns its rows, a line each.
    pub(crate) fn query(&self, url: &str, statement: &str) -> Result<String, String> {
        let arguments = [
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            "--command",
            statement,
            url,
        ];
        finish("psql", self.command("psql").args(arguments))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        // The folder we stand in may be closed to the server's user.
        command.current_dir("/").stdin(Stdio::null());
        // PGHOST and its like would lead it to a server of somebody's own.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
            command.env_remove(name);
        }
        command
    }
}

fn finish(program: &str, command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|why| format!("running {program}: {why}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{program} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()))
}

/// The newest of the folders that hold a server.
fn newest(folders: impl Iterator<Item = PathBuf>) -> Option<(u32, PathBuf)> {
    folders.filter_map(|folder| Some((version(&folder.join("initdb"))?, folder))).max()
}

fn version(initdb: &Path) -> Option<u32> {
    let output = Command::new(initdb).arg("--version").output().ok()?;
    // "initdb (PostgreSQL) 15.18 (Debian …)"
    let said = String::from_utf8(output.stdout).ok()?;
    said.split(' ').nth(2)?.split('.').next()?.trim().parse().ok()
}

/// A user's numbers from the lines of /etc/passwd.
fn user(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\npostgres-old:x:7:8::/:/bin/sh\npostgres:x:101:104::/:/bin/sh\n";

        assert_eq!(user(users, "postgres"), Some((101, 104)));
        assert_eq!(user(users, "nobody"), None);
    }

    #[test]
    fn a_folder_without_a_server_is_none() {
        assert_eq!(newest([PathBuf::from("/nowhere")].into_iter()), None);
    }

    #[test]
    fn what_a_program_said_is_in_the_error() {
        let mut command = Command::new("ls");

        let why = finish("ls", command.arg("/no/such/folder")).unwrap_err();

        assert!(why.contains("/no/such/folder"), "{why}");
    }
}
