//! One page of a collection, such as another class's outbox: only the addresses in it.

use serde_json::Value;
use url::Url;

use super::{json, read};
use crate::{Error, limits};

/// What one page holds. What is embedded counts by its id only and is fetched at its own server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub id: Url,
    pub total_items: Option<u64>,
    pub items: Vec<Url>,
    /// Both on the server of this page, or none.
    pub first: Option<Url>,
    pub next: Option<Url>,
}

/// Reads a collection or one of its pages.
pub fn parse_collection_page(bytes: &[u8]) -> Result<Page, Error> {
    let document = json::object(bytes)?;
    let is_collection = matches!(
        read::kind(&document),
        Some("Collection" | "OrderedCollection" | "CollectionPage" | "OrderedCollectionPage")
    );
    if !is_collection {
        return Err(json::malformed("it is not a collection"));
    }
    let id = read::required_id(&document, "id")?;
    let items = read::one_or_many(document.get("orderedItems"))
        .chain(read::one_or_many(document.get("items")))
        .filter_map(carried)
        .take(limits::PAGE_ITEMS)
        .collect();
    Ok(Page {
        total_items: document.get("totalItems").and_then(Value::as_u64),
        first: read::own_address(&document, "first", &id),
        next: read::own_address(&document, "next", &id),
        items,
        id,
    })
}

/// Outboxes list Creates; what we want is the post within.
fn carried(item: &Value) -> Option<Url> {
    match item {
        Value::Object(activity) if read::kind(activity) == Some("Create") => read::address(activity, "object"),
        Value::Object(activity) if read::kind(activity) == Some("Announce") => None,
        other => read::address_of(other),
    }
}
