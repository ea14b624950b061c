//! The map of schools: ours on the left, each partner on the right with its classes, and a line for each two that follow.

use super::schools::state;
use crate::domain::ids::{ClassId, PartnerId, RemoteClassId};
use crate::domain::partners::{FollowState, PartnerState};
use crate::error::Result;
use crate::school::School;
use crate::store;

const WIDTH: i64 = 900;
/// How wide the box of a school is; between the two columns run the lines.
const BOX: i64 = 350;
const EDGE: i64 = 10;
/// The name of a school, then a row for each class.
const HEAD: i64 = 52;
const ROW: i64 = 34;
const FOOT: i64 = 14;
const GAP: i64 = 24;
/// A label has so many letters at most; the whole name stands in its title.
const LABEL: usize = 30;
/// The name of a school whose state stands beside it.
const BESIDE: usize = 20;
/// Classes without a friend are drawn up to this many in a box; those with one always are.
const ROWS: usize = 10;
/// With more partners than this, theirs without a friend are left out.
const FEW: usize = 4;

/// A name as it is drawn, and whole.
#[derive(Debug, PartialEq)]
pub(super) struct Named {
    pub(super) label: String,
    pub(super) name: String,
}

#[derive(Debug, PartialEq)]
pub(super) struct ClassRow {
    pub(super) named: Named,
    pub(super) y: i64,
    pub(super) has_friend: bool,
}

/// The box of one school. `state` is the key of how it stands with it; ours has none.
#[derive(Debug, PartialEq)]
pub(super) struct SchoolBox {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) named: Named,
    pub(super) state: Option<&'static str>,
    pub(super) tone: &'static str,
    pub(super) rows: Vec<ClassRow>,
    /// How many classes are not drawn.
    pub(super) more: usize,
}

/// Two classes of which one follows the other, or both do.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) ours: String,
    pub(super) theirs: String,
    pub(super) school: String,
}

/// What the template draws.
#[derive(Debug, PartialEq)]
pub(super) struct Map {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) box_width: i64,
    pub(super) boxes: Vec<SchoolBox>,
    pub(super) lines: Vec<Line>,
}

impl Map {
    /// How many partners are on it.
    pub(super) fn partners(&self) -> usize {
        self.boxes.len().saturating_sub(1)
    }

    /// The curve of a line, for SVG.
    pub(super) fn curve(&self, line: &Line) -> String {
        let (left, right) = (EDGE + self.box_width, self.width - EDGE - self.box_width);
        let middle = i64::midpoint(left, right);
        format!("M{left} {}C{middle} {} {middle} {} {right} {}", line.from, line.from, line.to, line.to)
    }
}

/// A school to draw, and its classes, each with a key of its own for lines.
struct Drawn<K> {
    name: String,
    state: Option<&'static str>,
    tone: &'static str,
    classes: Vec<(K, String)>,
}

/// The map of everyone whom we exchange with, or are about to; or of one of them alone. None when there is nobody.
pub(super) async fn of(school: &School, only: Option<&PartnerId>) -> Result<Option<Map>> {
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
        if only.is_some_and(|only| *only != partner.id) {
            continue;
        }
        let classes = store::partners::classes_of(&mut school.db.read(), &partner.id).await?;
        let classes = classes.into_iter().filter(|class| class.gone_at.is_none());
        let (state, tone) = state(&partner);
        partners.push(Drawn {
            state: Some(state),
            tone,
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
    let ours = Drawn { name: school.profile.name.clone(), state: None, tone: "", classes: ours };
    Ok(Some(drawn(&ours, &partners, &follows)))
}

fn drawn(ours: &Drawn<ClassId>, partners: &[Drawn<RemoteClassId>], follows: &[(ClassId, RemoteClassId)]) -> Map {
    let are_drawn =
        |id: &RemoteClassId| partners.iter().any(|partner| partner.classes.iter().any(|(class, _)| class == id));
    let follows: Vec<&(ClassId, RemoteClassId)> = follows.iter().filter(|(_, theirs)| are_drawn(theirs)).collect();
    let (left, our_places) = boxed(ours, EDGE, EDGE, ROWS, |id| follows.iter().any(|(class, _)| class == id));
    let mut height = left.y + left.height;
    let mut boxes = vec![left];
    let mut lines = Vec::new();
    let mut y = EDGE;
    let without_friends = if partners.len() > FEW { 0 } else { ROWS };
    for partner in partners {
        let has_friend = |id: &RemoteClassId| follows.iter().any(|(_, class)| class == id);
        let (right, places) = boxed(partner, WIDTH - EDGE - BOX, y, without_friends, has_friend);
        for (class, remote) in &follows {
            if let (Some(from), Some(to)) = (at(&our_places, class), at(&places, remote)) {
                let name = |classes: &[ClassRow], y: i64| {
                    classes.iter().find(|row| row.y == y).map(|row| row.named.name.clone()).unwrap_or_default()
                };
                lines.push(Line {
                    ours: name(&boxes[0].rows, from),
                    theirs: name(&right.rows, to),
                    school: partner.name.clone(),
                    from,
                    to,
                });
            }
        }
        y = right.y + right.height + GAP;
        height = height.max(right.y + right.height);
        boxes.push(right);
    }
    Map { width: WIDTH, height: height + EDGE, box_width: BOX, boxes, lines }
}

fn at<K: PartialEq>(places: &[(&K, i64)], of: &K) -> Option<i64> {
    places.iter().find(|(id, _)| *id == of).map(|(_, y)| *y)
}

/// A box with its rows, and where each class stands. Those with a friend come first, and all of them.
fn boxed<K: PartialEq>(
    school: &Drawn<K>,
    x: i64,
    y: i64,
    without_friends: usize,
    has_friend: impl Fn(&K) -> bool,
) -> (SchoolBox, Vec<(&K, i64)>) {
    let (joined, alone): (Vec<_>, Vec<_>) = school.classes.iter().partition(|(id, _)| has_friend(id));
    let room = without_friends.saturating_sub(joined.len());
    let more = alone.len().saturating_sub(room);
    let mut rows = Vec::new();
    let mut places = Vec::new();
    let mut next = y + HEAD + ROW / 2;
    let friends = joined.len();
    for (number, (id, name)) in joined.into_iter().chain(alone.into_iter().take(room)).enumerate() {
        rows.push(ClassRow { named: named(name, LABEL), y: next, has_friend: number < friends });
        places.push((id, next));
        next += ROW;
    }
    // A line for what is left out, or for a school without classes.
    let has_note = more > 0 || rows.is_empty();
    let height = next - ROW / 2 + FOOT - y + if has_note { ROW } else { 0 };
    let most = if school.state.is_some() { BESIDE } else { LABEL };
    let named = named(&school.name, most);
    let school = SchoolBox { x, y, height, named, state: school.state, tone: school.tone, rows, more };
    (school, places)
}

fn named(name: &str, most: usize) -> Named {
    let label = match name.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    };
    Named { label, name: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    fn school<K>(name: &str, classes: Vec<(K, String)>) -> Drawn<K> {
        Drawn { name: name.to_owned(), state: Some("school-trusted"), tone: "good", classes }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    #[test]
    fn every_school_and_class_has_its_place_and_friends_are_joined() {
        let (maple, lonely, oak) = (ClassId::fresh(at(1)), ClassId::fresh(at(2)), RemoteClassId::fresh(at(3)));
        let ours = school("Maple", vec![(lonely, "Choir".to_owned()), (maple.clone(), "Maple class".to_owned())]);
        let long = "Oak class of the very long name that goes on";
        let partners = [school("Oak", vec![(oak.clone(), long.to_owned())]), school("Elm", Vec::new())];

        let map = drawn(&ours, &partners, &[(maple, oak)]);

        assert_eq!((map.partners(), map.boxes.len(), map.lines.len()), (2, 3, 1));
        assert_eq!((map.lines[0].ours.as_str(), map.lines[0].theirs.as_str()), ("Maple class", long));
        assert_eq!(map.boxes[0].rows[0].named.name, "Maple class", "those with friends come first");
        assert_eq!(map.boxes[1].rows[0].named.label, "Oak class of the very long nam…");
        for (one, next) in map.boxes[1..].iter().zip(&map.boxes[2..]) {
            assert!(one.y + one.height < next.y, "{map:?}");
        }
        assert!(map.boxes.iter().all(|school| school.y + school.height <= map.height && school.x + BOX <= WIDTH));
    }

    #[test]
    fn among_many_partners_only_friends_are_named_and_the_rest_is_counted() {
        let maple = ClassId::fresh(at(1));
        let ours = school("Maple", vec![(maple.clone(), "Maple class".to_owned())]);
        let classes = |from: i64| (from..from + 3).map(|id| (RemoteClassId::fresh(at(id)), format!("Class {id}")));
        let partners: Vec<_> = (0..5).map(|number| school("Oak", classes(number * 10).collect())).collect();
        let friend = partners[2].classes[1].0.clone();

        let map = drawn(&ours, &partners, &[(maple, friend)]);

        let rows: Vec<usize> = map.boxes[1..].iter().map(|school| school.rows.len()).collect();
        assert_eq!(rows, [0, 0, 1, 0, 0]);
        let more: Vec<usize> = map.boxes[1..].iter().map(|school| school.more).collect();
        assert_eq!(more, [3, 3, 2, 3, 3]);
    }
}
