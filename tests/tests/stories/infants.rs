//! The pages of the youngest: larger, with pictures, and with fewer things on them. What there is to read stays the same.

use schoolgate::domain::moderation::Tray;
use tests::people::Browser;
use tests::schools::{TestSchool, strangers};

async fn year(school: &TestSchool, year: &str) {
    let look = [("name", "maple class"), ("crest", "fox"), ("colour", "9"), ("year", year)];
    let page = "/classes/maple-class";
    assert_eq!(school.teacher_browser().await.post(page, page, &look).await.status, 200);
}

async fn size(browser: &Browser, path: &str) -> String {
    let text = browser.get(path).await.text();
    text.split("data-size=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_infant_reads_every_page_as_an_infant_and_everybody_else_as_they_did() {
    let [maple] = strangers(["maple"]).await;
    let admin = maple.admin_browser().await;
    let willow = [("name", "Willow class"), ("kind", "class"), ("crest", "owl"), ("colour", "2"), ("year", "5")];
    admin.post("/classes", "/classes", &willow).await;
    let sam = maple.pupil_browser().await;
    assert_eq!(size(&sam, "/c/maple-class").await, "usual");

    year(&maple, "1").await;

    for path in ["/", "/tray", "/comfort", "/c/maple-class", "/c/willow-class", "/c/nothing-here"] {
        assert_eq!(size(&sam, path).await, "infant", "{path}");
    }
    let family = maple.family_browser().await;
    assert_eq!(
        (size(&family, "/").await.as_str(), size(&family, "/c/maple-class").await.as_str()),
        ("usual", "infant")
    );
    assert_eq!(size(&admin, "/c/willow-class").await, "usual");
    year(&maple, "3").await;
    assert_eq!(size(&sam, "/tray").await, "usual");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_fewer_things_on_an_infants_page_and_the_rest_is_one_tap_away() {
    let [maple] = strangers(["maple"]).await;
    for number in 1..=7 {
        maple.publish(&format!("Ship {number}"), "It came in on Tuesday.").await;
    }
    let sam = maple.pupil_browser().await;
    let junior = sam.get("/c/maple-class").await;
    assert_eq!(junior.text().matches("<article").count(), 7);
    let write = sam.get("/c/maple-class/write").await;
    assert!(
        write.says("data-mark=\"heading\"") && write.says("name=\"picture_6\"") && write.says("name=\"signature\"")
    );

    year(&maple, "0").await;

    let infant = sam.get("/c/maple-class").await;
    assert_eq!(infant.text().matches("<article").count(), 5);
    assert!(infant.says("Ship 7") && !infant.says("Ship 2<") && !infant.says("class=\"card__line\""));
    let text = infant.text();
    let older = text.split("href=\"").find_map(|part| part.split('"').next().filter(|url| url.contains("?before=")));
    let older = sam.get(&older.unwrap().replace("&#38;", "&").replace("&amp;", "&")).await;
    assert!(older.says("Ship 2") && older.says("Ship 1") && !older.says("Ship 3"));
    assert_eq!(maple.family_browser().await.get("/c/maple-class").await.text().matches("<article").count(), 7);
    let write = sam.get("/c/maple-class/write").await;
    assert!(
        !write.says("data-mark=\"heading\"") && write.says("name=\"picture_1\"") && !write.says("name=\"picture_2\"")
    );
    assert!(write.says("data-look"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_infant_writes_goes_in_with_a_picture_and_the_next_place_is_there_then() {
    let [maple] = strangers(["maple"]).await;
    year(&maple, "1").await;
    let sam = maple.pupil_browser().await;
    let form = "/c/maple-class/write";
    let fields =
        [("title", "Our ship"), ("body", "It is red."), ("alt_1", "A ship"), ("who_1", "nobody"), ("send", "draft")];

    let kept = sam.upload(form, form, &fields, vec![("picture_1", tests::pictures::png(10, 90, 40))]).await;

    let text = kept.text();
    let edit = text.split("href=\"").find_map(|part| part.split('"').next().filter(|url| url.starts_with("/edit/")));
    let edit = edit.unwrap().to_owned();
    let page = sam.get(&edit).await;
    assert!(page.says("name=\"kept_1\"") && page.says("name=\"picture_2\"") && !page.says("name=\"picture_3\""));
    let text = page.text();
    let picture = text.split("name=\"kept_1\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let fields = [
        ("title", "Our ship"),
        ("body", "It is red."),
        ("kept_1", picture),
        ("alt_1", "A ship"),
        ("who_1", "nobody"),
        ("send", "out"),
    ];
    let sent = sam.upload(&edit, &edit, &fields, Vec::new()).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let waiting = maple.waits(Tray::Ours, "Our ship").await;
    assert_eq!(waiting.words.signature, format!("{}, maple class", maple.pupil.name));
}
