//! Whom a letter is addressed to: it can make an audience smaller, and never larger.

use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::store;
use serde_json::{Value, json};

use super::Scene;

const EVERYBODY: [&str; 3] = ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"];

#[tokio::test(flavor = "multi_thread")]
async fn t52_a_partners_post_is_for_the_classes_that_follow_it_whatever_it_says() {
    let scene = Scene::set().await;
    let followers = scene.maple.school.urls.class_part(&scene.maple.class.id, "followers");
    let crowd: Vec<Value> = (0..5_000).map(|number| json!(scene.oak.url(&format!("/a/{number}")))).collect();

    for (number, to) in EVERYBODY
        .iter()
        .map(|everybody| json!([everybody]))
        .chain([
            json!([followers.as_str()]),
            json!([scene.maple.school.urls.home().as_str(), scene.oak.url("/a/1/followers")]),
            json!(scene.oak.url("/a/1/followers")),
            Value::Array(crowd),
        ])
        .enumerate()
    {
        let mut article = scene.oak.article(&format!("Addressed {number}"));
        article["to"] = to.clone();
        article["cc"] = to.clone();
        let mut letter = scene.oak.letter("Create", article);
        letter["to"] = to;
        assert_eq!(scene.oak.sends(&scene.maple, &letter).send(&scene.maple).await.status, 202);
    }
    let waiting = scene.maple.waiting(Tray::In).await;
    assert!(waiting.len() >= 5, "{} wait", waiting.len());
    for waiting in &waiting {
        assert_eq!(waiting.item.audience, Audience::Class, "{}", waiting.words.title);
        scene.maple.decide(waiting, schoolgate::domain::moderation::Verdict::LetIn).await;
    }
    // Let in, it is on the class's own pages, and on nobody else's.
    let visitor = scene.maple.browser();
    for path in ["/", &format!("/c/{}", scene.maple.class.slug), &format!("/c/{}/friends", scene.maple.class.slug)] {
        assert!(!visitor.get(path).await.says("Addressed"), "{path}");
    }
    assert!(
        scene
            .maple
            .pupil_browser()
            .await
            .get(&format!("/c/{}/friends", scene.maple.class.slug))
            .await
            .says("Addressed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn t52_a_comment_reaches_no_further_than_the_post_it_is_under() {
    let scene = Scene::set().await;

    for (reach, expected) in [
        (Audience::Class, None),
        (Audience::School, None),
        (Audience::Friends, Some(Audience::Friends)),
        (Audience::Public, Some(Audience::Public)),
    ] {
        let title = format!("Our post for {reach:?}");
        let post = scene.maple.publish_for(&title, "Words.", reach, Vec::new()).await;
        scene.settled().await;
        let parent = scene.maple.school.urls.object(&post);
        for everybody in EVERYBODY {
            let mut comment = scene.oak.comment(parent.as_str(), &format!("On {reach:?}"));
            comment["to"] = json!([everybody]);
            let call = scene.oak.sends(&scene.maple, &scene.oak.letter("Create", comment.clone()));
            assert_eq!(call.send(&scene.maple).await.status, 202);
            let id = comment["id"].as_str().unwrap().parse().unwrap();
            let item = store::items::by_wire_id(&mut scene.maple.school.db.read(), &id).await.unwrap();
            assert_eq!(item.map(|item| item.audience), expected, "{reach:?}");
        }
    }
    // And a comment for friends does not become public with its post.
    let post = scene.maple.publish_for("Open to all", "Words.", Audience::Public, Vec::new()).await;
    scene.settled().await;
    let comment = scene.oak.comment(scene.maple.school.urls.object(&post).as_str(), "For friends");
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    let id = comment["id"].as_str().unwrap().parse().unwrap();
    let item = store::items::by_wire_id(&mut scene.maple.school.db.read(), &id).await.unwrap().unwrap();
    assert_eq!(item.audience, Audience::Friends);
}

#[tokio::test(flavor = "multi_thread")]
async fn t52_what_we_send_hides_no_recipients_and_is_for_followers_alone() {
    let scene = Scene::set().await;
    // Hidden recipients in what arrives are nobody's business, and go nowhere.
    let mut article = scene.oak.article("Hidden");
    article["bto"] = json!([scene.wild.actor()]);
    article["bcc"] = json!([scene.west.actor(), "as:Public"]);
    scene.takes(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", article)), "hidden recipients").await;

    let (_, item) = scene.ours("Ours").await;
    scene.maple.edit(&item, "Ours again", "Other words.").await;
    scene.settled().await;
    scene.maple.take_back(&item).await;
    scene.settled().await;

    let letters: Vec<String> = scene
        .oak
        .seen()
        .into_iter()
        .filter(|seen| seen.line.starts_with("POST "))
        .map(|seen| String::from_utf8(seen.body).unwrap())
        .collect();
    assert!(letters.len() >= 4, "{letters:?}");
    for letter in &letters {
        for hidden in ["\"bto\"", "\"bcc\"", "\"audience\"", "#Public", "as:Public"] {
            assert!(!letter.contains(hidden), "{hidden} in {letter}");
        }
    }
    assert_eq!((scene.west.connections(), scene.wild.connections()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn t45_a_like_counts_once_and_only_from_accepted_classes() {
    let scene = Scene::set().await;
    let (ours, _) = scene.ours("Ours").await;
    let like = scene.like_of(&ours);

    let mut stranger = like.clone();
    stranger["actor"] = json!(scene.west.actor());
    stranger["id"] = json!(scene.west.url("/x/like"));
    scene
        .takes(&scene.west.sends(&scene.maple, &scene.west.letter("Follow", scene.maple.actor().as_str())), "West asks")
        .await;
    scene.ignores(&scene.west.sends(&scene.maple, &stranger), "not accepted").await;
    scene.takes(&scene.oak.sends(&scene.maple, &like), "accepted").await;
    scene.ignores(&scene.oak.sends(&scene.maple, &like), "the same again").await;
}
