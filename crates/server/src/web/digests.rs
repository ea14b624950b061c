//! The e-mail of the day: what waits for an adult, as numbers, in their language, with a link to where it waits.
//!
//! It is made of [`Notices`], which hold no words of anybody: names of classes are all that is named.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::page::Words;
use crate::actions;
use crate::domain::notices::{AtTheGate, Notices};
use crate::domain::viewer::Adult;
use crate::error::Result;
use crate::mail::{Letter, Mailer};
use crate::school::School;
use crate::tokens;

/// How often it is looked whether somebody is to be written to.
const LOOK: Duration = Duration::from_secs(30);

/// Sends a school's mail until the task is aborted; none for a school that sends none. What was being sent then is sent again
/// when its lease is over: it may come twice, and under the same name, so that most mailboxes show one.
pub fn start(school: School) -> Option<JoinHandle<()>> {
    school.mailer.as_ref()?;
    Some(tokio::spawn(async move {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if let Err(cause) = round(&school).await {
                tracing::warn!(%cause, "the mail of the day could not be looked after");
            }
        }
    }))
}

/// Sends all that is to be sent now. How many mails were taken.
pub async fn round(school: &School) -> Result<usize> {
    let Some(mailer) = &school.mailer else { return Ok(0) };
    let mut sent = 0;
    for due in actions::notices::due(school).await? {
        let Some(claimed) = actions::notices::claim(school, &due).await? else { continue };
        let notices = actions::notices::of(school, &due.adult).await?;
        if notices.is_empty() {
            actions::notices::done(school, &due, false).await?;
            continue;
        }
        let words = Words::in_language(&due.language);
        let letter = letter(school, words, &due.adult, &due.email, &due.day.to_string(), &notices);
        match mailer.send(&letter).await {
            Ok(()) => {
                actions::notices::done(school, &due, true).await?;
                sent += 1;
            }
            Err(failure) => actions::notices::failed(school, &due, claimed, &failure).await?,
        }
    }
    Ok(sent)
}

/// A mail to an admin, to see that it arrives.
pub(super) fn to_try(school: &School, words: Words, adult: &Adult, email: &str) -> Letter {
    let name = [("school", school.profile.name.clone())];
    let text = paragraphs(&[words.say("mail-test-text"), foot(school, words)]);
    let at = school.clock.now();
    addressed(school, email, words.with("mail-test-subject", name), text, named(school, adult, &at.to_string()))
}

fn letter(school: &School, words: Words, adult: &Adult, email: &str, day: &str, notices: &Notices) -> Letter {
    let to_do = &notices.to_do;
    let mut lines: Vec<String> = Vec::new();
    let mut say = |key: &str, count: i64| {
        if count > 0 {
            lines.push(format!("- {}", words.with(key, [("count", count.to_string())])));
        }
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let first = |of: Option<(usize, jiff::Timestamp)>| number(of.map_or(0, |(number, _)| number));
    say("digest-families", first(to_do.families));
    say("digest-worries", to_do.worries);
    say("taken-back-reminder", number(to_do.removals));
    say("digest-erasures", first(to_do.erasures));
    say("tasks-reminder", number(to_do.tasks));
    say("schools-reminder", number(to_do.schools));
    let others = number(lines.len());
    let gates: Vec<String> = notices.gates.iter().map(|gate| at_the_gate(words, gate)).collect();
    let waiting = notices.waiting();
    let school_name = school.profile.name.clone();
    let subject = if waiting > 0 {
        format!("{school_name}: {}", super::page::waiting_words(words, waiting))
    } else {
        words.with("digest-subject-others", [("school", school_name), ("count", others.to_string())])
    };
    let mut parts = vec![words.say("digest-hello")];
    if !gates.is_empty() {
        parts.push(format!("{}\n{}", words.say("digest-gate"), gates.join("\n")));
        parts.push(format!("{} {}", words.say("digest-look"), school.urls.to("/gate")));
    }
    if !lines.is_empty() {
        parts.push(format!("{}\n{}", words.say("digest-others"), lines.join("\n")));
        parts.push(format!("{} {}", words.say("digest-look"), school.urls.home()));
    }
    parts.push(foot(school, words));
    addressed(school, email, subject, paragraphs(&parts), named(school, adult, day))
}

/// "- Maple class: 3 coming in, 1 going out".
fn at_the_gate(words: Words, gate: &AtTheGate) -> String {
    let kinds: Vec<String> = [
        ("digest-in", gate.coming_in),
        ("digest-out", gate.going_out),
        ("digest-ours", gate.ours),
        ("gate-asking", gate.asking),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .map(|(key, number)| words.with(key, [("count", super::page::counted(number))]))
    .collect();
    format!("- {}", words.with("digest-class", [("class", gate.class.name.clone()), ("what", kinds.join(", "))]))
}

fn foot(school: &School, words: Words) -> String {
    format!("--\n{}\n{} {}", words.say("digest-why"), words.say("digest-stop"), school.urls.to("/notices"))
}

fn paragraphs(parts: &[String]) -> String {
    parts.join("\n\n") + "\n"
}

/// The name of a letter tells nothing to others, and is the same for the same letter.
fn named(school: &School, adult: &Adult, of: &str) -> String {
    let mut name = tokens::hash_exactly(&format!("{}:digest:{}:{of}", school.profile.secret, adult.id));
    name.truncate(32);
    format!("digest.{name}")
}

fn addressed(school: &School, email: &str, subject: String, text: String, name: String) -> Letter {
    Letter {
        to: email.to_owned(),
        from: school.profile.name.clone(),
        subject,
        text,
        name,
        stop: school.urls.to("/notices").to_string(),
        at: school.clock.now(),
    }
}

/// Whether a mail to try it out was taken, and what is written down of it.
pub(super) async fn try_out(
    school: &School,
    mailer: &Mailer,
    words: Words,
    adult: &Adult,
) -> Result<std::result::Result<(), crate::mail::Failure>> {
    let email = actions::notices::address(school, &adult.id).await?;
    let sent = mailer.send(&to_try(school, words, adult, &email)).await;
    actions::notices::tried(school, adult, sent.as_ref().err()).await?;
    Ok(sent)
}
