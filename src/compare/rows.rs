//! Rows of two versions of a table, matched by key.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use super::values::{KEPT, Kept, around, value};
use super::{CellChange, Key, Options, RowChange, Rows, TableChange};
use crate::error::Result;
use crate::tables::schema::Table;
use crate::validate::frame::{Parquet, Values, hash};

/// How many rows are looked into at once: 16 bytes of each of their cells are held, 30 MB of the widest table, and a row
/// group is read again no more than twice.
const LOOKED_INTO: usize = 65_536;

/// How many rows are held with their whole cells at once: a thousand articles are a few MB.
const HELD: usize = 1024;

/// What is kept of a row. Half a hash does for the cells, which are only compared with those of the same key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Print {
    key: [u64; 2],
    cells: u64,
    row: usize,
}

/// A changed row: its number in the new and in the old table, and the columns that differ.
struct Pair {
    new: usize,
    old: usize,
    columns: Vec<usize>,
}

/// What differs.
///
/// # Errors
/// When a file cannot be read.
pub fn compare(table: &Table, old: &Parquet, new: &Parquet, options: Options) -> Result<TableChange> {
    let (has, had) = (names(new), names(old));
    let columns: Vec<&str> = has.iter().filter(|c| had.contains(c)).copied().collect();
    let keys: Vec<&str> = table.key.iter().filter(|c| columns.contains(c)).copied().collect();
    let mut matched = match_rows(&prints(old, &keys, &columns)?, &prints(new, &keys, &columns)?);
    let mut counts = vec![0; columns.len()];
    look_into(&mut matched.changed, &columns, &mut counts, old, new, options.tolerance)?;
    let same = matched.removed.is_empty() && matched.added.is_empty() && matched.changed.is_empty();
    let moved = || (same && matched.moved).then(|| "the rows are the same in another order".to_string());
    let counted = columns.iter().zip(counts).filter(|(_, n)| *n > 0);
    Ok(TableChange {
        table: table.name,
        before: old.rows(),
        after: new.rows(),
        note: (has != had).then(|| other_columns(&had, &has)).or_else(moved),
        columns: counted.map(|(name, n)| (name.to_string(), n)).collect(),
        removed: named(old, &keys, &matched.removed, options.named)?,
        added: named(new, &keys, &matched.added, options.named)?,
        changed: Rows {
            count: matched.changed.len(),
            first: row_changes(&matched.changed, options.named, &keys, &columns, old, new)?,
        },
    })
}

/// All rows of a table that only one dataset has.
///
/// # Errors
/// When the file cannot be read.
pub fn all(table: &Table, parquet: &Parquet, limit: usize) -> Result<Rows<Key>> {
    let columns = names(parquet);
    let keys: Vec<&str> = table.key.iter().filter(|c| columns.contains(c)).copied().collect();
    let rows: Vec<usize> = (0..parquet.rows()).collect();
    named(parquet, &keys, &rows, limit)
}

/// Numbers of rows, sorted.
#[derive(Default)]
struct Matched {
    removed: Vec<usize>,
    added: Vec<usize>,
    changed: Vec<Pair>,
    /// Whether a row stands at another place.
    moved: bool,
}

/// Walks the rows of both tables in the order of the hashes of their keys.
fn match_rows(before: &[Print], after: &[Print]) -> Matched {
    let mut found = Matched::default();
    let (mut a, mut b) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => x.key.cmp(&y.key),
        };
        match order {
            Ordering::Less => found.removed.extend(a.next().map(|p| p.row)),
            Ordering::Greater => found.added.extend(b.next().map(|p| p.row)),
            Ordering::Equal => {
                let (Some(x), Some(y)) = (a.next(), b.next()) else {
                    break;
                };
                if x.cells != y.cells {
                    found.changed.push(Pair {
                        new: y.row,
                        old: x.row,
                        columns: Vec::new(),
                    });
                }
                found.moved |= x.row != y.row;
            }
        }
    }
    found.removed.sort_unstable();
    found.added.sort_unstable();
    found.changed.sort_unstable_by_key(|pair| pair.new);
    found
}

/// Finds and counts the columns that differ, and leaves the rows out that are equal within the tolerance.
fn look_into(
    changed: &mut Vec<Pair>,
    columns: &[&str],
    counts: &mut [usize],
    old: &Parquet,
    new: &Parquet,
    tolerance: f64,
) -> Result<()> {
    for chunk in changed.chunks_mut(LOOKED_INTO) {
        let mut before: BTreeMap<usize, Vec<Kept>> = BTreeMap::new();
        each_at(old, columns, &old_rows(chunk), |number, values, row| {
            before.insert(number, kept(values, row));
        })?;
        let after: Vec<usize> = chunk.iter().map(|pair| pair.new).collect();
        let mut pairs = chunk.iter_mut();
        each_at(new, columns, &after, |_, values, row| {
            let Some(pair) = pairs.next() else { return };
            let was = before.remove(&pair.old).unwrap_or_default();
            let cells = was.into_iter().zip(kept(values, row)).enumerate();
            let differ = cells.filter(|(_, (a, b))| !a.equals(*b, tolerance));
            pair.columns = differ.map(|(i, _)| i).collect();
        })?;
    }
    changed.retain(|pair| !pair.columns.is_empty());
    for column in changed.iter().flat_map(|pair| &pair.columns) {
        counts.iter_mut().skip(*column).take(1).for_each(|n| *n += 1);
    }
    Ok(())
}

fn kept(columns: &[&Values], row: usize) -> Vec<Kept> {
    let mut buffer = Vec::new();
    columns.iter().map(|c| Kept::of(c, row, &mut buffer)).collect()
}

fn old_rows(pairs: &[Pair]) -> Vec<usize> {
    let mut rows: Vec<usize> = pairs.iter().map(|pair| pair.old).collect();
    rows.sort_unstable();
    rows
}

/// The first changed rows with the old and new values of the cells that differ.
fn row_changes(
    changed: &[Pair],
    limit: usize,
    keys: &[&str],
    columns: &[&str],
    old: &Parquet,
    new: &Parquet,
) -> Result<Vec<RowChange>> {
    let mut found = Vec::new();
    let named = changed.get(..limit.min(changed.len())).unwrap_or_default();
    for chunk in named.chunks(HELD) {
        let differ: BTreeMap<usize, &[usize]> = chunk.iter().map(|p| (p.old, p.columns.as_slice())).collect();
        let mut before: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        each_at(old, columns, &old_rows(chunk), |number, values, row| {
            let cells = differ.get(&number).copied().unwrap_or_default().iter();
            before.insert(
                number,
                cells.filter_map(|i| Some(value(&values.get(*i)?.cell(row)))).collect(),
            );
        })?;
        let after: Vec<usize> = chunk.iter().map(|pair| pair.new).collect();
        let key_at: Vec<usize> = keys
            .iter()
            .filter_map(|k| columns.iter().position(|c| c == k))
            .collect();
        let mut pairs = chunk.iter();
        each_at(new, columns, &after, |_, values, row| {
            let Some(pair) = pairs.next() else { return };
            let was = before.remove(&pair.old).unwrap_or_default();
            let cells = pair.columns.iter().zip(was).filter_map(|(i, old)| {
                let (old, new) = around(&old, &value(&values.get(*i)?.cell(row)), KEPT);
                let column = columns.get(*i)?.to_string();
                Some(CellChange { column, old, new })
            });
            found.push(RowChange {
                key: key_at
                    .iter()
                    .filter_map(|i| Some(value(&values.get(*i)?.cell(row))))
                    .collect(),
                cells: cells.collect(),
            });
        })?;
    }
    Ok(found)
}

/// The keys of the first of some rows, which are sorted.
fn named(parquet: &Parquet, keys: &[&str], rows: &[usize], limit: usize) -> Result<Rows<Key>> {
    let mut first = Vec::new();
    let some = rows.get(..limit.min(rows.len())).unwrap_or_default();
    each_at(parquet, keys, some, |_, columns, row| {
        first.push(columns.iter().map(|c| value(&c.cell(row))).collect());
    })?;
    Ok(Rows {
        count: rows.len(),
        first,
    })
}

/// Calls `f` with the number of each of these rows, which are sorted, the columns of its row group, and its place there.
fn each_at(
    parquet: &Parquet,
    columns: &[&str],
    rows: &[usize],
    mut f: impl FnMut(usize, &[&Values], usize),
) -> Result<()> {
    let mut rows = rows.iter().peekable();
    let (mut start, mut frames) = (0, parquet.frames(columns));
    while let (Some(height), Some(_)) = (frames.next_rows(), rows.peek()) {
        if rows.peek().is_none_or(|row| **row >= start + height) {
            frames.skip_group();
        } else if let Some(frame) = frames.next().transpose()? {
            let values = frame.pick(columns)?;
            while let Some(row) = rows.next_if(|row| **row < start + height) {
                f(*row, &values, row - start);
            }
        }
        start += height;
    }
    Ok(())
}

/// Hashes of all rows, sorted by key.
fn prints(parquet: &Parquet, keys: &[&str], columns: &[&str]) -> Result<Vec<Print>> {
    let (mut prints, mut buffer) = (Vec::with_capacity(parquet.rows()), Vec::new());
    for frame in parquet.frames(columns) {
        let frame = frame?;
        let (keys, all) = (frame.pick(keys)?, frame.pick(columns)?);
        for row in 0..frame.rows {
            let (key, cells) = (hash(&keys, row, &mut buffer), hash(&all, row, &mut buffer));
            prints.push(Print {
                key: [(key >> 64) as u64, key as u64],
                cells: cells as u64,
                row: prints.len(),
            });
        }
    }
    prints.sort_unstable();
    Ok(prints)
}

fn names(parquet: &Parquet) -> Vec<&str> {
    parquet.columns().iter().map(|(name, _)| name.as_str()).collect()
}

fn other_columns(old: &[&str], new: &[&str]) -> String {
    let but = |a: &[&str], b: &[&str]| {
        a.iter()
            .filter(|c| !b.contains(c))
            .copied()
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (but(new, old).as_str(), but(old, new).as_str()) {
        ("", "") => "the columns stand in another order".to_string(),
        (added, "") => format!("columns were added: {added}"),
        ("", removed) => format!("columns were removed: {removed}"),
        (added, removed) => format!("columns were added: {added}; and removed: {removed}"),
    }
}
