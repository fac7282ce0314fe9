"""Places told by the words they are made of: streets, squares, stations, districts, regions."""

import re
from collections.abc import Iterator

from textmine.privacy.finding.found import LIKELY, SURE, UNSURE, Found
from textmine.privacy.finding.regions import COUNTRIES, TOWNS_AND_REGIONS
from textmine.privacy.kinds import PLACE

ADDRESS = "address"
"""The rule of a street with the number of a house; the same places without one are streets."""

_CAP = r"[A-ZÁÉÍÓÚÑÄÖÜ][\w'’-]*+"
_WORD = r"[A-ZÁÉÍÓÚÑÄÖÜ][\w'’-]{0,60}"
"""A word that is searched from each of its hyphens: bounded, so that a chain of them costs little.
"""
_ENGLISH = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Close|Crescent|Terrace|Square|Place|"
    "Parkway|Highway|Bridge|Station|Stadium|Park|Gardens|Hill|Green|Mews"
)
_SPANISH = (
    "calle|c/|avenida|avda\\.?|av\\.?|plaza|paseo|ronda|glorieta|barrio|distrito|parque|pza\\.?|"
    "estación|embalse|puente|polideportivo|colegio|hospital|mercado|cementerio|carretera|autovía|"
    "camino|travesía|plazuela|metro|municipio|pueblo|intercambiador|urbanización"
)
_ARTICLE = r"(?:(?:de|del|de la|de las|de los|el|la|los|las)[ ])"
_SURELY_STREETS = "Street|Road|Avenue|Lane|Boulevard|Crescent|Stadium"
_GERMAN_APART = "Straße|Str\\.|Weg|Platz|Allee|Brücke"
_GERMAN = "straße|strasse|str\\.|weg|platz|allee|gasse|ufer|damm|brücke|bahnhof"
_DUTCH = "straat|laan|plein|gracht|singel|dijk|dreef"
_FRENCH = "rue|chemin|impasse|quai|allée"
_FRENCH_TOO = "avenue|boulevard|place|cours|route|passage|square"
"""Words of other languages, too: streets only before "de", and two of them before a whole name."""
_OF = r"(?:(?:de la|du|des|de)[ ]|de l['’])"
_ITALIAN = "Via|Viale|Piazza|Piazzale|Corso|Largo|Vicolo"
_BEFORE_NOUN = (
    "Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Unter den|Hinter der|Vor dem|Zum|Zur|Bei der"
)
_HOUSE = r"\d{1,4}(?:[ ]?[a-z]\b)?(?![-–][a-z])"
_NUMBER = rf"(?:[ ]{_HOUSE})?"
_BY_NOUN = rf"(?:{_BEFORE_NOUN})[ ]{_CAP}(?:[ -]{_CAP})?[ ]\d{{1,3}}(?:[ ]?[a-z]\b)?"
_JOINED = rf"{_CAP}(?:[ ](?:de[ ]|del[ ]|de la[ ]|y[ ])?{_CAP}){{0,3}}(?:,?[ ]\d{{1,4}})?"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (SURE, rf"\b\d{{1,5}}[ ]{_WORD}+(?:[ ]{_WORD}+){{0,3}}[ ](?:{_ENGLISH})\b", ADDRESS),
    (LIKELY, rf"\b{_WORD}+(?:[ ]{_WORD}+){{0,2}}[ ](?:{_SURELY_STREETS})\b", "street"),
    (LIKELY, rf"(?i:\b(?:{_SPANISH}))[ ]{_ARTICLE}{{0,2}}({_JOINED})", "street or district"),
    (LIKELY, rf"\b[A-ZÄÖÜ][\wäöüß-]{{0,60}}(?:{_GERMAN}){_NUMBER}\b", "street"),
    (LIKELY, rf"\b{_WORD}(?:[ ]{_WORD})?[ -](?:{_GERMAN_APART}){_NUMBER}", "street"),
    (LIKELY, rf"\b[A-Z][\w-]{{0,60}}(?:{_DUTCH})[ ]{_HOUSE}", ADDRESS),
    (
        LIKELY,
        rf"\b(?:\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ])?(?:(?i:{_FRENCH})[ ]{_OF}?"
        rf"|(?i:{_FRENCH_TOO})[ ]{_OF}|(?:avenue|boulevard)[ ](?={_CAP}[ -]{_CAP}))"
        rf"{_CAP}(?:[ -]{_CAP}){{0,3}}(?:,?[ ]{_HOUSE})?",
        "street",
    ),
    (LIKELY, rf"\b(?:{_ITALIAN})[ ]{_CAP}(?:[ ]{_CAP}){{0,3}},?[ ]{_HOUSE}", ADDRESS),
    (LIKELY, rf"\b{_BY_NOUN}(?=,?\s+(?:D-)?\d{{5}}\b)", ADDRESS),
    (
        LIKELY,
        rf"\b(?:[Ww]ohn\w{{1,6}}|Adresse|Anschrift)\b[^.!?\n]{{0,20}}?\b({_BY_NOUN})",
        ADDRESS,
    ),
    (LIKELY, r"\b[Pp]\.?[ ]?[Oo]\.?[ ]?[Bb]ox[ ]\d+", ADDRESS),
    (UNSURE, r"\bM-?\d{2}\b", "road"),
)
_COMPILED = tuple((sure, re.compile(form), rule) for sure, form, rule in _PATTERNS)
_WITH_NUMBER = re.compile(rf"^\d{{1,5}}[ ]|,?[ ]{_HOUSE}$")
_WORDS_OF = re.compile(r"\w+")
_LIKE_OTHERS = "\u0130\u0131\u017f\u212a"
"""What a pattern takes for i, s and k where it does not mind capitals; in lower case it is not so.
"""
_ENGLISH_WORDS = frozenset(_ENGLISH.split("|"))
_SPANISH_WORDS = frozenset(name.rstrip("?/.\\") for name in _SPANISH.split("|"))
_DUTCH_ENDS = tuple(_DUTCH.split("|"))
_FRENCH_WORDS = frozenset(f"{_FRENCH}|{_FRENCH_TOO}".split("|"))
_ITALIAN_WORDS = frozenset(_ITALIAN.split("|"))
_NOUN_WORDS = frozenset(words.partition(" ")[0] for words in _BEFORE_NOUN.split("|"))
_GERMAN_ENDS = tuple(name.replace("\\", "") for name in f"{_GERMAN}|{_GERMAN_APART}".split("|"))
_REGIONS = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(name) for name in sorted(TOWNS_AND_REGIONS, key=lambda n: (-len(n), n)))
    + r")(?![\w-])"
)
_REGION_WORDS = frozenset(_WORDS_OF.match(name)[0] for name in TOWNS_AND_REGIONS)  # type: ignore[index]
_PLAIN = frozenset(
    "straße strasse weg platz allee gasse ufer damm brücke bahnhof hauptstraße gehweg radweg "
    "fahrradstraße parkplatz spielplatz bürgersteig fußweg einbahnstraße fahrradweg arbeitsplatz "
    "stellplatz umweg marktplatz schulweg arbeitsweg heimweg seitenstraße nebenstraße hauptbahnhof "
    "autobahn sackgasse anliegerstraße durchgangsstraße spielstraße wohnstraße zufahrtsstraße "
    "verkehrsweg waldweg feldweg wanderweg kreuzungsplatz sitzplatz sportplatz vorplatz "
    "landstraße landstr. bundesstraße".casefold().split()
)
_ROADS = frozenset("landstraße landstr. bundesstraße weg".casefold().split())
"""Roads of which a number tells a speed or a kind, and no house."""

_NO_PLACES = _PLAIN | COUNTRIES


def find_places(text: str) -> Iterator[Found]:
    """Yield streets, districts, roads, and regions and large towns of the built-in list."""
    words = frozenset(_WORDS_OF.findall(text))
    for (certainty, form, rule), can_stand in zip(_COMPILED, _can_stand(text, words), strict=True):
        for match in form.finditer(text) if can_stand else ():
            start, end = match.span(1) if form.groups else match.span()
            street = _WITH_NUMBER.sub("", text[start:end])
            has_number = street != text[start:end]
            if street.casefold() not in (_ROADS if has_number else _NO_PLACES):
                told = ADDRESS if has_number else rule
                yield Found(start, end, PLACE, told, certainty)
    if not words.isdisjoint(_REGION_WORDS):
        for match in _REGIONS.finditer(text):
            yield Found(*match.span(), PLACE, "region or large town", LIKELY)


def _can_stand(text: str, words: frozenset[str]) -> Iterator[bool]:
    """Yield whether a text has what each pattern cannot do without, which is seen at once."""
    english = not words.isdisjoint(_ENGLISH_WORDS)
    yield english
    yield english
    odd = not text.isascii() and any(letter in text for letter in _LIKE_OTHERS)
    yield odd or not _SPANISH_WORDS.isdisjoint(_WORDS_OF.findall(text.lower()))
    german = any(end in text for end in _GERMAN_ENDS)
    yield german
    yield german
    yield any(end in text for end in _DUTCH_ENDS)
    lower = frozenset(word.lower() for word in words)
    yield not lower.isdisjoint(_FRENCH_WORDS)
    yield not words.isdisjoint(_ITALIAN_WORDS)
    yield not words.isdisjoint(_NOUN_WORDS)
    yield not words.isdisjoint(_NOUN_WORDS)
    yield "ox" in text
    yield "M" in text
