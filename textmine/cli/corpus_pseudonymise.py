"""textmine corpus pseudonymise and reidentification: aliases, and what still tells who it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, DryRunOption, ReplaceOption, RulesOnlyOption
from textmine.cli.shared import comma_list, progress_bar
from textmine.present import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textmine.config import NlpSettings
    from textmine.corpus import Corpus
    from textmine.privacy import Key, Pseudonymised, Request
    from textmine.schema import Coding
    from textmine.store import Workspace

_Columns = Annotated[str | None, "Columns that hold names of people."]


@shown()
def pseudonymise(
    run: Run,
    corpus: CorpusArgument,
    name: Annotated[str | None, "Name of the new corpus."] = None,
    key: Annotated[
        Path | None,
        "The key file; the same key keeps aliases the same in several corpora. "
        "Default: keys/project.key.json.",
    ] = None,
    seed: Annotated[
        str | None,
        "Seed of the aliases; default: a secret one, kept in the key. Whoever knows the "
        "seed and all names can work the aliases out.",
    ] = None,
    placeholders: Annotated[
        bool,
        typer.Option(
            "--placeholders/--aliases", help="People become [person 3] instead of first names."
        ),
    ] = False,
    keep: Annotated[
        str | None, "Kinds to leave as they are: people, organisations, places, urls, …"
    ] = None,
    names_in: _Columns = None,
    drop: Annotated[str | None, "Columns to drop."] = None,
    leave: Annotated[str | None, "Columns to leave as they are."] = None,
    lang: Annotated[
        str | None, "Language of texts without one; default: lang in textmine.toml."
    ] = None,
    rules_only: RulesOnlyOption = False,
    review: Annotated[Path | None, "Write the uncertain names into this CSV."] = None,
    decisions: Annotated[
        Path | None, "That CSV with replace or keep in its column 'decision'."
    ] = None,
    new_ids: Annotated[
        bool, "Call documents and threads by numbers; the key says which is which."
    ] = False,
    carry_codings: Annotated[bool, "Record codings by people for the new corpus too."] = False,
    replace: ReplaceOption = False,
    dry_run: DryRunOption = False,
) -> Section:
    """Make a new corpus in which people have aliases; the old one stays as it is.

    An author gets one first name, also where a text names that person. Places, organisations,
    e-mails, phones, postcodes, urls and user names become placeholders such as [place 3]. The key
    says what was where; keep it apart. This is an aid, not anonymity.

    Example: textmine corpus pseudonymise forum --name forum-alias --review check.csv
    """
    from textmine.privacy import ColumnWishes, Request, holding_key, key_path, kinds_named
    from textmine.privacy.decisions import check_review_file, load_decisions
    from textmine.report.privacy import AID, pseudonymised_section

    if name is None and not dry_run:
        raise typer.BadParameter(
            "the new corpus needs a name, or try --dry-run", param_hint="--name"
        )
    space, new = run.workspace, name or f"{corpus}-pseudonymised"
    if review is not None:
        check_review_file(review)
    request = Request(
        kinds_named(comma_list(keep)),
        placeholders,
        rules_only,
        ColumnWishes(comma_list(names_in), comma_list(drop), comma_list(leave)),
        load_decisions(decisions),
        new_ids,
    )
    path = key_path(space, key)
    settings = space.settings.override("nlp", lang=lang).nlp
    order = _Order(space, run.corpus(corpus), new, request, settings, path, seed)
    if dry_run:
        pseudonymised, _ = _made(order)
        _write_review(pseudonymised, review)
        sentences = [
            *_of_review(pseudonymised, review),
            "Dry run: no corpus and no key was written.",
        ]
        return pseudonymised_section(pseudonymised).saying(*sentences, AID)
    with holding_key(path):
        pseudonymised, sentences = _make_and_keep(
            order, review, carry_codings=carry_codings, replace=replace
        )
    sentences.append(
        f"Share the new corpus with 'textmine corpus export {new}', not this folder: the old "
        "corpus, its prepared texts (.textmine) and former states (.history) are in it."
    )
    return pseudonymised_section(pseudonymised).saying(*sentences, AID)


@dataclass(frozen=True)
class _Order:
    """What is to be made, of what, with which key; the seed is that of a new key."""

    space: Workspace
    source: Corpus
    name: str
    request: Request
    settings: NlpSettings
    key: Path
    seed: str | None


def _make_and_keep(
    order: _Order, review: Path | None, *, carry_codings: bool, replace: bool
) -> tuple[Pseudonymised, list[str]]:
    """Make the corpus; keep it with its key, its codings and the review list, all or nothing.

    Also returns what was done, in sentences.
    """
    from textmine.coding.copying import copy_codings
    from textmine.coding.taken import after_replacing, replaces_corpus, telling_what_stands
    from textmine.privacy import check_new_name, made_before, open_key, save_pseudonymised
    from textmine.privacy.replacing import moving
    from textmine.report.imports import replaced_sentences

    space, new, old = order.space, order.name, order.source.name
    former = replaces_corpus(space, new)
    again = made_before(open_key(order.key, order.seed), order.source, new)
    with telling_what_stands(space, new):
        check_new_name(space, old, new, replace=replace or again)
        pseudonymised, key = _made(order)
        with space.whole():
            fresh = save_pseudonymised(
                space, order.source, pseudonymised, key, order.key, replace=replace
            )
            _write_review(pseudonymised, review)
            moved = moving(pseudonymised.replaced)
            copied = (
                copy_codings(space, old, new, moved, pseudonymised.ids) if carry_codings else None
            )
    sentences = [
        f"Corpus '{new}' was made of '{old}' before, and is just so. The key is {order.key}."
    ]
    if fresh:
        is_new = f"Corpus '{new}': {len(pseudonymised.corpus):,} documents.{former}"
        sentences = [f"{is_new} The key is {order.key}: never share it."]
    if former and fresh:
        sentences += replaced_sentences(after_replacing(space, new))
    return pseudonymised, [
        *sentences,
        *_of_review(pseudonymised, review),
        *_of_codings(space, old, new, copied),
    ]


def _made(order: _Order) -> tuple[Pseudonymised, Key]:
    """Make the corpus; also return the key that it filled."""
    from textmine.privacy import open_key, pseudonymise

    key = open_key(order.key, order.seed)
    with progress_bar() as progress:
        pseudonymised = pseudonymise(
            order.source, order.name, key, order.request, order.settings, progress
        )
    return pseudonymised, key


def _write_review(pseudonymised: Pseudonymised, review: Path | None) -> None:
    from textmine.privacy import review_rows
    from textmine.privacy.decisions import write_review

    if review is not None:
        write_review(review, review_rows(pseudonymised.review))


def _of_review(result: Pseudonymised, review: Path | None) -> list[str]:
    if review is None:
        return []
    return [
        f"{len(result.review):,} uncertain texts are in {review}: it holds the names themselves."
    ]


def _of_codings(
    space: Workspace, old: str, new: str, copied: Sequence[Coding] | None
) -> Iterator[str]:
    """Yield which codings were copied to the new corpus, or, with None, that they stay behind."""
    from textmine.coding import by_people, open_codings

    if copied is None:
        stay = len(by_people(open_codings(space).rounds(old)))
        if stay:
            yield (
                f"{stay:,} codings by people stay with '{old}'; their spans count in its texts. "
                f"With --carry-codings they are recorded for '{new}' too."
            )
    elif copied:
        memos = sum(bool(coding.memo) for coding in copied)
        left = f" {memos:,} memos were left behind: they may name people." if memos else ""
        yield (
            f"{len(copied):,} codings by people are recorded for '{new}', their spans moved.{left}"
        )


@shown("report")
def reidentification(
    run: Run,
    corpus: CorpusArgument,
    columns: Annotated[
        str | None, "Attributes that others may know, with commas; default: those with few values."
    ] = None,
    k: Annotated[int, typer.Option("--k", min=2, help="Smallest group that is safe enough.")] = 5,
    key: Annotated[Path | None, "The key: look for its originals in the texts."] = None,
    limit: Annotated[int, typer.Option(min=1, help="Words and leftovers to show.")] = 15,
) -> Section:
    """Check what could still tell who somebody is, before a corpus is shared.

    It lists combinations of attributes that few people share, and words that only one person uses.
    It also lists texts that a search would find word for word, and what still looks like a name.
    This is an aid, not a proof.

    Example: textmine corpus reidentification forum-alias --columns group --k 5
    """
    from textmine.privacy import check_reidentification, existing_key
    from textmine.report.privacy import risks_section

    opened = None if key is None else existing_key(key)
    loaded = run.corpus(corpus)
    lang = run.settings.nlp.lang
    risks = check_reidentification(loaded, comma_list(columns), k, lang, opened)
    section = risks_section(corpus, risks, limit)
    return run.paged(
        section, [loaded], title=f"Who could be told in {corpus}", about="an aid, no proof"
    )
