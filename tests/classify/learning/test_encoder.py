"""Fine-tuning: it learns from message and neighbours, stops in time, and comes back from disk."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from tests.nlp.encoders.test_transformer import tiny_folder
from textmine.classify.learning import encoder_steps
from textmine.classify.learning.encoder import (
    EncoderOptions,
    fit_encoder,
    load_encoder,
    neighbour_segment,
    save_encoder,
    score_texts,
)
from textmine.classify.learning.encoder_file import FILES
from textmine.classify.learning.encoder_ground import encoder_rows
from textmine.errors import ExtraMissingError, InputError
from textmine.nlp.encoders import choose_encoder, transformer

FAST = EncoderOptions(epochs=8, learning_rate=1e-2, batch_size=8, max_length=40, holdout=0.0)


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


def made(n=64, seed=0):
    """Messages that speak of rent or of tax, and neighbours that ask for help or do not."""
    draw = np.random.default_rng(seed)
    topic, asks = draw.integers(0, 2, n), draw.integers(0, 2, n)
    first = [f"the {('rent', 'tax')[code]} was late" for code in topic]
    second = [neighbour_segment(["we paid"], [("no", "help")[code]]) for code in asks]
    return first, second, topic, asks


def one_hot(codes, n_codes=2):
    return np.eye(n_codes, dtype=bool)[codes]


def fitted(start, gold, labels="single", options=FAST, **given):
    first, second, _, _ = made(max(len(gold), 64))
    groups = np.arange(len(first)) // 4
    return fit_encoder(
        first, second, gold, labels=labels, groups=groups, start=start, options=options, **given
    )


@pytest.fixture(scope="module")
def model(start):
    return fitted(start, one_hot(made()[2]))


def test_without_the_extra_there_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(
        transformer, "find_spec", lambda name: None if name == "torch" else find_spec("json")
    )
    with pytest.raises(ExtraMissingError, match=r'pip install "textmine\[transformers\]"'):
        load_encoder(tmp_path)
    some = transformer.Transformer("", tmp_path, "", "", 1)
    gold, groups = np.ones((1, 1), dtype=bool), np.zeros(1, dtype=np.int64)
    with pytest.raises(ExtraMissingError, match="fine-tuning need torch, which is not installed"):
        fit_encoder(["a"], [""], gold, labels="single", groups=groups, start=some)


@pytest.mark.parametrize(
    ("before", "after", "segment"),
    [
        ([], [], "\x1e"),
        (["one", "two"], ["four"], "one two\x1efour"),
        ([], ["a\x1eb"], "\x1ea b"),
    ],
)
def test_neighbours_stand_in_the_order_of_reading(before, after, segment):
    assert neighbour_segment(before, after) == segment


def test_it_learns_the_message(model):
    first, second, topic, _ = made(40, seed=1)
    scores = score_texts(model, first, second)
    assert scores.shape == (40, 2)
    assert scores.dtype == np.float64
    assert (scores.argmax(axis=1) == topic).all()
    assert model.epochs == FAST.epochs


def test_it_learns_the_neighbours(start):
    first, second, _, asks = made()
    model = fitted(start, one_hot(asks), options=replace(FAST, epochs=20))
    assert (score_texts(model, first, second).argmax(axis=1) == asks).mean() > 0.95


def test_several_codes_a_message(start):
    first, second, topic, asks = made()
    gold = np.column_stack([topic == 1, asks == 1, np.zeros(len(topic), dtype=bool)])
    model = fitted(start, gold, "multi", replace(FAST, epochs=20))
    given = score_texts(model, first, second) > 0
    assert (given == gold).mean() > 0.95


def test_company_changes_no_score(model):
    first, second, _, _ = made(20, seed=2)
    second[3] = neighbour_segment(["the debt " * 30], [])
    together = score_texts(model, first, second)
    alone = [score_texts(model, [a], [b]) for a, b in zip(first, second, strict=True)]
    assert together.tobytes() == np.vstack(alone).tobytes()


def test_the_same_seed_gives_the_same_bytes(start, tmp_path):
    import torch

    gold, short = one_hot(made()[2]), replace(FAST, epochs=1)
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        save_encoder(tmp_path / name, fitted(start, gold, options=short, seed=seed))
    assert (torch.random.get_rng_state() == before).all()  # the caller's own dice are left alone
    weights = [(tmp_path / name / "encoder.safetensors").read_bytes() for name in "abc"]
    assert weights[0] == weights[1] != weights[2]


def test_saved_and_loaded_it_scores_the_same(model, tmp_path):
    first, second, _, _ = made(20, seed=3)
    save_encoder(tmp_path / "model", model)
    assert sorted(path.name for path in (tmp_path / "model").iterdir()) == sorted(FILES)
    loaded = load_encoder(tmp_path / "model")
    assert score_texts(loaded, first, second).tobytes() == (
        score_texts(model, first, second).tobytes()
    )
    assert (loaded.labels, loaded.n_codes, loaded.options) == ("single", 2, FAST)
    save_encoder(tmp_path / "again", loaded)
    for file in FILES:
        assert (tmp_path / "again" / file).read_bytes() == (tmp_path / "model" / file).read_bytes()


@pytest.mark.parametrize("file", FILES)
def test_a_folder_that_lacks_a_file(model, tmp_path, file):
    save_encoder(tmp_path, model)
    (tmp_path / file).unlink()
    with pytest.raises(InputError, match=f"incomplete: {file} is missing"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b"[1]"])
def test_a_damaged_file(model, tmp_path, file, content):
    save_encoder(tmp_path, model)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        load_encoder(tmp_path)


def test_a_newer_format(model, tmp_path):
    save_encoder(tmp_path, model)
    settings = json.loads((tmp_path / "encoder.json").read_bytes())
    (tmp_path / "encoder.json").write_text(json.dumps({**settings, "format": 99}))
    with pytest.raises(InputError, match="format 99; this textmine reads up to 3"):
        load_encoder(tmp_path)


def test_training_stops_when_the_held_out_groups_gain_nothing(start):
    options = replace(FAST, epochs=30, holdout=0.4, patience=1)
    seen: list[tuple[int, int]] = []
    model = fitted(
        start,
        one_hot(made(120)[2]),
        options=options,
        progress=lambda step, done, total: seen.append((done, total)),
    )
    assert 1 <= model.epochs < 30
    assert len(seen) < seen[-1][1]
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize(
    ("n", "n_groups", "share", "none"),
    [(600, 60, 0.1, False), (600, 5, 0.1, True), (300, 300, 0.1, True), (600, 60, 0.0, True)],
)
def test_whole_groups_are_held_out(n, n_groups, share, none):
    groups = np.arange(n) % n_groups
    held = encoder_steps.held_out_groups(groups, share, 0)
    assert held.any() != none
    assert not set(groups[held]) & set(groups[~held])
    if not none:
        assert share <= held.mean() < share + 1 / n_groups
        assert (held == encoder_steps.held_out_groups(groups, share, 0)).all()


def test_neighbours_are_cut_at_their_far_ends(model):
    short = replace(model, options=replace(model.options, max_length=12, context=4))
    long = neighbour_segment(["yes no ask help"], ["tax bill debt court"])
    both, left, own = encoder_rows(
        short.tokenizer,
        short.options,
        ["rent was late", "rent", "a " * 40],
        [long, neighbour_segment(["yes no ask help"], []), long],
    )
    word = short.tokenizer.token_to_id
    close = word("[SEP]")
    assert both.pieces == [
        *(word("[CLS]"), word("ask"), word("help"), close),
        *(word("rent"), word("was"), word("late"), close),
        *(word("tax"), word("bill"), close),
    ]
    assert (both.begin, both.end) == (4, 7)
    assert left.pieces[1:5] == [word(each) for each in ("yes", "no", "ask", "help")]
    assert len(own.pieces) == 12
    assert own.end - own.begin == 8


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_rare_codes_weigh_more_and_the_mean_weight_is_one(power):
    pytest.importorskip("torch", reason="needs the extra 'transformers'")
    gold = one_hot([0] * 9 + [1])
    weight = encoder_steps.loss_of(gold, "single", power).weight.numpy()
    assert weight[1] / weight[0] == pytest.approx(9**power)
    assert (weight[0] * 9 + weight[1]) / 10 == pytest.approx(1)
    several = encoder_steps.loss_of(gold, "multi", power).pos_weight.numpy()
    assert several == pytest.approx([(1 / 9) ** power, 9**power])


def test_the_rate_rises_and_falls():
    rates = [encoder_steps.rate_at(step, 100, 0.1) for step in range(100)]
    assert np.argmax(rates) in (9, 10)
    assert max(rates) <= 1
    assert rates[0] < 0.1
    assert 0 < rates[-1] < 0.02


def test_lower_layers_learn_more_slowly(model):
    options = EncoderOptions(learning_rate=1.0, layer_decay=0.5, head_rate=3.0)
    groups = encoder_steps.parameter_groups(model.network, options, 16)
    names = [name for name, _ in model.network.named_parameters()]
    rates = {name: group["lr"] for name, group in zip(names, groups, strict=True)}
    assert rates["head.weight"] == 3.0
    assert rates["body.encoder.layer.1.output.dense.weight"] == 1.0
    assert rates["body.encoder.layer.0.output.dense.weight"] == 0.5
    assert rates["body.embeddings.word_embeddings.weight"] == 0.25


def test_too_long_for_the_encoder(start):
    with pytest.raises(InputError, match=r"at most 64 word pieces\. Got max_length 65"):
        fitted(start, one_hot(made()[2]), options=replace(FAST, max_length=65))


@pytest.mark.parametrize(
    ("gold", "message"),
    [(np.zeros((63, 2), dtype=bool), "of one length"), (np.zeros((64, 2), dtype=bool), "one code")],
)
def test_input_that_does_not_fit_together(start, gold, message):
    with pytest.raises(ValueError, match=message):
        fitted(start, gold)


@pytest.mark.parametrize(
    ("labels", "per_code", "micro"),
    [
        ("single", (4 / 5, 0), 2 / 3),  # codes 0, 0, 0 given, 0, 1, 0 right
        ("multi", (4 / 5, 1), 6 / 7),  # the second message gets both codes
    ],
)
def test_agreement_is_the_mean_of_micro_and_macro_f1(labels, per_code, micro):
    scores = np.array([[1.0, -1.0], [2.0, 1.0], [0.5, -3.0]])
    agreement = encoder_steps.agreement_of(scores, one_hot([0, 1, 0]), labels)
    assert agreement == pytest.approx((np.mean(per_code) + micro) / 2)
