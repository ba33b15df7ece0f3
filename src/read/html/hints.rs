//! What the names of elements, classes, ids and roles say that an element is.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use dom_query::{Element, local_name};

use crate::types::Reason;

/// A hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What the element is when it is not main content.
    pub reason: Reason,
    /// Whether it is never main content, even where the extractor keeps it.
    pub strong: bool,
}

/// The lines of `markup_hints.tsv`.
struct Table {
    tags: Vec<(&'static str, Hint)>,
    roles: Vec<(&'static str, Hint)>,
    types: Vec<(&'static str, Hint)>,
    words: Option<AhoCorasick>,
    hints: Vec<Hint>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        tags: vec![],
        roles: vec![],
        types: vec![],
        words: None,
        hints: vec![],
    };
    let mut patterns = vec![];
    for line in include_str!("markup_hints.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(place), Some(name), Some(reason)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let Some(reason) = Reason::from_label(reason) else {
            continue;
        };
        let hint = Hint {
            reason,
            strong: cells.next() == Some("strong"),
        };
        match place {
            "tag" => table.tags.push((name, hint)),
            "role" => table.roles.push((name, hint)),
            "type" => table.types.push((name, hint)),
            _ => {
                patterns.push(format!("-{name}-"));
                table.hints.push(hint);
            }
        }
    }
    table.words = AhoCorasick::new(&patterns).ok();
    table
});

/// Longest class attribute that is looked at: utility-class frameworks write a few hundred bytes.
const MAX_CLASS: usize = 1000;

/// What the names of an element say. The earliest line of the table wins.
pub fn of(element: &Element) -> Option<Hint> {
    let tag = &*element.name.local;
    // These hold the whole page; their classes speak of its layout.
    if matches!(tag, "html" | "body" | "main") {
        return None;
    }
    let table = &*TABLE;
    let of = |list: &[(&str, Hint)], name: &str| list.iter().find(|(n, _)| *n == name).map(|(_, h)| *h);
    let kind = element.attr("itemtype").unwrap_or_default();
    if let Some(hint) = kind.rsplit('/').next().and_then(|kind| of(&table.types, kind)) {
        return Some(hint);
    }
    let class = element.attr_ref(local_name!("class")).unwrap_or_default();
    let id = element.attr_ref(local_name!("id")).unwrap_or_default();
    let mut named = None;
    if let Some(automaton) = table.words.as_ref().filter(|_| !class.is_empty() || !id.is_empty()) {
        named = automaton
            .find_overlapping_iter(&words(class, id))
            .map(|m| m.pattern().as_usize())
            .min();
    }
    if let Some(hint) = named.and_then(|n| table.hints.get(n)) {
        return Some(*hint);
    }
    let role = element.attr("role").unwrap_or_default();
    of(&table.roles, &role).or_else(|| of(&table.tags, tag))
}

/// Class and id as lower-case words, `-` before, between and after: `relatedPosts box_2` is `-related-posts--box-2-`.
fn words(class: &str, id: &str) -> String {
    let mut out = String::with_capacity(class.len() + id.len() + 8);
    for name in class.split_ascii_whitespace().chain(id.split_ascii_whitespace()) {
        if out.len() > MAX_CLASS {
            break;
        }
        out.push('-');
        let mut lower = false;
        for c in name.chars() {
            if c.is_ascii_uppercase() && lower {
                out.push('-');
            }
            lower = c.is_ascii_lowercase();
            out.push(if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            });
        }
        out.push('-');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        assert_eq!(words("relatedPosts box_2", "Top"), "-related-posts--box-2--top-");
    }

    #[test]
    fn every_line_of_the_table_is_used() {
        let lines = include_str!("markup_hints.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .count();
        assert_eq!(
            TABLE.tags.len() + TABLE.roles.len() + TABLE.types.len() + TABLE.hints.len(),
            lines
        );
    }
}
