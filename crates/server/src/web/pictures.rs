//! Pictures, one request at a time: each reader gets those of words they may read, and nobody learns of any other.

use axum::extract::{FromRequest, Path, Request};
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use super::activitypub::SignedServer;
use super::proofs::Someone;
use crate::actions::pictures::thumbnail;
use crate::domain::ids::PictureId;
use crate::domain::pictures::Picture;
use crate::domain::viewer::{Person, Viewer};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// `GET /m/{picture}.{ending}`: for people with a session, and for trusted schools' servers that sign.
pub(super) async fn show(school: School, Path(file): Path<String>, request: Request) -> Response {
    answer(school, &file, false, request).await
}

/// `GET /m/small/{picture}.{ending}`: the same, 480 pixels wide at most.
pub(super) async fn show_small(school: School, Path(file): Path<String>, request: Request) -> Response {
    answer(school, &file, true, request).await
}

async fn answer(school: School, file: &str, small: bool, request: Request) -> Response {
    let viewer = if request.headers().contains_key("signature") {
        match SignedServer::from_request(request, &school).await {
            Ok(server) => Viewer::Partner(server.host),
            Err(refusal) => return refusal.into_response(),
        }
    } else {
        match Someone::from_request(request, &school).await {
            Ok(Someone(person)) => person.viewer(),
            Err(cause) => return cause.into_response(),
        }
    };
    let shown = async {
        let picture = named(&school, &viewer, file).await?;
        send(&school, &picture, small).await
    };
    shown.await.into_response()
}

/// The picture of this name, if this viewer may see it.
async fn named(school: &School, viewer: &Viewer, file: &str) -> Result<Picture> {
    let (id, ending) = file.split_once('.').ok_or(Error::Missing)?;
    let id: PictureId = id.parse().map_err(|_| Error::Missing)?;
    let picture = store::visibility::picture(&mut school.db.read(), viewer, &id).await?;
    if picture.extension() == ending { Ok(picture) } else { Err(Error::Missing) }
}

/// `GET /my/pictures/{picture}.{ending}`: one's own upload, before anyone else may see it.
pub(super) async fn show_own(school: School, Someone(person): Someone, Path(file): Path<String>) -> Result<Response> {
    let subject = match &person {
        Person::Child(child) => child.subject(),
        Person::Adult(adult) => adult.subject(),
        Person::Anonymous | Person::Family(_) => return Err(Error::Missing),
    };
    let id: PictureId = file.split('.').next().unwrap_or_default().parse().map_err(|_| Error::Missing)?;
    let picture = store::pictures::get(&mut school.db.read(), &id).await?;
    if picture.owner != subject {
        return Err(Error::Missing);
    }
    send(&school, &picture, true).await
}

/// The bytes, as what we made of them and never as anything else.
pub(super) async fn send(school: &School, picture: &Picture, small: bool) -> Result<Response> {
    let name = if small { thumbnail(&picture.sha256) } else { picture.sha256.clone() };
    let bytes = school.shelf.get(&name).await?;
    let kind = HeaderValue::from_str(&picture.media_type).map_err(anyhow::Error::new)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind);
    // Opened by itself it is a picture and can do nothing.
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"picture\""));
    Ok(response)
}
