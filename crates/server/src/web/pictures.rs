//! Pictures, whole and small: for whoever may read the words they belong to, and for whoever uploaded them.

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use federation::trust::Standing;
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;

use super::activitypub::SignedServer;
use super::headers::Sandbox;
use super::proofs::Someone;
use super::reading::pen;
use crate::actions;
use crate::domain::ids::PictureId;
use crate::domain::pictures::Picture;
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, visibility};

/// Who asks for a picture: a person, or, when the request is signed, a trusted school's server.
pub(super) struct Asking(Viewer);

impl FromRequestParts<School> for Asking {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> std::result::Result<Self, Response> {
        if !is_signed(&parts.headers) {
            let Someone(person) =
                Someone::from_request_parts(parts, school).await.map_err(IntoResponse::into_response)?;
            return Ok(Self(person.viewer()));
        }
        let server = SignedServer::from_request_parts(parts, school).await.map_err(IntoResponse::into_response)?;
        // A paused school may ask for our keys, but for nothing that a child made.
        match school.standing(&server.host).await.map_err(IntoResponse::into_response)? {
            Standing::Trusted => {
                let viewer = Viewer::Partner(server.host);
                match actions::publishing::may_see_pictures(school, &viewer).await {
                    Ok(true) => Ok(Self(viewer)),
                    Ok(false) => Err(Error::Missing.into_response()),
                    Err(cause) => Err(cause.into_response()),
                }
            }
            Standing::Pending | Standing::Paused | Standing::Ended | Standing::Unknown => {
                Err(Error::Missing.into_response())
            }
        }
    }
}

fn is_signed(headers: &http::HeaderMap) -> bool {
    headers.contains_key("signature") || headers.contains_key("signature-input")
}

#[derive(Clone, Copy)]
enum Size {
    Whole,
    Small,
}

/// `GET /m/{file}`
pub(super) async fn show(school: School, asking: Asking, Path(file): Path<String>) -> Result<Response> {
    shown(&school, &asking, &file, Size::Whole).await
}

/// `GET /m/small/{file}`
pub(super) async fn show_small(school: School, asking: Asking, Path(file): Path<String>) -> Result<Response> {
    shown(&school, &asking, &file, Size::Small).await
}

/// `GET /my/pictures/{file}`: what one uploaded oneself, posted or not.
pub(super) async fn show_own(school: School, Someone(person): Someone, Path(file): Path<String>) -> Result<Response> {
    let (id, ending) = named(&file)?;
    let picture = store::pictures::get(&mut school.db.read(), &id).await?;
    if picture.owner != pen(&person)?.subject() {
        return Err(Error::Missing);
    }
    serve(&school, &picture, ending, Size::Whole).await
}

async fn shown(school: &School, asking: &Asking, file: &str, size: Size) -> Result<Response> {
    let (id, ending) = named(file)?;
    let picture = visibility::picture(&mut school.db.read(), &asking.0, &id).await?;
    serve(school, &picture, ending, size).await
}

/// The id and the ending of `{id}.{ending}`.
fn named(file: &str) -> Result<(PictureId, &str)> {
    let (id, ending) = file.split_once('.').ok_or(Error::Missing)?;
    Ok((id.parse().map_err(|_| Error::Missing)?, ending))
}

/// The file, with the type that we gave it ourselves.
async fn serve(school: &School, picture: &Picture, ending: &str, size: Size) -> Result<Response> {
    if ending != picture.extension() {
        return Err(Error::Missing);
    }
    let bytes = match size {
        Size::Whole => actions::pictures::bytes(school, &picture.sha256).await?,
        Size::Small => actions::pictures::bytes(school, &actions::pictures::thumbnail(&picture.sha256)).await?,
    };
    let mut response = bytes.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind(ending)));
    response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    response.extensions_mut().insert(Sandbox);
    Ok(response)
}

/// The only types there are.
fn kind(ending: &str) -> &'static str {
    match ending {
        "png" => "image/png",
        "webp" => "image/webp",
        _ => "image/jpeg",
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_picture_is_asked_for_by_its_id_and_ending_only() {
        let id = PictureId::fresh(Timestamp::UNIX_EPOCH);

        assert_eq!(named(&format!("{id}.jpg")).unwrap(), (id.clone(), "jpg"));
        for bad in [id.as_str(), "../../etc/passwd.jpg", ".jpg", "", "%2e%2e.png"] {
            assert!(named(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_signed_request_is_told_from_a_persons() {
        let signed = |name: &'static str| {
            is_signed(&http::HeaderMap::from_iter([(
                http::HeaderName::from_static(name),
                HeaderValue::from_static("x"),
            )]))
        };

        assert!(signed("signature") && signed("signature-input"));
        assert!(!signed("cookie"));
    }
}
