"""The key of a project: who is behind which alias, and every span that was replaced.

Whoever has the key can undo the pseudonyms; without it the corpus cannot be undone by itself. So it
lies in a folder of its own that no report and no model reads, only its owner may open it, and a
.gitignore beside it keeps it out of a repository.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, field, fields
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from textmine.errors import InputError, NotFoundError, StoreError
from textmine.privacy.aliasing import AliasBook, Person, identity
from textmine.privacy.replacing import Replaced
from textmine.store import Workspace, replacing_file
from textmine.store.locking import locked
from textmine.store.opened import SEAL, damage_told, read_record, sealed

FOLDER = "keys"
KEY_NAME = "project.key.json"
_FORMAT = 1
_AGAIN = "Restore it from a copy, or name another file with --key."
_SHARED = ("corpora", "models", "reports", "codebooks", ".history", ".textmine")
OWNER_ONLY = 0o600
_COLUMNS = [field.name for field in fields(Replaced)]


@dataclass(frozen=True)
class KeyedCorpus:
    """What the key knows of one pseudonymised corpus: its source and every replaced span.

    `ids` has the new ids of documents and threads by the old ones, which spans name; it is empty
    where the ids stayed.
    """

    source: str
    sha256: str
    replaced: tuple[Replaced, ...]
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Key:
    """Everything that is needed to undo the pseudonyms of a project."""

    book: AliasBook
    corpora: dict[str, KeyedCorpus] = field(default_factory=dict)


def key_path(workspace: Workspace, given: Path | None = None) -> Path:
    """Return where the key lies; raise InputError for a place from which things are shared."""
    path = (given or workspace.root / FOLDER / KEY_NAME).absolute()
    resolved = path.parent.resolve() / path.name
    for room in _SHARED:
        if resolved.is_relative_to((workspace.root / room).resolve()):
            raise InputError(
                f"The key cannot lie in {room}/: people share that folder, or other steps read it.",
                hint=f"Leave --key out ({FOLDER}/{KEY_NAME}), or name a file elsewhere.",
            )
    return path


def open_key(path: Path, seed: str | None = None) -> Key:
    """Read the key, or begin a new one with this seed, else with one that nobody can guess.

    Raises InputError for a file that is no key, or when it was begun with another seed.
    """
    if not path.exists():
        return Key(AliasBook(seed if seed is not None else secrets.token_hex(16)))

    def parse(text: str) -> Any:
        with suppress(ValueError, RecursionError):
            content = json.loads(text)
            if isinstance(content, dict) and "format" in content:
                return content
        raise InputError(f"{path} is not a key that textmine can read.", hint=_AGAIN)

    with damage_told(f"The key {path}", _AGAIN):
        record = read_record(path, _KeyFile, parse, known=_FORMAT, again=_AGAIN)
        key = _from_file(record)
    if seed is not None and key.book.seed != seed:
        raise InputError(
            f"The key {path} has another seed than {seed}.",
            hint="Leave --seed out to go on with this key, or name a new file with --key.",
        )
    return key


def existing_key(path: Path) -> Key:
    """Read the key as `open_key` does; raise NotFoundError where there is none."""
    if not path.is_file():
        raise NotFoundError(f"There is no key {path}.", hint="Name the file with --key.")
    return open_key(path)


@contextmanager
def holding_key(path: Path) -> Iterator[None]:
    """Let nobody else read and write the key in the block: aliases in it follow from each other.

    Raises StoreError when another command holds it for too long.
    """
    is_new = not path.parent.exists()
    if is_new:
        path.parent.mkdir(mode=0o700, parents=True)
    try:
        with locked(path.with_name(f".{path.name}.lock"), f"The key {path}"):
            yield
    finally:
        if is_new:  # and nothing was written
            with suppress(OSError):
                path.parent.rmdir()


def write_key(path: Path, key: Key) -> None:
    """Write the key in one piece, for its owner's eyes only; raise StoreError when that fails."""
    folder = path.parent
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    ignored = folder / ".gitignore"
    if folder.name == FOLDER and not ignored.exists():
        with replacing_file(ignored) as draft:
            draft.write_text("*\n", encoding="utf-8")
    try:
        with replacing_file(path, OWNER_ONLY) as draft:
            draft.write_text(_as_json(key), encoding="utf-8")
    except PermissionError as error:
        raise StoreError(f"The key cannot be written to {path}: {error.strerror}.") from error


def _as_json(key: Key) -> str:
    """Return the key as JSON with one person and one span a line."""
    head = {"format": _FORMAT, "seed": key.book.seed, "numbers": key.book.numbers}
    people = [asdict(person) for _, person in sorted(key.book.people.items())]
    corpora = {
        name: {"source": keyed_corpus.source, "sha256": keyed_corpus.sha256, "columns": _COLUMNS}
        | ({"ids": keyed_corpus.ids} if keyed_corpus.ids else {})
        for name, keyed_corpus in sorted(key.corpora.items())
    }
    lines = ["{", *(f"{_dump(name)}: {_dump(value)}," for name, value in head.items())]
    lines += ['"people": [', ",\n".join(_dump(person) for person in people), "],", '"corpora": {']
    bodies = []
    for name, facts in corpora.items():
        spans = ",\n".join(
            _dump(list(astuple(replaced))) for replaced in key.corpora[name].replaced
        )
        bodies.append(f'{_dump(name)}: {_dump(facts)[:-1]}, "replaced": [\n{spans}\n]}}')
    text = "\n".join([*lines, ",\n".join(bodies), "}", "}"]) + "\n"
    seal = sealed(json.loads(text))[SEAL]
    return text.replace("{\n", f'{{\n"{SEAL}": {_dump(seal)},\n', 1)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


class _KeyedFile(BaseModel):
    """What stands in the key on one corpus; each row of `replaced` has a cell a column."""

    model_config = ConfigDict(extra="forbid")

    source: str
    sha256: str
    columns: list[str]
    ids: dict[str, str] = {}
    replaced: list[list[Any]]


class _KeyFile(BaseModel):
    """What stands in the file of a key."""

    model_config = ConfigDict(extra="forbid")

    format: int
    seed: str
    numbers: dict[str, dict[str, int]]
    people: list[Person]
    corpora: dict[str, _KeyedFile]


def _from_file(record: _KeyFile) -> Key:
    people = {identity(person.name): person for person in record.people}
    corpora = {}
    for name, keyed_file in record.corpora.items():
        if keyed_file.columns != _COLUMNS:
            raise ValueError("it has other columns")
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in keyed_file.replaced]
        replaced = TypeAdapter(tuple[Replaced, ...]).validate_python(rows)
        corpora[name] = KeyedCorpus(keyed_file.source, keyed_file.sha256, replaced, keyed_file.ids)
    return Key(AliasBook(record.seed, people, record.numbers), corpora)
