//! What is done every few minutes, whoever is there.

use jiff::SignedDuration;
use schoolgate::actions::housekeeping;
use schoolgate::error::Error;
use schoolgate::store::pictures;
use tests::schools::strangers;

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_picture_goes_with_its_row_unless_somebody_has_just_put_it_there() {
    let [mut maple] = strangers(["maple"]).await;
    maple.stop_courier().await;
    let clock = &maple.school.clock;
    // A row of the day before yesterday, and a file of this moment: the same picture is being uploaded again.
    clock.advance(SignedDuration::from_hours(-48));
    let upload = maple.picture(tests::pictures::png(1, 2, 3), "A tug").await.picture;
    let stored = pictures::get(&mut maple.school.db.read(), &upload).await.unwrap();
    clock.advance(SignedDuration::from_hours(48));

    housekeeping::tidy(&maple.school).await.unwrap();

    assert_eq!(pictures::get(&mut maple.school.db.read(), &upload).await.unwrap(), stored);
    assert!(maple.school.shelf.exists(&stored.sha256).await.unwrap());
    // Its twin: nobody has come for two hours.
    clock.advance(SignedDuration::from_hours(2));
    housekeeping::tidy(&maple.school).await.unwrap();
    assert!(matches!(pictures::get(&mut maple.school.db.read(), &upload).await, Err(Error::Missing)));
    assert!(!maple.school.shelf.exists(&stored.sha256).await.unwrap());
    assert!(!maple.school.shelf.exists(&format!("{}-small", stored.sha256)).await.unwrap());
}
