//! The long lists of an admin: a search that stands in the address, pages, and all that was found as a table.

use super::desk::{Choice, Pages};
use crate::domain::searching::Query;

/// How many rows stand on a page.
pub(super) const PAGE: usize = 50;

/// A table that a spreadsheet still opens, and that fits in our memory; it is read in parts.
pub(super) const MOST_EXPORTED: u32 = 100_000;
pub(super) const EXPORTED_AT_ONCE: u32 = 1000;

/// A list that is no longer than this is seen as a whole: nobody needs a search for it.
const SHORT: usize = 10;

/// One thing to look for: words, a day, or one of several.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// The type of an input; empty for a list of choices.
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) choices: Vec<Choice>,
}

impl Field {
    pub(super) fn words(name: &'static str, label: String, value: &str) -> Self {
        Self { name, label, kind: "search", value: value.to_owned(), choices: Vec::new() }
    }

    pub(super) fn day(name: &'static str, label: String, value: &str) -> Self {
        Self { name, label, kind: "date", value: value.to_owned(), choices: Vec::new() }
    }

    pub(super) fn choice(name: &'static str, label: String, choices: Vec<Choice>) -> Self {
        Self { name, label, kind: "", value: String::new(), choices }
    }

    fn is_asked(&self) -> bool {
        !self.value.is_empty() || self.choices.iter().any(|choice| choice.chosen && !choice.value.is_empty())
    }
}

/// The form above a list. The template is parts/narrow.html.
pub(super) struct Narrow {
    pub(super) path: &'static str,
    pub(super) fields: Vec<Field>,
    /// Whether only some rows are shown.
    pub(super) is_narrowed: bool,
    pub(super) is_shown: bool,
    pub(super) csv_url: String,
}

impl Narrow {
    /// `rows`: of the whole list, where that is known.
    pub(super) fn new(path: &'static str, fields: Vec<Field>, rows: Option<usize>, csv_url: String) -> Self {
        let is_narrowed = fields.iter().any(Field::is_asked);
        Self { path, fields, is_narrowed, is_shown: is_narrowed || rows.is_none_or(|rows| rows > SHORT), csv_url }
    }
}

/// A path with what is asked for; what is empty is left out.
pub(super) fn address(path: &str, asked: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Whether all that was typed stands in one of these texts or another, the last word perhaps unfinished.
pub(super) fn says(typed: &Query, texts: &[&str]) -> bool {
    typed.is_empty() || typed.is_in(&texts.join(" "))
}

/// One page of a list that was read as a whole, counted from 1; `address` makes the way to another.
pub(super) fn leaf<T>(mut rows: Vec<T>, page: &str, address: impl Fn(&str) -> String) -> (Vec<T>, Pages) {
    let last = rows.len().div_ceil(PAGE).max(1);
    let page = page.parse::<usize>().unwrap_or(1).clamp(1, last);
    let pages = Pages {
        newer_url: (page > 1).then(|| address(&if page == 2 { String::new() } else { (page - 1).to_string() })),
        older_url: (page < last).then(|| address(&(page + 1).to_string())),
    };
    let rows = rows.drain((page - 1) * PAGE..).take(PAGE).collect();
    (rows, pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_is_asked_and_nothing_empty() {
        assert_eq!(address("/staff", &[("q", ""), ("show", "")]), "/staff");
        assert_eq!(address("/staff", &[("q", "a & b"), ("show", ""), ("page", "2")]), "/staff?q=a+%26+b&page=2");
    }

    #[test]
    fn a_list_is_leafed_through_and_a_page_that_is_none_is_the_nearest() {
        let leaf = |count: usize, page: &str| {
            let (rows, pages) = leaf((0..count).collect(), page, |page| format!("?{page}"));
            (rows.first().copied(), rows.len(), pages.newer_url, pages.older_url)
        };
        let url = |text: &str| Some(text.to_owned());

        assert_eq!(leaf(0, ""), (None, 0, None, None));
        assert_eq!(leaf(50, "1"), (Some(0), 50, None, None));
        assert_eq!(leaf(51, ""), (Some(0), 50, None, url("?2")));
        assert_eq!(leaf(101, "2"), (Some(50), 50, url("?"), url("?3")));
        assert_eq!(leaf(101, "9"), (Some(100), 1, url("?2"), None));
        assert_eq!(leaf(51, "-3"), (Some(0), 50, None, url("?2")));
    }

    #[test]
    fn a_short_list_needs_no_search_until_something_was_looked_for() {
        let shown = |rows, typed: &str| {
            let narrow = Narrow::new("/staff", vec![Field::words("q", String::new(), typed)], rows, String::new());
            (narrow.is_shown, narrow.is_narrowed)
        };

        assert_eq!(shown(Some(SHORT), ""), (false, false));
        assert_eq!(shown(Some(SHORT + 1), ""), (true, false));
        assert_eq!(shown(None, ""), (true, false));
        assert_eq!(shown(Some(1), "Kaur"), (true, true));
    }
}
