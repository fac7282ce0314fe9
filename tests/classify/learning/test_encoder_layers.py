"""The upper layers of an encoder on states of the lower ones: the same as the whole encoder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.classify.learning.test_encoder import FAST, made, one_hot
from tests.nlp.encoders.test_transformer import tiny_folder
from textmine.classify.learning import encoder as module
from textmine.classify.learning import encoder_ground, encoder_layers
from textmine.classify.learning.encoder import (
    fit_on_ground,
    load_encoder,
    make_ground,
    save_encoder,
    score_on_ground,
    score_texts,
)
from textmine.classify.learning.encoder_layers import (
    layers_to_train,
    lower_body,
    upper_body,
    whole_body,
    without_top,
)
from textmine.nlp.encoders import choose_encoder, transformer

TINY = {
    "hidden_size": 16,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "vocab_size": 40,
}
BODIES = {
    "bert": TINY,
    "mpnet": TINY,
    "xlm-roberta": TINY,
    "distilbert": {"dim": 16, "n_layers": 3, "n_heads": 2, "hidden_dim": 32, "vocab_size": 40},
}
UPPER = replace(FAST, trained_layers=1)


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """More threads than free processors make small networks very slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transformer, "processors", lambda: 1)
        yield


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    return choose_encoder(str(tiny_folder(tmp_path_factory.mktemp("start"))))


@pytest.fixture(scope="module")
def fitted(start):
    """Return a ground, and a model that learned from all of its rows, one layer trained."""
    first, second, topic, _ = made()
    ground = make_ground(first, second, start, UPPER)
    return ground, fit(ground, topic)


def fit(ground, topic, **given):
    units = np.arange(len(topic))
    return fit_on_ground(ground, units, one_hot(topic), labels="single", groups=units // 4, **given)


@pytest.mark.parametrize("kind", BODIES)
def test_upper_layers_on_lower_states_are_the_whole(kind):
    torch = pytest.importorskip("torch", reason="needs the extra 'transformers'")
    transformers = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    torch.manual_seed(0)
    config = transformers.AutoConfig.for_model(kind, **BODIES[kind])
    body = transformers.AutoModel.from_config(config).eval()
    pieces, there = torch.randint(5, 40, (2, 9)), torch.ones(2, 9, dtype=torch.long)
    there[1, 6:] = 0
    with torch.inference_mode():
        whole = body(input_ids=pieces, attention_mask=there).last_hidden_state
        for n in (1, 2):
            states = lower_body(body, n)(input_ids=pieces, attention_mask=there).last_hidden_state
            upper = upper_body(body, n, anew=True)
            found = upper(inputs_embeds=states, attention_mask=there).last_hidden_state
            assert torch.allclose(found, whole, atol=1e-5)
            assert not torch.allclose(states, whole, atol=1e-2)
            joined = whole_body(body, upper)(input_ids=pieces, attention_mask=there)
            assert torch.equal(joined.last_hidden_state, whole)
            learned = [name for name, part in upper.named_parameters() if part.requires_grad]
            assert {name.split(".")[2] for name in learned} == {str(place) for place in range(n)}
        again = body(input_ids=pieces, attention_mask=there).last_hidden_state
    assert torch.equal(again, whole)


@pytest.mark.parametrize(("wanted", "trained"), [(0, 0), (1, 1), (2, 2), (3, 0), (9, 0)])
def test_a_small_body_is_trained_as_a_whole_unless_told(wanted, trained):
    transformers = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    body = transformers.AutoModel.from_config(transformers.BertConfig(**TINY))
    assert layers_to_train(body, wanted) == trained


def test_a_body_whose_layers_cannot_be_told_apart_is_trained_as_a_whole():
    assert layers_to_train(object(), 2) == 0


def test_of_a_wide_body_two_layers_are_trained():
    torch = pytest.importorskip("torch", reason="needs the extra 'transformers'")
    transformers = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    with torch.device("meta"):
        body = transformers.AutoModel.from_config(transformers.MPNetConfig())
    assert layers_to_train(body, 0) == 2


@pytest.mark.parametrize(("n_layers", "kept"), [(2, 2), (3, 2), (6, 4), (12, 8)])
@pytest.mark.parametrize("kind", BODIES)
def test_a_wide_body_loses_its_upper_third(kind, n_layers, kept, monkeypatch):
    torch = pytest.importorskip("torch", reason="needs the extra 'transformers'")
    transformers = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    config = transformers.AutoConfig.for_model(kind, **BODIES[kind])
    config.num_hidden_layers = n_layers
    body = transformers.AutoModel.from_config(config).eval()
    assert without_top(body) is body  # it is small
    monkeypatch.setattr(encoder_layers, "AFFORDABLE", 1)
    cut = without_top(body)
    assert (cut.config.num_hidden_layers, body.config.num_hidden_layers) == (kept, n_layers)
    pieces = torch.randint(5, 40, (2, 9))
    with torch.inference_mode():
        states = body(input_ids=pieces, output_hidden_states=True).hidden_states
        found = cut(input_ids=pieces).last_hidden_state
    assert torch.allclose(found, states[kept], atol=1e-6)


def test_a_wide_encoder_comes_back_from_disk_as_it_was_cut(tmp_path, monkeypatch):
    pytest.importorskip("sentence_transformers", reason="needs the extra 'transformers'")
    monkeypatch.setattr(encoder_layers, "AFFORDABLE", 1)
    start = choose_encoder(str(tiny_folder(tmp_path / "start", n_layers=3)))
    first, second, topic, _ = made()
    ground = make_ground(first, second, start)
    assert (ground.options.trained_layers, ground.options.context) == (1, 0)
    model = fit(ground, topic)
    save_encoder(tmp_path / "model", model)
    loaded = load_encoder(tmp_path / "model")
    assert loaded.network["body"].config.num_hidden_layers == 2
    found = score_texts(loaded, first, second)
    assert found.tobytes() == score_texts(model, first, second).tobytes()
    assert found.tobytes() == score_texts(model, first, second[::-1]).tobytes()  # read alone


def test_one_trained_layer_learns(fitted):
    ground, model = fitted
    first, second, topic, _ = made(40, seed=1)
    assert ground.states is not None
    assert (score_texts(model, first, second).argmax(axis=1) == topic).all()


def test_scores_on_the_ground_are_those_of_the_texts(fitted):
    ground, model = fitted
    first, second, _, _ = made()
    found = score_on_ground(ground, model, np.arange(10, 30))
    of_texts = score_texts(model, first[10:30], second[10:30])
    assert found == pytest.approx(of_texts, abs=0.05)  # the ground is kept in half precision


def test_what_is_frozen_stays_as_it_was(fitted):
    ground, model = fitted
    before, after = ground.body.state_dict(), model.network["body"].state_dict()
    changed = {name for name in after if not before[name].equal(after[name])}
    assert changed
    assert all(name.startswith("encoder.layer.1.") for name in changed)


def test_saved_and_loaded_it_scores_the_same(fitted, tmp_path):
    _, model = fitted
    first, second, _, _ = made(20, seed=3)
    save_encoder(tmp_path, model)
    loaded = load_encoder(tmp_path)
    assert loaded.options.trained_layers == 1
    assert score_texts(loaded, first, second).tobytes() == (
        score_texts(model, first, second).tobytes()
    )


def test_a_fit_that_is_kept_is_not_made_again(start, tmp_path, monkeypatch):
    first, second, topic, _ = made()
    ground = make_ground(first, second, start, UPPER, tmp_path)
    model = fit(ground, topic, folder=tmp_path, seed=3)
    monkeypatch.setattr(module, "_train", _refuse)
    monkeypatch.setattr(encoder_ground, "_states", _refuse)
    again = make_ground(first, second, start, UPPER, tmp_path)
    taken = fit(again, topic, folder=tmp_path, seed=3)
    assert taken.epochs == model.epochs
    assert score_texts(taken, first, second).tobytes() == (
        score_texts(model, first, second).tobytes()
    )
    with pytest.raises(AssertionError, match="once more"):
        fit(again, topic, folder=tmp_path, seed=4)
    with pytest.raises(AssertionError, match="once more"):
        make_ground(second, first, start, UPPER, tmp_path)


def _refuse(*_):
    raise AssertionError("read or trained once more")
