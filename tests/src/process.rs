//! The real program in a process of its own, which can be killed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::schools::TestSchool;

/// How long the program may take to answer its first request.
const PATIENCE: Duration = Duration::from_secs(20);

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
        let child = Command::new(program())
            .arg("serve")
            .arg("--config")
            .arg(&file)
            .env_clear()
            .spawn()
            .expect("the program starts");
        let process = Self(child);
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let answers = async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            loop {
                looks.tick().await;
                let health = client.get(format!("http://{}/healthz", school.address)).header("host", school.host());
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
         [[school]]\nhost = '{}'\ndatabase = '{}'\nmedia = '{}'\nledger = '{}'\n",
        school.address,
        folder.display(),
        place.outgoing_proxy.as_ref().map(url::Url::as_str).unwrap_or_default(),
        authority.display(),
        school.host(),
        place.database,
        place.media.display(),
        place.ledger.display(),
    )
}

/// The program that lies beside the tests: `target/debug/schoolgate` for `target/debug/deps/stories-…`.
pub fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("this program");
    let beside = tests.ancestors().skip(1).take(2).map(|folder| folder.join("schoolgate")).find(|file| file.exists());
    beside.expect("the program is built first: cargo build --package schoolgate")
}
