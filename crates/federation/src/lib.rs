//! Knows the fediverse; knows no web framework and no database.
