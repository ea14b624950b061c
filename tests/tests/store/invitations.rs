//! Invitations are used once.

use schoolgate::domain::ids::InvitationId;
use schoolgate::domain::invitations::Invitation;
use schoolgate::error::Error;
use schoolgate::store::invitations;

use crate::world::{at, both};
use crate::{commit, read};

fn invitation(seconds: i64, host: Option<&str>) -> Invitation {
    Invitation {
        id: InvitationId::fresh(at(seconds)),
        host: host.map(str::to_owned),
        note: "Ms Patel".to_owned(),
        secret: format!("secret {seconds}"),
        created_by: "staff:1".to_owned(),
        created_at: at(seconds),
        expires_at: at(seconds + 100),
        used_at: None,
        used_by: None,
        revoked_at: None,
    }
}

#[tokio::test]
async fn an_invitation_is_open_until_it_is_used_revoked_or_too_old() {
    both(|world| async move {
        let (one, other, old) = (invitation(10, Some("oak.example")), invitation(20, None), invitation(-200, None));
        for invitation in [&one, &other, &old] {
            commit!(world, |tx| invitations::insert(&mut tx, invitation)).unwrap();
        }
        assert_eq!(read!(world, |sql| invitations::open(sql, at(30))), [other.clone(), one.clone()]);

        assert!(!commit!(world, |tx| invitations::take(&mut tx, &old.id, "elm.example", at(30))).unwrap());
        assert!(commit!(world, |tx| invitations::take(&mut tx, &one.id, "oak.example", at(30))).unwrap());
        assert!(!commit!(world, |tx| invitations::take(&mut tx, &one.id, "oak.example", at(31))).unwrap());
        commit!(world, |tx| invitations::revoke(&mut tx, &other.id, at(32))).unwrap();

        assert_eq!(read!(world, |sql| invitations::open(sql, at(33))), []);
        assert!(!commit!(world, |tx| invitations::take(&mut tx, &other.id, "elm.example", at(33))).unwrap());
        for gone in [&one.id, &other.id] {
            let again = commit!(world, |tx| invitations::revoke(&mut tx, gone, at(34)));
            assert!(matches!(again, Err(Error::Missing)));
        }
    })
    .await;
}
