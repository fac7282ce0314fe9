"""Codebooks as TOML files: the built-in ones, and those of a workspace, which come first."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from textmine.codebook.codebook import Codebook
from textmine.errors import InputError, NotFoundError, did_you_mean
from textmine.store import Workspace, replacing_file

_BUILTIN = Path(__file__).with_name("builtin")


@dataclass(frozen=True)
class Listed:
    """A codebook that can be used, and where its file lies."""

    codebook: Codebook
    path: Path
    builtin: bool


def find_codebook(name: str, workspace: Workspace | None = None) -> Codebook:
    """Load a codebook by name, or by the path of a TOML file; raise NotFoundError."""
    if name.endswith(".toml"):
        return read_codebook(Path(name))
    paths = _paths(workspace)
    if name not in paths:
        raise NotFoundError(f"There is no codebook '{name}'.", hint=did_you_mean(name, paths))
    book = read_codebook(paths[name])
    if book.name != name:
        raise InputError(
            f"{paths[name]} calls itself '{book.name}'.",
            hint=f"Call the file {book.name}.toml, or the codebook '{name}'.",
        )
    return book


def list_codebooks(workspace: Workspace | None = None) -> list[Listed]:
    """List the codebooks that can be named, sorted."""
    return [
        Listed(read_codebook(path), path, path.parent == _BUILTIN)
        for _, path in sorted(_paths(workspace).items())
    ]


def read_codebook(path: Path) -> Codebook:
    """Read a codebook file; raise InputError that names the line or the key that is wrong."""
    if not path.is_file():
        raise NotFoundError(f"There is no codebook file {path}.", hint="Check the name.")
    try:
        return Codebook.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not readable as TOML: {error}.", hint="Mend it.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the codebook"
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"{path} is not a valid codebook: {key}: {message}.",
            hint="See 'textmine codebook show ling-martins-2015 --format toml' for a valid one.",
        ) from error


def save_codebook(workspace: Workspace, codebook: Codebook) -> Path:
    """Write a codebook into the workspace and return its path."""
    path = workspace.folder("codebooks", codebook.name).with_name(f"{codebook.name}.toml")
    path.parent.mkdir(exist_ok=True)
    with replacing_file(path) as draft:
        draft.write_text(codebook_toml(codebook), encoding="utf-8")
    return path


def codebook_toml(codebook: Codebook) -> str:
    """Return a codebook as the text of its TOML file."""
    import tomli_w

    content = codebook.model_dump(mode="json", exclude_defaults=True)
    content = {"format": codebook.format, "name": codebook.name, "version": codebook.version} | (
        content
    )
    return tomli_w.dumps(content, multiline_strings=False)


def _paths(workspace: Workspace | None) -> dict[str, Path]:
    folders = [_BUILTIN] + ([workspace.root / "codebooks"] if workspace else [])
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}
