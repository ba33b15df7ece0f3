//! What only the whole corpus can say, settled on digests: the lines that a publisher repeats on many pages, the order of
//! its numeric dates, and which documents are copies.

mod date_order;
mod published;
mod repeated_lines;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

pub use published::published;

use crate::clean;
use crate::dedupe::{self, Fingerprint, Member, folded_words};
use crate::error::Result;
use crate::settings::{Mode, Settings};
use crate::spool::Spool;
use crate::types::{Agreed, Block, Cleaned, DateOrder, Digest, Reason, Removal, Role, SegmentKind};

/// What this step keeps in memory of a document.
#[derive(Serialize, Deserialize)]
pub struct Known {
    /// The document.
    pub doc_id: String,
    /// Whose habits it shares; `None` when neither publisher nor host is known.
    pub publisher: Option<String>,
    /// First day of the best publication date so far.
    pub published: Option<Day>,
    /// Hashes.
    pub digest: Digest,
}

impl Known {
    /// What is kept of a cleaned document.
    pub fn of(cleaned: &Cleaned) -> Known {
        Known {
            doc_id: cleaned.document.doc_id.clone(),
            publisher: publisher(cleaned),
            published: cleaned.published.first().map(|c| crate::dates::bounds(c.date).0),
            digest: cleaned.digest.clone(),
        }
    }
}

/// Whose page it is: the publisher, else the host of its address.
pub fn publisher(cleaned: &Cleaned) -> Option<String> {
    cleaned.publisher.clone().or_else(|| {
        let url = cleaned.url.as_deref()?;
        let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
        Some(host.trim_start_matches("www.").to_lowercase()).filter(|h| !h.is_empty())
    })
}

/// Settles everything. `known` is sorted by `doc_id`, as the spool is.
///
/// # Errors
/// When the spool fails.
pub fn agree(known: &[Known], spool: &Spool, settings: &Settings) -> Result<Agreed> {
    let repeated_lines = repeated_lines::repeated_lines(known);
    let date_order = date_order::date_order(known, settings);
    let mut agreed = Agreed {
        repeated_lines,
        date_order,
        ..Agreed::default()
    };
    if settings.dedupe.mode == Mode::Full {
        let members: Vec<Member> = known
            .iter()
            .map(|k| Member {
                doc_id: &k.doc_id,
                words: k.digest.words,
                text_hash: k.digest.text_hash,
                bands: &k.digest.bands,
                sample: &k.digest.sample,
                published: k.published,
            })
            .collect();
        let reader = || {
            let mut sets = Sets::new(spool, &agreed);
            move |d| sets.get(d)
        };
        let copies = dedupe::copies(&members, settings.dedupe.near, settings.dedupe.contained, reader)?;
        agreed.duplicate_of = copies
            .iter()
            .filter(|c| c.cluster.is_some())
            .map(|c| (c.doc.clone(), c.other.clone()))
            .collect::<BTreeMap<_, _>>();
        agreed.copies = copies;
    }
    agreed.syndicated = repeated_lines::syndicated(known, &agreed.repeated_lines, &agreed.duplicate_of);
    Ok(agreed)
}

/// All that is said of one document here, whatever else is said of others: what its annotation depends on.
#[derive(Serialize)]
pub struct View<'a> {
    /// Those of its lines that its publisher repeats.
    repeated_lines: Vec<u64>,
    date_order: Option<DateOrder>,
    duplicate_of: Option<&'a str>,
}

impl<'a> View<'a> {
    /// What is said of this document.
    pub fn of(known: &Known, agreed: &'a Agreed) -> View<'a> {
        let publisher = known.publisher.as_deref();
        let repeated = publisher.and_then(|p| agreed.repeated_lines.get(p));
        let lines = known.digest.lines.iter().copied();
        View {
            repeated_lines: lines.filter(|l| repeated.is_some_and(|r| r.contains(l))).collect(),
            date_order: publisher.and_then(|p| agreed.date_order.get(p).copied()),
            duplicate_of: agreed.duplicate_of.get(&known.doc_id).map(String::as_str),
        }
    }
}

/// The blocks of a document with their final role: lines that its publisher repeats on many pages go too.
pub fn final_roles(cleaned: &Cleaned, agreed: &Agreed) -> Vec<Block> {
    let publisher = publisher(cleaned);
    let mut blocks = cleaned.blocks.clone();
    for n in 0..blocks.len() {
        let Some(block) = blocks.get_mut(n) else { break };
        if matches!(block.role, Role::Kept)
            && block.kind != SegmentKind::Title
            && is_repeated(agreed, publisher.as_deref(), block)
            && !is_subhead(&cleaned.document.text, &cleaned.blocks, n)
        {
            let (reason, rule) = (Reason::PublisherBoilerplate, "agree:repeated-line".into());
            block.role = Role::Removed(Removal {
                reason,
                rule,
                score: None,
                twin: None,
            });
            block.cuts.clear();
        }
    }
    clean::drop_lost_twins(&mut blocks);
    blocks
}

/// Whether a block is a few words between two paragraphs: "Key findings" stands in every paper of a think tank.
fn is_subhead(text: &str, blocks: &[Block], n: usize) -> bool {
    let words = |m: Option<usize>| {
        let block = m.and_then(|m| blocks.get(m)).filter(|b| b.role == Role::Kept)?;
        let line = text.get(block.span.range())?.trim_end();
        Some((
            line.split_whitespace().count(),
            line.ends_with(['.', '!', '?', '؟', '"', '”', '»', ')']),
        ))
    };
    // Four words: longer lines between paragraphs are as often a plea for subscriptions. Fifteen and a full stop: a paragraph.
    let paragraph = |m| words(m).is_some_and(|(count, ended)| count >= 15 && ended);
    words(Some(n)).is_some_and(|(count, ended)| count <= 4 && !ended)
        && paragraph(n.checked_sub(1))
        && paragraph(Some(n + 1))
}

/// The order of numeric dates in a document: its publisher's, else the pipeline file's.
pub fn date_order(cleaned: &Cleaned, agreed: &Agreed, settings: &Settings) -> Option<DateOrder> {
    publisher(cleaned)
        .and_then(|p| agreed.date_order.get(&p).copied())
        .or_else(|| settings.dates.date_order.fixed())
}

/// Whether a publisher repeats this block on many pages.
pub fn is_repeated(agreed: &Agreed, publisher: Option<&str>, block: &Block) -> bool {
    block.line_hash != 0
        && publisher
            .and_then(|p| agreed.repeated_lines.get(p))
            .is_some_and(|lines| lines.contains(&block.line_hash))
}

/// Bytes of shingle sets that each core holds while candidates are verified: candidates come sorted by their first document, so
/// that few sets are read twice.
const HELD_BYTES: usize = 16 << 20;

/// Shingle sets read back from the spool, the last few MB of them held.
struct Sets<'a> {
    spool: &'a Spool,
    agreed: &'a Agreed,
    held: HashMap<u32, Arc<Fingerprint>>,
    order: std::collections::VecDeque<u32>,
    bytes: usize,
}

impl<'a> Sets<'a> {
    fn new(spool: &'a Spool, agreed: &'a Agreed) -> Sets<'a> {
        Sets {
            spool,
            agreed,
            held: HashMap::new(),
            order: Default::default(),
            bytes: 0,
        }
    }

    fn get(&mut self, doc: u32) -> Result<Arc<Fingerprint>> {
        if let Some(set) = self.held.get(&doc) {
            return Ok(set.clone());
        }
        let cleaned: Cleaned = self.spool.get(doc as usize)?;
        let publisher = publisher(&cleaned);
        let words = folded_words(&cleaned.document.text, &cleaned.blocks, |block| {
            is_repeated(self.agreed, publisher.as_deref(), block)
        });
        let set = Arc::new(Fingerprint::of(&words));
        self.bytes += set.bytes();
        self.held.insert(doc, set.clone());
        self.order.push_back(doc);
        while self.bytes > HELD_BYTES {
            let Some(oldest) = self.order.pop_front() else { break };
            self.bytes -= self.held.remove(&oldest).map_or(0, |s| s.bytes());
        }
        Ok(set)
    }
}
