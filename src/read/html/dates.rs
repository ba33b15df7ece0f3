//! Publication dates as markup writes them, as ISO 8601.
//!
//! Only what can be read one way: `03/04/2020` is left alone. The time of day is kept when it stands in ISO form.

/// English month names as RFC 2822 and people write them, by their first three letters.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The date in a value of markup; `None` when there is none or it can be read two ways.
///
/// `2020-02-04T10:00:00Z`, `2020-02-04 10:00`, `2020/02/04`, `20200204`, `Tue, 04 Feb 2020 10:00:00 GMT`, `February 4, 2020`.
pub fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = bytes.get(range)?;
        if part.is_empty() || !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(part).ok()?.parse().ok()
    };
    let year = digits(0..4).filter(|y| (1000..=9999).contains(y));
    match (year, bytes.get(4)) {
        (Some(y), Some(separator @ (b'-' | b'/' | b'.'))) => {
            let month_end = 5 + bytes[5..].iter().take(2).take_while(|b| b.is_ascii_digit()).count();
            let m = digits(5..month_end)?;
            if bytes.get(month_end) != Some(separator) {
                return (month_end == bytes.len() && (1..=12).contains(&m)).then(|| format!("{y:04}-{m:02}"));
            }
            let day_end = month_end
                + 1
                + bytes[month_end + 1..]
                    .iter()
                    .take(2)
                    .take_while(|b| b.is_ascii_digit())
                    .count();
            let day = day(y, m, digits(month_end + 1..day_end)?)?;
            let time = text.get(day_end..).filter(|t| is_time(t)).unwrap_or_default();
            Some(format!("{day}{}", time.replacen(' ', "T", 1)))
        }
        (Some(y), None) => Some(format!("{y:04}")),
        (Some(y), _) if bytes.len() == 8 || bytes.get(8) == Some(&b'T') => day(y, digits(4..6)?, digits(6..8)?),
        _ => in_words(text),
    }
}

/// `T10:00`, ` 10:00:00+03:00`
fn is_time(text: &str) -> bool {
    let rest = text.strip_prefix(['T', ' ']).unwrap_or_default();
    rest.len() >= 5
        && rest.len() <= 20
        && rest.as_bytes()[2] == b':'
        && rest
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'))
}

/// A day that exists.
fn day(y: u32, m: u32, d: u32) -> Option<String> {
    let date = jiff::civil::Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?);
    date.ok().map(|d| d.to_string())
}

/// A day with an English month name, or in numbers that can be read one way.
fn in_words(text: &str) -> Option<String> {
    let (mut y, mut m, mut d) = (None, None, None);
    let mut numbers: Vec<u32> = Vec::new();
    // Nine words: weekday, day, month, year, time, zone and a little around them.
    for word in text
        .split([' ', ',', '.', '\u{a0}', '|', '-', '/'])
        .filter(|w| !w.is_empty())
        .take(9)
    {
        let lower = word.to_ascii_lowercase();
        let number = lower.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if let Some(month) = MONTHS
            .iter()
            .position(|n| lower.starts_with(n) && lower.len() <= 9 && !lower.contains(':'))
        {
            m = m.or(Some(month as u32 + 1));
        } else if number.len() == 4 && number.len() == lower.len() {
            y = y.or(number.parse().ok());
        } else if matches!(number.len(), 1 | 2) && matches!(lower.len() - number.len(), 0 | 2) {
            d = d.or(number.parse().ok());
            if y.is_none() {
                numbers.extend(number.parse::<u32>());
            }
        }
    }
    // `09/25/2025`: a number above twelve is no month.
    let (m, d) = match (m, numbers.as_slice()) {
        (None, [a, b]) if *b > 12 => (Some(*a), Some(*b)),
        (None, [a, b]) if *a > 12 || a == b => (Some(*b), Some(*a)),
        (m, _) => (m, d),
    };
    day(y?, m?, d?)
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_of_markup() {
        let cases = [
            ("2020-02-04", Some("2020-02-04")),
            ("2020-02-04T10:00:00+03:00", Some("2020-02-04T10:00:00+03:00")),
            ("2020-02-04 10:00:00", Some("2020-02-04T10:00:00")),
            ("2020/2/4", Some("2020-02-04")),
            ("20200204", Some("2020-02-04")),
            ("20200204T101500Z", Some("2020-02-04")),
            ("2020-02", Some("2020-02")),
            ("Tue, 04 Feb 2020 10:00:00 GMT", Some("2020-02-04")),
            ("February 4th, 2020", Some("2020-02-04")),
            ("4 Sept. 2020", Some("2020-09-04")),
            ("Thu, 09/25/2025 - 11:38", Some("2025-09-25")),
            ("25.09.2025", Some("2025-09-25")),
            ("03/04/2020", None),
            ("2020-13-45", None),
            ("31 February 2020", None),
            ("yesterday", None),
            ("", None),
            ("2020-é", None),
        ];
        for (text, want) in cases {
            assert_eq!(iso(text).as_deref(), want, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text(text: String) {
            let _ = iso(&text);
        }
    }
}
