"""Fixtures that every room shares: workspaces, the sample forum, the command line in process."""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import pytest
import sqlalchemy as sa
import typer.main
from hypothesis.internal.conjecture import providers

from tests.chromium import browser  # noqa: F401  (one for all tests of pages)
from tests.once import keep_in, made_once
from tests.postgres import NOT_THERE, Server, in_database, programs, server
from textmine.cli.main import run as run_command
from textmine.coding import CodingRequest, import_codings
from textmine.corpus import About, import_corpus, load_corpus, read_documents
from textmine.nlp import prepare_texts
from textmine.nlp.encoders.encoder import Vectors
from textmine.nlp.encoders.universal import UniversalEncoder
from textmine.report import printed
from textmine.store import Workspace, find_workspace, init_workspace, shipped_folder
from textmine.store.engines import close_all

# Libraries and tests stay until the end: to look for garbage among them takes a tenth of the time.
gc.set_threshold(100_000, 20, 20)

# What tests write need not outlive a power failure: nobody waits for the disk.
os.fsync = lambda descriptor: None


@sa.event.listens_for(sa.Engine, "connect")
def _nor_in_databases(connection: Any, record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        with contextlib.suppress(sqlite3.DatabaseError):  # the file is no database
            connection.execute("PRAGMA synchronous = OFF")


class _Compiled(dict[Any, Any]):
    """Queries in the words of a database, for all files alike: each test has one of its own."""

    def get(self, key: Any, default: Any = None) -> Any:
        """Return a query whatever object of the dialect, the first of a key, compiled it."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_compiled = _Compiled()


@sa.event.listens_for(sa.Engine, "engine_connect")
def _compile_once(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.engine._compiled_cache = _compiled  # type: ignore[assignment]


# Figures for paper are drawn coarsely, but where somebody looks at them (`sharp_figures`).
_DPI, printed._DPI = printed._DPI, 30

# Vectors of texts are known to all workspaces: they depend on nothing but the text.
_encode = UniversalEncoder.encode
_vectors: dict[str, Any] = {}
_MANY = 2_000


def _encode_once(encoder: UniversalEncoder, texts: Sequence[str]) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in _vectors]
    if not texts or len(new) > _MANY:
        return _encode(encoder, texts)
    if new:
        _vectors.update(zip(new, _encode(encoder, new), strict=True))
    return np.stack([_vectors[text] for text in texts])


UniversalEncoder.encode = _encode_once  # type: ignore[method-assign]

# How far a run is depends on the clock: tests compare what is printed.
os.environ.setdefault("TEXTMINE_PROGRESS", "none")

# The same examples on every run, so that a test that fails was broken by the change under test.
# `pytest --hypothesis-profile searching` draws new ones, and more of them.
hypothesis.settings.register_profile("the same", deadline=None, derandomize=True, max_examples=30)
hypothesis.settings.register_profile("searching", deadline=None)
hypothesis.settings.load_profile("the same")


def pytest_configure(config: pytest.Config) -> None:
    """Keep constants of the package out of the examples: which ones are known to Hypothesis hangs
    on the modules that earlier tests loaded, and so on which tests are run.
    """
    keep_in(config)
    if config.getoption("--hypothesis-profile") is None:
        found = providers._local_constants  # none yet: no input was drawn
        providers._get_local_constants = lambda: found


def pytest_collection_finish() -> None:
    """Look no more for garbage among what was loaded to collect the tests."""
    gc.freeze()


FORUM = shipped_folder() / "corpora" / "city-region-forum"
STRATEGIES = shipped_folder() / "corpora" / "strategy-documents"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows that were printed as JSON."""
        rows: list[dict[str, Any]] = json.loads(self.out)["rows"]
        return rows


Run = Callable[..., Ran]

_command_tree = functools.cache(typer.main.get_command)
"""typer builds the whole tree of commands anew at each call; once is enough for the tests."""


@pytest.fixture(autouse=True)
def _no_workspace_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTMINE_WORKSPACE", raising=False)


@contextlib.contextmanager
def sharp_figures() -> Iterator[None]:
    """Draw figures for paper as sharp as people get them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printed, "_DPI", _DPI)
        yield


@pytest.fixture(scope="module")
def encoder_itself() -> Iterator[None]:
    """Let the encoder read texts whose vectors are known, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UniversalEncoder, "encode", _encode)
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests with the mark `databases` with the codings in a file and in a server."""
    mark = metafunc.definition.get_closest_marker("databases")
    if mark is not None and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", mark.args or ("sqlite", "postgres"), indirect=True)


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Server]:
    if programs() is None:
        pytest.skip(NOT_THERE)
    with server("fsync=off", "full_page_writes=off") as running:
        yield running


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of the codings, as it stands in textmine.toml."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield "sqlite:///codings.db"
        return
    made: Server = request.getfixturevalue("_postgres")
    yield made.empty()
    close_all()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test alone, that no other test had: pytest's own looks at all that are there
    to give it a number, which takes long among thousands.
    """
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}_{next(_numbers)}"
    path.mkdir(mode=0o700)
    return path


_numbers = itertools.count()


@pytest.fixture
def workspace(tmp_path: Path, database: str) -> Workspace:
    """An empty workspace."""
    return in_database(init_workspace(tmp_path / "ws"), database)


@pytest.fixture(scope="session")
def _forum_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        space = init_workspace(folder / "forum")
        reading = read_documents(FORUM / "messages.csv")
        import_corpus(space, "forum", reading, About("sample forum", "MIT", synthetic=True))
        prepare_texts(load_corpus(space, "forum").texts, space.settings.nlp, workspace=space)

    return made_once(tmp_path_factory.getbasetemp(), "of-forum", make) / "forum"


@pytest.fixture(scope="session")
def _coded_folder(_forum_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        shutil.copytree(_forum_folder, folder / "coded")
        request = CodingRequest(FORUM / "codings.csv", "forum", "ling-martins-2015")
        import_codings(find_workspace(folder / "coded"), request)

    return made_once(tmp_path_factory.getbasetemp(), "of-coded", make) / "coded"


@pytest.fixture
def forum(_forum_folder: Path, tmp_path: Path) -> Workspace:
    """A workspace with the sample forum as the corpus `forum`."""
    shutil.copytree(_forum_folder, tmp_path / "ws")
    return find_workspace(tmp_path / "ws")


@pytest.fixture
def coded(_coded_folder: Path, tmp_path: Path) -> Workspace:
    """A workspace with the sample forum and its codings."""
    shutil.copytree(_coded_folder, tmp_path / "ws")
    return find_workspace(tmp_path / "ws")


@pytest.fixture
def run_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Path], Run]:
    """Return a function that gives a folder and returns `run` for it."""

    def at(folder: Path) -> Run:
        def run(*arguments: str | Path) -> Ran:
            monkeypatch.chdir(folder)
            monkeypatch.setattr("typer.main.get_command", _command_tree)
            capsys.readouterr()
            code = run_command([str(argument) for argument in arguments])
            captured = capsys.readouterr()
            return Ran(code, captured.out, captured.err)

        return run

    return at


@pytest.fixture
def run(request: pytest.FixtureRequest, run_in: Callable[[Path], Run]) -> Run:
    """Run the command line in the workspace of the test: coded, forum, else an empty one."""
    for name in ("coded", "forum", "workspace"):
        if name in request.fixturenames:
            return run_in(request.getfixturevalue(name).root)
    return run_in(request.getfixturevalue("workspace").root)
