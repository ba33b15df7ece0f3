//! Which blocks are the article: phrases first, then how a block and its neighbours look.

use crate::types::{Reason, Removal, SegmentKind};

use super::features::Describer;
use super::net::NET;
use super::{Draft, Page, zones};

/// How much must speak against a block before it goes. Losing body text is worse than keeping a menu: on pages left out of
/// training an extractor's output keeps .983 of its words with these two. At 0 it keeps .978: as many words of articles go
/// as words of menus.
const AGAINST: f32 = -0.5;

/// The same for a paragraph of prose, which is what must not be lost, and for a sentence.
const PROSE_AGAINST: f32 = -1.0;

/// The same for scripts without case, such as Arabic: the classifier has learned from English pages ...
const UNCASED_AGAINST: f32 = -2.5;
/// ... and would lose sentences.
const UNCASED_PROSE_AGAINST: f32 = -4.5;

/// The same for what the extractor of an HTML page chose: it has seen more than the text shows.
const MARKED_AGAINST: f32 = -3.0;

/// Where no phrase of any page was found the text was cleaned before: so much more must speak against a block.
const CLEAN_PAGE: f32 = -4.0;

/// How much must speak for a word like "Politics" before it is a subhead of the article, and for a sentence with a phrase in it before it is its sentence.
const SUBHEAD: f32 = 1.0;

/// How much must speak against a short line between two paragraphs of prose: it is a subhead, or nearly always one.
const SUBHEAD_AGAINST: f32 = -3.0;

/// Judges every block that is not settled yet.
pub(super) fn judge(page: &mut Page, title: Option<usize>) {
    let describer = Describer::of(page, title);
    let scores = NET.scores(page.drafts.len(), |n| describer.describe(n));
    let subheads: Vec<bool> = (0..page.drafts.len()).map(|n| between_prose(page, n)).collect();
    let zones = zones::open(page);
    let found = page
        .drafts
        .iter()
        .any(|d| d.aside.is_some() || d.phrase.is_some_and(|p| !p.weak));
    let trust = if found { 0.0 } else { CLEAN_PAGE };
    for (n, draft) in page.drafts.iter_mut().enumerate() {
        if draft.sure || draft.facts.hash == 0 {
            continue;
        }
        if let Some(hint) = draft.aside {
            let reason = hint.unwrap_or(Reason::BoilerplateLine);
            draft.remove(reason, format!("html:{}", reason.label()));
            continue;
        }
        let score = scores.get(n).copied().unwrap_or(0.0);
        let prose = draft.facts.prose() || is_sentence(&draft.facts);
        let limit = match () {
            () if page.marked => MARKED_AGAINST,
            () if subheads.get(n) == Some(&true) => SUBHEAD_AGAINST,
            () if uncased(&draft.facts) && (draft.facts.sentence || unended(&draft.facts)) => UNCASED_PROSE_AGAINST,
            () if uncased(&draft.facts) => UNCASED_AGAINST,
            () if prose => PROSE_AGAINST,
            () => AGAINST,
        };
        // A paragraph may begin like a notice ("Powered by wind, the mill ...") and hold a phrase by chance. The
        // classifier can tell in the script that it has learned from.
        let doubted = prose && !uncased(&draft.facts);
        if let Some(phrase) = draft.phrase
            && (!(phrase.weak || doubted) || score < SUBHEAD)
        {
            draft.remove(phrase.reason, phrase.rule.clone());
        } else if draft.marks.links == 1 && draft.facts.linked > 0.9 {
            draft.remove(Reason::RelatedLinks, "link_only");
        } else if score < limit + trust && !(draft.kind == SegmentKind::Code || page.marked && chosen(draft)) {
            let reason = zones
                .get(n)
                .copied()
                .flatten()
                .unwrap_or_else(|| looks(draft.kind, &draft.facts));
            let sure = (1e4 / (1.0 + libm::expf(score))).round() / 1e4;
            draft.removal = Some(Removal {
                reason,
                rule: "lines".into(),
                score: Some(sure),
                twin: None,
            });
        }
    }
    keep_something(page, title);
}

/// Gives back what the classifier took when it took everything: it has never seen such a page, and no text is worse than a menu.
fn keep_something(page: &mut Page, title: Option<usize>) {
    let drafts = page.drafts.iter().enumerate();
    let some = drafts
        .filter(|(n, d)| Some(*n) != title && d.words() > 0)
        .any(|(_, d)| d.kept());
    for draft in page.drafts.iter_mut().filter(|_| !some) {
        if draft.removal.as_ref().is_some_and(|r| r.score.is_some()) {
            draft.removal = None;
        }
    }
}

/// Whether a block that the extractor of an HTML page chose is a sentence or an entry of a list: it has seen the page.
fn chosen(draft: &Draft) -> bool {
    (draft.facts.sentence || draft.kind == SegmentKind::ListItem) && draft.facts.linked < 0.5
}

/// Whether a line is a sentence of its own. Eight words: shorter ones are slogans and buttons as often.
fn is_sentence(facts: &super::Facts) -> bool {
    facts.sentence && facts.words() >= 8 && !facts.listed && facts.parts == 0 && facts.linked < 0.5
}

/// Whether most words are of a script without case.
fn uncased(facts: &super::Facts) -> bool {
    facts.cased * 2 < facts.words()
}

/// Whether a block is prose but for its end: the last paragraph of a report ends with the agency in brackets.
fn unended(facts: &super::Facts) -> bool {
    let ended = super::Facts {
        sentence: true,
        ..facts.clone()
    };
    ended.prose() && facts.parts == 0 && !facts.listed
}

/// Whether a short line stands between two paragraphs of prose, as a subhead does.
fn between_prose(page: &Page, n: usize) -> bool {
    let short = |d: &super::Draft| d.words() <= 14 && !d.facts.listed && d.phrase.is_none();
    let prose = |d: Option<&super::Draft>| d.is_some_and(|d| d.facts.prose() && d.phrase.is_none());
    page.drafts.get(n).is_some_and(short)
        && prose(n.checked_sub(1).and_then(|m| page.drafts.get(m)))
        && prose(page.drafts.get(n + 1))
}

/// What a line without a zone around it is taken for.
fn looks(kind: SegmentKind, facts: &super::Facts) -> Reason {
    if kind == SegmentKind::ListItem || facts.words() <= 6 && !facts.sentence {
        Reason::Navigation
    } else {
        Reason::BoilerplateLine
    }
}
