//! How others find us: `WebFinger` and `NodeInfo`, which tell no more than they must.

use serde_json::{Value, json};
use url::Url;

use super::{ACTIVITY_JSON, at, document, says};

/// An actor that can be found by its handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebFingerWords {
    /// Such as `4b@north.example`.
    pub handle: String,
    pub actor: Url,
    /// Where people read it.
    pub page: Option<Url>,
    /// A template with `{object}`, where one of our pupils' teachers can follow it.
    pub follow_template: Option<String>,
    /// The school's own actor also says that it is the server's (FEP-d556).
    pub is_school: bool,
}

/// What this server runs on. `version` is left out in closed mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeInfo {
    pub version: String,
    pub repository: Option<Url>,
}

/// The answer to `/.well-known/webfinger`.
pub fn webfinger(words: &WebFingerWords) -> Value {
    let aliases: Vec<_> = words.page.iter().chain([&words.actor]).map(Url::as_str).collect();
    let mut links = vec![json!({ "rel": "self", "type": ACTIVITY_JSON, "href": words.actor })];
    if words.is_school {
        links.push(json!({
            "rel": "https://www.w3.org/ns/activitystreams#Service",
            "type": ACTIVITY_JSON,
            "href": words.actor
        }));
    }
    if let Some(page) = &words.page {
        links.push(json!({ "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page }));
    }
    if let Some(template) = &words.follow_template {
        links.push(json!({ "rel": "https://w3id.org/fep/3b86/Follow", "template": template }));
        links.push(json!({
            "rel": "http://ostatus.org/schema/1.0/subscribe",
            "template": template.replace("{object}", "{uri}")
        }));
    }
    document([("subject", says(format!("acct:{}", words.handle))), ("aliases", says(aliases)), ("links", says(links))])
}

/// The answer to `/.well-known/nodeinfo`.
pub fn nodeinfo_links(nodeinfo: &Url, school: &Url) -> Value {
    document([(
        "links",
        says(json!([
            { "rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": nodeinfo },
            { "rel": "https://www.w3.org/ns/activitystreams#Application", "href": school }
        ])),
    )])
}

/// The answer to `/nodeinfo/2.1`: no counts, no names (FEP-0151).
pub fn nodeinfo(words: &NodeInfo) -> Value {
    let software = document([
        ("name", says("schoolgate")),
        ("version", says(words.version.as_str())),
        ("repository", words.repository.as_ref().and_then(at)),
    ]);
    json!({
        "version": "2.1",
        "software": software,
        "protocols": ["activitypub"],
        "services": { "inbound": [], "outbound": [] },
        "openRegistrations": false,
        "usage": { "users": {} },
        "metadata": {}
    })
}
