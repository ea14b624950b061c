//! The one place that hands mail in: one letter to one adult, in plain text, over a line that nobody else reads.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::time::timeout;
use tokio_rustls::rustls;

use crate::config::{Encryption, Mail};
use crate::domain::articles::one_line;
use crate::domain::notices::MailTrouble;

/// For each answer of the server.
const ANSWER: Duration = Duration::from_secs(20);
/// For a whole letter.
const PATIENCE: Duration = Duration::from_mins(1);
/// Answers by which a server says that it does not let us in (RFC 4954, and 530 of RFC 3207).
const SIGN_IN: [u16; 5] = [454, 530, 534, 535, 538];

/// Hands in the mail of one school.
#[derive(Clone, Debug)]
pub struct Mailer {
    settings: Mail,
    extra_ca_pem: Option<Vec<u8>>,
    /// The school's host, without a port: what we call ourselves, and what the names of letters end with.
    host: String,
}

/// One letter.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    /// The school's name, before the address it comes from.
    pub from: String,
    pub subject: String,
    pub text: String,
    /// The same for the same letter sent again: what comes twice is one to most mailboxes.
    pub name: String,
    /// Where whoever wants no more of these goes.
    pub stop: String,
    pub at: Timestamp,
}

/// Why a letter was not taken.
#[derive(Debug)]
pub struct Failure {
    pub why: MailTrouble,
    /// It is this address or this letter that is not taken, and others may be.
    pub is_of_this_letter: bool,
    /// Whether the same may be taken later.
    pub is_temporary: bool,
    /// What was said, for a log: never a word of the letter, nor a password.
    said: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl Mailer {
    pub fn new(settings: Mail, extra_ca_pem: Option<Vec<u8>>, host: &str) -> Self {
        let host = host.split(':').next().unwrap_or_default().to_owned();
        Self { settings, extra_ca_pem, host }
    }

    /// As in `smtp.maple.sch.uk:465`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.settings.host, self.settings.port())
    }

    /// Hands in one letter.
    pub async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let message = self.message(letter)?;
        let sending = async { self.transport()?.send(message).await.map(drop).map_err(Failure::of) };
        timeout(PATIENCE, sending).await.unwrap_or_else(|_| Err(Failure::silent("no answer in time")))
    }

    /// Goes as far as signing in, and sends nothing.
    pub async fn check(&self) -> Result<(), Failure> {
        let asking = async { self.transport()?.test_connection().await.map_err(Failure::of) };
        match timeout(PATIENCE, asking).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Failure::silent("it does not go on after signing in")),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure::silent("no answer in time")),
        }
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
        let settings = &self.settings;
        let tls = match settings.encryption {
            Encryption::Tls => Tls::Wrapper(self.tls()?),
            Encryption::Starttls => Tls::Required(self.tls()?),
            Encryption::None => Tls::None,
        };
        let builder: AsyncSmtpTransportBuilder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
                .port(settings.port())
                .tls(tls)
                .hello_name(ClientId::Domain(self.host.clone()))
                .timeout(Some(ANSWER));
        Ok(match &settings.user {
            Some(user) => builder.credentials(Credentials::new(user.clone(), settings.password.0.clone())).build(),
            None => builder.build(),
        })
    }

    fn tls(&self) -> Result<TlsParameters, Failure> {
        let mut builder = TlsParameters::builder(self.settings.host.clone());
        if let Some(pem) = &self.extra_ca_pem {
            builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(Failure::of)?);
        }
        builder.build().map_err(Failure::of)
    }

    fn message(&self, letter: &Letter) -> Result<Message, Failure> {
        let address = |text: &str| text.parse::<Address>().map_err(|cause| Failure::of_letter(cause.to_string()));
        let raw = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        Message::builder()
            // A name with the end of a line in it would be a header of its own.
            .from(Mailbox::new(Some(one_line(&letter.from)), address(&self.settings.from)?))
            .to(Mailbox::new(None, address(&letter.to)?))
            .subject(one_line(&letter.subject))
            .date(SystemTime::from(letter.at))
            .message_id(Some(format!("<{}@{}>", letter.name, self.host)))
            .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
            .raw_header(raw("List-Unsubscribe", format!("<{}>", letter.stop)))
            .singlepart(SinglePart::plain(letter.text.clone()))
            .map_err(|cause| Failure::of_letter(cause.to_string()))
    }
}

impl Failure {
    fn silent(said: &str) -> Self {
        Self { why: MailTrouble::Silent, is_of_this_letter: false, is_temporary: true, said: said.to_owned() }
    }

    fn of_letter(said: String) -> Self {
        Self { why: MailTrouble::Refused, is_of_this_letter: true, is_temporary: false, said }
    }

    #[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
    fn of(cause: lettre::transport::smtp::Error) -> Self {
        let mut said = cause.to_string();
        if let Some(under) = cause.source().map(ToString::to_string).filter(|under| !said.contains(under.as_str())) {
            said = format!("{said}: {under}");
        }
        let of_server = |why| Self { why, is_of_this_letter: false, is_temporary: true, said: said.clone() };
        if let Some(code) = cause.status().map(u16::from) {
            return if SIGN_IN.contains(&code) {
                of_server(MailTrouble::SignIn)
            } else {
                let is_temporary = cause.is_transient();
                // 421: it closes its door to everybody for now.
                Self { why: MailTrouble::Refused, is_of_this_letter: code != 421, is_temporary, said }
            };
        }
        if cause.is_tls() || is_about_certificates(&cause) || said.contains("STARTTLS") {
            return of_server(MailTrouble::Unsafe);
        }
        // What our side could not do is signing in: it knows no way that the server takes.
        of_server(if cause.is_client() { MailTrouble::SignIn } else { MailTrouble::Silent })
    }
}

/// Whether the line broke because of what TLS says of the other end.
fn is_about_certificates(cause: &lettre::transport::smtp::Error) -> bool {
    let mut under = cause.source();
    while let Some(cause) = under {
        let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if inner.is_some() || cause.is::<rustls::Error>() {
            return true;
        }
        under = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    fn mailer() -> Mailer {
        let settings = Mail {
            host: "smtp.maple.example".to_owned(),
            port: None,
            encryption: Encryption::Tls,
            user: Some("school".to_owned()),
            password: Secret("open sesame".to_owned()),
            password_file: None,
            from: "blogs@maple.example".to_owned(),
        };
        Mailer::new(settings, None, "maple.example:8443")
    }

    fn letter() -> Letter {
        Letter {
            to: "kaur@maple.example".to_owned(),
            from: "Maple, \"the\" Primary\r\nBcc: all@maple.example".to_owned(),
            subject: "Mae 2 beth yn aros – ysgol".to_owned(),
            text: "Two things.\n".to_owned(),
            name: "digest.1".to_owned(),
            stop: "https://maple.example/notices".to_owned(),
            at: "2026-12-01T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_letter_says_that_a_machine_wrote_it_and_how_to_stop_it() {
        let text = String::from_utf8(mailer().message(&letter()).unwrap().formatted()).unwrap();

        for line in [
            "To: kaur@maple.example",
            "Date: Tue, 01 Dec 2026 08:00:00 +0000",
            "Message-ID: <digest.1@maple.example>",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe: <https://maple.example/notices>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in\n{text}");
        }
        assert!(!text.contains("\r\nBcc:"), "a name is no header: {text}");
        assert!(text.contains("\r\n\r\nTwo things.\r\n"), "{text}");
    }

    #[test]
    fn every_name_of_a_school_can_stand_in_a_head() {
        for name in ["", "مدرسة القيقب", "École \u{1f341} (2)", "a\u{0}b\u{7f}\u{200f}c", "\\", "<x@y.example>, z"]
        {
            let letter = Letter { from: name.to_owned(), subject: name.to_owned(), ..letter() };
            let text = String::from_utf8(mailer().message(&letter).unwrap().formatted()).unwrap();
            let from = text.split("\r\n").find(|line| line.starts_with("From: ")).unwrap();
            assert!(text.contains("blogs@maple.example>") || from.ends_with("blogs@maple.example"), "{name:?}: {text}");
            assert_eq!(text.matches("\r\nTo: ").count() + usize::from(text.starts_with("To: ")), 1, "{name:?}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_a_failure_of_that_letter_alone() {
        let failure = mailer().message(&Letter { to: "nobody".to_owned(), ..letter() }).unwrap_err();

        assert!(failure.is_of_this_letter && !failure.is_temporary);
    }

    #[test]
    fn no_password_is_in_what_can_be_logged() {
        assert!(!format!("{:?}", mailer()).contains("sesame"));
    }
}
