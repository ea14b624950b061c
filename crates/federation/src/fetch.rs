//! The only HTTP client.

use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use jiff::Timestamp;
use url::Url;

use crate::{
    Error,
    ports::Gatekeeper,
    signature::{Scheme, Signer},
    vocabulary::RemoteActor,
};

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where names lead.
#[derive(Debug, Clone)]
pub enum Network {
    /// The internet: https only, and no address of a private network.
    Public,
    /// One computer, for the demonstration and for tests: plain http, and only to these authorities.
    Local { hosts: HashMap<String, SocketAddr> },
}

/// What a [`Client`] is made of.
#[derive(Clone)]
pub struct Settings {
    pub network: Network,
    pub user_agent: String,
    pub gatekeeper: Arc<dyn Gatekeeper>,
    pub clock: Clock,
    pub proxy: Option<Url>,
    pub extra_ca_pem: Option<Vec<u8>>,
}

#[derive(Clone)]
pub struct Client {
    settings: Settings,
}

/// What came back from a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// `None` if there was no answer at all.
    pub status: Option<u16>,
    pub retry_after: Option<Duration>,
    /// Why there was none, in a few words.
    pub error: Option<String>,
    /// The beginning of the body, for the administrator.
    pub body_start: String,
}

fn later() -> Error {
    Error::Failed("not built yet".to_owned())
}

impl Client {
    pub fn new(settings: Settings) -> Result<Client, Error> {
        Ok(Client { settings })
    }

    pub async fn document(&self, url: &Url, signer: &Signer) -> Result<Vec<u8>, Error> {
        let _ = (&self.settings, url, signer);
        Err(later())
    }

    pub async fn unsigned_document(&self, url: &Url) -> Result<Vec<u8>, Error> {
        let _ = url;
        Err(later())
    }

    pub async fn actor(&self, url: &Url, signer: &Signer) -> Result<RemoteActor, Error> {
        let _ = (url, signer);
        Err(later())
    }

    pub async fn key(&self, key_id: &str, signer: &Signer) -> Result<RemoteActor, Error> {
        let _ = (key_id, signer);
        Err(later())
    }

    pub async fn picture(&self, url: &Url, signer: &Signer, cap: usize) -> Result<Bytes, Error> {
        let _ = (url, signer, cap);
        Err(later())
    }

    pub async fn handle(&self, handle: &str) -> Result<Url, Error> {
        let _ = handle;
        Err(later())
    }

    pub async fn post(&self, inbox: &Url, body: &[u8], signer: &Signer, scheme: Scheme) -> Answer {
        let _ = (inbox, body, signer, scheme);
        Answer::default()
    }
}
