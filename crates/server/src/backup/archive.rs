//! One backup as one file: a tar archive, compressed, and encrypted if there is a key.
//!
//! Its last part lists all the others with their hashes. A file that lacks it, or in which anything differs, is no backup.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::Receiver;

use super::seal::{Key, SEALED, Seal};
use crate::store::export::Table;

/// The form of the archive. Another one has another number.
pub(super) const FORM: u32 = 1;
/// The first part, the ledger, and the last one.
pub(super) const HEAD: &str = "backup.json";
pub(super) const LEDGER: &str = "ledger.gone";
const CONTENTS: &str = "contents.json";
/// The largest part: far more than a picture has.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    pub form: u32,
    /// The program that made it.
    pub program: String,
    pub host: String,
    pub taken_at: Timestamp,
    /// The steps of its database's schema.
    pub schema: Vec<(i64, String)>,
    pub tables: Vec<Table>,
}

/// What is in a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The size and the SHA-256 of each part.
    pub parts: BTreeMap<String, (u64, String)>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
    /// Pictures that the database names and that could not be read.
    pub missing: Vec<String>,
}

/// A part on its way in or out.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// What the packing thread is told.
pub(super) enum Packing {
    Part(Part),
    /// That was all.
    Done {
        rows: BTreeMap<String, u64>,
        missing: Vec<String>,
    },
}

/// Writes what comes until it is told that this was all, and waits for the disk. The answer is the file's SHA-256.
///
/// Errors: what the disk says, and that the parts broke off; then what was written is worth nothing.
pub(super) fn pack(file: File, seal: &Seal, parts: Receiver<Packing>, at: Timestamp) -> anyhow::Result<String> {
    let out = Hashing { inner: BufWriter::new(file), hash: Sha256::new() };
    let out = match seal.encryptor()? {
        None => fill(out, parts, at)?,
        Some(encryptor) => fill(encryptor.wrap_output(out)?, parts, at)?.finish()?,
    };
    let Hashing { inner, hash } = out;
    let file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(format!("{:x}", hash.finalize()))
}

fn fill<W: Write>(out: W, mut parts: Receiver<Packing>, at: Timestamp) -> anyhow::Result<W> {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    let mut tar = tar::Builder::new(GzEncoder::new(out, Compression::fast()));
    let mut contents = Contents::default();
    let put = |tar: &mut tar::Builder<GzEncoder<W>>, name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(seconds);
        tar.append_data(&mut header, name, bytes)
    };
    loop {
        match parts.blocking_recv() {
            Some(Packing::Part(part)) => {
                put(&mut tar, &part.name, &part.bytes)?;
                let (size, hash) = (part.bytes.len() as u64, format!("{:x}", Sha256::digest(&part.bytes)));
                contents.parts.insert(part.name, (size, hash));
            }
            Some(Packing::Done { rows, missing }) => {
                contents.rows = rows;
                contents.missing = missing;
                put(&mut tar, CONTENTS, &serde_json::to_vec(&contents)?)?;
                return Ok(tar.into_inner()?.finish()?);
            }
            None => bail!("the backup was broken off"),
        }
    }
}

/// Reads a backup from its beginning to its end, gives each part to `each`, and checks all of them.
///
/// Errors: a sentence that says what is wrong with the file. Until it returns without one nothing is known to be right.
pub(super) fn unpack(
    path: &Path,
    key: &Key,
    mut each: impl FnMut(Part) -> anyhow::Result<()>,
) -> anyhow::Result<(Head, Contents)> {
    let mut file = BufReader::new(File::open(path).with_context(|| format!("opening {}", path.display()))?);
    let begins = io::BufRead::fill_buf(&mut file)?;
    let is_sealed = begins.starts_with(SEALED);
    if !is_sealed && !begins.starts_with(&[0x1f, 0x8b]) {
        bail!("{} is no backup of Schoolgate", path.display());
    }
    let plain: Box<dyn Read + '_> = if is_sealed { key.open(file)? } else { Box::new(file) };
    let damaged = || format!("{} is damaged or cut off; take another backup", path.display());
    let mut tar = tar::Archive::new(GzDecoder::new(plain));
    let mut found: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let mut head: Option<Head> = None;
    let mut contents: Option<Contents> = None;
    for entry in tar.entries().with_context(damaged)? {
        let entry = entry.with_context(damaged)?;
        let name = entry.path().with_context(damaged)?.display().to_string();
        if entry.size() > LARGEST || contents.is_some() {
            bail!("{}: {name} has no place there", damaged());
        }
        let mut bytes = Vec::new();
        entry.take(LARGEST).read_to_end(&mut bytes).with_context(damaged)?;
        match (&head, name.as_str()) {
            (None, HEAD) => head = Some(readable(&bytes).with_context(damaged)?),
            (None, _) => bail!("{} is no backup of Schoolgate", path.display()),
            (Some(_), CONTENTS) => {
                contents = Some(serde_json::from_slice(&bytes).with_context(damaged)?);
                continue;
            }
            (Some(_), _) => {}
        }
        let known = (bytes.len() as u64, format!("{:x}", Sha256::digest(&bytes)));
        if found.insert(name.clone(), known).is_some() {
            bail!("{}: {name} is there twice", damaged());
        }
        each(Part { name, bytes })?;
    }
    // The end of the compression, and of the encryption, tells whether something was cut off behind the last part.
    io::copy(&mut tar.into_inner(), &mut io::sink()).with_context(damaged)?;
    let (Some(head), Some(contents)) = (head, contents) else { bail!(damaged()) };
    if contents.parts != found {
        let differs = contents.parts.iter().find(|(name, known)| found.get(*name) != Some(known));
        let which = differs.map_or("it holds more than it lists", |(name, _)| name.as_str());
        return Err(anyhow!("{} ({which})", damaged()));
    }
    Ok((head, contents))
}

fn readable(bytes: &[u8]) -> anyhow::Result<Head> {
    #[derive(Deserialize)]
    struct Form {
        form: u32,
    }
    let Form { form } = serde_json::from_slice(bytes)?;
    if form != FORM {
        bail!("it was made by a newer Schoolgate");
    }
    Ok(serde_json::from_slice(bytes)?)
}

/// The SHA-256 of a file as it lies on the disk.
pub(super) fn hash_of(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(format!("{:x}", hash.finalize()))
}

/// Hashes what it passes on.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
