//! Which words can be found, what somebody looks for, and where it stands in what was found.
//!
//! Both engines are given words that were made here, so that the same is found on either: small letters without accents,
//! vowel signs or ligatures. A character of a script that writes no blanks between its words is a word of its own.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a word that count. What is longer is found by its beginning.
const LETTERS: usize = 40;
/// Different words of one text that can be found, so that no text is too large for an index.
const FOUND: usize = 5000;
/// Words that are looked for; any more are left out.
const ASKED: usize = 12;
/// A word of one letter is looked for as it is: too much begins with it.
const PREFIX: usize = 2;
/// Letters of an excerpt, and how many of them stand before the first hit.
const EXCERPT: usize = 220;
const BEFORE: usize = 60;

/// What somebody looks for: all of these words, the last one perhaps not typed to its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    words: Vec<String>,
    is_cut: bool,
}

/// A piece of a text that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub is_hit: bool,
}

impl Query {
    /// From whatever was typed: nothing in it is a command.
    pub fn parse(typed: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut is_cut = false;
        for range in tokens(typed) {
            let word = folded(&typed[range]);
            if word.is_empty() {
                continue;
            }
            // The last one typed stands last, for it may go on.
            words.retain(|known| *known != word);
            if words.len() == ASKED {
                is_cut = true;
                break;
            }
            words.push(word);
        }
        Self { words, is_cut }
    }

    /// Whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether words were left out because there were too many.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The words that must stand there whole, and the beginning of one more.
    pub fn words(&self) -> (&[String], Option<&str>) {
        match self.words.split_last() {
            Some((last, whole)) if !self.is_cut && last.chars().count() >= PREFIX => (whole, Some(last)),
            _ => (&self.words, None),
        }
    }

    fn hits(&self, token: &str) -> bool {
        let (whole, beginning) = self.words();
        forms(token)
            .iter()
            .any(|form| whole.contains(form) || beginning.is_some_and(|beginning| form.starts_with(beginning)))
    }

    /// The whole text, its hits marked.
    pub fn marked(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut end = 0;
        let mut push = |text: &str, is_hit| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.to_owned(), is_hit });
            }
        };
        for range in self.hits_in(text) {
            push(&text[end..range.start], false);
            push(&text[range.clone()], true);
            end = range.end;
        }
        push(&text[end..], false);
        pieces
    }

    /// What stands around the first hit, marked; the beginning where there is none.
    pub fn excerpt(&self, text: &str) -> Vec<Piece> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = self.hits_in(&text).next().map_or(0, |range| range.start);
        let start = if text[..first].chars().count() <= BEFORE {
            0
        } else {
            let place = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(place, _)| place);
            // From the next word on.
            text[place..first].find(' ').map_or(place, |blank| place + blank + 1)
        };
        let end = match text[start..].char_indices().nth(EXCERPT) {
            None => text.len(),
            Some((place, _)) => {
                let end = start + place;
                text[start..end].rfind(' ').map(|blank| start + blank).filter(|blank| *blank > first).unwrap_or(end)
            }
        };
        let mut pieces = self.marked(&text[start..end]);
        let dots = || Piece { text: "…".to_owned(), is_hit: false };
        if start > 0 {
            pieces.insert(0, dots());
        }
        if end < text.len() {
            pieces.push(dots());
        }
        pieces
    }

    /// Whether any of the words stands in this text.
    pub fn touches(&self, text: &str) -> bool {
        self.hits_in(text).next().is_some()
    }

    /// Whether all of the words stand in this text.
    pub fn is_in(&self, text: &str) -> bool {
        let there: BTreeSet<String> = words([text]);
        let (whole, beginning) = self.words();
        whole.iter().all(|word| there.contains(word))
            && beginning.is_none_or(|beginning| there.iter().any(|word| word.starts_with(beginning)))
    }

    fn hits_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        tokens(text).filter(|range| self.hits(&text[range.clone()]))
    }
}

/// Every word by which texts can be found, once and in order.
pub fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in texts {
        for range in tokens(text) {
            if words.len() >= FOUND {
                return words;
            }
            words.extend(forms(&text[range]));
        }
    }
    words
}

/// What one word is found by. An Arabic noun is also found without the article that is written onto it.
fn forms(token: &str) -> Vec<String> {
    let word = folded(token);
    let bare = word.strip_prefix("ال").filter(|bare| bare.chars().count() > 2).map(str::to_owned);
    std::iter::once(word).chain(bare).filter(|word| !word.is_empty()).collect()
}

/// Where the words of a text are.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = letters.find(|(_, letter)| letter.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((place, letter)) = letters.peek().copied() {
            let goes_on = if stands_alone(first) {
                is_combining_mark(letter)
            } else {
                (letter.is_alphanumeric() && !stands_alone(letter)) || is_combining_mark(letter)
            };
            if !goes_on {
                break;
            }
            end = place + letter.len_utf8();
            letters.next();
        }
        Some(start..end)
    })
}

/// Chinese characters and Japanese syllables, between whose words there is nothing.
fn stands_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// As it is compared.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let plain = word.chars().flat_map(char::to_lowercase).nfkd().filter(|letter| letter.is_alphanumeric());
    for letter in plain.filter(|letter| !is_combining_mark(*letter)).take(LETTERS) {
        match letter {
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            // Arabic: what stretches a word, and letters that are written now in one way, now in the other.
            'ـ' => {}
            'ٱ' => folded.push('ا'),
            'ى' | 'ی' => folded.push('ي'),
            'ة' => folded.push('ه'),
            'ک' => folded.push('ك'),
            letter => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        words([text]).into_iter().collect()
    }

    fn marked(query: &str, text: &str) -> String {
        shown(&Query::parse(query).marked(text))
    }

    fn shown(pieces: &[Piece]) -> String {
        let text = |piece: &Piece| if piece.is_hit { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.iter().map(text).collect::<Vec<_>>().concat()
    }

    #[test]
    fn words_are_found_without_their_accents() {
        assert_eq!(found("L'École, à Noël: un CŒUR"), ["a", "coeur", "ecole", "l", "noel", "un"]);
        assert_eq!(found("Tŷ bach ŵyn"), ["bach", "ty", "wyn"]);
        // With vowel signs and without, whatever the alef, with the article and without it.
        assert_eq!(found("مَدْرَسَةٌ أحمد"), ["احمد", "مدرسه"]);
        assert_eq!(found("الكتـــاب"), ["الكتاب", "كتاب"]);
        // An accent of its own after the letter is the same.
        assert_eq!(found("e\u{301}cole"), ["ecole"]);
        assert_eq!(found("東京タワー"), ["タ", "ワ", "ー", "京", "東"]);
        assert!(found("… 🦊 -- \u{301}").is_empty());
    }

    #[test]
    fn nothing_that_is_typed_is_a_command() {
        for typed in ["", "%", "\"", "*", "' OR 1=1 --", "NEAR(a b)", "a:b", "^a", "=a", "a & !b | c:*", "\u{202e}abc"]
        {
            let query = Query::parse(typed);
            assert!(query.words.iter().all(|word| word.chars().all(char::is_alphanumeric)), "{typed}: {query:?}");
        }
        assert!(Query::parse("% \" * 🦊").is_empty());
        let long = Query::parse(&"word1 word2 ".repeat(1000));
        assert_eq!(
            (long.words.as_slice(), long.is_cut()),
            (["word1".to_owned(), "word2".to_owned()].as_slice(), false)
        );
        let many = (0..3000).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
        assert_eq!((Query::parse(&many).words.len(), Query::parse(&many).is_cut()), (ASKED, true));
        assert_eq!(Query::parse(&"a".repeat(10_000)).words, ["a".repeat(LETTERS)]);
    }

    #[test]
    fn the_last_word_may_go_on_unless_it_is_one_letter() {
        let given = |typed| {
            let query = Query::parse(typed);
            let (whole, beginning) = query.words();
            (whole.join(" "), beginning.map(str::to_owned))
        };
        assert_eq!(given("the fo"), ("the".to_owned(), Some("fo".to_owned())));
        assert_eq!(given("class b"), ("class b".to_owned(), None));
        assert_eq!(given("fox the fox"), ("the".to_owned(), Some("fox".to_owned())));
    }

    #[test]
    fn a_text_has_all_the_words_or_is_none() {
        let is_in = |typed: &str, text: &str| Query::parse(typed).is_in(text);

        assert!(is_in("kaur", "Mrs Kaur a.kaur@school.example"));
        assert!(is_in("mrs ka", "Mrs Kaur"), "the last word may go on");
        assert!(!is_in("ka mrs", "Mrs Kaur"), "the others may not");
        assert!(is_in("Zoe", "Mx Zoë"));
        assert!(!is_in("kaur smith", "Mrs Kaur"));
    }

    #[test]
    fn hits_are_marked_as_they_were_written() {
        assert_eq!(marked("ecole", "Mon École!"), "Mon [École]!");
        assert_eq!(marked("fox bo", "A box, a boa and a FOX"), "A [box], a [boa] and a [FOX]");
        assert_eq!(marked("fox box", "foxes"), "foxes");
        assert_eq!(marked("مدرسة", "المَدْرَسَةُ كبيرة"), "[المَدْرَسَةُ] كبيرة");
        assert_eq!(marked("京", "東京タワー"), "東[京]タワー");
        assert_eq!(marked("", "fox"), "fox");
    }

    #[test]
    fn an_excerpt_stands_around_the_first_hit() {
        let long = format!("{} the fox {}", "before ".repeat(40), "after ".repeat(80));

        let pieces = Query::parse("fox").excerpt(&long);

        let told = shown(&pieces);
        assert!(told.starts_with("…before") && told.contains("the [fox] after") && told.ends_with("after…"), "{told}");
        assert!(told.chars().count() < EXCERPT + 10, "{told}");
        assert_eq!(shown(&Query::parse("fox").excerpt("a  short\nfox")), "a short [fox]");
        assert_eq!(shown(&Query::parse("fox").excerpt("none here")), "none here");
        let unbroken = "é".repeat(5000);
        assert!(Query::parse("fox").excerpt(&unbroken).len() == 2);
    }
}
