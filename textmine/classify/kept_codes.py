"""Keep the codes that a model gave a corpus by content: they are found again, not made again.

What is kept makes no result another one: it is found by the model's files, by the documents of the
corpus, and by the versions of textmine and of the libraries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from textmine import __version__
from textmine.classify.machine_codes import MachineCodes
from textmine.classify.trained.model import CodingModel
from textmine.coding.statements import Codes
from textmine.corpus import Corpus
from textmine.nlp.cache import Keep
from textmine.store import Workspace, replacing_file, sha256_of_json, sha256_of_text
from textmine.store.versions import versions

ROOM = "applied"


def keep_codes(
    workspace: Keep, model: CodingModel, whole: Corpus, said: Mapping[str, MachineCodes]
) -> Codes:
    """Keep what a model said of documents of a corpus, beside what is kept, and return it."""
    codes: Codes = {
        dimension: {d: frozenset(c) for d, c in zip(part.documents, part.codes, strict=True)}
        for dimension, part in said.items()
    }
    path = _path(workspace, model, whole)
    if path is not None:
        known = _read(path)
        content = {
            dimension: {
                **known.get(dimension, {}),
                **{document: sorted(c) for document, c in by_document.items()},
            }
            for dimension, by_document in codes.items()
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing_file(path) as draft:
            draft.write_text(json.dumps(content), encoding="utf-8")
    return codes


def kept_codes(
    workspace: Keep,
    model: CodingModel,
    whole: Corpus,
    chosen: Corpus,
    apply: Callable[[], Mapping[str, MachineCodes]],
) -> Codes:
    """Return the codes of a model for the documents of `chosen`, by `apply` where none are kept.

    `whole` is the stored corpus that neighbours come from; of a part of one nothing is kept.
    """
    path = _path(workspace, model, whole)
    known = {} if path is None else _read(path)
    there = [known.get(part.dimension, {}) for part in model.dimensions]
    if all(identity in by_document for by_document in there for identity in chosen.ids):
        return {
            part.dimension: {document: frozenset(by_document[document]) for document in chosen.ids}
            for part, by_document in zip(model.dimensions, there, strict=True)
        }
    return keep_codes(workspace, model, whole, apply())


def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    try:
        codes: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return codes


def _path(workspace: Keep, model: CodingModel, whole: Corpus) -> Path | None:
    """Return where the codes of a corpus are kept, None where they are not."""
    if not isinstance(workspace, Workspace) or whole.where or not whole.info.digest:
        return None
    key = sha256_of_json(
        {
            "model": model.manifest.model_dump(mode="json"),
            "corpus": whole.info.digest,
            "texts": sha256_of_text("\0".join([*whole.ids, *whole.texts])),
            "versions": {"textmine": __version__, **versions()},
        }
    )
    return workspace.scratch / ROOM / f"{key}.json"
