"""Make whole_arabic.txt beside this folder: whole_arabic.py ANNOTATED.jsonl ... (AQMAR, Wojood)"""

import pathlib, sys
import json, collections, re, sys, unicodedata

c = collections.Counter()


def fold(w):
    w = re.sub("[\u064b-\u065f\u0640\u0670]", "", w)
    for a, b in (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ة", "ه")):
        w = w.replace(a, b)
    return w


for f in sys.argv[1:]:
    for l in open(f):
        d = json.loads(l)
        t = list(d["text"])
        for m in d["mentions"]:
            if m["type"] in ("PER", "LOC", "ORG"):
                for i in range(m["start"], m["end"]):
                    t[i] = " "
        for w in re.findall("[\u0621-\u064a\u064b-\u065f\u0670]+", "".join(t)):
            c[fold(w)] += 1
names = set(l.strip() for l in open(pathlib.Path(__file__).resolve().parent.parent / "names_arabic.txt"))
places = set(fold(l.split("\t")[0]) for l in open(pathlib.Path(__file__).resolve().parent.parent / "places.tsv"))
places |= {p[2:] for p in places if p.startswith("ال")}
out = []
for w, n in c.items():
    if n < 3 or len(w) < 4 or w in names:
        continue
    if w[0] not in "وبلفك":
        continue
    bad = False
    for p in ("و", "ب", "ل", "ف", "ك", "وب", "ول", "فب", "فل", "وك"):
        if w.startswith(p):
            r = w[len(p) :]
            if r.startswith("ال"):
                bad = True
            if p.endswith("ل") and r.startswith("ل"):
                bad = True
            if r in places or c[r] >= n or c["ال" + r] >= n:
                bad = True
    if not bad:
        out.append(w)
print(
    len(out),
)
with open(pathlib.Path(__file__).resolve().parent.parent / "whole_arabic.txt", "w") as f:
    f.write(
        "# Arabic words, folded, that begin with a letter that could be a particle and is none.\n# Counted in AQMAR (CC BY-SA 3.0) and the Wojood sample (MIT); the counts are facts, the list is ours.\n"
    )
    for w in sorted(out):
        f.write(w + "\n")
