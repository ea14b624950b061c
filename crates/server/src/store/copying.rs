//! A database carried into another one, table by table, and summed up so that the two can be compared row for row.

use sha2::{Digest as _, Sha256};

use super::export::{self, Table, Values};
use super::{Sql, Tx, Value};
use crate::error::Result;

/// Rows that are in memory at one time.
const BATCH: usize = 500;

/// How many rows there are, and a sum over all that is in them, which does not depend on their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub rows: u64,
    digest: [u64; 4],
}

/// Sums a table up; tells how many rows it has read.
pub async fn sum(from: &mut impl Sql, table: &Table, mut read_so_far: impl FnMut(u64)) -> Result<Sum> {
    read(from, table, async |batch| {
        read_so_far(batch.len() as u64);
        Ok(())
    })
    .await
}

/// Copies a table's rows as they are, and sums them up as they were read; tells how many it has written.
pub async fn copy(from: &mut impl Sql, to: &mut Tx, table: &Table, mut written: impl FnMut(u64)) -> Result<Sum> {
    read(from, table, async |batch| {
        let number = batch.len() as u64;
        export::insert(to, table, batch).await?;
        written(number);
        Ok(())
    })
    .await
}

/// Reads a table from one end to the other. Each batch is handed on, and all of it is summed up.
async fn read(from: &mut impl Sql, table: &Table, mut each: impl AsyncFnMut(Vec<Values>) -> Result<()>) -> Result<Sum> {
    let (mut sum, mut after) = (Sum::default(), None);
    loop {
        let batch = export::page(from, table, after.as_deref(), BATCH).await?;
        let Some(last) = batch.last() else { return Ok(sum) };
        after = Some(export::key(table, last));
        for row in &batch {
            sum.add(row);
        }
        each(batch).await?;
    }
}

impl Sum {
    /// No two rows of a table are alike, so that a sum of their digests cannot hide one behind another.
    fn add(&mut self, row: &[Value]) {
        let mut digest = Sha256::new();
        for value in row {
            match value {
                Value::Text(Some(text)) => {
                    digest.update([1]);
                    digest.update((text.len() as u64).to_le_bytes());
                    digest.update(text);
                }
                Value::Number(Some(number)) => {
                    digest.update([2]);
                    digest.update(number.to_le_bytes());
                }
                Value::Truth(truth) => digest.update([3, u8::from(*truth)]),
                Value::Text(None) | Value::Number(None) => digest.update([0]),
            }
        }
        let digest = digest.finalize();
        for (sum, part) in self.digest.iter_mut().zip(digest.chunks_exact(8)) {
            let part = part.try_into().map(u64::from_le_bytes).unwrap_or_default();
            *sum = sum.wrapping_add(part);
        }
        self.rows += 1;
    }
}
