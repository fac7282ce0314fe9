"""What a run was made from, then and now: the corpus, codings, codebooks and runs behind it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from textmine.codebook.files import find_codebook
from textmine.coding.digest import codebook_digest, corpus_codings_digest, people_digest
from textmine.corpus.corpus import CORPUS_TOML, load_info
from textmine.errors import TextmineError
from textmine.store import Manifest, Workspace, sha256_of_file
from textmine.store.manifest import manifest_digest

State = Literal["changed", "gone"]
_WORDS = {
    "corpora": "corpus '{}'",
    "codings": "the codings of '{}'",
    "codebooks": "codebook '{}'",
    "models": "model '{}'",
}


@dataclass(frozen=True)
class Moved:
    """Something that a run was made from and that is another now, or is gone."""

    what: str
    state: State

    @property
    def words(self) -> str:
        """What it is, in words."""
        room, _, name = self.what.partition("/")
        model, _, file = name.partition("/")
        if file:
            return f"{file} of {_WORDS[room].format(model)} {self._is}"
        verb = self._is if room != "codings" else self._is.replace("is ", "are ")
        return f"{_WORDS.get(room, room + ' {}').format(name)} {verb}"

    @property
    def _is(self) -> str:
        return "is gone" if self.state == "gone" else "changed since"


def moved_inputs(workspace: Workspace, manifest: Manifest) -> list[Moved]:
    """Return what a run was made from that is not what it was, in the order of its manifest.

    What cannot be read counts as gone. What an earlier textmine did not write down is not looked
    at.
    """
    moved = []
    for what, then in {**manifest.inputs, **manifest.parents}.items():
        try:
            now = _digest_now(workspace, manifest, what)
        except (TextmineError, OSError):
            now = ""
        if now != then:
            moved.append(Moved(what, "changed" if now else "gone"))
    return moved


def changed_inputs(workspace: Workspace, manifest: Manifest) -> tuple[Moved, ...]:
    """Return what a model was made from that is another now.

    What is not there is not named, nor the codings of a corpus that is not there: the model may
    come from another workspace.
    """
    moved = moved_inputs(workspace, manifest)
    gone = {
        moved_input.what.partition("/")[2] for moved_input in moved if moved_input.state == "gone"
    }
    return tuple(
        moved_input
        for moved_input in moved
        if moved_input.state == "changed" and moved_input.what.partition("/")[2] not in gone
    )


def states_codings(manifest: Manifest) -> bool:
    """Whether a run that rests on codings says on which: an earlier textmine did not."""
    if manifest.kind in ("topics", "applied", "llm"):
        return True
    return manifest.format > 1


def _digest_now(workspace: Workspace, manifest: Manifest, what: str) -> str:
    """Return the hash of an input as it is now, "" where there is none."""
    room, _, name = what.partition("/")
    if room == "corpora":
        folder = workspace.folder(room, name)
        return load_info(folder).digest if (folder / CORPUS_TOML).is_file() else ""
    if room == "codebooks":
        return codebook_digest(find_codebook(name, workspace))
    if room == "models":
        model, _, file = name.partition("/")
        folder = workspace.folder(room, model)
        if not file:
            return manifest_digest(folder)
        return sha256_of_file(folder / file) if (folder / file).is_file() else ""
    if manifest.kind == "classifier":
        book = find_codebook(str(manifest.details["codebook"]), workspace)
        return people_digest(workspace.codings_url, name, book, learned_dimensions(manifest))
    return corpus_codings_digest(workspace.codings_url, name)


def learned_dimensions(manifest: Manifest) -> Collection[str]:
    """Return the dimensions that a classifier codes."""
    return [str(part["dimension"]) for part in manifest.details["dimensions"]]
