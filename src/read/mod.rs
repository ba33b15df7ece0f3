//! Reading: from the files of a corpus to [`Document`]s.
//!
//! [`corpus`] lists the files in path order, [`Corpus::records`] cuts them into [`Record`]s one after the other without
//! ever holding a container in memory, and [`document`] decodes and parses one record by itself. What is wrong with a
//! record is a [`Diagnostic`] on it; only what concerns the corpus as a whole is an error.
//!
//! A format is a file here and a line in [`FORMATS`].

mod codes;
mod compress;
mod container;
mod csv;
mod decode;
mod files;
mod given;
mod html;
mod jsonl;
mod lines;
mod markdown;
mod parquet;
mod scripts;
mod txt;
mod warc;

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::error::Result;
use crate::settings::Settings;
use crate::types::{Body, Content, Diagnostic, Document, Level, PageMetadata, Record, Status};

pub use codes::CODES;
use codes::{Fault, shown};
use files::Source;
pub use files::{has_file, has_folder};
use given::{Fields, Sources};

/// A file format: which file names it claims, and how its records are read.
pub struct Format {
    /// Short name.
    pub name: &'static str,
    /// File name extensions, lower case, without the dot; each also with `.gz` or `.zst` behind it.
    pub extensions: &'static [&'static str],
    /// What such a file holds.
    holds: Holds,
}

/// What a file of a format holds.
enum Holds {
    /// One document.
    One(Content),
    /// Records, read lazily and in order.
    Many(for<'a> fn(Input<'a>) -> Records<'a>),
}

impl Format {
    fn records<'a>(&self, input: Input<'a>) -> Records<'a> {
        match self.holds {
            Holds::One(content) => whole_file(input, content),
            Holds::Many(records) => records(input),
        }
    }
}

/// All formats. The first that claims an extension reads the file.
pub const FORMATS: &[Format] = &[
    txt::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    jsonl::FORMAT,
    csv::FORMAT,
    parquet::FORMAT,
    warc::FORMAT,
];

/// The decompressed content of one file, or why it cannot be had.
type Bytes = std::result::Result<Box<dyn Read + Send>, Fault>;

/// The records of one file.
type Records<'a> = Box<dyn Iterator<Item = Record> + Send + 'a>;

/// One open file: what a format needs to read its records.
struct Input<'a> {
    /// Path below the corpus folder.
    path: &'a str,
    /// The content, decompressed; fails when it expands too far.
    bytes: Box<dyn Read + Send>,
    /// Longest record in bytes.
    limit: u64,
    /// How many times longer than the file what is packed inside of it may be.
    max_expansion: u64,
    /// Names of the record fields.
    fields: &'a Fields,
    /// What `sources.csv` says.
    sources: &'a Sources,
}

/// The files of a corpus, in path order.
#[derive(Debug)]
pub struct Corpus {
    files: Vec<Source>,
    sources: Sources,
    fields: Fields,
    limit: u64,
    max_expansion: u64,
    total_bytes: u64,
    diagnostics: Vec<Diagnostic>,
}

/// The corpus that a pipeline file names: its files, listed but not yet read.
///
/// # Errors
/// When a folder or file does not exist or a glob matches nothing, when two roots hold the same path, when there is
/// nothing to read, or when a `sources.csv` or the field names cannot be understood.
pub fn corpus(settings: &Settings) -> Result<Corpus> {
    let listing = files::listing(settings)?;
    let mut diagnostics = listing.diagnostics;
    let sources = Sources::read(&listing.tables, &listing.nested, &listing.files, &mut diagnostics)?;
    let fields = Fields::new(&settings.read.fields, &settings.file)?;
    Ok(Corpus {
        total_bytes: listing.files.iter().map(|f| f.bytes).sum(),
        files: listing.files,
        sources,
        fields,
        limit: settings.read.max_document_bytes,
        max_expansion: settings.read.max_expansion,
        diagnostics,
    })
}

/// The records that a file of this name and content would give, were it the only one of its corpus: an article that was
/// never on disk, or a container that came over a wire.
///
/// The name chooses format and compression as in a corpus (`news.jsonl.gz`); a name that no format claims is plain text.
///
/// ```
/// # let settings = isnad::settings::Settings::parse("corpus = ['c']\noutput = 'o'", "p.toml")?;
/// let lines = b"{\"id\": 7, \"text\": \"She left.\"}\n{\"text\": \"He stayed.\"}\n";
/// let records = isnad::read::records("news.jsonl", lines.to_vec(), &settings)?;
/// let ids: Vec<&str> = records.iter().map(|r| r.doc_id.as_str()).collect();
/// assert_eq!(ids, ["news.jsonl#7", "news.jsonl#line:2"]);
/// # Ok::<(), isnad::error::Error>(())
/// ```
///
/// # Errors
/// When `[read.fields]` maps a name that is no field. What is wrong with the bytes is a diagnostic of a record.
pub fn records(name: &str, bytes: Vec<u8>, settings: &Settings) -> Result<Vec<Record>> {
    let corpus = Corpus {
        files: vec![],
        sources: Sources::default(),
        fields: Fields::new(&settings.read.fields, &settings.file)?,
        limit: settings.read.max_document_bytes,
        max_expansion: settings.read.max_expansion,
        total_bytes: bytes.len() as u64,
        diagnostics: vec![],
    };
    let source = Source::named(name, bytes.len() as u64);
    let junk = Arc::new(AtomicBool::new(false));
    let bytes = compress::undone(Cursor::new(bytes), &source, corpus.max_expansion, Arc::clone(&junk));
    Ok(corpus.cut(&source, bytes, junk).collect())
}

impl Corpus {
    /// Length of all files together in bytes, as they lie on disk.
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// What was odd about the corpus but concerns no single record: unreadable folders, dead links, ignored files.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All records, read as they are asked for, in path order but for long documents, of which the longest comes first: none of
    /// them is begun when all else is done. A long one is a file of one document that has 1 MiB or more on disk. Beside each
    /// record the bytes read from disk since the one before.
    pub fn records(&self) -> impl Iterator<Item = (Record, u64)> + Send + '_ {
        let (mut long, others): (Vec<&Source>, Vec<&Source>) = self.files.iter().partition(|s| is_long_document(s));
        long.sort_by_key(|source| std::cmp::Reverse(source.bytes));
        let read = Arc::new(AtomicU64::new(0));
        long.into_iter().chain(others).flat_map(move |source| {
            let read = Arc::clone(&read);
            self.open(source, &read)
                .map(move |record| (record, read.swap(0, Ordering::Relaxed)))
        })
    }

    fn open<'a>(&'a self, source: &'a Source, read: &Arc<AtomicU64>) -> Records<'a> {
        let junk = Arc::new(AtomicBool::new(false));
        let bytes = compress::open(source, self.max_expansion, Arc::clone(read), Arc::clone(&junk));
        self.cut(source, bytes, junk)
    }

    /// The records of a file whose bytes come from here.
    fn cut<'a>(&'a self, source: &'a Source, bytes: Bytes, junk: Arc<AtomicBool>) -> Records<'a> {
        match bytes {
            Ok(bytes) => {
                let input = Input {
                    path: &source.path,
                    bytes,
                    limit: self.limit,
                    max_expansion: self.max_expansion,
                    fields: &self.fields,
                    sources: &self.sources,
                };
                Box::new(whole_story(FORMATS[source.format].records(input), &source.path, junk))
            }
            Err(fault) => Box::new(std::iter::once(container::failed_file(&source.path, &fault))),
        }
    }
}

/// Whether a file holds one document of so many bytes on disk that it had better be begun early: cleaning took .1 to .3
/// seconds a megabyte where that was measured, and a thousandth of a second for an article.
fn is_long_document(source: &Source) -> bool {
    const LONG: u64 = 1 << 20;
    source.bytes >= LONG && matches!(FORMATS[source.format].holds, Holds::One(_))
}

/// The records of a file, and what concerns the file as a whole: that there was junk behind the compressed data (said
/// of the next record, else in a row of its own), or that it holds no record at all.
fn whole_story<'a>(
    mut records: Records<'a>,
    path: &'a str,
    junk: Arc<AtomicBool>,
) -> impl Iterator<Item = Record> + Send + 'a {
    let trailing = || {
        Fault::new(
            codes::TRAILING,
            "bytes after the end of the compressed data were left alone",
        )
    };
    let (mut any, mut over) = (false, false);
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        if let Some(mut record) = records.next() {
            any = true;
            if junk.swap(false, Ordering::Relaxed) {
                let fault = trailing();
                record
                    .diagnostics
                    .push(container::about(&record, fault.code, &fault.message));
            }
            return Some(record);
        }
        over = true;
        if junk.swap(false, Ordering::Relaxed) {
            return Some(container::skipped_file(path, &trailing()));
        }
        let none = Fault::new(codes::NO_RECORDS, "there are no records in it");
        (!any).then(|| container::skipped_file(path, &none))
    })
}

/// A plain file as its one record.
fn whole_file<'a>(input: Input<'a>, format: Content) -> Records<'a> {
    let mut bytes = Vec::new();
    // One byte more than the limit tells a file that is too long from one that just fits.
    let read = input.bytes.take(input.limit.saturating_add(1)).read_to_end(&mut bytes);
    let fault = match read {
        Err(e) => Some(codes::fault(&e)),
        Ok(_) if bytes.len() as u64 > input.limit => Some(codes::too_long(input.limit)),
        Ok(_) => None,
    };
    let record = match fault {
        Some(fault) => container::failed_file(input.path, &fault),
        None => Record {
            doc_id: input.path.to_string(),
            source_path: input.path.to_string(),
            source_record: None,
            source_bytes: Some(bytes.len() as u64),
            source_blake3: Some(blake3::hash(&bytes).to_hex().to_string()),
            body: Body::Bytes {
                bytes,
                format,
                charset: None,
            },
            given: input.sources.of_file(input.path),
            diagnostics: vec![],
        },
    };
    Box::new(std::iter::once(record))
}

/// The document of a record: decoded and, for markup, parsed. Pure; what cannot be read is a failed document.
pub fn document(record: Record, _settings: &Settings) -> Document {
    let Record {
        doc_id,
        source_path,
        source_record,
        body,
        source_bytes,
        source_blake3,
        given,
        mut diagnostics,
    } = record;
    let mut doc = Document {
        doc_id,
        source_path,
        source_record,
        media_type: None,
        source_bytes,
        source_blake3,
        encoding: None,
        replaced_chars: 0,
        text: String::new(),
        blocks: vec![],
        front_matter: None,
        given,
        page: PageMetadata::default(),
        status: Status::Ok,
        diagnostics: vec![],
    };
    let (decoded, format) = match body {
        Body::Failed | Body::Skipped => {
            doc.status = if matches!(body, Body::Failed) {
                Status::Failed
            } else {
                Status::Skipped
            };
            doc.diagnostics = diagnostics;
            return doc;
        }
        Body::Bytes { bytes, format, charset } => match decode::bytes(bytes, charset.as_deref(), format) {
            Ok(decoded) => (decoded, format),
            Err(what) => {
                diagnostics.push(note(&doc, codes::NOT_TEXT, format!("this is {what}, not text"), None));
                doc.status = Status::Failed;
                doc.diagnostics = diagnostics;
                return doc;
            }
        },
        Body::Text {
            text,
            format,
            encoding,
            replaced,
        } => {
            let mut decoded = decode::text(text, encoding);
            decoded.replaced = decoded.replaced.saturating_add(replaced);
            (decoded, format)
        }
    };
    doc.encoding = decoded.encoding;
    doc.replaced_chars = decoded.replaced;
    for odd in decoded.odd {
        // Offsets into HTML source are not offsets into its visible text.
        let at = if format == Content::Html { None } else { odd.at };
        diagnostics.push(note(&doc, odd.code, odd.message, at));
    }
    match format {
        Content::Plain => {
            doc.media_type = Some("text/plain".into());
            doc.text = decoded.text;
        }
        Content::Markdown => {
            doc.media_type = Some("text/markdown".into());
            doc.front_matter = markdown::front_matter(&decoded.text, &mut doc.given);
            doc.text = decoded.text;
        }
        Content::Html => {
            doc.media_type = Some("text/html".into());
            let page = html::page(&decoded.text);
            doc.text = page.text;
            doc.blocks = page.blocks;
            doc.page = page.metadata;
            for odd in page.odd {
                diagnostics.push(note(&doc, odd.code, odd.message, odd.at));
            }
        }
    }
    if let Some((at, word)) = scripts::mixed(&doc.text) {
        let message = format!("a word of letters of several scripts that look alike: {word}");
        diagnostics.push(note(&doc, codes::MIXED_SCRIPT, message, Some(at)));
    }
    if diagnostics.iter().any(|d| d.level != Level::Note) {
        doc.status = Status::Warning;
    }
    doc.diagnostics = diagnostics;
    doc
}

/// A diagnostic about a document.
fn note(doc: &Document, code: codes::Code, message: String, at: Option<usize>) -> Diagnostic {
    Diagnostic {
        source_path: doc.source_path.clone(),
        doc_id: Some(doc.doc_id.clone()),
        code: code.0.into(),
        level: code.1,
        message: shown(&message),
        at,
    }
}

#[cfg(test)]
mod tests;
