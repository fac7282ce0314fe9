"""Make a corpus in which people have aliases, and the key that undoes it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus
from textmine.errors import InputError, StoreError
from textmine.privacy.aliasing import People, is_person
from textmine.privacy.columns import Action, ColumnPlan, ColumnWishes, personal_ids, plan_columns
from textmine.privacy.decisions import (
    KEEP,
    REPLACE,
    Decision,
    ReviewItem,
    Sighting,
    context_of,
    plain,
    review_items,
)
from textmine.privacy.finding import CERTAINTIES, is_nobody
from textmine.privacy.key import Key
from textmine.privacy.kinds import KINDS
from textmine.privacy.replacing import Order, Replaced, replace_spans, restore_text
from textmine.privacy.searching import Cell, Search, Searched, search_corpus
from textmine.privacy.wording import Wording, real_first_names
from textmine.schema import AUTHOR, ID, TEXT

if TYPE_CHECKING:
    import pandas as pd

AUTHOR_RULE = "column of names"


@dataclass(frozen=True)
class Request:
    """How a corpus is to be pseudonymised; `keep` are kinds that stay as they are."""

    keep: frozenset[str] = frozenset()
    placeholders: bool = False
    rules_only: bool = False
    columns: ColumnWishes = field(default_factory=ColumnWishes)
    decisions: Mapping[str, Decision] = field(default_factory=dict)


@dataclass(frozen=True)
class KindCount:
    """How many spans of one kind were replaced: in all, different ones, by certainty; and kept."""

    kind: str
    replaced: int
    different: int
    sure: int
    likely: int
    unsure: int
    kept: int


@dataclass(frozen=True)
class Pseudonymised:
    """The new corpus, what was replaced, and what a person should look at and know."""

    corpus: Corpus
    replaced: tuple[Replaced, ...]
    counts: tuple[KindCount, ...]
    review: tuple[ReviewItem, ...]
    columns: tuple[ColumnPlan, ...]
    readers: dict[str, str]
    remarks: tuple[str, ...]


def pseudonymise(
    corpus: Corpus,
    new_name: str,
    key: Key,
    request: Request,
    settings: NlpSettings,
    progress: Progress = silent,
) -> Pseudonymised:
    """Return the corpus under a new name with aliases and placeholders; nothing is written.

    The key's book of aliases grows by the new people. Before it returns, every cell is restored
    from what was replaced and held against the original. This is an aid and not anonymity: what is
    not found stays.
    """
    if new_name == corpus.name:
        raise InputError(
            f"The new corpus cannot be called '{new_name}' like the old one.",
            hint="The old one is never overwritten: give another --name.",
        )
    plans = plan_columns(corpus, request.columns)
    authors = _authors(corpus, plans)
    known = tuple(dict.fromkeys((*authors, *key.book.authors())))
    search = Search(settings, known, request.keep, request.decisions, request.rules_only)
    searched = search_corpus(corpus, _of(plans, Action.search), search, progress)
    mentions = _mentions(searched.cells)
    avoid = real_first_names((*known, *(name for names in mentions.values() for name in names)))
    wording = Wording(key.book, known, request.placeholders, avoid)
    if not request.placeholders:
        wording.enrol_authors()
    replaced, sightings, texts = _word_texts(corpus, searched.cells, mentions, wording, request)
    names, cells = _word_names(corpus, _of(plans, Action.names), wording)
    documents = _documents(corpus, plans, {**texts, **cells})
    _check(corpus, documents, [*replaced, *names])
    return Pseudonymised(
        _renamed(corpus, new_name, documents, plans),
        (*replaced, *names),
        _counts(replaced, sightings),
        tuple(review_items(sightings)),
        tuple(plans),
        searched.readers,
        (*searched.remarks, *_remarks(corpus, searched)),
    )


def _of(plans: Sequence[ColumnPlan], action: Action) -> list[str]:
    return [plan.column for plan in plans if plan.action is action]


def _authors(corpus: Corpus, plans: Sequence[ColumnPlan]) -> list[str]:
    """Return the names of the authors, and those in other columns that mean none of them."""
    columns = _of(plans, Action.names)
    names = {name.strip() for name in corpus.column(AUTHOR) if AUTHOR in columns}
    authors = People(name for name in names if not is_nobody(name))
    others = {
        cell.strip()
        for column in columns
        if column != AUTHOR
        for cell in corpus.column(column)
        if not authors.meant_by(cell)
    }
    return sorted(name for name in names | others if not is_nobody(name))


def _mentions(cells: Iterable[Cell]) -> dict[int, list[str]]:
    """Return for each row the people that its texts name."""
    mentions: dict[int, list[str]] = defaultdict(list)
    for cell in cells:
        mentions[cell.row] += [
            cell.text[one.start : one.end]
            for one in cell.found
            if is_person(one.kind) and not one.keep
        ]
    return mentions


def _word_texts(
    corpus: Corpus,
    cells: Iterable[Cell],
    mentions: Mapping[int, list[str]],
    wording: Wording,
    request: Request,
) -> tuple[list[Replaced], list[Sighting], dict[str, dict[int, str]]]:
    ids = corpus.ids
    replaced: list[Replaced] = []
    sightings: list[Sighting] = []
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for cell in cells:
        chosen = [one for one in cell.found if not one.keep]
        words = wording.of_spans(cell.text, chosen, mentions[cell.row])
        written = dict(zip(chosen, words, strict=True))
        orders = [
            Order(one.start, one.end, words, one.kind, one.rule, one.certainty)
            for one, words in written.items()
        ]
        new, done = replace_spans(cell.text, orders, ids[cell.row], cell.column)
        replaced += done
        texts[cell.column][cell.row] = new
        for one in cell.found:
            text = cell.text[one.start : one.end]
            said = request.decisions.get(plain(text))
            sightings.append(
                Sighting(
                    ids[cell.row],
                    text,
                    context_of(cell.text, one.start, one.end),
                    one,
                    written.get(one, ""),
                    "" if said is None else REPLACE if said.replace else KEEP,
                )
            )
    return replaced, sightings, texts


def _word_names(
    corpus: Corpus, columns: Sequence[str], wording: Wording
) -> tuple[list[Replaced], dict[str, dict[int, str]]]:
    ids = corpus.ids
    replaced: list[Replaced] = []
    cells: dict[str, dict[int, str]] = defaultdict(dict)
    for column in columns:
        for row, name in enumerate(corpus.column(column)):
            if is_nobody(name):
                continue
            order = Order(0, len(name), wording.of_author(name), "person", AUTHOR_RULE, "sure")
            new, done = replace_spans(name, [order], ids[row], column)
            cells[column][row] = new
            replaced += done
    return replaced, cells


def _documents(
    corpus: Corpus, plans: Sequence[ColumnPlan], cells: Mapping[str, Mapping[int, str]]
) -> pd.DataFrame:
    documents = corpus.documents.drop(columns=_of(plans, Action.drop))
    for column, changed in cells.items():
        old = documents[column].astype(object)
        documents[column] = [changed.get(row, value) for row, value in enumerate(old)]
    return documents


def _check(corpus: Corpus, documents: pd.DataFrame, replaced: Sequence[Replaced]) -> None:
    """Restore every changed cell and hold it against the original; raise StoreError else."""
    spans: dict[tuple[str, str], list[Replaced]] = defaultdict(list)
    for one in replaced:
        spans[one.document, one.column].append(one)
    for column in {one.column for one in replaced}:
        cells = zip(corpus.ids, corpus.column(column), documents[column], strict=True)
        for identity, old, new in cells:
            done = spans.get((identity, column))
            if done and restore_text(str(new), done) != old:
                raise StoreError(
                    f"Column '{column}' of document '{identity}' cannot be restored by the key.",
                    hint="Nothing was written. Please report this with the version of textmine.",
                )


def _renamed(
    corpus: Corpus, name: str, documents: pd.DataFrame, plans: Sequence[ColumnPlan]
) -> Corpus:
    info = corpus.info
    dropped = set(_of(plans, Action.drop))
    counts = {**info.counts, "words": sum(len(str(text).split()) for text in documents[TEXT])}
    if AUTHOR in documents and "authors" in counts:
        counts["authors"] = int(documents[AUTHOR].nunique())
    source = {"name": f"corpus {corpus.name}, pseudonymised"}
    if "split" in info.source:
        source["split"] = info.source["split"]
    new = info.model_copy(
        update={
            "name": name,
            "description": f"{info.description} (pseudonymised)".strip(),
            "source": source,
            "columns": {key: raw for key, raw in info.columns.items() if key not in dropped},
            "counts": counts,
            "files": {},
        }
    )
    return replace(corpus, name=name, documents=documents, info=new)


def _counts(replaced: Sequence[Replaced], sightings: Sequence[Sighting]) -> tuple[KindCount, ...]:
    kept = Counter(one.found.kind for one in sightings if one.found.keep)
    counts = []
    for kind in KINDS:
        mine = [one for one in replaced if one.kind == kind]
        sure = {name: sum(one.certainty == name for one in mine) for name in CERTAINTIES}
        if mine or kept[kind]:
            different = len({one.original.casefold() for one in mine})
            counts.append(KindCount(kind, len(mine), different, **sure, kept=kept[kind]))
    return tuple(counts)


def _remarks(corpus: Corpus, searched: Searched) -> list[str]:
    remarks = []
    ids = personal_ids(corpus)
    if ids:
        remarks.append(
            f"the ids of {ids:,} documents hold names of authors, and ids are not changed: import "
            "the corpus with other ids before you share it"
        )
    if not any(cell.column == TEXT for cell in searched.cells) and ID in corpus.documents:
        remarks.append("there was no text to search")
    return remarks
