"""Take the text runs out of a PDF; run as a program of its own, which may crash or be killed.

Called as `python -P pdf_child.py FILE`. Writes one JSON object a line: first what the file says of
itself, then each page; or `{"error": ...}`. It imports nothing of textmine, to start quickly.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import json
import math
import signal
import sys
from collections.abc import Iterator
from typing import Any
from unicodedata import bidirectional

SECONDS_A_PAGE = 30
MOST_PAGES = 20_000
MOST_CHARACTERS = 30_000_000
MOST_ON_A_PAGE = 500_000
MOST_BOOKMARKS = 5_000
MOST_PICTURES = 10_000
FEW_SIGNS = 100
"""Characters that a stamp or a fax header on a scanned page has at most."""

MEMORY = 4 * 2**30
_Font = tuple[float, bool, bool]
"""Size in points, whether bold, whether the text runs to the right of the page."""

_WRONG_PASSWORD = 4
_GAP = 1.5
"""Font sizes between two characters from which on they belong to different runs."""


def main() -> None:
    """Write what the file named on the command line holds."""
    _limit_memory()
    _start_clock()
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        document = pdfium.PdfDocument(sys.argv[1])
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _WRONG_PASSWORD
        _say({"error": "locked" if locked else "damaged"})
        return
    pages = len(document)
    if pages > MOST_PAGES:
        _say({"error": "large"})
        return
    with contextlib.suppress(pdfium.PdfiumError, UnicodeError):
        _say({"about": document.get_metadata_dict(skip_empty=True)})
    _say({"outline": _outline(document)})
    characters = 0
    for number in range(pages):
        _start_clock()
        page_facts: dict[str, Any] = {"page": number + 1, "label": _label(document, number)}
        try:
            page = document[number]
            page_facts |= _read(page, raw)
            page.close()
        except pdfium.PdfiumError:
            page_facts["broken"] = True
        characters += page_facts.get("count", 0)
        if page_facts.get("count", 0) > MOST_ON_A_PAGE or characters > MOST_CHARACTERS:
            _say({"error": "large"})
            return
        _say(page_facts)
    _say({"end": pages})


def _outline(document: Any) -> list[list[Any]]:
    """Return the bookmarks as [level from 1, title, page from 1], or none of a broken outline."""
    try:
        return [
            [mark.level + 1, mark.get_title(), target.get_index() + 1]
            for mark in itertools.islice(document.get_toc(max_depth=9), MOST_BOOKMARKS)
            if (target := mark.get_dest()) is not None and target.get_index() is not None
        ]
    except (RuntimeError, ValueError):
        return []


def _label(document: Any, number: int) -> str:
    try:
        return str(document.get_page_label(number) or "")
    except (RuntimeError, ValueError):  # an error of the library is a RuntimeError
        return ""


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _start_clock() -> None:
    """Have the system end this program when a page takes too long, even inside the library."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS_A_PAGE)


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _read(page: Any, raw: Any) -> dict[str, Any]:
    """Return the runs of a page as [text, left, right, baseline, size, bold share].

    They are in the order of the file. A page whose text mostly runs up or down is turned; text that
    then still does not run to the right (watermarks, sideways labels) is left out and counted.
    """
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > MOST_ON_A_PAGE:
        return {"count": count}
    turn = raw.FPDFPage_GetRotation(page.raw)
    turned = [(_runs(textpage, page, raw, turn), page.get_height())]
    if _upright(turned[0][0]) < 0.5:
        turned += [(_runs(textpage, page, raw, turn + more), page.get_width()) for more in (1, 3)]
    runs, height = max(turned, key=lambda item: _upright(item[0]))
    textpage.close()
    upright_runs = [run.cells for run in runs if run.upright and run.cells[0].strip()]
    sideways = sum(run.signs for run in runs if not run.upright)
    facts = {"count": count, "height": height, "runs": upright_runs, "sideways": sideways}
    return {**facts, "picture": count < FEW_SIGNS and _is_picture(page, raw)}


def _is_picture(page: Any, raw: Any) -> bool:
    """Return whether pictures cover half of a page, as where it was scanned."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    covered = 0.0
    for place in range(min(raw.FPDFPage_CountObjects(page.raw), MOST_PICTURES)):
        shown = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(shown) == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(
            shown, left, bottom, right, top
        ):
            covered += (right.value - left.value) * (top.value - bottom.value)
    return bool(covered >= 0.5 * page.get_width() * page.get_height())


def _upright(runs: list[_Run]) -> float:
    """Return the share of characters that run to the right; 1 where there are none."""
    signs = sum(run.signs for run in runs)
    return sum(run.signs for run in runs if run.upright) / signs if signs else 1.0


def _runs(textpage: Any, page: Any, raw: Any, turn: int) -> list[_Run]:
    runs: list[_Run] = []
    open_run: _Run | None = None
    apart = False
    for sign, box in _characters(textpage, page, raw, turn):
        if box is None:
            apart = True
            continue
        if open_run is None or not open_run.takes(box):
            open_run = _Run(box)
            runs.append(open_run)
        open_run.put(sign, box, apart=apart)
        apart = False
    return runs


class _Run:
    """Characters that follow each other on one baseline."""

    def __init__(self, box: _Box) -> None:
        self.cells: list[Any] = ["", box.left, box.right, box.base, box.size, 0.0]
        self.signs = 0
        self.bold = 0
        self.upright = box.upright
        self.last = box

    def takes(self, box: _Box) -> bool:
        """Return whether a character belongs to this run: on its line, and not far off."""
        left, right, base, size = map(float, self.cells[1:5])
        larger = max(size, box.size, 0.1)
        if box.upright != self.upright or abs(box.base - base) > 0.45 * larger:
            return False
        if self.last.leftward or box.leftward:
            return max(box.left - right, left - box.right) <= _GAP * larger
        return left - 0.5 * larger <= box.left and -1.5 <= (box.left - right) / larger <= _GAP

    def put(self, sign: str, box: _Box, *, apart: bool) -> None:
        """Add a character; `apart` where the library saw a space or a new line before it.

        It sees spaces between the letters of scripts that run to the left, so that these need a
        real gap too.
        """
        gap = max(box.left - self.last.right, self.last.left - box.right)
        leftward = self.last.leftward or box.leftward
        if apart and self.signs and (not leftward or gap > 0.15 * box.size):
            self.cells[0] += " "
        self.cells[0] += sign
        if sign.isspace():
            return
        self.last = box
        self.signs += 1
        self.bold += box.bold
        self.cells[1] = min(self.cells[1], box.left)
        self.cells[2] = max(self.cells[2], box.right)
        if box.size > self.cells[4]:
            self.cells[3], self.cells[4] = box.base, box.size
        self.cells[5] = round(self.bold / self.signs, 2)


class _Box:
    """Where a character stands on the page as it is shown, how large and how heavy."""

    __slots__ = ("base", "bold", "left", "leftward", "right", "size", "upright")

    def __init__(self, sign: str, left: float, right: float, base: float, font: _Font) -> None:
        self.leftward = bidirectional(sign) in ("R", "AL")
        self.left, self.right, self.base = round(left, 1), round(right, 1), round(base, 1)
        self.size, self.bold, self.upright = font


def _characters(textpage: Any, page: Any, raw: Any, turn: int) -> Iterator[tuple[str, _Box | None]]:
    """Yield characters with their boxes; those that the library put in have none."""
    width, height = page.get_size()
    if raw.FPDFPage_GetRotation(page.raw) in (1, 3):
        width, height = height, width
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, _Font] = {}
    high = 0
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage.raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        sign = chr(code) if code < 0x110000 else "\ufffd"
        if raw.FPDFText_IsGenerated(textpage.raw, index) == 1 or sign in "\r\n":
            yield sign, None
            continue
        raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
        font = _font(textpage, raw, index, turn, fonts)
        corners = [
            _turned(left.value, y.value, turn, width, height),
            _turned(right.value, y.value, turn, width, height),
            _turned(x.value, bottom.value, turn, width, height),
            _turned(x.value, top.value, turn, width, height),
        ]
        sides = [corner[0] for corner in corners]
        base = _turned(x.value, y.value, turn, width, height)[1]
        if not all(map(math.isfinite, (*sides, base))):
            continue
        yield sign, _Box(sign, min(sides), max(sides), base, font)


def _turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """Return a point of the page as it is shown when the page is turned by quarters."""
    return ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[turn % 4]


def _font(textpage: Any, raw: Any, index: int, turn: int, known: dict[int, _Font]) -> _Font:
    """Return size in points as shown, whether bold, and whether the text runs to the right."""
    owner = raw.FPDFText_GetTextObject(textpage.raw, index)
    key = ctypes.cast(owner, ctypes.c_void_p).value or 0
    if key and key in known:
        return known[key]
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(textpage.raw, index)
    along, across = 1.0, 0.0
    if raw.FPDFText_GetMatrix(textpage.raw, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
        along, across = _turned(matrix.a, matrix.b, turn, 0.0, 0.0)
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, flags)
    name = buffer.value.decode("utf-8", "replace").lower()
    weight = raw.FPDFText_GetFontWeight(textpage.raw, index)
    bold = weight >= 600 or any(sign in name for sign in ("bold", "black", "heavy"))
    upright = along > 0 and abs(across) < 0.3 * abs(along)
    font = (round(size, 1) if math.isfinite(size) else 0.0, bold, upright)
    if key:
        known[key] = font
    return font


if __name__ == "__main__":
    main()
