"""Two codebooks on one corpus: counts by hand, a planted link, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.helpers import acting_cells
from tests.made import add_corpus
from tests.studies.made import themes_000
from textmine.codebook import Code, Codebook, Dimension
from textmine.codebook.files import save_codebook
from textmine.coding import chosen_codings, open_codings
from textmine.corpus import Corpus, load_corpus
from textmine.errors import InputError, UsageError
from textmine.reading.displays.two_codebooks import NO_CODE, cross_codebooks
from textmine.report.two_codings import two_codebooks_section
from textmine.schema import Coding
from textmine.store import Workspace

FIRST, SECOND = "ling-martins-2015", "martins-ling-2017"


def themed(space: Workspace) -> Corpus:
    """Return the sample forum, with a second codebook on it."""
    corpus = load_corpus(space, "forum")
    final = chosen_codings(space, corpus, None, FIRST).by_whom.on("knowledge_domain").codes
    domains = {document: next(iter(codes)) for document, codes in final.items()}
    open_codings(space).append(themes_000(corpus.ids, domains, "forum"))
    return corpus


def test_tables_are_those_of_a_count_by_hand_and_the_planted_link_is_found(
    coded: Workspace,
) -> None:
    corpus = themed(coded)
    found = cross_codebooks(coded, corpus, FIRST, SECOND, n_permutations=499)
    said = [chosen_codings(coded, corpus, None, book).by_whom for book in (FIRST, SECOND)]
    names = [(one.rows.dimension, one.columns.dimension) for one in found.crossed]
    assert sorted(names) == [("goal_orientation", "theme"), ("knowledge_domain", "theme")]
    for one in found.crossed:
        rows = said[0].on(one.rows.dimension).codes
        columns = said[1].on("theme").codes
        for i, row in enumerate(one.rows.codes):
            for j, column in enumerate(one.columns.codes):
                by_hand = sum(
                    row in rows[name]
                    and (column in columns[name] or (column == NO_CODE and not columns[name]))
                    for name in corpus.ids
                )
                assert one.documents[i, j] == by_hand
    p = {
        one.rows.dimension: p
        for one, p in zip(found.crossed, found.decisions.adjusted, strict=True)
    }
    assert p["knowledge_domain"] < 0.01 < p["goal_orientation"]
    section = two_codebooks_section(found)
    assert str(section.sentences[0]).startswith("1 of 2 pairs of dimensions go together")
    assert len(section.tables) == 3


def test_one_dimension_can_be_named_and_derived_ones_only_so(coded: Workspace) -> None:
    corpus = themed(coded)
    found = cross_codebooks(
        coded, corpus, f"{FIRST}:goal_orientation", f"{SECOND}:capacity", n_permutations=99
    )
    (only,) = found.crossed
    assert (only.rows.dimension, only.columns.dimension) == ("goal_orientation", "capacity")


def test_codes_that_begin_like_formulas_do_not_act(
    workspace: Workspace, tmp_path: Path, run: Run
) -> None:
    rows = [{"id": f"d{n}", "text": f"A text, number {n}."} for n in range(8)]
    add_corpus(workspace, "odd", rows, tmp_path / "odd.csv")
    for book in ("one", "two"):
        codes = (Code(id="=1+1", name="=1+1"), Code(id="@x", name="-y"))
        save_codebook(
            workspace, Codebook(name=book, dimensions=(Dimension(id="d", name="=d", codes=codes),))
        )
        codings = [
            Coding("odd", f"d{n}", "d", codes[n % 2].id, "@ann", codebook=book) for n in range(8)
        ]
        open_codings(workspace).append(codings)
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"new.{ending}"
        ran = run(
            "codebook", "crosswalk", "odd", "one", "two", "--permutations", "99", "--out", path
        )
        assert ran.code == 0, ran.err
        assert path.stat().st_size and not acting_cells(path)


def test_what_cannot_be_crossed_is_said(coded: Workspace) -> None:
    corpus = load_corpus(coded, "forum")
    with pytest.raises(UsageError, match="one codebook"):
        cross_codebooks(coded, corpus, FIRST, FIRST, n_permutations=99)
    with pytest.raises(InputError):
        cross_codebooks(coded, corpus, FIRST, SECOND, n_permutations=99)
