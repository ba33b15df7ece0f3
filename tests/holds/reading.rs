//! What holds of what reading gives: records with ids of their own, documents whose blocks hold all their text.

use std::collections::BTreeSet;

use super::visible;
use isnad::read::CODES;
use isnad::types::*;

/// What holds of the records of one file: each has an id that no other has and says where it comes from.
pub fn records(name: &str, records: &[Record]) {
    assert!(
        !records.is_empty(),
        "{name}: a file without so much as a row that says so"
    );
    let mut ids = BTreeSet::new();
    for record in records {
        assert!(
            ids.insert(&record.doc_id),
            "{name}: two records named {:?}",
            record.doc_id
        );
        assert_eq!(record.source_path, name);
        match &record.source_record {
            None => assert_eq!(record.doc_id, name),
            Some(_) => assert!(record.doc_id.starts_with(&format!("{name}#"))),
        }
        let unread = matches!(record.body, Body::Failed | Body::Skipped);
        assert!(
            !unread || !record.diagnostics.is_empty(),
            "{name}: nothing says why {} was not read",
            record.doc_id
        );
        diagnostics(&record.doc_id, &record.diagnostics);
    }
}

/// What holds of a document: its text holds no U+0000, its blocks are in order and hold every visible character of it.
pub fn document(document: &Document) {
    let (id, text) = (&document.doc_id, document.text.as_str());
    assert!(!text.contains('\0'), "{id}: a U+0000");
    assert_eq!(
        document.media_type.is_none(),
        matches!(document.status, Status::Failed | Status::Skipped),
        "{id}: its media type and its status"
    );
    if document.media_type.is_none() {
        assert!(text.is_empty(), "{id}: text of what could not be read");
    }
    if let Some(front) = document.front_matter {
        assert!(text.get(front.range()).is_some(), "{id}: its front matter is nowhere");
    }
    if document.media_type.as_deref() == Some("text/html") {
        let (mut at, mut seen) = (0, String::new());
        for block in &document.blocks {
            assert!(
                block.span.start >= at && !block.span.is_empty(),
                "{id}: blocks out of order at {at}"
            );
            let inside = text.get(block.span.range());
            assert!(inside.is_some(), "{id}: a block cuts a character");
            assert!(block.linked <= block.span.len(), "{id}: more links than text");
            seen += &visible(inside.unwrap_or_default());
            at = block.span.end;
        }
        assert_eq!(seen, visible(text), "{id}: a character is in no block");
    } else {
        assert!(document.blocks.is_empty(), "{id}: blocks without markup");
    }
    for d in &document.diagnostics {
        assert!(
            d.at.is_none_or(|at| text.is_char_boundary(at)),
            "{id}: {} at no character",
            d.code
        );
    }
    diagnostics(id, &document.diagnostics);
}

/// What holds of what was odd: a code that is listed, one line that commands no terminal.
fn diagnostics(id: &str, diagnostics: &[Diagnostic]) {
    for d in diagnostics {
        assert!(CODES.iter().any(|c| c.0 == d.code), "{id}: {} is not listed", d.code);
        assert!(
            !d.message.chars().any(|c| c.is_control() || c == '\u{202e}'),
            "{id}: {:?} is no clean line",
            d.message
        );
    }
}
