"""Eight coders enter 500 codings each at once: is one lost or doubled, and how long does one take?

In a file and in a PostgreSQL server that is started here, in a workspace in which 100,000 codings
are there already. Each coder is a process, and sends every tenth coding twice under its key, as a
page does after a lost answer. What was acknowledged is held against what is kept.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from textmine.coding import open_codings
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace, init_workspace
from textmine.store.engines import held_open

sys.path.append(str(Path(__file__).resolve().parents[1]))
from tests.postgres import NOT_THERE, in_database, programs, server

CODERS, THERE = 8, 100_000
EACH = int(sys.argv[1]) if len(sys.argv) > 1 else 500
KEPT = "full_page_writes=on"


def coding(coder: str, place: int) -> Coding:
    return Coding("forum", f"m{place}", "goal", "ABC"[place % 3], coder, codebook="book")


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the URLs to try."""
    with ExitStack() as stack:
        urls = {"sqlite": "sqlite:///codings.db"}
        if programs() is None:
            print(NOT_THERE)
        else:
            urls["postgresql"] = stack.enter_context(server(KEPT)).empty()
        yield urls


def enter(root: Path, coder: str, start: float, told: multiprocessing.Queue) -> None:
    """Enter the codings of a coder; tell the batches that were acknowledged, and the times."""
    space = find_workspace(root)
    open_codings(space).append([coding(coder, 0)], key=f"{coder} 0")
    time.sleep(max(0.0, start - time.time()))
    batches, seconds = [], []
    for place in range(1, EACH + 1):
        for _ in range(1 + (place % 10 == 0)):
            begun = time.perf_counter()
            done = open_codings(space).append([coding(coder, place)], key=f"{coder} {place}")
            seconds.append(time.perf_counter() - begun)
        batches.append(done.batch)
    told.put((coder, batches, seconds))


def measured(space: Workspace) -> tuple[int, int, list[float]]:
    """Return how many codings were lost and doubled, and how long each took in ms, sorted."""
    open_codings(space).append([coding("earlier", place) for place in range(THERE)])
    coders = [f"coder {number}" for number in range(CODERS)]
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue = context.Queue()
    start = time.time() + 15
    clients = [
        context.Process(target=enter, args=(space.root, coder, start, told)) for coder in coders
    ]
    with held_open(space.codings_url):
        for client in clients:
            client.start()
        answers = [told.get() for _ in clients]
        for client in clients:
            client.join()
    entries = [
        entry for entry in open_codings(space).history("forum") if entry.coding.coder in coders
    ]
    kept = Counter((entry.coding.coder, entry.coding.document) for entry in entries)
    number = {entry.batch: entry.coding for entry in entries}
    lost = sum(
        number.get(batch) is None or number[batch].document != f"m{place}"
        for _, batches, _ in answers
        for place, batch in enumerate(batches, start=1)
    )
    doubled = sum(n - 1 for n in kept.values())
    return lost, doubled, sorted(1000 * one for _, _, seconds in answers for one in seconds)


def main() -> None:
    found: dict[str, tuple[int, int, list[float]]] = {}
    with databases() as urls:
        for name, url in urls.items():
            with tempfile.TemporaryDirectory() as folder:
                space = in_database(init_workspace(Path(folder) / "ws"), url)
                found[name] = measured(space)
            lost, doubled, times = found[name]
            middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
            print(
                f"{name}: lost {lost}, doubled {doubled}; median {middle:.1f} ms, p95 {late:.1f} ms"
            )
    line = {
        "coders": CODERS,
        "codings": CODERS * EACH,
        "lost": sum(lost for lost, _, _ in found.values()),
        "doubled": sum(doubled for _, doubled, _ in found.values()),
        "p95_ms": {name: round(one[2][int(0.95 * len(one[2]))], 1) for name, one in found.items()},
        "p95_over_bare": None,
        "db": list(found),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
