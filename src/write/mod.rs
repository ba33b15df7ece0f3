//! Writing the dataset: every table as Parquet and CSV, and the files that say what is in them.
//!
//! The tables are written side by side, each by one task that sees the articles in their order; so the bytes do not
//! depend on threads or on how the articles are batched.

mod card;
mod croissant;
pub(crate) mod csv;
mod datapackage;
mod dictionary;
mod file;
mod front_matter;
mod pages;
mod parquet;
pub mod publish;
mod run;
#[cfg(test)]
mod sample;
pub(crate) mod sha256;
pub mod spill;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use card::thousands;
pub use file::{TableFiles, Written};
pub use run::RunRecord;

use crate::error::{Error, Result, io_words};
use crate::inputs::Inputs;
use crate::settings::{Settings, TextMode};
use crate::tables::{Corpus, Source, TABLES, View};
use crate::types::{Agreed, Article, Diagnostic, Entities, Level, Status};
use file::TableFile;

/// What was written, and what became of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Every table and its number of rows, in the order of the schema.
    #[serde(skip)]
    pub rows: Vec<(&'static str, u64)>,
    /// Documents that could not be read.
    pub failed: u64,
    /// Documents with a warning.
    pub warnings: u64,
    /// Documents that were not to be read.
    pub skipped: u64,
    /// Documents that copy another one.
    pub copies: u64,
    /// Paragraphs of more than 25 words that stand in several documents that are no copies of each other.
    pub syndicated: u64,
    /// Diagnostics that are errors, of documents or of the corpus.
    pub errors: u64,
    /// Code points of all source texts.
    pub source_chars: u64,
    /// Code points of all clean texts.
    pub chars: u64,
    /// Code points of all removed spans.
    pub removed_chars: u64,
    /// Mentions that are linked to no entity, those in copies too.
    pub unlinked: u64,
    /// Bytes of all files of tables.
    pub bytes: u64,
    /// How many documents are in which language.
    pub languages: BTreeMap<String, u64>,
}

impl Summary {
    /// The rows of a table.
    pub fn rows_of(&self, table: &str) -> u64 {
        self.rows
            .iter()
            .find(|(name, _)| *name == table)
            .map_or(0, |(_, rows)| *rows)
    }

    fn count(&mut self, view: &View) {
        match view.status() {
            Status::Ok => {}
            Status::Warning => self.warnings += 1,
            Status::Failed => self.failed += 1,
            Status::Skipped => self.skipped += 1,
        }
        self.copies += u64::from(view.is_copy());
        self.errors += errors(&view.article.document.diagnostics);
        self.source_chars += u64::from(view.source_chars);
        self.chars += u64::from(view.chars);
        self.removed_chars += view
            .removed
            .iter()
            .map(|r| u64::from(r.src_end - r.src_start))
            .sum::<u64>();
        let mentions = &view.article.mentions;
        self.unlinked += mentions.iter().filter(|m| view.entity(m).is_none()).count() as u64;
        if let Some(language) = view.article.language.as_deref() {
            *self.languages.entry(language.to_string()).or_default() += 1;
        }
    }
}

fn errors(diagnostics: &[Diagnostic]) -> u64 {
    diagnostics.iter().filter(|d| d.level == Level::Error).count() as u64
}

/// Writes all tables and the files that describe them (`datapackage.json`, `run.json` ...) into `dir`, which exists and is empty.
///
/// `batches` gives the articles in the order of `doc_id`, some hundreds at a time: rows of a batch are made in
/// parallel while the next batch is fetched. `diagnostics` are those that belong to no document.
///
/// # Errors
/// When a batch is one, or a file cannot be written.
pub fn dataset(
    dir: &Path,
    settings: &Settings,
    batches: &mut dyn Iterator<Item = Result<Vec<Article>>>,
    agreed: &Agreed,
    entities: &Entities,
    diagnostics: &[Diagnostic],
    inputs: &Inputs,
) -> Result<Summary> {
    let with_text = settings.write.text == TextMode::Full;
    let mut files = TABLES
        .iter()
        .map(|t| TableFile::new(dir, t, settings.write.csv))
        .collect::<Result<Vec<TableFile>>>()?;
    let mut corpus = Corpus::new(dir, agreed, entities, diagnostics)?;
    let mut summary = Summary {
        errors: errors(diagnostics),
        syndicated: agreed.syndicated,
        ..Summary::default()
    };

    let mut next = batches.next().transpose()?;
    while let Some(batch) = next {
        let (files, corpus, summary) = (&mut files, &mut corpus, &mut summary);
        let mut written = Ok(());
        next = rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                let views: Vec<View> = batch.par_iter().map(|a| View::new(a, entities, with_text)).collect();
                views.iter().for_each(|view| summary.count(view));
                written = append(files, corpus, &views);
            });
            batches.next().transpose()
        })?;
        written?;
    }

    // The tables that want the whole corpus are made side by side, too, and the others closed meanwhile.
    let tables = files
        .into_par_iter()
        .zip(TABLES)
        .with_max_len(1)
        .map(|(mut file, table)| {
            if let Source::Corpus(rows) = table.rows {
                rows(&corpus, &mut file)?;
            }
            file.end()
        })
        .collect::<Result<Vec<TableFiles>>>()?;
    drop(corpus);
    summary.rows = tables.iter().map(|t| (t.table, t.rows)).collect();
    summary.bytes = tables
        .iter()
        .flat_map(|t| [Some(&t.parquet), t.csv.as_ref()])
        .flatten()
        .map(|w| w.bytes)
        .sum();
    for (name, content) in [
        ("datapackage.json", datapackage::text(settings, &tables)),
        ("croissant.json", croissant::text(settings, &tables)),
        ("README.md", card::text(settings, &summary)),
        ("DATA_DICTIONARY.md", dictionary::text()),
        (run::NAME, RunRecord::new(inputs, &summary).text()),
    ] {
        std::fs::write(dir.join(name), content)
            .map_err(|e| Error::new(format!("cannot write {name}: {}", io_words(&e))))?;
    }
    Ok(summary)
}

/// Appends the rows of some articles to every table, and counts them for the whole corpus.
fn append(files: &mut [TableFile], corpus: &mut Corpus, views: &[View]) -> Result<()> {
    let (counted, tables) = rayon::join(
        || views.iter().try_for_each(|view| corpus.add(view)),
        || {
            files
                .par_iter_mut()
                .zip(TABLES)
                .with_max_len(1)
                .try_for_each(|(file, table)| {
                    if let Source::Articles(rows) = table.rows {
                        views.iter().for_each(|view| rows(view, file));
                    }
                    file.check()
                })
        },
    );
    counted.and(tables)
}

#[cfg(test)]
mod tests {
    use polars::prelude::*;

    use super::sample::*;
    use super::*;

    /// Two documents and a copy of the first, which has a name that only it has.
    fn corpus() -> (Vec<Article>, Agreed, Entities) {
        let names = || vec![person("Ali Khan"), person("Sara Aziz")];
        let mut a = article("a.txt", names());
        removed(&mut a, "Skip to قائمة");
        kept(
            &mut a,
            &[
                Part::Text("قال "),
                Part::Cut("**"),
                Part::Mention("Ali Khan", Some(0)),
                Part::Cut("**"),
                Part::Text("."),
            ],
        );
        kept(
            &mut a,
            &[
                Part::Text("On "),
                Part::Date("6 December 2019"),
                Part::Space("\n"),
                Part::Mention("Sara  Aziz", Some(1)),
                Part::Text(" met "),
                Part::Mention("Khan", Some(0)),
                Part::Text("."),
                Part::Stop,
                Part::Mention("Somebody", None),
                Part::Text(" 😀, \"too\"."),
            ],
        );
        let mut b = a.clone();
        b.document.doc_id = "b.txt".into();
        b.document.source_path = "b.txt".into();
        b.duplicate_of = Some("a.txt".into());
        let mut c = article("c.jsonl#1", names());
        kept(&mut c, &[Part::Mention("Sara Aziz", Some(1)), Part::Text(" spoke.")]);
        let diagnostic = |message: &str| Diagnostic {
            source_path: "c.jsonl".into(),
            doc_id: Some("c.jsonl#1".into()),
            code: "W102-invalid-utf8".into(),
            level: Level::Warning,
            message: message.into(),
            at: Some(5),
        };
        c.document.diagnostics = vec![diagnostic("two\nlines"), diagnostic("again")];
        let mut d = article("d.txt", vec![]);
        d.document.status = Status::Failed;
        d.published = None;
        let list = vec![
            entity("per-ali", "Ali Khan"),
            entity("per-nobody", "Nobody"),
            entity("per-sara", "Sara Aziz"),
        ];
        let of = names().into_iter().zip([0, 2]).collect();
        (
            vec![a, b, c, d],
            Agreed::default(),
            Entities {
                list,
                of,
                merges: vec![],
            },
        )
    }

    fn write(batch: usize, change: fn(&mut Settings)) -> (tempfile::TempDir, Summary) {
        let mut settings = Settings::parse("corpus = ['in']\noutput = 'out'\n", "test.toml").unwrap();
        change(&mut settings);
        let (articles, agreed, entities) = corpus();
        let dir = tempfile::tempdir().unwrap();
        let mut batches = articles.chunks(batch).map(|b| Ok(b.to_vec()));
        let summary = dataset(
            dir.path(),
            &settings,
            &mut batches,
            &agreed,
            &entities,
            &[],
            &Inputs::default(),
        )
        .unwrap();
        (dir, summary)
    }

    /// The cells of a column, as CSV would show them; NULL as `-`.
    fn column(dir: &tempfile::TempDir, table: &str, column: &str) -> Vec<String> {
        let file = std::fs::File::open(dir.path().join(format!("{table}.parquet"))).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        let cells = frame.column(column).unwrap().cast(&DataType::String).unwrap();
        cells
            .str()
            .unwrap()
            .iter()
            .map(|c| c.unwrap_or("-").to_string())
            .collect()
    }

    #[test]
    fn offsets_count_characters_and_give_the_text_back() {
        let (dir, summary) = write(10, |_| {});
        assert_eq!(summary.rows_of("documents"), 4);
        let text = &column(&dir, "documents", "text")[0];
        let source = &column(&dir, "sources", "text")[0];
        for table in ["segments", "sentences", "dates", "mentions"] {
            let [texts, starts, ends] = ["text", "char_start", "char_end"].map(|c| column(&dir, table, c));
            let docs = column(&dir, table, "doc_id");
            for i in (0..texts.len()).filter(|i| docs[*i] == "a.txt") {
                let [start, end] = [&starts, &ends].map(|n| n[i].parse::<usize>().unwrap());
                assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), texts[i]);
            }
        }
        assert_eq!(column(&dir, "mentions", "mention_id")[..2], ["a.txt/m21", "a.txt/m55"]);
        assert_eq!(source.chars().skip(21).take(8).collect::<String>(), "Ali Khan");
        assert_eq!(
            column(&dir, "removed_spans", "text")[..3],
            ["Skip to قائمة", "**", "**"]
        );
        assert_eq!(column(&dir, "documents", "status"), ["ok", "ok", "warning", "failed"]);
    }

    #[test]
    fn copies_keep_their_rows_and_do_not_count() {
        let (dir, summary) = write(1, |_| {});
        assert_eq!(summary.copies, 1);
        assert_eq!(column(&dir, "entities", "entity_id"), ["per-ali", "per-sara"]);
        assert_eq!(column(&dir, "entities", "mentions"), ["2", "2"]);
        assert_eq!(column(&dir, "entities", "documents"), ["1", "2"]);
        assert_eq!(column(&dir, "entities", "first_published")[0], "2020-02-01");
        assert_eq!(column(&dir, "entity_names", "name"), ["Ali Khan", "Khan", "Sara Aziz"]);
        assert_eq!(column(&dir, "entity_names", "evidence_mention_id")[2], "a.txt/m55");
        assert_eq!(column(&dir, "cooccurrences", "sentences"), ["1"]);
        assert_eq!(
            column(&dir, "entity_dates", "date_id"),
            ["a.txt/t39", "b.txt/t39", "a.txt/t39", "b.txt/t39"]
        );
        assert_eq!(
            column(&dir, "diagnostics", "diagnostic_id"),
            ["c.jsonl/d0001", "c.jsonl/d0002"]
        );
        assert_eq!(column(&dir, "diagnostics", "message"), ["two\\nlines", "again"]);
    }

    #[test]
    fn the_same_bytes_for_any_batches_and_threads() {
        let bytes = |batch, threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let (dir, _) = pool.install(|| write(batch, |_| {}));
            let mut files: Vec<_> = std::fs::read_dir(dir.path())
                .unwrap()
                .map(|f| f.unwrap().path())
                .collect();
            files.sort();
            files
                .iter()
                .map(|f| (f.file_name().unwrap().to_owned(), std::fs::read(f).unwrap()))
                .collect::<Vec<_>>()
        };
        let one = bytes(10, 1);
        assert_eq!(one.len(), 15 * 2 + 5);
        assert!(one == bytes(1, 4) && one == bytes(3, 2));
    }

    #[test]
    fn without_text_the_facts_stay() {
        let (dir, _) = write(10, |s| s.write.text = TextMode::None);
        assert_eq!(column(&dir, "documents", "text"), ["-"; 4]);
        assert_eq!(column(&dir, "sentences", "text")[0], "-");
        assert_eq!(column(&dir, "removed_spans", "text")[0], "-");
        assert!(column(&dir, "sources", "doc_id").is_empty());
        assert_eq!(column(&dir, "mentions", "text")[0], "Ali Khan");
        assert_eq!(column(&dir, "dates", "text")[0], "6 December 2019");
        let csv = std::fs::read_to_string(dir.path().join("documents.csv")).unwrap();
        assert!(csv.lines().nth(4).unwrap().contains(",[],"), "{csv}");
    }

    #[test]
    fn an_error_among_the_articles_ends_the_writing() {
        let settings = Settings::parse("corpus = ['in']\noutput = 'out'\n", "test.toml").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let mut batches = vec![Ok(vec![]), Err(Error::new("cannot go on"))].into_iter();
        let (agreed, entities) = Default::default();
        assert!(
            dataset(
                dir.path(),
                &settings,
                &mut batches,
                &agreed,
                &entities,
                &[],
                &Inputs::default()
            )
            .is_err()
        );
    }
}
