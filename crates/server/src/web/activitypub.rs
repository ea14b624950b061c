//! What other schools' servers may read: actors, posts, approved replies and counts, each to a proved and trusted reader.
//!
//! Who asks is settled before anything is looked up, so that what is here and what is not are answered alike.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, OriginalUri, Path, Query};
use axum::response::{IntoResponse, Response};
use federation::limits::LISTED_CLASSES;
use federation::outbox::{self, ACTIVITY_JSON, JRD_JSON, WebFingerWords};
use federation::signature;
use federation::trust::Standing;
use federation::{Error as Fault, Reason};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::error_page::{Trouble, told};
use crate::actions;
use crate::actions::comparing::{self, Held};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ActivityId, ClassId, DecisionId, ItemId};
use crate::domain::items::ItemKind;
use crate::domain::partners::Direction;
use crate::domain::viewer::Viewer;
use crate::error::{Error, Result};
use crate::fediverse::door::{self, Request};
use crate::school::School;
use crate::store::{self, visibility};
use crate::wire;

/// How many posts stand on a page of an outbox.
const PAGE: u32 = 20;
/// How many comments stand on a page of those under a post.
const REPLIES: usize = 50;

/// A trusted school's server, proved by its signature on this very request.
pub(super) struct SignedServer {
    pub(super) host: String,
}

impl SignedServer {
    fn viewer(&self) -> Viewer {
        Viewer::Partner(self.host.clone())
    }
}

impl FromRequestParts<School> for SignedServer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> std::result::Result<Self, Refusal> {
        let original = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let path_and_query = original.path_and_query().map_or("/", |path| path.as_str());
        let request = Request { method: &parts.method, path_and_query, headers: &parts.headers, body: b"" };
        let caller = door::admit(school, &request).await?;
        match caller.standing {
            // A paused school may still learn our keys, so that it can believe a withdrawal; of words it sees none.
            Standing::Trusted | Standing::Paused => Ok(Self { host: caller.host }),
            Standing::Pending | Standing::Ended | Standing::Unknown => Err(Refusal(Fault::Refused(Reason::NotTrusted))),
        }
    }
}

/// A refusal as a server reads it: one sentence (RFC 9457), the name of its request, and when to come again.
pub(super) struct Refusal(pub(super) Fault);

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = told(status, self.0.to_string());
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("120"));
        }
        response
    }
}

/// A document of a given type.
fn document(kind: &'static str, document: &Value) -> Response {
    let mut response = document.to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn activity_json(value: &Value) -> Response {
    document(ACTIVITY_JSON, value)
}

/// `GET /actor`: the school itself, always answered and never more than its key, or two strict servers could not begin.
pub(super) async fn school_actor(school: School) -> Result<Response> {
    let keys = school.public_keys(None).await?;
    Ok(activity_json(&outbox::school_actor_minimal(&wire::classes::school(&school.urls, &school.profile, keys))))
}

/// `GET /actor/outbox`: the school says nothing to everybody.
pub(super) async fn school_outbox(school: School, _: SignedServer) -> Response {
    activity_json(&outbox::collection(&school.urls.school_part("outbox"), 0, None))
}

/// `GET /actor/classes`: the classes that take part in what was agreed with whoever asks, with the school's own proof.
pub(super) async fn school_classes(school: School, server: SignedServer) -> Result<Response> {
    let partner = store::partners::by_host(&mut school.db.read(), &server.host).await?.ok_or(Error::Missing)?;
    let mut classes = store::classes::all(&mut school.db.read()).await?;
    classes.retain(|class| partner.terms.takes_part(&class.id));
    classes.truncate(LISTED_CLASSES);
    let mut listed = Vec::with_capacity(classes.len());
    for class in &classes {
        let keys = school.keys(Some(&class.id)).await?;
        listed.push(wire::classes::listed(&school.urls, class, keys.fingerprints.clone()));
    }
    let today = school.today();
    let away = store::timetable::get(&mut school.db.read(), today).await?.told(today);
    let mut list = outbox::class_list(&outbox::ClassListWords {
        id: school.urls.school_part("classes"),
        school: school.urls.school_actor(),
        classes: listed,
        away: away.map(|away| (away.from, away.until)),
    });
    let prover = school.prover(None).await?;
    signature::add_proof(&mut list, &prover.key_id, &prover.key, school.clock.now()).map_err(anyhow::Error::new)?;
    Ok(activity_json(&list))
}

#[derive(Deserialize)]
pub(super) struct HeldQuery {
    /// A class of the server that asks.
    of: Url,
    /// Of what it thinks that we have.
    #[serde(default)]
    digest: String,
    #[serde(default)]
    after: String,
    /// The life that its database is in.
    #[serde(default)]
    epoch: String,
}

/// `GET /actor/held`: what we have of a class of whoever asks, by its own addresses, and in which wording.
pub(super) async fn held(
    school: School,
    server: SignedServer,
    query: Result<Query<HeldQuery>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(query)) = query else { return Err(Error::Missing) };
    let held = comparing::held(&school, &server.host, &query.of, &query.digest, &query.after).await?;
    comparing::heard_of(&school, &server.host, &query.epoch).await?;
    let id = school.urls.school_part("held");
    Ok(activity_json(&match held {
        Held::Same(number) => outbox::collection(&id, number as u64, None),
        Held::Page { page, has_more } => {
            let next = page.last().filter(|_| has_more).map(|(last, _)| {
                let mut next = id.clone();
                next.query_pairs_mut().append_pair("of", query.of.as_str()).append_pair("after", last.as_str());
                next
            });
            let items = page.iter().map(|(address, version)| outbox::held(address, *version)).collect();
            outbox::ordered_collection_page(&id, &id, items, next.as_ref())
        }
    }))
}

/// `GET /ap/a/{class}`
pub(super) async fn class_actor(school: School, _: SignedServer, Path(class): Path<String>) -> Result<Response> {
    let id: ClassId = class.parse().map_err(|_| Error::Missing)?;
    let class = store::classes::get(&mut school.db.read(), &id).await?;
    if let Some(closed) = class.closed_at {
        let tombstone = outbox::tombstone(&school.urls.class_actor(&class.id), outbox::CLASS_ACTOR_TYPE, closed);
        return Ok((StatusCode::GONE, activity_json(&tombstone)).into_response());
    }
    let keys = school.public_keys(Some(&class.id)).await?;
    Ok(activity_json(&wire::classes::class(&school.urls, &class, keys)))
}

#[derive(Deserialize)]
pub(super) struct OutboxQuery {
    #[serde(default)]
    before: Option<String>,
}

/// `GET /ap/a/{class}/outbox`: what this reader was, or could have been, sent.
pub(super) async fn outbox_of(
    school: School,
    server: SignedServer,
    Path(class): Path<String>,
    Query(query): Query<OutboxQuery>,
) -> Result<Response> {
    let class = open_class(&school, &class).await?;
    let viewer = server.viewer();
    let id = school.urls.class_part(&class.id, "outbox");
    let Some(before) = query.before else {
        let total = visibility::count_articles(&mut school.db.read(), &viewer, &class.id).await?;
        let mut first = id.clone();
        first.set_query(Some("before=start"));
        return Ok(activity_json(&outbox::collection(&id, u64::try_from(total).unwrap_or(0), Some(&first))));
    };
    let before = visibility::Before::parse(&before);
    let shown = visibility::articles_of_class(&mut school.db.read(), &viewer, &class.id, &before, PAGE).await?;
    let mut items = Vec::with_capacity(shown.len());
    for article in &shown {
        let object = actions::publishing::document_for(&school, &viewer, &article.item).await?;
        items.push(outbox::create(&created(&article.wire_id), object));
    }
    let at = |before: &str| {
        let mut page = id.clone();
        page.query_pairs_mut().append_pair("before", before);
        page
    };
    let next = (shown.len() == PAGE as usize)
        .then(|| shown.last().map(visibility::Before::after))
        .flatten()
        .map(|before| at(&before));
    Ok(activity_json(&outbox::ordered_collection_page(&at("start"), &id, items, next.as_ref())))
}

/// The Create of a post as an outbox lists it: an id of its own that differs from the post's.
fn created(object: &Url) -> Url {
    let mut id = object.clone();
    id.set_fragment(Some("create"));
    id
}

/// `GET /ap/a/{class}/followers`, `following` and `featured`: counts and no names.
pub(super) async fn collection(
    school: School,
    _: SignedServer,
    Path((class, part)): Path<(String, String)>,
) -> Result<Response> {
    let class = open_class(&school, &class).await?;
    let direction = match part.as_str() {
        "followers" => Some(Direction::In),
        "following" => Some(Direction::Out),
        "featured" => None,
        _ => return Err(Error::Missing),
    };
    let total = match direction {
        Some(direction) => store::follows::count_accepted(&mut school.db.read(), &class.id, direction).await?,
        None => 0,
    };
    let id = school.urls.class_part(&class.id, &part);
    Ok(activity_json(&outbox::collection(&id, u64::try_from(total).unwrap_or(0), None)))
}

/// `GET /ap/o/{item}`: a post or comment of ours in its approved revision; a Tombstone for who received it and must forget it.
pub(super) async fn object(school: School, server: SignedServer, Path(item): Path<String>) -> Result<Response> {
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    match actions::publishing::document_for(&school, &server.viewer(), &id).await {
        Ok(object) => Ok(activity_json(&object)),
        Err(Error::Missing) => tombstone(&school, &server, &id).await,
        Err(other) => Err(other),
    }
}

async fn tombstone(school: &School, server: &SignedServer, id: &ItemId) -> Result<Response> {
    let item = store::items::get(&mut school.db.read(), id).await?;
    let withdrawn = item.withdrawn_at.ok_or(Error::Missing)?;
    if !store::recipients::host_may_have(&mut school.db.read(), id, &server.host).await? {
        return Err(Error::Missing);
    }
    let former = match item.kind {
        ItemKind::Article => "Article",
        ItemKind::Comment => "Note",
    };
    let body = activity_json(&outbox::tombstone(&item.wire_id, former, withdrawn));
    Ok((StatusCode::GONE, body).into_response())
}

#[derive(Deserialize)]
pub(super) struct RepliesQuery {
    /// From 1; without it the collection is answered, with its first page.
    #[serde(default)]
    page: Option<usize>,
}

/// `GET /ap/o/{item}/replies` and `context`: the ids of approved comments, and no others, page by page.
pub(super) async fn replies(
    school: School,
    server: SignedServer,
    Path((item, part)): Path<(String, String)>,
    query: Result<Query<RepliesQuery>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(query)) = query else { return Err(Error::Missing) };
    if part != "replies" && part != "context" {
        return Err(Error::Missing);
    }
    let id: ItemId = item.parse().map_err(|_| Error::Missing)?;
    let viewer = server.viewer();
    let article = visibility::item(&mut school.db.read(), &viewer, &id).await?;
    if article.author_class.is_none() {
        return Err(Error::Missing);
    }
    let comments = visibility::comments(&mut school.db.read(), &viewer, &id).await?;
    let mut approved: Vec<Url> = comments.into_iter().map(|comment| comment.wire_id).collect();
    if part == "context" {
        approved.insert(0, article.wire_id);
    }
    let collection = school.urls.object_part(&id, &part);
    let at = |page: usize| {
        let mut url = collection.clone();
        url.set_query(Some(&format!("page={page}")));
        url
    };
    let number = query.page.unwrap_or(1);
    let pages = approved.chunks(REPLIES).count();
    let items = match number.checked_sub(1).and_then(|before| approved.chunks(REPLIES).nth(before)) {
        Some(items) => items,
        // Nobody has commented yet.
        None if number == 1 => &[],
        None => return Err(Error::Missing),
    };
    let (page, next) = (at(number), (number < pages).then(|| at(number + 1)));
    let words =
        outbox::RepliesWords { id: &collection, total_items: approved.len(), page: &page, items, next: next.as_ref() };
    Ok(activity_json(&match query.page {
        Some(_) => outbox::replies_page(&words),
        None => outbox::replies(&words),
    }))
}

/// `GET /ap/x/{activity}`: what we said, as long as what it is about may be seen.
pub(super) async fn activity(school: School, server: SignedServer, Path(activity): Path<String>) -> Result<Response> {
    let id: ActivityId = activity.parse().map_err(|_| Error::Missing)?;
    let (item, body) =
        store::activities::about(&mut school.db.read(), &school.urls.activity(&id)).await?.ok_or(Error::Missing)?;
    let shown = visibility::item(&mut school.db.read(), &server.viewer(), &item).await?;
    // An older wording is not what is approved now.
    let latest = store::activities::last_said(&mut school.db.read(), &item).await?;
    if latest.as_ref() != Some(&shown.revision) || body.is_empty() {
        return Err(Error::Missing);
    }
    let mut response = body.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
    Ok(response)
}

/// `GET /ap/z/{approval}`: that a comment may stand under a post of ours, as long as it may.
pub(super) async fn approval(school: School, server: SignedServer, Path(approval): Path<String>) -> Result<Response> {
    let id: DecisionId = approval.parse().map_err(|_| Error::Missing)?;
    Ok(activity_json(&actions::approvals::document_for(&school, &server.viewer(), &id).await?))
}

#[derive(Deserialize)]
pub(super) struct WebFingerQuery {
    #[serde(default)]
    resource: String,
}

/// `GET /.well-known/webfinger` (RFC 7033): classes and the school itself resolve; people never do.
pub(super) async fn webfinger(school: School, Query(query): Query<WebFingerQuery>) -> Result<Response, Response> {
    let missing = || Trouble::Missing.into_response();
    if query.resource.is_empty() {
        return Err(Refusal(Fault::Malformed("a resource must be asked for".to_owned())).into_response());
    }
    let words = asked_for(&school, &query.resource).await.map_err(|_| missing())?;
    let mut response = document(JRD_JSON, &outbox::webfinger(&words));
    // What anybody may read may be read by a page anywhere.
    response.headers_mut().insert("access-control-allow-origin", HeaderValue::from_static("*"));
    Ok(response)
}

async fn asked_for(school: &School, resource: &str) -> Result<WebFingerWords> {
    let host = school.urls.host();
    if let Some(handle) = resource.strip_prefix("acct:") {
        let (name, at) = handle.trim_start_matches('@').rsplit_once('@').ok_or(Error::Missing)?;
        if !at.eq_ignore_ascii_case(host) {
            return Err(Error::Missing);
        }
        if name.eq_ignore_ascii_case(host) {
            return Ok(school_words(school));
        }
        return Ok(class_words(school, &store::classes::by_slug(&mut school.db.read(), &name.to_lowercase()).await?));
    }
    let url: Url = resource.parse().map_err(|_| Error::Missing)?;
    if url == school.urls.home() || url == school.urls.school_actor() {
        return Ok(school_words(school));
    }
    let class = match school.urls.class_of_actor(&url) {
        Some(class) => store::classes::get(&mut school.db.read(), &class).await?,
        None if school.urls.is_ours(&url) => {
            let slug = url.path().strip_prefix("/c/").ok_or(Error::Missing)?;
            store::classes::by_slug(&mut school.db.read(), slug).await?
        }
        None => return Err(Error::Missing),
    };
    Ok(class_words(school, &class))
}

fn school_words(school: &School) -> WebFingerWords {
    let host = school.urls.host();
    WebFingerWords {
        handle: format!("{host}@{host}"),
        actor: school.urls.school_actor(),
        page: Some(school.urls.to("/about")),
        follow_template: None,
        is_school: true,
    }
}

fn class_words(school: &School, class: &ClassBlog) -> WebFingerWords {
    WebFingerWords {
        handle: format!("{}@{}", class.slug, school.urls.host()),
        actor: school.urls.class_actor(&class.id),
        page: Some(school.urls.class_page(class.slug.as_str())),
        follow_template: None,
        is_school: false,
    }
}

/// `GET /.well-known/nodeinfo`
pub(super) async fn nodeinfo_links(school: School) -> Response {
    document("application/json", &outbox::nodeinfo_links(&school.urls.to("/nodeinfo/2.1"), &school.urls.school_actor()))
}

/// `GET /nodeinfo/2.1`: what the software is, and nothing about who uses it (FEP-0151).
pub(super) async fn nodeinfo(school: School) -> Response {
    let words =
        outbox::NodeInfo { version: env!("CARGO_PKG_VERSION").to_owned(), repository: Some(school.urls.to("/source")) };
    document(
        "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"",
        &outbox::nodeinfo(&words),
    )
}

/// A class that is open, by the id in its address.
async fn open_class(school: &School, id: &str) -> Result<ClassBlog> {
    let id: ClassId = id.parse().map_err(|_| Error::Missing)?;
    let class = store::classes::get(&mut school.db.read(), &id).await?;
    if class.closed_at.is_none() { Ok(class) } else { Err(Error::Missing) }
}
