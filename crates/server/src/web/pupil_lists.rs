//! Pupils by the class, from a list: first a look at what it comes to, which changes nothing, then exactly that.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::class_settings::kept_class;
use super::desk::{faults, problem};
use super::forms::{Checked, CheckedUpload};
use super::page::{ClassLink, Page, Show};
use super::people::{SentList, base, render};
use super::proofs::Staff;
use super::visit::Flash;
use crate::actions;
use crate::actions::people::Listed;
use crate::domain::classes::ClassBlog;
use crate::domain::pupil_lists::{self, PupilList, Refusal, Verdict};
use crate::error::Result;
use crate::school::School;
use crate::store;

struct LineRow {
    number: usize,
    name: String,
    /// "good", "" or "worry".
    tone: &'static str,
    words: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct ShowList {
    page: Page,
    class: ClassLink,
    base: String,
    lines: Vec<LineRow>,
    /// Which column was read, when others were left out.
    column: Option<String>,
    /// It was looked through before, and the class is not as it was then.
    changed: bool,
    /// The names that are new, one a line, and how many.
    new: String,
    count: usize,
    /// The list as it came, to be mended.
    names: String,
}

#[derive(Deserialize)]
pub(super) struct Pasted {
    #[serde(default)]
    names: String,
}

/// `POST /people/{class}/list`
pub(super) async fn look(
    school: School,
    Staff(adult): Staff,
    page: Page,
    Path(slug): Path<String>,
    CheckedUpload { form, files }: CheckedUpload<Pasted>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    let is_pasted = !form.names.trim().is_empty();
    let file = files.first();
    if is_pasted && file.is_some() {
        let file_error = Some(page.say("fault-list-both"));
        let sent = SentList { names: form.names, file_error, ..SentList::default() };
        return render(&school, &adult, page, &class, sent).await;
    }
    let text = match file {
        Some(file) => file.bytes.as_deref().ok_or(Refusal::TooHeavy).and_then(pupil_lists::text_of),
        None => Ok(form.names.as_str()),
    };
    let known: Vec<String> = store::people::pupils_of_class(&mut school.db.read(), &class.id)
        .await?
        .into_iter()
        .map(|pupil| pupil.name)
        .collect();
    match text.and_then(|text| Ok((text, pupil_lists::judged(text, &known)?))) {
        Ok((text, list)) => Ok(shown(&school, page, &class, &list, text, false).into_response()),
        Err(refusal) => {
            let error = Some(page.say(refusal.fault()));
            let (names_error, file_error) = if file.is_some() { (None, error) } else { (error, None) };
            render(&school, &adult, page, &class, SentList { names: form.names, names_error, file_error }).await
        }
    }
}

/// `POST /people/{class}/add`: what was shown as new, and nothing when it is not so any more.
pub(super) async fn add(
    school: School,
    Staff(adult): Staff,
    page: Page,
    flash: Flash,
    Path(slug): Path<String>,
    Checked(form): Checked<Pasted>,
) -> Result<Response> {
    let class = kept_class(&school, &adult, &slug).await?;
    match faults(actions::people::add_listed(&school, &adult, &class.id, &form.names).await)? {
        Ok(Listed::Added(count)) => {
            flash.say("toast-pupils-added", &[("count", count.to_string())]).await?;
            Ok(Redirect::to(&base(&class)).into_response())
        }
        Ok(Listed::Changed(list)) => Ok(shown(&school, page, &class, &list, &form.names, true).to_mend()),
        Err(faults) => {
            let names_error = problem(&page, &faults, "names");
            let sent = SentList { names: form.names, names_error, ..SentList::default() };
            render(&school, &adult, page, &class, sent).await
        }
    }
}

fn shown(
    school: &School,
    page: Page,
    class: &ClassBlog,
    list: &PupilList,
    text: &str,
    changed: bool,
) -> Show<ShowList> {
    let lines = list.lines.iter().map(|line| {
        let (tone, words) = comes_to(&page, &line.name, &line.verdict);
        LineRow { number: line.number, name: line.name.clone(), tone, words }
    });
    let new = list.new_names();
    Show(ShowList {
        class: ClassLink::ours(school, class),
        base: base(class),
        lines: lines.collect(),
        column: list.column.clone(),
        changed,
        count: new.len(),
        new: new.join("\n"),
        names: text.to_owned(),
        page: page.titled_by("pupil-list-title"),
    })
}

/// What a line comes to, and what to do about it.
fn comes_to(page: &Page, name: &str, verdict: &Verdict) -> (&'static str, String) {
    match verdict {
        Verdict::New => ("good", page.say("pupil-list-new")),
        Verdict::There => ("", page.with("pupil-list-there", [("name", name.to_owned())])),
        Verdict::Nameless => ("worry", page.say("pupil-list-nameless")),
        Verdict::LongName => ("worry", page.say("fault-name-long")),
        Verdict::Twice(first) => ("worry", page.with("pupil-list-twice", [("line", first.to_string())])),
        Verdict::Signs => ("worry", page.say("pupil-list-signs")),
        Verdict::Columns => ("worry", page.say("pupil-list-columns")),
    }
}
