//! Patterns over tokens: what kind of time expression begins at a token, where it ends, what it says.
//!
//! [`find`] goes through the tokens of a sentence once; at a token that can begin a time expression the patterns are
//! tried in order, and the first that fits takes its tokens. Every pattern looks at a bounded number of tokens.

pub(super) mod absolute;
pub(super) mod amounts;
mod arabic;
mod clocks;
mod holidays;
mod lengths;
mod lists;
mod names;
pub(super) mod numeric;
pub(super) mod points;
mod sets;
mod units;
mod years;

use crate::types::{Modifier, Quant, TimexType};

use super::holidays::Holiday;
use super::lexicon::{Turn, Unit, Word};
use super::rules::Rule;
use super::scanner::Token;
use super::timex::{Clock, Point};
use absolute::Written;
use amounts::Amount;
pub(super) use lists::join;

/// A time expression as found, before it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// First token.
    pub from: usize,
    /// The token after the last one.
    pub to: usize,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// What it says.
    pub when: When,
    /// A time of day on top of the date.
    pub clock: Option<Clock>,
    /// TIMEX3 mod.
    pub modifier: Option<Modifier>,
    /// TIMEX3 quant.
    pub quant: Option<Quant>,
    /// TIMEX3 freq.
    pub freq: Option<String>,
    /// It belongs to the range or list of the expression before it.
    pub joined: bool,
    /// It is joined by a mere `and`: a list may go back, a range may not.
    pub listed: bool,
    /// The rule that matched.
    pub rule: Rule,
}

/// What a time expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    /// A calendar date, perhaps with parts missing.
    Written(Written),
    /// A stretch that needs no anchor.
    Point(Point),
    /// Days from the day of speaking.
    Day(i8),
    /// Last week, this May, the following day.
    Turned(Turn, What),
    /// The quarter, spring, the weekend: which one is left to the reader.
    Bare(What),
    /// So much before or after.
    Shift {
        amount: Amount,
        unit: Unit,
        back: bool,
        from: Base,
    },
    /// A part of a year that is itself relative: last year's third quarter, May of next year.
    Within(Turn, What),
    /// The 1988 period: the part of the year that results are told of.
    PeriodOf(i64),
    /// The nineties.
    Decade(u8),
    /// A value that needs no anchor: a duration, a set, PAST_REF.
    Fixed(String),
}

/// What is counted or turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum What {
    Unit(Unit),
    Month(u8),
    MonthDay(u8, u8),
    Weekday(u8),
    Season(&'static str),
    Quarter(u8),
    Half(u8),
    /// A day of the month: the 20th.
    DayOfMonth(u8),
    /// The last known quarter or period, a year before.
    YearEarlier,
    /// A holiday of the word list.
    Holiday(Holiday),
}

/// What a shift counts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Base {
    /// The day of speaking: two days ago.
    Now,
    /// The date before it in the text: two days later.
    Text,
}

impl Found {
    fn new(from: usize, to: usize, kind: TimexType, when: When, rule: Rule) -> Found {
        Found {
            from,
            to,
            kind,
            when,
            clock: None,
            modifier: None,
            quant: None,
            freq: None,
            joined: false,
            listed: false,
            rule,
        }
    }
    fn date(from: usize, to: usize, when: When, rule: Rule) -> Found {
        Found::new(from, to, TimexType::Date, when, rule)
    }
    fn fixed(from: usize, to: usize, kind: TimexType, value: &str, rule: Rule) -> Found {
        Found::new(from, to, kind, When::Fixed(value.to_string()), rule)
    }
    fn at(mut self, clock: Clock) -> Found {
        self.clock = Some(clock);
        self.kind = TimexType::Time;
        self
    }
    fn modified(mut self, modifier: Option<Modifier>) -> Found {
        self.modifier = modifier.or(self.modifier);
        self
    }
    fn starting(mut self, from: usize) -> Found {
        self.from = from;
        self
    }
}

/// The time expressions of a sentence, in order, never overlapping.
pub(super) fn find(tokens: &[Token], out: &mut Vec<Found>) {
    let mut i = 0;
    while i < tokens.len() {
        if matches!(tokens[i].word, Word::Other | Word::Mark(_)) && !is_mark(tokens, i, '\'') {
            let found = names::unlisted(tokens, i);
            i = found.as_ref().map_or(i + 1, |f| f.to);
            out.extend(found);
            continue;
        }
        if begins_nothing(tokens, i) {
            i += 1;
            continue;
        }
        let before = out.len();
        lists::list(tokens, i, out);
        if out.len() == before
            && let Some(found) = expression(tokens, i)
        {
            out.push(found);
        }
        i = if out.len() > before {
            out[out.len() - 1].to.max(i + 1)
        } else {
            i + 1
        };
    }
}

/// Whether no pattern can fit at a token of a list: the words that only stand between the parts of an expression or around
/// it, and those that begin one only with certain words behind them. Most words of the lists in news are of these.
fn begins_nothing(tokens: &[Token], i: usize) -> bool {
    // A noun of no list; the Q of `the Q3 of 2019` is none.
    let noun = |k: usize| at(tokens, k).is_none_or(|t| t.word == Word::Other && t.letter == 0);
    let ends = |k: usize| noun(k) || is_linking(word(tokens, k));
    match tokens[i].word {
        Word::A => ends(i + 1),
        // Behind a noun of no list only two patterns go on: with a unit (`the school year`, `the_unit`) and with an adjective
        // of the future (`the near future`, `reference`). Neither of these is a noun, a linking word or a mark.
        Word::The => {
            is_linking(word(tokens, i + 1))
                || noun(i + 1) && (ends(i + 2) || matches!(word(tokens, i + 2), Word::Mark(_)))
        }
        Word::At => word(tokens, i + 1) != Word::Least,
        Word::Quantifier(_) => word(tokens, i + 1) != Word::Than,
        Word::Turn(_) | Word::More | Word::Less | Word::Only | Word::Some if !tokens[i].arabic => ends(i + 1),
        Word::Ordinal(_) if !tokens[i].arabic => noun(i + 1),
        word => is_linking(word),
    }
}

/// Whether a word may stand in an expression, but begins none.
fn is_linking(word: Word) -> bool {
    matches!(
        word,
        Word::Of
            | Word::In
            | Word::On
            | Word::To
            | Word::And
            | Word::For
            | Word::From
            | Word::Since
            | Word::Until
            | Word::Between
            | Word::As
            | Word::Be
            | Word::Not
            | Word::Pronoun
            | Word::PastVerb
            | Word::PresentVerb
            | Word::FutureVerb
            | Word::SetVerb
            | Word::Saying
            | Word::Count
            | Word::Money
            | Word::Than
    )
}

/// The one time expression that begins at a token.
fn expression(tokens: &[Token], i: usize) -> Option<Found> {
    if tokens[i].arabic {
        return arabic::expression(tokens, i).or_else(|| clocks::expression(tokens, i));
    }
    // 3 يناير الماضي
    if word(tokens, i) == Word::Number
        && at(tokens, i + 1).is_some_and(|t| t.arabic)
        && let Some(found) = arabic::point(tokens, i)
    {
        return Some(found);
    }
    sets::set(tokens, i)
        .or_else(|| clocks::expression(tokens, i))
        .or_else(|| points::edged(tokens, i))
        .or_else(|| lengths::length(tokens, i))
        .or_else(|| points::point(tokens, i))
        .or_else(|| points::reference(tokens, i))
        .or_else(|| lengths::bare(tokens, i))
}

/// The token at `i`.
pub(super) fn at(tokens: &[Token], i: usize) -> Option<&Token> {
    tokens.get(i)
}

/// The meaning of the token at `i`; `Other` past the end.
pub(super) fn word(tokens: &[Token], i: usize) -> Word {
    tokens.get(i).map_or(Word::Other, |t| t.word)
}

/// The meaning of the token before `i`; `Other` at the start.
pub(super) fn before(tokens: &[Token], i: usize) -> Word {
    if i == 0 { Word::Other } else { word(tokens, i - 1) }
}

/// Whether the token at `i` is this mark.
pub(super) fn is_mark(tokens: &[Token], i: usize, mark: char) -> bool {
    word(tokens, i) == Word::Mark(mark)
}

/// A hyphen between two words of one: `five-year`.
fn hyphen(tokens: &[Token], i: usize) -> bool {
    is_mark(tokens, i, '-') && tokens[i].glued && tokens.get(i + 1).is_some_and(|t| t.glued)
}

/// The token after the second year of a winter, `2013-14`, when that stands at `end`; else `end`.
fn next_year(tokens: &[Token], end: usize, year: i64) -> usize {
    let joined = matches!(word(tokens, end), Word::Mark('-' | '/'));
    match at(tokens, end + 1).filter(|t| joined && t.glued && t.word == Word::Number) {
        Some(t) if i64::from(t.number) == (year + 1) % 100 || i64::from(t.number) == year + 1 => end + 2,
        _ => end,
    }
}

/// The token after `'s`, when that stands at `i`.
fn possessive(tokens: &[Token], i: usize) -> Option<usize> {
    if is_mark(tokens, i, '\'') && tokens[i].glued {
        return Some(if word(tokens, i + 1) == Word::PluralS && tokens[i + 1].glued {
            i + 2
        } else {
            i + 1
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{lexicon, scanner};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A word of a list before others of any list, marks and numbers.
        #[test]
        fn where_nothing_begins_no_pattern_fits(
            first in prop::sample::select(lexicon::words()),
            rest in prop::collection::vec(
                (prop::sample::select(lexicon::words()), "[a-zA-Z]|(-|/|,|\\.|'|'s|\"|\\(|\\))? ?|[0-9]{1,4}( ?)|[Cc]ity |مدينة ", any::<bool>(), any::<bool>()),
                0..7,
            ),
        ) {
            let mut text = first.to_string();
            for (word, between, capital, plain) in rest {
                text.push_str(if between.is_empty() { " " } else { &between });
                let mut letters = word.chars();
                match (plain, letters.next().filter(|_| capital)) {
                    (true, _) => text.push_str(if capital { "City" } else { "city" }),
                    (_, Some(c)) => text.extend(c.to_uppercase().chain(letters)),
                    (_, None) => text.push_str(word),
                }
                text.push(' ');
            }
            let mut tokens = Vec::new();
            scanner::tokens(&text, 0, &mut tokens);
            let mut out = Vec::new();
            for i in 0..tokens.len() {
                if begins_nothing(&tokens, i) {
                    lists::list(&tokens, i, &mut out);
                    prop_assert_eq!(&out, &[]);
                    prop_assert_eq!(expression(&tokens, i), None, "{} {}", text, i);
                }
            }
        }
    }
}
