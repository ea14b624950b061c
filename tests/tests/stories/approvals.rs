//! What another school's comment under our post is told, and where it can be read that it was let in.

use http::Method;
use schoolgate::actions::{moderation, publishing};
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::viewer::Viewer;
use schoolgate::store;
use serde_json::{Value, json};
use tests::peers::Call;
use tests::schools::partner_schools;
use url::Url;

use crate::letters::Scene;

/// A post of ours, and a comment of Oak's on it that waits.
async fn commented() -> (Scene, Url, Value) {
    let scene = Scene::set().await;
    let (post, _) = scene.ours("Harbour").await;
    let mut comment = scene.oak.comment(post.as_str(), "A tug boat!");
    comment["to"] = json!([scene.maple.actor(), scene.oak.url("/a/1/followers")]);
    (scene, post, comment)
}

/// What Oak was sent of this type, in order, but for what is about follows.
fn told(scene: &Scene, kind: &str) -> Vec<Value> {
    let letters = scene.oak.seen().into_iter().filter(|seen| seen.line.starts_with("POST "));
    letters
        .map(|seen| serde_json::from_slice::<Value>(&seen.body).unwrap())
        .filter(|letter| letter["type"] == kind && letter["object"]["type"] != "Follow")
        .collect()
}

/// The path of the newest approval that Oak was sent.
fn approval(scene: &Scene) -> String {
    let accepts = told(scene, "Accept");
    let newest = accepts.iter().rev().find_map(|accept| accept["result"].as_str()).unwrap();
    let url: Url = newest.parse().unwrap();
    assert_eq!(url.origin().ascii_serialization(), format!("http://{}", scene.maple.host()));
    url.path().to_owned()
}

async fn asked_by(scene: &Scene, peer: &tests::peers::Peer, path: &str) -> (u16, Value) {
    let answer = peer.asks(&scene.maple, &Method::GET, path).send(&scene.maple).await;
    (answer.status, serde_json::from_str(&answer.text()).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_that_came_as_a_create_learns_that_it_was_let_in_and_where_that_stands() {
    let (scene, post, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    scene.settled().await;
    assert_eq!(told(&scene, "Accept"), [] as [Value; 0], "while it waits nothing is said");

    scene.maple.let_in(Tray::In, "A tug boat").await;
    scene.settled().await;

    let [accept] = told(&scene, "Accept").try_into().unwrap();
    assert_eq!(accept["object"], comment["id"], "GoToSocial takes the bare address of what came as a Create");
    assert_eq!(accept["target"], post.as_str());
    assert_eq!(accept["actor"], scene.maple.actor().as_str());
    assert_eq!(accept["to"], json!([scene.oak.actor()]), "nobody else is told");
    let (status, document) = asked_by(&scene, &scene.oak, &approval(&scene)).await;
    assert_eq!((status, document["type"].as_str()), (200, Some("ReplyAuthorization")));
    assert_eq!(document["id"], accept["result"]);
    assert_eq!(document["attributedTo"], accept["actor"]);
    assert_eq!(document["interactingObject"], comment["id"]);
    assert_eq!(document["interactionTarget"], post.as_str());
    let read = federation::vocabulary::parse_object(comment.to_string().as_bytes()).unwrap();
    assert_eq!(document["sg:approvedDigest"], read.digest.as_str());
    // Who may not see the post learns nothing of what stands under it.
    assert_eq!(asked_by(&scene, &scene.west, &approval(&scene)).await.0, 404);
    assert_eq!(asked_by(&scene, &scene.wild, &approval(&scene)).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_that_asked_first_is_answered_by_its_request() {
    let (scene, post, comment) = commented().await;
    let mut request = scene.oak.letter("ReplyRequest", post.as_str());
    request["instrument"] = comment.clone();
    scene.takes(&scene.oak.sends(&scene.maple, &request), "a request").await;
    assert_eq!(scene.maple.waiting(Tray::In).await.len(), 1, "it waits at the gate");

    scene.maple.let_in(Tray::In, "A tug boat").await;
    scene.settled().await;
    // And said to its own followers, with the approval: nothing new for us.
    let mut said = comment.clone();
    said["replyAuthorization"] = told(&scene, "Accept")[0]["result"].clone();
    scene.ignores(&scene.oak.sends(&scene.maple, &scene.oak.letter("Create", said)), "known already").await;

    let [accept] = told(&scene, "Accept").try_into().unwrap();
    let object = json!({
        "type": "ReplyRequest",
        "id": request["id"],
        "actor": scene.oak.actor(),
        "object": post.as_str(),
        "instrument": comment["id"]
    });
    assert_eq!(accept["object"], object);
    // Asked once more, it is told once more: the first answer may have been lost.
    let mut again = scene.oak.letter("ReplyRequest", post.as_str());
    again["instrument"] = comment.clone();
    scene.takes(&scene.oak.sends(&scene.maple, &again), "a request once more").await;
    assert_eq!(told(&scene, "Accept")[1]["object"]["id"], again["id"]);
    assert_eq!(told(&scene, "Accept")[1]["result"], accept["result"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_for_what_is_not_theirs_or_not_under_ours() {
    let (scene, post, comment) = commented().await;
    let (theirs, _) = scene.let_in("Of Oak").await;
    let asks = |post: &str, comment: Value| -> Call {
        let mut request = scene.oak.letter("ReplyRequest", post);
        request["instrument"] = comment;
        scene.oak.sends(&scene.maple, &request)
    };
    let with = |key: &str, value: Value| {
        let mut comment = comment.clone();
        comment[key] = value;
        comment
    };

    scene.refuses(&asks(post.as_str(), with("id", json!(scene.west.url("/o/1")))), 403, "another server's").await;
    scene
        .refuses(&asks(post.as_str(), with("attributedTo", json!(scene.oak.url("/a/2")))), 403, "another class's")
        .await;
    scene.ignores(&asks(post.as_str(), with("inReplyTo", theirs["id"].clone())), "another post").await;
    let their_post = theirs["id"].as_str().unwrap();
    scene.ignores(&asks(their_post, with("inReplyTo", theirs["id"].clone())), "under their own post").await;
    scene.ignores(&asks(post.as_str(), comment["id"].clone()), "named and not carried").await;
    scene.takes(&asks(post.as_str(), comment.clone()), "as it should be").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_that_was_undone_and_a_comment_turned_away_hears_no_reason() {
    let (scene, _, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    let waiting = scene.maple.waits(Tray::In, "A tug boat").await;

    let decided = scene.maple.decide(&waiting, Verdict::LetIn).await;
    moderation::undo(&scene.maple.school, &scene.maple.teacher, &decided.batch).await.unwrap();
    scene.maple.let_undo_pass();
    scene.settled().await;
    assert_eq!(told(&scene, "Accept"), [] as [Value; 0]);

    scene.maple.decide(&waiting, Verdict::TurnAway).await;
    assert_eq!(told(&scene, "Reject"), [] as [Value; 0], "not while it can be undone");
    scene.maple.let_undo_pass();
    scene.settled().await;
    let [reject] = told(&scene, "Reject").try_into().unwrap();
    assert_eq!((&reject["object"], &reject["result"]), (&comment["id"], &Value::Null));
    assert!(!reject.to_string().contains("Because"), "{reject}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_ends_with_an_edit_and_the_next_one_is_another() {
    let (scene, _, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    scene.maple.let_in(Tray::In, "A tug boat").await;
    scene.settled().await;
    let first = approval(&scene);

    let mut edited = comment.clone();
    edited["content"] = json!("<p>Two tug boats!</p>");
    edited["updated"] = json!(scene.maple.school.clock.now().to_string());
    assert_eq!(scene.oak_says("Update", edited.clone()).await.status, 202);
    scene.settled().await;
    let [revoked] = told(&scene, "Delete").try_into().unwrap();
    assert_eq!(revoked["object"], told(&scene, "Accept")[0]["result"], "by its address alone");
    assert_eq!(asked_by(&scene, &scene.oak, &first).await.0, 404);

    scene.maple.let_in(Tray::In, "Two tug boats").await;
    scene.settled().await;
    let second = approval(&scene);
    assert_ne!(first, second);
    assert_eq!(asked_by(&scene, &scene.oak, &first).await.0, 404);
    let (status, document) = asked_by(&scene, &scene.oak, &second).await;
    let read = federation::vocabulary::parse_object(edited.to_string().as_bytes()).unwrap();
    assert_eq!((status, document["sg:approvedDigest"].as_str()), (200, Some(read.digest.as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_taken_back_or_paused_is_approved_no_more() {
    let (scene, _, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    let item = scene.maple.let_in(Tray::In, "A tug boat").await;
    scene.settled().await;

    moderation::hide(&scene.maple.school, &scene.maple.teacher, &scene.maple.class.id, &item).await.unwrap();
    scene.settled().await;
    assert_eq!(told(&scene, "Delete").len(), 1);
    assert_eq!(asked_by(&scene, &scene.oak, &approval(&scene)).await.0, 404);

    // Let in again it has an approval again, until its own class takes it back.
    scene.maple.let_in(Tray::In, "A tug boat").await;
    scene.settled().await;
    assert_eq!(asked_by(&scene, &scene.oak, &approval(&scene)).await.0, 200);
    assert_eq!(scene.oak_says("Delete", comment["id"].clone()).await.status, 202);
    scene.settled().await;
    assert_eq!(asked_by(&scene, &scene.oak, &approval(&scene)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_has_not_left_when_it_ends_is_never_sent() {
    let (scene, _, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    let waiting = scene.maple.waits(Tray::In, "A tug boat").await;
    scene.maple.decide(&waiting, Verdict::LetIn).await;

    let (school, teacher, class) = (&scene.maple.school, &scene.maple.teacher, &scene.maple.class.id);
    moderation::hide(school, teacher, class, &waiting.item.id).await.unwrap();
    scene.maple.let_undo_pass();
    scene.settled().await;

    assert_eq!((told(&scene, "Accept").len(), told(&scene, "Delete").len()), (0, 0));
    assert!(store::items::get(&mut school.db.read(), &waiting.item.id).await.unwrap().is_live());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_adults_see_is_not_approved() {
    let (scene, _, comment) = commented().await;
    assert_eq!(scene.oak_says("Create", comment).await.status, 202);
    let waiting = scene.maple.waits(Tray::In, "A tug boat").await;

    scene.maple.decide(&waiting, Verdict::StaffOnly).await;
    scene.maple.let_undo_pass();
    scene.settled().await;

    assert_eq!((told(&scene, "Accept").len(), told(&scene, "Reject").len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_under_a_post_is_listed_page_by_page_and_only_once_it_is_let_in() {
    let (scene, post, comment) = commented().await;
    let path = format!("{}/replies", post.path());
    let listed = async |path: &str| asked_by(&scene, &scene.oak, path).await;
    assert_eq!(scene.oak_says("Create", comment.clone()).await.status, 202);
    let (_, before) = listed(&path).await;
    assert_eq!((&before["totalItems"], &before["first"]["items"]), (&json!(0), &json!([])), "it waits");

    scene.maple.let_in(Tray::In, "A tug boat").await;
    let parent = scene.maple.item_of(&post).await.unwrap();
    let mut ours = Vec::new();
    for number in 0..50 {
        let item = scene.maple.pupil_comments(&parent, &format!("Answer {number}")).await;
        scene.maple.let_in(Tray::Ours, &format!("Answer {number}")).await;
        ours.push(json!(scene.maple.school.urls.object(&item).as_str()));
    }
    let (_, all) = listed(&path).await;
    assert_eq!(all["totalItems"], 51);
    assert_eq!(all["first"]["items"].as_array().unwrap().len(), 50);
    let next: Url = all["first"]["next"].as_str().unwrap().parse().unwrap();
    let (_, second) = listed(&next[url::Position::BeforePath..]).await;
    assert_eq!((second["type"].as_str(), second["items"].as_array().unwrap().len()), (Some("CollectionPage"), 1));
    assert_eq!((&second["partOf"], &second["next"]), (&all["id"], &Value::Null));
    let both: Vec<&Value> =
        [&all["first"]["items"], &second["items"]].into_iter().flat_map(|items| items.as_array().unwrap()).collect();
    assert!(both.contains(&&comment["id"]) && ours.iter().all(|one| both.contains(&one)), "{both:?}");
    assert_eq!(listed(&format!("{}/context", post.path())).await.1["totalItems"], 52, "the post itself stands first");

    // A page that is none, and whoever may not see the post, are answered like what is not there; a head like the whole.
    for nothing in ["0", "3", "-1", "x"] {
        assert_eq!(listed(&format!("{path}?page={nothing}")).await.0, 404, "{nothing}");
    }
    assert_eq!(asked_by(&scene, &scene.west, &format!("{path}?page=1")).await.0, 404);
    for (peer, status) in [(&scene.oak, 200), (&scene.west, 404)] {
        let head = peer.asks(&scene.maple, &Method::HEAD, &path).send(&scene.maple).await;
        assert_eq!((head.status, head.bytes.len()), (status, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_a_comment_is_shown_at_its_friends_is_known_to_its_pupil_and_their_teacher() {
    let [maple, oak] = partner_schools().await;
    oak.publish("Tides", "We measured tides.").await;
    let post = maple.let_in(Tray::In, "Tides").await;
    let ours = maple.pupil_comments(&post, "How high?").await;
    maple.let_in(Tray::Out, "How high?").await;
    maple.let_undo_pass();
    oak.until("the comment", async || oak.waiting(Tray::In).await.pop()).await;
    let (pupil, teacher) = (maple.pupil_browser().await, maple.teacher_browser().await);
    let path = format!("/c/{}/friends/{post}", maple.class.slug);
    let read = async |words: &str| {
        maple
            .until(words, async || {
                let says = pupil.get("/tray").await.says(words) && teacher.get(&path).await.says(words);
                says.then_some(())
            })
            .await;
    };
    let (shown, not_shown) = ("It is on the page of", "It is not on the page of");
    for words in [shown, not_shown] {
        assert!(!pupil.get("/tray").await.says(words) && !teacher.get(&path).await.says(words), "{words}");
    }

    let theirs = oak.let_in(Tray::In, "How high?").await;
    oak.let_undo_pass();
    read(shown).await;
    let note = publishing::document_for(&maple.school, &Viewer::Partner(oak.host().to_owned()), &ours).await.unwrap();
    assert!(note["replyAuthorization"].as_str().unwrap().starts_with(oak.school.urls.home().as_str()));

    moderation::hide(&oak.school, &oak.teacher, &oak.class.id, &theirs).await.unwrap();
    read(not_shown).await;

    oak.let_in(Tray::In, "How high?").await;
    oak.let_undo_pass();
    read(shown).await;
}
