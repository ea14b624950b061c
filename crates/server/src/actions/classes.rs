//! Making a class blog or a pupil group.

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::classes::{ClassBlog, ClassKind, Slug};
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::people::{ClassRole, Duty};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::store;

/// What is asked for a new class.
#[derive(Clone, Debug)]
pub struct NewClass {
    pub name: String,
    /// Made from the name when empty.
    pub slug: String,
    pub kind: ClassKind,
    pub crest: String,
    /// 1 to 12.
    pub colour: u8,
    pub about: String,
    pub year_order: i64,
    /// Who runs it; more can be added later.
    pub teacher: Option<StaffId>,
}

/// Makes the class and its keys. `by` is `staff:…` or `school`. Errors: [`Error::Invalid`], [`Error::Conflict`] when the slug is taken.
pub async fn add(school: &School, by: &str, new: NewClass) -> Result<ClassBlog> {
    let now = school.clock.now();
    let name = one_line(&new.name);
    if name.is_empty() {
        return Err(Error::invalid("name", "fault-name-missing"));
    }
    let slug = if new.slug.is_empty() {
        Slug::from_title(&name)
    } else {
        new.slug.parse().map_err(|_| Error::invalid("slug", "fault-slug"))?
    };
    if !(1..=12).contains(&new.colour) {
        return Err(Error::Invalid(vec![Fault { field: "colour", key: "fault-colour" }]));
    }
    let class = ClassBlog {
        id: ClassId::fresh(now),
        slug,
        name,
        kind: new.kind,
        crest: one_line(&new.crest),
        colour: new.colour,
        about: one_line(&new.about),
        language: school.profile.language.clone(),
        year_order: new.year_order,
        created_at: now,
        closed_at: None,
    };
    let keys = super::schools::new_keys(class.id.as_str(), now).await?;

    let mut tx = school.db.begin().await?;
    store::classes::insert(&mut tx, &class).await.map_err(|cause| match cause {
        Error::Conflict(_) => Error::Conflict(format!("there is a class at /c/{} already", class.slug)),
        other => other,
    })?;
    store::keys::insert_ours(&mut tx, &keys).await?;
    if let Some(teacher) = new.teacher {
        let duty = Duty { class: class.id.clone(), staff: teacher, role: ClassRole::Teacher, from: None, until: None };
        store::people::set_duty(&mut tx, &duty).await?;
    }
    store::audit::append(&mut tx, Event::new(by, "add_class", format!("class:{}", class.id)), now).await?;
    tx.commit().await?;
    Ok(class)
}
