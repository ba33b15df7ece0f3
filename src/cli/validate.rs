//! `isnad validate`: a dataset checked by itself.

use std::path::Path;

use isnad::error::Result;

use super::report::Report;

/// The dataset is not sound.
const UNSOUND: u8 = 1;

pub fn validate(dir: &Path, report: &Report) -> Result<u8> {
    let findings = isnad::validate::dataset(dir)?;
    for finding in &findings {
        report.error(&format!("{}: {} ({})", finding.table, finding.message, finding.check));
    }
    if findings.is_empty() {
        report.note(&format!("{} is sound: all checks hold", dir.display()));
        return Ok(0);
    }
    Ok(UNSOUND)
}
