//! Which blocks are the article: phrases first, then how a block and its neighbours look.

use crate::types::{Reason, Removal, SegmentKind};

use super::features::features;
use super::net::NET;
use super::{Page, zones};

/// How much must speak against a block before it goes. Losing body text is worse than keeping a menu: at 0 as many words
/// of articles go as words of menus stay.
const AGAINST: f32 = -0.8;

/// How much must speak for a word like "Politics" to be a subhead of the article.
const SUBHEAD: f32 = 1.0;

/// Judges every block that is not settled yet.
pub(super) fn judge(page: &mut Page, title: Option<usize>) {
    let rows = features(page, title);
    let scores: Vec<f32> = rows.iter().map(|r| NET.score(r)).collect();
    let limit: f32 = std::env::var("AGAINST").ok().and_then(|s| s.parse().ok()).unwrap_or(AGAINST);
    let prose: f32 = std::env::var("PROSE").ok().and_then(|s| s.parse().ok()).unwrap_or(-0.5);
    let zone = zones::open(page);
    for (n, draft) in page.drafts.iter_mut().enumerate() {
        if draft.sure || draft.facts.hash == 0 {
            continue;
        }
        let score = scores.get(n).copied().unwrap_or(0.0);
        if let Some(phrase) = draft.phrase
            && (!phrase.weak || score < SUBHEAD)
        {
            draft.remove(phrase.reason, phrase.rule.clone());
        } else if draft.marks.links == 1 && draft.facts.linked > 0.9 {
            draft.remove(Reason::RelatedLinks, "link_only");
        } else if score < if draft.facts.prose() { limit + prose } else { limit } {
            let reason = zone.get(n).copied().flatten().unwrap_or_else(|| looks(draft.kind, &draft.facts));
            let sure = 1.0 / (1.0 + libm::expf(score));
            let sure = (sure * 1e4).round() / 1e4;
            draft.removal = Some(Removal { reason, rule: "lines".into(), score: Some(sure), twin: None });
        }
    }
}

/// What a line without a zone around it is taken for.
fn looks(kind: SegmentKind, facts: &super::Facts) -> Reason {
    if kind == SegmentKind::ListItem || facts.words() <= 6 && !facts.sentence { Reason::Navigation } else { Reason::BoilerplateLine }
}
