//! Who may say what: one table, and nothing else decides.

use crate::vocabulary::Verb;

/// Where we stand with another server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Never agreed on, or blocked.
    Unknown,
    /// Two admins are about to agree: letters about the agreement itself go either way, and nothing else.
    Pending,
    Trusted,
    /// Trusted before and perhaps again: nothing new is shown, nothing is lost.
    Paused,
    /// Over: withdrawals still go either way, and nothing else. Whoever is blocked is as unknown as any stranger.
    Ended,
}

/// What becomes of a letter before anybody reads what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Answered with 403.
    Refuse,
    /// Kept unread until the pause is over.
    Hold,
    /// Given to [`crate::inbox::receive`].
    Judge,
    /// The same if it says that what we took back is gone there; refused if it says anything else.
    JudgeReceipt,
    /// The same if it is about the agreement between the two schools; refused if it is about anything else.
    JudgeAgreement,
    /// Accepted politely and forgotten.
    Ignore,
}

/// What a server of this standing may have done by this verb.
///
/// Taking something back is never held: removing is always safe, and it is what a paused school most needs to do.
pub fn verdict(standing: Standing, verb: &Verb) -> Verdict {
    use Standing::{Ended, Paused, Pending, Trusted, Unknown};
    use Verdict::{Hold, Ignore, Judge, JudgeAgreement, JudgeReceipt, Refuse};
    match verb {
        Verb::Delete { .. } => match standing {
            Unknown | Pending => Refuse,
            // A school we have parted from may still take back what its children wrote.
            Trusted | Paused | Ended => Judge,
        },
        Verb::Undo { .. } | Verb::Reject { .. } => match standing {
            Unknown => Refuse,
            // Both may part at the same time; each is then told what it knows.
            Pending | Ended => JudgeAgreement,
            Trusted | Paused => Judge,
        },
        Verb::Accept { .. } => match standing {
            Unknown => Refuse,
            Pending => JudgeAgreement,
            // A school we have parted from is still asked to remove what it had, and may say that it has.
            Ended => JudgeReceipt,
            Paused => Hold,
            Trusted => Judge,
        },
        Verb::UpdateAgreement(_) => match standing {
            Unknown => Refuse,
            // Outside its dates an agreement can still be renewed; one that two schools have not begun or have ended cannot.
            Pending | Ended => JudgeAgreement,
            Paused => Hold,
            Trusted => Judge,
        },
        Verb::Follow { .. }
        | Verb::Create(_)
        | Verb::ReplyRequest { .. }
        | Verb::Update(_)
        | Verb::UpdateActor(_)
        | Verb::Like { .. }
        | Verb::Move { .. }
        | Verb::Flag { .. } => match standing {
            Unknown | Pending | Ended => Refuse,
            Paused => Hold,
            Trusted => Judge,
        },
        Verb::Announce { .. } | Verb::Offer | Verb::Other(_) => match standing {
            Unknown | Pending | Ended => Refuse,
            Trusted | Paused => Ignore,
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::vocabulary::{self, Verb};

    fn verb(kind: &str) -> Verb {
        let actor = "https://south.example/a/1";
        let object = match kind {
            "UpdateAgreement" => agreement(),
            "Create" | "UpdateNote" => format!(r#"{{"id":"{actor}/o","type":"Note","attributedTo":"{actor}"}}"#),
            _ => format!(r#""{actor}""#),
        };
        let kind = if kind.starts_with("Update") { "Update" } else { kind };
        let reply = format!(r#"{{"id":"{actor}/o","type":"Note","attributedTo":"{actor}"}}"#);
        let letter =
            format!(r#"{{"id":"{actor}/x","type":"{kind}","actor":"{actor}","object":{object},"instrument":{reply}}}"#);
        vocabulary::parse(letter.as_bytes()).unwrap().verb
    }

    /// Somebody's wording of an agreement; its proof is read here, but not checked.
    fn agreement() -> String {
        let school = "https://south.example/actor";
        let proof = r#"{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod",
            "verificationMethod":"x","created":"2026-11-23T14:00:00Z","proofValue":"z"}"#;
        format!(
            r#"{{"id":"{school}#1","type":"sg:FederationAgreement","attributedTo":"{school}","updated":"2026-11-23T14:00:00Z",
            "sg:parties":["{school}","https://north.example/actor"],"sg:scope":{{"sg:classes":["*"]}},
            "sg:keys":{{"{school}":"a","https://north.example/actor":"b"}},"proof":{proof}}}"#
        )
    }

    /// One test for each cell of the table.
    macro_rules! cells {
        ($($name:ident: $standing:ident $kind:literal => $verdict:ident;)*) => {
            $(
                #[test]
                fn $name() {
                    assert_eq!(verdict(Standing::$standing, &verb($kind)), Verdict::$verdict);
                }
            )*
        };
    }

    cells! {
        an_unknown_school_may_not_follow: Unknown "Follow" => Refuse;
        an_unknown_school_may_not_accept: Unknown "Accept" => Refuse;
        an_unknown_school_may_not_reject: Unknown "Reject" => Refuse;
        an_unknown_school_may_not_undo: Unknown "Undo" => Refuse;
        an_unknown_school_may_not_create: Unknown "Create" => Refuse;
        an_unknown_school_may_not_ask_to_comment: Unknown "ReplyRequest" => Refuse;
        an_unknown_school_may_not_update: Unknown "UpdateNote" => Refuse;
        an_unknown_school_may_not_update_its_actor: Unknown "UpdateActor" => Refuse;
        an_unknown_school_may_not_word_an_agreement_anew: Unknown "UpdateAgreement" => Refuse;
        an_unknown_school_may_not_delete: Unknown "Delete" => Refuse;
        an_unknown_school_may_not_like: Unknown "Like" => Refuse;
        an_unknown_school_may_not_announce: Unknown "Announce" => Refuse;
        an_unknown_school_may_not_move: Unknown "Move" => Refuse;
        an_unknown_school_may_not_flag: Unknown "Flag" => Refuse;
        an_unknown_school_may_not_offer: Unknown "Offer" => Refuse;
        an_unknown_school_may_not_do_anything_else: Unknown "Dance" => Refuse;

        a_school_we_are_agreeing_with_may_not_follow: Pending "Follow" => Refuse;
        a_school_we_are_agreeing_with_may_accept_the_agreement_alone: Pending "Accept" => JudgeAgreement;
        a_school_we_are_agreeing_with_may_reject_the_agreement_alone: Pending "Reject" => JudgeAgreement;
        a_school_we_are_agreeing_with_may_undo_the_agreement_alone: Pending "Undo" => JudgeAgreement;
        a_school_we_are_agreeing_with_may_not_create: Pending "Create" => Refuse;
        a_school_we_are_agreeing_with_may_not_ask_to_comment: Pending "ReplyRequest" => Refuse;
        a_school_we_are_agreeing_with_may_not_update: Pending "UpdateNote" => Refuse;
        a_school_we_are_agreeing_with_may_not_update_its_actor: Pending "UpdateActor" => Refuse;
        a_school_we_are_agreeing_with_may_change_its_dates_alone: Pending "UpdateAgreement" => JudgeAgreement;
        a_school_we_are_agreeing_with_may_not_delete: Pending "Delete" => Refuse;
        a_school_we_are_agreeing_with_may_not_like: Pending "Like" => Refuse;
        a_school_we_are_agreeing_with_may_not_announce: Pending "Announce" => Refuse;
        a_school_we_are_agreeing_with_may_not_move: Pending "Move" => Refuse;
        a_school_we_are_agreeing_with_may_not_flag: Pending "Flag" => Refuse;
        a_school_we_are_agreeing_with_may_not_offer_again: Pending "Offer" => Refuse;
        a_school_we_are_agreeing_with_may_not_do_anything_else: Pending "Dance" => Refuse;

        a_trusted_school_is_judged_when_it_follows: Trusted "Follow" => Judge;
        a_trusted_school_is_judged_when_it_accepts: Trusted "Accept" => Judge;
        a_trusted_school_is_judged_when_it_rejects: Trusted "Reject" => Judge;
        a_trusted_school_is_judged_when_it_undoes: Trusted "Undo" => Judge;
        a_trusted_school_is_judged_when_it_creates: Trusted "Create" => Judge;
        a_trusted_school_is_judged_when_it_asks_to_comment: Trusted "ReplyRequest" => Judge;
        a_trusted_school_is_judged_when_it_updates: Trusted "UpdateNote" => Judge;
        a_trusted_school_is_judged_when_it_updates_its_actor: Trusted "UpdateActor" => Judge;
        a_trusted_school_is_judged_when_it_words_an_agreement_anew: Trusted "UpdateAgreement" => Judge;
        a_trusted_school_is_judged_when_it_deletes: Trusted "Delete" => Judge;
        a_trusted_school_is_judged_when_it_likes: Trusted "Like" => Judge;
        a_trusted_school_is_ignored_when_it_announces: Trusted "Announce" => Ignore;
        a_trusted_school_is_judged_when_it_moves: Trusted "Move" => Judge;
        a_trusted_school_is_judged_when_it_flags: Trusted "Flag" => Judge;
        a_trusted_school_is_ignored_when_it_offers: Trusted "Offer" => Ignore;
        a_trusted_school_is_ignored_when_it_does_anything_else: Trusted "Dance" => Ignore;

        a_paused_school_is_held_when_it_follows: Paused "Follow" => Hold;
        a_paused_school_is_held_when_it_accepts: Paused "Accept" => Hold;
        a_paused_school_is_judged_when_it_rejects: Paused "Reject" => Judge;
        a_paused_school_is_judged_when_it_undoes: Paused "Undo" => Judge;
        a_paused_school_is_held_when_it_creates: Paused "Create" => Hold;
        a_paused_school_is_held_when_it_asks_to_comment: Paused "ReplyRequest" => Hold;
        a_paused_school_is_held_when_it_updates: Paused "UpdateNote" => Hold;
        a_paused_school_is_held_when_it_updates_its_actor: Paused "UpdateActor" => Hold;
        a_paused_school_is_held_when_it_words_an_agreement_anew: Paused "UpdateAgreement" => Hold;
        a_paused_school_is_judged_when_it_deletes: Paused "Delete" => Judge;
        a_paused_school_is_held_when_it_likes: Paused "Like" => Hold;
        a_paused_school_is_ignored_when_it_announces: Paused "Announce" => Ignore;
        a_paused_school_is_held_when_it_moves: Paused "Move" => Hold;
        a_paused_school_is_held_when_it_flags: Paused "Flag" => Hold;
        a_paused_school_is_ignored_when_it_offers: Paused "Offer" => Ignore;
        a_paused_school_is_ignored_when_it_does_anything_else: Paused "Dance" => Ignore;

        a_school_we_left_may_not_follow: Ended "Follow" => Refuse;
        a_school_we_left_may_accept_removals_alone: Ended "Accept" => JudgeReceipt;
        a_school_we_left_may_end_the_agreement_too: Ended "Reject" => JudgeAgreement;
        a_school_we_left_may_undo_the_agreement_alone: Ended "Undo" => JudgeAgreement;
        a_school_we_left_may_not_create: Ended "Create" => Refuse;
        a_school_we_left_may_not_ask_to_comment: Ended "ReplyRequest" => Refuse;
        a_school_we_left_may_not_update: Ended "UpdateNote" => Refuse;
        a_school_we_left_may_not_update_its_actor: Ended "UpdateActor" => Refuse;
        a_school_we_left_may_renew_one_that_ran_out_alone: Ended "UpdateAgreement" => JudgeAgreement;
        a_school_we_left_may_still_delete: Ended "Delete" => Judge;
        a_school_we_left_may_not_like: Ended "Like" => Refuse;
        a_school_we_left_may_not_announce: Ended "Announce" => Refuse;
        a_school_we_left_may_not_move: Ended "Move" => Refuse;
        a_school_we_left_may_not_flag: Ended "Flag" => Refuse;
        a_school_we_left_may_not_offer: Ended "Offer" => Refuse;
        a_school_we_left_may_not_do_anything_else: Ended "Dance" => Refuse;
    }
}
