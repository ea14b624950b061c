//! Every wording of an agreement, with the copies that both schools signed.

use jiff::Timestamp;
use url::Url;

use super::values::json;
use super::{Row, Sql, Tx};
use crate::domain::agreements::{TakingPart, Terms};
use crate::domain::ids::{PartnerId, ProposalId};
use crate::domain::proposals::{Proposal, ProposalState, Side};
use crate::error::{Error, Result};
use crate::values;

pub async fn insert(tx: &mut Tx, proposal: &Proposal) -> Result<()> {
    tx.change(
        "insert into proposals (id, partner_id, agreement, letter, side, may_follow, may_reply, may_like, may_show_pictures, classes,
            their_classes, starts_at, ends_at, worded_at, our_copy, their_copy, state, state_since)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        values![
            &proposal.id,
            &proposal.partner,
            &proposal.agreement,
            &proposal.letter,
            proposal.side.as_str(),
            proposal.terms.may_follow,
            proposal.terms.may_reply,
            proposal.terms.may_like,
            proposal.terms.may_show_pictures,
            json(&proposal.terms.classes.to_list())?,
            json(&proposal.terms.their_classes.to_list())?,
            proposal.terms.starts_at,
            proposal.terms.ends_at,
            proposal.worded_at,
            proposal.our_copy.as_deref(),
            proposal.their_copy.as_deref(),
            proposal.state.as_str(),
            proposal.state_since
        ],
    )
    .await
}

/// All wordings of one agreement, the newest first.
pub async fn of_agreement(sql: &mut impl Sql, partner: &PartnerId, agreement: &Url) -> Result<Vec<Proposal>> {
    sql.all(
        "select * from proposals where partner_id = $1 and agreement = $2 order by worded_at desc, id desc",
        values![partner, agreement],
    )
    .await?
    .iter()
    .map(from)
    .collect()
}

pub async fn set_state(tx: &mut Tx, id: &ProposalId, state: ProposalState, now: Timestamp) -> Result<()> {
    tx.change("update proposals set state = $2, state_since = $3 where id = $1", values![id, state.as_str(), now]).await
}

/// Keeps what each school signed, as far as it has; what was kept before stays.
pub async fn keep_copies(tx: &mut Tx, id: &ProposalId, ours: Option<&str>, theirs: Option<&str>) -> Result<()> {
    tx.change(
        "update proposals set our_copy = coalesce(our_copy, $2), their_copy = coalesce(their_copy, $3) where id = $1",
        values![id, ours, theirs],
    )
    .await
}

/// What one side has put forward and nobody has answered is worth nothing any more.
pub async fn replace_open(tx: &mut Tx, partner: &PartnerId, side: Side, now: Timestamp) -> Result<()> {
    tx.run(
        "update proposals set state = 'replaced', state_since = $3 where partner_id = $1 and side = $2 and state in ('asked', 'declined')",
        values![partner, side.as_str(), now],
    )
    .await?;
    Ok(())
}

fn from(row: &Row) -> Result<Proposal> {
    Ok(Proposal {
        id: row.get("id")?,
        partner: row.get("partner_id")?,
        agreement: row.get("agreement")?,
        letter: row.get("letter")?,
        side: row.word("side")?,
        terms: terms_from(row)?,
        worded_at: row.get("worded_at")?,
        our_copy: row.get("our_copy")?,
        their_copy: row.get("their_copy")?,
        state: row.word("state")?,
        state_since: row.get("state_since")?,
    })
}

pub(super) fn terms_from(row: &Row) -> Result<Terms> {
    fn broken() -> Error {
        Error::Internal(anyhow::anyhow!("a list of classes that take part cannot be read"))
    }
    Ok(Terms {
        may_follow: row.get("may_follow")?,
        may_reply: row.get("may_reply")?,
        may_like: row.get("may_like")?,
        may_show_pictures: row.get("may_show_pictures")?,
        classes: TakingPart::from_list(&row.json::<Vec<String>>("classes")?).ok_or_else(broken)?,
        their_classes: TakingPart::from_list(&row.json::<Vec<String>>("their_classes")?).ok_or_else(broken)?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
    })
}
