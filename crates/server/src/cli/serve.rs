//! `schoolgate serve`: the schools of the configuration, behind one listener, until it is asked to stop.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;

use super::failure::{Failure, Outcome};
use super::{backup, open};
use crate::actions;
use crate::backup::schedule;
use crate::config::Config;
use crate::domain::partners::{PartnerSchool, PartnerState, exact_host};
use crate::fediverse::courier;
use crate::school::School;
use crate::serve::{self, Site};
use crate::store;
use crate::web::digests;

/// A database up to this size is looked through before the first answer: some tens of milliseconds.
const LOOKED_THROUGH_FIRST: u64 = 64 * 1024 * 1024;
/// How long the end may wait for a database that is away.
const FAREWELL: Duration = Duration::from_secs(3);

pub(super) async fn run(config: &Config) -> Outcome {
    if config.school.is_empty() {
        return Err(Failure::setup(
            "the configuration names no school; add a [[school]] with its host, or let `schoolgate init` make one",
        ));
    }
    nothing_shared(config)?;
    let environment = std::env::vars_os()
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
    config.refuse_dangers(environment).map_err(|cause| Failure::setup_from(&cause))?;
    // Before the databases, so that a second server beside a running one touches nothing.
    let listener = listen(config.listen).await?;
    let mut schools = Vec::with_capacity(config.school.len());
    // Held until the end.
    let mut held = Vec::new();
    let mut plans = Vec::new();
    for settings in &config.school {
        let plan = backup::plan(config, settings)?;
        let school = open::open(config, settings).await?;
        held.extend(school.db.hold().map_err(|cause| Failure::setup_from(&cause))?);
        is_whole(&school).await?;
        trusts_exact_hosts(&school).await?;
        for danger in school.db.dangers().await? {
            tracing::error!(school = school.urls.host(), "PostgreSQL endangers what it is given: {danger}");
        }
        gone_stays_gone(&school).await?;
        actions::nodes::arrive(&school).await?;
        plans.extend(plan.map(|plan| (school.clone(), plan)));
        schools.push(school);
    }
    let mut work: Vec<_> = schools.iter().cloned().map(courier::start).collect();
    for school in &schools {
        work.push(tokio::spawn(actions::nodes::stay(school.clone())));
        work.extend(digests::start(school.clone()));
        let school = school.clone();
        work.push(tokio::spawn(async move { school.db.exchange(&school.wake).await }));
    }
    work.extend(plans.into_iter().map(|(school, plan)| schedule::start(school, plan)));
    tracing::info!(address = %config.listen, schools = schools.len(), "listening");
    let mut broken = None;
    let stop = async {
        tokio::select! {
            () = serve::signalled() => {}
            host = a_broken_database(&schools) => broken = Some(host),
        }
    };
    serve::run(listener, Site::new(&schools), stop).await;

    // What a courier was doing is due again; nothing is lost by stopping it here.
    for work in work {
        work.abort();
        // What it had begun in the database is undone when it is really gone.
        let _ = work.await;
    }
    for school in schools {
        // If the database is away, the others find out by themselves that we are gone.
        if !matches!(timeout(FAREWELL, actions::nodes::leave(&school)).await, Ok(Ok(()))) {
            tracing::warn!("the other nodes could not be told that this one ends");
        }
        school.db.close().await;
    }
    drop(held);
    tracing::info!("stopped");
    match broken {
        None => Ok(()),
        Some(host) => Err(Failure::new(format!(
            "the disk did not keep what was written to the database of {host}; nothing is lost yet: look after the disk (the \
             system's log says more), then start again"
        ))),
    }
}

/// Until the disk under one of the schools has failed it. Which one.
async fn a_broken_database(schools: &[School]) -> String {
    let watching = schools.iter().map(|school| {
        Box::pin(async {
            school.db.broken().await;
            school.urls.host().to_owned()
        })
    });
    futures_util::future::select_all(watching).await.0
}

/// Two schools never share a database or a folder: each would hand out the other's words.
fn nothing_shared(config: &Config) -> Outcome {
    let mut seen = HashSet::new();
    for school in &config.school {
        let media = config.media(school).map_err(|cause| Failure::setup_from(&cause))?;
        for place in [config.database_url(school), media.to_string()] {
            if !seen.insert(place) {
                return Err(Failure::setup(format!(
                    "{} shares its database or its pictures with another school; give each its own",
                    school.host
                )));
            }
        }
    }
    Ok(())
}

/// A damaged database answers nobody. Looking through a large one takes longer than people wait: it is done beside the work,
/// and ends the server if need be.
async fn is_whole(school: &School) -> Outcome {
    let size = school.db.file().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |file| file.len());
    if size <= LOOKED_THROUGH_FIRST {
        return store::health::hangs_together(&school.db).await.map_err(|cause| Failure::setup_from(&cause));
    }
    let (db, runtime) = (school.db.clone(), tokio::runtime::Handle::current());
    tokio::task::spawn_blocking(move || {
        if let Err(cause) = runtime.block_on(store::health::hangs_together(&db)) {
            tracing::error!("{cause:#}");
            std::process::exit(2);
        }
    });
    Ok(())
}

/// An older copy of a database may have been put back by hand.
async fn gone_stays_gone(school: &School) -> Outcome {
    if let Some(ledger) = school.db.ledger().filter(|_| school.db.is_shared())
        && actions::ledger::is_another(school).await?
    {
        return Err(Failure::setup(format!(
            "{} is served by others that keep another ledger than {}; let `ledger` name one file that all of them share",
            school.urls.host(),
            ledger.path().display()
        )));
    }
    let again = actions::ledger::catch_up(school).await?;
    if again != actions::ledger::Again::default() {
        tracing::warn!(
            host = school.urls.host(),
            ?again,
            "the database was older than its ledger; what is gone is gone again"
        );
    }
    Ok(())
}

/// Every partner is one host by its whole name. The pages take nothing else; a database that was written by hand, or by a
/// demo, may hold it.
async fn trusts_exact_hosts(school: &School) -> Outcome {
    let partners = store::partners::all(&mut school.db.read()).await?;
    let counts = |partner: &PartnerSchool| !matches!(partner.state, PartnerState::Ended | PartnerState::Blocked);
    for partner in partners.into_iter().filter(counts) {
        if exact_host(&partner.host).as_deref() != Some(partner.host.as_str()) || partner.host.contains(".localhost") {
            return Err(Failure::setup(format!(
                "{} trusts \"{}\", which is not the exact name of one server on the internet; end that partner first",
                school.urls.host(),
                partner.host
            )));
        }
    }
    if school.profile.secret.len() < 32 {
        return Err(Failure::setup(format!(
            "the secret of {} is not one that `schoolgate init` made; make the school anew",
            school.urls.host()
        )));
    }
    Ok(())
}

/// A listener, or a sentence that says why there is none.
pub(super) async fn listen(address: SocketAddr) -> Outcome<TcpListener> {
    TcpListener::bind(address).await.map_err(|cause| {
        Failure::setup(match cause.kind() {
            ErrorKind::AddrInUse => {
                format!("something else listens on {address} already; stop it, or choose another port")
            }
            ErrorKind::PermissionDenied => {
                format!("this user may not listen on {address}; choose a port above 1023 and put a proxy in front")
            }
            ErrorKind::AddrNotAvailable => format!("{address} is not an address of this computer"),
            _ => format!("cannot listen on {address}: {cause}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_busy_port_is_one_sentence_and_code_two() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();

        let refused = listen(taken.local_addr().unwrap()).await.unwrap_err();

        assert!(refused.to_string().contains("listens on"), "{refused}");
        assert_eq!(refused.code(), 2);
    }
}
