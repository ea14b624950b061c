//! Every sentence that a page shows exists, in every language.

use std::collections::BTreeSet;

/// The calls by which a template asks for a sentence: `{{ page.say("gate-nothing-waits") }}`.
pub(crate) const CALLS: &[&str] = &["say", "with"];

/// The keys that a template asks for, with their lines.
pub(crate) fn asked_for(template: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in template.lines().enumerate() {
        for call in CALLS {
            let opening = format!("{call}(\"");
            for (at, _) in line.match_indices(&opening) {
                let is_the_whole_name = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let key = line[at + opening.len()..].split('"').next().unwrap_or_default();
                if is_the_whole_name {
                    found.push((index + 1, key.to_owned()));
                }
            }
        }
    }
    found
}

/// The keys that a locale file has.
pub(crate) fn said_in(fluent: &str) -> BTreeSet<String> {
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic());
        is_key.then(|| key.trim_end().to_owned())
    };
    fluent.lines().filter_map(key).collect()
}

#[test]
fn a_template_asks_by_name_for_what_a_locale_says() {
    let template = "<h1>{{ page.say(\"gate-title\") }}</h1>\n{{ icon(\"arrow-left\") }} {{ page.with(\"gate-back\", n) }}\n\
                    {{ assay(\"not-this\") }}";
    let fluent = "# The gate\ngate-title = The gate\n    .label = Open\ngate-waiting =\n    { $n ->\n [one] = no\n }\n-brand = x\n";

    assert_eq!(asked_for(template), [(1, "gate-title".to_owned()), (2, "gate-back".to_owned())]);
    assert_eq!(said_in(fluent), ["gate-title", "gate-waiting"].map(str::to_owned).into());
}
