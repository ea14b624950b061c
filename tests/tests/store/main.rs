//! Every function of the store, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so abruptly")]

mod world;

mod activities;
mod audit;
mod class_lists;
mod classes;
mod comforts;
mod comparisons;
mod copying;
mod database;
mod deliveries;
mod epochs;
mod erasures;
mod export;
mod follows;
mod health;
mod imports;
mod invitations;
mod items;
mod keys;
mod ledger;
mod letters;
mod likes;
mod moderation;
mod named;
mod nodes;
mod outages;
mod partners;
mod people;
mod picture_passwords;
mod pictures;
mod posters;
mod proposals;
mod recipients;
mod requests;
mod revisions;
mod schools;
mod searching;
mod sessions;
mod shelf;
mod tasks;
mod threads;
mod tries;
mod visibility;
mod worries;
