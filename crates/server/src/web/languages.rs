//! The language of the pages: the school's, until a reader chooses another one: a pupil for themselves, wherever they sign in,
//! everybody else for their browser.
//!
//! A pupil's choice leaves the browser as it was, since the next child at that computer may read another language. The cookie
//! names a language and nobody. What the browser says of itself by `Accept-Language` is not asked: the computers of a school
//! say what they were bought with, and children who sit at two of them talk about one page.

use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use serde::Deserialize;

use super::forms::Checked;
use super::page::{Words, own_path};
use super::sentences::LANGUAGES;
use super::visit::Visit;
use crate::actions;
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;

/// How long a choice is remembered, in seconds: from one September to the next.
const AGE: u64 = 400 * 24 * 3600;

/// What was chosen in this browser; none when nothing was, or nothing that there is.
pub(super) fn chosen(school: &School, headers: &HeaderMap) -> Option<Words> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let code = cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(name(school))?.strip_prefix('='))?;
    LANGUAGES.iter().any(|language| language.code == code).then(|| Words::in_language(code))
}

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    language: String,
    #[serde(default)]
    back: String,
}

/// Remembers the choice, and goes back to where it was made.
pub(super) async fn choose(school: School, visit: Visit, Checked(choice): Checked<Choice>) -> Result<Response> {
    let code =
        LANGUAGES.iter().map(|language| language.code).find(|code| *code == choice.language).ok_or(Error::Missing)?;
    let back = Redirect::to(own_path(&choice.back).unwrap_or(visit.here()));
    if let Person::Child(child) = visit.person().await? {
        actions::comforts::choose_language(&school, child, code).await?;
        return Ok(back.into_response());
    }
    let secure = if school.urls.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{}={code}; Path=/; Max-Age={AGE}; HttpOnly; SameSite=Lax{secure}", name(&school));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), back).into_response())
}

fn name(school: &School) -> &'static str {
    if school.urls.is_secure() { "__Host-schoolgate-language" } else { "schoolgate-language" }
}
