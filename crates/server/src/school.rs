//! A school: everything that belongs to one host name, as a value. One process serves one or many; they share nothing.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use federation::fetch::{Client, Network};
use federation::outbox::Keys;
use federation::ports::{Answering, Gatekeeper};
use federation::signature::{PrivateKey, Signer};
use federation::trust::Standing;
use jiff::tz::TimeZone;
use tokio::sync::Notify;
use url::Url;

use crate::clock::Clock;
use crate::domain::ids::ClassId;
use crate::domain::schools::Profile;
use crate::fediverse::keys::{Parsed, Turns};
use crate::media::Shelf;
use crate::store::{self, Database};
use crate::urls::Urls;

/// How we name ourselves to other servers; GoToSocial answers nobody without a name.
pub const USER_AGENT: &str = concat!("Schoolgate/", env!("CARGO_PKG_VERSION"));

/// What is needed to open a school.
#[derive(Clone, Debug)]
pub struct Place {
    /// `https://` and the host; `http://…` only in a demo and in tests.
    pub base: Url,
    pub database: String,
    pub media: PathBuf,
    pub network: Network,
    pub clock: Clock,
    pub outgoing_proxy: Option<Url>,
    pub extra_ca_pem: Option<Vec<u8>>,
    pub time_zone: TimeZone,
}

/// One school, open. Cloning shares it.
#[derive(Clone)]
pub struct School(Arc<Parts>);

/// What a school is made of.
pub struct Parts {
    pub profile: Profile,
    pub urls: Urls,
    pub db: Database,
    pub shelf: Shelf,
    pub clock: Clock,
    /// Where its people are: what "today, 10:32" means on its pages.
    pub time_zone: TimeZone,
    pub client: Client,
    /// Something is due to be sent or fetched: the courier should look.
    pub wake: Notify,
    /// Whose keys are being looked up.
    pub turns: Turns,
    /// Others' keys, parsed.
    pub parsed: Parsed,
    /// Our keys, parsed.
    signers: Mutex<HashMap<String, Signer>>,
}

impl Deref for School {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl School {
    /// Opens the school at this place. Errors: a sentence that says what is missing, such as that it was never founded.
    pub async fn open(place: Place) -> anyhow::Result<Self> {
        let db = Database::open(&place.database).await?;
        let profile = store::schools::get(&mut db.read())
            .await
            .map_err(anyhow::Error::new)?
            .ok_or_else(|| anyhow!("there is no school in this database yet; make one with `schoolgate init`"))?;
        let urls = Urls::new(place.base);
        let gatekeeper = Arc::new(Trusted { db: db.clone(), clock: place.clock.clone() });
        let client = Client::new(federation::fetch::Settings {
            network: place.network,
            clock: {
                let clock = place.clock.clone();
                Arc::new(move || clock.now())
            },
            user_agent: format!("{USER_AGENT} (+{})", urls.home()),
            gatekeeper,
            proxy: place.outgoing_proxy,
            extra_ca_pem: place.extra_ca_pem,
        })
        .context("preparing the client for other servers")?;
        let shelf = Shelf::folder(place.media).context("opening the folder for pictures")?;
        Ok(Self(Arc::new(Parts {
            profile,
            urls,
            db,
            shelf,
            clock: place.clock,
            time_zone: place.time_zone,
            client,
            wake: Notify::new(),
            turns: Turns::default(),
            parsed: Parsed::default(),
            signers: Mutex::default(),
        })))
    }

    /// How a host stands with us now: an exact match in the list, or nobody.
    pub async fn standing(&self, host: &str) -> crate::error::Result<Standing> {
        standing(&self.db, &self.clock, host).await
    }

    /// What the school itself signs with.
    pub async fn school_signer(&self) -> crate::error::Result<Signer> {
        self.signer(None).await
    }

    /// The public halves of a class's keys; without one, of the school's.
    pub async fn public_keys(&self, class: Option<&ClassId>) -> crate::error::Result<Keys> {
        let actor = class.map_or_else(|| self.urls.school_actor(), |class| self.urls.class_actor(class));
        let signer = self.signer(class).await?;
        let stored = store::keys::ours(&mut self.db.read(), class.map_or("school", ClassId::as_str)).await?;
        let seed: [u8; 32] = STANDARD
            .decode(&stored.ed25519_seed)
            .ok()
            .and_then(|seed| seed.try_into().ok())
            .ok_or_else(|| anyhow!("a key in the database cannot be read"))?;
        let ed25519 = PrivateKey::from_seed(&seed).and_then(|key| key.public()).map_err(anyhow::Error::new)?;
        Ok(Keys {
            rsa_pem: signer.key.public().map_err(anyhow::Error::new)?.to_pem(),
            rsa_id: signer.key_id,
            ed25519: ed25519.to_multibase().map(|multibase| (format!("{actor}#ed25519-key"), multibase)),
        })
    }

    /// What a class signs with; without one, the school. Parsed once and kept.
    pub async fn signer(&self, class: Option<&ClassId>) -> crate::error::Result<Signer> {
        let actor = class.map_or("school", ClassId::as_str);
        if let Some(signer) = self.signers.lock().unwrap_or_else(PoisonError::into_inner).get(actor) {
            return Ok(signer.clone());
        }
        let keys = store::keys::ours(&mut self.db.read(), actor).await?;
        let key = PrivateKey::from_pem(&keys.rsa_pem).map_err(anyhow::Error::new)?;
        let actor_url = class.map_or_else(|| self.urls.school_actor(), |class| self.urls.class_actor(class));
        let signer = Signer { key_id: format!("{actor_url}#main-key"), key };
        self.signers.lock().unwrap_or_else(PoisonError::into_inner).insert(actor.to_owned(), signer.clone());
        Ok(signer)
    }
}

async fn standing(db: &Database, clock: &Clock, host: &str) -> crate::error::Result<Standing> {
    let footing = store::partners::footing(&mut db.read(), host).await?;
    Ok(footing.map_or(Standing::Unknown, |footing| footing.standing_at(clock.now())))
}

/// The allow-list, as the client for other servers asks it before every look-up.
struct Trusted {
    db: Database,
    clock: Clock,
}

impl Gatekeeper for Trusted {
    fn standing<'a>(&'a self, host: &'a str) -> Answering<'a, Result<Standing, federation::Error>> {
        Box::pin(async move {
            standing(&self.db, &self.clock, host).await.map_err(|cause| federation::Error::Unreachable {
                host: host.to_owned(),
                why: format!("our own database: {cause}"),
                retry_after: None,
            })
        })
    }
}
