//! What browsers and other servers see: the routes, and everything that happens before and after each of them.

mod about;
mod activitypub;
mod agreements;
mod articles;
mod audit;
mod campus;
mod candidates;
mod class_settings;
mod classes;
mod comforts;
mod comments;
mod comments_again;
mod csrf;
mod csv;
mod deliveries;
mod desk;
mod devices;
mod difference;
pub mod digests;
mod duties;
mod erasures;
mod error_page;
mod feeds;
mod follows;
mod forms;
mod gate;
mod gate_cards;
mod gate_change;
mod gate_history;
mod gate_live;
mod gate_taps;
mod headers;
mod health;
mod inbox;
mod invitations;
mod languages;
mod likes;
mod lists;
mod map;
mod notices;
mod page;
mod partners;
mod people;
mod picture_passwords;
mod pictures;
mod posters;
mod proofs;
mod proposals;
mod pupil_lists;
mod pupils;
mod reading;
mod reminders;
mod requests;
mod routes;
mod schools;
mod sealed;
mod searching;
mod sentences;
mod sessions;
mod sign_in;
mod staff;
mod static_files;
mod strangers;
mod taken_back;
mod taking_back;
#[cfg(test)]
pub(crate) mod tests;
mod throttle;
mod timetable;
mod visit;
mod writing;
mod writing_form;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;
use axum::{Extension, Router, middleware};
use strangers::Strangers;
use tower::{ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;

pub use error_page::Trouble;
pub use forms::{Checked, CheckedUpload, Nothing, UploadedFile};
pub use headers::of_no_school;
pub use page::{ClassLink, NavClass, Page, Show, Toast, ViewerNav, Words, own_path};
pub use proofs::{Admin, Moderator, Pupil, Safeguarding, Someone, Staff, Teacher};
pub use routes::{Audience, Route, SiteMap, table};
pub use visit::{Flash, Visit};

use crate::school::School;

/// One school's whole site, ready to be asked.
pub struct House {
    strangers: Strangers,
    rooms: Router,
}

impl House {
    pub fn of(school: &School) -> Self {
        Self { strangers: Strangers::of(school), rooms: with_layers(routes::site_map(), school) }
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request) -> Response {
        let request = match self.strangers.turn_away(request).await {
            Ok(request) => request,
            Err(refusal) => return refusal,
        };
        match self.rooms.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

fn with_layers(map: SiteMap, school: &School) -> Router {
    let throttle = Arc::new(throttle::Throttle::default());
    let site = map.into_router().with_state(school.clone());
    // Around the whole map and not around each of its routes: what is around a route is copied for every request. From here
    // on inwards: the first line meets a request first.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(visit::trace))
        .layer(middleware::from_fn_with_state(school.clone(), headers::add))
        // Each route has its own limit; see routes.rs.
        .layer(DefaultBodyLimit::disable())
        .layer(inbox::letterbox(school))
        .layer(Extension(throttle))
        .layer(sessions::layer(school))
        .layer(middleware::from_fn_with_state(school.clone(), visit::begin))
        .layer(middleware::from_fn(error_page::render))
        .layer(CatchPanicLayer::custom(error_page::panicked));
    Router::new().fallback_service(layers.service(site))
}
