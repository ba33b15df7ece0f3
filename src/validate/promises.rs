//! Nothing vanishes: every character of a source text that is not white space lies in exactly one kept segment or one
//! removed span, the clean text is what is left, and a repeat names the twin that was kept.

use super::pages::{Page, Row};
use super::points::{Points, is_space, squeezed};
use super::{Findings, quoted};

/// Checks both promises for one document.
pub fn check(page: &Page, findings: &mut Findings) {
    let mut segments: Vec<&Row> = page.segments.iter().collect();
    let mut removed: Vec<&Row> = page.removed.iter().collect();
    segments.sort_by_key(|r| r.src);
    removed.sort_by_key(|r| r.src);
    apart("segments", &segments, findings);
    apart("removed_spans", &removed, findings);
    borders(&segments, &removed, findings);
    twins(&segments, &removed, page, findings);
    layout(page, findings);
    let (Some(text), Some(source)) = (&page.text, &page.source) else {
        return;
    };
    let points = Points::new(source);
    let bytes = |rows: &[&Row]| -> Vec<(usize, usize)> { rows.iter().filter_map(|r| points.bytes(r.src)).collect() };
    let (segments, removed) = (bytes(&segments), bytes(&removed));
    vanished(page, source, &points, &segments, &removed, findings);
    let kept = without(&segments, &removed);
    if !squeezed(kept.iter().filter_map(|(a, b)| source.get(*a..*b))).eq(squeezed([text.as_str()])) {
        findings.add("documents", "clean text", || {
            format!(
                "the text of {} is not what its segments keep of the source text",
                page.doc_id
            )
        });
    }
}

/// Checks that no two rows share a character of the source text.
fn apart(table: &str, rows: &[&Row], findings: &mut Findings) {
    let mut before: Option<&Row> = None;
    for row in rows {
        if let Some(last) = before.filter(|last| row.src.0 < last.src.1) {
            findings.add(table, "apart", || {
                let ((a, b), (c, d)) = (last.src, row.src);
                format!(
                    "row {} at {c}..{d} of the source text overlaps row {} at {a}..{b}",
                    row.id, last.id
                )
            });
        }
        before = Some(before.filter(|last| last.src.1 > row.src.1).unwrap_or(row));
    }
}

/// Checks that every removed span lies outside all segments or inside one.
fn borders(segments: &[&Row], removed: &[&Row], findings: &mut Findings) {
    for row in removed {
        let next = segments.partition_point(|s| s.src.1 <= row.src.0);
        if let Some(segment) = segments.get(next).filter(|s| s.src.0 < row.src.1)
            && !(segment.src.0 <= row.src.0 && row.src.1 <= segment.src.1)
        {
            findings.add("removed_spans", "borders", || {
                let ((a, b), (c, d)) = (row.src, segment.src);
                format!(
                    "row {} at {a}..{b} crosses the border of segment {} at {c}..{d}",
                    row.id, segment.id
                )
            });
        }
    }
}

/// Checks that a repeat has a twin, and that the twin was kept.
fn twins(segments: &[&Row], removed: &[&Row], page: &Page, findings: &mut Findings) {
    for row in removed {
        let wrong = match row.twin {
            (None, None) if row.label.as_deref() == Some("duplicate_within") => {
                "is a repeat, but names no twin".to_string()
            }
            (None, None) => continue,
            (Some(start), Some(end)) if 0 <= start && start < end && end <= page.source_chars => {
                let next = segments.partition_point(|s| s.src.1 <= start);
                if segments.get(next).is_some_and(|s| s.src.0 < end) {
                    continue;
                }
                format!("names a twin at {start}..{end}, where nothing was kept")
            }
            _ => "names a twin that is not in the source text".to_string(),
        };
        findings.add("removed_spans", "twins", || format!("row {} {wrong}", row.id));
    }
}

/// Checks that the clean text is its segments joined by a blank line.
fn layout(page: &Page, findings: &mut Findings) {
    let clean = page.text.as_deref().map(Points::new);
    let mut at = 0;
    for (number, row) in page.segments.iter().enumerate() {
        let gap = (at, row.chars.0);
        let sound = match number {
            0 => gap == (0, 0),
            _ => gap.1 - gap.0 == 2 && clean.as_ref().is_none_or(|c| c.slice(gap) == Some("\n\n")),
        };
        if !sound {
            findings.add("segments", "layout", || {
                format!(
                    "row {} at {}..{} is not one blank line after what ends at {at}",
                    row.id, row.chars.0, row.chars.1
                )
            });
            return;
        }
        at = row.chars.1;
    }
    if at != page.chars {
        findings.add("documents", "layout", || {
            format!(
                "the text of {} has {} characters, but its last segment ends at {at}",
                page.doc_id, page.chars
            )
        });
    }
}

/// Checks that what lies in no segment and no removed span is white space.
fn vanished(
    page: &Page,
    source: &str,
    points: &Points,
    segments: &[(usize, usize)],
    removed: &[(usize, usize)],
    findings: &mut Findings,
) {
    let mut covered: Vec<(usize, usize)> = segments.iter().chain(removed).copied().collect();
    covered.sort_unstable();
    for (start, end) in without(&[(0, source.len())], &covered) {
        let gap = source.get(start..end).unwrap_or_default();
        if let Some((byte, _)) = gap.char_indices().find(|(_, c)| !is_space(*c)) {
            findings.add("sources", "vanished", || {
                let (lost, at) = (squeezed([gap]).count(), points.number(start + byte));
                let text = quoted(gap.get(byte..).unwrap_or_default());
                format!(
                    "{lost} characters of {} at {at} are in no segment and no removed span: {text}",
                    page.doc_id
                )
            });
        }
    }
}

/// What of `stretches` no one of `holes` takes away; both sorted.
fn without(stretches: &[(usize, usize)], holes: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (mut left, mut next) = (Vec::new(), 0);
    for (start, end) in stretches {
        let mut at = *start;
        while let Some((a, b)) = holes.get(next).filter(|h| h.0 < *end) {
            if at < *a {
                left.push((at, *a));
            }
            at = at.max(*b);
            next += 1;
        }
        if at < *end {
            left.push((at, *end));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn holes_are_taken_away() {
        assert_eq!(without(&[(0, 9)], &[]), [(0, 9)]);
        assert_eq!(without(&[(0, 9)], &[(0, 2), (4, 5), (9, 12)]), [(2, 4), (5, 9)]);
        assert_eq!(
            without(&[(0, 9), (10, 20)], &[(3, 4), (9, 10), (12, 20)]),
            [(0, 3), (4, 9), (10, 12)]
        );
        assert_eq!(without(&[(0, 9)], &[(0, 9)]), []);
        assert_eq!(without(&[(2, 9)], &[(0, 3), (1, 2)]), [(3, 9)]);
    }
}
