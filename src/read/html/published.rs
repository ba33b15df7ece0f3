//! When a page was published, as its markup says: JSON-LD, `<meta>`, `<time>` and elements marked as its date.

use serde_json::Value;

use super::dates::iso;
use super::marks::{About, Mark};
use super::metadata::Head;
use super::titles::folded;
use super::visible::Visible;
use crate::types::{Reason, Span};

/// `<meta>` with the publication date, the surest first.
const NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "published",
    "w-published-date",
    "date",
    "created",
    "og:published_time",
    "dc.created",
    "article_date_original",
    "cxenseparse:recs:publishtime",
];

/// The publication date in JSON-LD or `<meta>`, ISO 8601.
pub fn published(head: &Head) -> Option<String> {
    let ld = |key: &str| head.ld.get(key).and_then(Value::as_str).and_then(iso);
    let named = || {
        NAMES
            .iter()
            .find_map(|n| head.meta.get(*n)?.iter().find_map(|v| iso(v)))
    };
    let like = || {
        let mut found = head.meta.iter().filter(|(name, _)| says_published(name));
        found.find_map(|(_, values)| values.iter().find_map(|v| iso(v)))
    };
    let created = || ld("dateCreated").or_else(|| ld("uploadDate"));
    ld("datePublished").or_else(named).or_else(like).or_else(created)
}

/// Whether the name of a `<meta>` says that it holds a publication date: `content-publish-date`, `w_published_time`.
fn says_published(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let is = |part: &str| letters.contains(part);
    is("publi") && (is("date") || is("time")) && !["modif", "updat", "expir", "unpubl", "last"].iter().any(|w| is(w))
}

/// The longest element, in bytes, that is read for a date.
const LONGEST: usize = 200;

/// Bytes before and after the headline in which its date stands, a dozen lines; farther away stand the dates of other
/// articles.
const NEAR: (usize, usize) = (300, 1000);

/// The date in the head of the article: the `<time>` near the headline that its markup says is the publication date, else
/// another that stands there, else the first of the page that is said to be one. Dates of changes are left out.
pub fn time_element(visible: &Visible, title: Option<&str>) -> Option<String> {
    let headline = headline(visible, title);
    let text = |m: &Mark| visible.text.get(m.span.range()).filter(|t| t.len() <= LONGEST);
    let value = |m: &Mark| m.value.as_deref().and_then(iso).or_else(|| iso(text(m)?));
    let aside = |m: &Mark| {
        let hint = m.hint.and_then(|h| visible.hinted.get(h));
        hint.is_some_and(|(hint, _)| matches!(hint.reason, Reason::Comments | Reason::RelatedLinks))
    };
    let times = visible.marks.iter().filter(|m| m.about == About::Time && !aside(m));
    let mut times: Vec<&Mark> = times.collect();
    let mut before = 0;
    times.retain(|m| {
        let said = text(m).map(|text| (label(visible, before, m.span.start), text));
        before = m.span.end;
        !m.later && said.is_some_and(|(label, text)| !says_later(label) && !says_later(text))
    });
    let near = |m: &Mark| headline.is_some_and(|h| m.span.start + NEAR.0 >= h.start && m.span.start <= h.end + NEAR.1);
    let first = |counts: &dyn Fn(&Mark) -> bool| times.iter().filter(|m| counts(m)).find_map(|m| value(m));
    first(&|m| m.sure && near(m))
        .or_else(|| first(&near))
        .or_else(|| first(&|m| m.sure))
}

/// Bytes before a date in which a label may stand: `Last updated on`.
const LABEL: usize = 24;

/// The few words before a place, back to `from`.
fn label(visible: &Visible, from: usize, at: usize) -> &str {
    let mut start = from.max(at.saturating_sub(LABEL));
    while start < at && !visible.text.is_char_boundary(start) {
        start += 1;
    }
    visible.text.get(start..at).unwrap_or_default()
}

/// Whether the words at a date say that it is that of a change.
fn says_later(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["updat", "modif", "edited", "reviewed", "revised", "تحديث", "تعديل"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Where the headline stands.
fn headline(visible: &Visible, title: Option<&str>) -> Option<Span> {
    let wanted = title.map(folded).unwrap_or_default();
    let mut headings = visible.marks.iter().filter(|m| m.about == About::Headline);
    let says = |m: &&Mark| {
        let text = visible.text.get(m.span.range()).filter(|t| t.len() <= LONGEST);
        text.is_some_and(|t| folded(t) == wanted)
    };
    headings.clone().find(says).or_else(|| headings.next()).map(|m| m.span)
}
