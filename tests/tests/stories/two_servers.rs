//! Two servers with the same history, of which one has things waiting at its gate. Nobody but its moderators can tell which:
//! not by words, counts or order, and not by what is published afterwards.

use schoolgate::actions::articles::{self, Finish, Pen};
use schoolgate::actions::people;
use schoolgate::domain::articles::Draft;
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::Tray;
use schoolgate::store;
use tests::crawl;
use tests::schools::TestSchool;

use crate::two_worlds::{Readers, Views, schools};

/// One of the servers, with the others around it.
struct Side {
    maple: TestSchool,
    oak: TestSchool,
    birch: TestSchool,
    elm: TestSchool,
    readers: Readers,
    /// A post of Maple's, and two of Oak's that were let in.
    items: [ItemId; 3],
    /// The last of these, as Oak knows it.
    beans: ItemId,
}

impl Side {
    async fn new() -> Self {
        let ([maple, oak, birch, elm], ours, theirs) = schools().await;
        let beans = oak.publish("Beans", "Our beans are small.").await;
        let here = maple.let_in(Tray::In, "beans are small").await;
        let ama = maple.another_pupil("Ama").await;
        let mut readers = Readers::of(&maple, &oak, &birch, &elm).await;
        // Sam's own tray shows what Sam has handed in; Ama is to see nothing of it.
        let card = people::new_card(&maple.school, &maple.teacher, &maple.class.id, &ama).await.unwrap();
        readers.pupil = maple.browser();
        readers.pupil.use_card(&card).await;
        Self { maple, oak, birch, elm, readers, items: [ours, theirs, here], beans }
    }

    /// All that its readers find, without what chance and the computer gave it.
    async fn look(&self) -> Views {
        let names: Vec<(String, String)> = [&self.maple, &self.oak, &self.birch, &self.elm]
            .iter()
            .flat_map(|school| {
                let (host, port) = (school.host().to_owned(), school.address.port());
                [(host, school.class.slug.to_string()), (format!("%3A{port}"), String::new())]
            })
            .collect();
        let views = self.readers.look(&self.maple, &self.items).await;
        Views(views.0.into_iter().map(|(reader, site)| (reader, crawl::anonymous(&site, &names))).collect())
    }
}

fn same(without: &Views, with: &Views, what: &str) {
    let differences = without.differences(with);
    assert!(differences.is_empty(), "{what}:\n{}", differences.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn t65_a_server_with_things_waiting_cannot_be_told_from_one_without() {
    let (plain, full) = tokio::join!(Side::new(), Side::new());
    let without = plain.look().await;
    same(&without, &full.look().await, "nothing yet");
    let (maple, oak, birch) = (&full.maple, &full.oak, &full.birch);

    let picture = oak.picture(tests::pictures::png(20, 90, 200), "A canary on a boat").await;
    oak.publish_for("Canary", "Canary words.", Audience::Friends, vec![picture]).await;
    maple.waits(Tray::In, "Canary words").await;
    same(&without, &full.look().await, "a post");

    let at_oak = oak.item_of(&maple.school.urls.object(&full.items[0])).await.unwrap();
    oak.pupil_comments(&at_oak, "Canary comment").await;
    oak.let_in(Tray::Out, "Canary comment").await;
    maple.waits(Tray::In, "Canary comment").await;
    same(&without, &full.look().await, "a comment");

    oak.edit(&full.beans, "Canary beans", "Our beans are as tall as a canary.").await;
    maple.waits(Tray::In, "as tall").await;
    same(&without, &full.look().await, "an edit");

    birch.trust_and_ask(maple).await;
    birch.like_unseen(maple, &full.items[0]).await;
    same(&without, &full.look().await, "a follower and its like");

    let ships = |words: &str| Draft { title: "Boats".to_owned(), markdown: words.to_owned(), ..Draft::default() };
    let class = &maple.class.id;
    articles::write(&maple.school, Pen::Child(&maple.pupil), class, ships("Canary boats."), Finish::HandIn)
        .await
        .unwrap();
    articles::write(&maple.school, Pen::Adult(&maple.teacher), class, ships("Canary draft."), Finish::Keep)
        .await
        .unwrap();
    maple.pupil_comments(&full.items[1], "Canary from Sam").await;
    same(&without, &full.look().await, "what our own hand in");

    // What both publish now, under the title of what waits at one of them, has the same address and the same order.
    for side in [&plain, &full] {
        side.maple.publish_for("Boats", "We counted two boats.", Audience::Public, Vec::new()).await;
        side.oak.waits(Tray::In, "two boats").await;
    }
    let after = plain.look().await;
    same(&after, &full.look().await, "what is published afterwards");
    assert!(!without.differences(&after).is_empty());
    let waiting = store::moderation::waiting(&mut maple.school.db.read(), class, Tray::In, 0..50).await.unwrap();
    assert_eq!(waiting.len(), 3, "it all still waits");
    maple.let_in(Tray::In, "Canary comment").await;
    assert!(!after.differences(&full.look().await).is_empty(), "letting it in shows nothing");
}
