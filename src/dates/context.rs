//! What surrounds a time expression: the tense of its clause, citations, quotation marks; and what kind of text a
//! document is, news or narrative.

use crate::types::{DateRole, Modifier};

use super::lexicon::{Turn, Word};
use super::patterns::{Base, Found, What, When, is_mark, word};
use super::scanner::Token;
use super::timex::Point;

/// The time of a clause, as far as its verbs tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Surely past: `the year ended March 31`, `In January, she resigned`.
    Over,
    Past,
    Present,
    Future,
    Unknown,
}

/// How far a verb may stand from its date, in tokens: a long clause of news.
const CLAUSE: usize = 25;

/// The tense of the clause around a time expression: the nearest verb before it, else the nearest one after it.
pub(super) fn tense(tokens: &[Token], found: &Found) -> Tense {
    if found.from > 0 && tokens[found.from - 1].past && of_verb(tokens, found.from - 1) == Some(Tense::Past) {
        return Tense::Over;
    }
    let stop = found.from.saturating_sub(CLAUSE);
    let before = (stop..found.from)
        .rev()
        .take_while(|&k| !matches!(tokens[k].word, Word::Mark(';' | '(')))
        .find_map(|k| of_verb(tokens, k));
    if let Some(tense) = before {
        return tense;
    }
    let after = (found.to..tokens.len().min(found.to + CLAUSE))
        .take_while(|&k| !matches!(tokens[k].word, Word::Mark(';')))
        .find_map(|k| of_verb(tokens, k))
        .unwrap_or(Tense::Unknown);
    // A date that opens its sentence belongs to the verb after it.
    if after == Tense::Past && found.from <= 2 {
        Tense::Over
    } else {
        after
    }
}

/// The tense that the word at `k` tells, when it is a verb.
fn of_verb(tokens: &[Token], k: usize) -> Option<Tense> {
    match tokens[k].word {
        Word::PastVerb => Some(Tense::Past),
        Word::PresentVerb if word(tokens, k + 1) == Word::To => Some(Tense::Future),
        Word::PresentVerb => Some(Tense::Present),
        // `had been due to expire`
        Word::FutureVerb if k >= 2 && (k - 2..k).all(|k| tokens[k].word == Word::PastVerb) => Some(Tense::Past),
        Word::FutureVerb => Some(Tense::Future),
        Word::SetVerb if matches!(word(tokens, k + 1), Word::To | Word::For) => Some(Tense::Future),
        Word::SetVerb => Some(Tense::Past),
        // `will be opened`: the words before say more.
        Word::Other if tokens[k].past && k > 0 && tokens[k - 1].word == Word::Be => None,
        _ if tokens[k].past => Some(Tense::Past),
        _ => None,
    }
}

/// Whether words before a weekday make it the next one: `will meet on Monday`, `as early as Tuesday`.
///
/// Only the nearest verb counts, and not over a comma: what was planned and what was said stand side by side in news.
pub(super) fn ahead(tokens: &[Token], found: &Found) -> bool {
    /// A verb with its object and place.
    const REACH: usize = 12;
    let from = found.from;
    // Friday's ruling has been given.
    if is_mark(tokens, found.to, '\'') {
        return false;
    }
    if from >= 3
        && word(tokens, from - 1) == Word::As
        && word(tokens, from - 3) == Word::As
        && matches!(word(tokens, from - 2), Word::Soon | Word::Edge(Modifier::Start))
    {
        return true;
    }
    let tense = (from.saturating_sub(REACH)..from)
        .rev()
        .take_while(|&k| !matches!(tokens[k].word, Word::Mark(';' | '(' | ',' | '"')))
        .find_map(|k| of_verb(tokens, k));
    tense == Some(Tense::Future)
}

/// Whether the expression is the date of a cited source: `(Outlet, December 9, 2017)`, `(A, May 1; B, May 2)`.
pub(super) fn cited(tokens: &[Token], found: &Found) -> bool {
    // An outlet with its program and edition is a dozen words; four cites in one bracket make forty tokens.
    const BRACKET: usize = 40;
    if !is_mark(tokens, found.to, ')') && !is_mark(tokens, found.to, ';')
        || found.from < 2
        || !is_mark(tokens, found.from - 1, ',')
    {
        return false;
    }
    let stop = found.from.saturating_sub(BRACKET);
    let mut k = found.from - 1;
    while k > stop {
        k -= 1;
        match tokens[k].word {
            Word::Mark('(') => return tokens[k + 1].capital || tokens[k + 1].arabic,
            Word::Mark(')') => return false,
            _ => {}
        }
    }
    false
}

/// The role of an expression, given how many quotation marks of its paragraph stand before it.
pub(super) fn role(tokens: &[Token], found: &Found, marks_before: usize) -> DateRole {
    if cited(tokens, found) {
        DateRole::Citation
    } else if marks_before % 2 == 1 {
        DateRole::Quotation
    } else {
        DateRole::Text
    }
}

/// How many quotation marks stand among the tokens.
pub(super) fn quotation_marks(tokens: &[Token]) -> usize {
    tokens.iter().filter(|t| t.word == Word::Mark('"')).count()
}

/// Whether a word of correspondence (الموافق) joins two expressions.
pub(super) fn corresponds(tokens: &[Token], left: &Found, right: &Found) -> bool {
    let gap = right.from.saturating_sub(left.to);
    gap <= 3 && (left.to..right.from).any(|k| matches!(word(tokens, k), Word::Corresponding | Word::Mark('(' | '/')))
}

/// What a document's dates look like: whether it tells of its own days or of a past of its own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    explicit: usize,
    old: usize,
    history: usize,
    deictic: usize,
}

impl Style {
    /// Counts one expression outside citations.
    pub fn see(&mut self, found: &Found, published: Option<i64>) {
        let year = match &found.when {
            When::Written(w) => w.year.map(|y| if w.bc { -y } else { y }),
            When::Point(Point::Bc(y, _) | Point::BcSeason(y, _)) => Some(-y),
            When::Point(p) => p.year(),
            _ => None,
        };
        if let Some(year) = year {
            self.explicit += 1;
            self.old += usize::from(published.is_some_and(|p| year < p - 1));
            self.history += usize::from(published.is_none_or(|p| year < p - 10));
        }
        let deictic = match &found.when {
            When::Day(_) | When::Shift { from: Base::Now, .. } => true,
            When::Written(w) => w.weekday.is_some() && w.day.is_none(),
            When::Turned(Turn::Last | Turn::This | Turn::Next | Turn::Coming, what) => {
                !matches!(what, What::YearEarlier)
            }
            _ => false,
        };
        self.deictic += usize::from(deictic);
    }

    /// Whether a narrative is of history: nine in ten of its dates lie more than ten years back.
    pub fn historical(&self) -> bool {
        self.history * 10 >= self.explicit * 9
    }

    /// Whether yearless dates count from the text's own dates and not from the publication date: most of its explicit
    /// dates lie years before publication, and it hardly ever speaks of today, Tuesday or last week.
    ///
    /// The numbers part the encyclopaedic pages of WikiWars (7 to 125 explicit dates, nearly all of them old, at most one
    /// deictic word to three of them) from the news of TimeBank and AQUAINT; a page that also names recent years is a
    /// narrative only when it names one every few sentences.
    pub fn narrative(&self, bytes: usize) -> bool {
        let old_only = self.old * 10 >= self.explicit * 9;
        let dense = self.old * 10 >= self.explicit * 6 && bytes / self.explicit.max(1) < 700;
        self.explicit >= 7 && self.deictic * 3 <= self.explicit && (old_only || dense)
    }
}
