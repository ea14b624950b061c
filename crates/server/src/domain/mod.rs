//! The nouns of a school and their rules, pure: no database, no clock, no web.

pub mod agreements;
pub mod answers;
pub mod articles;
pub mod audit;
pub mod class_lists;
pub mod classes;
pub mod comforts;
pub mod deliveries;
pub mod erasures;
pub mod gone;
pub mod ids;
pub mod imports;
pub mod invitations;
pub mod items;
pub mod moderation;
pub mod notices;
pub mod partners;
pub mod people;
pub mod picture_passwords;
pub mod pictures;
pub mod proposals;
pub mod pupil_lists;
pub mod requests;
pub mod revisions;
pub mod schools;
pub mod screening;
pub mod searching;
pub mod timetable;
pub mod viewer;
pub mod writing;
pub mod writing_help;

/// An enum that is kept as a word in the database and in forms.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownWord),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::domain::Word for $name {
            fn word(self) -> &'static str {
                self.as_str()
            }
        }
    };
}

/// An enum that is kept as a word.
pub trait Word: std::str::FromStr + Copy {
    fn word(self) -> &'static str;
}

/// The text is none of the words there are.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownWord;
