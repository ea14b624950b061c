//! One test for each rule that refuses, beside the same request without the fault.

use super::*;

#[test]
fn t14_an_unsigned_request_is_refused() {
    assert_eq!(Letter::post(Scheme::Cavage).without("signature").reason(), Reason::NoSignature);
    assert_eq!(Letter::post(Scheme::Message).without("signature").reason(), Reason::NoSignature);
    let cut = Letter::post(Scheme::Message).without("signature-input");
    assert!(matches!(cut.reason(), Reason::SignatureUnreadable(_)));
}

#[test]
fn t15_the_signature_of_somebody_else_is_refused() {
    let somebody = PrivateKey::generate_rsa().unwrap();

    for scheme in [Scheme::Cavage, Scheme::Message] {
        let letter = Letter::post(scheme);
        assert!(letter.check(&RSA).is_ok());
        assert!(matches!(letter.check(&somebody), Err(Error::Unproven(Reason::SignatureMismatch))));
    }
}

#[test]
fn t16_a_changed_body_is_refused() {
    for scheme in [Scheme::Cavage, Scheme::Message] {
        let mut letter = Letter::post(scheme);
        assert!(letter.check(&RSA).is_ok());
        letter.body.push(b' ');
        assert_eq!(letter.reason(), Reason::DigestMismatch);
    }
}

#[test]
fn t16_a_digest_is_one_sha_256() {
    let sha512 = "SHA-512=z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
    let right = digest::digest(BODY);
    for digest in [
        sha512.to_owned(),
        right.replace("SHA-256", "MD5"),
        format!("{right},{right}"),
        format!("{right},{sha512}"),
        right.replace("SHA-256=", "SHA-256=!"),
        right.replace("SHA-256=", "SHA-256"),
        "SHA-256=".to_owned(),
        "SHA-256=AAAA".to_owned(),
    ] {
        assert_eq!(Letter::post(Scheme::Cavage).with("digest", &digest).reason(), Reason::DigestUnreadable, "{digest}");
    }
    let other_case = right.replace("SHA-256=", "").to_lowercase();
    let spoiled = Letter::post(Scheme::Cavage).with("digest", &format!("SHA-256={other_case}"));
    assert!(matches!(spoiled.reason(), Reason::DigestMismatch | Reason::DigestUnreadable));

    let right = digest::content_digest(BODY);
    for digest in [right.replace("sha-256", "sha-512"), format!("{right}, {right}"), right.replace(':', "")] {
        let letter = Letter::post(Scheme::Message).with("content-digest", &digest);
        assert_eq!(letter.reason(), Reason::DigestUnreadable, "{digest}");
    }
}

#[test]
fn t16_a_missing_digest_is_refused() {
    assert_eq!(Letter::post(Scheme::Cavage).without("digest").reason(), Reason::HeaderMissing("digest".to_owned()));
    let missing = Letter::post(Scheme::Message).without("content-digest");
    assert_eq!(missing.reason(), Reason::HeaderMissing("content-digest".to_owned()));
    // A GET needs none, unless it brings a body.
    assert!(Letter::get(Scheme::Cavage).check(&RSA).is_ok());
    let mut with_body = Letter::get(Scheme::Cavage);
    with_body.body = b"x".to_vec();
    assert_eq!(with_body.reason(), Reason::NotCovered("digest"));
}

#[test]
fn t16_a_content_digest_is_taken_for_a_digest() {
    let letter = Letter::post(Scheme::Cavage).with("content-digest", &digest::content_digest(BODY));
    let names = "(request-target) host date content-digest";
    let mut again = cavage_over(names, "", &Method::POST);
    assert!(matches!(again.check(&RSA), Err(Error::Unproven(Reason::HeaderMissing(_)))));

    again = letter;
    let base = format!(
        "(request-target): post /ap/inbox?x=1\nhost: {HOST}\ndate: {}\ncontent-digest: {}",
        again.headers["date"].to_str().unwrap(),
        digest::content_digest(BODY)
    );
    let signature = base64_of(&RSA.sign(base.as_bytes()).unwrap());
    let value = format!("keyId=\"{KEY_ID}\",headers=\"{names}\",signature=\"{signature}\"");
    again = again.with("signature", &value);
    assert!(again.check(&RSA).is_ok());
    again.body.push(b' ');
    assert_eq!(again.reason(), Reason::DigestMismatch);
}

#[test]
fn t18_cavage_has_to_cover_target_host_date_and_digest() {
    let post = Method::POST;
    assert!(cavage_over("(request-target) host date digest", "", &post).check(&RSA).is_ok());
    for (names, missing) in [
        ("host date digest", "(request-target)"),
        ("(request-target) date digest", "host"),
        ("(request-target) host digest", "date"),
        ("(request-target) host date", "digest"),
    ] {
        assert_eq!(cavage_over(names, "", &post).reason(), Reason::NotCovered(missing), "{names}");
    }
    let get = Method::GET;
    assert!(cavage_over("(request-target) host date", "", &get).check(&RSA).is_ok());
    for (names, missing) in
        [("host date", "(request-target)"), ("(request-target) date", "host"), ("(request-target) host", "date")]
    {
        assert_eq!(cavage_over(names, "", &get).reason(), Reason::NotCovered(missing), "{names}");
    }
}

#[test]
fn t18_cavage_names_what_is_there_and_each_once() {
    let post = Method::POST;
    let all = "(request-target) host date digest";
    let absent = cavage_over(&format!("{all} x-absent"), "", &post);
    assert_eq!(absent.reason(), Reason::HeaderMissing("x-absent".to_owned()));
    let twice = cavage_over(&format!("{all} host"), "", &post);
    assert_eq!(twice.reason(), Reason::CoveredTwice("host".to_owned()));
    for names in [format!("{all} Host"), format!("{all}  x"), String::new()] {
        assert!(cavage_over(&names, "", &post).check(&RSA).is_err(), "{names}");
    }
    let many: Vec<String> = (0..40).map(|number| format!("x-{number}")).collect();
    assert!(cavage_over(&format!("{all} {}", many.join(" ")), "", &post).check(&RSA).is_err());
}

#[test]
fn t18_message_signatures_have_to_cover_the_same() {
    let post = Method::POST;
    let params = &format!(";created={};keyid=\"{KEY_ID}\"", NOW.as_second());
    for good in [
        "@method @target-uri content-digest",
        "@method @authority @path @query content-digest",
        "@method @authority @request-target content-digest",
        "@method @target-uri @authority @scheme host date content-digest",
    ] {
        assert!(message_over(good, params, &post).check(&RSA).is_ok(), "{good}");
    }
    for (names, missing) in [
        ("@target-uri content-digest", "@method"),
        ("@method @path @query content-digest", "@authority"),
        ("@method @authority content-digest", "@target-uri"),
        ("@method @authority @path content-digest", "@target-uri"),
        ("@method @target-uri", "content-digest"),
        ("", "@method"),
    ] {
        assert_eq!(message_over(names, params, &post).reason(), Reason::NotCovered(missing), "{names}");
    }
    assert!(message_over("@method @target-uri", params, &Method::GET).check(&RSA).is_ok());
    let twice = message_over("@method @method @target-uri content-digest", params, &post);
    assert_eq!(twice.reason(), Reason::CoveredTwice("@method".to_owned()));
    let absent = message_over("@method @target-uri content-digest x-absent", params, &post);
    assert_eq!(absent.reason(), Reason::HeaderMissing("x-absent".to_owned()));
    let unknown = message_over("@method @target-uri content-digest @status", params, &post);
    assert!(matches!(unknown.reason(), Reason::SignatureUnreadable(_)));
    let undated = message_over("@method @target-uri content-digest", &format!(";keyid=\"{KEY_ID}\""), &post);
    assert_eq!(undated.reason(), Reason::NotCovered("created"));
}

#[test]
fn t18_repeated_headers_are_refused() {
    for name in ["host", "date", "digest"] {
        assert_eq!(Letter::post(Scheme::Cavage).twice(name).reason(), Reason::HeaderRepeated(name.to_owned()));
    }
    let twice = Letter::post(Scheme::Message).twice("content-digest");
    assert_eq!(twice.reason(), Reason::HeaderRepeated("content-digest".to_owned()));
    assert_eq!(Letter::post(Scheme::Cavage).twice("signature").reason(), Reason::ManySignatures);
    assert_eq!(Letter::post(Scheme::Message).twice("signature-input").reason(), Reason::ManySignatures);
    let second = Letter::post(Scheme::Message);
    let input = second.headers["signature-input"].to_str().unwrap().to_owned();
    let second = second.with("signature-input", &format!("{input}, {}", input.replace("sig1", "sig2")));
    assert_eq!(second.reason(), Reason::ManySignatures);
    let signature = Letter::post(Scheme::Message);
    let value = signature.headers["signature"].to_str().unwrap().to_owned();
    let signature = signature.with("signature", &format!("{value}, {}", value.replace("sig1", "sig2")));
    assert_eq!(signature.reason(), Reason::ManySignatures);
    let covered = {
        let mut letter = cavage_over("(request-target) host date digest x-one", "", &Method::POST).with("x-one", "1");
        letter.headers.append("x-one", "2".parse().unwrap());
        letter
    };
    assert_eq!(covered.reason(), Reason::HeaderRepeated("x-one".to_owned()));
}

#[test]
fn t18_the_host_is_ours() {
    for scheme in [Scheme::Cavage, Scheme::Message] {
        assert_eq!(Letter::post(scheme).with("host", "west.example").reason(), Reason::OtherHost);
        assert_eq!(Letter::post(scheme).with("host", "north.example:8443").reason(), Reason::OtherHost);
        assert_eq!(Letter::post(scheme).without("host").reason(), Reason::HeaderMissing("host".to_owned()));
    }
    for same in ["NORTH.example", "north.example.", "north.example:443"] {
        assert!(Letter::post(Scheme::Message).with("host", same).check(&RSA).is_ok(), "{same}");
    }
}

#[test]
fn t21_the_clock_of_the_sender_has_to_be_near_ours() {
    for scheme in [Scheme::Cavage, Scheme::Message] {
        let letter = Letter::post(scheme);
        let past = limits::SIGNATURE_PAST.as_secs().cast_signed();
        let future = limits::SIGNATURE_FUTURE.as_secs().cast_signed();
        assert!(letter.inspect_at(at(past)).is_ok());
        assert!(letter.inspect_at(at(-future)).is_ok());
        for wrong in [past + 1, -future - 1, 80 * 365 * 86_400, -20 * 365 * 86_400] {
            let error = letter.inspect_at(at(wrong)).unwrap_err();
            assert!(matches!(error, Error::Unproven(Reason::Clock { .. })));
            assert!(error.to_string().contains("clock"));
        }
        assert_eq!(letter.inspect_at(at(600)).unwrap().skew, -600);
    }
}

#[test]
fn t21_a_date_has_to_be_a_date_and_the_signed_one() {
    let missing = Letter::post(Scheme::Cavage).without("date");
    assert_eq!(missing.reason(), Reason::HeaderMissing("date".to_owned()));
    assert_eq!(Letter::post(Scheme::Cavage).with("date", "yesterday").reason(), Reason::DateUnreadable);
    let other = Letter::post(Scheme::Cavage).with("date", "Mon, 23 Nov 2026 14:00:01 GMT");
    assert_eq!(other.reason(), Reason::SignatureMismatch);
}

#[test]
fn t21_created_and_expires() {
    let names = "(request-target) host (created) (expires) digest";
    let post = Method::POST;
    let now = NOW.as_second();
    let params = |created: i64, expires: i64| format!(",created={created},expires={expires}");
    assert!(cavage_over(names, &params(now, now + 300), &post).check(&RSA).is_ok());
    let expired = cavage_over(names, &params(now, now - 1), &post);
    assert_eq!(expired.reason(), Reason::Expired);
    let long = cavage_over(names, &params(now, now + 12 * 3600 + 1), &post);
    assert_eq!(long.reason(), Reason::TooLongValid);
    let future = cavage_over(names, &params(now + 3601, now + 4000), &post);
    assert!(matches!(future.reason(), Reason::Clock { .. }));
    let old_algorithm = cavage_over(names, &format!("{},algorithm=\"rsa-sha256\"", params(now, now + 300)), &post);
    assert_eq!(old_algorithm.reason(), Reason::Algorithm);
    assert!(matches!(cavage_over(names, "", &post).reason(), Reason::SignatureUnreadable(_)));

    let names = "@method @target-uri content-digest";
    let params = |created: i64, expires: i64| format!(";created={created};expires={expires};keyid=\"{KEY_ID}\"");
    assert!(message_over(names, &params(now, now + 300), &post).check(&RSA).is_ok());
    assert_eq!(message_over(names, &params(now, now - 1), &post).reason(), Reason::Expired);
    assert_eq!(message_over(names, &params(now, now + 12 * 3600 + 1), &post).reason(), Reason::TooLongValid);
    assert!(matches!(message_over(names, &params(now + 3601, now + 4000), &post).reason(), Reason::Clock { .. }));
}

#[test]
fn t22_a_key_id_is_the_address_of_another_server() {
    let with = |key_id: &str| Letter::post(Scheme::Cavage).edit("signature", KEY_ID, key_id);
    for good in
        ["https://south.example/actor/main-key", "https://south.example/actor", "https://SOUTH.example./actor#k"]
    {
        assert_eq!(with(good).inspect_at(NOW).unwrap().key_host, "south.example");
    }
    let long = format!("https://south.example/{}", "x".repeat(10_000));
    for bad in [
        "acct:4b@south.example",
        "main-key",
        "",
        "ftp://south.example/key",
        "https://127.0.0.1/key",
        "https://user@south.example/key",
        "https://*.example/key",
        "http://south.example/key",
        &long[..2100],
    ] {
        assert_eq!(with(bad).reason(), Reason::KeyId, "{bad}");
    }
    assert!(matches!(with(&long).reason(), Reason::SignatureUnreadable(_)));
    assert_eq!(with("https://north.example/actor#main-key").reason(), Reason::OursClaimed);
    let message = Letter::post(Scheme::Message).edit("signature-input", KEY_ID, "acct:4b@south.example");
    assert_eq!(message.reason(), Reason::KeyId);
}

#[test]
fn t23_only_known_algorithms_are_accepted() {
    let names = "(request-target) host date digest";
    for good in ["rsa-sha256", "hs2019"] {
        assert!(cavage_over(names, &format!(",algorithm=\"{good}\""), &Method::POST).check(&RSA).is_ok(), "{good}");
    }
    for bad in ["none", "rsa-sha1", "hmac-sha256", "HS2019", ""] {
        let letter = cavage_over(names, &format!(",algorithm=\"{bad}\""), &Method::POST);
        assert_eq!(letter.reason(), Reason::Algorithm, "{bad}");
    }
    let ed25519 = cavage_over(names, ",algorithm=\"ed25519\"", &Method::POST);
    assert_eq!(ed25519.reason(), Reason::Algorithm);
    let other_hash = cavage_over(names, ",algorithm=\"rsa-sha512\"", &Method::POST);
    assert_eq!(other_hash.reason(), Reason::SignatureMismatch);
    let names = "@method @target-uri content-digest";
    for bad in ["none", "hmac-sha256", "rsa-pss-sha512", "ecdsa-p256-sha256", "rsa-sha1"] {
        let params = format!(";created={};keyid=\"{KEY_ID}\";alg=\"{bad}\"", NOW.as_second());
        assert_eq!(message_over(names, &params, &Method::POST).reason(), Reason::Algorithm, "{bad}");
    }
}

#[test]
fn t26_the_target_may_be_signed_without_its_query() {
    let mut letter = Letter::post(Scheme::Cavage);
    let url = "https://north.example/ap/inbox".parse().unwrap();
    for scheme in [Scheme::Cavage, Scheme::Message] {
        letter.headers = sign(&rsa(), scheme, &Method::POST, &url, Some(BODY), NOW).unwrap();
        assert!(letter.check(&RSA).is_ok());
    }
    letter.target = "/ap/other?x=1";
    assert_eq!(letter.reason(), Reason::SignatureMismatch);
    letter.target = "/ap/inbox?x=1";
    letter.method = Method::PUT;
    assert_eq!(letter.reason(), Reason::SignatureMismatch);
}

#[test]
fn broken_signature_headers_are_refused() {
    let long = format!("keyId=\"{}\"", "x".repeat(9000));
    for value in [
        "",
        "keyId",
        "keyId=\"",
        "keyId=\"https://south.example/k\"",
        "Bearer abc",
        "keyId=\"https://south.example/k\",headers=\"(request-target) host date digest\",signature=\"!\"",
        "keyId=\"https://south.example/k\",keyId=\"https://south.example/l\",signature=\"AAAA\"",
        "keyId=\"https://south.example/k\",created=soon,signature=\"AAAA\"",
        "keyId=\"https://south.example/k\",signature=\"AAAA\",",
        &long,
    ] {
        assert!(Letter::post(Scheme::Cavage).with("signature", value).check(&RSA).is_err(), "{value}");
    }
    let good = Letter::post(Scheme::Message).headers["signature-input"].to_str().unwrap().to_owned();
    for value in [
        String::new(),
        "sig1".to_owned(),
        "sig1=(".to_owned(),
        "sig1=()".to_owned(),
        good.replace("sig1=", "sig2="),
        good.replace("\"@method\"", "\"@method\";req"),
        good.replace("\"@method\"", "@method"),
        good.replace("keyid=", "keyid=\"a\";keyid="),
        good.replace("created=", "created=x"),
        format!("{good};x=1"),
        format!("{good} "),
        format!("{good}x"),
    ] {
        let letter = Letter::post(Scheme::Message).with("signature-input", &value);
        let is_same = value.trim() == good;
        assert_eq!(letter.check(&RSA).is_ok(), is_same, "{value}");
    }
}

proptest::proptest! {
    #[test]
    fn t13_no_signature_header_makes_it_panic(text in "[ -~]{0,200}", input in "[ -~]{0,200}") {
        let letter = Letter::get(Scheme::Message).with("signature", &text).with("signature-input", &input);
        proptest::prop_assert!(letter.inspect_at(NOW).is_err());
        let letter = Letter::get(Scheme::Cavage).with("signature", &text).with("digest", &input);
        proptest::prop_assert!(letter.inspect_at(NOW).is_err());
    }
}
