//! Letting a pupil's words out after changing them: what would change is shown first.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{faults, gate_class, problem};
use super::difference::{DiffPart, difference};
use super::forms::Checked;
use super::gate::base;
use super::gate_taps::{choice, tell};
use super::page::{Page, Show};
use super::proofs::Moderator;
use super::visit::Flash;
use crate::actions;
use crate::actions::moderation::Choice;
use crate::domain::classes::ClassBlog;
use crate::domain::moderation::{Showing, State, Tray, Verdict};
use crate::domain::revisions::Revision;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "gate/change.html")]
struct ChangeWords {
    page: Page,
    action: String,
    back_url: String,
    choice: String,
    signature: String,
    title: String,
    language: String,
    /// The pupil's words against the changed ones; empty while nothing was changed.
    difference: Vec<DiffPart>,
    /// The pupil changed them too, since this page was opened.
    changed_meanwhile: Option<String>,
    text: String,
    text_error: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    tray: String,
}

/// The words as they wait. Errors: [`Error::Missing`] for what is not our own pupils', or waits no more.
async fn words_of(school: &School, class: &ClassBlog, choice: &Choice) -> Result<(Showing, Revision)> {
    let showing = store::moderation::showing(&mut school.db.read(), &choice.item, &class.id).await?;
    let item = store::items::get(&mut school.db.read(), &choice.item).await?;
    let fits = Verdict::LetOutChanged.fits(showing.tray) && showing.state == State::Waiting;
    if !fits || !item.is_ours() || !item.is_live() || item.sealed_at.is_some() {
        return Err(Error::Missing);
    }
    let revision = store::revisions::get(&mut school.db.read(), &showing.revision).await?;
    Ok((showing, revision))
}

fn form(page: Page, class: &ClassBlog, showing: &Showing, revision: Revision) -> ChangeWords {
    ChangeWords {
        page: page.titled_by("gate-leave-out-label"),
        action: format!("{}/change", base(class)),
        back_url: format!("{}?tray={}", base(class), showing.tray),
        choice: format!("{}:{}", revision.item, revision.hash),
        signature: revision.words.signature,
        title: revision.words.title,
        language: revision.words.language,
        difference: Vec::new(),
        changed_meanwhile: None,
        text: revision.words.source,
        text_error: None,
        reason: String::new(),
    }
}

pub(super) async fn show(
    school: School,
    Moderator(adult): Moderator,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let class = gate_class(&school, &adult, &slug).await?;
    if !adult.moderates(&class.id) {
        return Err(Error::Forbidden);
    }
    let choice = choice(&asked.choice).ok_or(Error::Missing)?;
    match words_of(&school, &class, &choice).await {
        Ok((showing, revision)) => Ok(Show(form(page, &class, &showing, revision)).into_response()),
        Err(Error::Missing) => {
            flash.say("toast-gone", &[]).await?;
            let tray: Tray = asked.tray.parse().unwrap_or(Tray::Ours);
            Ok(Redirect::to(&format!("{}?tray={tray}", base(&class))).into_response())
        }
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
pub(super) struct Changed {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    step: String,
}

/// Looks at the change, or lets it out.
pub(super) async fn change(
    school: School,
    Moderator(adult): Moderator,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(changed): Checked<Changed>,
) -> Result<Response> {
    let class = gate_class(&school, &adult, &slug).await?;
    let seen = choice(&changed.choice).ok_or(Error::Missing)?;
    let text = changed.text.replace("\r\n", "\n");
    let mut errors = Vec::new();
    if changed.step == "let_out" {
        let result =
            actions::moderation::let_out_changed(&school, &adult, &class.id, &seen, &text, &changed.reason).await;
        match faults(result)? {
            Ok(decided) => {
                let tray = store::moderation::showing(&mut school.db.read(), &seen.item, &class.id).await?.tray;
                tell(&flash, &decided, Verdict::LetOutChanged, &class, tray).await?;
                return Ok(Redirect::to(&format!("{}?tray={tray}", base(&class))).into_response());
            }
            Err(faults) => errors = faults,
        }
    }
    let (showing, revision) = words_of(&school, &class, &seen).await?;
    let changed_meanwhile = (revision.hash != seen.hash).then(|| page.say("toast-changed"));
    let compared = difference(&revision.words.source, text.trim_end());
    let is_changed = compared.iter().any(|part| part.kind != "same");
    let text_error = problem(&page, &errors, "body");
    let shown = ChangeWords {
        difference: if is_changed { compared } else { Vec::new() },
        changed_meanwhile,
        text,
        reason: changed.reason,
        ..form(page, &class, &showing, revision)
    };
    let is_wrong = text_error.is_some();
    let shown = Show(ChangeWords { text_error, ..shown });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}
