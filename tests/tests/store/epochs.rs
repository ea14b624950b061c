//! The lives of a database.

use schoolgate::store::epochs;

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn the_newest_life_is_the_one_it_is_in() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| epochs::current(sql)), None);

        commit!(world, |tx| epochs::begin(&mut tx, "one", at(0), at(10))).unwrap();
        commit!(world, |tx| epochs::begin(&mut tx, "another", at(5), at(20))).unwrap();

        assert_eq!(read!(world, |sql| epochs::current(sql)).as_deref(), Some("another"));
    })
    .await;
}
