//! When a page was published, as its markup says: JSON-LD, `<meta>`, `<time>` and elements marked as its date.

use serde_json::Value;

use super::beside::Beside;
use super::content::is_prose;
use super::dates::iso;
use super::marks::{About, Mark};
use super::metadata::Head;
use super::titles::folded;
use super::visible::{Block, Visible};
use crate::types::Span;

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
pub fn time_element(visible: &Visible, headline: Option<Span>, beside: &Beside<'_>) -> Option<String> {
    let text = |m: &Mark| visible.text.get(m.span.range()).filter(|t| t.len() <= LONGEST);
    let value = |m: &Mark| m.value.as_deref().and_then(iso).or_else(|| iso(text(m)?));
    let times = visible
        .marks
        .iter()
        .filter(|m| m.about == About::Time && !beside.has(m));
    let mut times: Vec<&Mark> = times.collect();
    let mut before = 0;
    times.retain(|m| {
        let said = text(m).map(|text| (label(visible, before, m.span.start), text));
        before = m.span.end;
        !m.later && said.is_some_and(|(label, text)| !says_later(label) && !says_later(text))
    });
    let near = |m: &Mark| headline.is_some_and(|h| m.span.start + NEAR.0 >= h.start && m.span.start <= h.end + NEAR.1);
    let first = |counts: &dyn Fn(&Mark) -> bool| times.iter().filter(|m| counts(m)).find_map(|m| value(m));
    // Behind the text of a short article, other articles follow with their dates.
    let body = headline.and_then(|h| second_prose(visible, h));
    first(&|m| m.sure && near(m))
        .or_else(|| first(&|m| near(m) && body.is_none_or(|body| m.span.end <= body)))
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

/// Where the second block of running text behind the headline begins. The first can stand there twice: a standfirst, once
/// for small screens.
fn second_prose(visible: &Visible, headline: Span) -> Option<usize> {
    let from = visible.blocks.partition_point(|b| b.span.start < headline.end);
    let behind = visible.blocks.get(from..).unwrap_or_default();
    let mut prose = behind.iter().filter(|b| is_prose(visible, b));
    let text = |b: &Block| visible.text.get(b.span.range());
    let first = prose.next().and_then(text);
    prose.find(|b| text(b) != first).map(|b| b.span.start)
}

/// Where the headline stands.
pub fn headline(visible: &Visible, title: Option<&str>) -> Option<Span> {
    let wanted = title.map(folded).unwrap_or_default();
    let mut headings = visible.marks.iter().filter(|m| m.about == About::Headline);
    let says = |m: &&Mark| {
        let text = visible.text.get(m.span.range()).filter(|t| t.len() <= LONGEST);
        text.is_some_and(|t| folded(t) == wanted)
    };
    headings.clone().find(says).or_else(|| headings.next()).map(|m| m.span)
}
