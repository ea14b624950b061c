//! Our own files: style, scripts, icons and the typeface, inside the program.
//!
//! Their address holds a hash over all of them, so that it may be kept for ever, and files that name each other by
//! relative addresses stay together: `/static/<edition>/schoolgate.css` finds `fonts/…` beside it.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::error_page::Trouble;
use super::headers::Keep;
use crate::tokens::hex;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Files;

/// The hash over all files.
static EDITION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    let mut hasher = Sha256::new();
    for file in names.iter().filter_map(|name| Files::get(name)) {
        hasher.update(file.metadata.sha256_hash());
    }
    for name in &names {
        hasher.update(name.as_bytes());
    }
    hex(&hasher.finalize()[..8])
});

/// The address of a file: `schoolgate.css` → `/static/<edition>/schoolgate.css`.
pub(super) fn asset(name: &str) -> String {
    format!("/static/{}/{name}", *EDITION)
}

/// Shows a file. Under its full address it may be kept for ever; under `/static/` and its name alone, or under an
/// older edition's address, the browser asks each time whether it is still the same.
pub(super) async fn show(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let (name, is_current) = match path.split_once('/') {
        Some((edition, name)) if edition == *EDITION => (name, true),
        Some((edition, name)) if is_edition(edition) => (name, false),
        _ => (path.as_str(), false),
    };
    let Some(file) = Files::get(name) else { return Trouble::Missing.into_response() };
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()[..8]));
    let keep = if is_current { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    // The layer that compresses adds its mark to the tag: W/"…" or "…-gzip".
    let is_known = headers
        .get(IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.contains(tag.trim_matches('"')));
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { file.data.into_owned().into_response() };
    let own = response.headers_mut();
    own.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    own.insert(CONTENT_TYPE, HeaderValue::from_static(kind_of(name)));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(ETAG, tag);
    }
    response.extensions_mut().insert(Keep);
    response
}

fn is_edition(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(path: &str, known: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(known) = known {
            headers.insert(IF_NONE_MATCH, known.parse().unwrap());
        }
        show(Path(path.to_owned()), headers).await
    }

    #[tokio::test]
    async fn a_files_full_address_may_be_kept_for_ever_and_its_name_alone_may_not() {
        let address = asset("schoolgate.css");

        let full = ask(address.strip_prefix("/static/").unwrap(), None).await;
        let plain = ask("schoolgate.css", None).await;
        let older = ask("0123456789abcdef/schoolgate.css", None).await;

        assert_eq!(full.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(full.headers()[CACHE_CONTROL].to_str().unwrap().ends_with("immutable"));
        for other in [plain, older] {
            assert_eq!(other.status(), StatusCode::OK);
            assert_eq!(other.headers()[CACHE_CONTROL], "public, no-cache");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_known_is_not_sent_again() {
        let tag = ask("schoolgate.css", None).await.headers()[ETAG].to_str().unwrap().to_owned();

        assert_eq!(ask("schoolgate.css", Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("schoolgate.css", Some("\"other\"")).await.status(), StatusCode::OK);
    }

    #[test]
    fn the_dark_that_a_pupil_chose_is_the_dark_of_a_dark_device() {
        let css = String::from_utf8(Files::get("schoolgate.css").unwrap().data.into_owned()).unwrap();
        let colours = |selector: &str| -> Vec<String> {
            let (_, rest) = css.split_once(selector).unwrap();
            rest.split('}').next().unwrap().lines().map(|line| line.trim().to_owned()).collect()
        };

        let chosen = colours("\n  [data-ground=\"dark\"] {");

        assert!(chosen.iter().any(|line| line == "--paper: #17191d;"));
        assert_eq!(
            colours(":root:not([data-ground]), [data-ground=\"usual\"] {")
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>(),
            chosen.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>()
        );
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_shown() {
        for path in ["../Cargo.toml", "nothing.css", "", "js/../../Cargo.toml"] {
            assert_eq!(ask(path, None).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
