//! Following partner classes, and letting them follow ours. Nothing is delivered before a teacher has accepted.

use federation::outbox::{self, FollowWords};
use federation::trust::Standing;
use federation::vocabulary::RemoteActor;
use jiff::Timestamp;
use url::Url;

use crate::domain::agreements::Exchange;
use crate::domain::articles::one_line;
use crate::domain::audit::Event;
use crate::domain::deliveries::Verb;
use crate::domain::ids::{ActivityId, ClassId, FollowId, RemoteClassId};
use crate::domain::partners::{Direction, Follow, FollowState, RemoteClass};
use crate::domain::viewer::Adult;
use crate::error::{Error, Result};
use crate::school::School;
use crate::store::{self, Tx};

use super::publishing;

/// What a partner's server says about one of its actors, as our own record. Names and pictures are never taken over from it.
pub async fn remember(tx: &mut Tx, actor: &RemoteActor, now: Timestamp) -> Result<RemoteClass> {
    let host = federation::vocabulary::authority(&actor.id);
    let partner = store::partners::by_host(tx, &host).await?.ok_or(Error::Missing)?;
    let known = store::partners::class_by_actor(tx, &actor.id).await?;
    let sent_name = one_line(actor.name.as_deref().unwrap_or(&actor.preferred_username));
    let initials: String = sent_name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let class = RemoteClass {
        id: known.as_ref().map_or_else(|| RemoteClassId::fresh(now), |known| known.id.clone()),
        partner: partner.id,
        actor: actor.id.clone(),
        handle: format!("{}@{host}", actor.preferred_username),
        name: None,
        crest: initials.to_uppercase(),
        // A colour of its own, always the same.
        colour: u8::try_from(actor.id.as_str().bytes().map(usize::from).sum::<usize>() % 12).unwrap_or(0) + 1,
        url: actor.url.clone().unwrap_or_else(|| actor.id.clone()),
        inbox: actor.inbox.clone(),
        shared_inbox: actor.shared_inbox.clone(),
        speaks_message_signatures: actor.implements_rfc9421,
        fetched_at: now,
        hidden_at: None,
        hidden_by: None,
        gone_at: None,
        sent_name,
    };
    store::partners::upsert_class(tx, &class).await?;
    store::partners::class_by_actor(tx, &actor.id).await?.ok_or(Error::Missing)
}

/// What a partner's server now says about a class that we know: where its inbox is, what it calls itself.
pub async fn refresh(school: &School, actor: &RemoteActor) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    if store::partners::class_by_actor(&mut tx, &actor.id).await?.is_some() {
        remember(&mut tx, actor, now).await?;
    }
    tx.commit().await
}

/// Asks a partner class whether ours may follow it. `address` is a handle (`oak@oak.example`) or the address of its actor.
///
/// Errors: [`Error::Invalid`] when there is no such class or its school is not trusted; the key says which.
pub async fn ask(school: &School, by: &Adult, class: &ClassId, address: &str) -> Result<RemoteClass> {
    if !by.runs(class) {
        return Err(Error::Forbidden);
    }
    let address = address.trim().trim_start_matches('@');
    let host = match address.parse::<Url>() {
        Ok(url) if url.has_host() => federation::vocabulary::authority(&url),
        _ => address.rsplit_once('@').map(|(_, host)| host.to_lowercase()).unwrap_or_default(),
    };
    match school.standing(&host).await? {
        Standing::Trusted => {}
        Standing::Paused => return Err(Error::invalid("address", "fault-address-paused")),
        Standing::Unknown | Standing::Pending | Standing::Ended => {
            return Err(Error::invalid("address", "fault-address-untrusted"));
        }
    }
    let partner = store::partners::by_host(&mut school.db.read(), &host).await?;
    let terms = partner.map(|partner| partner.terms).filter(|terms| terms.allow(Exchange::Follow, class));
    let Some(terms) = terms else {
        return Err(Error::invalid("address", "fault-address-scope"));
    };
    let unknown = |_| Error::invalid("address", "fault-address-unknown");
    let actor_url = match address.parse::<Url>() {
        Ok(url) if url.has_host() => url,
        _ => school.client.handle(address).await.map_err(unknown)?,
    };
    let signer = school.school_signer().await?;
    let actor = school.client.actor(&actor_url, &signer).await.map_err(unknown)?;
    if !terms.takes_part_there(&actor.id) {
        return Err(Error::invalid("address", "fault-address-scope"));
    }
    follow(school, by, class, &actor).await
}

/// Follows back, or follows a class that we know already.
pub async fn ask_known(school: &School, by: &Adult, class: &ClassId, remote: &RemoteClassId) -> Result<RemoteClass> {
    let remote = store::partners::class(&mut school.db.read(), remote).await?;
    ask(school, by, class, remote.actor.as_str()).await
}

async fn follow(school: &School, by: &Adult, class: &ClassId, actor: &RemoteActor) -> Result<RemoteClass> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let remote = remember(&mut tx, actor, now).await?;
    let existing = store::follows::find(&mut tx, class, &remote.id, Direction::Out).await?;
    if existing.as_ref().is_some_and(|follow| follow.state == FollowState::Accepted) {
        return Err(Error::invalid("address", "fault-address-followed"));
    }
    let ours = school.urls.class_actor(class);
    let wire_id = publishing::tell(
        &mut tx,
        school,
        Some(class),
        Verb::Follow,
        &remote.inbox,
        |id| outbox::follow(&FollowWords { id: id.clone(), actor: ours.clone(), object: remote.actor.clone() }),
        now,
    )
    .await?;
    let follow = Follow {
        id: existing.map_or_else(|| FollowId::fresh(now), |follow| follow.id),
        class: class.clone(),
        remote: remote.id.clone(),
        direction: Direction::Out,
        state: FollowState::Asked,
        wire_id,
        asked_at: now,
        decided_at: None,
    };
    store::follows::put(&mut tx, &follow).await?;
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "ask_to_follow", format!("remote_class:{}", remote.id)).with(format!("class:{class}")),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(remote)
}

/// Accepts a partner class that asked to follow ours, under the name our pupils will know it by.
pub async fn accept(school: &School, by: &Adult, follow: &FollowId, name: &str) -> Result<()> {
    let name = one_line(name);
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Error::invalid("name", "fault-name-missing"));
    }
    answer(school, by, follow, Some(&name)).await
}

/// Says no, or ends what was accepted. The other side is told.
pub async fn refuse(school: &School, by: &Adult, follow: &FollowId) -> Result<()> {
    answer(school, by, follow, None).await
}

async fn answer(school: &School, by: &Adult, id: &FollowId, accepted_as: Option<&str>) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let follow = store::follows::get(&mut tx, id).await?;
    if !by.runs(&follow.class) || follow.direction != Direction::In {
        return Err(Error::Missing);
    }
    let remote = store::partners::class(&mut tx, &follow.remote).await?;
    let asked = FollowWords {
        id: follow.wire_id.clone(),
        actor: remote.actor.clone(),
        object: school.urls.class_actor(&follow.class),
    };
    let (state, verb, action) = match accepted_as {
        Some(name) => {
            if follow.state != FollowState::Asked {
                return Err(Error::Conflict("this was decided already".to_owned()));
            }
            store::partners::name_class(&mut tx, &remote.id, name).await?;
            (FollowState::Accepted, Verb::AcceptFollow, "accept_follow")
        }
        None => (FollowState::Refused, Verb::RejectFollow, "refuse_follow"),
    };
    store::follows::set_state(&mut tx, id, state, now, Some(&by.subject())).await?;
    if state == FollowState::Refused {
        store::activities::cancel_for_follower(&mut tx, &follow.class, &remote.id, now).await?;
    }
    unsay_answers(&mut tx, &follow.class, &remote).await?;
    publishing::tell(
        &mut tx,
        school,
        Some(&follow.class),
        verb,
        &remote.inbox,
        |id| {
            if state == FollowState::Accepted {
                outbox::accept_follow(id, &asked)
            } else {
                outbox::reject_follow(id, &asked)
            }
        },
        now,
    )
    .await?;
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), action, format!("remote_class:{}", remote.id)).with(format!("class:{}", follow.class)),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// What their class was answered before and has not heard yet is not sent any more: it is answered anew, or follows no longer. A
/// Reject jumps the lane, and an Accept that it overtook would stand; so would a Reject that was put off, after a new Accept.
pub(super) async fn unsay_answers(tx: &mut Tx, class: &ClassId, remote: &RemoteClass) -> Result<()> {
    let host = federation::vocabulary::authority(&remote.inbox);
    for (wire_id, letter) in store::activities::waiting_answers(tx, class, &host).await? {
        if outbox::answered(&letter).as_ref() == Some(&remote.actor) {
            store::activities::unsay_letter(tx, &wire_id).await?;
        }
    }
    Ok(())
}

/// Stops following. What was let in stays until it is hidden or taken back.
pub async fn unfollow(school: &School, by: &Adult, id: &FollowId) -> Result<()> {
    let now = school.clock.now();
    let mut tx = school.db.begin().await?;
    let follow = store::follows::get(&mut tx, id).await?;
    if !by.runs(&follow.class) || follow.direction != Direction::Out {
        return Err(Error::Missing);
    }
    let remote = store::partners::class(&mut tx, &follow.remote).await?;
    let asked = FollowWords {
        id: follow.wire_id.clone(),
        actor: school.urls.class_actor(&follow.class),
        object: remote.actor.clone(),
    };
    store::follows::set_state(&mut tx, id, FollowState::Ended, now, Some(&by.subject())).await?;
    // An Undo would overtake a Follow that still waits, and then that would stand.
    if !store::activities::unsay_letter(&mut tx, &follow.wire_id).await? {
        publishing::tell(
            &mut tx,
            school,
            Some(&follow.class),
            Verb::UndoFollow,
            &remote.inbox,
            |id| outbox::undo_follow(id, &asked),
            now,
        )
        .await?;
    }
    store::audit::append(
        &mut tx,
        Event::new(by.subject(), "unfollow", format!("remote_class:{}", remote.id))
            .with(format!("class:{}", follow.class)),
        now,
    )
    .await?;
    tx.commit().await?;
    school.wake.notify_one();
    Ok(())
}

/// A new activity's address, for a like.
pub(super) fn fresh_activity(school: &School, now: Timestamp) -> Url {
    school.urls.activity(&ActivityId::fresh(now))
}
