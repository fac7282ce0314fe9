"""What counts as THE codes of a corpus: one rule, and every command that reads them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.conftest import Run
from tests.made import SETTINGS, add_corpus, small_documents
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import final_codes, open_codings
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace

BOOK = Codebook(
    name="k",
    dimensions=(
        Dimension(
            id="tone", name="T", codes=tuple(Code(id=c, name=f"tone {c}") for c in ("calm", "hot"))
        ),
        Dimension(
            id="topic",
            name="T",
            labels="multi",
            codes=tuple(Code(id=c, name=f"topic {c}") for c in "xyz"),
        ),
    ),
)
Votes = dict[str, str | None]
"""Coder -> codes with blanks between them; None where the coder coded nothing."""


def codings_of(votes: dict[str, Votes], dimension: str = "tone", corpus: str = "c") -> list[Coding]:
    """Codings of documents -> coder -> codes; the coder 'agreed' settles."""
    return [
        Coding(
            corpus,
            document,
            dimension,
            code,
            coder,
            "adjudicated" if coder == "agreed" else "human",
            codebook="k",
        )
        for document, by_coder in votes.items()
        for coder, codes in by_coder.items()
        if codes is not None
        for code in (codes.split() or [None])
    ]


HOT, CALM = {"hot"}, {"calm"}


@pytest.mark.parametrize(
    ("votes", "final", "rests"),
    [
        pytest.param(
            {
                "1": {"ann": "hot", "bob": "hot"},
                "2": {"ann": "hot", "bob": "calm", "agreed": "hot"},
            },
            {"1": HOT, "2": HOT},
            {"unanimous": {"1"}, "settled": {"2"}},
            id="what coders agree on stands beside what was settled",
        ),
        pytest.param(
            {"1": {"ann": "hot", "bob": "hot", "agreed": "calm"}},
            {"1": CALM},
            {"settled": {"1"}},
            id="what was settled goes before what coders agree on",
        ),
        pytest.param(
            {
                "1": {"ann": "hot", "bob": "calm", "agreed": "hot"},
                "2": {"ann": "hot", "bob": "calm"},
                "3": {"ann": "hot"},
            },
            {"1": HOT, "3": HOT},
            {"settled": {"1"}, "open": {"2"}, "single": {"3"}},
            id="what nobody settled is open, what one coder alone coded stands",
        ),
        pytest.param(
            {
                "1": {"ann": "hot", "bob": "hot", "cat": None},
                "2": {"ann": "hot", "bob": "hot", "cat": "calm"},
                "3": {"ann": "hot", "bob": "calm", "cat": "hot", "agreed": "hot"},
            },
            {"1": HOT, "3": HOT},
            {"unanimous": {"1"}, "open": {"2"}, "settled": {"3"}},
            id="three coders with one missing: a majority is no agreement",
        ),
        pytest.param(
            {"1": {"ann": "hot", "agreed": "calm"}, "2": {"ann": "hot"}},
            {"1": CALM, "2": HOT},
            {"settled": {"1"}, "single": {"2"}},
            id="one coder who was corrected here and there",
        ),
        pytest.param(
            {"1": {"ann": "hot", "bob": "hot"}, "2": {"bob": "calm"}},
            {"1": HOT, "2": CALM},
            {"unanimous": {"1"}, "single": {"2"}},
            id="coders who agree on all that both coded need no adjudication",
        ),
    ],
)
def test_which_codes_stand(votes, final, rests):
    part = final_codes(codings_of(votes)).on("tone")
    assert part.codes == final
    for name in ("settled", "unanimous", "single", "open"):
        assert getattr(part, name) == rests.get(name, set())
    assert bool(part.selection) == bool(part.open)


def test_sets_of_codes_agree_where_they_are_equal():
    votes = {
        "1": {"ann": "x y", "bob": "y x"},
        "2": {"ann": "x y", "bob": "x"},
        "3": {"ann": "", "bob": ""},
        "4": {"ann": "", "bob": "z", "agreed": ""},
    }
    part = final_codes(codings_of(votes, "topic")).on("topic")
    assert part.codes == {"1": {"x", "y"}, "3": set(), "4": set()}
    assert part.open == {"2"}


def test_a_dimension_that_nobody_settled_keeps_what_coders_agree_on_and_says_so():
    tone = {"1": {"ann": "hot", "bob": "calm", "agreed": "hot"}, "2": {"ann": "hot", "bob": "hot"}}
    topic = {"1": {"ann": "x", "bob": "x"}, "2": {"ann": "x", "bob": "y"}}
    final = final_codes([*codings_of(tone), *codings_of(topic, "topic")])
    assert set(final.on("tone").codes) == {"1", "2"}
    assert set(final.on("topic").codes) == {"1"}
    assert "Final codes on topic: 1 on which ann and bob agree; 1 on which" in final.how("topic")
    assert not final.selection("tone")
    assert "chosen by their codes" in final.selection("topic")


def test_coders_of_different_dimensions_need_no_choice():
    codings = [*codings_of({"1": {"ann": "hot"}}), *codings_of({"1": {"bob": "x"}}, "topic")]
    final = final_codes(codings)
    assert (final.who("tone"), final.who("topic")) == ("ann", "bob")
    assert final.who() == "ann and bob"


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        (
            {"1": {"ann": "hot", "bob": "calm"}, "2": {"ann": "hot", "bob": "hot"}},
            "differ on 1 of 2",
        ),
        ({"1": {"ann": "hot"}, "2": {"bob": "hot"}}, "no document is coded by two of them"),
    ],
)
def test_without_adjudication_coders_who_may_differ_have_to_be_named(votes, sentence):
    final = final_codes(codings_of(votes))
    with pytest.raises(InputError, match=f"(?s)Several coders .*ann, bob.*{sentence}") as caught:
        final.on("tone")
    assert "--coder NAME" in caught.value.hint
    assert "textmine coding adjudicate c" in caught.value.hint
    assert final_codes(codings_of(votes), "ann").on("tone").codes["1"] == HOT


def test_who_settled_is_read_as_the_final_codes_and_said_so():
    votes = {"1": {"ann": "hot", "bob": "hot"}, "2": {"ann": "hot", "bob": "calm", "agreed": "hot"}}
    named = final_codes(codings_of(votes), "agreed")
    assert named.on("tone") == final_codes(codings_of(votes)).on("tone")
    assert "what they agree on stands beside it" in " ".join(named.remarks())
    assert named.who() == "agreed, and where ann and bob agree"


def test_a_coder_of_the_disputed_documents_alone_does_not_stand_for_the_whole():
    votes = {
        "1": {"ann": "hot", "bob": "hot"},
        "2": {"ann": "hot", "bob": "calm", "cat": "calm"},
        "3": {"ann": "hot", "bob": "calm", "cat": "calm"},
    }
    assert "none of the 1 on which they agree" in final_codes(codings_of(votes), "cat").selection()
    assert not final_codes(codings_of(votes), "ann").selection()


def test_a_machine_is_nobody():
    machine = [
        replace(one, coder="m", origin="machine") for one in codings_of({"1": {"ann": "hot"}})
    ]
    with pytest.raises(InputError, match=r"no codings by people: only machines coded it \(m\)"):
        final_codes(machine)
    both = [*machine, *codings_of({"2": {"ann": "calm"}})]
    assert final_codes(both).on("tone").codes == {"2": CALM}
    with pytest.raises(InputError, match="'m' is a machine"):
        final_codes(both, "m")
    assert final_codes(both, "m", machine=True).kind() == "machine"


def forty(settled: int, *, single: int = 0) -> dict[str, Votes]:
    """Ann and bob agree on 36 of 40 documents and differ on the last 4, some of them settled.

    The first `single` were coded by ann alone.
    """
    votes: dict[str, Votes] = {}
    for place in range(40):
        code = "hot" if place % 3 == 0 else "calm"
        both: Votes = {"ann": code} if place < single else {"ann": code, "bob": code}
        if place >= 36:
            both = {"ann": "calm", "bob": "hot"}
            both |= {"agreed": "hot"} if place < 36 + settled else {}
        votes[f"d{place:03d}"] = both
    return votes


@pytest.fixture
def space(workspace: Workspace, tmp_path) -> Workspace:
    """A workspace with 40 short documents and the codebook."""
    (workspace.root / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    save_codebook(workspace, BOOK)
    add_corpus(workspace, "c", small_documents(40, "abc")[0], tmp_path / "c.csv")
    return find_workspace(workspace.root)


@pytest.fixture
def run_here(space, run_in) -> Run:
    return run_in(space.root)


def add(space: Workspace, votes: dict[str, Votes], dimension: str = "tone") -> None:
    open_codings(space).append(codings_of(votes, dimension))


def counts(ran) -> dict[str, int]:
    return {row["tone"]: row["count"] for row in ran.rows}


@pytest.mark.parametrize("coder", [(), ("--coder", "agreed")])
@pytest.mark.parametrize("single", [0, 10])
def test_settling_disputes_leaves_the_agreed_codes_standing(space, run_here, coder, single):
    add(space, forty(4, single=single))
    ran = run_here("tabulate", "c", *coder, "--format", "json")
    assert {row["n"] for row in ran.rows} == {40}
    assert counts(ran) == {"calm": 24, "hot": 16}
    assert f"{36 - single} on which ann and bob agree, 4 settled by adjudication" in ran.err
    assert ("10 coded by one coder alone" in ran.err) == bool(single)
    assert "a census" in ran.err


def test_what_is_open_is_counted_and_the_rest_is_no_sample(space, run_here):
    add(space, forty(2))
    ran = run_here("tabulate", "c", "--format", "json")
    assert {(row["n"], row["low"]) for row in ran.rows} == {(38, None)}
    assert "2 on which they differ are open and left out" in ran.err
    assert "chosen by their codes" in ran.err


@pytest.mark.slow
def test_training_and_shares_read_all_final_codes(space, run_here):
    add(space, forty(4))
    trained = run_here("train", "c", "--name", "m")
    assert trained.code == 0
    assert "tone: 40 documents coded by agreed, and where ann and bob agree" in trained.out
    shares = run_here("prevalence", "m", "c", "--coder", "agreed")
    assert "40 of 40 documents hand-coded" in shares.out
    assert "not coded yet" not in shares.err


@pytest.mark.slow
def test_no_shares_from_documents_that_their_codes_chose(space, run_here):
    add(space, forty(2))
    run_here("train", "c", "--name", "m", "--coder", "ann")
    for assumed in ((), ("--assume", "random")):
        ran = run_here("prevalence", "m", "c", *assumed)
        assert ran.code == 1
        assert "2 documents have no final code on 'tone'" in ran.err
        assert "textmine coding adjudicate c" in ran.err
    assert run_here("prevalence", "m", "c", "--coder", "ann").code == 0


def test_a_benchmark_refers_to_all_final_codes(space, run_here):
    votes = forty(4)
    for place, by_coder in enumerate(votes.values()):
        by_coder["cat"] = "hot" if place % 2 else "calm"
    add(space, {d: {c: v for c, v in one.items() if c != "cat"} for d, one in votes.items()})
    lines = ["document,tone", *(f"{d},{one['cat']}" for d, one in votes.items())]
    (space.root / "p.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = run_here("benchmark", "c", "--system", "p=p.csv", "--resamples", "100", "-f", "json")
    assert ran.code == 0
    rows = [row for row in ran.rows if row["figure"] == "recall"]
    assert sum(row["n"] for row in rows) == 40
    assert "36 on which ann and bob agree, 4 settled by adjudication" in ran.err


@pytest.mark.slow
def test_a_curve_and_a_crosswalk_read_all_final_codes(space, run_here):
    add(space, forty(4))
    ran = run_here("curve", "c", "--repeats", "3")
    assert "tone: 40 documents coded by agreed, and where ann and bob agree" in ran.out
    assert run_here("topics", "fit", "c", "--name", "t").code == 0
    ran = run_here("topics", "crosswalk", "t", "--permutations", "99")
    assert "40 documents with codes by agreed, and where ann and bob agree" in ran.err
    ran = run_here("topics", "crosswalk", "t", "--permutations", "99", "--coders", "ann,bob")
    assert "40 documents with codes by ann, bob" in ran.err


def test_a_majority_is_told_apart_from_people(space, run_here):
    votes = {d: {**one, "cat": one["ann"]} for d, one in forty(0, single=6).items()}
    votes |= {d: {"ann": one["ann"]} for d, one in votes.items() if "bob" not in one}
    add(space, votes)
    told = "30 on which ann, bob and cat agree, 4 settled by majority, 6 coded by one coder alone"
    assert run_here("coding", "adjudicate", "c", "--majority", "--accept-single").code == 0
    assert told in run_here("coding", "adjudicate", "c").err
    ledger = run_here("coding", "ledger", "c")
    assert "0 were settled by adjudication, 40 by majority" in ledger.err + ledger.out
    assert "settled by majority" in run_here("coding", "history", "c", next(iter(votes))).out


def test_adjudication_says_what_is_final(space, run_here):
    add(space, forty(0))
    assert "4 cases are open" in run_here("coding", "adjudicate", "c").out
    add(space, {d: {"agreed": "hot"} for d in list(forty(0))[36:]})
    ran = run_here("coding", "adjudicate", "c")
    assert "36 on which ann and bob agree, 4 settled by adjudication" in ran.err
    assert "No case is open" in ran.err


def test_a_report_counts_all_final_codes(space, run_here):
    add(space, forty(4))
    assert run_here("report", "c").code == 0
    page = (space.root / "reports" / "c" / "report.html").read_text(encoding="utf-8")
    assert "tone, n = 40 documents" in page


def test_a_report_says_why_there_is_no_table(space, run_here):
    add(space, forty(0))
    assert run_here("report", "c").code == 0
    page = (space.root / "reports" / "c" / "report.html").read_text(encoding="utf-8")
    assert "No table is given. Several coders coded this corpus: ann, bob." in page
    assert "How far the coders agree" in page


def test_a_check_counts_what_is_open(space, run_here):
    add(space, forty(2))
    rows = run_here("corpus", "check", "c", "--format", "json").rows
    text = json.dumps(rows)
    assert "Settle what is open: 'textmine coding adjudicate'." in text


@pytest.mark.slow
def test_a_coder_who_only_saw_disputes_is_refused_for_shares(space, run_here):
    votes = forty(0)
    add(space, votes)
    add(space, {document: {"cat": "hot"} for document in list(votes)[36:]})
    run_here("train", "c", "--name", "m", "--coder", "ann")
    ran = run_here("prevalence", "m", "c", "--coder", "cat", "--assume", "random")
    assert ran.code == 1
    assert "'cat' coded on 'tone' only documents on which the other coders differ" in ran.err
    ran = run_here("tabulate", "c", "--coder", "cat")
    assert "not shares of the corpus, and have no interval" in ran.err


def test_documents_that_nobody_coded_have_no_codes_by_anybody(space, run_here):
    votes = forty(4)
    add(space, {document: votes[document] for document in list(votes)[36:]})
    ran = run_here("train", "c", "--where", "thread_id=t00")
    assert ran.code == 1
    assert "There are no codes by anybody on any dimension" in ran.err
