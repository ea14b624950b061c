//! A small internet on this computer: one way out (a proxy) to every school, with real TLS, where a test decides how a
//! school answers.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncReadExt, AsyncWriteExt, WriteHalf, copy, copy_bidirectional, sink, split};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;
use url::Url;

use crate::people::Browser;

/// The authority that signed for every school here.
pub const AUTHORITY: &str = include_str!("../certificates/authority.pem");
const SCHOOLS: &str = include_str!("../certificates/schools.pem");
const KEY: &str = include_str!("../certificates/schools.key");

/// How a school answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// It takes every connection and says nothing.
    Silent,
    /// It hears everything, and no answer of its own arrives.
    Unheard,
    /// It hears everything at once, and each of its answers is a while on its way.
    Slow,
}

/// How long a slow school's answer is on its way.
const WHILE: Duration = Duration::from_millis(50);

/// The way out, and where it leads.
pub struct Internet {
    pub proxy: Url,
    routes: Arc<Mutex<HashMap<String, (SocketAddr, Mood)>>>,
    /// How often somebody asked for a connection.
    calls: watch::Receiver<usize>,
    work: JoinHandle<()>,
}

impl Internet {
    /// With a route to each of these hosts; behind it stands a server that speaks plain HTTP.
    pub async fn to(hosts: &HashMap<String, SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = format!("http://{}", listener.local_addr().expect("an address")).parse().expect("an address");
        let routes = hosts.iter().map(|(host, address)| (host.clone(), (*address, Mood::Well))).collect();
        let routes = Arc::new(Mutex::new(routes));
        let (called, calls) = watch::channel(0);
        let acceptor = acceptor().expect("the certificates of the tests");
        let known = Arc::clone(&routes);
        let work = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, known, called) = (acceptor.clone(), Arc::clone(&known), called.clone());
                // A connection that breaks off is what these stories are about.
                tokio::spawn(async move { carry(stream, &acceptor, &known, &called).await.ok() });
            }
        });
        Self { proxy, routes, calls, work }
    }

    /// From the next connection on.
    pub fn set(&self, host: &str, mood: Mood) {
        if let Some(route) = self.routes.lock().unwrap_or_else(PoisonError::into_inner).get_mut(host) {
            route.1 = mood;
        }
    }

    /// Leads to another address from the next connection on, as whoever shares out visitors among several nodes does.
    pub fn lead(&self, host: &str, address: SocketAddr) {
        if let Some(route) = self.routes.lock().unwrap_or_else(PoisonError::into_inner).get_mut(host) {
            route.0 = address;
        }
    }

    /// A person's browser at a school of this internet. It makes a connection of its own for every page.
    pub fn browser(&self, base: &Url) -> Browser {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .pool_max_idle_per_host(0)
            .proxy(reqwest::Proxy::https(self.proxy.as_str()).expect("a proxy"))
            .tls_certs_only([reqwest::Certificate::from_pem(AUTHORITY.as_bytes()).expect("the authority")]);
        Browser::over(client.build().expect("a client"), base)
    }

    /// How often somebody has asked for a connection so far.
    pub fn calls(&self) -> usize {
        *self.calls.borrow()
    }
}

impl Drop for Internet {
    fn drop(&mut self) {
        self.work.abort();
    }
}

fn acceptor() -> anyhow::Result<TlsAcceptor> {
    let chain = CertificateDer::pem_slice_iter(SCHOOLS.as_bytes()).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes())?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// One connection: `CONNECT host:443`, TLS, and then whatever is said.
async fn carry(
    mut stream: TcpStream,
    acceptor: &TlsAcceptor,
    routes: &Mutex<HashMap<String, (SocketAddr, Mood)>>,
    called: &watch::Sender<usize>,
) -> anyhow::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8(head)?;
    let target = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).context("not a CONNECT")?;
    let host = target.strip_suffix(":443").context("not the port of https")?;
    let (address, mood) =
        *routes.lock().unwrap_or_else(PoisonError::into_inner).get(host).context("a host nobody knows")?;
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let mut near = acceptor.accept(stream).await?;
    called.send_modify(|calls| *calls += 1);
    match mood {
        Mood::Well => {
            let mut far = TcpStream::connect(address).await?;
            copy_bidirectional(&mut near, &mut far).await?;
        }
        Mood::Silent => {
            copy(&mut near, &mut sink()).await?;
        }
        Mood::Unheard => {
            let (mut answers, mut letters) = TcpStream::connect(address).await?.into_split();
            let swallowing = tokio::spawn(async move { copy(&mut answers, &mut sink()).await });
            copy(&mut near, &mut letters).await?;
            swallowing.abort();
        }
        Mood::Slow => {
            let (answers, mut letters) = TcpStream::connect(address).await?.into_split();
            let (mut asking, asked) = split(near);
            let answering = tokio::spawn(hand_on_slowly(answers, asked));
            copy(&mut asking, &mut letters).await?;
            answering.abort();
        }
    }
    Ok(())
}

/// Hands each piece of an answer on a while after it came.
#[expect(clippy::disallowed_methods, reason = "nobody waits for something here: being slow is what it is for")]
async fn hand_on_slowly(mut from: OwnedReadHalf, mut to: WriteHalf<TlsStream<TcpStream>>) -> std::io::Result<()> {
    let mut piece = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return to.shutdown().await;
        }
        tokio::time::sleep(WHILE).await;
        to.write_all(&piece[..length]).await?;
    }
}
