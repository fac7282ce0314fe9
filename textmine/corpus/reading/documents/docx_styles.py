"""What styles and numbering make of the paragraphs of Word and OpenDocument texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from textmine.corpus.reading.office_xml import attribute, child, children, local, small_number
from textmine.lazily import etree

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Style:
    """A paragraph style with what it takes from those that it is based on."""

    level: int | None = None
    list_id: str = ""
    list_level: str = ""


@dataclass
class Styles:
    """The paragraph styles by their ids."""

    found: dict[str, Style] = field(default_factory=dict)
    default: Style = Style()

    def of(self, paragraph: etree._Element) -> Style:
        """Return the style of a paragraph, with what is set on the paragraph itself."""
        properties = child(paragraph, "pPr")
        named = attribute(child(properties, "pStyle"), "val")
        style = self.found.get(named, self.default)
        return _overlaid(properties, style, "")


def read_styles(root: etree._Element | None) -> Styles:
    """Read word/styles.xml; names such as "heading 1" are the same in every language of Word."""
    raw = {attribute(style, "styleId"): style for style in children(root, "style")}
    styles = Styles()
    for identity, own in raw.items():
        chain: list[str] = []
        at = identity
        while at in raw and at not in chain:
            chain.append(at)
            at = attribute(child(raw[at], "basedOn"), "val")
        style = Style()
        for name in reversed(chain):
            called = attribute(child(raw[name], "name"), "val")
            style = _overlaid(child(raw[name], "pPr"), style, called)
        styles.found[identity] = style
        is_default = attribute(own, "default") in ("1", "true")
        if is_default and attribute(own, "type") == "paragraph":
            styles.default = style
    return styles


def _overlaid(properties: etree._Element | None, base: Style, name: str) -> Style:
    """Return a style with what these properties, or a telling name, set over its base."""
    level, list_id, list_level = base.level, base.list_id, base.list_level
    outline = attribute(child(properties, "outlineLvl"), "val")
    heading = _HEADING.fullmatch(name.strip())
    if name.strip().lower() == "title":
        level = 0
    elif heading:
        level = int(heading[1])
    elif outline:
        depth = small_number(outline, _BODY_LEVEL)
        level = depth + 1 if depth < _BODY_LEVEL else None
    numbers = child(properties, "numPr")
    list_id = attribute(child(numbers, "numId"), "val") or list_id
    list_level = attribute(child(numbers, "ilvl"), "val") or list_level
    return Style(level, list_id, list_level)


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int


@dataclass
class Numbering:
    """The lists of a document and how far each has been counted."""

    abstract: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next_mark(self, style: Style) -> str:
        """Count on and return the number or bullet of the next paragraph, "" outside of lists."""
        which = self.lists.get(style.list_id, "")
        levels = self.abstract.get(which, {})
        depth = small_number(style.list_level, 0)
        level = levels.get(depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "-"
        count_on(self.counted[which], depth, level.start)
        return re.sub(
            r"%([1-9])", lambda match: self._shown(which, int(match[1]) - 1), level.pattern
        )

    def _shown(self, which: str, depth: int) -> str:
        level = self.abstract[which].get(depth)
        if level is None:
            return ""
        return number_in_form(self.counted[which].setdefault(depth, level.start), level.form)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Read word/numbering.xml."""
    numbering = Numbering()
    for abstract in children(root, "abstractNum"):
        levels: dict[int, _Level] = {}
        for level in children(abstract, "lvl"):
            levels[small_number(attribute(level, "ilvl"), 0)] = _Level(
                attribute(child(level, "numFmt"), "val") or "decimal",
                attribute(child(level, "lvlText"), "val")[:40],
                small_number(attribute(child(level, "start"), "val"), 1),
            )
        numbering.abstract[attribute(abstract, "abstractNumId")] = levels
    for number in children(root, "num"):
        numbering.lists[attribute(number, "numId")] = attribute(
            child(number, "abstractNumId"), "val"
        )
    return numbering


def count_on(counts: dict[int, int], depth: int, start: int) -> None:
    """Count the next item of a list at a depth, from `start`; what is deeper begins anew."""
    counts[depth] = counts.get(depth, start - 1) + 1
    for deeper in [count for count in counts if count > depth]:
        del counts[deeper]


def number_in_form(number: int, form: str) -> str:
    """Return a number as an Office number format writes it ("lowerLetter", "upperRoman", ...)."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    return "" if form == "none" else str(number)


def roman(number: int) -> str:
    """Return a number below 4000 in small Roman figures.

    >>> roman(14), roman(1990)
    ('xiv', 'mcmxc')
    """
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


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
