//! Schoolgate: a blog for every class, and a gate in front of it.

pub mod actions;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod fediverse;
pub mod listeners;
pub mod mail;
pub mod media;
pub mod passwords;
pub mod school;
pub mod serve;
pub mod store;
pub mod tokens;
pub mod turns;
pub mod urls;
pub mod web;
pub mod wire;
pub mod wordpress;
