//! What the markup of a page says about it: JSON-LD, OpenGraph and other `<meta>`, `<time>`, `<h1>`, `<title>`.
//!
//! A wrong value is worse than none: a field that could be something else (an author that is an address, a date that
//! can be read two ways) is left out.

use std::collections::BTreeMap;

use dom_query::Document;
use serde_json::Value;

use super::super::given::filled;
use super::dates::iso;
use super::visible::{About, Visible};
use crate::types::{PageMetadata, SegmentKind};

/// What the head of the page holds, before anything is chosen.
#[derive(Default)]
struct Head {
    /// `<meta name|property|itemprop>` in lower case, with all their contents in order.
    meta: BTreeMap<String, Vec<String>>,
    title: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    json_ld: Vec<Value>,
}

/// The metadata of a page.
pub fn of(document: &Document, visible: &Visible) -> PageMetadata {
    let head = head(document);
    let ld = article(&head.json_ld);
    let publisher = ld.get("publisher").and_then(name_of).or_else(|| {
        head.one(&[
            "og:site_name",
            "citation_journal_title",
            "application-name",
            "dc.publisher",
            "dcterms.publisher",
        ])
    });
    PageMetadata {
        title: title(&head, &ld, visible, publisher.as_deref()),
        authors: authors(&head, &ld, visible, publisher.as_deref()),
        published: published(&head, &ld),
        time_element: time_element(visible),
        url: head
            .canonical
            .clone()
            .or_else(|| head.one(&["og:url"]))
            .filter(|u| u.contains("://")),
        language: head.language.clone(),
        publisher,
    }
}

impl Head {
    /// The first of these that there is.
    fn one(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|n| self.meta.get(*n)?.iter().find_map(|v| filled(v)))
    }

    /// All values of the first of these that there is.
    fn all(&self, names: &[&str]) -> Vec<String> {
        let found = names
            .iter()
            .find_map(|n| self.meta.get(*n).filter(|v| v.iter().any(|t| filled(t).is_some())));
        found.into_iter().flatten().filter_map(|v| filled(v)).collect()
    }
}

fn head(document: &Document) -> Head {
    let mut head = Head::default();
    for node in document.root().descendants_it() {
        let Some(element) = node.element_ref() else { continue };
        let attr = |name: &str| {
            element
                .attrs
                .iter()
                .find(|a| &*a.name.local == name)
                .map(|a| a.value.to_string())
        };
        match &*element.name.local {
            "html" => {
                head.language = attr("lang")
                    .or_else(|| attr("xml:lang"))
                    .and_then(|l| filled(&l))
                    .filter(|l| l.len() <= 35)
            }
            "meta" => {
                let name = attr("property").or_else(|| attr("name")).or_else(|| attr("itemprop"));
                if let (Some(name), Some(content)) = (name, attr("content")) {
                    head.meta
                        .entry(name.trim().to_ascii_lowercase())
                        .or_default()
                        .push(content);
                }
            }
            "title" if head.title.is_none() => head.title = filled(&node.text()),
            "link" if attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                head.canonical = head.canonical.take().or_else(|| attr("href"));
            }
            "script" if attr("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) => {
                // Line breaks inside strings are common and no JSON.
                let text = node.text().replace(['\n', '\r', '\t'], " ");
                let text = text
                    .trim()
                    .trim_start_matches("<!--")
                    .trim_end_matches("-->")
                    .trim_end_matches(';');
                let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
                head.json_ld.extend(serde_json::from_str::<Value>(text.trim()));
            }
            _ => {}
        }
    }
    head
}

/// The keys of JSON-LD that are asked for; a page can have any number of others.
const ASKED: &[&str] = &[
    "headline",
    "author",
    "creator",
    "publisher",
    "datePublished",
    "dateCreated",
    "uploadDate",
];

/// The object of JSON-LD that describes the article, with `{"@id": ...}` references replaced by what they refer to.
fn article(roots: &[Value]) -> BTreeMap<String, Value> {
    let mut objects = vec![];
    let mut queue: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Array(list) => queue.extend(list.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                // `mainEntity` is the article of a WebPage; other inner objects (related articles) are not asked.
                queue.extend(
                    ["mainEntity", "mainEntityOfPage", "@graph"]
                        .iter()
                        .rev()
                        .filter_map(|k| object.get(*k)),
                );
            }
            _ => {}
        }
    }
    let is = |object: &serde_json::Map<String, Value>, kind: &str| match object.get("@type") {
        Some(Value::String(t)) => t.ends_with(kind),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(|t| t.ends_with(kind)),
        _ => false,
    };
    // The first that says what an article says; among the kinds the more telling first.
    let kinds = [
        "Article",
        "BlogPosting",
        "Report",
        "Review",
        "Recipe",
        "SocialMediaPosting",
        "WebPage",
    ];
    let found = kinds.iter().find_map(|kind| {
        let describes = |o: &&&serde_json::Map<String, Value>| {
            is(o, kind) && (o.contains_key("headline") || o.contains_key("datePublished"))
        };
        objects.iter().find(describes)
    });
    let mut out: BTreeMap<String, Value> = BTreeMap::new();
    for key in ASKED {
        if let Some(value) = found.and_then(|o| o.get(*key)) {
            out.insert((*key).to_string(), referred(value, &objects));
        }
    }
    out
}

/// A value; for a reference the name of the object it refers to.
fn referred(value: &Value, objects: &[&serde_json::Map<String, Value>]) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().take(50).map(|v| referred(v, objects)).collect()),
        Value::Object(object) if !object.contains_key("name") => {
            let id = object.get("@id");
            let target = objects
                .iter()
                .find(|o| id.is_some() && o.get("@id") == id && o.contains_key("name"));
            target
                .and_then(|t| t.get("name"))
                .map_or_else(|| value.clone(), Value::clone)
        }
        _ => value.clone(),
    }
}

/// The name of a thing: a string, an object's `name`, the first of a list.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => text_of(s),
        Value::Object(o) => o.get("name").and_then(name_of),
        Value::Array(list) => list.first().and_then(name_of),
        _ => None,
    }
}

/// A text of JSON-LD, whose HTML entities are often left in.
fn text_of(text: &str) -> Option<String> {
    if text.contains('&') || text.contains('<') {
        return filled(&Document::fragment(text).text());
    }
    filled(text)
}

/// The longest element, in bytes, that can be a headline or a date. Elements may nest, and then each holds the text of
/// all inside it.
const MAX_SPAN: usize = 1000;

fn title(head: &Head, ld: &BTreeMap<String, Value>, visible: &Visible, publisher: Option<&str>) -> Option<String> {
    let h1s: Vec<String> = visible
        .marks
        .iter()
        .filter(|m| m.about == About::Headline && m.span.len() <= MAX_SPAN)
        .take(50)
        .filter_map(|m| filled(visible.text.get(m.span.range())?))
        .collect();
    let og = head.one(&[
        "og:title",
        "twitter:title",
        "citation_title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
    ]);
    let headline = ld.get("headline").and_then(name_of);
    let page = head.title.clone();
    // The <h1> that the other titles confirm, else the headline of JSON-LD, else the titles without the site's name.
    // An <h1> that is less than half of such a title is the site's name above it.
    let host = head.canonical.clone().or_else(|| head.one(&["og:url"]));
    let site_off = |t: &String| without_site(t, publisher, host.as_deref());
    let bare = |t: &Option<String>| t.as_ref().map(|t| folded(&site_off(t)));
    let others: Vec<String> = [&headline, &og, &page].into_iter().filter_map(bare).collect();
    let site = publisher.map(folded).unwrap_or_default();
    let confirmed = h1s.iter().find(|h| {
        let h = folded(h);
        h.len() >= 8
            && h != site
            && others
                .iter()
                .any(|t| (t.contains(&h) && h.len() * 2 >= t.len()) || h.contains(t.as_str()) && t.len() * 2 >= h.len())
    });
    confirmed
        .cloned()
        .or(headline)
        .or_else(|| og.as_ref().map(site_off))
        .or_else(|| page.as_ref().map(site_off).filter(|t| stands_as_heading(t, visible)))
        .or_else(|| if h1s.len() == 1 { h1s.first().cloned() } else { None })
        .or_else(|| page.as_ref().map(site_off))
}

/// Letters and digits only, lower case: for comparing.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A page title without the name of the site behind (or before) a separator.
fn without_site(title: &str, publisher: Option<&str>, url: Option<&str>) -> String {
    for separator in [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • "] {
        if let Some((front, back)) = title.rsplit_once(separator) {
            let is_site = publisher.is_some_and(|p| folded(p) == folded(back)) || is_host(back, url);
            // A dash can also stand between the halves of a headline ("... - police say"): a name begins with a capital.
            let name_like = !separator.contains(['–', '—', '-']) || !back.starts_with(char::is_lowercase);
            // A site's name is short; a title's second half is not.
            let short = back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 3;
            if is_site || (short && name_like) {
                return front.trim().to_string();
            }
        }
    }
    title.to_string()
}

/// Whether a name is that of the host in an address: `The Harbour Post` of `www.harbourpost.example`.
fn is_host(name: &str, url: Option<&str>) -> bool {
    let host = url
        .and_then(|u| u.split_once("://"))
        .and_then(|(_, rest)| rest.split(['/', ':', '?', '#']).next());
    let name = folded(name);
    let name = name.strip_prefix("the").filter(|n| n.len() >= 4).unwrap_or(&name);
    let mut labels = host.into_iter().flat_map(|h| h.split('.')).map(folded);
    // Four letters: shorter labels are `www`, `com`, `co`.
    name.len() >= 4 && labels.any(|label| label.strip_prefix("the").unwrap_or(&label) == name)
}

/// Whether a heading of the page says exactly this.
fn stands_as_heading(title: &str, visible: &Visible) -> bool {
    let wanted = folded(title);
    let mut headings = visible.blocks.iter().filter(|b| b.kind == SegmentKind::Heading);
    wanted.len() >= 8
        && headings.any(|b| {
            let text = visible.text.get(b.span.range()).unwrap_or_default();
            text.len() <= MAX_SPAN && folded(text) == wanted
        })
}

fn published(head: &Head, ld: &BTreeMap<String, Value>) -> Option<String> {
    let ld_date = |key: &str| ld.get(key).and_then(Value::as_str).and_then(iso);
    let names = [
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
        "date",
        "created",
        "og:published_time",
        "dc.created",
        "article_date_original",
        "cxenseparse:recs:publishtime",
    ];
    ld_date("datePublished")
        .or_else(|| {
            names
                .iter()
                .find_map(|n| head.meta.get(*n)?.iter().find_map(|v| iso(v)))
        })
        .or_else(|| ld_date("dateCreated").or_else(|| ld_date("uploadDate")))
}

/// The `<time>` in the head of the article: one that its markup says is the publication date, else the one that stands
/// near the headline.
fn time_element(visible: &Visible) -> Option<String> {
    let headline = visible
        .marks
        .iter()
        .find(|m| m.about == About::Headline)
        .map(|m| m.span);
    let value = |m: &super::visible::Mark| {
        m.value
            .as_deref()
            .and_then(iso)
            .or_else(|| iso(visible.text.get(m.span.range()).filter(|t| t.len() <= MAX_SPAN)?))
    };
    let aside = |m: &super::visible::Mark| {
        use crate::types::Reason::{Comments, RelatedLinks};
        m.hint
            .and_then(|h| visible.hinted.get(h))
            .is_some_and(|(hint, _)| matches!(hint.reason, Comments | RelatedLinks))
    };
    let times: Vec<_> = visible
        .marks
        .iter()
        .filter(|m| m.about == About::Time && !aside(m))
        .collect();
    let sure = times.iter().filter(|m| m.sure).find_map(|m| value(m));
    sure.or_else(|| {
        // A dozen lines around the headline; farther away stand the dates of other articles.
        let (before, after) = (300, 1000);
        let near = |m: &&&super::visible::Mark| {
            headline.is_some_and(|h| m.span.start + before >= h.start && m.span.start <= h.end + after)
        };
        times.iter().filter(near).find_map(|m| value(m))
    })
}

fn authors(head: &Head, ld: &BTreeMap<String, Value>, visible: &Visible, publisher: Option<&str>) -> Vec<String> {
    // A page that names its publisher as author says nothing about who wrote it.
    let site = publisher.map(folded).unwrap_or_default();
    let people =
        |values: Vec<String>| -> Vec<String> { people(values).into_iter().filter(|n| folded(n) != site).collect() };
    let from_ld: Vec<String> = match ld.get("author").or_else(|| ld.get("creator")) {
        Some(Value::Array(list)) => list.iter().filter_map(name_of).collect(),
        Some(value) => name_of(value).into_iter().collect(),
        None => vec![],
    };
    let names = [
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
    let from_meta = || names.iter().map(|n| people(head.all(&[n]))).find(|a| !a.is_empty());
    let from_marks = |sure: bool| {
        let marks = visible
            .marks
            .iter()
            .filter(|m| m.about == About::Author && m.sure == sure);
        let texts = marks
            .filter(|m| m.span.len() <= MAX_SPAN)
            .filter_map(|m| filled(visible.text.get(m.span.range())?))
            .filter(|t| t.len() <= 100)
            .take(50);
        let mut found = people(texts.collect());
        found.truncate(3);
        found
    };
    let ld = people(from_ld);
    if !ld.is_empty() {
        return ld;
    }
    if let Some(meta) = from_meta() {
        return meta;
    }
    let sure = from_marks(true);
    if sure.is_empty() {
        from_marks(false).into_iter().take(1).collect()
    } else {
        sure
    }
}

/// Names of people: without "By", addresses and user names; each once.
pub fn people(values: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for value in values {
        let lower = value.to_lowercase();
        let value = ["by ", "written by ", "posted by ", "reposted by ", "author: ", "by: "]
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
                let name = name.trim().trim_matches([',', '.', '-']).trim();
                let is_name = !name.is_empty()
                    && name.chars().count() <= 60
                    && name.chars().any(char::is_alphabetic)
                    && !name.contains(['/', '@', '_', '<'])
                    && !matches!(
                        name.to_lowercase().as_str(),
                        "admin"
                            | "administrator"
                            | "editor"
                            | "staff"
                            | "author"
                            | "the author"
                            | "guest"
                            | "webmaster"
                            | "unknown"
                            | "null"
                            | "undefined"
                            | "none"
                    );
                if is_name && !out.iter().any(|o| o == name) {
                    out.push(name.to_string());
                }
            }
        }
    }
    out.truncate(20); // more is a list of something else
    out
}
