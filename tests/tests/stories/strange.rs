//! What no honest browser and no honest server sends: U+0000, which PostgreSQL refuses and SQLite cuts at. It is refused at
//! the door, alike on both.

use federation::signature::Scheme;
use http::Method;
use schoolgate::domain::moderation::Tray;
use schoolgate::store;
use schoolgate::web;
use tests::schools::{partner_schools, strangers};

#[tokio::test(flavor = "multi_thread")]
async fn u0000_in_an_address_or_a_question_is_refused() {
    let [maple] = strangers(["maple"]).await;
    let people =
        [maple.admin_browser().await, maple.teacher_browser().await, maple.pupil_browser().await, maple.browser()];

    for route in web::table().iter().filter(|route| route.method == Method::GET) {
        // Every name in the address in turn stands for a whole word with U+0000 in it.
        let mut path = String::new();
        for part in route.path.split('/').skip(1) {
            path += if part.starts_with('{') { "/a%00b" } else { "/" };
            path += if part.starts_with('{') { "" } else { part };
        }
        let address = if path.contains("%00") { path } else { format!("{path}?host=%00&next=%00&before=%00&tray=%00") };
        for person in &people {
            assert_eq!(person.get(&address).await.status, 400, "{address}");
        }
    }
    assert_eq!(people[0].get("/deliveries?host=a").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn u0000_in_a_form_is_refused() {
    let [maple] = strangers(["maple"]).await;
    let post = maple.publish("Snails", "We raced snails.").await;
    let (pupil, admin, visitor) = (maple.pupil_browser().await, maple.admin_browser().await, maple.browser());
    let (page, comment) = ("/c/maple-class/snails", format!("/c/maple-class/comment/{post}"));
    let form = "/c/maple-class/write";

    for text in ["\0", "My snail\0 won"] {
        assert_eq!(pupil.post(page, &comment, &[("text", text)]).await.status, 400);
        assert_eq!(pupil.upload(form, form, &[("title", text), ("body", "x")], Vec::new()).await.status, 400);
        let staff = [("name", text), ("email", "a@b.example"), ("password", "correct horse")];
        assert_eq!(admin.post("/staff", "/staff", &staff).await.status, 400);
        let guess = [("email", text), ("password", text)];
        assert_eq!(visitor.post("/sign-in", "/sign-in", &guess).await.status, 400);
    }
    assert_eq!(pupil.post(page, &comment, &[("a\0", "b"), ("text", "x")]).await.status, 400);

    assert_eq!(maple.waiting(Tray::Ours).await, []);
    assert_eq!(pupil.post(page, &comment, &[("text", "My snail won")]).await.status, 200);
    assert_eq!(maple.waiting(Tray::Ours).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn u0000_in_a_letter_is_refused() {
    let [maple, oak] = partner_schools().await;
    let signer = oak.school.signer(Some(&oak.class.id)).await.unwrap();
    let letter = |words: &str| {
        let (actor, note) = (oak.actor(), oak.school.urls.to("/ap/o/0197a0c0000070008000000000000001"));
        format!(
            r#"{{"id":"{note}#create","type":"Create","actor":"{actor}","object":{{"id":"{note}","type":"Article",
            "attributedTo":"{actor}","name":"{words}","content":"<p>{words}</p>","published":"2026-01-01T00:00:00Z",
            "to":"{actor}/followers"}}}}"#
        )
    };
    let send = async |letter: String| {
        oak.school.client.post(&maple.school.urls.shared_inbox(), letter.as_bytes(), &signer, Scheme::Cavage).await
    };

    assert_eq!(send(letter("Sh\\u0000ips")).await.status, Some(400));
    assert_eq!(maple.waiting(Tray::In).await, []);
    assert_eq!(send(letter("Ships")).await.status, Some(202));
    let note = oak.school.urls.to("/ap/o/0197a0c0000070008000000000000001");
    assert!(store::items::by_wire_id(&mut maple.school.db.read(), &note).await.unwrap().is_some());
}
