//! Old blogs that were brought in, and what of each is still there.

use schoolgate::domain::ids::{ClassId, ImportId, ItemId};
use schoolgate::domain::imports::Import;
use schoolgate::domain::items::{Audience, Item};
use schoolgate::error::Error;
use schoolgate::store::{imports, items};

use crate::world::{World, both};
use crate::{commit, read};

const SITE: &str = "https://blog.example";

async fn begun(world: &World, class: &ClassId) -> Import {
    let now = world.tick();
    let import = Import {
        id: ImportId::fresh(now),
        class: class.clone(),
        site: SITE.to_owned(),
        staff: world.kaur.clone(),
        began_at: now,
        finished_at: None,
        undone_at: None,
    };
    assert!(commit!(world, |tx| imports::insert(&mut tx, &import)).unwrap());
    import
}

async fn remember(world: &World, import: &Import, item: &Item) {
    let mark = format!("mark of {}", item.id);
    commit!(world, |tx| imports::remember(&mut tx, &mark, &item.id, &import.id)).unwrap();
}

async fn is_known(world: &World, item: &Item) -> Option<ItemId> {
    read!(world, |sql| imports::known(sql, &format!("mark of {}", item.id)))
}

#[tokio::test]
async fn an_import_is_carried_on_until_it_is_finished_or_taken_away() {
    both(|world| async move {
        let [first, other] = [begun(&world, &world.maple).await, begun(&world, &world.willow).await];
        let open = async || read!(world, |sql| imports::unfinished(sql, &world.maple, SITE));
        assert_eq!(open().await, Some(first.clone()));
        assert_eq!(read!(world, |sql| imports::unfinished(sql, &world.maple, "https://other.example")), None);
        assert_eq!(read!(world, |sql| imports::all(sql)), [other, first.clone()]);
        commit!(world, |tx| imports::hold(&mut tx, &first.id)).unwrap();
        let twin = Import { id: ImportId::fresh(world.tick()), ..first.clone() };
        assert!(!commit!(world, |tx| imports::insert(&mut tx, &twin)).unwrap(), "it is one import");
        assert_eq!(open().await, Some(first.clone()));

        let now = world.tick();
        commit!(world, |tx| imports::set_finished(&mut tx, &first.id, now)).unwrap();
        assert_eq!(open().await, None);
        assert_eq!(read!(world, |sql| imports::get(sql, &first.id)), Import { finished_at: Some(now), ..first });

        let second = begun(&world, &world.maple).await;
        assert_eq!(open().await, Some(second.clone()));
        commit!(world, |tx| imports::set_undone(&mut tx, &second.id, now)).unwrap();
        assert_eq!(open().await, None);
        let missing = |done| assert!(matches!(done, Err(Error::Missing)));
        missing(commit!(world, |tx| imports::set_undone(&mut tx, &second.id, now)));
        missing(commit!(world, |tx| imports::set_finished(&mut tx, &second.id, now)));
        missing(commit!(world, |tx| imports::hold(&mut tx, &second.id)));
    })
    .await;
}

#[tokio::test]
async fn what_came_in_is_known_until_it_is_forgotten() {
    both(|world| async move {
        let [import, elsewhere] = [begun(&world, &world.maple).await, begun(&world, &world.willow).await];
        let post = world.published(Audience::School).await;
        let comment = world.answered(world.kaur_of_maple(), &post, Audience::School).await;
        let [own, other] = [world.published(Audience::School).await, world.published(Audience::School).await];
        remember(&world, &import, &comment).await;
        remember(&world, &import, &post).await;
        remember(&world, &elsewhere, &other).await;

        assert_eq!(is_known(&world, &post).await, Some(post.id.clone()));
        assert_eq!(is_known(&world, &own).await, None);
        assert_eq!(read!(world, |sql| imports::standing(sql, &import.id, 9)), [post.clone(), comment.clone()]);
        assert_eq!(read!(world, |sql| imports::standing(sql, &import.id, 1)), std::slice::from_ref(&post));
        assert_eq!(read!(world, |sql| imports::counts(sql, &import.id)), (1, 1));

        let now = world.tick();
        commit!(world, |tx| items::withdraw(&mut tx, &comment.id, now, "staff:1")).unwrap();
        assert_eq!(read!(world, |sql| imports::standing(sql, &import.id, 9)), std::slice::from_ref(&post));
        assert_eq!(read!(world, |sql| imports::counts(sql, &import.id)), (1, 0));
        assert_eq!(is_known(&world, &comment).await, Some(comment.id.clone()), "so that it stays away");

        commit!(world, |tx| imports::forget(&mut tx, &post.id)).unwrap();
        assert_eq!(is_known(&world, &post).await, None);
        commit!(world, |tx| imports::forget_class(&mut tx, &world.maple)).unwrap();
        assert_eq!(is_known(&world, &comment).await, None);
        assert_eq!(is_known(&world, &other).await, Some(other.id));
        assert_eq!(read!(world, |sql| imports::all(sql)), [elsewhere]);
    })
    .await;
}
