//! Where a school's pictures are kept: a folder of this machine, or a bucket of a store that speaks S3.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use serde::Deserialize;
use url::{Host, Url};

/// The `[s3]` block: the store that addresses beginning with `s3://` are about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `https://` and the store's host; Amazon's own for the region unless given.
    #[serde(default)]
    pub endpoint: Option<Url>,
    /// As the store calls it.
    #[serde(default = "default_region")]
    pub region: String,
    #[serde(default)]
    pub access_key: String,
    #[serde(default)]
    pub secret_key: Secret,
    /// The endpoint is on a network of our own, where nobody else listens: it may do without https.
    #[serde(default)]
    pub private_network: bool,
}

fn default_region() -> String {
    "us-east-1".to_owned()
}

/// What is never written anywhere: not into a log, not into an error.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// One school's pictures.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one for each school")]
pub enum Media {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A place in a store.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub name: String,
    /// What every name in it begins with; may be empty.
    pub prefix: String,
    pub store: Store,
    /// The way out, for a store that is not on this network.
    pub proxy: Option<Url>,
    /// A private authority beside the usual ones.
    pub extra_ca_pem: Option<Vec<u8>>,
}

impl From<PathBuf> for Media {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket(bucket) => write!(f, "s3://{}/{}", bucket.name, bucket.prefix),
        }
    }
}

impl Bucket {
    /// Reads `s3://bucket/prefix`. Errors: one sentence.
    pub(super) fn parse(address: &str, store: &Store) -> anyhow::Result<Self> {
        let wrong = || anyhow!("\"{address}\" is no place in a store; write it as in s3://maple-pictures/blogs");
        let (name, prefix) = address
            .strip_prefix("s3://")
            .ok_or_else(wrong)?
            .split_once('/')
            .unwrap_or_else(|| (address.strip_prefix("s3://").unwrap_or_default(), ""));
        let may = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        let prefix = prefix.trim_end_matches('/');
        let is_plain = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        if !(3..=63).contains(&name.len()) || !name.chars().all(may) {
            return Err(wrong());
        }
        if !prefix.is_empty() && !prefix.split('/').all(is_plain) {
            return Err(wrong());
        }
        if store.access_key.is_empty() || store.secret_key.0.is_empty() {
            bail!(
                "{address} needs the store's keys: access_key and secret_key below [s3], or SCHOOLGATE_S3_ACCESS_KEY and SCHOOLGATE_S3_SECRET_KEY"
            );
        }
        Ok(Self {
            name: name.to_owned(),
            prefix: prefix.to_owned(),
            store: store.clone(),
            proxy: None,
            extra_ca_pem: None,
        })
    }
}

impl Store {
    /// Whether the endpoint has no need of https: it is this machine, or it was said to be on a network of our own and can be.
    pub fn may_be_plain(&self) -> bool {
        let Some(host) = self.endpoint.as_ref().and_then(Url::host) else { return false };
        let is_private = match host {
            Host::Ipv4(address) => address.is_private() || address.is_link_local(),
            Host::Ipv6(address) => address.is_unique_local() || address.is_unicast_link_local(),
            // One word is a name of this network, as containers have them.
            Host::Domain(name) => !name.contains('.') || matches!(name.rsplit('.').next(), Some("internal" | "local")),
        };
        self.is_here() || (self.private_network && is_private)
    }

    /// Whether the endpoint is this machine.
    pub fn is_here(&self) -> bool {
        match self.endpoint.as_ref().and_then(Url::host) {
            Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// What must not be said to it in the open. Errors: one sentence that names the setting.
    pub(super) fn refuse_dangers(&self) -> anyhow::Result<()> {
        let Some(endpoint) = &self.endpoint else { return Ok(()) };
        match endpoint.scheme() {
            "https" => {}
            "http" if self.may_be_plain() => {}
            "http" => bail!(
                "the endpoint of [s3] does without https, so that everybody on the way sees the pictures; use https, or say private_network = true of a store that only this network reaches by a private address or a name of one word"
            ),
            _ => bail!("the endpoint of [s3] must begin with https://"),
        }
        if !endpoint.username().is_empty() || endpoint.password().is_some() || endpoint.path() != "/" {
            bail!("the endpoint of [s3] is a host and nothing more; the keys are access_key and secret_key");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(endpoint: &str, private_network: bool) -> Store {
        Store {
            endpoint: Some(endpoint.parse().unwrap()),
            access_key: "GK1".to_owned(),
            secret_key: Secret("0123456789abcdef".to_owned()),
            private_network,
            ..Store::default()
        }
    }

    #[test]
    fn a_bucket_is_a_name_and_what_names_in_it_begin_with() {
        let read = |address: &str| {
            Bucket::parse(address, &store("https://s3.example", false)).map(|bucket| (bucket.name, bucket.prefix)).ok()
        };
        let is = |name: &str, prefix: &str| Some((name.to_owned(), prefix.to_owned()));

        assert_eq!(read("s3://maple"), is("maple", ""));
        assert_eq!(read("s3://maple/"), is("maple", ""));
        assert_eq!(read("s3://maple/blogs/2026/"), is("maple", "blogs/2026"));
        for bad in
            ["s3://", "s3://M", "s3://me:x@maple", "s3://maple/../x", "s3://maple//x", "s3://maple/a?b", "S3://maple"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert!(
            Bucket::parse("s3://maple", &Store::default())
                .unwrap_err()
                .to_string()
                .contains("SCHOOLGATE_S3_SECRET_KEY")
        );
    }

    #[test]
    fn t37_pictures_leave_in_the_open_to_nobody_but_ourselves() {
        let refused = |endpoint: &str, private| store(endpoint, private).refuse_dangers().is_err();

        for endpoint in ["https://s3.example", "http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"] {
            assert!(!refused(endpoint, false), "{endpoint}");
        }
        for endpoint in ["http://store:3900", "http://10.0.0.7:3900", "http://store.internal", "http://[fd00::7]"] {
            assert!(refused(endpoint, false), "{endpoint}");
            assert!(!refused(endpoint, true), "{endpoint}");
        }
        for endpoint in [
            "http://s3.example",
            "http://93.184.215.14",
            "ftp://store",
            "https://me:secret@s3.example",
            "https://s3.example/x",
        ] {
            assert!(refused(endpoint, true), "{endpoint}");
        }
    }

    #[test]
    fn a_secret_is_written_nowhere() {
        let store = store("https://me:0123456789abcdef@s3.example", false);

        let said = format!(
            "{:?} {}",
            Bucket::parse("s3://maple", &store).unwrap().store.secret_key,
            store.refuse_dangers().unwrap_err()
        );

        assert!(!said.contains("0123456789abcdef"), "{said}");
    }
}
