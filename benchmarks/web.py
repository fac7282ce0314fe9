"""Eight coders press 500 codes each at once: is one lost or doubled, and how long does one take?

Over HTTP to a `textmine web` with accounts, with the codings in a file and in a PostgreSQL server
that is started here, in a corpus of 100,000 messages with 100,000 codings. Meanwhile the server is
killed five times; coders send what was not acknowledged again under its key, and every tenth press
twice. What was acknowledged is held against what is kept. Beside it: the bare store, written to by
eight processes; the next message and a search, of one person alone. `--quick`: 40 presses each, two
kills, one database, 20,000 messages.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from options import options_of
from web_client import PASSWORD, Client
from web_server import Served

from textmine.codebook import Code, Codebook, Dimension, save_codebook
from textmine.coding import open_codings, open_draws
from textmine.coding.database import writing
from textmine.coding.live.saying import MARKS
from textmine.coding.sampling.drawing import draw_sample
from textmine.coding.sampling.request import SampleRequest
from textmine.corpus import About, import_corpus, read_documents
from textmine.reading.finding.searching import FindRequest, find_words
from textmine.schema import Coding
from textmine.store import Workspace, find_workspace, init_workspace
from textmine.store.engines import held_open
from textmine.store.tables import write_table
from textmine.web.access.accounts import open_accounts
from textmine.web.kept import LoadedCorpora
from textmine.web.routes import ROUTES

sys.path.append(str(Path(__file__).resolve().parents[1]))
from tests.postgres import NOT_THERE, in_database, programs, server

QUICK = "--quick" in sys.argv  # `main` reads it too; what follows is of its size
CODERS, EACH, KILLS = 8, 40 if QUICK else 500, 2 if QUICK else 5
MESSAGES = 20_000 if QUICK else 100_000
BARE, LOOKS, SEARCHES = (10, 50, 10) if QUICK else (40, 200, 40)
NAMES = [f"coder{number}" for number in range(CODERS)]
ASKED = {"corpus": "forum", "draw": "d1", "codebook": "book"}
WORDS = "bus night fare stop rent roof garden school council meeting money time road tree".split()
_BOOK = Codebook(
    name="book",
    dimensions=(
        Dimension(id="goal", name="Goal", codes=tuple(Code(id=c, name=f"goal {c}") for c in "ABC")),
    ),
)


@dataclass(frozen=True)
class Found:
    """What one database gave: times in milliseconds, and what was lost and doubled."""

    lost: int
    doubled: int
    presses: list[float]
    bare: list[float]
    items: list[float]
    searches: list[float]


def messages(folder: Path) -> Path:
    """Write the generated messages: threads of ten, some thousand different words."""
    draw = np.random.default_rng(21)
    other = [f"word{number}" for number in range(5000)]
    chances = 1 / np.arange(1, len(other) + 1)
    words = draw.choice(other, (MESSAGES, 30), p=chances / chances.sum())
    seldom = draw.choice(WORDS, (MESSAGES, 3))
    rows = [
        {
            "id": f"m{place}",
            "thread_id": f"t{place // 10}",
            "author": f"person {place % 997}",
            "created_at": f"2024-03-{1 + place % 28:02d}T10:00:00",
            "text": " ".join([*words[place], *seldom[place]]),
        }
        for place in range(MESSAGES)
    ]
    write_table(folder / "messages.csv", list(rows[0]), rows)
    return folder / "messages.csv"


def made(folder: Path) -> Workspace:
    space = init_workspace(folder / "ws")
    reading = read_documents(messages(folder), columns={"text": "text"})
    import_corpus(space, "forum", reading, About())
    save_codebook(space, _BOOK)
    return space


def prepared(space: Workspace, url: str) -> Workspace:
    """Let the codings lie at a URL, with accounts, a draw and codings that are there already."""
    space = in_database(space, url)
    accounts = open_accounts(space.codings_url)
    for name in ("lea", *NAMES):
        accounts.add(name, "lead" if name == "lea" else "coder", PASSWORD)
    request = SampleRequest("forum", n=CODERS * EACH, coders=tuple(NAMES), shared=0.0, name="d1")
    draw_sample(space, request)
    there = [_coding("earlier", f"m{place}", "ABC"[place % 3]) for place in range(MESSAGES)]
    open_codings(space).append(there)
    return space


def _coding(coder: str, document: str, code: str) -> Coding:
    return Coding("forum", document, "goal", code, coder, codebook="book")


def entered(root: Path, coder: str, start: float, told: multiprocessing.Queue) -> None:
    """Enter codings straight into the store, and tell how many milliseconds each took."""
    space = find_workspace(root)
    open_codings(space).append([_coding(coder, "m0", "A")], key=f"{coder} 0")
    time.sleep(max(0.0, start - time.time()))
    times = []
    for place in range(1, BARE + 1):
        begun = time.perf_counter()
        open_codings(space).append([_coding(coder, f"m{place}", "A")], key=f"{coder} {place}")
        times.append(1000 * (time.perf_counter() - begun))
    told.put(times)


def bare(space: Workspace) -> list[float]:
    """Return how long the bare store takes for eight processes at once."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue = context.Queue()
    start = time.time() + 20
    clients = [
        context.Process(target=entered, args=(space.root, f"bare{number}", start, told))
        for number in range(CODERS)
    ]
    with held_open(space.codings_url):
        for client in clients:
            client.start()
        times = [one for _ in clients for one in told.get()]
        for client in clients:
            client.join()
    return times


def code(client: Client, documents: Sequence[str]) -> None:
    """Press a code for each document, and every tenth one twice."""
    for place, document in enumerate(documents):
        for _ in range(1 + (place % 10 == 0)):
            client.press(document, "ABC"[place % 3])


def pressed(space: Workspace, served: Served) -> list[Client]:
    """Let all coders press at once, and kill the server meanwhile."""
    draw = open_draws(space).find("forum", "d1")
    clients = [Client(served.port, name, ASKED) for name in NAMES]
    for client in clients:
        client.come_in()
    failed: list[Exception] = []

    def work(client: Client) -> None:
        try:
            code(client, draw.documents_of(client.name))
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    workers = [threading.Thread(target=work, args=(client,)) for client in clients]
    for worker in workers:
        worker.start()
    whole = CODERS * EACH
    for place in range(1, KILLS + 1):
        while sum(len(one.acknowledged) for one in clients) < whole * place / (KILLS + 1):
            if failed or not any(worker.is_alive() for worker in workers):
                break
            time.sleep(0.01)
        served.kill()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return clients


def lost_and_doubled(space: Workspace, clients: Sequence[Client]) -> tuple[int, int]:
    """Hold what was acknowledged against what is kept."""
    history = [one for one in open_codings(space).history("forum") if one.coding.coder in NAMES]
    kept = {(one.coding.coder, one.coding.document): one.coding.code for one in history}
    lost = sum(
        kept.get((client.name, document)) != code
        for client in clients
        for document, code in client.acknowledged.items()
    )
    times = Counter((one.coding.coder, one.coding.document) for one in history)
    with writing(space.codings_url) as connection:
        marks = Counter(map(tuple, connection.execute(sa.select(MARKS.c.coder, MARKS.c.document))))
    doubled = sum(n - 1 for n in times.values()) + sum(n - 1 for n in marks.values())
    missing = CODERS * EACH - len(times)
    return lost + missing, doubled


def looked(space: Workspace, client: Client) -> list[float]:
    """Return how long the next message takes for one person alone."""
    documents = open_draws(space).find("forum", "d1").documents_of(client.name)
    client.ask("/api/code/item", document=documents[0])
    return [
        client.ask("/api/code/item", document=documents[place % len(documents)])
        for place in range(LOOKS)
    ]


def searched(space: Workspace, client: Client) -> list[float]:
    """Return how long a search takes on the page 'Read', else in the library; the first one makes
    the index and does not count.
    """
    kept = LoadedCorpora()
    there = any(route.path == "/read" for route in ROUTES)
    times = []
    for place in range(-1, SEARCHES):
        words = f"{WORDS[place % len(WORDS)]} AND {WORDS[(place + 3) % len(WORDS)]}"
        if there:
            times.append(client.ask("/read", q=words))
            continue
        begun = time.perf_counter()
        request = FindRequest(words=words, corpora=("forum",), within=frozenset({"texts"}))
        find_words(space, request, lambda name: kept.of(space, name).corpus)
        times.append(1000 * (time.perf_counter() - begun))
    return times[1:]


def measured(space: Workspace) -> Found:
    """Measure one database."""
    times = bare(space)
    served = Served(space.root)
    served.begin()
    try:
        clients = pressed(space, served)
        lost, doubled = lost_and_doubled(space, clients)
        before = served.cpu_seconds()
        items = looked(space, clients[0])
        cost = 1000 * (served.cpu_seconds() - before) / (LOOKS + 1)
        searches = searched(space, clients[0])
    finally:
        served.end()
    away = ", ".join(f"{one:.1f}" for one in served.away)
    print(
        f"  killed {KILLS} times, away for {away} s; sent again {sum(c.again for c in clients)} "
        f"times till answered, kept before {sum(c.told_again for c in clients)} times; "
        f"a next message costs {cost:.1f} ms of processor time"
    )
    presses = [one for client in clients for one in client.times]
    return Found(lost, doubled, presses, times, items, searches)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the URLs to try."""
    with ExitStack() as stack:
        urls = {"sqlite": "sqlite:///codings.db"}
        if QUICK:
            pass
        elif programs() is None:
            print(NOT_THERE)
        else:
            urls["postgresql"] = stack.enter_context(server("full_page_writes=on")).empty()
        yield urls


def p95(times: Sequence[float]) -> float:
    return float(np.quantile(times, 0.95))


def main() -> None:
    options = options_of(__doc__)
    options.add_argument("--quick", action="store_true", help="few presses, a file alone")
    options.parse_args()
    found: dict[str, Found] = {}
    with databases() as urls, tempfile.TemporaryDirectory() as folder:
        space = made(Path(folder))
        for name, url in urls.items():
            load = os.getloadavg()[0]
            print(f"{name}, load {load:.1f} on {os.cpu_count()} processors:", flush=True)
            one = found[name] = measured(prepared(space, url))
            print(f"  lost {one.lost}, doubled {one.doubled}")
            for what in ("presses", "bare", "items", "searches"):
                times = getattr(one, what)
                print(f"  {what}: median {np.median(times):.1f} ms, p95 {p95(times):.1f} ms")
    line = {
        "coders": CODERS,
        "codings": CODERS * EACH * len(found),
        "lost": sum(one.lost for one in found.values()),
        "doubled": sum(one.doubled for one in found.values()),
        "p95_ms": {name: round(p95(one.presses), 1) for name, one in found.items()},
        "p95_over_bare": {
            name: round(p95(one.presses) / p95(one.bare), 2) for name, one in found.items()
        },
        "next_p95_ms": {name: round(p95(one.items), 1) for name, one in found.items()},
        "search_p95_ms": {name: round(p95(one.searches), 1) for name, one in found.items()},
        "db": list(found),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
