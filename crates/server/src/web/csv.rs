//! Tables for a spreadsheet: RFC 4180, and no cell that a spreadsheet would take for a formula.

/// So that a spreadsheet reads it as UTF-8.
pub(super) const BEGINNING: &str = "\u{feff}";

/// One line of a table.
pub(super) fn line(cells: &[&str]) -> String {
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
