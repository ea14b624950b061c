//! The door: staff with a password, pupils with their card, families with their class's link.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::devices::{self, Device};
use super::error_page::Trouble;
use super::forms::{Checked, Nothing};
use super::page::{ClassLink, Page, Show, own_path};
use super::proofs::Someone;
use super::sessions;
use super::throttle::{Account, Door, Throttle};
use super::visit::Visit;
use crate::actions;
use crate::domain::viewer::Person;
use crate::error::{Error, Result};
use crate::school::School;
use crate::{store, tokens};

#[derive(Template)]
#[template(path = "sign_in/staff.html")]
struct SignInStaff {
    page: Page,
    action: String,
    email: String,
    error: Option<String>,
    next: String,
}

impl SignInStaff {
    fn new(page: Page, email: String, next: String, error: Option<String>) -> Show<Self> {
        Show(Self { page: page.titled_by("sign-in-title"), action: "/sign-in".to_owned(), email, error, next })
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next: String,
}

pub(super) async fn show(Someone(person): Someone, page: Page, Query(asked): Query<Asked>) -> Response {
    let next = own_path(&asked.next).unwrap_or_default();
    match person {
        Person::Adult(_) => Redirect::to(or_home(next)).into_response(),
        Person::Anonymous | Person::Family(_) | Person::Child(_) => {
            SignInStaff::new(page, String::new(), next.to_owned(), None).into_response()
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

pub(super) async fn sign_in(
    school: School,
    visit: Visit,
    page: Page,
    headers: HeaderMap,
    Checked(typed): Checked<Credentials>,
) -> Result<Response> {
    let next = own_path(&typed.next).unwrap_or_default().to_owned();
    let device = Device::of(&school, &headers);
    let door = match device.as_ref().and_then(|device| device.known_for(&school, &typed.email)) {
        Some(device) => Account::Known { device, account: &typed.email },
        None => Account::Typed(&typed.email),
    };
    if let Some(wait) = door.wait(&school).await? {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        let error = page.with("sign-in-too-often", [("minutes", minutes.to_string())]);
        return Ok(slow_down(wait, SignInStaff::new(page, typed.email, next, Some(error))));
    }
    let Some(staff) = actions::people::sign_in(&school, &typed.email, &typed.password).await? else {
        let error = page.say("sign-in-wrong");
        return Ok(SignInStaff::new(page, typed.email, next, Some(error)).to_mend());
    };
    sessions::sign_in(visit.session(), format!("staff:{staff}"), None, school.clock.now()).await?;
    let remembered = devices::remember(&school, device, &typed.email);
    Ok((AppendHeaders(remembered), Redirect::to(or_home(&next))).into_response())
}

pub(super) async fn sign_out(visit: Visit, _: Checked<Nothing>) -> Result<Redirect> {
    sessions::sign_out(visit.session()).await?;
    Ok(Redirect::to("/"))
}

#[derive(Template)]
#[template(path = "sign_in/card.html")]
struct SignInCard {
    page: Page,
    action: String,
    name: String,
    class: ClassLink,
}

/// Greets, and changes nothing: an address that is opened by a preview or a scanner signs nobody in.
pub(super) async fn show_card(school: School, page: Page, Path(token): Path<String>) -> Result<Response> {
    let pupil = match actions::people::card_holder(&school, &token).await {
        Err(Error::Missing) => return Ok(Trouble::Card.into_response()),
        found => found?,
    };
    let classes = store::classes::of_pupil(&mut school.db.read(), &pupil.id).await?;
    let Some(class) = classes.first() else { return Ok(Trouble::Card.into_response()) };
    let class = ClassLink::ours(&school, class);
    let title = page.with("card-hello", [("name", pupil.name.clone())]);
    let page = page.titled(title);
    Ok(Show(SignInCard { page, action: format!("/card/{token}"), name: pupil.name, class }).into_response())
}

pub(super) async fn use_card(
    school: School,
    visit: Visit,
    Extension(throttle): Extension<Arc<Throttle>>,
    Path(token): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    if let Err(wait) = throttle.try_door(&Door::Token(&token)) {
        return Ok(slow_down(wait, Trouble::TooOften));
    }
    let pupil = match actions::people::use_card(&school, &token).await {
        Err(Error::Missing) => return Ok(Trouble::Card.into_response()),
        used => used?,
    };
    sessions::sign_in(visit.session(), format!("pupil:{pupil}"), Some(tokens::hash_of(&token)), school.clock.now())
        .await?;
    let classes = store::classes::of_pupil(&mut school.db.read(), &pupil).await?;
    let home = classes.first().map_or_else(|| "/".to_owned(), |class| ClassLink::ours(&school, class).url);
    Ok(Redirect::to(&home).into_response())
}

#[derive(Template)]
#[template(path = "sign_in/family.html")]
struct SignInFamily {
    page: Page,
    action: String,
    class: ClassLink,
}

#[derive(Template)]
#[template(path = "sign_in/family_gone.html")]
struct FamilyLinkGone {
    page: Page,
}

impl FamilyLinkGone {
    fn answer(page: Page) -> Response {
        (StatusCode::NOT_FOUND, Show(Self { page: page.titled_by("family-gone-what") })).into_response()
    }
}

/// Greets, and changes nothing, as a card does.
pub(super) async fn show_family(school: School, page: Page, Path(token): Path<String>) -> Result<Response> {
    let class = match actions::people::family_of(&school, &token).await {
        Ok(class) => store::classes::get(&mut school.db.read(), &class).await?,
        Err(Error::Missing) => return Ok(FamilyLinkGone::answer(page)),
        Err(other) => return Err(other),
    };
    let class = ClassLink::ours(&school, &class);
    let page = page.titled(&class.name);
    Ok(Show(SignInFamily { page, action: format!("/family/{token}"), class }).into_response())
}

pub(super) async fn use_family(
    school: School,
    visit: Visit,
    page: Page,
    Path(token): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    // No throttle by link: all the families of a class share one.
    let class = match actions::people::family_of(&school, &token).await {
        Err(Error::Missing) => return Ok(FamilyLinkGone::answer(page)),
        found => found?,
    };
    sessions::sign_in(visit.session(), format!("family:{class}"), Some(tokens::hash_of(&token)), school.clock.now())
        .await?;
    let class = store::classes::get(&mut school.db.read(), &class).await?;
    Ok(Redirect::to(&ClassLink::ours(&school, &class).url).into_response())
}

fn or_home(next: &str) -> &str {
    if next.is_empty() { "/" } else { next }
}

fn slow_down(wait: Duration, answer: impl IntoResponse) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, wait.as_secs().max(1).to_string())], answer).into_response()
}
