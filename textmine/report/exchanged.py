"""What became of a project of other coding software, and what of a corpus written for it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from textmine.exchange.bringing_in import BroughtIn
from textmine.exchange.project import Loss
from textmine.exchange.writing_out import WrittenOut
from textmine.present import Column, Section, Table, table_of

_LOST = (
    Column("what", lambda loss: loss.what),
    Column("n", lambda loss: loss.n),
    Column("examples", lambda loss: "; ".join(loss.examples)),
)


def brought_in_section(done: BroughtIn, path: Path, *, dry_run: bool) -> Section:
    """Return what was read, how positions were counted, what is new, and what is lost."""
    sentences = [*_read(done, path), *_kept(done, dry_run=dry_run)]
    if dry_run:
        sentences.append("Dry run: nothing was written.")
    return _section("exchange-read", f"Read from {path.name}", sentences, done.losses)


def written_out_section(done: WrittenOut) -> Section:
    """Return what was written, for which program, and what has no place in it."""
    project = done.project
    what = f"{len(project.codes):,} codes and folders"
    if project.sources:
        what = (
            f"{len(project.sources):,} sources, {project.n_codings:,} codings by "
            f"{len(project.users):,} users, {what}, {len(project.notes):,} notes"
        )
    sentences = [*done.remarks, f"Written to {done.path}: {what}.", done.profile.known]
    if done.map is not None:
        sentences.append(f"{done.map} says where each document stands in its thread.")
    return _section("exchange-write", f"Written to {done.path.name}", sentences, done.losses)


def _section(
    identity: str, title: str, sentences: Sequence[str], losses: Sequence[Loss]
) -> Section:
    lines = list(sentences)
    if not losses:
        lines.append("Nothing of it is lost.")
        return Section(identity, title, lines, records=lost_table(()))
    table = lost_table(losses)
    return Section(identity, title, lines, tables=[table], records=table)


def lost_table(losses: Sequence[Loss]) -> Table:
    """Return what has no place on the other side: what it is, how often, and examples."""
    return table_of("losses", "What has no place here", _LOST, losses)


def _read(done: BroughtIn, path: Path) -> Iterator[str]:
    origin = f", written by {done.project.origin}" if done.project.origin else ""
    yield f"{path.name}{origin}: {len(done.project.sources):,} texts, " + (
        f"{done.project.n_codings:,} codings by {len(done.project.users):,} users, "
        f"{len(done.project.codes):,} codes."
    )
    if done.model is not None:
        yield f"{done.model}"
    yield from done.remarks


def _kept(done: BroughtIn, *, dry_run: bool) -> Iterator[str]:
    would = "would be" if dry_run else "are"
    if done.corpus:
        state = "new" if done.new_corpus else "there already"
        yield f"Corpus '{done.corpus}' ({state}): {done.n_documents:,} documents."
    if done.n_people:
        yield f"Cases with values, joined to it: {done.n_people:,}."
    if done.codebook:
        state = "new" if done.new_codebook else "there already"
        yield f"Codebook '{done.codebook}' ({state}): {done.n_codes:,} codes."
    if done.added_codes:
        listed = ", ".join(done.added_codes[:8]) + (", …" if len(done.added_codes) > 8 else "")
        yield f"{len(done.added_codes):,} codes {would} added to it: {listed}."
    if done.corpus and done.codebook:
        by = f"; coders: {', '.join(done.coders)}" if done.coders else ""
        yield f"{done.new:,} codings {would} new, {done.unchanged:,} stood there already{by}."
    if done.gone:
        yield (
            f"{done.gone:,} codings stand no more, for their coders changed them there; 'textmine "
            "coding history' keeps them."
        )
    if done.missing:
        yield _missing(done, dry_run=dry_run)
    if done.machine:
        yield (
            f"{done.machine:,} codings stand under the name of a machine that gave no such code "
            "here: they are not taken."
        )
    if done.n_memos:
        yield f"{done.n_memos:,} notes {would} kept as memos."


def _missing(done: BroughtIn, *, dry_run: bool) -> str:
    if done.withdrawn:
        would = "would be" if dry_run else "are"
        return f"{done.missing:,} codings that the file does not have {would} withdrawn."
    return (
        f"{done.missing:,} codings stand here of which the file has nothing by these coders in "
        "these documents: they stay; --complete withdraws them."
    )
