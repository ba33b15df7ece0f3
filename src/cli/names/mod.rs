//! `isnad names`: the name matcher by itself.

mod cluster;
mod compare;
mod romanize;
mod rows;
mod variants;

use std::io::Write;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use isnad::error::{Error, Result, io_words};
use isnad::types::EntityType;

use super::report::Report;

/// Some rows could not be understood.
const SOME_FAILED: u8 = 3;

#[derive(Subcommand)]
pub enum Command {
    /// How alike two names are, and whether they mean one
    ///
    /// Compares two names, or tab-separated pairs with a header that has name_a, name_b and, where known, type. Writes the same
    /// columns and, after them, score (0..1) and same: 1 when the two mean one person, organisation or place, else 0 (called
    /// linked where the pairs have a column same of their own; other columns that they have already get isnad_ before the name).
    /// Two full names are one from .80 on, names in two scripts from .72 on, when nothing forbids it: another given name (Qais
    /// and Laith al-Khazali), a kunya (Abu Mahdi and Mahdi). A single word is never enough for a person. A cell may hold several
    /// spellings parted by semicolons. Exit code: 0 done; 3 done, but some rows could not be understood; 2 error.
    #[command(after_help = "\
Examples:
  isnad names compare \"Qais al-Khazali\" \"قيس الخزعلي\" --explain
  isnad names compare --pairs pairs.tsv > scored.tsv
  cut -f2,3 candidates.tsv | isnad names compare --pairs - --format json")]
    Compare {
        /// Two names
        #[arg(num_args = 0..=2, value_name = "NAME")]
        names: Vec<String>,
        /// The pairs (TSV with a header; - is standard input)
        #[arg(long, value_name = "FILE", conflicts_with = "names")]
        pairs: Option<PathBuf>,
        /// What the names name, where no column type says so
        #[arg(long = "type", value_enum, default_value_t = Kind::Person, value_name = "TYPE")]
        kind: Kind,
        /// Add the alignment: which word matched which and how well, and why the others did not
        #[arg(long)]
        explain: bool,
        /// tsv, or json: one object a line
        #[arg(long, value_enum, default_value_t = Format::Tsv, value_name = "FORMAT")]
        format: Format,
    },
    /// Which names of a list mean the same
    ///
    /// Reads one name a line, or tab-separated columns with a header that has name and, where known, type (person, org or loc) and
    /// count (how often it was seen). Writes cluster (a number), canonical (the most frequent Latin spelling), name, type and
    /// count, cluster by cluster. Precision first: a chain of small differences never joins two people, and a single word
    /// (al-Sadr) joins no person. The same list gives the same clusters in any order and on any number of threads.
    #[command(after_help = "\
Examples:
  isnad names cluster names.txt > clusters.tsv
  isnad names cluster mentions.tsv --review review.tsv --format json")]
    Cluster {
        /// The names (text or TSV; - is standard input)
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// What the names name, where no column type says so
        #[arg(long = "type", value_enum, default_value_t = Kind::Person, value_name = "TYPE")]
        kind: Kind,
        /// Write the pairs near the threshold there, with what was decided and why, for a person to look at (TSV)
        #[arg(long, value_name = "FILE")]
        review: Option<PathBuf>,
        /// tsv, or json: one cluster a line
        #[arg(long, value_enum, default_value_t = Format::Tsv, value_name = "FORMAT")]
        format: Format,
    },
    /// Likely spellings of a name, to search for it
    ///
    /// Latin and Arabic spellings, the likeliest first: those that are attested for its words (Wikidata), and those that writers
    /// make by habit (q, k or gh; ou or u; al-, el- or no article).
    #[command(after_help = "\
Examples:
  isnad names variants \"Muqtada al-Sadr\"
  isnad names variants \"قيس الخزعلي\" --most 50 --format json")]
    Variants {
        /// The names (- reads one a line from standard input)
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// At most so many in each script
        #[arg(long, default_value_t = 20, value_name = "N")]
        most: usize,
        /// tsv, or json: one spelling a line
        #[arg(long, value_enum, default_value_t = Format::Tsv, value_name = "FORMAT")]
        format: Format,
    },
    /// An Arabic name in Latin letters by a standard
    ///
    /// Arabic writes no short vowels: those of words that are known come from attested spellings, those of others from the
    /// commonest patterns, and the column attested says 0. Latin words stay as they are.
    #[command(after_help = "\
Examples:
  isnad names romanize \"عبد الرحمن الناصري\"                  ʻAbd al-Raḥmān al-Nāṣirī
  isnad names romanize \"عبد الرحمن الناصري\" --standard bgn   ‘Abd ar-Raḩmān an-Nāşirī
  isnad names romanize - --standard ic < names.txt")]
    Romanize {
        /// The names (- reads one a line from standard input)
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// ala-lc (libraries), bgn (maps; BGN/PCGN 1956) or ic (ICS 630-01: no diacritics)
        #[arg(long, value_enum, default_value_t = Standard::AlaLc, value_name = "STANDARD")]
        standard: Standard,
        /// tsv, or json: one object a line
        #[arg(long, value_enum, default_value_t = Format::Tsv, value_name = "FORMAT")]
        format: Format,
    },
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A person
    Person,
    /// An organisation
    Org,
    /// A place
    Loc,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tab-separated, with a header
    Tsv,
    /// One JSON object a line
    Json,
}

/// A standard of romanisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Standard {
    /// ALA-LC 2012
    AlaLc,
    /// BGN/PCGN 1956
    Bgn,
    /// ICS 630-01
    Ic,
}

impl Kind {
    fn entity(self) -> EntityType {
        match self {
            Kind::Person => EntityType::Person,
            Kind::Org => EntityType::Org,
            Kind::Loc => EntityType::Loc,
        }
    }
}

pub fn names(command: &Command, report: &Report) -> Result<u8> {
    match command {
        Command::Compare {
            names,
            pairs,
            kind,
            explain,
            format,
        } => {
            let asked = match (pairs, names.as_slice()) {
                (Some(file), _) => compare::Pairs::read(file, kind.entity(), report)?,
                (None, [a, b]) => compare::Pairs::of(a, b, kind.entity()),
                _ => {
                    let help = "give two names, or a file of pairs with --pairs (isnad names compare --help)";
                    return Err(Error::new(help));
                }
            };
            compare::compare(&asked, *explain, *format)
        }
        Command::Cluster {
            file,
            kind,
            review,
            format,
        } => cluster::cluster(file, kind.entity(), review.as_deref(), *format, report),
        Command::Variants { most: 0, .. } => Err(Error::new(
            "--most 0 asks for no spelling: give 1 or more, or leave it out for 20",
        )),
        Command::Variants { names, most, format } => {
            let (names, broken) = rows::given(names, report)?;
            variants::variants(&names, *most, *format)?;
            Ok(if broken > 0 { SOME_FAILED } else { 0 })
        }
        Command::Romanize {
            names,
            standard,
            format,
        } => {
            let (names, broken) = rows::given(names, report)?;
            romanize::romanize(&names, *standard, *format)?;
            Ok(if broken > 0 { SOME_FAILED } else { 0 })
        }
    }
}

/// Writes to standard output. `isnad names ... | head` closes it early; that is no error.
fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("cannot print the result: {}", io_words(&e))))
        }
        _ => Ok(()),
    }
}
