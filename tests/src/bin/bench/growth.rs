//! The same work on a school with more and more in it: a cost that grows with the whole database shows here.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use schoolgate::store::Sql;

use crate::fill::Bench;
use crate::http::{self, Connection};
use crate::process::Server;
use crate::{load, row};

/// Copies of an item, each with an id, an address and moments of its own: as many as `$1` of the one with the id `$2`.
const ITEMS: &str = "
    with recursive numbers (n) as (select cast(1 as bigint) union all select n + 1 from numbers where n < $1)
    insert into items (id, kind, wire_id, class_id, pupil_id, staff_id, remote_class_id, slug, parent_id, article_id, audience, url,
        published_at, created_at, version_at)
    select substr(i.id, 1, 20) || substr(cast(1000000000000 + n as text), 2), i.kind, i.wire_id || '-' || n, i.class_id, i.pupil_id,
        i.staff_id, i.remote_class_id, i.slug || '-' || n, i.parent_id, i.article_id, i.audience, i.url,
        i.published_at - n * 1000, i.created_at - n * 1000, i.version_at
    from items i cross join numbers where i.id = $2";
const REVISIONS: &str = "
    with recursive numbers (n) as (select cast(1 as bigint) union all select n + 1 from numbers where n < $1)
    insert into revisions (id, item_id, number, hash, title, summary, warning, signature, language, source, html, linked_html, plain,
        links, flags, edited_by, created_at)
    select substr(r.id, 1, 20) || substr(cast(1000000000000 + n as text), 2),
        substr(r.item_id, 1, 20) || substr(cast(1000000000000 + n as text), 2), r.number, r.hash, r.title, r.summary, r.warning, r.signature,
        r.language, r.source, r.html, r.linked_html, r.plain, r.links, r.flags, r.edited_by, r.created_at
    from revisions r cross join numbers where r.item_id = $2";
const SHOWINGS: &str = "
    with recursive numbers (n) as (select cast(1 as bigint) union all select n + 1 from numbers where n < $1)
    insert into showings (item_id, class_id, tray, kind, published_at, revision_id, state, waiting_since, is_new,
        thread_id, approved_revision_id, approved_as, approved_at)
    select substr(s.item_id, 1, 20) || substr(cast(1000000000000 + n as text), 2), s.class_id, s.tray, s.kind, s.published_at - n * 1000,
        substr(s.revision_id, 1, 20) || substr(cast(1000000000000 + n as text), 2), s.state, s.waiting_since - n * 1000, s.is_new,
        case when s.thread_id = s.item_id then substr(s.item_id, 1, 20) || substr(cast(1000000000000 + n as text), 2) else s.thread_id end,
        substr(s.approved_revision_id, 1, 20) || substr(cast(1000000000000 + n as text), 2), s.approved_as, s.approved_at
    from showings s cross join numbers where s.item_id = $2";
const A_POST: &str =
    "select item_id as id from showings where kind = 'article' and approved_revision_id is not null limit 1";
const A_WAITING_COMMENT: &str = "select item_id as id from showings where state = 'waiting' and tray = 'in' limit 1";

/// Decisions that are timed one by one.
const DECISIONS: usize = 40;

pub(crate) async fn run(sizes: &[usize]) -> Result<()> {
    for size in sizes {
        Box::pin(with(*size)).await?;
    }
    Ok(())
}

/// Half of the items are posts that are read, half are comments that wait.
async fn with(size: usize) -> Result<()> {
    let bench = Bench::new("growth", 1).await?;
    bench.fill_class().await?;
    let (pupil, teacher) = bench.sign_ins().await?;
    for sample in [A_POST, A_WAITING_COMMENT] {
        copy(&bench, sample, size / 2).await?;
    }
    let letters = bench.signed_replies(300).await?;
    bench.close().await;

    let server = Server::start(&bench).await?;
    println!("\nwith {size} items: {:.1} ms to the first answer", server.started_in.as_secs_f64() * 1000.0);
    let pupil = http::sign_in_by_card(server.address, &bench.host, &pupil).await.context("signing the pupil in")?;
    let teacher = http::sign_in(server.address, &bench.host, &teacher).await.context("signing the teacher in")?;
    let class = http::get(&format!("/c/{}", bench.class_slug), &bench.host, Some(&pupil));
    let tray = format!("/gate/{}?tray=in", bench.class_slug);
    load(&server, vec![class; 1000], 200).await?.print("class page, signed-in pupil");
    load(&server, vec![http::get(&tray, &bench.host, Some(&teacher)); 200], 200).await?.print("gate page");
    let times = decide(&bench, &server, &teacher, &tray).await?;
    let percentile = |hundredths: usize| times[times.len() * hundredths / 100];
    row("one decision", "", None, Some((percentile(50), percentile(99))));
    load(&server, letters, 202).await?.print("inbox: replies, RSA, durable");
    println!("{:<44} {:>10} MB", "memory after the load", server.resident()? / 1024);
    Ok(())
}

async fn copy(bench: &Bench, sample: &'static str, number: usize) -> Result<()> {
    let failed = |cause: schoolgate::error::Error| anyhow!("{cause}");
    let mut tx = bench.school.db.begin().await.map_err(failed)?;
    let item: String = tx.one(sample, Vec::new()).await.and_then(|row| row.get("id")).map_err(failed)?;
    for statement in [ITEMS, REVISIONS, SHOWINGS] {
        tx.run(statement, vec![number.into(), item.as_str().into()]).await.map_err(failed)?;
    }
    tx.commit().await.map_err(failed)
}

/// Lets in one comment after another, each as it stands on the page; sorted times of the decisions alone.
async fn decide(bench: &Bench, server: &Server, cookie: &str, tray: &str) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(server.address).await?;
    let path = format!("/gate/{}/decide?tray=in", bench.class_slug);
    let mut times = Vec::with_capacity(DECISIONS);
    for _ in 0..DECISIONS {
        let page = connection.get(tray, &bench.host, Some(cookie)).await?;
        let choice = page.value_of("choice").context("nothing waits")?;
        let token = page.value_of("csrf").context("a form without a token")?;
        let fields = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &token)
            .append_pair("choice", &choice)
            .append_pair("decision", "let_in")
            .finish();
        let request = http::form_of(&path, &bench.host, Some(cookie), &fields);
        let sent = Instant::now();
        let answer = connection.send(&request).await?;
        anyhow::ensure!(answer.status == 303, "answered {}: {}", answer.status, answer.start());
        times.push(sent.elapsed());
    }
    times.sort();
    Ok(times)
}
