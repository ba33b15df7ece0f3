//! Phrases that web pages put around articles, and what a line that matches one is.
//!
//! The phrases stand in `phrases.tsv`; `[clean] phrases` adds files of the same form:
//! `language, name, match, pattern, reason, zone`, with names of their own. A pattern is compared with the folded line
//! ([`crate::lang::fold`]) without the marks around it; an `entry` is a full line that may also be
//! a subhead: in the middle of an article it is not believed; a `regex` also sees `©`, `#` and brackets at its ends.

use std::collections::{HashMap, HashSet};
#[cfg(test)]
use std::sync::LazyLock;

use regex::{Regex, RegexSet, RegexSetBuilder};

use crate::error::{Error, Result, io_words};
use crate::lang::{fold, is_letter_or_digit};
use crate::settings::Settings;
use crate::types::Reason;

const SHIPPED: &str = include_str!("phrases.tsv");

/// The shipped patterns behind a rule such as `phrase:skip_link`, a `regex` between slashes; none for any other rule.
pub fn patterns(rule: &str) -> Vec<String> {
    let Some(wanted) = rule.strip_prefix("phrase:") else {
        return Vec::new();
    };
    let rows = SHIPPED.lines().filter(|line| !line.starts_with('#'));
    let pattern = |line: &str| {
        let mut cells = line.split('\t').skip(1);
        let (name, kind, pattern) = (cells.next()?, cells.next()?, cells.next()?);
        (name == wanted).then(|| match kind {
            "regex" => format!("/{pattern}/"),
            "prefix" => format!("{pattern} ..."),
            _ => pattern.to_string(),
        })
    };
    rows.filter_map(pattern).collect()
}

/// Longest line, in bytes of its key, that a phrase may claim; no notice is longer.
const LONGEST: usize = 1_500;

/// Longest line in words that a `regex` may claim ...
const PATTERN_WORDS: usize = 40;
/// ... and the longest for the reasons that come as notices: cookies, newsletters and offers, copyright and disclaimers.
const NOTICE_WORDS: usize = 130;

/// Longest line in words that names a photographer or a translator: a caption or a paragraph that ends with an agency in
/// brackets is longer.
const CREDIT_WORDS: usize = 14;
/// The same for a line that ends like a sentence: "Written by hand in 1911, the letter was found in a box."
const CREDIT_SENTENCE_WORDS: usize = 12;

/// The phrases that are credits.
const CREDITS: &[&str] = &["photo_credit", "end_mark"];

/// Longest line in words that a `prefix` may claim: "Subscribe to our newsletter ..." is a line, not a paragraph.
const PREFIX_WORDS: usize = 24;

/// What a phrase says about the lines after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Nothing.
    None,
    /// Other articles follow.
    Related,
    /// Readers' comments follow.
    Comments,
    /// The author is introduced.
    Bio,
    /// Topics, tags, regions.
    Topics,
    /// A notice of the site: cookies, newsletter, footer.
    Notice,
}

/// A row of `phrases.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The rule, as in the tables: `phrase:skip_link`.
    pub rule: String,
    /// Why such a line goes.
    pub reason: Reason,
    /// What it opens.
    pub zone: Zone,
    /// A word that may also be a subhead of an article.
    pub weak: bool,
    /// A credit, which is a short line.
    pub credit: bool,
}

/// All phrases, compiled.
pub struct Rules {
    phrases: Vec<Phrase>,
    full: HashMap<String, usize>,
    /// By first word, longest first.
    prefixes: HashMap<String, Vec<(String, usize)>>,
    /// The patterns that begin with `^`: a look at the first letter of a line rules most of them out.
    begin: Patterns,
    /// Those that look for something in the whole line.
    anywhere: Patterns,
}

/// Patterns that are looked for together.
#[derive(Default)]
struct Patterns {
    /// All of them as one, where it is worth asking first whether any matches: that is a quarter of the work of finding out
    /// which, and most lines match none.
    any: Option<Regex>,
    set: RegexSet,
    /// The phrase of each.
    phrases: Vec<usize>,
}

impl Patterns {
    fn of(rows: Vec<(String, usize)>) -> Result<Patterns> {
        let (patterns, phrases): (Vec<String>, Vec<usize>) = rows.into_iter().unzip();
        // 64 MB for each of the two sets: what the lazy automaton of some hundred patterns may grow to before it starts
        // again.
        let set = RegexSetBuilder::new(&patterns)
            .size_limit(64 << 20)
            .dfa_size_limit(64 << 20)
            .build()
            .map_err(|e| Error::new(format!("cannot compile the phrases: {e}")))?;
        Ok(Patterns {
            any: None,
            set,
            phrases,
        })
    }

    /// The phrases of those that match a line, in order.
    fn matches(&self, line: &str) -> impl Iterator<Item = usize> {
        let some = self.any.as_ref().is_none_or(|any| any.is_match(line));
        let hits = some.then(|| self.set.matches(line)).into_iter().flatten();
        hits.filter_map(|hit| self.phrases.get(hit).copied())
    }
}

impl Rules {
    /// The shipped phrases and those of `[clean] phrases`.
    ///
    /// # Errors
    /// When a file cannot be read, or one of its rows cannot be understood.
    pub fn load(settings: &Settings) -> Result<Rules> {
        let mut rows = rows(SHIPPED, Origin::Shipped)?;
        let taken = rows.iter().map(|row| row.phrase.rule.clone()).collect();
        for file in &settings.clean.phrases {
            let text = std::fs::read_to_string(settings.path(file)).map_err(|e| {
                let line = settings
                    .line_of(file)
                    .map(|n| format!(", line {n}"))
                    .unwrap_or_default();
                Error::new(format!(
                    "cannot read the phrases {file}: {} (named in {}{line})",
                    io_words(&e),
                    settings.file
                ))
            })?;
            let origin = Origin::File {
                name: file,
                taken: &taken,
            };
            rows.extend(self::rows(&text, origin)?);
        }
        compile(rows)
    }

    /// The shipped phrases alone.
    pub fn shipped() -> Rules {
        // The shipped file is checked by a test; without it nothing but the other rules is lost.
        rows(SHIPPED, Origin::Shipped)
            .and_then(compile)
            .unwrap_or_else(|_| Rules::none())
    }

    fn none() -> Rules {
        Rules {
            phrases: vec![],
            full: HashMap::new(),
            prefixes: HashMap::new(),
            begin: Patterns::default(),
            anywhere: Patterns::default(),
        }
    }

    /// The phrase that the line is, when it is one.
    #[cfg(test)]
    fn find(&self, line: &str) -> Option<&Phrase> {
        // Folding shortens a line by a third at most, and markup has been cut.
        if line.len() > LONGEST * 2 {
            return None;
        }
        self.find_folded(&fold(line))
    }

    /// The same for a line that is folded already.
    pub(super) fn find_folded(&self, key: &str) -> Option<&Phrase> {
        if key.len() > LONGEST {
            return None;
        }
        let bare = key.trim_matches(|c: char| !is_letter_or_digit(c));
        // What ends with a full stop is a sentence, however short: "Yes." is an answer, "Yes" a button.
        let sentence = ends_with_stop(key);
        if !sentence && let Some(at) = self.full.get(bare) {
            return self.phrases.get(*at);
        }
        // A folded line has single spaces.
        let words = |line: &str| memchr::memchr_iter(b' ', line.as_bytes()).count() + 1;
        if words(bare) <= PREFIX_WORDS
            && let Some(list) = self.prefixes.get(first_word(bare))
        {
            let ends = |p: &str| {
                bare.strip_prefix(p)
                    .is_some_and(|rest| !rest.starts_with(is_letter_or_digit))
            };
            if let Some((_, at)) = list.iter().find(|(p, _)| ends(p)) {
                return self.phrases.get(*at);
            }
        }
        // Arrows, bullets and stars around a line say nothing; these marks do.
        let shown = key.trim_start_matches(|c: char| !is_letter_or_digit(c) && !matches!(c, '©' | '#' | '('));
        let shown = shown.trim_end_matches(|c: char| !is_letter_or_digit(c) && !matches!(c, ')' | '"' | '.'));
        let words = words(key);
        if shown.is_empty() || words > NOTICE_WORDS {
            return None;
        }
        let notice = |r| matches!(r, Reason::CookieNotice | Reason::Advert | Reason::BoilerplateLine);
        let longest = |p: &Phrase| match () {
            () if p.credit && sentence => CREDIT_SENTENCE_WORDS,
            () if p.credit => CREDIT_WORDS,
            () if notice(p.reason) => NOTICE_WORDS,
            () => PATTERN_WORDS,
        };
        let fits = |at: &usize| self.phrases.get(*at).is_some_and(|p| words <= longest(p));
        let first = self.begin.matches(shown).find(fits);
        let other = self.anywhere.matches(shown).find(fits);
        self.phrases.get(first.into_iter().chain(other).min()?)
    }
}

/// Whether a folded line ends with one full stop, quotes and brackets aside.
fn ends_with_stop(key: &str) -> bool {
    let bare = key.trim_end_matches(['"', '\'', ')', ' ']);
    bare.ends_with('.') && !bare.ends_with("..")
}

/// The shipped rules, compiled once, for tests.
#[cfg(test)]
pub(super) static SHIPPED_RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

struct Row {
    phrase: Phrase,
    kind: Match,
    pattern: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    Full,
    Prefix,
    Regex,
}

fn first_word(line: &str) -> &str {
    line.split(|c: char| !is_letter_or_digit(c)).next().unwrap_or("")
}

/// Where phrases come from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    /// The program. The patterns are compiled together only, which a test does too: one by one they would take as long
    /// again as everything else at the start of a run.
    Shipped,
    /// A file of a user, as the settings name it. None of its rules may be taken, so that `rule_id` tells whose phrase it was.
    File { name: &'a str, taken: &'a HashSet<String> },
}

/// The rows of a list of phrases.
fn rows(text: &str, origin: Origin) -> Result<Vec<Row>> {
    let file = match origin {
        Origin::Shipped => "the shipped phrases",
        Origin::File { name, .. } => name,
    };
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |what: String| Error::new(format!("cannot understand {file}, line {}: {what}", number + 1));
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, name, kind, pattern, rest @ ..] = cells.as_slice() else {
            return Err(wrong(
                "a row is language, name, full | entry | prefix | regex, pattern, reason, zone, with tabs between"
                    .into(),
            ));
        };
        let rule = format!("phrase:{name}");
        if let Origin::File { taken, .. } = origin
            && taken.contains(&rule)
        {
            return Err(wrong(format!(
                "{name} is the name of a built-in phrase (choose another)"
            )));
        }
        let weak = *kind == "entry";
        let kind = match *kind {
            "full" | "entry" => Match::Full,
            "prefix" => Match::Prefix,
            "regex" => Match::Regex,
            other => {
                return Err(wrong(format!(
                    "{other} is not a way to match (full, entry, prefix, regex)"
                )));
            }
        };
        let label = rest.first().map_or("", |r| r.trim());
        let reason = match label {
            "" => Reason::BoilerplateLine,
            _ => Reason::from_label(label)
                .ok_or_else(|| wrong(format!("{label} is not a reason ({})", Reason::LABELS.join(", "))))?,
        };
        let zone = match rest.get(1).map_or("", |z| z.trim()) {
            "" | "-" => Zone::None,
            "related" => Zone::Related,
            "comments" => Zone::Comments,
            "bio" => Zone::Bio,
            "topics" => Zone::Topics,
            "notice" => Zone::Notice,
            other => {
                return Err(wrong(format!(
                    "{other} is not a zone (related, comments, bio, topics, notice)"
                )));
            }
        };
        let pattern = if kind == Match::Regex {
            if let Origin::File { .. } = origin {
                Regex::new(pattern)
                    .map_err(|e| wrong(format!("the pattern is no regular expression: {e}").replace('\n', " ")))?;
            }
            (*pattern).to_string()
        } else {
            fold(pattern).trim_matches(|c: char| !is_letter_or_digit(c)).to_string()
        };
        out.push(Row {
            phrase: Phrase {
                rule,
                reason,
                zone,
                weak,
                credit: CREDITS.contains(name),
            },
            kind,
            pattern,
        });
    }
    Ok(out)
}

fn compile(rows: Vec<Row>) -> Result<Rules> {
    let mut rules = Rules::none();
    let (mut begin, mut anywhere) = (Vec::new(), Vec::new());
    for row in rows {
        let at = rules.phrases.len();
        rules.phrases.push(row.phrase);
        match row.kind {
            Match::Full => {
                rules.full.entry(row.pattern).or_insert(at);
            }
            Match::Prefix => {
                rules
                    .prefixes
                    .entry(first_word(&row.pattern).to_string())
                    .or_default()
                    .push((row.pattern, at));
            }
            Match::Regex if row.pattern.starts_with('^') && !row.pattern.starts_with("^.") => {
                begin.push((row.pattern, at));
            }
            Match::Regex => anywhere.push((row.pattern, at)),
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for list in rules.prefixes.values_mut() {
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
    }
    rules.begin = Patterns::of(begin)?;
    // Patterns that cannot stand in one, for example with groups of one name, are looked for at once.
    let any: Vec<String> = anywhere.iter().map(|(pattern, _)| format!("(?:{pattern})")).collect();
    rules.anywhere = Patterns {
        any: Regex::new(&any.join("|")).ok(),
        ..Patterns::of(anywhere)?
    };
    Ok(rules)
}

#[cfg(test)]
mod tests;
