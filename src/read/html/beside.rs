//! What stands beside the article: readers' comments, and links to other articles with their authors and dates.

use super::hints::Hint;
use super::marks::Mark;
use super::visible::Visible;
use crate::types::{Reason, Span};

/// The parts of a page that stand beside its article.
pub struct Beside<'a> {
    visible: &'a Visible,
    headline: Option<Span>,
    /// What strong hints name, in order; none lies in another.
    parts: Vec<Span>,
}

impl<'a> Beside<'a> {
    /// What stands beside the article under this headline.
    pub fn of(visible: &'a Visible, headline: Option<Span>) -> Beside<'a> {
        let mut parts: Vec<Span> = vec![];
        for (hint, span) in &visible.hinted {
            // The others also name what holds the author of the article: `aside`, `widget`, `writer-comment`.
            let inner = parts.last().is_some_and(|p| span.start < p.end);
            if hint.strong && !inner && !span.is_empty() && names_another(*hint) && !holds(*span, headline) {
                parts.push(*span);
            }
        }
        Beside {
            visible,
            headline,
            parts,
        }
    }

    /// Whether an element stands there: the innermost hint around it says so, or a strong one farther out.
    pub fn has(&self, mark: &Mark) -> bool {
        let innermost = mark.hint.and_then(|h| self.visible.hinted.get(h));
        let before = self.parts.partition_point(|p| p.start <= mark.span.start);
        let around = before.checked_sub(1).and_then(|p| self.parts.get(p));
        innermost.is_some_and(|(hint, span)| names_another(*hint) && !holds(*span, self.headline))
            || around.is_some_and(|p| p.contains(mark.span))
    }
}

/// Whether what such an element says is about something else than the article.
fn names_another(hint: Hint) -> bool {
    matches!(hint.reason, Reason::Comments | Reason::RelatedLinks)
}

/// Whether the headline stands in an element: then its class speaks of what the article also has (`with-sidebar`).
fn holds(span: Span, headline: Option<Span>) -> bool {
    headline.is_some_and(|h| span.contains(h))
}
