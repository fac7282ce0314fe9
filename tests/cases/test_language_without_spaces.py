"""Texts in a script that puts no spaces between words: what that does is said."""

from __future__ import annotations

import pytest

from tests.helpers import write_csv
from textmine.config import NlpSettings
from textmine.corpus import read_documents
from textmine.errors import ExtraMissingError
from textmine.nlp import prepare_texts

TEXTS = {
    "Chinese": "轮渡在冬天班次太少了,居民们都希望增加班次",
    "Japanese": "冬のフェリーはとても少ないので増やしてほしいです",
    "Thai": "เรือข้ามฟากมีน้อยเกินไปในฤดูหนาว",
    "Khmer": "សាឡាងមានតិចពេកនៅរដូវរងា",
}


@pytest.mark.parametrize("language", TEXTS)
def test_import_and_prepare_say_it(tmp_path, workspace, run, language):
    rows = [[n, f"{TEXTS[language]} {n}"] for n in range(4)]
    path = write_csv(tmp_path / "t.csv", ["id", "text"], rows)
    ran = run("corpus", "import", path, "--name", "t")
    assert f"{language}, which puts no spaces" in ran.err
    prepared = prepare_texts([row[1] for row in rows], NlpSettings(profile="fast"))
    assert f"{language}, which puts no spaces" in prepared.remark


@pytest.mark.parametrize(
    "text", ["The ferry is too seldom", "Паром ходит слишком редко", "페리가 너무 드물게 다녀요"]
)
def test_other_scripts_get_no_such_remark(tmp_path, text):
    path = write_csv(tmp_path / "t.csv", ["id", "text"], [["1", text]])
    assert not any("no spaces" in one for one in read_documents(path).checked.remarks)
    assert "no spaces" not in prepare_texts([text], NlpSettings(profile="fast")).remark


def test_chinese_read_as_chinese_is_parted_and_says_into_what():
    pytest.importorskip("spacy.lang.zh")
    prepared = prepare_texts([TEXTS["Chinese"]], NlpSettings(lang="zh"))
    assert prepared.n_tokens > 8
    assert "no spaces" not in prepared.remark
    assert "jieba" in prepared.remark or "jieba" in prepared.model.title


@pytest.mark.parametrize(("lang", "package"), [("ja", "sudachipy"), ("th", "pythainlp")])
def test_a_language_whose_package_is_not_there_names_it(lang, package):
    try:
        prepare_texts([TEXTS["Thai"]], NlpSettings(lang=lang))
    except ExtraMissingError as error:
        assert package in str(error)
