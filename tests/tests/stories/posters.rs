//! Pupils come in without typing: the class's poster, their name, their pictures; and the next child's turn.

use jiff::SignedDuration;
use schoolgate::actions::{classes, erasures, people, picture_passwords, posters};
use schoolgate::domain::classes::ClassKind;
use schoolgate::domain::erasures::Reason;
use schoolgate::domain::ids::PupilId;
use schoolgate::domain::picture_passwords::{Length, MOST, PICTURES, Sequence};
use schoolgate::store;
use schoolgate::store::Sql;
use schoolgate::store::audit::Search;
use tests::Browser;
use tests::people::Answer;
use tests::schools::{TestSchool, strangers};

const NAMES: &str = "/names";

/// A poster of the school's class, as its address.
async fn poster(maple: &TestSchool) -> String {
    let token = posters::make(&maple.school, &maple.teacher, &maple.class.id).await.unwrap();
    format!("/poster/{token}")
}

async fn pictures(maple: &TestSchool, pupil: &PupilId) -> Sequence {
    picture_passwords::give(&maple.school, &maple.teacher, &maple.class.id, pupil, Length::Three).await.unwrap()
}

/// The same number of pictures, and not these.
fn others(than: &Sequence) -> Sequence {
    let mut words = than.pictures().to_vec();
    words.reverse();
    Sequence::parse(&words.join(" ")).unwrap()
}

/// What a hidden field of the page says.
fn field(page: &Answer, name: &str) -> String {
    let text = page.text();
    let after = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

/// Taps a name, and then these pictures one after the other.
async fn tap(browser: &Browser, pupil: &PupilId, pictures: &Sequence) -> Answer {
    let path = format!("{NAMES}/{pupil}");
    let mut page = browser.get(&path).await;
    for picture in pictures.pictures() {
        if page.status != 200 {
            return page;
        }
        let (ticket, tapped) = (field(&page, "ticket"), field(&page, "tapped"));
        page = browser.post(&path, &path, &[("ticket", &ticket), ("tapped", &tapped), ("tap", picture)]).await;
    }
    page
}

/// A browser that was shown a poster.
async fn shown(maple: &TestSchool, poster: &str) -> Browser {
    let tablet = maple.browser();
    let names = tablet.get(poster).await;
    assert_eq!((names.status, names.url.ends_with(NAMES)), (200, true), "{}", names.url);
    tablet
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/tray").await.url.ends_with("/tray")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_comes_in_by_the_poster_their_name_and_their_pictures() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let tablet = shown(&maple, &poster).await;
    let names = tablet.get(NAMES).await;
    assert!(names.says("Sam") && names.says("maple class"));
    assert!(PICTURES.iter().all(|picture| !names.says(&format!("#{picture}\""))));

    let class = tap(&tablet, &maple.pupil.id, &sams).await;

    assert_eq!((class.status, class.url.ends_with("/c/maple-class"), class.says("Not Sam?")), (200, true, true));
    assert!(is_in(&tablet).await);
    let known = store::picture_passwords::get(&mut maple.school.db.read(), &maple.pupil.id).await.unwrap().unwrap();
    assert!(known.last_used_at.is_some());
    assert!(!maple.pupil_browser().await.get("/tray").await.says("Not Sam?"), "a card knows no poster");
}

#[tokio::test(flavor = "multi_thread")]
async fn t81_a_poster_alone_signs_nobody_in_and_pictures_alone_neither() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let ama = maple.another_pupil("Ama").await;
    pictures(&maple, &ama).await;
    let tablet = shown(&maple, &poster).await;

    assert!(!is_in(&tablet).await);
    let wrong = tap(&tablet, &maple.pupil.id, &others(&sams)).await;
    assert_eq!((wrong.status, wrong.says("Not quite. Try again, or ask your teacher.")), (422, true));
    assert_eq!(tap(&tablet, &ama, &sams).await.status, 422, "they are Sam's");
    let bare = maple.browser();
    assert_eq!(tap(&bare, &maple.pupil.id, &sams).await.status, 404);
    assert!(!is_in(&tablet).await && !is_in(&bare).await);
    // Its twin: the poster, and the right ones.
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
    assert!(is_in(&tablet).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_poster_shuts_the_old_one_and_every_tablet_that_came_in_by_it() {
    let [maple] = strangers(["maple"]).await;
    let old = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let card = maple.pupil_browser().await;
    let tablet = shown(&maple, &old).await;
    tap(&tablet, &maple.pupil.id, &sams).await;
    assert!(is_in(&tablet).await && is_in(&card).await);
    let teacher = maple.teacher_browser().await;

    let page = teacher.post("/people/maple-class", "/people/maple-class/poster", &[]).await;

    assert!(page.says("<svg viewBox=") && page.says("It signs nobody in"));
    assert!(!is_in(&tablet).await);
    assert_eq!(tablet.get(NAMES).await.status, 404);
    assert_eq!(maple.browser().get(&old).await.status, 404);
    assert!(is_in(&card).await, "what a card opened stays open");
    let text = page.text();
    let new = text.split("/poster/").nth(1).unwrap().split('"').next().unwrap();
    let tablet = shown(&maple, &format!("/poster/{new}")).await;
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
    let ended = teacher.post("/people/maple-class", "/people/maple-class/poster/end", &[]).await;
    assert!(ended.says("The poster no longer works."));
    assert!(!is_in(&tablet).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_pictures_shut_the_old_ones_and_end_the_pupils_sessions() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let old = pictures(&maple, &maple.pupil.id).await;
    let tablet = shown(&maple, &poster).await;
    tap(&tablet, &maple.pupil.id, &old).await;
    assert!(is_in(&tablet).await);
    let teacher = maple.teacher_browser().await;
    let give = [("pupil", maple.pupil.id.as_str()), ("length", "two")];

    let slip = teacher.post("/people/maple-class", "/people/maple-class/pictures", &give).await;

    assert!(!is_in(&tablet).await);
    let text = slip.text();
    let words: Vec<&str> = text.split("pictures.svg#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(words.len(), 2);
    let again = tap(&tablet, &maple.pupil.id, &old).await;
    assert!(!again.url.ends_with("/c/maple-class") && !is_in(&tablet).await);
    assert_eq!(tap(&tablet, &maple.pupil.id, &Sequence::parse(&words.join(" ")).unwrap()).await.status, 200);
    assert!(is_in(&tablet).await);
    // All who have none: Sam has some, so nobody else's are touched.
    let all = teacher.post("/people/maple-class", "/people/maple-class/pictures", &[("length", "three")]).await;
    assert!(all.says("Every pupil has pictures already."));
    assert!(is_in(&tablet).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn t79_thirty_children_come_in_from_one_address_within_three_minutes() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let names: Vec<String> = (0..30).map(|number| format!("Child {number}")).collect();
    let pupils = people::add_pupils(&maple.school, &maple.teacher, &maple.class.id, &names).await.unwrap();
    let mut class = Vec::new();
    for pupil in pupils {
        class.push((pictures(&maple, &pupil).await, pupil));
    }

    // Ten to a tablet, and each is mistaken once.
    for some in class.chunks(10) {
        let tablet = shown(&maple, &poster).await;
        for (pictures, pupil) in some {
            assert_eq!(tap(&tablet, pupil, &others(pictures)).await.status, 422);
            let page = tap(&tablet, pupil, pictures).await;
            assert_eq!((page.status, page.url.ends_with("/c/maple-class")), (200, true));
            assert!(tablet.post("/tray", "/switch", &[]).await.url.ends_with(NAMES));
        }
    }

    for (_, pupil) in class {
        let known = store::picture_passwords::get(&mut maple.school.db.read(), &pupil).await.unwrap().unwrap();
        assert_eq!((known.wrong, known.last_used_at.is_some()), (0, true));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t79_after_four_wrong_tries_one_pupils_pictures_rest_and_the_teacher_reads_it() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let ama = maple.another_pupil("Ama").await;
    let amas = pictures(&maple, &ama).await;
    let tablet = shown(&maple, &poster).await;
    for _ in 0..3 {
        assert_eq!(tap(&tablet, &maple.pupil.id, &others(&sams)).await.status, 422);
    }

    let resting = tap(&tablet, &maple.pupil.id, &others(&sams)).await;

    assert_eq!((resting.status, resting.says("try again in 2 minutes")), (429, true));
    assert!(resting.headers.contains_key("retry-after"));
    // Not even the right ones open now; another child on the same tablet is not kept waiting.
    let right = tap(&tablet, &maple.pupil.id, &sams).await;
    assert_eq!((right.status, is_in(&tablet).await), (429, false));
    assert_eq!(tap(&tablet, &ama, &amas).await.status, 200);
    let teacher = maple.teacher_browser().await;
    assert!(teacher.get("/people/maple-class").await.says("4 wrong tries"));
    maple.school.clock.advance(SignedDuration::from_mins(2));
    assert!(teacher.get("/people/maple-class").await.says("Pictures: 4 wrong tries"));
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
    assert!(!teacher.get("/people/maple-class").await.says("wrong tries"));
}

#[tokio::test(flavor = "multi_thread")]
async fn t79_a_guesser_elsewhere_runs_out_of_tries_whenever_the_pupil_comes_in_and_a_new_poster_wakes_them() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let home = shown(&maple, &poster).await;
    let mut tries = 0;
    while tries < MOST {
        maple.school.clock.advance(SignedDuration::from_hours(1));
        tap(&home, &maple.pupil.id, &others(&sams)).await;
        tries += 1;
        if tries == 3 {
            let tablet = shown(&maple, &poster).await;
            assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
        }
    }

    maple.school.clock.advance(SignedDuration::from_hours(24));
    let tablet = shown(&maple, &poster).await;
    let stopped = tap(&tablet, &maple.pupil.id, &sams).await;

    assert_eq!((stopped.status, stopped.says("Ask your teacher for new ones")), (429, true));
    assert!(!is_in(&tablet).await);
    assert!(maple.teacher_browser().await.get("/people/maple-class").await.says("Pictures stopped: 10 wrong tries"));
    let found = store::audit::found(&mut maple.school.db.read(), &Search::default(), None, 1).await.unwrap();
    assert_eq!(found[0].action, "pictures_stopped");
    let tablet = shown(&maple, &self::poster(&maple).await).await;
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn t79_a_stranger_who_tries_a_few_for_each_pupil_runs_out_and_the_classs_own_tablet_goes_on() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let names: Vec<String> = (0..7).map(|number| format!("Child {number}")).collect();
    let pupils = people::add_pupils(&maple.school, &maple.teacher, &maple.class.id, &names).await.unwrap();
    let tablet = shown(&maple, &poster).await;
    tap(&tablet, &maple.pupil.id, &sams).await;
    let mut class = Vec::new();
    for pupil in pupils {
        class.push((pictures(&maple, &pupil).await, pupil));
    }
    for (pictures, pupil) in &class[..6] {
        for _ in 0..2 {
            assert_eq!(tap(&shown(&maple, &poster).await, pupil, &others(pictures)).await.status, 422);
        }
    }

    let (pictures, pupil) = &class[6];
    let stranger = tap(&shown(&maple, &poster).await, pupil, pictures).await;

    assert_eq!((stranger.status, stranger.says("This device is new here.")), (429, true));
    assert_eq!(tap(&tablet, pupil, pictures).await.status, 200);
    let page = maple.teacher_browser().await.get("/people/maple-class").await;
    assert!(page.says("12 wrong tries on devices that are new to this class"));
    let tablet = shown(&maple, &self::poster(&maple).await).await;
    assert_eq!(tap(&tablet, pupil, pictures).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn t80_a_poster_that_is_no_more_is_answered_like_one_that_never_was() {
    let [maple] = strangers(["maple"]).await;
    let old = poster(&maple).await;
    let tablet = shown(&maple, &old).await;
    poster(&maple).await;
    let plain = |answer: &Answer| {
        let text = answer.text();
        let without_id = text.split("oops__id").next().unwrap_or_default().to_owned();
        (answer.status, without_id)
    };

    let gone = maple.browser().get(&old).await;
    let never = maple.browser().get("/poster/0123456789abcdefghjkmnpqrs").await;

    assert_eq!(plain(&gone), plain(&never));
    assert!(gone.headers.get("set-cookie").is_none() && gone.says("Show me your class&#39;s poster"));
    assert_eq!(plain(&tablet.get(NAMES).await), plain(&maple.browser().get(NAMES).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn t81_a_page_of_pictures_that_was_sent_once_signs_nobody_in_again() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let tablet = shown(&maple, &poster).await;
    let path = format!("{NAMES}/{}", maple.pupil.id);
    let ticket = field(&tablet.get(&path).await, "ticket");
    let [first, second, third] = sams.pictures() else { panic!("three") };
    let before = format!("{first} {second}");
    let sent = [("ticket", ticket.as_str()), ("tapped", before.as_str()), ("tap", third)];
    assert_eq!(tablet.post(&path, &path, &sent).await.status, 200);
    assert!(is_in(&tablet).await);
    tablet.post("/tray", "/switch", &[]).await;

    let again = tablet.post(&path, &path, &sent).await;

    assert_eq!((again.status, again.says("Please tap your pictures once more.")), (422, true));
    assert!(!is_in(&tablet).await);
    // Nor does a step of it show what was tapped before.
    let step = [("ticket", ticket.as_str()), ("tapped", first), ("tap", second)];
    assert_eq!(field(&tablet.post(&path, &path, &step).await, "tapped"), "");
    // Neither does one that was made for somebody else, made up, or left open for too long.
    let ama = maple.another_pupil("Ama").await;
    pictures(&maple, &ama).await;
    let foreign = field(&tablet.get(&format!("{NAMES}/{ama}")).await, "ticket");
    let fresh = async || field(&tablet.get(&path).await, "ticket");
    let made_up = fresh().await.replace('.', ".x");
    for bad in [foreign.as_str(), made_up.as_str(), ""] {
        let sent = [("ticket", bad), ("tapped", before.as_str()), ("tap", *third)];
        assert_eq!(tablet.post(&path, &path, &sent).await.status, 422, "{bad}");
    }
    let stale = fresh().await;
    maple.school.clock.advance(SignedDuration::from_mins(15));
    let sent = |ticket| [("ticket", ticket), ("tapped", before.as_str()), ("tap", *third)];
    assert_eq!(tablet.post(&path, &path, &sent(stale.as_str())).await.status, 422);
    assert!(!is_in(&tablet).await);
    assert_eq!(tablet.post(&path, &path, &sent(fresh().await.as_str())).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn t82_a_pupil_of_another_class_or_of_none_is_not_at_this_poster() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let other = classes::NewClass {
        name: "Other".to_owned(),
        slug: String::new(),
        kind: ClassKind::Class,
        crest: "fox".to_owned(),
        colour: 2,
        about: String::new(),
        year_order: 4,
        teacher: None,
    };
    let other = classes::add(&maple.school, "school", other).await.unwrap();
    let zed = people::add_pupils(&maple.school, &maple.admin, &other.id, &["Zed".to_owned()]).await.unwrap().remove(0);
    let zeds = picture_passwords::give(&maple.school, &maple.admin, &other.id, &zed, Length::Three).await.unwrap();
    let tablet = shown(&maple, &poster).await;

    assert!(!tablet.get(NAMES).await.says("Zed"));
    assert_eq!(tap(&tablet, &zed, &zeds).await.status, 404);
    assert_eq!(tablet.get("/names/nobody").await.status, 404);
    assert!(!is_in(&tablet).await);
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 200);
    // Who is erased is at no poster any more.
    erasures::erase_pupil(&maple.school, &maple.admin, &maple.pupil.id, "Sam", Reason::Family).await.unwrap();
    assert!(!is_in(&tablet).await && !tablet.get(NAMES).await.says("Sam"));
    assert_eq!(tap(&tablet, &maple.pupil.id, &sams).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn t76_the_next_childs_turn_ends_the_session_before_it() {
    let [maple] = strangers(["maple"]).await;
    let poster = poster(&maple).await;
    let sams = pictures(&maple, &maple.pupil.id).await;
    let ama = maple.another_pupil("Ama").await;
    let amas = pictures(&maple, &ama).await;
    let tablet = shown(&maple, &poster).await;
    tap(&tablet, &maple.pupil.id, &sams).await;
    let sessions = async |pupil: &PupilId| {
        let statement = "select count(*) as number from sessions where subject = $1";
        let value = schoolgate::store::Value::from(format!("pupil:{pupil}"));
        maple.school.db.read().one(statement, vec![value]).await.unwrap().get::<i64>("number").unwrap()
    };
    assert_eq!(sessions(&maple.pupil.id).await, 1);

    let names = tablet.post("/tray", "/switch", &[]).await;

    assert_eq!((names.status, names.url.ends_with(NAMES)), (200, true));
    assert_eq!(sessions(&maple.pupil.id).await, 0);
    assert!(!is_in(&tablet).await);
    tap(&tablet, &ama, &amas).await;
    assert_eq!((sessions(&ama).await, sessions(&maple.pupil.id).await), (1, 0));
    // Whoever taps another name without saying so ends the session, too.
    tap(&tablet, &maple.pupil.id, &sams).await;
    assert_eq!((sessions(&ama).await, sessions(&maple.pupil.id).await), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn t76_a_pupils_session_ends_with_the_school_day_and_an_adults_goes_on() {
    let [mut maple] = strangers(["maple"]).await;
    let in_an_hour = maple.school.clock.now() + SignedDuration::from_mins(60);
    maple.place.day_ends = Some(in_an_hour.to_zoned(jiff::tz::TimeZone::UTC).time());
    maple.crash_and_restart().await;
    let (pupil, teacher) = (maple.pupil_browser().await, maple.teacher_browser().await);

    maple.school.clock.advance(SignedDuration::from_mins(59));
    assert!(is_in(&pupil).await);
    assert!(teacher.get("/people/maple-class").await.url.ends_with("/people/maple-class"));
    maple.school.clock.advance(SignedDuration::from_mins(1));

    assert!(!is_in(&pupil).await);
    assert!(teacher.get("/people/maple-class").await.url.ends_with("/people/maple-class"));
    // Whoever comes in after it stays until the next.
    assert!(is_in(&maple.pupil_browser().await).await);
}
