//! Pictures for posts, drawn by the tests themselves.

/// A PNG of one colour, 64 by 48.
pub fn png(red: u8, green: u8, blue: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([red, green, blue]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture in memory");
    bytes.into_inner()
}
