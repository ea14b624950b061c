//! What is answered to whom: alike for what exists and what does not, however it is asked, and never kept on the way.

use http::{HeaderMap, Method};
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience as Reach;
use schoolgate::web::{self, Audience};
use tests::peers::Call;
use tests::people::Answer;

use super::Scene;

/// An answer without what differs from one time to the next.
fn normal(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    let id = answer.headers["x-request-id"].to_str().unwrap();
    let mut text = answer.text().replace(id, "ID");
    if text.contains("The clock of") {
        // It tells the time.
        text = text.replace(|one: char| one.is_ascii_digit(), "0");
    }
    // A page's own token, and a proof and the second in which it was made.
    for before in ["name=\"csrf\" value=\"", "\"created\":\"", "\"proofValue\":\""] {
        text = without_what_follows(&text, before);
    }
    (answer.status, headers, text)
}

/// A text without what stands between this opening of a quotation and its end.
fn without_what_follows(text: &str, before: &str) -> String {
    let mut parts = text.split(before);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain += part.split_once('"').map_or("", |(_, rest)| rest);
    }
    plain
}

/// A question that nobody signed.
fn unsigned(scene: &Scene, method: &Method, path: &str) -> Call {
    let mut headers = HeaderMap::new();
    headers.insert("host", scene.maple.host().parse().unwrap());
    Call { method: method.clone(), path: path.to_owned(), headers, body: Vec::new() }
}

/// The ways in which the same thing can be asked.
const TWINS: &[(&str, &str)] = &[
    ("range", "bytes=0-10"),
    ("if-none-match", "*"),
    ("if-modified-since", "Mon, 23 Nov 2099 14:00:01 GMT"),
    ("accept", "text/html"),
    ("accept", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""),
    ("accept", "*/*;q=0"),
    ("accept-encoding", "gzip, br"),
    ("cookie", "schoolgate=AAAAAAAAAAAAAAAAAAAAAA"),
];

fn twins(call: &Call) -> Vec<Call> {
    let twins = TWINS.iter().map(|(name, value)| call.clone().with(name, value));
    std::iter::once(call.clone()).chain(twins).collect()
}

/// An address of every route that can be read: of this post where it names one, of nothing where it names anything else.
fn get_paths(scene: &Scene, item: &ItemId) -> Vec<String> {
    let routes = web::table().into_iter().filter(|route| route.method == Method::GET && route.path != "/source");
    let paths = routes.map(|route| {
        let class = &scene.maple.class;
        let class = if route.path.starts_with("/ap/") { class.id.as_str() } else { class.slug.as_str() };
        let mut path = route.path.replace("{class}", class).replace("{item}", item.as_str()).replace("{slug}", "shown");
        path = path.replace("{*path}", "schoolgate.css").replace("{part}", "followers");
        while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
            path.replace_range(start..=end, "00000000000000000000000000000000");
        }
        path
    });
    paths.collect()
}

impl Scene {
    /// Addresses of what is there, what is hidden and what never was, each in every form that servers ask for.
    async fn addresses(&self) -> Vec<[String; 3]> {
        let (_, shown) = self.ours("Shown").await;
        let hidden = self.maple.publish_for("Hidden", "Words.", Reach::Class, Vec::new()).await;
        let invented = ItemId::fresh(self.maple.school.clock.now());
        let class = &self.maple.class.id;
        let nobody = schoolgate::domain::ids::ClassId::fresh(self.maple.school.clock.now());
        let mut addresses = Vec::new();
        for form in ["/ap/o/{}", "/ap/o/{}/replies", "/ap/o/{}/context", "/ap/o/{}.json", "/ap/x/{}"] {
            addresses.push([&shown, &hidden, &invented].map(|item| form.replace("{}", item.as_str())));
        }
        for form in [
            "/ap/a/{}",
            "/ap/a/{}/outbox",
            "/ap/a/{}/followers",
            "/ap/a/{}/following",
            "/ap/a/{}/featured",
            "/ap/a/{}/outbox?before=start",
        ] {
            addresses.push([class, &nobody, &nobody].map(|class| form.replace("{}", class.as_str())));
        }
        addresses
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t54_strangers_cannot_tell_what_is_here_from_what_is_not() {
    let scene = Scene::set().await;
    let addresses = scene.addresses().await;
    let calls = scene.wild.connections();

    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE] {
        for trio in &addresses {
            let mut answers: Vec<Vec<_>> = Vec::new();
            for path in trio {
                let signed = scene.wild.asks(&scene.maple, &method, path);
                let good = scene.oak.asks(&scene.maple, &method, path);
                let mut spoiled = vec![
                    unsigned(&scene, &method, path),
                    signed.clone(),
                    good.clone().with("date", "Mon, 23 Nov 2020 14:00:01 GMT"),
                    good.clone().edit("signature", "host ", ""),
                    good.clone().without("host").with("host", scene.maple.host()).edit(
                        "signature",
                        "keyId=\"http",
                        "keyId=\"acct",
                    ),
                ];
                if method == Method::GET {
                    spoiled.extend(twins(&unsigned(&scene, &method, path)));
                    spoiled.extend(twins(&signed));
                }
                let mut found = Vec::new();
                for call in spoiled {
                    found.push(normal(&call.send(&scene.maple).await));
                }
                answers.push(found);
            }
            assert_eq!(answers[0], answers[1], "{method} {trio:?}");
            assert_eq!(answers[0], answers[2], "{method} {trio:?}");
            assert!(answers[0].iter().all(|(status, ..)| [401, 403, 405].contains(status)), "{method} {trio:?}");
        }
    }
    assert_eq!(scene.wild.connections(), calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn t54_a_partner_cannot_tell_what_is_not_for_it_from_what_is_not_there() {
    let scene = Scene::set().await;

    for [shown, hidden, invented] in scene.addresses().await {
        for method in [Method::GET, Method::HEAD] {
            for path in [&shown, &hidden, &invented] {
                let ask = scene.oak.asks(&scene.maple, &method, path);
                let plain = ask.send(&scene.maple).await;
                if path == &shown && !shown.contains(".json") && !shown.contains("/ap/x/") {
                    assert_eq!(plain.status, 200, "{method} {path}: {}", plain.text());
                } else {
                    assert_eq!(plain.status, 404, "{method} {path}: {}", plain.text());
                }
                // However it is asked, it is answered alike.
                for twin in twins(&ask) {
                    assert_eq!(normal(&twin.send(&scene.maple).await), normal(&plain), "{method} {path}");
                }
            }
            let ask = async |path: &str| normal(&scene.oak.asks(&scene.maple, &method, path).send(&scene.maple).await);
            assert_eq!(ask(&hidden).await, ask(&invented).await, "{method} {hidden}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t56_nothing_on_the_way_keeps_an_answer() {
    let scene = Scene::set().await;
    let addresses = scene.addresses().await;
    let keeps_nothing = |answer: &Answer, why: &str| {
        assert_eq!(answer.headers["cache-control"], "private, no-store", "{why}");
        let vary = answer.headers["vary"].to_str().unwrap().to_lowercase();
        for name in ["cookie", "accept", "signature"] {
            assert!(vary.split(", ").any(|one| one == name), "{why}: {vary}");
        }
        assert_eq!(answer.headers["x-robots-tag"], "noindex, noarchive", "{why}");
        assert!(!answer.headers.contains_key("access-control-allow-origin") || why.contains("webfinger"), "{why}");
    };

    for path in addresses.iter().flatten() {
        for call in [scene.oak.asks(&scene.maple, &Method::GET, path), unsigned(&scene, &Method::GET, path)] {
            let answer = call.send(&scene.maple).await;
            keeps_nothing(&answer, path);
            assert!(!answer.headers.contains_key("etag") && !answer.headers.contains_key("last-modified"), "{path}");
        }
    }
    for route in web::table().iter().filter(|route| route.method == Method::GET && !route.path.starts_with("/static/"))
    {
        let path = route.path.replace("{class}", scene.maple.class.slug.as_str());
        let path = path.split('{').next().unwrap().to_owned();
        let answer = unsigned(&scene, &Method::GET, &path).send(&scene.maple).await;
        if answer.headers["cache-control"] != "private, no-store" {
            // The same for everybody: it may be kept.
            assert_eq!(route.audience, Audience::Anyone, "{path}");
            continue;
        }
        keeps_nothing(&answer, &path);
    }
    // What was refused is not kept either.
    keeps_nothing(
        &scene.wild.sends(&scene.maple, &scene.wild.letter("Follow", "x")).send(&scene.maple).await,
        "a letter",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn t53_every_twin_of_every_route_decides_alike() {
    let scene = Scene::set().await;
    let (_, item) = scene.ours("Shown").await;

    let declared = web::table().into_iter().filter(|route| route.method == Method::GET && route.path != "/source");
    for (route, path) in declared.zip(get_paths(&scene, &item)) {
        let plain = unsigned(&scene, &Method::GET, &path).send(&scene.maple).await;
        let head = unsigned(&scene, &Method::HEAD, &path).send(&scene.maple).await;
        assert_eq!((head.status, head.bytes.len()), (plain.status, 0), "HEAD {path}");
        for name in ["cache-control", "vary", "content-type", "location"] {
            assert_eq!(head.headers.get(name), plain.headers.get(name), "HEAD {path}: {name}");
        }
        if !path.starts_with("/static/") {
            for twin in twins(&unsigned(&scene, &Method::GET, &path)) {
                let answer = twin.send(&scene.maple).await;
                assert_eq!(answer.status, plain.status, "{path}: {:?}", twin.headers);
                assert_eq!(normal(&answer).2, normal(&plain).2, "{path}: {:?}", twin.headers);
            }
        }
        let posts: Vec<&str> =
            web::table().iter().filter(|other| other.method == Method::POST).map(|other| other.path).collect();
        for method in [Method::OPTIONS, Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE, Method::POST] {
            if method == Method::POST && posts.contains(&route.path) {
                continue;
            }
            let answer = unsigned(&scene, &method, &path).send(&scene.maple).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
        for suffix in [".json", "/", ".html", "%2e%2e/"] {
            let answer = unsigned(&scene, &Method::GET, &format!("{path}{suffix}")).send(&scene.maple).await;
            assert!(answer.status != 200 || plain.status == 200, "{path}{suffix}");
            assert!(answer.status < 500, "{path}{suffix}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t53_every_twin_of_every_route_decides_alike_for_strangers_partners_and_pupils() {
    let scene = Scene::set().await;
    let (_, item) = scene.ours("Shown").await;
    let pupil = scene.maple.pupil_browser().await;
    let mut shown = [0; 3];

    for path in get_paths(&scene, &item).into_iter().filter(|path| !path.starts_with("/static/")) {
        for (number, server) in [&scene.wild, &scene.oak].into_iter().enumerate() {
            let ask = |method: &Method| server.asks(&scene.maple, method, &path);
            let plain = ask(&Method::GET).send(&scene.maple).await;
            shown[number] += usize::from(plain.status == 200 && path.starts_with("/ap/"));
            let head = ask(&Method::HEAD).send(&scene.maple).await;
            assert_eq!((head.status, head.bytes.len()), (plain.status, 0), "HEAD {path} of {}", server.host);
            for twin in twins(&ask(&Method::GET)) {
                let answer = twin.send(&scene.maple).await;
                let mut found = normal(&answer);
                // A cookie that opens nothing is taken away where somebody looked at it.
                found.1.retain(|(name, _)| name != "set-cookie");
                assert_eq!(found, normal(&plain), "{path} of {}: {:?}", server.host, twin.headers);
            }
            let other = ask(&Method::OPTIONS).send(&scene.maple).await;
            assert_eq!(other.status, 405, "OPTIONS {path} of {}", server.host);
            let suffixed = server.asks(&scene.maple, &Method::GET, &format!("{path}.json")).send(&scene.maple).await;
            assert!(suffixed.status != 200 || plain.status == 200, "{path}.json of {}", server.host);
        }
        let plain = pupil.get(&path).await;
        shown[2] += usize::from(plain.status == 200);
        let head = pupil.ask(&Method::HEAD, &path, &[]).await;
        assert_eq!((head.status, head.bytes.len()), (plain.status, 0), "HEAD {path} of a pupil");
        for twin in TWINS.iter().filter(|(name, _)| *name != "cookie") {
            let answer = pupil.ask(&Method::GET, &path, &[*twin]).await;
            assert_eq!(normal(&answer), normal(&plain), "{path} of a pupil: {twin:?}");
        }
        assert_eq!(pupil.ask(&Method::OPTIONS, &path, &[]).await.status, 405, "OPTIONS {path} of a pupil");
        let suffixed = pupil.get(&format!("{path}.json")).await;
        assert!(suffixed.status != 200 || plain.status == 200, "{path}.json of a pupil");
    }
    assert_eq!(shown[0], 0, "a stranger was shown something");
    assert!(shown[1] >= 4 && shown[2] >= 10, "{shown:?}: too little was shown to anybody for this to say much");
}

#[tokio::test(flavor = "multi_thread")]
async fn t31_people_cannot_be_asked_for_and_odd_questions_find_nothing() {
    let scene = Scene::set().await;
    let host = scene.maple.host().to_owned();
    let slug = scene.maple.class.slug.to_string();
    let ask = async |resource: &str| {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("resource", resource).finish();
        unsigned(&scene, &Method::GET, &format!("/.well-known/webfinger?{query}")).send(&scene.maple).await
    };

    assert_eq!(ask(&format!("acct:{slug}@{host}")).await.status, 200);
    for odd in [
        format!("acct:Sam@{host}"),
        format!("acct:{slug}@{host}@elsewhere.example"),
        format!("acct:{slug}@elsewhere.example"),
        format!("acct:{slug}@{host}/secret?x=1#"),
        format!("acct:{slug}"),
        format!("acct:@{host}"),
        format!("acct:{slug}@[::1]"),
        format!("acct:{slug}\r\nx@{host}"),
        "acct:%".to_owned(),
        "x".repeat(20_000),
        format!("https://{host}/c/../c/{slug}?x"),
        "javascript:alert(1)".to_owned(),
    ] {
        let answer = ask(&odd).await;
        assert!(
            [400, 404].contains(&answer.status) || (odd.contains("/c/") && answer.status == 200),
            "{odd}: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t61_what_we_say_of_ourselves_names_no_version_path_or_child() {
    let scene = Scene::set().await;
    let (_, item) = scene.ours("Shown").await;
    let mut said = String::new();
    for path in [
        "/actor".to_owned(),
        format!("/ap/a/{}", scene.maple.class.id),
        format!("/ap/a/{}/outbox?before=start", scene.maple.class.id),
        format!("/ap/o/{item}"),
        format!("/ap/o/{item}/replies"),
    ] {
        let answer = scene.oak.asks(&scene.maple, &Method::GET, &path).send(&scene.maple).await;
        assert_eq!(answer.status, 200, "{path}");
        said += &answer.text();
    }
    for seen in scene.oak.seen() {
        said += &String::from_utf8_lossy(&seen.body);
        assert!(!seen.headers.contains_key("cookie") && !seen.headers.contains_key("referer"));
    }
    for secret in ["Mrs Teacher", "teacher@school.example", "PRIVATE KEY", "/tmp", "127.0.0.1"] {
        assert!(!said.contains(secret), "{secret}");
    }
    // Whole words only: three letters in a row turn up by chance in ids and signatures.
    let words: Vec<&str> = said.split(|character: char| !character.is_alphanumeric()).collect();
    assert!(words.contains(&"Shown"), "{said}");
    for secret in ["Sam", "bto", "bcc"] {
        assert!(!words.contains(&secret), "{secret}");
    }
}
