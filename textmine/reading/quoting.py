"""The quotations of codes as they were asked for: whose, in which order, how many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from textmine.choices import QuotationOrder
from textmine.coding import Codings
from textmine.corpus import Corpus
from textmine.nlp.encoders import TextMeaning
from textmine.reading.coded_units import corpus_of
from textmine.reading.likeness import Likeness, by_words
from textmine.reading.order import (
    enough_to_compare,
    in_order,
    ranked,
    spread,
    telling_ones,
    without_repeats,
)
from textmine.reading.passages import CodedPassages
from textmine.reading.quotation import Quotation
from textmine.reading.quotations import NOTHING, Reader, Surroundings, quote_passages
from textmine.reading.voices import Reach, Voices, reach_of, voices_of
from textmine.reading.wanted import Wanted
from textmine.schema import with_fields


@dataclass(frozen=True)
class Choice:
    """In which order quotations come, and which of them.

    Of those that repeat each other the first stands, unless `repeats` are wanted. With `voices`
    everybody speaks once before anybody speaks twice. `limit` 0 takes all.
    """

    order: QuotationOrder = "all"
    limit: int = 0
    voices: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class QuotedCodes:
    """The quotations of codes, how far the codes reach, and what was left out.

    `n_repeats` passages are left out that say nearly what one before them says; `n_off` stand
    nowhere in their texts.
    """

    wanted: Wanted
    quotations: tuple[Quotation, ...]
    reach: Reach
    n_repeats: int = 0
    n_off: int = 0


def quotations(
    codings: Codings,
    wanted: Wanted,
    *,
    coder: str | None = None,
    choice: Choice | None = None,
    surroundings: Surroundings = NOTHING,
    likeness: Likeness | None = None,
) -> list[Quotation]:
    """Return the quotations of codes from codings of a corpus, in the order and number asked for.

    Without a coder the codes are the final ones, or everybody's where nobody can say them (see
    `voices_of`). `likeness` is by the words of the corpus where none is given. Raises InputError
    for a coder or a column that is not there.
    """
    voices = voices_of(codings, wanted.dimensions, coder)
    quoted = quoted_codes(voices, wanted, corpus_of(codings), choice, surroundings, likeness)
    return list(quoted.quotations)


def quoted_codes(
    voices: Voices,
    wanted: Wanted,
    corpus: Corpus,
    choice: Choice | None = None,
    surroundings: Surroundings = NOTHING,
    likeness: Likeness | None = None,
    documents: Collection[str] | None = None,
    reader: Reader | None = None,
    meaning: TextMeaning | None = None,
) -> QuotedCodes:
    """Return the quotations of codes, how far the codes reach, and what was left out.

    `corpus` is the whole one; only codings of the corpus in `voices` count, and of `documents`
    where they are named. A `reader` of the corpus serves many codes. Where there is a limit no two
    mean the same, if `meaning` can tell.
    """
    choice = choice or Choice()
    looked_at = corpus_of(voices.codings)
    chosen = None if documents is None else set(documents)
    coded = CodedPassages(voices, wanted)
    places = [passage for passage in coded.places() if chosen is None or passage.document in chosen]
    read = reader or Reader(corpus, surroundings)
    quoted = quote_passages(places, corpus, surroundings, read)
    every: list[Quotation] = list(quoted.quotations)
    place_of = {
        (
            passage.document,
            *(passage.span or (0, len(read.texts.get(passage.document, "")))),
        ): passage
        for passage in places
    }
    n_differ = sum(
        coded.differs(place_of[quotation.document, quotation.start, quotation.end])
        for quotation in every
    )
    reach = reach_of(every, voices, wanted, looked_at, documents, n_differ)

    def told(quotation: Quotation) -> Quotation:
        passage = coded.told(place_of[quotation.document, quotation.start, quotation.end])
        return with_fields(
            quotation, codes=passage.codes, also=passage.also, dissent=passage.dissent
        )

    if choice.order in ("typical", "deviant"):
        every = ranked(every, likeness or by_words(corpus))
    elif choice.order == "dissenting":
        every = [told(quotation) for quotation in every]
    kept_ones, n_repeats = taken(every, choice, meaning)
    return QuotedCodes(wanted, tuple(map(told, kept_ones)), reach, n_repeats, quoted.n_off)


def taken(
    quotations: Sequence[Quotation], choice: Choice, meaning: TextMeaning | None = None
) -> tuple[tuple[Quotation, ...], int]:
    """Return the quotations that a choice takes, in its order, and how many only repeat others.

    A typical or deviant one shows something: those of fewer than five different words come behind
    all others, whoever said them, and are left out where there is a limit and any other one.
    """
    enough = None
    if choice.limit and not choice.voices:
        enough = choice.limit if choice.repeats else enough_to_compare(choice.limit)
    chosen = _in_order(quotations, choice, enough)
    n_repeats = 0
    if not choice.repeats:
        cut = len(chosen) < len(quotations)
        every = partial(_in_order, quotations, choice) if cut else None
        chosen, n_repeats = without_repeats(chosen, choice.limit, meaning, every)
    return tuple(chosen[: choice.limit or None]), n_repeats


def _in_order(
    quotations: Sequence[Quotation], choice: Choice, enough: int | None = None
) -> list[Quotation]:
    """Return the quotations in the order of a choice, `enough` of them; those that tell first."""
    ordered = in_order(quotations, choice.order, enough)
    n = telling_ones(ordered) if choice.order in ("typical", "deviant") else len(ordered)
    telling, little = ordered[:n], ordered[n:]
    if choice.limit and telling:
        little = []
    return [*spread(telling), *spread(little)] if choice.voices else [*telling, *little]
