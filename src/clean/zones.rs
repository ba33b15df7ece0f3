//! Zones: what an opener such as "Recommended" or "About the authors" takes with it.

use crate::types::Reason;

use super::Page;
use super::phrases::Zone;

/// For every block what the zone that it stands in is about, when one is open.
pub(super) fn open(page: &Page) -> Vec<Option<Reason>> {
    let mut out = Vec::with_capacity(page.drafts.len());
    let mut zone = None;
    for draft in &page.drafts {
        if let Some(phrase) = draft.phrase {
            zone = match phrase.zone {
                Zone::None => zone,
                Zone::Related => Some(Reason::RelatedLinks),
                Zone::Comments => Some(Reason::Comments),
                Zone::Bio => Some(Reason::AuthorBio),
                Zone::Topics => Some(Reason::TopicTags),
                Zone::Notice => Some(phrase.reason),
            };
        }
        out.push(zone);
        // Reasons, not verdicts: after a paragraph of prose a zone is over, but for those whose content is prose.
        if draft.facts.prose() && !matches!(zone, Some(Reason::Comments | Reason::AuthorBio | Reason::RelatedLinks)) {
            zone = None;
        }
    }
    out
}
