//! Backups: whole or not at all, opened only by their key, and no way for the dead to come back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::SignedDuration;
use schoolgate::actions::{erasures, housekeeping, people, picture_passwords, posters};
use schoolgate::backup::{self, Elsewhere, Folder, Key, Seal};
use schoolgate::clock::Clock;
use schoolgate::domain::erasures::Reason;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::picture_passwords::Length;
use schoolgate::store::{self, Database, epochs, health, visibility};
use tests::bucket::Bucket;
use tests::pictures::png;
use tests::process::Process;
use tests::schools::{TestSchool, World, partner_schools, strangers};

/// The titles of the posts that a pupil of the class reads among its own.
pub(crate) async fn titles(school: &TestSchool) -> Vec<String> {
    let sql = &mut school.school.db.read();
    let before = visibility::Before::start();
    let shown =
        visibility::articles_of_class(sql, &school.pupil.viewer(), &school.class.id, &before, 50).await.unwrap();
    let mut titles: Vec<String> = shown.into_iter().map(|shown| shown.title).collect();
    titles.sort();
    titles
}

/// The titles of the friends' posts that a pupil of the class reads.
pub(crate) async fn friends(school: &TestSchool) -> Vec<String> {
    let mut titles: Vec<String> = school.friends().await.into_iter().map(|shown| shown.title).collect();
    titles.sort();
    titles
}

async fn with_picture(school: &TestSchool, title: &str) -> ItemId {
    let picture = school.picture(png(200, 40, 40), "A red kite").await;
    school.publish_for(title, "We flew a kite.", Audience::Friends, vec![picture]).await
}

async fn checked(file: &Path, key: Key) -> Result<(), String> {
    let scratch = tempfile::tempdir().unwrap();
    let checked = backup::check(file, &Arc::new(key), &scratch.path().join("scratch"), &|_, _, _| {}).await;
    assert!(!scratch.path().join("scratch").exists(), "no child's words stay behind");
    checked.map(|_| ()).map_err(|cause| format!("{cause:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_after_a_backup_stays_deleted_when_it_is_put_back() {
    let [mut maple, oak] = partner_schools().await;
    let folder = tempfile::tempdir().unwrap();
    maple.publish("Ships", "We counted nine ships.").await;
    let kite = with_picture(&maple, "Kites").await;
    oak.publish("Acorns", "We planted acorns.").await;
    let theirs = oak.publish("Squirrels", "Sam of Oak fed a squirrel.").await;
    for words in ["Acorns", "Squirrels"] {
        maple.let_in(Tray::In, words).await;
    }
    for words in ["nine ships", "a kite"] {
        oak.let_in(Tray::In, words).await;
    }
    let card = async |maple: &TestSchool| {
        let (teacher, class, pupil) = (&maple.teacher, &maple.class.id, &maple.pupil.id);
        people::new_card(&maple.school, teacher, class, pupil).await.unwrap()
    };
    let lost = card(&maple).await;
    assert_eq!(maple.browser().use_card(&lost).await.status, 200);
    let file = maple.back_up(folder.path(), &Seal::Open).await;
    card(&maple).await;

    // After the backup one of each is taken away, and one is made and taken away.
    maple.take_back(&kite).await;
    let later = maple.publish("Boats", "We counted two boats.").await;
    oak.waits(Tray::In, "two boats").await;
    maple.take_back(&later).await;
    oak.take_back(&theirs).await;
    maple.until("Oak's removal", async || (friends(&maple).await == ["Acorns"]).then_some(())).await;
    oak.until("Maple's removal", async || (friends(&oak).await == ["Ships"]).then_some(())).await;
    let before = store::underway::found(&mut maple.school.db.read(), &store::underway::Search::default(), None, 100)
        .await
        .unwrap();
    let restored = maple.put_back(&file).await;

    assert_eq!((restored.again.ours, restored.again.theirs), (2, 1), "{restored:?}");
    assert_eq!(titles(&maple).await, ["Ships"]);
    assert_eq!(friends(&maple).await, ["Acorns"]);
    assert_eq!(maple.waiting(Tray::In).await, []);
    assert_ne!(
        maple.browser().use_card(&lost).await.status,
        200,
        "a new one was made since, and this one lies in the park"
    );
    // Whether Oak has them or not, both removals are on their way to it again.
    let told = store::underway::found(&mut maple.school.db.read(), &store::underway::Search::default(), None, 100)
        .await
        .unwrap();
    assert_eq!(told.iter().filter(|told| told.verb == "delete" && told.host == oak.host()).count(), 2);
    assert!(before.iter().filter(|told| told.verb == "delete").count() >= 2);
    assert_eq!(friends(&oak).await, ["Ships"]);
    assert!(epochs::current(&mut maple.school.db.read()).await.unwrap().is_some(), "another life has begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lets_people_in_and_was_replaced_after_a_backup_stays_shut_when_it_is_put_back() {
    let [mut maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    let (class, sam) = (maple.class.id.clone(), maple.pupil.id.clone());
    let ama = maple.another_pupil("Ama").await;
    let poster = async |maple: &TestSchool| posters::make(&maple.school, &maple.teacher, &class).await.unwrap();
    let give = async |maple: &TestSchool, pupil| {
        picture_passwords::give(&maple.school, &maple.teacher, &class, pupil, Length::Two).await.unwrap()
    };
    let has = async |maple: &TestSchool, pupil| {
        store::picture_passwords::get(&mut maple.school.db.read(), pupil).await.unwrap().is_some()
    };
    let old = poster(&maple).await;
    give(&maple, &sam).await;
    give(&maple, &ama).await;
    let card =
        async |maple: &TestSchool, pupil| people::new_card(&maple.school, &maple.teacher, &class, pupil).await.unwrap();
    card(&maple, &ama).await;
    let (sams, amas) = (card(&maple, &sam).await, card(&maple, &ama).await);
    let family = people::new_family_link(&maple.school, &maple.teacher, &class).await.unwrap();
    let file = maple.back_up(folder.path(), &Seal::Open).await;

    give(&maple, &sam).await;
    card(&maple, &sam).await;
    maple.put_back(&file).await;
    for (path, status) in
        [(format!("/card/{sams}"), 404), (format!("/card/{amas}"), 200), (format!("/family/{family}"), 200)]
    {
        assert_eq!(maple.browser().get(&path).await.status, status, "{path}: only what was replaced since is shut");
    }
    assert_eq!((has(&maple, &sam).await, has(&maple, &ama).await), (false, true), "Ama's are as they were");
    assert_eq!(maple.browser().get(&format!("/poster/{old}")).await.status, 200);
    poster(&maple).await;
    maple.put_back(&file).await;

    assert_eq!(maple.browser().get(&format!("/poster/{old}")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_begun_again_in_an_older_copy_and_one_that_was_called_off_is_not() {
    let [mut maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    let post = maple.publish("Ships", "We counted nine ships.").await;
    maple.pupil_comments(&post, "And two boats.").await;
    let pupil = maple.pupil.id.clone();
    let name = store::people::pupil(&mut maple.school.db.read(), &pupil).await.unwrap().name;
    let erase = async |maple: &TestSchool| {
        erasures::erase_pupil(&maple.school, &maple.admin, &pupil, &name, Reason::Family).await.unwrap()
    };
    let wrote = async |maple: &TestSchool| {
        let sql = &mut maple.school.db.read();
        let items = store::items::of_pupil(sql, &pupil).await.unwrap();
        let is_named = !store::people::pupil(sql, &pupil).await.unwrap().name.is_empty();
        (is_named, items.iter().filter(|item| item.is_live()).count())
    };
    assert_eq!(wrote(&maple).await, (true, 1));
    let innocent = maple.back_up(folder.path(), &Seal::Open).await;
    let mistake = erase(&maple).await;
    assert_eq!(wrote(&maple).await, (false, 0));
    let doomed = maple.back_up(folder.path(), &Seal::Open).await;
    erasures::call_off(&maple.school, &maple.admin, &mistake).await.unwrap();

    maple.put_back(&doomed).await;
    assert_eq!(wrote(&maple).await, (true, 1), "the copy still meant to erase it");
    maple.put_back(&innocent).await;
    assert_eq!(wrote(&maple).await, (true, 1), "the ledger knows that it was called off");

    erase(&maple).await;
    maple.put_back(&innocent).await;
    assert_eq!(wrote(&maple).await, (false, 0));
    // And it comes to its end, here too.
    maple.school.clock.advance(SignedDuration::from_hours(21));
    housekeeping::tidy(&maple.school).await.unwrap();
    let erased = store::erasures::all(&mut maple.school.db.read(), 10).await.unwrap();
    assert!(erased[0].done_at.is_some(), "{erased:?}");
    assert_eq!(erased[0].asked_by, "restore");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_ledger_the_dead_would_come_back_and_the_copy_beside_the_backups_keeps_them_down() {
    let [mut maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    let alone = tempfile::tempdir().unwrap();
    maple.publish("Ships", "We counted nine ships.").await;
    let kite = with_picture(&maple, "Kites").await;
    let first = maple.back_up(folder.path(), &Seal::Open).await;
    maple.take_back(&kite).await;
    // The machine is lost; in another place only the old file was kept.
    let lonely = alone.path().join(first.file_name().unwrap());
    fs::copy(&first, &lonely).unwrap();
    maple.back_up(folder.path(), &Seal::Open).await;
    fs::remove_file(maple.ledger()).unwrap();

    maple.put_back(&lonely).await;
    assert_eq!(titles(&maple).await, ["Kites", "Ships"], "nothing knows better");

    fs::remove_file(maple.ledger()).unwrap();
    let restored = maple.put_back(&first).await;
    assert_eq!(restored.again.ours, 1);
    assert_eq!(titles(&maple).await, ["Ships"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_put_back_by_hand_catches_up_before_anybody_is_answered() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    let folder = tempfile::tempdir().unwrap();
    maple.publish("Ships", "We counted nine ships.").await;
    let kite = with_picture(&maple, "Kites").await;
    maple.stop().await;
    // By hand there is only a file to be copied; PostgreSQL has its own tools.
    let Some(path) = maple.school.db.file().map(Path::to_owned) else { return };
    let copy = folder.path().join("copy.sqlite");
    fs::copy(&path, &copy).unwrap();
    maple.crash_and_restart().await;
    maple.take_back(&kite).await;
    assert_eq!(titles(&maple).await, ["Ships"]);
    maple.stop().await;

    fs::copy(&copy, &path).unwrap();
    let process = Process::serve(&maple, folder.path()).await;
    process.kill();

    maple.crash_and_restart().await;
    assert_eq!(titles(&maple).await, ["Ships"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn t109_a_backup_made_while_everybody_writes_is_one_moment() {
    let [maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path(), maple.host());
    maple.publish("Post", "The first.").await;
    let writing = async {
        for number in 0..12 {
            maple.publish(&format!("Post {number}"), "While a backup is made.").await;
        }
    };
    let backing = async {
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(backup::make(&maple.school, &place, &Seal::Open, 2, &|_, _, _| {}).await.unwrap());
        }
        made
    };

    let ((), made) = tokio::join!(writing, backing);

    assert_eq!(
        made.iter().map(|made| made.removed).collect::<Vec<_>>(),
        [0, 0, 1],
        "the oldest goes when a new one is there"
    );
    let kept = place.kept().unwrap();
    assert_eq!(kept.iter().map(|kept| &kept.path).collect::<Vec<_>>(), [&made[1].path, &made[2].path]);
    for kept in kept {
        checked(&kept.path, Key::None).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t109_a_backup_that_was_changed_cut_or_made_up_is_refused_and_nothing_is_touched() {
    let [mut maple] = strangers(["maple"]).await;
    let folder = tempfile::tempdir().unwrap();
    with_picture(&maple, "Kites").await;
    let key = folder.path().join("key");
    let public = backup::new_key(&key).unwrap();
    let open = maple.back_up(folder.path(), &Seal::Open).await;
    let locked = maple.back_up(folder.path(), &Seal::recipient(&public).unwrap()).await;
    let words = maple.back_up(folder.path(), &Seal::passphrase("four unusual green words".to_owned())).await;
    let bad = folder.path().join("bad");

    // Each opens with its own key, and with no other.
    checked(&open, Key::None).await.unwrap();
    checked(&locked, Key::file(&key).unwrap()).await.unwrap();
    checked(&words, Key::passphrase("four unusual green words".to_owned())).await.unwrap();
    let other = folder.path().join("other");
    backup::new_key(&other).unwrap();
    for (file, key, word) in [
        (&locked, Key::None, "--key"),
        (&locked, Key::file(&other).unwrap(), "another one"),
        (&words, Key::None, "--passphrase"),
        (&words, Key::passphrase("four usual green words".to_owned()), "another passphrase"),
    ] {
        let said = checked(file, key).await.unwrap_err();
        assert!(said.contains(word), "{said}");
    }

    for file in [&open, &locked] {
        let whole = fs::read(file).unwrap();
        let flipped = |place: usize| {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x20;
            bytes
        };
        let mut others: Vec<Vec<u8>> = (1..8).map(|part| flipped(whole.len() * part / 8)).collect();
        others.extend([1, 9, whole.len() / 2, whole.len() - 20, whole.len() - 1].map(|end| whole[..end].to_vec()));
        others.extend([Vec::new(), b"PK\x03\x04 something else".to_vec()]);
        for bytes in others {
            fs::write(&bad, &bytes).unwrap();
            let key = if file == &open { Key::None } else { Key::file(&key).unwrap() };
            let said = checked(&bad, key).await.unwrap_err();
            assert!(said.contains("backup"), "{said}");
            assert_eq!(Folder::new(folder.path(), maple.host()).kept().unwrap().len(), 3, "and it is counted as none");
        }
    }

    // The last one that was written, half of it.
    let whole = fs::read(&open).unwrap();
    fs::write(&bad, &whole[..whole.len() / 2]).unwrap();
    maple.stop().await;
    assert!(backup::restore(maple.asked(&bad, true), &|_, _, _| {}).await.is_err());
    maple.crash_and_restart().await;
    assert_eq!(titles(&maple).await, ["Kites"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_overwrites_no_school_unasked_none_that_is_served_and_no_other_school() {
    let [mut maple, mut oak] = strangers(["maple", "oak"]).await;
    let folder = tempfile::tempdir().unwrap();
    with_picture(&maple, "Kites").await;
    let file = maple.back_up(folder.path(), &Seal::Open).await;
    let refused = async |asked| format!("{:#}", backup::restore(asked, &|_, _, _| {}).await.unwrap_err());

    let said = refused(maple.asked(&file, true)).await;
    assert!(said.contains("stop it first"), "{said}");
    maple.stop().await;
    if maple.school.db.is_shared() {
        // Another machine serves it, with a ledger that is not seen from here.
        let elsewhere = Database::open(&maple.place.database).await.unwrap();
        let mut tx = elsewhere.begin().await.unwrap();
        store::nodes::beat(&mut tx, maple.school.clock.now() + SignedDuration::from_secs(12)).await.unwrap();
        tx.commit().await.unwrap();
        let said = refused(maple.asked(&file, true)).await;
        assert!(said.contains("serves this school"), "{said}");
        let mut tx = elsewhere.begin().await.unwrap();
        store::nodes::leave(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        elsewhere.close().await;
    }
    let said = refused(maple.asked(&file, false)).await;
    assert!(said.contains("--over"), "{said}");
    oak.stop().await;
    let said = refused(oak.asked(&file, true)).await;
    assert!(said.contains(&format!("a backup of {}", maple.host())), "{said}");

    let restored = backup::restore(maple.asked(&file, true), &|_, _, _| {}).await.unwrap();
    assert_eq!(restored.aside.is_some(), maple.school.db.file().is_some());
    maple.crash_and_restart().await;
    assert_eq!(titles(&maple).await, ["Kites"]);
}

/// An empty machine: a folder with nothing but a configuration.
fn empty_machine(folder: &Path, host: &str) -> PathBuf {
    let file = folder.join("schoolgate.toml");
    let database = if std::env::var("SCHOOLGATE_TEST_ENGINE").is_ok_and(|engine| engine == "postgres") {
        format!("database = '{}'\n", pgtest::server().fresh_database())
    } else {
        String::new()
    };
    let text = format!("data = '{}'\n[[school]]\nhost = '{host}'\n{database}", folder.join("data").display());
    fs::write(&file, text).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn t109_an_empty_machine_gets_the_school_back_by_the_commands_of_the_printed_page() {
    let mut world = World::of_tls(&["maple", "oak"]).await;
    let (mut maple, oak) = (world.school("maple").await, world.school("oak").await);
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    maple.follow(&oak).await;
    oak.publish("Acorns", "We planted acorns.").await;
    let waiting = maple.waits(Tray::In, "acorns").await;
    maple.decide(&waiting, Verdict::LetIn).await;
    with_picture(&maple, "Kites").await;
    maple.crash().await;
    let machine = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join("backups");
    let (backups_name, key) = (backups.display().to_string(), folder.path().join("key").display().to_string());
    let says = |words: &[&str]| Process::says(&maple, machine.path(), words);

    let (code, said) = says(&["backup", "--new-key", &key]);
    assert_eq!(code, 0, "{said}");
    let public = said.split('"').nth(1).unwrap().to_owned();
    // While the school is served.
    let process = Process::serve(&maple, machine.path()).await;
    let mut made = Vec::new();
    for lock in [&[][..], &["--recipient", &public]] {
        let (code, said) = says(&[&["backup", "--to", &backups_name], lock].concat());
        assert_eq!(code, 0, "{said}");
        made.push(said.split(" is made").next().unwrap().to_owned());
    }
    process.kill();

    for (file, open) in made.iter().zip([&[][..], &["--key", &key]]) {
        let empty = tempfile::tempdir().unwrap();
        let config = empty_machine(empty.path(), maple.host());
        let (code, said) = Process::says_with(&config, &[&["backup", "--check", file], open].concat(), "");
        assert!(code == 0 && said.contains("is whole"), "{said}");
        let (code, said) = Process::says_with(&config, &[&["restore", file], open].concat(), "");
        assert!(code == 0 && said.contains("Next: 1."), "{said}");
        let (code, said) = Process::says_with(&config, &[&["restore", file], open].concat(), "");
        assert!(code == 2 || code == 1, "{said}");
        assert!(said.contains("--over"), "a second time it must be told to: {said}");

        let place = schoolgate::config::Config::read(&config, true).unwrap();
        let db = Database::open(&place.database_url(&place.school[0])).await.unwrap();
        assert_eq!(health::faults(&db).await.unwrap(), [] as [String; 0]);
        let sql = &mut db.read();
        let pupil = maple.pupil.viewer();
        let before = visibility::Before::start();
        let ours = visibility::articles_of_class(sql, &pupil, &maple.class.id, &before, 9).await.unwrap();
        let theirs = visibility::friends_of_class(sql, &pupil, &maple.class.id, &before, 9).await.unwrap();
        assert_eq!((ours[0].title.as_str(), theirs[0].title.as_str()), ("Kites", "Acorns"));
        let key = async |db: &Database| store::keys::ours(&mut db.read(), "school").await.unwrap().rsa_pem;
        assert!(key(&db).await == key(&maple.school.db).await, "and its keys");
        db.close().await;
        let pictures = walk(&empty.path().join("data"));
        assert_eq!(pictures.iter().filter(|path| path.to_string_lossy().contains("-media")).count(), 2, "{pictures:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_makes_its_first_backup_by_itself_and_keeps_no_more_than_it_is_told() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    maple.crash().await;
    let machine = tempfile::tempdir().unwrap();
    let folder = Folder::new(&machine.path().join("backups"), maple.host());
    fs::create_dir(folder.path()).unwrap();
    let old = folder.path().join(format!("{}-20200101-020000.tar.gz", maple.host()));
    fs::write(&old, "an old one").unwrap();

    let settings = format!("\n[backup]\nfolder = '{}'\nevery = '6h'\nkeep = 1\n", folder.path().display());
    let _process = Process::serve_with(&maple, machine.path(), &settings).await;
    maple.until("a backup", async || (!old.exists()).then_some(())).await;

    let kept = folder.kept().unwrap();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].taken_at > Clock::system().now() - jiff::SignedDuration::from_mins(5));
    checked(&kept[0].path, Key::None).await.unwrap();
    assert!(folder.ledger().exists());
}

/// Every file under a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_in_a_store_outlive_the_folder_and_bring_the_school_back_without_the_dead() {
    let [mut maple] = strangers(["maple"]).await;
    let bucket = Bucket::start().await;
    let copy = Elsewhere::of(bucket.place("schools/backups")).unwrap();
    let house = tempfile::tempdir().unwrap();
    let here = Folder::new(house.path(), maple.host());
    let now = maple.school.clock.now();
    let names = async || copy.kept(&here).await.unwrap().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    maple.publish("Ships", "We counted nine ships.").await;
    let kite = with_picture(&maple, "Kites").await;
    assert_eq!(copy.fetch(&here).await.unwrap(), None);
    for _ in 0..3 {
        maple.back_up(house.path(), &Seal::Open).await;
    }
    assert_eq!(copy.follow(&here, 2, now).await.unwrap(), 2, "no more than are to be kept");
    assert_eq!(copy.follow(&here, 2, now).await.unwrap(), 0);
    let first = names().await;
    maple.back_up(house.path(), &Seal::Open).await;
    assert_eq!(copy.follow(&here, 2, now).await.unwrap(), 1);
    let kept = names().await;
    assert_eq!((kept.len(), &kept[0]), (2, &first[1]), "the oldest has gone");
    // What was removed after the last backup is known there, too.
    maple.take_back(&kite).await;
    let ledger = maple.ledger().to_owned();
    fs::copy(&ledger, here.ledger()).unwrap();
    copy.follow(&here, 2, now).await.unwrap();

    // The house burns, and in the new one there is nothing.
    let new_house = tempfile::tempdir().unwrap();
    let there = Folder::new(new_house.path(), maple.host());
    assert_eq!(copy.follow(&there, 2, now).await.unwrap(), 0);
    assert_eq!(names().await, kept, "an empty folder empties nothing");
    let file = copy.fetch(&there).await.unwrap().unwrap();
    assert_eq!(file.file_name().unwrap().to_str(), kept.last().map(String::as_str));
    maple.stop().await;
    fs::remove_file(&ledger).unwrap();
    backup::restore(maple.asked(&file, true), &|_, _, _| {}).await.unwrap();
    maple.crash_and_restart().await;

    assert_eq!(titles(&maple).await, ["Ships"]);
    assert_eq!(fs::read_dir(new_house.path()).unwrap().count(), 2, "nothing half fetched is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_a_picture_that_is_missing_and_says_what_to_do() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    with_picture(&maple, "Kites").await;
    maple.stop().await;
    if maple.school.db.file().is_none() {
        // The PostgreSQL of the tests is told not to wait for the disk, and the doctor says so.
        return;
    }
    let machine = tempfile::tempdir().unwrap();
    let backups = Folder::new(&machine.path().join("backups"), maple.host());
    let settings = format!("\n[backup]\nfolder = '{}'\n", backups.path().display());
    Process::configure(&maple, machine.path(), &settings);
    let file = machine.path().join("schoolgate.toml");
    let doctor = || {
        let (code, said) = Process::says_with(&file, &["doctor", "--json", "--offline"], "");
        let json = said.rsplit_once(']').map_or(said.as_str(), |(json, _)| json);
        let findings: Vec<serde_json::Value> = serde_json::from_str(&format!("{json}]")).expect(&said);
        let bad =
            findings.into_iter().filter(|finding| finding["state"] == "bad").map(|finding| finding["about"].clone());
        (code, bad.collect::<Vec<_>>())
    };

    assert_eq!(doctor(), (1, vec!["backup".into()]), "there is none yet");
    let (code, said) = Process::says_with(&file, &["backup"], "");
    assert_eq!(code, 0, "{said}");
    assert_eq!(doctor(), (0, Vec::new()));

    let picture = walk(maple.pictures()).into_iter().find(|path| !path.to_string_lossy().ends_with("-small")).unwrap();
    fs::remove_file(picture).unwrap();
    assert_eq!(doctor(), (1, vec!["pictures".into()]));
}
