//! Looking for words: a teacher in what came to the class, a pupil in what was let in, and nobody in what is not theirs.

use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::actions::{classes, erasures};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::classes::ClassKind;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict};
use tests::Browser;
use tests::people::Answer;
use tests::schools::{PASSWORD, TestSchool, partner_schools, strangers};

async fn look(browser: &Browser, typed: &str) -> Answer {
    let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let page = browser.get(&format!("/search?q={typed}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.headers["cache-control"], "private, no-store");
    page
}

/// How much was found.
async fn hits(browser: &Browser, typed: &str) -> usize {
    look(browser, typed).await.text().matches("class=\"hits__hit\"").count()
}

/// A teacher of another class of this school.
async fn other_teacher(school: &TestSchool) -> Browser {
    let other = school.adult("other", None, false).await;
    let willow = classes::NewClass {
        name: "Willow class".to_owned(),
        slug: String::new(),
        kind: ClassKind::Class,
        crest: "owl".to_owned(),
        colour: 4,
        about: String::new(),
        year_order: 4,
        teacher: Some(other.id),
    };
    classes::add(&school.school, "school", willow).await.unwrap();
    let browser = school.browser();
    assert_eq!(browser.sign_in("other@school.example", PASSWORD).await.status, 200);
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_finds_what_waits_and_a_pupil_only_what_was_let_in() {
    let [maple, oak] = partner_schools().await;
    let (teacher, pupil) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let other = other_teacher(&maple).await;
    let ships = oak.publish("Ships", "We counted nine schooners in the harbour.").await;
    maple.waits(Tray::In, "schooners").await;

    let found = look(&teacher, "nine scho").await;
    assert!(found.says("Waiting at the gate") && found.says("We counted <mark>nine</mark> <mark>schooners</mark>"));
    assert!(found.says("/gate/maple-class?tray=in#i-"), "{}", found.text());
    assert_eq!((hits(&pupil, "schooners").await, hits(&other, "schooners").await), (0, 0));
    // Nothing tells a pupil that there is something that waits.
    let (waits, nothing) = (look(&pupil, "schooners").await, look(&pupil, "submarine").await);
    let bare = |page: &Answer, word: &str| {
        let id = page.headers["x-request-id"].to_str().unwrap().to_owned();
        page.text().replace(&id, "").replace(&page.csrf(), "").replace(word, "word")
    };
    assert_eq!(bare(&waits, "schooners"), bare(&nothing, "submarine"));

    maple.let_in(Tray::In, "schooners").await;

    let found = look(&pupil, "SCHOONERS").await;
    assert!(found.says("<mark>schooners</mark>") && found.says("/c/maple-class/friends/"), "{}", found.text());
    assert!(look(&teacher, "schooners").await.says("On the page"));
    assert_eq!(hits(&other, "schooners").await, 0);
    assert_eq!(hits(&maple.admin_browser().await, "schooners").await, 1);

    // Their own comment: found by the teacher while it waits, by pupils once it is out.
    let post = maple.item_of(&oak.school.urls.object(&ships)).await.unwrap();
    maple.pupil_comments(&post, "Were there galleons").await;
    assert_eq!((hits(&teacher, "galleons").await, hits(&pupil, "galleons").await), (1, 0));
    maple.let_in(Tray::Out, "galleons").await;
    let found = look(&pupil, "galleons").await;
    assert!(found.says("#comment-") && found.says("Were there <mark>galleons</mark>"), "{}", found.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_or_erased_is_found_no_more() {
    let [maple] = strangers(["maple"]).await;
    let (teacher, pupil) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let snails = maple.publish("Snails", "We raced quick gastropods.").await;
    maple.publish("Slugs", "Slugs are gastropods too.").await;
    assert_eq!((hits(&pupil, "gastropods").await, hits(&teacher, "gastropods").await), (2, 2));
    assert_eq!(hits(&pupil, "snai").await, 1, "by its title");

    maple.take_back(&snails).await;

    assert_eq!((hits(&pupil, "gastropods").await, hits(&pupil, "snails").await), (1, 0));
    let found = look(&teacher, "quick").await;
    assert!(found.says("Taken back") && found.says(&format!("/taken-back/{snails}")), "{}", found.text());

    erasures::erase_item(&maple.school, &maple.admin, &snails).await.unwrap();

    assert_eq!((hits(&pupil, "quick").await, hits(&teacher, "quick").await), (0, 0));
    assert_eq!(hits(&pupil, "gastropods").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_wording_a_rejected_one_and_another_classs_post_are_not_found_by_a_pupil() {
    let [maple] = strangers(["maple"]).await;
    let pupil = maple.pupil_browser().await;
    let post = maple.publish("Snails", "We raced oldword.").await;
    maple.edit(&post, "Snails", "We raced newword.").await;
    assert_eq!((hits(&pupil, "oldword").await, hits(&pupil, "newword").await), (0, 1));

    let draft = Draft { title: "Bad".to_owned(), markdown: "rejectedword".to_owned(), ..Draft::default() };
    articles::write(&maple.school, Pen::Child(&maple.pupil), &maple.class.id, draft, Finish::HandIn).await.unwrap();
    let waiting = maple.waits(Tray::Ours, "rejectedword").await;
    maple.decide(&waiting, Verdict::TurnAway).await;
    assert_eq!(hits(&pupil, "rejectedword").await, 0);
    let found = look(&maple.teacher_browser().await, "rejectedword").await;
    assert!(found.says("Turned away"), "{}", found.text());

    let visitor = maple.browser().get("/search?q=newword").await;
    assert!(visitor.url.contains("/sign-in"), "{}", visitor.url);
    assert_eq!(maple.family_browser().await.get("/search?q=newword").await.status, 404);
    maple.publish_for("Open", "publicword", Audience::Public, Vec::new()).await;
    assert_eq!(hits(&pupil, "publicword").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_is_answered() {
    let [maple] = strangers(["maple"]).await;
    maple.publish("Snails <script>", "We raced 🐌 & \"snails\".").await;
    let (teacher, pupil) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let long = "snails ".repeat(1500);
    for typed in ["%", "\"", "*", "NEAR(", "🐌", "\u{202e}rtl", "words:x", "' or '1'='1", "<script>alert(1)</script>"]
    {
        for browser in [&teacher, &pupil] {
            let page = look(browser, typed).await;
            assert!(!page.says("<script>alert"), "{}", page.text());
        }
    }
    assert_eq!(pupil.get("/search?q=a%00b").await.status, 400, "as everywhere");
    assert_eq!(hits(&pupil, &long).await, 1);
    assert!(look(&pupil, "%").await.says("There is no word in that"));
    assert!(look(&pupil, "whale").await.says("Nothing found"));
    let marked = look(&pupil, "snails script").await;
    assert!(marked.says("<mark>Snails</mark> &#60;<mark>script</mark>&#62;"), "{}", marked.text());
    for number in 0..45 {
        maple.publish(&format!("Post {number}"), "manywords").await;
    }
    let first = look(&pupil, "manywords").await;
    let older = first.text().split("href=\"/search?").nth(1).and_then(|rest| rest.split('"').next().map(str::to_owned));
    let older = older.unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let second = pupil.get(&format!("/search?{older}")).await;
    assert_eq!(first.text().matches("hits__hit").count(), 20);
    assert_eq!(second.text().matches("hits__hit").count(), 20);
    assert!(first.says("Post 44") && second.says("Post 24") && !second.says("Post 44") && second.says("Newer"));
}
