//! `isnad validate`: a dataset checked by itself.

use std::path::{Path, PathBuf};

use isnad::error::Result;
use isnad::tables;
use isnad::validate::Finding;

use super::report::{Level, Message, Report};

/// The dataset is not sound.
const UNSOUND: u8 = 1;

pub fn validate(dir: &Path, report: &Report) -> Result<u8> {
    let findings = isnad::validate::dataset(dir)?;
    for finding in &findings {
        let fields = serde_json::json!({"table": finding.table, "check": finding.check});
        report.send(&Message {
            file: file(dir, finding).as_deref(),
            title: Some(&format!("{}: {}", finding.table, finding.check)),
            fields: Some(&fields),
            ..Message::new(
                Level::Error,
                &format!("{}: {} ({})", finding.table, finding.message, finding.check),
            )
        });
    }
    if findings.is_empty() {
        report.note(&format!("{} is sound: all checks hold", dir.display()));
        return Ok(0);
    }
    Ok(UNSOUND)
}

/// The file that a finding is about, when it is about one.
fn file(dir: &Path, finding: &Finding) -> Option<PathBuf> {
    let extension = if finding.check == "csv" { "csv" } else { "parquet" };
    let name = match tables::table(&finding.table) {
        Some(table) => format!("{}.{extension}", table.name),
        None => finding.table.clone(),
    };
    let file = dir.join(&name);
    (file.exists() || name.contains('.')).then_some(file)
}
