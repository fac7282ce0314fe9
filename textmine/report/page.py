"""A report as one self-contained HTML page; nothing in a text can break or script it."""

from __future__ import annotations

import re
from typing import Any

from textmine.present import written
from textmine.report.document import Report
from textmine.report.templates import fill_template


def render_page(report: Report) -> str:
    """Return the page: every text is escaped, and a policy in its head forbids any script."""
    return fill_template(
        "page.html.j2",
        {"report": report},
        {"cell": written, "svg": _inline},
        {"figure": _is_figure},
    )


def _is_figure(value: Any) -> bool:
    """Return whether a text is a figure with its interval, which must not be broken in lines."""
    return isinstance(value, str) and re.fullmatch(r"[-\d.,()%\[\] ]+", value) is not None


def _inline(svg: str) -> Any:
    """Drop the XML declaration; the library that drew the chart escaped the texts in it."""
    from markupsafe import Markup

    return Markup(svg[svg.index("<svg") :])
