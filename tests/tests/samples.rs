//! The samples in deploy/ are taken as they are: a school's first evening does not begin with a spelling mistake of ours.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use schoolgate::config::Config;

fn sample(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy").join(name)).unwrap()
}

fn read(settings: &str) -> Config {
    let folder = tempfile::tempdir().unwrap();
    let (file, password) = (folder.path().join("schoolgate.toml"), folder.path().join("mail-password"));
    // A school has written its own there.
    fs::write(&password, "open sesame").unwrap();
    fs::write(&file, settings.replace("/etc/schoolgate/mail-password", &password.display().to_string())).unwrap();
    Config::read(&file, true).unwrap()
}

#[test]
fn the_sample_settings_are_taken() {
    let config = read(&sample("schoolgate.toml"));

    assert_eq!(config.school.len(), 1);
    assert_eq!(config.school[0].host, "blogs.maple.sch.uk");
}

#[test]
fn every_setting_that_the_sample_shows_in_a_comment_exists_and_says_what_holds_without_it() {
    let text = sample("schoolgate.toml");
    let shown = |line: &str| {
        let setting = line.strip_prefix("# ")?;
        let name = setting.split_once(" = ").map_or(setting, |(name, _)| name);
        let is_setting = matches!(setting, "[[school]]" | "[s3]" | "[mail]" | "[backup]")
            || (name != setting && !name.contains(' '));
        is_setting.then(|| setting.to_owned())
    };
    let whole: Vec<String> = text.lines().map(|line| shown(line).unwrap_or_else(|| line.to_owned())).collect();

    let (said, unsaid) = (read(&whole.join("\n")), read(&text));

    assert_eq!(said.school.len(), 2);
    assert_eq!((said.log.as_str(), said.log_json), (unsaid.log.as_str(), unsaid.log_json));
    assert_eq!(said.database_url(&said.school[0]), unsaid.database_url(&unsaid.school[0]));
    let media = |config: &Config| config.media(&config.school[0]).unwrap().to_string();
    assert_eq!(media(&said), media(&unsaid));
    assert!(said.mail.is_some() && unsaid.mail.is_none(), "nor who carries its mail");
    assert!(said.backup.is_some() && unsaid.backup.is_none(), "nobody can say where backups go but the school");
}

#[test]
fn the_settings_inside_the_compose_file_are_taken() {
    let compose = sample("compose.yaml");
    let (_, settings) = compose.split_once("    content: |\n").unwrap();
    let (settings, _) = settings.split_once("\n\n  store:\n").unwrap();
    let filled = settings
        .replace("${SCHOOL_HOST:?put it into .env}", "blogs.maple.sch.uk")
        .replace("${DATABASE_PASSWORD:?put it into .env}", "f1d53e8a")
        .replace("${STORE_ACCESS_KEY:?put it into .env}", "GK5d0c7a0e9f1b4e8d")
        .replace("${STORE_SECRET_KEY:?put it into .env}", "9c1185a5c5e9fc54");
    assert!(!filled.contains("${"), "{filled}");

    let config = read(&filled);

    assert_eq!(config.listen.port(), 8080);
    assert_eq!(config.database_url(&config.school[0]), "postgres://schoolgate:f1d53e8a@database/schoolgate");
    assert_eq!(config.media(&config.school[0]).unwrap().to_string(), "s3://pictures/blogs");
    config.refuse_dangers(std::iter::empty()).unwrap();
}
