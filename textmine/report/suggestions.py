"""Codes that were suggested before anything was coded: the list, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.classify.suggesting.suggesting import CodeSuggestions
from textmine.classify.suggesting.suggestion_table import suggestion_rows
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.present import Section, Table


def suggestions_section(
    found: Sequence[CodeSuggestions], chosen: Corpus, codebook: Codebook, n: int
) -> Section:
    """Return the section with the n best codes of each document on each dimension."""
    title = f"Suggested codes of '{codebook.name}'"
    records = Table("suggestions", title, suggestion_rows(found, chosen, codebook, n))
    return Section("suggestions", title, _sentences(found, set(chosen.ids)), records=records)


def _sentences(found: Sequence[CodeSuggestions], wanted: set[str]) -> list[str]:
    told = []
    for suggestions in found:
        if suggestions.by_name_alone:
            told.append(
                f"Ranked by name alone on {suggestions.dimension}, for the codebook says no more "
                f"of them: {', '.join(suggestions.by_name_alone)}."
            )
        like = zip(suggestions.documents, suggestions.likeness.max(axis=1), strict=True)
        nothing = sum(identity in wanted and best <= 0 for identity, best in like)
        if nothing:
            told.append(
                f"{nothing:,} documents are like no code of {suggestions.dimension}: nothing is "
                "suggested."
            )
    return told
