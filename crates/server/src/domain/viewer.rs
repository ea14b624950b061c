//! Who is looking: every read of content is asked on behalf of one of these.

use jiff::Timestamp;

use super::comforts::Comfort;
use super::ids::{ClassId, PupilId, StaffId};
use super::people::{ClassRole, Duty};

/// Whoever reads. What each may see is said in one place, `store/visibility.rs`.
#[derive(Clone, Debug, PartialEq)]
pub enum Viewer {
    /// Anyone at all.
    Visitor,
    /// Whoever has a class's family link.
    Family(ClassId),
    Pupil(PupilId),
    Staff(StaffId),
    /// A trusted school's server, proved by its signature; the host name.
    Partner(String),
}

/// An adult who is signed in, with everything that decides what they may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Adult {
    pub id: StaffId,
    pub name: String,
    pub is_admin: bool,
    pub is_safeguarding: bool,
    /// Duties that hold now.
    pub duties: Vec<Duty>,
}

impl Adult {
    pub fn viewer(&self) -> Viewer {
        Viewer::Staff(self.id.clone())
    }

    fn role(&self, class: &ClassId) -> Option<ClassRole> {
        self.duties.iter().find(|duty| duty.class == *class).map(|duty| duty.role)
    }

    /// May let in, send back and turn away for this class.
    pub fn moderates(&self, class: &ClassId) -> bool {
        self.role(class).is_some_and(ClassRole::decides)
    }

    /// May see this class's tray.
    pub fn sees_tray(&self, class: &ClassId) -> bool {
        self.role(class).is_some()
    }

    /// May write for this class, follow for it, and look after its pupils.
    pub fn runs(&self, class: &ClassId) -> bool {
        self.role(class).is_some_and(ClassRole::runs)
    }

    /// May stop a partner class at once: anyone who decides anywhere, and those who answer for the school.
    pub fn may_hide(&self) -> bool {
        self.is_admin || self.is_safeguarding || self.duties.iter().any(|duty| duty.role.decides())
    }

    /// As `staff:…`, in the audit log and in sessions.
    pub fn subject(&self) -> String {
        format!("staff:{}", self.id)
    }
}

/// A pupil who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    pub id: PupilId,
    pub name: String,
    pub classes: Vec<ClassId>,
    pub comfort: Comfort,
}

impl Child {
    pub fn viewer(&self) -> Viewer {
        Viewer::Pupil(self.id.clone())
    }

    pub fn belongs_to(&self, class: &ClassId) -> bool {
        self.classes.contains(class)
    }

    pub fn subject(&self) -> String {
        format!("pupil:{}", self.id)
    }
}

/// Whoever sits at the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Person {
    Anonymous,
    Family(ClassId),
    Child(Child),
    Adult(Adult),
}

impl Person {
    pub fn viewer(&self) -> Viewer {
        match self {
            Self::Anonymous => Viewer::Visitor,
            Self::Family(class) => Viewer::Family(class.clone()),
            Self::Child(child) => child.viewer(),
            Self::Adult(adult) => adult.viewer(),
        }
    }
}

/// The duties that hold now.
pub fn current(duties: Vec<Duty>, now: Timestamp) -> Vec<Duty> {
    duties.into_iter().filter(|duty| duty.holds_at(now)).collect()
}
