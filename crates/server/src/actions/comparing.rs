//! Comparing with a partner, after one of the two was put back from a backup: does it still have what we sent, as we said it
//! last, and nothing that is gone?
//!
//! Each side looks after its own words. It asks the other which of them it has and in which wording, takes back what is gone,
//! and says again what the other lost: that waits at the gate there, like everything new. The idea is FEP-8fcf's.

use std::collections::BTreeMap;

use federation::vocabulary;
use federation::{Error as Fault, outbox};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use super::{ledger, publishing};
use crate::domain::audit::Event;
use crate::domain::classes::ClassBlog;
use crate::domain::deliveries::{Utterance, Verb};
use crate::domain::ids::ActivityId;
use crate::domain::partners::{PartnerSchool, PartnerState};
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result, present};
use crate::school::School;
use crate::store::comparisons::Said;
use crate::store::{self, Tx};

/// Items on one page: as many as are read of any.
pub const PAGE: u32 = 200;
/// Pages read of one class beyond those that it should be: a partner may have what is gone here, and does not go on for ever.
const PAGES: usize = 50;
/// After a partner could not be asked; as long again as it has taken so far, between these two.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);
const AGAIN_AT_LAST: SignedDuration = SignedDuration::from_hours(24);
/// Whoever has not answered by then keeps no such list: it is another program than ours.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What a comparison led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Said again, because the partner lacks it.
    pub said: u64,
    /// Said again, because the partner has another wording: it lost an edit, or we did.
    pub edited: u64,
    /// Taken back again, because the partner has it and it is gone here.
    pub unsaid: u64,
}

/// What a partner has of us: by its address, and the moment of its wording where that was told.
type Theirs = BTreeMap<Url, Option<Timestamp>>;

/// Another life of this database begins, with a copy of that moment: every partner is to compare with us.
pub async fn begin_epoch(tx: &mut Tx, taken_at: Timestamp, now: Timestamp) -> Result<()> {
    let epoch = ActivityId::fresh(now).to_string();
    store::epochs::begin(tx, &epoch, taken_at, now).await?;
    for partner in store::partners::all(tx).await? {
        if partner.state == PartnerState::Trusted {
            store::comparisons::ask(tx, &partner.host, &epoch, now).await?;
        }
    }
    Ok(())
}

/// A partner told us which life it is in: in another one than before, we compare as well.
pub async fn heard_of(school: &School, host: &str, epoch: &str) -> Result<()> {
    // Whatever it says is only ever compared with what it said before.
    let Ok(epoch) = epoch.parse::<ActivityId>() else { return Ok(()) };
    if store::comparisons::knows(&mut school.db.read(), host, epoch.as_str()).await? {
        return Ok(());
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let asked = store::comparisons::ask(&mut tx, host, epoch.as_str(), now).await?;
    tx.commit().await?;
    if asked {
        school.wake.notify_one();
    }
    Ok(())
}

/// Compares with whomever it is due.
pub async fn compare_due(school: &School) -> Result<()> {
    for (host, since) in store::comparisons::due(&mut school.db.read(), school.clock.now()).await? {
        let compared = compare(school, &host).await;
        let now = school.clock.now();
        let again_at = match &compared {
            // Whatever it says: a clock may be wrong, on either side, or we are paused there just now.
            Err(_) => again_at(since, now),
            Ok(_) => None,
        };
        match compared {
            Ok(repaired) => tracing::info!(host, ?repaired, "compared with a partner"),
            Err(cause) => tracing::info!(host, %cause, "a partner could not be compared with"),
        }
        let mut tx = school.db.begin().await?;
        store::comparisons::settle(&mut tx, &host, again_at, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn again_at(since: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let age = now.duration_since(since);
    (age < GIVEN_UP).then(|| now + age.clamp(AGAIN, AGAIN_AT_LAST))
}

async fn compare(school: &School, host: &str) -> Result<Repaired, Fault> {
    let partner = store::partners::by_host(&mut school.db.read(), host).await.map_err(ours)?;
    let Some(partner) = partner else { return Ok(Repaired::default()) };
    let remotes = store::partners::classes_of(&mut school.db.read(), &partner.id).await.map_err(ours)?;
    let Some(any) = remotes.first() else { return Ok(Repaired::default()) };
    let mut inboxes: Vec<Url> = remotes.iter().map(|remote| publishing::inbox_of(remote).clone()).collect();
    inboxes.sort();
    inboxes.dedup();
    let mut repaired = Repaired::default();
    for class in store::classes::all(&mut school.db.read()).await.map_err(ours)? {
        let said = store::comparisons::said(&mut school.db.read(), host, &class.id).await.map_err(ours)?;
        let Some(theirs) = ask(school, &any.actor, &class, &said).await? else { continue };
        for said in &said {
            match theirs.get(&said.address) {
                None => {
                    let again = say_again(school, &partner, &class, said, None).await.map_err(ours)?;
                    repaired.said += u64::from(again);
                }
                Some(Some(known)) if ![said.version, said.said_at].contains(known) => {
                    let again = say_again(school, &partner, &class, said, Some(*known)).await.map_err(ours)?;
                    repaired.edited += u64::from(again);
                }
                Some(_) => {}
            }
        }
        repaired.unsaid += unsay_again(school, &class, &theirs, &inboxes).await.map_err(ours)?;
    }
    if repaired != Repaired::default() {
        let log = async {
            let now = school.clock.now();
            let mut tx = school.db.begin().await?;
            let event = Event::new("school", "compared", format!("partner:{}", partner.id));
            let event =
                event.with(format!("said:{} edited:{} unsaid:{}", repaired.said, repaired.edited, repaired.unsaid));
            store::audit::append(&mut tx, event, now).await?;
            tx.commit().await
        };
        log.await.map_err(ours)?;
        school.wake.notify_one();
    }
    Ok(repaired)
}

/// Which items of a class of ours a partner has, each in the wording of which moment. None when it has exactly these.
async fn ask(school: &School, actor: &Url, class: &ClassBlog, these: &[Said]) -> Result<Option<Theirs>, Fault> {
    let signer = school.school_signer().await.map_err(ours)?;
    let epoch = store::epochs::current(&mut school.db.read()).await.map_err(ours)?;
    let mut theirs = Theirs::new();
    let digest = digest(these.iter().map(|said| (&said.address, said.version)));
    let mut after = String::new();
    for _ in 0..these.len() / PAGE as usize + PAGES {
        let mut address = actor.clone();
        address.set_path("/actor/held");
        address.query_pairs_mut().clear().append_pair("of", school.urls.class_actor(&class.id).as_str());
        address.query_pairs_mut().append_pair("digest", &digest).append_pair("after", &after);
        if let Some(epoch) = &epoch {
            address.query_pairs_mut().append_pair("epoch", epoch);
        }
        let page = vocabulary::parse_held_page(&school.client.document(&address, &signer).await?)?;
        if page.total_items.is_some() {
            return Ok(None);
        }
        let items: Vec<_> =
            page.items.into_iter().filter(|(item, _)| school.urls.item_of_object(item).is_some()).collect();
        let Some((last, _)) = items.last() else { break };
        last.as_str().clone_into(&mut after);
        theirs.extend(items);
        if !page.has_more {
            break;
        }
    }
    Ok(Some(theirs))
}

/// What a partner that asks has of its own with us, in pages; nothing but their number when it is what it thinks.
///
/// Errors: [`Error::Missing`] for a class of another host.
pub async fn held(school: &School, host: &str, of: &Url, digest_there: &str, after: &str) -> Result<Held> {
    if vocabulary::authority(of) != host {
        return Err(Error::Missing);
    }
    // Whoever reads on knows already that it is not the same.
    if after.is_empty() {
        let all = store::comparisons::held(&mut school.db.read(), host, of, "", u32::MAX).await?;
        if digest(all.iter().map(|(address, version)| (address, *version))) == digest_there {
            return Ok(Held::Same(all.len()));
        }
    }
    let mut page = store::comparisons::held(&mut school.db.read(), host, of, after, PAGE + 1).await?;
    let has_more = page.len() > PAGE as usize;
    page.truncate(PAGE as usize);
    Ok(Held::Page { page, has_more })
}

/// The answer to who asks what we have of its own.
#[derive(Debug, PartialEq, Eq)]
pub enum Held {
    /// So many, the same as there.
    Same(usize),
    Page {
        page: Vec<(Url, Timestamp)>,
        has_more: bool,
    },
}

/// One for all of these, in whatever order: the exclusive or of the SHA-256 of each (FEP-8fcf), its moment in milliseconds
/// behind its address.
fn digest<'a>(items: impl Iterator<Item = (&'a Url, Timestamp)>) -> String {
    let mut all = Sha256::digest("");
    all.fill(0);
    for (address, version) in items {
        for (byte, other) in all.iter_mut().zip(Sha256::digest(format!("{address} {}", version.as_millisecond()))) {
            *byte ^= other;
        }
    }
    format!("{all:x}")
}

/// Says an item once more to a partner that lost it, or has the wording of this moment instead; as far as it may see it today.
async fn say_again(
    school: &School,
    partner: &PartnerSchool,
    class: &ClassBlog,
    said: &Said,
    instead_of: Option<Timestamp>,
) -> Result<bool> {
    let viewer = Viewer::Partner(partner.host.clone());
    let shown = match store::visibility::item(&mut school.db.read(), &viewer, &said.item).await {
        Err(Error::Missing) => return Ok(false),
        shown => shown?,
    };
    let now = school.clock.now();
    // Newer than whatever was said before, by us in a life that is over, too.
    let newest = instead_of.map_or(said.said_at, |known| known.max(said.said_at));
    let moment = now.max(newest + SignedDuration::from_millis(1));
    let updated = (instead_of.is_some() || shown.revision_number > 1).then_some(moment);
    let object = publishing::document_of(school, &viewer, &shown, updated).await?;
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let (verb, body) = match instead_of {
        None => (Verb::Create, outbox::create(&wire_id, object)),
        Some(_) => (Verb::Update, outbox::update(&wire_id, object)),
    };
    let utterance = Utterance {
        id,
        wire_id,
        class: Some(class.id.clone()),
        item: Some(said.item.clone()),
        revision: Some(shown.revision),
        batch: None,
        verb,
        body: body.to_string(),
        inboxes: vec![said.inbox.clone()],
        due_at: now,
    };
    let mut tx = school.db.begin().await?;
    store::activities::say(&mut tx, &utterance, moment).await?;
    tx.commit().await?;
    Ok(true)
}

/// Takes back once more what a partner has and what is gone here, or was never known since.
async fn unsay_again(school: &School, class: &ClassBlog, theirs: &Theirs, inboxes: &[Url]) -> Result<u64> {
    let mut gone = Vec::new();
    for id in theirs.keys().filter_map(|address| school.urls.item_of_object(address)) {
        let known = present(store::items::get(&mut school.db.read(), &id).await)?;
        if known.as_ref().is_none_or(|known| known.withdrawn_at.is_some()) {
            gone.push((id, known));
        }
    }
    if gone.is_empty() {
        return Ok(0);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    for (id, known) in &gone {
        ledger::tell(&mut tx, school, id, &class.id, known.as_ref(), inboxes, now).await?;
    }
    tx.commit().await?;
    Ok(gone.len() as u64)
}

/// Our own house failed, and the log says how.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
fn ours(cause: Error) -> Fault {
    tracing::error!(%cause, "comparing with a partner failed");
    Fault::Failed("please try again later".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_could_not_be_asked_is_asked_again_and_less_and_less_often() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);

        assert_eq!(again_at(at(0), at(0)), Some(at(10)));
        assert_eq!(again_at(at(0), at(40)), Some(at(80)));
        assert_eq!(again_at(at(0), at(60 * 24 * 3)), Some(at(60 * 24 * 4)));
        assert_eq!(again_at(at(0), at(60 * 24 * 30)), None);
    }

    #[test]
    fn a_digest_knows_no_order_every_item_and_its_wording() {
        let [one, other]: [Url; 2] =
            ["https://maple.example/ap/o/1", "https://maple.example/ap/o/2"].map(|url| url.parse().unwrap());
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let of = |items: &[(&Url, i64)]| digest(items.iter().map(|(address, millis)| (*address, at(*millis))));

        assert_eq!(of(&[(&one, 1), (&other, 2)]), of(&[(&other, 2), (&one, 1)]));
        assert_ne!(of(&[(&one, 1), (&other, 2)]), of(&[(&one, 1)]));
        assert_ne!(of(&[(&one, 1)]), of(&[(&one, 2)]));
        assert_eq!(of(&[]), "0".repeat(64));
    }
}
