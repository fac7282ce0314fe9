"""Names of people told by what stands around them: titles, greetings, signatures, quotations."""

import re
from collections.abc import Iterator

from textmine.privacy.finding.capitalisation import Casing
from textmine.privacy.finding.found import LIKELY, SURE, UNSURE, Found
from textmine.privacy.kinds import PERSON

_CAP = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_PARTICLE = r"(?:(?:de|del|de la|de los|van|von|van der|von der|zu|di|da|dos|la|le|el|al|bin)\s)"
_NAME = rf"(?:(?:[A-Z]\.\s?){{1,3}})?{_CAP}(?:[ ](?:[A-Z]\.[ ]){{0,2}}{_PARTICLE}?{_CAP}){{0,3}}"
_FULL = rf"{_CAP}(?:[ ](?:[A-Z]\.[ ]){{0,2}}{_PARTICLE}?{_CAP}){{1,3}}"

_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Prof|Professor|Sir|Lord|Lady|Dame|Baroness|Rev|Reverend|Cllr|"
    "Councillor|Senator|Sen|Congressman|Congresswoman|Director|Commissioner|Herr|Herrn|Frau|Señor|"
    "Señora|Señorita|Sr|Sra|Srta|señor|señora|señorita|Don|Doña|don|doña|Dña|Monsieur|Madame|Mme|"
    "alcaldesa|alcalde|concejala?"
)
_OFFICES = frozenset(
    "president vice-president speaker chairman chairwoman chair minister commissioner secretary "
    "chancellor judge justice mayor councillor attorney prime general department system council "
    "privy presidente presidenta alcalde alcaldesa ministro ministra concejal concejala director "
    "directora of for and the bürgermeister bürgermeisterin minister kanzler kanzlerin".split()
)
_NOBODY = frozenset(
    "sir madam sirs all everyone everybody everyone's colleagues friends friend team folks members "
    "readers editor editors committee council board bureau moderator admin administrator you for "
    "a the to again todos todas tod@s tod buenos buenas amigos vecinos compañeros señores señor "
    "señora a por y damen herren damen zusammen alle liebe leute team in advance god goodness lord "
    "consumer consumers director".split()
)
_GREETINGS = (
    "Dear|Hi|Hello|Hey|Thanks|Thank you|Hola|Saludos|Gracias|Estimado|Estimada|Querido|Querida|"
    "Hallo|Liebe|Lieber|Danke|Bonjour|Cher|Chère|Merci|Ciao|Caro|Cara"
)
_CLOSINGS = (
    "Regards|Kind regards|Best regards|Sincerely|Yours truly|Yours faithfully|Yours sincerely|"
    "Sincerely yours|Respectfully|Best wishes|Best|Cheers|Thanks|Thank you|Mit freundlichen Grüßen|"
    "Viele Grüße|Liebe Grüße|Beste Grüße|LG|MfG|Saludos|Un saludo|Atentamente|Cordialmente|"
    "Cordialement|Bien à vous|Cordiali saluti"
)
_SAYS = (
    "noted|notes|said|says|wrote|writes|mentioned|mentions|pointed|points|stated|states|suggested|"
    "suggests|explained|explains|argued|argues|commented|put it"
)
_HEAD = r"(?:^|\n\s{0,8}|[.!?¡,]\s{0,3})"
_CUES: tuple[tuple[str, str, str, int], ...] = (
    ("title", SURE, rf"\b(?:{_TITLES})\.?[ ](?:(?:{_TITLES})\.?[ ])?({_NAME})", 0),
    (
        "says a name",
        SURE,
        r"\b(?:[Mm]y name is|[Mm]y name's|[Mm]e llamo|[Mm]i nombre es|[Ii]ch heiße|"
        r"[Mm]ein Name ist|[Jj]e m'appelle|[Mm]i chiamo|[Ss]igned(?: by)?:?|[Ff]irmado:?)"
        rf"\s+({_NAME})",
        0,
    ),
    (
        "says who",
        LIKELY,
        rf"\b(?:I am|I'm|I’m|[Ss]oy|[Ii]ch bin)[ ]({_FULL})"
        r"(?=\s*(?:[,.;\n]|and\b|y\b|und\b|from\b|\Z))",
        0,
    ),
    ("quotation", SURE, r"\[quote=\"?([^\]\",]{2,40})", re.I),
    ("quotation", LIKELY, rf"{_HEAD}({_NAME})[ ](?:wrote|schrieb|escribió|a écrit)\s*:", 0),
    ("greeting", LIKELY, rf"{_HEAD}(?:{_GREETINGS})\b[,¡]?[ ]({_CAP}(?:[ ]{_CAP})?)", 0),
    ("greeting", UNSURE, rf"{_HEAD}(?:{_GREETINGS})[ ]([a-zà-ÿ][\w-]{{2,20}})(?=[,:!])", 0),
    ("as somebody says", LIKELY, rf"\b[Aa]s[ ]({_CAP}(?:[ ]{_CAP})?)[ ](?:{_SAYS})\b", 0),
    (
        "signature",
        LIKELY,
        rf"{_HEAD}(?:{_CLOSINGS})[ ]?[,.!]?(?:[ ]?\n){{0,2}}[ ]{{0,3}}[-–—]?[ ]?({_NAME})[ ]*\.?"
        r"(?=\n|\Z)",
        0,
    ),
    ("signature", LIKELY, rf"\n[ ]*[-–—~]+[ ]?({_NAME})[ ]*(?=\n|\Z)", 0),
)  # fmt: skip
TITLES = frozenset(title.casefold() for title in _TITLES.split("|"))
_WORDS = re.compile(r"\w+")
_WROTE = frozenset("wrote schrieb escribió écrit".split())
_GREETING_WORDS = frozenset(greeting.split()[0] for greeting in _GREETINGS.split("|"))
_NEEDED: tuple[frozenset[str], ...] = (
    frozenset([*_TITLES.split("|"), "concejal", "concejala"]),
    frozenset("name Name llamo nombre heiße appelle chiamo Signed signed Firmado firmado".split()),
    frozenset("am m Soy soy bin".split()),
    frozenset(),
    _WROTE,
    _GREETING_WORDS,
    _GREETING_WORDS,
    frozenset(saying.split()[0] for saying in _SAYS.split("|")),
    frozenset(),
    frozenset(),
)
"""Words of which a text has one where a cue stands: seen at once; none where that is not so."""

_COMPILED = tuple(
    (rule, sure, re.compile(form, flags), needed)
    for (rule, sure, form, flags), needed in zip(_CUES, _NEEDED, strict=True)
)
_SURE_OF_NAMES = ("title", "says a name", "quotation")


def find_cued_names(text: str, casing: Casing) -> Iterator[Found]:
    """Yield names of people that a cue announces.

    Only a title, or a person who says her own name, makes a name of a word that the corpus writes
    in lower case too.
    """
    words = frozenset(_WORDS.findall(text))
    for rule, certainty, form, needed in _COMPILED:
        for match in () if needed and words.isdisjoint(needed) else form.finditer(text):
            start, end = _bounds(text, *match.span(1), casing)
            name = text[start:end]
            if name and _can_be_name(name, casing, announced=rule in _SURE_OF_NAMES):
                yield Found(start, end, PERSON, rule, certainty)


def _can_be_name(name: str, casing: Casing, *, announced: bool) -> bool:
    small = name.casefold()
    if small in casing.stop_words or small in TITLES:
        return False
    if announced:
        return True
    if name.isupper() and name.isalpha():
        return False
    return casing.rare(name) if name.islower() else not casing.common(name)


def _bounds(text: str, start: int, end: int, casing: Casing) -> tuple[int, int]:
    """Return the span without an office at its head and without words of a new sentence after it.

    The span is empty when no name is left.
    """
    words = list(re.finditer(r"\S+", text[start:end]))
    if not words or words[0][0].casefold().rstrip(".,'’s") in _OFFICES | _NOBODY:
        return start, start
    last = len(words)
    while last > 1 and casing.common(words[last - 1][0].strip(".,'’")):
        last -= 1
    return start, _without_genitive(text, start, start + words[last - 1].end())


def _without_genitive(text: str, start: int, end: int) -> int:
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return end - 2 if text[start:end].endswith(("'s", "’s")) else end
