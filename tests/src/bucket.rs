//! A store for pictures that speaks S3, as several machines of one school share it: signatures checked, files in a folder.

use std::path::PathBuf;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use schoolgate::config::{self, Media, Secret};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const ACCESS_KEY: &str = "GKmaple";
pub const SECRET_KEY: &str = "5d0c7a0e9f1b4e8d";
const NAME: &str = "maple-pictures";

/// A running store with one bucket in it.
pub struct Bucket {
    pub endpoint: String,
    folder: tempfile::TempDir,
    work: JoinHandle<()>,
}

impl Bucket {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(NAME)).expect("a bucket");
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("a store"));
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let work = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = auto::Builder::new(TokioExecutor::new());
                    // A client that goes away is none of our business.
                    server.serve_connection(TokioIo::new(stream), service).await.ok();
                });
            }
        });
        Self { endpoint, folder, work }
    }

    /// Pictures in it below this prefix, as a school is told of them.
    pub fn media(&self, prefix: &str) -> Media {
        Media::Bucket(self.place(prefix))
    }

    pub fn place(&self, prefix: &str) -> config::Bucket {
        config::Bucket {
            name: NAME.to_owned(),
            prefix: prefix.to_owned(),
            store: config::Store {
                endpoint: Some(self.endpoint.parse().expect("an address")),
                region: "garage".to_owned(),
                access_key: ACCESS_KEY.to_owned(),
                secret_key: Secret(SECRET_KEY.to_owned()),
                private_network: false,
            },
            proxy: None,
            extra_ca_pem: None,
        }
    }

    /// The store's own folder for its one bucket.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.work.abort();
    }
}
