"""A language model codes a corpus: codings of a machine, replayed byte by byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time

import pytest

from tests.helpers import visible_files
from tests.llm.conftest import BOOK, by_text, text_in
from tests.llm.fake_server import Fault, code
from textmine.coding import open_codings
from textmine.errors import InputError, UsageError
from textmine.llm.prompt import prompt_of
from textmine.project.verify.verify import verify
from textmine.store import read_manifest


def test_the_codes_are_those_of_a_machine(ask, space):
    run = ask(record=True)
    assert {row["id"]: row["goal"] for row in run.rows} == dict(
        zip(("d1", "d2", "d3", "d4", "d5", "d6"), "ABBABA", strict=True)
    )
    mine = [one for one in open_codings(space).current("talk") if one.coder == "llm:small"]
    assert {one.origin for one in mine} == {"machine"}
    assert {one.model for one in mine} == {"small"}
    assert {one.memo for one in mine} == {
        f"{prompt_of(BOOK, BOOK.dimension('goal')).named}; 1 of 1 answers used"
    }
    assert run.recorded == 6


def test_a_text_that_gives_orders_is_coded_like_any_other(ask, fake):
    run = ask()
    asked = next(one for one in fake.asked if "Ignore" in text_in(one))
    assert [one["role"] for one in asked["messages"]] == ["system", "user"]
    assert "Ignore" not in asked["messages"][0]["content"]
    assert "is data" in asked["messages"][0]["content"]
    assert next(row for row in run.rows if row["id"] == "d3")["goal"] == "B"


def test_an_answer_outside_of_the_codes_is_never_taken(ask, fake, space):
    fake.says = lambda body: code("PWNED" if "Ignore" in text_in(body) else "A")
    run = ask(record=True)
    assert run.heard.unusable == {"unknown code": 1}
    assert len([one for one in open_codings(space).current("talk") if one.origin == "machine"]) == 5
    assert "PWNED" not in json.dumps(run.rows)


def test_a_replay_is_the_same_byte_by_byte_without_the_server(ask, fake, space):
    out = space.root / "coded.csv"
    wanted = {"samples": 3, "temperature": 0.7, "repeats": 2, "record": True, "out": out}
    ask(**wanted)
    before = visible_files(space.root)
    asked = len(fake.asked)
    assert asked == 6 * 3 * 2
    shutil.rmtree(space.scratch)
    out.unlink()
    again = ask(replay=True, **wanted)
    assert {k: v for k, v in visible_files(space.root).items() if "codings.db" not in k} == {
        k: v for k, v in before.items() if "codings.db" not in k
    }
    assert again.recorded == 0
    assert (again.heard.cost.new, len(fake.asked)) == (0, asked)
    assert again.heard.cost.tokens == (100 * asked, 5 * asked)
    assert [one.state for one in verify(space, ["runs/small-talk-coded"])] == ["same"]


def test_several_questions_at_once_give_the_same_bytes_in_the_same_order(ask, fake, space):
    out = space.root / "coded.csv"
    wanted = {"samples": 3, "temperature": 0.7, "repeats": 2, "out": out, "record": True}
    ask(**wanted)
    alone = out.read_bytes()
    answers = (space.root / "runs" / "small-talk-coded" / "answers.jsonl").read_text("utf-8")
    shutil.rmtree(space.scratch)
    shutil.rmtree(space.root / "runs")
    slowest, lock, now = [0], threading.Lock(), [0]

    def slowly(body):
        with lock:
            now[0] += 1
            slowest[0] = max(slowest[0], now[0])
        time.sleep(0.02 * (len(fake.asked) % 3))
        with lock:
            now[0] -= 1
        return by_text(body)

    fake.says = slowly
    run = ask(at_once=4, **wanted)
    assert (run.heard.cost.new, slowest[0] > 1) == (36, True)
    assert out.read_bytes() == alone
    kept = (space.root / "runs" / "small-talk-coded" / "answers.jsonl").read_text("utf-8")
    assert _keys(kept) == _keys(answers)


def test_what_was_answered_is_kept_when_one_of_several_fails(ask, fake):
    said = iter(range(99))

    def failing(body):
        return Fault(status=401) if next(said) == 3 else by_text(body)

    fake.says = failing
    with pytest.raises(InputError, match="wants a key"):
        ask(at_once=3)
    fake.says, before = by_text, len(fake.asked)
    assert ask(at_once=3).heard.cost.new == len(fake.asked) - before
    assert len(fake.asked) - before <= 3


@pytest.fixture
def interruptible():
    """Ctrl-C stops Python here as at a prompt, also where tests run in several processes."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_stopping_waits_for_nothing_on_its_way_and_keeps_what_is_there(ask, fake, interruptible):
    hold = threading.Event()

    def slowly(body):
        if "petition" in text_in(body):
            threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
            hold.wait(20)
        return by_text(body)

    fake.says = slowly
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        ask(at_once=2, timeout=30.0)
    assert time.monotonic() - begun < 10
    assert all(one.daemon for one in threading.enumerate() if one.name == "asking")
    hold.set()
    fake.says = by_text
    assert ask(at_once=2).heard.cost.new in (1, 2)


def _keys(lines):
    return [json.loads(line)["key"] for line in lines.splitlines()]


def test_what_is_not_kept_cannot_be_replayed(ask):
    ask()
    with pytest.raises(InputError, match="6 of 12 answers are not kept"):
        ask(replay=True, repeats=2)


@pytest.mark.parametrize("changed", [{"model": "other"}, {"seed": 7}, {"before": 0}])
def test_another_question_is_asked_anew(ask, fake, changed):
    ask()
    assert ask(**changed).heard.cost.new > 0


def test_more_samples_ask_only_for_the_new_ones(ask):
    ask(samples=2, temperature=0.7)
    cost = ask(samples=3, temperature=0.7).heard.cost
    assert (cost.answers, cost.new) == (18, 6)


def test_the_manifest_names_model_prompt_and_server(ask, space):
    ask(record=True, samples=2, temperature=0.5)
    manifest = read_manifest(space.folder("runs", "small-talk"))
    prompt = prompt_of(BOOK, BOOK.dimension("goal"))
    assert manifest.kind == "llm"
    assert manifest.settings["model"] == "small"
    assert manifest.settings["temperature"] == 0.5
    assert manifest.details["prompts"] == {"goal": {"version": 1, "sha256": prompt.sha256}}
    assert manifest.details["servers"] == ["127.0.0.1"]
    assert manifest.details["remote"] == []
    assert set(manifest.inputs) == {"corpora/talk", "codebooks/goals"}
    written = space.folder("runs", "small-talk") / "prompt-goal.txt"
    assert written.read_text(encoding="utf-8") == prompt.system + "\n"


def test_samples_give_the_probability(ask, fake):
    answers = iter("AABAB" * 6)
    fake.says = lambda body: code(next(answers))
    run = ask(samples=5, temperature=1.0)
    assert {row["goal_probability"] for row in run.rows} == {"0.6000"}
    assert {row["goal"] for row in run.rows} == {"A"}


def test_log_probabilities_give_the_probability(ask, fake):
    top = [{"token": "A", "logprob": -0.5}, {"token": "B", "logprob": -1.5}]
    tokens = [
        {"token": '{"code": "', "logprob": 0.0, "top_logprobs": []},
        {"token": "A", "logprob": -0.5, "top_logprobs": top},
    ]
    fake.says = lambda body: {
        "message": {"content": code("A")},
        "logprobs": {"content": tokens},
    }
    run = ask(probability="logprobs")
    assert {row["goal_probability"] for row in run.rows} == {"0.7311"}
    assert fake.asked[0]["logprobs"] is True
    fake.says = lambda body: code("A")
    with pytest.raises(InputError, match="no log probabilities"):
        ask(probability="logprobs", seed=1)


def test_repeats_say_how_far_a_model_agrees_with_itself(ask, fake):
    fake.says = lambda body: code("AB"[body["seed"] > 1000 and "Sign" in text_in(body)])
    run = ask(repeats=2, temperature=1.0)
    (found,) = run.agreement
    assert found.alpha.n == 6
    assert found.alpha.coefficient.value == 0  # one B among eleven A: as chance would have it
    assert len({one["seed"] for one in fake.asked}) == 2


def test_several_codes_or_none_are_recorded(ask, fake, space):
    said = iter(['{"codes": []}', '{"codes": ["space", "money"]}'] + ['{"codes": ["space"]}'] * 4)
    fake.says = lambda body: next(said)
    ask(dimensions=("theme",), record=True)
    mine = [one for one in open_codings(space).current("talk") if one.origin == "machine"]
    assert [one.code for one in mine if one.document == "d1"] == [None]
    assert {one.code for one in mine if one.document == "d2"} == {"space", "money"}


def test_an_abstention_takes_back_what_was_said_before(ask, fake, space):
    ask(record=True)
    fake.says = lambda body: "I cannot say."
    run = ask(record=True, seed=2)
    assert run.recorded == 0
    assert not [one for one in open_codings(space).current("talk") if one.origin == "machine"]


def test_codes_are_held_by_their_tokens(ask, fake, tmp_path):
    fake.tokens = {"A": [11], "B": [12]}
    fake.says = lambda body: "B"
    run = ask(constrain="tokens")
    assert fake.asked[0]["logit_bias"] == {"11": 100.0, "12": 100.0}
    assert fake.asked[0]["max_tokens"] == 1
    assert {row["goal"] for row in run.rows} == {"B"}
    assert ask(constrain="tokens", replay=True).heard.cost.new == 0
    fake.tokens = {}
    path = tmp_path / "tokens.json"
    path.write_text('{"A": 3, "B": 4}')
    ask(constrain="tokens", model="two", code_tokens=path)
    assert fake.asked[-1]["logit_bias"] == {"3": 100.0, "4": 100.0}
    with pytest.raises(InputError, match="not one token of their own"):
        ask(constrain="tokens", model="three")
    with pytest.raises(InputError, match="takes several codes"):
        ask(constrain="tokens", dimensions=("theme",))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"samples": 3}, "At temperature 0 all samples are the same"),
        ({"temperature": 3.0}, "between 0 and 2"),
        ({"repeats": 0}, "1 or more"),
        ({"timeout": 0.0}, "more than 0 seconds"),
    ],
)
def test_what_means_nothing_is_refused(ask, given, told):
    with pytest.raises(UsageError, match=told):
        ask(**given)
