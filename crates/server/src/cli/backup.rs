//! `schoolgate backup`: makes one while the school is served, checks one, or makes the key they are locked with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::failure::{Failure, Outcome};
use super::open::{self, Where};
use super::terminal::{Bars, complain, existing_passphrase, new_passphrase, say};
use crate::backup::schedule::Plan;
use crate::backup::{self, Contents, Elsewhere, Folder, Head, Key, Seal};
use crate::config::{Bucket, Config, SchoolConfig};

#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to put it in [default: as the configuration says]
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Read a backup to its end, check all of it, and make none
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "new_key", "recipient"])]
    check: Option<PathBuf>,
    /// Bring the newest backup and the ledger from the store (`[backup] copy`) into this folder, and make none
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["to", "check", "new_key", "recipient"])]
    fetch: Option<PathBuf>,
    /// Make a key for backups: the secret one goes into this file, the public one is shown
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "recipient", "passphrase", "passphrase_stdin"])]
    new_key: Option<PathBuf>,
    /// Lock it for this public key [default: as the configuration says]
    #[arg(long, value_name = "age1…", conflicts_with_all = ["passphrase", "passphrase_stdin"])]
    recipient: Option<String>,
    /// Do not remove old ones, however many there are
    #[arg(long)]
    keep_all: bool,
    #[command(flatten)]
    opening: Opening,
}

/// What locks and opens a backup.
#[derive(Args)]
pub(super) struct Opening {
    /// The file with the secret key that opens it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Lock or open it with a passphrase, which is asked for
    #[arg(long, conflicts_with = "key")]
    passphrase: bool,
    /// The same, read from the first line of standard input
    #[arg(long, conflicts_with_all = ["key", "passphrase"])]
    passphrase_stdin: bool,
}

impl Opening {
    /// The key that opens what is there.
    pub(super) fn key(&self) -> Outcome<Arc<Key>> {
        if let Some(file) = &self.key {
            return Key::file(file).map(Arc::new).map_err(|cause| Failure::setup_from(&cause));
        }
        if self.passphrase || self.passphrase_stdin {
            return Ok(Arc::new(Key::passphrase(existing_passphrase(self.passphrase_stdin)?)));
        }
        Ok(Arc::new(Key::None))
    }
}

pub(super) async fn run(place: &Where, arguments: Arguments) -> Outcome {
    if let Some(file) = &arguments.new_key {
        return new_key(file);
    }
    let config = place.config()?;
    if let Some(file) = &arguments.check {
        return check(&config, file, &arguments.opening).await;
    }
    let school = config.school(place.host()).map_err(|cause| Failure::setup_from(&cause))?;
    if let Some(folder) = &arguments.fetch {
        return fetch(&config, school, folder).await;
    }
    let (folder, keep) = match (&arguments.to, &config.backup) {
        (Some(to), backup) => (Folder::new(to, &school.host), backup.as_ref().map(|backup| backup.keep)),
        (None, Some(backup)) => (Folder::new(&backup.folder, &school.host), Some(backup.keep)),
        (None, None) => {
            return Err(Failure::setup(
                "where to? say --to FOLDER, or write [backup] folder = … into the configuration",
            ));
        }
    };
    // Into a folder that the configuration does not name nobody expects that old ones go.
    let keep = keep.filter(|_| arguments.to.is_none() && !arguments.keep_all).unwrap_or(usize::MAX);
    let seal = seal(&config, &arguments)?;
    let school = open::open(&config, school).await?;
    let bars = Bars::new();
    let made = backup::make(&school, &folder, &seal, keep, &|what, done, all| bars.show(what, done, all)).await;
    bars.end();
    school.db.close().await;
    let now = school.clock.now();
    let made = made?;
    say(&format!(
        "{} is made and checked: {} rows and {} pictures, {} KB.",
        made.path.display(),
        made.rows,
        made.pictures,
        made.size.div_ceil(1024)
    ));
    if arguments.to.is_none()
        && let Some(copy) = copies(&config)?
    {
        copy.follow(&folder, keep, now).await?;
        say(&format!("A copy is in {copy}."));
    }
    if matches!(seal, Seal::Open) {
        say(
            "It is not locked: whoever has the file can read it. `schoolgate backup --new-key FILE` says how to lock it.",
        );
    }
    if !made.missing.is_empty() {
        complain(&format!(
            "schoolgate: {} of its files of pictures are missing or damaged on the disk, and so in the backup: {}",
            made.missing.len(),
            made.missing.iter().take(5).cloned().collect::<Vec<_>>().join(", ")
        ));
    }
    Ok(())
}

fn seal(config: &Config, arguments: &Arguments) -> Outcome<Seal> {
    if arguments.opening.passphrase || arguments.opening.passphrase_stdin {
        return Ok(Seal::passphrase(new_passphrase(arguments.opening.passphrase_stdin)?));
    }
    let recipient = arguments.recipient.as_deref().or_else(|| config.backup.as_ref()?.recipient.as_deref());
    recipient.map_or(Ok(Seal::Open), |key| Seal::recipient(key).map_err(|cause| Failure::setup_from(&cause)))
}

fn new_key(file: &Path) -> Outcome {
    let public = backup::new_key(file).map_err(|cause| Failure::setup_from(&cause))?;
    say(&format!(
        "The secret key is in {}. Keep it off this server, twice: on paper in the school's safe, and with a second person.\n\
         Without it no backup can be opened, by nobody. Then write below [backup] in the configuration:\n\n\
         recipient = \"{public}\"",
        file.display()
    ));
    Ok(())
}

async fn check(config: &Config, file: &Path, opening: &Opening) -> Outcome {
    let key = opening.key()?;
    let bars = Bars::new();
    let scratch = config.data.join(format!(".checking-{}", std::process::id()));
    let checked = backup::check(file, &key, &scratch, &|what, done, all| bars.show(what, done, all)).await;
    bars.end();
    let (head, contents) = checked?;
    say(&format!("{} is whole: {}.", file.display(), said(&head, &contents)));
    if !contents.missing.is_empty() {
        complain(&format!(
            "schoolgate: {} files of pictures were missing already when it was made",
            contents.missing.len()
        ));
    }
    Ok(())
}

/// What is in a backup, for a person.
pub(super) fn said(head: &Head, contents: &Contents) -> String {
    let pictures = contents.parts.keys().filter(|name| name.starts_with("pictures/")).count();
    format!(
        "{} as of {}, {} rows and {pictures} files of pictures",
        head.host,
        head.taken_at.strftime("%Y-%m-%d %H:%M:%S UTC"),
        contents.rows.values().sum::<u64>()
    )
}

/// What the configuration says of the backups of a school. None when it says nothing.
pub(super) fn plan(config: &Config, school: &SchoolConfig) -> Outcome<Option<Plan>> {
    let Some(backup) = &config.backup else { return Ok(None) };
    let setup = |cause: anyhow::Error| Failure::setup_from(&cause);
    Ok(Some(Plan {
        folder: Folder::new(&backup.folder, &school.host),
        seal: backup.recipient.as_deref().map_or(Ok(Seal::Open), Seal::recipient).map_err(setup)?,
        when: backup.when().map_err(setup)?,
        keep: backup.keep,
        copy: copies(config)?,
    }))
}

/// The store that keeps copies, if the configuration names one.
fn copies(config: &Config) -> Outcome<Option<Elsewhere>> {
    let Some(bucket) = config.copies().map_err(|cause| Failure::setup_from(&cause))? else { return Ok(None) };
    let bucket = Bucket { extra_ca_pem: open::extra_ca(config)?, ..bucket };
    Elsewhere::of(bucket).map(Some).map_err(|cause| Failure::setup(format!("[backup] copy: {cause}")))
}

/// Brings the newest copy home, for a machine that has nothing.
async fn fetch(config: &Config, school: &SchoolConfig, folder: &Path) -> Outcome {
    let Some(copy) = copies(config)? else {
        return Err(Failure::setup(
            "where from? write [backup] copy = \"s3://…\" and the store's keys below [s3] into the configuration",
        ));
    };
    match copy.fetch(&Folder::new(folder, &school.host)).await? {
        Some(file) => say(&format!(
            "{} is here, and the ledger beside it. Next: `schoolgate restore {}`.",
            file.display(),
            file.display()
        )),
        None => return Err(Failure::new(format!("there is no backup of {} in {copy}", school.host))),
    }
    Ok(())
}
