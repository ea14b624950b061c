//! Five ways an action can fail, named for what the caller can do about it.

use std::fmt;

/// What an action or a store function answers when it cannot do what was asked.
#[derive(Debug)]
pub enum Error {
    /// It is not there, or not for these eyes; nobody can tell which.
    Missing,
    /// It is there, and this person may not.
    Forbidden,
    /// What was typed cannot be taken; each fault names its field.
    Invalid(Vec<Fault>),
    /// Somebody was faster, or it changed in between. The sentence says what to do.
    Conflict(String),
    /// Nobody's fault but ours: database, disk, a bug.
    Internal(anyhow::Error),
}

/// Among the causes of an [`Error::Internal`] that a while may mend: the database is away, full or busy. Nothing can be said of
/// what was asked but that it may be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database cannot be had just now")
    }
}

/// One thing to mend in a form: the field's name and the key of the sentence that says how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: &'static str,
    pub key: &'static str,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What was looked for, or nothing when it is not there (any more).
pub fn present<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Missing) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Error {
    /// One fault in one field.
    pub fn invalid(field: &'static str, key: &'static str) -> Self {
        Self::Invalid(vec![Fault { field, key }])
    }

    /// Whether the same may go well in a while.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Internal(cause) if cause.downcast_ref::<Unavailable>().is_some())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("not found"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::Invalid(faults) => {
                let names: Vec<_> = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.key)).collect();
                write!(f, "cannot be taken ({})", names.join(", "))
            }
            Self::Conflict(why) => f.write_str(why),
            Self::Internal(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Self::Internal(cause.into())
    }
}
