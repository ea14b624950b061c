//! The only file that implements the traits of `activitypub_federation`.

use std::sync::Arc;

use activitypub_federation::config::{Data, FederationConfig};
use url::Url;

use crate::{Error, ports::Answering, vocabulary::Activity};

/// What the library needs from our house.
pub trait Host: Send + Sync {
    /// Judge and commit one letter, whose signature by `from` is proved.
    fn receive<'a>(&'a self, activity: &'a Activity, from: &'a Url) -> Answering<'a, Result<(), Error>>;
}

/// A letter and who has been proved to have signed it.
#[derive(Debug, Clone)]
pub struct Letter {
    pub activity: Activity,
    pub from: Url,
}

pub async fn config(
    domain: &str,
    host: Arc<dyn Host>,
    local: bool,
) -> Result<FederationConfig<Arc<dyn Host>>, Error> {
    FederationConfig::builder()
        .domain(domain)
        .app_data(host)
        .debug(local)
        .build()
        .await
        .map_err(|error| Error::Failed(error.to_string()))
}

pub async fn hand_over(letter: Letter, data: &Data<Arc<dyn Host>>) -> Result<(), Error> {
    data.app_data().receive(&letter.activity, &letter.from).await
}
