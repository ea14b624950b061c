//! What the machine tells: folder, disk, backups, the name of the host, and the certificate it shows.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::Notes;
use crate::backup::schedule::Plan;
use crate::clock::Clock;
use crate::config::backups::When;
use crate::domain::notices::MailTrouble;
use crate::mail::Mailer;

/// Under so much nothing can be relied on any more; under so much it is time to look.
const FULL: u64 = 500 * 1024 * 1024;
const FILLING: u64 = 2 * 1024 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);
/// Days left at which a certificate is worth a look, and at which it is urgent. Those that renew themselves do so at thirty.
const CERTIFICATE: i64 = 21;
const CERTIFICATE_URGENT: i64 = 7;

/// Nobody else on the machine may look into the data.
pub(super) fn folder(notes: &mut Notes, data: &Path) {
    match std::fs::metadata(data) {
        Err(cause) => {
            notes.bad("folder", format!("{}: {cause}", data.display()), "make it, or name another with data = …");
        }
        Ok(found) if found.permissions().mode() & 0o077 != 0 => notes.worry(
            "folder",
            format!("others on this machine may look into {}", data.display()),
            format!("chmod 700 {}", data.display()),
        ),
        Ok(_) => notes.good("folder", format!("{} is for the server's eyes only", data.display())),
    }
}

pub(super) fn disk(notes: &mut Notes, data: &Path) {
    let Ok(disk) = rustix::fs::statvfs(data) else { return };
    let free = disk.f_bavail * disk.f_frsize;
    let said = format!("{} MB are free", free / (1024 * 1024));
    if free < FULL || disk.f_files > 0 && disk.f_favail == 0 {
        notes.bad("disk", said, "make room now: nothing can be written soon, and until then people only read");
    } else if free < FILLING {
        notes.worry("disk", said, "make room, or move the data to a larger disk");
    } else {
        notes.good("disk", said);
    }
}

pub(super) fn backups(notes: &mut Notes, plan: Option<&Plan>, now: Timestamp) {
    let Some(plan) = plan else {
        notes.bad("backup", "none is planned", "write [backup] folder = … into the configuration, on another disk");
        return;
    };
    let kept = match plan.folder.kept() {
        Ok(kept) => kept,
        Err(cause) => {
            notes.bad("backup", format!("{}: {cause}", plan.folder.path().display()), "is the disk there?");
            return;
        }
    };
    let every = match plan.when {
        When::At(_) => SignedDuration::from_hours(24),
        When::Every(every) => every,
    };
    let Some(last) = kept.last() else {
        notes.bad("backup", "there is none yet", "start the server, or say: schoolgate backup");
        return;
    };
    let said = format!("{} are kept, the last of {}", kept.len(), last.taken_at.strftime("%Y-%m-%d %H:%M UTC"));
    if now > last.taken_at + every + every {
        notes.bad("backup", said, "say: schoolgate backup, and read why it does not work");
    } else {
        notes.good("backup", said);
    }
}

/// Whether the newest backup lies in a second place, too.
pub(super) async fn copies(notes: &mut Notes, plan: &Plan) {
    let remedy =
        "a fire takes the backups with the server: write [backup] copy = \"s3://…\", or carry them out of the house";
    let Some(copy) = &plan.copy else {
        return notes.worry("copies", "backups are kept in one place alone", remedy);
    };
    let newest = plan.folder.kept().ok().and_then(|kept| kept.last().map(|kept| kept.path.clone()));
    match copy.kept(&plan.folder).await {
        Err(cause) => notes.bad("copies", format!("{copy}: {cause}"), "is the store there, and are its keys right?"),
        Ok(kept) => {
            let has_newest = newest.is_none_or(|newest| kept.iter().any(|(name, _)| newest.ends_with(name)));
            let said = format!("{} are in {copy}", kept.len());
            if has_newest {
                notes.good("copies", said);
            } else {
                notes.bad(
                    "copies",
                    format!("{said}, but not the newest"),
                    "say: schoolgate backup, and read why it does not get there",
                );
            }
        }
    }
}

/// Whether the mail server lets us in. No mail is sent.
pub(super) async fn mail(notes: &mut Notes, mailer: Option<&Mailer>) {
    let Some(mailer) = mailer else { return };
    let place = mailer.place();
    let Err(failure) = mailer.check().await else {
        return notes.good("mail", format!("{place} lets us in"));
    };
    let remedy = match failure.why {
        MailTrouble::Silent => "are host and port of [mail] right, and does a firewall let us out?",
        MailTrouble::Unsafe => "is encryption of [mail] right, and is the server's certificate in order?",
        MailTrouble::SignIn => "are user and password of [mail] right?",
        MailTrouble::Refused => "ask whoever runs it",
    };
    notes.bad("mail", format!("{place}: {failure}"), remedy);
}

/// Where the name of the host leads.
pub(super) async fn name(notes: &mut Notes, host: &str) {
    let looked = tokio::time::timeout(PATIENCE, tokio::net::lookup_host(authority(host))).await;
    let remedy = "ask whoever keeps the school's names (DNS) to let it lead to this server";
    let found: Vec<IpAddr> = match looked {
        Ok(Ok(found)) => found.map(|found| found.ip()).collect(),
        Ok(Err(cause)) => return notes.bad("name", format!("{host} leads nowhere ({cause})"), remedy),
        Err(_) => return notes.bad("name", format!("{host} leads nowhere (no answer)"), "is the network there?"),
    };
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    let said = format!("{host} leads to {}", said.join(", "));
    if found.iter().any(IpAddr::is_loopback) {
        notes.worry(
            "name",
            said,
            "this machine asks itself (/etc/hosts); see from another one whether the name leads here",
        );
    } else {
        notes.good("name", said);
    }
}

/// The certificate that is shown under the name of the host. Partners' servers believe no other.
pub(super) async fn certificate(notes: &mut Notes, host: &str) {
    let remedy = "see that Caddy or nginx runs in front, and that it may renew its certificate";
    let shown = match tokio::time::timeout(PATIENCE, shown(host)).await {
        Ok(Ok(shown)) => shown,
        Ok(Err(cause)) => return notes.bad("certificate", format!("none was shown ({cause})"), remedy),
        Err(_) => return notes.bad("certificate", "none was shown (no answer)", remedy),
    };
    let Ok((_, read)) = X509Certificate::from_der(&shown) else {
        return notes.bad("certificate", "it cannot be read", remedy);
    };
    let left = (read.validity().not_after.timestamp() - Clock::system().now().as_second()).div_euclid(24 * 60 * 60);
    let said = match left {
        i64::MIN..=-1 => "it is over".to_owned(),
        1 => "one day is left".to_owned(),
        _ => format!("{left} days are left"),
    };
    match left {
        ..CERTIFICATE_URGENT => notes.bad("certificate", said, remedy),
        CERTIFICATE_URGENT..CERTIFICATE => notes.worry("certificate", said, remedy),
        _ => notes.good("certificate", said),
    }
}

fn authority(host: &str) -> String {
    if host.contains(':') { host.to_owned() } else { format!("{host}:443") }
}

async fn shown(host: &str) -> anyhow::Result<Vec<u8>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Onlooker(provider)))
        .with_no_client_auth();
    let name = host.split(':').next().unwrap_or_default().to_owned();
    let stream = TcpStream::connect(authority(host)).await?;
    let stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(name)?, stream).await?;
    let certificates = stream.get_ref().1.peer_certificates().unwrap_or_default();
    Ok(certificates.first().ok_or_else(|| anyhow::anyhow!("an empty answer"))?.to_vec())
}

/// Looks at any certificate and believes none: nothing is said over such a connection.
#[derive(Debug)]
struct Onlooker(Arc<CryptoProvider>);

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
