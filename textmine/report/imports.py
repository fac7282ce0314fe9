"""What became of what was brought in: a corpus, a table of codings, a sheet that came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import BadRowsError
from textmine.present import Section

if TYPE_CHECKING:
    from textmine.coding import CodingRequest
    from textmine.coding.sheets.importing import SheetImport
    from textmine.coding.tables.importing import CodingImport
    from textmine.coding.taken import Replaced
    from textmine.corpus import Imported

_SHOWN_BREAKS = 20


def corpus_section(imported: Imported, replaced: Replaced | None) -> Section:
    """Return the counts of a new corpus; `replaced` is what became of the one it replaces."""
    counts = imported.info.counts.items()
    listed = ", ".join(
        f"{value:,} {key}"
        for key, value in counts
        if isinstance(value, int) and key != "rows_rejected"
    )
    name = imported.info.name
    if imported.unchanged:
        sentences = [
            f"Corpus '{name}' has these documents already ({listed}).",
            "Nothing was changed.",
        ]
    elif replaced is None:
        sentences = [f"Corpus '{name}': {listed}."]
    else:
        sentences = [
            f"Corpus '{name}': {listed}. It replaces the former one.",
            *replaced_sentences(replaced),
        ]
    return Section("import", f"The corpus {name}", sentences)


def replaced_sentences(found: Replaced) -> Iterator[str]:
    """Yield what became of the codings and the draws of a corpus that was replaced."""
    yield "The former corpus is kept: 'textmine undo' brings it back."
    every = found.stand + found.changed + found.gone
    if every:
        yield (
            f"Of its {every:,} codings {found.stand:,} stand: those of documents with the same id "
            f"and text, white space apart{', and those carried along' if found.carried else ''}."
        )
    if found.carried:
        yield (
            f"{found.carried:,} codings of them were carried along: their words stand in the same "
            "interview, in another turn or beside words that changed."
        )
    if found.changed:
        from textmine.coding.current import said_of_changed

        yield said_of_changed(found.changed)
    if found.gone:
        yield f"{found.gone:,} codings are set aside: their documents are no longer in the corpus."
    if found.draws:
        yield (
            f"Its draws ({', '.join(found.draws)}) were made of the former documents: draw anew "
            f"with 'textmine coding sample {found.corpus}'."
        )
    yield from found.remarks


def codings_section(
    request: CodingRequest, done: CodingImport, aside: Path | None, *, dry_run: bool
) -> Section:
    """Return what a table of codings was read as, and what it brought."""
    sentences = [f"Read as: {done.layout.describe()}."]
    if done.created:
        sentences.append(
            f"Codebook '{request.codebook}' made of {done.created} codes found in "
            f"{request.path.name}."
        )
    counts = (
        f"{_new(done, dry_run)}, {done.unchanged:,} stood there already, {done.empty:,} cells are "
        f"empty; coders: {', '.join(done.coders)}."
    )
    sentences += [*_problems(request.path, done, dry_run), counts, *_replaced(done, dry_run)]
    return _import_section(done, [*sentences, *_broken(done)], aside, dry_run)


def sheet_section(path: Path, done: SheetImport, aside: Path | None, *, dry_run: bool) -> Section:
    """Return what a coding sheet brought, and what is not coded on it yet."""
    counts = (
        f"{_new(done, dry_run)}, {done.unchanged:,} stood there already; of {done.documents:,} "
        f"documents {done.uncoded:,} are not coded yet and {done.partly:,} in part; coder: "
        f"{', '.join(done.coders) or 'none'}."
    )
    sentences = [*_problems(path, done, dry_run), counts, *_replaced(done, dry_run)]
    if done.mended:
        sentences.append(f"{done.mended:,} ids that a spreadsheet changed were put right.")
    sentences += [f"Not kept: {problem}" for problem in done.loose_memos]
    return _import_section(done, [*sentences, *_broken(done)], aside, dry_run)


def _import_section(
    done: CodingImport | SheetImport, sentences: list[str], aside: Path | None, dry_run: bool
) -> Section:
    rejected_sentences = [f"{done.rejected:,} rows were put into {aside}."]
    rejected = rejected_sentences if done.rejected and not dry_run else []
    return Section("import", "The codings", [*done.remarks, *sentences, *rejected])


def _new(done: CodingImport | SheetImport, dry_run: bool) -> str:
    """Say how many codings are new, and how many of them that a coder gave no code."""
    would = "would be" if dry_run else "are"
    if not done.none:
        return f"{done.new:,} codings {would} new"
    codes = done.new - done.none
    kinds = [f"{codes:,} code{'' if codes == 1 else 's'}"] if codes else []
    kinds.append(f"{done.none:,} time{'' if done.none == 1 else 's'} none")
    return f"{done.new:,} codings {would} new ({' and '.join(kinds)})"


def _problems(path: Path, done: CodingImport | SheetImport, dry_run: bool) -> list[str]:
    return [str(BadRowsError(path.name, done.problems))] if dry_run and done.problems else []


def _replaced(done: CodingImport | SheetImport, dry_run: bool) -> Iterator[str]:
    if done.replaced:
        where = ", where new spans overlap it" if done.kept else ""
        yield (
            f"What coders said before of {done.replaced:,} documents and dimensions "
            f"{'would be' if dry_run else 'is'} replaced{where}; "
            "'textmine coding history' keeps it."
        )
    if done.kept:
        one = done.kept == 1
        yield (
            f"{done.kept:,} span{'' if one else 's'} that they marked before in the same documents "
            f"{'stays' if one else 'stay'} beside those of the table; --complete withdraws what "
            "the table does not have."
        )


def _broken(done: CodingImport | SheetImport) -> Iterator[str]:
    if done.broken:
        n = len(done.broken)
        yield f"{n:,} units break a rule of the codebook (imported all the same):"
        yield from (f"  {problem}" for problem in done.broken[:_SHOWN_BREAKS])
        if n > _SHOWN_BREAKS:
            yield "  … see all with 'textmine codebook check'."
