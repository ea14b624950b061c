//! Choosing the language of the pages, and what stays in the school's.

use super::*;

async fn choose(browser: &mut Browser<'_>, language: &str, back: &str) -> Answer {
    let csrf = browser.token("/about").await;
    browser.post("/language", &[("csrf", &csrf), ("language", language), ("back", back)]).await
}

#[tokio::test]
async fn whoever_chooses_a_language_reads_on_in_it_where_they_were() {
    let maple = maple().await;
    let (mut visitor, mut neighbour) = (maple.browser(), maple.browser());
    let before = visitor.get("/sign-in?next=/gate").await.body;
    assert!(before.contains("<html lang=\"en\" dir=\"ltr\"") && before.contains(">Sign in<"));
    assert!(before.contains("name=\"back\" value=\"/sign-in?next=/gate\""));

    let chosen = choose(&mut visitor, "ar", "/sign-in?next=/gate").await;

    assert_eq!((chosen.status(), chosen.header(LOCATION)), (StatusCode::SEE_OTHER, "/sign-in?next=/gate"));
    let after = visitor.get("/sign-in?next=/gate").await;
    assert!(after.body.contains("<html lang=\"ar\" dir=\"rtl\"") && after.body.contains("تسجيل الدخول"));
    assert_eq!(after.header("cache-control"), "private, no-store");
    let lost = visitor.get("/nothing").await.body;
    assert!(
        lost.contains("لا شيء هنا") && !lost.contains("/nothing"),
        "an error speaks it, too, and not of its address"
    );
    assert!(neighbour.get("/about").await.body.contains("<html lang=\"en\""));
    assert_eq!(maple.sessions().await, 0);
}

#[tokio::test]
async fn every_language_is_offered_by_its_own_name_and_in_its_own_direction() {
    let maple = maple().await;

    let page = maple.browser().get("/about").await.body;

    for (code, direction, name) in
        [("en", "ltr", "English"), ("cy", "ltr", "Cymraeg"), ("fr", "ltr", "Français"), ("ar", "rtl", "العربية")]
    {
        let here = if code == "en" { " aria-current=\"true\"" } else { "" };
        let button = format!("value=\"{code}\" lang=\"{code}\" dir=\"{direction}\"{here}>{name}</button>");
        assert!(page.contains(&button), "{button} in {page}");
    }
}

#[tokio::test]
async fn a_language_that_there_is_not_is_not_remembered_and_nobody_is_led_away() {
    let maple = maple().await;
    let mut visitor = maple.browser();

    let unknown = choose(&mut visitor, "tlh", "/about").await;
    assert_eq!((unknown.status(), unknown.header(SET_COOKIE)), (StatusCode::NOT_FOUND, ""));
    let away = choose(&mut visitor, "cy", "//oak.example/").await;
    assert_eq!((away.status(), away.header(LOCATION)), (StatusCode::SEE_OTHER, "/"));

    let mut liar = Browser { language: Some("schoolgate-language=../en".to_owned()), ..maple.browser() };
    assert!(liar.get("/about").await.body.contains("<html lang=\"en\""));
    let mut known = Browser { language: Some("schoolgate-language=cy".to_owned()), ..maple.browser() };
    assert!(known.get("/about").await.body.contains("<html lang=\"cy\""));
}

#[tokio::test]
async fn t78_the_language_is_not_chosen_by_another_site() {
    let maple = maple().await;
    let mut visitor = maple.browser();
    let csrf = visitor.token("/about").await;
    let kind = "application/x-www-form-urlencoded";

    let foreign =
        visitor.post_from("http://oak.example", kind, "/language", &[("csrf", &csrf), ("language", "cy")]).await;
    let tokenless = visitor.post("/language", &[("language", "cy")]).await;
    let own = visitor.post("/language", &[("csrf", &csrf), ("language", "cy")]).await;

    assert_eq!((foreign.status(), foreign.header(SET_COOKIE)), (StatusCode::FORBIDDEN, ""));
    assert_eq!((tokenless.status(), tokenless.header(SET_COOKIE)), (StatusCode::FORBIDDEN, ""));
    assert_eq!(own.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn t77_the_cookie_of_the_language_says_nothing_else_and_is_bound_to_the_host() {
    let maple = at("https://maple.example").await;
    let mut visitor = maple.browser();

    let chosen = choose(&mut visitor, "fr", "/").await;

    let cookie = chosen.cookie("__Host-schoolgate-language=");
    assert_eq!(cookie, "__Host-schoolgate-language=fr; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure");
}

#[tokio::test]
async fn a_form_that_came_back_leads_to_the_page_it_stands_on() {
    let maple = maple().await;
    let mut kaur = maple.browser();
    let csrf = kaur.token("/sign-in").await;
    let body = format!("csrf={csrf}&email=kaur@maple.example&password=wrong+wrong+wrong");
    let typed = |referrer: &str| {
        let request = Request::builder().method(Method::POST).uri("/sign-in").header(HOST, "maple.example");
        let request = request.header(ORIGIN, "http://maple.example").header(http::header::REFERER, referrer);
        request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(body.clone())).unwrap()
    };

    let own = kaur.ask(typed("http://maple.example/sign-in?next=/gate#main")).await;
    let foreign = kaur.ask(typed("http://maple.example.oak.example/sign-in")).await;

    assert!(own.body.contains("name=\"back\" value=\"/sign-in?next=/gate\""));
    assert!(foreign.body.contains("name=\"back\" value=\"/\""));
}
