"""Makes the records that the line classifier is trained on, from pages with known main content.

    pip install resiliparse inscriptis html2text readability-lxml lxml_html_clean
    python3 src/clean/make/render_pages.py DEVELOPMENT > records.jsonl
    cargo run --release --example train_lines -- records.jsonl > src/clean/lines.tsv

DEVELOPMENT holds residue_dev.jsonl.gz ({id, text, main, url}) and the folders html_wcxb and html_scrapinghub (ground-truth.json
and html/*.html.gz). People scrape with different tools, so each page is rendered by several: all visible text, with and
without alternative texts and forms, what two extractors take for the main content, and Markdown. The first two kinds count
in full, since they are what is left of most pages; the others less than a third, so that a page with many does not outweigh one with few.
Nothing of the pages goes into the repository, only the weights.
"""
import gzip, json, pathlib, sys

import html2text, inscriptis, readability
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

SHARE = 0.3       # of a further rendering: five of them weigh one and a half times the first two
SHORTEST = 200    # characters: less is a page that a tool failed on


def markdown(page):
    writer = html2text.HTML2Text()
    writer.body_width, writer.ignore_images, writer.ignore_links = 0, True, True
    return writer.handle(page)


def article(page):
    return extract_plain_text(HTMLTree.parse(readability.Document(page).summary(html_partial=True)), alt_texts=False)


def resiliparse(**options):
    return lambda page: extract_plain_text(HTMLTree.parse(page), **options)


FIRST = {"full": resiliparse(alt_texts=False), "light": resiliparse(main_content=True)}
FURTHER = {
    "everything": resiliparse(alt_texts=True, form_fields=True, noscript=True),
    "bare": resiliparse(main_content=True, alt_texts=False),
    "lines": inscriptis.get_text,
    "article": article,
    "markdown": markdown,
}


def record(ident, text, main, url, weight):
    if len(text) >= SHORTEST:
        print(json.dumps(dict(id=ident, text=text, main=main, url=url, weight=weight), ensure_ascii=False))


def render(ident, page, main, url, renderings, weight):
    for kind, rendering in renderings.items():
        try:
            record(f"{ident}-{kind}", rendering(page), main, url, weight)
        except Exception as error:  # a page that one tool cannot read is left to the others
            print(f"{ident}-{kind}: {error}", file=sys.stderr)


def pages(folder):
    for key, gold in sorted(json.load(open(folder / "ground-truth.json", encoding="utf-8")).items()):
        raw = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        try:
            page = raw.decode("utf-8")
        except UnicodeDecodeError:
            page = raw.decode(detect_encoding(raw), "replace")
        yield key, page, gold


def main(folder):
    known = {}
    for line in gzip.open(folder / "residue_dev.jsonl.gz", "rt", encoding="utf-8"):
        r = json.loads(line)
        known[r["id"].split("-")[0]] = r
        record(r["id"], r["text"], r["main"], r["url"], 1)
    for key, page, _ in pages(folder / "html_wcxb"):
        if key in known:
            render(key, page, known[key]["main"], known[key]["url"], FURTHER, SHARE)
    for key, page, gold in pages(folder / "html_scrapinghub"):
        render(key, page, gold["articleBody"], gold.get("url"), FIRST, 1)
        render(key, page, gold["articleBody"], gold.get("url"), FURTHER, SHARE)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
