//! A post's content as our own posts have it: Markdown, and its pictures beside it.
//!
//! WordPress keeps HTML with block marks in it, or, of older posts, HTML in which an empty line makes a paragraph, and shortcodes
//! in both. What comes out is cleaned like everything that is typed here: nothing depends on this file for safety.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use htmd::HtmlToMarkdown;

use super::shortcodes::{self, ATTACHED};
use crate::domain::articles::{LONGEST_ALT, LONGEST_TITLE, one_line};
use crate::domain::writing;

/// Content of a post, in bytes: some times what a post may have in the end, for marks and attributes take room.
const LONGEST_CONTENT: usize = 512 * 1024;
/// How deep elements may nest before only their words are taken; the converter goes down as deep as they do.
const DEEPEST: usize = 60;

/// A post's content, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub markdown: String,
    pub images: Vec<Image>,
    /// Films, sounds and frames of other sites.
    pub films: u64,
}

/// A picture in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Image {
    /// One picture: the file's number if it is known, where it was, what is said of it, and the words under it.
    One { id: Option<u64>, address: String, alt: String, caption: String },
    /// Every picture that was put up with the post.
    Attached,
}

/// A post's content. None when there is far too much of it.
pub fn body(content: &str) -> Option<Body> {
    if content.len() > LONGEST_CONTENT {
        return None;
    }
    let unfolded = shortcodes::unfold(content);
    let lower = unfolded.html.to_ascii_lowercase();
    let films = ["<iframe", "<video", "<audio", "<object", "<embed"]
        .iter()
        .map(|tag| lower.matches(tag).count())
        .sum::<usize>();
    // Its own marks are comments; where there are none, empty lines make paragraphs.
    let html = if content.contains("<!-- wp:") { unfolded.html } else { paragraphs(&unfolded.html) };
    let clean = WIDE.clean(&html).to_string();
    let parts = Parts::of(&clean);
    let markdown = if parts.deepest > DEEPEST {
        in_words(&writing::plain(&parts.html))
    } else {
        HtmlToMarkdown::new().convert(&parts.html).unwrap_or_default()
    };
    Some(Body { markdown: tidied(&markdown), images: parts.images, films: unfolded.films + films as u64 })
}

/// A comment's content: paragraphs and lines, as ours have them.
pub fn comment(content: &str) -> String {
    if content.len() > LONGEST_CONTENT {
        return content.chars().take(LONGEST_CONTENT / 4).collect();
    }
    // A sign that nobody writes marks where a paragraph ends.
    let marked = paragraphs(content).replace("</p>", "\u{2029}</p>");
    let words = writing::clean(&marked).plain;
    let paragraphs: Vec<&str> =
        words.split('\u{2029}').map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect();
    paragraphs.join("\n\n")
}

/// A title is HTML, too. One that is too long is cut at a word.
pub fn title(html: &str) -> String {
    let words = one_line(&writing::clean(html).plain);
    if words.chars().count() <= LONGEST_TITLE { words } else { writing::first_words(&words, LONGEST_TITLE - 1) }
}

/// Words that mean nothing in Markdown.
fn in_words(plain: &str) -> String {
    let mut words = String::with_capacity(plain.len());
    for line in plain.lines() {
        for character in line.trim().chars() {
            if character.is_ascii_punctuation() {
                words.push('\\');
            }
            words.push(character);
        }
        words.push('\n');
    }
    words
}

/// No more than one empty line at a time, and none at the ends.
fn tidied(markdown: &str) -> String {
    let mut tidy = String::with_capacity(markdown.len());
    let mut empty = 0;
    for line in markdown.lines() {
        empty = if line.trim().is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidy.push_str(if empty > 0 { "" } else { line });
            tidy.push('\n');
        }
    }
    tidy.trim_matches('\n').to_owned()
}

/// An empty line makes a paragraph, and the end of a line is one, as WordPress has it where there are no tags that say so.
fn paragraphs(content: &str) -> String {
    const BLOCKS: &[&str] = &[
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "pre",
        "hr",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
    ];
    let begins_a_block = |chunk: &str| {
        let Some(tag) = chunk.strip_prefix('<') else { return false };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
    };
    let mut html = String::with_capacity(content.len() + content.len() / 8);
    let content = content.replace("\r\n", "\n").replace('\r', "\n");
    let mut within_pre = false;
    for chunk in content.split("\n\n") {
        let lower = chunk.to_ascii_lowercase();
        let trimmed = chunk.trim();
        if within_pre || begins_a_block(trimmed) || lower.contains("<pre") {
            html.push_str(chunk);
            html.push_str("\n\n");
        } else if !trimmed.is_empty() {
            html.push_str("<p>");
            html.push_str(&trimmed.replace('\n', "<br>"));
            html.push_str("</p>\n");
        }
        match (lower.rfind("<pre"), lower.rfind("</pre")) {
            (Some(begin), end) if end.is_none_or(|end| end < begin) => within_pre = true,
            (_, Some(_)) => within_pre = false,
            _ => {}
        }
    }
    html
}

/// Clean HTML without its pictures, which are listed beside it.
#[derive(Default)]
struct Parts {
    html: String,
    images: Vec<Image>,
    deepest: usize,
}

impl Parts {
    fn of(clean: &str) -> Self {
        let mut parts = Self::default();
        // Where each figure that is open began in the list of pictures, and where the last link began in the text.
        let (mut figures, mut link): (Vec<usize>, Option<usize>) = (Vec::new(), None);
        let (mut depth, mut rest) = (0_usize, clean);
        while let Some(start) = rest.find('<') {
            parts.html.push_str(&rest[..start]);
            let (tag, after) = tag(&rest[start..]);
            rest = after;
            let name = tag.trim_matches(['<', '>', '/']).split(' ').next().unwrap_or_default();
            let is_end = tag.starts_with("</");
            match (name, is_end) {
                ("br" | "hr" | "img", _) => {}
                (_, true) => depth = depth.saturating_sub(1),
                (_, false) => depth += 1,
            }
            parts.deepest = parts.deepest.max(depth);
            match (name, is_end) {
                ("img", _) => parts.picture(tag),
                ("figure", false) => figures.push(parts.images.len()),
                ("figure", true) => {
                    figures.pop();
                }
                ("figcaption", false) => {
                    let end = rest.find("</figcaption>").unwrap_or(rest.len());
                    let words = one_line(&writing::plain(&rest[..end]));
                    rest = rest.get(end + "</figcaption>".len()..).unwrap_or_default();
                    depth = depth.saturating_sub(1);
                    parts.caption(figures.last().copied().unwrap_or(parts.images.len()), &words);
                }
                ("a", false) => {
                    link = Some(parts.html.len());
                    parts.html.push_str(tag);
                }
                ("a", true) => match link.take() {
                    // A link around a picture alone leads to its file.
                    Some(start)
                        if parts.html[start..].trim_end().ends_with('>')
                            && parts.html[start..].matches('<').count() == 1 =>
                    {
                        parts.html.truncate(start);
                    }
                    _ => parts.html.push_str(tag),
                },
                // A row of a table becomes a paragraph.
                ("table" | "thead" | "tbody" | "tfoot", _) | ("td" | "th", true) => {}
                ("tr", false) => parts.html.push_str("<p>"),
                ("tr", true) => parts.html.push_str("</p>"),
                ("td" | "th", false) if parts.html.ends_with("<p>") => {}
                ("td" | "th", false) => parts.html.push_str(" · "),
                _ => parts.html.push_str(tag),
            }
        }
        parts.html.push_str(rest);
        parts
    }

    fn picture(&mut self, tag: &str) {
        let class = attribute(tag, "class");
        let alt = cut(&attribute(tag, "alt"));
        let is_sign = class.split(' ').any(|class| matches!(class, "emoji" | "wp-smiley"));
        if is_sign {
            self.html.push_str(&writing::escape(&alt));
        } else if class == ATTACHED {
            self.images.push(Image::Attached);
        } else {
            let id = class.split(' ').find_map(|class| class.strip_prefix("wp-image-")?.parse().ok());
            let id = id.or_else(|| attribute(tag, "data-id").parse().ok());
            let address = attribute(tag, "src");
            if id.is_some() || !address.is_empty() {
                self.images.push(Image::One { id, address, alt, caption: String::new() });
            }
        }
    }

    /// The words under the pictures of a figure stay words, whether its pictures come or not; those under a single one tell
    /// what it shows if nothing else does.
    fn caption(&mut self, first: usize, words: &str) {
        if words.is_empty() {
            return;
        }
        if let Some([Image::One { caption, .. }]) = self.images.get_mut(first..) {
            *caption = cut(words);
        }
        self.html.push_str("<p><em>");
        self.html.push_str(&writing::escape(words));
        self.html.push_str("</em></p>");
    }
}

fn cut(words: &str) -> String {
    let words = one_line(words);
    if words.chars().count() <= LONGEST_ALT { words } else { writing::first_words(&words, LONGEST_ALT - 1) }
}

/// The tag that a text begins with, and what follows it. A `>` within an attribute does not end it.
fn tag(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return text.split_at(place + 1),
            _ => {}
        }
    }
    (text, "")
}

/// An attribute of a tag as it was cleaned: in double quotes.
fn attribute(tag: &str, name: &str) -> String {
    let Some((_, rest)) = tag.split_once(&format!(" {name}=\"")) else { return String::new() };
    let value = rest.split('"').next().unwrap_or_default().replace("&nbsp;", " ");
    quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), std::borrow::Cow::into_owned)
}

/// More than readers ever get: what the converter knows, and the pictures.
static WIDE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(
            [
                "p",
                "br",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "strong",
                "b",
                "em",
                "i",
                "ul",
                "ol",
                "li",
                "blockquote",
                "code",
                "pre",
                "hr",
                "a",
                "img",
                "figure",
                "figcaption",
                "div",
                "span",
                "table",
                "thead",
                "tbody",
                "tfoot",
                "tr",
                "td",
                "th",
                "dl",
                "dt",
                "dd",
                "section",
                "article",
            ]
            .into(),
        )
        .clean_content_tags(["script", "style", "template", "noscript", "svg", "math", "iframe", "object"].into())
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("img", ["src", "alt", "class", "data-id"])
        .url_schemes(["https", "http"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

#[cfg(test)]
mod tests {
    use super::*;

    fn markdown(content: &str) -> String {
        body(content).unwrap().markdown
    }

    #[test]
    fn blocks_and_older_posts_become_markdown() {
        let blocks = "<!-- wp:heading --><h2 class=\"wp-block-heading\">Ships</h2><!-- /wp:heading -->\n\n<!-- wp:paragraph -->\n<p>We saw <strong>two</strong> tugs &amp; a *ferry* 🚢.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list --><ul><li>one</li><li>two</li></ul><!-- /wp:list -->";
        assert_eq!(markdown(blocks), "## Ships\n\nWe saw **two** tugs & a \\*ferry\\* 🚢.\n\n*   one\n*   two");

        let older = "We went <em>down</em> to the sea.\r\nIt was wet.\r\n\r\nThen we <a href=\"https://maps.example/x\">came home</a>.\n\n<blockquote>Ahoy</blockquote>\n\n<script>alert(1)</script>";
        assert_eq!(
            markdown(older),
            "We went *down* to the sea.  \nIt was wet.\n\nThen we [came home](https://maps.example/x).\n\n> Ahoy"
        );
        let read = writing::markdown(&markdown(older));
        let lines: Vec<&str> = read.plain.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["We went down to the sea.", "It was wet.", "Then we came home.", "Ahoy"]);
        assert_eq!(read.links, ["https://maps.example/x"]);
    }

    #[test]
    fn pictures_stand_beside_the_words_with_what_is_said_of_them() {
        let gallery = concat!(
            "<!-- wp:gallery {\"ids\":[7,8]} --><figure class=\"wp-block-gallery\">",
            "<figure class=\"wp-block-image\"><img src=\"https://b.example/wp-content/uploads/a.jpg\" alt=\"A &quot;tug&quot;\" class=\"wp-image-7\"/></figure>",
            "<figure class=\"wp-block-image\"><a href=\"https://b.example/b.jpg\"><img src=\"/b-300x200.jpg\" data-id=\"8\" alt=\"\"/></a><figcaption>Two <em>boats</em></figcaption></figure>",
            "<figcaption>Our harbour</figcaption></figure><!-- /wp:gallery -->",
            "<p>Hooray <img src=\"https://s.w.org/1f6a2.png\" alt=\"🚢\" class=\"wp-smiley\"> !</p>",
        );
        let body = body(gallery).unwrap();

        let one = |id, address: &str, alt: &str, caption: &str| Image::One {
            id: Some(id),
            address: address.to_owned(),
            alt: alt.to_owned(),
            caption: caption.to_owned(),
        };
        assert_eq!(
            body.images,
            [
                one(7, "https://b.example/wp-content/uploads/a.jpg", "A \"tug\"", ""),
                one(8, "/b-300x200.jpg", "", "Two boats")
            ]
        );
        assert_eq!(body.markdown, "*Two boats*\n\n*Our harbour*\n\nHooray 🚢 !");
        assert_eq!(super::body("Look: [gallery]").unwrap().images, [Image::Attached]);
    }

    #[test]
    fn films_are_counted_and_tables_become_lines() {
        let body = body("<iframe src=\"https://y.example/\"></iframe>[audio src=\"a.mp3\"]\n\n<table><tr><th>Day</th><td>Ships</td></tr><tr><td>1</td><td>9</td></tr></table>").unwrap();

        assert_eq!((body.films, body.markdown.as_str()), (2, "Day · Ships\n\n1 · 9"));
    }

    #[test]
    fn what_is_hostile_is_words_or_nothing() {
        let deep = format!("{}<p>Hello *there*</p>", "<blockquote>".repeat(20_000));
        assert_eq!(writing::markdown(&markdown(&deep)).plain, "Hello *there*");
        assert!(body(&"a".repeat(LONGEST_CONTENT + 1)).is_none());

        let hostile = "<p onclick=x>hello</p><img src=\"javascript:alert(1)\" onerror=alert(1)><svg><script>x</script></svg>&lt;script&gt;alert(2)&lt;/script&gt;<a href=\"javascript:x\">y</a>";
        let body = body(hostile).unwrap();
        let html = writing::markdown(&body.markdown).linked_html;
        assert!(!html.contains("<script") && !html.contains("javascript") && !html.contains("onclick"), "{html}");
        assert!(html.contains("hello") && html.contains("&lt;script&gt;alert(2)"), "{html}");
        assert_eq!(body.images, []);
    }

    #[test]
    fn a_comment_keeps_its_lines_and_a_title_is_one_line() {
        assert_eq!(
            comment("Lovely <b>ships</b>!\nReally.\n\n<a href=\"https://x.example\">Bye</a> &amp; thanks 😀"),
            "Lovely ships!\nReally.\n\nBye & thanks 😀"
        );
        assert_eq!(comment("<p>One</p><p>Two<br>Three</p>"), "One\n\nTwo\nThree");
        assert_eq!(title("Tom &amp; Ama\n at <em>sea</em>"), "Tom & Ama at sea");
        assert_eq!(title(&"long ".repeat(50)).chars().count(), 145);
    }
}
