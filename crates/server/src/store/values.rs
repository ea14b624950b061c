//! What goes into a statement and what comes out of a row, alike on both engines.

use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::postgres::{PgRow, Postgres};

use crate::domain::Word;
use crate::domain::ids::Id;
use crate::error::{Error, Result};

/// A value on its way into a statement. Nothing is typed so that PostgreSQL knows its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Truth(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(Some(i64::from(number)))
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Number(Some(at.as_millisecond()))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Number(at.map(Timestamp::as_millisecond))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).ok())
    }
}

impl From<&url::Url> for Value {
    fn from(url: &url::Url) -> Self {
        Self::Text(Some(url.to_string()))
    }
}

impl From<Option<&url::Url>> for Value {
    fn from(url: Option<&url::Url>) -> Self {
        Self::Text(url.map(ToString::to_string))
    }
}

/// JSON as text.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).context("writing JSON").map_err(Error::Internal)
}

impl<T: Id> From<&T> for Value {
    fn from(id: &T) -> Self {
        Self::Text(Some(id.as_str().to_owned()))
    }
}

impl<T: Id> From<Option<&T>> for Value {
    fn from(id: Option<&T>) -> Self {
        Self::Text(id.map(|id| id.as_str().to_owned()))
    }
}

/// One row of an answer.
pub enum Row {
    Sqlite(Cells),
    Postgres(PgRow),
}

/// A row as SQLite gave it.
pub struct Cells {
    pub(super) names: Arc<[Box<str>]>,
    pub(super) cells: Vec<Cell>,
}

pub(super) enum Cell {
    Nothing,
    Number(i64),
    Text(String),
}

impl Cells {
    fn get(&self, name: &str) -> Result<&Cell> {
        let place = self.names.iter().position(|known| **known == *name);
        place.and_then(|place| self.cells.get(place)).ok_or_else(|| wrong(name, "is not in the answer"))
    }
}

fn wrong(name: &str, how: &str) -> Error {
    Error::Internal(anyhow::anyhow!("column {name} {how}"))
}

/// What a column can be read as.
pub trait Column: Sized {
    fn read(row: &Row, name: &str) -> Result<Self>;
}

impl Row {
    /// The column of this name. A type that does not fit is a bug, answered as an internal error.
    pub fn get<T: Column>(&self, name: &str) -> Result<T> {
        T::read(self, name)
    }

    /// A word of one of our enums.
    pub fn word<T: Word>(&self, name: &str) -> Result<T> {
        let text: String = self.get(name)?;
        text.parse().map_err(|_| Error::Internal(anyhow::anyhow!("column {name} holds {text:?}")))
    }

    pub fn maybe_word<T: Word>(&self, name: &str) -> Result<Option<T>> {
        let Some(text) = self.maybe_text(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Error::Internal(anyhow::anyhow!("column {name} holds {text:?}")))
    }

    /// JSON that we wrote.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T> {
        let text: String = self.get(name)?;
        serde_json::from_str(&text).with_context(|| format!("column {name}")).map_err(Error::Internal)
    }

    fn maybe_text(&self, name: &str) -> Result<Option<String>> {
        match self {
            Self::Sqlite(row) => match row.get(name)? {
                Cell::Nothing => Ok(None),
                Cell::Text(text) => Ok(Some(text.clone())),
                Cell::Number(_) => Err(wrong(name, "is a number")),
            },
            Self::Postgres(row) => from_postgres(row, name),
        }
    }

    fn maybe_number(&self, name: &str) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => match row.get(name)? {
                Cell::Nothing => Ok(None),
                Cell::Number(number) => Ok(Some(*number)),
                Cell::Text(_) => Err(wrong(name, "is a text")),
            },
            Self::Postgres(row) => from_postgres(row, name),
        }
    }
}

fn from_postgres<'r, T: sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>>(row: &'r PgRow, name: &str) -> Result<T> {
    row.try_get(name).with_context(|| format!("column {name}")).map_err(Error::Internal)
}

fn present<T>(value: Option<T>, name: &str) -> Result<T> {
    value.ok_or_else(|| wrong(name, "is null"))
}

impl Column for String {
    fn read(row: &Row, name: &str) -> Result<Self> {
        present(row.maybe_text(name)?, name)
    }
}

impl Column for Option<String> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        row.maybe_text(name)
    }
}

impl Column for i64 {
    fn read(row: &Row, name: &str) -> Result<Self> {
        present(row.maybe_number(name)?, name)
    }
}

impl Column for Option<i64> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        row.maybe_number(name)
    }
}

impl Column for bool {
    fn read(row: &Row, name: &str) -> Result<Self> {
        match row {
            Row::Sqlite(_) => Ok(row.get::<i64>(name)? != 0),
            Row::Postgres(row) => from_postgres(row, name),
        }
    }
}

impl Column for Timestamp {
    fn read(row: &Row, name: &str) -> Result<Self> {
        let millis: i64 = row.get(name)?;
        Timestamp::from_millisecond(millis).context("a moment out of range").map_err(Error::Internal)
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        let Some(millis) = row.maybe_number(name)? else { return Ok(None) };
        Timestamp::from_millisecond(millis).map(Some).context("a moment out of range").map_err(Error::Internal)
    }
}

impl Column for url::Url {
    fn read(row: &Row, name: &str) -> Result<Self> {
        let text: String = row.get(name)?;
        text.parse().with_context(|| format!("column {name}")).map_err(Error::Internal)
    }
}

impl Column for Option<url::Url> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        let Some(text) = row.maybe_text(name)? else { return Ok(None) };
        text.parse().map(Some).with_context(|| format!("column {name}")).map_err(Error::Internal)
    }
}

impl<T: Id> Column for T {
    fn read(row: &Row, name: &str) -> Result<Self> {
        row.get::<String>(name).map(T::known)
    }
}

impl<T: Id> Column for Option<T> {
    fn read(row: &Row, name: &str) -> Result<Self> {
        Ok(row.maybe_text(name)?.map(T::known))
    }
}
