//! The table of copies and contained documents.

use super::corpus::Corpus;
use super::row::{Cell, Sink};
use super::schema::{Column, Source, Table, Type, column, maybe};
use crate::error::Result;
use crate::types::Copy;
use crate::types::Relation;

/// The table.
pub const TABLE: Table = Table {
    name: "duplicates",
    meaning: "Documents that say the same: one row for every copy with its kept document, and one for every document contained in another.",
    key: &["doc_id", "other_doc_id"],
    order: &["cluster_id", "doc_id", "other_doc_id"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("doc_id", Type::Str, "", "-> documents"),
    column("other_doc_id", Type::Str, "", "-> documents"),
    column("relation", Type::Enum(Relation::LABELS), "", "exact | near | contained"),
    column("jaccard", Type::F32, "0..1", "of folded word 3-gram sets"),
    column(
        "containment",
        Type::F32,
        "0..1",
        "share of the shorter found in the longer",
    ),
    maybe(
        "cluster_id",
        Type::Str,
        "",
        "smallest doc_id of the cluster; NULL for contained",
    ),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    let mut copies: Vec<&Copy> = corpus.agreed.copies.iter().collect();
    copies.sort_by_key(|c| {
        (
            c.cluster.is_none(),
            c.cluster.as_deref(),
            c.doc.as_str(),
            c.other.as_str(),
        )
    });
    for c in copies {
        out.row(&[
            Cell::Text(&c.doc),
            Cell::Text(&c.other),
            Cell::Text(c.relation.label()),
            c.jaccard.into(),
            c.containment.into(),
            c.cluster.as_deref().into(),
        ]);
    }
    Ok(())
}
