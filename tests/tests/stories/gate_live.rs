//! A gate's page that stays open is told how much waits: the number, to those who may see it, for as long as they may.

use reqwest::Response;
use schoolgate::domain::moderation::Tray;
use schoolgate::domain::people::ClassRole;
use schoolgate::listeners::OF_ONE;
use serde_json::Value;
use tests::schools::{PASSWORD, TestSchool, partner_schools};

/// Reads on until an event has been told whole.
async fn told(stream: &mut Response) -> Value {
    let mut text = String::new();
    loop {
        let bytes = stream.chunk().await.unwrap().expect("it goes on");
        text.push_str(std::str::from_utf8(&bytes).unwrap());
        let data = text.lines().find_map(|line| line.strip_prefix("data: "));
        if let (Some(data), true) = (data, text.ends_with("\n\n")) {
            assert!(text.contains("event: waiting"), "{text}");
            return serde_json::from_str(data).unwrap();
        }
    }
}

/// Whether it is over, with nothing told before.
async fn is_over(stream: &mut Response) -> bool {
    stream.chunk().await.unwrap().is_none()
}

fn live(school: &TestSchool) -> String {
    format!("/gate/{}/live", school.class.slug)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_gate_is_told_the_number_and_never_what_it_is() {
    let [maple, oak] = partner_schools().await;
    let teacher = maple.teacher_browser().await;

    let mut stream = teacher.listen(&live(&maple)).await;
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["cache-control"], "private, no-store");
    assert_eq!(stream.headers()["x-accel-buffering"], "no");
    let first = told(&mut stream).await;
    assert_eq!(first["here"], 0);

    oak.publish("Ships", "We counted nine ships.").await;
    let second = told(&mut stream).await;
    assert_eq!((&second["here"], second["all"].as_str()), (&Value::from(1), Some("1")));
    assert!(second["words"].as_str().unwrap().contains('1'), "{second}");
    assert_eq!(second.as_object().unwrap().len(), 3, "numbers and nothing else: {second}");

    maple.let_in(Tray::In, "nine ships").await;
    assert_eq!(told(&mut stream).await["here"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens_at_a_gate_that_they_do_not_see_and_a_link_to_it_leads_nowhere() {
    let [maple, _oak] = partner_schools().await;
    let path = live(&maple);
    let teacher = maple.teacher_browser().await;
    maple.adult("elsewhere", None, false).await;
    let other = maple.browser();
    assert_eq!(other.sign_in("elsewhere@school.example", PASSWORD).await.status, 200);

    assert_eq!(other.listen(&path).await.status(), 404);
    assert_eq!(maple.pupil_browser().await.listen(&path).await.status(), 404);
    assert_eq!(maple.family_browser().await.listen(&path).await.status(), 404);
    assert_eq!(teacher.listen("/gate/no-such-class/live").await.status(), 404);
    assert_eq!(teacher.get(&path).await.status, 406);
    assert_eq!(teacher.listen(&path).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_with_the_session_the_duty_and_the_server() {
    let [maple, _oak] = partner_schools().await;
    let path = live(&maple);

    let teacher = maple.teacher_browser().await;
    let mut stream = teacher.listen(&path).await;
    told(&mut stream).await;
    assert_eq!(teacher.post("/gate", "/sign-out", &[]).await.status, 200);
    assert!(is_over(&mut stream).await);

    let helper = maple.adult("helper", Some(ClassRole::Moderator), false).await;
    let browser = maple.browser();
    assert_eq!(browser.sign_in("helper@school.example", PASSWORD).await.status, 200);
    let mut stream = browser.listen(&path).await;
    told(&mut stream).await;
    let mut tx = maple.school.db.begin().await.unwrap();
    let ended = tx.run("delete from class_staff where staff_id = $1", vec![helper.id.as_str().into()]).await;
    assert_eq!(ended.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(is_over(&mut stream).await);

    let teacher = maple.teacher_browser().await;
    let mut stream = teacher.listen(&path).await;
    told(&mut stream).await;
    maple.school.listeners.end();
    assert!(is_over(&mut stream).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_has_a_few_open_and_a_closed_one_makes_room() {
    let [maple, _oak] = partner_schools().await;
    let path = live(&maple);
    let teacher = maple.teacher_browser().await;

    let mut open = Vec::new();
    for _ in 0..OF_ONE {
        open.push(teacher.listen(&path).await);
    }
    assert_eq!(teacher.listen(&path).await.status(), 429);
    open.pop();

    let mut again =
        maple.until("room", async || Some(teacher.listen(&path).await).filter(|it| it.status() == 200)).await;
    assert_eq!(told(&mut again).await["here"], 0);
}
