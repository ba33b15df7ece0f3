//! `isnad init`: a folder to start from. The files stand in `init/`, as they are written but for a few numbers.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use isnad::dedupe::{CONTAINED, NEAR_COPY};
use isnad::error::{Error, Result, io_words};
use isnad::printable::escaped;

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

/// The workflow among them.
const WORKFLOW: &str = ".github/workflows/isnad.yml";

pub fn init(dir: &Path, report: &Report) -> Result<u8> {
    let shown = dir.display();
    let is_there = |name: &str| fs::symlink_metadata(dir.join(name)).is_ok();
    // Whoever has one of these has begun already.
    let begun: Vec<&str> = [PIPELINE, WORKFLOW].into_iter().filter(|name| is_there(name)).collect();
    if !begun.is_empty() {
        return Err(Error::new(format!(
            "cannot begin in {shown}: it has {} already (nothing was written; choose another folder, or move what is there)",
            listed(&begun)
        )));
    }
    let (skipped, missing): (Vec<_>, Vec<_>) = FILES.iter().partition(|(name, _)| is_there(name));
    let mut made = Made::default();
    for (name, content) in &missing {
        if let Err(why) = made.write(&dir.join(name), &filled(name, content)) {
            made.remove();
            return Err(Error::new(format!(
                "cannot write {name} in {shown}: {why} (nothing was left behind)"
            )));
        }
    }
    let names = |files: &[(&'static str, &str)]| files.iter().map(|(name, _)| *name).collect::<Vec<&str>>();
    report.paragraph(&format!(
        "written to {}:\n  {}\n",
        escaped(&shown.to_string()),
        names(&missing).join("\n  ")
    ));
    if !skipped.is_empty() {
        report.note(&format!(
            "there already, and left as it is: {}; `isnad init` in an empty folder shows what isnad would have written",
            listed(&names(&skipped))
        ));
    }
    if let Some(root) = repository_around(dir) {
        report.note(&format!(
            "{shown} is not the root of its repository, which is {}: move .github and .pre-commit-config.yaml there, and put \
             the way from there before the paths in them",
            root.display()
        ));
    }
    let pipeline = dir.join(PIPELINE);
    let pipeline = pipeline.strip_prefix(".").unwrap_or(&pipeline);
    report.note(&format!("next: isnad run {}", pasteable(pipeline)));
    Ok(0)
}

/// What was made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Writes a new file and the folders that it lies in; never over one that is there. The error says why it cannot.
    fn write(&mut self, path: &Path, content: &str) -> std::result::Result<(), String> {
        let around = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let absent: Vec<&Path> = around.clone().take_while(|folder| !folder.exists()).collect();
        if let Some(file) = around.clone().nth(absent.len()).filter(|folder| !folder.is_dir()) {
            return Err(format!("{} is no folder", file.display()));
        }
        for folder in absent.into_iter().rev() {
            fs::create_dir(folder).map_err(|e| format!("cannot make {}: {}", folder.display(), io_words(&e)))?;
            self.folders.push(folder.to_path_buf());
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        let mut file = file.map_err(|e| io_words(&e))?;
        self.files.push(path.to_path_buf());
        file.write_all(content.as_bytes()).map_err(|e| io_words(&e))
    }

    /// Removes it again. What cannot be removed, or is not empty by now, stays.
    fn remove(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The root of the git repository that a folder lies in, when it is not the root itself.
fn repository_around(dir: &Path) -> Option<PathBuf> {
    let dir = fs::canonicalize(dir).ok()?;
    let root = dir.ancestors().find(|folder| folder.join(".git").exists())?;
    (root != dir).then(|| root.to_path_buf())
}

/// A path as it can be pasted behind a command: quoted for a shell where it must be, and never taken for an option.
fn pasteable(path: &Path) -> String {
    let path = path.display().to_string();
    let path = if path.starts_with('-') {
        format!("./{path}")
    } else {
        path
    };
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    match path.chars().all(plain) {
        true => path,
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

/// A template with the numbers that stand elsewhere in the program.
fn filled(name: &str, content: &str) -> String {
    match name {
        PIPELINE => content
            .replace("near = NEAR", &format!("near = {NEAR_COPY}"))
            .replace("contained = CONTAINED", &format!("contained = {CONTAINED}")),
        WORKFLOW => content
            .replace("--version VERSION", &format!("--version {}", env!("CARGO_PKG_VERSION")))
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

    /// The sample pipeline tells defaults in the same way; what it names as paths is no default.
    #[test]
    fn the_sample_pipeline_tells_the_defaults() {
        let sample = include_str!("../../pipelines/sample.toml");
        let line = |line: &str| match ["phrases", "decisions", "ledger", "url"]
            .iter()
            .any(|p| line.starts_with(&format!("# {p} = ")))
        {
            true => String::new(),
            false => format!("{line}\n"),
        };
        let sample: String = sample.lines().map(line).collect();
        let spelt_out = uncommented(&sample, false);
        assert!(spelt_out.contains("\nmax_document_bytes = "));
        assert_eq!(settings(&spelt_out), settings(&sample));
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
    fn a_path_can_be_pasted() {
        for (path, want) in [
            ("new/p.toml", "new/p.toml"),
            ("my data/p.toml", "'my data/p.toml'"),
            ("it's", "'it'\\''s'"),
            ("-x/p.toml", "./-x/p.toml"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(pasteable(Path::new(path)), want);
        }
    }

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
