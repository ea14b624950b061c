//! Who may say what: every kind of letter about what is its sender's, its neighbour's, another partner's, a stranger's, ours.

use jiff::SignedDuration;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::screening::Flag;
use schoolgate::store;
use serde_json::{Value, json};
use tests::peers::{Call, Peer};
use tests::traces::Trace;

use super::Scene;

impl Scene {
    /// Four servers: the sender's, another partner's, a stranger's and ours.
    fn bases(&self) -> [String; 4] {
        [
            self.oak.url(""),
            self.west.url(""),
            self.wild.url(""),
            self.maple.school.urls.home().as_str().trim_end_matches('/').to_owned(),
        ]
    }

    fn of_oak(&self, letter: &Value) -> Call {
        self.oak.sends(&self.maple, letter)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t38_a_post_its_letter_and_its_actor_are_of_one_server() {
    let scene = Scene::set().await;
    let bases = scene.bases();
    let mut number = 0;

    for (at_letter, letter_base) in bases.iter().enumerate() {
        for (at_actor, actor_base) in bases.iter().enumerate() {
            for (at_object, object_base) in bases.iter().enumerate() {
                number += 1;
                let actor = format!("{actor_base}/a/1");
                let mut article = scene.oak.article(&format!("Post {number}"));
                article["id"] = json!(format!("{object_base}/o/{number}"));
                article["attributedTo"] = json!(actor);
                let mut letter = scene.oak.letter("Create", article);
                letter["id"] = json!(format!("{letter_base}/x/{number}"));
                letter["actor"] = json!(actor);
                let why = format!("letter {letter_base}, actor {actor_base}, object {object_base}");
                let call = scene.of_oak(&letter);
                match (at_letter, at_actor, at_object) {
                    (0, 0, 0) => scene.takes(&call, &why).await,
                    // Oak signs it: for another actor it is no signature at all.
                    (_, 1.., _) => drop(scene.refuses(&call, 401, &why).await),
                    _ => drop(scene.refuses(&call, 403, &why).await),
                }
            }
        }
    }
    for (what, host) in [("another port", format!("{}1", scene.oak.host)), ("a number", "127.0.0.1".to_owned())] {
        let mut article = scene.oak.article("Elsewhere");
        article["id"] = json!(format!("http://{host}/o/1"));
        let answer = scene.of_oak(&scene.oak.letter("Create", article)).send(&scene.maple).await;
        assert!([400, 403].contains(&answer.status), "{what}: {}", answer.status);
    }
    assert_eq!(scene.titles().await, ["Post 1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t39_a_post_is_its_actors_own() {
    let scene = Scene::set().await;
    let good = scene.oak.article("Owned");

    for (owner, status) in [
        (json!(scene.oak.url("/a/2")), 403),
        (json!(scene.west.actor()), 403),
        (json!(scene.maple.actor()), 403),
        (json!([scene.oak.actor()]), 400),
        (json!([scene.oak.actor(), scene.west.actor()]), 400),
        (json!({ "id": scene.oak.actor() }), 400),
        (Value::Null, 400),
    ] {
        let mut article = good.clone();
        article["attributedTo"] = owner.clone();
        let letter = scene.oak.letter("Create", article);
        scene.refuses(&scene.of_oak(&letter), status, &owner.to_string()).await;
    }
    let mut nobodys = good.clone();
    nobodys.as_object_mut().unwrap().remove("attributedTo");
    scene.refuses(&scene.of_oak(&scene.oak.letter("Create", nobodys)), 400, "nobody's").await;
    scene.takes(&scene.of_oak(&scene.oak.letter("Create", good)), "its own").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t40_an_update_changes_what_is_known_and_its_own_and_shows_nothing() {
    let scene = Scene::set().await;
    let (article, _) = scene.let_in("First words").await;
    let (ours, _) = scene.ours("Ours").await;
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut article = article.clone();
        article["content"] = json!("<p>Second words</p>");
        article["updated"] = json!(scene.maple.school.clock.now().to_string());
        change(&mut article);
        scene.of_oak(&scene.oak.letter("Update", article))
    };

    scene
        .refuses(&changed(&|article| article["attributedTo"] = json!(scene.oak.url("/a/2"))), 403, "another owner")
        .await;
    scene.refuses(&changed(&|article| article["id"] = json!(ours.as_str())), 403, "ours").await;
    scene.refuses(&changed(&|article| article["id"] = json!(scene.west.url("/o/1"))), 403, "another server's").await;
    scene.ignores(&changed(&|article| article["id"] = json!(scene.oak.url("/o/unknown"))), "unknown").await;
    scene.ignores(&changed(&|article| article["updated"] = json!("2020-01-01T00:00:00Z")), "older").await;
    scene.ignores(&changed(&|article| article["type"] = json!("Question")), "another type").await;
    assert_eq!(scene.titles().await, [] as [String; 0]);

    scene.takes(&changed(&|_| {}), "a newer wording").await;
    assert_eq!(scene.titles().await, ["First words"], "it waits");
    let shown = scene.maple.friends().await;
    assert!(format!("{shown:?}").contains("First words"), "{shown:?}");
    assert!(!format!("{shown:?}").contains("Second words"), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t41_only_its_owner_takes_something_back() {
    let scene = Scene::set().await;
    let (article, item) = scene.let_in("Theirs").await;
    let (ours, our_item) = scene.ours("Ours").await;
    let id = article["id"].as_str().unwrap();
    let still_there = async || {
        store::items::get(&mut scene.maple.school.db.read(), &item).await.unwrap().is_live()
            && store::items::get(&mut scene.maple.school.db.read(), &our_item).await.unwrap().is_live()
    };

    let delete = |peer: &Peer, object: Value| peer.sends(&scene.maple, &peer.letter("Delete", object));
    scene.refuses(&delete(&scene.oak, json!(ours.as_str())), 403, "ours").await;
    scene.refuses(&delete(&scene.oak, json!(scene.maple.actor())), 403, "our class").await;
    scene.refuses(&delete(&scene.oak, json!(scene.west.actor())), 403, "another school's class").await;
    scene
        .refuses(&delete(&scene.oak, json!({ "id": ours.as_str(), "type": "Tombstone" })), 403, "ours, embedded")
        .await;
    // The other partner is known first, so that nothing but its letter can change anything.
    let follow = scene.west.letter("Follow", scene.maple.actor().as_str());
    scene.takes(&scene.west.sends(&scene.maple, &follow), "West introduces itself").await;
    scene.refuses(&delete(&scene.west, json!(id)), 403, "another partner").await;
    scene.refuses(&delete(&scene.west, json!(scene.oak.actor())), 403, "another partner about its author").await;
    scene.refuses(&delete(&scene.wild, json!(id)), 403, "a stranger").await;
    assert!(still_there().await);

    scene.takes(&delete(&scene.oak, json!({ "id": id, "type": "Tombstone" })), "its owner").await;
    assert!(!store::items::get(&mut scene.maple.school.db.read(), &item).await.unwrap().is_live());
    assert_eq!(scene.maple.friends().await, []);
    // It stays gone, whatever comes late.
    scene.ignores(&scene.of_oak(&scene.oak.letter("Create", article)), "a late Create").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t41_a_class_takes_everything_back_with_itself() {
    let scene = Scene::set().await;
    let (article, _) = scene.let_in("Theirs").await;

    scene.takes(&scene.of_oak(&scene.oak.letter("Delete", scene.oak.actor())), "the class itself").await;

    assert_eq!(scene.maple.friends().await, []);
    let update = scene.of_oak(&scene.oak.letter("Update", article));
    scene.ignores(&update, "an edit of what is gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t43_a_boost_shows_nothing() {
    let scene = Scene::set().await;
    let (ours, _) = scene.ours("Ours").await;

    for object in [
        json!(ours.as_str()),
        json!(scene.west.url("/o/1")),
        json!(scene.wild.url("/o/1")),
        scene.wild.letter("Create", scene.wild.article("Wild")),
        scene.west.letter("Create", scene.west.article("West")),
        scene.oak.letter("Announce", scene.oak.letter("Create", scene.oak.article("Nested"))),
        scene.oak.letter("Create", scene.oak.article("Own")),
    ] {
        scene.ignores(&scene.of_oak(&scene.oak.letter("Announce", object.clone())), &object.to_string()).await;
    }
    assert_eq!(scene.titles().await, [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t44_a_class_that_moves_moves_nothing_here() {
    let scene = Scene::set().await;
    let before = Trace::of(&scene.maple).await;

    for target in [scene.wild.actor(), scene.west.actor(), scene.oak.url("/a/2"), scene.maple.actor().to_string()] {
        let mut letter = scene.oak.letter("Move", scene.oak.actor());
        letter["target"] = json!(target);
        assert_eq!(scene.of_oak(&letter).send(&scene.maple).await.status, 202, "{target}");
    }
    scene.settled().await;
    let follows = store::follows::of_class(&mut scene.maple.school.db.read(), &scene.maple.class.id).await.unwrap();
    assert!(follows.iter().all(|(_, remote)| remote.actor.as_str() == scene.oak.actor()));
    assert_ne!(Trace::of(&scene.maple).await, before, "an admin hears of it");
    assert_eq!((scene.wild.connections(), scene.west.connections()), (0, 0));
    let mut other = scene.oak.letter("Move", scene.west.actor());
    other["target"] = json!(scene.wild.actor());
    let answer = scene.of_oak(&other).send(&scene.maple).await;
    assert!([202, 403].contains(&answer.status));
}

#[tokio::test(flavor = "multi_thread")]
async fn t45_nobody_befriends_itself() {
    let scene = Scene::set().await;
    let ours = scene.maple.actor();
    let follow_of = |peer: &Peer| json!({ "type": "Follow", "actor": ours.as_str(), "object": peer.actor() });
    let introduces = scene.west.letter("Follow", ours.as_str());
    scene.takes(&scene.west.sends(&scene.maple, &introduces), "West asks").await;

    // It waits for a teacher, however often it comes, and whatever West says itself.
    scene.ignores(&scene.west.sends(&scene.maple, &introduces), "the same again").await;
    let west = |letter: Value| scene.west.sends(&scene.maple, &letter);
    scene.ignores(&west(scene.west.letter("Accept", introduces.clone())), "accepting its own").await;
    scene.ignores(&west(scene.west.letter("Accept", follow_of(&scene.west))), "accepting what nobody asked").await;
    scene.ignores(&west(scene.west.letter("Accept", follow_of(&scene.oak))), "accepting for another").await;
    scene.ignores(&west(scene.west.letter("Reject", follow_of(&scene.oak))), "refusing for another").await;
    scene.ignores(&west(scene.west.letter("Follow", scene.oak.actor())), "a class that is not ours").await;
    scene
        .ignores(&west(scene.west.letter("Follow", scene.maple.school.urls.to("/ap/a/nobody").as_str())), "no class")
        .await;
    let follow = scene.oak.letter("Follow", ours.as_str());
    let undo = scene.west.letter("Undo", follow);
    let answer = west(undo).send(&scene.maple).await;
    assert!([202, 403].contains(&answer.status), "ending another's: {}", answer.status);
    let waiting = store::follows::waiting(&mut scene.maple.school.db.read(), &scene.maple.class.id).await.unwrap();
    assert_eq!(waiting, 1);
    let accepted = store::follows::count_accepted(
        &mut scene.maple.school.db.read(),
        &scene.maple.class.id,
        schoolgate::domain::partners::Direction::In,
    )
    .await;
    assert_eq!(accepted.unwrap(), 1, "Oak's, as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn t46_collections_and_blocks_are_nobodys_business_and_reports_are_an_adults() {
    let scene = Scene::set().await;
    let (ours, _) = scene.ours("Ours").await;

    for verb in ["Add", "Remove", "Block", "Offer", "Join", "Invite", "View", "Arrive"] {
        let mut letter = scene.oak.letter(verb, ours.as_str());
        letter["target"] = json!(scene.maple.school.urls.class_part(&scene.maple.class.id, "featured"));
        scene.ignores(&scene.of_oak(&letter), verb).await;
    }
    scene
        .ignores(&scene.of_oak(&scene.oak.letter("Flag", json!([scene.oak.url("/o/1")]))), "a report of its own")
        .await;
    scene.takes(&scene.of_oak(&scene.oak.letter("Flag", json!([ours.as_str()]))), "a report of ours").await;
    assert!(scene.maple.admin_browser().await.get("/schools").await.says(&scene.oak.host));
}

#[tokio::test(flavor = "multi_thread")]
async fn t48_our_addresses_are_ours_in_every_spelling() {
    let scene = Scene::set().await;
    let (ours, _) = scene.ours("Ours").await;
    let host = scene.maple.host().to_owned();

    for spelling in [
        ours.to_string(),
        ours.as_str().replace(&host, &host.to_uppercase()),
        ours.as_str().replace("localhost:", "localhost.:"),
        ours.as_str().replace("/ap/o/", "/ap/./o/"),
        ours.as_str().replace("/ap/o/", "/x/../ap/o/"),
        ours.as_str().replace("/ap/o/", "/ap/%6f/"),
        format!("{ours}#create"),
        format!("{ours}?x"),
    ] {
        for verb in ["Create", "Update"] {
            let mut article = scene.oak.article("Claimed");
            article["id"] = json!(spelling);
            scene.refuses(&scene.of_oak(&scene.oak.letter(verb, article)), 403, &format!("{verb} {spelling}")).await;
        }
        scene.refuses(&scene.of_oak(&scene.oak.letter("Delete", spelling.as_str())), 403, &spelling).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t49_a_link_leads_to_the_server_that_was_agreed_on() {
    let scene = Scene::set().await;
    let page = async |title: &str| {
        let waiting = scene.maple.waits(Tray::In, title).await;
        waiting.item.url.map(|url| url.to_string())
    };

    for (number, link) in [
        scene.wild.url("/page"),
        scene.west.url("/page"),
        "javascript:alert(1)".to_owned(),
        "data:text/html,x".to_owned(),
        "intent://x".to_owned(),
        format!("http://{}.evil.example/{}", scene.oak.host.replace(':', "-"), "x".repeat(300)),
    ]
    .into_iter()
    .enumerate()
    {
        let mut article = scene.oak.article(&format!("Linked {number} times"));
        article["url"] = json!(link);
        assert_eq!(scene.oak_says("Create", article).await.status, 202);
        let shown = page(&format!("Linked {number} times")).await;
        assert!(shown.as_ref().is_none_or(|shown| shown.starts_with(&scene.oak.url("/"))), "{link}: {shown:?}");
    }
    let mut article = scene.oak.article("Linked at home");
    article["url"] = json!(scene.oak.url("/page"));
    assert_eq!(scene.oak_says("Create", article).await.status, 202);
    assert_eq!(page("Linked at home").await, Some(scene.oak.url("/page")));
}

#[tokio::test(flavor = "multi_thread")]
async fn t49_a_comment_that_names_whom_it_speaks_to_is_not_held_for_a_link() {
    let scene = Scene::set().await;
    let (post, _) = scene.ours("Harbour").await;
    let flags = async |number: usize, links: &[&str]| {
        let words = format!("Ahoy number {number}");
        let mut comment = scene.oak.comment(post.as_str(), &words);
        // As GoToSocial begins each comment, and what else may stand in it.
        let linked =
            links.iter().map(|link| format!("<a href=\"{link}\" class=\"u-url mention\">@<span>them</span></a> "));
        comment["content"] = json!(format!("<p>{}{words}</p>", linked.collect::<String>()));
        comment["to"] = json!([scene.maple.actor(), scene.oak.url("/a/1/followers")]);
        assert_eq!(scene.oak_says("Create", comment).await.status, 202);
        scene.maple.waits(Tray::In, &words).await.flags
    };
    let us = scene.maple.school.urls.to("/c/maple-class").to_string();

    let named = flags(1, &[&us]).await;

    assert!(!named.contains(&Flag::Link), "{named:?}");
    assert!(flags(2, &[&us, &scene.wild.url("/@them")]).await.contains(&Flag::Link), "and somebody elsewhere");
    assert!(flags(3, &[&scene.oak.url("/@them")]).await.contains(&Flag::Link), "their own server");
}

#[tokio::test(flavor = "multi_thread")]
async fn t51_what_others_pass_on_is_not_taken() {
    let scene = Scene::set().await;
    let letter = scene.oak.letter("Create", scene.oak.article("Passed on"));
    let mut proved = letter.clone();
    proved["signature"] =
        json!({ "type": "RsaSignature2017", "creator": scene.oak.key_id(), "signatureValue": "AAAA" });
    proved["proof"] =
        json!({ "type": "DataIntegrityProof", "verificationMethod": scene.oak.key_id(), "proofValue": "zAAAA" });
    let introduces = scene.west.letter("Follow", scene.maple.actor().as_str());
    scene.takes(&scene.west.sends(&scene.maple, &introduces), "West asks").await;

    scene.refuses(&scene.west.sends(&scene.maple, &letter), 401, "passed on by a partner").await;
    scene.refuses(&scene.west.sends(&scene.maple, &proved), 401, "passed on with proofs").await;
    scene.refuses(&scene.wild.sends(&scene.maple, &proved), 403, "passed on by a stranger").await;
    scene.takes(&scene.of_oak(&proved), "sent by its author").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t57_from_the_moment_trust_ends_nothing_comes_in_even_over_an_open_connection() {
    use schoolgate::actions::partners;
    use schoolgate::domain::partners::PartnerState;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let scene = Scene::set().await;
    let mut stream = tokio::net::TcpStream::connect(scene.maple.address).await.unwrap();
    let mut send = async |call: &Call| {
        let head = format!("{}content-length: {}\r\n\r\n", call.head(), call.body.len());
        stream.write_all(&[head.as_bytes(), &call.body].concat()).await.unwrap();
        let mut said = vec![0; 16 * 1024];
        let length = stream.read(&mut said).await.unwrap();
        String::from_utf8_lossy(&said[..length]).into_owned()
    };

    let call = scene.good("While trusted");
    assert!(send(&call).await.starts_with("HTTP/1.1 202 "));
    let partner = store::partners::by_host(&mut scene.maple.school.db.read(), &scene.oak.host).await.unwrap().unwrap();
    scene.settled().await;
    partners::set_state(&scene.maple.school, &scene.maple.admin.subject(), &partner.id, PartnerState::Ended, "Over")
        .await
        .unwrap();
    let before = Trace::of(&scene.maple).await;

    assert!(send(&scene.good("Afterwards")).await.starts_with("HTTP/1.1 403 "));
    assert_eq!(Trace::of(&scene.maple).await, before);
    scene.maple.school.clock.advance(SignedDuration::from_secs(61));
    let calls = scene.oak.connections();
    let thief = federation::signature::Signer { key: Peer::other_key(), ..scene.oak.signer() };
    let body = scene.oak.letter("Delete", scene.oak.actor()).to_string();
    let false_delete = Call::signed(
        &thief,
        federation::signature::Scheme::Cavage,
        &scene.maple,
        &http::Method::POST,
        "/ap/inbox",
        body.as_bytes(),
    );
    assert_eq!(false_delete.send(&scene.maple).await.status, 503);
    assert_eq!(scene.oak.connections(), calls, "nobody we have parted from is asked anything");
}
