"""What a model answered, held to the codebook: codes, their probabilities, or an abstention."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from textmine.codebook import Dimension
from textmine.llm.prompt import NONE, answers_of

_MOST = 0.5


@dataclass(frozen=True)
class Said:
    """What a model says of one document on one dimension.

    `codes` are None where it abstains, () where it found that none applies; `probabilities` are of
    every code of the dimension, in its order, each 0 to 1. Of `n_samples` answers `n_answers` could
    be used, `why` are the reasons of the others.
    """

    document: str
    dimension: str
    codes: tuple[str, ...] | None
    probabilities: tuple[float, ...]
    n_answers: int
    n_samples: int
    why: tuple[Why, ...] = ()

    def of(self, code: str, dimension: Dimension) -> float:
        """Return the probability of a code of the dimension."""
        return self.probabilities[dimension.code_ids.index(code)]


def count_votes(
    document: str,
    dimension: Dimension,
    answers: Sequence[Answer],
    chances: Sequence[Mapping[str, float] | None] = (),
) -> Said:
    """Return the codes that most answers give, with the share of answers that give each.

    Where documents take one code it is the commonest answer, of equals the one that came first;
    where they take several, each that more than half of the answers give. Where more than half of
    the samples are no answers, the model abstains. `chances` are probabilities of the codes by log
    probabilities, one of each answer, in the place of shares; None where they are not known.
    """
    good = [index for index, answer in enumerate(answers) if not answer.why]
    why = tuple(answer.why for answer in answers if answer.why)
    n, codes = len(answers), dimension.code_ids
    if 2 * len(good) < n or not good:
        return Said(document, dimension.id, None, (0.0,) * len(codes), len(good), n, why)
    chances_of_good = [chances[index] for index in good] if chances else []
    known = [chance for chance in chances_of_good if chance is not None]
    if known and len(known) == len(good):
        shares = tuple(
            math.fsum(chance.get(code, 0.0) for chance in known) / len(known) for code in codes
        )
    else:
        votes = Counter(code for index in good for code in answers[index].codes)
        shares = tuple(votes[code] / len(good) for code in codes)
    if dimension.labels == "multi":
        votes = Counter(code for index in good for code in answers[index].codes)
        winners = tuple(code for code in codes if votes[code] > _MOST * len(good))
    else:
        winners = Counter(answers[index].codes for index in good).most_common(1)[0][0]
    return Said(document, dimension.id, winners, shares, len(good), n, why)


def code_chances(
    dimension: Dimension, content: str, top: Sequence[tuple[str, Mapping[str, float]]]
) -> dict[str, float] | None:
    """Return the probability of each code by the log probabilities of the token that decides.

    That is the first token of the answer in whose place codes differ. It is None where documents
    take several codes, where nothing was told, and where codes begin with the same token.
    """
    if dimension.labels == "multi" or not top:
        return None
    begin = _begin_of_code(dimension, content)
    at = 0
    for token, likely in top:
        if at <= begin < at + len(token) or (at == begin and not token):
            return _shares(dimension, {text[begin - at :]: p for text, p in likely.items()})
        at += len(token)
    return None


def _begin_of_code(dimension: Dimension, content: str) -> int:
    """Return where the code begins in an answer: behind the colon and the quote of JSON, if any."""
    colon = content.find(":")
    at = colon + 1 if content.lstrip().startswith("{") and colon >= 0 else 0
    while at < len(content) and content[at] in ' "\n\t':
        at += 1
    return at


def _shares(dimension: Dimension, likely: Mapping[str, float]) -> dict[str, float] | None:
    chances: dict[str, float] = {}
    for token, logprob in likely.items():
        begun = token.strip().strip('"').casefold()
        mine = [code for code in dimension.code_ids if begun and code.casefold().startswith(begun)]
        if len(mine) > 1:
            return None
        if mine:
            chances[mine[0]] = chances.get(mine[0], 0.0) + math.exp(min(0.0, logprob))
    total = math.fsum(chances.values())
    return {code: p / total for code, p in chances.items()} if total > 0 else None


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
