"""Who coded the documents of a corpus by hand, what they said, and how these were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.classify.prevalence.result import PrevalenceRequest
from textmine.classify.prevalence.sample import CodedSample
from textmine.classify.prevalence.sampling_origin import coded_sample
from textmine.classify.prevalence.target import Question, Said, coded_documents, with_given_codes
from textmine.coding import Draw, FinalCodes, by_people, final_codes
from textmine.coding.suggested import suggested_documents
from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.schema import Coding


@dataclass(frozen=True)
class HandCoded:
    """The hand codes that a question is answered from.

    `sample` is None where no hand codes of this corpus are needed. `several` documents have more
    than one code where one is due, `incomplete` ones are coded on one of two dimensions only,
    `shown` ones with the model's suggestion in view: they show nothing of its errors. `remarks` say
    what the codes rest on.
    """

    question: Question
    coder: str = ""
    said: Said | None = None
    sample: CodedSample | None = None
    several: int = 0
    incomplete: int = 0
    shown: int = 0
    remarks: tuple[str, ...] = ()

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
    is coded and no machine is needed. Raises InputError when there are none, when nobody knows how
    the documents were chosen, or when their codes chose them.
    """
    if not asked.wants_sample:
        return HandCoded(question)
    if not by_people(codings):
        raise InputError(
            f"People coded no document of '{population.name}', so the errors of the machine there "
            "are unknown.",
            hint=f"Draw some and code them: 'textmine coding sample {population.name} --n 200'. "
            "Or say --assume label-shift, if only the mix of codes differs from that of the "
            "training documents.",
        )
    ids = set(population.ids)
    final = final_codes(codings, asked.coder, documents=ids)
    codes_of: Said = {dimension: final.on(dimension).codes for dimension in question.dimensions}
    coder = final.who(*question.dimensions)
    coded = coded_documents(question, codes_of) & ids
    if not coded:
        raise InputError(
            f"There are no codes by {coder} of documents of '{population.name}' on "
            f"{' and '.join(question.dimensions)}.",
            hint="Name another --coder or --dimension.",
        )
    refuse_selection(final, question, population.name)
    shown = coded & set().union(
        *(
            suggested_documents(by_people(codings), model, dimension, coder)
            for dimension in question.dimensions
        )
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
    sample = coded_sample(
        population, coded, final.chances, draws, coder=coder, assume_random=asked.assume == "random"
    )
    any_side = set.union(*(set(codes_of[dimension]) for dimension in question.dimensions)) & ids
    full = with_given_codes(question, codes_of, sorted(coded))
    several = [
        document
        for document in coded
        if any(len(codes_of[dimension][document]) > 1 for dimension in question.dimensions)
    ]
    n_several = len(several) if question.one_code else 0
    remarks = tuple(final.remarks(*question.dimensions))
    incomplete = len(any_side - coded - shown)
    return HandCoded(full, coder, codes_of, sample, n_several, incomplete, len(shown), remarks)


def refuse_selection(final: FinalCodes, question: Question, corpus: str) -> None:
    """Raise InputError where documents have final codes because of what these codes are."""
    why = final.selection(*question.dimensions)
    if why:
        raise InputError(
            f"{why} They give no share of '{corpus}', whatever the machine.",
            hint=f"Settle the others too: 'textmine coding adjudicate {corpus}'; or take the codes "
            "of one coder who coded a random sample: --coder NAME.",
        )
