"""What a workspace keeps: its models, and the changes that can be taken back."""

from collections.abc import Sequence
from pathlib import Path

from textmine.coding.taking_back import Turned
from textmine.errors import InputError
from textmine.present import Column, Section, table_of
from textmine.store import MANIFEST, Change, Manifest, Workspace, bytes_in, read_manifest
from textmine.store.wording import said_of_change, what_was_done

_MADE_BY = {"classifier": "train", "topics": "topics fit"}


def models_section(workspace: Workspace) -> Section:
    """Return the section with a row a model, and which of them cannot be used."""
    names = workspace.names("models", MANIFEST)
    manifests, sentences = [], []
    for name in names:
        try:
            manifests.append((name, read_manifest(workspace.folder("models", name))))
        except InputError as error:
            sentences.append(f"Model '{name}' cannot be used: {error}")
    if not names:
        sentences.append("No model yet: textmine train, topics fit")
    columns = [
        Column("model", lambda row: row[0]),
        Column("made by", lambda row: _MADE_BY.get(row[1].kind, row[1].kind)),
        Column("corpus", lambda row: str(row[1].details.get("corpus", ""))),
        Column("of", lambda row: _of(row[1])),
        Column("textmine", lambda row: row[1].textmine),
        Column("size", lambda row: f"{bytes_in(workspace.folder('models', row[0])) / 1e6:.1f} MB"),
    ]
    table = table_of("models", "", columns, manifests)
    return Section("models", "Models", sentences, [table], records=table)


def _of(manifest: Manifest) -> str:
    if manifest.kind == "topics":
        return f"{len(manifest.details.get('ids', ()))} topics"
    parts = manifest.details.get("dimensions", ())
    return ", ".join(str(part["dimension"]) for part in parts)


def history_section(changes: Sequence[tuple[Change, int]], folder: Path) -> Section:
    """Return the section with the changes and the bytes that are kept of each in `folder`."""
    columns = [
        Column("change", lambda row: row[0].number),
        Column("when", lambda row: row[0].when.replace("+00:00", "Z")),
        Column("command", lambda row: row[0].command),
        Column("what", lambda row: what_was_done(row[0])),
        Column("state", lambda row: _state(row[0])),
        Column("kept", lambda row: f"{row[1] / 1e6:.1f} MB"),
    ]
    table = table_of("undo", "", columns, changes)
    megabytes = sum(size for _, size in changes) / 1e6
    note = f"{megabytes:.1f} MB are kept in {folder}." if changes else "No change was recorded yet."
    return Section("changes", "Changes", [note], [table], records=table)


def turned_section(turned: Turned, *, back: bool) -> Section:
    """Say what became of a change that was taken back, or brought back again."""
    again = ["'textmine undo --redo' brings it back."] if back else []
    done = f"{'Taken' if back else 'Brought'} back: {said_of_change(turned.change)}."
    return Section.of(done, *(f"  {sentence}" for sentence in turned.sentences), *again)


def would_turn_section(change: Change, sentences: Sequence[str], *, back: bool) -> Section:
    """Say what would become of a change, with the sentences on its parts."""
    heading = f"{said_of_change(change)} would be {'taken' if back else 'brought'} back"
    return Section.of(f"Dry run: {heading}. Then:", *(f"  {sentence}" for sentence in sentences))


def forgotten_section(
    chosen: Sequence[Change], freed: float, *, every: bool, dry_run: bool
) -> Section:
    """Say of which changes nothing is kept any more, or would be, and how many bytes that frees."""
    size = f"{freed / 1e6:.1f} MB"
    if dry_run:
        listed = "; ".join(map(said_of_change, chosen))
        return Section.of(f"Dry run: {size} would be deleted, which are kept for {listed}.")
    which = "every change" if every else said_of_change(chosen[0])
    return Section.of(f"Deleted: what was kept for {which}, {size}. It cannot be taken back now.")


def _state(change: Change) -> str:
    state = "" if change.state == "done" else change.state
    return f"{state}, kept no more".removeprefix(", ") if change.forgotten else state
