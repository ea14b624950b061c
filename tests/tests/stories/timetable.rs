//! When there is school, as an admin writes it down; and what partner schools are told of it.

use jiff::{SignedDuration, ToSpan};
use schoolgate::actions::partners;
use schoolgate::actions::schools;
use schoolgate::domain::partners::PartnerState;
use schoolgate::store;
use tests::crawl::Server;
use tests::schools::{TestSchool, World};

use crate::agreement::agree;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const NAME: &str = "Xyzzy holiday";

/// An admin writes down a fortnight that begins today.
async fn goes_away(school: &TestSchool) {
    let first = school.school.today();
    let last = first.checked_add(13.days()).unwrap();
    let admin = school.admin_browser().await;
    let fields = [("name", NAME), ("first", &first.to_string()), ("last", &last.to_string())];
    let answer = admin.post("/timetable", "/timetable/holidays", &fields).await;
    assert!(answer.says("The holiday is written down."), "{}", answer.text());
}

/// A day passes at both, and one reads the other's list anew.
async fn a_day_passes(maple: &TestSchool, oak: &TestSchool) {
    let partner = maple.partner(oak).await;
    for school in [maple, oak] {
        school.school.clock.advance(DAY);
        school.school.wake.notify_one();
    }
    let before = maple.school.clock.now() - SignedDuration::from_mins(5);
    maple
        .until("its list to be read anew", async || {
            let state = store::class_lists::state(&mut maple.school.db.read(), &partner).await.unwrap()?;
            state.read_at.filter(|at| *at > before)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_reads_that_its_friends_are_away_and_until_when() {
    let mut world = World::new(&["maple", "oak", "elm"]).await;
    let (maple, oak, elm) = (world.school("maple").await, world.school("oak").await, world.school("elm").await);
    agree(&maple, &oak).await;
    maple.follow(&oak).await;
    oak.follow(&maple).await;
    let pages = |maple: &TestSchool| {
        let class = maple.class.slug.to_string();
        [format!("/c/{class}"), format!("/c/{class}/friends"), format!("/partners/{class}")]
    };
    goes_away(&oak).await;
    a_day_passes(&maple, &oak).await;

    let teacher = maple.teacher_browser().await;
    for page in pages(&maple) {
        let shown = teacher.get(&page).await;
        assert!(
            shown.says("oak class friends is away until ") || shown.says("oak class is away until "),
            "{page}: {}",
            shown.text()
        );
        assert!(!shown.says(NAME), "{page}");
    }
    let pupil = maple.pupil_browser().await;
    assert!(pupil.get(&pages(&maple)[0]).await.says("is away until "), "pupils wait for their friends, too");
    // Whoever is at home here knows its friends; nobody else does.
    assert!(!maple.browser().get(&pages(&maple)[0]).await.says("is away until"));

    // What Maple is told, Elm is not: nobody trusts it.
    let list = oak.school.urls.school_part("classes").path().to_owned();
    let told = Server::of(&maple.school, &oak.school, oak.address).await.get(&list, oak.school.clock.now()).await;
    assert!(told.says("sg:awayUntil") && told.says("sg:awayFrom") && !told.says(NAME), "{}", told.text());
    let stranger = Server::of(&elm.school, &oak.school, oak.address).await;
    for path in [list.as_str(), "/actor", "/nodeinfo/2.1", "/about"] {
        let answer = stranger.get(path, oak.school.clock.now()).await;
        assert!(!answer.says("away"), "{path}: {}", answer.text());
    }

    // While it is paused nothing of it stands here.
    let partner = maple.partner(&oak).await;
    let set = async |state| {
        partners::set_state(&maple.school, &maple.admin.subject(), &partner, state, "Because").await.unwrap();
    };
    set(PartnerState::Paused).await;
    assert!(!teacher.get(&pages(&maple)[2]).await.says("is away until"));
    set(PartnerState::Trusted).await;
    assert!(teacher.get(&pages(&maple)[2]).await.says("is away until"));
    schools::pause_federation(&maple.school, &maple.admin).await.unwrap();
    assert!(!teacher.get(&pages(&maple)[0]).await.says("is away until"));
    schools::resume_federation(&maple.school, &maple.admin).await.unwrap();
    // A fortnight later they are back, whether the list was read or not.
    maple.school.clock.advance(DAY * 20);
    assert!(!maple.teacher_browser().await.get(&pages(&maple)[0]).await.says("is away until"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holiday_that_was_taken_out_is_told_no_more() {
    let mut world = World::new(&["maple", "oak"]).await;
    let (maple, oak) = (world.school("maple").await, world.school("oak").await);
    agree(&maple, &oak).await;
    maple.follow(&oak).await;
    oak.follow(&maple).await;
    goes_away(&oak).await;
    a_day_passes(&maple, &oak).await;
    let page = format!("/c/{}", maple.class.slug);
    assert!(maple.teacher_browser().await.get(&page).await.says("is away until"));

    let admin = oak.admin_browser().await;
    let text = admin.get("/timetable").await.text();
    let remove = text.split("action=\"").find(|rest| rest.contains("/remove\"")).unwrap().split('"').next().unwrap();
    assert!(admin.post("/timetable", remove, &[]).await.says("is taken out"));
    a_day_passes(&maple, &oak).await;

    assert!(!maple.teacher_browser().await.get(&page).await.says("is away until"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_writes_down_when_there_is_school() {
    let mut world = World::new(&["maple"]).await;
    let maple = world.school("maple").await;
    let admin = maple.admin_browser().await;
    let today = maple.school.today();
    let day = |days: i32| today.checked_add(days.days()).unwrap().to_string();
    let add = async |name: &str, first: &str, last: &str| {
        admin.post("/timetable", "/timetable/holidays", &[("name", name), ("first", first), ("last", last)]).await
    };

    assert!(admin.get("/timetable").await.says("No holidays are written down yet"));
    for (first, last, said) in [
        (day(20), day(19), "The last day has to come after the first."),
        (day(-9), day(-8), "This holiday is over already."),
        (day(20), day(130), "A holiday has 100 days at most."),
        (day(900), day(901), "That is too far ahead."),
        ("soon".to_owned(), day(3), "Write a day"),
    ] {
        let answer = add("Ski & snow", &first, &last).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says(said) && answer.says("Ski &#38; snow"), "{said} in {}", answer.text());
    }
    assert_eq!(add("Half term", &day(20), &day(24)).await.status, 200);
    assert!(add("Again", &day(24), &day(25)).await.says("Another holiday has some of these days."));

    // Taken out, and back by the button of the toast; but not over one that has come in between.
    let text = admin.get("/timetable").await.text();
    let remove = text.split("action=\"").find(|rest| rest.contains("/remove\"")).unwrap().split('"').next().unwrap();
    let back = remove.replace("/remove", "/back");
    let removed = admin.post("/timetable", remove, &[]).await;
    assert!(removed.says("Half term is taken out") && removed.says(&back), "{}", removed.text());
    assert!(admin.post("/timetable", &back, &[]).await.says("It is back."));
    assert!(admin.post("/timetable", remove, &[]).await.says("No holidays are written down yet"));
    assert_eq!(add("Again", &day(24), &day(25)).await.status, 200);
    assert!(admin.post("/timetable", &back, &[]).await.says("Another holiday has some of these days."));

    let week = [("day1", "on"), ("day6", "on"), ("opens", "07:45"), ("closes", "13:15")];
    assert!(admin.post("/timetable", "/timetable", &week).await.says("Kept."));
    let shown = admin.get("/timetable").await;
    assert!(shown.says("value=\"07:45\"") && shown.says("name=\"day6\" value=\"on\" checked"), "{}", shown.text());
    let wrong = admin.post("/timetable", "/timetable", &[("opens", "13:15"), ("closes", "07:45")]).await;
    assert!(wrong.says("Choose at least one day.") && wrong.says("School has to end after it begins."));
    let log = admin.get("/audit").await;
    for done in ["set the school week", "wrote a holiday down", "took a holiday out"] {
        assert!(log.says(done), "{done}");
    }
    assert_eq!(maple.teacher_browser().await.get("/timetable").await.status, 404);
}
