//! Cells as values that outlive their row group: for messages, and for JSON.

use serde_json::Value;

use crate::validate::frame::{Cell, Values, day, hash};

/// How many characters of a text are kept: enough for a paragraph's first line and what comes before and after a change.
pub const KEPT: usize = 200;

/// How many characters before the first difference are kept of two long texts, so that the place can be recognised.
const BEFORE: usize = 20;

/// A cell as JSON: text, number, `2024-06-20`, list of texts, or null.
pub fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::from(*text),
        Cell::Int(n) => Value::from(*n),
        // The shortest decimal that is this number, not the double beside it: 0.9, not 0.8999999761581421.
        Cell::Float(x) => x.to_string().parse::<f64>().map_or(Value::Null, Value::from),
        Cell::Day(days) => Value::from(day(*days)),
        Cell::List(list) => list
            .iter()
            .map(|t| t.as_deref().map(Value::from))
            .collect::<Vec<_>>()
            .into(),
        Cell::Null => Value::Null,
    }
}

/// What is kept of a cell to compare it with another: numbers with a tolerance cannot be compared by hashes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kept {
    /// Of anything but a number. Two of a billion cells differ and share one with a chance of one in 10^10.
    Hash(u64),
    /// Scores and degrees.
    Float(f32),
}

impl Kept {
    /// What is kept of a cell.
    pub fn of(column: &Values, row: usize, buffer: &mut Vec<u8>) -> Kept {
        match column.cell(row) {
            Cell::Float(x) => Kept::Float(x),
            _ => Kept::Hash(hash(&[column], row, buffer) as u64), // the lower half of a hash is one
        }
    }

    /// Whether two cells count as equal.
    pub fn equals(self, other: Kept, tolerance: f64) -> bool {
        match (self, other) {
            (Kept::Float(a), Kept::Float(b)) => {
                a.to_bits() == b.to_bits() || (f64::from(a) - f64::from(b)).abs() <= tolerance
            }
            _ => self == other,
        }
    }
}

/// Two different values, shortened to `length` characters: of two long texts the part where they begin to differ.
///
/// ```
/// use isnad::compare::values::around;
/// let text = |end: &str| serde_json::json!(format!("{}{end}", "x".repeat(300)));
/// let (old, new) = around(&text("old"), &text("new"), 40);
/// assert_eq!(old, "…xxxxxxxxxxxxxxxxxxxxold");
/// assert_eq!(new, "…xxxxxxxxxxxxxxxxxxxxnew");
/// ```
pub fn around(old: &Value, new: &Value, length: usize) -> (Value, Value) {
    let common = match (old, new) {
        (Value::String(a), Value::String(b)) => a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count(),
        _ => 0,
    };
    (cut(old, common, length), cut(new, common, length))
}

/// A value of which texts, also those of a list, have at most `length` characters, beginning shortly before `from`.
fn cut(value: &Value, from: usize, length: usize) -> Value {
    match value {
        Value::String(text) => match text.char_indices().nth(length) {
            None => value.clone(),
            Some(_) => {
                let skipped = from.saturating_sub(BEFORE);
                let mut rest = text.chars().skip(skipped);
                let kept: String = rest.by_ref().take(length).collect();
                let (dots, more) = (if skipped > 0 { "…" } else { "" }, rest.next().map_or("", |_| "…"));
                format!("{dots}{kept}{more}").into()
            }
        },
        Value::Array(list) => list.iter().map(|v| cut(v, 0, length)).collect::<Vec<_>>().into(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_json() {
        for (cell, json) in [
            (Cell::Text("a\"b"), r#""a\"b""#),
            (Cell::Int(-3), "-3"),
            (Cell::Float(0.9), "0.9"),
            (Cell::Day(0), r#""1970-01-01""#),
            (Cell::List(vec![Some("a".into()), None]), r#"["a",null]"#),
            (Cell::Null, "null"),
        ] {
            assert_eq!(value(&cell).to_string(), json);
        }
    }

    #[test]
    fn numbers_are_equal_within_the_tolerance_and_no_further() {
        let float = Kept::Float;
        assert!(float(f32::NAN).equals(float(f32::NAN), 0.0));
        assert!(float(0.5).equals(float(0.5), 0.0) && float(0.0).equals(float(-0.0), 0.0));
        assert!(!float(0.5).equals(float(0.500_001), 0.0));
        assert!(float(0.5).equals(float(0.75), 0.25) && !float(0.5).equals(float(0.76), 0.25));
        assert!(!float(0.5).equals(Kept::Hash(1), 9.0), "NULL is not near any number");
        assert!(Kept::Hash(1).equals(Kept::Hash(1), 0.0) && !Kept::Hash(1).equals(Kept::Hash(2), 9.0));
    }

    #[test]
    fn long_values_are_cut_where_they_differ() {
        let long = |middle: &str| Value::from(format!("{}{middle}{}", "ا".repeat(100), "ب".repeat(100)));
        let (old, new) = around(&long("1"), &long("2"), 30);
        assert_eq!(old, format!("…{}1{}…", "ا".repeat(20), "ب".repeat(9)));
        assert_eq!(new, format!("…{}2{}…", "ا".repeat(20), "ب".repeat(9)));
        let (short, none) = around(&Value::from("short"), &Value::Null, 30);
        assert_eq!((short, none), (Value::from("short"), Value::Null));
        let (list, _) = around(&serde_json::json!(["x".repeat(9), "y"]), &Value::Null, 5);
        assert_eq!(list, serde_json::json!(["xxxxx…", "y"]));
    }
}
