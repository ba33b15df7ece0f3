//! Which blocks of a page are its main content.
//!
//! A Readability extractor (`dom_smoothie`) chooses, on a copy of the tree in which every text node begins with a mark of
//! its own: the marks that are left in what it returns are the text nodes that it chose. Hints of the markup then correct
//! it. Where it chooses nothing, or the tree is too deep for it, the density of text in each block decides.

use dom_query::{Document, NodeData};
use dom_smoothie::{Config, Readability};

use super::super::codes::{self, Odd};
use super::hints::Hint;
use super::visible::{Block, Visible};
use crate::guard::guarded;
use crate::types::{MarkupBlock, Reason, SegmentKind, Span};

/// Elements may nest so deep for the extractor, whose work grows with the square of the depth and which recurses in
/// places. Real pages nest 20 to 60 deep.
const MAX_DEPTH: usize = 400;

/// The marks are the characters of the two private-use planes; a page with more text nodes than that is no article.
const MAX_NODES: usize = 2 * PLANE;
const PLANE: usize = 0xfffe;

/// The blocks of the page with their labels.
pub fn labelled(document: Document, visible: &Visible) -> (Vec<MarkupBlock>, Option<Odd>) {
    let mut odd = None;
    let chosen = if visible.depth > MAX_DEPTH || visible.nodes.len() > MAX_NODES {
        let message = format!(
            "{} elements deep, {} pieces of text: main content judged by text density",
            visible.depth,
            visible.nodes.len()
        );
        odd = Some(Odd {
            code: codes::DEEP,
            message,
            at: None,
        });
        None
    } else {
        chosen(document, visible)
    };
    let weights: Vec<usize> = match &chosen {
        Some(chosen) => visible
            .blocks
            .iter()
            .zip(chosen)
            .map(|(b, c)| (*c).min(b.span.len()))
            .collect(),
        None => visible.blocks.iter().map(|b| b.span.len()).collect(),
    };
    let hints = hints_of_blocks(visible, &Sums::new(&weights));
    let main = chosen
        .map(|chosen| corrected(visible, &chosen, &hints))
        .filter(|main| main.contains(&true));
    let main = main.unwrap_or_else(|| by_density(visible, &hints));
    let blocks = visible
        .blocks
        .iter()
        .zip(main)
        .zip(hints)
        .map(|((b, main), hint)| MarkupBlock {
            span: b.span,
            kind: b.kind,
            main,
            hint: match hint {
                Some(hint) => Some(hint.reason),
                None if b.kind == SegmentKind::Caption => Some(Reason::PhotoCredit),
                None => None,
            },
            linked: b.linked,
        });
    (blocks.collect(), odd)
}

/// Sums of a weight over stretches of blocks.
struct Sums(Vec<usize>);

impl Sums {
    fn new(weights: &[usize]) -> Sums {
        let mut sum = 0;
        let mut sums = vec![0];
        sums.extend(weights.iter().map(|w| {
            sum += w;
            sum
        }));
        Sums(sums)
    }

    fn total(&self) -> usize {
        self.0.last().copied().unwrap_or(0)
    }

    fn of(&self, blocks: std::ops::Range<usize>) -> usize {
        let at = |i: usize| self.0.get(i).copied().unwrap_or(self.total());
        at(blocks.end).saturating_sub(at(blocks.start))
    }
}

/// The blocks that lie in a stretch of the text.
fn blocks_in(visible: &Visible, span: Span) -> std::ops::Range<usize> {
    let first = visible.blocks.partition_point(|b| b.span.start < span.start);
    let end = visible.blocks.partition_point(|b| b.span.end <= span.end);
    first..end.max(first)
}

/// The hint of each block. An element that holds a third of what was chosen is the article, whatever its class says: such
/// classes speak of where the article is filed (`category-news`) or what the page also has (`has-sidebar`).
fn hints_of_blocks(visible: &Visible, chosen: &Sums) -> Vec<Option<Hint>> {
    let speaks = visible
        .hinted
        .iter()
        .map(|(_, span)| chosen.of(blocks_in(visible, *span)) * 3 < chosen.total());
    let speaks: Vec<bool> = speaks.collect();
    let hint = |b: &Block| {
        b.hint
            .filter(|h| speaks.get(*h) == Some(&true))
            .and_then(|h| visible.hinted.get(h))
    };
    visible.blocks.iter().map(|b| hint(b).map(|(hint, _)| *hint)).collect()
}

/// The mark of a text node.
fn mark(node: usize) -> Option<char> {
    let plane = if node < PLANE {
        0xf0000
    } else {
        0x10_0000 - PLANE as u32
    };
    char::from_u32(plane + u32::try_from(node).ok()?)
}

/// The text node of a mark.
fn marked(c: char) -> Option<usize> {
    match c as u32 {
        code @ 0xf0000..=0xffffd => Some(code as usize - 0xf0000),
        code @ 0x10_0000..=0x10_fffd => Some(code as usize - 0x10_0000 + PLANE),
        _ => None,
    }
}

/// How many bytes of each block the extractor chose; `None` when it chose nothing.
fn chosen(document: Document, visible: &Visible) -> Option<Vec<usize>> {
    for (n, node) in visible.nodes.iter().enumerate() {
        let mark = mark(n)?;
        document.tree.update_node(&node.id, |inner| {
            if let NodeData::Text { contents } = &mut inner.data {
                let mut text = String::with_capacity(contents.len() + 4);
                text.push(mark);
                // A page's own private-use characters are not to be taken for marks.
                text.extend(
                    contents
                        .chars()
                        .map(|c| if marked(c).is_some() { '\u{fffd}' } else { c }),
                );
                *contents = text.into();
            }
        });
    }
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    // The extractor is other people's code on hostile input: should it panic, the page is judged without it.
    let content = guarded(|| {
        let mut reader = Readability::with_document(document, None, Some(config)).ok()?;
        reader.parse().ok().map(|article| article.content)
    })??;
    let mut bytes = vec![0; visible.blocks.len()];
    let mut any = false;
    for node in content.chars().filter_map(marked).filter_map(|n| visible.nodes.get(n)) {
        if let Some(sum) = bytes.get_mut(node.block) {
            *sum += node.bytes;
            any = true;
        }
    }
    any.then_some(bytes)
}

/// The extractor's choice, corrected by the markup: what its names say is something else goes, even where the extractor
/// kept it; text that stands among the chosen and is written like it comes back.
fn corrected(visible: &Visible, chosen: &[usize], hints: &[Option<Hint>]) -> Vec<bool> {
    let mut main: Vec<bool> = visible
        .blocks
        .iter()
        .zip(chosen)
        .zip(hints)
        .map(|((b, c), hint)| c * 2 >= b.span.len() && !is_aside(visible, b, *hint))
        .collect();
    regain(visible, hints, &mut main);
    main
}

/// How many words of a block count, to tell a label from a sentence.
fn words(visible: &Visible, b: &Block) -> usize {
    visible
        .text
        .get(b.span.range())
        .unwrap_or_default()
        .split_whitespace()
        .take(25)
        .count()
}

/// Whether a block is something beside the article, judged by its markup alone.
fn is_aside(visible: &Visible, b: &Block, hint: Option<Hint>) -> bool {
    if b.kind == SegmentKind::Caption {
        return true;
    }
    // Twelve words: bylines, dates and credits are shorter; the longer blocks with such hints are as often text
    // (development pages: 17 of 146 shorter ones are main content, 242 of 275 longer ones).
    let short = words(visible, b) < 12;
    match hint {
        Some(Hint { strong: true, .. }) => true,
        Some(Hint {
            reason: Reason::RelatedLinks | Reason::Advert,
            ..
        })
        | None => short && b.kind == SegmentKind::Paragraph && b.linked * 2 > b.span.len(),
        Some(_) => short && b.kind != SegmentKind::Heading,
    }
}

/// The extractor found the article when it chose so much of the page's running text. Pages made of many sections make
/// it choose one of them.
const ENOUGH: f64 = 0.25;

/// Takes back what the extractor left out inside the element that holds nearly all it chose; or, when that was too
/// little, inside the element that holds nearly all running text of the page.
fn regain(visible: &Visible, hints: &[Option<Hint>], main: &mut [bool]) {
    let prose: Vec<bool> = visible
        .blocks
        .iter()
        .zip(hints)
        .map(|(b, h)| h.is_none() && is_prose(visible, b))
        .collect();
    let sums = |counts: &dyn Fn(usize) -> bool| {
        Sums::new(
            &visible
                .blocks
                .iter()
                .enumerate()
                .map(|(i, b)| if counts(i) { b.span.len() } else { 0 })
                .collect::<Vec<_>>(),
        )
    };
    let all = sums(&|i| prose[i]);
    let both = sums(&|i| prose[i] && main[i]);
    let chosen = if (both.total() as f64) < ENOUGH * all.total() as f64 {
        all
    } else {
        sums(&|i| main[i])
    };
    // Nine tenths: a pull-out or a note in another place does not make the whole page the article.
    let holds = |span: &&Span| chosen.of(blocks_in(visible, **span)) * 10 >= chosen.total() * 9;
    let Some(article) = visible.holders.iter().find(holds) else {
        return;
    };
    let range = blocks_in(visible, *article);
    for i in range.clone() {
        let (Some(b), Some(hint)) = (visible.blocks.get(i), hints.get(i)) else {
            continue;
        };
        if main[i] || hint.is_some() || b.linked * 5 > b.span.len() {
            continue;
        }
        main[i] = match b.kind {
            SegmentKind::Paragraph | SegmentKind::Quote => prose[i],
            SegmentKind::ListItem => words(visible, b) >= 4,
            _ => false,
        };
    }
    // A heading goes with what stands under it.
    for i in range.rev() {
        let (Some(b), Some(hint)) = (visible.blocks.get(i), hints.get(i)) else {
            continue;
        };
        if b.kind == SegmentKind::Heading && !main[i] && hint.is_none() && b.linked * 2 <= b.span.len() {
            main[i] = main.get(i + 1) == Some(&true);
        }
    }
}

/// Whether a block is running text: a dozen words that are no links and end like a sentence.
pub fn is_prose(visible: &Visible, b: &Block) -> bool {
    let text = visible.text.get(b.span.range()).unwrap_or_default();
    b.linked * 5 <= b.span.len() && words(visible, b) >= 12 && ends_sentence(text)
}

/// Whether a text ends like a sentence, quotes and brackets behind it aside.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»'])
        .ends_with(['.', '!', '?', '…', ':', '؟', '۔', '。'])
}

/// Without an extractor: blocks of running text outside menus and the like; if there are none, all but those; if there
/// are none again, all blocks.
fn by_density(visible: &Visible, hints: &[Option<Hint>]) -> Vec<bool> {
    // Eight words: shorter lines are as often labels as sentences.
    let prose = |b: &Block| b.linked * 2 < b.span.len() && (words(visible, b) >= 8 || b.kind == SegmentKind::Heading);
    let loose = |b: &Block| b.linked * 2 < b.span.len();
    let keeps: [&dyn Fn(&Block) -> bool; 2] = [&prose, &loose];
    for keep in keeps {
        let main: Vec<bool> = visible
            .blocks
            .iter()
            .zip(hints)
            .map(|(b, hint)| hint.is_none() && keep(b))
            .collect();
        if visible
            .blocks
            .iter()
            .zip(&main)
            .any(|(b, m)| *m && b.kind != SegmentKind::Heading)
        {
            return main;
        }
    }
    vec![true; visible.blocks.len()]
}
