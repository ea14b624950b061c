//! Reading with ease: a pupil's own letters, colours and calm, each shown as what it looks like, each one tap away.

use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::forms::Checked;
use super::page::{Page, Show, own_path};
use super::proofs::Pupil;
use crate::actions;
use crate::domain::comforts::{Background, Choice, Comfort, Motion, Spacing, TextSize, Typeface};
use crate::error::{Error, Result};
use crate::school::School;

/// What the page's root says of a pupil's comfort, for the style sheet: nothing where everything is usual. Our own words alone,
/// so that they can be written into a tag as they are.
fn marks(comfort: &Comfort) -> [(&'static str, &'static str); 5] {
    [
        ("text", comfort.text_size.as_str()),
        ("spacing", comfort.spacing.as_str()),
        ("ground", comfort.background.as_str()),
        ("typeface", comfort.typeface.as_str()),
        ("motion", comfort.motion.as_str()),
    ]
}

impl Page {
    /// The attributes of the page's root, each with a space before it.
    pub(super) fn comfort_marks(&self) -> String {
        let chosen = marks(&self.comfort).into_iter().filter(|(_, word)| *word != "usual");
        chosen.fold(String::new(), |marks, (name, word)| marks + " data-" + name + "=\"" + word + "\"")
    }

    /// The schemes in which this page can be shown: a background that was chosen does not follow the device.
    pub(super) fn schemes(&self) -> &'static str {
        match self.comfort.background {
            Background::Usual => "light dark",
            Background::White | Background::Cream | Background::Blue | Background::Green => "light",
            Background::Dark => "dark",
        }
    }

    /// The file of the letters that this page needs first.
    pub(super) fn letters(&self) -> &'static str {
        match self.comfort.typeface {
            Typeface::Usual => "fonts/atkinson-hyperlegible-next-latin.woff2",
            Typeface::OpenDyslexic => "fonts/opendyslexic-latin.woff2",
        }
    }

    /// The page of comfort, which leads back to here.
    pub(super) fn comfort_url(&self) -> String {
        comfort_url(&self.here)
    }
}

fn comfort_url(back: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    format!("/comfort?{query}")
}

#[derive(Template)]
#[template(path = "comforts/show.html")]
struct ShowComfort {
    page: Page,
    groups: Vec<Group>,
    back: String,
    is_usual: bool,
}

/// One question with its answers.
struct Group {
    name: &'static str,
    title: String,
    samples: Vec<Sample>,
}

/// One answer, which looks like what it does.
struct Sample {
    value: String,
    /// The mark of the page's root that it would set, and to what.
    mark: &'static str,
    word: &'static str,
    label: String,
    chosen: bool,
}

fn groups(page: &Page) -> Vec<Group> {
    let words: [Vec<&'static str>; 5] = [
        TextSize::ALL.iter().map(|word| word.as_str()).collect(),
        Spacing::ALL.iter().map(|word| word.as_str()).collect(),
        Background::ALL.iter().map(|word| word.as_str()).collect(),
        Typeface::ALL.iter().map(|word| word.as_str()).collect(),
        Motion::ALL.iter().map(|word| word.as_str()).collect(),
    ];
    let names = ["size", "spacing", "background", "typeface", "motion"];
    names
        .into_iter()
        .zip(words)
        .zip(marks(&page.comfort))
        .map(|((name, words), (mark, chosen))| Group {
            name,
            title: page.say(&format!("comfort-{name}")),
            samples: words
                .into_iter()
                .map(|word| Sample {
                    value: format!("{name}-{word}"),
                    mark,
                    word,
                    label: page.say(&format!("comfort-{name}-{word}")),
                    chosen: word == chosen,
                })
                .collect(),
        })
        .collect()
}

#[derive(Deserialize)]
pub(super) struct Arrival {
    #[serde(default)]
    back: String,
}

pub(super) async fn show(Pupil(_): Pupil, page: Page, Query(arrival): Query<Arrival>) -> Result<impl IntoResponse> {
    Ok(Show(ShowComfort {
        groups: groups(&page),
        back: own_path(&arrival.back).unwrap_or("/").to_owned(),
        is_usual: page.comfort.is_usual(),
        page: page.titled_by("comfort-title"),
    }))
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    back: String,
}

/// Changes one thing, and shows the same part of the page again, as it looks now.
pub(super) async fn choose(school: School, Pupil(child): Pupil, Checked(chosen): Checked<Chosen>) -> Result<Redirect> {
    let choice: Choice = chosen.choice.parse().map_err(|_| Error::Missing)?;
    actions::comforts::choose(&school, &child, choice).await?;
    let back = comfort_url(own_path(&chosen.back).unwrap_or("/"));
    Ok(Redirect::to(&format!("{back}#{}", choice.group())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_a_choice_that_the_form_takes() {
        for name in ["size", "spacing", "background", "typeface", "motion"] {
            let choice: Choice = format!("{name}-usual").parse().unwrap();
            assert_eq!(choice.group(), name);
        }
    }

    #[test]
    fn the_way_back_survives_in_the_address() {
        assert_eq!(comfort_url("/c/maple-class?page=2&x=1"), "/comfort?back=%2Fc%2Fmaple-class%3Fpage%3D2%26x%3D1");
    }
}
