//! The disk fails, or the power: what strace makes of a sync or a write, at each one of publishing, letting in, taking back
//! and receiving. What was answered with yes is there afterwards; what was not happened once or not at all.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use schoolgate::store::Sql;
use tests::peers::Peer;

use super::ledger::{Answer, Hand};
use super::schools::School;
use super::verbs::{befriend, item, publish};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t107_nothing_is_promised_while_the_disk_takes_nothing,
    t107_a_single_sync_that_fails_is_no_promise_and_the_next_one_is_kept,
    t107_a_database_file_that_does_not_sync_ends_the_program_and_nothing_is_lost,
    t94_a_kill_at_any_sync_leaves_all_of_it_or_nothing,
];

/// Each sync of one use is tried, until it has no more; more than these it never has.
const MOST: usize = 6;

#[derive(Clone, Copy, Debug)]
enum Use {
    Publish,
    LetIn,
    TakeBack,
    Receive,
}

const USES: [Use; 4] = [Use::Publish, Use::LetIn, Use::TakeBack, Use::Receive];

/// Maple, whose class follows Oak's and is followed, and its teacher.
struct Scene<'a> {
    world: &'a World,
    maple: School,
    oak: Peer,
    teacher: Hand,
    number: usize,
}

/// A use that only has to be done.
struct Ready {
    what: Use,
    title: String,
    /// Its item, and what a card of the gate carries.
    item: String,
    choice: String,
}

/// Why there can be no such tests here, if so.
fn refusal() -> Option<String> {
    if super::is_on_postgres() {
        return Some("what PostgreSQL syncs is its own business".to_owned());
    }
    match Command::new("strace").args(["-o", "/dev/null", "true"]).stdin(Stdio::null()).output() {
        Ok(tried) if tried.status.success() => None,
        Ok(tried) => Some(format!("strace may not look: {}", String::from_utf8_lossy(&tried.stderr).trim())),
        Err(cause) => Some(format!("strace is needed (apt-get install strace): {cause}")),
    }
}

/// Somebody who looks at every thread of the program, and spoils what it asks of the kernel.
struct Spoiler {
    child: Child,
    log: PathBuf,
}

impl Spoiler {
    /// Returns when it has taken hold.
    async fn on(scene: &Scene<'_>, spoil: &str) -> Self {
        Self::on_file(scene, spoil, None).await
    }

    /// The same for what is asked about this file alone.
    async fn on_file(scene: &Scene<'_>, spoil: &str, file: Option<&Path>) -> Self {
        let log = scene.world.folder.join("strace");
        let _ = std::fs::remove_file(&log);
        let id = scene.maple.id();
        let child = Command::new("strace")
            .args(["-f", "-q", "-y", "-e", "trace=fdatasync,fsync,pwrite64", "-e", &format!("inject={spoil}")])
            .args(["-o", &log.display().to_string(), "-p", &id.to_string()])
            .args(file.iter().flat_map(|file| ["-P".as_ref(), file.as_os_str()]))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("strace");
        let held = || {
            let threads = std::fs::read_dir(format!("/proc/{id}/task")).ok()?;
            let is_held = |status: String| !status.contains("TracerPid:\t0");
            let all = threads
                .flatten()
                .all(|thread| std::fs::read_to_string(thread.path().join("status")).is_ok_and(is_held));
            all.then_some(())
        };
        scene.world.until("strace to take hold", async || held()).await;
        Self { child, log }
    }

    /// Lets go, and tells how often something was spoilt.
    fn off(mut self) -> usize {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        text.lines().filter(|line| line.contains("(INJECTED)")).count()
    }
}

impl<'a> Scene<'a> {
    async fn set(world: &'a mut World) -> Self {
        for expected in
            ["disk I/O error", "no storage space", "a request failed", "a delivery could not", "the courier could"]
        {
            world.expect_error(expected);
        }
        let maple = world.school("maple").await;
        let oak = world.peer("oak.example").await;
        let world: &World = world;
        befriend(world, &maple, &oak).await;
        let teacher = Hand::teacher(world, &maple);
        // Signed in, with the token of its forms.
        assert_eq!(teacher.uploads("/c/maple-class/write", &words("The first")).await, Answer::Done);
        Self { world, maple, oak, teacher, number: 0 }
    }

    /// Everything that comes before; then only the program has the database open.
    async fn prepares(&mut self, what: Use) -> Ready {
        self.number += 1;
        let title = format!("Title {}", self.number);
        let (mut id, mut choice) = (String::new(), String::new());
        match what {
            Use::Publish | Use::Receive => {}
            Use::TakeBack => id = publish(&self.maple, &self.maple.teacher(self.world).await, &title, "friends").await,
            Use::LetIn => {
                assert_eq!(self.letter(&title).await, Answer::Done);
                id = item(&self.maple, &title).await;
                let sql = "select hash from revisions where item_id = $1";
                let row = self.maple.db.read().one(sql, vec![id.as_str().into()]).await.unwrap();
                choice = format!("{id}:{}", row.get::<String>("hash").unwrap());
            }
        }
        self.maple.db.close().await;
        Ready { what, title, item: id, choice }
    }

    async fn does(&self, ready: &Ready) -> Answer {
        match ready.what {
            Use::Publish => self.teacher.uploads("/c/maple-class/write", &words(&ready.title)).await,
            Use::LetIn => {
                let fields = [("choice", ready.choice.as_str()), ("decision", "let_in")];
                self.teacher.sends("/gate/maple-class?tray=in", "/gate/maple-class/decide?tray=in", &fields).await.0
            }
            Use::TakeBack => {
                let path = format!("/take-back/{}", ready.item);
                self.teacher.sends(&path, &path, &[]).await.0
            }
            Use::Receive => self.letter(&ready.title).await,
        }
    }

    async fn letter(&self, title: &str) -> Answer {
        let letter = self.oak.letter("Create", self.oak.article(title));
        match self.maple.hears_from(self.world, &self.oak, &letter).await.status {
            202 => Answer::Done,
            502..=504 => Answer::Unknown,
            _ => Answer::Refused,
        }
    }

    /// How often it has happened.
    async fn times(&self, ready: &Ready) -> i64 {
        let (sql, value) = match ready.what {
            Use::Publish | Use::Receive => ("select count(*) as number from revisions where title = $1", &ready.title),
            Use::LetIn => {
                ("select count(*) as number from decisions where item_id = $1 and verdict = 'let_in'", &ready.item)
            }
            Use::TakeBack => {
                ("select count(*) as number from items where id = $1 and withdrawn_at is not null", &ready.item)
            }
        };
        let row = self.maple.db.read().one(sql, vec![value.as_str().into()]).await.unwrap();
        row.get("number").unwrap()
    }

    /// As after a power cut: `kill -9`, and up again.
    async fn comes_back(&mut self) {
        self.maple.kill();
        self.maple.start();
        self.maple.is_up(self.world).await;
        self.maple.open_database().await;
        let rows = self.maple.db.read().all("pragma integrity_check", Vec::new()).await.unwrap();
        assert_eq!(rows[0].get::<String>("integrity_check").unwrap(), "ok");
        assert!(self.maple.db.read().all("pragma foreign_key_check", Vec::new()).await.unwrap().is_empty());
        self.maple.asks(&["audit", "verify"]).await.unwrap();
    }

    /// What is done now is done, and stays.
    async fn works(&mut self, what: Use) {
        self.maple.open_database().await;
        let ready = self.prepares(what).await;
        assert_eq!(self.does(&ready).await, Answer::Done, "{what:?} works again");
        self.maple.open_database().await;
        assert_eq!(self.times(&ready).await, 1, "{what:?} works again");
    }
}

fn words(title: &str) -> [(&str, &str); 4] {
    [("title", title), ("body", "Words."), ("audience", "friends"), ("send", "out")]
}

async fn t107_nothing_is_promised_while_the_disk_takes_nothing(world: &mut World) {
    if let Some(why) = refusal() {
        println!("skipped: {why}");
        return;
    }
    let mut scene = Scene::set(world).await;
    for what in USES {
        for spoil in [
            "fdatasync,fsync:error=EIO:when=1+",
            "fdatasync,fsync:error=ENOSPC:when=1+",
            "pwrite64:error=ENOSPC:when=1+",
        ] {
            let ready = scene.prepares(what).await;
            let spoiler = Spoiler::on(&scene, spoil).await;

            let answer = scene.does(&ready).await;
            let page = scene.teacher.page("/c/maple-class").await;

            let spoilt = spoiler.off();
            assert!(spoilt > 0, "{what:?} asked the disk for nothing ({spoil})");
            assert_ne!(answer, Answer::Done, "{what:?} was promised ({spoil})");
            assert!(page.is_some(), "reading goes on ({what:?}, {spoil})");
            scene.comes_back().await;
            assert!(scene.times(&ready).await <= 1, "{what:?}, {spoil}");
            scene.works(what).await;
        }
    }
}

async fn t107_a_single_sync_that_fails_is_no_promise_and_the_next_one_is_kept(world: &mut World) {
    if let Some(why) = refusal() {
        println!("skipped: {why}");
        return;
    }
    let mut scene = Scene::set(world).await;
    for what in USES {
        for number in 1..=MOST {
            let ready = scene.prepares(what).await;
            let spoiler = Spoiler::on(&scene, &format!("fdatasync,fsync:error=EIO:when={number}")).await;

            let answer = scene.does(&ready).await;

            let spoilt = spoiler.off();
            // Without a restart: the next one finds the disk well.
            scene.works(what).await;
            scene.comes_back().await;
            let times = scene.times(&ready).await;
            assert!(times <= 1, "{what:?} happened {times} times (sync {number})");
            if answer == Answer::Done {
                assert_eq!(times, 1, "{what:?} was promised (sync {number})");
            }
            if spoilt == 0 {
                assert!(number > 1, "{what:?} syncs nothing");
                assert_eq!(answer, Answer::Done);
                break;
            }
        }
    }
}

/// What was committed lies in the log until it is folded into the file, and only then is the file synced.
async fn t107_a_database_file_that_does_not_sync_ends_the_program_and_nothing_is_lost(world: &mut World) {
    if let Some(why) = refusal() {
        println!("skipped: {why}");
        return;
    }
    for expected in ["the disk did not keep", "could not be told that this one ends"] {
        world.expect_error(expected);
    }
    let mut scene = Scene::set(world).await;
    let file = scene.maple.db.file().expect("SQLite").to_owned();
    let folded = || std::fs::metadata(&file).unwrap().modified().unwrap();
    let body = "Words upon words. ".repeat(500);
    for is_spoilt in [false, true] {
        let spoil = if is_spoilt { "error=EIO" } else { "retval=0" };
        scene.maple.db.close().await;
        let before = folded();
        let spoiler = Spoiler::on_file(&scene, &format!("fdatasync,fsync:{spoil}:when=1+"), Some(&file)).await;
        let mut promised = Vec::new();
        // As many as it takes for the log to be long.
        while folded() == before {
            scene.number += 1;
            assert!(scene.number < 500, "the log grows and grows");
            let title = format!("Title {}", scene.number);
            let fields = [("title", title.as_str()), ("body", &body), ("audience", "friends"), ("send", "out")];
            if scene.teacher.uploads("/c/maple-class/write", &fields).await == Answer::Done {
                promised.push(title);
            }
        }
        if is_spoilt {
            let maple = &mut scene.maple;
            let ended = super::world::until("the program to end", async || maple.ended()).await;
            assert_eq!(ended.code(), Some(1));
            let log = std::fs::read_to_string(scene.world.folder.join("maple/log")).unwrap();
            assert!(log.contains("look after the disk"), "{log}");
        } else {
            assert!(
                scene.teacher.page("/c/maple-class").await.is_some(),
                "it goes on while the disk keeps what it is given"
            );
        }
        assert!(spoiler.off() > 0, "the file was synced");
        assert!(!promised.is_empty());

        scene.comes_back().await;

        for title in &promised {
            let ready = Ready { what: Use::Publish, title: title.clone(), item: String::new(), choice: String::new() };
            assert_eq!(scene.times(&ready).await, 1, "{title} was promised");
        }
        scene.works(Use::Publish).await;
    }
}

async fn t94_a_kill_at_any_sync_leaves_all_of_it_or_nothing(world: &mut World) {
    if let Some(why) = refusal() {
        println!("skipped: {why}");
        return;
    }
    let mut scene = Scene::set(world).await;
    for what in USES {
        for number in 1..=MOST {
            let ready = scene.prepares(what).await;
            let spoiler = Spoiler::on(&scene, &format!("fdatasync,fsync:signal=SIGKILL:when={number}")).await;

            let answer = scene.does(&ready).await;

            let was_killed = answer != Answer::Done;
            if was_killed {
                let maple = &mut scene.maple;
                super::world::until("the program to be killed", async || maple.ended()).await;
            }
            spoiler.off();
            scene.comes_back().await;
            let times = scene.times(&ready).await;
            assert!(times <= 1, "{what:?} happened {times} times (sync {number})");
            if answer == Answer::Done {
                assert_eq!(times, 1, "{what:?} was promised (sync {number})");
            }
            scene.works(what).await;
            if !was_killed {
                assert!(number > 1, "{what:?} syncs nothing");
                assert_eq!(answer, Answer::Done);
                break;
            }
        }
    }
}
