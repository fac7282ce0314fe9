"""Make a million messages, or any other number, out of sentences of real ones.

    .venv/bin/python benchmarks/make_million.py messages.csv [--messages 1000000] [--seed 7]

A message has as many sentences as some real message (CDCP's comments), each drawn from all of them.
In a sentence every sixth word, from a place drawn by lot on, is one drawn from all words: else
everybody would quote everybody. Every twentieth message repeats one of a few letters word for word,
as campaigns do. Ids are unique. Threads
have sizes as forums have them: half of them four messages or fewer, a few some hundred, eleven on
average; their messages stand together, each answers the first or one of the three before it, and
dates ascend. There is an author for every five messages, of whom some write far more than others.
The same seed makes the same bytes. Rows are written as they are made, so memory does not grow.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from data import data_file
from options import options_of

HEADER = ("id", "thread", "parent", "author", "date", "text")
SEED = 7
CAMPAIGN, LETTERS, EVERY = 0.05, 200, 6
LONGEST_THREAD = 2_000
BEGIN = datetime(2015, 1, 1)


def real_messages() -> list[list[str]]:
    """Return the sentences of each real message."""
    messages: defaultdict[str, list[str]] = defaultdict(list)
    with data_file("cdcp/units.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            messages[row["doc_id"]].append(row["text"].strip())
    return list(messages.values())


def texts(draw: random.Random) -> Iterator[str]:
    """Yield texts without end."""
    real = real_messages()
    lengths = [len(message) for message in real]
    sentences = [sentence.split() for message in real for sentence in message]
    words = [word for sentence in sentences for word in sentence]

    def made() -> str:
        found: list[str] = []
        for sentence in draw.choices(sentences, k=draw.choice(lengths)):
            said = [*sentence]
            places = range(int(EVERY * draw.random()), len(said), EVERY)
            said[places.start :: EVERY] = draw.choices(words, k=len(places))
            found += said
        return " ".join(found)

    letters = [made() for _ in range(LETTERS)]
    while True:
        yield draw.choice(letters) if draw.random() < CAMPAIGN else made()


def rows(n: int, seed: int) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield `n` messages as rows under HEADER."""
    draw = random.Random(seed)
    text = texts(draw)
    authors = max(n // 5, 1)
    place = thread = 0
    when = BEGIN
    while place < n:
        thread += 1
        first = place
        size = min(1 + int(draw.lognormvariate(1.4, 1.4)), LONGEST_THREAD, n - place)
        for place in range(first, first + size):
            near = max(first, place - draw.randint(1, 3))
            parent = draw.choice((first, near)) if place > first else None
            when += timedelta(seconds=draw.randint(1, 600))
            yield (
                f"m{place:08}",
                f"t{thread:07}",
                "" if parent is None else f"m{parent:08}",
                f"person {int(authors * draw.random() ** 2)}",
                when.isoformat(),
                next(text),
            )
        place = first + size


def write_messages(file: Path, n: int, seed: int = SEED) -> None:
    """Write `n` messages into a CSV; end with a sentence where the real ones are not there."""
    data_file("cdcp/units.csv")
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(rows(n, seed))


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write_messages(given.file, given.messages, given.seed)
    print(f"{given.messages:,} messages, {given.file.stat().st_size / 1e6:,.0f} MB of CSV.")


if __name__ == "__main__":
    main()
