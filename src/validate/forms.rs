//! Single values that have a form: dates as precise as they say, first days before last days, hashes, paths, messages.

use super::aggregates::for_rows;
use super::frame::{Parquet, day};
use super::{Findings, Tables, quoted};
use crate::error::Result;
use crate::tables::TABLES;

/// Checks the forms of values.
pub fn check(tables: &Tables, findings: &mut Findings) -> Result<()> {
    for table in TABLES {
        let Some(parquet) = tables.get(table.name) else {
            continue;
        };
        for (start, end) in [
            ("start_date", "end_date"),
            ("published_start", "published_end"),
            ("first_published", "last_published"),
        ] {
            if table.column(start).is_some() && table.column(end).is_some() {
                periods(table.name, table.key, parquet, (start, end), findings)?;
            }
        }
    }
    if let Some(parquet) = tables.get("documents") {
        documents(parquet, findings)?;
    }
    if let Some(parquet) = tables.get("diagnostics") {
        for_rows(parquet, ["diagnostic_id", "message"], |row, [id, message]| {
            let message = message.text(row).unwrap_or_default();
            if message.is_empty() || message.contains(['\n', '\r']) {
                findings.add("diagnostics", "forms", || {
                    format!("row {}: the message {} is not one line", id.cell(row), quoted(message))
                });
            }
        })?;
    }
    Ok(())
}

/// Checks that no period ends before it starts, and that it has both ends or neither.
fn periods(
    table: &str,
    key: &[&str],
    parquet: &Parquet,
    (start, end): (&str, &str),
    findings: &mut Findings,
) -> Result<()> {
    let names: Vec<&str> = key.iter().copied().chain([start, end]).collect();
    for frame in parquet.frames(&names) {
        let frame = frame?;
        let (keys, first, last) = (frame.pick(key)?, frame.column(start)?, frame.column(end)?);
        for row in 0..frame.rows {
            if let (Some(a), Some(b)) = (first.int(row), last.int(row))
                && a > b
            {
                findings.add(table, "periods", || {
                    format!(
                        "row {}: {start} {} is after {end} {}",
                        super::frame::key(&keys, row),
                        day(a),
                        day(b)
                    )
                });
            }
        }
    }
    Ok(())
}

fn documents(parquet: &Parquet, findings: &mut Findings) -> Result<()> {
    let names = [
        "doc_id",
        "published",
        "published_start",
        "published_end",
        "source_blake3",
        "source_path",
    ];
    for_rows(parquet, names, |row, [id, published, start, end, blake3, path]| {
        let mut wrong = |what: String| findings.add("documents", "forms", || format!("row {}: {what}", id.cell(row)));
        let days = start.int(row).zip(end.int(row)).map(|(a, b)| (day(a), day(b)));
        match published.text(row) {
            Some(text) if period(text).is_none() => {
                wrong(format!(
                    "published is {}, not like 2024, 2024-06 or 2024-06-20",
                    quoted(text)
                ));
            }
            text if text.and_then(period) != days => {
                wrong("published does not say the same as published_start and published_end".to_string());
            }
            _ => {}
        }
        if blake3
            .text(row)
            .is_some_and(|h| h.len() != 64 || !h.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
        {
            wrong("source_blake3 is not 64 hexadecimal digits".to_string());
        }
        let path = path.text(row).unwrap_or_default();
        if path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..") {
            wrong(format!(
                "source_path {} is not a path below the corpus folder",
                quoted(path)
            ));
        }
    })
}

/// First and last day of `2024`, `2024-06` or `2024-06-20`.
fn period(text: &str) -> Option<(String, String)> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let number = |i: usize| {
        parts
            .get(i)
            .filter(|p| digits(p, if i == 0 { 4 } else { 2 }))
            .and_then(|p| p.parse::<i16>().ok())
    };
    let (year, month, date) = (number(0)?, number(1), number(2));
    let (first, last) = match (parts.len(), month, date) {
        (1, ..) => (
            jiff::civil::Date::new(year, 1, 1).ok()?,
            jiff::civil::Date::new(year, 12, 31).ok()?,
        ),
        (2, Some(month), _) => {
            let first = jiff::civil::Date::new(year, month as i8, 1).ok()?;
            (first, first.last_of_month())
        }
        (3, Some(month), Some(date)) => {
            let day = jiff::civil::Date::new(year, month as i8, date as i8).ok()?;
            (day, day)
        }
        _ => return None,
    };
    Some((first.to_string(), last.to_string()))
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn periods_are_as_long_as_their_text_says() {
        let days = |text| period(text).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(days("2024").as_deref(), Some("2024-01-01 2024-12-31"));
        assert_eq!(days("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(days("2024-06-20").as_deref(), Some("2024-06-20 2024-06-20"));
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-6-20",
            "2024-06-20T10:00",
            "20 June 2024",
            "2024-",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
