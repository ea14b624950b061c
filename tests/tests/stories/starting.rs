//! The real program does not start with a door left open, and says which.

use tests::process::Process;
use tests::schools::World;

#[tokio::test(flavor = "multi_thread")]
async fn t37_the_program_refuses_to_start_with_a_door_open_and_says_which() {
    let mut world = World::of_tls(&["maple"]).await;
    let mut maple = world.school("maple").await;
    maple.crash().await;
    let folder = tempfile::tempdir().unwrap();

    for (settings, variable, word) in [
        ("", "DANGER_FEDERATION_ALLOW_LOCAL_IP", "DANGER_FEDERATION_ALLOW_LOCAL_IP"),
        ("", "FAILPOINTS", "FAILPOINTS"),
        ("", "SCHOOLGATE_ALLOW_ALL", "SCHOOLGATE_ALLOW_ALL"),
        ("allow_all = true\n", "LANG", "allow_all"),
    ] {
        let (code, said) = Process::refuses(&maple, folder.path(), settings, &[(variable, "1")]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(word) && said.trim().lines().count() == 1, "{said}");
    }

    // A list that was written by hand.
    let partner = maple.trust_host("oak.example").await;
    for host in ["*", "*.example", "http://oak.example", "oak.localhost:8080", "Oak.example", "10.0.0.1"] {
        let mut tx = maple.school.db.begin().await.unwrap();
        let wild = schoolgate::values![host, &partner];
        tx.change("update partner_schools set host = $1 where id = $2", wild).await.unwrap();
        tx.commit().await.unwrap();
        let (code, said) = Process::refuses(&maple, folder.path(), "", &[]);
        assert_eq!(code, 2, "{host}: {said}");
        assert!(said.contains(host), "{host}: {said}");
    }
    let mut tx = maple.school.db.begin().await.unwrap();
    let exact = schoolgate::values!["oak.example", &partner];
    tx.change("update partner_schools set host = $1 where id = $2", exact).await.unwrap();
    tx.run("update schools set secret = 'secret'", Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let (code, said) = Process::refuses(&maple, folder.path(), "", &[]);
    assert!(code == 2 && said.contains("secret"), "{code}: {said}");

    // With all of it put right it starts.
    let mut tx = maple.school.db.begin().await.unwrap();
    tx.change("update schools set secret = $1", schoolgate::values![&maple.school.profile.secret]).await.unwrap();
    tx.commit().await.unwrap();
    let _process = Process::serve(&maple, folder.path()).await;
}
