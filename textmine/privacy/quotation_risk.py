"""Who could be told by a quotation: what it names, words only here, its author, a search.

A count of this corpus and a reading by rules, not a chance: what others know cannot be counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.choices import RiskLevel
from textmine.config import NlpSettings
from textmine.corpus import Corpus
from textmine.corpus.speakers import speakers
from textmine.privacy import finding
from textmine.privacy.kinds import EXACT, KINDS, ORGANISATION, PERSON, PLACE
from textmine.privacy.reidentification import K, attribute_columns
from textmine.privacy.residual_check import PLACEHOLDER
from textmine.privacy.word_users import NUMBER, WORD, Spread, runs_of, spread_of, tokens_of
from textmine.schema import META, SOURCE

LEVELS: tuple[RiskLevel, ...] = ("low", "some", "high")
RULE = (
    "high: it names a person, an address or a number of somebody, or its author is alone with "
    "what is known of them and it has words of their own or is found by a search; some: one of "
    "these, or a place, words or numbers of nobody else, or what they say of their own work, home "
    "or family; low: nothing of this kind"
)

_FORUMS = frozenset("phpbb convokit discourse discourse-archive mail".split())
_ADDRESS_COLUMNS = frozenset("url link permalink href uri".split())
_FEW = 2
"""People that use a place or an organisation up to which it tells who speaks."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_THEMSELVES = re.compile(
    r"\b(?:(?:I am|I'm|I’m|I was)(?= (?:an?|the|in|at|with|from|on|your|\d{1,3})\b)"
    r"|(?:I|we) (?:work|run|own|live|represent|chair|lead|edit|teach|manage|direct|contract|advise"
    r"|study|studied|sell|build|worked|lived|did the)|\w{3,20} \w{3,20} here(?= ?[.,(:;])"
    r"|speaking as|as an? \w{2,30} (?:I|who)"
    r"|my (?:own )?(?:company|firm|shop|business|office|employer|boss|job|street|village|wife"
    r"|husband|partner|son|daughter|mother|father|child|children|kids|family|landlord|doctor"
    r"|lawyer|attorney|illness|disability|diagnosis)"
    r"|ich bin(?= (?:eine?|seit|im|in|bei|aus|der|die)\b)|ich arbeite|ich wohne|wir wohnen"
    r"|als \w{3,30} (?:bin|habe|wohne) ich"
    r"|mein(?:e|er|em|en)? (?:Firma|Laden|Betrieb|Büro|Chef|Frau|Mann|Sohn|Tochter|Mutter|Vater"
    r"|Kind|Kinder|Familie|Stra(?:ß|ss)e|Vermieter|Arzt))\b(?: \w[\w'’-]{0,30}){0,4}",
    re.IGNORECASE,
)
"""Words by which somebody tells of their own work, home or family."""

_HANDLE = re.compile(
    r"(?<![\w/@.])[A-Za-z]\w{0,30}_\w{1,30}|(?<![\w/@.])[A-Za-z]{3,20}\d{2,6}(?!\w)"
)
"""How people call themselves on pages: From_ill_annoy, rider77."""

_SHORTEST, _SHOWN = 4, 3


@dataclass(frozen=True)
class QuotationRisk:
    """How far a quotation tells who speaks, and why.

    `only_here` of its `runs` of eight words stand in no other text of the corpus: by one of them a
    search finds it, where the texts are public.
    """

    level: RiskLevel
    reasons: tuple[str, ...] = ()
    only_here: int = 0
    runs: int = 0


def is_public(corpus: Corpus) -> bool | None:
    """Return whether texts of a corpus are known to stand on public pages; None: nobody can say.

    They are where a forum or a platform was read, or documents have addresses of pages; interviews
    are not.
    """
    source = corpus.info.source
    if source.get("read as") == "interview":
        return False
    if source.get("platform") or source.get("read as") in _FORUMS:
        return True
    columns = [
        str(name)
        for name in corpus.documents.columns
        if name == SOURCE or str(name).removeprefix(META).casefold() in _ADDRESS_COLUMNS
    ]
    cells = (cell for name in columns for cell in corpus.column(name))
    return True if any(cell.startswith(("http://", "https://")) for cell in cells) else None


def judge_quotations(
    corpus: Corpus,
    quoted: Sequence[tuple[str, str]],
    settings: NlpSettings,
    *,
    public: bool | None = None,
    columns: Sequence[str] = (),
    k: int = K,
    rules_only: bool = False,
) -> list[QuotationRisk]:
    """Judge quotations of a corpus, each a document's id and the words that are quoted.

    Names are found by rules and, unless `rules_only`, by spaCy's model of the language. Words
    and numbers are rare that no other person uses (without authors: no other document). `columns`
    are what others may know of people; empty means the guessed ones. Where `public` is None it is
    `is_public` that says whether a search can find them. Raises InputError for an unknown column.
    """
    people = speakers(corpus)
    voices = [name or identity for name, identity in zip(people, corpus.ids, strict=True)]
    voice_of = dict(zip(corpus.ids, voices, strict=True))
    texts = [PLACEHOLDER.sub(lambda ours: "·" * len(ours[0]), text) for _, text in quoted]
    reader = finding.choose_name_reader(settings, settings.lang, rules_only=rules_only)
    named = _named(corpus, texts, settings, reader, people)
    spread = spread_of(corpus, voices, texts)
    alone = _sharing(corpus, people, attribute_columns(corpus, columns))
    findable = is_public(corpus) if public is None else public
    known = _Known(settings.lang)
    judged = []
    for (document, _), text, names in zip(quoted, texts, named, strict=True):
        voice = voice_of.get(document, document)
        direct, indirect = _by_name(text, names, spread)
        own = _own(text, names, spread, known)
        shared = alone.get(voice)
        runs = list(runs_of(text))
        only = sum(len(spread.holders.get(run, ())) <= 1 for run in runs)
        found_again = bool(only) and findable is True
        reasons = [*direct, *indirect, *own, *_of_themselves(text), *_by_attributes(shared, k)]
        if found_again:
            reasons.append(
                f"public: a search finds it ({only} of its {len(runs)} eight-word strings are in "
                "no other text)"
            )
        lonely = shared is not None and shared[1] < 2
        high = bool(direct) or (lonely and (bool(own) or found_again))
        level: RiskLevel = "high" if high else "some" if reasons else "low"
        judged.append(QuotationRisk(level, tuple(reasons), only, len(runs)))
    return judged


def safer(
    risky: int, risks: Sequence[QuotationRisk], allowed: Iterable[int] | None = None
) -> int | None:
    """Return the place of the first quotation that tells less than a risky one, None for none.

    `risks` are in the order in which quotations are typical; of those that tell least the first is
    taken. Only places `allowed` count, all by default.
    """
    steps = {level: step for step, level in enumerate(LEVELS)}
    others = [
        index
        for index in (range(len(risks)) if allowed is None else allowed)
        if steps[risks[index].level] < steps[risks[risky].level]
    ]
    return min(others, key=lambda index: steps[risks[index].level], default=None)


def _named(
    corpus: Corpus,
    texts: Sequence[str],
    settings: NlpSettings,
    reader: finding.NameReader,
    people: Sequence[str],
) -> list[list[finding.Found]]:
    """Return the personal data in each text, by rules and spaCy's names."""
    casing = finding.count_casing(corpus.texts, finding.stop_words(settings.lang))
    finder = finding.Finder(reader, casing, finding.known_names({*people} - {""}))
    return finder.find(texts, settings)


def _by_name(
    text: str, names: Sequence[finding.Found], spread: Spread
) -> tuple[list[str], list[str]]:
    """Return what names a person for sure, and what may: places and organisations of few."""
    direct = [f"user name: {match[0]}" for match in _HANDLE.finditer(text)]
    indirect = []
    for name in names:
        if name.keep:
            continue
        written = text[name.start : name.end]
        if name.kind in EXACT or name.kind == PERSON:
            direct.append(f"{KINDS[name.kind].name}: {written}")
        elif name.kind in (PLACE, ORGANISATION):
            users = [spread.users.get(word, set()) for word in tokens_of(written)]
            few = users and min(map(len, users)) <= _FEW
            if few and name.rule == finding.ADDRESS:
                direct.append(f"address: {written}")
            elif few:
                indirect.append(f"{KINDS[name.kind].name} of few: {written}")
    return list(dict.fromkeys(direct)), list(dict.fromkeys(indirect))


def _own(text: str, names: Sequence[finding.Found], spread: Spread, known: _Known) -> list[str]:
    """Return the words that are in no dictionary, and the numbers, that one person alone uses."""
    taken = [(name.start, name.end) for name in names if not name.keep]
    words = [
        match[0]
        for match in WORD.finditer(text)
        if len(match[0]) >= _SHORTEST
        and len(spread.users.get(match[0].casefold(), ())) <= 1
        and not known(match[0])
        and not any(start <= match.start() < end for start, end in taken)
    ]
    numbers = [
        match[0]
        for match in NUMBER.finditer(text)
        if len(match[0].strip("£$€")) > 2
        and not _YEAR.fullmatch(match[0])
        and len(spread.users.get(match[0], ())) <= 1
        and not any(start <= match.start() < end for start, end in taken)
    ]
    tells = []
    for kind, some in (("words", words), ("numbers", numbers)):
        different = list(dict.fromkeys(some))
        if different:
            more = f" and {len(different) - _SHOWN} more" if len(different) > _SHOWN else ""
            tells.append(f"{kind} of nobody else: {', '.join(different[:_SHOWN])}{more}")
    return tells


def _of_themselves(text: str) -> list[str]:
    """Return what somebody says of their own work, home or family."""
    sentences = dict.fromkeys(" ".join(match[0].split()) for match in _OF_THEMSELVES.finditer(text))
    return [f"tells of themselves: {'; '.join(list(sentences)[:_SHOWN])}"] if sentences else []


def _sharing(
    corpus: Corpus, people: Sequence[str], columns: Sequence[str]
) -> dict[str, tuple[str, int]]:
    """Return for each speaker what is known of them, and how many have just the same.

    A column in which somebody has two values, as a turn or a page, is nothing that is known of
    people.
    """
    if not any(people):
        return {}
    of_people = {name: _of_each(people, corpus.column(name)) for name in columns}
    lasting = [name for name, cells in of_people.items() if max(map(len, cells.values())) == 1]
    if not lasting:
        return {}
    known = {
        person: tuple("".join(of_people[name][person]) for name in lasting)
        for person in {*people} - {""}
    }
    sizes = Counter(known.values())
    return {
        person: (
            " + ".join(
                f"{name.removeprefix(META)} {cell}"
                for name, cell in zip(lasting, cells, strict=True)
                if cell
            ),
            sizes[cells],
        )
        for person, cells in known.items()
    }


def _of_each(people: Sequence[str], cells: Sequence[str]) -> dict[str, set[str]]:
    """Return the values that each person has in a column."""
    values: dict[str, set[str]] = defaultdict(set)
    for person, cell in zip(people, cells, strict=True):
        if person:
            values[person].add(cell)
    return values


def _by_attributes(shared: tuple[str, int] | None, k: int) -> list[str]:
    if shared is None or shared[1] >= k:
        return []
    what, n = shared
    if n < 2:
        return [f"its author alone is {what}"]
    return [f"its author is one of {n} who are {what}"]


class _Known:
    """Whether a word is in the dictionary of a language, by its small or written form."""

    def __init__(self, lang: str) -> None:
        from simplemma import is_known

        self._lang, self._is_known = lang, is_known

    def __call__(self, word: str) -> bool:
        parts = [part for part in re.split(r"['’-]", word) if len(part) >= _SHORTEST]
        try:
            return all(
                self._is_known(form, lang=self._lang)
                or self._is_known(form.lower(), lang=self._lang)
                for form in parts or [word]
            )
        except ValueError:  # no dictionary of this language
            return not word[:1].isupper()
