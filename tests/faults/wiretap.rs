//! The wiretap: whatever leaves by the default route is counted by the kernel and written down, and none of it arrives.
//!
//! Every server of this world is at an address of the loopback device. So a packet for anywhere else is one that nobody
//! allowed.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use socket2::{Domain, Protocol, Socket, Type};

use super::world::World;
use super::{Case, cases};

pub(crate) const CASES: &[(&str, Case)] =
    cases![the_wiretap_hears_a_single_stray_packet, a_world_without_anybody_is_silent];

/// The end of the wire that packets leave by.
const WAY_OUT: &str = "out";
/// `ETH_P_ALL`: every protocol, in the byte order of the network.
const EVERYTHING: u16 = 0x0003;

/// What `ip` is told: two ends of one wire, without anything that speaks by itself (no ARP, no neighbours, no routers).
pub(crate) const WIRE: &str = "\
link set lo up
link add out type veth peer name wire
link set out addrgenmode none arp off multicast off
link set wire addrgenmode none arp off multicast off
link set out up
link set wire up
";

pub(crate) struct Wiretap {
    before: u64,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Wiretap {
    pub(crate) fn start() -> Self {
        let socket = Socket::new(Domain::PACKET, Type::DGRAM, Some(Protocol::from(i32::from(EVERYTHING.to_be()))));
        let mut socket = socket.expect("a socket for packets");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&heard);
        // It ends with the process: nothing else ends a read.
        thread::spawn(move || {
            let mut packet = [0; 2048];
            while let Ok(length) = socket.read(&mut packet) {
                if let Some(line) = stray(&packet[..length]) {
                    known.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                }
            }
        });
        Self { before: sent(), heard }
    }

    /// How many packets have left since it began to listen.
    pub(crate) fn packets(&self) -> u64 {
        sent() - self.before
    }

    /// What they were, as far as they were heard.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The kernel's own count of the packets that left by the wire.
fn sent() -> u64 {
    let devices = std::fs::read_to_string("/proc/self/net/dev").expect("the devices");
    let line = devices.lines().find_map(|line| line.trim().strip_prefix(WAY_OUT)?.strip_prefix(':')).expect("the wire");
    line.split_whitespace().nth(9).and_then(|count| count.parse().ok()).expect("a count")
}

/// A packet that is for no address of this computer, in words.
fn stray(packet: &[u8]) -> Option<String> {
    let (to, protocol, rest) = match packet.first()? >> 4 {
        4 => {
            let to: [u8; 4] = packet.get(16..20)?.try_into().ok()?;
            (IpAddr::from(to), *packet.get(9)?, packet.get(usize::from(packet[0] & 15) * 4..)?)
        }
        6 => {
            let to: [u8; 16] = packet.get(24..40)?.try_into().ok()?;
            (IpAddr::from(to), *packet.get(6)?, packet.get(40..)?)
        }
        _ => return None,
    };
    let is_here = match to {
        IpAddr::V4(to) => to.is_loopback() || super::world::is_ours(to.into()) || to == Ipv4Addr::BROADCAST,
        IpAddr::V6(to) => to == Ipv6Addr::LOCALHOST || super::world::is_ours(to.into()),
    };
    let port = rest.get(2..4).map_or(0, |port| u16::from_be_bytes([port[0], port[1]]));
    (!is_here).then(|| format!("protocol {protocol} to {to}, port {port}"))
}

async fn the_wiretap_hears_a_single_stray_packet(world: &mut World) {
    for (from, to) in [("0.0.0.0:0", "9.9.9.9:53"), ("[::]:0", "[2620:fe::fe]:53")] {
        let before = world.wiretap.packets();
        let socket = std::net::UdpSocket::bind(from).unwrap();

        socket.send_to(b"?", to).unwrap();

        assert_eq!(world.wiretap.packets(), before + 1);
        let words = format!("protocol 17 to {}, port 53", to.rsplit_once(':').unwrap().0.trim_matches(['[', ']']));
        world
            .until("the packet to be written down", async || world.wiretap.heard().contains(&words).then_some(()))
            .await;
    }
    world.forget_strays();
}

async fn a_world_without_anybody_is_silent(world: &mut World) {
    let peer = world.peer("oak.example").await;

    let answer = world.client().get(peer.actor()).send().await.unwrap();

    assert_eq!(answer.status(), 200);
    assert_eq!((world.wiretap.packets(), world.wiretap.heard()), (0, Vec::new()));
}
