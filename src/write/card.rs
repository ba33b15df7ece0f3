//! `README.md` of the dataset: what is in it, how it was made, and how to load it. Its head is for Hugging Face
//! ([`front_matter`]), the rest for people.

use super::{Summary, front_matter};
use crate::printable::one_line;
use crate::settings::{CsvFlavour, Settings, TextMode};
use crate::tables::{TABLES, Table};

/// The file's content.
pub fn text(settings: &Settings, summary: &Summary) -> String {
    let d = &settings.dataset;
    let title = d.title.as_deref().or(d.name.as_deref()).unwrap_or("Dataset");
    let mut out = front_matter::text(settings, summary);
    out += &format!("\n# {}\n\n", one_line(title.trim()));
    if let Some(description) = &d.description {
        out += &format!("{}\n\n", description.trim());
    }
    for (label, value) in [
        ("Licence", &d.license),
        ("Made by", &d.creator),
        ("Published", &d.published),
        ("Home page", &d.url),
    ] {
        if let Some(value) = value {
            out += &format!("- {label}: {}\n", one_line(value.trim()));
        }
    }
    out += &format!("- Made with: isnad {}\n\n", env!("CARGO_PKG_VERSION"));
    out += &tables(summary);
    out += &contents(settings, summary);
    out += MADE;
    out += LOADING;
    out
}

fn tables(summary: &Summary) -> String {
    let mut out = String::from("## Tables\n\n| table | rows | one row is |\n|---|---:|---|\n");
    for Table { name, meaning, .. } in TABLES {
        out += &format!("| `{name}` | {} | {meaning} |\n", thousands(summary.rows_of(name)));
    }
    out.push('\n');
    out
}

fn contents(settings: &Settings, summary: &Summary) -> String {
    let mut out = format!(
        "Of {} documents, {} copy another one (`duplicate_of`), {} could not be read and {} have a warning \
         (see `diagnostics`). {} of {} characters are kept; every other character \
         but white space lies in a row of `removed_spans`, with a reason.\n\n",
        thousands(summary.rows_of("documents")),
        thousands(summary.copies),
        thousands(summary.failed),
        thousands(summary.warnings),
        thousands(summary.chars),
        thousands(summary.source_chars),
    );
    if summary.syndicated > 0 {
        out += &format!(
            "Paragraphs of more than 25 words that stand in several documents that are no copies of each other, and are kept in \
             each: {}.\n\n",
            thousands(summary.syndicated)
        );
    }
    if settings.write.text == TextMode::None {
        out += "The articles' text is not included: `text` is NULL, and `sources` is empty. Offsets, hashes, dates, mentions \
                and entities are.\n\n";
    }
    out += "Offsets count Unicode code points, half-open: `documents.text[char_start:char_end]` is the text of a segment, \
            sentence, date or mention, and `src_start`, `src_end` say where it stands in `sources.text`. NULL means not known \
            or not applicable. Every column is described in `DATA_DICTIONARY.md`, for programs in \
            `datapackage.json` and `croissant.json`";
    out += match settings.write.csv {
        CsvFlavour::None => ".\n\n",
        CsvFlavour::Plain => {
            ". The CSV files hold the same rows; an empty cell is NULL, `\"\"` the empty text, lists are JSON.\n\n"
        }
        CsvFlavour::Spreadsheet => {
            ". The CSV files hold the same rows, for spreadsheets: a byte order mark comes first, and an apostrophe stands \
             before texts that would run as formulas.\n\n"
        }
    };
    out
}

const MADE: &str = "\
## How it was made

By rules and small models, from the text and from the lists of names that the run was given; no person has checked the rows. The \
same corpus gives the same bytes. What the program was not sure of it says in `score`, `confidence`, `link_score` and \
`published_alt`; why it decided so, in `rule_id`, `finder` and `entity_merges`. Dates, names and who is meant by them are wrong \
here and there, and a mention says nothing about the person mentioned: before a claim about somebody is made of a row, the \
sentence should be read.

";

const LOADING: &str = r#"## Loading

```python
import polars as pl
mentions = pl.read_parquet("mentions.parquet")
entities = pl.read_parquet("entities.parquet")
mentions.join(entities, on="entity_id").group_by("name").len().sort("len", descending=True)
```

```python
import pandas as pd
documents = pd.read_parquet("documents.parquet", dtype_backend="pyarrow")
```

```python
from datasets import load_dataset  # every table is a configuration
mentions = load_dataset(".", "mentions", split="train")
```

```r
library(arrow)
mentions <- read_parquet("mentions.parquet")
sort(table(mentions$entity_id), decreasing = TRUE)[1:10]
```

```sql
-- DuckDB: the timeline of every entity, with the sentence that says so
SELECT e.name, d.start_date, s.text
FROM 'entity_dates.parquet' d JOIN 'entities.parquet' e USING (entity_id) JOIN 'sentences.parquet' s USING (sentence_id)
ORDER BY e.name, d.start_date;
```
"#;

/// 1234567 as 1,234,567.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_digits_by_three() {
        for (n, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(n), shown);
        }
    }
}
