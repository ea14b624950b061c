//! The form of a post as it comes in: read, checked field by field, and made into a draft. Nothing typed is lost on the way.

use super::page::Page;
use crate::domain::articles::{Draft, DraftPicture, MOST_PICTURES};
use crate::domain::ids::PictureId;
use crate::domain::items::Audience;
use crate::error::{Error, Fault};

/// A post as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) signature: String,
    pub(super) body: String,
    pub(super) audience: Option<Audience>,
    /// Whether the class adds pieces below it.
    pub(super) collects: bool,
    pub(super) slots: [Slot; MOST_PICTURES],
    pub(super) button: Button,
}

/// A place for a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Slot {
    pub(super) kept: Option<PictureId>,
    pub(super) alt: String,
    pub(super) who: Answer,
    /// Why the file that was sent is no picture of ours.
    pub(super) refused: Option<&'static str>,
}

/// What was pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Button {
    Keep,
    #[default]
    HandIn,
    Look,
}

/// Who is in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Answer {
    #[default]
    None,
    Nobody,
    NoFaces,
    Faces,
}

impl Answer {
    const ALL: [Self; 3] = [Self::Nobody, Self::NoFaces, Self::Faces];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Nobody => "nobody",
            Self::NoFaces => "no-faces",
            Self::Faces => "faces",
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text).unwrap_or_default()
    }

    /// As the moderator reads it.
    fn words(self, page: &Page) -> String {
        match self {
            Self::None => String::new(),
            Self::Nobody | Self::NoFaces | Self::Faces => page.say(&format!("write-who-{}", self.as_str())),
        }
    }

    pub(super) fn of_words(page: &Page, words: &str) -> Self {
        Self::ALL.into_iter().find(|answer| answer.words(page) == words).unwrap_or_default()
    }
}

impl Typed {
    /// From the fields of the form. What no form of ours sends is left out.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "title" => typed.title.clone_from(value),
                "signature" => typed.signature.clone_from(value),
                "body" => typed.body.clone_from(value),
                "audience" => typed.audience = value.parse().ok(),
                "collects" => typed.collects = value == "yes",
                "send" => {
                    typed.button = match value.as_str() {
                        "draft" => Button::Keep,
                        "look" => Button::Look,
                        _ => Button::HandIn,
                    }
                }
                numbered => typed.read_slot(numbered, value),
            }
        }
        let removed =
            |number: usize| fields.iter().any(|(name, value)| *name == format!("remove_{number}") && value == "yes");
        for (number, slot) in (1..).zip(&mut typed.slots) {
            if removed(number) {
                *slot = Slot::default();
            }
        }
        typed
    }

    fn read_slot(&mut self, name: &str, value: &str) {
        let Some((field, slot)) = name.rsplit_once('_').and_then(|(field, number)| Some((field, self.slot(number)?)))
        else {
            return;
        };
        match field {
            "kept" => slot.kept = value.parse().ok(),
            "alt" => value.clone_into(&mut slot.alt),
            "who" => slot.who = Answer::parse(value),
            _ => {}
        }
    }

    fn slot(&mut self, number: &str) -> Option<&mut Slot> {
        self.slots.get_mut(number.parse::<usize>().ok()?.checked_sub(1)?)
    }

    /// The place that a file was sent for.
    pub(super) fn slot_of_file(&mut self, field: &str) -> Option<&mut Slot> {
        self.slot(field.strip_prefix("picture_")?)
    }

    /// The draft: pictures in their order, with who is in them in words.
    pub(super) fn draft(&self, page: &Page, may_choose: bool) -> Draft {
        let pictures = self.slots.iter().filter_map(|slot| {
            let picture = slot.kept.clone()?;
            Some(DraftPicture { picture, alt: slot.alt.clone(), people: slot.who.words(page) })
        });
        Draft {
            title: self.title.clone(),
            markdown: self.body.clone(),
            pictures: pictures.collect(),
            audience: self.audience.filter(|_| may_choose),
            signature: self.signature.clone(),
            collects: may_choose.then_some(self.collects),
        }
    }

    /// What is to be mended, each beside its field. `finished` asks for what a post must have before anyone else reads it.
    pub(super) fn problems(&self, page: &Page, finished: bool) -> Problems {
        let mut problems = match self.draft(page, true).checked(finished) {
            Err(Error::Invalid(faults)) => Problems::of(page, &faults),
            Ok(_) | Err(_) => Problems::default(),
        };
        for (slot, problem) in self.slots.iter().zip(&mut problems.slots) {
            let key = slot.refused.or_else(|| slot_fault(slot, finished));
            *problem = key.map(|key| page.say(sentence(key)));
        }
        problems
    }
}

fn slot_fault(slot: &Slot, finished: bool) -> Option<&'static str> {
    if slot.kept.is_none() || !finished {
        return None;
    }
    if slot.alt.trim().is_empty() {
        return Some("fault-alt-missing");
    }
    if slot.alt.chars().count() > crate::domain::articles::LONGEST_ALT {
        return Some("fault-alt-long");
    }
    (slot.who == Answer::None).then_some("fault-who-missing")
}

/// What is wrong, in words, beside each field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Problems {
    pub(super) title: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) body: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) slots: [Option<String>; MOST_PICTURES],
}

impl Problems {
    pub(super) fn of(page: &Page, faults: &[Fault]) -> Self {
        let said =
            |field: &str| faults.iter().find(|fault| fault.field == field).map(|fault| page.say(sentence(fault.key)));
        Self {
            title: said("title"),
            signature: said("signature"),
            body: said("body"),
            audience: said("audience"),
            slots: Default::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The sentence for a fault, in a writer's words.
fn sentence(key: &'static str) -> &'static str {
    match key {
        "fault-title-missing" => "write-title-missing",
        "fault-title-long" => "write-title-too-long",
        "fault-body-missing" => "write-body-missing",
        "fault-body-long" => "write-body-too-long",
        "fault-signature-long" => "write-signature-too-long",
        "fault-audience-public" => "write-audience-public",
        "fault-pictures-many" => "write-pictures-too-many",
        "fault-alt-missing" => "write-picture-alt-missing",
        "fault-alt-long" => "write-picture-alt-too-long",
        "fault-who-missing" => "write-picture-who-missing",
        "fault-picture-large" | "fault-picture-pixels" => "write-picture-too-big",
        "fault-picture-kind" => "write-picture-kind",
        "fault-picture-broken" => "write-picture-broken",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_form_is_read_field_by_field_and_strange_fields_are_left_out() {
        let id = PictureId::fresh(Timestamp::UNIX_EPOCH);

        let typed = Typed::read(&fields(&[
            ("title", "Ships"),
            ("send", "draft"),
            ("kept_2", id.as_str()),
            ("alt_2", "A tug"),
            ("who_2", "no-faces"),
            ("alt_7", "too many"),
            ("alt_0", "too few"),
            ("who_1", "everybody"),
            ("role", "admin"),
        ]));

        assert_eq!((typed.title.as_str(), typed.button), ("Ships", Button::Keep));
        assert_eq!(
            typed.slots[1],
            Slot { kept: Some(id), alt: "A tug".to_owned(), who: Answer::NoFaces, refused: None }
        );
        assert_eq!(typed.slots[0], Slot::default());
    }

    #[test]
    fn a_picture_that_is_taken_out_leaves_with_its_words() {
        let id = PictureId::fresh(Timestamp::UNIX_EPOCH);

        let typed = Typed::read(&fields(&[("remove_1", "yes"), ("kept_1", id.as_str()), ("alt_1", "A tug")]));

        assert_eq!(typed.slots[0], Slot::default());
    }

    #[test]
    fn a_file_goes_to_its_place() {
        let mut typed = Typed::default();

        assert!(typed.slot_of_file("picture_6").is_some());
        for bad in ["picture_7", "picture_0", "picture_", "file", "alt_1"] {
            assert!(typed.slot_of_file(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_finished_picture_is_described_and_says_who_is_in_it() {
        let id = PictureId::fresh(Timestamp::UNIX_EPOCH);
        let mut slot = Slot { kept: Some(id), ..Slot::default() };

        assert_eq!(slot_fault(&slot, false), None);
        assert_eq!(slot_fault(&slot, true), Some("fault-alt-missing"));
        slot.alt = "A tug".to_owned();
        assert_eq!(slot_fault(&slot, true), Some("fault-who-missing"));
        slot.who = Answer::Nobody;
        assert_eq!(slot_fault(&slot, true), None);
        assert_eq!(slot_fault(&Slot::default(), true), None);
    }
}
