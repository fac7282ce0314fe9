"""textmine corpus reidentification: what could still tell who somebody is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CorpusArgument
from textmine.cli.page import write_page
from textmine.cli.shared import comma_list
from textmine.present import Section


@shown("report")
def reidentification(
    run: Run,
    corpus: CorpusArgument,
    columns: Annotated[
        str | None,
        typer.Option(
            help="Attributes that others may know, with commas; default: those with few values."
        ),
    ] = None,
    k: Annotated[int, typer.Option("--k", min=2, help="Smallest group that is safe enough.")] = 5,
    key: Annotated[
        Path | None, typer.Option(help="The key: look for its originals in the texts.")
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Words and leftovers to show.")] = 15,
) -> Section:
    """Check what could still tell who somebody is, before a corpus is shared.

    It lists combinations of attributes that few people share, and words that only one person uses.
    It also lists texts that a search would find word for word, and what still looks like a name.
    This is an aid, not a proof.

    Example: textmine corpus reidentification forum-alias --columns group --k 5
    """
    from textmine.corpus import load_corpus
    from textmine.privacy import check_reidentification, existing_key
    from textmine.report.privacy import risks_section

    opened = None if key is None else existing_key(key)
    loaded = load_corpus(run.workspace, corpus)
    lang = run.settings.nlp.lang
    risks = check_reidentification(loaded, comma_list(columns), k, lang, opened)
    section = risks_section(corpus, risks, n)
    write_page(run, [section], [loaded], f"Who could be told in {corpus}", "an aid, no proof", {})
    return section
