//! Looking after the people of a school and its classes, on the pages.

use schoolgate::actions::people;
use schoolgate::domain::audit::Line;
use schoolgate::store;
use schoolgate::store::audit::Search;
use tests::people::{Answer, Browser};
use tests::schools::{TestSchool, strangers};

/// The newest line of the log.
async fn last_line(school: &TestSchool) -> Line {
    let found = store::audit::found(&mut school.school.db.read(), &Search::default(), None, 1).await.unwrap();
    found.into_iter().next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_gives_a_right_later_and_takes_it_away() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    let teacher = maple.teacher_browser().await;
    let rights = format!("/staff/{}/rights", maple.teacher.id);
    assert_eq!(teacher.get("/gate/sealed").await.status, 404);

    let given = admin.post("/staff", &rights, &[("safeguarding", "yes"), ("admin", "yes")]).await;

    assert_eq!((given.status, given.says("Saved.")), (200, true));
    assert_eq!(teacher.get("/gate/sealed").await.status, 200);
    assert_eq!(teacher.get("/staff").await.status, 200);
    let line = last_line(&maple).await;
    assert_eq!((line.action.as_str(), line.detail.as_str()), ("set_rights", "admin=true safeguarding=true"));
    admin.post("/staff", &rights, &[]).await;
    assert_eq!(teacher.get("/gate/sealed").await.status, 404);
    assert_eq!(teacher.get("/staff").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_admin_stays_an_admin() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    let own = format!("/staff/{}/rights", maple.admin.id);
    let before = last_line(&maple).await;

    let kept = admin.post("/staff", &own, &[("safeguarding", "yes")]).await;

    assert_eq!((kept.status, kept.says("Make another adult an admin first.")), (422, true));
    assert_eq!(last_line(&maple).await, before);
    assert_eq!(admin.get("/staff").await.status, 200);
    // Its twin: with another admin there, one may go.
    admin.post("/staff", &format!("/staff/{}/rights", maple.teacher.id), &[("admin", "yes")]).await;
    assert_eq!(admin.post("/staff", &own, &[]).await.status, 200);
    assert_eq!(admin.get("/staff").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_changes_rights() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;

    let tried = teacher.post("/gate", &format!("/staff/{}/rights", maple.teacher.id), &[("admin", "yes")]).await;

    assert_eq!(tried.status, 404);
    assert!(!people::adult(&maple.school, &maple.teacher.id).await.unwrap().is_admin);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_gets_another_name_and_look_and_keeps_its_address() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;
    let page = "/classes/maple-class";
    assert!(teacher.get(page).await.says("maple class"));

    let look =
        [("name", "Sycamore class"), ("crest", "fox"), ("colour", "9"), ("about", "We are nine."), ("year", "4")];
    let changed = teacher.post(page, page, &look).await;

    assert_eq!((changed.status, changed.says("Sycamore class"), changed.says("We are nine.")), (200, true, true));
    assert!(changed.url.ends_with("/c/maple-class"), "{}", changed.url);
    assert_eq!(last_line(&maple).await.action, "change_class");
    let nameless = teacher.post(page, page, &[("name", " "), ("about", "Kept as typed.")]).await;
    assert_eq!((nameless.status, nameless.says("Kept as typed.")), (422, true));
    maple.adult("other", None, false).await;
    let other = maple.browser();
    other.sign_in("other@school.example", tests::schools::PASSWORD).await;
    assert_eq!(other.get(page).await.status, 404);
    assert_eq!(other.post("/gate", page, &look).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_is_taken_out_of_a_group_but_never_out_of_the_last_one() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    admin
        .post("/classes", "/classes", &[("name", "Choir"), ("kind", "group"), ("crest", "drum"), ("colour", "2")])
        .await;
    let choir = store::classes::by_slug(&mut maple.school.db.read(), "choir").await.unwrap().id;
    let sam = maple.pupil.id.to_string();
    let classes = async || store::classes::of_pupil(&mut maple.school.db.read(), &maple.pupil.id).await.unwrap().len();
    let page = "/people/maple-class";
    admin.post(page, "/people/maple-class/join", &[("pupil", &sam), ("group", choir.as_str())]).await;
    assert_eq!(classes().await, 2);

    let out = admin.post("/people/choir", "/people/choir/leave", &[("pupil", &sam)]).await;

    assert!(out.says("no longer in Choir"));
    assert_eq!(classes().await, 1);
    assert_eq!(last_line(&maple).await.action, "leave_class");
    let stays = admin.post(page, "/people/maple-class/leave", &[("pupil", &sam)]).await;
    assert!(stays.says("It is their only class."));
    assert_eq!(classes().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_searched_and_taken_away_as_a_table() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    let hostile = maple.adult("=cmd", None, false).await;

    let found = admin.get("/audit?action=add_staff").await;
    let table = admin.get("/audit/log.csv?action=add_staff").await;

    assert!(found.says("added an adult") && !found.says("founded the school</span>"));
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(table.text().lines().count(), 3);
    // Whoever is named like a formula is text in a spreadsheet, too.
    people::set_password(&maple.school, "=1+1", &hostile.id, tests::schools::PASSWORD).await.unwrap();
    assert!(admin.get("/audit/log.csv").await.says("\"'=1+1\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_undone_is_a_draft_again() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;
    let page = "/c/maple-class/write";
    let words = [("title", "Ships"), ("body", "Nine ships."), ("audience", "school"), ("send", "out")];
    let out = teacher.upload(page, page, &words, Vec::new()).await;
    let undo =
        out.text().split("action=\"/gate/undo/").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let undo = undo.replace("&#38;", "&");

    let back = teacher.post("/c/maple-class", &format!("/gate/undo/{undo}"), &[]).await;

    assert!(back.url.contains("/edit/"), "{}", back.url);
    assert!(back.says("Nine ships.") && back.says("It is a draft again"));
    assert_eq!(maple.pupil_browser().await.get("/c/maple-class/ships").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_picture_that_is_too_large_comes_back_with_everything_else() {
    let [maple] = strangers(["maple"]).await;
    let pupil = maple.pupil_browser().await;
    let page = "/c/maple-class/write";
    let words = [("title", "Ships"), ("body", "Nine ships."), ("alt_1", "A tug"), ("send", "out")];

    let back = pupil.upload(page, page, &words, vec![("picture_1", vec![7; 14 * 1024 * 1024])]).await;

    assert_eq!(back.status, 422);
    assert!(back.says("That picture is too big.") && back.says("Nine ships.") && back.says("A tug"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_families_link_that_was_renewed_says_so_kindly() {
    let [maple] = strangers(["maple"]).await;
    let old = people::new_family_link(&maple.school, &maple.teacher, &maple.class.id).await.unwrap();
    assert!(maple.browser().get(&format!("/family/{old}")).await.says("For the families of this class"));

    people::new_family_link(&maple.school, &maple.teacher, &maple.class.id).await.unwrap();

    let gone = maple.browser().get(&format!("/family/{old}")).await;
    assert_eq!((gone.status, gone.says("work any more")), (404, true));
}

/// Looks through a pasted list.
async fn looked(browser: &Browser, list: &str) -> Answer {
    browser.upload("/people/maple-class", "/people/maple-class/list", &[("names", list)], Vec::new()).await
}

/// What the page of a list would add, as its form says it.
fn shown_as_new(answer: &Answer) -> String {
    answer.text().split("name=\"names\" value=\"").nth(1).map_or("", |rest| rest.split('"').next().unwrap()).to_owned()
}

async fn pupils(school: &TestSchool) -> Vec<String> {
    let pupils = store::people::pupils_of_class(&mut school.school.db.read(), &school.class.id).await.unwrap();
    pupils.into_iter().map(|pupil| pupil.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_list_is_looked_through_and_then_added_as_it_was_shown() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;
    let before = (pupils(&maple).await, last_line(&maple).await);
    let list = format!("Ama\n\n{}\nLeo\nama\nZoë;9\n{}", maple.pupil.name.to_uppercase(), "a".repeat(41));

    let look = looked(&teacher, &list).await;

    assert_eq!((look.status, look.says("Add these 2")), (200, true));
    assert!(look.says("In the class already") && look.says("The same as line 1") && look.says("more than one column"));
    assert!(look.says("A name has 40 letters at most."));
    assert_eq!(shown_as_new(&look), "Ama\nLeo");
    assert_eq!((pupils(&maple).await, last_line(&maple).await), before);
    let page = "/people/maple-class";
    let added = teacher.post(page, "/people/maple-class/add", &[("names", &shown_as_new(&look))]).await;
    assert_eq!((added.status, added.says("2 pupils added.")), (200, true));
    let now = pupils(&maple).await;
    assert_eq!(now.len(), before.0.len() + 2);
    assert!(now.contains(&"Ama".to_owned()) && now.contains(&"Leo".to_owned()));
    let line = last_line(&maple).await;
    assert_eq!((line.action.as_str(), line.detail.as_str()), ("add_pupils", "2 pupils"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_new_any_more_adds_nobody() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;
    let new = shown_as_new(&looked(&teacher, "Ama\nLeo").await);
    people::add_pupils(&maple.school, &maple.admin, &maple.class.id, &["leo".to_owned()]).await.unwrap();
    let before = (pupils(&maple).await, last_line(&maple).await);

    let tried = teacher.post("/people/maple-class", "/people/maple-class/add", &[("names", &new)]).await;

    assert_eq!((tried.status, tried.says("The class has changed in the meantime")), (422, true));
    assert_eq!(shown_as_new(&tried), "Ama");
    assert_eq!((pupils(&maple).await, last_line(&maple).await), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_sent_twice_at_once_is_added_once() {
    let [maple] = strangers(["maple"]).await;
    let before = pupils(&maple).await.len();
    let add = || people::add_listed(&maple.school, &maple.teacher, &maple.class.id, "Ama\nLeo");

    let (one, other) = tokio::join!(add(), add());

    let added = [one.unwrap(), other.unwrap()].into_iter().filter(|done| matches!(done, people::Listed::Added(2)));
    assert_eq!((added.count(), pupils(&maple).await.len()), (1, before + 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_by_its_head_or_refused_whole() {
    let [maple] = strangers(["maple"]).await;
    let teacher = maple.teacher_browser().await;
    let page = "/people/maple-class";
    let sent = async |names: &str, bytes: &[u8]| {
        teacher.upload(page, "/people/maple-class/list", &[("names", names)], vec![("list", bytes.to_vec())]).await
    };
    let before = pupils(&maple).await;

    let look = sent("", "\u{feff}Surname;First name\r\nOsei;\"Zoë B\"\r\n".as_bytes()).await;

    assert_eq!((look.status, shown_as_new(&look).as_str()), (200, "Zoë B"));
    assert!(look.says("Only the column “First name” is read.") && look.says("Add this pupil"));
    for (names, bytes, why) in [
        ("", b"Zo\xeb\r\nLeo".to_vec(), "Save it as “CSV UTF-8”"),
        ("", vec![b'a'; 33 * 1024], "A list has 32 kB at most."),
        ("", "Leo\n".repeat(201).into_bytes(), "A list has 200 lines at most."),
        ("", b"Name\r\n".to_vec(), "Write at least one name."),
        ("Ama", b"Leo".to_vec(), "Paste the names or choose a file, not both."),
    ] {
        let refused = sent(names, &bytes).await;
        assert_eq!((refused.status, refused.says(why)), (422, true), "{why}");
        assert!(!refused.says("action=\"/people/maple-class/add\""), "{why}");
    }
    assert_eq!(pupils(&maple).await, before);
}
