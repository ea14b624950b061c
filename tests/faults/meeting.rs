//! Two schools as they are run in earnest meet, over https and behind nginx, and nobody else hears of it.

use super::verbs::{agree, follow, let_in, publish, settled};
use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] =
    cases![two_schools_agree_follow_and_read_each_other_and_nobody_else_hears_of_it];

async fn two_schools_agree_follow_and_read_each_other_and_nobody_else_hears_of_it(world: &mut World) {
    let (maple, oak) = (world.school("maple").await, world.school("oak").await);
    let wild = world.peer("wild.example").await;

    agree(world, &maple, &oak).await;
    follow(world, &oak, &maple).await;
    publish(&maple, &maple.teacher(world).await, "Ships", "friends").await;
    let (teacher, pupil) = (oak.teacher(world).await, oak.pupil(world, 0).await);
    let friends = format!("/c/{}/friends", oak.slug());
    assert!(!pupil.get(&friends).await.says("Ships"));
    let_in(world, &oak, &teacher, "The words of Ships").await;

    assert!(pupil.get(&friends).await.says("Ships"));
    settled(world, &maple).await;
    assert_eq!((wild.connections(), world.dns.times(&wild.host)), (0, 0));
    let strange = |name: &&String| !name.starts_with("maple.example ") && !name.starts_with("oak.example ");
    assert_eq!(world.dns.asked().iter().filter(strange).count(), 0);
}
