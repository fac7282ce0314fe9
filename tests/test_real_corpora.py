"""Real corpora come in as their sources count them; skipped where the optional data is absent."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from textmine.corpus import ReadOptions, read_documents
from textmine.corpus.duplicates import find_duplicates
from textmine.corpus.saving import count_documents

DATA = Path(os.environ.get("TEXTMINE_DATA", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = pytest.mark.data


def data_file(relative: str) -> Path:
    path = DATA / relative
    if not path.exists():
        pytest.skip(f"{relative} is not there: TEXTMINE_DATA names the folder of the corpora")
    return path


_PLAIN, _UNNAMED = ReadOptions(), ReadOptions(has_header=False)


@dataclass(frozen=True)
class Source:
    """One command's file or folder, what is said with it, and what its source counts."""

    path: str
    rows: int
    empty: int = 0
    threads: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    options: ReadOptions = _PLAIN


_CIMT = "cimt_partizipation_de/cimt-argument-mining-dataset"
_OTTENSEN = "cimt_partizipation_de/cimt-thematic-categorization-dataset/FreiRaum Ottensen"
SOURCES = [
    Source("cdcp/units.csv", 4_932, threads=731, columns={"id": "doc_id+unit"}),
    Source("cdcp/documents.csv", 731),
    Source("csta_uk_manifestos/manifestos_txt", 18),
    Source("csta_uk_manifestos/sentences.csv", 18_263, threads=18),
    Source(f"{_CIMT}/Cycling-Dialogue-Bonn/dataset_CDB.tsv", 10_442),
    Source(f"{_CIMT}/Cycling-Dialogue-Cologne/dataset_CDC.tsv", 1_704),
    Source(f"{_CIMT}/Cycling-Dialogue-Moers/dataset_CDM.tsv", 2_193),
    Source(f"{_CIMT}/Mobility-Concept-Krefeld/dataset_MCK.tsv", 2_008),
    Source(f"{_CIMT}/Survey-Bonn/dataset_CQB.tsv", 1_505),
    Source(f"{_OTTENSEN}/dataset-Ottensen-thematic-d1a.csv", 697),
    Source("decide_madrid_es/data/comments.csv", 5_633, empty=62, threads=80),
    Source("decide_madrid_es/data", 5_713, empty=62, threads=80),
    Source("polis_opendata", 11_230, empty=1),
    Source("octis/BBC_News/corpus.tsv", 2_225, options=_UNNAMED),
    Source("octis/M10/corpus.tsv", 8_355, options=_UNNAMED),
    Source("octis/DBLP/corpus.tsv", 54_595, options=_UNNAMED),
    Source("uk_approved_documents/txt_processed", 21),
    Source("wri_policy/gold_standard.csv", 1_033),
    Source("wri_policy/kenya_raw.csv", 3_502),
    Source("wri_policy/malawi_raw.csv", 3_581),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path)
def test_one_command_gives_what_the_source_counts(source):
    path = data_file(source.path)
    reading = read_documents(path, source.options, source.columns, keep_orphans=True)
    problems = {problem.problem for problem in reading.checked.problems}
    assert problems <= {"the text is empty"}
    assert len(reading.table.rows) == source.rows
    assert len(reading.checked) == source.rows - source.empty
    threads = count_documents(reading.checked.table).get("threads")
    assert source.threads is None or threads == source.threads


def test_decide_madrid_keeps_its_replies_and_names_lost_parents():
    reading = read_documents(data_file("decide_madrid_es/data/comments.csv"))
    assert any("of which 2,970 answer another" in one for one in reading.checked.remarks)
    lost = [one for one in reading.checked.problems if "to be its parent" in one.problem]
    assert len(lost) == 268
    whole = read_documents(data_file("decide_madrid_es/data"), keep_orphans=True)
    documents = whole.checked.documents
    assert int((documents["meta.kind"] == "proposal").sum()) == 80
    of_comments = documents["meta.kind"] == "comment"
    replies = documents["meta.answers" if "meta.answers" in documents else "parent_id"]
    kept = replies[of_comments].fillna("").str.startswith("comment-").sum()
    assert kept + documents["meta.lost_parent"].notna().sum() >= 2_970 - 62


def test_polis_conversations_are_one_corpus_of_groups():
    reading = read_documents(data_file("polis_opendata"))
    documents = reading.checked.documents
    assert documents["group"].nunique() == 21
    assert documents["id"].is_unique
    regional = documents["group"] == "american-assembly.bowling-green"
    assert int(regional.sum()) == 896
    assert documents["title"].notna().all()


def test_cdcp_units_stand_in_their_documents():
    columns = {"id": "doc_id+unit"}
    reading = read_documents(data_file("cdcp/units.csv"), columns=columns)
    documents = reading.checked.documents
    assert reading.checked.problems == []
    assert (len(documents), documents["thread_id"].nunique()) == (4_932, 731)
    assert documents["position"].iloc[:3].tolist() == [0, 1, 2]


def test_a_cp1252_table_is_read_as_such():
    name = "uk_approved_documents/Self-Contained-Clauses-Data_Trinary-Classification.csv"
    reading = read_documents(data_file(name))
    assert reading.table.facts["encoding"] == "cp1252 (Windows)"
    assert len(reading.table.rows) == 1_779


def test_the_comment_that_repeats_another_is_found():
    checked = read_documents(data_file("cdcp/documents.csv")).checked.documents
    groups = find_duplicates([str(text) for text in checked["text"]]).groups
    repeated = [group.members for group in groups if group.kind == "exact"]
    assert [[checked["id"][place] for place in each] for each in repeated] == [["00410", "00411"]]
    assert sum(not group.copies for group in groups) == 3


def test_the_calls_that_one_author_put_under_many_proposals():
    path = data_file("decide_madrid_es/data/comments.csv")
    documents = read_documents(path, keep_orphans=True).checked.documents
    found = find_duplicates([str(text) for text in documents["text"]])
    largest = found.groups[0]
    assert (largest.kind, len(largest.members)) == ("exact", 62)
    assert documents["author"].iloc[list(largest.members)].nunique() == 1
    assert 340 <= found.n_copies <= 370
