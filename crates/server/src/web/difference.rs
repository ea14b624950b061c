//! What an edit changes, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// A run of words in a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DiffPart {
    /// "same", "added" or "removed".
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// A title and its words as one text to compare.
pub(super) fn whole(title: &str, plain: &str) -> String {
    if title.is_empty() { plain.to_owned() } else { format!("{title}\n\n{plain}") }
}

/// What became of the words: runs that are the same, added and removed. Long runs that stayed are cut in the middle.
pub(super) fn difference(before: &str, after: &str) -> Vec<DiffPart> {
    let (before, after) = (close(before), close(after));
    let diff = TextDiff::configure().timeout(Duration::from_millis(200)).diff_unicode_words(&before, &after);
    let mut parts: Vec<DiffPart> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "added",
            ChangeTag::Delete => "removed",
        };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => parts.push(DiffPart { kind, text: change.value().to_owned() }),
        }
    }
    for part in parts.iter_mut().filter(|part| part.kind == "same") {
        part.text = shortened(&part.text);
    }
    parts
}

/// Line under line: empty lines between paragraphs and items would tear what is compared apart.
fn close(text: &str) -> String {
    text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The first and the last words of a long run.
fn shortened(text: &str) -> String {
    const LONG: usize = 600;
    const KEPT: usize = 160;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    let head: String = text.chars().take(KEPT).collect();
    let tail: String = text.chars().skip(text.chars().count() - KEPT).collect();
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: &'static str, text: &str) -> DiffPart {
        DiffPart { kind, text: text.to_owned() }
    }

    #[test]
    fn a_changed_word_is_shown_beside_the_one_it_replaces() {
        let parts = difference("We saw 27 ships today.", "We saw 28 ships today.");

        assert_eq!(
            parts,
            [part("same", "We saw "), part("removed", "27"), part("added", "28"), part("same", " ships today.")]
        );
    }

    #[test]
    fn words_that_stayed_are_cut_when_they_are_many() {
        let long = "ship ".repeat(1000);
        let parts = difference(&long, &format!("{long}and a whale"));

        assert!(parts[0].text.chars().count() < 400 && parts[0].text.contains('…'));
        assert_eq!(parts.last().unwrap().text.trim(), "and a whale");
        assert_eq!(difference("", ""), []);
    }

    #[test]
    fn a_title_is_compared_too() {
        let parts = difference(&whole("Ships", "We saw ships."), &whole("Whales", "We saw ships."));

        assert_eq!(parts[0], part("removed", "Ships"));
        assert_eq!(whole("", "x"), "x");
    }
}
