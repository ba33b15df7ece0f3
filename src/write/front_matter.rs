//! The YAML at the head of a dataset's `README.md`, by which Hugging Face shows and loads it
//! (<https://huggingface.co/docs/hub/datasets-cards>): licence, languages, size, tasks, and a configuration for each table.

use super::Summary;
use crate::settings::Settings;
use crate::tables::TABLES;

/// Licences that the hub knows under these names; most are the SPDX identifier in lower case.
const LICENCES: &[&str] = &[
    "afl-3.0",
    "agpl-3.0",
    "apache-2.0",
    "bsd-2-clause",
    "bsd-3-clause",
    "cc-by-2.0",
    "cc-by-2.5",
    "cc-by-3.0",
    "cc-by-4.0",
    "cc-by-nc-2.0",
    "cc-by-nc-3.0",
    "cc-by-nc-4.0",
    "cc-by-nc-nd-3.0",
    "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-2.0",
    "cc-by-nc-sa-3.0",
    "cc-by-nc-sa-4.0",
    "cc-by-nd-4.0",
    "cc-by-sa-3.0",
    "cc-by-sa-4.0",
    "cc0-1.0",
    "cdla-permissive-1.0",
    "cdla-permissive-2.0",
    "cdla-sharing-1.0",
    "etalab-2.0",
    "gpl-3.0",
    "isc",
    "mit",
    "mpl-2.0",
    "odbl",
    "odc-by",
    "pddl",
    "unlicense",
];

/// The hub's classes of size: from so many rows on, this one.
const SIZES: &[(u64, &str)] = &[
    (1_000_000_000, "n>1B"),
    (100_000_000, "100M<n<1B"),
    (10_000_000, "10M<n<100M"),
    (1_000_000, "1M<n<10M"),
    (100_000, "100K<n<1M"),
    (10_000, "10K<n<100K"),
    (1_000, "1K<n<10K"),
    (0, "n<1K"),
];

/// A language is named when one document in so many is in it: rarer ones are stray pages, or wrongly guessed.
const ONE_DOCUMENT_IN: u64 = 100;

/// The front matter with its `---` lines.
pub fn text(settings: &Settings, summary: &Summary) -> String {
    let d = &settings.dataset;
    let mut out = String::from("---\n");
    if let Some(title) = d.title.as_deref().or(d.name.as_deref()) {
        out += &format!("pretty_name: {}\n", always_quoted(title));
    }
    if let Some(text) = &d.license {
        out += &licence(text, &d.licences());
    }
    let languages = languages(summary);
    list(&mut out, "language", &languages);
    let many = if languages.len() > 1 {
        "multilingual"
    } else {
        "monolingual"
    };
    if !languages.is_empty() {
        list(&mut out, "multilinguality", &[many]);
    }
    list(&mut out, "size_categories", &[size(summary.rows_of("documents"))]);
    list(&mut out, "annotations_creators", &["machine-generated"]);
    list(&mut out, "language_creators", &["found"]);
    list(&mut out, "source_datasets", &["original"]);
    list(&mut out, "task_categories", &["token-classification"]);
    list(
        &mut out,
        "task_ids",
        &["named-entity-recognition", "coreference-resolution"],
    );
    list(
        &mut out,
        "tags",
        &[
            "isnad",
            "news",
            "entity-linking",
            "temporal-expressions",
            "near-duplicates",
            "provenance",
        ],
    );
    out += "configs:\n";
    for (number, table) in TABLES.iter().enumerate() {
        out += &format!("- config_name: {}\n", table.name);
        if number == 0 {
            out += "  default: true\n";
        }
        out += &format!("  data_files:\n  - split: train\n    path: {}.parquet\n", table.name);
    }
    out + "---\n"
}

/// The licence in the hub's words: its name, or both names of "MIT OR Apache-2.0"; one that it does not know is `other`.
fn licence(text: &str, several: &[String]) -> String {
    let names: Vec<String> = several.iter().map(|one| hub_name(one)).collect();
    let mut out = String::new();
    if names.iter().all(|name| LICENCES.contains(&name.as_str())) {
        list(&mut out, "license", &names);
    } else {
        list(&mut out, "license", &["other"]);
        out += &format!("license_name: {}\n", always_quoted(text));
    }
    out
}

/// What the hub would call a licence: "CC BY 4.0" is `cc-by-4.0`, and the Open Data Commons licences have no number.
fn hub_name(licence: &str) -> String {
    let name = licence.to_lowercase().replace(' ', "-");
    let unnumbered = name
        .strip_suffix("-1.0")
        .filter(|n| ["odbl", "odc-by", "pddl"].contains(n));
    unnumbered.map(str::to_string).unwrap_or(name)
}

fn languages(summary: &Summary) -> Vec<&str> {
    let documents = summary.rows_of("documents");
    let common = summary
        .languages
        .iter()
        .filter(|(_, n)| **n * ONE_DOCUMENT_IN >= documents);
    common.map(|(language, _)| language.as_str()).collect()
}

fn size(rows: u64) -> &'static str {
    SIZES
        .iter()
        .find(|(least, _)| rows >= *least)
        .map_or("n<1K", |(_, name)| name)
}

fn list(out: &mut String, key: &str, values: &[impl AsRef<str>]) {
    if !values.is_empty() {
        *out += &format!("{key}:\n");
        for value in values {
            *out += &format!("- {}\n", quoted(value.as_ref()));
        }
    }
}

/// A word of this program or of the hub: without quotes, but for those that YAML takes for something else (`no` is Norwegian).
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./<>".contains(c);
    let word = text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(plain);
    let meant = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&text.to_lowercase().as_str());
    if word && !meant && text.contains(|c: char| c.is_ascii_alphabetic()) {
        return text.to_string();
    }
    always_quoted(text)
}

/// A text of a person on one line, as YAML's double quotes hold it: those of JSON, without the characters that YAML forbids
/// and JSON does not. Always in quotes: YAML takes 0x1F, 1e3 and 12:30 for numbers.
fn always_quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for c in serde_json::to_string(&line).unwrap_or_default().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(settings: &str, rows: u64, languages: &[(&str, u64)]) -> String {
        let settings = Settings::parse(&format!("corpus = ['in']\noutput = 'out'\n{settings}"), "test.toml").unwrap();
        let summary = Summary {
            rows: vec![("documents", rows)],
            languages: languages.iter().map(|(l, n)| (l.to_string(), *n)).collect(),
            ..Summary::default()
        };
        text(&settings, &summary)
    }

    #[test]
    fn every_table_is_a_configuration_and_the_documents_come_first() {
        let front = front("", 5, &[]);
        let configs = front.split("configs:\n").nth(1).unwrap();
        assert!(configs.starts_with(
            "- config_name: documents\n  default: true\n  data_files:\n  - split: train\n    path: documents.parquet\n"
        ));
        for table in TABLES {
            assert!(configs.contains(&format!("- config_name: {}\n", table.name)));
            assert!(configs.contains(&format!("    path: {}.parquet\n", table.name)));
        }
        assert!(front.starts_with("---\n") && front.ends_with("\n---\n"));
    }

    #[test]
    fn licences_are_those_the_hub_knows_or_other() {
        for (given, want) in [
            ("MIT OR Apache-2.0", "license:\n- mit\n- apache-2.0\n"),
            ("CC BY 4.0", "license:\n- cc-by-4.0\n"),
            ("mit OR Apache-2.0", "license:\n- mit\n- apache-2.0\n"),
            ("ODbL-1.0", "license:\n- odbl\n"),
            ("our own: ask", "license:\n- other\nlicense_name: \"our own: ask\"\n"),
        ] {
            let settings = format!("[dataset]\nlicense = {given:?}\n");
            assert!(front(&settings, 5, &[]).contains(want), "{given}");
        }
        assert!(!front("", 5, &[]).contains("license"));
    }

    #[test]
    fn languages_of_stray_pages_are_not_named() {
        let front = front("", 1000, &[("ar", 400), ("en", 590), ("nl", 9), ("no", 10)]);
        assert!(
            front.contains("language:\n- ar\n- en\n- \"no\"\nmultilinguality:\n- multilingual\n"),
            "{front}"
        );
        assert!(front.contains("size_categories:\n- 1K<n<10K\n"));
    }

    #[test]
    fn sizes_are_the_classes_of_the_hub() {
        for (rows, want) in [
            (0, "n<1K"),
            (999, "n<1K"),
            (1000, "1K<n<10K"),
            (99_999, "10K<n<100K"),
            (u64::MAX, "n>1B"),
        ] {
            assert_eq!(size(rows), want);
        }
    }

    #[test]
    fn texts_cannot_break_out_of_their_quotes() {
        for (text, want) in [
            ("sample-1", "\"sample-1\""),
            ("0x1F", "\"0x1F\""),
            ("1.0", "\"1.0\""),
            ("a: b # c", "\"a: b # c\""),
            ("---\nlicense: \"mit\"", "\"--- license: \\\"mit\\\"\""),
            ("خبر", "\"خبر\""),
            ("\u{7f}\u{1b}x", "\"\\u007f\\u001bx\""),
            ("", "\"\""),
        ] {
            assert_eq!(always_quoted(text), want);
        }
        for (word, want) in [("mit", "mit"), ("no", "\"no\""), ("100K<n<1M", "100K<n<1M")] {
            assert_eq!(quoted(word), want);
        }
    }
}
