//! Three weeks at three schools, played from the first post to what waits at the gate this morning.

use anyhow::{Context, bail};

use super::cast::{BIRCH, MAPLE, OAK};
use super::comments;
use super::house::{House, Writer};
use super::stage::{Stage, until};
use super::words::{self, Text};
use crate::actions;
use crate::actions::articles::Finish;
use crate::domain::ids::ItemId;
use crate::domain::items::Audience;
use crate::domain::moderation::{Tray, Verdict};
use crate::error::Error;
use crate::store;

// The people who act most.
const KAUR: &str = "kaur@maple.example";
const HUGHES: &str = "hughes@maple.example";
const RAHMAN: &str = "rahman@maple.example";
const OTIENO: &str = "otieno@oak.example";
const WANGARI: &str = "wangari@oak.example";

const MAPLE_CLASS: &str = "maple-class";
const WILLOW: &str = "willow-class";
const BAOBAB: &str = "baobab-class";
const JACARANDA: &str = "jacaranda-class";

/// Plays it all. Two schools live beside each other, but every step is waited for, so that it comes out the same each time.
pub(super) async fn play(stage: &Stage) -> anyhow::Result<()> {
    first_posts(stage).await.context("the first posts")?;
    friendships(stage).await.context("the friendships")?;
    let harbour = a_conversation(stage).await.context("the conversation")?;
    market_day(stage).await.context("the market day")?;
    let swahili = a_full_week(stage).await.context("the full week")?;
    a_stranger_asks(stage).await.context("the stranger")?;
    a_worry(stage, &harbour).await.context("the worry")?;
    a_lesson(stage).await.context("the lesson")?;
    this_morning(stage, &swahili).await.context("this morning")?;
    stage.settle().await?;
    stage.calendar.turn_to_now();
    Ok(())
}

impl Stage {
    fn maple(&self) -> &House {
        &self.houses[MAPLE]
    }

    fn oak(&self) -> &House {
        &self.houses[OAK]
    }

    fn picture(&self, text: &Text) -> Option<Vec<u8>> {
        text.picture.as_ref().and_then(|(scene, _)| self.pictures.get(scene).cloned())
    }

    /// An adult publishes a post.
    async fn publish(
        &self,
        house: &House,
        email: &'static str,
        class: &'static str,
        text: &Text,
        audience: Audience,
    ) -> anyhow::Result<ItemId> {
        house.write(Writer::Adult(email), class, text, self.picture(text), Some(audience), Finish::HandIn).await
    }

    /// A pupil hands a post in.
    async fn hand_in(
        &self,
        house: &House,
        name: &'static str,
        class: &'static str,
        text: &Text,
    ) -> anyhow::Result<ItemId> {
        house.write(Writer::Pupil(name), class, text, self.picture(text), None, Finish::HandIn).await
    }

    /// A pupil hands a post in, and their teacher lets it out.
    async fn pupils_post(
        &self,
        house: &House,
        name: &'static str,
        class: &'static str,
        text: &Text,
        teacher: &str,
    ) -> anyhow::Result<ItemId> {
        let post = self.hand_in(house, name, class, text).await?;
        house.let_out(teacher, class, Tray::Ours, std::slice::from_ref(&post)).await?;
        Ok(post)
    }
}

async fn first_posts(stage: &Stage) -> anyhow::Result<()> {
    let (maple, oak, birch) = (stage.maple(), stage.oak(), &stage.houses[BIRCH]);
    stage.publish(maple, KAUR, MAPLE_CLASS, &words::WELCOME, Audience::Friends).await?;
    stage.publish(oak, "hassan@oak.example", "mango-class", &words::COUNTING_MANGOES, Audience::School).await?;
    stage.at(14, 10, 20).await?;
    stage.publish(maple, "doyle@maple.example", "acorns", &words::PUDDLES, Audience::School).await?;
    stage.publish(birch, "desmet@birch.example", "poplar-class", &words::WAFFLES, Audience::School).await?;
    stage.publish(oak, "hassan@oak.example", "acacia-class", &words::FOOTBALL, Audience::School).await?;
    stage.at(13, 9, 5).await?;
    stage.publish(maple, KAUR, MAPLE_CLASS, &words::WONDER, Audience::Class).await?;
    stage.publish(maple, "doyle@maple.example", "robins", &words::BRIDGES, Audience::School).await?;
    Ok(())
}

async fn friendships(stage: &Stage) -> anyhow::Result<()> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(13, 13, 0).await?;
    stage.befriend((maple, KAUR, MAPLE_CLASS), (oak, OTIENO, BAOBAB), "Maple class in Leeds").await?;
    stage.befriend((oak, OTIENO, BAOBAB), (maple, KAUR, MAPLE_CLASS), "Baobab class in Nairobi").await?;
    stage.befriend((maple, RAHMAN, WILLOW), (oak, WANGARI, JACARANDA), "Willow class in Leeds").await?;
    stage.befriend((oak, WANGARI, JACARANDA), (maple, RAHMAN, WILLOW), "Jacaranda class in Nairobi").await?;
    Ok(())
}

/// A post goes to Nairobi, comments come back, and one is answered. Returns the post.
async fn a_conversation(stage: &Stage) -> anyhow::Result<ItemId> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(12, 10, 40).await?;
    let harbour = stage.pupils_post(maple, "Sam", MAPLE_CLASS, &words::HARBOUR, KAUR).await?;
    let there = stage.let_in(maple, std::slice::from_ref(&harbour), oak, OTIENO, BAOBAB).await?;

    stage.at(11, 7, 30).await?;
    let mut said = Vec::new();
    for (name, text) in comments::ON_THE_HARBOUR {
        said.push(oak.comment(BAOBAB, name, &there[0], text).await?);
    }
    oak.let_out(OTIENO, BAOBAB, Tray::Out, &said).await?;
    let heard = stage.let_in(oak, &said, maple, KAUR, MAPLE_CLASS).await?;
    let mut at_home = Vec::new();
    for (name, text) in comments::AT_HOME {
        at_home.push(maple.comment(MAPLE_CLASS, name, &harbour, text).await?);
    }
    maple.let_out(HUGHES, MAPLE_CLASS, Tray::Ours, &at_home).await?;

    stage.at(10, 9, 15).await?;
    let answer = maple.comment(MAPLE_CLASS, "Sam", &heard[1], comments::JEAN).await?;
    maple.let_out(KAUR, MAPLE_CLASS, Tray::Ours, std::slice::from_ref(&answer)).await?;
    stage.let_in(maple, &[answer], oak, OTIENO, BAOBAB).await?;
    Ok(harbour)
}

/// The other way round, and a like.
async fn market_day(stage: &Stage) -> anyhow::Result<()> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(10, 12, 30).await?;
    let market = stage.pupils_post(oak, "Wanjiru", BAOBAB, &words::MARKET, OTIENO).await?;
    let here = stage.let_in(oak, std::slice::from_ref(&market), maple, KAUR, MAPLE_CLASS).await?;

    stage.at(9, 9, 30).await?;
    let mut said = Vec::new();
    for (name, text) in comments::ON_THE_MARKET {
        said.push(maple.comment(MAPLE_CLASS, name, &here[0], text).await?);
    }
    maple.let_out(KAUR, MAPLE_CLASS, Tray::Out, &said).await?;
    stage.let_in(maple, &said, oak, OTIENO, BAOBAB).await?;

    let class = &maple.class(MAPLE_CLASS)?.id;
    actions::likes::like(&maple.school, &maple.adult(KAUR).await?, class, &here[0]).await?;
    until("the like is heard", async || {
        let names = store::likes::names(&mut oak.school.db.read(), &market).await?;
        Ok((!names.is_empty()).then_some(()))
    })
    .await
}

/// Posts everywhere. Returns the one whose wording will change.
async fn a_full_week(stage: &Stage) -> anyhow::Result<ItemId> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(8, 10, 0).await?;
    let robot = stage.pupils_post(maple, "Elif", WILLOW, &words::ROBOT, RAHMAN).await?;
    stage.publish(maple, "novak@maple.example", "choir", &words::SONGS, Audience::School).await?;
    stage.let_in(maple, &[robot], oak, WANGARI, JACARANDA).await?;

    stage.at(7, 8, 10).await?;
    let swahili = stage.publish(oak, OTIENO, BAOBAB, &words::SWAHILI, Audience::Friends).await?;
    stage.publish(oak, "wafula@oak.example", "wildlife-club", &words::BIRDS, Audience::Public).await?;
    stage.let_in(oak, std::slice::from_ref(&swahili), maple, KAUR, MAPLE_CLASS).await?;
    stage.at(7, 11, 45).await?;
    let oven = stage.pupils_post(oak, "Denis", JACARANDA, &words::SOLAR_OVEN, WANGARI).await?;
    stage.let_in(oak, &[oven], maple, RAHMAN, WILLOW).await?;

    stage.at(6, 9, 50).await?;
    let museum = stage.pupils_post(maple, "Dana", WILLOW, &words::MUSEUM, RAHMAN).await?;
    stage.pupils_post(maple, "Erin", "hawthorn-class", &words::PEAK, "novak@maple.example").await?;
    stage.let_in(maple, &[museum], oak, WANGARI, JACARANDA).await?;
    stage.at(5, 14, 5).await?;
    let snail = stage.pupils_post(maple, "Leo", MAPLE_CLASS, &words::SNAIL, HUGHES).await?;
    stage.publish(maple, "ellis@maple.example", "eco-council", &words::LIGHTS_OFF, Audience::Public).await?;
    stage.let_in(maple, &[snail], oak, OTIENO, BAOBAB).await?;
    Ok(swahili)
}

/// Birch trusts Maple, but Maple does not know Birch: its class is refused at the door, and nothing of it is kept.
async fn a_stranger_asks(stage: &Stage) -> anyhow::Result<()> {
    let (maple, birch) = (stage.maple(), &stage.houses[BIRCH]);
    stage.at(5, 15, 0).await?;
    stage.publish(birch, "janssens@birch.example", "linden-class", &words::CANAL, Audience::Friends).await?;
    let teacher = birch.adult("janssens@birch.example").await?;
    let class = &birch.class("linden-class")?.id;
    match actions::follows::ask(&birch.school, &teacher, class, &maple.handle(MAPLE_CLASS)).await {
        Err(Error::Invalid(_)) => Ok(()),
        Err(other) => Err(other.into()),
        Ok(_) => bail!("Maple let a school in that it does not trust"),
    }
}

/// A comment that a teacher in Nairobi overlooked and one in Leeds did not.
async fn a_worry(stage: &Stage, harbour: &ItemId) -> anyhow::Result<()> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(4, 8, 20).await?;
    let wire_id = maple.wire_id(harbour).await?;
    let there =
        store::items::by_wire_id(&mut oak.school.db.read(), &wire_id).await?.context("the harbour is not at Oak")?;
    let comment = oak.comment(BAOBAB, "Juma", &there.id, comments::WORRYING).await?;
    oak.let_out(WANGARI, BAOBAB, Tray::Out, std::slice::from_ref(&comment)).await?;
    stage.settle().await?;
    let here = stage.arrived(maple, MAPLE_CLASS, &oak.wire_id(&comment).await?).await?;
    let class = &maple.class(MAPLE_CLASS)?.id;
    let words = "It asks where a child lives and offers a meeting. I think an older person wrote it.";
    actions::worries::raise(&maple.school, &maple.adult(HUGHES).await?, class, &here.item.id, words).await?;
    Ok(())
}

/// Twenty-eight children comment in one lesson, and all of it waits in Leeds.
async fn a_lesson(stage: &Stage) -> anyhow::Result<()> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(3, 15, 10).await?;
    let sports_day = stage.publish(maple, KAUR, MAPLE_CLASS, &words::RAINY_SPORTS_DAY, Audience::Friends).await?;
    let there = stage.let_in(maple, &[sports_day], oak, OTIENO, BAOBAB).await?;
    stage.at(2, 10, 10).await?;
    let beans = stage.pupils_post(maple, "Priya", MAPLE_CLASS, &words::BEANS, KAUR).await?;
    stage.settle().await?;
    // Nobody in Nairobi has looked yet, so something waits there, too.
    stage.arrived(oak, BAOBAB, &maple.wire_id(&beans).await?).await?;

    stage.at(1, 8, 0).await?;
    let mut said = Vec::with_capacity(comments::LESSON.len());
    for (name, text) in super::cast::SCHOOLS[OAK].classes[1].pupils.iter().zip(comments::LESSON) {
        said.push(oak.comment(BAOBAB, name, &there[0], text).await?);
    }
    oak.let_out(OTIENO, BAOBAB, Tray::Out, &said).await?;
    stage.settle().await?;
    for comment in &said {
        stage.arrived(maple, MAPLE_CLASS, &oak.wire_id(comment).await?).await?;
    }
    Ok(())
}

/// What Mrs Kaur finds when she opens the gate.
async fn this_morning(stage: &Stage, swahili: &ItemId) -> anyhow::Result<()> {
    let (maple, oak) = (stage.maple(), stage.oak());
    stage.at(1, 11, 30).await?;
    let rains = stage.pupils_post(oak, "Akinyi", BAOBAB, &words::LONG_RAINS, OTIENO).await?;
    oak.edit(OTIENO, swahili, &words::SWAHILI_EDITED).await?;
    stage.settle().await?;
    stage.arrived(maple, MAPLE_CLASS, &oak.wire_id(&rains).await?).await?;
    let edited = oak.wire_id(swahili).await?;
    stage.arrived(maple, MAPLE_CLASS, &edited).await?;

    stage.at(1, 14, 0).await?;
    stage.hand_in(maple, "Dylan", MAPLE_CLASS, &words::KITE).await?;
    let sleepover = stage.hand_in(maple, "Lily", MAPLE_CLASS, &words::SLEEPOVER).await?;
    let reason = "A lovely story! Please leave out family names and the road, and tell us what the ghost did.";
    maple.decide(KAUR, MAPLE_CLASS, Tray::Ours, &[sleepover], Verdict::SendBack, reason).await?;
    maple.write(Writer::Pupil("Sam"), MAPLE_CLASS, &words::HALF_A_POEM, None, None, Finish::Keep).await?;
    let here = store::items::by_wire_id(&mut maple.school.db.read(), &edited)
        .await?
        .context("the Swahili words are not at Maple")?;
    for (name, text) in comments::GOING_OUT {
        maple.comment(MAPLE_CLASS, name, &here.id, text).await?;
    }
    stage.settle().await?;
    stage.calendar.turn_to_minutes_ago(40);
    stage.ask((oak, "hassan@oak.example", "acacia-class"), (maple, "doyle@maple.example", "robins")).await
}
