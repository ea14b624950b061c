//! The schools as somebody outside knows them, and two servers whom nobody trusts: one that forges and one that only asks.

use std::cell::RefCell;
use std::time::Duration;

use federation::signature::{Scheme, Signer};
use http::Method;
use rand::Rng as _;
use rand::rngs::StdRng;
use schoolgate::domain::ids::ClassId;
use schoolgate::store::{self, Database};
use schoolgate::urls::Urls;
use serde_json::{Value, json};
use tests::peers::{Call, Peer};
use url::Url;

use super::super::schools::School;
use super::super::world::now;
use super::history::CANARY;
use super::notes::Notes;

/// In every word of a stranger.
pub(crate) const STRANGE: &str = "STRANGEWORD";

/// A school that takes part.
pub(crate) struct Target {
    pub(crate) host: String,
    pub(crate) slug: String,
    pub(crate) actor: Url,
    pub(crate) urls: Urls,
    pub(crate) class: ClassId,
    /// Another one after a school was put back.
    db: RefCell<Database>,
}

impl Target {
    pub(crate) fn of(school: &School) -> Self {
        Self {
            host: school.host().to_owned(),
            slug: school.slug(),
            actor: school.actor(),
            urls: school.urls.clone(),
            class: school.class.clone(),
            db: RefCell::new(school.db.clone()),
        }
    }

    pub(crate) fn db(&self) -> Database {
        self.db.borrow().clone()
    }

    pub(crate) fn came_back(&self, school: &School) {
        self.db.replace(school.db.clone());
    }
}

/// What they try, one thing after the other, until the run is over.
pub(crate) async fn knock(
    client: &reqwest::Client,
    hostile: &Peer,
    untrusted: &Peer,
    all: &[Target],
    chance: &mut StdRng,
    notes: &Notes,
) {
    let mut pace = tokio::time::interval(Duration::from_millis(400));
    while !notes.is_over() {
        pace.tick().await;
        let (at, victim) = (&all[chance.random_range(0..all.len())], &all[chance.random_range(0..all.len())]);
        let item = some_item(at).await.unwrap_or_else(|| at.urls.to("/ap/o/nothing").to_string());
        let forged = |mut letter: Value| {
            letter["actor"] = json!(victim.actor.as_str());
            letter["id"] = json!(victim.urls.to("/ap/x/forged").as_str());
            letter
        };
        let ours = Signer { key_id: format!("{}#main-key", victim.actor), key: hostile.key.clone() };
        let call = match chance.random_range(0..8) {
            0 => letter(at, &hostile.signer(), &hostile.letter("Create", hostile.article(STRANGE))),
            1 => letter(at, &hostile.signer(), &hostile.letter("Create", hostile.comment(&item, STRANGE))),
            2 => letter(at, &hostile.signer(), &forged(hostile.letter("Delete", item.as_str()))),
            3 => letter(at, &ours, &forged(hostile.letter("Create", hostile.article(STRANGE)))),
            4 => letter(at, &ours, &forged(hostile.letter("Delete", item.as_str()))),
            5 => letter(at, &untrusted.signer(), &untrusted.letter("Follow", at.actor.as_str())),
            6 => question(&untrusted.signer(), &item),
            _ => question(&untrusted.signer(), &format!("{}/outbox", at.actor)),
        };
        let server = at.urls.home();
        let request = client
            .request(call.method.clone(), format!("{}{}", server.as_str().trim_end_matches('/'), call.path))
            .headers(call.headers.clone())
            .body(call.body.clone());
        // Nobody may be there just now.
        let Ok(answer) = request.send().await else { continue };
        let is_taken = call.method == Method::POST && answer.status().is_success();
        let told = answer.text().await.is_ok_and(|text| text.contains(CANARY));
        notes.write(|history| {
            history.strangers.taken += usize::from(is_taken);
            history.strangers.told += usize::from(told);
        });
    }
}

async fn some_item(at: &Target) -> Option<String> {
    use store::Sql as _;
    let sql = "select wire_id from items where class_id is not null order by id desc limit 1";
    at.db().read().maybe(sql, Vec::new()).await.ok()??.get("wire_id").ok()
}

fn letter(at: &Target, signer: &Signer, letter: &Value) -> Call {
    let bytes = letter.to_string().into_bytes();
    Call::signed_to(signer, Scheme::Cavage, &at.urls.shared_inbox(), &Method::POST, &bytes, now())
}

fn question(signer: &Signer, address: &str) -> Call {
    let address: Url = address.parse().expect("an address");
    Call::signed_to(signer, Scheme::Cavage, &address, &Method::GET, b"", now())
}
