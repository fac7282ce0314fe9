"""A report as one self-contained HTML page; nothing in a text can break or script it."""

from __future__ import annotations

import re
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
    environment.tests["figure"] = _is_figure
    environment.filters["svg"] = lambda text: Markup(_inline(text))
    css = (_FOLDER / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("page.html.j2").render(report=report, css=Markup(css))
    return printable(page)


def _is_figure(value: Any) -> bool:
    """Return whether a text is a figure with its interval, which must not be broken in lines."""
    return isinstance(value, str) and re.fullmatch(r"[-\d.,()%\[\] ]+", value) is not None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _inline(svg: str) -> str:
    """Drop the XML declaration; the library that drew the chart escaped the texts in it."""
    return svg[svg.index("<svg") :]
