//! Who wrote a page, as its markup says: JSON-LD, `<meta>`, elements marked as the author's name.
//!
//! A wrong name is worse than none: addresses, user names and the name of the site itself are left out.

use serde_json::Value;

use super::super::given::filled;
use super::beside::Beside;
use super::marks::About;
use super::metadata::{Head, name_of};
use super::titles::folded;
use super::visible::Visible;

/// `<meta>` that names authors, the surest first.
const NAMES: &[&str] = &[
    "author",
    "article:author",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "authors",
    "article:author_name",
];

/// Longest element, in bytes, that holds names.
const LONGEST: usize = 100;

/// The authors of a page, in order; empty when its markup names none.
pub fn authors(head: &Head, visible: &Visible, beside: &Beside<'_>) -> Vec<String> {
    // A page that names its publisher as author says nothing about who wrote it; a blog that is named for its author does.
    let site = head.publisher.as_deref().map(folded).unwrap_or_default();
    let people = |values: Vec<String>| -> Vec<String> {
        let named: Vec<String> = values.into_iter().filter(|v| folded(v) != site).collect();
        people(named).into_iter().filter(|n| folded(n) != site).collect()
    };
    let ld = match head.ld.get("author").or_else(|| head.ld.get("creator")) {
        Some(Value::Array(list)) => list.iter().filter_map(name_of).collect(),
        Some(value) => name_of(value).into_iter().collect(),
        None => vec![],
    };
    let ld = people(ld);
    if !ld.is_empty() {
        return ld;
    }
    let meta = NAMES.iter().map(|n| people(head.all(&[n]))).find(|a| !a.is_empty());
    if let Some(meta) = meta {
        return meta;
    }
    let marked = |sure: bool| {
        let marks = visible
            .marks
            .iter()
            .filter(|m| m.about == About::Author && m.sure == sure && !beside.has(m));
        let texts = marks
            .filter(|m| m.span.len() <= LONGEST)
            .filter_map(|m| filled(visible.text.get(m.span.range())?))
            .take(50);
        let mut found = people(texts.collect());
        found.truncate(3);
        found
    };
    let sure = marked(true);
    if sure.is_empty() {
        marked(false).into_iter().take(1).collect()
    } else {
        sure
    }
}

/// What stands before the names.
const BEFORE: &[&str] = &["by ", "written by ", "posted by ", "reposted by ", "author: ", "by: "];

/// What names no one, in lower case.
const NO_ONE: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "editor",
    "guest",
    "none",
    "null",
    "staff",
    "the author",
    "undefined",
    "unknown",
    "webmaster",
    "written by",
];

/// Names of people: without "By", addresses and user names; each once.
pub fn people(values: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for value in values {
        let lower = value.to_lowercase();
        let value = BEFORE
            .iter()
            .find_map(|p| lower.starts_with(p).then(|| value.get(p.len()..)).flatten())
            .unwrap_or(&value);
        for name in value
            .split([';', '|'])
            .flat_map(|v| v.split(" and "))
            .flat_map(|v| v.split(" & "))
        {
            let parts: Vec<&str> = name.split(", ").collect();
            // "Ann Lee, Bo Ray" are two people; "Ann Lee, editor" and "Lee, Ann" are one.
            let split = parts.len() > 1 && parts.iter().all(|p| p.split_whitespace().count() >= 2);
            for name in if split { parts } else { vec![name] } {
                // "Ann Lee - Editorial team"
                let post = [" - ", " – ", " — "].iter().filter_map(|dash| name.find(dash)).min();
                let name = name.get(..post.unwrap_or(name.len())).unwrap_or(name);
                let name = name.trim().trim_matches([',', '.', '-']).trim();
                if is_name(name) && !out.iter().any(|o| o == name) {
                    out.push(name.to_string());
                }
            }
        }
    }
    out.truncate(20); // more is a list of something else
    out
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    // A link to the author's other articles.
    let link =
        name.contains(['»', '›', '→']) || ["more ", "view ", "see ", "read "].iter().any(|p| lower.starts_with(p));
    !name.is_empty()
        && name.chars().count() <= 60
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['/', '@', '_', '<'])
        && !link
        && !is_account(name)
        && !NO_ONE.contains(&lower.as_str())
}

/// Whether a name is that of an account: one word without a capital, with digits, full stops or hyphens in it.
fn is_account(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-'))
        && name.contains(|c: char| !c.is_ascii_lowercase())
}
