//! What pupils, families and visitors read, and what they write: over HTTP, as their browsers do.

use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict};
use tests::people::Answer;
use tests::schools::{partner_schools, strangers};

/// A page without what differs from one request to the next: its form token and the request's own name.
fn bare(answer: &Answer) -> String {
    let id = answer.headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("none").to_owned();
    let text = answer.text().replace(&id, "id");
    let csrf = answer.csrf();
    format!("{} {}", answer.status, if csrf.is_empty() { text } else { text.replace(&csrf, "token") })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_with_nothing_public_is_as_missing_as_one_that_never_was() {
    let [maple] = strangers(["maple"]).await;
    maple.publish("Snails", "We raced snails.").await;
    let visitor = maple.browser();

    let front = visitor.get("/").await;
    let class = visitor.get("/c/maple-class").await;
    let post = visitor.get("/c/maple-class/snails").await;
    let nothing = visitor.get("/c/nothing").await;

    assert!(front.says("maple school") && !front.says("maple class"), "{}", front.text());
    assert_eq!((class.status, post.status), (404, 404));
    assert_eq!(bare(&class).replace("/c/maple-class", "/c/nothing"), bare(&nothing));
    assert_eq!(visitor.get("/c/maple-class/feed.atom").await.status, 404);
    assert_eq!(maple.family_browser().await.get("/c/maple-class/snails").await.status, 200);

    maple.publish_for("Open day", "Come and see us.", Audience::Public, Vec::new()).await;

    let class = visitor.get("/c/maple-class").await;
    assert!(class.says("Open day") && !class.says("Snails"));
    let feed = visitor.get("/c/maple-class/feed.atom").await;
    assert!(feed.says("<title>Open day</title>") && !feed.says("Snails"));
    assert!(visitor.get("/").await.says("Open day"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupils_post_goes_from_the_form_to_the_world_and_nothing_typed_is_lost() {
    let [maple] = strangers(["maple"]).await;
    let pupil = maple.pupil_browser().await;
    let form = "/c/maple-class/write";
    let picture = vec![("picture_1", tests::pictures::png(10, 90, 40))];

    let wrong =
        pupil.upload(form, form, &[("title", ""), ("body", "We saw **nine** ships."), ("send", "out")], picture).await;

    assert_eq!(wrong.status, 422);
    assert!(
        wrong.says("We saw **nine** ships.")
            && wrong.says("Give it a title.")
            && wrong.says("Say what the picture shows.")
    );
    let text = wrong.text();
    let kept =
        text.split("name=\"kept_1\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let own = text
        .split("src=\"")
        .find_map(|part| part.split('"').next().filter(|path| path.starts_with("/my/pictures/")))
        .unwrap();
    let shown = pupil.get(own).await;
    assert_eq!((shown.status, shown.headers["content-type"].to_str().unwrap()), (200, "image/png"));
    assert!(shown.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(maple.teacher_browser().await.get(own).await.status, 404);

    let fields = [
        ("title", "Our harbour"),
        ("body", "We saw **nine** ships."),
        ("kept_1", kept),
        ("alt_1", "A tug"),
        ("who_1", "nobody"),
        ("send", "out"),
    ];
    let sent = pupil.upload(form, form, &fields, Vec::new()).await;

    assert_eq!(sent.status, 200, "{}", sent.text());
    assert!(sent.url.ends_with("/tray") && sent.says("Our harbour") && sent.says("Your teacher has it now."));
    assert!(!pupil.get("/c/maple-class").await.says("Our harbour"));
    assert_eq!(pupil.get("/c/maple-class/our-harbour").await.status, 404);
    let public = own.replace("/my/pictures/", "/m/");
    assert_eq!(pupil.get(&public).await.status, 404);

    maple.let_in(Tray::Ours, "nine ships").await;

    assert!(pupil.get("/c/maple-class").await.says("Our harbour"));
    let post = pupil.get("/c/maple-class/our-harbour").await;
    assert!(post.says("<strong>nine</strong>") && post.says("alt=\"A tug\""), "{}", post.text());
    assert_eq!(pupil.get(&public).await.status, 200);
    assert_eq!(pupil.get(&public.replace("/m/", "/m/small/")).await.status, 200);
    assert_eq!(maple.browser().get(&public).await.status, 404);
    assert_eq!(pupil.get(&public.replace(".png", ".jpg")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_says_why_and_is_said_again() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Snails", "We raced snails.").await;
    let pupil = maple.pupil_browser().await;
    let here = "/c/maple-class/snails";

    let empty = pupil.post(here, &format!("/c/maple-class/comment/{post}"), &[("text", " ")]).await;
    assert!(empty.status == 422 && empty.says("Write something first."));
    let sent =
        pupil.post(here, &format!("/c/maple-class/comment/{post}"), &[("text", "My snail lives at 12 Elm Road")]).await;
    assert!(sent.status == 200 && sent.says("Your teacher has it now.") && !sent.says("Elm Road"));
    let waiting = maple.waits(Tray::Ours, "Elm Road").await;
    maple.decide(&waiting, Verdict::SendBack).await;

    let tray = pupil.get("/tray").await;
    assert!(tray.says("Try again: Mrs Teacher says") && tray.says("Because"), "{}", tray.text());
    let again = format!("/comment/{}/again", waiting.item.id);
    assert!(pupil.get(&again).await.says("Elm Road"));
    let sent = pupil.post(&again, &again, &[("text", "My snail came second")]).await;
    assert!(sent.url.ends_with("/tray"));
    maple.let_in(Tray::Ours, "came second").await;

    let read = pupil.get(here).await;
    assert!(read.says("My snail came second") && !read.says("Elm Road"));
    assert!(pupil.get("/tray").await.says(&format!("{here}#comment-")));
}

#[tokio::test(flavor = "multi_thread")]
async fn telling_an_adult_takes_it_off_every_page() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Snails", "We raced snails.").await;
    let pupil = maple.pupil_browser().await;
    let tell = format!("/tell/{post}");

    assert!(pupil.get(&tell).await.says("Snails"));
    let thanks = pupil.post(&tell, &tell, &[("words", "It is about me")]).await;

    assert!(thanks.url.ends_with("/told") && thanks.says("Thank you for telling."));
    assert_eq!(pupil.get("/c/maple-class/snails").await.status, 404);
    assert_eq!(pupil.get(&tell).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_friends_post_is_read_answered_and_liked_by_its_own_class_only() {
    let [maple, oak] = partner_schools().await;
    oak.publish("Ships", "We counted nine ships.").await;
    let item = maple.let_in(Tray::In, "nine ships").await;
    let here = format!("/c/maple-class/friends/{item}");
    let (pupil, teacher) = (maple.pupil_browser().await, maple.teacher_browser().await);

    let list = pupil.get("/c/maple-class/friends").await;
    assert!(list.says("Ships") && list.says("oak school"), "{}", list.text());
    assert!(pupil.get("/").await.says("Ships"));
    assert!(maple.family_browser().await.get(&here).await.says("nine ships"));
    for path in [here.as_str(), "/c/maple-class/friends"] {
        assert_eq!(maple.browser().get(path).await.status, 404, "{path}");
    }
    let liked =
        teacher.post(&here, &format!("/like/{item}"), &[("class", maple.class.id.as_str()), ("back", &here)]).await;
    assert!(liked.says("maple class liked this."), "{}", liked.text());
    let sent = pupil.post(&here, &format!("/c/maple-class/comment/{item}"), &[("text", "We saw a tug too")]).await;
    assert!(sent.url.ends_with(&here));
    maple.let_in(Tray::Out, "tug too").await;
    assert!(pupil.get(&here).await.says("We saw a tug too"));
    assert!(pupil.get("/tray").await.says(&format!("{here}#comment-")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_is_asked_first_and_shows_who_confirmed() {
    let [maple, oak] = partner_schools().await;
    let post = maple.publish("Snails", "We raced snails.").await;
    oak.let_in(Tray::In, "raced snails").await;
    let (teacher, pupil) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let ask = format!("/take-back/{post}");

    assert_eq!(pupil.get(&ask).await.status, 404);
    assert!(teacher.get(&ask).await.says("Snails"));
    assert_eq!(pupil.get("/c/maple-class/snails").await.status, 200);
    let taken = teacher.post(&ask, &ask, &[]).await;

    assert!(taken.url.ends_with(&format!("/taken-back/{post}")), "{}", taken.text());
    assert_eq!(pupil.get("/c/maple-class/snails").await.status, 404);
    maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            teacher.get(&format!("/taken-back/{post}")).await.says("1 of 1 confirmed").then_some(())
        })
        .await;
}
