//! `isnad names cluster`: a list of names, and which of them mean the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use isnad::error::{Error, Result, io_words};
use isnad::names::cluster::{Clusters, Known, Pair, cluster_watched, threshold};
use isnad::names::{Frequencies, Name, fold};
use isnad::passes::Step;
use isnad::types::{EntityType, Script};

use super::super::progress::Progress;
use super::super::report::Report;
use super::rows::{self, Broken};
use super::{Format, SOME_FAILED, print};

/// A pair that was joined with a score this little above the threshold is to be looked at, too.
const NARROWLY: f32 = 0.05;

/// One distinct name of the list.
struct Row {
    name: String,
    kind: EntityType,
    count: u64,
}

/// A list of names: rows that are equal but for case, marks and hyphens are one name.
struct List {
    rows: Vec<Row>,
    /// For each name its rows.
    of: Vec<Vec<usize>>,
    names: Vec<Name>,
    frequency: Vec<u32>,
}

pub fn cluster(file: &Path, kind: EntityType, review: Option<&Path>, format: Format, report: &Report) -> Result<u8> {
    let (rows, broken) = read(file, kind, report)?;
    let list = List::of(rows);
    let progress = Progress::new(report);
    let total = list.names.len() as u64;
    progress.step(Step::Begin {
        what: "comparing names",
        total,
    });
    let known = Known {
        frequency: &list.frequency,
        ..Known::default()
    };
    let clusters = cluster_watched(&list.names, &known, &|names| progress.step(Step::Done(names)));
    progress.end();
    print(&list.written(&clusters, format))?;
    if let Some(file) = review {
        let text = list.to_review(&clusters);
        std::fs::write(file, text).map_err(|e| {
            Error::new(format!(
                "cannot write the pairs to review to {}: {}",
                file.display(),
                io_words(&e)
            ))
        })?;
    }
    Ok(if broken > 0 { SOME_FAILED } else { 0 })
}

/// The distinct names of a file, in the order in which they come, and how many rows could not be understood.
fn read(file: &Path, kind: EntityType, report: &Report) -> Result<(Vec<Row>, usize)> {
    let bytes = rows::bytes(file)?;
    let mut lines = rows::lines(&bytes).peekable();
    let header: Vec<String> = match lines.peek() {
        Some((_, Some(line))) => line.split('\t').map(str::to_string).collect(),
        _ => Vec::new(),
    };
    let column = |name: &str| header.iter().position(|c| c == name);
    let name_at = column("name");
    if name_at.is_some() {
        lines.next();
    } else if header.len() > 1 {
        return Err(Error::new(format!(
            "cannot understand {}: it has several columns, and the first line does not call one of them name",
            rows::shown(file)
        )));
    }
    let (kind_at, count_at) = (column("type"), column("count"));
    let mut broken = Broken::new(file, report);
    let mut place: BTreeMap<(EntityType, &str), usize> = BTreeMap::new();
    let mut distinct: Vec<Row> = Vec::new();
    for (number, line) in lines {
        let Some(line) = line else {
            broken.row(number, "it is not UTF-8 text");
            continue;
        };
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: Option<usize>| {
            at.and_then(|at| cells.get(at))
                .map(|c| c.trim())
                .filter(|c| !c.is_empty())
        };
        let Some(name) = cell(Some(name_at.unwrap_or(0))) else {
            broken.row(number, "it has no name");
            continue;
        };
        let Some(kind) = cell(kind_at).map_or(Some(kind), rows::kind) else {
            broken.row(number, "its type is none of person, org and loc");
            continue;
        };
        let Ok(count) = cell(count_at).map_or(Ok(1), str::parse::<u64>) else {
            broken.row(number, "its count is not a number");
            continue;
        };
        let at = *place.entry((kind, name)).or_insert_with(|| {
            distinct.push(Row {
                name: name.to_string(),
                kind,
                count: 0,
            });
            distinct.len() - 1
        });
        if let Some(row) = distinct.get_mut(at) {
            row.count = row.count.saturating_add(count);
        }
    }
    Ok((distinct, broken.end()))
}

impl List {
    fn of(rows: Vec<Row>) -> List {
        let organisations = rows
            .iter()
            .filter(|r| r.kind == EntityType::Org)
            .map(|r| r.name.as_str());
        let frequencies = Frequencies::of(organisations);
        // Sorted, so that the order of the list is no matter.
        let mut by: BTreeMap<(EntityType, String), Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            by.entry((row.kind, fold(&row.name))).or_default().push(at);
        }
        let mut list = List {
            of: Vec::with_capacity(by.len()),
            names: Vec::with_capacity(by.len()),
            frequency: Vec::with_capacity(by.len()),
            rows,
        };
        for ((kind, folded), rows) in by {
            let count: u64 = rows
                .iter()
                .filter_map(|&at| list.rows.get(at))
                .map(|r| r.count)
                .fold(0, u64::saturating_add);
            list.names.push(Name::weighted(&folded, kind, &frequencies));
            list.frequency.push(u32::try_from(count).unwrap_or(u32::MAX));
            list.of.push(rows);
        }
        list
    }

    /// The rows of each cluster, the most frequent first; clusters in the order of their first name in the alphabet.
    fn rows_of(&self, clusters: &Clusters) -> Vec<Vec<&Row>> {
        let mut by: BTreeMap<u32, Vec<&Row>> = BTreeMap::new();
        for (name, cluster) in clusters.of.iter().enumerate() {
            let rows = self.of[name].iter().filter_map(|&at| self.rows.get(at));
            by.entry(*cluster).or_default().extend(rows);
        }
        let mut all: Vec<Vec<&Row>> = by.into_values().collect();
        for rows in &mut all {
            rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        }
        all
    }

    fn written(&self, clusters: &Clusters, format: Format) -> String {
        let mut out = String::new();
        if format == Format::Tsv {
            out.push_str("cluster\tcanonical\tname\ttype\tcount\n");
        }
        for (number, rows) in (1..).zip(self.rows_of(clusters)) {
            let latin = |row: &&&Row| Name::new(&row.name, row.kind).script() == Script::Latn;
            let Some(first) = rows.iter().find(latin).or(rows.first()) else {
                continue;
            };
            let kind = first.kind.label().to_lowercase();
            match format {
                Format::Tsv => {
                    for row in &rows {
                        let _ = writeln!(out, "{number}\t{}\t{}\t{kind}\t{}", first.name, row.name, row.count);
                    }
                }
                Format::Json => {
                    let names: Vec<serde_json::Value> = rows
                        .iter()
                        .map(|row| serde_json::json!({ "name": row.name, "count": row.count }))
                        .collect();
                    let cluster = serde_json::json!({
                        "cluster": number, "canonical": first.name, "type": kind, "names": names
                    });
                    let _ = writeln!(out, "{cluster}");
                }
            }
        }
        out
    }

    /// The pairs near the threshold as TSV, those that were joined first.
    fn to_review(&self, clusters: &Clusters) -> String {
        let mut out = String::from("name_a\tname_b\ttype\tscore\tjoined\twhy\n");
        let text = |name: u32| {
            self.of
                .get(name as usize)
                .and_then(|rows| self.rows.get(*rows.first()?))
        };
        let mut write = |pair: &Pair, joined: bool, why: &str| {
            if let (Some(a), Some(b)) = (text(pair.a), text(pair.b)) {
                let kind = a.kind.label().to_lowercase();
                let _ = writeln!(
                    out,
                    "{}\t{}\t{kind}\t{}\t{}\t{why}",
                    a.name,
                    b.name,
                    pair.score,
                    u8::from(joined)
                );
            }
        };
        let least = |pair: &Pair| threshold(&self.names[pair.a as usize], &self.names[pair.b as usize]);
        for pair in clusters
            .joined
            .iter()
            .filter(|pair| pair.score < least(pair) + NARROWLY)
        {
            write(pair, true, "just alike enough");
        }
        for pair in &clusters.missed {
            match pair.forbidden {
                Some(rule) => write(pair, false, &rule.label().replace('_', " ")),
                None if pair.score < least(pair) => write(pair, false, "not quite alike enough"),
                None => write(pair, false, "their clusters are not alike enough"),
            }
        }
        out
    }
}
