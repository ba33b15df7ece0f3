"""The files that describe a dataset, held against the tools that read such files; and seeded corruptions, which must be found.

    metadata.py package DATASET...      datapackage.json: PyPI frictionless 5, and the profile of Data Package 2.0 in dplib-py
    metadata.py croissant DATASET...    croissant.json: PyPI mlcroissant 1; README.md: its YAML as Hugging Face reads it

Each needs its own virtual environment (.ci/run makes them). Nothing here may use the network: whoever tries is stopped.
Exit 1 when a sound dataset is refused or a corrupted one passes.
"""
import datetime
import hashlib
import json
import pathlib
import re
import shutil
import sys
import tempfile
import time


def no_network(event, _arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"this check is to be offline, but {event} was called")


sys.addaudithook(no_network)


# --- datapackage.json


def package(folder, _loads=None):
    """What frictionless and the profile of the standard say against a dataset."""
    import dplib
    import frictionless
    import jsonschema

    said = []
    profile = json.loads((pathlib.Path(dplib.__file__).parent / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))
    described = read(folder, "datapackage.json")
    for error in jsonschema.validators.validator_for(profile)(profile).iter_errors(described):
        said.append(f"profile: {error.json_path}: {error.message[:100]}")
    report = frictionless.validate(str(folder / "datapackage.json"))
    said += [f"frictionless: {error.message[:100]}" for error in report.errors]
    tables = {pathlib.Path(r["path"]).stem for r in described["resources"] if r.get("path", "").endswith(".parquet")}
    for task in report.tasks:
        said += [f"frictionless: {task.name}: {error.type}: {error.message[:100]}" for error in task.errors]
        said += [] if task.type == ("table" if task.name.endswith("-csv") else "file") else [f"{task.name} is a {task.type}"]
    if len(report.tasks) != len(described["resources"]) or tables != {f.stem for f in folder.glob("*.parquet")}:
        said.append("not every file was checked")
    return said, f"{len(report.tasks)} resources, {sum(task.stats.get('rows', 0) for task in report.tasks):,} rows"


def edit(folder, name, old, new):
    """Replaces the first `old` in a file."""
    before = (folder / name).read_bytes()
    assert old in before, f"{old} is not in {name}"
    (folder / name).write_bytes(before.replace(old, new, 1))


def rehash(folder, name):
    """Puts the hash and length of a changed file into datapackage.json, so that only its content can give it away."""
    described, data = read(folder, "datapackage.json"), (folder / name).read_bytes()
    for resource in described["resources"]:
        if resource["path"] == name:
            resource |= {"hash": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    write(folder, "datapackage.json", described)


def edit_rehash(folder, name, old, new):
    edit(folder, name, old, new)
    rehash(folder, name)


def other_hash(folder, name, key, value):
    """Changes one digit of the hash of a file in a description."""
    described = read(folder, name)
    for entry in described["resources" if name == "datapackage.json" else "distribution"]:
        if entry.get("path", entry.get("contentUrl")) == value:
            entry[key] = entry[key][:-1] + ("0" if entry[key][-1] != "0" else "1")
    write(folder, name, described)


PACKAGE = [
    ("one cell of a CSV file", "hash-count", lambda d: edit(d, "mentions.csv", b",PERSON,", b",PERSOM,")),
    ("one sha256 of a CSV file", "hash-count", lambda d: other_hash(d, "datapackage.json", "hash", "dates.csv")),
    ("one sha256 of a Parquet file", "hash-count", lambda d: other_hash(d, "datapackage.json", "hash", "dates.parquet")),
    ("one byte of a Parquet file", "hash-count", lambda d: edit(d, "dates.parquet", b"isnad version", b"isnad Version")),
    ("a label that is none, with its hash", "constraint-error", lambda d: edit_rehash(d, "mentions.csv", b",PERSON,", b",PERSOM,")),
    ("a broken reference, with its hash", "foreign-key", lambda d: edit_rehash(d, "segments.csv", b"/s0,", b"/s0,gone-")),
    ("a row twice, with its hash", "primary-key", lambda d: twice(d, "duplicates.csv")),
    ("a row too many", "byte-count", lambda d: edit(d, "entity_ids.csv", b"\n", b"\nx,y,z\n")),
    ("a resource without a path", "profile", lambda d: edit(d, "datapackage.json", b'"path"', b'"paht"')),
    ("a type of field that the standard lacks", "profile", lambda d: edit(d, "datapackage.json", b'"integer"', b'"int32"')),
]


def twice(folder, name):
    lines = (folder / name).read_bytes().split(b"\n")
    (folder / name).write_bytes(b"\n".join(lines[:2] + lines[1:]))
    rehash(folder, name)


# --- croissant.json and the card


def croissant(folder, loads=None):
    """What mlcroissant says against a dataset, or which records of its tables (or of one) are not the rows of the Parquet file."""
    import mlcroissant
    import pyarrow.parquet as pq

    said, cells = card(folder), 0
    try:
        dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    except Exception as error:
        return said + [f"validate: {str(error)[:300]}"], ""
    said += [f"validate: {line}" for line in sorted(dataset.metadata.issues.errors)]
    if str(dataset.metadata.conforms_to) not in ("http://mlcommons.org/croissant/1.1", "['http://mlcommons.org/croissant/1.1']"):
        said.append(f"validate: it conforms to {dataset.metadata.conforms_to}")
    sets = {s.id for s in dataset.metadata.record_sets}
    if sets != {f.stem for f in folder.glob("*.parquet")}:
        said.append(f"the record sets are {sorted(sets)}")
    for name in [loads] if loads else sorted(sets):
        try:
            # Anew for each: one that has loaded a table before gives the names of columns for the records of the next.
            records = list(mlcroissant.Dataset(jsonld=str(folder / "croissant.json")).records(name))
            rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
        except Exception as error:
            said.append(f"load {name}: {str(error.__cause__ or error)[:300]}")
            continue
        if len(records) != len(rows):
            said.append(f"load {name}: {len(records)} records, {len(rows)} rows")
        for record, row in zip(records, rows):
            cells += len(row)
            if [plain(cell) for cell in record.values()] != [plain(cell) for cell in row.values()]:
                said.append(f"load {name}: {record} is not {row}"[:300])
                break
    return said, f"{len(sets)} record sets, {cells:,} cells"


def plain(cell):
    """A cell of a record as pyarrow would give it."""
    if isinstance(cell, list):
        return [plain(one) for one in cell]
    if isinstance(cell, bytes):
        return cell.decode()
    if isinstance(cell, datetime.datetime):  # also pandas' Timestamp and NaT
        return None if cell != cell else cell.date()
    return None if cell is None or cell != cell else cell


def card(folder):
    """What is wrong with the YAML at the head of README.md."""
    import yaml

    head = re.match(r"---\n(.*?\n)---\n", (folder / "README.md").read_text(encoding="utf-8"), re.S)
    if not head:
        return ["card: no YAML at the head of README.md"]
    try:
        front = yaml.safe_load(head[1])
    except yaml.YAMLError as error:
        return [f"card: {error}"]
    said, tables = [], {f.stem for f in folder.glob("*.parquet")}
    configs = front.get("configs", [])
    if [c.get("default") for c in configs].count(True) != 1 or {c["config_name"] for c in configs} != tables:
        said.append("card: not every table is one configuration, and one the default")
    for config in configs:
        for files in config["data_files"]:
            if not (folder / files["path"]).is_file():
                said.append(f"card: {config['config_name']} is to be read from {files['path']}, which is not there")
    for key in ("language", "license", "task_categories", "size_categories", "tags"):
        if not (isinstance(front.get(key), list) and all(isinstance(one, str) for one in front[key])):
            said.append(f"card: {key} is {front.get(key)!r}, not a list of texts")
    if not isinstance(front.get("pretty_name"), str):
        said.append("card: no pretty_name")
    return said


CROISSANT = [
    ("one sha256", "load dates", lambda d: other_hash(d, "croissant.json", "sha256", "dates.parquet")),
    ("one byte of a Parquet file", "load dates", lambda d: edit(d, "dates.parquet", b"isnad version", b"isnad Version")),
    ("a missing file", "load dates", lambda d: (d / "dates.parquet").rename(d / "dates.old")),
    ("a reference to a field that is not there", "validate", lambda d: edit(d, "croissant.json", b'"@id": "documents/doc_id"\n            }', b'"@id": "documents/doc"\n            }')),
    ("a column that is not there", "load dates", lambda d: edit(d, "croissant.json", b'"column": "edtf"', b'"column": "eftd"')),
    ("a type that is none", "validate", lambda d: edit(d, "croissant.json", b'"sc:Integer"', b'"sc:Number9"')),
    ("a version of Croissant that is none", "validate", lambda d: edit(d, "croissant.json", b"croissant/1.1", b"croissant/9.9")),
    ("a configuration of the card without its file", "card", lambda d: edit(d, "README.md", b"path: dates.parquet", b"path: date.parquet")),
    ("a card that is not YAML", "card", lambda d: edit(d, "README.md", b"language:\n", b"language: [\n")),
]


def read(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def write(folder, name, described):
    (folder / name).write_text(json.dumps(described, indent=2, sort_keys=True), encoding="utf-8")


def main():
    check, corruptions = {"package": (package, PACKAGE), "croissant": (croissant, CROISSANT)}[sys.argv[1]]
    failed = False
    for name in sys.argv[2:]:
        start = time.monotonic()
        said, counted = check(pathlib.Path(name))
        print(f"{name}: {'sound' if not said else 'NOT SOUND'}, {counted} ({time.monotonic() - start:.1f} s)")
        print("".join(f"  {line}\n" for line in said), end="")
        failed |= bool(said)
    for what, kind, corrupt in corruptions:
        with tempfile.TemporaryDirectory() as work:
            copy = pathlib.Path(work) / "copy"
            shutil.copytree(sys.argv[2], copy)
            corrupt(copy)
            said = [line for line in check(copy, "dates")[0] if kind in line]
        print(f"corrupted: {what}: {said[0][:110] if said else 'NOBODY TELLS'}")
        failed |= not said
    return failed


if __name__ == "__main__":
    sys.exit(main())
