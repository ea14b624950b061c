//! How each pupil reads most easily.

use schoolgate::domain::comforts::{Background, Comfort, Motion, Spacing, TextSize, Typeface};
use schoolgate::store::{comforts, people};

use crate::world::both;
use crate::{commit, read};

fn blue() -> Comfort {
    Comfort {
        text_size: TextSize::Larger,
        spacing: Spacing::Wide,
        background: Background::Blue,
        typeface: Typeface::OpenDyslexic,
        motion: Motion::Less,
        language: None,
    }
}

#[tokio::test]
async fn everything_is_usual_until_a_pupil_chooses_and_it_is_theirs_alone() {
    both(|world| async move {
        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), Comfort::default());

        commit!(world, |tx| comforts::put(&mut tx, &world.sam, &blue())).unwrap();

        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), blue());
        assert_eq!(read!(world, |sql| comforts::get(sql, &world.ama)), Comfort::default());
        commit!(world, |tx| comforts::put(&mut tx, &world.sam, &Comfort::default())).unwrap();
        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), Comfort::default());
    })
    .await;
}

#[tokio::test]
async fn language_and_look_are_kept_each_without_the_other() {
    both(|world| async move {
        commit!(world, |tx| comforts::set_language(&mut tx, &world.sam, "cy")).unwrap();
        let welsh = Comfort { language: Some("cy".to_owned()), ..Comfort::default() };
        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), welsh);

        commit!(world, |tx| comforts::put(&mut tx, &world.sam, &blue())).unwrap();
        commit!(world, |tx| comforts::set_language(&mut tx, &world.sam, "ar")).unwrap();

        let both = Comfort { language: Some("ar".to_owned()), ..blue() };
        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), both);
    })
    .await;
}

#[tokio::test]
async fn it_goes_with_its_pupil() {
    both(|world| async move {
        commit!(world, |tx| comforts::put(&mut tx, &world.sam, &blue())).unwrap();
        commit!(world, |tx| comforts::set_language(&mut tx, &world.ama, "fr")).unwrap();

        commit!(world, |tx| people::forget_pupil(&mut tx, &world.sam)).unwrap();

        assert_eq!(read!(world, |sql| comforts::get(sql, &world.sam)), Comfort::default());
        assert_eq!(world.count("select count(*) as number from comforts").await, 1, "Ama's");
    })
    .await;
}
