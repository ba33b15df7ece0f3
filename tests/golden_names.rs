//! Golden pages of pairs of names: under each pair its score, whether it is held for one, and the alignment.
//!
//! ```text
//! > person | Qais al-Khazali | Laith al-Khazali
//! # 0.3200 two   khazali=khazali 1.00; -qais (nearest laith 0.22); ...
//! ```
//!
//! Other lines are comments. Scores are the same whichever name comes first, and the test holds them to it.
//! `UPDATE_GOLDEN=1 cargo test --test golden_names` rewrites stale pages.

mod pictures;

use isnad::names::explain;
use isnad::types::EntityType;

#[test]
fn pages_are_current() {
    pictures::are_current("names", redrawn);
}

/// The page as it would be drawn now.
fn redrawn(page: &str) -> String {
    let mut out = String::new();
    for line in page.lines().filter(|l| !l.starts_with("# ")) {
        out += line;
        out.push('\n');
        let Some(pair) = line.strip_prefix("> ") else { continue };
        let cells: Vec<&str> = pair.split('|').map(str::trim).collect();
        let [kind, a, b] = cells[..] else {
            panic!("a pair has a type and two names: {line}")
        };
        let kind = match kind {
            "org" => EntityType::Org,
            "loc" => EntityType::Loc,
            _ => EntityType::Person,
        };
        let found = explain(&[(a, b, kind), (b, a, kind)]);
        assert_eq!(
            (found[0].score, found[0].same),
            (found[1].score, found[1].same),
            "{line}"
        );
        let verdict = if found[0].same { "one" } else { "two" };
        out += &format!("# {:.4} {verdict}  {}\n", found[0].score, found[0]);
    }
    out
}
