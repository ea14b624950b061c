//! A post of ours as an Article (FEP-b2b8).

use federation::outbox::{self, PictureWords};
use jiff::Timestamp;
use serde_json::Value;

use super::addressing;
use crate::domain::classes::ClassBlog;
use crate::domain::items::Item;
use crate::domain::pictures::ShownPicture;
use crate::domain::revisions::Words;
use crate::domain::writing;
use crate::urls::Urls;

/// The post with these words, or none when its audience is at home. `updated` is set from its second revision on.
pub fn article(
    urls: &Urls,
    class: &ClassBlog,
    item: &Item,
    words: &Words,
    pictures: &[ShownPicture],
    published: Timestamp,
    updated: Option<Timestamp>,
) -> Option<Value> {
    let audience = addressing(item.audience)?;
    let actor = urls.class_actor(&class.id);
    let slug = item.slug.as_ref()?;
    let pictures: Vec<PictureWords> = pictures.iter().map(|shown| picture(urls, shown)).collect();
    Some(outbox::article(&outbox::ArticleWords {
        id: item.wire_id.clone(),
        followers: urls.class_part(&class.id, "followers"),
        attributed_to: actor,
        audience,
        name: words.title.clone(),
        summary: (!words.summary.is_empty()).then(|| format!("<p>{}</p>", writing::escape(&words.summary))),
        content: content(words, &pictures),
        language: (!words.language.is_empty()).then(|| words.language.clone()),
        page: urls.article_page(class.slug.as_str(), slug.as_str()),
        published,
        updated,
        sensitive: !words.warning.is_empty(),
        pictures,
        hashtags: Vec::new(),
        context: Some(urls.object_part(&item.id, "context")),
        replies: Some(urls.object_part(&item.id, "replies")),
    }))
}

/// A picture by our own address of it.
pub fn picture(urls: &Urls, shown: &ShownPicture) -> PictureWords {
    PictureWords {
        url: urls.picture(&shown.id, shown.extension()),
        media_type: shown.media_type.clone(),
        alt: Some(shown.alt.clone()),
        width: u32::try_from(shown.width).ok(),
        height: u32::try_from(shown.height).ok(),
        digest: Some(shown.digest.clone()),
    }
}

/// The words as others see them: who wrote them (as they sign, never more), the text, and each picture at the end.
fn content(words: &Words, pictures: &[PictureWords]) -> String {
    let mut html = String::new();
    if !words.signature.is_empty() {
        html += &["<p>", &writing::escape(&words.signature), "</p>"].concat();
    }
    html.push_str(&words.linked_html);
    for picture in pictures {
        let alt = writing::escape(picture.alt.as_deref().unwrap_or(""));
        let (width, height) = (picture.width.unwrap_or(0), picture.height.unwrap_or(0));
        let url = &picture.url;
        html += format!("<p><img src=\"{url}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\"></p>").as_str();
    }
    html
}
