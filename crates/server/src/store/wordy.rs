//! Where words and names stand in the database: what must leave nothing behind when it is erased.

/// The tables that hold somebody's words or name, and the columns with them, or with what was made of them.
pub(super) const WORDY: &[(&str, &[&str])] = &[
    ("items", &["slug", "url"]),
    (
        "revisions",
        &[
            "hash",
            "title",
            "summary",
            "warning",
            "signature",
            "source",
            "html",
            "linked_html",
            "plain",
            "links",
            "flags",
        ],
    ),
    ("revision_pictures", &["alt", "people", "source_url"]),
    ("showings", &["shown_html"]),
    ("decisions", &["reason", "before", "revision_hash"]),
    ("allowed_links", &["url"]),
    ("worries", &["raised_name", "words", "snapshot", "closing_reason"]),
    ("removal_requests", &["words", "contact", "answer"]),
    ("pictures", &[]),
    ("pupils", &["name"]),
    ("class_pupils", &[]),
    ("cards", &[]),
    ("family_links", &[]),
    ("posters", &[]),
    ("picture_passwords", &["mark"]),
    ("picture_tries", &[]),
    // No words, but how one child reads.
    ("comforts", &["text_size", "spacing", "background", "typeface", "motion", "language"]),
    ("sessions", &["record"]),
    ("classes", &["about", "starters", "word_bank"]),
    ("activities", &["body"]),
    ("deliveries", &["last_error"]),
    ("peers", &["last_error"]),
    ("audit", &["detail"]),
];
