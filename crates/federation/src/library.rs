//! The only file that implements the traits of `activitypub_federation`: its way of receiving, over our plain types.
//!
//! Its [`Activity`], [`Object`] and [`Actor`] describe our letters and actors, its `verify` and `receive` are the last
//! two steps of every letter, and its `Data` carries our house through them. Left out, because it would do less than
//! we need:
//!
//! * its inbox and signatures: they do not demand that host, date and digest are covered, and know one scheme;
//! * its client and `ObjectId::dereference`: they ask nobody who may be spoken to. [`config`] gives it a client that
//!   trusts no certificate and a verifier that refuses every address, so that it cannot even by mistake;
//! * its resolver: an environment variable switches it off;
//! * its queue: it is kept in memory, and takes most refusals for deliveries;
//! * `WithContext`: each of our documents brings the context of its own words.

use std::sync::Arc;

use activitypub_federation::{
    config::{Data, FederationConfig, UrlVerifier},
    error::Error as LibraryError,
    fetch::{object_id::ObjectId, webfinger::extract_webfinger_name},
    protocol::verification::{verify_domains_match, verify_is_remote_object, verify_urls_match},
    traits::{Activity, Actor, Object},
};
use async_trait::async_trait;
use serde_json::{Value, json};
use url::Url;

use crate::{
    Error, Reason, fetch, limits,
    ports::{Answering, Caller},
    vocabulary::{self, RemoteActor, authority},
};

/// What the library needs from our house.
pub trait Host: Send + Sync {
    /// Judges one letter by [`crate::inbox::receive`] and commits what should change.
    fn receive<'a>(
        &'a self,
        activity: &'a vocabulary::Activity,
        caller: &'a Caller,
    ) -> Answering<'a, Result<(), Error>>;

    /// What our house keeps of another server's actor.
    fn known_actor<'a>(&'a self, _id: &'a Url) -> Answering<'a, Result<Option<RemoteActor>, Error>> {
        Box::pin(async { Ok(None) })
    }

    /// Keeps an actor that was fetched from its own server.
    fn keep_actor<'a>(&'a self, _actor: &'a RemoteActor) -> Answering<'a, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

/// What travels through the library beside every letter.
pub type House = Arc<dyn Host>;

/// A letter, and who has been proved to have signed it.
#[derive(Debug)]
pub struct Letter {
    pub activity: vocabulary::Activity,
    pub caller: Caller,
}

/// What [`config`] makes.
pub type Config = FederationConfig<House>;

/// The library's configuration for one school, to be made once: it starts tasks of its own. `local` is for one computer: http and ports are names there.
pub async fn config(domain: &str, host: House, local: bool) -> Result<Config, Error> {
    FederationConfig::builder()
        .domain(domain)
        .app_data(host)
        .debug(local)
        .client(fetch::trusting_nobody()?.into())
        .url_verifier(Box::new(Nowhere))
        .http_fetch_limit(limits::FETCHES_PER_LETTER)
        .build()
        .await
        .map_err(|error| Error::Failed(error.to_string()))
}

/// Hands over a letter that our door has proved: the library's two steps, and then it is committed.
pub async fn hand_over(letter: Letter, data: &Data<House>) -> Result<(), Error> {
    letter.verify(data).await?;
    letter.receive(data).await
}

/// The name in a `WebFinger` question such as `acct:4b@north.example`, if it is asked about this server.
pub fn asked_name<'a>(resource: &'a str, data: &Data<House>) -> Option<&'a str> {
    extract_webfinger_name(resource, data).ok()
}

#[async_trait]
impl Activity for Letter {
    type DataType = House;
    type Error = Error;

    fn id(&self) -> &Url {
        &self.activity.id
    }

    fn actor(&self) -> &Url {
        &self.activity.actor
    }

    async fn verify(&self, data: &Data<House>) -> Result<(), Error> {
        verify_urls_match(self.actor(), &self.caller.actor).map_err(|_| Error::Unproven(Reason::OtherSigner))?;
        verify_domains_match(self.id(), self.actor()).map_err(|_| Error::Refused(Reason::OtherOrigin))?;
        verify_is_remote_object(&ObjectId::<RemoteActor>::from(self.actor().clone()), data)
            .map_err(|_| Error::Refused(Reason::OursClaimed))
    }

    async fn receive(self, data: &Data<House>) -> Result<(), Error> {
        data.app_data().receive(&self.activity, &self.caller).await
    }
}

#[async_trait]
impl Object for RemoteActor {
    type DataType = House;
    type Kind = Value;
    type Error = Error;

    fn id(&self) -> &Url {
        &self.id
    }

    async fn read_from_id(id: Url, data: &Data<House>) -> Result<Option<RemoteActor>, Error> {
        data.app_data().known_actor(&id).await
    }

    /// What is needed to write to it and to check its letters; the whole document is only its own server's to give.
    async fn into_json(self, _data: &Data<House>) -> Result<Value, Error> {
        Ok(json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": self.id,
            "type": self.kind,
            "preferredUsername": self.preferred_username,
            "inbox": self.inbox,
            "publicKey": { "id": self.key_id, "owner": self.id, "publicKeyPem": self.public_key_pem }
        }))
    }

    async fn verify(document: &Value, expected: &Url, data: &Data<House>) -> Result<(), Error> {
        let actor = vocabulary::parse_actor(document.to_string().as_bytes())?;
        verify_domains_match(&actor.id, expected).map_err(|_| Error::Refused(Reason::OtherOrigin))?;
        if authority(&actor.id) == data.domain() {
            return Err(Error::Refused(Reason::OursClaimed));
        }
        Ok(())
    }

    async fn from_json(document: Value, data: &Data<House>) -> Result<RemoteActor, Error> {
        let actor = vocabulary::parse_actor(document.to_string().as_bytes())?;
        data.app_data().keep_actor(&actor).await?;
        Ok(actor)
    }
}

impl Actor for RemoteActor {
    fn public_key_pem(&self) -> &str {
        &self.public_key_pem
    }

    /// Nobody gives us their private key.
    fn private_key_pem(&self) -> Option<String> {
        None
    }

    fn inbox(&self) -> Url {
        self.inbox.clone()
    }

    fn shared_inbox(&self) -> Option<Url> {
        self.shared_inbox.clone()
    }
}

/// Refuses every address that the library would want to fetch: [`crate::fetch`] does that.
#[derive(Clone)]
struct Nowhere;

#[async_trait]
impl UrlVerifier for Nowhere {
    async fn verify(&self, _url: &Url) -> Result<(), LibraryError> {
        Err(LibraryError::UrlVerificationError("nothing is fetched by this way"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::{outbox::ACTIVITY_JSON, trust::Standing};

    #[derive(Default)]
    struct Remembering(Mutex<Vec<Url>>);

    impl Host for Remembering {
        fn receive<'a>(
            &'a self,
            activity: &'a vocabulary::Activity,
            _caller: &'a Caller,
        ) -> Answering<'a, Result<(), Error>> {
            self.0.lock().unwrap().push(activity.id.clone());
            Box::pin(async { Ok(()) })
        }
    }

    fn letter(id: &str, actor: &str, from: &str) -> Letter {
        let document = json!({ "id": id, "type": "Like", "actor": actor, "object": "https://north.example/o/1" });
        let activity = vocabulary::parse(document.to_string().as_bytes()).unwrap();
        let actor: Url = from.parse().unwrap();
        let caller = Caller { host: authority(&actor), actor, standing: Standing::Trusted, document: None };
        Letter { activity, caller }
    }

    #[tokio::test]
    async fn a_proved_letter_reaches_our_house() {
        let host = Arc::new(Remembering::default());
        let data = config("north.example", host.clone(), false).await.unwrap().to_request_data();
        let actor = "https://south.example/a/1";

        hand_over(letter("https://south.example/x/1", actor, actor), &data).await.unwrap();

        assert_eq!(host.0.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn t38_a_letter_of_two_origins_or_of_ours_does_not() {
        let host = Arc::new(Remembering::default());
        let data = config("north.example", host.clone(), false).await.unwrap().to_request_data();
        let (south, west, north) =
            ("https://south.example/a/1", "https://west.example/a/1", "https://north.example/a/1");

        for (letter, reason) in [
            (letter("https://south.example/x/1", south, west), Error::Unproven(Reason::OtherSigner)),
            (letter("https://west.example/x/1", south, south), Error::Refused(Reason::OtherOrigin)),
            (letter("https://north.example/x/1", north, north), Error::Refused(Reason::OursClaimed)),
        ] {
            assert_eq!(hand_over(letter, &data).await, Err(reason));
        }

        assert!(host.0.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_library_cannot_fetch_anything() {
        let host = Arc::new(Remembering::default());
        // In local mode it would look no name up before it asks.
        let data = config("north.example", host, true).await.unwrap().to_request_data();
        let elsewhere: Url = "http://south.example/a/1".parse().unwrap();

        let fetched = activitypub_federation::fetch::fetch_object_http::<_, Value>(&elsewhere, &data).await;

        assert!(fetched.err().unwrap().to_string().contains("nothing is fetched by this way"));
    }

    #[tokio::test]
    async fn a_question_about_another_server_has_no_name() {
        let data = config("north.example", Arc::new(Remembering::default()), false).await.unwrap().to_request_data();

        assert_eq!(asked_name("acct:4b@north.example", &data), Some("4b"));
        assert_eq!(asked_name("acct:4b@south.example", &data), None);
        assert_eq!(asked_name("4b", &data), None);
        assert_eq!(activitypub_federation::FEDERATION_CONTENT_TYPE, ACTIVITY_JSON);
    }
}
