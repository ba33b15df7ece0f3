//! Elements that say something about the page: its headline, its date, its authors.

use dom_query::{Element, local_name};

use crate::types::Span;

/// What an element says about the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// `<h1>`
    Headline,
    /// `<time>`, or an element marked as the publication date; with a machine-readable value.
    Time,
    /// An element marked as the author's name.
    Author,
}

/// An element that says something about the page.
#[derive(Debug)]
pub struct Mark {
    /// What about.
    pub about: About,
    /// Its text.
    pub span: Span,
    /// Its machine-readable value.
    pub value: Option<String>,
    /// Whether its own markup says that it is about this page (`itemprop`, `rel`, `pubdate`).
    pub sure: bool,
    /// Whether its markup says that it is the date of a later change.
    pub later: bool,
    /// Index into `hinted`.
    pub hint: Option<usize>,
}

/// What an element says about the page; where it stands is filled in later.
pub fn about(element: &Element, tag: &str) -> Option<Mark> {
    let mark = |about, sure| Mark {
        about,
        span: Span::new(0, 0),
        value: None,
        sure,
        later: false,
        hint: None,
    };
    if tag == "h1" {
        return Some(mark(About::Headline, false));
    }
    let property = element.attr("itemprop").unwrap_or_default();
    let is = |name: &str| property.split_ascii_whitespace().any(|p| p == name);
    let class = element.attr_ref(local_name!("class")).unwrap_or_default();
    let class = class.get(..MAX_CLASS).unwrap_or(class);
    if tag == "time" || is("datePublished") || is("dateModified") || is_date(class) {
        let value = ["datetime", "content", "title"].iter().find_map(|a| element.attr(a));
        let sure = is("datePublished")
            || element.has_attr("pubdate")
            || class.split_ascii_whitespace().any(|c| PUBLISHED.contains(&c));
        let later = is("dateModified") || ["updated", "modified"].iter().any(|w| class.contains(w));
        return Some(Mark {
            value: value.map(|v| v.to_string()),
            later,
            ..mark(About::Time, sure && !later)
        });
    }
    let rel = element.attr_ref(local_name!("rel")).unwrap_or_default();
    if is("author") || rel.split_ascii_whitespace().any(|r| r == "author") {
        return Some(mark(About::Author, true));
    }
    let named = class
        .split_ascii_whitespace()
        .any(|c| AUTHORS.iter().any(|n| c.eq_ignore_ascii_case(n)));
    named.then(|| mark(About::Author, false))
}

/// Longest class attribute, in bytes, that is read for what it says.
const MAX_CLASS: usize = 1000;

/// Classes of the publication date.
const PUBLISHED: &[&str] = &[
    "published",
    "entry-date",
    "pubdate",
    "post-date",
    "publish-date",
    "article-date",
];

/// Classes of the author's name.
const AUTHORS: &[&str] = &[
    "author",
    "byline",
    "author-name",
    "byline-name",
    "article-author",
    "post-author",
    "entry-author",
    "fn",
    "byline__name",
    "author__name",
    "c-byline",
    "by-author",
    "article__author",
    "author_name",
    "authorname",
];

/// Whether a class has `date` for one of its words, or ends in it: `text__date`, `post-date`, `publishDate`.
fn is_date(class: &str) -> bool {
    let says = |word: &str| matches!(word, "date" | "pubdate" | "dateline" | "timestamp") || word.ends_with("Date");
    class.split([' ', '\n', '\t', '-', '_']).any(says)
}
