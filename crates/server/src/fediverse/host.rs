//! What a letter finds here: the facts it is judged by, and the actions it causes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use federation::inbox::{self, Change};
use federation::library::{self, Host, House};
use federation::ports::{Answering, Caller, Directory, Known, KnownAgreement, Relation};
use federation::trust::{self, Standing, Verdict};
use federation::vocabulary::{Activity, ObjectKind, Reference, RemoteActor, Verb, authority};
use federation::{Error, Reason};
use tokio::sync::OnceCell;
use url::Url;

use super::door::{ours, unreachable};
use super::keys;
use crate::actions::arrivals::{self, Letter, Received, Sender};
use crate::actions::{agreements, follows, proposals};
use crate::domain::agreements::Agreement;
use crate::domain::ids::ClassId;
use crate::domain::items::{Author, ItemKind};
use crate::domain::partners::{Direction, FollowState, PartnerSchool, PartnerState, RemoteClass};
use crate::domain::proposals::{ProposalState, Side};
use crate::error::Error as Failure;
use crate::school::School;
use crate::store;

/// Where one school takes its letters.
pub struct Letterbox {
    school: School,
    /// Made with the first letter.
    library: OnceCell<library::Config>,
}

impl Letterbox {
    pub fn of(school: &School) -> Self {
        Self { school: school.clone(), library: OnceCell::new() }
    }

    /// Takes a letter whose sender was proved. The same letter twice does nothing the second time.
    pub async fn take(&self, caller: Caller, activity: Activity) -> Result<(), Error> {
        let school = &self.school;
        match trust::verdict(caller.standing, &activity.verb) {
            Verdict::Refuse => return Err(Error::Refused(Reason::NotTrusted)),
            Verdict::Ignore => return Ok(()),
            Verdict::JudgeReceipt
                if !is_receipt(school, &activity.verb).await.map_err(ours)?
                    && !is_of_agreement(school, &activity).await.map_err(ours)? =>
            {
                return Err(Error::Refused(Reason::NotTrusted));
            }
            Verdict::JudgeAgreement if !is_of_agreement(school, &activity).await.map_err(ours)? => {
                // Both may part at the same time. A follow or a like is over with the rest; refused, what withdraws it would
                // be sent for ever, and hold up the receipts behind it.
                if caller.standing == Standing::Ended
                    && matches!(activity.verb, Verb::Undo { .. } | Verb::Reject { .. })
                {
                    return Ok(());
                }
                return Err(Error::Refused(Reason::NotTrusted));
            }
            // What is held comes to the gate like everything else: the gate itself leaves out whose school is paused.
            Verdict::Hold | Verdict::Judge | Verdict::JudgeReceipt | Verdict::JudgeAgreement => {}
        }
        if store::letters::is_known(&mut school.db.read(), &activity.id, &activity.digest).await.map_err(ours)? {
            return Ok(());
        }
        // What it says of itself is fetched from its own server, never taken from a letter; and before the letter is
        // remembered, so that it can come again when that could not be asked.
        let is_own = matches!(&activity.verb, Verb::UpdateActor(object) if *object == activity.actor)
            && caller.actor == activity.actor
            && caller.standing == Standing::Trusted;
        let changed = if is_own { Some(self.renewed(&caller).await?) } else { None };
        let library = self.library.get_or_try_init(|| self.prepare()).await?;
        library::hand_over(library::Letter { activity, caller }, &library.to_request_data()).await?;
        if let Some(document) = changed {
            follows::refresh(school, &document).await.map_err(ours)?;
        }
        Ok(())
    }

    /// What an actor that says it has changed is now. Its keys hold from here on.
    async fn renewed(&self, caller: &Caller) -> Result<RemoteActor, Error> {
        let school = &self.school;
        if let Some(document) = &caller.document {
            return Ok(document.clone());
        }
        let signer = school.school_signer().await.map_err(ours)?;
        let document =
            school.client.actor(&caller.actor, &signer).await.map_err(|cause| unread(&caller.actor, cause))?;
        keys::pin(school, &authority(&document.id), &document).await?;
        keys::settle(school, &document, None).await?;
        Ok(document)
    }

    async fn prepare(&self) -> Result<library::Config, Error> {
        let house: House = Arc::new(OurHouse(self.school.clone()));
        library::config(self.school.urls.host(), house, !self.school.urls.is_secure()).await
    }
}

/// The school as the library meets it.
struct OurHouse(School);

impl Host for OurHouse {
    fn receive<'a>(&'a self, activity: &'a Activity, caller: &'a Caller) -> Answering<'a, Result<(), Error>> {
        Box::pin(async move {
            let school = &self.0;
            let facts = Facts::gather(school, activity).await.map_err(ours)?;
            let outcome = inbox::receive(activity, &caller.actor, &facts, school.clock.now())?;
            commit(school, activity, caller, facts.sender, outcome.changes).await
        })
    }
}

async fn commit(
    school: &School,
    activity: &Activity,
    caller: &Caller,
    known: Option<RemoteClass>,
    changes: Vec<Change>,
) -> Result<(), Error> {
    let fetched;
    let sender = match known {
        _ if !changes.iter().any(arrivals::needs_a_class) => Sender::School,
        Some(class) => Sender::Known(class),
        // The school is no class of its own.
        None if agreed_with(school, &activity.actor).await.map_err(ours)?.is_some() => Sender::School,
        None => {
            fetched = document(school, caller, &activity.actor).await?;
            Sender::New(&fetched)
        }
    };
    let (host, standing) = (&caller.host, caller.standing);
    let letter = Letter { id: &activity.id, digest: &activity.digest, host, standing, sender, changes };
    match arrivals::receive(school, letter).await.map_err(ours)? {
        Received::Done | Received::Known | Received::Ignored => Ok(()),
        Received::Overtaken => Err(unreachable(host, "how it stands with us changed while its letter was read")),
    }
}

/// What the sender's own server says of it.
async fn document(school: &School, caller: &Caller, actor: &Url) -> Result<RemoteActor, Error> {
    if let Some(document) = &caller.document {
        return Ok(document.clone());
    }
    if caller.standing != Standing::Trusted {
        return Err(Error::Unreachable {
            host: caller.host.clone(),
            why: "nothing is fetched from it just now".to_owned(),
            retry_after: None,
        });
    }
    let signer = school.school_signer().await.map_err(ours)?;
    school.client.actor(actor, &signer).await.map_err(|cause| unread(actor, cause))
}

/// Why a sender's own document could not be read, as an answer to its letter. That the document is gone is not to be said
/// as it is: 410 in answer to a letter means that our inbox is.
fn unread(actor: &Url, cause: Error) -> Error {
    if cause.is_temporary() || matches!(cause, Error::Unproven(_) | Error::Refused(_)) {
        return cause;
    }
    tracing::info!(host = authority(actor), %cause, "a sender's own document could not be read");
    Error::Refused(Reason::UnexpectedAnswer("the sender's own document cannot be read"))
}

/// What we know about everything one letter mentions, read before it is judged.
struct Facts {
    host: String,
    /// The class that wrote it, if we have written it down.
    sender: Option<RemoteClass>,
    ours: HashSet<Url>,
    /// Our actor and theirs: how far we follow them, and they us.
    out: HashMap<(Url, Url), Relation>,
    incoming: HashMap<(Url, Url), Relation>,
    /// Our actors that follow the sender.
    followers: Vec<Url>,
    objects: HashMap<Url, Known>,
    removals: HashSet<Url>,
    /// Our actor behind the id of a Follow, in either direction.
    follows: HashMap<Url, Url>,
    likes: HashMap<Url, Url>,
    /// What our school and the sender's have agreed on, when the sender is that school itself.
    agreement: Option<KnownAgreement>,
}

impl Facts {
    async fn gather(school: &School, activity: &Activity) -> Result<Self, Failure> {
        let mut facts = Self {
            host: school.urls.host().to_owned(),
            sender: store::partners::class_by_actor(&mut school.db.read(), &activity.actor).await?,
            ours: HashSet::new(),
            out: HashMap::new(),
            incoming: HashMap::new(),
            followers: Vec::new(),
            objects: HashMap::new(),
            removals: HashSet::new(),
            follows: HashMap::new(),
            likes: HashMap::new(),
            agreement: None,
        };
        // Only these speak of an agreement.
        if matches!(
            activity.verb,
            Verb::Accept { .. } | Verb::Reject { .. } | Verb::Undo { .. } | Verb::UpdateAgreement(_)
        ) {
            facts.agreement = agreement_with(school, &activity.actor).await?;
        }
        let mentioned = Mentioned::of(activity);
        for url in &mentioned.references {
            facts.read_reference(school, url).await?;
        }
        let parents: Vec<Url> = mentioned.objects;
        for url in parents.iter().chain(&mentioned.references) {
            facts.read_object(school, url).await?;
        }
        // An answer about a comment of ours names the comment alone; whose post it is under decides who may give it.
        let answered = mentioned.references.iter().filter_map(|url| facts.objects.get(url)?.in_reply_to.clone());
        for url in answered.collect::<Vec<_>>() {
            facts.read_object(school, &url).await?;
        }
        for url in &mentioned.actors {
            facts.read_actor(school, url, &activity.actor).await?;
        }
        let behind: Vec<Url> = facts.follows.values().cloned().collect();
        for url in behind {
            facts.read_actor(school, &url, &activity.actor).await?;
        }
        if let Some(class) = &facts.sender {
            let following = store::follows::following_classes(&mut school.db.read(), &class.id).await?;
            facts.followers = following.iter().map(|class| school.urls.class_actor(class)).collect();
            for url in facts.followers.clone() {
                facts.read_actor(school, &url, &activity.actor).await?;
            }
        }
        Ok(facts)
    }

    /// One of our own actors, and how it stands with the sender.
    async fn read_actor(&mut self, school: &School, url: &Url, theirs: &Url) -> Result<(), Failure> {
        if self.ours.contains(url) {
            return Ok(());
        }
        if *url == school.urls.school_actor() {
            self.ours.insert(url.clone());
            return Ok(());
        }
        let Some(class) = school.urls.class_of_actor(url) else { return Ok(()) };
        match store::classes::get(&mut school.db.read(), &class).await {
            Ok(class) if class.closed_at.is_none() => {}
            Ok(_) | Err(Failure::Missing) => return Ok(()),
            Err(other) => return Err(other),
        }
        self.ours.insert(url.clone());
        let pair = (url.clone(), theirs.clone());
        self.out.insert(pair.clone(), relation(school, &class, theirs, Direction::Out).await?);
        self.incoming.insert(pair, relation(school, &class, theirs, Direction::In).await?);
        Ok(())
    }

    async fn read_object(&mut self, school: &School, url: &Url) -> Result<(), Failure> {
        if store::letters::is_buried(&mut school.db.read(), url).await? {
            self.objects.insert(url.clone(), tombstone(url));
            return Ok(());
        }
        let Some(item) = store::items::by_wire_id(&mut school.db.read(), url).await? else { return Ok(()) };
        let owner = match &item.author {
            Author::Partner(remote) => store::partners::class(&mut school.db.read(), remote).await?.actor,
            Author::Pupil { class, .. } | Author::Staff { class, .. } => school.urls.class_actor(class),
        };
        let in_reply_to = match &item.parent {
            Some(parent) => Some(store::items::get(&mut school.db.read(), parent).await?.wire_id),
            None => None,
        };
        let kind = match item.kind {
            ItemKind::Article => ObjectKind::Article,
            ItemKind::Comment => ObjectKind::Note,
        };
        let known = Known {
            owner,
            ours: item.is_ours(),
            kind,
            updated: item.version_at,
            tombstone: !item.is_live(),
            in_reply_to,
        };
        self.objects.insert(url.clone(), known);
        Ok(())
    }

    /// What an id that a letter answers or undoes stands for.
    async fn read_reference(&mut self, school: &School, url: &Url) -> Result<(), Failure> {
        if store::activities::is_delete(&mut school.db.read(), url).await? {
            self.removals.insert(url.clone());
        }
        if let Some(follow) = store::follows::by_wire_id(&mut school.db.read(), url).await? {
            self.follows.insert(url.clone(), school.urls.class_actor(&follow.class));
        }
        if let Some(object) = store::likes::object_of(&mut school.db.read(), url).await? {
            self.likes.insert(url.clone(), object);
        }
        Ok(())
    }
}

impl Directory for Facts {
    fn host(&self) -> &str {
        &self.host
    }

    fn is_ours(&self, actor: &Url) -> bool {
        self.ours.contains(actor)
    }

    fn follows(&self, ours: &Url, theirs: &Url) -> Relation {
        self.out.get(&(ours.clone(), theirs.clone())).copied().unwrap_or(Relation::None)
    }

    fn followed_by(&self, ours: &Url, theirs: &Url) -> Relation {
        self.incoming.get(&(ours.clone(), theirs.clone())).copied().unwrap_or(Relation::None)
    }

    fn followers_of(&self, _theirs: &Url) -> Vec<Url> {
        self.followers.clone()
    }

    fn follow_by_id(&self, follow: &Url) -> Option<Url> {
        self.follows.get(follow).filter(|_| authority(follow) == self.host).cloned()
    }

    fn follower_by_id(&self, follow: &Url, theirs: &Url) -> Option<Url> {
        self.follows.get(follow).filter(|_| authority(follow) == authority(theirs)).cloned()
    }

    fn like_by_id(&self, like: &Url, theirs: &Url) -> Option<Url> {
        self.likes.get(like).filter(|_| authority(like) == authority(theirs)).cloned()
    }

    fn object(&self, id: &Url) -> Option<Known> {
        self.objects.get(id).cloned()
    }

    fn asked_removal(&self, activity: &Url) -> bool {
        self.removals.contains(activity)
    }

    fn agreement(&self, _theirs: &Url) -> Option<&KnownAgreement> {
        self.agreement.as_ref()
    }
}

/// Whether this accepts something that we took back, and nothing else.
async fn is_receipt(school: &School, verb: &Verb) -> Result<bool, Failure> {
    let Verb::Accept { object: Reference { id: Some(id), .. }, .. } = verb else { return Ok(false) };
    store::activities::is_delete(&mut school.db.read(), id).await
}

/// The school behind this actor, if it is its own and there is an agreement with it.
async fn agreed_with(school: &School, actor: &Url) -> Result<Option<(PartnerSchool, Agreement)>, Failure> {
    let partner = store::partners::by_host(&mut school.db.read(), &authority(actor)).await?;
    Ok(partner.and_then(|partner| {
        let agreement = partner.agreement.clone().filter(|agreement| agreement.actor == *actor)?;
        Some((partner, agreement))
    }))
}

/// What our school and this actor's have agreed on and put forward, if this is that school's own actor.
async fn agreement_with(school: &School, actor: &Url) -> Result<Option<KnownAgreement>, Failure> {
    let Some((partner, agreement)) = agreed_with(school, actor).await? else { return Ok(None) };
    let all = proposals::wordings(&mut school.db.read(), &partner).await?;
    let mut wordings = Vec::new();
    for proposal in &all {
        let may_be_answered = match proposal.state {
            ProposalState::Asked | ProposalState::Agreed | ProposalState::Replaced => proposal.side == Side::Ours,
            ProposalState::Declined | ProposalState::TakenBack => false,
        };
        if may_be_answered || proposal.letter == agreement.offer {
            let copy = proposal.our_copy.as_deref().or(proposal.their_copy.as_deref());
            wordings.push((proposal.letter.clone(), proposals::document(copy)?));
        }
    }
    let keys = keys::of_actor(school, actor).await.map_err(|cause| Failure::Internal(cause.into()))?;
    Ok(Some(KnownAgreement {
        id: agreement.id,
        us: school.urls.school_actor(),
        offer: agreement.offer,
        our_key: agreements::fingerprint(school).await?,
        their_key: partner.key_fingerprint.unwrap_or_default(),
        newest: proposals::newest(&all),
        wordings,
        keys,
    }))
}

/// Whether this begins, changes or ends the agreement between the two schools, and nothing else.
async fn is_of_agreement(school: &School, activity: &Activity) -> Result<bool, Failure> {
    let Some((partner, agreement)) = agreed_with(school, &activity.actor).await? else { return Ok(false) };
    // One that is trusted outside its dates may agree with us on others.
    let may_change = matches!(partner.state, PartnerState::Trusted | PartnerState::Paused);
    let begins = matches!(partner.state, PartnerState::Invited | PartnerState::Asked);
    Ok(match &activity.verb {
        Verb::Accept { object, .. } => may_change || (begins && object.id.as_ref() == Some(&agreement.offer)),
        Verb::Undo { object } if object.kind.as_deref() == Some("Accept") => {
            object.object.as_ref() == Some(&agreement.offer)
        }
        Verb::UpdateAgreement(_) | Verb::Reject { .. } => may_change,
        Verb::Undo { .. }
        | Verb::Follow { .. }
        | Verb::Create(_)
        | Verb::Update(_)
        | Verb::UpdateActor(_)
        | Verb::Delete { .. }
        | Verb::Like { .. }
        | Verb::Announce { .. }
        | Verb::Move { .. }
        | Verb::Flag { .. }
        | Verb::ReplyRequest { .. }
        | Verb::Offer
        | Verb::Other(_) => false,
    })
}

async fn relation(school: &School, class: &ClassId, theirs: &Url, direction: Direction) -> Result<Relation, Failure> {
    let state = store::follows::state_between(&mut school.db.read(), class, theirs, direction).await?;
    Ok(match state {
        None | Some(FollowState::Ended) => Relation::None,
        Some(FollowState::Asked) => Relation::Asked,
        Some(FollowState::Accepted) => Relation::Accepted,
        Some(FollowState::Refused) => Relation::Refused,
    })
}

fn tombstone(url: &Url) -> Known {
    Known {
        owner: url.clone(),
        ours: false,
        kind: ObjectKind::Other("Tombstone".to_owned()),
        updated: None,
        tombstone: true,
        in_reply_to: None,
    }
}

/// The addresses in a letter that we may know something about.
#[derive(Default)]
struct Mentioned {
    actors: Vec<Url>,
    objects: Vec<Url>,
    references: Vec<Url>,
}

impl Mentioned {
    fn of(activity: &Activity) -> Self {
        let mut mentioned = Self::default();
        let addressed = activity.to.iter().chain(&activity.cc).filter_map(|address| address.parse().ok()).take(20);
        mentioned.actors.extend(addressed);
        match &activity.verb {
            Verb::Follow { object } => mentioned.actors.push(object.clone()),
            Verb::Accept { object, .. } | Verb::Reject { object } | Verb::Undo { object } => {
                mentioned.reference(object);
            }
            Verb::Create(object) | Verb::Update(object) | Verb::ReplyRequest { instrument: object, .. } => {
                mentioned.objects.push(object.id.clone());
                mentioned.objects.extend(object.in_reply_to.clone());
                mentioned.actors.extend(object.mentions.iter().take(20).cloned());
            }
            Verb::Delete { object } | Verb::Like { object } => mentioned.objects.push(object.clone()),
            Verb::UpdateActor(_)
            | Verb::UpdateAgreement(_)
            | Verb::Announce { .. }
            | Verb::Move { .. }
            | Verb::Flag { .. }
            | Verb::Offer
            | Verb::Other(_) => {}
        }
        mentioned
    }

    fn reference(&mut self, reference: &Reference) {
        self.references.extend(reference.id.clone());
        for url in [&reference.actor, &reference.object].into_iter().flatten() {
            self.actors.push(url.clone());
            self.objects.push(url.clone());
        }
    }
}
