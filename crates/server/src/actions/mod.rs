//! What may happen: one function for each thing a person or a letter can cause, each committing once.

pub mod agreements;
pub mod arrivals;
pub mod articles;
pub mod audit;
pub mod class_lists;
pub mod classes;
pub mod closing;
pub mod comments;
pub mod erasures;
pub mod follows;
pub mod holds;
pub mod housekeeping;
pub mod invitations;
pub mod keys;
pub mod likes;
pub mod moderation;
pub mod partners;
pub mod people;
pub mod pictures;
pub mod proposals;
pub mod publishing;
pub mod removals;
pub mod schools;
pub mod worries;
