//! Stored pictures, and those still to be fetched.

use std::time::Duration;

use schoolgate::domain::items::Audience;
use schoolgate::domain::partners::PartnerState;
use schoolgate::domain::revisions::PictureState;
use schoolgate::error::Error;
use schoolgate::store::{items, pictures, revisions, schools};

use crate::world::{World, at, awaited, both, here, seconds, url};
use crate::{commit, read};

async fn due(world: &World, second: i64) -> Vec<pictures::Awaited> {
    commit!(world, |tx| pictures::claim_due(&mut tx, at(second), 10)).unwrap()
}

#[tokio::test]
async fn a_picture_is_fetched_once_at_a_time_and_again_after_a_failure() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let revision = world.revise(&post, "two pictures", &[awaited(0), awaited(1)]).await;

        let claimed = due(&world, 100).await;
        assert_eq!(claimed.iter().map(|awaited| awaited.position).collect::<Vec<_>>(), [0, 1]);
        assert_eq!((&claimed[0].revision, &claimed[0].remote_class, claimed[0].failures), (&revision, &world.oak, 0));
        assert_eq!(
            (&claimed[0].source, claimed[0].source_digest.as_deref()),
            (&url("https://oak.example/media/0.jpg"), Some("zdigest"))
        );
        assert!(due(&world, 159).await.is_empty());
        assert_eq!(due(&world, 160).await.len(), 2, "whoever claimed them has crashed");

        commit!(world, |tx| pictures::fetch_failed(&mut tx, &claimed[0], at(900))).unwrap();
        assert!(!read!(world, |sql| pictures::is_named(sql, "aa")));
        let picture = world.picture("aa").await;
        assert!(read!(world, |sql| pictures::is_named(sql, "aa")));
        commit!(world, |tx| revisions::settle_picture(&mut tx, &revision, 1, Some(&picture.id))).unwrap();
        assert!(due(&world, 899).await.is_empty());
        assert_eq!(read!(world, |sql| pictures::next_due(sql)), Some(at(900)));
        let again = due(&world, 900).await;
        assert_eq!((again.len(), again[0].position, again[0].failures), (1, 0, 1));

        commit!(world, |tx| revisions::settle_picture(&mut tx, &revision, 0, None)).unwrap();
        assert!(due(&world, 9_000).await.is_empty());
        let states: Vec<_> =
            read!(world, |sql| revisions::pictures(sql, &revision)).into_iter().map(|picture| picture.state).collect();
        assert_eq!(states, [PictureState::Refused, PictureState::Here]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_fetched_from_a_stopped_school_or_of_what_is_gone() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.revise(&post, "a picture", &[awaited(0)]).await;

        world.oak_is(PartnerState::Paused).await;
        assert!(due(&world, 100).await.is_empty());
        world.oak_is(PartnerState::Trusted).await;
        commit!(world, |tx| schools::pause(&mut tx, Some(at(0)), "staff:1")).unwrap();
        assert!(due(&world, 100).await.is_empty());
        commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")).unwrap();
        assert_eq!(due(&world, 100).await.len(), 1);
        commit!(world, |tx| items::set_gone(&mut tx, &post.id, at(101))).unwrap();
        assert!(due(&world, 200).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_upload_nobody_used_is_an_orphan_and_its_file_goes_with_the_last_of_it() {
    both(|world| async move {
        let [one, twin, used] = [world.picture("same").await, world.picture("same").await, world.picture("used").await];
        let post = world.post(world.kaur_of_maple(), Audience::Class).await;
        world.revise(&post, "with a picture", &[here(0, &used)]).await;
        assert_eq!(read!(world, |sql| pictures::get(sql, &one.id)), one);

        assert!(read!(world, |sql| pictures::orphans(sql, one.created_at, 10)).is_empty());
        let mut orphans = read!(world, |sql| pictures::orphans(sql, used.created_at + seconds(1), 10));
        orphans.sort_by_key(|picture| picture.created_at);
        assert_eq!(orphans, [one.clone(), twin.clone()]);

        let names = read!(world, |sql| pictures::names(sql, "", 10));
        assert_eq!(names.len(), 2, "twins have one file");
        assert_eq!(read!(world, |sql| pictures::names(sql, &names[0], 10)), [names[1].clone()]);
        commit!(world, |tx| pictures::delete(&mut tx, &one, at(900))).unwrap();
        assert!(unused(&world, 1_000).await.is_empty(), "its twin has the same file");
        commit!(world, |tx| pictures::delete(&mut tx, &twin, at(900))).unwrap();
        assert_eq!(unused(&world, 1_000).await, std::slice::from_ref(&one.sha256));
        commit!(world, |tx| pictures::delete(&mut tx, &used, at(900))).unwrap();
        assert_eq!(read!(world, |sql| pictures::get(sql, &used.id)), used, "it is in a post");
        assert_eq!(unused(&world, 1_000).await, [one.sha256]);
        assert_eq!(read!(world, |sql| pictures::of_item(sql, &post.id)), std::slice::from_ref(&used));
        assert_eq!(read!(world, |sql| pictures::of_owner(sql, &used.owner)), std::slice::from_ref(&used));
        assert_eq!(read!(world, |sql| pictures::of_owner(sql, "pupil:1")), []);

        assert!(commit!(world, |tx| revisions::purge(&mut tx, &post.id)).is_ok());
        assert_eq!(read!(world, |sql| pictures::of_item(sql, &post.id)), []);
        assert_eq!(read!(world, |sql| pictures::orphans(sql, used.created_at + seconds(1), 10)), [used]);
    })
    .await;
}

async fn unused(world: &World, second: i64) -> Vec<String> {
    read!(world, |sql| pictures::unused_files(sql, at(second), 10))
}

#[tokio::test]
async fn a_file_that_is_being_put_there_again_is_not_taken_away() {
    both(|world| async move {
        let picture = world.picture("tug").await;
        let file = picture.sha256.clone();
        commit!(world, |tx| pictures::delete(&mut tx, &picture, at(100))).unwrap();
        commit!(world, |tx| pictures::expect_file(&mut tx, &file, at(200))).unwrap();

        assert!(unused(&world, 200).await.is_empty());
        assert!(!commit!(world, |tx| pictures::forget_file(&mut tx, &file, at(200))).unwrap());

        // Its twin: nobody has come for a second more.
        assert_eq!(unused(&world, 201).await, std::slice::from_ref(&file));
        assert!(commit!(world, |tx| pictures::forget_file(&mut tx, &file, at(201))).unwrap());
        assert!(!commit!(world, |tx| pictures::forget_file(&mut tx, &file, at(201))).unwrap(), "gone is gone");
    })
    .await;
}

#[tokio::test]
async fn a_picture_has_a_file_or_is_not_written_down() {
    both(|world| async move {
        let picture = world.picture("tug").await;
        commit!(world, |tx| pictures::delete(&mut tx, &picture, at(100))).unwrap();
        assert!(commit!(world, |tx| pictures::forget_file(&mut tx, &picture.sha256, at(1_000))).unwrap());

        assert!(matches!(commit!(world, |tx| pictures::insert(&mut tx, &picture)), Err(Error::Missing)));

        commit!(world, |tx| pictures::expect_file(&mut tx, &picture.sha256, at(1_000))).unwrap();
        commit!(world, |tx| pictures::insert(&mut tx, &picture)).unwrap();
        assert!(unused(&world, 9_000).await.is_empty());
        assert!(!commit!(world, |tx| pictures::forget_file(&mut tx, &picture.sha256, at(9_000))).unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_puts_a_file_there_waits_for_whoever_takes_it_away() {
    both(|world| async move {
        let picture = world.picture("tug").await;
        commit!(world, |tx| pictures::delete(&mut tx, &picture, at(100))).unwrap();
        let mut taking = world.db.begin().await.unwrap();
        assert!(pictures::forget_file(&mut taking, &picture.sha256, at(200)).await.unwrap());
        let (db, file) = (world.db.clone(), picture.sha256.clone());
        let putting = tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            pictures::expect_file(&mut tx, &file, at(300)).await.unwrap();
            tx.commit().await.unwrap();
        });

        // It cannot have been put there while the other holds its row.
        assert!(
            tokio::time::timeout(Duration::from_millis(100), async {
                while !putting.is_finished() {
                    tokio::task::yield_now().await;
                }
            })
            .await
            .is_err()
        );
        taking.commit().await.unwrap();
        putting.await.unwrap();

        assert!(!commit!(world, |tx| pictures::forget_file(&mut tx, &picture.sha256, at(300))).unwrap());
        assert_eq!(unused(&world, 301).await, [picture.sha256]);
    })
    .await;
}
