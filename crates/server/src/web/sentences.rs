//! The sentences in every language, each language read when the first page in it is asked for: a school speaks one, as a rule.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;

/// What there are sentences in, in the order in which they are offered. Each is complete; `tests/sentences.rs` sees to it.
pub(super) static LANGUAGES: [Language; 4] = [
    Language::new("en", "English", "ltr"),
    Language::new("cy", "Cymraeg", "ltr"),
    Language::new("fr", "Français", "ltr"),
    Language::new("ar", "العربية", "rtl"),
];

pub struct Language {
    /// BCP 47.
    pub code: &'static str,
    /// In the language itself.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/locales"]
struct Files;

pub(super) fn english() -> &'static Language {
    &LANGUAGES[0]
}

/// The one that is wanted, in whatever variety; none where nobody has translated it.
pub(super) fn of(wanted: &str) -> Option<&'static Language> {
    let primary = wanted.split(['-', '_']).next().unwrap_or_default();
    LANGUAGES.iter().find(|language| language.code.eq_ignore_ascii_case(primary))
}

impl Language {
    const fn new(code: &'static str, name: &'static str, direction: &'static str) -> Self {
        Self { code, name, direction, bundle: OnceLock::new() }
    }

    /// The sentence of this key, with the values put in; in English where this language has none.
    pub(super) fn sentence(&'static self, key: &str, values: Option<&FluentArgs<'_>>) -> Option<String> {
        let own = self.own_sentence(key, values);
        if own.is_some() || std::ptr::eq(self, english()) { own } else { english().own_sentence(key, values) }
    }

    fn own_sentence(&self, key: &str, values: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.bundle.get_or_init(|| self.read());
        let pattern = bundle.get_message(key)?.value()?;
        let mut missing = Vec::new();
        let sentence = bundle.format_pattern(pattern, values, &mut missing);
        missing.is_empty().then(|| sentence.into_owned())
    }

    fn read(&self) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![self.code.parse().unwrap_or_default()]);
        // Templates isolate what people wrote with `dir="auto"`; invisible marks would be copied with the words. In a
        // sentence from right to left they must be: a name or an address in Latin letters would draw its commas along.
        bundle.set_use_isolating(self.direction == "rtl");
        let folder = format!("{}/", self.code);
        for file in Files::iter().filter(|file| file.starts_with(&folder)) {
            let Some(text) = Files::get(&file).and_then(|file| String::from_utf8(file.data.into_owned()).ok()) else {
                continue;
            };
            // What cannot be read of a file is left out; the tests of all sentences see to it that nothing is.
            let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text);
            let _ = bundle.add_resource(resource);
        }
        bundle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_sentences_is_a_language_that_is_offered_by_its_own_name() {
        let mut folders: Vec<String> =
            Files::iter().filter_map(|file| Some(file.split_once('/')?.0.to_owned())).collect();
        folders.dedup();
        let mut offered = LANGUAGES.each_ref().map(|language| language.code);
        offered.sort_unstable();
        folders.sort_unstable();
        folders.dedup();

        assert_eq!(folders, offered);
        for language in &LANGUAGES {
            assert_eq!(language.own_sentence("language-name", None).as_deref(), Some(language.name));
        }
    }

    #[test]
    fn every_file_is_read_whole_and_no_key_stands_twice() {
        for file in Files::iter() {
            let text = String::from_utf8(Files::get(&file).unwrap().data.into_owned()).unwrap();
            assert!(FluentResource::try_new(text).is_ok(), "{file}");
        }
        for language in &LANGUAGES {
            let mut bundle = FluentBundle::<FluentResource>::new_concurrent(Vec::new());
            for file in Files::iter().filter(|file| file.starts_with(language.code)) {
                let text = String::from_utf8(Files::get(&file).unwrap().data.into_owned()).unwrap();
                assert!(bundle.add_resource(FluentResource::try_new(text).unwrap()).is_ok(), "{file}");
            }
        }
    }

    #[test]
    fn a_value_that_is_missing_is_no_sentence() {
        let mut values = FluentArgs::new();
        assert_eq!(english().sentence("sealed-case", Some(&values)), None);
        values.set("number", 2);
        assert!(english().sentence("sealed-case", Some(&values)).is_some());
        assert_eq!(english().sentence("no-such-key", None), None);
    }

    #[test]
    fn what_is_put_into_a_sentence_from_right_to_left_is_kept_apart() {
        let mut values = FluentArgs::new();
        values.set("name", "Oak");
        let said = |code: &str| of(code).unwrap().sentence("gate-by", Some(&values)).unwrap();

        assert!(said("ar").contains("\u{2068}Oak\u{2069}"));
        assert!(said("fr").contains("Oak") && !said("fr").contains('\u{2068}'));
    }
}
