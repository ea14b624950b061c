//! One prompt, many short pieces: what a class collects below a post of its own.

use schoolgate::domain::moderation::Tray;
use schoolgate::store;
use tests::people::{Answer, Browser};
use tests::schools::{TestSchool, partner_schools};

const CLASS: &str = "/c/maple-class";
const WRITE: &str = "/c/maple-class/write";
const POST: &str = "/c/maple-class/our-insects";

/// Mrs Teacher asks her class for something.
async fn collect(teacher: &Browser) -> Answer {
    let prompt = [
        ("title", "Our insects"),
        ("body", "Which one did you see?"),
        ("audience", "friends"),
        ("collects", "yes"),
        ("send", "out"),
    ];
    teacher.upload(WRITE, WRITE, &prompt, Vec::new()).await
}

/// The address of a comment right below the post, from its form.
fn below(page: &Answer) -> Option<String> {
    let text = page.text();
    let start = text.find("action=\"/c/maple-class/comment/")? + "action=\"".len();
    text[start..].split('"').next().map(str::to_owned)
}

/// Everything that waits at a school's gate from outside, in its plain words.
async fn at_the_gate(school: &TestSchool) -> Vec<String> {
    school.waiting(Tray::In).await.into_iter().map(|waiting| waiting.words.plain).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_collects_pieces_below_one_post_until_it_is_closed() {
    let [maple, oak] = partner_schools().await;
    let (teacher, sam) = (maple.teacher_browser().await, maple.pupil_browser().await);
    assert_eq!(collect(&teacher).await.status, 200);
    oak.let_in(Tray::In, "Which one").await;

    // The children are asked for theirs, and each goes through the gate.
    let class = sam.get(CLASS).await;
    assert!(class.says("We are collecting:") && class.says(&format!("{POST}#write")), "{}", class.text());
    let page = sam.get(POST).await;
    assert!(page.says("Your piece") && page.says("No piece has been let out yet."), "{}", page.text());
    let path = below(&page).unwrap();
    assert_eq!(sam.post(POST, &path, &[("text", "A stag beetle on the wall.")]).await.status, 200);
    assert!(!sam.get(POST).await.says("stag beetle"));
    maple.let_in(Tray::Ours, "stag beetle").await;
    let shown = sam.get(POST).await;
    assert!(shown.says("1 piece<") && shown.says("stag beetle"), "{}", shown.text());
    assert!(!shown.says("What people say"), "a piece is no talk");

    // Friends have one post with what was said below it, and nothing new among the posts.
    maple.let_undo_pass();
    oak.let_in(Tray::In, "stag beetle").await;
    assert_eq!(oak.friends().await.len(), 1);
    assert_eq!(at_the_gate(&oak).await, [""; 0]);

    // Closed: the pieces stay, and no more come, from an old page neither.
    let item = path.rsplit('/').next().unwrap();
    let edit = format!("/edit/{item}");
    assert!(teacher.get(&edit).await.says("name=\"collects\" value=\"yes\" checked"));
    let closed =
        [("title", "Our insects"), ("body", "Which one did you see?"), ("audience", "friends"), ("send", "out")];
    assert_eq!(teacher.upload(&edit, &edit, &closed, Vec::new()).await.status, 200);
    let after = sam.get(POST).await;
    assert!(after.says("stag beetle") && after.says("This collection is closed."), "{}", after.text());
    assert_eq!(below(&after), None);
    let late = sam.post(CLASS, &path, &[("text", "A late ladybird.")]).await;
    assert_eq!((late.status, late.says("This collection is closed now.")), (422, true));
    assert!(!sam.get(CLASS).await.says("We are collecting:"));
    assert_eq!(maple.waiting(Tray::Ours).await, []);
    // A grown-up can still say something, and it can be opened again.
    assert!(teacher.get(POST).await.says("What people say"));
    assert_eq!(collect_again(&teacher, &edit).await.status, 200);
    assert_eq!(sam.post(POST, &path, &[("text", "A late ladybird.")]).await.status, 200);
    maple.waits(Tray::Ours, "late ladybird").await;
}

async fn collect_again(teacher: &Browser, edit: &str) -> Answer {
    let open = [
        ("title", "Our insects"),
        ("body", "Which one did you see?"),
        ("audience", "friends"),
        ("collects", "yes"),
        ("send", "out"),
    ];
    teacher.upload(edit, edit, &open, Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_adults_begin_a_collection_and_what_is_taken_back_is_asked_for_no_more() {
    let [maple, _] = partner_schools().await;
    let (teacher, sam) = (maple.teacher_browser().await, maple.pupil_browser().await);
    let own = [("title", "Mine"), ("body", "Come all."), ("collects", "yes"), ("send", "out")];
    sam.upload(WRITE, WRITE, &own, Vec::new()).await;
    let mine = maple.let_in(Tray::Ours, "Come all").await;
    assert_eq!(store::collections::is_open(&mut maple.school.db.read(), &mine).await.unwrap(), None);
    assert!(!sam.get(WRITE).await.says("name=\"collects\""));

    collect(&teacher).await;
    let page = sam.get(POST).await;
    let item = below(&page).unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(sam.get(CLASS).await.says("We are collecting:"));
    let path = format!("/take-back/{item}");
    teacher.post(&path, &path, &[]).await;
    assert!(!sam.get(CLASS).await.says("We are collecting:"));
    let audit = maple.admin_browser().await.get("/audit").await;
    assert!(audit.says("began to collect pieces"), "{}", audit.text());
}
