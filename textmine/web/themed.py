"""Topic models that pages show: read once, and again when the model, its themes or texts change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from textmine.corpus.corpus import CORPUS_TOML
from textmine.errors import InputError, TextmineError
from textmine.store import MANIFEST, SETTINGS, Workspace, read_manifest
from textmine.topics import TopicsView, TopicView, load_themes, place_documents, view_placed
from textmine.topics.aligning.sides import Alignment
from textmine.topics.listing import JOINT
from textmine.topics.naming.themes import THEMES
from textmine.topics.naming.themes_file import Themes
from textmine.web.kept import Latest

_MOST = 3
Stamp = tuple[int, ...]


@dataclass(frozen=True)
class Themed:
    """A topic model, as it reads on the corpus it was fitted to, and what people made of it."""

    view: TopicsView
    themes: Themes

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {identity: row for row, identity in enumerate(self.view.ids)}

    def of_document(self, document: str, least: float = 0.2) -> list[tuple[TopicView, float]]:
        """Return the themes that have at least this share of a document, the strongest first."""
        row = self._rows.get(document)
        if row is None:
            return []
        shares = self.view.unit_topic[row]
        strong = [(topic, float(shares[at])) for at, topic in enumerate(self.view.topics)]
        return sorted((pair for pair in strong if pair[1] >= least), key=lambda pair: -pair[1])

    def documents_of(self, topic: str) -> frozenset[str]:
        """Return the documents in which a theme is the strongest; raise InputError for another."""
        ids = [topic.id for topic in self.view.topics]
        if topic not in ids:
            raise InputError(f"'{self.view.model}' has no theme '{topic[:80]}'.")
        shares = self.view.unit_topic
        main = (shares.argmax(axis=1) == ids.index(topic)) & (shares.sum(axis=1) > 0)
        return frozenset(
            identity for identity, here in zip(self.view.ids, main, strict=True) if here
        )


class ThemedModels:
    """The topic models, and the comparisons of two corpora, that pages looked at last."""

    def __init__(self) -> None:
        self._kept = Latest[str, Themed](_MOST)
        self._compared = Latest[tuple[str, ...], Alignment](_MOST)

    def of(self, workspace: Workspace, model: str) -> Themed:
        """Return a topic model; raise NotFoundError, or InputError for a model of another kind."""
        folder = workspace.existing("models", model, MANIFEST)
        manifest = read_manifest(folder, "topics")
        stamp = _stamp(workspace, model, [str(manifest.details["corpus"])])

        def read() -> Themed:
            return Themed(view_placed(place_documents(workspace, model)), load_themes(folder))

        return self._kept.of(model, stamp, read)

    def compared(
        self,
        workspace: Workspace,
        model: str,
        corpora: tuple[str, str],
        make: Callable[[], Alignment],
    ) -> Alignment:
        """Return a comparison of two corpora, in the themes of a model ("" for themes of both)."""
        return self._compared.of((model, *corpora), _stamp(workspace, model, corpora), make)


def _stamp(workspace: Workspace, model: str, corpora: Sequence[str]) -> Stamp:
    """Return what changes when a model, its themes or texts do, or how texts are read."""
    files = [workspace.existing("corpora", corpus, CORPUS_TOML) / CORPUS_TOML for corpus in corpora]
    if model:
        folder = workspace.existing("models", model, MANIFEST)
        files += [folder / MANIFEST, folder / THEMES]
    files.append(workspace.root / SETTINGS)
    return tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in files)


def topic_models(workspace: Workspace, corpus: str | None = None) -> list[tuple[str, str]]:
    """Return the names of topic models and of their corpora, those of one corpus or all."""
    models = []
    for name in workspace.names("models", MANIFEST):
        try:
            manifest = read_manifest(workspace.folder("models", name))
        except TextmineError:
            continue
        if manifest.kind == "topics" and corpus in (None, manifest.details["corpus"]):
            models.append((name, str(manifest.details["corpus"])))
    return models


def titles_of(workspace: Workspace, model: str) -> list[tuple[str, str]]:
    """Return the id and the name or label of each theme, without placing any document."""
    folder = workspace.existing("models", model, MANIFEST)
    details = read_manifest(folder, "topics").details
    ids = [str(detail) for detail in details["ids"]]
    labels = dict(zip(ids, map(str, details.get("labels") or [""] * len(ids)), strict=False))
    themes = load_themes(folder)
    by_theme: dict[str, list[str]] = {}
    for topic in ids:
        by_theme.setdefault(themes.name_of(topic) or topic, []).append(topic)
    return [
        (JOINT.join(sorted(parts)), name if name != parts[0] else labels.get(name, ""))
        for name, parts in by_theme.items()
    ]
