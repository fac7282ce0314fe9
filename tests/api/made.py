"""Small frames of documents and codes, and estimators that are quick."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

import textmine as tm
from tests.made import small_documents


def frame(n: int = 48, seed: int = 0) -> pd.DataFrame:
    """Documents whose words tell the code in the column `subject`."""
    rows, codes = small_documents(n, "abc", seed)
    made = pd.DataFrame(rows)
    made["subject"] = [codes[one] for one in made["id"]]
    return made


def words() -> tm.TextFeatures:
    return tm.TextFeatures(["words"], profile="fast")


def classifier(**given: Any) -> tm.CodeClassifier:
    return tm.CodeClassifier(words(), **{"folds": 2, "repeats": 1, **given})


def topic_model(**given: Any) -> tm.TopicModel:
    return tm.TopicModel(**{"n_topics": 3, "profile": "fast", "min_df": 1, **given})


@cache
def fitted() -> tm.CodeClassifier:
    """A classifier that knows the small documents; no test may change it."""
    documents = frame()
    return classifier().fit(documents.drop(columns="subject"), documents["subject"])
