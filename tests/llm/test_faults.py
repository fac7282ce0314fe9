"""What fails for a while is asked again; what fails for good is a sentence, and all else kept."""

from __future__ import annotations

import json

import pytest

from tests.helpers import visible_files
from tests.llm.conftest import TEXTS
from tests.llm.fake_server import Fault, code
from textmine.errors import InputError, StoreError
from textmine.llm.chat import Chat
from textmine.llm.server import server_at

PASSING = {
    "too many": Fault(429, b"{}", {"retry-after": "3"}),
    "date": Fault(503, b"{}", {"retry-after": "Wed, 21 Oct 2065 07:28:00 GMT"}),
    "broken": Fault(500, b"<html>"),
    "half": Fault(200, json.dumps({"choices": [1, 2, 3]}).encode(), half=True),
    "no JSON": Fault(200, b'{"choices": [{"mess'),
    "hung up": Fault(hang_up=True),
    "late": Fault(seconds=0.6),
}


@pytest.fixture
def chat(fake):
    waited: list[float] = []
    made = Chat(server_at(fake.address), timeout=20.0, retries=3, sleep=waited.append)
    yield made, waited
    made.close()


def _body(**more):
    return {"model": "small", "messages": [{"role": "user", "content": "hello"}], **more}


@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_is_asked_again(chat, fake, fault):
    asked, waited = chat
    asked.timeout = 0.3 if fault == "late" else asked.timeout
    fake.says = lambda body: code("A")
    fake.faults = [PASSING[fault], PASSING[fault]]
    reply = asked.ask(_body())
    assert (reply.content, reply.tokens) == (code("A"), (100, 5))
    assert asked.retried == 2
    assert waited == {"too many": [3.0, 3.0], "date": [60.0, 60.0]}.get(fault, [1.0, 2.0])


def test_a_fault_that_stays_is_a_sentence(chat, fake):
    asked, waited = chat
    fake.faults = [Fault(500, b'{"error": {"message": "out of memory"}}')] * 9
    with pytest.raises(StoreError, match=r"says 500: out of memory \(tried 4 times\)"):
        asked.ask(_body())
    assert waited == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        (Fault(404, b'{"error": {"message": "no model x"}}'), InputError, "404: no model x"),
        (Fault(401, b"{}"), InputError, "it wants a key"),
        (Fault(302, b"", {"location": "http://example.org/"}), InputError, "not followed"),
        (Fault(200, b'{"done": true}'), StoreError, "no chat completion"),
        (Fault(200, b'{"choices": []}'), StoreError, "no chat completion"),
        (Fault(200, b'data: {"choices": []}\n\n'), StoreError, "in pieces"),
        (Fault(200, b'"' + b"x" * (5 << 20)), StoreError, "without end"),
    ],
)
def test_what_will_not_change_is_not_asked_again(chat, fake, fault, error, told):
    asked, waited = chat
    fake.faults = [fault]
    with pytest.raises(error, match=told):
        asked.ask(_body())
    assert (len(fake.asked), waited) == (1, [])


def test_nobody_there_is_said_at_once():
    asked = Chat(server_at("http://127.0.0.1:9"), sleep=lambda seconds: pytest.fail("it waits"))
    with pytest.raises(StoreError, match=r"nobody listens there \(tried once\)"):
        asked.ask(_body())


def test_a_server_without_schemas_is_asked_without(chat, fake):
    asked, _ = chat
    fake.says = lambda body: Fault(400, b"{}") if "response_format" in body else code("B")
    replies = [asked.ask(_body(response_format={"type": "json_schema"})) for _ in range(2)]
    assert [one.format for one in replies] == ["", ""]
    assert len(fake.asked) == 3


def test_a_text_that_is_too_long_is_an_abstention(ask, fake):
    long = Fault(400, b'{"error": {"message": "exceeds the context size"}}')
    fake.says = lambda body: long if TEXTS["d2"] in body["messages"][1]["content"] else code("A")
    run = ask(before=0, after=0)
    assert run.heard.unusable == {"too long": 1}
    assert next(row for row in run.rows if row["id"] == "d2")["goal"] == ""


def test_no_proxy_of_the_environment_gets_the_texts(chat, fake, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    asked, _ = chat
    fake.says = lambda body: code("A")
    assert asked.ask(_body()).server == "127.0.0.1"


def test_the_key_is_sent_and_told_to_nobody(ask, fake, space):
    run = ask(key="secret-key", record=True)
    assert fake.headers[0]["authorization"] == "Bearer secret-key"
    assert "secret-key" not in repr(run)
    written = [one for one in space.root.rglob("*") if one.is_file()]
    assert not any(b"secret-key" in one.read_bytes() for one in written)


def test_what_was_answered_is_kept_and_nothing_else_written(ask, fake, space, tmp_path):
    before = visible_files(space.root)
    usual = fake.says
    fake.says = lambda body: Fault(404, b"{}") if len(fake.asked) > 4 else usual(body)
    with pytest.raises(InputError):
        ask(record=True, out=tmp_path / "coded.csv")
    assert visible_files(space.root) == before
    assert not (tmp_path / "coded.csv").exists()
    fake.says = usual
    fake.asked.clear()
    run = ask(record=True, out=tmp_path / "coded.csv")
    assert (len(fake.asked), run.heard.cost.new, run.heard.cost.answers) == (2, 2, 6)
    assert run.recorded == 6
