"""What a model answered, held to the codebook: codes that can be given, or the reason for none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textmine.codebook import Dimension
from textmine.llm.prompt import NONE, answers_of

Why = Literal["", "refused", "cut off", "empty", "no answer", "unknown code", "several", "too long"]
"""Why there is no answer; "" where there is one."""

WHY_TOLD: dict[Why, str] = {
    "refused": "the model or its server refused",
    "cut off": "the answer was cut off",
    "empty": "the answer was empty",
    "no answer": "what came was no answer in the form that was asked for",
    "unknown code": "a code was named that the codebook does not have",
    "several": "several codes were named where one is due",
    "too long": "the text was too long for the model",
}

_REFUSALS = (
    *("i can't", "i cannot", "i can not", "i'm sorry", "i am sorry", "sorry,", "i won't"),
    *("i will not", "i'm unable", "i am unable", "i'm not able", "as an ai"),
)
_THINKS, _THOUGHT = "<think>", "</think>"


@dataclass(frozen=True)
class Answer:
    """The codes of one answer in the order of the codebook, none of them where none applies.

    `why` says why there is no answer; then there are no codes.
    """

    codes: tuple[str, ...] = ()
    why: Why = ""


def read_answer(
    dimension: Dimension,
    content: str,
    finish: str = "stop",
    refusal: str = "",
    *,
    too_long: bool = False,
) -> Answer:
    """Return what an answer says on a dimension; a code is taken only where it is just that.

    JSON is read wherever it stands, else the whole answer has to be a code or the name of one. A
    code in a sentence is no answer: nobody knows what the sentence says of it.
    """
    if too_long:
        return Answer(why="too long")
    if refusal or finish == "content_filter":
        return Answer(why="refused")
    answer = _without_thoughts(content).strip()
    if not answer:
        return Answer(why="cut off" if finish == "length" else "empty")
    names = _named(answer)
    if names is None and answer.casefold().replace("\u2019", "'").startswith(_REFUSALS):
        return Answer(why="refused")
    read = _checked(dimension, [answer] if names is None else names)
    if read.why and names is None:
        return Answer(why="cut off" if finish == "length" else "no answer")
    return read


def _without_thoughts(content: str) -> str:
    """Return an answer without what the model thought aloud before it."""
    start = content.lstrip()
    if not start.startswith(_THINKS):
        return content
    return start.partition(_THOUGHT)[2]


def _named(answer: str) -> list[Any] | None:
    """Return what the JSON in an answer names, None where there is none."""
    at = min((index for mark in "{[" if (index := answer.find(mark)) >= 0), default=-1)
    if at < 0:
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(answer, at)
    except (ValueError, RecursionError):
        return None
    if "{" in answer[end:]:  # several answers are none
        return None
    if isinstance(value, dict):
        value = next((value[key] for key in ("code", "codes", "answer") if key in value), None)
    return value if isinstance(value, list) else None if value is None else [value]


def _checked(dimension: Dimension, named: Sequence[Any]) -> Answer:
    known = {code.casefold(): code for code in dimension.code_ids}
    names = {code.name.casefold(): code.id for code in dimension.codes if code.given}
    offered = NONE in answers_of(dimension)
    codes = set()
    for item in named:
        word = str(item).strip(" \t\r\n.\"'`").casefold() if isinstance(item, (str, int)) else ""
        code = known.get(word) or names.get(word)
        if code is None and not (offered and word == NONE):
            return Answer(why="unknown code")
        codes.add(code)
    given_codes = codes - {None}
    if given_codes != codes and given_codes:  # a code and none
        return Answer(why="several")
    if dimension.labels == "single" and len(given_codes) > 1:
        return Answer(why="several")
    if dimension.labels == "single" and not named:
        return Answer(why="empty")
    return Answer(tuple(code for code in dimension.code_ids if code in given_codes))
