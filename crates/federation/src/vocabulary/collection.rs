//! One page of a collection, such as another class's outbox: only the addresses in it.

use jiff::Timestamp;
use serde_json::{Map, Value};
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

/// What a partner has of ours: each item by its address, with the moment of the wording that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPage {
    /// Said instead of the items when they are those that were asked about.
    pub total_items: Option<u64>,
    pub items: Vec<(Url, Option<Timestamp>)>,
    pub has_more: bool,
}

/// Reads a collection or one of its pages.
pub fn parse_collection_page(bytes: &[u8]) -> Result<Page, Error> {
    let document = collection(bytes)?;
    let id = read::required_id(&document, "id")?;
    Ok(Page {
        total_items: document.get("totalItems").and_then(Value::as_u64),
        first: read::own_address(&document, "first", &id),
        next: read::own_address(&document, "next", &id),
        items: items(&document).filter_map(carried).take(limits::PAGE_ITEMS).collect(),
        id,
    })
}

/// Reads a page of what a partner has of ours.
pub fn parse_held_page(bytes: &[u8]) -> Result<HeldPage, Error> {
    let document = collection(bytes)?;
    let id = read::required_id(&document, "id")?;
    let held =
        |item: &Value| Some((read::address_of(item)?, item.as_object().and_then(|item| read::moment(item, "updated"))));
    Ok(HeldPage {
        total_items: document.get("totalItems").and_then(Value::as_u64),
        items: items(&document).filter_map(held).take(limits::PAGE_ITEMS).collect(),
        has_more: read::own_address(&document, "next", &id).is_some(),
    })
}

fn collection(bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    let document = json::object(bytes)?;
    let is_collection = matches!(
        read::kind(&document),
        Some("Collection" | "OrderedCollection" | "CollectionPage" | "OrderedCollectionPage")
    );
    if !is_collection {
        return Err(json::malformed("it is not a collection"));
    }
    Ok(document)
}

fn items(document: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    read::one_or_many(document.get("orderedItems")).chain(read::one_or_many(document.get("items")))
}

/// Outboxes list Creates; what we want is the post within.
fn carried(item: &Value) -> Option<Url> {
    match item {
        Value::Object(activity) if read::kind(activity) == Some("Create") => read::address(activity, "object"),
        Value::Object(activity) if read::kind(activity) == Some("Announce") => None,
        other => read::address_of(other),
    }
}
