//! The standfirst: what an article says of itself between its headline and its byline. It stays, as a standfirst.
//!
//! Only a byline or a dateline after it tells it from a first paragraph, so without one nothing is called a standfirst. The
//! classifier, which knows prose by its full stops, takes some for menus: where it stands says more.

use crate::types::{Reason, SegmentKind};

use super::{Draft, Page};

/// Longest standfirst in words: two sentences of a newspaper. A lead paragraph between headline and byline is as long.
const LONGEST: usize = 60;

/// Fewest words: shorter lines there are sections and kickers.
const SHORTEST: usize = 6;

/// How many blocks after the headline the byline may stand: a section, the standfirst in two lines, a picture, a caption.
const AFTER: usize = 8;

/// Names the standfirst.
pub(super) fn name(page: &mut Page, title: Option<usize>) {
    let Some(title) = title else { return };
    let head = page.drafts.iter().enumerate().skip(title + 1).take(AFTER);
    let byline = head.clone().find(|(_, d)| {
        let reason = d.removal.as_ref().map(|r| r.reason);
        matches!(reason, Some(Reason::Byline | Reason::Dateline))
    });
    let Some((end, _)) = byline else { return };
    let by_looks = |d: &Draft| d.removal.as_ref().is_some_and(|r| r.score.is_some());
    let mut kept = head
        .take_while(|(n, _)| *n < end)
        .filter(|(_, d)| d.kept() || by_looks(d));
    let (Some((at, draft)), None) = (kept.next(), kept.next()) else {
        return;
    };
    let plain = matches!(draft.kind, SegmentKind::Paragraph | SegmentKind::Heading);
    let more = page.drafts.iter().skip(end).any(|d| d.kept() && d.facts.prose());
    if plain
        && more
        && (SHORTEST..=LONGEST).contains(&draft.words())
        && let Some(draft) = page.drafts.get_mut(at)
    {
        draft.kind = SegmentKind::Standfirst;
        draft.removal = None;
    }
}
