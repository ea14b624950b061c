//! Founding the demo's schools and putting their people in. Keys and passwords take the longest, so all are made side by side.

use std::collections::HashMap;
use std::net::SocketAddr;

use anyhow::Context;
use federation::fetch::Network;
use jiff::tz::TimeZone;
use tokio::task::JoinSet;

use super::Neighbour;
use super::cast::{Person, SCHOOLS};
use super::folder::{Folder, SignIn};
use super::house::House;
use crate::actions;
use crate::actions::classes::NewClass;
use crate::actions::people::NewStaff;
use crate::actions::schools::NewSchool;
use crate::cli::failure::Outcome;
use crate::cli::open::base;
use crate::clock::Clock;
use crate::domain::classes::ClassBlog;
use crate::domain::ids::StaffId;
use crate::domain::partners::NewPartner;
use crate::domain::people::{ClassRole, Duty};
use crate::school::{Place, School};
use crate::store::Database;

/// Every adult's password. It opens three made-up schools that listen on this computer only.
pub(super) const PASSWORD: &str = "open-the-gate";

/// The name other schools know one of ours by.
pub(super) fn host(school: usize, ports: &[u16]) -> String {
    format!("{}.localhost:{}", SCHOOLS[school].key, ports[school])
}

/// Where a school of the demo is: plain http, and only to the three of them and to what was named to stand beside them.
pub(super) fn place(
    folder: &Folder,
    school: usize,
    ports: &[u16],
    beside: &[Neighbour],
    clock: Clock,
) -> Outcome<Place> {
    let hosts: HashMap<String, SocketAddr> = (0..SCHOOLS.len())
        .map(|other| (host(other, ports), SocketAddr::from(([127, 0, 0, 1], ports[other]))))
        .chain(beside.iter().cloned())
        .collect();
    Ok(Place {
        base: base("http", &host(school, ports))?,
        database: format!("sqlite://{}", folder.database(school).display()),
        media: folder.media(school).into(),
        network: Network::Local { hosts },
        clock,
        outgoing_proxy: None,
        extra_ca_pem: None,
        time_zone: TimeZone::system(),
        // A demo is shown in the evening, too.
        day_ends: None,
        ledger: folder.database(school).with_extension("gone"),
        mail: None,
    })
}

/// Founds a school and opens it.
pub(super) async fn found(place: Place, number: usize) -> anyhow::Result<(School, StaffId)> {
    let cast = &SCHOOLS[number];
    let db = Database::open(&place.database).await?;
    let asked = NewSchool {
        name: cast.name.to_owned(),
        town: cast.town.to_owned(),
        country: cast.country.to_owned(),
        language: "en".to_owned(),
        admin_name: cast.admin.name.to_owned(),
        admin_email: cast.admin.email.to_owned(),
        admin_password: PASSWORD.to_owned(),
    };
    let admin = actions::schools::found(&db, &place.clock, asked).await?;
    db.close().await;
    Ok((School::open(place).await?, admin))
}

/// Everybody of a school: staff, classes, pupils.
pub(super) async fn furnish(school: School, number: usize, admin: StaffId) -> anyhow::Result<House> {
    let cast = &SCHOOLS[number];
    let by = format!("staff:{admin}");
    let mut adults: JoinSet<anyhow::Result<(&'static str, StaffId)>> = JoinSet::new();
    for (person, safeguarding) in cast.colleagues() {
        let (school, by) = (school.clone(), by.clone());
        let Person { name, email } = *person;
        adults.spawn(async move {
            let asked = NewStaff {
                name: name.to_owned(),
                email: email.to_owned(),
                password: PASSWORD.to_owned(),
                admin: false,
                safeguarding,
            };
            Ok((email, actions::people::add_staff(&school, &by, asked).await?))
        });
    }
    let mut blogs: JoinSet<anyhow::Result<(&'static str, ClassBlog)>> = JoinSet::new();
    for (class, year) in cast.classes.iter().zip(1..) {
        let (school, by) = (school.clone(), by.clone());
        blogs.spawn(async move {
            let asked = NewClass {
                name: class.name.to_owned(),
                slug: class.slug.to_owned(),
                kind: class.kind,
                crest: class.crest.to_owned(),
                colour: class.colour,
                about: class.about.to_owned(),
                year_order: year,
                teacher: None,
            };
            Ok((class.slug, actions::classes::add(&school, &by, asked).await?))
        });
    }
    let mut house = House {
        school,
        staff: HashMap::from([(cast.admin.email, admin)]),
        classes: HashMap::new(),
        pupils: HashMap::new(),
    };
    while let Some(added) = adults.join_next().await {
        let (email, id) = added??;
        house.staff.insert(email, id);
    }
    while let Some(added) = blogs.join_next().await {
        let (slug, class) = added??;
        house.classes.insert(slug, class);
    }
    people(&mut house, number, &by).await?;
    Ok(house)
}

async fn people(house: &mut House, number: usize, by: &str) -> anyhow::Result<()> {
    let cast = &SCHOOLS[number];
    let admin = house.adult(cast.admin.email).await?;
    for class in cast.classes {
        let blog = house.class(class.slug)?.id.clone();
        for (email, role) in class.duties {
            let staff = house.staff.get(email).with_context(|| format!("nobody has the address {email}"))?.clone();
            let duty = Duty { class: blog.clone(), staff, role: *role, from: None, until: None };
            actions::people::set_duty(&house.school, by, duty).await?;
        }
        if class.pupils.is_empty() {
            continue;
        }
        let names: Vec<String> = class.pupils.iter().map(|name| (*name).to_owned()).collect();
        let added = actions::people::add_pupils(&house.school, &admin, &blog, &names).await?;
        house.pupils.extend(class.pupils.iter().map(|name| (class.slug, *name)).zip(added));
    }
    for (group, class, members) in cast.groups {
        let blog = &house.class(group)?.id;
        for name in *members {
            let pupil = house.pupils.get(&(*class, *name)).with_context(|| format!("there is no {name} in {class}"))?;
            actions::people::join_class(&house.school, &admin, pupil, blog).await?;
        }
    }
    Ok(())
}

/// What one school's admin writes down about another.
pub(super) fn record(other: usize, ports: &[u16]) -> NewPartner {
    let friend = &SCHOOLS[other];
    NewPartner {
        host: host(other, ports),
        name: friend.name.to_owned(),
        town: friend.town.to_owned(),
        country: friend.country.to_owned(),
        contact: format!("{}, {}", friend.admin.name, friend.admin.email),
        safeguarding_contact: format!("{}, {}", friend.safeguarding.name, friend.safeguarding.email),
        verified_how: "We rang the number on the school's own website.".to_owned(),
        ..NewPartner::default()
    }
}

/// Lets one school trust another by its address alone, as with software that knows no agreement.
pub(super) async fn trust(house: &House, number: usize, other: usize, ports: &[u16]) -> anyhow::Result<()> {
    let admin = house.adult(SCHOOLS[number].admin.email).await?;
    actions::partners::trust(&house.school, &admin.subject(), record(other, ports)).await?;
    Ok(())
}

/// Whose card or link is printed: school, class, pupils.
const CARDS: &[(usize, &str, &[&str])] = &[
    (super::cast::MAPLE, "maple-class", &["Sam", "Ama"]),
    (super::cast::MAPLE, "willow-class", &["Dana"]),
    (super::cast::OAK, "baobab-class", &["Wanjiru", "Kamau"]),
    (super::cast::BIRCH, "linden-class", &["Lotte"]),
];

/// Every sign-in of the table, with new cards and links.
pub(super) async fn sign_ins(houses: &[House; 3]) -> anyhow::Result<Vec<SignIn>> {
    let mut all = Vec::new();
    for (number, (house, cast)) in houses.iter().zip(&SCHOOLS).enumerate() {
        let adult = |who: String, email: &str| SignIn {
            school: number,
            who,
            with: email.to_owned(),
            password: Some(PASSWORD.to_owned()),
        };
        all.push(adult(format!("{}, admin", cast.admin.name), cast.admin.email));
        all.push(adult(format!("{}, safeguarding lead", cast.safeguarding.name), cast.safeguarding.email));
        let Some((_, class, pupils)) = CARDS.iter().find(|(school, ..)| *school == number) else { continue };
        for (email, role) in
            cast.classes.iter().find(|found| found.slug == *class).map_or(&[][..], |found| found.duties)
        {
            let name = cast.staff.iter().find(|person| person.email == *email).map_or("", |person| person.name);
            let word = match role {
                ClassRole::Teacher => "teacher",
                ClassRole::Moderator => "co-teacher",
                ClassRole::Cover => "cover",
                ClassRole::Coach => "coach",
            };
            all.push(adult(format!("{name}, {word} of {}", house.class(class)?.name), email));
        }
        let admin = house.adult(cast.admin.email).await?;
        let mut cards: Vec<(&str, &str)> = pupils.iter().map(|name| (*class, *name)).collect();
        for (_, other, names) in CARDS.iter().filter(|(school, other, _)| *school == number && other != class) {
            cards.extend(names.iter().map(|name| (*other, *name)));
        }
        for (class, name) in cards {
            let blog = house.class(class)?;
            let pupil = house.pupils.get(&(class, name)).with_context(|| format!("there is no {name} in {class}"))?;
            let token = actions::people::new_card(&house.school, &admin, &blog.id, pupil).await?;
            all.push(link(house, number, format!("{name}, pupil of {}", blog.name), &format!("/card/{token}")));
        }
        let blog = house.class(class)?;
        let teacher = cast
            .classes
            .iter()
            .find(|found| found.slug == *class)
            .and_then(|found| found.duties.first())
            .map_or("", |(email, _)| email);
        let token = actions::people::new_family_link(&house.school, &house.adult(teacher).await?, &blog.id).await?;
        all.push(link(house, number, format!("families of {}", blog.name), &format!("/family/{token}")));
    }
    Ok(all)
}

fn link(house: &House, school: usize, who: String, path: &str) -> SignIn {
    SignIn { school, who, with: house.school.urls.to(path).to_string(), password: None }
}
