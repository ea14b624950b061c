//! The courier: carries what is due to other servers, each host's letters in order, and fetches their pictures.
//!
//! Everything it needs is in rows, so a crash loses nothing: what was claimed is due again when its lease ends.

use std::collections::BTreeMap;
use std::time::Duration;

use federation::delivery::{self, Meaning};
use federation::fetch::Answer;
use federation::signature::{Scheme, Signer};
use jiff::{SignedDuration, Timestamp};
use tokio::task::{JoinHandle, JoinSet};

use crate::actions;
use crate::domain::deliveries::Delivery;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::pictures::Awaited;

/// How long what was claimed is ours: longer than all tries of one batch can take.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
/// Letters to one host in one round, sent one after the other.
const PER_HOST: i64 = 16;
/// Letters in one round.
const PER_ROUND: u32 = 512;
/// Pictures fetched at once.
const PICTURES: u32 = 4;
/// The largest picture taken from a partner.
const LARGEST_PICTURE: usize = 12 * 1024 * 1024;
/// A picture is asked for this often before the post is offered without it.
const PICTURE_TRIES: i64 = 6;
/// The longest the courier sleeps without looking.
const SLOW_POLL: Duration = Duration::from_secs(15);
const TIDY_EVERY: SignedDuration = SignedDuration::from_secs(300);

/// Starts the courier of a school. It runs until its task is aborted; what it was doing then is done again later.
pub fn start(school: School) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut tidied = None;
        // Beside the letters: a school that is slow to answer holds no other's up.
        let mut reading = JoinSet::new();
        loop {
            let worked = match round(&school).await {
                Ok(worked) => worked,
                Err(cause) => {
                    tracing::error!(%cause, "the courier could not work");
                    false
                }
            };
            let now = school.clock.now();
            if tidied.is_none_or(|at| now >= at + TIDY_EVERY) {
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
            if !worked {
                rest(&school).await;
            }
        }
    })
}

/// Until something is due, something new is said, or a while has passed.
async fn rest(school: &School) {
    let due = next_due(school).await.ok().flatten();
    let pause = due.map_or(SLOW_POLL, |due| {
        let wait = due.duration_since(school.clock.now());
        Duration::try_from(wait).unwrap_or(Duration::from_secs(1)).clamp(Duration::from_millis(50), SLOW_POLL)
    });
    tokio::select! {
        () = school.wake.notified() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

/// One round: everything that is due now. True when there was something.
pub async fn round(school: &School) -> Result<bool> {
    let now = school.clock.now();
    if next_due(school).await?.is_none_or(|due| due > now) {
        return Ok(false);
    }
    let mut tx = school.db.begin().await?;
    let letters = store::deliveries::claim(&mut tx, now, now + LEASE, PER_HOST, PER_ROUND).await?;
    let pictures = store::pictures::claim_due(&mut tx, now, PICTURES).await?;
    tx.commit().await?;
    let worked = !letters.is_empty() || !pictures.is_empty();

    let mut lanes: BTreeMap<String, Vec<Delivery>> = BTreeMap::new();
    for letter in letters {
        lanes.entry(letter.host.clone()).or_default().push(letter);
    }
    let mut work = JoinSet::new();
    for (host, lane) in lanes {
        let school = school.clone();
        work.spawn(async move { carry(&school, &host, lane).await });
    }
    for awaited in pictures {
        let school = school.clone();
        work.spawn(async move { fetch(&school, &awaited).await });
    }
    while let Some(done) = work.join_next().await {
        match done {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::error!(%cause, "a delivery could not be written down"),
            Err(cause) => tracing::error!(%cause, "a delivery broke off"),
        }
    }
    Ok(worked)
}

/// When something is next to be carried or fetched. A look, before the one writer is asked for.
async fn next_due(school: &School) -> Result<Option<Timestamp>> {
    let sql = &mut school.db.read();
    let letter = store::deliveries::next_due(sql).await?;
    let picture = store::pictures::next_due(sql).await?;
    Ok([letter, picture].into_iter().flatten().min())
}

/// One host's letters, in order. The first that is not taken stops the lane; the rest keep their places.
async fn carry(school: &School, host: &str, lane: Vec<Delivery>) -> Result<()> {
    let mut letters = lane.into_iter();
    while let Some(letter) = letters.next() {
        if !deliver(school, host, &letter).await? {
            let rest: Vec<Delivery> = letters.collect();
            let mut tx = school.db.begin().await?;
            store::deliveries::release(&mut tx, &rest).await?;
            return tx.commit().await;
        }
    }
    Ok(())
}

/// Sends one letter. False when the host rests now.
async fn deliver(school: &School, host: &str, letter: &Delivery) -> Result<bool> {
    if !store::deliveries::stands(&mut school.db.read(), &letter.id).await? {
        let mut tx = school.db.begin().await?;
        store::deliveries::release(&mut tx, std::slice::from_ref(letter)).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let peer = store::deliveries::peer(&mut school.db.read(), host).await?;
    let urgent = letter.verb.is_urgent();
    let now = school.clock.now();
    let expired = delivery::expires(urgent)
        .and_then(|after| SignedDuration::try_from(after).ok())
        .is_some_and(|after| now > letter.created_at + after);
    if expired {
        return gave_up(school, letter, None, "it was not taken for 90 days").await;
    }
    let signer = school.signer(letter.class.as_ref()).await?;
    let first = if peer.scheme.as_deref() == Some("message") { Scheme::Message } else { Scheme::Cavage };
    let mut scheme = first;
    let mut answer = send(school, letter, &signer, scheme).await;
    let mut meaning = delivery::meaning(&answer, urgent);
    if meaning == Meaning::OtherScheme {
        scheme = match first {
            Scheme::Cavage => Scheme::Message,
            Scheme::Message => Scheme::Cavage,
        };
        answer = send(school, letter, &signer, scheme).await;
        meaning = delivery::meaning(&answer, urgent);
    }
    let status = answer.status.map(i64::from);
    match meaning {
        Meaning::Delivered => {
            let word = match scheme {
                Scheme::Cavage => "cavage",
                Scheme::Message => "message",
            };
            let mut tx = school.db.begin().await?;
            store::deliveries::delivered(&mut tx, letter, status.unwrap_or(0), word, school.clock.now()).await?;
            tx.commit().await?;
            Ok(true)
        }
        Meaning::Never(why) => gave_up(school, letter, status, why).await,
        Meaning::Gone if letter.attempts >= 3 && !urgent => {
            gave_up(school, letter, status, "nobody is there any more").await
        }
        Meaning::Gone => postpone(school, letter, &answer, Duration::from_hours(24)).await,
        Meaning::TryAgain { after } => {
            let failures = u32::try_from(peer.failures + 1).unwrap_or(u32::MAX);
            let wait = delivery::wait(failures, rand::random()).max(after.unwrap_or_default());
            postpone(school, letter, &answer, wait).await
        }
        Meaning::OtherScheme => {
            let failures = u32::try_from(peer.failures + 1).unwrap_or(u32::MAX);
            postpone(school, letter, &answer, delivery::wait(failures, rand::random())).await
        }
    }
}

/// What takes something back reaches schools, too, that nothing else is sent to any more.
async fn send(school: &School, letter: &Delivery, signer: &Signer, scheme: Scheme) -> Answer {
    let (inbox, body) = (&letter.inbox, letter.body.as_bytes());
    if letter.verb.is_urgent() {
        school.client.withdraw(inbox, body, signer, scheme).await
    } else {
        school.client.post(inbox, body, signer, scheme).await
    }
}

async fn postpone(school: &School, letter: &Delivery, answer: &Answer, wait: Duration) -> Result<bool> {
    let now = school.clock.now();
    let until = now + SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
    let error = said(answer);
    tracing::info!(host = letter.host, status = answer.status, "a letter was not taken; it is tried again");
    let mut tx = school.db.begin().await?;
    store::deliveries::postponed(&mut tx, letter, answer.status.map(i64::from), &error, until, now).await?;
    tx.commit().await?;
    Ok(false)
}

/// This letter will not be tried again; the lane goes on.
async fn gave_up(school: &School, letter: &Delivery, status: Option<i64>, why: &str) -> Result<bool> {
    tracing::warn!(host = letter.host, status, why, "a letter was given up");
    let mut tx = school.db.begin().await?;
    store::deliveries::gave_up(&mut tx, &letter.id, status, why, school.clock.now()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Why a letter was not taken, for an admin: their words cut short, never ours.
fn said(answer: &Answer) -> String {
    let text = match (&answer.error, answer.status) {
        (Some(error), _) => error.clone(),
        (None, Some(status)) => format!("{status} {}", answer.body_start),
        (None, None) => "no answer".to_owned(),
    };
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Fetches one picture into quarantine.
async fn fetch(school: &School, awaited: &Awaited) -> Result<()> {
    let signer = school.school_signer().await?;
    match school.client.picture(&awaited.source, &signer, LARGEST_PICTURE).await {
        Ok(bytes) => actions::pictures::fetched(school, awaited, bytes.to_vec()).await,
        Err(cause) if cause.is_temporary() && awaited.failures + 1 < PICTURE_TRIES => {
            let failures = u32::try_from(awaited.failures + 1).unwrap_or(u32::MAX);
            let wait = SignedDuration::try_from(delivery::wait(failures, rand::random()))
                .unwrap_or(SignedDuration::from_hours(1));
            let mut tx = school.db.begin().await?;
            store::pictures::fetch_failed(&mut tx, awaited, school.clock.now() + wait).await?;
            tx.commit().await
        }
        Err(cause) => {
            tracing::info!(%cause, "a partner's picture will not come");
            actions::pictures::refused(school, awaited).await
        }
    }
}
