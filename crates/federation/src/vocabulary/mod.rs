//! What travels: plain structs, and the one place where another server's JSON becomes one of them.

mod activity;
mod actor;
mod address;
mod class_list;
mod collection;
mod json;
mod object;
mod offer;
mod read;
#[cfg(test)]
mod tests;

pub use activity::{Activity, Reference, Verb, parse};
pub use actor::{AssertionKey, KeyDocument, RemoteActor, parse_actor, parse_key_document};
pub use address::{PUBLIC, authority, is_activity_json, is_public, same_origin};
pub use class_list::{ClassList, ListedClass, parse_class_list};
pub use collection::{HeldPage, Page, parse_collection_page, parse_held_page};
pub(crate) use json::object as strict_object;
pub use object::{Object, ObjectKind, Picture, clamp, parse_object};
pub(crate) use offer::AGREEMENT;
pub use offer::{AgreementOffer, AgreementWords, SignedAgreement, TakingPart, parse_offer};
