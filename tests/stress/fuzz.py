"""Read thousands of broken files: no traceback, no hang, nothing half-written.

    python -m tests.stress.fuzz 2000

tries that many inputs of each kind (corpora, codings, sheets, codebooks, tables of codes, lists of
decisions, predictions) and ends with a line of JSON: {kind: {read, refused, tracebacks, hangs,
half_written}}. Kinds may be named behind the number and the seed. A failing input is kept in the
folder that is printed. What textmine itself saves is tried by `fuzz_saved`.
"""

from __future__ import annotations

import json
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import openpyxl

from tests.helpers import visible_files
from tests.made import copied, small_root
from tests.stress.breaking import broken
from tests.stress.seeds import corpus_files, table_bytes
from textmine.benchmark.systems import find_system
from textmine.cli.main import run as run_command
from textmine.codebook import find_codebook, new_codebook
from textmine.codebook.files import codebook_toml, read_codebook
from textmine.coding import CodingRequest, import_codings, open_codings
from textmine.coding.sheets.importing import import_sheet
from textmine.coding.starting import dimensions_from_table
from textmine.corpus import import_corpus, load_corpus, read_documents
from textmine.errors import TextmineError
from textmine.privacy import REVIEW_COLUMNS
from textmine.privacy.decisions import load_decisions
from textmine.store import Workspace

SECONDS = 30
"""Processor time from which on an input counts as one that hangs: loading the dictionaries by which
an encoding is guessed takes ten, once."""

Use = Callable[[Path], object]
Kind = tuple[dict[str, bytes], Use]


class _HangError(BaseException):
    pass


@contextmanager
def _clock() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _HangError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def kinds(space: Workspace, folder: Path) -> dict[str, Kind]:
    """Return, by name, honest files of a kind and what reads them."""
    corpus = load_corpus(space, "small")
    codings = open_codings(space).current("small")
    book = find_codebook("small-book", space)
    dimension = book.dimensions[0].id
    ids = [str(one) for one in corpus.column("id")][:6]
    head = ("document", "coder", "dimension", "code")
    rows = [(one, "ann", dimension, book.dimensions[0].codes[0].id) for one in ids]
    wide = [(one, code, code) for one, _, _, code in rows]
    codes = {f"long.{end}": table_bytes(head, rows, end) for end in ("csv", "jsonl", "xlsx")}
    for end in ("csv", "xlsx"):
        codes[f"wide.{end}"] = table_bytes(("document", "ann", "ben"), wide, end)
    guesses = [(one, code) for one, _, _, code in rows]
    said = {
        f"said.{end}": table_bytes(("document", dimension), guesses, end)
        for end in ("csv", "jsonl", "xlsx")
    }
    listed = [(dimension, code.id, code.name) for code in book.dimensions[0].codes]
    ends = ("csv", "tsv", "xlsx", "jsonl")
    tables = {f"t.{end}": table_bytes(("dimension", "code", "name"), listed, end) for end in ends}
    review = [("Ada P1", "person", "2", "no"), ("Ben P2", "person", "1", "yes")]
    sheets = {}
    who, where = ("--coders", "ann,ben"), ("-w", str(space.root))
    run_command(["coding", "sample", "small", "--n", "6", "--include-coded", *who, *where])
    for form in ("xlsx", "csv"):
        out = folder / form
        asked = ["coding", "sheets", "small", "--codebook", "small-book", "--out", str(out)]
        run_command([*asked, "--format", form, *where])
        file = sorted(out.iterdir())[0]
        sheets[file.name] = _filled(file)

    def corpora(path: Path) -> object:
        return import_corpus(space, "fuzzed", read_documents(path), replacing=True)

    def predictions(path: Path) -> object:
        return find_system(f"m={path}", space, corpus, book, codings, ids)

    return {
        "corpora": (corpus_files(), corpora),
        "codings": (
            codes,
            lambda path: import_codings(space, CodingRequest(path, "small", "small-book")),
        ),
        "sheets": (sheets, lambda path: import_sheet(space, path)),
        "codebooks": ({"book.toml": codebook_toml(book).encode()}, read_codebook),
        "tables of codes": (
            tables,
            lambda path: new_codebook("new", list(dimensions_from_table(path))),
        ),
        "decisions": (
            {"review.csv": table_bytes(REVIEW_COLUMNS, _fitting(review), "csv")},
            load_decisions,
        ),
        "predictions": (said, predictions),
    }


def _fitting(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return rows with as many cells as a list of decisions has columns."""
    n = len(REVIEW_COLUMNS)
    return [(*row, *[""] * n)[:n] for row in rows]


def _filled(sheet: Path) -> bytes:
    """Return a sheet in which every document has the code a."""
    if sheet.suffix == ".csv":
        return sheet.read_bytes().replace(b".,,,", b".,a,,")
    book = openpyxl.load_workbook(sheet)
    cells = book.worksheets[0]
    place = next(cell.column for cell in cells[1] if cell.value == "subject")
    for row in range(2, cells.max_row + 1):
        cells.cell(row, place, "a")
    book.save(sheet)
    return sheet.read_bytes()


def fuzz(
    name: str, kind: Kind, space: Workspace, n: int, kept: Path, seed: int = 1
) -> Counter[str]:
    """Try `n` broken inputs of a kind; return how they ended."""
    files, use = kind
    rng = random.Random(f"{name} {seed}")
    ends: Counter[str] = Counter(read=0, refused=0, tracebacks=0, hangs=0, half_written=0)
    before = visible_files(space.root)
    for number in range(n):
        file = rng.choice(sorted(files))
        path = kept / f"{name}-{number}-{file}"
        path.write_bytes(broken(files[file], rng))
        try:
            with _clock():
                use(path)
            end = "read"
        except TextmineError:
            end = "refused"
        except _HangError:
            end = "hangs"
        except Exception:  # noqa: BLE001
            end = "tracebacks"
            path.with_name(f"{path.name}.traceback").write_text(traceback.format_exc(), "utf-8")
        after = visible_files(space.root)
        if end == "read":
            before = after
        elif after != before:
            ends["half_written"] += 1
            before = after
        ends[end] += 1
        if end in ("read", "refused"):
            path.unlink()
    return ends


def run(n: int, kept: Path, seed: int = 1, only: Sequence[str] = ()) -> dict[str, dict[str, int]]:
    """Try `n` inputs of every kind, or `only` of some; leave those that failed in `kept`."""
    with tempfile.TemporaryDirectory() as made:
        space = copied(small_root(Path(made)), Path(made) / "space")
        return {
            name: dict(fuzz(name, kind, space, n, kept, seed))
            for name, kind in kinds(space, Path(made)).items()
            if name in only or not only
        }


def main() -> None:
    """Try as many inputs as the first argument says, and print what came of it."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    found = run(n, kept, seed, sys.argv[3:])
    sys.stdout.write(f"Inputs that failed: {kept}\n{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
