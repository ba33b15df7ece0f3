//! The single source of every table's and column's name, type and meaning.
//!
//! The tables themselves are beside this file, one file each; [`super::TABLES`] lists them.
//! Strings only, whole numbers with a sign (Spark refuses the others), one row a fact.

use super::row::Sink;
use super::{Corpus, View};
use crate::error::Result;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Str,
    /// One of these labels.
    Enum(&'static [&'static str]),
    /// One of few labels that cannot all be listed beforehand, such as a language code.
    OpenEnum,
    /// A whole number of 32 bits.
    I32,
    /// A whole number of 64 bits.
    I64,
    /// A number of 32 bits; never NaN or infinite.
    F32,
    /// A day of the Gregorian calendar.
    Date,
    /// A list of texts, never NULL.
    List,
}

impl Type {
    /// The name of the type in documentation: `str`, `enum`, `i32`, `i64`, `f32`, `date`, `list<str>`.
    pub fn name(self) -> &'static str {
        match self {
            Type::Str => "str",
            Type::Enum(_) | Type::OpenEnum => "enum",
            Type::I32 => "i32",
            Type::I64 => "i64",
            Type::F32 => "f32",
            Type::Date => "date",
            Type::List => "list<str>",
        }
    }
}

/// A column of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Whether it may be NULL: not known, or not applicable.
    pub null: bool,
    /// Unit, or range of values; empty when there is none.
    pub unit: &'static str,
    /// One line; a reference to another table begins with `-> table`.
    pub meaning: &'static str,
}

impl Column {
    /// The table that this column refers to (by the first column of that table's key).
    pub fn refers_to(&self) -> Option<&'static str> {
        let table = self.meaning.strip_prefix("-> ")?;
        table.split(|c: char| !c.is_ascii_lowercase() && c != '_').next()
    }
}

/// A table of the dataset.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, and the name of its files without extension.
    pub name: &'static str,
    /// One line.
    pub meaning: &'static str,
    /// The columns that together name a row.
    pub key: &'static [&'static str],
    /// The columns that the rows are sorted by: strings by code point, NULL last.
    pub order: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
    /// Where its rows come from.
    pub rows: Source,
}

impl Table {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// Where the rows of a table come from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// Every article gives its own rows; articles come in the order of `doc_id`.
    Articles(fn(&View, &mut dyn Sink)),
    /// Only the whole corpus gives them, when all articles have been seen.
    Corpus(fn(&Corpus, &mut dyn Sink) -> Result<()>),
}

/// A column that is never NULL.
pub(super) const fn column(name: &'static str, kind: Type, unit: &'static str, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        null: false,
        unit,
        meaning,
    }
}

/// A column that may be NULL.
pub(super) const fn maybe(name: &'static str, kind: Type, unit: &'static str, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        null: true,
        unit,
        meaning,
    }
}

pub(super) const CHAR_START: Column = column(
    "char_start",
    Type::I32,
    "code points",
    "start in documents.text, 0-based",
);
pub(super) const CHAR_END: Column = column(
    "char_end",
    Type::I32,
    "code points",
    "end in documents.text, exclusive; documents.text[char_start:char_end] == text",
);
pub(super) const SRC_START: Column = column("src_start", Type::I32, "code points", "start in sources.text");
pub(super) const SRC_END: Column = column("src_end", Type::I32, "code points", "end in sources.text, exclusive");
