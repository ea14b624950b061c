//! Letters about one post, in every order in which they can arrive: what was deleted stays deleted, and the newest wording wins.

use std::collections::{BTreeMap, BTreeSet};

use federation::ports::Caller;
use federation::trust::Standing;
use schoolgate::fediverse::host::Letterbox;
use schoolgate::store;
use serde_json::{Value, json};
use url::Url;

use crate::letters::Scene;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Create,
    First,
    Second,
    Delete,
    /// Of the Create, as some servers say it; it is none of what can be undone.
    Undo,
    /// The Create once more, under another id.
    Late,
}

const STEPS: [Step; 6] = [Step::Create, Step::First, Step::Second, Step::Delete, Step::Undo, Step::Late];
const LONGEST: usize = 5;

/// Every order of up to five different ones.
fn orders() -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<Step>> = Vec::new();
    let mut longest: Vec<Vec<Step>> = vec![Vec::new()];
    for _ in 0..LONGEST {
        longest = longest
            .iter()
            .flat_map(|order| {
                STEPS.iter().filter(|step| !order.contains(step)).map(|step| [order.as_slice(), &[*step]].concat())
            })
            .collect();
        all.extend(longest.clone());
    }
    all
}

impl Scene {
    /// What Oak says of a post in this step.
    fn step(&self, article: &Value, step: Step) -> Value {
        let id = article["id"].as_str().unwrap();
        let worded = |title: &str, updated: Option<&str>| {
            let mut worded = article.clone();
            worded["name"] = json!(title);
            if let Some(updated) = updated {
                worded["updated"] = json!(updated);
            }
            worded
        };
        let (verb, object) = match step {
            Step::Create | Step::Late => ("Create", worded("as it was", None)),
            Step::First => ("Update", worded("first change", Some("2026-01-02T00:00:00Z"))),
            Step::Second => ("Update", worded("second change", Some("2026-01-03T00:00:00Z"))),
            Step::Delete => ("Delete", json!(id)),
            Step::Undo => {
                let create =
                    json!({ "id": format!("{id}#create"), "type": "Create", "actor": self.oak.actor(), "object": id });
                ("Undo", create)
            }
        };
        self.oak.letter(verb, object)
    }

    /// The newest wording of a post that waits here. None if there is none.
    async fn end_of(&self, article: &Value) -> Option<String> {
        let id: Url = article["id"].as_str().unwrap().parse().unwrap();
        let sql = &mut self.maple.school.db.read();
        let item = store::items::by_wire_id(sql, &id).await.unwrap().filter(|item| item.gone_at.is_none())?;
        let newest = store::revisions::of_item(sql, &item.id).await.unwrap().pop().unwrap();
        Some(newest.words.title)
    }
}

/// What must be left. An Update tells nothing of a post that nobody here was sent: it is not let in by the back door.
fn expected(order: &[Step]) -> Option<&'static str> {
    if order.contains(&Step::Delete) {
        return None;
    }
    let created = order.iter().position(|step| matches!(step, Step::Create | Step::Late))?;
    let after = &order[created..];
    Some(match (after.contains(&Step::First), after.contains(&Step::Second)) {
        (_, true) => "second change",
        (true, false) => "first change",
        (false, false) => "as it was",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn t100_letters_in_any_order_end_alike_and_what_was_deleted_stays_deleted() {
    let mut scene = Scene::set().await;
    scene.maple.stop_courier().await;
    let letterbox = Letterbox::of(&scene.maple.school);
    let orders = orders();
    assert_eq!(orders.len(), 6 + 30 + 120 + 360 + 720);
    let mut ends: BTreeMap<BTreeSet<Step>, BTreeSet<Option<String>>> = BTreeMap::new();

    for order in &orders {
        let article = scene.oak.article("as it was");
        let mut was_deleted = false;
        for step in order {
            let letter = scene.step(&article, *step).to_string();
            let activity = federation::vocabulary::parse(letter.as_bytes()).unwrap();
            let caller = Caller {
                host: scene.oak.host.clone(),
                actor: scene.oak.actor().parse().unwrap(),
                standing: Standing::Trusted,
                document: None,
            };
            letterbox.take(caller, activity).await.unwrap();
            was_deleted |= *step == Step::Delete;
            assert!(!was_deleted || scene.end_of(&article).await.is_none(), "{order:?}: back after {step:?}");
        }
        let end = scene.end_of(&article).await;
        assert_eq!(end.as_deref(), expected(order), "{order:?}");
        if order.first() == Some(&Step::Create) || order.contains(&Step::Delete) {
            ends.entry(order.iter().copied().collect()).or_default().insert(end);
        }
    }

    // In one lane the Create is before its Updates, whatever else comes between or late.
    for (steps, ends) in ends {
        assert_eq!(ends.len(), 1, "{steps:?}: {ends:?}");
    }
    assert_eq!(scene.maple.friends().await, [], "nobody has let anything in");
}
