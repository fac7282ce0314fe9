"""Suggestions as rows of a table, and as columns beside the empty ones of a coding sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textmine.classify.suggesting.suggesting import CodeSuggestions
from textmine.classify.suggesting.suggestion_columns import Columns, code_names, with_figures
from textmine.codebook import Codebook
from textmine.coding.suggested import machine_header
from textmine.corpus import Corpus


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


def suggested_codes(
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
