//! The visible text of a page, in document order.
//!
//! White space is collapsed as a browser does, but for `<pre>`; a `<br>` is a newline, two in a row end a block. Left out
//! is what nobody sees: scripts, styles, templates, comments, `hidden`, `display:none`, and texts only for other readers
//! (`noscript`, alt texts). The tree is walked with a stack of our own: pages nest as deep as they like.

use dom_query::{Document, Element, NodeData, NodeId, NodeRef, local_name};

use super::hints::{self, Hint};
use super::marks::{Mark, about};
use crate::types::{SegmentKind, Span};

/// The visible text of a page and what is known of its parts.
#[derive(Debug, Default)]
pub struct Visible {
    /// Blocks, separated by a blank line.
    pub text: String,
    /// In order; they hold every character that is not white space.
    pub blocks: Vec<Block>,
    /// The text nodes that are not blank, in order.
    pub nodes: Vec<TextNode>,
    /// Elements that hold something about the page.
    pub marks: Vec<Mark>,
    /// Elements with a hint, as ranges of bytes.
    pub hinted: Vec<(Hint, Span)>,
    /// Elements that hold more than one block, innermost first, as ranges of bytes.
    pub holders: Vec<Span>,
    /// How deep the elements nest.
    pub depth: usize,
}

impl Visible {
    /// Whether any block outside links is as long as a sentence (a dozen words).
    pub fn has_prose(&self) -> bool {
        let text = |b: &Block| self.text.get(b.span.range()).unwrap_or_default();
        self.blocks
            .iter()
            .any(|b| b.linked * 2 <= b.span.len() && text(b).split_whitespace().take(12).count() == 12)
    }
}

/// A block of the visible text.
#[derive(Debug)]
pub struct Block {
    /// Where.
    pub span: Span,
    /// What its element says it is.
    pub kind: SegmentKind,
    /// Index into `hinted` of the innermost hint around it.
    pub hint: Option<usize>,
    /// Bytes inside links.
    pub linked: usize,
}

/// A text node.
#[derive(Debug)]
pub struct TextNode {
    /// In the tree.
    pub id: NodeId,
    /// Index into `blocks`.
    pub block: usize,
    /// How many bytes of the visible text it gave.
    pub bytes: usize,
}

/// What an open element means for the text in it.
#[derive(Clone, Copy)]
struct Frame {
    kind: SegmentKind,
    hint: Option<usize>,
    pre: bool,
    link: bool,
    block: bool,
    /// Index into `marks` that ends here.
    mark: Option<usize>,
    /// Index into `hinted` that ends here.
    hinted: Option<usize>,
    /// Where its text begins, and how many blocks there were.
    start: usize,
    blocks: usize,
}

/// White space that has been seen but not written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Tab,
    Line,
}

struct Builder {
    out: Visible,
    frames: Vec<Frame>,
    /// The block that is open.
    open: Option<Block>,
    gap: Gap,
    /// Cells of the open block's table row that have text.
    cells: usize,
    cell_is_new: bool,
    seam: Seam,
}

/// What has come since the last word: two elements in a line that touch are often set apart by their style.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seam {
    None,
    /// An element ended.
    Ended,
    /// And another began.
    Begun,
}

/// The visible text of a parsed page.
pub fn text(document: &Document) -> Visible {
    let root = document.root();
    let base = Frame {
        kind: SegmentKind::Paragraph,
        hint: None,
        pre: false,
        link: false,
        block: true,
        mark: None,
        hinted: None,
        start: 0,
        blocks: 0,
    };
    let mut builder = Builder {
        out: Visible::default(),
        frames: vec![base],
        open: None,
        gap: Gap::None,
        cells: 0,
        cell_is_new: false,
        seam: Seam::None,
    };
    let mut next = root.first_child();
    while let Some(node) = next {
        if builder.enter(&node) {
            if let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            builder.leave();
        }
        let mut at = node;
        next = loop {
            if let Some(sibling) = at.next_sibling() {
                break Some(sibling);
            }
            match at.parent() {
                Some(parent) if parent.id != root.id => {
                    builder.leave();
                    at = parent;
                }
                _ => break None,
            }
        };
    }
    builder.flush();
    builder.out
}

impl Builder {
    /// Whether the node is an element that was entered.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        node.query_or(false, |inner| match &inner.data {
            NodeData::Element(element) => self.element(element),
            NodeData::Text { contents } => {
                self.words(contents, node.id);
                false
            }
            _ => false,
        })
    }

    fn frame(&self) -> Frame {
        // The base frame is never taken off.
        self.frames[self.frames.len() - 1]
    }

    fn element(&mut self, element: &Element) -> bool {
        let outer = self.frame();
        let tag = &*element.name.local;
        if is_unseen(tag) || is_hidden(element) {
            return false;
        }
        match tag {
            "br" => {
                // The second of two ends the block: that is how old pages separate paragraphs.
                if self.gap == Gap::Line && !outer.pre {
                    self.flush();
                } else {
                    self.gap = Gap::Line;
                }
                return false;
            }
            "td" | "th" => {
                self.cell_is_new = true;
                self.gap = self.gap.max(Gap::Tab);
            }
            "wbr" => return false,
            _ => {}
        }
        let block = is_block(tag);
        if block {
            self.flush();
        }
        let (start, blocks) = (self.out.text.len(), self.out.blocks.len());
        let mut frame = Frame {
            block,
            mark: None,
            hinted: None,
            start,
            blocks,
            ..outer
        };
        match tag {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => frame.kind = SegmentKind::Heading,
            "li" | "dt" | "dd" => frame.kind = SegmentKind::ListItem,
            "blockquote" => frame.kind = SegmentKind::Quote,
            "figcaption" | "caption" => frame.kind = SegmentKind::Caption,
            "tr" => frame.kind = SegmentKind::Table,
            "pre" => (frame.kind, frame.pre) = (SegmentKind::Code, true),
            "textarea" => frame.pre = true,
            "a" => frame.link = true,
            _ => {}
        }
        let here = Span::new(self.out.text.len(), self.out.text.len());
        if let Some(hint) = hints::of(element) {
            self.out.hinted.push((hint, here));
            frame.hinted = Some(self.out.hinted.len() - 1);
            frame.hint = frame.hinted;
        }
        if let Some(said) = about(element, tag) {
            self.out.marks.push(Mark {
                span: here,
                hint: frame.hint,
                ..said
            });
            frame.mark = Some(self.out.marks.len() - 1);
        }
        if self.seam == Seam::Ended {
            self.seam = Seam::Begun;
        }
        self.frames.push(frame);
        self.out.depth = self.out.depth.max(self.frames.len());
        true
    }

    fn leave(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        self.seam = Seam::Ended;
        if let Some(frame) = self.frames.pop() {
            if frame.block {
                self.flush();
            }
            let end = self.out.text.len();
            if frame.block && self.out.blocks.len() > frame.blocks + 1 {
                self.out.holders.push(Span::new(frame.start.min(end), end));
            }
            if let Some(mark) = frame.mark.and_then(|m| self.out.marks.get_mut(m)) {
                mark.span.end = end.max(mark.span.start);
            }
            if let Some((_, span)) = frame.hinted.and_then(|h| self.out.hinted.get_mut(h)) {
                span.end = end.max(span.start);
            }
        }
    }

    fn words(&mut self, contents: &str, id: NodeId) {
        let frame = self.frame();
        let before = self.out.text.len();
        if frame.pre {
            if !contents.trim().is_empty() || self.open.is_some() {
                self.begin(frame);
                self.out.text.push_str(contents);
            }
        } else {
            for (n, word) in contents.split([' ', '\n', '\t', '\r', '\x0c']).enumerate() {
                if n > 0 {
                    self.gap = self.gap.max(Gap::Space);
                }
                if !word.is_empty() {
                    if self.seam == Seam::Begun && self.gap == Gap::None && parts(&self.out.text, word) {
                        self.gap = Gap::Space;
                    }
                    self.seam = Seam::None;
                    self.begin(frame);
                    self.out.text.push_str(word);
                }
            }
        }
        let bytes = self.out.text.len() - before;
        if bytes > 0 {
            if frame.link
                && let Some(open) = &mut self.open
            {
                open.linked += bytes;
            }
            let block = self.out.blocks.len();
            self.out.nodes.push(TextNode { id, block, bytes });
        }
    }

    /// Makes sure that a block is open, and writes the gap before the next word.
    fn begin(&mut self, frame: Frame) {
        let text = &mut self.out.text;
        if self.open.is_none() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let span = Span::new(text.len(), text.len());
            self.open = Some(Block {
                span,
                kind: frame.kind,
                hint: frame.hint,
                linked: 0,
            });
            self.cells = 0;
        } else {
            match self.gap {
                Gap::None => {}
                Gap::Space => text.push(' '),
                Gap::Tab => text.push('\t'),
                Gap::Line => text.push('\n'),
            }
        }
        if self.cell_is_new {
            self.cells += 1;
            self.cell_is_new = false;
        }
        self.gap = Gap::None;
    }

    /// Ends the open block.
    fn flush(&mut self) {
        self.gap = Gap::None;
        self.cell_is_new = false;
        let Some(mut block) = self.open.take() else { return };
        let raw = &self.out.text[block.span.start..];
        let lead = raw.len() - raw.trim_start().len();
        let body = raw.trim().len();
        if body == 0 {
            // Only no-break spaces and the like: as if there were nothing.
            let nodes = self
                .out
                .nodes
                .iter()
                .rev()
                .take_while(|n| n.block == self.out.blocks.len())
                .count();
            self.out.nodes.truncate(self.out.nodes.len() - nodes);
            let kept = self.out.text[..block.span.start].trim_end().len();
            self.out.text.truncate(kept);
            return;
        }
        block.span = Span::new(block.span.start + lead, block.span.start + lead + body);
        self.out.text.truncate(block.span.end);
        block.linked = block.linked.min(body);
        // One cell with text is no table: pages are laid out so.
        if block.kind == SegmentKind::Table && self.cells < 2 {
            block.kind = SegmentKind::Paragraph;
        }
        self.out.blocks.push(block);
    }
}

/// Whether a word that begins an element right after the text of another is a word of its own: `ByAnn LeeMay 5`. A capital
/// after a small letter says so, when there are two letters on either side (letters one by one are an effect of style).
fn parts(before: &str, word: &str) -> bool {
    let mut last = before.chars().rev();
    let mut first = word.chars();
    let ends = last.next().is_some_and(char::is_lowercase) && last.next().is_some_and(char::is_alphabetic);
    ends && first.next().is_some_and(char::is_uppercase) && first.next().is_some_and(char::is_alphabetic)
}

/// Elements whose content nobody sees.
fn is_unseen(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "title"
            | "meta"
            | "link"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "img"
            | "input"
            | "map"
            | "noframes"
            | "frameset"
    )
}

fn is_hidden(element: &Element) -> bool {
    if element
        .attr_ref(local_name!("hidden"))
        .is_some_and(|v| !v.eq_ignore_ascii_case("until-found"))
    {
        return true;
    }
    element.attr_ref(local_name!("style")).is_some_and(|style| {
        style.split(';').any(|rule| {
            let Some((name, value)) = rule.split_once(':') else {
                return false;
            };
            let (name, value) = (name.trim(), value.trim());
            let is = |word: &str| value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word));
            name.eq_ignore_ascii_case("display") && is("none")
                || name.eq_ignore_ascii_case("visibility") && is("hidden")
        })
    })
}

/// Takes away what hides elements; says whether there was anything.
pub fn unhide(document: &Document) -> bool {
    let hides = |node: &NodeRef<'_>| node.element_ref().is_some_and(|e| is_hidden(&e));
    let hidden: Vec<NodeRef<'_>> = document.root().descendants_it().filter(hides).collect();
    for node in &hidden {
        node.remove_attrs(&["hidden", "style"]);
    }
    !hidden.is_empty()
}

/// Elements that begin on a line of their own.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "html"
            | "body"
            | "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "textarea"
            | "tfoot"
            | "thead"
            | "tr"
            | "caption"
            | "ul"
    )
}
