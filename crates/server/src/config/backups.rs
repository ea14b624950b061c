//! `[backup]` of the configuration: where backups go, when, how many are kept, and for whose eyes.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use jiff::{SignedDuration, civil};
use serde::Deserialize;

/// How many are kept unless said.
const KEEP: usize = 14;
/// More often would be one after the other.
const LEAST: SignedDuration = SignedDuration::from_mins(1);

/// What is said of backups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupConfig {
    pub folder: PathBuf,
    /// Every day at this time, as in `02:30`.
    #[serde(default)]
    pub at: Option<String>,
    /// Or so often, as in `6h`.
    #[serde(default)]
    pub every: Option<String>,
    #[serde(default = "keep")]
    pub keep: usize,
    /// The public key they are locked with, `age1…`.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Where a copy of each is kept: `s3://bucket/prefix` in the store of `[s3]`.
    #[serde(default)]
    pub copy: Option<String>,
}

fn keep() -> usize {
    KEEP
}

/// When backups are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Every day at this time of the school's clocks.
    At(civil::Time),
    Every(SignedDuration),
}

impl BackupConfig {
    /// Errors: one sentence that names the setting.
    pub fn when(&self) -> anyhow::Result<When> {
        match (&self.at, &self.every) {
            (Some(_), Some(_)) => bail!("[backup] says both at and every; leave one of them out"),
            (None, Some(every)) => match every.parse::<SignedDuration>() {
                Ok(every) if every >= LEAST => Ok(When::Every(every)),
                Ok(_) => bail!("[backup] every must be a minute at least"),
                Err(_) => bail!("[backup] every = \"{every}\" is no length of time; write it as in 6h"),
            },
            (at, None) => {
                let at = at.as_deref().unwrap_or("02:30");
                let time = civil::Time::strptime("%H:%M", at);
                time.map(When::At)
                    .map_err(|_| anyhow!("[backup] at = \"{at}\" is no time of day; write it as in 02:30"))
            }
        }
    }

    pub(super) fn check(&self) -> anyhow::Result<()> {
        if self.keep == 0 {
            bail!("[backup] keep must be 1 at least");
        }
        if self.recipient.as_ref().is_some_and(|key| !key.starts_with("age1")) {
            bail!(
                "[backup] recipient is a public key that begins with age1; `schoolgate backup --new-key FILE` makes one"
            );
        }
        self.when().map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_is_said_in_one_of_two_ways() {
        let config = |at: Option<&str>, every: Option<&str>| BackupConfig {
            folder: "/backups".into(),
            at: at.map(str::to_owned),
            every: every.map(str::to_owned),
            keep: KEEP,
            recipient: None,
            copy: None,
        };

        assert_eq!(config(None, None).when().unwrap(), When::At(civil::time(2, 30, 0, 0)));
        assert_eq!(config(Some("23:05"), None).when().unwrap(), When::At(civil::time(23, 5, 0, 0)));
        assert_eq!(config(None, Some("6h")).when().unwrap(), When::Every(SignedDuration::from_hours(6)));
        for (at, every, word) in [
            (Some("25:00"), None, "25:00"),
            (None, Some("often"), "often"),
            (None, Some("1s"), "a minute"),
            (Some("02:30"), Some("6h"), "both"),
        ] {
            let said = config(at, every).when().unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
        let mistaken = BackupConfig { recipient: Some("AGE-SECRET-KEY-1".to_owned()), ..config(None, None) };
        assert!(mistaken.check().is_err() && config(None, None).check().is_ok());
    }
}
