//! The courier: carries what is due to other servers, each host's letters in order, and fetches their pictures.
//!
//! Everything it needs is in rows, so a crash loses nothing: what was claimed is due again when its lease ends. A host that
//! is slow to answer holds up nobody but itself.

mod lane;
mod scribe;

use std::collections::HashMap;
use std::time::Duration;

use federation::delivery;
use jiff::{SignedDuration, Timestamp};
use tokio::task::{Id, JoinError, JoinHandle, JoinSet};

use self::scribe::Scribe;
use crate::actions;
use crate::domain::deliveries::Delivery;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::pictures::Awaited;

/// How long what was claimed is ours. A lane gives back what it could not try within that.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
/// Hosts that are written to at once.
const LANES: usize = 128;
/// Letters claimed at once for one host; they are sent one after the other.
const PER_HOST: u32 = 16;
/// Pictures fetched at once.
const PICTURES: usize = 4;
/// The largest picture taken from a partner.
const LARGEST_PICTURE: usize = 12 * 1024 * 1024;
/// A picture is asked for this often before the post is offered without it.
const PICTURE_TRIES: i64 = 6;
/// The longest the courier sleeps without looking.
const SLOW_POLL: Duration = Duration::from_secs(15);
/// The shortest: a look costs little, but not nothing.
const FAST_POLL: Duration = Duration::from_millis(50);
/// When all lanes are taken, those that end within this are filled again together.
const GATHER: Duration = Duration::from_millis(5);
const TIDY_EVERY: SignedDuration = SignedDuration::from_secs(300);

/// Starts the courier of a school. It runs until its task is aborted; what it was doing then is done again later.
pub fn start(school: School) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut tidied = None;
        let mut bag = Bag::of(&school);
        // Beside the letters: a school that is slow to answer holds no other's up.
        let mut reading = JoinSet::new();
        loop {
            let filled = bag.fill().await;
            let now = school.clock.now();
            if tidied.is_none_or(|at| now < at || now >= at + TIDY_EVERY) {
                tidied = Some(now);
                if let Err(cause) = actions::housekeeping::tidy(&school).await {
                    tracing::error!(%cause, "tidying failed");
                }
            }
            while reading.try_join_next().is_some() {}
            if reading.is_empty() {
                let school = school.clone();
                reading.spawn(async move {
                    if let Err(cause) = actions::class_lists::read_due(&school).await {
                        tracing::error!(%cause, "no list of classes could be read");
                    }
                    if let Err(cause) = actions::comparing::compare_due(&school).await {
                        tracing::error!(%cause, "no partner could be compared with");
                    }
                });
            }
            match filled {
                Ok(_) => bag.rest().await,
                Err(cause) => {
                    tracing::error!(%cause, "the courier could not work");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    })
}

/// Carries everything that is due now, and waits for it. True when there was something.
pub async fn round(school: &School) -> Result<bool> {
    let mut bag = Bag::of(school);
    let mut worked = false;
    loop {
        worked |= bag.fill().await?;
        if bag.is_empty() {
            return Ok(worked);
        }
        bag.one_done().await;
    }
}

/// What is under way: a lane for each host that is being written to, and some pictures.
struct Bag {
    school: School,
    scribe: Scribe,
    lanes: JoinSet<Result<()>>,
    /// Whose lane each task is.
    hosts: HashMap<Id, String>,
    pictures: JoinSet<Result<()>>,
}

impl Bag {
    fn of(school: &School) -> Self {
        Self {
            school: school.clone(),
            scribe: Scribe::of(school),
            lanes: JoinSet::new(),
            hosts: HashMap::new(),
            pictures: JoinSet::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.lanes.is_empty() && self.pictures.is_empty()
    }

    /// Takes on what is due now, as far as there is room. True when there was something.
    async fn fill(&mut self) -> Result<bool> {
        let now = self.school.clock.now();
        let (lanes, pictures) = (LANES - self.lanes.len(), PICTURES - self.pictures.len());
        // A look, before the one writer is asked for.
        let sql = &mut self.school.db.read();
        let letter = store::deliveries::next_due(sql).await?.filter(|due| *due <= now && lanes > 0);
        let picture = store::pictures::next_due(sql).await?.filter(|due| *due <= now && pictures > 0);
        if letter.is_none() && picture.is_none() {
            return Ok(false);
        }
        let busy: Vec<String> = self.hosts.values().cloned().collect();
        let mut tx = self.school.db.begin().await?;
        let letters = store::deliveries::claim(&mut tx, now, now + LEASE, PER_HOST, lanes, &busy).await?;
        let awaited = store::pictures::claim_due(&mut tx, now, u32::try_from(pictures).unwrap_or(0)).await?;
        tx.commit().await?;
        let found = !letters.is_empty() || !awaited.is_empty();

        let mut lanes: HashMap<String, Vec<Delivery>> = HashMap::new();
        for letter in letters {
            lanes.entry(letter.host.clone()).or_default().push(letter);
        }
        for (host, letters) in lanes {
            let (school, scribe, of) = (self.school.clone(), self.scribe.clone(), host.clone());
            let lane = self.lanes.spawn(async move { lane::carry(&school, &scribe, &of, letters, now + LEASE).await });
            self.hosts.insert(lane.id(), host);
        }
        for awaited in awaited {
            let school = self.school.clone();
            self.pictures.spawn(async move { fetch(&school, &awaited).await });
        }
        Ok(found)
    }

    /// Until one lane or picture is done with; never, if there is none.
    async fn one_done(&mut self) {
        tokio::select! {
            Some(done) = self.lanes.join_next_with_id() => self.ended(done),
            Some(done) = self.pictures.join_next() => told(done),
            else => std::future::pending().await,
        }
        while let Some(done) = self.lanes.try_join_next_with_id() {
            self.ended(done);
        }
        while let Some(done) = self.pictures.try_join_next() {
            told(done);
        }
    }

    fn ended(&mut self, done: std::result::Result<(Id, Result<()>), JoinError>) {
        let (id, done) = match done {
            Ok((id, done)) => (id, Ok(done)),
            Err(cause) => (cause.id(), Err(cause)),
        };
        self.hosts.remove(&id);
        told(done);
    }

    /// Until something is done with, due or newly said, or a while has passed.
    async fn rest(&mut self) {
        let is_full = self.lanes.len() >= LANES;
        let due = if is_full { None } else { next_due(&self.school).await.ok().flatten() };
        let pause = due.map_or(SLOW_POLL, |due| {
            let wait = due.duration_since(self.school.clock.now());
            Duration::try_from(wait).unwrap_or(FAST_POLL).clamp(FAST_POLL, SLOW_POLL)
        });
        let school = self.school.clone();
        tokio::select! {
            () = self.one_done() => {
                if is_full {
                    tokio::time::sleep(GATHER).await;
                }
            }
            () = school.wake.notified(), if !is_full => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn told(done: std::result::Result<Result<()>, JoinError>) {
    match done {
        Ok(Ok(())) => {}
        Ok(Err(cause)) => tracing::error!(%cause, "a delivery could not be written down"),
        Err(cause) => tracing::error!(%cause, "a delivery broke off"),
    }
}

/// When something is next to be carried or fetched.
async fn next_due(school: &School) -> Result<Option<Timestamp>> {
    let sql = &mut school.db.read();
    let letter = store::deliveries::next_due(sql).await?;
    let picture = store::pictures::next_due(sql).await?;
    Ok([letter, picture].into_iter().flatten().min())
}

/// How long to wait after so many failures.
fn wait(failures: i64) -> SignedDuration {
    let failures = u32::try_from(failures).unwrap_or(u32::MAX);
    SignedDuration::try_from(delivery::wait(failures, rand::random())).unwrap_or(SignedDuration::from_hours(24))
}

/// Fetches one picture into quarantine.
async fn fetch(school: &School, awaited: &Awaited) -> Result<()> {
    let signer = school.school_signer().await?;
    match school.client.picture(&awaited.source, &signer, LARGEST_PICTURE).await {
        Ok(bytes) => actions::pictures::fetched(school, awaited, bytes.to_vec()).await,
        Err(cause) if cause.is_temporary() && awaited.failures + 1 < PICTURE_TRIES => {
            let mut tx = school.db.begin().await?;
            let due = school.clock.now() + wait(awaited.failures + 1);
            store::pictures::fetch_failed(&mut tx, awaited, due).await?;
            tx.commit().await
        }
        Err(cause) => {
            tracing::info!(%cause, "a partner's picture will not come");
            actions::pictures::refused(school, awaited).await
        }
    }
}
