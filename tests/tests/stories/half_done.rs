//! Nothing is half done: whichever row of a change cannot be written, nothing of the change has happened, the one who asked is
//! told, and it can be done again.

use federation::signature::Scheme;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::{
    classes, comments, erasures, follows, invitations, keys, ledger, likes, moderation, partners, people,
    picture_passwords, pictures, posters, requests, schools, worries,
};
use schoolgate::domain::articles::{Draft, DraftPicture};
use schoolgate::domain::classes::ClassKind;
use schoolgate::domain::erasures::Reason;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict, WorryOutcome};
use schoolgate::domain::partners::{Direction, NewPartner, PartnerState};
use schoolgate::domain::people::{ClassRole, Duty};
use schoolgate::domain::picture_passwords::Length;
use schoolgate::domain::requests::Outcome;
use schoolgate::error::{Error, Result};
use schoolgate::store::{self, Sql};
use schoolgate::values;
use tests::TestSchool;
use tests::pictures::png;
use tests::schools::partner_schools;
use tests::trouble::Trouble;

/// Does something that cannot be committed; and then again and again, and each time one row later cannot be written, until
/// nothing is in its way any more.
async fn whole<T>(trouble: &Trouble, what: &str, mut act: impl AsyncFnMut() -> Result<T>) -> T {
    let before = trouble.everything().await;
    let same = async |when: &str| {
        let after = trouble.everything().await;
        let changed = before.iter().filter(|(table, rows)| after[*table] != **rows).map(|(table, _)| table);
        let changed: Vec<_> = changed.collect();
        assert!(changed.is_empty(), "{what}: {when}, and {changed:?} are not as before");
    };
    trouble.strike_at_the_end().await;
    let done = act().await;
    trouble.end().await;
    assert!(matches!(done, Err(Error::Internal(_))), "{what} was not committed, and nobody was told");
    same("it was not committed").await;
    for row in 1.. {
        trouble.strike_at(row).await;
        let done = act().await;
        let was_spared = trouble.end().await;
        match done {
            Ok(done) => {
                assert!(was_spared, "{what}: row {row} was not written, and nobody was told");
                assert!(row > 1, "{what}: nothing was written at all");
                return done;
            }
            Err(Error::Internal(_)) => {
                same(&format!("row {row} was not written")).await;
            }
            Err(other) => panic!("{what}, row {row}: {other}"),
        }
    }
    unreachable!("the numbers do not end")
}

/// The ledger of what is gone tells of nothing that failed: read from its beginning, it wants nothing to be done.
async fn ledger_agrees(maple: &TestSchool, trouble: &Trouble) {
    let mut tx = maple.school.db.begin().await.unwrap();
    tx.run("delete from ledgers", values![]).await.unwrap();
    tx.commit().await.unwrap();
    let before = trouble.everything().await;
    assert_eq!(ledger::catch_up(&maple.school).await.unwrap(), ledger::Again::default());
    let after = trouble.everything().await;
    assert!(!after["ledgers"].is_empty(), "it was read");
    assert!(before.keys().filter(|table| *table != "ledgers").all(|table| before[table] == after[table]));
}

/// Two schools that follow each other, and nobody is at work in the one but us.
async fn quiet() -> ([TestSchool; 2], Trouble) {
    let [mut maple, mut oak] = partner_schools().await;
    oak.publish("Acorns", "We planted acorns.").await;
    maple.waits(Tray::In, "acorns").await;
    maple.publish("Ships", "We counted nine ships.").await;
    oak.waits(Tray::In, "nine ships").await;
    maple.stop_courier().await;
    oak.stop_courier().await;
    let trouble = Trouble::of(&maple.school.db).await;
    ([maple, oak], trouble)
}

fn choice(waiting: &schoolgate::store::moderation::Waiting) -> moderation::Choice {
    moderation::Choice { item: waiting.item.id.clone(), hash: waiting.hash.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn t105_what_pupils_write_and_teachers_decide_is_whole_or_not_at_all() {
    let ([maple, _oak], trouble) = quiet().await;
    let (school, teacher, class) = (&maple.school, &maple.teacher, &maple.class.id);
    // A file is written down before it is put away, so that one in no post is found and swept: that row stays by itself.
    let picture = pictures::upload(school, Pen::Child(&maple.pupil), png(9, 8, 7)).await.unwrap();
    let picture = DraftPicture { picture, alt: "A kite".to_owned(), people: String::new() };
    let draft = |words: &str| Draft {
        title: "Kites".to_owned(),
        markdown: words.to_owned(),
        audience: Some(Audience::Friends),
        pictures: vec![picture.clone()],
        ..Draft::default()
    };
    let pen = Pen::Child(&maple.pupil);
    let written = whole(&trouble, "a post", async || {
        articles::write(school, pen, class, draft("We flew a kite."), Finish::HandIn).await
    })
    .await;
    let Written::Waiting(post) = written else { panic!("{written:?}") };
    for verdict in [Verdict::SendBack, Verdict::LetIn] {
        let waiting = maple.waits(Tray::Ours, "a kite").await;
        let decided = whole(&trouble, "a decision", async || {
            moderation::decide(school, teacher, class, &[choice(&waiting)], verdict, "Because").await
        })
        .await;
        assert_eq!((decided.done.len(), decided.missed.len()), (1, 0));
        if verdict == Verdict::SendBack {
            whole(&trouble, "handing in again", async || {
                articles::edit(school, pen, &post, draft("We flew a kite high."), Finish::HandIn).await
            })
            .await;
        } else {
            whole(&trouble, "an undo", async || moderation::undo(school, teacher, &decided.batch).await).await;
            let waiting = maple.waits(Tray::Ours, "a kite").await;
            maple.decide(&waiting, Verdict::LetIn).await;
        }
    }
    whole(&trouble, "an edit", async || {
        articles::edit(school, pen, &post, draft("We flew two kites."), Finish::HandIn).await
    })
    .await;
    let written =
        whole(&trouble, "a comment", async || comments::write(school, pen, class, &post, "Well flown!").await);
    let Written::Waiting(comment) = written.await else { panic!("it does not wait") };
    let worry =
        whole(&trouble, "a worry", async || worries::raise(school, teacher, class, &comment, "Look at this").await)
            .await;
    let lead = maple.adult("lead", None, true).await;
    whole(&trouble, "the end of a worry", async || {
        worries::close(school, &lead, &worry, WorryOutcome::Released, "All is well").await
    })
    .await;
    let family = maple.publish("Boats", "We drew boats.").await;
    whole(&trouble, "asking to remove", async || requests::ask(school, class, &family, "Our child", "").await).await;
    let asked = store::requests::open(&mut school.db.read(), false).await.unwrap().remove(0);
    let settle = async || requests::settle(school, teacher, &asked.id, Outcome::Removed, "").await;
    whole(&trouble, "removing for a family", settle).await;
    whole(&trouble, "taking back", async || articles::take_back(school, Pen::Adult(teacher), &post).await).await;
    ledger_agrees(&maple, &trouble).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t105_what_is_done_about_people_and_classes_is_whole_or_not_at_all() {
    let ([maple, _oak], trouble) = quiet().await;
    let (school, teacher, class, admin) = (&maple.school, &maple.teacher, &maple.class.id, &maple.admin);
    let by = admin.subject();

    let ama =
        whole(&trouble, "a pupil", async || people::add_pupils(school, teacher, class, &["Ama".to_owned()]).await)
            .await;
    let ama = &ama[0];
    whole(&trouble, "a card", async || people::new_card(school, teacher, class, ama).await).await;
    whole(&trouble, "a card anew", async || people::new_card(school, teacher, class, ama).await).await;
    whole(&trouble, "no card", async || people::revoke_card(school, teacher, class, ama).await).await;
    whole(&trouble, "pictures", async || picture_passwords::give(school, teacher, class, ama, Length::Three).await)
        .await;
    whole(&trouble, "a poster", async || posters::make(school, teacher, class).await).await;
    whole(&trouble, "a poster anew", async || posters::make(school, teacher, class).await).await;
    whole(&trouble, "no poster", async || posters::revoke(school, teacher, class).await).await;
    whole(&trouble, "a family link", async || people::new_family_link(school, teacher, class).await).await;
    whole(&trouble, "leaving", async || people::pupil_left(school, teacher, class, ama).await).await;
    let lee = people::add_staff(
        school,
        &by,
        people::NewStaff {
            name: "Mr Lee".to_owned(),
            email: "lee@school.example".to_owned(),
            password: "correct horse battery".to_owned(),
            ..people::NewStaff::default()
        },
    );
    let lee = lee.await.unwrap();
    whole(&trouble, "rights", async || people::set_rights(school, admin, &lee, true, true).await).await;
    let duty = Duty { class: class.clone(), staff: lee.clone(), role: ClassRole::Cover, from: None, until: None };
    whole(&trouble, "a duty", async || people::set_duty(school, &by, duty.clone()).await).await;
    whole(&trouble, "the end of a duty", async || people::end_duty(school, &by, class, &lee).await).await;
    whole(&trouble, "shutting out", async || people::set_disabled(school, admin, &lee, true).await).await;
    let new = || classes::NewClass {
        name: "Class 4".to_owned(),
        slug: "class-4".to_owned(),
        kind: ClassKind::Class,
        crest: "owl".to_owned(),
        colour: 3,
        about: String::new(),
        year_order: 4,
        teacher: Some(teacher.id.clone()),
    };
    whole(&trouble, "a class", async || classes::add(school, &by, new()).await).await;
    whole(&trouble, "new keys", async || keys::renew_class(school, &by, class).await).await;
    let sam = maple.pupil.id.clone();
    let erasure = whole(&trouble, "erasing a pupil", async || {
        erasures::erase_pupil(school, admin, &sam, "Sam", Reason::Family).await
    })
    .await;
    whole(&trouble, "calling it off", async || erasures::call_off(school, admin, &erasure).await).await;
    whole(&trouble, "erasing a class", async || {
        erasures::erase_class(school, admin, class, "maple class", Reason::Left).await
    })
    .await;
    ledger_agrees(&maple, &trouble).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t105_what_is_done_about_partners_is_whole_or_not_at_all() {
    let ([maple, oak], trouble) = quiet().await;
    let (school, teacher, class, admin) = (&maple.school, &maple.teacher, &maple.class.id, &maple.admin);
    let (by, partner, remote) = (admin.subject(), maple.partner(&oak).await, maple.remote(&oak).await);
    let acorns = maple.let_in(Tray::In, "acorns").await;

    whole(&trouble, "a like", async || likes::like(school, teacher, class, &acorns).await).await;
    whole(&trouble, "an unlike", async || likes::unlike(school, teacher, class, &acorns).await).await;
    whole(&trouble, "hiding", async || moderation::hide(school, teacher, class, &acorns).await).await;
    whole(&trouble, "hiding a class", async || partners::hide_class(school, admin, &remote).await).await;
    whole(&trouble, "showing a class", async || partners::show_class(school, admin, &remote).await).await;
    let (invitation, _) = whole(&trouble, "an invitation", async || {
        invitations::invite(school, admin, invitations::NewInvitation::default()).await
    })
    .await;
    whole(&trouble, "no invitation", async || invitations::revoke(school, admin, &invitation.id).await).await;
    let new = || NewPartner { host: "elm.example".to_owned(), name: "Elm".to_owned(), ..NewPartner::default() };
    whole(&trouble, "a partner", async || partners::trust(school, &by, new()).await).await;
    whole(&trouble, "all paused", async || schools::pause_federation(school, admin).await).await;
    whole(&trouble, "all resumed", async || schools::resume_federation(school, admin).await).await;
    for state in [PartnerState::Paused, PartnerState::Trusted] {
        whole(&trouble, &format!("{state:?}"), async || {
            partners::set_state(school, &by, &partner, state, "Because").await
        })
        .await;
    }
    let followed = store::follows::of_class(&mut school.db.read(), class).await.unwrap();
    for (follow, _) in followed.iter().filter(|(follow, _)| follow.direction == Direction::Out) {
        whole(&trouble, "an end of following", async || follows::unfollow(school, teacher, &follow.id).await).await;
    }
    whole(&trouble, "the end", async || {
        partners::set_state(school, &by, &partner, PartnerState::Ended, "Because").await
    })
    .await;
    whole(&trouble, "asking for removal", async || partners::ask_removal(school, &by, &partner).await).await;
    ledger_agrees(&maple, &trouble).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t105_a_letter_is_taken_whole_or_not_at_all_and_may_come_again() {
    let ([maple, oak], trouble) = quiet().await;
    let acorns = {
        let sql = &mut oak.school.db.read();
        store::items::of_class(sql, &oak.class.id).await.unwrap().remove(0).id
    };
    let signer = oak.school.signer(Some(&oak.class.id)).await.unwrap();
    // What Oak's courier would carry now, in its order.
    let letters = async || {
        let question = "select a.body from activities a join deliveries d on d.activity_id = a.id
            where d.delivered_at is null and d.given_up_at is null order by a.id";
        let rows = oak.school.db.read().all(question, values![]).await.unwrap();
        rows.iter().map(|row| row.get::<String>("body").unwrap()).collect::<Vec<_>>()
    };
    let arrive = async |what: &str| {
        for body in letters().await {
            whole(&trouble, what, async || {
                let inbox = maple.school.urls.shared_inbox();
                let answer = oak.school.client.post(&inbox, body.as_bytes(), &signer, Scheme::Cavage).await;
                match answer.status {
                    Some(202) => Ok(()),
                    Some(500 | 503 | 507) => Err(Error::Internal(anyhow::anyhow!("{answer:?}"))),
                    _ => panic!("{what}: {answer:?}"),
                }
            })
            .await;
        }
        let mut tx = oak.school.db.begin().await.unwrap();
        tx.run("update deliveries set delivered_at = 1 where delivered_at is null", values![]).await.unwrap();
        tx.commit().await.unwrap();
    };

    oak.publish("Squirrels", "We fed a squirrel.").await;
    arrive("a new post").await;
    let waiting = maple.waits(Tray::In, "a squirrel").await;
    maple.decide(&waiting, Verdict::LetIn).await;
    oak.edit(&acorns, "Acorns", "We planted ninety acorns.").await;
    arrive("an edit").await;
    maple.waits(Tray::In, "ninety acorns").await;
    oak.take_back(&acorns).await;
    arrive("a removal").await;
    assert!(maple.waiting(Tray::In).await.is_empty());
    let ships = oak.let_in(Tray::In, "nine ships").await;
    likes::like(&oak.school, &oak.teacher, &oak.class.id, &ships).await.unwrap();
    oak.let_undo_pass();
    arrive("a like").await;
    likes::unlike(&oak.school, &oak.teacher, &oak.class.id, &ships).await.unwrap();
    arrive("an unlike").await;
}
