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
use federation::signature::{self, KeyKind, PrivateKey, Signer};
use federation::style::Style;
use federation::trust::Standing;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use url::Url;

use crate::clock::Clock;
use crate::config::{Mail, Media};
use crate::domain::ids::ClassId;
use crate::domain::schools::{Profile, SchoolDay};
use crate::fediverse::keys::Parsed;
use crate::listeners::Listeners;
use crate::mail::Mailer;
use crate::media::Shelf;
use crate::store::keys::ActorKeys;
use crate::store::ledger::Ledger;
use crate::store::{self, Database, Sql, Wake};
use crate::turns::Turns;
use crate::urls::Urls;

/// How we name ourselves to other servers; GoToSocial answers nobody without a name.
pub const USER_AGENT: &str = concat!("Schoolgate/", env!("CARGO_PKG_VERSION"));

/// What is needed to open a school.
#[derive(Clone, Debug)]
pub struct Place {
    /// `https://` and the host; `http://…` only in a demo and in tests.
    pub base: Url,
    pub database: String,
    pub media: Media,
    pub network: Network,
    pub clock: Clock,
    pub outgoing_proxy: Option<Url>,
    pub extra_ca_pem: Option<Vec<u8>>,
    pub time_zone: TimeZone,
    /// When pupils' sessions end each day; none when they end by idling alone.
    pub day_ends: Option<civil::Time>,
    /// What is gone for good is written down here, beside the database.
    pub ledger: PathBuf,
    /// Who carries mail to adults; none when nobody does.
    pub mail: Option<Mail>,
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
    pub day: Option<SchoolDay>,
    pub client: Client,
    /// None when the school sends no mail.
    pub mailer: Option<Mailer>,
    /// Something is due to be sent or fetched: the courier should look, and those of the other nodes.
    pub wake: Wake,
    /// Pages that stay open and are told what is new.
    pub listeners: Listeners,
    /// Whose keys are being looked up, and whose list of classes.
    pub turns: Turns,
    pub list_turns: Turns,
    /// Others' keys, parsed.
    pub parsed: Parsed,
    /// Our keys, parsed.
    keys: Mutex<HashMap<String, Arc<OwnKeys>>>,
}

/// The keys of one of our actors, ready for use.
pub struct OwnKeys {
    made_at: Timestamp,
    /// Signs what we ask, and letters: RSA.
    pub signer: Signer,
    /// Proves documents, and signs letters to those who are known to check it: Ed25519.
    pub prover: Signer,
    pub public: Keys,
    /// The fingerprint of each, the one that signs letters first.
    pub fingerprints: Vec<String>,
    /// One for all of them: what two schools compare.
    pub fingerprint: String,
}

impl OwnKeys {
    /// Reads what is stored for the actor of this address.
    pub fn open(stored: &ActorKeys, actor: &Url) -> crate::error::Result<Self> {
        let rsa = PrivateKey::from_pem(&stored.rsa_pem).map_err(anyhow::Error::new)?;
        let seed: [u8; 32] = STANDARD
            .decode(&stored.ed25519_seed)
            .ok()
            .and_then(|seed| seed.try_into().ok())
            .ok_or_else(|| anyhow!("a key in the database cannot be read"))?;
        let ed25519 = PrivateKey::from_seed(&seed).map_err(anyhow::Error::new)?;
        let signer = Signer { key_id: format!("{actor}#main-key"), key: rsa };
        let prover = Signer { key_id: format!("{actor}#ed25519-key"), key: ed25519 };
        let (main, other) = (signer.key.public(), prover.key.public());
        let (main, other) = (main.map_err(anyhow::Error::new)?, other.map_err(anyhow::Error::new)?);
        Ok(Self {
            made_at: stored.created_at,
            public: Keys {
                rsa_id: signer.key_id.clone(),
                rsa_pem: main.to_pem(),
                ed25519: other.to_multibase().map(|multibase| (prover.key_id.clone(), multibase)),
            },
            fingerprints: vec![main.fingerprint(), other.fingerprint()],
            fingerprint: signature::fingerprint(&main, &[other]),
            signer,
            prover,
        })
    }

    /// What signs a letter in this style.
    pub fn signer_for(&self, style: Style) -> &Signer {
        match style.key() {
            KeyKind::Rsa => &self.signer,
            KeyKind::Ed25519 => &self.prover,
        }
    }
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
        let ledger = Ledger::open(&place.ledger, place.clock.clone())?;
        let db = Database::open(&place.database).await?.with_ledger(ledger);
        let profile = store::schools::get(&mut db.read())
            .await
            .map_err(anyhow::Error::new)?
            .ok_or_else(|| anyhow!("there is no school in this database yet; make one with `schoolgate init`"))?;
        let urls = Urls::new(place.base);
        let mailer = place.mail.map(|mail| Mailer::new(mail, place.extra_ca_pem.clone(), urls.host()));
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
        let shelf = Shelf::open(place.media).context("opening the place for pictures")?;
        Ok(Self(Arc::new(Parts {
            profile,
            urls,
            db,
            shelf,
            clock: place.clock,
            day: place.day_ends.map(|ends| SchoolDay { ends, zone: place.time_zone.clone() }),
            time_zone: place.time_zone,
            client,
            mailer,
            wake: Wake::default(),
            listeners: Listeners::default(),
            turns: Turns::default(),
            list_turns: Turns::default(),
            parsed: Parsed::default(),
            keys: Mutex::default(),
        })))
    }

    /// How a host stands with us now: an exact match in the list, or nobody.
    pub async fn standing(&self, host: &str) -> crate::error::Result<Standing> {
        standing(&mut self.db.read(), host, self.clock.now()).await
    }

    /// What the school itself signs with.
    pub async fn school_signer(&self) -> crate::error::Result<Signer> {
        self.signer(None).await
    }

    /// The public halves of a class's keys; without one, of the school's.
    pub async fn public_keys(&self, class: Option<&ClassId>) -> crate::error::Result<Keys> {
        Ok(self.keys(class).await?.public.clone())
    }

    /// What a class proves documents with; without one, the school.
    pub async fn prover(&self, class: Option<&ClassId>) -> crate::error::Result<Signer> {
        Ok(self.keys(class).await?.prover.clone())
    }

    /// What a class signs with; without one, the school.
    pub async fn signer(&self, class: Option<&ClassId>) -> crate::error::Result<Signer> {
        Ok(self.keys(class).await?.signer.clone())
    }

    /// What day it is where its people are.
    pub fn today(&self) -> civil::Date {
        self.clock.now().to_zoned(self.time_zone.clone()).date()
    }

    /// The keys of a class; without one, of the school. Parsed once and kept for as long as they are in the database: another
    /// process may renew them, and from then on nothing is signed with the old ones.
    pub async fn keys(&self, class: Option<&ClassId>) -> crate::error::Result<Arc<OwnKeys>> {
        let actor = class.map_or("school", ClassId::as_str);
        let made_at = store::keys::made_at(&mut self.db.read(), actor).await?;
        if let Some(kept) = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(actor)
            && kept.made_at == made_at
        {
            return Ok(Arc::clone(kept));
        }
        let stored = store::keys::ours(&mut self.db.read(), actor).await?;
        let address = class.map_or_else(|| self.urls.school_actor(), |class| self.urls.class_actor(class));
        let keys = Arc::new(OwnKeys::open(&stored, &address)?);
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(actor.to_owned(), Arc::clone(&keys));
        Ok(keys)
    }
}

/// The same within a transaction, or at another moment.
pub async fn standing(sql: &mut impl Sql, host: &str, now: Timestamp) -> crate::error::Result<Standing> {
    let footing = store::partners::footing(sql, host).await?;
    Ok(footing.map_or(Standing::Unknown, |footing| footing.standing_at(now)))
}

/// The allow-list, as the client for other servers asks it before every look-up.
struct Trusted {
    db: Database,
    clock: Clock,
}

impl Gatekeeper for Trusted {
    fn standing<'a>(&'a self, host: &'a str) -> Answering<'a, Result<Standing, federation::Error>> {
        Box::pin(async move {
            standing(&mut self.db.read(), host, self.clock.now()).await.map_err(|cause| {
                federation::Error::Unreachable {
                    host: host.to_owned(),
                    why: format!("our own database: {cause}"),
                    retry_after: None,
                }
            })
        })
    }
}
