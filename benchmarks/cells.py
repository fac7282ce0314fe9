"""Tables of codes with known truth and planted mess: how many are read wrongly without a word?

    .venv/bin/python benchmarks/cells.py [--tables 500] [--seed 1]

Each table has 12 to 40 units, two or three coders and two to four codes; one to three kinds of mess
are planted, of the kinds that spreadsheets, statistics packages and annotation tools make. The
command line reads it (`agreement FILE --format csv`). A table is right when alpha (where units have
one code each) and how often each code was given are those of the truth; otherwise it must end in a
sentence (exit code other than 0) or a remark on stderr must name what was planted. What is left is
wrong without a word. The baseline reads the same files with pandas and takes every cell that is
not empty as a code.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from options import options_of

from textmine.cli.main import run
from textmine.stats import krippendorff_alpha

NAMES = ["ann", "bob", "cem"]
SCHEMES = [
    ["rent", "fares", "late"],
    ["yes", "no"],
    ["1", "2", "3"],
    ["don't know", "for", "against"],
    ["housing", "transport", "health", "other"],
    ["a1", "a2", "b1"],
]
"""Codes as coders type them; every truth is over one of these."""


@dataclass
class Case:
    """A table of cells, unit x coder, None where nothing was coded; and what was done to it."""

    codes: list[str]
    units: list[str]
    coders: list[str]
    truth: list[list[str | None]]
    cells: list[list[str]]
    columns: dict[str, list[str]] = field(default_factory=dict)
    planted: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    layout: str = "wide"
    encoding: str = "utf-8"
    head: str = ""
    tail: list[str] = field(default_factory=list)
    multi: bool = False
    given: dict[str, int] = field(default_factory=dict)


Mess = Callable[[Case, random.Random], bool]


def made(rng: random.Random) -> Case:
    """Return a table without mess."""
    codes = rng.choice(SCHEMES)
    n, n_coders = rng.randint(12, 40), rng.randint(2, 3)
    truth: list[list[str | None]] = []
    for _ in range(n):
        code = rng.choice(codes)
        row = [code if rng.random() < 0.75 else rng.choice(codes) for _ in range(n_coders)]
        truth.append([None if rng.random() < 0.1 else one for one in row])
    units = [f"m{place:03d}" for place in range(1, n + 1)]
    for place, row in enumerate(truth):  # everybody uses every code, and two coded each unit
        row[0] = row[0] or codes[0]
        row[1] = row[1] or codes[0]
        if place < len(codes):
            truth[place] = [codes[place]] * n_coders
    cells = [["" if one is None else one for one in row] for row in truth]
    return Case(codes, units, NAMES[:n_coders], truth, cells)


def _some(case: Case, rng: random.Random, change: Callable[[str], str], share: float = 0.3) -> bool:
    """Change a share of the cells that hold a code; return whether one was changed."""
    done = False
    for row in case.cells:
        for place, cell in enumerate(row):
            if cell and rng.random() < share and change(cell) != cell:
                row[place] = change(cell)
                done = True
    return done


def missing_word(case: Case, rng: random.Random) -> bool:
    """Write a word where nothing was coded."""
    word = rng.choice(
        ["NA", "N/A", "NULL", "nan", "NaN", ".", "<NA>", "null", "-99", "None", "n/a"]
    )
    empty = [(r, c) for r, row in enumerate(case.cells) for c, one in enumerate(row) if not one]
    for r, c in empty:
        case.cells[r][c] = word
    case.marks.append(word)
    return bool(empty)


def ninety_nine(case: Case, rng: random.Random) -> bool:
    """Write 99 where nothing was coded: a code, or none?"""
    empty = [(r, c) for r, row in enumerate(case.cells) for c, one in enumerate(row) if not one]
    for r, c in empty:
        case.cells[r][c] = "99"
    case.marks.append("99")
    return bool(empty)


def letter_case(case: Case, rng: random.Random) -> bool:
    """Type codes in another case."""
    return _some(case, rng, rng.choice([str.upper, str.title, str.capitalize]))


def blanks(case: Case, rng: random.Random) -> bool:
    """Add blanks, no-break spaces and invisible characters."""
    extra = rng.choice([" ", "\u00a0", "\u200b", "\ufeff", "\t"])
    return _some(case, rng, lambda cell: cell + extra)


def quotes(case: Case, rng: random.Random) -> bool:
    """Curl quotation marks."""
    return _some(case, rng, lambda cell: cell.replace("'", "’"), 0.5)


def unicode_form(case: Case, rng: random.Random) -> bool:
    """Write digits and letters in full width."""
    return _some(case, rng, lambda cell: "".join(_wide(mark) for mark in cell))


def _wide(mark: str) -> str:
    return chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" and mark not in "'" else mark


def numbers(case: Case, rng: random.Random) -> bool:
    """Write whole numbers as programs do."""
    if not case.codes[0].isdigit():
        return False
    form = rng.choice(["{}.0", "0{}", "{}.00", "{},0"])
    return _some(case, rng, form.format)


def count_column(case: Case, rng: random.Random) -> bool:
    """Add a column of small counts."""
    name = rng.choice(["likes", "votes", "replies", "n_words", "score"])
    case.columns[name] = [str(rng.randint(0, 3)) for _ in case.units]
    return True


def text_column(case: Case, rng: random.Random) -> bool:
    """Add the texts, a date, and an address."""
    case.columns["text"] = [
        f"The {place}th message says something, at length" for place in case.units
    ]
    case.columns["created"] = [f"2024-03-{rng.randint(1, 28):02d}" for _ in case.units]
    case.columns["url"] = [f"https://example.org/{unit}" for unit in case.units]
    return True


def settled_column(case: Case, rng: random.Random) -> bool:
    """Add what was settled, or what a machine said."""
    name = rng.choice(["agreed", "gold", "final", "prediction"])
    case.columns[name] = [rng.choice(case.codes) for _ in case.units]
    return True


def empty_rows(case: Case, rng: random.Random) -> bool:
    """Leave empty rows at the end."""
    case.tail += [","] * rng.randint(1, 5)
    return True


def total_row(case: Case, rng: random.Random) -> bool:
    """Put a total below the table."""
    case.tail.append("Total," + ",".join(str(len(case.units)) for _ in case.coders))
    return True


def title_row(case: Case, rng: random.Random) -> bool:
    """Put a title above the header, or Excel's line on the separator."""
    case.head = rng.choice(["sep=,\n", "Coding of round 1\n\n"])
    return True


def another_encoding(case: Case, rng: random.Random) -> bool:
    """Save the file as Excel does, or as Windows does."""
    case.encoding = rng.choice(["utf-8-sig", "utf-16", "utf-32"])
    return True


def _both(case: Case, place: int, one: str, two: str) -> None:
    """Note that the first coder gave a unit two codes."""
    case.truth[place][0] = one
    case.given[two] = case.given.get(two, 0) + 1


def joined(case: Case, rng: random.Random) -> bool:
    """Give some units two codes, with a mark between."""
    mark = rng.choice([";", "|", "#", "; ", " | "])
    done = False
    for place, row in enumerate(case.cells):
        if rng.random() < 0.3:
            one, two = rng.sample(case.codes, 2)
            _both(case, place, one, two)
            row[0] = f"{one}{mark}{two}"
            done = True
    case.multi = True
    return done


def as_lists(case: Case, rng: random.Random) -> bool:
    """Write codes as JSON lists, as annotation tools do."""
    for row in case.cells:
        for place, cell in enumerate(row):
            row[place] = json.dumps([cell]) if cell else ""
    if rng.random() < 0.5:
        one, two = rng.sample(case.codes, 2)
        _both(case, len(case.cells) - 1, one, two)
        case.cells[-1][0] = json.dumps([one, two])
        case.multi = True
    return True


def twice(case: Case, rng: random.Random) -> bool:
    """Name a unit twice, with other codes."""
    case.units[-1] = case.units[0]
    case.cells[-1] = [rng.choice(case.codes) for _ in case.coders]
    case.planted.append("must ask")
    return True


def unclosed(case: Case, rng: random.Random) -> bool:
    """Open a quotation mark and never close it."""
    case.tail.append('m999,"' + ",".join(case.codes[0] for _ in case.coders))
    case.planted.append("must ask")
    return True


def long_table(case: Case, rng: random.Random) -> bool:
    """Lay the table out with a row a code."""
    case.layout = "long"
    return True


MESSES: dict[str, Mess] = {
    "missing word": missing_word, "99": ninety_nine, "case": letter_case, "blanks": blanks,
    "quotes": quotes, "unicode form": unicode_form, "numbers": numbers, "count": count_column,
    "texts": text_column, "settled": settled_column, "empty rows": empty_rows,
    "total": total_row, "title": title_row, "encoding": another_encoding, "joined": joined,
    "lists": as_lists, "twice": twice, "unclosed": unclosed, "long": long_table,
}  # fmt: skip
_TABLE_ONLY = {"count", "texts", "settled", "twice", "total", "empty rows", "unclosed"}
_LAST = ("blanks", "case", "long", "lists", "joined", "quotes", "numbers", "unicode form")


def messy(rng: random.Random) -> Case:
    """Return a table with one to three kinds of mess."""
    while True:
        case = made(rng)
        names = rng.sample(sorted(MESSES), rng.randint(1, 3))
        if {"lists", "joined"} <= set(names) or ("long" in names and _TABLE_ONLY & set(names)):
            continue
        if "lists" in names and {"99", "missing word"} & set(names):
            continue
        if {"99", "missing word"} <= set(names):
            continue
        order = sorted(
            names,
            key=lambda name: (name in ("lists", "joined"), name in ("99", "missing word"), name),
        )
        if all(MESSES[name](case, rng) for name in order):
            case.planted += names
            return case


def written(case: Case, path: Path) -> None:
    """Write the table."""
    out = io.StringIO()
    out.write(case.head)
    writer = csv.writer(out, lineterminator="\n")
    if case.layout == "long":
        writer.writerow(["unit", "coder", "code"])
        for unit, row in zip(case.units, case.cells, strict=True):
            writer.writerows(
                [unit, coder, one] for coder, one in zip(case.coders, row, strict=True)
            )
    else:
        writer.writerow(["unit", *case.coders, *case.columns])
        for place, (unit, row) in enumerate(zip(case.units, case.cells, strict=True)):
            writer.writerow([unit, *row, *(cells[place] for cells in case.columns.values())])
    text = out.getvalue() + "\n".join(case.tail) + ("\n" if case.tail else "")
    path.write_text(text, encoding=case.encoding)


def truth_counts(case: Case) -> dict[str, int]:
    """Return how many units got each code, by any coder, codes folded to lower case."""
    counts = Counter(one for row in case.truth for one in row if one is not None)
    counts.update(case.given)
    return dict(counts)


def truth_alpha(case: Case) -> float:
    """Return alpha of the truth."""
    index = {code: place for place, code in enumerate(case.codes)}
    rows = [[-1 if one is None else index[one] for one in row] for row in case.truth]
    return float(krippendorff_alpha(np.array(rows), len(case.codes)).value)


def said(case: Case, path: Path) -> tuple[int, float | None, dict[str, int], str]:
    """Return exit code, alpha, how often codes were given and what was said, by the command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["agreement", str(path), "--format", "csv", "--resamples", "100"])
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    alphas = [r for r in rows if r["figure"].startswith("Krippendorff's alpha") and not r["code"]]
    alpha = float(alphas[0]["value"]) if alphas and alphas[0]["value"] else None
    given = {row["code"]: int(row["codes given"]) for row in rows if row["code"]}
    return code, alpha, given, err.getvalue()


def verdict(case: Case, path: Path) -> str:
    """Return "right", "asked", "said" or "wrong" for one table."""
    code, alpha, codes, words = said(case, path)
    if code != 0:
        return "asked" if words.strip() and "Traceback" not in words else "wrong"
    if "must ask" in case.planted:
        return "wrong"
    same = case.multi or (alpha is not None and abs(alpha - truth_alpha(case)) < 1e-5)
    plain = {_plain(code): n for code, n in codes.items()}
    if same and plain == {_plain(code): n for code, n in truth_counts(case).items()}:
        return "right"
    named = [mark for mark in case.marks if f"'{mark}'" in words]
    return "said" if case.marks and len(named) == len(case.marks) else "wrong"


def _plain(code: str) -> str:
    """Return a code whatever spelling of it was taken."""
    text = unicodedata.normalize("NFKC", code).casefold().replace("’", "'").strip()
    return text.lstrip("0").removesuffix(".0").removesuffix(".00").removesuffix(",0")


def by_pandas(case: Case, path: Path) -> bool:
    """Return whether pandas' cells, all taken as codes, give the alpha of the truth."""
    if case.multi or "must ask" in case.planted:
        return False
    try:
        frame = pd.read_csv(path, dtype=str)
        if case.layout == "long":
            frame = frame.pivot(index="unit", columns="coder", values="code")
        cells = frame[case.coders].to_numpy()
        codes = sorted({cell for cell in cells.ravel() if isinstance(cell, str)})
        index = {code: place for place, code in enumerate(codes)}
        rows = [[index.get(cell, -1) if isinstance(cell, str) else -1 for cell in r] for r in cells]
        alpha = float(krippendorff_alpha(np.array(rows), len(codes)).value)
    except Exception:  # noqa: BLE001 - the baseline fails in many ways
        return False
    return abs(alpha - truth_alpha(case)) < 1e-5


def main() -> None:
    """Read the tables and print what became of them."""
    parser = options_of(__doc__)
    parser.add_argument("--tables", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the tables that went wrong")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    results: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = {}
    baseline = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for place in range(given.tables):
            case = messy(rng)
            path = Path(f"codes-{place}.csv")
            written(case, path)
            found = verdict(case, path)
            results[found] += 1
            baseline += by_pandas(case, path)
            for kind in case.planted:
                by_kind.setdefault(kind, Counter())[found] += 1
            if found == "wrong" and given.show:
                print(place, case.planted, case.marks, truth_alpha(case), said(case, path))
                print(path.read_text(encoding=case.encoding)[:700])
    print(f"{'kind':<14}{'right':>7}{'said':>7}{'asked':>7}{'wrong':>7}")
    for kind, counts in sorted(by_kind.items()):
        print(
            f"{kind:<14}"
            + "".join(f"{counts[name]:>7}" for name in ("right", "said", "asked", "wrong"))
        )
    print(f"{dict(results)}; pandas alone right: {baseline}")
    print(json.dumps({"cases": given.tables, "wrong_without_a_word": results["wrong"]}))


if __name__ == "__main__":
    main()
