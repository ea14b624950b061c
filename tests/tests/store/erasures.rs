//! What is being erased, and what it takes with it.

use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::erasures::{Counts, Erasure, Reason, Subject};
use schoolgate::domain::ids::{CardId, ErasureId, PosterId};
use schoolgate::domain::items::Audience;
use schoolgate::domain::people::Card;
use schoolgate::domain::picture_passwords::Length;
use schoolgate::error::Error;
use schoolgate::store::{Sql, classes, deliveries, erasures, people, picture_passwords, posters, sessions};

use crate::world::{Engine, World, at, both, here};
use crate::{commit, read};

async fn ask(world: &World, subject: Subject, second: i64) -> Erasure {
    let erasure = Erasure {
        id: ErasureId::fresh(at(second)),
        subject,
        reason: Reason::Family,
        asked_by: format!("staff:{}", world.kaur),
        asked_at: at(second),
        purge_at: at(second + 100),
        counts: Counts { posts: 3, ..Counts::default() },
        called_off_at: None,
        done_at: None,
    };
    commit!(world, |tx| erasures::insert(&mut tx, &erasure)).unwrap();
    erasure
}

#[tokio::test]
async fn an_erasure_is_due_once_unless_it_was_called_off() {
    both(|world| async move {
        let first = ask(&world, Subject::Pupil(world.sam.clone()), 1).await;
        let second = ask(&world, Subject::Class(world.willow.clone()), 2).await;
        assert_eq!(read!(world, |sql| erasures::get(sql, &first.id)), first);
        assert_eq!(read!(world, |sql| erasures::all(sql, 10)), [second.clone(), first.clone()]);
        assert_eq!(read!(world, |sql| erasures::due(sql, at(100))), []);
        assert_eq!(read!(world, |sql| erasures::due(sql, at(101))), std::slice::from_ref(&first));
        assert_eq!(read!(world, |sql| erasures::open_for(sql, &first.subject)), Some(first.clone()));

        commit!(world, |tx| erasures::call_off(&mut tx, &first.id, at(50))).unwrap();
        assert_eq!(read!(world, |sql| erasures::open_for(sql, &first.subject)), None);
        assert_eq!(read!(world, |sql| erasures::open_for(sql, &second.subject)), Some(second.clone()));
        assert_eq!(read!(world, |sql| erasures::due(sql, at(500))), std::slice::from_ref(&second));
        commit!(world, |tx| erasures::set_done(&mut tx, &second.id, at(200))).unwrap();

        assert_eq!(read!(world, |sql| erasures::due(sql, at(500))), []);
        let late = commit!(world, |tx| erasures::call_off(&mut tx, &second.id, at(300)));
        assert!(matches!(late, Err(Error::Missing)));
        assert_eq!(read!(world, |sql| erasures::open_for(sql, &second.subject)), None);
        let twice = commit!(world, |tx| erasures::set_done(&mut tx, &second.id, at(300)));
        assert!(matches!(twice, Err(Error::Missing)));
        assert_eq!(read!(world, |sql| erasures::get(sql, &second.id)).done_at, Some(at(200)));
    })
    .await;
}

#[tokio::test]
async fn what_goes_is_counted() {
    both(|world| async move {
        let post = world.post(world.sam_of_maple(), Audience::Friends).await;
        let picture = world.picture("aa").await;
        world.revise(&post, "with a picture", &[here(0, &picture)]).await;
        world.comment(world.sam_of_maple(), &post, Audience::Friends).await;
        world.comment(world.kaur_of_maple(), &post, Audience::Friends).await;
        world.comment(world.oak_class(), &post, Audience::Friends).await;
        world.post(world.kaur_of_maple(), Audience::Friends).await;
        world.say(&world.utterance(Verb::Create, Some(&post), &["https://oak.example/inbox"])).await;
        let card = Card {
            id: CardId::fresh(at(1)),
            pupil: world.sam.clone(),
            created_at: at(1),
            last_used_at: None,
            revoked_at: None,
        };
        commit!(world, |tx| people::insert_card(&mut tx, &card, "hash")).unwrap();
        let subject = Subject::Pupil(world.sam.clone());
        commit!(world, |tx| sessions::insert(&mut tx, "s", &subject.to_string(), "{}", at(900))).unwrap();

        let counts = read!(world, |sql| erasures::counts(sql, &subject));

        let expected =
            Counts { posts: 1, comments: 1, answers: 2, pictures: 1, cards: 1, sessions: 1, schools: 0, cases: 0 };
        assert_eq!(counts, expected, "what has not left reached no school");
        let claimed = commit!(world, |tx| deliveries::claim(&mut tx, at(100), at(160), 1, 1, &[])).unwrap();
        assert_eq!(claimed.len(), 1);
        assert_eq!(read!(world, |sql| erasures::counts(sql, &subject)).schools, 1);
        let class = read!(world, |sql| erasures::counts(sql, &Subject::Class(world.maple.clone())));
        assert_eq!((class.posts, class.comments, class.answers, class.cards), (2, 2, 1, 0));
        let nobody = read!(world, |sql| erasures::counts(sql, &Subject::Pupil(world.ama.clone())));
        assert_eq!(nobody, Counts::default());
    })
    .await;
}

#[tokio::test]
async fn an_erased_pupil_has_no_name_at_once_and_after_it_none_is_left() {
    both(|world| async move {
        let card = Card {
            id: CardId::fresh(at(1)),
            pupil: world.sam.clone(),
            created_at: at(1),
            last_used_at: None,
            revoked_at: None,
        };
        commit!(world, |tx| people::insert_card(&mut tx, &card, "hash")).unwrap();

        commit!(world, |tx| picture_passwords::put(&mut tx, &world.sam, "mark", Length::Two, at(1))).unwrap();
        commit!(world, |tx| picture_passwords::wrong(&mut tx, &world.sam, "tablet", at(2))).unwrap();
        assert_eq!(read!(world, |sql| erasures::counts(sql, &Subject::Pupil(world.sam.clone()))).cards, 2);

        commit!(world, |tx| people::set_erased(&mut tx, &world.sam, Some(at(10)))).unwrap();
        let twice = commit!(world, |tx| people::set_erased(&mut tx, &world.sam, Some(at(11))));

        assert!(matches!(twice, Err(Error::Missing)));
        let sam = read!(world, |sql| people::pupil(sql, &world.sam));
        assert_eq!((sam.name.as_str(), sam.left_at), ("", Some(at(10))));
        assert!(read!(world, |sql| people::pupils_of_class(sql, &world.maple)).is_empty());
        assert_eq!(read!(world, |sql| people::left(sql)), []);
        assert_eq!(read!(world, |sql| people::name_while_erased(sql, &world.sam)), "Sam");
        commit!(world, |tx| people::set_erased(&mut tx, &world.sam, None)).unwrap();
        let back = read!(world, |sql| people::pupil(sql, &world.sam));
        assert_eq!((back.name.as_str(), back.left_at), ("Sam", None));

        // Whoever had left before stays away when it is called off.
        commit!(world, |tx| people::set_left(&mut tx, &world.sam, Some(at(20)))).unwrap();
        assert_eq!(read!(world, |sql| people::left(sql)).len(), 1);
        commit!(world, |tx| people::set_erased(&mut tx, &world.sam, Some(at(30)))).unwrap();
        commit!(world, |tx| people::set_erased(&mut tx, &world.sam, None)).unwrap();
        assert_eq!(read!(world, |sql| people::pupil(sql, &world.sam)).left_at, Some(at(20)));

        commit!(world, |tx| people::forget_pupil(&mut tx, &world.sam)).unwrap();
        assert_eq!(read!(world, |sql| people::name_while_erased(sql, &world.sam)), "");
        assert_eq!(world.count("select count(*) as number from cards").await, 0);
        assert_eq!(world.count("select count(*) as number from picture_passwords").await, 0);
        assert_eq!(world.count("select count(*) as number from picture_tries").await, 0);
        assert_eq!(world.count("select count(*) as number from class_pupils").await, 1, "Ama's");
    })
    .await;
}

#[tokio::test]
async fn a_class_is_closed_once_and_what_it_said_of_itself_is_forgotten() {
    both(|world| async move {
        let link = schoolgate::domain::ids::FamilyLinkId::fresh(at(1));
        commit!(world, |tx| people::insert_family_link(&mut tx, &link, &world.maple, "hash", &world.kaur, at(1)))
            .unwrap();
        let poster = PosterId::fresh(at(1));
        commit!(world, |tx| posters::insert(&mut tx, &poster, &world.maple, "poster", &world.kaur, at(1))).unwrap();
        assert_eq!(read!(world, |sql| erasures::counts(sql, &Subject::Class(world.maple.clone()))).cards, 2);
        commit!(world, |tx| classes::close(&mut tx, &world.maple, at(5))).unwrap();
        let twice = commit!(world, |tx| classes::close(&mut tx, &world.maple, at(6)));
        assert!(matches!(twice, Err(Error::Missing)));

        commit!(world, |tx| classes::forget(&mut tx, &world.maple)).unwrap();
        commit!(world, |tx| people::forget_class(&mut tx, &world.maple)).unwrap();

        let closed = read!(world, |sql| classes::get(sql, &world.maple));
        assert_eq!((closed.closed_at, closed.about.as_str()), (Some(at(5)), ""));
        assert_eq!(world.count("select count(*) as number from family_links").await, 0);
        assert_eq!(world.count("select count(*) as number from posters").await, 0);
        assert_eq!(world.count("select count(*) as number from class_pupils").await, 1, "of the other class");
        let open = commit!(world, |tx| classes::forget(&mut tx, &world.willow));
        assert!(matches!(open, Err(Error::Missing)), "an open class keeps its words");
    })
    .await;
}

#[tokio::test]
async fn t114_what_was_deleted_is_in_no_file_of_the_engine() {
    both(|world| async move {
        // Enough of it that pages fill, split and are joined again.
        let mut posts = Vec::new();
        for number in 0..150 {
            let post = world.post(world.sam_of_maple(), Audience::Friends).await;
            world.revise(&post, &format!("canary {number} {}", "long words ".repeat(number * 7 % 900)), &[]).await;
            posts.push(post);
        }
        if matches!(world.engine, Engine::Postgres) {
            // As it does by itself from time to time.
            commit!(world, |tx| tx.run("analyze", Vec::new())).unwrap();
        }
        assert!(!traces(&world, "canary").await.is_empty());

        for post in posts.iter().step_by(2).chain(posts.iter().skip(1).step_by(2)) {
            commit!(world, |tx| schoolgate::store::revisions::purge(&mut tx, &post.id)).unwrap();
        }
        assert!(world.db.scrub(true).await.unwrap());

        assert_eq!(traces(&world, "canary").await, [] as [String; 0]);
        assert!(!traces(&world, "Mrs Kaur").await.is_empty(), "what stays is found");
    })
    .await;
}

#[tokio::test]
async fn a_destroyed_database_leaves_nothing() {
    both(|world| async move {
        world.published(Audience::Friends).await;

        world.db.destroy(None).await.unwrap();

        let Some(path) = world.url.strip_prefix("sqlite://") else {
            let left = "select count(*) as number from information_schema.tables where table_schema = current_schema()";
            assert_eq!(world.count(left).await, 0);
            return;
        };
        for ending in ["", "-wal", "-shm"] {
            assert!(!std::path::Path::new(&format!("{path}{ending}")).exists(), "{ending}");
        }
    })
    .await;
}

/// The files, or relations of PostgreSQL, in which these bytes are found.
async fn traces(world: &World, words: &str) -> Vec<String> {
    if let Some(path) = world.url.strip_prefix("sqlite://") {
        let holds = |file: &String| {
            let bytes = std::fs::read(file).unwrap_or_default();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        };
        return ["", "-wal", "-shm"].iter().map(|ending| format!("{path}{ending}")).filter(holds).collect();
    }
    let mut tx = world.db.begin().await.unwrap();
    tx.run("checkpoint", Vec::new()).await.unwrap();
    drop(tx);
    let rows = world
        .db
        .read()
        .all(
            "select c.relname::text as name from pg_class c
             where c.relkind in ('r', 'i', 't') and c.relpersistence = 'p' and pg_relation_filepath(c.oid) is not null
               and position(convert_to($1, 'UTF8') in pg_read_binary_file(pg_relation_filepath(c.oid))) > 0",
            vec![words.into()],
        )
        .await
        .unwrap();
    rows.iter().map(|row| row.get("name").unwrap()).collect()
}
