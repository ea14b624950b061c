//! What families ask to have removed: from the link under a post to the answer, and to every school that has it.

use jiff::SignedDuration;
use schoolgate::actions::people;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::people::{ClassRole, FAMILY_LINK_LASTS};
use tests::people::Answer;
use tests::schools::{PASSWORD, partner_schools, strangers};

/// Where the first request on a page is answered.
fn first_request(page: &Answer) -> String {
    let text = page.text();
    let id = text.split("id=\"request-").nth(1).and_then(|rest| rest.split('"').next()).expect("a request");
    format!("/requests/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_asks_and_what_it_asked_about_is_gone_here_and_at_the_partner() {
    let [maple, oak] = partner_schools().await;
    let post = maple.publish("Ships", "We counted nine ships.").await;
    maple.let_undo_pass();
    let there = oak.let_in(Tray::In, "nine ships").await;
    let (family, teacher) = (maple.family_browser().await, maple.teacher_browser().await);
    let ask = format!("/ask-removal/{post}");

    assert!(family.get("/c/maple-class/ships").await.says(&ask));
    assert!(!teacher.get("/c/maple-class/ships").await.says(&ask));
    assert!(teacher.get("/requests").await.says("No family is waiting for an answer."));
    let words = [("words", "Our child is in the picture"), ("contact", "0113 496 0000")];
    let thanks = family.post(&ask, &ask, &words).await;
    assert!(thanks.url.ends_with("/asked") && thanks.says("A teacher of the class answers within a week."));

    assert!(teacher.get("/gate/maple-class").await.says("A family waits for an answer until"));
    let page = teacher.get("/requests").await;
    assert!(page.says("Our child is in the picture") && page.says("0113 496 0000") && page.says("Ships"));
    let action = first_request(&page);
    let done = teacher.post("/requests", &action, &[("outcome", "removed")]).await;
    assert!(done.says("Removed. The family") && done.says("No family is waiting"), "{}", done.text());

    assert_eq!(family.get("/c/maple-class/ships").await.status, 404);
    oak.until("the post is gone there", async || {
        let page = oak.pupil_browser().await.get(&format!("/c/oak-class/friends/{there}")).await;
        (page.status == 404).then_some(())
    })
    .await;
    let again = teacher.post("/requests", &action, &[("outcome", "removed")]).await;
    assert_eq!(again.status, 409, "{}", again.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_needs_a_reason_and_what_is_late_says_so() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Ships", "We counted nine ships.").await;
    let (family, teacher) = (maple.family_browser().await, maple.teacher_browser().await);
    let ask = format!("/ask-removal/{post}");
    let long = "a".repeat(1001);

    let too_long = family.post(&ask, &ask, &[("words", long.as_str())]).await;
    assert!(too_long.status == 422 && too_long.says("at most 1,000 characters") && too_long.says(&long));
    assert!(teacher.get("/requests").await.says("No family is waiting"));
    family.post(&ask, &ask, &[]).await;
    maple.school.clock.advance(SignedDuration::from_hours(8 * 24));
    let (family, teacher) = (maple.family_browser().await, maple.teacher_browser().await);
    let page = teacher.get("/requests").await;
    assert!(page.says("Was to be answered by") && page.says("They gave no reason, and need not."));

    let action = first_request(&page);
    let without = teacher.post("/requests", &action, &[("outcome", "kept"), ("answer", " ")]).await;
    assert!(without.says("Say why it stays") && without.says("Was to be answered by"), "{}", without.text());
    let kept = teacher.post("/requests", &action, &[("outcome", "kept"), ("answer", "It is a drawing")]).await;
    assert!(kept.says("The family’s request is answered.") && kept.says("It is a drawing"));
    assert_eq!(family.get("/c/maple-class/ships").await.status, 200);
    assert!(maple.admin_browser().await.get("/audit").await.says("answered a family"));
}

#[tokio::test(flavor = "multi_thread")]
async fn t82_nobody_else_asks_or_answers() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Ships", "We counted nine ships.").await;
    let ask = format!("/ask-removal/{post}");
    let (pupil, teacher) = (maple.pupil_browser().await, maple.teacher_browser().await);
    for (browser, page) in [(&pupil, "/tray"), (&teacher, "/requests")] {
        assert_eq!(browser.get(&ask).await.status, 404);
        assert_eq!(browser.post(page, &ask, &[]).await.status, 404);
    }
    let family = maple.family_browser().await;
    let hidden = maple.pupil_comments(&post, "Mine is faster").await;
    let unseen = family.post(&ask, &format!("/ask-removal/{hidden}"), &[]).await;
    assert_eq!(unseen.status, 404, "it waits at the gate");
    family.post(&ask, &ask, &[]).await;
    let action = first_request(&teacher.get("/requests").await);

    maple.adult("other", None, false).await;
    maple.adult("lead", None, true).await;
    maple.adult("coach", Some(ClassRole::Coach), false).await;
    for other in ["other", "coach"] {
        let browser = maple.browser();
        browser.sign_in(&format!("{other}@school.example"), PASSWORD).await;
        assert!(browser.get("/requests").await.says("No family is waiting"), "{other}");
        assert_eq!(browser.post("/requests", &action, &[("outcome", "removed")]).await.status, 403, "{other}");
    }
    assert_eq!(family.get("/c/maple-class/ships").await.status, 200);
    let lead = maple.browser();
    lead.sign_in("lead@school.example", PASSWORD).await;
    assert!(lead.post("/requests", &action, &[("outcome", "removed")]).await.says("Removed."));
    assert_eq!(family.get("/c/maple-class/ships").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_meanwhile_is_answered_by_the_safeguarding_lead_alone() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Ships", "We counted nine ships.").await;
    let ask = format!("/ask-removal/{post}");
    let (family, pupil, teacher) =
        (maple.family_browser().await, maple.pupil_browser().await, maple.teacher_browser().await);
    family.post(&ask, &ask, &[("words", "Our child is in it")]).await;
    let action = first_request(&teacher.get("/requests").await);

    let tell = format!("/tell/{post}");
    pupil.post(&tell, &tell, &[("words", "It is about me")]).await;

    let page = teacher.get("/requests").await;
    assert!(!page.says("Ships") && !page.says("Our child") && page.says("No family is waiting"), "{}", page.text());
    assert!(!teacher.get("/gate/maple-class").await.says("A family waits"));
    assert_eq!(teacher.post("/requests", &action, &[("outcome", "removed")]).await.status, 404);
    maple.adult("lead", None, true).await;
    let lead = maple.browser();
    lead.sign_in("lead@school.example", PASSWORD).await;
    assert!(lead.get("/requests").await.says("Our child is in it"));
    assert!(lead.post("/requests", &action, &[("outcome", "removed")]).await.says("Removed."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_reader_reads_under_the_familys_link_as_long_as_it_works() {
    let [maple] = strangers(["maple"]).await;
    maple.publish("Ships", "We counted <nine> ships.").await;
    let form = "/c/maple-class/write";
    let waiting = [("title", "Not yet"), ("body", "Nobody has seen this."), ("send", "out")];
    assert_eq!(maple.pupil_browser().await.upload(form, form, &waiting, Vec::new()).await.status, 200);
    let link = people::new_family_link(&maple.school, &maple.teacher, &maple.class.id).await.unwrap();
    let (visitor, feed) = (maple.browser(), |ending: &str| format!("/family/{link}/feed.{ending}"));

    let greeting = visitor.get(&format!("/family/{link}")).await;
    assert!(greeting.says(&feed("atom")) && greeting.says(&feed("json")));
    let atom = visitor.get(&feed("atom")).await;
    assert_eq!(atom.headers["content-type"], "application/atom+xml; charset=utf-8");
    assert!(atom.says("<title>Ships</title>") && !atom.says("Not yet"), "{}", atom.text());
    let json = visitor.get(&feed("json")).await;
    assert_eq!((json.status, &json.headers["content-type"].to_str().unwrap()), (200, &"application/feed+json"));
    assert_eq!(json.headers["cache-control"], "private, no-store");
    let read: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
    assert_eq!(read["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(read["items"].as_array().unwrap().len(), 1);
    let item = &read["items"][0];
    assert_eq!((&item["title"], &item["authors"][0]["name"]), (&"Ships".into(), &"maple class".into()));
    assert!(item["content_html"].as_str().unwrap().contains("&lt;nine&gt;"), "{item}");
    assert_eq!(visitor.get("/c/maple-class/feed.json").await.status, 404, "a visitor without the link");
    let signed_in = maple.browser();
    assert_eq!(signed_in.use_family_link(&link).await.status, 200);
    assert!(signed_in.get("/c/maple-class/feed.json").await.says("\"Ships\""));
    assert_eq!(visitor.get(&format!("/family/{link}x/feed.json")).await.status, 404);

    maple.school.clock.advance(FAMILY_LINK_LASTS - SignedDuration::from_hours(1));
    assert!(visitor.get(&feed("json")).await.says("\"Ships\""));
    maple.school.clock.advance(SignedDuration::from_hours(2));

    for gone in [feed("atom"), feed("json"), format!("/family/{link}")] {
        assert_eq!(visitor.get(&gone).await.status, 404, "{gone}");
    }
    let page = maple.teacher_browser().await.get("/people/maple-class").await;
    assert!(page.says("The link for families ended on"), "{}", page.text());
    let new = people::new_family_link(&maple.school, &maple.teacher, &maple.class.id).await.unwrap();
    assert!(visitor.get(&format!("/family/{new}/feed.json")).await.says("\"Ships\""));
}
