//! Files, columns, types, NULLs, and the values that a single cell may have.

use std::collections::BTreeSet;
use std::path::Path;

use polars::prelude::DataType;
use rayon::prelude::*;

use super::frame::{Cell, Frame, Parquet, Values, key};
use super::{Findings, Tables, guarded, quoted};
use crate::error::Result;
use crate::tables::TABLES;
use crate::tables::schema::{Column, Table, Type};

/// Rows of every row group but the last (TABLES.md).
const GROUP: usize = 122_880;

/// The tables of the dataset in `dir` that can be read and have the columns of the schema.
pub fn tables(dir: &Path, findings: &mut Findings) -> Tables {
    let open = |table: &'static Table| {
        let mut parquet = None;
        let found = guarded(table.name, |f| {
            parquet = open(dir, table, f)?;
            parquet.as_ref().map_or(Ok(()), |p| values(table, p, f))
        });
        (table.name, parquet, found)
    };
    let mut tables = Tables::new();
    for (name, parquet, found) in TABLES.par_iter().map(open).collect::<Vec<_>>() {
        findings.extend(found);
        tables.extend(parquet.map(|p| (name, p)));
    }
    tables
}

/// The file of a table; `None` when it is missing or has other columns.
fn open(dir: &Path, table: &Table, findings: &mut Findings) -> Result<Option<Parquet>> {
    let path = dir.join(format!("{}.parquet", table.name));
    if !path.exists() {
        findings.add(table.name, "files", || format!("{}.parquet is missing", table.name));
        return Ok(None);
    }
    let parquet = Parquet::open(&path)?;
    let sound = columns(table, &parquet, findings);
    metadata(table, &parquet, findings);
    let groups = parquet.groups();
    if groups.iter().rev().skip(1).any(|n| *n != GROUP) || groups.last().is_some_and(|n| *n > GROUP || *n == 0) {
        findings.add(table.name, "row groups", || {
            format!("the row groups hold {groups:?} rows, not {GROUP} each but the last")
        });
    }
    Ok(sound.then_some(parquet))
}

/// Whether the columns are those of the schema, in its order and of its types.
fn columns(table: &Table, parquet: &Parquet, findings: &mut Findings) -> bool {
    let has: Vec<&str> = parquet.columns().iter().map(|(name, _)| name.as_str()).collect();
    let wants: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let mut sound = has == wants;
    if !sound {
        let but = |a: &[&str], b: &[&str]| {
            a.iter()
                .filter(|c| !b.contains(c))
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        };
        let (missing, extra) = (but(&wants, &has), but(&has, &wants));
        findings.add(table.name, "columns", || match (missing.as_str(), extra.as_str()) {
            ("", "") => "the columns stand in another order than the schema's".to_string(),
            (m, "") => format!("columns are missing: {m}"),
            ("", e) => format!("there are columns that the schema does not know: {e}"),
            (m, e) => format!("columns are missing: {m}; and there are others: {e}"),
        });
    }
    for column in table.columns {
        let Some((_, kind)) = parquet.columns().iter().find(|(name, _)| name == column.name) else {
            continue;
        };
        if !fits(column.kind, kind) {
            sound = false;
            findings.add(table.name, "types", || {
                format!("column {} is {kind}, not {}", column.name, column.kind.name())
            });
        }
    }
    sound
}

fn fits(kind: Type, found: &DataType) -> bool {
    match kind {
        Type::Str => *found == DataType::String,
        Type::Enum(_) | Type::OpenEnum => found.is_categorical() || found.is_enum(),
        Type::I32 => *found == DataType::Int32,
        Type::I64 => *found == DataType::Int64,
        Type::F32 => *found == DataType::Float32,
        Type::Date => *found == DataType::Date,
        Type::List => *found == DataType::List(Box::new(DataType::String)),
    }
}

/// The key-value metadata: table, schema_version, key, order.
fn metadata(table: &Table, parquet: &Parquet, findings: &mut Findings) {
    let names = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|w| !w.is_empty())
            .map(str::to_string)
            .collect()
    };
    let wants = [
        ("table", vec![table.name]),
        ("key", table.key.to_vec()),
        ("order", table.order.to_vec()),
    ];
    for (field, want) in wants {
        let has = parquet.value(field);
        if has.map(names).is_none_or(|has| has != want) {
            let want = want.join(", ");
            findings.add(table.name, "metadata", || match has {
                Some(has) => format!(
                    "the key-value metadata gives {field} as {}, not {}",
                    quoted(has),
                    quoted(&want)
                ),
                None => format!("the key-value metadata has no {field}"),
            });
        }
    }
    if parquet.value("schema_version").is_none_or(str::is_empty) {
        findings.add(table.name, "metadata", || {
            "the key-value metadata has no schema_version".into()
        });
    }
}

/// Checks every cell by itself.
fn values(table: &Table, parquet: &Parquet, findings: &mut Findings) -> Result<()> {
    for frame in parquet.all() {
        let frame = frame?;
        let keys = frame.pick(table.key)?;
        for column in table.columns {
            let values = frame.column(column.name)?;
            let mut wrong = |check, row, what: String| {
                findings.add(table.name, check, || {
                    format!("row {}: column {} {what}", key(&keys, row), column.name)
                });
            };
            if !column.null && values.nulls() > 0 {
                let nulls = (0..frame.rows).filter(|row| values.cell(*row) == Cell::Null);
                nulls.for_each(|row| wrong("nulls", row, "is NULL".into()));
            }
            cells(column, values, &frame, &mut wrong);
        }
    }
    Ok(())
}

fn cells(column: &Column, values: &Values, frame: &Frame, wrong: &mut impl FnMut(&'static str, usize, String)) {
    let rows = 0..frame.rows;
    match column.kind {
        // documents.text may be '', and so may what is part of it.
        Type::Str if column.null && column.name != "text" => {
            rows.filter(|row| values.text(*row) == Some(""))
                .for_each(|row| wrong("empty", row, "is '' where NULL is meant".into()));
        }
        Type::OpenEnum => {
            rows.filter(|row| values.text(*row) == Some(""))
                .for_each(|row| wrong("empty", row, "is ''".into()));
        }
        Type::Enum(labels) => {
            let labels: BTreeSet<&str> = labels.iter().copied().collect();
            for row in rows {
                if let Some(label) = values.text(row).filter(|l| !labels.contains(l)) {
                    wrong(
                        "labels",
                        row,
                        format!("is {}, which is not one of its labels", quoted(label)),
                    );
                }
            }
        }
        Type::I32 | Type::I64 if !column.unit.is_empty() => {
            for row in rows {
                if let Cell::Int(value @ ..0) = values.cell(row) {
                    wrong("ranges", row, format!("is {value}, a count below zero"));
                }
            }
        }
        Type::F32 => {
            let (low, high) = range(column);
            for row in rows {
                if let Cell::Float(value) = values.cell(row)
                    && !(low..=high).contains(&value)
                {
                    wrong("ranges", row, format!("is {value}, outside {low}..{high}"));
                }
            }
        }
        Type::List => {
            for row in rows {
                if let Cell::List(list) = values.cell(row)
                    && list.iter().any(|t| t.as_deref().is_none_or(str::is_empty))
                {
                    wrong("empty", row, "holds NULL or '' in its list".into());
                }
            }
        }
        _ => {}
    }
}

/// Least and greatest value of a number; NaN is in no range.
fn range(column: &Column) -> (f32, f32) {
    match (column.unit, column.name) {
        ("0..1", _) => (0.0, 1.0),
        ("-1..1", _) => (-1.0, 1.0),
        (_, "lat") => (-90.0, 90.0),
        (_, "lon") => (-180.0, 180.0),
        _ => (f32::MIN, f32::MAX),
    }
}
