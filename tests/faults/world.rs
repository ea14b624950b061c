//! A small internet: addresses that look public, one name server, one authority, and a wire that leads nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use tests::peers::Peer;
use tokio::net::TcpListener;

use super::DATABASES;
use super::certificates::{Authority, Shown};
use super::dns::{self, Dns, Leads};
use super::wiretap::{WIRE, Wiretap};

/// How long a condition may take to come true: more than the ten seconds in which a decision can be undone.
const PATIENCE: Duration = Duration::from_secs(90);
/// As many servers as there may be.
const SERVERS: u8 = 16;

pub(crate) struct World {
    pub(crate) folder: PathBuf,
    pub(crate) dns: Dns,
    pub(crate) wiretap: Wiretap,
    pub(crate) authority: Authority,
    /// Everybody by name, in the order in which they came.
    places: Vec<(String, Addresses)>,
    /// The logs of the schools and of what stands in front of them, looked through at the end.
    pub(crate) logs: Vec<PathBuf>,
    /// Lines that a test expects in them.
    expected: Vec<&'static str>,
    strays_forgotten: bool,
    /// A disk that was full has cut lines of a log short.
    lines_cut: bool,
    /// On PostgreSQL, one for each school that will come.
    databases: Vec<String>,
}

/// Where a server is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses {
    pub(crate) v4: Ipv4Addr,
    pub(crate) v6: Ipv6Addr,
}

impl Addresses {
    fn of(number: u8) -> Self {
        Self { v4: Ipv4Addr::new(5, 1, 0, number), v6: Ipv6Addr::new(0x2a00, 5, 1, 0, 0, 0, 0, u16::from(number)) }
    }

    pub(crate) fn both(self) -> Vec<IpAddr> {
        vec![self.v4.into(), self.v6.into()]
    }
}

/// An address inside a school, which nobody outside may make it connect to.
pub(crate) const PRIVATE: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 5);

/// Whether somebody of this world is there.
pub(crate) fn is_ours(address: IpAddr) -> bool {
    address == IpAddr::from(PRIVATE) || (1..=SERVERS).any(|number| Addresses::of(number).both().contains(&address))
}

impl World {
    /// Within the namespaces of this process.
    pub(crate) async fn new(folder: &Path) -> Self {
        run("mount", &["-t", "tmpfs", "faults", &folder.display().to_string()], "");
        // What turns a program's clock keeps something there by the program's number, which is another's outside.
        run("mount", &["-t", "tmpfs", "shared", "/dev/shm"], "");
        let mut lines = vec![WIRE.to_owned()];
        for number in 1..=SERVERS {
            let Addresses { v4, v6 } = Addresses::of(number);
            lines.push(format!("address add {v4}/32 dev lo\naddress add {v6}/128 dev lo nodad\n"));
        }
        let Addresses { v4, v6 } = Addresses::of(1);
        lines.push(format!("address add {PRIVATE}/32 dev lo\n"));
        lines.push(format!("route add default dev out src {v4}\nroute add ::/0 dev out src {v6}\n"));
        run("ip", &["-batch", "-"], &lines.concat());
        let names = format!("nameserver {}\noptions timeout:1 attempts:1\n", dns::ADDRESS.ip());
        for (file, words) in [
            ("/etc/resolv.conf", names.as_str()),
            ("/etc/hosts", "127.0.0.1 localhost\n"),
            ("/etc/nsswitch.conf", "hosts: files dns\n"),
        ] {
            let ours = folder.join(file.rsplit('/').next().unwrap_or_default());
            std::fs::write(&ours, words).expect("a file");
            run("mount", &["--bind", &ours.display().to_string(), file], "");
        }
        let authority = Authority::new("The authority of this world");
        std::fs::write(folder.join("authority.pem"), authority.pem()).expect("the authority's file");
        Self {
            folder: folder.to_owned(),
            dns: Dns::start().await,
            wiretap: Wiretap::start(),
            authority,
            places: Vec::new(),
            logs: Vec::new(),
            // The PostgreSQL of tests does not wait for the disk, and a school says that this is no way to be.
            expected: vec!["PostgreSQL endangers what it is given"],
            strays_forgotten: false,
            lines_cut: false,
            databases: std::env::var(DATABASES).unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// Addresses that nobody has yet, and the name that leads there.
    pub(crate) fn place(&mut self, host: &str) -> Addresses {
        let number = u8::try_from(self.places.len() + 1).expect("a number");
        assert!(number <= SERVERS, "there is no room for {host}");
        let place = Addresses::of(number);
        self.dns.set(host, Leads::To(place.both()));
        self.places.push((host.to_owned(), place));
        place
    }

    /// An empty database that nobody has yet; none where each school has a file.
    pub(crate) fn database(&mut self) -> Option<String> {
        self.databases.pop()
    }

    /// Where whoever came last was placed.
    pub(crate) fn last_place(&self) -> Addresses {
        self.places.last().expect("somebody").1
    }

    /// A server that is no school of ours, at a name of its own and with a certificate that everybody believes.
    pub(crate) async fn peer(&mut self, host: &str) -> Peer {
        let shown = self.authority.signs(&[host]);
        self.peer_showing(host, &shown).await
    }

    pub(crate) async fn peer_showing(&mut self, host: &str, shown: &Shown) -> Peer {
        let place = self.place(host);
        peer_at(host, &place.both(), shown).await
    }

    /// A client of the tests' own. It knows where everybody is, so that every question for a name is a school's.
    pub(crate) fn client(&self) -> reqwest::Client {
        self.client_builder().build().expect("a client")
    }

    pub(crate) fn client_builder(&self) -> reqwest::ClientBuilder {
        let authority = reqwest::Certificate::from_pem(self.authority.pem().as_bytes()).expect("a certificate");
        let mut builder = reqwest::Client::builder().tls_certs_only([authority]).no_proxy();
        for (host, place) in &self.places {
            builder = builder.resolve(host, (place.v4, 0).into());
        }
        builder.redirect(reqwest::redirect::Policy::limited(5))
    }

    pub(crate) async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        until(what, look).await
    }

    /// For a test whose very point they are.
    pub(crate) fn forget_strays(&mut self) {
        self.strays_forgotten = true;
    }

    /// A line of a log that a test means to cause.
    pub(crate) fn expect_error(&mut self, words: &'static str) {
        self.expected.push(words);
    }

    /// For a test that fills the disk on which a log is: a whole line of ours says what the cause was.
    pub(crate) fn expect_cut_lines(&mut self) {
        self.lines_cut = true;
    }

    /// What must be true at the end of every test: nobody spoke to anybody outside, and no program complained.
    pub(crate) fn end(self) {
        if !self.strays_forgotten {
            assert_eq!(self.wiretap.packets(), 0, "strayed: {:#?}", self.wiretap.heard());
        }
        for log in &self.logs {
            let text = std::fs::read_to_string(log).unwrap_or_default();
            let is_bad = |line: &&str| {
                let is_cut = self.lines_cut && !line.contains("cause=");
                (line.contains("ERROR") && !is_cut || line.contains("panicked"))
                    && !self.expected.iter().any(|expected| line.contains(expected))
            };
            let bad: Vec<&str> = text.lines().filter(is_bad).collect();
            assert!(bad.is_empty(), "{}: {bad:#?}", log.display());
        }
    }
}

impl Drop for World {
    /// A test that fails shows what the programs said.
    fn drop(&mut self) {
        if std::thread::panicking() {
            for log in &self.logs {
                let text = std::fs::read_to_string(log).unwrap_or_default();
                let last: Vec<&str> = text.lines().rev().take(20).collect();
                let last: Vec<&str> = last.into_iter().rev().collect();
                eprintln!("--- {}\n{}", log.display(), last.join("\n"));
            }
            eprintln!("--- asked for: {:?}\n--- strayed: {:?}", self.dns.asked(), self.wiretap.heard());
        }
    }
}

/// The same server at other addresses.
pub(crate) async fn peer_at(host: &str, addresses: &[IpAddr], shown: &Shown) -> Peer {
    let mut listeners = Vec::new();
    for address in addresses {
        listeners.push(TcpListener::bind(SocketAddr::new(*address, 443)).await.expect("the port of https"));
    }
    Peer::listening(host.to_owned(), listeners, Some(&shown.acceptor()))
}

pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Waits until something is so.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    until_within(PATIENCE, look).await.unwrap_or_else(|| panic!("waited in vain for {what}"))
}

/// The same with this patience; none when it ended.
pub(crate) async fn until_within<T>(patience: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let looking = async {
        let mut looks = tokio::time::interval(Duration::from_millis(50));
        loop {
            looks.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    tokio::time::timeout(patience, looking).await.ok()
}

/// Runs a program of this computer to its end.
pub(crate) fn run(program: &str, arguments: &[&str], input: &str) -> String {
    use std::io::Write as _;
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap_or_else(|cause| panic!("{program} is needed: {cause}"));
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it listens");
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{program} {}: {said}", arguments.join(" "));
    String::from_utf8_lossy(&ended.stdout).into_owned()
}
