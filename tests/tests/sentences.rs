//! Every sentence that a page or an action names is there, once: read from the source itself, for a missing one is seen only by
//! whoever meets it.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Verdict;

/// What takes a key as its first argument.
const SAYING: &[&str] = &[".say(", ".with(", ".titled_by(", ".say_with_undo(", " say(", "(say("];

/// Words that are no language's own.
const SAME_EVERYWHERE: &[&str] = &["Schoolgate"];

/// What happens to be written in a language as in English.
const SAME_SOMEWHERE: &[(&str, &str)] = &[
    ("cy", "colour-9"),
    ("cy", "colour-12"),
    ("fr", "colour-2"),
    ("fr", "colour-4"),
    ("fr", "colour-9"),
    ("fr", "colour-10"),
    ("fr", "colour-11"),
    ("fr", "invitations-title"),
    ("fr", "nav-campus"),
    ("fr", "nav-classes"),
    ("fr", "schools-contact-label"),
    ("fr", "schools-invitations"),
];

fn server(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/server").join(folder)
}

/// Every file below a folder with this ending, and its text.
fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

/// The keys of one file of sentences.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        (plain && key.starts_with(|first: char| first.is_ascii_lowercase())).then_some(key)
    })
}

fn english() -> BTreeSet<String> {
    let files = files(&server("locales/en"), "ftl");
    files.iter().flat_map(|(_, text)| keys(text)).map(str::to_owned).collect()
}

/// The literals that stand right behind one of these words.
fn literals<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for word in words {
        for rest in text.split(word).skip(1) {
            let literal = rest.trim_start().strip_prefix('&').unwrap_or(rest.trim_start());
            found.extend(literal.strip_prefix('"').and_then(|literal| literal.split('"').next()));
        }
    }
    found
}

/// Literals that begin with these letters, wherever they stand.
fn beginning<'a>(text: &'a str, letters: &str) -> Vec<&'a str> {
    let quoted = format!("\"{letters}");
    text.match_indices(&quoted).filter_map(|(at, _)| text[at + 1..].split('"').next()).collect()
}

/// The part of a file that is not its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn no_sentence_is_there_twice() {
    for language in fs::read_dir(server("locales")).unwrap() {
        let mut places: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for (path, text) in files(&language.unwrap().path(), "ftl") {
            for key in keys(&text) {
                places.entry(key.to_owned()).or_default().push(path.clone());
            }
        }
        let twice: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
        assert!(twice.is_empty(), "{twice:#?}");
    }
}

/// What is put into a sentence, in any of its variants.
fn put_into(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    put_into(&variant.value, names);
                }
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => drop(names.insert(id.name.to_owned())),
            other => drop(names.insert(format!("{other:?}"))),
        }
    }
}

/// Whether a person says this, in the same letters whatever the language.
fn is_the_same_everywhere(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).all(|word| word.is_empty() || SAME_EVERYWHERE.contains(&word))
}

/// By key, a sentence as it is written and the names of what is put into it.
type Sentences = BTreeMap<String, (String, BTreeSet<String>)>;

/// All of one language. Fails on whatever cannot be read.
fn sentences(language: &str) -> Sentences {
    let mut found = Sentences::new();
    for (path, text) in files(&server("locales").join(language), "ftl") {
        let resource =
            parser::parse(text.as_str()).unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", path.display()));
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(_) | Entry::Junk { .. } => panic!("{}: {entry:?}", path.display()),
            };
            let value = message.value.unwrap_or_else(|| panic!("{} is empty", message.id.name));
            let mut names = BTreeSet::new();
            put_into(&value, &mut names);
            let plain = value.elements.iter().map(|element| match element {
                PatternElement::TextElement { value } => (*value).to_owned(),
                PatternElement::Placeable { .. } => " ".to_owned(),
            });
            found.insert(message.id.name.to_owned(), (plain.collect(), names));
        }
    }
    found
}

#[test]
fn every_language_says_every_sentence_with_all_that_is_put_into_it() {
    let english = sentences("en");
    assert!(english.len() > 900, "it finds sentences: {}", english.len());
    let mut faults = Vec::new();
    for language in fs::read_dir(server("locales")).unwrap() {
        let language = language.unwrap().file_name().into_string().unwrap();
        let said = sentences(&language);
        faults.extend(
            said.keys()
                .filter(|key| !english.contains_key(*key))
                .map(|key| format!("{language}: {key} is not in English")),
        );
        for (key, (text, names)) in &english {
            let Some((translated, put)) = said.get(key) else {
                faults.push(format!("{language}: {key} is missing"));
                continue;
            };
            if put != names {
                faults.push(format!("{language}: {key} is told {names:?} and says {put:?}"));
            }
            if language != "en"
                && text == translated
                && !is_the_same_everywhere(text)
                && !SAME_SOMEWHERE.contains(&(language.as_str(), key))
            {
                faults.push(format!("{language}: {key} is still English: {text}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_sentence_that_is_said_is_there() {
    let known = english();
    let mut missing = Vec::new();
    let mut said = 0;
    for (path, text) in files(&server("src/web"), "rs").into_iter().chain(files(&server("templates"), "html")) {
        for key in literals(without_tests(&text), SAYING) {
            said += 1;
            if !known.contains(key) {
                missing.push(format!("{key} in {}", path.display()));
            }
        }
    }

    assert!(said > 300, "it finds what is said: {said}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_fault_has_a_sentence_or_a_place_that_finds_it_one() {
    let known = english();
    let sources = files(&server("src"), "rs");
    let named: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, text)| beginning(without_tests(text), "fault-"))
        .chain(sources.iter().flat_map(|(_, text)| beginning(without_tests(text), "reason-")))
        .collect();
    // A form may say the same in words of its own: `"fault-…" => "write-…"`.
    let is_turned = |key: &str| {
        let arms = ["\" =>", "\" |", "\") =>"].map(|end| format!("\"{key}{end}"));
        let mut web = sources.iter().filter(|(path, _)| path.components().any(|part| part.as_os_str() == "web"));
        // What a comment's form says of anything else.
        key == "fault-comment-missing" || web.any(|(_, text)| arms.iter().any(|arm| text.contains(arm)))
    };

    let missing: Vec<&str> = named.iter().copied().filter(|key| !known.contains(*key) && !is_turned(key)).collect();

    assert!(named.len() > 20, "it finds faults: {named:?}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_word_that_is_put_into_a_key_has_its_sentence() {
    let known = english();
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(Verb::ALL.iter().map(|verb| format!("verb-{verb}")));
    wanted.extend(Verdict::ALL.iter().map(|verdict| format!("decision-{verdict}")));
    for audience in Audience::ALL {
        wanted.extend([format!("audience-{audience}"), format!("audience-{audience}-hint")]);
    }
    for (_, text) in files(&server("src/actions"), "rs") {
        // `Event::new(by, "trust", …)`: the second argument.
        for event in text.split("Event::new(").skip(1) {
            let action =
                event.split_once(',').and_then(|(_, rest)| rest.trim_start().strip_prefix('"')?.split('"').next());
            wanted.extend(action.map(|action| format!("did-{action}")));
        }
    }
    for (path, text) in files(&server("src/web"), "rs") {
        // At least one sentence fits each pattern.
        for pattern in literals(without_tests(&text), &["say(&format!(", "with(&format!("]) {
            let (first, last) = (pattern.split('{').next().unwrap(), pattern.split('}').next_back().unwrap());
            let fits = known.iter().any(|key| key.starts_with(first) && key.ends_with(last));
            assert!(fits, "{pattern} in {}", path.display());
        }
    }

    let missing: Vec<_> = wanted.iter().filter(|key| !known.contains(*key)).collect();

    assert!(wanted.len() > 40, "it finds words: {wanted:?}");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_icon_that_a_template_names_is_drawn() {
    let drawn = fs::read_to_string(server("static/icons.svg")).unwrap();
    for (path, text) in files(&server("templates"), "html") {
        for icon in literals(&text, &["ui::icon("]) {
            assert!(drawn.contains(&format!("id=\"{icon}\"")), "{}: {icon}", path.display());
        }
    }
}
