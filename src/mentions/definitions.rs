//! What a document says outright about its names: "Popular Mobilization Forces (PMF)", "AAH, or the League of the
//! Righteous", "Abu Mahdi al-Muhandis, also known as Jamal Jaafar", "عصائب أهل الحق (Asaib Ahl al-Haq)".

use super::document::{content, merge, name_key};
use super::tokens::{ARABIC, CAPITAL, Gap, Token, UPPER};
use super::words::{KeyMap, ROMAN_ARTICLE, folded};
use super::{Candidate, Page};
use crate::types::{DefinitionKind, EntityType, Finder};

/// Two candidates mean one entity: indices into the candidates.
pub struct Said {
    /// The longer name.
    pub long: usize,
    /// The acronym or other name.
    pub short: usize,
    /// What the short one is.
    pub how: DefinitionKind,
}

/// Words between two names of one entity, without brackets and commas.
const BETWEEN: &[&[&str]] = &[
    &["also", "known", "as"],
    &["also", "called"],
    &["better", "known", "as"],
    &["commonly", "known", "as"],
    &["known", "as"],
    &["known", "in", "arabic", "as"],
    &["aka"],
    &["a.k.a."],
    &["or"],
    &["formerly", "known", "as"],
    &["formerly"],
    &["also", "spelled"],
    &["alias"],
    &["nom", "de", "guerre"],
    &["nicknamed"],
    &["abbreviated", "as"],
    &["المعروف", "باسم"],
    &["المعروفة", "باسم"],
    &["المعروف", "ب"],
    &["الملقب"],
    &["المكنى"],
    &["او"],
];

/// Adds the acronyms in brackets after a name that they abbreviate, and gives them its type.
pub fn complete(page: &Page, candidates: &mut Vec<Candidate>) {
    let mut added = Vec::new();
    for i in 0..candidates.len() {
        let (from, to, kind) = (candidates[i].from, candidates[i].to, candidates[i].kind);
        let Some(end) = bracketed(page, to) else { continue };
        // Persons are abbreviated to two letters at most, so what has three is an organisation (or a place).
        let letters = (to..end).map(|i| page.word(&page.tokens[i]).len()).sum::<usize>();
        if (kind == EntityType::Person && letters < 3) || !abbreviates(page, to, end, from, to) {
            continue;
        }
        let kind = if kind == EntityType::Person {
            EntityType::Org
        } else {
            kind
        };
        if candidates[i].entities.is_empty() {
            candidates[i].kind = kind;
        }
        match candidates.get_mut(i + 1).filter(|c| c.from < end) {
            Some(next) if next.entities.is_empty() && next.from == to && next.to == end => {
                next.kind = kind;
                next.score = next.score.max(0.95);
            }
            Some(_) => {}
            // What stands in brackets after the words that it abbreviates is a name beyond doubt.
            None => added.push(Candidate {
                from: to,
                to: end,
                kind,
                score: 0.95,
                finder: Finder::Pattern,
                entities: Vec::new(),
            }),
        }
    }
    merge(candidates, added);
}

/// Makes a definition win over the gazetteer: after "Financial Services Authority (FSA)" the acronym names no entity that
/// is called otherwise.
pub fn overrule(page: &Page, candidates: &mut [Candidate]) {
    let mut defined: KeyMap<EntityType> = KeyMap::default();
    for pair in candidates.windows(2) {
        let [a, b] = pair else { continue };
        if a.to != b.from || page.tokens[b.from].gap != Gap::Open {
            continue;
        }
        for (long, short) in [(a, b), (b, a)] {
            let other = |e: &u32| !long.entities.contains(e) && called_otherwise(page, *e, long);
            if page.tokens[short.from].is(UPPER)
                && !short.entities.is_empty()
                && abbreviates(page, short.from, short.to, long.from, long.to)
                && short.entities.iter().all(other)
            {
                let kind = match long.kind {
                    EntityType::Person => EntityType::Org,
                    kind => kind,
                };
                defined.insert(name_key(page, short.from, short.to), kind);
            }
        }
    }
    if defined.is_empty() {
        return;
    }
    for c in candidates.iter_mut().filter(|c| !c.entities.is_empty()) {
        if let Some(kind) = defined.get(&name_key(page, c.from, c.to)) {
            c.entities.clear();
            c.kind = *kind;
            c.score = 0.95;
            c.finder = Finder::Pattern;
        }
    }
}

/// Whether an entity has names of several words and the candidate is a spelling of none of them. (Of an entity that the
/// gazetteer knows by its acronym only nobody can tell.)
fn called_otherwise(page: &Page, entity: u32, long: &Candidate) -> bool {
    let Some(known) = page.lexicon.entities.get(entity as usize) else {
        return false;
    };
    let words: Vec<String> = (long.from..long.to)
        .filter(|i| page.tokens[*i].is(CAPITAL | ARABIC) && !page.tokens[*i].has(ROMAN_ARTICLE))
        .map(|i| skeleton(page.word(&page.tokens[i])))
        .collect();
    let mut full = known.names.iter().filter_map(|name| {
        let parts: Vec<String> = name
            .split([' ', '-'])
            .filter(|p| p.chars().next().is_some_and(|c| c.is_uppercase()))
            .map(skeleton)
            .collect();
        (parts.len() >= 2).then_some(parts)
    });
    let mut any = false;
    let same = full.any(|parts| {
        any = true;
        let (few, many) = if parts.len() < words.len() {
            (&parts, &words)
        } else {
            (&words, &parts)
        };
        few.iter().all(|w| {
            many.iter()
                .any(|m| w.starts_with(m.as_str()) || m.starts_with(w.as_str()))
        })
    });
    any && !same
}

/// The first four consonants of a word, by which spellings of it are one: "Hezbollah", "Hizballah"; "Defence", "Defense".
fn skeleton(word: &str) -> String {
    let mut buffer = String::new();
    folded(word, &mut buffer);
    let consonants: String = buffer
        .chars()
        .filter(|c| c.is_alphanumeric() && !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'))
        .map(|c| if matches!(c, 'c' | 'z') { 's' } else { c })
        .take(4)
        .collect();
    if consonants.is_empty() { buffer } else { consonants }
}

/// Where an acronym that stands alone in brackets from word `at` on ends ("MNF-I" is two words).
pub fn bracketed(page: &Page, at: usize) -> Option<usize> {
    let first = page
        .tokens
        .get(at)
        .filter(|t| t.gap == Gap::Open && (t.is(UPPER) || mostly_upper(page, t)))?;
    let mut end = at + 1;
    while page
        .tokens
        .get(end)
        .is_some_and(|t| t.gap == Gap::Hyphen && t.is(CAPITAL))
        && end < at + 4
    {
        end += 1;
    }
    let text = page.text.get(first.start..)?;
    let close = page.tokens.get(end - 1)?.end.checked_sub(first.start)?;
    text.get(close..)?.starts_with([')', ']']).then_some(end)
}

/// "GoI", "PMUs", "DoD": capitals with a small letter among them.
fn mostly_upper(page: &Page, token: &Token) -> bool {
    let word = page.word(token);
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && capitals * 2 >= word.chars().count() && word.len() <= 8
}

/// Whether the words `from..to` are the initials of the words `long_from..long_to`: in order, the first letter the first of a word,
/// every letter the first or a later letter of a word.
pub fn abbreviates(page: &Page, from: usize, to: usize, long_from: usize, long_to: usize) -> bool {
    if long_to - long_from < 2 || long_to - long_from > 14 || to - from > 4 {
        return false;
    }
    let letters: Vec<char> = (from..to)
        .flat_map(|i| page.word(&page.tokens[i]).chars())
        .filter(|c| c.is_alphabetic() && !c.is_lowercase())
        .flat_map(char::to_lowercase)
        .collect();
    let initials: Vec<char> = (long_from..long_to)
        .filter_map(|i| page.word(&page.tokens[i]).chars().find(|c| c.is_alphabetic()))
        .flat_map(char::to_lowercase)
        .collect();
    if letters.len() < 2 || letters.first() != initials.first() && !page.tokens[long_from].has(ROMAN_ARTICLE) {
        return false;
    }
    // Each letter is the initial of a later word, small words may be passed over.
    let mut words = initials.iter();
    let subsequence = letters.iter().all(|l| words.any(|w| w == l));
    // And not more than half of the words are passed over, small ones left out: "UN" is not "United States Army of the Far North".
    let small = |i: &usize| page.word(&page.tokens[*i]).chars().all(char::is_lowercase);
    let counted = (long_from..long_to).filter(|i| !small(i)).count();
    subsequence && letters.len() * 2 >= counted
}

/// What is said about pairs of neighbouring candidates.
pub fn said(page: &Page, candidates: &[Candidate]) -> Vec<Said> {
    let mut out = Vec::new();
    for (i, pair) in candidates.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        if page.tokens[a.from].sentence != page.tokens[b.from].sentence
            || b.from < a.to
            || b.from - a.to > 5
            || a.kind != b.kind
        {
            continue;
        }
        let between: Vec<&Token> = page.tokens[a.to..b.from]
            .iter()
            .filter(|t| !matches!(page.word(t), "the" | "The"))
            .collect();
        let gap = page.tokens[a.to].gap;
        let short = |c: &Candidate| page.tokens[c.from].is(UPPER);
        if between.is_empty() && gap == Gap::Open {
            if short(b) && abbreviates(page, b.from, b.to, a.from, a.to) {
                out.push(Said {
                    long: i,
                    short: i + 1,
                    how: DefinitionKind::Acronym,
                });
            } else if short(a) && abbreviates(page, a.from, a.to, b.from, b.to) {
                out.push(Said {
                    long: i + 1,
                    short: i,
                    how: DefinitionKind::Acronym,
                });
            } else if page.tokens[a.from].is(ARABIC) != page.tokens[b.from].is(ARABIC) {
                out.push(Said {
                    long: i,
                    short: i + 1,
                    how: DefinitionKind::Translation,
                });
            }
            continue;
        }
        let words: Vec<String> = between.iter().map(|t| page.word(t).to_lowercase()).collect();
        let known = BETWEEN
            .iter()
            .any(|known| known.len() == words.len() && known.iter().zip(&words).all(|(k, w)| k == w));
        // A bare "or" between two names is a choice unless a comma or a bracket sets it off.
        let set_off = matches!(gap, Gap::Comma | Gap::Open) || words.len() > 1;
        // Two single words of persons are two persons or a given name and a surname: "Ana, or Maria".
        let bare = matches!(words.first().map(String::as_str), Some("or" | "او" | "أو")) && words.len() == 1;
        let single = |c: &Candidate| content(page, c.from, c.to).len() < 2;
        let choice = bare && a.kind == EntityType::Person && single(a) && single(b);
        if known && set_off && !choice {
            let (long, brief) = if short(a) && !short(b) { (i + 1, i) } else { (i, i + 1) };
            let how = if short(&candidates[brief])
                && !short(&candidates[long])
                && candidates[brief].to - candidates[brief].from == 1
            {
                DefinitionKind::Acronym
            } else {
                DefinitionKind::Alias
            };
            out.push(Said {
                long,
                short: brief,
                how,
            });
        }
    }
    out
}
