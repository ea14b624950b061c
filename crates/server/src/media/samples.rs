//! Files to try on the pipeline, made by hand: the honest, the talkative and the hostile.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

pub(super) const RED: [u8; 3] = [230, 20, 20];
pub(super) const GREEN: [u8; 3] = [20, 200, 20];
pub(super) const BLUE: [u8; 3] = [20, 20, 230];
pub(super) const WHITE: [u8; 3] = [250, 250, 250];

/// Stands in every place of a file that is not a pixel.
pub(super) const CANARY: &str = "CANARY-Sam-lives-at-12-Elm-Street";

/// A progressive JPEG as editors write it: a small red square in ten scans.
pub(super) const PROGRESSIVE: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAVAQEBAAAAAAAAAAAAAAAAAAADBP/aAAwDAQACEAMQAAABgDs//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABBQIf/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPwF//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPwF//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwIf/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABPyEf/9oADAMBAAIAAwAAABAD/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPxB//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxB//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABPxAf/9k=";

/// Wider than high, each corner another colour: red and green above, blue and white below.
pub(super) fn corners() -> DynamicImage {
    let colour = |x: u32, y: u32| match (x < 48, y < 32) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => WHITE,
    };
    RgbImage::from_fn(96, 64, |x, y| Rgb(colour(x, y))).into()
}

pub(super) fn clear() -> DynamicImage {
    RgbaImage::from_fn(40, 30, |x, _| Rgba([200, 10, 10, if x < 20 { 255 } else { 0 }])).into()
}

pub(super) fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A camera's notes: which way up it was held, and the canary as its owner's name.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    let mut notes = b"II*\0\x08\0\0\0\x02\0".to_vec();
    notes.extend(entry(0x0112, 3, 1, u32::from(orientation)));
    notes.extend(entry(0xa430, 2, u32::try_from(CANARY.len()).unwrap(), 38));
    notes.extend([0; 4]);
    notes.extend(CANARY.as_bytes());
    notes
}

fn entry(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
}

/// The JPEG with these segments behind its first two bytes.
pub(super) fn jpeg_with(jpeg: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut file = jpeg[..2].to_vec();
    for (kind, content) in segments {
        file.extend([0xff, *kind]);
        file.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        file.extend(content);
    }
    [&file, &jpeg[2..]].concat()
}

pub(super) fn jpeg_held(orientation: u16) -> Vec<u8> {
    let notes = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    jpeg_with(&file(&corners(), ImageFormat::Jpeg), &[(0xe1, notes)])
}

/// The kinds of a JPEG's segments up to its first scan.
pub(super) fn segments(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut kinds) = (2, Vec::new());
    loop {
        kinds.push(jpeg[at + 1]);
        if jpeg[at + 1] == 0xda {
            return kinds;
        }
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
}

/// The JPEG with its only scan so many times over.
pub(super) fn jpeg_with_scans(jpeg: &[u8], times: usize) -> Vec<u8> {
    let start = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let end = jpeg.len() - 2;
    [&jpeg[..start], &jpeg[start..end].repeat(times), &jpeg[end..]].concat()
}

/// The JPEG that says of itself it is so wide and high.
pub(super) fn jpeg_that_claims(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let size = jpeg.windows(2).position(|pair| matches!(pair, [0xff, 0xc0 | 0xc2])).unwrap() + 5;
    let mut file = jpeg.to_vec();
    file[size..size + 4].copy_from_slice(&[height.to_be_bytes(), width.to_be_bytes()].concat());
    file
}

pub(super) fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let named = [kind, content].concat();
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], &named, &checksum(&named).to_be_bytes()].concat()
}

/// The PNG with these chunks behind its head.
pub(super) fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// The start of a PNG of this size, with so many bits a channel, red, green, blue and opacity.
pub(super) fn png_that_claims(width: u32, height: u32, bits: u8) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[bits, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &zeros(1000)), chunk(b"IEND", &[])].concat()
}

/// The kinds of a PNG's chunks.
pub(super) fn chunks(png: &[u8]) -> Vec<String> {
    let (mut rest, mut kinds) = (&png[8..], Vec::new());
    while let Some(length) = rest.first_chunk() {
        kinds.push(String::from_utf8(rest[4..8].to_vec()).unwrap());
        rest = &rest[12 + usize::try_from(u32::from_be_bytes(*length)).unwrap()..];
    }
    kinds
}

/// A WebP with an extended head, which says its size and that there are notes.
pub(super) fn webp_with_notes(webp: &[u8], width: u32, height: u32, orientation: u16) -> Vec<u8> {
    let size = |pixels: u32| (pixels - 1).to_le_bytes()[..3].to_vec();
    let head = [vec![0b1000, 0, 0, 0], size(width), size(height)].concat();
    let body =
        [b"WEBP".to_vec(), riff(b"VP8X", &head), webp[12..].to_vec(), riff(b"EXIF", &exif(orientation))].concat();
    riff(b"RIFF", &body)
}

fn riff(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let padding = vec![0; content.len() % 2];
    let length = u32::try_from(content.len()).unwrap();
    [kind, &length.to_le_bytes(), content, &padding].concat()
}

/// The GIF with a comment, if there is one, and then its frames so many times over.
pub(super) fn gif_with(gif: &[u8], comment: &str, times: usize) -> Vec<u8> {
    // The head is 13 bytes and a table of colours whose size it says.
    let head = 13 + if gif[10] & 0x80 == 0 { 0 } else { 3 << ((gif[10] & 7) + 1) };
    let length = u8::try_from(comment.len()).unwrap();
    let comment = if length == 0 { Vec::new() } else { [&[0x21, 0xfe, length], comment.as_bytes(), &[0]].concat() };
    [&gif[..head], &comment, &gif[head..gif.len() - 1].repeat(times), &[0x3b]].concat()
}

/// So many zeros, packed as tightly as can be: 13 bits for every 258 of them.
pub(super) fn zeros(count: usize) -> Vec<u8> {
    let mut packed = vec![0x78, 0x9c];
    let (mut bits, mut held) = (0_u64, 0);
    let mut push = |packed: &mut Vec<u8>, value: u64, length: u32| {
        bits |= value << held;
        held += length;
        while held >= 8 {
            packed.push(bits.to_le_bytes()[0]);
            bits >>= 8;
            held -= 8;
        }
    };
    // The last block, with the fixed code; then one zero, and "258 more of what is one back" over and over.
    push(&mut packed, 0b011, 3);
    push(&mut packed, 0b0000_1100, 8);
    let mut more = |packed: &mut Vec<u8>, times: usize| {
        for _ in 0..times {
            push(packed, 0b1010_0011, 8);
            push(packed, 0, 5);
        }
    };
    let eights = count / 258 / 8;
    more(&mut packed, count / 258 % 8 + 8.min(eights * 8));
    if eights > 1 {
        // Eight times 13 bits are 13 bytes, and the same ones over and over.
        let start = packed.len();
        more(&mut packed, 8);
        let again = packed[start..].repeat(eights - 2);
        packed.extend(again);
    }
    push(&mut packed, 0, 7);
    push(&mut packed, 0, 7);
    // Of zeros alone, the checksum's first half counts their number.
    let number = u32::try_from((1 + count / 258 * 258) % 65_521).unwrap();
    packed.extend(((number << 16) | 1).to_be_bytes());
    packed
}

fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}
