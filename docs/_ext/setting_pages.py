"""The page on settings, made from the settings themselves when the documentation is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import annotated_types
from pydantic import BaseModel

from textmine.config import Settings

PAGE = Path("reference") / "settings.md"
HEAD = """\
# Settings

The file `textmine.toml` in the folder of a workspace holds its settings. You only write what
differs from the default. An option of a command wins over a setting.

```toml
seed = 7

[nlp]
lang = "de"
```
"""


def page() -> str:
    """Return the page, in Markdown."""
    own = {name: field for name, field in Settings.model_fields.items() if not _is_section(field)}
    lines = [HEAD, "## At the top of the file", "", *_described(own)]
    for name, field in Settings.model_fields.items():
        if _is_section(field):
            section: Any = field.annotation
            lines += [f"## [{name}]", "", section.__doc__ or "", ""]
            lines += _described(section.model_fields)
    return "\n".join(lines)


def _described(fields: dict[str, Any]) -> Iterator[str]:
    for name, field in fields.items():
        limits = [*_limits(field)]
        default = field.default
        yield f"`{name}`"
        told = [f"{field.title[:1].upper()}{field.title[1:]}."]
        choices = _choices(field.annotation)
        if choices:
            told.append(f"One of {', '.join(f'`{one}`' for one in choices)}.")
        if limits:
            told.append(f"It must be {' and '.join(limits)}.")
        told.append(f"Default: `{_as_toml(default)}`.")
        yield from (f": {' '.join(told)}", "")


def _limits(field: Any) -> Iterator[str]:
    words = {
        annotated_types.Ge: ("ge", "at least"),
        annotated_types.Gt: ("gt", "more than"),
        annotated_types.Le: ("le", "at most"),
        annotated_types.Lt: ("lt", "less than"),
    }
    for one in field.metadata:
        for kind, (name, told) in words.items():
            if isinstance(one, kind):
                yield f"{told} {getattr(one, name)}"


def _choices(annotation: Any) -> tuple[str, ...]:
    given = get_args(annotation)
    return given if given and all(isinstance(one, str) for one in given) else ()


def _as_toml(value: Any) -> str:
    import tomli_w

    return tomli_w.dumps({"x": value}).partition("=")[2].strip().replace("\n", " ") or "{}"


def _is_section(field: Any) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _write(app: Any, _: Any) -> None:
    path, text = Path(app.srcdir) / PAGE, page()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, Any]:
    """Write the page before Sphinx looks for pages."""
    app.connect("config-inited", _write)
    return {"parallel_read_safe": True}
