//! A difference for a pull request or the page of a job: a heading, a table, and what differs in each table folded away.

use isnad::compare::entities::{Change, Entity};
use isnad::compare::values::around;
use isnad::compare::{Key, TableChange};
use isnad::wording::{and_more, counted};
use isnad::write::thousands;
use serde_json::Value;

use super::{Difference, shared};

/// How many characters of a value stand in a cell.
const VALUE: usize = 120;

/// Ends with a line end.
pub fn markdown(difference: &Difference) -> String {
    let comparison = &difference.comparison;
    let mut out = format!(
        "### {} → {}: {}\n",
        code(&difference.old),
        code(&difference.new),
        difference.headline()
    );
    let differing: Vec<&TableChange> = comparison.differing().collect();
    if !differing.is_empty() {
        out += "\n| table | rows before | rows after | added | removed | changed | columns |\n|---|--:|--:|--:|--:|--:|---|\n";
    }
    let number = |n: usize| thousands(n as u64);
    for change in &differing {
        out += &format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            change.table,
            number(change.before),
            number(change.after),
            number(change.added.count),
            number(change.removed.count),
            number(change.changed.count),
            plain(&change.columns_counted()),
        );
    }
    if !difference.why.is_empty() {
        out += "\n**Why**\n\n";
    }
    for reason in &difference.why {
        out += &format!("* {}\n", plain(&reason.message));
    }
    out += &entities(difference);
    for change in differing {
        out += &details(change);
    }
    let files = difference.other_files();
    if !files.is_empty() {
        let list: Vec<String> = files.iter().map(|f| format!("* {}", plain(f))).collect();
        out += &folded(
            &format!("Other files that differ: {}", files.len()),
            &(list.join("\n") + "\n"),
        );
    }
    out
}

/// What differs in one table, folded away.
fn details(change: &TableChange) -> String {
    let mut inner = String::new();
    if !change.changed.first.is_empty() {
        inner += "| row | column | before | after |\n|---|---|---|---|\n";
    }
    for row in &change.changed.first {
        for cell in &row.cells {
            let (old, new) = around(&cell.old, &cell.new, VALUE);
            inner += &format!(
                "| {} | {} | {} | {} |\n",
                key(&row.key),
                plain(&cell.column),
                value(&old),
                value(&new)
            );
        }
    }
    inner += &more(change.changed.count, change.changed.first.len(), "changed");
    for (what, rows) in [("Added", &change.added), ("Removed", &change.removed)] {
        let keys: Vec<String> = rows.first.iter().map(key).collect();
        if !keys.is_empty() {
            inner += &format!("\n{what}: {}\n", keys.join(", "));
        }
        inner += &more(rows.count, rows.first.len(), &what.to_lowercase());
    }
    folded(&format!("{}: {}", change.table, change.summary()), &inner)
}

fn entities(difference: &Difference) -> String {
    let (entities, limit) = (&difference.comparison.entities, difference.options.named);
    let mut out = String::new();
    if !entities.is_empty() {
        out += "\n**Entities**\n\n";
    }
    let mut several = |what: &str, now: &str, changes: &[Change]| {
        for change in changes.iter().take(limit) {
            let parts = change.several.iter().take(limit);
            let parts = parts.map(|p| format!("{} ({})", entity(&p.entity), shared(p)));
            let parts = parts.collect::<Vec<_>>().join(", ");
            let rest = and_more(change.several.len(), limit);
            out += &format!("* {what} {} {now} {parts}{rest}\n", entity(&change.one));
        }
        out += &bullet(changes.len(), limit, what);
    };
    several("merged into", "from", &entities.merged);
    several("split:", "into", &entities.split);
    let mut pairs = |what: &str, pairs: &[(Entity, Entity)]| {
        for (old, new) in pairs.iter().take(limit) {
            out += &format!("* {what}: {} → {}\n", entity(old), entity(new));
        }
        out += &bullet(pairs.len(), limit, what);
    };
    pairs("another name", &entities.renamed);
    pairs("another id", &entities.new_ids);
    if entities.moved > 0 {
        out += &format!(
            "* {} under another entity besides\n",
            counted(entities.moved as u64, "mention")
        );
    }
    out
}

fn entity(entity: &Entity) -> String {
    format!("{} {}", code(&entity.entity_id), code(&entity.name))
}

fn bullet(count: usize, told: usize, what: &str) -> String {
    match and_more(count, told) {
        more if more.is_empty() => more,
        more => format!("* {what}{more}\n"),
    }
}

fn more(count: usize, told: usize, what: &str) -> String {
    match and_more(count, told) {
        more if more.is_empty() => more,
        more => format!("\n{} {what}\n", more.trim_start()),
    }
}

/// GitHub reads Markdown inside a fold only after an empty line.
fn folded(summary: &str, inner: &str) -> String {
    format!(
        "\n<details><summary>{}</summary>\n\n{inner}\n</details>\n",
        plain(summary)
    )
}

fn key(key: &Key) -> String {
    let cells = key.iter().map(|cell| match cell {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    code(&cells.collect::<Vec<_>>().join(" / "))
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_string(),
        Value::String(text) if text.is_empty() => "(empty)".to_string(),
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

/// Text that no Markdown or HTML is read in, on one line: whatever an article says, it makes no link, picture or heading, and
/// calls nobody by an @.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            '\r' | '\t' => out.push(' '),
            '&' | '<' | '>' | '|' | '*' | '_' | '`' | '[' | ']' | '\\' | '~' | '@' | '#' | '!' | '$' => {
                out += &format!("&#{};", u32::from(c));
            }
            c if c.is_control() => out.extend(c.escape_unicode()),
            // Marks that reverse the line.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out += &format!("U+{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.replace("://", "&#58;//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_writes_no_markdown() {
        for (text, want) in [
            ("a|b", "a&#124;b"),
            ("<img src=x>", "&#60;img src=x&#62;"),
            ("two\nlines", "two⏎lines"),
            ("@someone [x](y)", "&#64;someone &#91;x&#93;(y)"),
            ("http://a.b", "http&#58;//a.b"),
            ("a\u{202e}b\u{1b}", "aU+202Eb\\u{1b}"),
        ] {
            assert_eq!(plain(text), want);
        }
    }
}
