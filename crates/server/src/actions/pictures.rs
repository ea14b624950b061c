//! Pictures: taking uploads, and settling what was fetched from partners.

use std::io::ErrorKind;

use crate::domain::ids::{ItemId, PictureId, RevisionId};
use crate::domain::items::Author;
use crate::domain::moderation::State;
use crate::domain::pictures::Picture;
use crate::domain::revisions::PictureState;
use crate::error::{Error, Result};
use crate::media::{self, Prepared, Refused};
use crate::school::School;
use crate::store::pictures::Awaited;
use crate::store::{self, Tx};
use crate::wire;

use super::articles::Pen;

/// Takes an uploaded picture: decoded and encoded anew, nothing of the original kept. Errors: [`Error::Invalid`] that says why not.
pub async fn upload(school: &School, pen: Pen<'_>, bytes: Vec<u8>) -> Result<PictureId> {
    let prepared = media::prepare(bytes).await.map_err(|refused| Error::invalid("pictures", fault(refused)))?;
    keep(school, &prepared).await?;
    let now = school.clock.now();
    let picture = picture(&prepared, pen.subject(), now);
    let mut tx = school.db.begin().await?;
    store::pictures::insert(&mut tx, &picture).await?;
    tx.commit().await?;
    Ok(picture.id)
}

fn fault(refused: Refused) -> &'static str {
    match refused {
        Refused::TooLarge => "fault-picture-large",
        Refused::NotAPicture => "fault-picture-kind",
        Refused::TooManyPixels => "fault-picture-pixels",
        Refused::Broken => "fault-picture-broken",
    }
}

/// Puts the files away before any picture names them: a picture without a file would be worse than a file without a picture.
pub(super) async fn keep(school: &School, prepared: &Prepared) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::pictures::expect_file(&mut tx, &prepared.sha256, school.clock.now()).await?;
    tx.commit().await?;
    school.shelf.put(&prepared.sha256, &prepared.bytes).await?;
    school.shelf.put(&thumbnail(&prepared.sha256), &prepared.thumb).await?;
    Ok(())
}

/// The bytes of a stored file. Errors: [`Error::Missing`] when it is gone, which the log says, too.
pub async fn bytes(school: &School, name: &str) -> Result<Vec<u8>> {
    school.shelf.get(name).await.map_err(|why| {
        if why.kind() != ErrorKind::NotFound {
            return why.into();
        }
        tracing::error!(file = name, "a picture's file is not where it should be; restore it from a backup");
        Error::Missing
    })
}

/// The name of a picture's small version.
pub fn thumbnail(sha256: &str) -> String {
    format!("{sha256}-small")
}

pub(super) fn picture(prepared: &Prepared, owner: String, now: jiff::Timestamp) -> Picture {
    Picture {
        id: PictureId::fresh(now),
        sha256: prepared.sha256.clone(),
        digest: prepared.digest_multibase.clone(),
        media_type: prepared.media_type.to_owned(),
        width: i64::from(prepared.width),
        height: i64::from(prepared.height),
        size: i64::try_from(prepared.bytes.len()).unwrap_or(i64::MAX),
        owner,
        created_at: now,
    }
}

/// A partner's picture came: it goes to quarantine with its revision, whose hash now names its bytes.
///
/// Other bytes than the ones its post announced are not taken.
pub async fn fetched(school: &School, awaited: &Awaited, bytes: Vec<u8>) -> Result<()> {
    if awaited.source_digest.as_ref().is_some_and(|announced| *announced != media::digest(&bytes)) {
        return refused(school, awaited).await;
    }
    let Ok(prepared) = media::prepare(bytes).await else { return refused(school, awaited).await };
    keep(school, &prepared).await?;
    let now = school.clock.now();
    let picture = picture(&prepared, format!("remote:{}", awaited.remote_class), now);
    let mut tx = school.db.begin().await?;
    store::pictures::insert(&mut tx, &picture).await?;
    settle(&mut tx, awaited, Some(&picture.id)).await?;
    tx.commit().await
}

/// A partner's picture will not come; the post can be let in without it.
pub async fn refused(school: &School, awaited: &Awaited) -> Result<()> {
    let mut tx = school.db.begin().await?;
    settle(&mut tx, awaited, None).await?;
    tx.commit().await
}

async fn settle(tx: &mut Tx, awaited: &Awaited, picture: Option<&PictureId>) -> Result<()> {
    store::revisions::settle_picture(tx, &awaited.revision, awaited.position, picture).await?;
    rehash(tx, &awaited.revision).await
}

/// The hash of a partner's revision, with the pictures that are here by now. Once approved, a revision's hash never changes:
/// what was let in without its pictures stays without them.
async fn rehash(tx: &mut Tx, id: &RevisionId) -> Result<()> {
    let revision = store::revisions::get(tx, id).await?;
    let item = store::items::get(tx, &revision.item).await?;
    let Author::Partner(remote) = &item.author else { return Ok(()) };
    let actor = store::partners::class(tx, remote).await?.actor;
    let pictures = store::revisions::pictures(tx, id).await?;
    let mut digests = Vec::with_capacity(pictures.len());
    for picture in &pictures {
        digests.push(match &picture.picture {
            Some(id) => Some(store::pictures::get(tx, id).await?.digest),
            None => None,
        });
    }
    let parent = match &item.parent {
        Some(parent) => Some(store::items::get(tx, parent).await?.wire_id),
        None => None,
    };
    store::revisions::rehash(
        tx,
        id,
        &wire::arrivals::hash(&revision.words, &actor, parent.as_ref(), &pictures, &digests),
    )
    .await?;
    swapped(tx, &item.id, id).await
}

/// The bytes behind an address may have changed with an edit of words only: then what was approved comes down too.
async fn swapped(tx: &mut Tx, item: &ItemId, revision: &RevisionId) -> Result<()> {
    let now_here: Vec<_> = digests(tx, revision).await?;
    for mut showing in store::moderation::showings_of_item(tx, item).await? {
        let Some(approved) = showing.approved_revision.clone() else { continue };
        if approved == *revision || showing.hidden_at.is_some() || showing.state != State::Waiting {
            continue;
        }
        let before = digests(tx, &approved).await?;
        let comparable = now_here.len() == before.len() && now_here.iter().all(Option::is_some);
        if comparable && now_here != before {
            let since = showing.waiting_since;
            showing.hidden_at = since;
            showing.hidden_why = Some(crate::domain::moderation::HiddenWhy::Edit);
            store::moderation::put(tx, &showing).await?;
        }
    }
    Ok(())
}

async fn digests(tx: &mut Tx, revision: &RevisionId) -> Result<Vec<Option<String>>> {
    let mut digests = Vec::new();
    for picture in store::revisions::pictures(tx, revision).await? {
        digests.push(match (&picture.picture, picture.state) {
            (Some(id), PictureState::Here) => Some(store::pictures::get(tx, id).await?.digest),
            _ => None,
        });
    }
    Ok(digests)
}
