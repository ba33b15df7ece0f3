//! Rows of two versions of a table, matched by key.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Rows, TableChange};
use crate::error::Result;
use crate::tables::schema::Table;
use crate::validate::frame::{Parquet, Values, hash, key};

/// How many changed rows are looked into for the columns that differ.
const LOOKED_INTO: usize = 1000;

/// What is kept of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Print {
    key: u128,
    cells: u128,
    row: usize,
}

/// What differs; `None` when both have the same rows in the same order, though not the same bytes.
///
/// # Errors
/// When a file cannot be read.
pub fn compare(table: &Table, old: &Parquet, new: &Parquet) -> Result<Option<TableChange>> {
    let mut change = TableChange {
        table: table.name.to_string(),
        ..TableChange::default()
    };
    let (has, had) = (names(new), names(old));
    let columns: Vec<&str> = has.iter().filter(|c| had.contains(c)).copied().collect();
    let keys: Vec<&str> = table.key.iter().filter(|c| columns.contains(c)).copied().collect();
    change.note = (has != had).then(|| other_columns(&had, &has));
    let (before, after) = (prints(old, &keys, &columns)?, prints(new, &keys, &columns)?);
    let (mut removed, mut added, mut changed, mut moved) = (Vec::new(), Vec::new(), Vec::new(), false);
    let (mut a, mut b) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => x.key.cmp(&y.key),
        };
        match order {
            Ordering::Less => removed.extend(a.next().map(|p| p.row)),
            Ordering::Greater => added.extend(b.next().map(|p| p.row)),
            Ordering::Equal => {
                let (Some(x), Some(y)) = (a.next(), b.next()) else {
                    break;
                };
                if x.cells != y.cells {
                    changed.push((y.row, x.row));
                }
                moved |= x.row != y.row;
            }
        }
    }
    removed.sort_unstable();
    added.sort_unstable();
    changed.sort_unstable();
    if removed.is_empty() && added.is_empty() && changed.is_empty() {
        if moved {
            change.note = change
                .note
                .or(Some("the rows are the same in another order".to_string()));
        }
        return Ok(change.note.is_some().then_some(change));
    }
    let first = |rows: &[usize]| rows.iter().take(Rows::NAMED).copied().collect::<Vec<_>>();
    change.removed = Rows {
        count: removed.len(),
        first: keys_at(old, &keys, &first(&removed))?,
    };
    change.added = Rows {
        count: added.len(),
        first: keys_at(new, &keys, &first(&added))?,
    };
    change.changed.count = changed.len();
    changed.truncate(LOOKED_INTO);
    look_into(&mut change, &changed, &keys, &columns, old, new)?;
    Ok(Some(change))
}

/// The keys of some rows, which are sorted.
///
/// # Errors
/// When the file cannot be read.
pub fn keys_at(parquet: &Parquet, keys: &[&str], rows: &[usize]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    each_at(parquet, keys, rows, |_, columns, row| found.push(key(columns, row)))?;
    Ok(found)
}

/// Finds which columns differ in the changed rows, pairs of (new row, old row).
fn look_into(
    change: &mut TableChange,
    changed: &[(usize, usize)],
    keys: &[&str],
    columns: &[&str],
    old: &Parquet,
    new: &Parquet,
) -> Result<()> {
    let mut before: BTreeMap<usize, Vec<u128>> = BTreeMap::new();
    let mut rows: Vec<usize> = changed.iter().map(|(_, old)| *old).collect();
    rows.sort_unstable();
    each_at(old, columns, &rows, |number, values, row| {
        before.insert(number, hashes(values, row));
    })?;
    let names = keys_at(
        new,
        keys,
        &changed
            .iter()
            .map(|(new, _)| *new)
            .take(Rows::NAMED)
            .collect::<Vec<_>>(),
    )?;
    let mut differ = vec![false; columns.len()];
    let mut pairs = changed.iter();
    let mut named = names.into_iter();
    let after: Vec<usize> = changed.iter().map(|(new, _)| *new).collect();
    each_at(new, columns, &after, |_, values, row| {
        let Some(was) = pairs.next().and_then(|(_, old)| before.get(old)) else {
            return;
        };
        let is = hashes(values, row);
        let here: Vec<usize> = (0..columns.len()).filter(|i| was.get(*i) != is.get(*i)).collect();
        for i in &here {
            differ.iter_mut().skip(*i).take(1).for_each(|d| *d = true);
        }
        if let Some(name) = named.next() {
            let list: Vec<&str> = here.iter().filter_map(|i| columns.get(*i).copied()).collect();
            change.changed.first.push(format!("{name} ({})", list.join(", ")));
        }
    })?;
    change.columns = columns
        .iter()
        .zip(differ)
        .filter(|(_, d)| *d)
        .map(|(c, _)| c.to_string())
        .collect();
    Ok(())
}

fn hashes(columns: &[&Values], row: usize) -> Vec<u128> {
    let mut buffer = Vec::new();
    columns.iter().map(|c| hash(&[c], row, &mut buffer)).collect()
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
                key,
                cells,
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
