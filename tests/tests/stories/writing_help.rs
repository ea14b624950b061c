//! What a teacher lays beside the words of the pupils who write.

use tests::people::Answer;
use tests::schools::{TestSchool, strangers};

const SETTINGS: &str = "/classes/maple-class";
const WRITE: &str = "/c/maple-class/write";

async fn lay(school: &TestSchool, starters: &str, words: &str) -> Answer {
    let look = [
        ("name", "maple class"),
        ("crest", "fox"),
        ("colour", "9"),
        ("year", "4"),
        ("starters", starters),
        ("words", words),
    ];
    school.teacher_browser().await.post(SETTINGS, SETTINGS, &look).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_lays_words_beside_the_page_and_pupils_have_them_there_to_read() {
    let [maple] = strangers(["maple"]).await;
    let sam = maple.pupil_browser().await;
    assert!(!sam.get(WRITE).await.says("Help with writing"));

    let laid = lay(&maple, "I was surprised that\r\n\r\nI wonder <why>", "because\r\nbeautiful\r\nbecause").await;

    assert_eq!(laid.status, 200, "{}", laid.text());
    let page = sam.get(WRITE).await;
    assert!(page.says("Help with writing") && page.says("Ways to start") && page.says("Useful words"));
    assert!(page.says("data-put>I was surprised that</li>") && page.says("data-put>beautiful</li>"));
    assert_eq!(page.text().matches(">because</li>").count(), 1);
    assert!(!page.says("<why>"), "it is text and nothing else");
    let teacher = maple.teacher_browser().await;
    assert!(teacher.get(SETTINGS).await.says("because\nbeautiful</textarea>"));
    assert!(!teacher.get(WRITE).await.says("Ways to start"), "adults find their own words");
    // It goes again as it came.
    lay(&maple, "", "").await;
    assert!(!sam.get(WRITE).await.says("Help with writing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_is_said_beside_its_field_and_leaves_everything_as_it_was() {
    let [maple] = strangers(["maple"]).await;
    lay(&maple, "First", "ship").await;
    let many = |number: usize| (0..number).map(|number| format!("word{number}")).collect::<Vec<_>>().join("\r\n");

    for (starters, words, said) in [
        (many(13), String::new(), "Keep to 12 ways to start."),
        ("x".repeat(81), String::new(), "Each has 80 characters at most."),
        (String::new(), many(61), "Keep to 60 words."),
        (String::new(), "x".repeat(31), "Each has 30 characters at most."),
    ] {
        let refused = lay(&maple, &starters, &words).await;
        assert_eq!((refused.status, refused.says(said)), (422, true), "{said}");
        let typed = if starters.is_empty() { &words } else { &starters };
        assert!(refused.says(typed.lines().next().unwrap()), "nothing typed is lost");
    }

    let page = maple.pupil_browser().await.get(WRITE).await;
    assert!(page.says("data-put>First</li>") && page.says("data-put>ship</li>"));
    assert_eq!(lay(&maple, &many(12), &many(60)).await.status, 200);
    assert!(maple.pupil_browser().await.get(WRITE).await.says("data-put>word59</li>"));
}
