//! Reading an export (WXR, an extension of RSS) piece by piece, however large it is.
//!
//! See <https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php>, which writes it. Elements are known by
//! their names as written there: its importers do the same.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::{Error, Reader};

use super::entries::{Entry, Said};

/// One text, in bytes: longer than any post that people write.
const LONGEST_TEXT: usize = 8 * 1024 * 1024;
/// One post with all its comments, in bytes.
const LARGEST_ENTRY: usize = 64 * 1024 * 1024;
/// Comments of one post.
const MOST_COMMENTS: usize = 20_000;
/// WordPress nests six deep.
const DEEPEST: usize = 16;

/// Why a file is not read (any further). Each says what it is, for the person who named it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it is no WordPress export; in WordPress, Tools, Export, All content makes one")]
    NotAnExport,
    #[error("it is a WordPress export of version {0:?}, and only 1.0, 1.1 and 1.2 are known here")]
    Version(String),
    #[error(
        "it declares a document type or an entity of its own, which no WordPress export does and which is never read here"
    )]
    Declares,
    #[error("before byte {0} there is a text of more than 8 MB, more than any post has")]
    LongText(u64),
    #[error("before byte {0} there is a post of more than 64 MB, or with more than 20,000 comments")]
    LargeEntry(u64),
    #[error("it names more than 200,000 pictures and other files")]
    ManyFiles,
    #[error("its elements are nested more than 16 deep, and WordPress nests six")]
    Deep,
    #[error("it ends in the middle; export it, or copy it, once more")]
    Cut,
    #[error("it is damaged near byte {at}: {why}")]
    Damaged { at: u64, why: String },
    #[error("reading it: {0}")]
    Unread(String),
}

/// The next thing that an export holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Somebody who wrote, by the name that they sign in with and the one that readers see.
    Author {
        login: String,
        name: String,
    },
    Entry(Box<Entry>),
}

/// An export on its way through; one entry of it is in memory at a time.
pub struct Export<R> {
    reader: Reader<Limited<R>>,
    buffer: Vec<u8>,
    depth: usize,
    /// Bytes since the entry began.
    entry: usize,
    version: Option<String>,
    site: String,
}

/// What is of interest in an event.
enum Step {
    Begins(String),
    Says(String),
    Ends,
    Over,
}

impl<R: Read> Export<R> {
    pub fn new(source: R) -> Self {
        let mut reader = Reader::from_reader(Limited { source: BufReader::new(source), taken: 0 });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, entry: 0, version: None, site: String::new() }
    }

    /// Where the blog was; known before its first entry.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The next piece; none when the export is over.
    pub fn piece(&mut self) -> Result<Option<Piece>, Unreadable> {
        loop {
            let name = match self.step()? {
                Step::Begins(name) => name,
                Step::Says(text) if self.depth == 0 && !text.trim_start_matches('\u{feff}').trim().is_empty() => {
                    return Err(Unreadable::NotAnExport);
                }
                Step::Says(_) | Step::Ends => continue,
                Step::Over if self.version.is_none() => return Err(Unreadable::NotAnExport),
                Step::Over if self.depth > 0 => return Err(Unreadable::Cut),
                Step::Over => return Ok(None),
            };
            match (self.depth, name.as_str()) {
                (1, "rss") | (2, "channel") => {}
                (1 | 2, _) => return Err(Unreadable::NotAnExport),
                (3, "wp:wxr_version") => self.version = Some(known(self.text()?)?),
                (3, "wp:base_blog_url") => self.text()?.trim().clone_into(&mut self.site),
                (3, "wp:author") => {
                    self.versioned()?;
                    return self.author().map(Some);
                }
                (3, "item") => {
                    self.versioned()?;
                    self.entry = 0;
                    return self.entry().map(|entry| Some(Piece::Entry(Box::new(entry))));
                }
                _ => self.skip()?,
            }
        }
    }

    fn versioned(&self) -> Result<(), Unreadable> {
        if self.version.is_some() { Ok(()) } else { Err(Unreadable::NotAnExport) }
    }

    fn author(&mut self) -> Result<Piece, Unreadable> {
        let (mut login, mut name) = (String::new(), String::new());
        self.children(|export, child| {
            match child {
                "wp:author_login" => login = export.text()?,
                "wp:author_display_name" => name = export.text()?,
                // Its e-mail address is nobody's business here.
                _ => export.skip()?,
            }
            Ok(())
        })?;
        Ok(Piece::Author { login, name })
    }

    fn entry(&mut self) -> Result<Entry, Unreadable> {
        let mut entry = Entry::default();
        self.children(|export, child| {
            match child {
                "title" => entry.title = export.text()?,
                "dc:creator" => entry.author = export.text()?,
                "guid" => entry.guid = export.text()?,
                "content:encoded" => entry.content = export.text()?,
                "excerpt:encoded" => entry.excerpt = export.text()?,
                "wp:post_id" => entry.id = number(&export.text()?),
                "wp:post_date_gmt" => entry.date_utc = export.text()?,
                "wp:post_date" => entry.date_local = export.text()?,
                "wp:post_name" => entry.name = export.text()?,
                "wp:status" => entry.status = export.text()?,
                "wp:post_parent" => entry.parent = number(&export.text()?),
                "wp:post_type" => entry.kind = export.text()?,
                "wp:post_password" => entry.has_password = !export.text()?.trim().is_empty(),
                "wp:attachment_url" => entry.address = export.text()?,
                "category" => {
                    entry.labels += 1;
                    export.skip()?;
                }
                "wp:postmeta" => {
                    let (key, value) = export.meta()?;
                    match key.as_str() {
                        "_wp_attachment_image_alt" => entry.alt = value,
                        "_thumbnail_id" => entry.thumbnail = number(&value),
                        _ => {}
                    }
                }
                "wp:comment" if entry.comments.len() == MOST_COMMENTS => {
                    return Err(Unreadable::LargeEntry(export.reader.buffer_position()));
                }
                "wp:comment" => entry.comments.push(export.comment()?),
                _ => export.skip()?,
            }
            Ok(())
        })?;
        Ok(entry)
    }

    fn meta(&mut self) -> Result<(String, String), Unreadable> {
        let (mut key, mut value) = (String::new(), String::new());
        self.children(|export, child| {
            match child {
                "wp:meta_key" => key = export.text()?,
                "wp:meta_value" => value = export.text()?,
                _ => export.skip()?,
            }
            Ok(())
        })?;
        Ok((key, value))
    }

    /// A comment without its writer's e-mail address, page and IP address: those are passed over unread.
    fn comment(&mut self) -> Result<Said, Unreadable> {
        let mut said = Said::default();
        self.children(|export, child| {
            match child {
                "wp:comment_id" => said.id = number(&export.text()?),
                "wp:comment_author" => said.author = export.text()?,
                "wp:comment_date_gmt" => said.date_utc = export.text()?,
                "wp:comment_date" => said.date_local = export.text()?,
                "wp:comment_content" => said.content = export.text()?,
                "wp:comment_approved" => said.approved = export.text()?,
                "wp:comment_type" => said.kind = export.text()?,
                "wp:comment_parent" => said.parent = number(&export.text()?),
                _ => export.skip()?,
            }
            Ok(())
        })?;
        Ok(said)
    }

    /// Every child of the element that has just begun, by name; each is read to its end by whoever is told of it.
    fn children(&mut self, mut each: impl FnMut(&mut Self, &str) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
        loop {
            match self.step()? {
                Step::Begins(name) => each(self, &name)?,
                Step::Says(_) => {}
                Step::Ends => return Ok(()),
                Step::Over => return Err(Unreadable::Cut),
            }
        }
    }

    /// The text of the element that has just begun. A text with `]]>` in it comes in several sections.
    fn text(&mut self) -> Result<String, Unreadable> {
        let (outside, mut text) = (self.depth - 1, String::new());
        while self.depth > outside {
            match self.step()? {
                Step::Says(more) if text.len() + more.len() > LONGEST_TEXT => {
                    return Err(Unreadable::LongText(self.reader.buffer_position()));
                }
                Step::Says(more) => text.push_str(&more),
                Step::Begins(_) | Step::Ends => {}
                Step::Over => return Err(Unreadable::Cut),
            }
        }
        Ok(text)
    }

    fn skip(&mut self) -> Result<(), Unreadable> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if matches!(self.step()?, Step::Over) {
                return Err(Unreadable::Cut);
            }
        }
        Ok(())
    }

    /// The next event that matters.
    fn step(&mut self) -> Result<Step, Unreadable> {
        loop {
            self.entry += std::mem::take(&mut self.reader.get_mut().taken);
            if self.entry > LARGEST_ENTRY && self.depth > 2 {
                return Err(Unreadable::LargeEntry(self.reader.buffer_position()));
            }
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer);
            let at = self.reader.buffer_position();
            let is_begun = self.depth > 0;
            return Ok(match event.map_err(|cause| unreadable(cause, at, is_begun))? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Unreadable::Deep);
                    }
                    Step::Begins(start.name().as_ref().to_owned())
                }
                Event::End(_) => {
                    self.depth -= 1;
                    Step::Ends
                }
                Event::Text(text) => Step::Says(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Says(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|cause| unreadable(cause, at, is_begun))?;
                    match (character, resolve_predefined_entity(&reference)) {
                        (Some(character), _) => Step::Says(character.to_string()),
                        (None, Some(known)) => Step::Says(known.to_owned()),
                        (None, None) => return Err(Unreadable::Declares),
                    }
                }
                Event::DocType(_) => return Err(Unreadable::Declares),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => Step::Over,
            });
        }
    }
}

fn known(version: String) -> Result<String, Unreadable> {
    if matches!(version.trim(), "1.0" | "1.1" | "1.2") {
        Ok(version)
    } else {
        Err(Unreadable::Version(version.trim().chars().take(20).collect()))
    }
}

fn number(text: &str) -> u64 {
    text.trim().parse().unwrap_or(0)
}

fn unreadable(cause: Error, at: u64, is_begun: bool) -> Unreadable {
    match cause {
        Error::Io(why) if why.kind() == io::ErrorKind::FileTooLarge => Unreadable::LongText(at),
        Error::Io(why) => Unreadable::Unread(why.to_string()),
        // What is no XML from its first byte on is something else altogether.
        _ if !is_begun => Unreadable::NotAnExport,
        Error::Syntax(_) => Unreadable::Cut,
        other => Unreadable::Damaged { at, why: other.to_string() },
    }
}

/// Gives no more than the longest text at one time: the parser gathers a text before it hands it over.
struct Limited<R> {
    source: BufReader<R>,
    /// Bytes since the last event.
    taken: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.source.read(into)
    }
}

impl<R: Read> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken > LONGEST_TEXT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount;
        self.source.consume(amount);
    }
}

#[cfg(test)]
#[path = "export_tests.rs"]
mod tests;
