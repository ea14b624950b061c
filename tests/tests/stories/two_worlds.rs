//! Two worlds: a school before and after something comes to wait at its gate. To everyone but its moderators they are
//! byte for byte the same: pages, headers, counts, order, feeds, pictures, and everything on the wire.

use std::net::SocketAddr;

use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::actions::{follows, likes, moderation, worries};
use schoolgate::domain::articles::Draft;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::store;
use tests::Browser;
use tests::crawl::{self, Server, Site};
use tests::schools::{TestSchool, World, strangers};

/// Everyone who may look at Maple and is no moderator of its class.
pub(crate) struct Readers {
    pub(crate) pupil: Browser,
    family: Browser,
    visitor: Browser,
    /// Oak is trusted and follows; Birch is trusted and follows nobody; a stranger is not trusted.
    oak: Server,
    birch: Server,
    stranger: Server,
    address: SocketAddr,
}

/// All that they can get.
#[derive(PartialEq)]
pub(crate) struct Views(pub(crate) Vec<(&'static str, Site)>);

impl Readers {
    pub(crate) async fn of(maple: &TestSchool, oak: &TestSchool, birch: &TestSchool, stranger: &TestSchool) -> Self {
        Self {
            pupil: maple.pupil_browser().await,
            family: maple.family_browser().await,
            visitor: maple.browser(),
            oak: Server::of(&oak.school, &maple.school, maple.address).await,
            birch: Server::of(&birch.school, &maple.school, maple.address).await,
            stranger: Server::of(&stranger.school, &maple.school, maple.address).await,
            address: maple.address,
        }
    }

    pub(crate) async fn look(&self, maple: &TestSchool, also: &[ItemId]) -> Views {
        assert_eq!(self.address, maple.address);
        let class = &maple.class;
        let mut pages = vec![
            "/".to_owned(),
            format!("/c/{}", class.slug),
            format!("/c/{}/friends", class.slug),
            format!("/c/{}/feed.atom", class.slug),
            // What everything says that comes to wait, and what is there before.
            "/search?q=we".to_owned(),
            "/search?q=canary".to_owned(),
        ];
        let actor = maple.school.urls.class_actor(&class.id).path().to_owned();
        let mut wire =
            vec!["/actor".to_owned(), "/.well-known/nodeinfo".to_owned(), "/nodeinfo/2.1".to_owned(), actor.clone()];
        wire.extend(
            ["outbox", "outbox?before=start", "followers", "following", "featured"]
                .map(|part| format!("{actor}/{part}")),
        );
        for item in also {
            pages.push(format!("/c/{}/friends/{item}", class.slug));
            wire.push(maple.school.urls.object(item).path().to_owned());
            wire.push(maple.school.urls.object_part(item, "replies").path().to_owned());
        }
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let now = maple.school.clock.now();
        Views(vec![
            ("pupil", crawl::pages(&self.pupil, &maple.school, &pages).await),
            ("family", crawl::pages(&self.family, &maple.school, &pages).await),
            ("visitor", crawl::pages(&self.visitor, &maple.school, &pages).await),
            ("oak", self.oak.wire(&maple.school, &wire, now).await),
            ("birch", self.birch.wire(&maple.school, &wire, now).await),
            ("stranger", self.stranger.wire(&maple.school, &wire, now).await),
        ])
    }
}

impl Views {
    pub(crate) fn differences(&self, after: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for ((reader, before), (_, after)) in self.0.iter().zip(&after.0) {
            found.extend(
                crawl::differences(before, after).into_iter().map(|difference| format!("{reader}: {difference}")),
            );
        }
        found
    }
}

/// Maple, with a public post of its own, a friend's post and a comment let in; Oak and Birch trusted; Elm a stranger.
pub(crate) async fn schools() -> ([TestSchool; 4], ItemId, ItemId) {
    let names = ["maple", "oak", "birch", "elm"];
    let mut world = World::new(&names).await;
    let maple = world.school("maple").await;
    let oak = world.school("oak").await;
    let birch = world.school("birch").await;
    let elm = world.school("elm").await;
    for other in [&oak, &birch] {
        maple.trust(other).await;
        other.trust(&maple).await;
    }
    maple.follow(&oak).await;
    oak.follow(&maple).await;
    let ours = maple.publish_for("Our museum", "We made a museum.", Audience::Public, Vec::new()).await;
    oak.let_in(Tray::In, "museum").await;
    oak.publish("Ships", "We counted nine ships.").await;
    let theirs = maple.let_in(Tray::In, "nine ships").await;
    ([maple, oak, birch, elm], ours, theirs)
}

/// Before and after are the same to everyone; and once it is let in, they are not.
async fn same(readers: &Readers, maple: &TestSchool, items: &[ItemId], before: &Views) -> Views {
    let after = readers.look(maple, items).await;
    let differences = before.differences(&after);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    after
}

async fn differs(readers: &Readers, maple: &TestSchool, items: &[ItemId], before: &Views) {
    assert!(!before.differences(&readers.look(maple, items).await).is_empty(), "letting it in shows nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_a_waiting_post_with_a_picture_cannot_be_told() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let readers = Readers::of(&maple, &oak, &birch, &elm).await;
    let wire_id = oak.school.urls.object(&ours);
    assert_eq!(maple.item_of(&wire_id).await, None);

    let before = readers.look(&maple, &[ours.clone(), theirs.clone()]).await;
    let picture = oak.picture(tests::pictures::png(20, 90, 200), "Canary on a boat").await;
    oak.publish_for("Canary post", "Canary words.", Audience::Friends, vec![picture]).await;
    let waiting = maple.waits(Tray::In, "Canary words").await;
    maple
        .until("the picture", async || {
            let pictures =
                store::revisions::pictures(&mut maple.school.db.read(), &waiting.showing.revision).await.unwrap();
            pictures.iter().all(|picture| picture.picture.is_some()).then_some(())
        })
        .await;

    same(&readers, &maple, &[ours.clone(), theirs.clone()], &before).await;
    // Nor by whoever guesses its address.
    let page = format!("/c/{}/friends/{}", maple.class.slug, waiting.item.id);
    let invented = format!("/c/{}/friends/{}", maple.class.slug, "0".repeat(32));
    assert_eq!(readers.pupil.get(&page).await.status, 404);
    assert_eq!(readers.pupil.get(&invented).await.status, 404);
    maple.let_in(Tray::In, "Canary words").await;
    differs(&readers, &maple, &[ours, theirs], &before).await;
    assert!(readers.pupil.get(&page).await.says("Canary words"));
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_a_waiting_comment_cannot_be_told() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let readers = Readers::of(&maple, &oak, &birch, &elm).await;
    let items = [ours.clone(), theirs];
    let before = readers.look(&maple, &items).await;
    let at_oak = oak.item_of(&maple.school.urls.object(&ours)).await.unwrap();

    oak.pupil_comments(&at_oak, "Canary comment").await;
    oak.let_in(Tray::Out, "Canary comment").await;
    maple.waits(Tray::In, "Canary comment").await;

    same(&readers, &maple, &items, &before).await;
    maple.let_in(Tray::In, "Canary comment").await;
    differs(&readers, &maple, &items, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_a_waiting_edit_cannot_be_told() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let readers = Readers::of(&maple, &oak, &birch, &elm).await;
    let post = oak.publish("Beans", "Our beans are small.").await;
    let here = maple.let_in(Tray::In, "beans are small").await;
    let items = [ours, theirs, here];
    let before = readers.look(&maple, &items).await;

    oak.edit(&post, "Canary beans", "Our beans are as tall as a canary.").await;
    maple.waits(Tray::In, "canary").await;

    same(&readers, &maple, &items, &before).await;
    maple.let_in(Tray::In, "canary").await;
    differs(&readers, &maple, &items, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_a_waiting_follower_and_its_like_cannot_be_told() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let readers = Readers::of(&maple, &oak, &birch, &elm).await;
    let items = [ours.clone(), theirs];
    let before = readers.look(&maple, &items).await;

    // Birch asks to follow, and likes what it has found: both wait for Maple's teacher.
    birch.trust_and_ask(&maple).await;
    let at_birch =
        store::items::by_wire_id(&mut birch.school.db.read(), &maple.school.urls.object(&ours)).await.unwrap();
    assert_eq!(at_birch, None);
    birch.like_unseen(&maple, &ours).await;

    let after = same(&readers, &maple, &items, &before).await;
    let follows = store::follows::of_class(&mut maple.school.db.read(), &maple.class.id).await.unwrap();
    let asked = follows
        .into_iter()
        .map(|(follow, _)| follow)
        .find(|follow| follow.state == schoolgate::domain::partners::FollowState::Asked)
        .unwrap();
    follows::accept(&maple.school, &maple.teacher, &asked.id, "Birch friends").await.unwrap();
    differs(&readers, &maple, &items, &after).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_what_our_own_pupils_hand_in_cannot_be_told_by_others() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let other = maple.another_pupil("Ama").await;
    let mut readers = Readers::of(&maple, &oak, &birch, &elm).await;
    // The writer sees their own tray; everyone else is asked here.
    let card =
        schoolgate::actions::people::new_card(&maple.school, &maple.teacher, &maple.class.id, &other).await.unwrap();
    readers.pupil = maple.browser();
    readers.pupil.use_card(&card).await;
    let items = [ours, theirs.clone()];
    let before = readers.look(&maple, &items).await;

    maple.pupil_comments(&theirs, "Canary from Sam").await;

    same(&readers, &maple, &items, &before).await;
    maple.let_in(Tray::Out, "Canary from Sam").await;
    differs(&readers, &maple, &items, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_the_address_of_a_post_tells_nothing_of_what_waits_or_is_a_draft() {
    let [maple] = strangers(["maple"]).await;
    let ships = |words: &str| Draft { title: "Ships".to_owned(), markdown: words.to_owned(), ..Draft::default() };
    let class = &maple.class.id;
    articles::write(&maple.school, Pen::Child(&maple.pupil), class, ships("Sam counted one."), Finish::HandIn)
        .await
        .unwrap();
    articles::write(&maple.school, Pen::Adult(&maple.teacher), class, ships("Not ready."), Finish::Keep).await.unwrap();
    let pupil = maple.pupil_browser().await;

    maple.publish("Ships", "We counted nine.").await;

    assert!(pupil.get("/c/maple-class/ships").await.says("We counted nine."));
    assert_eq!(pupil.get("/c/maple-class/ships-2").await.status, 404);
    // What is let out and taken back at once leaves its address to the next.
    let waiting = maple.waits(Tray::Ours, "Sam counted").await;
    let decided = maple.decide(&waiting, Verdict::LetIn).await;
    assert_eq!(pupil.get("/c/maple-class/ships-2").await.status, 200);
    moderation::undo(&maple.school, &maple.teacher, &decided.batch).await.unwrap();
    assert_eq!(pupil.get("/c/maple-class/ships-2").await.status, 404);
    maple.publish("Ships", "We counted ten.").await;
    maple.let_in(Tray::Ours, "Sam counted").await;
    assert!(pupil.get("/c/maple-class/ships-2").await.says("We counted ten."));
    assert!(pupil.get("/c/maple-class/ships-3").await.says("Sam counted one."));
}

#[tokio::test(flavor = "multi_thread")]
async fn t69_what_is_sealed_hidden_or_removed_is_gone_on_the_next_request() {
    let ([maple, oak, birch, elm], ours, theirs) = schools().await;
    let readers = Readers::of(&maple, &oak, &birch, &elm).await;
    let lead = maple.adult("lead", None, true).await;
    let post = oak.publish("Canary", "A canary sings.").await;
    let before = readers.look(&maple, &[ours.clone(), theirs.clone()]).await;
    let here = maple.let_in(Tray::In, "canary sings").await;
    let page = format!("/c/{}/friends/{here}", maple.class.slug);
    assert_eq!(readers.pupil.get(&page).await.status, 200);

    let case = worries::tell(&maple.school, &maple.pupil, &here, "I do not like it").await.unwrap();
    assert_eq!(readers.pupil.get(&page).await.status, 404);
    same(&readers, &maple, &[ours.clone(), theirs.clone()], &before).await;
    worries::close(&maple.school, &lead, &case, schoolgate::domain::moderation::WorryOutcome::Released, "It is fine")
        .await
        .unwrap();
    assert_eq!(readers.pupil.get(&page).await.status, 200);

    oak.take_back(&post).await;
    maple.until("the post to go", async || (readers.pupil.get(&page).await.status == 404).then_some(())).await;
    same(&readers, &maple, &[ours, theirs], &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_like_of_an_accepted_class_is_shown_by_name() {
    let ([maple, oak, ..], ours, _) = schools().await;
    let at_oak = oak.item_of(&maple.school.urls.object(&ours)).await.unwrap();

    likes::like(&oak.school, &oak.teacher, &oak.class.id, &at_oak).await.unwrap();

    maple
        .until("the like", async || {
            oak.school.wake.notify_one();
            let names = store::likes::names(&mut maple.school.db.read(), &ours).await.unwrap();
            (names == ["oak class friends"]).then_some(())
        })
        .await;
    let pupil = maple.pupil_browser().await;
    assert!(pupil.get(&format!("/c/{}/our-museum", maple.class.slug)).await.says("oak class friends"));
}
