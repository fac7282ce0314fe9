"""Where two files, or two manifests, differ first."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from textmine.lazily import np
from textmine.store import MANIFEST, Manifest
from textmine.store.opened import DAMAGE

_SHOWN = 60
_TEXT = frozenset({".csv", ".txt", ".toml", ".json", ".md", ".html", ".svg", ".jsonl"})
_LEFT_OUT = frozenset({"format", "textmine", "versions", "files"})
"""Keys of a manifest that are compared otherwise."""


@dataclass(frozen=True)
class Difference:
    """A file that a repetition did not make as it was, and where they differ first."""

    file: str
    where: str


def differences(then: Manifest, folder: Path, now: Manifest, again: Path) -> list[Difference]:
    """Return what differs between a run in `folder` and its repetition in the folder `again`.

    Files count by the hashes in the manifests. What an earlier textmine did not write down is not
    compared.
    """
    differing = [Difference(MANIFEST, where) for where in _of_manifests(then, now)]
    for name in sorted({*then.files, *now.files}):
        if then.files.get(name) == now.files.get(name):
            continue
        if name not in now.files:
            differing.append(Difference(name, "it is not made any more"))
        elif name not in then.files:
            differing.append(Difference(name, "it was not made then"))
        else:
            differing.append(Difference(name, first_difference(folder / name, again / name)))
    return differing


def _of_manifests(then: Manifest, now: Manifest) -> Iterator[str]:
    """Yield the first place in which each part of two manifests differs."""
    older = then.format < now.format
    for key, before in then.model_dump().items():
        if key in _LEFT_OUT or (older and key == "parents"):
            continue
        after = getattr(now, key)
        if older and isinstance(before, Mapping):
            after = {name: after[name] for name in before if name in after}
        where = _first_key(before, after, key)
        if where:
            yield where


def _first_key(before: Any, after: Any, at: str) -> str:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}, key=str):
            if key not in after or key not in before:
                return f"{at}.{key} is {'gone' if key in before else 'new'}"
            difference = _first_key(before[key], after[key], f"{at}.{key}")
            if difference:
                return difference
        return ""
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        for index, (old, new) in enumerate(zip_longest(before, after)):
            difference = _first_key(old, new, f"{at}[{index}]")
            if difference:
                return difference
        return ""
    return "" if before == after else f"{at}: {_short(before)} then, {_short(after)} now"


def first_difference(then: Path, now: Path) -> str:
    """Say where two files differ first: in which line, cell, member of a zip, or byte."""
    try:
        if then.suffix == ".npy":
            return _in_arrays(then, now)
        if zipfile.is_zipfile(then) and zipfile.is_zipfile(now):
            return _in_zips(then, now)
        old_bytes, new_bytes = then.read_bytes(), now.read_bytes()
    except DAMAGE:
        return "the content"
    return (
        _in_lines(old_bytes, new_bytes) if then.suffix in _TEXT else _in_bytes(old_bytes, new_bytes)
    )


def _in_lines(old: bytes, new: bytes) -> str:
    lines = zip_longest(*(content.decode(errors="replace").split("\n") for content in (old, new)))
    for number, (before, after) in enumerate(lines, start=1):
        if before != after:
            if before is None or after is None:
                return f"line {number}: {'more' if before is None else 'fewer'} lines now"
            index = next(
                (n for n, pair in enumerate(zip_longest(before, after)) if pair[0] != pair[1]), 0
            )
            begin = max(index - 20, 0)
            cut = (line_text[begin : begin + _SHOWN] for line_text in (before, after))
            excerpts = " then, ".join(f"“{excerpt}”" for excerpt in cut)
            return f"line {number}: {excerpts} now"
    return _in_bytes(old, new)


def _in_bytes(old: bytes, new: bytes) -> str:
    pairs = enumerate(zip(old, new, strict=False))
    offset = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
    return f"byte {offset:,} of {len(old):,}"


def _in_zips(then: Path, now: Path) -> str:
    with zipfile.ZipFile(then) as before, zipfile.ZipFile(now) as after:
        names = [*before.namelist(), *(n for n in after.namelist() if n not in before.namelist())]
        for name in names:
            if name not in after.namelist() or name not in before.namelist():
                return f"{name} in it is {'gone' if name in before.namelist() else 'new'}"
            old_bytes, new_bytes = before.read(name), after.read(name)
            if old_bytes != new_bytes:
                return f"{name} in it, {_in_bytes(old_bytes, new_bytes)}"
    return "how it is packed"


def _in_arrays(then: Path, now: Path) -> str:
    old, new = (np.load(path, allow_pickle=False) for path in (then, now))
    if old.shape != new.shape:
        return f"its shape: {old.shape} then, {new.shape} now"
    apart = old != new
    if not apart.any():
        return f"its type: {old.dtype} then, {new.dtype} now"
    index = tuple(int(axis) for axis in np.argwhere(apart)[0])
    largest = ""
    if np.issubdtype(old.dtype, np.number):
        largest = f", by {float(np.abs(old.astype(float) - new.astype(float)).max()):.2g} at most"
    return f"{int(apart.sum()):,} of {old.size:,} numbers{largest}, the first at {index}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
