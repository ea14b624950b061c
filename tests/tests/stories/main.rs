//! Stories told over HTTP with two or three real schools.

#![allow(clippy::unwrap_used)]

mod agreement;
mod approvals;
mod backups;
mod class_lists;
mod collections;
mod comforts;
mod comparing;
mod crash;
mod delivery;
mod erasure;
mod families;
mod gate;
mod gate_live;
mod half_done;
mod imports;
mod infants;
mod letters;
mod lists;
mod matrix;
mod moving;
mod nodes;
mod notices;
mod outages;
mod people;
mod posters;
mod readers;
mod renewal;
mod searching;
mod signing;
mod starting;
mod strange;
mod terms;
mod tidying;
mod timetable;
mod trust;
mod two_engines;
mod two_servers;
mod two_worlds;
mod writing_help;
