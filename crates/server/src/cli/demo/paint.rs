//! The demo's pictures, painted when it starts: a few flat colours, soft edges, nothing that anybody photographed.

use std::f32::consts::TAU;
use std::io::Cursor;

use anyhow::Context;
use image::{ImageFormat, Rgb, RgbImage};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;

/// What can be painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scene {
    Boat,
    Beans,
    Snail,
    Rain,
    Kite,
    Robot,
    Museum,
    Hills,
    Market,
    Storm,
    Sun,
    Whale,
}

impl Scene {
    pub(super) const ALL: [Self; 12] = [
        Self::Boat,
        Self::Beans,
        Self::Snail,
        Self::Rain,
        Self::Kite,
        Self::Robot,
        Self::Museum,
        Self::Hills,
        Self::Market,
        Self::Storm,
        Self::Sun,
        Self::Whale,
    ];
}

/// Paints a scene, as a PNG file's bytes. It takes some tens of milliseconds, so it belongs on a blocking thread.
pub(super) fn paint(scene: Scene) -> anyhow::Result<Vec<u8>> {
    let mut sheet = Sheet::new();
    match scene {
        Scene::Boat => boat(&mut sheet),
        Scene::Beans => beans(&mut sheet),
        Scene::Snail => snail(&mut sheet),
        Scene::Rain => rain(&mut sheet),
        Scene::Kite => kite(&mut sheet),
        Scene::Robot => robot(&mut sheet),
        Scene::Museum => museum(&mut sheet),
        Scene::Hills => hills(&mut sheet, [0xFB_E3C2, 0xF2_9F58, 0x8D_B48E, 0x5F_9471, 0x33_6B57]),
        Scene::Market => market(&mut sheet),
        Scene::Storm => storm(&mut sheet),
        Scene::Sun => sun(&mut sheet),
        Scene::Whale => whale(&mut sheet),
    }
    let mut file = Cursor::new(Vec::new());
    sheet.paper.write_to(&mut file, ImageFormat::Png).context("painting a picture")?;
    Ok(file.into_inner())
}

/// A sheet of paper and what can be put on it. Everything is in pixels; colours are `0xRRGGBB`.
struct Sheet {
    paper: RgbImage,
}

/// A point: how far from the left, how far from the top.
type Point = (f32, f32);

impl Sheet {
    fn new() -> Self {
        Self { paper: RgbImage::new(WIDTH, HEIGHT) }
    }

    /// Colours what lies within a box, where `outside` says how far a point is from the shape's edge (negative: within).
    fn shape(&mut self, (left, top): Point, (right, bottom): Point, colour: u32, outside: impl Fn(f32, f32) -> f32) {
        for y in pixel(top, HEIGHT)..pixel(bottom + 1.0, HEIGHT) {
            for x in pixel(left, WIDTH)..pixel(right + 1.0, WIDTH) {
                let cover = (0.5 - outside(real(x) + 0.5, real(y) + 0.5)).clamp(0.0, 1.0);
                if cover > 0.0 {
                    let below = self.paper.get_pixel_mut(x, y);
                    for (channel, shift) in below.0.iter_mut().zip([16, 8, 0]) {
                        let over = f32::from((colour >> shift & 0xFF) as u8);
                        *channel = byte(f32::from(*channel) * (1.0 - cover) + over * cover);
                    }
                }
            }
        }
    }

    /// The whole sheet, from one colour at the top to another at the bottom.
    fn wash(&mut self, top: u32, bottom: u32) {
        for (_, y, pixel) in self.paper.enumerate_pixels_mut() {
            let share = real(y) / real(HEIGHT);
            let mix = |shift: u32| {
                let (from, to) = (f32::from((top >> shift & 0xFF) as u8), f32::from((bottom >> shift & 0xFF) as u8));
                byte(from + (to - from) * share)
            };
            *pixel = Rgb([mix(16), mix(8), mix(0)]);
        }
    }

    fn disc(&mut self, (x, y): Point, radius: f32, colour: u32) {
        self.oval((x, y), (radius, radius), colour);
    }

    fn oval(&mut self, (x, y): Point, (wide, high): Point, colour: u32) {
        let least = wide.min(high);
        self.shape((x - wide, y - high), (x + wide, y + high), colour, |px, py| {
            (((px - x) / wide).hypot((py - y) / high) - 1.0) * least
        });
    }

    /// A rectangle with round corners.
    fn block(&mut self, (left, top): Point, (wide, high): Point, round: f32, colour: u32) {
        let (x, y) = (left + wide / 2.0, top + high / 2.0);
        self.shape((left, top), (left + wide, top + high), colour, |px, py| {
            let (dx, dy) = ((px - x).abs() - wide / 2.0 + round, (py - y).abs() - high / 2.0 + round);
            dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - round
        });
    }

    /// A shape with straight sides that bulges nowhere, its corners given clockwise.
    fn corners(&mut self, corners: &[Point], colour: u32) {
        let (mut least, mut most) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for (x, y) in corners {
            least = (least.0.min(*x), least.1.min(*y));
            most = (most.0.max(*x), most.1.max(*y));
        }
        self.shape(least, most, colour, |px, py| {
            let mut outside = f32::MIN;
            for (index, (ax, ay)) in corners.iter().enumerate() {
                let (bx, by) = corners[(index + 1) % corners.len()];
                let (dx, dy) = (bx - ax, by - ay);
                outside = outside.max(((px - ax) * dy - (py - ay) * dx) / dx.hypot(dy));
            }
            outside
        });
    }

    /// A stroke with round ends.
    fn stroke(&mut self, (ax, ay): Point, (bx, by): Point, thick: f32, colour: u32) {
        let half = thick / 2.0;
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        self.shape((ax.min(bx) - half, ay.min(by) - half), (ax.max(bx) + half, ay.max(by) + half), colour, |px, py| {
            let along = (((px - ax) * dx + (py - ay) * dy) / length).clamp(0.0, 1.0);
            (px - ax - dx * along).hypot(py - ay - dy * along) - half
        });
    }

    /// Everything below a wavy line.
    fn below(&mut self, height: f32, swing: f32, waves: f32, shift: f32, colour: u32) {
        self.shape((0.0, height - swing), (real(WIDTH), real(HEIGHT)), colour, |px, py| {
            height + swing * (px / real(WIDTH) * waves * TAU + shift).sin() - py
        });
    }

    fn cloud(&mut self, (x, y): Point, size: f32, colour: u32) {
        self.disc((x, y), size * 0.6, colour);
        self.disc((x + size * 0.7, y - size * 0.2), size * 0.75, colour);
        self.disc((x + size * 1.5, y), size * 0.6, colour);
        self.block((x - size * 0.3, y), (size * 2.1, size * 0.6), size * 0.3, colour);
    }
}

fn boat(sheet: &mut Sheet) {
    sheet.wash(0xBF_E3EA, 0xF6_EFDD);
    sheet.disc((770.0, 140.0), 62.0, 0xF6_C65B);
    sheet.cloud((150.0, 130.0), 62.0, 0xFF_FFFF);
    sheet.below(420.0, 14.0, 3.0, 0.4, 0x5F_A9C0);
    sheet.stroke((470.0, 130.0), (470.0, 420.0), 12.0, 0x5B_4636);
    sheet.corners(&[(486.0, 150.0), (650.0, 390.0), (486.0, 390.0)], 0xFF_FBF2);
    sheet.corners(&[(454.0, 190.0), (454.0, 390.0), (350.0, 390.0)], 0xF3_D9B1);
    sheet.corners(&[(320.0, 412.0), (660.0, 412.0), (596.0, 500.0), (380.0, 500.0)], 0xC8_4B3C);
    sheet.block((320.0, 404.0), (340.0, 18.0), 8.0, 0x8E_2F26);
    sheet.below(486.0, 16.0, 3.5, 2.1, 0x3C_86A3);
    sheet.below(560.0, 14.0, 2.5, 0.9, 0x2A_6584);
    for (x, y) in [(250.0, 240.0), (300.0, 210.0)] {
        sheet.stroke((x - 26.0, y - 12.0), (x, y), 6.0, 0x3A_4A57);
        sheet.stroke((x, y), (x + 26.0, y - 12.0), 6.0, 0x3A_4A57);
    }
}

fn beans(sheet: &mut Sheet) {
    sheet.wash(0xFD_F3DC, 0xFA_E4BD);
    sheet.block((0.0, 520.0), (960.0, 120.0), 0.0, 0xC9_9A6B);
    for (x, height) in [(220.0, 330.0), (480.0, 190.0), (740.0, 0.0)] {
        if height > 0.0 {
            sheet.stroke((x, 400.0), (x + 14.0, 400.0 - height), 10.0, 0x4F_8B4A);
            let mut up = 70.0;
            let mut side = 1.0;
            while up <= height {
                sheet.oval(
                    (x + side * 46.0 + 6.0, 400.0 - up),
                    (44.0, 22.0),
                    if side > 0.0 { 0x6C_AF5F } else { 0x5A_9A50 },
                );
                side = -side;
                up += 62.0;
            }
        }
        sheet.corners(&[(x - 90.0, 400.0), (x + 90.0, 400.0), (x + 64.0, 545.0), (x - 64.0, 545.0)], 0xC4_6A45);
        sheet.block((x - 102.0, 380.0), (204.0, 38.0), 10.0, 0xD9_7E56);
        sheet.oval((x, 384.0), (84.0, 9.0), 0x5A_4030);
    }
}

fn snail(sheet: &mut Sheet) {
    sheet.wash(0xD8_ECF0, 0xF7_F3E0);
    sheet.below(470.0, 10.0, 2.0, 0.0, 0x86_B566);
    sheet.block((250.0, 430.0), (440.0, 74.0), 37.0, 0xE4_C392);
    sheet.block((610.0, 330.0), (86.0, 170.0), 43.0, 0xE4_C392);
    for x in [628.0, 676.0] {
        sheet.stroke((x, 340.0), (x + 22.0, 250.0), 10.0, 0xE4_C392);
        sheet.disc((x + 22.0, 246.0), 13.0, 0x3A_3A3A);
    }
    sheet.stroke((652.0, 430.0), (688.0, 424.0), 6.0, 0x7A_5230);
    for (radius, colour) in
        [(150.0, 0x9A_5F3C), (122.0, 0xC4_8453), (92.0, 0x9A_5F3C), (64.0, 0xC4_8453), (36.0, 0x9A_5F3C)]
    {
        sheet.disc((430.0 + (150.0 - radius) * 0.22, 330.0 + (150.0 - radius) * 0.16), radius, colour);
    }
    sheet.below(496.0, 8.0, 5.0, 1.0, 0x6F_9F53);
}

fn rain(sheet: &mut Sheet) {
    sheet.wash(0x9F_B4C2, 0xCF_D9DA);
    sheet.below(520.0, 6.0, 2.0, 0.0, 0x7F_A06B);
    for column in 0..14_u8 {
        for row in 0..7_u8 {
            let x = f32::from(column) * 72.0 + f32::from(row % 2) * 36.0;
            let y = f32::from(row) * 88.0 + f32::from(column % 3) * 22.0;
            sheet.stroke((x, y), (x - 8.0, y + 34.0), 5.0, 0xE3_EEF3);
        }
    }
    sheet.stroke((480.0, 150.0), (480.0, 540.0), 12.0, 0x5B_4636);
    sheet.stroke((480.0, 540.0), (440.0, 556.0), 12.0, 0x5B_4636);
    sheet.shape((240.0, 130.0), (720.0, 352.0), 0xF2_B632, |x, y| {
        let edge = 352.0 - 22.0 * ((x - 240.0) / 480.0 * 3.0 * std::f32::consts::PI).sin().abs();
        ((x - 480.0).hypot((y - 370.0) * 1.04) - 240.0).max(y - edge)
    });
    sheet.stroke((480.0, 140.0), (400.0, 322.0), 4.0, 0xC9_8F1B);
    sheet.stroke((480.0, 140.0), (560.0, 322.0), 4.0, 0xC9_8F1B);
    for (x, y, wide) in [(230.0, 585.0, 130.0), (640.0, 570.0, 170.0), (850.0, 612.0, 90.0)] {
        sheet.oval((x, y), (wide, 20.0), 0x9F_C3D6);
        sheet.oval((x, y - 3.0), (wide * 0.6, 9.0), 0xC4_DDE8);
    }
}

fn kite(sheet: &mut Sheet) {
    sheet.wash(0xA9_D9EC, 0xEE_F6EC);
    sheet.cloud((110.0, 170.0), 56.0, 0xFF_FFFF);
    sheet.cloud((700.0, 300.0), 48.0, 0xFF_FFFF);
    sheet.below(540.0, 40.0, 0.8, 3.4, 0x7F_B36A);
    sheet.stroke((560.0, 300.0), (250.0, 560.0), 3.0, 0x4A_5560);
    let mut at = (548.0, 312.0);
    for (index, step) in
        [(30.0, 46.0), (-22.0, 44.0), (34.0, 42.0), (-18.0, 44.0), (30.0, 40.0)].into_iter().enumerate()
    {
        let next = (at.0 + step.0, at.1 + step.1);
        sheet.stroke(at, next, 5.0, 0x4A_5560);
        sheet.oval(next, (20.0, 10.0), if index % 2 == 0 { 0xF2_B632 } else { 0xC8_4B3C });
        at = next;
    }
    sheet.corners(&[(600.0, 90.0), (690.0, 210.0), (556.0, 214.0)], 0xC8_4B3C);
    sheet.corners(&[(690.0, 210.0), (548.0, 318.0), (556.0, 214.0)], 0xF2_B632);
    sheet.corners(&[(600.0, 90.0), (556.0, 214.0), (470.0, 172.0)], 0xF2_B632);
    sheet.corners(&[(470.0, 172.0), (556.0, 214.0), (548.0, 318.0)], 0xC8_4B3C);
}

fn robot(sheet: &mut Sheet) {
    sheet.wash(0xE8_E3F2, 0xF8_F2E6);
    sheet.block((0.0, 520.0), (960.0, 120.0), 0.0, 0xCF_BFA5);
    sheet.block((690.0, 120.0), (190.0, 402.0), 8.0, 0x8C_6A4A);
    sheet.disc((720.0, 330.0), 11.0, 0xF2_C65B);
    sheet.stroke((400.0, 110.0), (400.0, 170.0), 8.0, 0x6B_7785);
    sheet.disc((400.0, 104.0), 17.0, 0xC8_4B3C);
    sheet.block((290.0, 160.0), (220.0, 150.0), 26.0, 0xAE_BBC7);
    sheet.block((312.0, 184.0), (176.0, 98.0), 18.0, 0x2E_3B49);
    for x in [358.0, 442.0] {
        sheet.disc((x, 232.0), 21.0, 0x7F_E0C8);
        sheet.disc((x + 6.0, 226.0), 7.0, 0xFF_FFFF);
    }
    sheet.stroke((262.0, 390.0), (196.0, 330.0), 20.0, 0x8E_9CAA);
    sheet.stroke((538.0, 390.0), (612.0, 350.0), 20.0, 0x8E_9CAA);
    sheet.block((256.0, 322.0), (288.0, 180.0), 30.0, 0x8E_9CAA);
    for (x, colour) in [(330.0, 0xF2_B632), (400.0, 0x5F_A96B), (470.0, 0xC8_4B3C)] {
        sheet.disc((x, 390.0), 20.0, colour);
    }
    sheet.block((320.0, 440.0), (160.0, 20.0), 10.0, 0x2E_3B49);
    for x in [318.0, 482.0] {
        sheet.disc((x, 530.0), 52.0, 0x2E_3B49);
        sheet.disc((x, 530.0), 22.0, 0xAE_BBC7);
    }
}

fn museum(sheet: &mut Sheet) {
    sheet.wash(0xF3_E7D3, 0xEA_D8BB);
    sheet.corners(&[(480.0, 50.0), (840.0, 170.0), (120.0, 170.0)], 0xB9_8C6A);
    sheet.block((120.0, 164.0), (720.0, 40.0), 4.0, 0xD2_AC88);
    for x in [170.0, 358.0, 546.0, 734.0] {
        sheet.block((x, 204.0), (56.0, 300.0), 6.0, 0xFB_F5EA);
        sheet.block((x - 12.0, 204.0), (80.0, 22.0), 6.0, 0xE6_D9C2);
        sheet.block((x - 12.0, 488.0), (80.0, 22.0), 6.0, 0xE6_D9C2);
    }
    sheet.block((80.0, 508.0), (800.0, 34.0), 4.0, 0xB9_8C6A);
    sheet.block((40.0, 542.0), (880.0, 98.0), 4.0, 0xA4_7858);
    sheet.oval((292.0, 450.0), (40.0, 52.0), 0x2F_7F86);
    sheet.block((276.0, 372.0), (32.0, 44.0), 8.0, 0x2F_7F86);
    sheet.block((426.0, 446.0), (110.0, 60.0), 20.0, 0x33_3C48);
    sheet.disc((481.0, 466.0), 26.0, 0xF1_E7D6);
    sheet.block((420.0, 420.0), (122.0, 24.0), 12.0, 0x33_3C48);
    sheet.corners(&[(626.0, 452.0), (704.0, 504.0), (612.0, 504.0)], 0x6A_7480);
    sheet.stroke((634.0, 438.0), (684.0, 446.0), 14.0, 0x8A_4B32);
}

fn hills(sheet: &mut Sheet, [sky, sun, far, middle, near]: [u32; 5]) {
    sheet.wash(sky, 0xFD_F6E6);
    sheet.disc((650.0, 260.0), 96.0, sun);
    sheet.below(330.0, 44.0, 1.1, 0.3, far);
    sheet.below(420.0, 50.0, 0.8, 2.6, middle);
    sheet.below(520.0, 38.0, 1.0, 4.6, near);
    for (x, y) in [(150.0, 470.0), (210.0, 490.0), (820.0, 460.0)] {
        sheet.stroke((x, y + 60.0), (x, y), 10.0, 0x5B_4636);
        sheet.disc((x, y - 14.0), 36.0, 0x2A_5A48);
    }
}

fn market(sheet: &mut Sheet) {
    sheet.wash(0xFB_E6C4, 0xF7_D9A6);
    sheet.block((0.0, 560.0), (960.0, 80.0), 0.0, 0xC2_8B5B);
    for x in [150.0, 800.0] {
        sheet.stroke((x, 180.0), (x, 600.0), 16.0, 0x7A_5535);
    }
    for index in 0..8_u8 {
        let left = 100.0 + f32::from(index) * 95.0;
        let colour = if index % 2 == 0 { 0xB9_3F33 } else { 0xFF_F7E8 };
        sheet.block((left, 110.0), (95.0, 110.0), 0.0, colour);
        sheet.disc((left + 47.5, 220.0), 47.5, colour);
    }
    sheet.block((110.0, 420.0), (740.0, 150.0), 8.0, 0x9A_6A41);
    for (box_index, fruit) in [0xF0_8C2E_u32, 0xC8_3A2E, 0x6A_A046, 0xF0_C23C].into_iter().enumerate() {
        let left = 134.0 + 178.0 * f32::from(u8::try_from(box_index).unwrap_or(0));
        for row in 0..2_u8 {
            for column in 0..(4 - row) {
                let x = left + 28.0 + f32::from(column) * 36.0 + f32::from(row) * 18.0;
                let y = 420.0 - f32::from(row) * 32.0;
                sheet.disc((x, y), 23.0, fruit);
                sheet.disc((x - 7.0, y - 8.0), 5.0, 0xFF_F3DC);
            }
        }
        sheet.block((left, 430.0), (160.0, 70.0), 6.0, 0xC7_935F);
    }
}

fn storm(sheet: &mut Sheet) {
    sheet.wash(0x76_8796, 0xC2_CCC9);
    sheet.below(380.0, 40.0, 1.0, 0.8, 0x6E_9A72);
    sheet.below(470.0, 34.0, 0.9, 3.0, 0x4D_7E5C);
    sheet.below(560.0, 20.0, 1.2, 5.0, 0x36_6349);
    for column in 0..16_u8 {
        for row in 0..3_u8 {
            let x = f32::from(column) * 62.0 + 20.0 + f32::from(row) * 18.0;
            let y = 270.0 + f32::from(row) * 92.0 + f32::from(column % 4) * 16.0;
            sheet.stroke((x, y), (x - 16.0, y + 44.0), 5.0, 0xDB_E6EA);
        }
    }
    for (x, y, size, colour) in
        [(90.0, 150.0, 100.0, 0x4F_5D6B), (360.0, 120.0, 120.0, 0x44_515E), (680.0, 160.0, 100.0, 0x55_6471)]
    {
        sheet.cloud((x, y), size, colour);
    }
}

fn sun(sheet: &mut Sheet) {
    sheet.wash(0xA8_DCEB, 0xFD_F3D8);
    for ray in 0..16_u8 {
        let angle = f32::from(ray) / 16.0 * TAU;
        let (sin, cos) = angle.sin_cos();
        sheet.stroke(
            (330.0 + cos * 160.0, 240.0 + sin * 160.0),
            (330.0 + cos * 215.0, 240.0 + sin * 215.0),
            16.0,
            0xF6_B93B,
        );
    }
    sheet.disc((330.0, 240.0), 136.0, 0xF9_CC4E);
    sheet.block((0.0, 530.0), (960.0, 110.0), 0.0, 0xB9_8F62);
    sheet.corners(&[(560.0, 330.0), (820.0, 250.0), (840.0, 430.0), (580.0, 460.0)], 0xDD_E6EA);
    sheet.corners(&[(580.0, 450.0), (860.0, 450.0), (830.0, 560.0), (610.0, 560.0)], 0xA9_7442);
    sheet.oval((720.0, 452.0), (120.0, 16.0), 0x33_3333);
    sheet.oval((720.0, 448.0), (54.0, 12.0), 0xFF_FDF5);
    sheet.oval((724.0, 445.0), (20.0, 8.0), 0xF2_B632);
}

fn whale(sheet: &mut Sheet) {
    sheet.wash(0xCB_E6EE, 0xF5_F1E3);
    sheet.block((200.0, 400.0), (560.0, 90.0), 30.0, 0x7C_8791);
    sheet.block((260.0, 340.0), (120.0, 70.0), 8.0, 0x97_A2AB);
    sheet.stroke((470.0, 90.0), (470.0, 410.0), 10.0, 0x5B_4636);
    sheet.block((476.0, 96.0), (300.0, 180.0), 10.0, 0xFF_FBF0);
    sheet.oval((610.0, 200.0), (92.0, 48.0), 0x3A_78A8);
    sheet.corners(&[(690.0, 196.0), (742.0, 150.0), (736.0, 206.0)], 0x3A_78A8);
    sheet.disc((556.0, 188.0), 7.0, 0x1D_2733);
    sheet.stroke((596.0, 150.0), (590.0, 122.0), 6.0, 0x3A_78A8);
    sheet.below(470.0, 10.0, 4.0, 0.0, 0x4C_93A6);
    sheet.below(550.0, 12.0, 3.0, 1.6, 0x36_7A90);
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the sheet before")]
fn pixel(place: f32, most: u32) -> u32 {
    place.floor().clamp(0.0, real(most)) as u32
}

#[expect(clippy::cast_precision_loss, reason = "a sheet has fewer pixels a side than a float can count")]
fn real(place: u32) -> f32 {
    place as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte before")]
fn byte(shade: f32) -> u8 {
    shade.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_is_a_picture_and_no_two_are_the_same() {
        let mut seen = std::collections::HashSet::new();
        for scene in Scene::ALL {
            let bytes = paint(scene).unwrap();
            let read = image::load_from_memory(&bytes).unwrap();

            assert_eq!((read.width(), read.height()), (WIDTH, HEIGHT));
            assert!(seen.insert(bytes), "{scene:?}");
        }
    }
}
