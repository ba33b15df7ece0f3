//! Which mentions of a document are one entity, and what it is called.
//!
//! Equal words are one name. Names are joined when the gazetteer or the document says so, when one abbreviates the other, and
//! when one is the other without its key word or its middle names. A single word that is the surname or the given name
//! of a fuller name goes to that name; of two that fit, to the one that the document speaks of, else to none.

use std::collections::BTreeMap;

use unicode_normalization::char::is_combining_mark;

use super::bearers::{BEARERS, Choice, Persons};
use super::definitions::{Said, abbreviates};
use super::document::{Read, content, name_key};
use super::tokens::{ARABIC, ARTICLE, UPPER};
use super::words::{KeyMap, LOC, ORG};
use super::{Candidate, Found, Page};
use crate::types::{Ambiguity, Definition, DefinitionKind, EntityType, Finder, Link, LocalName, Mention, Script};

/// How sure the link to an entity is that the user did not list: another may have the same name.
const WORLD: f32 = 0.8;
/// How sure the link of a name is to which the document gives several meanings: as sure as that of a surname that one bears.
const DEFINED: f32 = 0.9;

/// A distinct name of the document.
pub struct Name {
    /// What it names.
    pub kind: EntityType,
    /// First candidate that has it.
    pub first: usize,
    /// Candidates that have it.
    pub count: u32,
    /// Candidates of its whole group, when it stands for it.
    pub mentions: u32,
    /// The user's entity.
    pub entity: Option<u32>,
    /// Keys of its words without the article.
    pub words: Vec<u64>,
    /// Index of the name that stands for its group; its own when it does.
    pub group: usize,
    /// How it hangs on the group's name.
    link: Link,
}

impl Name {
    /// The word of a name that is a single one, where it first stands; the last one of any other.
    pub fn token(&self, candidates: &[Candidate]) -> usize {
        candidates[self.first].to - 1
    }
}

/// The mentions with their names.
pub fn link(page: &Page, read: Read) -> Found {
    let Read { candidates, said } = read;
    let (mut names, of) = distinct(page, &candidates);
    let twice = defined_twice(&names, &of, &said);
    for s in said.iter().filter(|s| !twice.contains_key(&of[s.short])) {
        join(&mut names, of[s.long], of[s.short], link_of(s));
    }
    acronyms(page, &candidates, &mut names);
    shortened(page, &candidates, &mut names);
    settle(&mut names);
    let persons = Persons::new(page, &candidates, &names);
    let of_entity = names
        .iter()
        .enumerate()
        .filter(|(i, n)| n.group == *i)
        .filter_map(|(i, n)| Some((n.entity?, i)))
        .collect();
    let mut writer = Writer {
        of_entity,
        page,
        names: &names,
        candidates: &candidates,
        found: Found::default(),
        index: BTreeMap::new(),
        of_group: vec![None; names.len()],
        full: full_names(&names, page, &candidates),
    };
    for (i, c) in candidates.iter().enumerate() {
        let choice = match twice.get(&of[i]).and_then(|all| nearest(all, i)) {
            Some((long, link)) => Choice::To(root(&names, long), link, DEFINED),
            None => persons.bearer(&names, &of, i),
        };
        writer.mention(c, of[i], choice);
    }
    for s in &said {
        let (Some(long), Some(short)) = (
            writer.full_form(&candidates[s.long]),
            writer.full_form(&candidates[s.short]),
        ) else {
            continue;
        };
        let definition = Definition {
            kind: candidates[s.long].kind,
            long,
            short,
            mention: u32::try_from(s.short).unwrap_or(u32::MAX),
            how: s.how,
        };
        writer.found.definitions.push(definition);
    }
    writer.found
}

/// What a definition makes of its short name.
fn link_of(said: &Said) -> Link {
    match said.how {
        DefinitionKind::Acronym => Link::Acronym,
        _ => Link::Alias,
    }
}

/// Where a name is defined, what it is said to be there, and how it hangs on that.
type Definitions = Vec<(usize, usize, Link)>;

/// The names to which the document gives several meanings ("Central Bank (CB)" here, "Clay Board (CB)" there), in order.
fn defined_twice(names: &[Name], of: &[usize], said: &[Said]) -> BTreeMap<usize, Definitions> {
    let mut all: BTreeMap<usize, Definitions> = BTreeMap::new();
    for s in said {
        let definitions = all.entry(of[s.short]).or_default();
        definitions.push((s.short, of[s.long], link_of(s)));
    }
    all.retain(|_, definitions| {
        let mut longs = definitions.iter().map(|(_, long, _)| root(names, *long));
        let first = longs.next();
        longs.any(|long| Some(long) != first)
    });
    all
}

/// The meaning that a mention of such a name has: the last one given so far, else the first.
fn nearest(definitions: &Definitions, at: usize) -> Option<(usize, Link)> {
    let so_far = definitions.partition_point(|(short, ..)| *short <= at);
    let (_, long, link) = definitions.get(so_far.saturating_sub(1))?;
    Some((*long, *link))
}

/// The distinct names, and which of them each candidate has.
fn distinct(page: &Page, candidates: &[Candidate]) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut seen: KeyMap<usize> = KeyMap::default();
    let mut of_entity: BTreeMap<u32, usize> = BTreeMap::new();
    let mut of = Vec::with_capacity(candidates.len());
    for (i, c) in candidates.iter().enumerate() {
        let entity = c.entities.first().copied().filter(|_| c.entities.len() == 1);
        let key = name_key(page, c.from, c.to) ^ (c.kind as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = *seen.entry(key).or_insert_with(|| {
            let words = content(page, c.from, c.to)
                .iter()
                .map(|w| page.tokens[*w].key)
                .collect();
            let group = names.len();
            names.push(Name {
                kind: c.kind,
                first: i,
                count: 0,
                mentions: 0,
                entity,
                words,
                group,
                link: Link::Name,
            });
            group
        });
        names[at].count += 1;
        if let Some(entity) = entity {
            names[at].entity = names[at].entity.or(Some(entity));
            let first = *of_entity.entry(entity).or_insert(at);
            if first != at {
                let link = if page.tokens[c.from].is(UPPER) {
                    Link::Acronym
                } else {
                    Link::Alias
                };
                join(&mut names, first, at, link);
            }
        }
        of.push(at);
    }
    (names, of)
}

/// The name that stands for a name's group.
pub fn root(names: &[Name], mut at: usize) -> usize {
    while names[at].group != at {
        at = names[at].group;
    }
    at
}

/// Joins two names of one type; never two entities of the gazetteer. The first one stands for both.
fn join(names: &mut [Name], long: usize, short: usize, link: Link) {
    let (a, b) = (root(names, long), root(names, short));
    if a == b
        || names[a].kind != names[b].kind
        || names[a].entity.is_some() && names[b].entity.is_some() && names[a].entity != names[b].entity
    {
        return;
    }
    names[b].group = a;
    // Halves the way of later look-ups.
    names[short].group = a;
    names[short].link = link;
    names[a].entity = names[a].entity.or(names[b].entity);
}

/// Points every name straight at the one that stands for its group, and counts the groups' mentions there.
fn settle(names: &mut [Name]) {
    let roots: Vec<usize> = (0..names.len()).map(|i| root(names, i)).collect();
    for (i, r) in roots.into_iter().enumerate() {
        names[i].group = r;
        if r != i {
            names[r].mentions += names[i].count;
        } else {
            names[i].mentions += names[i].count;
        }
    }
}

/// Joins an acronym to the one name that it abbreviates.
fn acronyms(page: &Page, candidates: &[Candidate], names: &mut [Name]) {
    // First letters of the names of several words, to look acronyms up by.
    let mut by_initial: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let initial = |c: &Candidate| {
        page.word(&page.tokens[c.from])
            .chars()
            .next()
            .map(|c| c.to_ascii_uppercase())
    };
    for (i, name) in names
        .iter()
        .enumerate()
        .filter(|(_, n)| n.words.len() >= 2 && n.kind != EntityType::Person)
    {
        if let Some(c) = initial(&candidates[name.first]) {
            by_initial.entry(c).or_default().push(i);
        }
    }
    for i in 0..names.len() {
        let c = &candidates[names[i].first];
        let token = &page.tokens[c.from];
        if names[i].words.len() != 1
            || !token.is(UPPER)
            || token.is(ARABIC)
            || names[i].kind == EntityType::Person
            || token.end - token.start < 3
            || root(names, i) != i
        {
            continue;
        }
        let Some(long) = initial(c).and_then(|l| by_initial.get(&l)) else {
            continue;
        };
        let fits: Vec<usize> = long
            .iter()
            .take(64)
            .copied()
            .filter(|l| {
                names[*l].kind == names[i].kind
                    && abbreviates(
                        page,
                        c.from,
                        c.to,
                        candidates[names[*l].first].from,
                        candidates[names[*l].first].to,
                    )
            })
            .collect();
        let mut groups: Vec<usize> = fits.iter().map(|l| root(names, *l)).collect();
        groups.dedup();
        if let ([group], None) = (&groups[..], names[i].entity) {
            join(names, *group, i, Link::Acronym);
        }
    }
}

/// Joins "Badr" to "Badr Organization", "Diyala" to "Diyala Province", "Washington Institute" to "Washington Institute for Near East Policy".
fn shortened(page: &Page, candidates: &[Candidate], names: &mut [Name]) {
    let mut by_first: KeyMap<Vec<usize>> = KeyMap::default();
    for (i, name) in names.iter().enumerate().filter(|(_, n)| n.words.len() >= 2) {
        if let Some(first) = name.words.first() {
            by_first.entry(*first).or_default().push(i);
        }
    }
    for i in 0..names.len() {
        let Some(long) = names[i].words.first().and_then(|w| by_first.get(w)) else {
            continue;
        };
        let mut groups: Vec<usize> = long
            .iter()
            .take(BEARERS * 2)
            .copied()
            .filter(|l| *l != i && is_short_form(page, candidates, &names[i], &names[*l]))
            .map(|l| root(names, l))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        if let [group] = groups[..]
            && root(names, i) == i
        {
            join(names, group, i, Link::Alias);
        }
    }
}

/// Whether a name is a longer one without its end, or without its middle.
fn is_short_form(page: &Page, candidates: &[Candidate], short: &Name, long: &Name) -> bool {
    if short.kind != long.kind || short.words.len() >= long.words.len() {
        return false;
    }
    if short.kind == EntityType::Person {
        // "Nadia Hilmi" of "Nadia Karim Salim Hilmi", and so is "Nadia Karim Hilmi"; but "Nadia S. Hilmi" is not: of names
        // with a middle word the middles agree as far as both go.
        let (Some(last), Some(middle)) = (short.words.last(), short.words.get(..short.words.len() - 1)) else {
            return false;
        };
        return short.words.len() >= 2 && long.words.last() == Some(last) && long.words.starts_with(middle);
    }
    if !long.words.starts_with(&short.words) {
        return false;
    }
    let c = &candidates[long.first];
    let rest = &content(page, c.from, c.to)[short.words.len()..];
    match short.kind {
        EntityType::Org => {
            let said = |i: &usize| page.tokens[*i].has(ORG);
            let of = rest
                .first()
                .is_some_and(|i| matches!(page.word(&page.tokens[*i]), "for" | "of" | "at" | "in"));
            rest.len() == 1 && rest.iter().all(said) || short.words.len() >= 2 && of
        }
        // "Diyala Province" is Diyala; "Baghdad Airport" is not Baghdad.
        _ => {
            rest.len() == 1
                && rest.iter().all(|i| {
                    page.tokens[*i].has(LOC)
                        && matches!(
                            page.word(&page.tokens[*i]).to_lowercase().as_str(),
                            "province"
                                | "governorate"
                                | "city"
                                | "district"
                                | "county"
                                | "state"
                                | "region"
                                | "island"
                                | "islands"
                        )
                })
        }
    }
}

/// For each name that stands for a group, the candidate that writes it most fully.
fn full_names(names: &[Name], page: &Page, candidates: &[Candidate]) -> BTreeMap<usize, usize> {
    let mut full: BTreeMap<usize, (usize, u32, usize)> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        let c = &candidates[name.first];
        // An acronym never is the full name; of several, the longest, the most frequent, the first.
        let length = if page.tokens[c.from].is(UPPER) && name.words.len() == 1 {
            0
        } else {
            name.words.len()
        };
        let slot = full.entry(root(names, i)).or_insert((length, name.count, name.first));
        if (length, name.count) > (slot.0, slot.1) {
            *slot = (length, name.count, name.first);
        }
    }
    full.into_iter().map(|(root, (_, _, first))| (root, first)).collect()
}

/// A vowel sign or a tatweel.
fn mark(c: char) -> bool {
    crate::lang::is_ignorable(c) || is_combining_mark(c)
}

/// Writes mentions and the names they point to.
struct Writer<'a> {
    page: &'a Page<'a>,
    names: &'a [Name],
    candidates: &'a [Candidate],
    found: Found,
    index: BTreeMap<LocalName, u32>,
    /// The same by group, for those that were written already.
    of_group: Vec<Option<u32>>,
    full: BTreeMap<usize, usize>,
    /// The group of each of the user's entities that the document names.
    of_entity: BTreeMap<u32, usize>,
}

impl<'a> Writer<'a> {
    fn text(&self, c: &Candidate) -> Option<&'a str> {
        self.page.text.get(self.page.span(c.from, c.to).range())
    }

    /// The name by itself: after the contraction "لل" the article is written out again.
    fn full_form(&self, c: &Candidate) -> Option<String> {
        let text = self.text(c)?;
        let first = &self.page.tokens[c.from];
        let particle = self.page.text.get(first.start..first.name_start())?;
        let contracted = first.is(ARABIC) && first.is(ARTICLE) && particle.trim_end_matches(mark).ends_with('ل');
        match text.strip_prefix('ل') {
            Some(rest) if contracted => Some(format!("ال{}", rest.trim_start_matches(mark))),
            _ => Some(text.to_owned()),
        }
    }

    /// The index of the group's name in the found names.
    fn name(&mut self, group: usize) -> Option<u32> {
        if self.of_group[group].is_none() {
            self.of_group[group] = self.new_name(group);
        }
        self.of_group[group]
    }

    fn new_name(&mut self, group: usize) -> Option<u32> {
        let name = &self.names[group];
        let known = name.entity.and_then(|i| self.page.lexicon.entities.get(i as usize));
        let local = match known {
            Some(k) => LocalName {
                kind: k.kind,
                full: k.name.clone(),
                key: k.key.clone(),
            },
            None => {
                let full = &self.candidates[*self.full.get(&group)?];
                LocalName {
                    kind: name.kind,
                    full: self.full_form(full)?,
                    key: None,
                }
            }
        };
        let next = u32::try_from(self.found.names.len()).ok()?;
        let at = *self.index.entry(local.clone()).or_insert(next);
        if at == next {
            self.found.names.push(local);
        }
        Some(at)
    }

    /// Whether an entity is the user's, not one that is known the world over.
    fn users(&self, entity: u32) -> bool {
        let known = self.page.lexicon.entities.get(entity as usize);
        known.is_some_and(|k| k.key.is_some())
    }

    fn mention(&mut self, c: &Candidate, of: usize, choice: Choice) {
        let span = self.page.span(c.from, c.to);
        let Some(text) = self.text(c) else { return };
        let group = root(self.names, of);
        let (name, link, link_score) = match choice {
            _ if c.entities.len() > 1 => self.one_of(c),
            Choice::Own => {
                let entity = self.names[group].entity;
                let link = if group == of { Link::Name } else { self.names[of].link };
                (
                    self.name(group),
                    link,
                    Some(match entity {
                        Some(e) if !self.users(e) => WORLD,
                        None if group != of => 0.9,
                        _ => 1.0,
                    }),
                )
            }
            Choice::To(group, link, score) => (self.name(group), link, Some(score)),
            Choice::Unclear(groups) => {
                let fits = groups.into_iter().filter_map(|g| self.name(g)).collect();
                let mention = u32::try_from(self.found.mentions.len()).unwrap_or(u32::MAX);
                self.found.ambiguities.push(Ambiguity {
                    short: text.to_owned(),
                    fits,
                    mention,
                });
                (None, Link::None, None)
            }
        };
        self.found.mentions.push(Mention {
            span,
            sentence: self.page.tokens[c.from].sentence,
            kind: c.kind,
            link: if name.is_some() { link } else { Link::None },
            link_score: link_score.filter(|_| name.is_some()),
            name,
            score: c.score,
            finder: match c.entities.first() {
                None => c.finder,
                Some(e) if self.users(*e) => Finder::Gazetteer,
                Some(_) => Finder::Pattern,
            },
            script: crate::lang::script(text).unwrap_or(Script::Other),
        });
    }

    /// A name that the gazetteer gives to several entities: the one that the document names otherwise too.
    fn one_of(&mut self, c: &Candidate) -> (Option<u32>, Link, Option<f32>) {
        let named: Vec<usize> = c
            .entities
            .iter()
            .filter_map(|e| self.of_entity.get(e).copied())
            .collect();
        match named[..] {
            [one] => (self.name(one), Link::Alias, Some(0.8)),
            _ => {
                let fits: Vec<u32> = named.into_iter().filter_map(|g| self.name(g)).collect();
                if !fits.is_empty()
                    && let Some(text) = self.text(c)
                {
                    let mention = u32::try_from(self.found.mentions.len()).unwrap_or(u32::MAX);
                    self.found.ambiguities.push(Ambiguity {
                        short: text.to_owned(),
                        fits,
                        mention,
                    });
                }
                (None, Link::None, None)
            }
        }
    }
}
