//! One host's letters, in order, one at a time, until there are no more or the host is not well.

use std::collections::VecDeque;

use federation::delivery::{self, Fault, LET_PAST_AFTER, Meaning, SICK_AFTER};
use federation::fetch::Answer;
use federation::outbox;
use federation::signature::{Scheme, Signer};
use federation::style::{Style, styles};
use jiff::{SignedDuration, Timestamp};

use super::scribe::{Outcome, Scribe};
use super::{LEASE, PER_HOST, wait};
use crate::domain::deliveries::{Delivery, Verb};
use crate::domain::ids::DeliveryId;
use crate::error::Result;
use crate::school::School;
use crate::store;
use crate::store::deliveries::Peer;

/// Longer than one letter can take in all styles of signature, and writing down what became of it.
const ONE_TRY: SignedDuration = SignedDuration::from_secs(60);
/// So many batches, then whoever waits for a free lane has a turn.
const BATCHES: u32 = 16;

/// Whether the lane goes on after a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    Rest,
}

struct Lane<'a> {
    school: &'a School,
    scribe: &'a Scribe,
    peer: Peer,
}

/// Carries what was claimed of a host's letters, and what comes after it in its lane. The first that its server does not
/// take stops the lane; the rest keep their places.
pub(super) async fn carry(
    school: &School,
    scribe: &Scribe,
    host: &str,
    letters: Vec<Delivery>,
    leased_until: Timestamp,
) -> Result<()> {
    let peer = store::deliveries::peer(&mut school.db.read(), host).await?;
    let mut lane = Lane { school, scribe, peer };
    let is_full = |letters: &[Delivery]| u32::try_from(letters.len()).is_ok_and(|letters| letters == PER_HOST);
    let (mut leased_until, mut batches, mut has_more) = (leased_until, 1, is_full(&letters));
    let mut letters = VecDeque::from(letters);
    while let Some(letter) = letters.pop_front() {
        let now = school.clock.now();
        // Somebody else's soon, if our clock was set or the host is slow.
        if now + ONE_TRY > leased_until || leased_until > now + LEASE {
            letters.push_front(letter);
            return scribe.write(Outcome::Released(letters.into())).await;
        }
        let mut next = None;
        if letters.is_empty() && has_more && batches < BATCHES {
            // Before the last is sent: as long as it is leased the lane is ours, whichever node looks for work.
            let until = now + LEASE;
            let mut tx = school.db.begin().await?;
            let claimed = store::deliveries::claim_next(&mut tx, host, now, until, PER_HOST).await?;
            tx.commit().await?;
            (batches, has_more) = (batches + 1, is_full(&claimed));
            next = Some(until);
            letters.extend(claimed);
        }
        if lane.deliver(letter, leased_until).await? == Then::Rest {
            return scribe.write(Outcome::Released(letters.into())).await;
        }
        leased_until = next.unwrap_or(leased_until);
    }
    Ok(())
}

impl Lane<'_> {
    async fn deliver(&mut self, letter: Delivery, leased_until: Timestamp) -> Result<Then> {
        let (school, now) = (self.school, self.school.clock.now());
        if !store::deliveries::stands(&mut school.db.read(), &letter.id).await? {
            self.scribe.write(Outcome::Released(vec![letter])).await?;
            return Ok(Then::GoOn);
        }
        let urgent = letter.verb.is_urgent();
        let age = delivery::expires(urgent).and_then(|after| SignedDuration::try_from(after).ok());
        if age.is_some_and(|age| now > letter.created_at + age) {
            self.scribe.write(Outcome::Expired(letter)).await?;
            return Ok(Then::GoOn);
        }
        let (letter, along) = match self.newest(letter, leased_until).await? {
            Wording::Replaced(letter) => {
                self.scribe.write(Outcome::Replaced(letter)).await?;
                return Ok(Then::GoOn);
            }
            Wording::Of(letter, along) => (letter, along),
        };
        let tried = self.try_styles(&letter).await?;
        self.became(letter, along, tried).await
    }

    /// Sends a letter, signed in one style after the other for as long as its host says that it was signed wrongly.
    async fn try_styles(&self, letter: &Delivery) -> Result<Tried> {
        let keys = self.school.keys(letter.class.as_ref()).await?;
        let mut others = styles(self.peer.habits, self.school.clock.now()).into_iter();
        let mut refused = false;
        loop {
            let style = others.next().unwrap_or(Style::Cavage);
            let answer = send(self.school, letter, keys.signer_for(style), style.scheme()).await;
            let meaning = delivery::meaning(&answer, letter.verb.is_urgent(), others.len() == 0);
            if meaning != Meaning::OtherStyle {
                return Ok(Tried { style, refused, answer, meaning });
            }
            refused |= style == Style::Ed25519;
        }
    }

    /// What is sent in a letter's place when its item was reworded while it waited: the old words, which somebody has changed
    /// for a reason, are sent no more.
    async fn newest(&self, letter: Delivery, leased_until: Timestamp) -> Result<Wording> {
        if !matches!(letter.verb, Verb::Create | Verb::Update) {
            return Ok(Wording::Of(letter, None));
        }
        let now = self.school.clock.now();
        let Some(newer) = store::deliveries::newest(&mut self.school.db.read(), &letter.id, now).await? else {
            return Ok(Wording::Of(letter, None));
        };
        if letter.verb == Verb::Update {
            return Ok(Wording::Replaced(letter));
        }
        let Some(body) = outbox::reworded(&letter.body, &newer.body) else { return Ok(Wording::Of(letter, None)) };
        // One that was tried may have arrived with its old words, and then only the Update changes them.
        let goes_along = letter.attempts == 0 && !newer.was_delivered;
        if goes_along {
            // An undo that comes now finds it on its way; one that came before has taken it back.
            let mut tx = self.school.db.begin().await?;
            let is_there = store::deliveries::lease(&mut tx, &newer.id, leased_until).await?;
            tx.commit().await?;
            if !is_there {
                return Ok(Wording::Of(letter, None));
            }
        }
        Ok(Wording::Of(Delivery { body, ..letter }, goes_along.then_some(newer.id)))
    }

    async fn became(&mut self, letter: Delivery, along: Option<DeliveryId>, tried: Tried) -> Result<Then> {
        let Tried { style, refused, answer, meaning } = tried;
        let status = answer.status.map(i64::from);
        if meaning == Meaning::Delivered {
            let now = self.school.clock.now();
            self.peer.failures = 0;
            self.peer.last_ok_at = Some(now);
            self.peer.habits.took = Some(style);
            match (style, refused) {
                (Style::Ed25519, _) => self.peer.habits.refused_ed25519_at = None,
                (Style::Cavage | Style::Message, true) => self.peer.habits.refused_ed25519_at = Some(now),
                (Style::Cavage | Style::Message, false) => {}
            }
            let status = status.unwrap_or_default();
            self.scribe.write(Outcome::Delivered { letter, status, style, refused, along }).await?;
            return Ok(Then::GoOn);
        }
        let error = said(&answer);
        let (outcome, then) = self.refused(letter, status, error, &meaning);
        self.scribe.write(outcome).await?;
        // A lane that goes on comes to it.
        if let (Some(along), Then::Rest) = (along, &then) {
            self.scribe.write(Outcome::WentInVain(along)).await?;
        }
        Ok(then)
    }

    /// A letter that was not taken: what becomes of it, and of what waits behind it.
    fn refused(&self, letter: Delivery, status: Option<i64>, error: String, meaning: &Meaning) -> (Outcome, Then) {
        let (host, urgent) = (letter.host.as_str(), letter.verb.is_urgent());
        let refusals = letter.refusals + 1;
        let times = u32::try_from(refusals).unwrap_or(u32::MAX);
        match *meaning {
            Meaning::Never(why) => {
                tracing::warn!(host, status, why, "a letter was given up");
                (Outcome::GaveUp { letter, status, why }, Then::GoOn)
            }
            Meaning::Gone => match delivery::ask_gone_again(times) {
                None if !urgent => (self.parked(letter, status, error), Then::GoOn),
                again => {
                    let wait = again.and_then(|again| SignedDuration::try_from(again).ok());
                    let wait = wait.unwrap_or(SignedDuration::from_hours(24));
                    (Outcome::PutOff { letter, status, error, refusals, wait }, Then::GoOn)
                }
            },
            Meaning::TryAgain { after, fault } => {
                let after = after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default();
                let is_patient = fault == Fault::Letter || fault == Fault::Unclear && times >= LET_PAST_AFTER;
                let took_others = self.peer.last_ok_at > letter.last_tried_at && letter.last_tried_at.is_some();
                if fault == Fault::Unclear && times >= SICK_AFTER && took_others && !urgent {
                    return (self.parked(letter, status, error), Then::GoOn);
                }
                tracing::info!(host, status, "a letter was not taken; it is tried again");
                if is_patient {
                    let wait = wait(refusals).max(after);
                    return (Outcome::PutOff { letter, status, error, refusals, wait }, Then::GoOn);
                }
                let refusals = if fault == Fault::Server { 0 } else { refusals };
                let wait = wait(self.peer.failures + 1).max(after);
                (Outcome::Postponed { letter, status, error, refusals, wait }, Then::Rest)
            }
            // Both were settled before.
            Meaning::Delivered | Meaning::OtherStyle => (Outcome::Released(vec![letter]), Then::Rest),
        }
    }

    fn parked(&self, letter: Delivery, status: Option<i64>, error: String) -> Outcome {
        tracing::warn!(host = self.peer.host, status, "a letter was put aside for an admin");
        Outcome::Parked { letter, status, error }
    }
}

/// A letter that was sent: how it was signed at last, whether it was refused with Ed25519 before, and what came of it.
struct Tried {
    style: Style,
    refused: bool,
    answer: Answer,
    meaning: Meaning,
}

/// What is sent of a letter.
enum Wording {
    /// This, and when it is taken another has arrived with it.
    Of(Delivery, Option<DeliveryId>),
    /// Nothing: a newer one goes in its place.
    Replaced(Delivery),
}

/// What takes something back reaches schools, too, that nothing else is sent to any more.
async fn send(school: &School, letter: &Delivery, signer: &Signer, scheme: Scheme) -> Answer {
    let (inbox, body) = (&letter.inbox, letter.body.as_bytes());
    if letter.verb.is_urgent() {
        school.client.withdraw(inbox, body, signer, scheme).await
    } else {
        school.client.post(inbox, body, signer, scheme).await
    }
}

/// Why a letter was not taken, for an admin: their words cut short, never ours.
fn said(answer: &Answer) -> String {
    let text = match (&answer.error, answer.status) {
        (Some(error), _) => error.clone(),
        (None, Some(status)) => format!("{status} {}", answer.body_start),
        (None, None) => "no answer".to_owned(),
    };
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
