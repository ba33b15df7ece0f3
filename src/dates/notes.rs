//! What is odd about the dates of a document, for its diagnostics.

use crate::types::{Diagnostic, Level, Span, TimeExpression};

use super::rules::Rule;

/// Code, level and meaning of the note about a date that the calendar does not have.
pub const IMPOSSIBLE_DATE: (&str, Level, &str) = (
    "N201-impossible-date",
    Level::Note,
    "a date that the calendar does not have was left unresolved",
);

/// A page of generated dates must not fill the table: more notes than these tell nothing new.
const MOST: usize = 20;

/// The notes about the time expressions of a document: one for each of the first impossible dates (31 February).
///
/// `text` is the clean text that `found` was found in; `source` tells where a span of it lies in the source text.
pub fn notes(
    text: &str,
    found: &[TimeExpression],
    (source_path, doc_id): (&str, &str),
    source: impl Fn(Span) -> Span,
) -> Vec<Diagnostic> {
    let (code, level, meaning) = IMPOSSIBLE_DATE;
    found
        .iter()
        .filter(|f| f.rule == Rule::Impossible.label())
        .take(MOST)
        .map(|f| Diagnostic {
            source_path: source_path.to_string(),
            doc_id: Some(doc_id.to_string()),
            code: code.into(),
            level,
            message: format!("{meaning}: {}", text.get(f.span.range()).unwrap_or_default()),
            at: Some(source(f.span).start),
        })
        .collect()
}
