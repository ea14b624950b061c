//! The mail of the day: who gets it, when, and that it is made of numbers.

use std::sync::Arc;

use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rcgen::CertifiedKey;
use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::actions::people;
use schoolgate::config::{Encryption, Mail, Secret};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::people::ClassRole;
use schoolgate::school::School;
use schoolgate::web::digests;
use tests::post_office::{Lines, Manner, PostOffice, Taken};
use tests::process::Process;
use tests::schools::{PASSWORD, TestSchool, World};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

const TEACHER: &str = "teacher@school.example";
const ADMIN: &str = "admin@school.example";
/// A word that stands in everything that waits.
const CANARY: &str = "xyzzy-canary";

fn mail(office: &PostOffice, encryption: Encryption) -> Mail {
    Mail {
        host: if encryption == Encryption::None { "127.0.0.1" } else { "localhost" }.to_owned(),
        port: Some(office.address.port()),
        encryption,
        user: Some("school".to_owned()),
        password: Secret("open sesame".to_owned()),
        password_file: None,
        from: "blogs@school.example".to_owned(),
    }
}

/// From now on the school hands its mail in there.
async fn sends_by(maple: &mut TestSchool, office: &PostOffice) {
    maple.place.mail = Some(mail(office, Encryption::None));
    maple.crash_and_restart().await;
}

async fn mailing() -> (TestSchool, PostOffice) {
    let mut world = World::new(&["maple"]).await;
    let mut maple = world.school("maple").await;
    let office = PostOffice::open(Lines::Plain).await;
    sends_by(&mut maple, &office).await;
    (maple, office)
}

/// The clock goes on to the next such day and time; schools of the tests are at UTC.
fn until(school: &School, weekday: Weekday, hour: i8, minute: i8) {
    let now = school.clock.now().to_zoned(school.time_zone.clone());
    let at = |day: jiff::civil::Date| day.at(hour, minute, 0, 0).to_zoned(school.time_zone.clone()).unwrap();
    let found = (0..8)
        .map(|days| at(now.date().checked_add(days.days()).unwrap()))
        .find(|moment| moment.date().weekday() == weekday && *moment > now)
        .unwrap();
    school.clock.advance(found.timestamp().duration_since(school.clock.now()));
}

fn minutes_pass(school: &School, minutes: i64) {
    school.clock.advance(SignedDuration::from_mins(minutes));
}

/// Our pupil hands in a post that nobody has let in.
async fn something_waits(maple: &TestSchool) {
    let draft = Draft {
        title: format!("{CANARY} title"),
        markdown: format!("{CANARY} words by Sam."),
        signature: format!("{CANARY} Sam"),
        ..Draft::default()
    };
    articles::write(&maple.school, Pen::Child(&maple.pupil), &maple.class.id, draft, Finish::HandIn).await.unwrap();
}

async fn sent(school: &School) -> usize {
    digests::round(school).await.unwrap()
}

fn only(mut taken: Vec<Taken>) -> Taken {
    assert_eq!(taken.len(), 1, "{taken:?}");
    taken.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn t71_the_mail_of_the_day_counts_what_waits_and_holds_no_word_of_it() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    something_waits(&maple).await;
    until(&maple.school, Weekday::Monday, 8, 30);

    assert_eq!(sent(&maple.school).await, 1);

    let taken = only(office.taken());
    assert_eq!(taken.to, TEACHER);
    assert_eq!(taken.header("Subject"), "maple school: 2 things are waiting");
    assert!(taken.text.contains("- maple class: 2 of our own"), "{}", taken.text);
    assert!(taken.text.contains(maple.school.urls.to("/gate").as_str()), "{}", taken.text);
    // What it counts is on the page for whoever may read it.
    let gate = maple.teacher_browser().await.get(&format!("/gate/{}", maple.class.slug)).await;
    assert!(gate.says(CANARY) && gate.says("2 things are waiting"));
    for secret in [CANARY, "Sam", "words", "open sesame"] {
        assert!(!taken.text.contains(secret) && !taken.head.contains(secret), "{secret} in {taken:?}");
    }
    assert_eq!(taken.header("Auto-Submitted"), "auto-generated");
    assert_eq!(taken.header("List-Unsubscribe"), format!("<{}>", maple.school.urls.to("/notices")));
    assert!(taken.header("Message-ID").ends_with("@maple.localhost>"), "{}", taken.head);
    assert!(taken.header("From").ends_with("<blogs@school.example>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_mail_a_day_in_school_hours_and_none_on_weekends_or_in_holidays() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    let school = &maple.school;
    let at = async |weekday, hour, minute| {
        until(school, weekday, hour, minute);
        sent(school).await
    };

    assert_eq!(at(Weekday::Monday, 7, 59).await, 0, "before school");
    assert_eq!(at(Weekday::Monday, 8, 0).await, 1);
    assert_eq!((at(Weekday::Monday, 8, 1).await, at(Weekday::Monday, 15, 59).await), (0, 0), "once a day");
    assert_eq!(at(Weekday::Tuesday, 16, 0).await, 0, "after school");
    assert_eq!(at(Weekday::Wednesday, 11, 0).await, 1, "later than chosen, and still in school hours");
    assert_eq!(at(Weekday::Saturday, 9, 0).await, 0);
    let admin = maple.admin_browser().await;
    let first = school.today().checked_add(2.days()).unwrap();
    let last = first.checked_add(8.days()).unwrap();
    let fields = [("name", "Half term"), ("first", &first.to_string()), ("last", &last.to_string())];
    assert_eq!(admin.post("/timetable", "/timetable/holidays", &fields).await.status, 200);
    for weekday in [Weekday::Monday, Weekday::Wednesday, Weekday::Friday, Weekday::Monday, Weekday::Tuesday] {
        assert_eq!(at(weekday, 9, 0).await, 0, "{weekday:?} in the holiday");
    }
    assert_eq!(at(Weekday::Wednesday, 9, 0).await, 1, "back");
    assert_eq!(office.to(TEACHER).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_of_nothing_nor_who_has_no_place_at_a_gate() {
    let (maple, office) = mailing().await;
    maple.adult("coach", Some(ClassRole::Coach), false).await;
    until(&maple.school, Weekday::Tuesday, 9, 0);
    assert_eq!(sent(&maple.school).await, 0);

    something_waits(&maple).await;
    assert_eq!(sent(&maple.school).await, 0, "it was looked for today");
    until(&maple.school, Weekday::Wednesday, 9, 0);

    // The admin has no class of their own, and the coach decides nothing.
    assert_eq!((sent(&maple.school).await, only(office.taken()).to.as_str()), (1, TEACHER));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_adult_chooses_their_hour_and_language_or_none() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    maple.adult("cover", Some(ClassRole::Cover), false).await;
    until(&maple.school, Weekday::Thursday, 6, 0);
    let teacher = maple.teacher_browser().await;
    let cover = maple.browser();
    cover.sign_in("cover@school.example", PASSWORD).await;
    assert!(teacher.get("/notices").await.says("Next: today, 08:00"));

    let wrong = teacher.post("/notices", "/notices", &[("hour", "23"), ("language", "cy")]).await;
    assert_eq!((wrong.status, wrong.says("Choose one of these hours")), (422, true));
    let kept = teacher.post("/notices", "/notices", &[("hour", "10"), ("language", "cy")]).await;
    assert!(kept.says("Next: today, 10:00") && kept.says("Kept."), "{}", kept.text());
    assert!(cover.post("/notices", "/notices", &[("hour", ""), ("language", "en")]).await.says("no e-mail"));

    until(&maple.school, Weekday::Thursday, 9, 59);
    assert_eq!(sent(&maple.school).await, 0);
    until(&maple.school, Weekday::Thursday, 10, 0);
    assert_eq!(sent(&maple.school).await, 1);
    let taken = only(office.taken());
    assert_eq!(taken.to, TEACHER);
    assert!(taken.text.contains("Mae hyn yn aros wrth y giât:"), "{}", taken.text);
    // An adult who may not come in any more is not written to either.
    people::set_disabled(&maple.school, &maple.admin, &maple.teacher.id, true).await.unwrap();
    until(&maple.school, Weekday::Friday, 10, 0);
    assert_eq!(sent(&maple.school).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_one_sends_it() {
    let mut world = World::new(&["maple"]).await;
    let mut maple = world.school_for_several("maple").await;
    let office = PostOffice::open(Lines::Plain).await;
    sends_by(&mut maple, &office).await;
    let other = maple.once_more().await;
    for number in 0..5 {
        maple.adult(&format!("cover{number}"), Some(ClassRole::Cover), false).await;
    }
    something_waits(&maple).await;
    until(&maple.school, Weekday::Monday, 9, 0);

    let rounds = [&maple.school, &other, &maple.school, &other].map(|node| {
        let node = node.clone();
        tokio::spawn(async move { digests::round(&node).await.unwrap() })
    });
    let mut sum = 0;
    for round in rounds {
        sum += round.await.unwrap();
    }

    assert_eq!((sum, office.taken().len()), (6, 6));
    let mut to: Vec<String> = office.taken().into_iter().map(|taken| taken.to).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 6, "each adult once");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_cannot_leave_is_told_to_admins_and_leaves_later() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    for (manner, why) in [
        (Manner::Shut, "the mail server does not answer"),
        (Manner::Forgetful, "does not accept our user name or password"),
    ] {
        office.behave(manner);
        until(&maple.school, Weekday::Monday, 8, 30);
        let admin = maple.admin_browser().await;
        assert_eq!(sent(&maple.school).await, 0);
        let told = admin.get("/").await;
        assert!(told.says("E-mail could not be sent since today") && told.says(why), "{}", told.text());
        assert!(admin.get("/notices").await.says(why));
        assert!(!maple.teacher_browser().await.get("/").await.says("could not be sent"), "admins only");

        office.behave(Manner::Well);
        minutes_pass(&maple.school, 4);
        assert_eq!(sent(&maple.school).await, 0, "the server is left in peace for a while");
        minutes_pass(&maple.school, 2);
        assert_eq!(sent(&maple.school).await, 1);
        assert!(!admin.get("/").await.says("could not be sent"));
    }
    assert_eq!(office.taken().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_all_day_is_given_up_until_the_next() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    office.behave(Manner::Shut);
    until(&maple.school, Weekday::Monday, 8, 0);
    while maple.school.clock.now().to_zoned(maple.school.time_zone.clone()).hour() < 16 {
        assert_eq!(sent(&maple.school).await, 0);
        minutes_pass(&maple.school, 20);
    }

    office.behave(Manner::Well);
    assert_eq!(sent(&maple.school).await, 0, "school is over");
    until(&maple.school, Weekday::Tuesday, 8, 0);
    assert!(maple.admin_browser().await.get("/").await.says("E-mail could not be sent since yesterday"));
    assert_eq!((sent(&maple.school).await, office.taken().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_put_off_comes_later_and_one_that_is_refused_holds_up_nobody() {
    let (maple, office) = mailing().await;
    maple.adult("cover", Some(ClassRole::Cover), false).await;
    something_waits(&maple).await;
    office.behave(Manner::Busy);
    until(&maple.school, Weekday::Monday, 9, 0);
    assert_eq!(sent(&maple.school).await, 0);
    office.behave(Manner::Well);
    minutes_pass(&maple.school, 6);
    assert_eq!(sent(&maple.school).await, 2, "both come later");

    office.behave(Manner::Nobody);
    until(&maple.school, Weekday::Tuesday, 9, 0);
    assert_eq!(sent(&maple.school).await, 0);
    office.behave(Manner::Well);
    minutes_pass(&maple.school, 90);
    assert_eq!(sent(&maple.school).await, 0, "not again today");
    let told = maple.admin_browser().await.get("/notices").await;
    assert!(told.says("takes no e-mail for") && told.says("Mrs Teacher"), "{}", told.text());
    until(&maple.school, Weekday::Wednesday, 9, 0);
    assert_eq!(sent(&maple.school).await, 2);
    assert!(!maple.admin_browser().await.get("/notices").await.says("takes no e-mail for"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_killed_between_sending_and_noting_it_costs_one_mail_of_the_same_name() {
    let (maple, office) = mailing().await;
    something_waits(&maple).await;
    office.behave(Manner::Mute);
    until(&maple.school, Weekday::Monday, 9, 0);
    let node = maple.school.clone();
    let killed = tokio::spawn(async move { digests::round(&node).await });
    maple.until("the letter to be handed in", async || office.taken().first().cloned()).await;
    killed.abort();
    let _ = killed.await;

    office.behave(Manner::Well);
    assert_eq!(sent(&maple.school).await, 0, "its lease is not over");
    minutes_pass(&maple.school, 6);
    assert_eq!(sent(&maple.school).await, 1);
    minutes_pass(&maple.school, 60);
    assert_eq!(sent(&maple.school).await, 0);

    let names: Vec<String> = office.taken().iter().map(|taken| taken.header("Message-ID")).collect();
    assert_eq!((names.len(), &names[0]), (2, &names[1]));
}

/// A line for localhost, and the authority that vouches for it.
fn encrypted() -> (TlsAcceptor, Vec<u8>) {
    let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.pem().into_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_encrypted_or_nothing_is_said_on_it() {
    let mut world = World::new(&["maple"]).await;
    let mut maple = world.school("maple").await;
    something_waits(&maple).await;
    let mut day = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday].into_iter();
    let mut go = async |office: &PostOffice, encryption, authority: Option<Vec<u8>>| {
        maple.place.mail = Some(mail(office, encryption));
        maple.place.extra_ca_pem = authority;
        maple.crash_and_restart().await;
        until(&maple.school, day.next().unwrap(), 9, 0);
        let sent = sent(&maple.school).await;
        let told = maple.admin_browser().await.get("/notices").await.says("there is no safe line");
        (sent, told)
    };

    for (starts, encryption) in [(false, Encryption::Tls), (true, Encryption::Starttls)] {
        let (acceptor, authority) = encrypted();
        let lines = if starts { Lines::StartTls(acceptor) } else { Lines::Tls(acceptor) };
        let office = PostOffice::open(lines).await;
        assert_eq!(go(&office, encryption, Some(authority)).await, (1, false), "{encryption:?}");
        assert!(office.said().iter().any(|line| line.starts_with("AUTH ")));
        assert_eq!(office.to(TEACHER).len(), 1);
    }
    // A server that does not go on encrypted, and one whose certificate nobody vouches for.
    let plain = PostOffice::open(Lines::Plain).await;
    assert_eq!(go(&plain, Encryption::Starttls, None).await, (0, true));
    let (acceptor, _) = encrypted();
    let unknown = PostOffice::open(Lines::Tls(acceptor)).await;
    assert_eq!(go(&unknown, Encryption::Tls, None).await, (0, true));
    for office in [&plain, &unknown] {
        assert!(
            !office.said().iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")),
            "{:?}",
            office.said()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_tries_it_out_and_nobody_else_can() {
    let (maple, office) = mailing().await;
    let admin = maple.admin_browser().await;

    let answer = admin.post("/notices", "/notices/test", &[]).await;
    assert!(answer.says("The e-mail is on its way"), "{}", answer.text());
    let taken = only(office.to(ADMIN));
    assert_eq!(taken.header("Subject"), "maple school: a test e-mail");
    office.behave(Manner::Shut);
    let answer = admin.post("/notices", "/notices/test", &[]).await;
    assert!(answer.says("could not be sent") && answer.says("the mail server does not answer"), "{}", answer.text());
    let teacher = maple.teacher_browser().await;
    assert!(!teacher.get("/notices").await.says("Send me a test"));
    assert_eq!(teacher.post("/notices", "/notices/test", &[]).await.status, 404);
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_without_a_mail_server_says_so_and_shows_what_waits_on_its_pages() {
    let mut world = World::new(&["maple"]).await;
    let maple = world.school("maple").await;
    something_waits(&maple).await;

    assert!(maple.teacher_browser().await.get("/notices").await.says("This school sends no e-mail"));
    assert_eq!(maple.admin_browser().await.post("/notices", "/notices/test", &[]).await.status, 404);
    until(&maple.school, Weekday::Monday, 9, 0);
    assert_eq!(sent(&maple.school).await, 0);
    assert_eq!(maple.waiting(Tray::Ours).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_is_to_settle_stands_in_the_mail_and_on_the_first_page_as_numbers() {
    let (maple, office) = mailing().await;
    let task = schoolgate::domain::partners::Task {
        id: schoolgate::domain::ids::TaskId::fresh(Timestamp::UNIX_EPOCH),
        kind: "flag".to_owned(),
        host: "oak.example".to_owned(),
        detail: CANARY.to_owned(),
        created_at: maple.school.clock.now(),
    };
    let mut tx = maple.school.db.begin().await.unwrap();
    schoolgate::store::tasks::insert(&mut tx, &task).await.unwrap();
    tx.commit().await.unwrap();
    let admin = maple.admin_browser().await;
    assert!(admin.get("/").await.says("1 question about partner schools waits for an admin."));
    admin.post("/notices", "/notices", &[("hour", "9"), ("language", "en")]).await;
    until(&maple.school, Weekday::Monday, 9, 0);

    assert_eq!(sent(&maple.school).await, 1);

    let taken = only(office.to(ADMIN));
    assert!(taken.text.contains("- 1 question about partner schools waits for an admin."), "{}", taken.text);
    assert!(!taken.text.contains(CANARY) && !taken.text.contains("oak.example"));
    assert_eq!(taken.header("Subject"), "maple school: something waits for you");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_goes_as_far_as_signing_in_and_sends_nothing() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    maple.crash().await;
    let folder = tempfile::tempdir().unwrap();
    let office = PostOffice::open(Lines::Plain).await;
    let doctor = || {
        let settings = format!(
            "\n[mail]\nhost = '127.0.0.1'\nport = {}\nencryption = 'none'\nuser = 'school'\npassword = 'open sesame'\nfrom = 'blogs@school.example'\n",
            office.address.port()
        );
        let file = Process::configure(&maple, folder.path(), &settings);
        let (_, said) = Process::says_with(&file, &["doctor"], "");
        assert!(!said.contains("sesame"), "{said}");
        said
    };

    let well = tokio::task::block_in_place(doctor);
    assert!(well.contains("lets us in"), "{well}");
    office.behave(Manner::Forgetful);
    let forgetful = tokio::task::block_in_place(doctor);
    assert!(forgetful.contains("are user and password of [mail] right?"), "{forgetful}");
    assert_eq!(office.taken(), []);
}
