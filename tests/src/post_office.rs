//! A mail server on this computer: takes letters in, keeps them, and behaves as a test tells it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    #[default]
    Well,
    /// Hangs up on everybody.
    Shut,
    /// Takes no letter for anybody just now.
    Busy,
    /// Knows no user.
    Forgetful,
    /// Says that nobody of these letters lives there.
    Nobody,
    /// Takes a letter and says no word any more.
    Mute,
}

/// How its lines are kept from others.
#[derive(Clone)]
pub enum Lines {
    Plain,
    Tls(TlsAcceptor),
    StartTls(TlsAcceptor),
}

/// One letter that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub to: String,
    /// Head and text as they came, quoted-printable and base64 undone.
    pub head: String,
    pub text: String,
}

impl Taken {
    /// What a line of its head says; empty without it.
    pub fn header(&self, name: &str) -> String {
        let unfolded = self.head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}: ", name.to_lowercase());
        let line = unfolded.split("\r\n").find(|line| line.to_lowercase().starts_with(&start));
        line.map(|line| line[start.len()..].to_owned()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Desk {
    manner: Manner,
    taken: Vec<Taken>,
    /// Every line that was said to it outside of letters.
    said: Vec<String>,
}

/// The server, until this value ends.
pub struct PostOffice {
    pub address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    work: JoinHandle<()>,
}

impl PostOffice {
    pub async fn open(lines: Lines) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk::default()));
        let here = Arc::clone(&desk);
        let work = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A line that breaks off is what some stories are about.
                tokio::spawn(answer(stream, lines.clone(), Arc::clone(&here)));
            }
        });
        Self { address, desk, work }
    }

    pub fn behave(&self, manner: Manner) {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).manner = manner;
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).taken.clone()
    }

    /// The letters to this address.
    pub fn to(&self, address: &str) -> Vec<Taken> {
        self.taken().into_iter().filter(|taken| taken.to == address).collect()
    }

    pub fn said(&self) -> Vec<String> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).said.clone()
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.work.abort();
    }
}

async fn answer(stream: TcpStream, lines: Lines, desk: Arc<Mutex<Desk>>) -> std::io::Result<()> {
    match lines {
        Lines::Plain => talk(stream, true, false, &desk).await.map(drop),
        Lines::Tls(acceptor) => talk(acceptor.accept(stream).await?, true, false, &desk).await.map(drop),
        Lines::StartTls(acceptor) => match talk(stream, true, true, &desk).await? {
            Some(stream) => talk(acceptor.accept(stream).await?, false, false, &desk).await.map(drop),
            None => Ok(()),
        },
    }
}

fn manner(desk: &Mutex<Desk>) -> Manner {
    desk.lock().unwrap_or_else(PoisonError::into_inner).manner
}

/// Talks until the other side has gone; gives the line back when it is to be encrypted from now on.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    greets: bool,
    offers_tls: bool,
    desk: &Mutex<Desk>,
) -> std::io::Result<Option<S>> {
    let mut stream = BufReader::new(stream);
    if manner(desk) == Manner::Shut {
        return Ok(None);
    }
    if greets {
        stream.write_all(b"220 post.example\r\n").await?;
    }
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        desk.lock().unwrap_or_else(PoisonError::into_inner).said.push(line.trim().to_owned());
        let verb = line.split([' ', '\r']).next().unwrap_or_default().to_uppercase();
        let said = match (verb.as_str(), manner(desk)) {
            ("EHLO", _) if offers_tls => "250-post.example\r\n250 STARTTLS",
            ("EHLO", _) => "250-post.example\r\n250 AUTH PLAIN LOGIN",
            ("STARTTLS", _) if offers_tls => {
                stream.write_all(b"220 go on\r\n").await?;
                return Ok(Some(stream.into_inner()));
            }
            ("AUTH", Manner::Forgetful) => "535 5.7.8 who are you",
            ("AUTH", _) => "235 welcome",
            ("MAIL", Manner::Busy) => "451 4.3.0 later",
            ("RCPT", Manner::Nobody) => "550 5.1.1 nobody of that name",
            ("RCPT", _) => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 yes"
            }
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await?;
                let taken = letter(&mut stream, &to).await?;
                desk.lock().unwrap_or_else(PoisonError::into_inner).taken.push(taken);
                if manner(desk) == Manner::Mute {
                    std::future::pending::<()>().await;
                }
                "250 taken"
            }
            ("QUIT", _) => "221 bye",
            _ => "250 yes",
        };
        stream.write_all(format!("{said}\r\n").as_bytes()).await?;
    }
}

async fn letter<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, to: &str) -> std::io::Result<Taken> {
    let mut whole = String::new();
    while !whole.ends_with("\r\n.\r\n") {
        if stream.read_line(&mut whole).await? == 0 {
            break;
        }
    }
    let whole = whole.trim_end_matches(".\r\n");
    let (head, text) = whole.split_once("\r\n\r\n").unwrap_or((whole, ""));
    let encoding = head.to_lowercase();
    let text = if encoding.contains("quoted-printable") {
        unquoted(text)
    } else if encoding.contains("transfer-encoding: base64") {
        unfolded_base64(text)
    } else {
        text.to_owned()
    };
    Ok(Taken { to: to.to_owned(), head: head.to_owned(), text })
}

/// Undoes quoted-printable (RFC 2045).
fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = (*first == b'=')
            .then(|| after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unfolded_base64(text: &str) -> String {
    let bytes = STANDARD.decode(text.replace("\r\n", "")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrapped_for_the_way_is_read_as_it_was() {
        assert_eq!(unquoted("Mae 2 =E2=80=93 yn=\r\n aros = x"), "Mae 2 – yn aros = x");
        assert_eq!(unfolded_base64("2YXYsdit2KjYpyE=\r\n"), "مرحبا!");
    }
}
