"""Two judges of a dataset, written apart, must agree: `isnad validate` and ../shared/score/check_tables.py.

Both call the committed datasets sound. Then output/sample is spoilt in one way at a time, and both must exit with an error.
So that nobody finds a corruption by its hash alone, every file that tells of the tables (sizes, rows, SHA-256) is made to
tell of the spoilt ones, and the CSV copies are left out: what `isnad validate` finds in datapackage.json does not count.
That this is possible is shown first: every table written again without a change is sound to both.

    python3 .ci/corruptions.py        needs polars, $ISNAD (default: isnad) and ../shared; exit 1 if the two disagree
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import polars as pl

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECK_TABLES = ROOT.parent / "shared/score/check_tables.py"
ISNAD = os.environ.get("ISNAD", "isnad")


# ---- ways to change a table: each gives a new frame -----------------------------------------------------------------


def put(frame, column, row, value):
    """The frame with another value in one cell; labels become such that any value is possible."""
    old = frame[column]
    labels = old.dtype in (pl.Enum, pl.Categorical)
    cells = old.cast(pl.String).to_list() if labels else old.to_list()
    cells[row] = value
    dtype = pl.Categorical if labels else old.dtype
    return frame.with_columns(pl.Series(column, cells, dtype=dtype))


def shift(frame, row, by, *columns):
    """The frame with numbers of a row changed."""
    for column in columns:
        frame = put(frame, column, row, frame[column][row] + by)
    return frame


def without(frame, row):
    return pl.concat([frame[:row], frame[row + 1 :]])


def doubled(frame, row):
    return pl.concat([frame[: row + 1], frame[row:]])


def swapped(frame, a, b):
    rows = list(range(len(frame)))
    rows[a], rows[b] = rows[b], rows[a]
    return frame[rows]


def first(frame, condition):
    """The first row that fits."""
    return frame.with_row_index("row").filter(condition)["row"][0]


def kept(frame):
    """A document in English that copies none, with text."""
    return first(frame, pl.col("duplicate_of").is_null() & (pl.col("language").cast(pl.String) == "en"))


# ---- the corruptions: what, which table, how ------------------------------------------------------------------------


def changed_letter(d):
    row = kept(d)
    text = d["text"][row]
    return put(d, "text", row, text.replace("e", "o", 1))


def copy_of_a_copy(d):
    copy = first(d, pl.col("duplicate_of").is_not_null())
    return put(d, "duplicate_of", kept(d), d["doc_id"][copy])


def other_sentence(d):
    """A mention that names a sentence of another document."""
    other = first(d, pl.col("doc_id") != d["doc_id"][0])
    return put(d, "sentence_id", 0, d["sentence_id"][other])


def overlapping(d):
    """The second of two neighbours in a document begins where the first does."""
    row = first(d, pl.col("doc_id") == pl.col("doc_id").shift(1))
    return put(d, "char_start", row, d["char_start"][row - 1])


def source_overlap(d):
    row = first(d, pl.col("doc_id") == pl.col("doc_id").shift(1))
    return put(d, "src_start", row, d["src_start"][row - 1])


def removed_overlap(d):
    """A removed span that begins inside the one before."""
    row = first(d, pl.col("doc_id") == pl.col("doc_id").shift(1))
    return put(d, "src_end", row - 1, d["src_end"][row])


def backwards(d):
    row = first(d, pl.col("start_date").is_not_null() & (pl.col("start_date") < pl.col("end_date")))
    start, end = d["start_date"][row], d["end_date"][row]
    return put(put(d, "start_date", row, end), "end_date", row, start)


def pair_reversed(d):
    """The last pair: reversed it still is the last, so that the order of the rows does not tell."""
    a, b = d["entity_a"][-1], d["entity_b"][-1]
    return put(put(d, "entity_a", len(d) - 1, b), "entity_b", len(d) - 1, a)


def removed_words(d):
    """The longest removed span that is no repeat: its words then are nowhere."""
    row = d.with_row_index("row").filter(pl.col("twin_start").is_null()).sort(pl.col("text").str.len_chars())["row"][-1]
    return without(d, row)


CORRUPTIONS = [
    ("a column is missing", "documents", lambda d: d.drop("title")),
    ("a column too many", "dates", lambda d: d.with_columns(extra=pl.col("value"))),
    ("two columns changed places", "sentences", lambda d: d.select(d.columns[1], d.columns[0], *d.columns[2:])),
    ("a column of another type", "segments", lambda d: d.with_columns(pl.col("words").cast(pl.Int64))),
    ("numbers as text", "entities", lambda d: d.with_columns(pl.col("mentions").cast(pl.String))),
    ("a table is missing", "entity_dates", lambda d: None),
    ("NULL where none may be", "documents", lambda d: put(d, "source_path", 0, None)),
    ("'' where NULL is meant", "documents", lambda d: put(d, "url", first(d, pl.col("url").is_null()), "")),
    ("a label that there is not", "segments", lambda d: put(d, "kind", 0, "poem")),
    ("a row twice", "entities", lambda d: doubled(d, 3)),
    ("a row of two keys twice", "cooccurrences", lambda d: doubled(d, 3)),
    ("documents in another order", "documents", lambda d: swapped(d, 0, 1)),
    ("sentences of a document in another order", "sentences", lambda d: swapped(d, 0, 1)),
    ("a mention of nobody", "mentions", lambda d: put(d, "entity_id", first(d, pl.col("entity_id").is_not_null()), "nobody")),
    ("an alias of nobody", "entity_names", lambda d: put(d, "entity_id", len(d) - 1, "zzz-nobody")),
    ("evidence that is nowhere", "entity_names", lambda d: put(d, "evidence_mention_id", first(d, pl.col("evidence_mention_id").is_not_null()), "nowhere/m0")),
    ("a diagnostic of no document", "diagnostics", lambda d: put(d, "doc_id", first(d, pl.col("doc_id").is_not_null()), "nowhere.txt")),
    ("a copy of a copy", "documents", copy_of_a_copy),
    ("an offset one too high", "mentions", lambda d: shift(d, 0, 1, "char_start", "char_end")),
    ("source offsets somewhere else", "dates", lambda d: shift(d, 0, 7, "src_start", "src_end")),
    ("another text in a mention", "mentions", lambda d: put(d, "text", 0, "Nobody")),
    ("a sentence without its text", "sentences", lambda d: put(d, "text", 0, None)),
    ("a letter changed in the clean text", "documents", changed_letter),
    ("a letter changed in a source", "sources", lambda d: put(d, "text", 0, "X" + d["text"][0][1:])),
    ("another text of a removed span", "removed_spans", lambda d: put(d, "text", 0, "Nothing")),
    ("vanished text: a removed span left out", "removed_spans", removed_words),
    ("a source emptied", "sources", lambda d: put(d, "text", 0, "")),
    ("two segments in one place", "segments", source_overlap),
    ("two removed spans in one place", "removed_spans", removed_overlap),
    ("two mentions in one place", "mentions", overlapping),
    ("two dates in one place", "dates", overlapping),
    ("a sentence beyond its segment", "sentences", lambda d: shift(d, 0, 10_000, "char_end")),
    ("a mention in another document's sentence", "mentions", other_sentence),
    ("characters miscounted", "documents", lambda d: shift(d, 0, 1, "chars")),
    ("source characters miscounted", "documents", lambda d: shift(d, 0, -1, "source_chars")),
    ("mentions of an entity miscounted", "entities", lambda d: shift(d, 0, 1, "mentions")),
    ("documents of an entity miscounted", "entities", lambda d: shift(d, 0, 1, "documents")),
    ("a pair the other way round", "cooccurrences", pair_reversed),
    ("a date that ends before it starts", "dates", backwards),
]


# ---- a spoilt copy, and what the two judges say of it ---------------------------------------------------------------


def spoilt(folder, table, change):
    """Writes a copy of output/sample with one table changed, and lets its metadata tell of it."""
    shutil.copytree(ROOT / "output/sample", folder)
    for csv in folder.glob("*.csv"):
        if csv.name != "ledger.csv":
            csv.unlink()
    package = folder / "datapackage.json"
    about = json.loads(package.read_text(encoding="utf-8"))
    about["resources"] = [r for r in about["resources"] if r["path"].endswith(".parquet")]
    about["isnad"]["csv"] = "none"

    path = folder / f"{table}.parquet"
    before = path.read_bytes()
    metadata = {k: v for k, v in pl.read_parquet_metadata(path).items() if k != "ARROW:schema"}
    frame = change(pl.read_parquet(path))
    if frame is None:
        path.unlink()
        about["resources"] = [r for r in about["resources"] if r["path"] != path.name]
    else:
        frame.write_parquet(path, metadata=metadata)
        for resource in about["resources"]:
            if resource["path"] == path.name:
                resource["bytes"] = path.stat().st_size
                resource["rowCount"] = len(frame)
    package.write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if frame is not None:
        old, new = (hashlib.sha256(bytes).hexdigest() for bytes in (before, path.read_bytes()))
        for file in folder.glob("*.json"):
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def judged(folder):
    """What each judge finds: two lists, empty when the dataset is sound."""
    ours = subprocess.run([ISNAD, "validate", folder, "--message-format", "json"], capture_output=True, text=True)
    found = [json.loads(line) for line in ours.stderr.splitlines()]
    found = [f["message"] for f in found if f["level"] == "error"]
    assert (ours.returncode == 0) == (not found), f"isnad validate exits with {ours.returncode}: {ours.stderr}"
    theirs = subprocess.run([sys.executable, CHECK_TABLES, folder], capture_output=True, text=True)
    assert "Traceback" not in theirs.stderr, f"check_tables.py fell over {folder}: {theirs.stderr}"
    return found, theirs.stdout.splitlines()[:-1]


def main():
    if not CHECK_TABLES.exists():
        print("skipped: ../shared/score is not here")
        return False
    wrong = []
    for dataset in sorted(p for p in (ROOT / "output").iterdir() if p.is_dir()):
        if any(judged(dataset)):
            wrong.append(f"{dataset.name} is not sound: {judged(dataset)}")
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        tables = sorted({table for _, table, _ in CORRUPTIONS})
        for table in tables:
            folder = work / f"again-{table}"
            spoilt(folder, table, lambda d: d)
            if any(judged(folder)):
                wrong.append(f"{table} written again without a change is not sound: {judged(folder)}")
        for number, (what, table, change) in enumerate(CORRUPTIONS):
            folder = work / str(number)
            spoilt(folder, table, change)
            ours, theirs = judged(folder)
            # What the package says of files is no finding about a table.
            ours = [f for f in ours if not f.endswith("(package)")]
            print(f"{table}: {what}\n    isnad validate: {(ours or ['nothing'])[0][:160]}\n    check_tables:   {(theirs or ['nothing'])[0][:160]}")
            if not (ours and theirs):
                wrong.append(f"{table}: {what}: not found by {' and '.join(n for n, f in (('isnad validate', ours), ('check_tables', theirs)) if not f)}")
    print(f"\n{len(CORRUPTIONS)} corruptions and {len(tables)} tables written again:", "the two disagree" if wrong else "the two agree")
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
