"""What a browser sees of a page: how wide it is, what it asks for, what it complains about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

WIDTHS = {360: 740, 768: 1024, 1440: 900}
"""Width of a screen -> its height, in CSS pixels."""

_TYPE = """
() => [...document.querySelectorAll('svg text')].flatMap(one => {
  const box = one.getBoundingClientRect();
  const seen = box.width > 0 && one.textContent.trim() !== '' && one.checkVisibility();
  const m = one.getScreenCTM(), scale = Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));
  return seen ? [[scale * parseFloat(getComputedStyle(one).fontSize), one.textContent]] : [];
})
"""
_BEYOND = """
() => [...document.querySelectorAll('body *')]
  .filter(one => !one.closest('.scroll') && one.scrollWidth > one.clientWidth + 1
    && one.getBoundingClientRect().left + one.scrollWidth > innerWidth + 1)
  .slice(-3).map(one => one.outerHTML.slice(0, 120))
"""


@dataclass
class Seen:
    """A page that is open, and what happened since it was asked for."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def wider_by(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    @property
    def beyond(self) -> list[str]:
        """The innermost elements that reach beyond the screen."""
        return list(self.page.evaluate(_BEYOND))

    def type_of_charts(self) -> list[tuple[float, str]]:
        """Return the size of each text of the charts in sight in CSS pixels, the least first."""
        return sorted((round(size, 2), text) for size, text in self.page.evaluate(_TYPE))

    def top_of(self, selector: str) -> float:
        """Return how far below the top of the page an element ends, in CSS pixels."""
        box = self.page.locator(selector).first.bounding_box()
        return float(box["y"] + box["height"])

    def serious(self) -> list[str]:
        """Return what axe-core calls serious or critical, with the first element of each."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]


def pages_before_appendix(seen: Seen) -> int:
    """Return how many A4 pages are printed before the appendix begins."""
    import pypdfium2

    printed = pypdfium2.PdfDocument(seen.page.pdf(format="A4", print_background=True))
    for number, page in enumerate(printed):
        lines = page.get_textpage().get_text_range().splitlines()
        if any(line.strip() in ("Appendix", "Anhang") for line in lines):
            return number
    return len(printed)


@contextmanager
def opened(
    browser: Any, address: str, width: int = 1440, scheme: str = "light", *, scripts: bool = True
) -> Iterator[Seen]:
    """Open a page on a screen so many CSS pixels wide; nothing it asks for beside itself comes."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    seen = Seen(page)

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(message.text)

    def asked(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", said)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", asked)
    page.goto(address)
    try:
        yield seen
    finally:
        context.close()
