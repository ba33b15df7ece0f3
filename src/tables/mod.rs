//! The tables: what the columns are ([`schema`]) and how an article, or the whole corpus, gives rows.
//!
//! A table is one file here and one line in [`TABLES`]. Nothing in this folder knows about Parquet or CSV: a table
//! hands rows of [`Cell`]s to a [`Sink`].

mod cooccurrences;
mod corpus;
mod dates;
mod diagnostics;
mod documents;
mod duplicates;
mod entities;
mod entity_dates;
mod entity_ids;
mod entity_merges;
mod entity_names;
mod mentions;
mod removed_spans;
mod row;
mod segments;
mod sentences;
mod show;
mod sources;
mod view;

pub mod schema;

pub use corpus::Corpus;
pub(crate) use corpus::TOGETHER;
pub use row::{Cell, Sink, write_id};
pub use schema::{Column, Source, Table, Type};
pub use show::{Format, schema_text};
pub use view::{Place, View};

/// The version of the schema: a new one when a column changes its name, type or meaning.
pub const SCHEMA_VERSION: &str = "1";

/// All tables, in the order in which they are documented.
pub const TABLES: &[Table] = &[
    documents::TABLE,
    sources::TABLE,
    segments::TABLE,
    sentences::TABLE,
    removed_spans::TABLE,
    duplicates::TABLE,
    dates::TABLE,
    mentions::TABLE,
    entities::TABLE,
    entity_ids::TABLE,
    entity_names::TABLE,
    entity_merges::TABLE,
    entity_dates::TABLE,
    cooccurrences::TABLE,
    diagnostics::TABLE,
];

/// The names of all tables, in the order of [`TABLES`].
pub fn names() -> Vec<&'static str> {
    TABLES.iter().map(|t| t.name).collect()
}

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|t| t.name == name)
}
