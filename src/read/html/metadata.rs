//! What the markup of a page says about it: JSON-LD, OpenGraph and other `<meta>`, and what is chosen from them.
//!
//! A wrong value is worse than none: a field that could be something else (an author that is an address, a date that
//! can be read two ways) is left out.

use std::collections::BTreeMap;

use dom_query::Document;
use serde_json::Value;

use super::super::given::filled;
use super::beside::Beside;
use super::visible::Visible;
use super::{authors, published, titles};
use crate::types::PageMetadata;

/// What the head of the page and its scripts state.
#[derive(Default)]
pub struct Head {
    /// `<meta name|property|itemprop>` in lower case, with all their contents in order.
    pub meta: BTreeMap<String, Vec<String>>,
    /// `<title>`
    pub title: Option<String>,
    /// The page's address by its own account.
    pub url: Option<String>,
    /// The name of the site.
    pub publisher: Option<String>,
    /// What JSON-LD says about the article; see [`ASKED`].
    pub ld: BTreeMap<String, Value>,
    language: Option<String>,
    json_ld: Vec<Value>,
}

/// The metadata of a page.
pub fn of(document: &Document, visible: &Visible) -> PageMetadata {
    let mut head = head(document);
    head.ld = article(&head.json_ld);
    head.publisher = head.ld.get("publisher").and_then(name_of).or_else(|| head.one(SITES));
    head.url = head
        .url
        .take()
        .or_else(|| head.one(&["og:url"]))
        .filter(|u| u.contains("://"));
    let title = titles::title(&head, visible);
    let headline = published::headline(visible, title.as_deref());
    let beside = Beside::of(visible, headline);
    PageMetadata {
        authors: authors::authors(&head, visible, &beside),
        published: published::published(&head),
        time_element: published::time_element(visible, headline, &beside),
        title,
        url: head.url,
        language: head.language,
        publisher: head.publisher,
    }
}

/// `<meta>` with the name of the site.
const SITES: &[&str] = &[
    "og:site_name",
    "citation_journal_title",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
];

impl Head {
    /// The first of these that there is.
    pub fn one(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|n| self.meta.get(*n)?.iter().find_map(|v| filled(v)))
    }

    /// All values of the first of these that there is.
    pub fn all(&self, names: &[&str]) -> Vec<String> {
        let found = names
            .iter()
            .find_map(|n| self.meta.get(*n).filter(|v| v.iter().any(|t| filled(t).is_some())));
        found.into_iter().flatten().filter_map(|v| filled(v)).collect()
    }

    /// The headline of JSON-LD.
    pub fn headline(&self) -> Option<String> {
        self.ld.get("headline").and_then(name_of)
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
                head.url = head.url.take().or_else(|| attr("href"));
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
pub fn name_of(value: &Value) -> Option<String> {
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
