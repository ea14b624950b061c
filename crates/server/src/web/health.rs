//! How it goes with what is on its way to a school, in plain words: what has not arrived, since when, when it is tried again.

use std::collections::HashMap;

use jiff::Timestamp;

use super::desk::{day, time};
use super::page::Page;
use crate::actions::deliveries::is_behind;
use crate::domain::ids::ItemId;
use crate::domain::partners::PartnerSchool;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::deliveries::Peer;
use crate::store::underway::Waiting;

/// What waits for each host.
pub(super) async fn waiting(school: &School) -> Result<HashMap<String, Waiting>> {
    let waiting = store::underway::waiting(&mut school.db.read()).await?;
    Ok(waiting.into_iter().map(|waiting| (waiting.host.clone(), waiting)).collect())
}

/// All that waits to leave, whether it was tried or not.
pub(super) fn number(waiting: &Waiting) -> i64 {
    waiting.posts + waiting.comments + waiting.changes + waiting.withdrawals + waiting.others
}

/// "Oak has not received 3 posts since Monday. Next try 14:10." None if nothing is amiss.
pub(super) fn sentence(
    page: &Page,
    now: Timestamp,
    partner: &PartnerSchool,
    waiting: Option<&Waiting>,
    peer: &Peer,
) -> Option<String> {
    let waiting = waiting?;
    let mut sentences = Vec::new();
    if let (true, Some(since)) = (is_behind(Some(waiting), peer), waiting.since) {
        let what = [("school", partner.name.clone()), ("what", kinds(page, waiting)), ("since", day(page, now, since))];
        sentences.push(page.with("school-behind", what));
        let next = peer.open_until.max(waiting.next_at).filter(|next| *next > now);
        sentences.extend(next.map(|next| page.with("school-next", [("time", time(page, now, next))])));
    }
    if waiting.parked > 0 {
        sentences.push(page.with("school-aside", [("count", waiting.parked.to_string())]));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// "3 posts, 1 change and 2 comments".
fn kinds(page: &Page, waiting: &Waiting) -> String {
    let mut kinds: Vec<String> = [
        ("behind-posts", waiting.posts),
        ("behind-comments", waiting.comments),
        ("behind-changes", waiting.changes),
        ("behind-withdrawals", waiting.withdrawals),
        ("behind-others", waiting.others),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(key, number)| page.with(key, [("count", number.to_string())]))
    .collect();
    let last = kinds.pop().unwrap_or_default();
    if kinds.is_empty() { last } else { page.with("list-and", [("first", kinds.join(", ")), ("last", last)]) }
}

/// For those who run a class: the schools that one of its posts, as it is now, has not reached.
pub(super) async fn unreached(school: &School, page: &Page, item: &ItemId) -> Result<Vec<String>> {
    let now = school.clock.now();
    let unreached = store::underway::unreached(&mut school.db.read(), item).await?;
    Ok(unreached
        .into_iter()
        .map(|there| {
            let key = match (there.is_over, there.has_older) {
                (false, false) => "post-unreached",
                (false, true) => "post-unreached-change",
                (true, false) => "post-refused",
                (true, true) => "post-refused-change",
            };
            page.with(key, [("school", there.school), ("since", day(page, now, there.since))])
        })
        .collect())
}
