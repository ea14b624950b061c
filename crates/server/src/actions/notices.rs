//! What each adult is to look at, counted; what they want told of it by e-mail; and who has been told today.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::domain::classes::ClassBlog;
use crate::domain::ids::{ClassId, StaffId};
use crate::domain::moderation::Tray;
use crate::domain::notices::{AtTheGate, HOURS, MailTrouble, Notices, TRIES, ToDo, USUAL_HOUR, Wish, pause};
use crate::domain::partners::{PartnerSchool, Task};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::mail::Failure;
use crate::school::School;
use crate::store;

use super::{deliveries, people, proposals, requests};

/// What has not arrived for so long is told.
const BEHIND: SignedDuration = SignedDuration::from_hours(24);
/// Whoever sends a mail has it for so long: longer than a server may take to answer.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Erasures that are looked through.
const ERASURES: u32 = 100;

/// A mail that is to be sent now.
#[derive(Debug)]
pub struct Due {
    pub adult: Adult,
    pub email: String,
    pub language: String,
    pub day: Date,
}

/// How often it was tried today, once it is ours to send.
#[derive(Clone, Copy, Debug)]
pub struct Claimed(i64);

/// What waits for this adult besides the trays of their gates.
pub async fn to_do(school: &School, adult: &Adult) -> Result<ToDo> {
    let now = school.clock.now();
    let families = requests::open_for(school, adult).await?;
    let mut to_do = ToDo {
        families: families.first().map(|first| (families.len(), first.due_at)),
        worries: if adult.is_safeguarding { store::worries::count_open(&mut school.db.read()).await? } else { 0 },
        ..ToDo::default()
    };
    if !adult.is_admin {
        return Ok(to_do);
    }
    to_do.removals = store::recipients::open_removals(&mut school.db.read()).await?.len();
    let erasures = store::erasures::all(&mut school.db.read(), ERASURES).await?;
    let ends: Vec<Timestamp> =
        erasures.iter().filter(|erasure| erasure.may_be_called_off(now)).map(|erasure| erasure.purge_at).collect();
    to_do.erasures = ends.iter().min().map(|first| (ends.len(), *first));
    let partners = store::partners::all(&mut school.db.read()).await?;
    to_do.tasks = tasks(school, &partners).await?.len();
    for waiting in store::underway::waiting(&mut school.db.read()).await? {
        if waiting.since.is_some_and(|since| since <= now - BEHIND) {
            let peer = store::deliveries::peer(&mut school.db.read(), &waiting.host).await?;
            to_do.schools += usize::from(deliveries::is_behind(Some(&waiting), &peer));
        }
    }
    Ok(to_do)
}

/// What only an admin can settle, and can settle now: what a paused school asks for waits until it goes on.
pub async fn tasks(school: &School, partners: &[PartnerSchool]) -> Result<Vec<Task>> {
    let waits = |task: &Task| {
        let about = partners.iter().find(|partner| partner.host == task.host);
        task.kind == "terms_asked" && about.is_some_and(|partner| !proposals::may_change(partner))
    };
    let mut tasks = store::tasks::open(&mut school.db.read()).await?;
    tasks.retain(|task| !waits(task));
    Ok(tasks)
}

/// All that waits for this adult, as numbers.
pub async fn of(school: &School, adult: &Adult) -> Result<Notices> {
    let trays = store::moderation::counts(&mut school.db.read(), &adult.id, school.clock.now()).await?;
    let mut gates = Vec::new();
    for class in store::classes::all(&mut school.db.read()).await? {
        if adult.sees_tray(&class.id) {
            gates.push(at_the_gate(school, adult, class, &trays).await?);
        }
    }
    gates.retain(|gate| gate.total() > 0);
    Ok(Notices { gates, to_do: to_do(school, adult).await? })
}

async fn at_the_gate(
    school: &School,
    adult: &Adult,
    class: ClassBlog,
    trays: &[(ClassId, Tray, i64)],
) -> Result<AtTheGate> {
    let tray = |wanted: Tray| {
        let of = trays.iter().filter(|(of, tray, _)| *of == class.id && *tray == wanted);
        of.map(|(_, _, number)| number).sum()
    };
    let asking =
        if adult.runs(&class.id) { store::follows::waiting(&mut school.db.read(), &class.id).await? } else { 0 };
    Ok(AtTheGate { coming_in: tray(Tray::In), going_out: tray(Tray::Out), ours: tray(Tray::Ours), asking, class })
}

/// What this adult has chosen, or what holds for who never did: those who decide at a gate get a mail in the morning.
pub async fn wish(school: &School, adult: &Adult) -> Result<Wish> {
    let chosen = store::notices::wish(&mut school.db.read(), &adult.id).await?;
    Ok(chosen.unwrap_or_else(|| usual(school, adult)))
}

fn usual(school: &School, adult: &Adult) -> Wish {
    let decides = adult.duties.iter().any(|duty| duty.role.decides());
    Wish { hour: decides.then_some(USUAL_HOUR), language: school.profile.language.clone() }
}

/// Chooses for oneself. Errors: [`Error::Invalid`] for an hour that is none of [`HOURS`].
pub async fn choose(school: &School, adult: &Adult, wish: &Wish) -> Result<()> {
    if wish.hour.is_some_and(|hour| !HOURS.contains(&hour)) {
        return Err(Error::invalid("hour", "fault-hour"));
    }
    let mut tx = school.db.begin().await?;
    store::notices::set_wish(&mut tx, &adult.id, wish).await?;
    tx.commit().await
}

/// The mails that are to be sent now: none while there is no school.
pub async fn due(school: &School) -> Result<Vec<Due>> {
    let (now, day) = (school.clock.now(), school.today());
    let timetable = store::timetable::get(&mut school.db.read(), day).await?;
    if !timetable.is_open(now, &school.time_zone) {
        return Ok(Vec::new());
    }
    let mut due = Vec::new();
    for (staff, email, wish) in store::notices::open(&mut school.db.read(), day, now).await? {
        let hour = wish.as_ref().map_or(Some(USUAL_HOUR), |wish| wish.hour);
        if !hour.is_some_and(|hour| timetable.is_time_for(hour, now, &school.time_zone)) {
            continue;
        }
        let adult = people::adult(school, &staff).await?;
        let wish = wish.unwrap_or_else(|| usual(school, &adult));
        if wish.hour.is_some() {
            due.push(Due { adult, email, language: wish.language, day });
        }
    }
    Ok(due)
}

/// Takes one of them up, so that no other node sends it, too. None when another one has it, or while the mail server is left in
/// peace.
pub async fn claim(school: &School, due: &Due) -> Result<Option<Claimed>> {
    let now = school.clock.now();
    if store::notices::down(&mut school.db.read()).await?.is_some_and(|down| now < down.next_at) {
        return Ok(None);
    }
    let mut tx = school.db.begin().await?;
    let claimed = store::notices::claim(&mut tx, &due.adult.id, due.day, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(claimed.map(Claimed))
}

/// It was sent, or there was nothing to tell: no more mail for this adult today.
pub async fn done(school: &School, due: &Due, was_sent: bool) -> Result<()> {
    let mut tx = school.db.begin().await?;
    store::notices::done(&mut tx, &due.adult.id, due.day, school.clock.now(), false).await?;
    if was_sent {
        store::notices::well(&mut tx).await?;
    }
    tx.commit().await
}

/// It was not taken. A server that takes nothing rests for a while, and admins are told; one that does not take this letter
/// lets others pass.
pub async fn failed(school: &School, due: &Due, claimed: Claimed, failure: &Failure) -> Result<()> {
    let Claimed(tries) = claimed;
    tracing::warn!(%failure, tries, "a mail to an adult was not taken");
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    if !failure.is_of_this_letter {
        let until = trouble(&mut tx, failure.why, now).await?;
        store::notices::rest(&mut tx, &due.adult.id, due.day, until).await?;
    } else if failure.is_temporary && tries < TRIES {
        store::notices::rest(&mut tx, &due.adult.id, due.day, now + pause(tries)).await?;
    } else {
        store::notices::done(&mut tx, &due.adult.id, due.day, now, true).await?;
    }
    tx.commit().await
}

async fn trouble(tx: &mut store::Tx, why: MailTrouble, now: Timestamp) -> Result<Timestamp> {
    let tries = store::notices::down(tx).await?.map_or(0, |down| down.tries);
    let until = now + pause(tries + 1);
    store::notices::failed(tx, why, now, until).await?;
    Ok(until)
}

/// How a mail went that an admin has sent to try it out. Errors: [`Error::Forbidden`] for anybody else.
pub async fn tried(school: &School, by: &Adult, failure: Option<&Failure>) -> Result<()> {
    super::admin(by)?;
    let mut tx = school.db.begin().await?;
    match failure {
        None => store::notices::well(&mut tx).await?,
        Some(failure) => {
            tracing::warn!(%failure, "a mail to try it out was not taken");
            if !failure.is_of_this_letter {
                trouble(&mut tx, failure.why, school.clock.now()).await?;
            }
        }
    }
    tx.commit().await
}

/// The address of an adult.
pub async fn address(school: &School, staff: &StaffId) -> Result<String> {
    Ok(store::people::staff(&mut school.db.read(), staff).await?.email)
}
