//! Stories told over HTTP with two or three real schools.

#![allow(clippy::unwrap_used)]

mod agreement;
mod crash;
mod gate;
mod letters;
mod matrix;
mod people;
mod readers;
mod starting;
mod strange;
mod terms;
mod tidying;
mod trust;
mod two_servers;
mod two_worlds;
