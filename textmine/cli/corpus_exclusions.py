"""textmine corpus duplicates, exclude, include, exclusions: copies, and what is left out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DecidedByOption, DryRunOption, ReplaceOption
from textmine.cli.shared import progress_bar, say
from textmine.errors import InputError
from textmine.present import Section


@shown("scheduler", "report")
def duplicates(
    run: Run,
    corpus: CorpusArgument,
    threshold: Annotated[
        float,
        typer.Option(
            min=0.4, max=1, help="Share of three-word sequences that near copies have in common."
        ),
    ] = 0.6,
    edits: Annotated[
        Path | None, "Write what was added to and left out of the copied texts into this CSV."
    ] = None,
    passages: Annotated[
        str | None, "Make a new corpus of this name: what was added, from five words on."
    ] = None,
    replace: ReplaceOption = False,
    dry_run: DryRunOption = False,
) -> Section:
    """Find documents that repeat each other, and mark them; none is deleted.

    Exact: the same words, whatever their case and marks. Near: nearly the same words. Quoted: a
    document that holds all of another (8 words or more) or 25 of its words in a row. The corpus
    gets the columns meta.duplicate_group, _kind, _size and _first. 'tabulate --per group' then
    counts the copies of one text once. With --where duplicate_first=yes so do training, topics,
    prevalence and all else that works on a part of the corpus.

    Example: textmine corpus duplicates forum --edits edits.csv
    """
    from textmine.coding.taken import after_replacing, replaces_corpus, telling_what_stands
    from textmine.corpus import open_documents
    from textmine.corpus.duplicates import (
        added_passages,
        find_edits,
        store_duplicates,
        stored_duplicates,
        write_edits,
    )
    from textmine.corpus.saving import refuse_taken, save_corpus
    from textmine.report.corpora import duplicates_section
    from textmine.report.imports import replaced_sentences

    if passages == corpus:
        raise InputError(
            f"The passages need another name than '{corpus}': the corpus stays.",
            hint="Give --passages another name.",
        )
    space = run.workspace
    documents = open_documents(space, corpus)
    if passages is not None and not replace:
        with telling_what_stands(space, passages, "--passages"):
            refuse_taken(space, passages)
    with progress_bar() as progress:
        found = stored_duplicates(documents, threshold, run.spread, progress, space)
    section = duplicates_section(documents, found)
    sentences, new_corpus, whole = [], None, []
    if edits or passages or run.given["report"]:  # what is written then holds their other columns
        loaded = run.corpus(corpus)
        changed = list(find_edits(loaded.texts, found)) if edits or passages else []
        new_corpus, whole = (
            added_passages(loaded, changed, passages) if passages else None,
            [loaded],
        )
        if edits is not None:
            write_edits(edits, loaded, changed)
            sentences.append(f"{len(changed):,} edits are in {edits}.")
    run.paged(section, whole, title=f"Copies in {corpus}", about="exact, near and quoted")
    if dry_run:
        return section.saying(*sentences, "Dry run: the corpus stays as it is.")
    if new_corpus is not None:
        former = replaces_corpus(space, new_corpus.name)
        save_corpus(space, new_corpus, replace=replace, reads=[f"corpora/{corpus}"])
        sentences.append(
            f"Corpus '{passages}': {len(new_corpus):,} passages that were added.{former}"
        )
        if former:
            sentences += replaced_sentences(after_replacing(space, new_corpus.name))
    store_duplicates(space, documents, found)
    return section.saying(
        *sentences,
        f"Corpus '{corpus}' has them as meta.duplicate_group, _kind, _size and _first. Say "
        "--where duplicate_first=yes to count each text once.",
    )


_Ids = Annotated[list[str] | None, typer.Option("--id", help="A document; give it again for more.")]
_Reason = Annotated[str, "Why; it stays in the ledger of the corpus."]

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
    return run.paged(
        section, [whole], title=f"Documents left out of {corpus}", about="with reasons"
    )


def _judge(
    run: Run, corpus: str, ids: list[str] | None, reason: str, by: str, *, out: bool, dry_run: bool
) -> None:
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
        say(f"{len(judged.already):,} documents are {state} already: {_listed(judged.already)}.")
    if not judged.changed:
        say("Nothing was changed.")
        return
    what = "excluded" if out else "taken in again"
    sentence = f"{len(judged.changed):,} documents are {what}: {_listed(judged.changed)}."
    verb = "is" if judged.n_out == 1 else "are"
    counts = f"{judged.n_left:,} documents count, {judged.n_out:,} {verb} excluded."
    if dry_run:
        say(f"Dry run, nothing was changed: {sentence} Then {counts}")
        return
    say(f"{sentence} In '{corpus}' {counts}")
    if DUPLICATE_GROUP in run.corpus(corpus).documents:
        say(f"The marks of copies are old now: run 'textmine corpus duplicates {corpus}' again.")
    say("'textmine undo' takes it back.")


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
