"""What a reader asks for: passages of codes, of a theme or of both, from a workspace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from textmine.coding import Codings
from textmine.config import Progress, silent
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.corpus.corpus import load_texts
from textmine.errors import InputError, StoreError, UsageError
from textmine.nlp.encoders import TextMeaning, choose_encoder, text_meaning
from textmine.reading.coded_at import DOCUMENTS, CodedAt, codings_at
from textmine.reading.comparing import Contrast, contrast, most_alike, quote_place
from textmine.reading.likeness import Likeness, by_meaning, by_words
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation, verbatim
from textmine.reading.quotations import NOTHING, Reader, Surroundings, quote_passages
from textmine.reading.quoting import Choice, QuotedCodes, quoted_codes, taken
from textmine.reading.voices import reach_of_documents, voices_of
from textmine.reading.wanted import Wanted, every_code, wanted_codes
from textmine.store import Workspace

_FEW = 5
"""Pairs, and passages of each side, where nobody says how many."""

WORDS = "words"
"""The encoder that compares passages by their words."""


@dataclass(frozen=True)
class QuotesRequest:
    """Which passages of a corpus are quoted, whose codes they have, and how they are shown.

    `codes` are [DIM=]CODE by id or name, `cell` a cell of the product, `theme` a theme of a model
    as MODEL:T03 or MODEL:NAME; none of them takes every code by itself. `where` are conditions on
    documents. `encoder` is "words", or a name that `choose_encoder` takes. `at` is the level at
    which codes are read.
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
    at: CodedAt = DOCUMENTS

    def __post_init__(self) -> None:
        """Raise UsageError for codes that have no passages, and rules that cannot be applied."""
        self.at.need_passages()
        if self.at != DOCUMENTS and not self.of_codes:
            raise UsageError(
                "--level, --rule and --roll-down are about codes, and all documents of a theme "
                "are quoted.",
                hint="Name a code: --code CODE.",
            )
        if self.at.rule not in (None, "any") and self.roll_up is not None:
            raise UsageError(
                f"--rule {self.at.rule} looks at each code as it was given, and --roll-up joins "
                "codes.",
                hint="Leave one of them out.",
            )

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
        return [quotation for group in self.groups for quotation in group.quotations]


def find_quotes(
    workspace: Workspace, name: str, request: QuotesRequest, progress: Progress = silent
) -> QuotesFound:
    """Return the quotations of a corpus that were asked for.

    Raises InputError for codes, cells, coders and columns that are not there, UsageError for what
    cannot be asked for together.
    """
    whole = load_corpus(workspace, name)
    if not request.of_codes:
        return _of_theme(
            whole,
            _theme(workspace, whole, request, progress),
            request,
            text_meaning(workspace.settings.nlp.lang, workspace),
        )
    opened = _opened(workspace, whole, request, progress)
    codes_wanted = opened.wanted(request.codes, request.cell, any=request.any)
    asked = (
        [codes_wanted]
        if codes_wanted is not None
        else every_code(opened.stands.codebook, opened.dimensions)
    )
    return opened.found(asked, request.choice)


def find_contrast(
    workspace: Workspace,
    name: str,
    request: QuotesRequest,
    against: str,
    progress: Progress = silent,
) -> tuple[QuotesFound, Contrast]:
    """Return the quotations of codes and of the code `against`, and how the two compare.

    There are as many pairs, and quotations of each side, as `request` has for its limit, or five.
    Raises UsageError where no code is named to hold it against, and InputError as `find_quotes`.
    """
    opened = _opened(workspace, load_corpus(workspace, name), request, progress)
    codes_wanted = opened.wanted(request.codes, request.cell, any=request.any)
    other = opened.wanted((against,))
    if codes_wanted is None or other is None:
        raise UsageError(
            f"There is no code to hold '{against}' against.", hint="Name it: --code CODE."
        )
    n = request.choice.limit or _FEW
    quoted = opened.found([codes_wanted, other], replace(request.choice, limit=0))
    first, second = (group.quotations for group in quoted.groups)
    contrasted = contrast(first, second, opened.likeness, n)
    cut = tuple(replace(group, quotations=group.quotations[:n]) for group in quoted.groups)
    return replace(quoted, groups=cut), contrasted


def find_beside(
    workspace: Workspace, name: str, request: QuotesRequest, place: str, progress: Progress = silent
) -> tuple[QuotesFound, Quotation]:
    """Return the passages most like one, of its codes and of the other codes; and that passage.

    `place` is DOCUMENT or DOCUMENT:START-END. Without a code every code is looked at by itself.
    There are as many of each as `request` has for its limit, or five. Raises InputError for a
    passage that is not there, and as `find_quotes`.
    """
    opened = _opened(workspace, load_corpus(workspace, name), request, progress)
    target = quote_place(opened.whole, place, request.surroundings)
    codes_wanted = opened.wanted(request.codes, request.cell, any=request.any)
    book = opened.stands.codebook
    if codes_wanted is None:
        asked = every_code(book, opened.dimensions)
    else:
        taken = {code for term in codes_wanted.terms for code in term.codes}
        rest = [
            wanted
            for wanted in every_code(book, codes_wanted.dimensions)
            if wanted.key not in taken
        ]
        terms = tuple(term for wanted in rest for term in wanted.terms)
        title = f"the other codes of {' and '.join(codes_wanted.dimensions)}"
        asked = [codes_wanted, Wanted(terms, any=True, title=title)] if terms else [codes_wanted]
    n = request.choice.limit or _FEW
    quotes = opened.found(asked, Choice(repeats=True))
    groups = tuple(
        replace(group, quotations=most_alike(target, group.quotations, opened.likeness, n))
        for group in quotes.groups
    )
    return replace(quotes, groups=groups), target


@dataclass(frozen=True)
class _Opened:
    """What stands for a corpus, and how its passages are compared."""

    whole: Corpus
    stands: Codings
    theme: ThemeOfDocuments | None
    likeness: Likeness
    request: QuotesRequest
    meaning: TextMeaning | None

    @property
    def dimensions(self) -> list[str]:
        """The dimensions on which anything is coded, in the order of the codebook."""
        coded = {coding.dimension for coding in self.stands}
        return [
            dimension.id for dimension in self.stands.codebook.dimensions if dimension.id in coded
        ]

    def wanted(
        self, codes: Sequence[str], cell: str | None = None, *, any: bool = False
    ) -> Wanted | None:
        return wanted_codes(self.stands.codebook, codes, cell, self.request.roll_up, any=any)

    def found(self, asked: Sequence[Wanted], choice: Choice) -> QuotesFound:
        """Return the quotations of each of what was asked for."""
        heard = {
            dimensions: voices_of(self.stands, dimensions, self.request.coder, self.request.at)
            for dimensions in dict.fromkeys(wanted.dimensions for wanted in asked)
        }
        reader = Reader(self.whole, self.request.surroundings)
        groups = [
            quoted_codes(
                heard[wanted.dimensions],
                wanted,
                self.whole,
                choice,
                self.request.surroundings,
                self.likeness,
                None if self.theme is None else self.theme.shares.keys(),
                reader,
                self.meaning,
            )
            for wanted in asked
        ]
        voices = list(heard.values())
        remarks = dict.fromkeys(remark for voice in voices for remark in voice.remarks)
        return QuotesFound(
            self.whole,
            tuple(_shared(group, self.theme) for group in groups),
            who="; ".join(dict.fromkeys(voice.who for voice in voices)),
            by_machine=any(voice.by_machine for voice in voices),
            unit=_unit(self.stands.codebook.unit, self.whole),
            codings=self.stands,
            theme=self.theme,
            remarks=(*self.stands.remarks, *remarks),
        )


def _opened(
    workspace: Workspace, whole: Corpus, request: QuotesRequest, progress: Progress
) -> _Opened:
    chosen = select_documents(whole, request.where)
    return _Opened(
        whole,
        codings_at(workspace, chosen, request.at, request.codebook),
        _theme(workspace, whole, request, progress) if request.theme is not None else None,
        _likeness(workspace, whole, request, progress),
        request,
        text_meaning(workspace.settings.nlp.lang, workspace),
    )


def check_again(workspace: Workspace, corpus: Corpus, quotations: Sequence[Quotation]) -> int:
    """Return how many quotations stand in the stored texts just so, which are read anew.

    Raises StoreError where one of them does not: the corpus was changed meanwhile.
    """
    texts: Mapping[str, str] = load_texts(workspace.folder("corpora", corpus.name)) or {}
    stand = verbatim(quotations, texts)
    if not all(stand):
        first = quotations[stand.index(False)]
        raise StoreError(
            f"{stand.count(False):,} of {len(stand):,} quotations are not in the texts of "
            f"'{corpus.name}' as they are now, first {first.key}.",
            hint="The corpus changed meanwhile: run the command once more.",
        )
    return len(stand)


def _theme(
    workspace: Workspace, corpus: Corpus, request: QuotesRequest, progress: Progress
) -> ThemeOfDocuments:
    """Place a corpus in a model, and return the theme that is asked for."""
    from textmine.topics import place_corpus, topic_and_model

    model, topic = topic_and_model(request.theme or "")
    placed = place_corpus(workspace, model, corpus, workspace.settings, progress)
    index = placed.topic(topic)
    main = placed.in_topics & (placed.unit_topic.argmax(axis=1) == index)
    ids = placed.corpus.ids
    shares = {ids[row]: float(placed.unit_topic[row, index]) for row in np.flatnonzero(main)}
    if not shares:
        raise InputError("No document is mainly of this theme.", hint="Name another theme.")
    title = placed.titles[placed.model.topic_ids[index]]
    return ThemeOfDocuments(model, f"{placed.model.topic_ids[index]} {title}", shares)


def _of_theme(
    whole: Corpus, theme: ThemeOfDocuments, request: QuotesRequest, meaning: TextMeaning | None
) -> QuotesFound:
    """Quote the documents that are mainly of a theme; their rank is its share of them."""
    for option, what in ((request.coder, "A coder"), (request.roll_up, "A level of codes")):
        if option is not None:
            raise UsageError(
                f"{what} says nothing of a theme, which a model found.", hint="Name a code too."
            )
    chosen = select_documents(whole, request.where)
    passages = [Passage(identity, None, ()) for identity in chosen.ids if identity in theme.shares]
    quoted = quote_passages(passages, whole, request.surroundings)
    every = [
        replace(quotation, rank=share, theme=(theme.caption, share))
        for quotation in quoted.quotations
        for share in [theme.shares[quotation.document]]
    ]
    chosen_quotations, n_repeats = taken(every, request.choice, meaning)
    reach = reach_of_documents(every, chosen)
    wanted = Wanted((), title=theme.caption)
    group = QuotedCodes(wanted, chosen_quotations, reach, n_repeats, quoted.n_off)
    unit = _unit("document", whole)
    who = f"model {theme.model}"
    return QuotesFound(whole, (group,), who=who, by_machine=True, unit=unit, theme=theme)


def _unit(unit: str, corpus: Corpus) -> str:
    """Return what a unit is called; a document that was cut from a file is a passage."""
    return "passage" if corpus.info.cut_files and unit == "document" else unit


def _shared(group: QuotedCodes, theme: ThemeOfDocuments | None) -> QuotedCodes:
    """Return quotations that say the share of the theme that their documents are mainly of."""
    if theme is None:
        return group
    with_shares = tuple(
        replace(quotation, theme=(theme.caption, theme.shares[quotation.document]))
        for quotation in group.quotations
    )
    return replace(group, quotations=with_shares)


def _likeness(
    workspace: Workspace, corpus: Corpus, request: QuotesRequest, progress: Progress
) -> Likeness:
    if request.encoder == WORDS:
        return by_words(corpus)
    return by_meaning(choose_encoder(request.encoder), workspace, progress)
