//! Shortcodes: what WordPress writes in square brackets, made HTML where it holds words or pictures.

use std::fmt::Write as _;

/// Those that hold a film, a sound or a frame of another site, of which nothing can come in.
const FILMS: &[&str] =
    &["audio", "video", "playlist", "youtube", "vimeo", "wpvideo", "videopress", "soundcloud", "iframe"];

/// Content with its shortcodes gone or made HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unfolded {
    pub(super) html: String,
    pub(super) films: u64,
}

/// The class of what stands for all pictures that were put up with a post.
pub(super) const ATTACHED: &str = "attached";

pub(super) fn unfold(content: &str) -> Unfolded {
    let mut unfolded = Unfolded::default();
    let mut rest = content;
    while let Some(start) = rest.find('[') {
        unfolded.html.push_str(&rest[..start]);
        rest = &rest[start..];
        let Some((name, attributes, length)) = code(rest) else {
            unfolded.html.push('[');
            rest = &rest[1..];
            continue;
        };
        let inside = &rest[length..];
        let end = format!("[/{name}]");
        let (inside, after) = match inside.find(&end) {
            Some(place) => (&inside[..place], &inside[place + end.len()..]),
            None => ("", inside),
        };
        match name {
            "caption" | "wp_caption" => figure(&mut unfolded.html, attributes, inside),
            "gallery" => gallery(&mut unfolded.html, attributes),
            "embed" => link(&mut unfolded.html, inside.trim()),
            _ => unfolded.films += 1,
        }
        rest = after;
    }
    unfolded.html.push_str(rest);
    unfolded
}

/// The code that a text begins with: its name, what else is in the brackets, and how long it is.
fn code(text: &str) -> Option<(&str, &str, usize)> {
    // Attributes are short; what has no end soon is no code.
    let inside = text.get(1..)?;
    let end = inside.bytes().take(2000).position(|byte| byte == b']')?;
    let inside = &inside[..end];
    let name = inside.split([' ', '\n', '/', '=']).next().unwrap_or_default();
    let known = matches!(name, "caption" | "wp_caption" | "gallery" | "embed") || FILMS.contains(&name);
    known.then(|| (name, inside[name.len()..].trim_end_matches('/'), end + 2))
}

/// `ids` of ` ids="1,2"`.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let start = attributes.find(&format!(" {name}="))? + name.len() + 2;
    let value = &attributes[start..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split(' ').next(),
    }
}

/// The picture comes first, perhaps within a link; the words behind it are its caption.
fn figure(html: &mut String, attributes: &str, inside: &str) {
    let caption = attribute(attributes, "caption").unwrap_or_default();
    let end = inside.find("<img").and_then(|start| Some(start + inside[start..].find('>')? + 1)).unwrap_or(0);
    let (picture, words) = inside.split_at(end);
    let words = words.trim_start();
    let words = words.strip_prefix("</a>").unwrap_or(words);
    html.push_str("<figure>");
    html.push_str(picture);
    html.push_str("<figcaption>");
    html.push_str(if words.trim().is_empty() { caption } else { words });
    html.push_str("</figcaption></figure>");
}

fn gallery(html: &mut String, attributes: &str) {
    let Some(ids) = attribute(attributes, "ids").or_else(|| attribute(attributes, "include")) else {
        let _ = write!(html, "<figure><img class=\"{ATTACHED}\"></figure>");
        return;
    };
    for id in ids.split(',').filter_map(|id| id.trim().parse::<u64>().ok()) {
        let _ = write!(html, "<figure><img class=\"wp-image-{id}\"></figure>");
    }
}

fn link(html: &mut String, address: &str) {
    let address = crate::domain::writing::escape(address);
    let _ = write!(html, "<p><a href=\"{address}\">{address}</a></p>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_a_gallery_and_a_link_become_html() {
        let html = |text: &str| unfold(text).html;

        assert_eq!(
            html(
                r#"a [caption id="attachment_7" width="300"]<a href="x"><img src="b.jpg" /></a> Two boats[/caption] c"#
            ),
            r#"a <figure><a href="x"><img src="b.jpg" /><figcaption> Two boats</figcaption></figure> c"#
        );
        assert_eq!(
            html(r#"[gallery columns="2" ids="7, 8,x"]"#),
            r#"<figure><img class="wp-image-7"></figure><figure><img class="wp-image-8"></figure>"#
        );
        assert_eq!(html("[embed]https://x.example/?a=1&b[/embed]"), {
            "<p><a href=\"https://x.example/?a=1&amp;b\">https://x.example/?a=1&amp;b</a></p>"
        });
        assert_eq!(html("[gallery]"), r#"<figure><img class="attached"></figure>"#);
    }

    #[test]
    fn films_are_counted_and_other_brackets_are_words() {
        let unfolded =
            unfold("[video src=\"a.mp4\"][/video]We saw [three] ships [youtube https://y.example] [ [caption");

        assert_eq!((unfolded.html.as_str(), unfolded.films), ("We saw [three] ships  [ [caption", 2));
        assert_eq!(unfold("[é]").html, "[é]");
    }
}
