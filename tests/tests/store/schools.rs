//! The school itself, and stopping all federation.

use schoolgate::domain::moderation::Tray;
use schoolgate::error::Error;
use schoolgate::store::{moderation, schools};

use crate::world::{at, both};
use crate::{commit, read};

#[tokio::test]
async fn federation_is_stopped_once_and_resumed_once() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| schools::get(sql)).unwrap().name, "Maple Primary");
        assert!(!read!(world, |sql| schools::is_paused(sql)));
        let now = world.tick();

        commit!(world, |tx| schools::pause(&mut tx, Some(now), "staff:1")).unwrap();
        assert!(read!(world, |sql| schools::is_paused(sql)));
        assert_eq!(read!(world, |sql| schools::get(sql)).unwrap().federation_paused_at, Some(now));
        assert!(matches!(commit!(world, |tx| schools::pause(&mut tx, Some(now), "staff:2")), Err(Error::Missing)));

        commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")).unwrap();
        assert!(!read!(world, |sql| schools::is_paused(sql)));
        assert!(matches!(commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")), Err(Error::Missing)));

        let post = world.post(world.sam_of_maple(), schoolgate::domain::items::Audience::Class).await;
        world.waits(&post, &world.maple, Tray::Ours).await;
        assert_eq!(read!(world, |sql| moderation::of_pupil(sql, &world.sam, 10)).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn scrubbing_stays_asked_for_until_it_is_done_for_the_last_who_asked() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| schools::scrub_asked(sql)), None);
        commit!(world, |tx| schools::ask_scrub(&mut tx, at(5))).unwrap();
        commit!(world, |tx| schools::ask_scrub(&mut tx, at(7))).unwrap();

        commit!(world, |tx| schools::scrubbed(&mut tx, at(5))).unwrap();
        assert_eq!(read!(world, |sql| schools::scrub_asked(sql)), Some(at(7)));
        commit!(world, |tx| schools::scrubbed(&mut tx, at(7))).unwrap();

        assert_eq!(read!(world, |sql| schools::scrub_asked(sql)), None);
    })
    .await;
}
