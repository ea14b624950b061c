//! Staff, pupils, cards and family links: adding them, letting them in, shutting them out.

use jiff::Timestamp;

use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::ids::{CardId, ClassId, FamilyLinkId, PupilId, StaffId};
use crate::domain::people::{self, Card, Duty, FAMILY_LINK_LASTS, LONGEST_PASSWORD, Pupil, SHORTEST_PASSWORD, Staff};
use crate::domain::pupil_lists::{self, LONGEST_NAME, PupilList};
use crate::domain::viewer::{self, Adult, Child};
use crate::error::{Error, Fault, Result};
use crate::school::School;
use crate::{passwords, store, tokens};

/// What is asked for a new adult.
#[derive(Clone, Debug, Default)]
pub struct NewStaff {
    pub name: String,
    pub email: String,
    pub password: String,
    pub admin: bool,
    pub safeguarding: bool,
}

/// What is wrong with a password, if anything.
pub(super) fn password_fault(password: &str) -> Option<Fault> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Some(Fault { field: "password", key: "fault-password-short" });
    }
    (password.len() > LONGEST_PASSWORD).then_some(Fault { field: "password", key: "fault-password-long" })
}

/// Adds an adult. `by` is `staff:…` or `school`. Errors: [`Error::Invalid`], [`Error::Conflict`] when the address is taken.
pub async fn add_staff(school: &School, by: &str, new: NewStaff) -> Result<StaffId> {
    let now = school.clock.now();
    let mut faults = Vec::new();
    let name = one_line(&new.name);
    if name.is_empty() {
        faults.push(Fault { field: "name", key: "fault-name-missing" });
    }
    let email = people::email(&new.email);
    if email.is_none() {
        faults.push(Fault { field: "email", key: "fault-email" });
    }
    faults.extend(password_fault(&new.password));
    let (true, Some(email)) = (faults.is_empty(), email) else { return Err(Error::Invalid(faults)) };
    let password_hash = passwords::hash(&new.password).await?;
    let staff = Staff {
        id: StaffId::fresh(now),
        email,
        name,
        admin_since: new.admin.then_some(now),
        safeguarding_since: new.safeguarding.then_some(now),
        created_at: now,
        disabled_at: None,
    };

    let mut tx = school.db.begin().await?;
    store::people::insert_staff(&mut tx, &staff, &password_hash).await.map_err(|cause| match cause {
        Error::Conflict(_) => Error::invalid("email", "fault-email-taken"),
        other => other,
    })?;
    let rights = format!("admin={} safeguarding={}", new.admin, new.safeguarding);
    store::audit::append(&mut tx, Event::new(by, "add_staff", format!("staff:{}", staff.id)).with(rights), now).await?;
    tx.commit().await?;
    Ok(staff.id)
}

/// Gives or takes the rights over the school. Errors: [`Error::Invalid`] when nobody would be left to look after it.
pub async fn set_rights(school: &School, by: &Adult, staff: &StaffId, admin: bool, safeguarding: bool) -> Result<()> {
    super::admin(by)?;
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    // The log comes first: it is locked from here on, so that two admins cannot take each other's right at once.
    let rights = format!("admin={admin} safeguarding={safeguarding}");
    store::audit::append(&mut tx, Event::new(by.subject(), "set_rights", format!("staff:{staff}")).with(rights), now)
        .await?;
    let before = store::people::staff(&mut tx, staff).await?;
    let another = store::people::all_staff(&mut tx)
        .await?
        .iter()
        .any(|other| other.id != *staff && other.admin_since.is_some() && other.disabled_at.is_none());
    if !admin && !another {
        return Err(Error::invalid("rights", "fault-last-admin"));
    }
    let since = |before: Option<Timestamp>, wanted: bool| if wanted { before.or(Some(now)) } else { None };
    let (admin_since, safeguarding_since) =
        (since(before.admin_since, admin), since(before.safeguarding_since, safeguarding));
    store::people::set_rights(&mut tx, staff, admin_since, safeguarding_since).await?;
    tx.commit().await
}

/// Gives an adult a place at a class's gate.
pub async fn set_duty(school: &School, by: &str, duty: Duty) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::people::set_duty(&mut tx, &duty).await?;
    let event =
        Event::new(by, "set_duty", format!("staff:{}", duty.staff)).with(format!("class:{} {}", duty.class, duty.role));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await
}

pub async fn end_duty(school: &School, by: &str, class: &ClassId, staff: &StaffId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::people::end_duty(&mut tx, class, staff).await?;
    store::audit::append(
        &mut tx,
        Event::new(by, "end_duty", format!("staff:{staff}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await
}

/// A new password; every session of that adult ends.
pub async fn set_password(school: &School, by: &str, staff: &StaffId, password: &str) -> Result<()> {
    if let Some(fault) = password_fault(password) {
        return Err(Error::Invalid(vec![fault]));
    }
    let now = school.clock.now();
    let hash = passwords::hash(password).await?;
    let mut tx = school.db.begin().await?;
    store::people::set_password(&mut tx, staff, &hash).await?;
    store::sessions::end_all(&mut tx, &format!("staff:{staff}")).await?;
    store::audit::append(&mut tx, Event::new(by, "set_password", format!("staff:{staff}")), now).await?;
    tx.commit().await
}

/// Shuts an adult out at once, or lets them in again. Nobody can shut themselves out.
pub async fn set_disabled(school: &School, by: &Adult, staff: &StaffId, disabled: bool) -> Result<()> {
    if !by.is_admin || by.id == *staff {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::people::set_disabled(&mut tx, staff, disabled.then_some(now)).await?;
    store::sessions::end_all(&mut tx, &format!("staff:{staff}")).await?;
    let action = if disabled { "disable_staff" } else { "enable_staff" };
    store::audit::append(&mut tx, Event::new(by.subject(), action, format!("staff:{staff}")), now).await?;
    tx.commit().await
}

/// The adult with this address and password. None for a wrong password, an unknown address and a disabled
/// account alike, after the same work.
pub async fn sign_in(school: &School, email: &str, password: &str) -> Result<Option<StaffId>> {
    let email = people::email(email).unwrap_or_default();
    let found = store::people::staff_by_email(&mut school.db.read(), &email).await?;
    let hash = found.as_ref().map_or(passwords::NOBODYS, |(_, hash)| hash.as_str());
    let right = password.len() <= LONGEST_PASSWORD && passwords::verify(password, hash).await;
    Ok(found.filter(|_| right).map(|(staff, _)| staff.id))
}

/// The adult as they stand now. Errors: [`Error::Missing`] when they were disabled.
pub async fn adult(school: &School, id: &StaffId) -> Result<Adult> {
    let now = school.clock.now();
    let staff = store::people::staff(&mut school.db.read(), id).await?;
    if staff.disabled_at.is_some() {
        return Err(Error::Missing);
    }
    let duties = viewer::current(store::people::duties(&mut school.db.read(), id).await?, now);
    Ok(Adult {
        id: staff.id,
        name: staff.name,
        is_admin: staff.admin_since.is_some_and(|since| since <= now),
        is_safeguarding: staff.safeguarding_since.is_some_and(|since| since <= now),
        duties,
    })
}

/// The pupil as they stand now. Errors: [`Error::Missing`] when they have left.
pub async fn child(school: &School, id: &PupilId) -> Result<Child> {
    let pupil = store::people::pupil(&mut school.db.read(), id).await?;
    if pupil.left_at.is_some() {
        return Err(Error::Missing);
    }
    let classes = store::classes::of_pupil(&mut school.db.read(), id).await?;
    let comfort = store::comforts::get(&mut school.db.read(), id).await?;
    Ok(Child { id: pupil.id, name: pupil.name, classes: classes.into_iter().map(|class| class.id).collect(), comfort })
}

/// Adds pupils to a class, one for each name. Errors: [`Error::Invalid`] when there is no name or one is too long.
pub async fn add_pupils(school: &School, by: &Adult, class: &ClassId, names: &[String]) -> Result<Vec<PupilId>> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let names: Vec<String> = names.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Error::invalid("names", "fault-names-missing"));
    }
    if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
        return Err(Error::invalid("names", "fault-name-long"));
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let ids = put_in(&mut tx, class, names, now).await?;
    store::audit::append(&mut tx, pupils_added(by, class, ids.len()), now).await?;
    tx.commit().await?;
    Ok(ids)
}

/// What became of a list that somebody had looked through.
#[derive(Debug)]
pub enum Listed {
    Added(usize),
    /// Not all of it is new any more; nobody was added.
    Changed(PupilList),
}

/// Adds the pupils that a list showed as new, one name a line: all of them or nobody. Errors: [`Error::Invalid`] for no list.
pub async fn add_listed(school: &School, by: &Adult, class: &ClassId, names: &str) -> Result<Listed> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let refused = |refusal: pupil_lists::Refusal| Error::invalid("names", refusal.fault());
    let count = pupil_lists::judged_again(names, &[]).map_err(refused)?.lines.len();
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    // The log comes first: it is locked from here on, so that a list that is sent twice is added once.
    store::audit::append(&mut tx, pupils_added(by, class, count), now).await?;
    let known: Vec<String> =
        store::people::pupils_of_class(&mut tx, class).await?.into_iter().map(|pupil| pupil.name).collect();
    let list = pupil_lists::judged_again(names, &known).map_err(refused)?;
    if !list.all_new() {
        return Ok(Listed::Changed(list));
    }
    let added = put_in(&mut tx, class, list.new_names(), now).await?.len();
    tx.commit().await?;
    Ok(Listed::Added(added))
}

async fn put_in(tx: &mut store::Tx, class: &ClassId, names: Vec<String>, now: Timestamp) -> Result<Vec<PupilId>> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        let pupil = Pupil { id: PupilId::fresh(now), name, created_at: now, left_at: None };
        store::people::insert_pupil(tx, &pupil).await?;
        store::people::join_class(tx, &pupil.id, class).await?;
        ids.push(pupil.id);
    }
    Ok(ids)
}

fn pupils_added(by: &Adult, class: &ClassId, count: usize) -> Event {
    Event::new(by.subject(), "add_pupils", format!("class:{class}")).with(format!("{count} pupils"))
}

/// Puts a pupil into one more class or group.
pub async fn join_class(school: &School, by: &Adult, pupil: &PupilId, class: &ClassId) -> Result<()> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    store::people::join_class(&mut tx, pupil, class).await?;
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "join_class", format!("pupil:{pupil}")).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await
}

/// Takes a pupil out of a class or group; what they wrote stays there. Errors: [`Error::Invalid`] when it is their only one,
/// because nothing would open for them any more.
pub async fn leave_class(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = may_handle(school, by, class, pupil).await?;
    if store::classes::of_pupil(&mut tx, pupil).await?.len() < 2 {
        return Err(Error::invalid("pupil", "fault-only-class"));
    }
    store::people::leave_class(&mut tx, pupil, class).await?;
    let event = Event::new(by.subject(), "leave_class", format!("pupil:{pupil}")).with(format!("class:{class}"));
    store::audit::append(&mut tx, event, now).await?;
    tx.commit().await
}

/// A new card for a pupil, given as its token; every older card of theirs is dead at once, and its sessions with it.
pub async fn new_card(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId) -> Result<String> {
    let now = school.clock.now();
    let (token, hash) = tokens::fresh();
    let mut tx = may_handle(school, by, class, pupil).await?;
    store::people::revoke_cards(&mut tx, pupil, now).await?;
    store::sessions::end_all(&mut tx, &format!("pupil:{pupil}")).await?;
    let card =
        Card { id: CardId::fresh(now), pupil: pupil.clone(), created_at: now, last_used_at: None, revoked_at: None };
    store::people::insert_card(&mut tx, &card, &hash).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "new_card", format!("pupil:{pupil}")), now).await?;
    tx.commit().await?;
    Ok(token)
}

/// From the next request on, no card and no session of this pupil opens anything.
pub async fn revoke_card(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = may_handle(school, by, class, pupil).await?;
    store::people::revoke_cards(&mut tx, pupil, now).await?;
    store::sessions::end_all(&mut tx, &format!("pupil:{pupil}")).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "revoke_card", format!("pupil:{pupil}")), now).await?;
    tx.commit().await
}

/// The pupil has left: no card, no pictures, no session, not listed. What they wrote stays with the class.
pub async fn pupil_left(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = may_handle(school, by, class, pupil).await?;
    store::people::set_left(&mut tx, pupil, Some(now)).await?;
    store::people::revoke_cards(&mut tx, pupil, now).await?;
    store::picture_passwords::forget(&mut tx, pupil, now).await?;
    store::sessions::end_all(&mut tx, &format!("pupil:{pupil}")).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "pupil_left", format!("pupil:{pupil}")), now).await?;
    tx.commit().await
}

/// Begins a transaction, if this adult looks after this pupil in this class.
pub(super) async fn may_handle(school: &School, by: &Adult, class: &ClassId, pupil: &PupilId) -> Result<store::Tx> {
    if !by.runs(class) && !by.is_admin {
        return Err(Error::Forbidden);
    }
    let mut tx = school.db.begin().await?;
    let belongs = store::people::pupils_of_class(&mut tx, class).await?.iter().any(|other| other.id == *pupil);
    if belongs { Ok(tx) } else { Err(Error::Missing) }
}

/// Whose card this is, without using it. Errors: [`Error::Missing`] for any card that does not open.
pub async fn card_holder(school: &School, token: &str) -> Result<Pupil> {
    let card =
        store::people::card_by_token(&mut school.db.read(), &tokens::hash_of(token)).await?.ok_or(Error::Missing)?;
    store::people::pupil(&mut school.db.read(), &card.pupil).await
}

/// Signs a pupil in by their card.
pub async fn use_card(school: &School, token: &str) -> Result<PupilId> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let card = store::people::card_by_token(&mut tx, &tokens::hash_of(token)).await?.ok_or(Error::Missing)?;
    store::people::use_card(&mut tx, &card.id, now).await?;
    tx.commit().await?;
    Ok(card.pupil)
}

/// A new link for the families of a class; the old one is dead at once.
pub async fn new_family_link(school: &School, by: &Adult, class: &ClassId) -> Result<String> {
    if !by.runs(class) {
        return Err(Error::Forbidden);
    }
    let now = school.clock.now();
    let (token, hash) = tokens::fresh();
    let mut tx = school.db.begin().await?;
    store::people::revoke_family_links(&mut tx, class, now).await?;
    store::sessions::end_all(&mut tx, &format!("family:{class}")).await?;
    store::people::insert_family_link(&mut tx, &FamilyLinkId::fresh(now), class, &hash, &by.id, now).await?;
    store::audit::append(&mut tx, Event::new(by.subject(), "new_family_link", format!("class:{class}")), now).await?;
    tx.commit().await?;
    Ok(token)
}

/// The class whose families this link is for. Errors: [`Error::Missing`].
pub async fn family_of(school: &School, token: &str) -> Result<ClassId> {
    family_of_hash(school, &tokens::hash_of(token)).await?.ok_or(Error::Missing)
}

/// The same by the hash that a session keeps.
pub async fn family_of_hash(school: &School, hash: &str) -> Result<Option<ClassId>> {
    let made_after = school.clock.now() - FAMILY_LINK_LASTS;
    store::people::class_of_family_link(&mut school.db.read(), hash, made_after).await
}
