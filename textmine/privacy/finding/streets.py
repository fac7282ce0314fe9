"""Places told by the words they are made of: streets, squares, stations, districts, regions."""

import re
from collections.abc import Iterator

from textmine.privacy.finding.found import LIKELY, SURE, UNSURE, Found
from textmine.privacy.finding.regions import COUNTRIES, TOWNS_AND_REGIONS
from textmine.privacy.kinds import PLACE

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
_NUMBER = r"(?:[ ]\d{1,4}(?:[ ]?[a-z]\b)?)?"
_JOINED = rf"{_CAP}(?:[ ](?:de[ ]|del[ ]|de la[ ]|y[ ])?{_CAP}){{0,3}}(?:,?[ ]\d{{1,4}})?"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (SURE, rf"\b\d{{1,5}}[ ]{_WORD}+(?:[ ]{_WORD}+){{0,3}}[ ](?:{_ENGLISH})\b", "address"),
    (LIKELY, rf"\b{_WORD}+(?:[ ]{_WORD}+){{0,2}}[ ](?:{_SURELY_STREETS})\b", "street"),
    (LIKELY, rf"(?i:\b(?:{_SPANISH}))[ ]{_ARTICLE}{{0,2}}({_JOINED})", "street or district"),
    (LIKELY, rf"\b[A-ZÄÖÜ][\wäöüß-]{{0,60}}(?:{_GERMAN}){_NUMBER}\b", "street"),
    (LIKELY, rf"\b{_WORD}(?:[ ]{_WORD})?[ -](?:{_GERMAN_APART}){_NUMBER}", "street"),
    (LIKELY, r"\b[Pp]\.?[ ]?[Oo]\.?[ ]?[Bb]ox[ ]\d+", "address"),
    (UNSURE, r"\bM-?\d{2}\b", "road"),
)
_COMPILED = tuple((sure, re.compile(form), rule) for sure, form, rule in _PATTERNS)
_WORDS_OF = re.compile(r"\w+")
_LIKE_OTHERS = "\u0130\u0131\u017f\u212a"
"""What a pattern takes for i, s and k where it does not mind capitals; in lower case it is not so.
"""
_ENGLISH_WORDS = frozenset(_ENGLISH.split("|"))
_SPANISH_WORDS = frozenset(name.rstrip("?/.\\") for name in _SPANISH.split("|"))
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
    "verkehrsweg waldweg feldweg wanderweg kreuzungsplatz sitzplatz sportplatz vorplatz".split()
)

_NO_PLACES = _PLAIN | COUNTRIES


def find_places(text: str) -> Iterator[Found]:
    """Yield streets, districts, roads, and regions and large towns of the built-in list."""
    words = frozenset(_WORDS_OF.findall(text))
    for (certainty, form, rule), can_stand in zip(_COMPILED, _can_stand(text, words), strict=True):
        for match in form.finditer(text) if can_stand else ():
            start, end = match.span(1) if form.groups else match.span()
            if text[start:end].casefold() not in _NO_PLACES:
                yield Found(start, end, PLACE, rule, certainty)
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
    yield "ox" in text
    yield "M" in text
