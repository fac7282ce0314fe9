"""Write aliases and placeholders into the cells of a corpus, and check that it can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.corpus import Corpus
from textmine.errors import StoreError
from textmine.lazily import pd
from textmine.privacy.aliasing import AliasBook, People, identity, is_person, link_mentions
from textmine.privacy.decisions import KEEP, REPLACE, Decision, Sighting, context_of, plain
from textmine.privacy.finding import SURE, Found, is_nobody, pieces
from textmine.privacy.kinds import EMAIL, PERSON, USER
from textmine.privacy.replacing import Order, Replaced, replace_spans, restore_text
from textmine.privacy.searching import Cell


@dataclass
class Wording:
    """Aliases or placeholders of one project, by what stands behind them.

    `authors` are names that are known to be people's. With `placeholders` people get numbered
    placeholders in the place of first names.
    """

    book: AliasBook
    authors: tuple[str, ...]
    placeholders: bool = False
    avoid: Collection[str] = frozenset()
    _people: People = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._people = People(self.authors)

    def enrol_authors(self) -> None:
        """Give every author an alias, in the order of their names and not of their messages."""
        for name in sorted(self.authors, key=lambda name: (identity(name), name)):
            self.book.enrol(name, author=True, avoid=self.avoid)

    def of_author(self, name: str) -> str:
        """Return what is written for a cell of a column of names; nobody's name stays."""
        if is_nobody(name):
            return name
        return self._of_person(self._people.meant_by(name) or name)

    def of_spans(self, text: str, found: Sequence[Found], context: Iterable[str]) -> list[str]:
        """Return what is written for each span of one text.

        `context` holds the other mentions of people in the same document, for "Reed" is the
        "Tom Reed" of the same document.
        """
        linked = link_mentions(
            [*context, *(text[span.start : span.end] for span in found if is_person(span.kind))],
            self._people,
        )
        return [self._of_span(text[span.start : span.end], span.kind, linked) for span in found]

    def _of_span(self, original: str, kind: str, linked: dict[str, str]) -> str:
        exact = self._people.meant_by(original) if kind in (EMAIL, USER) else ""
        if exact and (kind == USER or identity(exact) == identity(original)):
            return self._of_person(exact)
        meant = linked.get(original, original)
        if kind == PERSON or (is_person(kind) and meant != original):
            return self._of_person(meant)
        return self.book.placeholder(kind, original)

    def _of_person(self, name: str) -> str:
        if self.placeholders:
            return self.book.placeholder(PERSON, name)
        return self.book.enrol(name, author=False, avoid=self.avoid).alias


def real_first_names(names: Iterable[str]) -> frozenset[str]:
    """Return every piece of real names, in lower case: none may be an alias of somebody else."""
    return frozenset(piece for name in names for piece in pieces(name))


AUTHOR_RULE = "column of names"


@dataclass(frozen=True)
class Rewritten:
    """New cells by column and row, what was replaced in them, and every span that was seen."""

    cells: dict[str, dict[int, str]]
    replaced: tuple[Replaced, ...]
    sightings: tuple[Sighting, ...] = ()


def people_named(cells: Iterable[Cell]) -> dict[int, list[str]]:
    """Return for each row the people that its texts name."""
    mentions: dict[int, list[str]] = defaultdict(list)
    for cell in cells:
        mentions[cell.row] += [
            cell.text[span.start : span.end]
            for span in cell.found
            if is_person(span.kind) and not span.keep
        ]
    return mentions


def rewrite_texts(
    corpus: Corpus,
    cells: Iterable[Cell],
    mentions: Mapping[int, list[str]],
    wording: Wording,
    decisions: Mapping[str, Decision],
) -> Rewritten:
    """Replace what was found in texts and is not to be kept."""
    ids = corpus.ids
    replaced: list[Replaced] = []
    sightings: list[Sighting] = []
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for cell in cells:
        chosen = [span for span in cell.found if not span.keep]
        words = wording.of_spans(cell.text, chosen, mentions[cell.row])
        written = dict(zip(chosen, words, strict=True))
        orders = [
            Order(span.start, span.end, word, span.kind, span.rule, span.certainty)
            for span, word in written.items()
        ]
        texts[cell.column][cell.row], done = replace_spans(
            cell.text, orders, ids[cell.row], cell.column
        )
        replaced += done
        sightings += [
            _sighting(ids[cell.row], cell.text, span, written.get(span, ""), decisions)
            for span in cell.found
        ]
    return Rewritten(texts, tuple(replaced), tuple(sightings))


def _sighting(
    document: str, text: str, span: Found, replacement: str, decisions: Mapping[str, Decision]
) -> Sighting:
    original = text[span.start : span.end]
    decided = decisions.get(plain(original))
    decision = "" if decided is None else REPLACE if decided.replace else KEEP
    context = context_of(text, span.start, span.end)
    return Sighting(document, original, context, span, replacement, decision)


def rewrite_names(corpus: Corpus, columns: Sequence[str], wording: Wording) -> Rewritten:
    """Replace the names in columns of names; a cell that names nobody stays."""
    ids = corpus.ids
    replaced: list[Replaced] = []
    cells: dict[str, dict[int, str]] = defaultdict(dict)
    for column in columns:
        for row, name in enumerate(corpus.column(column)):
            if is_nobody(name):
                continue
            order = Order(0, len(name), wording.of_author(name), PERSON, AUTHOR_RULE, SURE)
            cells[column][row], done = replace_spans(name, [order], ids[row], column)
            replaced += done
    return Rewritten(cells, tuple(replaced))


def new_documents(
    corpus: Corpus, dropped: Sequence[str], cells: Mapping[str, Mapping[int, str]]
) -> pd.DataFrame:
    """Return the documents with new cells and without the dropped columns."""
    documents = corpus.documents.drop(columns=list(dropped))
    for column, changed in cells.items():
        old = documents[column].astype(object)
        documents[column] = [changed.get(row, value) for row, value in enumerate(old)]
    return documents


def check_restoring(corpus: Corpus, documents: pd.DataFrame, replaced: Sequence[Replaced]) -> None:
    """Restore every changed cell and hold it against the original; raise StoreError else."""
    spans: dict[tuple[str, str], list[Replaced]] = defaultdict(list)
    for replacement in replaced:
        spans[replacement.document, replacement.column].append(replacement)
    for column in {change.column for change in replaced}:
        cells = zip(corpus.ids, corpus.column(column), documents[column], strict=True)
        for document, old, new in cells:
            done = spans.get((document, column))
            if done and restore_text(str(new), done) != old:
                raise StoreError(
                    f"Column '{column}' of document '{document}' cannot be restored by the key.",
                    hint="textmine wrote nothing. Please report this with the version of textmine.",
                )
