//! What other servers really sent: each recorded letter and document, what it means to us, and what would be shown of it.
//!
//! `SCHOOLGATE_WRITE_LETTERS=1` writes the table anew; its difference is then to be read like code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use federation::inbox::{self, Change};
use federation::ports::{Directory, Known, Relation};
use federation::vocabulary::{self, Activity, Object, ObjectKind, RemoteActor, Verb, authority};
use jiff::Timestamp;
use schoolgate::wire::arrivals;
use serde_json::Value;
use url::Url;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/letters/recorded.txt");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/letters");

fn now() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().unwrap()
}

/// A server in the place of the one that was really written to: it knows what the letter refers to, and its actors and
/// theirs have asked to follow each other, or already do.
struct Addressed<'a> {
    host: String,
    letter: &'a Activity,
    relation: Relation,
}

impl Addressed<'_> {
    fn is_here(&self, url: &Url) -> bool {
        authority(url) == self.host
    }
}

impl Directory for Addressed<'_> {
    fn host(&self) -> &str {
        &self.host
    }

    fn is_ours(&self, actor: &Url) -> bool {
        self.is_here(actor)
    }

    fn follows(&self, _ours: &Url, _theirs: &Url) -> Relation {
        self.relation
    }

    fn followed_by(&self, _ours: &Url, _theirs: &Url) -> Relation {
        self.relation
    }

    fn followers_of(&self, _theirs: &Url) -> Vec<Url> {
        vec![format!("http://{}/a/1", self.host).parse().unwrap()]
    }

    fn object(&self, id: &Url) -> Option<Known> {
        let created = matches!(&self.letter.verb, Verb::Create(object) if object.id == *id);
        let in_reply_to = match &self.letter.verb {
            Verb::Update(object) => object.in_reply_to.clone(),
            _ => None,
        };
        let ours = self.is_here(id);
        let owner = if ours { format!("http://{}/a/1", self.host).parse().unwrap() } else { self.letter.actor.clone() };
        let known = Known { owner, ours, kind: ObjectKind::Note, updated: None, tombstone: false, in_reply_to };
        (!created).then_some(known)
    }

    fn asked_removal(&self, _activity: &Url) -> bool {
        false
    }
}

#[test]
fn every_recorded_letter_means_what_the_table_says() {
    let mut table = String::new();
    for path in recorded(Path::new(FOLDER)) {
        let name = path.strip_prefix(FOLDER).unwrap().display().to_string();
        writeln!(table, "{name}\n{}", lines(&name, &std::fs::read_to_string(&path).unwrap())).unwrap();
    }

    if std::env::var_os("SCHOOLGATE_WRITE_LETTERS").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let expected = std::fs::read_to_string(TABLE).unwrap_or_default();
    for (expected, found) in expected.lines().zip(table.lines()) {
        assert_eq!(expected, found);
    }
    assert_eq!(
        expected.lines().count(),
        table.lines().count(),
        "letters came or went: write the table anew and read it"
    );
}

fn recorded(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    let folders = found.iter().filter(|path| path.is_dir()).flat_map(|folder| recorded(folder));
    let letters = found.iter().filter(|path| path.extension().is_some_and(|kind| kind == "json")).cloned();
    letters.chain(folders).collect()
}

/// A request with a body is a letter; anything else is what somebody was answered, or a document alone.
fn lines(name: &str, text: &str) -> String {
    let recorded: Value = serde_json::from_str(text).unwrap();
    let body = |of: &Value| of.get("body").filter(|body| body.is_object()).cloned();
    if let Some(letter) = body(&recorded) {
        // A few were recorded without their headers.
        let host = recorded["headers"]["host"].as_str().map_or_else(|| "gtsq.localhost:8084".to_owned(), str::to_owned);
        return judged(name, &host, &letter);
    }
    document(&body(&recorded["response"]).unwrap_or(recorded))
}

fn judged(name: &str, host: &str, letter: &Value) -> String {
    let activity = match vocabulary::parse(letter.to_string().as_bytes()) {
        Ok(activity) => activity,
        Err(cause) => panic!("{name}: {cause}"),
    };
    // The same server recorded letters that it wrote itself; nothing of ours comes back to us.
    let host = if authority(&activity.actor) == host { "gtsr.localhost:8085" } else { host };
    let relation = match &activity.verb {
        Verb::Accept { .. } => Relation::Asked,
        _ => Relation::Accepted,
    };
    let ours = Addressed { host: host.to_owned(), letter: &activity, relation };
    let outcome = match inbox::receive(&activity, &activity.actor, &ours, now()) {
        Ok(outcome) => outcome,
        Err(cause) => panic!("{name}: {cause}"),
    };
    let mut lines = format!("    {} by {}\n", activity.verb.name(), activity.actor);
    for change in outcome.changes {
        writeln!(lines, "    means: {}", meaning(&change)).unwrap();
        if let Change::Arrived(arrival) | Change::Revised(arrival) = change {
            lines += &shown(&arrival);
        }
    }
    lines
}

fn meaning(change: &Change) -> String {
    match change {
        Change::FollowAsked { ours, .. } => format!("asks to follow {ours}"),
        Change::FollowAnswered { ours, accepted, .. } => {
            format!("{ours} {}", if *accepted { "may follow" } else { "may not follow" })
        }
        Change::FollowWithdrawn { ours, .. } => format!("follows {ours} no longer"),
        Change::Arrived(arrival) if arrival.object.in_reply_to.is_some() => "a comment".to_owned(),
        Change::Arrived(_) => "a post".to_owned(),
        Change::Revised(_) => "an edit".to_owned(),
        Change::ReplyAsked { object, .. } => format!("asks that {object} may stand here"),
        Change::Removed { object, .. } => format!("{object} is taken back"),
        Change::ActorChanged { actor } => format!("{actor} is to be fetched afresh"),
        Change::Liked { object, .. } => format!("likes {object}"),
        Change::Unliked { object, .. } => format!("likes {object} no longer"),
        Change::Ignored(why) => format!("nothing, {why}"),
        other => panic!("no letter that was recorded means this: {other:?}"),
    }
}

/// The words as they would be shown once they are let in.
fn shown(arrival: &inbox::Arrival) -> String {
    let incoming = arrivals::incoming(arrival, now());
    let words = &incoming.words;
    let mut lines = String::new();
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            writeln!(lines, "    {name}: {text}").unwrap();
        }
    };
    line("whose", incoming.actor.as_str());
    line("answers", incoming.in_reply_to.as_ref().map_or("", Url::as_str));
    line("speaks to", &arrival.ours_mentioned.iter().map(Url::to_string).collect::<Vec<_>>().join(" "));
    line("for", if incoming.public { "everybody" } else { "followers" });
    line("title", &words.title);
    line("teaser", &words.summary);
    line("warning", &words.warning);
    line("words", &words.plain.replace('\n', " / "));
    line("language", &words.language);
    line("links", &words.links.join(" "));
    for picture in &incoming.pictures {
        line("picture", &format!("{} “{}”", picture.source_url.as_ref().map_or("", Url::as_str), picture.alt));
    }
    line("page", incoming.url.as_ref().map_or("", Url::as_str));
    line("published", &incoming.published.to_string());
    line("version", &incoming.version.to_string());
    lines
}

/// What was fetched, by the reader that reads it when we fetch it.
fn document(document: &Value) -> String {
    let bytes = document.to_string();
    let bytes = bytes.as_bytes();
    if let Ok(actor) = vocabulary::parse_actor(bytes) {
        return actor_lines(&actor);
    }
    if let Ok(object) = vocabulary::parse_object(bytes)
        && matches!(object.kind, ObjectKind::Article | ObjectKind::Note)
    {
        return object_lines(&object);
    }
    if let Ok(page) = vocabulary::parse_collection_page(bytes) {
        let count = page.total_items.map_or_else(|| "unsaid".to_owned(), |items| items.to_string());
        let mut lines = format!("    collection {}, items {count}\n", page.id);
        for item in page.items {
            writeln!(lines, "    item: {item}").unwrap();
        }
        for next in page.first.into_iter().chain(page.next) {
            writeln!(lines, "    further: {next}").unwrap();
        }
        return lines;
    }
    if let Ok(key) = vocabulary::parse_key_document(bytes) {
        return format!("    key {} of {}\n", key.key_id, key.owner);
    }
    let subject = document["subject"].as_str().map(|subject| format!("webfinger of {subject}"));
    let kind = document["type"].as_str().map(|kind| format!("a {kind}, which nothing here fetches"));
    format!("    {}\n", subject.or(kind).expect("something that is known"))
}

fn actor_lines(actor: &RemoteActor) -> String {
    let keys = actor.keys().unwrap().into_iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>().join(" ");
    let shared = actor.shared_inbox.as_ref().map_or("none", Url::as_str);
    format!(
        "    {} {} “{}” ({})\n    keys: {keys}\n    inbox: {}, shared: {shared}\n",
        actor.kind,
        actor.id,
        actor.name.as_deref().unwrap_or_default(),
        actor.preferred_username,
        actor.inbox
    )
}

fn object_lines(object: &Object) -> String {
    let arrival = inbox::Arrival {
        object: object.clone(),
        actor: object.attributed_to.clone(),
        public: object.to.iter().chain(&object.cc).any(|recipient| vocabulary::is_public(recipient)),
        ours_mentioned: Vec::new(),
    };
    format!("    {} {}\n{}", object.kind.as_str(), object.id, shown(&arrival))
}
