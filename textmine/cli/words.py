"""textmine words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from textmine.cli.options import FormatOption, ProfileOption, WhereOption, WorkspaceOption
from textmine.cli.shared import Format, open_workspace, print_rows, progress_bar, say
from textmine.cli.words_rows import (
    COLLOCATES,
    KEYNESS,
    PART,
    SPREAD,
    collocate_row,
    key_row,
    key_test,
    print_some,
    use_row,
)
from textmine.cli.words_texts import Texts, read_texts

if TYPE_CHECKING:
    from textmine.topics.words.comparing import CountedWords, KeyWords
    from textmine.topics.words.parts import Part
    from textmine.topics.words.running import RunningWords

_SHARED = "Only words that stand there this often."


class FormName(StrEnum):
    """What counts as the same word."""

    lemma = "lemma"
    word = "word"


class OrderName(StrEnum):
    """What key words are sorted by."""

    z = "z"
    g2 = "g2"
    log_ratio = "log_ratio"


def words(
    corpus: Annotated[str, typer.Argument(help="The corpus.")],
    where: WhereOption = None,
    against: Annotated[
        str | None, typer.Option(help="Another corpus to hold the words against.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Each value of a column against the rest: group, created_at:year."),
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help="A theme against the others: MODEL:T03.")
    ] = None,
    of: Annotated[str | None, typer.Option(help="Collocates of this word or phrase.")] = None,
    window: Annotated[
        int, typer.Option(min=1, max=50, help="With --of: words on either side.")
    ] = 5,
    form: Annotated[
        FormName, typer.Option(help="Count lemmas, or words as written.")
    ] = FormName.lemma,
    stop_words: Annotated[
        bool, typer.Option("--stop-words", help="List stop words (the, and, we) too.")
    ] = False,
    least: Annotated[int, typer.Option("--min", min=1, help=_SHARED)] = 3,
    sort: Annotated[OrderName, typer.Option(help="Sort key words by this.")] = OrderName.z,
    fewer: Annotated[
        bool, typer.Option("--fewer", help="Words that the part has less of than the rest.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Words shown (of each part).")] = 30,
    profile: ProfileOption = None,
    workspace: WorkspaceOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the words of a corpus, of a part of it against the rest, or near a word.

    Without --where, --against, --by or --topic all words with their spread. With --where the part
    is held against the rest of the corpus, or against another one.

    Example: textmine words forum --by group
    """
    from textmine.topics.words.comparing import count_running, list_words
    from textmine.topics.words.running import running_words

    _check(of=of, against=against, by=by, topic=topic, where=where)
    space = open_workspace(workspace)
    with progress_bar() as progress:
        texts = read_texts(space, corpus, topic, profile, progress)
    running = running_words(texts.corpus, texts.prepared, form.value, stop_words=stop_words)
    if of is not None:
        lemma = form is FormName.lemma
        _print_collocates(texts, running, of, where, window, least, limit, lemma, format)
        return
    if not (where or against or by or topic):
        counted = count_running(running)
        rows = [use_row(use, running.voice) for use in list_words(counted, least)]
        title = (
            f"{corpus}: {form.value}s of {sum(running.sizes):,} running words in "
            f"{len(running.ids):,} units"
        )
        print_some(rows, limit, format, title)
        say(SPREAD.format(len(set(running.parts)), running.voice))
        return
    if against:
        with progress_bar() as progress:
            other = read_texts(space, against, None, profile, progress)
        running = running.joined(
            running_words(other.corpus, other.prepared, form.value, stop_words=stop_words)
        )
    counted = count_running(running)
    parts = _parts(texts, len(running.ids), where, against, by)
    seed = space.settings.seed
    found = _print_parts(counted, parts, least, sort.value, fewer, limit, format, seed)
    say(KEYNESS.format(running.voice))
    for sentence in key_test(found, least):
        say(sentence)


def _check(**given: Any) -> None:
    from textmine.errors import InputError

    chosen = [name for name in ("against", "by", "topic") if given[name]]
    if len(chosen) > 1:
        raise InputError(
            f"--{chosen[0]} and --{chosen[1]} cannot be given together.", hint="Choose one."
        )
    if given["of"] is not None and given["against"]:
        raise InputError("--of lists the collocates in one corpus.", hint="Leave out --against.")
    if given["of"] is not None and given["by"]:
        raise InputError("--of takes no --by.", hint="Choose a part with --where.")
    if given["where"] and (given["by"] or given["topic"]) and given["of"] is None:
        raise InputError(
            "--where is the part itself.", hint="Leave out --by and --topic, or --where."
        )


def _parts(
    texts: Texts, n_units: int, where: list[str] | None, against: str | None, by: str | None
) -> Sequence[Part]:
    import numpy as np

    from textmine.corpus import levels_of
    from textmine.topics.words.parts import part_and_rest, parts_by, theme_and_rest

    if texts.placed is not None and texts.topic is not None:
        return [theme_and_rest(texts.placed, texts.topic)]
    if by:
        return list(parts_by(texts.corpus, by, levels_of(texts.corpus, by)))
    inside = np.zeros(n_units, dtype=bool)
    inside[: len(texts.corpus)] = texts.chosen(where)
    name = " and ".join(where or []) or texts.corpus.name
    if not against:
        return [part_and_rest(name, inside)]
    others = np.zeros(n_units)
    others[len(texts.corpus) :] = 1
    return [replace(part_and_rest(name, inside, f"'{against}'"), reference=others)]


def _print_parts(
    counted: CountedWords,
    parts: Sequence[Part],
    least: int,
    order: Literal["z", "g2", "log_ratio"],
    fewer: bool,
    limit: int,
    format: Format,
    seed: int,
) -> dict[str, KeyWords]:
    """Print the key words of each part, and return them by its name."""
    from textmine.topics.words.comparing import compare_words

    every: list[dict[str, Any]] = []
    found: dict[str, KeyWords] = {}
    for part in parts:
        words_of = compare_words(counted, part, least, order, fewer=fewer, seed=seed)
        found[part.name] = words_of
        rows = [key_row(part, use, counted.running) for use in words_of.uses]
        every += rows[:limit]
        if format is Format.table:
            size, rest = (counted.sizes @ side for side in (part.target, part.reference))
            title = (
                f"{part.name} {'less than' if fewer else 'against'} {part.against}: "
                f"{part.n_units} units, {size:,.0f} words against {rest:,.0f}"
            )
            shown = [{k: v for k, v in row.items() if k not in (*PART, "n rest")} for row in rows]
            print_some(shown, limit, format, title)
    if format is not Format.table:
        print_rows(every, format)
    return found


def _print_collocates(
    texts: Texts,
    running: RunningWords,
    of: str,
    where: list[str] | None,
    window: int,
    least: int,
    limit: int,
    lemma: bool,
    format: Format,
) -> None:
    from textmine.topics.words.collocates import collocates_of
    from textmine.topics.words.query import read_query

    kept = texts.rows(where)
    prepared, near = texts.prepared.take(kept), running.take(kept)
    query = read_query(of, prepared, lemma=lemma)
    found = collocates_of(query, prepared, near, window, least)
    title = (
        f"Words within {window} of '{of}', which stands {found.n_node:,} times in "
        f"{found.n_units:,} of {len(kept):,} units, {found.n_words:,} words"
    )
    print_some([collocate_row(one, near.voice) for one in found.found], limit, format, title)
    if query.remark:
        say(f"Note: {query.remark}.")
    say(COLLOCATES.format(near.voice))
