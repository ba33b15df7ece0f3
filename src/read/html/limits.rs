//! Pages that would keep an HTML parser busy for minutes, mended before parsing; all others are left as they are.
//!
//! For every `<div>` the parser looks through all elements that are open: tags beyond a depth are taken out. For every
//! character reference (`&amp;`) it copies the text node so far: long runs of them are cut by empty comments. For every
//! attribute it looks through those before it in its tag: attributes beyond a number are taken out. The text that is seen
//! stays the same.

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

/// Elements whose content is text to its end tag, whatever stands in it; in the first two, references are still read.
const RAW: &[&str] = &[
    "title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes",
];

/// The page without extra attributes, and with an empty comment after every so many references in one run of text. In a
/// title or a form field, where a comment would be text, the `&` of what is beyond so many are taken out instead.
fn short_runs(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let (mut at, mut kept, mut references) = (0, 0, 0);
    let from = |at: usize| bytes.get(at..).unwrap_or_default();
    while let Some(found) = memchr::memchr2(b'<', b'&', from(at)) {
        at += found;
        if from(at).starts_with(b"&") {
            references += 1;
            if references > MAX_REFERENCES {
                out.push_str(&html[kept..at]);
                out.push_str("<!---->");
                (kept, references) = (at, 0);
            }
            at += 1;
            continue;
        }
        match from(at + 1).first() {
            Some(b'!') if from(at).starts_with(b"<!--") => {
                at = memchr::memmem::find(from(at + 2), b"-->").map_or(bytes.len(), |n| at + 2 + n + 3);
            }
            Some(b'/' | b'!' | b'?') => at = memchr::memchr(b'>', from(at)).map_or(bytes.len(), |n| at + n + 1),
            Some(c) if c.is_ascii_alphabetic() => {
                let name = from(at + 1);
                let name = &name[..name.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
                let start = at + 1 + name.len();
                at = tag_end(bytes, start);
                if at - start > LONG_TAG
                    && let Some(extra) = extra_attributes(&bytes[start..at])
                {
                    out.push_str(&html[kept..start + extra]);
                    kept = if bytes[..at].ends_with(b">") { at - 1 } else { at };
                }
                if let Some(raw) = RAW.iter().position(|r| r.as_bytes().eq_ignore_ascii_case(name)) {
                    let end = raw_end(bytes, at, name);
                    if raw < 2 {
                        for extra in memchr::memchr_iter(b'&', &bytes[at..end]).skip(MAX_REFERENCES) {
                            out.push_str(&html[kept..at + extra]);
                            kept = at + extra + 1;
                        }
                    }
                    at = end;
                }
            }
            // A `<` that begins no tag is text, and the run goes on.
            _ => {
                at += 1;
                continue;
            }
        }
        references = 0;
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// Tags as long as this, in bytes, are looked through for attributes without end; shorter ones cannot have many.
const LONG_TAG: usize = 4_000;

/// So many attributes may a tag have: ten times as many as real ones.
const MAX_ATTRIBUTES: usize = 500;

/// Where the attributes begin that are too many, in the rest of a tag behind its name.
fn extra_attributes(tag: &[u8]) -> Option<usize> {
    let (mut at, mut count) = (0, 0);
    let mut outside = false;
    while let Some(byte) = tag.get(at) {
        match byte {
            b'"' | b'\'' if tag[..at].trim_ascii_end().ends_with(b"=") => {
                at += 1 + memchr::memchr(*byte, &tag[at + 1..])?;
            }
            _ if byte.is_ascii_whitespace() || *byte == b'/' => outside = true,
            _ if outside => {
                outside = false;
                count += 1;
                if count > MAX_ATTRIBUTES {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the tag ends whose attributes begin here: behind the first `>` outside quoted values.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest))
    {
        let found = at + found;
        at = found + 1;
        let quote = bytes[found];
        if quote == b'>' {
            return at;
        }
        // A quote that follows no `=` is part of a name.
        if bytes[..found].trim_ascii_end().ends_with(b"=") {
            at = memchr::memchr(quote, &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
        }
    }
    bytes.len()
}

/// Where the end tag of this name begins.
fn raw_end(bytes: &[u8], at: usize, name: &[u8]) -> usize {
    let closes = |start: &usize| {
        let rest = bytes.get(start + 1..).and_then(|r| r.strip_prefix(b"/"));
        rest.and_then(|r| r.get(..name.len()))
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
    };
    memchr::memchr_iter(b'<', &bytes[at..])
        .map(|n| at + n)
        .find(closes)
        .unwrap_or(bytes.len())
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

    #[test]
    fn attributes_beyond_a_number_go_and_a_long_value_stays() {
        let names: String = (0..20_000).map(|n| format!(" a{n}='x > y'")).collect();
        let cut = short_runs(&format!("<p{names}>text <b>more</b>")).into_owned();
        assert!(
            cut.len() < 10_000 && cut.ends_with(">text <b>more</b>"),
            "{}",
            cut.len()
        );
        let long = format!("<img src='{}' alt=x>text", "data: ".repeat(2_000));
        assert_eq!(short_runs(&long), long);
        let open = format!("<p{names} é");
        assert!(short_runs(&open).len() < 10_000);
    }

    #[test]
    fn a_stray_bracket_does_not_end_the_guard_and_raw_text_gets_no_comment() {
        let stray = format!("<p>1 < 2 > {}</p>", "a < b &amp;> ".repeat(1200));
        assert_eq!(short_runs(&stray).matches("<!---->").count(), 2);
        for raw in ["textarea", "title", "script", "STYLE"] {
            let page = format!("<{raw}>{}</{raw}><p>x", "&amp; <b ".repeat(1200));
            assert!(!short_runs(&page).contains("<!---->"), "{raw}");
        }
        let comment = format!(
            "<!-- > {} --><a title='> <title>'>{}</a>",
            "&amp;".repeat(1200),
            "&amp;".repeat(600)
        );
        assert_eq!(short_runs(&comment).matches("<!---->").count(), 1);
        assert_eq!(short_runs("<a title=\"").len(), 10);
    }
}
