//! A class, and the school itself, as actors.

use federation::outbox::{self, Keys};
use serde_json::Value;

use crate::domain::classes::ClassBlog;
use crate::domain::schools::Profile;
use crate::urls::Urls;

/// A class in full, for signed readers from trusted schools.
pub fn class(urls: &Urls, class: &ClassBlog, keys: Keys) -> Value {
    outbox::actor(&outbox::ClassActor {
        id: urls.class_actor(&class.id),
        handle: class.slug.to_string(),
        host: urls.host().to_owned(),
        name: class.name.clone(),
        summary: (!class.about.is_empty()).then(|| format!("<p>{}</p>", crate::domain::writing::escape(&class.about))),
        page: urls.class_page(class.slug.as_str()),
        published: Some(class.created_at),
        inbox: urls.class_part(&class.id, "inbox"),
        outbox: urls.class_part(&class.id, "outbox"),
        followers: urls.class_part(&class.id, "followers"),
        following: urls.class_part(&class.id, "following"),
        featured: urls.class_part(&class.id, "featured"),
        shared_inbox: urls.shared_inbox(),
        icon: None,
        keys,
        school: urls.school_actor(),
        also_known_as: Vec::new(),
        moved_to: None,
    })
}

/// A class on the school's own list.
pub fn listed(urls: &Urls, class: &ClassBlog, keys: Vec<String>) -> outbox::ListedClassWords {
    outbox::ListedClassWords {
        id: urls.class_actor(&class.id),
        name: class.name.clone(),
        handle: class.slug.to_string(),
        keys,
    }
}

/// The school's own actor, as its parts.
pub fn school(urls: &Urls, profile: &Profile, keys: Keys) -> outbox::SchoolActor {
    outbox::SchoolActor {
        id: urls.school_actor(),
        handle: urls.host().to_owned(),
        name: profile.name.clone(),
        page: urls.to("/about"),
        inbox: urls.school_part("inbox"),
        outbox: urls.school_part("outbox"),
        classes: urls.school_part("classes"),
        shared_inbox: urls.shared_inbox(),
        keys,
    }
}
