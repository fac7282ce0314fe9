"""A codebook as one self-contained HTML page to code by; nothing in a text can script it."""

from __future__ import annotations

from pathlib import Path

from textmine.codebook import Codebook, how_to_answer, outline, rule_sentence
from textmine.report.printable import printable

_FOLDER = Path(__file__).parent


def codebook_page(book: Codebook) -> str:
    """Return the page: a section a dimension, then cells, rules, attributes and history."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["outline"] = outline
    environment.filters["asks"] = how_to_answer
    environment.filters["demand"] = rule_sentence
    css = (_FOLDER / "style.css").read_text(encoding="utf-8")
    page = environment.get_template("codebook.html.j2").render(book=book, css=Markup(css))
    return printable(page)
