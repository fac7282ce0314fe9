"""Codes that people gave with a machine's suggestion in view: they say little of that machine."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from textmine.cells.spreadsheet import visible
from textmine.coding.statements import MAJORITY, statements_of
from textmine.schema import Coding

MODEL, CODEBOOK, LLM = "model:", "codebook:", "llm:"
"""Begin the name of a machine: a model, 'suggest' by a codebook, a language model."""

NOTHING = "none"
"""Stands where a machine suggests that no code applies."""

SUGGESTIONS_BY = "suggestions_by"
"""The column of a sheet that says whose suggestions it shows: NOBODY, or a machine."""

NOBODY = "none"

_STATEMENT = ("corpus", "level", "document", "dimension", "coder", "codebook")


def machine_header(dimension: str) -> str:
    """Return the header of the column with what a machine suggests on a dimension.

    No reader of codings takes it for a column of codes: what a machine suggests can only become a
    human code when a person types it.
    """
    return f"machine ({visible(dimension)})"


def model_coder(model: str) -> str:
    """Return the name under which a model codes and suggests."""
    return f"{MODEL}{model}"


def machine_coder(name: str) -> str:
    """Return the name of a machine as a coder: its own, or that of the model of this name."""
    return name if is_machine(name) else model_coder(name)


def llm_coder(name: str) -> str:
    """Return the name under which a language model codes."""
    return f"{LLM}{name}"


def is_machine(name: str) -> bool:
    """Return whether a coder's name is that of a machine."""
    return name.casefold().startswith((MODEL, CODEBOOK, LLM))


def suggested_documents(
    codings: Iterable[Coding], model: str | None, dimension: str, coder: str | None = None
) -> set[str]:
    """Return the documents coded on a dimension after a suggestion of a model, None for any model.

    A language model is named as a coder, llm:NAME.

    Without `coder`, and for codes that were settled from those of several, anybody's suggestion
    counts.
    """
    mine = [c for c in codings if c.dimension == dimension and c.origin != "machine"]
    alone = any(c.coder == coder and c.origin == "human" for c in mine)
    return {
        coding.document
        for coding in mine
        if coding.suggested_by.startswith((MODEL, LLM))
        and model in (None, coding.suggested_by.removeprefix(MODEL))
        and (not alone or coding.coder == coder)
    }


def suggests(cell: str, code: str | None) -> bool:
    """Return whether a cell such as "bus (.71), fare (.20)" or "none" names a code.

    What follows a semicolon are codes that the machine did not give.
    """
    suggestions = cell.partition(";")[0]
    if code is None:
        return suggestions == NOTHING
    return any(part.startswith(f"{code} ") for part in suggestions.split("), "))


def seen_before(codings: Sequence[Coding], former: Iterable[Coding]) -> list[Coding]:
    """Return codings with the suggestion that their coder saw in an earlier round or batch.

    Who has seen what a machine says of a document does not code it blind later on.
    """
    saw = {_key(coding): coding.suggested_by for coding in former if coding.suggested_by}
    if not saw:
        return [*codings]
    return [
        replace(coding, suggested_by=saw[_key(coding)])
        if not coding.suggested_by and _key(coding) in saw
        else coding
        for coding in codings
    ]


def suggested_sentences(codings: Iterable[Coding]) -> list[str]:
    """Return a sentence for each machine whose suggestions coders had in view."""
    coded: dict[tuple[str, str, str, str], Coding] = {}
    for coding in codings:
        if coding.suggested_by and coding.origin != "machine":
            key = (coding.suggested_by, coding.document, coding.dimension, coding.coder)
            coded[key] = coding
    count = Counter(by for by, *_ in coded)
    followed = Counter(by for (by, *_), coding in coded.items() if coding.confirmed)
    return [
        f"{n:,} codes were given with a suggestion of {machine_named(by)} in view, and "
        f"{followed[by]:,} of them follow it: they are not independent of it."
        for by, n in sorted(count.items())
    ]


def blind_codings(codings: Iterable[Coding]) -> list[Coding]:
    """Return codings that were given without a suggestion in view.

    What was settled is left out where a coder had seen one.
    """
    every = list(codings)
    saw = {(coding.document, coding.dimension) for coding in every if coding.suggested_by}
    return [
        coding
        for coding in every
        if not coding.suggested_by
        and (coding.origin != "adjudicated" or (coding.document, coding.dimension) not in saw)
    ]


def together_sentences(codings: Iterable[Coding], coders: Collection[str]) -> list[str]:
    """Return a sentence a dimension on documents that several coders coded beside one suggestion.

    Who sees the same suggestion errs alike: such agreement is partly agreement with the machine.
    """
    sentences = []
    for dimension, by_document in statements_of(
        coding for coding in codings if coding.coder in coders
    ).items():
        seen = [
            [mine[-1].suggested_by for mine in by_coder.values()]
            for by_coder in by_document.values()
            if len(by_coder) > 1
        ]
        blind = sum(saw.count("") > 1 for saw in seen)
        together = sum(any(n > 1 for by, n in Counter(saw).items() if by) for saw in seen)
        some = sum(any(saw) for saw in seen)
        if some:
            sentences.append(
                f"On '{dimension}' {some:,} of {len(seen):,} documents that two or more coded were "
                f"coded with a suggestion in view, {together:,} of them by two who saw the same "
                f"one, which draws them together; {blind:,} were coded blind by two: --blind "
                "measures on these alone."
            )
    return sentences


How = Literal["blind", "after", "confirmed", "settled", "majority", "machine"]
"""How a coding came about: without a suggestion, after one and not following it, following it;
settled by people or by what most coders say, or given by a machine."""

HOW_TOLD: dict[How, str] = {
    "blind": "blind",
    "after": "after a suggestion, another code",
    "confirmed": "confirmed a suggestion",
    "settled": "settled by adjudication",
    "majority": "settled by majority",
    "machine": "of a machine",
}


def how_given(coding: Coding) -> How:
    """Return how a coding came about."""
    if coding.origin == "machine":
        return "machine"
    if coding.origin == "adjudicated":
        return "majority" if coding.entered_by == MAJORITY else "settled"
    if not coding.suggested_by:
        return "blind"
    return "confirmed" if coding.confirmed else "after"


def came_about(coding: Coding) -> str:
    """Return how a coding came about, in words: blind, confirmed and whose suggestion, and so on.

    >>> came_about(Coding("forum", "1", "goal", "A", "ann", suggested_by="model:m"))
    "after a suggestion, another code (model 'm')"
    """
    wording = HOW_TOLD[how_given(coding)]
    return f"{wording} ({machine_named(coding.suggested_by)})" if coding.suggested_by else wording


def machine_named(by: str) -> str:
    """Return a machine in words: model 'm', or codebook 'book@1'."""
    kind, _, name = by.partition(":")
    return f"{kind} '{name}'" if name else f"'{by}'"


def _key(coding: Coding) -> tuple[str, ...]:
    return tuple(getattr(coding, name) for name in _STATEMENT)
