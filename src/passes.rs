//! The passes over all documents: in parallel, each document by itself; what the cache holds is taken
//! from there.

use rayon::prelude::*;

use crate::agree::{Known, View};
use crate::error::Result;
use crate::flow::{self, Window};
use crate::inputs::{self, CorpusHash, Inputs, Keys};
use crate::pipeline::{self, Resources};
use crate::settings::Settings;
use crate::spool::{Key, Pass, Spool, Store, Writer};
use crate::types::{Agreed, Article, NameTable, Record};
use crate::write::{RunRecord, Summary};
use crate::{names_seen, read};

/// A step of the run, for a progress bar.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A pass begins; it will report `total` units of work.
    Begin {
        /// What it does: "reading and cleaning".
        what: &'static str,
        /// Units of work: bytes of input, or documents; 0 when that cannot be said.
        total: u64,
    },
    /// So many more units are done.
    Done(u64),
}

/// Who is told of the steps.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);

/// Records that are read and cleaned at once: a few MB for every core.
const RECORDS: Window = Window {
    bytes: 8 << 20,
    items: 1024,
};
/// Cleaned documents that are annotated at once, by their packed length in the spool. One that packs well takes far more than that
/// in memory, but only as many as there are threads are unpacked at once.
const CLEANED: Window = Window {
    bytes: 2 << 20,
    items: 1024,
};

/// What a run did.
#[derive(Debug)]
pub struct Built {
    /// What was written, or stands as it was.
    pub summary: Summary,
    /// Nothing was written: the output folder holds what the inputs give.
    pub current: bool,
    /// Documents that were cleaned; the others were in the cache.
    pub cleaned: u64,
    /// Documents that were annotated; the others were in the cache.
    pub annotated: u64,
    /// What the dataset is made of ...
    pub made_of: Inputs,
    /// ... and the key of all of it.
    pub key: Key,
}

/// What all passes need.
pub struct Passes<'a> {
    settings: &'a Settings,
    resources: &'a Resources,
    keys: Keys,
    store: &'a Store,
    watch: Watch<'a>,
}

/// All documents after *clean*, in `doc_id` order.
pub struct CleanedAll {
    /// What *agree* sees.
    pub known: Vec<Known>,
    /// The documents.
    pub spool: Spool,
    records: CorpusHash,
    computed: u64,
}

/// All documents after *annotate*, in `doc_id` order.
pub struct AnnotatedAll {
    /// What *entities* sees.
    pub names: NameTable,
    /// The documents.
    pub spool: Spool,
    /// How many were not in the cache.
    pub computed: u64,
}

impl<'a> Passes<'a> {
    /// The passes of a run.
    pub fn new(
        settings: &'a Settings,
        resources: &'a Resources,
        keys: Keys,
        store: &'a Store,
        watch: Watch<'a>,
    ) -> Passes<'a> {
        Passes {
            settings,
            resources,
            keys,
            store,
            watch,
        }
    }

    /// Tells of a step that looks at all documents together, and cannot say how much of it is done.
    pub fn begin(&self, what: &'static str) {
        (self.watch)(Step::Begin { what, total: 0 });
    }

    /// Reads and cleans.
    ///
    /// # Errors
    /// When the spool fails.
    pub fn clean(&self, corpus: &read::Corpus) -> Result<CleanedAll> {
        (self.watch)(Step::Begin {
            what: "reading and cleaning",
            total: corpus.total_bytes(),
        });
        let spool = self.store.writer(Pass::Cleaned)?;
        let mut known: Vec<([Key; 2], Known)> = Vec::new();
        let mut computed = 0;
        let sized = |(record, read): (Record, u64)| {
            let bytes = record.source_bytes.unwrap_or(0);
            ((record, read), bytes)
        };
        // The next records are read while these are cleaned.
        let clean = |(record, read)| (self.clean_one(record, &spool), read);
        flow::each(corpus.records().map(sized), RECORDS, clean, |(cleaned, read)| {
            let (keys, one, new) = cleaned?;
            computed += u64::from(new);
            known.push((keys, one));
            (self.watch)(Step::Done(read));
            Ok(())
        })?;
        // As the spool does.
        known.sort_unstable_by(|([_, a_key], a), ([_, b_key], b)| (&a.doc_id, a_key).cmp(&(&b.doc_id, b_key)));
        let spool = spool.finish();
        self.store.keep(Pass::Cleaned, &spool)?;
        let records = CorpusHash::of(known.iter().map(|([record, _], _)| *record), corpus.diagnostics())?;
        let known = known.into_iter().map(|(_, known)| known).collect();
        Ok(CleanedAll {
            known,
            spool,
            records,
            computed,
        })
    }

    /// The keys of the record and of the cleaned document, what *agree* sees of it, and whether it had to be computed.
    fn clean_one(&self, record: Record, spool: &Writer) -> Result<([Key; 2], Known, bool)> {
        let id = inputs::record(&record)?;
        let key = self.keys.clean(id);
        if let Some(known) = spool.take(&record.doc_id, key) {
            return Ok(([id, key], known, false));
        }
        let cleaned = pipeline::clean(read::document(record, self.settings), self.resources, self.settings);
        let known = Known::of(&cleaned);
        spool.put(&known.doc_id, key, &known, &cleaned)?;
        Ok(([id, key], known, true))
    }

    /// What the run is about to build, or what there is when it is there already.
    ///
    /// # Errors
    /// When the inputs cannot be hashed.
    pub fn built(&self, cleaned: &CleanedAll) -> Result<Built> {
        let key = self.keys.dataset(&cleaned.records)?;
        let output = self.settings.path(&self.settings.output);
        let held = self
            .store
            .holds(key, &output)
            .then(|| RunRecord::read(&output))
            .flatten();
        Ok(Built {
            current: held.is_some(),
            summary: held.map(RunRecord::summary).unwrap_or_default(),
            cleaned: cleaned.computed,
            annotated: 0,
            made_of: self.keys.inputs(cleaned.records.clone()),
            key,
        })
    }

    /// Lays out, dates and names.
    ///
    /// # Errors
    /// When the spool fails.
    pub fn annotate(&self, cleaned: CleanedAll, agreed: &Agreed) -> Result<AnnotatedAll> {
        let CleanedAll {
            known, spool: cleaned, ..
        } = cleaned;
        (self.watch)(Step::Begin {
            what: "dates and names",
            total: cleaned.len() as u64,
        });
        let key = |(i, known)| self.keys.annotate(cleaned.key(i), &View::of(known, agreed));
        let keys = known.iter().enumerate().map(key).collect::<Result<Vec<Key>>>()?;
        drop(known);
        let spool = self.store.writer(Pass::Articles)?;
        let (mut names, mut computed) = (NameTable::default(), 0);
        let one = |i: usize| {
            let key = keys.get(i).copied().unwrap_or_default();
            self.annotate_one(&cleaned, i, key, agreed, &spool)
        };
        // Names are counted while others are annotated.
        flow::each(cleaned.longest_first(), CLEANED, one, |annotated| {
            let (seen, new) = annotated?;
            computed += u64::from(new);
            names_seen::add(&mut names, seen);
            (self.watch)(Step::Done(1));
            Ok(())
        })?;
        let spool = spool.finish();
        self.store.keep(Pass::Articles, &spool)?;
        Ok(AnnotatedAll { names, spool, computed })
    }

    /// The names of a document, and whether it had to be computed.
    fn annotate_one(
        &self,
        cleaned: &Spool,
        index: usize,
        key: Key,
        agreed: &Agreed,
        spool: &Writer,
    ) -> Result<(names_seen::Seen, bool)> {
        if let Some(seen) = spool.take(cleaned.doc_id(index), key) {
            return Ok((seen, false));
        }
        let article = pipeline::annotate(cleaned.get(index)?, agreed, self.resources, self.settings);
        let seen = names_seen::of(&article);
        spool.put(&article.document.doc_id, key, &seen, &article)?;
        Ok((seen, true))
    }

    /// The finished articles, a batch at a time, for the tables.
    pub fn batches<'b>(&'b self, articles: &'b Spool) -> impl Iterator<Item = Result<Vec<Article>>> + 'b {
        (self.watch)(Step::Begin {
            what: "writing tables",
            total: articles.len() as u64,
        });
        articles.batches().map(|batch| {
            (self.watch)(Step::Done(batch.len() as u64));
            batch.into_par_iter().map(|i| articles.get(i)).collect()
        })
    }
}
