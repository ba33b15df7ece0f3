//! What a run is made of, as hashes: the program, the settings, the files that they name, the records. Keys for the
//! cache, and what `run.json` says.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::spool::{Key, Parts, hash_of};
use crate::types::{Body, Content, Diagnostic, Record};

/// Hash of the sources, the data files and the locked dependencies of this program; see `build.rs`.
const BUILD: &str = env!("ISNAD_BUILD");

/// Everything that shapes a dataset; what `run.json` says of it is the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Hash of the settings that shape the content, hex.
    pub settings: String,
    /// The word lists, gazetteers and decisions that the pipeline file names, in its order. Not the ledger: a run with
    /// the ledger that it wrote is to give the same bytes.
    pub resources: Vec<Resource>,
    /// The records.
    pub corpus: CorpusHash,
}

/// A file that the pipeline file names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// As the pipeline file has it; of an absolute path the name alone, as the rest says more of the machine than of the file.
    pub path: String,
    /// BLAKE3 of its bytes, hex.
    pub blake3: String,
}

/// The records of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusHash {
    /// How many.
    pub documents: u64,
    /// Hash of their ids, bytes and given metadata, in `doc_id` order, and of what is odd about the corpus, hex.
    pub blake3: String,
}

/// The parts of every key that are the same for all documents.
pub struct Keys {
    clean: Key,
    annotate: Key,
    /// Everything but the records.
    all: Key,
    settings: String,
    resources: Vec<Resource>,
    ledger: Vec<Resource>,
}

impl Keys {
    /// Reads and hashes what the pipeline file names.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(settings: &Settings) -> Result<Keys> {
        let s = settings;
        let hashes = |files: &[String]| {
            files
                .iter()
                .map(|file| resource(s, file))
                .collect::<Result<Vec<Resource>>>()
        };
        let phrases = hashes(&s.clean.phrases)?;
        let gazetteers = hashes(&s.entities.gazetteers)?;
        let decisions = hashes(&s.entities.decisions)?;
        // Before the first run there is no ledger yet.
        let there = |file: &&String| s.path(file).exists();
        let ledger = s
            .entities
            .ledger
            .iter()
            .filter(there)
            .map(|file| resource(s, file))
            .collect::<Result<Vec<_>>>()?;
        let parts = |what| Parts::of(what).bytes(BUILD.as_bytes());
        let names = (&s.entities.gazetteers, &s.entities.decisions);
        let shape = Parts::of("settings")
            .named(&(
                &s.dataset, &s.read, &s.clean, &s.dates, names, &s.dedupe, &s.write, &s.assert,
            ))?
            .end();
        Ok(Keys {
            clean: parts("clean").named(&(s.clean.mode, &phrases))?.end(),
            annotate: parts("annotate").named(&(&s.dates, &gazetteers))?.end(),
            all: parts("all")
                .key(shape)
                .named(&(&phrases, &gazetteers, &decisions, &ledger))?
                .end(),
            settings: shape.to_string(),
            resources: [phrases, gazetteers, decisions].concat(),
            ledger,
        })
    }

    /// Holds these keys, made before the files were read, against those of after.
    ///
    /// # Errors
    /// When a file changed in between, so that it is not known which of the two was read.
    pub fn hold(&self, after: &Keys) -> Result<()> {
        let files = |keys: &Keys| [keys.resources.as_slice(), &keys.ledger].concat();
        let (before, after) = (files(self), files(after));
        let changed = before.iter().find(|file| !after.contains(file));
        let came = after.iter().find(|file| !before.contains(file));
        match changed.or(came) {
            None => Ok(()),
            Some(file) => Err(Error::new(format!(
                "{} changed while it was read; run again",
                file.path
            ))),
        }
    }

    /// The key of what *clean* makes of a record.
    pub fn clean(&self, record: Key) -> Key {
        Parts::of("cleaned").key(self.clean).key(record).end()
    }

    /// The key of what *annotate* makes of what has the key `cleaned`, when the whole corpus says `view` of it.
    ///
    /// # Errors
    /// When `view` cannot be written down.
    pub fn annotate<V: Serialize>(&self, cleaned: Key, view: &V) -> Result<Key> {
        Ok(Parts::of("article").key(self.annotate).key(cleaned).value(view)?.end())
    }

    /// The key of the whole dataset: of everything here and this corpus.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn dataset(&self, corpus: &CorpusHash) -> Result<Key> {
        Ok(Parts::of("dataset").key(self.all).value(corpus)?.end())
    }

    /// What `run.json` says.
    pub fn inputs(&self, corpus: CorpusHash) -> Inputs {
        Inputs {
            settings: self.settings.clone(),
            resources: self.resources.clone(),
            corpus,
        }
    }
}

impl CorpusHash {
    /// Of records in `doc_id` order, and what is odd about the corpus.
    ///
    /// # Errors
    /// When the diagnostics cannot be written down.
    pub fn of(records: impl Iterator<Item = Key>, diagnostics: &[Diagnostic]) -> Result<CorpusHash> {
        let (documents, parts) = records.fold((0, Parts::of("corpus")), |(n, parts), record| {
            (n + 1, parts.key(record))
        });
        Ok(CorpusHash {
            documents,
            blake3: parts.value(&diagnostics)?.end().to_string(),
        })
    }
}

/// The key of a record: its place, its bytes, what is given about it.
///
/// # Errors
/// When it cannot be written down.
pub fn record(record: &Record) -> Result<Key> {
    let Record {
        doc_id,
        source_path,
        source_record,
        body,
        source_bytes,
        source_blake3,
        given,
        diagnostics,
    } = record;
    let format = |of: &Content| *of as u8;
    let (how, content): (_, &[u8]) = match body {
        Body::Bytes {
            bytes,
            format: f,
            charset,
        } => (("bytes", format(f), charset.as_deref(), 0), bytes),
        Body::Text {
            text,
            format: f,
            encoding,
            replaced,
        } => (("text", format(f), *encoding, *replaced), text.as_bytes()),
        Body::Failed => (("failed", 0, None, 0), &[]),
        Body::Skipped => (("skipped", 0, None, 0), &[]),
    };
    let about = (
        doc_id,
        source_path,
        source_record,
        source_bytes,
        source_blake3,
        given,
        diagnostics,
    );
    Ok(Parts::of("record").value(&about)?.value(&how)?.bytes(content).end())
}

fn resource(settings: &Settings, file: &str) -> Result<Resource> {
    let blake3 = hash_of(&settings.path(file)).map_err(|e| {
        let line = settings
            .line_of(file)
            .map(|n| format!(", line {n}"))
            .unwrap_or_default();
        let why = crate::error::io_words(&e);
        Error::new(format!("cannot read {file}: {why} (named in {}{line})", settings.file))
    })?;
    let name = Path::new(file).file_name().filter(|_| Path::new(file).is_absolute());
    Ok(Resource {
        path: name.map_or_else(|| file.to_string(), |name| name.to_string_lossy().into_owned()),
        blake3: blake3.to_hex().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(folder: &Path, more: &str) -> Keys {
        let mut settings = Settings::parse(&format!("corpus = ['in']\noutput = 'out'\n{more}"), "p.toml").unwrap();
        settings.base = folder.to_path_buf();
        Keys::of(&settings).unwrap()
    }

    #[test]
    fn settings_that_are_left_out_are_told_apart() {
        let folder = Path::new(".");
        let least = keys(folder, "[assert]\ndocuments.min_rows = 3");
        let most = keys(folder, "[assert]\ndocuments.max_rows = 3");
        assert_ne!(least.settings, most.settings);
        assert_ne!(least.all, most.all);
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let settings = "[entities]\ngazetteers = ['g.csv']\nledger = 'l.csv'";
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("g.csv", "one");
        let before = keys(folder.path(), settings);
        before.hold(&keys(folder.path(), settings)).unwrap();
        write("l.csv", "a ledger that comes to be");
        let after = keys(folder.path(), settings);
        for (one, other) in [(&before, &after), (&after, &before)] {
            let told = one.hold(other).unwrap_err().to_string();
            assert_eq!(told, "l.csv changed while it was read; run again");
        }
        write("g.csv", "two");
        let told = after.hold(&keys(folder.path(), settings)).unwrap_err().to_string();
        assert_eq!(told, "g.csv changed while it was read; run again");
    }

    #[test]
    fn an_absolute_path_is_not_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("g.csv");
        std::fs::write(&file, "").unwrap();
        let keys = keys(
            Path::new("."),
            &format!("[entities]\ngazetteers = ['{}']", file.display()),
        );
        assert_eq!(keys.resources[0].path, "g.csv");
    }
}
