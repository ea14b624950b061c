//! The map of schools: ours in the middle, each partner around it with its classes, and a line for each two that follow.

use std::collections::HashMap;

use super::schools::state;
use crate::domain::ids::{ClassId, RemoteClassId};
use crate::domain::partners::{FollowState, PartnerState};
use crate::error::Result;
use crate::school::School;
use crate::store;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 640.0;
/// How far partners are from the middle, across and down.
const ACROSS: f64 = 300.0;
const DOWN: f64 = 200.0;
/// How far our own classes are from it.
const OURS: f64 = 140.0;
/// How far a partner's classes are from their school.
const THEIRS: f64 = 100.0;
/// A label has so many letters at most; the whole name stands in its title.
const LABEL: usize = 16;

/// A place on the map. `tone` says how it stands with a school; a class has none.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) tone: &'static str,
}

#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub(super) from: (i64, i64),
    pub(super) to: (i64, i64),
    /// Between classes that follow, or from a school to ours.
    pub(super) is_follow: bool,
}

/// What the template draws.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Map {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) schools: Vec<Place>,
    pub(super) classes: Vec<Place>,
    pub(super) lines: Vec<Line>,
}

impl Map {
    /// How many partners are on it.
    pub(super) fn partners(&self) -> usize {
        self.schools.len().saturating_sub(1)
    }
}

/// A school to draw, and its classes, each with a name of its own for lines.
struct Drawn<K> {
    name: String,
    tone: &'static str,
    classes: Vec<(K, String)>,
}

/// The map of everyone whom we exchange with, or are about to. None when there is nobody.
pub(super) async fn of(school: &School) -> Result<Option<Map>> {
    let ours: Vec<(ClassId, String)> = store::classes::all(&mut school.db.read())
        .await?
        .into_iter()
        .filter(|class| class.closed_at.is_none())
        .map(|class| (class.id, class.name))
        .collect();
    let mut partners = Vec::new();
    for partner in store::partners::all(&mut school.db.read()).await? {
        match partner.state {
            PartnerState::Ended | PartnerState::Blocked => continue,
            PartnerState::Invited | PartnerState::Asked | PartnerState::Trusted | PartnerState::Paused => {}
        }
        let classes = store::partners::classes_of(&mut school.db.read(), &partner.id).await?;
        let classes = classes.into_iter().filter(|class| class.gone_at.is_none());
        partners.push(Drawn {
            tone: state(&partner).1,
            classes: classes.map(|class| (class.id.clone(), class.shown_name().to_owned())).collect(),
            name: partner.name,
        });
    }
    if partners.is_empty() {
        return Ok(None);
    }
    let mut follows = Vec::new();
    for (class, _) in &ours {
        for (follow, remote) in store::follows::of_class(&mut school.db.read(), class).await? {
            if follow.state == FollowState::Accepted && !follows.contains(&(class.clone(), remote.id.clone())) {
                follows.push((class.clone(), remote.id));
            }
        }
    }
    Ok(Some(drawn(&Drawn { name: school.profile.name.clone(), tone: "", classes: ours }, &partners, &follows)))
}

fn drawn(ours: &Drawn<ClassId>, partners: &[Drawn<RemoteClassId>], follows: &[(ClassId, RemoteClassId)]) -> Map {
    let middle = (WIDTH / 2.0, HEIGHT / 2.0);
    let mut map = Map { width: whole(WIDTH), height: whole(HEIGHT), ..Map::default() };
    map.schools.push(place(middle, &ours.name, ours.tone));
    let mut our_places = HashMap::new();
    for (number, (id, name)) in ours.classes.iter().enumerate() {
        let at = around(middle, OURS, OURS * 0.8, turn(number, ours.classes.len()));
        our_places.insert(id, at);
        map.classes.push(place(at, name, ""));
    }
    let mut their_places = HashMap::new();
    for (number, partner) in partners.iter().enumerate() {
        // The first stands beside us, where there is most room.
        let angle = turn(number, partners.len()) + std::f64::consts::FRAC_PI_2;
        let at = around(middle, ACROSS, DOWN, angle);
        map.lines.push(Line { from: rounded(middle), to: rounded(at), is_follow: false });
        map.schools.push(place(at, &partner.name, partner.tone));
        for (number, (id, name)) in partner.classes.iter().enumerate() {
            let at = around(at, THEIRS, THEIRS * 0.8, angle + turn(number, partner.classes.len()));
            their_places.insert(id, at);
            map.classes.push(place(at, name, ""));
        }
    }
    for (class, remote) in follows {
        if let (Some(from), Some(to)) = (our_places.get(class), their_places.get(remote)) {
            map.lines.push(Line { from: rounded(*from), to: rounded(*to), is_follow: true });
        }
    }
    map
}

/// The angle of one of so many around a circle, from the top.
fn turn(number: usize, of: usize) -> f64 {
    let part = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    std::f64::consts::TAU * part(number) / part(of.max(1)) - std::f64::consts::FRAC_PI_2
}

fn around((x, y): (f64, f64), across: f64, down: f64, angle: f64) -> (f64, f64) {
    (x + across * angle.cos(), y + down * angle.sin())
}

fn place(at: (f64, f64), name: &str, tone: &'static str) -> Place {
    let (x, y) = rounded(at);
    let label = match name.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    };
    Place { x, y, name: name.to_owned(), label, tone }
}

fn rounded((x, y): (f64, f64)) -> (i64, i64) {
    (whole(x), whole(y))
}

#[expect(clippy::cast_possible_truncation, reason = "places of a drawing a thousand wide")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    #[test]
    fn every_school_and_class_has_its_place_and_friends_are_joined() {
        let at = |second| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second);
        let (maple, oak) = (ClassId::fresh(at(1)), RemoteClassId::fresh(at(2)));
        let ours =
            Drawn { name: "Maple".to_owned(), tone: "", classes: vec![(maple.clone(), "Maple class".to_owned())] };
        let theirs = |name: &str, classes| Drawn { name: name.to_owned(), tone: "good", classes };
        let partners = [
            theirs("Oak", vec![(oak.clone(), "Oak class of the very long name".to_owned())]),
            theirs("Elm", Vec::new()),
        ];

        let map = drawn(&ours, &partners, &[(maple, oak)]);

        assert_eq!((map.partners(), map.schools.len(), map.classes.len()), (2, 3, 2));
        assert_eq!(map.lines.iter().filter(|line| line.is_follow).count(), 1);
        assert_eq!((map.schools[1].x, map.schools[1].y), (780, 320));
        assert_eq!(map.classes[1].label, "Oak class of the…");
        let inside = |place: &Place| (0..=map.width).contains(&place.x) && (0..=map.height).contains(&place.y);
        assert!(map.schools.iter().chain(&map.classes).all(inside), "{map:?}");
    }
}
