//! The spine: alone, together, alone, together, out.
//!
//! [`run`] is the order of everything; [`clean`] and [`annotate`] are the two passes that see one document at a time. Both
//! are pure and cannot fail: what is odd about a document is in its diagnostics.

use std::path::{Path, PathBuf};

use crate::agree;
use crate::clean::Rules;
use crate::error::{Error, Result, io_words};
use crate::inputs::Keys;
use crate::layout::layout;
use crate::mentions::Lexicon;
use crate::offsets::source_span;
use crate::passes::{Built, Passes, Watch};
use crate::settings::{Mode, Settings};
use crate::spool::Store;
use crate::types::*;
use crate::{dates, dedupe, entities, lang, mentions, read, write};

/// Builds the dataset of a pipeline into `folder`, which exists and is empty; documents wait in `store` between the passes.
/// When the output folder of the pipeline is known to hold what the inputs give, nothing is written.
///
/// # Errors
/// When the corpus or a resource that the pipeline file names cannot be read, or the disk fails.
pub fn run(settings: &Settings, folder: &Path, store: &Store, watch: Watch) -> Result<Built> {
    let corpus = read::corpus(settings)?;
    let keys = Keys::of(settings)?;
    let resources = Resources::load(settings)?;
    keys.hold(&Keys::of(settings)?)?; // what was hashed is what was read
    let passes = Passes::new(settings, &resources, keys, store, watch);

    let cleaned = passes.clean(&corpus)?; //                                     alone
    let mut built = passes.built(&cleaned)?;
    if built.current {
        return Ok(built);
    }
    passes.begin("copies and repeated lines");
    let agreed = agree::agree(&cleaned.known, &cleaned.spool, settings)?; //     together
    let annotated = passes.annotate(cleaned, &agreed)?; //                       alone
    passes.begin("who is who");
    let mut diagnostics = corpus.diagnostics().to_vec();
    diagnostics.extend(resources.unused_decisions(&annotated.names));
    let entities = resources.entities(annotated.names); //                       together
    resources.write_ledger(&entities, folder)?;
    built.annotated = annotated.computed;
    let mut batches = passes.batches(&annotated.spool);
    built.summary = write::dataset(
        folder,
        settings,
        &mut batches,
        &agreed,
        &entities,
        &diagnostics,
        &built.made_of,
    )?; // out
    Ok(built)
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

    fn entities(&self, names: NameTable) -> Entities {
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
