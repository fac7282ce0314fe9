"""What only a process of its own can show: a kill in the middle, and what is imported."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.helpers import LONG, visible_files, write_csv
from textmine.corpus import load_corpus
from textmine.store import find_workspace

WAITING = """
import sys
import textmine.corpus
from textmine.cli.main import run
def wait(*given, **more):
    print("all is read", flush=True)
    sys.stdin.read()
textmine.corpus.import_corpus = wait
run(sys.argv[1:])
"""
"""An import that waits when all is read and nothing is written."""
WORDS = "corpus import big.csv --name forum --replace".split()
HEAVY = ("spacy", "gensim", "sklearn", "pandas", "pyarrow", "sqlalchemy", "skops")
IMPORTED = """
import sys
from textmine.cli.main import run
code = run(sys.argv[1:])
print(code, *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def _import(root):
    command = [sys.executable, "-m", "textmine", *WORDS]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _waiting_import(root):
    command = [sys.executable, "-c", WAITING, *WORDS]
    return subprocess.Popen(
        command,
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_kill_in_the_middle_of_an_import_changes_nothing(forum):
    rows = ([str(n), f"{LONG} {n}", str(n // 9)] for n in range(30_000))
    write_csv(forum.root / "big.csv", ["id", "text", "thread"], rows)
    before = visible_files(forum.root)
    with _waiting_import(forum.root) as process:
        assert process.stdout.readline() == "all is read\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert visible_files(forum.root) == before

    process = _import(forum.root)
    while process.poll() is None and not list(forum.root.glob(".textmine/pending/*/*")):
        time.sleep(0.001)
    process.kill()
    process.wait()
    find_workspace(forum.root)
    after_the_kill = visible_files(forum.root)

    assert _import(forum.root).wait() == 0
    assert len(load_corpus(forum, "forum")) == 30_000
    assert after_the_kill in (before, visible_files(forum.root))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (("--help",), HEAVY),
        (("corpus", "import", "--help"), HEAVY),
        (("agreement", "--help"), HEAVY),
        (("codebook", "list"), ("spacy", "gensim", "sklearn", "skops")),
    ],
)
def test_heavy_modules_are_not_imported(tmp_path, command, absent):
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0"
    assert "textmine" in modules
    assert not set(absent) & set(modules)
