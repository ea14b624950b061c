//! The school under test, filled before the server starts: through the same actions a person uses, and with partner
//! classes that a benchmark can speak for.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use federation::fetch::Network;
use federation::inbox::Change;
use federation::outbox::{self, NoteWords};
use federation::signature::{self, PrivateKey, Scheme, Signer};
use federation::style::Style;
use federation::vocabulary::RemoteActor;
use http::Method;
use jiff::SignedDuration;
use schoolgate::actions::articles::{self, Finish, Pen, Written};
use schoolgate::actions::{arrivals, classes, comments, follows, moderation, partners, people, schools};
use schoolgate::clock::Clock;
use schoolgate::domain::agreements::Agreement;
use schoolgate::domain::articles::Draft;
use schoolgate::domain::classes::{ClassBlog, ClassKind};
use schoolgate::domain::ids::ItemId;
use schoolgate::domain::items::Audience as Reach;
use schoolgate::domain::moderation::{Tray, Verdict};
use schoolgate::domain::partners::{Direction, FollowState, NewPartner};
use schoolgate::domain::viewer::{Adult, Child};
use schoolgate::school::{Place, School};
use schoolgate::store::keys::RemoteKey;
use schoolgate::store::{self, Database, Sql};
use url::Url;

use crate::http as wire;

const PASSWORD: &str = "correct horse battery";

/// Whether the benchmark runs on PostgreSQL.
pub(crate) fn on_postgres() -> bool {
    std::env::var("SCHOOLGATE_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

/// One school to be measured.
pub(crate) struct Bench {
    pub(crate) school: School,
    teacher: Adult,
    class: ClassBlog,
    partners: Vec<Partner>,
    database: String,
    media: PathBuf,
    sink: Option<SocketAddr>,
    hosts: usize,
    pub(crate) address: SocketAddr,
    pub(crate) host: String,
    pub(crate) class_slug: String,
    _folder: tempfile::TempDir,
}

/// A partner class that exists only here.
struct Partner {
    actor: RemoteActor,
    signer: Signer,
}

impl Bench {
    pub(crate) async fn new(name: &str, partners: usize) -> Result<Self> {
        Self::with_sink(name, partners, SocketAddr::from(([127, 0, 0, 1], 9))).await
    }

    /// A school whose class is followed by one class of each of `hosts` partners, all of which listen at one address.
    pub(crate) async fn with_sink(name: &str, hosts: usize, sink: SocketAddr) -> Result<Self> {
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await?.local_addr()?.port();
        Self::at(name, port, hosts, sink).await
    }

    /// A school without partners that one server serves beside another.
    pub(crate) async fn beside(other: &Self, name: &str) -> Result<Self> {
        Self::at(name, other.address.port(), 0, SocketAddr::from(([127, 0, 0, 1], 9))).await
    }

    async fn at(name: &str, port: u16, hosts: usize, sink: SocketAddr) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let database = if on_postgres() {
            tokio::task::spawn_blocking(|| pgtest::server().fresh_database()).await?
        } else {
            format!("sqlite://{}", folder.path().join("school.sqlite").display())
        };
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let host = format!("{name}.localhost:{port}");
        let clock = Clock::system();
        let db = Database::open(&database).await?;
        let new = schools::NewSchool {
            name: "Bench school".to_owned(),
            admin_name: "Ms Admin".to_owned(),
            admin_email: "admin@school.example".to_owned(),
            admin_password: PASSWORD.to_owned(),
            ..schools::NewSchool::default()
        };
        schools::found(&db, &clock, new).await.map_err(failed)?;
        db.close().await;
        let media = folder.path().join("media");
        let school = School::open(place(&host, &database, &media, hosts, sink, clock)?).await?;
        let new = people::NewStaff {
            name: "Mrs Teacher".to_owned(),
            email: "teacher@school.example".to_owned(),
            password: PASSWORD.to_owned(),
            ..people::NewStaff::default()
        };
        let teacher = people::add_staff(&school, "school", new).await.map_err(failed)?;
        let new = classes::NewClass {
            name: "Bench class".to_owned(),
            slug: "bench-class".to_owned(),
            kind: ClassKind::Class,
            crest: "owl".to_owned(),
            colour: 3,
            about: "We are 28 children aged 7 and 8.".to_owned(),
            year_order: 3,
            teacher: Some(teacher.clone()),
        };
        let class = classes::add(&school, "school", new).await.map_err(failed)?;
        let mut bench = Self {
            teacher: people::adult(&school, &teacher).await.map_err(failed)?,
            class_slug: class.slug.to_string(),
            school,
            class,
            partners: Vec::new(),
            database,
            media,
            sink: Some(sink),
            hosts,
            address,
            host,
            _folder: folder,
        };
        bench.befriend(hosts, sink).await?;
        Ok(bench)
    }

    /// Trusts each partner, whose class then follows ours and is accepted; ours follows the first.
    async fn befriend(&mut self, hosts: usize, sink: SocketAddr) -> Result<()> {
        // One key for all: what is measured is ours.
        let key = PrivateKey::generate_rsa()?;
        for number in 0..hosts {
            let host = peer(number, sink);
            let new = NewPartner {
                host: format!("http://{host}"),
                name: format!("Partner {number}"),
                ..NewPartner::default()
            };
            partners::trust(&self.school, "school", new).await.map_err(failed)?;
            let partner = Partner::new(&host, &key)?;
            let ours = self.school.urls.class_actor(&self.class.id);
            let follow_id: Url = format!("http://{host}/ap/x/follow").parse()?;
            let asked = Change::FollowAsked { ours, theirs: partner.actor.id.clone(), follow_id: follow_id.clone() };
            let letter = arrivals::Letter {
                id: &follow_id,
                digest: "follow",
                host: &host,
                standing: federation::trust::Standing::Trusted,
                sender: arrivals::Sender::New(&partner.actor),
                changes: vec![asked],
            };
            arrivals::receive(&self.school, letter).await.map_err(failed)?;
            self.partners.push(partner);
        }
        let follows = store::follows::of_class(&mut self.school.db.read(), &self.class.id).await.map_err(failed)?;
        for (follow, _) in follows {
            if follow.direction == Direction::In && follow.state == FollowState::Asked {
                follows::accept(&self.school, &self.teacher, &follow.id, "Friends").await.map_err(failed)?;
            }
        }
        // Accepts are not what is measured.
        let mut tx = self.school.db.begin().await.map_err(failed)?;
        for number in 0..hosts {
            store::activities::cancel_for_host(&mut tx, &peer(number, sink), self.school.clock.now())
                .await
                .map_err(failed)?;
        }
        tx.commit().await.map_err(failed)
    }

    /// Every partner is one with which there is an agreement, so that letters to it are signed with Ed25519. Their lists of
    /// classes were read just now: they are not what is measured.
    pub(crate) async fn agree(&self) -> Result<()> {
        let now = self.school.clock.now();
        let all = store::partners::all(&mut self.school.db.read()).await.map_err(failed)?;
        let mut tx = self.school.db.begin().await.map_err(failed)?;
        for partner in all {
            let at = |path: &str| -> Result<Url> { Ok(format!("http://{}{path}", partner.host).parse()?) };
            let agreement = Agreement {
                actor: at("/actor")?,
                inbox: at("/actor/inbox")?,
                offer: at("/ap/x/offer")?,
                id: at("/ap/x/offer#agreement")?,
                confirmed_at: Some(now),
                confirmed_by: Some("school".to_owned()),
                confirmed_there_at: Some(now),
            };
            store::partners::set_agreement(&mut tx, &partner.id, &agreement).await.map_err(failed)?;
            store::class_lists::put(&mut tx, &partner.id, now, &[], now).await.map_err(failed)?;
        }
        tx.commit().await.map_err(failed)
    }

    /// The styles in which the partners took what they were sent last, each named once.
    pub(crate) async fn signed_in(&self) -> Result<Vec<Style>> {
        // The server that was measured had it open; this one was closed before.
        let db = Database::open(&self.database).await?;
        let mut styles = Vec::new();
        for partner in store::partners::all(&mut db.read()).await.map_err(failed)? {
            let peer = store::deliveries::peer(&mut db.read(), &partner.host).await.map_err(failed)?;
            if let Some(style) = peer.habits.took
                && !styles.contains(&style)
            {
                styles.push(style);
            }
        }
        db.close().await;
        Ok(styles)
    }

    /// Publishes a post that is due at once.
    pub(crate) async fn publish(&self, title: &str) -> Result<ItemId> {
        self.school.clock.advance(SignedDuration::from_secs(-11));
        let draft = Draft {
            title: title.to_owned(),
            markdown: "We counted **ships** in the harbour.".repeat(12),
            ..Draft::default()
        };
        let written = articles::write(&self.school, Pen::Adult(&self.teacher), &self.class.id, draft, Finish::HandIn)
            .await
            .map_err(failed)?;
        self.school.clock.advance(SignedDuration::from_secs(11));
        match written {
            Written::Published(item, _) => Ok(item),
            other => Err(anyhow!("not published: {other:?}")),
        }
    }

    /// As many replies to one of our posts, each a whole signed request.
    pub(crate) async fn signed_replies(&self, letters: usize) -> Result<Vec<Vec<u8>>> {
        let post = self.publish("Our trip to the harbour").await?;
        let partner = self.partners.first().context("no partner")?;
        self.replies_of(partner, &post, letters).await
    }

    /// As many replies to one post from each partner.
    pub(crate) async fn replies_of_all(&self, letters: usize) -> Result<Vec<Vec<Vec<u8>>>> {
        let post = self.publish("Our trip to the harbour").await?;
        let mut lanes = Vec::with_capacity(self.partners.len());
        for partner in &self.partners {
            lanes.push(self.replies_of(partner, &post, letters).await?);
        }
        Ok(lanes)
    }

    async fn replies_of(&self, partner: &Partner, post: &ItemId, letters: usize) -> Result<Vec<Vec<u8>>> {
        self.remember_key(partner).await?;
        let inbox = self.school.urls.shared_inbox();
        let now = self.school.clock.now();
        let mut requests = Vec::with_capacity(letters);
        // Those before may be there already.
        for number in 1000..1000 + letters {
            let body = partner.reply(number, &self.school.urls.object(post), now)?;
            let headers =
                signature::sign(&partner.signer, Scheme::Cavage, &Method::POST, &inbox, Some(body.as_bytes()), now)?;
            requests.push(request(&Method::POST, &inbox, &self.host, &headers, &body));
        }
        Ok(requests)
    }

    /// A letter of somebody we have never heard of, whole and well signed.
    pub(crate) fn stranger(&self) -> Result<Vec<u8>> {
        let wild = wild()?;
        let inbox = self.school.urls.shared_inbox();
        let body = wild.reply(1, &self.school.urls.to("/ap/o/any"), self.school.clock.now())?;
        let now = self.school.clock.now();
        let headers = signature::sign(&wild.signer, Scheme::Cavage, &Method::POST, &inbox, Some(body.as_bytes()), now)?;
        Ok(request(&Method::POST, &inbox, &self.host, &headers, &body))
    }

    async fn remember_key(&self, partner: &Partner) -> Result<()> {
        let mut tx = self.school.db.begin().await.map_err(failed)?;
        let key = RemoteKey {
            key_id: partner.signer.key_id.clone(),
            host: federation::vocabulary::authority(&partner.actor.id),
            actor: Some(partner.actor.id.to_string()),
            public_key: Some(partner.actor.public_key_pem.clone()),
            fetched_at: Some(self.school.clock.now()),
            failed_at: None,
        };
        store::keys::put_theirs(&mut tx, &key).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    /// Twenty posts with comments on the class page, and sixty comments at the gate.
    pub(crate) async fn fill_class(&self) -> Result<()> {
        let child = self.child().await?;
        let mut first = None;
        for number in 0..20 {
            first = Some(self.publish(&format!("Post number {number}")).await?);
        }
        let post = first.context("no post")?;
        for number in 0..60 {
            let text = format!("Comment number {number}: we saw a tug boat too, and a ferry.");
            comments::write(&self.school, Pen::Child(&child), &self.class.id, &post, &text).await.map_err(failed)?;
        }
        let waiting = store::moderation::waiting(&mut self.school.db.read(), &self.class.id, Tray::Ours, 0..30)
            .await
            .map_err(failed)?;
        let choices: Vec<_> = waiting
            .iter()
            .map(|waiting| moderation::Choice { item: waiting.item.id.clone(), hash: waiting.hash.clone() })
            .collect();
        moderation::decide(&self.school, &self.teacher, &self.class.id, &choices, Verdict::LetIn, "")
            .await
            .map_err(failed)?;
        self.letters_arrive(&post, 60).await
    }

    /// As many replies from the partner wait at our gate.
    async fn letters_arrive(&self, post: &ItemId, letters: usize) -> Result<()> {
        let partner = self.partners.first().context("no partner")?;
        let now = self.school.clock.now();
        let letterbox = schoolgate::fediverse::host::Letterbox::of(&self.school);
        for number in 0..letters {
            let body = partner.reply(number, &self.school.urls.object(post), now)?;
            let activity = federation::vocabulary::parse(body.as_bytes())?;
            let caller = federation::ports::Caller {
                host: federation::vocabulary::authority(&partner.actor.id),
                actor: partner.actor.id.clone(),
                standing: federation::trust::Standing::Trusted,
                document: Some(partner.actor.clone()),
            };
            letterbox.take(caller, activity).await?;
        }
        Ok(())
    }

    /// The same question about a post that only its class may see, and about one that never was: by whom it is asked, with
    /// which status both are answered, and the two requests.
    pub(crate) async fn questions(&self) -> Result<Vec<(&'static str, u16, [Vec<u8>; 2])>> {
        let draft = Draft {
            title: "At home".to_owned(),
            markdown: "We counted ships.".to_owned(),
            audience: Some(Reach::Class),
            ..Draft::default()
        };
        let pen = Pen::Adult(&self.teacher);
        let written =
            articles::write(&self.school, pen, &self.class.id, draft, Finish::HandIn).await.map_err(failed)?;
        let Written::Published(hidden, _) = written else { return Err(anyhow!("not published: {written:?}")) };
        let partner = self.partners.first().context("no partner")?;
        self.remember_key(partner).await?;
        let now = self.school.clock.now();
        let objects = [&hidden, &ItemId::fresh(now)].map(|item| self.school.urls.object(item));
        let signed = |signer: &Signer| -> Result<[Vec<u8>; 2]> {
            let ask = |url: &Url| -> Result<Vec<u8>> {
                let headers = signature::sign(signer, Scheme::Cavage, &Method::GET, url, None, now)?;
                Ok(request(&Method::GET, url, &self.host, &headers, ""))
            };
            Ok([ask(&objects[0])?, ask(&objects[1])?])
        };
        let pages = ["at-home", "never-was"].map(|slug| format!("/c/{}/{slug}", self.class_slug));
        Ok(vec![
            ("a visitor, of a page", 404, pages.map(|path| wire::get(&path, &self.host, None))),
            ("nobody, of an object", 401, [0, 1].map(|one: usize| wire::get(objects[one].path(), &self.host, None))),
            ("a stranger, of an object", 403, signed(&wild()?.signer)?),
            ("a partner, of an object", 404, signed(&partner.signer)?),
        ])
    }

    async fn child(&self) -> Result<Child> {
        let pupil = people::add_pupils(&self.school, &self.teacher, &self.class.id, &["Sam".to_owned()])
            .await
            .map_err(failed)?
            .remove(0);
        people::child(&self.school, &pupil).await.map_err(failed)
    }

    /// A pupil's card, and the fields of the teacher's sign-in.
    pub(crate) async fn sign_ins(&self) -> Result<(String, String)> {
        let child = self.child().await?;
        let card = people::new_card(&self.school, &self.teacher, &self.class.id, &child.id).await.map_err(failed)?;
        Ok((card, format!("email=teacher%40school.example&password={}", PASSWORD.replace(' ', "+"))))
    }

    /// How many comments of partners are written down, by a look of our own at the database.
    pub(crate) async fn comments_arrived(&self) -> Result<i64> {
        let db = Database::open(&self.database).await?;
        let sql = "select count(*) as number from items where kind = 'comment' and remote_class_id is not null";
        let number = db.read().one(sql, Vec::new()).await.and_then(|row| row.get("number")).map_err(failed)?;
        db.close().await;
        Ok(number)
    }

    /// Writes everything down and lets the file go, so that the server finds it as after a restart.
    pub(crate) async fn close(&self) {
        self.school.db.close().await;
    }

    pub(crate) fn place_arguments(&self) -> Vec<String> {
        let sink = self.sink.map(|sink| sink.to_string()).unwrap_or_default();
        vec![
            self.host.clone(),
            self.address.to_string(),
            self.database.clone(),
            self.media.display().to_string(),
            self.hosts.to_string(),
            sink,
        ]
    }
}

impl Partner {
    fn new(host: &str, key: &PrivateKey) -> Result<Self> {
        let at = |path: &str| -> Result<Url> { Ok(format!("http://{host}{path}").parse()?) };
        let id = at("/ap/a/class")?;
        let key_id = format!("{id}#main-key");
        let actor = RemoteActor {
            kind: "Organization".to_owned(),
            preferred_username: "class".to_owned(),
            name: Some("Partner class".to_owned()),
            inbox: at("/ap/a/class/inbox")?,
            shared_inbox: Some(at("/ap/inbox")?),
            outbox: None,
            followers: Some(at("/ap/a/class/followers")?),
            url: None,
            summary: None,
            icon: None,
            key_id: key_id.clone(),
            public_key_pem: key.public()?.to_pem(),
            ed25519: Vec::new(),
            implements_rfc9421: false,
            also_known_as: Vec::new(),
            moved_to: None,
            id,
        };
        Ok(Self { actor, signer: Signer { key_id, key: key.clone() } })
    }

    /// A comment under one of our posts, as a Create.
    fn reply(&self, number: usize, post: &Url, now: jiff::Timestamp) -> Result<String> {
        let host = federation::vocabulary::authority(&self.actor.id);
        let id: Url = format!("http://{host}/ap/o/{number}").parse()?;
        let note = outbox::note(&NoteWords {
            id,
            attributed_to: self.actor.id.clone(),
            followers: self.actor.followers.clone().context("followers")?,
            audience: outbox::Audience::Followers,
            in_reply_to: Some(post.clone()),
            answered: None,
            context: None,
            content: format!("<p>We saw a tug boat too, and ferry number {number}!</p><p>– Ama, Baobab class</p>"),
            language: Some("en".to_owned()),
            page: self.actor.id.clone(),
            published: now,
            updated: None,
            pictures: Vec::new(),
            replies: None,
            approval: None,
        });
        Ok(outbox::create(&format!("http://{host}/ap/x/{number}").parse()?, note).to_string())
    }
}

/// A server that nobody knows.
fn wild() -> Result<Partner> {
    Partner::new("wild.localhost:9", &PrivateKey::generate_rsa()?)
}

/// A signed request as it goes over the wire.
fn request(method: &Method, url: &Url, host: &str, headers: &http::HeaderMap, body: &str) -> Vec<u8> {
    let mut headers: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| *name != "host")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    headers.push(("content-type".to_owned(), outbox::ACTIVITY_JSON.to_owned()));
    wire::request(method, url.path(), host, &headers, body.as_bytes())
}

/// The authority of a partner.
fn peer(number: usize, sink: SocketAddr) -> String {
    format!("p{number}.localhost:{}", sink.port())
}

fn place(host: &str, database: &str, media: &Path, hosts: usize, sink: SocketAddr, clock: Clock) -> Result<Place> {
    let hosts: HashMap<String, SocketAddr> = (0..hosts).map(|number| (peer(number, sink), sink)).collect();
    Ok(Place {
        base: format!("http://{host}/").parse()?,
        database: database.to_owned(),
        media: media.to_owned().into(),
        network: Network::Local { hosts },
        clock,
        outgoing_proxy: None,
        extra_ca_pem: None,
        time_zone: jiff::tz::TimeZone::UTC,
        day_ends: None,
        ledger: media.with_extension("gone"),
        mail: None,
    })
}

/// The child's view of what [`Bench::place_arguments`] says of each school, and where it listens.
pub(crate) fn places_from(arguments: &[String]) -> Result<(Vec<Place>, SocketAddr)> {
    let mut places = Vec::new();
    let mut address = None;
    for school in arguments.chunks(6) {
        let (place, at) = place_from(school)?;
        places.push(place);
        address = Some(at);
    }
    Ok((places, address.context("no school")?))
}

fn place_from(arguments: &[String]) -> Result<(Place, SocketAddr)> {
    let [host, address, database, media, hosts, sink] = arguments else {
        return Err(anyhow!("serve is for the benchmark itself"));
    };
    Ok((place(host, database, Path::new(media), hosts.parse()?, sink.parse()?, Clock::system())?, address.parse()?))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives it away")]
fn failed(cause: schoolgate::error::Error) -> anyhow::Error {
    anyhow!("{cause}")
}
