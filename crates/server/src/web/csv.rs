//! Tables for a spreadsheet: RFC 4180, and no cell that a spreadsheet would take for a formula.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

/// A table in the making.
pub(super) struct Table(String);

impl Table {
    /// With a mark at its beginning, by which a spreadsheet reads it as UTF-8.
    pub(super) fn new(columns: &[&str]) -> Self {
        Self(format!("\u{feff}{}", line(columns)))
    }

    pub(super) fn push(&mut self, cells: &[&str]) {
        self.0.push_str(&line(cells));
    }

    /// As a file of this name to take away.
    pub(super) fn named(self, name: &str) -> Response {
        let name = format!("attachment; filename=\"{name}.csv\"");
        ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], self.0).into_response()
    }
}

/// One line of a table.
fn line(cells: &[&str]) -> String {
    let mut line =
        cells.iter().map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\""))).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A cell that begins like a formula begins with an apostrophe instead.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for cell in ["=1+1", "+44", "-1", "@sum", "\tx", "\rx"] {
            assert!(line(&[cell]).starts_with("\"'"), "{cell:?}");
        }
        assert_eq!(line(&["28", "Mrs Kaur"]), "\"28\",\"Mrs Kaur\"\r\n");
    }

    #[test]
    fn quotes_commas_and_lines_stay_within_their_cell() {
        assert_eq!(line(&["a \"b\", c\nd"]), "\"a \"\"b\"\", c\nd\"\r\n");
    }
}
