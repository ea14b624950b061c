//! What people do at a school, through its pages as a browser would: agree, follow, write, let in, end.

use schoolgate::domain::ids::FollowId;
use schoolgate::domain::partners::{Direction, FollowState, PartnerState};
use schoolgate::store::{self, Sql};
use serde_json::json;
use tests::Browser;
use tests::peers::Peer;
use tests::people::Answer;

use super::schools::School;
use super::world::World;

/// What stands between two pieces of a page.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| found)
}

/// A form that must be taken.
fn taken(answer: Answer, what: &str) -> Answer {
    assert_eq!(answer.status, 200, "{what}: {}", answer.text());
    answer
}

/// One school invites another; both admins say that the words are the same.
pub(crate) async fn agree(world: &World, inviting: &School, invited: &School) {
    let (here, there) = (inviting.admin(world).await, invited.admin(world).await);
    let page = "/schools/invitations";
    let made = taken(here.post(page, page, &[("note", "Ms Patel"), ("days", "7")]).await, "an invitation");
    let text = made.text();
    let link = between(&text, "dir=\"ltr\">", "<").expect("an invitation");
    let words = [("invitation", link), ("name", inviting.host())];
    taken(there.post(page, "/schools/open", &words).await, "opening it");
    for (school, browser, other) in [(inviting, &here, invited), (invited, &there, inviting)] {
        let page = partner_page(school, other.host()).await;
        taken(browser.post(&page, &format!("{page}/confirm"), &[]).await, "confirming");
    }
    for (school, other) in [(inviting, invited), (invited, inviting)] {
        world
            .until("both to trust", async || {
                (school.standing(other.host()).await == Some(PartnerState::Trusted)).then_some(())
            })
            .await;
    }
}

pub(crate) async fn partner_page(school: &School, host: &str) -> String {
    let partner = store::partners::by_host(&mut school.db.read(), host).await.expect("the list");
    format!("/schools/{}", partner.expect("a partner").id)
}

/// An admin pauses a school, ends with it or goes on.
pub(crate) async fn set_state(school: &School, admin: &Browser, host: &str, state: &str) {
    let page = partner_page(school, host).await;
    taken(admin.post("/schools", &format!("{page}/state"), &[("state", state), ("reason", "A test")]).await, state);
}

/// A class asks to follow another; the teacher there agrees.
pub(crate) async fn follow(world: &World, asking: &School, leading: &School) {
    let page = format!("/partners/{}", asking.slug());
    let actor = leading.actor();
    let asked =
        asking.teacher(world).await.post(&page, &format!("{page}/follow"), &[("address", actor.as_str())]).await;
    taken(asked, "asking to follow");
    accept(world, leading).await;
    world
        .until("the follow to be accepted", async || {
            let follows = store::follows::of_class(&mut asking.db.read(), &asking.class).await.expect("follows");
            follows.into_iter().find(|(follow, remote)| {
                follow.direction == Direction::Out && follow.state == FollowState::Accepted && remote.actor == actor
            })
        })
        .await;
}

/// The teacher lets whoever has asked follow the class.
pub(crate) async fn accept(world: &World, followed: &School) -> FollowId {
    let teacher = followed.teacher(world).await;
    let page = format!("/partners/{}", followed.slug());
    let asked = world
        .until("somebody to ask", async || {
            let follows = store::follows::of_class(&mut followed.db.read(), &followed.class).await.expect("follows");
            let mut follows = follows.into_iter().map(|(follow, _)| follow);
            follows.find(|follow| follow.direction == Direction::In && follow.state == FollowState::Asked)
        })
        .await;
    let words = [("follow", asked.id.as_str()), ("name", "Our friends")];
    taken(teacher.post(&page, &format!("{page}/accept"), &words).await, "accepting");
    asked.id
}

/// A teacher's post, and its id.
pub(crate) async fn publish(school: &School, teacher: &Browser, title: &str, audience: &str) -> String {
    write(school, teacher, title, audience, "out").await
}

/// The same, sent out or kept as a draft.
pub(crate) async fn write(school: &School, teacher: &Browser, title: &str, audience: &str, send: &str) -> String {
    let page = format!("/c/{}/write", school.slug());
    let body = format!("The words of {title}.");
    let words = [("title", title), ("body", body.as_str()), ("audience", audience), ("send", send)];
    taken(teacher.upload(&page, &page, &words, Vec::new()).await, "a post");
    item(school, title).await
}

/// The id of what has this title.
pub(crate) async fn item(school: &School, title: &str) -> String {
    let sql = "select item_id as id from revisions where title = $1";
    let row = school.db.read().all(sql, vec![title.into()]).await.expect("a post");
    row.first().expect("a post").get("id").expect("an id")
}

pub(crate) async fn edit(teacher: &Browser, item: &str, title: &str, body: &str) {
    let page = format!("/edit/{item}");
    taken(
        teacher.upload(&page, &page, &[("title", title), ("body", body), ("send", "out")], Vec::new()).await,
        "an edit",
    );
}

pub(crate) async fn take_back(teacher: &Browser, item: &str) {
    let page = format!("/take-back/{item}");
    taken(teacher.post(&page, &page, &[]).await, "taking back");
}

/// Waits until something with these words is at the gate, and lets it in.
pub(crate) async fn let_in(world: &World, school: &School, teacher: &Browser, words: &str) {
    let page = format!("/gate/{}?tray=in", school.slug());
    let choice = world
        .until(&format!("{words:?} at the gate"), async || {
            let text = teacher.get(&page).await.text();
            let card = text.split("<article").find(|card| card.contains(words) && card.contains("name=\"choice\""))?;
            Some(between(card, "name=\"choice\" value=\"", "\"")?.to_owned())
        })
        .await;
    let decide = format!("/gate/{}/decide?tray=in", school.slug());
    taken(teacher.post(&page, &decide, &[("choice", &choice), ("decision", "let_in")]).await, "letting in");
}

/// A school's class and a foreign server's one follow each other.
pub(crate) async fn befriend(world: &World, school: &School, peer: &Peer) {
    if school.standing(&peer.host).await.is_none() {
        school.trust(&peer.host).await;
    }
    let page = format!("/partners/{}", school.slug());
    let asked = school.teacher(world).await.post(&page, &format!("{page}/follow"), &[("address", &peer.actor())]).await;
    taken(asked, "asking to follow");
    let follow = json!({ "type": "Follow", "actor": school.actor().as_str(), "object": peer.actor() });
    for letter in [peer.letter("Accept", follow), peer.letter("Follow", school.actor().as_str())] {
        assert_eq!(school.hears_from(world, peer, &letter).await.status, 202);
    }
    accept(world, school).await;
    settled(world, school).await;
}

/// Waits until a school has said everything that was to be said.
pub(crate) async fn settled(world: &World, school: &School) {
    world
        .until("everything to be said", async || {
            let backlog = store::underway::backlog(&mut school.db.read()).await.expect("the backlog");
            backlog.is_empty().then_some(())
        })
        .await;
}
