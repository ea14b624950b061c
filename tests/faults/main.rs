//! What must hold under fault and attack, tried on the program as it is shipped: `schoolgate serve` in earnest, https, behind
//! the nginx of `deploy/`, in a small internet that is closed off from the real one.
//!
//! Every test runs in network, mount and process namespaces of its own, which an ordinary user may make. They end with it,
//! and whatever was started or mounted inside ends with them.
#![allow(clippy::unwrap_used)]

mod bodies;
mod caches;
mod certificate_cases;
mod certificates;
mod dns;
mod endings;
mod fetching;
mod front;
mod full_disks;
mod keys;
mod ledger;
mod meeting;
mod mentions;
mod names;
mod publishing;
mod raw;
mod requests;
mod schools;
mod stopping;
mod strangers;
mod syncs;
mod verbs;
mod wiretap;
mod world;

use std::path::Path;
use std::pin::Pin;
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

use world::World;

/// A test, in a world of its own.
type Case = for<'a> fn(&'a mut World) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A test of what the tests themselves rely on.
type Check = fn();

/// The tests of a chapter, each by its own name.
macro_rules! cases {
    ($($name:ident),+ $(,)?) => {
        &[$((stringify!($name), |world| Box::pin($name(world)))),+]
    };
}
pub(crate) use cases;

const CHAPTERS: &[&[(&str, Case)]] = &[
    wiretap::CASES,
    meeting::CASES,
    strangers::CASES,
    names::CASES,
    mentions::CASES,
    endings::CASES,
    publishing::CASES,
    requests::CASES,
    bodies::CASES,
    caches::CASES,
    fetching::CASES,
    keys::CASES,
    certificate_cases::CASES,
    ledger::CASES,
    syncs::CASES,
    stopping::CASES,
    full_disks::CASES,
];

/// What needs no world.
const CHECKS: &[&[(&str, Check)]] = &[ledger::CHECKS];

/// Names the case to run, for whoever is inside already.
const INSIDE: &str = "FAULTS_CASE";
/// Where whoever is inside may put its files.
const FOLDER: &str = "FAULTS_FOLDER";
/// Empty databases on PostgreSQL, one for each school, when that is what is tested: whoever is inside can't make any.
const DATABASES: &str = "FAULTS_DATABASES";
/// As many schools of ours as a test has at most.
const SCHOOLS: usize = 3;

/// A user namespace, so that nobody has to be root; the processes in the others die with the first one.
const AS_USER: &[&str] = &["--user", "--map-root-user"];
const UNSHARE: &[&str] = &["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

fn main() -> ExitCode {
    if let Ok(name) = std::env::var(INSIDE) {
        return inside(&name);
    }
    let refused = refusal();
    if let Some(why) = &refused {
        eprintln!("skipped: no network namespaces can be made here ({why})");
    }
    let trials = CHAPTERS
        .iter()
        .copied()
        .flatten()
        .map(|(name, _)| Trial::test(*name, move || outside(name)).with_ignored_flag(refused.is_some()));
    let checks = CHECKS.iter().copied().flatten().map(|(name, check)| {
        Trial::test(*name, move || {
            check();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.chain(checks).collect()).exit_code()
}

fn is_on_postgres() -> bool {
    std::env::var("SCHOOLGATE_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

/// Whoever is root already stays it: in a user namespace the socket of PostgreSQL, which is another user's, is out of reach.
fn unshare() -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = Command::new("unshare");
    if !(is_root && is_on_postgres()) {
        command.args(AS_USER);
    }
    command.args(UNSHARE);
    command
}

/// Why there can be no namespaces here, if so.
fn refusal() -> Option<String> {
    match unshare().arg("true").stdin(Stdio::null()).output() {
        Ok(tried) if tried.status.success() => None,
        Ok(tried) => Some(String::from_utf8_lossy(&tried.stderr).trim().to_owned()),
        Err(cause) => Some(format!("unshare cannot be run: {cause}")),
    }
}

/// Runs a case inside, by this same program.
fn outside(name: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let databases: Vec<String> = if is_on_postgres() {
        let server = pgtest::server();
        (0..SCHOOLS).map(|_| server.fresh_database()).collect()
    } else {
        Vec::new()
    };
    let ended = unshare()
        .arg(std::env::current_exe()?)
        .env(INSIDE, name)
        .env(DATABASES, databases.join(" "))
        .env(FOLDER, folder.path())
        .stdin(Stdio::null())
        .output()?;
    let said = [ended.stdout.as_slice(), &ended.stderr].concat();
    print!("{}", String::from_utf8_lossy(&ended.stdout));
    if ended.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&said).into_owned().into()) }
}

fn inside(name: &str) -> ExitCode {
    let Some((_, case)) = CHAPTERS.iter().copied().flatten().find(|(known, _)| *known == name) else {
        eprintln!("there is no case {name}");
        return ExitCode::FAILURE;
    };
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    threads.expect("threads").block_on(async {
        let mut world = World::new(Path::new(&folder)).await;
        case(&mut world).await;
        world.end();
    });
    ExitCode::SUCCESS
}
