//! Every address the server hands out is made here, from one base.

use url::Url;

use crate::domain::ids::{ActivityId, ClassId, DecisionId, ItemId};

/// The addresses of one school. Ids on the wire are permanent and opaque; names live in pages only.
#[derive(Clone, Debug)]
pub struct Urls {
    base: Url,
    host: String,
}

impl Urls {
    /// From `https://blogs.maple.sch.uk` (or an http address in a demo).
    pub fn new(base: Url) -> Self {
        let host = federation::vocabulary::authority(&base);
        Self { base, host }
    }

    /// The host name other servers know us by, with its port if it is an unusual one.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn scheme(&self) -> &str {
        self.base.scheme()
    }

    pub fn is_secure(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// An address on this school's server.
    pub fn to(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(path);
        url
    }

    pub fn home(&self) -> Url {
        self.to("/")
    }

    pub fn school_actor(&self) -> Url {
        self.to("/actor")
    }

    /// What whoever is invited pastes on their own server. The code stands behind the `#`: a browser that opens this keeps it
    /// to itself.
    pub fn invitation(&self, code: &str) -> Url {
        let mut url = self.to("/invitation");
        url.set_fragment(Some(code));
        url
    }

    pub fn school_part(&self, part: &str) -> Url {
        self.to(&format!("/actor/{part}"))
    }

    pub fn shared_inbox(&self) -> Url {
        self.to("/ap/inbox")
    }

    pub fn class_actor(&self, class: &ClassId) -> Url {
        self.to(&format!("/ap/a/{class}"))
    }

    /// `inbox`, `outbox`, `followers`, `following` or `featured` of a class.
    pub fn class_part(&self, class: &ClassId, part: &str) -> Url {
        self.to(&format!("/ap/a/{class}/{part}"))
    }

    pub fn object(&self, item: &ItemId) -> Url {
        self.to(&format!("/ap/o/{item}"))
    }

    /// `replies` or `context` of a post.
    pub fn object_part(&self, item: &ItemId, part: &str) -> Url {
        self.to(&format!("/ap/o/{item}/{part}"))
    }

    pub fn activity(&self, activity: &ActivityId) -> Url {
        self.to(&format!("/ap/x/{activity}"))
    }

    /// What says that a comment may stand under a post of ours.
    pub fn approval(&self, decision: &DecisionId) -> Url {
        self.to(&format!("/ap/z/{decision}"))
    }

    pub fn class_page(&self, slug: &str) -> Url {
        self.to(&format!("/c/{slug}"))
    }

    /// Its path alone, for links among our own pages. A slug has no letter that an address writes otherwise.
    pub fn class_path(&self, slug: &str) -> String {
        format!("/c/{slug}")
    }

    pub fn article_page(&self, class_slug: &str, slug: &str) -> Url {
        self.to(&format!("/c/{class_slug}/{slug}"))
    }

    /// A picture as partners and pages fetch it.
    pub fn picture(&self, picture: &crate::domain::ids::PictureId, extension: &str) -> Url {
        self.to(&format!("/m/{picture}.{extension}"))
    }

    /// The class an actor address of ours belongs to; none for any other address.
    pub fn class_of_actor(&self, actor: &Url) -> Option<ClassId> {
        if !self.is_ours(actor) || actor.query().is_some() {
            return None;
        }
        let id = actor.path().strip_prefix("/ap/a/")?;
        id.parse().ok()
    }

    /// The item an object address of ours belongs to; none for any other address.
    pub fn item_of_object(&self, object: &Url) -> Option<ItemId> {
        if !self.is_ours(object) || object.query().is_some() {
            return None;
        }
        let id = object.path().strip_prefix("/ap/o/")?;
        id.parse().ok()
    }

    /// Whether this address is on our server, whatever its spelling.
    pub fn is_ours(&self, url: &Url) -> bool {
        federation::vocabulary::authority(url) == self.host
    }
}
