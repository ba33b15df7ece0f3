//! What each fuzz target does with the bytes that it is given. `tests/seeds.rs` does the same with the seeds of all of them.

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::LazyLock;

use super::{article, document, expressions, name, names, printed, record, records, spellings};
use isnad::pipeline::Resources;
use isnad::settings::Settings;
use isnad::types::*;
use isnad::{clean, dates, lang, read};

/// A target by its name, which is also that of its folder of seeds.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("text", text),
    ("html", html),
    ("jsonl", jsonl),
    ("csv", csv),
    ("parquet", parquet),
    ("warc", warc),
    ("packed", packed),
    ("clean", cleaned),
    ("dates", time_expressions),
    ("names", two_names),
    ("settings", pipeline_file),
];

/// The settings that a pipeline file has by default, and those that leave a text as it is.
static SETTINGS: LazyLock<[Settings; 2]> = LazyLock::new(|| {
    ["", "[clean]\nmode = \"none\""].map(|more| {
        let text = format!("corpus = [\"c\"]\noutput = \"o\"\n{more}");
        Settings::parse(&text, "p.toml").expect("settings")
    })
});

/// The word lists that the program ships.
static RESOURCES: LazyLock<Resources> = LazyLock::new(|| Resources::load(&SETTINGS[0]).expect("resources"));

/// The records of a file, of which everything holds that is to hold of records.
fn records_of(name: &str, bytes: &[u8]) -> Vec<Record> {
    let all = read::records(name, bytes.to_vec(), &SETTINGS[0]).expect("the default settings map no field");
    records(name, &all);
    all
}

/// The documents of a file, of which everything holds that is to hold of documents.
fn documents_of(name: &str, bytes: &[u8]) -> Vec<Document> {
    let read = |record| {
        let read = read::document(record, &SETTINGS[0]);
        document(&read);
        read
    };
    records_of(name, bytes).into_iter().map(read).collect()
}

/// Plain text and Markdown in any encoding. A text that is UTF-8 is read as it stands.
fn text(bytes: &[u8]) {
    documents_of("a.md", bytes);
    for document in documents_of("a.txt", bytes) {
        if let Ok(text) = std::str::from_utf8(bytes)
            && document.encoding.as_deref() == Some("utf-8")
        {
            let plain = text.strip_prefix('\u{feff}').unwrap_or(text).replace('\0', "\u{fffd}");
            assert_eq!(document.text, plain, "UTF-8 is not read as it stands");
        }
    }
}

/// HTML in any encoding.
fn html(bytes: &[u8]) {
    documents_of("a.html", bytes);
}

/// JSON lines. What a line gives does not depend on the lines around it.
fn jsonl(bytes: &[u8]) {
    documents_of("a.jsonl", bytes);
    let filled: Vec<&[u8]> = bytes
        .split(|b| *b == b'\n')
        .filter(|line| !line.iter().all(u8::is_ascii_whitespace))
        .collect();
    // A byte order mark belongs to the first line of a file only.
    if filled.is_empty() || filled.iter().any(|line| line.starts_with(b"\xef\xbb\xbf")) {
        return;
    }
    let together = records_of("a.jsonl", bytes);
    assert_eq!(together.len(), filled.len(), "a record for every line");
    // But for its id and the number of its line.
    let said = |record: &Record| match &record.body {
        Body::Text { text, format, .. } => format!("{format:?} {text} {:?} {:?}", record.given, record.source_blake3),
        body => format!("{body:?} {:?} {:?}", record.given, record.source_blake3),
    };
    for (record, line) in together.iter().zip(filled) {
        let alone = records_of("a.jsonl", line);
        assert_eq!(alone.len(), 1, "a record for a line");
        assert_eq!(said(record), said(&alone[0]), "a line alone and among others");
    }
}

/// CSV in UTF-8 and UTF-16: no more rows than the line ends part.
fn csv(bytes: &[u8]) {
    let ends = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count();
    // A header alone gives a row that says so.
    assert!(documents_of("a.csv", bytes).len() <= ends + 1, "more rows than lines");
}

/// Parquet.
fn parquet(bytes: &[u8]) {
    documents_of("a.parquet", bytes);
}

/// WARC with its HTTP messages, chunks and content encodings.
fn warc(bytes: &[u8]) {
    documents_of("a.warc", bytes);
}

/// Compressed files: damaged ones, and sound ones, of which comes out what was packed.
fn packed(bytes: &[u8]) {
    for name in [
        "a.txt.gz",
        "a.jsonl.gz",
        "a.csv.gz",
        "a.warc.gz",
        "a.txt.zst",
        "a.jsonl.zst",
    ] {
        documents_of(name, bytes);
    }
    let gzip = |bytes: &[u8]| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed
            .write_all(bytes)
            .and_then(|()| packed.finish())
            .expect("gzip into memory")
    };
    let hash = |name: &str, bytes: &[u8]| records_of(name, bytes).remove(0).source_blake3;
    let plain = hash("a.txt", bytes);
    // Gzip files may be put together.
    let (first, second) = bytes.split_at(bytes.len() / 3);
    let members = [gzip(first), gzip(second)].concat();
    assert_eq!(hash("a.txt.gz", &members), plain, "gzip and back");
    let packed = zstd::encode_all(bytes, 1).expect("zstd into memory");
    assert_eq!(hash("a.txt.zst", &packed), plain, "zstd and back");
}

/// The article of any text. The first byte says what kind of text it is and whether it is cleaned.
fn cleaned(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let (format, settings) = match choice {
        b'p' => (Content::Plain, &SETTINGS[0]),
        b'n' => (Content::Plain, &SETTINGS[1]),
        b'h' => (Content::Html, &SETTINGS[0]),
        _ => (Content::Markdown, &SETTINGS[0]),
    };
    article(record(&String::from_utf8_lossy(text), format), &RESOURCES, settings);
}

/// Time expressions of any text against any publication date, and the dates printed in any line. The first line says when
/// the text was published and in which order its numeric dates are (`2024-06-20 dmy`); the others are the text.
fn time_expressions(bytes: &[u8]) {
    let all: Cow<str> = String::from_utf8_lossy(bytes);
    let (head, text) = all.split_once('\n').unwrap_or(("", &all));
    let (published, order) = head.split_once(' ').unwrap_or((head, ""));
    let published = dates::partial(published).map(|date| {
        let (start, end) = dates::bounds(date);
        Published {
            value: dates::show(date),
            start,
            end,
            source: PublishedSource::Given,
            alt: None,
        }
    });
    let segment = |range: std::ops::Range<usize>| Segment {
        span: Span::new(range.start, range.end),
        src: Span::new(range.start, range.end),
        kind: SegmentKind::Paragraph,
        language: None,
        script: None,
        words: 0,
    };
    let segments: Vec<Segment> = clean::paragraphs(text).into_iter().map(segment).collect();
    let sentences = lang::sentences(text, &segments);
    let found = dates::expressions(text, &sentences, published.as_ref(), DateOrder::from_label(order));
    expressions("a", text, &sentences, &found);
    all.lines().for_each(printed);
    if let Some(latest) = dates::latest_full_date(text) {
        assert!((1..=9999).contains(&latest.year()), "{latest}");
    }
}

/// Two names, the one in the first line, the other in the second, as those of each kind; and the spellings of one that is
/// alone.
fn two_names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let (a, b) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    for kind in [EntityType::Person, EntityType::Org, EntityType::Loc] {
        names(a, b, kind);
    }
    name(a);
    name(b);
    if b.is_empty() {
        spellings(a);
    }
}

/// The pipeline file: what is understood says the same when it is written down and read again; what is not is one sentence.
fn pipeline_file(bytes: &[u8]) {
    // A file that is not UTF-8 is refused before it is looked into.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Settings::parse(text, "p.toml") {
        Ok(settings) => {
            let written = toml::to_string(&settings).expect("settings as TOML");
            let again = Settings::parse(&written, "p.toml").expect("settings that were understood before");
            assert_eq!(toml::to_string(&again).expect("settings as TOML"), written);
            for path in settings.corpus.iter().chain([&settings.output]) {
                settings.path(path);
                settings.shown(path);
            }
        }
        Err(error) => {
            let sentence = error.to_string();
            assert!(sentence.starts_with("cannot understand p.toml"), "{sentence}");
            assert!(!sentence.contains('\n'), "{sentence}");
        }
    }
}

/// Does what the target of this name does.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|t| t.0 == name);
    target.unwrap_or_else(|| panic!("there is no target {name}")).1(bytes);
}
