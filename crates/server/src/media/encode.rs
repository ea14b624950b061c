//! Scales a picture and writes it anew: pixels in, a plain file out.

use std::collections::HashSet;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView};

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";

/// Where JPEG's artefacts are not yet seen by people who do not look for them.
const QUALITY: u8 = 85;
/// A drawing has fewer colours than this, soft edges included; a photograph has more.
const FEW_COLOURS: usize = 4096;

/// The picture at most so many pixels wide and high, in its own proportions; a smaller one stays as it is.
pub(super) fn fit(picture: DynamicImage, longest: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= longest {
        return plain(picture);
    }
    // The fine filter holds its work in numbers four times as large as pixels, so a much larger picture is first
    // brought near by plain averages, which is also several times faster.
    let near = longest * 2;
    let picture = if picture.width().max(picture.height()) > near { picture.thumbnail(near, near) } else { picture };
    plain(picture.resize(longest, longest, FilterType::Lanczos3))
}

/// Eight bits a colour, and transparency only where something is transparent.
fn plain(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        let picture = picture.into_rgba8();
        if picture.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
            return DynamicImage::ImageRgba8(picture);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8());
    }
    DynamicImage::ImageRgb8(picture.into_rgb8())
}

/// The file and its type: PNG for what is transparent or drawn, else JPEG.
pub(super) fn encode(picture: &DynamicImage) -> Option<(Vec<u8>, &'static str)> {
    if picture.color().has_alpha() {
        return Some((encode_as(picture, PNG)?, PNG));
    }
    let jpeg = encode_as(picture, JPEG)?;
    if has_few_colours(picture) {
        let png = encode_as(picture, PNG)?;
        // A photograph squeezed into a GIF has few colours too, and as PNG would be many times as large.
        if png.len() <= jpeg.len() * 3 / 2 {
            return Some((png, PNG));
        }
    }
    Some((jpeg, JPEG))
}

/// The file, of a type that [`encode`] chose.
pub(super) fn encode_as(picture: &DynamicImage, media_type: &str) -> Option<Vec<u8>> {
    let mut file = Cursor::new(Vec::new());
    let written = if media_type == PNG {
        picture.write_with_encoder(PngEncoder::new(&mut file))
    } else {
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut file, QUALITY))
    };
    written.ok().map(|()| file.into_inner())
}

fn has_few_colours(picture: &DynamicImage) -> bool {
    let mut colours = HashSet::new();
    for (_, _, pixel) in picture.pixels() {
        if colours.insert(pixel.0) && colours.len() > FEW_COLOURS {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// Nothing like it is drawn by hand: every pixel another colour than its neighbours.
    fn photograph(width: u32, height: u32) -> DynamicImage {
        let shade =
            |x: u32, y: u32| Rgb([x * 7 % 251, y * 5 % 253, (x * 3 + y * 11) % 255].map(|c| c.to_le_bytes()[0]));
        RgbImage::from_fn(width, height, shade).into()
    }

    #[test]
    fn a_picture_is_never_made_larger_and_keeps_its_proportions() {
        for ((width, height), expected) in [
            ((40, 30), (40, 30)),
            ((1600, 1600), (1600, 1600)),
            ((1601, 10), (1600, 10)),
            ((2400, 1200), (1600, 800)),
            ((1000, 4000), (400, 1600)),
            ((1, 12_000), (1, 1600)),
        ] {
            let fitted = fit(DynamicImage::new_rgb8(width, height), 1600);

            assert_eq!((fitted.width(), fitted.height()), expected, "from {width} x {height}");
        }
    }

    #[test]
    fn a_photograph_becomes_jpeg_and_a_drawing_png() {
        let drawing = RgbImage::from_fn(300, 200, |x, _| if x < 150 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });

        assert_eq!(encode(&photograph(300, 200)).unwrap().1, JPEG);
        assert_eq!(encode(&drawing.into()).unwrap().1, PNG);
    }

    #[test]
    fn transparency_is_kept_where_there_is_some_and_nowhere_else() {
        let clear = |alpha: u8| DynamicImage::from(RgbaImage::from_pixel(20, 20, Rgba([9, 9, 9, alpha])));

        assert!(fit(clear(100), 1600).color().has_alpha());
        assert!(!fit(clear(255), 1600).color().has_alpha());
    }

    #[test]
    fn sixteen_bits_and_greys_become_plain_colours() {
        let deep = DynamicImage::new_rgb16(10, 10);
        let grey = DynamicImage::new_luma8(10, 10);

        for picture in [deep, grey] {
            assert!(matches!(fit(picture, 1600), DynamicImage::ImageRgb8(_)));
        }
    }
}
