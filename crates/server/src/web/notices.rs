//! What an adult wants told by e-mail, and at which hour; and for admins, whether mail leaves at all.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{Choice, faults, moment, option, problem};
use super::digests;
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::proofs::{Admin, Staff};
use super::reading::listed;
use super::sentences::LANGUAGES;
use super::visit::Flash;
use crate::actions;
use crate::domain::notices::{HOURS, Wish};
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "people/notices.html")]
struct ShowNotices {
    page: Page,
    /// The school sends mail.
    has_mail: bool,
    address: String,
    hours: Vec<Choice>,
    hour_error: Option<String>,
    languages: Vec<Choice>,
    /// When the next one could come.
    next: Option<String>,
    /// For admins: that mail cannot be sent, and who gets none.
    trouble: Vec<String>,
    is_admin: bool,
}

#[derive(Deserialize)]
pub(super) struct WishForm {
    #[serde(default)]
    hour: String,
    #[serde(default)]
    language: String,
}

/// `GET /notices`
pub(super) async fn show(school: School, Staff(adult): Staff, page: Page) -> Result<Response> {
    let wish = actions::notices::wish(&school, &adult).await?;
    render(&school, &adult, page, &wish, &[]).await
}

async fn render(school: &School, adult: &Adult, page: Page, wish: &Wish, faults: &[Fault]) -> Result<Response> {
    let (now, zone) = (school.clock.now(), &school.time_zone);
    let chosen = wish.hour.map_or_else(String::new, |hour| hour.to_string());
    let hours = std::iter::once(option("", page.say("notices-never"), &chosen)).chain(HOURS.map(|hour| {
        let time = [("time", format!("{hour:02}:00"))];
        option(&hour.to_string(), page.with("notices-at", time), &chosen)
    }));
    let language =
        LANGUAGES.iter().find(|known| wish.language.starts_with(known.code)).map_or("en", |known| known.code);
    let languages = LANGUAGES.iter().map(|known| option(known.code, known.name.to_owned(), language));
    let timetable = store::timetable::get(&mut school.db.read(), school.today()).await?;
    let next = wish.hour.and_then(|hour| timetable.next_time_for(hour, now, zone));
    let mut trouble = Vec::new();
    if adult.is_admin && school.mailer.is_some() {
        trouble.extend(super::reminders::mail_down(school, &page).await?);
        let refused = store::notices::refused(&mut school.db.read()).await?;
        if !refused.is_empty() {
            trouble.push(page.with("mail-refused", [("names", listed(&page, &refused))]));
        }
    }
    let shown = Show(ShowNotices {
        has_mail: school.mailer.is_some(),
        address: actions::notices::address(school, &adult.id).await?,
        hours: hours.collect(),
        hour_error: problem(&page, faults, "hour"),
        languages: languages.collect(),
        next: next.map(|next| page.with("notices-next", [("moment", moment(&page, now, next).text)])),
        trouble,
        is_admin: adult.is_admin,
        page: page.titled_by("notices-title"),
    });
    Ok(if faults.is_empty() { shown.into_response() } else { shown.to_mend() })
}

pub(super) async fn choose(
    school: School,
    Staff(adult): Staff,
    page: Page,
    flash: Flash,
    Checked(form): Checked<WishForm>,
) -> Result<Response> {
    let language =
        LANGUAGES.iter().map(|known| known.code).find(|code| *code == form.language).ok_or(Error::Missing)?;
    let hour = match form.hour.as_str() {
        "" => None,
        // What is no hour is none that can be chosen.
        text => Some(text.parse().unwrap_or(-1)),
    };
    let wish = Wish { hour, language: language.to_owned() };
    if let Err(faults) = faults(actions::notices::choose(&school, &adult, &wish).await)? {
        let before = actions::notices::wish(&school, &adult).await?;
        return render(&school, &adult, page, &before, &faults).await;
    }
    flash.say(if hour.is_some() { "toast-notices-on" } else { "toast-notices-off" }, &[]).await?;
    Ok(Redirect::to("/notices").into_response())
}

/// Sends an admin a mail, to see that it arrives.
pub(super) async fn try_out(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let mailer = school.mailer.as_ref().ok_or(Error::Missing)?;
    match digests::try_out(&school, mailer, flash.words(), &adult).await? {
        Ok(()) => flash.say("toast-mail-sent", &[]).await?,
        Err(_) => flash.say("toast-mail-failed", &[]).await?,
    }
    Ok(Redirect::to("/notices"))
}
