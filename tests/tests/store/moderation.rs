//! The gate as rows: what waits, what was decided, and what a pupil sees of their own.

use jiff::Timestamp;
use schoolgate::domain::ids::{BatchId, ItemId};
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{ApprovedAs, HiddenWhy, Showing, State, Tray, Verdict};
use schoolgate::domain::partners::PartnerState;
use schoolgate::domain::people::{ClassRole, Duty};
use schoolgate::error::Error;
use schoolgate::store::{items, moderation, partners, people, revisions, schools};

use crate::world::{World, at, both, seconds};
use crate::{commit, read};

async fn tray(world: &World, tray: Tray) -> Vec<ItemId> {
    read!(world, |sql| moderation::waiting(sql, &world.maple, tray, 0..100))
        .into_iter()
        .map(|waiting| waiting.item.id)
        .collect()
}

/// How many wait for Mrs Kaur in Maple class's tray.
async fn counted(world: &World, tray: Tray, now: Timestamp) -> i64 {
    read!(world, |sql| moderation::counts(sql, &world.kaur, now))
        .into_iter()
        .filter(|(class, other, _)| *class == world.maple && *other == tray)
        .map(|(_, _, number)| number)
        .sum()
}

#[tokio::test]
async fn a_showing_is_kept_whole_and_changed_in_place() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let waiting = world.waits(&post, &world.maple, Tray::In).await;
        assert_eq!(read!(world, |sql| moderation::showing(sql, &post.id, &world.maple)), waiting);

        let mut changed = waiting;
        changed.decided(Verdict::LetIn, world.tick());
        changed.shown_html = Some("<p>a</p>".to_owned());
        changed.hidden_at = Some(world.tick());
        changed.hidden_why = Some(HiddenWhy::Edit);
        commit!(world, |tx| moderation::put(&mut tx, &changed)).unwrap();

        let locked = commit!(world, |tx| moderation::showing_to_change(&mut tx, &post.id, &world.maple)).unwrap();
        assert_eq!(locked, changed);
        assert_eq!(read!(world, |sql| moderation::showings_of_item(sql, &post.id)), [changed]);
        let other = moderation::showing(&mut world.db.read(), &post.id, &world.willow).await;
        assert!(matches!(other, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn what_a_paused_school_sent_is_counted_as_held_and_nothing_else_is() {
    both(|world| async move {
        for _ in 0..2 {
            let post = world.post(world.oak_class(), Audience::Class).await;
            world.waits(&post, &world.maple, Tray::In).await;
        }
        let held = async || {
            let held = read!(world, |sql| moderation::held(sql));
            held.into_iter().map(|(school, number)| (school == world.oak_school, number)).collect::<Vec<_>>()
        };
        let before = held().await;

        world.oak_is(PartnerState::Paused).await;
        let paused = held().await;

        assert_eq!((before, paused), (Vec::new(), vec![(true, 2)]));
    })
    .await;
}

#[tokio::test]
async fn the_first_of_two_decisions_wins_and_the_second_sees_it() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&post, &world.maple, Tray::In).await;
        let mut first = world.db.begin().await.unwrap();
        let mut showing = moderation::showing_to_change(&mut first, &post.id, &world.maple).await.unwrap();
        let second = tokio::spawn({
            let (world, post) = (world.clone(), post.clone());
            async move { commit!(world, |tx| moderation::showing_to_change(&mut tx, &post.id, &world.maple)).unwrap() }
        });
        tokio::task::yield_now().await;

        showing.decided(Verdict::LetIn, world.tick());
        moderation::put(&mut first, &showing).await.unwrap();
        first.commit().await.unwrap();

        assert_eq!(second.await.unwrap().state, State::Approved);
    })
    .await;
}

#[tokio::test]
async fn each_thing_waits_in_its_own_tray_with_all_its_card_needs() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&post, &world.maple, Tray::In).await;
        let comment = world.comment(world.sam_of_maple(), &post, Audience::Friends).await;
        world.waits(&comment, &world.maple, Tray::Out).await;
        let own = world.post(world.kaur_of_maple(), Audience::Public).await;
        world.waits(&own, &world.maple, Tray::Ours).await;
        let elsewhere = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&elsewhere, &world.willow, Tray::In).await;

        let [coming] = &read!(world, |sql| moderation::waiting(sql, &world.maple, Tray::In, 0..100))[..] else {
            panic!()
        };
        assert_eq!(
            (coming.author_name.as_str(), coming.school_name.as_deref()),
            ("Our oak", Some("School at oak.example"))
        );
        assert_eq!(
            (&coming.item, coming.words.plain.as_str(), coming.hash.as_str()),
            (&post, "first words", "hash of first words 1")
        );
        let [going] = &read!(world, |sql| moderation::waiting(sql, &world.maple, Tray::Out, 0..100))[..] else {
            panic!()
        };
        assert_eq!((going.author_name.as_str(), &going.item, going.flags.len()), ("Sam", &comment, 0));
        let [ours] = &read!(world, |sql| moderation::waiting(sql, &world.maple, Tray::Ours, 0..100))[..] else {
            panic!()
        };
        assert_eq!((ours.author_name.as_str(), &ours.item, &ours.school_name), ("Mrs Kaur", &own, &None));
        for tray in [Tray::In, Tray::Out, Tray::Ours] {
            assert_eq!(counted(&world, tray, at(0)).await, 1, "{tray}");
        }
    })
    .await;
}

#[tokio::test]
async fn edits_stand_on_top_and_the_rest_stands_by_its_post_oldest_first() {
    both(|world| async move {
        let [first, second] = [world.published(Audience::Friends).await, world.published(Audience::Friends).await];
        let on_second = world.comment(world.oak_class(), &second, Audience::Friends).await;
        world.waits(&on_second, &world.maple, Tray::In).await;
        let mut on_first = Vec::new();
        for _ in 0..3 {
            let comment = world.comment(world.oak_class(), &first, Audience::Friends).await;
            world.waits(&comment, &world.maple, Tray::In).await;
            on_first.push(comment.id);
        }
        let edited = world.comment(world.oak_class(), &second, Audience::Friends).await;
        let mut showing = world.approved(&edited, &world.maple, Tray::In, ApprovedAs::Whole).await;
        showing.revised(world.revise(&edited, "edited", &[]).await, false, world.tick());
        commit!(world, |tx| moderation::put(&mut tx, &showing)).unwrap();

        let expected: Vec<_> = [edited.id].into_iter().chain(on_first).chain([on_second.id]).collect();
        assert_eq!(tray(&world, Tray::In).await, expected);
        let cut = read!(world, |sql| moderation::waiting(sql, &world.maple, Tray::In, 1..3));
        assert_eq!(cut.iter().map(|waiting| &waiting.item.id).collect::<Vec<_>>(), [&expected[1], &expected[2]]);
    })
    .await;
}

#[tokio::test]
async fn the_eye_goes_to_what_waits_next_and_at_the_end_to_what_is_before() {
    both(|world| async move {
        let posts = [world.published(Audience::Friends).await, world.published(Audience::Friends).await];
        for post in [&posts[0], &posts[1], &posts[0]] {
            let comment = world.comment(world.oak_class(), post, Audience::Friends).await;
            world.waits(&comment, &world.maple, Tray::In).await;
        }
        let order = tray(&world, Tray::In).await;

        let next = |item: ItemId| {
            let world = &world;
            async move { read!(world, |sql| moderation::next_to(sql, &world.maple, Tray::In, &item)) }
        };
        assert_eq!(next(order[0].clone()).await.as_ref(), Some(&order[1]));
        assert_eq!(next(order[1].clone()).await.as_ref(), Some(&order[2]));
        assert_eq!(next(order[2].clone()).await.as_ref(), Some(&order[1]));
        assert_eq!(next(posts[0].id.clone()).await, None);
        let one = read!(world, |sql| moderation::waiting_one(sql, &world.maple, Tray::In, &order[1])).unwrap();
        assert_eq!(Some(&one), read!(world, |sql| moderation::waiting(sql, &world.maple, Tray::In, 0..9)).get(1));
        assert_eq!(read!(world, |sql| moderation::waiting_one(sql, &world.maple, Tray::Out, &order[1])), None);

        let by_author = read!(world, |sql| moderation::waiting_by_author(sql, &world.maple));
        assert_eq!(by_author.iter().map(|(_, number)| *number).collect::<Vec<_>>(), [3]);
        assert_eq!(read!(world, |sql| moderation::waiting_by_author(sql, &world.willow)), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_sealed_gone_or_taken_back_waits_no_more() {
    both(|world| async move {
        let theirs = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&theirs, &world.maple, Tray::In).await;
        let ours = world.comment(world.sam_of_maple(), &theirs, Audience::Friends).await;
        world.waits(&ours, &world.maple, Tray::Out).await;
        assert_eq!(tray(&world, Tray::In).await, std::slice::from_ref(&theirs.id));
        assert_eq!(tray(&world, Tray::Out).await, std::slice::from_ref(&ours.id));

        commit!(world, |tx| items::set_sealed(&mut tx, &theirs.id, Some(world.tick()))).unwrap();
        assert_eq!((tray(&world, Tray::In).await, counted(&world, Tray::In, at(0)).await), (vec![], 0));
        commit!(world, |tx| items::set_sealed(&mut tx, &theirs.id, None)).unwrap();
        assert_eq!(tray(&world, Tray::In).await, std::slice::from_ref(&theirs.id));

        commit!(world, |tx| items::set_gone(&mut tx, &theirs.id, world.tick())).unwrap();
        assert_eq!((tray(&world, Tray::In).await, counted(&world, Tray::In, at(0)).await), (vec![], 0));
        commit!(world, |tx| items::withdraw(&mut tx, &ours.id, world.tick(), "pupil:1")).unwrap();
        assert_eq!((tray(&world, Tray::Out).await, counted(&world, Tray::Out, at(0)).await), (vec![], 0));
    })
    .await;
}

#[tokio::test]
async fn what_a_stopped_partner_sent_waits_out_of_sight_until_it_is_trusted_again() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&post, &world.maple, Tray::In).await;
        let own = world.post(world.sam_of_maple(), Audience::Class).await;
        world.waits(&own, &world.maple, Tray::Ours).await;
        let there = vec![post.id.clone()];

        for state in [PartnerState::Paused, PartnerState::Ended] {
            world.oak_is(state).await;
            assert_eq!((tray(&world, Tray::In).await, counted(&world, Tray::In, at(0)).await), (vec![], 0), "{state}");
            world.oak_is(PartnerState::Trusted).await;
            assert_eq!((tray(&world, Tray::In).await, counted(&world, Tray::In, at(0)).await), (there.clone(), 1));
        }
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, Some((at(0), "move")))).unwrap();
        assert!(tray(&world, Tray::In).await.is_empty());
        commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, None)).unwrap();
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((at(0), "staff:1")))).unwrap();
        assert!(tray(&world, Tray::In).await.is_empty());
        commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, None)).unwrap();
        commit!(world, |tx| schools::pause(&mut tx, Some(at(0)), "staff:1")).unwrap();
        assert!(tray(&world, Tray::In).await.is_empty());
        // Our own work goes on.
        assert_eq!(tray(&world, Tray::Ours).await, [own.id]);
        commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")).unwrap();
        assert_eq!(tray(&world, Tray::In).await, there);
    })
    .await;
}

#[tokio::test]
async fn only_those_at_the_gate_are_told_how_many_wait_and_cover_within_its_dates() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.waits(&post, &world.maple, Tray::In).await;
        let cover = world.staff("Mr Lee").await;
        let none: Vec<_> = read!(world, |sql| moderation::counts(sql, &cover, at(0)));
        assert_eq!(none, []);

        let duty = Duty {
            class: world.maple.clone(),
            staff: cover.clone(),
            role: ClassRole::Cover,
            from: Some(at(100)),
            until: Some(at(200)),
        };
        commit!(world, |tx| people::set_duty(&mut tx, &duty)).unwrap();

        for (moment, expected) in [(at(99), 0), (at(100), 1), (at(199), 1), (at(200), 0)] {
            assert_eq!(read!(world, |sql| moderation::counts(sql, &cover, moment)).len(), expected, "{moment}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_undone_once_and_the_decision_before_stands_again() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let showing = world.waits(&post, &world.maple, Tray::In).await;
        let [one, two] = [BatchId::fresh(at(0)), BatchId::fresh(at(1))];
        let first = world.decide(&showing, Verdict::LetIn, &one, at(10)).await;
        let second = world.decide(&showing, Verdict::TurnAway, &two, at(20)).await;
        let last = read!(world, |sql| moderation::last_decision(sql, &post.id, &world.maple)).unwrap();
        assert_eq!(last, (second.clone(), "Mrs Kaur".to_owned()));
        assert_eq!(read!(world, |sql| moderation::decision(sql, &second.id)), second);
        assert_eq!(read!(world, |sql| moderation::batch(sql, &two)), [second]);

        assert_eq!(commit!(world, |tx| moderation::undo_batch(&mut tx, &two, at(25))).unwrap(), 1);
        assert_eq!(commit!(world, |tx| moderation::undo_batch(&mut tx, &two, at(26))).unwrap(), 0);

        assert_eq!(read!(world, |sql| moderation::batch(sql, &two))[0].undone_at, Some(at(25)));
        let last = read!(world, |sql| moderation::last_decision(sql, &post.id, &world.maple)).unwrap();
        assert_eq!(last.0, first);
        assert_eq!(read!(world, |sql| moderation::last_decision(sql, &post.id, &world.willow)), None);
    })
    .await;
}

#[tokio::test]
async fn the_history_of_a_gate_goes_back_page_by_page_and_leaves_out_what_is_sealed() {
    both(|world| async move {
        let mut showings: Vec<Showing> = Vec::new();
        for _ in 0..6 {
            let post = world.post(world.oak_class(), Audience::Class).await;
            showings.push(world.waits(&post, &world.maple, Tray::In).await);
        }
        // One tap decides on four, others on one each.
        let batch = BatchId::fresh(at(0));
        world.decide(&showings[0], Verdict::LetIn, &BatchId::fresh(at(0)), at(10)).await;
        for showing in &showings[1..5] {
            world.decide(showing, Verdict::LetIn, &batch, at(20)).await;
        }
        world.decide(&showings[5], Verdict::TurnAway, &BatchId::fresh(at(0)), at(30)).await;

        let mut pages = Vec::new();
        let mut before = at(1_000);
        loop {
            let page = read!(world, |sql| moderation::history(sql, &world.maple, before, 2));
            let Some(last) = page.last() else { break };
            before = last.decision.decided_at;
            pages.push(page.len());
        }
        assert_eq!(pages, [5, 1]);

        let newest = read!(world, |sql| moderation::history(sql, &world.maple, at(1_000), 1)).remove(0);
        assert_eq!((newest.decision.verdict, newest.staff_name.as_str()), (Verdict::TurnAway, "Mrs Kaur"));
        assert_eq!((newest.author_name.as_str(), newest.plain.as_str()), ("Our oak", "first words"));
        commit!(world, |tx| items::set_sealed(&mut tx, &showings[5].item, Some(at(40)))).unwrap();
        assert_eq!(read!(world, |sql| moderation::history(sql, &world.maple, at(1_000), 50)).len(), 5);
        assert_eq!(read!(world, |sql| moderation::history(sql, &world.willow, at(1_000), 50)), []);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_allowed_once_for_one_class() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let revision = world.newest(&post).await;
        for link in ["https://b.example/", "https://a.example/", "https://a.example/"] {
            commit!(world, |tx| moderation::allow_link(&mut tx, &revision, &world.maple, link, &world.kaur, at(0)))
                .unwrap();
        }

        let allowed = read!(world, |sql| moderation::allowed_links(sql, &revision, &world.maple));
        assert_eq!(allowed, ["https://a.example/", "https://b.example/"]);
        assert!(read!(world, |sql| moderation::allowed_links(sql, &revision, &world.willow)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_pupil_finds_their_own_items_newest_first_and_sees_what_was_changed() {
    both(|world| async move {
        let first = world.post(world.sam_of_maple(), Audience::Class).await;
        world.drafted(&first, &world.maple).await;
        let second = world.post(world.sam_of_maple(), Audience::Class).await;
        let waiting = world.waits(&second, &world.maple, Tray::Ours).await;
        let sealed = world.post(world.sam_of_maple(), Audience::Class).await;
        world.waits(&sealed, &world.maple, Tray::Ours).await;
        let taken = world.post(world.sam_of_maple(), Audience::Class).await;
        world.waits(&taken, &world.maple, Tray::Ours).await;
        world.waits(&world.post(world.kaur_of_maple(), Audience::Class).await, &world.maple, Tray::Ours).await;
        assert_eq!(read!(world, |sql| moderation::of_pupil(sql, &world.sam, 10)).len(), 4);

        commit!(world, |tx| items::set_sealed(&mut tx, &sealed.id, Some(at(0)))).unwrap();
        commit!(world, |tx| items::withdraw(&mut tx, &taken.id, at(0), "pupil:1")).unwrap();
        commit!(world, |tx| revisions::set_editor(&mut tx, &waiting.revision, &world.kaur)).unwrap();

        let mine = read!(world, |sql| moderation::of_pupil(sql, &world.sam, 10));
        let seen: Vec<_> = mine.iter().map(|mine| (&mine.item.id, mine.showing.state, mine.edited)).collect();
        assert_eq!(seen, [(&second.id, State::Waiting, true), (&first.id, State::Draft, false)]);
        assert_eq!(read!(world, |sql| moderation::of_pupil(sql, &world.sam, 1)).len(), 1);
        assert!(read!(world, |sql| moderation::of_pupil(sql, &world.ama, 10)).is_empty());

        assert_eq!(read!(world, |sql| moderation::one_of_pupil(sql, &world.sam, &first.id)), mine[1]);
        for (pupil, item) in [(&world.ama, &first), (&world.sam, &sealed), (&world.sam, &taken)] {
            let other = moderation::one_of_pupil(&mut world.db.read(), pupil, &item.id).await;
            assert!(matches!(other, Err(Error::Missing)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_adults_drafts_are_theirs_until_published() {
    both(|world| async move {
        let [older, newer] = [(); 2].map(|()| world.post(world.kaur_of_maple(), Audience::Class));
        let (older, newer) = (older.await, newer.await);
        for draft in [&older, &newer] {
            world.drafted(draft, &world.maple).await;
        }
        let published = world.published(Audience::Class).await;

        let drafts = read!(world, |sql| moderation::drafts_of_staff(sql, &world.kaur, 10));
        let titled = |title: &str| title.to_owned();
        assert_eq!(
            drafts,
            [(newer.clone(), titled("Title of first words")), (older.clone(), titled("Title of first words"))]
        );
        assert!(drafts.iter().all(|(item, _)| item.id != published.id));
        let other = world.staff("Mr Lee").await;
        assert!(read!(world, |sql| moderation::drafts_of_staff(sql, &other, 10)).is_empty());

        world.approved(&newer, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        commit!(world, |tx| items::withdraw(&mut tx, &older.id, at(0) + seconds(1), "staff:1")).unwrap();
        assert!(read!(world, |sql| moderation::drafts_of_staff(sql, &world.kaur, 10)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_pupil_finds_one_item_of_their_own_and_nobody_elses() {
    both(|world| async move {
        let own = world.post(world.sam_of_maple(), Audience::Class).await;
        world.drafted(&own, &world.maple).await;

        assert_eq!(read!(world, |sql| moderation::one_of_pupil(sql, &world.sam, &own.id)).item, own);
        assert!(moderation::one_of_pupil(&mut world.db.read(), &world.ama, &own.id).await.is_err());
        commit!(world, |tx| items::set_sealed(&mut tx, &own.id, Some(at(1)))).unwrap();
        assert!(moderation::one_of_pupil(&mut world.db.read(), &world.sam, &own.id).await.is_err());
    })
    .await;
}
