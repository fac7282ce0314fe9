"""What differs between two codebooks, code by code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from textmine.codebook.codebook import Change, Code, Codebook, Dimension

Kind = Literal[
    "added", "removed", "renamed", "redefined", "moved", "retired", "given again", "changed"
]


@dataclass(frozen=True)
class Difference:
    """One difference; `dimension` or `code` is "" where it concerns the whole above it."""

    kind: Kind
    dimension: str
    code: str
    detail: str = ""


def diff_codebooks(a: Codebook, b: Codebook) -> list[Difference]:
    """Return what is different in `b`, seen from `a`.

    A code whose id changed counts as renamed when `b` (or, for a step back, `a`) recorded that;
    otherwise one code was removed and another added.
    """
    differences = list(_fields(a, b, ("name", "title", "unit", "citation"), "", ""))
    for dimension in a.dimensions:
        other = next((d for d in b.dimensions if d.id == dimension.id), None)
        if other is None:
            differences.append(
                Difference("removed", dimension.id, "", f"dimension '{dimension.name}'")
            )
        else:
            differences += _of_dimension(dimension, other, _since(a, b, dimension.id))
    known = {dimension.id for dimension in a.dimensions}
    differences += [
        Difference("added", dimension.id, "", f"dimension '{dimension.name}'")
        for dimension in b.dimensions
        if dimension.id not in known
    ]
    for part in ("attributes", "rules"):
        differences += _listed(part, getattr(a, part), getattr(b, part))
    if a.product != b.product:
        differences.append(Difference("changed", "", "", "product"))
    return differences


@dataclass(frozen=True)
class _Since:
    """The recorded changes of one dimension between two versions, and the renamings in them."""

    renamed: Mapping[str, str]
    changes: tuple[Change, ...]

    def why_retired(self, code: str) -> str:
        for change in self.changes:
            if code in change.codes and change.action in {"merge", "split", "retire"}:
                into = f" into {', '.join(change.into)}" if change.into else ""
                return f"{change.action}{into}: {change.reason}"
        return ""


def _since(a: Codebook, b: Codebook, dimension: str) -> _Since:
    if a.name != b.name:
        return _Since({}, ())
    older, newer = (a, b) if a.version <= b.version else (b, a)
    changes = tuple(
        change
        for change in newer.changes
        if change.version > older.version and change.dimension == dimension
    )
    renamed: dict[str, str] = {}
    for change in changes:
        if change.action == "rename":
            first = next((k for k, v in renamed.items() if v == change.codes[0]), change.codes[0])
            renamed[first] = change.into[0]
    if newer is a:
        renamed = {new: old for old, new in renamed.items()}
    return _Since(renamed, changes)


def _of_dimension(a: Dimension, b: Dimension, since: _Since) -> Iterator[Difference]:
    keys = ("name", "question", "labels", "scale", "roles", "derived_from", "derive")
    yield from _fields(a, b, keys, a.id, "")
    after = {code.id: code for code in b.codes}
    pairs = {code.id: since.renamed.get(code.id, code.id) for code in a.codes}
    for code in a.codes:
        other = after.get(pairs[code.id])
        if other is None:
            yield Difference("removed", a.id, code.id, code.name)
        else:
            yield from _of_code(a.id, code, other, pairs, since)
    former = set(pairs.values())
    for code in b.codes:
        if code.id not in former:
            yield Difference("added", a.id, code.id, code.name)
    before = [pairs[code.id] for code in a.codes if pairs[code.id] in after]
    now = [code.id for code in b.codes if code.id in set(before)]
    if before != now:
        yield Difference("moved", a.id, "", f"order: {', '.join(now)}")


def _of_code(
    dimension: str, a: Code, b: Code, pairs: Mapping[str, str], since: _Since
) -> Iterator[Difference]:
    if a.id != b.id:
        yield Difference("renamed", dimension, a.id, f"now '{b.id}'")
    if a.name != b.name:
        yield Difference("renamed", dimension, b.id, _step("name", a.name, b.name))
    for key in ("definition", "include", "exclude", "examples"):
        if getattr(a, key) != getattr(b, key):
            detail = _step(key, getattr(a, key), getattr(b, key))
            yield Difference("redefined", dimension, b.id, detail)
    if pairs.get(a.parent, a.parent) != b.parent:
        yield Difference("moved", dimension, b.id, _step("parent", a.parent, b.parent))
    if a.stage != b.stage:
        yield Difference("moved", dimension, b.id, _step("stage", a.stage, b.stage))
    if a.codable != b.codable:
        detail = "now a code" if b.codable else "now a heading"
        yield Difference("changed", dimension, b.id, detail)
    if a.retired != b.retired:
        kind: Kind = "retired" if b.retired else "given again"
        yield Difference(kind, dimension, b.id, since.why_retired(b.id) if b.retired else "")


def _fields(
    a: Any, b: Any, keys: tuple[str, ...], dimension: str, code: str
) -> Iterator[Difference]:
    for key in keys:
        if getattr(a, key) != getattr(b, key):
            detail = _step(key, getattr(a, key), getattr(b, key))
            yield Difference("changed", dimension, code, detail)


def _listed(part: str, a: tuple[Any, ...], b: tuple[Any, ...]) -> Iterator[Difference]:
    """Compare parts that have no name that lasts: what stands in one list and not in the other."""
    kinds: tuple[tuple[Kind, Any, Any], ...] = (("removed", a, b), ("added", b, a))
    for kind, here, there in kinds:
        for item in here:
            if item not in there:
                label = getattr(item, "reason", None) or getattr(item, "id", "")
                yield Difference(kind, "", "", f"{part.removesuffix('s')}: {label}")


def _step(key: str, old: Any, new: Any) -> str:
    return f"{key}: {_shown(old)} -> {_shown(new)}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " / ".join(value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} -> {follows}" for key, follows in value.items()) or "nothing"
    return f"'{value}'" if value else "nothing"
