//! Every function of the store is asked by some test here, so that none waits for a school to run it first.

use std::fs;
use std::path::Path;

#[test]
fn every_function_of_the_store_is_named_in_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests: String = sources(&root.join("tests/store")).into_iter().map(|(_, text)| text).collect();

    let mut untested = Vec::new();
    for (noun, text) in sources(&root.join("../crates/server/src/store")) {
        for name in functions(&text) {
            let asked = match noun.as_str() {
                // What is asked of a value, not of a module.
                "database" | "wake" => {
                    [format!("Database::{name}("), format!(".{name}(")].iter().any(|call| tests.contains(call))
                }
                _ => tests.contains(&format!("{noun}::{name}(")),
            };
            if !asked {
                untested.push(format!("{noun}::{name}"));
            }
        }
    }

    assert!(untested.is_empty(), "no test asks {}", untested.join(", "));
}

#[test]
fn a_function_is_found_in_the_source_whatever_its_arguments() {
    let source = "pub async fn one(tx: &mut Tx) {}\n    pub async fn two<T>(a: T) {}\nasync fn not_ours() {}\n";

    assert_eq!(functions(source), ["one", "two"]);
}

/// The nouns of a folder and their sources.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let noun = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((noun, fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(!found.is_empty(), "nothing in {}", folder.display());
    found
}

fn functions(source: &str) -> Vec<&str> {
    source.split("pub async fn ").skip(1).map(|rest| rest.split(['(', '<']).next().unwrap_or_default()).collect()
}
