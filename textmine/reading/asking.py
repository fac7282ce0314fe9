"""What a reader asks for: passages of codes, of a theme or of both, from a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from textmine.coding import Codings, standing_codings
from textmine.config import Progress, silent
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.corpus.corpus import load_texts
from textmine.errors import InputError, StoreError, UsageError
from textmine.nlp.encoders import choose_encoder
from textmine.reading.likeness import Likeness, by_meaning, by_words
from textmine.reading.order import in_order, spread, without_repeats
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation, verbatim
from textmine.reading.quotations import NOTHING, Surroundings, quote_passages
from textmine.reading.quoting import Choice, QuotedCodes, quoted_codes
from textmine.reading.reach import reach_of_documents
from textmine.reading.voices import voices_of
from textmine.reading.wanted import Wanted, every_code, wanted_codes
from textmine.store import Workspace
from textmine.topics import place_corpus
from textmine.topics.placed import topic_and_model

WORDS = "words"
"""The encoder that compares passages by their words."""


@dataclass(frozen=True)
class QuotesRequest:
    """Which passages of a corpus are quoted, whose codes they have, and how they are shown.

    `codes` are [DIM=]CODE by id or name, `cell` a cell of the product, `theme` a theme of a model
    as MODEL:T03 or MODEL:NAME; none of them takes every code by itself. `where` are conditions on
    documents. `encoder` is "words", or a name that `choose_encoder` takes.
    """

    codes: tuple[str, ...] = ()
    cell: str | None = None
    any: bool = False
    theme: str | None = None
    coder: str | None = None
    codebook: str | None = None
    roll_up: str | None = None
    where: tuple[str, ...] = ()
    choice: Choice = field(default_factory=Choice)
    surroundings: Surroundings = NOTHING
    encoder: str = WORDS

    @property
    def of_codes(self) -> bool:
        """Whether passages of codes are looked for, and not all documents of a theme."""
        return bool(self.codes or self.cell) or self.theme is None


@dataclass(frozen=True)
class ThemeOfDocuments:
    """A theme of a model, and its share of each document of which it is the main theme."""

    model: str
    caption: str
    shares: dict[str, float]


@dataclass(frozen=True)
class QuotesFound:
    """What was asked for: a group of quotations a code, or one of all codes together.

    `corpus` is the whole one. `unit` is what the codebook calls a unit, `who` whose codes these
    are. `n_found` passages were found where they are said to stand, of `n_sought`.
    """

    corpus: Corpus
    groups: tuple[QuotedCodes, ...]
    who: str = ""
    by_machine: bool = False
    unit: str = "document"
    codings: Codings | None = None
    theme: ThemeOfDocuments | None = None
    remarks: tuple[str, ...] = ()

    @property
    def quotations(self) -> list[Quotation]:
        """All quotations, group after group."""
        return [one for group in self.groups for one in group.quotations]


def find_quotes(
    workspace: Workspace, name: str, request: QuotesRequest, progress: Progress = silent
) -> QuotesFound:
    """Return the quotations of a corpus that were asked for.

    Raises InputError for codes, cells, coders and columns that are not there, UsageError for what
    cannot be asked for together.
    """
    whole = load_corpus(workspace, name)
    chosen = select_documents(whole, request.where)
    theme = _theme(workspace, whole, request, progress)
    if not request.of_codes:
        return _of_theme(whole, chosen, theme, request)
    stands = standing_codings(workspace, chosen, request.codebook)
    likeness = _likeness(workspace, whole, request, progress)
    one = wanted_codes(
        stands.codebook, request.codes, request.cell, request.roll_up, any=request.any
    )
    coded = {coding.dimension for coding in stands}
    dimensions = [each.id for each in stands.codebook.dimensions if each.id in coded]
    asked = [one] if one is not None else every_code(stands.codebook, dimensions)
    heard = {each.dimensions: voices_of(stands, each.dimensions, request.coder) for each in asked}
    groups = [
        _shared(
            quoted_codes(
                heard[each.dimensions],
                each,
                whole,
                request.choice,
                request.surroundings,
                likeness,
                None if theme is None else list(theme.shares),
            ),
            theme,
        )
        for each in asked
    ]
    voices = list(heard.values())
    return QuotesFound(
        whole,
        tuple(groups),
        who="; ".join(dict.fromkeys(each.who for each in voices)),
        by_machine=any(each.by_machine for each in voices),
        unit=stands.codebook.unit,
        codings=stands,
        theme=theme,
        remarks=(
            *stands.remarks,
            *dict.fromkeys(remark for each in voices for remark in each.remarks),
        ),
    )


def check_again(workspace: Workspace, corpus: Corpus, quotations: Sequence[Quotation]) -> int:
    """Return how many quotations stand in the stored texts just so, which are read anew.

    Raises StoreError where one of them does not: the corpus was changed meanwhile.
    """
    texts = load_texts(workspace.folder("corpora", corpus.name)) or {}
    stand = verbatim(quotations, texts)
    if not all(stand):
        first = quotations[stand.index(False)]
        raise StoreError(
            f"{stand.count(False):,} of {len(stand):,} quotations are not in the texts of "
            f"'{corpus.name}' as they are now, first {first.key}.",
            hint="The corpus was changed meanwhile: run the command once more.",
        )
    return len(stand)


def _theme(
    workspace: Workspace, corpus: Corpus, request: QuotesRequest, progress: Progress
) -> ThemeOfDocuments | None:
    if request.theme is None:
        return None
    model, topic = topic_and_model(request.theme)
    placed = place_corpus(workspace, model, corpus, workspace.settings, progress)
    place = placed.topic(topic)
    main = placed.in_topics & (placed.unit_topic.argmax(axis=1) == place)
    ids = placed.corpus.ids
    shares = {ids[row]: float(placed.unit_topic[row, place]) for row in np.flatnonzero(main)}
    if not shares:
        raise InputError("No document is mainly of this theme.", hint="Name another theme.")
    title = placed.titles[placed.model.topic_ids[place]]
    return ThemeOfDocuments(model, f"{placed.model.topic_ids[place]} {title}", shares)


def _of_theme(
    whole: Corpus, chosen: Corpus, theme: ThemeOfDocuments | None, request: QuotesRequest
) -> QuotesFound:
    """Quote the documents that are mainly of a theme; their rank is its share of them."""
    if theme is None:
        raise ValueError("a theme is needed")
    for given, what in ((request.coder, "A coder"), (request.roll_up, "A level of codes")):
        if given is not None:
            raise UsageError(
                f"{what} says nothing of a theme, which a model found.", hint="Name a code too."
            )
    passages = [Passage(one, None, ()) for one in chosen.ids if one in theme.shares]
    quoted = quote_passages(passages, whole, request.surroundings)
    every = [
        replace(one, rank=theme.shares[one.document], theme=(theme.caption, one_share))
        for one in quoted.quotations
        for one_share in [theme.shares[one.document]]
    ]
    choice = request.choice
    ordered = in_order(every, choice.order)
    if choice.voices:
        ordered = spread(ordered)
    n_repeats = 0
    if not choice.repeats:
        ordered, n_repeats = without_repeats(ordered, choice.limit)
    group = QuotedCodes(
        Wanted((), title=theme.caption),
        tuple(ordered[: choice.limit or None]),
        reach_of_documents(every, chosen),
        n_repeats,
        quoted.n_off,
    )
    return QuotesFound(whole, (group,), who=f"model {theme.model}", by_machine=True, theme=theme)


def _shared(group: QuotedCodes, theme: ThemeOfDocuments | None) -> QuotedCodes:
    """Return quotations that say the share of the theme that their documents are mainly of."""
    if theme is None:
        return group
    told = tuple(
        replace(one, theme=(theme.caption, theme.shares[one.document])) for one in group.quotations
    )
    return replace(group, quotations=told)


def _likeness(
    workspace: Workspace, corpus: Corpus, request: QuotesRequest, progress: Progress
) -> Likeness | None:
    if request.choice.order not in ("typical", "deviant"):
        return None
    if request.encoder == WORDS:
        return by_words(corpus)
    return by_meaning(choose_encoder(request.encoder), workspace, progress)
