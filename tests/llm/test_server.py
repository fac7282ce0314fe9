"""Texts go to this computer, or to the one host that was named; nowhere else."""

from __future__ import annotations

import pytest

from textmine.errors import InputError, UsageError
from textmine.llm.server import server_at


@pytest.mark.parametrize(
    ("endpoint", "chat"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1/chat/completions"),
        ("https://127.1.2.3/api/v1/chat/completions", "https://127.1.2.3/api/v1/chat/completions"),
    ],
)
def test_an_address_of_this_computer_is_asked(endpoint, chat):
    server = server_at(endpoint)
    assert (server.chat, server.remote) == (chat, False)


def test_the_tokens_of_a_code_are_asked_beside_v1():
    assert server_at("http://127.0.0.1:8080/v1").tokenize == "http://127.0.0.1:8080/tokenize"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.org/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://10.0.0.5:8080",
        "http://0.0.0.0:8080",
        "http://[::ffff:10.0.0.5]:80",
        "http://0x7f000001:80",
    ],
)
def test_another_host_is_refused_until_it_is_named(endpoint):
    with pytest.raises(UsageError, match="the texts would leave it"):
        server_at(endpoint)
    host = endpoint.split("//")[1].split("/")[0]
    host = (
        host.rpartition(":")[0]
        if host.count(":") == 1
        else host.split("]")[0] + "]" * ("[" in host)
    )
    found = server_at(endpoint, host)
    assert found.remote


@pytest.mark.parametrize("allowed", ["example.com", "org", "", "127.0.0.1"])
def test_only_the_host_that_is_named_is_allowed(allowed):
    with pytest.raises(UsageError, match=r"the endpoint is on example\.org"):
        server_at("http://example.org/v1", allowed)


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "127.0.0.1:8080", "ftp://127.0.0.1/v1", "http://", "http://127.0.0.1:99999/v1"),
        *("http://127.0.0.1@example.org/v1", "http://me:pass@127.0.0.1/v1", "file:///etc/passwd"),
        *("http://127.0.0.1/v1?to=example.org", "http://127.0.0.1\\@example.org/", "http://a b/"),
        *("http://127.0.0.1/v1#x", "http://exa%6dple.org/v1", " http://127.0.0.1/", "http://[::1"),
    ],
)
def test_what_is_no_address_is_a_sentence(endpoint):
    with pytest.raises(InputError, match="is not the address of a server"):
        server_at(endpoint)
