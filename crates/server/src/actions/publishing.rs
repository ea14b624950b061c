//! Saying our posts and comments to other servers, and taking them back: always within another action's transaction.

use std::collections::HashMap;

use federation::delivery::{self, Recipient};
use federation::outbox;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use crate::domain::agreements::{Exchange, Terms};
use crate::domain::deliveries::{Utterance, Verb};
use crate::domain::ids::{ActivityId, BatchId, ClassId, ItemId, PartnerId, RevisionId};
use crate::domain::items::{Item, ItemKind};
use crate::domain::moderation::UNDO_SECONDS;
use crate::domain::partners::RemoteClass;
use crate::domain::pictures::ShownPicture;
use crate::domain::revisions::Revision;
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::visibility::Shown;
use crate::store::{self, Sql, Tx};
use crate::wire;

/// Writes down a Create or Update of one of our items in its approved revision, due when it can no longer be undone.
/// An item whose audience is at home is not said; one that was said before, and no longer may be, is taken back.
pub(super) async fn say(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    revision: &Revision,
    batch: Option<&BatchId>,
    now: Timestamp,
) -> Result<()> {
    let Some(class) = item.author.class() else { return Ok(()) };
    let said_before = store::activities::was_created(tx, &item.id).await?;
    let published = item.published_at.unwrap_or(now);
    // Whoever reads it keeps the newest, and an answer is nothing without its post. So each is said after the one before,
    // even when our clock was put back in between.
    let mut moment = now;
    for before in [Some(&item.id), item.article.as_ref()].into_iter().flatten() {
        if let Some(last) = store::activities::last_said_at(tx, before).await? {
            moment = moment.max(last + SignedDuration::from_millis(1));
        }
    }
    let updated = said_before.then_some(moment);
    let Some((object, hearers)) = document(tx, school, item, revision, published, updated, true).await? else {
        if said_before {
            unsay(tx, school, item, now).await?;
        }
        return Ok(());
    };
    let followers = store::follows::followers(tx, class).await?;
    let mut heard = agreed(tx, Exchange::Reply, class, hearers).await?;
    heard.extend(agreed(tx, Exchange::Follow, class, followers).await?);
    let has_pictures = !pictures_of(tx, &revision.id).await?.is_empty();
    let (whole, bare): (Vec<_>, Vec<_>) = heard.into_iter().partition(|(_, pictures)| *pictures || !has_pictures);
    let mut wordings = vec![(object, whole)];
    if !bare.is_empty()
        && let Some((object, _)) = document(tx, school, item, revision, published, updated, false).await?
    {
        // Schools with which no pictures were agreed on get the same words without them.
        wordings.push((object, bare));
    }
    for (object, hearers) in wordings {
        let recipients: Vec<Recipient> = hearers.iter().map(|(class, _)| recipient(class)).collect();
        let verb = if said_before { Verb::Update } else { Verb::Create };
        let id = ActivityId::fresh(now);
        let wire_id = school.urls.activity(&id);
        let body = match verb {
            Verb::Update => outbox::update(&wire_id, object),
            _ => outbox::create(&wire_id, object),
        };
        let utterance = Utterance {
            id,
            wire_id,
            class: Some(class.clone()),
            item: Some(item.id.clone()),
            revision: Some(revision.id.clone()),
            batch: batch.cloned(),
            verb,
            body: body.to_string(),
            inboxes: delivery::inboxes(&recipients),
            due_at: moment + SignedDuration::from_secs(UNDO_SECONDS),
        };
        store::activities::say(tx, &utterance, moment).await?;
    }
    Ok(())
}

/// Those of these classes with whose school this was agreed on, and whether pictures were.
async fn agreed(
    sql: &mut impl Sql,
    exchange: Exchange,
    class: &ClassId,
    hearers: Vec<RemoteClass>,
) -> Result<Vec<(RemoteClass, bool)>> {
    let mut agreed = Vec::with_capacity(hearers.len());
    let mut known: HashMap<PartnerId, Terms> = HashMap::new();
    for hearer in hearers {
        if !known.contains_key(&hearer.partner) {
            let terms = store::partners::get(sql, &hearer.partner).await?.terms;
            known.insert(hearer.partner.clone(), terms);
        }
        if let Some(terms) = known
            .get(&hearer.partner)
            .filter(|terms| terms.allow(exchange, class) && terms.takes_part_there(&hearer.actor))
        {
            agreed.push((hearer, terms.may_show_pictures));
        }
    }
    Ok(agreed)
}

/// Asks everyone who has, or may have, received an item to remove it. Due at once; it never expires.
pub(super) async fn unsay(tx: &mut Tx, school: &School, item: &Item, now: Timestamp) -> Result<()> {
    let inboxes = store::recipients::inboxes_that_may_have(tx, &item.id).await?;
    store::activities::unsay_item(tx, &item.id).await?;
    if inboxes.is_empty() {
        return Ok(());
    }
    unsay_at(tx, school, item, inboxes, now).await
}

/// Asks these inboxes to remove an item. Due at once; it never expires.
pub(super) async fn unsay_at(
    tx: &mut Tx,
    school: &School,
    item: &Item,
    inboxes: Vec<Url>,
    now: Timestamp,
) -> Result<()> {
    let Some(class) = item.author.class() else { return Ok(()) };
    let former_type = match item.kind {
        ItemKind::Article => "Article",
        ItemKind::Comment => "Note",
    };
    let gone = Gone { class, object: item.wire_id.clone(), former_type, item: Some(&item.id) };
    say_gone(tx, school, gone, inboxes, now).await
}

/// Something of a class that is no more.
pub(super) struct Gone<'a> {
    pub class: &'a ClassId,
    pub object: Url,
    pub former_type: &'static str,
    /// The item, if it is one that the database still has.
    pub item: Option<&'a ItemId>,
}

/// Tells these inboxes that something is gone, signed by its class. Due at once; it never expires.
pub(super) async fn say_gone(
    tx: &mut Tx,
    school: &School,
    gone: Gone<'_>,
    inboxes: Vec<Url>,
    now: Timestamp,
) -> Result<()> {
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let body = outbox::delete(&outbox::DeleteWords {
        id: wire_id.clone(),
        actor: school.urls.class_actor(gone.class),
        object: gone.object,
        former_type: gone.former_type.to_owned(),
        deleted: now,
        to: vec![school.urls.class_part(gone.class, "followers")],
    });
    let utterance = Utterance {
        id,
        wire_id,
        class: Some(gone.class.clone()),
        item: gone.item.cloned(),
        revision: None,
        batch: None,
        verb: Verb::Delete,
        body: body.to_string(),
        inboxes,
        due_at: now,
    };
    store::activities::say(tx, &utterance, now).await
}

/// Writes down something that a class (or, without one, the school) says to one partner class.
pub(super) async fn tell(
    tx: &mut Tx,
    school: &School,
    class: Option<&ClassId>,
    verb: Verb,
    to: &Url,
    body: impl FnOnce(&Url) -> Value,
    now: Timestamp,
) -> Result<Url> {
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let utterance = Utterance {
        id,
        body: body(&wire_id).to_string(),
        wire_id: wire_id.clone(),
        class: class.cloned(),
        item: None,
        revision: None,
        batch: None,
        verb,
        inboxes: vec![to.clone()],
        due_at: now,
    };
    store::activities::say(tx, &utterance, now).await?;
    Ok(wire_id)
}

/// An item of ours as a document, and whom it speaks to beside the class's followers. None when it stays at home.
async fn document(
    sql: &mut impl Sql,
    school: &School,
    item: &Item,
    revision: &Revision,
    published: Timestamp,
    updated: Option<Timestamp>,
    with_pictures: bool,
) -> Result<Option<(Value, Vec<RemoteClass>)>> {
    let Some(class) = item.author.class() else { return Ok(None) };
    let class = store::classes::get(sql, class).await?;
    match item.kind {
        ItemKind::Article => {
            let pictures = if with_pictures { pictures_of(sql, &revision.id).await? } else { Vec::new() };
            let article =
                wire::articles::article(&school.urls, &class, item, &revision.words, &pictures, published, updated);
            Ok(article.map(|article| (article, Vec::new())))
        }
        ItemKind::Comment => {
            let Some(above) = above(sql, school, item).await? else { return Ok(None) };
            let answered = wire::comments::Answered {
                object: &above.parent,
                class: above.spoken_to.as_ref().map(|remote| (&remote.actor, remote.handle.as_str())),
                page: above.page.clone(),
                approval: store::answers::approval(sql, &item.id).await?,
            };
            let note =
                wire::comments::comment(&school.urls, &class, item, &revision.words, &answered, published, updated);
            Ok(note.map(|note| (note, above.hearers)))
        }
    }
}

/// The same document as a trusted school's server may fetch it. Errors: [`Error::Missing`] unless that viewer may see it.
pub async fn document_for(school: &School, viewer: &Viewer, id: &crate::domain::ids::ItemId) -> Result<Value> {
    let shown = store::visibility::item(&mut school.db.read(), viewer, id).await?;
    let updated = (shown.revision_number > 1).then_some(shown.approved_at);
    document_of(school, viewer, &shown, updated).await
}

/// The document of what a viewer is shown. Errors: [`Error::Missing`] for what stays at home, or is not ours.
pub(super) async fn document_of(
    school: &School,
    viewer: &Viewer,
    shown: &Shown,
    updated: Option<Timestamp>,
) -> Result<Value> {
    if shown.author_class.is_none() {
        return Err(Error::Missing);
    }
    let mut sql = school.db.read();
    let item = store::items::get(&mut sql, &shown.item).await?;
    let revision = store::revisions::get(&mut sql, &shown.revision).await?;
    let with_pictures = may_see_pictures(school, viewer).await?;
    let found = document(&mut sql, school, &item, &revision, shown.published_at, updated, with_pictures).await?;
    found.map(|(document, _)| document).ok_or(Error::Missing)
}

/// Whether pictures were agreed on with whoever looks. Only another school's server can have agreed on none.
pub async fn may_see_pictures(school: &School, viewer: &Viewer) -> Result<bool> {
    let Viewer::Partner(host) = viewer else { return Ok(true) };
    let partner = store::partners::by_host(&mut school.db.read(), host).await?;
    Ok(partner.is_some_and(|partner| partner.terms.may_show_pictures))
}

/// What stands above a comment.
struct Above {
    parent: Url,
    /// The partner class whose words it answers.
    spoken_to: Option<RemoteClass>,
    /// Every partner class that must hear it beside our followers.
    hearers: Vec<RemoteClass>,
    page: Url,
}

async fn above(sql: &mut impl Sql, school: &School, item: &Item) -> Result<Option<Above>> {
    let (Some(parent), Some(article), Some(class)) = (&item.parent, &item.article, item.author.class()) else {
        return Ok(None);
    };
    let parent = store::items::get(sql, parent).await?;
    let article = store::items::get(sql, article).await?;
    let mut hearers = Vec::new();
    let mut spoken_to = None;
    for remote in [&parent, &article].into_iter().filter_map(|item| match &item.author {
        crate::domain::items::Author::Partner(remote) => Some(remote),
        _ => None,
    }) {
        let remote = store::partners::class(sql, remote).await?;
        spoken_to.get_or_insert_with(|| remote.clone());
        hearers.push(remote);
    }
    let class = store::classes::get(sql, class).await?;
    let page = match (article.author.class(), &article.slug) {
        (Some(owner), Some(slug)) => {
            let owner = store::classes::get(sql, owner).await?;
            school.urls.article_page(owner.slug.as_str(), slug.as_str())
        }
        _ => school.urls.class_page(class.slug.as_str()),
    };
    Ok(Some(Above { parent: parent.wire_id, spoken_to, hearers, page }))
}

/// The pictures of a revision that are here.
pub(super) async fn pictures_of(sql: &mut impl Sql, revision: &RevisionId) -> Result<Vec<ShownPicture>> {
    let mut pictures = Vec::new();
    for picture in store::revisions::pictures(sql, revision).await? {
        if let Some(id) = &picture.picture {
            let stored = store::pictures::get(sql, id).await?;
            pictures.push(ShownPicture {
                id: stored.id,
                alt: picture.alt,
                media_type: stored.media_type,
                width: stored.width,
                height: stored.height,
                digest: stored.digest,
            });
        }
    }
    Ok(pictures)
}

pub(super) fn recipient(class: &RemoteClass) -> Recipient {
    Recipient { inbox: class.inbox.clone(), shared_inbox: class.shared_inbox.clone() }
}

/// Where a single partner class takes its letters.
pub(super) fn inbox_of(class: &RemoteClass) -> &Url {
    class.shared_inbox.as_ref().unwrap_or(&class.inbox)
}
