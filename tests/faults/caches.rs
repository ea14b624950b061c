//! A cache in front that somebody switched on: what one was shown is never shown to another.

use http::Method;
use tests::people::Answer;

use super::verbs::{befriend, between, publish};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![t56_a_cache_in_front_never_shows_one_what_another_saw];

fn was_kept(answer: &Answer) -> bool {
    answer.headers.get("x-cache").expect("the cache is on").to_str().unwrap() == "HIT"
}

async fn t56_a_cache_in_front_never_shows_one_what_another_saw(world: &mut World) {
    let mut maple = world.school("maple").await;
    let (oak, wild) = (world.peer("oak.example").await, world.peer("wild.example").await);
    maple.open_front(world, "proxy_cache_path FOLDER/cache keys_zone=all:1m;", |site| {
        let place = "proxy_pass http://schoolgate;";
        assert!(site.contains(place));
        let cached = "proxy_cache all; proxy_cache_valid any 10m; add_header X-Cache $upstream_cache_status always;";
        site.replace(place, &format!("{place}\n{cached}"))
    });
    maple.is_up(world).await;
    befriend(world, &maple, &oak).await;
    let teacher = maple.teacher(world).await;
    let post = publish(&maple, &teacher, "Ships", "friends").await;

    // A partner's server, then one that nobody knows, then nobody.
    for path in [format!("/ap/o/{post}"), format!("/ap/a/{}", maple.class), format!("/ap/a/{}/outbox", maple.class)] {
        let theirs = maple.question(&oak.signer(), &path);
        for _ in 0..3 {
            let seen = maple.hears(world, &theirs).await;
            assert_eq!((seen.status, was_kept(&seen)), (200, false), "{path}: {}", seen.text());
        }
        let strange = maple.hears(world, &maple.question(&wild.signer(), &path)).await;
        assert_eq!((strange.status, was_kept(&strange)), (403, false), "{path}");
        let mut nobody = theirs.clone();
        assert_eq!(nobody.method, Method::GET);
        nobody = nobody.without("signature").without("date");
        let nobody = maple.hears(world, &nobody).await;
        assert_eq!((nobody.status, was_kept(&nobody)), (401, false), "{path}");
        // And the partner once more, after it was refused to others.
        assert_eq!(maple.hears(world, &theirs).await.status, 200, "{path}");
    }

    // One pupil, another, and nobody.
    let (sam, ada, visitor) = (maple.pupil(world, 0).await, maple.pupil(world, 1).await, maple.browser(world));
    let write = format!("/c/{}/write", maple.slug());
    let words = [("title", "A canary of Sam's"), ("body", "Words."), ("send", "out")];
    assert_eq!(sam.upload(&write, &write, &words, Vec::new()).await.status, 200);
    for _ in 0..2 {
        let (mine, hers, theirs) = (sam.get("/tray").await, ada.get("/tray").await, visitor.get("/tray").await);
        assert!(mine.says("A canary of Sam") && !was_kept(&mine));
        assert!(hers.status == 200 && !hers.says("A canary of Sam") && !was_kept(&hers));
        assert!(!theirs.says("A canary of Sam") && !was_kept(&theirs));
        assert!(!mine.headers.contains_key("etag") && !mine.headers.contains_key("last-modified"));
    }
    for path in [format!("/c/{}", maple.slug()), format!("/c/{}/ships", maple.slug()), "/".to_owned()] {
        let seen = sam.get(&path).await;
        assert_eq!((seen.status, was_kept(&seen)), (200, false), "{path}");
        // What one browser knows a page by opens it to no other.
        for known in ["*", "\"x\"", seen.headers.get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or("W/\"x\"")] {
            let stolen = visitor
                .get_as(&path, &[("if-none-match", known), ("if-modified-since", "Mon, 23 Nov 2099 14:00:01 GMT")])
                .await;
            assert!(stolen.status != 304 && !stolen.says("Ships") && !was_kept(&stolen), "{path}: {}", stolen.status);
        }
    }

    // Its twin: what is the same for everybody is kept.
    let page = visitor.get("/about").await.text();
    let style = format!("/static/{}", between(&page, "\"/static/", "\"").unwrap());
    assert_eq!(visitor.get(&style).await.status, 200);
    assert!(was_kept(&visitor.get(&style).await), "{style}");
}
