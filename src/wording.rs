//! How messages count and list: the same everywhere.

use crate::write::thousands;

/// `1 row`, `2,000 rows`.
pub fn counted(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}

/// `a, b, c and 4 more`: the first `limit` of some names.
pub fn some<S: AsRef<str>>(names: &[S], limit: usize) -> String {
    let named: Vec<&str> = names.iter().take(limit).map(S::as_ref).collect();
    named.join(", ") + &and_more(names.len(), limit)
}

/// ` and 4 more`, when of `count` only `limit` were told; else nothing.
pub fn and_more(count: usize, limit: usize) -> String {
    match count.saturating_sub(limit) {
        0 => String::new(),
        more => format!(" and {} more", thousands(more as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_counted() {
        assert_eq!(some(&["a", "b"], 2), "a, b");
        assert_eq!(some(&["a", "b", "c"], 1), "a and 2 more");
        assert_eq!(some::<&str>(&[], 3), "");
        assert_eq!(
            (counted(1, "row"), counted(2000, "row")),
            ("1 row".into(), "2,000 rows".into())
        );
    }
}
