"""textmine corpus exclude, include, exclusions: documents left out, with reasons, in a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DecidedByOption, DryRunOption
from textmine.cli.page import write_page
from textmine.cli.shared import say
from textmine.present import Section

_Ids = Annotated[list[str] | None, typer.Option("--id", help="A document; give it again for more.")]
_Reason = Annotated[str, typer.Option(help="Why; it stays in the ledger of the corpus.")]

_SHOWN = 8


@shown("where", without=("format",))
def exclude(
    run: Run,
    corpus: CorpusArgument,
    reason: _Reason,
    id: _Ids = None,
    by: DecidedByOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Leave documents out of a corpus, with a reason; nothing is deleted.

    Every command then works without them. They stay stored, with their codings, and 'textmine
    corpus include' takes them in again. A document whose text changes is no more excluded.

    Example: textmine corpus exclude forum --id m012 --reason "advertisement" --by ann
    Example: textmine corpus exclude forum --where duplicate_first=no --reason "copy of another"
    """
    _judge(run, corpus, id, reason, by, out=True, dry_run=dry_run)


@shown("where", without=("format",))
def include(
    run: Run,
    corpus: CorpusArgument,
    reason: _Reason,
    id: _Ids = None,
    by: DecidedByOption = "",
    dry_run: DryRunOption = False,
) -> None:
    """Take documents that were excluded into the corpus again, with a reason.

    Example: textmine corpus include forum --id m012 --reason "it answers question 3"
    """
    _judge(run, corpus, id, reason, by, out=False, dry_run=dry_run)


@shown("report")
def exclusions(run: Run, corpus: CorpusArgument) -> Section:
    """Show the ledger: which documents were left out or taken in, when, by whom and why.

    Example: textmine corpus exclusions forum
    """
    from textmine.corpus import load_corpus
    from textmine.report.corpora import exclusions_section

    whole = load_corpus(run.workspace, corpus, whole=True)
    section = exclusions_section(whole)
    write_page(run, [section], [whole], f"Documents left out of {corpus}", "with reasons", {})
    return section


def _judge(
    run: Run, corpus: str, ids: list[str] | None, reason: str, by: str, *, out: bool, dry_run: bool
) -> None:
    from textmine.corpus import load_corpus
    from textmine.corpus.duplicates.marking import DUPLICATE_GROUP
    from textmine.corpus.excluding import Judgement, judge_documents

    if bool(ids) == bool(run.where):
        raise typer.BadParameter(
            "name documents with --id, or choose them with --where", param_hint="--id"
        )
    judgement = Judgement(out, reason, by, tuple(ids or ()), tuple(run.where))
    judged = judge_documents(run.workspace, corpus, judgement, dry_run=dry_run)
    if judged.already:
        state = "excluded" if out else "in the corpus"
        say(f"{_documents(judged.already)} {state} already: {_listed(judged.already)}.")
    if not judged.changed:
        say("Nothing was changed.")
        return
    what = "excluded" if out else "taken in again"
    told = f"{_documents(judged.changed)} {what}: {_listed(judged.changed)}."
    verb = "is" if judged.n_out == 1 else "are"
    counts = f"{judged.n_left:,} documents count, {judged.n_out:,} {verb} excluded."
    if dry_run:
        say(f"Dry run, nothing was changed: {told} Then {counts}")
        return
    say(f"{told} In '{corpus}' {counts}")
    if DUPLICATE_GROUP in load_corpus(run.workspace, corpus).documents:
        say(f"The marks of copies are old now: run 'textmine corpus duplicates {corpus}' again.")
    say("'textmine undo' takes it back.")


def _documents(ids: Sequence[str]) -> str:
    return "1 document is" if len(ids) == 1 else f"{len(ids):,} documents are"


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
