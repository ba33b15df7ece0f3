//! Names in Latin script by how they are written: runs of capitalised words, read by their titles and key words.

use std::sync::LazyLock;

use super::gazetteer::place;
use super::tokens::{ARABIC, CAPITAL, DIGITS, DOTTED, Gap, INITIAL, MIXED, NUMBER, Token, UPPER};
use super::words::*;
use super::{Candidate, Page};
use crate::types::{EntityType, Finder};

/// A longer row of capitalised words is a headline or noise, not a name.
const LONGEST: usize = 12;
/// In a sentence where so many of the words are capitalised, capitals say little (headlines).
const HEADLINE: f64 = 0.6;

/// Names in a text.
pub fn find(page: &Page, out: &mut Vec<Candidate>) {
    let mut from = 0;
    while from < page.tokens.len() {
        let sentence = page.tokens[from].sentence;
        let to = from
            + page.tokens[from..]
                .iter()
                .take_while(|t| t.sentence == sentence)
                .count();
        in_sentence(page, from, to, out);
        from = to;
    }
}

/// How a sentence is written.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    Plain,
    /// Most Words Are Capitalised.
    Title,
    /// ALL OR MOST IN CAPITALS.
    Upper,
}

/// The style of the words of a sentence.
fn style(tokens: &[Token]) -> Style {
    let long = |t: &&Token| t.end - t.start >= 4 && !t.is(ARABIC | NUMBER);
    let (mut words, mut capitals, mut upper) = (0u32, 0u32, 0u32);
    for t in tokens.iter().filter(long) {
        words += 1;
        capitals += u32::from(t.is(CAPITAL));
        upper += u32::from(t.is(UPPER));
    }
    let share = |n: u32| f64::from(n) / f64::from(words.max(1));
    if words >= 3 && share(upper) > HEADLINE {
        Style::Upper
    } else if words >= 4 && share(capitals) > HEADLINE {
        Style::Title
    } else {
        Style::Plain
    }
}

/// Names in the sentence of the words `from..to`.
fn in_sentence(page: &Page, from: usize, to: usize, out: &mut Vec<Candidate>) {
    let style = style(&page.tokens[from..to]);
    let mut at = from;
    while at < to {
        if !begins(&page.tokens[at], style) {
            at += 1;
            continue;
        }
        let end = run(page, at, to, style);
        read(page, at, end, style, out);
        at = end.max(at + 1);
    }
}

/// Whether a word can begin a name.
fn begins(token: &Token, style: Style) -> bool {
    if token.gap == Gap::Handle || token.is(ARABIC) {
        return false;
    }
    match style {
        Style::Plain => token.is(CAPITAL | MIXED) && !token.has(CALENDAR),
        _ => token.is(CAPITAL) && !token.has(ORDINARY | CALENDAR),
    }
}

/// Where the run of words that begins at `at` ends.
fn run(page: &Page, at: usize, limit: usize, style: Style) -> usize {
    let tokens = &page.tokens;
    let mut end = at + 1;
    let mut head = tokens[at].has(ORG | ORG_HEAD | LOC);
    let mut of = false;
    while end < limit.min(at + LONGEST) {
        let token = &tokens[end];
        let glued = token.joined()
            || (token.gap == Gap::Stop && tokens[end - 1].is(INITIAL))
            || (token.gap == Gap::And && token.is(CAPITAL));
        if !glued {
            break;
        }
        if token.is(CAPITAL | MIXED)
            && !token.is(ARABIC)
            && !token.has(CALENDAR)
            && (style == Style::Plain || !token.has(ORDINARY) || token.has(ORG | LOC | ORG_HEAD | PARTICLE))
        {
            // "Iran-backed": a small word after a hyphen ends the name; "U.S.-Iran": two names.
            if token.gap == Gap::Hyphen && tokens[end - 1].is(DOTTED) {
                break;
            }
            head |= token.has(ORG | ORG_HEAD | LOC);
            end += 1;
            continue;
        }
        if token.is(DIGITS) && token.gap == Gap::Hyphen && tokens[end - 1].is(UPPER) {
            end += 1;
            continue;
        }
        let skip = connector(page, end, limit, head, of);
        if skip == 0 {
            break;
        }
        of |= skip > 0 && !token.has(PARTICLE);
        end += skip;
    }
    end.min(limit)
}

/// How many small words at `end` join the run to the capitalised word after them; 0 when they do not.
fn connector(page: &Page, end: usize, limit: usize, head: bool, of: bool) -> usize {
    let tokens = &page.tokens;
    let next = |i: usize| tokens.get(i).filter(|_| i < limit).filter(|t| t.joined());
    let proper = |i: usize| next(i).is_some_and(|t| t.is(CAPITAL) && !t.has(CALENDAR));
    let word = page.word(&tokens[end]);
    match word {
        "of" | "for" if head => match next(end + 1) {
            Some(t) if t.is(CAPITAL) => 1,
            Some(t) if page.word(t) == "the" && proper(end + 2) => 2,
            _ => 0,
        },
        "and"
            if head
                && of
                && proper(end + 1)
                && next(end + 1).is_some_and(|t| t.has(ORDINARY) && !t.has(GIVEN | PLACE)) =>
        {
            1
        }
        _ if tokens[end].has(PARTICLE) && !matches!(word, "at" | "as" | "an" | "a")
            || tokens[end].has(ROMAN_ARTICLE) && next(end + 1).is_some_and(|t| t.gap == Gap::Hyphen) =>
        {
            if proper(end + 1) {
                1
            } else if next(end + 1).is_some_and(|t| t.has(PARTICLE)) && proper(end + 2) {
                2
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// Reads the run of words `from..to`: drops what is no part of a name, and says what the rest names.
fn read(page: &Page, mut from: usize, mut to: usize, style: Style, out: &mut Vec<Candidate>) {
    let tokens = &page.tokens;
    let whole = from;
    let mut titled = from > 0
        && tokens[from].joined()
        && tokens[from - 1].has(TITLE)
        && tokens[from].sentence == tokens[from - 1].sentence;
    // Small romanised articles before the run belong to it: "al-Sadr".
    if from > 0
        && tokens[from].gap == Gap::Hyphen
        && tokens[from - 1].has(ROMAN_ARTICLE)
        && !tokens[from - 1].is(CAPITAL)
    {
        from -= 1;
        titled = from > 0 && tokens[from - 1].has(TITLE) && tokens[from].joined();
    }
    // "The", "In", "But" at the front; "President" and "Iraqi" before a name.
    loop {
        let Some(first) = tokens.get(from).filter(|_| from < to) else {
            return;
        };
        let rest = to - from;
        let organisation = tokens[to - 1].has(ORG | LOC) || tokens[from..to].iter().any(|t| t.has(ORG_HEAD));
        let function = is_function(page, first) && (rest > 1 || first.is(CAPITAL)) && !first.is(UPPER);
        let title = !function
            && first.has(TITLE)
            && rest > 1
            && (!organisation || (tokens[from + 1].has(TITLE | GIVEN | NAME) && !tokens[to - 1].has(ORG | LOC)))
            && !first.is(INITIAL);
        let demonym = first.has(DEMONYM) && rest > 1 && !organisation && !first.has(PLACE);
        let begins_sentence = rest > 1
            && from == whole
            && !organisation
            && first.has(ORDINARY)
            && matches!(first.gap, Gap::Start | Gap::Quote)
            && !first.has(TITLE | GIVEN | NAME | ORG | ORG_HEAD | LOC_HEAD | PLACE | PLACE_PART);
        if !(function || title || demonym || begins_sentence) {
            break;
        }
        titled |= title;
        from += 1;
    }
    while to > from + 1 && (is_function(page, &tokens[to - 1]) || tokens[to - 1].has(TITLE) && titled) {
        to -= 1;
    }
    split_places(page, from, to, out);
    let taken = out.last().is_some_and(|c| c.to > from);
    if !taken && let Some((kind, score)) = kind(page, from, to, titled, style) {
        out.push(Candidate {
            from,
            to,
            kind,
            score,
            finder: Finder::Pattern,
            entities: Vec::new(),
        });
    }
}

/// A known place that fills the run.
fn split_places(page: &Page, from: usize, to: usize, out: &mut Vec<Candidate>) {
    if let Some((end, _)) = place(page, from)
        && (end == to
            || end > from && page.tokens[end - 1].is(DOTTED) && page.tokens.get(end).is_some_and(|t| t.has(ORDINARY)))
        && !(to - from == 1 && page.tokens[from].has(GIVEN) && page.tokens[from].has(FAMILY))
    {
        out.push(Candidate {
            from,
            to: end,
            kind: EntityType::Loc,
            score: 0.9,
            finder: Finder::Pattern,
            entities: Vec::new(),
        });
    }
}

/// Words that begin sentences and headlines and are no names, when they are written just so.
const FUNCTION_WORDS: &str = "\
    The A An In On At But And Or If As It He She They We You I This That These Those For From With By To Of After \
    Before When While Since His Her Their Its Our My Your There Here What Who How Why Where Which So Yet Then Not No \
    Yes All Some Many Most Both Each Every One Two Three Although Though However Because During Under Over Among \
    Despite Like Unlike Until According Also Even Only Other Another Several Such Former Meanwhile Instead Once Now \
    Today Is Was Are Were Be Do Does Did Can Could Will Would Should May Might Must Has Have Had Read See Let Get \
    Don Via Dear Hi Hello";

/// Whether a word is one of them.
fn is_function(page: &Page, token: &Token) -> bool {
    static BY_KEY: LazyLock<KeyMap<&str>> = LazyLock::new(|| {
        FUNCTION_WORDS
            .split(' ')
            .map(|word| (hash(&word.to_ascii_lowercase()), word))
            .collect()
    });
    token.is(CAPITAL) && BY_KEY.get(&token.key).is_some_and(|word| *word == page.word(token))
}

/// What the words `from..to` name, and how surely.
fn kind(page: &Page, from: usize, to: usize, titled: bool, style: Style) -> Option<(EntityType, f32)> {
    use EntityType::{Loc, Org, Person};
    let words = &page.tokens[from..to];
    let (first, last) = (words.first()?, words.last()?);
    let several = words.len() >= 2;
    let before = from
        .checked_sub(1)
        .and_then(|i| page.tokens.get(i))
        .filter(|t| t.sentence == first.sentence);
    let after = page.tokens.get(to).filter(|t| t.sentence == first.sentence);
    let of = words.iter().any(|t| matches!(page.word(t), "of" | "for"));
    if several && (last.has(ORG) || (of && words.iter().any(|t| t.has(ORG | ORG_HEAD))) || first.has(ORG_HEAD_BARE)) {
        let place = last.has(LOC) && !of && !last.has(ORG_HEAD);
        return Some((if place { Loc } else { Org }, 0.8));
    }
    if several && (last.has(LOC) || (first.has(LOC_HEAD) && !first.has(GIVEN))) {
        return Some((Loc, 0.7));
    }
    if titled
        && !first.has(DEMONYM)
        && words.len() <= 5
        && !(first.has(ORDINARY) && words.len() == 1)
        && !first.is(UPPER)
    {
        return Some((Person, 0.85));
    }
    let names = |t: &Token| t.has(GIVEN | FAMILY | NAME) && !t.has(DEMONYM);
    if several && words.len() <= 6 {
        if first.has(GIVEN | NAME) && !first.has(DEMONYM)
            || first.is(INITIAL) && names(last)
            || words
                .iter()
                .skip(1)
                .any(|t| t.has(ROMAN_ARTICLE) && t.gap == Gap::Space)
        {
            return Some((Person, 0.75));
        }
        if names(last) && !first.has(ORDINARY | DEMONYM) {
            return Some((Person, 0.55));
        }
    }
    if words
        .iter()
        .all(|t| t.has(ORDINARY | DEMONYM | TITLE | CALENDAR | ORG | LOC | ORG_HEAD))
    {
        return None;
    }
    if !several {
        if first.is(UPPER) && !first.is(DOTTED) {
            let acronym = style != Style::Upper && first.end - first.start <= 6 && !first.is(NUMBER);
            return acronym.then_some((Org, 0.55));
        }
        if first.has(ROMAN_ARTICLE) || first.is(INITIAL) {
            return None;
        }
        let said = after.is_some_and(|t| t.has(SAY) && t.gap == Gap::Space);
        if before.is_some_and(|t| t.has(PRE_PLACE)) && !first.has(GIVEN) && first.gap == Gap::Space {
            return Some((Loc, 0.5));
        }
        if said || first.has(GIVEN) || first.has(FAMILY) && first.gap != Gap::Start {
            return Some((Person, 0.5));
        }
        return None;
    }
    if words.iter().any(|t| t.has(ROMAN_ARTICLE)) && words.len() == 2 {
        return Some((Person, 0.5));
    }
    (first.gap != Gap::Start && style == Style::Plain).then_some((Org, 0.4))
}
