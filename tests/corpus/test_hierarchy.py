"""Which unit a document belongs to at each level."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import pytest

from textmine.corpus import LEVELS, Corpus, CorpusInfo, Level, unit_word, units_at
from textmine.errors import InputError


def _corpus(split: str = "none", **columns: list[str | None]) -> Corpus:
    documents = pd.DataFrame({"id": ["a", "b", "c"], "text": ["one", "two", "three"], **columns})
    info = CorpusInfo(name="talks", source={"split": split}, columns={}, counts={})
    return Corpus("talks", documents, info)


def test_a_document_is_the_row_and_where_files_were_cut_the_file() -> None:
    threads: dict[str, list[str | None]] = {"thread_id": ["x.txt", "x.txt", "y.txt"]}
    assert units_at(_corpus(**threads), "documents") == ["a", "b", "c"]
    assert units_at(_corpus("paragraphs", **threads), "documents") == ["x.txt", "x.txt", "y.txt"]
    assert units_at(_corpus("paragraphs", **threads), "passages") == ["a", "b", "c"]


def test_interviews_are_threads_and_a_document_may_have_no_unit() -> None:
    corpus = _corpus(thread_id=["t", None, "u"], author=["Ann", "Bo", None])
    assert units_at(corpus, "interviews") == units_at(corpus, "threads") == ["t", "", "u"]
    assert units_at(corpus, "authors") == ["Ann", "Bo", ""]


def test_cases_are_the_column_case_and_where_there_is_none_it_is_said_how_to_join_one() -> None:
    joined = _corpus(**{"meta.case": ["A", "A", None]})
    assert units_at(joined, "cases") == ["A", "A", ""]
    with pytest.raises(InputError, match=r"'talks' has no cases.*participants import talks FILE"):
        units_at(_corpus(), "cases")


def test_a_word_that_is_no_level_is_refused_with_the_one_meant() -> None:
    with pytest.raises(InputError, match="Did you mean 'interviews'"):
        units_at(_corpus(), "interview")  # type: ignore[arg-type]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_word_for_one_and_for_many(level: Level) -> None:
    assert unit_word(level, 1) == f"1 {level[:-1]}"
    assert unit_word(level, 1_200) == f"1,200 {level}"
    assert get_args(Level) == LEVELS
