//! Founding a school, and stopping all federation at once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::signature::PrivateKey;
use jiff::Timestamp;
use rand::RngCore;

use crate::clock::Clock;
use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::StaffId;
use crate::domain::people::{self, Staff};
use crate::domain::schools::Profile;
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store::keys::ActorKeys;
use crate::store::{self, Database};

/// What is asked when a school is founded.
#[derive(Clone, Debug, Default)]
pub struct NewSchool {
    pub name: String,
    pub town: String,
    pub country: String,
    pub language: String,
    pub admin_name: String,
    pub admin_email: String,
    pub admin_password: String,
}

/// Founds the school and its first admin. Errors: [`Error::Invalid`], or [`Error::Conflict`] when there is one already.
pub async fn found(db: &Database, clock: &Clock, new: NewSchool) -> Result<StaffId> {
    let now = clock.now();
    let mut faults = Vec::new();
    let name = one_line(&new.name);
    if name.is_empty() {
        faults.push(Fault { field: "name", key: "fault-name-missing" });
    }
    let email = people::email(&new.admin_email);
    if email.is_none() {
        faults.push(Fault { field: "email", key: "fault-email" });
    }
    if let Some(fault) = super::people::password_fault(&new.admin_password) {
        faults.push(fault);
    }
    let (true, Some(email)) = (faults.is_empty(), email) else { return Err(Error::Invalid(faults)) };
    let password_hash = crate::passwords::hash(&new.admin_password).await?;
    let keys = new_keys("school", now).await?;
    let mut secret = [0_u8; 32];
    rand::rng().fill_bytes(&mut secret);
    let admin = Staff {
        id: StaffId::fresh(now),
        email,
        name: one_line(&new.admin_name),
        admin_since: Some(now),
        safeguarding_since: None,
        created_at: now,
        disabled_at: None,
    };

    let mut tx = db.begin().await?;
    if store::schools::get(&mut tx).await?.is_some() {
        return Err(Error::Conflict("there is a school in this database already".to_owned()));
    }
    let profile = Profile {
        id: StaffId::fresh(now).to_string(),
        name,
        town: one_line(&new.town),
        country: one_line(&new.country),
        language: if new.language.is_empty() { "en".to_owned() } else { one_line(&new.language) },
        secret: STANDARD.encode(secret),
        founded_at: now,
        federation_paused_at: None,
    };
    store::schools::found(&mut tx, &profile).await?;
    store::keys::insert_ours(&mut tx, &keys).await?;
    store::people::insert_staff(&mut tx, &admin, &password_hash).await?;
    store::audit::append(&mut tx, Event::new("school", "found", format!("staff:{}", admin.id)), now).await?;
    tx.commit().await?;
    Ok(admin.id)
}

/// A fresh pair of keys for one of our actors. Making an RSA key takes a while, so it is done beside the other work.
pub(super) async fn new_keys(actor: &str, now: Timestamp) -> Result<ActorKeys> {
    let (rsa, ed25519) = tokio::task::spawn_blocking(|| {
        Ok::<_, federation::Error>((PrivateKey::generate_rsa()?, PrivateKey::generate_ed25519()?))
    })
    .await
    .map_err(anyhow::Error::new)?
    .map_err(anyhow::Error::new)?;
    let (Some(rsa_pem), Some(seed)) = (rsa.to_pem(), ed25519.seed()) else {
        return Err(Error::Internal(anyhow::anyhow!("a fresh key cannot be written down")));
    };
    Ok(ActorKeys {
        actor: actor.to_owned(),
        rsa_pem: rsa_pem.to_owned(),
        ed25519_seed: STANDARD.encode(seed),
        created_at: now,
    })
}

/// Stops all federation: nothing in, nothing out, and what came is hidden, from the next request on.
pub async fn pause_federation(school: &School, by: &Adult) -> Result<()> {
    if !by.is_admin && !by.is_safeguarding {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::schools::pause(&mut tx, Some(now), &by.subject()).await.map_err(already("it is paused already"))?;
    store::audit::append(&mut tx, Event::new(by.subject(), "pause_federation", "school"), now).await?;
    tx.commit().await
}

/// Lets federation go on; what was held comes to the gate, and what waited to leave leaves.
pub async fn resume_federation(school: &School, by: &Adult) -> Result<()> {
    if !by.is_admin && !by.is_safeguarding {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::schools::pause(&mut tx, None, &by.subject()).await.map_err(already("it is not paused"))?;
    store::audit::append(&mut tx, Event::new(by.subject(), "resume_federation", "school"), now).await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// Turns "no row changed" into a sentence that says why.
pub(super) fn already(sentence: &'static str) -> impl Fn(Error) -> Error {
    move |cause| match cause {
        Error::Missing => Error::Conflict(sentence.to_owned()),
        other => other,
    }
}
