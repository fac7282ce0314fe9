from __future__ import annotations

import csv


def test_rows_for_programs(in_trained):
    rows = in_trained("corpus", "check", "forum", "-f", "json").rows
    assert {tuple(row) for row in rows} == {("area", "what", "value", "of", "unit", "%", "advice")}
    documents = rows[0]
    assert (documents["area"], documents["what"], documents["value"]) == ("texts", "documents", 131)
    jobs = {row["what"]: row["value"] for row in rows if row["area"] == "jobs"}
    assert jobs["apply"] == "yes"
    out = in_trained("corpus", "check", "forum", "-f", "csv").out
    assert len(list(csv.DictReader(out.splitlines()))) == len(rows)


def test_documents_behind_the_findings(in_trained, trained):
    ran = in_trained("corpus", "check", "forum", "--documents", "look.csv")
    assert ran.code == 0
    with (trained.root / "look.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert set(rows[0]) == {"id", "area", "finding"}
    (trained.root / "look.csv").unlink()


def test_a_corpus_that_is_not_there_is_a_sentence(in_trained):
    ran = in_trained("corpus", "check", "forun")
    assert ran.code == 1
    assert "There is no corpus 'forun'" in ran.err
    assert "Did you mean" in ran.err
