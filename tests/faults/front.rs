//! The nginx that stands in front of a school: `deploy/nginx.conf` as it is shipped, with this world's names in it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::certificates::Shown;
use super::world::Addresses;

const SHIPPED: &str = include_str!("../../deploy/nginx.conf");
/// What the shipped file stands in, with nothing in it that changes what it means.
const AROUND: &str = "\
daemon off;
worker_processes 1;
user root;
pid FOLDER/nginx.pid;
error_log FOLDER/nginx.log warn;
events { worker_connections 512; }
http {
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    MORE
    include FOLDER/site.conf;
}
";

pub(crate) struct Front {
    child: Child,
}

impl Front {
    /// Before this program, for this host. `more` is said before the shipped file, and `change` may spoil it.
    pub(crate) fn start(
        folder: &Path,
        host: &str,
        place: Addresses,
        program: SocketAddr,
        shown: &Shown,
        more: &str,
        change: impl FnOnce(String) -> String,
    ) -> Self {
        let folder = folder.join("nginx");
        std::fs::create_dir_all(&folder).expect("a folder");
        let [certificate, key] = shown.pem();
        for (file, text) in [
            ("chain.pem", certificate),
            ("key.pem", key),
            ("site.conf", change(site(&folder, host, place, program))),
            ("nginx.conf", AROUND.replace("MORE", more).replace("FOLDER", &folder.display().to_string())),
        ] {
            std::fs::write(folder.join(file), text).expect("a file");
        }
        let child = Command::new(program_path())
            .args(["-p", &folder.display().to_string(), "-e", &folder.join("nginx.log").display().to_string()])
            .args(["-c", &folder.join("nginx.conf").display().to_string()])
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx is needed: apt-get install nginx-light");
        Self { child }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // It ends its workers when it is asked to; killed, it would leave them behind on the port.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

fn program_path() -> &'static str {
    if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" }
}

/// The shipped file with other names. What is replaced must be there, so that this is noticed when it changes.
fn site(folder: &Path, host: &str, place: Addresses, program: SocketAddr) -> String {
    let Addresses { v4, v6 } = place;
    let mut text = SHIPPED.to_owned();
    for (from, to) in [
        ("/etc/letsencrypt/live/blogs.maple.sch.uk/fullchain.pem", format!("{}/chain.pem", folder.display())),
        ("/etc/letsencrypt/live/blogs.maple.sch.uk/privkey.pem", format!("{}/key.pem", folder.display())),
        ("blogs.maple.sch.uk", host.to_owned()),
        ("server 127.0.0.1:8080;", format!("server {program};")),
        ("listen 80;", format!("listen {v4}:80;")),
        ("listen [::]:80;", format!("listen [{v6}]:80;")),
        ("listen 443 ", format!("listen {v4}:443 ")),
        ("listen [::]:443 ", format!("listen [{v6}]:443 ")),
    ] {
        assert!(text.contains(from), "deploy/nginx.conf says {from} no more");
        text = text.replace(from, &to);
    }
    text
}
