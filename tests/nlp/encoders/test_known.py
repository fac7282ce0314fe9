"""Encoders by their weights, and what is put before a text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from textmine.errors import InputError
from textmine.nlp.encoders import registry
from textmine.nlp.encoders.known import KNOWN, MINILM_WEIGHTS, text_prefix
from textmine.nlp.encoders.transformer import Transformer

MPNET_WEIGHTS = next(sha256 for sha256, known in KNOWN.items() if "mpnet" in known.title)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("models/multilingual-e5-base", "query: "),
        ("intfloat/e5-small-v2", "query: "),
        ("multilingual-e5-large-instruct", ""),
        ("BAAI/bge-base-en-v1.5", ""),
        ("all-mpnet-base-v2", ""),
        ("route5-model", ""),
        ("e5/my-own", ""),
        ("", ""),
    ],
)
def test_a_family_says_what_stands_before_a_text(tmp_path, name, prefix):
    assert text_prefix(tmp_path, name) == prefix


@pytest.mark.parametrize(
    ("settings", "prefix"),
    [
        ({"prompts": {"text": "clean: "}, "default_prompt_name": "text"}, "clean: "),
        ({"prompts": {"text": "clean: "}, "default_prompt_name": None}, "query: "),
        ({"prompts": {"text": "clean: "}, "default_prompt_name": "other"}, "query: "),
        ({"prompts": {}}, "query: "),
        ([], "query: "),
    ],
)
def test_what_a_model_says_itself_goes_first(tmp_path, settings, prefix):
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings))
    (tmp_path / "config.json").write_text(json.dumps({"_name_or_path": "intfloat/e5-base"}))
    assert text_prefix(tmp_path, "renamed") == prefix


def encoder(tmp_path, weights, prefix=""):
    return Transformer("models/mine", tmp_path, weights, "mine", 3, prefix)


def test_an_unknown_encoder_is_called_unknown(tmp_path):
    known, unknown = encoder(tmp_path, MPNET_WEIGHTS), encoder(tmp_path, "ab" * 32, "query: ")
    assert known.told == "all-mpnet-base-v2 (its published weights, Apache-2.0)"
    assert unknown.told == (
        "mine, which textmine does not know (weights abababababab…), each text after 'query: '"
    )
    assert (known.record["known"], unknown.record["known"]) == (True, False)
    assert unknown.record["prefix"] == "query: "


def test_a_prefix_makes_other_vectors(tmp_path):
    plain = encoder(tmp_path, MINILM_WEIGHTS)
    assert plain.digest != replace(plain, prefix="query: ").digest


def test_other_weights_than_a_model_was_trained_with_are_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(registry.ENCODERS, "mine", lambda: encoder(tmp_path, "ab" * 32))
    assert registry.choose_encoder("mine", "ab" * 32).title == "mine"
    with pytest.raises(InputError, match=r"other weights .* abababababab… and not cdcdcd"):
        registry.choose_encoder("mine", "cd" * 32)
