"""Every command and script of every page is run, and prints what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.docs.pages import Block, Page, run_pages
from tests.docs.starts import SPACE, begin
from tests.goldens import GOLDEN, keep_steady

SHELL = ("cat", "cp", "head", "ls", "mkdir", "mv")
"""Programs beside textmine that a page may call."""


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def unprinted(shown: list[str], printed: str) -> list[str]:
    """Return the parts that are shown and are not printed."""
    everything = squeezed(printed)
    parts = [squeezed(part) for line in shown for part in line.split("…")]
    return [part for part in parts if part not in everything]


def golden_text(command: str) -> str:
    """Return what a command printed when the golden files were written."""
    kept = (GOLDEN / f"{command.split()[1]}.txt").read_text(encoding="utf-8")
    _, found, rest = kept.partition(f"$ {command}\n")
    assert found, f"tests/golden_story.py does not have: {command}"
    printed = rest.partition("\n$ textmine ")[0]
    return re.sub(r"^! ", "", printed, flags=re.MULTILINE)


class Reader:
    """Who types what a page says: the folder they are in, and the names of their scripts."""

    def __init__(
        self, page: Page, folder: Path, run_in: Callable[[Path], Run], printed: dict[str, str]
    ) -> None:
        self.page, self.folder, self.run_in = page, folder, run_in
        self.printed = printed
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.wrong: list[str] = []

    def follow(self, block: Block, patch: pytest.MonkeyPatch) -> None:
        """Run a block; note what it does not print."""
        if block.kind == "python":
            patch.chdir(self.folder)
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                # Lines of errors are those of the page.
                code = "\n" * block.line + block.text
                exec(compile(code, str(self.page.path), "exec"), self.names)
            self._note(block, "", block.output.splitlines(), printed.getvalue())
            return
        commands = block.commands
        if block.golden:
            for command, shown in commands:
                self._note(block, command, shown, golden_text(command))
            return
        for place, (command, shown) in enumerate(commands):
            code, printed = self._type(command)
            wanted = block.exit if place == len(commands) - 1 else 0
            assert code == wanted, f"{self.page.name}, line {block.line}: {command}: {printed}"
            self._note(block, command, shown, printed)

    def _note(self, block: Block, command: str, shown: list[str], printed: str) -> None:
        where = f"{self.page.name}, block of line {block.line}: {command}"
        self.wrong += [f"{where}: {part}" for part in unprinted(shown, printed)]

    def _type(self, command: str) -> tuple[int, str]:
        if command in self.printed:
            return 0, self.printed.pop(command)
        program, *arguments = shlex.split(command)
        if program == "cd":
            begun = self.page.starts != "files" and self.folder.name == SPACE
            if not (begun and arguments == [SPACE]):
                self.folder = (self.folder / arguments[0]).resolve()
            return 0, ""
        if program in SHELL:
            done = subprocess.run(
                [program, *arguments], cwd=self.folder, capture_output=True, text=True, check=False
            )
            return done.returncode, done.stdout + done.stderr
        assert program == "textmine", f"Put <!-- skip: REASON --> before '{command}'."
        ran = self.run_in(self.folder)(*arguments)
        return ran.code, ran.out + "\n" + ran.err


@pytest.mark.slow
@pytest.mark.parametrize("page", run_pages(), ids=lambda page: page.name)
def test_a_page_prints_what_it_shows(
    page: Page,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    run_in: Callable[[Path], Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep_steady(monkeypatch)
    folder, printed = begin(page.starts, tmp_path / "reader", tmp_path_factory, run_in)
    for path in page.files:
        to = tmp_path / "reader" / path.name
        shutil.copytree(path, to) if path.is_dir() else shutil.copy(path, to)
    reader = Reader(page, folder, run_in, printed)
    for block in page.blocks:
        if not block.skip:
            reader.follow(block, monkeypatch)
    assert reader.wrong == [], "The page shows what is not printed."
