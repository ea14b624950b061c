//! Who sees what: every kind of viewer, audience and state, with what is expected written out.

use schoolgate::domain::deliveries::Verb;
use schoolgate::domain::ids::{ItemId, PictureId};
use schoolgate::domain::items::{Audience, Author, Item, ItemKind};
use schoolgate::domain::moderation::{ApprovedAs, HiddenWhy, Showing, Tray};
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::domain::viewer::Viewer;
use schoolgate::error::{Error, Result};
use schoolgate::store::visibility::{self, Before, Shown};
use schoolgate::store::{classes, items, moderation, partners, people, schools};

use crate::world::{OAK, World, both, here};
use crate::{commit, read};

/// Everybody who may look, by one letter each.
fn viewers(world: &World) -> [(char, Viewer); 9] {
    [
        ('V', Viewer::Visitor),
        // Families of Maple class, whose posts these are, and of Willow class.
        ('F', Viewer::Family(world.maple.clone())),
        ('f', Viewer::Family(world.willow.clone())),
        // Sam is in Maple class, Ama in Willow class.
        ('P', Viewer::Pupil(world.sam.clone())),
        ('p', Viewer::Pupil(world.ama.clone())),
        ('S', Viewer::Staff(world.kaur.clone())),
        // Oak follows Maple class, Ash asked to and was not accepted, Elm is trusted and follows Willow class.
        ('O', Viewer::Partner(OAK.to_owned())),
        ('A', Viewer::Partner("ash.example".to_owned())),
        ('E', Viewer::Partner("elm.example".to_owned())),
    ]
}

pub(crate) async fn befriend(world: &World) {
    let ash_school = world.partner("ash.example").await;
    let ash = world.remote_class(&ash_school, "ash.example", "ash").await;
    let elm_school = world.partner("elm.example").await;
    let elm = world.remote_class(&elm_school, "elm.example", "elm").await;
    world.follow(&world.maple, &world.oak, Direction::In, FollowState::Accepted).await;
    world.follow(&world.maple, &ash, Direction::In, FollowState::Asked).await;
    world.follow(&world.willow, &elm, Direction::In, FollowState::Accepted).await;
}

/// What may have become of an item, and of those it came from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Draft,
    Waiting,
    Whole,
    WithoutPictures,
    StaffOnly,
    Hidden,
    Sealed,
    Withdrawn,
    Gone,
    PartnerPaused,
    PartnerEnded,
    PartnerHeld,
    ClassHidden,
    ClassGone,
    FederationPaused,
}

/// Brings an item of Maple class's page into a state; everything else is as it was.
async fn bring(world: &World, item: &Item, tray: Tray, state: State) {
    let now = world.tick();
    let showing = match state {
        State::Draft => world.drafted(item, &world.maple).await,
        State::Waiting => world.waits(item, &world.maple, tray).await,
        State::WithoutPictures => world.approved(item, &world.maple, tray, ApprovedAs::WithoutPictures).await,
        State::StaffOnly => world.approved(item, &world.maple, tray, ApprovedAs::StaffOnly).await,
        _ => world.approved(item, &world.maple, tray, ApprovedAs::Whole).await,
    };
    match state {
        State::Draft | State::Waiting | State::Whole | State::WithoutPictures | State::StaffOnly => {}
        State::Hidden => hide(world, &showing).await,
        State::Sealed => commit!(world, |tx| items::set_sealed(&mut tx, &item.id, Some(now))).unwrap(),
        State::Withdrawn => commit!(world, |tx| items::withdraw(&mut tx, &item.id, now, "pupil:1")).unwrap(),
        State::Gone => commit!(world, |tx| items::set_gone(&mut tx, &item.id, now)).unwrap(),
        State::PartnerPaused => world.oak_is(PartnerState::Paused).await,
        State::PartnerEnded => world.oak_is(PartnerState::Ended).await,
        State::PartnerHeld => {
            commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, Some((now, "move")))).unwrap();
        }
        State::ClassHidden => {
            commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, Some((now, "staff:1")))).unwrap();
        }
        State::ClassGone => commit!(world, |tx| partners::set_class_gone(&mut tx, &world.oak, now)).unwrap(),
        State::FederationPaused => commit!(world, |tx| schools::pause(&mut tx, Some(now), "staff:1")).unwrap(),
    }
}

/// Partners and federation as they were, for the next item.
async fn mend(world: &World, state: State) {
    world.oak_is(PartnerState::Trusted).await;
    commit!(world, |tx| partners::set_held(&mut tx, &world.oak_school, None)).unwrap();
    commit!(world, |tx| partners::set_class_hidden(&mut tx, &world.oak, None)).unwrap();
    if state == State::FederationPaused {
        commit!(world, |tx| schools::pause(&mut tx, None, "staff:1")).unwrap();
    }
}

pub(crate) async fn hide(world: &World, showing: &Showing) {
    let hidden = Showing { hidden_at: Some(world.tick()), hidden_why: Some(HiddenWhy::Moderator), ..showing.clone() };
    commit!(world, |tx| moderation::put(&mut tx, &hidden)).unwrap();
}

pub(crate) async fn unhide(world: &World, showing: &Showing) {
    commit!(world, |tx| moderation::put(&mut tx, showing)).unwrap();
}

/// What was found, or that there is nothing; any other failure is a failure of the test.
fn found<T>(result: Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(Error::Missing) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn sees(world: &World, viewer: &Viewer, item: &ItemId) -> bool {
    found(visibility::item(&mut world.db.read(), viewer, item).await).is_some()
}

/// The letters of those who see an item, with `-` for each who does not.
pub(crate) async fn seen_by(world: &World, item: &Item) -> String {
    let mut letters = String::new();
    for (letter, viewer) in viewers(world) {
        letters.push(if sees(world, &viewer, &item.id).await { letter } else { '-' });
    }
    letters
}

/// The same for a post, asked in every way there is: all must agree.
async fn post_seen_by(world: &World, post: &Item, picture: &PictureId, state: State) -> String {
    let mut letters = String::new();
    for (letter, viewer) in viewers(world) {
        let sql = &mut world.db.read();
        let shown = found(visibility::item(sql, &viewer, &post.id).await);
        let seen = shown.is_some();
        assert_eq!(found(visibility::article(sql, &viewer, &post.id, &world.maple).await), shown, "{viewer:?}");

        let ours = visibility::articles_of_class(sql, &viewer, &world.maple, &Before::start(), 500).await.unwrap();
        let cards = visibility::cards_of_class(sql, &viewer, &world.maple, &Before::start(), 500).await.unwrap();
        let told =
            |shown: &Shown| (shown.item.clone(), shown.title.clone(), shown.plain.clone(), shown.pictures.clone());
        assert_eq!(cards.iter().map(told).collect::<Vec<_>>(), ours.iter().map(told).collect::<Vec<_>>());
        assert!(cards.iter().all(|card| card.html.is_empty() && card.source.is_empty()));
        let theirs = visibility::friends_of_class(sql, &viewer, &world.maple, &Before::start(), 500).await.unwrap();
        assert_eq!(
            visibility::count_articles(sql, &viewer, &world.maple).await.unwrap(),
            i64::try_from(ours.len()).unwrap()
        );
        let (right, wrong) = if post.is_ours() { (ours, theirs) } else { (theirs, ours) };
        assert_eq!(right.iter().any(|other| other.item == post.id), seen, "in the list for {viewer:?}");
        assert!(!wrong.iter().any(|other| other.item == post.id));

        if let Some(slug) = &post.slug {
            let by_slug = found(visibility::article_by_slug(sql, &viewer, &world.maple, slug.as_str()).await);
            assert_eq!(by_slug, shown, "by its slug for {viewer:?}");
        }
        let with_picture = found(visibility::picture(sql, &viewer, picture).await).is_some();
        assert_eq!(with_picture, seen && state != State::WithoutPictures, "its picture for {viewer:?}");
        assert_eq!(shown.map_or(0, |shown| shown.pictures.len()), usize::from(with_picture));
        letters.push(if seen { letter } else { '-' });
    }
    letters
}

const AUDIENCES: [Audience; 4] = [Audience::Class, Audience::School, Audience::Friends, Audience::Public];

/// A state, and who sees an item in it whose audience is: class, school, friends, public.
type Row = (State, [&'static str; 4]);

const NOBODY: [&str; 4] = ["---------", "---------", "---------", "---------"];

async fn check_posts(world: &World, author: Author, tray: Tray, table: &[Row]) {
    for (number, (state, expected)) in table.iter().enumerate() {
        for (audience, expected) in AUDIENCES.into_iter().zip(expected) {
            let post = world.new_item(ItemKind::Article, author.clone(), None, audience);
            world.keep(&post).await;
            let picture = world.picture(&format!("{tray}-{number}-{audience}")).await;
            world.revise(&post, "with a picture", &[here(0, &picture)]).await;

            bring(world, &post, tray, *state).await;

            let seen = post_seen_by(world, &post, &picture.id, *state).await;
            assert_eq!(seen, *expected, "{state:?} for {audience}");
            mend(world, *state).await;
        }
    }
}

#[tokio::test]
async fn a_post_of_ours_is_seen_by_its_audience_and_nobody_else() {
    both(|world| async move {
        befriend(&world).await;
        let table: &[Row] = &[
            (State::Draft, NOBODY),
            (State::Waiting, NOBODY),
            (State::Whole, ["-F-P-S---", "-F-PpS---", "-F-PpSO--", "VFfPpSO--"]),
            (State::WithoutPictures, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::StaffOnly, ["-----S---", "-----S---", "-----S---", "-----S---"]),
            (State::Hidden, NOBODY),
            (State::Sealed, NOBODY),
            (State::Withdrawn, NOBODY),
            (State::PartnerPaused, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::PartnerEnded, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::PartnerHeld, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            // Hiding what Oak sends keeps nothing of ours from it.
            (State::ClassHidden, ["-F-P-S---", "-F-PpS---", "-F-PpSO--", "VFfPpSO--"]),
            (State::FederationPaused, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            // Once all is mended again:
            (State::Whole, ["-F-P-S---", "-F-PpS---", "-F-PpSO--", "VFfPpSO--"]),
            (State::ClassGone, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
        ];
        check_posts(&world, world.kaur_of_maple(), Tray::Ours, table).await;
    })
    .await;
}

#[tokio::test]
async fn a_partners_post_is_seen_at_home_only_and_by_no_other_school() {
    both(|world| async move {
        befriend(&world).await;
        let table: &[Row] = &[
            (State::Draft, NOBODY),
            (State::Waiting, NOBODY),
            (State::Whole, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::WithoutPictures, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::StaffOnly, ["-----S---", "-----S---", "-----S---", "-----S---"]),
            (State::Hidden, NOBODY),
            (State::Sealed, NOBODY),
            (State::Gone, NOBODY),
            (State::PartnerPaused, NOBODY),
            (State::PartnerEnded, NOBODY),
            (State::PartnerHeld, NOBODY),
            (State::ClassHidden, NOBODY),
            (State::FederationPaused, NOBODY),
            (State::Whole, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::ClassGone, NOBODY),
        ];
        check_posts(&world, world.oak_class(), Tray::In, table).await;
    })
    .await;
}

/// Comments of this author under a public post of Maple class.
async fn check_comments(world: &World, author: Author, table: &[Row]) {
    let tray = if author.class().is_some() { Tray::Ours } else { Tray::In };
    let post = world.published(Audience::Public).await;
    for (state, expected) in table {
        for (audience, expected) in AUDIENCES.into_iter().zip(expected) {
            let comment = world.comment(author.clone(), &post, audience).await;

            bring(world, &comment, tray, *state).await;

            assert_eq!(seen_by(world, &comment).await, *expected, "{state:?} for {audience}");
            for (letter, viewer) in viewers(world) {
                let under = read!(world, |sql| visibility::comments(sql, &viewer, &post.id));
                let listed = under.iter().any(|shown| shown.item == comment.id);
                assert_eq!(listed, expected.contains(letter), "{state:?} for {audience}, listed for {viewer:?}");
            }
            mend(world, *state).await;
        }
    }
}

#[tokio::test]
async fn a_pupils_comment_goes_as_far_as_its_audience() {
    both(|world| async move {
        befriend(&world).await;
        let table: &[Row] = &[
            (State::Draft, NOBODY),
            (State::Waiting, NOBODY),
            (State::Whole, ["-F-P-S---", "-F-PpS---", "-F-PpSO--", "VFfPpSO--"]),
            (State::StaffOnly, ["-----S---", "-----S---", "-----S---", "-----S---"]),
            (State::Hidden, NOBODY),
            (State::Sealed, NOBODY),
            (State::Withdrawn, NOBODY),
            (State::PartnerPaused, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::FederationPaused, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
        ];
        check_comments(&world, world.sam_of_maple(), table).await;
    })
    .await;
}

#[tokio::test]
async fn a_partners_comment_is_shown_to_its_own_server_and_to_no_other() {
    both(|world| async move {
        befriend(&world).await;
        let table: &[Row] = &[
            (State::Waiting, NOBODY),
            (State::Whole, ["-F-P-SO--", "-F-PpSO--", "-F-PpSO--", "VFfPpSO--"]),
            (State::WithoutPictures, ["-F-P-S---", "-F-PpS---", "-F-PpS---", "VFfPpS---"]),
            (State::StaffOnly, ["-----S---", "-----S---", "-----S---", "-----S---"]),
            (State::Hidden, NOBODY),
            (State::Sealed, NOBODY),
            (State::Gone, NOBODY),
            (State::PartnerPaused, NOBODY),
            (State::PartnerEnded, NOBODY),
            (State::PartnerHeld, NOBODY),
            (State::ClassHidden, NOBODY),
            (State::FederationPaused, NOBODY),
            (State::Whole, ["-F-P-SO--", "-F-PpSO--", "-F-PpSO--", "VFfPpSO--"]),
            (State::ClassGone, NOBODY),
        ];
        check_comments(&world, world.oak_class(), table).await;
    })
    .await;
}

#[tokio::test]
async fn what_one_class_let_in_the_other_does_not_see() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        world.waits(&post, &world.willow, Tray::In).await;
        assert_eq!(seen_by(&world, &post).await, "-F-P-S---");

        world.approved(&post, &world.willow, Tray::In, ApprovedAs::Whole).await;
        assert_eq!(seen_by(&world, &post).await, "-FfPpS---");
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_waits_leaves_the_approved_words_up() {
    both(|world| async move {
        let post = world.post(world.oak_class(), Audience::Class).await;
        let mut showing = world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        let revision = world.revise(&post, "second words", &[]).await;
        let sam = Viewer::Pupil(world.sam.clone());

        showing.revised(revision.clone(), false, world.tick());
        unhide(&world, &showing).await;
        let shown = read!(world, |sql| visibility::item(sql, &sam, &post.id));
        assert_eq!((shown.plain.as_str(), shown.revision_number), ("first words", 1));

        showing.decided(schoolgate::domain::moderation::Verdict::LetIn, world.tick());
        showing.shown_html = Some("<p>with a link</p>".to_owned());
        unhide(&world, &showing).await;
        let shown = read!(world, |sql| visibility::item(sql, &sam, &post.id));
        assert_eq!((shown.plain.as_str(), shown.revision_number, &shown.revision), ("second words", 2, &revision));
        assert_eq!(shown.html, "<p>with a link</p>");

        showing.revised(world.revise(&post, "third words", &[]).await, true, world.tick());
        unhide(&world, &showing).await;
        assert!(!sees(&world, &sam, &post.id).await);
    })
    .await;
}

#[tokio::test]
async fn a_partner_class_is_called_only_what_our_adults_call_it() {
    both(|world| async move {
        let mut nameless = world.remote(&world.oak_school, OAK, "elder");
        nameless.name = None;
        commit!(world, |tx| partners::upsert_class(&mut tx, &nameless)).unwrap();
        let post = world.post(Author::Partner(nameless.id.clone()), Audience::Class).await;
        world.approved(&post, &world.maple, Tray::In, ApprovedAs::Whole).await;
        let sam = Viewer::Pupil(world.sam.clone());
        let shown = read!(world, |sql| visibility::item(sql, &sam, &post.id));
        assert_eq!((shown.author_name.as_str(), shown.school_name.as_deref()), ("", Some("School at oak.example")));

        commit!(world, |tx| partners::name_class(&mut tx, &nameless.id, "Elder class")).unwrap();

        assert_eq!(read!(world, |sql| visibility::item(sql, &sam, &post.id)).author_name, "Elder class");
        let ours = world.published(Audience::Class).await;
        let shown = read!(world, |sql| visibility::item(sql, &sam, &ours.id));
        assert_eq!((shown.author_name.as_str(), shown.school_name), ("maple class", None));
    })
    .await;
}

#[tokio::test]
async fn pages_of_posts_follow_each_other_without_a_gap() {
    both(|world| async move {
        let mut expected = Vec::new();
        for number in 0..7 {
            let mut post = world.new_item(ItemKind::Article, world.kaur_of_maple(), None, Audience::Public);
            // Three of them at the same moment.
            post.published_at = Some(crate::world::at(1_000 + number / 3));
            world.keep(&post).await;
            world.approved(&post, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
            expected.push((post.published_at, post.id.to_string()));
        }
        expected.sort();
        expected.reverse();

        let mut before = Before::start();
        let mut all: Vec<Shown> = Vec::new();
        loop {
            let page =
                read!(world, |sql| visibility::articles_of_class(sql, &Viewer::Visitor, &world.maple, &before, 2));
            let Some(last) = page.last() else { break };
            before = Before::parse(&Before::after(last));
            all.extend(page);
        }

        let got: Vec<_> = all.iter().map(|shown| (Some(shown.published_at), shown.item.to_string())).collect();
        assert_eq!(got, expected);
        assert_eq!(Before::parse("what?"), Before::start());
    })
    .await;
}

#[tokio::test]
async fn the_campus_shows_each_class_its_newest_post() {
    both(|world| async move {
        world.published(Audience::Public).await;
        let newest = world.published(Audience::Public).await;
        world.published(Audience::Class).await;
        let all = read!(world, |sql| classes::all(sql));

        let shown = read!(world, |sql| visibility::newest_of(sql, &Viewer::Visitor, &all));

        let items: Vec<_> = shown.into_iter().map(|shown| shown.map(|shown| shown.item)).collect();
        assert_eq!(items, [Some(newest.id), None]);
    })
    .await;
}

#[tokio::test]
async fn a_pupil_who_leaves_a_class_sees_its_own_posts_no_more() {
    both(|world| async move {
        let post = world.published(Audience::Class).await;
        let sam = Viewer::Pupil(world.sam.clone());
        assert!(sees(&world, &sam, &post.id).await);

        commit!(world, |tx| people::leave_class(&mut tx, &world.sam, &world.maple)).unwrap();

        assert!(!sees(&world, &sam, &post.id).await);
    })
    .await;
}

#[tokio::test]
async fn a_picture_that_was_refused_or_replaced_is_not_given_out() {
    both(|world| async move {
        let post = world.post(world.kaur_of_maple(), Audience::Public).await;
        let [old, new, other] = [world.picture("a").await, world.picture("b").await, world.picture("c").await];
        world.revise(&post, "old picture", &[here(0, &old)]).await;
        let mut showing = world.approved(&post, &world.maple, Tray::Ours, ApprovedAs::Whole).await;
        assert!(found(visibility::picture(&mut world.db.read(), &Viewer::Visitor, &old.id).await).is_some());
        assert!(found(visibility::picture(&mut world.db.read(), &Viewer::Visitor, &other.id).await).is_none());

        let revision = world.revise(&post, "new picture", &[here(0, &new)]).await;
        showing.revised(revision, true, world.tick());
        showing.decided(schoolgate::domain::moderation::Verdict::Publish, world.tick());
        unhide(&world, &showing).await;

        assert!(found(visibility::picture(&mut world.db.read(), &Viewer::Visitor, &old.id).await).is_none());
        assert_eq!(read!(world, |sql| visibility::picture(sql, &Viewer::Visitor, &new.id)), new);
        let shown = read!(world, |sql| visibility::item(sql, &Viewer::Visitor, &post.id));
        assert_eq!(shown.pictures.iter().map(|picture| &picture.id).collect::<Vec<_>>(), [&new.id]);
        assert_eq!(shown.pictures[0].alt, "Picture 0");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_host_is_shown_nothing() {
    both(|world| async move {
        befriend(&world).await;
        let post = world.published(Audience::Public).await;
        world.say(&world.utterance(Verb::Create, Some(&post), &["https://oak.example/inbox"])).await;

        for host in ["mallory.example", "", "oak.example.", "OAK.example", "%"] {
            assert!(!sees(&world, &Viewer::Partner(host.to_owned()), &post.id).await, "{host}");
        }
        assert!(sees(&world, &Viewer::Partner(OAK.to_owned()), &post.id).await);
    })
    .await;
}
