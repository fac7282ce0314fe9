"""Codes across dimensions under the rules of the codebook."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.classify.learning.decoding import decode
from textmine.classify.machine_codes import MachineCodes
from textmine.codebook.codebook import Code, Codebook, Dimension, Rule


def book(labels="single", **rule):
    codes = tuple(Code(id=name, name=name) for name in "xyz")
    return Codebook(
        name="b",
        dimensions=(
            Dimension(id="one", name="one", codes=codes),
            Dimension(id="two", name="two", codes=codes, labels=labels),
        ),
        rules=(Rule(reason="because", **rule),) if rule else (),
    )


def said(dimension, p, labels="single", documents=("d1",)):
    table = np.array(p, dtype=float)
    given = np.eye(3, dtype=bool)[table.argmax(axis=1)] if labels == "single" else table >= 0.5
    return MachineCodes(dimension, labels, ("x", "y", "z"), documents, table, given)


def decoded(codebook, *parts):
    named = {part.dimension: part for part in parts}
    preferences = {
        part.dimension: np.log(part.probabilities / (1 - part.probabilities)) for part in parts
    }
    return decode(named, preferences, codebook, {})


def test_the_likeliest_allowed_combination_is_given():
    rules = book(when={"one": ("x",)}, never={"two": ("x",)})
    done = decoded(rules, said("one", [[0.5, 0.3, 0.2]]), said("two", [[0.9, 0.06, 0.04]]))
    # x with y would cost more than y with x.
    assert done.codes["one"].codes == [("y",)]
    assert done.codes["two"].codes == [("x",)]
    assert done.changed == ("d1",)
    sure = decoded(rules, said("one", [[0.98, 0.01, 0.01]]), said("two", [[0.5, 0.4, 0.1]]))
    assert (sure.codes["one"].codes, sure.codes["two"].codes) == ([("x",)], [("y",)])


def test_what_breaks_no_rule_stays():
    rules = book(when={"one": ("z",)}, never={"two": ("x",)})
    one, two = said("one", [[0.5, 0.3, 0.2]]), said("two", [[0.9, 0.06, 0.04]])
    done = decoded(rules, one, two)
    assert done.codes["one"].codes == one.codes
    assert done.changed == ()
    assert decoded(book(), one, two).changed == ()


def test_where_nothing_is_allowed_the_codes_stand_and_it_is_said():
    never = book(never={"one": ("x", "y", "z")})
    one = said("one", [[0.5, 0.3, 0.2]])
    done = decoded(never, one)
    assert done.codes["one"].codes == one.codes
    assert done.kept == ("d1",)


def test_of_several_codes_one_is_taken_or_added():
    rules = book("multi", when={"one": ("x",)}, never={"two": ("y",)})
    done = decoded(rules, said("one", [[0.9, 0.06, 0.04]]), said("two", [[0.9, 0.6, 0.1]], "multi"))
    assert done.codes["one"].codes == [("x",)]
    assert done.codes["two"].codes == [("x",)]


def test_documents_of_one_dimension_only_are_held_against_what_they_have():
    rules = book(when={"one": ("x",)}, never={"two": ("x",)})
    one = said("one", [[0.9, 0.06, 0.04]] * 2, documents=("d1", "d2"))
    two = said("two", [[0.9, 0.06, 0.04]], documents=("d2",))
    done = decoded(rules, one, two)
    assert done.changed == ("d2",)
    assert done.codes["one"].codes[0] == ("x",)


@pytest.mark.parametrize("seed", range(5))
def test_never_worse_than_any_other_allowed_combination(seed):
    from itertools import product

    rules = book(when={"one": ("x", "y")}, only={"two": ("z",)})
    draw = np.random.default_rng(seed)
    one, two = (said(name, [draw.dirichlet(np.ones(3))]) for name in ("one", "two"))
    done = decoded(rules, one, two)
    odds = [np.log(part.probabilities[0] / (1 - part.probabilities[0])) for part in (one, two)]
    allowed = [(i, j) for i, j in product(range(3), range(3)) if i == 2 or j == 2]
    best = max(allowed, key=lambda pair: odds[0][pair[0]] + odds[1][pair[1]])
    if not done.changed:
        best = (int(one.given.argmax()), int(two.given.argmax()))
    found = tuple(int(done.codes[name].given[0].argmax()) for name in ("one", "two"))
    assert found == best
