//! What the other school says of the agreement: that its adult has heard the words, how it would word it anew, and its
//! answers to ours.

use url::Url;

use super::{Change, Letter, Outcome};
use crate::{
    Error, Reason, limits,
    ports::KnownAgreement,
    vocabulary::{Reference, SignedAgreement},
};

/// The other school words the agreement anew. Whatever is wrong with it is refused like a stranger's Offer: nothing is
/// written down, and no reason is given.
pub(super) fn proposed(letter: &Letter<'_>, agreement: &SignedAgreement) -> Result<Outcome, Error> {
    let refused = Err(Error::Refused(Reason::NotTrusted));
    let Some(known) = letter.ours.agreement(letter.actor()) else { return refused };
    let words = &agreement.words;
    let is_ours = words.id == known.id
        && words.author == *letter.actor()
        && words.other == known.us
        && words.author_key == known.their_key
        && words.other_key == known.our_key;
    let latest = letter.now.saturating_add(limits::SIGNATURE_FUTURE).unwrap_or(letter.now);
    let is_newer = words.updated > known.newest && words.updated <= latest;
    if !is_ours || !is_newer || !is_proved(known, agreement) {
        return refused;
    }
    Ok(Outcome::one(Change::AgreementProposed {
        letter: letter.activity.id.clone(),
        agreement: Box::new(agreement.clone()),
    }))
}

/// The letter that this answers, if it is one about the agreement.
pub(super) fn answered<'a>(letter: &'a Letter<'_>, object: &Reference) -> Option<(&'a KnownAgreement, Url)> {
    let known = letter.ours.agreement(letter.actor())?;
    let about = object.id.as_ref()?;
    let is_known = known.offer == *about || known.wordings.iter().any(|(letter, _)| letter == about);
    is_known.then(|| (known, about.clone()))
}

/// It accepts: what we have to see is the very same agreement, with its own proof.
pub(super) fn accepted(known: &KnownAgreement, about: Url, result: Option<&SignedAgreement>) -> Result<Outcome, Error> {
    let signed = result.filter(|result| {
        let ours = known.wordings.iter().find(|(letter, _)| *letter == about);
        ours.is_some_and(|(_, document)| result.is_copy_of(document)) && is_proved(known, result)
    });
    let Some(signed) = signed else { return Err(Error::Refused(Reason::NotTrusted)) };
    let copy = signed.document.to_string();
    Ok(Outcome::one(if about == known.offer {
        Change::AgreementConfirmed { offer: about, copy }
    } else {
        Change::AgreementAccepted { letter: about, copy }
    }))
}

/// It declines what we proposed. The Offer itself is not declined but ended.
pub(super) fn declined(known: &KnownAgreement, about: Url) -> Outcome {
    if about == known.offer {
        return Outcome::ignored("an Offer is ended, not declined");
    }
    Outcome::one(Change::AgreementDeclined { letter: about })
}

fn is_proved(known: &KnownAgreement, agreement: &SignedAgreement) -> bool {
    agreement.is_proved(known.keys.iter().map(|(id, key)| (id.as_str(), key)))
}
