//! Signatures by value: our own there and back, and those of other servers.

#![allow(clippy::unwrap_used)]

mod golden;
mod rules;

use std::sync::LazyLock;

use serde_json::Value;

use super::*;
use crate::{letters::letter, vocabulary};

const NOW: Timestamp = Timestamp::constant(1_795_442_400, 0);
const HOST: &str = "north.example";
const INBOX: &str = "https://north.example/ap/inbox?x=1";
const KEY_ID: &str = "https://south.example/actor#main-key";
const BODY: &[u8] = br#"{"type":"Follow"}"#;

static RSA: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate_rsa().unwrap());

fn rsa() -> Signer {
    Signer { key_id: KEY_ID.to_owned(), key: RSA.clone() }
}

fn ed25519() -> Signer {
    Signer {
        key_id: "https://south.example/actor#ed25519-key".to_owned(),
        key: PrivateKey::from_seed(&[7; 32]).unwrap(),
    }
}

/// A request that can be spoiled.
struct Letter {
    method: Method,
    target: &'static str,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Letter {
    fn post(scheme: Scheme) -> Letter {
        Letter::signed(&rsa(), scheme, Method::POST, BODY)
    }

    fn get(scheme: Scheme) -> Letter {
        Letter::signed(&rsa(), scheme, Method::GET, b"")
    }

    fn signed(signer: &Signer, scheme: Scheme, method: Method, body: &[u8]) -> Letter {
        let given = (!body.is_empty()).then_some(body);
        let headers = sign(signer, scheme, &method, &INBOX.parse().unwrap(), given, NOW).unwrap();
        Letter { method, target: "/ap/inbox?x=1", headers, body: body.to_vec() }
    }

    fn with(mut self, name: &'static str, value: &str) -> Letter {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    fn twice(mut self, name: &'static str) -> Letter {
        let value = self.headers[name].clone();
        self.headers.append(name, value);
        self
    }

    fn without(mut self, name: &'static str) -> Letter {
        self.headers.remove(name).unwrap();
        self
    }

    /// Replaces something within a header.
    fn edit(self, name: &'static str, from: &str, to: &str) -> Letter {
        let value = self.headers[name].to_str().unwrap();
        assert!(value.contains(from), "{value} has no {from}");
        let value = value.replacen(from, to, 1);
        self.with(name, &value)
    }

    fn inspect_at(&self, now: Timestamp) -> Result<Claim, Error> {
        let received = Received {
            method: &self.method,
            path_and_query: self.target,
            headers: &self.headers,
            body: &self.body,
            host: HOST,
            scheme: "https",
        };
        inspect(&received, now)
    }

    /// Everything that the door does.
    fn check(&self, key: &PrivateKey) -> Result<Claim, Error> {
        let claim = self.inspect_at(NOW)?;
        claim.check_digest(&self.body)?;
        claim.verify(&key.public().unwrap())?;
        Ok(claim)
    }

    fn reason(&self) -> Reason {
        match self.check(&RSA) {
            Err(Error::Unproven(reason)) => reason,
            other => panic!("{other:?}"),
        }
    }
}

/// A cavage signature made freely over these names, true as far as they go.
fn cavage_over(names: &str, params: &str, method: &Method) -> Letter {
    let body: &[u8] = if method == Method::POST { BODY } else { b"" };
    let mut letter = Letter::signed(&rsa(), Scheme::Cavage, method.clone(), body);
    let lines: Vec<String> = names
        .split(' ')
        .map(|name| match name {
            "(request-target)" => format!("{name}: {} /ap/inbox?x=1", method.as_str().to_lowercase()),
            "(created)" => format!("{name}: {}", NOW.as_second()),
            "(expires)" => format!("{name}: {}", NOW.as_second() + 300),
            name => {
                let value = letter.headers.get(name).map(|value| value.to_str().unwrap());
                format!("{name}: {}", value.unwrap_or_default())
            }
        })
        .collect();
    let signature = base64_of(&RSA.sign(lines.join("\n").as_bytes()).unwrap());
    letter =
        letter.with("signature", &format!("keyId=\"{KEY_ID}\",headers=\"{names}\"{params},signature=\"{signature}\""));
    letter
}

/// An RFC 9421 signature made freely over these names.
fn message_over(names: &str, params: &str, method: &Method) -> Letter {
    let body: &[u8] = if method == Method::POST { BODY } else { b"" };
    let mut letter = Letter::signed(&rsa(), Scheme::Message, method.clone(), body);
    let mut lines: Vec<String> = names
        .split(' ')
        .filter(|name| !name.is_empty())
        .map(|name| {
            let value = match name {
                "@method" => method.as_str(),
                "@authority" => HOST,
                "@scheme" => "https",
                "@target-uri" => INBOX,
                "@request-target" => "/ap/inbox?x=1",
                "@path" => "/ap/inbox",
                "@query" => "?x=1",
                name => letter.headers.get(name).map_or("", |value| value.to_str().unwrap()),
            };
            format!("\"{name}\": {value}")
        })
        .collect();
    let quoted: Vec<String> =
        names.split(' ').filter(|name| !name.is_empty()).map(|name| format!("\"{name}\"")).collect();
    let input = format!("({}){params}", quoted.join(" "));
    lines.push(format!("\"@signature-params\": {input}"));
    let signature = base64_of(&RSA.sign(lines.join("\n").as_bytes()).unwrap());
    letter = letter.with("signature-input", &format!("sig1={input}")).with("signature", &format!("sig1=:{signature}:"));
    letter
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW.as_second() + seconds).unwrap()
}

#[test]
fn t14_the_server_that_is_named_is_found_without_reading_the_rest() {
    let named = |letter: &Letter| {
        named_host(&Received {
            method: &letter.method,
            path_and_query: letter.target,
            headers: &letter.headers,
            body: &letter.body,
            host: HOST,
            scheme: "https",
        })
    };

    for scheme in [Scheme::Cavage, Scheme::Message] {
        let letter = Letter::post(scheme);
        assert_eq!(named(&letter), Some(letter.inspect_at(NOW).unwrap().key_host));
    }
    let nobody = Letter::post(Scheme::Cavage).without("signature");
    assert_eq!(named(&nobody), None);
    for other in ["https://10.0.0.1/a#k", "http://south.example/a#k", "acct:a@south.example"] {
        assert_eq!(named(&Letter::post(Scheme::Cavage).edit("signature", KEY_ID, other)), None, "{other}");
    }
}

#[test]
fn t26_what_we_sign_is_accepted_in_both_styles_and_with_both_keys() {
    for signer in [rsa(), ed25519()] {
        for scheme in [Scheme::Cavage, Scheme::Message] {
            for (method, body) in [(Method::POST, BODY), (Method::GET, b"")] {
                let claim = Letter::signed(&signer, scheme, method, body).check(&signer.key).unwrap();

                assert_eq!(claim.key_id, signer.key_id);
                assert_eq!(claim.key_host, "south.example");
                assert_eq!((claim.scheme, claim.skew), (scheme, 0));
            }
        }
    }
}

#[test]
fn t26_the_headers_are_those_that_others_demand() {
    let letter = Letter::post(Scheme::Cavage);
    assert_eq!(letter.headers["host"], HOST);
    assert_eq!(letter.headers["date"], "Mon, 23 Nov 2026 14:00:00 GMT");
    assert!(letter.headers["digest"].to_str().unwrap().starts_with("SHA-256="));
    let signature = letter.headers["signature"].to_str().unwrap();
    assert!(signature.starts_with(&format!(
        "keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",signature=\""
    )));

    let letter = Letter::post(Scheme::Message);
    assert_eq!(
        letter.headers["signature-input"],
        format!(
            "sig1=(\"@method\" \"@target-uri\" \"content-digest\");created={};keyid=\"{KEY_ID}\";alg=\"rsa-v1_5-sha256\"",
            NOW.as_second()
        )
    );
}

#[test]
fn rfc_9421_b_2_6_a_golden_ed25519_signature() {
    let key = PublicKey::from_pem(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----",
    )
    .unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in
        [("date", "Tue, 20 Apr 2021 02:07:55 GMT"), ("content-type", "application/json"), ("content-length", "18")]
    {
        headers.insert(name, value.parse().unwrap());
    }
    let received = Received {
        method: &Method::POST,
        path_and_query: "/foo?param=Value&Pet=dog",
        headers: &headers,
        body: br#"{"hello": "world"}"#,
        host: "example.com",
        scheme: "https",
    };

    let verified = message::verify_golden(
        &received,
        "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"",
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
        &key,
    );

    assert_eq!(verified, Ok(()));
}

#[test]
fn recorded_letters_of_gotosocial_pass_the_door() {
    let key_of =
        |document: &Value| PublicKey::from_pem(document["publicKey"]["publicKeyPem"].as_str().unwrap()).unwrap();
    let bob = key_of(&letter!("gotosocial/main_key.json").answer);
    let alice = key_of(&letter!("gotosocial/actor.json").answer);
    let (alices, bobs, stubs) = ("gts1.localhost:8081", "gts2.localhost:8082", "stub.localhost:9101");

    for (recorded, host, sender) in [
        (letter!("gotosocial/accept_reply.json"), bobs, &alice),
        (letter!("gotosocial/reject_reply.json"), bobs, &alice),
        (letter!("gotosocial/accept_reply_request.json"), stubs, &alice),
        (letter!("gotosocial/reject_reply_request.json"), stubs, &alice),
        (letter!("gotosocial/create_note_public.json"), bobs, &alice),
        (letter!("gotosocial/create_note_unlisted.json"), bobs, &alice),
        (letter!("gotosocial/create_note_replies_need_approval.json"), bobs, &alice),
        (letter!("gotosocial/create_note_reply_open_policy.json"), alices, &bob),
        (letter!("gotosocial/create_note_reply_to_moderated_post.json"), stubs, &bob),
        (letter!("gotosocial/undo_announce.json"), alices, &bob),
        (letter!("gotosocial/follow.json"), alices, &bob),
        (letter!("gotosocial/undo_follow.json"), alices, &bob),
        (letter!("gotosocial/like.json"), alices, &bob),
        (letter!("gotosocial/create_note_reply.json"), alices, &bob),
        (letter!("gotosocial/accept_follow.json"), bobs, &alice),
        (letter!("gotosocial/update_note.json"), bobs, &alice),
        (letter!("gotosocial/delete_note.json"), bobs, &alice),
        (letter!("gotosocial/main_key.json"), bobs, &alice),
    ] {
        let sent_at = date(recorded.headers["date"].to_str().unwrap()).unwrap();

        let claim = inspect(&recorded.received(host), sent_at).unwrap();

        assert!(claim.key_id.ends_with("/main-key"));
        claim.check_digest(&recorded.body).unwrap();
        claim.verify(sender).unwrap();
        let stranger = RSA.public().unwrap();
        assert_eq!(claim.verify(&stranger), Err(Error::Unproven(Reason::SignatureMismatch)));
    }
}

#[test]
fn recorded_letters_of_wordpress_pass_the_door_in_both_styles() {
    let actor = vocabulary::parse_actor(include_bytes!("../../../../tests/letters/wordpress/actor.json")).unwrap();

    for recorded in [
        letter!("wordpress/accept_follow.json"),
        letter!("wordpress/create_article.json"),
        letter!("wordpress/create_article_rfc9421.json"),
        letter!("wordpress/undo_follow.json"),
    ] {
        let sent_at = date(recorded.headers["date"].to_str().unwrap()).unwrap();

        let claim = inspect(&recorded.received("fedify.localhost"), sent_at).unwrap();

        assert_eq!(claim.key_host, "wp.localhost");
        claim.verify(&actor.key(&claim.key_id).unwrap()).unwrap();
    }
}

#[test]
fn recorded_letters_of_fedify_are_well_formed() {
    for recorded in [letter!("fedify/create_note.json"), letter!("fedify/delete_note.json")] {
        let sent_at = date(recorded.headers["date"].to_str().unwrap()).unwrap();

        let claim = inspect(&recorded.received("wp.localhost"), sent_at).unwrap();

        assert_eq!((claim.scheme, claim.key_host.as_str()), (Scheme::Message, "fedify.localhost"));
    }
}
