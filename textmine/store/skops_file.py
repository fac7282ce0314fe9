"""Stock scikit-learn pipelines in skops files: no pickle, same bytes for the same model.

Skops names members after memory addresses and dates them; both are made canonical here. The
vocabularies, which skops would write one JSON node a word, lie in the file as sorted arrays.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from textmine.errors import InputError
from textmine.store.atomic import replacing_at_once
from textmine.store.canonical_zip import zip_members
from textmine.store.opened import damage_told

TRUSTED: tuple[str, ...] = ()
"""Types beyond skops' own list that a model file may hold: none."""

_AGAIN = "Train the model again, or restore the file."
_SCHEMA = "schema.json"
_TERMS = "terms_in_order_"


def save_pipeline_file(path: Path, pipeline: Any) -> None:
    """Write a fitted pipeline or a part of one; the same part gives the same bytes."""
    import skops.io

    vectorizers = list(_vectorizers(pipeline))
    vocabularies = [vectorizer.vocabulary_ for vectorizer in vectorizers]
    try:
        for vectorizer, vocabulary in zip(vectorizers, vocabularies, strict=True):
            setattr(vectorizer, _TERMS, np.array(sorted(vocabulary, key=vocabulary.__getitem__)))
            vectorizer.vocabulary_ = {}
            vars(vectorizer).pop("_stop_words_id", None)  # a memory address; made again on use
        data = _canonical(skops.io.dumps(pipeline))
    finally:
        for vectorizer, vocabulary in zip(vectorizers, vocabularies, strict=True):
            vectorizer.vocabulary_ = vocabulary
            vars(vectorizer).pop(_TERMS, None)
    with replacing_at_once(path) as draft:
        draft.write_bytes(data)


def load_pipeline_file(path: Path) -> Any:
    """Load a fitted part; raise InputError when the file holds any type that is not known."""
    import skops.io
    from sklearn.utils.validation import check_is_fitted

    with damage_told(path, _AGAIN):
        data = path.read_bytes()
        untrusted = skops.io.get_untrusted_types(data=data)
    foreign = [name for name in untrusted if name not in TRUSTED]
    if foreign:
        raise InputError(
            f"{path} holds types that textmine does not trust: {', '.join(foreign)}.",
            hint="Do not use this file; train the model again.",
        )
    with damage_told(path, _AGAIN):
        pipeline = skops.io.loads(data, trusted=list(TRUSTED))
        check_is_fitted(pipeline)
        for vectorizer in _vectorizers(pipeline):
            terms = vars(vectorizer).pop(_TERMS)
            vectorizer.vocabulary_ = {str(term): index for index, term in enumerate(terms)}
    return pipeline


def _vectorizers(pipeline: Any) -> Iterator[Any]:
    for step in [step for _, step in getattr(pipeline, "steps", [("", pipeline)])]:
        for _, transformer, _ in getattr(step, "transformers_", []):
            if hasattr(transformer, "vocabulary_"):
                yield transformer


def _canonical(data: bytes) -> bytes:
    """Number the members in the order of the schema, and date everything alike."""
    source = zipfile.ZipFile(io.BytesIO(data))
    schema = source.read(_SCHEMA).decode("utf-8")
    number: dict[str, str] = {}
    for address in re.findall(r'"__id__": (\d+)|"(\d{6,})\.npy"', schema):
        number.setdefault(address[0] or address[1], str(len(number) + 1))
    schema = re.sub(r'("__id__": )(\d+)', lambda match: match[1] + number[match[2]], schema)
    schema = re.sub(r'"(\d{6,})\.npy"', lambda match: f'"{number[match[1]]}.npy"', schema)
    schema = json.dumps(json.loads(schema), separators=(",", ":"), ensure_ascii=False)
    members = {
        re.sub(r"^(\d+)", lambda match: number.get(match[1], match[1]), name): source.read(name)
        for name in source.namelist()
        if name != _SCHEMA
    }
    return zip_members({**members, _SCHEMA: schema.encode("utf-8")})
