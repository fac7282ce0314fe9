"""Texts in a script that puts no spaces between words: parted by ICU, or refused in a sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.helpers import write_csv
from tests.made import add_codings, add_corpus, copied, trained_root
from tests.once import made_once
from textmine.config import NlpSettings
from textmine.corpus import read_documents, spaceless
from textmine.corpus.duplicates import near_duplicate_groups
from textmine.corpus.spaceless import is_unparted, unparted_languages
from textmine.errors import ExtraMissingError
from textmine.nlp import pipeline, prepare_texts
from textmine.nlp.layers import ALPHA
from textmine.nlp.parting import is_word

TEXTS = {
    "Chinese": "轮渡在冬天班次太少了,居民们都希望增加班次",
    "Japanese": "冬のフェリーはとても少ないので増やしてほしいです",
    "Thai": "เรือข้ามฟากมีน้อยเกินไปในฤดูหนาว",
    "Khmer": "សាឡាងមានតិចពេកនៅរដូវរងា",
    "Lao": "ເຮືອຂ້າມຟາກມີໜ້ອຍເກີນໄປໃນລະດູໜາວ",
    "Burmese": "ဆောင်းရာသီတွင်ကူးတို့သင်္ဘောနည်းလွန်းသည်",
}
WORDS = {"Chinese": "班次", "Japanese": "フェリー", "Thai": "เรือ", "Khmer": "តិច", "Lao": "ລະດູໜາວ"}
WORDS["Burmese"] = "တွင်"
FAST = NlpSettings(profile="fast")
ENGLISH = "The ferry is far too seldom in winter and the bus is late"
WHOLE = (
    ("prepare", "zh"),
    ("words", "zh"),
    ("words", "zh", "--by", "thread_id"),
    ("kwic", "zh", "班次"),
    ("topics", "fit", "zh"),
    ("topics", "sweep", "zh", "--topics", "2"),
    ("topics", "apply", "forum-topics", "zh", "--out", "t.csv"),
    ("topics", "align", "forum", "zh"),
    ("train", "zh", "--name", "new"),
    ("curve", "zh"),
    ("apply", "forum-model", "zh", "--out", "a.csv"),
    ("suggest", "zh", "--codebook", "ling-martins-2015"),
)
"""Every command that counts words of texts that spaCy reads."""


@pytest.fixture
def without_icu(monkeypatch):
    for module in (spaceless, pipeline):
        monkeypatch.setattr(module, "icu_title", lambda: "")


@cache
def spaceless_root(base: Path) -> Path:
    """A workspace with models of English texts, a Chinese corpus with codes, and a mixed one."""

    def make(folder: Path) -> None:
        space = copied(trained_root(base), folder / "spaceless")
        ends = "车站学校公园医院桥梁道路"
        texts = [f"{TEXTS['Chinese']}{ends[n % 12]}附近的居民" for n in range(24)]
        rows = [
            {"id": f"d{n}", "thread_id": f"t{n // 3}", "text": text} for n, text in enumerate(texts)
        ]
        add_corpus(space, "zh", rows, folder / "zh.csv")
        add_codings(space, "zh", {f"d{n}": "ab"[n % 2] for n in range(24)}, "ab")
        mixed = [rows[n] if n % 10 == 0 else {**rows[n], "text": ENGLISH} for n in range(24)]
        add_corpus(space, "mixed", mixed, folder / "mixed.csv")

    return made_once(base, "of-spaceless", make) / "spaceless"


@pytest.fixture
def at_spaceless(run_in, tmp_path_factory, tmp_path):
    root = spaceless_root(tmp_path_factory.getbasetemp())
    return run_in(copied(root, tmp_path / "here").root)


@pytest.mark.usefixtures("without_icu")
def test_every_command_that_counts_words_refuses_in_one_sentence(at_spaceless):
    for words in WHOLE:
        ran = at_spaceless(*words)
        assert ran.code == 1, words
        assert "texts are in Chinese, with no spaces between words" in " ".join(ran.err.split())
        assert 'pip install "textmine[icu]"' in ran.err
        assert not ran.out.strip(), words


@pytest.mark.usefixtures("without_icu")
def test_a_mixed_corpus_is_counted_and_its_clauses_are_no_words(at_spaceless):
    ran = at_spaceless("words", "mixed")
    assert ran.code == 0
    told = " ".join(ran.err.split()) + " ".join(ran.out.split())
    assert "3 of 24 texts are in Chinese" in told
    assert "轮渡" not in ran.out
    checked = at_spaceless("corpus", "check", "zh", "--format", "csv")
    assert "Install ICU" in checked.out


@pytest.mark.usefixtures("without_icu")
@pytest.mark.parametrize("language", TEXTS)
def test_import_says_it_and_nothing_counts_clauses(tmp_path, workspace, run, language):
    rows = [[n, f"{TEXTS[language]} {n}"] for n in range(4)]
    path = write_csv(tmp_path / "t.csv", ["id", "text"], rows)
    ran = run("corpus", "import", path, "--name", "t")
    assert f"{language}, which puts no spaces" in ran.err
    with pytest.raises(ExtraMissingError, match=f"4 of 4 texts are in {language}"):
        prepare_texts([row[1] for row in rows], FAST)
    mixed = prepare_texts([ENGLISH] * 9 + [TEXTS[language]], FAST)
    assert f"1 of 10 texts is in {language}" in mixed.remark
    assert not any(bits & ALPHA for bits in mixed.flags()[-1])


@pytest.mark.parametrize("lang", ["en", "own"])
@pytest.mark.parametrize("language", TEXTS)
def test_icu_parts_the_words(language, lang):
    pytest.importorskip("icu4py")
    code = spaceless.spaceless_language([TEXTS[language]])[1]
    settings = NlpSettings(lang=code) if lang == "own" else FAST
    prepared = prepare_texts([TEXTS[language]], settings)
    (words,), (flags,) = prepared.layer("words"), prepared.flags()
    assert "".join(words) == TEXTS[language]
    assert WORDS[language] in words
    assert flags[words.index(WORDS[language])] & ALPHA
    assert ("parted" in prepared.remark) == (lang == "en")
    assert ("ICU" in prepared.model.title) == (lang == "own")


@pytest.mark.parametrize(
    "text",
    [
        *("The ferry is too seldom", "Паром ходит слишком редко", "페리가 너무 드물게 다녀요"),
        *("轮渡 在 冬天 班次 太少 了", "सर्दियों में नौका बहुत कम चलती है"),
    ],
)
def test_texts_with_spaces_are_read_as_they_are(text):
    prepared = prepare_texts([text], FAST)
    assert "spaces" not in prepared.remark
    assert prepared.layer("words")[0] == text.split()
    assert all(bits & ALPHA for bits in prepared.flags()[0])


def test_import_of_other_scripts_says_nothing(tmp_path):
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [["1", "페리가 너무 드물게 다녀요"]])
    assert not any("no spaces" in one for one in read_documents(path).checked.remarks)


@pytest.mark.parametrize("lang", ["ko", "vi", "th", "ja", "km"])
def test_no_language_asks_for_a_package_of_spacy(lang):
    assert prepare_texts(["페리가 너무 드물게"], NlpSettings(lang=lang)).n_tokens == 3


def test_what_counts_words_without_spacy_counts_signs():
    near = TEXTS["Chinese"].replace("增加", "加多")
    groups = near_duplicate_groups([TEXTS["Chinese"], near, TEXTS["Japanese"]], 0.5)
    assert groups.tolist() == [0, 0, 1]


def test_a_clause_is_told_from_a_word():
    assert [is_unparted(text) for text in TEXTS.values()] == [True] * 6
    assert unparted_languages([*TEXTS.values(), "Ok."]) == dict.fromkeys(TEXTS, 1)
    assert not is_unparted("The sign said 轮渡在冬天班次 and that was all that we could read of it")
    assert [is_word(word) for word in ("ฤดูหนาว", "班次", "a1", "·")] == [True, True, False, False]
