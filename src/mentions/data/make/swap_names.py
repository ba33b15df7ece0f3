"""Sentences with other names: persons of the Arab world and of the census, organisations and places put in for those that
stand there: swap_names.py OUT.jsonl LABELLED.jsonl ..."""

import pathlib, sys
import json, random, collections, re

R = random.Random(7)
D = str(pathlib.Path(__file__).resolve().parent.parent) + "/"
names = [l.rstrip("\n").split("\t") for l in open(D + "names_latin.tsv") if not l.startswith("#")]
ar = [n for n, f in names if f == "N" and n.isascii() and 3 < len(n) < 10]
given = [n for n, f in names if "G" in f]
fam = [n for n, f in names if "F" in f]
places = [l.split("\t")[0] for l in open(D + "places.tsv") if not l.startswith("#") and l.isascii()]
T = str.title


def person():
    k = R.random()
    a, b, c = (T(R.choice(ar)) for _ in range(3))
    if k < 0.30:
        return f"{a} {R.choice(['al','al','al','Al','el'])}-{b}"
    if k < 0.42:
        return f"{a} {b} al-{c}"
    if k < 0.50:
        return f"{a} {b}"
    if k < 0.55:
        return f"Abu {a} al-{b}"
    if k < 0.58:
        return f"{a} bin {b}"
    if k < 0.62:
        return f"al-{b}"
    if k < 0.70:
        return a
    g, f = T(R.choice(given)), T(R.choice(fam))
    return R.choice(
        [f"{g} {f}", f"{g} {f}", f"{g} {R.choice('ABCDEFGHJKLMNPRSTW')}. {f}", f, f"{g} {f}-{T(R.choice(fam))}"]
    )


HEAD = [
    "Kataib",
    "Kata'ib",
    "Harakat",
    "Liwa",
    "Jaysh",
    "Jaish",
    "Hizb",
    "Ansar",
    "Saraya",
    "Asaib",
    "Jund",
    "Jabhat",
    "Hashd",
    "Faylaq",
    "Munazzamat",
]
TAIL = [
    "Brigade",
    "Brigades",
    "Party",
    "Movement",
    "Front",
    "Organization",
    "Army",
    "Forces",
    "Alliance",
    "Coalition",
    "Bloc",
    "Battalion",
    "Bank",
    "Foundation",
    "Institute",
    "University",
    "Corporation",
    "Holdings",
    "Group",
    "Inc.",
    "Ltd.",
    "Authority",
    "Commission",
    "Committee",
    "Council",
    "Agency",
    "News",
    "TV",
    "Press",
    "FC",
    "United",
    "Airlines",
    "Petroleum",
    "Media Network",
    "Center",
    "Society",
    "Association",
]
OF = [
    "Ministry of",
    "Department of",
    "Bureau of",
    "Office of",
    "Institute for",
    "Center for",
    "Council for",
    "Committee for",
    "Directorate of",
    "University of",
    "Bank of",
]
THING = [
    "Defense",
    "Interior",
    "Finance",
    "Oil",
    "Justice",
    "Health",
    "Foreign Affairs",
    "Education",
    "Trade",
    "Planning",
    "Culture",
    "Human Rights",
    "Transport",
    "Electricity",
    "Agriculture",
    "Strategic Studies",
    "Security Policy",
    "Peace Research",
]
ADJ = [
    "National",
    "Islamic",
    "Iraqi",
    "Syrian",
    "Popular",
    "Democratic",
    "United",
    "Central",
    "Free",
    "International",
    "Patriotic",
    "Revolutionary",
    "Lebanese",
    "Arab",
    "Supreme",
    "Federal",
    "Royal",
    "Independent",
    "Southern",
    "Northern",
]


def acr():
    return "".join(R.choice("ABCDEFGHIJKLMNPRSTUW") for _ in range(R.choice([3, 3, 3, 4])))


def org():
    k = R.random()
    a, b = T(R.choice(ar)), T(R.choice(ar))
    if k < 0.18:
        return f"{R.choice(HEAD)} {R.choice(['al-'+a,a,'Ahl al-'+a,'Sayyid al-'+a,a+' al-'+b])}"
    if k < 0.33:
        return f"{R.choice([a,'al-'+a,T(R.choice(fam)),R.choice(places)])} {R.choice(TAIL)}"
    if k < 0.48:
        return f"{R.choice(ADJ)} {R.choice(ADJ)} {R.choice(TAIL)}"
    if k < 0.60:
        return f"{R.choice(OF)} {R.choice(THING)}"
    if k < 0.80:
        return acr()
    if k < 0.88:
        return f"al-{a} {R.choice(['TV','Movement','Brigade','Network','News','Battalion'])}"
    return f"{T(R.choice(fam))} {R.choice(['& '+T(R.choice(fam)),'Corp.','Technologies','Industries','Motors','Systems','Partners','Entertainment'])}"


def place():
    k = R.random()
    p = R.choice(places)
    if k < 0.7:
        return p
    if k < 0.8:
        return f"{p} {R.choice(['Province','Governorate','District','City','County'])}"
    a = T(R.choice(ar))
    return R.choice(
        [f"Tal {a}", f"Camp {a}", f"{a} Air Base", f"Jurf al-{a}", f"al-{a}", f"Abu {a}", f"{a} International Airport"]
    )


MAKE = {"PER": person, "ORG": org, "LOC": place}
out = []


def src():
    for f in sys.argv[2:]:
        for l in open(f):
            yield json.loads(l)


for d in src():
    t = d["text"]
    ms = sorted((m for m in d["mentions"] if m["type"] in MAKE and m.get("named", True)), key=lambda m: m["start"])
    if not ms or len(t) < 1500 and len(ms) < 2 and R.random() < 0.6 or len(t) < 1500 and R.random() < 0.55:
        continue
    if len(t) > 6000:
        continue
    memo = {}
    s = ""
    at = 0
    new = []
    ok = True
    for m in ms:
        if m["start"] < at:
            continue
        w = t[m["start"] : m["end"]]
        # of the same name the same
        if R.random() < 0.75:
            n = memo.setdefault((w, m["type"]), MAKE[m["type"]]())
        else:
            n = memo.setdefault((w, m["type"]), w)
        s += t[at : m["start"]]
        new.append(dict(start=len(s), end=len(s) + len(n), type=m["type"]))
        s += n
        at = m["end"]
    s += t[at:]
    out.append(dict(doc_id=f"s{len(out)}", text=s, mentions=new))
R.shuffle(out)
out = out[:6000]
open(sys.argv[1], "w").write("\n".join(json.dumps(o, ensure_ascii=False) for o in out) + "\n")
print(len(out))
