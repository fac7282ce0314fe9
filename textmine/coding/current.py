"""The current codings of a corpus, read in the current version of their codebook."""

from collections.abc import Sequence
from dataclasses import replace

from textmine.choices import Whole
from textmine.codebook import Codebook, derived_codes, find_codebook
from textmine.coding.codings import Codings
from textmine.coding.migrate import migrate_codings, refuse_misfits
from textmine.coding.sampling.draws import Draw, inclusion_probabilities, open_draws
from textmine.coding.statements import the_codebook
from textmine.coding.store import first_rounds, open_codings
from textmine.coding.suggested import suggested_sentences
from textmine.coding.whole_units import names_of, said_of_whole
from textmine.corpus import Corpus, load_corpus
from textmine.errors import InputError
from textmine.schema import Coding
from textmine.store import Workspace


def current_codings(
    workspace: Workspace,
    corpus: Corpus,
    codebook: str | None = None,
    *,
    rounds: bool = False,
    level: Whole | None = None,
) -> Codings:
    """Return the current codings of a corpus, with the codebook named or the one that was used.

    Codings on derived dimensions are among it. Those of documents that are gone are left out, and
    those of texts that changed since; `remarks` say how many, and which were not made blind. With
    `rounds` every round in which a coder was asked is there, else the first. With a `level` it is
    what was said of interviews, cases or authors as a whole, whose names stand where documents do;
    without one `remarks` say that there is such. Raises InputError when there are no codings, or
    made with several codebooks and none is named, or with codes that the codebook lacks.
    """
    store = open_codings(workspace)
    every, aside = store.rounds_and_set_aside(corpus.name)
    every = every if rounds else first_rounds(every)
    if level is not None:
        return _of_whole_units(workspace, corpus, codebook, every, level)
    whole = said_of_whole(every)
    every = [coding for coding in every if not coding.level]
    ids, excluded = set(corpus.ids), set(corpus.excluded)
    here = [coding for coding in every if coding.document in ids]
    changed = sum(coding.document in ids for coding in aside)
    if changed and not here:
        raise InputError(f"No coding of '{corpus.name}' stands. {said_of_changed(changed)}")
    if whole and not here and codebook is None:
        raise InputError(f"No document of '{corpus.name}' is coded. {' '.join(whole)}")
    book = find_codebook(codebook or the_codebook(here), workspace)
    mine = [coding for coding in here if coding.codebook in ("", book.name)]
    migrated = migrate_codings(mine, book)
    refuse_misfits(migrated.codings, book)
    drawn = with_chances(migrated.codings, open_draws(workspace).all(corpus.name))
    gone = _gone(workspace, corpus, every)
    remarks = [
        *said_of_excluded(corpus.excluded, sum(coding.document in excluded for coding in every)),
        *_left_out(gone, changed, len(migrated.review), book.name),
        *suggested_sentences(drawn),
        *whole,
    ]
    return Codings((*drawn, *derived_codings(drawn, book)), book, corpus, tuple(remarks))


def _of_whole_units(
    workspace: Workspace,
    corpus: Corpus,
    codebook: str | None,
    every: Sequence[Coding],
    level: Whole,
) -> Codings:
    """Return the current codings of the interviews, cases or authors of a corpus."""
    mine = [coding for coding in every if coding.level == level]
    if not mine:
        raise InputError(
            f"No {level} of '{corpus.name}' are coded as a whole.",
            hint=f"Import codes of them with 'textmine coding import FILE --level {level}'.",
        )
    names = set(names_of(corpus, level))
    here = [coding for coding in mine if coding.document in names]
    book = find_codebook(codebook or the_codebook(here), workspace)
    migrated = migrate_codings([c for c in here if c.codebook in ("", book.name)], book)
    refuse_misfits(migrated.codings, book)
    gone = 0 if corpus.where else len(mine) - len(here)
    remarks = _left_out(0, 0, len(migrated.review), book.name)
    if gone:
        remarks.append(f"{gone:,} codings are left out: the corpus has no such {level} any more.")
    kept = (*migrated.codings, *derived_codings(migrated.codings, book))
    return Codings(kept, book, corpus, (*remarks, *suggested_sentences(kept)), level=level)


def chosen_codings(
    workspace: Workspace,
    corpus: Corpus,
    coder: str | None = None,
    codebook: str | None = None,
) -> Codings:
    """Return the final codes of a corpus, or those of one coder, machines too, and their codings.

    Raises InputError where there are none.
    """
    return current_codings(workspace, corpus, codebook).by(coder)


def _left_out(gone: int, changed: int, to_review: int, codebook: str) -> list[str]:
    """Return a sentence for each kind of coding that is left out, or has to be looked at again."""
    sentences = []
    if gone:
        sentences.append(
            f"{gone:,} codings are left out: their documents are no longer in the corpus."
        )
    if changed:
        sentences.append(said_of_changed(changed))
    if to_review:
        sentences.append(
            f"{to_review:,} codings have to be looked at again after changes of codebook "
            f"'{codebook}': 'textmine codebook check {codebook}' lists them."
        )
    return sentences


def said_of_excluded(documents: Sequence[str], codings: int = 0) -> list[str]:
    """Say that documents are left out of a corpus, and their codings with them, if any are."""
    n = len(documents)
    if not n:
        return []
    which = "1 document is" if n == 1 else f"{n:,} documents are"
    with_them = f", and {codings:,} codings with {'it' if n == 1 else 'them'}" if codings else ""
    return [f"{which} excluded{with_them} ('textmine corpus exclusions' lists them)."]


def said_of_changed(n: int) -> str:
    """Say how many codings are set aside because their texts changed."""
    what = "1 coding is" if n == 1 else f"{n:,} codings are"
    return (
        f"{what} set aside: the texts of the documents are not those that were coded. 'textmine "
        "coding history' keeps them, and 'textmine undo' can bring the former texts back."
    )


def _gone(workspace: Workspace, corpus: Corpus, codings: Sequence[Coding]) -> int:
    """Count codings of documents that the corpus has no more, whichever of it are looked at."""
    whole = load_corpus(workspace, corpus.name) if corpus.where else corpus
    ids = {*whole.ids, *whole.excluded}
    return sum(coding.document not in ids for coding in codings)


def with_chances(codings: Sequence[Coding], draws: Sequence[Draw]) -> list[Coding]:
    """Return codings with the chance that their document was drawn by any draw made so far.

    It grows with every draw, so that it is read from the draws and not kept with the coding. A
    chance that a table named stays. A document that only a model chose has none: it is no part of
    the sample.
    """
    if not draws:
        return [*codings]
    chances = inclusion_probabilities(draws)
    drawn = {
        candidate.document for draw in draws if draw.purpose == "code" for candidate in draw.sampled
    }
    return [
        replace(coding, sampling_probability=chances[coding.document])
        if coding.sampling_probability is None and coding.document in drawn
        else coding
        for coding in codings
    ]


def derived_codings(codings: Sequence[Coding], codebook: Codebook) -> list[Coding]:
    """Return the codings on derived dimensions that follow from these."""
    sources = {dimension.derived_from for dimension in codebook.dimensions if not dimension.coded}
    if not sources:
        return []
    derived: dict[Coding, None] = {}
    for coding in codings:
        if coding.dimension not in sources:
            continue
        own_codes = {coding.dimension: {coding.code}} if coding.code is not None else {}
        follows = derived_codes(codebook, own_codes)
        for dimension in codebook.dimensions:
            if dimension.derived_from == coding.dimension:
                codes = follows.get(dimension.id, set()) if coding.code is not None else {None}
                for code in sorted(codes, key=str):
                    derived[replace(coding, dimension=dimension.id, code=code, memo="")] = None
    return list(derived)
