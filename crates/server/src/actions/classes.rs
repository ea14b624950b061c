//! Making a class blog or a pupil group, changing how it is called and looks, and what helps its pupils to write.

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::classes::{ClassBlog, ClassKind, Slug};
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::people::{ClassRole, Duty};
use crate::domain::viewer::Adult;
use crate::domain::writing_help::WritingHelp;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store;

/// The longest name of a class, in characters.
pub const LONGEST_NAME: usize = 60;

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
    let name = checked_name(&new.name)?;
    checked_colour(new.colour)?;
    let slug = if new.slug.is_empty() {
        Slug::from_title(&name)
    } else {
        new.slug.parse().map_err(|_| Error::invalid("slug", "fault-slug"))?
    };
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

/// How a class is called and looks. Its address stays: other schools know it by that.
#[derive(Clone, Debug)]
pub struct Look {
    pub name: String,
    pub crest: String,
    /// 1 to 12.
    pub colour: u8,
    pub about: String,
    pub year_order: i64,
    /// Help with writing, as typed: one to a line.
    pub starters: String,
    pub words: String,
}

/// Changes it; what was signed before stays as it was signed. Errors: [`Error::Forbidden`] for who neither runs the class nor
/// is an admin, [`Error::Invalid`].
pub async fn change(school: &School, by: &Adult, class: &ClassId, look: Look) -> Result<ClassBlog> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let name = checked_name(&look.name)?;
    checked_colour(look.colour)?;
    let help = WritingHelp::read(&look.starters, &look.words).map_err(Error::Invalid)?;
    let now = school.clock.now();

    let mut tx = school.db.begin().await?;
    let before = store::classes::get(&mut tx, class).await?;
    let help_before = store::classes::writing_help(&mut tx, class).await?;
    let after = ClassBlog {
        name,
        crest: one_line(&look.crest),
        colour: look.colour,
        about: one_line(&look.about),
        year_order: look.year_order,
        ..before.clone()
    };
    let changed: Vec<&str> = [
        ("name", before.name != after.name),
        ("crest", before.crest != after.crest),
        ("colour", before.colour != after.colour),
        ("about", before.about != after.about),
        ("place", before.year_order != after.year_order),
        ("writing-help", help_before != help),
    ]
    .into_iter()
    .filter_map(|(what, is_changed)| is_changed.then_some(what))
    .collect();
    if changed.is_empty() {
        return Ok(before);
    }
    store::classes::update(&mut tx, &after).await?;
    store::classes::set_writing_help(&mut tx, class, &help).await?;
    let event = Event::new(by.subject(), "change_class", format!("class:{class}")).with(changed.join(" "));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await?;
    Ok(after)
}

fn checked_name(name: &str) -> Result<String> {
    let name = one_line(name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", "fault-name-missing"));
    }
    Ok(name)
}

fn checked_colour(colour: u8) -> Result<()> {
    if (1..=12).contains(&colour) { Ok(()) } else { Err(Error::invalid("colour", "fault-colour")) }
}
