//! What single words mean for time expressions, read from one word list per language.
//!
//! The lists of all languages are one table: a page judged English must not lose its Arabic dates.

mod classes;

use std::sync::LazyLock;

use super::holidays::Holiday;
use crate::maps::WordMap;
use crate::types::Modifier;

/// A length of time that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Week,
    Weekend,
    Day,
    Decade,
    Century,
    Millennium,
    Quarter,
    Fortnight,
    Hour,
    Minute,
    Second,
}

/// Which one of a row of weeks, months, years is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Last,
    Past,
    Next,
    Coming,
    This,
    That,
    Previous,
    Following,
    Same,
    Latest,
}

/// PAST_REF, PRESENT_REF, FUTURE_REF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

/// What must follow the first word of a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follower {
    /// Boxing Day.
    Day,
    /// Good Friday.
    Weekday(u8),
    /// New Year's Day, New Year's Eve.
    Year,
}

/// The meaning of one token. A word that is not in a list is `Other`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    Other,
    /// Digits; the token has the value.
    Number,
    Mark(char),
    Month(u8),
    /// تشرين, كانون: the month is told by الأول or الثاني after it.
    TwinMonth(u8),
    Hijri(u8),
    /// ربيع, جمادى: likewise.
    TwinHijri(u8),
    /// ذو, before القعدة or الحجة.
    Dhu,
    DhuMonth(u8),
    Weekday(u8),
    Season(&'static str),
    Unit(Unit),
    Units(Unit),
    /// The Arabic dual: two of a unit in one word.
    Dual(Unit),
    /// Period, term.
    Period,
    Night,
    Nights,
    /// MO, AF, EV, NI, MI, DT.
    Part(&'static str),
    Midnight,
    Am,
    Pm,
    Zone,
    /// Today, yesterday, tomorrow: days from today.
    Day(i8),
    Tonight,
    Ref(Reference),
    Adjective(Reference),
    Present,
    /// آن of الآن.
    Now,
    Already,
    Then,
    Turn(Turn),
    The,
    A,
    Edge(Modifier),
    /// The close of 2019, the start of June; also verbs.
    Close(Modifier),
    /// Black before Friday, Ash before Wednesday: days of a name of their own.
    NamedDay,
    /// Account, affairs: what is current without a time.
    Affairs,
    Rest,
    Approx,
    Some,
    More,
    Less,
    Than,
    /// The `more` of `more than`.
    Quantifier(Modifier),
    Least,
    Up,
    Only,
    Within,
    Every,
    Each,
    Per,
    /// Daily, weekly: the value of the set.
    Adverb(&'static str),
    Times(u8),
    Cardinal(u32),
    Scale(u32),
    Scales,
    Half,
    Couple,
    Ordinal(u8),
    /// آخر: the second of two Hijri months.
    OtherOfTwo,
    /// Nineties, and the Arabic ones: the decade of its century.
    Decade(u8),
    Vague,
    Another,
    /// st, nd, rd, th.
    Suffix,
    PluralS,
    Ago,
    Later,
    Earlier,
    Before,
    After,
    Old,
    Long,
    Of,
    In,
    At,
    On,
    From,
    /// A preposition that a date may follow: since, until, by, during.
    Since,
    /// Until, till: what follows is rather to come.
    Until,
    For,
    Between,
    To,
    And,
    Fiscal,
    YearEnd,
    EraAd,
    EraBc,
    EraHijri,
    Corresponding,
    /// ميلاد of قبل الميلاد.
    Birth,
    /// All through a day.
    AllThrough,
    /// Channel, newspaper: the name of one follows.
    Media,
    /// On the dot: an hour follows.
    Exact,
    /// The last one of its year: the final quarter.
    Final,
    /// The first word of the name of a newspaper that ends in today, and whether it is also the name of a place.
    Paper(bool),
    /// Said, reported: who said it follows.
    Saying,
    Time,
    Occasions,
    O,
    /// A holiday that fixes a day.
    Holiday(Holiday),
    /// The first word of one: Good before Friday, New before Year's Day.
    Feast(Holiday, Follower),
    Eve,
    PastVerb,
    /// Set, likely: before `to` or `for` they speak of what is to come.
    SetVerb,
    Not,
    /// It, who, when: a noun phrase ends before it.
    Pronoun,
    So,
    Be,
    Soon,
    As,
    PresentVerb,
    FutureVerb,
    /// People, dollars: what a number before it counts.
    Count,
    /// Dollars, percent: likewise, and an amount of them a year is a rate.
    Money,
    /// What a number written onto it counts: the page of a `2000-page` report.
    Measured,
    /// The last word of the name of a newspaper.
    Outlet,
    /// Resolution, section: what a number after it numbers.
    Code,
}

impl Word {
    /// Whether it may be any noun or adjective beside a time: a word of no list, or of one that only matters before another.
    pub fn is_plain(self) -> bool {
        matches!(
            self,
            Word::Other
                | Word::Measured
                | Word::Final
                | Word::Exact
                | Word::Feast(..)
                | Word::NamedDay
                | Word::Outlet
                | Word::Affairs
                | Word::SetVerb
                | Word::Media
        )
    }
}

/// The meaning of a folded word.
pub(super) fn meaning(key: &str) -> Option<Word> {
    WORDS.get(key).copied()
}

/// All words of the lists.
#[cfg(test)]
pub(super) fn words() -> Vec<&'static str> {
    let lines = LISTS
        .iter()
        .flat_map(|list| list.lines().filter(|l| !l.starts_with('#')));
    lines
        .flat_map(|line| line.rsplit('\t').next().unwrap_or("").split(' '))
        .collect()
}

/// The longest word in the lists in bytes: longer ones need no look-up.
pub(super) const LONGEST: usize = 32;

/// The word lists, one of each language: a new language is a file and a line here.
const LISTS: &[&str] = &[include_str!("lexicon_en.tsv"), include_str!("lexicon_ar.tsv")];

static WORDS: LazyLock<WordMap<Word>> = LazyLock::new(|| {
    let mut words = WordMap::default();
    for list in LISTS {
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(class), Some(value), Some(row)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            if let Some(word) = classes::word(class, value) {
                words.extend(row.split(' ').map(|w| (w, word)));
            }
        }
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_understood_and_no_word_stands_twice() {
        for list in LISTS {
            let mut seen = std::collections::BTreeSet::new();
            for line in list.lines().filter(|l| !l.starts_with('#')) {
                let cells: Vec<&'static str> = line.split('\t').collect();
                assert!(
                    cells.len() == 3 && classes::word(cells[0], cells[1]).is_some(),
                    "{line}"
                );
                for w in cells[2].split(' ') {
                    assert!(seen.insert(w), "{w} stands twice");
                    assert!(w.len() <= LONGEST && crate::lang::fold(w) == w, "{w}");
                }
            }
        }
    }
}
