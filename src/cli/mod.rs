//! The commands, one file each. Messages go to stderr, data to stdout; no command ever opens a network connection.

mod cache;
mod check;
mod diff;
mod explain;
mod init;
mod names;
mod places;
mod progress;
mod report;
mod run;
mod schema;
mod validate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use report::{Format, Report};

/// Turn a folder of messy, web-scraped articles (English and Arabic) into clean, linked tables.
///
/// isnad strips leftover boilerplate, reduces an article pasted twice to one, finds copies across publishers, normalises
/// dates, and finds persons, organisations and places whatever their spelling. It writes fifteen tables in Parquet and CSV;
/// every row says where it came from, and nothing vanishes: what was removed is a table too.
#[derive(Parser)]
#[command(name = "isnad", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
A first run:
  isnad run pipelines/sample.toml     build the sample dataset into output/sample
  isnad validate output/sample        check it by itself
  isnad check pipelines/sample.toml   is it still what the corpus gives? (for CI)
  isnad diff old/sample output/sample what differs between two datasets
  isnad schema mentions               what the columns of a table mean
  isnad init my-dataset               a folder to start from, with your own articles

Environment: RAYON_NUM_THREADS limits the threads (default: all cores); NO_COLOR turns colours off.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// How messages are written to stderr: for people, as one JSON object a line, or as GitHub annotations
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    message_format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Build the dataset of a pipeline file
    ///
    /// Reads the corpus, writes all tables to the output folder and replaces what was there in one step: a run that fails or
    /// is killed leaves the old dataset whole. Exit code: 0 built; 3 built, but some inputs could not be read (they are rows of
    /// documents with status failed, and of diagnostics); 2 nothing was written.
    #[command(after_help = PIPELINE_HELP)]
    Run {
        /// The pipeline file
        #[arg(default_value = "pipelines/sample.toml")]
        pipeline: PathBuf,
        #[command(flatten)]
        cache: cache::CacheArguments,
    },
    /// Is the committed dataset what the corpus gives now?
    ///
    /// Builds the dataset of the pipeline file in a temporary folder and compares it with the output folder, which stays as it is.
    /// Says which tables, rows and columns differ, and why: the corpus, the settings, a resource or the version changed, or a file
    /// was edited by hand. Exit code: 0 current; 1 not current; 2 error.
    ///
    /// With --message-format github the difference also goes, as Markdown, to the page of the job (the file that
    /// GITHUB_STEP_SUMMARY names, where it is set).
    Check {
        /// The pipeline file
        #[arg(default_value = "pipelines/sample.toml")]
        pipeline: PathBuf,
        #[command(flatten)]
        cache: cache::CacheArguments,
    },
    /// What differs between two datasets
    ///
    /// Rows added, removed and changed in every table, and in which columns; entities that were merged, split, renamed; and why
    /// the datasets differ, as far as they tell. The difference goes to stdout. Exit code: 0 the tables are the same; 1 they
    /// differ; 2 error.
    #[command(after_help = diff::HELP)]
    Diff(diff::Arguments),
    /// Check a dataset by itself
    ///
    /// Columns, types, keys, references, order, offsets (documents.text[char_start:char_end] == text), and both promises: every
    /// character of every source is in a kept segment or in a removed span. Exit code: 0 sound; 1 not sound; 2 it cannot be read.
    Validate {
        /// The folder that holds the tables
        dir: PathBuf,
    },
    /// Why is this removed, why has this date this value, why are these names one entity?
    ///
    /// Without options: the document's source lines, with what was removed marked and why. DOC is the id of a document or a part
    /// of it that only one has, such as the end of its path; --entity and --names ask the whole dataset and need none. Reads the
    /// Parquet files only. Exit code: 0 answered; 1 there is no such thing, or several fit; 2 error.
    #[command(after_help = explain::EXAMPLES)]
    Explain(explain::Arguments),
    /// The name matcher by itself
    #[command(subcommand)]
    Names(names::Command),
    /// Make a folder to start from
    ///
    /// Writes a commented pipeline file, a sample article, and what runs `isnad check` on every change: a GitHub Actions workflow
    /// and a pre-commit hook. Nothing that is there is written over: a README.md or .gitignore of yours stays. Exit code: 0 written;
    /// 2 nothing was written, because it cannot be, or a pipeline file or workflow of isnad is there already.
    Init {
        /// The folder, made when it is not there
        dir: PathBuf,
    },
    /// Print every table and column: type, unit, meaning
    Schema {
        /// One table only
        table: Option<String>,
        /// text, markdown or json
        #[arg(long, value_enum, default_value_t = schema::Format::Text, value_name = "FORMAT")]
        format: schema::Format,
    },
}

const PIPELINE_HELP: &str = "\
A pipeline file (TOML; paths are relative to it; only corpus and output have no default):
  corpus = [\"../corpus/news\"]          folders (recursive), files or globs
  output = \"../output/news\"
  [read]      exclude = [\"README.md\"]  max_document_bytes, max_expansion, hidden, follow_links, fields
  [clean]     mode = \"full|none\"       phrases = [\"my_phrases.tsv\"]
  [dates]     mode = \"full|off\"        date_order = \"auto|mdy|dmy|ymd\", publishers
  [entities]  gazetteers = [\"my_gazetteer.csv\"]  decisions, ledger
  [dedupe]    mode = \"full|off\"        near, contained
  [write]     csv = \"plain|spreadsheet|none\"  text = \"full|none\"
  [assert]    documents.min_rows = 5   limits without which nothing is published: TABLE.min_rows, TABLE.max_rows, and shares from 0
              to 1: documents.max_failed_share, documents.max_removed_share (of all characters), mentions.max_unlinked_share
  [dataset]   name, title, description, license, url, creator, published";

/// Exit code of an error: nothing was done.
const ERROR: u8 = 2;

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let report = Report::new(arguments.message_format);
    let done = match &arguments.command {
        Command::Run { pipeline, cache } => run::run(pipeline, cache, &report),
        Command::Check { pipeline, cache } => check::check(pipeline, cache, &report),
        Command::Diff(asked) => diff::diff(asked),
        Command::Validate { dir } => validate::validate(dir, &report),
        Command::Explain(arguments) => explain::explain(arguments, &report),
        Command::Names(command) => names::names(command, &report),
        Command::Init { dir } => init::init(dir, &report),
        Command::Schema { table, format } => schema::schema(table.as_deref(), *format),
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        report.error(&error.to_string());
        ERROR
    }))
}
