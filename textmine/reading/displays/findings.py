"""Codes or themes with what was found and what it may mean: quotations and memos beside each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.coding import Codings, current_codings, rolled_up
from textmine.coding.memos.listing import Choice as MemoChoice
from textmine.coding.memos.listing import Listed, list_memos
from textmine.coding.memos.targets import Targets
from textmine.config import Progress, Tell, silent, untold
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import UsageError
from textmine.nlp.encoders import text_meaning
from textmine.reading.likeness import by_words
from textmine.reading.passages import Passage
from textmine.reading.quotation import Quotation
from textmine.reading.quotations import Reader, quote_passages
from textmine.reading.quoting import Choice, quoted_codes, taken
from textmine.reading.voices import Reach, reach_of_documents, voices_of
from textmine.reading.wanted import every_code
from textmine.store import Workspace
from textmine.topics import place_corpus
from textmine.topics.listing import JOINT
from textmine.topics.naming.themes import theme_names

N_QUOTATIONS = 2


@dataclass(frozen=True)
class Beside:
    """A code or theme: how far it reaches, typical passages, and the memos that stand on it.

    `findings` are memos of the type summary, `theory` those of that type, also where they only link
    to a memo on it; `questions` are open ones.
    """

    label: str
    name: str
    definition: str
    reach: Reach
    quotations: tuple[Quotation, ...]
    findings: tuple[Listed, ...]
    theory: tuple[Listed, ...]
    questions: tuple[Listed, ...]


@dataclass(frozen=True)
class FindingsTable:
    """Codes of a dimension, or themes of a model, each with what stands beside it.

    `of` is the dimension or the model, `who` whose codes these are; themes are a machine's.
    """

    corpus: Corpus
    of: str
    rows: tuple[Beside, ...]
    who: str
    unit: str
    themes: bool = False


def findings_of_codes(
    workspace: Workspace,
    name: str,
    dimension: str | None = None,
    *,
    coder: str | None = None,
    codebook: str | None = None,
    roll_up: str | None = None,
    where: Sequence[str] = (),
    n: int = N_QUOTATIONS,
    tell: Tell = untold,
) -> FindingsTable:
    """Return every code of a dimension with `n` typical passages of different voices, and memos.

    The dimension is the one that is coded, where None is named. Raises InputError for a dimension
    or a coder that is not there, UsageError where none is named and several are coded.
    """
    whole = load_corpus(workspace, name)
    stands = current_codings(workspace, select_documents(whole, where), codebook)
    dimension = dimension or _only_dimension(stands)
    own = stands.codebook.dimension(dimension)
    if roll_up is not None:
        stands = rolled_up(stands, roll_up)
    voices = voices_of(stands, (dimension,), coder)
    for remark in (*stands.remarks, *voices.remarks):
        tell(remark)
    likeness, meaning = by_words(whole), text_meaning(workspace.settings.nlp.lang, workspace)
    memos, reader = _memos(workspace), Reader(whole)
    rows = []
    for wanted in every_code(stands.codebook, [dimension]):
        quoted = quoted_codes(
            voices,
            wanted,
            whole,
            Choice("typical", n, True),
            likeness=likeness,
            reader=reader,
            meaning=meaning,
        )
        code = own.code(wanted.terms[0].code)
        below = {
            other_code.id for other_code in own.codes if code.id in own.ancestors(other_code.id)
        }
        on = {
            ("code", stands.codebook.name, dimension, identity)
            for identity in (code.id, *(below if roll_up is not None else ()))
        }
        beside = _beside(memos, on)
        rows.append(
            Beside(code.id, code.name, code.definition, quoted.reach, quoted.quotations, *beside)
        )
    return FindingsTable(whole, dimension, tuple(rows), voices.who, stands.codebook.unit)


def _only_dimension(codings: Codings) -> str:
    coded = {coding.dimension for coding in codings}
    named = [own.id for own in codings.codebook.dimensions if own.id in coded]
    if len(named) != 1:
        raise UsageError(
            f"Several dimensions are coded: {', '.join(named)}.",
            hint="Say which: --dimension NAME.",
        )
    return named[0]


def findings_of_themes(
    workspace: Workspace,
    name: str,
    model: str,
    *,
    where: Sequence[str] = (),
    n: int = N_QUOTATIONS,
    progress: Progress = silent,
) -> FindingsTable:
    """Return every theme of a model with the `n` documents that have most of it, and memos."""
    whole = load_corpus(workspace, name)
    placed = place_corpus(workspace, model, whole, workspace.settings, progress)
    chosen = select_documents(whole, where)
    looked_at = set(chosen.ids)
    memos = _memos(workspace)
    meaning = text_meaning(workspace.settings.nlp.lang, workspace)
    main = placed.unit_topic.argmax(axis=1)
    ids = placed.corpus.ids
    rows = []
    for index, topic in enumerate(placed.model.topic_ids):
        mine = np.flatnonzero(placed.in_topics & (main == index))
        order = mine[np.argsort(-placed.unit_topic[mine, index], kind="stable")]
        shown = [ids[row] for row in order if ids[row] in looked_at]
        read = quote_passages([Passage(identity, None, ()) for identity in shown], whole).quotations
        by_share = sorted(read, key=lambda quotation: shown.index(quotation.document))
        quotations = taken(by_share, Choice("all", n, True), meaning)[0]
        on = {("theme", model, "", theme) for theme in (topic, *topic.split(JOINT))}
        rows.append(
            Beside(
                topic,
                placed.titles[topic],
                "",
                reach_of_documents(read, chosen),
                quotations,
                *_beside(memos, on),
            )
        )
    return FindingsTable(whole, model, tuple(rows), f"model {model}", "document", themes=True)


def _memos(workspace: Workspace) -> list[Listed]:
    """Return the memos that stand, with what they are about as it is called now."""
    return list_memos(workspace, Targets(workspace, theme_names), MemoChoice())


def _beside(
    memos: Sequence[Listed], on: Collection[tuple[str, str, str, str]]
) -> tuple[tuple[Listed, ...], tuple[Listed, ...], tuple[Listed, ...]]:
    """Return the findings, the theory and the open questions on a code or theme."""
    mine = [memo for memo in memos if _target(memo) in on]
    linked = {number for listed in mine for number in (*listed.memo.links, *listed.linked_from)}
    theory = [
        memo
        for memo in memos
        if memo.memo.type == "theory" and (memo in mine or memo.memo.number in linked)
    ]
    return (
        tuple(listed for listed in mine if listed.memo.type == "summary"),
        tuple(theory),
        tuple(listed for listed in mine if listed.state == "open"),
    )


def _target(listed: Listed) -> tuple[str, str, str, str]:
    now = listed.now.target
    return now.about, now.place, now.dimension, now.name
