//! Names of partners that lead into the school's own network: looked up, and never connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use federation::signature::Signer;
use tests::peers::{Page, Peer};
use tests::people::Answer;

use super::dns::Leads;
use super::schools::School;
use super::world::{PRIVATE, World, peer_at};
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] = cases![
    t29_a_name_that_leads_into_the_school_is_not_connected_to,
    t29_a_name_that_turns_from_public_to_private_is_followed_only_while_it_is_public,
    t29_a_name_with_the_newer_kind_of_address_alone_is_found,
    t97_a_name_that_nobody_answers_for_is_asked_for_again_later,
];

/// Where a connection that should not be would arrive: it counts them all.
async fn treasure(world: &World) -> Peer {
    let shown = world.authority.signs(&["localhost"]);
    let addresses = [IpAddr::from(Ipv4Addr::LOCALHOST), PRIVATE.into(), IpAddr::from(Ipv6Addr::LOCALHOST)];
    peer_at("localhost", &addresses, &shown).await
}

/// A letter of one of a partner's actors, which nobody knows yet: its key has to be fetched.
async fn letter_of(world: &World, maple: &School, peer: &Peer, actor: &str) -> Answer {
    peer.answers(actor, Page::of(&peer.document_at(actor, "#main-key", &peer.key)));
    let signer = Signer { key_id: peer.url(&format!("{actor}#main-key")), key: peer.key.clone() };
    let mut letter = peer.letter("Follow", maple.actor().as_str());
    letter["actor"] = peer.url(actor).into();
    maple.hears(world, &maple.letter(&signer, &letter)).await
}

async fn t29_a_name_that_leads_into_the_school_is_not_connected_to(world: &mut World) {
    let maple = world.school("maple").await;
    let treasure = treasure(world).await;
    world.dns.set("localhost", Leads::To(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]));
    let mapped = IpAddr::from(PRIVATE.to_ipv6_mapped());

    for (number, why) in
        ["private", "loopback", "mixed", "mixed kinds", "an alias", "loopback, new kind", "mapped", "link"]
            .into_iter()
            .enumerate()
    {
        let peer = world.peer(&format!("partner-{number}.example")).await;
        maple.trust(&peer.host).await;
        let public = world.last_place();
        let leads = match number {
            0 => Leads::To(vec![PRIVATE.into()]),
            1 => Leads::To(vec![Ipv4Addr::LOCALHOST.into()]),
            2 => Leads::To(vec![public.v4.into(), PRIVATE.into()]),
            3 => Leads::To(vec![public.v4.into(), Ipv6Addr::LOCALHOST.into()]),
            4 => Leads::Alias("localhost".to_owned()),
            5 => Leads::To(vec![Ipv6Addr::LOCALHOST.into()]),
            6 => Leads::To(vec![mapped]),
            _ => Leads::To(vec!["169.254.169.254".parse().unwrap(), "fe80::1".parse().unwrap()]),
        };
        world.dns.set(&peer.host, leads);

        let refused = letter_of(world, &maple, &peer, "/a/1").await;

        assert!([401, 403, 503].contains(&refused.status), "{why}: {} {}", refused.status, refused.text());
        assert!(world.dns.times(&peer.host) >= 2, "{why}: its name was looked up");
        assert_eq!((treasure.connections(), peer.connections()), (0, 0), "{why}");
        // Its twin: the same name leads to the internet.
        world.dns.set(&peer.host, Leads::To(public.both()));
        let taken = letter_of(world, &maple, &peer, "/a/2").await;
        assert_eq!((taken.status, peer.connections()), (202, 1), "{why}: {}", taken.text());
    }
}

async fn t29_a_name_that_turns_from_public_to_private_is_followed_only_while_it_is_public(world: &mut World) {
    let maple = world.school("maple").await;
    let treasure = treasure(world).await;
    let peer = world.peer("oak.example").await;
    maple.trust(&peer.host).await;
    let public = world.last_place();
    world.dns.set(&peer.host, Leads::Turning(public.both(), vec![Ipv4Addr::LOCALHOST.into()]));

    let first = letter_of(world, &maple, &peer, "/a/1").await;
    // Looked up once, both kinds of address: what was checked is what was connected to.
    assert_eq!((first.status, world.dns.times(&peer.host), peer.connections()), (202, 2, 1), "{}", first.text());
    let second = letter_of(world, &maple, &peer, "/a/2").await;

    assert!([401, 403, 503].contains(&second.status), "{}", second.text());
    assert_eq!((world.dns.times(&peer.host), peer.connections(), treasure.connections()), (4, 1, 0));
    world.dns.set(&peer.host, Leads::To(public.both()));
    assert_eq!(letter_of(world, &maple, &peer, "/a/3").await.status, 202);
}

async fn t29_a_name_with_the_newer_kind_of_address_alone_is_found(world: &mut World) {
    let maple = world.school("maple").await;
    let peer = world.peer("oak.example").await;
    maple.trust(&peer.host).await;
    world.dns.set(&peer.host, Leads::To(vec![world.last_place().v6.into()]));

    let taken = letter_of(world, &maple, &peer, "/a/1").await;

    assert_eq!((taken.status, peer.connections()), (202, 1), "{}", taken.text());
}

async fn t97_a_name_that_nobody_answers_for_is_asked_for_again_later(world: &mut World) {
    let maple = world.school("maple").await;
    let peer = world.peer("oak.example").await;
    maple.trust(&peer.host).await;
    let public = world.last_place();
    world.dns.set(&peer.host, Leads::Silent);

    let unknown = letter_of(world, &maple, &peer, "/a/1").await;

    assert_eq!((unknown.status, peer.connections()), (503, 0), "{}", unknown.text());
    // It comes again: there was nothing wrong with it.
    world.dns.set(&peer.host, Leads::To(public.both()));
    assert_eq!(letter_of(world, &maple, &peer, "/a/2").await.status, 202);
}
