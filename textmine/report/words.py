"""Words, key words, collocates and lines: their tables, and how to read them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textmine.present import Column, Section, Table, columns_of, table_of
from textmine.topics.words.collocates import Collocates
from textmine.topics.words.comparing import SIGNIFICANT, KeyUse, KeyWords, WordUse
from textmine.topics.words.concordance import Concordance
from textmine.topics.words.running import CountedWords, Speakers
from textmine.topics.words.texts import Part

_SPREAD = (
    "per 1000: of running words. DP: 0 where a word is spread evenly over the {} threads, authors "
    "or texts, 1 where it stands in one. 'one {}' marks a word that one alone uses."
)
_KEYNESS = (
    "per 1000: of running words. z (log-odds with Dirichlet prior), G2 and log ratio (1: twice as "
    "often) describe and rank words; only p tests. 'one {}' marks a word that one alone uses."
)
_NO_TEST = (
    "No p: a theme is made from these very words, so that a test would find what was put in. "
    "'topics show' says how far a theme comes back without a fifth of the threads."
)
_COLLOCATES = (
    "logDice: at most 14, one more is twice as strong; t favours common pairs, MI rare ones. "
    "Expected: by chance. 'one {}' marks a pair that one alone uses."
)


def words_section(title: str, uses: Sequence[WordUse], running: Speakers, limit: int) -> Section:
    """Return the section on the words of a corpus and how they are spread."""
    voice = running.voice
    columns = [
        Column("word", lambda use: use.word),
        Column("n", lambda use: use.n),
        Column("per 1000", lambda use: round(use.per_thousand, 4)),
        Column("units", lambda use: use.n_units),
        Column(f"{voice}s", lambda use: use.n_voices),
        Column("DP", lambda use: round(use.dp_norm, 4)),
        Column("remark", lambda use: _alone(use.n, use.n_voices, voice)),
    ]
    sentence = _SPREAD.format(len(set(running.parts)), voice)
    table = _first("words", title, columns, uses, limit)
    return Section(
        "words",
        "Words and their spread",
        [*_cut([len(uses)], limit), sentence],
        [table],
        records=table,
    )


def key_words_section(
    corpus: str,
    counted: CountedWords,
    found: Sequence[tuple[Part, KeyWords]],
    least: int,
    limit: int,
    *,
    fewer: bool = False,
) -> Section:
    """Return the section on key words, a table a part; words standing `least` times were tested."""
    tables = [
        _key_table(f"key_words_{number}", counted, part, words.uses, limit, fewer=fewer)
        for number, (part, words) in enumerate(found, start=1)
    ]
    every = [row for table in tables for row in table.rows]
    return Section(
        "key-words",
        f"Key words of {corpus}",
        [
            *_cut([len(words.uses) for _, words in found], limit),
            _KEYNESS.format(counted.running.voice),
            *_tested({part.name: words for part, words in found}, least),
        ],
        tables,
        records=tables[0] if len(tables) == 1 else Table("key_words", "Key words of all", every),
    )


def _key_table(
    name: str, counted: CountedWords, part: Part, uses: Sequence[KeyUse], limit: int, *, fewer: bool
) -> Table:
    voice, cluster = counted.running.voice, counted.running.part
    columns = [
        Column("part", lambda _: part.name, people=False),
        Column("against", lambda _: part.against, people=False),
        Column("word", lambda use: use.word),
        Column("n", lambda use: _count(use.n)),
        Column("n rest", lambda use: _count(use.n_reference), people=False),
        Column("per 1000", lambda use: round(use.per_thousand, 3)),
        Column("rest", lambda use: round(use.per_thousand_reference, 3)),
        Column("z", lambda use: round(use.z, 3)),
        Column("G2", lambda use: round(use.g2, 3)),
        Column("p", lambda use: use.p),
        Column("log ratio", lambda use: round(use.log_ratio, 3)),
        Column("units", lambda use: use.n_units),
        Column(f"{voice}s", lambda use: use.n_voices),
        Column(f"{cluster}s", lambda use: use.n_parts),
        Column(
            "remark",
            lambda use: f"one {cluster}" if use.alone else _alone(use.n, use.n_voices, voice),
        ),
    ]
    size, rest = (counted.sizes @ side for side in (part.target, part.reference))
    title = (
        f"{part.name} {'less than' if fewer else 'against'} {part.against}: "
        f"{part.n_units} units, {size:,.0f} words against {rest:,.0f}"
    )
    return replace(_first(name, title, columns, uses, limit), kind="key_words")


def collocates_section(
    title: str, found: Collocates, running: Speakers, limit: int, remark: str
) -> Section:
    """Return the section on the words that stand near a word."""
    voice = running.voice
    columns = [
        *columns_of("word", "n", "left", "right"),
        Column("expected", lambda row: round(row.expected, 3)),
        Column("logDice", lambda row: round(row.log_dice, 3)),
        Column("t", lambda row: round(row.t, 3)),
        Column("MI", lambda row: round(row.mi, 3)),
        Column("units", lambda row: row.n_units),
        Column(f"{voice}s", lambda row: row.n_voices),
        Column("remark", lambda row: _alone(row.n, row.n_voices, voice)),
    ]
    table = _first("collocates", title, columns, found.found, limit)
    sentences = [*_cut([len(found.found)], limit), *([f"Note: {remark}."] if remark else [])]
    return Section(
        "collocates",
        "Words near a word",
        [*sentences, _COLLOCATES.format(voice)],
        [table],
        records=table,
    )


def _tested(key_words_by_part: Mapping[str, KeyWords], least: int) -> list[str]:
    tested = {name: words for name, words in key_words_by_part.items() if words.test is not None}
    if not tested:
        return [_NO_TEST] if key_words_by_part else []
    kinds = max((key_words.clusters for key_words in tested.values()), key=len)
    cluster = kinds[0]
    few_of = [f"{kind}s" for kind in kinds]
    ways = f"whole {cluster}s between the sides"
    if any(key_words.inside for key_words in tested.values()):
        ways = f"documents inside each {cluster}, which has both sides, between them"
    if len(kinds) > 1:
        ways += f", and of whole {kinds[1]}s, of which the larger p counts"
    draws = next(key_words.test.n_permutations for key_words in tested.values() if key_words.test)
    apart = {
        name: key_words
        for name, key_words in tested.items()
        if key_words.n_apart and key_words.test
    }
    counted = "; ".join(
        f"{name}: {key_words.n_apart:,} of {key_words.test.n_tested:,}"
        for name, key_words in apart.items()
        if key_words.test
    )
    rest = f"; none in the other {len(tested) - len(apart)}" if len(tested) > len(apart) > 0 else ""
    sentences = [
        f"p: {draws} permutations of {ways}; adjusted for all "
        f"words that stand {least} times or more, in two {' and two '.join(few_of)} or more "
        f"(Westfall-Young). A "
        f"word of one {cluster} has p 1: it tells of that {cluster} alone.",
        f"Words with p <= .05, on either side: {counted or 'none'}{rest}.",
    ]
    if not apart:
        sentences.append(
            "That is no proof that the sides use words alike: z, the log ratio and the voices "
            "describe these texts."
        )
    few = {
        name: key_words.test
        for name, key_words in tested.items()
        if key_words.test and key_words.test.least_p > SIGNIFICANT
    }
    if few:
        listed = "; ".join(
            f"{name}: {words_apart.least_p:.2f}" for name, words_apart in few.items()
        )
        sentences.append(
            f"Too few {cluster}s to tell the sides apart; no p can be below: {listed}."
        )
    return sentences


def lines_section(
    sought: str, found: Concordance, n_units: int, limit: int, remark: str
) -> Section:
    """Return the section on the lines in which what was sought stands, of so many units."""
    columns = columns_of("document", "author", "thread", "place", "left", "node", "right")
    more = f"; {limit} lines are shown, --limit shows more." if found.n > limit else "."
    sentence = (
        f"{sought}: {found.n:,} times in {found.n_documents:,} of {n_units:,} units, "
        f"{found.n_voices:,} voices"
    )
    table = _first("lines", sought, columns, found.lines, limit)
    return Section(
        "lines",
        "Words where they stand",
        [f"{sentence}{more}", *([f"Note: {remark}."] if remark else [])],
        [table],
        records=table,
    )


def _first(
    name: str, title: str, columns: Sequence[Column], items: Sequence[object], limit: int
) -> Table:
    """Return the table of the first items; "none" where there are none."""
    return table_of(name, title, columns, items[:limit], "" if items else "none")


def _cut(sizes: Sequence[int], limit: int) -> list[str]:
    """Say that tables of so many words hold the first alone."""
    if max(sizes, default=0) <= limit:
        return []
    of = ", ".join(f"{size:,}" for size in sizes)
    return [f"{limit} of {of} words are shown; --limit shows more."]


def _count(n: float) -> float | int:
    return int(n) if n == int(n) else round(n, 2)


def _alone(n: float, n_voices: int, voice: str) -> str:
    return f"one {voice}" if n_voices == 1 and n > 1 else ""
