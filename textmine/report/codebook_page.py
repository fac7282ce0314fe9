"""A codebook as one self-contained HTML page to code by; nothing in a text can script it."""

from __future__ import annotations

from textmine.codebook import Codebook, how_to_answer, outline, rule_sentence
from textmine.report.templates import fill_template


def codebook_page(book: Codebook) -> str:
    """Return the page: a section a dimension, then cells, rules, attributes and history."""
    return fill_template(
        "codebook.html.j2",
        {"book": book},
        {"outline": outline, "asks": how_to_answer, "demand": rule_sentence},
    )
