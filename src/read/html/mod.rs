//! HTML: all visible text of a page, block by block; which blocks are the main content; what the markup says about it.
//!
//! The page is parsed once by html5ever. [`visible`] walks the tree without recursion and lays out the text; [`content`]
//! labels the blocks with the help of a Readability extractor; [`metadata`] reads JSON-LD, `<meta>` and the like.

mod authors;
mod beside;
mod content;
mod dates;
mod hints;
mod limits;
mod marks;
mod metadata;
mod published;
mod titles;
mod visible;

use dom_query::Document;

pub use authors::people;

use super::codes::Odd;
use super::{Format, Holds};
use crate::types::{Content, MarkupBlock, PageMetadata};

/// `.html`, `.htm`, `.xhtml`
pub(super) const FORMAT: Format = Format {
    name: "html",
    extensions: &["html", "htm", "xhtml"],
    holds: Holds::One(Content::Html),
};

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// All visible text, blocks separated by a blank line.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<MarkupBlock>,
    /// What its markup says about it.
    pub metadata: PageMetadata,
    /// What was odd.
    pub odd: Vec<Odd>,
}

/// The page in an HTML text.
pub fn page(html: &str) -> Page {
    let document = Document::from(&*limits::within(html));
    let mut visible = visible::text(&document);
    if !visible.has_prose() {
        // Pages that a script completes keep their text hidden until then (streamed frameworks, anti-flicker styles).
        let revealed = visible::unhide(&document).then(|| visible::text(&document));
        if let Some(revealed) = revealed.filter(visible::Visible::has_prose) {
            visible = revealed;
        }
    }
    let metadata = metadata::of(&document, &visible);
    let (blocks, odd) = content::labelled(document, &visible);
    Page {
        text: visible.text,
        blocks,
        metadata,
        odd: odd.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
