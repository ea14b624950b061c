//! For everyone: what this server is, whether it is well, and that it is not to be crawled.

use askama::Template;
use axum::response::IntoResponse;
use http::StatusCode;

use super::page::{Page, Show};
use crate::error::Result;
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    page: Page,
    contact: Option<String>,
    contact_email: Option<String>,
}

pub(super) async fn show(page: Page) -> impl IntoResponse {
    // The school's record has no contact yet; the page then names the school office.
    Show(About { page: page.titled_by("nav-about"), contact: None, contact_email: None })
}

/// Well, when the database answers.
pub(super) async fn healthz(school: School) -> Result<impl IntoResponse> {
    let answers = store::schools::get(&mut school.db.read()).await.is_ok_and(|profile| profile.is_some());
    Ok(if answers {
        (StatusCode::OK, "well\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    })
}

/// Other servers' software reads this before anything else, so it is open to all.
pub(super) async fn robots() -> impl IntoResponse {
    "User-agent: *\nDisallow: /\n"
}
