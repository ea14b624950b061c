//! Stories told over HTTP with two or three real schools.

mod gate;
mod readers;
mod trust;
