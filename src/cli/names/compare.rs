//! `isnad names compare`: pairs of names and how alike they are.

use std::path::Path;

use isnad::error::{Error, Result};
use isnad::names;
use isnad::types::EntityType;
use serde_json::{Map, Value};

use super::super::report::Report;
use super::rows::{self, Broken};
use super::{Format, SOME_FAILED, print};

/// Pairs of names with the columns that they came in.
pub struct Pairs {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    left: usize,
    right: usize,
    kinds: Vec<EntityType>,
    broken: usize,
}

impl Pairs {
    /// One pair.
    pub fn of(a: &str, b: &str, kind: EntityType) -> Pairs {
        Pairs {
            header: vec!["name_a".to_string(), "name_b".to_string()],
            rows: vec![vec![rows::cell(a), rows::cell(b)]],
            left: 0,
            right: 1,
            kinds: vec![kind],
            broken: 0,
        }
    }

    /// The pairs of a file; `kind` is what they name where no column says so.
    pub fn read(file: &Path, kind: EntityType, report: &Report) -> Result<Pairs> {
        let bytes = rows::bytes(file)?;
        let mut lines = rows::lines(&bytes);
        let header = lines.next().and_then(|(_, line)| line).unwrap_or_default();
        let header: Vec<String> = header.split('\t').map(str::to_string).collect();
        let column = |name: &str| header.iter().position(|c| c == name);
        let (Some(left), Some(right)) = (column("name_a"), column("name_b")) else {
            return Err(Error::new(format!(
                "cannot understand the pairs of {}: the first line must name the columns name_a and name_b, tab-separated",
                rows::shown(file)
            )));
        };
        let kind_at = column("type");
        let mut pairs = Pairs {
            header,
            rows: Vec::new(),
            left,
            right,
            kinds: Vec::new(),
            broken: 0,
        };
        let mut broken = Broken::new(file, report);
        for (number, line) in lines {
            let Some(line) = line else {
                broken.row(number, "it is not UTF-8 text");
                continue;
            };
            let row: Vec<String> = line.split('\t').map(str::to_string).collect();
            if row.len() != pairs.header.len() {
                let (has, wants) = (row.len(), pairs.header.len());
                broken.row(number, &format!("it has {has} cells and the header {wants}"));
                continue;
            }
            let cell = kind_at.and_then(|at| row.get(at)).filter(|c| !c.is_empty());
            let Some(kind) = cell.map_or(Some(kind), |cell| rows::kind(cell)) else {
                broken.row(number, "its type is none of person, org and loc");
                continue;
            };
            pairs.kinds.push(kind);
            pairs.rows.push(row);
        }
        pairs.broken = broken.end();
        Ok(pairs)
    }

    /// What to call a column that is added: `isnad_score` where the pairs have a column `score` of their own.
    fn free(&self, name: &str) -> String {
        let mut name = name.to_string();
        while self.header.contains(&name) {
            name.insert_str(0, "isnad_");
        }
        name
    }
}

pub fn compare(pairs: &Pairs, explain: bool, format: Format) -> Result<u8> {
    let cell = |row: usize, at: usize| pairs.rows.get(row).and_then(|r| r.get(at)).map_or("", String::as_str);
    let asked: Vec<(&str, &str, EntityType)> = pairs
        .kinds
        .iter()
        .enumerate()
        .map(|(row, &kind)| (cell(row, pairs.left), cell(row, pairs.right), kind))
        .collect();
    // The pairs may say themselves what is the same: to compare with.
    let same = match pairs.header.iter().any(|c| c == "same") {
        true => pairs.free("linked"),
        false => "same".to_string(),
    };
    let (score, alignment) = (pairs.free("score"), pairs.free("alignment"));
    let explanation = pairs.free("explanation");
    let decided = names::decide(&asked);
    let mut told = if explain { names::explain(&asked) } else { Vec::new() }.into_iter();
    let mut out = String::new();
    if format == Format::Tsv {
        out = format!(
            "{}\t{score}\t{same}{}\n",
            pairs.header.join("\t"),
            if explain {
                format!("\t{alignment}")
            } else {
                String::new()
            }
        );
    }
    for (row, found) in pairs.rows.iter().zip(decided) {
        let told = told.next();
        match format {
            Format::Tsv => {
                out += &format!("{}\t{}\t{}", row.join("\t"), found.score, u8::from(found.same));
                if let Some(told) = told {
                    out += &format!("\t{}", rows::cell(&told.to_string()));
                }
            }
            Format::Json => {
                let columns = pairs.header.iter().cloned().zip(row.iter().cloned().map(Value::String));
                let mut object: Map<String, Value> = columns.collect();
                object.insert(score.clone(), found.score.to_string().parse().unwrap_or(Value::Null));
                object.insert(same.clone(), Value::Bool(found.same));
                if let Some(told) = told {
                    object.insert(explanation.clone(), serde_json::to_value(told).unwrap_or(Value::Null));
                }
                out += &Value::Object(object).to_string();
            }
        }
        out.push('\n');
    }
    print(&out)?;
    Ok(if pairs.broken > 0 { SOME_FAILED } else { 0 })
}
