//! Who is in the demo: three schools, their adults, classes, groups and pupils. All of them are made up.

use crate::domain::classes::ClassKind;
use crate::domain::people::ClassRole;

pub(super) const MAPLE: usize = 0;
pub(super) const OAK: usize = 1;
pub(super) const BIRCH: usize = 2;

pub(super) const SCHOOLS: [SchoolCast; 3] = [
    SchoolCast {
        key: "maple",
        name: "Maple Primary",
        town: "Leeds",
        country: "United Kingdom",
        admin: Person { name: "Mr Ellis", email: "ellis@maple.example" },
        safeguarding: Person { name: "Ms Okafor", email: "okafor@maple.example" },
        staff: &[
            Person { name: "Mrs Kaur", email: "kaur@maple.example" },
            Person { name: "Mr Hughes", email: "hughes@maple.example" },
            Person { name: "Miss Doyle", email: "doyle@maple.example" },
            Person { name: "Mr Rahman", email: "rahman@maple.example" },
            Person { name: "Mrs Novak", email: "novak@maple.example" },
        ],
        classes: &[
            ClassCast {
                slug: "acorns",
                name: "Acorns",
                kind: ClassKind::Class,
                crest: "leaf",
                colour: 4,
                about: "We are 30 children aged 4 and 5. School is new to us.",
                duties: &[("doyle@maple.example", ClassRole::Teacher), ("hughes@maple.example", ClassRole::Moderator)],
                pupils: &["Amir", "Bella", "Cody", "Daisy", "Ezra", "Freya", "Gus", "Heidi"],
            },
            ClassCast {
                slug: "robins",
                name: "Robins",
                kind: ClassKind::Class,
                crest: "bee",
                colour: 2,
                about: "We are 29 children aged 5 and 6. We like minibeasts and puddles.",
                duties: &[("doyle@maple.example", ClassRole::Teacher), ("kaur@maple.example", ClassRole::Moderator)],
                pupils: &["Alba", "Bilal", "Cara", "Declan", "Esme", "Farid", "Gwen", "Hugo"],
            },
            ClassCast {
                slug: "maple-class",
                name: "Maple class",
                kind: ClassKind::Class,
                crest: "boat",
                colour: 7,
                about: "We are 28 children aged 7 and 8 in Leeds.",
                duties: &[("kaur@maple.example", ClassRole::Teacher), ("hughes@maple.example", ClassRole::Moderator)],
                pupils: &[
                    "Sam", "Ama", "Leo", "Zara", "Noah", "Isla", "Yusuf", "Grace", "Oscar", "Priya", "Finn", "Maya",
                    "Jakub", "Ella", "Harun", "Rosie", "Theo", "Aisha", "Ben", "Lily", "Kofi", "Eva", "Dylan", "Hana",
                    "Max", "Niamh", "Omar", "Tilly",
                ],
            },
            ClassCast {
                slug: "willow-class",
                name: "Willow class",
                kind: ClassKind::Class,
                crest: "rocket",
                colour: 9,
                about: "We are 27 children aged 9 and 10. This year we build things that move.",
                duties: &[("rahman@maple.example", ClassRole::Teacher), ("kaur@maple.example", ClassRole::Moderator)],
                pupils: &["Adam", "Beth", "Callum", "Dana", "Elif", "Frank", "Gita", "Hallie", "Idris", "Josie"],
            },
            ClassCast {
                slug: "hawthorn-class",
                name: "Hawthorn class",
                kind: ClassKind::Class,
                crest: "mountain",
                colour: 11,
                about: "We are 26 children aged 10 and 11, and this is our last year here.",
                duties: &[("novak@maple.example", ClassRole::Teacher), ("rahman@maple.example", ClassRole::Moderator)],
                pupils: &["Anya", "Blake", "Chloe", "Dev", "Erin", "Felix", "Gemma", "Hasan"],
            },
            ClassCast {
                slug: "eco-council",
                name: "Eco Council",
                kind: ClassKind::Group,
                crest: "sun",
                colour: 5,
                about: "Two children from every class. We look after the pond, the bins and the lights.",
                // An admin beside them: only an admin opens a post to the public web.
                duties: &[("hughes@maple.example", ClassRole::Teacher), ("ellis@maple.example", ClassRole::Moderator)],
                pupils: &[],
            },
            ClassCast {
                slug: "choir",
                name: "Choir",
                kind: ClassKind::Group,
                crest: "drum",
                colour: 10,
                about: "We sing on Tuesdays at lunch. Everybody may come.",
                duties: &[("novak@maple.example", ClassRole::Teacher), ("doyle@maple.example", ClassRole::Moderator)],
                pupils: &[],
            },
        ],
        groups: &[
            ("eco-council", "maple-class", &["Sam", "Priya"]),
            ("eco-council", "willow-class", &["Dana", "Idris"]),
            ("eco-council", "hawthorn-class", &["Erin", "Hasan"]),
            ("choir", "maple-class", &["Ama", "Rosie", "Kofi", "Niamh"]),
            ("choir", "hawthorn-class", &["Chloe", "Gemma"]),
        ],
    },
    SchoolCast {
        key: "oak",
        name: "Oak Academy",
        town: "Nairobi",
        country: "Kenya",
        admin: Person { name: "Mrs Wafula", email: "wafula@oak.example" },
        safeguarding: Person { name: "Mr Maina", email: "maina@oak.example" },
        staff: &[
            Person { name: "Mr Otieno", email: "otieno@oak.example" },
            Person { name: "Ms Wangari", email: "wangari@oak.example" },
            Person { name: "Mrs Hassan", email: "hassan@oak.example" },
        ],
        classes: &[
            ClassCast {
                slug: "mango-class",
                name: "Mango class",
                kind: ClassKind::Class,
                crest: "fish",
                colour: 3,
                about: "We are 31 children in our first year at school.",
                duties: &[("hassan@oak.example", ClassRole::Teacher), ("wangari@oak.example", ClassRole::Moderator)],
                pupils: &["Abdi", "Bahati", "Chiku", "Dafina", "Esi", "Faraja"],
            },
            ClassCast {
                slug: "baobab-class",
                name: "Baobab class",
                kind: ClassKind::Class,
                crest: "oak",
                colour: 1,
                about: "We are 28 children aged 8 and 9 in Nairobi. Karibu!",
                duties: &[("otieno@oak.example", ClassRole::Teacher), ("wangari@oak.example", ClassRole::Moderator)],
                pupils: &[
                    "Wanjiru", "Kamau", "Akinyi", "Otieno", "Njeri", "Mwangi", "Amina", "Kiprono", "Zawadi", "Baraka",
                    "Achieng", "Juma", "Nyambura", "Kibet", "Halima", "Mutua", "Makena", "Odhiambo", "Chebet",
                    "Hassan", "Wambui", "Ochieng", "Imani", "Karanja", "Naliaka", "Salim", "Atieno", "Tumaini",
                ],
            },
            ClassCast {
                slug: "acacia-class",
                name: "Acacia class",
                kind: ClassKind::Class,
                crest: "owl",
                colour: 6,
                about: "We are 30 children aged 9 and 10. Our classroom has the best view of the field.",
                duties: &[("hassan@oak.example", ClassRole::Teacher), ("otieno@oak.example", ClassRole::Moderator)],
                pupils: &["Anyango", "Brian", "Cherono", "Daudi", "Eunice", "Fadhili"],
            },
            ClassCast {
                slug: "jacaranda-class",
                name: "Jacaranda class",
                kind: ClassKind::Class,
                crest: "star",
                colour: 12,
                about: "We are 29 children aged 10 and 11. We invent things.",
                duties: &[("wangari@oak.example", ClassRole::Teacher), ("hassan@oak.example", ClassRole::Moderator)],
                pupils: &["Auma", "Babu", "Cynthia", "Denis", "Emali", "Faith", "Gathoni", "Hamisi"],
            },
            ClassCast {
                slug: "wildlife-club",
                name: "Wildlife Club",
                kind: ClassKind::Group,
                crest: "fox",
                colour: 8,
                about: "We meet under the big fig tree on Thursdays and write down every bird.",
                duties: &[("otieno@oak.example", ClassRole::Teacher), ("wafula@oak.example", ClassRole::Moderator)],
                pupils: &[],
            },
        ],
        groups: &[
            ("wildlife-club", "baobab-class", &["Amina", "Kibet", "Makena"]),
            ("wildlife-club", "jacaranda-class", &["Denis", "Faith"]),
        ],
    },
    SchoolCast {
        key: "birch",
        name: "Birch School",
        town: "Ghent",
        country: "Belgium",
        admin: Person { name: "Mrs Peeters", email: "peeters@birch.example" },
        safeguarding: Person { name: "Mr Claes", email: "claes@birch.example" },
        staff: &[
            Person { name: "Ms Janssens", email: "janssens@birch.example" },
            Person { name: "Mr De Smet", email: "desmet@birch.example" },
        ],
        classes: &[
            ClassCast {
                slug: "linden-class",
                name: "Linden class",
                kind: ClassKind::Class,
                crest: "kite",
                colour: 9,
                about: "We are 24 children aged 8 and 9 in Ghent, beside the canal.",
                duties: &[
                    ("janssens@birch.example", ClassRole::Teacher),
                    ("desmet@birch.example", ClassRole::Moderator),
                ],
                pupils: &["Lotte", "Wout", "Noor", "Lars", "Elise", "Ibrahim"],
            },
            ClassCast {
                slug: "poplar-class",
                name: "Poplar class",
                kind: ClassKind::Class,
                crest: "snail",
                colour: 5,
                about: "We are 22 children aged 10 and 11 in Ghent.",
                duties: &[
                    ("desmet@birch.example", ClassRole::Teacher),
                    ("janssens@birch.example", ClassRole::Moderator),
                ],
                pupils: &["Fien", "Jef", "Amber", "Mohamed"],
            },
        ],
        groups: &[],
    },
];

pub(super) struct SchoolCast {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) town: &'static str,
    pub(super) country: &'static str,
    pub(super) admin: Person,
    pub(super) safeguarding: Person,
    pub(super) staff: &'static [Person],
    pub(super) classes: &'static [ClassCast],
    /// A group, a class, and who of the class is in the group.
    pub(super) groups: &'static [(&'static str, &'static str, &'static [&'static str])],
}

impl SchoolCast {
    /// Every adult but the first admin, who comes with the school; true for the safeguarding lead.
    pub(super) fn colleagues(&self) -> impl Iterator<Item = (&Person, bool)> {
        std::iter::once((&self.safeguarding, true)).chain(self.staff.iter().map(|person| (person, false)))
    }

    #[cfg(test)]
    fn everybody(&self) -> impl Iterator<Item = (&Person, bool)> {
        std::iter::once((&self.admin, false)).chain(self.colleagues())
    }
}

pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
}

pub(super) struct ClassCast {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: ClassKind,
    pub(super) crest: &'static str,
    pub(super) colour: u8,
    pub(super) about: &'static str,
    pub(super) duties: &'static [(&'static str, ClassRole)],
    pub(super) pupils: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_two_moderators_and_everybody_named_is_there() {
        for school in &SCHOOLS {
            for class in school.classes {
                assert_eq!(class.duties.len(), 2, "{}", class.name);
                let known = |email: &str| school.everybody().any(|(person, _)| person.email == email);
                assert!(class.duties.iter().all(|(email, _)| known(email)), "{}", class.name);
                assert!((1..=12).contains(&class.colour));
            }
            for (group, class, members) in school.groups {
                assert!(school.classes.iter().any(|found| found.slug == *group));
                let class = school.classes.iter().find(|found| found.slug == *class).unwrap();
                assert!(members.iter().all(|member| class.pupils.contains(member)), "{group}");
            }
        }
    }
}
