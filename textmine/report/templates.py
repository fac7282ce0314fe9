"""The page templates: texts in them are escaped, nothing acts, and what they need is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textmine.cells.acting import marked

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
    page = environment.get_template(name).render(**content, css=Markup(css))
    return marked(page.replace("\r\n", "\n"))
