//! The language of the pages: the school's, until a reader chooses another one: a pupil for themselves, wherever they sign in,
//! everybody else for their browser.
//!
//! A pupil's choice leaves the browser as it was, since the next child at that computer may read another language. The cookie
//! names a language and nobody. What the browser says of itself by `Accept-Language` is not asked: the computers of a school
//! say what they were bought with, and children who sit at two of them talk about one page.

use std::sync::LazyLock;

use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use serde::Deserialize;

use super::forms::Checked;
use super::page::{Words, own_path};
use super::visit::Visit;
use crate::actions;
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;

/// What there are sentences in, in the order in which they are offered. Each is complete; `tests/sentences.rs` sees to it.
const OFFERED: &[&str] = &["en", "cy", "fr", "ar"];

/// How long a choice is remembered, in seconds: from one September to the next.
const AGE: u64 = 400 * 24 * 3600;

/// A language to choose.
pub struct Language {
    /// BCP 47.
    pub code: &'static str,
    /// In the language itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
}

pub(super) fn offered() -> &'static [Language] {
    static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
        let named = |code: &&'static str| {
            let words = Words::in_language(code);
            Language { code, name: words.say("language-name"), direction: words.direction() }
        };
        OFFERED.iter().map(named).collect()
    });
    &LANGUAGES
}

/// What was chosen in this browser; none when nothing was, or nothing that there is.
pub(super) fn chosen(school: &School, headers: &HeaderMap) -> Option<Words> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let code = cookies
        .flat_map(|cookies| cookies.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(name(school))?.strip_prefix('='))?;
    OFFERED.contains(&code).then(|| Words::in_language(code))
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
    let code = OFFERED.iter().find(|code| **code == choice.language).ok_or(Error::Missing)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_is_there_is_offered_by_its_own_name() {
        let names: Vec<&str> = offered().iter().map(|language| language.name.as_str()).collect();

        assert_eq!(names, ["English", "Cymraeg", "Français", "العربية"]);
        assert_eq!(offered().len(), Words::languages());
        for language in offered() {
            assert_eq!(Words::in_language(language.code).language(), language.code);
        }
    }
}
