//! Pictures' files, in a folder and in a bucket: the same promises.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use schoolgate::config::{Media, Secret};
use schoolgate::media::Shelf;
use tests::bucket::{Bucket, SECRET_KEY};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// SHA-256 of "pixels".
const PIXELS: &str = "6ec9c2b0eb14010746c8bce8939303b382344b296206612eb8a907a37b2b2f37";

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Runs a test on a shelf of either kind: two openings of it, and the folder where its files are in the end.
async fn both(test: impl AsyncFn(Shelf, Shelf, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let open = || Shelf::open(Media::Folder(folder.path().join("media"))).unwrap();
    test(open(), open(), &folder.path().join("media")).await;

    for prefix in ["", "blogs/maple"] {
        let bucket = Bucket::start().await;
        let open = || Shelf::open(bucket.media(prefix)).unwrap();
        test(open(), open(), &bucket.folder()).await;
    }
}

fn named(folder: &Path, name: &str) -> PathBuf {
    files(folder).into_iter().find(|path| path.ends_with(name)).unwrap()
}

#[tokio::test]
async fn what_one_puts_there_another_has_until_it_is_deleted() {
    both(async |shelf, other, _| {
        assert_eq!(other.get(PIXELS).await.unwrap_err().kind(), ErrorKind::NotFound);
        let small = format!("{PIXELS}-small");

        shelf.put(PIXELS, b"pixels").await.unwrap();
        shelf.put(PIXELS, b"pixels").await.unwrap();
        shelf.put(&small, b"fewer").await.unwrap();

        assert!(other.exists(PIXELS).await.unwrap());
        assert_eq!(other.get(PIXELS).await.unwrap(), b"pixels");
        assert_eq!(other.get(&small).await.unwrap(), b"fewer");

        other.delete(PIXELS).await.unwrap();
        other.delete(PIXELS).await.unwrap();
        assert!(!shelf.exists(PIXELS).await.unwrap());
        assert_eq!(shelf.get(PIXELS).await.unwrap_err().kind(), ErrorKind::NotFound);
        assert!(shelf.exists(&small).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn bytes_under_a_wrong_name_are_neither_taken_nor_given() {
    both(async |shelf, other, folder| {
        assert_eq!(shelf.put(PIXELS, b"other").await.unwrap_err().kind(), ErrorKind::InvalidInput);
        assert!(!shelf.exists(PIXELS).await.unwrap());

        shelf.put(PIXELS, b"pixels").await.unwrap();
        fs::write(named(folder, PIXELS), b"pixelz").unwrap();

        assert_eq!(other.get(PIXELS).await.unwrap_err().kind(), ErrorKind::InvalidData);
    })
    .await;
}

#[tokio::test]
async fn a_name_leads_nowhere_else() {
    both(async |shelf, _, _| {
        for bad in
            ["", "../../secret", "/etc/passwd", "ab", &PIXELS[1..], &PIXELS.to_uppercase(), &format!("{PIXELS}/..")]
        {
            assert_eq!(shelf.get(bad).await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
            assert_eq!(shelf.put(bad, b"x").await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
            assert_eq!(shelf.delete(bad).await.unwrap_err().kind(), ErrorKind::InvalidInput, "{bad}");
        }
    })
    .await;
}

/// A store that has never heard of our bucket; the one of the tests makes whatever it is asked for.
async fn without_the_bucket() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            let _heard = stream.read(&mut head).await;
            let body = "<Error><Code>NoSuchBucket</Code><Message>no</Message></Error>";
            let answer = format!(
                "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    endpoint
}

#[tokio::test]
async fn a_store_that_refuses_or_is_not_there_says_so_and_nothing_of_the_keys() {
    let bucket = Bucket::start().await;
    let shelf = |change: &dyn Fn(&mut schoolgate::config::Bucket)| {
        let mut place = bucket.place("");
        change(&mut place);
        Shelf::open(Media::Bucket(place)).unwrap()
    };
    shelf(&|_| {}).put(PIXELS, b"pixels").await.unwrap();

    let strange = shelf(&|place| place.store.secret_key = Secret(format!("{SECRET_KEY}x")));
    let other = without_the_bucket().await;
    let nowhere = shelf(&|place| place.store.endpoint = Some(other.parse().unwrap()));
    let gone = shelf(&|place| place.store.endpoint = Some("http://127.0.0.1:1".parse().unwrap()));

    let mut said = Vec::new();
    for (shelf, kind) in
        [(strange, ErrorKind::PermissionDenied), (nowhere, ErrorKind::Other), (gone, ErrorKind::NetworkUnreachable)]
    {
        let why = shelf.put(PIXELS, b"pixels").await.unwrap_err();
        assert_eq!(why.kind(), kind, "{why}");
        said.push(format!("{why} {why:?} {shelf:?}"));
    }
    assert!(said[1].contains("there is no bucket maple-pictures"), "{}", said[1]);
    assert!(said.iter().all(|said| !said.contains(SECRET_KEY)), "{said:?}");
}
