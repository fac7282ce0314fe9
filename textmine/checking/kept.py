"""Keep what takes long to find in the texts of a corpus: they are read again when they change.

What is kept makes no result another one: it is found by the texts, by how they were read, and by
the versions of textmine and of the libraries.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from textmine import __version__
from textmine.checking.finding import Finding, as_finding
from textmine.config import NlpSettings
from textmine.corpus.taking import Taking
from textmine.store import Workspace, replacing_file, sha256_of_json
from textmine.store.versions import versions

ROOM = "checked"


def kept(
    workspace: Workspace,
    documents: Taking,
    settings: NlpSettings,
    what: str,
    find: Callable[[], Any],
) -> Any:
    """Return what `find` returns (values of JSON), or what it returned for these texts before.

    Of a part of a corpus nothing is kept.
    """
    path = _path(workspace, documents, settings, what)
    if path is None:
        return find()
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pass
    value = find()
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing_file(path) as draft:
        draft.write_text(json.dumps(value), encoding="utf-8")
    return value


def is_kept(workspace: Workspace, documents: Taking, settings: NlpSettings, what: str) -> bool:
    """Return whether something was found in these texts before."""
    path = _path(workspace, documents, settings, what)
    return path is not None and path.is_file()


def _path(workspace: Workspace, documents: Taking, settings: NlpSettings, what: str) -> Path | None:
    """Return where something that was found is kept, None for a part of a corpus."""
    corpus = documents.light
    if corpus.where or not corpus.info.digest:
        return None
    key = sha256_of_json(
        {
            "what": what,
            "corpus": corpus.info.digest,
            "texts": corpus.digest_of_texts if documents.texts_are_there else "",
            "nlp": settings.model_dump(mode="json", exclude={"n_process"}),
            "versions": {"textmine": __version__, **versions()},
        }
    )
    return workspace.scratch / ROOM / f"{key}.json"


def kept_findings(
    workspace: Workspace,
    documents: Taking,
    settings: NlpSettings,
    what: str,
    find: Callable[[], list[Finding]],
) -> list[Finding]:
    """Return findings as `kept` does."""
    told = partial(_told, find)
    stored = kept(workspace, documents, settings, what, told)
    return [as_finding(record) for record in stored]


def _told(find: Callable[[], list[Finding]]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in find()]
