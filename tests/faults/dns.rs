//! The only one who knows where a name leads. A test may change its mind, and reads who asked.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hickory_proto::op::{Message, MessageType, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// Where the world's name server listens.
pub(crate) const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 53)), 53);
/// How often somebody may be led on by one question.
const ALIASES: usize = 8;

/// What is known of a name.
#[derive(Clone, Debug)]
pub(crate) enum Leads {
    /// To these addresses.
    To(Vec<IpAddr>),
    /// To these first, once, and to the others from then on.
    Turning(Vec<IpAddr>, Vec<IpAddr>),
    /// To another name.
    Alias(String),
    /// Nobody answers for it.
    Silent,
}

pub(crate) struct Dns {
    book: Arc<Mutex<Book>>,
    work: JoinHandle<()>,
}

#[derive(Default)]
struct Book {
    names: HashMap<String, Leads>,
    /// As in `oak.example A`.
    asked: Vec<String>,
}

impl Dns {
    pub(crate) async fn start() -> Self {
        let socket = UdpSocket::bind(ADDRESS).await.expect("the port of names");
        let book = Arc::new(Mutex::new(Book::default()));
        let known = Arc::clone(&book);
        let work = tokio::spawn(async move {
            let mut bytes = [0; 1500];
            while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
                let Ok(question) = Message::from_vec(&bytes[..length]) else { continue };
                let Some(answer) = open(&known).answer(question) else { continue };
                let _ = socket.send_to(&answer.to_vec().expect("an answer"), from).await;
            }
        });
        Self { book, work }
    }

    pub(crate) fn set(&self, name: &str, leads: Leads) {
        open(&self.book).names.insert(name.to_owned(), leads);
    }

    /// Every question so far, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        open(&self.book).asked.clone()
    }

    /// How often somebody wanted to know this name.
    pub(crate) fn times(&self, name: &str) -> usize {
        let start = format!("{name} ");
        self.asked().iter().filter(|asked| asked.starts_with(&start)).count()
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.work.abort();
    }
}

fn open(book: &Mutex<Book>) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Book {
    /// Nothing, if nobody answers for the name. No answer may be kept.
    fn answer(&mut self, question: Message) -> Option<Message> {
        let query: Query = question.queries.first()?.clone();
        let kind = query.query_type();
        let mut answer = question;
        answer.metadata.message_type = MessageType::Response;
        answer.metadata.authoritative = true;
        answer.metadata.recursion_available = true;
        answer.additionals.clear();
        answer.edns = None;

        let mut name = query.name().to_ascii().trim_end_matches('.').to_lowercase();
        let line = format!("{name} {kind}");
        let is_first = !self.asked.contains(&line);
        self.asked.push(line);
        for _ in 0..ALIASES {
            let owner = Name::from_ascii(format!("{name}.")).ok()?;
            let addresses = match self.names.get(&name) {
                None => {
                    answer.metadata.response_code = ResponseCode::NXDomain;
                    return Some(answer);
                }
                Some(Leads::Silent) => return None,
                Some(Leads::Alias(other)) => {
                    let target = Name::from_ascii(format!("{other}.")).ok()?;
                    answer.add_answer(Record::from_rdata(owner, 0, RData::CNAME(CNAME(target))));
                    name.clone_from(other);
                    continue;
                }
                Some(Leads::Turning(first, _)) if is_first => first,
                Some(Leads::To(addresses) | Leads::Turning(_, addresses)) => addresses,
            };
            for address in addresses {
                let data = match (address, kind) {
                    (IpAddr::V4(address), RecordType::A) => RData::A(A(*address)),
                    (IpAddr::V6(address), RecordType::AAAA) => RData::AAAA(AAAA(*address)),
                    (IpAddr::V4(_) | IpAddr::V6(_), _) => continue,
                };
                answer.add_answer(Record::from_rdata(owner.clone(), 0, data));
            }
            return Some(answer);
        }
        None
    }
}
