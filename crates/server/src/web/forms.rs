//! What people send: forms whose token has been checked, with or without pictures.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use super::error_page::Trouble;
use super::visit::Visit;
use crate::school::School;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// The field every form carries.
const TOKEN: &str = "csrf";

/// One picture may weigh this much before it is made smaller.
const HEAVIEST_FILE: usize = 13 * 1024 * 1024;
/// All pictures of a form together: what one upload may hold in memory.
const HEAVIEST_FORM: usize = 6 * HEAVIEST_FILE;

/// Uploads are held in memory until they are decoded, so only a few at once; the others wait.
static UPLOADS: Semaphore = Semaphore::const_new(4);
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// A form from our own page: its token is the sender's. Takes urlencoded forms and multipart ones without files.
///
/// Fields should be text with `#[serde(default)]`, so that whatever is missing or wrong gets the form's own page back.
pub struct Checked<T>(pub T);

/// The same with files.
pub struct CheckedUpload<T> {
    pub form: T,
    pub files: Vec<UploadedFile>,
}

/// A form that says nothing but its token: a button.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Nothing {}

/// A file as it came: nothing of it is to be believed, and its name was not kept.
pub struct UploadedFile {
    /// The field of the form.
    pub field: String,
    /// None for a file that is too large: it was not kept, so that the rest of the form still arrives.
    pub bytes: Option<Bytes>,
}

/// Arguments of a handler that end with a checked form; a POST route takes no others.
#[diagnostic::on_unimplemented(
    message = "a handler of a POST takes `Checked<…>` or `CheckedUpload<…>` as its last argument"
)]
pub trait Proven {}

macro_rules! proven {
    ($($argument:ident)*) => {
        impl<M, Form, $($argument),*> Proven for (M, $($argument,)* Checked<Form>) {}
        impl<M, Form, $($argument),*> Proven for (M, $($argument,)* CheckedUpload<Form>) {}
    };
}

proven!();
proven!(A);
proven!(A B);
proven!(A B C);
proven!(A B C D);
proven!(A B C D E);
proven!(A B C D E F);
proven!(A B C D E F G);
proven!(A B C D E F G H);

impl<T: DeserializeOwned> FromRequest<School> for Checked<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &School) -> Result<Self, Trouble> {
        let sent = Sent::read(request).await?;
        if !sent.files.is_empty() {
            return Err(Trouble::Form);
        }
        typed(&sent.fields).await.map(Self)
    }
}

impl<T: DeserializeOwned> FromRequest<School> for CheckedUpload<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &School) -> Result<Self, Trouble> {
        let turn = tokio::time::timeout(LONGEST_WAIT, UPLOADS.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Trouble::Slow) };
        let sent = Sent::read(request).await?;
        Ok(Self { form: typed(&sent.fields).await?, files: sent.files })
    }
}

/// A form as it came, its token checked and taken out.
struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<UploadedFile>,
}

impl Sent {
    async fn read(request: Request) -> Result<Self, Trouble> {
        let visit = request.extensions().get::<Visit>().cloned().ok_or(Trouble::Internal)?;
        let is_urlencoded =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
                kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(URL_ENCODED)
            });
        let sent = if is_urlencoded {
            Self::urlencoded(&visit, request).await?
        } else {
            Self::multipart(&visit, request).await?
        };
        // U+0000 is in no word; PostgreSQL refuses it, SQLite cuts at it.
        if sent.fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(Trouble::Form);
        }
        Ok(sent)
    }

    async fn urlencoded(visit: &Visit, request: Request) -> Result<Self, Trouble> {
        let bytes = Bytes::from_request(request, &()).await.map_err(|refusal| unreadable(refusal.status()))?;
        if std::str::from_utf8(&bytes).is_err() {
            return Err(Trouble::Form);
        }
        let mut fields: Vec<(String, String)> = url::form_urlencoded::parse(&bytes).into_owned().collect();
        let token = take_token(&mut fields);
        check(visit, token.as_deref()).await?;
        Ok(Self { fields, files: Vec::new() })
    }

    async fn multipart(visit: &Visit, request: Request) -> Result<Self, Trouble> {
        let mut parts = Multipart::from_request(request, &()).await.map_err(|refusal| unreadable(refusal.status()))?;
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        let mut is_checked = false;
        let mut room = HEAVIEST_FORM;
        while let Some(part) = parts.next_field().await.map_err(|cause| unreadable(cause.status()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.file_name().is_some();
            // Pictures of whoever cannot show the token are not even read.
            if is_file && !is_checked {
                check(visit, take_token(&mut fields).as_deref()).await?;
                is_checked = true;
            }
            let bytes = read_to_end(part, room.min(HEAVIEST_FILE)).await?;
            room -= bytes.as_ref().map_or(0, Vec::len);
            match bytes {
                Some(bytes) if !is_file => {
                    fields.push((name, String::from_utf8(bytes).map_err(|_| Trouble::Form)?));
                }
                None if !is_file => return Err(Trouble::TooLarge),
                // No file was chosen there.
                Some(bytes) if bytes.is_empty() => {}
                bytes => files.push(UploadedFile { field: name, bytes: bytes.map(Bytes::from) }),
            }
        }
        let token = take_token(&mut fields);
        if !is_checked {
            check(visit, token.as_deref()).await?;
        }
        Ok(Self { fields, files })
    }
}

/// What came in a part. None when it is more than may be kept; it is read to its end all the same, so that the parts after
/// it arrive.
async fn read_to_end(mut part: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Trouble> {
    let mut kept = Some(Vec::new());
    while let Some(chunk) = part.chunk().await.map_err(|cause| unreadable(cause.status()))? {
        match &mut kept {
            Some(bytes) if bytes.len() + chunk.len() <= most => bytes.extend_from_slice(&chunk),
            _ => kept = None,
        }
    }
    Ok(kept)
}

fn take_token(fields: &mut Vec<(String, String)>) -> Option<String> {
    let token = fields.iter().find(|(name, _)| name == TOKEN).map(|(_, value)| value.clone());
    fields.retain(|(name, _)| name != TOKEN);
    token
}

async fn check(visit: &Visit, token: Option<&str>) -> Result<(), Trouble> {
    match visit.is_own_token(token.unwrap_or_default()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Trouble::Token),
        Err(cause) => {
            tracing::error!(request = visit.request_id(), cause = %cause, "a form's token could not be checked");
            Err(Trouble::Internal)
        }
    }
}

fn unreadable(status: http::StatusCode) -> Trouble {
    if status == http::StatusCode::PAYLOAD_TOO_LARGE { Trouble::TooLarge } else { Trouble::Form }
}

/// The fields as the handler wants them; a name that comes several times fills a list.
async fn typed<T: DeserializeOwned>(fields: &[(String, String)]) -> Result<T, Trouble> {
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request =
        Request::post("/").header(CONTENT_TYPE, URL_ENCODED).body(Body::from(text)).map_err(|_| Trouble::Internal)?;
    axum_extra::extract::Form::<T>::from_request(request, &()).await.map(|form| form.0).map_err(|_| Trouble::Form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Bulk {
        #[serde(default)]
        revision: Vec<String>,
        #[serde(default)]
        reason: String,
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[tokio::test]
    async fn a_name_that_comes_twice_fills_a_list_and_strange_fields_are_ignored() {
        let sent = fields(&[("revision", "a"), ("role", "admin"), ("revision", "b & c")]);

        let bulk: Bulk = typed(&sent).await.unwrap();

        assert_eq!(bulk, Bulk { revision: vec!["a".to_owned(), "b & c".to_owned()], reason: String::new() });
        typed::<Nothing>(&sent).await.unwrap();
    }

    #[test]
    fn the_token_is_no_field() {
        let mut sent = fields(&[("csrf", "x"), ("title", "Snails")]);

        assert_eq!(take_token(&mut sent), Some("x".to_owned()));
        assert_eq!(sent, fields(&[("title", "Snails")]));
    }
}
