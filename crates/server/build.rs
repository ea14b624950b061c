//! Tells the program which commit it was built from and gives it that commit's source, which its licence asks it to offer.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SCHOOLGATE_COMMIT");
    // Whoever packages a tarball can say it; git knows it in a clone; a bare tarball does not.
    let commit = std::env::var("SCHOOLGATE_COMMIT").ok().or_else(|| git(&["rev-parse", "--short=12", "HEAD"]));
    println!("cargo:rustc-env=SCHOOLGATE_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    archive();
    // Only what changes when another commit is checked out. A path that is not there would mean a new build each time.
    let head = git_path("HEAD");
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]).and_then(|name| git_path(&name));
    for path in [head, branch, git_path("packed-refs")].into_iter().flatten() {
        println!("cargo:rerun-if-changed={}", path.display());
    }
}

/// Writes `source.tar.gz`: the commit in a clone, never what lies about in it (settings, a demo's data); from a bare
/// tarball, what the program is built from.
fn archive() {
    let Some(folder) = std::env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    let file = folder.join("source.tar.gz");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut of_commit = Command::new("git");
    of_commit.args(["archive", "--format=tar.gz", "--prefix=schoolgate/", "HEAD", "--output"]).arg(&file);
    let mut of_tarball = Command::new("tar");
    of_tarball.args(["--create", "--gzip", "--file"]).arg(&file);
    of_tarball.args(["crates", "migrations", "Cargo.toml", "Cargo.lock", "LICENSE", "README.md"]);
    let is_written = [of_commit, of_tarball]
        .iter_mut()
        .any(|command| command.current_dir(&root).output().is_ok_and(|answer| answer.status.success()));
    if !is_written && std::fs::write(&file, "").is_ok() {
        println!("cargo:warning=neither git nor tar could pack the source, so the server cannot offer it");
    }
}

fn git_path(name: &str) -> Option<PathBuf> {
    let path = git(&["rev-parse", "--git-path", name]).map(|path| Path::new(&path).to_owned())?;
    path.exists().then_some(path)
}

/// What git answers in one line; none without git, or outside a clone of ours.
fn git(arguments: &[&str]) -> Option<String> {
    let answer = Command::new("git").args(arguments).output().ok().filter(|answer| answer.status.success())?;
    let text = String::from_utf8(answer.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
