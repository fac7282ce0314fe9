"""Hold codings against the rules of their codebook: which codes stand together that must not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.cells import fold
from textmine.codebook import Broken, Codebook, broken_rules, derived_codes
from textmine.coding.migrate import migrate_codings
from textmine.coding.store import open_codings
from textmine.corpus import Corpus, load_corpus
from textmine.errors import NotFoundError
from textmine.schema import META, Coding
from textmine.store import Workspace


@dataclass(frozen=True)
class RuleBreak:
    """A rule that the codes of one unit by one coder break; `start`, `end` where it is a span.

    `rule` is its place in the codebook, counted from 1.
    """

    corpus: str
    document: str
    start: int | None
    end: int | None
    coder: str
    origin: str
    sentence: str
    rule: int = 0

    def __str__(self) -> str:
        span = "" if self.start is None else f" ({self.start}-{self.end})"
        return f"{self.corpus} {self.document}{span} by {self.coder}: {self.sentence}"


Unit = tuple[str, str, str, int, int | None, int | None]


def breaks_in(
    codings: Sequence[Coding], codebook: Codebook, attributes: Mapping[str, Mapping[str, str]]
) -> list[RuleBreak]:
    """Return every rule that codings of one corpus break, by document and coder.

    `attributes` maps documents to the values of the codebook's attributes. Codes of a whole
    document count for each of its spans.
    """
    known: dict[object, list[Broken]] = {}
    breaks = []
    for (corpus, document, coder, _, start, end), (origin, codes) in sorted(
        _by_unit(codings).items(), key=lambda item: (item[0][:4], item[0][4] or -1)
    ):
        values = attributes.get(document, {})
        key = (
            tuple(
                (name, frozenset(dimension_codes))
                for name, dimension_codes in sorted(codes.items())
            ),
            tuple(sorted(values.items())),
        )
        if key not in known:
            known[key] = broken_rules(codebook, derived_codes(codebook, codes), values)
        breaks += [
            RuleBreak(corpus, document, start, end, coder, origin, broken.sentence, broken.rule)
            for broken in known[key]
        ]
    return breaks


def attributes_of(corpus: Corpus, codebook: Codebook) -> dict[str, dict[str, str]]:
    """Return for each document the values of the codebook's attributes that the corpus holds.

    A value is taken in the spelling of the codebook, whatever its case, and a column also under the
    name that it had in the corpus' source.
    """
    known = set(corpus.documents.columns)
    fields = {source: field for field, source in corpus.info.columns.items()}
    columns: dict[str, list[str]] = {}
    for attribute in codebook.attributes:
        source = attribute.column.removeprefix(META)
        column = attribute.column if attribute.column in known else fields.get(source, "")
        if column in known:
            spelt = {fold(value): value for value in attribute.values}
            cells = corpus.column(column)
            columns[attribute.id] = [spelt.get(fold(cell), cell) for cell in cells]
    return {
        identity: {name: cells[index] for name, cells in columns.items()}
        for index, identity in enumerate(corpus.ids)
    }


def rule_breaks(workspace: Workspace, codebook: Codebook) -> list[str]:
    """Return a sentence for every rule that a standing coding breaks, of people and machines."""
    if not codebook.rules:
        return []
    standing = open_codings(workspace).of_codebook(codebook.name)
    codings = migrate_codings(standing, codebook).codings
    sentences: list[str] = []
    for name, level in sorted({(coding.corpus, coding.level) for coding in codings}):
        mine = [coding for coding in codings if (coding.corpus, coding.level) == (name, level)]
        if level:
            sentences += map(str, breaks_in(mine, codebook, {}))
            continue
        try:
            attributes = attributes_of(load_corpus(workspace, name), codebook)
        except NotFoundError:
            attributes = {}
        sentences += map(str, breaks_in(mine, codebook, attributes))
        sentences += _unknown_values(name, {c.document for c in mine}, codebook, attributes)
    return sentences


def _unknown_values(
    corpus: str,
    documents: set[str],
    codebook: Codebook,
    attributes: Mapping[str, Mapping[str, str]],
) -> list[str]:
    """Name attribute values that the codebook does not know: rules about them look past them."""
    values: Counter[tuple[str, str]] = Counter()
    for attribute in codebook.attributes:
        for document in documents:
            value = attributes.get(document, {}).get(attribute.id, "")
            if value and value not in attribute.values:
                values[attribute.id, value] += 1
    known = {attribute.id: ", ".join(attribute.values) for attribute in codebook.attributes}
    return [
        f"{corpus}: {count} coded documents have {attribute} = '{value}', which the codebook does "
        f"not know ({known[attribute]})"
        for (attribute, value), count in sorted(values.items())
    ]


def _by_unit(codings: Sequence[Coding]) -> Mapping[Unit, tuple[str, dict[str, set[str]]]]:
    whole: dict[Unit, tuple[str, dict[str, set[str]]]] = {}
    spans: dict[Unit, tuple[str, dict[str, set[str]]]] = {}
    for coding in codings:
        if coding.code is None:
            continue
        unit: Unit = (
            *(coding.corpus, coding.document, coding.coder, coding.round),
            *(coding.start, coding.end),
        )
        kind = whole if coding.start is None else spans
        _, codes = kind.setdefault(unit, (coding.origin, {}))
        codes.setdefault(coding.dimension, set()).add(coding.code)
    for unit, (_, codes) in spans.items():
        around = whole.get((*unit[:4], None, None))
        for dimension, dimension_codes in (around[1] if around else {}).items():
            codes.setdefault(dimension, set()).update(dimension_codes)
    return whole | spans
