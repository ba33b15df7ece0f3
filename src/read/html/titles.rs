//! The headline of a page among the titles that it states: `<h1>`, JSON-LD, OpenGraph, `<title>`.
//!
//! What readers see above the text counts before what is written for search engines and link previews; the name of the
//! site is no part of it.

use std::collections::BTreeSet;

use super::super::given::filled;
use super::marks::About;
use super::metadata::Head;
use super::visible::Visible;
use crate::types::SegmentKind;

/// `<meta>` with the title for link previews and catalogues.
const PREVIEWS: &[&str] = &[
    "og:title",
    "twitter:title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
];

/// The longest element, in bytes, that can be a headline. Elements may nest, and then each holds the text of all inside it.
const MAX_SPAN: usize = 1000;

/// Longest `<h1>`, in words, that can be a headline: longer ones are introductions set as headings.
const LONGEST: usize = 35;

/// Google cuts `headline` at 110 characters; sites write theirs cut off a little before.
const CUT_OFF: usize = 90;

/// Marks between a headline and the name of the site.
const SEPARATORS: &[&str] = &[" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • "];

/// The headline.
pub fn title(head: &Head, visible: &Visible) -> Option<String> {
    let site = Site {
        name: head.publisher.as_deref(),
        url: head.url.as_deref(),
    };
    let h1s: Vec<String> = visible
        .marks
        .iter()
        .filter(|m| m.about == About::Headline && m.span.len() <= MAX_SPAN)
        .take(50)
        .filter_map(|m| filled(visible.text.get(m.span.range())?))
        .filter(|h| h.split_whitespace().count() <= LONGEST && !site.is(h))
        .collect();
    let headline = head.headline().map(|t| site.off(&t, false));
    let og = head.one(PREVIEWS).map(|t| site.off(&t, true));
    let page = head.title.as_deref().map(|t| site.off(t, true));
    let others: Vec<&String> = [&headline, &og, &page].into_iter().flatten().collect();
    if let Some(h1) = confirmed(&h1s, &others)
        .or_else(|| supported(&h1s, &others, site.url))
        .or_else(|| one_side(&h1s, &others, visible))
    {
        return Some(site.off(h1, false));
    }
    // A headline that was cut off for a search engine stands whole in the other titles.
    let whole = |h: &String| {
        let cut = h.chars().count() >= CUT_OFF;
        let longer = others
            .iter()
            .find(|o| cut && o.len() > h.len() && o.starts_with(h.trim_end_matches(['.', '…', ' '])));
        longer.map_or_else(|| h.clone(), |o| (*o).clone())
    };
    let headline = headline.as_ref().map(whole);
    let standing = page.clone().filter(|t| stands_as_heading(t, visible));
    // Four words: the names of sections are shorter.
    let only = h1s
        .first()
        .filter(|h| h1s.len() == 1 && (page.is_none() || h.split_whitespace().count() >= 4))
        .cloned();
    headline.or(og).or(standing).or(only).or(page)
}

/// The `<h1>` that another title confirms. One that is less than half of such a title is a section or a site above it.
fn confirmed<'a>(h1s: &'a [String], others: &[&String]) -> Option<&'a String> {
    let others: Vec<String> = others.iter().map(|t| folded(t)).collect();
    h1s.iter().find(|h| {
        let h = folded(h);
        let agrees = |t: &String| {
            (t.contains(&h) && h.len() * 2 >= t.len()) || (h.contains(t.as_str()) && t.len() * 2 >= h.len())
        };
        h.len() >= 8 && others.iter().any(agrees)
    })
}

/// The `<h1>` that shares half of its words with another title or the address, or half of theirs: titles for search
/// engines say the same in other words.
fn supported<'a>(h1s: &'a [String], others: &[&String], url: Option<&str>) -> Option<&'a String> {
    let path = url
        .and_then(|u| u.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'));
    let mut known: Vec<BTreeSet<String>> = others.iter().map(|t| words(t)).collect();
    known.extend(path.map(|(_, path)| words(path)));
    h1s.iter().find(|h| {
        let own = words(h);
        known.iter().any(|other| {
            let shared = own.intersection(other).count();
            // Two words: "Pricing" stands above any page about prices.
            shared >= 2 && shared * 2 >= own.len().min(other.len())
        })
    })
}

/// The `<h1>` that is one whole side of a separator in another title: a headline of a word or two before the name of the
/// site. No heading says the other side: that would be the headline, and the `<h1>` the name of the site or a section.
fn one_side<'a>(h1s: &'a [String], others: &[&String], visible: &Visible) -> Option<&'a String> {
    let sides = others.iter().flat_map(|t| SEPARATORS.iter().map(|s| (*t, *s)));
    let sides = sides.flat_map(|(t, s)| [t.split_once(s), t.rsplit_once(s)]).flatten();
    let sides: Vec<[String; 2]> = sides.map(|(front, back)| [folded(front), folded(back)]).collect();
    if sides.is_empty() {
        return None;
    }
    let titles: BTreeSet<String> = others.iter().map(|t| folded(t)).collect();
    let headings = visible.blocks.iter().filter(|b| b.kind == SegmentKind::Heading);
    let texts = headings.filter(|b| b.span.len() <= MAX_SPAN).filter_map(|b| {
        // A heading that is a link names another page, or the site.
        let text = visible.text.get(b.span.range())?;
        (b.linked * 2 <= b.span.len()).then(|| folded(text))
    });
    let headings: BTreeSet<String> = texts.collect();
    h1s.iter().find(|h1| {
        let own = folded(h1);
        let says = |side: &String| !own.is_empty() && *side == own && headings.contains(side);
        let free = |side: &String| !headings.contains(side) && !titles.contains(side);
        let mut sides = sides.iter();
        sides.any(|[front, back]| (says(front) && free(back)) || (says(back) && free(front)))
    })
}

/// The words of a title that say what it is about: three letters and more, in lower case, without a plural's `s`.
fn words(text: &str) -> BTreeSet<String> {
    let split = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 3);
    let lower = split.take(100).map(str::to_lowercase);
    let known = lower.filter(|w| !SMALL.contains(&w.as_str()));
    known.map(|w| w.trim_end_matches('s').to_string()).collect()
}

/// Words of any title.
const SMALL: &[&str] = &[
    "and", "are", "can", "com", "does", "for", "from", "has", "how", "htm", "html", "its", "not", "our", "php", "that",
    "the", "this", "was", "what", "when", "why", "will", "with", "you", "your", "على", "عن", "في", "من", "إلى", "الى",
    "مع",
];

/// Letters and digits only, lower case: for comparing.
pub fn folded(text: &str) -> String {
    let known = text.chars().filter(|c| c.is_alphanumeric());
    known.flat_map(char::to_lowercase).collect()
}

/// Whose page it is, as far as a title can name it.
struct Site<'a> {
    name: Option<&'a str>,
    url: Option<&'a str>,
}

impl Site<'_> {
    /// Whether a text is the name of the site.
    fn is(&self, name: &str) -> bool {
        self.name.is_some_and(|p| folded(p) == folded(name)) || self.is_host(name)
    }

    /// Whether a name is that of the host in an address: `The Harbour Post` of `www.harbourpost.example`.
    fn is_host(&self, name: &str) -> bool {
        let rest = self.url.and_then(|u| u.split_once("://"));
        let host = rest
            .and_then(|(_, rest)| rest.split(['/', ':', '?', '#']).next())
            .unwrap_or_default();
        let name = folded(name);
        if name == folded(host.trim_start_matches("www.")) && !name.is_empty() {
            return true;
        }
        let name = name.strip_prefix("the").filter(|n| n.len() >= 4).unwrap_or(&name);
        let mut labels = host.split('.').map(folded);
        // Four letters: shorter labels are `www`, `com`, `co`.
        name.len() >= 4 && labels.any(|label| label.strip_prefix("the").unwrap_or(&label) == name)
    }

    /// A title without the name of the site before or behind a separator.
    ///
    /// `any`: what is short and stands behind any separator is taken for such a name, even if nothing else says so; else
    /// only behind a bar, which stands in no headline.
    fn off(&self, title: &str, any: bool) -> String {
        let mut title = title.trim();
        // "Story | Section | Site": no more than that.
        for _ in 0..3 {
            let before = title;
            for separator in SEPARATORS {
                if let Some((front, back)) = title.split_once(separator)
                    && self.is(front)
                {
                    title = back.trim();
                    break;
                }
                if let Some((front, back)) = title.rsplit_once(separator)
                    && (self.is(back) || self.looks_like_a_name(separator, front, back, any))
                {
                    title = front.trim();
                    break;
                }
            }
            if title == before {
                break;
            }
        }
        title.to_string()
    }

    fn looks_like_a_name(&self, separator: &str, front: &str, back: &str, any: bool) -> bool {
        // A dash can also stand between the halves of a headline ("... - police say"): a name begins with a capital.
        let dash = separator.contains(['–', '—', '-']);
        let name_like = !dash || !back.starts_with(char::is_lowercase);
        // A site's name is short; a title's second half is not.
        let short = back.split_whitespace().count() <= 4 && front.split_whitespace().count() >= 3;
        short && name_like && (any || separator == " | ")
    }
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
