//! Every written limit, once: what is longer is refused or cut, as said beside each number.

use std::time::Duration;

/// A letter, in bytes; longer ones are refused. Mastodon's own limit.
pub const LETTER_BYTES: usize = 1024 * 1024;
/// An Offer of an agreement, the only letter that is read from a server nobody knows, in bytes; longer is refused.
pub const OFFER_BYTES: usize = 8 * 1024;
/// Classes that an agreement may name; a longer list is refused. An Offer has room for some sixty of ours, an Update for all.
pub const AGREED_CLASSES: usize = 200;
/// How deep JSON may nest; deeper is refused, far below what would hurt the stack.
pub const JSON_DEPTH: usize = 64;
/// An address that names something, in bytes; longer is refused.
pub const ADDRESS_BYTES: usize = 2048;
/// The text of a post or comment, in bytes; longer is refused, for a text cut in the middle says something else.
pub const CONTENT_BYTES: usize = 256 * 1024;
/// A title, in characters; the rest is cut.
pub const NAME_CHARACTERS: usize = 300;
/// A summary or content warning, in characters; the rest is cut.
pub const SUMMARY_CHARACTERS: usize = 5_000;
/// The description of a picture, in characters; the rest is cut.
pub const ALT_CHARACTERS: usize = 1_500;
/// The user name in a handle, in characters; the rest is cut.
pub const USERNAME_CHARACTERS: usize = 100;
/// A language tag, in bytes; a longer one is none.
pub const LANGUAGE_BYTES: usize = 35;
/// The text of a report, in characters; the rest is cut. Mastodon's own limit.
pub const FLAG_CHARACTERS: usize = 5_000;
/// What one report may name; the rest is cut.
pub const FLAG_OBJECTS: usize = 64;
/// Tags of one object; the rest is cut.
pub const TAGS: usize = 64;
/// Attachments of one object; the rest is cut.
pub const ATTACHMENTS: usize = 32;
/// Entries of `to` and of `cc`; the rest is cut, which can only make an audience smaller.
pub const RECIPIENTS: usize = 256;
/// Keys read from one actor; the rest is cut.
pub const KEYS: usize = 10;
/// Items read from one page of a collection; the rest is cut.
pub const PAGE_ITEMS: usize = 200;
/// Classes on a school's list of them; a longer list is refused, for half of one would deny keys that are good.
pub const LISTED_CLASSES: usize = 200;
/// A key in PEM, in bytes; longer is refused.
pub const KEY_PEM_BYTES: usize = 8 * 1024;
/// A `Signature`, `Signature-Input`, `Digest` or `Content-Digest` header, in bytes; longer is refused.
pub const HEADER_BYTES: usize = 8 * 1024;
/// Components that one signature may cover; more is refused.
pub const COVERED: usize = 32;

/// How old a signature may be: GoToSocial, WordPress and Mastodon all grant an hour and some minutes.
pub const SIGNATURE_PAST: Duration = Duration::from_mins(65);
/// How far ahead of us the clock of an honest school may be.
pub const SIGNATURE_FUTURE: Duration = Duration::from_hours(1);
/// The longest life a sender may ask for its own signature.
pub const SIGNATURE_LIFE: Duration = Duration::from_hours(12);

/// Asking another server for something: everything, from the name look-up to the last byte.
pub const FETCH_TIME: Duration = Duration::from_secs(10);
/// Delivering to another server, all told: some moderate before they answer.
pub const DELIVERY_TIME: Duration = Duration::from_secs(15);
/// Connecting, as a part of either.
pub const CONNECT_TIME: Duration = Duration::from_secs(5);
/// A fetched document, in bytes after decompression; longer is refused.
pub const FETCHED_BYTES: usize = 1024 * 1024;
/// How long the body of an answer to a delivery is read: its status counts already.
pub const ANSWER_TIME: Duration = Duration::from_secs(2);
/// What is kept of the answer to a delivery, in bytes.
pub const ANSWER_BYTES: usize = 2 * 1024;
/// Fetches that one letter may cause.
pub const FETCHES_PER_LETTER: u32 = 20;
