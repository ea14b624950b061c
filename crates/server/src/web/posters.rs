//! The class poster: made by an adult, opened by its code, and the names that a device shows from then on.
//!
//! The code's address is asked once. From then on the device keeps the token in a cookie, so that no history and no log has
//! it, and shows the class's names at `/names`. Neither signs anybody in.

use askama::Template;
use axum::extract::Path;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderName};

use super::class_settings::kept_class;
use super::error_page::Trouble;
use super::forms::{Checked, Nothing};
use super::page::{ClassLink, Page, Show};
use super::people::{base, qr};
use super::proofs::Staff;
use super::reading::is_large;
use super::sessions;
use super::visit::{Flash, Visit};
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::error::{Error, Result};
use crate::school::School;
use crate::{store, tokens};

/// How long a device remembers its poster, in seconds: about a term.
const AGE: u64 = 120 * 24 * 3600;
/// Letters of chance in a device's word.
const WORD: usize = 20;
/// Longer than any token, however it was typed.
const LONGEST: usize = 64;

/// What a device keeps of the poster that it was shown.
pub(super) struct Wall {
    pub(super) token: String,
    /// Tells this browser from others when tries are counted. Whoever changes it is another browser.
    pub(super) device: String,
}

impl Wall {
    /// None where no poster was shown, or the cookie is not of our form.
    pub(super) fn of(school: &School, headers: &HeaderMap) -> Option<Self> {
        let name = cookie_name(school);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let value = cookies
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))?;
        let (token, device) = value.split_once('.')?;
        let is_ours = device.len() == WORD && !token.is_empty() && token.len() <= LONGEST;
        is_ours.then(|| Self { token: token.to_owned(), device: device.to_owned() })
    }

    fn cookie(&self, school: &School) -> (HeaderName, String) {
        let secure = if school.urls.is_secure() { "; Secure" } else { "" };
        let Self { token, device } = self;
        let name = cookie_name(school);
        (SET_COOKIE, format!("{name}={token}.{device}; Path=/; Max-Age={AGE}; HttpOnly; SameSite=Lax{secure}"))
    }

    /// The class of this poster. Errors: [`Error::Missing`] when it opens nothing any more.
    pub(super) async fn class(&self, school: &School) -> Result<ClassBlog> {
        actions::posters::class_of(school, &self.token).await
    }
}

fn cookie_name(school: &School) -> &'static str {
    if school.urls.is_secure() { "__Host-schoolgate-poster" } else { "schoolgate-poster" }
}

#[derive(Template)]
#[template(path = "people/poster.html")]
struct PrintPoster {
    page: Page,
    class: ClassLink,
    qr_html: String,
    address: String,
    back_url: String,
}

/// A new poster, shown once, to print and hang up.
pub(super) async fn make(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let token = actions::posters::make(&school, &adult, &class.id).await?;
    let address = school.urls.to(&format!("/poster/{token}")).to_string();
    let title = page.with("poster-title", [("class", class.name.clone())]);
    Ok(Show(PrintPoster {
        qr_html: qr(&address)?,
        address,
        back_url: base(&class),
        class: ClassLink::ours(&school, &class),
        page: page.titled(title),
    })
    .into_response())
}

pub(super) async fn end(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let class = kept_class(&school, &adult, &slug).await?;
    actions::posters::revoke(&school, &adult, &class.id).await?;
    flash.say("toast-poster-ended", &[]).await?;
    Ok(Redirect::to(&base(&class)))
}

/// The address of the code: the device remembers the poster, and nothing else happens.
pub(super) async fn open(school: School, headers: HeaderMap, Path(token): Path<String>) -> Result<Response> {
    match actions::posters::class_of(&school, &token).await {
        Err(Error::Missing) => return Ok(Trouble::Poster.into_response()),
        found => drop(found?),
    }
    // However it was typed, what is remembered is plain letters and digits.
    let token: String = token.chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect();
    let device = Wall::of(&school, &headers).map_or_else(|| tokens::random(WORD), |known| known.device);
    let wall = Wall { token, device };
    Ok((AppendHeaders([wall.cookie(&school)]), Redirect::to("/names")).into_response())
}

struct NameTile {
    name: String,
    url: String,
}

#[derive(Template)]
#[template(path = "sign_in/names.html")]
struct ShowNames {
    page: Page,
    class: ClassLink,
    pupils: Vec<NameTile>,
    large: bool,
}

/// The first names of the class whose poster this device was shown.
pub(super) async fn names(school: School, page: Page, headers: HeaderMap) -> Result<Response> {
    let Some(wall) = Wall::of(&school, &headers) else { return Ok(Trouble::Poster.into_response()) };
    let class = match wall.class(&school).await {
        Err(Error::Missing) => return Ok(Trouble::Poster.into_response()),
        found => found?,
    };
    let pupils = store::people::pupils_of_class(&mut school.db.read(), &class.id).await?;
    let pupils =
        pupils.into_iter().map(|pupil| NameTile { url: format!("/names/{}", pupil.id), name: pupil.name }).collect();
    let large = is_large(&class);
    let page = page.titled_by("names-title");
    Ok(Show(ShowNames { class: ClassLink::ours(&school, &class), pupils, large, page }).into_response())
}

/// The next child's turn at a shared tablet: whoever is signed in is not any more.
pub(super) async fn switch(visit: Visit, _: Checked<Nothing>) -> Result<Redirect> {
    sessions::sign_out(visit.session()).await?;
    Ok(Redirect::to("/names"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::tests::at;

    #[tokio::test]
    async fn t77_a_poster_is_remembered_where_no_script_and_no_other_host_reads_it() {
        let maple = at("https://maple.example").await;
        let wall = Wall { token: "0123abc".to_owned(), device: "d".repeat(WORD) };

        let (_, cookie) = wall.cookie(&maple.school);

        assert!(cookie.starts_with("__Host-schoolgate-poster=0123abc.dddd"), "{cookie}");
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure") && cookie.contains("; Path=/;"), "{cookie}");
        assert!(!cookie.contains("Domain"));
        let sent = |value: &str| HeaderMap::from_iter([(COOKIE, value.parse().unwrap())]);
        let pair = cookie.split(';').next().unwrap();
        let known = Wall::of(&maple.school, &sent(&format!("other=1; {pair}"))).unwrap();
        assert_eq!((known.token, known.device), (wall.token, wall.device));
        for bad in ["", "__Host-schoolgate-poster=0123abc", "__Host-schoolgate-poster=0123abc.short"] {
            assert!(Wall::of(&maple.school, &sent(bad)).is_none(), "{bad}");
        }
    }
}
