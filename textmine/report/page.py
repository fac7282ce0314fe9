"""A report as one self-contained HTML page; nothing in a text can break or script it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textmine.report.document import Report
from textmine.report.printable import printable

_FOLDER = Path(__file__).parent


def render_page(report: Report) -> str:
    """Return the page: every text is escaped, and a policy in its head forbids any script."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _cell
    environment.filters["svg"] = lambda text: Markup(_inline(text))
    css = (_FOLDER / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("page.html.j2").render(report=report, css=Markup(css))
    return printable(page)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _inline(svg: str) -> str:
    """Drop the XML declaration; the library that drew the chart escaped the texts in it."""
    return svg[svg.index("<svg") :]
