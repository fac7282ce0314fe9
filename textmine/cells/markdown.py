"""Names and texts in a Markdown card: shown as they are, never read as marks, links or HTML."""

import re

from textmine.cells.acting import marked

_MARKS = re.compile(r"[\\`<>|\[\]]")
_BLANKS = re.compile(r"[\s\x85\u2028\u2029]+")


def in_markdown(text: str) -> str:
    r"""Return a text on one line, with a backslash before what Markdown or HTML would act on.

    >>> print(in_markdown("<b>|[x](y)\n# z"))
    \<b\>\|\[x\](y) # z
    """
    return _MARKS.sub(lambda match: f"\\{match[0]}", marked(_BLANKS.sub(" ", text)))
