//! Which mentions of a document are one entity, and what it is called.

use std::collections::BTreeMap;

use super::{Candidate, Found, Page};
use crate::types::{Finder, Link, LocalName, Mention, Script};

/// The mentions with their names.
pub fn link(page: &Page, candidates: Vec<Candidate>) -> Found {
    let mut found = Found::default();
    let mut names: BTreeMap<LocalName, u32> = BTreeMap::new();
    for c in candidates {
        let span = page.span(c.from, c.to);
        let Some(text) = page.text.get(span.range()) else { continue };
        let known = c.entities.first().and_then(|i| page.lexicon.entities.get(*i as usize));
        let name = match known {
            Some(k) => LocalName { kind: k.kind, full: k.name.clone(), key: Some(k.key.clone()) },
            None => LocalName { kind: c.kind, full: text.to_owned(), key: None },
        };
        let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let index = *names.entry(name.clone()).or_insert(next);
        if index == next {
            found.names.push(name);
        }
        found.mentions.push(Mention {
            span,
            sentence: page.tokens[c.from].sentence,
            kind: c.kind,
            name: Some(index),
            link: Link::Name,
            score: c.score,
            link_score: Some(1.0),
            finder: if c.entities.is_empty() { c.finder } else { Finder::Gazetteer },
            script: crate::lang::script(text).unwrap_or(Script::Other),
        });
    }
    found
}
