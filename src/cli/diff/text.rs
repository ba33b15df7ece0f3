//! A difference for a terminal: a table of the tables, then what differs in each.
//!
//! Names and values come last on their lines, and each on a line of its own: Arabic would draw what follows it to its other
//! side.

use isnad::compare::entities::{Change, Entity};
use isnad::compare::values::around;
use isnad::compare::{Key, TableChange};
use isnad::printable::escaped;
use isnad::wording::{and_more, counted, some};
use isnad::write::thousands;
use serde_json::Value;

use super::{Difference, shared};

/// How many characters of a value stand on a line: with its indent and column it fits a terminal of 100 columns.
const VALUE: usize = 60;

/// How many files a line names.
const FILES: usize = 8;

/// Ends with a line end.
pub fn text(difference: &Difference) -> String {
    let comparison = &difference.comparison;
    let mut out = format!("{}\n", difference.headline());
    let differing: Vec<&TableChange> = comparison.differing().collect();
    if !differing.is_empty() {
        out += &format!("\n{}", counts(&differing));
    }
    for change in &differing {
        out += &format!("\n{}", details(change));
    }
    out += &entities(difference);
    let files = difference.other_files();
    if !files.is_empty() {
        out += &format!("\nother files that differ: {}\n", escaped(&some(&files, FILES)));
    }
    for reason in &difference.why {
        out += &format!("\nwhy: {}\n", escaped(&reason.message));
    }
    out
}

/// The aligned table of tables.
fn counts(differing: &[&TableChange]) -> String {
    let number = |n: usize| if n == 0 { String::new() } else { thousands(n as u64) };
    let mut rows = vec![["table", "before", "after", "+", "-", "~"].map(String::from)];
    rows.extend(differing.iter().map(|c| {
        [
            c.table.to_string(),
            thousands(c.before as u64),
            thousands(c.after as u64),
            number(c.added.count),
            number(c.removed.count),
            number(c.changed.count),
        ]
    }));
    let width = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(String::len).max().unwrap_or(0);
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (i, cell) in row.iter().enumerate() {
            let width = width(i);
            line += &if i == 0 {
                format!("{cell:width$}")
            } else {
                format!("  {cell:>width$}")
            };
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// What differs in one table.
fn details(change: &TableChange) -> String {
    let mut out = format!("{}: {}\n", change.table, escaped(&change.summary()));
    for row in &change.changed.first {
        out += &format!("  ~ {}\n", key(&row.key));
        for cell in &row.cells {
            let (old, new) = around(&cell.old, &cell.new, VALUE);
            let column = escaped(&cell.column);
            out += &format!("      {column}: {}\n", value(&old));
            out += &format!("      {:>width$}  {}\n", "→", value(&new), width = column.len());
        }
    }
    out += &more(change.changed.count, change.changed.first.len(), "changed");
    for (sign, rows, what) in [("+", &change.added, "added"), ("-", &change.removed, "removed")] {
        for row in &rows.first {
            out += &format!("  {sign} {}\n", key(row));
        }
        out += &more(rows.count, rows.first.len(), what);
    }
    out
}

fn entities(difference: &Difference) -> String {
    let (entities, limit) = (&difference.comparison.entities, difference.options.named);
    let several = |title: &str, changes: &[Change]| {
        let mut out = String::new();
        for change in changes.iter().take(limit) {
            out += &format!("\n{title} {}\n", entity(&change.one));
            for part in change.several.iter().take(limit) {
                out += &format!("  {}  {}\n", shared(part), entity(&part.entity));
            }
            out += &more(change.several.len(), change.several.len().min(limit), "");
        }
        match and_more(changes.len(), limit) {
            more if more.is_empty() => out,
            more => format!("{out}{} {}\n", more.trim_start(), title.trim_end_matches(':')),
        }
    };
    let mut out = several("merged into", &entities.merged) + &several("split:", &entities.split);
    let pairs = |title: &str, pairs: &[(Entity, Entity)]| {
        let mut out = String::new();
        for (old, new) in pairs.iter().take(limit) {
            out += &format!("  {}\n  → {}\n", entity(old), entity(new));
        }
        let more = more(pairs.len(), pairs.len().min(limit), "");
        if out.is_empty() && more.is_empty() {
            out
        } else {
            format!("\n{title}\n{out}{more}")
        }
    };
    out += &pairs("entities with another name", &entities.renamed);
    out += &pairs("entities with another id", &entities.new_ids);
    if entities.moved > 0 {
        out += &format!(
            "\n{} under another entity besides\n",
            counted(entities.moved as u64, "mention")
        );
    }
    out
}

fn entity(entity: &Entity) -> String {
    format!("{}  {}", escaped(&entity.entity_id), quoted(&entity.name))
}

/// "  and 3 more changed", or nothing.
fn more(count: usize, told: usize, what: &str) -> String {
    match and_more(count, told) {
        more if more.is_empty() => more,
        more => format!(" {}\n", format!("{more} {what}").trim_end()),
    }
}

/// The cells of a key: `a.txt / b.txt`.
pub fn key(key: &Key) -> String {
    let cells = key.iter().map(|cell| match cell {
        Value::String(text) => escaped(text),
        other => value(other),
    });
    cells.collect::<Vec<_>>().join(" / ")
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Null => "NULL".to_string(),
        Value::Array(_) => {
            let list = value.to_string();
            let end = list.char_indices().nth(VALUE).map(|(at, _)| at);
            escaped(
                &end.and_then(|at| list.get(..at))
                    .map_or(list.clone(), |start| format!("{start}…")),
            )
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}
