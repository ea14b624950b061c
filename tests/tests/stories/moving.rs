//! A class that says it has moved: whatever both sides say of each other, a person looks into it, and until then nothing flows.

use schoolgate::actions::partners;
use schoolgate::domain::partners::{Direction, FollowState, PartnerSchool};
use schoolgate::store;
use serde_json::json;
use tests::peers::Page;

use crate::letters::Scene;

impl Scene {
    async fn oak_here(&self) -> PartnerSchool {
        store::partners::by_host(&mut self.maple.school.db.read(), &self.oak.host).await.unwrap().unwrap()
    }

    /// Every follow of our class: whose, which way, and how far.
    async fn relations(&self) -> Vec<(String, Direction, FollowState)> {
        let follows = store::follows::of_class(&mut self.maple.school.db.read(), &self.maple.class.id).await.unwrap();
        follows.into_iter().map(|(follow, remote)| (remote.actor.to_string(), follow.direction, follow.state)).collect()
    }

    fn letters_to_oak(&self) -> usize {
        self.oak.times("POST /inbox")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t44_a_move_has_no_effect_of_its_own_and_holds_the_school_until_an_admin_has_looked() {
    let scene = Scene::set().await;
    let before = scene.relations().await;
    assert_eq!(before.len(), 2);

    for (number, (here, there)) in [(true, true), (true, false), (false, true), (false, false)].into_iter().enumerate()
    {
        // The old address names the new one, the new one names the old one, or not.
        let mut old = scene.oak.document(&scene.oak.key);
        let mut new = scene.wild.document(&scene.wild.key);
        if here {
            old["movedTo"] = json!(scene.wild.actor());
            old["alsoKnownAs"] = json!([scene.wild.actor()]);
        }
        if there {
            new["alsoKnownAs"] = json!([scene.oak.actor()]);
        }
        scene.oak.answers("/a/1", Page::of(&old));
        scene.wild.answers("/a/1", Page::of(&new));
        let says_it = async || {
            let mut letter = scene.oak.letter("Move", scene.oak.actor());
            letter["target"] = json!(scene.wild.actor());
            scene.oak.sends(&scene.maple, &letter).send(&scene.maple).await.status
        };

        assert_eq!((says_it().await, says_it().await), (202, 202));

        let case = format!("movedTo: {here}, alsoKnownAs: {there}");
        let held = scene.oak_here().await;
        assert_eq!(held.held_why.as_deref(), Some("move"), "{case}");
        let tasks = store::tasks::open(&mut scene.maple.school.db.read()).await.unwrap();
        let [task] = &tasks[..] else { panic!("{case}: {tasks:?}") };
        assert_eq!((task.kind.as_str(), task.host.as_str()), ("move", scene.oak.host.as_str()));
        assert!(task.detail.contains(&scene.oak.host) && task.detail.contains(&scene.wild.host), "{}", task.detail);
        assert_eq!(scene.relations().await, before, "{case}");
        assert_eq!(scene.wild.connections(), 0, "{case}: nobody asks a stranger");
        let admin = scene.maple.admin_browser().await.get("/schools").await;
        assert!(admin.says(&scene.oak.host) && admin.says(&scene.wild.host) && admin.says("moved to another address"));

        // Held both ways: what comes is kept and shown to nobody, what would go waits.
        let title = format!("Held {number}");
        assert_eq!(scene.oak_says("Create", scene.oak.article(&title)).await.status, 202);
        assert!(!scene.titles().await.contains(&title), "{case}");
        let said = scene.letters_to_oak();
        scene.maple.publish(&format!("Ours {number}"), "Words of our own.").await;
        while schoolgate::fediverse::courier::round(&scene.maple.school).await.unwrap() {}
        assert_eq!(scene.letters_to_oak(), said, "{case}");

        partners::verify(&scene.maple.school, &scene.maple.admin, &held.id).await.unwrap();
        partners::task_done(&scene.maple.school, &scene.maple.admin, &task.id).await.unwrap();

        assert!(scene.titles().await.contains(&title), "{case}");
        assert_eq!(scene.oak_says("Create", scene.oak.article("After")).await.status, 202);
        scene.settled().await;
        assert!(scene.letters_to_oak() > said, "{case}");
        assert_eq!(scene.relations().await, before, "{case}");
    }
}
