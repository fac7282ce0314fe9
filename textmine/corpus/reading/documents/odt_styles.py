"""What the styles of an OpenDocument text make of its paragraphs and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from textmine.corpus.reading.documents.docx_styles import count_on, number_in_form
from textmine.corpus.reading.office_xml import attribute, local, small_number
from textmine.lazily import etree

OUTLINE = "\0outline"
"""The name under which the numbering of headings is kept among the lists."""

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEVELS = ("list-level-style-number", "list-level-style-bullet", "outline-level-style")


@dataclass(frozen=True)
class ListLevel:
    """How one level of a list is marked; `form` is "bullet", "" (not at all) or a number form."""

    form: str
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


@dataclass
class OdtStyles:
    """Which styles are titles, how lists are marked, and how far each has been counted."""

    parents: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def is_title(self, style: str) -> bool:
        """Return whether a style is the title's, or is based on it."""
        seen: set[str] = set()
        while style and style not in seen:
            if style == "Title":
                return True
            seen.add(style)
            style = self.parents.get(style, "")
        return False

    def next_mark(self, which: str, depth: int) -> str:
        """Count on and return the mark of the next item, `depth` counted from 1."""
        levels = self.lists.get(which, {})
        level = levels.get(depth)
        if level is None or not level.form:
            return ""
        if level.form == "bullet":
            return "-"
        counts = self.counted[which]
        count_on(counts, depth, level.start)
        numbers = []
        for above in range(max(1, depth - level.shown + 1), depth + 1):
            upper = levels.get(above)
            if upper is not None and upper.form not in ("", "bullet"):
                numbers.append(number_in_form(counts.setdefault(above, upper.start), upper.form))
        return f"{level.before}{'.'.join(numbers)}{level.after}".strip()


def read_odt_styles(roots: Iterable[etree._Element | None]) -> OdtStyles:
    """Read the styles in styles.xml and content.xml."""
    styles = OdtStyles()
    for root in roots:
        for element in root.iter() if root is not None else ():
            name = local(element)
            if name == "style":
                parent = attribute(element, "parent-style-name")
                styles.parents[attribute(element, "name")] = parent
            elif name == "list-style":
                styles.lists[attribute(element, "name")] = _levels(element)
            elif name == "outline-style":
                styles.lists[OUTLINE] = _levels(element)
    return styles


def _levels(style: etree._Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for element in style:
        depth = small_number(attribute(element, "level"), 0)
        if local(element) not in _LEVELS or not depth:
            continue
        if local(element).endswith("bullet"):
            levels[depth] = ListLevel("bullet")
            continue
        form = attribute(element, "num-format")
        levels[depth] = ListLevel(
            _FORMS.get(form, "decimal") if form else "",
            attribute(element, "num-prefix")[:20],
            attribute(element, "num-suffix")[:20],
            small_number(attribute(element, "display-levels"), 1),
            small_number(attribute(element, "start-value"), 1),
        )
    return levels
