"""How the terminal shows one topic: label, words by three measures, quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from textmine.topics import Quotation, TopicView

_BELOW = ("npmi", "c_v", "exclusivity", "returned", "words", "frex", "key words")


def in_few_columns(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of topics without what stands below the table."""
    return [{key: value for key, value in row.items() if key not in _BELOW} for row in rows]


def print_portrait(topic: TopicView) -> None:
    """Print a topic's label and words, what is typical of it, and what stands apart."""
    portrait = topic.portrait
    mark = "  ! does not come back when texts are left out" if topic.unstable else ""
    origin = "" if topic.name else "  (proposed)"
    typer.echo(f"{topic.id}  {topic.title}{origin}{mark}")
    typer.echo(f"    words      {', '.join(topic.words)}")
    if portrait.frex:
        typer.echo(f"    FREX       {', '.join(portrait.frex)}")
    if portrait.key_words:
        keys = ", ".join(f"{key.word} {key.z:.1f}" for key in portrait.key_words)
        typer.echo(f"    key, z     {keys}")
    for quote in topic.quotations:
        print_quotation(quote)
    for one in portrait.dissenting:
        typer.echo(f"    apart: {one.why}")
        print_quotation(one.quotation)


def print_quotation(quote: Quotation) -> None:
    """Print a quotation and where it comes from."""
    who = " · ".join(part for part in (quote.author, quote.thread, quote.place) if part)
    typer.echo(f"    “{quote.text}”\n        [{quote.document}] {who}")
