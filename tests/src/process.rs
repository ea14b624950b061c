//! The real program in a process of its own, which can be killed.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use schoolgate::config::Media;

use crate::schools::TestSchool;

/// How long the program may take to answer its first request.
const PATIENCE: Duration = Duration::from_mins(1);

/// `schoolgate serve`, until it is killed or this value ends.
pub struct Process(Child);

impl Process {
    /// Serves the school on its own port, database and folder, as its configuration file says, and waits for its first 200.
    pub async fn serve(school: &TestSchool, folder: &Path) -> Self {
        Self::serve_with(school, folder, "").await
    }

    /// The same with further settings.
    pub async fn serve_with(school: &TestSchool, folder: &Path, settings: &str) -> Self {
        let file = Self::configure(school, folder, settings);
        Self::serve_file(school, &file, school.address).await
    }

    /// The same at another port: one more node of the same school.
    pub async fn serve_at(school: &TestSchool, folder: &Path, address: SocketAddr) -> Self {
        let file = folder.join("schoolgate.toml");
        let listen = format!("listen = '{}'", school.address);
        let settings = configuration(school, folder).replace(&listen, &format!("listen = '{address}'"));
        std::fs::write(&file, settings).expect("a configuration file");
        Self::serve_file(school, &file, address).await
    }

    async fn serve_file(school: &TestSchool, file: &Path, address: SocketAddr) -> Self {
        let child = Command::new(program())
            .arg("serve")
            .arg("--config")
            .arg(file)
            .env_clear()
            .spawn()
            .expect("the program starts");
        let process = Self(child);
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answers = async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            loop {
                looks.tick().await;
                let health = client.get(format!("http://{address}/healthz")).header("host", school.host());
                if health.send().await.is_ok_and(|answer| answer.status().is_success()) {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, answers).await.expect("the program answers");
        process
    }

    /// Writes the configuration of the school, with further settings, into this folder.
    pub fn configure(school: &TestSchool, folder: &Path, settings: &str) -> PathBuf {
        let file = folder.join("schoolgate.toml");
        std::fs::write(&file, [&configuration(school, folder), settings].concat()).expect("a configuration file");
        file
    }

    /// Lets it start on the school with these further variables, and returns its exit code and what it said.
    pub fn refuses(school: &TestSchool, folder: &Path, settings: &str, variables: &[(&str, &str)]) -> (i32, String) {
        let file = folder.join("schoolgate.toml");
        std::fs::write(&file, format!("{settings}{}", configuration(school, folder))).expect("a configuration file");
        let mut child = Command::new(program());
        child.arg("serve").arg("--config").arg(&file).env_clear().envs(variables.iter().copied());
        let ended = child.output().expect("the program starts");
        (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(&ended.stderr).into_owned())
    }

    /// Lets one more node start at another port and with another ledger, and returns its exit code and what it said.
    pub fn refuses_at(school: &TestSchool, folder: &Path, address: SocketAddr, ledger: &Path) -> (i32, String) {
        let file = folder.join("schoolgate.toml");
        let settings = configuration(school, folder)
            .replace(&format!("listen = '{}'", school.address), &format!("listen = '{address}'"))
            .replace(&school.place.ledger.display().to_string(), &ledger.display().to_string());
        std::fs::write(&file, settings).expect("a configuration file");
        let ended = Command::new(program()).arg("serve").arg("--config").arg(&file).env_clear().output();
        let ended = ended.expect("the program starts");
        (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(&ended.stderr).into_owned())
    }

    /// Says one command to the program, as an administrator at a terminal does, and returns its exit code and all it said.
    pub fn says(school: &TestSchool, folder: &Path, words: &[&str]) -> (i32, String) {
        let file = folder.join("schoolgate.toml");
        std::fs::write(&file, configuration(school, folder)).expect("a configuration file");
        let mut child = Command::new(program());
        child.args(words).arg("--config").arg(&file).env_clear();
        let ended = child.output().expect("the program starts");
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
    }

    /// Says one command to the program and does not wait for it to end.
    pub fn begins(school: &TestSchool, folder: &Path, words: &[&str]) -> Self {
        let file = folder.join("schoolgate.toml");
        std::fs::write(&file, configuration(school, folder)).expect("a configuration file");
        let mut child = Command::new(program());
        child.args(words).arg("--config").arg(&file).env_clear().stdout(Stdio::null());
        Self(child.spawn().expect("the program starts"))
    }

    /// The same with a configuration of one's own, and something for it to read.
    pub fn says_with(file: &Path, words: &[&str], input: &str) -> (i32, String) {
        let mut child = Command::new(program())
            .args(words)
            .arg("--config")
            .arg(file)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // Whoever does not want to read it has ended already.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let ended = child.wait_with_output().expect("the program ends");
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
    }

    /// `kill -9`: it cannot tidy up, and nobody tells it why.
    pub fn kill(mut self) {
        self.end();
    }

    /// SIGTERM: it ends what it is doing. Its exit code.
    pub async fn stop(mut self) -> Option<i32> {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let ended = async {
            let mut looks = tokio::time::interval(Duration::from_millis(10));
            loop {
                looks.tick().await;
                if let Ok(Some(status)) = self.0.try_wait() {
                    return status.code();
                }
            }
        };
        tokio::time::timeout(PATIENCE, ended).await.expect("the program ends")
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn configuration(school: &TestSchool, folder: &Path) -> String {
    let authority = folder.join("authority.pem");
    std::fs::write(&authority, crate::internet::AUTHORITY).expect("the authority's file");
    let place = &school.place;
    format!(
        "listen = '{}'\ndata = '{}'\nlog = 'warn'\noutgoing_proxy = '{}'\nextra_ca = '{}'\n\
         {}[[school]]\nhost = '{}'\ndatabase = '{}'\nmedia = '{}'\nledger = '{}'\nday_ends = 'never'\n",
        school.address,
        folder.display(),
        place.outgoing_proxy.as_ref().map(url::Url::as_str).unwrap_or_default(),
        authority.display(),
        store(&place.media),
        school.host(),
        place.database,
        place.media,
        place.ledger.display(),
    )
}

/// The settings of the store that its pictures are in, if they are in one.
fn store(media: &Media) -> String {
    let Media::Bucket(bucket) = media else { return String::new() };
    format!(
        "[s3]\nendpoint = '{}'\nregion = '{}'\naccess_key = '{}'\nsecret_key = '{}'\n",
        bucket.store.endpoint.as_ref().map(url::Url::as_str).unwrap_or_default(),
        bucket.store.region,
        bucket.store.access_key,
        bucket.store.secret_key.0,
    )
}

/// The program that lies beside the tests: `target/debug/schoolgate` for `target/debug/deps/stories-…`.
pub fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("this program");
    let beside = tests.ancestors().skip(1).take(2).map(|folder| folder.join("schoolgate")).find(|file| file.exists());
    beside.expect("the program is built first: cargo build --package schoolgate")
}
