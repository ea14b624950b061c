//! A list of pupils, pasted or from a spreadsheet: what each of its lines comes to, told before anything is done.

use std::collections::{HashMap, HashSet};

use super::articles::one_line;

/// As many lines as a list may have.
pub const MOST_LINES: usize = 200;
/// What a list may weigh, in bytes.
pub const HEAVIEST: usize = 32 * 1024;
/// As many letters as a name may have.
pub const LONGEST_NAME: usize = 40;

/// The heads under which a spreadsheet keeps what a child is called, the best one first.
const HEADS: &[&str] = &[
    "first name",
    "firstname",
    "forename",
    "given name",
    "prénom",
    "prenom",
    "enw cyntaf",
    "الاسم الأول",
    "name",
    "pupil",
    "enw",
    "nom",
    "الاسم",
];

/// Why a whole list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    TooLong,
    TooHeavy,
    /// Its letters are not UTF-8, so that names would come out wrong.
    Letters,
}

impl Refusal {
    /// The sentence that says so, and what to do.
    pub fn fault(self) -> &'static str {
        match self {
            Self::Empty => "fault-names-missing",
            Self::TooLong => "fault-list-long",
            Self::TooHeavy => "fault-list-heavy",
            Self::Letters => "fault-list-letters",
        }
    }
}

/// What a line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    New,
    /// Somebody of that name is in the class.
    There,
    /// There is no name in it.
    Nameless,
    LongName,
    /// The same name stands in this earlier line.
    Twice(usize),
    /// Signs that nobody sees, or a line's end within a name: mostly a quote that does not close.
    Signs,
    /// More columns than one, and no head that says which is the name.
    Columns,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As an editor counts: from one.
    pub number: usize,
    /// As it would be kept; of what is not taken, its beginning.
    pub name: String,
    pub verdict: Verdict,
}

/// What was read of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PupilList {
    pub lines: Vec<Line>,
    /// The head of the column that was read, when others were left out.
    pub column: Option<String>,
}

impl PupilList {
    pub fn new_names(&self) -> Vec<String> {
        let new = self.lines.iter().filter(|line| line.verdict == Verdict::New);
        new.map(|line| line.name.clone()).collect()
    }

    pub fn all_new(&self) -> bool {
        self.lines.iter().all(|line| line.verdict == Verdict::New)
    }
}

/// The text of a file, without the mark at its beginning. Errors: [`Refusal::TooHeavy`], [`Refusal::Letters`].
pub fn text_of(file: &[u8]) -> Result<&str, Refusal> {
    if file.len() > HEAVIEST {
        return Err(Refusal::TooHeavy);
    }
    std::str::from_utf8(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file)).map_err(|_| Refusal::Letters)
}

/// Judges a list with commas, semicolons or tabs between its columns, with or without a head. Lines without anything count for
/// nothing.
pub fn judged(text: &str, known: &[String]) -> Result<PupilList, Refusal> {
    if text.len() > HEAVIEST {
        return Err(Refusal::TooHeavy);
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for record in reader.records() {
        // A text of UTF-8 with any number of columns can always be read.
        let record = record.map_err(|_| Refusal::Letters)?;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        // A spreadsheet keeps rows that somebody has emptied.
        if cells.iter().all(|cell| cell.chars().all(char::is_whitespace)) {
            continue;
        }
        if rows.len() > MOST_LINES {
            return Err(Refusal::TooLong);
        }
        rows.push((number(&text, record.position().map_or(0, csv::Position::byte)), cells));
    }
    let head = rows.first().and_then(|(_, cells)| head(cells));
    if head.is_some() {
        rows.remove(0);
    }
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    if rows.len() > MOST_LINES {
        return Err(Refusal::TooLong);
    }
    let mut judge = Judge::of(known);
    let lines = rows.iter().map(|(number, cells)| judge.line(*number, cells, head.as_ref().map(|(place, _)| *place)));
    let column = head.as_ref().filter(|_| rows.iter().any(|(_, cells)| cells.len() > 1)).map(|(_, head)| head.clone());
    Ok(PupilList { lines: lines.collect(), column })
}

/// Judges names that were shown as new, one a line and nothing else. Errors: as [`judged`].
pub fn judged_again(names: &str, known: &[String]) -> Result<PupilList, Refusal> {
    let names: Vec<&str> = names.lines().filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Refusal::Empty);
    }
    if names.len() > MOST_LINES {
        return Err(Refusal::TooLong);
    }
    let mut judge = Judge::of(known);
    let lines = names.iter().enumerate().map(|(place, name)| judge.line(place + 1, &[(*name).to_owned()], None));
    Ok(PupilList { lines: lines.collect(), column: None })
}

/// What most likely stands between the columns: what there is most of outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in text.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(byte == *delimiter && !is_quoted);
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// The line in which a record begins. Its place may be that of empty lines before it.
fn number(text: &str, place: u64) -> usize {
    let place = usize::try_from(place).unwrap_or(usize::MAX).min(text.len());
    let (before, after) = text.as_bytes().split_at(place);
    let lines = before.split(|byte| *byte == b'\n').count();
    lines + after.iter().take_while(|byte| **byte == b'\n').count()
}

/// Which column holds the names, and what stands above it; none where the first line is no head.
fn head(cells: &[String]) -> Option<(usize, String)> {
    HEADS.iter().find_map(|head| {
        let place = cells.iter().position(|cell| one_line(cell).to_lowercase() == *head)?;
        Some((place, one_line(&cells[place])))
    })
}

/// What is in no name: what cannot be seen, what turns the direction of the words after it, and what stands for a lost letter.
fn is_strange(c: char) -> bool {
    let is_seen = c == '\t' || !c.is_control();
    !is_seen || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

struct Judge {
    known: HashSet<String>,
    /// Names of the list, and in which line each stood first.
    seen: HashMap<String, usize>,
}

impl Judge {
    fn of(known: &[String]) -> Self {
        Self { known: known.iter().map(|name| name.to_lowercase()).collect(), seen: HashMap::new() }
    }

    /// `column` is that of the name, where a head says so.
    fn line(&mut self, number: usize, cells: &[String], column: Option<usize>) -> Line {
        let cell = cells.get(column.unwrap_or(0)).map_or("", String::as_str);
        let name = one_line(cell);
        let others = column.is_none() && cells.iter().skip(1).any(|cell| !one_line(cell).is_empty());
        let verdict = if others {
            Verdict::Columns
        } else if cell.chars().any(is_strange) {
            Verdict::Signs
        } else if name.is_empty() {
            Verdict::Nameless
        } else if name.chars().count() > LONGEST_NAME {
            Verdict::LongName
        } else {
            self.named(number, &name.to_lowercase())
        };
        let name = match verdict {
            Verdict::Columns => beginning(&one_line(&cells.join(" | "))),
            Verdict::New | Verdict::There | Verdict::Twice(_) => name,
            Verdict::Nameless | Verdict::LongName | Verdict::Signs => beginning(&name),
        };
        Line { number, name, verdict }
    }

    fn named(&mut self, number: usize, name: &str) -> Verdict {
        if let Some(first) = self.seen.get(name) {
            return Verdict::Twice(*first);
        }
        self.seen.insert(name.to_owned(), number);
        if self.known.contains(name) { Verdict::There } else { Verdict::New }
    }
}

fn beginning(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !is_strange(*c)).take(LONGEST_NAME).collect();
    if text.chars().count() > LONGEST_NAME { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String, Verdict)> {
        let list = judged(text, &["Sam".to_owned()]).unwrap();
        list.lines.into_iter().map(|line| (line.number, line.name, line.verdict)).collect()
    }

    fn new_names(text: &str) -> Vec<String> {
        judged(text, &[]).unwrap().new_names()
    }

    #[test]
    fn each_line_says_what_it_comes_to() {
        let long = "a".repeat(41);
        let text = format!("Ama\r\n\r\n sam \r\nAMA\r\n{long}\r\nZo\u{7}e\r\nLeo,9,x\r\n,,\r\nZoë");

        let lines = read(&text);

        assert_eq!(
            lines,
            [
                (1, "Ama".to_owned(), Verdict::New),
                (3, "sam".to_owned(), Verdict::There),
                (4, "AMA".to_owned(), Verdict::Twice(1)),
                (5, format!("{}…", "a".repeat(40)), Verdict::LongName),
                (6, "Zo e".to_owned(), Verdict::Signs),
                (7, "Leo | 9 | x".to_owned(), Verdict::Columns),
                (9, "Zoë".to_owned(), Verdict::New),
            ]
        );
    }

    #[test]
    fn commas_semicolons_and_tabs_are_read_and_quotes_hold_them_together() {
        for between in [",", ";", "\t"] {
            let text =
                format!("Surname{between}First name\nOsei{between}\"Ama{between} B\"\nLee{between}\"Leo \"\"L\"\"\"");
            let names = new_names(&text);
            assert_eq!(names, [one_line(&format!("Ama{between} B")), "Leo \"L\"".to_owned()], "{between:?}");
        }
        assert_eq!(judged("Name;Class\nAma;4", &[]).unwrap().column, Some("Name".to_owned()));
        assert_eq!(judged("Name\nAma", &[]).unwrap(), PupilList { column: None, ..judged("\nAma", &[]).unwrap() });
    }

    #[test]
    fn a_head_is_no_pupil_and_its_line_counts() {
        assert_eq!(read("\u{feff}Prénom\nZoé"), [(2, "Zoé".to_owned(), Verdict::New)]);
        assert_eq!(read("Class;Name\n4;\n4;Zoé")[0], (2, String::new(), Verdict::Nameless));
        assert_eq!(read("الاسم\nسلمى"), [(2, "سلمى".to_owned(), Verdict::New)]);
    }

    #[test]
    fn a_quote_that_does_not_close_takes_nobody_along() {
        assert_eq!(read("Ama\n\"Leo\nZoë").last().unwrap(), &(2, "Leo Zoë".to_owned(), Verdict::Signs));
    }

    #[test]
    fn signs_that_turn_words_around_are_in_no_name() {
        assert_eq!(read("Le\u{202e}o")[0].2, Verdict::Signs);
        // A joiner is part of some names.
        assert_eq!(read("نی\u{200c}ما")[0].2, Verdict::New);
    }

    #[test]
    fn a_list_has_its_limits() {
        let lines = |count: usize| (0..count).map(|n| format!("Pupil {n}")).collect::<Vec<_>>().join("\n");

        assert_eq!(new_names(&lines(MOST_LINES)).len(), MOST_LINES);
        assert_eq!(new_names(&format!("Name\n{}", lines(MOST_LINES))).len(), MOST_LINES);
        assert_eq!(judged(&lines(MOST_LINES + 1), &[]), Err(Refusal::TooLong));
        assert_eq!(judged(&lines(MOST_LINES * 2), &[]), Err(Refusal::TooLong));
        assert_eq!(judged(&"a".repeat(HEAVIEST + 1), &[]), Err(Refusal::TooHeavy));
        assert_eq!(judged(" \n\n\t\n", &[]), Err(Refusal::Empty));
        assert_eq!(judged("Name\n", &[]), Err(Refusal::Empty));
        assert_eq!(judged_again(&lines(MOST_LINES + 1), &[]), Err(Refusal::TooLong));
        assert_eq!(judged_again("\n", &[]), Err(Refusal::Empty));
    }

    #[test]
    fn letters_that_would_come_out_wrong_are_refused() {
        assert_eq!(text_of(b"Zo\xeb"), Err(Refusal::Letters));
        assert_eq!(text_of(b"\xff\xfeZ\0o\0"), Err(Refusal::Letters));
        assert_eq!(text_of(&vec![b'a'; HEAVIEST + 1]), Err(Refusal::TooHeavy));
        assert_eq!(text_of("\u{feff}Zoë".as_bytes()), Ok("Zoë"));
    }

    #[test]
    fn what_was_shown_as_new_comes_back_as_it_was() {
        let list = judged("Name\n\"Ama, B\"\nName 2\nLeo", &[]).unwrap();
        let again = judged_again(&list.new_names().join("\r\n"), &[]).unwrap();

        assert_eq!((again.new_names(), again.all_new()), (list.new_names(), true));
        assert!(!judged_again("Ama\nSam", &["sam".to_owned()]).unwrap().all_new());
        assert!(!judged_again("Ama\nAma", &[]).unwrap().all_new());
    }
}
