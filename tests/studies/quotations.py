"""Every quotation of the four studies, held against the texts of the fixtures."""

from __future__ import annotations

from pathlib import Path

from tests.made import run_at
from tests.studies import forum, interviews_002, interviews_003
from tests.studies.reading import not_verbatim
from tests.studies.roads import forum_road, road_002, road_003


def quoted(folder: Path) -> tuple[int, list[str]]:
    """Return how many passages of all codes are quoted, and those that are not verbatim."""
    texts = (
        {one.id: one.text for one in forum.messages()},
        {one.id: one.text for one in interviews_002.answers()},
        {one.id: one.text for one in interviews_003.passages()},
    )
    asked = (
        (forum_road, "forum", ("ling-martins-2015", "martins-ling-2017"), texts[0]),
        (road_002, "talks", ("rozkwitalska-lis-2022", "open-codes"), texts[1]),
        (road_003, "cluster", ("osarenkhoe-fjellstrom-2024",), texts[2]),
    )
    n, wrong = 0, []
    for road, corpus, books, known in asked:
        place = folder / corpus
        place.mkdir()
        root = road(place)
        for book in books:
            all_of = ("quotes", corpus, "--codebook", book, "--words", "0", "--repeats")
            rows = run_at(root, *all_of, "-f", "json").rows
            n += len(rows)
            wrong += not_verbatim(rows, known)
    return n, wrong
