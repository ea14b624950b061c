//! A school as it is run in earnest: founded on the command line, served by the program that is shipped, behind nginx.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use federation::signature::{Scheme, Signer};
use http::Method;
use schoolgate::domain::ids::ClassId;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store::{self, Database};
use schoolgate::urls::Urls;
use serde_json::Value;
use tests::Browser;
use tests::peers::{Call, Peer};
use tests::people::Answer;
use tests::schools::PASSWORD;
use tests::traces::Trace;
use url::Url;

use super::front::Front;
use super::world::{Addresses, World, now, run, until_within};

pub(crate) struct School {
    pub(crate) name: String,
    pub(crate) urls: Urls,
    /// Where nginx listens.
    pub(crate) place: Addresses,
    /// Where the program itself listens.
    pub(crate) program: SocketAddr,
    pub(crate) class: ClassId,
    /// Looked into by the tests; the program has its own.
    pub(crate) db: Database,
    /// The pupils' cards, Sam's and Ada's.
    cards: [String; 2],
    folder: PathBuf,
    /// Its database's address.
    database: String,
    is_on_postgres: bool,
    environment: Vec<(String, String)>,
    child: Option<Child>,
    pub(crate) front: Option<Front>,
}

/// How the computer of a school differs from the usual.
#[derive(Default)]
pub(crate) struct Computer {
    /// The size of its disk, as `mount` is told it.
    pub(crate) disk: Option<&'static str>,
    /// What the program finds in its environment; nothing, otherwise.
    pub(crate) environment: Vec<(String, String)>,
}

impl World {
    /// A school at `https://….example`, with an admin, a teacher, a class and two pupils.
    pub(crate) async fn school(&mut self, name: &str) -> School {
        self.school_on(name, Computer::default()).await
    }

    pub(crate) async fn school_on(&mut self, name: &str, computer: Computer) -> School {
        let host = format!("{name}.example");
        let place = self.place(&host);
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        if let Some(size) = computer.disk {
            let (size, folder) = (format!("size={size}"), folder.display().to_string());
            run("mount", &["-t", "tmpfs", "-o", &size, "disk", &folder], "");
        }
        let program = SocketAddr::from((Ipv4Addr::LOCALHOST, 8000 + u16::from(place.v4.octets()[3])));
        let own = self.database();
        let is_on_postgres = own.is_some();
        let file = || format!("sqlite://{}", folder.join(format!("{host}.sqlite")).display());
        let database = own.unwrap_or_else(file);
        let settings = format!(
            "listen = '{program}'\ndata = '{}'\nlog = 'info'\nextra_ca = '{}'\n\
             [[school]]\nhost = '{host}'\ndatabase = '{database}'\nday_ends = 'never'\n",
            folder.display(),
            self.folder.join("authority.pem").display()
        );
        std::fs::write(folder.join("schoolgate.toml"), settings).expect("a configuration");
        let cards = found(&folder, name).await;
        let db = Database::open(&database).await.expect("its database");
        let class = store::classes::all(&mut db.read()).await.expect("classes").remove(0).id;
        let urls = Urls::new(format!("https://{host}/").parse().expect("an address"));
        self.logs.extend([folder.join("log"), folder.join("nginx/nginx.log")]);
        let mut school = School {
            name: name.to_owned(),
            urls,
            place,
            program,
            class,
            db,
            cards,
            folder,
            database,
            is_on_postgres,
            environment: computer.environment,
            child: None,
            front: None,
        };
        school.start();
        school.open_front(self, "", |site| site);
        school.is_up(self).await;
        school
    }
}

/// Founds a school on the command line, and returns its pupils' cards.
async fn found(folder: &Path, name: &str) -> [String; 2] {
    let (folder, name) = (folder.to_owned(), name.to_owned());
    let founding = tokio::task::spawn_blocking(move || {
        let password = format!("{PASSWORD}\n");
        let (school, class, slug) = (format!("{name} school"), format!("{name} class"), format!("{name}-class"));
        let teacher = "teacher@school.example";
        ask(
            &folder,
            &["init", "--name", &school, "--town", "Leeds", "--country", "United Kingdom", "--admin-name", "Ms Admin"],
            &["--admin-email", "admin@school.example", "--password-stdin"],
            &password,
        );
        ask(&folder, &["staff", "add", teacher, "--name", "Mrs Teacher", "--password-stdin"], &[], &password);
        ask(&folder, &["class", "add", &class, "--slug", &slug, "--teacher", teacher], &[], "");
        ask(&folder, &["pupil", "add", &slug, "Sam", "Ada"], &[], "");
        let cards = ask(&folder, &["pupil", "card", &slug], &[], "");
        ["Sam", "Ada"].map(|pupil| {
            let line = cards.lines().find(|line| line.starts_with(pupil)).expect("a card");
            line.rsplit_once("/card/").expect("an address").1.to_owned()
        })
    });
    founding.await.expect("a school")
}

/// Asks the program something on its command line, and returns what it says.
fn ask(folder: &Path, words: &[&str], more: &[&str], input: &str) -> String {
    let config = folder.join("schoolgate.toml").display().to_string();
    let program = program().display().to_string();
    run(&program, &[&["--config", config.as_str()], words, more].concat(), input)
}

/// The program that is tested: the one that `SCHOOLGATE_BINARY` names, or the one that lies beside the tests.
fn program() -> PathBuf {
    std::env::var_os("SCHOOLGATE_BINARY").map_or_else(tests::process::program, PathBuf::from)
}

impl School {
    pub(crate) fn host(&self) -> &str {
        self.urls.host()
    }

    pub(crate) fn slug(&self) -> String {
        format!("{}-class", self.name)
    }

    pub(crate) fn actor(&self) -> Url {
        self.urls.class_actor(&self.class)
    }

    pub(crate) fn card(&self, which: usize) -> &str {
        &self.cards[which]
    }

    pub(crate) fn is_on_postgres(&self) -> bool {
        self.is_on_postgres
    }

    /// Looks into its database again, after that was closed: a log that only the program has open is mended by it alone.
    pub(crate) async fn open_database(&mut self) {
        self.db = Database::open(&self.database).await.expect("its database");
    }

    /// `schoolgate backup`, while it is served; the file lies on another disk.
    pub(crate) async fn back_up(&self) -> PathBuf {
        let folder = self.folder.with_extension("backups");
        self.asks(&["backup", "--to", &folder.display().to_string()]).await.expect("a backup");
        let files = std::fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").path());
        let backups = files.filter(|file| file.extension().is_none_or(|ending| ending != "gone"));
        backups.max().expect("its backup")
    }

    /// `schoolgate restore` of a school whose program is not there any more, with the ledger that lay beside it.
    pub(crate) async fn put_back(&mut self, backup: &Path) {
        let words = ["restore", "--over", &backup.display().to_string()];
        // Several may serve a school on PostgreSQL: one that was killed counts as there for some seconds.
        let mut said = String::new();
        let done = until_within(Duration::from_mins(1), async || match self.asks(&words).await {
            Ok(()) => Some(()),
            Err(why) => {
                said = why;
                None
            }
        });
        assert!(done.await.is_some(), "{} cannot be put back: {said}", self.name);
        self.open_database().await;
    }

    /// `schoolgate serve`, with nothing in its environment but what its computer has.
    pub(crate) fn start(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).expect("a log");
        let child = Command::new(program())
            .args(["serve", "--config", &self.folder.join("schoolgate.toml").display().to_string()])
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        self.child = Some(child.expect("the program starts"));
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// As `kill` sends it: `-STOP`, `-CONT`, `-TERM`.
    pub(crate) fn signal(&self, signal: &str) {
        run("kill", &[signal, &self.id().to_string()], "");
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.as_mut().and_then(|child| child.try_wait().expect("its child"))
    }

    /// Writes to its disk until nothing more goes there.
    pub(crate) fn fill_disk(&self) {
        let mut file = std::fs::File::create(self.filler()).expect("a file");
        for size in [1 << 20, 4096, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    pub(crate) fn free_disk(&self) {
        std::fs::remove_file(self.filler()).expect("the file");
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }

    /// Puts nginx in front, or another one in its place.
    pub(crate) fn open_front(&mut self, world: &World, more: &str, change: impl FnOnce(String) -> String) {
        self.front = None;
        let shown = world.authority.signs(&[self.host()]);
        self.front = Some(Front::start(&self.folder, self.host(), self.place, self.program, &shown, more, change));
    }

    /// Waits until it answers through its front.
    pub(crate) async fn is_up(&self, world: &World) {
        let client = world.client();
        world
            .until("the school to answer", async || {
                let answer = client.get(self.urls.to("/healthz")).send().await.ok()?;
                answer.status().is_success().then_some(())
            })
            .await;
    }

    /// Everything it keeps, counted.
    pub(crate) async fn trace(&self) -> Trace {
        Trace::within(&self.db, self.is_on_postgres, &self.folder.join(format!("{}-media", self.host()))).await
    }

    /// Memory that the program holds, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
    }

    /// Whether the program that was started is the one that still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Trusts a server on the command line, as one with other software.
    pub(crate) async fn trust(&self, host: &str) {
        self.ask(&["partner", "add", host, "--name", host, "--verified-how", "By phone."]).await;
    }

    pub(crate) async fn ask(&self, words: &[&str]) -> String {
        let (folder, words): (_, Vec<String>) =
            (self.folder.clone(), words.iter().map(|word| (*word).to_owned()).collect());
        tokio::task::spawn_blocking(move || {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            ask(&folder, &words, &[], "")
        })
        .await
        .expect("it was asked")
    }

    /// The same when it may refuse: what it says then.
    pub(crate) async fn asks(&self, words: &[&str]) -> Result<(), String> {
        let config = self.folder.join("schoolgate.toml");
        let mut asked = Command::new(program());
        asked.arg("--config").arg(config).args(words).env_clear().stdin(Stdio::null());
        let ended =
            tokio::task::spawn_blocking(move || asked.output()).await.expect("it was asked").expect("an answer");
        if ended.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&ended.stderr).into_owned()) }
    }

    pub(crate) async fn standing(&self, host: &str) -> Option<PartnerState> {
        let partner = store::partners::by_host(&mut self.db.read(), host).await.expect("the list");
        partner.map(|partner| partner.state)
    }

    pub(crate) fn browser(&self, world: &World) -> Browser {
        let client = world.client_builder().cookie_store(true).build().expect("a client");
        Browser::over(client, &self.urls.home())
    }

    pub(crate) async fn admin(&self, world: &World) -> Browser {
        self.signed_in(world, "admin@school.example").await
    }

    pub(crate) async fn teacher(&self, world: &World) -> Browser {
        self.signed_in(world, "teacher@school.example").await
    }

    async fn signed_in(&self, world: &World, email: &str) -> Browser {
        let browser = self.browser(world);
        let answer = browser.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "signing in: {}", answer.text());
        browser
    }

    /// Sam's browser, or Ada's.
    pub(crate) async fn pupil(&self, world: &World, which: usize) -> Browser {
        let browser = self.browser(world);
        let answer = browser.use_card(&self.cards[which]).await;
        assert_eq!(answer.status, 200, "using a card: {}", answer.text());
        browser
    }

    /// A letter to its inbox, signed as it should be.
    pub(crate) fn letter(&self, signer: &Signer, letter: &Value) -> Call {
        let bytes = letter.to_string().into_bytes();
        Call::signed_to(signer, Scheme::Cavage, &self.urls.shared_inbox(), &Method::POST, &bytes, now())
    }

    /// A question to it, signed as it should be.
    pub(crate) fn question(&self, signer: &Signer, path: &str) -> Call {
        Call::signed_to(signer, Scheme::Cavage, &self.urls.to(path), &Method::GET, b"", now())
    }

    /// Sends it a call through its front.
    pub(crate) async fn hears(&self, world: &World, call: &Call) -> Answer {
        let server = self.urls.home();
        // As other servers speak: its head names the host, which HTTP/2 would name twice.
        let client = world.client_builder().http1_only().build().expect("a client");
        call.send_by(&client, server.as_str().trim_end_matches('/')).await
    }

    /// A peer's letter, signed by the peer.
    pub(crate) async fn hears_from(&self, world: &World, peer: &Peer, letter: &Value) -> Answer {
        self.hears(world, &self.letter(&peer.signer(), letter)).await
    }
}

impl Drop for School {
    fn drop(&mut self) {
        self.kill();
    }
}
