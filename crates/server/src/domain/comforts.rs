//! How a pupil reads most easily: what they chose for every page, on whatever computer they sit at.

use std::str::FromStr;

use super::UnknownWord;

crate::words! {
    /// How large letters are.
    TextSize { Usual = "usual", Large = "large", Larger = "larger" }
}

crate::words! {
    /// How much room there is between lines, words and letters.
    Spacing { Usual = "usual", Wide = "wide", Wider = "wider" }
}

crate::words! {
    /// What letters stand on. The usual one is the school's paper, in the light or in the dark as the device asks.
    Background {
        Usual = "usual",
        White = "white",
        Cream = "cream",
        Blue = "blue",
        Green = "green",
        Dark = "dark",
    }
}

crate::words! {
    /// The shape of letters.
    Typeface { Usual = "usual", OpenDyslexic = "opendyslexic" }
}

crate::words! {
    /// Whether anything moves.
    Motion { Usual = "usual", Less = "less" }
}

/// All that a pupil chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comfort {
    pub text_size: TextSize,
    pub spacing: Spacing,
    pub background: Background,
    pub typeface: Typeface,
    pub motion: Motion,
    /// BCP 47; none for who never chose one.
    pub language: Option<String>,
}

impl Default for Comfort {
    fn default() -> Self {
        Self {
            text_size: TextSize::Usual,
            spacing: Spacing::Usual,
            background: Background::Usual,
            typeface: Typeface::Usual,
            motion: Motion::Usual,
            language: None,
        }
    }
}

impl Comfort {
    /// The same with one thing changed.
    #[must_use]
    pub fn with(self, choice: Choice) -> Self {
        match choice {
            Choice::TextSize(text_size) => Self { text_size, ..self },
            Choice::Spacing(spacing) => Self { spacing, ..self },
            Choice::Background(background) => Self { background, ..self },
            Choice::Typeface(typeface) => Self { typeface, ..self },
            Choice::Motion(motion) => Self { motion, ..self },
            // The language is no matter of looks: whoever goes back to usual letters still reads the same words.
            Choice::AllUsual => Self { language: self.language, ..Self::default() },
        }
    }

    /// Whether pages look as they do to everybody.
    pub fn is_usual(&self) -> bool {
        *self == Self { language: self.language.clone(), ..Self::default() }
    }
}

/// One tap on the page of comfort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    TextSize(TextSize),
    Spacing(Spacing),
    Background(Background),
    Typeface(Typeface),
    Motion(Motion),
    AllUsual,
}

impl Choice {
    /// The part of the page that it stands in.
    pub fn group(self) -> &'static str {
        match self {
            Self::TextSize(_) => "size",
            Self::Spacing(_) => "spacing",
            Self::Background(_) => "background",
            Self::Typeface(_) => "typeface",
            Self::Motion(_) => "motion",
            Self::AllUsual => "all",
        }
    }
}

/// As a form sends it, such as `background-blue`.
impl FromStr for Choice {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (group, word) = text.split_once('-').ok_or(UnknownWord)?;
        match group {
            "size" => word.parse().map(Self::TextSize),
            "spacing" => word.parse().map(Self::Spacing),
            "background" => word.parse().map(Self::Background),
            "typeface" => word.parse().map(Self::Typeface),
            "motion" => word.parse().map(Self::Motion),
            "all" if word == "usual" => Ok(Self::AllUsual),
            _ => Err(UnknownWord),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tap_changes_one_thing_and_back_to_usual_all_but_the_language() {
        let welsh = Comfort { language: Some("cy".to_owned()), ..Comfort::default() };

        let chosen = welsh.clone().with(Choice::Background(Background::Blue)).with(Choice::Motion(Motion::Less));

        assert_eq!(
            (chosen.background, chosen.motion, chosen.text_size),
            (Background::Blue, Motion::Less, TextSize::Usual)
        );
        assert!(!chosen.is_usual());
        assert_eq!(chosen.with(Choice::AllUsual), welsh);
        assert!(welsh.is_usual());
    }

    #[test]
    fn a_choice_is_read_from_its_form_and_anything_else_is_none() {
        assert_eq!("background-dark".parse(), Ok(Choice::Background(Background::Dark)));
        assert_eq!("size-larger".parse(), Ok(Choice::TextSize(TextSize::Larger)));
        assert_eq!("all-usual".parse(), Ok(Choice::AllUsual));
        for bad in ["", "dark", "background-", "background-pink", "size-dark", "all-dark", "language-cy"] {
            assert_eq!(bad.parse::<Choice>(), Err(UnknownWord), "{bad}");
        }
    }
}
