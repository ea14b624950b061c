//! Schoolgate: a blog for every class, and a gate in front of it.

pub mod media;
