//! Datasets of a table or two, written with polars, compared.

use polars::prelude::*;
use serde_json::json;

use super::*;

/// Writes a table in row groups of 500.
fn write(folder: &Path, table: &str, columns: Vec<Column>) {
    let height = columns.first().map_or(0, Column::len);
    let mut frame = DataFrame::new(height, columns).unwrap();
    let file = std::fs::File::create(folder.join(format!("{table}.parquet"))).unwrap();
    ParquetWriter::new(file)
        .with_row_group_size(Some(500))
        .finish(&mut frame)
        .unwrap();
}

/// Mentions with a score each: `("m1", "Ali", 0.5)`.
fn mentions(folder: &Path, rows: &[(&str, Option<&str>, f32)]) {
    let ids: Vec<&str> = rows.iter().map(|r| r.0).collect();
    let texts: Vec<Option<&str>> = rows.iter().map(|r| r.1).collect();
    let scores: Vec<f32> = rows.iter().map(|r| r.2).collect();
    let columns = vec![
        Column::new("mention_id".into(), ids),
        Column::new("text".into(), texts),
        Column::new("score".into(), scores),
    ];
    write(folder, "mentions", columns);
}

type Rows3<'a> = &'a [(&'a str, Option<&'a str>, f32)];

fn compared(old: Rows3, new: Rows3, options: Options) -> TableChange {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    mentions(a.path(), old);
    mentions(b.path(), new);
    let comparison = datasets(a.path(), b.path(), options).unwrap();
    assert_eq!(comparison.tables.len(), 1);
    comparison.tables.into_iter().next().unwrap()
}

const OLD: Rows3 = &[
    ("a", Some("Ali"), 0.5),
    ("b", Some("Bab"), 0.5),
    ("c", Some("Cem"), 0.5),
];

#[test]
fn rows_are_matched_by_key_and_cells_told() {
    let new: Rows3 = &[("a", Some("Ali"), 0.5), ("b", None, 0.75), ("d", Some("Dan"), 0.5)];
    let change = compared(OLD, new, Options::default());
    assert_eq!((change.before, change.after), (3, 3));
    assert_eq!(
        (change.added.count, change.removed.count, change.changed.count),
        (1, 1, 1)
    );
    assert_eq!(change.added.first, [vec![json!("d")]]);
    assert_eq!(change.removed.first, [vec![json!("c")]]);
    assert_eq!(change.columns, [("text".to_string(), 1), ("score".to_string(), 1)]);
    let cell = |column: &str, old: Value, new: Value| CellChange {
        column: column.into(),
        old,
        new,
    };
    let cells = vec![
        cell("text", json!("Bab"), json!(null)),
        cell("score", json!(0.5), json!(0.75)),
    ];
    let key = vec![json!("b")];
    assert_eq!(change.changed.first, [RowChange { key, cells }]);
    assert_eq!(
        change.summary(),
        "1 row changed (text 1, score 1), 1 row added, 1 row removed"
    );
    assert!(compared(OLD, OLD, Options::default()).is_same());
}

#[test]
fn within_the_tolerance_scores_are_equal_and_beside_them_nothing() {
    let new: Rows3 = &[
        ("a", Some("Ali"), 0.75),
        ("b", Some("Bob"), 0.75),
        ("c", Some("Cem"), 1.0),
    ];
    let tolerance = |tolerance| Options {
        tolerance,
        ..Options::default()
    };
    let columns = |change: TableChange| change.columns;
    assert_eq!(
        columns(compared(OLD, new, tolerance(0.0))),
        [("text".into(), 1), ("score".into(), 3)]
    );
    assert_eq!(
        columns(compared(OLD, new, tolerance(0.25))),
        [("text".into(), 1), ("score".into(), 1)]
    );
    let change = compared(OLD, new, tolerance(0.5));
    assert_eq!(
        (change.changed.count, change.columns),
        (1, vec![("text".to_string(), 1)])
    );
    let change = compared(OLD, &[("a", Some("Ali"), 0.6), OLD[1], OLD[2]], tolerance(0.2));
    assert!(change.is_same(), "{change:?}");
}

#[test]
fn another_order_is_a_difference() {
    let change = compared(OLD, &[OLD[1], OLD[0], OLD[2]], Options::default());
    assert_eq!(change.note.as_deref(), Some("the rows are the same in another order"));
    assert!(!change.is_same());
}

/// More rows than are held at once, in several row groups, and in the new table the other way round.
#[test]
fn old_and_new_values_find_each_other_in_long_tables() {
    let ids: Vec<String> = (0..3000).map(|i| format!("m{i}")).collect();
    let texts: Vec<String> = (0..3000).map(|i| format!("old {i}")).collect();
    let news: Vec<String> = (0..3000).map(|i| format!("new {i}")).collect();
    let rows = |texts: &'static [String], ids: &'static [String]| -> Vec<(&str, Option<&str>, f32)> {
        ids.iter()
            .zip(texts)
            .map(|(id, text)| (id.as_str(), Some(text.as_str()), 0.5))
            .collect()
    };
    let ids: &'static [String] = ids.leak();
    let (old, mut new) = (rows(texts.leak(), ids), rows(news.leak(), ids));
    new.reverse();
    let all = Options {
        named: usize::MAX,
        ..Options::default()
    };
    let change = compared(&old, &new, all);
    assert_eq!((change.changed.count, change.changed.first.len()), (3000, 3000));
    for (row, i) in change.changed.first.iter().zip((0..3000).rev()) {
        assert_eq!(row.key, [json!(format!("m{i}"))]);
        assert_eq!(row.cells.len(), 1);
        assert_eq!(row.cells[0].old, format!("old {i}"));
        assert_eq!(row.cells[0].new, format!("new {i}"));
    }
    let some = compared(&old, &new, Options::default());
    assert_eq!((some.changed.count, some.changed.first.len()), (3000, 5));
    assert_eq!(some.columns, change.columns);
}

#[test]
fn tables_and_columns_that_one_side_lacks_are_told() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    mentions(a.path(), OLD);
    let column = |name: &str| Column::new(name.into(), ["a", "b"]);
    write(
        b.path(),
        "mentions",
        vec![column("mention_id"), column("text"), column("mood")],
    );
    write(
        b.path(),
        "entity_ids",
        vec![column("entity_id"), column("scheme"), column("id")],
    );
    let comparison = datasets(a.path(), b.path(), Options::default()).unwrap();
    let notes: Vec<_> = comparison.differing().map(|t| (t.table, t.note.as_deref())).collect();
    let want = [
        ("mentions", Some("columns were added: mood; and removed: score")),
        ("entity_ids", Some("only the new dataset has this table")),
    ];
    assert_eq!(notes, want);
    let back = datasets(b.path(), a.path(), Options::default()).unwrap();
    assert_eq!(
        back.tables[1].removed.first,
        vec![vec![json!("a"); 3], vec![json!("b"); 3]]
    );
}

#[test]
fn what_is_no_dataset_is_an_error_that_helps() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    mentions(a.path(), OLD);
    let says = |old: &Path, new: &Path| datasets(old, new, Options::default()).unwrap_err().to_string();
    assert!(says(a.path(), b.path()).contains("isnad run"));
    assert!(says(&b.path().join("none"), a.path()).contains("no such file or folder"));
    std::fs::write(b.path().join("mentions.parquet"), "PAR1 not really").unwrap();
    assert!(says(a.path(), b.path()).contains("mentions.parquet"));
}
