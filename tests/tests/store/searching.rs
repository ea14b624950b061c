//! What is found by its words, and by whom: adults in all that came to their classes, children in what they may read.

use schoolgate::domain::ids::{ClassId, ItemId};
use schoolgate::domain::items::{Audience, Item, ItemKind};
use schoolgate::domain::moderation::{ApprovedAs, HiddenWhy, Showing, Tray, Verdict};
use schoolgate::domain::partners::PartnerState;
use schoolgate::domain::searching::Query;
use schoolgate::domain::viewer::Viewer;
use schoolgate::store::{items, moderation, partners, revisions, searching, visibility};

use crate::world::{Engine, World, at, both, here};
use crate::{commit, read};

/// What Mrs Kaur finds in these classes.
async fn adult_finds(world: &World, classes: &[&ClassId], typed: &str) -> Vec<ItemId> {
    let classes: Vec<ClassId> = classes.iter().map(|class| (*class).clone()).collect();
    let found = read!(world, |sql| searching::found_by_adult(sql, &classes, &Query::parse(typed), i64::MAX, 100));
    found.into_iter().map(|found| found.item.id).collect()
}

/// What Sam finds in his class.
async fn sam_finds(world: &World, typed: &str) -> Vec<ItemId> {
    let (viewer, classes) = (Viewer::Pupil(world.sam.clone()), [world.maple.clone()]);
    let found = read!(world, |sql| visibility::found(sql, &viewer, &classes, &Query::parse(typed), i64::MAX, 100));
    found.into_iter().map(|(_, shown)| shown.item).collect()
}

async fn says(world: &World, text: &str) -> Item {
    let item = world.post(world.kaur_of_maple(), Audience::School).await;
    world.revise(&item, text, &[]).await;
    item
}

async fn hide(world: &World, showing: &Showing) {
    let hidden = Showing { hidden_at: Some(world.tick()), hidden_why: Some(HiddenWhy::Moderator), ..showing.clone() };
    commit!(world, |tx| moderation::put(&mut tx, &hidden)).unwrap();
}

#[tokio::test]
async fn a_child_finds_what_was_let_in_and_an_adult_finds_what_waits_too() {
    both(|world| async move {
        let item = says(&world, "nine ships").await;
        world.waits(&item, &world.maple, Tray::Out).await;

        assert_eq!(adult_finds(&world, &[&world.maple], "ships").await, std::slice::from_ref(&item.id));
        assert_eq!(adult_finds(&world, &[&world.willow], "ships").await, []);
        assert_eq!(sam_finds(&world, "ships").await, []);

        world.approved(&item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;

        assert_eq!(sam_finds(&world, "ships").await, std::slice::from_ref(&item.id));
        // A new wording waits: each finds by what they may read.
        world.revise(&item, "ten whales", &[]).await;
        let mut showing = read!(world, |sql| moderation::showing(sql, &item.id, &world.maple));
        showing.revision = world.newest(&item).await;
        let showing = showing.waiting(world.tick());
        commit!(world, |tx| moderation::put(&mut tx, &showing)).unwrap();
        assert_eq!(adult_finds(&world, &[&world.maple], "whales").await, std::slice::from_ref(&item.id));
        assert_eq!(adult_finds(&world, &[&world.maple], "ships").await, std::slice::from_ref(&item.id));
        assert_eq!((sam_finds(&world, "whales").await, sam_finds(&world, "ships").await.len()), (vec![], 1));

        let mut decided = showing;
        decided.decided(Verdict::LetIn, world.tick());
        commit!(world, |tx| moderation::put(&mut tx, &decided)).unwrap();

        // What it said before is found by nobody.
        assert_eq!(sam_finds(&world, "whales").await, std::slice::from_ref(&item.id));
        assert_eq!(
            (sam_finds(&world, "ships").await, adult_finds(&world, &[&world.maple], "ships").await),
            (vec![], vec![])
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_off_every_page_is_found_by_no_child() {
    both(|world| async move {
        let maple = world.maple.clone();
        for how in ["hidden", "sealed", "withdrawn", "erased", "turned away", "staff only", "draft"] {
            let item = says(&world, "nine ships").await;
            let showing = world.approved(&item, &maple, Tray::Ours, ApprovedAs::Whole).await;
            assert_eq!(sam_finds(&world, "ships").await, std::slice::from_ref(&item.id), "{how}");
            let now = world.tick();
            match how {
                "hidden" => hide(&world, &showing).await,
                "sealed" => commit!(world, |tx| items::set_sealed(&mut tx, &item.id, Some(now))).unwrap(),
                "withdrawn" => commit!(world, |tx| items::withdraw(&mut tx, &item.id, now, "staff:1")).unwrap(),
                "erased" => commit!(world, |tx| items::withdraw(&mut tx, &item.id, now, "erasure:1")).unwrap(),
                "turned away" => {
                    let mut turned = showing.clone();
                    turned.decided(Verdict::TurnAway, now);
                    turned.approved_revision = None;
                    turned.approved_as = None;
                    commit!(world, |tx| moderation::put(&mut tx, &turned)).unwrap();
                }
                "staff only" => {
                    world.approved(&item, &maple, Tray::Ours, ApprovedAs::StaffOnly).await;
                }
                _ => {
                    let draft = Showing::new(&item, maple.clone(), Tray::Ours, world.newest(&item).await);
                    commit!(world, |tx| moderation::put(&mut tx, &draft)).unwrap();
                }
            }
            assert_eq!(sam_finds(&world, "ships").await, [], "{how}");
            let by_adults = usize::from(!["sealed", "erased", "draft"].contains(&how));
            assert_eq!(adult_finds(&world, &[&maple], "ships").await.len(), by_adults, "{how}");
            if how == "sealed" {
                commit!(world, |tx| items::set_sealed(&mut tx, &item.id, None)).unwrap();
                assert_eq!(sam_finds(&world, "ships").await.len(), 1, "released");
            }
            if how == "erased" {
                commit!(world, |tx| items::set_purge(&mut tx, &item.id, at(9_000_000))).unwrap();
                commit!(world, |tx| items::bring_back(&mut tx, "erasure:1")).unwrap();
                assert_eq!(sam_finds(&world, "ships").await.len(), 1, "called off");
            }
            commit!(world, |tx| revisions::purge(&mut tx, &item.id)).unwrap();
            assert_eq!(adult_finds(&world, &[&maple], "ships").await, [], "{how}");
        }
        assert_eq!(world.count("select count(*) as number from findable").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_a_partner_wrote_is_found_while_it_may_be_read() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.revise(&post, "nine ships", &[]).await;
        world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        world.waits(&post, &world.willow, Tray::In).await;
        let both_classes = [&world.maple, &world.willow];
        assert_eq!(sam_finds(&world, "ships").await, std::slice::from_ref(&post.id));
        assert_eq!(adult_finds(&world, &both_classes, "ships").await.len(), 2, "once for each class");

        // Ama's class has not let it in, and what is for Maple class is not for her.
        let (ama, classes) = (Viewer::Pupil(world.ama.clone()), [world.willow.clone(), world.maple.clone()]);
        let query = Query::parse("ships");
        assert_eq!(read!(world, |sql| visibility::found(sql, &ama, &classes, &query, i64::MAX, 100)), []);

        for state in [PartnerState::Paused, PartnerState::Ended] {
            world.oak_is(state).await;
            assert_eq!(sam_finds(&world, "ships").await, []);
            assert_eq!(adult_finds(&world, &both_classes, "ships").await, []);
            world.oak_is(PartnerState::Trusted).await;
        }
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((world.tick(), "staff:1")))).unwrap();
        assert_eq!(
            (sam_finds(&world, "ships").await, adult_finds(&world, &both_classes, "ships").await),
            (vec![], vec![])
        );
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, None)).unwrap();
        assert_eq!(sam_finds(&world, "ships").await.len(), 1);

        commit!(world, |tx| items::set_gone(&mut tx, &post.id, world.tick())).unwrap();
        assert_eq!(
            (sam_finds(&world, "ships").await, adult_finds(&world, &both_classes, "ships").await),
            (vec![], vec![])
        );
    })
    .await;
}

#[tokio::test]
async fn a_comment_is_found_only_with_everything_above_it() {
    both(|world| async move {
        let post = world.published(Audience::School).await;
        let comment = world.answered(world.oak_class(), &post, Audience::School).await;
        let below = world.comment(world.kaur_of_maple(), &comment, Audience::School).await;
        world.revise(&below, "nine ships", &[]).await;
        world.approved(&below, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        assert_eq!(sam_finds(&world, "ships").await, std::slice::from_ref(&below.id));

        let showing = read!(world, |sql| moderation::showing(sql, &comment.id, &world.maple));
        hide(&world, &showing).await;

        assert_eq!(sam_finds(&world, "ships").await, []);
        assert_eq!(adult_finds(&world, &[&world.maple], "ships").await, std::slice::from_ref(&below.id));
        let sam = Viewer::Pupil(world.sam.clone());
        assert!(read!(world, |sql| visibility::is_shown(sql, &sam, &post.id)));
        assert!(!read!(world, |sql| visibility::is_shown(sql, &sam, &comment.id)));
    })
    .await;
}

#[tokio::test]
async fn pictures_are_found_by_what_is_said_of_them_where_they_are_shown() {
    both(|world| async move {
        let picture = world.picture("aa").await;
        let item = world.post(world.oak_class(), Audience::Class).await;
        let mut shown = here(0, &picture);
        "A lighthouse".clone_into(&mut shown.alt);
        world.revise(&item, "nine ships", &[shown]).await;

        world.approved(&item, &world.maple, Tray::In, ApprovedAs::WithoutPictures).await;
        assert_eq!((sam_finds(&world, "lighthouse").await, sam_finds(&world, "ships").await.len()), (vec![], 1));
        assert_eq!(adult_finds(&world, &[&world.maple], "lighthouse").await.len(), 1);

        world.approved(&item, &world.maple, Tray::In, ApprovedAs::Whole).await;
        assert_eq!(sam_finds(&world, "lighthouse").await, std::slice::from_ref(&item.id));
        let found = read!(world, |sql| searching::found_by_adult(
            sql,
            std::slice::from_ref(&world.maple),
            &Query::parse("lighthouse"),
            i64::MAX,
            10
        ));
        assert_eq!(found[0].wordings[0].alts, ["A lighthouse"]);
        assert_eq!((found[0].author_name.as_str(), found.len()), ("Our oak", 1));
    })
    .await;
}

#[tokio::test]
async fn all_words_are_found_with_and_without_accents_and_the_last_by_its_beginning() {
    both(|world| async move {
        let french = says(&world, "L'École a fêté Noël: un cœur").await;
        let welsh = says(&world, "Tŷ bach a'r ŵyn yn y cae").await;
        let arabic = says(&world, "المَدْرَسَةُ الكبيرة أحمد").await;
        for item in [&french, &welsh, &arabic] {
            world.approved(item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        }
        for (typed, item) in [
            ("ecole", &french),
            ("ÉCOLE noel", &french),
            ("noe", &french),
            ("coeur", &french),
            ("fêt", &french),
            ("ty wyn", &welsh),
            ("TŶ", &welsh),
            ("مدرسة", &arabic),
            ("المدرسة", &arabic),
            ("احمد", &arabic),
            ("كبير", &arabic),
        ] {
            assert_eq!(sam_finds(&world, typed).await, std::slice::from_ref(&item.id), "{typed}");
        }
        for typed in ["ecole ty", "col", "eco noel", "x ecole"] {
            assert_eq!(sam_finds(&world, typed).await, [], "{typed}");
        }
    })
    .await;
}

#[tokio::test]
async fn hostile_words_find_nothing_and_break_nothing() {
    both(|world| async move {
        let item = says(&world, "nine ships").await;
        world.approved(&item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        let long = "ships ".repeat(2000);
        let many = (0..2000).map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ");
        let mark = format!("=a{}", world.maple);
        for typed in [
            "",
            "%",
            "_",
            "\"",
            "'",
            "*",
            "\\",
            "NEAR(",
            "nine NEAR/2 ghost",
            "words:ghost",
            "ghost OR nine",
            "ghost* OR",
            "^ghost",
            "- ghost",
            "ghost & nine | :*",
            "!ghost",
            "\u{202e}\u{2067}ghost",
            "🦊🦊",
            "\0",
            "' OR 1=1 --",
            "<-> ghost",
            "(((((",
            many.as_str(),
            mark.as_str(),
        ] {
            assert_eq!(sam_finds(&world, typed).await, [], "{typed}");
            assert_eq!(adult_finds(&world, &[&world.maple], typed).await, [], "{typed}");
        }
        assert_eq!(sam_finds(&world, &long).await.len(), 1);
        assert_eq!(sam_finds(&world, "\"ships\" (nine)").await.len(), 1, "the same words in quotes");
        let nowhere = read!(world, |sql| searching::found_by_adult(sql, &[], &Query::parse("ships"), i64::MAX, 10));
        assert_eq!(nowhere, []);
    })
    .await;
}

#[tokio::test]
async fn what_is_found_comes_newest_first_in_pages_that_miss_nothing() {
    both(|world| async move {
        let mut expected = Vec::new();
        for number in 0..7 {
            let item = says(&world, &format!("ship number {number}")).await;
            // What cannot be seen is among them, and a page is full all the same.
            if number % 3 == 1 {
                world.waits(&item, &world.maple, Tray::Ours).await;
            } else {
                world.approved(&item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
                expected.insert(0, item.id);
            }
        }
        let (viewer, classes, query) =
            (Viewer::Pupil(world.sam.clone()), [world.maple.clone()], Query::parse("number shi"));
        let (mut found, mut before) = (Vec::new(), i64::MAX);
        loop {
            let page = read!(world, |sql| visibility::found(sql, &viewer, &classes, &query, before, 2));
            let Some((last, _)) = page.last() else { break };
            before = *last;
            found.extend(page.into_iter().map(|(_, shown)| shown.item));
        }
        assert_eq!(found, expected);

        let first = read!(world, |sql| searching::found_by_adult(sql, &classes, &query, i64::MAX, 3));
        let rest = read!(world, |sql| searching::found_by_adult(sql, &classes, &query, first[2].number, 10));
        assert_eq!((first.len(), rest.len()), (3, 4));
        assert!(first[2].number > rest[0].number);
    })
    .await;
}

/// Pages of SQLite's index that are told from the one before by a word with an odd number.
const TOLD_BY_ODD: &str = "select count(*) as number from findable_words_idx
    where cast(term as text) like '0zword_____' and substr(cast(term as text), 11, 1) in ('1', '3', '5', '7', '9')";

#[tokio::test]
async fn words_that_go_leave_nothing_in_the_index() {
    both(|world| async move {
        // Every other word goes, and its neighbours stay: so some that go are what tells a page of the index from the next.
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for number in 0..40 {
            for parity in [0, 1] {
                let words = (0..60).map(|word| format!("zword{:05}", number * 120 + word * 2 + parity));
                let item = says(&world, &words.collect::<Vec<_>>().join(" ")).await;
                world.approved(&item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
                if parity == 0 { kept.push(item) } else { gone.push(item) }
            }
        }
        assert_eq!(sam_finds(&world, "zword00121").await, std::slice::from_ref(&gone[1].id));

        for item in &gone {
            commit!(world, |tx| revisions::purge(&mut tx, &item.id)).unwrap();
        }
        let is_sqlite = matches!(world.engine, Engine::Sqlite);
        assert!(!is_sqlite || world.count(TOLD_BY_ODD).await > 0, "there is something to forget");
        assert!(world.db.scrub(true).await.unwrap());

        assert!(!is_sqlite || world.count(TOLD_BY_ODD).await == 0);
        if let Some(file) = world.db.file() {
            for ending in ["", "-wal"] {
                let mut path = file.as_os_str().to_owned();
                path.push(ending);
                let text = String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
                let left = text.split("zword").skip(1).find(|rest| {
                    rest.as_bytes().get(4).is_some_and(|digit| digit.is_ascii_digit() && digit % 2 == 1)
                        && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit)
                });
                assert_eq!(left.map(|rest| rest.chars().take(5).collect::<String>()), None, "in the file {ending}");
            }
        }
        assert_eq!(sam_finds(&world, "zword00121").await, []);
        assert_eq!(sam_finds(&world, "zword00120").await, std::slice::from_ref(&kept[1].id));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_written_where_nothing_changes() {
    both(|world| async move {
        let item = says(&world, "nine ships").await;
        let showing = world.approved(&item, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        let number = "select sum(number) as number from findable";
        let number = if matches!(world.engine, Engine::Postgres) {
            "select cast(sum(number) as bigint) as number from findable"
        } else {
            number
        };
        let before = world.count(number).await;

        commit!(world, |tx| moderation::put(&mut tx, &showing)).unwrap();

        assert_eq!((world.count(number).await, item.kind), (before, ItemKind::Article));
    })
    .await;
}
