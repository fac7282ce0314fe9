"""A blind share of a queue, drawn by lot, says how far coders follow what they are shown."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.made import (
    copied,
    train_small,
)
from tests.review_queue import late_root, rows_of, save
from textmine.coding import open_codings, open_draws

SUGGESTED = "machine (goal_orientation)"
FOLLOWS = 0.6
"""How often the simulated coder takes a suggestion that she sees."""


@pytest.fixture
def space(tmp_path_factory, tmp_path):
    return copied(late_root(tmp_path_factory.getbasetemp(), 400), tmp_path / "ws")


@pytest.fixture
def command(space, run_in):
    return run_in(space.root)


def simulated(rows, seed=1):
    """A coder who tosses a coin, and takes a suggestion that she sees with a probability."""
    draw = np.random.default_rng(seed)
    for row in rows:
        own = "ab"[draw.integers(2)]
        shown = row["machine (subject)"]
        follows = shown != "not shown" and draw.random() < FOLLOWS
        row["subject"] = shown[0] if follows else own
    return rows


@pytest.mark.slow
def test_anchoring_is_recovered_from_a_queue_that_came_back(space, command):
    asked = "apply m late --review 0.99 --queue q.csv --blind-share 0.4 --seed 3 --out c.csv"
    ran = command(*asked.split())
    assert ran.code == 0, ran.err
    assert "40 % of them show no suggestion, by lot (seed 3)" in ran.err
    path = space.root / "q.csv"
    rows = rows_of(path)
    (draw,) = open_draws(space).all("late")
    blind = {row["document"] for row in rows if row["machine (subject)"] == "not shown"}
    assert blind == draw.blind
    assert abs(len(blind) / len(rows) - 0.4) < 0.05
    assert {row["to decide"] for row in rows if row["document"] in blind} == {"not shown"}
    assert set(draw.suggested["subject"]) == {row["document"] for row in rows}
    save(path, simulated(rows))
    assert command(*"coding import q.csv --coder ann".split()).code == 0
    ran = command(*"coding anchoring late --format json".split())
    assert ran.code == 0, ran.err
    table = ran.rows
    overall = table[0]
    truth = {True: FOLLOWS + (1 - FOLLOWS) / 2, False: 0.5}
    assert overall["shown"] == pytest.approx(truth[True], abs=0.09)
    assert overall["blind"] == pytest.approx(truth[False], abs=0.09)
    assert overall["difference_low"] < FOLLOWS / 2 < overall["difference_high"]
    assert overall["n shown"] + overall["n blind"] == len(rows)
    kinds = Counter(row["of"] for row in table)
    assert kinds["suggested code"] == 2
    assert "Showing the suggestion raises agreement with it by" in ran.err
    assert command(*"coding anchoring late --draw review-1 --report page".split()).code == 0
    page = (space.root / "reports" / "page" / "report.html").read_text(encoding="utf-8")
    assert "Showing the suggestion raises agreement with it by" in page
    train_small(space, repeats=1, corpus="small", folds=3)
    assert command(*"coding anchoring late --format json".split()).out == ran.out


@pytest.mark.slow
def test_blind_codes_alone_score_the_model(space, command):
    command(*"apply m late --review 0.5 --queue q.csv --blind-share 0.3 --out c.csv".split())
    path = space.root / "q.csv"
    rows = simulated(rows_of(path))
    save(path, rows)
    blind = sum(row["machine (subject)"] == "not shown" for row in rows)
    ran = command(*"coding import q.csv --coder ann".split())
    assert f"{blind} codes are of documents that by lot showed no suggestion" in ran.err
    picked = f"{blind} of the {blind} documents coded blind are from its review queue"
    ran = command(*"evaluate m late --format json".split())
    assert picked in ran.err
    assert ran.code == 0, ran.err
    assert max(row["n"] for row in ran.rows) == blind
    assert f"{len(rows) - blind} were coded with its suggestion in view" in ran.err
    ran = command(*"benchmark late --system m --format json".split())
    assert ran.code == 0, ran.err
    assert f"{len(rows) - blind} documents are left out for 'm' on 'subject'" in ran.err
    assert picked in ran.err
    ran = command(*"prevalence m late --assume random".split())
    assert ran.code == 0, ran.err
    assert f"{blind} of 400 documents hand-coded" in ran.out
    assert f"{len(rows) - blind} documents were coded with the suggestion of 'm' in view" in ran.err


def test_the_draw_and_not_the_cells_say_who_was_blind(space, command):
    command(*"apply m late --review 0.5 --queue q.csv --blind-share 0.3 --out c.csv".split())
    path = space.root / "q.csv"
    rows = rows_of(path)
    blind = {row["document"] for row in rows if row["machine (subject)"] == "not shown"}
    for row in rows:
        row |= {"subject": "a", "machine (subject)": "not shown"}
    save(path, rows)
    command(*"coding import q.csv --coder ann".split())
    found = open_codings(space).current("late")
    assert {one.document for one in found if not one.suggested_by} == blind
    assert any(one.confirmed for one in found)
    assert not all(one.confirmed for one in found if one.suggested_by)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sheets_of_suggestions_have_a_blind_share_too(space, command, form):
    import openpyxl

    command(*"coding sample late --n 40 --coders ann,bob --shared 1".split())
    asked = f"suggest late --codebook ling-martins-2015 --sheets out --sheet-format {form}"
    ran = command(*asked.split(), *"--blind-share 0.5 --embeddings none".split())
    assert ran.code == 0, ran.err
    draw = open_draws(space).find("late", "draw-1-shown-1")
    assert len(draw.blind) == pytest.approx(20, abs=4)
    assert open_draws(space).find("late").name == "draw-1"
    paths = sorted((space.root / "out").glob(f"*.{form}"))
    assert len(paths) == 2
    for path in paths:
        if form == "csv":
            rows = rows_of(path)
            hidden = {r["document"] for r in rows if r[SUGGESTED] == "not shown"}
            assert hidden == draw.blind
            save(path, [row | {"goal_orientation": "A"} for row in rows])
        else:
            book = openpyxl.load_workbook(path)
            sheet = book["coding"]
            header = [cell.value for cell in sheet[1]]
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row, header.index("goal_orientation") + 1).value = "A"
            book.save(path)
        assert command("coding", "import", path).code == 0
    found = open_codings(space).current("late")
    assert {one.document for one in found if not one.suggested_by} == draw.blind
    ran = command(*"agreement late".split())
    told = f"On 'goal_orientation' {40 - len(draw.blind)} of 40 documents that two or more coded"
    assert told in ran.err
    ran = command(*"agreement late --blind --format json".split())
    assert ran.code == 0, ran.err
    assert "Only codings given blind are compared: " in ran.err
    assert {row["n"] for row in ran.rows} <= {len(draw.blind), 2 * len(draw.blind)}
    assert command(*"coding anchoring late".split()).code == 0
    refused = command(*"coding sheets late --codebook ling-martins-2015 --out b".split())
    assert refused.code == 0
    again = "coding sheets late --codebook ling-martins-2015 --out c --draw draw-1-shown-1"
    assert "--draw draw-1" in command(*again.split()).err


def test_without_a_blind_share_it_says_how_to_get_one(space, command):
    ran = command(*"coding anchoring late".split())
    assert ran.code == 1
    assert "--blind-share" in ran.err
    command(*"apply m late --review 0.5 --queue q.csv --out c.csv".split())
    ran = command(*"coding anchoring late".split())
    assert ran.code == 1
    assert "Beside every document" in ran.err
    assert "--blind-share" in ran.err


@pytest.mark.parametrize("share", ["0", "1", "-0.1", "nan"])
def test_a_share_that_is_none_is_refused(command, share):
    ran = command(*f"apply m late --review 0.5 --queue q.csv --blind-share={share}".split())
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
    ran = command(*f"suggest late --codebook ling-martins-2015 --blind-share={share}".split())
    assert ran.code in (1, 2)
