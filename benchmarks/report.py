"""What a report of 20,000 messages costs, and whether its page can be read.

    .venv/bin/python benchmarks/report.py [--messages 20000] [--topics 12]
        [--workspace FOLDER] [--no-labels]

The messages are those of the sample forum, drawn at random with small changes (a word left out, two
that change places), in threads of about six, over two years, in the groups of their authors. Two
coders have coded 500 of them as the message that each comes from was coded, the shipped model has
coded all, and topics are fitted. The corpus was checked before (`textmine corpus check`, the next
step that an import names), which keeps what takes long to find in texts. Only then the clock runs:
for `textmine report`, in a process of its own, which writes the page, tables as CSV and XLSX, and
figures as SVG and PNG.

- seconds: by the clock; cpu: of processor time. mb: size of the page.
- pages_before_appendix: printed on A4 by Chromium. axe_serious: what axe-core calls serious or
  critical, on a phone and a desk, light and dark. Null without playwright, axe or a Chromium.
- label_wins: share of topics that an encoder tells by their label at least as often as by their top
  words (`labels.py` on one half of CDCP, twelve topics: a check, not the figure of that file); null
  where the corpus or that file are not there.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from commands import textmine
from options import options_of
from processes import measured

from textmine.store import shipped_folder

sys.path.insert(0, str(Path(__file__).parents[1]))

SAMPLE = shipped_folder() / "corpora" / "city-region-forum"
MODEL = "city-region-forum"
TOPICS = "forum-topics"
N_CODED = 500
THREAD = 6
SCREENS = ((360, "light"), (360, "dark"), (1440, "light"), (1440, "dark"))


def changed(text: str, draw: random.Random) -> str:
    """Return a text with a word left out and two neighbours that change places."""
    words = text.split(" ")
    if len(words) > 4:
        del words[draw.randrange(len(words))]
        at = draw.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def write_sample(folder: Path, n: int) -> None:
    """Write n messages and the codes of two coders for some of them."""
    draw = random.Random(7)
    with (SAMPLE / "messages.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = list(csv.DictReader(stream))
    codes: dict[str, list[dict[str, str]]] = {}
    with (SAMPLE / "codings.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["origin"] == "human":
                codes.setdefault(row["message_id"], []).append(row)
    coded = {*draw.sample(range(n), min(n, N_CODED))}
    begin = datetime(2013, 1, 1)
    with (
        (folder / "messages.csv").open("w", encoding="utf-8", newline="") as messages,
        (folder / "codings.csv").open("w", encoding="utf-8", newline="") as codings,
    ):
        writer, coder = csv.writer(messages), csv.writer(codings)
        writer.writerow(("message_id", "thread_id", "author", "role", "posted_at", "message"))
        coder.writerow(("message_id", "coder", "dimension", "code"))
        for place in range(n):
            source = draw.choice(known)
            name = f"m{place:05}"
            when = begin + timedelta(minutes=place * 730 * 24 * 60 // n)
            author = f"{source['author']} {place % 40}"
            text = changed(source["message"], draw)
            thread = f"T{place // THREAD:05}"
            writer.writerow((name, thread, author, source["role"], when.isoformat(), text))
            for row in codes.get(source["message_id"], []) if place in coded else []:
                coder.writerow((name, row["coder"], row["dimension"], row["code"]))


def prepare(space: Path, n: int, n_topics: int) -> None:
    """Make a workspace in which all that a report tells of is there."""
    write_sample(space.parent, n)
    textmine("init", str(space))
    shutil.copytree(shipped_folder() / "models" / MODEL, space / "models" / MODEL)
    here = ("--workspace", str(space))
    messages, codings = (str(space.parent / f"{name}.csv") for name in ("messages", "codings"))
    textmine("corpus", "import", messages, "--name", "forum", "--synthetic", *here)
    textmine("corpus", "check", "forum", *here)
    coding = ("--corpus", "forum", "--codebook", "ling-martins-2015")
    textmine("coding", "import", codings, *coding, *here)
    coded = str(space.parent / "coded.csv")
    textmine("apply", MODEL, "forum", "--record", "--out", coded, *here)
    textmine("topics", "fit", "forum", "--topics", str(n_topics), *here)


def looked_at(page: Path) -> dict[str, int | None]:
    """Return printed pages before the appendix, and what axe calls serious; None unlooked at."""
    nothing: dict[str, int | None] = {"pages_before_appendix": None, "axe_serious": None}
    try:
        from playwright.sync_api import sync_playwright

        from tests.browser.looking import opened, pages_before_appendix
        from tests.chromium import CHROMIUM, QUIET
    except ImportError:
        return nothing
    if CHROMIUM is None:
        return nothing
    found: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for width, scheme in SCREENS:
            with opened(browser, page.as_uri(), width, scheme) as seen:
                found += seen.serious()
        with opened(browser, page.as_uri()) as seen:
            n_pages = pages_before_appendix(seen)
        browser.close()
    print(*sorted(set(found)), sep="\n")
    return {"pages_before_appendix": n_pages, "axe_serious": len(set(found))}


def wins_of_labels() -> float | None:
    """Return the share of topics whose label is no worse than the top words, None if unknown."""
    try:
        from labels import label_wins
    except ImportError:
        return None
    try:
        return float(label_wins())
    except SystemExit as missing:
        print(missing)
        return None


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--topics", type=int, default=12)
    parser.add_argument("--workspace", type=Path, help="prepare it here, unless that was done")
    parser.add_argument("--no-labels", action="store_true", help="leave label_wins out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        space = (given.workspace or Path(folder) / "workspace").resolve()
        if not (space / "models" / TOPICS).is_dir():
            prepare(space, given.messages, given.topics)
        ran = measured(
            sys.executable, "-m", "textmine", "report", "forum", "--workspace", str(space)
        )
        page = space / "reports" / "forum" / "report.html"
        result = {
            "messages": given.messages,
            "seconds": round(ran.clock, 1),
            "cpu": round(ran.processor, 1),
            "peak_mb": round(ran.peak),
            "mb": round(page.stat().st_size / 1e6, 2),
            **looked_at(page),
            "label_wins": None if given.no_labels else wins_of_labels(),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
