//! Who is signed in: a random id in a cookie, everything else in our own database, and nothing at all for visitors.
//!
//! A session says who, never what they may: rights are read anew for every request. The school's own clock decides when
//! it ends, so the cookie lives as long as the browser does.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error as StoreError, Result as StoreResult};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use super::page::Toast;
use crate::actions;
use crate::domain::ids::{ClassId, PupilId, StaffId};
use crate::domain::schools::SchoolDay;
use crate::domain::viewer::Person;
use crate::error::{Error, Result, Unavailable};
use crate::school::School;
use crate::store;
use crate::tokens;

/// Before the hash of a poster; of a card there is the hash alone.
const POSTER: &str = "poster:";

/// The session's entries.
const SIGNED_IN: &str = "signed_in";
const TOAST: &str = "toast";

/// No session lasts longer than a school day.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
const IDLE_STAFF: SignedDuration = SignedDuration::from_hours(2);
const IDLE_OTHERS: SignedDuration = SignedDuration::from_hours(8);
/// A session in use is written again this often; not at every page, since each writing is a commit.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SignedIn {
    /// `staff:…`, `pupil:…` or `family:…`.
    subject: String,
    /// The hash of the card, link or poster that opened it: when that is revoked, so is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Milliseconds, by the school's clock.
    since: i64,
    seen: i64,
}

impl SignedIn {
    /// A pupil's also ends with the school day it began in.
    fn ends_at(&self, day: Option<&SchoolDay>) -> Timestamp {
        let idle = if self.subject.starts_with("staff:") { IDLE_STAFF } else { IDLE_OTHERS };
        let at = |millis| Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
        let ends_at = (at(self.seen) + idle).min(at(self.since) + ABSOLUTE);
        let day = day.filter(|_| self.subject.starts_with("pupil:"));
        day.map_or(ends_at, |day| ends_at.min(day.end_after(at(self.since))))
    }
}

/// A toast on its way to the next page.
#[derive(Serialize, Deserialize)]
struct KeptToast {
    text: String,
    undo_url: Option<String>,
    until: i64,
}

/// The name of the cookie. `__Host-` binds it to this host over https; a demo over http cannot have that.
fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { "__Host-schoolgate" } else { "schoolgate" }
}

/// The layer that gives each request its session.
pub(super) fn layer(school: &School) -> SessionManagerLayer<Sessions> {
    let is_secure = school.urls.is_secure();
    SessionManagerLayer::new(Sessions(school.clone()))
        .with_name(cookie_name(is_secure))
        .with_secure(is_secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// Begins a session of this subject under a fresh id, so that an id planted before opens nothing.
pub(super) async fn sign_in(session: &Session, subject: String, key: Option<String>, now: Timestamp) -> Result<()> {
    if session.id().is_some() {
        session.clear().await;
        session.cycle_id().await.map_err(failed)?;
    }
    let now = now.as_millisecond();
    session.insert(SIGNED_IN, SignedIn { subject, key, since: now, seen: now }).await.map_err(failed)
}

pub(super) async fn sign_out(session: &Session) -> Result<()> {
    session.flush().await.map_err(failed)
}

/// The key of a session that was opened at a poster with this hash.
pub(super) fn key_of_poster(token_hash: &str) -> String {
    format!("{POSTER}{token_hash}")
}

/// Whether a poster opened this session: then the next child finds the names on this device.
pub(super) async fn is_by_poster(session: &Session) -> Result<bool> {
    let signed_in = session.get::<SignedIn>(SIGNED_IN).await.map_err(failed)?;
    Ok(signed_in.and_then(|signed_in| signed_in.key).is_some_and(|key| key.starts_with(POSTER)))
}

/// Who this session is, as they stand now. Whoever was shut out, has left or holds a revoked key is nobody.
pub(super) async fn who(school: &School, session: &Session) -> Result<Person> {
    let Some(mut signed_in) = session.get::<SignedIn>(SIGNED_IN).await.map_err(failed)? else {
        return Ok(Person::Anonymous);
    };
    let now = school.clock.now();
    if signed_in.ends_at(school.day.as_ref()) <= now {
        return Ok(Person::Anonymous);
    }
    let person = match person(school, &signed_in).await {
        Ok(person) => person,
        Err(Error::Missing) => return Ok(Person::Anonymous),
        Err(other) => return Err(other),
    };
    if now.as_millisecond() - signed_in.seen >= i64::try_from(TOUCH.as_millis()).unwrap_or(i64::MAX) {
        signed_in.seen = now.as_millisecond();
        session.insert(SIGNED_IN, signed_in).await.map_err(failed)?;
    }
    Ok(person)
}

async fn person(school: &School, signed_in: &SignedIn) -> Result<Person> {
    let (kind, id) = signed_in.subject.split_once(':').ok_or(Error::Missing)?;
    match kind {
        "staff" => {
            let id: StaffId = id.parse().map_err(|_| Error::Missing)?;
            actions::people::adult(school, &id).await.map(Person::Adult)
        }
        "pupil" => {
            let id: PupilId = id.parse().map_err(|_| Error::Missing)?;
            let child = actions::people::child(school, &id).await?;
            let Some(key) = &signed_in.key else { return Ok(Person::Child(child)) };
            let is_open = if let Some(poster) = key.strip_prefix(POSTER) {
                let class = store::posters::class_of(&mut school.db.read(), poster).await?;
                class.is_some_and(|class| child.classes.contains(&class))
            } else {
                let card = store::people::card_by_token(&mut school.db.read(), key).await?;
                card.is_some_and(|card| card.pupil == id)
            };
            is_open.then_some(Person::Child(child)).ok_or(Error::Missing)
        }
        "family" => {
            let id: ClassId = id.parse().map_err(|_| Error::Missing)?;
            let key = signed_in.key.as_deref().unwrap_or_default();
            let class = actions::people::family_of_hash(school, key).await?;
            class.filter(|class| *class == id).map(Person::Family).ok_or(Error::Missing)
        }
        _ => Err(Error::Missing),
    }
}

pub(super) async fn put_toast(session: &Session, toast: Toast, now: Timestamp) -> Result<()> {
    let until = now.as_millisecond() + i64::from(toast.seconds) * 1000;
    session.insert(TOAST, KeptToast { text: toast.text, undo_url: toast.undo_url, until }).await.map_err(failed)
}

/// The toast, and how many seconds its undoing has left; too late, and it is said without.
pub(super) async fn take_toast(session: &Session, now: Timestamp) -> Result<Option<Toast>> {
    // Looked at first: taking writes the session, and nearly always there is nothing to take.
    if session.get_value(TOAST).await.map_err(failed)?.is_none() {
        return Ok(None);
    }
    let Some(kept) = session.remove::<KeptToast>(TOAST).await.map_err(failed)? else { return Ok(None) };
    let seconds = u32::try_from((kept.until - now.as_millisecond() + 999) / 1000).unwrap_or(0);
    Ok(Some(Toast { text: kept.text, undo_url: kept.undo_url.filter(|_| seconds > 0), seconds }))
}

fn failed(cause: tower_sessions::session::Error) -> Error {
    // The library keeps what our own store said as words alone.
    let is_unavailable = cause.to_string().contains(&Unavailable.to_string());
    let cause = anyhow::Error::new(cause).context("the session");
    Error::Internal(if is_unavailable { cause.context(Unavailable) } else { cause })
}

/// The sessions of a school, as `tower_sessions` asks for them.
#[derive(Clone)]
pub(super) struct Sessions(School);

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    async fn create(&self, record: &Record) -> Result<()> {
        let (subject, data, ends_at) = self.row(record)?;
        let mut tx = self.0.db.begin().await?;
        store::sessions::insert(&mut tx, &key_of(&record.id), &subject, &data, ends_at).await?;
        tx.commit().await
    }

    /// Writes a session that is still there. One that was ended while this request was under way stays ended.
    async fn change(&self, record: &Record) -> Result<()> {
        let (subject, data, ends_at) = self.row(record)?;
        let mut tx = self.0.db.begin().await?;
        let now = self.0.clock.now();
        store::sessions::update(&mut tx, &key_of(&record.id), &subject, &data, ends_at, now).await?;
        tx.commit().await
    }

    /// Whose it is, what is in it, and when it ends.
    fn row(&self, record: &Record) -> Result<(String, String, Timestamp)> {
        let signed_in: Option<SignedIn> =
            record.data.get(SIGNED_IN).and_then(|value| serde_json::from_value(value.clone()).ok());
        let data = serde_json::to_string(&record.data).map_err(|cause| Error::Internal(cause.into()))?;
        let ends_at =
            signed_in.as_ref().map_or_else(|| self.0.clock.now(), |signed_in| signed_in.ends_at(self.0.day.as_ref()));
        Ok((signed_in.map_or_else(String::new, |signed_in| signed_in.subject), data, ends_at))
    }

    async fn read(&self, id: &Id) -> Result<Option<Record>> {
        let Some(data) = store::sessions::load(&mut self.0.db.read(), &key_of(id), self.0.clock.now()).await? else {
            return Ok(None);
        };
        let data: HashMap<_, _> = serde_json::from_str(&data).map_err(|cause| Error::Internal(cause.into()))?;
        // The database has decided that it has not ended; this moment is asked by nobody.
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH }))
    }

    async fn end(&self, id: &Id) -> Result<()> {
        let mut tx = self.0.db.begin().await?;
        store::sessions::delete(&mut tx, &key_of(id)).await?;
        tx.commit().await
    }
}

/// A session's key in the database: a hash, so that a stolen database opens no session.
fn key_of(id: &Id) -> String {
    tokens::hash_exactly(&id.to_string())
}

fn told<T>(result: Result<T>) -> StoreResult<T> {
    result.map_err(|cause| StoreError::Backend(cause.to_string()))
}

/// What `#[async_trait]` makes of `async fn`.
type Told<'a, T> = Pin<Box<dyn Future<Output = StoreResult<T>> + Send + 'a>>;

impl SessionStore for Sessions {
    fn create<'a, 'b, 'c>(&'a self, record: &'b mut Record) -> Told<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        // 128 bits of chance: an id that is taken already is not worth a question.
        Box::pin(async move { told(Sessions::create(self, record).await) })
    }

    fn save<'a, 'b, 'c>(&'a self, record: &'b Record) -> Told<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        // All that is changed in a session under its own id is a toast, or when it was last used. A full disk must not take
        // the page away that was read, nor the answer that something was done.
        Box::pin(async move {
            if let Err(cause) = self.change(record).await {
                tracing::error!(%cause, "a session could not be written");
            }
            Ok(())
        })
    }

    fn load<'a, 'b, 'c>(&'a self, id: &'b Id) -> Told<'c, Option<Record>>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move { told(self.read(id).await) })
    }

    fn delete<'a, 'b, 'c>(&'a self, id: &'b Id) -> Told<'c, ()>
    where
        'a: 'c,
        'b: 'c,
    {
        Box::pin(async move { told(self.end(id).await) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed_in(subject: &str, since_hour: i64, seen_hour: i64) -> SignedIn {
        SignedIn { subject: subject.to_owned(), key: None, since: since_hour * 3_600_000, seen: seen_hour * 3_600_000 }
    }

    fn hour(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    #[test]
    fn t76_a_session_ends_when_idle_and_at_the_end_of_the_day() {
        assert_eq!(signed_in("staff:1", 0, 0).ends_at(None), hour(2));
        assert_eq!(signed_in("pupil:1", 0, 0).ends_at(None), hour(8));
        assert_eq!(signed_in("family:1", 0, 3).ends_at(None), hour(11));
        assert_eq!(signed_in("staff:1", 0, 11).ends_at(None), hour(12));
        assert_eq!(signed_in("pupil:1", 0, 11).ends_at(None), hour(12));
    }

    #[test]
    fn t76_a_pupils_session_ends_with_the_school_day_and_an_adults_does_not() {
        let day = SchoolDay { ends: jiff::civil::time(18, 0, 0, 0), zone: jiff::tz::TimeZone::UTC };

        assert_eq!(signed_in("pupil:1", 15, 17).ends_at(Some(&day)), hour(18));
        assert_eq!(signed_in("pupil:1", 9, 9).ends_at(Some(&day)), hour(17), "idle before that");
        assert_eq!(signed_in("pupil:1", 18, 19).ends_at(Some(&day)), hour(27), "of the next day");
        assert_eq!(signed_in("staff:1", 17, 17).ends_at(Some(&day)), hour(19));
        assert_eq!(signed_in("family:1", 17, 17).ends_at(Some(&day)), hour(25));
    }

    #[test]
    fn t77_the_cookie_is_bound_to_the_host_wherever_that_is_possible() {
        assert_eq!(cookie_name(true), "__Host-schoolgate");
        assert_eq!(cookie_name(false), "schoolgate");
    }
}
