//! The ways federation can fail, named for what one can do about them.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

/// Why something did not happen, and so which status it is answered with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a letter we can read: 400, and sending it again will not help.
    #[error("This message could not be read: {0}.")]
    Malformed(String),
    /// Nobody has proved who sent this: 401, and a sender may try again with a better proof.
    #[error("{0}")]
    Unproven(Reason),
    /// Read and understood, and not allowed: 403.
    #[error("{0}")]
    Refused(Reason),
    /// Over one of the written limits of [`crate::limits`]: 413.
    #[error("This is too large: {0}.")]
    TooLarge(&'static str),
    /// The other server did not answer usefully just now: 503, and worth another try after `retry_after`.
    #[error("{host} could not be reached: {why}.")]
    Unreachable { host: String, why: String, retry_after: Option<Duration> },
    /// The other server says that this is not there, 404, or not any more, 410.
    #[error("{url} is not there any more.")]
    Gone { url: Url, for_good: bool },
    /// Our own house failed: 500, and nothing the other side did.
    #[error("Something went wrong here: {0}.")]
    Failed(String),
}

/// One plain sentence each, fit to be read by the administrator of the other server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("The request is not signed.")]
    NoSignature,
    #[error("The request carries more than one signature.")]
    ManySignatures,
    #[error("The header {0} is missing.")]
    HeaderMissing(String),
    #[error("The header {0} is given more than once.")]
    HeaderRepeated(String),
    #[error("The signature could not be read: {0}.")]
    SignatureUnreadable(&'static str),
    #[error("The signature does not cover {0}.")]
    NotCovered(&'static str),
    #[error("The signature names {0} more than once.")]
    CoveredTwice(String),
    #[error("The signature algorithm is not one we accept.")]
    Algorithm,
    #[error("The key id is not a web address we can use.")]
    KeyId,
    #[error("The request was addressed to another host.")]
    OtherHost,
    #[error("The date of the request could not be read.")]
    DateUnreadable,
    /// The one mistake that honest servers make often, so both clocks are named.
    #[error("The clock of the sending server shows {theirs}, ours shows {ours}; please set the clock.")]
    Clock { theirs: Timestamp, ours: Timestamp },
    #[error("The signature has expired; please check the clock of the sending server.")]
    Expired,
    #[error("The signature is valid for too long a time.")]
    TooLongValid,
    #[error("The digest could not be read.")]
    DigestUnreadable,
    #[error("The digest does not match the body.")]
    DigestMismatch,
    #[error("The key of the sender is not one we can use.")]
    KeyUnusable,
    #[error("The signature does not match the key of the sender.")]
    SignatureMismatch,
    #[error("The owner of the key does not list this key.")]
    KeyNotConfirmed,
    #[error("The message was signed by somebody other than its actor.")]
    OtherSigner,
    #[error("This server is not trusted here.")]
    NotTrusted,
    #[error("The addresses in this message belong to different servers.")]
    OtherOrigin,
    #[error("This belongs to somebody else.")]
    NotOwner,
    #[error("The message claims an address of this server.")]
    OursClaimed,
    #[error("This address may not be fetched: {0}.")]
    AddressNotAllowed(&'static str),
    #[error("The answer was not what was asked for: {0}.")]
    UnexpectedAnswer(&'static str),
}

impl Error {
    /// The status with which this is answered over HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Error::Malformed(_) => 400,
            Error::Unproven(_) => 401,
            Error::Refused(_) => 403,
            Error::TooLarge(_) => 413,
            Error::Unreachable { .. } => 503,
            Error::Gone { for_good: true, .. } => 410,
            Error::Gone { for_good: false, .. } => 404,
            Error::Failed(_) => 500,
        }
    }

    /// Whether the same thing may work later without anybody changing anything.
    pub fn is_temporary(&self) -> bool {
        match self {
            Error::Unreachable { .. } | Error::Failed(_) => true,
            Error::Malformed(_) | Error::Unproven(_) | Error::Refused(_) | Error::TooLarge(_) | Error::Gone { .. } => {
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_called_a_clock() {
        let reason = Reason::Clock { theirs: Timestamp::UNIX_EPOCH, ours: Timestamp::UNIX_EPOCH };

        assert!(Error::Unproven(reason).to_string().contains("clock"));
        assert!(Error::Unproven(Reason::Expired).to_string().contains("clock"));
    }
}
