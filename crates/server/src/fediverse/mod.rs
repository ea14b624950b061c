//! The edge towards other servers: who knocks, what their letters find here, and who carries ours.

pub mod courier;
pub mod door;
pub mod host;
pub mod introductions;
pub mod keys;
