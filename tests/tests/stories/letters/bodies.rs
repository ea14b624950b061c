//! What a letter is made of: its size, its packing, its type, its JSON.

use std::time::Duration;

use schoolgate::actions::housekeeping;
use serde_json::{Value, json};
use tests::peers::{Call, say};
use tests::traces::Trace;

use super::Scene;

/// A letter of exactly so many bytes, signed.
fn of_size(scene: &Scene, bytes: usize) -> Call {
    let mut letter = scene.oak.letter("Create", scene.oak.article("Large"));
    letter["pad"] = json!("");
    let rest = bytes - letter.to_string().len();
    letter["pad"] = json!("x".repeat(rest));
    scene.oak.sends(&scene.maple, &letter)
}

#[tokio::test(flavor = "multi_thread")]
async fn t1_a_letter_has_at_most_a_mebibyte_however_it_is_sent() {
    let scene = Scene::set().await;
    let limit = 1024 * 1024;

    scene.refuses(&of_size(&scene, limit + 1), 413, "a byte too many").await;
    let too_large = of_size(&scene, limit + 1);
    let body = String::from_utf8(too_large.body.clone()).unwrap();
    let before = Trace::of(&scene.maple).await;
    let chunked =
        format!("{}transfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n", too_large.head(), body.len());
    assert!(say(&scene.maple, chunked.as_bytes()).await.starts_with("HTTP/1.1 413 "));
    // It says that little comes, and sends more: the rest is no request of anybody.
    let good = scene.good("Short");
    let lying = format!("{}content-length: 10\r\n\r\n{}", good.head(), String::from_utf8_lossy(&good.body));
    let said = say(&scene.maple, lying.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 401 "), "{said}");
    // It says that more comes than does.
    let lying = format!("{}content-length: 1000000\r\n\r\nshort", good.head());
    assert_eq!(say(&scene.maple, lying.as_bytes()).await, "");
    assert_eq!(Trace::of(&scene.maple).await, before);
    scene.takes(&of_size(&scene, limit), "a letter of exactly a mebibyte").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t1_nothing_packed_is_unpacked() {
    let scene = Scene::set().await;

    for packing in ["gzip", "br", "zstd", "deflate", "gzip, gzip", "Identity, gzip"] {
        scene.refuses(&scene.good("Packed").with("content-encoding", packing), 415, packing).await;
    }
    scene.takes(&scene.good("Plain").with("content-encoding", "identity"), "a letter as it is").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t5_a_letter_says_that_it_is_one() {
    let scene = Scene::set().await;

    for kind in [
        "text/plain",
        "application/json",
        "application/ld+json",
        "application/ld+json; profile=\"https://example.com/\"",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/html",
        "application/activity+json2",
    ] {
        scene.refuses(&scene.good("Mislabelled").with("content-type", kind), 415, kind).await;
    }
    scene.refuses(&scene.good("Unlabelled").without("content-type"), 415, "no type").await;
    let twice = scene.good("Twice").and("content-type", "text/plain");
    scene.refuses(&twice, 415, "two types").await;
    for kind in [
        "APPLICATION/Activity+Json; charset=UTF-8",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
    ] {
        scene.takes(&scene.good("Labelled").with("content-type", kind), kind).await;
    }
}

/// A letter of Oak's with these bytes, signed: whoever signs is trusted, and still sends rubbish.
fn raw(scene: &Scene, body: &[u8]) -> Call {
    use federation::signature::Scheme;
    Call::signed(&scene.oak.signer(), Scheme::Cavage, &scene.maple, &http::Method::POST, "/ap/inbox", body)
}

#[tokio::test(flavor = "multi_thread")]
async fn t2_t3_t7_json_that_can_be_read_in_two_ways_is_not_read() {
    let scene = Scene::set().await;
    let good = scene.oak.letter("Create", scene.oak.article("Ships")).to_string();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{good} has no {from}");
        good.replacen(from, to, 1).into_bytes()
    };

    for depth in [128, 200, 100_000] {
        let deep = format!("{{\"deep\":{}{},", "[".repeat(depth), "]".repeat(depth));
        scene.refuses(&raw(&scene, &with("{", &deep)), 400, "too deep").await;
    }
    for twice in ["id", "actor", "type", "to", "unknown"] {
        let twice = format!("{{\"{twice}\":1,\"{twice}\":1,");
        scene.refuses(&raw(&scene, &with("{", &twice)), 400, &twice).await;
    }
    let inner = with("\"attributedTo\"", "\"attributedTo\":\"https://elsewhere.example/\",\"attributedTo\"");
    scene.refuses(&raw(&scene, &inner), 400, "an owner twice").await;
    let mut invalid = good.clone().into_bytes();
    invalid.extend_from_slice(b"{}");
    scene.refuses(&raw(&scene, &invalid), 400, "trailing bytes").await;
    for (from, to) in [
        ("Ships", "\\ud800"),
        ("Ships", "Sh\\u0000ips"),
        ("\"Article\"", "NaN"),
        ("\"Article\"", "1e400"),
        ("{", "\u{feff}{"),
    ] {
        scene.refuses(&raw(&scene, &with(from, to)), 400, to).await;
    }
    let latin = good.clone().into_bytes().into_iter().map(|byte| if byte == b'S' { 0xff } else { byte });
    scene.refuses(&raw(&scene, &latin.collect::<Vec<u8>>()), 400, "not UTF-8").await;
    scene.refuses(&raw(&scene, b"[]"), 400, "no object").await;

    let fine = format!("{{\"deep\":{}{},", "[".repeat(40), "]".repeat(40));
    scene.takes(&raw(&scene, &with("{", &fine)), "not so deep").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t4_owners_and_ids_are_one_address_whatever_else_a_letter_holds() {
    let scene = Scene::set().await;
    let odd =
        [json!(null), json!(true), json!(7), json!(["x"]), json!([["x"]]), json!({ "x": "y" }), json!("\u{202e}")];

    for property in ["id", "actor", "type"] {
        for value in &odd {
            let mut letter = scene.oak.letter("Create", scene.oak.article("Odd"));
            letter[property] = value.clone();
            if property == "type" && value.is_string() {
                scene.ignores(&scene.oak.sends(&scene.maple, &letter), &format!("{property}: {value}")).await;
            } else {
                let call = scene.oak.sends(&scene.maple, &letter);
                scene.refuses(&call, 400, &format!("{property}: {value}")).await;
            }
        }
        let mut letter = scene.oak.letter("Create", scene.oak.article("Odd"));
        letter[property] = json!([letter[property].clone()]);
        scene.refuses(&scene.oak.sends(&scene.maple, &letter), 400, &format!("{property} in a list")).await;
    }
    for value in &odd {
        let mut article = scene.oak.article("Odd");
        article["attributedTo"] = value.clone();
        let call = scene.oak.sends(&scene.maple, &scene.oak.letter("Create", article));
        scene.refuses(&call, 400, &format!("attributedTo: {value}")).await;
    }
    // What nobody needs may be anything: it is taken without it, or not at all, and never a fault of ours.
    for property in
        ["name", "summary", "content", "to", "cc", "tag", "attachment", "url", "published", "updated", "replies"]
    {
        for value in &odd {
            let mut article = scene.oak.article("Odd");
            article[property] = value.clone();
            let answer = scene.oak_says("Create", article).await;
            assert!([202, 400].contains(&answer.status), "{property}: {value}: {}", answer.text());
        }
    }
    scene.settled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t6_meaning_never_depends_on_a_context_and_none_is_fetched() {
    let scene = Scene::set().await;
    let calls = scene.oak.connections();

    let mut letter = scene.oak.letter("Create", scene.oak.article("Context"));
    letter["@context"] =
        json!([scene.wild.url("/context"), { "actor": "https://elsewhere.example/owner", "id": "@type" }]);
    scene.takes(&scene.oak.sends(&scene.maple, &letter), "a strange context").await;
    assert_eq!(scene.titles().await, ["Context"]);
    for renamed in [("id", "@id"), ("type", "@type")] {
        let mut letter = scene.oak.letter("Create", scene.oak.article("Renamed"));
        letter[renamed.1] = letter[renamed.0].take();
        letter.as_object_mut().unwrap().remove(renamed.0);
        scene.refuses(&scene.oak.sends(&scene.maple, &letter), 400, renamed.1).await;
    }
    let graph = json!({ "@context": "https://www.w3.org/ns/activitystreams", "@graph": [scene.oak.letter("Create", scene.oak.article("Graph"))] });
    scene.refuses(&scene.oak.sends(&scene.maple, &graph), 400, "@graph").await;
    let mut included = scene.oak.letter("Dance", scene.oak.actor());
    included["@included"] = json!([scene.oak.article("Included")]);
    included["@reverse"] = json!({ "object": scene.oak.letter("Create", scene.oak.article("Reverse")) });
    scene.ignores(&scene.oak.sends(&scene.maple, &included), "@included").await;
    assert_eq!((scene.wild.connections(), scene.oak.connections()), (0, calls));
}

#[tokio::test(flavor = "multi_thread")]
async fn t8_what_is_too_long_is_cut_or_refused_as_the_limits_say() {
    use federation::limits;
    let scene = Scene::set().await;

    let mut article = scene.oak.article("Long");
    article["name"] = json!("n".repeat(500_000));
    article["tag"] = (0..10_000).map(|number| json!({ "type": "Hashtag", "name": format!("#t{number}") })).collect();
    article["to"] = (0..5_000).map(|number| json!(scene.oak.url(&format!("/a/{number}")))).collect();
    article["to"][0] = json!(scene.oak.url("/a/1/followers"));
    scene.takes(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", article)), "a long post").await;
    let [title] = scene.titles().await.try_into().unwrap();
    assert!(title.chars().count() <= limits::NAME_CHARACTERS);

    for (property, size, status) in [("content", limits::CONTENT_BYTES + 1, 413), ("id", limits::ADDRESS_BYTES, 400)] {
        let mut article = scene.oak.article("Long");
        article[property] = json!(format!("{}{}", scene.oak.url("/o/"), "x".repeat(size)));
        let call = scene.oak.sends(&scene.maple, &scene.oak.letter("Create", article));
        scene.refuses(&call, status, property).await;
    }
    let mut lines = scene.oak.article("Lines");
    lines["content"] = json!("<br>".repeat(50_000));
    scene.takes(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", lines)), "many lines").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t9_verbs_and_things_that_nobody_wants_are_forgotten() {
    let scene = Scene::set().await;
    let nested = (0..5).fold(scene.oak.article("Nested"), |inner, _| scene.oak.letter("Create", inner));

    for letter in [
        scene.oak.letter("Dance", scene.oak.actor()),
        scene.oak.letter("Add", scene.oak.actor()),
        scene.oak.letter("Question", json!(null)),
        scene.oak.letter("Travel", json!(null)),
        scene
            .oak
            .letter("Create", json!({ "id": scene.oak.url("/v"), "type": "Video", "attributedTo": scene.oak.actor() })),
        scene.oak.letter("Create", json!({ "type": "Tombstone" })),
        scene.oak.letter("Create", scene.oak.url("/o/bare")),
        nested,
    ] {
        scene.ignores(&scene.oak.sends(&scene.maple, &letter), &letter["type"].to_string()).await;
    }
    scene.takes(&scene.good("Wanted"), "a post").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t11_no_date_makes_a_post_stand_above_the_others() {
    let scene = Scene::set().await;
    let now = scene.maple.school.clock.now();

    for date in [json!("1970-01-01T00:00:00Z"), json!("2999-01-01T00:00:00Z"), json!("soon"), json!(7)] {
        let mut article = scene.oak.article(&format!("Dated {date}"));
        article["published"] = date.clone();
        article["updated"] = json!("1980-01-01T00:00:00Z");
        scene.takes(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", article)), &date.to_string()).await;
    }
    let later = scene.maple.school.clock.now();
    for waiting in scene.maple.waiting(schoolgate::domain::moderation::Tray::In).await {
        let published = waiting.item.published_at.unwrap();
        assert!(published <= later, "{published} is after {now}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t10_one_poisonous_letter_holds_up_no_other() {
    let scene = Scene::set().await;
    // It mentions a comment whose parent is itself, and likes what does not exist.
    let mut own = scene.oak.comment(&scene.oak.url("/o/self"), "Me");
    own["id"] = json!(scene.oak.url("/o/self"));

    for _ in 0..5 {
        scene.ignores(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", own.clone())), "itself").await;
    }
    scene.takes(&scene.good("Neighbour"), "its neighbour").await;
    assert_eq!(scene.titles().await, ["Neighbour"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t12_two_lengths_two_hosts_and_folded_lines_are_refused() {
    let scene = Scene::set().await;
    let host = scene.maple.host().to_owned();
    let status = async |request: String| {
        let said = say(&scene.maple, request.as_bytes()).await;
        said.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let get = |extra: &str| format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\n{extra}connection: close\r\n\r\n");

    assert_eq!(status(get("")).await, "200");
    assert_eq!(
        status(format!("GET http://{host}/healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")).await,
        "200"
    );
    for bad in [
        get("content-length: 3\r\ncontent-length: 4\r\n"),
        get(&format!("host: {host}\r\n")),
        get("x-folded: a\r\n b\r\n"),
        get("x y: z\r\n"),
        "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(),
        "GET /healthz HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET http://elsewhere.example/ HTTP/1.1\r\nhost: {host}\r\n\r\n"),
    ] {
        assert_eq!(status(bad.clone()).await, "400", "{bad}");
    }
    let bomb = (0..200).map(|number| format!("x-{number}: y")).collect::<Vec<_>>().join("\r\n") + "\r\n";
    assert_eq!(status(get(&bomb)).await, "431");
    assert_eq!(status(get(&format!("x-long: {}\r\n", "y".repeat(40_000)))).await, "431");
    // Both lengths at once: the request ends where the chunks end, and what comes after is not taken for another.
    let smuggled = format!(
        "POST /ap/inbox HTTP/1.1\r\nhost: {host}\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n\
         GET /healthz HTTP/1.1\r\nhost: {host}\r\n\r\n"
    );
    let said = say(&scene.maple, smuggled.as_bytes()).await;
    assert!(!said.contains("HTTP/1.1 200 "), "{said}");
    // Asked to go on, it never does: nobody waits for it longer than for others.
    let waiting =
        format!("POST /ap/inbox HTTP/1.1\r\nhost: {host}\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n");
    let said = tokio::time::timeout(Duration::from_secs(5), say(&scene.maple, waiting.as_bytes())).await.unwrap();
    assert!(said.starts_with("HTTP/1.1 415 "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t20_the_same_letter_has_one_effect() {
    let mut scene = Scene::set().await;
    let call = scene.good("Once");

    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (call, address) = (call.clone(), scene.maple.address);
        sending.spawn(async move { call.send_to(address).await.status });
    }
    let statuses = sending.join_all().await;
    assert!(statuses.iter().all(|status| *status == 202), "{statuses:?}");
    assert_eq!(scene.titles().await, ["Once"]);

    scene.maple.crash_and_restart().await;
    scene.ignores(&call, "a repeat after a restart").await;
    housekeeping::tidy(&scene.maple.school).await.unwrap();
    scene.ignores(&call, "a repeat after the house was tidied").await;

    // Signed long ago it is refused, remembered or not.
    scene.maple.school.clock.advance(jiff::SignedDuration::from_mins(66));
    let late = scene.refuses(&call, 401, "a repeat after the window").await;
    assert!(late.says("clock"));
    // Signed anew it is known by what it carries.
    let again: Value = serde_json::from_slice(&call.body).unwrap();
    scene.ignores(&scene.oak.sends(&scene.maple, &again), "the same letter, signed anew").await;

    // The memory ends, long after any signature.
    let letters = async || {
        let sql = "select count(*) as number from letters";
        let row = schoolgate::store::Sql::one(&mut scene.maple.school.db.read(), sql, Vec::new()).await.unwrap();
        row.get::<i64>("number").unwrap()
    };
    assert!(letters().await > 0);
    scene.maple.school.clock.advance(jiff::SignedDuration::from_hours(24 * 121));
    housekeeping::tidy(&scene.maple.school).await.unwrap();
    assert_eq!(letters().await, 0);
}
