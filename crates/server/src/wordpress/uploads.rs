//! A copy of `wp-content/uploads`: which file of it a picture's address means.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;

use crate::media::LARGEST;

/// The folder, as it lies on this computer. Nothing outside of it is ever read.
#[derive(Clone, Debug)]
pub struct Uploads {
    root: PathBuf,
}

impl Uploads {
    /// Errors: when there is no such folder.
    pub fn at(folder: &Path) -> io::Result<Self> {
        let root = folder.canonicalize()?;
        if root.is_dir() { Ok(Self { root }) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    /// The files that a picture's address may mean, the largest first; those that are there.
    pub fn find(&self, address: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = Vec::new();
        for candidate in candidates(address) {
            // A link out of the folder is followed no more than a path out of it.
            let Ok(path) = self.root.join(candidate).canonicalize() else { continue };
            if path.starts_with(&self.root) && path.is_file() && !found.contains(&path) {
                found.push(path);
            }
        }
        found
    }

    /// A file's bytes: all of them, or enough to see that it is too large.
    pub fn read(path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Where a file lies below the folder, whichever size of it is named: the same for all of them.
pub(super) fn place(address: &str) -> Option<String> {
    let path = below(address)?.join("/");
    Some(whole(&path).unwrap_or(path))
}

fn candidates(address: &str) -> Vec<PathBuf> {
    let Some(parts) = below(address) else { return Vec::new() };
    let path = parts.join("/");
    let mut paths = Vec::new();
    if let Some(whole) = whole(&path) {
        // WordPress keeps what was put up, and shows a smaller one of it.
        if let Some((stem, ending)) = whole.rsplit_once('.') {
            paths.push(format!("{stem}-scaled.{ending}"));
        }
        paths.push(whole);
    }
    paths.push(path);
    // In a network of blogs each has a folder of its own, and that one may be what was copied.
    if let [sites, number, rest @ ..] = &parts[..]
        && sites == "sites"
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !rest.is_empty()
    {
        let own: Vec<String> = paths.iter().filter_map(|path| path.splitn(3, '/').nth(2)).map(str::to_owned).collect();
        paths.extend(own);
    }
    paths.into_iter().map(PathBuf::from).filter(|path| is_plain(path)).collect()
}

/// Only names, one below the other.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// The parts of an address below the folder of uploads: those behind `uploads`, or behind `files` on WordPress.com; without
/// either, all of them. None for what can be no file.
fn below(address: &str) -> Option<Vec<String>> {
    let url = Url::parse(address).or_else(|_| Url::parse("https://blog.invalid/")?.join(address)).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let parts: Vec<String> = url
        .path_segments()?
        .map(|part| percent_decode_str(part).decode_utf8().ok().map(std::borrow::Cow::into_owned))
        .collect::<Option<_>>()?;
    let start = ["uploads", "files"].iter().find_map(|folder| parts.iter().position(|part| part == folder));
    let parts = start.map_or(&parts[..], |start| &parts[start + 1..]);
    let is_name = |part: &String| !part.is_empty() && !part.contains(['/', '\\', '\0']) && part != ".." && part != ".";
    (!parts.is_empty() && parts.iter().all(is_name)).then(|| parts.to_vec())
}

/// `2019/05/boats.jpg` of `2019/05/boats-300x200.jpg`.
fn whole(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (stem, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(width) && is_number(height) && !stem.is_empty()).then(|| format!("{stem}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_means_a_file_below_the_folder_and_nothing_else() {
        let one = |address: &str| {
            let found: Vec<String> =
                candidates(address).into_iter().map(|path| path.to_string_lossy().into_owned()).collect();
            found.join(" ")
        };
        assert_eq!(one("https://blog.example/wp-content/uploads/2019/05/boats.jpg"), "2019/05/boats.jpg");
        assert_eq!(one("/wp-content/uploads/2019/05/boats.jpg?w=300"), "2019/05/boats.jpg");
        assert_eq!(
            one("https://blog.example/wp-content/uploads/2019/05/boats-300x200.jpg"),
            "2019/05/boats-scaled.jpg 2019/05/boats.jpg 2019/05/boats-300x200.jpg"
        );
        assert_eq!(one("https://blog.example/wp-content/uploads/sites/3/a.png"), "sites/3/a.png a.png");
        assert_eq!(one("https://maple.files.wordpress.com/2019/05/a%20b.jpg"), "2019/05/a b.jpg");
        assert_eq!(place("http://x/wp-content/uploads/a-10x10.jpg"), place("https://y/wp-content/uploads/a.jpg"));
        for bad in [
            "https://blog.example/wp-content/uploads/..%2f..%2fetc/passwd",
            "https://blog.example/wp-content/uploads/%2e%2e/x/%2fetc%2fpasswd",
            "https://blog.example/wp-content/uploads/a%5c..%5cb",
            "https://blog.example/wp-content/uploads/a%00.jpg",
            "https://blog.example/wp-content/uploads/",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "",
        ] {
            assert_eq!(one(bad), "", "{bad}");
        }
    }

    #[test]
    fn a_file_is_found_in_the_folder_and_no_link_leads_out_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret.jpg");
        std::fs::write(&secret, "secret").unwrap();
        let root = folder.path().join("uploads");
        std::fs::create_dir_all(root.join("2019/05")).unwrap();
        std::fs::write(root.join("2019/05/boats.jpg"), "boats").unwrap();
        std::os::unix::fs::symlink(&secret, root.join("2019/05/link.jpg")).unwrap();
        let uploads = Uploads::at(&root).unwrap();

        let found = uploads.find("https://blog.example/wp-content/uploads/2019/05/boats-300x200.jpg");
        assert_eq!(found.len(), 1);
        assert_eq!(Uploads::read(&found[0]).unwrap(), b"boats");
        for other in ["link.jpg", "none.jpg", ""] {
            let address = format!("https://blog.example/wp-content/uploads/2019/05/{other}");
            assert_eq!(uploads.find(&address), Vec::<PathBuf>::new(), "{other}");
        }
        assert!(Uploads::at(&secret).is_err() && Uploads::at(&root.join("none")).is_err());
    }
}
