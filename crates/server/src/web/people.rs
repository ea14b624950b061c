//! The pupils of a class, their cards and the families' link. What a card says is shown once and never kept.

use std::collections::HashMap;
use std::fmt::Write;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use qrcode::{Color, QrCode};
use serde::Deserialize;

use super::class_settings::{change_url, kept_class};
use super::desk::{Choice, day, faults, lasting_day, option};
use super::forms::{Checked, Nothing};
use super::page::{ClassLink, Page, Show};
use super::picture_passwords::{Standing, alarm, standing};
use super::proofs::Staff;
use super::reading::listed;
use super::visit::Flash;
use crate::actions;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, PupilId};
use crate::domain::people::{Card, FAMILY_LINK_LASTS};
use crate::domain::picture_passwords::PicturePassword;
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

struct PupilRow {
    id: String,
    name: String,
    has_card: bool,
    card: String,
    /// None for who has no pictures.
    pictures: Option<Standing>,
    /// Other classes and groups they are in; empty for most.
    elsewhere: String,
}

#[derive(Template)]
#[template(path = "people/pupils.html")]
struct ShowPupils {
    page: Page,
    class: ClassLink,
    base: String,
    change_url: String,
    pupils: Vec<PupilRow>,
    /// Other classes and groups a pupil can be put into.
    groups: Vec<Choice>,
    sent: SentList,
    poster: String,
    has_poster: bool,
    alarm: Option<Standing>,
    family: String,
    may_invite_families: bool,
}

/// A list that comes back to be mended, and why.
#[derive(Default)]
pub(super) struct SentList {
    pub(super) names: String,
    pub(super) names_error: Option<String>,
    pub(super) file_error: Option<String>,
}

struct PupilCard {
    name: String,
    qr_html: String,
    address: String,
}

#[derive(Template)]
#[template(path = "people/cards.html")]
struct PrintCards {
    page: Page,
    class: ClassLink,
    lead: String,
    cards: Vec<PupilCard>,
    back_url: String,
}

pub(super) fn base(class: &ClassBlog) -> String {
    format!("/people/{}", class.slug)
}

pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    render(&school, &adult, page, &class, SentList::default()).await
}

pub(super) async fn render(
    school: &School,
    adult: &Adult,
    page: Page,
    class: &ClassBlog,
    sent: SentList,
) -> Result<Response> {
    let now = school.clock.now();
    let cards: HashMap<PupilId, Card> = store::people::cards_of_class(&mut school.db.read(), &class.id)
        .await?
        .into_iter()
        .map(|card| (card.pupil.clone(), card))
        .collect();
    let pictures: HashMap<PupilId, PicturePassword> =
        store::picture_passwords::of_class(&mut school.db.read(), &class.id).await?.into_iter().collect();
    let mut elsewhere: HashMap<PupilId, Vec<String>> = HashMap::new();
    for (pupil, name) in store::people::elsewhere(&mut school.db.read(), &class.id).await? {
        elsewhere.entry(pupil).or_default().push(name);
    }
    let pupils: Vec<PupilRow> = store::people::pupils_of_class(&mut school.db.read(), &class.id)
        .await?
        .into_iter()
        .map(|pupil| {
            let card = cards.get(&pupil.id);
            PupilRow {
                has_card: card.is_some(),
                pictures: pictures.get(&pupil.id).map(|known| standing(&page, now, known)),
                card: card.map(|card| card_words(&page, now, card)).unwrap_or_default(),
                elsewhere: elsewhere.get(&pupil.id).map(|names| listed(&page, names)).unwrap_or_default(),
                id: pupil.id.to_string(),
                name: pupil.name,
            }
        })
        .collect();
    let groups = store::classes::all(&mut school.db.read())
        .await?
        .into_iter()
        .filter(|other| other.id != class.id && (adult.is_admin || adult.runs(&other.id)))
        .map(|other| option(other.id.as_str(), other.name, ""))
        .collect();
    let family = match store::people::family_link_since(&mut school.db.read(), &class.id).await? {
        Some(since) => {
            let until = since + FAMILY_LINK_LASTS;
            let key = if until <= now { "families-ended" } else { "families-since" };
            page.with(key, [("moment", day(&page, now, since)), ("until", lasting_day(&page, until))])
        }
        None => page.say("families-none"),
    };
    let poster = store::posters::since(&mut school.db.read(), &class.id).await?;
    let has_poster = poster.is_some();
    let poster = match poster {
        Some(since) => page.with("posters-since", [("moment", day(&page, now, since))]),
        None => page.say("posters-none"),
    };
    let strangers = store::picture_passwords::wrong_of_strangers(&mut school.db.read(), &class.id).await?;
    let alarm = alarm(&page, strangers);
    let title = page.with("pupils-title", [("count", pupils.len().to_string())]);
    let is_wrong = sent.names_error.is_some() || sent.file_error.is_some();
    let shown = Show(ShowPupils {
        class: ClassLink::ours(school, class),
        base: base(class),
        change_url: change_url(class),
        pupils,
        groups,
        sent,
        poster,
        has_poster,
        alarm,
        family,
        may_invite_families: adult.runs(&class.id),
        page: page.titled(title),
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

fn card_words(page: &Page, now: Timestamp, card: &Card) -> String {
    let made = day(page, now, card.created_at);
    match card.last_used_at {
        Some(used) => page.with("pupils-card-used", [("made", made), ("used", day(page, now, used))]),
        None => page.with("pupils-card-made", [("moment", made)]),
    }
}

#[derive(Deserialize)]
pub(super) struct OfPupil {
    #[serde(default)]
    pupil: String,
    /// The group to put them into.
    #[serde(default)]
    group: String,
}

impl OfPupil {
    fn pupil(&self) -> Result<PupilId> {
        self.pupil.parse().map_err(|_| Error::Missing)
    }
}

pub(super) async fn join(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<OfPupil>,
) -> Result<Redirect> {
    let class = kept_class(&school, &adult, &slug).await?;
    let pupil = form.pupil()?;
    // Only a pupil of this class is put into another from here.
    let pupils = store::people::pupils_of_class(&mut school.db.read(), &class.id).await?;
    let name = pupils.into_iter().find(|other| other.id == pupil).ok_or(Error::Missing)?.name;
    let group: ClassId = form.group.parse().map_err(|_| Error::Missing)?;
    let group = store::classes::get(&mut school.db.read(), &group).await?;
    actions::people::join_class(&school, &adult, &pupil, &group.id).await?;
    flash.say("toast-pupil-joined", &[("name", name), ("class", group.name)]).await?;
    Ok(Redirect::to(&base(&class)))
}

/// Out of this class or group; what they wrote stays with it.
pub(super) async fn leave(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<OfPupil>,
) -> Result<Redirect> {
    let class = kept_class(&school, &adult, &slug).await?;
    let pupil = form.pupil()?;
    match faults(actions::people::leave_class(&school, &adult, &class.id, &pupil).await)? {
        Ok(()) => {
            let name = store::people::pupil(&mut school.db.read(), &pupil).await?.name;
            flash.say("toast-pupil-out", &[("name", name), ("class", class.name.clone())]).await?;
        }
        Err(faults) => flash.say(faults.first().map_or("", |fault| fault.key), &[]).await?,
    }
    Ok(Redirect::to(&base(&class)))
}

pub(super) async fn revoke(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<OfPupil>,
) -> Result<Redirect> {
    let class = kept_class(&school, &adult, &slug).await?;
    let pupil = form.pupil()?;
    actions::people::revoke_card(&school, &adult, &class.id, &pupil).await?;
    let name = store::people::pupil(&mut school.db.read(), &pupil).await?.name;
    flash.say("toast-card-revoked", &[("name", name)]).await?;
    Ok(Redirect::to(&base(&class)))
}

pub(super) async fn left(
    school: School,
    Staff(adult): Staff,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<OfPupil>,
) -> Result<Redirect> {
    let class = kept_class(&school, &adult, &slug).await?;
    let pupil = form.pupil()?;
    actions::people::pupil_left(&school, &adult, &class.id, &pupil).await?;
    let name = store::people::pupil(&mut school.db.read(), &pupil).await?.name;
    flash.say("toast-pupil-left", &[("name", name)]).await?;
    Ok(Redirect::to(&base(&class)))
}

/// A new card for one pupil, shown once.
pub(super) async fn card(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    Checked(form): Checked<OfPupil>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let pupil = form.pupil()?;
    let token = actions::people::new_card(&school, &adult, &class.id, &pupil).await?;
    let name = store::people::pupil(&mut school.db.read(), &pupil).await?.name;
    let cards = vec![printed(&school, name, "card", &token)?];
    Ok(print(&school, cards_titled(page, 1), &class, "cards-lead-one", cards))
}

/// New cards for the whole class, to print; the old ones are dead.
pub(super) async fn cards(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let mut cards = Vec::new();
    for pupil in store::people::pupils_of_class(&mut school.db.read(), &class.id).await? {
        let token = actions::people::new_card(&school, &adult, &class.id, &pupil.id).await?;
        cards.push(printed(&school, pupil.name, "card", &token)?);
    }
    Ok(print(&school, cards_titled(page, cards.len()), &class, "cards-lead", cards))
}

/// A new link for the families, shown once.
pub(super) async fn family(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let token = actions::people::new_family_link(&school, &adult, &class.id).await?;
    let cards = vec![printed(&school, page.say("families-card"), "family", &token)?];
    let title = page.say("families-new");
    Ok(print(&school, page.titled(title), &class, "families-lead", cards))
}

fn printed(school: &School, name: String, door: &str, token: &str) -> Result<PupilCard> {
    let address = school.urls.to(&format!("/{door}/{token}")).to_string();
    Ok(PupilCard { name, qr_html: qr(&address)?, address })
}

fn cards_titled(page: Page, count: usize) -> Page {
    let title = page.with("cards-title", [("count", count.to_string())]);
    page.titled(title)
}

fn print(school: &School, page: Page, class: &ClassBlog, lead: &str, cards: Vec<PupilCard>) -> Response {
    let lead = page.say(lead);
    Show(PrintCards { class: ClassLink::ours(school, class), lead, cards, back_url: base(class), page }).into_response()
}

/// A code as one drawn path, with the quiet edge that scanners need.
pub(super) fn qr(text: &str) -> Result<String> {
    const EDGE: usize = 3;
    let code =
        QrCode::new(text).map_err(|cause| Error::Internal(anyhow::anyhow!("a code cannot be drawn: {cause}")))?;
    let width = code.width();
    let mut path = String::new();
    for (row, colours) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = colours[column..].iter().take_while(|colour| **colour == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + EDGE, row + EDGE);
            }
            column += run.max(1);
        }
    }
    let size = width + 2 * EDGE;
    Ok(format!(
        r#"<svg viewBox="0 0 {size} {size}" fill="currentColor" shape-rendering="crispEdges" aria-hidden="true"><path d="{path}"/></svg>"#
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_without_anything_from_elsewhere() {
        let drawn = qr("https://maple.example/card/0123456789abcdefghjkmnpqrs").unwrap();

        assert!(drawn.starts_with("<svg viewBox=\"0 0 ") && drawn.contains("<path d=\"M3 3h7v1h-7z"));
        assert!(drawn.len() < 12_000, "{}", drawn.len());
    }
}
