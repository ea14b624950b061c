//! Follows, likes, receipts, moves and reports.

use super::*;

fn follow(actor: &str, object: &str) -> Value {
    let host = actor.split('/').nth(2).unwrap();
    json!({ "id": format!("https://{host}/f/1"), "type": "Follow", "actor": actor, "object": object })
}

#[test]
fn t45_a_follow_is_a_question() {
    let mut north = School::north();
    let asked =
        Ok(Change::FollowAsked { ours: url(OURS), theirs: url(THEIRS), follow_id: url("https://south.example/f/1") });
    for relation in [Relation::None, Relation::Asked, Relation::Accepted, Relation::Refused] {
        north.followed_by.insert((url(OURS), url(THEIRS)), relation);
        assert_eq!(north.receive(&follow(THEIRS, OURS)), asked);
    }
    assert!(north.is_ignored(&follow(THEIRS, "https://north.example/a/hidden")));
}

#[test]
fn t45_only_what_was_asked_is_accepted() {
    let mut north = School::north();
    let accept = letter_of("Accept", follow(OURS, THEIRS));
    for (relation, is_answered) in
        [(Relation::None, false), (Relation::Asked, true), (Relation::Accepted, false), (Relation::Refused, false)]
    {
        north.now_follows(relation);
        let answered = Change::FollowAnswered { ours: url(OURS), theirs: url(THEIRS), accepted: true };
        assert_eq!(north.receive(&accept) == Ok(answered), is_answered, "{relation:?}");
    }
    north.now_follows(Relation::Asked);
    for other in [
        follow(OURS, "https://south.example/a/2"),
        follow(OURS, "https://west.example/a/1"),
        follow("https://north.example/a/9", THEIRS),
        follow(THEIRS, OURS),
    ] {
        assert!(north.is_ignored(&letter_of("Accept", other.clone())), "{other}");
        assert!(north.is_ignored(&letter_of("Reject", other)));
    }
}

#[test]
fn an_answer_may_name_our_follow_by_its_id_alone() {
    let mut north = School::north();
    north.now_follows(Relation::Asked);
    let accept = letter_of("Accept", "https://north.example/f/1");
    assert!(north.is_ignored(&accept));

    north.follow_ids.insert(url("https://north.example/f/1"), url(OURS));

    let answered = Change::FollowAnswered { ours: url(OURS), theirs: url(THEIRS), accepted: true };
    assert_eq!(north.receive(&accept), Ok(answered));
    let mut stranger = accept;
    stranger["actor"] = json!("https://south.example/a/2");
    assert!(north.is_ignored(&stranger), "accepted by somebody who was not asked");
}

#[test]
fn an_answer_may_have_lost_the_id_of_our_follow() {
    let mut north = School::north();
    north.now_follows(Relation::Asked);
    let mut accept = letter_of("Accept", follow(OURS, THEIRS));
    for id in [json!("https://south.example/made-up"), json!("https://north.example/f/other"), json!(null)] {
        accept["object"]["id"] = id;
        assert!(matches!(north.receive(&accept), Ok(Change::FollowAnswered { accepted: true, .. })));
    }
    accept["object"]["id"] = json!("https://west.example/f/1");
    assert!(north.is_ignored(&accept));
}

#[test]
fn a_rejection_ends_a_follow_at_any_time() {
    let mut north = School::north();
    let reject = letter_of("Reject", follow(OURS, THEIRS));
    for relation in [Relation::Asked, Relation::Accepted] {
        north.now_follows(relation);
        let answered = Change::FollowAnswered { ours: url(OURS), theirs: url(THEIRS), accepted: false };
        assert_eq!(north.receive(&reject), Ok(answered));
    }
    for relation in [Relation::None, Relation::Refused] {
        north.now_follows(relation);
        assert!(north.is_ignored(&reject), "t45 replayed");
    }
}

#[test]
fn a_receipt_confirms_our_own_delete_and_no_other() {
    let mut north = School::north();
    let receipt = letter_of("Accept", "https://north.example/x/9");
    assert!(north.is_ignored(&receipt));

    north.deletes.push(url("https://north.example/x/9"));

    let confirmed =
        Change::RemovalConfirmed { activity: url("https://north.example/x/9"), by_host: "south.example".into() };
    assert_eq!(north.receive(&receipt), Ok(confirmed));
}

#[test]
fn a_follow_or_a_like_is_taken_back_by_who_made_it() {
    let mut north = School::north();
    let withdrawn = Ok(Change::FollowWithdrawn { ours: url(OURS), theirs: url(THEIRS) });
    assert_eq!(north.receive(&letter_of("Undo", follow(THEIRS, OURS))), withdrawn);
    let like = json!({ "id": "https://south.example/l/1", "type": "Like", "actor": THEIRS, "object": POST });
    let unliked = Ok(Change::Unliked { object: url(POST), actor: url(THEIRS) });
    assert_eq!(north.receive(&letter_of("Undo", like)), unliked);
    north.like_ids.insert(url("https://south.example/l/1"), url(POST));
    assert_eq!(north.receive(&letter_of("Undo", "https://south.example/l/1")), unliked);

    let other = follow("https://south.example/a/2", OURS);
    assert_eq!(north.receive(&letter_of("Undo", other)), Err(Error::Refused(Reason::NotOwner)));
    let elsewhere = follow("https://west.example/a/1", OURS);
    assert_eq!(north.receive(&letter_of("Undo", elsewhere)), Err(Error::Refused(Reason::OtherOrigin)));
    north.followed_by.clear();
    assert!(north.is_ignored(&letter_of("Undo", follow(THEIRS, OURS))));
    assert!(north.is_ignored(&letter_of("Undo", "https://south.example/l/2")));
}

#[test]
fn only_accepted_classes_like_and_only_what_is_ours() {
    let mut north = School::north();
    let like = letter_of("Like", POST);
    assert!(matches!(north.receive(&like), Ok(Change::Liked { .. })));
    assert!(north.is_ignored(&letter_of("Like", "https://west.example/o/1")));
    for relation in [Relation::None, Relation::Asked, Relation::Refused] {
        north.followed_by.insert((url(OURS), url(THEIRS)), relation);
        assert!(north.is_ignored(&like));
    }
}

#[test]
fn t44_a_move_is_looked_into_by_a_person() {
    let mut letter = letter_of("Move", THEIRS);
    letter["target"] = json!("https://west.example/a/7");

    let Ok(Change::Task { kind: TaskKind::Move, actor, detail }) = School::north().receive(&letter) else { panic!() };

    assert_eq!(actor, url(THEIRS));
    assert!(detail.contains("south.example") && detail.contains("west.example"));
    letter["object"] = json!("https://south.example/a/2");
    assert_eq!(School::north().receive(&letter), Err(Error::Refused(Reason::NotOwner)));
}

#[test]
fn t46_a_report_about_us_is_looked_into_by_a_person() {
    let mut letter = letter_of("Flag", json!([OURS, POST, "https://west.example/o/1"]));
    letter["content"] = json!("Please look.");

    let Ok(Change::Task { kind: TaskKind::Flag, detail, .. }) = School::north().receive(&letter) else { panic!() };

    assert_eq!(detail, format!("{OURS}\n{POST}\nPlease look."));
    assert!(School::north().is_ignored(&letter_of("Flag", "https://west.example/o/1")));
}

/// Under their post stands a comment of ours, and under that post of ours another.
fn commented() -> School {
    let mut north = School::north();
    north.knows(NOTE, THEIRS);
    for (reply, parent) in [(REPLY, NOTE), ("https://north.example/o/8", POST)] {
        north.knows(reply, OURS).in_reply_to = Some(url(parent));
    }
    north
}

const REPLY: &str = "https://north.example/o/7";

#[test]
fn whether_a_comment_of_ours_is_shown_is_said_by_whoever_wrote_the_post() {
    let mut north = commented();
    let approval = "https://south.example/z/1";
    let mut accept = letter_of("Accept", REPLY);
    accept["result"] = json!(approval);
    let answered = |is_shown, approval: Option<&str>| {
        Ok(Change::ReplyAnswered { reply: url(REPLY), is_shown, approval: approval.map(url) })
    };

    assert_eq!(north.receive(&accept), answered(true, Some(approval)));
    assert_eq!(north.receive(&letter_of("Reject", REPLY)), answered(false, None));
    // Another server cannot be the one that says so.
    accept["result"] = json!("https://west.example/z/1");
    assert_eq!(north.receive(&accept), answered(true, None));

    for (reply, why) in [
        ("https://north.example/o/8", "under a post of our own"),
        (POST, "a post"),
        (NOTE, "their own post"),
        ("https://north.example/o/9", "not known"),
    ] {
        assert!(north.is_ignored(&letter_of("Accept", reply)), "{why}");
        assert!(north.is_ignored(&letter_of("Reject", reply)), "{why}");
    }
    accept["actor"] = json!("https://south.example/a/2");
    assert!(north.is_ignored(&accept), "another class");
    north.knows(REPLY, OURS).tombstone = true;
    assert!(north.is_ignored(&letter_of("Accept", REPLY)), "taken back");
}
