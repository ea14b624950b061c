//! What two schools agreed on holds, and what one of them asks for holds when both have signed it.

use federation::outbox;
use federation::signature::{PrivateKey, Signer, add_proof, check_proof};
use federation::vocabulary::{AgreementWords, TakingPart};
use schoolgate::actions::{agreements, follows, likes, partners, proposals};
use schoolgate::domain::agreements::Terms;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::partners::{NewPartner, PartnerState};
use schoolgate::domain::proposals::{Proposal, ProposalState, Wordings};
use schoolgate::error::Error;
use schoolgate::store;
use tests::schools::{TestSchool, strangers};
use url::Url;

use crate::agreement::{DAY, agree, known, send};

/// What one side asks for; what of it is narrower than was agreed holds there at once.
async fn set_terms(at: &TestSchool, other: &TestSchool, terms: Terms) {
    proposals::propose(&at.school, &at.admin, &at.partner(other).await, terms).await.unwrap();
}

async fn wordings(at: &TestSchool, other: &TestSchool) -> Vec<Proposal> {
    let partner = known(at, other).await.unwrap();
    proposals::wordings(&mut at.school.db.read(), &partner).await.unwrap()
}

/// What the other school asks this one for, when it has arrived.
async fn asked(at: &TestSchool, by: &TestSchool) -> Proposal {
    at.until("to be asked", async || {
        by.school.wake.notify_one();
        Wordings::of(&wordings(at, by).await).theirs
    })
    .await
}

async fn terms(at: &TestSchool, other: &TestSchool) -> Terms {
    known(at, other).await.unwrap().terms
}

fn no_pictures() -> Terms {
    Terms { may_show_pictures: false, ..Terms::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_school_keeps_what_both_have_signed() {
    let [maple, oak] = strangers(["maple", "oak"]).await;

    agree(&maple, &oak).await;

    for (at, other) in [(&maple, &oak), (&oak, &maple)] {
        let agreed = Wordings::of(&wordings(at, other).await).agreed.unwrap();
        for (copy, signer) in [(agreed.our_copy, at), (agreed.their_copy, other)] {
            let copy: serde_json::Value = serde_json::from_str(&copy.unwrap()).unwrap();
            let key = signer.school.prover(None).await.unwrap().key.public().unwrap();
            check_proof(&copy, &key).unwrap();
            let stranger = PrivateKey::from_seed(&[7; 32]).unwrap().public().unwrap();
            assert!(check_proof(&copy, &stranger).is_err());
        }
        let admin = at.admin_browser().await;
        let page = format!("/schools/{}", at.partner(other).await);
        assert!(admin.get(&page).await.says("Signed by both schools: "));
        let file = admin.get(&format!("{page}/signed")).await;
        assert!(file.says("eddsa-jcs-2022") && file.says("agreedAt"), "{}", file.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_narrower_holds_at_once_and_what_is_wider_when_both_agree() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;

    set_terms(&maple, &oak, no_pictures()).await;
    let narrower = asked(&oak, &maple).await;
    assert_eq!((terms(&maple, &oak).await, terms(&oak, &maple).await), (no_pictures(), Terms::default()));
    let admin = oak.admin_browser().await;
    let page = format!("/schools/{}", oak.partner(&maple).await);
    let shown = admin.get(&page).await;
    assert!(shown.says("Pictures may not be shown. Until now: yes."), "{}", shown.text());
    assert!(admin.get("/schools").await.says("asks for something else than was agreed"));
    let agreed = admin.post(&page, &format!("{page}/proposals/{}/agree", narrower.id), &[]).await;
    assert_eq!(agreed.status, 200);
    assert!(!admin.get("/schools").await.says("asks for something else than was agreed"));

    maple
        .until("Oak's word", async || {
            oak.school.wake.notify_one();
            (Wordings::of(&wordings(&maple, &oak).await).agreed?.terms == no_pictures()).then_some(())
        })
        .await;
    set_terms(&maple, &oak, Terms::default()).await;
    let wider = asked(&oak, &maple).await;
    assert_eq!((terms(&maple, &oak).await, terms(&oak, &maple).await), (no_pictures(), no_pictures()));

    proposals::agree(&oak.school, &oak.admin, &oak.partner(&maple).await, &wider.id).await.unwrap();

    assert_eq!(terms(&oak, &maple).await, Terms::default());
    maple.until("to be wider", async || (terms(&maple, &oak).await == Terms::default()).then_some(())).await;
    assert!(Wordings::of(&wordings(&maple, &oak).await).ours.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_declined_stays_narrower_until_it_is_taken_back() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    set_terms(&maple, &oak, no_pictures()).await;
    let theirs = asked(&oak, &maple).await;
    let (admin, page) = (maple.admin_browser().await, format!("/schools/{}", maple.partner(&oak).await));
    let early = proposals::take_back(&maple.school, &maple.admin, &maple.partner(&oak).await).await;
    assert!(early.is_err(), "they may still agree to it");

    proposals::decline(&oak.school, &oak.admin, &oak.partner(&maple).await, &theirs.id).await.unwrap();

    maple
        .until("the answer", async || {
            let ours = Wordings::of(&wordings(&maple, &oak).await).ours?;
            (ours.state == ProposalState::Declined).then_some(())
        })
        .await;
    assert_eq!(terms(&maple, &oak).await, no_pictures());
    assert!(admin.get("/schools").await.says("does not agree to what you asked for"));
    assert_eq!(admin.post(&page, &format!("{page}/take-back"), &[]).await.status, 200);
    assert_eq!(terms(&maple, &oak).await, Terms::default());
    assert_eq!(terms(&oak, &maple).await, Terms::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_proposals_cross_and_agreeing_to_theirs_replaces_ours() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    let no_likes = Terms { may_like: false, ..Terms::default() };
    set_terms(&maple, &oak, no_pictures()).await;
    set_terms(&oak, &maple, no_likes.clone()).await;
    let (at_oak, at_maple) = (asked(&oak, &maple).await, asked(&maple, &oak).await);
    assert_eq!((terms(&maple, &oak).await, terms(&oak, &maple).await), (no_pictures(), no_likes.clone()));

    proposals::agree(&maple.school, &maple.admin, &maple.partner(&oak).await, &at_maple.id).await.unwrap();

    assert_eq!(terms(&maple, &oak).await, no_likes);
    oak.until("Maple's word", async || {
        let now = Wordings::of(&wordings(&oak, &maple).await);
        (now.agreed?.terms == no_likes && now.theirs.is_none() && now.ours.is_none()).then_some(())
    })
    .await;
    let late = proposals::agree(&oak.school, &oak.admin, &oak.partner(&maple).await, &at_oak.id).await;
    assert!(late.is_err(), "it was replaced");
}

/// What Oak would say to Maple, by its own words.
async fn update(oak: &TestSchool, maple: &TestSchool, change: impl FnOnce(&mut AgreementWords, &mut Signer)) -> String {
    let agreement = known(oak, maple).await.unwrap().agreement.unwrap();
    let key = async |school: &TestSchool| agreements::fingerprint(&school.school).await.unwrap();
    let mut prover = oak.school.prover(None).await.unwrap();
    let mut words = AgreementWords {
        id: agreement.id,
        author: oak.school.urls.school_actor(),
        other: maple.school.urls.school_actor(),
        author_key: key(oak).await,
        other_key: key(maple).await,
        may_follow: true,
        may_reply: true,
        may_like: false,
        may_show_pictures: true,
        classes: TakingPart::All,
        starts_at: None,
        ends_at: None,
        safeguarding_contact: String::new(),
        updated: oak.school.clock.now(),
    };
    change(&mut words, &mut prover);
    let mut document = outbox::agreement(&words);
    add_proof(&mut document, &prover.key_id, &prover.key, words.updated).unwrap();
    let id = oak.school.urls.to(&format!("/ap/x/{}", schoolgate::tokens::random(26)));
    outbox::update_agreement(&id, document).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_a_wording_that_is_old_false_or_of_another_is_refused_without_a_trace() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    let inbox = maple.school.urls.school_part("inbox");
    let elsewhere: Url = maple.school.urls.to("/ap/x/another");

    for (what, bad) in [
        ("older", update(&oak, &maple, |words, _| words.updated -= DAY).await),
        ("from the future", update(&oak, &maple, |words, _| words.updated += DAY).await),
        ("another agreement", update(&oak, &maple, |words, _| words.id = oak.school.urls.to("/ap/x/none")).await),
        ("of another school", update(&oak, &maple, |words, _| words.id = elsewhere).await),
        ("other keys", update(&oak, &maple, |words, _| words.author_key = "SHA256:x".to_owned()).await),
        (
            "a wrong proof",
            update(&oak, &maple, |_, prover| prover.key = PrivateKey::from_seed(&[7; 32]).unwrap()).await,
        ),
        ("an unknown key", update(&oak, &maple, |_, prover| prover.key_id.push('2')).await),
    ] {
        assert_eq!(send(&oak, &inbox, &bad).await, Some(403), "{what}");
    }
    assert_eq!(wordings(&maple, &oak).await.len(), 1);
    assert_eq!(store::tasks::open(&mut maple.school.db.read()).await.unwrap(), []);

    // Its twin: the same with nothing changed. And once more it is old.
    assert_eq!(send(&oak, &inbox, &update(&oak, &maple, |_, _| ()).await).await, Some(202));
    let asked = asked(&maple, &oak).await;
    assert!(!asked.terms.may_like);
    let same = update(&oak, &maple, |words, _| words.updated = asked.worded_at).await;
    assert_eq!(send(&oak, &inbox, &same).await, Some(403));
    // What is ended is not worded anew.
    let (partner, by) = (maple.partner(&oak).await, maple.admin.subject());
    partners::set_state(&maple.school, &by, &partner, PartnerState::Ended, "Over").await.unwrap();
    oak.school.clock.advance(jiff::SignedDuration::from_secs(60));
    assert_eq!(send(&oak, &inbox, &update(&oak, &maple, |_, _| ()).await).await, Some(403));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_paused_school_asks_for_waits_until_it_goes_on() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    let (partner, by) = (maple.partner(&oak).await, maple.admin.subject());
    let (admin, page) = (maple.admin_browser().await, format!("/schools/{partner}"));
    partners::set_state(&maple.school, &by, &partner, PartnerState::Paused, "A talk").await.unwrap();

    set_terms(&oak, &maple, no_pictures()).await;
    let theirs = asked(&maple, &oak).await;

    assert!(!admin.get(&page).await.says("They ask for something else"));
    assert!(!admin.get("/schools").await.says("asks for something else than was agreed"));
    assert!(proposals::agree(&maple.school, &maple.admin, &partner, &theirs.id).await.is_err());
    partners::set_state(&maple.school, &by, &partner, PartnerState::Trusted, "").await.unwrap();
    assert!(admin.get(&page).await.says("They ask for something else"));
    proposals::agree(&maple.school, &maple.admin, &partner, &theirs.id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_theirs_that_takes_no_part_is_not_let_in() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    maple.follow(&oak).await;
    let other = schoolgate::domain::ids::ClassId::fresh(oak.school.clock.now());
    let only = |class| Terms { classes: TakingPart::Only(vec![class]), ..Terms::default() };

    let theirs = async |terms| {
        set_terms(&oak, &maple, terms).await;
        let theirs = asked(&maple, &oak).await;
        proposals::agree(&maple.school, &maple.admin, &maple.partner(&oak).await, &theirs.id).await.unwrap();
        terms_of(&maple, &oak).await
    };
    assert!(!theirs(only(other)).await.takes_part_there(&oak.actor()));
    // Oak's own rule is put aside, so that Maple's is the one that refuses.
    store_terms(&oak, &maple, &Terms::default()).await;
    oak.publish("Ships", "Nine ships.").await;
    oak.until("everything to be taken", async || {
        store::underway::backlog(&mut oak.school.db.read()).await.unwrap().is_empty().then_some(())
    })
    .await;
    assert_eq!(maple.waiting(Tray::In).await, []);

    assert!(theirs(only(oak.class.id.clone())).await.takes_part_there(&oak.actor()));
    store_terms(&oak, &maple, &Terms::default()).await;
    oak.publish("Boats", "Two boats.").await;
    maple.waits(Tray::In, "Two boats").await;
}

async fn terms_of(at: &TestSchool, other: &TestSchool) -> Terms {
    terms(at, other).await
}

async fn store_terms(at: &TestSchool, other: &TestSchool, terms: &Terms) {
    let mut tx = at.school.db.begin().await.unwrap();
    store::partners::set_terms(&mut tx, &at.partner(other).await, terms).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_agreed_on_neither_comes_in_nor_goes_out() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    let nothing = Terms { may_follow: false, may_reply: false, may_like: false, ..Terms::default() };
    set_terms(&maple, &oak, nothing.clone()).await;

    let asked = follows::ask(&maple.school, &maple.teacher, &maple.class.id, oak.actor().as_str()).await;
    assert!(matches!(asked, Err(Error::Invalid(faults)) if faults[0].key == "fault-address-scope"));
    follows::ask(&oak.school, &oak.teacher, &oak.class.id, maple.actor().as_str()).await.unwrap();
    oak.until("the follow to be taken", async || {
        store::underway::backlog(&mut oak.school.db.read()).await.unwrap().is_empty().then_some(())
    })
    .await;
    assert_eq!(store::follows::waiting(&mut maple.school.db.read(), &maple.class.id).await.unwrap(), 0);

    // Its twin: agreed on, the same goes through.
    set_terms(&maple, &oak, Terms::default()).await;
    oak.follow(&maple).await;
    maple.follow(&oak).await;
    let ships = maple.publish("Ships", "Nine ships.").await;
    let at_oak = oak.let_in(Tray::In, "Nine ships").await;

    set_terms(&maple, &oak, nothing.clone()).await;
    oak.pupil_comments(&at_oak, "Lovely ships").await;
    oak.let_in(Tray::Out, "Lovely ships").await;
    likes::like(&oak.school, &oak.teacher, &oak.class.id, &at_oak).await.unwrap();
    oak.publish("Boats", "Two boats.").await;
    maple.publish("Kites", "Red kites.").await;
    for school in [&maple, &oak] {
        school
            .until("everything to be taken", async || {
                store::underway::backlog(&mut school.school.db.read()).await.unwrap().is_empty().then_some(())
            })
            .await;
    }
    assert_eq!(maple.waiting(Tray::In).await, []);
    assert!(store::likes::names(&mut maple.school.db.read(), &ships).await.unwrap().is_empty());
    assert_eq!(oak.waiting(Tray::In).await, []);

    set_terms(&maple, &oak, Terms::default()).await;
    oak.pupil_comments(&at_oak, "Fine ships").await;
    oak.let_in(Tray::Out, "Fine ships").await;
    maple.waits(Tray::In, "Fine ships").await;
    // Only for the classes that take part.
    let other = schoolgate::domain::ids::ClassId::fresh(maple.school.clock.now());
    set_terms(&maple, &oak, Terms { classes: TakingPart::Only(vec![other]), ..Terms::default() }).await;
    oak.publish("Rafts", "Three rafts.").await;
    oak.until("everything to be taken", async || {
        store::underway::backlog(&mut oak.school.db.read()).await.unwrap().is_empty().then_some(())
    })
    .await;
    assert!(!maple.waiting(Tray::In).await.iter().any(|waiting| waiting.words.title == "Rafts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_were_not_agreed_on_stay_at_home() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    oak.follow(&maple).await;
    let picture = async || vec![maple.picture(tests::pictures::png(1, 2, 3), "A tug").await];
    let reach = schoolgate::domain::items::Audience::Friends;

    set_terms(&maple, &oak, Terms { may_show_pictures: false, ..Terms::default() }).await;
    maple.publish_for("Ships", "Nine ships.", reach, picture().await).await;
    let bare = oak.waits(Tray::In, "Nine ships").await;
    set_terms(&maple, &oak, Terms::default()).await;
    set_terms(&oak, &maple, Terms { may_show_pictures: false, ..Terms::default() }).await;
    maple.publish_for("Boats", "Two boats.", reach, picture().await).await;
    let refused = oak.waits(Tray::In, "Two boats").await;
    set_terms(&oak, &maple, Terms::default()).await;
    maple.publish_for("Rafts", "Three rafts.", reach, picture().await).await;
    let whole = oak.waits(Tray::In, "Three rafts").await;

    for (waiting, number) in [(bare, 0), (refused, 0), (whole, 1)] {
        let showing =
            store::moderation::showing(&mut oak.school.db.read(), &waiting.item.id, &oak.class.id).await.unwrap();
        let pictures = store::revisions::pictures(&mut oak.school.db.read(), &showing.revision).await.unwrap();
        assert_eq!(pictures.len(), number, "{}", waiting.words.title);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_flows_before_the_first_day_nor_after_the_last() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    oak.follow(&maple).await;
    maple.follow(&oak).await;
    oak.publish("Ships", "Nine ships.").await;
    maple.let_in(Tray::In, "Nine ships").await;
    let now = maple.school.clock.now();

    let later = Terms { starts_at: Some(now + DAY), ends_at: Some(now + DAY * 3), ..Terms::default() };
    set_terms(&maple, &oak, later).await;
    assert_eq!(maple.friends().await, []);
    let post = oak.publish("Boats", "Two boats.").await;
    oak.until("the refusal", async || {
        let page = store::underway::found(&mut oak.school.db.read(), &store::underway::Search::default(), None, 10)
            .await
            .unwrap();
        page.into_iter().find(|listed| listed.verb == "create" && listed.last_status == Some(403))
    })
    .await;
    assert_eq!(maple.item_of(&oak.school.urls.object(&post)).await, None);

    for school in [&maple, &oak] {
        school.school.clock.advance(DAY * 2);
        schoolgate::actions::housekeeping::tidy(&school.school).await.unwrap();
    }
    oak.school.wake.notify_one();
    maple.waits(Tray::In, "Two boats").await;
    assert_eq!(maple.friends().await.len(), 1);

    maple.school.clock.advance(DAY * 2);
    schoolgate::actions::housekeeping::tidy(&maple.school).await.unwrap();
    assert_eq!(maple.friends().await, []);
    let asked = follows::ask(&maple.school, &maple.teacher, &maple.class.id, oak.actor().as_str()).await;
    assert!(asked.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_writes_down_what_was_agreed_and_is_reminded_of_it() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    oak.follow(&maple).await;
    let admin = maple.admin_browser().await;
    let page = format!("/schools/{}", maple.partner(&oak).await);
    let map = admin.get("/schools").await;
    assert!(map.says("class=\"map__follow\"") && map.says("oak class friends"));
    assert!(!admin.get("/schools").await.says("has come"));

    let form = [("follow", "yes"), ("reply", "yes"), ("class", maple.class.id.as_str())];
    let wrong = admin.post(&page, &format!("{page}/terms"), &[("ends_on", "2020-13-01")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Write a date") && wrong.says("2020-13-01"));
    let record = [("name", "Oak Academy"), ("town", "Acorn"), ("contact", "Ms Patel"), ("review_on", "2020-01-01")];
    let wrong = admin.post(&page, &format!("{page}/record"), &[("contact", "Ms Patel"), ("review_on", "soon")]).await;
    assert!(wrong.status == 422 && wrong.says("Write a date") && wrong.says("Ms Patel"));
    assert_eq!(admin.post(&page, &format!("{page}/record"), &record).await.status, 200);
    assert_eq!(admin.post(&page, &format!("{page}/terms"), &form).await.status, 200);

    let terms = known(&maple, &oak).await.unwrap().terms;
    assert!(terms.may_follow && terms.may_reply && !terms.may_like && !terms.may_show_pictures);
    assert_eq!(terms.classes, TakingPart::Only(vec![maple.class.id.clone()]));
    let oak_now = known(&maple, &oak).await.unwrap();
    assert_eq!(
        (oak_now.name.as_str(), oak_now.town.as_str(), oak_now.contact.as_str()),
        ("Oak Academy", "Acorn", "Ms Patel")
    );
    for first in ["/", "/schools"] {
        assert!(admin.get(first).await.says("the day to look at this agreement again has come"), "{first}");
        assert!(!admin.get(first).await.says("ends on"), "{first}");
    }
    let ends_at = Some(maple.school.clock.now() + DAY * 20);
    set_terms(&maple, &oak, Terms { ends_at, ..Terms::default() }).await;
    for first in ["/", "/schools"] {
        assert!(admin.get(first).await.says("The agreement with Oak Academy ends on"), "{first}");
    }
    // One that is added by its address cannot promise as much, and says so.
    let new = NewPartner { host: "blog.elm.example".to_owned(), name: "Elm".to_owned(), ..NewPartner::default() };
    let elm = partners::trust(&maple.school, &maple.admin.subject(), new).await.unwrap();
    let page = admin.get(&format!("/schools/{}", elm.id)).await;
    assert!(page.says("Replies on their side are shown without our approval"));
}
