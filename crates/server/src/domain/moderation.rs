//! The gate: what state an item is in for a class, and what each decision makes of it.

use jiff::Timestamp;

use super::ids::{BatchId, ClassId, DecisionId, ItemId, RevisionId, StaffId, WorryId};
use super::items::{Item, ItemKind};

/// How long a decision can be undone, in seconds; nothing is delivered before.
pub const UNDO_SECONDS: i64 = 10;
/// Nobody counts further: a gate at which so much waits, or more, says "500+".
pub const COUNTED: i64 = 500;

/// The most items one tap lets in.
pub const LARGEST_BATCH: usize = 30;

crate::words! {
    /// *Coming in · Going out · Ours*
    Tray { In = "in", Out = "out", Ours = "ours" }
}

crate::words! {
    /// The state of the newest revision of an item for a class.
    State {
        /// Still being written.
        Draft = "draft",
        /// In the tray.
        Waiting = "waiting",
        Approved = "approved",
        /// Sent back to the pupil, with a reason.
        Returned = "returned",
        /// Turned away.
        Rejected = "rejected",
    }
}

crate::words! {
    /// How an approved revision may be shown.
    ApprovedAs { Whole = "whole", WithoutPictures = "without_pictures", StaffOnly = "staff_only" }
}

crate::words! {
    /// What a moderator can say.
    Verdict {
        LetIn = "let_in",
        LetInWithoutPictures = "let_in_without_pictures",
        StaffOnly = "staff_only",
        /// Let out after changing a pupil's words, which the pupil sees.
        LetOutChanged = "let_out_changed",
        SendBack = "send_back",
        TurnAway = "turn_away",
        /// Our own adult published their own words.
        Publish = "publish",
    }
}

impl Verdict {
    /// How the revision may be shown afterwards; none if it may not.
    pub fn approves(self) -> Option<ApprovedAs> {
        match self {
            Self::LetIn | Self::LetOutChanged | Self::Publish => Some(ApprovedAs::Whole),
            Self::LetInWithoutPictures => Some(ApprovedAs::WithoutPictures),
            Self::StaffOnly => Some(ApprovedAs::StaffOnly),
            Self::SendBack | Self::TurnAway => None,
        }
    }

    /// Whether this verdict can be given in this tray.
    pub fn fits(self, tray: Tray) -> bool {
        match self {
            Self::LetIn | Self::TurnAway => true,
            Self::LetInWithoutPictures | Self::StaffOnly => tray == Tray::In,
            Self::LetOutChanged | Self::SendBack | Self::Publish => tray != Tray::In,
        }
    }
}

crate::words! {
    /// Why an item is off every surface although a revision of it was approved.
    HiddenWhy {
        /// A new revision came with other pictures, another type or another author.
        Edit = "edit",
        /// A moderator hid it.
        Moderator = "moderator",
    }
}

/// Where an item stands for one class.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Showing {
    pub item: ItemId,
    pub class: ClassId,
    pub tray: Tray,
    pub kind: ItemKind,
    pub published_at: Option<Timestamp>,
    pub revision: RevisionId,
    pub state: State,
    pub waiting_since: Option<Timestamp>,
    pub approved_revision: Option<RevisionId>,
    pub approved_as: Option<ApprovedAs>,
    pub approved_at: Option<Timestamp>,
    pub shown_html: Option<String>,
    pub hidden_at: Option<Timestamp>,
    pub hidden_why: Option<HiddenWhy>,
}

impl Showing {
    /// A draft: nothing waits, nothing is shown.
    pub fn new(item: &Item, class: ClassId, tray: Tray, revision: RevisionId) -> Self {
        Self {
            item: item.id.clone(),
            class,
            tray,
            kind: item.kind,
            published_at: item.published_at,
            revision,
            state: State::Draft,
            waiting_since: None,
            approved_revision: None,
            approved_as: None,
            approved_at: None,
            shown_html: None,
            hidden_at: None,
            hidden_why: None,
        }
    }

    /// It waits at the gate.
    #[must_use]
    pub fn waiting(mut self, now: Timestamp) -> Self {
        self.state = State::Waiting;
        self.waiting_since = Some(now);
        self
    }

    /// Another revision came. The approved one stays up, unless what changed is more than words.
    pub fn revised(&mut self, revision: RevisionId, more_than_words: bool, now: Timestamp) {
        self.revision = revision;
        self.state = State::Waiting;
        self.waiting_since = Some(now);
        if more_than_words && self.approved_revision.is_some() && self.hidden_at.is_none() {
            self.hidden_at = Some(now);
            self.hidden_why = Some(HiddenWhy::Edit);
        }
    }

    /// What the verdict makes of it. Only the newest revision is ever decided on.
    pub fn decided(&mut self, verdict: Verdict, now: Timestamp) {
        self.waiting_since = None;
        let Some(approved_as) = verdict.approves() else {
            self.state = if verdict == Verdict::SendBack { State::Returned } else { State::Rejected };
            return;
        };
        self.state = State::Approved;
        self.approved_revision = Some(self.revision.clone());
        self.approved_as = Some(approved_as);
        self.approved_at = Some(now);
        self.published_at = self.published_at.or(Some(now));
        self.shown_html = None;
        self.hidden_at = None;
        self.hidden_why = None;
    }
}

/// A decision as it is remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub id: DecisionId,
    pub batch: BatchId,
    pub item: ItemId,
    pub class: ClassId,
    pub revision: RevisionId,
    pub revision_hash: String,
    pub verdict: Verdict,
    pub reason: String,
    pub staff: StaffId,
    pub decided_at: Timestamp,
    /// The showing and the item's publication as they stood, for undoing.
    pub before: String,
    pub undone_at: Option<Timestamp>,
}

crate::words! {
    WorryOutcome { Released = "released", Kept = "kept" }
}

/// A sealed item's case.
#[derive(Clone, Debug, PartialEq)]
pub struct Worry {
    pub id: WorryId,
    pub item: ItemId,
    pub class: ClassId,
    pub raised_by: String,
    pub raised_name: String,
    pub words: String,
    /// The item and its thread as they were, as JSON.
    pub snapshot: String,
    pub raised_at: Timestamp,
    pub outcome: Option<WorryOutcome>,
    pub closing_reason: Option<String>,
    pub closed_at: Option<Timestamp>,
}

/// Reasons a pupil can be given, as keys of sentences in child-ready wording.
pub const REASONS: &[&str] = &[
    "reason-names",
    "reason-kind",
    "reason-more",
    "reason-spelling",
    "reason-picture",
    "reason-private",
    "reason-own-words",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RemoteClassId;
    use crate::domain::items::{Audience, Author};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn waiting() -> Showing {
        let item = Item {
            id: ItemId::fresh(at(0)),
            kind: ItemKind::Article,
            wire_id: "https://oak.example/ap/o/1".parse().unwrap(),
            author: Author::Partner(RemoteClassId::fresh(at(0))),
            slug: None,
            parent: None,
            article: None,
            audience: Audience::Class,
            url: None,
            published_at: Some(at(0)),
            created_at: at(0),
            version_at: None,
            withdrawn_at: None,
            gone_at: None,
            sealed_at: None,
        };
        Showing::new(&item, ClassId::fresh(at(0)), Tray::In, RevisionId::fresh(at(0))).waiting(at(0))
    }

    #[test]
    fn nothing_is_shown_before_a_decision() {
        let mut showing = waiting();
        assert_eq!((showing.state, &showing.approved_revision), (State::Waiting, &None));

        showing.decided(Verdict::LetIn, at(1));

        assert_eq!(showing.approved_revision, Some(showing.revision.clone()));
        assert_eq!(showing.state, State::Approved);
    }

    #[test]
    fn an_edit_of_words_leaves_the_approved_revision_up() {
        let mut showing = waiting();
        showing.decided(Verdict::LetIn, at(1));
        let approved = showing.revision.clone();

        showing.revised(RevisionId::fresh(at(2)), false, at(2));

        assert_eq!(showing.approved_revision, Some(approved));
        assert_eq!((showing.state, showing.hidden_at), (State::Waiting, None));
    }

    #[test]
    fn an_edit_of_more_than_words_hides_the_old_one_too() {
        let mut showing = waiting();
        showing.decided(Verdict::LetIn, at(1));

        showing.revised(RevisionId::fresh(at(2)), true, at(2));
        assert_eq!(showing.hidden_why, Some(HiddenWhy::Edit));

        showing.decided(Verdict::LetIn, at(3));
        assert_eq!((showing.hidden_at, showing.hidden_why), (None, None));
    }

    #[test]
    fn turning_an_edit_away_keeps_the_last_approved_one() {
        let mut showing = waiting();
        showing.decided(Verdict::LetIn, at(1));
        let approved = showing.approved_revision.clone();
        showing.revised(RevisionId::fresh(at(2)), false, at(2));

        showing.decided(Verdict::TurnAway, at(3));

        assert_eq!((showing.state, showing.approved_revision), (State::Rejected, approved));
    }

    #[test]
    fn each_verdict_fits_its_trays() {
        assert!(Verdict::StaffOnly.fits(Tray::In) && !Verdict::StaffOnly.fits(Tray::Out));
        assert!(Verdict::SendBack.fits(Tray::Ours) && !Verdict::SendBack.fits(Tray::In));
        for tray in Tray::ALL {
            assert!(Verdict::LetIn.fits(*tray) && Verdict::TurnAway.fits(*tray));
        }
    }
}
