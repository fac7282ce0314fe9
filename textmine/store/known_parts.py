"""Read skops files that hold nothing but parts known here, without skops.

Skops looks at every class of scikit-learn, numpy and scipy when it is imported, which takes a
second; textmine's own models need a dozen classes. Whatever else a file holds is left to skops.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from textmine.store.opened import DAMAGE

KNOWN: Mapping[str, frozenset[str]] = {
    "sklearn.compose._column_transformer": frozenset({"ColumnTransformer"}),
    "sklearn.dummy": frozenset({"DummyClassifier"}),
    "sklearn.feature_extraction.text": frozenset({"TfidfTransformer", "TfidfVectorizer"}),
    "sklearn.linear_model._logistic": frozenset({"LogisticRegression"}),
    "sklearn.multiclass": frozenset({"OneVsRestClassifier"}),
    "sklearn.naive_bayes": frozenset({"ComplementNB"}),
    "sklearn.pipeline": frozenset({"Pipeline"}),
    "sklearn.preprocessing._data": frozenset({"StandardScaler"}),
    "sklearn.preprocessing._label": frozenset({"LabelBinarizer"}),
    "sklearn.svm._classes": frozenset({"LinearSVC"}),
}
"""The classes that are made, by module: no other one ever is."""

_NUMBERS = ("float64", "float32", "int64", "int32", "bool")
_TYPES: dict[str, type] = {"builtins.str": str, "builtins.int": int, "numpy.float64": np.float64}
_PROTOCOL = 2


class _UnknownError(Exception):
    """The file holds what is not known here, or not in this form."""


def read_known_parts(data: bytes) -> Any:
    """Return what a skops file holds, None where some of it is not known here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            schema = json.loads(source.read("schema.json"))
            if schema["protocol"] != _PROTOCOL:
                return None
            return _Reader(source).read(schema)
    except (_UnknownError, *DAMAGE):
        return None  # skops says what is wrong with it


class _Reader:
    """Nodes of a schema into objects; one that stands in several places is one object."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._source = source
        self._made: dict[int, Any] = {}

    def read(self, node: Mapping[str, Any]) -> Any:
        number = node["__id__"]
        if number not in self._made:
            self._made[number] = self._make(node)
        return self._made[number]

    def _make(self, node: Mapping[str, Any]) -> Any:
        kind, name = node["__loader__"], f"{node['__module__']}.{node['__class__']}"
        match kind, name:
            case "JsonNode", _:
                return json.loads(node["content"])
            case "ListNode", "builtins.list":
                return [self.read(item) for item in node["content"]]
            case "TupleNode", "builtins.tuple":
                return tuple([self.read(item) for item in node["content"]])
            case "DictNode", "builtins.dict":
                return self._dict(node)
            case "TypeNode", _:
                return _TYPES[name]
            case "SliceNode", "builtins.slice":
                return slice(*(node["content"][edge] for edge in ("start", "stop", "step")))
            case "NdArrayNode", _ if node["__module__"] == "numpy":
                return self._array(node)
            case "ObjectNode", _ if node["__class__"] in KNOWN.get(node["__module__"], ()):
                made: Any = getattr(import_module(node["__module__"]), node["__class__"])
                instance = made.__new__(made)
                instance.__setstate__(self.read(node["content"]))
                return instance
        raise _UnknownError(name)

    def _dict(self, node: Mapping[str, Any]) -> dict[Any, Any]:
        kinds = self.read(node["key_types"])
        pairs = zip(kinds, node["content"].items(), strict=True)
        return {kind(key): self.read(value) for kind, (key, value) in pairs}

    def _array(self, node: Mapping[str, Any]) -> Any:
        kind = node["__class__"]
        if node["type"] == "json":
            items = [self.read(item) for item in node["content"]]
            if self.read(node["shape"]) != (len(items),):
                raise _UnknownError(kind)
            cells = np.empty(len(items), dtype=object)
            cells[:] = items
            return cells
        array = np.load(io.BytesIO(self._source.read(node["file"])), allow_pickle=False)
        if kind == "ndarray":
            return array
        if kind not in _NUMBERS or array.ndim:
            raise _UnknownError(kind)
        return array.dtype.type(array)
