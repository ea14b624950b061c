//! Tells the program which commit it was built from, for the source link that its licence asks for.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SCHOOLGATE_COMMIT");
    // Whoever packages a tarball can say it; git knows it in a clone; a bare tarball does not.
    let commit = std::env::var("SCHOOLGATE_COMMIT").ok().or_else(|| git(&["rev-parse", "--short=12", "HEAD"]));
    println!("cargo:rustc-env=SCHOOLGATE_COMMIT={}", commit.as_deref().unwrap_or("unknown"));
    // Only what changes when another commit is checked out. A path that is not there would mean a new build each time.
    let head = git_path("HEAD");
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]).and_then(|name| git_path(&name));
    for path in [head, branch, git_path("packed-refs")].into_iter().flatten() {
        println!("cargo:rerun-if-changed={}", path.display());
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
