"""What a Discourse post says: its Markdown, or its HTML as text, with quotations set aside."""

from dataclasses import dataclass
from typing import Any

from textmine.corpus.reading.forums.bbcode import Quote, split_quotes
from textmine.corpus.reading.html_text import HtmlText, html_to_text, parse_html, tree_to_text


@dataclass(frozen=True)
class PostText:
    """What the author wrote, what was quoted, and links as (text, address)."""

    text: str
    quotes: tuple[Quote, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def post_text(raw: str, cooked: str, *, keep_quotes: bool) -> PostText:
    """Return the text of a post: of `raw` (Markdown) where it is there, else of `cooked` (HTML)."""
    if raw.strip():
        text = raw.replace("\r\n", "\n").replace("\r", "\n")
        own, quotes = split_quotes(text)
        return PostText(text if keep_quotes else own, tuple(quotes))
    root = parse_html(cooked)
    if root is None:
        return _with_links(html_to_text(cooked), [])
    for box in root.xpath("//aside[contains(concat(' ', @class, ' '), ' onebox ')]"):
        _replace(box, box.get("data-onebox-src") or "".join(box.xpath(".//header//a/@href")[:1]))
    asides = root.xpath(
        "//aside[contains(concat(' ', @class, ' '), ' quote ')]"
        "[not(ancestor::aside[contains(concat(' ', @class, ' '), ' quote ')])]"
    )
    quotes = [_quote(aside) for aside in asides]
    for aside in [] if keep_quotes else asides:
        _replace(aside, "")
    return _with_links(tree_to_text(root), quotes)


def _with_links(html_text: HtmlText, quotes: list[Quote]) -> PostText:
    links = tuple((html_text.text[start:end], address) for start, end, address in html_text.links)
    return PostText(html_text.text, tuple(quotes), links)


def _quote(aside: Any) -> Quote:
    bodies = aside.xpath("./blockquote") or [aside]
    words = "\n\n".join(tree_to_text(body).text for body in bodies)
    return Quote(
        aside.get("data-username", ""),
        words,
        aside.get("data-post", ""),
        aside.get("data-topic", ""),
    )


def _replace(element: Any, text: str) -> None:
    """Leave a paragraph with `text` in the place of an element."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "p", text, tail
