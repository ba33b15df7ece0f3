//! Why two names are held for one or not: which word was paired with which, how alike they are, and what the others lack.

use std::fmt;

use serde::{Serialize, Serializer};

use super::cluster::{likeness, threshold};
use super::link::too_short;
use super::score::{Paired, Pairing, Penalty, paired, total};
use super::units::Unit;
use super::words::words_nearness;
use super::{Name, cannot_link, dictionary, units};

/// What was found of two names.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// How alike they are, 0..1, as [`super::similarity`] says.
    #[serde(serialize_with = "rounded")]
    pub score: f32,
    /// From what score on two such names are one.
    #[serde(serialize_with = "rounded")]
    pub threshold: f32,
    /// Whether they are held for one: alike enough, nothing against it, and people by more than one word.
    pub same: bool,
    /// Words paired with their like, the most alike first.
    pub pairs: Vec<Match>,
    /// Words of the first name without their like in the second.
    pub left_a: Vec<Left>,
    /// Words of the second name without their like in the first.
    pub left_b: Vec<Left>,
    /// What made the score less than its pairs say, in words.
    pub lost: Vec<String>,
    /// What forbids to link them whatever the score, in words.
    pub forbidden: Option<String>,
}

/// Words of two names that were paired, folded, without article.
#[derive(Clone, Debug, Serialize)]
pub struct Match {
    /// The word of the first name, or two words that the second writes as one.
    pub a: String,
    /// The word or words of the second name.
    pub b: String,
    /// How alike they are, 0..1.
    #[serde(serialize_with = "rounded")]
    pub alike: f32,
    /// How much they count, in words: an honorific a tenth, a common word of organisations a quarter.
    #[serde(serialize_with = "rounded")]
    pub weight: f32,
}

/// A word that was not paired.
#[derive(Clone, Debug, Serialize)]
pub struct Left {
    /// The word.
    pub word: String,
    /// How much it counts, in words.
    #[serde(serialize_with = "rounded")]
    pub weight: f32,
    /// Why it has no like, in words.
    pub why: String,
}

/// A number to four digits: 0.72, not the 0.7200000286102295 of which the nearest f32 is.
fn rounded<S: Serializer>(number: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((f64::from(*number) * 10_000.0).round() / 10_000.0)
}

impl Explanation {
    /// What was found of two names made from these texts.
    pub(super) fn of(a_text: &str, a: &Name, b_text: &str, b: &Name) -> Explanation {
        let paired = paired(a, b);
        let mut lost = Vec::new();
        total(a, b, &paired, |penalty, factor| {
            lost.push(format!("{}: x{factor:.2}", told(penalty)));
        });
        let words = [
            units::words(&super::read(a_text, a.kind), a.kind),
            units::words(&super::read(b_text, b.kind), b.kind),
        ];
        let one = likeness(a, b);
        let score = super::similarity(a, b);
        let forbidden = match cannot_link(a, b) {
            Some(reason) => Some(reason.label().replace('_', " ")),
            None if too_short(a, b) => Some("one word fits many".to_string()),
            None if one < score => Some("one word of theirs says otherwise".to_string()),
            None => None,
        };
        Explanation {
            score,
            threshold: threshold(a, b),
            same: one >= threshold(a, b) && forbidden.is_none(),
            pairs: paired.list().iter().map(|p| matched(a, b, &words, p)).collect(),
            left_a: left(a, 0, b, &words, &paired),
            left_b: left(b, 1, a, &words, &paired),
            lost,
            forbidden,
        }
    }
}

fn told(penalty: Penalty) -> &'static str {
    match penalty {
        Penalty::OneWord => "only one word in common",
        Penalty::GivenName => "other given name",
        Penalty::Order => "other order",
        Penalty::Fuller => "one has a word more",
    }
}

/// A pairing in words.
fn matched(a: &Name, b: &Name, words: &[Vec<String>; 2], p: &Pairing) -> Match {
    let text = |side: usize, at: u8, wide: u8| {
        let these = words[side].iter().skip(usize::from(at)).take(usize::from(wide));
        these.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let weight = |units: &[Unit], at: u8, wide: u8| -> f32 {
        let these = units.iter().skip(usize::from(at)).take(usize::from(wide));
        these.map(|u| f32::from(u.weight)).sum()
    };
    let both = weight(&a.units.list, p.i, p.wide_i) + weight(&b.units.list, p.j, p.wide_j);
    Match {
        a: text(0, p.i, p.wide_i),
        b: text(1, p.j, p.wide_j),
        alike: f32::from(p.alike) / 1000.0,
        weight: both / 200.0,
    }
}

/// The words of a name that were not paired; each with the nearest such word of the other name.
fn left(name: &Name, side: usize, other: &Name, words: &[Vec<String>; 2], paired: &Paired) -> Vec<Left> {
    let alone = |name: &Name, side: usize| -> Vec<(usize, Unit)> {
        let units = name.units.list.iter().copied().enumerate();
        units.filter(|(at, _)| !paired.has(side, *at)).collect()
    };
    let word = |side: usize, at: usize| words[side].get(at).cloned().unwrap_or_default();
    let others = alone(other, 1 - side);
    let told = |(at, unit): (usize, Unit)| {
        let near = |(j, _): &&(usize, Unit)| words_nearness(name, at, other, *j);
        let why = match others.iter().max_by_key(near) {
            None => "nothing is left to pair it with".to_string(),
            Some(nearest) if near(&nearest) == 0 => "nothing like it".to_string(),
            Some(&(j, to)) => {
                let alike = f32::from(words_nearness(name, at, other, j)) / 1000.0;
                let known = match dictionary::same(unit.known, to.known) {
                    Some(false) => ", known as another name",
                    _ => "",
                };
                format!("nearest {} {alike:.2}{known}", word(1 - side, j))
            }
        };
        Left {
            word: word(side, at),
            weight: f32::from(unit.weight) / 100.0,
            why,
        }
    };
    alone(name, side).into_iter().map(told).collect()
}

/// In one line: `qais=qays 1.00; khazali=خزعلي 0.97; -jabbar (nothing like it); x0.93 other order`.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let pairs = self.pairs.iter().map(|m| format!("{}={} {:.2}", m.a, m.b, m.alike));
        let left = |sign: char| move |l: &Left| format!("{sign}{} ({})", l.word, l.why);
        let (left_a, left_b) = (self.left_a.iter().map(left('-')), self.left_b.iter().map(left('+')));
        let forbidden = self.forbidden.iter().map(|rule| format!("never one: {rule}"));
        let parts: Vec<String> = pairs
            .chain(left_a)
            .chain(left_b)
            .chain(self.lost.iter().cloned())
            .chain(forbidden)
            .collect();
        f.write_str(&parts.join("; "))
    }
}
