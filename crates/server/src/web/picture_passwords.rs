//! The pictures by which a pupil is known: given by an adult on a slip of paper, tapped by the pupil at the poster's names.
//!
//! Each tap is a button that sends what was tapped before; so it works with a keyboard, a screen reader and no script.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;

use super::class_settings::kept_class;
use super::csrf;
use super::desk::{day, time};
use super::error_page::Trouble;
use super::forms::Checked;
use super::page::{ClassLink, Page, Show};
use super::people::base;
use super::posters::Wall;
use super::proofs::Staff;
use super::reading::is_large;
use super::sessions;
use super::visit::{Flash, Visit};
use crate::actions::picture_passwords::{TICKET, Tried};
use crate::domain::classes::ClassBlog;
use crate::domain::ids::PupilId;
use crate::domain::picture_passwords::{Length, PICTURES, PicturePassword, Rest, STRANGERS, Sequence};
use crate::error::{Error, Result};
use crate::school::School;
use crate::{actions, store, tokens};

/// As many wrong tries as an adult is told of.
const FEW: i64 = 4;

/// A drawing and its word.
struct Drawing {
    name: &'static str,
    word: String,
}

impl Drawing {
    fn of(page: &Page, name: &'static str) -> Self {
        Self { name, word: page.say(&format!("picture-{name}")) }
    }
}

/// How a pupil's pictures stand, for the adults.
pub(super) struct Standing {
    pub(super) tone: &'static str,
    pub(super) words: String,
}

pub(super) fn standing(page: &Page, now: Timestamp, known: &PicturePassword) -> Standing {
    let wrong = known.wrong.to_string();
    let (tone, words) = match known.rest(now) {
        Rest::Stopped => ("worry", page.with("pupils-pictures-stopped", [("wrong", wrong)])),
        Rest::Until(until) => {
            ("wait", page.with("pupils-pictures-rest", [("wrong", wrong), ("moment", time(page, now, until))]))
        }
        Rest::Awake if known.wrong >= FEW => ("wait", page.with("pupils-pictures-wrong", [("wrong", wrong)])),
        Rest::Awake => {
            let made = day(page, now, known.created_at);
            let words = match known.last_used_at {
                Some(used) => page.with("pupils-pictures-used", [("made", made), ("used", day(page, now, used))]),
                None => page.with("pupils-pictures-made", [("moment", made)]),
            };
            ("", words)
        }
    };
    Standing { tone, words }
}

/// What strangers tried at a class's poster, once that is worth a word.
pub(super) fn alarm(page: &Page, wrong: i64) -> Option<Standing> {
    let (tone, key) = match wrong {
        STRANGERS.. => ("worry", "posters-strangers-stopped"),
        FEW.. => ("wait", "posters-strangers"),
        _ => return None,
    };
    Some(Standing { tone, words: page.with(key, [("wrong", wrong.to_string())]) })
}

#[derive(Deserialize)]
pub(super) struct ToGive {
    /// Empty for all who have none.
    #[serde(default)]
    pupil: String,
    #[serde(default)]
    length: String,
}

struct Slip {
    name: String,
    pictures: Vec<Drawing>,
}

#[derive(Template)]
#[template(path = "people/slips.html")]
struct PrintSlips {
    page: Page,
    class: ClassLink,
    slips: Vec<Slip>,
    back_url: String,
}

/// New pictures for one pupil, or for all who have none: shown once, to print and cut.
pub(super) async fn give(
    school: School,
    Staff(adult): Staff,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<ToGive>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let length: Length = form.length.parse().map_err(|_| Error::invalid("length", "fault-pictures-length"))?;
    let mut pupils = store::people::pupils_of_class(&mut school.db.read(), &class.id).await?;
    if form.pupil.is_empty() {
        let known = store::picture_passwords::of_class(&mut school.db.read(), &class.id).await?;
        pupils.retain(|pupil| known.iter().all(|(other, _)| *other != pupil.id));
    } else {
        pupils.retain(|pupil| pupil.id.as_str() == form.pupil);
        if pupils.is_empty() {
            return Err(Error::Missing);
        }
    }
    if pupils.is_empty() {
        flash.say("toast-pictures-all", &[]).await?;
        return Ok(Redirect::to(&base(&class)).into_response());
    }
    let mut slips = Vec::with_capacity(pupils.len());
    for pupil in pupils {
        let given = actions::picture_passwords::give(&school, &adult, &class.id, &pupil.id, length).await?;
        let pictures = given.pictures().iter().map(|name| Drawing::of(&page, name)).collect();
        slips.push(Slip { name: pupil.name, pictures });
    }
    let title = page.with("slips-title", [("count", slips.len().to_string())]);
    let class_link = ClassLink::ours(&school, &class);
    Ok(Show(PrintSlips { page: page.titled(title), class: class_link, slips, back_url: base(&class) }).into_response())
}

#[derive(Template)]
#[template(path = "sign_in/pictures.html")]
struct ShowPictures {
    page: Page,
    class: ClassLink,
    name: String,
    action: String,
    /// None while there is nothing to tap.
    ticket: Option<String>,
    tapped: String,
    /// For each picture whether it was tapped.
    steps: Vec<bool>,
    /// The same in words.
    so_far: String,
    pictures: Vec<Drawing>,
    /// What went wrong.
    says: Option<String>,
    large: bool,
}

/// Somebody's turn at a device that knows their class's poster.
struct Turn {
    wall: Wall,
    class: ClassBlog,
    pupil: PupilId,
    name: String,
    known: Option<PicturePassword>,
}

impl Turn {
    /// None when the poster opens nothing. Errors: [`Error::Missing`] for whoever is not in its class.
    async fn of(school: &School, headers: &HeaderMap, pupil: &str) -> Result<Option<Self>> {
        let Some(wall) = Wall::of(school, headers) else { return Ok(None) };
        let class = match wall.class(school).await {
            Err(Error::Missing) => return Ok(None),
            found => found?,
        };
        let pupil: PupilId = pupil.parse().map_err(|_| Error::Missing)?;
        let sql = &mut school.db.read();
        let name = actions::picture_passwords::in_class(sql, &class.id, &pupil).await?;
        let known = store::picture_passwords::get(sql, &pupil).await?;
        Ok(Some(Self { wall, class, pupil, name, known }))
    }

    /// The page for what was tapped so far, good for one try.
    fn page(&self, school: &School, page: Page, tapped: &Sequence, ticket: String, says: Option<&str>) -> ShowPictures {
        let length = self.known.as_ref().map_or(0, |known| known.length.count());
        let done = tapped.pictures().len();
        let (step, of) = ((done + 1).to_string(), length.to_string());
        let title = page.with("pictures-title", [("name", self.name.clone()), ("step", step), ("of", of)]);
        ShowPictures {
            class: ClassLink::ours(school, &self.class),
            name: self.name.clone(),
            action: format!("/names/{}", self.pupil),
            ticket: Some(ticket),
            tapped: tapped.to_string(),
            steps: (0..length).map(|step| step < done).collect(),
            so_far: page.with("pictures-step", [("step", done.to_string()), ("of", length.to_string())]),
            pictures: PICTURES.into_iter().map(|name| Drawing::of(&page, name)).collect(),
            says: says.map(|key| page.say(key)),
            large: is_large(&self.class),
            page: page.titled(title),
        }
    }

    fn afresh(&self, school: &School, page: Page, says: Option<&str>) -> Show<ShowPictures> {
        Show(self.page(school, page, &Sequence::default(), ticket(school, &self.pupil), says))
    }

    /// The page while there is nothing to tap.
    fn nothing(&self, school: &School, page: Page, says: String) -> Show<ShowPictures> {
        let page = page.titled(self.name.clone());
        let empty = Sequence::default();
        let shown = self.page(school, page.clone(), &empty, String::new(), None);
        Show(ShowPictures { page, ticket: None, steps: Vec::new(), pictures: Vec::new(), says: Some(says), ..shown })
    }

    fn strange(&self, school: &School, page: Page) -> Response {
        let says = page.say("pictures-strange");
        (StatusCode::TOO_MANY_REQUESTS, self.nothing(school, page, says)).into_response()
    }

    fn resting(&self, school: &School, page: Page, rest: Rest) -> Response {
        let Some(wait) = actions::picture_passwords::wait(rest, school.clock.now()) else {
            let says = page.say("pictures-stopped");
            return (StatusCode::TOO_MANY_REQUESTS, self.nothing(school, page, says)).into_response();
        };
        let minutes = wait.as_secs().div_ceil(60).max(1);
        let says = page.with("pictures-resting", [("minutes", minutes.to_string())]);
        let after = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
        (StatusCode::TOO_MANY_REQUESTS, after, self.nothing(school, page, says)).into_response()
    }
}

/// The twelve pictures, for the first tap.
pub(super) async fn show(
    school: School,
    page: Page,
    headers: HeaderMap,
    Path(pupil): Path<String>,
) -> Result<Response> {
    let Some(turn) = Turn::of(&school, &headers, &pupil).await? else { return Ok(Trouble::Poster.into_response()) };
    let Some(known) = &turn.known else {
        let says = page.say("pictures-none");
        return Ok(turn.nothing(&school, page, says).into_response());
    };
    if actions::picture_passwords::is_shut_out(&mut school.db.read(), &turn.class.id, &turn.wall.device).await? {
        return Ok(turn.strange(&school, page));
    }
    Ok(match known.rest(school.clock.now()) {
        Rest::Awake => turn.afresh(&school, page, None).into_response(),
        rest @ (Rest::Until(_) | Rest::Stopped) => turn.resting(&school, page, rest),
    })
}

#[derive(Deserialize)]
pub(super) struct Taps {
    #[serde(default)]
    ticket: String,
    /// What was tapped before, in its order.
    #[serde(default)]
    tapped: String,
    #[serde(default)]
    tap: String,
}

/// One tap. The last one signs in, if all of them are right.
pub(super) async fn tap(
    school: School,
    visit: Visit,
    page: Page,
    headers: HeaderMap,
    Path(pupil): Path<String>,
    Checked(form): Checked<Taps>,
) -> Result<Response> {
    let Some(turn) = Turn::of(&school, &headers, &pupil).await? else { return Ok(Trouble::Poster.into_response()) };
    let Some(known) = &turn.known else { return Err(Error::Missing) };
    let is_good = is_good(&school, &turn.pupil, &form.ticket)
        && !actions::picture_passwords::is_spent(&school, &form.ticket).await?;
    let tapped = Sequence::parse(&form.tapped).and_then(|tapped| tapped.then(&form.tap)).filter(|_| is_good);
    let Some(tapped) = tapped else {
        return Ok(turn.afresh(&school, page, Some("pictures-again")).to_mend());
    };
    if tapped.pictures().len() < known.length.count() {
        return Ok(Show(turn.page(&school, page, &tapped, form.ticket, None)).into_response());
    }
    let Turn { class, pupil, wall, .. } = &turn;
    let tried =
        actions::picture_passwords::attempt(&school, &class.id, pupil, &wall.device, &form.ticket, &tapped).await?;
    match tried {
        Tried::Right => {
            let key = sessions::key_of_poster(&tokens::hash_of(&wall.token));
            sessions::sign_in(visit.session(), format!("pupil:{pupil}"), Some(key), school.clock.now()).await?;
            Ok(Redirect::to(&ClassLink::ours(&school, class).url).into_response())
        }
        Tried::Wrong(Rest::Awake) => Ok(turn.afresh(&school, page, Some("pictures-wrong")).to_mend()),
        Tried::Wrong(rest) | Tried::Resting(rest) => Ok(turn.resting(&school, page, rest)),
        Tried::Strange => Ok(turn.strange(&school, page)),
        Tried::Spent => Ok(turn.afresh(&school, page, Some("pictures-again")).to_mend()),
    }
}

/// Made with each page of pictures, for this pupil and some minutes: what was sent once cannot be sent again.
fn ticket(school: &School, pupil: &PupilId) -> String {
    let made = school.clock.now().as_millisecond();
    let chance = tokens::random(12);
    format!("{made}.{chance}.{}", signed(school, pupil, made, &chance))
}

fn is_good(school: &School, pupil: &PupilId, ticket: &str) -> bool {
    let parts: Vec<&str> = ticket.split('.').collect();
    let [made, chance, signature] = parts.as_slice() else { return false };
    let Ok(made) = made.parse::<i64>() else { return false };
    let age = school.clock.now().as_millisecond().saturating_sub(made);
    csrf::same(&signed(school, pupil, made, chance), signature) && i128::from(age) < TICKET.as_millis()
}

fn signed(school: &School, pupil: &PupilId, made: i64, chance: &str) -> String {
    csrf::sign(&school.profile.secret, &format!("ticket:{pupil}:{made}:{chance}"))
}
