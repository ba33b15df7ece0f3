//! The table of decisions: why two names were, or narrowly were not, held for one entity.

use super::corpus::Corpus;
use super::row::{Cell, Sink, id};
use super::schema::{Column, Source, Table, Type, column, maybe};
use crate::error::Result;
use crate::types::Merge;
use crate::types::{EntityType, Judgement, MergeReason};

/// The table.
pub const TABLE: Table = Table {
    name: "entity_merges",
    meaning: "Why two names were, or narrowly were not, held for one entity.",
    key: &["left_name", "right_name", "type"],
    order: &["type", "left_name", "right_name"],
    columns: COLUMNS,
    rows: Source::Corpus(rows),
};

const COLUMNS: &[Column] = &[
    column("left_name", Type::Str, "", ""),
    column("right_name", Type::Str, "", ""),
    column("type", Type::Enum(EntityType::LABELS), "", ""),
    maybe("left_entity_id", Type::Str, "", "-> entities"),
    maybe("right_entity_id", Type::Str, "", "-> entities"),
    column(
        "judgement",
        Type::Enum(Judgement::LABELS),
        "",
        "same | different | unsure",
    ),
    column("score", Type::F32, "0..1", "name similarity"),
    maybe("evidence_mention_id", Type::Str, "", "-> mentions"),
    column(
        "reason",
        Type::Enum(MergeReason::LABELS),
        "",
        "gazetteer | user | definition | acronym | transliteration | spelling | surname | ambiguous_surname | below_threshold | cannot_link_given_name | cannot_link_kunya | cannot_link_type",
    ),
];

fn rows(corpus: &Corpus, out: &mut dyn Sink) -> Result<()> {
    let mut merges: Vec<&Merge> = corpus.entities.merges.iter().collect();
    merges.sort_by_key(|m| (m.kind.label(), m.left.as_str(), m.right.as_str()));
    merges.dedup_by_key(|m| (m.kind, m.left.as_str(), m.right.as_str()));
    for m in merges {
        out.row(&[
            Cell::Text(&m.left),
            Cell::Text(&m.right),
            Cell::Text(m.kind.label()),
            m.left_entity.and_then(|e| corpus.id_if_seen(e)).into(),
            m.right_entity.and_then(|e| corpus.id_if_seen(e)).into(),
            Cell::Text(m.judgement.label()),
            m.score.into(),
            m.evidence
                .as_ref()
                .map_or(Cell::Null, |e| id(&e.doc_id, 'm', e.src_start)),
            Cell::Text(m.reason.label()),
        ]);
    }
    Ok(())
}
