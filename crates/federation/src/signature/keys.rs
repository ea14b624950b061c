//! Keys: RSA with 2048 to 4096 bits, which everybody understands, and Ed25519, which some do.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{
        ED25519, Ed25519KeyPair, KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512,
        RSA_PKCS1_SHA256,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rsa::{RsaPublicKey, pkcs1::DecodeRsaPublicKey, pkcs8::DecodePublicKey, traits::PublicKeyParts};
use sha2::{Digest, Sha256};

use crate::{Error, Reason, limits};

const PUBLIC_LABEL: &str = "PUBLIC KEY";
const PRIVATE_LABEL: &str = "PRIVATE KEY";
/// The whole of a `SubjectPublicKeyInfo` for Ed25519 before its 32 bytes of key (RFC 8410).
const ED25519_SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What says "Ed25519 public key" in front of a multibase key.
const ED25519_MULTICODEC: [u8; 2] = [0xed, 0x01];

/// A key that signs; cheap to clone, and never printed.
#[derive(Clone)]
pub struct PrivateKey(Arc<Private>);

enum Private {
    Rsa { pair: RsaKeyPair, pem: String },
    Ed25519 { pair: Ed25519KeyPair, seed: [u8; 32] },
}

/// Which kind of signature a key makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    Rsa,
    Ed25519,
}

impl PrivateKey {
    /// A new RSA key of 2048 bits. Takes a good part of a second.
    pub fn generate_rsa() -> Result<PrivateKey, Error> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| failed("an RSA key could not be made"))?;
        Ok(PrivateKey(Arc::new(Private::Rsa { pem: pem_of(&pair)?, pair })))
    }

    pub fn generate_ed25519() -> Result<PrivateKey, Error> {
        let mut seed = [0; 32];
        aws_lc_rs::rand::fill(&mut seed).map_err(|_| failed("there is no randomness"))?;
        PrivateKey::from_seed(&seed)
    }

    /// An Ed25519 key from its seed.
    pub fn from_seed(seed: &[u8; 32]) -> Result<PrivateKey, Error> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| failed("the Ed25519 seed cannot be used"))?;
        Ok(PrivateKey(Arc::new(Private::Ed25519 { pair, seed: *seed })))
    }

    /// An RSA key from PKCS#8 PEM.
    pub fn from_pem(pem: &str) -> Result<PrivateKey, Error> {
        let der = from_pem(pem, PRIVATE_LABEL).ok_or_else(|| failed("the private key is not PKCS#8 PEM"))?;
        let pair = RsaKeyPair::from_pkcs8(&der).map_err(|_| failed("the private key is not a usable RSA key"))?;
        Ok(PrivateKey(Arc::new(Private::Rsa { pem: pem_of(&pair)?, pair })))
    }

    /// PKCS#8 PEM of an RSA key; `None` for Ed25519, which is kept as [`PrivateKey::seed`].
    pub fn to_pem(&self) -> Option<&str> {
        match &*self.0 {
            Private::Rsa { pem, .. } => Some(pem),
            Private::Ed25519 { .. } => None,
        }
    }

    /// The seed of an Ed25519 key; `None` for RSA.
    pub fn seed(&self) -> Option<&[u8; 32]> {
        match &*self.0 {
            Private::Rsa { .. } => None,
            Private::Ed25519 { seed, .. } => Some(seed),
        }
    }

    pub fn kind(&self) -> KeyKind {
        match &*self.0 {
            Private::Rsa { .. } => KeyKind::Rsa,
            Private::Ed25519 { .. } => KeyKind::Ed25519,
        }
    }

    pub fn public(&self) -> Result<PublicKey, Error> {
        match &*self.0 {
            Private::Rsa { pair, .. } => {
                let spki = AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(pair.public_key())
                    .map_err(|_| failed("the public key could not be written"))?;
                PublicKey::from_spki(spki.as_ref())
            }
            Private::Ed25519 { pair, .. } => PublicKey::from_ed25519_bytes(pair.public_key().as_ref()),
        }
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &*self.0 {
            Private::Rsa { pair, .. } => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| failed("signing did not work"))?;
                Ok(signature)
            }
            Private::Ed25519 { pair, .. } => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PrivateKey({:?})", self.kind())
    }
}

fn pem_of(pair: &RsaKeyPair) -> Result<String, Error> {
    let der = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(pair)
        .map_err(|_| failed("the private key could not be written"))?;
    Ok(to_pem(der.as_ref(), PRIVATE_LABEL))
}

/// A key that checks signatures; cheap to clone, parsed once.
#[derive(Clone)]
pub struct PublicKey(Arc<Public>);

struct Public {
    spki: Vec<u8>,
    keys: Checking,
}

enum Checking {
    Rsa { sha256: ParsedPublicKey, sha512: ParsedPublicKey },
    Ed25519(ParsedPublicKey),
}

/// How a signature claims to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Algorithm {
    RsaSha256,
    RsaSha512,
    Ed25519,
    /// `hs2019`, or nothing said: what the key is good for.
    OfTheKey,
}

impl PublicKey {
    /// From PEM, as `PUBLIC KEY` (RSA or Ed25519) or `RSA PUBLIC KEY`.
    ///
    /// Errors: [`Reason::KeyUnusable`] for everything we refuse: RSA under 2048 or over 4096 bits, a public exponent
    /// that is even or 1, other kinds of keys, and private keys, which nobody should ever have sent.
    pub fn from_pem(pem: &str) -> Result<PublicKey, Error> {
        if pem.len() > limits::KEY_PEM_BYTES {
            return Err(unusable());
        }
        let pem = pem.trim();
        if let Some(der) = from_pem(pem, PUBLIC_LABEL) {
            return PublicKey::from_spki(&der);
        }
        let der = from_pem(pem, "RSA PUBLIC KEY").ok_or_else(unusable)?;
        let key = RsaPublicKey::from_pkcs1_der(&der).map_err(|_| unusable())?;
        PublicKey::from_rsa(&key)
    }

    /// From the multibase of a `Multikey`, `z6Mk…`; only Ed25519.
    pub fn from_multibase(multibase: &str) -> Result<PublicKey, Error> {
        let encoded = multibase.strip_prefix('z').filter(|encoded| encoded.len() <= 100).ok_or_else(unusable)?;
        let bytes = bs58::decode(encoded).into_vec().map_err(|_| unusable())?;
        let key = bytes.strip_prefix(&ED25519_MULTICODEC).ok_or_else(unusable)?;
        PublicKey::from_ed25519_bytes(key)
    }

    fn from_spki(spki: &[u8]) -> Result<PublicKey, Error> {
        match spki.strip_prefix(&ED25519_SPKI) {
            Some(key) => PublicKey::from_ed25519_bytes(key),
            None => PublicKey::from_rsa(&RsaPublicKey::from_public_key_der(spki).map_err(|_| unusable())?),
        }
    }

    fn from_rsa(key: &RsaPublicKey) -> Result<PublicKey, Error> {
        use rsa::{pkcs1::EncodeRsaPublicKey, pkcs8::EncodePublicKey};
        let bits = key.n().bits();
        let exponent = key.e().to_bytes_le();
        let is_odd = exponent.first().is_some_and(|low| low % 2 == 1);
        let is_one = exponent == [1];
        if !(2048..=4096).contains(&bits) || !is_odd || is_one {
            return Err(unusable());
        }
        // Written anew, so that the fingerprint is of the key and not of how it was sent.
        let spki = key.to_public_key_der().map_err(|_| unusable())?.into_vec();
        let pkcs1 = key.to_pkcs1_der().map_err(|_| unusable())?.into_vec();
        let keys = Checking::Rsa {
            sha256: ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &pkcs1).map_err(|_| unusable())?,
            sha512: ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, &pkcs1).map_err(|_| unusable())?,
        };
        Ok(PublicKey(Arc::new(Public { spki, keys })))
    }

    fn from_ed25519_bytes(key: &[u8]) -> Result<PublicKey, Error> {
        if key.len() != 32 {
            return Err(unusable());
        }
        let parsed = ParsedPublicKey::new(&ED25519, key).map_err(|_| unusable())?;
        let spki = [&ED25519_SPKI, key].concat();
        Ok(PublicKey(Arc::new(Public { spki, keys: Checking::Ed25519(parsed) })))
    }

    pub fn kind(&self) -> KeyKind {
        match self.0.keys {
            Checking::Rsa { .. } => KeyKind::Rsa,
            Checking::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    pub fn to_pem(&self) -> String {
        to_pem(&self.0.spki, PUBLIC_LABEL)
    }

    /// The multibase of an Ed25519 key; `None` for RSA.
    pub fn to_multibase(&self) -> Option<String> {
        let key = self.0.spki.strip_prefix(&ED25519_SPKI)?;
        let bytes = [&ED25519_MULTICODEC, key].concat();
        Some(format!("z{}", bs58::encode(bytes).into_string()))
    }

    /// `SHA256:` and the base64 of the SHA-256 of the key.
    pub fn fingerprint(&self) -> String {
        fingerprint(self, &[])
    }

    pub(super) fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let key = match (&self.0.keys, algorithm) {
            (Checking::Rsa { sha256, .. }, Algorithm::RsaSha256 | Algorithm::OfTheKey) => sha256,
            (Checking::Rsa { sha512, .. }, Algorithm::RsaSha512) => sha512,
            (Checking::Ed25519(key), Algorithm::Ed25519 | Algorithm::OfTheKey) => key,
            (Checking::Rsa { .. }, Algorithm::Ed25519)
            | (Checking::Ed25519(_), Algorithm::RsaSha256 | Algorithm::RsaSha512) => {
                return Err(Error::Unproven(Reason::Algorithm));
            }
        };
        key.verify_sig(message, signature).map_err(|_| Error::Unproven(Reason::SignatureMismatch))
    }
}

/// The fingerprint of all the keys of one actor: the one it signs letters with, and those it proves documents with, in
/// whatever order it lists them. What two schools compare.
pub fn fingerprint(main: &PublicKey, others: &[PublicKey]) -> String {
    let mut others: Vec<&[u8]> = others.iter().map(|key| key.0.spki.as_slice()).collect();
    others.sort_unstable();
    let mut digest = Sha256::new();
    digest.update(&main.0.spki);
    for key in others {
        digest.update(key);
    }
    format!("SHA256:{}", STANDARD.encode(digest.finalize()).trim_end_matches('='))
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.0.spki == other.0.spki
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.fingerprint())
    }
}

fn unusable() -> Error {
    Error::Unproven(Reason::KeyUnusable)
}

fn failed(why: &str) -> Error {
    Error::Failed(why.to_owned())
}

fn to_pem(der: &[u8], label: &str) -> String {
    let encoded = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem + &format!("-----END {label}-----\n")
}

/// The bytes between the two lines of PEM. How lines are broken differs between servers and does not matter.
fn from_pem(pem: &str, label: &str) -> Option<Vec<u8>> {
    let body = pem
        .trim()
        .strip_prefix(&format!("-----BEGIN {label}-----"))?
        .strip_suffix(&format!("-----END {label}-----"))?;
    let encoded: String = body.split_ascii_whitespace().collect();
    STANDARD.decode(encoded).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rsa::{BigUint, pkcs1::der::Encode};

    use super::*;

    fn rsa_pem(bits: usize, exponent: u64) -> String {
        // Any odd number of that length will do: nobody factors it here.
        let modulus = (BigUint::from(1_u8) << (bits - 1)) + BigUint::from(1_u8);
        let n = rsa::pkcs1::UintRef::new(&modulus.to_bytes_be()).map(|n| n.as_bytes().to_vec()).unwrap();
        let e = exponent.to_be_bytes();
        let pkcs1 = rsa::pkcs1::RsaPublicKey {
            modulus: rsa::pkcs1::UintRef::new(&n).unwrap(),
            public_exponent: rsa::pkcs1::UintRef::new(&e).unwrap(),
        };
        to_pem(&pkcs1.to_der().unwrap(), "RSA PUBLIC KEY")
    }

    #[test]
    fn an_rsa_key_survives_writing_and_reading() {
        let key = PrivateKey::generate_rsa().unwrap();
        let again = PrivateKey::from_pem(key.to_pem().unwrap()).unwrap();
        let public = PublicKey::from_pem(&key.public().unwrap().to_pem()).unwrap();

        let signature = again.sign(b"hello").unwrap();

        assert!(public.verify(Algorithm::RsaSha256, b"hello", &signature).is_ok());
        assert!(public.verify(Algorithm::OfTheKey, b"hello", &signature).is_ok());
        assert!(public.verify(Algorithm::RsaSha512, b"hello", &signature).is_err());
        assert!(public.verify(Algorithm::Ed25519, b"hello", &signature).is_err());
        assert!(public.verify(Algorithm::RsaSha256, b"hello!", &signature).is_err());
        assert_eq!(public.fingerprint(), key.public().unwrap().fingerprint());
        assert_eq!(public.to_multibase(), None);
        assert_eq!(key.seed(), None);
    }

    #[test]
    fn an_ed25519_key_survives_writing_and_reading() {
        let key = PrivateKey::generate_ed25519().unwrap();
        let again = PrivateKey::from_seed(key.seed().unwrap()).unwrap();
        let public = key.public().unwrap();

        let signature = again.sign(b"hello").unwrap();

        for public in [
            PublicKey::from_multibase(&public.to_multibase().unwrap()).unwrap(),
            PublicKey::from_pem(&public.to_pem()).unwrap(),
        ] {
            assert!(public.verify(Algorithm::Ed25519, b"hello", &signature).is_ok());
            assert!(public.verify(Algorithm::RsaSha256, b"hello", &signature).is_err());
            assert!(public.fingerprint().starts_with("SHA256:"));
        }
        assert!(public.to_multibase().unwrap().starts_with("z6Mk"));
    }

    #[test]
    fn a_fingerprint_is_of_all_keys_in_any_order() {
        let [main, one, other] = [1, 2, 3].map(|seed| PrivateKey::from_seed(&[seed; 32]).unwrap().public().unwrap());

        let both = fingerprint(&main, &[one.clone(), other.clone()]);

        assert_eq!(both, fingerprint(&main, &[other.clone(), one.clone()]));
        assert_ne!(both, fingerprint(&one, &[main.clone(), other.clone()]));
        assert_ne!(both, fingerprint(&main, &[one]));
        assert_eq!(fingerprint(&main, &[]), main.fingerprint());
    }

    #[test]
    fn a_known_multibase_is_read() {
        // From the specification of Multikey.
        let public = PublicKey::from_multibase("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK").unwrap();

        assert_eq!(public.kind(), KeyKind::Ed25519);
        assert_eq!(public.to_multibase().unwrap(), "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    }

    #[test]
    fn t23_weak_and_odd_keys_are_refused() {
        assert!(PublicKey::from_pem(&rsa_pem(2048, 65_537)).is_ok());
        assert!(PublicKey::from_pem(&rsa_pem(4096, 65_537)).is_ok());
        assert!(PublicKey::from_pem(&rsa_pem(2048, 3)).is_ok());
        for (bits, exponent) in
            [(512, 65_537), (1024, 65_537), (2047, 65_537), (4097, 65_537), (16_384, 65_537), (2048, 1), (2048, 2)]
        {
            let key = PublicKey::from_pem(&rsa_pem(bits, exponent));
            assert_eq!(key, Err(Error::Unproven(Reason::KeyUnusable)), "{bits} bits, exponent {exponent}");
        }
    }

    #[test]
    fn t23_what_is_not_a_public_key_is_refused() {
        let key = PrivateKey::generate_rsa().unwrap();
        let private = key.to_pem().unwrap();
        let public = key.public().unwrap().to_pem();

        assert!(PublicKey::from_pem(&public).is_ok());
        assert!(PublicKey::from_pem(&public.replace('\n', "\r\n")).is_ok());
        for bad in [
            private,
            &private.replace("PRIVATE", "PUBLIC"),
            &public.replace("PUBLIC KEY", "CERTIFICATE"),
            &public[..public.len() / 2],
            "",
        ] {
            assert_eq!(PublicKey::from_pem(bad), Err(Error::Unproven(Reason::KeyUnusable)));
        }
        for bad in ["", "z", "z6Mk", "f1234", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0"] {
            assert!(PublicKey::from_multibase(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_private_key_is_never_printed() {
        let key = PrivateKey::from_seed(&[7; 32]).unwrap();

        assert_eq!(format!("{key:?}"), "PrivateKey(Ed25519)");
    }
}
