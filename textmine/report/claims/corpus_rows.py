"""What is known of a corpus beside its codes: people, what was left out, the sizes of threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from textmine.coding import Codings
from textmine.corpus import Corpus, units_at
from textmine.errors import InputError
from textmine.reading.coded_units import coded_units
from textmine.report.claims.figures_known import Cell, Row, Slot

_WORDS = ("no", "one", "two", "three", "four", "five")
_OUT = ("excluded", "left out", "set aside", "dropped", "removed", "discarded", "excluded passages")


def left_out_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many documents there were, how many were left out, and for which reason."""
    out = set(corpus.excluded)
    if not out:
        return
    source = f"exclusions of '{corpus.name}'"
    unit = Slot("unit", "documents", ("documents", "passages"))
    n = len(corpus) + len(out)
    yield _row((Slot("label", "all", (*_OUT, "collected", "all")), unit), n, source)
    yield _row(
        (Slot("label", "kept", ("left", "remain", "kept", *_OUT)), unit), len(corpus), source
    )
    yield _row((Slot("label", "excluded", _OUT), unit), len(out), source)
    standing = corpus.beside.ledger.standing
    for reason, times in Counter(standing[one].reason for one in out).items():
        yield _row((Slot("label", reason, (reason,)), unit), times, source)


def people_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many people joined tables have, by each attribute with few values."""
    for table in corpus.beside.participants.tables:
        source = f"participants of '{corpus.name}'"
        unit = Slot("unit", "authors", ("participants", "interviews"))
        yield _row((unit,), len(table.rows), source)
        for place, name in enumerate(table.attributes, start=1):
            counts = Counter(row[place] for row in table.rows if row[place])
            if len(counts) < len(table.rows):
                for value, n in counts.items():
                    about = Slot("attribute", value, (f"{name} {value}", value))
                    yield _row((about, unit), n, source)


def thread_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many documents the longest, the middle and the shortest thread have."""
    try:
        sizes = Counter(one for one in units_at(corpus, "threads") if one).values()
    except InputError:
        return
    if not sizes:
        return
    source = f"threads of '{corpus.name}'"
    unit = Slot("unit", "documents", ("documents", "passages"))
    for name, phrases, n in (
        ("longest", ("longest", "busiest", "largest"), max(sizes)),
        ("median", ("median", "typical"), median(sizes)),
        ("shortest", ("shortest", "smallest"), min(sizes)),
    ):
        yield _row((Slot("label", name, phrases), unit), n, source)


def set_rows(codings: Codings) -> Iterator[Row]:
    """Yield how many documents have no code, some, and several on each dimension with sets."""
    corpus = codings.corpus
    for name, sets in _sets(codings).items():
        dimension = codings.codebook.dimension(name)
        if dimension.labels != "multi" or corpus is None:
            continue
        source = f"codes of '{corpus.name}'"
        called = dimension.name or name
        unit = Slot("unit", "documents", ("documents", "passages"))
        about = (Slot("dimension", name, (called,)), unit)
        sizes = Counter(map(len, sets))
        n = len(sets)
        for size in range(max(sizes, default=0) + 1):
            word = _WORDS[size] if size < len(_WORDS) else str(size)
            several = "" if size == 1 else "s"
            phrases = [f"{word} {called}{several}", f"{word} {_last(called)}{several}"]
            phrases += ["none", f"carry none {called}"] if size == 0 else []
            slot = Slot("label", f"{word} of {name}", tuple(phrases))
            yield Row((slot, *about), _share(sizes[size], n), source)
        some = (f"at least one {called}", f"at least one {_last(called)}", f"any {called}")
        yield Row((Slot("label", f"any of {name}", some), *about), _share(n - sizes[0], n), source)


def same_rows(both: Mapping[str, Codings]) -> Iterator[Row]:
    """Yield for how many documents two coders said the same, and for how many not."""
    if len(both) != 2:
        return
    (one, first), (other, second) = ((who, _by_document(it)) for who, it in both.items())
    for name in first.keys() & second.keys():
        shared = first[name].keys() & second[name].keys()
        same = sum(first[name][document] == second[name][document] for document in shared)
        if not shared:
            continue
        source = f"codes by {one} and {other}"
        told = (
            Slot("dimension", name, (name,)),
            Slot("unit", "documents", ("documents", "passages")),
        )
        alike = Slot("figure", "the same", ("agreement", "the same", "same code", "identical"))
        apart = Slot("figure", "differ", ("differ", "disagreement", "remaining", "not the same"))
        yield Row((alike, *told), _share(same, len(shared)), source)
        yield Row((apart, *told), _share(len(shared) - same, len(shared)), source)


def _by_document(codings: Codings) -> dict[str, dict[str, frozenset[str]]]:
    """Return the set of codes of each coded document, by dimension."""
    units = coded_units(codings, "documents")
    found: dict[str, dict[str, frozenset[str]]] = {}
    for name in dict.fromkeys(code.dimension for code in units.codes):
        columns = units.codes_on(name)
        found[name] = {
            unit: frozenset(units.codes[one].code for one in columns if given[one])
            for unit, given, coded in zip(units.units, units.given, units.coded, strict=True)
            if coded[columns[0]]
        }
    return found


def _sets(codings: Codings) -> dict[str, list[frozenset[str]]]:
    return {name: list(mine.values()) for name, mine in _by_document(codings).items()}


def _last(called: str) -> str:
    return called.rsplit(maxsplit=1)[-1]


def _share(count: int, n: int) -> tuple[Cell, ...]:
    share = (Cell("percent", 100 * count / n, percent=True),) if n else ()
    return (Cell("count", count), Cell("n", n), *share)


def _row(slots: Iterable[Slot], n: float, source: str) -> Row:
    return Row(tuple(slots), (Cell("count", n),), source)
