//! A class's posts as an Atom feed (RFC 4287): what this reader may see, and nothing that says there is more.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::proofs::Someone;
use super::reading::open_class;
use crate::domain::classes::ClassBlog;
use crate::error::Result;
use crate::school::School;
use crate::store::visibility::{self, Before, Shown};

/// How many posts a feed holds.
const ENTRIES: u32 = 20;

/// `GET /c/{class}/feed.atom`
pub(super) async fn show(school: School, Someone(person): Someone, Path(slug): Path<String>) -> Result<Response> {
    let class = open_class(&school, &person, &slug).await?;
    let shown =
        visibility::articles_of_class(&mut school.db.read(), &person.viewer(), &class.id, &Before::start(), ENTRIES)
            .await?;
    let mut response = feed(&school, &class, &shown)?.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/atom+xml; charset=utf-8"));
    Ok(response)
}

fn feed(school: &School, class: &ClassBlog, shown: &[Shown]) -> Result<Vec<u8>> {
    let page = school.urls.class_page(class.slug.as_str());
    let own = school.urls.article_page(class.slug.as_str(), "feed.atom");
    let newest = shown.iter().map(changed).max().unwrap_or(class.created_at);
    let mut atom = Atom::begin(&class.language)?;
    atom.text("id", &[], own.as_str())?;
    atom.text("title", &[], &format!("{} · {}", class.name, school.profile.name))?;
    atom.text("updated", &[], &newest.to_string())?;
    atom.link("self", own.as_str(), Some("application/atom+xml"))?;
    atom.link("alternate", page.as_str(), Some("text/html"))?;
    for shown in shown {
        atom.open("entry", &[("xml:lang", &shown.language)])?;
        atom.text("id", &[], shown.wire_id.as_str())?;
        atom.text("title", &[], &shown.title)?;
        atom.text("published", &[], &shown.published_at.to_string())?;
        atom.text("updated", &[], &changed(shown).to_string())?;
        atom.open("author", &[])?;
        atom.text("name", &[], if shown.signature.is_empty() { &class.name } else { &shown.signature })?;
        atom.close("author")?;
        let slug = shown.slug.as_deref().unwrap_or_default();
        atom.link("alternate", school.urls.article_page(class.slug.as_str(), slug).as_str(), Some("text/html"))?;
        for picture in &shown.pictures {
            atom.link(
                "enclosure",
                school.urls.picture(&picture.id, picture.extension()).as_str(),
                Some(&picture.media_type),
            )?;
        }
        atom.text("content", &[("type", "html")], &shown.html)?;
        atom.close("entry")?;
    }
    atom.end()
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
