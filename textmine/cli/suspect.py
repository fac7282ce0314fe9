"""textmine suspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.options import FormatOption, SeedOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, say

if TYPE_CHECKING:
    from textmine.classify import CodingModel
    from textmine.classify.review.suspects import DimensionSuspects, Suspect, WrongCodes
    from textmine.classify.trained.out_of_fold import HeldOutCodes
    from textmine.corpus import Corpus

_COLUMNS = (
    "document",
    "dimension",
    "coder",
    "coder's code",
    "machine's code",
    "probability of coder's",
    "probability of machine's",
    "text",
)
_TRUSTED = 0.95
"""Where machine and coder agree less often, an estimate of wrong codes is mostly the machine's."""

_SHOWN = 160
"""Characters of a text in a table; a file has it whole."""


def suspect(
    model: Annotated[str, typer.Argument(help="A trained model.")],
    dimension: Annotated[
        str | None, typer.Option(help="Only this dimension.", show_default=False)
    ] = None,
    n: Annotated[int, typer.Option("--n", help="How many to show a dimension.", min=1)] = 20,
    out: Annotated[
        Path | None,
        typer.Option(
            help="CSV to write, with whole texts, instead of printing.", show_default=False
        ),
    ] = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the hand codes that are most likely mistakes, to read them again; nothing is changed.

    A code is suspect when models that had not seen the document's thread are as sure of another
    code as they are of documents that people gave that one (confident learning, Northcutt, Jiang
    and Chuang 2021). How many are wrong is estimated too, but a weak model takes its own mistakes
    for people's: the list is to be read, the number not to be quoted.

    Example: textmine suspect forum-model --n 10
    """
    from textmine.classify import load_model
    from textmine.classify.review.suspects import find_suspects
    from textmine.classify.trained.held_out import held_out_codes, training_corpus, training_groups
    from textmine.store.tables import write_table

    space = open_workspace(workspace)
    loaded = load_model(space, model)
    known = [part.dimension for part in loaded.dimensions]
    if dimension is not None and dimension not in known:
        _refuse_unknown(dimension, model, known)
    groups = training_groups(space, loaded)
    found = [
        find_suspects(
            held,
            groups,
            n_resamples=space.settings.train.n_resamples,
            seed=space.settings.seed if seed is None else seed,
        )
        for held in held_out_codes(space, loaded)
        if dimension in (None, held.said.dimension)
    ]
    corpus = training_corpus(space, loaded)
    texts = dict(zip(corpus.ids, corpus.texts, strict=True)) if corpus else {}
    rows = [_row(one, loaded, texts) for part in found for one in part.suspects[:n]]
    if out is not None:
        write_table(out, _COLUMNS, rows)
    elif format is Format.table:
        _print_tables(rows)
    else:
        print_rows(rows, format)
    for part in found:
        _say_part(part, min(n, len(part.suspects)), str(loaded.manifest.details["groups"]))
    for held in held_out_codes(space, loaded):
        _say_read(held, corpus, loaded)
    if corpus is None:
        say("Note: the training corpus is not here, so that there are no texts.")
    say("Nothing was changed: whoever coded them may be right." + (f" See {out}." if out else ""))


def _refuse_unknown(dimension: str, model: str, known: Sequence[str]) -> None:
    from textmine.errors import InputError, did_you_mean

    raise InputError(
        f"'{model}' has no dimension '{dimension}'.", hint=did_you_mean(dimension, known)
    )


def _row(one: Suspect, model: CodingModel, texts: Mapping[str, str]) -> dict[str, Any]:
    coders = {
        part["dimension"]: part.get("coder", "") for part in model.manifest.details["dimensions"]
    }
    cells = (
        one.document,
        one.dimension,
        coders.get(one.dimension, ""),
        one.by_coder,
        one.by_machine,
        round(one.coder_probability, 4),
        round(one.machine_probability, 4),
        texts.get(one.document, ""),
    )
    return dict(zip(_COLUMNS, cells, strict=True))


def _print_tables(rows: Sequence[dict[str, Any]]) -> None:
    """Print a table a dimension, with the beginnings of the texts."""
    for dimension in dict.fromkeys(row["dimension"] for row in rows):
        mine = [row for row in rows if row["dimension"] == dimension]
        shown = [
            {
                "document": row["document"],
                "coder": row["coder's code"],
                "p": row["probability of coder's"],
                "machine": row["machine's code"],
                "p of it": row["probability of machine's"],
                "text": _start(row["text"]),
            }
            for row in mine
        ]
        title = f"{dimension}: codes by {mine[0]['coder'] or 'the coder'} to read again"
        print_rows(shown, Format.table, title=title)


def _say_part(part: DimensionSuspects, shown: int, group: str) -> None:
    agreeing = f"{100 * part.agreeing:.0f} % of the {part.n:,} documents"
    say(
        f"{part.dimension}: {len(part.suspects):,} suspect codes, {shown:,} shown; the machine "
        f"agrees with the coder on {agreeing}."
    )
    for one in part.parts:
        of = f"yes or no to '{one.code}'" if one.code else "hand codes"
        say(f"  estimated wrong: {one.n_wrong:.0f} of {one.n:,} {of} ({_between(one, group)}).")
    if part.agreeing < _TRUSTED:
        say(
            "  The estimate takes the machine for right wherever it is sure. It is not: its own "
            "mistakes are in that number. Read the list, and do not quote the estimate."
        )


def _say_read(part: HeldOutCodes, corpus: Corpus | None, model: CodingModel) -> None:
    """Say which hand codes the machine cannot doubt, for it has read the text or was shown."""
    from textmine.classify.trained.seen import LONG, repeated_texts

    groups = model.manifest.details["groups"]
    repeated = repeated_texts(corpus, set(part.said.documents)) if corpus else ()
    if repeated:
        say(
            f"{part.said.dimension}: {len(repeated):,} documents have a text of {LONG} words or "
            f"more that stands word for word in another {groups}: the machine had read it."
        )
    if part.shown:
        say(
            f"{part.said.dimension}: {len(part.shown):,} documents were coded with a model's "
            "suggestion in view, and are seldom suspect to one."
        )


def _between(one: WrongCodes, group: str) -> str:
    interval = one.interval
    if not interval.defined:
        return f"no interval: {interval.reason}"
    kind = group if interval.resampled == "clusters" else "document"
    return f"95 % interval {interval.low:.0f} to {interval.high:.0f}, over {interval.n:,} {kind}s"


def _start(text: str) -> str:
    line = " ".join(text[: 2 * _SHOWN].split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + " …"
