"""Mutate what is saved (manifests, models, keys, codebooks, corpora, the history); open it again.

    python -m tests.stress.fuzz_saved --inputs 2000

tries that many inputs of each kind. Every input must be read, or refused in a sentence, within
`_SECONDS`; it must leave no half-written file. The last line is JSON with the counts by kind.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from tests.made import copied, small_root
from textmine.classify.drift.drift_profile import read_profile
from textmine.classify.out_of_fold import read_held_out
from textmine.classify.scoring.score_table import read_scores, read_speaking
from textmine.classify.trained.model import load_model
from textmine.codebook import find_codebook
from textmine.coding import open_codings, open_draws
from textmine.coding.changes_to_turn import change_to_take_back
from textmine.coding.taking_back import change_to_turn
from textmine.corpus import load_corpus
from textmine.errors import TextmineError
from textmine.privacy import open_key
from textmine.store import Workspace, find_workspace, sha256_of_file
from textmine.store.hashing import sha256_of_json
from textmine.store.manifest import open_manifest
from textmine.store.opened import SEAL
from textmine.topics.model import load_topic_model
from textmine.topics.naming.themes import load_themes

_SECONDS = 20
_WILD: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 10**30, "", "x", "../../x", "/etc/passwd", "\x1b[31m", "\0"),
    *([], {}, [[]], {"": None}, [None], ["x"] * 3, float("nan"), 99, "1"),
)


KINDS: dict[str, tuple[str, ...]] = {
    "manifests": ("*/manifest.json", "*/corpus.toml", "*/change.json"),
    "corpora": ("corpora/*",),
    "classifiers": ("models/m/*",),
    "topics": ("models/t/*",),
    "keys": ("keys/*",),
    "codebooks": ("codebooks/*",),
    "history": (".history/*",),
    "codings": ("codings.db",),
    "settings": ("textmine.toml",),
}
"""The files of a workspace that are mutated, by kind."""


@dataclass
class Counts:
    """What became of the inputs."""

    inputs: int = 0
    tracebacks: int = 0
    hangs: int = 0
    half_written: int = 0
    refused: int = 0
    said: list[str] = field(default_factory=list)


class HangError(Exception):
    """An input took too long."""


def main() -> int:
    """Run as many inputs as were asked for; end with 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=16)
    asked = parser.parse_args()
    told, wrong = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        space = made(Path(folder))
        for kind, forms in KINDS.items():
            counts = fuzz(space, forms, asked.inputs, asked.seed)
            for one in counts.said[:20]:
                sys.stderr.write(f"{kind}: {one}\n")
            told[kind] = {name: value for name, value in vars(counts).items() if name != "said"}
            wrong += counts.tracebacks + counts.hangs + counts.half_written
    sys.stdout.write(json.dumps(told) + "\n")
    return int(bool(wrong))


def fuzz(space: Workspace, forms: Sequence[str], n: int, seed: int) -> Counts:
    """Mutate one file of a workspace at a time, open all that could be made of it, and count."""
    files = sorted(
        path
        for path in space.root.rglob("*")
        if path.is_file()
        and any(fnmatch(path.relative_to(space.root).as_posix(), form) for form in forms)
        and path.name not in ("README.md", ".gitignore")
    )
    chance, counts = random.Random(seed), Counts()
    for place in range(n):
        path = files[place % len(files)]
        before = path.read_bytes()
        kept = _kept_manifest(path)
        _mutate(path, before, chance)
        forged = kept is not None and chance.random() < 0.5
        if forged:
            _forge(path, kept)
        there = _files(space.root)
        _open(space, path, counts)
        if _files(space.root) != there:
            counts.half_written += 1
            counts.said.append(f"left files behind: {path.relative_to(space.root)}")
        path.write_bytes(before)
        if forged and kept is not None:
            kept[0].write_bytes(kept[1])
    return counts


def made(folder: Path) -> Workspace:
    """Make a workspace that holds a file of every kind."""
    from textmine.cli.main import run

    space = copied(small_root(folder / "base"), folder / "fuzz")
    with contextlib.chdir(space.root), contextlib.redirect_stderr(io.StringIO()):
        for line in (
            "train small --name m --coder ann",
            "topics fit small --topics 3 --name t",
            "topics name t T01 Name",
            "corpus pseudonymise small --name safe --rules-only",
            "coding sample small --n 6 --coders ann,ben --include-coded",
            "corpus import ../base/of-small/small.csv --name town",
            "corpus duplicates town",
            "corpus remove town",
        ):
            with contextlib.redirect_stdout(io.StringIO()):
                code = run(line.split())
            if code:
                raise SystemExit(f"{line}: {code}")
    return space


def _files(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if ".textmine" not in path.parts}


def _kept_manifest(path: Path) -> tuple[Path, bytes] | None:
    """Return the manifest above a file, with what stands in it."""
    for name in ("manifest.json", "corpus.toml", "change.json"):
        found = next((one / name for one in path.parents if (one / name).is_file()), None)
        if found is not None:
            return found, found.read_bytes()
    return None


def _forge(path: Path, kept: tuple[Path, bytes] | None) -> None:
    """Let the manifest list the mutated file as if it had been saved so, with a seal that fits."""
    if kept is None:
        return
    manifest = kept[0]
    if manifest.name == "corpus.toml":
        text = re.sub(r"(?m)^seal = .*\n", "", manifest.read_text("utf-8", "replace"))
        old = re.search(r'parquet" = "([0-9a-f]{64})"', text)
        if old is not None and path.name == "documents.parquet":
            text = text.replace(old[1], sha256_of_file(path))
        manifest.write_text(text, encoding="utf-8")
        return
    with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        content = json.loads(manifest.read_bytes())
        if path != manifest:
            content["files"][path.relative_to(manifest.parent).as_posix()] = sha256_of_file(path)
        content.pop(SEAL, None)
        content[SEAL] = sha256_of_json(json.loads(json.dumps(content)))
        manifest.write_text(json.dumps(content), encoding="utf-8")


def _mutate(path: Path, before: bytes, chance: random.Random) -> None:
    text_like = path.suffix in (".json", ".toml", ".csv", ".txt")
    ways: list[Callable[[bytes, random.Random], bytes]] = [_cut, _flip, _repeat, _wild_bytes]
    if text_like:
        ways += [_wild_value, _wild_value, _drop_line, _swap_words]
    if path.suffix == ".json":
        ways += [_wild_json] * 6
    path.write_bytes(chance.choice(ways)(before, chance))


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(chance.choice([1, 1, 3, 20])):
        changed[chance.randrange(len(changed))] ^= chance.randrange(1, 256)
    return bytes(changed)


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start : start + 200] * chance.choice([2, 50]) + data[start:]


def _wild_bytes(data: bytes, chance: random.Random) -> bytes:
    return chance.choice([b"", b"\0", b"\xff\xfe", b"[" * 20_000, b"PK\x03\x04", b"PAR1", b"{}"])


def _drop_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _swap_words(data: bytes, chance: random.Random) -> bytes:
    words = re.findall(rb"\w+|\W+", data)
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b"".join(words)


def _wild_value(data: bytes, chance: random.Random) -> bytes:
    """Put something else in the place of a quoted text or a number."""
    found = list(re.finditer(rb'"[^"\n]*"|-?\d+(\.\d+)?|true|false', data))
    if not found:
        return b"x"
    one = chance.choice(found)
    value = json.dumps(chance.choice(_WILD)).encode()
    return data[: one.start()] + value + data[one.end() :]


def _wild_json(data: bytes, chance: random.Random) -> bytes:
    """Drop, replace or add a key somewhere in JSON."""
    content = json.loads(data)
    here = content
    for _ in range(chance.randrange(6)):
        inner = [one for one in (here.values() if isinstance(here, dict) else here) if one]
        inner = [one for one in inner if isinstance(one, (dict, list))]
        if not inner:
            break
        here = chance.choice(inner)
    keys = list(here) if isinstance(here, dict) else list(range(len(here)))
    if not keys:
        return data
    key = chance.choice(keys)
    if chance.random() < 0.3:
        del here[key]
    else:
        here[key] = chance.choice(_WILD)
    return json.dumps(content).encode()


def _open(space: Workspace, path: Path, counts: Counts) -> None:
    where = path.relative_to(space.root)
    counts.inputs += 1
    try:
        with _limited():
            _opener(space, where.parts[0], "".join(where.parts[1:2]))()
    except TextmineError:
        counts.refused += 1
    except HangError:
        counts.hangs += 1
        counts.said.append(f"hangs: {where}")
    except Exception:  # noqa: BLE001  # whatever escapes is what is looked for
        counts.tracebacks += 1
        counts.said.append(f"{where}\n{traceback.format_exc()}")


def _opener(space: Workspace, room: str, name: str) -> Callable[[], object]:
    """Return what opens a file as commands do, by the room or the file where it lies."""
    if room == ".history":
        return lambda: (change_to_take_back(space), change_to_turn(space, int(name), back=True))
    if room == "codings.db":
        return lambda: _open_database(space)
    if room == "textmine.toml":
        return lambda: find_workspace(space.root)
    if room == "corpora":
        return lambda: (load_corpus(space, name).texts, open_codings(space).current(name))
    if room == "keys":
        return lambda: open_key(space.root / room / name)
    if room == "codebooks":
        return lambda: find_codebook(Path(name).stem, space)
    if name == "t":
        return lambda: (load_topic_model(space, name), load_themes(space.folder(room, name)))
    return lambda: _open_classifier(space, name)


def _open_database(space: Workspace) -> None:
    store = open_codings(space)
    for corpus in store.corpora():
        store.rounds_and_set_aside(corpus), store.history(corpus)
    open_draws(space).all("small")


def _open_classifier(space: Workspace, name: str) -> None:
    folder = space.folder("models", name)
    open_manifest(folder)
    model = load_model(space, name)
    read_profile(folder), read_scores(folder), read_speaking(folder)
    for part in model.dimensions:
        read_held_out(folder, part.dimension, part.labels)


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise HangError

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


if __name__ == "__main__":
    sys.exit(main())
