"""Commands take the codes of a language model as those of any machine, and never as a person's."""

from __future__ import annotations

import csv
import json
import random

import pytest

from tests.helpers import acting_cells, write_csv
from tests.llm.conftest import by_text, text_in
from tests.llm.fake_server import code, serving
from tests.made import add_corpus, copied, small_documents, small_root
from textmine.coding import final_codes, open_codings, open_draws
from textmine.coding.sampling.draws import Candidate, Draw
from textmine.coding.suggested import is_machine
from textmine.corpus import load_corpus
from textmine.project.verify.verify import verify
from textmine.schema import Coding
from textmine.store.manifest import MANIFEST
from textmine.store.opened import sealed

MODEL = "llm:small"


@pytest.fixture(scope="module")
def asked_root(tmp_path_factory):
    """48 documents, all coded by ann and bob; a language model that errs on each eighth."""
    base = tmp_path_factory.mktemp("asked")
    space = copied(small_root(base), base / "ws")
    ids = load_corpus(space, "small").ids
    truth = {document: "abc"[at % 3] for at, document in enumerate(sorted(ids))}
    draw = random.Random(3)
    said = {one: draw.choice("abc") if at % 8 == 0 else truth[one] for at, one in enumerate(truth)}
    bob = {one: "a" if at % 9 == 0 else truth[one] for at, one in enumerate(truth)}
    book = next(iter(open_codings(space).current("small"))).codebook
    dimension = next(iter(open_codings(space).current("small"))).dimension
    open_codings(space).append(
        [Coding("small", one, dimension, bob[one], "bob", codebook=book) for one in truth]
    )
    machine = {"origin": "machine", "codebook": book, "model": "small", "probability": 0.8}
    open_codings(space).append(
        [Coding("small", one, dimension, said[one], MODEL, **machine) for one in truth]
    )
    return space.root


@pytest.fixture
def asked(asked_root, tmp_path):
    return copied(asked_root, tmp_path / "ws")


def test_it_is_benchmarked_beside_the_coders(asked, run_in):
    ran = run_in(asked.root)("benchmark", "small", "--system", MODEL)
    assert ran.code == 0, ran.err
    assert f"{MODEL} beside each coder" in ran.out
    assert f"{MODEL} (machine)" in ran.out


def test_its_codes_are_never_final(asked):
    every = open_codings(asked).current("small")
    final = final_codes(every)
    assert all(MODEL not in part.coders for part in final.parts.values())
    assert is_machine(MODEL)


@pytest.mark.parametrize("command", ["agreement small", "coding adjudicate small"])
def test_people_are_compared_without_it(asked, run_in, command):
    ran = run_in(asked.root)(*command.split())
    assert ran.code == 0, ran.err
    assert MODEL not in ran.out


def test_who_coded_is_told_apart(asked, run_in):
    run = run_in(asked.root)
    assert "of a machine" in run("coding", "history", "small", "d000").out
    assert "48 codings are a machine's" in run("coding", "ledger", "small").err
    counted = run("tabulate", "small", "--coder", MODEL)
    assert "Do not report them as prevalence" in counted.err


def _drawn(space, n=24):
    """A second corpus with the same kinds of text, of which n were drawn and coded by ann."""
    rows, codes = small_documents(96, "abc", seed=5)
    add_corpus(space, "later", rows, space.root / "later.csv")
    mine = next(iter(open_codings(space).current("small")))
    chosen = set(random.Random(1).sample(sorted(codes), n))
    frame = tuple(Candidate(one, "all", n / len(codes), one in chosen) for one in codes)
    open_draws(space).add(Draw("later", "draw-1", "2024-01-01", {}, frame))
    said = {"codebook": mine.codebook}
    open_codings(space).append(
        [Coding("later", one, mine.dimension, codes[one], "ann", **said) for one in sorted(chosen)]
    )
    machine = {**said, "origin": "machine", "model": "small", "probability": 0.9}
    draw = random.Random(2)
    open_codings(space).append(
        [
            Coding(
                *("later", one, mine.dimension),
                draw.choice("abc") if at % 6 == 0 else given,
                MODEL,
                **machine,
            )
            for at, (one, given) in enumerate(sorted(codes.items()))
            if at % 10
        ]
    )
    return space


def test_its_counts_are_corrected_with_a_sample(asked, run_in):
    _drawn(asked)
    run = run_in(asked.root)
    ran = run("prevalence", MODEL, "later")
    assert ran.code == 0, ran.err
    assert "corrected % [95 %]" in ran.out
    assert "24 of 96 documents hand-coded" in ran.out
    assert "it learned from none of the hand codes here" in ran.err
    assert "Of 10 documents it says nothing" in ran.err
    assert "no estimate" in ran.err
    refused = run("prevalence", MODEL, "later", "--method", "acc", "--assume", "label-shift")
    assert refused.code == 1
    assert "learned from no hand-coded documents" in refused.err
    unknown = run("prevalence", "llm:other", "later")
    assert unknown.code == 1
    assert "recorded no codes of 'later'. Known: llm:small" in unknown.err


def test_a_sample_that_copies_it_shows_nothing(asked, run_in):
    _drawn(asked)
    mine = [one for one in open_codings(asked).current("later") if one.coder == MODEL]
    copies = [
        Coding("later", one.document, one.dimension, one.code, "eve", codebook=one.codebook)
        for one in mine
    ]
    open_codings(asked).append(copies)
    words = ("prevalence", MODEL, "later", "--assume", "random", "--coder", "eve")
    ran = run_in(asked.root)(*words)
    assert ran.code == 1
    assert "came after it was made" in ran.err


@pytest.mark.slow
def test_a_report_tells_of_it(asked, run_in):
    _drawn(asked)
    run = run_in(asked.root)
    for corpus in ("small", "later"):
        ran = run("report", corpus, "--to", "md,csv")
        assert ran.code == 0, ran.err
        text = next((asked.root / "reports" / corpus).glob("*.md")).read_text(encoding="utf-8")
        assert "The language model ‘llm:small’ was asked with the codebook" in text
        assert not [path for path in (asked.root / "reports").rglob("*") if ":" in path.name]


def test_a_table_of_it_is_no_persons(asked, run_in):
    mine = next(iter(open_codings(asked).current("small")))
    dimension, book = mine.dimension, ("--codebook", mine.codebook)
    path = write_csv(
        asked.root / "coded.csv",
        ["id", dimension, f"{dimension}_answers", "coded_by"],
        [["d000", "a", "1/1", MODEL], ["d001", "b", "1/1", MODEL]],
    )
    ran = run_in(asked.root)("coding", "import", path, "--corpus", "small", *book, "--coder", "e")
    assert ran.code == 1
    assert "no person's codes" in ran.err


def test_the_command_asks_records_and_goes_on(asked, run_in):
    run = run_in(asked.root)
    with serving(lambda body: code("a")) as fake:
        words = ["llm", "code", "small", "--model", "org/Tiny:1b", "--where", "thread_id=t00"]
        ran = run(*words, "--endpoint", fake.address, "--record", "--out", "o.csv")
        assert ran.code == 0, ran.err
        assert "3 of 3 documents coded, 0 abstentions" in ran.err
        assert "3 answers, 0 of them kept from before; 300 tokens of questions" in ran.err
        assert "recorded under the coder 'llm:Tiny-1b'" in ran.err
        again = run(*words, "--replay", "--as", "twin")
        assert again.code == 0, again.err
        assert "3 of them kept" in again.err
        assert again.out.startswith("\ufeffid,thread_id,author,") or again.out.startswith("id,")
        assert len(fake.asked) == 3
    status = run("status").out
    assert "Tiny-1b-small-o: 'llm:Tiny-1b' on small" in status


def test_people_review_what_it_is_not_sure_of(asked, run_in):
    rows, codes = small_documents(12, "abc", seed=9)
    add_corpus(asked, "fresh", rows, asked.root / "fresh.csv")
    mine = next(iter(open_codings(asked).current("small")))
    run = run_in(asked.root)
    words = ["llm", "code", "fresh", "--codebook", mine.codebook, "--model", "m", "--record"]

    def says(body):
        order = str(body["messages"][1])
        return "I am sorry" if rows[3]["text"] in order.partition("<text-")[2] else code("a")

    with serving(says) as fake:
        served = ["--endpoint", fake.address, "--before", "0", "--after", "0"]
        ran = run(*words, *served, "--review", "0.5", "--queue", "queue.csv")
        assert ran.code == 0, ran.err
        assert "queue.csv: 6 documents for people" in ran.err
        assert run(*words, *served, "--review", "0.5").code == 2
        assert (
            "is there already" in run(*words, *served, "--review", ".5", "--queue", "queue.csv").err
        )
    path = asked.root / "queue.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        sheet = list(csv.DictReader(stream))
    first = next(iter(sheet[0]))
    assert sheet[0][first] == rows[3]["id"]
    for row in sheet:
        row[mine.dimension] = codes[row[first]]
    write_csv(path, list(sheet[0]), [list(row.values()) for row in sheet])
    ran = run("coding", "import", path, "--coder", "ann")
    assert ran.code == 0, ran.err
    seen = [one for one in open_codings(asked).current("fresh") if one.coder == "ann"]
    assert {one.suggested_by for one in seen} == {"llm:m"}
    assert [one.state for one in verify(asked, ["runs/m-fresh"])] == ["same"]
    manifest = asked.root / "runs" / "m-fresh" / MANIFEST
    other = json.loads(manifest.read_text("utf-8"))
    other["settings"]["review"]["coded"] = [rows[3]["id"]]  # one more was coded by then
    other.pop("seal")
    manifest.write_text(json.dumps(sealed(other)), encoding="utf-8")
    (found,) = verify(asked, ["runs/m-fresh"])
    assert [one.where.partition(":")[0] for one in found.differences] == ["details.queue"]
    ran = run("benchmark", "fresh", "--system", "llm:m")
    assert ran.code == 1
    assert "No unit has codes of a coder and of llm:m" in ran.err


def test_texts_stay_here_unless_a_host_is_named(asked, run_in, monkeypatch):
    run = run_in(asked.root)
    words = ["llm", "code", "small", "--model", "m", "--endpoint", "http://192.0.2.1:9/v1"]
    ran = run(*words)
    assert ran.code == 2
    assert "the texts would leave it" in ran.err
    monkeypatch.setattr("textmine.llm.chat.Chat.ask", _nobody)
    ran = run(*words, "--allow-remote", "192.0.2.1")
    assert ran.err.startswith("The texts leave this computer: they are sent to 192.0.2.1.")
    assert run("llm", "code", "small", "--model", "m").code == 2


def _nobody(self, body):
    from textmine.errors import StoreError

    raise StoreError("nobody is there")


def test_nothing_acts_in_its_table(asked, run_in):
    rows = [{"id": "=1+1", "thread_id": "@x", "author": "+A1", "text": "=HYPERLINK(1)"}]
    add_corpus(asked, "odd", rows, asked.root / "odd.csv")
    run = run_in(asked.root)
    book = next(iter(open_codings(asked).current("small"))).codebook
    with serving(lambda body: "=cmd|' /C calc'!A0") as fake:
        ran = run(
            *("llm", "code", "odd", "--codebook", book, "--model", "=m", "--out", "odd-coded.csv"),
            *("--endpoint", fake.address),
        )
    assert ran.code == 0, ran.err
    assert acting_cells(asked.root / "odd-coded.csv") == []
    with (asked.root / "odd-coded.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 1


def test_what_it_abstains_from_is_counted_in_a_benchmark(ask, fake, space, run_in):
    fake.says = lambda body: "no idea" if "Thanks" in text_in(body) else by_text(body)
    ask(record=True)
    ran = run_in(space.root)("benchmark", "talk", "--system", MODEL, "--coders", "ann,bob")
    assert ran.code == 0, ran.err
    assert f"'{MODEL}' gave no code to 1 of 6 units" in ran.out + ran.err
    row = next(
        line.split() for line in ran.out.splitlines() if line.split()[:3] == [MODEL, "6", "1"]
    )
    # Coders agree on d1 to d4 and d6; it abstains from d4, and is right on the four others.
    assert row[3:] == ["0.167", "1.000", "0.800", "5"]
    told = run_in(space.root)(
        "benchmark", "talk", "--system", MODEL, "--coders", "ann,bob", "--format", "csv"
    ).out
    assert f"{MODEL},abstained,,,0.166" in told
    assert run_in(space.root)("report", "talk", "--name", "r").code == 0
    page = (space.root / "reports" / "r" / "report.html").read_text("utf-8")
    assert "gave no code to 1 of 6 units that coders coded" in page
    fake.says = by_text
    ask(record=True, seed=7)
    assert "gave no code" not in run_in(space.root)("benchmark", "talk", "--system", MODEL).err


def test_empty_cells_of_a_table_are_abstentions(space, run_in):
    path = space.root / "other.csv"
    path.write_text("id,goal\nd1,A\nd2,B\nd3,\nd4,A\n", encoding="utf-8")
    ran = run_in(space.root)("benchmark", "talk", "--system", f"other={path}")
    assert ran.code == 0, ran.err
    assert "'other' gave no code to 1 of 4 units" in ran.out + ran.err
