from __future__ import annotations

import csv
import io
import json

import pytest

from tests.helpers import visible_files
from textmine.coding import open_codings, open_draws
from textmine.coding.sampling.design import fact_of, facts_of
from textmine.corpus import load_corpus
from textmine.project.verify.verify import verify
from textmine.store.manifest import MANIFEST
from textmine.store.opened import sealed

APPLY = ("apply", "forum-model", "forum-new", "--out", "coded.csv")


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_share_goes_to_people_and_the_rest_is_accepted(in_trained, trained):
    ran = in_trained(*APPLY, "--review", "0.25", "--queue", "queue.csv")
    assert ran.code == 0
    coded, queue = rows_of(trained.root / "coded.csv"), rows_of(trained.root / "queue.csv")
    ids = load_corpus(trained, "forum-new").ids
    assert len(queue) == 6 == len(ids) / 4
    assert sorted([row["id"] for row in coded] + [row["document"] for row in queue]) == sorted(ids)
    assert "18 of 24 documents are accepted (75 %), 6 are left to people" in ran.err
    assert "knowledge_domain: 0." in ran.err
    assert "all dimensions: 0." in ran.err
    assert "textmine coding import queue.csv --coder NAME" in ran.err
    whole = in_trained("apply", "forum-model", "forum-new")
    every = {row["id"]: row for row in csv.DictReader(io.StringIO(whole.out))}
    assert [every[row["id"]] for row in coded] == coded


def test_the_queue_comes_back(in_trained, trained):
    in_trained(*APPLY, "--review", "0.25", "--queue", "queue.csv")
    path = trained.root / "queue.csv"
    rows = rows_of(path)
    rows[0] |= {"knowledge_domain": "3", "goal_orientation": "B"}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = in_trained("coding", "import", "queue.csv", "--coder", "ann")
    assert ran.code == 0
    assert "2 codings are new" in ran.err
    codings = open_codings(trained).current("forum-new")
    assert {(one.document, one.code, one.origin) for one in codings} == {
        (rows[0]["document"], "3", "human"),
        (rows[0]["document"], "B", "human"),
    }


def test_the_queue_is_repeated_with_its_blind_share(in_trained, trained):
    ran = in_trained(*APPLY, "--review", "0.25", "--queue", "queue.csv", "--blind-share", "0.4")
    assert ran.code == 0, ran.err
    (trained.root / "queue.csv").write_text("people filled it in", encoding="utf-8")
    run = "runs/forum-model-forum-new-coded"
    (found,) = verify(trained, [run])
    assert (found.state, found.differences) == ("same", ())
    manifest = trained.root / run / MANIFEST
    other = json.loads(manifest.read_text("utf-8"))
    other["settings"]["blind_seed"] += 1
    other.pop("seal")
    manifest.write_text(json.dumps(sealed(other)), encoding="utf-8")
    (found,) = verify(trained, [run])
    assert [one.where.partition(":")[0] for one in found.differences] == ["details.queue"]


def test_a_largest_error_is_promised_or_refused(in_trained, trained):
    ran = in_trained(*APPLY, "--max-error", "0.9", "--queue", "queue.xlsx")
    assert ran.code == 0
    assert "With 95 % certainty the error on each dimension is at most" in ran.err
    before = visible_files(trained.root)
    ran = in_trained(*APPLY, "--max-error", "0.01", "--queue", "other.csv")
    assert ran.code == 1
    assert "No confidence keeps the error on each dimension at or below 0.01" in ran.err
    assert visible_files(trained.root) == before


def test_what_people_coded_for_the_training_is_left_out(in_trained, trained):
    ran = in_trained("apply", "forum-model", "forum", "--review", "0.5", "--queue", "queue.csv")
    assert ran.code == 0
    assert "40 documents are left out: people coded them" in ran.err
    queue = rows_of(trained.root / "queue.csv")
    coded = list(csv.DictReader(io.StringIO(ran.out)))
    new = load_corpus(trained, "forum").ids[40:]
    assert sorted([row["id"] for row in coded] + [row["document"] for row in queue]) == sorted(new)


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        ("--review 0.2", 2, "--queue FILE"),
        ("--queue q.csv", 2, "goes with --review or --max-error"),
        ("--review 0.2 --max-error 0.1 --queue q.csv", 2, "not both"),
        ("--review 20 --queue q.csv", 2, "between 0 and 1"),
        ("--max-error 0 --queue q.csv", 2, "between 0 and 1"),
        ("--review 0.2 --queue q.pdf", 1, "neither .csv nor .xlsx"),
        ("--review 0.2 --queue textmine.toml.csv", 1, "is there already"),
        ("--review 0.2 --queue gone/q.csv", 1, "does not exist"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(in_trained, trained, options, code, sentence):
    (trained.root / "textmine.toml.csv").write_text("x", encoding="utf-8")
    before = visible_files(trained.root)
    ran = in_trained("apply", "forum-model", "forum-new", *options.split())
    assert ran.code == code
    assert sentence in " ".join(ran.err.split())
    assert visible_files(trained.root) == before
    assert open_draws(trained).all("forum-new") == []


def test_the_draw_keeps_what_a_page_shows_of_each_document(in_trained, trained):
    ran = in_trained(*APPLY, "--review", "0.25", "--queue", "queue.csv", "--why", "why.csv")
    assert ran.code == 0
    draw = open_draws(trained).find("forum-new", "review-1")
    facts = facts_of(draw.design)
    rows = {row["document"]: row for row in rows_of(trained.root / "queue.csv")}
    reasons = [row for row in rows_of(trained.root / "why.csv") if row["document"] in rows]
    dimension = "knowledge_domain"
    for document, row in rows.items():
        possible = fact_of(facts, "possible", document, dimension)
        chances = [float(one) for one in fact_of(facts, "chances", document, dimension)]
        assert set(draw.suggested[dimension][document]) <= set(possible)
        assert chances == sorted(chances, reverse=True)
        assert fact_of(facts, "decide", document) == [row["to decide"]]
        spoke = [
            one["what"]
            for one in reasons
            if (one["document"], one["dimension"]) == (document, dimension)
            and one["kind"].startswith("words")
            and float(one["weight"]) > 0
        ]
        assert fact_of(facts, "words", document, dimension) == spoke
    assert any(facts["words"][dimension].values())


def test_without_reasons_the_draw_keeps_no_words(in_trained, trained):
    in_trained(*APPLY, "--review", "0.25", "--queue", "queue.csv")
    facts = facts_of(open_draws(trained).find("forum-new", "review-1").design)
    assert set(facts) <= {"possible", "chances", "decide", "alike"}
