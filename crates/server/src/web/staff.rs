//! The adults of the school and what each may do.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::csv::Table;
use super::desk::{Choice, Pages, faults, option, problem};
use super::duties::{DutyForm, duty_of, duty_words, role_key};
use super::forms::{Checked, Nothing};
use super::lists::{self, Field, Narrow};
use super::page::{Page, Show};
use super::proofs::Admin;
use super::visit::Flash;
use crate::actions;
use crate::actions::people::NewStaff;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::StaffId;
use crate::domain::people::{ClassRole, Duty, Staff};
use crate::domain::searching::Query as Typed;
use crate::domain::viewer::Adult;
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::{store, tokens};

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
    /// The forms of this row, as they stand or as they were typed.
    school_rights: RightsForm,
    rights_error: Option<String>,
    roles: Vec<Choice>,
    classes: Vec<Choice>,
    from: String,
    to: String,
    duty_error: Option<String>,
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

/// The rights over the school: each is there when its box is ticked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RightsForm {
    admin: String,
    safeguarding: String,
}

impl RightsForm {
    fn of(staff: &Staff) -> Self {
        let ticked = |is_so: bool| if is_so { "yes" } else { "" }.to_owned();
        Self { admin: ticked(staff.admin_since.is_some()), safeguarding: ticked(staff.safeguarding_since.is_some()) }
    }

    fn is_admin(&self) -> bool {
        self.admin == "yes"
    }

    fn is_safeguarding(&self) -> bool {
        self.safeguarding == "yes"
    }
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
    narrow: Narrow,
    /// The search as it stands behind the address of each form, so that it still stands there afterwards.
    query: String,
    pages: Pages,
    staff: Vec<StaffRow>,
    /// Nobody receives what worries people.
    no_lead: bool,
    fresh: Option<Fresh>,
    form_open: bool,
    form: AddStaff,
    name_error: Option<String>,
    email_error: Option<String>,
    class_error: Option<String>,
    dates_error: Option<String>,
    rights: Vec<Choice>,
    classes: Vec<Choice>,
}

/// What is shown beside the list: a form that came back, or a password.
#[derive(Default)]
pub(super) struct Beside {
    staff: Option<(AddStaff, Vec<Fault>)>,
    rights: Option<(StaffId, RightsForm, Vec<Fault>)>,
    duty: Option<(StaffId, DutyForm, Fault)>,
    fresh: Option<Fresh>,
}

impl Beside {
    /// A place at a gate that makes no sense as it was typed.
    pub(super) fn duty(staff: StaffId, form: DutyForm, fault: Fault) -> Self {
        Self { duty: Some((staff, form, fault)), ..Self::default() }
    }
}

/// Who is looked for, as it stands in the address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    /// A duty, `admin`, `safeguarding`, `nothing` or `disabled`.
    right: String,
    in_class: String,
    page: String,
}

impl Asked {
    pub(super) fn address(&self, path: &str, page: &str) -> String {
        lists::address(path, &[("q", &self.q), ("right", &self.right), ("in_class", &self.in_class), ("page", page)])
    }

    /// Where the same of the list is to be seen again.
    pub(super) fn back(&self) -> Redirect {
        Redirect::to(&self.address("/staff", &self.page))
    }

    fn fields(&self, page: &Page, classes: &[ClassBlog]) -> Vec<Field> {
        let mut shown = vec![option("", page.say("list-any"), &self.right)];
        shown.extend(ClassRole::ALL.iter().map(|role| option(role.as_str(), page.say(role_key(*role)), &self.right)));
        shown.extend(
            [
                ("safeguarding", "staff-right-safeguarding"),
                ("admin", "staff-right-admin"),
                ("nothing", "staff-nothing"),
                ("disabled", "staff-disabled"),
            ]
            .map(|(value, key)| option(value, page.say(key), &self.right)),
        );
        let mut within = vec![option("", page.say("list-any"), &self.in_class)];
        within.extend(classes.iter().map(|class| option(class.id.as_str(), class.name.clone(), &self.in_class)));
        vec![
            Field::words("q", page.say("staff-search"), &self.q),
            Field::choice("right", page.say("staff-right"), shown),
            Field::choice("in_class", page.say("staff-class"), within),
        ]
    }

    fn finds(&self, typed: &Typed, person: &Staff, duties: &[Duty]) -> bool {
        let has_right = match self.right.as_str() {
            "" => true,
            "disabled" => person.disabled_at.is_some(),
            _ if person.disabled_at.is_some() => false,
            "admin" => person.admin_since.is_some(),
            "safeguarding" => person.safeguarding_since.is_some(),
            "nothing" => person.admin_since.is_none() && person.safeguarding_since.is_none() && duties.is_empty(),
            role => duties.iter().any(|duty| duty.role.as_str() == role),
        };
        let is_there = self.in_class.is_empty() || duties.iter().any(|duty| duty.class.as_str() == self.in_class);
        has_right && is_there && lists::says(typed, &[&person.name, &person.email])
    }
}

/// Those of the staff who are looked for, each with the duties in classes that are open.
async fn found(
    school: &School,
    asked: &Asked,
    classes: &[ClassBlog],
    everyone: Vec<Staff>,
) -> Result<Vec<(Staff, Vec<Duty>)>> {
    let mut duties: HashMap<StaffId, Vec<Duty>> = HashMap::new();
    for duty in store::people::all_duties(&mut school.db.read()).await? {
        if classes.iter().any(|class| class.id == duty.class) {
            duties.entry(duty.staff.clone()).or_default().push(duty);
        }
    }
    let typed = Typed::parse(&asked.q);
    let found = everyone
        .into_iter()
        .map(|person| (duties.remove(&person.id).unwrap_or_default(), person))
        .filter(|(duties, person)| asked.finds(&typed, person, duties))
        .map(|(duties, person)| (person, duties));
    Ok(found.collect())
}

pub(super) async fn show(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    render(&school, &adult, page, &asked, Beside::default()).await
}

/// Who was found as a table for a spreadsheet.
pub(super) async fn export(
    school: School,
    Admin(_): Admin,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let classes = store::classes::all(&mut school.db.read()).await?;
    let everyone = store::people::all_staff(&mut school.db.read()).await?;
    let mut table = Table::new(&["name", "email", "rights", "shut out"]);
    for (person, duties) in found(&school, &asked, &classes, everyone).await? {
        let rights = rights_of(&page, school.clock.now(), &classes, &person, &duties);
        let rights = rights.into_iter().map(|right| right.label).collect::<Vec<_>>().join("; ");
        let shut_out = person.disabled_at.map(|at| at.to_string()).unwrap_or_default();
        table.push(&[&person.name, &person.email, &rights, &shut_out]);
    }
    Ok(table.named("staff"))
}

pub(super) async fn render(
    school: &School,
    adult: &Adult,
    page: Page,
    asked: &Asked,
    beside: Beside,
) -> Result<Response> {
    let classes = store::classes::all(&mut school.db.read()).await?;
    let everyone = store::people::all_staff(&mut school.db.read()).await?;
    let no_lead = !everyone.iter().any(|staff| staff.safeguarding_since.is_some() && staff.disabled_at.is_none());
    let is_wrong = beside.staff.is_some() || beside.rights.is_some() || beside.duty.is_some();
    let count = everyone.len();
    let found = found(school, asked, &classes, everyone).await?;
    let (found, pages) = lists::leaf(found, &asked.page, |page| asked.address("/staff", page));
    let now = school.clock.now();
    let staff = found
        .into_iter()
        .map(|(person, duties)| {
            let rights = rights_of(&page, now, &classes, &person, &duties);
            row(adult, &page, &classes, &beside, person, rights)
        })
        .collect();
    let form_open = beside.staff.is_some();
    let (form, faults) = beside.staff.unwrap_or_default();
    let narrow =
        Narrow::new("/staff", asked.fields(&page, &classes), Some(count), asked.address("/staff/list.csv", ""));
    let shown = Show(ShowStaff {
        narrow,
        query: asked.address("", &asked.page),
        pages,
        staff,
        no_lead,
        fresh: beside.fresh,
        form_open,
        name_error: problem(&page, &faults, "name"),
        email_error: problem(&page, &faults, "email"),
        class_error: problem(&page, &faults, "class"),
        dates_error: problem(&page, &faults, "dates"),
        rights: rights(&page, &form.right),
        classes: class_choices(&page, &classes, &form.class),
        form,
        page: page.titled_by("staff-title"),
    });
    Ok(if is_wrong { shown.to_mend() } else { shown.into_response() })
}

/// What somebody may do, in words: in the whole school, then class by class.
fn rights_of(page: &Page, now: Timestamp, classes: &[ClassBlog], person: &Staff, duties: &[Duty]) -> Vec<Right> {
    let over_school =
        [(person.safeguarding_since, "staff-right-safeguarding"), (person.admin_since, "staff-right-admin")]
            .into_iter()
            .filter(|(since, _)| since.is_some())
            .map(|(_, key)| Right { label: page.say(key), class: None });
    let in_classes = duties.iter().filter_map(|duty| {
        let class = classes.iter().find(|class| class.id == duty.class)?;
        Some(Right { label: duty_words(page, now, duty, &class.name), class: Some(duty.class.to_string()) })
    });
    over_school.chain(in_classes).collect()
}

fn row(
    adult: &Adult,
    page: &Page,
    classes: &[ClassBlog],
    beside: &Beside,
    person: Staff,
    rights: Vec<Right>,
) -> StaffRow {
    let typed_rights = beside.rights.as_ref().filter(|(id, _, _)| *id == person.id);
    let typed_duty = beside.duty.as_ref().filter(|(id, _, _)| *id == person.id).map(|(_, form, _)| form);
    let typed = |of: fn(&DutyForm) -> &String| typed_duty.map(of).cloned().unwrap_or_default();
    let role = typed_duty.map_or("teacher", |form| form.role.as_str());
    StaffRow {
        is_self: person.id == adult.id,
        is_disabled: person.disabled_at.is_some(),
        rights,
        school_rights: typed_rights.map_or_else(|| RightsForm::of(&person), |(_, form, _)| form.clone()),
        rights_error: typed_rights.and_then(|(_, _, faults)| problem(page, faults, "rights")),
        roles: ClassRole::ALL.iter().map(|known| option(known.as_str(), page.say(role_key(*known)), role)).collect(),
        classes: class_choices(page, classes, &typed(|form| &form.class)),
        from: typed(|form| &form.from),
        to: typed(|form| &form.to),
        duty_error: beside.duty.as_ref().filter(|(id, _, _)| *id == person.id).map(|(_, _, fault)| page.say(fault.key)),
        id: person.id.to_string(),
        name: person.name,
        email: person.email,
    }
}

fn rights(page: &Page, chosen: &str) -> Vec<Choice> {
    let chosen = if chosen.is_empty() { "teacher" } else { chosen };
    ["teacher", "moderator", "cover", "coach", "safeguarding", "admin"]
        .iter()
        .map(|right| Choice {
            hint: page.say(&format!("staff-right-{right}-hint")),
            ..option(right, page.say(&format!("staff-right-{right}")), chosen)
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
    Query(asked): Query<Asked>,
    Checked(form): Checked<AddStaff>,
) -> Result<Response> {
    let role = form.right.parse::<ClassRole>().ok();
    // A place that makes no sense is told before anybody is added.
    if let Some(role) = role
        && let Err(fault) = duty_of(&school.time_zone, role, &form.class, adult.id.clone(), &form.from, &form.to)
    {
        return render(&school, &adult, page, &asked, Beside { staff: Some((form, vec![fault])), ..Beside::default() })
            .await;
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
            return render(&school, &adult, page, &asked, Beside { staff: Some((form, faults)), ..Beside::default() })
                .await;
        }
    };
    if let Some(Ok(duty)) = role.map(|role| duty_of(&school.time_zone, role, &form.class, id, &form.from, &form.to)) {
        actions::people::set_duty(&school, &adult.subject(), duty).await?;
    }
    let fresh = Some(Fresh { name: form.name, email: form.email, password: fresh });
    render(&school, &adult, page, &asked, Beside { fresh, ..Beside::default() }).await
}

pub(super) fn staff_id(text: &str) -> Result<StaffId> {
    text.parse().map_err(|_| Error::Missing)
}

/// The rights over the school, changed: the safeguarding lead's and the admin's.
pub(super) async fn set_rights(
    school: School,
    Admin(adult): Admin,
    page: Page,
    flash: Flash,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    Checked(form): Checked<RightsForm>,
) -> Result<Response> {
    let id = staff_id(&staff)?;
    let set = actions::people::set_rights(&school, &adult, &id, form.is_admin(), form.is_safeguarding()).await;
    match faults(set)? {
        Ok(()) => {
            flash.say("toast-rights-set", &[]).await?;
            // Whoever gave their own right away is shown what is left for them.
            let stays = id != adult.id || form.is_admin();
            Ok(if stays { asked.back() } else { Redirect::to("/") }.into_response())
        }
        Err(faults) => {
            render(&school, &adult, page, &asked, Beside { rights: Some((id, form, faults)), ..Beside::default() })
                .await
        }
    }
}

pub(super) async fn disable(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::people::set_disabled(&school, &adult, &staff_id(&staff)?, true).await?;
    flash.say("toast-staff-disabled", &[]).await?;
    Ok(asked.back())
}

pub(super) async fn enable(
    school: School,
    Admin(adult): Admin,
    flash: Flash,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    _: Checked<Nothing>,
) -> Result<Redirect> {
    actions::people::set_disabled(&school, &adult, &staff_id(&staff)?, false).await?;
    flash.say("toast-staff-enabled", &[]).await?;
    Ok(asked.back())
}

/// A new password, shown once; every session of theirs ends.
pub(super) async fn new_password(
    school: School,
    Admin(adult): Admin,
    page: Page,
    Path(staff): Path<String>,
    Query(asked): Query<Asked>,
    _: Checked<Nothing>,
) -> Result<Response> {
    let id = staff_id(&staff)?;
    let person = store::people::staff(&mut school.db.read(), &id).await?;
    let fresh = password();
    actions::people::set_password(&school, &adult.subject(), &id, &fresh).await?;
    let fresh = Some(Fresh { name: person.name, email: person.email, password: fresh });
    render(&school, &adult, page, &asked, Beside { fresh, ..Beside::default() }).await
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
