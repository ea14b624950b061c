//! What stands before and after every handler, tried on a small site of its own.

use axum::Router;
use axum::body::Body;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{Method, Request, StatusCode};
use tower::ServiceExt;

use super::{Answer, Browser, Maple, PASSWORD, maple, read};
use crate::domain::viewer::Person;
use crate::web::forms::{Checked, CheckedUpload, Nothing};
use crate::web::routes::{Audience, SiteMap};
use crate::web::{Flash, Page, Someone, with_layers};

/// A small site with one route for each thing to try.
pub(super) fn tried(maple: &Maple) -> Router {
    async fn who(Someone(person): Someone) -> &'static str {
        match person {
            Person::Anonymous => "nobody",
            Person::Family(_) => "family",
            Person::Child(_) => "child",
            Person::Adult(_) => "adult",
        }
    }
    async fn press(flash: Flash, _: Checked<Nothing>) -> crate::error::Result<&'static str> {
        flash.say_with_undo("toast-undo", &[], "/undo/1".to_owned(), 10).await?;
        Ok("pressed")
    }
    async fn upload(upload: CheckedUpload<Nothing>) -> String {
        upload.files.first().map_or(String::new(), |file| {
            format!("{} {}", file.field, file.bytes.as_ref().map_or(0, axum::body::Bytes::len))
        })
    }
    async fn toast(page: Page) -> String {
        page.toast.map_or("none".to_owned(), |toast| format!("{} {:?} {}", toast.text, toast.undo_url, toast.seconds))
    }
    async fn missing() -> crate::error::Error {
        crate::error::Error::Missing
    }
    async fn forbidden() -> crate::error::Error {
        crate::error::Error::Forbidden
    }
    async fn panics() -> &'static str {
        panic!("Sam's secret")
    }
    let map = SiteMap::new()
        .get("/who", Audience::Anyone, who)
        .get("/tray", Audience::Pupil, who)
        .get("/admin", Audience::Admin, who)
        .post("/press", Audience::Staff, press)
        .upload("/upload", Audience::Staff, upload)
        .get("/toast", Audience::Staff, toast)
        .get("/missing", Audience::Reader, missing)
        .get("/forbidden", Audience::Reader, forbidden)
        .get("/panics", Audience::Reader, panics)
        .get("/ap/missing", Audience::SignedServer, missing)
        .inbox("/ap/inbox", missing);
    with_layers(map, &maple.school)
}

#[tokio::test]
async fn t53_whoever_may_not_is_sent_to_the_door_or_finds_nothing() {
    let maple = maple().await;
    let router = tried(&maple);
    let ask = async |request: Request<Body>| read(router.clone().oneshot(request).await.unwrap()).await;
    let (visitor, mut kaur) = (maple.browser(), maple.browser());
    kaur.sign_in(PASSWORD).await;
    let get = |browser: &Browser<'_>, path: &str| browser.request(Method::GET, path).body(Body::empty()).unwrap();
    let press = |browser: &Browser<'_>, csrf: &str| {
        let request = browser.request(Method::POST, "/press").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.body(Body::from(format!("csrf={csrf}"))).unwrap()
    };

    let door = ask(get(&visitor, "/tray?page=2")).await;
    assert_eq!((door.status(), door.header(LOCATION)), (StatusCode::SEE_OTHER, "/sign-in?next=%2Ftray%3Fpage%3D2"));
    assert_eq!(
        ask(press(&visitor, "x")).await.status(),
        StatusCode::FORBIDDEN,
        "no redirect that loses what was typed"
    );
    let (not_hers, not_there) = (ask(get(&kaur, "/tray")).await, ask(get(&kaur, "/nothing")).await);
    assert_eq!(not_hers.status(), StatusCode::NOT_FOUND);
    assert_eq!(without_ids(&not_hers), without_ids(&not_there));
    assert_eq!(ask(get(&kaur, "/admin")).await.status(), StatusCode::NOT_FOUND);
    let csrf = kaur.token("/about").await;
    assert_eq!(ask(press(&kaur, &csrf)).await.body, "pressed");
    assert_eq!(ask(get(&kaur, "/toast")).await.body, "Undo Some(\"/undo/1\") 10");
    assert_eq!(ask(get(&kaur, "/toast")).await.body, "none");
    assert_eq!(ask(get(&visitor, "/forbidden")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(ask(get(&kaur, "/forbidden")).await.status(), StatusCode::FORBIDDEN);
}

/// A page without what differs between two requests: the request's id, and the path its buttons lead back to.
fn without_ids(answer: &Answer) -> String {
    let text = answer.body.replace(answer.header("x-request-id"), "");
    text.replace("value=\"/tray\"", "").replace("value=\"/nothing\"", "")
}

#[tokio::test]
async fn errors_are_a_page_for_people_a_line_for_servers_and_say_nothing_of_ours() {
    let maple = maple().await;
    let router = tried(&maple);
    let visitor = maple.browser();
    let ask = async |request: http::request::Builder, body: Body| {
        read(router.clone().oneshot(request.body(body).unwrap()).await.unwrap()).await
    };

    let page = ask(visitor.request(Method::GET, "/panics"), Body::empty()).await;
    assert_eq!(page.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.body.contains(page.header("x-request-id")) && !page.body.contains("secret"));
    assert!(page.header(CONTENT_TYPE).starts_with("text/html"));

    let line = ask(visitor.request(Method::GET, "/ap/missing"), Body::empty()).await;
    assert_eq!((line.status(), line.header(CONTENT_TYPE)), (StatusCode::NOT_FOUND, "application/problem+json"));
    assert!(!line.body.contains('\n') && line.body.contains("\"status\":404"));

    let wrong_method = ask(visitor.request(Method::DELETE, "/who"), Body::empty()).await;
    assert_eq!(wrong_method.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong_method.header("allow"), "GET,HEAD");
}

/// A body that does not say how long it is.
struct Unsized(Body);

impl hyper::body::Body for Unsized {
    type Data = axum::body::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(context)
    }
}

#[tokio::test]
async fn t1_what_is_too_big_or_packed_is_refused_before_it_is_read() {
    let maple = maple().await;
    let mut visitor = maple.browser();
    let csrf = visitor.token("/sign-in").await;
    let long = "x".repeat(70_000);

    let big = visitor.post("/sign-in", &[("csrf", &csrf), ("email", &long)]).await;
    assert_eq!(big.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let chunks = Body::new(Unsized(Body::from(long.clone())));
    let request = visitor
        .request(Method::POST, "/sign-in")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(chunks)
        .unwrap();
    assert_eq!(visitor.ask(request).await.status(), StatusCode::PAYLOAD_TOO_LARGE, "without a Content-Length too");
    let request = visitor.request(Method::POST, "/sign-in").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let packed = request.header("content-encoding", "gzip").body(Body::from("x")).unwrap();
    assert_eq!(visitor.ask(packed).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let nul = visitor.post("/sign-in", &[("csrf", &csrf), ("email", "a\0b")]).await;
    assert_eq!(nul.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn t78_pictures_are_read_only_after_the_token() {
    let maple = maple().await;
    let router = tried(&maple);
    let mut kaur = maple.browser();
    kaur.sign_in(PASSWORD).await;
    let csrf = kaur.token("/about").await;
    let token = format!("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
    let file = |name: &str, bytes: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"picture_1\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n{bytes}\r\n"
        )
    };
    let send = async |path: &str, parts: &[&str]| {
        let request = kaur.request(Method::POST, path).header(CONTENT_TYPE, "multipart/form-data; boundary=x");
        let request = request.body(Body::from(format!("{}--x--\r\n", parts.concat()))).unwrap();
        read(router.clone().oneshot(request).await.unwrap()).await
    };

    assert_eq!(send("/upload", &[&token, &file("snail.png", "pixels")]).await.body, "picture_1 6");
    assert_eq!(send("/upload", &[&token, &file("", "")]).await.body, "", "an empty choice is no file");
    assert_eq!(send("/upload", &[&file("snail.png", "pixels"), &token]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(send("/press", &[&token]).await.body, "pressed");
    assert_eq!(send("/press", &[&token, &file("snail.png", "pixels")]).await.status(), StatusCode::BAD_REQUEST);
}
