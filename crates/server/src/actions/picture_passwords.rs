//! Giving pupils their pictures, and trying them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

use super::people::may_handle;
use crate::domain::audit::Event;
use crate::domain::ids::{ClassId, PupilId};
use crate::domain::picture_passwords::{Length, MOST, Rest, STRANGERS, Sequence};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::tries::Quota;
use crate::{store, tokens};

/// How long a page with pictures on it can be tapped.
pub const TICKET: SignedDuration = SignedDuration::from_mins(15);

/// Each page with pictures is good for one try; what was sent once is known for longer than that page can be tapped.
const ONCE: Quota = Quota { burst: 1, every: SignedDuration::from_mins(30) };
const _: () = assert!(ONCE.every.as_secs() > TICKET.as_secs());

/// New pictures for a pupil, to be shown once; the old ones are dead at once, and their sessions with them.
pub async fn give(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId, length: Length) -> Result<Sequence> {
    let now = school.clock.now();
    let pictures = Sequence::drawn(length, &mut rand::rng());
    let mut tx = may_handle(school, by, class, pupil).await?;
    store::picture_passwords::put(&mut tx, pupil, &mark(school, pupil, &pictures), length, now).await?;
    store::sessions::end_all(&mut tx, &format!("pupil:{pupil}")).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "new_pictures", format!("pupil:{pupil}")), now).await?;
    tx.commit().await?;
    Ok(pictures)
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Right,
    Wrong(Rest),
    /// They were not looked at, whether right or wrong.
    Resting(Rest),
    /// They were not looked at: this browser is new to the class, and there were too many such tries.
    Strange,
    /// This very page was sent before.
    Spent,
}

/// Tries a pupil's pictures, from a page that can be sent once (its `ticket`) in a browser (its `device`).
///
/// Errors: [`Error::Missing`] for a pupil who is not in this class or has no pictures.
pub async fn attempt(
    school: &School,
    class: &ClassId,
    pupil: &PupilId,
    device: &str,
    ticket: &str,
    tapped: &Sequence,
) -> Result<Tried> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    in_class(&mut tx, class, pupil).await?;
    store::posters::hold(&mut tx, class).await?;
    let known = store::picture_passwords::to_try(&mut tx, pupil).await?.ok_or(Error::Missing)?;
    let rest = known.rest(now);
    if rest != Rest::Awake {
        return Ok(Tried::Resting(rest));
    }
    if is_shut_out(&mut tx, class, device).await? {
        return Ok(Tried::Strange);
    }
    if store::tries::count(&mut tx, &door(ticket), ONCE, now).await?.is_some() {
        return Ok(Tried::Spent);
    }
    let is_right: bool = mark(school, pupil, tapped).as_bytes().ct_eq(known.mark.as_bytes()).into();
    let device = tokens::hash_exactly(device);
    if is_right {
        store::picture_passwords::right(&mut tx, pupil, &device, now).await?;
        tx.commit().await?;
        return Ok(Tried::Right);
    }
    store::picture_passwords::wrong(&mut tx, pupil, &device, now).await?;
    let known = store::picture_passwords::get(&mut tx, pupil).await?.ok_or(Error::Missing)?;
    if known.wrong == MOST {
        store::audit::append(&mut tx, Event::new("school", "pictures_stopped", format!("pupil:{pupil}")), now).await?;
    }
    tx.commit().await?;
    Ok(Tried::Wrong(known.rest(now)))
}

/// Whether this browser is not known to the class, and no such may try any more.
pub async fn is_shut_out(sql: &mut impl store::Sql, class: &ClassId, device: &str) -> Result<bool> {
    Ok(store::picture_passwords::wrong_of_strangers(sql, class).await? >= STRANGERS
        && !store::picture_passwords::is_known(sql, class, &tokens::hash_exactly(device)).await?)
}

/// Whether a page with this ticket was sent already.
pub async fn is_spent(school: &School, ticket: &str) -> Result<bool> {
    store::tries::is_counted(&mut school.db.read(), &door(ticket), school.clock.now()).await
}

/// Errors: [`Error::Missing`] for a pupil who is not in this class, or has left.
pub async fn in_class(sql: &mut impl store::Sql, class: &ClassId, pupil: &PupilId) -> Result<String> {
    let pupils = store::people::pupils_of_class(sql, class).await?;
    pupils.into_iter().find(|other| other.id == *pupil).map(|pupil| pupil.name).ok_or(Error::Missing)
}

/// How long until pictures can be tried again.
pub fn wait(rest: Rest, now: Timestamp) -> Option<Duration> {
    match rest {
        Rest::Awake | Rest::Stopped => None,
        Rest::Until(until) => Some(Duration::try_from(until.duration_since(now)).unwrap_or_default()),
    }
}

fn door(ticket: &str) -> String {
    format!("pictures:{}", tokens::hash_exactly(ticket))
}

/// What is kept of pictures. Keyed, so that nothing is told by a list of all marks there could be; whoever has the whole
/// database has the key, too, and finds the pictures at once, but no poster at which they could be tapped: of that there is
/// only a hash.
fn mark(school: &School, pupil: &PupilId, pictures: &Sequence) -> String {
    tokens::mark(&school.profile.secret, &format!("pictures:{pupil}:{pictures}"))
}
