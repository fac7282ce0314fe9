"""A page for each command, made from the command line itself when the documentation is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer.main

from textmine.cli.main import app as program

FOLDER = Path("reference") / "commands"
EXIT_CODES = (
    ("0", "The command did what it says."),
    ("1", "There is a problem. A sentence says what it is, and what to do."),
    ("2", "The command was not typed as it should be."),
    ("3", "A limit that you set is not reached."),
)
_LIMITS = {"--fail-under", "--fail-on-drift"}
_ALSO_LIMITED = {"claims"}
"""Commands that end with 3 without an option that asks for it."""


def write_pages(folder: Path) -> list[Path]:
    """Write a page for each command and each group of commands; return the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    commands: dict[str, Any] = typer.main.get_command(program).commands  # type: ignore[attr-defined]
    texts = {name: "\n".join(_page(name, command)) for name, command in commands.items()}
    texts["index"] = "\n".join(_index(commands))
    for path in folder.glob("*.md"):
        if path.stem not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / f"{name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return sorted(folder / f"{name}.md" for name in texts)


def _index(commands: dict[str, Any]) -> Iterator[str]:
    yield from ("# Commands", "", "Each command prints its help with `--help`.", "")
    for name, command in commands.items():
        yield f"- [textmine {name}]({name}.md): {_first_sentence(command)}"
        for word, part in getattr(command, "commands", {}).items():
            anchor = f"textmine-{name}-{word}"
            yield f"  - [{name} {word}]({name}.md#{anchor}): {_first_sentence(part)}"
    yield from ("", "## Exit codes", "")
    yield from (f"- `{code}`: {meaning}" for code, meaning in EXIT_CODES)
    yield from ("", "```{toctree}", ":hidden:", "", *commands, "```", "")


def _page(name: str, command: Any) -> Iterator[str]:
    parts = getattr(command, "commands", None)
    yield from (f"# textmine {name}", "")
    if parts is None:
        yield from _described(name, command)
        return
    yield from (_plain(command.help), "")
    for word, part in parts.items():
        yield from (f"## textmine {name} {word}", "")
        yield from _described(f"{name} {word}", part)


def _described(name: str, command: Any) -> Iterator[str]:
    examples = []
    for paragraph in (command.help or "").split("\n\n"):
        if paragraph.strip().startswith("Example"):
            examples.append(_example(paragraph))
        else:
            yield from (_plain(paragraph), "")
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    usage = [_usage(each) for each in arguments]
    yield from ("```text", " ".join(["textmine", name, *usage, "[OPTIONS]"]), "```", "")
    if examples:
        yield from ("For example:", "", "```sh", *examples, "```", "")
    for each in (*arguments, *options):
        yield from _parameter(each)
    codes = ["0", "1", "2", *(["3"] if _has_limit(name, options) else [])]
    yield from (f"Exit codes: {', '.join(codes)} ([their meaning](index.md#exit-codes)).", "")


def _parameter(each: Any) -> Iterator[str]:
    names = [*each.opts, *each.secondary_opts]
    if each.param_type_name == "argument":
        names = [each.name.upper()]
    kind = _kind(each.type_descriptor.annotation)
    yield f"{', '.join(f'`{name}`' for name in names)}{f' {kind}' if kind else ''}"
    told = [_plain(each.help).rstrip(".") + "." if each.help else ""]
    if each.required:
        told.append("It is required.")
    default = _default(each)
    if default:
        told.append(f"Default: `{default}`.")
    yield from (f": {' '.join(filter(None, told)) or 'Yes or no.'}", "")


def _kind(annotation: Any) -> str:
    choices = get_args(annotation)
    if choices and all(isinstance(one, str) for one in choices):
        return f"({', '.join(f'`{one}`' for one in choices)})"
    if choices:
        return _kind(next(one for one in choices if one is not type(None)))
    return _KINDS.get(annotation, "")


_KINDS = {Path: "*file or folder*", int: "*number*", float: "*number*", str: "*text*"}


def _default(each: Any) -> str:
    default = each.default
    if default in (None, (), [], "", False) or callable(default) or not each.show_default:
        return ""
    if isinstance(default, (list, tuple)):
        return " ".join(map(str, default))
    return "" if default is True else str(getattr(default, "value", default))


def _usage(each: Any) -> str:
    name = each.name.upper() + ("..." if each.nargs == -1 else "")
    return name if each.required else f"[{name}]"


def _has_limit(name: str, options: list[Any]) -> bool:
    return name in _ALSO_LIMITED or any(_LIMITS & {*each.opts} for each in options)


def _example(paragraph: str) -> str:
    return " ".join(paragraph.partition(":")[2].split())


def _first_sentence(command: Any) -> str:
    text = _plain((command.help or "").split("\n\n")[0])
    return text.split(". ")[0].rstrip(".") + "."


def _plain(text: str | None) -> str:
    joined = " ".join((text or "").split())
    marked = re.sub(r"([\\*_<\[`|])", r"\\\1", joined)
    return re.sub(r"(?<![\w-])(--?[a-z][a-z-]*)", r"`\1`", marked)


def setup(app: Any) -> dict[str, Any]:
    """Write the pages before Sphinx looks for pages."""
    app.connect("config-inited", lambda app, _: write_pages(Path(app.srcdir) / FOLDER))
    return {"parallel_read_safe": True}
