//! The configuration: one TOML file and the environment, checked before anything starts.

mod mail;
mod media;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use jiff::civil;
use jiff::tz::TimeZone;
use serde::Deserialize;
use url::Url;

use crate::domain::partners::exact_host;

pub use mail::{Encryption, Mail};
pub use media::{Bucket, Media, Secret, Store};
pub mod backups;

/// Everything the server is told from outside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen. A proxy with a certificate stands in front.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The folder for databases and pictures that are not given their own place.
    #[serde(default = "default_data")]
    pub data: PathBuf,
    /// What to log: `info`, `debug`, or a filter such as `schoolgate=debug`.
    #[serde(default = "default_log")]
    pub log: String,
    /// Logs as JSON lines, for machines.
    #[serde(default)]
    pub log_json: bool,
    /// A proxy for everything that goes out.
    #[serde(default)]
    pub outgoing_proxy: Option<Url>,
    /// A file with a private certificate authority, PEM.
    #[serde(default)]
    pub extra_ca: Option<PathBuf>,
    /// The store for pictures that are in no folder.
    #[serde(default)]
    pub s3: Store,
    /// The server that carries mail to adults; none for a school that sends none.
    #[serde(default)]
    pub mail: Option<Mail>,
    #[serde(default)]
    pub backup: Option<backups::BackupConfig>,
    #[serde(default)]
    pub school: Vec<SchoolConfig>,
}

/// One school of this server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolConfig {
    /// The exact host name, as in `blogs.maple.sch.uk`.
    pub host: String,
    /// `sqlite:///path` or `postgres://…`; a file in the data folder unless given.
    #[serde(default)]
    pub database: Option<String>,
    /// The folder for pictures, or `s3://bucket/prefix`; a folder in the data folder unless given.
    #[serde(default)]
    pub media: Option<String>,
    /// Where its clocks are, as in `Europe/London`; the server's own time zone unless given.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// When pupils are signed out each day, as in `18:00` by its clocks, which it is unless given; `never` leaves it to idling.
    #[serde(default)]
    pub day_ends: Option<String>,
    /// The file that keeps, outside of the database, what is gone for good; one in the data folder unless given.
    #[serde(default)]
    pub ledger: Option<PathBuf>,
}

impl SchoolConfig {
    /// Errors: one sentence that names the zone.
    pub fn time_zone(&self) -> anyhow::Result<TimeZone> {
        let Some(name) = &self.time_zone else { return Ok(TimeZone::system()) };
        TimeZone::get(name)
            .map_err(|_| anyhow!("\"{name}\" is no time zone of this computer; write it as in Europe/London"))
    }

    /// Errors: one sentence that names what was written.
    pub fn day_ends(&self) -> anyhow::Result<Option<civil::Time>> {
        let text = self.day_ends.as_deref().unwrap_or("18:00");
        if text == "never" {
            return Ok(None);
        }
        let time = civil::Time::strptime("%H:%M", text);
        time.map(Some).map_err(|_| anyhow!("day_ends \"{text}\" is no time of day; write it as in 18:00, or never"))
    }
}

/// Switches of libraries and of tests, which open what must stay shut.
const SWITCHES: &[(&str, &str)] = &[
    ("DANGER_FEDERATION_ALLOW_LOCAL_IP", "it lets other servers lead us into the school's own network"),
    ("FAILPOINTS", "it makes things fail on purpose"),
    ("SSLKEYLOGFILE", "it writes down the keys of what is said to other schools"),
];
/// Every variable of ours that means something. The last ones are read when the program is built or tested.
const VARIABLES: &[&str] = &[
    "SCHOOLGATE_CONFIG",
    "SCHOOLGATE_LISTEN",
    "SCHOOLGATE_DATA",
    "SCHOOLGATE_LOG",
    "SCHOOLGATE_LOG_JSON",
    "SCHOOLGATE_OUTGOING_PROXY",
    "SCHOOLGATE_EXTRA_CA",
    "SCHOOLGATE_HOST",
    "SCHOOLGATE_DATABASE",
    "SCHOOLGATE_MEDIA",
    "SCHOOLGATE_S3_ENDPOINT",
    "SCHOOLGATE_S3_REGION",
    "SCHOOLGATE_S3_ACCESS_KEY",
    "SCHOOLGATE_S3_SECRET_KEY",
    "SCHOOLGATE_S3_PRIVATE_NETWORK",
    "SCHOOLGATE_MAIL_HOST",
    "SCHOOLGATE_MAIL_PORT",
    "SCHOOLGATE_MAIL_ENCRYPTION",
    "SCHOOLGATE_MAIL_USER",
    "SCHOOLGATE_MAIL_PASSWORD",
    "SCHOOLGATE_MAIL_PASSWORD_FILE",
    "SCHOOLGATE_MAIL_FROM",
    "SCHOOLGATE_COMMIT",
];
/// Passwords of examples.
const DEFAULT_SECRETS: &[&str] = &[
    "password",
    "postgres",
    "schoolgate",
    "secret",
    "changeme",
    "change-me",
    "change_me",
    "example",
    "admin",
    "1234",
    "minioadmin",
];

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_data() -> PathBuf {
    PathBuf::from("data")
}

fn default_log() -> String {
    "info".to_owned()
}

impl Config {
    /// Reads the file (if there is one) and the environment (`SCHOOLGATE_LISTEN`, `SCHOOLGATE_DATA`, …, and
    /// `SCHOOLGATE_HOST` with `SCHOOLGATE_DATABASE` and `SCHOOLGATE_MEDIA` for a single school without any file).
    ///
    /// Errors: one sentence that names the setting.
    pub fn read(file: &Path, must_exist: bool) -> anyhow::Result<Self> {
        if must_exist && !file.exists() {
            bail!(
                "there is no configuration file {}; write one (deploy/schoolgate.toml shows how) or name another with --config",
                file.display()
            );
        }
        let host = std::env::var("SCHOOLGATE_HOST").ok();
        let database = std::env::var("SCHOOLGATE_DATABASE").ok();
        let media = std::env::var("SCHOOLGATE_MEDIA").ok();
        let read = config::Config::builder()
            .add_source(config::File::from(file).format(config::FileFormat::Toml).required(false))
            .add_source(Environment)
            .build()
            .with_context(|| format!("reading {}", file.display()))?;
        let mut config: Self = read.try_deserialize().with_context(|| format!("in {}", file.display()))?;
        if let Some(host) = host {
            match config.school.iter_mut().find(|school| school.host == host) {
                Some(school) => {
                    school.database = database.or(school.database.take());
                    school.media = media.or(school.media.take());
                }
                None => config.school.push(SchoolConfig {
                    host,
                    database,
                    media,
                    time_zone: None,
                    day_ends: None,
                    ledger: None,
                }),
            }
        }
        config.checked()
    }

    /// What must never be so on a server that children use: a switch that was left on, a protection that was left off.
    ///
    /// Errors: one sentence that names the setting. `environment` is that of the process.
    pub fn refuse_dangers(&self, environment: impl Iterator<Item = (String, String)>) -> anyhow::Result<()> {
        for (name, _) in environment {
            if let Some((_, why)) = SWITCHES.iter().find(|(switch, _)| *switch == name) {
                bail!("{name} is set in the environment: {why}; start without it");
            }
            if name.starts_with("SCHOOLGATE_") && !VARIABLES.contains(&name.as_str()) {
                bail!("{name} is set in the environment, and is no setting of this program; start without it");
            }
        }
        if self
            .log
            .split(',')
            .any(|part| part.rsplit('=').next().is_some_and(|level| level.trim().eq_ignore_ascii_case("trace")))
        {
            bail!(
                "log = \"{}\" writes down what people send, cookies too; \"debug\" is the most there may be",
                self.log
            );
        }
        if let Some(proxy) = &self.outgoing_proxy
            && !matches!(proxy.scheme(), "http" | "https")
        {
            bail!("outgoing_proxy must begin with http:// or https://");
        }
        for school in &self.school {
            let name = school.host.split(':').next().unwrap_or_default();
            if name == "localhost" || name.ends_with(".localhost") {
                bail!("{} is a name of this computer alone; to try things out there is `schoolgate demo`", school.host);
            }
            let secret = school.database.as_deref().and_then(|database| Url::parse(database).ok());
            let secret = secret.as_ref().and_then(Url::password).unwrap_or_default();
            if DEFAULT_SECRETS.iter().any(|known| secret.eq_ignore_ascii_case(known)) {
                bail!("the password in the database of {} is one that everybody knows; choose another", school.host);
            }
        }
        self.s3.refuse_dangers()?;
        if DEFAULT_SECRETS.iter().any(|known| self.s3.secret_key.0.eq_ignore_ascii_case(known)) {
            bail!("the secret_key of [s3] is one that everybody knows; choose another");
        }
        let mail = self.mail.as_ref().map_or("", |mail| mail.password.0.as_str());
        if DEFAULT_SECRETS.iter().any(|known| mail.eq_ignore_ascii_case(known)) {
            bail!("the password of [mail] is one that everybody knows; choose another");
        }
        Ok(())
    }

    fn checked(mut self) -> anyhow::Result<Self> {
        let mut seen = std::collections::HashSet::new();
        for school in &mut self.school {
            let host = exact_host(&school.host)
                .filter(|_| !school.host.contains("://"))
                .ok_or_else(|| anyhow!("\"{}\" is not a host name; write it as in blogs.maple.sch.uk", school.host))?;
            if !seen.insert(host.clone()) {
                bail!("the school {host} is there twice");
            }
            school.host = host;
            if let Some(database) = &school.database
                && !["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme))
            {
                bail!("the database of {} must begin with sqlite:// or postgres://", school.host);
            }
            school.time_zone()?;
            school.day_ends()?;
            if let Some(media) = school.media.as_deref().filter(|media| media.contains("://")) {
                Bucket::parse(media, &self.s3).with_context(|| format!("the pictures of {}", school.host))?;
            }
        }
        if let Some(backup) = &self.backup {
            backup.check()?;
        }
        self.copies().context("[backup] copy")?;
        if let Some(mail) = self.mail.take() {
            mail.check().context("[mail]")?;
            self.mail = Some(mail.opened().context("[mail]")?);
        }
        Ok(self)
    }

    /// The school with this host, or the only one there is.
    pub fn school(&self, host: Option<&str>) -> anyhow::Result<&SchoolConfig> {
        match (host, self.school.as_slice()) {
            (Some(host), schools) => schools
                .iter()
                .find(|school| school.host == host)
                .ok_or_else(|| {
                    anyhow!("there is no school {host} in the configuration; add to it: [[school]] and below that host = \"{host}\"")
                }),
            (None, [school]) => Ok(school),
            (None, []) => Err(anyhow!("the configuration names no school; add a [[school]] with its host")),
            (None, _) => Err(anyhow!("there are several schools; say which with --school HOST")),
        }
    }

    pub fn database_url(&self, school: &SchoolConfig) -> String {
        school.database.clone().unwrap_or_else(|| {
            format!("sqlite://{}", self.data.join(format!("{}.sqlite", file_name(&school.host))).display())
        })
    }

    pub fn ledger_file(&self, school: &SchoolConfig) -> PathBuf {
        school.ledger.clone().unwrap_or_else(|| self.data.join(format!("{}.gone", file_name(&school.host))))
    }

    /// Where copies of backups go, if they do. Errors: one sentence.
    pub fn copies(&self) -> anyhow::Result<Option<Bucket>> {
        let address = self.backup.as_ref().and_then(|backup| backup.copy.as_deref());
        address.map(|address| self.bucket(address)).transpose()
    }

    fn bucket(&self, address: &str) -> anyhow::Result<Bucket> {
        Ok(Bucket { proxy: self.outgoing_proxy.clone(), ..Bucket::parse(address, &self.s3)? })
    }

    /// Where its pictures are. Errors: one sentence.
    pub fn media(&self, school: &SchoolConfig) -> anyhow::Result<Media> {
        Ok(match school.media.as_deref() {
            Some(address) if address.contains("://") => Media::Bucket(self.bucket(address)?),
            Some(folder) => Media::Folder(folder.into()),
            None => Media::Folder(self.data.join(format!("{}-media", file_name(&school.host)))),
        })
    }
}

/// The environment's settings, except the two that describe a single school.
#[derive(Clone, Debug)]
struct Environment;

impl config::Source for Environment {
    fn clone_into_box(&self) -> Box<dyn config::Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<config::Map<String, config::Value>, config::ConfigError> {
        const NAMES: &[&str] = &[
            "listen",
            "data",
            "log",
            "log_json",
            "outgoing_proxy",
            "extra_ca",
            "s3.endpoint",
            "s3.region",
            "s3.access_key",
            "s3.secret_key",
            "s3.private_network",
            "mail.host",
            "mail.port",
            "mail.encryption",
            "mail.user",
            "mail.password",
            "mail.password_file",
            "mail.from",
        ];
        let mut found = config::Map::new();
        for name in NAMES {
            if let Ok(value) = std::env::var(format!("SCHOOLGATE_{}", name.replace('.', "_").to_uppercase())) {
                found.insert((*name).to_owned(), value.into());
            }
        }
        Ok(found)
    }
}

fn file_name(host: &str) -> String {
    host.replace(':', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("schoolgate.toml");
        std::fs::write(&file, text).unwrap();
        Config::read(&file, true)
    }

    #[test]
    fn several_schools_have_their_own_files() {
        let config = read("data = '/srv'\n[[school]]\nhost = 'Maple.example'\n[[school]]\nhost = 'oak.example'\ndatabase = 'postgres://x/y'").unwrap();

        assert_eq!(config.database_url(&config.school[0]), "sqlite:///srv/maple.example.sqlite");
        assert_eq!(config.database_url(&config.school[1]), "postgres://x/y");
        assert!(config.school(None).is_err());
        assert_eq!(config.school(Some("oak.example")).unwrap().host, "oak.example");
    }

    #[test]
    fn pictures_are_in_a_folder_unless_a_bucket_is_named() {
        let config = read(
            "data = '/srv'\n[s3]\nendpoint = 'https://s3.example'\naccess_key = 'a'\nsecret_key = 'b'\n\
            [[school]]\nhost = 'a.example'\n[[school]]\nhost = 'b.example'\nmedia = '/pictures'\n\
            [[school]]\nhost = 'c.example'\nmedia = 's3://maple/blogs'",
        )
        .unwrap();

        let places: Vec<String> =
            config.school.iter().map(|school| config.media(school).unwrap().to_string()).collect();

        assert_eq!(places, ["/srv/a.example-media", "/pictures", "s3://maple/blogs"]);
    }

    #[test]
    fn t37_what_opens_a_door_is_refused_by_name() {
        let dangers = |text: &str, environment: &[(&str, &str)]| {
            let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let said = read(text).unwrap().refuse_dangers(environment);
            said.err().map(|cause| cause.to_string())
        };
        let host = "[[school]]\nhost = 'a.example'\n";
        let postgres = |password: &str| format!("{host}database = 'postgres://school:{password}@localhost/school'");

        assert_eq!(dangers(host, &[("SCHOOLGATE_LOG", "debug"), ("PATH", "/bin")]), None);
        assert_eq!(dangers(&format!("log = 'schoolgate=debug'\n{host}"), &[]), None);
        assert_eq!(dangers(&postgres("f1d53e8a"), &[]), None);
        for (text, environment, word) in [
            (host.to_owned(), "DANGER_FEDERATION_ALLOW_LOCAL_IP", "DANGER_FEDERATION_ALLOW_LOCAL_IP"),
            (host.to_owned(), "FAILPOINTS", "FAILPOINTS"),
            (host.to_owned(), "SCHOOLGATE_DEBUG", "SCHOOLGATE_DEBUG"),
            (format!("log = 'trace'\n{host}"), "PATH", "trace"),
            (format!("log = 'info,h2=TRACE'\n{host}"), "PATH", "TRACE"),
            (format!("outgoing_proxy = 'ftp://proxy.example'\n{host}"), "PATH", "outgoing_proxy"),
            ("[[school]]\nhost = 'maple.localhost:8080'".to_owned(), "PATH", "maple.localhost:8080"),
            (postgres("password"), "PATH", "password"),
            (postgres("ChangeMe"), "PATH", "password"),
            (format!("{host}[s3]\nendpoint = 'http://s3.example'"), "PATH", "https"),
            (format!("{host}[s3]\nsecret_key = 'minioadmin'"), "PATH", "secret_key"),
            (
                format!("{host}[mail]\nhost = 'smtp.example'\nfrom = 'a@b.example'\nuser = 'a'\npassword = 'ChangeMe'"),
                "PATH",
                "[mail]",
            ),
        ] {
            let said = dangers(&text, &[(environment, "1")]).unwrap_or_else(|| panic!("{text} {environment}"));
            assert!(said.contains(word), "{said}");
        }
    }

    #[test]
    fn a_bad_setting_is_named_in_one_sentence() {
        for (text, word) in [
            ("lissten = '1'", "lissten"),
            ("[[school]]\nhost = '*.example'", "*.example"),
            ("[[school]]\nhost = 'http://a.example'", "http://a.example"),
            ("[[school]]\nhost = '127.0.0.1'", "127.0.0.1"),
            ("[[school]]\nhost = 'a.example'\n[[school]]\nhost = 'A.example'", "twice"),
            ("[[school]]\nhost = 'a.example'\ndatabase = 'mysql://x'", "sqlite://"),
            ("[[school]]\nhost = 'a.example'\ntime_zone = 'Europe/Atlantis'", "Europe/Atlantis"),
            ("[[school]]\nhost = 'a.example'\nday_ends = 'six'", "day_ends"),
            ("listen = 'nowhere'", "listen"),
            ("[mail]\nhost = 'smtp.example'\nfrom = 'nobody'", "from"),
            ("[mail]\nhost = 'smtp.example'\nfrom = 'a@b.example'\nencryption = 'none'", "this machine"),
            ("[[school]]\nhost = 'a.example'\nmedia = 's3://maple'", "access_key"),
            (
                "[[school]]\nhost = 'a.example'\nmedia = 'ftp://maple'\n[s3]\naccess_key = 'a'\nsecret_key = 'b'",
                "ftp://maple",
            ),
        ] {
            let said = format!("{:#}", read(text).unwrap_err());
            assert!(said.contains(word), "{said}");
        }
    }
}
