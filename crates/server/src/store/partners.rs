//! Partner schools and their classes.

use jiff::Timestamp;
use url::Url;

use super::values::json;
use super::{Row, Sql, Tx};
use crate::domain::agreements::{Agreement, Terms};
use crate::domain::gone::{Gone, Shut};
use crate::domain::ids::{PartnerId, RemoteClassId};
use crate::domain::partners::{Footing, PartnerSchool, PartnerState, RemoteClass};
use crate::error::Result;
use crate::values;

/// Errors: [`Error::Conflict`](crate::error::Error::Conflict) when the host is a partner already.
pub async fn insert(tx: &mut Tx, partner: &PartnerSchool) -> Result<()> {
    tx.change(
        "insert into partner_schools (id, host, name, town, country, contact, safeguarding_contact, verified_how, agreed_on, review_on,
            state, state_since, state_by, state_reason, key_fingerprint, safety_words, may_follow, may_reply, may_like,
            may_show_pictures, classes, their_classes, starts_at, ends_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
        values![
            &partner.id,
            &partner.host,
            &partner.name,
            &partner.town,
            &partner.country,
            &partner.contact,
            &partner.safeguarding_contact,
            &partner.verified_how,
            &partner.agreed_on,
            &partner.review_on,
            partner.state.as_str(),
            partner.state_since,
            &partner.state_by,
            &partner.state_reason,
            partner.key_fingerprint.as_deref(),
            partner.safety_words.as_deref(),
            partner.terms.may_follow,
            partner.terms.may_reply,
            partner.terms.may_like,
            partner.terms.may_show_pictures,
            json(&partner.terms.classes.to_list())?,
            json(&partner.terms.their_classes.to_list())?,
            partner.terms.starts_at,
            partner.terms.ends_at,
            partner.created_at
        ],
    )
    .await?;
    match &partner.agreement {
        Some(agreement) => set_agreement(tx, &partner.id, agreement).await,
        None => Ok(()),
    }
}

/// How far the two schools have come with agreeing.
pub async fn set_agreement(tx: &mut Tx, id: &PartnerId, agreement: &Agreement) -> Result<()> {
    tx.change(
        "update partner_schools set actor = $2, inbox = $3, offer = $4, agreement = $5, confirmed_at = $6, confirmed_by = $7,
            confirmed_there_at = $8 where id = $1",
        values![
            id,
            &agreement.actor,
            &agreement.inbox,
            &agreement.offer,
            &agreement.id,
            agreement.confirmed_at,
            agreement.confirmed_by.as_deref(),
            agreement.confirmed_there_at
        ],
    )
    .await
}

/// What holds between us and it from now on.
pub async fn set_terms(tx: &mut Tx, id: &PartnerId, terms: &Terms) -> Result<()> {
    tx.change(
        "update partner_schools set may_follow = $2, may_reply = $3, may_like = $4, may_show_pictures = $5, classes = $6,
            their_classes = $7, starts_at = $8, ends_at = $9 where id = $1",
        values![
            id,
            terms.may_follow,
            terms.may_reply,
            terms.may_like,
            terms.may_show_pictures,
            json(&terms.classes.to_list())?,
            json(&terms.their_classes.to_list())?,
            terms.starts_at,
            terms.ends_at
        ],
    )
    .await
}

/// What we call it, where it is, whom to call there, and when to look at the agreement again: our own record.
pub async fn set_record(tx: &mut Tx, partner: &PartnerSchool) -> Result<()> {
    tx.change(
        "update partner_schools set name = $2, town = $3, country = $4, contact = $5, safeguarding_contact = $6, review_on = $7
         where id = $1",
        values![
            &partner.id,
            &partner.name,
            &partner.town,
            &partner.country,
            &partner.contact,
            &partner.safeguarding_contact,
            &partner.review_on
        ],
    )
    .await
}

/// The day on which trust began, as a date.
pub async fn set_agreed_on(tx: &mut Tx, id: &PartnerId, day: &str) -> Result<()> {
    tx.change("update partner_schools set agreed_on = $2 where id = $1", values![id, day]).await
}

pub async fn get(sql: &mut impl Sql, id: &PartnerId) -> Result<PartnerSchool> {
    from(&sql.one("select * from partner_schools where id = $1", values![id]).await?)
}

/// Keeps others from changing this school, named by its id or its host, until the transaction ends: what two say at the
/// same time about one agreement must both be written. SQLite has one writer anyway.
pub async fn lock(tx: &mut Tx, which: &str) -> Result<()> {
    if tx.is_postgres() {
        tx.all("select id from partner_schools where id = $1 or host = $1 for update", values![which]).await?;
    }
    Ok(())
}

pub async fn by_host(sql: &mut impl Sql, host: &str) -> Result<Option<PartnerSchool>> {
    let row = sql.maybe("select * from partner_schools where host = $1", values![host]).await?;
    row.as_ref().map(from).transpose()
}

/// How we stand with a host, and no more of it: asked for every letter and every question of a server.
pub async fn footing(sql: &mut impl Sql, host: &str) -> Result<Option<Footing>> {
    let row = sql
        .maybe(
            "select state, held_at, held_why, starts_at, ends_at,
                exists (select 1 from schools where federation_paused_at is not null) as is_all_paused
             from partner_schools where host = $1",
            values![host],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Footing {
        state: row.word("state")?,
        held_at: row.get("held_at")?,
        held_why: row.get("held_why")?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        is_all_paused: row.get("is_all_paused")?,
    }))
}

pub async fn all(sql: &mut impl Sql) -> Result<Vec<PartnerSchool>> {
    sql.all("select * from partner_schools order by name, host", values![]).await?.iter().map(from).collect()
}

pub async fn set_state(
    tx: &mut Tx,
    id: &PartnerId,
    state: PartnerState,
    now: Timestamp,
    by: &str,
    reason: &str,
) -> Result<()> {
    tx.change(
        "update partner_schools set state = $2, state_since = $3, state_by = $4, state_reason = $5 where id = $1",
        values![id, state.as_str(), now, by, reason],
    )
    .await?;
    tx.gone(Gone::Partner(id.clone(), state));
    Ok(())
}

/// Holds a partner that changed its key or moved, until an admin has looked; or lets it go.
pub async fn set_held(tx: &mut Tx, id: &PartnerId, held: Option<(Timestamp, &str)>) -> Result<()> {
    tx.change(
        "update partner_schools set held_at = $2, held_why = $3 where id = $1",
        values![id, held.map(|(at, _)| at), held.map(|(_, why)| why)],
    )
    .await
}

/// The key that the partner's school actor had when it was first heard, or that an admin has made sure of since; and the
/// words for it and ours.
pub async fn pin_key(tx: &mut Tx, id: &PartnerId, fingerprint: &str, words: &str) -> Result<()> {
    tx.change(
        "update partner_schools set key_fingerprint = $2, safety_words = $3, new_fingerprint = null, new_words = null where id = $1",
        values![id, fingerprint, words],
    )
    .await
}

/// Another key that it shows, for an admin to make sure of.
pub async fn shows_key(tx: &mut Tx, id: &PartnerId, fingerprint: &str, words: &str) -> Result<()> {
    tx.change(
        "update partner_schools set new_fingerprint = $2, new_words = $3 where id = $1",
        values![id, fingerprint, words],
    )
    .await
}

/// The words for its pinned key, and for the one it shows now, after our own key was renewed.
pub async fn set_words(tx: &mut Tx, id: &PartnerId, words: Option<&str>, new_words: Option<&str>) -> Result<()> {
    tx.change(
        "update partner_schools set safety_words = $2, new_words = $3 where id = $1",
        values![id, words, new_words],
    )
    .await
}

pub async fn heard(tx: &mut Tx, host: &str, now: Timestamp) -> Result<()> {
    tx.run("update partner_schools set last_heard_at = $2 where host = $1", values![host, now]).await?;
    Ok(())
}

/// A class as its server just described it. What our adults made of it (name, hidden) stays.
pub async fn upsert_class(tx: &mut Tx, class: &RemoteClass) -> Result<()> {
    tx.change(
        "insert into remote_classes (id, partner_id, actor, handle, sent_name, name, crest, colour, url, inbox, shared_inbox,
            speaks_message_signatures, fetched_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
         on conflict (actor) do update set handle = excluded.handle, sent_name = excluded.sent_name, url = excluded.url,
            inbox = excluded.inbox, shared_inbox = excluded.shared_inbox,
            speaks_message_signatures = excluded.speaks_message_signatures, fetched_at = excluded.fetched_at",
        values![
            &class.id,
            &class.partner,
            &class.actor,
            &class.handle,
            &class.sent_name,
            class.name.as_deref(),
            &class.crest,
            i64::from(class.colour),
            &class.url,
            &class.inbox,
            class.shared_inbox.as_ref(),
            class.speaks_message_signatures,
            class.fetched_at
        ],
    )
    .await
}

pub async fn class(sql: &mut impl Sql, id: &RemoteClassId) -> Result<RemoteClass> {
    class_from(&sql.one("select * from remote_classes where id = $1", values![id]).await?)
}

pub async fn class_by_actor(sql: &mut impl Sql, actor: &Url) -> Result<Option<RemoteClass>> {
    let row = sql.maybe("select * from remote_classes where actor = $1", values![actor]).await?;
    row.as_ref().map(class_from).transpose()
}

pub async fn classes_of(sql: &mut impl Sql, partner: &PartnerId) -> Result<Vec<RemoteClass>> {
    sql.all(
        "select * from remote_classes where partner_id = $1 order by coalesce(name, sent_name), id",
        values![partner],
    )
    .await?
    .iter()
    .map(class_from)
    .collect()
}

/// Where letters for all the classes go that we ever met: each place once.
pub async fn all_inboxes(sql: &mut impl Sql) -> Result<Vec<Url>> {
    sql.all(
        "select distinct coalesce(r.shared_inbox, r.inbox) as inbox from remote_classes r join partner_schools p on p.id = r.partner_id
         where p.state <> 'blocked' and r.gone_at is null order by 1",
        values![],
    )
    .await?
    .iter()
    .map(|row| row.get("inbox"))
    .collect()
}

/// The name that our own adults gave it: the only one pupils see.
pub async fn name_class(tx: &mut Tx, id: &RemoteClassId, name: &str) -> Result<()> {
    tx.change("update remote_classes set name = $2 where id = $1", values![id, name]).await
}

pub async fn set_class_hidden(tx: &mut Tx, id: &RemoteClassId, hidden: Option<(Timestamp, &str)>) -> Result<()> {
    tx.change(
        "update remote_classes set hidden_at = $2, hidden_by = $3 where id = $1",
        values![id, hidden.map(|(at, _)| at), hidden.map(|(_, by)| by)],
    )
    .await?;
    tx.gone(Gone::Class(id.clone(), hidden.is_some().into()));
    Ok(())
}

pub async fn set_class_gone(tx: &mut Tx, id: &RemoteClassId, now: Timestamp) -> Result<()> {
    tx.change("update remote_classes set gone_at = $2 where id = $1", values![id, now]).await?;
    tx.gone(Gone::Class(id.clone(), Shut::Shut));
    Ok(())
}

pub(super) fn from(row: &Row) -> Result<PartnerSchool> {
    Ok(PartnerSchool {
        id: row.get("id")?,
        host: row.get("host")?,
        name: row.get("name")?,
        town: row.get("town")?,
        country: row.get("country")?,
        contact: row.get("contact")?,
        safeguarding_contact: row.get("safeguarding_contact")?,
        verified_how: row.get("verified_how")?,
        agreed_on: row.get("agreed_on")?,
        review_on: row.get("review_on")?,
        state: row.word("state")?,
        state_since: row.get("state_since")?,
        state_by: row.get("state_by")?,
        state_reason: row.get("state_reason")?,
        held_at: row.get("held_at")?,
        held_why: row.get("held_why")?,
        key_fingerprint: row.get("key_fingerprint")?,
        safety_words: row.get("safety_words")?,
        new_fingerprint: row.get("new_fingerprint")?,
        new_words: row.get("new_words")?,
        agreement: agreement_from(row)?,
        terms: super::proposals::terms_from(row)?,
        last_heard_at: row.get("last_heard_at")?,
        created_at: row.get("created_at")?,
    })
}

fn agreement_from(row: &Row) -> Result<Option<Agreement>> {
    let Some(offer) = row.get("offer")? else { return Ok(None) };
    Ok(Some(Agreement {
        actor: row.get("actor")?,
        inbox: row.get("inbox")?,
        offer,
        id: row.get("agreement")?,
        confirmed_at: row.get("confirmed_at")?,
        confirmed_by: row.get("confirmed_by")?,
        confirmed_there_at: row.get("confirmed_there_at")?,
    }))
}

pub(super) fn class_from(row: &Row) -> Result<RemoteClass> {
    Ok(RemoteClass {
        id: row.get("id")?,
        partner: row.get("partner_id")?,
        actor: row.get("actor")?,
        handle: row.get("handle")?,
        sent_name: row.get("sent_name")?,
        name: row.get("name")?,
        crest: row.get("crest")?,
        colour: u8::try_from(row.get::<i64>("colour")?).unwrap_or(1),
        url: row.get("url")?,
        inbox: row.get("inbox")?,
        shared_inbox: row.get("shared_inbox")?,
        speaks_message_signatures: row.get("speaks_message_signatures")?,
        fetched_at: row.get("fetched_at")?,
        hidden_at: row.get("hidden_at")?,
        hidden_by: row.get("hidden_by")?,
        gone_at: row.get("gone_at")?,
    })
}
