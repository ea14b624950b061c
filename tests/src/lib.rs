//! Stories told over HTTP with real servers.
