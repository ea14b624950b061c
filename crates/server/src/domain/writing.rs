//! From what somebody wrote to what somebody reads: Markdown in, a small safe list of HTML out.

use std::sync::LazyLock;

use ammonia::Builder;

/// The only elements a reader ever gets.
const TAGS: &[&str] = &[
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "hr",
    "del",
    "sub",
    "sup",
];

/// Cleaned HTML in its two forms, and what was in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clean {
    /// Every link as plain words.
    pub html: String,
    pub linked_html: String,
    pub plain: String,
    pub links: Vec<String>,
}

/// Our own people's Markdown.
pub fn markdown(source: &str) -> Clean {
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        HeadingLevel::H3 => HeadingLevel::H3,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H4,
    };
    let events = Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH).map(|event| match event {
        // Typed HTML is words, not HTML.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut rendered = String::with_capacity(source.len() * 2);
    html::push_html(&mut rendered, events);
    clean(&rendered)
}

/// A comment as typed: paragraphs and line breaks, nothing else.
pub fn plain_text(source: &str) -> Clean {
    let mut html = String::new();
    for paragraph in source.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let lines: Vec<String> = paragraph.lines().map(escape).collect();
        html.push_str("<p>");
        html.push_str(&lines.join("<br>"));
        html.push_str("</p>");
    }
    clean(&html)
}

/// Somebody else's HTML. Links lose everything but where they go; everything not on the list loses its tags, and
/// scripts and styles their content too.
pub fn clean(html: &str) -> Clean {
    let linked_html = settled(&LINKED, &without_invisible(html));
    let links = links(&linked_html);
    let html = if links.is_empty() { linked_html.clone() } else { settled(&WORDS, &linked_html) };
    let plain = plain(&html);
    Clean { html, linked_html, plain, links }
}

/// Cleaned until cleaning changes nothing, so that what a browser reads is what was looked at. What never comes to rest
/// becomes plain words.
fn settled(builder: &Builder<'static>, html: &str) -> String {
    const TRIES: usize = 5;
    // What is invisible may be written as an entity, so it is looked for again in what was made.
    let once = |html: &str| without_invisible(&builder.clean(html).to_string());
    let mut clean = once(html);
    for _ in 0..TRIES {
        let again = once(&clean);
        if again == clean {
            return clean;
        }
        clean = again;
    }
    escape(&plain(&clean))
}

/// The same words with only these links left as links.
pub fn with_links(linked_html: &str, allowed: Vec<String>) -> String {
    let mut builder = linked();
    builder.attribute_filter(move |element, attribute, value| {
        let kept = element != "a" || attribute != "href" || allowed.iter().any(|link| link == value);
        kept.then(|| value.into())
    });
    builder.clean(linked_html).to_string()
}

/// HTML as bare text, a line for each block.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(end) = rest[start..].find('>') else { break };
        let tag = rest[start + 1..start + end].trim_start_matches('/');
        if ["p", "br", "li", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol", "hr"]
            .iter()
            .any(|block| tag == *block || tag.starts_with(&format!("{block} ")))
            && !text.ends_with('\n')
        {
            text.push('\n');
        }
        rest = &rest[start + end + 1..];
    }
    text.push_str(rest);
    unescape(&text).trim().to_owned()
}

/// The first words of a text, for a card: cut at a word, with an ellipsis.
pub fn first_words(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let cut: String = line.chars().take(longest).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |space| &cut[..space]);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':']))
}

/// Text made safe to stand in HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unescape(text: &str) -> String {
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Characters that change how a text reads without being seen: direction overrides, zero-width marks, controls.
fn without_invisible(text: &str) -> String {
    text.chars()
        .filter(|c| {
            let overrides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let unseen = matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
            let control = c.is_control() && !matches!(c, '\n' | '\t');
            !(overrides || unseen || control)
        })
        .collect()
}

fn links(linked_html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in linked_html.split("<a href=\"").skip(1) {
        if let Some(end) = part.find('"') {
            let link = unescape(&part[..end]);
            if !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

fn linked() -> Builder<'static> {
    let mut builder = words();
    builder
        .add_tags(["a"])
        .add_tag_attributes("a", ["href"])
        .url_schemes(["https", "http"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer ugc"));
    builder
}

fn words() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(["script", "style", "template", "noscript", "svg", "math", "iframe", "object"].into());
    builder
}

static LINKED: LazyLock<Builder<'static>> = LazyLock::new(linked);
static WORDS: LazyLock<Builder<'static>> = LazyLock::new(words);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_a_small_list_of_elements() {
        let clean =
            markdown("# Ships\n\nWe saw **two** tugs.\nAnd a *ferry*.\n\n- one\n- two\n\n<script>alert(1)</script>");

        assert!(clean.html.contains("<h2>Ships</h2>"), "{}", clean.html);
        assert!(clean.html.contains("<strong>two</strong> tugs.<br>"), "{}", clean.html);
        assert!(!clean.html.contains("<script"), "{}", clean.html);
        assert!(clean.html.contains("&lt;script&gt;"), "{}", clean.html);
    }

    #[test]
    fn t13_what_a_parser_would_read_otherwise_the_second_time_is_cleaned_until_it_would_not() {
        // Found by the fuzzer: within a select everything is let through, and a paragraph ended up in another.
        let clean = clean("<p>a<input><select><option></select>b<p>c<select></p><p>d");

        assert_eq!(super::clean(&clean.html).html, clean.html);
        assert_eq!(super::clean(&clean.linked_html).linked_html, clean.linked_html);
    }

    #[test]
    fn t13_what_is_invisible_stays_out_when_it_is_written_as_an_entity() {
        let clean = clean("<p>a&#x202e;b&#7;c&#x200b;d <a href=\"https://maps.example/&#x202e;x\">e</a></p>");

        assert!(!clean.linked_html.contains(['\u{202e}', '\u{7}', '\u{200b}']), "{:?}", clean.linked_html);
        assert!(clean.plain.starts_with("abcd e"), "{:?}", clean.plain);
    }

    #[test]
    fn links_are_plain_words_until_allowed() {
        let clean = markdown("See [our map](https://maps.example/x?a=1&b=2) and [bad](javascript:alert(1)).");

        assert!(!clean.html.contains("<a"), "{}", clean.html);
        assert_eq!(clean.links, ["https://maps.example/x?a=1&b=2"]);
        let allowed = with_links(&clean.linked_html, clean.links.clone());
        assert!(allowed.contains("href=\"https://maps.example/x?a=1&amp;b=2\""), "{allowed}");
        let none = with_links(&clean.linked_html, Vec::new());
        assert!(!none.contains("href"), "{none}");
    }

    #[test]
    fn t86_hostile_html_is_inert_and_cleaning_twice_changes_nothing() {
        for hostile in [
            "<script>alert(1)</script><p onclick=x>hello</p>",
            "<svg><script>alert(1)</script></svg><math><mi xlink:href='x'>",
            "<img src=x onerror=alert(1)><iframe src='//x'></iframe>",
            "<a href=' javascript:alert(1)'>x</a><a href='data:text/html,x'>y</a>",
            "<p style='position:fixed'>x</p><style>*{}</style><form><input></form>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
            "<meta http-equiv=refresh content=0><base href=//x>",
        ] {
            let clean = clean(hostile);
            for bad in [
                "<script",
                "onclick",
                "onerror",
                "<svg",
                "<img",
                "<iframe",
                "javascript:",
                "data:",
                "style",
                "<form",
                "<meta",
                "<base",
            ] {
                assert!(!clean.linked_html.contains(bad), "{hostile} gave {}", clean.linked_html);
            }
            assert_eq!(super::clean(&clean.linked_html).linked_html, clean.linked_html);
        }
    }

    #[test]
    fn a_comment_keeps_its_lines_and_nothing_else() {
        let clean = plain_text("Hello <b>you</b>\nagain\n\nBye & thanks");

        assert_eq!(clean.html, "<p>Hello &lt;b&gt;you&lt;/b&gt;<br>again</p><p>Bye &amp; thanks</p>");
        assert_eq!(clean.plain, "Hello <b>you</b>\nagain\nBye & thanks");
    }

    #[test]
    fn first_words_are_cut_at_a_word() {
        assert_eq!(first_words("We counted ships, and more", 18), "We counted ships…");
        assert_eq!(first_words("Short", 18), "Short");
    }
}
