//! What a partner sent, turned into our nouns: cleaned, screened, and ready to wait at the gate.

use federation::inbox::Arrival;
use federation::vocabulary::{self, ObjectKind};
use jiff::Timestamp;
use url::Url;

use crate::domain::articles::one_line;
use crate::domain::items::ItemKind;
use crate::domain::revisions::{Hashed, PictureState, RevisionPicture, Words};
use crate::domain::screening::{self, Flag};
use crate::domain::writing;

/// A partner's words, before anyone has decided on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    pub wire_id: Url,
    pub actor: Url,
    pub kind: ItemKind,
    pub in_reply_to: Option<Url>,
    pub words: Words,
    pub pictures: Vec<RevisionPicture>,
    pub flags: Vec<Flag>,
    pub url: Option<Url>,
    /// Never in the future.
    pub published: Timestamp,
    /// The version that a later Update must be newer than.
    pub version: Timestamp,
    pub public: bool,
    pub hash: String,
    /// What our approval of these words names; see [`vocabulary::Object::digest`].
    pub wire_digest: String,
}

/// All the slow work on a letter's words, done before any transaction begins.
pub fn incoming(arrival: &Arrival, now: Timestamp) -> Incoming {
    let object = &arrival.object;
    let clean = writing::clean(&object.content);
    let summary = object.summary.as_deref().map(|html| one_line(&writing::clean(html).plain)).unwrap_or_default();
    // For an Article the summary is a teaser; for a Note it is a content warning.
    let (summary, warning) = match object.kind {
        ObjectKind::Article => (summary, String::new()),
        ObjectKind::Note | ObjectKind::Other(_) => (String::new(), summary),
    };
    let words = Words {
        title: one_line(&writing::clean(&writing::escape(object.name.as_deref().unwrap_or(""))).plain),
        summary,
        warning,
        signature: String::new(),
        language: object.language.clone().unwrap_or_default(),
        source: String::new(),
        html: clean.html,
        linked_html: clean.linked_html,
        plain: clean.plain,
        links: clean.links,
    };
    // Pictures must be on their author's own server; the client asks the allow-list again before it fetches any.
    let host = vocabulary::authority(&arrival.actor);
    let pictures: Vec<RevisionPicture> = object
        .pictures
        .iter()
        .filter(|picture| vocabulary::authority(&picture.url) == host && object.in_reply_to.is_none())
        .zip(0..)
        .map(|(picture, position)| RevisionPicture {
            position,
            picture: None,
            alt: picture.alt.as_deref().map(one_line).unwrap_or_default(),
            people: String::new(),
            source_url: Some(picture.url.clone()),
            source_digest: picture.digest.clone(),
            state: PictureState::Waiting,
        })
        .collect();
    let screened = format!("{}\n{}\n{}\n{}", words.title, words.summary, words.warning, words.plain);
    let flags = screening::screen(&screened, leads_away(&words.links, &arrival.ours_mentioned), !pictures.is_empty());
    let published = vocabulary::clamp(object.published, now);
    let version = object.updated.map_or(published, |updated| vocabulary::clamp(Some(updated), now));
    let hash = hash(&words, &arrival.actor, object.in_reply_to.as_ref(), &pictures, &[]);
    Incoming {
        wire_id: object.id.clone(),
        actor: arrival.actor.clone(),
        kind: if object.in_reply_to.is_some() { ItemKind::Comment } else { ItemKind::Article },
        in_reply_to: object.in_reply_to.clone(),
        words,
        pictures,
        flags,
        // A link to anywhere but its own server is no link.
        url: object
            .url
            .clone()
            .filter(|url| vocabulary::authority(url) == host && matches!(url.scheme(), "https" | "http")),
        published,
        version,
        public: arrival.public,
        hash,
        wire_digest: object.digest.clone(),
    }
}

/// The hash of a partner's revision. A picture that is here counts by its bytes (`digests`, in order of the pictures);
/// one that is not counts by where it comes from.
pub fn hash(
    words: &Words,
    actor: &Url,
    in_reply_to: Option<&Url>,
    pictures: &[RevisionPicture],
    digests: &[Option<String>],
) -> String {
    let pictures: Vec<(String, String)> = pictures
        .iter()
        .enumerate()
        .map(|(place, picture)| {
            let digest = digests.get(place).cloned().flatten();
            let source = || picture.source_url.as_ref().map(ToString::to_string).unwrap_or_default();
            (digest.unwrap_or_else(source), picture.alt.clone())
        })
        .collect();
    words.hash(&Hashed { author: actor.as_str(), in_reply_to: in_reply_to.map(Url::as_str), pictures: &pictures })
}

/// Whether any of these links leads elsewhere than to us. GoToSocial links whoever is spoken to, in every comment.
fn leads_away(links: &[String], ours_mentioned: &[Url]) -> bool {
    let is_ours = |link: &String| {
        let host = Url::parse(link).map(|link| vocabulary::authority(&link));
        host.is_ok_and(|host| ours_mentioned.iter().any(|actor| vocabulary::authority(actor) == host))
    };
    !links.iter().all(is_ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_spoken_to_is_no_link_that_leads_away() {
        let ours = ["https://maple.example/ap/a/1".parse().unwrap()];
        let leads_away = |links: &[&str], ours: &[Url]| {
            super::leads_away(&links.iter().map(|link| (*link).to_owned()).collect::<Vec<_>>(), ours)
        };

        assert!(!leads_away(&[], &ours));
        assert!(!leads_away(&["https://maple.example/c/maple-class"], &ours));
        for away in
            ["https://maple.example:8443/", "https://maple.example.evil.example/", "https://oak.example/@carol", "x"]
        {
            assert!(leads_away(&[away], &ours), "{away}");
            assert!(leads_away(&["https://maple.example/c/maple-class", away], &ours), "{away}");
        }
        assert!(leads_away(&["https://maple.example/c/maple-class"], &[]), "nobody of ours is spoken to");
    }
}
