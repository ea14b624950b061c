//! SQL, one file per noun; this file is the database itself: two engines, one way to ask.
//!
//! Every statement is written once, in the subset of SQL that both engines share: text ids, milliseconds as
//! bigint, `$1`. Functions take `&mut impl Sql`, so that they work inside an action's transaction and on their own.

mod database;
mod inspection;
mod migrations;
#[cfg(test)]
mod plans;
mod postgres;
mod sqlite;
pub(crate) mod values;
mod wake;
mod wordy;

pub mod activities;
pub mod answers;
pub mod audit;
pub mod class_lists;
pub mod classes;
pub mod collections;
pub mod comforts;
pub mod comparisons;
pub mod copying;
pub mod deliveries;
pub mod epochs;
pub mod erasures;
pub mod export;
pub mod follows;
pub mod health;
pub mod imports;
pub mod invitations;
pub mod items;
pub mod keys;
pub mod ledger;
pub mod letters;
pub mod likes;
pub mod moderation;
pub mod nodes;
pub mod notices;
pub mod partners;
pub mod people;
pub mod picture_passwords;
pub mod pictures;
pub mod posters;
pub mod proposals;
pub mod recipients;
pub mod requests;
pub mod revisions;
pub mod schools;
pub mod searching;
pub mod sessions;
pub mod tasks;
pub mod timetable;
pub mod tries;
pub mod underway;
pub mod visibility;
pub mod worries;

pub use database::{Database, Held, Reader, Snapshot, Sql, Tx};
pub use values::{Column, Row, Value};
pub use wake::Wake;

/// The values of a statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        vec![$($crate::store::Value::from($value)),*]
    };
}
