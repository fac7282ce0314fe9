"""Partitions: the same results in this process and in several, kept, retried, told."""

from __future__ import annotations

import pytest

from tests.spread import work
from textmine.config.threads import processors
from textmine.errors import InputError, WorkersError
from textmine.spread import KeptParts, Part, Where, run_parts

PARTS = [
    Part(f"numbers {n} to {n + 1}", f"part-{n}", 2, lambda n=n: [n, n + 1]) for n in range(0, 12, 2)
]
TWO = Where(n_process=2)
EVERY = list(range(12))


def numbers(*given, **more):
    return [n for table in run_parts(*given, **more) for n in table["n"].to_pylist()]


@pytest.mark.parametrize("where", [Where(), TWO])
def test_results_come_in_order_and_progress_is_one_bar(where):
    told = []
    found = numbers(
        work.times, 3, PARTS, 12, where, progress=lambda *one: told.append(one), step="counting"
    )
    assert found == [3 * n for n in EVERY]
    assert told == [("counting", n, 12) for n in (0, 2, 4, 6, 8, 10, 12)]


@pytest.mark.parametrize("where", [Where(), TWO])
def test_a_second_run_does_what_is_left(tmp_path, where):
    kept = KeptParts(tmp_path / "kept")
    with pytest.raises((ValueError, WorkersError)):
        numbers(work.never, 1, PARTS, 12, where, kept)
    there = {path.stem for path in kept.folder.iterdir()}
    assert {"part-0", "part-2"} <= there
    assert "part-4" not in there
    assert numbers(work.times, 1, PARTS, 12, where, kept) == EVERY
    read = [Part(one.name, one.key, 2, lambda: pytest.fail("was kept")) for one in PARTS]
    assert numbers(work.never, 1, read, 12, where, kept) == EVERY
    kept.clear()
    assert not kept.folder.exists()


def test_a_damaged_result_is_made_anew(tmp_path):
    kept = KeptParts(tmp_path)
    (tmp_path / "part-2.parquet").write_bytes(b"PAR1 and no more")
    assert numbers(work.times, 1, PARTS, 12, kept=kept) == EVERY


def test_a_part_that_fails_is_tried_again(tmp_path):
    assert numbers(work.at_second_try, str(tmp_path), PARTS, 12, TWO) == EVERY


def test_a_process_that_is_killed_is_survived(tmp_path):
    assert numbers(work.killed_once, str(tmp_path), PARTS, 12, TWO) == EVERY


def test_a_part_that_fails_for_good_is_named():
    with pytest.raises(WorkersError, match=r"numbers 4 to 5 failed 3 times: ValueError: no such"):
        numbers(work.never, 1, PARTS, 12, TWO)


def test_workers_that_die_one_after_the_other_are_said_to_be_lost():
    with pytest.raises(WorkersError, match=r"failed 3 times: the worker was lost\."):
        numbers(work.killing, 1, PARTS, 12, TWO)


def test_a_sentence_of_a_worker_is_raised_as_it_is():
    with pytest.raises(InputError, match=r"It cannot be read\. Correct it\."):
        numbers(work.refusing, 1, PARTS, 12, TWO)


def test_few_parts_are_read_ahead():
    read = []
    parts = [Part("", str(n), 1, lambda n=n: read.append(n) or [n]) for n in range(50)]
    stream = run_parts(work.times, 1, parts, 50, TWO)
    next(stream)
    assert len(read) <= 6
    stream.close()


def test_processes_share_the_processors():
    share = max(1, processors() // 2)
    assert numbers(work.processors_here, 1, PARTS[:2], 4, TWO) == [share] * 4


def test_nothing_at_all():
    assert numbers(work.times, 1, [], 0, TWO) == []
