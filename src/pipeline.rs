//! The spine: alone, together, alone, together, out.
//!
//! [`run`] is the order of everything; [`clean`] and [`annotate`] are the two passes that see one document at a time. Both
//! are pure and cannot fail: what is odd about a document is in its diagnostics.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::agree::{self, Known};
use crate::clean::Rules;
use crate::error::{Error, Result, io_words};
use crate::layout::layout;
use crate::mentions::Lexicon;
use crate::offsets::source_span;
use crate::settings::{Mode, Settings};
use crate::spool::{self, Spool};
use crate::types::*;
use crate::{dates, dedupe, entities, lang, mentions, names_seen, read, write};

/// Builds the dataset of a pipeline into `folder`, which exists and is empty; temporary files go to `scratch`.
///
/// # Errors
/// When the corpus or a resource that the pipeline file names cannot be read, or the disk fails.
pub fn run(settings: &Settings, folder: &Path, scratch: &Path, watch: Watch) -> Result<write::Summary> {
    let corpus = read::corpus(settings)?;
    let resources = Resources::load(settings)?;

    let (cleaned, known) = clean_all(&corpus, &resources, settings, scratch, watch)?; //  alone
    let agreed = agree::agree(&known, &cleaned, settings)?; //                            together
    drop(known);
    let (articles, names) = annotate_all(cleaned, &agreed, &resources, settings, scratch, watch)?; // alone
    let entities = resources.entities(&names); //                                         together
    let mut diagnostics = corpus.diagnostics().to_vec();
    diagnostics.extend(resources.unused_decisions(&names));
    drop(names);
    resources.write_ledger(&entities, folder)?;
    write_all(&articles, &agreed, &entities, &diagnostics, settings, folder, watch) //  out
}

/// The clean pass: blocks and their role, metadata, repeats inside the document, and the digest for *agree*.
pub fn clean(document: Document, resources: &Resources, settings: &Settings) -> Cleaned {
    let mut cleaned = crate::clean::clean(document, &resources.rules, settings.clean.mode);
    dedupe::sketch(&mut cleaned);
    cleaned
}

/// The annotate pass: final roles, the clean text, publication date, language, sentences, dates, mentions.
pub fn annotate(cleaned: Cleaned, agreed: &Agreed, resources: &Resources, settings: &Settings) -> Article {
    let published = agree::published(&cleaned, agreed, settings);
    let blocks = agree::final_roles(&cleaned, agreed);
    let laid = layout(&cleaned.document.text, &blocks);
    let (language, language_score) = language(&cleaned.document, &laid.text);
    let mut segments = laid.segments;
    for segment in &mut segments {
        let text = &laid.text[segment.span.range()];
        segment.language = lang::detect_segment(text, language.as_deref());
        segment.script = lang::script(text);
        segment.words = lang::words(text);
    }
    let sentences = lang::sentences(&laid.text, &segments);
    let order = agree::date_order(&cleaned, agreed, settings);
    let dates = match settings.dates.mode {
        Mode::Full => dates::expressions(&laid.text, &sentences, published.as_ref(), order),
        Mode::Off => Vec::new(),
    };
    let found = mentions::find(&laid.text, &segments, &sentences, &resources.lexicon);
    let duplicate_of = agreed.duplicate_of.get(&cleaned.document.doc_id).cloned();
    let mut document = Document {
        blocks: Vec::new(),
        ..cleaned.document
    };
    let place = (document.source_path.as_str(), document.doc_id.as_str());
    let notes = dates::notes(&laid.text, &dates, place, |span| source_span(&laid.pieces, span));
    document.diagnostics.extend(notes);
    Article {
        document,
        title: cleaned.title,
        authors: cleaned.authors,
        publisher: cleaned.publisher,
        url: cleaned.url,
        published,
        language,
        language_score,
        words: segments.iter().map(|s| s.words).sum(),
        text: laid.text,
        pieces: laid.pieces,
        segments,
        removed: laid.removed,
        sentences,
        dates,
        mentions: found.mentions,
        names: found.names,
        definitions: found.definitions,
        ambiguities: found.ambiguities,
        duplicate_of,
    }
}

/// What the passes look things up in: the shipped word lists and those of the pipeline file.
pub struct Resources {
    rules: Rules,
    lexicon: Lexicon,
    gazetteer: Vec<GazetteerEntry>,
    decisions: Vec<Decision>,
    ledger: Vec<LedgerRow>,
}

impl Resources {
    /// Reads and compiles them.
    ///
    /// # Errors
    /// When a file that the pipeline file names cannot be read or understood.
    pub fn load(settings: &Settings) -> Result<Resources> {
        let paths = |names: &[String]| names.iter().map(|n| settings.path(n)).collect::<Vec<PathBuf>>();
        let gazetteer = entities::gazetteer::load(&paths(&settings.entities.gazetteers))?;
        let ledger = match &settings.entities.ledger {
            Some(file) => entities::ledger::ledger(&settings.path(file))?,
            None => Vec::new(),
        };
        Ok(Resources {
            rules: Rules::load(settings)?,
            lexicon: Lexicon::new(&gazetteer),
            decisions: entities::decisions::decisions(&paths(&settings.entities.decisions))?,
            gazetteer,
            ledger,
        })
    }

    fn entities(&self, names: &NameTable) -> Entities {
        entities::resolve(names, &self.gazetteer, &self.decisions, &self.ledger)
    }

    /// Warnings about decisions on names that nobody has.
    fn unused_decisions(&self, names: &NameTable) -> Vec<Diagnostic> {
        entities::decisions::unmatched(&self.decisions, names, &self.gazetteer)
    }

    /// The ledger for the next run, beside the tables.
    fn write_ledger(&self, entities: &Entities, folder: &Path) -> Result<()> {
        let rows = entities::ledger::next_ledger(&self.ledger, entities);
        std::fs::write(folder.join("ledger.csv"), entities::ledger::csv_bytes(&rows))
            .map_err(|e| Error::new(format!("cannot write ledger.csv: {}", io_words(&e))))
    }
}

/// A step of the run, for a progress bar.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A pass begins; it will report `total` units of work.
    Begin {
        /// What it does: "reading and cleaning".
        what: &'static str,
        /// Units of work: bytes of input, or documents.
        total: u64,
    },
    /// So many more units are done.
    Done(u64),
}

/// Who is told of the steps.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);

/// Records handled at once: enough for every core, few enough that a batch of long ones fits in memory.
const BATCH_RECORDS: usize = 256;
/// A batch ends when it holds this many bytes of records.
const BATCH_BYTES: u64 = 4 << 20;

fn clean_all(
    corpus: &read::Corpus,
    resources: &Resources,
    settings: &Settings,
    scratch: &Path,
    watch: Watch,
) -> Result<(Spool, Vec<Known>)> {
    watch(Step::Begin {
        what: "reading and cleaning",
        total: corpus.total_bytes(),
    });
    let spool = spool::Writer::new(scratch)?;
    let mut known = Vec::new();
    let mut records = corpus.records();
    loop {
        let (mut batch, mut bytes, mut consumed) = (Vec::new(), 0, 0);
        while batch.len() < BATCH_RECORDS && bytes < BATCH_BYTES {
            let Some((record, read)) = records.next() else { break };
            bytes += record.source_bytes.unwrap_or(0);
            consumed += read;
            batch.push(record);
        }
        if batch.is_empty() {
            break;
        }
        let done: Result<Vec<Known>> = batch
            .into_par_iter()
            .map(|record| {
                let cleaned = clean(read::document(record, settings), resources, settings);
                spool.put(&cleaned.document.doc_id, &cleaned)?;
                Ok(Known::of(&cleaned))
            })
            .collect();
        known.extend(done?);
        watch(Step::Done(consumed));
    }
    known.sort_by(|a, b| a.doc_id.cmp(&b.doc_id));
    Ok((spool.finish(), known))
}

fn annotate_all(
    cleaned: Spool,
    agreed: &Agreed,
    resources: &Resources,
    settings: &Settings,
    scratch: &Path,
    watch: Watch,
) -> Result<(Spool, NameTable)> {
    watch(Step::Begin {
        what: "dates and names",
        total: cleaned.len() as u64,
    });
    let spool = spool::Writer::new(scratch)?;
    let mut names = NameTable::default();
    for batch in cleaned.batches() {
        let seen: Result<Vec<_>> = batch
            .clone()
            .into_par_iter()
            .map(|i| {
                let article = annotate(cleaned.get(i)?, agreed, resources, settings);
                spool.put(&article.document.doc_id, &article)?;
                Ok(names_seen::of(&article))
            })
            .collect();
        for seen in seen? {
            names_seen::add(&mut names, seen);
        }
        watch(Step::Done(batch.len() as u64));
    }
    Ok((spool.finish(), names))
}

fn write_all(
    articles: &Spool,
    agreed: &Agreed,
    entities: &Entities,
    diagnostics: &[Diagnostic],
    settings: &Settings,
    folder: &Path,
    watch: Watch,
) -> Result<write::Summary> {
    watch(Step::Begin {
        what: "writing tables",
        total: articles.len() as u64,
    });
    let mut batches = articles.batches().map(|batch| {
        let loaded: Result<Vec<Article>> = batch.clone().into_par_iter().map(|i| articles.get(i)).collect();
        watch(Step::Done(batch.len() as u64));
        loaded
    });
    write::dataset(folder, settings, &mut batches, agreed, entities, diagnostics)
}

/// The given language, else what the clean text shows.
fn language(document: &Document, text: &str) -> (Option<Rule>, Option<f32>) {
    if let Some(given) = document.given.language.as_deref().and_then(lang::code) {
        return (Some(given), Some(1.0));
    }
    match lang::detect(text) {
        Some((language, score)) => (Some(language), Some(score)),
        None => (None, None),
    }
}
