//! What a teacher does with partner classes: accept, refuse, follow, end, name, and hide at once.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{faults, run_class};
use super::forms::{Checked, Nothing};
use super::page::{Page, own_path};
use super::partners::{Typed, base, render};
use super::proofs::{Staff, Teacher};
use super::visit::Flash;
use crate::actions;
use crate::domain::ids::{FollowId, RemoteClassId};
use crate::domain::partners::Direction;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

#[derive(Deserialize)]
pub(super) struct Ask {
    #[serde(default)]
    address: String,
    /// A class that we know already, instead of an address.
    #[serde(default)]
    remote: String,
}

/// Asks a class whether ours may follow it.
pub(super) async fn ask(
    school: School,
    Teacher(adult): Teacher,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<Ask>,
) -> Result<Response> {
    let class = run_class(&school, &adult, &slug).await?;
    let asked = match form.remote.parse::<RemoteClassId>() {
        Ok(remote) => actions::follows::ask_known(&school, &adult, &class.id, &remote).await,
        Err(_) if form.address.trim().is_empty() => Err(Error::invalid("address", "partner-address-missing")),
        Err(_) => actions::follows::ask(&school, &adult, &class.id, &form.address).await,
    };
    match faults(asked)? {
        Ok(remote) => {
            flash.say("toast-asked", &[("name", remote.shown_name().to_owned())]).await?;
            Ok(Redirect::to(&base(&class)).into_response())
        }
        Err(faults) => {
            render(&school, &adult, page, &class, Typed { address: form.address, faults, ..Typed::default() }).await
        }
    }
}

/// Asks the partner schools anew which classes they list. What cannot be read is said on the page.
pub(super) async fn look(
    school: School,
    Teacher(adult): Teacher,
    Path(slug): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let class = run_class(&school, &adult, &slug).await?;
    actions::class_lists::look_again(&school, &adult).await?;
    Ok(Redirect::to(&format!("{}#could-follow", base(&class))))
}

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    follow: String,
    #[serde(default)]
    name: String,
}

impl Answer {
    fn follow(&self) -> Result<FollowId> {
        self.follow.parse().map_err(|_| Error::Missing)
    }
}

pub(super) async fn accept(
    school: School,
    Teacher(adult): Teacher,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<Answer>,
) -> Result<Response> {
    let class = run_class(&school, &adult, &slug).await?;
    let follow = form.follow()?;
    match faults(actions::follows::accept(&school, &adult, &follow, &form.name).await)? {
        Ok(()) => {
            flash.say("toast-accepted", &[("name", form.name)]).await?;
            Ok(Redirect::to(&base(&class)).into_response())
        }
        Err(faults) => {
            render(
                &school,
                &adult,
                page,
                &class,
                Typed { follow: Some(follow), name: form.name, faults, ..Typed::default() },
            )
            .await
        }
    }
}

pub(super) async fn refuse(
    school: School,
    Teacher(adult): Teacher,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<Answer>,
) -> Result<Redirect> {
    let class = run_class(&school, &adult, &slug).await?;
    actions::follows::refuse(&school, &adult, &form.follow()?).await?;
    flash.say("toast-refused", &[]).await?;
    Ok(Redirect::to(&base(&class)))
}

/// Ends a follow, whichever way it goes.
pub(super) async fn end(
    school: School,
    Teacher(adult): Teacher,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<Answer>,
) -> Result<Redirect> {
    let class = run_class(&school, &adult, &slug).await?;
    let follow = form.follow()?;
    match store::follows::get(&mut school.db.read(), &follow).await?.direction {
        Direction::In => actions::follows::refuse(&school, &adult, &follow).await?,
        Direction::Out => actions::follows::unfollow(&school, &adult, &follow).await?,
    }
    flash.say("toast-ended", &[]).await?;
    Ok(Redirect::to(&base(&class)))
}

#[derive(Deserialize)]
pub(super) struct Name {
    #[serde(default)]
    name: String,
}

/// The name by which our pupils know them.
pub(super) async fn name(
    school: School,
    Teacher(adult): Teacher,
    flash: Flash,
    Path((slug, remote)): Path<(String, String)>,
    Checked(form): Checked<Name>,
) -> Result<Redirect> {
    let class = run_class(&school, &adult, &slug).await?;
    let remote: RemoteClassId = remote.parse().map_err(|_| Error::Missing)?;
    match faults(actions::partners::name_class(&school, &adult, &remote, &form.name).await)? {
        Ok(()) => flash.say("toast-named", &[("name", form.name)]).await?,
        Err(_) => flash.say("fault-name-missing", &[]).await?,
    }
    Ok(Redirect::to(&base(&class)))
}

#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// Hides everything from a class, from the next request on. For anyone who decides somewhere.
pub(super) async fn hide(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path((slug, remote)): Path<(String, String)>,
    Checked(form): Checked<Back>,
) -> Result<Redirect> {
    let remote: RemoteClassId = remote.parse().map_err(|_| Error::Missing)?;
    actions::partners::hide_class(&school, &adult, &remote).await?;
    flash.say("toast-hidden", &[]).await?;
    Ok(Redirect::to(own_path(&form.back).unwrap_or(&format!("/gate/{slug}"))))
}

pub(super) async fn show_again(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path((slug, remote)): Path<(String, String)>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let class = run_class(&school, &adult, &slug).await?;
    let remote: RemoteClassId = remote.parse().map_err(|_| Error::Missing)?;
    actions::partners::show_class(&school, &adult, &remote).await?;
    flash.say("toast-shown-again", &[]).await?;
    Ok(Redirect::to(&base(&class)))
}
