"""A benchmark from end to end, on the sample and on made-up coders with known answers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers import write_csv
from textmine.benchmark import BenchmarkRequest, rank_across, run_benchmark
from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings
from textmine.corpus import load_corpus
from textmine.errors import InputError
from textmine.report.benchmark_records import every_figure
from textmine.schema import Coding
from textmine.stats import cohen_kappa

pytestmark = pytest.mark.slow  # the fixtures take long

GOAL, DOMAIN = "goal_orientation", "knowledge_domain"
CODERS = ("coder-1", "coder-2")


def _predictions(space, path, code_of, column=GOAL):
    rows = [[identity, code_of(identity)] for identity in load_corpus(space, "forum").ids]
    return f"made={write_csv(path, ['id', column], rows)}"


def _codes_of(space, coder, dimension=GOAL):
    return {
        coding.document: coding.code
        for coding in open_codings(space).current("forum")
        if coding.coder == coder and coding.dimension == dimension
    }


def _run(space, *systems, **options):
    options = {"coders": CODERS, "n_resamples": 200} | options
    return run_benchmark(space, BenchmarkRequest("forum", systems, **options))


def test_a_copy_of_a_coder_is_exactly_as_good_as_that_coder(coded, tmp_path):
    copied = _codes_of(coded, "coder-1")
    [result] = _run(coded, _predictions(coded, tmp_path / "p.csv", copied.get))
    [system] = result.systems
    first, second = system.beside.coders
    assert (first.gap.value, first.gap.interval.low, first.gap.interval.high) == (0, 0, 0)
    assert second.system.value == 1
    assert system.replaced.coders[0].change.value == 0
    assert all(test.passed for test in system.alt_tests.values())
    assert system.referred.reference == "agreed"


def test_the_model_and_its_figures_can_be_recomputed(coded_model):
    space = coded_model
    results = _run(space, "forum-model")
    assert {result.question for result in results} == {GOAL, DOMAIN}
    goal = next(result for result in results if result.question == GOAL)
    [system] = goal.systems
    assert goal.n + goal.left_out == 131
    assert goal.n_groups <= goal.n
    pair = next(e for e in system.with_coders if e.name == "Cohen's kappa")
    assert pair.who == "coder-1 - forum-model (machine)"
    mine, held = _codes_of(space, "coder-1"), _held_out(space)
    units = [unit for unit in held if unit in mine]
    codes = [["ABC".index(mine[unit]), "ABC".index(held[unit])] for unit in units]
    if goal.n == len(units):
        assert pair.coefficient.value == pytest.approx(cohen_kappa(np.array(codes), 3).value)


def test_several_systems_are_compared_on_the_same_units(coded, tmp_path):
    agreed, other = _codes_of(coded, "agreed"), _codes_of(coded, "coder-2")
    first = _predictions(coded, tmp_path / "p.csv", lambda i: agreed[i] if i != "1" else "")
    second = _predictions(coded, tmp_path / "q.csv", other.get).replace("made=", "second=")
    [result] = _run(coded, first, second)
    assert (result.n, result.left_out) == (130, 1)
    [pair] = result.pairs
    assert (pair.first, pair.second) == ("made", "second")
    assert pair.difference.difference > 0
    assert (pair.mcnemar, pair.folds) == (None, None)
    [by_unit] = _run(coded, first, second, by_unit=True)[0].pairs
    assert by_unit.mcnemar.first_only > by_unit.mcnemar.second_only == 0


def test_one_coder_gives_no_ceiling_but_a_score(coded, tmp_path):
    spec = _predictions(coded, tmp_path / "p.csv", _codes_of(coded, "coder-2").get)
    [result] = _run(coded, spec, coders=("coder-1",), reference="coder-1")
    [system] = result.systems
    assert (result.humans, system.beside, system.alt_tests) == (None, None, {})
    assert system.referred.reference == "coder-1"
    assert system.verdict.startswith("With one coder nobody can say")


def test_few_units_are_said_to_be_few(coded, tmp_path):
    ids = set(load_corpus(coded, "forum").ids[:12])
    agreed = _codes_of(coded, "agreed")
    spec = _predictions(coded, tmp_path / "p.csv", lambda i: agreed[i] if i in ids else "")
    [result] = _run(coded, spec)
    [system] = result.systems
    assert "12 shared units are few; take this as a first look." in system.verdict
    assert "The alternative annotator test cannot be made" in system.verdict
    assert system.alt_tests["skilled"].passed is None
    assert np.isfinite(system.beside.gap.value)


def test_one_code_only_is_a_sentence_and_not_a_nan(coded, tmp_path):
    spec = _predictions(coded, tmp_path / "p.csv", lambda i: "A")
    [result] = _run(coded, spec)
    rows = every_figure("key", result).rows
    assert all(row["value"] is None or row["value"] == row["value"] for row in rows)
    assert result.systems[0].beside.system.value == 0


def test_each_code_of_a_set_is_a_question(forum, tmp_path):
    codes = tuple(Code(id=code, name=code) for code in "xy")
    theme = Dimension(id="theme", name="T", labels="multi", codes=codes)
    save_codebook(forum, Codebook(name="b", dimensions=(theme,)))
    ids = load_corpus(forum, "forum").ids[:40]
    open_codings(forum).append(
        [
            Coding("forum", unit, "theme", code, coder, codebook="b")
            for place, unit in enumerate(ids)
            for coder in ("ann", "bob")
            for code in (("x",), ("x", "y"), (None,))[place % 3]
        ]
    )
    rows = [[unit, ("x", "x; y", "-")[place % 3]] for place, unit in enumerate(ids)]
    path = write_csv(tmp_path / "p.csv", ["id", "theme"], rows)
    results = _run(forum, f"llm={path}", coders=())
    assert [result.question for result in results] == ["theme = x", "theme = y"]
    assert [result.categories for result in results] == [("no", "yes")] * 2
    assert all(result.systems[0].beside.system.value == 1 for result in results)


def test_ids_with_colons_and_roles_are_told_apart(forum):
    codes = tuple(Code(id=code, name=code) for code in ("env:air", "env:water"))
    theme = Dimension(id="theme", name="T", labels="multi", roles=("sender",), codes=codes)
    tone = Dimension(id="tone", name="T", roles=("sender",), codes=codes)
    save_codebook(forum, Codebook(name="b", dimensions=(theme, tone)))
    ids = load_corpus(forum, "forum").ids[:40]
    open_codings(forum).append(
        [
            Coding(
                *("forum", unit, dimension, codes[place % 2].id, coder),
                codebook="b",
                role="sender" * (coder == "ann"),
            )
            for place, unit in enumerate(ids)
            for coder in ("ann", "bob", "cat")
            for dimension in ("theme", "tone")
        ]
    )
    results = _run(forum, "cat", coders=("ann", "bob"))
    assert [result.question for result in results] == [
        "theme = env:air",
        "theme = env:water",
        "tone",
    ]
    assert all(result.systems[0].beside.system.value == 1 for result in results)


def test_codes_in_an_order_are_compared_by_weighted_kappa(forum, tmp_path):
    codes = tuple(Code(id=code, name=code) for code in ("low", "mid", "high"))
    level = Dimension(id="level", name="L", scale="ordinal", codes=codes)
    save_codebook(forum, Codebook(name="b", dimensions=(level,)))
    ids = load_corpus(forum, "forum").ids[:45]
    given = dict(zip(ids, ["low", "mid", "high"] * 15, strict=True))
    open_codings(forum).append(
        [
            Coding("forum", unit, "level", code, coder, codebook="b")
            for unit, code in given.items()
            for coder in ("ann", "bob")
        ]
    )
    near = {"low": "mid", "mid": "mid", "high": "high"}
    spec = _predictions(forum, tmp_path / "p.csv", lambda i: near[given.get(i, "mid")], "level")
    [result] = _run(forum, spec, coders=())
    [plain] = _run(forum, spec, coders=(), metric="kappa")
    assert (result.metric, plain.metric) == ("weighted_kappa", "kappa")
    assert result.systems[0].beside.system.value == pytest.approx(2 / 3)
    assert plain.systems[0].beside.system.value == pytest.approx(0.5)
    assert "weighted kappa 0.667 against 1.000" in result.systems[0].verdict
    assert result.systems[0].referred.scores.weighted_kappa.value == pytest.approx(2 / 3)
    assert "gap (weighted kappa)" in str(every_figure("key", result).rows)


def test_systems_are_ranked_over_three_data_sets_or_more(coded, tmp_path):
    agreed, other = _codes_of(coded, "agreed"), _codes_of(coded, "coder-2")
    first = _predictions(coded, tmp_path / "p.csv", agreed.get)
    second = _predictions(coded, tmp_path / "q.csv", other.get).replace("made=", "second=")
    [result] = _run(coded, first, second)
    assert rank_across([result]) is None
    sets = [result.__class__(**{**vars(result), "corpus": name}) for name in ("a", "b", "c")]
    across = rank_across(sets)
    assert across.systems == ("made", "second")
    assert across.friedman.mean_ranks == (1, 2)


@pytest.mark.parametrize(
    ("systems", "options", "sentence"),
    [
        (("coder-2",), {"coders": ("ann",)}, "no human coder 'ann'"),
        (("coder-2",), {"coders": ("agreed",)}, "no human coder 'agreed'"),
        (("coder-2",), {"reference": "nobody"}, "There is no coder 'nobody'"),
        (("coder-2",), {"dimensions": ("tone",)}, "no dimension of codebook .* in common"),
    ],
)
def test_what_cannot_be_compared(coded, systems, options, sentence):
    with pytest.raises(InputError, match=sentence):
        _run(coded, *systems, **options)


@pytest.fixture
def coded_model(trained):
    return trained


def _held_out(space):
    from textmine.classify.out_of_fold import read_held_out

    held = read_held_out(space.root / "models" / "forum-model", GOAL)
    return dict(zip(held.said.documents, held.said.single_codes, strict=True))
