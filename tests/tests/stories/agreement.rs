//! Two schools agree: an invitation, the same four words on both sides, and nothing flows before both have confirmed.

use federation::outbox;
use federation::signature::{PrivateKey, Scheme, Signer, add_proof};
use federation::vocabulary::{AgreementWords, TakingPart};
use jiff::SignedDuration;
use schoolgate::actions::invitations::{self, NewInvitation};
use schoolgate::actions::{agreements, follows, partners};
use schoolgate::domain::invitations::{proof_of, secret_of};
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::partners::{NewPartner, PartnerSchool, PartnerState};
use schoolgate::error::Error;
use schoolgate::store;
use tests::schools::{TestSchool, strangers};
use url::Url;

pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Our admin makes an invitation for whoever gets it.
pub(crate) async fn invitation(from: &TestSchool) -> Url {
    invitation_for(from, "").await
}

async fn invitation_for(from: &TestSchool, host: &str) -> Url {
    let new = NewInvitation { host: host.to_owned(), note: "Ms Patel".to_owned(), ..NewInvitation::default() };
    invitations::invite(&from.school, &from.admin, new).await.unwrap().1
}

pub(crate) async fn open(at: &TestSchool, link: &str) -> Result<PartnerSchool, &'static str> {
    let new = NewPartner { name: "The inviting school".to_owned(), ..NewPartner::default() };
    match invitations::open(&at.school, &at.admin, link, new).await {
        Ok(partner) => Ok(partner),
        Err(Error::Invalid(faults)) => Err(faults[0].key),
        Err(other) => panic!("{other}"),
    }
}

pub(crate) async fn known(at: &TestSchool, other: &TestSchool) -> Option<PartnerSchool> {
    store::partners::by_host(&mut at.school.db.read(), other.host()).await.unwrap()
}

pub(crate) async fn state(at: &TestSchool, other: &TestSchool) -> Option<PartnerState> {
    known(at, other).await.map(|partner| partner.state)
}

pub(crate) async fn confirm(at: &TestSchool, other: &TestSchool) {
    invitations::confirm(&at.school, &at.admin, &at.partner(other).await).await.unwrap();
}

pub(crate) async fn becomes(at: &TestSchool, other: &TestSchool, wanted: PartnerState) {
    at.until(&format!("to be {wanted}"), async || {
        other.school.wake.notify_one();
        (state(at, other).await == Some(wanted)).then_some(())
    })
    .await;
}

/// Invited, opened, and both have confirmed.
pub(crate) async fn agree(maple: &TestSchool, oak: &TestSchool) {
    let link = invitation(maple).await;
    open(oak, link.as_str()).await.unwrap();
    confirm(maple, oak).await;
    confirm(oak, maple).await;
    becomes(maple, oak, PartnerState::Trusted).await;
    becomes(oak, maple, PartnerState::Trusted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_schools_agree_and_nothing_flows_before_both_have_confirmed() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    let link = invitation(&maple).await;

    open(&oak, &format!("Dear Oak,\nhere it is: {link}\nMaple")).await.unwrap();

    let (at_maple, at_oak) = (known(&maple, &oak).await.unwrap(), known(&oak, &maple).await.unwrap());
    assert_eq!((at_maple.state, at_oak.state), (PartnerState::Asked, PartnerState::Invited));
    assert_eq!(at_maple.safety_words, at_oak.safety_words);
    assert_eq!(at_maple.safety_words.unwrap().split(' ').count(), 4);
    assert_eq!(at_maple.name, "oak school");
    assert!(follows::ask(&oak.school, &oak.teacher, &oak.class.id, maple.actor().as_str()).await.is_err());

    confirm(&oak, &maple).await;
    maple.until("Oak's word", async || known(&maple, &oak).await?.agreement?.confirmed_there_at).await;
    for (at, other) in [(&maple, &oak), (&oak, &maple)] {
        assert!(!matches!(state(at, other).await, Some(PartnerState::Trusted)));
        let asked = follows::ask(&at.school, &at.teacher, &at.class.id, other.actor().as_str()).await;
        assert!(asked.is_err(), "nothing flows yet");
    }

    confirm(&maple, &oak).await;
    becomes(&oak, &maple, PartnerState::Trusted).await;
    oak.follow(&maple).await;
    maple.publish("Ships", "Nine ships.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    assert_eq!(oak.friends().await.len(), 1);
    for school in [&maple, &oak] {
        let log = store::audit::found(&mut school.school.db.read(), &store::audit::Search::default(), None, 200)
            .await
            .unwrap();
        let confirmed: Vec<_> = log.iter().filter(|line| line.action == "confirm_words").collect();
        assert!(confirmed.iter().any(|line| line.actor == school.admin.subject()), "{confirmed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_lead_two_admins_through_it() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    let (at_maple, at_oak) = (maple.admin_browser().await, oak.admin_browser().await);

    let made =
        at_maple.post("/schools/invitations", "/schools/invitations", &[("note", "Ms Patel"), ("days", "7")]).await;
    let text = made.text();
    let link = text.split("dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap();
    assert!(link.contains("/invitation#") && made.says("<svg viewBox"), "{text}");
    assert!(at_maple.get("/schools/invitations").await.says("Ms Patel"));
    assert!(oak.browser().get("/invitation").await.says("Copy the whole address"));
    let code = link.split('#').nth(1).unwrap();
    assert!(!at_maple.get("/schools/invitations").await.says(code), "it is shown once");

    let wrong =
        at_oak.post("/schools/invitations", "/schools/open", &[("invitation", "hello"), ("name", "Maple")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("There is no invitation in this") && wrong.says("hello") && wrong.says("Maple"));
    let met = at_oak.post("/schools/invitations", "/schools/open", &[("invitation", link), ("name", "Maple")]).await;
    assert_eq!(met.status, 200, "{}", met.text());
    let words = known(&oak, &maple).await.unwrap().safety_words.unwrap();
    assert!(words.split(' ').all(|word| met.says(&format!("<li>{word}</li>"))));

    for (school, browser, other) in [(&oak, &at_oak, &maple), (&maple, &at_maple, &oak)] {
        let page = format!("/schools/{}", school.partner(other).await);
        let shown = browser.get(&page).await;
        assert!(words.split(' ').all(|word| shown.says(&format!("<li>{word}</li>"))));
        assert_eq!(browser.post(&page, &format!("{page}/confirm"), &[]).await.status, 200);
    }
    becomes(&maple, &oak, PartnerState::Trusted).await;
    becomes(&oak, &maple, PartnerState::Trusted).await;
    assert!(at_oak.get("/schools").await.says("Trusted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_was_used_revoked_or_is_too_old_lets_nobody_in() {
    let [maple, oak, elm] = strangers(["maple", "oak", "elm"]).await;
    let used = invitation(&maple).await;
    open(&oak, used.as_str()).await.unwrap();
    assert_eq!(open(&elm, used.as_str()).await, Err("fault-invitation-refused"), "used");

    let revoked = invitation(&maple).await;
    let made = store::invitations::open(&mut maple.school.db.read(), maple.school.clock.now()).await.unwrap();
    invitations::revoke(&maple.school, &maple.admin, &made[0].id).await.unwrap();
    assert_eq!(open(&elm, revoked.as_str()).await, Err("fault-invitation-refused"), "revoked");

    let named = invitation_for(&maple, &format!("http://{}", oak.host())).await;
    assert_eq!(open(&elm, named.as_str()).await, Err("fault-invitation-refused"), "for another school");

    let mut wrong = invitation(&maple).await;
    wrong.set_fragment(Some("0123456789abcdefghjkmnpqrs"));
    assert_eq!(open(&elm, wrong.as_str()).await, Err("fault-invitation-refused"), "a wrong code");

    let old = invitation(&maple).await;
    // Elm's clock goes with Maple's, so that only the invitation is too old.
    maple.school.clock.advance(DAY * 15);
    elm.school.clock.advance(DAY * 15);
    assert_eq!(open(&elm, old.as_str()).await, Err("fault-invitation-refused"), "too old");

    assert_eq!((known(&maple, &elm).await, known(&elm, &maple).await), (None, None));
    // Its twin: the same school, with an invitation that is open.
    open(&elm, invitation(&maple).await.as_str()).await.unwrap();
    assert_eq!(state(&maple, &elm).await, Some(PartnerState::Asked));
}

/// What Oak would offer Maple for an invitation, not yet signed.
async fn offered(oak: &TestSchool, maple: &TestSchool) -> AgreementWords {
    let key = async |school: &TestSchool| agreements::fingerprint(&school.school).await.unwrap();
    AgreementWords {
        id: oak.school.urls.to("/ap/x/agreement"),
        author: oak.school.urls.school_actor(),
        other: maple.school.urls.school_actor(),
        author_key: key(oak).await,
        other_key: key(maple).await,
        may_follow: true,
        may_reply: true,
        may_like: true,
        may_show_pictures: true,
        classes: TakingPart::All,
        starts_at: None,
        ends_at: None,
        safeguarding_contact: String::new(),
        updated: oak.school.clock.now(),
    }
}

/// An Offer of Oak's, and what it is made of.
struct Offer {
    id: Url,
    proof: String,
    name: String,
    words: AgreementWords,
    prover: Signer,
}

impl Offer {
    async fn of(oak: &TestSchool, maple: &TestSchool, link: &Url) -> Self {
        let id = oak.school.urls.to(&format!("/ap/x/{}", schoolgate::tokens::random(26)));
        Self {
            proof: proof_of(&secret_of(link.fragment().unwrap()), &id),
            name: "Oak".to_owned(),
            words: offered(oak, maple).await,
            prover: oak.school.prover(None).await.unwrap(),
            id,
        }
    }

    fn body(&self) -> String {
        let mut agreement = outbox::agreement(&self.words);
        add_proof(&mut agreement, &self.prover.key_id, &self.prover.key, self.words.updated).unwrap();
        outbox::offer(&self.id, &self.proof, &self.name, agreement).to_string()
    }
}

pub(crate) async fn send(oak: &TestSchool, inbox: &Url, body: &str) -> Option<u16> {
    let signer = oak.school.school_signer().await.unwrap();
    oak.school.client.introduce(inbox, body.as_bytes(), &signer, Scheme::Cavage).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_what_is_no_good_offer_is_refused_without_a_trace_and_without_a_fetch() {
    let [maple, mut oak] = strangers(["maple", "oak"]).await;
    let link = invitation(&maple).await;
    let inbox = maple.school.urls.school_part("inbox");
    let good = Offer::of(&oak, &maple, &link).await.body();
    // Nobody can ask Oak anything from here on: whoever tried would answer 503 instead of 403.
    oak.crash().await;

    let mut bad = Vec::new();
    for what in 0..6 {
        let mut offer = Offer::of(&oak, &maple, &link).await;
        let said = match what {
            0 => {
                offer.proof = String::new();
                "no proof"
            }
            1 => {
                offer.proof = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned();
                "a proof of nothing"
            }
            2 => {
                offer.id = oak.school.urls.to("/ap/x/another");
                "a proof of another letter"
            }
            3 => {
                offer.words.other = oak.school.urls.to("/elsewhere");
                "for another school"
            }
            4 => {
                offer.words.author = maple.school.urls.to("/actor2");
                "of another origin"
            }
            _ => {
                offer.name = "x".repeat(8 * 1024);
                "over 8 KiB"
            }
        };
        bad.push((said, offer.body()));
    }
    let actor = oak.school.urls.school_actor();
    bad.push(("no Offer at all", outbox::reject_agreement(&actor, &actor, &actor, &actor).to_string()));
    for (what, bad) in bad {
        assert_eq!(send(&oak, &inbox, &bad).await, Some(403), "{what}");
    }
    for elsewhere in [maple.school.urls.shared_inbox(), maple.school.urls.class_part(&maple.class.id, "inbox")] {
        assert_eq!(send(&oak, &elsewhere, &good).await, Some(403), "{elsewhere}");
    }
    assert_eq!(known(&maple, &oak).await, None);
    assert_eq!(store::invitations::open(&mut maple.school.db.read(), maple.school.clock.now()).await.unwrap().len(), 1);

    // A good proof is worth one question to its school, which does not answer just now.
    assert_eq!(send(&oak, &inbox, &good).await, Some(503));
    oak.crash_and_restart().await;
    // What was changed on its way, or names other keys, is not believed even then, and costs no invitation.
    let mut theirs = Offer::of(&oak, &maple, &link).await;
    theirs.words.author_key = "SHA256:x".to_owned();
    let mut ours = Offer::of(&oak, &maple, &link).await;
    ours.words.other_key = "SHA256:x".to_owned();
    let mut unproved = Offer::of(&oak, &maple, &link).await;
    unproved.prover.key = PrivateKey::from_seed(&[7; 32]).unwrap();
    for (what, bad) in
        [("another key of theirs", theirs), ("another key of ours", ours), ("proved by another", unproved)]
    {
        assert_eq!(send(&oak, &inbox, &bad.body()).await, Some(403), "{what}");
    }
    assert_eq!(tampered(&oak, &inbox, &good).await, 403);
    assert_eq!(known(&maple, &oak).await, None);
    assert_eq!(send(&oak, &inbox, &good).await, Some(202));
    assert_eq!(state(&maple, &oak).await, Some(PartnerState::Asked));
    // Once more, because the answer was lost; and then nobody else.
    assert_eq!(send(&oak, &inbox, &good).await, Some(202));
}

/// Sends other bytes than were signed.
async fn tampered(oak: &TestSchool, inbox: &Url, body: &str) -> u16 {
    let signer = oak.school.school_signer().await.unwrap();
    let now = oak.school.clock.now();
    let method = http::Method::POST;
    let headers =
        federation::signature::sign(&signer, Scheme::Cavage, &method, inbox, Some(body.as_bytes()), now).unwrap();
    let port = inbox.port().unwrap();
    let mut request =
        reqwest::Client::builder().no_proxy().build().unwrap().post(format!("http://127.0.0.1:{port}/actor/inbox"));
    for (name, value) in &headers {
        request = request.header(name, value);
    }
    let other = body.replace("\"sg:like\":true", "\"sg:like\":null");
    assert_ne!(other, body);
    request.header("content-type", "application/activity+json").body(other).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_differ_end_it_and_a_blocked_school_is_a_stranger() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    open(&oak, invitation(&maple).await.as_str()).await.unwrap();
    let partner = maple.partner(&oak).await;

    invitations::differ(&maple.school, &maple.admin, &partner).await.unwrap();
    confirm(&oak, &maple).await;

    oak.until("the refusal", async || {
        let page = store::underway::found(&mut oak.school.db.read(), &store::underway::Search::default(), None, 10)
            .await
            .unwrap();
        page.into_iter().find(|listed| listed.verb == "agree" && listed.last_status == Some(403))
    })
    .await;
    assert_eq!(state(&maple, &oak).await, Some(PartnerState::Blocked));
    // No invitation lets it in while it is blocked.
    let offer = Offer::of(&oak, &maple, &invitation(&maple).await).await.body();
    let inbox = maple.school.urls.school_part("inbox");
    assert_eq!(send(&oak, &inbox, &offer).await, Some(403));
    let admin = maple.admin.subject();
    let trusted = partners::set_state(&maple.school, &admin, &partner, PartnerState::Trusted, "").await;
    assert!(matches!(trusted, Err(Error::Conflict(_))));
    // Unblocked, it is ended, and may be invited again.
    partners::set_state(&maple.school, &admin, &partner, PartnerState::Ended, "A mistake").await.unwrap();
    assert_eq!(send(&oak, &inbox, &offer).await, Some(202));
    assert_eq!(state(&maple, &oak).await, Some(PartnerState::Asked));
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_tells_the_other_side_and_can_ask_for_everything_back() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    oak.follow(&maple).await;
    maple.publish("Ships", "Nine ships.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    let (partner, admin) = (maple.partner(&oak).await, maple.admin.subject());

    partners::set_state(&maple.school, &admin, &partner, PartnerState::Ended, "Over").await.unwrap();

    becomes(&oak, &maple, PartnerState::Ended).await;
    let post = store::partners::class_by_actor(&mut oak.school.db.read(), &maple.actor()).await.unwrap().unwrap();
    let kept = store::items::of_remote_class(&mut oak.school.db.read(), &post.id).await.unwrap();
    assert_eq!(kept.len(), 1, "nothing is destroyed by that alone");
    assert_eq!(partners::ask_removal(&maple.school, &admin, &partner).await.unwrap(), 1);
    oak.until("the post to go", async || {
        maple.school.wake.notify_one();
        let kept = store::items::of_remote_class(&mut oak.school.db.read(), &post.id).await.unwrap();
        kept.iter().all(|item| item.gone_at.is_some()).then_some(())
    })
    .await;
    // They begin anew with a new invitation, and not without.
    let again = partners::set_state(&maple.school, &admin, &partner, PartnerState::Trusted, "").await;
    assert!(matches!(again, Err(Error::Conflict(_))));
    agree(&maple, &oak).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_our_partner_trusts_is_nobody_to_us() {
    let [maple, oak, elm] = strangers(["maple", "oak", "elm"]).await;
    agree(&maple, &oak).await;
    agree(&oak, &elm).await;
    oak.follow(&maple).await;
    elm.follow(&oak).await;
    maple.publish("Ships", "Nine ships.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    oak.publish("Boats", "Two boats.").await;

    elm.waits(Tray::In, "Two boats").await;

    assert_eq!(elm.waiting(Tray::In).await.len(), 1, "Maple's post is not passed on");
    assert_eq!((known(&maple, &elm).await, known(&elm, &maple).await), (None, None));
    for (from, at) in [(&elm, &maple), (&maple, &elm)] {
        let asked = follows::ask(&from.school, &from.teacher, &from.class.id, at.actor().as_str()).await;
        assert!(matches!(asked, Err(Error::Invalid(_))), "{asked:?}");
    }
    // Oak vouches for nobody: what Elm sends is refused, whoever else it is addressed to.
    let signer = elm.school.signer(Some(&elm.class.id)).await.unwrap();
    let id = elm.school.urls.to("/ap/x/1");
    let words = outbox::FollowWords { id, actor: elm.actor(), object: maple.actor() };
    let body = outbox::follow(&words).to_string();
    let inbox = maple.school.urls.shared_inbox();
    assert_eq!(elm.school.client.introduce(&inbox, body.as_bytes(), &signer, Scheme::Cavage).await.status, Some(403));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_holds_a_school_until_an_admin_has_compared_the_new_words() {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    agree(&maple, &oak).await;
    let before = known(&maple, &oak).await.unwrap();

    for _ in 0..2 {
        schoolgate::actions::holds::key_changed(&maple.school, oak.host(), "SHA256:another").await.unwrap();
    }

    let held = known(&maple, &oak).await.unwrap();
    assert_eq!((held.state, held.held_why.as_deref()), (PartnerState::Trusted, Some("key_change")));
    assert_eq!(held.key_fingerprint, before.key_fingerprint, "the first one stays pinned until somebody has looked");
    assert_ne!(held.new_words, before.safety_words);
    assert_eq!(store::tasks::open(&mut maple.school.db.read()).await.unwrap().len(), 1, "the admin is told once");
    let admin = maple.admin_browser().await;
    let page = format!("/schools/{}", held.id);
    let shown = admin.get(&page).await;
    assert!(held.new_words.unwrap().split(' ').all(|word| shown.says(&format!("<li>{word}</li>"))));

    assert_eq!(admin.post(&page, &format!("{page}/verify"), &[]).await.status, 200);

    let again = known(&maple, &oak).await.unwrap();
    assert_eq!((again.held_at, again.key_fingerprint.as_deref()), (None, Some("SHA256:another")));
}
