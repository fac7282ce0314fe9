"""Set quotations aside in BBCode text, and take its other marks away."""

import re
from dataclasses import dataclass

_QUOTE = re.compile(r"\[(/?)quote(?:[=\s]([^\[\]\n]{0,300}))?\]", re.IGNORECASE)
_POST = re.compile(r"\bpost(?:_id)?[:=]\s*\"?(\d+)")
_TOPIC = re.compile(r"\btopic[:=]\s*\"?(\d+)")
_NAMES = (
    "b i u s strike code email img url size color colour list center left right align font flash "
    "attachment media spoiler hide sub sup table tr td youtube"
).split()
_MARK = re.compile(rf"\[/?(?:{'|'.join(_NAMES)})(?:[=:\s][^\[\]\n]{{0,500}})?\]", re.IGNORECASE)
_ITEM = re.compile(r"\[\*(?::[^\[\]\n]{0,40})?\][ \t]*")
_ITEM_END = re.compile(r"\[/\*(?::[^\[\]\n]{0,40})?\]")
_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Quote:
    """What a message repeats of another: who is quoted, the words, and the post where it is named.

    `post` is a post's id or its number within the topic, as the forum counts; "" where not named.
    """

    author: str
    text: str
    post: str = ""
    topic: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return what is known of the quotation, by name."""
        known = {"author": self.author, "post": self.post, "topic": self.topic, "text": self.text}
        return {name: value for name, value in known.items() if value}


def split_quotes(text: str) -> tuple[str, list[Quote]]:
    """Return the text without its [quote] blocks, and the outermost blocks in their order.

    A quotation within a quotation belongs to the outer one. A mark that has no partner stays.

    >>> split_quotes('[quote="ann, post:3, topic:7"]Too dear.[/quote]I agree.')
    ('I agree.', [Quote(author='ann', text='Too dear.', post='3', topic='7')])
    """
    opened: list[re.Match[str]] = []
    blocks: list[tuple[re.Match[str], re.Match[str]]] = []
    for mark in _QUOTE.finditer(text):
        if not mark[1]:
            opened.append(mark)
        elif opened:
            start = opened.pop()
            while blocks and blocks[-1][0].start() > start.start():
                blocks.pop()
            blocks.append((start, mark))
    pieces: list[str] = []
    quotes: list[Quote] = []
    at = 0
    for start, end in blocks:
        pieces.append(text[at : start.start()].strip("\n"))
        quotes.append(_quote(start[2] or "", text[start.end() : end.start()].strip()))
        at = end.end()
    pieces.append(text[at:].strip("\n"))
    return "\n\n".join(part for part in pieces if part.strip()), quotes


def _quote(label: str, words: str) -> Quote:
    post, topic = _POST.search(label), _TOPIC.search(label)
    quoted = re.match(r'\s*"([^"]*)"|\s*&quot;(.*?)&quot;', label)
    name = (quoted[1] or quoted[2] or "") if quoted else re.split(r"\s\w+=", label)[0]
    author = re.split(r",\s*(?:post|topic|full|username):", name)[0].strip().strip('"')
    return Quote(author, strip_bbcode(words), post[1] if post else "", topic[1] if topic else "")


def strip_bbcode(text: str) -> str:
    """Return the text without marks such as [b] or [url=...]; items of lists stand on lines.

    The address of a named link and other words in brackets stay.

    >>> strip_bbcode("[b]Fares[/b]: see [url=http://a.org]here[/url] [sic]")
    'Fares: see here (http://a.org) [sic]'
    """
    text = re.sub(
        r"\[url=\"?([^\[\]\n\"]{1,500})\"?\]([^\[\]]{0,1000})\[/url[^\[\]\n]{0,40}\]",
        lambda link: link[2] if link[1] == link[2] else f"{link[2]} ({link[1]})",
        text,
        flags=re.IGNORECASE,
    )
    text = _ITEM_END.sub("", _ITEM.sub("- ", text))
    return _GAP.sub("\n\n", _MARK.sub("", text)).strip("\n")
