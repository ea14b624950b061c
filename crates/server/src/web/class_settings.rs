//! The classes and groups of the school for whoever looks after them: the list, adding one, changing one.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::csv::Table;
use super::desk::{Choice, Pages, faults, option, problem};
use super::forms::Checked;
use super::lists::{self, Field, Narrow};
use super::page::{ClassLink, Page, Show};
use super::proofs::{Admin, Staff};
use super::visit::Flash;
use crate::actions;
use crate::actions::classes::{Look, NewClass};
use crate::domain::classes::{ClassBlog, ClassKind};
use crate::domain::ids::ClassId;
use crate::domain::people::ClassRole;
use crate::domain::searching::Query as Typed;
use crate::domain::viewer::Adult;
use crate::domain::writing_help::WritingHelp;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// The drawings a class can have.
const CRESTS: &[&str] = &[
    "owl", "oak", "fox", "boat", "star", "fish", "snail", "kite", "sun", "leaf", "bee", "whale", "mountain", "drum",
    "book", "rocket",
];

/// A class as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ClassForm {
    name: String,
    /// These two are only asked for a new class.
    kind: String,
    teacher: String,
    crest: String,
    colour: String,
    about: String,
    year: String,
    /// Only asked for a class that is there: help with writing, one to a line.
    starters: String,
    words: String,
}

impl ClassForm {
    fn of(class: &ClassBlog, help: &WritingHelp) -> Self {
        Self {
            starters: help.starters.join("\n"),
            words: help.words.join("\n"),
            name: class.name.clone(),
            crest: class.crest.clone(),
            colour: class.colour.to_string(),
            about: class.about.clone(),
            year: class.year_order.to_string(),
            ..Self::default()
        }
    }

    /// A drawing of ours, or the crest that the class has already, such as two letters.
    fn crest(&self, known: &str) -> String {
        let is_ours = CRESTS.contains(&self.crest.as_str());
        if is_ours { self.crest.clone() } else { known.to_owned() }
    }

    fn look(&self, known: &ClassBlog) -> Look {
        Look {
            name: self.name.clone(),
            crest: self.crest(&known.crest),
            colour: self.colour.parse().unwrap_or(known.colour),
            about: self.about.clone(),
            year_order: self.year.trim().parse().unwrap_or(known.year_order),
            starters: self.starters.clone(),
            words: self.words.clone(),
        }
    }
}

/// What can be chosen for a class.
struct Choices {
    kinds: Vec<Choice>,
    teachers: Vec<Choice>,
    crests: Vec<Choice>,
    colours: Vec<Choice>,
}

impl Choices {
    fn of(page: &Page, form: &ClassForm, teachers: Vec<Choice>) -> Self {
        let chosen = |text: &str, otherwise: &str| if text.is_empty() { otherwise } else { text }.to_owned();
        let crest = chosen(&form.crest, "owl");
        let colour = chosen(&form.colour, "1");
        let letters = (crest.chars().count() <= 2).then(|| option(&crest, crest.clone(), &crest));
        let drawing = |name: &&str| option(name, page.say(&format!("crest-{name}")), &crest);
        Self {
            kinds: [("class", "class-form-kind-class"), ("group", "class-form-kind-group")]
                .map(|(value, key)| option(value, page.say(key), &chosen(&form.kind, "class")))
                .into(),
            teachers,
            crests: letters.into_iter().chain(CRESTS.iter().map(drawing)).collect(),
            colours: (1..=12)
                .map(|number| option(&number.to_string(), page.say(&format!("colour-{number}")), &colour))
                .collect(),
        }
    }
}

struct ClassRow {
    class: ClassLink,
    kind: &'static str,
    about: String,
    pupils_url: String,
    change_url: String,
}

#[derive(Template)]
#[template(path = "classes/all.html")]
struct AllClasses {
    page: Page,
    narrow: Narrow,
    classes: Vec<ClassRow>,
    pages: Pages,
    is_open: bool,
    form: ClassForm,
    choices: Choices,
    name_error: Option<String>,
}

/// Which classes are looked for, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    kind: String,
    page: String,
}

impl Asked {
    fn address(&self, path: &str, page: &str) -> String {
        lists::address(path, &[("q", &self.q), ("kind", &self.kind), ("page", page)])
    }

    fn fields(&self, page: &Page) -> Vec<Field> {
        let kinds = [("", "list-any"), ("class", "class-form-kind-class"), ("group", "class-form-kind-group")];
        vec![
            Field::words("q", page.say("class-form-name"), &self.q),
            Field::choice(
                "kind",
                page.say("class-form-kind"),
                kinds.map(|(value, key)| option(value, page.say(key), &self.kind)).into(),
            ),
        ]
    }

    fn finds(&self, classes: Vec<ClassBlog>) -> Vec<ClassBlog> {
        let typed = Typed::parse(&self.q);
        let is_kind = |class: &ClassBlog| self.kind.is_empty() || class.kind.as_str() == self.kind;
        classes
            .into_iter()
            .filter(|class| is_kind(class) && lists::says(&typed, &[&class.name, &class.about]))
            .collect()
    }
}

pub(super) async fn all(school: School, Admin(_): Admin, page: Page, Query(asked): Query<Asked>) -> Result<Response> {
    list(&school, page, &asked, None).await
}

/// The classes that were found as a table for a spreadsheet, each with those who run it.
pub(super) async fn export(
    school: School,
    Admin(_): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut names = HashMap::new();
    for staff in store::people::all_staff(&mut school.db.read()).await? {
        names.insert(staff.id, staff.name);
    }
    let mut teachers: HashMap<ClassId, Vec<String>> = HashMap::new();
    for duty in store::people::all_duties(&mut school.db.read()).await? {
        if let (ClassRole::Teacher, Some(name)) = (duty.role, names.get(&duty.staff)) {
            teachers.entry(duty.class).or_default().push(name.clone());
        }
    }
    let mut table = Table::new(&["name", "kind", "year", "address", "about", "teachers"]);
    for class in asked.finds(store::classes::all(&mut school.db.read()).await?) {
        table.push(&[
            &class.name,
            &page.say(kind_key(class.kind)),
            &class.year_order.to_string(),
            school.urls.class_page(class.slug.as_str()).as_str(),
            &class.about,
            &teachers.remove(&class.id).unwrap_or_default().join("; "),
        ]);
    }
    Ok(table.named("classes"))
}

fn kind_key(kind: ClassKind) -> &'static str {
    match kind {
        ClassKind::Class => "class-form-kind-class",
        ClassKind::Group => "class-form-kind-group",
    }
}

async fn list(school: &School, page: Page, asked: &Asked, wrong: Option<(ClassForm, String)>) -> Result<Response> {
    let is_open = wrong.is_some();
    let (form, name_error) = wrong.map_or_else(Default::default, |(form, error)| (form, Some(error)));
    let staff = store::people::all_staff(&mut school.db.read()).await?;
    let teachers = std::iter::once(option("", page.say("class-form-teacher-later"), &form.teacher))
        .chain(
            staff
                .iter()
                .filter(|staff| staff.disabled_at.is_none())
                .map(|staff| option(staff.id.as_str(), staff.name.clone(), &form.teacher)),
        )
        .collect();
    let classes = store::classes::all(&mut school.db.read()).await?;
    let count = classes.len();
    let (found, pages) = lists::leaf(asked.finds(classes), &asked.page, |page| asked.address("/classes", page));
    let classes = found
        .iter()
        .map(|class| ClassRow {
            kind: kind_key(class.kind),
            about: class.about.clone(),
            pupils_url: format!("/people/{}", class.slug),
            change_url: change_url(class),
            class: ClassLink::ours(school, class),
        })
        .collect();
    let choices = Choices::of(&page, &form, teachers);
    let narrow = Narrow::new("/classes", asked.fields(&page), Some(count), asked.address("/classes/list.csv", ""));
    let page = page.titled_by("classes-title");
    let shown = Show(AllClasses { page, narrow, classes, pages, is_open, form, choices, name_error });
    Ok(if is_open { shown.to_mend() } else { shown.into_response() })
}

pub(super) async fn add(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Checked(form): Checked<ClassForm>,
) -> Result<Response> {
    let new = NewClass {
        name: form.name.clone(),
        slug: String::new(),
        kind: form.kind.parse().unwrap_or(ClassKind::Class),
        crest: form.crest("owl"),
        colour: form.colour.parse().unwrap_or(1),
        about: form.about.clone(),
        year_order: form.year.trim().parse().unwrap_or(0),
        teacher: form.teacher.parse().ok(),
    };
    let error = match faults(actions::classes::add(&school, &adult.subject(), new).await) {
        Ok(Ok(class)) => {
            flash.say("toast-class-added", &[("name", class.name)]).await?;
            return Ok(Redirect::to("/classes").into_response());
        }
        Ok(Err(faults)) => first(&page, &faults),
        Err(Error::Conflict(_)) => page.say("class-form-known"),
        Err(other) => return Err(other),
    };
    list(&school, page, &Asked::default(), Some((form, error))).await
}

#[derive(Template)]
#[template(path = "classes/change.html")]
struct ChangeClass {
    page: Page,
    erase_url: String,
    class: ClassLink,
    action: String,
    form: ClassForm,
    choices: Choices,
    name_error: Option<String>,
    starters_error: Option<String>,
    words_error: Option<String>,
}

pub(super) async fn show(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
) -> Result<impl IntoResponse> {
    let class = kept_class(&school, &adult, &slug).await?;
    let help = store::classes::writing_help(&mut school.db.read(), &class.id).await?;
    Ok(Show(form_of(&school, page, &class, ClassForm::of(&class, &help), &[])))
}

pub(super) async fn change(
    school: School,
    Staff(adult): Staff,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<ClassForm>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    match faults(actions::classes::change(&school, &adult, &class.id, form.look(&class)).await)? {
        Ok(changed) => {
            flash.say("toast-class-changed", &[("name", changed.name)]).await?;
            Ok(Redirect::to(&ClassLink::ours(&school, &class).url).into_response())
        }
        Err(faults) => Ok(Show(form_of(&school, page, &class, form, &faults)).to_mend()),
    }
}

fn form_of(school: &School, page: Page, class: &ClassBlog, form: ClassForm, faults: &[Fault]) -> ChangeClass {
    // What has no line of its own is said at the first one.
    let is_placed = |fault: &&Fault| ["starters", "words"].contains(&fault.field);
    let elsewhere = faults.iter().find(|fault| !is_placed(fault)).map(|fault| page.say(fault.key));
    ChangeClass {
        starters_error: problem(&page, faults, "starters"),
        words_error: problem(&page, faults, "words"),
        class: ClassLink::ours(school, class),
        action: change_url(class),
        erase_url: format!("/erasures/class/{}", class.slug),
        choices: Choices::of(&page, &form, Vec::new()),
        form,
        name_error: elsewhere,
        page: page.titled_by("class-change-title"),
    }
}

pub(super) fn change_url(class: &ClassBlog) -> String {
    format!("/classes/{}", class.slug)
}

/// What is wrong first, in words.
fn first(page: &Page, faults: &[Fault]) -> String {
    faults.first().map(|fault| page.say(fault.key)).unwrap_or_default()
}

/// The class of an address, for whoever runs it and for admins. Errors: [`Error::Missing`] for everybody else.
pub(super) async fn kept_class(school: &School, adult: &Adult, slug: &str) -> Result<ClassBlog> {
    let class = store::classes::by_slug(&mut school.db.read(), slug).await?;
    if adult.runs(&class.id) || adult.is_admin { Ok(class) } else { Err(Error::Missing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crest_is_one_of_our_drawings_or_stays_what_it_was() {
        let form = |crest: &str| ClassForm { crest: crest.to_owned(), ..ClassForm::default() };

        assert_eq!(form("fox").crest("Ma"), "fox");
        assert_eq!(form("Ma").crest("Ma"), "Ma");
        assert_eq!(form("../x").crest("owl"), "owl");
    }
}
