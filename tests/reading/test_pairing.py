"""Stretches of text: identical, inside, around, overlapping; and who changes groups."""

from __future__ import annotations

import pandas as pd

from tests.reading.test_coded_units import BOOK
from textmine.codebook import save_codebook
from textmine.coding import open_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.reading.code_table import CodesRequest
from textmine.reading.codes_by_group import compare_codes
from textmine.reading.pairing import codes_together
from textmine.report.codes_by import codes_by_section
from textmine.schema import Coding


def _space(workspace, tmp_path, codings, rows=12):
    frame = pd.DataFrame(
        {
            "id": [f"d{place}" for place in range(rows)],
            "text": [f"one two three four five, number {place}" for place in range(rows)],
            "thread_id": [f"t{place // 2}" for place in range(rows)],
            "author": [f"p{place % 6}" for place in range(rows)],
            "meta.round": ["first" if place < rows / 2 else "second" for place in range(rows)],
        }
    )
    frame.to_csv(tmp_path / "c.csv", index=False)
    import_corpus(workspace, "c", read_documents(tmp_path / "c.csv"), About())
    save_codebook(workspace, BOOK)
    open_codings(workspace).append(codings)
    return load_corpus(workspace, "c")


def _sign(document, code, start=None, end=None):
    return Coding("c", document, "sign", code, "ann", codebook="b", start=start, end=end)


def test_how_stretches_of_two_codes_lie(workspace, tmp_path):
    said = [
        _sign("d0", "tell", 0, 7), _sign("d0", "show", 0, 7),
        _sign("d1", "tell", 4, 7), _sign("d1", "show", 0, 13),
        _sign("d2", "tell", 0, 13), _sign("d2", "show", 4, 7),
        _sign("d3", "tell", 0, 7), _sign("d3", "show", 4, 13),
        _sign("d4", "tell", 0, 3), _sign("d4", "show", 3, 7),
    ]  # fmt: skip
    corpus = _space(workspace, tmp_path, said)
    found = codes_together(workspace, corpus, CodesRequest(), level="passages", n_permutations=99)
    [lie] = found.relations
    assert (lie.identical, lie.inside, lie.around, lie.overlapping) == (1, 1, 1, 1)
    assert [pair.together for pair in found.pairs] == [1]
    texts = codes_together(workspace, corpus, CodesRequest(), n_permutations=99)
    assert [pair.together for pair in texts.pairs] == [5]


def test_people_who_return_are_compared_with_themselves(workspace, tmp_path):
    said = [_sign(f"d{place}", "tell" if place < 6 else "show") for place in range(12)]
    corpus = _space(workspace, tmp_path, said)
    whole = compare_codes(workspace, corpus, "round", CodesRequest())
    assert (whole.clusters, whole.tested.paired, whole.tested.n_moved) == ("thread", False, 6)
    assert whole.codes[0].label == "tell"
    assert whole.tested.codes[0].shares == (1.0, 0.0)
    assert round(whole.tested.codes[0].p, 4) == 0.1  # 2 of 20 ways to choose three of six threads
    paired = compare_codes(workspace, corpus, "round", CodesRequest(), paired="author")
    assert (paired.tested.paired, paired.tested.n_moved) == (True, 6)
    assert round(paired.tested.codes[0].p, 5) == 0.03125  # 2 of 2 ** 6 ways to turn people round
    assert not paired.drawn


def test_each_person_who_returns_has_codes_that_stay_go_and_come(workspace, tmp_path):
    said = [_sign(f"d{place}", "tell") for place in range(5)]
    said += [_sign("d6", "tell"), _sign("d7", "show"), _sign("d8", "tell"), _sign("d8", "show")]
    corpus = _space(workspace, tmp_path, said)
    paired = compare_codes(workspace, corpus, "round", CodesRequest(), paired="author")
    *_, table = codes_by_section("c", paired).tables
    assert [[*row.values()] for row in table.for_people] == [
        ["p0", "tell", "", ""],
        ["p1", "", "tell", "show"],
        ["p2", "tell", "", "show"],
    ]
    assert [*table.rows[2].items()][:3] == [
        ("author", "p2"),
        ("round first", "tell"),
        ("round second", "tell, show"),
    ]
