"""Add to places.tsv the other Latin spellings of cities of Arab countries (Derna for Darnah): more_spellings.py

Reads src/entities/data/places.tsv, which make_places.py there makes (GeoNames, CC BY 4.0): its spellings are those that the
program's matcher takes for the main one. Added are those of one word in plain letters that are no person's name and no ordinary word."""

import pathlib

HERE = pathlib.Path(__file__).resolve().parent.parent
lines = (HERE / "places.tsv").read_text(encoding="utf-8").splitlines()
have = {l.split("\t")[0].lower() for l in lines}
words = {l.split("\t")[0].lower() for f in ("names_latin.tsv", "ordinary.txt") for l in (HERE / f).read_text(encoding="utf-8").splitlines()}
added = []
for row in (HERE.parent.parent / "entities" / "data" / "places.tsv").read_text(encoding="utf-8").splitlines():
    latin = row.split("\t")[0].split("|")
    if row.startswith("#") or len(latin) < 2 or latin[0].lower() not in have:
        continue
    for name in latin[1:]:
        plain = name.isascii() and name.isalpha() and len(name) >= 5 and name[1:].islower()
        if plain and name.lower() not in have | words:
            have.add(name.lower())
            added.append(name + "\tR")
(HERE / "places.tsv").write_text("\n".join(lines + sorted(added)) + "\n", encoding="utf-8")
print(len(added), "spellings")
