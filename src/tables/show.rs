//! The schema for people and programs: what `isnad schema` prints.

use serde_json::{Value, json};

use super::schema::{Column, Table, Type};
use super::{SCHEMA_VERSION, TABLES, table};

/// How the schema is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// Headings and tables.
    Markdown,
    /// One JSON object.
    Json,
}

/// The schema of one table, or of all; `None` when there is no table of this name. Ends with a line end.
///
/// ```
/// use isnad::tables::{Format, schema_text};
/// assert!(schema_text(Some("dates"), Format::Text).is_some_and(|t| t.starts_with("dates: Time expressions")));
/// assert_eq!(schema_text(Some("data"), Format::Text), None);
/// ```
pub fn schema_text(name: Option<&str>, format: Format) -> Option<String> {
    let chosen: Vec<&Table> = match name {
        Some(name) => vec![table(name)?],
        None => TABLES.iter().collect(),
    };
    Some(match format {
        Format::Text => chosen.iter().map(|t| text(t)).collect::<Vec<_>>().join("\n"),
        Format::Markdown => chosen.iter().map(|t| markdown(t)).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let tables: Vec<Value> = chosen.iter().map(|t| json_of(t)).collect();
            let all = json!({"schema_version": SCHEMA_VERSION, "tables": tables});
            serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
        }
    })
}

fn text(table: &Table) -> String {
    let width = |of: fn(&Column) -> usize| table.columns.iter().map(of).max().unwrap_or(0);
    let (name, kind) = (width(|c| c.name.len()), width(|c| type_and_null(c).len()));
    let mut out = format!("{}: {}\n", table.name, table.meaning);
    out += &format!("  key: {}; order: {}\n", table.key.join(", "), table.order.join(", "));
    for c in table.columns {
        let unit = if c.unit.is_empty() {
            String::new()
        } else {
            format!(" [{}]", c.unit)
        };
        let line = format!("  {:name$}  {:kind$}  {}{unit}", c.name, type_and_null(c), meaning(c));
        out += line.trim_end();
        out.push('\n');
    }
    out
}

fn type_and_null(column: &Column) -> String {
    format!("{}{}", column.kind.name(), if column.null { "?" } else { "" })
}

/// The meaning of a column, with its labels where it does not name them itself.
fn meaning(column: &Column) -> String {
    match column.kind {
        Type::Enum(labels) if !labels.iter().all(|label| column.meaning.contains(label)) => {
            let between = if column.meaning.is_empty() { "" } else { ": " };
            format!("{}{between}{}", column.meaning, labels.join(" | "))
        }
        _ => column.meaning.to_string(),
    }
}

fn markdown(table: &Table) -> String {
    let mut out = format!("## {}\n\n{}\n", table.name, table.meaning);
    out += &format!("Key: {}. Order: {}.\n\n", table.key.join(", "), table.order.join(", "));
    out += "| column | type | null | unit | meaning |\n|---|---|---|---|---|\n";
    for c in table.columns {
        let (null, meaning) = (if c.null { "yes" } else { "" }, meaning(c).replace('|', "\\|"));
        // In code, because Markdown takes the <str> of list<str> for HTML, and leaves it out.
        out += &format!(
            "| `{}` | `{}` | {null} | {} | {meaning} |\n",
            c.name,
            c.kind.name(),
            c.unit
        );
    }
    out
}

fn json_of(table: &Table) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|c| {
            let mut column = json!({
                "name": c.name, "type": c.kind.name(), "null": c.null, "unit": c.unit, "meaning": c.meaning,
            });
            if let Type::Enum(labels) = c.kind {
                column["labels"] = json!(labels);
            }
            if let Some(to) = c.refers_to() {
                column["refers_to"] = json!(to);
            }
            column
        })
        .collect();
    json!({"name": table.name, "meaning": table.meaning, "key": table.key, "order": table.order, "columns": columns})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_shown_in_every_format() {
        for format in [Format::Text, Format::Markdown, Format::Json] {
            let all = schema_text(None, format).unwrap();
            for t in TABLES {
                assert!(all.contains(t.name) && schema_text(Some(t.name), format).unwrap().contains(t.columns[0].name));
            }
        }
        let dates = schema_text(Some("entity_dates"), Format::Markdown).unwrap();
        assert!(
            dates.contains("| as dates.role: text \\| citation \\| quotation |"),
            "{dates}"
        );
        let json: Value = serde_json::from_str(&schema_text(None, Format::Json).unwrap()).unwrap();
        assert_eq!(json["tables"].as_array().unwrap().len(), 15);
    }
}
