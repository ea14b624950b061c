//! From the configuration to an open school.

use std::path::PathBuf;

use federation::fetch::Network;
use url::Url;

use super::failure::{Failure, Outcome};
use crate::clock::Clock;
use crate::config::{Config, Media, SchoolConfig};
use crate::domain::partners::exact_host;
use crate::error::Unavailable;
use crate::school::{Place, School};

/// Where a packaged server has its configuration.
const SYSTEM_WIDE: &str = "/etc/schoolgate/schoolgate.toml";
/// Where it is looked for first.
pub(super) const HERE: &str = "schoolgate.toml";

/// Which configuration, and which school of it.
pub(super) struct Where {
    file: PathBuf,
    /// The file was named, so it must be there.
    is_named: bool,
    host: Option<String>,
}

impl Where {
    pub(super) fn new(file: Option<PathBuf>, host: Option<String>) -> Outcome<Self> {
        let host = match host {
            Some(host) => Some(exact_host(&host).ok_or_else(|| {
                Failure::setup(format!("\"{host}\" is not a host name; write it as in blogs.maple.sch.uk"))
            })?),
            None => None,
        };
        let is_named = file.is_some();
        let file = file.unwrap_or_else(|| {
            let system_wide = PathBuf::from(SYSTEM_WIDE);
            if !PathBuf::from(HERE).exists() && system_wide.exists() { system_wide } else { PathBuf::from(HERE) }
        });
        Ok(Self { file, is_named, host })
    }

    pub(super) fn file(&self) -> &PathBuf {
        &self.file
    }

    pub(super) fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    pub(super) fn config(&self) -> Outcome<Config> {
        Config::read(&self.file, self.is_named).map_err(|cause| Failure::setup_from(&cause))
    }

    /// The school that was asked for, or the only one there is.
    pub(super) async fn open(&self) -> Outcome<School> {
        let config = self.config()?;
        let school = config.school(self.host()).map_err(|cause| Failure::setup_from(&cause))?;
        open(&config, school).await
    }
}

/// The authority of the school's own network, as PEM.
pub(super) fn extra_ca(config: &Config) -> Outcome<Option<Vec<u8>>> {
    let Some(file) = &config.extra_ca else { return Ok(None) };
    let read = std::fs::read(file);
    let unread = |cause| Failure::setup(format!("the certificates in {} cannot be read: {cause}", file.display()));
    read.map(Some).map_err(unread)
}

/// Where a school of the configuration is, as it runs in earnest: https only, and the public network.
pub(super) fn place(config: &Config, school: &SchoolConfig) -> Outcome<Place> {
    let extra_ca_pem = extra_ca(config)?;
    let mut media = config.media(school).map_err(|cause| Failure::setup_from(&cause))?;
    if let Media::Bucket(bucket) = &mut media {
        bucket.extra_ca_pem.clone_from(&extra_ca_pem);
    }
    let place = Place {
        base: base("https", &school.host)?,
        database: config.database_url(school),
        media,
        network: Network::Public,
        clock: Clock::system(),
        outgoing_proxy: config.outgoing_proxy.clone(),
        extra_ca_pem,
        time_zone: school.time_zone().map_err(|cause| Failure::setup_from(&cause))?,
        day_ends: school.day_ends().map_err(|cause| Failure::setup_from(&cause))?,
        ledger: config.ledger_file(school),
        mail: config.mail.clone(),
    };
    Ok(place)
}

/// Opens one school of the configuration.
pub(super) async fn open(config: &Config, school: &SchoolConfig) -> Outcome<School> {
    School::open(place(config, school)?).await.map_err(|cause| {
        let sentence = format!("{}: {cause:#}", school.host);
        // Starting again mends a database that is away, and nothing else.
        if cause.downcast_ref::<Unavailable>().is_some() { Failure::new(sentence) } else { Failure::setup(sentence) }
    })
}

/// The address everything of a school begins with.
pub(super) fn base(scheme: &str, host: &str) -> Outcome<Url> {
    Url::parse(&format!("{scheme}://{host}"))
        .map_err(|cause| Failure::setup(format!("\"{host}\" is not a host name: {cause}")))
}
