//! What letters from partner schools cause: everything one letter changes, committed at once.
//!
//! The letter was proved and judged before it came here; its words were cleaned and screened before any transaction.
//! The same letter twice does nothing.

use federation::inbox::Change;
use federation::outbox;
use federation::trust::Standing;
use federation::vocabulary::{self, RemoteActor};
use jiff::Timestamp;
use url::Url;

use crate::domain::agreements::{Exchange, Terms};
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::{ClassId, FollowId, ItemId, LikeId, RevisionId};
use crate::domain::items::{Audience, Author, Item, ItemKind};
use crate::domain::moderation::{Showing, Tray};
use crate::domain::partners::{Direction, Follow, FollowState, RemoteClass};
use crate::domain::revisions::Revision;
use crate::domain::screening::Flag;
use crate::error::{Error, Result};
use crate::school::{self, School};
use crate::store::{self, Tx};
use crate::wire::arrivals::{Incoming, incoming};

use super::{follows, holds, publishing, removals};

/// A letter that was proved to come from this host.
pub struct Letter<'a> {
    pub id: &'a Url,
    /// Of what it carries: some servers use one id for several letters.
    pub digest: &'a str,
    pub host: &'a str,
    /// How that host stood with us when the letter was judged.
    pub standing: Standing,
    pub sender: Sender<'a>,
    pub changes: Vec<Change>,
}

/// Who wrote a letter.
#[expect(clippy::large_enum_variant, reason = "one for each letter, and gone with it")]
pub enum Sender<'a> {
    /// A class that we have written down.
    Known(RemoteClass),
    /// A class that we have not; what its own server says of it.
    New(&'a RemoteActor),
    /// The partner's school itself.
    School,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    Done,
    /// It was here before.
    Known,
    /// Nothing in it is for us.
    Ignored,
    /// Its host no longer stands as it did when the letter was judged: nothing was done.
    Overtaken,
}

/// Does what a letter asks. Errors: only ours; what is wrong with a letter was answered before.
pub async fn receive(school: &School, letter: Letter<'_>) -> Result<Received> {
    let now = school.clock.now();
    let partner = store::partners::by_host(&mut school.db.read(), letter.host).await?;
    let terms = partner.map(|partner| partner.terms).unwrap_or_default();
    let changes: Vec<Prepared> = letter.changes.into_iter().filter_map(|change| prepare(change, &terms, now)).collect();
    if changes.is_empty() {
        return Ok(Received::Ignored);
    }
    let mut tx = school.db.begin().await?;
    if !store::letters::remember(&mut tx, letter.id, letter.digest, letter.host, now).await? {
        return Ok(Received::Known);
    }
    // Writing to the partner's row waits for whoever is just changing it, and keeps others from doing so.
    store::partners::heard(&mut tx, letter.host, now).await?;
    if school::standing(&mut tx, letter.host, now).await? != letter.standing {
        return Ok(Received::Overtaken);
    }
    let reopened = store::deliveries::reopen(&mut tx, letter.host, now).await?;
    let carries = reopened || changes.iter().any(Prepared::is_for_the_courier);
    let remote = match letter.sender {
        Sender::Known(class) => Some(class),
        Sender::New(actor) => Some(follows::remember(&mut tx, actor, now).await?),
        Sender::School => None,
    };
    for change in changes {
        match (change, &remote) {
            (Prepared::Other(Change::RemovalConfirmed { activity, by_host }), _) => {
                store::activities::confirm(&mut tx, &activity, &by_host, now).await?;
            }
            (Prepared::Other(Change::AgreementConfirmed { offer, copy }), _) => {
                super::invitations::confirmed_there(&mut tx, letter.host, &offer, &copy, now).await?;
            }
            (Prepared::Other(Change::AgreementProposed { letter: id, agreement }), _) => {
                super::proposals::proposed_there(&mut tx, letter.host, &id, &agreement, now).await?;
            }
            (Prepared::Other(Change::AgreementAccepted { letter: id, copy }), _) => {
                super::proposals::accepted_there(&mut tx, letter.host, &id, &copy, now).await?;
            }
            (Prepared::Other(Change::AgreementDeclined { letter: id }), _) => {
                super::proposals::declined_there(&mut tx, letter.host, &id, now).await?;
            }
            (Prepared::Other(Change::AgreementEnded { offer }), _) => {
                super::agreements::ended_there(&mut tx, letter.host, &offer, now).await?;
            }
            (Prepared::Other(Change::Task { kind, detail, .. }), _) => {
                holds::task(&mut tx, letter.host, kind, detail, now).await?;
            }
            (change, Some(remote)) => apply(&mut tx, school, remote, letter.id, change, &terms, now).await?,
            // Only a class posts, follows and likes.
            (_, None) => {}
        }
    }
    tx.commit().await?;
    if carries {
        school.wake.notify_one();
    }
    Ok(Received::Done)
}

/// Whether a class must have written it: everything but receipts and what is for an admin.
pub fn needs_a_class(change: &Change) -> bool {
    !matches!(
        change,
        Change::RemovalConfirmed { .. }
            | Change::AgreementConfirmed { .. }
            | Change::AgreementProposed { .. }
            | Change::AgreementAccepted { .. }
            | Change::AgreementDeclined { .. }
            | Change::AgreementEnded { .. }
            | Change::Task { .. }
            | Change::Ignored(_)
    )
}

/// A change with its slow work done.
#[expect(clippy::large_enum_variant, reason = "a handful for each letter, and gone with it")]
enum Prepared {
    Words { incoming: Box<Incoming>, edit: bool },
    Other(Change),
}

impl Prepared {
    /// Whether something is to be fetched or answered.
    fn is_for_the_courier(&self) -> bool {
        match self {
            Self::Words { incoming, .. } => !incoming.pictures.is_empty(),
            Self::Other(Change::Liked { .. } | Change::Unliked { .. }) => false,
            Self::Other(_) => true,
        }
    }
}

fn prepare(mut change: Change, terms: &Terms, now: Timestamp) -> Option<Prepared> {
    if let Change::Arrived(arrival) | Change::Revised(arrival) = &mut change
        && !terms.may_show_pictures
    {
        // Not agreed on: they are never fetched, and the teacher decides on the words alone.
        arrival.object.pictures.clear();
    }
    match change {
        Change::Arrived(arrival) => Some(Prepared::Words { incoming: Box::new(incoming(&arrival, now)), edit: false }),
        Change::Revised(arrival) => Some(Prepared::Words { incoming: Box::new(incoming(&arrival, now)), edit: true }),
        Change::Ignored(why) => {
            tracing::debug!(why, "a letter was ignored");
            None
        }
        other => Some(Prepared::Other(other)),
    }
}

async fn apply(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    letter: &Url,
    change: Prepared,
    terms: &Terms,
    now: Timestamp,
) -> Result<()> {
    let change = match change {
        Prepared::Words { incoming, edit } => return words(tx, school, remote, *incoming, edit, terms, now).await,
        Prepared::Other(change) => change,
    };
    match change {
        Change::FollowAsked { ours, follow_id, .. } => {
            let class = school.urls.class_of_actor(&ours);
            if !class.is_some_and(|class| terms.allow(Exchange::Follow, &class))
                || !terms.takes_part_there(&remote.actor)
            {
                tracing::debug!("a follow that was not agreed on was ignored");
                return Ok(());
            }
            follow_asked(tx, school, remote, &ours, follow_id, now).await
        }
        Change::FollowAnswered { ours, accepted, .. } => {
            follow_answered(tx, school, remote, &ours, accepted, now).await
        }
        Change::FollowWithdrawn { ours, .. } => {
            let Some(class) = school.urls.class_of_actor(&ours) else { return Ok(()) };
            end_follow(tx, remote, &class, now).await
        }
        Change::ReplyAsked { object, request } => {
            super::approvals::asked(tx, school, remote, &object, &request, now).await
        }
        Change::ReplyAnswered { reply, is_shown, approval } => {
            super::approvals::answered(tx, remote, &reply, is_shown, approval.as_ref(), now).await
        }
        Change::Removed { object, .. } => removed(tx, school, remote, &object, letter, now).await,
        Change::ActorRemoved { .. } => actor_removed(tx, school, remote, letter, now).await,
        Change::Liked { object, like_id, .. } => liked(tx, school, remote, &object, &like_id, terms, now).await,
        Change::Unliked { object, .. } => {
            let Some(item) = school.urls.item_of_object(&object) else { return Ok(()) };
            store::likes::undone_by_partner(tx, &item, &remote.id, now).await
        }
        // An actor's document is fetched again after this transaction; nothing it says is shown by itself. The rest is
        // done with before it comes here.
        Change::ActorChanged { .. }
        | Change::Arrived(_)
        | Change::Revised(_)
        | Change::RemovalConfirmed { .. }
        | Change::AgreementConfirmed { .. }
        | Change::AgreementProposed { .. }
        | Change::AgreementAccepted { .. }
        | Change::AgreementDeclined { .. }
        | Change::AgreementEnded { .. }
        | Change::Task { .. }
        | Change::Ignored(_) => Ok(()),
    }
}

/// A post, a comment, or a new wording of one: it waits at the gate of every class it is for.
async fn words(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    incoming: Incoming,
    edit: bool,
    terms: &Terms,
    now: Timestamp,
) -> Result<()> {
    if store::letters::is_buried(tx, &incoming.wire_id).await? {
        return Ok(());
    }
    match store::items::by_wire_id(tx, &incoming.wire_id).await? {
        Some(item) => revised(tx, school, remote, item, incoming, now).await,
        // An edit of something we never had would come in by the back door.
        None if edit => Ok(()),
        None => arrived(tx, remote, incoming, terms, now).await,
    }
}

async fn arrived(tx: &mut Tx, remote: &RemoteClass, incoming: Incoming, terms: &Terms, now: Timestamp) -> Result<()> {
    let Some(place) = place(tx, remote, &incoming, terms).await? else { return Ok(()) };
    let item = Item {
        id: ItemId::fresh(now),
        kind: incoming.kind,
        wire_id: incoming.wire_id.clone(),
        author: Author::Partner(remote.id.clone()),
        slug: None,
        parent: place.parent,
        article: place.article,
        audience: place.audience,
        url: incoming.url.clone(),
        published_at: Some(incoming.published),
        created_at: now,
        version_at: Some(incoming.version),
        withdrawn_at: None,
        gone_at: None,
        sealed_at: None,
    };
    store::items::insert(tx, &item).await?;
    let first = store::items::is_first_of_partner(tx, &item.id, &remote.partner).await?;
    let revision = revision(tx, &item, incoming, first, now).await?;
    for class in &place.classes {
        let showing = Showing::new(&item, class.clone(), Tray::In, revision.clone()).waiting(now);
        store::moderation::put(tx, &showing).await?;
    }
    let event = Event::new(format!("remote_class:{}", remote.id), "arrived", format!("item:{}", item.id));
    store::audit::append(tx, event, now).await
}

/// Where something new belongs.
struct Place {
    parent: Option<ItemId>,
    article: Option<ItemId>,
    /// Whose gates it comes to.
    classes: Vec<ClassId>,
    audience: Audience,
}

/// None when it is for nobody here.
async fn place(tx: &mut Tx, remote: &RemoteClass, incoming: &Incoming, terms: &Terms) -> Result<Option<Place>> {
    if !terms.takes_part_there(&remote.actor) {
        return Ok(None);
    }
    let Some(parent) = &incoming.in_reply_to else {
        let mut classes = store::follows::following_classes(tx, &remote.id).await?;
        classes.retain(|class| terms.allow(Exchange::Follow, class));
        let place = Place { parent: None, article: None, classes, audience: Audience::Class };
        return Ok(Some(place).filter(|place| !place.classes.is_empty()));
    };
    let Some(parent) = store::items::by_wire_id(tx, parent).await? else { return Ok(None) };
    let article = match &parent.article {
        Some(article) => store::items::get(tx, article).await?,
        None => parent.clone(),
    };
    if !parent.is_live() || !article.is_live() {
        return Ok(None);
    }
    let (mut classes, audience) = match article.author.class() {
        // Under our post: its own class decides. It never reaches further than its sender or the post does.
        Some(class) if article.audience >= Audience::Friends => {
            let sent = if incoming.public { Audience::Public } else { Audience::Friends };
            (vec![class.clone()], sent.min(article.audience))
        }
        Some(_) => return Ok(None),
        // Under a partner's post: every class that has that post decides for itself.
        None => {
            let showings = store::moderation::showings_of_item(tx, &article.id).await?;
            (showings.into_iter().map(|showing| showing.class).collect(), Audience::Class)
        }
    };
    classes.retain(|class| terms.allow(Exchange::Reply, class));
    if classes.is_empty() {
        return Ok(None);
    }
    Ok(Some(Place { parent: Some(parent.id), article: Some(article.id), classes, audience }))
}

async fn revision(tx: &mut Tx, item: &Item, incoming: Incoming, first: bool, now: Timestamp) -> Result<RevisionId> {
    let mut flags = incoming.flags;
    if first {
        flags.push(Flag::FirstFromPartner);
    }
    let revision = Revision {
        id: RevisionId::fresh(now),
        item: item.id.clone(),
        number: store::revisions::next_number(tx, &item.id).await?,
        hash: incoming.hash,
        words: incoming.words,
        flags,
        edited_by: None,
        created_at: now,
    };
    store::revisions::insert(tx, &revision, &incoming.pictures).await?;
    if item.kind == ItemKind::Comment {
        store::revisions::note_wire_digest(tx, &revision.id, &incoming.wire_digest).await?;
    }
    Ok(revision.id)
}

async fn revised(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    mut item: Item,
    incoming: Incoming,
    now: Timestamp,
) -> Result<()> {
    if item.author != Author::Partner(remote.id.clone()) || !item.is_live() {
        return Ok(());
    }
    // Dropped when it is not newer than what we have: letters may overtake each other.
    if item.version_at.is_some_and(|version| incoming.version <= version) {
        return Ok(());
    }
    let parent = match &item.parent {
        Some(parent) => Some(store::items::get(tx, parent).await?.wire_id),
        None => None,
    };
    let other_kind = incoming.kind != item.kind || incoming.in_reply_to != parent;
    let sources: Vec<_> =
        incoming.pictures.iter().map(|picture| (picture.source_url.clone(), picture.source_digest.clone())).collect();
    item.version_at = Some(incoming.version);
    store::items::update(tx, &item).await?;
    let revision = revision(tx, &item, incoming, false, now).await?;
    for mut showing in store::moderation::showings_of_item(tx, &item.id).await? {
        let other_pictures = match &showing.approved_revision {
            Some(approved) => {
                let before = store::revisions::pictures(tx, approved).await?;
                before.into_iter().map(|picture| (picture.source_url, picture.source_digest)).collect::<Vec<_>>()
                    != sources
            }
            None => false,
        };
        super::approvals::ended(tx, school, &item, &showing.class, now).await?;
        showing.revised(revision.clone(), other_kind || other_pictures, now);
        store::moderation::put(tx, &showing).await?;
    }
    let event = Event::new(format!("remote_class:{}", remote.id), "revised", format!("item:{}", item.id));
    store::audit::append(tx, event, now).await
}

/// Removed by its owner: gone at once everywhere, purged later, and a receipt is sent.
async fn removed(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    object: &Url,
    letter: &Url,
    now: Timestamp,
) -> Result<()> {
    if super::approvals::ended_there(tx, remote, object, now).await? {
        return Ok(());
    }
    let host = vocabulary::authority(&remote.actor);
    store::letters::bury(tx, object, &host, now).await?;
    if let Some(item) = store::items::by_wire_id(tx, object).await?
        && item.author == Author::Partner(remote.id.clone())
        && item.gone_at.is_none()
    {
        removals::removed_by_owner(tx, &item, now).await?;
        let event = Event::new(format!("remote_class:{}", remote.id), "removed", format!("item:{}", item.id));
        store::audit::append(tx, event, now).await?;
    }
    receipt(tx, school, remote, letter, now).await
}

/// "We have removed it." Sent even for what we never had: whoever asks wants to know.
async fn receipt(tx: &mut Tx, school: &School, remote: &RemoteClass, letter: &Url, now: Timestamp) -> Result<()> {
    let actor = school.urls.school_actor();
    publishing::tell(
        tx,
        school,
        None,
        Verb::Receipt,
        publishing::inbox_of(remote),
        |id| outbox::accept_removal(id, &actor, letter, &remote.actor),
        now,
    )
    .await?;
    Ok(())
}

async fn actor_removed(tx: &mut Tx, school: &School, remote: &RemoteClass, letter: &Url, now: Timestamp) -> Result<()> {
    let host = vocabulary::authority(&remote.actor);
    for item in store::items::of_remote_class(tx, &remote.id).await? {
        store::letters::bury(tx, &item.wire_id, &host, now).await?;
        removals::removed_by_owner(tx, &item, now).await?;
    }
    store::partners::set_class_gone(tx, &remote.id, now).await?;
    store::follows::end_all(tx, &remote.id, now).await?;
    for class in store::classes::all(tx).await? {
        store::activities::cancel_for_follower(tx, &class.id, &remote.id, now).await?;
    }
    store::audit::append(
        tx,
        Event::new(format!("host:{host}"), "actor_removed", format!("remote_class:{}", remote.id)),
        now,
    )
    .await?;
    receipt(tx, school, remote, letter, now).await
}

async fn follow_asked(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    ours: &Url,
    wire_id: Url,
    now: Timestamp,
) -> Result<()> {
    let Some(class) = school.urls.class_of_actor(ours) else { return Ok(()) };
    let class = match store::classes::get(tx, &class).await {
        Ok(class) if class.closed_at.is_none() => class,
        Ok(_) | Err(Error::Missing) => return Ok(()),
        Err(other) => return Err(other),
    };
    let existing = store::follows::find(tx, &class.id, &remote.id, Direction::In).await?;
    if existing.as_ref().is_some_and(|follow| follow.state == FollowState::Accepted) {
        // Answered again even if known: our first Accept may have been lost.
        let asked = outbox::FollowWords { id: wire_id, actor: remote.actor.clone(), object: ours.clone() };
        publishing::tell(
            tx,
            school,
            Some(&class.id),
            Verb::AcceptFollow,
            &remote.inbox,
            |id| outbox::accept_follow(id, &asked),
            now,
        )
        .await?;
        return Ok(());
    }
    let follow = Follow {
        id: existing.map_or_else(|| FollowId::fresh(now), |follow| follow.id),
        class: class.id.clone(),
        remote: remote.id.clone(),
        direction: Direction::In,
        state: FollowState::Asked,
        wire_id,
        asked_at: now,
        decided_at: None,
    };
    store::follows::put(tx, &follow).await?;
    store::audit::append(
        tx,
        Event::new(format!("remote_class:{}", remote.id), "asked_to_follow", format!("class:{}", class.id)),
        now,
    )
    .await
}

async fn follow_answered(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    ours: &Url,
    accepted: bool,
    now: Timestamp,
) -> Result<()> {
    let Some(class) = school.urls.class_of_actor(ours) else { return Ok(()) };
    let Some(follow) = store::follows::find(tx, &class, &remote.id, Direction::Out).await? else { return Ok(()) };
    let state = match (follow.state, accepted) {
        (FollowState::Asked, true) => FollowState::Accepted,
        (FollowState::Asked | FollowState::Accepted, false) => FollowState::Refused,
        (FollowState::Accepted | FollowState::Refused | FollowState::Ended, _) => return Ok(()),
    };
    store::follows::set_state(tx, &follow.id, state, now, None).await?;
    let action = if accepted { "follow_accepted" } else { "follow_refused" };
    store::audit::append(tx, Event::new(format!("remote_class:{}", remote.id), action, format!("class:{class}")), now)
        .await
}

/// Their class follows ours no more.
async fn end_follow(tx: &mut Tx, remote: &RemoteClass, class: &ClassId, now: Timestamp) -> Result<()> {
    let Some(follow) = store::follows::find(tx, class, &remote.id, Direction::In).await? else { return Ok(()) };
    store::follows::set_state(tx, &follow.id, FollowState::Ended, now, None).await?;
    store::activities::cancel_for_follower(tx, class, &remote.id, now).await?;
    // An Accept that is still on its way would answer the next Follow, on which nobody has decided.
    follows::unsay_answers(tx, class, remote).await?;
    store::audit::append(
        tx,
        Event::new(format!("remote_class:{}", remote.id), "follow_withdrawn", format!("class:{class}")),
        now,
    )
    .await
}

async fn liked(
    tx: &mut Tx,
    school: &School,
    remote: &RemoteClass,
    object: &Url,
    like_id: &Url,
    terms: &Terms,
    now: Timestamp,
) -> Result<()> {
    let Some(id) = school.urls.item_of_object(object) else { return Ok(()) };
    let item = match store::items::get(tx, &id).await {
        Ok(item) => item,
        Err(Error::Missing) => return Ok(()),
        Err(other) => return Err(other),
    };
    if item.kind != ItemKind::Article
        || !item.is_live()
        || item.published_at.is_none()
        || item.audience < Audience::Friends
        || !item.author.class().is_some_and(|class| terms.allow(Exchange::Like, class))
        || !terms.takes_part_there(&remote.actor)
    {
        return Ok(());
    }
    store::likes::from_partner(tx, &LikeId::fresh(now), &id, &remote.id, like_id, now).await
}
