//! Pictures: what comes in is decoded, turned the right way up, scaled and encoded anew; nothing of the original is kept.

mod bucket;
mod decode;
mod encode;
#[cfg(test)]
mod samples;
mod store;

use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

pub use bucket::reach;
use decode::Screened;
pub use store::Shelf;

/// What an upload may weigh, in bytes.
pub const LARGEST: usize = 12 * 1024 * 1024;
/// The longer side of a picture as it is kept, in pixels.
pub const WIDEST: u32 = 1600;
/// The longer side of its small version, in pixels.
pub const SMALL: u32 = 480;

/// How much memory the pictures being worked on may take together, in MiB. One of the largest fits, or two of a phone's;
/// the rest wait their turn, so that a class uploading at once does not bring down a server with 512 MiB.
const MEMORY: u32 = 384;
static AT_WORK: Semaphore = Semaphore::const_new(MEMORY as usize);

/// A picture as it is kept and served: only its pixels are the sender's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub bytes: Vec<u8>,
    /// `image/jpeg` for photographs, `image/png` where there is transparency or few colours.
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    /// Of `bytes`, in hexadecimal: the name under which a [`Shelf`] keeps them.
    pub sha256: String,
    /// At most [`SMALL`] pixels a side, of the same type.
    pub thumb: Vec<u8>,
    /// Of `bytes`, as FEP-ef61 writes it: `z` and the base58btc of a SHA2-256 multihash.
    pub digest_multibase: String,
}

/// Why a file is not taken. Each says what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("this file is larger than 12 MB: please send a smaller one")]
    TooLarge,
    #[error("this is not a picture that can be shown: please send a JPEG, PNG, WebP or GIF")]
    NotAPicture,
    #[error("this picture has too many pixels: please make it smaller than 12,000 a side and 60 million in all")]
    TooManyPixels,
    #[error("this picture is damaged: please save it again and send that")]
    Broken,
}

/// Makes a picture fit to be kept and shown. The work is done on a thread of its own, and waits while many are at it.
///
/// Errors: why it is refused, within a moment, whatever it claims to be.
pub async fn prepare(bytes: Vec<u8>) -> Result<Prepared, Refused> {
    let file = spawn_blocking(move || Screened::new(bytes)).await.unwrap_or(Err(Refused::Broken))?;
    let turn = AT_WORK.acquire_many(file.memory()).await;

    let work = move || {
        let prepared = prepare_now(&file);
        // Held by the work and not by who waits for it: a visitor who goes away does not make room.
        drop(turn);
        prepared
    };
    // A decoder that fails in a way nobody thought of has met a broken picture; it takes nothing else down.
    spawn_blocking(work).await.unwrap_or(Err(Refused::Broken))
}

fn prepare_now(file: &Screened) -> Result<Prepared, Refused> {
    let (picture, orientation) = file.decode()?;
    let mut picture = encode::fit(picture, WIDEST);
    // Turned when it is small: turning takes as much memory again.
    picture.apply_orientation(orientation);
    let (bytes, media_type) = encode::encode(&picture).ok_or(Refused::Broken)?;
    let thumb = encode::encode_as(&encode::fit(picture.clone(), SMALL), media_type).ok_or(Refused::Broken)?;

    let digest = Sha256::digest(&bytes);
    Ok(Prepared {
        sha256: format!("{digest:x}"),
        digest_multibase: multibase(&digest),
        media_type,
        width: picture.width(),
        height: picture.height(),
        thumb,
        bytes,
    })
}

/// The digest of a picture's bytes as its own server may have announced it; see [`Prepared::digest_multibase`].
pub fn digest(bytes: &[u8]) -> String {
    multibase(&Sha256::digest(bytes))
}

/// `z` for base58btc, then 0x12 for SHA2-256 and 0x20 for its 32 bytes.
fn multibase(digest: &[u8]) -> String {
    format!("z{}", bs58::encode([&[0x12, 0x20], digest].concat()).into_string())
}

#[cfg(test)]
mod tests {
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};

    use super::samples::{self, CANARY, chunk, clear, corners, file};
    use super::*;

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[tokio::test]
    async fn t88_each_kind_of_picture_is_taken_whatever_it_is_called() {
        for format in [Jpeg, Png, WebP, Gif] {
            let prepared = prepare(file(&corners(), format)).await.unwrap();

            assert_eq!((prepared.width, prepared.height), (96, 64), "{format:?}");
        }
    }

    #[tokio::test]
    async fn t88_what_is_no_picture_is_refused_whatever_it_is_called() {
        for (what, bytes) in [
            ("nothing", &b""[..]),
            ("one byte", b"\xff"),
            ("ActivityStreams", br#"{"@context":"https://www.w3.org/ns/activitystreams","type":"Note"}"#),
            ("HTML", b"<!doctype html><script>alert(1)</script>"),
            ("SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
            ("PDF", b"%PDF-1.7\n1 0 obj"),
            ("ZIP", b"PK\x03\x04\x14\0\0\0"),
            ("PHP", b"<?php system($_GET['c']); ?>"),
            ("MP4", b"\0\0\0\x20ftypisom\0\0\x02\0"),
            ("AVIF", b"\0\0\0\x20ftypavif\0\0\0\0"),
            ("BMP", b"BM\x46\0\0\0"),
            ("sound", b"RIFF\x24\0\0\0WAVEfmt "),
        ] {
            assert_eq!(prepare(bytes.to_vec()).await, Err(Refused::NotAPicture), "{what}");
        }
    }

    #[tokio::test]
    async fn t88_the_right_first_bytes_with_the_wrong_rest_are_refused() {
        for (what, bytes) in [
            ("JPEG", &b"\xff\xd8\xff\xe0 and then a story"[..]),
            ("PNG", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
            ("WebP", b"RIFF\x24\0\0\0WEBPVP8 <script>"),
            ("GIF and script", b"GIF89a\x09\0\x09\0\0\0\0=1;alert(1)//"),
        ] {
            assert_eq!(prepare(bytes.to_vec()).await, Err(Refused::Broken), "{what}");
        }
    }

    #[tokio::test]
    async fn t88_of_a_file_that_is_two_things_only_the_picture_remains() {
        let page = format!("<html><script>alert('{CANARY}')</script>");
        let (jpeg, png, gif) = (file(&corners(), Jpeg), file(&corners(), Png), file(&corners(), Gif));
        for (what, plain, two) in [
            ("JPEG and ZIP", &jpeg, [&jpeg[..], b"PK\x03\x04", CANARY.as_bytes()].concat()),
            ("PNG and HTML", &png, samples::png_with(&png, &[chunk(b"tEXt", format!("a\0{page}").as_bytes())])),
            ("GIF and HTML", &gif, samples::gif_with(&gif, &page, 1)),
        ] {
            let prepared = prepare(two.clone()).await.unwrap();

            assert!(
                holds(&two, CANARY) && !holds(&prepared.bytes, CANARY) && !holds(&prepared.thumb, CANARY),
                "{what}"
            );
            assert_eq!(prepared, prepare(plain.clone()).await.unwrap(), "{what}");
        }
    }

    #[tokio::test]
    async fn t89_nothing_but_pixels_is_kept() {
        let (jpeg, png, webp, gif) =
            (file(&corners(), Jpeg), file(&clear(), Png), file(&corners(), WebP), file(&corners(), Gif));
        let notes = |before: &str| [before.as_bytes(), &samples::exif(1)].concat();
        let says = |before: &str| format!("{before}{CANARY}").into_bytes();
        let packed = [b"icc\0\0".to_vec(), samples::zeros(3000)].concat();
        let talkative = [
            (
                &jpeg,
                samples::jpeg_with(
                    &jpeg,
                    &[
                        (0xe1, notes("Exif\0\0")),
                        (0xe1, says("http://ns.adobe.com/xap/1.0/\0")),
                        (0xe2, says("ICC_PROFILE\0\x01\x01")),
                        (0xe2, says("MPF\0")),
                        (0xed, says("Photoshop 3.0\0")),
                        (0xec, says("Ducky")),
                        (0xfe, says("")),
                    ],
                ),
            ),
            (
                &png,
                samples::png_with(
                    &png,
                    &[
                        chunk(b"iCCP", &packed),
                        chunk(b"eXIf", &notes("")),
                        chunk(b"tEXt", &says("Author\0")),
                        chunk(b"iTXt", &says("XML:com.adobe.xmp\0\0\0\0\0")),
                        chunk(b"tIME", &[7, 234, 1, 1, 1, 1, 1]),
                        chunk(b"maKe", &says("")),
                    ],
                ),
            ),
            (&webp, samples::webp_with_notes(&webp, 96, 64, 1)),
            (&gif, samples::gif_with(&gif, CANARY, 1)),
        ];
        for (plain, mut file) in talkative {
            file.extend_from_slice(CANARY.as_bytes());

            let prepared = prepare(file).await.unwrap();

            for kept in [&prepared.bytes, &prepared.thumb] {
                assert!(!holds(kept, CANARY));
                if prepared.media_type == "image/jpeg" {
                    assert!(
                        samples::segments(kept).iter().all(|kind| matches!(kind, 0xe0 | 0xdb | 0xc0 | 0xc4 | 0xda))
                    );
                } else {
                    let kinds = samples::chunks(kept);
                    assert!(kinds.iter().all(|kind| ["IHDR", "IDAT", "IEND"].contains(&kind.as_str())), "{kinds:?}");
                }
            }
            // The twin that says nothing becomes the very same file.
            assert_eq!(prepared, prepare(plain.clone()).await.unwrap());
        }
    }

    #[tokio::test]
    async fn t90_a_file_may_weigh_twelve_mebibytes_and_not_a_byte_more() {
        let mut heavy = file(&corners(), Jpeg);
        heavy.resize(LARGEST, 0);
        assert!(prepare(heavy.clone()).await.is_ok());

        heavy.push(0);
        assert_eq!(prepare(heavy).await, Err(Refused::TooLarge));
    }

    #[tokio::test]
    async fn a_class_that_uploads_at_once_is_served_one_after_the_other() {
        let uploads: Vec<_> = (0..28).map(|_| tokio::spawn(prepare(file(&corners(), Jpeg)))).collect();

        for upload in uploads {
            assert!(upload.await.unwrap().is_ok());
        }
        assert_eq!(AT_WORK.available_permits(), MEMORY as usize);
    }

    #[tokio::test]
    async fn a_large_picture_is_scaled_and_has_a_small_version() {
        let large = corners().resize_exact(1800, 1200, image::imageops::FilterType::Nearest);

        let prepared = prepare(file(&large, Jpeg)).await.unwrap();

        assert_eq!((prepared.width, prepared.height), (1600, 1067));
        let small = image::load_from_memory(&prepared.thumb).unwrap();
        assert_eq!((small.width(), small.height()), (480, 320));
    }

    #[tokio::test]
    async fn the_name_and_the_digest_are_of_the_bytes_as_kept() {
        let prepared = prepare(file(&clear(), Png)).await.unwrap();

        assert_eq!(prepared.sha256, format!("{:x}", Sha256::digest(&prepared.bytes)));
        assert_eq!(prepared.digest_multibase, multibase(&Sha256::digest(&prepared.bytes)));
    }

    #[test]
    fn a_digest_is_written_as_others_read_it() {
        // Of no bytes at all, as ipfs and the multiformats examples have it.
        assert_eq!(multibase(&Sha256::digest(b"")), "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n");
    }
}
