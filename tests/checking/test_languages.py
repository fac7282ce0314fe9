from __future__ import annotations

import pytest

from tests.test_real_corpora import _CIMT, data_file
from textmine.checking.languages import check_languages, languages_of
from textmine.corpus import ReadOptions, read_documents

ENGLISH = "We would like to have more buses in the evening, and a safer way to cross the road."
GERMAN = "Wir wünschen uns mehr Busse am Abend und einen sicheren Weg über die Straße."
SPANISH = "Nos gustaría tener más autobuses por la noche y un paso seguro para cruzar la calle."


def found_in(corpus, expected="en"):
    return check_languages(corpus, languages_of(corpus.texts), expected)


def test_each_text_has_its_language():
    assert languages_of([ENGLISH, GERMAN, SPANISH]) == ["en", "de", "es"]
    assert languages_of([ENGLISH * 600]) == ["en"]
    assert languages_of(["", "ok", "12345", "???"]) == ["not sure"] * 4
    assert languages_of(["公共交通的票价太高了，我们希望政府降低票价。"]) == ["zh"]


def test_a_corpus_in_another_language_than_the_workspace(corpus_of, value):
    found = found_in(corpus_of(text=[GERMAN, GERMAN + " Danke.", ENGLISH]))
    assert [(one.what, one.value) for one in found[:2]] == [("de", 2), ("en", 1)]
    other = value(found, "another than")
    assert other.documents == (0, 1)
    assert 'set lang = "de"' in other.advice


def test_some_texts_in_another_language(corpus_of, value):
    other = value(found_in(corpus_of(text=[ENGLISH, ENGLISH + " Yes.", SPANISH])), "another than")
    assert (other.value, other.of, other.documents) == (1, 3, (2,))
    assert "--lang COLUMN" in other.advice


def test_a_column_says_the_language(corpus_of, value):
    corpus = corpus_of(text=[ENGLISH, GERMAN, SPANISH], lang=["en", "de-AT", "en"])
    other = value(found_in(corpus), "another than")
    assert other.documents == (2,)
    assert "correct column lang" in other.advice


@pytest.mark.data
@pytest.mark.parametrize(
    ("path", "lang", "fewest"),
    [
        ("cdcp/units.csv", "en", 0.88),
        ("decide_madrid_es/data/comments.csv", "es", 0.80),
        (f"{_CIMT}/Survey-Bonn/dataset_CQB.tsv", "de", 0.65),
    ],
)
def test_what_is_sure_is_right_on_real_texts(path, lang, fewest):
    columns = {"id": "doc_id+unit"} if "units" in path else {}
    reading = read_documents(data_file(path), ReadOptions(), columns, keep_orphans=True)
    found = languages_of([str(text) for text in reading.checked.documents["text"]])
    sure = [one for one in found if one != "not sure"]
    assert len(sure) / len(found) >= fewest
    assert sure.count(lang) / len(sure) >= 0.999


def test_texts_together_are_told_as_one_by_one():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from textmine.checking.language_walk import identified

    texts = [
        "The buses are late",
        "Guten Tag, wie geht es Ihnen?",
        "",
        "été",
        "日本語の文章",
        "\ud800x",
    ]
    texts += ["LES TRAINS SONT EN RETARD", "a", "The buses are late", "No hay autobuses hoy " * 40]
    one = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    alone = [one.classify(text) for text in texts]
    together = list(identified(texts, 0.9))
    assert [lang for lang, _ in together] == [lang for lang, _ in alone]
    chances = [chance for _, chance in alone]
    assert [chance for _, chance in together] == pytest.approx(chances, abs=1e-5)
    assert list(identified(texts, chances[1]))[1] == alone[1]  # near what is asked: to the digit
    assert list(identified([], 0.9)) == []
