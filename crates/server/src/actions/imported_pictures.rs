//! The pictures of a post of an old blog: found in a copy of its folder, and made ours like every upload.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::domain::articles::MOST_PICTURES;
use crate::domain::imports::{LostPicture, NoPicture, Report};
use crate::error::Result;
use crate::media::{self, Prepared};
use crate::school::School;
use crate::wordpress::{Entry, Image, Overview, Uploads};

use super::imports::Archive;

/// A picture that was found and can be taken.
pub(super) struct Found {
    pub(super) prepared: Prepared,
    pub(super) alt: String,
}

/// Where a picture was, and what is said of it.
struct Wanted {
    addresses: Vec<String>,
    alt: String,
}

/// The pictures of a post, in its order, the one that stands for it first; their files are put away unless `school` is none.
/// The report says which do not come.
pub(super) async fn pictures(
    school: Option<&School>,
    archive: &Archive<'_>,
    entry: &Entry,
    title: &str,
    images: &[Image],
    report: &mut Report,
) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for wanted in wanted(archive.overview, entry, images) {
        if found.len() == MOST_PICTURES {
            report.beyond += 1;
            continue;
        }
        match find(archive.uploads, &wanted.addresses).await {
            Ok(prepared) => {
                if let Some(school) = school {
                    super::pictures::keep(school, &prepared).await?;
                }
                found.push(Found { prepared, alt: wanted.alt });
            }
            Err(why) => {
                let address = wanted.addresses.into_iter().next().unwrap_or_default();
                report.lost_pictures.push(LostPicture { post: title.to_owned(), address, why });
            }
        }
    }
    Ok(found)
}

fn wanted(overview: &Overview, entry: &Entry, images: &[Image]) -> Vec<Wanted> {
    let of_file =
        |id: u64| Image::One { id: Some(id), address: String::new(), alt: String::new(), caption: String::new() };
    let mut all: Vec<Image> = Vec::new();
    all.extend((entry.thumbnail != 0).then(|| of_file(entry.thumbnail)));
    for image in images {
        match image {
            Image::One { .. } => all.push(image.clone()),
            Image::Attached => all.extend(overview.attached(entry.id).iter().copied().map(of_file)),
        }
    }
    let (mut wanted, mut seen): (Vec<Wanted>, HashSet<String>) = (Vec::new(), HashSet::new());
    for image in all {
        let Image::One { id, address, alt, caption } = image else { continue };
        let file = id.and_then(|id| overview.attachment(id)).or_else(|| overview.attachment_at(&address));
        let mut addresses: Vec<String> = file.map(|file| file.address.clone()).into_iter().collect();
        if !address.is_empty() && !addresses.contains(&address) {
            addresses.push(address);
        }
        let Some(first) = addresses.first() else { continue };
        // What was put up with a post may be a letter to parents as well.
        let ending = Path::new(first.split('?').next().unwrap_or_default()).extension();
        let is_other = ending.is_some_and(|ending| {
            ["pdf", "doc", "docx", "mp3", "mp4", "m4a", "mov", "zip"]
                .iter()
                .any(|other| ending.eq_ignore_ascii_case(other))
        });
        let known = |words: fn(&crate::wordpress::Attachment) -> &String| file.map(words).cloned().unwrap_or_default();
        let alts = [alt, known(|file| &file.alt), caption, known(|file| &file.caption)];
        let alt = alts.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
        if is_other {
            continue;
        }
        if seen.insert(first.clone()) {
            wanted.push(Wanted { addresses, alt });
        } else if let Some(same) = wanted.iter_mut().find(|same| same.addresses[0] == *first)
            && same.alt.is_empty()
        {
            same.alt = alt;
        }
    }
    wanted
}

async fn find(uploads: Option<&Uploads>, addresses: &[String]) -> Result<Prepared, NoPicture> {
    let uploads = uploads.ok_or(NoPicture::NoFolder)?;
    let files: Vec<PathBuf> = addresses.iter().flat_map(|address| uploads.find(address)).collect();
    let mut why = NoPicture::Missing;
    for file in files {
        let read = tokio::task::spawn_blocking(move || Uploads::read(&file)).await;
        let bytes = match read.map_err(std::io::Error::other).flatten() {
            Ok(bytes) => bytes,
            Err(cause) => {
                why = NoPicture::Refused(cause.to_string());
                continue;
            }
        };
        match media::prepare(bytes).await {
            Ok(prepared) => return Ok(prepared),
            Err(refused) => why = NoPicture::Refused(refused.to_string()),
        }
    }
    Err(why)
}
