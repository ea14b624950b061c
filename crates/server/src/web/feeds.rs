//! A class's posts as a feed, in Atom (RFC 4287) and as JSON (JSON Feed 1.1): what this reader may see, and nothing that
//! says there is more. Families read them under the address of their link, as a feed reader cannot sign in.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Value, json};
use url::Url;

use super::proofs::Someone;
use super::reading::open_class;
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::viewer::Person;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::visibility::{self, Before, Shown};

/// How many posts a feed holds.
const ENTRIES: u32 = 20;

/// `GET /c/{class}/feed.atom`
pub(super) async fn atom(school: School, Someone(person): Someone, Path(slug): Path<String>) -> Result<Response> {
    let class = open_class(&school, &person, &slug).await?;
    let own = school.urls.article_page(class.slug.as_str(), "feed.atom");
    Feed::read(&school, class, &person, own, true).await?.atom()
}

/// `GET /c/{class}/feed.json`
pub(super) async fn json(school: School, Someone(person): Someone, Path(slug): Path<String>) -> Result<Response> {
    let class = open_class(&school, &person, &slug).await?;
    let own = school.urls.article_page(class.slug.as_str(), "feed.json");
    Ok(Feed::read(&school, class, &person, own, true).await?.json())
}

/// `GET /family/{token}/feed.atom`
pub(super) async fn family_atom(school: School, Path(token): Path<String>) -> Result<Response> {
    Feed::of_family(&school, &token, "feed.atom").await?.atom()
}

/// `GET /family/{token}/feed.json`
pub(super) async fn family_json(school: School, Path(token): Path<String>) -> Result<Response> {
    Ok(Feed::of_family(&school, &token, "feed.json").await?.json())
}

/// What a reader may see of a class, the newest first.
struct Feed<'a> {
    school: &'a School,
    class: ClassBlog,
    /// Where it is read.
    own: Url,
    shown: Vec<Shown>,
    /// Whether who reads it can fetch pictures: a feed reader that has a link alone cannot.
    has_pictures: bool,
}

impl<'a> Feed<'a> {
    async fn read(school: &'a School, class: ClassBlog, person: &Person, own: Url, has_pictures: bool) -> Result<Self> {
        let start = Before::start();
        let shown =
            visibility::articles_of_class(&mut school.db.read(), &person.viewer(), &class.id, &start, ENTRIES).await?;
        Ok(Self { school, class, own, shown, has_pictures })
    }

    async fn of_family(school: &'a School, token: &str, file: &str) -> Result<Self> {
        let id = actions::people::family_of(school, token).await?;
        let slug = store::classes::get(&mut school.db.read(), &id).await?.slug;
        let family = Person::Family(id);
        let class = open_class(school, &family, slug.as_str()).await?;
        Self::read(school, class, &family, school.urls.to(&format!("/family/{token}/{file}")), false).await
    }

    fn title(&self) -> String {
        format!("{} · {}", self.class.name, self.school.profile.name)
    }

    fn page(&self) -> Url {
        self.school.urls.class_page(self.class.slug.as_str())
    }

    fn page_of(&self, shown: &Shown) -> Url {
        self.school.urls.article_page(self.class.slug.as_str(), shown.slug.as_deref().unwrap_or_default())
    }

    fn author<'b>(&'b self, shown: &'b Shown) -> &'b str {
        if shown.signature.is_empty() { &self.class.name } else { &shown.signature }
    }

    /// The address and the type of each picture.
    fn pictures<'b>(&'b self, shown: &'b Shown) -> impl Iterator<Item = (Url, &'b str)> {
        let pictures = shown.pictures.iter().filter(|_| self.has_pictures);
        pictures.map(|one| (self.school.urls.picture(&one.id, one.extension()), one.media_type.as_str()))
    }

    fn atom(&self) -> Result<Response> {
        let newest = self.shown.iter().map(changed).max().unwrap_or(self.class.created_at);
        let mut atom = Atom::begin(&self.class.language)?;
        atom.text("id", &[], self.own.as_str())?;
        atom.text("title", &[], &self.title())?;
        atom.text("updated", &[], &newest.to_string())?;
        atom.link("self", self.own.as_str(), Some("application/atom+xml"))?;
        atom.link("alternate", self.page().as_str(), Some("text/html"))?;
        for shown in &self.shown {
            atom.open("entry", &[("xml:lang", &shown.language)])?;
            atom.text("id", &[], shown.wire_id.as_str())?;
            atom.text("title", &[], &shown.title)?;
            atom.text("published", &[], &shown.published_at.to_string())?;
            atom.text("updated", &[], &changed(shown).to_string())?;
            atom.open("author", &[])?;
            atom.text("name", &[], self.author(shown))?;
            atom.close("author")?;
            atom.link("alternate", self.page_of(shown).as_str(), Some("text/html"))?;
            for (picture, media_type) in self.pictures(shown) {
                atom.link("enclosure", picture.as_str(), Some(media_type))?;
            }
            atom.text("content", &[("type", "html")], &shown.html)?;
            atom.close("entry")?;
        }
        Ok(of_type("application/atom+xml; charset=utf-8", atom.end()?))
    }

    fn json(&self) -> Response {
        let item = |shown: &Shown| {
            let pictures = self.pictures(shown);
            let pictures: Vec<Value> =
                pictures.map(|(url, media_type)| json!({ "url": url, "mime_type": media_type })).collect();
            json!({
                "id": shown.wire_id,
                "url": self.page_of(shown),
                "title": shown.title,
                "content_html": shown.html,
                "date_published": shown.published_at.to_string(),
                "date_modified": changed(shown).to_string(),
                "authors": [{ "name": self.author(shown) }],
                "language": shown.language,
                "attachments": pictures,
            })
        };
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title(),
            "home_page_url": self.page(),
            "feed_url": self.own,
            "language": self.class.language,
            "items": self.shown.iter().map(item).collect::<Vec<_>>(),
        });
        of_type("application/feed+json", feed.to_string().into_bytes())
    }
}

fn of_type(kind: &'static str, feed: Vec<u8>) -> Response {
    let mut response = feed.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// When the words that are shown were last changed.
fn changed(shown: &Shown) -> Timestamp {
    if shown.revision_number > 1 { shown.approved_at.max(shown.published_at) } else { shown.published_at }
}

/// An Atom document as it is written down.
struct Atom(Writer<Vec<u8>>);

impl Atom {
    fn begin(language: &str) -> Result<Self> {
        let mut atom = Self(Writer::new(Vec::new()));
        atom.write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        atom.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)])?;
        Ok(atom)
    }

    fn end(mut self) -> Result<Vec<u8>> {
        self.close("feed")?;
        Ok(self.0.into_inner())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        self.write(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    fn close(&mut self, name: &str) -> Result<()> {
        self.write(Event::End(BytesEnd::new(name)))
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<()> {
        self.open(name, attributes)?;
        self.write(Event::Text(BytesText::from_escaped(escape(xml_only(text)))))?;
        self.close(name)
    }

    fn link(&mut self, relation: &str, to: &str, kind: Option<&str>) -> Result<()> {
        let mut link = BytesStart::new("link").with_attributes([("rel", relation), ("href", to)]);
        if let Some(kind) = kind {
            link.push_attribute(("type", kind));
        }
        self.write(Event::Empty(link))
    }

    fn write(&mut self, event: Event<'_>) -> Result<()> {
        Ok(self.0.write_event(event)?)
    }
}

/// What XML 1.0 has no way to say, not even escaped, is left out.
fn xml_only(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_leave_their_element() {
        let mut atom = Atom::begin("en").unwrap();
        atom.text("title", &[], "</title><script>&\u{7}\u{0}").unwrap();
        atom.link("alternate", "https://maple.example/?a=1&b=\"2\"", None).unwrap();

        let text = String::from_utf8(atom.end().unwrap()).unwrap();

        assert!(text.contains("<title>&lt;/title&gt;&lt;script&gt;&amp;</title>"), "{text}");
        assert!(text.contains("a=1&amp;b=&quot;2&quot;"), "{text}");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
}
