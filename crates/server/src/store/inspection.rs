//! Looking at a database's files before SQLite does: an empty, foreign, cut or damaged one is refused by name.
//!
//! SQLite takes an empty file for a new database, and drops the part of its log behind a damaged frame without a word:
//! commits that somebody was told of would be undone. See <https://sqlite.org/fileformat2.html>, sections 1.3 and 4.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// What to do about a damaged one.
pub(super) const REMEDY: &str =
    "keep the file as it is for whoever looks into it, and put a backup in its place: schoolgate restore FILE --over";

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// The two kinds of log: its checksums are of little-endian or of big-endian words.
const LITTLE: u32 = 0x377f_0682;
const BIG: u32 = 0x377f_0683;
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// What was found in a log.
#[derive(Debug, PartialEq, Eq)]
enum Log {
    /// Every frame is as it was written, but for a last commit that a power cut may have torn: nobody was told of that.
    Whole,
    /// A frame is damaged before the last commit.
    Damaged,
}

/// Errors: one sentence that says what is wrong with the file, and what to do. No file at all is none.
pub(super) fn look(path: &Path) -> anyhow::Result<()> {
    let mut file = match File::open(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    let length = file.metadata()?.len();
    if length == 0 {
        bail!(
            "the file is empty; if there was a school in it, put a backup in its place (schoolgate restore FILE), and if there never was one, delete it"
        );
    }
    let mut head = [0_u8; 100];
    if file.read_exact(&mut head).is_err() || !head.starts_with(MAGIC) {
        bail!("the file is no database; {REMEDY}");
    }
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let log = PathBuf::from(log);
    let logged = std::fs::metadata(&log).map_or(0, |log| log.len());
    // While there is a log the rest of the file may be in it.
    if logged == 0 && head[24..28] == head[92..96] && length < pages(&head) * page_size(&head) {
        bail!("the file is cut off; {REMEDY}");
    }
    if logged > 0 {
        let read = read_log(BufReader::new(File::open(&log)?)).with_context(|| format!("reading {}", log.display()))?;
        if read == Log::Damaged {
            bail!("its log {} is damaged, and commits would be lost; {REMEDY}", log.display());
        }
    }
    Ok(())
}

fn pages(head: &[u8; 100]) -> u64 {
    u64::from(word(&head[28..32]))
}

fn page_size(head: &[u8; 100]) -> u64 {
    match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    }
}

fn read_log(mut log: impl Read) -> io::Result<Log> {
    let mut head = [0_u8; LOG_HEAD];
    if fill(&mut log, &mut head)? < LOG_HEAD || head.iter().all(|byte| *byte == 0) {
        return Ok(Log::Whole);
    }
    let magic = word(&head[..4]);
    let is_big = magic == BIG;
    let size = word(&head[8..12]) as usize;
    let mut sum = summed((0, 0), &head[..24], is_big);
    let is_head = (is_big || magic == LITTLE) && sum == (word(&head[24..28]), word(&head[28..32]));
    if !is_head || !size.is_power_of_two() || !(512..=65_536).contains(&size) {
        // It is on the disk before the first frame is written.
        return Ok(Log::Damaged);
    }
    let salts = &head[16..24];
    let mut frame = vec![0_u8; FRAME_HEAD + size];
    // Commits at and behind the first bad frame. One is begun only when the one before is on the disk: a power cut tears
    // the last one at most.
    let (mut is_bad, mut commits) = (false, 0);
    while fill(&mut log, &mut frame)? == frame.len() {
        if frame[8..16] != *salts {
            // Of before the log was begun anew; or damaged, if any of now follow.
            is_bad = true;
            continue;
        }
        if !is_bad {
            sum = summed(summed(sum, &frame[..8], is_big), &frame[FRAME_HEAD..], is_big);
            is_bad = sum != (word(&frame[16..20]), word(&frame[20..24]));
        }
        if is_bad && word(&frame[4..8]) != 0 {
            commits += 1;
        }
    }
    Ok(if commits > 1 { Log::Damaged } else { Log::Whole })
}

/// As many bytes as there are.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

fn word(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |word, byte| (word << 8) | u32::from(*byte))
}

fn summed(mut sum: (u32, u32), bytes: &[u8], is_big: bool) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let (one, other) = (word(&pair[..4]), word(&pair[4..]));
        let (one, other) = if is_big { (one, other) } else { (one.swap_bytes(), other.swap_bytes()) };
        sum.0 = sum.0.wrapping_add(one).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(other).wrapping_add(sum.0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log of SQLite's own, with five commits in it.
    fn log() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("school.sqlite");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        connection.execute_batch("create table a (b text)").unwrap();
        for number in 0..4 {
            connection.execute("insert into a (b) values (?1)", [format!("{number}").repeat(3000)]).unwrap();
        }
        std::fs::read(folder.path().join("school.sqlite-wal")).unwrap()
    }

    #[test]
    fn t108_a_log_is_whole_torn_at_its_end_or_damaged() {
        let log = log();
        let read = |bytes: &[u8]| read_log(bytes).unwrap();
        assert!(log.len() > LOG_HEAD + 4 * (FRAME_HEAD + 4096), "five commits at least");
        assert_eq!(read(&log), Log::Whole);
        assert_eq!(read(b""), Log::Whole);

        // A power cut: the last frame is half there, or wrong.
        assert_eq!(read(&log[..log.len() - 2000]), Log::Whole);
        let flipped = |place: usize| {
            let mut bytes = log.clone();
            bytes[place] ^= 1;
            bytes
        };
        assert_eq!(read(&flipped(log.len() - 2000)), Log::Whole);

        // Anything before that was on the disk when the next commit began.
        for place in [0, 9, 20, 30, LOG_HEAD + 2, LOG_HEAD + 18, LOG_HEAD + FRAME_HEAD + 7, log.len() / 2] {
            assert_eq!(read(&flipped(place)), Log::Damaged, "at {place}");
        }
    }
}
