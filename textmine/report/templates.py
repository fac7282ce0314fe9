"""The page templates: every text in them is escaped, and what they need must be there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textmine.report.printable import printable

_FOLDER = Path(__file__).parent


def fill_template(
    name: str,
    content: dict[str, Any],
    filters: dict[str, Callable[..., Any]],
    tests: dict[str, Callable[..., bool]] | None = None,
) -> str:
    """Return a page made of a template of this folder, with the style of all pages as `css`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    environment.tests.update(tests or {})
    css = (_FOLDER / "style.css").read_text(encoding="utf-8")
    return printable(environment.get_template(name).render(**content, css=Markup(css)))
