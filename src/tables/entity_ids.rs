//! The table of external identifiers.

use std::collections::BTreeSet;

use super::corpus::Corpus;
use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column};
use crate::error::Result;

/// The table.
pub const TABLE: Table = Table {
    name: "entity_ids",
    meaning: "External identifiers of entities.",
    key: &["entity_id", "scheme", "id"],
    order: &["entity_id", "scheme", "id"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("entity_id", Type::Str, "", "-> entities"),
    column("scheme", Type::Str, "", "wikidata, ofac, opensanctions, geonames ..."),
    column("id", Type::Str, "", ""),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    for (_, entity, _) in corpus.seen() {
        let ids: BTreeSet<&(String, String)> = entity.external_ids.iter().collect();
        for (scheme, id) in ids {
            out.row(&[Cell::Text(&entity.id), Cell::Text(scheme), Cell::Text(id)]);
        }
    }
    Ok(())
}
