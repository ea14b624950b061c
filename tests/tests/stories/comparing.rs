//! After one of two schools was put back from a backup, both end with what each says of its own.

use std::fs;

use jiff::SignedDuration;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::backup::{self, Seal};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::store;
use tests::schools::{TestSchool, partner_schools};

use crate::backups::{friends, titles};

/// Until a school has compared with everybody; a try that failed, on a busy computer, is made again before its time.
async fn compares(school: &TestSchool) {
    let due = async |within| {
        let until = school.school.clock.now() + SignedDuration::from_mins(within);
        store::comparisons::due(&mut school.school.db.read(), until).await.unwrap().len()
    };
    school
        .until("the comparison", async || match (due(0).await, due(15).await) {
            (_, 0) => Some(()),
            (0, _) => {
                school.school.clock.advance(SignedDuration::from_mins(11));
                school.school.wake.notify_one();
                None
            }
            _ => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_partners_compare_and_each_ends_with_what_the_other_says() {
    let [mut maple, oak] = partner_schools().await;
    let (folder, alone) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    maple.publish("Ships", "We counted nine ships.").await;
    oak.let_in(Tray::In, "nine ships").await;
    oak.publish("Acorns", "We planted acorns.").await;
    let squirrels = oak.publish("Squirrels", "We fed a squirrel.").await;
    for words in ["acorns", "a squirrel"] {
        maple.let_in(Tray::In, words).await;
    }
    let file = maple.back_up(folder.path(), &Seal::Open).await;
    maple.publish("Boats", "We counted two boats.").await;
    oak.let_in(Tray::In, "two boats").await;
    oak.publish("Owls", "We heard an owl.").await;
    maple.let_in(Tray::In, "an owl").await;
    oak.take_back(&squirrels).await;
    maple.until("Oak's removal", async || (friends(&maple).await == ["Acorns", "Owls"]).then_some(())).await;

    // The machine is lost with its ledger; what is left is the old file.
    let lonely = alone.path().join(file.file_name().unwrap());
    fs::copy(&file, &lonely).unwrap();
    fs::remove_file(maple.ledger()).unwrap();
    maple.put_back(&lonely).await;
    compares(&maple).await;
    compares(&oak).await;

    oak.until("what Maple lost to be taken back", async || (friends(&oak).await == ["Ships"]).then_some(())).await;
    maple.until("what Oak removed to be gone", async || (friends(&maple).await == ["Acorns"]).then_some(())).await;
    let again = maple.waits(Tray::In, "an owl").await;
    assert_eq!(maple.waiting(Tray::In).await.len(), 1, "what was lost waits at the gate, and nothing else");
    maple.decide(&again, Verdict::LetIn).await;
    assert_eq!(friends(&maple).await, ["Acorns", "Owls"]);
    assert_eq!(titles(&maple).await, ["Ships"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_an_edit_that_was_lost_is_said_again_and_one_that_its_author_lost_is_replaced() {
    let [mut maple, mut oak] = partner_schools().await;
    let folders = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ships = maple.publish("Ships", "Nine ships, and Sam Ochieng.").await;
    oak.let_in(Tray::In, "Nine ships").await;
    let boats = maple.publish("Boats", "Two boats.").await;
    oak.let_in(Tray::In, "Two boats").await;
    let plain = async |school: &TestSchool| {
        let mut found: Vec<_> = school.friends().await.into_iter().map(|shown| shown.plain).collect();
        found.sort();
        found
    };

    // A name is taken out of a post, and then the machine of those who have it fails.
    let old = oak.back_up(folders.0.path(), &Seal::Open).await;
    maple.edit(&ships, "Ships", "Nine ships, and Sam.").await;
    oak.let_in(Tray::In, "and Sam.").await;
    assert_eq!(plain(&oak).await, ["Nine ships, and Sam.", "Two boats."]);
    oak.put_back(&old).await;
    compares(&oak).await;
    compares(&maple).await;
    assert_eq!(plain(&oak).await, ["Nine ships, and Sam Ochieng.", "Two boats."]);
    oak.let_in(Tray::In, "and Sam.").await;
    assert_eq!(oak.waiting(Tray::In).await, [], "the other post is as it was");
    assert_eq!(plain(&oak).await, ["Nine ships, and Sam.", "Two boats."]);

    // An edit is let in there, and then the machine of its author fails.
    let old = maple.back_up(folders.1.path(), &Seal::Open).await;
    maple.edit(&boats, "Boats", "Three boats.").await;
    oak.let_in(Tray::In, "Three boats").await;
    maple.put_back(&old).await;
    compares(&maple).await;
    compares(&oak).await;
    oak.let_in(Tray::In, "Two boats").await;
    assert_eq!(oak.waiting(Tray::In).await, []);
    assert_eq!(plain(&oak).await, ["Nine ships, and Sam.", "Two boats."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_after_a_backup_is_taken_back_there_though_its_school_knows_of_it_no_more() {
    let [mut maple, oak] = partner_schools().await;
    let folder = tempfile::tempdir().unwrap();
    let draft = Draft { title: "Ships".to_owned(), markdown: "Nine ships.".to_owned(), ..Draft::default() };
    let pen = Pen::Adult(&maple.teacher);
    let written = articles::write(&maple.school, pen, &maple.class.id, draft, Finish::HandIn).await.unwrap();
    let Written::Published(ships, _) = written else { panic!("{written:?}") };
    // It leaves when the backup has been made, and Oak lets it in.
    let file = maple.back_up(folder.path(), &Seal::Open).await;
    maple.let_undo_pass();
    oak.let_in(Tray::In, "Nine ships").await;

    maple.stop().await;
    backup::restore(maple.asked(&file, true), &|_, _, _| {}).await.unwrap();
    let restored = maple.once_more().await;
    articles::take_back(&restored, Pen::Adult(&maple.teacher), &ships).await.unwrap();
    maple.crash_and_restart().await;

    oak.until("Maple's post to be gone", async || oak.friends().await.is_empty().then_some(())).await;
}
