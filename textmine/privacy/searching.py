"""Search all texts of a corpus, each in its language, with what is known of its people."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle

from textmine.config import NlpSettings, Progress, silent
from textmine.corpus import Corpus, Taking
from textmine.privacy import finding
from textmine.privacy.decisions import Decision, plain
from textmine.schema import LANG


@dataclass(frozen=True)
class Cell:
    """One text of a document: the row, the column, and what was found in it."""

    row: int
    column: str
    text: str
    found: tuple[finding.Found, ...] = ()


@dataclass(frozen=True)
class Searched:
    """All searched cells, how each language was read, and what a person should know of that."""

    cells: tuple[Cell, ...]
    readers: dict[str, str]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """What to look for and how."""

    settings: NlpSettings
    names: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    rules_only: bool = False


def search_corpus(
    corpus: Corpus, columns: Sequence[str], search: Search, progress: Progress = silent
) -> Searched:
    """Find personal data in these columns; what a person decided goes before every rule."""
    languages = [lang.split("-")[0].lower() or search.settings.lang for lang in corpus.column(LANG)]
    by_language: dict[str, list[Cell]] = defaultdict(list)
    for column in columns:
        for row, text in enumerate(corpus.column(column)):
            if text:
                by_language[languages[row]].append(Cell(row, column, text))
    searched: list[Cell] = []
    readers: dict[str, str] = {}
    remarks: list[str] = []
    for lang, cells in sorted(by_language.items()):
        texts = [cell.text for cell in cells]
        reader = finding.choose_name_reader(search.settings, lang, rules_only=search.rules_only)
        readers[lang] = reader.title
        remarks += [
            remark for remark in (reader.remark, finding.language_doubt(texts, lang)) if remark
        ]
        finder = finding.Finder(
            reader,
            finding.count_casing(texts, finding.stop_words(lang)),
            finding.known_names(search.names, _phrases(search.decisions)),
        )
        spans_of_texts = finder.find(texts, search.settings, progress)
        searched += [
            replace(cell, found=tuple(_decided(cell.text, spans, search)))
            for cell, spans in zip(cells, spans_of_texts, strict=True)
        ]
    order = {column: index for index, column in enumerate(columns)}
    searched.sort(key=lambda cell: (cell.row, order[cell.column]))
    return Searched(tuple(searched), readers, tuple(remarks))


def search_by_rules(
    documents: Taking, columns: Sequence[str], languages: Sequence[str], search: Search
) -> Iterator[tuple[int, list[finding.Found]]]:
    """Yield the row of each text in these columns, and what rules find in it; nothing is decided.

    `languages` are those of the documents. A batch of texts is in memory at a time.
    """
    for lang in sorted(set(languages)):
        rows = [row for row, spoken in enumerate(languages) if spoken == lang]

        def texts(rows: Sequence[int] = rows) -> Iterator[str]:
            for column in columns:
                yield from documents.cells(column, rows)

        finder = finding.Finder(
            finding.choose_name_reader(search.settings, lang, rules_only=True),
            finding.count_casing(texts(), finding.stop_words(lang)),
            finding.known_names(search.names, _phrases(search.decisions)),
        )
        yield from zip(cycle(rows), finder.find_by_rules(texts), strict=False)


def _phrases(decisions: Mapping[str, Decision]) -> Collection[tuple[str, str]]:
    return [
        (text, decision.kind) for text, decision in sorted(decisions.items()) if decision.replace
    ]


def _decided(
    text: str, spans_found: Sequence[finding.Found], search: Search
) -> list[finding.Found]:
    """Return what was found with decisions put into effect, without the kinds that stay."""
    spans = []
    for entity in spans_found:
        decision = search.decisions.get(plain(text[entity.start : entity.end]))
        if decision is not None:
            spans.append(
                replace(
                    entity, kind=decision.kind, keep=not decision.replace, certainty=finding.SURE
                )
            )
        else:
            spans.append(entity)
    spans = [span for span in spans if span.kind not in search.keep]
    return finding.settle(text, spans)
