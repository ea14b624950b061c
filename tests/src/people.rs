//! A browser of one person, without a screen: follows redirects, keeps cookies, fills in forms.

use std::net::SocketAddr;

use http::Method;
use reqwest::multipart;
use schoolgate::school::School;
use url::Url;

/// One person's browser at one school.
pub struct Browser {
    client: reqwest::Client,
    base: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub url: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The form token of the page.
    pub fn csrf(&self) -> String {
        let text = self.text();
        let after = text.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default();
        after.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Browser {
    pub fn new(school: &School, address: SocketAddr) -> Self {
        let base = school.urls.home();
        let host = base.host_str().unwrap_or_default().to_owned();
        let client = reqwest::Client::builder().cookie_store(true).resolve(&host, address).no_proxy();
        Self::over(client.build().expect("a client"), &base)
    }

    /// With a client that knows the way and keeps cookies.
    pub fn over(client: reqwest::Client, base: &Url) -> Self {
        Self { client, base: base.as_str().trim_end_matches('/').to_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        Self::answer(self.client.get(self.url(path))).await
    }

    pub async fn get_as(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Self::answer(request).await
    }

    /// Opens what a page listens to: events, as they come.
    pub async fn listen(&self, path: &str) -> reqwest::Response {
        self.client.get(self.url(path)).header("accept", "text/event-stream").send().await.expect("an answer")
    }

    /// Asks in any other way, with nothing to say.
    pub async fn ask(&self, method: &Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method.clone(), self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Self::answer(request).await
    }

    /// Sends a form; its token comes from the page it stands on.
    pub async fn post(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page).await.csrf();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &token));
        let request = self.client.post(self.url(path)).header("origin", &self.base).form(&fields);
        Self::answer(request).await
    }

    /// Sends an empty form without its token, as a page elsewhere might.
    pub async fn post_bare(&self, path: &str) -> Answer {
        let request = self.client.post(self.url(path)).header("origin", &self.base).form::<[(&str, &str); 0]>(&[]);
        Self::answer(request).await
    }

    /// Sends a form with pictures.
    pub async fn upload(
        &self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
        files: Vec<(&'static str, Vec<u8>)>,
    ) -> Answer {
        let token = self.get(page).await.csrf();
        let mut form = multipart::Form::new().text("csrf", token);
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, bytes) in files {
            form = form.part(name, multipart::Part::bytes(bytes).file_name("canary-file.png"));
        }
        let request = self.client.post(self.url(path)).header("origin", &self.base).multipart(form);
        Self::answer(request).await
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", "/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Holds up a card.
    pub async fn use_card(&self, token: &str) -> Answer {
        let path = format!("/card/{token}");
        self.post(&path, &path, &[]).await
    }

    pub async fn use_family_link(&self, token: &str) -> Answer {
        let path = format!("/family/{token}");
        self.post(&path, &path, &[]).await
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) }
    }

    async fn answer(request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            url: response.url().to_string(),
            bytes: response.bytes().await.expect("a whole answer").to_vec(),
        }
    }
}
