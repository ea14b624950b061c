//! What WordPress writes when it exports a blog, read as data: the file, the words in it, and where its pictures lie.

mod body;
mod entries;
mod export;
mod shortcodes;
mod uploads;

pub use body::{Body, Image, body, comment, title};
pub use entries::{Attachment, Entry, Overview, Said};
pub use export::{Export, Piece, Unreadable};
pub use uploads::Uploads;
