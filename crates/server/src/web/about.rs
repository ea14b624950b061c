//! For everyone: what this server is, whether it is well, and that it is not to be crawled.

use askama::Template;
use axum::response::IntoResponse;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::page::{self, Page, Show};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// Packed by build.rs; empty where it could not be.
const SOURCE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/source.tar.gz"));

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

/// What this server runs, packed: the licence asks it to be offered to whoever uses it over a network.
pub(super) async fn source() -> Result<impl IntoResponse> {
    if SOURCE.is_empty() {
        return Err(Error::Missing);
    }
    let name = format!("schoolgate-{}-{}.tar.gz", page::VERSION, page::COMMIT);
    let headers = [
        (CONTENT_TYPE, "application/gzip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, SOURCE))
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
