//! What a comment of another school under our post is told: that it was let in, that it is not shown, that it is shown no more;
//! and what another school says of ours.
//!
//! An approval is of one decision on one wording, and has an address of its own. It stands as long as that decision is the
//! last one and that wording the newest: with an edit it ends, and the next one gets another.

use federation::outbox::{self, ReplyAnswerWords};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use crate::domain::answers::Answer;
use crate::domain::deliveries::{Utterance, Verb};
use crate::domain::ids::{ActivityId, BatchId, ClassId, DecisionId, ItemId, RevisionId};
use crate::domain::items::{Author, Item, ItemKind};
use crate::domain::moderation::{ApprovedAs, Decision, State, UNDO_SECONDS};
use crate::domain::partners::RemoteClass;
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Sql, Tx, visibility};

use super::publishing;

/// A partner's comment under something that one of our classes wrote.
struct Reply {
    remote: RemoteClass,
    parent: Item,
}

/// None for everything else: under another class's words that class decides, whatever we show.
async fn reply(sql: &mut impl Sql, item: &Item, class: &ClassId) -> Result<Option<Reply>> {
    let (ItemKind::Comment, Author::Partner(remote), Some(parent)) = (item.kind, &item.author, &item.parent) else {
        return Ok(None);
    };
    let parent = store::items::get(sql, parent).await?;
    if parent.author.class() != Some(class) {
        return Ok(None);
    }
    Ok(Some(Reply { remote: store::partners::class(sql, remote).await?, parent }))
}

/// Tells a comment's own class what was decided, as soon as that can no longer be undone. What only adults see here is no
/// approval, and nothing is said of it.
pub(super) async fn decided(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    decision: &Decision,
    now: Timestamp,
) -> Result<()> {
    let Some(reply) = reply(tx, item, &decision.class).await? else { return Ok(()) };
    let said = Said { batch: Some(&decision.batch), due_at: now + SignedDuration::from_secs(UNDO_SECONDS) };
    match decision.verdict.approves() {
        Some(ApprovedAs::Whole) => accept(tx, school, item, &reply, decision, said, now).await,
        Some(ApprovedAs::WithoutPictures | ApprovedAs::StaffOnly) => Ok(()),
        None => {
            let words = answer(tx, school, item, &reply, &decision.class, &decision.revision).await?;
            let body = |id| outbox::reject_reply(&ReplyAnswerWords { id, ..words });
            say(tx, school, item, &reply, &decision.class, Verb::RejectReply, body, said, now).await
        }
    }
}

/// A comment asked, by this letter, to stand under our post. If it does already, it is told so again.
pub(super) async fn asked(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    object: &Url,
    letter: &Url,
    now: Timestamp,
) -> Result<()> {
    let Some(item) = store::items::by_wire_id(tx, object).await? else { return Ok(()) };
    if item.author != Author::Partner(remote.id.clone()) || !item.is_live() {
        return Ok(());
    }
    for showing in store::moderation::showings_of_item(tx, &item.id).await? {
        let Some(reply) = reply(tx, &item, &showing.class).await? else { continue };
        store::revisions::note_asked_by(tx, &showing.revision, letter).await?;
        if let Some(decision) = standing(tx, &item.id, &showing.class).await? {
            accept(tx, school, &item, &reply, &decision, Said { batch: None, due_at: now }, now).await?;
        }
    }
    Ok(())
}

/// What was let in is shown no more, or was worded anew: the approval ends. To be called before the showing changes.
pub(super) async fn ended(tx: &mut Tx, school: &School, item: &Item, class: &ClassId, now: Timestamp) -> Result<()> {
    let Some(reply) = reply(tx, item, class).await? else { return Ok(()) };
    let Some(decision) = standing(tx, &item.id, class).await? else { return Ok(()) };
    if !store::activities::unsay_approvals(tx, &item.id).await? {
        return Ok(());
    }
    let (actor, approval) = (school.urls.class_actor(class), school.urls.approval(&decision.id));
    let author = reply.remote.actor.clone();
    let body = |id: Url| outbox::revoke_reply(&id, &actor, &approval, &author);
    say(tx, school, item, &reply, class, Verb::RevokeReply, body, Said { batch: None, due_at: now }, now).await
}

/// A class of another school says whether it shows a comment of ours under its post.
pub(super) async fn answered(
    tx: &mut Tx,
    remote: &RemoteClass,
    reply: &Url,
    is_shown: bool,
    approval: Option<&Url>,
    now: Timestamp,
) -> Result<()> {
    let Some(item) = store::items::by_wire_id(tx, reply).await? else { return Ok(()) };
    let Some(parent) = item.parent.as_ref().filter(|_| item.is_ours() && item.is_live()) else { return Ok(()) };
    if store::items::get(tx, parent).await?.author != Author::Partner(remote.id.clone()) {
        return Ok(());
    }
    store::answers::put(tx, &item.id, &Answer { is_shown, approval: approval.cloned(), answered_at: now }).await
}

/// A class of another school ends this approval, if it is one. Either we have worded the comment anew, and it waits once more, or
/// it is shown there no longer.
pub(super) async fn ended_there(tx: &mut Tx, remote: &RemoteClass, approval: &Url, now: Timestamp) -> Result<bool> {
    let Some((item, answered_at)) = store::answers::by_approval(tx, approval, &remote.id).await? else {
        return Ok(false);
    };
    if store::activities::last_said_at(tx, &item).await? > Some(answered_at) {
        store::answers::forget(tx, &item).await?;
    } else {
        store::answers::put(tx, &item, &Answer { is_shown: false, approval: None, answered_at: now }).await?;
    }
    Ok(true)
}

/// An approval as a trusted school's server may fetch it, by the rule of what it approves the comment under.
/// Errors: [`Error::Missing`] unless it stands and that viewer may see what is answered.
pub async fn document_for(school: &School, viewer: &Viewer, id: &DecisionId) -> Result<Value> {
    let mut sql = school.db.read();
    let decision = store::moderation::decision(&mut sql, id).await?;
    let item = store::items::get(&mut sql, &decision.item).await?;
    let reply = reply(&mut sql, &item, &decision.class).await?.ok_or(Error::Missing)?;
    visibility::item(&mut sql, viewer, &reply.parent.id).await?;
    // Shown to its own school is shown: every reason why it might not be is asked there.
    let home = federation::vocabulary::authority(&reply.remote.actor);
    let shown = visibility::item(&mut sql, &Viewer::Partner(home), &item.id).await?;
    if shown.revision != decision.revision
        || standing(&mut sql, &item.id, &decision.class).await?.is_none_or(|standing| standing.id != *id)
    {
        return Err(Error::Missing);
    }
    let (digest, _) = store::revisions::wire_marks(&mut sql, &decision.revision).await?;
    Ok(outbox::reply_authorization(
        &school.urls.approval(id),
        &school.urls.class_actor(&decision.class),
        &item.wire_id,
        &reply.parent.wire_id,
        digest.as_deref(),
        decision.decided_at,
    ))
}

/// The decision by which a comment stands under our post in its newest wording.
async fn standing(sql: &mut impl Sql, item: &ItemId, class: &ClassId) -> Result<Option<Decision>> {
    let showing = store::moderation::showing(sql, item, class).await?;
    let newest = showing.approved_revision.as_ref() == Some(&showing.revision);
    if showing.state != State::Approved
        || !newest
        || showing.hidden_at.is_some()
        || showing.approved_as != Some(ApprovedAs::Whole)
    {
        return Ok(None);
    }
    let last = store::moderation::last_decision(sql, item, class).await?;
    Ok(last.map(|(decision, _)| decision).filter(|decision| decision.revision == showing.revision))
}

/// When something is said, and with which batch it can be undone.
#[derive(Clone, Copy)]
struct Said<'a> {
    batch: Option<&'a BatchId>,
    due_at: Timestamp,
}

async fn accept(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    reply: &Reply,
    decision: &Decision,
    said: Said<'_>,
    now: Timestamp,
) -> Result<()> {
    let words = answer(tx, school, item, reply, &decision.class, &decision.revision).await?;
    let approval = school.urls.approval(&decision.id);
    let body = |id| outbox::accept_reply(&ReplyAnswerWords { id, ..words }, &approval);
    say(tx, school, item, reply, &decision.class, Verb::AcceptReply, body, said, now).await
}

/// The words of an answer, but for its id.
async fn answer(
    sql: &mut impl Sql,
    school: &School,
    item: &Item,
    reply: &Reply,
    class: &ClassId,
    revision: &RevisionId,
) -> Result<ReplyAnswerWords> {
    let (_, request) = store::revisions::wire_marks(sql, revision).await?;
    Ok(ReplyAnswerWords {
        id: school.urls.home(),
        actor: school.urls.class_actor(class),
        target: reply.parent.wire_id.clone(),
        reply: item.wire_id.clone(),
        author: reply.remote.actor.clone(),
        request,
    })
}

#[expect(clippy::too_many_arguments, reason = "all of one letter, written in three places")]
async fn say(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    reply: &Reply,
    class: &ClassId,
    verb: Verb,
    body: impl FnOnce(Url) -> Value,
    said: Said<'_>,
    now: Timestamp,
) -> Result<()> {
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let utterance = Utterance {
        id,
        body: body(wire_id.clone()).to_string(),
        wire_id,
        class: Some(class.clone()),
        item: Some(item.id.clone()),
        revision: None,
        batch: said.batch.cloned(),
        verb,
        inboxes: vec![publishing::inbox_of(&reply.remote).clone()],
        due_at: said.due_at,
    };
    store::activities::say(tx, &utterance, now).await
}
