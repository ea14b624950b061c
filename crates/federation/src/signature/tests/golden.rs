//! The older draft's own examples (draft-cavage-http-signatures-12, appendix C), there and back.

use base64::Engine;
use rsa::{Pkcs1v15Sign, RsaPublicKey, pkcs8::DecodePublicKey};
use sha2::{Digest, Sha256};

use super::*;
use crate::signature::cavage;

/// 1024 bits: too short for anybody here, and what the draft was written with.
const KEY: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----
";
const BASIC: &str = "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0=";

fn example() -> HeaderMap {
    [
        ("host", "example.com"),
        ("date", "Sun, 05 Jan 2014 21:31:40 GMT"),
        ("content-type", "application/json"),
        ("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
        ("content-length", "18"),
    ]
    .into_iter()
    .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
    .collect()
}

#[test]
fn t16_the_digest_of_the_drafts_example_is_ours() {
    assert_eq!(digest::digest(br#"{"hello": "world"}"#), example()["digest"].to_str().unwrap());
}

#[test]
fn t26_the_drafts_examples_sign_the_text_that_we_read() {
    let header = format!(
        "keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\", signature=\"{BASIC}\""
    );
    let base = cavage::golden_base(&header, &Method::POST, "/foo?param=value&pet=dog", &example());
    assert_eq!(
        base,
        "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT"
    );
    let key = RsaPublicKey::from_public_key_pem(KEY).unwrap();
    let sha256 = Pkcs1v15Sign {
        hash_len: Some(32),
        prefix: [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20].into(),
    };
    let signature = base64::engine::general_purpose::STANDARD.decode(BASIC).unwrap();
    assert!(key.verify(sha256, &Sha256::digest(base.as_bytes()), &signature).is_ok());

    let all = "keyId=\"Test\",algorithm=\"hs2019\",created=1402170695,expires=1402170699,headers=\"(request-target) \
               (created) (expires) host date content-type digest content-length\",signature=\"AAAA\"";
    assert_eq!(
        cavage::golden_base(all, &Method::POST, "/foo?param=value&pet=dog", &example()),
        "(request-target): post /foo?param=value&pet=dog\n(created): 1402170695\n(expires): 1402170699\n\
         host: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT\ncontent-type: application/json\n\
         digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\ncontent-length: 18"
    );
}

#[test]
fn t23_the_drafts_own_key_is_too_short_for_us() {
    assert!(PublicKey::from_pem(KEY).is_err());
}
