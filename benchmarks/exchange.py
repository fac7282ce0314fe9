"""Write and read a project of 20,000 sources and 100,000 codings, in a process of its own each.

The texts are made up. Of both times the file alone is shown first (a project in memory to a .qdpx
and back), then the whole command (from the workspace to the file, and into a new workspace).

    python benchmarks/exchange.py [--sources 20000] [--codings 100000]
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from options import options_of

from textmine.exchange.bringing_in import bring_in
from textmine.exchange.naming import made_guid
from textmine.exchange.planning import ReadRequest
from textmine.exchange.project import Mark, Project, ProjectCode, Selection, SourceText, User
from textmine.exchange.reading_files import read_project
from textmine.exchange.refi.writing import write_qdpx
from textmine.exchange.writing_out import WriteRequest, write_out
from textmine.running import collect_seldom
from textmine.store.workspace import find_workspace, init_workspace

WORDS = "bus fares café 😀 noise night cycle lane park plan council road naïve trees rent".split()


def made_up(n_sources: int, n_codings: int) -> Project:
    """Return a project of texts of 60 words with as many codings a text, by three users."""
    draw = random.Random(7)
    users = tuple(User(made_guid("user", name), name) for name in ("Ana", "Ben", "Cleo"))
    codes = tuple(
        ProjectCode(
            made_guid("code", number),
            f"code {number}",
            "" if number < 6 else made_guid("code", number % 6),
        )
        for number in range(40)
    )
    each, sources = n_codings // n_sources, []
    for number in range(n_sources):
        words = [draw.choice(WORDS) for _ in range(60)]
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        selections = []
        for place in range(each):
            first = draw.randrange(50)
            last = first + draw.randrange(1, 9)
            mark = Mark(
                made_guid("coding", number, place),
                draw.choice(codes).guid,
                users[place % 3].guid,
                "2026-01-05T10:00:00Z",
            )
            guid = made_guid("selection", number, place)
            selections.append(
                Selection(guid, starts[first], starts[last] - 1, (mark,), user=mark.user)
            )
        guid = made_guid("source", number)
        sources.append(SourceText(guid, f"m{number:05d}", " ".join(words), tuple(selections)))
    return Project("forum", "made up", users, codes, sources=tuple(sources))


def step(name: str, folder: Path, n_sources: int, n_codings: int) -> float:
    """Do one step and return its seconds."""
    plain = folder / "plain.qdpx"
    if name == "write file":
        project = made_up(n_sources, n_codings)
        start = time.perf_counter()
        write_qdpx(plain, project)
        return time.perf_counter() - start
    start = time.perf_counter()
    if name == "read file":
        found = read_project(plain).project
        told = len(found.sources), found.n_codings
    else:
        space = find_workspace(folder)
        if name == "read":
            done = bring_in(space, ReadRequest(plain, corpus="forum", codebook="codes"))
            told = done.n_documents, done.new
        else:
            out = write_out(space, WriteRequest("forum", folder / "out.qdpx")).project
            told = len(out.sources), out.n_codings
    seconds = time.perf_counter() - start
    if told[0] != n_sources or told[1] < 0.99 * n_codings:
        raise SystemExit(f"{name}: {told}")
    return seconds


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--sources", type=int, default=20_000)
    parser.add_argument("--codings", type=int, default=100_000)
    parser.add_argument("--step", nargs=2, metavar=("NAME", "FOLDER"))
    given = parser.parse_args()
    if given.step:
        collect_seldom()  # as the program does
        seconds = step(given.step[0], Path(given.step[1]), given.sources, given.codings)
        mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "mb": mb}))
        return
    with tempfile.TemporaryDirectory() as name:
        init_workspace(Path(name))
        found = {}
        for one in ("write file", "read file", "read", "write"):
            command = [sys.executable, __file__, "--step", one, name]
            sizes = ["--sources", str(given.sources), "--codings", str(given.codings)]
            told = subprocess.run([*command, *sizes], check=True, capture_output=True, text=True)
            found[one] = json.loads(told.stdout.splitlines()[-1])
            print(f"{one:12} {found[one]['seconds']:6.1f} s {found[one]['mb']:7.0f} MB")
    print(
        json.dumps(
            {
                "sources": given.sources,
                "codings": given.codings,
                "read_s": round(found["read"]["seconds"], 1),
                "write_s": round(found["write"]["seconds"], 1),
                "mb": round(max(one["mb"] for one in found.values())),
                "read_file_s": round(found["read file"]["seconds"], 1),
                "write_file_s": round(found["write file"]["seconds"], 1),
            }
        )
    )


if __name__ == "__main__":
    main()
