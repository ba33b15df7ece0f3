"""Recall on all true near-copies of two real corpora: natural_pairs.py [bbc|reuters21578 ...]

A pair (id_a, id_b, jaccard, containment) of ../shared/data/dedup counts as found when both documents are in one cluster or
stand beside each other in `duplicates`. Prints recall by Jaccard similarity, that of pairs where one document holds the other
(containment >= .8), and how many pairs of one cluster are not alike (similarity < .35 though the table states a row for them)."""

import pathlib
import sys

SHARED = pathlib.Path(__file__).resolve().parent.parent.parent / "shared"
sys.path.insert(0, str(SHARED / "score"))
from run_isnad import jsonl, run  # noqa: E402

# name of the figure, least similarity, least containment, most similarity
BANDS = [
    ("jaccard >= .8", 0.8, 0.0, 1.0),
    ("jaccard >= .5", 0.5, 0.0, 1.0),
    ("jaccard >= .35", 0.35, 0.0, 1.0),
    ("contained >= .8 with jaccard < .4", 0.0, 0.8, 0.4),
]


def found_pairs(corpus):
    """Which pairs the program finds, the rows of near copies with little in common, and how many rows there are."""
    records = [{k: r.get(k) for k in ("id", "text", "title")} for r in jsonl(SHARED / f"data/corpora/{corpus}.jsonl.gz")]
    tables = run(records, settings='[clean]\nmode = "none"\n[dates]\nmode = "off"\n')
    documents = tables["documents"]
    name = dict(documents.select("doc_id", "source_record").iter_rows())
    kept = {name[d]: name[k or d] for d, k in documents.select("doc_id", "duplicate_of").iter_rows()}
    beside, unlike = set(), 0
    rows = tables["duplicates"].select("doc_id", "other_doc_id", "relation", "jaccard")
    for doc, other, relation, jaccard in rows.iter_rows():
        beside.add(frozenset((name[doc], name[other])))
        unlike += str(relation) == "near" and jaccard < 0.35
    return (lambda a, b: kept[a] == kept[b] or frozenset((a, b)) in beside), unlike, rows.height


def main(corpora):
    for corpus in corpora:
        with open(SHARED / f"data/dedup/natural_{corpus}_pairs.tsv", encoding="utf-8") as file:
            pairs = [(a, b, float(j), float(c)) for a, b, j, c in (l.rstrip("\n").split("\t") for l in list(file)[1:])]
        found, unlike, rows = found_pairs(corpus)
        for what, similar, held, below in BANDS:
            band = [(a, b) for a, b, j, c in pairs if similar <= j <= below and c >= held and (below == 1.0 or j < below)]
            hit = sum(found(a, b) for a, b in band)
            print(f"{corpus} {what}: recall {hit / max(1, len(band)):.4f} ({hit} of {len(band)})")
        print(f"{corpus} rows in duplicates: {rows}, near copies of their kept document by a chain only: {unlike}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["bbc", "reuters21578"])
