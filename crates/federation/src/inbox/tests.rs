//! Judging by value: for every rule a letter that passes and its twin that does not.

#![allow(clippy::unwrap_used)]

mod relations;

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    letters::letter,
    ports::{Known, Relation},
    vocabulary::{self, ObjectKind, PUBLIC},
};

const OURS: &str = "https://north.example/a/1";
const POST: &str = "https://north.example/o/1";
const THEIRS: &str = "https://south.example/a/1";
const FOLLOWERS: &str = "https://south.example/a/1/followers";
const NOTE: &str = "https://south.example/o/1";

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    "2026-11-23T14:00:00Z".parse().unwrap()
}

/// A small school that remembers what a test tells it.
struct School {
    host: &'static str,
    actors: Vec<Url>,
    follows: HashMap<(Url, Url), Relation>,
    followed_by: HashMap<(Url, Url), Relation>,
    objects: HashMap<Url, Known>,
    deletes: Vec<Url>,
    follow_ids: HashMap<Url, Url>,
    like_ids: HashMap<Url, Url>,
}

impl School {
    /// North: one class with one post, which follows south's class and is followed by it.
    fn north() -> School {
        let mut school = School {
            host: "north.example",
            actors: vec![url(OURS)],
            follows: HashMap::new(),
            followed_by: HashMap::new(),
            objects: HashMap::new(),
            deletes: vec![],
            follow_ids: HashMap::new(),
            like_ids: HashMap::new(),
        };
        school.knows(POST, OURS);
        school.now_follows(Relation::Accepted);
        school.followed_by.insert((url(OURS), url(THEIRS)), Relation::Accepted);
        school
    }

    fn now_follows(&mut self, relation: Relation) {
        self.follows.insert((url(OURS), url(THEIRS)), relation);
    }

    fn knows(&mut self, id: &str, owner: &str) -> &mut Known {
        let known = Known {
            owner: url(owner),
            ours: owner == OURS,
            kind: ObjectKind::Note,
            updated: None,
            tombstone: false,
            in_reply_to: None,
        };
        self.objects.entry(url(id)).insert_entry(known).into_mut()
    }

    fn receive(&self, letter: &Value) -> Result<Change, Error> {
        let activity = vocabulary::parse(letter.to_string().as_bytes()).unwrap();
        let outcome = super::receive(&activity, &activity.actor, self, now())?;
        let [change] = outcome.changes.try_into().unwrap();
        Ok(change)
    }

    fn is_ignored(&self, letter: &Value) -> bool {
        matches!(self.receive(letter), Ok(Change::Ignored(_)))
    }
}

impl Directory for School {
    fn host(&self) -> &str {
        self.host
    }

    fn is_ours(&self, actor: &Url) -> bool {
        self.actors.contains(actor)
    }

    fn follows(&self, ours: &Url, theirs: &Url) -> Relation {
        self.follows.get(&(ours.clone(), theirs.clone())).copied().unwrap_or(Relation::None)
    }

    fn followed_by(&self, ours: &Url, theirs: &Url) -> Relation {
        self.followed_by.get(&(ours.clone(), theirs.clone())).copied().unwrap_or(Relation::None)
    }

    fn followers_of(&self, theirs: &Url) -> Vec<Url> {
        self.actors
            .iter()
            .filter(|ours| Directory::follows(self, ours, theirs) == Relation::Accepted)
            .cloned()
            .collect()
    }

    fn follow_by_id(&self, follow: &Url) -> Option<Url> {
        self.follow_ids.get(follow).cloned()
    }

    fn like_by_id(&self, like: &Url, _theirs: &Url) -> Option<Url> {
        self.like_ids.get(like).cloned()
    }

    fn object(&self, id: &Url) -> Option<Known> {
        self.objects.get(id).cloned()
    }

    fn asked_removal(&self, activity: &Url) -> bool {
        self.deletes.contains(activity)
    }
}

fn letter_of(verb: &str, object: impl Into<Value>) -> Value {
    json!({ "id": "https://south.example/x/1", "type": verb, "actor": THEIRS, "object": object.into() })
}

fn note() -> Value {
    json!({
        "id": NOTE,
        "type": "Note",
        "attributedTo": THEIRS,
        "content": "<p>Hello</p>",
        "updated": "2026-11-23T13:00:00Z",
        "to": [FOLLOWERS]
    })
}

fn note_with(key: &str, value: impl Into<Value>) -> Value {
    let mut note = note();
    note[key] = value.into();
    note
}

fn reply() -> Value {
    let mut reply = note_with("inReplyTo", POST);
    reply["to"] = json!([OURS, FOLLOWERS]);
    reply
}

#[test]
fn a_post_of_a_class_we_follow_arrives() {
    let Ok(Change::Arrived(arrival)) = School::north().receive(&letter_of("Create", note())) else { panic!() };

    assert_eq!((arrival.object.id, arrival.actor, arrival.public), (url(NOTE), url(THEIRS), false));
    assert_eq!(arrival.ours_mentioned, []);
}

#[test]
fn a_comment_on_our_post_arrives_whether_or_not_we_follow() {
    let mut north = School::north();
    north.now_follows(Relation::None);

    let Ok(Change::Arrived(arrival)) = north.receive(&letter_of("Create", reply())) else { panic!() };

    assert_eq!(arrival.ours_mentioned, [url(OURS)]);
    assert!(north.is_ignored(&letter_of("Create", note())));
}

#[test]
fn a_post_of_a_class_nobody_follows_yet_is_ignored() {
    for relation in [Relation::None, Relation::Asked, Relation::Refused] {
        let mut north = School::north();
        north.now_follows(relation);
        assert!(north.is_ignored(&letter_of("Create", note())));
    }
}

#[test]
fn a_comment_on_something_unknown_or_gone_is_ignored() {
    let mut north = School::north();
    assert!(north.is_ignored(&letter_of("Create", note_with("inReplyTo", "https://west.example/o/1"))));
    north.knows(POST, OURS).tombstone = true;
    assert!(north.is_ignored(&letter_of("Create", reply())));
}

#[test]
fn t38_create_is_of_one_server_alone() {
    let hosts = [
        "south.example",
        "south.example:8443",
        "west.example",
        "north.example",
        "south.example.evil.test",
        "xn--sth-snda.example",
    ];
    for id in hosts {
        for actor in hosts {
            for object in hosts {
                let actor_url = format!("https://{actor}/a/1");
                let letter = json!({
                    "id": format!("https://{id}/x/1"),
                    "type": "Create",
                    "actor": actor_url,
                    "object": {
                        "id": format!("https://{object}/o/1"), "type": "Note", "attributedTo": actor_url,
                        "inReplyTo": POST, "to": [PUBLIC]
                    }
                });
                let arrived = matches!(School::north().receive(&letter), Ok(Change::Arrived(_)));
                let is_one = id == actor && actor == object && actor != "north.example";
                assert_eq!(arrived, is_one, "{id} {actor} {object}");
            }
        }
    }
}

#[test]
fn t15_a_letter_is_signed_by_its_actor() {
    let activity = vocabulary::parse(letter_of("Create", note()).to_string().as_bytes()).unwrap();

    for other in ["https://south.example/a/2", "https://west.example/a/1", "https://south.example/actor"] {
        let judged = receive(&activity, &url(other), &School::north(), now());
        assert_eq!(judged, Err(Error::Unproven(Reason::OtherSigner)), "t51 {other}");
    }
}

#[test]
fn t39_an_object_is_its_actors_own() {
    for other in ["https://south.example/a/2", "https://west.example/a/1", OURS] {
        let judged = School::north().receive(&letter_of("Create", note_with("attributedTo", other)));
        assert_eq!(judged, Err(Error::Refused(Reason::NotOwner)), "{other}");
    }
}

#[test]
fn t48_an_id_of_ours_in_any_spelling_is_refused() {
    for spelling in [
        POST,
        "https://NORTH.example/o/1",
        "https://north.example./o/1",
        "https://north.example:443/o/1",
        "http://north.example/o/1",
        "https://north.example/o/%31",
        "https://north.example/x/../o/1",
    ] {
        for verb in ["Create", "Update"] {
            let judged = School::north().receive(&letter_of(verb, note_with("id", spelling)));
            assert_eq!(judged, Err(Error::Refused(Reason::OursClaimed)), "{verb} {spelling}");
        }
        let judged = School::north().receive(&letter_of("Delete", spelling));
        assert_eq!(judged, Err(Error::Refused(Reason::OursClaimed)), "Delete {spelling}");
    }
}

#[test]
fn what_is_never_shown_is_ignored() {
    for object in [
        note_with("type", "Question"),
        note_with("type", "Video"),
        note_with("type", "Page"),
        note_with("quote", "https://west.example/o/1"),
        note_with("quoteUrl", "https://west.example/o/1"),
        note_with("_misskey_quote", "https://west.example/o/1"),
    ] {
        assert!(School::north().is_ignored(&letter_of("Create", object.clone())), "{object}");
        let mut north = School::north();
        north.knows(NOTE, THEIRS);
        assert!(north.is_ignored(&letter_of("Update", object)));
    }
}

#[test]
fn a_direct_message_is_ignored() {
    let mention = json!([{ "type": "Mention", "href": "https://west.example/a/1" }]);
    for to in [json!([OURS]), json!([]), json!([OURS, "https://west.example/a/1"])] {
        let mut direct = note_with("to", to.clone());
        direct["tag"] = mention.clone();
        assert!(School::north().is_ignored(&letter_of("Create", direct.clone())), "{to}");
        direct["inReplyTo"] = json!(POST);
        assert!(School::north().is_ignored(&letter_of("Create", direct)), "{to}");
    }
    let Verb::Create(direct) = vocabulary::parse(&letter!("gotosocial/create_note_direct.json").body).unwrap().verb
    else {
        panic!()
    };
    assert_eq!(direct.to, ["http://gts2.localhost:8082/users/bob"]);
    assert_eq!(direct.mentions, [url("http://gts2.localhost:8082/users/bob")]);
}

#[test]
fn t43_boosts_and_other_verbs_are_ignored() {
    for verb in ["Announce", "Offer", "Add", "Remove", "Block", "Join", "Dance"] {
        assert!(School::north().is_ignored(&letter_of(verb, POST)), "{verb}");
    }
    let embedded = letter_of("Announce", letter_of("Create", note()));
    assert!(School::north().is_ignored(&embedded));
}

#[test]
fn t52_addressing_says_whether_it_is_public_and_whom_it_names() {
    let mut north = School::north();
    north.actors.push(url("https://north.example/a/2"));
    let mut public = reply();
    public["cc"] = json!(["as:Public", "https://north.example/a/1/followers", "https://north.example/a/2"]);
    public["bto"] = json!(["https://north.example/a/3"]);

    let Ok(Change::Arrived(arrival)) = north.receive(&letter_of("Create", public)) else { panic!() };

    assert!(arrival.public);
    assert_eq!(arrival.ours_mentioned, [url(OURS), url("https://north.example/a/2")]);
}

#[test]
fn t100_a_create_that_comes_late_changes_nothing() {
    let mut north = School::north();
    north.knows(NOTE, THEIRS);
    assert!(north.is_ignored(&letter_of("Create", note())));
    north.knows(NOTE, THEIRS).tombstone = true;
    assert!(north.is_ignored(&letter_of("Create", note())));
    assert!(north.is_ignored(&letter_of("Update", note())));
}

#[test]
fn t40_an_update_is_newer_than_what_is_known() {
    let mut north = School::north();
    for (known, is_revised) in [
        (None, true),
        (Some("2026-11-23T12:59:59Z"), true),
        (Some("2026-11-23T13:00:00Z"), false),
        (Some("2026-11-23T13:00:01Z"), false),
    ] {
        north.knows(NOTE, THEIRS).updated = known.map(|known| known.parse().unwrap());
        let revised = matches!(north.receive(&letter_of("Update", note())), Ok(Change::Revised(_)));
        assert_eq!(revised, is_revised, "{known:?}");
    }
}

#[test]
fn t11_an_update_from_the_future_does_not_block_later_ones() {
    let mut north = School::north();
    north.knows(NOTE, THEIRS);

    let future = note_with("updated", "2999-01-01T00:00:00Z");
    let Ok(Change::Revised(revision)) = north.receive(&letter_of("Update", future)) else { panic!() };

    assert_eq!(revision.object.updated, Some(now()));
}

#[test]
fn t40_an_update_is_of_something_known_and_its_own() {
    let mut north = School::north();
    assert!(north.is_ignored(&letter_of("Update", note())), "unknown");
    north.knows(NOTE, "https://south.example/a/2");
    assert_eq!(north.receive(&letter_of("Update", note())), Err(Error::Refused(Reason::NotOwner)));
    north.knows(NOTE, THEIRS);
    assert!(north.is_ignored(&letter_of("Update", note_with("inReplyTo", POST))), "answers something else now");
    assert!(matches!(north.receive(&letter_of("Update", note())), Ok(Change::Revised(_))));
}

#[test]
fn t24_an_actor_says_only_that_it_has_changed() {
    let actor = |id: &str| json!({ "id": id, "type": "Person", "publicKey": { "publicKeyPem": "other" } });

    let changed = School::north().receive(&letter_of("Update", actor(THEIRS)));
    assert_eq!(changed, Ok(Change::ActorChanged { actor: url(THEIRS) }));
    assert_eq!(School::north().receive(&letter_of("Update", THEIRS)), changed);
    let other = School::north().receive(&letter_of("Update", actor("https://south.example/a/2")));
    assert_eq!(other, Err(Error::Refused(Reason::NotOwner)));
}

#[test]
fn t41_only_its_owner_deletes_something() {
    let mut north = School::north();
    let removed = Ok(Change::Removed { object: url(NOTE), actor: url(THEIRS) });
    let tombstone = json!({ "id": NOTE, "type": "Tombstone", "formerType": "Note" });
    assert_eq!(north.receive(&letter_of("Delete", NOTE)), removed, "unknown");
    north.knows(NOTE, THEIRS);
    assert_eq!(north.receive(&letter_of("Delete", NOTE)), removed);
    assert_eq!(north.receive(&letter_of("Delete", tombstone)), removed);
    north.knows(NOTE, "https://south.example/a/2");
    assert_eq!(north.receive(&letter_of("Delete", NOTE)), Err(Error::Refused(Reason::NotOwner)));
    north.knows(NOTE, NOTE).tombstone = true;
    assert_eq!(north.receive(&letter_of("Delete", NOTE)), removed, "buried, and nobody remembers whose it was");
    let elsewhere = north.receive(&letter_of("Delete", "https://west.example/o/1"));
    assert_eq!(elsewhere, Err(Error::Refused(Reason::OtherOrigin)));
    assert_eq!(north.receive(&letter_of("Delete", THEIRS)), Ok(Change::ActorRemoved { actor: url(THEIRS) }));
}

#[test]
fn recorded_letters_are_judged_as_they_came() {
    let (alice, bob) = ("http://gts1.localhost:8081/users/alice", "http://gts2.localhost:8082/users/bob");
    let mut school = School::north();
    school.host = "gts1.localhost:8081";
    school.actors = vec![url(alice)];
    let judge = |school: &School, letter: crate::letters::Recorded| {
        let activity = vocabulary::parse(&letter.body).unwrap();
        let [change] = receive(&activity, &activity.actor, school, now()).unwrap().changes.try_into().unwrap();
        change
    };

    assert!(matches!(judge(&school, letter!("gotosocial/follow.json")), Change::FollowAsked { .. }));
    let reply = letter!("gotosocial/create_note_reply.json");
    assert!(matches!(judge(&school, letter!("gotosocial/create_note_reply.json")), Change::Ignored(_)));
    let Verb::Create(note) = vocabulary::parse(&reply.body).unwrap().verb else { panic!() };
    school.knows(note.in_reply_to.unwrap().as_str(), alice).ours = true;
    let Change::Arrived(arrival) = judge(&school, reply) else { panic!() };
    assert_eq!((arrival.actor, arrival.ours_mentioned), (url(bob), vec![url(alice)]));
    school.followed_by.insert((url(alice), url(bob)), Relation::Accepted);
    assert!(matches!(judge(&school, letter!("gotosocial/like.json")), Change::Liked { .. }));
    assert!(matches!(judge(&school, letter!("gotosocial/undo_like.json")), Change::Unliked { .. }));
    assert!(matches!(judge(&school, letter!("gotosocial/undo_follow.json")), Change::FollowWithdrawn { .. }));
    assert!(matches!(judge(&school, letter!("gotosocial/announce.json")), Change::Ignored(_)));

    let mut school = School::north();
    school.host = "fedify.localhost";
    school.actors = vec![url("http://fedify.localhost/users/alice")];
    let class = url("http://wp.localhost/?author=0");
    school.follows.insert((school.actors[0].clone(), class.clone()), Relation::Asked);
    let answered = judge(&school, letter!("wordpress/accept_follow.json"));
    assert!(matches!(answered, Change::FollowAnswered { accepted: true, .. }));
    school.follows.insert((school.actors[0].clone(), class), Relation::Accepted);
    assert!(matches!(judge(&school, letter!("wordpress/accept_follow.json")), Change::Ignored(_)), "comes twice");
    assert!(matches!(judge(&school, letter!("wordpress/create_article.json")), Change::Arrived(_)));
    assert!(matches!(judge(&school, letter!("wordpress/announce_of_create.json")), Change::Ignored(_)));
    assert!(matches!(judge(&school, letter!("wordpress/update_actor.json")), Change::ActorChanged { .. }));
}

proptest! {
    /// T100: whatever the order of arrival, what was deleted stays deleted, and the newest wording wins.
    #[test]
    fn t100_the_order_of_arrival_is_no_matter(order in Just(vec![0_u8, 1, 2, 3, 4]).prop_shuffle()) {
        let mut north = School::north();
        let mut wording = None;
        for step in order {
            let updated = format!("2026-11-23T1{step}:00:00Z");
            let letter = match step {
                0 | 4 => letter_of("Create", note_with("updated", "2026-11-23T10:00:00Z")),
                3 => letter_of("Delete", NOTE),
                _ => letter_of("Update", note_with("updated", updated)),
            };
            match north.receive(&letter).unwrap() {
                Change::Arrived(arrival) | Change::Revised(arrival) => {
                    prop_assert!(wording.is_none_or(|known| arrival.object.updated.unwrap() > known));
                    wording = arrival.object.updated;
                    north.knows(NOTE, THEIRS).updated = wording;
                }
                Change::Removed { .. } => north.knows(NOTE, THEIRS).tombstone = true,
                _ => {}
            }
        }
        prop_assert!(north.objects[&url(NOTE)].tombstone);
    }
}
