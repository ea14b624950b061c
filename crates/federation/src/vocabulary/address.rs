//! Addresses: what a server is called, whether two things live on one, and who "everybody" is.

use url::Url;

/// The collection that means everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The name of the server behind an address, as it is written everywhere here: lower-cased punycode without a
/// trailing dot, and the port where it is not the scheme's own. Empty for an address without a host.
pub fn authority(url: &Url) -> String {
    // The url crate has lower-cased and punycoded the host, and has dropped the scheme's own port.
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_suffix('.').unwrap_or(host);
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Whether two addresses are of one server: the same authority, compared as a whole.
pub fn same_origin(one: &Url, other: &Url) -> bool {
    let one = authority(one);
    !one.is_empty() && one == authority(other)
}

/// Whether a recipient is everybody, in any of the spellings that are about.
pub fn is_public(recipient: &str) -> bool {
    matches!(recipient, PUBLIC | "as:Public" | "Public")
}

/// Whether a `Content-Type` promises `ActivityStreams`: `application/activity+json`, or `application/ld+json` with the
/// `ActivityStreams` profile, in any case and with further parameters.
pub fn is_activity_json(content_type: &str) -> bool {
    let Ok(media_type) = content_type.parse::<mime::Mime>() else { return false };
    match media_type.essence_str() {
        "application/activity+json" => true,
        "application/ld+json" => media_type.get_param("profile").is_some_and(|profile| {
            profile.as_str().split_ascii_whitespace().any(|one| one == "https://www.w3.org/ns/activitystreams")
        }),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn host_of(address: &str) -> String {
        authority(&address.parse().unwrap())
    }

    #[test]
    fn an_authority_is_one_spelling_of_a_server() {
        assert_eq!(host_of("https://North.Example./x"), "north.example");
        assert_eq!(host_of("https://north.example:443/"), "north.example");
        assert_eq!(host_of("https://north.example:8443/"), "north.example:8443");
        assert_eq!(host_of("http://localhost:80/"), "localhost");
        assert_eq!(host_of("https://Bücher.example/"), "xn--bcher-kva.example");
        assert_eq!(host_of("mailto:a@b.example"), "");
    }

    #[test]
    fn t48_the_same_host_on_another_port_is_another_server() {
        let here: Url = "https://north.example/a".parse().unwrap();

        assert!(same_origin(&here, &"https://NORTH.example./b".parse().unwrap()));
        assert!(!same_origin(&here, &"https://north.example:8443/b".parse().unwrap()));
        assert!(!same_origin(&here, &"https://north.example.evil.test/b".parse().unwrap()));
        assert!(!same_origin(&here, &"https://evil.test/?north.example".parse().unwrap()));
    }

    #[test]
    fn t5_only_activity_streams_types_are_read() {
        for good in [
            "application/activity+json",
            "Application/Activity+JSON; charset=UTF-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams https://w3id.org/security\"",
        ] {
            assert!(is_activity_json(good), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "application/json",
            "multipart/form-data",
            "application/ld+json",
            "text/html",
            "image/png",
        ] {
            assert!(!is_activity_json(bad), "{bad}");
        }
    }
}
