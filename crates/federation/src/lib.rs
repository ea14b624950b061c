//! Knows the fediverse; knows no web framework and no database.
//!
//! A letter that arrives is proved by [`signature`], read by [`vocabulary`], let in by [`trust`] and judged by
//! [`inbox`], which answers with what should change. What we say is put into words by [`outbox`], signed in a [`style`], carried
//! by [`fetch`] and timed by [`delivery`].

mod addresses;
pub mod delivery;
pub mod error;
pub mod fetch;
mod handles;
pub mod inbox;
#[cfg(test)]
mod letters;
pub mod library;
pub mod limits;
pub mod outbox;
pub mod ports;
pub mod signature;
pub mod style;
pub mod trust;
pub mod vocabulary;

pub use error::{Error, Reason};
