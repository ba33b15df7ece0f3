//! Notes about the authors: a name and what the person does, at the end of an article or under "About the author".
//!
//! When the head of a page named no author, the one such a note introduces is the author.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lang::{fold, is_letter_or_digit};
use crate::types::Reason;

use super::head::Head;
use super::lines::word_hash;
use super::phrases::Zone;
use super::{Draft, Page, byline};

static WORDS: LazyLock<(HashSet<&str>, HashSet<&str>)> = LazyLock::new(|| {
    let rows = || include_str!("bio_words.tsv").lines().filter_map(|l| l.split_once('\t'));
    let of = |what: &str| {
        rows()
            .filter(|(w, _)| *w == what)
            .flat_map(|(_, words)| words.split(' '))
            .collect()
    };
    (of("verb"), of("role"))
});

/// How many blocks of prose from the end a note about an author may stand.
const TAIL: usize = 4;

/// How many blocks after "About the authors" may belong to it.
const ZONE: usize = 14;

/// Among how many words after an unknown name its role must stand: "is the outsider in the best director category" is no note.
const SOON: usize = 6;

/// How many names that nobody stated are looked for in the article: more than these introduce themselves on no honest page.
const CANDIDATES: usize = 20;

/// Longest note, in words.
const LONGEST: usize = 220;

/// Removes the notes about authors, and reads the author from them when none is known.
pub(super) fn remove(page: &mut Page, head: &mut Head) {
    under_openers(page, head);
    let prose: Vec<usize> = (0..page.drafts.len())
        .filter(|n| page.drafts.get(*n).is_some_and(|d| d.kept() && d.words() >= 8))
        .collect();
    let Some(from) = prose
        .len()
        .checked_sub(TAIL)
        .and_then(|n| prose.get(n))
        .or(prose.first())
        .copied()
    else {
        return;
    };
    let known = !head.authors.is_empty();
    let end = last_prose(page);
    let mut candidates = 0;
    let mut found: Vec<(usize, Option<String>)> = Vec::new();
    for n in from..page.drafts.len() {
        let Some(draft) = page.drafts.get(n) else { break };
        if draft.sure || Some(n) == head.title_at || draft.words() > LONGEST {
            continue;
        }
        let text = draft.plain.as_ref();
        if head.authors.iter().any(|a| is_name(text, a)) || head.authors.iter().any(|a| introduces(text, a)) {
            found.push((n, None));
        } else if !known
            && n >= end
            && candidates < CANDIDATES
            && let Some(name) = introduced(text)
        {
            candidates += 1;
            if unheard(page, n, &name) || found.iter().any(|f| f.1.as_deref() == Some(name.as_str())) {
                found.push((n, Some(name)));
            }
        }
    }
    for (n, name) in found {
        if let Some(draft) = page.drafts.get_mut(n) {
            draft.remove_surely(Reason::AuthorBio, "author_bio");
        }
        if let Some(name) = name
            && !head.authors.contains(&name)
        {
            head.authors.push(name);
        }
    }
}

/// What stands under "About the authors": names, notes, and sentences that go on about him or her.
fn under_openers(page: &mut Page, head: &mut Head) {
    let openers: Vec<usize> = (0..page.drafts.len())
        .filter(|n| {
            page.drafts
                .get(*n)
                .and_then(|d| d.phrase)
                .is_some_and(|p| p.zone == Zone::Bio)
        })
        .collect();
    for opener in openers {
        let mut open = false;
        for n in opener + 1..(opener + 1 + ZONE).min(page.drafts.len()) {
            let Some(draft) = page.drafts.get(n) else { break };
            if draft.facts.hash == 0 || draft.marks.links > 0 && draft.facts.linked > 0.8 {
                continue;
            }
            if draft.sure || draft.phrase.is_some() || draft.words() > LONGEST {
                break;
            }
            let text = draft.plain.as_ref();
            let of_author = head.authors.iter().any(|a| is_name(text, a) || introduces(text, a));
            let name = introduced(text).or_else(|| {
                byline::alone(text)
                    .filter(|n| n.len() == 1)
                    .and_then(|n| n.into_iter().next())
            });
            let goes_on = open
                && ["he ", "she ", "they ", "his ", "her ", "their "]
                    .iter()
                    .any(|p| fold(text).starts_with(p));
            if !(of_author || name.is_some() || goes_on) {
                break;
            }
            open = true;
            if head.authors.is_empty()
                && let Some(name) = name
            {
                head.authors.push(name);
            }
            if let Some(draft) = page.drafts.get_mut(n) {
                draft.remove_surely(Reason::AuthorBio, "zone:bio");
            }
        }
    }
}

/// Whether a text is the name and no more.
fn is_name(text: &str, author: &str) -> bool {
    fold(text).trim_matches(|c: char| !is_letter_or_digit(c)) == fold(author)
}

/// Whether a text begins with the author's name and goes on to say what he or she does.
fn introduces(text: &str, author: &str) -> bool {
    let (key, name) = (fold(text), fold(author));
    name.contains(' ') && key.strip_prefix(&name).is_some_and(goes_on)
}

/// Whether what follows a name is what notes about authors say.
fn goes_on(rest: &str) -> bool {
    let rest = match rest.strip_prefix(',') {
        Some(rest) => {
            // `, a fellow at ..., is director of ...`; `, PhD, is ...`: a role alone also stands beside whoever is quoted.
            let after = rest.split(',').skip(1).take(3).map(str::trim_start);
            let mut is = after.map(|part| part.split(' ').next().unwrap_or(""));
            return is.any(|word| CERTAIN.contains(&word)) && has_role(rest);
        }
        None => rest,
    };
    if !rest.starts_with(' ') {
        return false;
    }
    let first = rest
        .split(|c: char| !is_letter_or_digit(c))
        .find(|w| !w.is_empty())
        .unwrap_or("");
    WORDS.0.contains(first) && has_role(rest)
}

/// The verbs that follow a name and its apposition in a note about an author.
const CERTAIN: &[&str] = &[
    "is", "serves", "writes", "teaches", "covers", "oversees", "leads", "directs", "works", "holds", "edits",
];

/// Whether the first sentence names a role.
fn has_role(rest: &str) -> bool {
    rest.split(|c: char| !is_letter_or_digit(c) && c != '-')
        .filter(|w| !w.is_empty())
        .take(30)
        .any(|w| WORDS.1.contains(w))
}

/// The person whom a text introduces by its first words.
fn introduced(text: &str) -> Option<String> {
    // Without capitals any three words before "director" could be a name.
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let words: Vec<&str> = text.split(' ').take(6).collect();
    // Most texts go on in small letters: no name does.
    let small = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase()) && !byline::PARTICLES.contains(w);
    if words.iter().all(|w| w.is_ascii()) && words.get(1).is_some_and(small) {
        return None;
    }
    for count in (2..=4.min(words.len().saturating_sub(1))).rev() {
        let name = words.get(..count)?.join(" ");
        let bare = name.trim_end_matches(',');
        // Only the last word of a name may have the comma.
        if bare.contains(',') || !byline::is_person(bare) {
            continue;
        }
        let rest = text.get(bare.len()..)?;
        let rest = fold_keeping_start(rest);
        let soon = rest
            .split(|c: char| !is_letter_or_digit(c))
            .filter(|w| !w.is_empty())
            .take(SOON);
        if soon.into_iter().any(|w| WORDS.1.contains(w)) && goes_on(&rest) {
            return Some(bare.to_string());
        }
    }
    None
}

fn fold_keeping_start(rest: &str) -> String {
    let key = fold(rest);
    if rest.starts_with(' ') { format!(" {key}") } else { key }
}

/// From which block on no more than one block of prose follows.
fn last_prose(page: &Page) -> usize {
    let prose = page.drafts.iter().enumerate().rev();
    let mut prose = prose.filter(|(_, d)| d.kept() && d.facts.prose()).map(|(n, _)| n);
    prose.nth(1).unwrap_or(0)
}

/// Whether the surname stands nowhere in the article before: an article about a person says it often.
fn unheard(page: &Page, until: usize, name: &str) -> bool {
    let Some(surname) = name.split(' ').next_back().map(word_hash) else {
        return false;
    };
    let said = |d: &Draft| d.kept() && page.words.topic(&d.facts).contains(&surname);
    !page.drafts.iter().take(until).any(said)
}
