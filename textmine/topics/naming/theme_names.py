"""What people call the themes of a model, without loading the model itself."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.store import Workspace
from textmine.store.manifest import MANIFEST, read_manifest
from textmine.topics.naming.themes import load_themes


def theme_names(workspace: Workspace, model: str) -> Mapping[str, str]:
    """Return the name of each theme of a topic model by its id, "" where it has none.

    Raises NotFoundError, and InputError for a model that is no topic model or cannot be read.
    """
    folder = workspace.existing("models", model, MANIFEST)
    ids = [str(detail) for detail in read_manifest(folder, "topics").details["ids"]]
    themes = load_themes(folder)
    return {identity: themes.name_of(identity) for identity in ids}
