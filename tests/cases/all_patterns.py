"""Every regular expression of the package, with the methods by which it is used."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import textmine

_ALL = ("finditer", "fullmatch")
"""A search is the first step of finditer, and a match at the start one of its steps."""
_AS = dict.fromkeys(("search", "findall", "sub", "subn", "split"), "finditer")
_METHODS = {"finditer", "match", "fullmatch", *_AS}
_ROOT = Path(textmine.__file__).parent


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and the methods that try it on texts."""

    where: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def all_patterns() -> list[Used]:
    """Return the patterns that modules hold, and those written within their functions."""
    found: dict[tuple[Any, int, tuple[str, ...]], Used] = {}
    for used in (*_held(), *_written()):
        found.setdefault((used.pattern.pattern, used.pattern.flags, used.methods), used)
    return list(found.values())


def _modules() -> Iterator[Any]:
    for about in pkgutil.walk_packages(textmine.__path__, "textmine."):
        if not about.name.endswith(("__main__", "pdf_child")):
            yield importlib.import_module(about.name)


def _held() -> Iterator[Used]:
    uses = _uses()
    for module in _modules():
        for name, value in vars(module).items():
            asked = uses.get(f"{module.__file__}:{name}", _ALL)
            for one in _within(value, set()):
                where = f"{module.__name__}.{name}"
                if isinstance(one, re.Pattern):
                    yield Used(where, one, asked)
                else:
                    yield Used(where, one.__self__, (_AS.get(one.__name__, one.__name__),))


def _within(value: Any, seen: set[int]) -> Iterator[Any]:
    """Yield the patterns in a value, and methods of patterns: in containers and closures too."""
    if id(value) in seen or len(seen) > 50_000:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern) or isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _within(one, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _within(one, seen)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _within(getattr(value, field.name), seen)
    elif hasattr(value, "__code__"):
        for cell in value.__closure__ or ():
            yield from _within(cell.cell_contents, seen)
        yield from _within(value.__defaults__ or (), seen)


def _uses() -> dict[str, tuple[str, ...]]:
    """Return by which methods private names of modules are used, where nothing else is done."""
    asked: dict[str, set[str]] = {}
    for path, tree in _trees().items():
        called = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                name = f"{path}:{node.id}"
                asked.setdefault(name, set()).add(called.get(id(node), "all"))
    found = {}
    for name, how in asked.items():
        methods = how - {"pattern"}
        if methods and methods <= {*_METHODS} and name.rpartition(":")[2].startswith("_"):
            found[name] = tuple(sorted({_AS.get(one, one) for one in methods}))
    return found


def _written() -> Iterator[Used]:
    """Yield the patterns that functions write, as in re.sub(r"...", ...); what varies is a."""
    for path, tree in _trees().items():
        inside = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        for node in (node for one in inside for node in ast.walk(one)):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in {*_METHODS, "compile"}
            ):
                continue
            text = _text(node.args[0])
            if text is None:
                continue
            method = node.func.attr
            methods = _ALL if method == "compile" else (_AS.get(method, method),)
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0
            where = f"{path.relative_to(_ROOT)}:{node.lineno}"
            yield Used(where, re.compile(text, flags), methods)


def _text(node: ast.expr) -> str | bytes | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, (str, bytes)) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [part.value if isinstance(part, ast.Constant) else "a" for part in node.values]
    text = "".join(str(part) for part in parts)
    try:
        re.compile(text)
    except re.error:
        return None
    return text


@cache
def _trees() -> dict[Path, ast.Module]:
    """Return the modules that write a pattern or use one, parsed."""
    texts = {path: path.read_text("utf-8") for path in sorted(_ROOT.rglob("*.py"))}
    return {path: ast.parse(text) for path, text in texts.items() if _USES.search(text)}


_USES = re.compile(rf"\.(?:{'|'.join(_METHODS)}|compile)\(")
