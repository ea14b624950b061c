//! Speaking with the person at the terminal: questions, passwords, tables. A closed pipe is nobody's fault.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};
use rand::Rng;

use super::failure::{Failure, Outcome};

/// A line on stdout.
pub(super) fn say(text: &str) {
    // Whoever pipes us into `head` has seen enough.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// A line on stderr.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A line that is written over by the next one, for a person who waits; nothing when nobody looks.
pub(super) fn progress(text: &str) {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[2K{text}");
        let _ = err.flush();
    }
}

/// What a flag said, or else what the person answers. Without a terminal the flag is asked for.
pub(super) fn ask(given: Option<String>, question: &str, flag: &str) -> Outcome<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::setup(format!("{question} is not given; say it with {flag}")));
    }
    loop {
        let mut err = std::io::stderr();
        let _ = write!(err, "{question}: ");
        let _ = err.flush();
        let answer = read_line()?;
        if !answer.is_empty() {
            return Ok(answer);
        }
    }
}

/// The same where saying nothing is an answer.
pub(super) fn ask_or_nothing(given: Option<String>, question: &str) -> Outcome<String> {
    if given.is_some() || !std::io::stdin().is_terminal() {
        return Ok(given.unwrap_or_default());
    }
    let mut err = std::io::stderr();
    let _ = write!(err, "{question} (may be left empty): ");
    let _ = err.flush();
    read_line()
}

fn read_line() -> Outcome<String> {
    let mut line = String::new();
    let read = std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|cause| Failure::new(format!("reading the answer: {cause}")))?;
    if read == 0 {
        return Err(Failure::new("nothing was answered, so nothing was done"));
    }
    Ok(line.trim().to_owned())
}

/// A new password, and whether we made it and must show it.
pub(super) struct NewPassword {
    pub(super) password: String,
    pub(super) is_ours: bool,
}

/// From stdin, from the person without an echo, or made here: nobody's password belongs on a command line.
pub(super) fn new_password(from_stdin: bool, whose: &str) -> Outcome<NewPassword> {
    if from_stdin {
        let password = read_line()?;
        return Ok(NewPassword { password, is_ours: false });
    }
    if std::io::stdin().is_terminal() {
        let asked = |question: &str| {
            rpassword::prompt_password(question).map_err(|cause| Failure::new(format!("reading the password: {cause}")))
        };
        let password = asked(&format!("Password for {whose} (empty: one is made for you): "))?;
        if !password.is_empty() {
            if asked("Once more: ")? != password {
                return Err(Failure::new("the two passwords are not the same; nothing was done"));
            }
            return Ok(NewPassword { password, is_ours: false });
        }
    }
    Ok(NewPassword { password: made(), is_ours: true })
}

/// Shows a password that was made here; it is kept nowhere.
pub(super) fn show_password(new: &NewPassword) {
    if new.is_ours {
        say(&format!("Password: {}   (shown this once; it is kept nowhere)", new.password));
    }
}

/// The words that a new backup is locked with.
pub(super) fn new_passphrase(from_stdin: bool) -> Outcome<String> {
    let words = existing_passphrase(from_stdin)?;
    if words.chars().count() < 12 {
        return Err(Failure::setup("a passphrase for backups has 12 characters at least; four unusual words are good"));
    }
    if !from_stdin && hidden("Once more: ")? != words {
        return Err(Failure::new("the two passphrases are not the same; nothing was done"));
    }
    Ok(words)
}

/// The words that open a backup.
pub(super) fn existing_passphrase(from_stdin: bool) -> Outcome<String> {
    if from_stdin { read_line() } else { hidden("Passphrase of the backup: ") }
}

fn hidden(question: &str) -> Outcome<String> {
    rpassword::prompt_password(question).map_err(|cause| Failure::new(format!("reading the passphrase: {cause}")))
}

/// Bars for a person who waits, one after the other; nothing when nobody looks.
pub(super) struct Bars(Mutex<Option<(&'static str, ProgressBar)>>);

impl Bars {
    pub(super) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// So many of so many of these.
    pub(super) fn show(&self, what: &'static str, done: u64, all: u64) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.as_ref().is_none_or(|(before, _)| *before != what) {
            let style = ProgressStyle::with_template("{bar:30} {pos} of {len} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(all).with_style(style).with_message(what);
            if let Some((_, before)) = shown.replace((what, bar)) {
                before.finish();
            }
        }
        if let Some((_, bar)) = shown.as_ref() {
            bar.set_length(all);
            bar.set_position(done);
        }
    }

    pub(super) fn end(&self) {
        if let Some((_, bar)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish();
        }
    }
}

/// Twenty letters and digits that cannot be mistaken for each other: 98 bits of chance.
fn made() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let groups: Vec<String> =
        (0..5).map(|_| (0..4).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect()).collect();
    groups.join("-")
}

/// Columns, as wide as they need to be.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([head.get(column).map_or(0, |cell| cell.chars().count())]).max().unwrap_or(0)
    };
    let line = |cells: &[String]| {
        let padded: Vec<String> =
            cells.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut lines = Vec::with_capacity(rows.len() + 1);
    if head.iter().any(|cell| !cell.is_empty()) {
        lines.push(line(&head));
    }
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_password_is_long_enough_and_never_the_same() {
        let password = made();

        assert_eq!(password.len(), 24);
        assert_ne!(password, made());
    }

    #[test]
    fn columns_stand_under_each_other() {
        let rows = vec![vec!["Mrs Kaur".to_owned(), "teacher".to_owned()], vec!["Bo".to_owned(), "cover".to_owned()]];

        assert_eq!(table(&["name", "duty"], &rows), "name      duty\nMrs Kaur  teacher\nBo        cover");
    }
}
