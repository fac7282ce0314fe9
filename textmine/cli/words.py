"""textmine words and kwic: words counted, and words where they stand."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.choices import ConcordanceOrder, KeyWordOrder, WordForm
from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument, LimitOption
from textmine.cli.topics_shared import texts_by
from textmine.errors import UsageError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.topics.words.concordance import Line

_SHARED = "Only words that stand there this often."


@shown("where", "profile", "report")
def words(
    run: Run,
    corpus: CorpusArgument,
    against: Annotated[str | None, "Another corpus to compare the words with."] = None,
    by: Annotated[
        str | None, "Each value of a column against the rest: group, created_at:year."
    ] = None,
    topic: Annotated[str | None, "A theme against the others: MODEL:T03."] = None,
    of: Annotated[str | None, "Collocates of this word or phrase."] = None,
    window: Annotated[
        int, typer.Option(min=1, max=50, help="With --of: words on either side.")
    ] = 5,
    form: Annotated[WordForm, "Count lemmas, or words as written."] = "lemma",
    stop_words: Annotated[bool, "List stop words (the, and, we) too."] = False,
    least: Annotated[int, typer.Option("--min", min=1, help=_SHARED)] = 3,
    sort: Annotated[KeyWordOrder, "Sort key words by this."] = "z",
    fewer: Annotated[bool, "Words that the part has less of than the rest."] = False,
    limit: LimitOption = 30,
) -> Section:
    """List the words of a corpus, of a part of it against the rest, or near a word.

    Without --where, --against, --by or --topic all words with their spread. With --where they
    compare the part with the rest of the corpus, or with another corpus (--against).

    Example: textmine words forum --by group
    """
    from textmine.report.words import collocates_section, key_words_section, words_section
    from textmine.topics.words.collocates import Near, collocates_of
    from textmine.topics.words.comparing import compare_words, list_words
    from textmine.topics.words.query import read_query
    from textmine.topics.words.running import count_running, speakers_of

    where = run.where
    _check(of=of, against=against, by=by, topic=topic, where=where)
    texts, other = texts_by(run, corpus, topic), texts_by(run, against) if against else None
    speakers = speakers_of(texts.corpus)
    if of is not None:
        rows = texts.rows(where)
        speakers = speakers.take(rows)
        read = partial(texts.batches, rows)
        query = read_query(of, texts.read.model.lang, read, lemma=form == "lemma")
        wanted = Near(window, least, form, stop_words)
        near = collocates_of(query, speakers, read(), wanted)
        title = (
            f"Words within {window} of '{of}', which stands {near.n_node:,} times in "
            f"{near.n_units:,} of {len(rows):,} units, {near.n_words:,} words"
        )
        section = collocates_section(title, near, speakers, limit, query.remark)
    elif not (where or against or by or topic):
        counted = count_running(speakers, texts.batches(), form, stop_words=stop_words)
        title = (
            f"{corpus}: {form}s of {int(counted.lengths.sum()):,} running words in "
            f"{len(counted.lengths):,} units"
        )
        section = words_section(title, list_words(counted, least), speakers, limit)
    else:
        counted = count_running(speakers, texts.batches(), form, stop_words=stop_words)
        if other is not None:
            theirs = speakers_of(other.corpus)
            counted = counted.joined(
                count_running(theirs, other.batches(), form, stop_words=stop_words)
            )
        seed = run.seed
        key_words = [
            (part, compare_words(counted, part, least, sort, fewer=fewer, seed=seed))
            for part in texts.parts(where, other, by)
        ]
        section = key_words_section(corpus, counted, key_words, least, limit, fewer=fewer)
    corpora = [texts.corpus, *([other.corpus] if other else [])]
    if against:
        from textmine.corpus.taking import open_taking
        from textmine.schema import ID

        run.tell_repeated([open_taking(run.workspace, name, (ID,)) for name in (corpus, against)])
    return run.paged(section, corpora, title=f"{section.title}: {corpus}")


def _check(**given: Any) -> None:
    chosen = [name for name in ("against", "by", "topic") if given[name]]
    if len(chosen) > 1:
        raise UsageError(
            f"--{chosen[0]} and --{chosen[1]} cannot be given together.", hint="Choose one."
        )
    if given["of"] is not None and given["against"]:
        raise UsageError("--of lists the collocates in one corpus.", hint="Leave out --against.")
    if given["of"] is not None and given["by"]:
        raise UsageError("--of takes no --by.", hint="Choose a part with --where.")
    if given["where"] and (given["by"] or given["topic"]) and given["of"] is None:
        raise UsageError(
            "--where is the part itself.", hint="Leave out --by and --topic, or --where."
        )


_NO_TERMINAL = 110
_WIDEST_LABEL = 12


@shown("where", "profile", "report")
def kwic(
    run: Run,
    corpus: CorpusArgument,
    word: Annotated[
        str | None, typer.Argument(help='A word, word* or "a phrase"; not needed with --topic.')
    ] = None,
    topic: Annotated[str | None, "Only texts mainly of this theme: MODEL:T03."] = None,
    lemma: Annotated[bool, "Find all forms of the word."] = False,
    regex: Annotated[bool, "A regular expression for each whole word."] = False,
    case: Annotated[bool, "Mind capital letters."] = False,
    sort: Annotated[ConcordanceOrder, "By the words before, after, or the words found."] = "text",
    width: Annotated[
        int, typer.Option(min=10, max=1000, help="Characters on either side, in json and csv.")
    ] = 80,
    limit: LimitOption = 50,
) -> Section:
    """Show every place where a word stands, with what is said before and after it.

    It matches whole words. With --topic and no word, the theme's top words are looked for. 'find'
    looks for words in all corpora, memos and codes at once.

    Example: textmine kwic forum "business rates" --sort right
    """
    from textmine.report.words import lines_section
    from textmine.topics.words.concordance import concordance

    texts = texts_by(run, corpus, topic)
    query, sought = texts.query(word, lemma=lemma, regex=regex, case=case)
    rows = texts.rows(run.where)
    found = concordance(query, texts.corpus, texts.with_rows(rows), width, limit, sort)
    section = lines_section(sought, found, len(rows), limit, query.remark)
    run.paged(section, [texts.corpus], title=f"{section.title}: {corpus}")
    if run.format == "table":
        _print_aligned(found.lines)
    return replace(section, tables=())


def _print_aligned(lines: Sequence[Line]) -> None:
    """Print the lines with the words found under each other."""
    from rich.cells import cell_len, set_cell_size

    total = shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_TERMINAL
    labels = [
        (
            line.document[-_WIDEST_LABEL:],
            line.author[:_WIDEST_LABEL],
            line.thread[:_WIDEST_LABEL],
            line.place[-_WIDEST_LABEL:],
        )
        for line in lines
    ]
    widths = [max((cell_len(label[i]) for label in labels), default=0) for i in range(4)]
    node = min(max((cell_len(line.node) for line in lines), default=0), 40)
    side = max(10, (total - sum(widths) - node - 8) // 2)
    for line, label in zip(lines, labels, strict=True):
        who = " ".join(
            set_cell_size(part, width) for part, width in zip(label, widths, strict=True) if width
        )
        left = line.left
        while cell_len(left) > side:
            left = left[1:]
        pad = " " * (side - cell_len(left))
        middle = set_cell_size(line.node, node)
        typer.echo(f"{who}  {pad}{left} {middle} {set_cell_size(line.right, side)}".rstrip())
