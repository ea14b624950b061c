//! `schoolgate doctor`: looks at everything that a school stands on, and says of each what to do.

mod machine;
mod school;

use clap::Args;
use serde::Serialize;

use super::backup;
use super::failure::{Failure, Outcome};
use super::open::{self, Where};
use super::terminal::{say, table};
use crate::config::{Config, SchoolConfig};
use crate::mail::Mailer;
use crate::school::School;

#[derive(Args)]
pub(super) struct Arguments {
    /// As JSON, for machines that watch
    #[arg(long)]
    json: bool,
    /// Read every picture to its end, too
    #[arg(long)]
    thorough: bool,
    /// Ask nothing of the network: neither names nor certificates
    #[arg(long)]
    offline: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    /// It works, and somebody should look at it this week.
    Worry,
    /// It does not work, or will not for long.
    Bad,
}

/// What was found out about one thing.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    school: String,
    about: &'static str,
    state: State,
    found: String,
    /// What to do. Empty when nothing.
    remedy: String,
}

/// Findings about one school, as they come.
struct Notes {
    school: String,
    findings: Vec<Finding>,
}

impl Notes {
    fn new(school: &str) -> Self {
        Self { school: school.to_owned(), findings: Vec::new() }
    }

    fn good(&mut self, about: &'static str, found: impl Into<String>) {
        self.note(about, State::Good, found, "");
    }

    fn worry(&mut self, about: &'static str, found: impl Into<String>, remedy: impl Into<String>) {
        self.note(about, State::Worry, found, remedy);
    }

    fn bad(&mut self, about: &'static str, found: impl Into<String>, remedy: impl Into<String>) {
        self.note(about, State::Bad, found, remedy);
    }

    fn note(&mut self, about: &'static str, state: State, found: impl Into<String>, remedy: impl Into<String>) {
        let school = self.school.clone();
        self.findings.push(Finding { school, about, state, found: found.into(), remedy: remedy.into() });
    }
}

/// Code 0 when nothing is bad, 1 when something is.
pub(super) async fn run(place: &Where, arguments: Arguments) -> Outcome {
    let config = place.config()?;
    let schools: Vec<&SchoolConfig> = match place.host() {
        Some(_) => vec![config.school(place.host()).map_err(|cause| Failure::setup_from(&cause))?],
        None => config.school.iter().collect(),
    };
    if schools.is_empty() {
        return Err(Failure::setup("the configuration names no school; add a [[school]] with its host"));
    }
    let mut findings = Vec::new();
    for school in schools {
        findings.extend(look(&config, school, &arguments).await?);
    }
    if arguments.json {
        let text = serde_json::to_string_pretty(&findings).map_err(|cause| Failure::new(cause.to_string()))?;
        say(&text);
    } else {
        say(&drawn(&findings));
    }
    match findings.iter().filter(|finding| finding.state == State::Bad).count() {
        0 => Ok(()),
        1 => Err(Failure::new("one thing is bad; what to do stands beside it")),
        number => Err(Failure::new(format!("{number} things are bad; what to do stands beside each"))),
    }
}

async fn look(config: &Config, settings: &SchoolConfig, arguments: &Arguments) -> Outcome<Vec<Finding>> {
    let mut notes = Notes::new(&settings.host);
    let place = open::place(config, settings)?;
    machine::folder(&mut notes, &config.data);
    machine::disk(&mut notes, &config.data);
    let plan = backup::plan(config, settings)?;
    let media = place.media.clone();
    let mailer = place.mail.clone().map(|mail| Mailer::new(mail, place.extra_ca_pem.clone(), &settings.host));
    match School::open(place).await {
        Ok(school) => {
            machine::backups(&mut notes, plan.as_ref(), school.clock.now());
            let looked = school::look(&mut notes, &school, &media, arguments.thorough).await;
            school.db.close().await;
            looked?;
        }
        Err(cause) => {
            notes.bad("database", format!("{cause:#}"), "nothing of this school can be served until this is mended");
        }
    }
    if !arguments.offline {
        if let Some(plan) = &plan {
            machine::copies(&mut notes, plan).await;
        }
        machine::mail(&mut notes, mailer.as_ref()).await;
        machine::name(&mut notes, &settings.host).await;
        machine::certificate(&mut notes, &settings.host).await;
    }
    Ok(notes.findings)
}

fn drawn(findings: &[Finding]) -> String {
    let rows: Vec<Vec<String>> = findings
        .iter()
        .map(|finding| {
            let state = match finding.state {
                State::Good => "good",
                State::Worry => "look",
                State::Bad => "BAD",
            };
            let said = [finding.found.as_str(), finding.remedy.as_str()];
            let said: Vec<&str> = said.into_iter().filter(|words| !words.is_empty()).collect();
            vec![finding.school.clone(), state.to_owned(), finding.about.to_owned(), said.join(" → ")]
        })
        .collect();
    table(&["school", "", "about", "what, and what to do"], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_stands_on_one_line_with_what_to_do() {
        let mut notes = Notes::new("maple.example");
        notes.good("disk", "half of it is free");
        notes.bad("backup", "there is none", "make one");

        let drawn = drawn(&notes.findings);

        assert!(drawn.contains("maple.example  good  disk    half of it is free\n"), "{drawn}");
        assert!(drawn.ends_with("maple.example  BAD   backup  there is none → make one"), "{drawn}");
        let json = serde_json::to_value(&notes.findings).unwrap();
        assert_eq!((&json[1]["state"], &json[1]["remedy"]), (&"bad".into(), &"make one".into()));
    }
}
