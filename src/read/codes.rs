//! The codes of everything odd that reading can meet, and how an I/O error becomes one of them.
//!
//! A code never changes its meaning. `E`: the record could not be read; `W`: it was read, but look at it; `N`: for
//! information. This is the only place that spells them.

use std::fmt;
use std::io;

use crate::error::io_words;
use crate::printable::escaped;
use crate::types::Level;

/// A code with its level and what it means.
pub type Code = (&'static str, Level, &'static str);

pub const UNREADABLE: Code = ("E101-unreadable", Level::Error, "the file or folder could not be read");
pub const TOO_LONG: Code = (
    "E102-too-long",
    Level::Error,
    "the record is longer than [read] max_document_bytes",
);
pub const EXPANSION: Code = (
    "E103-expansion",
    Level::Error,
    "the compressed file expands beyond [read] max_expansion",
);
pub const TRUNCATED: Code = ("E104-truncated", Level::Error, "the file or record ends too early");
pub const COMPRESSION: Code = (
    "E105-compression",
    Level::Error,
    "the compressed data is damaged or of another kind",
);
pub const NOT_TEXT: Code = ("E106-not-text", Level::Error, "the content is a binary format");
pub const BAD_RECORD: Code = (
    "E107-bad-record",
    Level::Error,
    "a record of a container could not be understood",
);
pub const BAD_CONTAINER: Code = (
    "E108-bad-container",
    Level::Error,
    "a container could not be understood",
);
pub const CHARSET: Code = (
    "W101-charset-overruled",
    Level::Warning,
    "the declared character encoding is not the one in use",
);
pub const INVALID_UTF8: Code = (
    "W102-invalid-utf8",
    Level::Warning,
    "undecodable bytes were replaced by U+FFFD",
);
pub const NUL: Code = ("W103-nul", Level::Warning, "U+0000 was replaced by U+FFFD");
pub const MOJIBAKE: Code = (
    "W104-mojibake",
    Level::Warning,
    "the text looks as if it had been decoded twice",
);
pub const REPEATED_ID: Code = (
    "W105-repeated-id",
    Level::Warning,
    "a record has the id of an earlier one, or an unusable one",
);
pub const DEEP: Code = (
    "W106-deep-markup",
    Level::Warning,
    "the markup is too deep or too large to look for the main content",
);
pub const LINK: Code = (
    "W107-link",
    Level::Warning,
    "a symbolic link leads nowhere or in a circle",
);
pub const SOURCES: Code = (
    "W108-sources",
    Level::Warning,
    "sources.csv names a file that there is not",
);
pub const TRAILING: Code = (
    "W109-trailing-bytes",
    Level::Warning,
    "bytes after the end of the compressed data were left alone",
);
pub const MIXED_SCRIPT: Code = (
    "W110-mixed-script",
    Level::Warning,
    "a word has letters of several scripts that look alike",
);
pub const NOT_REGULAR: Code = (
    "N101-not-regular",
    Level::Note,
    "not a regular file, or a link that is not followed",
);
pub const IGNORED: Code = ("N102-ignored", Level::Note, "files of unknown kinds were left alone");
pub const STATUS: Code = (
    "N103-http-status",
    Level::Note,
    "the page was not delivered (HTTP status)",
);
pub const NO_RECORDS: Code = ("N104-no-records", Level::Note, "a container holds no records");

/// Every code that reading can give, with its level and meaning.
pub const CODES: &[Code] = &[
    UNREADABLE,
    TOO_LONG,
    EXPANSION,
    TRUNCATED,
    COMPRESSION,
    NOT_TEXT,
    BAD_RECORD,
    BAD_CONTAINER,
    CHARSET,
    INVALID_UTF8,
    NUL,
    MOJIBAKE,
    REPEATED_ID,
    DEEP,
    LINK,
    SOURCES,
    TRAILING,
    MIXED_SCRIPT,
    NOT_REGULAR,
    IGNORED,
    STATUS,
    NO_RECORDS,
];

/// Why bytes could not be had: a code and a sentence.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its code.
    pub code: Code,
    /// For the person at the keyboard.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// A fault.
    pub fn new(code: Code, message: impl Into<String>) -> Fault {
        Fault {
            code,
            message: message.into(),
        }
    }
}

/// What an I/O error means: the fault it carries, else a truncated or damaged stream, else an unreadable file.
pub fn fault(error: &io::Error) -> Fault {
    if let Some(fault) = error.get_ref().and_then(|inner| inner.downcast_ref::<Fault>()) {
        return fault.clone();
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::new(TRUNCATED, "the file ends in the middle of its compressed data"),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
            if error.raw_os_error().is_none() =>
        {
            Fault::new(COMPRESSION, format!("cannot decompress: {}", io_words(error)))
        }
        _ => Fault::new(UNREADABLE, format!("cannot read: {}", io_words(error))),
    }
}

/// The fault of a record that is too long.
pub fn too_long(limit: u64) -> Fault {
    Fault::new(
        TOO_LONG,
        format!("longer than {limit} bytes ([read] max_document_bytes)"),
    )
}

/// A text fit for a message: what cannot be printed escaped, and no longer than 300 characters (enough for any path of a sane
/// corpus; a hostile one shall not fill the terminal).
pub fn shown(text: &str) -> String {
    const LENGTH: usize = 300;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", escaped(text.get(..end).unwrap_or_default())),
        None => escaped(text),
    }
}

/// Something odd about the content of a record.
#[derive(Clone, Debug)]
pub struct Odd {
    /// Its code.
    pub code: Code,
    /// For the person at the keyboard.
    pub message: String,
    /// Byte offset into the text.
    pub at: Option<usize>,
}
