//! Partners whose certificate proves nothing: never spoken to, and heard again as soon as it does.

use rcgen::date_time_ymd;

use super::certificates::{Authority, Shown};
use super::world::{World, peer_at};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![t102_a_certificate_that_proves_nothing_is_never_accepted];

async fn t102_a_certificate_that_proves_nothing_is_never_accepted(world: &mut World) {
    let maple = world.school("maple").await;
    // The library that looks at certificates says so of each.
    world.expect_error("failed to verify TLS certificate");
    let stranger = Authority::new("An authority that nobody knows");

    for (number, why) in
        ["expired", "not yet", "for another host", "by itself", "by an unknown authority"].into_iter().enumerate()
    {
        let host = format!("oak-{number}.example");
        let names = [host.as_str()];
        let shown = match number {
            0 => world.authority.signs_for(&names, |asked| asked.not_after = date_time_ymd(2020, 1, 1)),
            1 => world.authority.signs_for(&names, |asked| asked.not_before = date_time_ymd(2090, 1, 1)),
            2 => world.authority.signs(&["elm.example"]),
            3 => Shown::by_itself(&names),
            _ => stranger.signs(&names),
        };
        let peer = world.peer_showing(&host, &shown).await;
        maple.trust(&host).await;
        let letter = peer.letter("Follow", maple.actor().as_str());

        let refused = maple.hears_from(world, &peer, &letter).await;

        assert_eq!(refused.status, 503, "{why}: {}", refused.text());
        assert!(peer.connections() > 0 && peer.seen().is_empty(), "{why}: nothing was said");
        // Its twin shows a good one, at the same place.
        drop(peer);
        let peer = world
            .until("the port to be free", async || {
                let addresses = world.last_place().both();
                tokio::net::TcpListener::bind((addresses[0], 443)).await.ok().map(|_| addresses)
            })
            .await;
        let peer = peer_at(&host, &peer, &world.authority.signs(&names)).await;
        peer.answers("/a/2", tests::peers::Page::of(&peer.document_at("/a/2", "#main-key", &peer.key)));
        let signer = federation::signature::Signer { key_id: peer.url("/a/2#main-key"), key: peer.key.clone() };
        let mut letter = peer.letter("Follow", maple.actor().as_str());
        letter["actor"] = peer.url("/a/2").into();
        let taken = maple.hears(world, &maple.letter(&signer, &letter)).await;
        assert_eq!(taken.status, 202, "{why}: {}", taken.text());
    }
}
