//! Posts below which a class collects pieces.

use schoolgate::domain::items::Audience;
use schoolgate::store::{collections, items};

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn a_collection_is_opened_closed_and_opened_again() {
    both(|world| async move {
        let post = world.published(Audience::Friends).await;
        let set = async |is_open, moment| {
            commit!(world, |tx| collections::set(&mut tx, &post.id, is_open, at(moment))).unwrap()
        };
        let is_open = async || read!(world, |sql| collections::is_open(sql, &post.id));
        let listed = async || read!(world, |sql| collections::open_of_class(sql, &world.maple, 3));
        assert_eq!((is_open().await, set(false, 1).await), (None, false), "nothing is there that could be closed");

        assert!(set(true, 2).await);
        assert!(!set(true, 3).await);
        assert_eq!((is_open().await, listed().await), (Some(true), vec![post.id.clone()]));
        assert!(set(false, 4).await);
        assert!(!set(false, 5).await);
        assert_eq!((is_open().await, listed().await), (Some(false), Vec::new()));
        assert!(set(true, 6).await);
        assert_eq!(listed().await.len(), 1);
        assert_eq!(read!(world, |sql| collections::open_of_class(sql, &world.willow, 3)), []);

        commit!(world, |tx| items::withdraw(&mut tx, &post.id, at(7), "staff:1")).unwrap();
        assert_eq!(listed().await, []);
    })
    .await;
}
