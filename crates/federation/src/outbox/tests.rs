//! T61: every key that may ever leave, listed. A new one here is a decision.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    inbox::{Change, Outcome},
    vocabulary::{self, AgreementWords, ObjectKind, PUBLIC, TakingPart, Verb},
};

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn id(path: &str) -> Url {
    url(&format!("https://north.example/{path}"))
}

fn at_noon() -> Timestamp {
    "2026-11-23T12:00:00.123456Z".parse().unwrap()
}

fn keys() -> Keys {
    Keys {
        rsa_id: "https://north.example/ap/a/k7m2#main-key".into(),
        rsa_pem: "-----BEGIN PUBLIC KEY-----".into(),
        ed25519: Some(("https://north.example/ap/a/k7m2#ed25519-key".into(), "z6Mk".into())),
    }
}

fn picture() -> PictureWords {
    PictureWords {
        url: id("m/9f2.jpg"),
        media_type: "image/jpeg".into(),
        alt: Some("A red tug boat".into()),
        width: Some(1200),
        height: Some(800),
        digest: Some("zQm".into()),
    }
}

fn class() -> ClassActor {
    ClassActor {
        id: id("ap/a/k7m2"),
        handle: "4b".into(),
        host: "north.example".into(),
        name: "Class 4b".into(),
        summary: Some("<p>Blog of class 4b.</p>".into()),
        page: id("4b"),
        published: Some(at_noon()),
        inbox: id("ap/a/k7m2/inbox"),
        outbox: id("ap/a/k7m2/outbox"),
        followers: id("ap/a/k7m2/followers"),
        following: id("ap/a/k7m2/following"),
        featured: id("ap/a/k7m2/featured"),
        shared_inbox: id("ap/inbox"),
        icon: Some(picture()),
        keys: keys(),
        school: id("actor"),
        also_known_as: vec![],
        moved_to: Some(id("ap/a/next")),
    }
}

fn school() -> SchoolActor {
    SchoolActor {
        id: id("actor"),
        handle: "north.example".into(),
        name: "North School".into(),
        page: id("about"),
        inbox: id("actor/inbox"),
        outbox: id("actor/outbox"),
        classes: id("actor/classes"),
        shared_inbox: id("ap/inbox"),
        keys: Keys { rsa_id: "https://north.example/actor#main-key".into(), ..keys() },
    }
}

fn list_words() -> ClassListWords {
    ClassListWords {
        id: id("actor/classes"),
        school: id("actor"),
        classes: vec![ListedClassWords {
            id: id("ap/a/k7m2"),
            name: "Class 4b".into(),
            handle: "4b".into(),
            keys: vec!["SHA256:x".into()],
        }],
        away: Some(("2026-12-19".parse().unwrap(), "2027-01-07".parse().unwrap())),
    }
}

fn article_words() -> ArticleWords {
    ArticleWords {
        id: id("ap/o/1"),
        attributed_to: id("ap/a/k7m2"),
        followers: id("ap/a/k7m2/followers"),
        audience: Audience::Followers,
        name: "Our trip <to> the harbour & back".into(),
        summary: Some("<p>We counted ships.</p>".into()),
        content: "<p>By the Blue Group.</p>".into(),
        language: Some("en".into()),
        page: id("4b/our-trip"),
        published: at_noon(),
        updated: Some(at_noon()),
        sensitive: false,
        pictures: vec![picture()],
        hashtags: vec![HashtagWords { name: "harbour".into(), href: id("4b/tag/harbour") }],
        context: Some(id("ap/o/1/context")),
        replies: Some(id("ap/o/1/replies")),
    }
}

fn note_words() -> NoteWords {
    NoteWords {
        id: id("ap/o/2"),
        attributed_to: id("ap/a/k7m2"),
        followers: id("ap/a/k7m2/followers"),
        audience: Audience::Followers,
        in_reply_to: Some(url("https://south.example/o/1")),
        answered: Some(MentionWords { actor: url("https://south.example/a/1"), handle: "3c@south.example".into() }),
        context: Some(url("https://south.example/o/1/context")),
        content: "<p>We saw one too!</p>".into(),
        language: Some("en".into()),
        page: id("4b/r/2"),
        published: at_noon(),
        updated: Some(at_noon()),
        pictures: vec![picture()],
        replies: Some(id("ap/o/2/replies")),
        approval: Some(url("https://south.example/z/1")),
    }
}

fn follow_words() -> FollowWords {
    FollowWords { id: id("ap/x/f"), actor: id("ap/a/k7m2"), object: url("https://south.example/a/1") }
}

/// Every path of keys in a document, without its context: `object.tag[].name`.
fn paths(document: &Value) -> Vec<String> {
    fn collect(value: &Value, path: &str, paths: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    collect(value, &path, paths);
                    paths.push(path);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, &format!("{path}[]"), paths)),
            _ => {}
        }
    }
    let mut paths = Vec::new();
    collect(&without_context(document.clone()), "", &mut paths);
    paths.sort();
    paths.dedup();
    paths
}

fn assert_only(document: &Value, allowed: &str) {
    let mut allowed: Vec<_> = allowed.split_whitespace().collect();
    allowed.sort_unstable();
    assert_eq!(paths(document), allowed);
}

const OBJECT: &str = "attachment attachment[].digestMultibase attachment[].height attachment[].mediaType \
    attachment[].name attachment[].type attachment[].url attachment[].width attributedTo cc content contentMap \
    contentMap.en context id interactionPolicy interactionPolicy.canAnnounce interactionPolicy.canAnnounce.always \
    interactionPolicy.canAnnounce.approvalRequired interactionPolicy.canAnnounce.automaticApproval \
    interactionPolicy.canAnnounce.manualApproval interactionPolicy.canLike interactionPolicy.canLike.always \
    interactionPolicy.canLike.approvalRequired interactionPolicy.canLike.automaticApproval \
    interactionPolicy.canLike.manualApproval interactionPolicy.canQuote interactionPolicy.canQuote.always \
    interactionPolicy.canQuote.approvalRequired interactionPolicy.canQuote.automaticApproval \
    interactionPolicy.canQuote.manualApproval interactionPolicy.canReply interactionPolicy.canReply.always \
    interactionPolicy.canReply.approvalRequired interactionPolicy.canReply.automaticApproval \
    interactionPolicy.canReply.manualApproval published replies sensitive tag tag[].href tag[].name tag[].type to \
    type updated url";
const ARTICLE: &str = "image image.digestMultibase image.height image.mediaType image.name image.type image.url \
    image.width mediaType name preview preview.attributedTo preview.content preview.published preview.type summary";
const NOTE: &str = "approvedBy inReplyTo replyAuthorization";
const KEYS: &str = "assertionMethod assertionMethod[].controller assertionMethod[].id \
    assertionMethod[].publicKeyMultibase assertionMethod[].type publicKey publicKey.id publicKey.owner \
    publicKey.publicKeyPem";
const GENERATOR: &str = "generator generator.id generator.implements generator.implements[].href \
    generator.implements[].name generator.implements[].type generator.type";

fn within(object: &str) -> String {
    let keys: Vec<_> = object.split_whitespace().map(|key| format!("object.{key}")).collect();
    keys.join(" ")
}

#[test]
fn t61_actors_say_only_this() {
    assert_only(
        &actor(&class()),
        &format!(
            "{KEYS} {GENERATOR} alsoKnownAs discoverable endpoints endpoints.sharedInbox featured followers following \
             hidesCcPublicFromUnauthedWeb hidesToPublicFromUnauthedWeb icon icon.digestMultibase icon.height \
             icon.mediaType icon.name icon.type icon.url icon.width id inbox indexable manuallyApprovesFollowers \
             movedTo name outbox preferredUsername published summary type url webfinger"
        ),
    );
    assert_only(
        &school_actor(&school()),
        &format!(
            "{KEYS} {GENERATOR} endpoints endpoints.sharedInbox id inbox manuallyApprovesFollowers name outbox \
             preferredUsername sg:classes type url"
        ),
    );
    assert_only(&school_actor_minimal(&school()), &format!("{KEYS} id inbox outbox preferredUsername type"));
}

#[test]
fn t61_a_list_of_classes_says_only_this() {
    let mut list = class_list(&list_words());
    let key = crate::signature::PrivateKey::from_seed(&[7; 32]).unwrap();
    crate::signature::add_proof(&mut list, "https://north.example/actor#ed25519-key", &key, at_noon()).unwrap();

    assert_only(
        &list,
        "attributedTo id items items[].id items[].name items[].preferredUsername items[].sg:keys items[].type proof \
         proof.@context proof.@context[].sg proof.created proof.cryptosuite proof.proofPurpose proof.proofValue proof.type proof.verificationMethod \
         sg:awayFrom sg:awayUntil totalItems type",
    );
    let at_home = class_list(&ClassListWords { away: None, ..list_words() });
    assert_only(
        &at_home,
        "attributedTo id items items[].id items[].name items[].preferredUsername items[].sg:keys items[].type totalItems type",
    );
    let letter = update_actor(&id("ap/x/9"), actor(&class()));
    assert_eq!((&letter["actor"], &letter["object"]["id"]), (&class().id.as_str().into(), &class().id.as_str().into()));
    let keys: Vec<&str> = letter.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["@context", "id", "type", "actor", "object"]);
}

#[test]
fn t61_posts_and_comments_say_only_this() {
    assert_only(&article(&article_words()), &format!("{OBJECT} {ARTICLE}"));
    assert_only(&note(&note_words()), &format!("{OBJECT} {NOTE}"));
    let (article, note) = (article(&article_words()), note(&note_words()));
    let envelope = "actor cc id object published to type";
    assert_only(
        &create(&id("ap/x/1"), article.clone()),
        &format!("{envelope} {}", within(&format!("{OBJECT} {ARTICLE}"))),
    );
    assert_only(&update(&id("ap/x/1"), article), &format!("{envelope} {}", within(&format!("{OBJECT} {ARTICLE}"))));
    assert_only(&create(&id("ap/x/1"), note.clone()), &format!("{envelope} {}", within(&format!("{OBJECT} {NOTE}"))));
    assert_only(&update(&id("ap/x/1"), note), &format!("{envelope} {}", within(&format!("{OBJECT} {NOTE}"))));
}

#[test]
fn t61_agreements_say_only_this() {
    let (north, south) = (id("actor"), url("https://south.example/actor"));
    let words = AgreementWords {
        id: id("ap/x/1#agreement"),
        author: north.clone(),
        other: south.clone(),
        author_key: "SHA256:north".to_owned(),
        other_key: "SHA256:south".to_owned(),
        may_follow: true,
        may_reply: true,
        may_like: true,
        may_show_pictures: true,
        classes: TakingPart::All,
        starts_at: Some(at_noon()),
        ends_at: Some(at_noon()),
        safeguarding_contact: String::new(),
        updated: at_noon(),
    };
    let inner = |name: &str| {
        let keys = "attributedTo endTime id sg:keys sg:parties sg:safeguardingContact sg:scope startTime type updated";
        let scope = "sg:announce sg:classes sg:follow sg:like sg:media sg:reply";
        let all = keys.split(' ').map(|key| format!("{name}{key}"));
        let all = all.chain(scope.split(' ').map(|key| format!("{name}sg:scope.{key}")));
        let parties = [&north, &south].map(|party| format!("{name}sg:keys.{party}"));
        // Inside a letter it keeps a context of its own, for it is kept without that letter.
        let context = if name.is_empty() {
            vec![]
        } else {
            ["@context", "@context[].sg"].map(|key| format!("{name}{key}")).to_vec()
        };
        all.chain(parties).chain(context).collect::<Vec<_>>().join(" ")
    };
    let agreed = agreement(&words);

    assert_only(&agreed, &inner(""));
    let plain = "actor id object to type";
    assert_only(
        &offer(&id("ap/x/1"), "proof", "North", agreed.clone()),
        &format!("{plain} sg:inviteProof summary {}", inner("object.")),
    );
    assert_only(&update_agreement(&id("ap/x/2"), agreed.clone()), &format!("{plain} {}", inner("object.")));
    assert_only(
        &accept_agreement(&id("ap/x/3"), &north, &south, &id("ap/x/1"), agreed),
        &format!("{plain} result {}", inner("result.")),
    );
    assert_only(&reject_agreement(&id("ap/x/4"), &north, &south, &id("ap/x/1")), plain);
}

fn delete_words() -> DeleteWords {
    DeleteWords {
        id: id("ap/x/d"),
        actor: id("ap/a/k7m2"),
        object: id("ap/o/1"),
        former_type: "Article".into(),
        deleted: at_noon(),
        to: vec![id("ap/a/k7m2/followers")],
    }
}

fn like_words() -> LikeWords {
    LikeWords {
        id: id("ap/x/l"),
        actor: id("ap/a/k7m2"),
        object: url("https://south.example/o/1"),
        owner: url("https://south.example/a/1"),
    }
}

fn answer_words() -> ReplyAnswerWords {
    ReplyAnswerWords {
        id: id("ap/x/a"),
        actor: id("ap/a/k7m2"),
        target: id("ap/o/1"),
        reply: url("https://south.example/o/1"),
        author: url("https://south.example/a/1"),
        request: None,
    }
}

/// The keys and shapes of a recorded letter's body, without whose they are.
fn shape(document: &Value) -> Vec<(String, bool)> {
    let keys =
        document.as_object().unwrap().iter().filter(|(key, _)| !matches!(key.as_str(), "@context" | "to" | "cc"));
    let mut keys: Vec<_> = keys.map(|(key, value)| (key.clone(), value.is_object())).collect();
    keys.sort();
    keys
}

#[test]
fn approvals_are_worded_as_gotosocial_takes_them_and_words_them_itself() {
    let taken: Value =
        serde_json::from_str(include_str!("../../../../tests/letters/gotosocial/taken/accept_reply.json")).unwrap();
    let own: Value =
        serde_json::from_str(include_str!("../../../../tests/letters/gotosocial/accept_reply_request.json")).unwrap();
    let document: Value =
        serde_json::from_str(include_str!("../../../../tests/letters/gotosocial/reply_authorization.json")).unwrap();
    let polite = ReplyAnswerWords { request: Some(url("https://south.example/x/8")), ..answer_words() };

    assert_eq!(shape(&accept_reply(&answer_words(), &id("ap/z/1"))), shape(&taken["body"]));
    let mut accept = accept_reply(&polite, &id("ap/z/1"));
    assert_eq!(shape(&accept["object"]), shape(&own["body"]["object"]));
    accept.as_object_mut().unwrap().shift_remove("target");
    assert_eq!(shape(&accept), shape(&own["body"]));
    let reply = url("https://south.example/o/1");
    let mut ours = reply_authorization(&id("ap/z/1"), &id("ap/a/k7m2"), &reply, &id("ap/o/1"), None, at_noon());
    ours.as_object_mut().unwrap().shift_remove("published");
    assert_eq!(shape(&ours), shape(&document));
}

#[test]
fn t61_everything_else_says_only_this() {
    let plain = "actor id object to type";
    let around = format!("{plain} object.actor object.id object.object object.to object.type");
    assert_only(
        &delete(&delete_words()),
        &format!("{plain} cc published object.deleted object.formerType object.id object.type"),
    );
    assert_only(&tombstone(&id("ap/o/1"), "Note", at_noon()), "deleted formerType id type");
    assert_only(&follow(&follow_words()), plain);
    for document in [
        accept_follow(&id("ap/x/2"), &follow_words()),
        reject_follow(&id("ap/x/2"), &follow_words()),
        undo_follow(&id("ap/x/2"), &follow_words()),
        undo_like(&id("ap/x/2"), &like_words()),
    ] {
        assert_only(&document, &around);
    }
    assert_only(&like(&like_words()), plain);
    let receipt = accept_removal(
        &id("ap/x/3"),
        &id("actor"),
        &url("https://south.example/x/9"),
        &url("https://south.example/a/1"),
    );
    assert_only(&receipt, plain);
    assert_only(&collection(&id("f"), 7, None), "id totalItems type");
    assert_only(&collection(&id("f"), 7, Some(&id("f?page=1"))), "first id totalItems type");
    let page = ordered_collection_page(&id("f?page=1"), &id("f"), vec![follow(&follow_words())], Some(&id("f?page=2")));
    assert_only(
        &page,
        "id next orderedItems orderedItems[].actor orderedItems[].id orderedItems[].object orderedItems[].to \
         orderedItems[].type partOf type",
    );
    let polite = ReplyAnswerWords { request: Some(url("https://south.example/x/8")), ..answer_words() };
    assert_only(&accept_reply(&answer_words(), &id("ap/z/1")), &format!("{plain} result target"));
    assert_only(&reject_reply(&answer_words()), &format!("{plain} target"));
    assert_only(
        &accept_reply(&polite, &id("ap/z/1")),
        "actor id object.actor object.id object.instrument object.object object.type object result target to type",
    );
    let asked = url("https://south.example/o/1");
    assert_only(
        &reply_authorization(&id("ap/z/1"), &id("ap/a/k7m2"), &asked, &id("ap/o/1"), Some("zQm"), at_noon()),
        "attributedTo id interactingObject interactionTarget published sg:approvedDigest type",
    );
    assert_only(&revoke_reply(&id("ap/x/4"), &id("ap/a/k7m2"), &id("ap/z/1"), &answer_words().author), plain);
    let (whole, first, next) = (id("ap/o/1/replies"), id("ap/o/1/replies?page=1"), id("ap/o/1/replies?page=2"));
    let page = RepliesWords { id: &whole, total_items: 1, page: &first, items: &[asked], next: Some(&next) };
    let of_page = "first.id first.items first.next first.partOf first.type";
    assert_only(&replies(&page), &format!("first {of_page} id totalItems type"));
    assert_only(&replies_page(&page), "id items next partOf type");
    let webfinger = webfinger(&WebFingerWords {
        handle: "4b@north.example".into(),
        actor: id("ap/a/k7m2"),
        page: Some(id("4b")),
        follow_template: Some("https://north.example/intent/follow?object={object}".into()),
        is_school: true,
    });
    assert_only(&webfinger, "aliases links links[].href links[].rel links[].template links[].type subject");
    assert_only(&nodeinfo_links(&id("nodeinfo/2.1"), &id("actor")), "links links[].href links[].rel");
    let nodeinfo = nodeinfo(&NodeInfo { version: "1".into(), repository: Some(id("source")) });
    assert_only(
        &nodeinfo,
        "metadata openRegistrations protocols services services.inbound services.outbound software software.name \
         software.repository software.version usage usage.users version",
    );
}

fn no_replies(id: &Url) -> RepliesWords<'_> {
    RepliesWords { id, total_items: 0, page: id, items: &[], next: None }
}

/// Everything that is `ActivityStreams`.
fn documents() -> Vec<Value> {
    let x = id("ap/x/9");
    vec![
        actor(&class()),
        school_actor(&school()),
        school_actor_minimal(&school()),
        class_list(&list_words()),
        update_actor(&x, actor(&class())),
        article(&article_words()),
        note(&note_words()),
        create(&x, article(&article_words())),
        create(&x, note(&note_words())),
        update(&x, article(&article_words())),
        delete(&delete_words()),
        tombstone(&id("ap/o/1"), "Note", at_noon()),
        follow(&follow_words()),
        accept_follow(&x, &follow_words()),
        reject_follow(&x, &follow_words()),
        undo_follow(&x, &follow_words()),
        like(&like_words()),
        undo_like(&x, &like_words()),
        accept_removal(&x, &id("actor"), &url("https://south.example/x/9"), &url("https://south.example/a/1")),
        collection(&id("f"), 7, None),
        ordered_collection_page(&id("f?page=1"), &id("f"), vec![create(&x, article(&article_words()))], None),
        replies(&no_replies(&id("ap/o/1/replies"))),
        replies_page(&no_replies(&id("ap/o/1/replies"))),
        accept_reply(&answer_words(), &id("ap/z/1")),
        reject_reply(&answer_words()),
        reply_authorization(
            &id("ap/z/1"),
            &id("ap/a/k7m2"),
            &answer_words().reply,
            &id("ap/o/1"),
            Some("zQm"),
            at_noon(),
        ),
        revoke_reply(&x, &id("ap/a/k7m2"), &id("ap/z/1"), &answer_words().author),
    ]
}

#[test]
fn t52_nothing_has_hidden_recipients_and_every_context_is_an_array() {
    for document in documents() {
        let text = document.to_string();
        assert!(!text.contains("\"bto\"") && !text.contains("\"bcc\""));
        assert_eq!(document["@context"][0], ACTIVITY_STREAMS, "{text}");
        assert_eq!(text.matches("@context").count(), 1, "{text}");
        assert!(!text.contains("null"), "{text}");
        for key in ["to", "cc", "tag", "attachment"] {
            assert!(document.get(key).is_none_or(Value::is_array), "{key} in {text}");
        }
    }
}

#[test]
fn what_nobody_filled_in_is_left_out() {
    let bare = ArticleWords {
        summary: None,
        language: None,
        updated: None,
        pictures: vec![],
        hashtags: vec![],
        context: None,
        replies: None,
        ..article_words()
    };

    let article = article(&bare);

    for key in ["summary", "contentMap", "updated", "image", "context", "replies"] {
        assert!(article.get(key).is_none(), "{key}");
    }
    assert!(!article.to_string().contains("null"));
}

#[test]
fn followers_stand_in_to_and_everybody_only_when_it_is_said() {
    let followers = "https://north.example/ap/a/k7m2/followers";
    let closed = article(&article_words());
    assert_eq!((&closed["to"], &closed["cc"]), (&Value::from(vec![followers]), &Value::Array(vec![])));
    assert!(!closed.to_string().contains(PUBLIC));
    let open = article(&ArticleWords { audience: Audience::Public, ..article_words() });
    assert_eq!((&open["to"], &open["cc"]), (&Value::from(vec![PUBLIC]), &Value::from(vec![followers])));

    let answered = "https://south.example/a/1";
    let closed = note(&note_words());
    assert_eq!((&closed["to"], &closed["cc"]), (&Value::from(vec![answered, followers]), &Value::Array(vec![])));
    let open = note(&NoteWords { audience: Audience::Public, ..note_words() });
    assert_eq!((&open["to"], &open["cc"]), (&Value::from(vec![PUBLIC]), &Value::from(vec![followers, answered])));
    let create = create(&id("ap/x/1"), open.clone());
    assert_eq!((&create["to"], &create["cc"], &create["actor"]), (&open["to"], &open["cc"], &open["attributedTo"]));
}

#[test]
fn a_title_in_a_preview_is_text_and_no_markup() {
    let preview = article(&article_words())["preview"]["content"].as_str().unwrap().to_owned();

    assert!(preview.starts_with("<p><strong>Our trip &lt;to&gt; the harbour &amp; back</strong></p>"));
}

#[test]
fn moments_are_told_to_the_millisecond() {
    assert_eq!(article(&article_words())["published"], "2026-11-23T12:00:00.123Z");
    assert_eq!(moment("2026-11-23T12:00:00Z".parse().unwrap()), "2026-11-23T12:00:00Z");
}

#[test]
fn we_understand_what_we_say() {
    let actor = vocabulary::parse_actor(actor(&class()).to_string().as_bytes()).unwrap();
    assert!(actor.implements_rfc9421);
    assert_eq!((actor.kind.as_str(), actor.key_id.as_str()), (CLASS_ACTOR_TYPE, keys().rsa_id.as_str()));
    assert_eq!((actor.shared_inbox, actor.ed25519.len()), (Some(id("ap/inbox")), 1));
    for school in [school_actor(&school()), school_actor_minimal(&school())] {
        let school = vocabulary::parse_actor(school.to_string().as_bytes()).unwrap();
        assert_eq!(school.preferred_username, "north.example");
    }

    let letter = update_actor(&id("ap/x/3"), super::actor(&class())).to_string();
    let Verb::UpdateActor(changed) = vocabulary::parse(letter.as_bytes()).unwrap().verb else { panic!() };
    assert_eq!(changed, class().id);

    let letter = create(&id("ap/x/1"), article(&article_words())).to_string();
    let Verb::Create(object) = vocabulary::parse(letter.as_bytes()).unwrap().verb else { panic!() };
    assert_eq!((object.kind, object.name), (ObjectKind::Article, Some(article_words().name)));
    assert_eq!((object.pictures.len(), object.hashtags), (1, vec!["harbour".to_owned()]));
    assert_eq!((object.language.as_deref(), object.url), (Some("en"), Some(id("4b/our-trip"))));

    let letter = create(&id("ap/x/2"), note(&note_words())).to_string();
    let Verb::Create(object) = vocabulary::parse(letter.as_bytes()).unwrap().verb else { panic!() };
    assert_eq!((object.in_reply_to, object.mentions.len()), (note_words().in_reply_to, 1));

    let letter = vocabulary::parse(delete(&delete_words()).to_string().as_bytes()).unwrap();
    assert_eq!(letter.verb, Verb::Delete { object: id("ap/o/1") });

    let page = ordered_collection_page(
        &id("f?page=1"),
        &id("f"),
        vec![create(&id("ap/x/1"), article(&article_words()))],
        None,
    );
    let page = vocabulary::parse_collection_page(page.to_string().as_bytes()).unwrap();
    assert_eq!(page.items, [id("ap/o/1")]);
}

#[test]
fn a_partner_of_the_same_make_understands_our_answers() {
    let letter = |document: Value| vocabulary::parse(document.to_string().as_bytes()).unwrap().verb;
    // They asked us: our Accept embeds a Follow of another server.
    let asked = FollowWords {
        id: url("https://south.example/f/1"),
        actor: url("https://south.example/a/1"),
        object: id("ap/a/k7m2"),
    };

    let Verb::Accept { object, .. } = letter(accept_follow(&id("ap/x/2"), &asked)) else { panic!() };
    assert_eq!((object.actor, object.object), (Some(asked.actor.clone()), Some(asked.object.clone())));
    let Verb::Reject { object } = letter(reject_follow(&id("ap/x/2"), &asked)) else { panic!() };
    assert_eq!(object.actor, Some(asked.actor));
    let Verb::Undo { object } = letter(undo_follow(&id("ap/x/2"), &follow_words())) else { panic!() };
    assert_eq!((object.kind.as_deref(), object.object), (Some("Follow"), Some(follow_words().object)));
    let nothing = Outcome::ignored("nothing");
    assert_eq!(nothing.changes, [Change::Ignored("nothing")]);
}
