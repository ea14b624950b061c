//! Who may: a handler that takes one of these has been asked for by just such a person.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::visit::Visit;
use crate::domain::ids::ClassId;
use crate::domain::viewer::{Adult, Child, Person};
use crate::error::Error;
use crate::school::School;

/// Whoever it is, signed in or not.
pub struct Someone(pub Person);

/// A pupil.
pub struct Pupil(pub Child);

/// A family, by the link of this class.
pub(super) struct Family(pub ClassId);

/// An adult with an account.
pub struct Staff(pub Adult);

/// An adult who decides at some class's gate; whether at this one, the action asks.
pub struct Moderator(pub Adult);

/// An adult who runs some class; whether this one, the action asks.
pub struct Teacher(pub Adult);

/// The safeguarding lead.
pub struct Safeguarding(pub Adult);

/// An adult who answers for the school.
pub struct Admin(pub Adult);

/// May let in and turn away for at least one class now.
pub(super) fn decides(adult: &Adult) -> bool {
    adult.duties.iter().any(|duty| duty.role.decides())
}

/// May write for at least one class now.
pub(super) fn runs(adult: &Adult) -> bool {
    adult.duties.iter().any(|duty| duty.role.runs())
}

async fn person(parts: &mut Parts, school: &School) -> Result<Person, Error> {
    let visit = Visit::from_request_parts(parts, school)
        .await
        .map_err(|_| Error::Internal(anyhow::anyhow!("a request without a visit")))?;
    visit.person().await.cloned()
}

impl FromRequestParts<School> for School {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, school: &School) -> Result<Self, Infallible> {
        Ok(school.clone())
    }
}

impl FromRequestParts<School> for Someone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self, Error> {
        person(parts, school).await.map(Self)
    }
}

impl FromRequestParts<School> for Pupil {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self, Error> {
        match person(parts, school).await? {
            Person::Child(child) => Ok(Self(child)),
            Person::Anonymous | Person::Family(_) | Person::Adult(_) => Err(Error::Missing),
        }
    }
}

impl FromRequestParts<School> for Family {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self, Error> {
        match person(parts, school).await? {
            Person::Family(class) => Ok(Self(class)),
            Person::Anonymous | Person::Child(_) | Person::Adult(_) => Err(Error::Missing),
        }
    }
}

/// A proof about an adult: refused like something that is not there.
macro_rules! adults {
    ($($proof:ident if $may:expr;)*) => {$(
        impl FromRequestParts<School> for $proof {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, school: &School) -> Result<Self, Error> {
                let may: fn(&Adult) -> bool = $may;
                match person(parts, school).await? {
                    Person::Adult(adult) if may(&adult) => Ok(Self(adult)),
                    Person::Anonymous | Person::Family(_) | Person::Child(_) | Person::Adult(_) => Err(Error::Missing),
                }
            }
        }
    )*};
}

adults! {
    Staff if |_| true;
    Moderator if decides;
    Teacher if runs;
    Safeguarding if |adult| adult.is_safeguarding;
    Admin if |adult| adult.is_admin;
}
