//! The three schools together: one calendar for all of them, and waiting until something has happened.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use url::Url;

use super::cast::SCHOOLS;
use super::found::record;
use super::house::House;
use super::paint::{Scene, paint};
use crate::actions::invitations::{self, NewInvitation};
use crate::clock::Clock;
use crate::domain::ids::ItemId;
use crate::domain::moderation::{Tray, UNDO_SECONDS, Verdict};
use crate::domain::partners::{Direction, Follow, FollowState, PartnerState};
use crate::domain::revisions::PictureState;
use crate::store;
use crate::store::moderation::Waiting;

/// Nothing on one computer takes this long.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(10);
const DAY: i64 = 86_400;

/// Moves the schools' common clock: back before they are founded, forward while they live, to the true time at the end.
/// All three must agree, for every letter is dated and an old one is refused.
pub(super) struct Calendar {
    schools: Clock,
    truth: Clock,
}

impl Calendar {
    pub(super) fn new() -> Self {
        Self { schools: Clock::system(), truth: Clock::system() }
    }

    pub(super) fn clock(&self) -> Clock {
        self.schools.clone()
    }

    /// To this time of a school day; 1 is the last one before today. From then on it goes on by itself.
    pub(super) fn turn_to(&self, school_days_ago: u32, hour: i64, minute: i64) {
        self.turn(school_day(self.truth.now(), school_days_ago) + SignedDuration::from_secs(hour * 3600 + minute * 60));
    }

    pub(super) fn turn_to_minutes_ago(&self, minutes: i64) {
        self.turn(self.truth.now() - SignedDuration::from_mins(minutes));
    }

    pub(super) fn turn_to_now(&self) {
        self.turn(self.truth.now());
    }

    fn turn(&self, to: Timestamp) {
        self.schools.advance(to.duration_since(self.schools.now()));
    }
}

/// Midnight of a school day: the `ago`th day before today that is no Saturday and no Sunday.
fn school_day(now: Timestamp, ago: u32) -> Timestamp {
    let mut day = now.as_second().div_euclid(DAY);
    let mut left = ago;
    while left > 0 {
        day -= 1;
        // The first of January 1970 was a Thursday.
        if !matches!((day + 4).rem_euclid(7), 0 | 6) {
            left -= 1;
        }
    }
    Timestamp::from_second(day * DAY).unwrap_or(now)
}

/// The schools, open and listening.
pub(super) struct Stage {
    pub(super) houses: [House; 3],
    pub(super) calendar: Calendar,
    pub(super) pictures: HashMap<Scene, Vec<u8>>,
}

impl Stage {
    /// Lets everything that was said arrive, and then goes on at this time of that school day.
    pub(super) async fn at(&self, school_days_ago: u32, hour: i64, minute: i64) -> anyhow::Result<()> {
        self.settle().await?;
        self.calendar.turn_to(school_days_ago, hour, minute);
        Ok(())
    }

    /// Lets the seconds pass in which a decision can be undone, and waits until every letter has arrived.
    pub(super) async fn settle(&self) -> anyhow::Result<()> {
        self.calendar.clock().advance(SignedDuration::from_secs(UNDO_SECONDS + 1));
        for house in &self.houses {
            house.school.wake.notify_one();
        }
        until("every letter is delivered", async || {
            for house in &self.houses {
                if !store::underway::backlog(&mut house.school.db.read()).await?.is_empty() {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        })
        .await
    }

    /// Waits until an item of another school, with its pictures, waits at a class's gate.
    pub(super) async fn arrived(&self, at: &House, class: &str, wire_id: &Url) -> anyhow::Result<Waiting> {
        until("a post or comment from a friend waits at the gate", async || {
            let waiting = at.waiting(class, Tray::In).await?;
            let Some(found) = waiting.into_iter().find(|waiting| waiting.item.wire_id == *wire_id) else {
                return Ok(None);
            };
            let pictures = store::revisions::pictures(&mut at.school.db.read(), &found.showing.revision).await?;
            ensure!(
                pictures.iter().all(|picture| picture.state != PictureState::Refused),
                "a picture from a friend did not come"
            );
            let complete = pictures.iter().all(|picture| picture.state != PictureState::Waiting);
            Ok(complete.then_some(found))
        })
        .await
    }

    /// What went out at one school arrives at a class of another, and its moderator lets it in. Their ids there.
    pub(super) async fn let_in(
        &self,
        from: &House,
        items: &[ItemId],
        at: &House,
        email: &str,
        class: &str,
    ) -> anyhow::Result<Vec<ItemId>> {
        self.settle().await?;
        let mut here = Vec::with_capacity(items.len());
        for item in items {
            here.push(self.arrived(at, class, &from.wire_id(item).await?).await?.item.id);
        }
        at.decide(email, class, Tray::In, &here, Verdict::LetIn, "").await?;
        Ok(here)
    }

    /// Two schools agree: one invites, the other opens the invitation, and both admins find the same four words.
    pub(super) async fn agree(&self, inviting: usize, invited: usize, ports: &[u16]) -> anyhow::Result<()> {
        let (host, guest) = (&self.houses[inviting], &self.houses[invited]);
        let (hosting, visiting) =
            (host.adult(SCHOOLS[inviting].admin.email).await?, guest.adult(SCHOOLS[invited].admin.email).await?);
        let invitation = NewInvitation { note: SCHOOLS[invited].name.to_owned(), ..NewInvitation::default() };
        let (_, link) = invitations::invite(&host.school, &hosting, invitation).await?;
        let theirs = invitations::open(&guest.school, &visiting, link.as_str(), record(inviting, ports)).await?;
        let ours = store::partners::by_host(&mut host.school.db.read(), guest.school.urls.host()).await?;
        let ours = ours.context("the other school is on the list")?;
        ensure!(ours.safety_words == theirs.safety_words, "two schools on one computer have different words");
        crate::actions::partners::set_record(&host.school, &hosting, &ours.id, record(invited, ports)).await?;
        invitations::confirm(&host.school, &hosting, &ours.id).await?;
        invitations::confirm(&guest.school, &visiting, &theirs.id).await?;
        self.settle().await?;
        until("both schools trust each other", async || {
            for (house, partner) in [(host, &ours.id), (guest, &theirs.id)] {
                let partner = store::partners::get(&mut house.school.db.read(), partner).await?;
                if partner.state != PartnerState::Trusted {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        })
        .await
    }

    /// A class asks to follow one of another school, whose teacher accepts it under a name of their own.
    pub(super) async fn befriend(
        &self,
        asking: (&House, &str, &str),
        asked: (&House, &str, &str),
        name: &str,
    ) -> anyhow::Result<()> {
        self.ask(asking, asked).await?;
        let (house, email, class) = asked;
        let follow = self.asked_to_follow(asking, asked).await?;
        crate::actions::follows::accept(&house.school, &house.adult(email).await?, &follow.id, name).await?;
        self.settle().await?;
        until("a follow request is answered", async || {
            let follows =
                store::follows::of_class(&mut asking.0.school.db.read(), &asking.0.class(asking.2)?.id).await?;
            let actor = house.school.urls.class_actor(&house.class(class)?.id);
            Ok(follows
                .iter()
                .any(|(follow, remote)| remote.actor == actor && follow.state == FollowState::Accepted)
                .then_some(()))
        })
        .await
    }

    pub(super) async fn ask(
        &self,
        (house, email, class): (&House, &str, &str),
        (other, _, other_class): (&House, &str, &str),
    ) -> anyhow::Result<()> {
        let adult = house.adult(email).await?;
        crate::actions::follows::ask(&house.school, &adult, &house.class(class)?.id, &other.handle(other_class))
            .await
            .with_context(|| format!("{class} asks to follow {other_class}"))?;
        self.settle().await
    }

    async fn asked_to_follow(
        &self,
        (asking, _, class): (&House, &str, &str),
        (house, _, asked): (&House, &str, &str),
    ) -> anyhow::Result<Follow> {
        let actor = asking.school.urls.class_actor(&asking.class(class)?.id);
        until("a follow request arrives", async || {
            let follows = store::follows::of_class(&mut house.school.db.read(), &house.class(asked)?.id).await?;
            let found = follows.into_iter().find(|(follow, remote)| {
                remote.actor == actor && follow.direction == Direction::In && follow.state == FollowState::Asked
            });
            Ok(found.map(|(follow, _)| follow))
        })
        .await
    }
}

/// Looks until something is there.
pub(super) async fn until<T>(what: &str, look: impl AsyncFn() -> anyhow::Result<Option<T>>) -> anyhow::Result<T> {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if began.elapsed() > PATIENCE {
            bail!("waited {} s in vain until {what}", PATIENCE.as_secs());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Paints all pictures, side by side.
pub(super) async fn painted() -> anyhow::Result<HashMap<Scene, Vec<u8>>> {
    let mut painters = JoinSet::new();
    for scene in Scene::ALL {
        painters.spawn_blocking(move || paint(scene).map(|bytes| (scene, bytes)));
    }
    let mut pictures = HashMap::new();
    while let Some(done) = painters.join_next().await {
        let (scene, bytes) = done.context("painting a picture")??;
        pictures.insert(scene, bytes);
    }
    Ok(pictures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_school_on_saturday_and_sunday() {
        let monday_noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();

        assert_eq!(school_day(monday_noon, 1), "2026-02-27T00:00:00Z".parse().unwrap());
        assert_eq!(school_day(monday_noon, 6), "2026-02-20T00:00:00Z".parse().unwrap());
    }

    #[test]
    fn the_calendar_ends_at_the_true_time() {
        let calendar = Calendar::new();
        calendar.turn_to(10, 9, 0);
        assert!(calendar.clock().now() < calendar.truth.now());

        calendar.turn_to_now();

        assert!(calendar.truth.now().duration_since(calendar.clock().now()) < SignedDuration::from_secs(5));
    }
}
