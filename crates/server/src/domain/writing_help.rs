//! What a teacher lays beside the words of who writes: ways to start a sentence, and words that are hard to spell.

use super::articles::one_line;
use crate::error::Fault;

/// How many ways to start there may be, and how long each, in characters.
pub const MOST_STARTERS: usize = 12;
pub const LONGEST_STARTER: usize = 80;
/// The same of the word bank.
pub const MOST_WORDS: usize = 60;
pub const LONGEST_WORD: usize = 30;

/// The help of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WritingHelp {
    pub starters: Vec<String>,
    pub words: Vec<String>,
}

impl WritingHelp {
    /// As typed, one to a line; empty lines and what stands there already are left out. The faults name `starters` and `words`.
    pub fn read(starters: &str, words: &str) -> Result<Self, Vec<Fault>> {
        let help = Self { starters: lines(starters), words: lines(words) };
        let is_long = |lines: &[String], most: usize| lines.iter().any(|line| line.chars().count() > most);
        let faults: Vec<Fault> = [
            (help.starters.len() > MOST_STARTERS, "starters", "fault-starters-many"),
            (is_long(&help.starters, LONGEST_STARTER), "starters", "fault-starters-long"),
            (help.words.len() > MOST_WORDS, "words", "fault-words-many"),
            (is_long(&help.words, LONGEST_WORD), "words", "fault-words-long"),
        ]
        .into_iter()
        .filter_map(|(is_wrong, field, key)| is_wrong.then_some(Fault { field, key }))
        .collect();
        if faults.is_empty() { Ok(help) } else { Err(faults) }
    }

    /// What [`WritingHelp::read`] took, as it was kept.
    pub fn kept(starters: &str, words: &str) -> Self {
        Self { starters: lines(starters), words: lines(words) }
    }

    pub fn is_empty(&self) -> bool {
        self.starters.is_empty() && self.words.is_empty()
    }
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(one_line).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_one_and_nothing_is_there_twice() {
        let help =
            WritingHelp::read("I wonder why\r\n\n  I  wonder why \nFirst,", "because\nbeautiful\nbecause").unwrap();

        assert_eq!(help.starters, ["I wonder why", "First,"]);
        assert_eq!(help.words, ["because", "beautiful"]);
        assert!(WritingHelp::read(" \n", "").unwrap().is_empty());
    }

    #[test]
    fn there_is_room_up_to_a_limit_and_each_fault_names_its_field() {
        let many = |number: usize| (0..number).map(|number| format!("w{number}")).collect::<Vec<_>>().join("\n");
        let long = |length: usize| "x".repeat(length);

        assert!(WritingHelp::read(&many(MOST_STARTERS), &many(MOST_WORDS)).is_ok());
        assert!(WritingHelp::read(&long(LONGEST_STARTER), &long(LONGEST_WORD)).is_ok());
        for (starters, words, field, key) in [
            (many(MOST_STARTERS + 1), String::new(), "starters", "fault-starters-many"),
            (long(LONGEST_STARTER + 1), String::new(), "starters", "fault-starters-long"),
            (String::new(), many(MOST_WORDS + 1), "words", "fault-words-many"),
            (String::new(), long(LONGEST_WORD + 1), "words", "fault-words-long"),
        ] {
            assert_eq!(WritingHelp::read(&starters, &words), Err(vec![Fault { field, key }]));
        }
    }
}
