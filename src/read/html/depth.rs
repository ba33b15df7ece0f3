//! Pages that nest without end: tags beyond a depth are taken out before parsing.
//!
//! For every `<div>` an HTML parser looks through all elements that are open; a megabyte of nothing but `<div>` would keep
//! it busy for minutes. Text is never touched, and a page that nests no deeper than the limit is left as it is.

use std::borrow::Cow;

/// So deep may elements nest: a hundred times deeper than real pages do; parsing to here takes milliseconds.
const MAX_OPEN: usize = 5_000;

/// Elements that have no end tag, or often go without one, or whose content is not markup; they are not counted.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li",
    "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup", "html", "head", "body", "script",
    "style", "noscript", "template", "textarea", "title", "iframe", "xmp", "svg", "select",
];

/// The page without the tags that open deeper than the limit, and those that close them.
pub fn limited(html: &str) -> Cow<'_, str> {
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
        assert_eq!(limited(&page), page);
        let page = "<p>text".repeat(10_000);
        assert_eq!(limited(&page), page);
        let deep = format!("{}text{}<p>after", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let flat = limited(&deep);
        assert!(flat.len() < 130_000 && flat.contains("text") && flat.ends_with("<p>after"));
    }
}
