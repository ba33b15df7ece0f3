//! Keys that name one row each, the order of the rows, and references from table to table.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::frame::{Parquet, Values, hash, key};
use super::{Findings, Tables, quoted};
use crate::error::Result;
use crate::tables::TABLES;
use crate::tables::schema::Table;

/// Hashes of the values of a column, sorted.
type Hashes = Vec<u128>;

/// Checks keys, order and references of all tables.
pub fn check(tables: &Tables, findings: &mut Findings) -> Result<()> {
    let pairs: Vec<(&'static Table, &Parquet)> = TABLES.iter().filter_map(|t| Some((t, tables.get(t.name)?))).collect();
    let found: Vec<_> = pairs
        .par_iter()
        .map(|(table, parquet)| {
            let mut found = Findings::default();
            order(table, parquet, &mut found)?;
            Ok((table.name, keys(table, parquet, &mut found)?, found))
        })
        .collect::<Result<_>>()?;
    let mut known: BTreeMap<&str, Hashes> = BTreeMap::new();
    for (name, hashes, found) in found {
        findings.extend(found);
        known.insert(name, hashes);
    }
    let found: Vec<Findings> = pairs
        .par_iter()
        .map(|(table, parquet)| references(table, parquet, &known))
        .collect::<Result<_>>()?;
    found.into_iter().for_each(|f| findings.extend(f));
    Ok(())
}

/// Checks that no key comes twice. Gives the hashes of the keys, for the references.
fn keys(table: &Table, parquet: &Parquet, findings: &mut Findings) -> Result<Hashes> {
    let (mut hashes, mut buffer) = (Vec::with_capacity(parquet.rows()), Vec::new());
    for frame in parquet.frames(table.key) {
        let frame = frame?;
        let columns = frame.pick(table.key)?;
        hashes.extend((0..frame.rows).map(|row| hash(&columns, row, &mut buffer)));
    }
    hashes.sort_unstable();
    let twice: Hashes = hashes
        .windows(2)
        .filter(|w| w.first() == w.last())
        .filter_map(|w| w.first().copied())
        .collect();
    if !twice.is_empty() {
        let mut seen = std::collections::BTreeSet::new();
        for frame in parquet.frames(table.key) {
            let frame = frame?;
            let columns = frame.pick(table.key)?;
            for row in 0..frame.rows {
                let hash = hash(&columns, row, &mut buffer);
                if twice.binary_search(&hash).is_ok() && !seen.insert(hash) {
                    findings.add(table.name, "keys", || {
                        format!("the key {} names more than one row", key(&columns, row))
                    });
                }
            }
        }
    }
    Ok(hashes)
}

/// Checks that the rows are sorted.
fn order(table: &Table, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
    let mut before = None;
    for frame in parquet.frames(table.order) {
        let frame = frame?;
        let columns = frame.pick(table.order)?;
        let mut wrong = |last: &[&Values], i: usize, row: usize| {
            let by = table.order.join(", ");
            findings.add(table.name, "order", || {
                format!(
                    "row {} comes after row {}, but the rows are to be sorted by {by}",
                    key(&columns, row),
                    key(last, i)
                )
            });
        };
        if let Some((last, rows)) = &before {
            let last: &super::frame::Frame = last;
            let last = last.pick(table.order)?;
            if descends(&last, rows - 1, &columns, 0) {
                wrong(&last, rows - 1, 0);
            }
        }
        for row in 1..frame.rows {
            if descends(&columns, row - 1, &columns, row) {
                wrong(&columns, row - 1, row);
            }
        }
        let rows = frame.rows;
        before = (rows > 0).then_some((frame, rows));
    }
    Ok(())
}

/// Whether row `i` of `a` belongs after row `j` of `b`.
fn descends(a: &[&Values], i: usize, b: &[&Values], j: usize) -> bool {
    let orders = a.iter().zip(b).map(|(a, b)| a.cell(i).order(&b.cell(j)));
    orders.into_iter().find(|o| o.is_ne()).is_some_and(|o| o.is_gt())
}

/// Checks that every reference has its row.
fn references(table: &Table, parquet: &Parquet, known: &BTreeMap<&str, Hashes>) -> Result<Findings> {
    let mut findings = Findings::default();
    let columns: Vec<(&str, &str)> = table
        .columns
        .iter()
        .filter_map(|c| Some((c.name, c.refers_to()?)))
        .collect();
    if columns.is_empty() {
        return Ok(findings);
    }
    let mut names: Vec<&str> = table.key.to_vec();
    names.extend(
        columns
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !table.key.contains(name)),
    );
    let mut buffer = Vec::new();
    for frame in parquet.frames(&names) {
        let frame = frame?;
        let keys = frame.pick(table.key)?;
        for (name, to) in &columns {
            let values = frame.column(name)?;
            let Some(rows) = known.get(to) else { continue };
            // Rows of one document follow each other and refer to the same row.
            let mut last: Option<(&str, bool)> = None;
            for row in 0..frame.rows {
                let Some(id) = values.text(row) else { continue };
                let there = match last {
                    Some((same, there)) if same == id => there,
                    _ => rows.binary_search(&hash(&[values], row, &mut buffer)).is_ok(),
                };
                last = Some((id, there));
                if !there {
                    findings.add(table.name, "references", || {
                        format!(
                            "row {}: column {name} is {}, which is no row of {to}",
                            key(&keys, row),
                            quoted(id)
                        )
                    });
                }
            }
        }
    }
    Ok(findings)
}
