//! What goes wrong: one thing at a time, chosen by the seed, and put right again before the next.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use super::super::dns::Leads;
use super::super::schools::School;
use super::super::world::World;
use super::notes::Notes;
use super::strangers::Target;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// `kill -9`, and started again.
    Kill,
    /// Nothing moves, and then everything goes on.
    Stop,
    /// Two schools don't hear each other; everybody else does.
    Partition,
    /// nginx is not there.
    FrontDown,
    /// What was asked is done, but the answer does not come back.
    AnswersLost,
    /// Nobody answers for its name.
    NamesDead,
    /// The clock jumps by two hours, and back.
    Clock,
    DiskFull,
    /// A backup is made, life goes on, and the machine is lost: the school is put back to how it was.
    Restore,
}

const FAULTS: &[Fault] = &[
    Fault::Kill,
    Fault::Stop,
    Fault::Partition,
    Fault::FrontDown,
    Fault::AnswersLost,
    Fault::NamesDead,
    Fault::Clock,
    Fault::DiskFull,
    Fault::Restore,
];

/// A school is back after this long, in milliseconds: on PostgreSQL one that was killed counts as there for some seconds.
const RETURNS: u64 = 30_000;

impl Fault {
    fn kind(self) -> &'static str {
        match self {
            Self::Kill => "kill -9",
            Self::Stop => "stopped",
            Self::Partition => "partition of two",
            Self::FrontDown => "nginx down",
            Self::AnswersLost => "answers lost",
            Self::NamesDead => "names dead",
            Self::Clock => "clock 2 h off",
            Self::DiskFull => "disk full",
            Self::Restore => "put back from a backup",
        }
    }
}

/// Where the system keeps the library that turns a single program's clock, if it has it.
pub(crate) fn clock_library() -> Option<PathBuf> {
    let places = ["x86_64-linux-gnu", "aarch64-linux-gnu", ""];
    let mut files = places.iter().map(|place| Path::new("/usr/lib").join(place).join("faketime/libfaketimeMT.so.1"));
    files.find(|file| file.exists())
}

/// A school's clock: the program reads from a file how far it is off.
pub(crate) struct Clock(PathBuf);

impl Clock {
    pub(crate) fn of(folder: &Path, name: &str) -> Self {
        let clock = Self(folder.join(format!("{name}.clock")));
        clock.set("+0");
        clock
    }

    /// What the program needs in its environment; only the time of day is turned.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let Some(library) = clock_library() else { return Vec::new() };
        [
            ("LD_PRELOAD", library.display().to_string()),
            ("FAKETIME_TIMESTAMP_FILE", self.0.display().to_string()),
            ("FAKETIME_CACHE_DURATION", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("NO_FAKE_STAT", "1".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// As in `+2h` or `-10d`. In one step: half a file is no time.
    pub(crate) fn set(&self, offset: &str) {
        let half = self.0.with_extension("new");
        std::fs::write(&half, format!("{offset}\n")).expect("a clock");
        std::fs::rename(&half, &self.0).expect("a clock");
    }
}

pub(crate) struct Nemesis<'a> {
    pub(crate) world: &'a World,
    pub(crate) clocks: &'a [Clock],
    pub(crate) all: &'a [Target],
    pub(crate) chance: StdRng,
    pub(crate) notes: &'a Notes,
    /// How long one thing may be wrong, in milliseconds.
    pub(crate) longest: u64,
}

impl Nemesis<'_> {
    /// Until this many milliseconds of the run have passed. Every kind comes once before one comes twice.
    pub(crate) async fn haunt(&mut self, schools: &mut [School], until: u64) {
        while self.notes.now() < until {
            let mut faults = FAULTS.to_vec();
            faults.retain(|fault| *fault != Fault::Clock || clock_library().is_some());
            faults.shuffle(&mut self.chance);
            for fault in faults {
                self.rest(500, 2500).await;
                if self.notes.now() >= until {
                    break;
                }
                // Whoever comes back is to compare with the others before ten days pass at once.
                if fault == Fault::Restore && self.notes.now() + RETURNS > until {
                    continue;
                }
                self.strikes(fault, schools).await;
            }
        }
    }

    async fn strikes(&mut self, fault: Fault, schools: &mut [School]) {
        let number = schools.len();
        let one = self.chance.random_range(0..number);
        let other = (one + self.chance.random_range(1..number)) % number;
        self.notes.fault(fault.kind(), one);
        match fault {
            Fault::Kill => {
                schools[one].kill();
                self.rest(0, 1500).await;
                schools[one].start();
            }
            Fault::Stop => {
                schools[one].signal("-STOP");
                self.rest(1000, self.longest).await;
                schools[one].signal("-CONT");
            }
            Fault::Partition => {
                let (here, there) = (schools[one].host().to_owned(), schools[other].host().to_owned());
                schools[one].open_front(self.world, "", |site| deaf_to(&site, &there));
                schools[other].open_front(self.world, "", |site| deaf_to(&site, &here));
                self.rest(2000, self.longest).await;
                for school in [one, other] {
                    schools[school].open_front(self.world, "", |site| site);
                }
            }
            Fault::FrontDown => {
                schools[one].front = None;
                self.rest(1000, self.longest).await;
                schools[one].open_front(self.world, "", |site| site);
            }
            Fault::AnswersLost => {
                schools[one].open_front(self.world, "", |site| impatient(&site));
                self.rest(2000, self.longest).await;
                schools[one].open_front(self.world, "", |site| site);
            }
            Fault::NamesDead => {
                let (host, place) = (schools[one].host().to_owned(), schools[one].place);
                self.world.dns.set(&host, Leads::Silent);
                self.rest(2000, self.longest).await;
                self.world.dns.set(&host, Leads::To(place.both()));
            }
            Fault::Clock => {
                self.clocks[one].set(if self.chance.random_bool(0.5) { "+2h" } else { "-2h" });
                self.rest(3000, self.longest.max(6000)).await;
                self.clocks[one].set("+0");
            }
            Fault::DiskFull => {
                schools[one].fill_disk();
                self.rest(1500, self.longest).await;
                schools[one].free_disk();
            }
            Fault::Restore => {
                let from = self.notes.now();
                let backup = schools[one].back_up().await;
                self.rest(1000, self.longest).await;
                schools[one].kill();
                schools[one].put_back(&backup).await;
                self.all[one].came_back(&schools[one]);
                // What is asked for from now on is asked of the school as it is now.
                let until = self.notes.now();
                self.notes.write(|history| history.comes_back(one, from, until));
                schools[one].start();
            }
        }
    }

    /// Something stays as it is for a while.
    async fn rest(&mut self, shortest: u64, longest: u64) {
        let length = self.chance.random_range(shortest..=longest.max(shortest));
        let _ = tokio::time::timeout(Duration::from_millis(length), std::future::pending::<()>()).await;
    }
}

/// A front that hangs up on whatever this server signs.
fn deaf_to(site: &str, host: &str) -> String {
    let from = "    ssl_protocols";
    assert!(site.contains(from), "deploy/nginx.conf says {from} no more");
    let name = host.replace('.', "\\.");
    let refusal = format!(
        "    if ($http_signature ~ {name}) {{ return 444; }}\n    if ($http_signature_input ~ {name}) {{ return 444; }}\n"
    );
    site.replacen(from, &format!("{refusal}{from}"), 1)
}

/// A front that gives up before the program can have answered; what was asked is done all the same.
fn impatient(site: &str) -> String {
    let from = "proxy_read_timeout 60s;";
    assert!(site.contains(from), "deploy/nginx.conf says {from} no more");
    site.replace(from, "proxy_read_timeout 15ms;\n    proxy_ignore_client_abort on;")
}
