//! Reading with ease: what a pupil chose is theirs, on whatever computer, and nobody else's.

use jiff::SignedDuration;
use schoolgate::actions::{erasures, housekeeping, people};
use schoolgate::backup::Seal;
use schoolgate::domain::erasures::Reason;
use schoolgate::domain::ids::PupilId;
use schoolgate::store::{self, Sql as _};
use tests::people::{Answer, Browser};
use tests::schools::{TestSchool, strangers};

/// The first tag of a page, which says how it looks and in which language it speaks.
fn root(page: &Answer) -> String {
    let text = page.text();
    let from = text.find("<html").unwrap();
    text[from..].split('>').next().unwrap_or_default().to_owned()
}

async fn choose(browser: &Browser, choice: &str) -> Answer {
    browser.post("/comfort", "/comfort", &[("choice", choice), ("back", "/tray")]).await
}

async fn speak(browser: &Browser, language: &str) -> Answer {
    browser.post("/about", "/language", &[("language", language), ("back", "/about")]).await
}

async fn card(school: &TestSchool, pupil: &PupilId) -> String {
    people::new_card(&school.school, &school.teacher, &school.class.id, pupil).await.unwrap()
}

/// One more computer, where somebody holds up this card.
async fn signed_in(school: &TestSchool, card: &str) -> Browser {
    let browser = school.browser();
    assert_eq!(browser.use_card(card).await.status, 200);
    browser
}

async fn kept(school: &TestSchool) -> i64 {
    let rows = school.school.db.read().one("select count(*) as number from comforts", Vec::new()).await.unwrap();
    rows.get("number").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_pupil_chose_is_there_wherever_they_sign_in_and_for_nobody_else() {
    let [maple] = strangers(["maple"]).await;
    let (sams, amas) = (card(&maple, &maple.pupil.id).await, card(&maple, &maple.another_pupil("Ama").await).await);
    let sam = signed_in(&maple, &sams).await;
    let page = sam.get("/c/maple-class").await;
    assert!(!root(&page).contains("data-ground") && page.says("href=\"/comfort?back=%2Fc%2Fmaple-class\""));

    let chosen = choose(&sam, "background-blue").await;
    choose(&sam, "size-larger").await;
    choose(&sam, "typeface-opendyslexic").await;

    assert_eq!(chosen.status, 200);
    assert!(chosen.url.ends_with("/comfort?back=%2Ftray"), "{}", chosen.url);
    assert!(chosen.says("value=\"background-blue\" data-ground=\"blue\" aria-pressed=\"true\""));
    assert!(chosen.says("value=\"background-usual\" data-ground=\"usual\" aria-pressed=\"false\""));
    assert!(chosen.says("href=\"/tray\""));
    // Another computer, and every page there, also one of trouble.
    let elsewhere = signed_in(&maple, &sams).await;
    for path in ["/", "/tray", "/c/maple-class", "/c/nothing-here"] {
        let page = elsewhere.get(path).await;
        let look = "data-text=\"larger\" data-ground=\"blue\" data-typeface=\"opendyslexic\"";
        assert!(root(&page).ends_with(look), "{path}: {}", root(&page));
        assert!(page.says("<meta name=\"color-scheme\" content=\"light\">"));
        assert!(page.says("opendyslexic-latin.woff2\" as=\"font\""), "its letters come first");
    }
    let others = signed_in(&maple, &amas).await;
    assert!(!root(&others.get("/tray").await).contains("data-ground"));
    // The next child at Sam's computer, and the door before them.
    sam.post("/tray", "/sign-out", &[]).await;
    assert!(!root(&sam.get("/sign-in").await).contains("data-ground"));
}

#[tokio::test(flavor = "multi_thread")]
async fn back_to_usual_undoes_it_and_what_there_is_not_changes_nothing() {
    let [maple] = strangers(["maple"]).await;
    let sam = maple.pupil_browser().await;
    let fresh = sam.get("/comfort").await;
    assert!(!fresh.says("value=\"all-usual\""), "there is nothing to undo");
    choose(&sam, "background-dark").await;
    choose(&sam, "motion-less").await;

    for bad in ["background-pink", "colour-blue", "", "all-dark"] {
        let refused = choose(&sam, bad).await;
        assert_eq!(refused.status, 404, "{bad}");
    }
    let page = sam.get("/comfort?back=//oak.example").await;
    assert!(root(&page).ends_with("data-ground=\"dark\" data-motion=\"less\""), "{}", root(&page));
    assert!(page.says("value=\"all-usual\"") && !page.says("href=\"//oak.example"));

    let usual = choose(&sam, "all-usual").await;

    assert!(!root(&usual).contains("data-ground") && !root(&usual).contains("data-motion"));
    assert!(!usual.says("value=\"all-usual\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupils_language_is_theirs_and_not_the_computers() {
    let [maple] = strangers(["maple"]).await;
    let (sams, amas) = (card(&maple, &maple.pupil.id).await, card(&maple, &maple.another_pupil("Ama").await).await);
    let sam = signed_in(&maple, &sams).await;

    let chosen = speak(&sam, "cy").await;

    assert!(root(&chosen).contains("lang=\"cy\""));
    let elsewhere = signed_in(&maple, &sams).await;
    let tray = elsewhere.get("/tray").await;
    assert!(root(&tray).contains("lang=\"cy\"") && tray.says("Hambwrdd"));
    assert!(root(&elsewhere.get("/nothing-here").await).contains("lang=\"cy\""));
    choose(&elsewhere, "all-usual").await;
    assert!(root(&elsewhere.get("/tray").await).contains("lang=\"cy\""), "that is about looks");
    sam.post("/tray", "/sign-out", &[]).await;
    assert!(root(&sam.get("/about").await).contains("lang=\"en\""));
    // Whoever has no account chooses for the browser; a pupil who has chosen is not bound by it, one who has not is.
    speak(&sam, "fr").await;
    assert!(root(&sam.get("/about").await).contains("lang=\"fr\""));
    for (card, language) in [(&sams, "cy"), (&amas, "fr")] {
        sam.use_card(card).await;
        let tray = sam.get("/tray").await;
        assert!(root(&tray).contains(&format!("lang=\"{language}\"")), "{}", root(&tray));
        sam.post("/tray", "/sign-out", &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_pupils_and_goes_with_them() {
    let [maple] = strangers(["maple"]).await;
    let sam = maple.pupil_browser().await;
    choose(&sam, "spacing-wider").await;
    let teacher = maple.teacher_browser().await;
    assert!(!teacher.get("/gate").await.says("/comfort"));
    assert_eq!(teacher.post("/gate", "/comfort", &[("choice", "background-blue")]).await.status, 404);
    assert_eq!(kept(&maple).await, 1);

    let name = &maple.pupil.name;
    erasures::erase_pupil(&maple.school, &maple.admin, &maple.pupil.id, name, Reason::Family).await.unwrap();
    maple.school.clock.advance(SignedDuration::from_hours(24));
    housekeeping::tidy(&maple.school).await.unwrap();

    assert_eq!(kept(&maple).await, 0);
    let left = store::comforts::get(&mut maple.school.db.read(), &maple.pupil.id).await.unwrap();
    assert!(left.is_usual());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_it_back() {
    let [mut maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    let sam = maple.pupil_browser().await;
    choose(&sam, "background-green").await;
    speak(&sam, "ar").await;
    let file = maple.back_up(folder.path(), &Seal::Open).await;
    choose(&sam, "all-usual").await;

    maple.put_back(&file).await;

    let tray = maple.pupil_browser().await.get("/tray").await;
    let root = root(&tray);
    assert!(root.contains("lang=\"ar\"") && root.ends_with("data-ground=\"green\""), "{root}");
}
