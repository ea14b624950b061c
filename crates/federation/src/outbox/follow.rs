//! Following: the question, the two answers, and taking it back.

use serde_json::Value;
use url::Url;

use super::{at, document, plain_context, says, without_context};

/// One follow: who asked whom, and by which id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowWords {
    /// The id of the Follow.
    pub id: Url,
    /// Who follows.
    pub actor: Url,
    /// Who is followed.
    pub object: Url,
}

/// Our class asks to follow another.
pub fn follow(words: &FollowWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(&words.id)),
        ("type", says("Follow")),
        ("actor", at(&words.actor)),
        ("object", at(&words.object)),
        ("to", says(vec![words.object.as_str()])),
    ])
}

/// Our class says yes to theirs; `id` is that of the answer.
pub fn accept_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Accept", id, &asked.object, &asked.actor, asked)
}

/// Our class says no to theirs, at first or later.
pub fn reject_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Reject", id, &asked.object, &asked.actor, asked)
}

/// Our class follows no longer.
pub fn undo_follow(id: &Url, asked: &FollowWords) -> Value {
    around("Undo", id, &asked.actor, &asked.object, asked)
}

/// Whose Follow an Accept or Reject of ours answers, as it was written down to be sent.
pub fn answered(letter: &str) -> Option<Url> {
    let letter: Value = serde_json::from_str(letter).ok()?;
    letter.get("object")?.get("actor")?.as_str()?.parse().ok()
}

/// The whole Follow is embedded: ids get lost, and then who and whom still say which one it is.
fn around(kind: &str, id: &Url, actor: &Url, to: &Url, asked: &FollowWords) -> Value {
    document([
        ("@context", plain_context()),
        ("id", at(id)),
        ("type", says(kind)),
        ("actor", at(actor)),
        ("to", says(vec![to.as_str()])),
        ("object", says(without_context(follow(asked)))),
    ])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_tells_whose_follow_it_answers() {
        let at = |path: &str| -> Url { format!("https://south.example/{path}").parse().unwrap() };
        let asked = FollowWords { id: at("x/1"), actor: at("a/1"), object: "https://north.example/a".parse().unwrap() };

        for answer in [accept_follow(&at("x/2"), &asked), reject_follow(&at("x/2"), &asked)] {
            assert_eq!(answered(&answer.to_string()), Some(at("a/1")));
        }
        assert_eq!(answered("{\"object\": \"https://south.example/x/1\"}"), None);
        assert_eq!(answered(""), None);
    }
}
