"""Codings that are sent again under their key: entered once, answered alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from textmine.coding import open_codings
from textmine.errors import InputError, StoreError
from textmine.schema import Coding

ONE = Coding("c", "1", "tone", "p", "ann", codebook="b", created_at="2014-01-01")

pytestmark = pytest.mark.databases


@pytest.fixture
def store(workspace):
    return open_codings(workspace)


def test_what_is_sent_again_is_entered_once_and_answered_alike(store):
    first = store.append([ONE], key="k1")
    changed = store.append([replace(ONE, code="n")], key="k2")
    later = replace(ONE, created_at="2020-01-01", codebook_version=2)
    again = store.append([later], key="k1")
    assert (first.new, first.batch, changed.batch, changed.replaced) == (1, 1, 2, 1)
    assert (again, again.batch) == (first, 1)
    assert [one.code for one in store.current("c")] == ["n"]
    assert len(store.history("c")) == 2


def test_without_a_key_what_was_said_before_is_said_anew(store):
    store.append([ONE], key="k1")
    store.append([replace(ONE, code="n")], key="k2")
    assert store.append([ONE]).new == 1


def test_an_answer_that_nothing_was_new_is_kept_too(store):
    store.append([ONE])
    first = store.append([ONE], key="k1")
    store.append([replace(ONE, code="n")])
    assert (first.new, first.batch) == (0, 0)
    assert store.append([ONE], key="k1") == first
    assert [one.code for one in store.current("c")] == ["n"]


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_cannot_be_one_is_refused(store, key):
    with pytest.raises(InputError, match="1 to 200 characters"):
        store.append([ONE], key=key)
    assert store.history("c") == []


@pytest.mark.parametrize("other", [{"code": "n"}, {"coder": "bob"}, {"document": "2"}])
def test_something_else_under_the_same_key_is_refused(store, other):
    store.append([ONE], key="k1")
    with pytest.raises(InputError, match="Another coding was entered under the key 'k1'"):
        store.append([replace(ONE, **other)], key="k1")
    assert len(store.history("c")) == 1


def test_a_key_is_not_kept_where_its_codings_are_not(store):
    with pytest.raises(StoreError):
        store.append([replace(ONE, dimension=None)], key="k1")
    assert store.append([ONE], key="k1").new == 1


def test_the_same_key_sent_by_several_at_once_enters_one_batch(store):
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: store.append([ONE], key="k1"), range(12)))
    assert {one.batch for one in answers} == {1}
    assert len(store.history("c")) == 1
