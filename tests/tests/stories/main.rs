//! Stories told over HTTP with two or three real schools.

mod gate;
mod matrix;
mod readers;
mod trust;
mod two_worlds;
