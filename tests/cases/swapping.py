"""Replace a corpus and a model again and again, by two versions in turn, until a file is there.

Run as a process of its own: `python -m tests.cases.swapping WORKSPACE STOP`.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from textmine.corpus.corpus import Corpus, CorpusInfo
from textmine.corpus.saving import count_documents, save_corpus
from textmine.schema import ID, TEXT
from textmine.store import Manifest, Workspace, find_workspace
from textmine.topics.model import FittedTopics, save_topic_model

NAME = "swapped"


def save_version(space: Workspace, number: int) -> None:
    """Save the version with so many documents, and so many words in its model."""
    import pyarrow as pa

    ids = [f"{number}-{place}" for place in range(number)]
    documents = pd.DataFrame({ID: ids, TEXT: [f"text {one}" for one in ids]})
    counts = count_documents(pa.Table.from_pandas(documents))
    info = CorpusInfo(name=NAME, source={}, columns={}, counts=counts)
    save_corpus(space, Corpus(NAME, documents, info), replace=True)
    words = tuple(f"word{place}" for place in range(number))
    model = FittedTopics(NAME, "nmf", words, np.ones((2, number)), {}, (0, 1), seed=number)
    about = {"corpus": NAME, "documents": number}
    manifest = Manifest(
        kind="topics",
        name=NAME,
        textmine="0",
        synthetic=True,
        seed=number,
        settings={"engine": "nmf"},
        inputs={},
        details=about,
    )
    with space.replacing(space.folder("models", NAME)) as draft:
        save_topic_model(draft, model, manifest, "")


def main() -> None:
    """Swap until the file STOP is there."""
    space, stop = find_workspace(Path(sys.argv[1])), Path(sys.argv[2])
    for number in count():
        save_version(space, 5 + number % 2)
        if stop.exists():
            break


if __name__ == "__main__":
    main()
