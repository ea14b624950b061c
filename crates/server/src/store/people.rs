//! Staff and their duties, pupils, their cards, and the links of families.

use jiff::Timestamp;

use super::{Row, Sql, Tx};
use crate::domain::erasures::Subject;
use crate::domain::gone::Gone;
use crate::domain::ids::{CardId, ClassId, FamilyLinkId, PupilId, StaffId};
use crate::domain::people::{Card, ClassRole, Duty, Pupil, Staff};
use crate::error::Result;
use crate::values;

/// Errors: [`Error::Conflict`](crate::error::Error::Conflict) when the address is taken.
pub async fn insert_staff(tx: &mut Tx, staff: &Staff, password_hash: &str) -> Result<()> {
    tx.change(
        "insert into staff (id, email, name, password_hash, admin_since, safeguarding_since, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        values![&staff.id, &staff.email, &staff.name, password_hash, staff.admin_since, staff.safeguarding_since, staff.created_at],
    )
    .await
}

pub async fn staff(sql: &mut impl Sql, id: &StaffId) -> Result<Staff> {
    staff_from(&sql.one("select * from staff where id = $1", values![id]).await?)
}

/// The adult with this address and their password's hash, unless disabled.
pub async fn staff_by_email(sql: &mut impl Sql, email: &str) -> Result<Option<(Staff, String)>> {
    let Some(row) = sql.maybe("select * from staff where email = $1 and disabled_at is null", values![email]).await?
    else {
        return Ok(None);
    };
    Ok(Some((staff_from(&row)?, row.get("password_hash")?)))
}

pub async fn all_staff(sql: &mut impl Sql) -> Result<Vec<Staff>> {
    sql.all("select * from staff order by name, email", values![]).await?.iter().map(staff_from).collect()
}

pub async fn set_password(tx: &mut Tx, id: &StaffId, password_hash: &str) -> Result<()> {
    tx.change("update staff set password_hash = $2 where id = $1", values![id, password_hash]).await
}

pub async fn set_rights(
    tx: &mut Tx,
    id: &StaffId,
    admin_since: Option<Timestamp>,
    safeguarding_since: Option<Timestamp>,
) -> Result<()> {
    tx.change(
        "update staff set admin_since = $2, safeguarding_since = $3 where id = $1",
        values![id, admin_since, safeguarding_since],
    )
    .await
}

/// Shuts an adult out, or lets them in again.
pub async fn set_disabled(tx: &mut Tx, id: &StaffId, at: Option<Timestamp>) -> Result<()> {
    tx.change("update staff set disabled_at = $2 where id = $1", values![id, at]).await?;
    tx.gone(Gone::Staff(id.clone(), at.is_some().into()));
    Ok(())
}

pub async fn duties(sql: &mut impl Sql, staff: &StaffId) -> Result<Vec<Duty>> {
    sql.all("select * from class_staff where staff_id = $1 order by class_id", values![staff])
        .await?
        .iter()
        .map(duty_from)
        .collect()
}

/// Everybody's.
pub async fn all_duties(sql: &mut impl Sql) -> Result<Vec<Duty>> {
    sql.all("select * from class_staff order by staff_id, class_id", values![]).await?.iter().map(duty_from).collect()
}

pub async fn duties_of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<Duty>> {
    sql.all("select * from class_staff where class_id = $1 order by staff_id", values![class])
        .await?
        .iter()
        .map(duty_from)
        .collect()
}

pub async fn set_duty(tx: &mut Tx, duty: &Duty) -> Result<()> {
    tx.change(
        "insert into class_staff (class_id, staff_id, role, from_at, until_at) values ($1, $2, $3, $4, $5)
         on conflict (class_id, staff_id) do update set role = excluded.role, from_at = excluded.from_at, until_at = excluded.until_at",
        values![&duty.class, &duty.staff, duty.role.as_str(), duty.from, duty.until],
    )
    .await
}

pub async fn end_duty(tx: &mut Tx, class: &ClassId, staff: &StaffId) -> Result<()> {
    tx.change("delete from class_staff where class_id = $1 and staff_id = $2", values![class, staff]).await
}

pub async fn insert_pupil(tx: &mut Tx, pupil: &Pupil) -> Result<()> {
    tx.change(
        "insert into pupils (id, name, created_at) values ($1, $2, $3)",
        values![&pupil.id, &pupil.name, pupil.created_at],
    )
    .await
}

pub async fn join_class(tx: &mut Tx, pupil: &PupilId, class: &ClassId) -> Result<()> {
    tx.run(
        "insert into class_pupils (class_id, pupil_id) values ($1, $2) on conflict do nothing",
        values![class, pupil],
    )
    .await?;
    Ok(())
}

pub async fn leave_class(tx: &mut Tx, pupil: &PupilId, class: &ClassId) -> Result<()> {
    tx.change("delete from class_pupils where class_id = $1 and pupil_id = $2", values![class, pupil]).await
}

/// Where else the pupils of a class are: each pupil with the name of another class or group of theirs.
pub async fn elsewhere(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<(PupilId, String)>> {
    sql.all(
        "select m.pupil_id, c.name from class_pupils m join classes c on c.id = m.class_id
         where m.class_id <> $1 and c.closed_at is null and m.pupil_id in (select pupil_id from class_pupils where class_id = $1)
         order by c.kind, c.year_order, c.name",
        values![class],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get("pupil_id")?, row.get("name")?)))
    .collect()
}

pub async fn pupil(sql: &mut impl Sql, id: &PupilId) -> Result<Pupil> {
    pupil_from(&sql.one("select * from pupils where id = $1", values![id]).await?)
}

pub async fn pupils_of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<Pupil>> {
    sql.all(
        "select p.* from pupils p join class_pupils m on m.pupil_id = p.id where m.class_id = $1 and p.left_at is null order by p.name, p.id",
        values![class],
    )
    .await?
    .iter()
    .map(pupil_from)
    .collect()
}

pub async fn set_left(tx: &mut Tx, id: &PupilId, at: Option<Timestamp>) -> Result<()> {
    tx.change("update pupils set left_at = $2 where id = $1", values![id, at]).await?;
    tx.gone(Gone::Pupil(id.clone(), at.is_some().into()));
    Ok(())
}

/// From this moment nobody reads the name of this pupil; none takes that back. Errors: [`Error::Missing`](crate::error::Error::Missing)
/// when it is so already.
pub async fn set_erased(tx: &mut Tx, id: &PupilId, at: Option<Timestamp>) -> Result<()> {
    tx.gone(Gone::Erased(Subject::Pupil(id.clone()), at.is_some().into()));
    if at.is_some() {
        return tx
            .change(
                "update pupils set erased_at = $2, left_at = coalesce(left_at, $2) where id = $1 and erased_at is null",
                values![id, at],
            )
            .await;
    }
    tx.change(
        "update pupils set left_at = case when left_at = erased_at then null else left_at end, erased_at = null
         where id = $1 and erased_at is not null",
        values![id],
    )
    .await
}

/// Pupils who have left and are not being erased, by name.
pub async fn left(sql: &mut impl Sql) -> Result<Vec<Pupil>> {
    sql.all("select * from pupils where left_at is not null and erased_at is null order by name, id", values![])
        .await?
        .iter()
        .map(pupil_from)
        .collect()
}

/// The name of a pupil, also while their erasure can be called off: for the page where it can be.
pub async fn name_while_erased(sql: &mut impl Sql, id: &PupilId) -> Result<String> {
    sql.one("select name from pupils where id = $1", values![id]).await?.get("name")
}

/// Forgets a pupil: what is left is an id that means nothing.
pub async fn forget_pupil(tx: &mut Tx, id: &PupilId) -> Result<()> {
    tx.change("update pupils set name = '' where id = $1", values![id]).await?;
    tx.run("delete from cards where pupil_id = $1", values![id]).await?;
    tx.run("delete from picture_tries where pupil_id = $1", values![id]).await?;
    tx.run("delete from picture_passwords where pupil_id = $1", values![id]).await?;
    tx.run("delete from comforts where pupil_id = $1", values![id]).await?;
    tx.run("delete from class_pupils where pupil_id = $1", values![id]).await?;
    Ok(())
}

/// Forgets who was in a class, its posters and its families' links.
pub async fn forget_class(tx: &mut Tx, id: &ClassId) -> Result<()> {
    tx.run("delete from family_links where class_id = $1", values![id]).await?;
    tx.run("delete from posters where class_id = $1", values![id]).await?;
    tx.run("delete from class_pupils where class_id = $1", values![id]).await?;
    Ok(())
}

pub async fn insert_card(tx: &mut Tx, card: &Card, token_hash: &str) -> Result<()> {
    tx.change(
        "insert into cards (id, pupil_id, token_hash, created_at) values ($1, $2, $3, $4)",
        values![&card.id, &card.pupil, token_hash, card.created_at],
    )
    .await
}

/// The card of this token, unless it was revoked or its pupil has left.
pub async fn card_by_token(sql: &mut impl Sql, token_hash: &str) -> Result<Option<Card>> {
    let row = sql
        .maybe(
            "select c.* from cards c join pupils p on p.id = c.pupil_id
             where c.token_hash = $1 and c.revoked_at is null and p.left_at is null",
            values![token_hash],
        )
        .await?;
    row.as_ref().map(card_from).transpose()
}

/// The cards in force of a class's pupils, those who have left aside.
pub async fn cards_of_class(sql: &mut impl Sql, class: &ClassId) -> Result<Vec<Card>> {
    sql.all(
        "select c.* from cards c join class_pupils m on m.pupil_id = c.pupil_id join pupils p on p.id = c.pupil_id
         where m.class_id = $1 and c.revoked_at is null and p.left_at is null order by c.created_at, c.id",
        values![class],
    )
    .await?
    .iter()
    .map(card_from)
    .collect()
}

pub async fn use_card(tx: &mut Tx, id: &CardId, now: Timestamp) -> Result<()> {
    tx.change("update cards set last_used_at = $2 where id = $1", values![id, now]).await
}

/// From this moment no card of this pupil opens anything. Returns how many did.
pub async fn revoke_cards(tx: &mut Tx, pupil: &PupilId, now: Timestamp) -> Result<u64> {
    tx.gone(Gone::Cards(pupil.clone(), now));
    tx.run("update cards set revoked_at = $2 where pupil_id = $1 and revoked_at is null", values![pupil, now]).await
}

/// The same for those that were made before a moment.
pub async fn revoke_older_cards(tx: &mut Tx, pupil: &PupilId, than: Timestamp) -> Result<u64> {
    let cards = "update cards set revoked_at = $2 where pupil_id = $1 and revoked_at is null and created_at < $2";
    tx.run(cards, values![pupil, than]).await
}

pub async fn insert_family_link(
    tx: &mut Tx,
    id: &FamilyLinkId,
    class: &ClassId,
    token_hash: &str,
    by: &StaffId,
    now: Timestamp,
) -> Result<()> {
    tx.change(
        "insert into family_links (id, class_id, token_hash, created_by, created_at) values ($1, $2, $3, $4, $5)",
        values![id, class, token_hash, by, now],
    )
    .await
}

pub async fn revoke_family_links(tx: &mut Tx, class: &ClassId, now: Timestamp) -> Result<u64> {
    tx.gone(Gone::FamilyLinks(class.clone(), now));
    tx.run("update family_links set revoked_at = $2 where class_id = $1 and revoked_at is null", values![class, now])
        .await
}

/// The same for those that were made before a moment.
pub async fn revoke_older_family_links(tx: &mut Tx, class: &ClassId, than: Timestamp) -> Result<u64> {
    let links =
        "update family_links set revoked_at = $2 where class_id = $1 and revoked_at is null and created_at < $2";
    tx.run(links, values![class, than]).await
}

/// When the class's family link in force was made.
pub async fn family_link_since(sql: &mut impl Sql, class: &ClassId) -> Result<Option<Timestamp>> {
    let row = sql
        .maybe("select created_at from family_links where class_id = $1 and revoked_at is null", values![class])
        .await?;
    row.map(|row| row.get("created_at")).transpose()
}

/// The class whose family link this is, if it was made after a moment.
pub async fn class_of_family_link(
    sql: &mut impl Sql,
    token_hash: &str,
    made_after: Timestamp,
) -> Result<Option<ClassId>> {
    let link = "select class_id from family_links where token_hash = $1 and revoked_at is null and created_at > $2";
    let row = sql.maybe(link, values![token_hash, made_after]).await?;
    row.map(|row| row.get("class_id")).transpose()
}

fn staff_from(row: &Row) -> Result<Staff> {
    Ok(Staff {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        admin_since: row.get("admin_since")?,
        safeguarding_since: row.get("safeguarding_since")?,
        created_at: row.get("created_at")?,
        disabled_at: row.get("disabled_at")?,
    })
}

fn duty_from(row: &Row) -> Result<Duty> {
    Ok(Duty {
        class: row.get("class_id")?,
        staff: row.get("staff_id")?,
        role: row.word::<ClassRole>("role")?,
        from: row.get("from_at")?,
        until: row.get("until_at")?,
    })
}

/// Of whoever was erased there is no name, even while it can be called off.
fn pupil_from(row: &Row) -> Result<Pupil> {
    let is_erased = row.get::<Option<Timestamp>>("erased_at")?.is_some();
    Ok(Pupil {
        id: row.get("id")?,
        name: if is_erased { String::new() } else { row.get("name")? },
        created_at: row.get("created_at")?,
        left_at: row.get("left_at")?,
    })
}

fn card_from(row: &Row) -> Result<Card> {
    Ok(Card {
        id: row.get("id")?,
        pupil: row.get("pupil_id")?,
        created_at: row.get("created_at")?,
        last_used_at: row.get("last_used_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}
