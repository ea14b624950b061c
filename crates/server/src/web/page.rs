//! What every page is told: the school, the reader, their navigation, the words of their language.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use fluent_bundle::{FluentArgs, FluentValue};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use jiff::tz::TimeZone;

use super::reading::is_large;
use super::sentences::{self, LANGUAGES, Language};
use super::visit::Visit;
use super::{sessions, static_files};
use crate::domain::classes::ClassBlog;
use crate::domain::comforts::Comfort;
use crate::domain::ids::ClassId;
use crate::domain::moderation::{COUNTED, Tray};
use crate::domain::viewer::{Adult, Person};
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
pub(super) const COMMIT: &str = env!("SCHOOLGATE_COMMIT");

/// Sentences in one language.
#[derive(Clone, Copy)]
pub struct Words(&'static Language);

impl Words {
    /// In the school's language; in English while nobody has translated that.
    pub fn of(school: &School) -> Self {
        Self::in_language(&school.profile.language)
    }

    pub(super) fn in_language(wanted: &str) -> Self {
        Self(sentences::of(wanted).unwrap_or_else(sentences::english))
    }

    /// The sentence of this key; the key itself where there is none, so that a gap is seen.
    pub fn say(&self, key: &str) -> String {
        self.0.sentence(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// The same with values put in. Values that are whole numbers choose the plural.
    pub fn with<'a>(&self, key: &str, values: impl AsRef<[(&'a str, String)]>) -> String {
        let mut given = FluentArgs::new();
        for (name, value) in values.as_ref() {
            let value = value.parse::<i64>().map_or_else(|_| FluentValue::from(value.as_str()), FluentValue::from);
            given.set(*name, value);
        }
        self.0.sentence(key, Some(&given)).unwrap_or_else(|| key.to_owned())
    }

    /// BCP 47.
    pub(super) fn language(self) -> &'static str {
        self.0.code
    }

    pub(super) fn direction(self) -> &'static str {
        self.0.direction
    }
}

/// What the layout needs; every page's struct has a field `page: Page`.
///
/// A handler takes it as an argument, gives it its title, and puts it into the page's struct.
#[derive(Clone)]
pub struct Page {
    pub title: String,
    pub language: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    pub school: String,
    pub viewer: ViewerNav,
    pub csrf: String,
    pub toast: Option<Toast>,
    pub version: &'static str,
    pub commit: &'static str,
    /// The path of this request, without the query; marks the current place in the navigation.
    pub path: String,
    /// What can be chosen at the foot.
    pub languages: &'static [Language],
    /// Where whoever chooses another language comes back to.
    pub here: String,
    /// How this pupil reads most easily; everything usual for everybody else.
    pub comfort: Comfort,
    /// The school's, for every moment on the page.
    pub(super) zone: TimeZone,
    words: Words,
}

/// Who looks, as far as the navigation shows it.
#[derive(Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "an admin may be the safeguarding lead too, and templates ask plain questions"
)]
pub struct ViewerNav {
    pub is_pupil: bool,
    pub is_staff: bool,
    pub is_admin: bool,
    pub is_safeguarding: bool,
    pub is_anonymous: bool,
    /// A pupil of one of the youngest classes: larger targets, pictures with few words, fewer things on a page.
    pub is_infant: bool,
    /// Came in at the class's poster: the next child's turn is one tap away.
    pub can_switch: bool,
    pub name: String,
    /// The one number on the gate: all trays of all this person's classes. None for who has no gate.
    pub waiting: Option<i64>,
    /// The same by class and tray, without what asks to follow.
    pub(super) trays: Vec<(ClassId, Tray, i64)>,
    /// Open cases of the safeguarding lead.
    pub sealed: Option<u32>,
    pub classes: Vec<NavClass>,
}

impl ViewerNav {
    /// Came in by a class's link for families.
    pub fn is_family(&self) -> bool {
        !self.is_pupil && !self.is_staff && !self.is_anonymous
    }
}

#[derive(Clone)]
pub struct NavClass {
    pub name: String,
    pub url: String,
    /// Two letters, or the name of a drawing.
    pub crest: String,
    /// 1 to 12.
    pub colour: u8,
}

#[derive(Clone)]
pub struct Toast {
    pub text: String,
    pub undo_url: Option<String>,
    /// How long undoing is possible.
    pub seconds: u32,
}

/// A class, ours or a partner's, as it is named on a page.
#[derive(Clone)]
pub struct ClassLink {
    pub name: String,
    pub url: String,
    pub crest: String,
    pub colour: u8,
    /// The school's name when it is not ours.
    pub school: Option<String>,
    /// BCP 47, of the name.
    pub language: String,
}

impl ClassLink {
    /// One of our own classes.
    pub fn ours(school: &School, class: &ClassBlog) -> Self {
        Self {
            name: class.name.clone(),
            url: school.urls.class_path(class.slug.as_str()),
            crest: class.crest.clone(),
            colour: class.colour,
            school: None,
            language: class.language.clone(),
        }
    }
}

impl Page {
    /// For nobody in particular, asking the database nothing: what is left when that is the trouble.
    pub(super) fn bare(visit: &Visit) -> Self {
        let (school, words) = (visit.school(), visit.words());
        Self {
            title: school.profile.name.clone(),
            language: words.language(),
            direction: words.direction(),
            school: school.profile.name.clone(),
            viewer: ViewerNav { is_anonymous: true, ..ViewerNav::default() },
            csrf: String::new(),
            toast: None,
            version: VERSION,
            commit: COMMIT,
            path: visit.path().to_owned(),
            languages: &LANGUAGES,
            here: visit.here().to_owned(),
            comfort: Comfort::default(),
            zone: school.time_zone.clone(),
            words,
        }
    }

    /// The page of a visit. `with_toast` takes the waiting toast, which is then gone.
    pub(super) async fn of_visit(visit: &Visit, with_toast: bool) -> Result<Self> {
        let person = visit.person().await?;
        let toast = if with_toast { visit.take_toast().await? } else { None };
        let mut viewer = nav(visit.school(), person).await?;
        viewer.can_switch = viewer.is_pupil && sessions::is_by_poster(visit.session()).await?;
        let comfort = match person {
            Person::Child(child) => child.comfort.clone(),
            Person::Anonymous | Person::Family(_) | Person::Adult(_) => Comfort::default(),
        };
        Ok(Self { viewer, comfort, csrf: visit.csrf().await?, toast, ..Self::bare(visit) })
    }

    /// The same page with this title.
    #[must_use]
    pub fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    /// The same page with the sentence of this key as its title.
    #[must_use]
    pub fn titled_by(self, key: &str) -> Self {
        let title = self.say(key);
        self.titled(title)
    }

    /// The sentence of this key.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The sentence of this key with values put in.
    pub fn with<'a>(&self, key: &str, values: impl AsRef<[(&'a str, String)]>) -> String {
        self.words.with(key, values)
    }

    /// How much waits, as a number: nobody counts beyond [`COUNTED`].
    pub fn counted(&self, number: impl Borrow<i64>) -> String {
        counted(*number.borrow())
    }

    /// The same as a sentence.
    pub fn waiting(&self, number: impl Borrow<i64>) -> String {
        waiting_words(self.words, *number.borrow())
    }

    /// How large a pupil reads on every page, whosever it is: as their own class does. None for everybody else, who read each
    /// class's pages as that class does.
    pub fn size(&self) -> Option<&'static str> {
        self.viewer.is_pupil.then_some(if self.viewer.is_infant { "infant" } else { "usual" })
    }

    /// The address of one of our own files, which may be kept for ever: it changes when any of them does.
    pub fn asset(&self, name: &str) -> String {
        static_files::asset(name)
    }
}

impl FromRequestParts<School> for Page {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self> {
        let visit = Visit::from_request_parts(parts, school)
            .await
            .map_err(|_| Error::Internal(anyhow::anyhow!("a page without a visit")))?;
        Self::of_visit(&visit, true).await
    }
}

async fn nav(school: &School, person: &Person) -> Result<ViewerNav> {
    match person {
        Person::Anonymous => Ok(ViewerNav { is_anonymous: true, ..ViewerNav::default() }),
        Person::Family(class) => {
            let class = store::classes::get(&mut school.db.read(), class).await?;
            Ok(ViewerNav { classes: vec![nav_class(school, &class)], ..ViewerNav::default() })
        }
        Person::Child(child) => {
            let classes = store::classes::of_pupil(&mut school.db.read(), &child.id).await?;
            Ok(ViewerNav {
                is_pupil: true,
                is_infant: classes.iter().any(is_large),
                name: child.name.clone(),
                classes: classes.iter().map(|class| nav_class(school, class)).collect(),
                ..ViewerNav::default()
            })
        }
        Person::Adult(adult) => nav_of_adult(school, adult).await,
    }
}

async fn nav_of_adult(school: &School, adult: &Adult) -> Result<ViewerNav> {
    let db = &school.db;
    let classes = if adult.duties.is_empty() { Vec::new() } else { store::classes::all(&mut db.read()).await? };
    let sealed = if adult.is_safeguarding { Some(store::worries::count_open(&mut db.read()).await?) } else { None };
    let trays = if adult.duties.is_empty() {
        Vec::new()
    } else {
        store::moderation::counts(&mut db.read(), &adult.id, school.clock.now()).await?
    };
    Ok(ViewerNav {
        is_staff: true,
        is_admin: adult.is_admin,
        is_safeguarding: adult.is_safeguarding,
        is_pupil: false,
        is_anonymous: false,
        is_infant: false,
        can_switch: false,
        name: adult.name.clone(),
        waiting: waiting(school, adult, &trays).await?,
        trays,
        sealed: sealed.map(count),
        classes: classes
            .iter()
            .filter(|class| adult.sees_tray(&class.id))
            .map(|class| nav_class(school, class))
            .collect(),
    })
}

/// All that waits for this adult: what came in, what wants to go out, and classes that ask to follow.
pub(super) async fn waiting(school: &School, adult: &Adult, trays: &[(ClassId, Tray, i64)]) -> Result<Option<i64>> {
    if adult.duties.is_empty() {
        return Ok(None);
    }
    let mut sum: i64 = trays.iter().map(|(_, _, number)| number).sum();
    for duty in adult.duties.iter().filter(|duty| duty.role.runs()) {
        sum += store::follows::waiting(&mut school.db.read(), &duty.class).await?;
    }
    Ok(Some(sum))
}

pub(super) fn counted(number: i64) -> String {
    if number < COUNTED { number.to_string() } else { format!("{COUNTED}+") }
}

pub(super) fn waiting_words(words: Words, number: i64) -> String {
    let key = if number < COUNTED { "gate-waiting" } else { "gate-waiting-many" };
    words.with(key, [("count", number.min(COUNTED).to_string())])
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn nav_class(school: &School, class: &ClassBlog) -> NavClass {
    NavClass {
        name: class.name.clone(),
        url: school.urls.class_path(class.slug.as_str()),
        crest: class.crest.clone(),
        colour: class.colour,
    }
}

/// A page as an answer: `Ok(Show(ShowClass { page, … }))`.
pub struct Show<T>(pub T);

impl<T: Template> IntoResponse for Show<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(text) => ([(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
            Err(cause) => Error::Internal(anyhow::Error::new(cause).context("rendering a page")).into_response(),
        }
    }
}

impl<T: Template> Show<T> {
    /// A form that came back with something to mend.
    pub fn to_mend(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, self).into_response()
    }
}

/// A path on this server that may be redirected to, from a field such as `next` or `back`; none for anything that a
/// browser could take for another host.
pub fn own_path(text: &str) -> Option<&str> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (is_plain && text.starts_with('/') && !text.starts_with("//") && text.len() <= 2000).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_in_the_schools_language_or_in_english() {
        assert_eq!(Words::in_language("en-GB").language(), "en");
        assert_eq!(Words::in_language("tlh").say("nav-sign-in"), "Sign in");
        assert_eq!(Words::in_language("en").say("no-such-key"), "no-such-key");
    }

    #[test]
    fn a_number_chooses_its_plural() {
        let words = Words::in_language("en");

        assert!(words.with("sign-in-too-often", &[("minutes", "1".to_owned())]).contains("1 minute "));
        assert!(words.with("sign-in-too-often", &[("minutes", "2".to_owned())]).contains("2 minutes "));
    }

    #[test]
    fn nobody_counts_beyond_five_hundred() {
        assert_eq!([0, 499, 500, 501].map(counted), ["0", "499", "500+", "500+"]);
        let words = Words::in_language("en");
        assert_eq!(
            [1, 499, 700].map(|number| waiting_words(words, number)),
            ["1 thing is waiting", "499 things are waiting", "500 things or more are waiting"]
        );
    }

    #[test]
    fn each_language_has_plurals_of_its_own() {
        let said = |language: &str, key: &str, count: i64| {
            let said = Words::in_language(language).with(key, [("count", count.to_string())]);
            said.replace(['\u{2068}', '\u{2069}'], "")
        };

        let arabic = [0, 1, 2, 3, 10, 11, 99, 100, 102].map(|count| said("ar", "gate-group-count", count));
        let welsh = [0, 1, 2, 3, 4, 6, 7].map(|count| said("cy", "cards-title", count));
        let french = [0, 1, 2].map(|count| said("fr", "cards-title", count));

        let expected =
            ["لا عناصر", "عنصر واحد", "عنصران", "3 عناصر", "10 عناصر", "11 عنصرًا", "99 عنصرًا", "100 عنصر", "102 عنصر"];
        assert_eq!(arabic, expected);
        assert_eq!(welsh, ["0 cerdyn", "1 cerdyn", "2 gerdyn", "3 cherdyn", "4 cerdyn", "6 cherdyn", "7 cerdyn"]);
        assert_eq!(french, ["0 carte", "1 carte", "2 cartes"]);
    }

    #[test]
    fn what_is_put_in_is_set_apart_only_where_it_would_turn_the_sentence_round() {
        let asked = |language: &str| Words::in_language(language).with("toast-asked", [("name", "Oak (2)".to_owned())]);

        assert!(asked("ar").contains("\u{2068}Oak (2)\u{2069}"));
        assert!(["en", "cy", "fr"].iter().all(|language| !asked(language).contains('\u{2068}')));
    }

    #[test]
    fn only_our_own_paths_are_redirected_to() {
        assert_eq!(own_path("/gate?tray=ours"), Some("/gate?tray=ours"));
        for bad in [
            "",
            "gate",
            "//oak.example",
            "/\\oak.example",
            "https://oak.example",
            "/a\r\nb",
            "/\t/oak.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_path(bad), None, "{bad:?}");
        }
    }
}
