"""Commands print and write what they did, none is without golden files, and help is what it was."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.golden_commands import (
    LEFT_OUT,
    QUICK,
    all_commands,
    later_commands,
    tree,
    write_tables,
)
from tests.golden_story import STORY
from tests.goldens import GOLDEN, SCHEMAS, Recorder, differences, keep_steady, told, unraised


def form_of(words: tuple[str, ...]) -> str | None:
    """Return what a command gives its option --format."""
    given = [value for name, value in pairwise(words) if name in ("-f", "--format")]
    return given[0] if given else None


@pytest.mark.slow
def test_every_command_prints_and_writes_what_it_did(
    tmp_path: Path, run_in: Callable[[Path], Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path)
    keep_steady(monkeypatch)
    record = Recorder(run_in, tmp_path)
    for command in STORY:
        if command.startswith("cd "):
            record.folder /= command.removeprefix("cd ")
            continue
        ran = record(f"textmine {command}", *shlex.split(command))
        assert ran.code == 0, f"{command}: {ran.err}"

    (record.folder / "textmine.toml").write_text(QUICK, encoding="utf-8")
    for command in later_commands():
        record(command, *shlex.split(command)[1:])
    texts = record.texts
    assert not unraised(texts[SCHEMAS]), "Raise the versions of these in present/table.py."
    difference = differences(GOLDEN, texts)
    if difference:
        pytest.fail(difference, pytrace=False)


def test_every_command_in_every_form_has_a_golden_block() -> None:
    run = [*(f"textmine {command}" for command in STORY), *later_commands()]
    words = [tuple(shlex.split(command)[1:]) for command in run]
    missing = []
    for kind in all_commands():
        typed = [word for word in words if word[: len(kind.path)] == kind.path]
        name = " ".join(kind.path)
        if name in LEFT_OUT:
            continue
        if not typed:
            missing.append(name)
        seen = {form_of(word) or kind.default for word in typed}
        missing += [f"{name} -f {form}" for form in kind.forms if form not in seen]
    assert missing == [], "put them into tests/golden_commands.py"


def test_help_is_what_it_was(
    run_in: Callable[[Path], Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_steady(monkeypatch)
    run = run_in(tmp_path)
    texts: dict[str, str] = {}
    for path, _ in tree():
        typed = " ".join((*path, "--help"))
        block = "\n".join([f"$ textmine {typed}", *told(run(*typed.split()), tmp_path)])
        name = f"{path[0] if path else 'textmine'}.txt"
        texts[name] = f"{texts[name]}\n\n{block}" if name in texts else block
    difference = differences(GOLDEN / "help", {name: f"{text}\n" for name, text in texts.items()})
    if difference:
        pytest.fail(difference, pytrace=False)
