//! Markdown: plain text whose front matter says something about it.
//!
//! Front matter is read line by line, by no more of YAML and TOML than people write there: `key: value`, `key = "value"`,
//! `key: [a, b]`, and a list of `- a` lines. Tags, anchors and aliases are not understood and therefore do nothing. The
//! text itself is left as it is; cleaning knows Markdown's debris.

use super::given::{authors, filled, or};
use super::{Format, Holds};
use crate::types::{Content, Given, Span};

/// `.md`, `.markdown`
pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown"],
    holds: Holds::One(Content::Markdown),
};

/// Most lines of a front matter: longer is a text between two rules, not a front matter.
const MAX_LINES: usize = 200;

/// The front matter at the start of a text, fences included; fills what `given` lacks.
pub fn front_matter(text: &str, given: &mut Given) -> Option<Span> {
    let start = text.len() - text.trim_start_matches(['\r', '\n', ' ', '\t']).len();
    let mut at = start;
    let mut lines = text[start..].split_inclusive('\n').take(MAX_LINES);
    let open = lines.next()?;
    let (fence, separator) = match open.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    at += open.len();
    let mut entries: Vec<(&str, Vec<String>)> = vec![];
    let mut closed = None;
    // Within the lines of a block scalar (`title: >-`).
    let mut block = false;
    for line in lines {
        let body = line.trim_end();
        if body == fence || (fence == "---" && body == "...") {
            closed = Some(at + body.len());
            break;
        }
        at += line.len();
        let inner = body.trim_start();
        block &= inner.is_empty() || inner.len() < body.len();
        if block {
            if let Some((_, values)) = entries.last_mut() {
                let so_far = values.pop().unwrap_or_default();
                values.extend(filled(&format!("{so_far} {inner}")));
            }
        } else if let Some(item) = inner.strip_prefix("- ") {
            if let Some((_, values)) = entries.last_mut() {
                values.extend(scalar(item.strip_prefix("name:").unwrap_or(item)));
            }
        } else if let Some(name) = inner.strip_prefix("name:").filter(|_| inner.len() < body.len()) {
            // `author:` and below it `name: Ann Lee`
            if let Some((_, values)) = entries.last_mut().filter(|(_, values)| values.is_empty()) {
                values.extend(scalar(name));
            }
        } else if !body.starts_with([' ', '\t', '#', '[']) {
            match body.split_once(separator) {
                Some((key, value)) => {
                    block = matches!(value.trim(), ">" | ">-" | ">+" | "|" | "|-" | "|+");
                    entries.push((key.trim(), values(value)));
                }
                // A line that is neither an entry nor a comment: this is text between two rules.
                None if !body.is_empty() => return None,
                None => {}
            }
        }
    }
    let end = closed?;
    if !entries.is_empty() {
        *given = or(std::mem::take(given), fields(&entries));
    }
    Some(Span::new(start, end))
}

/// What the entries say, under the names that site generators use.
fn fields(entries: &[(&str, Vec<String>)]) -> Given {
    let all = |names: &[&str]| {
        let found = names
            .iter()
            .find_map(|n| entries.iter().find(|(k, v)| k.eq_ignore_ascii_case(n) && !v.is_empty()));
        found.map(|(_, v)| v.clone()).unwrap_or_default()
    };
    let one = |names: &[&str]| all(names).into_iter().next();
    Given {
        url: one(&["url", "canonical", "canonical_url", "permalink", "link", "source_url"])
            .filter(|u| u.contains("://")),
        title: one(&["title", "headline"]),
        authors: authors(all(&["authors", "author", "byline"])),
        publisher: one(&["publisher", "site", "site_name", "source"]).filter(|p| !p.contains("://")),
        published: one(&[
            "published",
            "date",
            "publish_date",
            "pubdate",
            "published_at",
            "datepublished",
        ]),
        language: one(&["language", "lang", "locale"]),
    }
}

/// `[a, "b"]`, or one value.
fn values(text: &str) -> Vec<String> {
    let text = text.trim();
    match text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        Some(list) => items(list).into_iter().filter_map(scalar).collect(),
        None => scalar(text).into_iter().collect(),
    }
}

/// The items of a list: what stands between its commas, but for those inside quotes.
fn items(list: &str) -> Vec<&str> {
    let (mut out, mut start) = (vec![], 0);
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in list.char_indices() {
        match quote {
            Some(q) => {
                // `\"` and `''` are quotes of the text.
                let doubled = c == '\'' && q == c && list[at + 1..].starts_with('\'');
                let escapes = !escaped && (doubled || (c == '\\' && q == '"'));
                if c == q && !escaped && !escapes {
                    quote = None;
                }
                escaped = escapes;
            }
            None if c == ',' => {
                out.push(&list[start..at]);
                start = at + 1;
            }
            // An apostrophe inside a word opens nothing.
            None if matches!(c, '"' | '\'') && list[start..at].trim().is_empty() => quote = Some(c),
            None => {}
        }
    }
    out.push(&list[start..]);
    out
}

/// What stands before the closing quote: `\"` in double quotes and `''` in single ones are quotes of the text.
fn unquoted(text: &str, quote: char) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' if quote == '"' => match rest.next() {
                Some('n' | 't' | 'r') => out.push(' '),
                Some(c @ ('"' | '\\' | '/')) => out.push(c),
                Some(other) => out.extend(['\\', other]),
                None => {}
            },
            '\'' if quote == '\'' && rest.peek() == Some(&'\'') => {
                rest.next();
                out.push('\'');
            }
            c if c == quote => break,
            c => out.push(c),
        }
    }
    out
}

/// A value without its quotes or comment; `None` for what is no plain value (tags, aliases, blocks, maps).
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return filled(&unquoted(&text[1..], quote));
    }
    if text.starts_with(['!', '&', '*', '|', '>', '{', '[', '#']) {
        return None;
    }
    filled(text.split(" #").next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_front_matter() {
        let text =
            "---\ntitle: \"A day: in June\"\nauthors:\n  - Ann Lee\n  - Bo Ray\ndate: 2019-12-06 # draft\n---\nText.\n";
        let mut given = Given {
            publisher: Some("The Paper".into()),
            ..Given::default()
        };
        let span = front_matter(text, &mut given).unwrap();
        assert_eq!(&text[span.end..], "\nText.\n");
        assert_eq!(given.title.as_deref(), Some("A day: in June"));
        assert_eq!(given.authors, ["Ann Lee", "Bo Ray"]);
        assert_eq!(given.published.as_deref(), Some("2019-12-06"));
        assert_eq!(given.publisher.as_deref(), Some("The Paper"));

        let mut given = Given::default();
        let text = "+++\ntitle = 'Floods'\nauthor = [\"Ann\", \"Bo\"]\n[extra]\n+++\n";
        assert!(front_matter(text, &mut given).is_some());
        assert_eq!((given.title.as_deref(), given.authors.len()), (Some("Floods"), 2));
    }

    #[test]
    fn quotes_blocks_and_names() {
        let given = |front: &str| {
            let mut given = Given::default();
            front_matter(&format!("---\n{front}\n---\nText.\n"), &mut given).unwrap();
            given
        };
        let title = |front: &str| given(front).title.unwrap_or_default();
        assert_eq!(title("title: 'The mayor''s \"plan\"' # x"), "The mayor's \"plan\"");
        assert_eq!(title(r#"title: "A \"new\" bridge""#), "A \"new\" bridge");
        assert_eq!(
            title("title: >-\n  A bridge\n  - at last\nlang: en"),
            "A bridge - at last"
        );
        assert_eq!(given("title: |\n  A bridge\nlang: en").language.as_deref(), Some("en"));
        assert_eq!(given("author:\n  name: Ann Lee\n  email: x").authors, ["Ann Lee"]);
        assert_eq!(
            given("authors:\n  - name: Ann Lee\n    url: x\n  - name: Bo Ray").authors,
            ["Ann Lee", "Bo Ray"]
        );
        assert_eq!(
            given("authors: [\"Lee, Ann\", 'O''Ray, Bo']").authors,
            ["Lee, Ann", "O'Ray, Bo"]
        );
    }

    #[test]
    fn tags_and_aliases_do_nothing() {
        let mut given = Given::default();
        let text = "---\ntitle: !!python/object/apply:os.system [\"x\"]\na: &a [*a]\ndate: 2019-12-06\n---\n# Text\n";
        assert!(front_matter(text, &mut given).is_some());
        assert_eq!((given.title, given.published.as_deref()), (None, Some("2019-12-06")));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        let mut given = Given::default();
        assert_eq!(front_matter("---\nSome words of text\n---\n", &mut given), None);
        assert_eq!(front_matter("---\ntitle: never closed\n", &mut given), None);
        assert_eq!(front_matter("Text\n---\n", &mut given), None);
        assert_eq!(given, Given::default());
    }
}
