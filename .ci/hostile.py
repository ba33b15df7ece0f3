"""70 hostile inputs among the articles of the sample corpus: what each must become, and that the articles do not notice.

    python3 .ci/hostile.py [--maker ../shared/score/hostile.py]        (ISNAD names the program)

The maker writes the inputs and a list of them with what a run must do with each, in words; CASES below holds one
assertion for every line of that list, and a line without one is an error. Needs Python 3.11 only. Prints a line for
every case that fails, and exits with 1 when there is one.
"""
import argparse, csv, io, json, os, pathlib, re, resource, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ISNAD = os.environ.get("ISNAD", "isnad")
csv.field_size_limit(1 << 30)

# Tables whose rows belong to one document each: those of the other documents must be the same to the byte.
BY_DOCUMENT = ["documents", "sources", "segments", "sentences", "removed_spans", "dates", "mentions", "duplicates", "diagnostics"]
# Tables about entities: rows of entities that no hostile input names must be the same, but for cells that are shares of
# the whole corpus (npmi weighs a pair against all sentences that there are).
BY_ENTITY = {
    "entities": ["entity_id"],
    "entity_ids": ["entity_id"],
    "entity_names": ["entity_id"],
    "entity_merges": ["left_entity_id", "right_entity_id"],
    "entity_dates": ["entity_id"],
    "cooccurrences": ["entity_a", "entity_b"],
}
OF_THE_WHOLE = {"cooccurrences": "npmi"}
# A stack of a quarter of the usual size for every thread: what recurses on its input ends here.
STACK_KIB = 512
# A run of one small file takes less than 1 GB of address space on two cores; 4 GB leaves room for the threads of more and
# none for the terabyte that one input declares.
ADDRESS_SPACE = 4 << 30


# ---- running isnad ---------------------------------------------------------------------------------------------------

class Run:
    """One run of `isnad run` in a folder of its own."""

    def __init__(self, folder, corpus, settings="", write="", gazetteer=True, tight=False):
        folder.mkdir()
        self.out = folder / "out"
        names = json.dumps([str(c) for c in corpus])
        gazetteers = [str(ROOT / "pipelines/gazetteer.csv")] if gazetteer else []
        (folder / "p.toml").write_text(
            f'corpus = {names}\noutput = "out"\n[read]\nexclude = ["README.md"]\n{settings}\n'
            f"[entities]\ngazetteers = {json.dumps(gazetteers)}\n{write}\n")
        self.peak, self.seconds, self.code, self.stdout, self.stderr = command(["run", "p.toml"], folder, tight)

    def table(self, name):
        return table(self.out / f"{name}.csv")

    def rows(self, name):
        return [row for row, _ in self.table(name)]


def command(arguments, folder, tight=False):
    """Peak memory in MiB, seconds of processor time (which other programs do not lengthen), exit code, stdout and stderr of
    a command; `tight`: with small stacks, and no room for more memory than an honest run needs."""
    def limits():
        resource.setrlimit(resource.RLIMIT_STACK, (STACK_KIB << 10, STACK_KIB << 10))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    environment = dict(os.environ, RUST_MIN_STACK=str(STACK_KIB << 10)) if tight else None
    peak, ended = 0, 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([ISNAD, *arguments], cwd=folder, stdout=out, stderr=err, env=environment,
                                 preexec_fn=limits if tight else None)
        while not ended:
            peak = max(peak, high_water(child.pid))
            time.sleep(0.01)
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds, texts = usage.ru_utime + usage.ru_stime, []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return peak, seconds, child.returncode, *texts


def high_water(pid):
    """The most memory in MiB that a process has had so far (what wait4 says is that of its parent, when that is more)."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) >> 10 if found else 0


def table(path):
    """The rows of a CSV file, each as a dict of its cells and as the text it was."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    raw, start, quoted = [], 0, False
    for found in re.finditer(r'["\n]', text):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            raw.append(text[start:found.end()])
            start = found.end()
    assert start == len(text), f"{path.name} ends in the middle of a row"
    cells = [next(csv.reader(io.StringIO(line, newline=""))) for line in raw]
    return [(dict(zip(cells[0], row, strict=True)), line) for row, line in zip(cells[1:], raw[1:])]


# ---- what a case may ask about its rows ------------------------------------------------------------------------------

class Case:
    """One hostile input in the dataset that it was read into."""

    def __init__(self, suite, path):
        self.suite, self.path, self.failures = suite, path, []

    def rows(self, name):
        """The rows of its documents, wherever they are."""
        return self.suite.by_path[name].get(self.path, [])

    @property
    def documents(self):
        return self.rows("documents")

    @property
    def document(self):
        documents = self.documents
        return documents[0] if len(documents) == 1 else {}

    @property
    def text(self):
        return self.document.get("text", "")

    @property
    def source(self):
        return "".join(row["text"] for row in self.rows("sources"))

    @property
    def codes(self):
        return sorted(row["code"].split("-")[0] for row in self.rows("diagnostics"))

    def mentions(self):
        return {(row["text"], row["entity_id"]) for row in self.rows("mentions")}

    def entities(self):
        return {row["entity_id"] for row in self.rows("mentions")}

    def removed(self):
        return {row["reason"]: row["text"] for row in self.rows("removed_spans")}

    def is_(self, what, actual, expected=True):
        if actual != expected:
            self.failures.append(f"{what}: {shown(actual)}, expected {shown(expected)}")

    def in_(self, what, actual, allowed):
        if actual not in allowed:
            self.failures.append(f"{what}: {shown(actual)}, expected one of {shown(allowed)}")

    def has(self, what, there, *parts):
        for part in parts:
            if part not in there:
                self.failures.append(f"{what}: no {shown(part)} in {shown(there)}")

    def lacks(self, what, there, *parts):
        for part in parts:
            if part in there:
                self.failures.append(f"{what}: {shown(part)} in {shown(there)}")

    def alone(self, **settings):
        """The input run by itself."""
        return self.suite.alone(self.path, **settings)

    def quick(self, seconds):
        """By itself in less than so many seconds beyond what a run of one short file takes, with small stacks."""
        run = self.alone(tight=True)
        took = run.seconds - self.suite.least
        if took >= seconds:
            self.failures.append(f"took {took:.1f} s, expected less than {seconds} s")
        self.is_("exit code with small stacks", run.code, 0)
        return run


def shown(value):
    text = ascii(value)
    return text if len(text) <= 200 else text[:200] + "..."


# ---- what each must become -------------------------------------------------------------------------------------------
# The English sentence of the maker names Qais al-Khazali, Asaib Ahl al-Haq and the Treasury, and 6 December 2019; so does
# the Arabic one. The gazetteer of the sample corpus knows them.

KHAZALI, AAH = "qais-al-khazali", "asaib-ahl-al-haq"


def is_english(c, status="ok", **document):
    """The English sentence, whole, with its names and its date."""
    c.is_("status", c.document.get("status"), status)
    c.is_("text", c.text, c.suite.english)
    finds(c)
    for name, value in document.items():
        c.is_(name, c.document.get(name), value)


def finds(c, times=1):
    for entity in (KHAZALI, AAH):
        c.is_(f"mentions of {entity}", sum(row["entity_id"] == entity for row in c.rows("mentions")) >= times)
    c.is_("dates", [row["value"] for row in c.rows("dates")][:times], ["2019-12-06"] * times)


def empty(c, **document):
    c.is_("text", c.text, "")
    c.in_("status", c.document.get("status"), ("ok", "skipped"))
    c.is_("nothing in it", [c.rows(t) for t in ("segments", "sentences", "dates", "mentions")], [[]] * 4)
    for name, value in document.items():
        c.is_(name, c.document.get(name), value)


def both_languages(c, encoding):
    c.is_("encoding", c.document.get("encoding"), encoding)
    c.is_("text", c.text, f"{c.suite.english}\n\n{c.suite.arabic}")
    c.is_("replaced_chars", c.document.get("replaced_chars"), "0")
    c.is_("dates", [row["value"] for row in c.rows("dates")], ["2019-12-06"] * 2)


def damaged(c, replaced, code="W102", text=None):
    c.is_("status", c.document.get("status"), "warning")
    c.is_("codes", c.codes, [code])
    if replaced is not None:
        c.is_("replaced_chars", c.document.get("replaced_chars"), str(replaced))
    c.is_("U+FFFD in the source text", str(c.source.count("\ufffd")), c.document.get("replaced_chars"))
    if text is not None:
        c.is_("text", c.text, text)


def legacy_arabic(c, encoding):
    c.is_("encoding", c.document.get("encoding"), encoding)
    c.is_("source text", c.source, (c.suite.arabic + "\n") * 6)
    c.is_("text", c.text.startswith(c.suite.arabic))
    c.is_("dates", c.rows("dates")[0]["value"], "2019-12-06")


def failed(c, code, status="failed"):
    c.is_("status", c.document.get("status"), status)
    c.is_("codes", c.codes, [code])
    c.is_("text", c.text, "")
    run = c.alone()
    c.is_("exit code", run.code, 3)


def two_sentences(c):
    c.is_("sentences of the source text", c.source.count(c.suite.english), 2)
    # The second is a repeat of the first, which the cleaning leaves out with a reason: found, and not lost.
    kept = c.text.count(c.suite.english)
    repeats = sum(row["text"].count(c.suite.english) for row in c.rows("removed_spans") if row["reason"] == "duplicate_within")
    c.is_("sentences kept or removed as a repeat", kept + repeats, 2)
    finds(c)


def controls(c):
    damaged(c, 1, "W103")
    c.is_("text", c.text.endswith(c.suite.english))
    c.is_("controls in the text", [x for x in c.text if x < " " and x != "\n" or "\x7f" <= x < "\xa0"], [])
    spans = "".join(row["text"] for row in c.rows("removed_spans") if row["reason"] == "control_chars")
    wanted = [chr(x) for x in range(1, 32) if not chr(x).isspace()] + ["\x7f"]
    c.is_("controls in removed_spans", [x for x in wanted if x not in spans], [])
    c.is_("controls in messages", [x for x in c.suite.run.stderr + c.suite.run.stdout if x < " " and x not in "\n\r\t"], [])
    finds(c)


def bidi_name(c):
    is_english(c)
    c.is_("path", c.document["source_path"], c.path)
    c.lacks("messages", c.suite.run.stderr, "\u202e")
    # A message that must name the file: two corpus folders that both have it.
    other = c.suite.work / "bidi"
    other.mkdir()
    shutil.copy(c.suite.hostile / c.path, other)
    clash = Run(c.suite.work / "bidi-clash", [c.suite.hostile, other])
    c.is_("exit code of a clash", clash.code, 2)
    c.lacks("message", clash.stderr, "\u202e")
    c.has("message", clash.stderr, "202e", "gpj.txt")


def bidi(c):
    c.is_("status", c.document.get("status"), "ok")
    c.is_("text", c.text, f"{c.suite.english} {c.suite.arabic}")
    finds(c)
    c.is_("Arabic mentions", {KHAZALI, AAH} <= {row["entity_id"] for row in c.rows("mentions") if row["script"] == "Arab"})
    keys = [row["name_key"] + row["name"] for row in c.suite.run.rows("entity_names")]
    controls = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    c.is_("names and keys with bidi controls", [k for k in keys if controls.search(k)], [])


def zero_width(c):
    c.is_("entities", c.entities(), {KHAZALI, AAH})
    c.is_("mentions", len(c.rows("mentions")), 2)
    for row in c.rows("mentions"):
        c.is_("the source at its offsets", without(c.source[int(row["src_start"]):int(row["src_end"])]), row["text"].replace("\u200d", ""))
    keys = [row["name_key"] for row in c.suite.run.rows("entity_names")]
    c.is_("keys with such characters", [k for k in keys if k != without(k)], [])


def without(text):
    """Without characters of no width, and with a plain space for one that does not break, as clean text has it."""
    return re.sub("[\u200b-\u200d\u00ad]", "", text).replace("\u00a0", " ")


def arabic_marks(c):
    found = [row["entity_id"] for row in c.rows("mentions")]
    c.is_("entities of the mentions", found, [KHAZALI, AAH, KHAZALI])
    for row in c.rows("mentions"):
        c.is_("the text at its offsets", c.text[int(row["char_start"]):int(row["char_end"])], row["text"])


def homoglyph(c):
    c.is_("codes", c.codes, ["W110"])
    c.is_("status", c.document.get("status"), "warning")
    c.is_("linked mentions", c.entities() - {""}, set())


def bounded(c):
    run = c.quick(1)
    c.is_(f"memory: {run.peak - c.suite.least_peak} MiB more than a short file, below 200", run.peak - c.suite.least_peak < 200)


def long_line(c):
    # Each of the 10,000 repeats is two sentences.
    c.is_("sentences", len(c.rows("sentences")), 20_000)
    c.is_("dates", len(c.rows("dates")), 10_000)
    whole = c.alone(tight=True)
    c.is_("exit code with small stacks", whole.code, 0)
    # Linear: a tenth of the line, ten times.
    short = c.suite.work / "tenth.txt"
    short.write_text((c.suite.english + " ") * 1000)
    tenth = Run(c.suite.work / "tenth", [short])
    ratio = (whole.seconds - c.suite.least) / max(tenth.seconds - c.suite.least, 0.05)
    c.is_(f"time over that of a tenth: {ratio:.1f}, below 25", ratio < 25)


def one_word(c):
    run = c.quick(2)
    c.is_("words", run.rows("documents")[0]["words"], "1")


def capped(c):
    run = c.quick(5)
    longest = max((len(row["text"]) for row in run.rows("mentions")), default=0)
    c.is_(f"longest mention has {longest} characters, at most 200", longest <= 200)


def bad_dates(c):
    values = {row["text"]: row["value"] for row in c.rows("dates")}
    c.is_("31 February", values.get("31 February 2020"), "")
    c.is_("code", c.codes, ["N201"])
    c.is_("Arabic-Indic digits", values.get("٢٠١٩/١٢/٠٦"), "2019-12-06")
    c.is_("what is no date has no value", [t for t, v in values.items() if v and re.search("13-45|0000|99|292", t)], [])


def deep_markup(c):
    c.is_("text", c.text, c.suite.english)
    c.is_("codes", c.codes, ["W106"])
    run = c.alone(tight=True)
    c.is_("exit code with small stacks", run.code, 0)


def html_entities(c):
    c.is_("text", c.text.startswith("&amp;lt;script"))
    c.is_("U+FFFD for NUL, surrogate and beyond", c.source.count("\ufffd"), 3)
    c.is_("composed sign", c.source.count("\u2242\u0338"), 1000)
    c.lacks("source", c.source, "\0")


def no_script(c):
    for name in ("text", "source"):
        c.lacks(name, getattr(c, name), "var a", "alert(2)", "onerror", "<img", "<script")
    cells = [value for t in BY_DOCUMENT for row in c.rows(t) for value in row.values()]
    c.is_("cells with script", [v for v in cells if re.search(r"var a|alert\(2\)|onerror|<script", v)], [])
    c.has("text", c.text, c.suite.english)


def shown_as_is(c):
    c.is_("text", c.text, '{{7*7}} {% include "/etc/passwd" %} ${jndi:ldap://x}')
    c.is_("source", c.source.strip(), c.text)


def formula(c):
    bytes_ = (c.suite.hostile / c.path).read_text()
    c.is_("source text is the file", c.source, bytes_)
    run = c.alone(write='[write]\ncsv = "spreadsheet"')
    dangerous = [(t, k, v) for t in BY_DOCUMENT for row in run.rows(t) for k, v in row.items()
                 if v[:1] in ("=", "+", "@", "\t", "\r") or (v[:1] == "-" and not re.fullmatch(r"-[0-9.]+", v))]
    c.is_("cells that a spreadsheet would run", dangerous, [])
    c.has("escaped cell", [row["text"] for row in run.rows("documents")], "'" + c.text)


def csv_break(c):
    c.is_("cell", c.source, 'He said "a,b;c\td\ne"\r\nnext\n')


def null_words(c):
    c.is_("text", c.text, "NA NULL None nan N/A -")
    c.is_("cell", c.source, "NA NULL None nan N/A -\n")


def bad_lines(c):
    status = {row["doc_id"].split("#")[1]: row["status"] for row in c.documents}
    bad = ["line:2", "line:4", "line:5", "line:6", "line:7"]
    c.is_("status", status, {"1": "ok", "x": "ok", "line:8": "warning"} | dict.fromkeys(bad, "failed"))
    told = {row["doc_id"].split("#")[1]: row["message"] for row in c.rows("diagnostics")}
    c.is_("one diagnostic each", sorted(told), sorted([*bad, "line:8"]))
    c.is_("diagnostics", len(c.rows("diagnostics")), 6)
    for line, message in told.items():
        c.is_("message", message.startswith(line.replace(":", " ") + ":"))
    texts = {row["doc_id"].split("#")[1]: row["text"] for row in c.rows("sources")}
    c.is_("good lines", (texts.get("1"), texts.get("x")), ("ok", c.suite.english))
    replaced = {row["doc_id"].split("#")[1]: row["replaced_chars"] for row in c.documents}
    c.is_("half a surrogate pair is counted", replaced["line:8"], "1")


def repeated_ids(c):
    c.is_("texts", [(row["doc_id"], row["text"]) for row in c.rows("sources")],
          [("dup_ids.jsonl#a", "one"), ("dup_ids.jsonl#line:2", "two")])
    c.is_("codes", c.codes, ["W105"])


def huge_number(c):
    c.is_("source text", c.source, "x")
    c.is_("status", c.document.get("status"), "ok")


def deep_json(c):
    failed(c, "E107")
    c.is_("exit code with small stacks", c.alone(tight=True).code, 3)


def declared_length(c):
    failed(c, "E104")
    c.is_("exit code without room for what it declares", c.alone(tight=True).code, 3)


def one_page(c):
    c.is_("documents", len(c.documents), 1)
    is_english(c)


def front_matter(c):
    is_english(c)
    c.is_("front matter is kept as removed", "!!python/object" in c.removed().get("front_matter", ""))
    c.is_("date", c.document.get("published"), "2019-12-06")
    c.lacks("title", c.document.get("title"), "!!python", "&a", "*a")


def nested_markdown(c):
    c.quick(5)
    c.has("source", c.source, c.suite.english)


def hidden(c):
    c.is_("rows", c.documents, [])
    run = Run(c.suite.work / "hidden", [c.suite.hostile / "sub"], "hidden = true")
    c.is_("with hidden = true", [row["doc_id"] for row in run.rows("documents")], [".hidden.txt"])


def odd_name(c):
    is_english(c)
    c.is_("path", c.document.get("source_path"), c.path)
    c.is_("there", (c.suite.hostile / c.path).is_file())
    c.is_("path in messages", [l for l in c.suite.run.stderr.split("\n") if l.startswith(" c.txt")], [])


def not_utf8_name(c):
    is_english(c)
    c.is_("path", c.document.get("source_path"), "names/bad%FF.txt")


def link(code):
    def check(c):
        c.is_("documents", c.documents, [])
        c.is_("codes", c.codes, [code])
        c.is_("diagnostics", len(c.rows("diagnostics")), 1)
    return check


def followed(c, code, documents):
    """The same when links are followed."""
    run = c.suite.following
    c.in_("exit code when links are followed", run.code, (0, 3))
    c.is_("documents then", [r["doc_id"] for r in run.rows("documents") if r["source_path"].split("/")[0] == c.path], documents)
    codes = [r["code"].split("-")[0] for r in run.rows("diagnostics") if r["source_path"].split("/")[0] == c.path]
    c.is_("codes then", codes, code)


CASES = {
    "empty.txt": empty,
    "only_space.txt": empty,
    "bom_only.txt": lambda c: empty(c, encoding="utf-8"),
    "utf8_bom.txt": lambda c: (is_english(c, encoding="utf-8"), c.is_("mark", "\ufeff" in c.source, False)),
    "utf16le_bom.txt": lambda c: both_languages(c, "utf-16le"),
    "utf16be_bom.txt": lambda c: both_languages(c, "utf-16be"),
    "utf16le_nobom.txt": lambda c: is_english(c, encoding="utf-16le"),
    "utf16_unpaired.txt": lambda c: damaged(c, 1, text="a\ufffdb"),
    "utf16_odd.txt": lambda c: (damaged(c, 1), finds(c)),
    "windows1256.txt": lambda c: legacy_arabic(c, "windows-1256"),
    "iso8859_6.txt": lambda c: legacy_arabic(c, "iso-8859-6"),
    "windows1252.txt": lambda c: (
        c.is_("encoding", c.document["encoding"], "windows-1252"),
        c.has("text", c.text, "The “League of the Righteous” — Asa’ib Ahl al-Haq café naïve."),
        c.is_("entity", AAH in c.entities())),
    "double_encoded.txt": lambda c: (
        c.is_("codes", c.codes, ["W104"]),
        c.is_("source text", c.source.encode("latin-1").decode("utf-8"), c.suite.arabic + "\n")),
    "invalid_utf8.txt": lambda c: (damaged(c, 7), two_sentences(c)),
    "truncated_utf8.txt": lambda c: damaged(c, 1, text=c.suite.arabic[:-2] + "\ufffd"),
    "overlong.txt": lambda c: (damaged(c, 5), c.lacks("source", c.source, "/"), finds(c)),
    "cesu_surrogate.txt": lambda c: (damaged(c, 6), finds(c)),
    "nul_middle.txt": lambda c: (damaged(c, 3, "W103"), two_sentences(c)),
    "controls.txt": controls,
    "ansi_name_\u202egpj.txt": bidi_name,
    "bidi_controls.txt": bidi,
    "zero_width.txt": zero_width,
    "arabic_marks.txt": arabic_marks,
    "homoglyph.txt": homoglyph,
    "combining_bomb.txt": bounded,
    "long_line_1mb.txt": long_line,
    "no_space_1mb.txt": one_word,
    "digits_1mb.txt": lambda c: c.quick(2),
    "parens_1mb.txt": lambda c: c.quick(2),
    "quotes_200k.txt": lambda c: c.quick(2),
    "caps_words.txt": capped,
    "dates_bad.txt": bad_dates,
    "deep.html": deep_markup,
    "deep_inline.html": deep_markup,
    "attr_bomb.html": lambda c: (c.quick(5), is_english(c)),
    "entities.html": html_entities,
    "unclosed.html": no_script,
    "xss.html": no_script,
    "meta_lie.html": lambda c: (
        c.is_("codes", c.codes, ["W101"]), c.is_("encoding", c.document["encoding"], "utf-8"),
        c.is_("text", c.text, c.suite.arabic)),
    "template.html": shown_as_is,
    "formula.txt": formula,
    "csv_break.txt": csv_break,
    "null_words.txt": null_words,
    "bad.jsonl": bad_lines,
    "dup_ids.jsonl": repeated_ids,
    "deep.json.jsonl": deep_json,
    "huge_num.jsonl": huge_number,
    "bomb.txt.gz": lambda c: (
        failed(c, "E103"),
        c.is_(f"memory: {c.alone().peak - c.suite.least_peak} MiB more than a short file, below 90", c.alone().peak - c.suite.least_peak < 90)),
    "bomb2.txt.gz": lambda c: failed(c, "E106"),
    "trunc.txt.gz": lambda c: failed(c, "E104"),
    "notgz.txt.gz": lambda c: failed(c, "E105"),
    "ok.warc": one_page,
    "lie_len.warc": declared_length,
    "neg_len.warc": lambda c: failed(c, "E107"),
    "latin1_hdr.warc": one_page,
    "front.md": front_matter,
    "md_nest.md": nested_markdown,
    "sub/.hidden.txt": hidden,
    **{f"names/{n}": odd_name for n in ("con.txt", "-rf.txt", "a b\n c.txt", "quote'\".txt", "%2e%2e.txt", "ملف.txt")},
    "names/bad%FF.txt": not_utf8_name,
    "link_loop": lambda c: (link("W107")(c), followed(c, ["W107"], [])),
    "link_dir": lambda c: (link("N101")(c), followed(c, ["W107"], [])),
    "link_out.txt": lambda c: (link("N101")(c), followed(c, [], ["link_out.txt"])),
    "link_dead.txt": lambda c: (link("W107")(c), followed(c, ["W107"], [])),
    "pipe.txt": lambda c: (link("N101")(c), followed(c, ["N101"], [])),
}


# ---- all of it -------------------------------------------------------------------------------------------------------

class Suite:
    def __init__(self, maker, work):
        self.work, self.hostile = work, work / "hostile"
        made = subprocess.run([sys.executable, maker, str(self.hostile)], check=True, capture_output=True, text=True)
        print(made.stdout.strip())
        self.listed = [row["file"] for row in csv.DictReader(
            open(work / "hostile_EXPECT.tsv", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)]
        self.english = (self.hostile / "names/con.txt").read_text().strip()
        self.arabic = (self.hostile / "windows1256.txt").read_bytes().decode("windows-1256").splitlines()[0]
        sample = ROOT / "corpus/sample"
        self.before = Run(work / "before", [sample])
        self.run = Run(work / "after", [sample, self.hostile])
        assert {self.before.code, self.run.code} <= {0, 3}, self.before.stderr + self.run.stderr
        self.following = Run(work / "following", [self.hostile], "follow_links = true")
        self.runs = {}
        short = Run(work / "short", [self.hostile / "names/con.txt"], tight=True)
        assert short.code == 0, short.stderr
        self.least, self.least_peak = short.seconds, short.peak
        others = {row["doc_id"]: row["source_path"] for row in self.run.rows("documents")}
        self.by_path = {}
        for name in BY_DOCUMENT:
            paths = self.by_path[name] = {}
            for row in self.run.rows(name):
                paths.setdefault(row.get("source_path") or others[row["doc_id"]], []).append(row)

    def alone(self, path, **settings):
        key = (path, *settings.items())
        if key not in self.runs:
            self.runs[key] = Run(self.work / f"alone-{len(self.runs)}", [self.hostile / path], **settings)
        return self.runs[key]

    def cases(self):
        """Every listed input with its case."""
        names = {"pipe.txt (FIFO)": "pipe.txt", "names/bad\\xff.txt": "names/bad%FF.txt"}
        for listed in self.listed:
            path = names.get(listed) or listed.split(" -> ")[0].replace("\\n", "\n")
            yield path, CASES.get(path)

    def others(self):
        """What the articles of the sample corpus would notice of the hostile inputs."""
        sample = {row["doc_id"] for row in self.before.rows("documents")}
        hostile = [row for row in self.run.rows("mentions") if row["doc_id"] not in sample]
        named = {row["entity_id"] for row in hostile} - {""}
        rows = 0
        for name in BY_DOCUMENT:
            own = lambda row: row["doc_id"] in sample if row["doc_id"] else row["source_path"] in sample
            before, after = ([line for row, line in run.table(name) if own(row)] for run in (self.before, self.run))
            rows += len(before)
            if before != after:
                yield f"{name}: {differences(before, after)}"
        for name, columns in BY_ENTITY.items():
            untouched = lambda row: not any(row[column] in named for column in columns)
            share = OF_THE_WHOLE.get(name)
            rest = lambda row, line: tuple(v for k, v in row.items() if k != share) if share else line
            before, after = ([rest(row, line) for row, line in run.table(name) if untouched(row)] for run in (self.before, self.run))
            rows += len(before)
            if before != after:
                yield f"{name} of entities that no hostile input names: {differences(before, after)}"
        print(f"{len(sample)} other documents: {rows} rows compared; {len(named)} entities are named by hostile inputs: {', '.join(sorted(named))}")


def differences(before, after):
    gone, come = set(before) - set(after), set(after) - set(before)
    return f"{len(gone)} rows changed or gone, {len(come)} changed or new, such as {shown(sorted(gone)[:1] + sorted(come)[:1])}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--maker", default=ROOT / "../shared/score/hostile.py", type=pathlib.Path)
    arguments = arguments.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        suite = Suite(arguments.maker, pathlib.Path(work))
        _, _, code, _, stderr = command(["validate", suite.run.out], suite.work)
        if code != 0:
            bad += 1
            print(f"isnad validate does not hold: {stderr}")
        done = 0
        for path, check in suite.cases():
            case = Case(suite, path)
            if check is None:
                case.failures.append("no assertion for it")
            else:
                try:
                    check(case)
                except (KeyError, IndexError, FileNotFoundError, UnicodeError) as e:
                    case.failures.append(f"{type(e).__name__} {e}")
            for failure in case.failures:
                print(f"{shown(path)}: {failure}")
            done += not case.failures
        unlisted = set(CASES) - {path for path, _ in suite.cases()}
        for path in sorted(unlisted):
            print(f"{shown(path)}: has an assertion but is not among the inputs")
        for noticed in suite.others():
            bad += 1
            print(f"other documents: {noticed}")
        print(f"{done} of {len(suite.listed)} hostile inputs as expected")
        bad += len(suite.listed) - done + len(unlisted)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
