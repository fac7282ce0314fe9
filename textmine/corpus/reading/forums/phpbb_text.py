"""Turn the stored text of a phpBB post, XML or older BBCode, into what its author wrote."""

import html
import re
from typing import Any

from textmine.corpus.reading.forums.bbcode import Quote, split_quotes, strip_bbcode
from textmine.lazily import etree

_PICTURE = re.compile(r"<img\s[^<>]{0,500}?alt=\"([^\"<>]{0,100})\"[^<>]{0,500}>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\s[^<>]{0,300}?href=\"([^\"<>]{1,1000})\"[^<>]{0,300}>([^<>]{0,1000})</a>", re.IGNORECASE
)
_TAG = re.compile(r"<!--[^<>]{0,100}-->|</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_ITEM = "\n- "


def phpbb_text(stored: str, uid: str = "", *, keep_quotes: bool) -> tuple[str, list[Quote]]:
    """Return the text of a post with LF line ends, and the quotations in it.

    phpBB 3.2 and later store XML (<t> for plain text, <r> for text with marks); older versions
    BBCode whose marks carry `uid`, with links and smilies as HTML. Text that says it is XML and is
    not is read as the older form.
    """
    stored = stored.replace("\r\n", "\n").replace("\r", "\n")
    if stored.startswith(("<r>", "<t>")):
        root = _parsed(stored)
        if root is not None:
            return _from_xml(root, keep_quotes)
    return _from_bbcode(stored, uid, keep_quotes)


def _parsed(stored: str) -> Any | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(stored.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _from_xml(root: Any, keep_quotes: bool) -> tuple[str, list[Quote]]:
    outer = root.xpath("//QUOTE[not(ancestor::QUOTE)]")
    quotes = [
        Quote(element.get("author", ""), _words(element), element.get("post_id", ""))
        for element in outer
    ]
    if not keep_quotes:
        for element in outer:
            tail = element.tail
            element.clear()
            element.tail = "\n\n" + (tail or "").lstrip("\n")
    return _words(root), quotes


def _words(root: Any) -> str:
    """Return the text of an element without the marks (s and e), its list items on lines."""
    parts: list[str] = []
    silent = 0
    for action, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if action == "start":
            silent += tag in ("s", "e", "i")
            if tag == "br":
                parts.append("\n")
            elif tag == "LI":
                parts.append(_ITEM)
            if not silent:
                parts.append(element.text or "")
            continue
        silent -= tag in ("s", "e", "i")
        if tag == "URL" and not silent:
            parts.append(_address(element))
        if element is not root and not silent:
            tail = element.tail or ""
            parts.append(tail.removeprefix("\n") if tag == "br" else tail)
    return _tidy("".join(parts))


def _address(link: Any) -> str:
    url = link.get("url", "")
    shown = "".join(link.xpath(".//text()[not(parent::s or parent::e or parent::i)]"))
    return f" ({url})" if url and url not in shown else ""


def _from_bbcode(stored: str, uid: str, keep_quotes: bool) -> tuple[str, list[Quote]]:
    text = stored
    if uid:
        text = re.sub(rf"(?::[a-z])?:{re.escape(uid)}(?=[\]=])", "", text)
    text = _PICTURE.sub(r"\1", _BREAK.sub("\n", text))
    text = _LINK.sub(lambda a: a[2] if a[1] == a[2] else f"{a[2]} ({html.unescape(a[1])})", text)
    text = html.unescape(_TAG.sub("", text))
    own, quotes = split_quotes(text)
    return _tidy(strip_bbcode(_unmarked(text) if keep_quotes else own)), quotes


def _unmarked(text: str) -> str:
    return re.sub(r"\[/?quote(?:[=\s][^\[\]\n]{0,300})?\]", "\n", text, flags=re.IGNORECASE)


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
