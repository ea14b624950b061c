//! Collections: a count for most, pages for the outbox, and the approved replies.

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::{at, document, moment, plain_context, says, without_context};

/// A collection that says how many there are and not which: followers, following, featured, an outbox from outside.
///
/// `first` is given only to those who may read the pages.
pub fn collection(id: &Url, total_items: u64, first: Option<&Url>) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says("OrderedCollection")),
        ("totalItems", says(total_items)),
        ("first", first.and_then(at)),
    ])
}

/// One page of a collection; the items are ids or whole documents.
pub fn ordered_collection_page(id: &Url, part_of: &Url, items: Vec<Value>, next: Option<&Url>) -> Value {
    let context = items.iter().find_map(|item| item.get("@context").cloned()).or_else(plain_context);
    document([
        ("@context", context),
        ("id", at(id)),
        ("type", says("OrderedCollectionPage")),
        ("partOf", at(part_of)),
        ("next", next.and_then(at)),
        ("orderedItems", says(items.into_iter().map(without_context).collect::<Vec<_>>())),
    ])
}

/// One item of theirs that we have, on a page of such, and the moment of its newest wording.
pub fn held(address: &Url, version: Timestamp) -> Value {
    document([("id", at(address)), ("updated", Some(moment(version)))])
}

/// One page of the approved replies to one of our posts, by id: each is fetched where it lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepliesWords<'a> {
    /// Of the whole collection.
    pub id: &'a Url,
    pub total_items: usize,
    pub page: &'a Url,
    pub items: &'a [Url],
    pub next: Option<&'a Url>,
}

/// The collection. `GoToSocial` reads the first page only and wants it embedded.
pub fn replies(words: &RepliesWords<'_>) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(words.id)),
        ("type", says("Collection")),
        ("totalItems", says(words.total_items)),
        ("first", says(without_context(replies_page(words)))),
    ])
}

/// The page alone.
pub fn replies_page(words: &RepliesWords<'_>) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(words.page)),
        ("type", says("CollectionPage")),
        ("partOf", at(words.id)),
        ("next", words.next.and_then(at)),
        ("items", says(words.items.iter().map(Url::as_str).collect::<Vec<_>>())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary;

    #[test]
    fn what_is_held_is_read_as_it_was_said() {
        let [id, item, next] = ["held", "ap/o/1", "held?after=1"]
            .map(|path| Url::parse(&format!("https://north.example/{path}")).unwrap());
        let at: Timestamp = "2026-11-23T12:00:00.123Z".parse().unwrap();

        let page = ordered_collection_page(&id, &id, vec![held(&item, at)], Some(&next));

        let read = vocabulary::parse_held_page(page.to_string().as_bytes()).unwrap();
        assert_eq!((read.items, read.has_more, read.total_items), (vec![(item, Some(at))], true, None));
    }
}
