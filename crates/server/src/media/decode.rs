//! Opens a picture that may be anything: known by its first bytes, measured before it is unpacked.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{LARGEST, MEMORY, Refused};

/// The longest side of a picture that comes in, in pixels.
const LONGEST: u32 = 12_000;
/// The most pixels of a picture that comes in.
const MOST: u64 = 60_000_000;
/// What a picture may take in memory once it is unpacked, in bytes: sixty million pixels of four bytes.
const UNPACKED: u64 = 4 * MOST;
/// What scaling takes at most, whatever the size, in bytes.
const SCALING: u64 = 100 * MIB;
/// What a decoder may take beside the pixels for its own work.
const WORK: u64 = 32 * MIB;
const MIB: u64 = 1024 * 1024;
/// How often a JPEG may go over its pixels again. Cameras and editors make ten passes at most; each costs as much time as
/// the whole picture and may be a few bytes long.
const SCANS: usize = 64;

const PNG_MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A file that has been looked at and measured, and not yet unpacked.
pub(super) struct Screened {
    bytes: Vec<u8>,
    format: ImageFormat,
    /// What its pixels will take, in bytes.
    unpacked: u64,
    /// What will be taken beside them, in bytes: by scaling, or before that by a JPEG of several scans, which keeps two
    /// bytes for each one until it has seen the last.
    beside: u64,
}

impl Screened {
    /// Looks at a file: what it is, how large, and whether all of it is there. Quickly done, whatever it claims to be.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Screened, Refused> {
        if bytes.len() > LARGEST {
            return Err(Refused::TooLarge);
        }
        let format = format(&bytes)?;
        let (bytes, scans) = match format {
            ImageFormat::Png => (pixels_of_png(&bytes).ok_or(Refused::Broken)?, 1),
            ImageFormat::Jpeg => {
                let scans = scans_of_jpeg(&bytes).filter(|scans| *scans <= SCANS).ok_or(Refused::Broken)?;
                (bytes, scans)
            }
            _ => (bytes, 1),
        };
        let unpacked = open(&bytes, format, Limits::default())?.total_bytes();
        let beside = if scans > 1 { SCALING.max(unpacked * 2) } else { SCALING };
        let file = Screened { bytes, format, unpacked, beside };
        if file.memory() > MEMORY { Err(Refused::TooManyPixels) } else { Ok(file) }
    }

    /// What unpacking and scaling it will take, in MiB.
    pub(super) fn memory(&self) -> u32 {
        u32::try_from((self.unpacked + self.beside) / MIB).unwrap_or(u32::MAX)
    }

    /// The first picture in the file, and how the camera was held.
    pub(super) fn decode(&self) -> Result<(DynamicImage, Orientation), Refused> {
        let mut limits = Limits::default();
        limits.max_alloc = Some(self.unpacked + WORK);
        let mut decoder = open(&self.bytes, self.format, limits)?;
        let orientation = decoder.orientation().map_err(|_| Refused::Broken)?;
        let picture = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Broken)?;
        Ok((picture, orientation))
    }
}

/// By what the file is, never by what it is called.
fn format(bytes: &[u8]) -> Result<ImageFormat, Refused> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(ImageFormat::WebP),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(ImageFormat::Gif),
        _ if bytes.starts_with(PNG_MAGIC) => Ok(ImageFormat::Png),
        _ => Err(Refused::NotAPicture),
    }
}

/// A decoder that has read the size and nothing more.
fn open(bytes: &[u8], format: ImageFormat, limits: Limits) -> Result<impl ImageDecoder + '_, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| Refused::Broken)?;

    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refused::Broken);
    }
    if width > LONGEST || height > LONGEST || pixels > MOST || decoder.total_bytes() > UNPACKED {
        return Err(Refused::TooManyPixels);
    }
    Ok(decoder)
}

/// A PNG without all that is not its first picture. Texts and profiles may be packed a thousand times smaller than they
/// are, so they are gone before anything is unpacked. None if it is cut off.
fn pixels_of_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = PNG_MAGIC.to_vec();
    let mut rest = bytes.get(PNG_MAGIC.len()..)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let kind = rest.get(4..8)?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        if [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"].iter().any(|wanted| *wanted == kind) {
            kept.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
}

/// How many times a JPEG goes over its pixels. None if it is cut off.
fn scans_of_jpeg(bytes: &[u8]) -> Option<usize> {
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    let mut scans = 0;
    let mut at = 2;
    loop {
        // Between two segments there may be filling, and after a scan's head come its pixels.
        while *bytes.get(at)? != 0xff || matches!(bytes.get(at + 1)?, 0x00 | 0x01 | 0xff | 0xd0..=0xd7) {
            at += 1;
        }
        let kind = bytes[at + 1];
        if kind == END {
            return Some(scans);
        }
        scans += usize::from(kind == SCAN);
        let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
        at += 2 + usize::from(length);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use base64::prelude::*;
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};

    use super::super::samples::{self, BLUE, GREEN, RED, WHITE, chunk, clear, corners, file};
    use super::super::{Prepared, prepare_now};
    use super::*;

    /// The colour nearest to that of a pixel: encoding moves them a little.
    fn colour_at(picture: &DynamicImage, x: u32, y: u32) -> [u8; 3] {
        let pixel = picture.to_rgb8().get_pixel(x, y).0;
        let distance = |colour: &[u8; 3]| colour.iter().zip(pixel).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        [RED, GREEN, BLUE, WHITE].into_iter().min_by_key(distance).unwrap()
    }

    /// Above left, above right, below left, below right.
    fn corners_of(picture: &DynamicImage) -> [[u8; 3]; 4] {
        let (right, below) = (picture.width() - 5, picture.height() - 5);
        [(4, 4), (right, 4), (4, below), (right, below)].map(|(x, y)| colour_at(picture, x, y))
    }

    /// What each value of Exif's orientation means for a picture that lies red, green above blue, white.
    const ORIENTATIONS: [(u16, [[u8; 3]; 4]); 8] = [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
    ];

    #[test]
    fn t89_a_picture_is_turned_the_way_the_camera_was_held() {
        for (orientation, expected) in ORIENTATIONS {
            let turned = samples::jpeg_held(orientation);
            let png = samples::png_with(&file(&corners(), Png), &[chunk(b"eXIf", &samples::exif(orientation))]);
            let webp = samples::webp_with_notes(&file(&corners(), WebP), 96, 64, orientation);
            let size = if orientation < 5 { (96, 64) } else { (64, 96) };

            for file in [turned, png, webp] {
                let prepared = prepared(file).unwrap();
                let seen = image::load_from_memory(&prepared.bytes).unwrap();

                assert_eq!(corners_of(&seen), expected, "orientation {orientation}");
                assert_eq!((prepared.width, prepared.height), size, "orientation {orientation}");
            }
        }
    }

    #[test]
    fn t89_an_orientation_that_means_nothing_turns_nothing() {
        for orientation in [0, 9, 65_535] {
            let prepared = prepared(samples::jpeg_held(orientation)).unwrap();
            let seen = image::load_from_memory(&prepared.bytes).unwrap();

            assert_eq!(corners_of(&seen), ORIENTATIONS[0].1, "orientation {orientation}");
        }
    }

    fn prepared(file: Vec<u8>) -> Result<Prepared, Refused> {
        prepare_now(&Screened::new(file)?)
    }

    /// Refused or taken, but at once.
    fn quickly(bytes: &[u8]) -> Result<(u32, u32), Refused> {
        let began = Instant::now();
        let outcome = Screened::new(bytes.to_vec()).and_then(|file| file.decode());
        assert!(began.elapsed() < Duration::from_secs(2), "took {:?}", began.elapsed());
        outcome.map(|(picture, _)| (picture.width(), picture.height()))
    }

    #[test]
    fn t90_a_picture_that_claims_to_be_enormous_is_refused_before_it_is_unpacked() {
        let (jpeg, webp) = (file(&corners(), Jpeg), file(&corners(), WebP));
        let mut gif = file(&corners(), Gif);
        gif[6..10].fill(0xff);
        for (what, file) in [
            ("PNG", samples::png_that_claims(65_535, 65_535, 8)),
            ("PNG, by one line", samples::png_that_claims(12_001, 1, 8)),
            ("PNG, by its area", samples::png_that_claims(10_000, 6_001, 8)),
            ("PNG, by its depth", samples::png_that_claims(12_000, 5_000, 16)),
            ("JPEG", samples::jpeg_that_claims(&jpeg, 65_535, 65_535)),
            ("WebP", samples::webp_with_notes(&webp, 16_384, 16_384, 1)),
            ("GIF", gif),
        ] {
            assert_eq!(quickly(&file), Err(Refused::TooManyPixels), "{what}");
        }
    }

    #[test]
    fn t90_the_largest_that_is_allowed_is_let_by_and_has_a_turn_of_its_own() {
        for (size, memory) in [((12_000, 5_000), 328), ((4_000, 3_000), 145), ((64, 64), 100)] {
            assert_eq!(Screened::new(samples::png_that_claims(size.0, size.1, 8)).unwrap().memory(), memory);
        }
        let line = file(&DynamicImage::new_rgb8(12_000, 1), Png);
        assert_eq!(quickly(&line), Ok((12_000, 1)));
    }

    #[test]
    fn t90_a_jpeg_that_must_be_held_whole_may_be_less_large() {
        let progressive = BASE64_STANDARD.decode(samples::PROGRESSIVE).unwrap();
        let outcome = |jpeg: &[u8], width| Screened::new(samples::jpeg_that_claims(jpeg, width, 6_000)).map(|_| ());

        assert_eq!(outcome(&file(&corners(), Jpeg), 9_000), Ok(()));
        assert_eq!(outcome(&progressive, 7_000), Ok(()));
        assert_eq!(outcome(&progressive, 9_000), Err(Refused::TooManyPixels));
    }

    #[test]
    fn t90_a_picture_inside_that_is_larger_than_its_head_says_is_refused() {
        let webp = file(&DynamicImage::new_rgb8(600, 600), WebP);
        assert_eq!(quickly(&samples::webp_with_notes(&webp, 600, 600, 1)), Ok((600, 600)));

        assert_eq!(quickly(&samples::webp_with_notes(&webp, 6, 6, 1)), Err(Refused::Broken));
    }

    #[test]
    fn t90_of_ten_thousand_frames_the_first_is_taken() {
        let gif = file(&corners(), Gif);

        let many = samples::gif_with(&gif, "", 10_000);

        assert_eq!(quickly(&many), Ok((96, 64)));
        assert_eq!(prepared(many), prepared(gif));
    }

    #[test]
    fn t90_a_jpeg_that_goes_over_itself_a_thousand_times_is_refused() {
        let jpeg = file(&corners(), Jpeg);
        assert_eq!(quickly(&samples::jpeg_with_scans(&jpeg, 1)), Ok((96, 64)));
        assert_eq!(quickly(&BASE64_STANDARD.decode(samples::PROGRESSIVE).unwrap()), Ok((16, 16)));

        assert_eq!(quickly(&samples::jpeg_with_scans(&jpeg, 1_000)), Err(Refused::Broken));
    }

    #[test]
    fn t90_what_unpacks_to_a_thousand_times_its_size_is_not_unpacked() {
        let png = file(&clear(), Png);
        let bomb = samples::zeros(400 << 20);
        let profile = [b"icc\0\0", &bomb[..]].concat();
        let text = [b"Comment\0\0", &bomb[..]].concat();

        let loaded = samples::png_with(&png, &[chunk(b"iCCP", &profile), chunk(b"zTXt", &text)]);

        assert_eq!(quickly(&loaded), Ok((40, 30)));
        assert_eq!(quickly(&png_of(&samples::zeros(258))), Ok((9, 7)));
        assert!(matches!(quickly(&png_of(&bomb)), Ok((9, 7)) | Err(Refused::Broken)));
    }

    /// Nine pixels by seven, with the 259 bytes they take packed here.
    fn png_of(packed: &[u8]) -> Vec<u8> {
        let head = samples::png_that_claims(9, 7, 8);
        [&head[..33], &chunk(b"IDAT", packed), &chunk(b"IEND", &[])].concat()
    }

    #[test]
    fn t90_a_file_that_is_cut_off_is_refused() {
        for format in [Jpeg, Png, WebP, Gif] {
            let whole = file(&corners(), format);
            assert!(quickly(&whole).is_ok());

            for length in [12, whole.len() / 2, whole.len() - 13] {
                assert_eq!(quickly(&whole[..length]), Err(Refused::Broken), "{format:?} cut to {length} bytes");
            }
        }
    }

    #[test]
    fn t90_no_file_however_mangled_brings_a_decoder_down() {
        let mut chance = 7_u32;
        let mut next = |below: usize| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            usize::try_from(chance >> 8).unwrap() % below
        };
        for format in [Jpeg, Png, WebP, Gif] {
            let whole = file(&corners().thumbnail(24, 16), format);
            for _ in 0..300 {
                let mut mangled = whole.clone();
                for _ in 0..=next(4) {
                    let at = next(mangled.len());
                    mangled[at] = next(256).to_le_bytes()[0];
                }

                // Whatever it says, it says; a panic would fail this test.
                let _ = quickly(&mangled);
            }
        }
    }
}
