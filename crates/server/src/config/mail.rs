//! Where mail to adults is handed in: the school's own server for it, or that of whoever carries its mail.

use std::net::IpAddr;
use std::path::PathBuf;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::Secret;
use crate::domain::people::email;

/// The `[mail]` block.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    /// As usual for the encryption unless given: 465, 587 or 25.
    #[serde(default)]
    pub port: Option<u16>,
    #[serde(default)]
    pub encryption: Encryption,
    /// None where the server asks for no name.
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Secret,
    /// The file that holds it, instead.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    /// The address mail comes from.
    pub from: String,
}

/// How the line to the server is kept from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// From the first byte on.
    #[default]
    Tls,
    /// Begun in the open, and given up if the server does not go on encrypted.
    Starttls,
    /// Not at all: for a server on this machine.
    None,
}

impl Mail {
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.encryption {
            Encryption::Tls => 465,
            Encryption::Starttls => 587,
            Encryption::None => 25,
        })
    }

    /// Errors: one sentence that names the setting.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.host.is_empty() || self.host.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '@')) {
            bail!("host = \"{}\" is not the name of a mail server; write it as in smtp.maple.sch.uk", self.host);
        }
        if email(&self.from).as_deref() != Some(self.from.to_lowercase().as_str()) {
            bail!("from = \"{}\" is not an e-mail address; write it as in blogs@maple.sch.uk", self.from);
        }
        let address: Option<IpAddr> = self.host.parse().ok();
        let is_here = self.host == "localhost" || address.is_some_and(|address| address.is_loopback());
        if self.encryption == Encryption::None && !is_here {
            bail!("encryption = \"none\" is for a mail server on this machine; {} is another one", self.host);
        }
        if !self.password.0.is_empty() && self.password_file.is_some() {
            bail!("password and password_file are both there; keep one of them");
        }
        if self.user.is_none() && (!self.password.0.is_empty() || self.password_file.is_some()) {
            bail!("there is a password and no user");
        }
        Ok(())
    }

    /// With the password that is in its file. Errors: a sentence that names the file.
    pub(super) fn opened(mut self) -> anyhow::Result<Self> {
        if let Some(file) = self.password_file.take() {
            let read = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            self.password = Secret(read.trim_end_matches(['\r', '\n']).to_owned());
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(more: &str) -> Mail {
        let text = format!("host = 'smtp.maple.example'\nfrom = 'blogs@maple.example'\n{more}");
        let read = config::Config::builder().add_source(config::File::from_str(&text, config::FileFormat::Toml));
        read.build().unwrap().try_deserialize().unwrap()
    }

    #[test]
    fn the_line_is_encrypted_unless_it_stays_on_this_machine() {
        assert_eq!((mail("").encryption, mail("").port()), (Encryption::Tls, 465));
        assert_eq!(mail("encryption = 'starttls'").port(), 587);
        assert_eq!(mail("port = 2525").port(), 2525);

        assert!(mail("encryption = 'none'").check().unwrap_err().to_string().contains("this machine"));
        for here in ["localhost", "127.0.0.1", "::1"] {
            assert!(Mail { host: here.to_owned(), ..mail("encryption = 'none'") }.check().is_ok(), "{here}");
        }
    }

    #[test]
    fn a_password_is_read_from_its_file_and_written_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "open sesame\n").unwrap();
        let written = mail(&format!("user = 'school'\npassword_file = '{}'", file.display()));
        assert!(written.check().is_ok());

        let opened = written.opened().unwrap();

        assert_eq!(opened.password.0, "open sesame");
        assert!(!format!("{opened:?}").contains("sesame"));
        assert!(mail("user = 'school'\npassword_file = '/nowhere'").opened().is_err());
    }

    #[test]
    fn what_does_not_fit_together_is_named() {
        for (more, word) in
            [("password = 'x'", "no user"), ("user = 'a'\npassword = 'x'\npassword_file = '/y'", "both")]
        {
            assert!(mail(more).check().unwrap_err().to_string().contains(word));
        }
        assert!(Mail { from: "the school".to_owned(), ..mail("") }.check().is_err());
        assert!(Mail { host: "smtps://x".to_owned(), ..mail("") }.check().is_err());
    }
}
