//! Somebody reports something of ours: a person looks into that.

use url::Url;

use super::{Change, Letter, Outcome, TaskKind};
use crate::vocabulary::authority;

pub(super) fn receive(letter: &Letter<'_>, objects: &[Url], content: Option<&str>) -> Outcome {
    let ours: Vec<&str> =
        objects.iter().filter(|object| authority(object) == letter.ours.host()).map(Url::as_str).collect();
    if ours.is_empty() {
        return Outcome::ignored("what it reports is not ours");
    }
    Outcome::one(Change::Task {
        kind: TaskKind::Flag,
        actor: letter.actor().clone(),
        detail: format!("{}\n{}", ours.join("\n"), content.unwrap_or_default()).trim_end().to_owned(),
    })
}
