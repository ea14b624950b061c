//! Pictures in a store that speaks S3, where several machines reach them: the same names, the same promises.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{Certificate, ClientOptions};
use object_store::path::Path;
use object_store::{BackoffConfig, Error, ObjectStore, ObjectStoreExt, RetryConfig};

use super::store::{Name, damaged};
use crate::config::Bucket;

/// How long one request may take: a page with a picture waits for it.
const REQUEST: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(3);
/// A store that is being restarted is asked again, for as long as a visitor would wait.
const AGAIN: RetryConfig = RetryConfig {
    backoff: BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(2), base: 2.0 },
    max_retries: 3,
    retry_timeout: Duration::from_secs(12),
};

/// A place in a bucket: `prefix/ab/abcdef…`.
pub(super) struct Remote {
    store: AmazonS3,
    prefix: String,
    /// How it is called to people.
    name: String,
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("name", &self.name).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// The store that has this bucket. One request to it may take so long.
pub fn reach(bucket: Bucket, request: Duration) -> io::Result<AmazonS3> {
    let mut options = ClientOptions::new()
        .with_timeout(request)
        .with_connect_timeout(CONNECT)
        .with_allow_http(bucket.store.may_be_plain());
    if let Some(pem) = &bucket.extra_ca_pem {
        for certificate in Certificate::from_pem_bundle(pem).map_err(io::Error::other)? {
            options = options.with_root_certificate(certificate);
        }
    }
    // A store on our own network is not reached by the way out.
    if let Some(proxy) = bucket.proxy.filter(|_| !bucket.store.may_be_plain()) {
        options = options.with_proxy_url(proxy.to_string());
    }
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.store.region)
        .with_access_key_id(&bucket.store.access_key)
        .with_secret_access_key(&bucket.store.secret_key.0)
        .with_client_options(options)
        .with_retry(AGAIN);
    if let Some(endpoint) = &bucket.store.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    builder.build().map_err(io::Error::other)
}

impl Remote {
    /// Asks nobody anything yet. Errors: a setting that cannot be.
    pub(super) fn new(bucket: Bucket) -> io::Result<Self> {
        let (prefix, name) = (bucket.prefix.clone(), bucket.name.clone());
        Ok(Self { store: reach(bucket, REQUEST)?, prefix, name })
    }

    fn at(&self, name: &Name) -> Path {
        Path::from(format!("{}/{}/{}", self.prefix, name.folder(), name.as_str()))
    }

    /// Answered when the store has it for good.
    pub(super) async fn put(&self, name: &Name, bytes: Vec<u8>) -> io::Result<()> {
        self.store.put(&self.at(name), bytes.into()).await.map(|_| ()).map_err(|why| self.failed(&why))
    }

    pub(super) async fn get(&self, name: &Name) -> io::Result<Vec<u8>> {
        let found = self.store.get(&self.at(name)).await.map_err(|why| self.failed(&why))?;
        let bytes = found.bytes().await.map_err(|why| self.failed(&why))?.to_vec();
        name.fits(&bytes).then_some(bytes).ok_or_else(damaged)
    }

    pub(super) async fn exists(&self, name: &Name) -> io::Result<bool> {
        match self.store.head(&self.at(name)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(why) => Err(self.failed(&why)),
        }
    }

    /// Removes everything that lies under our prefix.
    pub(super) async fn clear(&self) -> io::Result<()> {
        let mut all = self.store.list(Some(&Path::from(self.prefix.as_str())));
        while let Some(found) = all.next().await {
            let place = found.map_err(|why| self.failed(&why))?.location;
            match self.store.delete(&place).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(why) => return Err(self.failed(&why)),
            }
        }
        Ok(())
    }

    pub(super) async fn delete(&self, name: &Name) -> io::Result<()> {
        match self.store.delete(&self.at(name)).await {
            // Some stores say that it was not there.
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(why) => Err(self.failed(&why)),
        }
    }

    /// The library's error says which address was asked and what was answered, and nothing of the keys.
    fn failed(&self, why: &Error) -> io::Error {
        let kind = match why {
            Error::NotFound { source, .. } if source.to_string().contains("NoSuchBucket") => {
                let sentence = format!("there is no bucket {} in the store for pictures", self.name);
                return io::Error::other(sentence);
            }
            Error::NotFound { .. } => ErrorKind::NotFound,
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => ErrorKind::PermissionDenied,
            _ => ErrorKind::NetworkUnreachable,
        };
        io::Error::new(kind, format!("the store for pictures: {why}"))
    }
}
