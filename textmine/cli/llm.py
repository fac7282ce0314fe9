"""textmine llm: let a language model on a server of one's own code documents, and show prompts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.choices import AnswerConstraint, ProbabilityFrom
from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, DimensionsOption, OutOption, RecordOption
from textmine.cli.shared import print_csv, progress_bar
from textmine.errors import NotFoundError, UsageError, did_you_mean
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.llm.review import LlmReview
    from textmine.llm.server import Server

app = typer.Typer(
    help="A language model on a server of your own, as one more coder.", no_args_is_help=True
)

_KEY = "TEXTMINE_LLM_KEY"
_CorpusArgument = Annotated[str, typer.Argument(help="The corpus to code.")]
_BeforeOption = Annotated[
    int | None,
    typer.Option(
        min=0, help="Messages of the thread that it reads before each; default: 1.", show_default=""
    ),
]
_AfterOption = Annotated[
    int | None,
    typer.Option(
        min=0, help="Messages of the thread that it reads after each; default: 1.", show_default=""
    ),
]
_ConstrainOption = Annotated[
    AnswerConstraint,
    "How the server is to hold answers to the codes: a JSON schema, a bias on the tokens "
    "of the codes, or the prompt alone. All answers are checked.",
]


@app.command()
@shown("where", "report", "seed", without=("format",))
def code(
    run: Run,
    corpus: _CorpusArgument,
    model: Annotated[str, "The model, as the server calls it."],
    endpoint: Annotated[
        str | None,
        "Address of an OpenAI-compatible server (llama.cpp, Ollama, vLLM, transformers "
        "serve), such as http://127.0.0.1:8080/v1.",
    ] = None,
    replay: Annotated[bool, "Ask nobody: take the answers that are kept."] = False,
    dimension: DimensionsOption = None,
    codebook: CodebookOption = None,
    out: OutOption = None,
    record: RecordOption = False,
    review: Annotated[
        float | None,
        "Leave this share of the documents, 0 to 1, to people: those it abstains on, and "
        "those its samples differ most on.",
    ] = None,
    queue: Annotated[
        Path | None, "The coding sheet to write for people, .csv or .xlsx; wanted with --review."
    ] = None,
    samples: Annotated[
        int, typer.Option(min=1, help="Answers to each question; the commonest counts.")
    ] = 1,
    temperature: Annotated[float, "0: the likeliest answer; 0.7 or so with several samples."] = 0.0,
    probability: Annotated[
        ProbabilityFrom, "The share of samples, or the log probabilities of the server."
    ] = "samples",
    repeats: Annotated[
        int, typer.Option(min=1, help="Ask everything so often, and say how far it agrees.")
    ] = 1,
    before: _BeforeOption = None,
    after: _AfterOption = None,
    constrain: _ConstrainOption = "schema",
    code_tokens: Annotated[
        Path | None,
        'JSON with the token of each code, {"A": 236776}, for --constrain tokens; '
        "default: the server is asked.",
    ] = None,
    max_tokens: Annotated[int, typer.Option(min=1, help="Length of an answer.")] = 200,
    timeout: Annotated[float, "Seconds to wait for an answer."] = 120.0,
    retries: Annotated[int, typer.Option(min=0, help="Times to ask again after a fault.")] = 5,
    at_once: Annotated[
        int, typer.Option(min=1, max=64, help="Questions on their way at once.")
    ] = 1,
    allow_remote: Annotated[
        str | None, "The host of the endpoint, where it is another computer: the texts go there."
    ] = None,
    coder: Annotated[
        str | None,
        typer.Option("--as", help="Its name as a coder, llm:NAME; default: that of the model."),
    ] = None,
    name: Annotated[str | None, "Name of the run in runs/; default: CODER-CORPUS-FILE."] = None,
) -> Section:
    """Code documents with a language model: it reads the codebook, and answers with codes.

    The server runs on this computer; texts go elsewhere only to a host that --allow-remote names.
    An answer that is no code of the codebook is an abstention, and is counted. Answers are kept: a
    stopped run goes on, and --replay repeats it without the server. A server that wants a key gets
    that of the variable TEXTMINE_LLM_KEY.

    Example: textmine llm code forum --endpoint http://127.0.0.1:8080/v1 --model qwen3 --record
    Example: textmine llm code forum --model qwen3 --replay --out coded.csv
    Example: textmine llm code forum --endpoint http://127.0.0.1:11434 --model gemma3 --samples 5
     --temperature 0.7 --repeats 2
    """
    from textmine.llm import How, LlmRequest, run_llm
    from textmine.report.llm import llm_section

    request = LlmRequest(
        corpus=corpus,
        how=How(
            model=model,
            samples=samples,
            temperature=temperature,
            repeats=repeats,
            max_tokens=max_tokens,
            constrain=constrain,
            probability=probability,
            before=before,
            after=after,
            seed=run.seed,
        ),
        server=_server(run, endpoint, allow_remote, replay=replay),
        dimensions=tuple(dimension or ()),
        codebook=codebook,
        where=run.where,
        out=out,
        record=record,
        coder=coder or "",
        name=name or "",
        code_tokens=code_tokens,
        review=_review(review, queue),
        timeout=timeout,
        retries=retries,
        at_once=at_once,
        key=os.environ.get(_KEY, ""),
    )
    with progress_bar() as progress:
        coded_run = run_llm(run.workspace, request, progress)
    if out is None:
        print_csv(coded_run.columns, coded_run.rows)
    section = llm_section(coded_run)
    coded = [run.corpus(corpus)]
    return run.paged(section, coded, about=" ".join(run.where), settings={"model": model})


@app.command()
@shown(also={})
def prompt(
    run: Run,
    corpus: _CorpusArgument,
    dimension: DimensionsOption = None,
    codebook: CodebookOption = None,
    document: Annotated[
        str | None, typer.Option("--id", help="The document to show; default: the first.")
    ] = None,
    before: _BeforeOption = None,
    after: _AfterOption = None,
    constrain: _ConstrainOption = "schema",
) -> list[Section]:
    """Show what a language model is asked: the codebook and one document. Nobody is asked.

    Example: textmine llm prompt forum --dimension goal_orientation --id 17
    """
    from textmine.llm import How
    from textmine.llm.run import asked_codebook, materials, prompts_of
    from textmine.report.llm import prompt_section

    whole = run.corpus(corpus)
    how = How(model="", constrain=constrain, before=before, after=after)
    book = asked_codebook(run.workspace, corpus, codebook)
    read = materials(whole, whole, how)
    chosen = document or whole.ids[0]
    if chosen not in read:
        raise NotFoundError(
            f"'{corpus}' has no document '{chosen}'.", hint=did_you_mean(chosen, read)
        )
    return [
        prompt_section(prompt, prompt.messages(read[chosen])[1]["content"], chosen)
        for prompt in prompts_of(book, tuple(dimension or ()), how)
    ]


def _review(share: float | None, queue: Path | None) -> LlmReview | None:
    """Return what is left to people, None where nothing is."""
    from textmine.llm.review import LlmReview

    if (share is None) != (queue is None):
        raise UsageError("--review and --queue go together.", hint="--review 0.2 --queue q.xlsx.")
    return None if share is None or queue is None else LlmReview(share, queue)


def _server(
    run: Run, endpoint: str | None, allow_remote: str | None, *, replay: bool
) -> Server | None:
    """Return the server to ask, None to ask nobody; say where texts go to another computer."""
    from textmine.llm import server_at

    if replay:
        return None
    if endpoint is None:
        raise UsageError(
            "No server is named.",
            hint="Say --endpoint http://127.0.0.1:8080/v1, or --replay for kept answers.",
        )
    server = server_at(endpoint, allow_remote)
    if server.remote:
        run.tell(f"The texts leave this computer: they are sent to {server.host}.")
    return server
