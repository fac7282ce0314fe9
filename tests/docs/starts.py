"""What pages begin with: an empty folder with tables, or a workspace that is made once a session.

`files` is a folder with the tables of the sample: messages.csv, codes.csv, new-messages.csv,
people.csv and the others of `write_tables`. The others are a workspace `consultation` beside them:

- `corpus`: messages.csv as the corpus `forum`;
- `forum`: also codes.csv as its codings;
- `trained`: also the model `forum-model`, and new-messages.csv as the corpus `new`;
- `demo`: also six topics, `forum-topics`.

What the commands of a start printed is kept: a page that begins with it and shows one of them does
not run it again, so that a model is trained once for all pages. Such a page may show all the road,
from `textmine init consultation` and `cd consultation` on.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.golden_commands import write_tables
from tests.once import made_once

SPACE = "consultation"
_PRINTED = "printed.json"


@dataclass(frozen=True)
class Start:
    """What a start adds to another one: commands, run in the workspace."""

    after: str
    commands: tuple[str, ...]


STARTS = {
    "files": Start("", ()),
    "corpus": Start("files", ("corpus import ../messages.csv --name forum",)),
    "forum": Start(
        "corpus", ("coding import ../codes.csv --corpus forum --codebook ling-martins-2015",)
    ),
    "trained": Start(
        "forum",
        ("prepare forum", "train forum", "corpus import ../new-messages.csv --name new"),
    ),
    "demo": Start("trained", ("topics fit forum --topics 6",)),
}


def begin(
    name: str, folder: Path, factory: pytest.TempPathFactory, run_in: Callable[[Path], Run]
) -> tuple[Path, dict[str, str]]:
    """Copy a start into a folder.

    Return the folder in which a reader types, and what each command of the start has printed.
    """
    shutil.copytree(_made(name, factory, run_in), folder, dirs_exist_ok=True)
    printed = _printed(folder)
    (folder / _PRINTED).unlink(missing_ok=True)
    return (folder if name == "files" else folder / SPACE), printed


def _printed(folder: Path) -> dict[str, str]:
    path = folder / _PRINTED
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def _made(name: str, factory: pytest.TempPathFactory, run_in: Callable[[Path], Run]) -> Path:
    def make(folder: Path) -> None:
        _make(STARTS[name], folder, factory, run_in)

    return made_once(factory.getbasetemp(), f"of-docs-{name}", make)


def _make(
    start: Start, folder: Path, factory: pytest.TempPathFactory, run_in: Callable[[Path], Run]
) -> None:
    if not start.after:
        write_tables(folder)
        return
    shutil.copytree(_made(start.after, factory, run_in), folder, dirs_exist_ok=True)
    printed = _printed(folder)
    for command in (*([] if printed else [f"init {SPACE}"]), *start.commands):
        inside = folder / SPACE if printed else folder
        ran = run_in(inside)(*shlex.split(command))
        assert ran.code == 0, f"{command}: {ran.err}"
        printed[f"textmine {command}"] = f"{ran.out}\n{ran.err}"
    (folder / _PRINTED).write_text(json.dumps(printed), encoding="utf-8")
