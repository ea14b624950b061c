//! The adults of the school and what each may do; and the classes they do it for.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::{Choice, faults, problem};
use super::duties::{duty_of, duty_words, role_key};
use super::forms::{Checked, Nothing};
use super::page::{Page, Show};
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions;
use crate::actions::classes::NewClass;
use crate::actions::people::NewStaff;
use crate::domain::classes::{ClassBlog, ClassKind};
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::people::ClassRole;
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::{store, tokens};

/// The drawings a class can have.
const CRESTS: &[&str] = &[
    "owl", "oak", "fox", "boat", "star", "fish", "snail", "kite", "sun", "leaf", "bee", "whale", "mountain", "drum",
    "book", "rocket",
];

struct Right {
    label: String,
    /// The class whose duty this is; none for a right over the school.
    class: Option<String>,
}

struct StaffRow {
    id: String,
    name: String,
    email: String,
    rights: Vec<Right>,
    is_disabled: bool,
    is_self: bool,
}

/// What an admin typed to add an adult.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AddStaff {
    name: String,
    email: String,
    right: String,
    class: String,
    from: String,
    to: String,
}

/// What an admin typed to add a class.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AddClass {
    #[serde(rename = "class-name")]
    name: String,
    kind: String,
    crest: String,
    colour: String,
    about: String,
    year: String,
    teacher: String,
}

/// A password shown this once.
struct Fresh {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "people/staff.html")]
struct ShowStaff {
    page: Page,
    staff: Vec<StaffRow>,
    fresh: Option<Fresh>,
    classes_shown: Vec<(String, String)>,
    form_open: bool,
    form: AddStaff,
    name_error: Option<String>,
    email_error: Option<String>,
    class_error: Option<String>,
    dates_error: Option<String>,
    rights: Vec<Choice>,
    classes: Vec<Choice>,
    duty_roles: Vec<Choice>,
    class_open: bool,
    class_form: AddClass,
    class_name_error: Option<String>,
    kinds: Vec<Choice>,
    crests: Vec<Choice>,
    colours: Vec<Choice>,
    teachers: Vec<Choice>,
}

/// What is shown beside the list: a form that came back, or a password.
#[derive(Default)]
struct Beside {
    staff: Option<(AddStaff, Vec<Fault>)>,
    class: Option<(AddClass, Option<String>)>,
    fresh: Option<Fresh>,
}

pub(super) async fn show(school: School, Admin(adult): Admin, page: Page) -> Result<Response> {
    render(&school, &adult, page, Beside::default()).await
}

fn option(value: &str, label: String, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label, hint: String::new(), chosen: value == chosen, allowed: true }
}

async fn render(school: &School, adult: &Adult, page: Page, beside: Beside) -> Result<Response> {
    let now = school.clock.now();
    let classes = store::classes::all(&mut school.db.read()).await?;
    let names: HashMap<ClassId, String> = classes.iter().map(|class| (class.id.clone(), class.name.clone())).collect();
    let everyone = store::people::all_staff(&mut school.db.read()).await?;
    let (form, faults) = beside.staff.unwrap_or_default();
    let (class_form, class_name_error) = beside.class.unwrap_or_default();
    let teachers = std::iter::once(option("", page.say("staff-class-later"), &class_form.teacher))
        .chain(
            everyone
                .iter()
                .filter(|staff| staff.disabled_at.is_none())
                .map(|staff| option(staff.id.as_str(), staff.name.clone(), &class_form.teacher)),
        )
        .collect();
    let mut staff = Vec::new();
    for person in everyone {
        let mut rights = Vec::new();
        for (since, key) in
            [(person.admin_since, "staff-right-admin"), (person.safeguarding_since, "staff-right-safeguarding")]
        {
            if since.is_some() {
                rights.push(Right { label: page.say(key), class: None });
            }
        }
        for duty in store::people::duties(&mut school.db.read(), &person.id).await? {
            if let Some(class) = names.get(&duty.class) {
                rights.push(Right { label: duty_words(&page, now, &duty, class), class: Some(duty.class.to_string()) });
            }
        }
        staff.push(StaffRow {
            is_self: person.id == adult.id,
            is_disabled: person.disabled_at.is_some(),
            id: person.id.to_string(),
            name: person.name,
            email: person.email,
            rights,
        });
    }
    let is_wrong = !faults.is_empty() || class_name_error.is_some();
    let shown = Show(ShowStaff {
        staff,
        fresh: beside.fresh,
        classes_shown: classes.iter().map(|class| (class.name.clone(), format!("/people/{}", class.slug))).collect(),
        form_open: !faults.is_empty(),
        name_error: problem(&page, &faults, "name"),
        email_error: problem(&page, &faults, "email"),
        class_error: problem(&page, &faults, "class"),
        dates_error: problem(&page, &faults, "dates"),
        rights: rights(&page, &form.right),
        classes: class_choices(&page, &classes, &form.class),
        duty_roles: ClassRole::ALL
            .iter()
            .map(|role| option(role.as_str(), page.say(role_key(*role)), "teacher"))
            .collect(),
        class_open: class_name_error.is_some(),
        class_name_error,
        kinds: [("class", "staff-kind-class"), ("group", "staff-kind-group")]
            .map(|(value, key)| option(value, page.say(key), or(&class_form.kind, "class")))
            .into(),
        crests: CRESTS
            .iter()
            .map(|crest| option(crest, page.say(&format!("crest-{crest}")), or(&class_form.crest, "owl")))
            .collect(),
        colours: (1..=12)
            .map(|colour| {
                option(&colour.to_string(), page.say(&format!("colour-{colour}")), or(&class_form.colour, "1"))
            })
            .collect(),
        teachers,
        class_form,
        form,
        page: page.titled_by("staff-title"),
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn rights(page: &Page, chosen: &str) -> Vec<Choice> {
    ["teacher", "moderator", "cover", "coach", "safeguarding", "admin"]
        .iter()
        .map(|right| Choice {
            hint: page.say(&format!("staff-right-{right}-hint")),
            ..option(right, page.say(&format!("staff-right-{right}")), or(chosen, "teacher"))
        })
        .collect()
}

fn class_choices(page: &Page, classes: &[ClassBlog], chosen: &str) -> Vec<Choice> {
    std::iter::once(option("", page.say("staff-class-none"), chosen))
        .chain(classes.iter().map(|class| option(class.id.as_str(), class.name.clone(), chosen)))
        .collect()
}

/// A password that can be read out: four groups of four.
fn password() -> String {
    let letters = tokens::random(16);
    letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join("-")
}

pub(super) async fn add(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Checked(form): Checked<AddStaff>,
) -> Result<Response> {
    let role = form.right.parse::<ClassRole>().ok();
    // A place that makes no sense is told before anybody is added.
    if let Some(role) = role
        && let Err(fault) = duty_of(role, &form.class, adult.id.clone(), &form.from, &form.to)
    {
        return render(&school, &adult, page, Beside { staff: Some((form, vec![fault])), ..Beside::default() }).await;
    }
    let fresh = password();
    let new = NewStaff {
        name: form.name.clone(),
        email: form.email.clone(),
        password: fresh.clone(),
        admin: form.right == "admin",
        safeguarding: form.right == "safeguarding",
    };
    let id = match faults(actions::people::add_staff(&school, &adult.subject(), new).await)? {
        Ok(id) => id,
        Err(faults) => {
            return render(&school, &adult, page, Beside { staff: Some((form, faults)), ..Beside::default() }).await;
        }
    };
    if let Some(Ok(duty)) = role.map(|role| duty_of(role, &form.class, id, &form.from, &form.to)) {
        actions::people::set_duty(&school, &adult.subject(), duty).await?;
    }
    let fresh = Some(Fresh { name: form.name, email: form.email, password: fresh });
    render(&school, &adult, page, Beside { fresh, ..Beside::default() }).await
}

pub(super) fn staff_id(text: &str) -> Result<StaffId> {
    text.parse().map_err(|_| Error::Missing)
}

pub(super) async fn disable(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(staff): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::people::set_disabled(&school, &adult, &staff_id(&staff)?, true).await?;
    flash.say("toast-staff-disabled", &[]).await?;
    Ok(Redirect::to("/staff"))
}

pub(super) async fn enable(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(staff): Path<String>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::people::set_disabled(&school, &adult, &staff_id(&staff)?, false).await?;
    flash.say("toast-staff-enabled", &[]).await?;
    Ok(Redirect::to("/staff"))
}

/// A new password, shown once; every session of theirs ends.
pub(super) async fn new_password(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Path(staff): Path<String>,
    _: Checked<Nothing>,
) -> Result<Response> {
    let id = staff_id(&staff)?;
    let person = store::people::staff(&mut school.db.read(), &id).await?;
    let fresh = password();
    actions::people::set_password(&school, &adult.subject(), &id, &fresh).await?;
    let fresh = Some(Fresh { name: person.name, email: person.email, password: fresh });
    render(&school, &adult, page, Beside { fresh, ..Beside::default() }).await
}

pub(super) async fn add_class(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Checked(form): Checked<AddClass>,
) -> Result<Response> {
    let new = NewClass {
        name: form.name.clone(),
        slug: String::new(),
        kind: form.kind.parse().unwrap_or(ClassKind::Class),
        crest: CRESTS.iter().find(|crest| **crest == form.crest).unwrap_or(&"owl").to_string(),
        colour: form.colour.parse().unwrap_or(1),
        about: form.about.clone(),
        year_order: form.year.trim().parse().unwrap_or(0),
        teacher: form.teacher.parse().ok(),
    };
    let error = match faults(actions::classes::add(&school, &adult.subject(), new).await) {
        Ok(Ok(class)) => {
            flash.say("toast-class-added", &[("name", class.name)]).await?;
            return Ok(Redirect::to("/staff").into_response());
        }
        Ok(Err(faults)) => faults.first().map(|fault| page.say(fault.key)),
        Err(Error::Conflict(_)) => Some(page.say("staff-class-known")),
        Err(other) => return Err(other),
    };
    render(&school, &adult, page, Beside { class: Some((form, error)), ..Beside::default() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_can_be_read_out() {
        let made = password();

        assert_eq!((made.len(), made.matches('-').count()), (19, 3));
    }
}
