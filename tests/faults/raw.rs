//! Connections on which a test says every byte itself, to a school's front and to the program behind it.

use std::sync::Arc;
use std::time::Duration;

use tests::peers::Wire;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::schools::School;
use super::world::World;

/// How long a server may think before it is taken for silent: more than its own ten seconds for a head.
const PATIENCE: Duration = Duration::from_secs(15);

/// A connection to say things on.
pub(crate) struct Line(Box<dyn Wire>);

impl Line {
    /// To nginx, over TLS, speaking HTTP/1.1 or `h2`.
    pub(crate) async fn to_front(world: &World, school: &School, protocol: &str) -> Self {
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_pem_slice(world.authority.pem().as_bytes()).expect("a certificate");
        roots.add(authority).expect("an authority");
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        let stream = TcpStream::connect((school.place.v4, 443)).await.expect("a connection");
        let name = ServerName::try_from(school.host().to_owned()).expect("a name");
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("TLS");
        Self(Box::new(stream))
    }

    /// To the program itself.
    pub(crate) async fn to_program(school: &School) -> Self {
        Self(Box::new(TcpStream::connect(school.program).await.expect("a connection")))
    }

    /// Says it, unless the other side has hung up.
    pub(crate) async fn say(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.0.write_all(bytes.as_ref()).await.is_ok() && self.0.flush().await.is_ok()
    }

    /// Everything until the other side hangs up; None if it does not.
    pub(crate) async fn hear_all(&mut self) -> Option<String> {
        self.hear_for(PATIENCE).await
    }

    /// The same within a time of one's own.
    pub(crate) async fn hear_for(&mut self, limit: Duration) -> Option<String> {
        let mut said = Vec::new();
        let end = tokio::time::timeout(limit, self.0.read_to_end(&mut said)).await;
        // Hanging up without saying so is hanging up.
        end.is_ok().then(|| String::from_utf8_lossy(&said).into_owned())
    }

    /// One answer: its status and its body, by its length.
    pub(crate) async fn hear(&mut self) -> Option<(u16, String)> {
        tokio::time::timeout(PATIENCE, self.answer()).await.ok().flatten()
    }

    async fn answer(&mut self) -> Option<(u16, String)> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.ok()?);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)];
        self.0.read_exact(&mut body).await.ok()?;
        Some((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

/// The status lines within what was said.
pub(crate) fn statuses(said: &str) -> Vec<u16> {
    let answers = said.match_indices("HTTP/1.").filter_map(|(at, _)| said.get(at + 9..at + 12)?.parse().ok());
    answers.collect()
}
