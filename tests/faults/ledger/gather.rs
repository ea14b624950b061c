//! How the schools stand at the end: from their own databases, their pages and their command line.

use std::collections::{BTreeMap, BTreeSet};

use schoolgate::store::{Database, Row, Sql};

use super::super::schools::School;
use super::hand::Hand;
use super::history::{About, Kept, Line, Name, Standing, Wording, wordings};
use super::notes::Notes;
use super::strangers::{STRANGE, Target};

async fn rows(db: &Database, sql: &'static str) -> Vec<Row> {
    db.read().all(sql, Vec::new()).await.expect(sql)
}

fn text(row: &Row, column: &str) -> String {
    row.get(column).expect("a text")
}

fn words_of(row: &Row) -> Option<Wording> {
    wordings(&format!("{} {}", text(row, "title"), text(row, "plain"))).into_iter().next()
}

/// The number of the last line of the audit log.
pub(crate) async fn last_line(db: &Database) -> i64 {
    rows(db, "select number from audit_head").await[0].get("number").expect("a number")
}

/// Writes down what is buried at each school, and what everything is called by its id, which is cleared away some day:
/// again and again until the run is over.
pub(crate) async fn watch_items(all: &[Target], notes: &Notes) {
    let named = "select item_id, title, plain from revisions";
    let sql = "select distinct r.title, r.plain from items i join revisions r on r.item_id = i.id
        where i.gone_at is not null or i.withdrawn_at is not null";
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(700));
    while !notes.is_over() {
        pace.tick().await;
        for (at, target) in all.iter().enumerate() {
            for row in target.db().read().all(named, Vec::new()).await.unwrap_or_default() {
                if let Some(words) = words_of(&row) {
                    notes.named(at, text(&row, "item_id"), words.name);
                }
            }
            let Ok(gone) = target.db().read().all(sql, Vec::new()).await else { continue };
            for words in gone.iter().filter_map(words_of) {
                notes.buried(at, words.name);
            }
        }
    }
}

/// Ada reads whatever she can, again and again until the run is over.
pub(crate) async fn watch_pages(at: usize, pupil: &Hand, target: &Target, notes: &Notes) {
    let mut pace = tokio::time::interval(std::time::Duration::from_millis(300));
    let (class, mut turn) = (format!("/c/{}", target.slug), 0);
    while !notes.is_over() {
        pace.tick().await;
        // A page that wants a pupil, so that she comes in again when her session has ended.
        let mut pages = vec!["/tray".to_owned(), "/".to_owned(), class.clone(), format!("{class}/friends")];
        let mut post = None;
        while let Some(page) = pages.pop() {
            let began = notes.now();
            let Some(text) = pupil.page(&page).await else { continue };
            notes.read(at, began, wordings(&text));
            let posts: Vec<String> = links(&text, &class).into_iter().collect();
            turn += 1;
            if !posts.is_empty() && post.is_none() {
                let one = posts[turn % posts.len()].clone();
                pages.push(one.clone());
                post = Some(one);
            }
        }
    }
}

/// The addresses of posts on a page, and of the pages before it.
fn links(text: &str, class: &str) -> BTreeSet<String> {
    let own = |link: &&str| link.starts_with(&format!("{class}/")) || link.starts_with(&format!("{class}?"));
    let other = ["/write", "/feed.atom", "/friends"].map(|end| format!("{class}{end}"));
    text.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#']).next())
        .filter(own)
        .filter(|link| !other.iter().any(|other| other == link))
        .map(|link| link.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// Everything that a pupil finds in a class, and among its friends.
async fn shown(pupil: &Hand, class: &str) -> BTreeSet<Wording> {
    let mut words = BTreeSet::new();
    let mut ahead = vec![class.to_owned(), format!("{class}/friends"), "/".to_owned()];
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    assert!(pupil.page("/tray").await.is_some(), "a pupil comes in");
    while let Some(page) = ahead.pop() {
        let Some(text) = pupil.page(&page).await else { continue };
        words.extend(wordings(&text));
        ahead.extend(links(&text, class).into_iter().filter(|link| known.insert(link.clone())));
    }
    words
}

/// Whether anything is still to be said or fetched between schools that trust each other.
pub(crate) async fn is_settled(db: &Database) -> bool {
    let open = "select count(*) as number from deliveries where delivered_at is null and given_up_at is null";
    let leased = "select count(*) as number from deliveries where leased_until is not null";
    for sql in [open, leased] {
        let Ok(row) = db.read().one(sql, Vec::new()).await else { return false };
        if row.get::<i64>("number").ok() != Some(0) {
            return false;
        }
    }
    has_compared(db).await
}

/// Whether it has compared with every school that it trusts, where one of the two was put back.
pub(crate) async fn has_compared(db: &Database) -> bool {
    let sql = "select count(*) as number from comparisons c join partner_schools p on p.host = c.host
        where c.due_at is not null and p.state = 'trusted'";
    let Ok(row) = db.read().one(sql, Vec::new()).await else { return false };
    row.get::<i64>("number").ok() == Some(0)
}

pub(crate) async fn standing(
    school: &School,
    pupil: &Hand,
    all: &[Target],
    lines_before: i64,
    mut names: BTreeMap<String, Name>,
) -> Standing {
    let db = &school.db;
    let mut items = BTreeMap::<String, Kept>::new();
    let mut seen = BTreeSet::new();
    let mut strangers_words = 0;
    let sql = "select i.id, i.gone_at, i.withdrawn_at, r.title, r.plain from items i
        join revisions r on r.item_id = i.id order by i.id, r.number";
    for row in rows(db, sql).await {
        strangers_words += usize::from(text(&row, "title").contains(STRANGE) || text(&row, "plain").contains(STRANGE));
        let Some(words) = words_of(&row) else { continue };
        let is_gone = row.get::<Option<i64>>("gone_at").expect("a moment").is_some()
            || row.get::<Option<i64>>("withdrawn_at").expect("a moment").is_some();
        let id = text(&row, "id");
        let doubled = !seen.insert((id.clone(), words));
        names.insert(id.clone(), words.name);
        let kept = items.entry(id).or_insert(Kept { name: words.name, revision: 0, doubled: false, is_gone });
        // In the order of their numbers: the last one is the newest.
        kept.revision = words.revision;
        kept.doubled |= doubled;
    }
    let partners = rows(
        db,
        "select r.id, p.id as partner, p.host from partner_schools p left join remote_classes r on r.partner_id = p.id",
    )
    .await;
    let mut hosts = BTreeMap::new();
    for row in &partners {
        let Some(place) = all.iter().position(|target| target.host == text(row, "host")) else { continue };
        hosts.insert(format!("partner:{}", text(row, "partner")), place);
        if let Some(class) = row.get::<Option<String>>("id").expect("an id") {
            hosts.insert(format!("remote_class:{class}"), place);
        }
    }
    let us = all.iter().position(|target| target.host == school.host()).expect("one of them");
    let sql = "select item_id, class_id, remote_class_id from likes where undone_at is null";
    let likes = rows(db, sql).await;
    let likes = likes.iter().filter_map(|row| {
        let by = match row.get::<Option<String>>("remote_class_id").expect("an id") {
            Some(class) => *hosts.get(&format!("remote_class:{class}"))?,
            None => us,
        };
        Some((*names.get(&text(row, "item_id"))?, by))
    });
    let (queue, given_up) = letters(db, all).await;
    let leases = rows(db, "select count(*) as number from deliveries where leased_until is not null").await;
    Standing {
        likes: likes.collect(),
        shown: shown(pupil, &format!("/c/{}", school.slug())).await,
        queue,
        given_up,
        leases: usize::try_from(leases[0].get::<i64>("number").expect("a number")).expect("a number"),
        damage: damage(school).await,
        strangers_words,
        audit: audit(db, lines_before, &names, &hosts).await,
        broken_chain: school.asks(&["audit", "verify"]).await.err(),
        items: items.into_values().collect(),
    }
}

/// What waits, and what was given up with its reason.
async fn letters(db: &Database, all: &[Target]) -> (Vec<String>, Vec<(Option<usize>, String, String)>) {
    let sql = "select d.host, d.given_up_at, d.last_error, d.attempts, a.verb, p.state, p.held_why, i.withdrawn_at
        from deliveries d join activities a on a.id = d.activity_id left join items i on i.id = a.item_id left join partner_schools p on p.host = d.host
        where d.delivered_at is null";
    let (mut queue, mut given_up) = (Vec::new(), Vec::new());
    for row in rows(db, sql).await {
        let mut why = row.get::<Option<String>>("last_error").expect("a text").unwrap_or_default();
        // Its words were erased since, and with them what was said of it.
        if why.is_empty() && row.get::<Option<i64>>("withdrawn_at").expect("a moment").is_some() {
            why.push_str("taken back");
        }
        if row.get::<Option<i64>>("given_up_at").expect("a moment").is_some() {
            let to = all.iter().position(|target| target.host == text(&row, "host"));
            given_up.push((to, text(&row, "verb"), why));
        } else {
            let tries: i64 = row.get("attempts").expect("a number");
            let [state, held] = ["state", "held_why"].map(|column| row.get::<Option<String>>(column).expect("a text"));
            let (verb, host) = (text(&row, "verb"), text(&row, "host"));
            queue.push(format!("{verb} to {host} ({state:?}, held: {held:?}), tried {tries} times: {why}"));
        }
    }
    (queue, given_up)
}

/// What a database says of itself. PostgreSQL keeps its own promises while it runs.
async fn damage(school: &School) -> Vec<String> {
    if school.is_on_postgres() {
        return Vec::new();
    }
    let mut damage = Vec::new();
    for row in rows(&school.db, "pragma integrity_check").await {
        let said = text(&row, "integrity_check");
        if said != "ok" {
            damage.push(said);
        }
    }
    for row in rows(&school.db, "pragma foreign_key_check").await {
        damage.push(format!("a row of {} leads nowhere", text(&row, "table")));
    }
    damage
}

/// The lines that people of the school caused, of the kinds that a run knows.
async fn audit(
    db: &Database,
    after: i64,
    names: &BTreeMap<String, Name>,
    hosts: &BTreeMap<String, usize>,
) -> Vec<Line> {
    const KINDS: &[&str] = &[
        "publish",
        "take_back",
        "hand_in",
        "let_in",
        "turn_away",
        "like",
        "unlike",
        "pause_partner",
        "resume_partner",
        "end_partner",
        "ask_to_follow",
        "accept_follow",
        "unfollow",
    ];
    let lines = rows(db, "select number, actor, action, subject from audit order by number").await;
    lines
        .iter()
        .filter(|row| row.get::<i64>("number").expect("a number") > after)
        .filter(|row| ["staff:", "pupil:"].iter().any(|start| text(row, "actor").starts_with(start)))
        .filter(|row| KINDS.contains(&text(row, "action").as_str()))
        .map(|row| {
            let subject = text(row, "subject");
            let about = match subject.strip_prefix("item:") {
                Some(item) => About::item(names.get(item).copied()),
                None => hosts.get(&subject).copied().map(About::School),
            };
            Line { action: text(row, "action"), about }
        })
        .collect()
}
