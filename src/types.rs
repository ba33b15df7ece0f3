//! Everything that flows through isnad, in the order in which it comes to exist:
//! [`Record`] → [`Document`] → [`Cleaned`] → [`Agreed`] → [`Article`] → [`Entities`] → tables.
//!
//! Inside the program every offset is a **byte** offset and every [`Span`] is half-open and lies on
//! character borders. Offsets in the tables are Unicode code points; [`crate::offsets`] is the only
//! place that converts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

use crate::maps::Map;

/// A half-open range of bytes, on character borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start, end }
    }
    /// The same as a range, to index text with.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }
    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The name of the rule that decided something; free text, but from a closed set in practice.
pub type Rule = Cow<'static, str>;

/// An enum whose variants are written to the tables as fixed labels.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = $label] $variant),+ }
        impl $name {
            /// All labels, in the order of declaration.
            pub const LABELS: &'static [&'static str] = &[$($label),+];
            /// The label in the tables.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),+ }
            }
            /// The variant with this label.
            pub fn from_label(label: &str) -> Option<$name> {
                match label { $($label => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

// ---------------------------------------------------------------------------------------------
// read
// ---------------------------------------------------------------------------------------------

/// What somebody (a `sources.csv`, a JSONL field, a front matter) says about a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Address of the page.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Bylines in order; empty when not given.
    pub authors: Vec<String>,
    /// Publisher or site.
    pub publisher: Option<String>,
    /// Publication date as given: ISO 8601 (`2024`, `2024-06`, `2024-06-20`, date and time), or what the record says.
    pub published: Option<String>,
    /// BCP 47 code.
    pub language: Option<String>,
}

/// A record as it lies in a file, before decoding: one for a plain file, many for a container.
#[derive(Debug)]
pub struct Record {
    /// Unique; see TABLES.md.
    pub doc_id: String,
    /// Path below the corpus folder, `/` separated.
    pub source_path: String,
    /// The record's own id in a container.
    pub source_record: Option<String>,
    /// What it holds, or why it could not be read.
    pub body: Body,
    /// Length of the raw record in bytes; `None` when unreadable.
    pub source_bytes: Option<u64>,
    /// BLAKE3 of the raw bytes, hex; `None` when unreadable.
    pub source_blake3: Option<String>,
    /// What `sources.csv` or the container says about it.
    pub given: Given,
    /// What was odd so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// The content of a [`Record`].
#[derive(Debug)]
pub enum Body {
    /// Bytes in an encoding still to be found. `charset`: what a transport header declared.
    Bytes {
        /// The raw bytes.
        bytes: Vec<u8>,
        /// How to read them.
        format: Content,
        /// A declared character encoding, such as of an HTTP header.
        charset: Option<String>,
    },
    /// Text that the container already decoded (a JSON string, a CSV cell).
    Text {
        /// The text.
        text: String,
        /// How to read it.
        format: Content,
        /// The encoding of the container's bytes, when it is known.
        encoding: Option<&'static str>,
        /// U+FFFD in the text that the container put in for what it could not decode.
        replaced: u32,
    },
    /// Nothing could be read; the diagnostics say why.
    Failed,
    /// Nothing is to be read (a WARC request, a hidden file); the diagnostics say why.
    Skipped,
}

/// The kind of text in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// text/plain
    Plain,
    /// text/markdown: plain text with front matter and debris
    Markdown,
    /// text/html
    Html,
}

labels!(
    /// What became of a record.
    Status { Ok = "ok", Warning = "warning", Failed = "failed", Skipped = "skipped" }
);
labels!(
    /// How serious a [`Diagnostic`] is.
    Level { Note = "note", Warning = "warning", Error = "error" }
);

/// Something odd about an input, a row of `diagnostics`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Path below the corpus folder.
    pub source_path: String,
    /// The document it is about; `None` when it is about the file.
    pub doc_id: Option<String>,
    /// Stable code, such as `W102-invalid-utf8`.
    pub code: Rule,
    /// Note, warning or error.
    pub level: Level,
    /// One line; no absolute path.
    pub message: String,
    /// Byte offset into the source text.
    pub at: Option<usize>,
}

/// A block that the markup itself marks (HTML). Blocks are in order, do not overlap, and hold every
/// character of the text that is not white space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkupBlock {
    /// Where in the source text.
    pub span: Span,
    /// What the element says it is.
    pub kind: SegmentKind,
    /// Whether the main-content extractor chose it.
    pub main: bool,
    /// What the enclosing elements say it is when it is not main content (`nav`, `footer`, a class such as `cookie`).
    pub hint: Option<Reason>,
    /// How many of its bytes stand inside links.
    pub linked: usize,
}

/// What the markup of a page says about it (JSON-LD, OpenGraph, `<meta>`, `<time>`, `<h1>`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMetadata {
    /// Headline.
    pub title: Option<String>,
    /// Authors, in order.
    pub authors: Vec<String>,
    /// Site or publisher.
    pub publisher: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// BCP 47 code of `<html lang>`.
    pub language: Option<String>,
    /// Publication date, ISO 8601, from JSON-LD, OpenGraph or `<meta>`.
    pub published: Option<String>,
    /// Publication date of a `<time>` element in the head of the article, ISO 8601.
    pub time_element: Option<String>,
}

/// A decoded record: the *source text* and all that is known about it before cleaning.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Unique; see TABLES.md.
    pub doc_id: String,
    /// Path below the corpus folder.
    pub source_path: String,
    /// The record's own id in a container.
    pub source_record: Option<String>,
    /// IANA media type; `None` when it could not be read.
    pub media_type: Option<Rule>,
    /// Length of the raw record in bytes.
    pub source_bytes: Option<u64>,
    /// BLAKE3 of the raw bytes, hex.
    pub source_blake3: Option<String>,
    /// WHATWG label, lower case.
    pub encoding: Option<Rule>,
    /// How many U+FFFD were put in for undecodable bytes and for U+0000.
    pub replaced_chars: u32,
    /// The source text; for HTML all visible text, block by block.
    pub text: String,
    /// The blocks that the markup marks; empty for text that has no markup.
    pub blocks: Vec<MarkupBlock>,
    /// YAML or TOML front matter at the start of a Markdown text, with its fences.
    pub front_matter: Option<Span>,
    /// What was given about it.
    pub given: Given,
    /// What the page's markup says about it.
    pub page: PageMetadata,
    /// ok, failed or skipped so far.
    pub status: Status,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// A document of a text without markup, about which nothing else is known.
    pub fn of_text(doc_id: impl Into<String>, text: impl Into<String>) -> Document {
        let doc_id = doc_id.into();
        Document {
            source_path: doc_id.clone(),
            doc_id,
            source_record: None,
            media_type: None,
            source_bytes: None,
            source_blake3: None,
            encoding: None,
            replaced_chars: 0,
            text: text.into(),
            blocks: Vec::new(),
            front_matter: None,
            given: Given::default(),
            page: PageMetadata::default(),
            status: Status::Ok,
            diagnostics: Vec::new(),
        }
    }
}

// ---------------------------------------------------------------------------------------------
// clean
// ---------------------------------------------------------------------------------------------

labels!(
    /// What a kept block is.
    SegmentKind {
        Title = "title", Standfirst = "standfirst", Heading = "heading", Paragraph = "paragraph",
        ListItem = "list_item", Quote = "quote", Caption = "caption", Table = "table", Code = "code",
    }
);
labels!(
    /// Why a stretch of the source text is not in the clean text.
    Reason {
        Markup = "markup", FrontMatter = "front_matter", Navigation = "navigation", Sharing = "sharing",
        CookieNotice = "cookie_notice", Advert = "advert", Comments = "comments", Byline = "byline",
        Dateline = "dateline", AuthorBio = "author_bio", RelatedLinks = "related_links",
        TopicTags = "topic_tags", PhotoCredit = "photo_credit", BoilerplateLine = "boilerplate_line",
        PublisherBoilerplate = "publisher_boilerplate", DuplicateWithin = "duplicate_within",
        PullQuote = "pull_quote", ControlChars = "control_chars",
    }
);

/// Why, by which rule and how surely something was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// The reason in the tables.
    pub reason: Reason,
    /// The rule that decided, such as `phrase:skip_link` or `zone:related`.
    pub rule: Rule,
    /// Confidence 0..1, when the rule has one.
    pub score: Option<f32>,
    /// For a repeat inside the document: the kept twin in the source text.
    pub twin: Option<Span>,
}

/// Whether a block is part of the clean text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Role {
    /// Part of the clean text.
    Kept,
    /// Not part of it, and why.
    Removed(Removal),
}

/// A stretch inside a kept block that is cut out of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Where in the source text; inside the block.
    pub span: Span,
    /// Why.
    pub removal: Removal,
}

/// A block of the source text. The blocks of a document are in order, do not overlap, begin and end
/// with a character that is not white space, and together hold every such character.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Where in the source text. A broken line joined to its continuation is one block: the white
    /// space between the halves becomes one space of the clean text.
    pub span: Span,
    /// What it is.
    pub kind: SegmentKind,
    /// Kept or removed.
    pub role: Role,
    /// Stretches cut out of a kept block, in order, not overlapping. Something is left after the cuts.
    pub cuts: Vec<Cut>,
    /// Hash of the folded line (digits masked), for what a publisher repeats on many pages; its two lowest bits are a
    /// [`crate::clean::LineLength`]. 0 when the block is a single word or too long to be asked about.
    pub line_hash: u64,
}

/// A calendar date that may lack its day, or its day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year 1..=9999.
    pub year: i16,
    /// Month 1..=12.
    pub month: Option<i8>,
    /// Day 1..=31, valid in its month; only with a month.
    pub day: Option<i8>,
}

labels!(
    /// Order of a numeric date.
    DateOrder { Mdy = "mdy", Dmy = "dmy", Ymd = "ymd" }
);
labels!(
    /// Where the publication date comes from.
    PublishedSource { Given = "given", Metadata = "metadata", Markup = "markup", Text = "text", Url = "url", Inferred = "inferred" }
);

/// A publication date that might be the right one. Candidates are listed best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCandidate {
    /// The date; for an ambiguous numeric one the month-first reading.
    pub date: PartialDate,
    /// The day-first reading of an ambiguous numeric date.
    pub day_first: Option<PartialDate>,
    /// Where it comes from.
    pub source: PublishedSource,
}

/// A document with a role for every block; nothing here depends on any other document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cleaned {
    /// The document.
    pub document: Document,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The headline: given, else of the markup, else found in the text.
    pub title: Option<String>,
    /// Bylines in order.
    pub authors: Vec<String>,
    /// Publisher: given, else of the markup.
    pub publisher: Option<String>,
    /// Address: given, else of the markup.
    pub url: Option<String>,
    /// Candidate publication dates, best first.
    pub published: Vec<PublishedCandidate>,
    /// The latest full date that the body names in so many words, to settle an ambiguous numeric publication date;
    /// not looked for when there is none to settle.
    pub latest_in_text: Option<Day>,
    /// What *agree* sees of it.
    pub digest: Digest,
}

/// What *agree* may see of a document: hashes, no text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// `line_hash` of the blocks of up to sixty words, sorted, each once.
    pub lines: Vec<u64>,
    /// `line_hash` of the kept blocks of more than 25 words, sorted, each once.
    pub paragraphs: Vec<u64>,
    /// Numeric dates of the head that can only be read month first.
    pub month_first: u32,
    /// Numeric dates of the head that can only be read day first.
    pub day_first: u32,
    /// Folded words of the clean text without the title.
    pub words: u32,
    /// Hash of all folded words of the clean text without the title.
    pub text_hash: u64,
    /// Band hashes of the MinHash sketch; empty for a text too short to sketch.
    pub bands: Vec<u64>,
    /// A sample of its word sequences, sorted, each once: a text that stands inside a longer one shares most of its sample.
    pub sample: Vec<u32>,
}

// ---------------------------------------------------------------------------------------------
// agree
// ---------------------------------------------------------------------------------------------

labels!(
    /// How a document relates to another one that says the same.
    Relation { Exact = "exact", Near = "near", Contained = "contained" }
);

/// A row of `duplicates`: `copy` says what `other` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// The copy, or the contained document.
    pub doc: String,
    /// The kept document, or the containing one.
    pub other: String,
    /// How they relate.
    pub relation: Relation,
    /// Jaccard similarity of the folded word 3-gram sets, 0..1.
    pub jaccard: f32,
    /// Share of the shorter set found in the longer, 0..1.
    pub containment: f32,
    /// Smallest `doc_id` of the cluster; `None` for contained.
    pub cluster: Option<String>,
}

/// What only the whole corpus can say.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// Line hashes that a publisher repeats on many pages, by publisher.
    pub repeated_lines: BTreeMap<String, BTreeSet<u64>>,
    /// Order of numeric dates, by publisher.
    pub date_order: BTreeMap<String, DateOrder>,
    /// Copies and contained documents.
    pub copies: Vec<Copy>,
    /// The kept document of every copy: `doc_id` → `doc_id`.
    pub duplicate_of: BTreeMap<String, String>,
    /// How many paragraphs of more than 25 words stand in several documents that are no copies of each other; they are kept.
    pub syndicated: u64,
}

// ---------------------------------------------------------------------------------------------
// annotate
// ---------------------------------------------------------------------------------------------

/// The final publication date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// `2024`, `2024-06` or `2024-06-20`.
    pub value: String,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// Where it comes from.
    pub source: PublishedSource,
    /// The other reading of an ambiguous numeric date.
    pub alt: Option<String>,
}

/// A verbatim stretch shared by the two texts: `source[src..src + len] == clean[clean..clean + len]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Byte in the clean text.
    pub clean: usize,
    /// Byte in the source text.
    pub src: usize,
    /// Length in bytes.
    pub len: usize,
}

labels!(
    /// ISO 15924 code of the script of most letters.
    Script {
        Latn = "Latn", Arab = "Arab", Cyrl = "Cyrl", Hebr = "Hebr", Grek = "Grek", Hans = "Hani",
        Deva = "Deva", Other = "Zyyy",
    }
);

/// A kept block in the clean text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where in the clean text.
    pub span: Span,
    /// Where in the source text.
    pub src: Span,
    /// What it is.
    pub kind: SegmentKind,
    /// BCP 47; `None` when undetermined.
    pub language: Option<Rule>,
    /// Script of most letters; `None` when it has no letter.
    pub script: Option<Script>,
    /// UAX #29 words.
    pub words: u32,
}

/// A stretch of the source text that is not in the clean text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    /// Where in the source text.
    pub src: Span,
    /// Why.
    pub removal: Removal,
}

/// A sentence of a segment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where in the clean text.
    pub span: Span,
    /// Index into [`Article::segments`].
    pub segment: u32,
    /// BCP 47: that of the segment, or its own when it is long enough to tell.
    pub language: Option<Rule>,
}

labels!(
    /// TIMEX3 type.
    TimexType { Date = "DATE", Time = "TIME", Duration = "DURATION", Set = "SET" }
);
labels!(
    /// TIMEX3 mod.
    Modifier {
        Approx = "APPROX", Start = "START", Mid = "MID", End = "END", Before = "BEFORE", After = "AFTER",
        MoreThan = "MORE_THAN", LessThan = "LESS_THAN", EqualOrMore = "EQUAL_OR_MORE", EqualOrLess = "EQUAL_OR_LESS",
    }
);
labels!(
    /// TIMEX3 quant.
    Quant { Every = "EVERY", Each = "EACH" }
);
labels!(
    /// How fine a date is.
    Precision {
        Century = "century", Decade = "decade", Year = "year", Half = "half", Season = "season",
        Quarter = "quarter", Month = "month", Week = "week", Day = "day", PartOfDay = "part_of_day",
        Hour = "hour", Minute = "minute", Second = "second",
    }
);
labels!(
    /// Calendar of a date.
    Calendar { Gregorian = "gregorian", Hijri = "hijri" }
);
labels!(
    /// What a date was counted from.
    Anchor { Explicit = "explicit", Publication = "publication", Text = "text", None = "none" }
);
labels!(
    /// What a date does in the text.
    DateRole { Text = "text", Citation = "citation", Quotation = "quotation" }
);

/// A time expression with its value; a row of `dates`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// Where in the clean text.
    pub span: Span,
    /// Index into [`Article::sentences`]; the span lies inside that sentence.
    pub sentence: u32,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value; `None` when unresolved.
    pub value: Option<String>,
    /// TIMEX3 mod.
    pub modifier: Option<Modifier>,
    /// TIMEX3 quant of a SET.
    pub quant: Option<Quant>,
    /// TIMEX3 freq of a SET.
    pub freq: Option<String>,
    /// The same as EDTF.
    pub edtf: Option<String>,
    /// First day covered.
    pub start: Option<Day>,
    /// Last day covered.
    pub end: Option<Day>,
    /// How fine it is.
    pub precision: Option<Precision>,
    /// Calendar it was written in.
    pub calendar: Calendar,
    /// The Hijri date, such as `1440-09-15`.
    pub hijri_value: Option<String>,
    /// What it was counted from.
    pub anchor: Anchor,
    /// The date it was counted from.
    pub anchor_date: Option<Day>,
    /// The other reading of an ambiguous expression.
    pub alt_value: Option<String>,
    /// Confidence of the value, 0..1.
    pub confidence: f32,
    /// What it does in the text.
    pub role: DateRole,
    /// Index of the first expression of the range or list that this one belongs to.
    pub range: Option<u32>,
    /// The rule that matched.
    pub rule: Rule,
}

labels!(
    /// What a mention names.
    EntityType { Person = "PERSON", Org = "ORG", Loc = "LOC" }
);
labels!(
    /// How a mention was linked to its entity.
    Link {
        Name = "name", Alias = "alias", Acronym = "acronym", Surname = "surname",
        GivenName = "given_name", Title = "title", None = "none",
    }
);
labels!(
    /// What found a mention.
    Finder { Gazetteer = "gazetteer", Tagger = "tagger", Pattern = "pattern", Propagation = "propagation" }
);

/// A mention of a person, organisation or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where in the clean text.
    pub span: Span,
    /// Index into [`Article::sentences`]; the span lies inside that sentence.
    pub sentence: u32,
    /// What it names.
    pub kind: EntityType,
    /// Index into [`Article::names`]: the entity inside this document; `None` when it is unclear which.
    pub name: Option<u32>,
    /// How it was linked to that name.
    pub link: Link,
    /// Confidence that it is a mention of this type, 0..1.
    pub score: f32,
    /// Confidence of the link, 0..1.
    pub link_score: Option<f32>,
    /// What found it.
    pub finder: Finder,
    /// Script of most of its letters.
    pub script: Script,
}

/// An entity inside one document: the fullest name that it goes by there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalName {
    /// What it names.
    pub kind: EntityType,
    /// The fullest form in this document, as written; for a gazetteer entity its canonical name.
    pub full: String,
    /// The gazetteer's key.
    pub key: Option<String>,
}

/// "Popular Mobilization Forces (PMF)": a document says that two names mean one entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Definition {
    /// What they name.
    pub kind: EntityType,
    /// The long form as written.
    pub long: String,
    /// The short form or other name as written.
    pub short: String,
    /// Index of the mention that shows it.
    pub mention: u32,
    /// `acronym`, `alias` or `translation`.
    pub how: DefinitionKind,
}

labels!(
    /// What a definition gives.
    DefinitionKind { Acronym = "acronym", Alias = "alias", Translation = "translation" }
);

/// A short name that fits two full names of its document and stays unlinked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ambiguity {
    /// The short name as written.
    pub short: String,
    /// Indices into [`Article::names`] of what it fits.
    pub fits: Vec<u32>,
    /// Index of the mention.
    pub mention: u32,
}

/// A finished document. Spans never change after this.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// The document as read; its `text` is the source text.
    pub document: Document,
    /// Headline.
    pub title: Option<String>,
    /// Bylines in order.
    pub authors: Vec<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Publication date.
    pub published: Option<Published>,
    /// BCP 47; `None` when undetermined.
    pub language: Option<Rule>,
    /// Confidence of the language, 0..1.
    pub language_score: Option<f32>,
    /// The clean text.
    pub text: String,
    /// The map between the two texts, in order of both.
    pub pieces: Vec<Piece>,
    /// Kept blocks.
    pub segments: Vec<Segment>,
    /// Everything else, sorted by source offset, never overlapping.
    pub removed: Vec<Removed>,
    /// Sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Time expressions, in order, never overlapping.
    pub dates: Vec<TimeExpression>,
    /// Mentions, in order, never overlapping.
    pub mentions: Vec<Mention>,
    /// The entities of this document.
    pub names: Vec<LocalName>,
    /// Names that the document defines.
    pub definitions: Vec<Definition>,
    /// Short names that stay unlinked because they fit several.
    pub ambiguities: Vec<Ambiguity>,
    /// UAX #29 words of the clean text.
    pub words: u32,
    /// The kept document that this one copies.
    pub duplicate_of: Option<String>,
}

// ---------------------------------------------------------------------------------------------
// entities
// ---------------------------------------------------------------------------------------------

/// Where a mention stands: enough to make its id without keeping the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MentionRef {
    /// The document, one text for all that stand in it.
    pub doc_id: Arc<str>,
    /// Start in the source text, in code points.
    pub src_start: u32,
}

/// How often a name was seen in the corpus, copies left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// Mentions linked to it.
    pub mentions: u32,
    /// Documents that have it.
    pub documents: u32,
    /// The first one in document order.
    pub evidence: MentionRef,
}

/// Definitions: (kind, long form, short form) with how it is meant, how many documents give it, and the first one.
pub type Definitions = BTreeMap<(EntityType, String, String), (DefinitionKind, NameCount)>;

/// What *entities* sees of all documents.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    /// Every local name, with its counts. Names seen in copies only have zero counts.
    pub names: Map<LocalName, NameCount>,
    /// Every definition.
    pub definitions: Definitions,
}

labels!(
    /// Where an entity comes from.
    EntityOrigin { Gazetteer = "gazetteer", Discovered = "discovered" }
);
labels!(
    /// What a spelling is to its entity.
    NameKind {
        Canonical = "canonical", Spelling = "spelling", Transliteration = "transliteration",
        Translation = "translation", Acronym = "acronym", ShortForm = "short_form", Nickname = "nickname",
    }
);
labels!(
    /// Where a spelling comes from.
    NameOrigin { Gazetteer = "gazetteer", Seen = "seen", Both = "both" }
);
labels!(
    /// What was decided about two names.
    Judgement { Same = "same", Different = "different", Unsure = "unsure" }
);
labels!(
    /// Why it was decided.
    MergeReason {
        Gazetteer = "gazetteer", User = "user", Definition = "definition", Acronym = "acronym",
        Transliteration = "transliteration", Spelling = "spelling", Surname = "surname",
        AmbiguousSurname = "ambiguous_surname", BelowThreshold = "below_threshold",
        CannotLinkGivenName = "cannot_link_given_name", CannotLinkKunya = "cannot_link_kunya",
        CannotLinkType = "cannot_link_type",
    }
);

/// A name that the gazetteer gives to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenName {
    /// The name as given.
    pub name: String,
    /// What it is to the entity.
    pub kind: NameKind,
    /// BCP 47 code of the name's language.
    pub language: Option<String>,
}

/// An entity as the user's gazetteers give it: all rows with one key.
#[derive(Clone, Debug, PartialEq)]
pub struct GazetteerEntry {
    /// The key, which becomes the entity id.
    pub key: String,
    /// What it is.
    pub kind: EntityType,
    /// Its names, the canonical one first.
    pub names: Vec<GivenName>,
    /// (scheme, id), sorted.
    pub external_ids: Vec<(String, String)>,
    /// Latitude in degrees.
    pub lat: Option<f32>,
    /// Longitude in degrees.
    pub lon: Option<f32>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A row of `decisions.csv`: what a user decided about two names; wins over everything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// A name.
    pub left: String,
    /// Another name.
    pub right: String,
    /// What they name.
    pub kind: EntityType,
    /// Same or different.
    pub judgement: Judgement,
}

/// A row of the ledger, which keeps entity ids across runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerRow {
    /// The id.
    pub entity_id: String,
    /// What it is.
    pub kind: EntityType,
    /// Folded form of a name that this id stood for.
    pub name_key: String,
    /// The id that replaced it.
    pub merged_into: Option<String>,
}

/// A distinct person, organisation or place.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Stable id.
    pub id: String,
    /// What it is.
    pub kind: EntityType,
    /// Canonical name.
    pub name: String,
    /// Where it comes from.
    pub origin: EntityOrigin,
    /// Earlier ids that now mean this entity, sorted.
    pub merged_ids: Vec<String>,
    /// Names that the gazetteer gives, in its order; empty for a discovered one.
    pub given: Vec<GivenName>,
    /// (scheme, id), sorted.
    pub external_ids: Vec<(String, String)>,
    /// Latitude in degrees.
    pub lat: Option<f32>,
    /// Longitude in degrees.
    pub lon: Option<f32>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A decision about two names; a row of `entity_merges`.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The one.
    pub left: String,
    /// The other.
    pub right: String,
    /// What they name.
    pub kind: EntityType,
    /// Index into [`Entities::list`].
    pub left_entity: Option<u32>,
    /// Index into [`Entities::list`].
    pub right_entity: Option<u32>,
    /// What was decided.
    pub judgement: Judgement,
    /// Name similarity, 0..1.
    pub score: f32,
    /// A mention that shows it.
    pub evidence: Option<MentionRef>,
    /// Why.
    pub reason: MergeReason,
}

/// All entities of the corpus, and which local name means which.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// Sorted by id.
    pub list: Vec<Entity>,
    /// Index into `list` of every [`LocalName`] that means an entity.
    pub of: Map<LocalName, u32>,
    /// Decisions, sorted by (type, left, right); each pair once.
    pub merges: Vec<Merge>,
}
