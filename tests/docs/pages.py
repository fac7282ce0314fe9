"""The pages of the documentation, and what a reader would type of each.

Blocks that are run, in the order of the page:

- ```console: lines that begin with `$ ` are commands, the lines below show their output;
- ```sh: each line is a command, and one that ends with a backslash goes on in the next line;
- ```python: a script; all scripts of a page share their names.

A ```text block right behind a ```python or ```sh block shows what is printed. Each part of an
output between two `…` has to be printed, however it is spaced.

Comments of a page say how it is run:

- <!-- starts: NAME -->      the page begins in a workspace of starts.py, not in a plain folder;
- <!-- files: A, B -->       files of docs/ that a reader has, beside the tables of the sample;
- <!-- skip: REASON -->      the next block is not run;
- <!-- golden: REASON -->    nor is this one: it takes long; tests/golden has what it prints;
- <!-- exit: 3 -->           the last command of the next block ends with this code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
GENERATED = (DOCS / "reference" / "commands", DOCS / "reference" / "settings.md")
"""Pages that are made when the documentation is built."""
RUN = ("console", "sh", "python")
_COMMENT = re.compile(r"<!-- ?(starts|files|skip|golden|exit): ?([^\n]*?) ?-->")
_FENCE = re.compile(r"( *)(`{3,}|:{3,})([^\n`]*)")


@dataclass(frozen=True)
class Block:
    """A block that is run: where it begins, what it says, and what a block below it shows."""

    kind: str
    line: int
    text: str
    skip: str = ""
    exit: int = 0
    output: str = ""
    golden: str = ""

    @property
    def commands(self) -> list[tuple[str, list[str]]]:
        """The commands of a block, each with the lines of output that are shown below it."""
        found: list[tuple[str, list[str]]] = []
        for line in re.sub(r"\\\n[> ]*", "", self.text).splitlines():
            if self.kind == "sh" and line.strip() and not line.startswith("#"):
                found.append((line, []))
            elif self.kind == "console" and line.startswith("$ "):
                found.append((line[2:], []))
            elif self.kind == "console" and line.strip() not in ("", "…"):
                found[-1][1].append(line)
        if found and self.output:
            found[-1][1].extend(self.output.splitlines())
        return found


@dataclass(frozen=True)
class Page:
    """A page: its text, its blocks, and where a reader of it begins."""

    path: Path
    text: str
    blocks: tuple[Block, ...] = ()
    said: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def starts(self) -> str:
        """The name of what the page begins with."""
        return self.said.get("starts", "files")

    @property
    def files(self) -> list[Path]:
        """Files of docs/ that the page reads."""
        return [DOCS / one.strip() for one in self.said.get("files", "").split(",") if one.strip()]


def read_page(path: Path) -> Page:
    """Read a page. A comment on a block is used up by the next block."""
    text = path.read_text(encoding="utf-8")
    page: dict[str, str] = {}
    waiting: dict[str, str] = {}
    blocks: list[Block] = []
    before = ""
    for line, kind, content in _parts(text):
        comment = _COMMENT.fullmatch(content) if kind == "comment" else None
        if comment:
            (page if comment[1] in ("starts", "files") else waiting)[comment[1]] = comment[2]
        elif kind in RUN:
            code, skip = int(waiting.pop("exit", "0")), waiting.pop("skip", "")
            golden = waiting.pop("golden", "")
            blocks.append(Block(kind, line, content, skip, code, golden=golden))
        elif kind == "text" and before in ("python", "sh"):
            blocks.append(replace(blocks.pop(), output=content))
        before = kind
    return Page(path, text, tuple(blocks), page)


def _parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Return the blocks, the comments and the other lines of a page; prose has no kind."""
    lines = enumerate(text.splitlines(), start=1)
    for number, line in lines:
        fence = _FENCE.match(line)
        if fence:
            inside = []
            for _, within in lines:
                if within.strip() == fence[2]:
                    break
                inside.append(within.removeprefix(fence[1]))
            yield number, fence[3].strip() or "unnamed", "\n".join(inside)
        elif _COMMENT.fullmatch(line.strip()):
            yield number, "comment", line.strip()
        elif line.strip():
            yield number, "", line


def written() -> list[Path]:
    """Return the pages that people wrote, the README first."""
    return [
        README,
        *(
            path
            for path in sorted(DOCS.rglob("*.md"))
            if not any(path.is_relative_to(made) for made in GENERATED)
        ),
    ]


def run_pages() -> list[Page]:
    """Return the pages with blocks that are run."""
    pages = [read_page(path) for path in written()]
    return [page for page in pages if any(not block.skip for block in page.blocks)]
