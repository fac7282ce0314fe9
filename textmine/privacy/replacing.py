"""Put replacements into a text, and find the way between old and new offsets."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textmine.schema import TEXT


@dataclass(frozen=True)
class Replaced:
    """A span that was replaced: where it stood, where its replacement stands, and what both are.

    Offsets are code points, end exclusive: `start` and `end` into the old cell, `new_start` and
    `new_end` into the new one. `document` is the id, `column` the column of the cell.
    """

    document: str
    column: str
    start: int
    end: int
    new_start: int
    new_end: int
    kind: str
    original: str
    replacement: str
    rule: str
    certainty: str


@dataclass(frozen=True)
class Order:
    """A span to replace, and by what; spans of one text must not overlap."""

    start: int
    end: int
    replacement: str
    kind: str = ""
    rule: str = ""
    certainty: str = ""


def replace_spans(
    text: str, orders: Sequence[Order], document: str = "", column: str = ""
) -> tuple[str, list[Replaced]]:
    """Return the text with its spans replaced, and what was replaced, in the order of the text."""
    parts: list[str] = []
    done: list[Replaced] = []
    old = new = 0
    for order in sorted(orders, key=lambda order: order.start):
        between = text[old : order.start]
        new += len(between)
        parts += [between, order.replacement]
        done.append(
            Replaced(
                document,
                column,
                order.start,
                order.end,
                new,
                new + len(order.replacement),
                order.kind,
                text[order.start : order.end],
                order.replacement,
                order.rule,
                order.certainty,
            )
        )
        new += len(order.replacement)
        old = order.end
    parts.append(text[old:])
    return "".join(parts), done


def restore_text(text: str, replaced: Sequence[Replaced]) -> str:
    """Return the text as it stood before: the inverse of `replace_spans`."""
    back = [
        Order(replacement.new_start, replacement.new_end, replacement.original)
        for replacement in replaced
    ]
    return replace_spans(text, back)[0]


def moved_span(start: int, end: int, replaced: Sequence[Replaced]) -> tuple[int, int]:
    """Return where a span of the old text stands in the new one.

    A bound within a replaced span moves to the edge of its replacement, so that the new span holds
    all of it. `replaced` is what was replaced in this text, in its order.
    """
    return _moved(start, replaced, edge="start"), _moved(end, replaced, edge="end")


def _moved(offset: int, replaced: Sequence[Replaced], edge: str) -> int:
    shift = 0
    for replacement in replaced:
        if offset >= replacement.end:
            shift = replacement.new_end - replacement.end
        elif offset > replacement.start:
            return replacement.new_start if edge == "start" else replacement.new_end
        else:
            break
    return offset + shift


def moving(replaced: Sequence[Replaced]) -> Callable[[str, int, int], tuple[int, int]]:
    """Return what moves a span of a document's text: (id, start, end) -> new start and end."""
    spans: dict[str, list[Replaced]] = defaultdict(list)
    for replacement in replaced:
        if replacement.column == TEXT:
            spans[replacement.document].append(replacement)
    return lambda document, start, end: moved_span(start, end, spans[document])
