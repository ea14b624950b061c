//! The gate's decisions: one transaction each, naming the exact revision, undoable for ten seconds.

use jiff::{SignedDuration, Timestamp};

use crate::domain::articles::{LONGEST_COMMENT, checked_comment, one_line};
use crate::domain::audit::Event;
use crate::domain::classes::Slug;
use crate::domain::ids::{BatchId, ClassId, DecisionId, ItemId, RevisionId};
use crate::domain::items::{Item, ItemKind};
use crate::domain::moderation::{
    ApprovedAs, Decision, HiddenWhy, LARGEST_BATCH, Showing, State, Tray, UNDO_SECONDS, Verdict,
};
use crate::domain::revisions::{PictureState, Revision, Words};
use crate::domain::screening;
use crate::domain::viewer::Adult;
use crate::domain::writing;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Sql, Tx};

/// What a moderator saw and decides on: the item, and the hash of the revision on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub item: ItemId,
    pub hash: String,
}

/// What became of a tap.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    pub batch: BatchId,
    pub done: Vec<ItemId>,
    pub missed: Vec<Missed>,
}

/// Why an item was left as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Missed {
    /// Another revision came since the page was drawn.
    Changed(ItemId),
    /// Somebody was faster; who, and what they said.
    Taken { item: ItemId, by: String, verdict: Verdict },
    /// Its pictures are still on their way; it can be let in without them.
    PicturesComing(ItemId),
    /// Not there any more: deleted, taken back, sealed, or its school is paused.
    Gone(ItemId),
}

/// Decides on items of one class. Each is decided on alone: what cannot be is left, and said.
///
/// Errors: [`Error::Forbidden`] for anyone who does not decide for this class, [`Error::Invalid`] for too many at once
/// or a reason that is missing.
pub async fn decide(
    school: &School,
    by: &Adult,
    class: &ClassId,
    choices: &[Choice],
    verdict: Verdict,
    reason: &str,
) -> Result<Decided> {
    if !by.moderates(class) {
        return Err(Error::Forbidden);
    }
    if choices.is_empty() || choices.len() > LARGEST_BATCH {
        return Err(Error::invalid("items", "fault-batch"));
    }
    let reason = one_line(reason);
    if verdict == Verdict::SendBack && reason.is_empty() {
        return Err(Error::invalid("reason", "fault-reason-missing"));
    }
    let now = school.clock.now();
    let mut decided = Decided { batch: BatchId::fresh(now), done: Vec::new(), missed: Vec::new() };
    let mut tx = school.db.begin().await?;
    for choice in choices {
        match candidate(&mut tx, class, choice, verdict).await? {
            Ok((item, showing, revision)) => {
                apply(&mut tx, school, by, &decided.batch, item, &revision, showing, verdict, &reason, now).await?;
                decided.done.push(choice.item.clone());
            }
            Err(missed) => decided.missed.push(missed),
        }
    }
    tx.commit().await?;
    school.wake.notify_one();
    Ok(decided)
}

/// Lets a pupil's words out after changing them. The pupil sees what was changed, and by whom.
pub async fn let_out_changed(
    school: &School,
    by: &Adult,
    class: &ClassId,
    choice: &Choice,
    text: &str,
    reason: &str,
) -> Result<Decided> {
    if !by.moderates(class) {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let kind = store::items::get(&mut school.db.read(), &choice.item).await?.kind;
    let (source, clean) = match kind {
        ItemKind::Comment => {
            let text = checked_comment(text)?;
            let clean = writing::plain_text(&text);
            (text, clean)
        }
        ItemKind::Article => {
            let text = text.replace("\r\n", "\n").trim().to_owned();
            if text.is_empty() || text.chars().count() > LONGEST_COMMENT * 25 {
                return Err(Error::invalid("body", "fault-body-missing"));
            }
            let clean = writing::markdown(&text);
            (text, clean)
        }
    };
    let flags = screening::screen(&clean.plain, !clean.links.is_empty(), false);
    let mut decided = Decided { batch: BatchId::fresh(now), done: Vec::new(), missed: Vec::new() };

    let mut tx = school.db.begin().await?;
    match candidate(&mut tx, class, choice, Verdict::LetOutChanged).await? {
        Err(missed) => decided.missed.push(missed),
        Ok((item, showing, before)) => {
            let pictures = store::revisions::pictures(&mut tx, &before.id).await?;
            let words = Words {
                source,
                html: clean.html,
                linked_html: clean.linked_html,
                plain: clean.plain,
                links: clean.links,
                ..before.words
            };
            let mut revision = super::articles::revise(&mut tx, school, &item, words, flags, &pictures, now).await?;
            revision.edited_by = Some(by.id.clone());
            store::revisions::set_editor(&mut tx, &revision.id, &by.id).await?;
            apply(
                &mut tx,
                school,
                by,
                &decided.batch,
                item,
                &revision,
                showing,
                Verdict::LetOutChanged,
                &one_line(reason),
                now,
            )
            .await?;
            decided.done.push(choice.item.clone());
        }
    }
    tx.commit().await?;
    school.wake.notify_one();
    Ok(decided)
}

/// The item of a choice, if it can be decided on right now exactly as it was seen.
async fn candidate(
    tx: &mut Tx,
    class: &ClassId,
    choice: &Choice,
    verdict: Verdict,
) -> Result<Result<(Item, Showing, Revision), Missed>> {
    let gone = || Missed::Gone(choice.item.clone());
    let showing = match store::moderation::showing_to_change(tx, &choice.item, class).await {
        Ok(showing) => showing,
        Err(Error::Missing) => return Ok(Err(gone())),
        Err(other) => return Err(other),
    };
    let item = store::items::get(tx, &choice.item).await?;
    if !item.is_live() || item.sealed_at.is_some() || !verdict.fits(showing.tray) || !may_come_in(tx, &item).await? {
        return Ok(Err(gone()));
    }
    if showing.state != State::Waiting {
        let Some((last, by)) = store::moderation::last_decision(tx, &choice.item, class).await? else {
            return Ok(Err(gone()));
        };
        return Ok(Err(Missed::Taken { item: choice.item.clone(), by, verdict: last.verdict }));
    }
    let revision = store::revisions::get(tx, &showing.revision).await?;
    if revision.hash != choice.hash {
        return Ok(Err(Missed::Changed(choice.item.clone())));
    }
    // A picture that came after the approval would be shown without one.
    if verdict.approves().is_some_and(|shown| shown != ApprovedAs::WithoutPictures) {
        let pictures = store::revisions::pictures(tx, &revision.id).await?;
        if pictures.iter().any(|picture| picture.state == PictureState::Waiting) {
            return Ok(Err(Missed::PicturesComing(choice.item.clone())));
        }
    }
    Ok(Ok((item, showing, revision)))
}

/// Whether a partner's item may be decided on: its school is trusted and not held, its class not hidden, nothing is paused.
async fn may_come_in(sql: &mut impl Sql, item: &Item) -> Result<bool> {
    let crate::domain::items::Author::Partner(remote) = &item.author else { return Ok(true) };
    let remote = store::partners::class(sql, remote).await?;
    let partner = store::partners::get(sql, &remote.partner).await?;
    let open = partner.standing() == federation::trust::Standing::Trusted
        && remote.hidden_at.is_none()
        && remote.gone_at.is_none();
    Ok(open && !store::schools::is_paused(sql).await?)
}

/// Carries a verdict out: the decision, the showing, the log, and, for our own words, what is said to others.
#[expect(clippy::too_many_arguments, reason = "all of one decision, made in three places")]
pub(super) async fn apply(
    tx: &mut Tx,
    school: &School,
    by: &Adult,
    batch: &BatchId,
    mut item: Item,
    revision: &Revision,
    mut showing: Showing,
    verdict: Verdict,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    let before = serde_json::to_string(&Before { showing: showing.clone(), published_at: item.published_at })
        .map_err(|cause| Error::Internal(cause.into()))?;
    showing.revision = revision.id.clone();
    showing.decided(verdict, now);
    if verdict.approves().is_some() && item.is_ours() {
        item.published_at = item.published_at.or(Some(now));
        showing.published_at = item.published_at;
        if item.kind == ItemKind::Article && item.slug.is_none() {
            item.slug = Some(free_slug(tx, &showing.class, &revision.words.title).await?);
        }
        store::items::update(tx, &item).await?;
        super::publishing::say(tx, school, &item, revision, Some(batch), now).await?;
    }
    store::moderation::put(tx, &showing).await?;
    let decision = decision(by, batch, &showing, revision, verdict, before, now);
    let decision = Decision { reason: reason.to_owned(), ..decision };
    store::moderation::insert_decision(tx, &decision).await?;
    super::approvals::decided(tx, school, &item, &decision, now).await?;
    let event = Event::new(by.subject(), verdict.as_str(), format!("item:{}", item.id))
        .with(format!("class:{} revision:{}", showing.class, revision.hash));
    store::audit::append(tx, event, now).await
}

/// Lets something of ours in that was published elsewhere long ago: decided on like everything else, and said to nobody.
pub(super) async fn keep_at_home(
    tx: &mut Tx,
    by: &Adult,
    batch: &BatchId,
    item: &Item,
    revision: &Revision,
    now: Timestamp,
) -> Result<()> {
    let class = item.author.class().cloned().ok_or(Error::Missing)?;
    let mut showing = Showing::new(item, class, Tray::Ours, revision.id.clone());
    let unpublished = Showing { published_at: None, ..showing.clone() };
    let before = serde_json::to_string(&Before { showing: unpublished, published_at: None })
        .map_err(|cause| Error::Internal(cause.into()))?;
    showing.decided(Verdict::LetIn, now);
    store::moderation::put(tx, &showing).await?;
    let decision = decision(by, batch, &showing, revision, Verdict::LetIn, before, now);
    store::moderation::insert_decision(tx, &decision).await
}

/// A decision as it is remembered, without a reason.
fn decision(
    by: &Adult,
    batch: &BatchId,
    showing: &Showing,
    revision: &Revision,
    verdict: Verdict,
    before: String,
    now: Timestamp,
) -> Decision {
    Decision {
        id: DecisionId::fresh(now),
        batch: batch.clone(),
        item: showing.item.clone(),
        class: showing.class.clone(),
        revision: revision.id.clone(),
        revision_hash: revision.hash.clone(),
        verdict,
        reason: String::new(),
        staff: by.id.clone(),
        decided_at: now,
        before,
        undone_at: None,
    }
}

/// The slug of an approved title, with a number when the class has let such a post out before. What waits or is a
/// draft has none: otherwise the number would tell of it.
pub(super) async fn free_slug(tx: &mut Tx, class: &ClassId, title: &str) -> Result<Slug> {
    let slug = Slug::from_title(title);
    if !store::items::slug_is_taken(tx, class, &slug).await? {
        return Ok(slug);
    }
    for number in 2..1000 {
        let numbered = slug.numbered(number);
        if !store::items::slug_is_taken(tx, class, &numbered).await? {
            return Ok(numbered);
        }
    }
    Err(Error::Conflict("there are too many posts of that title; give it another".to_owned()))
}

/// How an item stood before a decision.
#[derive(serde::Serialize, serde::Deserialize)]
struct Before {
    showing: Showing,
    published_at: Option<Timestamp>,
}

/// Undoes one's own tap, within ten seconds and before anything left. Returns how many decisions it was.
///
/// Errors: [`Error::Conflict`] when it is too late.
pub async fn undo(school: &School, by: &Adult, batch: &BatchId) -> Result<usize> {
    let now = school.clock.now();
    let too_late = || Error::Conflict("it is too late to undo this; change it at the gate instead".to_owned());
    let mut tx = school.db.begin().await?;
    let decisions = store::moderation::batch(&mut tx, batch).await?;
    if decisions.is_empty() || decisions.iter().any(|decision| decision.staff != by.id) {
        return Err(Error::Missing);
    }
    let late = |decision: &Decision| {
        decision.undone_at.is_some() || now > decision.decided_at + SignedDuration::from_secs(UNDO_SECONDS)
    };
    if decisions.iter().any(late) || !store::activities::unsay_batch(&mut tx, batch).await? {
        return Err(too_late());
    }
    for decision in &decisions {
        let before: Before = serde_json::from_str(&decision.before).map_err(|cause| Error::Internal(cause.into()))?;
        let current = store::moderation::showing_to_change(&mut tx, &decision.item, &decision.class).await?;
        let mut restored = before.showing;
        // A newer revision came in these seconds: it waits, and only the decision goes.
        if current.revision != decision.revision {
            restored.revision = current.revision;
            restored.state = State::Waiting;
            restored.waiting_since = current.waiting_since.or(Some(now));
        }
        let mut item = store::items::get(&mut tx, &decision.item).await?;
        item.published_at = before.published_at;
        if before.published_at.is_none() {
            item.slug = None;
        }
        store::items::update(&mut tx, &item).await?;
        store::moderation::put(&mut tx, &restored).await?;
        let event = Event::new(by.subject(), "undo", format!("item:{}", decision.item))
            .with(format!("class:{} {}", decision.class, decision.verdict));
        store::audit::append(&mut tx, event, now).await?;
    }
    store::moderation::undo_batch(&mut tx, batch, now).await?;
    tx.commit().await?;
    Ok(decisions.len())
}

/// Lets pupils follow one link in one revision. Errors: [`Error::Missing`] when that revision is not the one that waits or is shown.
pub async fn allow_link(
    school: &School,
    by: &Adult,
    class: &ClassId,
    item: &ItemId,
    revision: &RevisionId,
    url: &str,
) -> Result<()> {
    if !by.moderates(class) {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let words = store::revisions::get(&mut school.db.read(), revision).await?.words;
    if !words.links.iter().any(|link| link == url) {
        return Err(Error::Missing);
    }
    let mut allowed = store::moderation::allowed_links(&mut school.db.read(), revision, class).await?;
    allowed.push(url.to_owned());
    let shown_html = writing::with_links(&words.linked_html, allowed);

    let mut tx = school.db.begin().await?;
    let mut showing = store::moderation::showing_to_change(&mut tx, item, class).await?;
    let concerned = showing.revision == *revision || showing.approved_revision.as_ref() == Some(revision);
    if !concerned {
        return Err(Error::Missing);
    }
    store::moderation::allow_link(&mut tx, revision, class, url, &by.id, now).await?;
    if showing.approved_revision.as_ref() == Some(revision) {
        showing.shown_html = Some(shown_html);
        store::moderation::put(&mut tx, &showing).await?;
    }
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "allow_link", format!("item:{item}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await
}

/// Takes something that was let in off every surface of a class; it waits at the gate again.
pub async fn hide(school: &School, by: &Adult, class: &ClassId, item: &ItemId) -> Result<()> {
    if !by.moderates(class) {
        return Err(Error::Forbidden);
    }
    let mut tx = school.db.begin().await?;
    hide_for(&mut tx, school, by, class, item, school.clock.now()).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// The same within something larger. Errors: [`Error::Conflict`] when it is on no page.
pub(super) async fn hide_for(
    tx: &mut Tx,
    school: &School,
    by: &Adult,
    class: &ClassId,
    item: &ItemId,
    now: Timestamp,
) -> Result<()> {
    let mut showing = store::moderation::showing_to_change(tx, item, class).await?;
    if showing.approved_revision.is_none() || showing.hidden_at.is_some() {
        return Err(Error::Conflict("it is not on any page".to_owned()));
    }
    let whole = store::items::get(tx, item).await?;
    super::approvals::ended(tx, school, &whole, class, now).await?;
    showing.hidden_at = Some(now);
    showing.hidden_why = Some(HiddenWhy::Moderator);
    showing.state = State::Waiting;
    showing.waiting_since = Some(now);
    store::moderation::put(tx, &showing).await?;
    let event = Event::new(by.subject(), "hide", format!("item:{item}")).with(format!("class:{class}"));
    store::audit::append(tx, event, now).await
}

/// Whether an item may be let in together with others: a comment of words only, with nothing noticed about it, and no edit.
pub fn fits_a_batch(waiting: &store::moderation::Waiting) -> bool {
    waiting.item.kind == ItemKind::Comment && waiting.flags.is_empty() && waiting.showing.approved_revision.is_none()
}
