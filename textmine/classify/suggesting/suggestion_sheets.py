"""Coding sheets that show what a codebook suggests, beside a share by lot that shows nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from textmine import __version__
from textmine.classify.suggesting.suggesting import CodeSuggestions
from textmine.codebook import Codebook
from textmine.coding import Draw, open_draws
from textmine.coding.sampling.blind_share import NOT_SHOWN, BlindShare, blind_by_lot
from textmine.coding.sampling.draws import SUGGEST
from textmine.coding.sheets.exporting import Sheet, SheetRequest, export_sheets
from textmine.coding.suggested import CODEBOOK, machine_header
from textmine.corpus import Corpus, load_corpus
from textmine.corpus.duplicates.near import near_duplicate_groups
from textmine.errors import InputError
from textmine.schema import now
from textmine.store import Workspace

Columns = dict[str, Mapping[str, str]]
"""Header -> id of the document -> cell."""


def code_names(book: Codebook) -> dict[str, dict[str, str]]:
    """Return dimension -> code id -> the code as it is shown: its id, and its name if it says more.

    Codes that a codebook no longer has are shown as they are.
    """
    return {
        dimension.id: {
            code.id: code.id
            if not code.name or code.name.casefold() == code.id.casefold()
            else f"{code.id} {code.name}"
            for code in dimension.codes
        }
        for dimension in book.dimensions
    }


def hidden(columns: Columns, blind: Sequence[str], keep: Sequence[str] = ()) -> Columns:
    """Return columns with "not shown" beside blind documents, but for the columns to `keep`."""
    instead: Mapping[str, str] = dict.fromkeys(blind, NOT_SHOWN)
    return {
        name: cells if name in keep else {**cells, **instead} for name, cells in columns.items()
    }


def with_figures(codes: Sequence[str], figures: Sequence[float], names: Mapping[str, str]) -> str:
    """Return codes with a figure each, such as "1 subject matter (.48), 3 feelings (.41)"."""
    return ", ".join(
        f"{names.get(code, code)} ({short(figure)})"
        for code, figure in zip(codes, figures, strict=True)
    )


def short(figure: float) -> str:
    """Return a figure from 0 to 1 with two decimals, as probabilities are printed.

    >>> short(0.478), short(0.999), short(1.0), short(0.001)
    ('.48', '.99', '1', '.01')
    """
    if figure in (0.0, 1.0):
        return f"{figure:.0f}"
    return f"{min(max(figure, 0.01), 0.99):.2f}".removeprefix("0")


def suggestion_rows(
    suggestions: Sequence[CodeSuggestions], corpus: Corpus, codebook: Codebook, n: int
) -> list[dict[str, Any]]:
    """Return a row for each document of `corpus`: its n best codes on each dimension, and its text.

    Cells are empty where a document is like no further code. `suggested_by` marks every row.
    """
    ranked = _ranked(suggestions, n)
    names = code_names(codebook)
    rows = []
    for identity, text in zip(corpus.ids, corpus.texts, strict=True):
        row: dict[str, Any] = {"document": identity}
        for suggestion in suggestions:
            best = ranked[suggestion.dimension][identity]
            for index in range(n):
                code, likeness = best[index] if index < len(best) else ("", None)
                header = f"suggestion {index + 1} ({suggestion.dimension})"
                row[header] = names[suggestion.dimension].get(code, code)
                row[f"likeness {index + 1} ({suggestion.dimension})"] = (
                    "" if likeness is None else f"{likeness:.4f}"
                )
        row["suggested_by"] = f"codebook:{codebook.name}@{codebook.version}"
        row["text"] = text
        rows.append(row)
    return rows


def suggestion_columns(
    suggestions: Sequence[CodeSuggestions], codebook: Codebook, n: int
) -> Columns:
    """Return a column a dimension with the n best codes of each document and their likeness."""
    names = code_names(codebook)
    return {
        machine_header(suggestion.dimension): {
            identity: with_figures(
                [code for code, _ in best],
                [figure for _, figure in best],
                names[suggestion.dimension],
            )
            for identity, best in _ranked([suggestion], n)[suggestion.dimension].items()
        }
        for suggestion in suggestions
    }


def _suggested_codes(
    suggestions: Sequence[CodeSuggestions], n: int
) -> dict[str, dict[str, list[str]]]:
    """Return the n best codes, dimension -> document -> codes, the best first."""
    return {
        dimension: {document: [code for code, _ in best] for document, best in ranked.items()}
        for dimension, ranked in _ranked(suggestions, n).items()
    }


def _ranked(
    suggestions: Sequence[CodeSuggestions], n: int
) -> dict[str, dict[str, list[tuple[str, float]]]]:
    return {
        suggestion.dimension: dict(zip(suggestion.documents, suggestion.ranked(n), strict=True))
        for suggestion in suggestions
    }


def write_suggestion_sheets(
    workspace: Workspace,
    request: SheetRequest,
    found: Sequence[CodeSuggestions],
    book: Codebook,
    n: int,
    blind: BlindShare | None = None,
) -> list[Sheet]:
    """Write the sheets of a draw with the n best codes beside the empty columns for codes.

    With a `blind` share what was shown is kept as a draw of its own, which the sheets are from.
    Raises InputError when a sheet is there already, or the share cannot be drawn.
    """
    columns, by = suggestion_columns(found, book, n), f"{CODEBOOK}{book.name}@{book.version}"
    if blind is None:
        return export_sheets(workspace, request, columns, by)
    with workspace.whole():
        draw = _with_blind(workspace, request, found, n, blind, by)
        open_draws(workspace).add(draw)
        named = replace(request, draw=draw.name)
        return export_sheets(workspace, named, hidden(columns, sorted(draw.blind)), by)


def _with_blind(
    workspace: Workspace,
    request: SheetRequest,
    suggestions: Sequence[CodeSuggestions],
    n: int,
    blind: BlindShare,
    by: str,
) -> Draw:
    """Return the draw again, with what its sheets show and where by lot they show nothing."""
    corpus = load_corpus(workspace, request.corpus)
    store = open_draws(workspace)
    former = store.find(request.corpus, request.draw)
    if former.suggestions_by:
        raise InputError(
            f"The sheets of draw '{former.name}' show suggestions already.",
            hint="Name the draw that its documents are from: --draw NAME.",
        )
    here = set(corpus.ids)
    candidates = [candidate for candidate in former.drawn if candidate.document in here]
    ids = [candidate.document for candidate in candidates]
    texts = dict(zip(corpus.ids, corpus.texts, strict=True))
    groups = near_duplicate_groups([texts[identity] for identity in ids])
    lot = blind_by_lot(groups.tolist(), blind.share, blind.seed)
    taken = {draw.name for draw in store.all(request.corpus)}
    number = next(k for k in range(1, len(taken) + 2) if f"{former.name}-shown-{k}" not in taken)
    codes = _suggested_codes(suggestions, n)
    return Draw(
        corpus=former.corpus,
        name=f"{former.name}-shown-{number}",
        created_at=now(),
        design={
            "purpose": SUGGEST,
            "round": former.round,
            "method": f"the documents of '{former.name}'",
            "of": former.name,
            "suggestions_by": by,
            "codebook": by.removeprefix(CODEBOOK),
            "n": len(ids),
            "blind_share": blind.share,
            "seed": blind.seed,
            "blind": [document for document, yes in zip(ids, lot, strict=True) if yes],
            "suggested": {
                dimension: {document: of[document] for document in ids}
                for dimension, of in codes.items()
            },
            "textmine": __version__,
        },
        frame=tuple(candidates),
    )
