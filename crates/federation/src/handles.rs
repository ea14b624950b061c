//! Handles such as `4b@north.example`: taken apart strictly, and what `WebFinger` answers about them believed only as
//! far as it stays at home.

use serde_json::Value;
use url::Url;

use crate::{
    Error, Reason, limits,
    vocabulary::{authority, is_activity_json, strict_object},
};

/// A handle in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle {
    name: String,
    /// The authority that is asked.
    pub(crate) host: String,
}

impl Handle {
    /// Reads `name@host` or `@name@host`. Errors: [`Error::Malformed`] for whatever could lead a request elsewhere
    /// than to that host.
    pub(crate) fn parse(text: &str) -> Result<Handle, Error> {
        let malformed = || Error::Malformed("a handle looks like name@school.example".to_owned());
        let text = text.trim();
        let (name, host) = text.strip_prefix('@').unwrap_or(text).split_once('@').ok_or_else(malformed)?;
        let is_name = !name.is_empty()
            && name.len() <= limits::USERNAME_CHARACTERS
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        let is_host = !host.is_empty()
            && host.len() <= 253 + 6
            // A name with an empty part is none.
            && !host.contains("..")
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte));
        if !is_name || !is_host {
            return Err(malformed());
        }
        let url = Url::parse(&format!("https://{host}/")).map_err(|_| malformed())?;
        if !matches!(url.host(), Some(url::Host::Domain(_))) {
            return Err(malformed());
        }
        Ok(Handle { name: name.to_ascii_lowercase(), host: authority(&url) })
    }

    /// Where to ask.
    pub(crate) fn question(&self, scheme: &str) -> Result<Url, Error> {
        let mut url = Url::parse(&format!("{scheme}://{}/.well-known/webfinger", self.host))
            .map_err(|_| Error::Malformed("a handle looks like name@school.example".to_owned()))?;
        url.query_pairs_mut().append_pair("resource", &self.resource());
        Ok(url)
    }

    fn resource(&self) -> String {
        format!("acct:{}@{}", self.name, self.host)
    }

    /// The one actor that the answer names. The subject must be who was asked for, and the actor must live there.
    pub(crate) fn answer(&self, bytes: &[u8]) -> Result<Url, Error> {
        let unexpected = |why| Error::Refused(Reason::UnexpectedAnswer(why));
        let answer = strict_object(bytes)?;
        let subject = answer.get("subject").and_then(Value::as_str).unwrap_or_default();
        if !subject.eq_ignore_ascii_case(&self.resource()) {
            return Err(unexpected("it is about somebody else"));
        }
        let links = answer.get("links").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut actors = links.iter().take(limits::TAGS).filter(|link| is_self(link)).filter_map(|link| {
            let address = link.get("href")?.as_str()?;
            (address.len() <= limits::ADDRESS_BYTES).then(|| Url::parse(address).ok())?
        });
        let actor = actors.next().ok_or_else(|| unexpected("it names no actor"))?;
        if actors.any(|other| other != actor) {
            return Err(unexpected("it names several actors"));
        }
        if authority(&actor) != self.host {
            return Err(unexpected("its actor is on another server"));
        }
        Ok(actor)
    }
}

fn is_self(link: &Value) -> bool {
    link.get("rel").and_then(Value::as_str) == Some("self")
        && link.get("type").and_then(Value::as_str).is_some_and(is_activity_json)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn t31_a_handle_leads_to_its_host_and_nowhere_else() {
        for good in ["4b@north.example", "@4B@North.Example", "da-sh_1.x@north.example"] {
            assert_eq!(Handle::parse(good).unwrap().host, "north.example", "{good}");
        }
        assert_eq!(Handle::parse("4b@localhost:8081").unwrap().host, "localhost:8081");
        let question = Handle::parse("4b@north.example").unwrap().question("https").unwrap();
        assert_eq!(question.as_str(), "https://north.example/.well-known/webfinger?resource=acct%3A4b%40north.example");
        for bad in [
            "",
            "4b",
            "@",
            "@north.example",
            "4b@",
            "x@localh.st:1234/secret.txt?y=1#",
            "a@b@c",
            "a@h/p",
            "a@[::1]",
            "a@127.0.0.1",
            "a@2130706433",
            "a@0x7f.1",
            "a@h%00",
            "a@h\r\nX: y",
            "a\n@h",
            "ä@north.example",
            "a@nörth.example",
            "a b@north.example",
            "a@h:99999",
            "a@h:1:2",
        ] {
            assert!(Handle::parse(bad).is_err(), "{bad:?}");
        }
    }

    fn answer(subject: &str, links: &[(&str, &str, &str)]) -> Result<Url, Error> {
        let links: Vec<_> =
            links.iter().map(|(rel, kind, href)| json!({ "rel": rel, "type": kind, "href": href })).collect();
        let document = json!({ "subject": subject, "links": links });
        Handle::parse("4b@north.example").unwrap().answer(document.to_string().as_bytes())
    }

    #[test]
    fn t31_the_answer_has_to_be_about_who_was_asked_for() {
        const KIND: &str = "application/activity+json";
        let actor = ("self", KIND, "https://north.example/ap/a/1");

        let page = ("http://webfinger.net/rel/profile-page", "text/html", "https://north.example/4b");
        assert_eq!(answer("acct:4b@north.example", &[page, actor]).unwrap().path(), "/ap/a/1");
        assert_eq!(answer("acct:4B@NORTH.example", &[actor, actor]).unwrap().path(), "/ap/a/1");

        assert!(answer("acct:4c@north.example", &[actor]).is_err());
        assert!(answer("acct:4b@south.example", &[actor]).is_err());
        assert!(answer("", &[actor]).is_err());
        assert!(answer("acct:4b@north.example", &[]).is_err());
        assert!(answer("acct:4b@north.example", &[("self", "text/html", "https://north.example/ap/a/1")]).is_err());
        assert!(answer("acct:4b@north.example", &[("self", KIND, "https://south.example/ap/a/1")]).is_err());
        assert!(answer("acct:4b@north.example", &[actor, ("self", KIND, "https://north.example/ap/a/2")]).is_err());
    }
}
