"""The commands 'web' and 'user': what they refuse, and accounts."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

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


@pytest.mark.slow
def test_a_server_says_its_link_and_is_stopped_by_ctrl_c(space):
    command = [sys.executable, "-m", "textmine", "web", "--no-browser", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--workspace", str(space.root)], stderr=subprocess.PIPE, text=True
    )
    try:
        said = server.stderr.readline()
        found = re.search(r"Open (http://127\.0\.0\.1:\d+/)enter\?key=(\S+) ", said)
        assert found, said
        with urlopen(f"{found[1]}enter?key={found[2]}", timeout=20) as page:
            assert "Go on" in page.read().decode()
        with urlopen(f"{found[1]}enter?key={found[2]}", timeout=20) as page:
            assert "used already" in page.read().decode()
        server.send_signal(signal.SIGINT)
        rest = server.stderr.read()
        assert server.wait(20) == 0, rest
        assert "All codes that you pressed are saved" in rest
        assert found[2] not in rest
    finally:
        server.kill()
        server.wait()
