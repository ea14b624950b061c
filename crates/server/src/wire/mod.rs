//! Our nouns in the words of the fediverse, and back; pure.

pub mod arrivals;
pub mod articles;
pub mod classes;
pub mod comments;

use federation::outbox;

use crate::domain::items::Audience;

/// How far something travels on the wire; none when it stays at home.
pub fn addressing(audience: Audience) -> Option<outbox::Audience> {
    match audience {
        Audience::Class | Audience::School => None,
        Audience::Friends => Some(outbox::Audience::Followers),
        Audience::Public => Some(outbox::Audience::Public),
    }
}
