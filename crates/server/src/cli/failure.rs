//! What went wrong, as the one sentence that a person at a terminal gets, and the exit code.

use std::fmt;

use crate::error::{Error, Fault};

/// A command's outcome.
pub(super) type Outcome<T = ()> = Result<T, Failure>;

/// One sentence, and whether it is about the set-up.
#[derive(Debug)]
pub(super) struct Failure {
    sentence: String,
    is_setup: bool,
}

impl Failure {
    /// Something did not work.
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: one_sentence(&sentence.into()), is_setup: false }
    }

    /// A setting is wrong or something that must be there is not; starting again would not mend it.
    pub(super) fn setup(sentence: impl Into<String>) -> Self {
        Self { is_setup: true, ..Self::new(sentence) }
    }

    /// The same for a chain of causes.
    pub(super) fn setup_from(cause: &anyhow::Error) -> Self {
        Self::setup(format!("{cause:#}"))
    }

    pub(super) fn code(&self) -> u8 {
        if self.is_setup { 2 } else { 1 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(cause: anyhow::Error) -> Self {
        match cause.downcast::<Error>() {
            Ok(error) => error.into(),
            Err(cause) => Self::new(format!("{cause:#}")),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Missing => Self::new("there is no such thing here"),
            Error::Forbidden => Self::new("that adult may not do this"),
            Error::Invalid(faults) => {
                let sentences: Vec<String> = faults.iter().map(sentence).collect();
                Self::new(sentences.join("; "))
            }
            Error::Conflict(why) => Self::new(why),
            Error::Internal(cause) => Self::new(format!("{cause:#}")),
        }
    }
}

/// What to mend, said for a terminal. The pages have their own words for the same keys.
fn sentence(fault: &Fault) -> String {
    let known = match fault.key {
        "fault-name-missing" | "fault-names-missing" => "a name is missing",
        "fault-name-long" => "a pupil's name has at most 40 characters; first names are enough",
        "fault-email" => "the e-mail address must look like kaur@maple.example",
        "fault-email-taken" => "there is somebody with this e-mail address already",
        "fault-password-short" => "a password has at least 10 characters",
        "fault-password-long" => "a password has at most 200 characters",
        "fault-slug" => "the address part is lower-case letters, digits and single hyphens, as in maple-class",
        "fault-colour" => "the colour is a number from 1 to 12",
        "fault-host" => "give the exact host name of another school, as in blogs.oak.sch.uk, without a path or a star",
        _ => return format!("{} cannot be taken ({})", fault.field, fault.key),
    };
    known.to_owned()
}

/// Libraries like to answer with a paragraph and a drawing of where it is; the terminal gets one line of words.
fn one_sentence(text: &str) -> String {
    let drawn = |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with('|');
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty() && !drawn(line)).collect();
    lines.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_said_in_words() {
        let failure = Failure::from(Error::invalid("email", "fault-email-taken"));

        assert_eq!(failure.to_string(), "there is somebody with this e-mail address already");
        assert_eq!(failure.code(), 1);
    }

    #[test]
    fn what_is_wrong_with_the_set_up_has_its_own_code_and_one_line() {
        let failure = Failure::setup("TOML error at line 1\n  |\n1 | listen =\n  |          ^\nno such key\n");

        assert_eq!((failure.to_string().as_str(), failure.code()), ("TOML error at line 1; no such key", 2));
    }
}
