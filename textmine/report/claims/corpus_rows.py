"""What is known of a corpus beside its codes: people, what was left out, the sizes of threads."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from statistics import median

from textmine.coding import Codings
from textmine.corpus import Corpus, units_at
from textmine.corpus.hierarchy import TURN
from textmine.errors import InputError
from textmine.reading.coded_units import coded_units
from textmine.report.claims.figures_known import (
    Cell,
    Row,
    Slot,
    dimension_slot,
    grouping,
    may_group,
    value_slot,
)
from textmine.schema import META

_WORDS = ("no", "one", "two", "three", "four", "five")
_OUT = ("excluded", "left out", "set aside", "dropped", "removed", "discarded", "excluded passages")
_KEPT = ("left", "leaves", "leaving", "remain", "remaining", "kept", "retained")
_AT_FIRST = ("collected", "gathered", "at first", "originally", "initially", "in all")


def column_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many words a corpus has, rows of any kind, and values in each column."""
    source = f"corpus '{corpus.name}'"
    place = Slot("place", corpus.name, (corpus.name,))
    words = corpus.info.counts.get("words")
    if words:
        yield Row(
            (Slot("unit", "words", ("words",)), place), (Cell("words", float(words)),), source
        )
    if corpus.info.cut_files:
        passages = Slot("unit", "passages", ("passages",))
        yield Row((passages, place), (Cell("passages", len(corpus)),), source)
    if "question" in corpus.column(TURN):
        turns = Slot("unit", "turns", ("turns", "questions and answers"))
        yield Row((turns, place), (Cell("turns", len(corpus)),), source)
    for column, values in grouping(corpus):
        bare_name = column.removeprefix(META)
        unit = Slot("unit", bare_name, (f"{bare_name}s", bare_name))
        yield Row((unit, place), (Cell(bare_name, len(values)),), source)


def left_out_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many documents there were, how many were left out, and for which reason."""
    out = set(corpus.excluded)
    if not out:
        return
    source = f"exclusions of '{corpus.name}'"
    unit = Slot("unit", "documents", ("documents", "passages"))
    n, n_out = len(corpus) + len(out), len(out)
    yield _row((Slot("part", "all", (*_AT_FIRST, *_OUT)), unit), n, source)
    excluded = Slot("part", "excluded", _OUT)
    yield Row((Slot("part", "kept", _KEPT), unit), _share(len(corpus), n), source, (excluded,))
    yield Row((excluded, unit), _share(n_out, n), source)
    standing = corpus.beside.ledger.standing
    for reason, times in Counter(standing[document].reason for document in out).items():
        of_all = tuple(replace(cell, column=f"{cell.column} of all") for cell in _share(times, n))
        cells = (*_share(times, n_out), *of_all[1:])
        reason_slot = Slot("part", reason, (reason,), ("reason",))
        yield Row((reason_slot, unit), cells, source, (excluded,))


def people_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many people joined tables have, by each attribute with few values."""
    for table in corpus.beside.participants.tables:
        source = f"participants of '{corpus.name}'"
        unit = Slot("unit", "authors", ("participants", "interviews"))
        n = len(table.rows)
        yield _row((unit,), n, source)
        for number, name in enumerate(table.attributes, start=1):
            counts = Counter(row[number] for row in table.rows if row[number])
            if len(counts) < n and may_group(name, sorted(counts)):
                for order, value in enumerate(sorted(counts)):
                    about = value_slot(META + name, value, order)
                    yield Row((about, unit), _share(counts[value], n), source)


def thread_rows(corpus: Corpus) -> Iterator[Row]:
    """Yield how many documents the longest, the middle and the shortest thread have."""
    try:
        sizes = Counter(label for label in units_at(corpus, "threads") if label).values()
    except InputError:
        return
    if not sizes:
        return
    source = f"threads of '{corpus.name}'"
    unit = Slot("unit", "documents", ("documents", "passages"))
    thread = Slot("extreme", "thread", ("threads",))
    for name, phrases, n in (
        ("longest", ("longest", "busiest", "largest"), max(sizes)),
        ("median", ("median", "typical"), median(sizes)),
        ("shortest", ("shortest", "smallest"), min(sizes)),
    ):
        yield _row((Slot("extreme", name, phrases), thread, unit), n, source)


def set_rows(codings: Codings) -> Iterator[Row]:
    """Yield how many documents have no code, some, and several on each dimension with sets."""
    corpus = codings.corpus
    for name, mine in _by_document(codings).items():
        sets = list(mine.values())
        dimension = codings.codebook.dimension(name)
        if dimension.labels != "multi" or corpus is None:
            continue
        source = f"codes of '{corpus.name}'"
        called = dimension.name or name
        unit = Slot("unit", "documents", ("documents", "passages"))
        about = (dimension_slot(name, codings.codebook), unit)
        sizes = Counter(map(len, sets))
        n = len(sets)
        for size in range(max(sizes, default=0) + 1):
            word = _WORDS[size] if size < len(_WORDS) else str(size)
            several = "" if size == 1 else "s"
            phrases = [f"{word} {called}{several}", f"{word} {_last(called)}{several}"]
            phrases += ["none", f"carry none {called}"] if size == 0 else []
            slot = Slot("part", f"{word} of {name}", tuple(phrases), (f"sets of {name}",))
            yield Row((slot, *about), _share(sizes[size], n), source)
        some = (f"at least one {called}", f"at least one {_last(called)}", f"any {called}")
        any_of = Slot("part", f"any of {name}", some, (f"sets of {name}",))
        yield Row((any_of, *about), _share(n - sizes[0], n), source)


def same_rows(both: Mapping[str, Codings]) -> Iterator[Row]:
    """Yield for how many documents two coders said the same, and for how many not."""
    if len(both) != 2:
        return
    codings = next(iter(both.values()))
    (first_coder, first), (second_coder, second) = (
        (who, _by_document(it)) for who, it in both.items()
    )
    for name in first.keys() & second.keys():
        shared = first[name].keys() & second[name].keys()
        same = sum(first[name][document] == second[name][document] for document in shared)
        if not shared:
            continue
        source = f"codes by {first_coder} and {second_coder}"
        slots = (
            dimension_slot(name, codings.codebook),
            Slot("unit", "documents", ("documents", "passages")),
        )
        alike = Slot("part", "the same", ("agreement", "the same", "same code", "identical"))
        apart = Slot("part", "differ", ("differ", "disagreement", "remaining", "not the same"))
        who = tuple(Slot("coder", coder, (coder,), ("coder",)) for coder in both)
        yield Row((alike, *slots), _share(same, len(shared)), source, who)
        yield Row((apart, *slots), _share(len(shared) - same, len(shared)), source, (alike, *who))


def _by_document(codings: Codings) -> dict[str, dict[str, frozenset[str]]]:
    """Return the set of codes of each coded document, by dimension."""
    units = coded_units(codings, "documents")
    codes_of: dict[str, dict[str, frozenset[str]]] = {}
    for name in dict.fromkeys(code.dimension for code in units.codes):
        columns = units.codes_on(name)
        codes_of[name] = {
            unit: frozenset(units.codes[column].code for column in columns if unit_given[column])
            for unit, unit_given, coded in zip(units.units, units.given, units.coded, strict=True)
            if coded[columns[0]]
        }
    return codes_of


def _last(called: str) -> str:
    return called.rsplit(maxsplit=1)[-1]


def _share(count: int, n: int) -> tuple[Cell, ...]:
    share = (Cell("percent", 100 * count / n, percent=True),) if n else ()
    return (Cell("count", count), Cell("n", n), *share)


def _row(slots: Iterable[Slot], n: float, source: str) -> Row:
    return Row(tuple(slots), (Cell("count", n),), source)
