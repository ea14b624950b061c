//! The posters of classes.

use schoolgate::domain::ids::PosterId;
use schoolgate::store::{classes, posters};

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn a_poster_names_its_class_until_it_is_revoked_or_the_class_is_closed() {
    both(|world| async move {
        for (class, hash) in [(&world.maple, "maple"), (&world.willow, "willow")] {
            let id = PosterId::fresh(at(0));
            commit!(world, |tx| posters::insert(&mut tx, &id, class, hash, &world.kaur, at(3))).unwrap();
        }

        assert_eq!(read!(world, |sql| posters::class_of(sql, "maple")), Some(world.maple.clone()));
        assert_eq!(read!(world, |sql| posters::class_of(sql, "other")), None);
        assert_eq!(read!(world, |sql| posters::since(sql, &world.maple)), Some(at(3)));

        let none = commit!(world, |tx| posters::revoke_older(&mut tx, &world.maple, at(3)));
        assert_eq!(none.unwrap(), 0, "it was made at that very moment");
        assert_eq!(commit!(world, |tx| posters::revoke(&mut tx, &world.maple, at(5))).unwrap(), 1);
        assert_eq!(read!(world, |sql| posters::class_of(sql, "maple")), None);
        assert_eq!(read!(world, |sql| posters::since(sql, &world.maple)), None);
        assert_eq!(read!(world, |sql| posters::class_of(sql, "willow")), Some(world.willow.clone()));
        commit!(world, |tx| classes::close(&mut tx, &world.willow, at(6))).unwrap();
        assert_eq!(read!(world, |sql| posters::class_of(sql, "willow")), None);
        assert_eq!(commit!(world, |tx| posters::revoke_older(&mut tx, &world.willow, at(7))).unwrap(), 1);
    })
    .await;
}
