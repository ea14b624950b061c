//! The ledger of what is gone, beside the database.

use schoolgate::clock::Clock;
use schoolgate::domain::gone::Gone;
use schoolgate::domain::items::Audience;
use schoolgate::store::ledger::{self, Ledger};
use schoolgate::store::{Database, items, letters};

use crate::world::{OAK, at, both, url};

#[tokio::test]
async fn what_is_taken_away_stands_in_the_ledger_and_the_database_knows_how_far_it_is() {
    both(|world| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maple.gone");
        let post = world.published(Audience::Friends).await;
        let theirs = url("https://oak.example/posts/our-trip-with-sam");
        let ledger = Ledger::open(&path, Clock::system()).unwrap();
        let db = world.db.clone().with_ledger(ledger.clone());

        let mut tx = db.begin().await.unwrap();
        items::withdraw(&mut tx, &post.id, at(50), "staff:1").await.unwrap();
        letters::bury(&mut tx, &theirs, OAK, at(50)).await.unwrap();
        assert_eq!(ledger.lines().unwrap(), [], "nothing before it is committed");
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        letters::bury(&mut tx, &url("https://oak.example/2"), OAK, at(50)).await.unwrap();
        drop(tx);
        let mut tx = db.begin().await.unwrap().unrecorded();
        letters::bury(&mut tx, &url("https://oak.example/3"), OAK, at(50)).await.unwrap();
        tx.commit().await.unwrap();

        let gone: Vec<Gone> = ledger.lines().unwrap().into_iter().map(|(_, gone)| gone).collect();
        assert_eq!(gone, [Gone::Item(post.id, world.maple.clone()), Gone::theirs(&theirs)]);
        assert!(!std::fs::read_to_string(&path).unwrap().contains("sam"), "no words");
        let (_, length) = ledger.reach().unwrap();
        assert_eq!(ledger::position(&mut db.read(), &ledger).await.unwrap(), length);

        // Another ledger in its place: the database has yet to read it, and says so when it has.
        ledger::replace(&path, &ledger.lines().unwrap(), at(60)).unwrap();
        let other = Ledger::open(&path, Clock::system()).unwrap();
        assert_eq!(other.lines().unwrap().len(), 2);
        assert_eq!(ledger::position(&mut db.read(), &other).await.unwrap(), 0);
        assert!(ledger::is_strange(&mut db.read(), &other).await.unwrap());
        assert!(!ledger::is_strange(&mut db.read(), &ledger).await.unwrap());
        let mut tx = db.begin().await.unwrap();
        ledger::hold(&mut tx, &other).await.unwrap();
        ledger::caught_up(&mut tx, &other, 7).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ledger::position(&mut db.read(), &other).await.unwrap(), 7);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_taken_away_when_the_ledger_cannot_be_written() {
    both(|world| async move {
        let folder = tempfile::tempdir().unwrap();
        let post = world.published(Audience::Friends).await;
        let ledger = Ledger::open(&folder.path().join("maple.gone"), Clock::system()).unwrap();
        let db = world.db.clone().with_ledger(ledger.clone());
        let withdraw = async || {
            let mut tx = db.begin().await.unwrap();
            items::withdraw(&mut tx, &post.id, at(50), "staff:1").await.unwrap();
            tx.commit().await
        };

        // Another database that shares it closes it.
        let (_other, address) = crate::world::address(world.engine);
        Database::open(&address).await.unwrap().with_ledger(ledger).close().await;
        assert!(withdraw().await.is_err());
        assert_eq!(items::get(&mut db.read(), &post.id).await.unwrap().withdrawn_at, None);

        let ledger = Ledger::open(&folder.path().join("maple.gone"), Clock::system()).unwrap();
        let db = world.db.clone().with_ledger(ledger);
        let mut tx = db.begin().await.unwrap();
        items::withdraw(&mut tx, &post.id, at(50), "staff:1").await.unwrap();
        tx.commit().await.unwrap();
        assert!(items::get(&mut db.read(), &post.id).await.unwrap().withdrawn_at.is_some());
    })
    .await;
}

#[test]
fn a_torn_line_is_left_out_and_swallows_no_other_and_a_foreign_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("maple.gone");
    let line = (at(1), Gone::Theirs("a".repeat(64)));
    ledger::replace(&path, std::slice::from_ref(&line), at(2)).unwrap();
    let whole = std::fs::read(&path).unwrap();

    std::fs::write(&path, [&whole[..], b"1700000001 item 0198"].concat()).unwrap();
    let ledger = Ledger::open(&path, Clock::system()).unwrap();
    assert_eq!(ledger.lines().unwrap(), [line]);
    assert!(std::fs::read(&path).unwrap().ends_with(b"0198\n"));
    let refused = ledger::alone(&path).unwrap_err().to_string();
    assert!(refused.contains("stop it first"), "{refused}");
    drop(ledger);
    let alone = ledger::alone(&path).unwrap();
    assert!(alone.is_some() && Ledger::open(&path, Clock::system()).is_err());
    drop(alone);

    std::fs::write(&path, "shopping list\n").unwrap();
    let refused = format!("{:#}", Ledger::open(&path, Clock::system()).unwrap_err());
    assert!(refused.contains("maple.gone") && refused.contains("does not begin"), "{refused}");
}
