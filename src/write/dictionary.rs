//! `DATA_DICTIONARY.md`: every table and column in words, for those who open the folder without isnad at hand.
//!
//! It depends on the version of isnad only; what a run found is told in `README.md`.

use crate::tables::{Format, SCHEMA_VERSION, TABLES, schema_text};

/// The file's content.
pub fn text() -> String {
    let mut out = format!(
        "# Data dictionary\n\nSchema {SCHEMA_VERSION}, isnad {}.\n\n",
        env!("CARGO_PKG_VERSION")
    );
    out += HOW_TO_READ;
    out += "\n## Tables\n\n";
    for table in TABLES {
        out += &format!("- [{}](#{}): {}\n", table.name, table.name, table.meaning);
    }
    out.push('\n');
    out += &schema_text(None, Format::Markdown).unwrap_or_default();
    out
}

/// What holds in every table.
const HOW_TO_READ: &str = "\
Every table is a Parquet file; where there is a CSV file of its name beside it, that holds the same rows.

- **Key**: the columns that together name a row. **Order**: what the rows are sorted by; texts by code point, NULL last.
- **Types**: `str` text; `enum` one of few labels, which the meaning lists unless they are open-ended (languages, rules, codes); \
`i32`, `i64` whole numbers; `f32` a number, never NaN; `date` a day of the Gregorian calendar; `list<str>` texts, never NULL. \
In CSV a date is `2024-06-20`, and a list is JSON.
- **Null**: `yes` where a value may be missing: not known, or not applicable. In CSV a missing value is an empty cell, and the \
empty text is `\"\"`.
- **Unit**: offsets and lengths count Unicode code points; a span is half-open: it holds its start and not its end.
- **Meaning**: `-> documents` says that the value is a key of that table.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Type;

    #[test]
    fn nothing_looks_like_html_outside_of_code() {
        let text = text();
        let outside: String = text.split('`').step_by(2).collect();
        assert!(text.contains("`list<str>`"));
        let tag = |c: char| c.is_ascii_alphabetic() || "/!?".contains(c);
        let tags: Vec<&str> = outside
            .split('<')
            .skip(1)
            .filter(|after| after.starts_with(tag))
            .collect();
        assert_eq!(tags, [""; 0]);
    }

    #[test]
    fn every_column_has_a_line_with_its_type_and_labels() {
        let text = text();
        for table in TABLES {
            let section = text.split(&format!("\n## {}\n", table.name)).nth(1).unwrap();
            let section = section.split("\n## ").next().unwrap();
            assert!(section.contains(&format!(
                "Key: {}. Order: {}.",
                table.key.join(", "),
                table.order.join(", ")
            )));
            for c in table.columns {
                let start = format!(
                    "| `{}` | `{}` | {} |",
                    c.name,
                    c.kind.name(),
                    if c.null { "yes" } else { "" }
                );
                let line = section
                    .lines()
                    .find(|l| l.starts_with(&start))
                    .unwrap_or_else(|| panic!("{start}"));
                if let Type::Enum(labels) = c.kind {
                    assert!(labels.iter().all(|label| line.contains(label)), "{line}");
                }
            }
        }
    }

    #[test]
    fn the_list_of_tables_leads_to_their_sections() {
        let text = text();
        let links = text
            .lines()
            .filter_map(|l| l.strip_prefix("- [")?.split_once("](#"))
            .map(|l| l.1);
        let links: Vec<&str> = links.filter_map(|l| l.split(')').next()).collect();
        assert_eq!(links, crate::tables::names());
    }
}
