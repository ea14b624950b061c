//! `schoolgate demo`: three schools in one process on this computer, talking to each other over real signed HTTP.

mod cast;
mod comments;
mod folder;
mod found;
mod house;
mod paint;
mod stage;
mod story;
mod words;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::failure::{Failure, Outcome};
use super::serve::listen;
use super::terminal::{say, table};
use crate::clock::Clock;
use crate::fediverse::courier;
use crate::school::School;
use crate::serve::{self, Site};
use cast::{BIRCH, MAPLE, OAK, SCHOOLS};
use folder::{Folder, Memory};
use stage::{Calendar, Stage};

#[derive(Args)]
pub(super) struct Arguments {
    /// Start over: removes what an earlier demo made, and nothing else
    #[arg(long)]
    fresh: bool,
    /// The folder for the demo's data
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    data: PathBuf,
    /// The first of three ports [default: 4001, or where the demo was before; 0: any that are free]
    #[arg(long)]
    port: Option<u16>,
    /// Another server on this computer that the schools may come to know, such as peer.localhost:5001
    #[arg(long, value_name = "HOST", value_parser = neighbour)]
    beside: Vec<Neighbour>,
}

/// A server on this computer: its authority, and where it listens.
type Neighbour = (String, SocketAddr);

fn neighbour(text: &str) -> Result<Neighbour, String> {
    let port = text.rsplit_once(':').filter(|(name, _)| name.ends_with(".localhost")).map(|(_, port)| port.parse());
    match port {
        Some(Ok(port)) => Ok((text.to_owned(), SocketAddr::from(([127, 0, 0, 1], port)))),
        Some(Err(_)) | None => Err("a server beside the demo looks like peer.localhost:5001".to_owned()),
    }
}

pub(super) async fn run(arguments: Arguments, began: Instant) -> Outcome {
    let folder = Folder::take(&arguments.data)?;
    let memory = if arguments.fresh { None } else { folder.memory() };
    let (listeners, ports) = listeners(&arguments, memory.as_ref()).await?;
    let memory = memory.filter(|memory| memory.is_filled);
    let stopping = watch::channel(false);
    let mut running = Running { stop: stopping.0, stopped: stopping.1, servers: JoinSet::new(), schools: Vec::new() };

    let memory = if let Some(memory) = memory {
        say(&format!("The demo in {} goes on where it was.", folder.path().display()));
        for (school, listener) in listeners.into_iter().enumerate() {
            let opened = School::open(found::place(&folder, school, &ports, &arguments.beside, Clock::system())?).await;
            let opened =
                opened.map_err(|cause| Failure::setup(format!("{cause:#}; `schoolgate demo --fresh` starts over")))?;
            running.start(opened, listener);
        }
        memory
    } else {
        if folder.is_used() && !arguments.fresh {
            say("The last demo was stopped before it was complete; it starts over.");
        }
        folder.empty()?;
        say("Making three schools, and three weeks of school life in them …");
        folder.remember(&Memory { ports: ports.clone(), ..Memory::default() })?;
        let filled = tokio::select! {
            filled = fill(&folder, &ports, &arguments.beside, listeners, &mut running) => filled,
            () = serve::signalled() => Err(Failure::new("stopped before the demo was complete; it starts over next time")),
        };
        let memory = Memory { ports, is_filled: true, sign_ins: filled? };
        folder.remember(&memory)?;
        memory
    };

    show(&memory);
    say(&format!(
        "Ready in {:.1} s. Stop it with Ctrl-C; start it again and it goes on.",
        began.elapsed().as_secs_f32()
    ));
    say(&try_this(&memory));
    running.until_stopped().await;
    Ok(())
}

/// Three listeners, before anything is touched: where another demo or another program listens, nothing happens.
async fn listeners(arguments: &Arguments, memory: Option<&Memory>) -> Outcome<(Vec<TcpListener>, Vec<u16>)> {
    let kept = memory.map(|memory| memory.ports.clone()).filter(|ports| ports.len() == SCHOOLS.len());
    let wanted = match (arguments.port, kept) {
        (None, Some(kept)) => kept,
        (Some(port), Some(kept)) if memory.is_some_and(|memory| memory.is_filled) && port != kept[0] && port != 0 => {
            return Err(Failure::setup(format!(
                "this demo's addresses are at port {}, and addresses do not move; leave --port away, or start over with --fresh",
                kept[0]
            )));
        }
        (Some(0), Some(kept)) if memory.is_some_and(|memory| memory.is_filled) => kept,
        (Some(0), _) => vec![0; SCHOOLS.len()],
        (port, _) => {
            let first = port.unwrap_or(4001);
            let last = first
                .checked_add(2)
                .ok_or_else(|| Failure::setup("the demo needs three ports in a row; choose a smaller --port"))?;
            (first..=last).collect()
        }
    };
    let mut listeners = Vec::with_capacity(wanted.len());
    let mut ports = Vec::with_capacity(wanted.len());
    for port in wanted {
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], port))).await?;
        ports.push(listener.local_addr().map_err(|cause| Failure::new(format!("listening: {cause}")))?.port());
        listeners.push(listener);
    }
    Ok((listeners, ports))
}

/// The schools as they run.
struct Running {
    stop: watch::Sender<bool>,
    stopped: watch::Receiver<bool>,
    servers: JoinSet<()>,
    schools: Vec<School>,
}

impl Running {
    /// Starts one school's server and courier.
    fn start(&mut self, school: School, listener: TcpListener) {
        let mut stopped = self.stopped.clone();
        let stop = async move {
            // The sender gone means the same.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        let site = Site::new(std::slice::from_ref(&school));
        self.servers.spawn(serve::run(listener, site, stop));
        let courier = courier::start(school.clone());
        let mut stopped = self.stopped.clone();
        self.servers.spawn(async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
            courier.abort();
        });
        self.schools.push(school);
    }

    async fn until_stopped(mut self) {
        serve::signalled().await;
        let _ = self.stop.send(true);
        while self.servers.join_next().await.is_some() {}
        for school in self.schools {
            school.db.close().await;
        }
    }
}

/// Founds the schools, starts them, and plays the story in them.
async fn fill(
    folder: &Folder,
    ports: &[u16],
    beside: &[Neighbour],
    listeners: Vec<TcpListener>,
    running: &mut Running,
) -> Outcome<Vec<folder::SignIn>> {
    let calendar = Calendar::new();
    calendar.turn_to(14, 8, 30);
    let painting = tokio::spawn(stage::painted());
    let place = |school| found::place(folder, school, ports, beside, calendar.clock());
    let (maple, oak, birch) = tokio::try_join!(
        furnished(place(MAPLE)?, MAPLE),
        furnished(place(OAK)?, OAK),
        furnished(place(BIRCH)?, BIRCH),
    )?;
    let houses = [maple, oak, birch];
    for (house, listener) in houses.iter().zip(listeners) {
        running.start(house.school.clone(), listener);
    }
    found::trust(&houses[BIRCH], BIRCH, MAPLE, ports).await?;
    let pictures = painting.await.map_err(anyhow::Error::new)??;
    let stage = Stage { houses, calendar, pictures };
    stage.agree(MAPLE, OAK, ports).await?;
    story::play(&stage).await?;
    Ok(found::sign_ins(&stage.houses).await?)
}

async fn furnished(place: crate::school::Place, number: usize) -> anyhow::Result<house::House> {
    let (school, admin) = found::found(place, number).await?;
    found::furnish(school, number, admin).await
}

/// Who can sign in where.
fn show(memory: &Memory) {
    for (number, cast) in SCHOOLS.iter().enumerate() {
        let address = super::open::base("http", &found::host(number, &memory.ports))
            .map(|base| base.to_string())
            .unwrap_or_default();
        say(&format!("\n{}, {}   {}", cast.name, cast.town, address.trim_end_matches('/')));
        let rows: Vec<Vec<String>> = memory
            .sign_ins
            .iter()
            .filter(|sign_in| sign_in.school == number)
            .map(|sign_in| {
                vec![format!("  {}", sign_in.who), sign_in.with.clone(), sign_in.password.clone().unwrap_or_default()]
            })
            .collect();
        // Links are long; only adults' lines need their third column in line.
        let (adults, links): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !row[2].is_empty());
        say(&table(&["", "", ""], &adults));
        say(&table(&["", ""], &links.into_iter().map(|row| row[..2].to_vec()).collect::<Vec<_>>()));
    }
    say(
        "\nMaple and Oak have agreed with each other: both admins confirmed the same four words. Birch trusts Maple, but Maple does not trust Birch.\n",
    );
}

fn try_this(memory: &Memory) -> String {
    let link = |who: &str| {
        memory.sign_ins.iter().find(|sign_in| sign_in.who.starts_with(who)).map_or("", |sign_in| sign_in.with.as_str())
    };
    format!(
        "
Try it, in two browsers or in private windows:
  1. Be Wanjiru in Nairobi ({}) and write a post with a picture.
  2. Be Mr Otieno, her teacher: it waits at his gate under Ours. Let it out. Ten seconds later it is in Leeds.
  3. Be Sam in Leeds ({}): he sees nothing of it. Be Mrs Kaur: it waits under Coming in,
     beside 28 comments of one lesson, one with a phone number, and an edit. Let it in, as it is or without the picture.
  4. Be Sam again: there it is, among our friends. Comment on it; Mrs Kaur lets it out, Mr Otieno lets it in.
  5. Be Mr Otieno and change the post: Leeds still shows the old one, and the change waits. Take it back: gone at once.",
        link("Wanjiru"),
        link("Sam")
    )
}
