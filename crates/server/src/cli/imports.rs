//! `schoolgate import`: an old class blog, from a WordPress export, as an archive; the list of such imports; and away again.

use std::fs::File;
use std::io::{ErrorKind, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::accounts;
use super::failure::{Failure, Outcome};
use super::terminal::{Bars, say, table};
use crate::actions;
use crate::actions::imports::Archive;
use crate::domain::articles::MOST_PICTURES;
use crate::domain::ids::ImportId;
use crate::domain::imports::{LeftOut, NoPicture, Report};
use crate::domain::items::Audience;
use crate::domain::viewer::Adult;
use crate::error::Error;
use crate::school::School;
use crate::store;
use crate::wordpress::{Overview, Uploads};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Bring a WordPress export in: published posts, their pictures, and approved comments. Nothing of it is sent to anybody
    Wordpress {
        /// The export, as WordPress makes it under Tools, Export, All content
        file: PathBuf,
        /// The class that it becomes part of, by its part of the address, as in maple-class
        #[arg(long, value_name = "SLUG")]
        class: String,
        /// The adult who has read it and lets it in: an admin, or a teacher of the class
        #[arg(long = "as", value_name = "EMAIL")]
        by: String,
        /// A copy of the blog's folder wp-content/uploads [default: no pictures come in]
        #[arg(long, value_name = "FOLDER")]
        pictures: Option<PathBuf>,
        /// Who may read it: class or school
        #[arg(long, default_value = "school")]
        audience: String,
        /// Only say what would come in
        #[arg(long)]
        dry_run: bool,
    },
    /// List what was brought in, and when
    List,
    /// Take one import away again, with everything that was said under its posts since
    Undo {
        /// Its number, as `schoolgate import list` shows it
        import: String,
        /// The adult who takes it away: an admin, or a teacher of the class
        #[arg(long = "as", value_name = "EMAIL")]
        by: String,
    },
}

pub(super) async fn run(school: &School, command: Command) -> Outcome {
    match command {
        Command::Wordpress { file, class, by, pictures, audience, dry_run } => {
            let wanted = Wanted { file: &file, class: &class, by: &by, pictures: pictures.as_deref(), dry_run };
            wordpress(school, wanted, &audience).await
        }
        Command::List => list(school).await,
        Command::Undo { import, by } => undo(school, &import, &by).await,
    }
}

/// What was asked for.
struct Wanted<'a> {
    file: &'a Path,
    class: &'a str,
    by: &'a str,
    pictures: Option<&'a Path>,
    dry_run: bool,
}

async fn wordpress(school: &School, wanted: Wanted<'_>, audience: &str) -> Outcome {
    let audience: Audience = audience.parse().map_err(|_| {
        Failure::setup(format!("\"{audience}\" is no audience; an old blog is for the class or the school"))
    })?;
    let class = accounts::class(school, wanted.class).await?;
    let by = adult(school, wanted.by).await?;
    let uploads = wanted
        .pictures
        .map(|folder| {
            Uploads::at(folder).map_err(|cause| {
                Failure::setup(format!("the pictures in {} cannot be read: {cause}", folder.display()))
            })
        })
        .transpose()?;
    let (mut file, overview) = overview(wanted.file)?;
    file.seek(SeekFrom::Start(0)).map_err(|cause| unread(wanted.file, &cause))?;
    let archive = Archive { class: &class, audience, overview: &overview, uploads: uploads.as_ref() };
    let bars = Bars::new();
    let progress = |done| bars.show("posts and pages", done, overview.written);
    let came = if wanted.dry_run {
        actions::imports::rehearse(school, &by, &archive, file, progress).await.map(|report| (None, report))
    } else {
        actions::imports::run(school, &by, &archive, file, progress).await.map(|(id, report)| (Some(id), report))
    };
    bars.end();
    let (import, report) = came.map_err(may_not)?;
    let came = format!(
        "{}, {} and {}",
        counted(report.posts, "post"),
        counted(report.comments, "comment"),
        counted(report.pictures, "picture")
    );
    if let Some(id) = import {
        say(&format!("Brought {came} into {}.", class.name));
        say_all(&lines(&report));
        say(&format!(
            "\nNothing of it was sent to anybody. To take it away again: schoolgate import undo {id} --as {}",
            wanted.by
        ));
    } else {
        say(&format!("{came} would come into {}; nothing was changed.", class.name));
        say_all(&lines(&report));
    }
    Ok(())
}

/// The export, read once to its end.
fn overview(path: &Path) -> Outcome<(File, Overview)> {
    let mut file = File::open(path).map_err(|cause| unread(path, &cause))?;
    let overview = Overview::of(&mut file)
        .map_err(|why| Failure::setup(format!("{} cannot be taken: {why}; nothing was changed", path.display())))?;
    Ok((file, overview))
}

fn unread(path: &Path, cause: &std::io::Error) -> Failure {
    match cause.kind() {
        ErrorKind::NotFound => Failure::setup(format!("there is no file {}", path.display())),
        _ => Failure::setup(format!("{} cannot be read: {cause}", path.display())),
    }
}

async fn adult(school: &School, email: &str) -> Outcome<Adult> {
    let found = accounts::staff(school, email).await?;
    let adult = actions::people::adult(school, &found.id).await;
    adult.map_err(|_| Failure::new(format!("{} is shut out", found.email)))
}

fn may_not(why: Error) -> Failure {
    match why {
        Error::Forbidden => Failure::new("only an admin or a teacher of that class may do this; name one with --as"),
        other => other.into(),
    }
}

async fn list(school: &School) -> Outcome {
    let classes = store::classes::all(&mut school.db.read()).await?;
    let mut rows = Vec::new();
    for import in store::imports::all(&mut school.db.read()).await? {
        let (posts, comments) = store::imports::counts(&mut school.db.read(), &import.id).await?;
        let class = classes.iter().find(|class| class.id == import.class);
        let state = match (import.undone_at, import.finished_at) {
            (Some(_), _) => "taken away",
            (None, Some(_)) => "finished",
            (None, None) => "broke off: run it again",
        };
        rows.push(vec![
            import.id.to_string(),
            import.began_at.to_zoned(school.time_zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            class.map(|class| class.slug.to_string()).unwrap_or_default(),
            import.site,
            posts.to_string(),
            comments.to_string(),
            state.to_owned(),
        ]);
    }
    say(&table(&["number", "when", "class", "from", "posts", "comments", ""], &rows));
    Ok(())
}

async fn undo(school: &School, import: &str, by: &str) -> Outcome {
    let unknown = || Failure::new(format!("there is no import {import}; `schoolgate import list` shows them"));
    let id: ImportId = import.parse().map_err(|_| unknown())?;
    let by = adult(school, by).await?;
    let (posts, comments) = store::imports::counts(&mut school.db.read(), &id).await?;
    let all = u64::try_from(posts + comments).unwrap_or(0);
    let bars = Bars::new();
    let undone =
        actions::imports::undo(school, &by, &id, |done| bars.show("posts and comments", done, all.max(done))).await;
    bars.end();
    let (posts, comments) = undone.map_err(|why| match why {
        Error::Missing => unknown(),
        other => may_not(other),
    })?;
    say(&format!(
        "{} and {} are off every page; their words and pictures are erased within a day.",
        counted(posts, "post"),
        counted(comments, "comment")
    ));
    Ok(())
}

fn say_all(lines: &[String]) {
    for line in lines {
        say(line);
    }
}

/// "1 post", "2 posts".
fn counted(number: u64, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// Why posts and comments are left out, as a report says it.
fn reason(why: LeftOut) -> &'static str {
    match why {
        LeftOut::Draft => "drafts",
        LeftOut::Private => "private",
        LeftOut::Password => "behind a password",
        LeftOut::Trash => "in the trash",
        LeftOut::Scheduled => "scheduled",
        LeftOut::Page => "pages",
        LeftOut::Waiting => "not approved",
        LeftOut::Spam => "spam",
        LeftOut::Pingback => "pingbacks",
        LeftOut::Undated => "without a date",
        LeftOut::Empty => "without words",
        LeftOut::Long => "too long",
        LeftOut::Other => "of another kind",
    }
}

/// The report, line by line; nothing is said of what there was none of.
fn lines(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let mut count = |number: u64, line: String| lines.extend((number > 0).then_some(line));
    let known = report.known_posts + report.known_comments;
    count(
        known,
        format!(
            "Here already: {} and {}.",
            counted(report.known_posts, "post"),
            counted(report.known_comments, "comment")
        ),
    );
    for (what, left_out) in [("Posts", &report.posts_left_out), ("Comments", &report.comments_left_out)] {
        let each: Vec<String> = left_out.iter().map(|(why, number)| format!("{} ({number})", reason(*why))).collect();
        count(left_out.len() as u64, format!("{what} left out: {}.", each.join(", ")));
    }
    for (title, why) in &report.not_taken {
        count(1, format!("Post left out, {}: {}", reason(*why), shown(title)));
    }
    count(
        report.without_alt,
        format!("Pictures without a description: {}. Edit their posts to add one.", report.without_alt),
    );
    count(report.beyond, format!("Pictures left out because a post has {MOST_PICTURES} at most: {}.", report.beyond));
    count(report.films, format!("Films, sounds and frames of other sites left out: {}.", report.films));
    count(report.labels, format!("Categories and tags left out, for posts here have none: {}.", report.labels));
    let without_folder = report.lost_pictures.iter().filter(|lost| lost.why == NoPicture::NoFolder).count();
    count(
        without_folder as u64,
        format!("Pictures left out because no folder was named with --pictures: {without_folder}."),
    );
    for lost in &report.lost_pictures {
        let (post, address) = (shown(&lost.post), shown(&lost.address));
        match &lost.why {
            NoPicture::NoFolder => {}
            NoPicture::Missing => lines.push(format!("Picture missing from {post}: {address}")),
            NoPicture::Refused(why) => lines.push(format!("Picture left out of {post}: {address}: {why}")),
        }
    }
    lines
}

/// What came from elsewhere, fit for a terminal.
fn shown(text: &str) -> String {
    let plain: String = text.chars().filter(|character| !character.is_control()).take(200).collect();
    if plain.is_empty() { "(without a title)".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::imports::LostPicture;

    #[test]
    fn a_report_says_what_there_was_and_nothing_of_what_there_was_not() {
        assert_eq!(lines(&Report { posts: 3, ..Report::default() }), Vec::<String>::new());

        let mut report = Report { known_posts: 1, without_alt: 2, ..Report::default() };
        report.leave_out_post(LeftOut::Draft);
        report.leave_out_post(LeftOut::Draft);
        report.leave_out_post(LeftOut::Private);
        report.leave_out_comment(LeftOut::Spam);
        report.not_taken.push(("\u{1b}[2JShips".to_owned(), LeftOut::Undated));
        for why in [NoPicture::Missing, NoPicture::NoFolder, NoPicture::NoFolder] {
            report.lost_pictures.push(LostPicture { post: "Boats".to_owned(), address: "a.jpg".to_owned(), why });
        }

        assert_eq!(
            lines(&report),
            [
                "Here already: 1 post and 0 comments.",
                "Posts left out: drafts (2), private (1).",
                "Comments left out: spam (1).",
                "Post left out, without a date: [2JShips",
                "Pictures without a description: 2. Edit their posts to add one.",
                "Pictures left out because no folder was named with --pictures: 2.",
                "Picture missing from Boats: a.jpg",
            ]
        );
    }
}
