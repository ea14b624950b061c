//! Schools as values: founded, staffed, listening, and with a courier at work.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use federation::fetch::Network;
use jiff::SignedDuration;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::moderation::Missed;
use schoolgate::actions::{classes, comments, follows, moderation, partners, people, schools};
use schoolgate::clock::Clock;
use schoolgate::config::Media;
use schoolgate::domain::articles::{Draft, DraftPicture};
use schoolgate::domain::classes::{ClassBlog, ClassKind};
use schoolgate::domain::ids::{ItemId, PartnerId, PupilId, RemoteClassId};
use schoolgate::domain::items::Audience;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::partners::{Direction, FollowState, NewPartner};
use schoolgate::domain::people::{ClassRole, Duty};
use schoolgate::domain::viewer::{Adult, Child, Viewer};
use schoolgate::fediverse::courier;
use schoolgate::school::{Place, School};
use schoolgate::serve::{self, Site};
use schoolgate::store::moderation::Waiting;
use schoolgate::store::visibility::{self, Before, Shown};
use schoolgate::store::{self, Database};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::bucket::Bucket;
use crate::internet::{self, Internet};
use crate::peers::Peer;
use crate::people::Browser;

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_mins(1);

/// A password that every adult of these tests has.
pub const PASSWORD: &str = "correct horse battery";

/// Some schools on this computer. They share nothing but the table that says where each listens.
pub struct World {
    /// Real TLS and one way out; otherwise schools speak plain HTTP to each other's ports.
    pub internet: Option<Internet>,
    hosts: HashMap<String, SocketAddr>,
    listeners: HashMap<String, TcpListener>,
}

/// One school, at work.
pub struct TestSchool {
    pub school: School,
    pub address: SocketAddr,
    pub admin: Adult,
    pub teacher: Adult,
    pub class: ClassBlog,
    pub pupil: Child,
    /// What its courier and server run on; they end with the test.
    work: Vec<JoinHandle<()>>,
    pub place: Place,
    /// A store for pictures beside the school's folder.
    pub bucket: Option<Bucket>,
    _folder: tempfile::TempDir,
}

/// These schools, at work, none of them trusting any.
pub async fn strangers<const N: usize>(names: [&str; N]) -> [TestSchool; N] {
    let mut world = World::new(&names).await;
    let mut schools = Vec::with_capacity(N);
    for name in names {
        schools.push(world.school(name).await);
    }
    schools.try_into().unwrap_or_else(|_| unreachable!("as many as were asked for"))
}

/// Two schools that trust each other, whose classes follow each other.
pub async fn partner_schools() -> [TestSchool; 2] {
    let [maple, oak] = strangers(["maple", "oak"]).await;
    maple.trust(&oak).await;
    oak.trust(&maple).await;
    maple.follow(&oak).await;
    oak.follow(&maple).await;
    [maple, oak]
}

impl World {
    pub async fn new(names: &[&str]) -> Self {
        let mut world = Self { internet: None, hosts: HashMap::new(), listeners: HashMap::new() };
        for name in names {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("an address");
            world.hosts.insert(format!("{name}.localhost:{}", address.port()), address);
            world.listeners.insert((*name).to_owned(), listener);
        }
        world
    }

    /// Schools at `https://….example`, which find each other as they would in earnest.
    pub async fn of_tls(names: &[&str]) -> Self {
        let mut world = Self::new(names).await;
        let address = |name: &str| world.listeners[name].local_addr().expect("an address");
        world.hosts = names.iter().map(|name| (format!("{name}.example"), address(name))).collect();
        world.internet = Some(Internet::to(&world.hosts).await);
        world
    }

    /// A server at this name that is no school of ours: a test says how it behaves.
    pub fn peer(&mut self, name: &str) -> Peer {
        Peer::at(name, self.listeners.remove(name).expect("a listener"))
    }

    /// Where a school of this name would be.
    fn place(
        &self,
        name: &str,
        address: SocketAddr,
        folder: &Path,
        database: String,
        media: Media,
        clock: Clock,
    ) -> Place {
        let place = Place {
            base: format!("http://{name}.localhost:{}/", address.port()).parse().expect("an address"),
            database,
            media,
            network: Network::Local { hosts: self.hosts.clone() },
            clock,
            outgoing_proxy: None,
            extra_ca_pem: None,
            time_zone: jiff::tz::TimeZone::UTC,
            // Whatever time of day the tests run at.
            day_ends: None,
            ledger: folder.join("school.gone"),
            mail: None,
        };
        let Some(internet) = &self.internet else { return place };
        Place {
            base: format!("https://{name}.example/").parse().expect("an address"),
            network: Network::Public,
            outgoing_proxy: Some(internet.proxy.clone()),
            extra_ca_pem: Some(internet::AUTHORITY.into()),
            ..place
        }
    }

    /// Founds a school of this name: an admin, a teacher, one class, one pupil.
    pub async fn school(&mut self, name: &str) -> TestSchool {
        self.school_with(name, None, None).await
    }

    /// The same, on this database.
    pub async fn school_on(&mut self, name: &str, database: String) -> TestSchool {
        self.school_with(name, Some(database), None).await
    }

    /// The same, so that several machines can serve it: on PostgreSQL, with its pictures in a bucket.
    pub async fn school_for_several(&mut self, name: &str) -> TestSchool {
        let database = tokio::task::spawn_blocking(|| pgtest::server().fresh_database()).await.expect("PostgreSQL");
        self.school_with(name, Some(database), Some(Bucket::start().await)).await
    }

    /// The same, with its pictures in a bucket.
    pub async fn school_with_a_bucket(&mut self, name: &str) -> TestSchool {
        self.school_with(name, None, Some(Bucket::start().await)).await
    }

    async fn school_with(&mut self, name: &str, database: Option<String>, bucket: Option<Bucket>) -> TestSchool {
        let listener = self.listeners.remove(name).expect("a listener");
        let address = listener.local_addr().expect("an address");
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::system();
        let database = if let Some(database) = database {
            database
        } else if std::env::var("SCHOOLGATE_TEST_ENGINE").is_ok_and(|engine| engine == "postgres") {
            tokio::task::spawn_blocking(|| pgtest::server().fresh_database()).await.expect("PostgreSQL")
        } else {
            format!("sqlite://{}", folder.path().join("school.sqlite").display())
        };
        let db = Database::open(&database).await.expect("a database");
        let new = schools::NewSchool {
            name: format!("{name} school"),
            town: "Leeds".to_owned(),
            country: "United Kingdom".to_owned(),
            language: "en".to_owned(),
            admin_name: "Ms Admin".to_owned(),
            admin_email: "admin@school.example".to_owned(),
            admin_password: PASSWORD.to_owned(),
        };
        let admin = schools::found(&db, &clock, new).await.expect("a school");
        db.close().await;
        let media = match &bucket {
            Some(bucket) => bucket.media(name),
            None => Media::Folder(folder.path().join("media")),
        };
        let place = self.place(name, address, folder.path(), database, media, clock);
        let school = School::open(place.clone()).await.expect("a school");
        let teacher = people::NewStaff {
            name: "Mrs Teacher".to_owned(),
            email: "teacher@school.example".to_owned(),
            password: PASSWORD.to_owned(),
            ..people::NewStaff::default()
        };
        let teacher = people::add_staff(&school, "school", teacher).await.expect("a teacher");
        let class = classes::NewClass {
            name: format!("{name} class"),
            slug: format!("{name}-class"),
            kind: ClassKind::Class,
            crest: "owl".to_owned(),
            colour: 3,
            about: "We are 28 children aged 7 and 8.".to_owned(),
            year_order: 3,
            teacher: Some(teacher.clone()),
        };
        let class = classes::add(&school, "school", class).await.expect("a class");
        let teacher = people::adult(&school, &teacher).await.expect("the teacher");
        let pupil =
            people::add_pupils(&school, &teacher, &class.id, &["Sam".to_owned()]).await.expect("a pupil").remove(0);
        let server = serve::run(listener, Site::new(std::slice::from_ref(&school)), std::future::pending());
        TestSchool {
            admin: people::adult(&school, &admin).await.expect("the admin"),
            pupil: people::child(&school, &pupil).await.expect("the pupil"),
            work: vec![tokio::spawn(server), courier::start(school.clone())],
            teacher,
            class,
            school,
            address,
            place,
            bucket,
            _folder: folder,
        }
    }
}

impl Drop for TestSchool {
    fn drop(&mut self) {
        for work in &self.work {
            work.abort();
        }
    }
}

impl TestSchool {
    pub fn host(&self) -> &str {
        self.school.urls.host()
    }

    /// The folder of its pictures.
    pub fn pictures(&self) -> &Path {
        let Media::Folder(folder) = &self.place.media else { panic!("its pictures are in no folder") };
        folder
    }

    pub fn actor(&self) -> Url {
        self.school.urls.class_actor(&self.class.id)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.school, self.address)
    }

    pub async fn teacher_browser(&self) -> Browser {
        let browser = self.browser();
        let answer = browser.sign_in("teacher@school.example", PASSWORD).await;
        assert_eq!(answer.status, 200, "signing in: {}", answer.text());
        browser
    }

    pub async fn admin_browser(&self) -> Browser {
        let browser = self.browser();
        let answer = browser.sign_in("admin@school.example", PASSWORD).await;
        assert_eq!(answer.status, 200, "signing in: {}", answer.text());
        browser
    }

    pub async fn pupil_browser(&self) -> Browser {
        let card = people::new_card(&self.school, &self.teacher, &self.class.id, &self.pupil.id).await.expect("a card");
        let browser = self.browser();
        let answer = browser.use_card(&card).await;
        assert_eq!(answer.status, 200, "using a card: {}", answer.text());
        browser
    }

    pub async fn family_browser(&self) -> Browser {
        let link = people::new_family_link(&self.school, &self.teacher, &self.class.id).await.expect("a link");
        let browser = self.browser();
        assert_eq!(browser.use_family_link(&link).await.status, 200);
        browser
    }

    /// One more adult with a place at the class's gate.
    pub async fn adult(&self, email: &str, role: Option<ClassRole>, safeguarding: bool) -> Adult {
        let new = people::NewStaff {
            name: format!("Mx {email}"),
            email: format!("{email}@school.example"),
            password: PASSWORD.to_owned(),
            safeguarding,
            ..people::NewStaff::default()
        };
        let id = people::add_staff(&self.school, "school", new).await.expect("an adult");
        if let Some(role) = role {
            let duty = Duty { class: self.class.id.clone(), staff: id.clone(), role, from: None, until: None };
            people::set_duty(&self.school, "school", duty).await.expect("a duty");
        }
        people::adult(&self.school, &id).await.expect("the adult")
    }

    pub async fn another_pupil(&self, name: &str) -> PupilId {
        people::add_pupils(&self.school, &self.teacher, &self.class.id, &[name.to_owned()])
            .await
            .expect("a pupil")
            .remove(0)
    }

    /// Our admin puts a host on the list.
    pub async fn trust_host(&self, host: &str) -> PartnerId {
        let new = NewPartner { host: format!("http://{host}"), name: host.to_owned(), ..NewPartner::default() };
        partners::trust(&self.school, &self.admin.subject(), new).await.expect("a partner").id
    }

    /// Our admin puts another school on the list.
    pub async fn trust(&self, other: &Self) -> PartnerId {
        let new = NewPartner {
            host: format!("http://{}", other.host()),
            name: other.school.profile.name.clone(),
            country: "Kenya".to_owned(),
            ..NewPartner::default()
        };
        partners::trust(&self.school, &self.admin.subject(), new).await.expect("a partner").id
    }

    pub async fn partner(&self, other: &Self) -> PartnerId {
        store::partners::by_host(&mut self.school.db.read(), other.host())
            .await
            .expect("the list")
            .expect("a partner")
            .id
    }

    /// Our class asks to follow theirs; their teacher accepts; we hear of it.
    pub async fn follow(&self, other: &Self) {
        follows::ask(&self.school, &self.teacher, &self.class.id, other.actor().as_str()).await.expect("an ask");
        let asked = other
            .until("a follow to be asked for", async || {
                let follows =
                    store::follows::of_class(&mut other.school.db.read(), &other.class.id).await.expect("follows");
                follows
                    .into_iter()
                    .map(|(follow, _)| follow)
                    .find(|follow| follow.direction == Direction::In && follow.state == FollowState::Asked)
            })
            .await;
        let name = format!("{} friends", self.class.name);
        follows::accept(&other.school, &other.teacher, &asked.id, &name).await.expect("accepted");
        self.until("the follow to be accepted", async || {
            let follows = store::follows::of_class(&mut self.school.db.read(), &self.class.id).await.expect("follows");
            follows.into_iter().find(|(follow, remote)| {
                follow.direction == Direction::Out
                    && follow.state == FollowState::Accepted
                    && remote.actor == other.actor()
            })
        })
        .await;
    }

    /// Our class asks to follow theirs, and nobody has answered yet.
    pub async fn trust_and_ask(&self, other: &Self) {
        follows::ask(&self.school, &self.teacher, &self.class.id, other.actor().as_str()).await.expect("an ask");
        other
            .until("a follow to be asked for", async || {
                let waiting =
                    store::follows::waiting(&mut other.school.db.read(), &other.class.id).await.expect("follows");
                (waiting > 0).then_some(())
            })
            .await;
    }

    /// Our class's server likes a post of theirs that it was never sent, as a foreign server can.
    pub async fn like_unseen(&self, other: &Self, item: &ItemId) {
        let id = self.school.urls.to("/ap/x/a-like-of-our-own");
        let object = other.school.urls.object(item);
        let words = federation::outbox::LikeWords { id, actor: self.actor(), object, owner: other.actor() };
        let signer = self.school.signer(Some(&self.class.id)).await.expect("a signer");
        let body = federation::outbox::like(&words).to_string();
        let answer = self
            .school
            .client
            .post(&other.school.urls.shared_inbox(), body.as_bytes(), &signer, federation::signature::Scheme::Cavage)
            .await;
        assert_eq!(answer.status, Some(202), "{answer:?}");
    }

    /// The class of theirs as we have written it down.
    pub async fn remote(&self, other: &Self) -> RemoteClassId {
        store::partners::class_by_actor(&mut self.school.db.read(), &other.actor())
            .await
            .expect("classes")
            .expect("known")
            .id
    }

    /// Waits until something is so. While waiting, what is due is carried.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let looking = async {
            let mut looks = tokio::time::interval(Duration::from_millis(20));
            loop {
                looks.tick().await;
                if let Some(found) = look().await {
                    return found;
                }
                self.school.wake.notify_one();
            }
        };
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(elapsed) => panic!("{} waited in vain for {what}: {elapsed}", self.host()),
        }
    }

    /// Ten seconds pass, so that what was decided can leave.
    pub fn let_undo_pass(&self) {
        self.school.clock.advance(SignedDuration::from_secs(11));
        self.school.wake.notify_one();
    }

    /// Our teacher publishes a post for friends.
    pub async fn publish(&self, title: &str, markdown: &str) -> ItemId {
        self.publish_for(title, markdown, Audience::Friends, Vec::new()).await
    }

    pub async fn publish_for(
        &self,
        title: &str,
        markdown: &str,
        audience: Audience,
        pictures: Vec<DraftPicture>,
    ) -> ItemId {
        let draft = Draft {
            title: title.to_owned(),
            markdown: markdown.to_owned(),
            audience: Some(audience),
            pictures,
            ..Draft::default()
        };
        let writer = if audience == Audience::Public { self.public_teacher() } else { self.teacher.clone() };
        let written = articles::write(&self.school, Pen::Adult(&writer), &self.class.id, draft, Finish::HandIn)
            .await
            .expect("a post");
        let Written::Published(item, _) = written else { panic!("not published: {written:?}") };
        self.let_undo_pass();
        item
    }

    /// Only an admin opens a post to the public web.
    fn public_teacher(&self) -> Adult {
        Adult { is_admin: true, ..self.teacher.clone() }
    }

    pub async fn edit(&self, item: &ItemId, title: &str, markdown: &str) {
        let draft = Draft { title: title.to_owned(), markdown: markdown.to_owned(), ..Draft::default() };
        articles::edit(&self.school, Pen::Adult(&self.teacher), item, draft, Finish::HandIn).await.expect("an edit");
        self.let_undo_pass();
    }

    pub async fn take_back(&self, item: &ItemId) {
        articles::take_back(&self.school, Pen::Adult(&self.teacher), item).await.expect("taken back");
    }

    /// A picture of our teacher's, described.
    pub async fn picture(&self, bytes: Vec<u8>, alt: &str) -> DraftPicture {
        let picture = schoolgate::actions::pictures::upload(&self.school, Pen::Adult(&self.teacher), bytes)
            .await
            .expect("a picture");
        DraftPicture { picture, alt: alt.to_owned(), people: String::new() }
    }

    /// Our pupil comments under something they can see; it waits for their teacher.
    pub async fn pupil_comments(&self, parent: &ItemId, text: &str) -> ItemId {
        let written = comments::write(&self.school, Pen::Child(&self.pupil), &self.class.id, parent, text)
            .await
            .expect("a comment");
        let Written::Waiting(item) = written else { panic!("not waiting: {written:?}") };
        item
    }

    pub async fn waiting(&self, tray: Tray) -> Vec<Waiting> {
        store::moderation::waiting(&mut self.school.db.read(), &self.class.id, tray, 0..200).await.expect("the tray")
    }

    /// Waits for something in a tray whose text contains these words.
    pub async fn waits(&self, tray: Tray, words: &str) -> Waiting {
        self.until(&format!("{words:?} in the tray"), async || {
            let waiting = self.waiting(tray).await;
            waiting
                .into_iter()
                .find(|waiting| waiting.words.plain.contains(words) || waiting.words.title.contains(words))
        })
        .await
    }

    /// Our teacher decides on something that waits.
    pub async fn decide(&self, waiting: &Waiting, verdict: Verdict) -> moderation::Decided {
        let choice = moderation::Choice { item: waiting.item.id.clone(), hash: waiting.hash.clone() };
        moderation::decide(&self.school, &self.teacher, &self.class.id, &[choice], verdict, "Because")
            .await
            .expect("a decision")
    }

    /// Lets something in as it stands, once its pictures are here.
    pub async fn let_in(&self, tray: Tray, words: &str) -> ItemId {
        let item = self
            .until(&format!("the pictures of {words:?}"), async || {
                let waiting = self.waits(tray, words).await;
                let missed = self.decide(&waiting, Verdict::LetIn).await.missed;
                if matches!(missed[..], [Missed::PicturesComing(_) | Missed::Changed(_)]) {
                    return None;
                }
                assert_eq!(missed, [], "letting {words:?} in");
                Some(waiting.item.id)
            })
            .await;
        self.let_undo_pass();
        item
    }

    /// What a pupil of the class reads among its friends.
    pub async fn friends(&self) -> Vec<Shown> {
        visibility::friends_of_class(
            &mut self.school.db.read(),
            &self.pupil.viewer(),
            &self.class.id,
            &Before::start(),
            50,
        )
        .await
        .expect("friends")
    }

    /// The comments a viewer reads under a post.
    pub async fn comments(&self, viewer: &Viewer, article: &ItemId) -> Vec<String> {
        let comments = visibility::comments(&mut self.school.db.read(), viewer, article).await.expect("comments");
        comments.into_iter().map(|comment| comment.plain).collect()
    }

    /// The item with this wire id here.
    pub async fn item_of(&self, wire_id: &Url) -> Option<ItemId> {
        store::items::by_wire_id(&mut self.school.db.read(), wire_id).await.expect("items").map(|item| item.id)
    }

    /// Ends this school's courier when its bag is empty: a letter in its hands would keep its host's lane for the length of a
    /// lease. What comes later waits for [`courier::round`].
    pub async fn stop_courier(&mut self) {
        self.until("the courier's bag to be empty", async || {
            let backlog = store::underway::backlog(&mut self.school.db.read()).await.expect("the backlog");
            backlog.is_empty().then_some(())
        })
        .await;
        if let Some(courier) = self.work.pop() {
            courier.abort();
            let _ = courier.await;
        }
    }

    /// The same school once more, as another process or another computer with the same database has it open.
    pub async fn once_more(&self) -> School {
        School::open(self.place.clone()).await.expect("the school once more")
    }

    /// Stops this school's server and courier as a crash would; what it has written down can still be read.
    pub async fn crash(&mut self) {
        for work in self.work.drain(..) {
            work.abort();
            let _ = work.await;
        }
    }

    /// The address of its database.
    pub fn database(&self) -> &str {
        &self.place.database
    }

    /// Stops, and starts anew on another database.
    pub async fn move_to(&mut self, database: String) {
        self.crash().await;
        self.place.database = database;
        self.crash_and_restart().await;
    }

    /// The same, and starts it anew on the same database and port.
    pub async fn crash_and_restart(&mut self) {
        self.crash().await;
        self.school.db.close().await;
        self.school = School::open(self.place.clone()).await.expect("the school again");
        let listener = TcpListener::bind(self.address).await.expect("the port again");
        let server = serve::run(listener, Site::new(std::slice::from_ref(&self.school)), std::future::pending());
        self.work = vec![tokio::spawn(server), courier::start(self.school.clone())];
    }
}
