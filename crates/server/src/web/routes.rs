//! The site map: every route, in the order a visitor meets them, each with its audience.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{self, MethodRouter};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method};
use http_body_util::Limited;
use tower_http::compression::CompressionLayer;

use super::error_page::{ForServers, Trouble};
use super::forms::Proven;
use super::proofs::{decides, runs};
use super::visit::{Visit, on_route};
use super::{
    about, activitypub, agreements, articles, audit, campus, class_settings, classes, comforts, comments,
    comments_again, csrf, deliveries, duties, erasures, feeds, follows, gate, gate_change, gate_history, gate_live,
    gate_taps, inbox, invitations, languages, likes, notices, partners, people, picture_passwords, pictures, posters,
    proposals, pupil_lists, pupils, requests, schools, sealed, searching, sign_in, staff, static_files, taken_back,
    taking_back, timetable, writing,
};
use crate::domain::viewer::Person;
use crate::error::Error;
use crate::school::School;

/// Every route of the site. A row needs an audience to compile; a POST needs a handler whose form was [`Proven`].
pub(super) fn site_map() -> SiteMap {
    SiteMap::new()
        // For everyone, and for machines that look after the server.
        .assets("/static/{*path}", static_files::show)
        .get("/healthz", Audience::Anyone, about::healthz)
        .get("/robots.txt", Audience::Anyone, about::robots)
        .get("/about", Audience::Anyone, about::show)
        .get("/source", Audience::Anyone, about::source)
        .post("/language", Audience::Anyone, languages::choose)
        .get("/invitation", Audience::Anyone, invitations::landing)
        // The door.
        .get("/sign-in", Audience::SignInOnly, sign_in::show)
        .post("/sign-in", Audience::SignInOnly, sign_in::sign_in)
        .post("/sign-out", Audience::Anyone, sign_in::sign_out)
        .get("/card/{token}", Audience::SignInOnly, sign_in::show_card)
        .post("/card/{token}", Audience::SignInOnly, sign_in::use_card)
        .get("/poster/{token}", Audience::SignInOnly, posters::open)
        .get("/names", Audience::SignInOnly, posters::names)
        .get("/names/{pupil}", Audience::SignInOnly, picture_passwords::show)
        .post("/names/{pupil}", Audience::SignInOnly, picture_passwords::tap)
        .post("/switch", Audience::Anyone, posters::switch)
        .get("/family/{token}", Audience::SignInOnly, sign_in::show_family)
        .post("/family/{token}", Audience::SignInOnly, sign_in::use_family)
        .get("/family/{token}/feed.atom", Audience::SignInOnly, feeds::family_atom)
        .get("/family/{token}/feed.json", Audience::SignInOnly, feeds::family_json)
        // Readers: campus, classes, posts, pictures, feeds.
        .get("/", Audience::Reader, campus::show)
        .get("/c/{class}", Audience::Reader, classes::show)
        .get("/c/{class}/feed.atom", Audience::Reader, feeds::atom)
        .get("/c/{class}/feed.json", Audience::Reader, feeds::json)
        .get("/c/{class}/friends", Audience::Reader, classes::friends)
        .get("/c/{class}/friends/{item}", Audience::Reader, articles::show_friend)
        .get("/c/{class}/{slug}", Audience::Reader, articles::show)
        .get("/m/{file}", Audience::Reader, pictures::show)
        .get("/m/small/{file}", Audience::Reader, pictures::show_small)
        // Looking for words: pupils in what they may read of their own classes, adults in what stands or waits in theirs.
        .get("/search", Audience::Member, searching::show)
        // Writers, pupils and adults: posts, comments, taking back.
        .get("/c/{class}/write", Audience::Member, writing::new)
        .upload("/c/{class}/write", Audience::Member, writing::create)
        .get("/edit/{item}", Audience::Member, writing::edit)
        .upload("/edit/{item}", Audience::Member, writing::change)
        .post("/preview", Audience::Member, writing::preview)
        .get("/my/pictures/{file}", Audience::Member, pictures::show_own)
        .post("/c/{class}/comment/{item}", Audience::Member, comments::write)
        .get("/take-back/{item}", Audience::Member, taking_back::ask)
        .post("/take-back/{item}", Audience::Member, taking_back::take)
        .get("/taken-back/{item}", Audience::Staff, taken_back::show)
        .get("/taken-back/{item}/report", Audience::Staff, taken_back::report)
        .post("/like/{item}", Audience::Teacher, likes::like)
        .post("/unlike/{item}", Audience::Teacher, likes::unlike)
        // Pupils: their tray, reading with ease, trying again, telling an adult.
        .get("/tray", Audience::Pupil, pupils::tray)
        .get("/comfort", Audience::Pupil, comforts::show)
        .post("/comfort", Audience::Pupil, comforts::choose)
        .get("/comment/{item}/again", Audience::Pupil, comments_again::show)
        .post("/comment/{item}/again", Audience::Pupil, comments_again::send)
        .get("/tell/{item}", Audience::Pupil, pupils::tell)
        .post("/tell/{item}", Audience::Pupil, pupils::told)
        .get("/told", Audience::Pupil, pupils::thanks)
        // Families: asking that something goes.
        .get("/ask-removal/{item}", Audience::Family, requests::ask)
        .post("/ask-removal/{item}", Audience::Family, requests::asked)
        .get("/asked", Audience::Family, requests::thanks)
        .get("/requests", Audience::Staff, requests::all)
        .post("/requests/{request}", Audience::Staff, requests::settle)
        // Teachers: the gate, writing, partner classes, pupils and cards.
        .get("/gate", Audience::Staff, gate::index)
        .get("/gate/{class}", Audience::Staff, gate::show)
        .post("/gate/{class}/decide", Audience::Moderator, gate_taps::decide)
        .post("/gate/{class}/bulk", Audience::Moderator, gate_taps::bulk)
        .post("/gate/undo/{batch}", Audience::Moderator, gate_taps::undo)
        .get("/gate/{class}/change", Audience::Moderator, gate_change::show)
        .post("/gate/{class}/change", Audience::Moderator, gate_change::change)
        .post("/gate/{class}/link", Audience::Moderator, gate_taps::allow_link)
        .post("/gate/{class}/worried", Audience::Staff, gate_taps::worried)
        .post("/gate/{class}/hide", Audience::Moderator, gate_taps::hide)
        .get("/gate/{class}/live", Audience::Staff, gate_live::listen)
        .get("/gate/{class}/history", Audience::Staff, gate_history::show)
        .get("/gate/{class}/pictures/{revision}/{position}", Audience::Staff, gate::picture)
        .get("/notices", Audience::Staff, notices::show)
        .post("/notices", Audience::Staff, notices::choose)
        .get("/partners", Audience::Staff, partners::index)
        .get("/partners/{class}", Audience::Teacher, partners::show)
        .post("/partners/{class}/follow", Audience::Teacher, follows::ask)
        .post("/partners/{class}/look", Audience::Teacher, follows::look)
        .post("/partners/{class}/accept", Audience::Teacher, follows::accept)
        .post("/partners/{class}/refuse", Audience::Teacher, follows::refuse)
        .post("/partners/{class}/end", Audience::Teacher, follows::end)
        .post("/partners/{class}/{remote}/name", Audience::Teacher, follows::name)
        .post("/partners/{class}/{remote}/hide", Audience::Staff, follows::hide)
        .post("/partners/{class}/{remote}/show", Audience::Staff, follows::show_again)
        .get("/people/{class}", Audience::Staff, people::show)
        .upload("/people/{class}/list", Audience::Staff, pupil_lists::look)
        .post("/people/{class}/add", Audience::Staff, pupil_lists::add)
        .post("/people/{class}/join", Audience::Staff, people::join)
        .post("/people/{class}/leave", Audience::Staff, people::leave)
        .post("/people/{class}/card", Audience::Staff, people::card)
        .post("/people/{class}/cards", Audience::Staff, people::cards)
        .post("/people/{class}/revoke", Audience::Staff, people::revoke)
        .post("/people/{class}/poster", Audience::Staff, posters::make)
        .post("/people/{class}/poster/end", Audience::Staff, posters::end)
        .post("/people/{class}/pictures", Audience::Staff, picture_passwords::give)
        .post("/people/{class}/left", Audience::Staff, people::left)
        .post("/people/{class}/family", Audience::Staff, people::family)
        // Safeguarding: sealed cases.
        .get("/gate/sealed", Audience::Safeguarding, sealed::show)
        .post("/gate/sealed/{worry}", Audience::Safeguarding, sealed::decide)
        .get("/gate/sealed/{worry}/case", Audience::Safeguarding, sealed::case)
        .get("/gate/sealed/{worry}/case.json", Audience::Safeguarding, sealed::export)
        .get("/gate/sealed/{worry}/pictures/{place}", Audience::Safeguarding, sealed::picture)
        // Admins: partner schools, staff, deliveries, audit. Stopping all federation is for the safeguarding lead too.
        .get("/schools", Audience::Staff, schools::show)
        .get("/schools/list.csv", Audience::Admin, schools::export)
        .post("/schools", Audience::Admin, schools::add)
        .post("/schools/pause", Audience::Staff, schools::pause_all)
        .post("/schools/resume", Audience::Staff, schools::resume_all)
        .get("/schools/invitations", Audience::Admin, invitations::all)
        .post("/schools/invitations", Audience::Admin, invitations::invite)
        .post("/schools/invitations/{invitation}/revoke", Audience::Admin, invitations::revoke)
        .post("/schools/open", Audience::Admin, invitations::open)
        .get("/schools/{partner}", Audience::Admin, agreements::show)
        .post("/schools/{partner}/confirm", Audience::Admin, invitations::confirm)
        .post("/schools/{partner}/differ", Audience::Admin, invitations::differ)
        .post("/schools/{partner}/terms", Audience::Admin, agreements::set_terms)
        .post("/schools/{partner}/record", Audience::Admin, agreements::set_record)
        .get("/schools/{partner}/signed", Audience::Admin, proposals::signed)
        .post("/schools/{partner}/proposals/{proposal}/agree", Audience::Admin, proposals::agree)
        .post("/schools/{partner}/proposals/{proposal}/decline", Audience::Admin, proposals::decline)
        .post("/schools/{partner}/take-back", Audience::Admin, proposals::take_back)
        .post("/schools/{partner}/remove", Audience::Admin, agreements::ask_removal)
        .post("/schools/{partner}/state", Audience::Admin, schools::set_state)
        .post("/schools/{partner}/verify", Audience::Admin, schools::verify)
        .post("/schools/{partner}/try", Audience::Admin, schools::try_now)
        .post("/schools/tasks/{task}", Audience::Admin, schools::task_done)
        .get("/staff", Audience::Admin, staff::show)
        .get("/staff/list.csv", Audience::Admin, staff::export)
        .post("/staff", Audience::Admin, staff::add)
        .post("/staff/{staff}/rights", Audience::Admin, staff::set_rights)
        .post("/staff/{staff}/duty", Audience::Admin, duties::set_duty)
        .post("/staff/{staff}/end", Audience::Admin, duties::end_duty)
        .post("/staff/{staff}/disable", Audience::Admin, staff::disable)
        .post("/staff/{staff}/enable", Audience::Admin, staff::enable)
        .post("/staff/{staff}/password", Audience::Admin, staff::new_password)
        .get("/classes", Audience::Admin, class_settings::all)
        .get("/classes/list.csv", Audience::Admin, class_settings::export)
        .post("/classes", Audience::Admin, class_settings::add)
        .get("/classes/{class}", Audience::Staff, class_settings::show)
        .post("/classes/{class}", Audience::Staff, class_settings::change)
        .get("/timetable", Audience::Admin, timetable::show)
        .post("/timetable", Audience::Admin, timetable::set_week)
        .post("/timetable/holidays", Audience::Admin, timetable::add_holiday)
        .post("/timetable/holidays/{holiday}/remove", Audience::Admin, timetable::remove_holiday)
        .post("/timetable/holidays/{holiday}/back", Audience::Admin, timetable::put_holiday_back)
        .post("/notices/test", Audience::Admin, notices::try_out)
        .get("/deliveries", Audience::Admin, deliveries::show)
        .get("/deliveries/list.csv", Audience::Admin, deliveries::export)
        .post("/deliveries/{delivery}/again", Audience::Admin, deliveries::try_again)
        .post("/deliveries/{delivery}/give-up", Audience::Admin, deliveries::give_up)
        .get("/taken-back", Audience::Admin, taken_back::all)
        .post("/taken-back/{item}/erase", Audience::Admin, erasures::erase_item)
        .get("/erasures", Audience::Admin, erasures::all)
        .get("/erasures/pupil/{pupil}", Audience::Admin, erasures::ask_pupil)
        .post("/erasures/pupil/{pupil}", Audience::Admin, erasures::erase_pupil)
        .get("/erasures/class/{class}", Audience::Admin, erasures::ask_class)
        .post("/erasures/class/{class}", Audience::Admin, erasures::erase_class)
        .post("/erasures/{erasure}/call-off", Audience::Admin, erasures::call_off)
        .get("/audit", Audience::Admin, audit::show)
        .get("/audit/log.csv", Audience::Admin, audit::export)
        .post("/audit/verify", Audience::Admin, audit::verify)
        // Servers: discovery, actors, objects, inboxes.
        .get("/.well-known/webfinger", Audience::Anyone, activitypub::webfinger)
        .get("/.well-known/nodeinfo", Audience::Anyone, activitypub::nodeinfo_links)
        .get("/nodeinfo/2.1", Audience::Anyone, activitypub::nodeinfo)
        .get("/actor", Audience::Anyone, activitypub::school_actor)
        .get("/actor/outbox", Audience::SignedServer, activitypub::school_outbox)
        .get("/actor/classes", Audience::SignedServer, activitypub::school_classes)
        .get("/actor/held", Audience::SignedServer, activitypub::held)
        .get("/ap/a/{class}", Audience::SignedServer, activitypub::class_actor)
        .get("/ap/a/{class}/outbox", Audience::SignedServer, activitypub::outbox_of)
        .get("/ap/a/{class}/{part}", Audience::SignedServer, activitypub::collection)
        .get("/ap/o/{item}", Audience::SignedServer, activitypub::object)
        .get("/ap/o/{item}/{part}", Audience::SignedServer, activitypub::replies)
        .get("/ap/x/{activity}", Audience::SignedServer, activitypub::activity)
        .get("/ap/z/{approval}", Audience::SignedServer, activitypub::approval)
        .inbox("/ap/inbox", inbox::receive)
        .inbox("/actor/inbox", inbox::receive_at_school)
        .inbox("/ap/a/{class}/inbox", inbox::receive)
}

/// Who a route is for. The handlers then ask for the very thing: this class, this item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anyone at all: nothing here depends on who asks.
    Anyone,
    /// Anyone; what each sees is decided in `store/visibility.rs`.
    Reader,
    /// Pupils or staff: who writes.
    Member,
    Pupil,
    /// Families, with the link of their class.
    Family,
    /// Any adult with an account.
    Staff,
    /// Adults who decide at some class's gate.
    Moderator,
    /// Adults who run some class.
    Teacher,
    Safeguarding,
    Admin,
    /// The sign-in pages.
    SignInOnly,
    /// Other schools' servers; the handler's own extractor verifies the signature.
    SignedServer,
    /// Other servers' letters: an inbox, which verifies for itself.
    Letter,
}

/// One row, as a test can walk it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub audience: Audience,
}

/// The table of all routes, in order.
pub fn table() -> Vec<Route> {
    site_map().table
}

/// What a form may weigh, and what pictures for a post may.
const FORM: usize = 64 * 1024;
/// Twice what is kept of it: a form with a picture that is too large is to come back with everything else in it.
const UPLOAD: usize = 2 * 6 * 13 * 1024 * 1024;
pub(super) const LETTER: usize = 1024 * 1024;

/// How long a request may take altogether. Pictures come over a school's line, thirty pupils at a time.
const PATIENCE: Duration = Duration::from_secs(30);
const UPLOAD_PATIENCE: Duration = Duration::from_mins(5);

/// The rule of one route, checked before its handler.
#[derive(Clone, Copy)]
struct Rule {
    audience: Audience,
    limit: usize,
    patience: Duration,
}

impl Rule {
    fn of(audience: Audience) -> Self {
        Self { audience, limit: FORM, patience: PATIENCE }
    }
}

/// The routes as they are being written down.
#[must_use]
pub struct SiteMap {
    router: Router<School>,
    table: Vec<Route>,
}

impl SiteMap {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), table: Vec::new() }
    }

    pub fn get<H: Handler<T, School>, T: 'static>(self, path: &'static str, audience: Audience, handler: H) -> Self {
        self.row(Method::GET, path, Rule::of(audience), routing::get(handler))
    }

    /// A form that people send. Its handler takes [`Checked`](super::Checked) last.
    pub fn post<H: Handler<T, School>, T: Proven + 'static>(
        self,
        path: &'static str,
        audience: Audience,
        handler: H,
    ) -> Self {
        self.row(Method::POST, path, Rule::of(audience), routing::post(handler))
    }

    /// A form with pictures. Its handler takes [`CheckedUpload`](super::CheckedUpload) last.
    pub fn upload<H: Handler<T, School>, T: Proven + 'static>(
        self,
        path: &'static str,
        audience: Audience,
        handler: H,
    ) -> Self {
        self.row(
            Method::POST,
            path,
            Rule { audience, limit: UPLOAD, patience: UPLOAD_PATIENCE },
            routing::post(handler),
        )
    }

    /// An inbox for other servers.
    pub fn inbox<H: Handler<T, School>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.row(Method::POST, path, Rule { limit: LETTER, ..Rule::of(Audience::Letter) }, routing::post(handler))
    }

    /// Our own files. Only these are compressed: nothing else is the same for everyone, and a secret that is
    /// compressed beside what a stranger chose can be guessed by its length (BREACH).
    fn assets<H: Handler<T, School>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        let handler = routing::get(handler).route_layer(CompressionLayer::new());
        self.row(Method::GET, path, Rule::of(Audience::Anyone), handler)
    }

    fn row(mut self, method: Method, path: &'static str, rule: Rule, handler: MethodRouter<School>) -> Self {
        let guarded = handler.route_layer(middleware::from_fn(move |request, next| guard(rule, path, request, next)));
        self.router = self.router.route(path, guarded);
        self.table.push(Route { method, path, audience: rule.audience });
        self
    }

    pub(super) fn into_router(self) -> Router<School> {
        self.router.fallback(async || Trouble::Missing).method_not_allowed_fallback(async |path: MatchedPath| {
            on_route(path.as_str());
            Trouble::Method
        })
    }
}

/// Who this audience admits.
fn admits(audience: Audience, person: &Person) -> bool {
    match (audience, person) {
        (Audience::Anyone | Audience::Reader | Audience::SignInOnly | Audience::SignedServer | Audience::Letter, _)
        | (Audience::Member, Person::Child(_) | Person::Adult(_))
        | (Audience::Pupil, Person::Child(_))
        | (Audience::Family, Person::Family(_))
        | (Audience::Staff, Person::Adult(_)) => true,
        (Audience::Moderator, Person::Adult(adult)) => decides(adult),
        (Audience::Teacher, Person::Adult(adult)) => runs(adult),
        (Audience::Safeguarding, Person::Adult(adult)) => adult.is_safeguarding,
        (Audience::Admin, Person::Adult(adult)) => adult.is_admin,
        (
            Audience::Member
            | Audience::Pupil
            | Audience::Family
            | Audience::Staff
            | Audience::Moderator
            | Audience::Teacher
            | Audience::Safeguarding
            | Audience::Admin,
            Person::Anonymous | Person::Family(_) | Person::Child(_) | Person::Adult(_),
        ) => false,
    }
}

/// Whether a route is for people with a browser.
fn is_for_people(audience: Audience) -> bool {
    !matches!(audience, Audience::SignedServer | Audience::Letter)
}

/// Instead of the handler's answer.
enum Refusal {
    Trouble(Trouble),
    SignIn(Redirect),
    Failed(Error),
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Trouble(trouble) => trouble.into_response(),
            Self::SignIn(redirect) => redirect.into_response(),
            Self::Failed(cause) => cause.into_response(),
        }
    }
}

/// Stands before every handler.
async fn guard(rule: Rule, path: &'static str, request: Request, next: Next) -> Response {
    on_route(path);
    let mut response = match admitted(rule, request).await {
        Ok(request) => tokio::time::timeout(rule.patience, next.run(request))
            .await
            .unwrap_or_else(|_| Trouble::Slow.into_response()),
        Err(refusal) => refusal.into_response(),
    };
    if !is_for_people(rule.audience) {
        response.extensions_mut().insert(ForServers);
    }
    response
}

async fn admitted(rule: Rule, request: Request) -> Result<Request, Refusal> {
    let visit = request.extensions().get::<Visit>().cloned().ok_or(Trouble::Internal)?;
    let is_post = request.method() == Method::POST;
    // U+0000 is in no name and no question; PostgreSQL refuses it, SQLite cuts at it.
    if request.uri().path_and_query().is_some_and(|asked| asked.as_str().contains("%00")) {
        return Err(Trouble::Form.into());
    }
    if is_post && is_for_people(rule.audience) {
        if !csrf::is_from_our_page(&visit.school().urls, request.headers()) {
            return Err(Trouble::Origin.into());
        }
        if !is_form(request.headers()) {
            return Err(Trouble::Type.into());
        }
    }
    if is_post && request.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Trouble::Type.into());
    }
    let is_open = admits(rule.audience, &Person::Anonymous);
    // Whoever is welcome anyway is not looked up here, so that a health check asks the database nothing.
    if !is_open {
        let person = visit.person().await.map_err(Refusal::Failed)?;
        if !admits(rule.audience, person) {
            return Err(match (person, is_post) {
                (Person::Anonymous, false) => Refusal::SignIn(to_sign_in(&request)),
                // Not a redirect: what was typed would be lost.
                (Person::Anonymous, true) => Trouble::SignedOut.into(),
                (Person::Family(_) | Person::Child(_) | Person::Adult(_), _) => Trouble::Missing.into(),
            });
        }
    }
    if length(request.headers()).is_some_and(|length| length > rule.limit) {
        return Err(Trouble::TooLarge.into());
    }
    Ok(request.map(|body| Body::new(Limited::new(body, rule.limit))))
}

/// How long a body says it is.
pub(super) fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn to_sign_in(request: &Request) -> Redirect {
    let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", wanted).finish();
    Redirect::to(&format!("/sign-in?{query}"))
}

/// Only what an HTML form can send. `text/plain` and JSON are how foreign pages get past a preflight.
fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") || kind.eq_ignore_ascii_case("multipart/form-data")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::comforts::Comfort;
    use crate::domain::ids::{ClassId, PupilId, StaffId};
    use crate::domain::people::{ClassRole, Duty};
    use crate::domain::viewer::{Adult, Child};

    const ALL: &[Audience] = &[
        Audience::Anyone,
        Audience::Reader,
        Audience::Member,
        Audience::Pupil,
        Audience::Family,
        Audience::Staff,
        Audience::Moderator,
        Audience::Teacher,
        Audience::Safeguarding,
        Audience::Admin,
        Audience::SignInOnly,
        Audience::SignedServer,
        Audience::Letter,
    ];

    fn adult(role: Option<ClassRole>, is_admin: bool, is_safeguarding: bool) -> Person {
        let now = Timestamp::UNIX_EPOCH;
        let id = StaffId::fresh(now);
        let duties =
            role.map(|role| Duty { class: ClassId::fresh(now), staff: id.clone(), role, from: None, until: None });
        Person::Adult(Adult {
            id,
            name: "Mrs Kaur".to_owned(),
            is_admin,
            is_safeguarding,
            duties: duties.into_iter().collect(),
        })
    }

    fn only_for(person: &Person) -> Vec<Audience> {
        ALL.iter()
            .copied()
            .filter(|audience| admits(*audience, person) && !admits(*audience, &Person::Anonymous))
            .collect()
    }

    #[test]
    fn t53_each_person_is_admitted_where_they_belong() {
        use Audience::{Admin, Family, Member, Moderator, Pupil, Safeguarding, Staff, Teacher};
        let now = Timestamp::UNIX_EPOCH;
        let (id, comfort) = (PupilId::fresh(now), Comfort::default());
        let child = Person::Child(Child { id, name: "Sam".to_owned(), classes: Vec::new(), comfort });

        assert_eq!(only_for(&Person::Family(ClassId::fresh(now))), [Family]);
        assert_eq!(only_for(&child), [Member, Pupil]);
        assert_eq!(only_for(&adult(None, false, false)), [Member, Staff]);
        assert_eq!(only_for(&adult(Some(ClassRole::Teacher), false, false)), [Member, Staff, Moderator, Teacher]);
        assert_eq!(only_for(&adult(Some(ClassRole::Cover), false, false)), [Member, Staff, Moderator]);
        assert_eq!(only_for(&adult(Some(ClassRole::Coach), false, false)), [Member, Staff]);
        assert_eq!(only_for(&adult(None, false, true)), [Member, Staff, Safeguarding]);
        assert_eq!(only_for(&adult(None, true, false)), [Member, Staff, Admin]);
    }

    #[test]
    fn every_row_is_there_once() {
        let table = table();
        let rows: HashSet<_> = table.iter().map(|route| (route.method.clone(), route.path)).collect();

        assert_eq!(rows.len(), table.len());
    }

    #[test]
    fn t78_only_forms_are_taken_from_people() {
        let sends = |kind: &'static str| is_form(&HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]));

        assert!(sends("application/x-www-form-urlencoded"));
        assert!(sends("Application/X-WWW-Form-Urlencoded; charset=utf-8"));
        assert!(sends("multipart/form-data; boundary=x"));
        assert!(!sends("text/plain"));
        assert!(!sends("application/json"));
        assert!(!is_form(&HeaderMap::new()));
    }
}
