//! How SQLite means to answer what people and other servers wait for: never by reading all of a table that grows.
//!
//! Every statement that a test here asks is written down beside being run, and its plan is read afterwards. Without
//! statistics a plan does not depend on what is in the tables, so they hold next to nothing.

use std::cell::RefCell;

use federation::style::Style;
use jiff::Timestamp;

use super::database::ours;
use super::{
    Database, Sql, Tx, Value, activities, answers, audit, deliveries, imports, items, letters, likes, moderation,
    pictures, recipients, revisions, searching, sessions, underway, visibility, worries,
};
use crate::domain::answers::Answer;
use crate::domain::audit::Event;
use crate::domain::classes::Slug;
use crate::domain::deliveries::{Delivery, Verb};
use crate::domain::ids::{
    ActivityId, BatchId, ClassId, DecisionId, DeliveryId, ImportId, ItemId, PartnerId, PictureId, PupilId,
    RemoteClassId, RevisionId, StaffId,
};
use crate::domain::moderation::Tray;
use crate::domain::searching::Query;
use crate::domain::viewer::Viewer;
use crate::values;

/// The tables that grow with every day. All others are as small as the school.
const GROWING: &[&str] = &[
    "items",
    "revisions",
    "revision_pictures",
    "pictures",
    "showings",
    "findable",
    "decisions",
    "imported",
    "allowed_links",
    "worries",
    "likes",
    "answers",
    "letters",
    "tombstones",
    "activities",
    "deliveries",
    "recipients",
    "audit",
    "sessions",
];

/// Indexes that hold only what is open, so that reading all of one is no more than what is to be done.
const OPEN: &[&str] =
    &["deliveries_open", "deliveries_in_order", "deliveries_leased", "deliveries_unfinished", "recipients_open"];

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Writes a statement down.
pub(super) fn asked(sql: &str) {
    ASKED.with_borrow_mut(|asked| asked.push(sql.to_owned()));
}

/// What SQLite means to do, step by step.
async fn steps(db: &Database, statement: &str) -> Vec<String> {
    // Any values do: a plan is made without looking at them.
    let values = vec![Value::Text(None); statement.matches('$').count()];
    let plan = db.read().fetch(ours(format!("explain query plan {statement}")), values).await.unwrap();
    plan.iter().map(|row| row.get("detail").unwrap()).collect()
}

/// The steps in the plan of a statement that read all of a growing table.
async fn whole_reads(db: &Database, statement: &str) -> Vec<String> {
    let view = db.read().one("select sql from sqlite_master where name = 'shown'", values![]).await.unwrap();
    let words = format!("{statement} {}", view.get::<String>("sql").unwrap());
    let growing = names_of_growing(&words);
    steps(db, statement)
        .await
        .into_iter()
        .filter(|step| {
            let words: Vec<&str> = step.split(' ').collect();
            words[0] == "SCAN"
                && growing.iter().any(|name| name == words[1])
                && !words.iter().any(|word| OPEN.contains(word))
        })
        .collect()
}

/// The growing tables and what the statement calls them.
fn names_of_growing(statement: &str) -> Vec<String> {
    let words: Vec<&str> =
        statement.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let called = words.windows(2).filter(|pair| GROWING.contains(&pair[0])).map(|pair| pair[1]);
    GROWING.iter().copied().chain(called).map(str::to_owned).collect()
}

/// An empty database, and the folder that must be kept as long.
async fn empty() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&format!("sqlite://{}", folder.path().join("school.sqlite").display())).await.unwrap();
    (folder, db)
}

/// Every statement that this asks of an empty database, with what reads a whole table in it.
async fn plans(ask: impl AsyncFn(&Database)) -> Vec<(String, Vec<String>)> {
    let (_folder, db) = empty().await;
    ASKED.with_borrow_mut(Vec::clear);
    ask(&db).await;
    let mut statements = ASKED.with_borrow_mut(std::mem::take);
    statements.sort();
    statements.dedup();
    let mut read = Vec::new();
    for statement in statements {
        let whole = whole_reads(&db, &statement).await;
        read.push((statement, whole));
    }
    read
}

async fn none_reads_a_whole_table(least: usize, ask: impl AsyncFn(&Database)) {
    let plans = plans(ask).await;
    assert!(plans.len() >= least, "only {} statements were asked", plans.len());
    for (statement, whole) in plans {
        assert!(whole.is_empty(), "{whole:?} in\n{statement}");
    }
}

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

#[tokio::test]
async fn a_statement_that_reads_a_whole_table_is_noticed() {
    let read = plans(async |db| {
        db.read().all("select i.id from items i where i.url = $1", values!["x"]).await.unwrap();
        db.read().all("select id from items where wire_id = $1", values!["x"]).await.unwrap();
    })
    .await;

    let whole: Vec<_> = read.iter().map(|(_, whole)| whole.join("")).collect();
    assert_eq!(whole, ["SCAN i", ""]);
}

#[tokio::test]
async fn a_reader_waits_for_no_whole_table() {
    none_reads_a_whole_table(43, async |db| {
        one_public_post(db).await;
        let class = ClassId::fresh(now());
        let viewers = [
            Viewer::Visitor,
            Viewer::Family(class.clone()),
            Viewer::Pupil(PupilId::fresh(now())),
            Viewer::Staff(StaffId::fresh(now())),
            Viewer::Partner("oak.example".to_owned()),
        ];
        let item = "0".repeat(32).parse::<ItemId>().unwrap();
        for viewer in &viewers {
            let sql = &mut db.read();
            let before = visibility::Before::start();
            visibility::articles_of_class(sql, viewer, &class, &before, 20).await.unwrap();
            visibility::cards_of_class(sql, viewer, &class, &before, 20).await.unwrap();
            visibility::friends_of_class(sql, viewer, &class, &before, 20).await.unwrap();
            visibility::count_articles(sql, viewer, &class).await.unwrap();
            visibility::comments(sql, viewer, &item).await.unwrap();
            visibility::item(sql, viewer, &item).await.ok();
            visibility::article(sql, viewer, &item, &class).await.ok();
            visibility::article_by_slug(sql, viewer, &class, "post").await.ok();
            visibility::picture(sql, viewer, &PictureId::fresh(now())).await.ok();
        }
        likes::names(&mut db.read(), &item).await.unwrap();
        answers::abroad(&mut db.read(), &item).await.unwrap();
        answers::approval(&mut db.read(), &item).await.unwrap();
        sessions::load(&mut db.read(), "a", now()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_class_page_is_read_in_order_from_one_index() {
    let (_folder, db) = empty().await;
    let class = ClassId::fresh(now());
    ASKED.with_borrow_mut(Vec::clear);
    visibility::cards_of_class(&mut db.read(), &Viewer::Visitor, &class, &visibility::Before::start(), 20)
        .await
        .unwrap();
    let statement = ASKED.with_borrow_mut(Vec::pop).unwrap();

    let steps = steps(&db, &statement).await;

    assert_eq!(
        steps[0],
        "SEARCH s USING INDEX showings_by_class (class_id=? AND kind=? AND tray=? AND published_at<?)"
    );
    assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{steps:?}");
}

#[tokio::test]
async fn looking_for_words_reads_what_was_found_in_order_from_the_index() {
    let (_folder, db) = empty().await;
    let (classes, query) = ([ClassId::fresh(now())], Query::parse("nine ships"));
    ASKED.with_borrow_mut(Vec::clear);
    searching::found_by_adult(&mut db.read(), &classes, &query, i64::MAX, 20).await.unwrap();
    let viewer = Viewer::Pupil(PupilId::fresh(now()));
    visibility::found(&mut db.read(), &viewer, &classes, &query, i64::MAX, 20).await.unwrap();
    let statements = ASKED.with_borrow_mut(std::mem::take);

    assert_eq!(statements.len(), 2);
    for statement in statements {
        let steps = steps(&db, &statement).await;
        assert!(steps[0].starts_with("SCAN findable_words VIRTUAL TABLE INDEX"), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{steps:?}");
        assert_eq!(whole_reads(&db, &statement).await, Vec::<String>::new());
    }
    none_reads_a_whole_table(3, async |db| {
        one_public_post(db).await;
        let mut tx = db.begin().await.unwrap();
        searching::index(&mut tx, &"0".repeat(32).parse().unwrap()).await.unwrap();
    })
    .await;
}

/// Something to carry, so that all that is asked for it is asked.
async fn one_due_letter(tx: &mut Tx) {
    for statement in [
        "insert into partner_schools (id, host, name, town, country, contact, safeguarding_contact, verified_how, agreed_on, review_on, state,
            state_since, state_by, state_reason, may_follow, may_reply, may_like, may_show_pictures, classes,
            their_classes, created_at)
         values ('p', 'oak.example', 'Oak', '', '', '', '', '', '', '', 'trusted', 0, '', '', true, true, true, true, '[]', '[]', 0)",
        "insert into activities (id, wire_id, verb, body, urgent, created_at) values ('a', 'https://maple.example/a', 'create', '', false, 0)",
        "insert into deliveries (id, activity_id, inbox, host, urgent, created_at, due_at, attempts)
         values ('00000000000000000000000000000000', 'a', 'https://oak.example/inbox', 'oak.example', false, 0, 0, 0)",
    ] {
        tx.run(statement, values![]).await.unwrap();
    }
}

/// A post that a visitor may read, so that everything under it is asked for.
async fn one_public_post(db: &Database) {
    let mut tx = db.begin().await.unwrap();
    for statement in [
        "insert into classes (id, slug, name, kind, crest, colour, about, language, year_order, created_at)
         values ('c', 'maple', 'Maple', 'class', 'M', 1, '', 'en', 1, 0)",
        "insert into items (id, kind, wire_id, class_id, staff_id, audience, published_at, created_at)
         select '00000000000000000000000000000000', 'article', 'https://maple.example/1', 'c', null, 'public', 0, 0",
        "insert into revisions (id, item_id, number, hash, title, summary, warning, signature, language, source, html, linked_html, plain,
            links, flags, created_at)
         select 'r', id, 1, 'h', '', '', '', '', '', '', '', '', '', '[]', '[]', 0 from items",
        "insert into showings (item_id, class_id, tray, kind, published_at, revision_id, state, is_new, thread_id,
            approved_revision_id, approved_as, approved_at)
         select id, 'c', 'ours', 'article', 0, 'r', 'approved', false, id, 'r', 'whole', 0 from items",
        "insert into partner_schools (id, host, name, town, country, contact, safeguarding_contact, verified_how, agreed_on, review_on, state,
            state_since, state_by, state_reason, may_follow, may_reply, may_like, may_show_pictures, classes,
            their_classes, created_at)
         values ('p', 'oak.example', 'Oak', '', '', '', '', '', '', '', 'trusted', 0, '', '', true, true, true, true, '[]', '[]', 0)",
        "insert into remote_classes (id, partner_id, actor, handle, sent_name, crest, colour, url, inbox, speaks_message_signatures, fetched_at,
            created_at)
         values ('o', 'p', 'https://oak.example/o', '', '', '', 1, '', '', false, 0, 0)",
        "insert into follows (id, class_id, remote_class_id, direction, state, wire_id, asked_at)
         values ('f', 'c', 'o', 'in', 'accepted', 'https://oak.example/f', 0)",
    ] {
        tx.run(statement, values![]).await.unwrap();
    }
    tx.commit().await.unwrap();
    ASKED.with_borrow_mut(Vec::clear);
}

#[tokio::test]
async fn the_gate_waits_for_no_whole_table() {
    none_reads_a_whole_table(12, async |db| {
        let (class, staff, item) = (ClassId::fresh(now()), StaffId::fresh(now()), ItemId::fresh(now()));
        let (revision, batch) = (RevisionId::fresh(now()), BatchId::fresh(now()));
        let sql = &mut db.read();
        for tray in Tray::ALL {
            moderation::waiting(sql, &class, *tray, 60..90).await.unwrap();
            moderation::waiting_one(sql, &class, *tray, &item).await.unwrap();
            moderation::next_to(sql, &class, *tray, &item).await.unwrap();
        }
        moderation::counts(sql, &staff, now()).await.unwrap();
        moderation::waiting_by_author(sql, &class).await.unwrap();
        moderation::history(sql, &class, now(), 30).await.unwrap();
        moderation::of_pupil(sql, &PupilId::fresh(now()), 30).await.unwrap();
        moderation::drafts_of_staff(sql, &staff, 30).await.unwrap();
        moderation::last_decision(sql, &item, &class).await.unwrap();
        moderation::showings_of_item(sql, &item).await.unwrap();
        moderation::showing(sql, &item, &class).await.ok();
        moderation::batch(sql, &batch).await.unwrap();
        moderation::allowed_links(sql, &revision, &class).await.unwrap();
        revisions::of_item(sql, &item).await.unwrap();
        revisions::next_number(sql, &item).await.unwrap();
        revisions::pictures(sql, &revision).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        moderation::undo_batch(&mut tx, &batch, now()).await.unwrap();
        audit::append(&mut tx, Event::new("staff:1", "let_in", "item:1"), now()).await.unwrap();
        audit::found(&mut tx, &audit::Search::default(), None, 30).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_import_reads_no_whole_table() {
    none_reads_a_whole_table(7, async |db| {
        let (class, import, item) = (ClassId::fresh(now()), ImportId::fresh(now()), ItemId::fresh(now()));
        let mut tx = db.begin().await.unwrap();
        imports::known(&mut tx, "mark").await.unwrap();
        imports::standing(&mut tx, &import, 50).await.unwrap();
        imports::counts(&mut tx, &import).await.unwrap();
        imports::forget(&mut tx, &item).await.unwrap();
        imports::forget_class(&mut tx, &class).await.unwrap();
        imports::hold(&mut tx, &import).await.ok();
    })
    .await;
}

#[tokio::test]
async fn another_server_waits_for_no_whole_table() {
    none_reads_a_whole_table(12, async |db| {
        let url = "https://oak.example/1".parse().unwrap();
        let (item, remote) = (ItemId::fresh(now()), RemoteClassId::fresh(now()));
        let mut tx = db.begin().await.unwrap();
        letters::is_known(&mut tx, &url, "digest").await.unwrap();
        letters::remember(&mut tx, &url, "digest", "oak.example", now()).await.unwrap();
        letters::is_buried(&mut tx, &url).await.unwrap();
        items::by_wire_id(&mut tx, &url).await.unwrap();
        items::of_remote_class(&mut tx, &remote).await.unwrap();
        items::is_first_of_partner(&mut tx, &item, &PartnerId::fresh(now())).await.unwrap();
        items::slug_is_taken(&mut tx, &ClassId::fresh(now()), &Slug::from_title("a")).await.unwrap();
        likes::object_of(&mut tx, &url).await.unwrap();
        likes::undone_by_partner(&mut tx, &item, &remote, now()).await.unwrap();
        activities::about(&mut tx, &url).await.unwrap();
        activities::unsay_approvals(&mut tx, &item).await.unwrap();
        let answer = Answer { is_shown: true, approval: None, answered_at: now() };
        answers::put(&mut tx, &item, &answer).await.ok();
        answers::by_approval(&mut tx, &url, &remote).await.unwrap();
        answers::forget(&mut tx, &item).await.unwrap();
        moderation::decision(&mut tx, &DecisionId::fresh(now())).await.ok();
        revisions::note_wire_digest(&mut tx, &RevisionId::fresh(now()), "zQm").await.ok();
        revisions::note_asked_by(&mut tx, &RevisionId::fresh(now()), &url).await.ok();
        revisions::wire_marks(&mut tx, &RevisionId::fresh(now())).await.ok();
        recipients::host_may_have(&mut tx, &item, "oak.example").await.unwrap();
        activities::is_delete(&mut tx, &url).await.unwrap();
        activities::confirm(&mut tx, &url, "oak.example", now()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_courier_and_the_tidying_wait_for_no_whole_table() {
    none_reads_a_whole_table(25, async |db| {
        let (item, batch) = (ItemId::fresh(now()), BatchId::fresh(now()));
        let delivery = Delivery {
            id: DeliveryId::fresh(now()),
            activity: ActivityId::fresh(now()),
            class: None,
            verb: Verb::Create,
            body: String::new(),
            inbox: "https://oak.example/inbox".parse().unwrap(),
            host: "oak.example".to_owned(),
            attempts: 0,
            refusals: 0,
            created_at: now(),
            last_tried_at: None,
        };
        let mut tx = db.begin().await.unwrap();
        one_due_letter(&mut tx).await;
        deliveries::claim(&mut tx, now(), now(), 10, 100, &[]).await.unwrap();
        deliveries::claim_next(&mut tx, "oak.example", now(), now(), 10).await.unwrap();
        deliveries::newest(&mut tx, &delivery.id, now()).await.unwrap();
        deliveries::next_due(&mut tx).await.unwrap();
        deliveries::delivered(&mut tx, &delivery, 202, Style::Cavage, false, now()).await.ok();
        deliveries::postponed(&mut tx, &delivery, None, "", 0, now(), now()).await.ok();
        deliveries::gave_up(&mut tx, &delivery.id, None, "", now()).await.ok();
        deliveries::release(&mut tx, std::slice::from_ref(&delivery)).await.unwrap();
        tx.run("insert into peers (host, failures, open_until) values ('oak.example', 1, 5)", values![]).await.unwrap();
        deliveries::reopen(&mut tx, "oak.example", now()).await.unwrap();
        underway::backlog(&mut tx).await.unwrap();
        underway::waiting(&mut tx).await.unwrap();
        deliveries::outlived(&mut tx, now(), 10).await.unwrap();
        deliveries::may_have_left(&mut tx).await.unwrap();
        activities::waiting_answers(&mut tx, &ClassId::fresh(now()), "oak.example").await.unwrap();
        activities::unsay_letter(&mut tx, &delivery.inbox).await.unwrap();
        underway::unreached(&mut tx, &item).await.unwrap();
        deliveries::try_now(&mut tx, "oak.example", now()).await.unwrap();
        deliveries::lease(&mut tx, &delivery.id, now()).await.unwrap();
        deliveries::unpark(&mut tx, &delivery.id, true, now()).await.ok();
        for outcome in underway::Outcome::ALL.map(Some).into_iter().chain([None]) {
            for host in ["", "oak.example"] {
                let search = underway::Search { host: host.to_owned(), outcome };
                underway::found(&mut tx, &search, None, 50).await.unwrap();
            }
        }
        underway::parked(&mut tx, "oak.example", 50).await.unwrap();
        recipients::receipts(&mut tx, &item).await.unwrap();
        recipients::open_removals(&mut tx).await.unwrap();
        recipients::settle(&mut tx, now(), 100, now()).await.unwrap();
        activities::unsay_batch(&mut tx, &batch).await.unwrap();
        activities::unsay_item(&mut tx, &item).await.unwrap();
        recipients::inboxes_that_may_have(&mut tx, &item).await.unwrap();
        activities::was_created(&mut tx, &item).await.unwrap();
        activities::last_said(&mut tx, &item).await.unwrap();
        activities::purge(&mut tx, &item).await.unwrap();
        activities::cancel_for_host(&mut tx, "oak.example", now()).await.unwrap();
        activities::cancel_for_follower(&mut tx, &ClassId::fresh(now()), &RemoteClassId::fresh(now()), now())
            .await
            .unwrap();
        deliveries::stands(&mut tx, &delivery.id).await.unwrap();
        pictures::next_due(&mut tx).await.unwrap();
        pictures::claim_due(&mut tx, now(), 10).await.unwrap();
        items::to_purge(&mut tx, now(), 100).await.unwrap();
        items::of_pupil(&mut tx, &PupilId::fresh(now())).await.unwrap();
        items::of_class(&mut tx, &ClassId::fresh(now())).await.unwrap();
        items::under(&mut tx, &item).await.unwrap();
        items::bring_back(&mut tx, "erasure:1").await.unwrap();
        pictures::of_item(&mut tx, &item).await.unwrap();
        pictures::of_owner(&mut tx, "pupil:1").await.unwrap();
        worries::forget_raiser(&mut tx, "pupil:1").await.unwrap();
        audit::erase_details(&mut tx, "item:1").await.unwrap();
        revisions::purge(&mut tx, &item).await.unwrap();
        letters::forget(&mut tx, now()).await.unwrap();
        sessions::delete_expired(&mut tx, now()).await.unwrap();
        sessions::end_all(&mut tx, "pupil:1").await.unwrap();
    })
    .await;
}
