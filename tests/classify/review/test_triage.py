from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from tests.classify.fakes import drawn_codes, machine_codes
from textmine.classify.machine_codes import confidence_of
from textmine.classify.review.queue import make_queue, open_questions
from textmine.classify.review.queue_sheet import QueueSheet, check_queue_file, write_queue
from textmine.classify.review.triage import (
    EVERY,
    expected_accuracy,
    held_out_run,
    kept_promise,
    triage_by_error,
    triage_by_share,
)
from textmine.classify.suggesting.suggestion_sheets import short
from textmine.codebook import find_codebook
from textmine.coding import import_sheet, inclusion_probabilities, open_codings, open_draws
from textmine.coding.current import current_codings
from textmine.coding.suggested import machine_header
from textmine.coding.tables.layout import guess_layout
from textmine.corpus import load_corpus
from textmine.corpus.reading.readers import read_raw
from textmine.errors import BadRowsError, InputError
from textmine.stats.systems.conformal import ConformalThresholds

TEXTS = "abcdefghij"


def thresholds(lowest, always=()):
    lowest = np.array(lowest)
    rare = np.isin(np.arange(lowest.size), always)
    return ConformalThresholds(np.where(rare, 0, lowest), np.full(lowest.size, 50), rare, 0.9)


def test_confidence_is_the_chance_that_all_codes_are_right():
    one = machine_codes([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
    two = machine_codes([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], "goal")
    several = machine_codes([[0.9, 0.5, 0.2], [0.4, 0.0, 0.1]], "themes", labels="multi")
    assert confidence_of([one]).tolist() == [0.7, 0.8]
    assert confidence_of([one, two]).tolist() == [0.35, 0.8]
    assert confidence_of([several]) == pytest.approx([0.9 * 0.5 * 0.8, 0.6 * 1.0 * 0.9])


def test_a_code_that_a_rule_chose_has_its_own_probability():
    said = machine_codes([[0.7, 0.2, 0.1]])
    ruled = replace(said, given=np.array([[False, True, False]]))
    assert confidence_of([ruled]).tolist() == [0.2]


def test_other_documents_are_refused():
    with pytest.raises(InputError, match="other documents"):
        confidence_of([machine_codes([[1, 0, 0]]), machine_codes([[1, 0, 0]], prefix="e")])


def test_the_least_sure_go_to_people():
    said = machine_codes([[0.9, 0.1, 0], [0.4, 0.3, 0.3], [0.6, 0.4, 0], [0.8, 0.2, 0]])
    triage = triage_by_share([said], 0.3)
    assert triage.accepted.tolist() == [0, 3]
    assert triage.review.tolist() == [1, 2]
    assert triage.threshold == 0.8
    everything = triage_by_share([said], 1.0)
    assert everything.accepted.tolist() == []
    assert everything.threshold == np.inf


def test_a_run_joins_the_documents_coded_on_every_dimension():
    one, two = drawn_codes(60), drawn_codes(60, "goal", seed=1)
    later = replace(two, said=two.said.take(range(20, 60)), gold=two.gold[20:], fold=two.fold[20:])
    run = held_out_run([one, later], {f"d{place}": place // 2 for place in range(60)})
    assert len(run) == 40
    assert run.dimensions == ("subject", "goal")
    assert run.confidence == pytest.approx(confidence_of([one.said, two.said])[20:])
    assert run.fold.tolist() == one.fold[20:].tolist()
    assert run.groups.tolist() == [place // 2 for place in range(20, 60)]
    assert (run.wrong[:, 1] == (two.said.given != two.gold).any(axis=1)[20:]).all()
    assert held_out_run([one]).groups is None
    assert held_out_run([one], {"d0": 0}).groups is None


def test_too_few_documents_promise_nothing():
    with pytest.raises(InputError, match="19 hand-coded documents have a code on every dimension"):
        held_out_run([drawn_codes(19)])


def test_the_largest_error_is_kept_on_new_documents():
    broken = 0
    new = drawn_codes(20_000, sharpness=3, seed=500)
    wrong = (new.said.given != new.gold).any(axis=1)
    for seed in range(40):
        run = held_out_run([drawn_codes(400, sharpness=3, seed=seed)])
        triage = triage_by_error([new.said], run, 0.15)
        assert triage.accepted.size
        broken += wrong[triage.accepted].mean() > 0.15
    assert broken <= 2


def test_of_two_dimensions_each_keeps_the_largest_error():
    held = [drawn_codes(1500, seed=1), drawn_codes(1500, "goal", sharpness=3, seed=2)]
    new = [drawn_codes(5000, seed=3), drawn_codes(5000, "goal", sharpness=3, seed=4)]
    triage = triage_by_error([part.said for part in new], held_out_run(held), 0.15)
    assert len(triage.certified.bounds) == 2
    for part in new:
        wrong = (part.said.given != part.gold).any(axis=1)
        assert wrong[triage.accepted].mean() < 0.15 < wrong.mean()
    assert set(triage.accepted) | set(triage.review) == set(range(5000))
    assert not set(triage.accepted) & set(triage.review)


def test_an_error_that_cannot_be_kept_is_a_sentence():
    run = held_out_run([drawn_codes(60)])
    with pytest.raises(InputError, match=r"No confidence keeps the error.*\.[0-9]+ can") as caught:
        triage_by_error([drawn_codes(60).said], run, 0.02)
    assert "--review" in caught.value.hint


def test_what_is_expected_of_the_accepted():
    run = held_out_run([drawn_codes(400), drawn_codes(400, "goal", seed=1)])
    threshold = float(np.quantile(run.confidence, 0.4))
    found = {one.dimension: one for one in expected_accuracy(run, threshold)}
    assert list(found) == ["subject", "goal", EVERY]
    kept = run.confidence >= threshold
    assert found["subject"].accepted.value == pytest.approx(1 - run.wrong[kept, 0].mean())
    assert found["subject"].every.value == pytest.approx(1 - run.wrong[:, 0].mean())
    assert found[EVERY].accepted.value == pytest.approx(1 - run.wrong[kept].any(axis=1).mean())
    assert all(one.accepted.value > one.every.value for one in found.values())
    assert found["goal"].accepted.n == kept.sum()
    checked = kept_promise(run, 0.3)
    assert checked[0].accepted.value > 0.7
    assert checked[0].every.n == 400


@pytest.mark.parametrize(
    ("p", "codes", "doubtful", "n_open", "unlike"),
    [
        ([0.8, 0.1, 0.1], "a", "", 0, False),
        ([0.5, 0.4, 0.1], "ab", "ab", 1, False),
        ([0.35, 0.4, 0.25], "ba", "ba", 1, False),
        ([0.34, 0.33, 0.33], "abc", "abc", 2, False),
        ([0.25, 0.45, 0.3], "bc", "bc", 1, False),
    ],
)
def test_what_is_open(p, codes, doubtful, n_open, unlike):
    (found,) = open_questions(machine_codes([p]), thresholds([0.3, 0.32, 0.26]))
    assert found.codes == tuple(codes)
    assert found.probabilities == tuple(sorted(p, reverse=True))[: len(codes)]
    assert (found.doubtful, found.n_open, found.unlike) == (tuple(doubtful), n_open, unlike)


def test_a_document_unlike_every_example_leaves_everything_open():
    (found,) = open_questions(machine_codes([[0.4, 0.35, 0.25]]), thresholds([0.6, 0.6, 0.6]))
    assert found.unlike
    assert (found.codes, found.n_open) == (("a", "b"), 3)
    assert found.told == "subject: like no coded example"


def test_a_code_too_rare_to_rule_out_is_no_question_of_its_own():
    limits = thresholds([0.3, 0.3, 0.3], always=[2])
    sure, rare = open_questions(machine_codes([[0.7, 0.2, 0.1], [0.25, 0.2, 0.55]]), limits)
    assert (sure.codes, sure.n_open, sure.told) == (("a",), 0, "")
    assert (rare.codes, rare.n_open, rare.unlike) == (("c",), 0, False)


def test_of_several_codes_each_yes_or_no_is_a_question():
    said = machine_codes([[0.9, 0.4, 0.1], [0.55, 0.2, 0.1]], "themes", labels="multi")
    first, second = open_questions(said, thresholds([0.6, 0.3, 0.3]))
    assert (first.codes, first.doubtful, first.n_open) == (("a", "b"), ("b",), 1)
    assert (second.codes, second.doubtful, second.n_open) == (("a",), ("a",), 1)
    assert first.told == "themes: b"


def queue_of(probabilities, texts, share=0.999):
    said = machine_codes(probabilities)
    triage = triage_by_share([said], share)
    return make_queue([said], [drawn_codes(300, sharpness=3)], triage, texts)


def test_near_duplicates_stand_first_and_together():
    # With 300 examples a code stays possible down to about .2.
    unsure, sure = [0.5, 0.45, 0.05], [0.9, 0.05, 0.05]
    letter = "please keep the number nine bus for all of us who need it every single week"
    texts = ["one", letter, "two", f"{letter}!", "three", letter.replace("please", "do")]
    queue = queue_of([unsure, sure, unsure, unsure, sure, sure], texts)
    assert [item.document for item in queue.items[:3]] == ["d3", "d1", "d5"]
    assert [item.alike for item in queue.items] == [1, 1, 1, 0, 0, 0]
    assert [item.n_alike for item in queue.items] == [3, 3, 3, 1, 1, 1]


def test_fewest_choices_first_and_the_same_question_together():
    ab, ac, ba, all_three, sure = (
        [0.5, 0.45, 0.05],
        [0.5, 0.05, 0.45],
        [0.44, 0.51, 0.05],
        [0.35, 0.33, 0.32],
        [0.95, 0.03, 0.02],
    )
    queue = queue_of([all_three, ac, ab, sure, ba, ab], list(TEXTS[:6]))
    assert [item.document for item in queue.items] == ["d2", "d5", "d4", "d1", "d0", "d3"]
    assert [item.n_open for item in queue.items] == [1, 1, 1, 1, 2, 0]
    assert queue.items[0].reason == "subject: a or b"
    assert queue.items[2].reason == "subject: b or a"
    assert queue.items[-1].reason == "less sure than what is accepted (0.95)"
    assert queue.never_ruled_out == {}
    assert queue.level == 0.9


@pytest.mark.parametrize(
    ("figure", "shown"), [(0, "0"), (1, "1"), (0.5, ".50"), (0.996, ".99"), (0.001, ".01")]
)
def test_short_figures(figure, shown):
    assert short(figure) == shown


@pytest.fixture
def reviewed(forum, tmp_path):
    """The forum with a queue of its first ten messages, coded by a made-up machine."""
    corpus = load_corpus(forum, "forum")
    book = find_codebook("ling-martins-2015", forum)
    draw = np.random.default_rng(0)
    ids = tuple(corpus.ids)
    said = [
        replace(
            machine_codes(draw.dirichlet([1, 1, 1], len(ids)).tolist(), name, classes=codes),
            documents=ids,
        )
        for name, codes in (("knowledge_domain", "123"), ("goal_orientation", "ABC"))
    ]
    held = [
        replace(
            drawn_codes(100),
            said=replace(drawn_codes(100).said, dimension=d.dimension, classes=d.classes),
        )
        for d in said
    ]
    triage = triage_by_share(said, 10 / 131)
    queue = make_queue(said, held, triage, corpus.texts)

    def write(name):
        sheet = QueueSheet(tmp_path / name, "m", book, {"share": 10 / 131})
        return sheet.path, write_queue(forum, sheet, corpus, said, queue).name

    return forum, queue, write


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
def test_the_queue_comes_back_as_a_coding_sheet(reviewed, name):
    space, queue, write = reviewed
    path, draw = write(name)
    assert draw == "review-1"
    with pytest.raises(InputError, match=r"No document of .* is coded yet"):
        import_sheet(space, path, coder="ann")
    order = [item.document for item in queue.items]
    _type(path, {order[0]: ("2", "B"), order[3]: ("3", "")})
    done = import_sheet(space, path, coder="ann")
    assert (done.new, done.uncoded, done.partly, done.coders) == (3, 8, 1, ("ann",))
    codings = open_codings(space).current("forum")
    assert {(c.document, c.dimension, c.code, c.coder, c.origin) for c in codings} == {
        (order[0], "knowledge_domain", "2", "ann", "human"),
        (order[0], "goal_orientation", "B", "ann", "human"),
        (order[3], "knowledge_domain", "3", "ann", "human"),
    }


def test_the_machines_columns_stand_apart_and_are_never_read(reviewed):
    space, queue, write = reviewed
    path, _ = write("queue.csv")
    rows = _rows(path)
    assert [row["document"] for row in rows] == [item.document for item in queue.items]
    for row in rows:
        assert (
            row["knowledge_domain"] == row["goal_orientation"] == row["memo:goal_orientation"] == ""
        )
        assert row[machine_header("knowledge_domain")].endswith(")")
        assert row["to decide"]
    table = read_raw(path)
    layout = guess_layout(table, ["knowledge_domain", "goal_orientation"], coder="ann")
    read = {column.column for column in layout.codes}
    assert not {name for name in read if "machine" in name or "possible" in name}
    del space


def test_a_queue_is_a_draw_that_says_nothing_about_chance(reviewed):
    space, queue, write = reviewed
    path, draw = write("queue.csv")
    kept = open_draws(space).find("forum", draw)
    assert kept.purpose == "review"
    assert kept.design["method"] == "chosen by model 'm'"
    assert [one.document for one in kept.drawn] == [item.document for item in queue.items]
    assert kept.sampled == []
    assert inclusion_probabilities([kept]) == {}
    _type(path, {queue.items[0].document: ("2", "B")})
    import_sheet(space, path, coder="ann")
    (standing, _) = current_codings(space, load_corpus(space, "forum"))
    assert standing.sampling_probability is None


def test_a_second_queue_has_a_name_of_its_own_and_files_are_kept(reviewed):
    space, _, write = reviewed
    path, _ = write("queue.csv")
    before = path.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        write("queue.csv")
    assert path.read_bytes() == before
    assert len(open_draws(space).all("forum")) == 1
    assert write("other.csv")[1] == "review-2"
    with pytest.raises(InputError, match=r"neither \.csv nor \.xlsx"):
        check_queue_file(path.with_suffix(".txt"))


def test_a_wrong_code_is_named_by_its_cell(reviewed):
    space, queue, write = reviewed
    path, _ = write("queue.csv")
    _type(path, {queue.items[0].document: ("7", "B")})
    with pytest.raises(BadRowsError, match="'7' is not a code"):
        import_sheet(space, path, coder="ann")


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _type(path, codes):
    """Type codes on both dimensions into the rows of some documents."""
    names = ("knowledge_domain", "goal_orientation")
    if path.suffix == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path)
        sheet = book["coding"]
        header = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, code in zip(names, codes.get(row[0].value, ("", "")), strict=True):
                row[header.index(name)].value = code or None
        book.save(path)
        return
    rows = _rows(path)
    for row in rows:
        row.update(zip(names, codes.get(row["document"], ("", "")), strict=True))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
