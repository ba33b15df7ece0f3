"""Every cell of every CSV file, read by Python's csv, polars, pandas and DuckDB, is the cell of the Parquet file.

    csv_round_trip.py [HOSTILE_CORPUS]      needs polars, pandas, pyarrow, duckdb; $ISNAD is the program

Datasets, each in the `plain` and in the `spreadsheet` flavour: corpus/sample, a corpus of nasty texts that is made here,
and the folder of hostile inputs when one is given. Exit 1 when a cell differs.

What the readers can tell apart: polars and DuckDB read an empty cell as NULL and `""` as the empty text. Python's csv gives
'' for both, pandas (as read here) NaN for both; for these two NULL and '' count as the same, and nothing else does.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISNAD = os.environ["ISNAD"]
BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# What has broken CSV files, their readers and spreadsheets before; each is a title, an author and a publisher.
NASTY = [
    "", " ", '"', '""', ",", '","', "a,b", 'he said "no"', "two\nlines", "two\r\nlines", "a\rb", "tab\there", "\\N", "\\", "'",
    "''", "NULL", "null", "None", "NA", "N/A", "nan", "-", "--", "#N/A", "inf", "-inf", "true", "007", "1e5", "0x1F", "1,5",
    "2019-12-06", "=1+1", '=HYPERLINK("x","y")', "+1", "-2", "@SUM(1)", "\t=1", "'=1", "''=1", "'tis", " =1", "=", "خبر، عاجل",
    "=خبر", "😀,\"x\"", "a\u00a0b", "\u2028x", "x\x1ay", "\ufeffx", ";", "|", "# no comment", "[]", '["a"]', "{}", "a" * 200_000,
]


def readers():
    """Name, whether it tells '' from NULL, and a function from a file to its columns of cells, each a text or None."""
    return [("csv", False, python_csv), ("pandas", False, pandas), ("polars", True, polars), ("duckdb", True, duck)]


def python_csv(file):
    csv.field_size_limit(sys.maxsize)  # the default of 131,072 characters is shorter than some articles
    with open(file, encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened, strict=True)
        header = next(rows)
        columns = list(zip(*rows)) or [()] * len(header)
    return {name: [cell or None for cell in column] for name, column in zip(header, columns, strict=True)}


def pandas(file):
    # Without these two, texts such as "NA" and "null" become NaN as well.
    frame = pd.read_csv(file, encoding="utf-8-sig", dtype=str, keep_default_na=False, na_values=[""])
    return {name: [None if pd.isna(cell) else cell for cell in frame[name]] for name in frame}


def polars(file):
    frame = pl.read_csv(file, infer_schema=False)
    return {name: frame[name].to_list() for name in frame.columns}


def duck(file):
    table = duckdb.sql(
        f"FROM read_csv('{file}', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', "
        "allow_quoted_nulls = false, max_line_size = 100000000)"
    )
    columns = list(map(list, zip(*table.fetchall()))) or [[]] * len(table.columns)
    return dict(zip(table.columns, columns, strict=True))


def disarmed(cell):
    """The text of a cell of the `spreadsheet` flavour."""
    return cell[1:] if cell and cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def differences(file, spreadsheet):
    """(cells compared, what differs) for the CSV file beside a Parquet file."""
    table, found, cells = pq.read_table(file), [], 0
    assert (file.with_suffix(".csv").read_bytes()[:3] == BOM.encode()) == spreadsheet, f"{file.stem}.csv: BOM"
    for reader, tells, read in readers():
        columns = read(file.with_suffix(".csv"))
        if list(columns) != table.column_names:
            found.append(f"{file.stem}: {reader} reads the columns {list(columns)}")
            continue
        for name in table.column_names:
            column = table.column(name)
            want, has, kind = column.to_pylist(), columns[name], column.type
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
            if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
                has = [disarmed(cell) for cell in has] if spreadsheet else has
                want = want if tells else [cell or None for cell in want]
            elif pa.types.is_integer(kind):
                want = [None if cell is None else str(cell) for cell in want]
            elif pa.types.is_floating(kind):
                has = [None if cell is None else float(np.float32(cell)) for cell in has]
            elif pa.types.is_date(kind):
                want = [None if cell is None else cell.isoformat() for cell in want]
            else:
                has = [cell if cell is None else json.loads(cell) for cell in has]
            cells += len(want)
            if has != want:
                pairs = [(h, w) for h, w in zip(has, want) if h != w] or [(f"{len(has)} rows", f"{len(want)} rows")]
                found.append(f"{file.stem}.{name}: {reader} reads {str(pairs[0][0])[:80]!r} for {str(pairs[0][1])[:80]!r}")
    return cells, found


def built(work, name, corpus, flavour, exclude=""):
    """The folder of a dataset that is built for this."""
    pipeline = work / f"{name}-{flavour}.toml"
    pipeline.write_text(
        f"corpus = [{json.dumps(str(corpus))}]\noutput = '{name}-{flavour}'\n[read]\nexclude = [{exclude}]\n[write]\ncsv = '{flavour}'\n"
    )
    done = subprocess.run([ISNAD, "run", pipeline], capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    return work / f"{name}-{flavour}"


def nasty(folder):
    """A corpus whose titles, authors, publishers and texts are NASTY."""
    folder.mkdir()
    with open(folder / "nasty.jsonl", "w", encoding="utf-8") as file:
        for n, text in enumerate(NASTY):
            record = {"id": f"{n}{text[:20]}", "title": text, "authors": [text, '["x", null]'], "publisher": text, "url": text}
            body = f"{text}\n\nThe council of Tripoli met on 6 December 2019.\n\n{text} said Salma Haddad of Beirut.\n\n{text}"
            file.write(json.dumps(record | {"text": body if n else ""}) + "\n")
    return folder


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        corpora = [("sample", ROOT / "corpus/sample", '"README.md"'), ("nasty", nasty(work / "corpus"), "")]
        corpora += [("hostile", pathlib.Path(sys.argv[1]).resolve(), "")] if len(sys.argv) > 1 else []
        for name, corpus, exclude in corpora:
            for flavour in ("plain", "spreadsheet"):
                start = time.monotonic()
                dataset = built(work, name, corpus, flavour, exclude)
                ran = time.monotonic() - start
                results = [differences(file, flavour == "spreadsheet") for file in sorted(dataset.glob("*.parquet"))]
                found = [line for _, lines in results for line in lines]
                cells = sum(cells for cells, _ in results)
                took = time.monotonic() - start
                print(f"{name}, {flavour}: {cells:,} cells read, {len(found)} columns differ ({took:.1f} s, {ran:.1f} s of it isnad)")
                print("".join(f"  {line}\n" for line in found), end="")
                failed |= bool(found) or not cells
        # The check can fail: one cell of one file changed, and a '' that becomes NULL.
        sample = work / "nasty-plain"
        for what, table, old, new, finders in [
            ("a changed cell", "mentions", b",PERSON,", b",PERSONS,", "csv, duckdb, pandas, polars"),
            ("an empty text made NULL", "documents", b',"",', b",,", "duckdb, polars"),
        ]:
            file = sample / f"{table}.csv"
            good = file.read_bytes()
            assert old in good, what
            file.write_bytes(good.replace(old, new, 1))
            told = differences(file.with_suffix(".parquet"), False)[1]
            file.write_bytes(good)
            found = ", ".join(sorted({line.split(": ")[1].split()[0] for line in told}))
            print(f"{what} is found by {found or 'nobody'}")
            failed |= found != finders
    return failed


if __name__ == "__main__":
    sys.exit(main())
