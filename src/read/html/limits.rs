//! Pages that would keep an HTML parser busy for minutes, mended before parsing; all others are left as they are.
//!
//! For every `<div>` the parser looks through all elements that are open: tags beyond a depth are taken out. For every
//! character reference (`&amp;`) it copies the text node so far: long runs of them are cut by empty comments. The text
//! that is seen stays the same.

use std::borrow::Cow;

/// So deep may elements nest: a hundred times deeper than real pages do; parsing to here takes milliseconds.
const MAX_OPEN: usize = 5_000;

/// Elements that have no end tag, or often go without one, or whose content is not markup; they are not counted.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup", "html", "head", "body",
    "script", "style", "noscript", "template", "textarea", "title", "iframe", "xmp", "svg", "select",
];

/// So many `&` may stand in one run of text: more than any paragraph has, and few enough that copying is nothing.
const MAX_REFERENCES: usize = 500;

/// The page within the limits.
pub fn within(html: &str) -> Cow<'_, str> {
    match shallow(html) {
        Cow::Borrowed(html) => short_runs(html),
        Cow::Owned(html) => Cow::Owned(short_runs(&html).into_owned()),
    }
}

/// The page with an empty comment after every so many references in one run of text.
fn short_runs(html: &str) -> Cow<'_, str> {
    let (mut in_tag, mut references) = (false, 0);
    let mut out = String::new();
    let mut kept = 0;
    for at in memchr::memchr3_iter(b'<', b'>', b'&', html.as_bytes()) {
        match html.as_bytes()[at] {
            b'&' if in_tag => {}
            b'&' => references += 1,
            other => (in_tag, references) = (other == b'<', 0),
        }
        if references > MAX_REFERENCES {
            out.push_str(&html[kept..at]);
            out.push_str("<!---->");
            (kept, references) = (at, 0);
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// The page without the tags that open deeper than the limit, and those that close them.
fn shallow(html: &str) -> Cow<'_, str> {
    let mut open = 0usize;
    let mut out = String::new();
    let mut kept = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let rest = &html[at + 1..];
        let (closing, name) = match rest.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if name.is_empty() || UNCOUNTED.iter().any(|u| u.eq_ignore_ascii_case(name)) {
            continue;
        }
        let too_deep = open > MAX_OPEN;
        open = if closing { open.saturating_sub(1) } else { open + 1 };
        if too_deep && at >= kept {
            let end = memchr::memchr(b'>', rest.as_bytes()).map_or(html.len(), |e| at + 1 + e + 1);
            out.push_str(&html[kept..at]);
            out.push(' ');
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_without_end_are_touched() {
        let page = "<div><b>one<br>two</b></div>".repeat(10_000);
        assert_eq!(shallow(&page), page);
        let page = "<p>text".repeat(10_000);
        assert_eq!(shallow(&page), page);
        let deep = format!("{}text{}<p>after", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let flat = shallow(&deep);
        assert!(flat.len() < 130_000 && flat.contains("text") && flat.ends_with("<p>after"));
    }

    #[test]
    fn long_runs_of_references_are_cut() {
        let page = "<a href='?a=1&amp;b=2'>R&amp;D</a>".repeat(10_000);
        assert_eq!(short_runs(&page), page);
        let run = format!("<p>{}</p>", "R&amp;D ".repeat(1200));
        assert_eq!(short_runs(&run).matches("<!---->").count(), 2);
        assert_eq!(super::super::page(&run).text.matches("R&D").count(), 1200);
    }
}
