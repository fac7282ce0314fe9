"""Parts that are read without skops are those that skops reads; others are left to it."""

from __future__ import annotations

import functools
import io
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import skops.io
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC, LinearSVC

from textmine.store.canonical_zip import zip_members
from textmine.store.known_parts import read_known_parts

NUMBERS = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0], [0.0, 4.0]])
GOLD = np.array([0, 1, 0, 1])
SEVERAL = np.array([[1, 0], [0, 1], [1, 1], [0, 0]])
TEXTS = np.array([["rent is high"], ["a late tram"], ["rent and rooms"], ["late 😀"]], dtype=object)

PARTS = [
    LinearSVC(class_weight="balanced", random_state=1).fit(NUMBERS, GOLD),
    LogisticRegression(solver="saga", max_iter=900).fit(NUMBERS, GOLD),
    ComplementNB(alpha=0.5).fit(NUMBERS, GOLD),
    DummyClassifier(strategy="prior").fit(NUMBERS, GOLD),
    OneVsRestClassifier(LinearSVC()).fit(NUMBERS, SEVERAL),
    OneVsRestClassifier(DummyClassifier(strategy="prior")).fit(NUMBERS, SEVERAL),
    Pipeline([("scale", StandardScaler()), ("learn", LogisticRegression())]).fit(NUMBERS, GOLD),
    ColumnTransformer([("words", TfidfVectorizer(min_df=1), 0)]).fit(TEXTS),
]


def like(mine, theirs):
    """Whether two things are made alike, down to every attribute."""
    if type(mine) is not type(theirs):
        return False
    if isinstance(mine, np.ndarray):
        same = mine.dtype == theirs.dtype and mine.shape == theirs.shape
        return same and like(mine.tolist(), theirs.tolist())
    if isinstance(mine, list | tuple):
        return len(mine) == len(theirs) and all(map(like, mine, theirs))
    if isinstance(mine, dict):
        return [*mine] == [*theirs] and all(like(mine[key], theirs[key]) for key in mine)
    if hasattr(mine, "__dict__") and not isinstance(mine, type):
        return like(vars(mine), vars(theirs))
    return mine == theirs or repr(mine) == repr(theirs) == "nan"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_known_parts_are_those_of_skops(part):
    data = skops.io.dumps(part)
    assert like(read_known_parts(data), skops.io.loads(data))


@pytest.mark.parametrize(
    "part",
    [
        SVC().fit(NUMBERS, GOLD),
        Pipeline([("odd", FunctionTransformer(np.log1p)), ("learn", LinearSVC())]),
        FunctionTransformer(functools.partial(np.multiply, 2)),
        FunctionTransformer(eval),
        {"a": {1, 2}},
    ],
    ids=["another classifier", "function", "partial", "builtin", "set"],
)
def test_all_else_is_left_to_skops(part):
    assert read_known_parts(skops.io.dumps(part)) is None


@pytest.mark.parametrize(
    "change", [(b'"protocol":', b'"protocol_":'), (b"LinearSVC", b"SGDOneClass")]
)
def test_another_schema_is_left_to_skops(change):
    source = zipfile.ZipFile(io.BytesIO(skops.io.dumps(PARTS[0])))
    members = {name: source.read(name) for name in source.namelist()}
    members["schema.json"] = members["schema.json"].replace(*change)
    assert read_known_parts(zip_members(members)) is None


def test_skops_is_not_imported(tmp_path):
    path = tmp_path / "part.skops"
    path.write_bytes(skops.io.dumps(PARTS[0]))
    code = (
        "import sys; from pathlib import Path; "
        "from textmine.store.skops_file import load_pipeline_file as load; "
        f"load(Path({str(path)!r})); print('skops' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
