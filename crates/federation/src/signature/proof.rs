//! Proofs that stay with a document: whoever keeps it can show later who said it (FEP-8b32, `eddsa-jcs-2022`).

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{PrivateKey, PublicKey, keys::Algorithm};
use crate::{Error, Reason};

/// What every proof of ours says of itself; another one is not read.
const KIND: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// What a proof claims. Nothing of it is proved before [`check_proof`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofClaim {
    /// The id of the key, as in an actor's `assertionMethod`.
    pub key_id: String,
    pub created: Timestamp,
}

/// Adds a proof to a document, in place of any that it had. Only Ed25519 keys can.
///
/// Errors: [`Error::Failed`] for an RSA key, and for what is no JSON object.
pub fn add_proof(document: &mut Value, key_id: &str, key: &PrivateKey, now: Timestamp) -> Result<(), Error> {
    if key.seed().is_none() {
        return Err(failed("only an Ed25519 key can prove a document"));
    }
    let Value::Object(map) = document else { return Err(failed("only an object can be proved")) };
    map.shift_remove("proof");
    let created = Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let mut options = Map::new();
    for (name, value) in [
        ("type", KIND),
        ("cryptosuite", SUITE),
        ("verificationMethod", key_id),
        ("proofPurpose", PURPOSE),
        ("created", created.as_str()),
    ] {
        options.insert(name.to_owned(), json!(value));
    }
    // The words that both use are those of the document, and are proved with it.
    if let Some(context) = map.get("@context") {
        options.insert("@context".to_owned(), context.clone());
    }
    let signature = key.sign(&message(&options, map)?)?;
    options.insert("proofValue".to_owned(), json!(format!("z{}", bs58::encode(signature).into_string())));
    map.insert("proof".to_owned(), Value::Object(options));
    Ok(())
}

/// Whose key a document's proof names, and when it says that it was made.
///
/// Errors: [`Reason::NoSignature`] without exactly one proof of the kind that we understand.
pub fn claimed_proof(document: &Value) -> Result<ProofClaim, Error> {
    let none = || Error::Unproven(Reason::NoSignature);
    let proof = document.get("proof").and_then(Value::as_object).ok_or_else(none)?;
    let says = |name: &str| proof.get(name).and_then(Value::as_str);
    if says("type") != Some(KIND) || says("cryptosuite") != Some(SUITE) || says("proofPurpose") != Some(PURPOSE) {
        return Err(none());
    }
    let created = says("created").and_then(|created| created.parse().ok());
    Ok(ProofClaim {
        key_id: says("verificationMethod").ok_or_else(none)?.to_owned(),
        created: created.ok_or(Error::Unproven(Reason::DateUnreadable))?,
    })
}

/// Checks that the owner of this key said every word of the document.
///
/// The document has to be one that was read strictly: of a name given twice only one would be proved. Errors: as
/// [`claimed_proof`], and [`Reason::SignatureMismatch`].
pub fn check_proof(document: &Value, key: &PublicKey) -> Result<ProofClaim, Error> {
    let claim = claimed_proof(document)?;
    let mut bare = document.as_object().cloned().unwrap_or_default();
    let Some(Value::Object(mut options)) = bare.shift_remove("proof") else {
        return Err(Error::Unproven(Reason::NoSignature));
    };
    if let Some(context) = options.get("@context")
        && bare.get("@context") != Some(context)
    {
        return Err(Error::Unproven(Reason::SignatureMismatch));
    }
    let signature = options.shift_remove("proofValue").and_then(|value| {
        let encoded = value.as_str()?.strip_prefix('z').filter(|encoded| encoded.len() <= 100)?;
        bs58::decode(encoded).into_vec().ok()
    });
    let signature = signature.ok_or(Error::Unproven(Reason::SignatureUnreadable("its proof is not base58")))?;
    key.verify(Algorithm::Ed25519, &message(&options, &bare)?, &signature)?;
    Ok(claim)
}

/// The bytes that are signed: a hash over how it is proved, and one over what.
fn message(options: &Map<String, Value>, document: &Map<String, Value>) -> Result<Vec<u8>, Error> {
    Ok([canonical_hash(options)?, canonical_hash(document)?].concat())
}

/// SHA-256 over the one way of writing this (RFC 8785).
fn canonical_hash(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let text = serde_json_canonicalizer::to_vec(value).map_err(|_| failed("a document could not be written"))?;
    Ok(Sha256::digest(text).to_vec())
}

fn failed(why: &str) -> Error {
    Error::Failed(why.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const KEY: &str = "https://north.example/actor#ed25519-key";

    fn proved() -> (Value, PublicKey) {
        let key = PrivateKey::from_seed(&[7; 32]).unwrap();
        let mut document = json!({ "@context": ["https://www.w3.org/ns/activitystreams"], "id": "https://north.example/x", "n": [1, 2.5] });
        add_proof(&mut document, KEY, &key, "2026-11-25T09:00:00Z".parse().unwrap()).unwrap();
        (document, key.public().unwrap())
    }

    #[test]
    fn a_proof_says_who_and_when_and_outlives_the_order_of_names() {
        let (document, key) = proved();
        let again: Value = serde_json::from_str(&serde_json::to_string_pretty(&document).unwrap()).unwrap();
        let mut turned = Map::new();
        for (name, value) in again.as_object().unwrap().iter().rev() {
            turned.insert(name.clone(), value.clone());
        }

        let claim = check_proof(&Value::Object(turned), &key).unwrap();

        assert_eq!((claim.key_id.as_str(), claim.created.to_string().as_str()), (KEY, "2026-11-25T09:00:00Z"));
    }

    #[test]
    fn whatever_is_changed_is_not_proved() {
        let (document, key) = proved();
        let change = |change: &dyn Fn(&mut Value)| {
            let mut changed = document.clone();
            change(&mut changed);
            check_proof(&changed, &key)
        };

        assert!(change(&|_| ()).is_ok());
        for broken in [
            change(&|document| document["id"] = json!("https://north.example/y")),
            change(&|document| document["n"] = json!([2.5, 1])),
            change(&|document| document["more"] = json!(true)),
            change(&|document| document["@context"] = json!("https://www.w3.org/ns/activitystreams")),
            change(&|document| document["proof"]["@context"] = json!([])),
            change(&|document| document["proof"]["created"] = json!("2026-11-25T09:00:01Z")),
            change(&|document| {
                document["proof"]["verificationMethod"] = json!("https://west.example/actor#ed25519-key");
            }),
            change(&|document| document["proof"]["cryptosuite"] = json!("eddsa-rdfc-2022")),
            change(&|document| document["proof"]["proofPurpose"] = json!("authentication")),
            change(&|document| document["proof"]["proofValue"] = json!("z")),
            change(&|document| document["proof"] = json!([document["proof"].clone()])),
        ] {
            assert!(broken.is_err(), "{broken:?}");
        }
        assert!(check_proof(&document, &PrivateKey::from_seed(&[8; 32]).unwrap().public().unwrap()).is_err());
        assert!(add_proof(&mut json!({}), KEY, &PrivateKey::generate_rsa().unwrap(), Timestamp::UNIX_EPOCH).is_err());
    }

    /// From "Data Integrity `EdDSA` Cryptosuites v1.0" (W3C), section B.2.
    #[test]
    fn the_standards_own_example_is_made_and_read_as_it_stands_there() {
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
            "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            "type": ["VerifiableCredential", "AlumniCredential"],
            "name": "Alumni Credential",
            "description": "A minimum viable example of an Alumni Credential.",
            "issuer": "https://vc.example/issuers/5678",
            "validFrom": "2023-01-01T00:00:00Z",
            "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
        });
        let secret = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").into_vec().unwrap();
        let key = PrivateKey::from_seed(secret[2..].try_into().unwrap()).unwrap();
        let public = key.public().unwrap();
        let multibase = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        let key_id = format!("did:key:{multibase}#{multibase}");

        add_proof(&mut document, &key_id, &key, "2023-02-24T23:36:38Z".parse().unwrap()).unwrap();

        assert_eq!(public.to_multibase().as_deref(), Some(multibase));
        assert_eq!(
            document["proof"]["proofValue"],
            "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
        );
        assert!(check_proof(&document, &public).is_ok());
    }
}
