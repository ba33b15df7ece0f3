//! Every check of `isnad validate` can fail: the dataset of the sample corpus is broken in one way each, and the check
//! whose business it is must tell. A new check costs a line here.

mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use isnad::validate;
use polars::prelude::*;
use program::{Project, repository};
use rayon::prelude::*;

/// A way to break a table, and the check that tells.
struct Break(&'static str, &'static str, &'static str, fn(&mut Frame));

const BREAKS: &[Break] = &[
    Break("a column is gone", "documents", "columns", |f| {
        f.0 = f.0.drop("title").unwrap()
    }),
    Break("a column too many", "dates", "columns", |f| {
        let more = f.0.column("value").unwrap().clone().with_name("extra".into());
        f.0.with_column(more).unwrap();
    }),
    Break("a number too long", "documents", "types", |f| {
        f.cast("words", &DataType::Int64)
    }),
    Break("labels as plain text", "segments", "types", |f| {
        f.cast("kind", &DataType::String)
    }),
    Break("NULL where there must be a value", "documents", "nulls", |f| {
        f.set("source_path", 0, AnyValue::Null)
    }),
    Break("'' for NULL", "documents", "empty", |f| f.set("title", 0, text(""))),
    Break("an unknown label", "segments", "labels", |f| {
        f.set("kind", 0, text("poem"))
    }),
    Break("a score above 1", "mentions", "ranges", |f| {
        f.set("score", 0, AnyValue::Float32(1.5))
    }),
    Break("a score that is no number", "mentions", "ranges", |f| {
        f.set("score", 0, AnyValue::Float32(f32::NAN))
    }),
    Break("less than nothing", "documents", "ranges", |f| {
        f.set("replaced_chars", 0, AnyValue::Int32(-1))
    }),
    Break("a row twice", "entities", "keys", |f| f.repeat(0)),
    Break("a row twice, its key being two columns", "entity_names", "keys", |f| {
        f.repeat(1)
    }),
    Break("two rows change places", "documents", "order", |f| f.swap(0, 1)),
    Break("two rows of a document change places", "sentences", "order", |f| {
        f.swap(0, 1)
    }),
    Break("two rows of the timeline change places", "entity_dates", "order", |f| {
        f.swap(0, 1)
    }),
    Break("a mention of nobody", "mentions", "references", |f| {
        let row = f.row(|f, r| !f.null("entity_id", r));
        f.set("entity_id", row, text("nobody"));
    }),
    Break("evidence that is nowhere", "entity_names", "references", |f| {
        let row = f.row(|f, r| !f.null("evidence_mention_id", r));
        f.set("evidence_mention_id", row, text("nowhere/m0"));
    }),
    Break("rows of no document", "sentences", "references", |f| {
        f.set("doc_id", 0, text("!"))
    }),
    Break("another text", "mentions", "offsets", |f| {
        f.set("text", 0, text("Nobody"))
    }),
    Break("a text that is not there", "sentences", "offsets", |f| {
        f.set("text", 0, AnyValue::Null)
    }),
    Break("another text of a segment", "segments", "offsets", |f| {
        f.set("text", 0, text("Nothing"))
    }),
    Break("an offset that is one too high", "dates", "offsets", |f| {
        f.add("char_start", 0, 1)
    }),
    Break("a source offset that is too high", "dates", "source offsets", |f| {
        f.add("src_end", 0, 5)
    }),
    Break(
        "a removed text that is another",
        "removed_spans",
        "source offsets",
        |f| f.set("text", 0, text("Nothing")),
    ),
    Break("a sentence beyond its segment", "sentences", "inside", |f| {
        f.add("char_end", 0, 10_000)
    }),
    Break("a date in another sentence", "dates", "inside", |f| {
        let row = f.row(|f, r| f.text("doc_id", r) != f.text("doc_id", 0));
        f.set("sentence_id", 0, text(&f.text("sentence_id", row)));
    }),
    Break("a removed span beyond the source", "removed_spans", "inside", |f| {
        f.add("src_end", 0, 1_000_000)
    }),
    Break("two mentions in one place", "mentions", "overlaps", |f| {
        let row = f.row(|f, r| r > 0 && f.text("sentence_id", r) == f.text("sentence_id", r - 1));
        let start = f.int("char_start", row - 1);
        f.set("char_start", row, AnyValue::Int32(start));
    }),
    Break("an id of another place", "dates", "ids", |f| {
        f.set("date_id", 0, text("!/t0"))
    }),
    Break("an index left out", "sentences", "index", |f| {
        f.add("sentence_index", 0, 1)
    }),
    Break("a document without text", "documents", "text", |f| {
        let row = f.row(|f, r| f.text("status", r) == "ok");
        f.set("text", row, AnyValue::Null);
    }),
    Break("a source text left out", "sources", "vanished", |f| {
        f.set("text", 0, text("Now what is this?"))
    }),
    Break("a source text that is gone", "documents", "text", |_| {}),
    Break("characters miscounted", "documents", "counts", |f| f.add("chars", 0, 1)),
    Break("source characters miscounted", "documents", "counts", |f| {
        f.add("source_chars", 0, 1)
    }),
    Break("words miscounted", "documents", "counts", |f| f.add("words", 0, 1)),
    Break("words of a segment miscounted", "segments", "counts", |f| {
        f.add("words", 0, 1)
    }),
    Break("two segments in one place", "segments", "apart", |f| {
        let start = f.int("src_start", 0);
        f.set("src_start", 1, AnyValue::Int32(start));
    }),
    Break("two removed spans in one place", "removed_spans", "apart", |f| {
        let row = f.row(|f, r| r > 0 && f.text("doc_id", r) == f.text("doc_id", r - 1));
        let end = f.int("src_end", row);
        f.set("src_end", row - 1, AnyValue::Int32(end));
    }),
    Break(
        "a removed span that runs into a segment",
        "removed_spans",
        "borders",
        |f| {
            let row = f.row(|f, r| f.text("reason", r) != "markup" && f.int("src_start", r) == 0);
            f.add("src_end", row, 8);
        },
    ),
    Break("a repeat without a twin", "removed_spans", "twins", |f| {
        let row = f.row(|f, r| f.text("reason", r) == "duplicate_within");
        f.set("twin_start", row, AnyValue::Null);
        f.set("twin_end", row, AnyValue::Null);
    }),
    Break("a repeat whose twin was removed", "removed_spans", "twins", |f| {
        let row = f.row(|f, r| f.text("reason", r) == "duplicate_within");
        let (start, end) = (f.int("src_start", row), f.int("src_end", row));
        f.set("twin_start", row, AnyValue::Int32(start));
        f.set("twin_end", row, AnyValue::Int32(end));
    }),
    Break("a blank line too many", "segments", "layout", |f| {
        f.add("char_start", 1, -1)
    }),
    Break("a removed span left out", "sources", "vanished", |_| {}),
    Break("a letter changed in the clean text", "documents", "clean text", |f| {
        let row = f.row(|f, r| f.text("text", r).contains('e'));
        f.set("text", row, text(&f.text("text", row).replacen('e', "o", 1)));
    }),
    Break("a mention counted twice", "entities", "counts", |f| {
        f.add("mentions", 0, 1)
    }),
    Break("a document counted twice", "entities", "counts", |f| {
        f.add("documents", 0, 1)
    }),
    Break("mentioned later than published", "entities", "periods", |f| {
        let row = f.row(|f, r| !f.null("first_published", r));
        f.add("first_published", row, -1);
    }),
    Break("a pair counted twice", "cooccurrences", "counts", |f| {
        f.add("sentences", 0, 1)
    }),
    Break("a pair left out", "cooccurrences", "counts", |f| f.remove(0)),
    Break("a pair the other way round", "cooccurrences", "pairs", |f| {
        let (a, b) = (f.text("entity_a", 0), f.text("entity_b", 0));
        f.set("entity_a", 0, text(&b));
        f.set("entity_b", 0, text(&a));
    }),
    Break("a pair closer than it is", "cooccurrences", "npmi", |f| {
        let row = f.row(|f, r| !f.null("npmi", r));
        f.set("npmi", row, AnyValue::Float32(-0.125));
    }),
    Break("a date left out of the timeline", "entity_dates", "counts", |f| {
        f.remove(0)
    }),
    Break("a date that differs in the timeline", "entity_dates", "counts", |f| {
        f.set("value", 0, text("1812"))
    }),
    Break("a copy of a copy", "documents", "copies", |f| {
        let copy = f.row(|f, r| !f.null("duplicate_of", r));
        let other = f.row(|f, r| f.null("duplicate_of", r));
        f.set("duplicate_of", other, text(&f.text("doc_id", copy)));
    }),
    Break("a copy that is not told", "duplicates", "copies", |f| {
        let row = f.row(|f, r| f.text("relation", r) != "contained");
        f.remove(row);
    }),
    Break("a cluster of another name", "duplicates", "copies", |f| {
        let row = f.row(|f, r| f.text("relation", r) != "contained");
        f.set("cluster_id", row, text("!"));
    }),
    Break("a part with a cluster", "duplicates", "copies", |f| {
        let row = f.row(|f, r| !f.null("cluster_id", r));
        f.set("relation", row, text("contained"));
    }),
    Break("a date that is no date", "documents", "forms", |f| {
        f.set("published", 0, text("20 June 2024"))
    }),
    Break("a date that says something else", "documents", "forms", |f| {
        f.set("published", 0, text("0001-01"))
    }),
    Break("a hash that is none", "documents", "forms", |f| {
        f.set("source_blake3", 0, text("XYZ"))
    }),
    Break("a path from the root", "documents", "forms", |f| {
        f.set("source_path", 0, text("/etc/passwd"))
    }),
    Break("a period that ends first", "dates", "periods", |f| {
        let row = f.row(|f, r| !f.null("end_date", r));
        f.add("end_date", row, -800_000);
    }),
    Break("a message of two lines", "diagnostics", "forms", |f| {
        f.set("message", 0, text("one\ntwo"))
    }),
    Break("a cell that the CSV file has not", "documents", "csv", |f| {
        f.set("url", 0, text("https://example.org/new"))
    }),
    Break("a list that the CSV file has not", "documents", "csv", |f| {
        let names = Series::new("".into(), ["Nobody At All"]);
        f.set("authors", 0, AnyValue::List(names));
    }),
    Break("a row that the CSV file has not", "entity_ids", "csv", |f| f.remove(0)),
];

/// Breaks of the files, and the table and check that tell.
struct FileBreak(&'static str, &'static str, &'static str, fn(&Path));

const FILE_BREAKS: &[FileBreak] = &[
    FileBreak("a table is gone", "segments", "files", |d| {
        fs::remove_file(d.join("segments.parquet")).unwrap()
    }),
    FileBreak("a table is cut short", "segments", "readable", |d| {
        cut(&d.join("segments.parquet"))
    }),
    FileBreak("a table is no table", "segments", "readable", |d| {
        fs::write(d.join("segments.parquet"), "hello").unwrap()
    }),
    FileBreak("a table without metadata", "sources", "metadata", |d| {
        write(d, "sources", read(d, "sources").0, vec![])
    }),
    FileBreak("a CSV file is gone", "segments", "files", |d| {
        fs::remove_file(d.join("segments.csv")).unwrap()
    }),
    FileBreak("a CSV file is cut short", "segments", "csv", |d| {
        cut(&d.join("segments.csv"))
    }),
    FileBreak("a CSV file with another header", "dates", "csv", |d| {
        replace(d, "dates.csv", "date_id,", "id,")
    }),
    FileBreak("'' for NULL in a CSV file", "documents", "csv", |d| {
        replace(d, "documents.csv", ",,", ",\"\",")
    }),
    FileBreak("a row too many in a CSV file", "mentions", "csv", |d| {
        let text = fs::read_to_string(d.join("mentions.csv")).unwrap();
        fs::write(
            d.join("mentions.csv"),
            format!("{text}{}\n", text.lines().last().unwrap()),
        )
        .unwrap();
    }),
    FileBreak("no description", PACKAGE, "package", |d| {
        fs::remove_file(d.join(PACKAGE)).unwrap()
    }),
    FileBreak("a description that is no JSON", PACKAGE, "package", |d| {
        cut(&d.join(PACKAGE))
    }),
    FileBreak("a file that is not described", PACKAGE, "package", |d| {
        replace(d, PACKAGE, "\"dates.csv\"", "\"sources.csv\"")
    }),
    FileBreak("a description of a file that is not there", PACKAGE, "package", |d| {
        replace(d, PACKAGE, "\"dates.csv\"", "\"d.csv\"")
    }),
    FileBreak("a description of a file elsewhere", PACKAGE, "package", |d| {
        replace(d, PACKAGE, "\"dates.csv\"", "\"../dates.csv\"")
    }),
    FileBreak("a description of a device", PACKAGE, "package", |d| {
        replace(d, PACKAGE, "\"dates.csv\"", "\"/dev/zero\"")
    }),
    FileBreak("a description that is a link", PACKAGE, "package", |d| link(d, PACKAGE)),
    FileBreak("a table that is a link", "dates", "readable", |d| {
        link(d, "dates.parquet")
    }),
    FileBreak("a CSV file that is a link", PACKAGE, "package", |d| {
        link(d, "dates.csv")
    }),
    FileBreak("a pipe for a description", PACKAGE, "package", |d| pipe(d, PACKAGE)),
    FileBreak("a pipe for a table", "dates", "readable", |d| pipe(d, "dates.parquet")),
    FileBreak("a pipe for a CSV file", "csv", "readable", |d| pipe(d, "dates.csv")),
    FileBreak("a CSV file of another flavour", "dates", "csv", |d| {
        let text = fs::read_to_string(d.join("dates.csv")).unwrap();
        fs::write(d.join("dates.csv"), format!("\u{feff}{text}")).unwrap();
    }),
    FileBreak("CSV files that were not written", PACKAGE, "csv", |d| {
        replace(d, PACKAGE, "\"csv\": \"plain\"", "\"csv\": \"none\"")
    }),
    FileBreak("a file changed by hand", PACKAGE, "package", |d| {
        let mut bytes = fs::read(d.join("dates.parquet")).unwrap();
        let at = bytes.windows(7).rposition(|w| w == b"version").unwrap();
        bytes[at] = b'V';
        fs::write(d.join("dates.parquet"), bytes).unwrap();
    }),
];

const PACKAGE: &str = "datapackage.json";

/// The dataset of the sample corpus.
static SOUND: LazyLock<Project> = LazyLock::new(|| built(""));

fn built(settings: &str) -> Project {
    let project = Project::new();
    let path = |relative| format!("{:?}", repository(relative).display().to_string());
    let (corpus, gazetteer) = (path("corpus/sample"), path("pipelines/gazetteer.csv"));
    let text = format!(
        "corpus = [{corpus}]\noutput = \"out\"\n[read]\nexclude = [\"README.md\"]\n[entities]\ngazetteers = [{gazetteer}]\n{settings}\n"
    );
    fs::write(project.path("p.toml"), text).unwrap();
    let done = project.isnad(&["run", "p.toml"]);
    assert!(matches!(done.code, 0 | 3), "{}", done.stderr);
    project
}

#[test]
fn the_sample_is_sound_with_and_without_texts_and_for_spreadsheets() {
    let project = built("[write]\ntext = \"none\"");
    let spreadsheet = built("[write]\ncsv = \"spreadsheet\"");
    let bare = built("[write]\ncsv = \"none\"");
    for dir in [
        SOUND.path("out"),
        project.path("out"),
        spreadsheet.path("out"),
        bare.path("out"),
    ] {
        assert_eq!(findings(&dir), Vec::<String>::new());
    }
}

#[test]
fn every_check_of_tables_can_fail() {
    let silent: Vec<&str> = BREAKS
        .par_iter()
        .filter(|Break(what, table, check, how)| {
            let copy = copy(&SOUND.path("out"));
            match *what {
                "a source text that is gone" => edit(copy.path(), "sources", |f| f.remove(0)),
                "a removed span left out" => edit(copy.path(), "removed_spans", |f| f.remove(0)),
                _ => edit(copy.path(), table, how),
            }
            !tells(copy.path(), table, check)
        })
        .map(|b| b.0)
        .collect();
    assert_eq!(silent, [""; 0], "nobody told of these");
}

#[test]
fn every_check_of_files_can_fail() {
    for FileBreak(what, table, check, how) in FILE_BREAKS {
        let copy = copy(&SOUND.path("out"));
        how(copy.path());
        assert!(
            tells(copy.path(), table, check),
            "nobody told of {what}: {:#?}",
            findings(copy.path())
        );
    }
}

#[test]
fn a_dataset_without_texts_has_none() {
    let project = built("[write]\ntext = \"none\"");
    for (table, column) in [
        ("segments", "text"),
        ("sentences", "text"),
        ("removed_spans", "text"),
        ("documents", "text"),
    ] {
        let copy = copy(&project.path("out"));
        edit(copy.path(), table, |f| f.set(column, 0, text("What is this?")));
        assert!(
            !findings(copy.path())
                .iter()
                .all(|f| f.starts_with(PACKAGE) || f.contains("[csv]")),
            "{table}"
        );
    }
}

#[test]
fn writing_a_table_again_is_told_by_its_hash_only() {
    for table in isnad::tables::names() {
        let copy = copy(&SOUND.path("out"));
        edit(copy.path(), table, |_| {});
        assert!(
            findings(copy.path()).iter().all(|f| f.starts_with(PACKAGE)),
            "{:#?}",
            findings(copy.path())
        );
    }
}

#[test]
fn a_folder_without_a_dataset_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        validate::dataset(folder.path())
            .unwrap_err()
            .to_string()
            .contains("holds no dataset")
    );
    assert!(
        validate::dataset(&folder.path().join("none"))
            .unwrap_err()
            .to_string()
            .contains("no such file or folder")
    );
}

fn findings(dir: &Path) -> Vec<String> {
    validate::dataset(dir).unwrap().iter().map(|f| f.to_string()).collect()
}

fn tells(dir: &Path, table: &str, check: &str) -> bool {
    validate::dataset(dir)
        .unwrap()
        .iter()
        .any(|f| f.table == table && f.check == check)
}

/// A copy of a dataset, to break.
fn copy(dataset: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(dataset).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

fn cut(file: &Path) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
}

/// Moves a file to another folder and leaves a link to it.
fn link(dir: &Path, file: &str) {
    let elsewhere = dir.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::rename(dir.join(file), elsewhere.join(file)).unwrap();
    std::os::unix::fs::symlink(elsewhere.join(file), dir.join(file)).unwrap();
}

/// Puts a pipe, which nobody ever writes to, in place of a file.
fn pipe(dir: &Path, file: &str) {
    fs::remove_file(dir.join(file)).unwrap();
    let made = std::process::Command::new("mkfifo").arg(dir.join(file)).status();
    assert!(made.unwrap().success());
}

fn replace(dir: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(dir.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(dir.join(file), text.replacen(from, to, 1)).unwrap();
}

type Metadata = Vec<(String, String)>;

fn edit(dir: &Path, table: &str, how: impl Fn(&mut Frame)) {
    let (frame, metadata) = read(dir, table);
    let mut frame = Frame(frame);
    how(&mut frame);
    write(dir, table, frame.0, metadata);
}

fn place(dir: &Path, table: &str) -> PathBuf {
    dir.join(format!("{table}.parquet"))
}

/// A table and what its metadata says.
fn read(dir: &Path, table: &str) -> (DataFrame, Metadata) {
    let mut reader = ParquetReader::new(fs::File::open(place(dir, table)).unwrap());
    let metadata = reader
        .get_metadata()
        .unwrap()
        .key_value_metadata()
        .clone()
        .unwrap_or_default();
    let metadata = metadata.into_iter().filter(|kv| kv.key != "ARROW:schema");
    let metadata = metadata.map(|kv| (kv.key, kv.value.unwrap_or_default())).collect();
    (reader.finish().unwrap(), metadata)
}

fn write(dir: &Path, table: &str, mut frame: DataFrame, metadata: Metadata) {
    let file = fs::File::create(place(dir, table)).unwrap();
    let metadata = KeyValueMetadata::from_static(metadata);
    ParquetWriter::new(file)
        .with_key_value_metadata(Some(metadata))
        .finish(&mut frame)
        .unwrap();
}

fn text(text: &str) -> AnyValue<'static> {
    AnyValue::StringOwned(text.into())
}

/// A table to break.
struct Frame(DataFrame);

impl Frame {
    fn text(&self, column: &str, row: usize) -> String {
        let cell = self.0.column(column).unwrap().cast(&DataType::String).unwrap();
        cell.str().unwrap().get(row).unwrap_or_default().to_string()
    }

    fn int(&self, column: &str, row: usize) -> i32 {
        let cell = self.0.column(column).unwrap().cast(&DataType::Int32).unwrap();
        cell.i32().unwrap().get(row).unwrap()
    }

    fn null(&self, column: &str, row: usize) -> bool {
        self.0.column(column).unwrap().get(row).unwrap().is_null()
    }

    /// The first row that fits.
    fn row(&self, fits: impl Fn(&Frame, usize) -> bool) -> usize {
        (0..self.0.height())
            .find(|row| fits(self, *row))
            .expect("the sample has such a row")
    }

    fn cast(&mut self, column: &str, kind: &DataType) {
        let cast = self.0.column(column).unwrap().cast(kind).unwrap();
        self.0.with_column(cast).unwrap();
    }

    fn add(&mut self, column: &str, row: usize, more: i32) {
        let kind = self.0.column(column).unwrap().dtype().clone();
        self.cast(column, &DataType::Int32);
        self.set(column, row, AnyValue::Int32(self.int(column, row) + more));
        self.cast(column, &kind);
    }

    fn set(&mut self, column: &str, row: usize, value: AnyValue<'static>) {
        let old = self.0.column(column).unwrap().clone();
        let labels = old.dtype().is_enum() || old.dtype().is_categorical();
        let old = if labels {
            old.cast(&DataType::String).unwrap()
        } else {
            old
        };
        let mut values: Vec<AnyValue> = (0..old.len()).map(|r| old.get(r).unwrap().into_static()).collect();
        values[row] = value;
        let new = Series::from_any_values_and_dtype(column.into(), &values, old.dtype(), true).unwrap();
        self.0.with_column(new.into()).unwrap();
        if labels {
            self.cast(column, &DataType::from_categories(Categories::global()));
        }
    }

    fn remove(&mut self, row: usize) {
        let head = self.0.slice(0, row);
        self.0 = head
            .vstack(&self.0.slice(row as i64 + 1, self.0.height() - row - 1))
            .unwrap();
    }

    fn repeat(&mut self, row: usize) {
        let head = self.0.slice(0, row + 1);
        self.0 = head.vstack(&self.0.slice(row as i64, self.0.height() - row)).unwrap();
    }

    fn swap(&mut self, a: usize, b: usize) {
        let mut rows: Vec<IdxSize> = (0..self.0.height() as IdxSize).collect();
        rows.swap(a, b);
        self.0 = self.0.take(&IdxCa::from_vec("".into(), rows)).unwrap();
    }
}
