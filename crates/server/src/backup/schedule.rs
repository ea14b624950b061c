//! Backups by the clock: when the next one is due, and the task that makes it while the school is served.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinHandle;

use super::{Folder, Seal, make};
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
        let mut failed: Option<Timestamp> = None;
        let mut looks = tokio::time::interval(LOOK);
        loop {
            looks.tick().await;
            let now = school.clock.now();
            let rests = failed.is_some_and(|at| now < at + AGAIN);
            let last = plan.folder.kept().ok().and_then(|kept| kept.last().map(|kept| kept.taken_at));
            if rests || !is_due(plan.when, last, now, &school.time_zone) {
                continue;
            }
            match make(&school, &plan.folder, &plan.seal, plan.keep, &|_, _, _| {}).await {
                Ok(made) => {
                    failed = None;
                    let missing = made.missing.len();
                    tracing::info!(host = school.urls.host(), size = made.size, missing, "a backup was made");
                    if missing > 0 {
                        tracing::error!(
                            host = school.urls.host(),
                            missing,
                            "pictures are missing; ask `schoolgate doctor`"
                        );
                    }
                }
                Err(cause) => {
                    failed = Some(now);
                    tracing::error!(host = school.urls.host(), cause = format!("{cause:#}"), "no backup could be made");
                }
            }
        }
    })
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
