"""textmine find and search: by the words that stand there, and by meaning."""

from enum import StrEnum
from typing import Annotated

import typer

from textmine.cli.command import Run, shown
from textmine.cli.options import CodebookOption, CorpusArgument, LimitOption
from textmine.cli.shared import progress_bar
from textmine.present import Section


class Kind(StrEnum):
    """What is searched."""

    texts = "texts"
    memos = "memos"
    codes = "codes"
    themes = "themes"


@shown("where", "report")
def find(
    run: Run,
    words: Annotated[
        str, typer.Argument(help='Words, "a phrase", begin*, AND, OR, NOT and ( ), as one text.')
    ],
    corpora: Annotated[
        list[str] | None, typer.Argument(metavar="CORPUS", help="Default: all corpora.")
    ] = None,
    within: Annotated[
        list[Kind] | None, typer.Option("--in", help="Only in these; give it again for more.")
    ] = None,
    code: Annotated[str | None, "Only documents that have this final code: DIMENSION=CODE."] = None,
    codebook: CodebookOption = None,
    author: Annotated[str | None, "Only texts and memos by this person."] = None,
    width: Annotated[
        int, typer.Option(min=10, max=150, help="Characters on either side of what was found.")
    ] = 60,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown of each kind.")] = 20,
) -> Section:
    """Find texts, memos, codes and themes in which words stand, the best first.

    A text must have all the words; case and accents do not count. 'find' says which texts, memos
    and codes have them. 'kwic' shows every place of a word in one corpus line by line, also all its
    forms. 'search' finds texts that mean about the same in other words.

    Example: textmine find 'bus AND (night OR evening)' forum
    Example: textmine find '"business rates" NOT shop*' --in texts --in memos
    """
    from textmine.reading.finding.searching import KINDS, FindRequest, find_words
    from textmine.report.found import found_section

    narrowed = [
        option
        for option, value in (("--where", run.where), ("--code", code), ("--author", author))
        if value
    ]
    for kind in {Kind.codes, Kind.themes} & {*(within or ())}:
        if narrowed:
            raise typer.BadParameter(
                f"{kind} have no documents and authors", param_hint=f"--in {kind} {narrowed[0]}"
            )
    dimension, equals, wanted = (code or "").partition("=")
    if code is not None and not (equals and dimension.strip() and wanted.strip()):
        raise typer.BadParameter(f"'{code}' is not DIMENSION=CODE", param_hint="--code")
    request = FindRequest(
        words=words,
        corpora=tuple(corpora or ()),
        within=frozenset(map(str, within or KINDS)),
        where=tuple(run.where),
        code=(dimension.strip(), wanted.strip()) if code is not None else None,
        codebook=codebook,
        author=author,
        width=width,
    )
    hits = find_words(run.workspace, request)
    section = found_section(hits, limit)
    return run.paged(
        section, list(hits.corpora), title=f"Found: {words}", about=", ".join(request.corpora)
    )


@shown("where")
def search(
    run: Run,
    corpus: CorpusArgument,
    text: Annotated[
        str | None, typer.Argument(help="A sentence; not needed with --document.")
    ] = None,
    document: Annotated[str | None, "Find what is like this document instead."] = None,
    limit: LimitOption = 10,
    encoder: Annotated[
        str, "Compare by: meaning, minilm, or a model's folder or package."
    ] = "meaning",
) -> Section:
    """Find documents that mean about the same as a sentence or a document, in whatever words.

    The sentence and the documents may be in different languages. Likeness is a cosine: compare it
    within one list, not between lists. A text that stands several times is shown once. 'find' and
    'kwic' look for the words themselves.

    Example: textmine search forum "the bus does not come in the evening" --limit 5
    Example: textmine search forum --document m012
    """
    from textmine.nlp.encoders import choose_encoder
    from textmine.report.found import alike_section
    from textmine.topics.words.alike import find_alike, text_of

    if (text is None) == (document is None):
        raise typer.BadParameter(
            "give a sentence or --document, one of them", param_hint="--document"
        )
    whole = run.corpus(corpus)
    chosen = run.chosen(whole)
    sought = text_of(whole, document) if document is not None else text or ""
    chooser = choose_encoder(encoder)
    with progress_bar() as progress:
        alike = find_alike(
            chosen,
            sought,
            chooser,
            run.settings.nlp.cleaning,
            n=limit,
            without=document or "",
            workspace=run.workspace,
            progress=progress,
        )
    return alike_section(alike, len(chosen), chooser.title)
