//! What machines that look for pages find: what is public, and of everything else not even that it is there.

use http::{HeaderMap, Method};
use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::actions::people;
use schoolgate::domain::articles::Draft;
use schoolgate::domain::items::Audience as Reach;
use schoolgate::web;
use tests::peers::{Call, say};
use tests::people::Answer;
use tests::schools::{TestSchool, strangers};

/// As they call themselves.
const CRAWLERS: &[&str] = &[
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mastodon/4.5.0 (http.rb/5.2.0; +https://elsewhere.example/)",
    "GPTBot/1.2",
];

/// Where they look without having been told of it.
const GUESSES: &[&str] = &[
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/manifest.json",
    "/site.webmanifest",
    "/favicon.ico",
    "/feed",
    "/atom.xml",
    "/opensearch.xml",
    "/oembed?url=",
    "/services/oembed?format=json&url=",
    "/.well-known/oembed?url=",
    "/.well-known/host-meta",
    "/api/v1/timelines/public",
    "/api/v1/instance",
    "/wp-json/wp/v2/posts",
    "/users/maple-class",
    "/@maple-class",
    "/c/maple-class/quaggas.json",
    "/c/maple-class/quaggas/embed",
    // Nearly right: nobody is told what they may have meant.
    "/c/maple-class/quagga",
    "/c/maple-clas",
];

fn asks(maple: &TestSchool, method: &Method, path: &str, agent: &str) -> Call {
    let mut headers = HeaderMap::new();
    headers.insert("host", maple.host().parse().unwrap());
    headers.insert("user-agent", agent.parse().unwrap());
    Call { method: method.clone(), path: path.to_owned(), headers, body: Vec::new() }
}

/// Everything that an answer says, its headers too.
fn whole(answer: &Answer) -> String {
    let mut text = answer.text();
    for (name, value) in &answer.headers {
        text.extend(["\n", name.as_str(), ": ", value.to_str().unwrap()]);
    }
    text
}

/// An address of a route: of this post where it names one, of nothing where it names anything else.
fn address(path: &str, maple: &TestSchool, item: &str, slug: &str) -> String {
    let class = if path.starts_with("/ap/") { maple.class.id.as_str() } else { maple.class.slug.as_str() };
    let mut path = path.replace("{class}", class).replace("{item}", item).replace("{slug}", slug);
    path = path.replace("{*path}", "schoolgate.css").replace("{part}", "replies");
    while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
        path.replace_range(start..=end, "00000000000000000000000000000000");
    }
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn t62_a_crawler_finds_nothing_of_what_is_not_public() {
    let [maple] = strangers(["maple"]).await;
    let hidden = maple.publish_for("Quaggas", "An okapi came by.", Reach::School, Vec::new()).await;
    let draft = Draft { title: "Quokka".to_owned(), markdown: "An okapi came by.".to_owned(), ..Draft::default() };
    let child = people::child(&maple.school, &maple.another_pupil("Tolliver").await).await.unwrap();
    articles::write(&maple.school, Pen::Child(&child), &maple.class.id, draft, Finish::HandIn).await.unwrap();
    let post = maple.school.urls.to("/c/maple-class/quaggas");
    let guess = |guess: &&str| if guess.ends_with('=') { format!("{guess}{post}") } else { (*guess).to_owned() };
    let guesses: Vec<String> = GUESSES.iter().map(guess).collect();
    let table = web::table();
    let routes = table.iter().filter(|route| route.method == Method::GET);
    let addresses = routes.map(|route| address(route.path, &maple, hidden.as_str(), "quaggas"));
    let paths: Vec<String> = addresses.chain(guesses.iter().cloned()).collect();

    for agent in CRAWLERS {
        for path in &paths {
            let answer = asks(&maple, &Method::GET, path, agent).send(&maple).await;
            // What was asked for may be said back, as where to go on after signing in.
            let said = whole(&answer).replace("quaggas", "");
            for secret in ["Quaggas", "quagga", "okapi", "Quokka", "quokka", "maple class", "Tolliver", "Mrs Teacher"] {
                let is_asked = path.contains(secret);
                assert!(is_asked || !said.contains(secret), "{secret} at {path}: {said}");
            }
            if guesses.contains(path) {
                assert_eq!(answer.status, 404, "{path}");
            }
        }
    }

    // Its twin: what is public is found, and nothing on its page is made for them.
    maple.publish_for("Zebras", "A zebra came by.", Reach::Public, Vec::new()).await;
    for agent in CRAWLERS {
        let page = asks(&maple, &Method::GET, "/c/maple-class/zebras", agent).send(&maple).await;
        assert!(page.status == 200 && page.says("A zebra came by."), "{}", page.text());
        for made_for_them in ["og:", "twitter:", "ld+json", "oembed", "canonical", "itemprop", "manifest"] {
            assert!(!page.says(made_for_them), "{made_for_them}");
        }
        let robots = asks(&maple, &Method::GET, "/robots.txt", agent).send(&maple).await;
        assert!(robots.says("Disallow: /") && !robots.says("Allow: /") && !robots.says("Sitemap"), "{}", robots.text());
    }
}

/// What every answer says to whoever would keep it or make it found.
fn assert_not_to_be_found_or_kept(answer: &Answer, is_a_file: bool, why: &str) {
    assert_eq!(
        answer.headers.get("x-robots-tag").map(http::HeaderValue::as_bytes),
        Some(&b"noindex, noarchive"[..]),
        "{why}"
    );
    assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{why}");
    if is_a_file && answer.status == 200 {
        return;
    }
    assert_eq!(answer.headers["cache-control"], "private, no-store", "{why}");
    let vary = answer.headers["vary"].to_str().unwrap().to_lowercase();
    for name in ["cookie", "accept", "signature", "signature-input"] {
        assert!(vary.split(", ").any(|one| one == name), "{why}: {vary}");
    }
    for kept in ["etag", "last-modified", "expires"] {
        assert!(!answer.headers.contains_key(kept), "{why}: {kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t56_t62_every_answer_of_every_route_is_not_to_be_found_or_kept() {
    let [maple] = strangers(["maple"]).await;
    let picture = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await;
    let upload = picture.picture.clone();
    let shown = maple.publish_for("Zebras", "Words.", Reach::Public, vec![picture]).await;
    let stored = schoolgate::store::pictures::get(&mut maple.school.db.read(), &upload).await.unwrap();
    let pupil = maple.pupil_browser().await;

    for route in web::table() {
        let path = address(route.path, &maple, shown.as_str(), "zebras");
        if path == "/source" {
            // It leads to where the source is.
            continue;
        }
        let is_a_file = path.starts_with("/static/");
        for method in [&route.method, &Method::HEAD, &Method::OPTIONS, &Method::DELETE] {
            let answer = asks(&maple, method, &path, CRAWLERS[0]).send(&maple).await;
            assert_not_to_be_found_or_kept(&answer, is_a_file, &format!("{method} {path}"));
        }
        let answer = pupil.ask(&route.method, &path, &[]).await;
        assert_not_to_be_found_or_kept(&answer, is_a_file, &format!("{} {path} of a pupil", route.method));
    }
    for (path, status) in [
        (format!("/m/{upload}.{}", stored.extension()), 200),
        (format!("/m/small/{upload}.{}", stored.extension()), 200),
        ("/m/nothing.png".to_owned(), 404),
        ("/static/nothing.css".to_owned(), 404),
        ("/nothing".to_owned(), 404),
        ("/c/maple-class/%00".to_owned(), 400),
    ] {
        let answer = asks(&maple, &Method::GET, &path, CRAWLERS[0]).send(&maple).await;
        assert_eq!(answer.status, status, "{path}");
        assert_not_to_be_found_or_kept(&answer, false, &path);
    }
    // What is answered in no school's name.
    for (host, status) in [("host: elsewhere.example\r\n", "421"), ("", "400")] {
        let said = say(&maple, format!("GET / HTTP/1.1\r\n{host}connection: close\r\n\r\n").as_bytes()).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{said}");
        let said = said.to_lowercase();
        assert!(said.contains("x-robots-tag: noindex, noarchive") && said.contains("private, no-store"), "{said}");
    }
}
