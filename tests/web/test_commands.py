"""The commands 'web' and 'user': what they refuse, and accounts."""

from __future__ import annotations

import io
import sys

import pytest

from textmine.web.access.accounts import open_accounts


@pytest.fixture
def typed(run_in, space, monkeypatch):
    def run(*words, password=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        return run_in(space.root)(*words)

    return run


def test_accounts_are_added_and_removed(typed, space):
    assert "There are no accounts" in typed("user", "list").err
    ran = typed("user", "add", "lea", "--role", "lead", password="seven green kettles")
    assert ran.code == 0, ran.err
    assert "'lea' may come in as lead." in ran.out + ran.err
    assert "kettles" not in ran.out + ran.err
    accounts = open_accounts(space.codings_url)
    assert accounts.checked("lea", "seven green kettles").role == "lead"
    assert accounts.checked("lea", "seven green kettle") is None
    assert accounts.checked("bob", "seven green kettles") is None
    assert typed("user", "passwd", "lea", password="nine yellow ladders").code == 0
    assert accounts.checked("lea", "seven green kettles") is None
    assert typed("user", "remove", "lea").code == 0
    assert accounts.all() == []


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("lea", "short", "10 to 200 characters"),
        ("leonora lea", "Leonora Lea", "is not the name"),
        ("model:m", "seven green kettles", "cannot be the name"),
        (" lea", "seven green kettles", "cannot be the name"),
    ],
)
def test_accounts_that_will_not_do(typed, name, password, told):
    ran = typed("user", "add", name, password=password)
    assert ran.code == 1
    assert told in ran.err


def test_names_differ_by_more_than_case(typed):
    typed("user", "add", "lea", password="seven green kettles")
    ran = typed("user", "add", "LEA", password="seven green kettles")
    assert ran.code == 1
    assert "There is an account 'LEA' already" in ran.err


def test_only_this_computer_is_served_without_accounts(typed):
    ran = typed("web", "--host", "0.0.0.0", "--no-browser")
    assert ran.code == 1
    assert "--accounts" in ran.err
    ran = typed("web", "--host", "192.0.2.7", "--accounts", "--no-browser")
    assert "no account of who leads" in ran.err


def test_what_is_missing_is_named(typed, monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "uvicorn" else found(name)
    )
    ran = typed("web", "--no-browser")
    assert ran.code == 1
    assert 'pip install "textmine[web]"' in ran.err
