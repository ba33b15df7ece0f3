//! The pipeline file: which corpus, which output, and the choices between.
//!
//! Every key but `corpus` and `output` has a default. An unknown key is an error that names the keys there are.
//! Paths are relative to the pipeline file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, io_words};
use crate::limits::Limits;
use crate::types::DateOrder;

/// A whole pipeline file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folders (recursive), files or globs.
    pub corpus: Vec<String>,
    /// The folder that `run` writes.
    pub output: String,
    /// For the metadata files.
    #[serde(default)]
    pub dataset: Dataset,
    /// How records are read.
    #[serde(default)]
    pub read: Read,
    /// What is stripped.
    #[serde(default)]
    pub clean: Clean,
    /// Dates.
    #[serde(default)]
    pub dates: Dates,
    /// Entities.
    #[serde(default)]
    pub entities: EntitySettings,
    /// Copies across documents.
    #[serde(default)]
    pub dedupe: Dedupe,
    /// What is written.
    #[serde(default)]
    pub write: Write,
    /// Limits beyond which `run` refuses to publish: `documents.min_rows = 5`.
    #[serde(default)]
    pub assert: Limits,
    /// The folder of the pipeline file; paths are relative to it.
    #[serde(skip)]
    pub base: PathBuf,
    /// The pipeline file as the user named it, for messages.
    #[serde(skip)]
    pub file: String,
}

/// `[dataset]`: what the metadata says; nothing is taken from the clock.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dataset {
    /// Short name.
    pub name: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// A paragraph.
    pub description: Option<String>,
    /// Licence of the dataset.
    pub license: Option<String>,
    /// Home page.
    pub url: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// Date of publication.
    pub published: Option<String>,
}

impl Dataset {
    /// The licences of "MIT OR Apache-2.0"; none where nothing is said. SPDX writes its OR in capitals: "GPL-2.0 or later" is one.
    pub fn licences(&self) -> Vec<String> {
        let words: Option<Vec<&str>> = self.license.as_deref().map(|text| text.split_whitespace().collect());
        let parts = words.iter().flat_map(|w| w.split(|word| *word == "OR"));
        parts.map(|part| part.join(" ")).collect()
    }

    /// Refuses what the metadata cannot say: a text without letters, a licence that is none, a date that is none.
    fn check(&self) -> std::result::Result<(), String> {
        for (key, text) in [
            ("name", &self.name),
            ("title", &self.title),
            ("description", &self.description),
            ("license", &self.license),
            ("url", &self.url),
            ("creator", &self.creator),
        ] {
            if text.as_deref().is_some_and(|text| text.trim().is_empty()) {
                return Err(format!("[dataset] {key} is empty (say something, or leave it out)"));
            }
        }
        if self.licences().iter().any(String::is_empty) {
            let license = self.license.as_deref().unwrap_or_default();
            return Err(format!(
                "[dataset] license = {license:?} has an OR with nothing on one side (write MIT OR Apache-2.0)"
            ));
        }
        if let Some(day) = self.published.as_deref().filter(|d| !is_date(d)) {
            return Err(format!(
                "[dataset] published = {day:?} is no date (write 2024, 2024-06 or 2024-06-20)"
            ));
        }
        Ok(())
    }
}

/// `[read]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Read {
    /// Globs of paths below the corpus folder that are not read; a name without `/` matches in every folder.
    pub exclude: Vec<String>,
    /// Longest record in bytes, after decompression.
    pub max_document_bytes: u64,
    /// How many times longer than the compressed file its content may be.
    pub max_expansion: u64,
    /// Whether files and folders whose name begins with a dot are read.
    pub hidden: bool,
    /// Whether links are followed out of the corpus folder and to folders; else only to files inside it.
    pub follow_links: bool,
    /// Names of record fields where they are not isnad's own: `text = "body"`, `published = "date"`.
    pub fields: BTreeMap<String, String>,
}

impl Default for Read {
    fn default() -> Read {
        // 64 MB: the longest honest article is a few MB; 200x: text compresses 3-20x, a bomb 1000x.
        Read {
            exclude: vec![],
            max_document_bytes: 64_000_000,
            max_expansion: 200,
            hidden: false,
            follow_links: false,
            fields: BTreeMap::new(),
        }
    }
}

/// `full` or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CleanMode {
    /// Strip what is not the article.
    Full,
    /// The corpus is clean text already: blocks are split at blank lines, nothing but white space is left out.
    None,
}

/// `[clean]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clean {
    /// More boilerplate phrases: TSV files like `src/clean/phrases.tsv`.
    pub phrases: Vec<String>,
    /// full | none
    pub mode: CleanMode,
}

impl Default for Clean {
    fn default() -> Clean {
        Clean {
            phrases: vec![],
            mode: CleanMode::Full,
        }
    }
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// On.
    Full,
    /// Off.
    Off,
}

/// Order of numeric dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Learn it from the publisher's sure dates.
    Auto,
    /// Month, day, year.
    Mdy,
    /// Day, month, year.
    Dmy,
    /// Year, month, day.
    Ymd,
}

impl Order {
    /// The order, when it is fixed.
    pub fn fixed(self) -> Option<DateOrder> {
        match self {
            Order::Auto => None,
            Order::Mdy => Some(DateOrder::Mdy),
            Order::Dmy => Some(DateOrder::Dmy),
            Order::Ymd => Some(DateOrder::Ymd),
        }
    }
}

/// `[dates]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// full | off
    pub mode: Mode,
    /// auto | mdy | dmy | ymd
    pub date_order: Order,
    /// The same for single publishers.
    pub publishers: BTreeMap<String, Order>,
}

impl Default for Dates {
    fn default() -> Dates {
        Dates {
            mode: Mode::Full,
            date_order: Order::Auto,
            publishers: BTreeMap::new(),
        }
    }
}

/// `[entities]`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct EntitySettings {
    /// CSV files: key,type,name,kind,lang,ids,lat,lon,country.
    pub gazetteers: Vec<String>,
    /// CSV files: left,right,type,judgement.
    pub decisions: Vec<String>,
    /// CSV file: entity_id,type,name_key,merged_into; an input.
    pub ledger: Option<String>,
}

/// `[dedupe]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dedupe {
    /// full | off
    pub mode: Mode,
    /// Jaccard similarity from which two documents are near copies.
    pub near: f64,
    /// Share of the shorter document from which it is contained in the longer.
    pub contained: f64,
}

impl Default for Dedupe {
    fn default() -> Dedupe {
        Dedupe {
            mode: Mode::Full,
            near: crate::dedupe::NEAR_COPY,
            contained: crate::dedupe::CONTAINED,
        }
    }
}

/// How CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CsvFlavour {
    /// RFC 4180, empty unquoted cell = NULL.
    Plain,
    /// The same with a BOM, and an apostrophe before what a spreadsheet would run.
    Spreadsheet,
    /// No CSV files.
    None,
}

/// Whether the tables hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextMode {
    /// Yes.
    Full,
    /// No: `text` columns NULL, `sources` empty.
    None,
}

/// `[write]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Write {
    /// plain | spreadsheet | none
    pub csv: CsvFlavour,
    /// full | none
    pub text: TextMode,
}

impl Default for Write {
    fn default() -> Write {
        Write {
            csv: CsvFlavour::Plain,
            text: TextMode::Full,
        }
    }
}

impl Settings {
    /// The settings of a pipeline file.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, or has an unknown or mistyped key; the message names file and line.
    pub fn load(file: &Path) -> Result<Settings> {
        let shown = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|e| {
            Error::new(format!(
                "cannot read the pipeline file {shown}: {} (give its path, or run where pipelines/sample.toml is)",
                io_words(&e)
            ))
        })?;
        let mut settings = Settings::parse(&text, &shown)?;
        settings.base = file
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
            .to_path_buf();
        Ok(settings)
    }

    /// The settings in a TOML text; `file` is for messages.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn parse(text: &str, file: &str) -> Result<Settings> {
        let mut settings: Settings = toml::from_str(text).map_err(|e| {
            let line = e
                .span()
                .map(|s| format!(", line {}", text[..s.start.min(text.len())].matches('\n').count() + 1))
                .unwrap_or_default();
            Error::new(format!(
                "cannot understand {file}{line}: {}",
                e.message().replace('\n', " ")
            ))
        })?;
        settings.file = file.to_string();
        settings.base = PathBuf::from(".");
        for (key, share) in [("near", settings.dedupe.near), ("contained", settings.dedupe.contained)] {
            if !(0.0..=1.0).contains(&share) {
                return Err(Error::new(format!(
                    "cannot understand {file}: [dedupe] {key} = {share} is no share (give a number from 0 to 1)"
                )));
            }
        }
        settings
            .dataset
            .check()
            .map_err(|e| Error::new(format!("cannot understand {file}: {e}")))?;
        for (key, empty) in [
            ("corpus", settings.corpus.is_empty()),
            ("output", settings.output.trim().is_empty()),
        ] {
            if empty {
                return Err(Error::new(format!(
                    "cannot understand {file}: {key} is empty (name a folder)"
                )));
            }
        }
        settings
            .assert
            .check()
            .map_err(|e| Error::new(format!("cannot understand {file}: {e}")))?;
        Ok(settings)
    }

    /// A path of the pipeline file, relative to the working directory.
    pub fn path(&self, relative: &str) -> PathBuf {
        if self.base == Path::new(".") {
            PathBuf::from(relative)
        } else {
            self.base.join(relative)
        }
    }

    /// A path of the pipeline file as a person at the keyboard would write it: `pipelines/../output` is `output`.
    pub fn shown(&self, relative: &str) -> String {
        let mut parts: Vec<std::ffi::OsString> = Vec::new();
        for part in self.path(relative).components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                    parts.pop();
                }
                part => parts.push(part.as_os_str().to_owned()),
            }
        }
        parts.iter().collect::<PathBuf>().display().to_string()
    }

    /// 1-based line of the pipeline file that first holds `needle` in quotes, for messages.
    pub fn line_of(&self, needle: &str) -> Option<usize> {
        let text = std::fs::read_to_string(self.base.join(Path::new(&self.file).file_name()?)).ok()?;
        let quoted = [format!("\"{needle}\""), format!("'{needle}'")];
        text.lines()
            .position(|l| quoted.iter().any(|q| l.contains(q.as_str())))
            .map(|i| i + 1)
    }
}

/// Whether a text is a year, a month or a day of ISO 8601.
fn is_date(text: &str) -> bool {
    match text.len() {
        4 => text.bytes().all(|b| b.is_ascii_digit()),
        7 => format!("{text}-01").parse::<jiff::civil::Date>().is_ok(),
        _ => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_metadata_cannot_say_is_refused() {
        let with = |dataset: &str| {
            Settings::parse(
                &format!("corpus = ['in']\noutput = 'out'\n[dataset]\n{dataset}\n"),
                "p.toml",
            )
        };
        for (dataset, told) in [
            ("license = ''", "[dataset] license is empty"),
            ("title = ' \\t'", "[dataset] title is empty"),
            ("license = 'MIT OR '", "nothing on one side"),
            ("license = ' OR MIT'", "nothing on one side"),
            ("license = 'MIT OR OR X'", "nothing on one side"),
            ("published = 'May'", "is no date"),
        ] {
            let dataset = dataset.replace("\\t", "\t");
            let error = with(&dataset).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(error.contains(told), "{dataset}: {error}");
        }
        let licences = |text: &str| with(&format!("license = '{text}'")).unwrap().dataset.licences();
        assert_eq!(licences("MIT OR  CC BY 4.0"), ["MIT", "CC BY 4.0"]);
        assert_eq!(licences("GPL-2.0 or later"), ["GPL-2.0 or later"]);
        assert!(with("name = 'x'").unwrap().dataset.licences().is_empty());
    }
}
