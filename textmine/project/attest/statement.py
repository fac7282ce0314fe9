"""The statement: what was observed, as sentences, and the list of parts."""

import datetime as dt
import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.cells.markdown import in_markdown
from textmine.config import Progress, silent
from textmine.errors import InputError, StoreError
from textmine.project.attest.parts import GENERATIVE, Part, base_parts
from textmine.project.attest.watched import EVENTS, Watched, watch_commands
from textmine.store import replacing_file, write_table

_FORMS = (".md", ".json", ".csv")


@dataclass(frozen=True)
class Statement:
    """What was observed on this computer, on a day."""

    day: str
    system: str
    watched: tuple[Watched, ...]
    parts: tuple[Part, ...]

    @property
    def attempts(self) -> int:
        """How often a command tried to reach the network."""
        return sum(sum(command.attempts.values()) for command in self.watched)

    @property
    def failed(self) -> list[Watched]:
        """The commands that did not end well."""
        return [command for command in self.watched if command.code]

    @property
    def apart(self) -> bool:
        """Whether all commands ran where there is no network."""
        return all(command.apart for command in self.watched)

    @property
    def generative(self) -> list[str]:
        """The parts that hold, run or call models that write text."""
        return [part.name for part in self.parts if part.name.lower() in GENERATIVE]

    @property
    def changed(self) -> list[str]:
        """The files that are not what their package says."""
        return [file for part in self.parts for file in part.changed]

    @property
    def holds(self) -> bool:
        """Whether all that is to be attested was found so."""
        return not (self.attempts or self.failed or self.generative or self.changed)

    @property
    def verdict(self) -> str:
        """What was found, in a sentence."""
        return (
            f"{self.attempts} attempts to reach a network in {len(self.watched)} commands"
            f"{f', {len(self.failed)} of which failed' if self.failed else ''}; "
            f"{len(self.generative) or 'no'} generative models among {len(self.parts)} packages; "
            f"{len(self.changed)} of {sum(part.files for part in self.parts):,} files changed."
        )


def attest(progress: Progress = silent) -> Statement:
    """Watch commands, and read the packages of the base install; takes a minute.

    Raises InputError where textmine is not installed as a package.
    """
    try:
        parts = base_parts()
    except metadata.PackageNotFoundError as error:
        raise InputError(
            "textmine runs from its source, so its packages are unknown.",
            hint="Install it: pip install textmine",
        ) from error
    return Statement(
        dt.date.today().isoformat(),
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        tuple(watch_commands(progress)),
        tuple(parts),
    )


def refuse_form(path: Path) -> None:
    """Raise InputError for a file in a form that a statement cannot have."""
    if path.suffix.lower() not in _FORMS:
        raise InputError(
            f"A statement cannot be written as '{path.suffix or path.name}'.",
            hint=f"Name a file that ends in {', '.join(_FORMS)}.",
        )
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} does not exist.", hint="Create it first.")


def write_statement(path: Path, statement: Statement) -> None:
    """Write a statement as Markdown or JSON, or its list of parts as CSV."""
    refuse_form(path)
    form = path.suffix.lower()
    if form == ".csv":
        rows = part_rows(statement.parts)
        write_table(path, rows[0], rows)
        return
    text = statement_markdown(statement) if form == ".md" else _as_json(statement)
    with replacing_file(path) as draft:
        draft.write_text(text, encoding="utf-8")


def part_rows(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return a row a part."""
    return [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "sha256": part.sha256,
            "files": part.files,
            "changed": len(part.changed),
        }
        for part in parts
    ]


def _as_json(statement: Statement) -> str:
    content = {
        "schema": "textmine/attestation/1",
        "textmine": __version__,
        "day": statement.day,
        "system": statement.system,
        "holds": statement.holds,
        "network": {
            "attempts": statement.attempts,
            "without_network": statement.apart,
            "events": list(EVENTS),
            "commands": [asdict(watched) for watched in statement.watched],
        },
        "generative": statement.generative,
        "changed": statement.changed,
        "parts": part_rows(statement.parts),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def statement_markdown(statement: Statement) -> str:
    """Return a statement as Markdown."""
    weights = [f"{part.name}: {file}" for part in statement.parts for file in part.weights]
    lines = [
        "# Statement on textmine for data protection",
        "",
        f"textmine {__version__}, {statement.system}, {statement.day}. {statement.verdict}",
        "",
        "## No call to a network",
        "",
        f"{len(statement.watched)} commands were run on a sample in processes of their own, in "
        "which Python reports every attempt to connect, to listen, to send or to look up a name "
        "(PEP 578), and in which each is refused. "
        f"Attempts: **{statement.attempts}**. {_own(statement)}{_apart(statement)}",
        "",
        "| command | ended with | attempts |",
        "|---|---|---|",
        *(
            f"| {in_markdown(watched.command)} | {in_markdown(_ended(watched))} | "
            f"{sum(watched.attempts.values())} |"
            for watched in statement.watched
        ),
        "",
        "Two commands are made to reach others. `textmine corpus fetch` brings public corpora to "
        "this computer and sends no text. `textmine llm code` sends texts to the server that is "
        "named, on this computer; to another one only where `--allow-remote` names its host.",
        "",
        "## No generative model",
        "",
        f"Among the {len(statement.parts)} packages of the base install "
        + (
            f"are: **{', '.join(statement.generative)}**."
            if statement.generative
            else "none holds, runs or calls a model that writes text "
            f"({len(GENERATIVE)} such packages were looked for)."
        )
        + " Texts are read by spaCy and by a sentence encoder, which give labels and numbers; "
        "codes are given by linear classifiers that were trained on this computer.",
        "",
        *(
            [f"Files with weights of neural models: {'; '.join(map(in_markdown, weights))}.", ""]
            if weights
            else []
        ),
        "## Parts",
        "",
        "The SHA-256 is over the lines `path,sha256` of the RECORD of each package, sorted, "
        "without what an installer writes. Every file was hashed and compared with its RECORD: "
        f"{len(statement.changed)} changed.",
        "",
        "| package | version | licence | SHA-256 of its record | files | changed |",
        "|---|---|---|---|---|---|",
        *(
            f"| {in_markdown(part.name)} | {part.version} | {in_markdown(part.licence)} | "
            f"`{part.sha256}` | {part.files} | {len(part.changed)} |"
            for part in statement.parts
        ),
    ]
    return "\n".join(lines) + "\n"


def _ended(command: Watched) -> str:
    return f"code {command.code}: {command.said}" if command.code else "success"


def _own(statement: Statement) -> str:
    n = sum(watched.own for watched in statement.watched)
    if not n:
        return ""
    return (
        f"{n} times a library bound a socket to this computer's own address, to see whether there "
        "is IPv6. That sends nothing, and is not counted. "
    )


def _apart(statement: Statement) -> str:
    if statement.apart:
        return (
            "The processes had no network at all (a network namespace of their own), so that "
            "compiled code could not reach one either."
        )
    return (
        "What compiled code does by itself is not seen in this way; to be sure of it, run the "
        "commands with the network switched off."
    )
