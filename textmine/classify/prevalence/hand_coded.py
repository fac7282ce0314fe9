"""Who coded the documents of a corpus by hand, what they said, and how these were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.classify.prevalence.frame import coded_sample
from textmine.classify.prevalence.question import (
    Question,
    Said,
    coded_documents,
    hand_codes,
    with_given_codes,
)
from textmine.classify.prevalence.request import PrevalenceRequest
from textmine.classify.prevalence.sample import CodedSample
from textmine.coding import Draw
from textmine.coding.suggested import suggested_documents
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import Coding


@dataclass(frozen=True)
class HandCoded:
    """The hand codes that a question is answered from.

    `sample` is None where no hand codes of this corpus are needed. `several` documents have more
    than one code where one is due, `incomplete` ones are coded on one of two dimensions only,
    `shown` ones with the model's suggestion in view: they show nothing of its errors.
    """

    question: Question
    coder: str = ""
    said: Said | None = None
    sample: CodedSample | None = None
    several: int = 0
    incomplete: int = 0
    shown: int = 0

    @property
    def census(self) -> bool:
        """Whether every document is coded."""
        return self.sample is not None and self.sample.kind == "census"


def find_hand_coded(
    population: Corpus,
    codings: Sequence[Coding],
    question: Question,
    draws: Sequence[Draw],
    asked: PrevalenceRequest,
    model: str,
) -> HandCoded:
    """Return the hand codes of the population's documents, and how these came to be coded.

    What was coded with the model's suggestion in view counts as not coded, unless every document
    is coded and no machine is needed. Raises InputError when there are none, or when nobody knows
    how the documents were chosen.
    """
    if not asked.wants_sample:
        return HandCoded(question)
    human = [coding for coding in codings if coding.origin != "machine"]
    if not human:
        raise InputError(
            f"No document of '{population.name}' is hand-coded: how the machine errs there is not "
            "known.",
            hint=f"Draw some and code them: 'textmine coding sample {population.name} --n 200'; "
            "or say --assume label-shift, if only the mix of codes differs from that of the "
            "training documents.",
        )
    coder, said = hand_codes(human, question.dimensions, asked.coder)
    ids = set(population.ids)
    coded = coded_documents(question, said) & ids
    if not coded:
        raise InputError(
            f"{coder} coded no document of '{population.name}' on "
            f"{' and '.join(question.dimensions)}.",
            hint="Name another --coder or --dimension.",
        )
    shown = coded & set().union(
        *(suggested_documents(human, model, one, coder) for one in question.dimensions)
    )
    if shown and len(coded) < len(ids):
        coded = coded - shown
    if not coded:
        raise InputError(
            f"All {len(shown):,} documents that {coder} coded on "
            f"{' and '.join(question.dimensions)} were coded with the suggestion of '{model}' in "
            "view: its errors do not show.",
            hint=f"Draw others and code them: 'textmine coding sample {population.name} --n 200'.",
        )
    chances = {
        coding.document: coding.sampling_probability
        for coding in human
        if coding.coder == coder and coding.sampling_probability is not None
    }
    sample = coded_sample(
        population, coded, chances, draws, coder=coder, assume_random=asked.assume == "random"
    )
    any_side = set.union(*(set(said[one]) for one in question.dimensions)) & ids
    full = with_given_codes(question, said, sorted(coded))
    several = [
        document
        for document in coded
        if any(len(said[one][document]) > 1 for one in question.dimensions)
    ]
    n_several = len(several) if question.one_code else 0
    incomplete = len(any_side - coded - shown)
    return HandCoded(full, coder, said, sample, n_several, incomplete, len(shown))
