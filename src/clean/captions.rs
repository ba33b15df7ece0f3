//! Captions: lines that name a figure, a table or a picture. They stay, as captions.

use crate::types::SegmentKind;

use super::Page;

/// Words that begin a caption, folded, each followed by a number.
const NUMBERED: &[&str] = &[
    "figure",
    "fig",
    "table",
    "chart",
    "map",
    "exhibit",
    "graph",
    "photo",
    "image",
    "الشكل",
    "شكل",
    "الجدول",
    "جدول",
    "صوره",
    "خريطه",
];

/// Longest caption in words.
const LONGEST: usize = 80;

/// Calls the captions among the kept paragraphs captions.
pub(super) fn name(page: &mut Page) {
    for draft in &mut page.drafts {
        if draft.kept() && draft.kind == SegmentKind::Paragraph && draft.words() <= LONGEST && is_caption(&draft.key) {
            draft.kind = SegmentKind::Caption;
        }
    }
}

/// Whether a folded line begins like `Figure 3:` or `Fig. 2.1.`.
fn is_caption(key: &str) -> bool {
    let Some((word, rest)) = key.split_once(' ') else {
        return false;
    };
    if !NUMBERED.contains(&word.trim_end_matches('.')) {
        return false;
    }
    let number = rest.split(' ').next().unwrap_or("");
    let digits = number.trim_end_matches([':', '.', '-', ')']);
    // `Figure 2 shows` is a sentence; `Figure 2:` and `Figure 2. The road` are not.
    let marked = number.len() > digits.len() || rest[number.len()..].trim_start().starts_with(['-', '|', ':']);
    !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && marked
}
