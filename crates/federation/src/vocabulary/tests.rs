//! Reading by value: the letters of other servers, every limit, and everything that is refused.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::{Error, Reason, letters::letter, limits};

const ACTOR: &str = "https://south.example/a/1";

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn read(document: &Value) -> Result<Activity, Error> {
    parse(document.to_string().as_bytes())
}

fn note() -> Value {
    json!({
        "id": "https://south.example/o/1",
        "type": "Note",
        "attributedTo": ACTOR,
        "content": "<p>Hello</p>",
        "to": [PUBLIC]
    })
}

fn create(object: &Value) -> Value {
    json!({ "id": "https://south.example/x/1", "type": "Create", "actor": ACTOR, "object": object, "to": PUBLIC })
}

fn created(object: &Value) -> Object {
    match read(&create(object)).unwrap().verb {
        Verb::Create(object) => *object,
        other => panic!("{other:?}"),
    }
}

/// The note with one property set.
fn with(key: &str, value: Value) -> Value {
    let mut note = note();
    note[key] = value;
    note
}

#[test]
fn letters_of_gotosocial_are_read() {
    let alice = url("http://gts1.localhost:8081/users/alice");
    let bob = url("http://gts2.localhost:8082/users/bob");

    let follow = parse(&letter!("gotosocial/follow.json").body).unwrap();
    assert_eq!((&follow.actor, follow.to.as_slice()), (&bob, &[alice.to_string()][..]));
    assert_eq!(follow.verb, Verb::Follow { object: alice.clone() });

    let accept = parse(&letter!("gotosocial/accept_follow.json").body).unwrap();
    let Verb::Accept { object, .. } = accept.verb else { panic!() };
    assert_eq!(
        (object.kind.as_deref(), object.actor, object.object),
        (Some("Follow"), Some(bob.clone()), Some(alice.clone()))
    );

    let Verb::Undo { object } = parse(&letter!("gotosocial/undo_like.json").body).unwrap().verb else { panic!() };
    assert_eq!((object.kind.as_deref(), object.actor), (Some("Like"), Some(bob)));

    let Verb::Create(reply) = parse(&letter!("gotosocial/create_note_reply.json").body).unwrap().verb else { panic!() };
    assert_eq!(reply.kind, ObjectKind::Note);
    assert!(reply.in_reply_to.is_some() && reply.published.is_some());
    assert_eq!(reply.language.as_deref(), Some("en"));
    assert_eq!(reply.mentions, std::slice::from_ref(&alice));

    let Verb::Update(update) = parse(&letter!("gotosocial/update_note.json").body).unwrap().verb else { panic!() };
    assert!(update.updated.is_some());

    let delete = parse(&letter!("gotosocial/delete_note.json").body).unwrap();
    assert!(matches!(delete.verb, Verb::Delete { .. }));
    assert_eq!(delete.to, [PUBLIC]);

    let person = parse(&letter!("gotosocial/update_person.json").body).unwrap();
    assert_eq!(person.verb, Verb::UpdateActor(alice));
    let announce = parse(&letter!("gotosocial/announce.json").body).unwrap();
    assert!(matches!(announce.verb, Verb::Announce { object: Some(_) }));
}

#[test]
fn letters_of_wordpress_are_read() {
    let class = url("http://wp.localhost/?author=0");

    let article = parse(&letter!("wordpress/create_article.json").body).unwrap();
    assert_eq!(article.actor, class);
    let Verb::Create(article) = article.verb else { panic!() };
    assert_eq!((&article.id, article.kind), (&url("http://wp.localhost/?p=3500"), ObjectKind::Article));
    assert!(article.name.is_some() && !article.content.is_empty() && article.url.is_some());

    let note = parse(&letter!("wordpress/create_note.json").body).unwrap();
    let Verb::Create(note) = note.verb else { panic!() };
    assert_eq!(note.in_reply_to, Some(url("http://fedify.localhost/users/alice/notes/1795445532884")));

    let Verb::Accept { object, .. } = parse(&letter!("wordpress/accept_follow.json").body).unwrap().verb else {
        panic!()
    };
    assert_eq!(object.object, Some(class.clone()));
    assert_eq!(object.actor, Some(url("http://fedify.localhost/users/alice")));

    let announce = parse(&letter!("wordpress/announce_of_create.json").body).unwrap();
    assert!(matches!(announce.verb, Verb::Announce { .. }));
    let update = parse(&letter!("wordpress/update_actor.json").body).unwrap();
    assert_eq!(update.verb, Verb::UpdateActor(class));
}

#[test]
fn letters_of_fedify_are_read() {
    assert!(matches!(parse(&letter!("fedify/follow.json").body).unwrap().verb, Verb::Follow { .. }));
    assert!(matches!(parse(&letter!("fedify/create_note.json").body).unwrap().verb, Verb::Create(_)));
    assert!(matches!(parse(&letter!("fedify/delete_note.json").body).unwrap().verb, Verb::Delete { .. }));
}

#[test]
fn actors_of_other_servers_are_read() {
    let wordpress = parse_actor(include_bytes!("../../../../tests/letters/wordpress/actor.json")).unwrap();
    assert_eq!((wordpress.kind.as_str(), wordpress.id.as_str()), ("Person", "http://wp.localhost/?author=0"));
    assert!(wordpress.implements_rfc9421 && wordpress.shared_inbox.is_some());
    assert!(wordpress.key("http://wp.localhost/?author=0#main-key").is_ok());
    let other = wordpress.key("http://wp.localhost/?author=1#main-key");
    assert_eq!(other, Err(Error::Unproven(Reason::KeyNotConfirmed)));

    let alice = letter!("gotosocial/actor.json").answer;
    let alice = parse_actor(alice.to_string().as_bytes()).unwrap();
    assert_eq!((alice.preferred_username.as_str(), alice.shared_inbox.is_none()), ("alice", true));
    for key_id in ["http://gts1.localhost:8081/users/alice/main-key", "http://gts1.localhost:8081/users/alice"] {
        assert!(alice.key(key_id).is_ok(), "t22 {key_id}");
    }

    let stub = letter!("gotosocial/main_key.json").answer;
    assert!(parse_actor(stub.to_string().as_bytes()).is_err());
    let stub = parse_key_document(stub.to_string().as_bytes()).unwrap();
    assert_eq!(stub.key_id, "http://gts2.localhost:8082/users/bob/main-key");
    assert_eq!(stub.owner, url("http://gts2.localhost:8082/users/bob"));
}

fn actor() -> Value {
    json!({
        "id": ACTOR,
        "type": "Organization",
        "preferredUsername": "4b",
        "inbox": "https://south.example/a/1/inbox",
        "publicKey": { "id": "https://south.example/a/1#main-key", "owner": ACTOR, "publicKeyPem": "x" }
    })
}

#[test]
fn t22_an_actor_has_its_inbox_and_its_keys_at_home() {
    let read = |actor: &Value| parse_actor(actor.to_string().as_bytes());
    for kind in ["Person", "Organization", "Group", "Service", "Application"] {
        let mut actor = actor();
        actor["type"] = json!(kind);
        assert!(read(&actor).is_ok(), "{kind}");
    }
    for (pointer, value) in [
        ("/type", json!("Note")),
        ("/id", json!("https://127.0.0.1/a/1")),
        ("/inbox", json!("https://west.example/inbox")),
        ("/inbox", json!(null)),
        ("/preferredUsername", json!("")),
        ("/publicKey", json!(null)),
        ("/publicKey/owner", json!("https://south.example/a/2")),
        ("/publicKey/id", json!("https://west.example/a/1#main-key")),
        ("/publicKey/publicKeyPem", json!("x".repeat(limits::KEY_PEM_BYTES + 1))),
    ] {
        let mut actor = actor();
        *actor.pointer_mut(pointer).unwrap() = value;
        assert!(read(&actor).is_err(), "{pointer}");
    }
}

#[test]
fn t27_what_an_actor_names_elsewhere_is_not_used() {
    let mut elsewhere = actor();
    for key in ["outbox", "followers", "url"] {
        elsewhere[key] = json!("https://west.example/x");
    }
    elsewhere["endpoints"] = json!({ "sharedInbox": "https://west.example/inbox" });
    elsewhere["icon"] = json!({ "type": "Image", "url": "https://west.example/i.png" });
    let multikey = |id: &str, controller: &str| json!({ "id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": "z6Mk" });
    elsewhere["assertionMethod"] = json!([
        multikey("https://west.example/k", ACTOR),
        multikey("https://south.example/k", "https://south.example/a/2"),
        multikey("https://south.example/a/1#k", ACTOR)
    ]);

    let read = parse_actor(elsewhere.to_string().as_bytes()).unwrap();

    assert_eq!((read.outbox, read.followers, read.url), (None, None, None));
    assert_eq!((read.shared_inbox, read.icon), (None, None));
    let keys: Vec<_> = read.ed25519.iter().map(|key| key.id.as_str()).collect();
    assert_eq!(keys, ["https://south.example/a/1#k"]);
}

#[test]
fn t22_a_key_document_and_its_owner_are_of_one_server() {
    let document = |owner: &str| json!({ "id": "https://south.example/k", "type": "Key", "owner": owner }).to_string();

    assert!(parse_key_document(document(ACTOR).as_bytes()).is_ok());
    let elsewhere = parse_key_document(document("https://west.example/a/1").as_bytes());
    assert_eq!(elsewhere, Err(Error::Unproven(Reason::OtherOrigin)));
    assert!(parse_key_document(b"{}").is_err());
}

#[test]
fn t4_owners_and_ids_are_one_address() {
    assert!(read(&create(&note())).is_ok());
    for bad in [
        json!([ACTOR]),
        json!([[ACTOR]]),
        json!({ "id": ACTOR }),
        json!(null),
        json!(1),
        json!(true),
        json!(""),
        json!("x"),
        json!("mailto:a@south.example"),
        json!("https://10.0.0.1/a"),
        json!("https://[::1]/a"),
        json!("https://user@south.example/a"),
        json!(format!("https://south.example/{}", "x".repeat(limits::ADDRESS_BYTES))),
    ] {
        for key in ["id", "actor"] {
            let mut letter = create(&note());
            letter[key] = bad.clone();
            assert!(matches!(read(&letter), Err(Error::Malformed(_))), "{key} {bad}");
        }
        for key in ["id", "attributedTo"] {
            assert!(matches!(read(&create(&with(key, bad.clone()))), Err(Error::Malformed(_))), "t39 {key} {bad}");
        }
    }
    for key in ["id", "type", "actor"] {
        let mut letter = create(&note());
        letter.as_object_mut().unwrap().remove(key);
        assert!(matches!(read(&letter), Err(Error::Malformed(_))), "{key}");
    }
}

#[test]
fn t6_meaning_never_depends_on_the_context() {
    let plain = read(&create(&note())).unwrap();
    for context in [json!(null), json!("https://evil.test/context"), json!({ "id": "@type", "actor": "x:actor" })] {
        let mut letter = create(&note());
        letter["@context"] = context;
        assert_eq!(read(&letter).unwrap(), plain);
    }
    for spelling in ["@id", "as:id", "ID"] {
        let mut letter = create(&note());
        let id = letter.as_object_mut().unwrap().remove("id").unwrap();
        letter[spelling] = id;
        assert!(read(&letter).is_err(), "{spelling}");
    }
    let graph = json!({ "@graph": [create(&note())] });
    assert!(read(&graph).is_err());
}

#[test]
fn t8_long_things_are_cut_or_refused_as_written() {
    let long = |characters: usize| json!("ä".repeat(characters));
    assert_eq!(created(&with("name", long(100_000))).name.unwrap().chars().count(), limits::NAME_CHARACTERS);
    assert_eq!(created(&with("summary", long(100_000))).summary.unwrap().chars().count(), limits::SUMMARY_CHARACTERS);
    let content = |bytes: usize| json!("x".repeat(bytes));
    assert_eq!(created(&with("content", content(limits::CONTENT_BYTES))).content.len(), limits::CONTENT_BYTES);
    let over = read(&create(&with("content", content(limits::CONTENT_BYTES + 1))));
    assert!(matches!(over, Err(Error::TooLarge(_))));

    let tags: Vec<_> = (0..2_000).map(|number| json!({ "type": "Hashtag", "name": format!("#t{number}") })).collect();
    assert_eq!(created(&with("tag", json!(tags))).hashtags.len(), limits::TAGS);
    let attachments: Vec<_> = (0..2_000)
        .map(|number| json!({ "type": "Image", "url": format!("https://south.example/{number}.png"), "name": "x".repeat(100) }))
        .collect();
    assert_eq!(created(&with("attachment", json!(attachments))).pictures.len(), limits::ATTACHMENTS);
    let recipients: Vec<_> = (0..5_000).map(|number| json!(format!("https://south.example/a/{number}"))).collect();
    assert_eq!(created(&with("to", json!(recipients))).to.len(), limits::RECIPIENTS);
    let alt = json!({ "type": "Image", "url": "https://south.example/1.png", "name": "x".repeat(100_000) });
    assert_eq!(created(&with("attachment", alt)).pictures[0].alt.as_ref().unwrap().len(), limits::ALT_CHARACTERS);
}

#[test]
fn t9_what_nobody_knows_is_something_else() {
    for kind in ["Dance", "Add", "Remove", "Block", "Join", "ReplyRequest", "QuoteRequest", "EmojiReact"] {
        let letter = json!({ "id": "https://south.example/x", "type": kind, "actor": ACTOR });
        assert_eq!(read(&letter).unwrap().verb, Verb::Other(kind.to_owned()));
    }
    for object in [json!("https://south.example/o/1"), json!(null), json!([note()]), json!({ "type": "Tombstone" })] {
        assert_eq!(read(&create(&object)).unwrap().verb, Verb::Other("Create".to_owned()), "{object}");
    }
    assert_eq!(created(&with("type", json!("Question"))).kind, ObjectKind::Other("Question".to_owned()));
}

#[test]
fn everybody_has_three_spellings() {
    for everybody in ["Public", "as:Public", PUBLIC] {
        for to in [json!(everybody), json!([everybody]), json!([everybody, "Public"])] {
            assert_eq!(created(&with("to", to)).to, [PUBLIC]);
        }
    }
    let addressed = created(&with("cc", json!([{ "id": ACTOR }, 7, "junk", null])));
    assert_eq!(addressed.cc, [ACTOR]);
}

#[test]
fn a_text_may_stand_in_a_map_of_languages() {
    let mut only_map = note();
    only_map.as_object_mut().unwrap().remove("content");
    only_map["contentMap"] = json!({ "de": "<p>Hallo</p>" });

    let object = created(&only_map);

    assert_eq!((object.content.as_str(), object.language.as_deref()), ("<p>Hallo</p>", Some("de")));
    let other = created(&with("contentMap", json!({ "de": "Hallo", "en-GB": "<p>Hello</p>" })));
    assert_eq!(other.language.as_deref(), Some("en-GB"));
    let odd = created(&with("contentMap", json!({ "not a language": "<p>Hello</p>" })));
    assert_eq!(odd.language, None);
}

#[test]
fn t49_a_page_is_on_the_server_of_its_object() {
    let page = |url: Value| created(&with("url", url)).url.map(String::from);

    assert_eq!(page(json!("https://south.example/p")).as_deref(), Some("https://south.example/p"));
    let peertube = json!([
        { "type": "Link", "mediaType": "video/mp4", "href": "https://south.example/v.mp4" },
        { "type": "Link", "mediaType": "text/html", "href": "https://south.example/p" }
    ]);
    assert_eq!(page(peertube).as_deref(), Some("https://south.example/p"));
    for bad in
        ["https://west.example/p", "javascript:alert(1)", "data:text/html,x", "intent://x", "http://south.example:81/"]
    {
        assert_eq!(page(json!(bad)), None, "{bad}");
    }
}

#[test]
fn t27_pictures_are_on_the_server_of_their_object() {
    let pictures = |attachment: Value| created(&with("attachment", attachment)).pictures;
    let image =
        |url: &str| json!({ "type": "Document", "mediaType": "image/png", "url": url, "name": "An owl", "width": 3 });

    let found = pictures(json!([image("https://south.example/1.png"), image("https://west.example/2.png")]));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].alt.as_deref(), found[0].width, found[0].height), (Some("An owl"), Some(3), None));
    let linked = json!({ "type": "Image", "url": { "type": "Link", "href": "https://south.example/1.png" } });
    assert_eq!(pictures(linked).len(), 1);
    let video = json!({ "type": "Document", "mediaType": "video/mp4", "url": "https://south.example/1.mp4" });
    assert_eq!(pictures(video), []);
    assert_eq!(created(&with("image", image("https://south.example/1.png"))).pictures.len(), 1);
}

#[test]
fn t11_moments_are_clamped() {
    let now = "2026-11-23T14:00:00Z".parse().unwrap();
    let published = |text: &str| clamp(created(&with("published", json!(text))).published, now);

    assert_eq!(published("2026-11-22T10:00:00Z").to_string(), "2026-11-22T10:00:00Z");
    assert_eq!(published("2026-11-22T10:00:00+02:00").to_string(), "2026-11-22T08:00:00Z");
    for odd in ["1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "yesterday", "", "2026-13-01T00:00:00Z"] {
        assert_eq!(published(odd), now, "{odd}");
    }
}

#[test]
fn embedded_things_of_others_lose_all_but_their_id() {
    let reject = |object: Value| {
        let letter = json!({ "id": "https://south.example/x", "type": "Undo", "actor": ACTOR, "object": object });
        match read(&letter).unwrap().verb {
            Verb::Undo { object } => object,
            other => panic!("{other:?}"),
        }
    };
    let own = reject(
        json!({ "id": "https://south.example/f", "type": "Follow", "actor": ACTOR, "object": "https://north.example/a" }),
    );
    assert_eq!(own.kind.as_deref(), Some("Follow"));
    let foreign = reject(
        json!({ "id": "https://west.example/f", "type": "Follow", "actor": ACTOR, "object": "https://north.example/a" }),
    );
    assert_eq!(foreign, Reference { id: Some(url("https://west.example/f")), ..Reference::default() });
    let others = reject(
        json!({ "id": "https://west.example/f", "type": "Follow", "actor": "https://north.example/a", "object": ACTOR }),
    );
    assert_eq!(others.kind, None);
    let bare = reject(json!("https://south.example/f"));
    assert_eq!(bare, Reference { id: Some(url("https://south.example/f")), ..Reference::default() });
}

#[test]
fn the_same_id_with_other_words_has_another_digest() {
    let one = read(&create(&note())).unwrap();
    let again = read(&create(&note())).unwrap();
    let edited = read(&create(&with("content", json!("<p>Bye</p>")))).unwrap();

    assert_eq!((one.id.clone(), &one.digest), (again.id, &again.digest));
    assert_eq!(one.id, edited.id);
    assert_ne!(one.digest, edited.digest);
}

#[test]
fn t34_a_page_that_leads_elsewhere_leads_nowhere() {
    let page = json!({
        "id": "https://south.example/outbox?page=1",
        "type": "OrderedCollectionPage",
        "totalItems": 3,
        "next": "https://west.example/outbox?page=2",
        "first": "https://south.example/outbox?page=1",
        "orderedItems": [create(&note()), "https://south.example/x/2", { "type": "Announce", "object": "https://west.example/o" }]
    });

    let page = parse_collection_page(page.to_string().as_bytes()).unwrap();

    assert_eq!((page.next, page.total_items), (None, Some(3)));
    assert!(page.first.is_some());
    assert_eq!(page.items, [url("https://south.example/o/1"), url("https://south.example/x/2")]);
    assert!(parse_collection_page(note().to_string().as_bytes()).is_err());
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(Value::from("https://south.example/o/1")),
        Just(Value::from(PUBLIC)),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(
                (
                    prop_oneof![Just("id".to_owned()), Just("type".to_owned()), Just("url".to_owned()), "[a-z]{1,4}"],
                    inner
                ),
                0..4
            )
            .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn t4_any_property_may_be_anything(
        key in prop::sample::select(vec![
            "id", "type", "attributedTo", "inReplyTo", "context", "name", "summary", "content", "contentMap",
            "nameMap", "sensitive", "published", "updated", "url", "attachment", "image", "tag", "to", "cc", "quote",
        ]),
        value in any_value(),
    ) {
        let outcome = read(&create(&with(key, value.clone())));
        let is_answered = matches!(outcome, Ok(_) | Err(Error::Malformed(_) | Error::TooLarge(_)));
        prop_assert!(is_answered);
        let mut letter = create(&note());
        letter[key] = value.clone();
        let is_answered = matches!(read(&letter), Ok(_) | Err(Error::Malformed(_) | Error::TooLarge(_)));
        prop_assert!(is_answered);
        let mut actor = actor();
        actor[key] = value;
        let _ = parse_actor(actor.to_string().as_bytes());
    }

    #[test]
    fn t13_no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(parse(&bytes).is_err());
        let _ = parse_actor(&bytes);
        let _ = parse_collection_page(&bytes);
        let _ = parse_held_page(&bytes);
    }
}

#[test]
fn the_digest_of_a_comment_is_of_its_words_and_pictures_and_of_nothing_else() {
    let picture =
        json!({ "type": "Image", "mediaType": "image/png", "url": "https://south.example/1.png", "name": "Owl" });
    let digest = |object: &Value| created(object).digest;
    let whole = with("attachment", json!([picture]));

    let mut elsewhere = whole.clone();
    for (key, value) in [("to", json!([ACTOR])), ("updated", json!("2026-11-23T10:00:00Z")), ("url", json!("x"))] {
        elsewhere[key] = value;
    }
    elsewhere["attachment"][0]["blurhash"] = json!("x");
    elsewhere["replyAuthorization"] = json!("https://north.example/ap/z/1");
    assert_eq!(digest(&elsewhere), digest(&whole));
    assert!(digest(&whole).starts_with("zQm"));
    for (pointer, value) in
        [("/content", json!("<p>Else</p>")), ("/attachment/0/name", json!("Cat")), ("/type", json!("Article"))]
    {
        let mut other = whole.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert_ne!(digest(&other), digest(&whole), "{pointer}");
    }
}
