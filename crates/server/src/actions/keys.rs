//! New keys for a class, or for the school itself, and telling those who know the old ones.

use federation::delivery;
use federation::outbox;
use jiff::{SignedDuration, Timestamp};

use super::{publishing, schools};
use crate::domain::audit::Event;
use crate::domain::deliveries::{Utterance, Verb};
use crate::domain::ids::{ActivityId, ClassId};
use crate::domain::invitations::safety_words;
use crate::domain::partners::{PartnerSchool, PartnerState};
use crate::error::{Error, Result};
use crate::school::{OwnKeys, School};
use crate::store::{self, keys::ActorKeys};
use crate::wire;

/// Gives a class new keys; from then on the old ones open nothing here. Returns how many partner classes are told: their
/// servers fetch the class's document and the school's list, and believe nothing that the letter itself says.
pub async fn renew_class(school: &School, by: &str, class: &ClassId) -> Result<usize> {
    let class = store::classes::get(&mut school.db.read(), class).await?;
    let (stored, now) = fresh(school, class.id.as_str()).await?;
    let keys = OwnKeys::open(&stored, &school.urls.class_actor(&class.id))?;
    let mut tx = school.db.begin().await?;
    store::keys::replace_ours(&mut tx, &stored).await?;
    let told = store::follows::related(&mut tx, &class.id).await?;
    let recipients: Vec<_> = told.iter().map(publishing::recipient).collect();
    let id = ActivityId::fresh(now);
    let wire_id = school.urls.activity(&id);
    let actor = wire::classes::class(&school.urls, &class, keys.public);
    let utterance = Utterance {
        id,
        body: outbox::update_actor(&wire_id, actor).to_string(),
        wire_id,
        class: Some(class.id.clone()),
        item: None,
        revision: None,
        batch: None,
        verb: Verb::Renew,
        inboxes: delivery::inboxes(&recipients),
        due_at: now,
    };
    if !told.is_empty() {
        store::activities::say(&mut tx, &utterance, now).await?;
    }
    store::audit::append(&mut tx, Event::new(by, "renew_keys", format!("class:{}", class.id)), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(told.len())
}

/// Gives the school itself new keys. Every school with which there is an agreement holds ours until its admin and ours have
/// compared the new words; they are returned.
///
/// Errors: [`Error::Conflict`] while an agreement is being made, which would be about a key that is no more.
pub async fn renew_school(school: &School, by: &str) -> Result<Vec<PartnerSchool>> {
    let (stored, now) = fresh(school, "school").await?;
    let keys = OwnKeys::open(&stored, &school.urls.school_actor())?;
    let mut partners = store::partners::all(&mut school.db.read()).await?;
    for partner in &mut partners {
        partner.safety_words = words(&keys.fingerprint, partner.key_fingerprint.as_deref()).await?;
        partner.new_words = words(&keys.fingerprint, partner.new_fingerprint.as_deref()).await?;
    }
    let mut tx = school.db.begin().await?;
    for partner in &partners {
        store::partners::lock(&mut tx, partner.id.as_str()).await?;
        let known = store::partners::get(&mut tx, &partner.id).await?;
        if matches!(known.state, PartnerState::Invited | PartnerState::Asked) {
            return Err(Error::Conflict(format!(
                "an agreement with {} is being made with the old key; finish or end that first",
                known.host
            )));
        }
        if (&known.key_fingerprint, &known.new_fingerprint) != (&partner.key_fingerprint, &partner.new_fingerprint) {
            return Err(Error::Conflict(format!("{} has just shown another key; try again", known.host)));
        }
        let (words, new) = (partner.safety_words.as_deref(), partner.new_words.as_deref());
        store::partners::set_words(&mut tx, &partner.id, words, new).await?;
    }
    store::keys::replace_ours(&mut tx, &stored).await?;
    partners.retain(|partner| matches!(partner.state, PartnerState::Trusted | PartnerState::Paused));
    let actor =
        outbox::school_actor_minimal(&wire::classes::school(&school.urls, &school.profile, keys.public.clone()));
    for agreement in partners.iter().filter_map(|partner| partner.agreement.as_ref()) {
        let update = |id: &url::Url| outbox::update_actor(id, actor.clone());
        publishing::tell(&mut tx, school, None, Verb::Renew, &agreement.inbox, update, now).await?;
    }
    store::audit::append(&mut tx, Event::new(by, "renew_keys", "school"), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(partners)
}

/// New keys, made later than the old ones: by that other processes see that they are new.
async fn fresh(school: &School, actor: &str) -> Result<(ActorKeys, Timestamp)> {
    let before = store::keys::made_at(&mut school.db.read(), actor).await?;
    let now = school.clock.now();
    let made_at = now.max(before + SignedDuration::from_millis(1));
    Ok((schools::new_keys(actor, made_at).await?, now))
}

async fn words(own: &str, theirs: Option<&str>) -> Result<Option<String>> {
    let Some(theirs) = theirs.map(str::to_owned) else { return Ok(None) };
    let own = own.to_owned();
    let made = tokio::task::spawn_blocking(move || safety_words(&own, &theirs)).await;
    let words = made.map_err(anyhow::Error::new)?;
    words.map(Some).map_err(|cause| Error::Internal(anyhow::anyhow!("making safety words: {cause}")))
}
