"""Advice in words of who asks: no option that a command, or parameter that a function, lacks.

Messages of the library name options of the command line. Here they are put into the words of the
command that was typed, or of the Python function that was called.
"""

import re
from collections.abc import Collection, Mapping, Sequence

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_WITH_CHOICE = re.compile(
    r"(?<![\w-])(--[a-z][a-z-]*+) (random|label-shift|unit|thread|ordinal|fast|full)\b"
)
_WITH_VALUE = re.compile(r"(?<![\w-])(--[a-z][a-z-]*+) (?=[A-Z]{2})")
_OTHER_COMMAND = re.compile(r"'textmine [^']*'|textmine [a-z](?:[^.;()]|\.(?=\S))*")
_ASIDE = re.compile(r"(?<!\s)\s*+\([^()]*+\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z'\"])")
_CLAUSE = re.compile(r"(; or |, or |; |, such as )")

_SAME: Mapping[str, Sequence[str]] = {
    "--document": ("--unit",),
    "--text": ("--question",),
    "--map": ("--code",),
}
"""An option of the library's words -> what other commands call the same."""

_COMMAND = "--a-command"
"""Stands for a command in a text for Python, where there is none."""

_PARAMETERS: Mapping[str, str] = {
    "--topics": "n_topics",
    "--seed": "random_state",
    "--resamples": "n_resamples",
    "--skip-bad-rows FILE": "skip_bad_rows",
    "--coders A,B": "coders",
    "--coders A,B,C": "coders",
    "--dimension": "dimensions",
}
"""An option -> the parameter of Python that is called otherwise."""


def in_words_of(options: Collection[str], text: str) -> str:
    """Return a text without advice to use options that a command does not have.

    An option that the command calls otherwise is called so; a bracket, a clause or a sentence that
    names another is left out, unless nothing else would be left. Other commands that a text names
    keep their options.

    >>> in_words_of({"--unit"}, "Say which: --document COLUMN. Or leave it (see --sheet NAME).")
    'Say which: --unit COLUMN. Or leave it.'
    >>> in_words_of(set(), "Mend the rows, or put them aside with --skip-bad-rows FILE.")
    'Mend the rows.'
    """
    if "--" not in text:
        return text
    lines = [_line(options, line) for line in text.split("\n")]
    remaining = "\n".join(line for line in lines if line.strip() or not text.strip())
    return remaining if remaining.strip() else text


def _line(options: Collection[str], line: str) -> str:
    renamed = _renamed(options, line)
    if not _absent(options, renamed):
        return renamed
    renamed = _ASIDE.sub(lambda match: "" if _absent(options, match[0]) else match[0], renamed)
    sentences = [_sentence(options, sentence) for sentence in _SENTENCE.split(renamed)]
    return " ".join(sentence for sentence in sentences if sentence)


def _sentence(options: Collection[str], sentence: str) -> str:
    if not _absent(options, sentence):
        return sentence
    pieces = _CLAUSE.split(sentence)
    shortened = ""
    for index in range(0, len(pieces), 2):
        if not _absent(options, pieces[index]):
            shortened += (pieces[index - 1] if shortened else "") + pieces[index]
    if sentence[:1].isupper():
        shortened = shortened[:1].upper() + shortened[1:]
    return (
        shortened if not shortened or shortened.endswith((".", "!", "?", ":")) else f"{shortened}."
    )


def _renamed(options: Collection[str], text: str) -> str:
    for option, others in _SAME.items():
        other = next((name for name in others if name in options), None)
        if option not in options and other is not None:
            text = re.sub(rf"(?<![\w-]){option}(?![\w-])", other, text)
    return text


def _absent(options: Collection[str], text: str) -> bool:
    own = _OTHER_COMMAND.sub("", text)
    return any(option not in options for option in _OPTION.findall(own))


def in_parameters(parameters: Collection[str], text: str, *, needed: bool = True) -> str:
    """Return a text in words of a Python function with these parameters.

    Options become its parameters; advice to use others, or a command, is left out, unless it is
    `needed` and nothing else would be left.

    >>> in_parameters({"coder"}, "Code more documents, or name another --coder.")
    'Code more documents, or name another coder.'
    >>> in_parameters({"n_topics"}, "Ask for fewer with --topics, or use 'textmine corpus check'.")
    'Ask for fewer with n_topics.'
    >>> in_parameters({"text"}, "Say which it is: --text COLUMN.")
    'Say which it is: text=COLUMN.'
    >>> in_parameters({"by", "assume"}, "Use 'textmine coding sample'; or say --assume random.")
    'Say assume="random".'
    """
    for option, parameter in _PARAMETERS.items():
        if parameter in parameters:
            text = re.sub(rf"{option}(?![\w-])", f"--{parameter.replace('_', '-')}", text)
    options = {f"--{name.replace('_', '-')}" for name in parameters}
    commands = _OTHER_COMMAND.sub(_COMMAND, text)
    worded = in_words_of(options, commands)
    if _absent(options, worded):
        worded = text if needed else ""
    worded = _WITH_CHOICE.sub(r'\1="\2"', worded)
    worded = _WITH_VALUE.sub(r"\1=", worded)
    return _OPTION.sub(lambda match: _bare(match[0]) if match[0] in options else match[0], worded)


def _bare(option: str) -> str:
    return option[2:].replace("-", "_")
