//! Backups by the clock: when the next one is due, and the task that makes it while the school is served.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;

use super::{Elsewhere, Folder, Seal, make};
use crate::config::backups::When;
use crate::school::School;

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(30);
/// After one that failed.
const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// What the configuration says of one school's backups.
#[derive(Clone)]
pub struct Plan {
    pub folder: Folder,
    pub seal: Seal,
    pub when: When,
    pub keep: usize,
    /// Where copies of them go.
    pub copy: Option<Elsewhere>,
}

/// Whether one is due now, if the last one was made then. Where there is none yet, at once.
fn is_due(when: When, last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> bool {
    let Some(last) = last else { return true };
    match when {
        When::Every(every) => now.duration_since(last) >= every,
        When::At(time) => {
            let today = now.to_zoned(zone.clone()).date();
            // The newest moment of this kind that is over, by clocks that may have been put forward or back.
            let newest = [Ok(today), today.yesterday()]
                .into_iter()
                .filter_map(|day| Some(day.ok()?.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp()))
                .find(|moment| *moment <= now);
            newest.is_some_and(|newest| last < newest)
        }
    }
}

/// Makes this school's backups until the task is aborted. What was half written then is cleared away by the next one.
pub fn start(school: School, plan: Plan) -> JoinHandle<()> {
    let plan = Arc::new(plan);
    tokio::spawn(async move {
        let (mut made, mut copied) = (Rest::default(), Rest::default());
        let mut is_copied = plan.copy.is_none();
        let mut looks = tokio::time::interval(LOOK);
        loop {
            looks.tick().await;
            let now = school.clock.now();
            let last = plan.folder.kept().ok().and_then(|kept| kept.last().map(|kept| kept.taken_at));
            if !made.holds(now) && is_due(plan.when, last, now, &school.time_zone) {
                let is_made = make_one(&school, &plan).await;
                made = Rest::after(is_made, now);
                is_copied &= !is_made || plan.copy.is_none();
            }
            if !is_copied
                && !copied.holds(now)
                && let Some(copy) = &plan.copy
            {
                is_copied = copy_all(&school, &plan, copy).await;
                copied = Rest::after(is_copied, now);
            }
        }
    })
}

/// How long something rests that failed.
#[derive(Clone, Copy, Default)]
struct Rest(Option<Timestamp>);

impl Rest {
    fn after(is_done: bool, now: Timestamp) -> Self {
        Self((!is_done).then_some(now))
    }

    fn holds(self, now: Timestamp) -> bool {
        self.0.is_some_and(|failed| now < failed + AGAIN)
    }
}

async fn make_one(school: &School, plan: &Plan) -> bool {
    let host = school.urls.host();
    match make(school, &plan.folder, &plan.seal, plan.keep, &|_, _, _| {}).await {
        Ok(made) => {
            let missing = made.missing.len();
            tracing::info!(host, size = made.size, missing, "a backup was made");
            if missing > 0 {
                tracing::error!(host, missing, "pictures are missing; ask `schoolgate doctor`");
            }
            true
        }
        Err(cause) => {
            tracing::error!(host, cause = format!("{cause:#}"), "no backup could be made");
            false
        }
    }
}

async fn copy_all(school: &School, plan: &Plan, copy: &Elsewhere) -> bool {
    let host = school.urls.host();
    match copy.follow(&plan.folder, plan.keep, school.clock.now()).await {
        Ok(sent) => {
            tracing::info!(host, sent, "backups were copied");
            true
        }
        Err(cause) => {
            tracing::error!(host, cause = format!("{cause:#}"), "backups could not be copied");
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_backup_is_due_when_none_is_there_and_when_the_last_one_is_too_old() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let nightly = When::At(civil::time(2, 30, 0, 0));
        let due = |last: &str, now: &str| is_due(nightly, Some(at(last)), at(now), &zone);

        assert!(is_due(nightly, None, at("2026-11-25T13:00:00Z"), &zone));
        assert!(!due("2026-11-25T02:30:05Z", "2026-11-25T13:00:00Z"));
        assert!(!due("2026-11-25T02:30:05Z", "2026-11-26T02:29:59Z"));
        assert!(due("2026-11-25T02:30:05Z", "2026-11-26T02:30:00Z"));
        assert!(due("2026-11-20T02:30:05Z", "2026-11-26T01:00:00Z"), "after a week switched off");
        // In summer half past two is half past one elsewhere.
        assert!(due("2026-06-24T01:30:05Z", "2026-06-25T01:30:00Z"));

        let hourly = When::Every(SignedDuration::from_hours(1));
        assert!(!is_due(hourly, Some(at("2026-11-25T12:00:01Z")), at("2026-11-25T13:00:00Z"), &zone));
        assert!(is_due(hourly, Some(at("2026-11-25T12:00:00Z")), at("2026-11-25T13:00:00Z"), &zone));
    }
}
