//! Real schools for the stories: each with its own database, pictures, keys, server and courier, on this computer.
//!
//! `SCHOOLGATE_TEST_ENGINE=postgres` puts every school on PostgreSQL; otherwise each has its own SQLite file.

pub mod backups;
pub mod bucket;
pub mod crawl;
pub mod fuzz;
pub mod internet;
pub mod peers;
pub mod people;
pub mod pictures;
pub mod post_office;
pub mod process;
pub mod schools;
pub mod traces;
pub mod trouble;

pub use people::Browser;
pub use schools::{TestSchool, World};
