//! Encrypting a backup, and opening it again: by age, so that `age -d` opens it too where Schoolgate is not at hand.

use std::fs::OpenOptions;
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, Identity, IdentityFile, scrypt, x25519};
use anyhow::{Context, anyhow};

/// What an encrypted file begins with.
pub(super) const SEALED: &[u8] = b"age-encryption.org/";
/// The hardest passphrase that is tried: some seconds of work. More would be somebody else's joke.
const HARDEST: u8 = 20;

/// For whose eyes a backup is made.
#[derive(Clone)]
pub enum Seal {
    /// Whoever has the file.
    Open,
    /// Whoever has the key that belongs to this one.
    For(x25519::Recipient),
    /// Whoever knows these words.
    Passphrase(SecretString),
}

impl Seal {
    /// For a public key as `schoolgate backup --new-key` shows it. Errors: one sentence.
    pub fn recipient(key: &str) -> anyhow::Result<Self> {
        let key = key.trim().parse();
        key.map(Self::For).map_err(|_| {
            anyhow!("a public key for backups begins with age1; `schoolgate backup --new-key FILE` makes one")
        })
    }

    pub fn passphrase(words: String) -> Self {
        Self::Passphrase(SecretString::from(words))
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    pub(super) fn encryptor(&self) -> anyhow::Result<Option<Encryptor>> {
        Ok(match self {
            Self::Open => None,
            Self::For(recipient) => {
                Some(Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))?)
            }
            Self::Passphrase(words) => Some(Encryptor::with_user_passphrase(words.clone())),
        })
    }
}

/// What opens an encrypted backup.
pub enum Key {
    None,
    /// The file that `schoolgate backup --new-key` or `age-keygen` wrote.
    File(Vec<Box<dyn Identity + Send + Sync>>),
    Passphrase(SecretString),
}

impl Key {
    /// Errors: one sentence that names the file.
    pub fn file(path: &Path) -> anyhow::Result<Self> {
        let read = IdentityFile::from_file(path.display().to_string())
            .with_context(|| format!("reading the key in {}", path.display()))?;
        let keys = read.into_identities().map_err(|_| anyhow!("there is no key in {}", path.display()))?;
        Ok(Self::File(keys))
    }

    pub fn passphrase(words: String) -> Self {
        Self::Passphrase(SecretString::from(words))
    }

    /// What is inside. Errors: a sentence that says which key is missing, or that the file is damaged.
    pub(super) fn open<'a, R: Read + 'a>(&'a self, sealed: R) -> anyhow::Result<Box<dyn Read + 'a>> {
        let sealed = Decryptor::new_buffered(BufReader::new(sealed)).map_err(said)?;
        let opened = match (self, sealed.is_scrypt()) {
            (Self::File(keys), false) => {
                sealed.decrypt(keys.iter().map(|key| key.as_ref() as &dyn Identity)).map_err(said)?
            }
            (Self::Passphrase(words), true) => {
                let mut words = scrypt::Identity::new(words.clone());
                words.set_max_work_factor(HARDEST);
                sealed.decrypt(std::iter::once(&words as &dyn Identity)).map_err(said)?
            }
            (_, true) => return Err(anyhow!("this backup is locked with a passphrase; say --passphrase and type it")),
            (_, false) => return Err(anyhow!("this backup is locked with a key; name the key's file with --key")),
        };
        Ok(Box::new(opened))
    }
}

fn said(cause: DecryptError) -> anyhow::Error {
    match cause {
        DecryptError::NoMatchingKeys => anyhow!("this key does not open this backup; it was locked for another one"),
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            anyhow!("this does not open the backup: it is another passphrase, or the file is damaged")
        }
        other => anyhow!("the backup is damaged, or no backup: {other}"),
    }
}

/// Writes a new key into a file that is not there yet, for its owner's eyes only, and gives the public one: it may lie on the
/// server, and opens nothing.
pub fn new_key(path: &Path) -> anyhow::Result<String> {
    let key = x25519::Identity::generate();
    let public = key.to_public().to_string();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("making {}", path.display()))?;
    let text =
        format!("# opens the backups of Schoolgate that are made for {public}\n{}\n", key.to_string().expose_secret());
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("writing {}", path.display()))?;
    Ok(public)
}
