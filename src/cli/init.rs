//! `isnad init`: a folder to start from. The files stand in `init/`, as they are written but for a few numbers.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use isnad::dedupe::{CONTAINED, NEAR_COPY};
use isnad::error::{Error, Result, io_words};

use super::report::Report;

/// What is written: the path in the new folder, and the content.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("init/README.md")),
    ("pipelines/articles.toml", include_str!("init/pipeline.toml")),
    ("corpus/sources.csv", include_str!("init/sources.csv")),
    ("corpus/harbour-post/ferry.txt", include_str!("init/article.txt")),
    (".github/workflows/isnad.yml", include_str!("init/workflow.yml")),
    (".pre-commit-config.yaml", include_str!("init/pre-commit.yaml")),
    (".gitignore", include_str!("init/gitignore")),
    (".gitattributes", include_str!("init/gitattributes")),
];

/// The pipeline file among them.
const PIPELINE: &str = "pipelines/articles.toml";

pub fn init(dir: &Path, report: &Report) -> Result<u8> {
    let shown = dir.display();
    let there: Vec<&str> = FILES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| fs::symlink_metadata(dir.join(name)).is_ok())
        .collect();
    if !there.is_empty() {
        return Err(Error::new(format!(
            "cannot begin in {shown}: it has {} already (nothing was written; choose another folder, or move what is there)",
            listed(&there)
        )));
    }
    for (name, content) in FILES {
        write(&dir.join(name), &filled(name, content))
            .map_err(|e| Error::new(format!("cannot write {name} in {shown}: {}", io_words(&e))))?;
    }
    let names: Vec<String> = FILES.iter().map(|(name, _)| format!("  {name}")).collect();
    report.paragraph(&format!("written to {shown}:\n{}\n", names.join("\n")));
    let pipeline = dir.join(PIPELINE);
    let pipeline = pipeline.strip_prefix(".").unwrap_or(&pipeline);
    report.note(&format!("next: isnad run {}", pipeline.display()));
    Ok(0)
}

/// Writes a new file and the folders that it lies in; never over one that is there.
fn write(path: &Path, content: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content.as_bytes())
}

/// A template with the numbers that stand elsewhere in the program.
fn filled(name: &str, content: &str) -> String {
    match name {
        PIPELINE => content
            .replace("near = NEAR", &format!("near = {NEAR_COPY}"))
            .replace("contained = CONTAINED", &format!("contained = {CONTAINED}")),
        ".github/workflows/isnad.yml" => content
            .replace("\"VERSION\"", &format!("\"{}\"", env!("CARGO_PKG_VERSION")))
            .replace("\"RUST\"", &format!("\"{}\"", env!("CARGO_PKG_RUST_VERSION"))),
        _ => content.to_string(),
    }
}

/// "a", "a and b", "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        names => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use isnad::settings::Settings;
    use serde_json::Value;

    use super::*;

    fn pipeline() -> String {
        let (name, content) = FILES
            .iter()
            .find(|(name, _)| *name == PIPELINE)
            .expect("a pipeline file");
        filled(name, content)
    }

    /// The pipeline file with every setting that is commented out switched on; with the examples or without.
    fn uncommented(text: &str, examples: bool) -> String {
        let line = |line: &str| {
            let setting = line.strip_prefix("# ").filter(|rest| {
                let word = rest.split(' ').next().unwrap_or_default();
                let key = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || "_.".contains(c));
                key && rest[word.len()..].starts_with(" = ") && (examples || !rest.contains("# example"))
            });
            format!("{}\n", setting.unwrap_or(line))
        };
        text.lines().map(line).collect()
    }

    fn settings(text: &str) -> Value {
        let settings = Settings::parse(text, "articles.toml").expect("a pipeline file");
        serde_json::to_value(settings).expect("JSON")
    }

    #[test]
    fn what_is_commented_out_is_the_default() {
        let (as_it_is, spelt_out) = (pipeline(), uncommented(&pipeline(), false));
        assert!(
            spelt_out.lines().filter(|l| !l.starts_with('#')).count()
                > as_it_is.lines().filter(|l| !l.starts_with('#')).count() + 8
        );
        assert_eq!(settings(&spelt_out), settings(&as_it_is));
        let bare = settings(
            "corpus = ['../corpus']\noutput = '../output/articles'\n[dataset]\nname = 'articles'\n[assert]\ndocuments.min_rows = 1",
        );
        assert_eq!(settings(&as_it_is), bare);
    }

    #[test]
    fn every_setting_is_told() {
        let all = uncommented(&pipeline(), true);
        let told: toml::Table = toml::from_str(&all).expect("TOML");
        let has = settings(&all);
        let sections = has.as_object().expect("sections").iter();
        for (section, keys) in sections.filter(|(section, _)| *section != "assert") {
            let keys: BTreeSet<&str> = keys
                .as_object()
                .into_iter()
                .flatten()
                .map(|(key, _)| key.as_str())
                .collect();
            let section_told = told
                .get(section)
                .unwrap_or_else(|| panic!("nothing is said of [{section}]"));
            let keys_told = section_told
                .as_table()
                .into_iter()
                .flatten()
                .map(|(key, _)| key.as_str())
                .collect();
            assert_eq!(keys, keys_told, "[{section}]");
        }
    }

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
