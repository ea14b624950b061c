//! Passwords: kept as argon2id hashes, made and compared beside the other work and never many at once.

use std::sync::Arc;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};

/// A hash that no password has, of the same cost as every other: who asks for an unknown address waits as long.
pub const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Each takes 19 MiB and some tens of milliseconds of a core, so a flood of sign-ins waits in line.
static AT_ONCE: std::sync::LazyLock<Arc<Semaphore>> = std::sync::LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// The hash to keep. Errors: only our own.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    let turn = turn().await?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let hash: PasswordHash =
            hasher()?.hash_password(password.as_bytes()).map_err(|cause| anyhow!("hashing a password: {cause}"))?;
        Ok(hash.to_string())
    })
    .await
    .map_err(|cause| Error::Internal(cause.into()))?
}

/// Whether this is the password that was hashed. A hash that cannot be read belongs to nobody.
pub async fn verify(password: &str, hash: &str) -> bool {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    let Ok(turn) = turn().await else { return false };
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let (Ok(hasher), Ok(hash)) = (hasher(), PasswordHash::new(&hash)) else { return false };
        hasher.verify_password(password.as_bytes(), &hash).is_ok()
    })
    .await
    .unwrap_or(false)
}

async fn turn() -> Result<OwnedSemaphorePermit> {
    AT_ONCE.clone().acquire_owned().await.map_err(|cause| Error::Internal(cause.into()))
}

/// OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|cause| anyhow!("argon2 parameters: {cause}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let kept = hash("correct horse battery").await.unwrap();

        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse battery", &kept).await);
        assert!(!verify("correct horse batterz", &kept).await);
        assert_ne!(kept, hash("correct horse battery").await.unwrap());
    }

    #[tokio::test]
    async fn a_megabyte_is_not_truncated_but_hashed_whole() {
        let long = "a".repeat(100);
        let kept = hash(&format!("{long}b")).await.unwrap();

        assert!(!verify(&format!("{long}c"), &kept).await);
    }

    #[tokio::test]
    async fn nobodys_hash_is_well_formed_and_costs_the_same_and_opens_for_nobody() {
        assert!(PasswordHash::new(NOBODYS).is_ok());
        assert!(!verify("", NOBODYS).await);
        assert!(!verify("anything", "not a hash").await);
    }
}
