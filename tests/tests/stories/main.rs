//! Stories told over HTTP with two or three real schools.

#![allow(clippy::unwrap_used)]

mod gate;
mod matrix;
mod people;
mod readers;
mod trust;
mod two_worlds;
