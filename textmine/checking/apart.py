"""Look a large corpus over in a process of its own, while something else is done with it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from textmine.checking.check import CorpusCheck, check_corpus
from textmine.checking.finding import Job, as_finding
from textmine.checking.kept import is_kept
from textmine.config import Settings
from textmine.corpus import Corpus
from textmine.corpus.taking import open_taking, taking_from
from textmine.store import Workspace

MANY = 2_000
"""Documents from which on another process is begun: it takes three seconds to be ready."""


@contextmanager
def checked_apart(workspace: Workspace, corpus: Corpus) -> Iterator[Callable[[], CorpusCheck]]:
    """Begin to check a corpus, and yield what waits for the result, which is `check_corpus`'s.

    A small corpus, a part of one, one that was checked before and one that the other process fails
    on are checked when the result is asked for. The process ends with the block.
    """
    process = None
    known = is_kept(workspace, taking_from(corpus), workspace.settings.nlp, "personal")
    if len(corpus) >= MANY and not corpus.where and not known:
        process = _begun(workspace, corpus.name)

    def wait() -> CorpusCheck:
        output = process.communicate()[0] if process is not None else ""
        if process is None or process.returncode:
            return check_corpus(workspace, corpus)
        return _read(output)

    try:
        yield wait
    finally:
        if process is not None:
            process.kill()
            with process:
                pass  # closes what it wrote into, and waits for it


def _begun(workspace: Workspace, name: str) -> subprocess.Popen[str] | None:
    """Begin a process that checks a corpus; return None where none can be begun."""
    settings = workspace.settings.model_dump_json()
    command = [sys.executable, "-m", __name__, str(workspace.root), name, settings]
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
    except OSError:
        return None


def _read(output: str) -> CorpusCheck:
    content = json.loads(output)
    findings = map(as_finding, content.pop("findings"))
    jobs = (Job(**job) for job in content.pop("jobs"))
    return CorpusCheck(**content, findings=tuple(findings), jobs=tuple(jobs))


def _check(root: str, name: str, settings: str) -> str:
    """Return the check of a corpus as JSON."""
    workspace = Workspace(Path(root), Settings.model_validate_json(settings))
    return json.dumps(asdict(check_corpus(workspace, open_taking(workspace, name))))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(_check(*sys.argv[1:]))
