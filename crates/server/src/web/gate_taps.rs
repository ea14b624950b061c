//! What is done at the gate: deciding, undoing, worrying, taking something off. Each ends where the hand was.

use axum::extract::{Path, Query};
use axum::response::Redirect;
use serde::Deserialize;

use super::desk::gate_class;
use super::forms::Checked;
use super::gate::base;
use super::gate_cards::{anchor, choice as of_waiting};
use super::page::{Words, own_path};
use super::proofs::{Moderator, Staff};
use super::visit::Flash;
use crate::actions;
use crate::actions::moderation::{Choice, Decided, Missed, fits_a_batch};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{BatchId, ItemId};
use crate::domain::items::ItemKind;
use crate::domain::moderation::{LARGEST_BATCH, REASONS, Tray, UNDO_SECONDS, Verdict};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// Which tray was on the screen.
#[derive(Deserialize)]
pub(super) struct InTray {
    #[serde(default)]
    tray: String,
}

impl InTray {
    fn tray(&self) -> Tray {
        self.tray.parse().unwrap_or(Tray::In)
    }

    fn url(&self, class: &ClassBlog) -> String {
        format!("{}?tray={}", base(class), self.tray())
    }
}

#[derive(Deserialize)]
pub(super) struct Tap {
    #[serde(default)]
    choice: String,
    /// A verdict's word, with the reason behind a colon.
    #[serde(default)]
    decision: String,
    #[serde(default)]
    note: String,
}

/// "item:hash", as a card carries it.
pub(super) fn choice(text: &str) -> Option<Choice> {
    let (item, hash) = text.split_once(':')?;
    let is_hash = !hash.is_empty() && hash.len() <= 128 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_hash.then_some(Choice { item: item.parse().ok()?, hash: hash.to_owned() })
}

/// A verdict and the key of its reason, such as `send_back:reason-kind`. None for what no button of the gate sends.
fn decision(text: &str) -> Option<(Verdict, Option<&'static str>)> {
    let (verdict, reason) = text.split_once(':').unwrap_or((text, ""));
    let verdict: Verdict = verdict.parse().ok()?;
    let reason = REASONS.iter().copied().find(|known| *known == reason);
    match verdict {
        Verdict::LetIn | Verdict::LetInWithoutPictures | Verdict::StaffOnly | Verdict::SendBack | Verdict::TurnAway => {
            Some((verdict, reason))
        }
        Verdict::LetOutChanged | Verdict::Publish => None,
    }
}

/// What the child reads: the key of a sentence, our own words, or both as words.
fn reason(words: Words, key: Option<&str>, note: &str) -> String {
    match (key, note.trim()) {
        (Some(key), "") => key.to_owned(),
        (Some(key), note) => format!("{} {note}", words.say(key)),
        (None, note) => note.to_owned(),
    }
}

/// Where the eye goes next: the card that takes this one's place.
async fn next_place(school: &School, class: &ClassBlog, tray: Tray, item: &ItemId) -> Result<String> {
    let next = store::moderation::next_to(&mut school.db.read(), &class.id, tray, item).await?;
    Ok(next.map_or_else(String::new, |next| format!("#{}", anchor(&next))))
}

pub(super) async fn decide(
    school: School,
    Moderator(adult): Moderator,
    flash: Flash,
    Path(slug): Path<String>,
    Query(place): Query<InTray>,
    Checked(tap): Checked<Tap>,
) -> Result<Redirect> {
    let class = gate_class(&school, &adult, &slug).await?;
    let (Some(choice), Some((verdict, key))) = (choice(&tap.choice), decision(&tap.decision)) else {
        return Err(Error::invalid("decision", "fault-decision"));
    };
    let url = place.url(&class);
    // The child reads it, whatever language the adult works in.
    let reason = reason(Words::of(&school), key, &tap.note);
    if verdict == Verdict::SendBack && reason.is_empty() {
        flash.say("toast-send-back-why", &[]).await?;
        return Ok(Redirect::to(&format!("{url}#{}", anchor(&choice.item))));
    }
    let next = next_place(&school, &class, place.tray(), &choice.item).await?;
    let decided =
        actions::moderation::decide(&school, &adult, &class.id, std::slice::from_ref(&choice), verdict, &reason)
            .await?;
    let at = if decided.done.is_empty() { format!("#{}", anchor(&choice.item)) } else { next };
    tell(&flash, &decided, verdict, &class, place.tray()).await?;
    Ok(Redirect::to(&format!("{url}{at}")))
}

#[derive(Deserialize)]
pub(super) struct Bulk {
    #[serde(default)]
    choice: Vec<String>,
}

/// Lets in what was on the screen together. What does not fit a batch stays, whatever was sent.
pub(super) async fn bulk(
    school: School,
    Moderator(adult): Moderator,
    flash: Flash,
    Path(slug): Path<String>,
    Query(place): Query<InTray>,
    Checked(bulk): Checked<Bulk>,
) -> Result<Redirect> {
    let class = gate_class(&school, &adult, &slug).await?;
    let mut choices: Vec<Choice> = Vec::new();
    for sent in &bulk.choice {
        let Some(chosen) = choice(sent) else { continue };
        let waiting =
            store::moderation::waiting_one(&mut school.db.read(), &class.id, place.tray(), &chosen.item).await?;
        if waiting.filter(|waiting| of_waiting(waiting) == *sent).as_ref().is_none_or(fits_a_batch) {
            choices.push(chosen);
        }
        if choices.len() == LARGEST_BATCH {
            break;
        }
    }
    if choices.is_empty() {
        return Err(Error::invalid("choice", "fault-batch"));
    }
    let decided = actions::moderation::decide(&school, &adult, &class.id, &choices, Verdict::LetIn, "").await?;
    tell(&flash, &decided, Verdict::LetIn, &class, place.tray()).await?;
    Ok(Redirect::to(&place.url(&class)))
}

/// Says what became of a tap, with a way back; and plainly what stayed, and why.
pub(super) async fn tell(
    flash: &Flash,
    decided: &Decided,
    verdict: Verdict,
    class: &ClassBlog,
    tray: Tray,
) -> Result<()> {
    let words = flash.words();
    let mut said = Vec::new();
    match decided.done.len() {
        0 => {}
        1 => said.push(words.say(match (verdict, tray) {
            (Verdict::LetIn | Verdict::Publish, Tray::In) => "toast-let-in",
            (Verdict::LetIn | Verdict::Publish, Tray::Out | Tray::Ours) => "toast-let-out",
            (Verdict::LetInWithoutPictures, _) => "toast-let-in-without-pictures",
            (Verdict::StaffOnly, _) => "toast-staff-only",
            (Verdict::LetOutChanged, _) => "toast-let-out-changed",
            (Verdict::SendBack, _) => "toast-send-back",
            (Verdict::TurnAway, _) => "toast-turn-away",
        })),
        many => said.push(words.with("toast-let-in-many", [("count", many.to_string())])),
    }
    if !said.is_empty() && !decided.missed.is_empty() {
        said.push(words.with("toast-missed-some", [("count", decided.missed.len().to_string())]));
    }
    let mut why: Vec<String> = decided.missed.iter().map(|missed| missed_sentence(words, missed)).collect();
    why.dedup();
    said.extend(why.into_iter().take(3));
    let text = [("text", said.join(" "))];
    if decided.done.is_empty() {
        return flash.say("toast-plain", &text).await;
    }
    let undo = format!("/gate/undo/{}?class={}&tray={tray}", decided.batch, class.slug);
    flash.say_with_undo("toast-plain", &text, undo, u32::try_from(UNDO_SECONDS).unwrap_or(0)).await
}

fn missed_sentence(words: Words, missed: &Missed) -> String {
    match missed {
        Missed::Changed(_) => words.say("toast-changed"),
        Missed::Taken { by, verdict, .. } => {
            let outcome = words.say(&format!("decision-{verdict}")).to_lowercase();
            words.with("toast-taken", [("name", by.clone()), ("outcome", outcome)])
        }
        Missed::PicturesComing(_) => words.say("toast-pictures-coming"),
        Missed::Gone(_) => words.say("toast-gone"),
    }
}

#[derive(Deserialize)]
pub(super) struct UndoPlace {
    #[serde(default)]
    class: String,
    #[serde(default)]
    tray: String,
}

/// The page on which undoing was offered.
#[derive(Deserialize)]
pub(super) struct UndoFrom {
    #[serde(default)]
    back: String,
}

pub(super) async fn undo(
    school: School,
    Moderator(adult): Moderator,
    flash: Flash,
    Path(batch): Path<String>,
    Query(place): Query<UndoPlace>,
    Checked(from): Checked<UndoFrom>,
) -> Result<Redirect> {
    let batch: BatchId = batch.parse().map_err(|_| Error::Missing)?;
    let undone = match actions::moderation::undo(&school, &adult, &batch).await {
        Ok(_) => store::moderation::batch(&mut school.db.read(), &batch).await?.into_iter().next(),
        Err(Error::Conflict(_)) => {
            flash.say("toast-undo-too-late", &[]).await?;
            None
        }
        Err(other) => return Err(other),
    };
    if let Some(decision) = undone.as_ref().filter(|decision| decision.verdict == Verdict::Publish) {
        return own_words_again(&school, &flash, &decision.item, own_path(&from.back)).await;
    }
    if undone.is_some() {
        flash.say("toast-undone", &[]).await?;
    }
    let at = undone.map_or_else(String::new, |decision| format!("#{}", anchor(&decision.item)));
    let tray: Tray = place.tray.parse().unwrap_or(Tray::In);
    Ok(Redirect::to(&match gate_class(&school, &adult, &place.class).await {
        Ok(class) => format!("{}?tray={tray}{at}", base(&class)),
        Err(_) => "/gate".to_owned(),
    }))
}

/// One's own words never waited at a gate: a post is a draft again, a comment stands in its field again.
async fn own_words_again(school: &School, flash: &Flash, item: &ItemId, back: Option<&str>) -> Result<Redirect> {
    Ok(match store::items::get(&mut school.db.read(), item).await?.kind {
        ItemKind::Article => {
            flash.say("toast-undone-post", &[]).await?;
            Redirect::to(&format!("/edit/{item}"))
        }
        ItemKind::Comment => {
            flash.say("toast-undone-comment", &[]).await?;
            Redirect::to(&back.map_or_else(|| "/".to_owned(), |back| format!("{back}?again={item}#write")))
        }
    })
}

#[derive(Deserialize)]
pub(super) struct AllowLink {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    link: String,
}

pub(super) async fn allow_link(
    school: School,
    Moderator(adult): Moderator,
    flash: Flash,
    Path(slug): Path<String>,
    Query(place): Query<InTray>,
    Checked(tap): Checked<AllowLink>,
) -> Result<Redirect> {
    let class = gate_class(&school, &adult, &slug).await?;
    let choice = choice(&tap.choice).ok_or(Error::Missing)?;
    let showing = store::moderation::showing(&mut school.db.read(), &choice.item, &class.id).await?;
    let revision = store::revisions::get(&mut school.db.read(), &showing.revision).await?;
    if revision.hash == choice.hash {
        actions::moderation::allow_link(&school, &adult, &class.id, &choice.item, &revision.id, &tap.link).await?;
        flash.say("toast-link-allowed", &[]).await?;
    } else {
        flash.say("toast-changed", &[]).await?;
    }
    Ok(Redirect::to(&format!("{}#{}", place.url(&class), anchor(&choice.item))))
}

#[derive(Deserialize)]
pub(super) struct Worried {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    words: String,
}

/// Seals it, for whoever sits at this gate; a coach may too.
pub(super) async fn worried(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    Query(place): Query<InTray>,
    Checked(tap): Checked<Worried>,
) -> Result<Redirect> {
    let class = gate_class(&school, &adult, &slug).await?;
    let choice = choice(&tap.choice).ok_or(Error::Missing)?;
    let next = next_place(&school, &class, place.tray(), &choice.item).await?;
    actions::worries::raise(&school, &adult, &class.id, &choice.item, &tap.words).await?;
    flash.say("toast-sealed", &[]).await?;
    Ok(Redirect::to(&format!("{}{next}", place.url(&class))))
}

#[derive(Deserialize)]
pub(super) struct Hide {
    #[serde(default)]
    item: String,
    #[serde(default)]
    back: String,
}

/// Takes something that was let in off every page of this class.
pub(super) async fn hide(
    school: School,
    Moderator(adult): Moderator,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(tap): Checked<Hide>,
) -> Result<Redirect> {
    let class = gate_class(&school, &adult, &slug).await?;
    let item: ItemId = tap.item.parse().map_err(|_| Error::Missing)?;
    actions::moderation::hide(&school, &adult, &class.id, &item).await?;
    flash.say("toast-item-hidden", &[]).await?;
    let back = own_path(&tap.back).map_or_else(|| base(&class), ToOwned::to_owned);
    Ok(Redirect::to(&back))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_choice_is_an_item_and_a_hash_and_nothing_else() {
        let item = ItemId::fresh(Timestamp::UNIX_EPOCH);

        assert_eq!(choice(&format!("{item}:ab12")), Some(Choice { item: item.clone(), hash: "ab12".to_owned() }));
        for bad in [String::new(), item.to_string(), format!("{item}:"), format!("{item}:a b"), format!("x:{item}")] {
            assert_eq!(choice(&bad), None, "{bad:?}");
        }
    }

    #[test]
    fn only_what_a_button_says_is_a_decision() {
        assert_eq!(decision("let_in"), Some((Verdict::LetIn, None)));
        assert_eq!(decision("send_back:reason-kind"), Some((Verdict::SendBack, Some("reason-kind"))));
        assert_eq!(decision("send_back:my own key"), Some((Verdict::SendBack, None)));
        for bad in ["", "publish", "let_out_changed", "LET_IN", "let_in_everything"] {
            assert_eq!(decision(bad), None, "{bad:?}");
        }
    }
}
