"""Let a language model code a corpus, and keep what it said: whole or not at all."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from textmine.classify.run_manifest import RUNS
from textmine.codebook import Codebook, Dimension, find_codebook
from textmine.coding import attributes_of, breaks_in, codebooks_of, open_codings
from textmine.coding.agreement.reliability import DimensionAgreement
from textmine.coding.rule_check import RuleBreak
from textmine.coding.sheets.neighbours import neighbours_of, thread_titles
from textmine.coding.statements import by_people
from textmine.config import Progress, silent
from textmine.corpus import Corpus, load_corpus, select_documents
from textmine.errors import InputError
from textmine.llm.asking import Heard, How, ask_all
from textmine.llm.chat import Chat
from textmine.llm.code_tokens import CodeTokens, code_tokens, read_code_tokens
from textmine.llm.in_turn import Line, kept_answers
from textmine.llm.prompt import Material, Prompt, prompt_of
from textmine.llm.recorded import codings_of, repeat_agreement, said_rows, withdrawals
from textmine.llm.request import LlmRequest, refuse_unclear
from textmine.llm.review import LlmReview, write_review
from textmine.llm.run_manifest import keep_llm_run
from textmine.store import Workspace
from textmine.store.tables import write_table


@dataclass(frozen=True)
class LlmRun:
    """What a language model made of a corpus: `rows` are given out, under `columns`.

    `draw` has the name of the draw of documents for people and how many these are.
    `agreement` is that of the repeats with each other, a dimension each, where there are several;
    `recorded` the number of new machine codings, None where none were to be kept; `broken` are
    codes that break a rule of the codebook. `retried` counts questions that were sent again.
    """

    request: LlmRequest
    prompts: tuple[Prompt, ...]
    documents: int
    heard: Heard
    columns: list[str]
    rows: list[dict[str, Any]]
    agreement: tuple[DimensionAgreement, ...]
    recorded: int | None
    draw: tuple[str, int]
    broken: list[RuleBreak]
    retried: int
    synthetic: bool


def run_llm(workspace: Workspace, request: LlmRequest, progress: Progress = silent) -> LlmRun:
    """Ask a model about the documents, then write files, codings and the run in one.

    Raises InputError or NotFoundError before anything is asked, and StoreError where the server
    does not answer: what was answered by then is kept, and nothing else is written.
    """
    refuse_unclear(request)
    workspace.folder(RUNS, request.run_name)
    whole = load_corpus(workspace, request.corpus)
    chosen = select_documents(whole, request.where)
    book = asked_codebook(workspace, request.corpus, request.codebook)
    prompts = prompts_of(book, request.dimensions, request.how)
    heard, token_lines, retried = _heard(
        workspace, request, prompts, materials(whole, chosen, request.how), progress
    )
    first = heard.said[0]
    codings = codings_of(first, request.corpus, book, prompts, request.coder_name)
    rows = said_rows(chosen, book, first, request.coder_name)
    recorded, draw = None, None
    writes = request.record or request.out or request.review
    with workspace.whole() if writes else nullcontext():
        if request.out is not None:
            write_table(request.out, list(rows[0]), rows)
        if request.record:
            store = open_codings(workspace)
            left = withdrawals(store.current(request.corpus), first, request.coder_name, book.name)
            recorded = store.append([*codings, *left]).new - len(left)
        if request.review is not None:
            asked = _review(workspace, request.review, chosen)
            request = replace(request, review=asked)
            draw = write_review(
                *(workspace, asked, request.coder_name, book, chosen, prompts, first)
            )
        if writes:
            keep_llm_run(
                *(workspace, request, chosen, book, prompts, heard, token_lines, codings, draw)
            )
    return LlmRun(
        request,
        tuple(prompts),
        len(chosen),
        heard,
        list(rows[0]),
        rows,
        repeat_agreement(heard.said, book, chosen),
        recorded,
        (draw.name, len(draw.frame)) if draw else ("", 0),
        breaks_in(codings, book, attributes_of(chosen, book)),
        retried,
        chosen.info.synthetic,
    )


def _review(workspace: Workspace, asked: LlmReview, chosen: Corpus) -> LlmReview:
    """Return what is left to people, with the chosen documents that these coded already."""
    if asked.coded is not None:
        return asked
    coded = {coding.document for coding in by_people(open_codings(workspace).current(chosen.name))}
    return replace(asked, coded=frozenset(coded.intersection(chosen.ids)))


def asked_codebook(workspace: Workspace, corpus: str, named: str | None) -> Codebook:
    """Return the codebook named, or the one that people coded a corpus with."""
    if named:
        return find_codebook(named, workspace)
    used = codebooks_of(by_people(open_codings(workspace).current(corpus)))
    if len(used) != 1:
        how_coded = f"with several codebooks: {', '.join(used)}" if used else "by nobody yet"
        raise InputError(
            f"'{corpus}' was coded {how_coded}.", hint="Say which to ask by: --codebook NAME."
        )
    return find_codebook(used[0], workspace)


def prompts_of(book: Codebook, dimensions: Sequence[str], how: How) -> list[Prompt]:
    """Return the prompts for the dimensions named, or for all that are coded."""
    named = [
        book.dimension(dimension) for dimension in dict.fromkeys(dimensions)
    ] or book.coded_dimensions
    return [prompt_of(book, _coded(dimension), how.constrain) for dimension in named]


def materials(whole: Corpus, chosen: Corpus, how: How) -> dict[str, Material]:
    """Return what a model reads of each chosen document, by id: text, title and neighbours."""
    before, after = neighbours_of(whole, how.before, how.after, with_author=False)
    places = {identity: index for index, identity in enumerate(whole.ids)}
    titles, texts = thread_titles(whole), whole.texts
    return {
        identity: Material(texts[at], titles[at], before[at], after[at])
        for identity in chosen.ids
        for at in (places[identity],)
    }


def _coded(dimension: Dimension) -> Dimension:
    if not dimension.coded:
        raise InputError(
            f"'{dimension.id}' is not coded: it follows from '{dimension.derived_from}'.",
            hint=f"Ask for that one: --dimension {dimension.derived_from}.",
        )
    return dimension


def _heard(
    workspace: Workspace,
    request: LlmRequest,
    prompts: Sequence[Prompt],
    read: Mapping[str, Material],
    progress: Progress,
) -> tuple[Heard, list[Line], int]:
    """Return what came of asking, what was told of tokens, and how much was sent again."""
    how, server = request.how, request.server
    tokens = read_code_tokens(request.code_tokens) if request.code_tokens else {}
    folder = workspace.folder(RUNS, request.run_name)
    with ExitStack() as opened:
        stored_answers = opened.enter_context(kept_answers(workspace, folder))
        chat = None
        if server is not None:
            chat = Chat(server, request.timeout, request.retries, request.key)
            opened.callback(chat.close)
        bias: CodeTokens = {}
        token_lines: list[Line] = []
        if how.constrain == "tokens":
            bias, token_lines = code_tokens(prompts, how.model, tokens, stored_answers, chat)
        ask = chat.ask if chat else None
        heard = ask_all(prompts, read, how, stored_answers, ask, bias, progress, request.at_once)
        return heard, token_lines, chat.retried if chat else 0
