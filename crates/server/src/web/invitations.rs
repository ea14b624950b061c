//! Meeting another school, for admins: inviting one, opening an invitation, and the words that are read out by phone.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::agreements::{base, found, staff_names};
use super::desk::{Moment, day, faults, moment, problem};
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::people::qr;
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions;
use crate::actions::invitations::NewInvitation;
use crate::domain::ids::InvitationId;
use crate::domain::invitations::INVITATION_DAYS;
use crate::domain::partners::{NewPartner, PartnerState};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

#[derive(Template)]
#[template(path = "invitations/landing.html")]
struct Landing {
    page: Page,
}

/// `GET /invitation`: what to do with an invitation of ours that was opened in a browser. Its code stands behind the `#` and
/// never comes here, so this page is the same for everybody.
pub(super) async fn landing(page: Page) -> impl IntoResponse {
    Show(Landing { page: page.titled_by("invitation-title") })
}

struct InvitationRow {
    whom: String,
    host: Option<String>,
    made: Moment,
    by: String,
    until: String,
    revoke_url: String,
}

/// What an admin types to invite a school.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Invite {
    note: String,
    invited_host: String,
    days: String,
}

/// What an admin types to open another school's invitation.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Open {
    invitation: String,
    name: String,
    contact: String,
    safeguarding: String,
}

#[derive(Template)]
#[template(path = "invitations/all.html")]
struct ShowInvitations {
    page: Page,
    invitations: Vec<InvitationRow>,
    invite: Invite,
    open: Open,
    host_error: Option<String>,
    days_error: Option<String>,
    invitation_error: Option<String>,
}

pub(super) async fn all(school: School, Admin(_): Admin, page: Page) -> Result<Response> {
    render(&school, page, Invite::default(), Open::default(), &[]).await
}

async fn render(school: &School, page: Page, mut invite: Invite, open: Open, faults: &[Fault]) -> Result<Response> {
    let now = school.clock.now();
    let names = staff_names(school).await?;
    let mut invitations = Vec::new();
    for invitation in store::invitations::open(&mut school.db.read(), now).await? {
        invitations.push(InvitationRow {
            whom: invitation.note,
            made: moment(&page, now, invitation.created_at),
            by: names.get(&invitation.created_by).cloned().unwrap_or_default(),
            until: day(&page, now, invitation.expires_at),
            revoke_url: format!("/schools/invitations/{}/revoke", invitation.id),
            host: invitation.host,
        });
    }
    if invite.days.is_empty() {
        invite.days = INVITATION_DAYS.to_string();
    }
    let shown = Show(ShowInvitations {
        invitations,
        host_error: problem(&page, faults, "invited_host"),
        days_error: problem(&page, faults, "days"),
        invitation_error: problem(&page, faults, "invitation"),
        page: page.titled_by("invitations-title"),
        invite,
        open,
    });
    Ok(if faults.is_empty() { shown.into_response() } else { shown.to_mend() })
}

#[derive(Template)]
#[template(path = "invitations/print.html")]
struct PrintInvitation {
    page: Page,
    whom: String,
    host: Option<String>,
    link: String,
    until: String,
    qr_html: String,
}

/// Makes an invitation and shows it, this once: as a link, a code to scan, and a sheet to print.
pub(super) async fn invite(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Checked(form): Checked<Invite>,
) -> Result<Response> {
    let new = NewInvitation { host: form.invited_host.clone(), note: form.note.clone(), days: form.days.clone() };
    let (invitation, link) = match faults(actions::invitations::invite(&school, &adult, new).await)? {
        Ok(made) => made,
        Err(faults) => return render(&school, page, form, Open::default(), &faults).await,
    };
    let link = link.to_string();
    Ok(Show(PrintInvitation {
        whom: invitation.note,
        host: invitation.host,
        until: day(&page, school.clock.now(), invitation.expires_at),
        qr_html: qr(&link)?,
        page: page.titled_by("invitation-made"),
        link,
    })
    .into_response())
}

pub(super) async fn revoke(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(invitation): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let invitation: InvitationId = invitation.parse().map_err(|_| Error::Missing)?;
    actions::invitations::revoke(&school, &adult, &invitation).await?;
    flash.say("toast-invitation-revoked", &[]).await?;
    Ok(Redirect::to("/schools/invitations"))
}

/// Opens the invitation of another school: its server is met, and the words can be compared.
pub(super) async fn open(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Checked(form): Checked<Open>,
) -> Result<Response> {
    let new = NewPartner {
        name: form.name.clone(),
        contact: form.contact.clone(),
        safeguarding_contact: form.safeguarding.clone(),
        ..NewPartner::default()
    };
    match faults(actions::invitations::open(&school, &adult, &form.invitation, new).await)? {
        Ok(partner) => Ok(Redirect::to(&base(&partner.id)).into_response()),
        Err(faults) => render(&school, page, Invite::default(), form, &faults).await,
    }
}

/// The words are the same.
pub(super) async fn confirm(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let partner = found(&school, &partner).await?;
    match actions::invitations::confirm(&school, &adult, &partner.id).await? {
        PartnerState::Trusted => flash.say("toast-school-trusted", &[("name", partner.name)]).await?,
        PartnerState::Invited
        | PartnerState::Asked
        | PartnerState::Paused
        | PartnerState::Ended
        | PartnerState::Blocked => flash.say("toast-words-confirmed", &[("name", partner.name)]).await?,
    }
    Ok(Redirect::to(&base(&partner.id)))
}

/// The words are not the same.
pub(super) async fn differ(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(partner): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    let partner = found(&school, &partner).await?;
    actions::invitations::differ(&school, &adult, &partner.id).await?;
    flash.say("toast-words-differ", &[("name", partner.name)]).await?;
    Ok(Redirect::to(&base(&partner.id)))
}
