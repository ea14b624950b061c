//! What is done every few minutes, whoever is there.

use jiff::SignedDuration;
use schoolgate::actions::housekeeping;
use schoolgate::error::Error;
use schoolgate::store::pictures;
use tests::schools::{TestSchool, World};

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_picture_goes_with_its_row_unless_somebody_has_just_put_it_there() {
    file_goes_with_its_row(World::new(&["maple"]).await.school("maple").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_it_does_from_a_bucket() {
    file_goes_with_its_row(World::new(&["maple"]).await.school_with_a_bucket("maple").await).await;
}

async fn file_goes_with_its_row(mut maple: TestSchool) {
    maple.stop_courier().await;
    let clock = &maple.school.clock;
    // A row of the day before yesterday, and a file of this moment: the same picture is being uploaded again.
    clock.advance(SignedDuration::from_hours(-48));
    let upload = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await.picture;
    let stored = pictures::get(&mut maple.school.db.read(), &upload).await.unwrap();
    clock.advance(SignedDuration::from_hours(48));
    let mut tx = maple.school.db.begin().await.unwrap();
    pictures::expect_file(&mut tx, &stored.sha256, clock.now()).await.unwrap();
    tx.commit().await.unwrap();

    housekeeping::tidy(&maple.school).await.unwrap();

    assert!(matches!(pictures::get(&mut maple.school.db.read(), &upload).await, Err(Error::Missing)));
    assert!(maple.school.shelf.exists(&stored.sha256).await.unwrap());
    // Its twin: nobody has come for two hours.
    clock.advance(SignedDuration::from_hours(2));
    housekeeping::tidy(&maple.school).await.unwrap();
    assert!(!maple.school.shelf.exists(&stored.sha256).await.unwrap());
    assert!(!maple.school.shelf.exists(&format!("{}-small", stored.sha256)).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_upload_broke_off_goes_too() {
    let mut maple = World::new(&["maple"]).await.school("maple").await;
    maple.stop_courier().await;
    let upload = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await.picture;
    let kept = pictures::get(&mut maple.school.db.read(), &upload).await.unwrap();
    // Put there, and then nothing more is heard of it.
    let lost = "ab".repeat(32);
    let mut tx = maple.school.db.begin().await.unwrap();
    pictures::expect_file(&mut tx, &lost, maple.school.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    maple.school.shelf.put(&format!("{lost}-small"), b"pixels").await.unwrap();

    maple.school.clock.advance(SignedDuration::from_hours(2));
    housekeeping::tidy(&maple.school).await.unwrap();

    assert!(!maple.school.shelf.exists(&format!("{lost}-small")).await.unwrap());
    assert!(maple.school.shelf.exists(&kept.sha256).await.unwrap(), "its picture has only just been uploaded");
}
