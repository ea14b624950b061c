//! The floors of ARCHITECTURE.md, kept: who may know whom, read from the source itself.
//!
//! Each rule is a function from text to what is wrong in it, and has a test that it can fail.
#![allow(clippy::unwrap_used)]

#[path = "architecture/scan.rs"]
mod scan;
#[path = "architecture/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

/// Crates that only some files may know. The tests of this folder may know all of them.
const ONLY: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["crates/server/src/store/"], "SQL is in store/ only: add a function there"),
    ("rusqlite", &["crates/server/src/store/"], "SQL is in store/ only: add a function there"),
    (
        "object_store",
        &["crates/server/src/media/", "crates/server/src/backup/elsewhere.rs"],
        "pictures are kept and found in media/ only: use its Shelf",
    ),
    (
        "lettre",
        &["crates/server/src/mail.rs"],
        "one file hands mail in, in plain text and as a machine's: use its Mailer",
    ),
    ("axum", WEB, "pages and requests are in web/ only"),
    ("axum_extra", WEB, "pages and requests are in web/ only"),
    (
        "activitypub_federation",
        &["crates/federation/src/library.rs", "crates/server/src/web/inbox.rs", "crates/server/src/fediverse/host.rs"],
        "the library's traits are implemented in federation's library.rs, and its Data made where a request arrives",
    ),
    (
        "reqwest",
        &["crates/federation/src/fetch.rs"],
        "one file talks to other servers, because it checks the allowlist and the address: use federation::fetch",
    ),
];
const WEB: &[&str] = &["crates/server/src/web/", "crates/server/src/serve.rs"];

/// What reads the system's clock, and the one file that may.
const CLOCKS: &[&[&str]] =
    &[&["SystemTime", "now"], &["Timestamp", "now"], &["Zoned", "now"], &["Uuid", "now_v7"], &["Utc", "now"]];
const CLOCK: &str = "crates/server/src/clock.rs";

/// The ground: pure nouns and rules, and what everybody stands on.
const GROUND: &[&str] = &["domain", "config", "clock", "urls", "error", "passwords", "tokens", "turns", "listeners"];
/// The floors of the server above it: the names of its modules, and which others they may use besides the ground.
const FLOORS: &[(&[&str], &[&str])] = &[
    (GROUND, &[]),
    (&["mail"], &[]),
    (&["store", "wire", "media"], &["school"]),
    // What is read of another program's files, as data. How large a picture may be is said by those who take it.
    (&["wordpress"], &["media"]),
    // A school holds its database, its pictures and its way to send mail, and starts its courier.
    (&["school"], &["store", "media", "fediverse", "mail"]),
    (&["actions"], &["school", "store", "wire", "media", "wordpress", "mail"]),
    (&["backup"], &["school", "store", "media", "actions"]),
    (&["web", "fediverse"], &["school", "store", "wire", "media", "actions", "mail"]),
];
/// Where other servers knock: the two files of `web` that hand a letter or a look to `fediverse`.
const DOORS: &[&str] = &["web/inbox.rs", "web/activitypub.rs"];
/// The top: it puts the rest together and may use all of it.
const TOP: &[&str] = &["main", "lib", "cli", "serve", "demo"];

/// A file is a chapter: about 300 lines, and never more than this.
const LINES: usize = 600;
/// Longer ones, each with its reason. None so far.
const LONGER: &[(&str, &str)] = &[];

#[derive(Debug, PartialEq, Eq)]
struct Fault {
    file: String,
    line: usize,
    why: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.why)
    }
}

fn fault(file: &str, line: usize, why: impl Into<String>) -> Fault {
    Fault { file: file.to_owned(), line, why: why.into() }
}

/// What is wrong in one Rust file, named by its path from the root.
fn faults_of_file(file: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !text.starts_with("//!") {
        faults.push(fault(file, 1, "open with `//!` and the sentence a stranger needs"));
    }
    let lines = text.lines().count();
    if lines > LINES && !LONGER.iter().any(|(name, _)| *name == file) {
        faults.push(fault(file, lines, format!("more than {LINES} lines: make it two chapters")));
    }
    if is_test(file) {
        return faults;
    }

    let tokens = scan::tokens(text);
    for (name, places, why) in ONLY {
        if !places.iter().any(|place| file.starts_with(place)) {
            let lines = scan::uses_of(name, &tokens);
            faults.extend(lines.into_iter().map(|line| fault(file, line, format!("{name} is not for here: {why}"))));
        }
    }
    for path in CLOCKS.iter().filter(|_| file != CLOCK) {
        let why = format!("{} reads the system's clock: take the time from outside (clock.rs)", path.join("::"));
        faults.extend(scan::calls_of(path, &tokens).into_iter().map(|line| fault(file, line, why.clone())));
    }
    if let Some(inside) = file.strip_prefix("crates/server/src/") {
        faults.extend(faults_of_floor(file, inside, &tokens));
        if inside != "urls.rs" {
            faults.extend(hand_made_addresses(file, text));
        }
    }
    faults
}

/// Which floors a file of the server uses and may not.
fn faults_of_floor(file: &str, inside: &str, tokens: &[(usize, scan::Token)]) -> Vec<Fault> {
    let mut module: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
    if matches!(module.last(), Some(&"mod" | &"lib" | &"main")) && module.len() > 1 {
        module.pop();
    }
    let own = module[0];
    if TOP.contains(&own) {
        return Vec::new();
    }
    let Some((_, may)) = FLOORS.iter().find(|(floor, _)| floor.contains(&own)) else {
        return vec![fault(file, 1, format!("`{own}` is on no floor: say on which in tests/tests/architecture.rs"))];
    };

    let is_fine = |used: &str| {
        used == own || GROUND.contains(&used) || may.contains(&used) || (used == "fediverse" && DOORS.contains(&inside))
    };
    let is_module = |name: &str| TOP.contains(&name) || FLOORS.iter().any(|(floor, _)| floor.contains(&name));
    scan::own_modules(&module, tokens)
        .into_iter()
        .filter(|(_, used)| is_module(used) && !is_fine(used))
        .map(|(line, used)| fault(file, line, format!("`{own}` may not use `{used}`: arrows point down only")))
        .collect()
}

/// Addresses put together by hand: `format!("https://{host}/…")`.
fn hand_made_addresses(file: &str, text: &str) -> Vec<Fault> {
    scan::quoted(text)
        .into_iter()
        .filter(|(_, words)| words.contains("http://{") || words.contains("https://{"))
        .map(|(line, _)| fault(file, line, "addresses are made in urls.rs only: add a function there"))
        .collect()
}

/// What `federation` may not depend on: it knows no web framework, no database, no page and no school.
fn faults_of_manifest(file: &str, manifest: &str) -> Vec<Fault> {
    let mut in_dependencies = false;
    let mut faults = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies");
        }
        let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
        let table = line.trim_matches(['[', ']']).rsplit('.').next().unwrap_or_default();
        for forbidden in ["axum", "axum-extra", "sqlx", "rusqlite", "askama", "schoolgate"] {
            if in_dependencies && (name == forbidden || (line.starts_with('[') && table == forbidden)) {
                faults.push(fault(file, index + 1, format!("federation knows no {forbidden}")));
            }
        }
    }
    faults
}

/// Sentences that a template asks for and English lacks, and those that another language lacks.
fn faults_of_words(templates: &[(String, String)], locales: &BTreeMap<String, BTreeSet<String>>) -> Vec<Fault> {
    let english = locales.get("en").cloned().unwrap_or_default();
    let mut faults = Vec::new();
    let mut asked = 0;
    for (file, text) in templates {
        for (line, key) in words::asked_for(text) {
            asked += 1;
            if !english.contains(&key) {
                faults.push(fault(file, line, format!("`{key}` is not in locales/en")));
            }
        }
    }
    if asked == 0 && templates.len() > 1 {
        let why = format!("asks for no sentence by {:?}: has the call another name now?", words::CALLS);
        faults.push(fault(&templates[0].0, 1, why));
    }
    for (language, keys) in locales {
        let missing = english.difference(keys);
        faults.extend(
            missing.map(|key| fault(&format!("crates/server/locales/{language}"), 1, format!("lacks `{key}`"))),
        );
    }
    faults
}

fn is_test(file: &str) -> bool {
    file.starts_with("tests/") || file.contains("/tests/") || file.ends_with("/tests.rs")
}

/// Every file under the root with this ending, by its path from there.
fn files(root: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && name != "target" && name != "node_modules" {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                let from_root = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.push((from_root, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let sources = files(root, ".rs");
    assert!(sources.iter().any(|(file, _)| file == "crates/federation/src/lib.rs"), "this is not the source tree");
    let mut locales: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files(root, ".ftl") {
        if let Some((language, _)) = file.strip_prefix("crates/server/locales/").and_then(|rest| rest.split_once('/')) {
            locales.entry(language.to_owned()).or_default().extend(words::said_in(&text));
        }
    }
    let mut templates = files(root, ".html");
    templates.retain(|(file, _)| file.starts_with("crates/server/templates/"));

    let mut faults: Vec<Fault> = sources.iter().flat_map(|(file, text)| faults_of_file(file, text)).collect();
    let manifest = "crates/federation/Cargo.toml";
    faults.extend(faults_of_manifest(manifest, &fs::read_to_string(root.join(manifest)).unwrap()));
    faults.extend(faults_of_words(&templates, &locales));

    let list: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(list.is_empty(), "{} to mend:\n{}", list.len(), list.join("\n"));
}

/// The lines of what is wrong in a file with this one line of code after its opening sentence.
fn lines(file: &str, code: &str) -> Vec<usize> {
    faults_of_file(file, &format!("//! A sample.\n{code}")).into_iter().map(|fault| fault.line).collect()
}

#[test]
fn a_file_without_an_opening_sentence_is_told_so() {
    assert_eq!(faults_of_file("crates/server/src/error.rs", "use std::fmt;").len(), 1);
    assert_eq!(faults_of_file("crates/server/src/error.rs", "//! Errors.\nuse std::fmt;"), []);
}

#[test]
fn a_file_that_is_a_book_is_told_so() {
    assert_eq!(lines("crates/server/src/error.rs", &"\n".repeat(599)), []);
    assert_eq!(lines("crates/server/src/error.rs", &"\n".repeat(600)), [601]);
}

#[test]
fn a_crate_is_used_only_where_it_belongs() {
    for (code, belongs, strange) in [
        ("use sqlx::Row;", "crates/server/src/store/classes.rs", "crates/server/src/actions/classes.rs"),
        ("fn f(row: &sqlx::Row) {}", "crates/server/src/store/mod.rs", "crates/server/src/web/classes.rs"),
        ("use object_store::aws;", "crates/server/src/media/bucket.rs", "crates/server/src/actions/pictures.rs"),
        ("use ::axum::Router;", "crates/server/src/web/routes.rs", "crates/server/src/store/classes.rs"),
        ("use axum;", "crates/server/src/serve.rs", "crates/server/src/cli/serve.rs"),
        ("use {axum_extra::extract::Form};", "crates/server/src/web/forms.rs", "crates/federation/src/trust.rs"),
        (
            "use activitypub_federation::config::Data;",
            "crates/federation/src/library.rs",
            "crates/federation/src/fetch.rs",
        ),
        (
            "use activitypub_federation::config::Data;",
            "crates/server/src/web/inbox.rs",
            "crates/server/src/web/outbox.rs",
        ),
        ("#[reqwest::x] fn f() {}", "crates/federation/src/fetch.rs", "crates/server/src/fediverse/courier.rs"),
        ("let now = jiff::Timestamp::now();", CLOCK, "crates/federation/src/signature/mod.rs"),
        ("let now = SystemTime :: now();", CLOCK, "crates/server/src/domain/ids.rs"),
        ("let id = Uuid::now_v7();", "tests/tests/story.rs", "crates/server/src/domain/ids.rs"),
        ("let a = format!(\"https://{host}/\");", "crates/server/src/urls.rs", "crates/server/src/web/classes.rs"),
    ] {
        assert_eq!(lines(belongs, code), [], "{code} in {belongs}");
        assert_eq!(lines(strange, code), [2], "{code} in {strange}");
    }
}

#[test]
fn words_in_comments_quotes_and_tests_are_not_uses() {
    for code in [
        "// use sqlx::Row;",
        "/* sqlx::query */ fn f<'a>(x: &'a str) {}",
        "const A: &str = \"sqlx::Row // \\\" axum::x\";",
        "const B: &str = r#\"axum::Router \" reqwest::get\"#;",
        "const C: [char; 3] = ['\"', '\\'', '/'];",
        "let x = other::sqlx::Row; let y = z.sqlx; let sqlx_like::T = 1;",
        "#[cfg(test)]\nmod tests {\n    use sqlx::Row;\n}",
        "#[cfg(test)]\n#[allow(clippy::x)]\nmod tests {\n    use crate::web::routes;\n}",
    ] {
        assert_eq!(lines("crates/server/src/domain/classes.rs", code), [], "{code}");
    }
    // A quote or a lifetime does not hide what comes after it, and a test's lone import does not either.
    for code in [
        "const A: char = '\"'; use sqlx::Row; // \"",
        "fn f<'a>(x: &'a str) -> sqlx::Row<'a> {}",
        "const B: &str = r\"\\\"; use sqlx::Row;",
        "#[cfg(test)] use std::fmt; use sqlx::Row;",
    ] {
        assert_eq!(lines("crates/server/src/domain/classes.rs", code), [2], "{code}");
    }
}

#[test]
fn arrows_point_down_only() {
    for (file, down, up) in [
        ("domain/articles.rs", "use crate::domain::classes;", "use crate::store::classes;"),
        ("domain/articles.rs", "use super::classes;", "use super::super::actions::classes;"),
        ("store/articles.rs", "use crate::{domain::articles, error::Error};", "use crate::{domain::articles, web};"),
        ("wire/articles.rs", "use crate::urls::Urls;", "use crate::store::Database;"),
        ("media/mod.rs", "use crate::error::Error;", "use super::store;"),
        (
            "actions/articles.rs",
            "use crate::{store::{articles, Tx}, wire};",
            "use crate::{store::{articles, Tx}, fediverse};",
        ),
        ("actions/articles.rs", "let x = crate::store::articles::find();", "let x = crate::web::routes();"),
        ("web/articles.rs", "use crate::actions;", "use crate::fediverse::courier;"),
        ("web/staff/cards.rs", "use super::super::articles;", "use super::super::super::fediverse;"),
        ("web/inbox.rs", "use crate::fediverse::host;", "use crate::serve;"),
        ("fediverse/courier.rs", "use crate::tokens;", "use crate::web::inbox;"),
        ("fediverse/courier.rs", "use crate::actions;", "use crate::web::errors;"),
        ("school.rs", "use crate::fediverse;", "use crate::web::routes;"),
        ("urls.rs", "use crate::domain::ids;", "use crate::school::School;"),
        ("error.rs", "crate::store! {}", "use crate::store;"),
        ("serve.rs", "use crate::web; use crate::fediverse;", "use sqlx::Row;"),
    ] {
        let file = format!("crates/server/src/{file}");
        assert_eq!(lines(&file, down), [], "{down} in {file}");
        assert_eq!(lines(&file, up), [2], "{up} in {file}");
    }
}

#[test]
fn a_fault_names_file_line_and_way_out() {
    let faults = faults_of_file(
        "crates/server/src/domain/a.rs",
        "//! A.\n\nuse crate::{\n    error::Error,\n    web::routes,\n};",
    );

    assert_eq!(
        faults.iter().map(Fault::to_string).collect::<Vec<_>>(),
        ["crates/server/src/domain/a.rs:5: `domain` may not use `web`: arrows point down only"]
    );
}

#[test]
fn a_module_on_no_floor_is_asked_for_one() {
    assert_eq!(lines("crates/server/src/helpers.rs", ""), [1]);
    assert_eq!(lines("crates/server/src/main.rs", ""), []);
}

#[test]
fn federation_depends_on_no_web_framework_and_no_database() {
    let depends =
        |line: &str| faults_of_manifest("Cargo.toml", &format!("[package]\nname = \"axum\"\n[dependencies]\n{line}"));

    for line in ["axum.workspace = true", "sqlx = \"0.9\"", "askama = { version = \"1\" }"] {
        assert_eq!(depends(line).len(), 1, "{line}");
    }
    assert_eq!(depends("[dev-dependencies.sqlx]").len(), 1);
    assert_eq!(depends("activitypub_federation = { features = [\"axum\"] }\naxum-like = \"1\""), []);
}

#[test]
fn a_sentence_that_a_page_asks_for_exists_in_every_language() {
    let page = |key: &str| {
        [("crates/server/templates/gate/show.html".to_owned(), format!("<p>\n{{{{ page.say(\"{key}\") }}}}"))]
    };
    let says =
        |language: &str, keys: &[&str]| (language.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect());

    let whole = BTreeMap::from([says("en", &["gate-title"]), says("cy", &["gate-title"])]);
    assert_eq!(faults_of_words(&page("gate-title"), &whole), []);
    assert_eq!(faults_of_words(&page("gate-titel"), &whole)[0].line, 2);

    let partial = BTreeMap::from([says("en", &["gate-title"]), says("cy", &[])]);
    assert_eq!(faults_of_words(&page("gate-title"), &partial)[0].why, "lacks `gate-title`");

    let silent = [("a.html".to_owned(), String::new()), ("b.html".to_owned(), "{{ speak(\"x\") }}".to_owned())];
    assert_eq!(faults_of_words(&silent, &whole).len(), 1);
}
