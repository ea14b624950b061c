//! A person's browser that bears being left without an answer, and tells done, refused and unknown apart.

use std::cell::RefCell;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use tests::schools::PASSWORD;

use super::super::schools::School;
use super::super::verbs::between;
use super::super::world::World;
use super::history::Answer;

/// Nobody waits longer than this for a page: a stopped school is not waited for.
const PATIENCE: Duration = Duration::from_secs(8);

pub(crate) struct Hand {
    client: reqwest::Client,
    home: String,
    way_in: WayIn,
    /// That of the session's forms, once a page has shown it: what is asked for then is one request, which may go wrong.
    token: RefCell<Option<String>>,
}

/// How one comes in, again and again: a session may end when a clock jumps.
enum WayIn {
    Account(&'static str),
    Card(String),
}

/// What a form carries.
pub(crate) type Fields<'a> = &'a [(&'a str, &'a str)];

impl Hand {
    pub(crate) fn teacher(world: &World, school: &School) -> Self {
        Self::new(world, school, WayIn::Account("teacher@school.example"))
    }

    pub(crate) fn admin(world: &World, school: &School) -> Self {
        Self::new(world, school, WayIn::Account("admin@school.example"))
    }

    /// Sam's, or Ada's.
    pub(crate) fn pupil(world: &World, school: &School, which: usize) -> Self {
        Self::new(world, school, WayIn::Card(school.card(which).to_owned()))
    }

    fn new(world: &World, school: &School, way_in: WayIn) -> Self {
        let client = world.client_builder().cookie_store(true).redirect(Policy::none()).timeout(PATIENCE);
        let home = school.urls.home().as_str().trim_end_matches('/').to_owned();
        Self { client: client.build().expect("a client"), home, way_in, token: RefCell::default() }
    }

    /// A page as it is now, after signing in where that is asked for. None without one.
    pub(crate) async fn page(&self, path: &str) -> Option<String> {
        for _ in 0..2 {
            let answer = self.client.get(self.url(path)).send().await.ok()?;
            if answer.status().is_success() {
                return answer.text().await.ok();
            }
            if !leads_to(&answer).contains("/sign-in") || !self.comes_in().await {
                return None;
            }
        }
        None
    }

    async fn comes_in(&self) -> bool {
        let (path, fields) = match &self.way_in {
            WayIn::Account(email) => ("/sign-in".to_owned(), vec![("email", *email), ("password", PASSWORD)]),
            WayIn::Card(card) => (format!("/card/{card}"), Vec::new()),
        };
        let Ok(answer) = self.client.get(self.url(&path)).send().await else { return false };
        let Ok(text) = answer.text().await else { return false };
        let Some(token) = between(&text, "name=\"csrf\" value=\"", "\"") else { return false };
        self.form(&path, &fields, token, false).await.0 == Answer::Done
    }

    /// Fills in a form. Where its token has to come from `page` and none can be had, nothing was sent.
    pub(crate) async fn sends(&self, page: &str, path: &str, fields: Fields<'_>) -> (Answer, String) {
        self.fills_in(page, path, fields, false).await
    }

    /// The same with the form in which pictures come.
    pub(crate) async fn uploads(&self, page: &str, fields: Fields<'_>) -> Answer {
        self.fills_in(page, page, fields, true).await.0
    }

    async fn fills_in(&self, page: &str, path: &str, fields: Fields<'_>, is_upload: bool) -> (Answer, String) {
        let known = self.token.borrow().clone();
        let token = if let Some(token) = known {
            token
        } else {
            let Some(text) = self.page(page).await else { return (Answer::Refused, String::new()) };
            let Some(token) = between(&text, "name=\"csrf\" value=\"", "\"") else {
                return (Answer::Refused, String::new());
            };
            token.to_owned()
        };
        let answered = self.form(path, fields, &token, is_upload).await;
        // A form that was not taken may be too old: the next one is fetched anew.
        *self.token.borrow_mut() = (answered.0 != Answer::Refused).then_some(token);
        answered
    }

    /// The answer, and where it leads.
    async fn form(&self, path: &str, fields: Fields<'_>, token: &str, is_upload: bool) -> (Answer, String) {
        let request = self.client.post(self.url(path)).header("origin", &self.home);
        let request = if is_upload {
            let mut form = reqwest::multipart::Form::new().text("csrf", token.to_owned());
            for (name, value) in fields {
                form = form.text((*name).to_owned(), (*value).to_owned());
            }
            request.multipart(form)
        } else {
            request.form(&[fields, &[("csrf", token)]].concat())
        };
        let answer = match request.send().await {
            Ok(answer) => answer,
            // It was never on its way.
            Err(cause) if cause.is_connect() => return (Answer::Refused, String::new()),
            Err(_) => return (Answer::Unknown, String::new()),
        };
        let to = leads_to(&answer);
        let answer = match answer.status().as_u16() {
            // A form that was taken leads on; one that was not is shown again.
            302 | 303 if !to.contains("/sign-in") => Answer::Done,
            // Said by whoever stands in between, when it took too long, or when the session could not be kept afterwards.
            500 | 502..=504 => Answer::Unknown,
            _ => Answer::Refused,
        };
        (answer, to)
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.home) }
    }
}

fn leads_to(answer: &reqwest::Response) -> String {
    answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned()
}
