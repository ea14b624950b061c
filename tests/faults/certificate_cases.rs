//! Partners whose certificate proves nothing: never spoken to, and heard again as soon as it does.

use std::net::{Ipv4Addr, SocketAddr};

use federation::signature::Signer;
use rcgen::date_time_ymd;
use serde_json::json;
use tests::peers::{Page, Peer};
use tests::people::Answer;
use tokio::net::{TcpListener, TcpStream};

use super::certificates::{Authority, Shown};
use super::front::Front;
use super::schools::School;
use super::world::{World, peer_at};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t102_a_certificate_that_proves_nothing_is_never_accepted,
    t102_whoever_speaks_only_an_old_tls_is_not_spoken_to,
];

async fn t102_a_certificate_that_proves_nothing_is_never_accepted(world: &mut World) {
    let maple = world.school("maple").await;
    // The library that looks at certificates says so of each.
    world.expect_error("failed to verify TLS certificate");
    let stranger = Authority::new("An authority that nobody knows");
    let between = world.authority.vouches_for("An authority between");

    for (number, why) in [
        "expired",
        "not yet",
        "for another host",
        "by itself",
        "by an unknown authority",
        "a link of the chain missing",
    ]
    .into_iter()
    .enumerate()
    {
        let host = format!("oak-{number}.example");
        let names = [host.as_str()];
        let shown = match number {
            0 => world.authority.signs_for(&names, |asked| asked.not_after = date_time_ymd(2020, 1, 1)),
            1 => world.authority.signs_for(&names, |asked| asked.not_before = date_time_ymd(2090, 1, 1)),
            2 => world.authority.signs(&["elm.example"]),
            3 => Shown::by_itself(&names),
            4 => stranger.signs(&names),
            _ => between.signs(&names),
        };
        let good = if number == 5 { between.signs(&names).with(&between) } else { world.authority.signs(&names) };
        let peer = world.peer_showing(&host, &shown).await;
        maple.trust(&host).await;
        let letter = peer.letter("Follow", maple.actor().as_str());

        let refused = maple.hears_from(world, &peer, &letter).await;

        assert_eq!(refused.status, 503, "{why}: {}", refused.text());
        assert!(peer.connections() > 0 && peer.seen().is_empty(), "{why}: nothing was said");
        // Its twin shows a good one, at the same place.
        drop(peer);
        let peer = peer_in_its_place(world, &host, &good).await;
        let taken = heard(world, &maple, &peer).await;
        assert_eq!(taken.status, 202, "{why}: {}", taken.text());
    }
}

/// Whoever is last to come, once its port is free.
async fn peer_in_its_place(world: &World, host: &str, shown: &Shown) -> Peer {
    let addresses = world.last_place().both();
    world.until("the port to be free", async || TcpListener::bind((addresses[0], 443)).await.ok().map(|_| ())).await;
    peer_at(host, &addresses, shown).await
}

async fn t102_whoever_speaks_only_an_old_tls_is_not_spoken_to(world: &mut World) {
    let maple = world.school("maple").await;
    let host = "oak.example";
    let place = world.place(host);
    let shown = world.authority.signs(&[host]);
    let folder = world.folder.join("old");
    let old = Front::start(&folder, host, place, SocketAddr::from((Ipv4Addr::LOCALHOST, 9)), &shown, "", |site| {
        let today = "ssl_protocols       TLSv1.2 TLSv1.3;";
        assert!(site.contains(today));
        site.replace(today, "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;")
    });
    world.until("the old server", async || TcpStream::connect((place.v4, 443)).await.ok().map(|_| ())).await;
    maple.trust(host).await;
    let key = Peer::other_key();
    let signer = Signer { key_id: format!("https://{host}/a/1#main-key"), key };
    let letter = json!({
        "@context": ["https://www.w3.org/ns/activitystreams"],
        "id": format!("https://{host}/x/1"),
        "type": "Follow",
        "actor": format!("https://{host}/a/1"),
        "object": maple.actor().as_str(),
    });

    let refused = maple.hears(world, &maple.letter(&signer, &letter)).await;

    assert_eq!(refused.status, 503, "{}", refused.text());
    // Its twin at the same place speaks today's.
    drop(old);
    let peer = peer_in_its_place(world, host, &shown).await;
    let taken = heard(world, &maple, &peer).await;
    assert_eq!(taken.status, 202, "{}", taken.text());
}

/// A letter of another actor there, whose key nobody has asked for in vain.
async fn heard(world: &World, school: &School, peer: &Peer) -> Answer {
    peer.answers("/a/2", Page::of(&peer.document_at("/a/2", "#main-key", &peer.key)));
    let signer = Signer { key_id: peer.url("/a/2#main-key"), key: peer.key.clone() };
    let mut letter = peer.letter("Follow", school.actor().as_str());
    letter["actor"] = peer.url("/a/2").into();
    school.hears(world, &school.letter(&signer, &letter)).await
}
