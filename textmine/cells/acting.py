"""Characters that act, by one rule for terminals, pages, figures and cards: shown as marks.

They are control characters, terminal sequences, marks that turn the direction of writing, and what
is no character. Letters of right-to-left languages stay: they need no such marks.
"""

import re

ACTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def marked(text: str) -> str:
    r"""Return a text in which nothing acts; line ends and tabs stay.

    >>> print(marked("\x1b[31mred\u202e"))
    \x1b[31mred\u202e
    """
    return ACTS.sub(_mark, text)


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
