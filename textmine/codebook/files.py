"""Codebooks as TOML files: the built-in ones, and those of a workspace, which come first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from textmine.codebook.codebook import FORMAT, Codebook
from textmine.config.toml_text import read_toml
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.store import Workspace
from textmine.store.whole import prepared_files

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 100

_BUILTIN = Path(__file__).with_name("builtin")

HELP = """\
# A codebook of textmine. Edit it with any text editor; 'textmine codebook check NAME' tells what is
# wrong. Once documents are coded, change its codes with 'textmine codebook change', which keeps the
# version before and says what has to be looked at again (only these comments at the top stay).
#
# Of a code:       definition, include, exclude = "..."; examples = ["...", "..."]
#                  parent = "CODE"      grouped under another code of the dimension
#                  stage = "open"       or "axial", "selective"
#                  codable = false      a heading, which no document is coded with
# Of a dimension:  question = "..."     what the coder asks of every unit
#                  labels = "multi"     none, one or several codes a unit, instead of exactly one
#                  scale = "ordinal"    the codes stand in their order
#                  roles = ["sender", "recipient"]    what a code may carry
#                  derived_from = "DIMENSION" and derive = a table of CODE THERE = "CODE HERE"
# Of the whole:    unit, title, citation = "..."
#                  [product]            two single-label dimensions crossed: name, rows, columns
#                  [[attributes]]       a property of the document: id, name, column, values
#                  [[rules]]            reason = "...", where = { ATTRIBUTE = ["..."] },
#                                       when, only, never = { DIMENSION = ["CODE"] }
#
# 'textmine codebook show rozkwitalska-lis-2022 --format toml' shows most of it in use.

"""


@dataclass(frozen=True)
class Listed:
    """A codebook that can be used, and where its file lies."""

    codebook: Codebook
    path: Path
    builtin: bool


def find_codebook(name: str, workspace: Workspace | None = None) -> Codebook:
    """Load a codebook by name, by NAME@VERSION or by the path of a TOML file.

    Raises NotFoundError when there is none, InputError when its file is not valid.
    """
    if name.endswith(".toml"):
        return read_codebook(Path(name))
    if "@" in name:
        return _find_version(name, workspace)
    return _read_as(codebook_path(name, workspace), name)


def list_codebooks(workspace: Workspace | None = None) -> list[Listed]:
    """List the codebooks that can be named, sorted."""
    return [
        Listed(read_codebook(path), path, path.parent == _BUILTIN)
        for _, path in sorted(_paths(workspace).items())
    ]


def codebook_path(name: str, workspace: Workspace | None = None) -> Path:
    """Return where the file of a named codebook lies; raise NotFoundError."""
    paths = _paths(workspace)
    if name not in paths:
        near = did_you_mean(name, paths)
        makes = f" 'textmine codebook new {name} --from-table FILE' makes it of a table of codes."
        hint = near if near.startswith("Did you mean") else near + makes
        raise NotFoundError(f"There is no codebook '{name}'.", hint=hint)
    return paths[name]


def versions_folder(workspace: Workspace, name: str) -> Path:
    """Return the folder that holds the former versions of a codebook, each as N.toml."""
    return workspace.root / "codebooks" / "versions" / name


def read_codebook(path: Path) -> Codebook:
    """Read a codebook file; raise InputError that names the line or the key that is wrong.

    Those that come with textmine stay as they are, and are read once in a process.
    """
    return _read_once(path) if path.parent == _BUILTIN else _read(path)


@cache
def _read_once(path: Path) -> Codebook:
    return _read(path)


def _read(path: Path) -> Codebook:
    if not path.is_file():
        raise NotFoundError(f"There is no codebook file {path}.", hint="Check the name.")
    content, _ = read_toml(path, "Correct it.")
    _refuse_newer(content, path)
    try:
        return Codebook.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the codebook"
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"{path} is not a valid codebook: {key}: {message}.",
            hint="See 'textmine codebook show ling-martins-2015 --format toml' for a valid one.",
        ) from error


def save_codebook(workspace: Workspace, codebook: Codebook, head: str = HELP) -> Path:
    """Write a codebook into the workspace, below the comments in `head`; return its path.

    Those of a new one say what else may stand in it.
    """
    path = workspace.folder("codebooks", codebook.name).with_name(f"{codebook.name}.toml")
    with workspace.replacing_file(path) as draft:
        draft.write_text(head + codebook_toml(codebook), encoding="utf-8")
    return path


def own_codebook(workspace: Workspace, name: str) -> Path:
    """Return the file of a codebook that the workspace has itself.

    Raises NotFoundError, and InputError for one that comes with textmine.
    """
    path = codebook_path(name, workspace)
    if path.parent == _BUILTIN:
        raise InputError(
            f"Codebook '{name}' comes with textmine.", hint="It takes no room here: leave it."
        )
    return path


def remove_codebook(workspace: Workspace, name: str) -> None:
    """Remove a codebook of the workspace and its former versions; they can be brought back."""
    path, versions = own_codebook(workspace, name), versions_folder(workspace, name)
    workspace.remove(path, versions)


def codebook_toml(codebook: Codebook) -> str:
    """Return a codebook as the text of its TOML file: what is filled in, in the model's order."""
    first = {"format": codebook.format, "name": codebook.name, "version": codebook.version}
    return toml_text(first | codebook.model_dump(mode="json", exclude_defaults=True))


def _paths(workspace: Workspace | None) -> dict[str, Path]:
    folders = [_BUILTIN] + ([workspace.root / "codebooks"] if workspace else [])
    by_folder = [prepared_files(folder, ".toml") for folder in folders]
    return {name: path for files in by_folder for name, path in files.items()}


def _find_version(wanted: str, workspace: Workspace | None) -> Codebook:
    name, _, number = wanted.partition("@")
    current = _read_as(codebook_path(name, workspace), name)
    if number == str(current.version):
        return current
    versions = prepared_files(versions_folder(workspace, name), ".toml") if workspace else {}
    paths = {number: path for number, path in versions.items() if number.isdecimal()}
    if number not in paths:
        known = sorted({*map(int, paths), current.version})
        raise NotFoundError(
            f"Codebook '{name}' has no version '{number}'.",
            hint=f"Known: {', '.join(map(str, known))}.",
        )
    book = _read_as(paths[number], name)
    if str(book.version) != number:
        raise InputError(
            f"{paths[number]} says that it is version {book.version}.",
            hint=f"Put 'version = {number}' into it, as the name of the file says.",
        )
    return book


def _read_as(path: Path, name: str) -> Codebook:
    book = read_codebook(path)
    if book.name != name:
        raise InputError(
            f"{path} calls itself '{book.name}'.",
            hint=f"Call the file {book.name}.toml, or the codebook '{name}'.",
        )
    return book


def _refuse_newer(content: dict[str, Any], path: Path) -> None:
    """Keys that a later textmine brought would be taken for mistakes."""
    stated = content.get("format", FORMAT)
    if isinstance(stated, int) and stated > FORMAT:
        raise InputError(
            f"{path} is a codebook file of format {stated}; this textmine reads format {FORMAT}.",
            hint="Upgrade textmine.",
        )


def toml_text(content: Mapping[str, Any]) -> str:
    """Return the TOML text of a table; its keys keep their order, plain values before tables.

    A table whose values are all lists is written on one line: `when = { level = ["I", "II"] }`.
    """
    return "\n".join(_lines(content, "")).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not _stands_apart(value)}
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value, len(key) + 3)}"
    for key, value in table.items():
        if key in plain:
            continue
        name = f"{path}.{_key(key)}" if path else _key(key)
        for part in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _lines(part, name)


def _stands_apart(value: Any) -> bool:
    if isinstance(value, dict):
        return not value or not all(isinstance(part, list) for part in value.values())
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _value(value: Any, used: int) -> str:
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_list(part)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        line = _list(value)
        if used + len(line) <= _WIDTH or len(value) < 2:
            return line
        return "[\n" + "".join(f"    {_plain(part)},\n" for part in value) + "]"
    return _plain(value)


def _list(values: list[Any]) -> str:
    return "[" + ", ".join(_plain(value) for value in values) + "]"


def _plain(value: Any) -> str:
    """Let the library that knows TOML's escapes write a text, a number or true and false."""
    import tomli_w

    return tomli_w.dumps({"k": value}, multiline_strings=False).removeprefix("k = ").rstrip("\n")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _plain(key)
