"""Read written findings: their sentences, and their quotations with who is said to speak."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from textmine.corpus.reading.documents.document_text import WholeDocument
from textmine.corpus.reading.documents.kinds import KINDS, endings, kind_of
from textmine.corpus.reading.encoding import read_text
from textmine.corpus.reading.html_text import html_to_text
from textmine.corpus.reading.reader import ReadOptions
from textmine.errors import InputError, NotFoundError

_END = re.compile(r"[.!?][\"'’”»)\]]*+(?=\s+[\"'‘“«„(\[]*+[A-ZÀ-ÖØ-Þ0-9])")
_PART = re.compile(
    r"\b(?:in|of|and|or|to|than|case|cluster|class|code|coder|category|group|level|round|type)s?"
    r"\s[A-Z]\.$"
)
"""A capital that names a part and ends a sentence, other than that of a first name."""
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|nos?|pp?|figs?|ca|et al|etc|dr|mrs?|ms|prof|vol|ch|sec|eq|approx|resp"
    r"|bzw|z\.B|eds?)|\b[A-Z])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of findings, or a row of a table in them.

    `start` is its place in the text, `heading` the one above it. `cells` holds for each tab-parted
    cell its start in the paragraph, and `head` the cells of the first row of that table.
    """

    text: str
    start: int
    heading: str = ""
    cells: tuple[int, ...] = ()
    head: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What somebody wrote, whole and by paragraphs."""

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    def line_of(self, place: int) -> int:
        """Return the line of the text, from 1, in which a character stands."""
        return self.text.count("\n", 0, place) + 1


def read_findings(path: Path) -> Findings:
    """Read a Word document, a web page, Markdown or another kind of document.

    Raises NotFoundError or InputError for a file that is not there or is none of these.
    """
    kind = kind_of(path)
    if kind is None:
        if not path.is_file():
            raise NotFoundError(f"There is no file {path}.")
        raise InputError(f"{path.name} is no document.", hint=f"Give one of {endings()}.")
    if kind.name == "markdown":
        rendered = MarkdownIt("commonmark").enable("table").render(read_text(path).text)
        page = html_to_text(rendered)
        headings = [(start, end) for _, start, end, _ in page.headings]
        return _parted(path.name, page.text, headings)
    whole: WholeDocument = KINDS[KINDS.index(kind)].read(path, ReadOptions())
    headings = [(heading.start, heading.end) for heading in whole.headings]
    wrapped = kind.name in ("text", "pdf")
    return _parted(path.name, _unwrapped(whole.text, headings) if wrapped else whole.text, headings)


def _unwrapped(text: str, headings: list[tuple[int, int]]) -> str:
    """Return a text with the lines of each paragraph in one; every character stays at its place."""
    ends = {end for _, end in headings}

    def joined(match: re.Match[str]) -> str:
        return "\n" if match.start() in ends else " "

    return re.sub(r"(?<=[^\s|])\n(?=[^\s|#>*\-\d])", joined, text)


def _parted(name: str, text: str, headings: list[tuple[int, int]]) -> Findings:
    if not text.strip():
        raise InputError(f"{name} has no text.", hint="Give the text of the findings.")
    return Findings(name, text, tuple(_paragraphs(text, headings)))


def _paragraphs(text: str, headings: list[tuple[int, int]]) -> Iterator[Paragraph]:
    begins = dict(headings)
    heading, position = "", 0
    head: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        if not line.strip():
            above = ()
            continue
        if start in begins:
            heading = text[start : begins[start]].strip()
        cells = tuple(match.start() for match in re.finditer(r"(?:^|(?<=\t))", line))
        if len(cells) > 1:
            head = above or tuple(cell.strip() for cell in line.split("\t"))
            above = head
            yield Paragraph(line, start, heading, cells, head)
        else:
            above = ()
            yield Paragraph(line, start, heading)


def sentence_at(paragraph: str, place: int) -> tuple[int, int]:
    """Return where the sentence of a paragraph begins and ends in which a character stands.

    >>> text = "We coded 131 messages. Of these, e.g. no. 7, 45 are told apart."
    >>> text[slice(*sentence_at(text, 40))]
    'Of these, e.g. no. 7, 45 are told apart.'
    """
    start = 0
    for match in _END.finditer(paragraph):
        before = paragraph[max(0, match.start() - 16) : match.start() + 1]
        if _SHORT.search(before[-9:]) and not _PART.search(before):
            continue
        if match.end() > place:
            return start, match.end()
        start = match.end() + 1
    return start, len(paragraph)


def sentences_before(paragraph: str, place: int, most: int = 4) -> tuple[str, ...]:
    """Return the sentences before the one that begins at a place, nearest first."""
    sentences: list[str] = []
    end = place
    while end > 0 and len(sentences) < most:
        start, _ = sentence_at(paragraph, max(0, len(paragraph[:end].rstrip()) - 1))
        if start >= end:
            break
        sentences.append(paragraph[start:end].strip())
        end = start
    return tuple(sentences)


_PAIRS = re.compile(
    r"“(?P<a>[^“”]{1,5000})”|«\s?(?P<b>[^«»]{1,5000}?)\s?»|„(?P<c>[^„“”]{1,5000})[“”]"
    r"|(?<!\w)\"(?P<d>[^\"\n]{1,5000})\"(?!\w)|(?<!\w)‘(?P<e>[^‘\n]{1,5000}?)’(?!\w)"
)
_BEHIND = re.compile(
    r"[\s.,;:!?]{0,4}(?:\((?P<round>[^()]{1,120})\)|\[(?P<square>[^\[\]]{1,120})\]"
    r"|[—–-]\s?(?P<dash>[^.;()\n]{1,80}))"
)
_BEFORE = re.compile(
    r"(?P<who>[^.;()\n]{1,80}?)\s{0,3}(?:wrote|says?|said|writes|puts? it|explain(?:ed|s)|argue[ds]"
    r"|note[ds]|add(?:ed|s)|state[ds]|ask(?:ed|s)|comment(?:ed|s)|replie[ds]|report(?:ed|s)"
    r"|recall(?:ed|s))?\s{0,3}[:,]\s{0,3}$"
)
_BLOCK = re.compile(
    r"^(?P<quote>.{20,}?[.!?…\]])\s{0,3}(?:\((?P<round>[^()]{1,120})\)\s{0,3}"
    r"|[—–]\s{0,3}(?P<dash>[^.\n]{1,80}))$"
)
_TOKEN = re.compile(r"[\w][\w.:@/\-]*")


@dataclass(frozen=True)
class Quoted:
    """A quotation: its words at text[start:end], marks left out; `until` is where it is over.

    `names` are the ids and aliases that stand as its source, and `source` is that place's text.
    """

    start: int
    end: int
    until: int
    words: str
    names: tuple[str, ...] = ()
    source: str = ""

    @property
    def n_words(self) -> int:
        """How many words are quoted."""
        return len(self.words.split())


def find_quoted(text: str, known: Collection[str]) -> list[Quoted]:
    """Return the quotations of a paragraph; `known` are the ids and aliases of the corpora.

    A whole paragraph is one that ends with a source in brackets, or behind a dash.

    >>> [(one.words, one.names) for one in find_quoted("He wrote: “Too dear” (Elm, 30).", {"30"})]
    [('Too dear', ('30',))]
    """
    quotations = list(_marked(text, known))
    block = _BLOCK.match(text)
    if not quotations and block is not None:
        source = block["round"] or block["dash"]
        names = _names(source, known)
        if names:
            start, end = block.span("quote")
            quotations.append(Quoted(start, end, len(text), block["quote"], names, source))
    return quotations


def _marked(text: str, known: Collection[str]) -> Iterator[Quoted]:
    for match in _PAIRS.finditer(text):
        kind = next(name for name in "abcde" if match[name] is not None)
        start, end = match.span(kind)
        until, source = match.end(), ""
        names: tuple[str, ...] = ()
        behind = _BEHIND.match(text, match.end())
        if behind is not None:
            source_text = behind["round"] or behind["square"] or behind["dash"] or ""
            mine = _names(source_text, known)
            if mine or (behind["dash"] is None and re.search(r"\d", source_text)):
                names, source, until = mine, source_text.strip(), behind.end()
        if not names and not source:
            before = _BEFORE.search(text, max(0, match.start() - 100), match.start())
            mine = _names(before["who"], known, strict=True) if before else ()
            if before is not None and mine:
                names, source = mine, before["who"].strip()
        yield Quoted(start, end, until, match[kind].strip(), names, source)


def _names(source: str, known: Collection[str], *, strict: bool = False) -> tuple[str, ...]:
    """Return the ids and aliases in a source; where `strict` a lone number is none."""
    names = []
    for part in source.replace(";", ",").split(","):
        if part.strip() in known:
            names.append(part.strip())
            continue
        for token in _TOKEN.findall(part):
            name = token.rstrip(".:")
            if name in known and not (strict and name.isdigit()):
                names.append(name)
    return tuple(dict.fromkeys(names))
