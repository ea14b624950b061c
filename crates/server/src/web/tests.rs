//! The door from outside: a school on a real database, asked as browsers ask.

mod guard;
mod languages;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use http::{Method, Request, StatusCode};
use jiff::SignedDuration;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::actions;
use crate::actions::people::NewStaff;
use crate::actions::schools::NewSchool;
use crate::clock::Clock;
use crate::domain::classes::{ClassBlog, ClassKind};
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::people::{ClassRole, Duty};
use crate::school::{Place, School};
use crate::store::{self, Database};

const PASSWORD: &str = "correct horse battery";

/// Maple school, founded in a folder of its own, with Mrs Kaur and Maple class.
pub(crate) struct Maple {
    pub(crate) school: School,
    router: Router,
    kaur: StaffId,
    class: ClassId,
    _folder: TempDir,
}

/// A browser: it keeps its session, that it came in before, and the language that was chosen.
struct Browser<'a> {
    maple: &'a Maple,
    cookie: Option<String>,
    device: Option<String>,
    language: Option<String>,
}

struct Answer {
    response: http::response::Parts,
    body: String,
}

async fn maple() -> Maple {
    at("http://maple.example").await
}

pub(crate) async fn at(base: &str) -> Maple {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("maple.sqlite").display());
    let clock = Clock::system();
    let db = Database::open(&database).await.unwrap();
    let new = NewSchool {
        name: "Maple Primary".to_owned(),
        language: "en-GB".to_owned(),
        admin_name: "Mr Reed".to_owned(),
        admin_email: "reed@maple.example".to_owned(),
        admin_password: PASSWORD.to_owned(),
        ..NewSchool::default()
    };
    actions::schools::found(&db, &clock, new).await.unwrap();
    db.close().await;
    let network = federation::fetch::Network::Public;
    let media = folder.path().join("media");
    let place = Place {
        base: base.parse().unwrap(),
        database,
        media: media.into(),
        network,
        clock,
        outgoing_proxy: None,
        extra_ca_pem: None,
        time_zone: jiff::tz::TimeZone::UTC,
        day_ends: None,
        ledger: folder.path().join("school.gone"),
        mail: None,
    };
    let school = School::open(place).await.unwrap();
    let new = NewStaff {
        name: "Mrs Kaur".to_owned(),
        email: "kaur@maple.example".to_owned(),
        password: PASSWORD.to_owned(),
        ..NewStaff::default()
    };
    let kaur = actions::people::add_staff(&school, "school", new).await.unwrap();
    let now = school.clock.now();
    let class = ClassBlog {
        id: ClassId::fresh(now),
        slug: "maple".parse().unwrap(),
        name: "Maple class".to_owned(),
        kind: ClassKind::Class,
        crest: "owl".to_owned(),
        colour: 3,
        about: String::new(),
        language: "en".to_owned(),
        year_order: 3,
        created_at: now,
        closed_at: None,
    };
    let mut tx = school.db.begin().await.unwrap();
    store::classes::insert(&mut tx, &class).await.unwrap();
    tx.commit().await.unwrap();
    let duty = Duty { class: class.id.clone(), staff: kaur.clone(), role: ClassRole::Teacher, from: None, until: None };
    actions::people::set_duty(&school, "school", duty).await.unwrap();
    let router = super::with_layers(super::routes::site_map(), &school);
    Maple { school, router, kaur, class: class.id, _folder: folder }
}

impl Maple {
    fn browser(&self) -> Browser<'_> {
        Browser { maple: self, cookie: None, device: None, language: None }
    }

    async fn card(&self, name: &str) -> String {
        let adult = actions::people::adult(&self.school, &self.kaur).await.unwrap();
        let pupils = actions::people::add_pupils(&self.school, &adult, &self.class, &[name.to_owned()]).await.unwrap();
        actions::people::new_card(&self.school, &adult, &self.class, &pupils[0]).await.unwrap()
    }

    async fn sessions(&self) -> u64 {
        let mut tx = self.school.db.begin().await.unwrap();
        store::sessions::delete_expired(&mut tx, self.school.clock.now() + SignedDuration::from_hours(1000))
            .await
            .unwrap()
    }
}

impl Browser<'_> {
    async fn ask(&mut self, request: Request<Body>) -> Answer {
        let response = self.maple.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let place = match () {
                () if cookie.contains("-device=") => &mut self.device,
                () if cookie.contains("-language=") => &mut self.language,
                () => &mut self.cookie,
            };
            *place = (!cookie.ends_with('=')).then_some(cookie);
        }
        read(response).await
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header(HOST, self.maple.school.urls.host());
        // Browsers send their cookies in one line, and this one to its own path only.
        let device = self.device.as_ref().filter(|_| path.starts_with("/sign-in"));
        let cookies: Vec<&str> = self.cookie.iter().chain(device).chain(&self.language).map(String::as_str).collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        request
    }

    async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        self.ask(request).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.maple.school.urls.home().origin().ascii_serialization();
        self.post_from(&origin, "application/x-www-form-urlencoded", path, fields).await
    }

    async fn post_from(&mut self, origin: &str, kind: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request(Method::POST, path)
            .header(ORIGIN, origin)
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        self.ask(request).await
    }

    async fn token(&mut self, path: &str) -> String {
        self.get(path).await.token()
    }

    async fn sign_in(&mut self, password: &str) -> Answer {
        let csrf = self.token("/sign-in").await;
        self.post(
            "/sign-in",
            &[("csrf", &csrf), ("email", "Kaur@maple.example"), ("password", password), ("next", "/gate")],
        )
        .await
    }

    /// Whether the navigation says who is signed in.
    async fn is_signed_in(&mut self) -> bool {
        self.get("/about").await.body.contains("/sign-out")
    }
}

impl Answer {
    fn status(&self) -> StatusCode {
        self.response.status
    }

    fn header(&self, name: impl http::header::AsHeaderName) -> &str {
        self.response.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The line that sets the cookie whose beginning this is.
    fn cookie(&self, beginning: &str) -> &str {
        let mut cookies = self.response.headers.get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
        cookies.find(|cookie| cookie.starts_with(beginning)).expect("the cookie")
    }

    fn token(&self) -> String {
        let (_, rest) = self.body.split_once("name=\"csrf\" value=\"").expect("a form with a token");
        rest.split('"').next().unwrap().to_owned()
    }
}

async fn read(response: Response) -> Answer {
    let (response, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.unwrap();
    Answer { response, body: String::from_utf8_lossy(&body).into_owned() }
}

#[tokio::test]
async fn t77_a_visitor_gets_no_cookie_and_leaves_no_row() {
    let maple = maple().await;
    let mut visitor = maple.browser();

    for path in ["/about", "/sign-in", "/nothing", "/robots.txt", "/healthz", "/card/nobody"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.header(SET_COOKIE), "", "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    }

    assert_eq!(maple.sessions().await, 0);
}

#[tokio::test]
async fn a_teacher_comes_in_and_goes_out_again() {
    let maple = maple().await;
    let mut kaur = maple.browser();

    let came = kaur.sign_in(PASSWORD).await;
    assert_eq!((came.status(), came.header(LOCATION)), (StatusCode::SEE_OTHER, "/gate"));
    let about = kaur.get("/about").await;
    assert!(about.body.contains("Mrs Kaur") && about.body.contains("Maple class"));

    let went = kaur.post("/sign-out", &[("csrf", &about.token())]).await;
    assert_eq!(went.header(LOCATION), "/");
    assert_eq!(kaur.cookie, None);
    assert_eq!(maple.sessions().await, 0);
}

#[tokio::test]
async fn t77_the_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts() {
    let maple = at("https://maple.example").await;
    let mut kaur = maple.browser();

    let came = kaur.sign_in(PASSWORD).await;

    let cookie = came.cookie("__Host-schoolgate=");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{flag} in {cookie}");
    }
    assert!(!cookie.contains("Domain") && !cookie.contains("Max-Age"), "{cookie}");
    let device = came.cookie("__Secure-schoolgate-device=");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/sign-in"] {
        assert!(device.contains(flag), "{flag} in {device}");
    }
    assert!(!device.contains("kaur") && !device.contains("Domain"), "{device}");
    assert_eq!(came.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn t80_a_wrong_password_and_an_unknown_address_are_answered_alike_and_nothing_typed_is_lost() {
    let maple = maple().await;
    let mut guesser = maple.browser();
    let csrf = guesser.token("/sign-in").await;

    let wrong = guesser
        .post("/sign-in", &[("csrf", &csrf), ("email", "kaur@maple.example"), ("password", "wrong wrong wrong")])
        .await;
    let unknown = guesser
        .post("/sign-in", &[("csrf", &csrf), ("email", "nobody@maple.example"), ("password", "wrong wrong wrong")])
        .await;

    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status(), wrong.status());
    assert!(wrong.body.contains("kaur@maple.example") && !wrong.body.contains("wrong wrong"));
    assert_eq!(wrong.body.replace("kaur@", "nobody@"), unknown.body);
    assert_eq!(wrong.header(SET_COOKIE), "");
}

#[tokio::test]
async fn t79_guessing_is_slowed_down_by_account() {
    let maple = maple().await;
    let mut guesser = maple.browser();
    let csrf = guesser.token("/sign-in").await;
    let guess = [("csrf", csrf.as_str()), ("email", "nobody@maple.example"), ("password", "x")];

    for _ in 0..10 {
        assert_eq!(guesser.post("/sign-in", &guess).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let slowed = guesser.post("/sign-in", &guess).await;

    assert_eq!(slowed.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() <= 30);
    assert!(slowed.body.contains("nobody@maple.example"));
    assert_eq!(guesser.sign_in(PASSWORD).await.status(), StatusCode::SEE_OTHER, "the neighbour is not slowed down");
}

#[tokio::test]
async fn t79_whoever_came_in_here_before_is_not_slowed_down_by_others() {
    let maple = maple().await;
    let (mut kaur, mut guesser) = (maple.browser(), maple.browser());
    kaur.sign_in(PASSWORD).await;
    let csrf = kaur.token("/about").await;
    kaur.post("/sign-out", &[("csrf", &csrf)]).await;

    for _ in 0..10 {
        guesser.sign_in("wrong wrong wrong").await;
    }

    assert_eq!(guesser.sign_in(PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(maple.browser().sign_in(PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS, "a new browser");
    // One that came in as somebody else, or made its cookie up, is as good as new.
    let made_up = kaur.device.as_ref().map(|cookie| cookie.replace('.', ".x"));
    let mut liar = Browser { device: made_up, ..maple.browser() };
    assert_ne!(liar.device, kaur.device);
    assert_eq!(liar.sign_in(PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    let mut reed = maple.browser();
    let csrf = reed.token("/sign-in").await;
    reed.post("/sign-in", &[("csrf", &csrf), ("email", "reed@maple.example"), ("password", PASSWORD)]).await;
    let mut reeds = Browser { device: reed.device.clone(), ..maple.browser() };
    assert!(reeds.device.is_some());
    assert_eq!(reeds.sign_in(PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);

    assert_eq!(kaur.sign_in(PASSWORD).await.status(), StatusCode::SEE_OTHER);
    // And tries from her own browser are counted, too.
    let csrf = kaur.token("/about").await;
    kaur.post("/sign-out", &[("csrf", &csrf)]).await;
    let mut slowed = false;
    for _ in 0..11 {
        slowed |= kaur.sign_in("wrong wrong wrong").await.status() == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(slowed);
}

#[tokio::test]
async fn t78_a_form_without_its_own_token_from_another_site_or_of_another_kind_is_refused() {
    let maple = maple().await;
    let (mut kaur, mut other) = (maple.browser(), maple.browser());
    kaur.sign_in(PASSWORD).await;
    other.sign_in(PASSWORD).await;
    let (own, others) = (kaur.token("/about").await, other.token("/about").await);
    let form = "application/x-www-form-urlencoded";
    let ours = "http://maple.example";

    for (origin, kind, token, status) in [
        (ours, form, "", StatusCode::FORBIDDEN),
        (ours, form, others.as_str(), StatusCode::FORBIDDEN),
        ("https://oak.example", form, own.as_str(), StatusCode::FORBIDDEN),
        ("null", form, own.as_str(), StatusCode::FORBIDDEN),
        (ours, "text/plain", own.as_str(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (ours, "application/json", own.as_str(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let answer = kaur.post_from(origin, kind, "/sign-out", &[("csrf", token)]).await;
        assert_eq!(answer.status(), status, "{origin} {kind} {token}");
        assert!(kaur.is_signed_in().await);
    }
    assert_eq!(kaur.post("/sign-out", &[("csrf", &own)]).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn t76_an_id_planted_before_signing_in_opens_nothing() {
    let maple = maple().await;
    let mut kaur = maple.browser();
    kaur.sign_in(PASSWORD).await;
    let planted = kaur.cookie.clone();

    kaur.get("/about").await;
    let csrf = kaur.token("/about").await;
    kaur.post("/sign-in", &[("csrf", &csrf), ("email", "kaur@maple.example"), ("password", PASSWORD)]).await;

    assert_ne!(kaur.cookie, planted);
    let mut thief = Browser { cookie: planted, ..maple.browser() };
    assert!(!thief.is_signed_in().await);
    assert!(kaur.is_signed_in().await);
}

#[tokio::test]
async fn t76_whoever_is_shut_out_is_out_on_the_next_request() {
    let maple = maple().await;
    let (mut kaur, mut at_home) = (maple.browser(), maple.browser());
    kaur.sign_in(PASSWORD).await;
    at_home.sign_in(PASSWORD).await;

    actions::people::set_password(&maple.school, "school", &maple.kaur, "another good password").await.unwrap();
    assert!(!kaur.is_signed_in().await && !at_home.is_signed_in().await);

    let mut kaur = maple.browser();
    let csrf = kaur.token("/sign-in").await;
    kaur.post("/sign-in", &[("csrf", &csrf), ("email", "kaur@maple.example"), ("password", "another good password")])
        .await;
    assert!(kaur.is_signed_in().await);
    // Without ending her sessions: the account is asked for every time.
    let mut tx = maple.school.db.begin().await.unwrap();
    store::people::set_disabled(&mut tx, &maple.kaur, Some(maple.school.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!kaur.is_signed_in().await);
}

#[tokio::test]
async fn t76_a_session_ends_when_nobody_uses_it_and_at_the_end_of_the_day() {
    let maple = maple().await;
    let mut kaur = maple.browser();
    let clock = &maple.school.clock;

    kaur.sign_in(PASSWORD).await;
    clock.advance(SignedDuration::from_mins(119));
    assert!(kaur.is_signed_in().await);
    clock.advance(SignedDuration::from_mins(119));
    assert!(kaur.is_signed_in().await, "the visit before counts");
    clock.advance(SignedDuration::from_mins(121));
    assert!(!kaur.is_signed_in().await);

    kaur.sign_in(PASSWORD).await;
    for _ in 0..7 {
        clock.advance(SignedDuration::from_mins(100));
        kaur.get("/about").await;
    }
    assert!(kaur.is_signed_in().await);
    clock.advance(SignedDuration::from_mins(30));
    assert!(!kaur.is_signed_in().await);
}

#[tokio::test]
async fn a_card_greets_by_get_and_opens_by_post_until_it_is_revoked() {
    let maple = maple().await;
    let token = maple.card("Sam").await;
    let mut sam = maple.browser();
    let path = format!("/card/{token}");

    let greeting = sam.get(&path).await;
    assert!(greeting.body.contains("Sam") && greeting.body.contains("Maple class"));
    assert_eq!(maple.sessions().await, 0, "an address that is opened changes nothing");
    let came = sam.post(&path, &[("csrf", &greeting.token())]).await;
    assert_eq!((came.status(), came.header(LOCATION)), (StatusCode::SEE_OTHER, "/c/maple"));
    assert!(sam.is_signed_in().await);

    let mut tx = maple.school.db.begin().await.unwrap();
    let card = store::people::card_by_token(&mut tx, &crate::tokens::hash_of(&token)).await.unwrap().unwrap();
    store::people::revoke_cards(&mut tx, &card.pupil, maple.school.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!sam.is_signed_in().await);
    let gone = sam.get(&path).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert!(gone.body.contains("This card doesn") && gone.body.contains("Ask your teacher"), "{}", gone.body);
    let unknown = sam.get(&format!("/card/{}", "0".repeat(token.len()))).await;
    let bare = |answer: &Answer| answer.body.replace(answer.header("x-request-id"), "id");
    let without_token = |text: String| text.split("name=\"csrf\"").next().unwrap_or_default().to_owned();
    assert_eq!(without_token(bare(&unknown)), without_token(bare(&gone)), "nobody can tell whether it ever was one");
    let csrf = sam.token("/sign-in").await;
    let refused = sam.post(&path, &[("csrf", &csrf)]).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    assert!(refused.body.contains("This card doesn"));
}

#[tokio::test]
async fn a_family_comes_in_by_its_link_and_a_new_link_ends_the_old_one() {
    let maple = maple().await;
    let adult = actions::people::adult(&maple.school, &maple.kaur).await.unwrap();
    let token = actions::people::new_family_link(&maple.school, &adult, &maple.class).await.unwrap();
    let router = guard::tried(&maple);
    let mut family = maple.browser();
    let path = format!("/family/{token}");
    let csrf = family.token(&path).await;

    family.post(&path, &[("csrf", &csrf)]).await;

    let who = async |family: &Browser<'_>| {
        let request = family.request(Method::GET, "/who").body(Body::empty()).unwrap();
        read(router.clone().oneshot(request).await.unwrap()).await.body
    };
    assert_eq!(who(&family).await, "family");
    actions::people::new_family_link(&maple.school, &adult, &maple.class).await.unwrap();
    assert_eq!(who(&family).await, "nobody");
}
